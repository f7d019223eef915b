"""Rules about what follows a meeting: its record, and the blue ticket."""

from __future__ import annotations

from typing import Any

from tichet_rules.model import BookingStatus, Procedure
from tichet_rules.policy import Citation
from tichet_rules.rules.booking import not_there
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, found, not_applicable, rule
from tichet_rules.text import Text

__all__ = ["answer_open", "complete", "held", "once", "recorded"]

_ATTESTS = Citation(
    "article-2020",
    quote="un document care atestă detaliile și concluziile discuției avute",
)
_NOTHING_TO_JUDGE = Text("Nicio programare de judecat.", "No booking to judge.")


# --- record.held ------------------------------------------------------------------------


def took_place(is_held: Any) -> Any:
    """The meeting took place."""
    return is_held == 1


@rule(
    "record.held",
    title=Text("Întâlnirea a avut loc", "The meeting took place"),
    citation=_ATTESTS,
    predicate=took_place,
    passed=Text("Întâlnirea a avut loc.", "The meeting took place."),
    refused=Text(
        "Nu s-a consemnat că întâlnirea a avut loc (este {measured}).",
        "The meeting has not been recorded as held (it is {measured}).",
    ),
    not_applicable=_NOTHING_TO_JUDGE,
    remedy=Text(
        "Consemnați mai întâi că întâlnirea a avut loc.",
        "Record first that the meeting took place.",
    ),
)
def held(case: Case) -> Finding:
    """Conclusions are recorded, and a ticket issued, only of a meeting that took place."""
    booking = case.booking
    if booking is None:
        return not_there(held.id, case)
    status = booking.status
    words = _NOT_HELD.get(status)
    return found(
        held.id,
        took_place(int(status is BookingStatus.HELD)),
        measured=status.words,
        words=words,
        advice=_HELD_ALONE if words else None,
    )


_NOT_HELD = {
    BookingStatus.CANCELLED: Text(
        "Întâlnirea nu a avut loc: programarea a fost anulată.",
        "The meeting did not take place: the booking was cancelled.",
    ),
    BookingStatus.NO_SHOW: Text(
        "Întâlnirea nu a avut loc: cetățeanul nu s-a prezentat.",
        "The meeting did not take place: the citizen did not come.",
    ),
}
_HELD_ALONE = Text(
    "Numai o întâlnire care a avut loc are concluzii.",
    "Only a meeting that took place has conclusions.",
)


# --- record.complete --------------------------------------------------------------------


def at_least_one(count: Any) -> Any:
    """There is at least one."""
    return count >= 1


@rule(
    "record.complete",
    title=Text("Consemnarea are concluzii", "The record has conclusions"),
    citation=_ATTESTS,
    predicate=at_least_one,
    passed=Text("Concluzii consemnate: {measured}.", "Conclusions recorded: {measured}."),
    refused=Text("Nu este consemnată nicio concluzie.", "No conclusion is recorded."),
    not_applicable=_NOTHING_TO_JUDGE,
    remedy=Text("Scrieți cel puțin o concluzie.", "Write at least one conclusion."),
)
def complete(case: Case) -> Finding:
    """The record states at least one conclusion of the talk."""
    if case.record is None:
        return not_applicable(complete.id)
    count = len(case.record.conclusions)
    return found(complete.id, at_least_one(count), measured=count, limit=1)


# --- ticket.recorded --------------------------------------------------------------------


def the_same(is_recorded: Any, is_the_same: Any) -> Any:
    """Conclusions were recorded, and these are they."""
    return is_recorded & is_the_same


