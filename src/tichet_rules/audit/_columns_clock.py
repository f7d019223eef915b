"""The office's clock and calendar over a whole log: a table of its changes and its days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import frozen

from tichet_rules.audit._columns_arrays import Array, distinct, looked_up
from tichet_rules.errors import InvalidInput
from tichet_rules.timekeeping import DayReading, HourReading, WorkingCalendar, last_day
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY, day_after
from tichet_rules.timekeeping.instants import DAY, EPOCH, HOUR, from_ticks

__all__ = ["Clock", "Dates", "Days", "date_of", "given"]

_EPOCH_ORDINAL = EPOCH.toordinal()
_ONE_TICK = timedelta(microseconds=1)


def date_of(day: int) -> date:
    """The date so many days after 1970-01-01."""
    return date.fromordinal(int(day) + _EPOCH_ORDINAL)


class Dates:
    """What a calendar says of dates and instants; each is asked once, for however many logs.

    A calendar is a value, so that no answer grows old. Dates are days since 1970-01-01.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.is_working_day = cache(lambda day: calendar.is_working_day(date_of(day)))
        self.offset = cache(partial(_offset, calendar))
        self.edges = cache(self._edges)
        self.last_day = cache(self._last_day)

    def _edges(self, day: int) -> tuple[int, bool]:
        """The midnight of a date, and whether the clock changes before the next."""
        try:
            midnight, end = self.calendar.day_ticks(date_of(day), (0, MINUTES_A_DAY))
        except InvalidInput:  # the last day that there is has no midnight after it
            midnight, end = day * DAY, day * DAY
        return midnight, end - midnight != DAY

    def _last_day(self, communicated_on: int, days: int, reading: DayReading) -> int:
        """:func:`~tichet_rules.timekeeping.readings.last_day`, of a date by its number."""
        last = last_day(date_of(communicated_on), days, reading, self.calendar)
        return last.toordinal() - _EPOCH_ORDINAL


