"""The town hall that the benchmarks ask: one inspector with two hundred bookings, or hundreds.

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
Hours = tuple[tuple[tuple[time, time], ...], ...]

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
HOURS: Hours = (*(_LONG_DAY,) * 4, ((time(8), time(12)), (time(12, 30), time(14, 30))), (), ())
# The programmes of a city hall: that of the one inspector, an early one, mornings, a late Thursday.
PROGRAMMES: tuple[Hours, ...] = (
    HOURS,
    (*(((time(7, 30), time(15, 30)),),) * 5, (), ()),
    (*(((time(8), time(12)),),) * 5, (), ()),
    (*(_LONG_DAY,) * 3, ((time(8), time(12)), (time(14), time(18, 30))), _LONG_DAY, (), ()),
)
AWAY = datetime(2026, 12, 9, 10, 10, tzinfo=ZONE), datetime(2026, 12, 9, 13, 0, tzinfo=ZONE)


def local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def worked(
    first: date, last: date, holidays: frozenset[date], hours: Hours = HOURS
) -> Iterator[Span]:
    """The working intervals between two dates, in UTC: where every peer begins."""
    day = first
    while day <= last:
        if day.weekday() < SATURDAY and day not in holidays:
            for opens, closes in hours[day.weekday()]:
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
    inspector = Inspector(INSPECTOR, week=_week(HOURS), absences=[Absence(*away)])
    return Town(
        first=FIRST,
        last=last,
        holidays=holidays,
        bookings=bookings,
        busy=merged([away, *((each.slot.start, each.slot.end) for each in bookings)]),
        office=Office(inspectors=[inspector]),
        agenda=Agenda.of(bookings),
    )


@frozen(eq=False)
class City:
    """Many inspectors, each with the programme of ``hours`` and the times of ``busy``."""

    first: date
    last: date
    holidays: frozenset[date]
    hours: tuple[Hours, ...]
    busy: tuple[tuple[Span, ...], ...]
    office: Office
    agenda: Agenda


def city(inspectors: int, days: int, each: int) -> City:
    """So many inspectors, each with so many bookings in the next days and away on one of them."""
    last = FIRST + timedelta(days=days - 1)
    holidays = frozenset(public_holidays.country_holidays("RO", years=range(2025, last.year + 1)))
    hours = tuple(PROGRAMMES[number % len(PROGRAMMES)] for number in range(inspectors))
    people: list[Inspector] = []
    bookings: list[Booking] = []
    busy: list[tuple[Span, ...]] = []
    for number in range(inspectors):
        inspector = f"i-{number:05}"
        day = FIRST + timedelta(days=3 + number % 20)
        away = local(day, time(0)), local(day + ONE_DAY, time(0))
        people.append(Inspector(inspector, week=_week(hours[number]), absences=[Absence(day, day)]))
        starts = _booked(FIRST, last, holidays, each, hours[number], seed=number)
        bookings += (
            Booking(
                f"{inspector}-{index}",
                f"{number * 10_000 + index + 1}/305",
                inspector,
                f"id:{inspector}-{index}",
                Slot(start),
            )
            for index, start in enumerate(starts)
        )
        busy.append(merged([away, *((start, start + LENGTH) for start in starts)]))
    return City(
        first=FIRST,
        last=last,
        holidays=holidays,
        hours=hours,
        busy=tuple(busy),
        office=Office(inspectors=people),
        agenda=Agenda.of(bookings),
    )


def _week(hours: Hours) -> Week:
    return Week(
        tuple(
            tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in each) for each in hours
        )
    )


def _booked(
    first: date,
    last: date,
    holidays: frozenset[date],
    count: int,
    hours: Hours = HOURS,
    seed: int | None = None,
) -> list[datetime]:
    """Times drawn from the grid; a tenth begin 5 minutes late, and so take two times of it."""
    grid = [
        opens + STEP * index
        for opens, closes in worked(first, last, holidays, hours)
        for index in range((closes - opens) // STEP)
    ]
    random = Random(count if seed is None else seed)
    chosen = set(random.sample(grid, count))
    known = set(grid)
    late = timedelta(minutes=5)
    return [
        start + late
        if random.random() < 0.1 and start + STEP in known and start + STEP not in chosen
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
