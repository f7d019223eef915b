"""Instants, working days and the readings of terms, the plain way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.easter import EASTER_ORTHODOX, easter

Json = dict[str, Any]
Span = tuple[datetime, datetime]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Month, day, the first year.
FIXED_HOLIDAYS = (
    (1, 1, 1997),
    (1, 2, 1997),
    (1, 6, 2024),
    (1, 7, 2024),
    (1, 24, 2017),
    (5, 1, 1997),
    (6, 1, 2017),
    (8, 15, 2009),
    (11, 30, 2012),
    (12, 1, 1997),
    (12, 25, 1997),
    (12, 26, 1997),
)
# Days after the Orthodox Easter, the first year.
MOVING_HOLIDAYS = ((-2, 2018), (0, 1997), (1, 1997), (49, 2009), (50, 2009))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def zone_of(office: Json) -> ZoneInfo:
    return ZoneInfo(office.get("time_zone", "Europe/Bucharest"))


def local_date(moment: datetime, office: Json) -> date:
    return moment.astimezone(zone_of(office)).date()


def at_clock(day: date, clock: str, office: Json) -> datetime:
    """The first instant of a local time; where it is skipped, the change of the clock."""
    zone = zone_of(office)
    hours, minutes = clock.split(":")
    wall = datetime(day.year, day.month, day.day) + int(hours) * HOUR + int(minutes) * MINUTE  # noqa: DTZ001
    skipped = False
    while wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        wall -= MINUTE
        skipped = True
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there + MINUTE if skipped else there


def midnight(day: date, office: Json) -> datetime:
    return at_clock(day, "00:00", office)


def intervals(hours: list[list[str]], day: date, office: Json) -> list[Span]:
    return [(at_clock(day, a, office), at_clock(day, b, office)) for a, b in hours]


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# ------------------------------------------------------------------------- working days


def romanian_holidays(year: int) -> set[date]:
    days = {date(year, month, day) for month, day, since in FIXED_HOLIDAYS if year >= since}
    sunday = easter(year, EASTER_ORTHODOX)
    return days | {sunday + after * DAY for after, since in MOVING_HOLIDAYS if year >= since}


def is_public_holiday(day: date, office: Json) -> bool:
    table = office.get("public_holidays", "RO")
    if table == "RO":
        return day in romanian_holidays(day.year)
    return day.isoformat() in table


def is_working_day(day: date, office: Json) -> bool:
    if day.isoformat() in office.get("recovery_days", []):
        return True
    if day.isoformat() in office.get("closures", []):
        return False
    return day.weekday() < 5 and not is_public_holiday(day, office)


def or_next_working_day(day: date, office: Json) -> date:
    while not is_working_day(day, office):
        day += DAY
    return day


def add_working_days(day: date, count: int, office: Json) -> date:
    while count > 0:
        day += DAY
        if is_working_day(day, office):
            count -= 1
    return day


# ----------------------------------------------------------------------------- readings


def last_day(communicated_on: date, days: int, reading: str, office: Json) -> date:
    if reading == "plain":
        return communicated_on + days * DAY
    if reading == "inclusive":
        return communicated_on + (days - 1) * DAY
    if reading == "eu_1182_71":
        return or_next_working_day(communicated_on + days * DAY, office)
    return or_next_working_day(communicated_on + (days + 1) * DAY, office)


def clock_hour(moment: datetime, office: Json) -> datetime:
    wall = moment.astimezone(zone_of(office))
    return moment - timedelta(
        minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond
    )


def earliest_start(booked_at: datetime, hours: int, reading: str, office: Json) -> datetime:
    if reading == "elapsed":
        return booked_at + hours * HOUR
    if reading == "civil_procedure_hours":
        return midnight(local_date(booked_at, office) + DAY, office) + hours * HOUR
    if reading == "civil_code_hours":
        least = clock_hour(booked_at, office) + HOUR + hours * HOUR
        start = least
        while clock_hour(start, office) < least:
            start += MINUTE
        return start
    return after_working_hours(booked_at, hours, office)


def after_working_hours(moment: datetime, hours: int, office: Json) -> datetime:
    left = hours * HOUR
    while left > timedelta(0):
        day = local_date(moment, office)
        end = midnight(day + DAY, office)
        if is_working_day(day, office):
            if left <= end - moment:
                return moment + left
            left -= end - moment
        moment = end
    return moment
