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

import attrs
from attrs import define

from tichet_rules.agenda import (
    AnswerRequested,
    Booked,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    TicketIssued,
)
from tichet_rules.model import Absence, Booking, Inspector, Request, Role, Week, WorkingInterval
from tichet_rules.office import Office
from tichet_rules.policy import Policy

__all__ = [
    "JUDGED_ANYWAY",
    "MODELLED",
    "Audience",
    "Line",
    "Span",
    "Wish",
    "after",
    "double_bookings",
    "expected_refusals",
    "first_free_room",
    "line_of",
    "may_take_over",
    "overlap",
]

Span = tuple[datetime, datetime]

MINUTE: Final = timedelta(minutes=1)
MODELLED: Final = frozenset(
    {
        "request.eligible",
        "request.one_open_booking",
        "request.after_no_show",
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
        "audience.official",
        "audience.prior_request",
        "audience.prior_step",
        "audience.competence",
        "audience.day",
        "audience.daily_limit",
    }
)
# Rules that no policy names, or that apply whether it does or not.
JUDGED_ANYWAY: Final = frozenset(
    {
        "room.free",
        "booking.open",
        "booking.begun",
        "inspector.may_take_over",
        "record.held",
        "record.complete",
        "ticket.recorded",
        "ticket.once",
        "audience.answer_open",
        "audience.answer_requested",
    }
)


@define
class Line:
    """A booking as the model writes it down."""

    id: str
    request: str | None
    applicant: str
    inspector: str
    start: datetime
    minutes: int
    before: int
    after: int
    channel: str
    status: str = "booked"
    moved: int = 0
    procedure: str = "blue_ticket"
    room: str | None = None
    in_place_of: str | None = None
    record: str | None = None
    recorded_at: datetime | None = None
    asked_at: datetime | None = None
    ticket: str | None = None
    issued_at: datetime | None = None

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


def line_of(booking: Booking) -> Line:
    """The line of a booking."""
    slot = booking.slot
    return Line(
        id=booking.id,
        request=booking.request,
        applicant=booking.applicant,
        inspector=booking.inspector,
        start=slot.start,
        minutes=slot.minutes,
        before=booking.buffer_before_minutes,
        after=booking.buffer_after_minutes,
        channel=str(booking.channel),
        status=str(booking.status),
        moved=booking.revision,
        procedure=str(booking.procedure),
        room=booking.room,
        in_place_of=booking.in_place_of,
        record=booking.record,
        recorded_at=booking.recorded_at,
        asked_at=booking.answer_requested_at,
        ticket=booking.ticket,
        issued_at=booking.issued_at,
    )


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
    """Each pair of bookings of one inspector, one applicant or one room at one time."""
    taking = [each for each in lines if each.takes_time]
    return [
        (one.id, other.id)
        for index, one in enumerate(taking)
        for other in taking[index + 1 :]
        if (one.inspector == other.inspector and overlap(one.occupied(), other.occupied()))
        or (one.applicant == other.applicant and overlap(one.meeting(), other.meeting()))
        or _in_one_room(one, other)
    ]


def _in_one_room(one: Line, other: Line) -> bool:
    same = one.room is not None and one.room == other.room
    return same and overlap(one.meeting(), other.meeting())


# --- what becomes of the list -----------------------------------------------------------

_BECAME: Final[dict[type[Event], str]] = {
    Cancelled: "cancelled",
    Held: "held",
    MissedByCitizen: "no_show",
}


def after(lines: Iterable[Line], event: Event) -> list[Line] | None:
    """The bookings after an event, or ``None`` where it can't have happened."""
    known = {each.id: each for each in lines}
    if isinstance(event, Booked):
        new = None if event.booking.id in known else line_of(event.booking)
    else:
        old = known.get(event.booking)
        new = None if old is None else _changed(old, event)
    if new is None:
        return None
    others = [each for each in known.values() if each.id != new.id]
    return None if any(double_bookings((each, new)) for each in others) else [*others, new]


def _changed(old: Line, event: Event) -> Line | None:
    """What becomes of a booking, or ``None`` where the event can't be about it."""
    is_open = old.status == "booked"
    if isinstance(event, Rescheduled | Reassigned):
        follows = event.revision in (None, old.moved + 1)
        return _moved(old, event) if is_open and follows else None
    if isinstance(event, Cancelled | Held | MissedByCitizen):
        return attrs.evolve(old, status=_BECAME[type(event)]) if is_open else None
    return None if old.ticket is not None else _followed(old, event)


