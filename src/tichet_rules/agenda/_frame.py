"""The bookings of an agenda as a table of Arrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tichet_rules._arrow import Columns, table
from tichet_rules.model import Booking

__all__ = ["bookings_table"]


def bookings_table(bookings: Iterable[Booking], *, personal: bool) -> Any:
    """The bookings, one in a row; ``personal`` adds who they are of."""
    rows = list(bookings)
    columns: dict[str, tuple[str, list[Any]]] = {
        "id": ("text", [each.id for each in rows]),
        "request": ("text", [each.request for each in rows]),
        "inspector": ("category", [each.inspector for each in rows]),
        "start": ("instant", [each.slot.begins for each in rows]),
        "minutes": ("count", [each.slot.minutes for each in rows]),
        "status": ("category", [each.status for each in rows]),
        "channel": ("category", [each.channel for each in rows]),
        "buffer_before_minutes": ("count", [each.buffer_before_minutes for each in rows]),
        "buffer_after_minutes": ("count", [each.buffer_after_minutes for each in rows]),
        "booked_at": ("instant", [each.booked_at for each in rows]),
        "procedure": ("category", [each.procedure for each in rows]),
        "room": ("category", [each.room for each in rows]),
        "in_place_of": ("category", [each.in_place_of for each in rows]),
        "revision": ("count", [each.revision for each in rows]),
    }
    if personal:
        columns["applicant"] = ("text", [each.applicant for each in rows])
        columns["phone"] = ("text", [each.contact.phone for each in rows])
        columns["email"] = ("text", [each.contact.email for each in rows])
    named: Columns = columns
    return table(named)
