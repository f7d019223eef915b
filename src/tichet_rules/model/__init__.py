"""The nouns of the procedure, as frozen values checked at the door."""

from tichet_rules.model.booking import Booking, BookingStatus, Channel
from tichet_rules.model.people import Applicant, Contact, Inspector, Request, RequestStatus, Role
from tichet_rules.model.time import Absence, Slot, Week, WorkingInterval

__all__ = [
    "Absence",
    "Applicant",
    "Booking",
    "BookingStatus",
    "Channel",
    "Contact",
    "Inspector",
    "Request",
    "RequestStatus",
    "Role",
    "Slot",
    "Week",
    "WorkingInterval",
]
