"""Where a local clock is changed, found by looking at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = ["change_after", "changes_on"]

_HOUR = timedelta(hours=1)
_HOURS_OF_A_YEAR = 366 * 24


def changes_on(days: Iterable[date], zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants on these local dates at which the clock is changed, in UTC."""
    found = (_change_on(day, zone) for day in days)
    return tuple(each for each in found if each is not None)


@lru_cache(maxsize=1024)
def _change_on(day: date, zone: ZoneInfo) -> datetime | None:
    start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    end = start + 24 * _HOUR
    instant = start
    while instant < end:
        later = instant + timedelta(minutes=15)  # every clock is changed on a quarter of an hour
        if _offset(later, zone) != _offset(instant, zone):
            return later
        instant = later
    return None


def change_after(at: datetime, zone: ZoneInfo) -> datetime | None:
    """The next instant at which the clock is changed, if it is within a year."""
    instant = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for _ in range(_HOURS_OF_A_YEAR):
        later = instant + _HOUR
        if _offset(later, zone) != _offset(instant, zone) and later > at:
            return later
        instant = later
    return None


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()
