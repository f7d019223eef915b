"""Rules about what may become of a booking."""

from __future__ import annotations

from typing import Any

from tichet_rules.model import Booking, BookingStatus
from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Figures, Finding, found, rule
from tichet_rules.text import Text

__all__ = ["begun", "not_there", "still_open"]

_NONE = Text("nu există", "there is none")
_LONGEST_SHOWN = 60


def not_there(id_: str, case: Case) -> Finding:
    """The finding of a rule on a booking that the agenda does not have."""
    asked = case.ignoring
    if asked is None:
        words = Text("Nu există o asemenea programare.", "There is no such booking.")
    else:
        if len(asked) > _LONGEST_SHOWN:
            asked = asked[: _LONGEST_SHOWN - 1] + "…"
        words = Text(f"Nu există nicio programare «{asked}».", f"There is no booking «{asked}».")
    advice = Text("Verificați numărul programării.", "Check the number of the booking.")
    return found(id_, False, measured=_NONE, words=words, advice=advice)


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
        return not_there(still_open.id, case)
    holds = not_begun(booking.is_open, booking.slot.begins, case.at)
    begun_already = Text("a început", "it has begun")
    measured = booking.status.words if holds or not booking.is_open else begun_already
    words = advice = None
    if case.cancels and not holds:
        words = Text(
            f"Programarea nu mai poate fi anulată: {measured.ro}.",
            f"The booking can no longer be cancelled: {measured.en}.",
        )
        advice = _STAYS
        if booking.is_open:
            advice = _RECORD_IT
        elif booking.status is BookingStatus.CANCELLED:
            words, advice = _CANCELLED_ALREADY, _NOTHING_TO_DO
    start = _start(case, booking)
    return found(still_open.id, holds, measured, more=start, words=words, advice=advice)


_STAYS = Text("O programare încheiată rămâne cum este.", "A closed booking stays as it is.")
_RECORD_IT = Text(
    "Consemnați dacă întâlnirea a avut loc sau cetățeanul nu s-a prezentat.",
    "Record the meeting as held or missed.",
)
_CANCELLED_ALREADY = Text("Programarea este deja anulată.", "The booking is cancelled already.")
_NOTHING_TO_DO = Text("Nu mai este nimic de făcut.", "Nothing is left to do.")


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
    remedy=Text("Consemnați după ora de început.", "Record it after the start."),
)
def begun(case: Case) -> Finding:
    """To record a meeting as held or missed: the booking is open and has begun."""
    booking = case.booking
    if booking is None:
        return not_there(begun.id, case)
    holds = has_begun(booking.is_open, booking.slot.begins, case.at)
    early = Text("nu a început", "it has not begun")
    measured = booking.status.words if holds or not booking.is_open else early
    words = advice = None
    if not booking.is_open:
        words = Text(
            f"Programarea este deja încheiată: {measured.ro}.",
            f"The booking is closed already: {measured.en}.",
        )
        advice = _STAYS
    start = _start(case, booking)
    return found(begun.id, holds, measured, more=start, words=words, advice=advice)


def _start(case: Case, booking: Booking) -> Figures:
    return (("start", case.calendar.local(booking.slot.start)),)
