"""Bookings of a log from before the day on which their request was filed.

No published rule speaks of them, so they are no findings. But a citizen names a request by the
date of its filing: one that was not filed yet can't be named, so a date must be wrong, in the log
or in the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from tichet_rules.audit.report import LogRow, RowsWhenAsked
from tichet_rules.model import Booking, Request
from tichet_rules.office import Office
from tichet_rules.timekeeping.instants import ticks_of

__all__ = ["FilingDates", "filing_dates", "rows_before_filing"]


@frozen
class FilingDates:
    """When a booking was made, when its meeting is, and when its request was filed: local dates."""

    booked_on: date
    meeting_on: date
    filed_on: date


def filing_dates(booking: Booking, office: Office) -> FilingDates | None:
    """The dates of a booking that has its ``booked_at``, and whose request the office has.

    ``None`` of any other.

    >>> from datetime import datetime
    >>> from tichet_rules import Request, Slot
    >>> office = Office(requests=[Request("1/305", "Pop Ana", date(2026, 11, 23), "i-1")])
    >>> slot = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> made = datetime.fromisoformat("2026-11-20T09:00:00+02:00")
    >>> booking = Booking("b-1", "1/305", "i-1", "name:ana pop", slot, booked_at=made)
    >>> dates = filing_dates(booking, office)
    >>> str(dates.booked_on), str(dates.filed_on)
    ('2026-11-20', '2026-11-23')
    """
    request = office.request_of(booking)
    if request is None or booking.booked_at is None:
        return None
    calendar = office.calendar
    return FilingDates(
        calendar.date_at(ticks_of(booking.booked_at)),
        calendar.date_at(booking.slot.begins),
        request.filed_on,
    )


class Midnights:
    """The instants at which the days of filing begin, each worked out once."""

    def __init__(self, office: Office) -> None:
        self._midnight = office.calendar.midnight
        self._known: dict[date, int] = {}

    def of(self, request: Request) -> int:
        """The midnight before a request was filed, in ticks."""
        known = self._known.get(request.filed_on)
        if known is None:
            known = self._known[request.filed_on] = self._midnight(request.filed_on)
        return known


def rows_before_filing(rows: Sequence[LogRow], office: Office) -> Sequence[LogRow]:
    """The rows made, or with a meeting, before the day on which their request was filed.

    In the order of the log. Rows that are made when they are asked for are not made for this.
    """
    if isinstance(rows, RowsWhenAsked):
        return rows.before_filing(office)
    midnights = Midnights(office)
    found: list[LogRow] = []
    for row in rows:
        booking = row.booking
        request = office.request_of(booking)
        if request is not None and booking.booked_at is not None:
            earliest = min(ticks_of(booking.booked_at), booking.slot.begins)
            if earliest < midnights.of(request):
                found.append(row)
    return tuple(found)
