"""Instants, working days, and the readings of legal terms."""

from tichet_rules.timekeeping.calendar import ClosedBecause, Closure, WorkingCalendar
from tichet_rules.timekeeping.readings import (
    DAY_READINGS,
    HOUR_READINGS,
    DayReading,
    HourReading,
    Reading,
    earliest_start,
    last_day,
    last_days,
)

__all__ = [
    "DAY_READINGS",
    "HOUR_READINGS",
    "ClosedBecause",
    "Closure",
    "DayReading",
    "HourReading",
    "Reading",
    "WorkingCalendar",
    "earliest_start",
    "last_day",
    "last_days",
]
