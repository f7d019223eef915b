"""An office's bookings may stand closer than the buffers of its policy: that is no bad input."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import Agenda, Booking, Slot
from tichet_rules.audit import History
from tichet_rules.interchange.documents import _within_their_gaps
from tichet_rules.timekeeping.instants import MINUTE

START = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@st.composite
def meetings(draw: st.DrawFn) -> list[Booking]:
    """Meetings of one inspector that do not overlap, with one pair of buffers for all."""
    before, after = draw(st.integers(0, 20)), draw(st.integers(0, 20))
    seconds, found = 0, []
    for number in range(draw(st.integers(0, 6))):
        seconds += draw(st.sampled_from([0, 60, 90, 300, 600, 1500, 3600]))
        minutes = draw(st.integers(1, 30))
        found.append(
            Booking(
                f"b-{number}",
                f"{number + 1}/1",
                "i-1",
                f"name:{number}",
                Slot(START + timedelta(seconds=seconds), minutes),
                draw(st.sampled_from(["booked", "held", "no_show", "cancelled"])),
                buffer_before_minutes=before,
                buffer_after_minutes=after,
            )
        )
        seconds += minutes * 60
    return found


@given(meetings(), st.integers(-60, 300), st.integers(1, 30))
def test_cutting_buffers_to_the_gaps_leaves_what_is_free_as_it_was(
    bookings: list[Booking], offset: int, minutes: int
) -> None:
    agenda = Agenda.of(_within_their_gaps(bookings))
    whole = History(bookings)
    before, after = (
        (bookings[0].buffer_before_minutes, bookings[0].buffer_after_minutes)
        if bookings
        else (0, 0)
    )
    asked = Slot(START + timedelta(minutes=offset), minutes)
    span = (asked.begins - before * MINUTE, asked.ends + after * MINUTE)
    assert any(agenda.of_inspector("i-1", *span)) == any(whole.of_inspector("i-1", *span))


def test_meetings_that_are_apart_keep_their_buffers() -> None:
    booking = Booking("b-1", "1/1", "i-1", "name:a", Slot(START), buffer_before_minutes=5)
    later = Booking(
        "b-2", "2/1", "i-1", "name:b", Slot(START + timedelta(hours=1)), buffer_after_minutes=5
    )
    assert _within_their_gaps([later, booking]) == [booking, later]
