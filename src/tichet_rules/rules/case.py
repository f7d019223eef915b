"""A case: one question with all the facts that the rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Protocol

from attrs import frozen

from tichet_rules.identity import e164, email_address
from tichet_rules.model import Booking, Channel, Contact, Inspector, Request, Slot
from tichet_rules.policy import Policy
from tichet_rules.timekeeping import WorkingCalendar

__all__ = ["Case", "Claim", "Taken", "working_spans"]


class Taken(Protocol):
    """The bookings that exist, as the rules ask about them. Spans are ticks, half-open."""

    def of_inspector(self, inspector: str, from_: int, to: int, /) -> Iterable[Booking]:
        """Those that take time and occupy the inspector at some instant of a span."""
        ...

    def of_applicant(self, applicant: str, from_: int, to: int, /) -> Iterable[Booking]:
        """Those that take time and whose slot shares an instant with a span."""
        ...

    def open_of_request(self, request: str, after: int, /) -> Iterable[Booking]:
        """Those with status booked, of one request, that end after an instant."""
        ...


@frozen(repr=False)
class Claim:
    """What the citizen typed to identify a request; nothing of it is trusted yet."""

    number: str
    applicant: str
    filed_on: date


def working_spans(
    inspector: Inspector, day: date, calendar: WorkingCalendar
) -> tuple[tuple[int, int], ...]:
    """The working intervals of an inspector on a local date, in ticks."""
    intervals = inspector.intervals_on(day)
    if not intervals:
        return ()
    ticks = calendar.day_ticks(day, [edge for each in intervals for edge in (each.start, each.end)])
    spans = zip(ticks[::2], ticks[1::2], strict=True)
    # A clock change can leave nothing of an interval that lies in the hour it skips.
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


@frozen(kw_only=True, repr=False, eq=False)
class Case:
    """A question with its facts: who asks for which slot with whom, and what is known.

    ``at`` is the instant of the question in ticks. ``request`` and ``inspector`` are
    ``None`` where the office does not know them. ``ignoring`` is the id of a booking
    whose time does not count as taken: the one that is being moved.
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
    claim: Claim | None = None
    channel: Channel = Channel.ONLINE
    contact: Contact | None = None
    booking: Booking | None = None
    ignoring: str | None = None

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
    def phone(self) -> str | None:
        """The phone number in E.164, or ``None`` when it is not given or not valid."""
        typed = self.contact.phone if self.contact else None
        return e164(typed) if typed else None

    @cached_property
    def email(self) -> str | None:
        """The normalised e-mail address, or ``None`` when it is not given or not valid."""
        typed = self.contact.email if self.contact else None
        return email_address(typed) if typed else None
