"""An agenda in which nobody is in two places at once can't be made otherwise."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from typing import Any

import attrs
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import Agenda, AgendaConflict, Booking, Slot, WrongType, apply
from tichet_rules.agenda import Booked

TEN = world.slot("2026-11-26 10:00")


def at_ten(id_: str, minutes_later: int = 0, **changes: Any) -> Booking:
    when = Slot(TEN.start + timedelta(minutes=minutes_later))
    return world.booking(id_, when, **({"applicant": f"name:{id_}"} | changes))


COLLISIONS = [
    # the second of two, the rule it breaks or None
    pytest.param(at_ten("b-2"), "slot.free", id="one-inspector-at-one-time"),
    pytest.param(at_ten("b-2", 14), "slot.free", id="in-the-last-minute"),
    pytest.param(at_ten("b-2", 15), None, id="as-it-ends"),
    pytest.param(at_ten("b-2", -14), "slot.free", id="into-the-first-minute"),
    pytest.param(at_ten("b-2", -15), None, id="to-its-start"),
    pytest.param(at_ten("b-2", 19, buffer_before_minutes=5), "slot.free", id="buffer-before"),
    pytest.param(at_ten("b-2", 20, buffer_before_minutes=5), None, id="buffer-before-touches"),
    pytest.param(at_ten("b-2", -19, buffer_after_minutes=5), "slot.free", id="buffer-after"),
    pytest.param(at_ten("b-2", -20, buffer_after_minutes=5), None, id="buffer-after-touches"),
    pytest.param(at_ten("b-2", inspector="i-2"), None, id="two-inspectors"),
    pytest.param(
        at_ten("b-2", inspector="i-2", applicant="name:b-1"),
        "applicant.free",
        id="one-citizen-at-one-time",
    ),
    pytest.param(
        at_ten("b-2", 15, inspector="i-2", applicant="name:b-1", buffer_before_minutes=60),
        None,
        id="a-buffer-is-not-the-citizen-s",
    ),
    pytest.param(at_ten("b-2", status="cancelled"), None, id="a-cancelled-one-takes-no-time"),
    pytest.param(at_ten("b-2", status="held"), "slot.free", id="a-held-one-does"),
    pytest.param(at_ten("b-2", status="no_show"), "slot.free", id="a-no-show-does"),
    pytest.param(at_ten("b-1", 60), "booking.unique", id="one-id-twice"),
    pytest.param(at_ten("b-1", 60, status="cancelled"), "booking.unique", id="one-id-cancelled"),
]


@pytest.mark.parametrize(("other", "rule"), COLLISIONS)
def test_a_collision_is_refused_in_either_order(other: Booking, rule: str | None) -> None:
    first = at_ten("b-1")
    for one, two in ((first, other), (other, first)):
        agenda = Agenda.of([one])
        event = Booked(at=world.AT, booking=two)
        if rule is None:
            assert apply(agenda, event) == Agenda.of([one, two])
            continue
        with pytest.raises(AgendaConflict, match=f"^{rule}: ") as applied:
            apply(agenda, event)
        assert (applied.value.rule, applied.value.booking) == (rule, two.id)
        assert applied.value.other == one.id
        with pytest.raises(AgendaConflict) as made:
            Agenda.of([one, two])
        assert made.value.rule == rule
        assert {made.value.booking, made.value.other} == {"b-1", other.id}
        assert list(agenda) == [one]


def test_a_long_one_hides_no_later_collision() -> None:
    first = at_ten("b-1", buffer_after_minutes=600)
    with pytest.raises(AgendaConflict, match=r"^slot.free: booking 'b-3'"):
        Agenda.of([first, at_ten("b-3", 500), at_ten("b-2", 700)])


@pytest.mark.parametrize("wrong", [None, "b-1", {"id": "b-1"}, Agenda()])
def test_only_bookings(wrong: object) -> None:
    with pytest.raises(WrongType, match=r"^bookings\[1\]: "):
        Agenda.of([at_ten("b-1"), wrong])  # type: ignore[list-item]


@pytest.mark.parametrize("wrong", [None, 5, "b-1", {"id": "b-1"}])
def test_only_a_list_of_bookings(wrong: object) -> None:
    with pytest.raises(WrongType) as raised:
        Agenda.of(wrong)  # type: ignore[arg-type]
    assert (raised.value.field, raised.value.given) == ("bookings", repr(wrong))


def test_the_bookings_may_come_from_anything() -> None:
    assert Agenda.of(iter([at_ten("b-1")])) == Agenda.of((at_ten("b-1"),))
    assert Agenda.of([]) == Agenda()
    assert not list(Agenda())


def test_it_reads_as_a_collection() -> None:
    one, two = at_ten("b-1"), at_ten("b-2", 15)
    agenda = Agenda.of([two, one])
    assert list(agenda) == [one, two]
    assert len(agenda) == 2
    assert "b-1" in agenda
    assert "b-3" not in agenda
    assert 1 not in agenda
    assert agenda["b-2"] == agenda.get("b-2") == two
    assert agenda.get("b-3") is None
    with pytest.raises(KeyError):
        agenda["b-3"]


def test_it_equals_by_content_and_has_no_hash() -> None:
    one, two = at_ten("b-1"), at_ten("b-2", 15)
    assert Agenda.of([one, two]) == Agenda.of([two, one])
    assert Agenda.of([one]) != Agenda.of([one, two])
    assert Agenda.of([one]) != [one]
    with pytest.raises(TypeError, match="unhashable"):
        hash(Agenda())


def test_its_repr_tells_only_how_many() -> None:
    assert repr(Agenda.of([at_ten("b-1", applicant="name:ana pop")])) == "Agenda(1 bookings)"
    assert "pop" not in f"{Agenda.of([at_ten('b-1', applicant='name:ana pop')])}"


def test_whoever_reads_arrow_may_ask_for_other_types() -> None:
    agenda = Agenda.of([at_ten("b-1")])
    plain = pa.RecordBatchReader.from_stream(agenda).schema
    asked = plain.set(0, plain.field("id").with_type(pa.large_string()))
    assert asked != plain
    read = pa.RecordBatchReader.from_stream(agenda, schema=asked)
    assert read.schema == asked
    assert read.read_all().column("id").to_pylist() == ["b-1"]


# --- no other way in ------------------------------------------------------------------------


def test_no_argument_makes_an_agenda() -> None:
    overlapping = [at_ten("b-1"), at_ten("b-2")]
    for make in (
        lambda: Agenda(overlapping),  # type: ignore[call-arg]
        lambda: Agenda(by_id=overlapping),  # type: ignore[call-arg]
        lambda: Agenda(_by_id=overlapping),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError, match=r"unexpected keyword|positional argument"):
            make()  # type: ignore[no-untyped-call]
    with pytest.raises(attrs.exceptions.NotAnAttrsClassError):
        attrs.evolve(Agenda(), by_id=overlapping)  # type: ignore[misc]


def test_no_attribute_can_be_set() -> None:
    agenda = Agenda.of([at_ten("b-1")])
    assert len(Agenda.__slots__) == 5
    for name in Agenda.__slots__:
        with pytest.raises(AttributeError, match="an agenda is a value"):
            setattr(agenda, name, Agenda())
        with pytest.raises(AttributeError, match="an agenda is a value"):
            delattr(agenda, name)
    assert len(agenda) == 1
    with pytest.raises(AttributeError):
        agenda.more = 1
    with pytest.raises(TypeError):
        agenda["b-1"] = at_ten("b-1")  # type: ignore[index]


def test_a_pickle_is_checked_as_it_is_read() -> None:
    class Overlapping:
        def __reduce__(self) -> tuple[Any, ...]:
            make, _ = Agenda().__reduce__()
            return make, ([at_ten("b-1"), at_ten("b-2")],)

    with pytest.raises(AgendaConflict, match=r"^slot.free"):
        pickle.loads(pickle.dumps(Overlapping()))


@world.examples(60)
@given(world.worlds())
def test_copies_are_agendas_of_the_same_bookings(scene: world.World) -> None:
    agenda = scene.agenda
    for twin in (
        Agenda.of(list(agenda)),
        Agenda.of(reversed(list(agenda))),
        pickle.loads(pickle.dumps(agenda)),
        copy.copy(agenda),
        copy.deepcopy(agenda),
    ):
        assert twin == agenda
        assert list(twin) == list(agenda)
        for file in scene.files:
            assert list(twin.open_of_request(file.number, 0)) == list(
                agenda.open_of_request(file.number, 0)
            )
    assert naive.collisions(agenda) == []


# --- what is taken --------------------------------------------------------------------------


@world.examples(80)
@given(world.worlds(most_bookings=10), st.data())
def test_what_is_taken_is_what_shares_a_minute(scene: world.World, data: st.DataObject) -> None:
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    end = start + timedelta(minutes=data.draw(st.sampled_from([1, 15, 240, 3000])))
    from_, to = (int((each - naive.EPOCH) / timedelta(microseconds=1)) for each in (start, end))
    taking = [each for each in scene.bookings if str(each.status) != "cancelled"]
    for who in ("i-1", "i-2", "i-9"):
        found = list(scene.agenda.of_inspector(who, from_, to))
        expected = [
            each
            for each in taking
            if each.inspector == who and naive.share_a_minute(naive.occupied(each), (start, end))
        ]
        assert found == sorted(expected, key=lambda each: each.occupied_from)
    for key in {each.applicant.key for each in scene.files}:
        found = list(scene.agenda.of_applicant(key, from_, to))
        expected = [
            each
            for each in taking
            if each.applicant == key
            and naive.share_a_minute(naive.meeting(each.slot), (start, end))
        ]
        assert found == sorted(expected, key=lambda each: each.slot.begins)
    for file in scene.files:
        found = list(scene.agenda.open_of_request(file.number, from_))
        assert found == [
            each
            for each in scene.bookings
            if each.request == file.number
            and str(each.status) == "booked"
            and naive.meeting(each.slot)[1] > start
        ]
