"""Availability is what `free_slots` says of each inspector, held as a byte for each start."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    Absence,
    Agenda,
    Availability,
    Inspector,
    InvalidInput,
    Office,
    Slot,
    Week,
    WrongType,
    availability,
    free_slots,
)
from tichet_rules.timekeeping.instants import MINUTE

THURSDAY = date(2026, 11, 26)
TEN = world.WANTED.begins
STEP = 15 * MINUTE
THREE = Availability(15, (TEN, TEN + STEP, TEN + 2 * STEP, TEN + 3 * STEP), b"\1\0\1\1")
NONE = Availability(15, (TEN,), b"\0")


def at(place: int, minutes: int = 15) -> Slot:
    return Slot(world.WANTED.start + place * timedelta(minutes=15), minutes)


def asked(agenda: Agenda | None = None, **changes: Any) -> Any:
    facts: dict[str, Any] = {
        "first": THURSDAY,
        "last": THURSDAY,
        "at": world.AT,
        "office": world.office(),
    }
    return availability(Agenda() if agenda is None else agenda, **(facts | changes))


# --- the value ------------------------------------------------------------------------------


def test_how_many_and_which() -> None:
    assert len(THREE) == 3
    assert list(THREE) == [at(0), at(2), at(3)]
    assert [each.ends - each.begins for each in THREE] == [STEP] * 3
    assert len(NONE) == 0
    assert list(NONE) == []
    assert THREE
    assert not NONE


def test_by_place() -> None:
    assert [THREE[place] for place in (0, 1, 2)] == [at(0), at(2), at(3)]
    assert THREE[-1] == at(3)
    assert THREE[1:] == (at(2), at(3))
    assert THREE[::-2] == (at(3), at(0))
    assert list(reversed(THREE)) == [at(3), at(2), at(0)]
    assert THREE.index(at(2)) == 1
    for place in (3, -4):
        with pytest.raises(IndexError):
            THREE[place]


@pytest.mark.parametrize(
    ("slot", "free"),
    [
        (at(0), True),
        (at(1), False),
        (at(2), True),
        (at(3), True),
        (at(4), False),
        (at(-1), False),
        (at(0, 10), False),
        (world.slot("2026-11-26 10:05"), False),
        (world.slot("2026-11-26 10:35"), False),
        (TEN, False),
    ],
)
def test_whether_one_is_free(slot: object, free: bool) -> None:
    assert (slot in THREE) is free
    assert world.WANTED not in Availability(15, (), b"")


def test_equal_are_those_of_the_same_slots() -> None:
    same = Availability(15, (TEN, TEN + 2 * STEP, TEN + 3 * STEP), b"\1\1\1")
    assert same == THREE
    assert hash(same) == hash(THREE) != hash(NONE)
    assert Availability(15, THREE.grid, b"\1\0\1\0") != THREE
    assert Availability(10, THREE.grid, THREE.free) != THREE
    assert ((at(0), at(2), at(3)) == THREE) is False
    assert pickle.loads(pickle.dumps(THREE)) == THREE


def test_what_it_shows() -> None:
    assert repr(THREE) == "Availability(3 of 4 slots of 15 minutes)"


# --- tables ---------------------------------------------------------------------------------


def test_everyone_s_in_the_order_of_the_office() -> None:
    away = Inspector("i-3", absences=[Absence(THURSDAY, THURSDAY)])
    town = world.office(inspectors=[world.DAN, away, world.IOANA])
    taken = Agenda.of([world.booking("b-1", world.WANTED)])
    found = asked(taken, office=town)
    assert {each: len(slots) for each, slots in found.items()} == {"i-2": 24, "i-3": 0, "i-1": 23}
    assert list(found) == ["i-2", "i-3", "i-1"]
    assert found["i-2"][0] == world.WANTED
    assert world.WANTED not in found["i-1"]
    assert found["i-2"].minutes == 15


def test_those_who_are_asked_for_in_their_order() -> None:
    assert list(asked(inspectors=iter(["d-1", "i-1"]))) == ["d-1", "i-1"]
    assert dict(asked(inspectors=[])) == {}


def test_the_starts_are_held_once_for_those_with_the_same_hours() -> None:
    mornings = Week(((("08:00", "12:00"),),) * 7)
    town = world.office(
        inspectors=[
            Inspector("i-1", week=mornings),
            Inspector("i-2", week=Week(mornings.days)),
            Inspector("i-3", week=mornings, overrides={THURSDAY: [("10:00", "11:00")]}),
            Inspector("i-4"),
        ]
    )
    found = asked(office=town)
    assert found["i-1"].grid is found["i-2"].grid
    assert [len(each) for each in found.values()] == [8, 8, 4, 24]


def test_nothing_is_free_where_nothing_may_be_booked() -> None:
    for changes in ({"minutes": 16}, {"last": THURSDAY, "at": world.local("2026-12-01 10:00")}):
        found = asked(inspectors=["i-1"], **changes)["i-1"]
        assert (found.grid, found.free) == ((), b"")


def test_an_audience_and_a_room() -> None:
    first, last = date(2026, 11, 26), date(2026, 12, 16)
    office = Office(inspectors=hall.PEOPLE, requests=hall.FILES, rooms=["Sala 1"])
    busy = world.booking(
        "b-1",
        hall.FIRST,
        inspector="vp-1",
        request=None,
        procedure="audience",
        channel="in_person",
        room="Sala 1",
    )
    facts: dict[str, Any] = {
        "first": first,
        "last": last,
        "at": world.AT,
        "office": office,
        "procedure": "audience",
        "channel": "in_person",
    }
    agenda = Agenda.of([busy])
    found = availability(agenda, **facts)
    for each in hall.PEOPLE:
        assert list(found[each.id]) == list(free_slots(agenda, inspector=each.id, **facts))
    assert hall.FIRST not in found["p-1"]
    assert hall.SECOND in found["p-1"]
    assert len(found["i-1"]) == 0


# --- at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error", "field", "given"),
    [
        ({"inspectors": ["i-1", "i-9"]}, InvalidInput, "inspectors[1]", "i-9"),
        ({"inspectors": ["i-1", "i-1"]}, InvalidInput, "inspectors[1]", "i-1"),
        ({"inspectors": [["i-1"]]}, WrongType, "inspectors[0]", ["i-1"]),
        ({"inspectors": "i-1"}, WrongType, "inspectors", "i-1"),
        ({"minutes": 0}, InvalidInput, "minutes", 0),
        ({"last": date(2026, 11, 25)}, InvalidInput, "last", "2026-11-25"),
        ({"request": "9/9"}, InvalidInput, "request", "9/9"),
        ({"office": None}, WrongType, "office", None),
        ({"agenda": []}, WrongType, "agenda", []),
    ],
)
def test_bad_input_is_an_error_at_the_call(
    changes: Any, error: Any, field: str, given: object
) -> None:
    with pytest.raises(error) as raised:
        asked(**changes)
    assert (raised.value.field, raised.value.given) == (field, world.shown(given))


# --- the whole of it ------------------------------------------------------------------------


@world.examples(60)
@given(world.worlds(), st.data())
def test_it_is_what_free_slots_says_of_each(scene: world.World, data: st.DataObject) -> None:
    compare(scene, data)


@world.examples(40)
@given(world.worlds(anchors=world.CLOCK_CHANGES), st.data())
def test_so_too_over_a_clock_change(scene: world.World, data: st.DataObject) -> None:
    compare(scene, data)


def compare(scene: world.World, data: st.DataObject) -> None:
    first = data.draw(world.days_around(scene.anchor))
    file = data.draw(st.none() | st.sampled_from(scene.files))
    facts: dict[str, Any] = {
        "first": first,
        "last": first + timedelta(days=data.draw(st.sampled_from([0, 3, 40]))),
        "at": scene.at,
        "office": scene.office,
        "minutes": data.draw(st.sampled_from([5, 15, 30])),
        "request": None if file is None else file.number,
    }
    found = availability(scene.agenda, **facts)
    assert list(found) == [each.id for each in scene.people]
    for each, slots in found.items():
        expected = list(free_slots(scene.agenda, inspector=each, **facts))
        assert list(slots) == expected
        assert len(slots) == len(expected)
