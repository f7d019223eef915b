"""A case: one question with all the facts that the rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Protocol

from attrs import frozen

from tichet_rules.identity import e164, email_address
from tichet_rules.model import (
    Booking,
    Channel,
    Contact,
    Inspector,
    MeetingRecord,
    Procedure,
    Request,
    Slot,
    WorkingInterval,
)
from tichet_rules.policy import Policy
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after

__all__ = [
    "AudienceFacts",
    "Case",
    "Claim",
    "Taken",
    "free_rooms",
    "people_received",
    "spans_of",
    "working_spans",
]


class Taken(Protocol):
    """The bookings that exist, as the rules ask about them. Spans are ticks, half-open."""

    def of_inspector(self, inspector: str, from_: int, to: int, /) -> Iterable[Booking]:
        """Those that take time and occupy the inspector at some instant of a span."""
        ...

    def of_applicant(self, applicant: str, from_: int, to: int, /) -> Iterable[Booking]:
        """Those that take time and whose slot shares an instant with a span."""
        ...

    def of_room(self, room: str, from_: int, to: int, /) -> Iterable[Booking]:
        """Those that take time in a room and whose slot shares an instant with a span."""
        ...

    def open_of_request(self, request: str, after: int, /) -> Iterable[Booking]:
        """Those with status booked, of one request, that end after an instant."""
        ...

    def missed_of_request(self, request: str, /) -> Iterable[Booking]:
        """Those of one request to which the citizen did not come."""
        ...


@frozen(repr=False)
class Claim:
    """What the citizen typed to identify a request; nothing of it is trusted yet."""

    number: str
    applicant: str
    filed_on: date


@frozen(repr=False)
class AudienceFacts:
    """What is known of someone who asks for an audience.

    ``owns_request`` tells whether the request that they name is theirs: of that number, and
    of their name. ``prior`` is the booking of the earlier audience that they name, and
    ``prior_official`` who gave it. ``department`` is that of the inspector who has their
    request, where it is on record. ``within_competence`` is what the registry established,
    ``None`` before it did.
    """

    owns_request: bool
    reason: str | None
    within_competence: bool | None
    prior: Booking | None
    prior_official: Inspector | None
    department: str | None


def working_spans(
    inspector: Inspector, day: date, calendar: WorkingCalendar
) -> tuple[tuple[int, int], ...]:
    """The working intervals of an inspector on a local date, in ticks."""
    return spans_of(inspector.intervals_on(day), day, calendar)


def spans_of(
    intervals: tuple[WorkingInterval, ...], day: date, calendar: WorkingCalendar
) -> tuple[tuple[int, int], ...]:
    """Intervals of a local date, in ticks."""
    if not intervals:
        return ()
    ticks = calendar.day_ticks(day, [edge for each in intervals for edge in (each.start, each.end)])
    spans = zip(ticks[::2], ticks[1::2], strict=True)
    # A clock change can leave nothing of an interval that lies in the hour it skips.
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


def people_received(
    taken: Taken, official: str, day: date, calendar: WorkingCalendar, ignoring: str | None
) -> frozenset[str]:
    """The applicants whom an official receives in audiences that start on a local date."""
    from_, to = calendar.midnight(day), calendar.midnight(day_after(day))
    return frozenset(
        each.applicant
        for each in taken.of_inspector(official, from_, to)
        if each.procedure is Procedure.AUDIENCE
        and each.id != ignoring
        and from_ <= each.slot.begins < to
    )


def free_rooms(
    taken: Taken, rooms: tuple[str, ...], from_: int, to: int, ignoring: str | None
) -> tuple[str, ...]:
    """The rooms that nobody has within a half-open span of ticks, in the order given."""
    return tuple(
        room
        for room in rooms
        if not any(each.id != ignoring for each in taken.of_room(room, from_, to))
    )


@frozen(kw_only=True, repr=False, eq=False)
class Case:
    """A question with its facts: who asks for which slot with whom, and what is known.

    ``at`` is the instant of the question in ticks. ``request`` and ``inspector`` are
    ``None`` where the office does not know them; ``number`` is that of a request that it does
    not know, where a log has it. ``ignoring`` is the id of a booking
    whose time does not count as taken: the one that is being moved. ``rooms`` are those
    that would do, none where no room is needed. ``in_place_of`` is the inspector whom the
    one of the case stands in for, ``holder`` the one who has the request of a new
    booking, or from whom a meeting is taken over.
    ``cancels`` tells a booking that is to be cancelled from one that is to be moved.
    """

    policy: Policy
    calendar: WorkingCalendar
    taken: Taken
    at: int
    slot: Slot
    inspector_id: str
    inspector: Inspector | None
    request: Request | None
    applicant: str | None
    number: str | None = None
    claim: Claim | None = None
    channel: Channel = Channel.ONLINE
    contact: Contact | None = None
    booking: Booking | None = None
    ignoring: str | None = None
    audience: AudienceFacts | None = None
    rooms: tuple[str, ...] = ()
    in_place_of: str | None = None
    holder: Inspector | None = None
    record: MeetingRecord | None = None
    cancels: bool = False

    @property
    def request_number(self) -> str | None:
        """The number of the request, whether or not the office knows it; ``None`` for none."""
        return self.number if self.request is None else self.request.number

    @cached_property
    def day(self) -> date:
        """The local date of the slot."""
        return self.calendar.date_at(self.slot.begins)

    @cached_property
    def working(self) -> tuple[tuple[int, int], ...]:
        """The working intervals of the inspector on that day, in ticks."""
        if self.inspector is None:
            return ()
        return working_spans(self.inspector, self.day, self.calendar)

    @cached_property
    def audience_spans(self) -> tuple[tuple[int, int], ...]:
        """The hours at which the official gives audiences on that day, in ticks."""
        if self.inspector is None:
            return ()
        return spans_of(self.inspector.audience_intervals_on(self.day), self.day, self.calendar)

    @cached_property
    def people_received(self) -> frozenset[str]:
        """The applicants of the official's other audiences on that day."""
        return people_received(
            self.taken, self.inspector_id, self.day, self.calendar, self.ignoring
        )

    @cached_property
    def free_rooms(self) -> tuple[str, ...]:
        """Those of the rooms that would do which nobody has then."""
        return free_rooms(self.taken, self.rooms, self.slot.begins, self.slot.ends, self.ignoring)

    @cached_property
    def phone(self) -> str | None:
        """The phone number in E.164, or ``None`` when it is not given or not valid."""
        typed = self.contact.phone if self.contact else None
        return e164(typed) if typed else None

    @cached_property
    def email(self) -> str | None:
        """The normalised e-mail address, or ``None`` when it is not given or not valid."""
        typed = self.contact.email if self.contact else None
        return email_address(typed) if typed else None
