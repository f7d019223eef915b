"""A million bookings of one inspector, and right answers at their end."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any, Final

import pytest
from attrs import define

from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Booked,
    Booking,
    Cancelled,
    Inspector,
    Office,
    Slot,
    Week,
    WorkingCalendar,
    apply,
    free_slots,
)

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
AT: Final = START - timedelta(days=9)
GAPS: Final = (2, 5, 120)  # the places, counted from the end, that nobody has
OFFICE: Final = Office(
    policy=world.policy(),
    calendar=WorkingCalendar("UTC", ()),
    inspectors=[Inspector("i-1", week=Week(((("00:00", "24:00"),),) * 7))],
)


def quarters() -> Iterator[datetime]:
    """Every quarter of an hour of the days that are worked."""
    day = START
    while True:
        if day.weekday() < 5:
            yield from (day + each * 15 * MINUTE for each in range(96))
        day += timedelta(days=1)


def booking(number: int, start: datetime, **changes: Any) -> Booking:
    return Booking(f"b-{number:07}", "1/1", "i-1", f"name:{number}", Slot(start), **changes)


def bookings(count: int) -> tuple[list[Booking], list[datetime]]:
    """So many bookings back to back, and the starts near their end that none has."""
    total = count + len(GAPS)
    made, gaps = [], []
    for place, start in enumerate(islice(quarters(), total)):
        if total - place in GAPS:
            gaps.append(start)
        else:
            made.append(booking(place, start))
    return made, gaps


@define
class Figures:
    """How long it took, and what it takes."""

    count: int
    seconds: dict[str, float]
    bytes_a_booking: float = 0
    bytes_of_the_agenda: float = 0

    def lines(self) -> Iterator[str]:
        """The figures in words."""
        yield f"{self.count:,} bookings of one inspector"
        for what, seconds in self.seconds.items():
            yield f"  {what}: {seconds:.6f} s"
        if self.bytes_a_booking:
            yield (
                f"  bytes per booking: {self.bytes_a_booking:,.0f} of its own, "
                f"{self.bytes_of_the_agenda:,.0f} more in the agenda"
            )


class Clock:
    """What takes how long, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[what] = perf_counter() - began


def answers(count: int) -> Figures:
    """Every answer compared with what a plain list says; an ``AssertionError`` for a wrong one."""
    clock = Clock()
    with clock.timed("the bookings made"):
        made, gaps = bookings(count)
    with clock.timed("Agenda.of, in reverse order"):
        agenda = Agenda.of(reversed(made))
    assert len(agenda) == count
    assert agenda[made[-1].id] is made[-1]
    conflicts(agenda, made)
    free_and_taken(agenda, made, gaps, clock)
    more(agenda, made, gaps, clock)
    return Figures(count, clock.seconds)


def conflicts(agenda: Agenda, made: list[Booking]) -> None:
    """One that collides, with the last, the first or one in the middle, is refused."""
    for met in (made[-1], made[0], made[len(made) // 2]):
        wrong = booking(9_999_999, met.slot.start)
        with raises_conflict("slot.free", met.id):
            apply(agenda, Booked(at=AT, booking=wrong))
        with raises_conflict("booking.unique", met.id):
            apply(agenda, Booked(at=AT, booking=met))
    with raises_conflict("slot.free", None):
        Agenda.of([*made, booking(9_999_999, made[-1].slot.start + 14 * MINUTE)])
    with raises_conflict("booking.unique", None):
        Agenda.of([*made, made[len(made) // 2]])


@contextmanager
def raises_conflict(rule: str, other: str | None) -> Iterator[None]:
    with pytest.raises(AgendaConflict) as raised:
        yield
    assert raised.value.rule == rule
    assert other in (None, raised.value.other)


def free_and_taken(agenda: Agenda, made: list[Booking], gaps: list[datetime], clock: Clock) -> None:
    """What is taken near the end, and what is free until a week after it."""
    last = made[-1]
    from_, to = made[-50].slot.begins + 1, last.slot.ends
    with clock.timed("of_inspector, the last 50"):
        found = list(agenda.of_inspector("i-1", from_, to))
    assert found == made[-50:]
    assert not list(agenda.of_inspector("i-1", to, to + 10**12))
    middle = made[len(made) // 2].slot
    assert list(agenda.of_inspector("i-1", middle.begins, middle.ends)) == [made[len(made) // 2]]
    first, until = gaps[0].date(), last.slot.start.date() + timedelta(days=7)
    with clock.timed("free slots of the last days and a week more"):
        slots = list(
            free_slots(agenda, inspector="i-1", first=first, last=until, at=AT, office=OFFICE)
        )
    taken = {each.slot.start for each in made[-500:]}
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    expected = [
        start
        for start in (
            midnight + each * 15 * MINUTE for each in range((until - first).days * 96 + 96)
        )
        if start.weekday() < 5 and start not in taken
    ]
    assert [each.start for each in slots] == expected
    assert set(gaps) < set(expected)


def more(agenda: Agenda, made: list[Booking], gaps: list[datetime], clock: Clock) -> None:
    """One more booking, one less, and the agenda from before as it was."""
    one_more = booking(9_999_999, gaps[0])
    with clock.timed("apply, one more booking"):
        after = apply(agenda, Booked(at=AT, booking=one_more))
    with clock.timed("apply, the last one cancelled"):
        less = apply(after, Cancelled(at=AT, booking=made[-1].id))
    last = made[-1].slot
    again = apply(less, Booked(at=AT, booking=booking(9_999_998, last.start)))
    spans = Slot(gaps[0]).begins, last.ends
    near = [each for each in made if each.slot.begins >= spans[0]]
    assert list(agenda.of_inspector("i-1", *spans)) == near
    assert list(after.of_inspector("i-1", *spans)) == [one_more, *near]
    assert list(less.of_inspector("i-1", *spans)) == [one_more, *near[:-1]]
    assert [each.id for each in again.of_inspector("i-1", *spans)] == [
        each.id for each in (one_more, *near[:-1])
    ] + ["b-9999998"]
    assert (len(agenda), len(after), len(less), len(again)) == tuple(
        len(made) + each for each in (0, 1, 1, 2)
    )
    assert one_more.id not in agenda
    assert agenda[made[-1].id].takes_time


def measured(count: int) -> tuple[float, float]:
    """The bytes of a booking, and what an agenda adds to each."""
    gc.collect()
    tracemalloc.start()
    try:
        made, _ = bookings(count)
        own = tracemalloc.get_traced_memory()[0]
        agenda = Agenda.of(made)
        both = tracemalloc.get_traced_memory()[0]
        assert len(agenda) == count
    finally:
        tracemalloc.stop()
    return own / count, (both - own) / count
