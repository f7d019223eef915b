"""Logs that lost, doubled, mixed up or altered events: an error, or just what they say."""

from __future__ import annotations

import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda._world import examples
from tests.faults import _logs as logs
from tichet_rules import (
    Agenda,
    AgendaConflict,
    AnswerRequested,
    Booked,
    Booking,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    InvalidInput,
    Reassigned,
    Rescheduled,
    Slot,
    TichetError,
    apply,
    replayed,
)

TEN = Slot(logs.START)
LATER = Slot(logs.START + 60 * logs.MINUTE)
LATEST = Slot(logs.START + 120 * logs.MINUTE)
ONE = Booking("b-1", "1/1", "i-1", "name:a", TEN)
CAN_COME_TWICE = (Rescheduled, Reassigned, ConclusionsRecorded, AnswerRequested)


# --- what is left of a log ------------------------------------------------------------------


@examples(300)
@given(logs.spoiled())
def test_a_spoiled_log_is_an_error_or_what_it_says(log: list[Event]) -> None:
    expected, wrong = logs.folded(log)
    if wrong is None:
        agenda = replayed(log)
        assert list(agenda) == logs.by_id(expected)
        assert naive.collisions(agenda) == []
        assert Agenda.of(expected) == agenda
        return
    with pytest.raises(InvalidInput) as raised:
        replayed(log)
    assert raised.value.field == f"events[{wrong}]"
    assert isinstance(raised.value.__cause__, AgendaConflict)
    assert list(replayed(log[:wrong])) == logs.by_id(expected)


@examples(100)
@given(logs.spoiled(), logs.logs())
def test_an_agenda_is_as_it_was_after_a_log_that_fails(
    log: list[Event], first: list[Event]
) -> None:
    agenda = replayed(first)
    held = list(agenda)
    logs.outcome(lambda: replayed(log, agenda))
    assert list(agenda) == held
    assert Agenda.of(held) == agenda


@examples(100)
@given(logs.logs())
def test_a_log_that_is_cut_off_is_the_agenda_of_its_beginning(log: list[Event]) -> None:
    agenda = Agenda()
    for count, event in enumerate(log):
        assert replayed(log[:count]) == agenda
        agenda = apply(agenda, event)
    assert replayed(log) == agenda


@examples(200)
@given(st.lists(logs.bookings, max_size=8))
def test_any_bookings_are_an_agenda_or_a_conflict(found: list[Booking]) -> None:
    twice = len({each.id for each in found}) < len(found)
    broken = {rule for rule, _, _ in naive.collisions(found)} | (
        {"booking.unique"} if twice else set()
    )
    agenda = logs.outcome(lambda: Agenda.of(found))
    if isinstance(agenda, AgendaConflict):
        assert agenda.rule in broken
        assert {agenda.booking, agenda.other} <= {each.id for each in found}
        return
    assert not broken
    assert list(agenda) == logs.by_id(found)


# --- the same event twice, or late ----------------------------------------------------------


