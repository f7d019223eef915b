"""Readings: the named ways in which the law lets a term be counted.

The sources say "minimum 48 de ore" and "maximum 30 de zile" and nothing about how to
count. A policy states the reading it uses; each has its citation. All dates and clock
hours are those of the office's own clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from tichet_rules._door import checked_date, checked_whole_number, member
from tichet_rules.text import Text
from tichet_rules.timekeeping.calendar import WorkingCalendar, day_after, for_each
from tichet_rules.timekeeping.instants import HOUR, as_utc, from_ticks, ticks_of

__all__ = [
    "DAY_READINGS",
    "HOUR_READINGS",
    "DayReading",
    "HourReading",
    "Reading",
    "earliest_start",
    "last_day",
    "last_days",
    "notice_given",
]


class DayReading(StrEnum):
    """A way to count a term in days (termen pe zile)."""

    PLAIN = "plain"
    EU_1182_71 = "eu_1182_71"
    CIVIL_CODE = "civil_code"
    CIVIL_PROCEDURE = "civil_procedure"
    INCLUSIVE = "inclusive"


class HourReading(StrEnum):
    """A way to count a term in hours (termen pe ore)."""

    ELAPSED = "elapsed"
    CIVIL_CODE_HOURS = "civil_code_hours"
    CIVIL_PROCEDURE_HOURS = "civil_procedure_hours"
    WORKING_DAYS_ONLY = "working_days_only"


@frozen
class Reading:
    """What a reading means and where it is found: ``source`` is a key of the sources."""

    meaning: Text
    source: str
    article: str
    quote: str = ""


DAY_READINGS: Final[dict[DayReading, Reading]] = {
    DayReading.PLAIN: Reading(
        Text(
            "ziua comunicării nu se numără, ultima zi se numără, fără prelungire",
            "the day of communication is not counted, the last day is, without extension",
        ),
        "reg-1182-71",
        "art. 3(1), (2)(b)",
    ),
    DayReading.EU_1182_71: Reading(
        Text(
            "ca «plain», dar un termen care se împlinește într-o zi nelucrătoare se "
            "prelungește până în prima zi lucrătoare",
            "as «plain», but a term that ends on a non-working day runs to the next working day",
        ),
        "reg-1182-71",
        "art. 3(4)",
    ),
    DayReading.CIVIL_CODE: Reading(
        Text(
            "nu se numără nici prima, nici ultima zi; prelungit până în prima zi lucrătoare",
            "neither the first nor the last day is counted; extended to the next working day",
        ),
        "cod-civil",
        "art. 2553(1)-(2), 2554",
    ),
    DayReading.CIVIL_PROCEDURE: Reading(
        Text(
            "nu se numără nici ziua de la care începe, nici ziua când se împlinește; prelungit "
            "până în prima zi lucrătoare care urmează",
            "neither the day it starts from nor the day it ends on is counted; extended to the "
            "first working day that follows",
        ),
        "cod-procedura-civila",
        "art. 181(1) pct. 2, (2)",
        "nu intră în calcul ziua de la care începe să curgă termenul, nici ziua când acesta se "
        "împlinește",
    ),
    DayReading.INCLUSIVE: Reading(
        Text(
            "ziua comunicării este ziua 1 (interpretarea cea mai strictă)",
            "the day of communication is day 1 (the strictest lay reading)",
        ),
        "practice",
        "",
    ),
}

HOUR_READINGS: Final[dict[HourReading, Reading]] = {
    HourReading.ELAPSED: Reading(
        Text(
            "ore scurse efectiv, și peste schimbarea orei",
            "hours of real elapsed time, also over a clock change",
        ),
        "practice",
        "",
    ),
    HourReading.CIVIL_CODE_HOURS: Reading(
        Text(
            "nu se numără nici ora programării, nici ora întâlnirii",
            "neither the clock hour of the booking nor that of the meeting is counted",
        ),
        "cod-civil",
        "art. 2555",
    ),
    HourReading.CIVIL_PROCEDURE_HOURS: Reading(
        Text(
            "termenul curge de la ora 0 a zilei următoare",
            "the term runs from 00:00 of the following day",
        ),
        "cod-procedura-civila",
        "art. 181(1) pct. 1",
    ),
    HourReading.WORKING_DAYS_ONLY: Reading(
        Text(
            "ore scurse, numărate numai în zilele lucrătoare ale instituției",
            "elapsed hours, counting only those that fall on working days of the office",
        ),
        "practice",
        "",
    ),
}

_day_reading = member("reading", DayReading)
_hour_reading = member("reading", HourReading)


# --- days -------------------------------------------------------------------------------


def last_day(
    communicated_on: date,
    days: int,
    reading: DayReading | str = DayReading.PLAIN,
    calendar: WorkingCalendar | None = None,
) -> date:
    """The last admissible day of a term of ``days`` days after a communication.

    The whole of that local day is admissible, up to 24:00. ``calendar`` (default:
    Romania's public holidays) says which days are working days, for the readings that
    extend a term.

    >>> from datetime import date
    >>> last_day(date(2025, 9, 10), 15, "civil_procedure").isoformat()
    '2025-09-26'
    >>> last_day(date(2025, 9, 10), 15, "plain").isoformat()
    '2025-09-25'
    """
    checked_date("communicated_on", communicated_on)
    checked_whole_number("days", days, 0)
    calendar = WorkingCalendar() if calendar is None else calendar
    return _LAST_DAY[_day_reading(reading)](communicated_on, days, calendar)


def last_days(
    communicated_on: Iterable[date],
    days: int,
    reading: DayReading | str = DayReading.PLAIN,
    calendar: WorkingCalendar | None = None,
) -> list[date]:
    """:func:`last_day` after each of many communications, in their order.

    >>> from datetime import date
    >>> [each.isoformat() for each in last_days([date(2025, 9, 10)] * 2, 15, "inclusive")]
    ['2025-09-24', '2025-09-24']
    """
    checked_whole_number("days", days, 0)
    wanted = _day_reading(reading)
    known = WorkingCalendar() if calendar is None else calendar
    return for_each(
        "communicated_on", communicated_on, lambda day: _LAST_DAY[wanted](day, days, known)
    )


def _plain(communicated_on: date, days: int, _: WorkingCalendar) -> date:
    return day_after(communicated_on, days)


def _eu_1182_71(communicated_on: date, days: int, calendar: WorkingCalendar) -> date:
    return calendar.next_working_day(day_after(communicated_on, days))


def _neither_end(communicated_on: date, days: int, calendar: WorkingCalendar) -> date:
    return calendar.next_working_day(day_after(communicated_on, days + 1))


def _inclusive(communicated_on: date, days: int, _: WorkingCalendar) -> date:
    return day_after(communicated_on, days - 1)


_LAST_DAY: Final[dict[DayReading, Callable[[date, int, WorkingCalendar], date]]] = {
    DayReading.PLAIN: _plain,
    DayReading.EU_1182_71: _eu_1182_71,
    DayReading.CIVIL_CODE: _neither_end,
    DayReading.CIVIL_PROCEDURE: _neither_end,
    DayReading.INCLUSIVE: _inclusive,
}


# --- hours ------------------------------------------------------------------------------


def earliest_start(
    booked_at: datetime,
    hours: int,
    reading: HourReading | str = HourReading.ELAPSED,
    calendar: WorkingCalendar | None = None,
) -> datetime:
    """The first instant, in UTC, at which a meeting booked at ``booked_at`` may start.

    Every later instant satisfies the notice too (:func:`notice_given` never falls as the
    start moves later).

    >>> from datetime import datetime
    >>> booked_at = datetime.fromisoformat("2026-03-28T09:00:00+02:00")
    >>> earliest_start(booked_at, 48).isoformat()  # Monday 10:00 in Bucharest, after the change
    '2026-03-30T07:00:00+00:00'
    """
    checked_whole_number("hours", hours, 0)
    calendar = WorkingCalendar() if calendar is None else calendar
    booked = ticks_of(as_utc(booked_at, "booked_at"))
    return from_ticks(_EARLIEST[_hour_reading(reading)](booked, hours * HOUR, calendar))


def notice_given(booked: int, start: int, reading: HourReading, calendar: WorkingCalendar) -> int:
    """The notice between a booking act and a start, as that reading counts it.

    All three are ticks; negative when the start is before the booking.
    """
    return _GIVEN[reading](booked, start, calendar)


def earliest_ticks(
    booked: int, notice: int, reading: HourReading, calendar: WorkingCalendar
) -> int:
    """:func:`earliest_start` in ticks."""
    return _EARLIEST[reading](booked, notice, calendar)


def _clock_hour(ticks: int, calendar: WorkingCalendar) -> int:
    """The start of the clock hour that an instant belongs to."""
    wall = calendar.local(from_ticks(ticks))
    return ticks - ((wall.minute * 60 + wall.second) * 1_000_000 + wall.microsecond)


def _elapsed_given(booked: int, start: int, _: WorkingCalendar) -> int:
    return start - booked


def _elapsed_earliest(booked: int, notice: int, _: WorkingCalendar) -> int:
    return booked + notice


def _civil_code_given(booked: int, start: int, calendar: WorkingCalendar) -> int:
    return _clock_hour(start, calendar) - (_clock_hour(booked, calendar) + HOUR)


def _civil_code_earliest(booked: int, notice: int, calendar: WorkingCalendar) -> int:
    due = _clock_hour(booked, calendar) + HOUR + notice
    if _clock_hour(due, calendar) == due:
        return due
    # Only where a zone's offset moves by part of an hour is `due` not itself on the hour.
    low, high = due, due + 2 * HOUR
    while high - low > 1:
        middle = (low + high) // 2
        if _clock_hour(middle, calendar) >= due:
            high = middle
        else:
            low = middle
    return high


def _next_midnight(ticks: int, calendar: WorkingCalendar) -> int:
    return calendar.midnight(day_after(calendar.date_at(ticks)))


def _civil_procedure_given(booked: int, start: int, calendar: WorkingCalendar) -> int:
    return start - _next_midnight(booked, calendar)


def _civil_procedure_earliest(booked: int, notice: int, calendar: WorkingCalendar) -> int:
    return _next_midnight(booked, calendar) + notice


def _day_of(ticks: int, calendar: WorkingCalendar) -> date:
    """The date between whose midnights an instant lies.

    Where a clock goes back over midnight, its face shows the date before once more.
    """
    day = calendar.date_at(ticks)
    return day_after(day) if calendar.midnight(day_after(day)) <= ticks else day


def _working_days_given(booked: int, start: int, calendar: WorkingCalendar) -> int:
    if start < booked:
        return start - booked
    given, day, now = 0, _day_of(booked, calendar), booked
    while now < start:
        day_end = min(calendar.midnight(day_after(day)), start)
        if calendar.is_working_day(day):
            given += day_end - now
        day, now = day_after(day), day_end
    return given


def _working_days_earliest(booked: int, notice: int, calendar: WorkingCalendar) -> int:
    left, day, now = notice, _day_of(booked, calendar), booked
    while left > 0:
        day_end = calendar.midnight(day_after(day))
        if calendar.is_working_day(day):
            if left <= day_end - now:
                return now + left
            left -= day_end - now
        day, now = day_after(day), day_end
    return now


_GIVEN: Final[dict[HourReading, Callable[[int, int, WorkingCalendar], int]]] = {
    HourReading.ELAPSED: _elapsed_given,
    HourReading.CIVIL_CODE_HOURS: _civil_code_given,
    HourReading.CIVIL_PROCEDURE_HOURS: _civil_procedure_given,
    HourReading.WORKING_DAYS_ONLY: _working_days_given,
}

_EARLIEST: Final[dict[HourReading, Callable[[int, int, WorkingCalendar], int]]] = {
    HourReading.ELAPSED: _elapsed_earliest,
    HourReading.CIVIL_CODE_HOURS: _civil_code_earliest,
    HourReading.CIVIL_PROCEDURE_HOURS: _civil_procedure_earliest,
    HourReading.WORKING_DAYS_ONLY: _working_days_earliest,
}