def _followed(old: Line, event: Event) -> Line | None:
    """What becomes of a booking of which no ticket was issued, after or before its meeting."""
    is_held = old.status == "held"
    if isinstance(event, AnswerRequested):
        possible = old.procedure == "audience" and (is_held or old.status == "booked")
        return attrs.evolve(old, asked_at=old.asked_at or event.at) if possible else None
    if isinstance(event, ConclusionsRecorded):
        record = event.record.fingerprint
        return attrs.evolve(old, record=record, recorded_at=event.at) if is_held else None
    assert isinstance(event, TicketIssued)  # there are no other events
    same = event.ticket.record.fingerprint == old.record
    issued = attrs.evolve(old, ticket=event.ticket.fingerprint, issued_at=event.at)
    return issued if is_held and same else None


def _moved(old: Line, event: Rescheduled | Reassigned) -> Line:
    new = attrs.evolve(
        old,
        start=event.slot.start,
        minutes=event.slot.minutes,
        before=event.buffer_before_minutes,
        after=event.buffer_after_minutes,
        moved=old.moved + 1,
        room=event.room or old.room,
    )
    if isinstance(event, Reassigned):
        new.inspector, new.in_place_of = event.inspector, event.in_place_of
    return new


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
    yield from _opened(inspector.overrides.get(day, inspector.week.days[day.weekday()]), day, zone)


def _audience_hours(inspector: Inspector, day: date, zone: ZoneInfo) -> Iterator[Span]:
    week = inspector.audience_hours or Week(((),) * 7)
    yield from _opened(week.days[day.weekday()], day, zone)


def _opened(intervals: Iterable[WorkingInterval], day: date, zone: ZoneInfo) -> Iterator[Span]:
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
class Audience:
    """What somebody who asks for an audience tells: the request they own, and the step before."""

    owns_request: bool
    within_competence: bool | None
    prior: Line | None


@define
class Wish:
    """A booking that is asked for: the line it would be, and what it is judged with.

    ``moved`` is the booking that it is now, ``rooms`` those that would do, ``taken_from``
    whose meeting it is where another takes it over.
    """

    line: Line
    policy: Policy
    file: Request | None
    inspector: Inspector | None
    moved: str | None = None
    rooms: tuple[str, ...] = ()
    audience: Audience | None = None
    taken_from: str | None = None


def expected_refusals(wish: Wish, lines: list[Line], office: Office, at: datetime) -> set[str]:
    """The rules that have to refuse a booking, of those that the model knows."""
    others = [each for each in lines if each.id != wish.moved]
    judged = _of_the_request(wish, others, office, at) | _of_the_slot(wish, office, at)
    line = wish.line
    if line.procedure == "audience":
        judged |= _of_the_audience(wish, others, office, at)
    for each in (each for each in others if each.takes_time):
        if each.inspector == line.inspector and overlap(each.occupied(), line.occupied()):
            judged.add("slot.free")
        if each.applicant == line.applicant and overlap(each.meeting(), line.meeting()):
            judged.add("applicant.free")
    if wish.rooms and first_free_room(wish, others) is None:
        judged.add("room.free")
    return judged


def first_free_room(wish: Wish, lines: Iterable[Line]) -> str | None:
    """The first of the rooms that would do in which nobody is met then."""
    others = [each for each in lines if each.id != wish.moved and each.takes_time]
    for room in wish.rooms:
        there = attrs.evolve(wish.line, room=room)
        if not any(_in_one_room(each, there) for each in others):
            return room
    return None


