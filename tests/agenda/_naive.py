"""The rules once more, as plainly as the documents say them and as slowly as that takes.

Nothing here uses the package's arithmetic: instants are UTC datetimes, days are walked minute by
minute on the local clock, and two spans overlap when they have a minute in common. All instants
are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import EASTER_ORTHODOX, easter

from tichet_rules import (
    Absence,
    Booking,
    Inspector,
    Office,
    Policy,
    Request,
    Slot,
    WorkingCalendar,
    WorkingInterval,
)

ZONE = ZoneInfo("Europe/Bucharest")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

SLOT_RULES = frozenset(
    {
        "slot.notice",
        "slot.duration",
        "slot.working_day",
        "slot.working_hours",
        "inspector.present",
        "slot.grid",
        "slot.free",
        "slot.horizon",
    }
)


# --- days and clocks ------------------------------------------------------------------------


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The public holidays of Codul muncii art. 139, as they are from 2024 on."""
    assert year >= 2024
    fixed = (
        (1, 1),
        (1, 2),
        (1, 6),
        (1, 7),
        (1, 24),
        (5, 1),
        (6, 1),
        (8, 15),
        (11, 30),
        (12, 1),
        (12, 25),
        (12, 26),
    )
    sunday = easter(year, EASTER_ORTHODOX)
    moving = (-2, 0, 1, 49, 50)
    return frozenset(
        [date(year, month, day) for month, day in fixed]
        + [sunday + timedelta(days=each) for each in moving]
    )


def is_working_day(calendar: WorkingCalendar, day: date) -> bool:
    if day in calendar.recovery_days:
        return True
    if day.weekday() >= 5 or day in calendar.closures:
        return False
    if calendar.public_holidays == "RO":
        return day not in holidays_of(day.year)
    return day not in calendar.public_holidays


