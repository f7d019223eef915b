"""The town hall that the benchmarks ask: one inspector, and two hundred bookings or more.

For the library it is an ``Office`` and an ``Agenda``. For its peers it is what someone who writes
the same by hand would keep: hours as local times, a set of holidays, and the times that are taken,
absences among them, as pairs of UTC datetimes, sorted and none overlapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import holidays as public_holidays
from attrs import frozen

from tichet_rules import Absence, Agenda, Booking, Inspector, Office, Slot, Week

Span = tuple[datetime, datetime]

ZONE = ZoneInfo("Europe/Bucharest")
ONE_DAY = timedelta(days=1)
STEP = LENGTH = timedelta(minutes=15)
NOTICE = timedelta(hours=48)
SATURDAY = 5
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# A Monday. With 48 hours of notice, Wednesday 09:10 is the earliest: not a time of the grid.
AT = datetime(2026, 11, 23, 9, 10, tzinfo=ZONE)
FIRST = date(2026, 11, 24)

INSPECTOR = "i-017"
_LONG_DAY = ((time(8), time(16)),)
HOURS = (*(_LONG_DAY,) * 4, ((time(8), time(12)), (time(12, 30), time(14, 30))), (), ())
AWAY = datetime(2026, 12, 9, 10, 10, tzinfo=ZONE), datetime(2026, 12, 9, 13, 0, tzinfo=ZONE)


def local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def worked(first: date, last: date, holidays: frozenset[date]) -> Iterator[Span]:
    """The working intervals between two dates, in UTC: where every peer begins."""
    day = first
    while day <= last:
        if day.weekday() < SATURDAY and day not in holidays:
            for opens, closes in HOURS[day.weekday()]:
                yield local(day, opens), local(day, closes)
        day += ONE_DAY


@frozen(eq=False)
class Town:
    first: date
    last: date
    holidays: frozenset[date]
    bookings: tuple[Booking, ...]
    busy: tuple[Span, ...]
    office: Office
    agenda: Agenda


def town(days: int, count: int) -> Town:
    """The inspector has ``count`` bookings: seven of ten in the next days, the others past."""
    last = FIRST + timedelta(days=days - 1)
    holidays = frozenset(public_holidays.country_holidays("RO", years=range(2025, last.year + 1)))
    ahead = _booked(FIRST, last, holidays, count * 7 // 10)
    past = _booked(FIRST - timedelta(days=days), FIRST - ONE_DAY, holidays, count - len(ahead))
    bookings = tuple(
        Booking(
            f"b-{index}",
            f"{130_000 + index}/305",
            INSPECTOR,
            f"id:c-{index}",
            Slot(start),
            status="held" if start < AT else "booked",
        )
        for index, start in enumerate(past + ahead)
    )
    away = AWAY[0].astimezone(UTC), AWAY[1].astimezone(UTC)
    week = Week(
        tuple(
            tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in each) for each in HOURS
        )
    )
    inspector = Inspector(
        INSPECTOR,
        week=week,
        absences=[Absence(*away)],
    )
    return Town(
        first=FIRST,
        last=last,
        holidays=holidays,
        bookings=bookings,
        busy=merged([away, *((each.slot.start, each.slot.end) for each in bookings)]),
        office=Office(inspectors=[inspector]),
        agenda=Agenda.of(bookings),
    )


def _booked(first: date, last: date, holidays: frozenset[date], count: int) -> list[datetime]:
    """Times drawn from the grid; a tenth begin 5 minutes late, and so take two times of it."""
    grid = [
        opens + STEP * index
        for opens, closes in worked(first, last, holidays)
        for index in range((closes - opens) // STEP)
    ]
    random = Random(count)
    chosen = set(random.sample(grid, count))
    late = timedelta(minutes=5)
    return [
        start + late
        if random.random() < 0.1 and start + STEP in grid and start + STEP not in chosen
        else start
        for start in sorted(chosen)
    ]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    apart: list[Span] = []
    for begins, ends in sorted(spans):
        if apart and begins < apart[-1][1]:
            apart[-1] = apart[-1][0], max(ends, apart[-1][1])
        else:
            apart.append((begins, ends))
    return tuple(apart)
