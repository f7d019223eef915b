"""The working-day calendar of an office, and its clock.

Which days are worked (``slot.working_day``): not the weekend, not a public holiday
(zile de sărbătoare legală, Codul muncii art. 139), not a day on which the office is
closed; a declared recovery day (zi de recuperare) is worked, whatever else it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, Literal, TypedDict, TypeVar, Unpack
from zoneinfo import ZoneInfo

import attrs
from attrs import field, frozen

from tichet_rules._door import checked_changes, checked_date, checked_whole_number, listed
from tichet_rules.errors import InvalidInput
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import DAY, EPOCH, MINUTE, as_utc, from_ticks, zone_of

__all__ = ["ClosedBecause", "Closure", "WorkingCalendar"]

T = TypeVar("T")

FIRST_YEAR: Final = 1997
LAST_YEAR: Final = 2100

_EPOCH_ORDINAL: Final = EPOCH.toordinal()
_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(1)
_DATES: Final = Text("o listă de date din calendar", "a list of dates")


@cache
def _romanian_holidays(year: int) -> frozenset[date]:
    # The cache can't go stale: the table of a year depends on the installed package alone.
    return frozenset(_holiday_names(year, "ro"))


@cache
def _holiday_names(year: int, code: Literal["ro", "en_US"]) -> dict[date, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(
            "date",
            year,
            Text(
                f"un an de la {FIRST_YEAR} la {LAST_YEAR}, ale cărui sărbători legale din România "
                "se cunosc, sau un calendar ale cărui sărbători legale sunt date ca listă",
                f"a year from {FIRST_YEAR} to {LAST_YEAR}, for which Romania's public holidays are "
                "known, or a calendar whose public holidays are given as a list",
            ),
        )
    from holidays.countries.romania import Romania  # noqa: PLC0415 (heavy, and not always needed)

    table = Romania(years=year, language=code, expand=False)  # type: ignore[no-untyped-call]
    return dict(table)


class ClosedBecause(StrEnum):
    """Why a day is not a working day."""

    WEEKEND = "weekend"
    PUBLIC_HOLIDAY = "public_holiday"
    CLOSURE = "closure"


@frozen
class Closure:
    """Why one date is not worked, with the holiday's name where there is one."""

    date: date
    because: ClosedBecause
    name: Text | None = None


def _dates(name: str, values: object) -> frozenset[date]:
    dates = listed(name, values, _DATES)
    return frozenset(checked_date(f"{name}[{index}]", each) for index, each in enumerate(dates))


def _closures(values: Iterable[date]) -> frozenset[date]:
    return _dates("closures", values)


def _recovery_days(values: Iterable[date]) -> frozenset[date]:
    return _dates("recovery_days", values)


def _public_holidays(value: str | Iterable[date]) -> Literal["RO"] | frozenset[date]:
    if isinstance(value, str):
        if value != "RO":
            right = Text(f"'RO' sau {_DATES.ro}", f"'RO' or {_DATES.en}")
            raise InvalidInput("public_holidays", value, right)
        return "RO"
    return _dates("public_holidays", value)


def _zone(value: str | ZoneInfo) -> ZoneInfo:
    return value if isinstance(value, ZoneInfo) else zone_of(value, "zone")


class _Changes(TypedDict, total=False):
    zone: str | ZoneInfo
    public_holidays: str | Iterable[date]
    closures: Iterable[date]
    recovery_days: Iterable[date]