@pytest.mark.parametrize("distance", [0, 1])
@examples(100)
@given(logs.logs(least=4), st.data())
def test_an_event_that_comes_twice_is_an_error(
    distance: int, log: list[Event], data: st.DataObject
) -> None:
    # What can be done again is the exception: see below.
    places = [i for i, each in enumerate(log) if not isinstance(each, CAN_COME_TWICE)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    spoiled = log[:]
    spoiled.insert(place + 1 + distance * (len(log) - place - 1), log[place])
    with pytest.raises(InvalidInput):
        replayed(spoiled)


def test_a_move_that_comes_twice_is_an_error() -> None:
    move = Rescheduled(at=logs.AT + logs.MINUTE, booking="b-1", slot=LATER, revision=1)
    log: list[Event] = [Booked(at=logs.AT, booking=ONE), move]
    assert replayed(log)["b-1"].revision == 1
    with pytest.raises(InvalidInput, match=r"^events\[2\]: .*booking\.revision"):
        replayed([*log, move])


def test_two_moves_out_of_order_are_an_error() -> None:
    log: list[Event] = [
        Booked(at=logs.AT, booking=ONE),
        Rescheduled(at=logs.AT + logs.MINUTE, booking="b-1", slot=LATER, revision=1),
        Rescheduled(at=logs.AT + 2 * logs.MINUTE, booking="b-1", slot=LATEST, revision=2),
    ]
    assert replayed(log)["b-1"].slot == LATEST
    with pytest.raises(InvalidInput, match=r"^events\[1\]: .*booking\.revision"):
        replayed([log[0], log[2], log[1]])


def test_a_move_that_states_no_revision_applies_as_it_comes() -> None:
    move = Rescheduled(at=logs.AT + logs.MINUTE, booking="b-1", slot=LATER)
    log: list[Event] = [Booked(at=logs.AT, booking=ONE), move, move]
    assert replayed(log)["b-1"].revision == 2


def test_every_order_of_a_log_without_moves_is_an_error_or_the_same_agenda() -> None:
    other = attrs.evolve(ONE, id="b-2", request="2/1", applicant="name:b")
    log: list[Event] = [
        Booked(at=logs.AT, booking=ONE),
        Cancelled(at=logs.AT + logs.MINUTE, booking="b-1"),
        Booked(at=logs.AT + 2 * logs.MINUTE, booking=other),
        Booked(at=logs.AT + 3 * logs.MINUTE, booking=attrs.evolve(other, id="b-3", slot=LATER)),
    ]
    right, applied = replayed(log), 0
    for order in itertools.permutations(log):
        try:
            agenda = replayed(order)
        except TichetError:
            continue
        assert agenda == right
        applied += 1
    assert 1 < applied < 24


# --- what follows a meeting -----------------------------------------------------------------

AUDIENCE = attrs.evolve(ONE, request=None, procedure="audience", room="r-1")
STORY: list[Event] = [
    Booked(at=logs.AT, booking=AUDIENCE),
    Reassigned(at=logs.AT, booking="b-1", inspector="i-2", slot=LATER, room="r-2", revision=1),
    AnswerRequested(at=logs.AT, booking="b-1"),
    Held(at=logs.START, booking="b-1"),
    ConclusionsRecorded(at=logs.START, booking="b-1", record=logs.RECORD),
    logs.ticket("b-1"),
]


def test_a_story_in_another_order_is_an_error_or_the_same_story() -> None:
    right = replayed(STORY)
    applied = []
    for order in itertools.permutations(STORY):
        agenda = logs.outcome(lambda order=order: replayed(order))  # type: ignore[misc]
        if isinstance(agenda, InvalidInput):
            assert isinstance(agenda.__cause__, AgendaConflict)
            continue
        assert agenda == right
        applied.append(order)
    # The answer can be asked for at any time before it is given.
    assert len(applied) == 4
    assert {order.index(STORY[2]) for order in applied} == {1, 2, 3, 4}


@pytest.mark.parametrize("lost", range(len(STORY) - 1))
def test_a_story_that_lost_an_event_is_no_whole_story(lost: int) -> None:
    rest = [*STORY[:lost], *STORY[lost + 1 :]]
    agenda = logs.outcome(lambda: replayed(rest))
    # Without the booking, the meeting or its record there is no ticket; nothing is made up.
    if isinstance(STORY[lost], (Reassigned, AnswerRequested)):
        assert agenda["b-1"].ticket is not None
        assert agenda != replayed(STORY)
    else:
        assert isinstance(agenda, InvalidInput)


@pytest.mark.parametrize("place", range(len(STORY)))
def test_of_a_story_with_an_event_twice_only_a_record_or_a_question_can_stand(place: int) -> None:
    doubled = [*STORY[: place + 1], *STORY[place:]]
    if isinstance(STORY[place], (ConclusionsRecorded, AnswerRequested)):
        assert replayed(doubled) == replayed(STORY)
        with pytest.raises(InvalidInput, match=r"^events\[6\]: .*ticket\.once"):
            replayed([*STORY, STORY[place]])
        return
    with pytest.raises(InvalidInput, match=rf"^events\[{place + 1}\]"):
        replayed(doubled)


def test_a_ticket_of_a_record_that_was_replaced_is_an_error() -> None:
    corrected = ConclusionsRecorded(at=logs.START, booking="b-1", record=logs.CORRECTED)
    with pytest.raises(InvalidInput, match=r"^events\[6\]: .*ticket\.recorded"):
        replayed([*STORY[:5], corrected, STORY[5]])
    with pytest.raises(InvalidInput, match=r"^events\[6\]: .*ticket\.once"):
        replayed([*STORY, corrected])


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        (Booked(at=logs.AT, booking=attrs.evolve(ONE, id="b-2", inspector="i-2",
                                                 applicant="name:b", room="r-1")), "room.free"),
        (Booked(at=logs.AT, booking=attrs.evolve(ONE, id="b-2", inspector="i-2",
                                                 request="2/1")), "applicant.free"),
        (Booked(at=logs.AT, booking=attrs.evolve(ONE, id="b-2", applicant="name:b")), "slot.free"),
    ],
)  # fmt: skip
def test_a_collision_that_a_log_hides_in_its_order_is_found_in_each(
    second: Event, rule: str
) -> None:
    # That the room, the citizen or the inspector was free again got lost, or comes too late.
    first, freed = STORY[0], Cancelled(at=logs.AT, booking="b-1")
    assert len(replayed([first, freed, second])) == 2
    for spoiled in ([first, second], [first, second, freed]):
        with pytest.raises(InvalidInput, match=rf"^events\[1\]: .*{rule}"):
            replayed(spoiled)


# --- what is no event -----------------------------------------------------------------------


NO_EVENTS: list[Any] = [
    None,
    0,
    "Booked",
    b"",
    {"event": "Booked"},
    ONE,
    Booked,
    object(),
    (),
    float("nan"),
]


@pytest.mark.parametrize("wrong", NO_EVENTS, ids=[type(each).__name__ for each in NO_EVENTS])
def test_what_is_no_event_is_an_error(wrong: Any) -> None:
    agenda = Agenda.of([ONE])
    with pytest.raises(TichetError):
        apply(agenda, wrong)
    with pytest.raises(TichetError):
        replayed([wrong], agenda)
    assert list(agenda) == [ONE]


class Withdrawn(Cancelled):
    """A kind of event that the package does not know."""


def test_an_event_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(TichetError):
        apply(Agenda.of([ONE]), Withdrawn(at=logs.AT, booking="b-1"))


@pytest.mark.parametrize("wrong", [None, 7, [], "agenda"], ids=str)
def test_what_is_no_agenda_is_an_error(wrong: Any) -> None:
    event = Cancelled(at=logs.AT, booking="b-1")
    with pytest.raises(TichetError):
        apply(wrong, event)


@pytest.mark.parametrize("wrong", [None, 7])
@pytest.mark.parametrize("read", [replayed, Agenda.of])
def test_what_is_no_log_is_an_error(read: Any, wrong: Any) -> None:
    with pytest.raises(TichetError):
        read(wrong)