@cache
def minutes_of_day(day: date) -> tuple[tuple[datetime, int], ...]:
    """Every minute of a local date, with the minutes past midnight that the clock shows."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    walked = []
    for count in range(-16 * 60, 12 * 60):
        instant = noon + count * MINUTE
        wall = instant.astimezone(ZONE)
        if wall.date() == day:
            walked.append((instant, wall.hour * 60 + wall.minute))
    return tuple(walked)


def midnight(day: date) -> datetime:
    return minutes_of_day(day)[0][0]


def local_date(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()


@cache
def first_at(day: date, minute: int) -> datetime:
    """The first minute of the day at which its clock shows that time or a later one."""
    for instant, shown in minutes_of_day(day):
        if shown >= minute:
            return instant
    return minutes_of_day(day)[-1][0] + MINUTE


def working(inspector: Inspector, day: date) -> list[tuple[datetime, datetime]]:
    intervals: tuple[WorkingInterval, ...] = inspector.week.days[day.weekday()]
    if day in inspector.overrides:
        intervals = inspector.overrides[day]
    spans = [(first_at(day, each.start), first_at(day, each.end)) for each in intervals]
    return [(opens, closes) for opens, closes in spans if opens < closes]


def grid_starts(inspector: Inspector, day: date, policy: Policy) -> Iterator[datetime]:
    """Each working interval of the day, stepped by the grid."""
    for opens, closes in working(inspector, day):
        start = opens
        while start < closes:
            yield start
            start += policy.grid_minutes * MINUTE


def minutes_between(start: datetime, end: datetime) -> set[int]:
    first, last = (int((each - EPOCH) / MINUTE) for each in (start, end))
    return set(range(first, last))


def share_a_minute(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> bool:
    return not minutes_between(*a).isdisjoint(minutes_between(*b))


# --- readings -------------------------------------------------------------------------------


def last_day(communicated: date, policy: Policy, calendar: WorkingCalendar) -> date:
    added = {"plain": 0, "eu_1182_71": 0, "civil_code": 1, "civil_procedure": 1, "inclusive": -1}
    reading = str(policy.window_reading)
    day = communicated + timedelta(days=policy.window_days + added[reading])
    if reading not in ("plain", "inclusive"):
        while not is_working_day(calendar, day):
            day += DAY
    return day


def hour_of(instant: datetime) -> datetime:
    # Every hour of Europe/Bucharest begins with one of UTC.
    return instant.replace(minute=0, second=0, microsecond=0)


def notice_is_enough(at: datetime, start: datetime, office: Office, policy: Policy) -> bool:
    notice = timedelta(hours=policy.notice_hours)
    reading = str(policy.notice_reading)
    if reading == "elapsed":
        return start - at >= notice
    if reading == "civil_code_hours":
        return hour_of(start) - (hour_of(at) + HOUR) >= notice
    if reading == "civil_procedure_hours":
        return start >= midnight(local_date(at) + DAY) + notice
    if start < at:
        return False
    counted = timedelta()
    day = local_date(at)
    while day <= local_date(start):
        if is_working_day(office.calendar, day):
            counted += max(timedelta(), min(start, midnight(day + DAY)) - max(at, midnight(day)))
        day += DAY
    return counted >= notice


# --- what is taken --------------------------------------------------------------------------


def meeting(slot: Slot) -> tuple[datetime, datetime]:
    return slot.start, slot.start + slot.minutes * MINUTE


def occupied(booking: Booking) -> tuple[datetime, datetime]:
    start, end = meeting(booking.slot)
    return (
        start - booking.buffer_before_minutes * MINUTE,
        end + booking.buffer_after_minutes * MINUTE,
    )


def away(absence: Absence) -> tuple[datetime, datetime]:
    first, last = absence.first, absence.last
    return (
        first if isinstance(first, datetime) else midnight(first),
        last if isinstance(last, datetime) else minutes_of_day(last)[-1][0] + MINUTE,
    )


def collisions(bookings: Iterable[Booking]) -> list[tuple[str, str, str]]:
    """Every pair of time-taking bookings of one person, or in one room, that share a minute."""
    taking = [each for each in bookings if str(each.status) != "cancelled"]
    found = []
    for index, one in enumerate(taking):
        for other in taking[index + 1 :]:
            if one.inspector == other.inspector and share_a_minute(occupied(one), occupied(other)):
                found.append(("slot.free", one.id, other.id))
            if one.applicant == other.applicant and share_a_minute(
                meeting(one.slot), meeting(other.slot)
            ):
                found.append(("applicant.free", one.id, other.id))
            if (
                one.room is not None
                and one.room == other.room
                and share_a_minute(meeting(one.slot), meeting(other.slot))
            ):
                found.append(("room.free", one.id, other.id))
    return found


# --- a slot judged --------------------------------------------------------------------------


def slot_refusals(  # noqa: C901 (one question for each rule, in a row)
    office: Office,
    policy: Policy,
    bookings: Iterable[Booking],
    inspector: Inspector,
    slot: Slot,
    at: datetime,
    *,
    request: Request | None = None,
    applicant: str | None = None,
    ignoring: str | None = None,
) -> set[str]:
    """The rules that refuse a slot: of the slot, the request's window, the citizen's time."""
    refused = set()
    start, end = meeting(slot)
    day = local_date(start)
    taking = [each for each in bookings if str(each.status) != "cancelled" and each.id != ignoring]
    if not notice_is_enough(at, start, office, policy):
        refused.add("slot.notice")
    if slot.minutes > policy.max_minutes:
        refused.add("slot.duration")
    if not is_working_day(office.calendar, day):
        refused.add("slot.working_day")
    spans = working(inspector, day)
    if not any(opens <= start and end <= closes for opens, closes in spans):
        refused.add("slot.working_hours")
    if any(share_a_minute((start, end), away(each)) for each in inspector.absences):
        refused.add("inspector.present")
    within = any(opens <= start < closes for opens, closes in spans)
    if within and start not in set(grid_starts(inspector, day, policy)):
        refused.add("slot.grid")
    wanted = (
        start - policy.buffer_before_minutes * MINUTE,
        end + policy.buffer_after_minutes * MINUTE,
    )
    if any(
        each.inspector == inspector.id and share_a_minute(wanted, occupied(each)) for each in taking
    ):
        refused.add("slot.free")
    if policy.horizon_days is not None and day > local_date(at) + policy.horizon_days * DAY:
        refused.add("slot.horizon")
    if applicant is not None and any(
        each.applicant == applicant and share_a_minute((start, end), meeting(each.slot))
        for each in taking
    ):
        refused.add("applicant.free")
    if request is not None and request.communicated_on is not None:
        bound = local_date(at) if str(policy.window_binds) == "booking" else day
        if bound > last_day(request.communicated_on, policy, office.calendar):
            refused.add("request.response_window")
    return refused


def request_refusals(
    policy: Policy,
    bookings: Iterable[Booking],
    request: Request,
    inspector: Inspector | None,
    at: datetime,
    *,
    ignoring: str | None = None,
) -> set[str]:
    """The rules that refuse whatever the slot: of the request and whom the meeting is with."""
    refused = set()
    if str(request.status) not in ("in_operation", "answered"):
        refused.add("request.eligible")
    holders = {request.inspector, *request.former_inspectors}
    if inspector is None or inspector.id not in holders:
        refused.add("inspector.holds_request")
    if inspector is not None and str(inspector.role) != "execution":
        refused.add("inspector.execution_staff")
    still_open = [
        each
        for each in bookings
        if each.request == request.number
        and str(each.status) == "booked"
        and meeting(each.slot)[1] > at
        and each.id != ignoring
    ]
    if len(still_open) >= policy.open_bookings_per_request:
        refused.add("request.one_open_booking")
    return refused
