"""Bookings from before their request was filed, found in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tichet_rules.audit._columns_arrays import Array, joined
from tichet_rules.audit.filing import Midnights
from tichet_rules.office import Office

if TYPE_CHECKING:
    from tichet_rules.audit.columns import LogColumns

__all__ = ["places_before_filing"]

_AT_ONCE: Final = 1 << 16
_NO_DAY: Final = np.iinfo(np.int64).min


def places_before_filing(columns: LogColumns, office: Office) -> Array:
    """The rows made, or with a meeting, before the day on which their request was filed."""
    numbers, midnights = columns.request.values, Midnights(office)
    requests = map(office.requests.get, numbers)
    # The last is that of no request, whose place is -1.
    filed = np.full(len(numbers) + 1, _NO_DAY)
    filed[:-1] = np.fromiter(
        (_NO_DAY if each is None else midnights.of(each) for each in requests),
        np.int64,
        len(numbers),
    )
    found: list[Array] = []
    for first in range(0, len(columns), _AT_ONCE):  # a copy of a column is as large as a column
        some = slice(first, first + _AT_ONCE)
        earliest = np.minimum(columns.booked_at[some], columns.begins[some])
        found.append(np.flatnonzero(earliest < filed[columns.request.codes[some]]) + first)
    return joined(found)
