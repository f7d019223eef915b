"""The rule about the room of a meeting in person."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, PASSED, REFUSED, audience, case, judged
from tests.rules._scene import URBANISM as DIRECTOR
from tests.rules._terms import one_answer_for_all, terms
from tichet_rules import Booking, Slot, rule_of

ROOMS = ("Sala 1", "Sala 2")


def in_room(id_: str, room: str, start: str, minutes: int = 15, **changes: object) -> Booking:
    facts: dict[str, object] = {
        "inspector": f"i-{id_}",
        "applicant": f"name:{id_}",
        "channel": "in_person",
        "room": room,
    }
    return world.booking(id_, world.slot(start, minutes), **(facts | changes))


# The meeting is on Thursday 26 November 2026 at 10:00, for 15 minutes.
TAKEN = "2026-11-26 10:00"


@pytest.mark.parametrize(
    ("bookings", "free"),
    [
        pytest.param([], ROOMS, id="all"),
        pytest.param([in_room("1", "Sala 1", TAKEN)], ("Sala 2",), id="the-second"),
        pytest.param([in_room("1", "Sala 2", TAKEN)], ("Sala 1",), id="the-first"),
        pytest.param([in_room("1", "Sala 1", TAKEN), in_room("2", "Sala 2", TAKEN)], (), id="none"),
        pytest.param([in_room("1", "Sala 3", TAKEN)], ROOMS, id="another-room"),
        pytest.param([in_room("1", "sala 1", TAKEN)], ROOMS, id="a-name-is-not-folded"),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 09:45")], ROOMS, id="it-ends-as-this-starts"
        ),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 09:46")], ("Sala 2",), id="it-ends-a-minute-later"
        ),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 10:15")], ROOMS, id="it-starts-as-this-ends"
        ),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 10:14")],
            ("Sala 2",),
            id="it-starts-a-minute-before",
        ),
        pytest.param([in_room("1", "Sala 1", "2026-11-26 10:05", 5)], ("Sala 2",), id="inside-it"),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 09:00", 120)], ("Sala 2",), id="around-it"
        ),
        pytest.param(
            [in_room("1", "Sala 1", "2026-11-26 10:15", buffer_before_minutes=30)],
            ROOMS,
            id="a-buffer-is-the-inspector's",
        ),
        pytest.param([in_room("1", "Sala 1", TAKEN, status="cancelled")], ROOMS, id="cancelled"),
        pytest.param([in_room("1", "Sala 1", TAKEN, status="held")], ("Sala 2",), id="held"),
        pytest.param([in_room("1", "Sala 1", TAKEN, status="no_show")], ("Sala 2",), id="no-show"),
        pytest.param(
            [audience("1", DIRECTOR, TAKEN, room="Sala 1", channel="in_person")],
            ("Sala 2",),
            id="an-audience",
        ),
    ],
)
def test_a_room_that_nobody_has(bookings: list[Booking], free: tuple[str, ...]) -> None:
    finding = judged("room.free", bookings=bookings, rooms=ROOMS)
    assert finding.outcome is (PASSED if free else REFUSED)
    assert (finding.measured, finding.limit) == (len(free), ROOMS)
    assert finding.more == ((("room", free[0]),) if free else ())
    assert case(bookings=bookings, rooms=ROOMS).free_rooms == free


def test_the_first_free_room_is_given_in_the_order_in_which_they_would_do() -> None:
    for rooms in (ROOMS, ROOMS[::-1]):
        assert judged("room.free", rooms=rooms).more == (("room", rooms[0]),)


def test_the_booking_that_is_moved_leaves_its_room() -> None:
    bookings = [in_room("1", "Sala 1", TAKEN)]
    moved = judged("room.free", bookings=bookings, rooms=ROOMS[:1], ignoring="1")
    another = judged("room.free", bookings=bookings, rooms=ROOMS[:1], ignoring="2")
    assert (moved.outcome, another.outcome) == (PASSED, REFUSED)


def test_where_no_room_is_needed_the_rule_does_not_apply() -> None:
    finding = judged("room.free", bookings=[in_room("1", "Sala 1", TAKEN)])
    assert (finding.outcome, finding.measured, finding.limit) == (NOT_APPLICABLE, None, None)


def test_the_room_in_words() -> None:
    full = [in_room("1", "Sala 1", TAKEN), in_room("2", "Sala 2", TAKEN)]
    refused = judged("room.free", bookings=full, rooms=ROOMS)
    assert refused.message("ro") == "Nicio sală nu este liberă atunci (sălile: Sala 1, Sala 2)."
    assert refused.message("en") == "No room is free then, out of: Sala 1, Sala 2."
    assert refused.remedy("ro") == ("Alegeți o altă oră, sau o întâlnire online ori telefonică.")
    passed = judged("room.free", bookings=full[:1], rooms=ROOMS)
    assert passed.message("ro") == "Sala: Sala 2."
    assert passed.message("en") == "The room: Sala 2."


@world.examples(60)
@given(st.data())
def test_a_room_is_free_when_no_meeting_in_it_shares_a_minute(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.CLOCK_CHANGES))
    rooms = data.draw(st.permutations(["a", "b", "c"]))
    starts = st.integers(0, 40).map(lambda quarter: quarter * 5)
    first = world.local(f"{anchor} 10:00").astimezone(UTC)
    bookings: list[Booking] = []
    busy: dict[str, set[int]] = {each: set() for each in rooms}
    for index in range(data.draw(st.integers(0, 8))):
        room, start = data.draw(st.sampled_from(rooms)), data.draw(starts)
        minutes = set(range(start, start + 15))
        if busy[room].isdisjoint(minutes):
            busy[room] |= minutes
            when = (first + timedelta(minutes=start)).isoformat()
            bookings.append(in_room(str(index), room, when))
    start = data.draw(starts)
    asked = set(range(start, start + 15))
    wanted = Slot(first + timedelta(minutes=start))
    free = tuple(each for each in rooms if busy[each].isdisjoint(asked))
    assert case(bookings=bookings, rooms=tuple(rooms), slot=wanted).free_rooms == free
    finding = judged("room.free", bookings=bookings, rooms=tuple(rooms), slot=wanted)
    assert finding.refused is not bool(free)


def test_the_predicate_of_the_room() -> None:
    predicate = rule_of("room.free").predicate
    assert repr(predicate(*terms("rooms"))) == "(rooms >= 1)"
    one_answer_for_all(predicate, lambda rooms: rooms > 0, range(4))
