"""Rules about what may become of a booking."""

from __future__ import annotations

from typing import Any

from tichet_rules.model import Booking
from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Figures, Finding, found, rule
from tichet_rules.text import Text

__all__ = ["begun", "still_open"]

_NONE = Text("nu există", "there is none")


# --- booking.open -----------------------------------------------------------------------


def not_begun(is_booked: Any, begins: Any, at: Any) -> Any:
    """The booking is open and its meeting has not begun."""
    return is_booked & (at < begins)


@rule(
    "booking.open",
    title=Text("Programarea este deschisă", "The booking is open"),
    citation=Citation("practice"),
    predicate=not_begun,
    passed=Text("Programarea este deschisă.", "The booking is open."),
    refused=Text(
        "Programarea nu mai poate fi schimbată: {measured}.",
        "The booking can no longer be changed: {measured}.",
    ),
    not_applicable=Text("Nicio programare de judecat.", "No booking to judge."),
    remedy=Text("Faceți o programare nouă.", "Make a new booking."),
)
def still_open(case: Case) -> Finding:
    """To cancel or move a booking: it exists, is booked, and has not begun."""
    booking = case.booking
    if booking is None:
        return found(still_open.id, False, measured=_NONE)
    holds = not_begun(booking.is_open, booking.slot.begins, case.at)
    begun_already = Text("a început", "it has begun")
    measured = booking.status.words if holds or not booking.is_open else begun_already
    return found(still_open.id, holds, measured=measured, more=_start(case, booking))


# --- booking.begun ----------------------------------------------------------------------


def has_begun(is_booked: Any, begins: Any, at: Any) -> Any:
    """The booking is open and its meeting has begun."""
    return is_booked & (begins <= at)


@rule(
    "booking.begun",
    title=Text("Întâlnirea a început", "The meeting has begun"),
    citation=Citation("practice"),
    predicate=has_begun,
    passed=Text("Întâlnirea a început.", "The meeting has begun."),
    refused=Text(
        "Nu se poate consemna ce a devenit întâlnirea: {measured}.",
        "What became of the meeting can't be recorded: {measured}.",
    ),
    not_applicable=Text("Nicio programare de judecat.", "No booking to judge."),
    remedy=Text(
        "Consemnați după ora de început; o programare închisă rămâne cum este.",
        "Record it after the start; a closed booking stays as it is.",
    ),
)
def begun(case: Case) -> Finding:
    """To record a meeting as held or missed: the booking is open and has begun."""
    booking = case.booking
    if booking is None:
        return found(begun.id, False, measured=_NONE)
    holds = has_begun(booking.is_open, booking.slot.begins, case.at)
    early = Text("nu a început", "it has not begun")
    measured = booking.status.words if holds or not booking.is_open else early
    return found(begun.id, holds, measured=measured, more=_start(case, booking))


def _start(case: Case, booking: Booking) -> Figures:
    return (("start", case.calendar.local(booking.slot.start)),)
