"""Rules about what follows a meeting: its record, the blue ticket, the written answer."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest

from tests.agenda import _world as world
from tests.rules._scene import (
    NOT_APPLICABLE,
    PASSED,
    REFUSED,
    URBANISM,
    audience,
    judged,
)
from tests.rules._terms import TRUTHS, one_answer_for_all, terms
from tichet_rules import Booking, BookingStatus, MeetingRecord, Procedure, Text, rule_of

START = "2026-11-23 10:00"
RECORD = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."])
CORRECTED = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral, vizat."])
TICKET = "ab" * 32
ISSUED = world.local("2026-11-23 12:30")
NONE = Text("nu există", "there is none")


def meeting(status: str = "held", **changes: Any) -> Booking:
    return world.booking("b-1", world.slot(START), status=status, **changes)


PREDICATES: list[Any] = [
    ("record.held", "held", "(held == 1)", lambda held: held == 1, [(0, 1)]),
    ("record.complete", "count", "(count >= 1)", lambda count: count >= 1, [range(4)]),
    (
        "ticket.recorded",
        "recorded same",
        "(recorded & same)",
        lambda recorded, same: recorded and same,
        [TRUTHS] * 2,
    ),
    ("ticket.once", "issued", "(issued == 0)", lambda issued: issued == 0, [(0, 1)]),
    (
        "audience.answer_open",
        "audience held",
        "(audience & held)",
        lambda is_audience, held: is_audience and held,
        [TRUTHS] * 2,
    ),
]


@pytest.mark.parametrize(
    ("rule", "names", "written", "truth", "domains"), PREDICATES, ids=lambda each: str(each)[:24]
)
def test_the_predicates(rule: str, names: str, written: str, truth: Any, domains: Any) -> None:
    predicate = rule_of(rule).predicate
    assert repr(predicate(*terms(names))) == written
    one_answer_for_all(predicate, truth, *domains)


# --- record.held ------------------------------------------------------------------------


NOT_HELD = {
    BookingStatus.BOOKED: (
        "Nu s-a consemnat că întâlnirea a avut loc (este programată).",
        "The meeting has not been recorded as held (it is booked).",
    ),
    BookingStatus.CANCELLED: (
        "Întâlnirea nu a avut loc: programarea a fost anulată.",
        "The meeting did not take place: the booking was cancelled.",
    ),
    BookingStatus.NO_SHOW: (
        "Întâlnirea nu a avut loc: cetățeanul nu s-a prezentat.",
        "The meeting did not take place: the citizen did not come.",
    ),
}


@pytest.mark.parametrize("status", BookingStatus)
@pytest.mark.parametrize("procedure", Procedure)
def test_only_a_meeting_that_took_place_is_recorded(
    status: BookingStatus, procedure: Procedure
) -> None:
    finding = judged("record.held", booking=meeting(status, procedure=procedure))
    took_place = status is BookingStatus.HELD
    assert (finding.outcome, finding.measured) == (PASSED if took_place else REFUSED, status.words)
    if not took_place:
        assert (finding.message("ro"), finding.message("en")) == NOT_HELD[status]
    if status is BookingStatus.BOOKED:
        assert finding.remedy("en") == "Record first that the meeting took place."
    elif not took_place:
        assert finding.remedy("en") == "Only a meeting that took place has conclusions."


def test_a_meeting_that_is_not_there_did_not_take_place() -> None:
    finding = judged("record.held", booking=None)
    assert (finding.outcome, finding.measured) == (REFUSED, NONE)
    assert finding.message("ro") == "Nu există o asemenea programare."
    assert finding.remedy("en") == "Check the number of the booking."


# --- record.complete --------------------------------------------------------------------


@pytest.mark.parametrize(("count", "outcome"), [(0, REFUSED), (1, PASSED), (5, PASSED)])
def test_a_record_has_a_conclusion(count: int, outcome: str) -> None:
    record = MeetingRecord(["Întrebare?"], ["Concluzie."] * count, ["Pas."])
    finding = judged("record.complete", booking=meeting(), record=record)
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, count, 1)


def test_neither_questions_nor_next_steps_are_conclusions() -> None:
    assert judged("record.complete", record=MeetingRecord(["?"] * 3, [], ["!"])).refused
    assert judged("record.complete", record=MeetingRecord([], ["."])).outcome is PASSED


def test_the_record_in_words() -> None:
    refused = judged("record.complete", record=MeetingRecord([], []))
    assert refused.message("ro") == "Nu este consemnată nicio concluzie."
    assert refused.message("en") == "No conclusion is recorded."
    assert refused.remedy("ro") == "Scrieți cel puțin o concluzie."
    assert judged("record.complete", record=RECORD).message("ro") == "Concluzii consemnate: 1."


def test_without_a_record_there_is_nothing_to_complete() -> None:
    assert judged("record.complete", booking=meeting()).outcome is NOT_APPLICABLE


# --- ticket.recorded --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "given", "outcome", "ro", "en"),
    [
        pytest.param(
            RECORD.fingerprint,
            RECORD,
            PASSED,
            "Concluziile sunt cele consemnate.",
            "The conclusions are those recorded.",
            id="the-same",
        ),
        pytest.param(
            RECORD.fingerprint,
            CORRECTED,
            REFUSED,
            "Concluziile nu sunt cele consemnate.",
            "The conclusions are not those that were recorded.",
            id="altered",
        ),
        pytest.param(
            None,
            RECORD,
            REFUSED,
            "Nu s-au consemnat concluzii.",
            "No conclusions were recorded.",
            id="not-recorded",
        ),
    ],
)
def test_the_ticket_states_what_was_recorded(
    kept: str | None, given: MeetingRecord, outcome: str, ro: str, en: str
) -> None:
    finding = judged("ticket.recorded", booking=meeting(record=kept), record=given)
    assert finding.outcome is outcome
    assert (finding.message("ro"), finding.message("en")) == (ro, en)


def test_a_finding_that_passes_does_not_measure_the_contrary() -> None:
    """Whoever reads the figures as values is not told that the conclusions were altered."""
    passed = judged("ticket.recorded", booking=meeting(record=RECORD.fingerprint), record=RECORD)
    refused = judged(
        "ticket.recorded", booking=meeting(record=RECORD.fingerprint), record=CORRECTED
    )
    assert passed.outcome is PASSED
    assert passed.measured != refused.measured


def test_composed_and_decomposed_letters_are_the_same_record() -> None:
    typed = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipses\u0326te planul cadastral."])
    finding = judged("ticket.recorded", booking=meeting(record=RECORD.fingerprint), record=typed)
    assert finding.outcome is PASSED


@pytest.mark.parametrize(("booking", "record"), [(None, RECORD), (meeting(), None), (None, None)])
def test_the_ticket_needs_a_booking_and_a_record(booking: Any, record: Any) -> None:
    finding = judged("ticket.recorded", booking=booking, record=record)
    assert (finding.outcome, finding.measured) == (NOT_APPLICABLE, None)


# --- ticket.once ------------------------------------------------------------------------


def test_a_document_is_issued_once() -> None:
    assert judged("ticket.once", booking=None).outcome is NOT_APPLICABLE
    before = judged("ticket.once", booking=meeting(record=RECORD.fingerprint))
    assert (before.outcome, before.measured) == (PASSED, None)
    issued = judged("ticket.once", booking=meeting(ticket=TICKET, issued_at=ISSUED))
    assert (issued.outcome, issued.measured) == (REFUSED, ISSUED)
    assert isinstance(issued.measured, datetime)
    assert issued.measured.utcoffset() == ISSUED.utcoffset()
    assert issued.message("ro") == (
        "Documentul s-a emis deja, luni, 23 noiembrie 2026, ora 12:30, și nu se mai schimbă."
    )
    assert issued.message("en") == (
        "The document was issued already, Monday, 23 November 2026, 12:30, and does not change "
        "any more."
    )
    assert issued.remedy("ro") == "Pentru completări se face o programare nouă."


def test_a_document_whose_instant_is_not_on_record_is_refused_in_words() -> None:
    """Unless no such booking can be made in the first place."""
    try:
        booking = meeting(ticket=TICKET, issued_at=None)
    except ValueError:
        return
    assert judged("ticket.once", booking=booking).refused


# --- audience.answer_open ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("booked", PASSED), ("held", PASSED), ("cancelled", REFUSED), ("no_show", REFUSED)],
)
def test_an_answer_is_asked_for_of_an_audience_held_or_to_come(status: str, outcome: str) -> None:
    booking = audience("b-1", URBANISM, START, status=status)
    finding = judged("audience.answer_open", booking=booking)
    assert (finding.outcome, finding.measured) == (outcome, BookingStatus(status).words)


@pytest.mark.parametrize(
    ("status", "ro", "en"),
    [
        ("booked", "Audiența: programată.", "The audience: booked."),
        ("held", "Audiența: a avut loc.", "The audience: held."),
        (
            "cancelled",
            "Nu se poate cere un răspuns scris: audiența a fost anulată.",
            "No written answer can be asked for: the audience was cancelled.",
        ),
        (
            "no_show",
            "Nu se poate cere un răspuns scris: cetățeanul nu s-a prezentat.",
            "No written answer can be asked for: the citizen did not come.",
        ),
    ],
)
def test_an_answer_in_words(status: str, ro: str, en: str) -> None:
    booking = audience("b-1", URBANISM, START, status=status)
    finding = judged("audience.answer_open", booking=booking)
    assert (finding.message("ro"), finding.message("en")) == (ro, en)


@pytest.mark.parametrize("status", BookingStatus)
def test_no_answer_is_asked_for_of_a_blue_ticket(status: BookingStatus) -> None:
    finding = judged("audience.answer_open", booking=meeting(status))
    assert (finding.outcome, finding.measured) == (
        REFUSED,
        Text("nu este o audiență", "it is no audience"),
    )
    assert finding.message("ro") == "Nu se poate cere un răspuns scris: nu este o audiență."
    assert finding.message("en") == "No written answer can be asked for: it is no audience."


def test_no_answer_is_asked_for_of_a_booking_that_is_not_there() -> None:
    finding = judged("audience.answer_open", booking=None)
    assert (finding.outcome, finding.measured) == (REFUSED, NONE)


def test_no_finding_tells_what_was_said() -> None:
    marker = "zyxwmarker"
    record = MeetingRecord([marker], [marker], [marker])
    for rule, kept in product(
        ("record.held", "record.complete", "ticket.recorded", "ticket.once"),
        (None, RECORD.fingerprint, record.fingerprint),
    ):
        finding = judged(rule, booking=meeting(record=kept), record=record)
        assert marker not in f"{finding!r} {finding.message('ro', staff=True)}"
