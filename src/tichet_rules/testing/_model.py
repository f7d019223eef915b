"""A model of an agenda that is plain enough to be believed: a list, and a walk by the minute.

Nothing here uses the package's arithmetic. Instants are UTC datetimes, two meetings collide when
a minute of one lies in the other, and a time on the local clock is found by watching the clock
through the day. It is slow, and meant to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from attrs import define

from tichet_rules.model import Absence, Inspector, Request
from tichet_rules.office import Office

__all__ = ["MODELLED", "Line", "Span", "Wish", "double_bookings", "expected_refusals", "overlap"]

Span = tuple[datetime, datetime]

MINUTE: Final = timedelta(minutes=1)
MODELLED: Final = frozenset(
    {
        "request.eligible",
        "request.one_open_booking",
        "inspector.holds_request",
        "inspector.execution_staff",
        "inspector.present",
        "slot.notice",
        "slot.duration",
        "slot.working_hours",
        "slot.grid",
        "slot.free",
        "slot.horizon",
        "applicant.free",
        "channel.allowed",
    }
)


@define
class Line:
    """A booking as the model writes it down."""

    id: str
    request: str
    applicant: str
    inspector: str
    start: datetime
    minutes: int
    before: int
    after: int
    channel: str
    status: str = "booked"
    moved: int = 0

    @property
    def takes_time(self) -> bool:
        """Whether it keeps others out."""
        return self.status != "cancelled"

    def meeting(self) -> Span:
        """The time of the meeting."""
        return self.start, self.start + self.minutes * MINUTE

    def occupied(self) -> Span:
        """The time of the inspector, buffers included."""
        start, end = self.meeting()
        return start - self.before * MINUTE, end + self.after * MINUTE


def overlap(one: Span, other: Span) -> bool:
    """Whether a minute of one lies in the other, walking both."""
    return _steps_into(one, other) or _steps_into(other, one)


def _steps_into(walked: Span, other: Span) -> bool:
    instant, end = walked
    while instant < end:
        if other[0] <= instant < other[1]:
            return True
        instant += MINUTE
    return False


def double_bookings(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Each pair of bookings of one inspector, or one applicant, at one time."""
    taking = [each for each in lines if each.takes_time]
    return [
        (one.id, other.id)
        for index, one in enumerate(taking)
        for other in taking[index + 1 :]
        if (one.inspector == other.inspector and overlap(one.occupied(), other.occupied()))
        or (one.applicant == other.applicant and overlap(one.meeting(), other.meeting()))
    ]


# --- the local clock --------------------------------------------------------------------


@lru_cache(maxsize=256)
def _clock_of(day: date, zone: ZoneInfo) -> tuple[tuple[datetime, int], ...]:
    """Every minute of a local date, with the minutes past midnight that its clock shows."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    walked = []
    for count in range(-27 * 60, 27 * 60):
        instant = noon + count * MINUTE
        wall = instant.astimezone(zone)
        if wall.date() == day:
            walked.append((instant, wall.hour * 60 + wall.minute))
    return tuple(walked)


def _when(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first minute of a day at which its clock shows a time, or a later one."""
    for instant, shown in _clock_of(day, zone):
        if shown >= minute:
            return instant
    return _clock_of(day, zone)[-1][0] + MINUTE


def _hours(inspector: Inspector, day: date, zone: ZoneInfo) -> Iterator[Span]:
    intervals = inspector.overrides.get(day, inspector.week.days[day.weekday()])
    for each in intervals:
        opens, closes = _when(day, each.start, zone), _when(day, each.end, zone)
        if opens < closes:
            yield opens, closes


def _away(absence: Absence, zone: ZoneInfo) -> Span:
    first, last = absence.first, absence.last
    return (
        first if isinstance(first, datetime) else _when(first, 0, zone),
        last if isinstance(last, datetime) else _when(last, 24 * 60, zone),
    )


# --- what is refused --------------------------------------------------------------------


@define
class Wish:
    """A booking that is asked for: the line it would be, and what it is judged with."""

    line: Line
    file: Request
    inspector: Inspector | None
    moved: str | None = None


def expected_refusals(wish: Wish, lines: list[Line], office: Office, at: datetime) -> set[str]:
    """The rules that have to refuse a booking, of those that the model knows."""
    others = [each for each in lines if each.id != wish.moved]
    judged = _of_the_request(wish, others, office, at) | _of_the_slot(wish, office, at)
    line = wish.line
    for each in (each for each in others if each.takes_time):
        if each.inspector == line.inspector and overlap(each.occupied(), line.occupied()):
            judged.add("slot.free")
        if each.applicant == line.applicant and overlap(each.meeting(), line.meeting()):
            judged.add("applicant.free")
    return judged


def _of_the_request(wish: Wish, others: list[Line], office: Office, at: datetime) -> set[str]:
    policy = office.policy_at(at)
    file, inspector, line = wish.file, wish.inspector, wish.line
    refused = set()
    if str(file.status) not in ("in_operation", "answered"):
        refused.add("request.eligible")
    if inspector is None or inspector.id not in (file.inspector, *file.former_inspectors):
        refused.add("inspector.holds_request")
    if inspector is not None and inspector.role not in policy.meets:
        refused.add("inspector.execution_staff")
    if line.channel not in [str(each) for each in policy.channels]:
        refused.add("channel.allowed")
    still_open = [
        each
        for each in others
        if each.request == line.request and each.status == "booked" and each.meeting()[1] > at
    ]
    if len(still_open) >= policy.open_bookings_per_request:
        refused.add("request.one_open_booking")
    return refused


def _of_the_slot(wish: Wish, office: Office, at: datetime) -> set[str]:
    policy, zone = office.policy_at(at), office.calendar.zone
    start, end = wish.line.meeting()
    day, today = start.astimezone(zone).date(), at.astimezone(zone).date()
    refused = set()
    if start - at < timedelta(hours=policy.notice_hours):
        refused.add("slot.notice")
    if wish.line.minutes > policy.max_minutes:
        refused.add("slot.duration")
    if policy.horizon_days is not None and day > today + timedelta(days=policy.horizon_days):
        refused.add("slot.horizon")
    if wish.inspector is not None:
        refused |= _of_the_hours(wish.inspector, (start, end), day, policy.grid_minutes, zone)
    return refused


def _of_the_hours(
    inspector: Inspector, meeting: Span, day: date, grid: int, zone: ZoneInfo
) -> set[str]:
    start, end = meeting
    spans = list(_hours(inspector, day, zone))
    refused = set()
    if not any(opens <= start and end <= closes for opens, closes in spans):
        refused.add("slot.working_hours")
    for opens, _ in [(opens, closes) for opens, closes in spans if opens <= start < closes]:
        while opens < start:
            opens += grid * MINUTE  # noqa: PLW2901 (walking is the point)
        if opens != start:
            refused.add("slot.grid")
    if any(overlap(meeting, _away(each, zone)) for each in inspector.absences):
        refused.add("inspector.present")
    return refused
