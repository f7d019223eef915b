"""Apply: the agenda after an event, or an error and the agenda as it was."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    AgendaConflict,
    AnswerRequested,
    BlueTicket,
    Booked,
    Booking,
    BookingStatus,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    InvalidInput,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    Text,
    TicketIssued,
    WrongType,
    apply,
    replayed,
)

AT = world.AT
TEN = world.slot("2026-11-26 10:00")
ELEVEN = world.slot("2026-11-26 11:00")
QUARTER_PAST = world.slot("2026-11-26 10:15")

CLOSING = [
    (Cancelled, BookingStatus.CANCELLED),
    (Held, BookingStatus.HELD),
    (MissedByCitizen, BookingStatus.NO_SHOW),
]


TICKET = BlueTicket(
    booking="b-1",
    procedure="blue_ticket",
    institution=Text("Primăria", "City Hall"),
    policy="a-policy@2026-01-01",
    request=world.ANA.number,
    filed_on=world.FILED,
    citizen=world.NAME,
    inspector="i-1",
    inspector_name="Mureșan Ioana",
    inspector_role="execution",
    start=TEN.start,
    minutes=15,
    time_zone="Europe/Bucharest",
    channel="online",
    record=hall.RECORD,
    issued_at=AT,
)


def one(**changes: Any) -> Agenda:
    return Agenda.of([world.booking("b-1", TEN, **changes)])


def moved(booking: str = "b-1", slot: Any = ELEVEN, **buffers: Any) -> Rescheduled:
    return Rescheduled(at=AT, booking=booking, slot=slot, **buffers)


def test_booked() -> None:
    booking = world.booking("b-1", TEN)
    before = Agenda()
    after = apply(before, Booked(at=AT, booking=booking))
    assert list(after) == [booking]
    assert list(before) == []


@pytest.mark.parametrize(("event", "status"), CLOSING)
def test_closed(event: Any, status: BookingStatus) -> None:
    before = one()
    after = apply(before, event(at=AT, booking="b-1"))
    assert after["b-1"].status is status
    assert before["b-1"].status is BookingStatus.BOOKED
    assert list(after.open_of_request(world.ANA.number, 0)) == []
    taken = list(after.of_inspector("i-1", TEN.begins, TEN.ends))
    assert taken == ([] if status is BookingStatus.CANCELLED else [after["b-1"]])


@pytest.mark.parametrize(("event", "status"), CLOSING)
@pytest.mark.parametrize("kind", [Cancelled, Held, MissedByCitizen, "move"])
def test_a_closed_booking_stays_as_it_is(event: Any, status: BookingStatus, kind: Any) -> None:
    after = apply(one(), event(at=AT, booking="b-1"))
    again: Event = moved() if kind == "move" else kind(at=AT, booking="b-1")
    with pytest.raises(AgendaConflict, match=r"^booking.open: booking 'b-1'") as raised:
        apply(after, again)
    assert raised.value.other is None
    assert after["b-1"].status is status


@pytest.mark.parametrize("kind", [Cancelled, Held, MissedByCitizen, "move"])
def test_a_booking_that_is_not_there_has_no_events(kind: Any) -> None:
    event: Event = moved("b-2") if kind == "move" else kind(at=AT, booking="b-2")
    with pytest.raises(AgendaConflict, match=r"^booking.open: booking 'b-2'"):
        apply(one(), event)


def test_the_time_of_a_cancelled_booking_is_free_again() -> None:
    after = apply(one(), Cancelled(at=AT, booking="b-1"))
    again = apply(after, Booked(at=AT, booking=world.booking("b-2", TEN)))
    assert [each.id for each in again] == ["b-1", "b-2"]


@pytest.mark.parametrize("event", [Held, MissedByCitizen])
def test_the_time_of_a_meeting_is_not(event: Any) -> None:
    after = apply(one(), event(at=AT, booking="b-1"))
    with pytest.raises(AgendaConflict, match=r"^slot.free"):
        apply(after, Booked(at=AT, booking=world.booking("b-2", TEN)))


def test_rescheduled() -> None:
    before = one(channel="phone", buffer_before_minutes=1)
    after = apply(before, moved(buffer_before_minutes=5, buffer_after_minutes=10))
    old, new = before["b-1"], after["b-1"]
    assert (new.slot, new.revision) == (ELEVEN, 1)
    assert (new.buffer_before_minutes, new.buffer_after_minutes) == (5, 10)
    assert (new.occupied_from, new.occupied_to) == (
        ELEVEN.begins - 5 * 60_000_000,
        ELEVEN.ends + 10 * 60_000_000,
    )
    for name in ("id", "request", "inspector", "applicant", "channel", "contact", "booked_at"):
        assert getattr(new, name) == getattr(old, name)
    assert (old.slot, old.revision) == (TEN, 0)
    assert apply(after, moved(slot=TEN))["b-1"].revision == 2


def test_a_move_may_overlap_its_own_old_time() -> None:
    part = world.slot("2026-11-26 10:05")
    assert apply(one(), moved(slot=part))["b-1"].slot == part


def test_a_move_onto_another_is_refused_and_nothing_is_half_done() -> None:
    agenda = Agenda.of(
        [
            world.booking("b-1", TEN),
            world.booking("b-2", ELEVEN, applicant="name:x"),
            world.booking("b-3", QUARTER_PAST, inspector="i-2"),
        ]
    )
    with pytest.raises(AgendaConflict, match=r"^slot.free") as raised:
        apply(agenda, moved())
    assert (raised.value.booking, raised.value.other) == ("b-1", "b-2")
    with pytest.raises(AgendaConflict, match=r"^applicant.free") as raised:
        apply(agenda, moved(slot=QUARTER_PAST))
    assert (raised.value.booking, raised.value.other) == ("b-1", "b-3")
    with pytest.raises(AgendaConflict, match=r"^slot.free"):
        apply(agenda, moved(slot=world.slot("2026-11-26 10:30"), buffer_after_minutes=16))
    assert agenda["b-1"].slot == TEN
    assert [each.id for each in agenda.of_inspector("i-1", TEN.begins, TEN.ends)] == ["b-1"]


@pytest.mark.parametrize("status", ["cancelled", "held", "no_show"])
def test_a_log_may_begin_with_closed_bookings(status: str) -> None:
    booking = world.booking("b-1", TEN, status=status)
    agenda = apply(Agenda(), Booked(at=AT, booking=booking))
    assert agenda == Agenda.of([booking])
    assert list(agenda.open_of_request(world.ANA.number, 0)) == []


@pytest.mark.parametrize("wrong", [None, "b-1", world.booking("b-1", TEN)])
def test_only_events_apply(wrong: Any) -> None:
    with pytest.raises(WrongType) as raised:
        apply(Agenda(), wrong)
    assert (raised.value.field, raised.value.given) == ("event", world.shown(wrong))


MOVES = (Rescheduled, Reassigned)
EVENTS: dict[Any, dict[str, Any]] = {
    Booked: {"booking": world.booking("b-1", TEN)},
    Rescheduled: {"booking": "b-1", "slot": ELEVEN},
    Reassigned: {"booking": "b-1", "slot": ELEVEN, "inspector": "i-2"},
    **{kind: {"booking": "b-1"} for kind in (*dict(CLOSING), AnswerRequested)},
    ConclusionsRecorded: {"booking": "b-1", "record": hall.RECORD},
    TicketIssued: {"ticket": TICKET},
}
WRONG: list[tuple[Any, str, object]] = [
    *((kind, "at", "2026-11-24") for kind in EVENTS),
    *((kind, "booking", "") for kind in EVENTS if isinstance(EVENTS[kind].get("booking"), str)),
    *(
        (kind, name, wrong)
        for kind in MOVES
        for name, wrong in (
            ("slot", TEN.start),
            ("buffer_before_minutes", -1),
            ("buffer_before_minutes", 1441),
            ("buffer_after_minutes", -1),
            ("buffer_after_minutes", 1441),
            ("revision", 0),
            ("revision", "1"),
            ("room", ""),
        )
    ),
    (Reassigned, "inspector", ""),
    (Reassigned, "in_place_of", ""),
    (Booked, "booking", "b-1"),
]


def event_of(kind: Any, **changes: Any) -> Any:
    return kind(**({"at": AT} | EVENTS[kind] | changes))


@pytest.mark.parametrize(("kind", "field", "wrong"), WRONG)
def test_an_event_is_checked(kind: Any, field: str, wrong: object) -> None:
    with pytest.raises(InvalidInput) as raised:
        event_of(kind, **{field: wrong})
    assert (raised.value.field, raised.value.given) == (field, world.shown(wrong))


def test_a_booking_moves_to_a_slot() -> None:
    with pytest.raises(WrongType, match=r"^slot: got .*; expected a Slot, such as Slot\(start\)"):
        moved(slot=TEN.start)


@pytest.mark.parametrize("kind", MOVES)
def test_the_most_and_the_least_that_a_move_may_say(kind: Any) -> None:
    plain = event_of(kind)
    assert (plain.buffer_before_minutes, plain.buffer_after_minutes) == (0, 0)
    assert (plain.revision, plain.room) == (None, None)
    most = event_of(kind, buffer_before_minutes=1440, buffer_after_minutes=1440, revision=1)
    assert (most.buffer_before_minutes, most.buffer_after_minutes) == (1440, 1440)


@pytest.mark.parametrize("kind", EVENTS)
def test_what_an_event_says_is_named(kind: Any) -> None:
    facts = attrs.astuple(event_of(kind), recurse=False)
    with pytest.raises(TypeError, match="positional argument"):
        kind(*facts)


@pytest.mark.parametrize("kind", EVENTS)
def test_a_copy_of_an_event_is_equal_and_checked_like_the_first(kind: Any) -> None:
    event = event_of(kind)
    assert pickle.loads(pickle.dumps(event)) == copy.copy(event) == event
    make, (of, values) = event.__reduce__()
    with pytest.raises(InvalidInput, match=r"^at: "):
        make(of, values | {"at": "2026-11-24"})


def test_events_apply_only_to_an_agenda() -> None:
    with pytest.raises(WrongType, match=r"^agenda: got \[\]; expected an Agenda"):
        apply([], moved())  # type: ignore[arg-type]  # the point


def test_a_move_applies_to_the_booking_as_it_was_seen() -> None:
    seen = one(revision=3)
    for revision in (None, 4):
        event = Rescheduled(at=AT, booking="b-1", slot=ELEVEN, revision=revision)
        assert apply(seen, event)["b-1"].revision == 4
    for revision in (3, 5):
        event = Rescheduled(at=AT, booking="b-1", slot=ELEVEN, revision=revision)
        with pytest.raises(AgendaConflict) as raised:
            apply(seen, event)
        found = raised.value
        assert (found.rule, found.booking, found.other) == ("booking.revision", "b-1", None)


def test_an_id_is_used_once() -> None:
    again = Booked(at=AT, booking=world.booking("b-1", ELEVEN, applicant="name:x"))
    with pytest.raises(AgendaConflict) as raised:
        apply(one(), again)
    found = raised.value
    assert (found.rule, found.booking, found.other) == ("booking.unique", "b-1", "b-1")


def test_a_log_is_a_list() -> None:
    wrong: Any
    for wrong in (None, "b-1", {}):
        with pytest.raises(WrongType) as raised:
            replayed(wrong)
        assert (raised.value.field, raised.value.given) == ("events", repr(wrong))


def test_a_log_goes_on_from_an_agenda_alone() -> None:
    wrong: Any
    for wrong in ("b-1", {}, []):
        with pytest.raises(WrongType, match=r"^agenda: "):
            replayed([], wrong)


def test_replayed_names_the_place() -> None:
    booked = Booked(at=AT, booking=world.booking("b-1", TEN))
    events: list[Event] = [booked, Cancelled(at=AT, booking="b-1"), Held(at=AT, booking="b-1")]
    with pytest.raises(InvalidInput, match=r"^events\[2\]: got 'Held'; expected .*booking.open"):
        replayed(events)
    assert replayed(events[:2])["b-1"].status is BookingStatus.CANCELLED


def test_replayed_goes_on_from_an_agenda() -> None:
    agenda = one()
    assert replayed([], agenda) == agenda
    assert replayed([moved()], agenda)["b-1"].slot == ELEVEN


@world.examples(60)
@given(world.worlds(most_bookings=12))
def test_a_log_makes_its_agenda_and_every_one_on_the_way(scene: world.World) -> None:
    assert replayed(scene.events) == scene.agenda
    agenda = Agenda()
    versions = [agenda]
    contents: list[list[Booking]] = [[]]
    for event in scene.events:
        agenda = apply(agenda, event)
        versions.append(agenda)
        contents.append(list(agenda))
        assert naive.collisions(agenda) == []
    assert [list(each) for each in versions] == contents
    assert [Agenda.of(each) for each in contents] == versions
    half = len(scene.events) // 2
    halfway = replayed(scene.events[:half])
    assert replayed(scene.events[half:], halfway) == agenda
    assert list(halfway) == contents[half]


def test_an_agenda_stays_as_it_was_whatever_becomes_of_a_log() -> None:
    agenda = one()
    after = replayed([moved()], agenda)
    assert (agenda["b-1"].slot, after["b-1"].slot) == (TEN, ELEVEN)
    with pytest.raises(InvalidInput, match=r"^events\[1\]"):
        replayed([moved(), moved("b-2")], agenda)
    assert agenda["b-1"].slot == TEN
    back = apply(after, moved(slot=TEN))
    assert (after["b-1"].slot, back["b-1"].slot) == (ELEVEN, TEN)
