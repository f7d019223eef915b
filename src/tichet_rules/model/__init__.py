"""The nouns of the procedure, as frozen values checked at the door."""

from tichet_rules.model.booking import Booking, BookingStatus, Channel, Procedure
from tichet_rules.model.people import (
    Answer,
    Applicant,
    Contact,
    Inspector,
    Request,
    RequestStatus,
    Role,
)
from tichet_rules.model.ticket import BlueTicket, MeetingRecord
from tichet_rules.model.time import Absence, Slot, Week, WorkingInterval

__all__ = [
    "Absence",
    "Answer",
    "Applicant",
    "BlueTicket",
    "Booking",
    "BookingStatus",
    "Channel",
    "Contact",
    "Inspector",
    "MeetingRecord",
    "Procedure",
    "Request",
    "RequestStatus",
    "Role",
    "Slot",
    "Week",
    "WorkingInterval",
]