def _of_the_request(wish: Wish, others: list[Line], office: Office, at: datetime) -> set[str]:
    policy, inspector, line = wish.policy, wish.inspector, wish.line
    refused = set()
    if inspector is not None and inspector.role not in policy.meets:
        refused.add("inspector.execution_staff")
    if line.channel not in [str(each) for each in policy.channels]:
        refused.add("channel.allowed")
    file = wish.file
    if wish.taken_from is not None and not may_take_over(wish, office):
        refused.add("inspector.may_take_over")
    if file is None:
        return refused
    if str(file.status) not in ("in_operation", "answered"):
        refused.add("request.eligible")
    whose = set() if inspector is None else {inspector.id, line.in_place_of}
    if wish.taken_from is None and whose.isdisjoint((file.inspector, *file.former_inspectors)):
        refused.add("inspector.holds_request")
    about_it = [
        each
        for each in others
        if each.request == file.number and each.procedure == str(policy.procedure)
    ]
    still_open = [each for each in about_it if each.status == "booked" and each.meeting()[1] > at]
    if len(still_open) >= policy.open_bookings_per_request:
        refused.add("request.one_open_booking")
    zone = office.calendar.zone
    missed = [
        each.start.astimezone(zone).date()
        for each in about_it
        if each.status == "no_show" and each.start <= at
    ]
    pause = timedelta(days=policy.no_show_pause_days or 0)
    if missed and at.astimezone(zone).date() < max(missed) + pause:
        refused.add("request.after_no_show")
    return refused


def may_take_over(wish: Wish, office: Office) -> bool:
    """Whether a meeting is someone's by rights, or they are of those whom the policy names."""
    who, file, holder = wish.inspector, wish.file, office.inspectors.get(wish.taken_from or "")
    if who is None:
        return False
    if who.id == wish.taken_from:
        return True
    by_policy = {
        "former_holder": file is not None and who.id in file.former_inspectors,
        "deputy": holder is not None and who.id in holder.deputies,
        "department": holder is not None
        and holder.department is not None
        and holder.department == who.department
        and holder.role == who.role,
    }
    return any(by_policy[str(each)] for each in wish.policy.take_over)


def _of_the_audience(wish: Wish, others: list[Line], office: Office, at: datetime) -> set[str]:
    policy, line, official, asked = wish.policy, wish.line, wish.inspector, wish.audience
    zone = office.calendar.zone
    day = line.start.astimezone(zone).date()
    refused = set()
    if official is None or official.role not in policy.meets:
        refused.add("audience.official")
    if official is not None:
        start, end = line.meeting()
        hours = _audience_hours(official, day, zone)
        if not any(opens <= start and end <= closes for opens, closes in hours):
            refused.add("audience.day")
    people = {
        each.applicant
        for each in others
        if each.takes_time
        and each.procedure == "audience"
        and each.inspector == line.inspector
        and each.start.astimezone(zone).date() == day
    }
    if policy.daily_limit is not None and len(people - {line.applicant}) >= policy.daily_limit:
        refused.add("audience.daily_limit")
    if asked is None:  # of one that is moved, this was judged before
        return refused
    if asked.within_competence is not True:
        refused.add("audience.competence")
    if official is not None:
        if str(official.role) == "director" and not _proven(wish, asked, at, zone):
            refused.add("audience.prior_request")
        needed = policy.ladder.get(official.role)
        if needed is not None and not _step_taken(wish, asked, needed, office, at):
            refused.add("audience.prior_step")
    return refused


def _proven(wish: Wish, asked: Audience, at: datetime, zone: ZoneInfo) -> bool:
    file = wish.file
    if file is None or not asked.owns_request:
        return False
    waited = at.astimezone(zone).date() - file.filed_on
    unanswered = str(file.status) == "in_operation" and waited >= timedelta(
        days=wish.policy.unanswered_days
    )
    return unanswered or str(file.answer) == "negative"


def _step_taken(
    wish: Wish, asked: Audience, needed: Iterable[Role], office: Office, at: datetime
) -> bool:
    prior = asked.prior
    if prior is None or (prior.procedure, prior.status) != ("audience", "held"):
        return False
    met = office.inspectors.get(prior.inspector)
    if prior.applicant != wish.line.applicant or prior.meeting()[1] > at or met is None:
        return False
    theirs = wish.file if asked.owns_request else office.requests.get(prior.request or "")
    holder = office.inspectors.get(theirs.inspector) if theirs is not None else None
    departments = {met.department, holder.department if holder is not None else None}
    elsewhere = str(met.role) == "director" and None not in departments and len(departments) > 1
    return met.role in needed and not elsewhere


def _of_the_slot(wish: Wish, office: Office, at: datetime) -> set[str]:
    policy, zone = wish.policy, office.calendar.zone
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