@frozen
class WorkingCalendar:
    """An office's working days and its local clock.

    ``public_holidays`` is ``"RO"`` (the table of the ``holidays`` package, 1997 to
    2100) or the dates that replace it. ``closures`` and ``recovery_days`` are the
    bridge days and recovery Saturdays that the Government or the office declares.

    >>> from datetime import date
    >>> calendar = WorkingCalendar(closures=[date(2026, 12, 24)])
    >>> calendar.is_working_day(date(2026, 11, 30))
    False
    >>> calendar.closure(date(2026, 11, 30)).because
    <ClosedBecause.PUBLIC_HOLIDAY: 'public_holiday'>
    >>> calendar.next_working_day(date(2026, 11, 28)).isoformat()
    '2026-12-02'
    """

    zone: ZoneInfo = field(default=ZoneInfo("Europe/Bucharest"), converter=_zone)
    public_holidays: Literal["RO"] | frozenset[date] = field(
        default="RO", converter=_public_holidays
    )
    closures: frozenset[date] = field(default=frozenset(), converter=_closures)
    recovery_days: frozenset[date] = field(default=frozenset(), converter=_recovery_days)

    # --- days ---------------------------------------------------------------------

    def is_public_holiday(self, day: date) -> bool:
        """Whether a date is a public holiday, on whatever weekday it falls."""
        if self.public_holidays == "RO":
            return day in _romanian_holidays(day.year)
        return day in self.public_holidays

    @property
    def known_until(self) -> date:
        """The last date whose public holidays are known."""
        return date(LAST_YEAR if self.public_holidays == "RO" else MAXYEAR - 1, 12, 31)

    def knows(self, year: int) -> bool:
        """Whether the public holidays of a year are known, and each of its dates has a next.

        >>> WorkingCalendar().knows(1996), WorkingCalendar(public_holidays=[]).knows(1996)
        (False, True)
        """
        if self.public_holidays == "RO":
            return FIRST_YEAR <= year <= LAST_YEAR
        return year < MAXYEAR

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open on a local date (``slot.working_day``)."""
        if type(day) is not date:  # asked so often that the call would be felt
            checked_date("day", day)
        if day in self.recovery_days:
            return True
        if day.weekday() >= _SATURDAY or day in self.closures:
            return False
        return not self.is_public_holiday(day)

    def closure(self, day: date) -> Closure | None:
        """Why a date is not worked, or ``None`` when it is.

        Where several reasons hold, the public holiday is named before the declared
        closure, and that before the weekend.
        """
        if self.is_working_day(day):
            return None
        if self.is_public_holiday(day):
            return Closure(day, ClosedBecause.PUBLIC_HOLIDAY, self._holiday_name(day))
        if day in self.closures:
            return Closure(day, ClosedBecause.CLOSURE)
        return Closure(day, ClosedBecause.WEEKEND)

    def _holiday_name(self, day: date) -> Text | None:
        if self.public_holidays != "RO":
            return None
        return Text(_holiday_names(day.year, "ro")[day], _holiday_names(day.year, "en_US")[day])

    def next_working_day(self, day: date) -> date:
        """The first working day on or after a date."""
        while not self.is_working_day(day):
            day = day_after(day)
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a date, the date itself not counted.

        >>> from datetime import date
        >>> WorkingCalendar().working_day_after(date(2026, 11, 27), 1).isoformat()
        '2026-12-02'
        """
        left = checked_whole_number("count", count, 1)
        day = day_after(checked_date("day", day))
        while True:
            if self.knows(day.year):
                worked = _working_days(self, day.year)
                place = bisect_left(worked, day) + left
                if place <= len(worked):
                    return worked[place - 1]
                left = place - len(worked)
                day = date(day.year, 12, 31)
            else:
                left -= self.is_working_day(day)
                if not left:
                    return day
            day = day_after(day)

    def are_working_days(self, days: Iterable[date]) -> list[bool]:
        """:meth:`is_working_day` of many dates, in their order.

        >>> from datetime import date
        >>> WorkingCalendar().are_working_days([date(2026, 11, 27), date(2026, 11, 30)])
        [True, False]
        """
        return for_each("days", days, self.is_working_day)

    def working_days_after(self, days: Iterable[date], count: int) -> list[date]:
        """:meth:`working_day_after` of many dates, in their order."""
        return for_each("days", days, lambda day: self.working_day_after(day, count))

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from ``first`` to ``last``, both included, lazily and in order.

        >>> from datetime import date
        >>> days = WorkingCalendar().working_days(date(2026, 11, 27), date(2026, 12, 2))
        >>> [each.isoformat() for each in days]
        ['2026-11-27', '2026-12-02']
        """
        while first <= last:
            until = min(last, date(first.year, 12, 31))
            if self.knows(first.year):
                worked = _working_days(self, first.year)
                yield from worked[bisect_left(worked, first) : bisect_right(worked, until)]
            else:
                yield from filter(self.is_working_day, self.days(first, until))
            if until == date.max:
                return
            first = day_after(until)

    # --- the clock ----------------------------------------------------------------

    def local(self, instant: datetime) -> datetime:
        """An instant as the office's clock shows it."""
        try:
            return as_utc(instant).astimezone(self.zone)
        except OverflowError:
            raise InvalidInput(
                "instant",
                instant,
                Text(
                    "un moment din anii 1 până la 9999 după ceasul instituției",
                    "an instant within the years 1 to 9999 of the office's clock",
                ),
            ) from None

    def date_at(self, ticks: int) -> date:
        """The local date at an instant."""
        return self.local(from_ticks(ticks)).date()

    def ticks_at(self, day: date, minute: int) -> int:
        """The instant at which the local clock shows ``minute`` minutes past midnight.

        1440 is the end of the day. A time that a clock change skips is the instant of
        the change; of a time that comes twice it is the first.

        >>> from datetime import date
        >>> calendar = WorkingCalendar()
        >>> from_ticks(calendar.ticks_at(date(2026, 3, 29), 3 * 60 + 30)).isoformat()
        '2026-03-29T01:00:00+00:00'
        """
        checked_whole_number("minute", minute, 0, MINUTES_A_DAY)
        if minute == MINUTES_A_DAY:
            return self.midnight(day_after(day))
        return _ticks_at(self.zone, day, minute)

    def midnight(self, day: date) -> int:
        """The instant at which a local date begins."""
        return _midnight(self.zone, day)

    def day_ticks(self, day: date, minutes: Iterable[int]) -> list[int]:
        """:meth:`ticks_at` for several times of one day, at the price of about one."""
        start = _regular_midnight(self.zone, day)
        if start is None:
            return [self.ticks_at(day, minute) for minute in minutes]
        return [start + minute * MINUTE for minute in minutes]

    def replace(self, **changes: Unpack[_Changes]) -> WorkingCalendar:
        """The calendar with some of its fields changed; an error for one that it does not have."""
        checked_changes("calendar", WorkingCalendar, changes)
        return attrs.evolve(self, **changes)

    def days(self, first: date, last: date) -> Iterator[date]:
        """The dates from ``first`` to ``last``, both included."""
        while first <= last:
            yield first
            if first == last:
                return
            first = day_after(first)


