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
    Booked,
    Booking,
    Cancelled,
    Event,
    InvalidInput,
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
    # A move is the exception: see below.
    places = [i for i, each in enumerate(log) if not isinstance(each, Rescheduled)]
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