@frozen(eq=False, repr=False)
class Clock:
    """The local clock over the instants of a log: the offset from each change to the next.

    Asked of the calendar at both ends of each day of UTC on which something lies. Like
    :meth:`WorkingCalendar.day_ticks` it holds that no zone changes its clock twice a day.
    """

    dates: Dates
    changes: Array
    offsets: Array

    @classmethod
    def of(cls, dates: Dates, *ticks: Array) -> Clock:
        """The clock over some instants."""
        everything = [each for each in ticks if len(each)]
        if not everything:
            return cls(dates, np.zeros(0, np.int64), np.zeros(1, np.int64))
        first = min(int(each.min()) for each in everything)
        last = max(int(each.max()) for each in everything)
        days = np.unique(np.concatenate([distinct(each // DAY)[0] for each in everything]))
        edges = np.concatenate([days * DAY, (days + 1) * DAY])
        probes = np.unique(np.clip(edges, first, last)).tolist()
        changes: list[int] = []
        offsets = [dates.offset(probes[0])]
        for before, after in pairwise(probes):
            offset = dates.offset(after)
            if offset != offsets[-1]:
                changes.append(_change(dates, before, after))
                offsets.append(offset)
        return cls(dates, np.array(changes, np.int64), np.array(offsets, np.int64))

    def wall(self, ticks: Array) -> Array:
        """What the wall clock shows, in ticks since 1970-01-01 00:00 of the clock itself."""
        days, place = distinct(ticks // DAY)
        first, last = self._offset_at(days * DAY), self._offset_at(days * DAY + (DAY - 1))
        shown: Array = ticks + looked_up(first, place)
        if (first != last).any():
            rows = np.flatnonzero(looked_up(first != last, place))
            shown[rows] = ticks[rows] + self._offset_at(ticks[rows])
        return shown

    def day(self, ticks: Array) -> Array:
        """The local date, in days since 1970-01-01."""
        return self.wall(ticks) // DAY

    def clock_hour(self, ticks: Array) -> Array:
        """The start of the clock hour that an instant belongs to."""
        start: Array = ticks - self.wall(ticks) % HOUR
        return start

    def _offset_at(self, ticks: Array) -> Array:
        offset: Array = self.offsets[np.searchsorted(self.changes, ticks, side="right")]
        return offset


def _offset(calendar: WorkingCalendar, ticks: int) -> int:
    offset = calendar.local(from_ticks(ticks)).utcoffset()
    assert offset is not None  # a ZoneInfo knows the offset of every aware datetime
    return offset // _ONE_TICK


def _change(dates: Dates, low: int, high: int) -> int:
    """The first instant after ``low`` whose offset is that of ``high``."""
    then = dates.offset(high)
    while high - low > 1:
        middle = (low + high) // 2
        if dates.offset(middle) == then:
            high = middle
        else:
            low = middle
    return high


@frozen(eq=False, repr=False)
class Days:
    """The local dates of a column, each once, and which of them each row has."""

    distinct: Array
    place: Array

    @classmethod
    def of(cls, days: Array) -> Days:
        """Of a column of local dates, in days since 1970-01-01."""
        return cls(*distinct(days))

    def table(self, fact: Callable[[date], Any], kind: Any) -> Array:
        """A fact of each date, asked once."""
        return np.array([fact(date_of(each)) for each in self.distinct], kind)


# --- the notice, as each reading counts it --------------------------------------------------


def given(reading: HourReading, booked: Array, start: Array, clock: Clock) -> Array:
    """:func:`~tichet_rules.timekeeping.readings.notice_given` for columns."""
    return _GIVEN[reading](booked, start, clock)


def _elapsed(booked: Array, start: Array, _: Clock) -> Array:
    return start - booked


def _civil_code(booked: Array, start: Array, clock: Clock) -> Array:
    notice: Array = clock.clock_hour(start) - (clock.clock_hour(booked) + HOUR)
    return notice


def _civil_procedure(booked: Array, start: Array, clock: Clock) -> Array:
    midnight = clock.dates.calendar.midnight
    days = Days.of(clock.day(booked))
    midnights = days.table(lambda day: midnight(day_after(day)), np.int64)
    notice: Array = start - midnights[days.place]
    return notice


def _working_days(booked: Array, start: Array, clock: Clock) -> Array:
    span: Array = start - booked
    rows = np.flatnonzero(span >= 0)
    if len(rows):
        booked, start = booked[rows], start[rows]
        days = _days_between(int(booked.min()), int(start.max()), clock.dates.calendar)
        span[rows] = _worked_until(start, days) - _worked_until(booked, days)
    return span


def _days_between(first: int, last: int, calendar: WorkingCalendar) -> tuple[Array, Array, Array]:
    """The midnights from one instant to another, whether each day is worked, and the sums.

    One day more at the end, which an instant can belong to where a clock goes back over
    midnight; of the last day that the calendar knows it is none.
    """
    from_, to = calendar.date_at(first), day_after(calendar.date_at(last))
    days = list(calendar.days(from_, to))
    midnights = np.array([calendar.midnight(each) for each in days], np.int64)
    worked = np.array(
        [each <= calendar.known_until and calendar.is_working_day(each) for each in days]
    )
    lengths = np.diff(midnights) * worked[:-1]
    return midnights, worked, np.append(0, np.cumsum(lengths))


def _worked_until(ticks: Array, days: tuple[Array, Array, Array]) -> Array:
    midnights, worked, sums = days
    place = np.searchsorted(midnights, ticks, side="right") - 1
    worked_time: Array = sums[place] + (ticks - midnights[place]) * worked[place]
    return worked_time


_GIVEN: dict[HourReading, Callable[[Array, Array, Clock], Array]] = {
    HourReading.ELAPSED: _elapsed,
    HourReading.CIVIL_CODE_HOURS: _civil_code,
    HourReading.CIVIL_PROCEDURE_HOURS: _civil_procedure,
    HourReading.WORKING_DAYS_ONLY: _working_days,
}