MINUTES_A_DAY: Final = 1440


@lru_cache(maxsize=128)
def _working_days(calendar: WorkingCalendar, year: int) -> tuple[date, ...]:
    # It can't go stale: the calendar is a value, and a changed one is another key.
    every_day = calendar.days(date(year, 1, 1), date(year, 12, 31))
    return tuple(filter(calendar.is_working_day, every_day))


def day_after(day: date, count: int = 1) -> date:
    """The date ``count`` days later; an error past the years 1 to 9999."""
    try:
        return day + (_ONE_DAY if count == 1 else timedelta(count))
    except OverflowError:
        raise InvalidInput(
            "date",
            day.isoformat(),
            Text(
                f"o dată care și peste {count} zile este în anii 1 până la 9999",
                f"a date whose {count}-day neighbour is within the years 1 to 9999",
            ),
        ) from None


# These two can't go stale: a ZoneInfo never changes, and one of another database is another key.


@lru_cache(maxsize=1024)
def _midnight(zone: ZoneInfo, day: date) -> int:
    return _ticks_at(zone, day, 0)


@lru_cache(maxsize=1024)
def _regular_midnight(zone: ZoneInfo, day: date) -> int | None:
    start = _midnight(zone, day)
    # 24 hours: no clock change, or two that cancel out within one day, which no zone has.
    return start if _midnight(zone, day_after(day)) - start == DAY else None


def _ticks_at(zone: ZoneInfo, day: date, minute: int) -> int:
    hour, past = divmod(minute, 60)
    wall = datetime(day.year, day.month, day.day, hour, past, tzinfo=zone)
    naive = (day.toordinal() - _EPOCH_ORDINAL) * DAY + minute * MINUTE
    ticks = naive - _offset(wall)
    later = naive - _offset(wall.replace(fold=1))
    if later < ticks:
        # fold=1 comes out earlier only for a time in a gap: [later, ticks) holds the change.
        return _change_between(zone, later, ticks)
    return ticks


def _change_between(zone: ZoneInfo, low: int, high: int) -> int:
    before = _offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def for_each(name: str, days: Iterable[date], ask: Callable[[date], T]) -> list[T]:
    """The answers about many dates, in their order; each date is asked about once."""
    dates = listed(name, days, _DATES)
    if not {date}.issuperset(map(type, dates)):
        for index, each in enumerate(dates):
            checked_date(f"{name}[{index}]", each)
    answers = {day: ask(day) for day in set(dates)}
    return [answers[day] for day in dates]


def _offset_at(zone: ZoneInfo, ticks: int) -> int:
    return _offset(from_ticks(ticks).astimezone(zone))


def _offset(wall: datetime) -> int:
    offset = wall.utcoffset()
    assert offset is not None  # a ZoneInfo knows the offset of every aware datetime
    return (offset.days * 86_400 + offset.seconds) * 1_000_000 + offset.microseconds