@rule(
    "ticket.recorded",
    title=Text("Concluziile sunt cele consemnate", "The conclusions are those recorded"),
    citation=_ATTESTS,
    predicate=the_same,
    passed=Text("Concluziile sunt cele consemnate.", "The conclusions are those recorded."),
    refused=Text("{measured}.", "{measured}."),
    not_applicable=_NOTHING_TO_JUDGE,
    remedy=Text(
        "Consemnați concluziile, apoi emiteți tichetul cu aceleași.",
        "Record the conclusions, then issue the ticket with the same.",
    ),
    note=Text("Se compară amprentele SHA-256.", "The SHA-256 fingerprints are compared."),
)
def recorded(case: Case) -> Finding:
    """The ticket states the conclusions that the inspector recorded, unaltered."""
    if case.booking is None or case.record is None:
        return not_applicable(recorded.id)
    kept = case.booking.record
    same = kept == case.record.fingerprint
    measured = None if same else _ALTERED if kept else _NOT_RECORDED
    return found(recorded.id, the_same(kept is not None, same), measured=measured)


_ALTERED = Text(
    "Concluziile nu sunt cele consemnate", "The conclusions are not those that were recorded"
)
_NOT_RECORDED = Text("Nu s-au consemnat concluzii", "No conclusions were recorded")


# --- ticket.once ------------------------------------------------------------------------


def not_issued(is_issued: Any) -> Any:
    """Nothing was issued yet."""
    return is_issued == 0


@rule(
    "ticket.once",
    title=Text("Nu s-a emis încă", "Not issued yet"),
    citation=Citation("practice"),
    predicate=not_issued,
    passed=Text("Documentul nu s-a emis încă.", "The document was not issued yet."),
    refused=Text(
        "Documentul s-a emis deja, {measured}, și nu se mai schimbă.",
        "The document was issued already, {measured}, and does not change any more.",
    ),
    not_applicable=_NOTHING_TO_JUDGE,
    remedy=Text(
        "Pentru completări se face o programare nouă.", "For additions, make a new booking."
    ),
)
def once(case: Case) -> Finding:
    """One document is issued of a meeting; after it the record does not change."""
    booking = case.booking
    if booking is None:
        return not_applicable(once.id)
    issued_at = booking.issued_at
    is_issued = int(booking.ticket is not None)
    measured = _NOT_ON_RECORD if issued_at is None else case.calendar.local(issued_at)
    return found(once.id, not_issued(is_issued), measured=measured if is_issued else None)


_NOT_ON_RECORD = Text("la o dată neconsemnată", "at a time that is not on record")


# --- audience.answer_open ---------------------------------------------------------------


def may_be_asked_for(is_audience: Any, may_be_held: Any) -> Any:
    """It is an audience that was held, or may still be."""
    return is_audience & may_be_held


@rule(
    "audience.answer_open",
    title=Text("Răspunsul scris se poate cere", "A written answer can be asked for"),
    citation=Citation("audiente-cluj"),
    predicate=may_be_asked_for,
    passed=Text("Audiența: {measured}.", "The audience: {measured}."),
    refused=Text(
        "Nu se poate cere un răspuns scris: {measured}.",
        "No written answer can be asked for: {measured}.",
    ),
    not_applicable=_NOTHING_TO_JUDGE,
    remedy=Text(
        "Răspunsul scris este al unei audiențe care a avut loc sau urmează.",
        "A written answer follows an audience that took place or will.",
    ),
)
def answer_open(case: Case) -> Finding:
    """A written answer can be asked for of an audience that was held or is still to come."""
    booking = case.booking
    if booking is None:
        return not_there(answer_open.id, case)
    is_audience = booking.procedure is Procedure.AUDIENCE
    return found(
        answer_open.id,
        may_be_asked_for(is_audience, booking.is_open | booking.is_held),
        measured=booking.status.words if is_audience else _NO_AUDIENCE,
        words=_NO_ANSWER.get(booking.status) if is_audience else None,
    )


_NO_AUDIENCE = Text("nu este o audiență", "it is no audience")
_NO_ANSWER = {
    BookingStatus.CANCELLED: Text(
        "Nu se poate cere un răspuns scris: audiența a fost anulată.",
        "No written answer can be asked for: the audience was cancelled.",
    ),
    BookingStatus.NO_SHOW: Text(
        "Nu se poate cere un răspuns scris: cetățeanul nu s-a prezentat.",
        "No written answer can be asked for: the citizen did not come.",
    ),
}
