"""The agenda: decide, apply, and the slots that are free."""

from tichet_rules.agenda.agenda import Agenda, apply, replayed
from tichet_rules.agenda.commands import Book, Cancel, Command, Hold, NoShow, Reschedule
from tichet_rules.agenda.decide import Decision, decide
from tichet_rules.agenda.events import (
    Booked,
    Cancelled,
    Event,
    Held,
    MissedByCitizen,
    Rescheduled,
)
from tichet_rules.agenda.remedy import Remedy
from tichet_rules.agenda.slots import ClosedBy, DayReport, explain_day, free_slots, judge_slot

__all__ = [
    "Agenda",
    "Book",
    "Booked",
    "Cancel",
    "Cancelled",
    "ClosedBy",
    "Command",
    "DayReport",
    "Decision",
    "Event",
    "Held",
    "Hold",
    "MissedByCitizen",
    "NoShow",
    "Remedy",
    "Reschedule",
    "Rescheduled",
    "apply",
    "decide",
    "explain_day",
    "free_slots",
    "judge_slot",
    "replayed",
]
