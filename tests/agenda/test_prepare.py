"""What a command becomes: the facts of its case, and what the event takes from the policy."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Applicant,
    Booking,
    Cancel,
    Channel,
    Inspector,
    InvalidInput,
    IssueTicket,
    Office,
    Reassign,
    Reschedule,
)
from tichet_rules.agenda.prepare import holder_of

LATER = world.slot("2026-11-26 11:00")
DEPUTISED = attrs.evolve(hall.IOANA, deputies=["i-2"])
ROOMS = ("1.01", "1.02")


def town(**parameters: Any) -> Office:
    """The town hall in which i-2 may stand in for i-1."""
    facts: dict[str, Any] = {"people": [DEPUTISED, hall.DAN], "rooms": ROOMS} | parameters
    return hall.hall(channels=["online", "phone", "in_person"], **facts)


def in_room(id_: str, room: str, **changes: Any) -> Booking:
    return hall.ticket(id_, channel="in_person", room=room, **changes)


MOVES = [
    pytest.param(Reschedule(booking="b-1", slot=LATER), id="reschedule"),
    pytest.param(Reassign(booking="b-1", inspector="i-2", slot=LATER), id="reassign"),
]


@pytest.mark.parametrize("command", MOVES)
def test_a_move_takes_the_buffers_of_today_s_policy(command: Any) -> None:
    """Those of the day on which it was booked are over with its old time."""
    office = town(buffer_before_minutes=5, buffer_after_minutes=10)
    after = hall.done(command, Agenda.of([hall.ticket()]), office=office)["b-1"]
    assert (after.buffer_before_minutes, after.buffer_after_minutes) == (5, 10)
    assert after.occupied_to - after.occupied_from == LATER.ends - LATER.begins + 15 * 60_000_000


@pytest.mark.parametrize("command", MOVES)
def test_a_move_leaves_a_taken_room_for_another(command: Any) -> None:
    others = [
        in_room(f"x-{room}", room, slot=LATER, request="1/1", inspector=room, applicant=f"x:{room}")
        for room in ("1.02", "1.01")
    ]
    agenda = Agenda.of([in_room("b-1", "1.02"), others[0]])
    assert hall.done(command, agenda, office=town())["b-1"].room == "1.01"
    full = Agenda.of([in_room("b-1", "1.02"), *others])
    decision = hall.decided(command, full, office=town())
    assert decision.refused_by == ("room.free",)
    assert decision.finding("room.free").limit == ("1.02", "1.01")


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(world.book(channel="phone"), id="book"),
        *MOVES,
        pytest.param(Reschedule(booking="b-9", slot=LATER), id="nothing-to-move"),
    ],
)
def test_no_rooms_would_do_where_none_is_needed(command: Any) -> None:
    decision = hall.decided(command, Agenda.of([hall.ticket()]), office=town())
    assert decision.case.rooms == ()


def test_an_audience_is_given_by_a_channel_on_offer() -> None:
    office = hall.hall(audience_policy=hall.audiences(channels=["online", "phone"]))
    assert hall.decided(hall.ask(channel="phone"), office=office).allowed
    decision = hall.decided(hall.ask(channel="in_person"), office=office)
    assert decision.refused_by == ("channel.allowed",)
    assert decision.finding("channel.allowed").measured is Channel.IN_PERSON


@pytest.mark.parametrize(
    ("booking", "holder"),
    [
        (None, ""),
        (hall.ticket(), "i-1"),
        (hall.ticket(inspector="i-2", in_place_of="i-9"), "i-1"),
        (hall.ticket(request="1/1", inspector="i-2"), "i-2"),
        (hall.ticket(request="1/1", inspector="i-2", in_place_of="i-9"), "i-9"),
        (hall.audience(), "d-1"),
    ],
)
def test_whose_a_meeting_is_by_rights(booking: Booking | None, holder: str) -> None:
    """A blue ticket is about a request, and so of who has it; of no booking it is nobody."""
    assert holder_of(booking, hall.hall()) == holder


def test_the_case_of_a_take_over_says_in_whose_place() -> None:
    office = town(people=[DEPUTISED, hall.DAN, Inspector("i-3")])
    agenda = Agenda.of([hall.ticket()])
    decision = hall.decided(Reassign(booking="b-1", inspector="i-2"), agenda, office=office)
    assert decision.case.in_place_of == "i-1"
    standing_in = Agenda.of([hall.ticket(inspector="i-2", in_place_of="i-1")])
    back = hall.decided(Reassign(booking="b-1", inspector="i-1"), standing_in, office=office)
    assert back.case.in_place_of is None


@pytest.mark.parametrize("status", ["booked", "cancelled", "held"])
def test_what_can_t_be_cancelled_is_told_apart_from_what_can_t_be_moved(status: str) -> None:
    agenda = Agenda.of([hall.ticket(status=status)])
    cancelled = hall.decided(Cancel(booking="b-1"), agenda, "2026-11-26 10:20")
    moved = hall.decided(Reschedule(booking="b-1", slot=LATER), agenda, "2026-11-26 10:20")
    for code in ("ro", "en"):
        told, other = (each.finding("booking.open").message(code) for each in (cancelled, moved))
        assert told != other


def test_a_citizen_who_is_not_the_booking_s_is_an_error_in_both_languages() -> None:
    held = Agenda.of([hall.ticket(status="held", record=hall.RECORD.fingerprint)])
    command = IssueTicket(booking="b-1", record=hall.RECORD, citizen=Applicant("Rus Ion"))
    with pytest.raises(InvalidInput, match=r"^citizen: ") as raised:
        hall.decided(command, held, "2026-11-26 12:00")
    assert raised.value.right.ro != raised.value.right.en
