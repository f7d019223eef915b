"""A case: one question with all the facts that the rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from attrs import Factory, field, frozen

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


def _day(case: Case) -> date:
    return case.calendar.date_at(case.slot.begins)


def _working(case: Case) -> tuple[tuple[int, int], ...]:
    if case.inspector is None:
        return ()
    return working_spans(case.inspector, case.day, case.calendar)


@frozen(kw_only=True, repr=False, eq=False)
class Case:
    """A question with its facts: who asks for which slot with whom, and what is known.

    ``at`` is the instant of the question in ticks. ``request`` and ``inspector`` are
    ``None`` where the office does not know them. ``ignoring`` is the id of a booking
    whose time does not count as taken: the one that is being moved. ``day`` is the local
    date of the slot, ``working`` the inspector's working intervals of it, in ticks.
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
    day: date = field(init=False, default=Factory(_day, takes_self=True))
    working: tuple[tuple[int, int], ...] = field(
        init=False, default=Factory(_working, takes_self=True)
    )
