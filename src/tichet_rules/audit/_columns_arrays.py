"""What the columnar audit asks of numpy beside its arithmetic: order, and distinct values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tichet_rules.timekeeping.instants import MINUTE

__all__ = [
    "Array",
    "booked_order",
    "compact",
    "distinct",
    "grouped",
    "in_order",
    "joined",
    "looked_up",
    "none",
]

Array: TypeAlias = NDArray[Any]

_SECOND: Final = 1_000_000
_ALL_BITS: Final = 63
_DENSE: Final = 1 << 16


def none() -> Array:
    """No row numbers."""
    return np.zeros(0, np.int64)


def joined(parts: Sequence[Array]) -> Array:
    """Row numbers out of several arrays, of which there may be none."""
    return np.concatenate([none(), *parts])


def looked_up(table: Array, places: Array) -> Array:
    """What a table has at each of some places; numpy finds it twice as fast as ``table[places]``.

    >>> looked_up(np.array([5, 6, 7]), np.array([0, -1], np.int32)).tolist()
    [5, 7]
    """
    return table.take(places.astype(np.intp, copy=False))


def in_order(keys: Array) -> tuple[Array, Array]:
    """Whole numbers from 0 up in their order, and the place of each; equal ones as they stand.

    A sort of plain numbers is several times faster than an indirect one, so that the place
    goes into the low bits of each where there is room.

    >>> [each.tolist() for each in in_order(np.array([7, 5, 7]))]
    [[5, 7, 7], [1, 0, 2]]
    """
    bits = len(keys).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + bits > _ALL_BITS:
        places = np.argsort(keys, kind="stable")
        return keys[places], places
    packed = keys.astype(np.int64) << bits
    packed |= np.arange(len(keys))
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def distinct(values: Array) -> tuple[Array, Array]:
    """The distinct whole numbers in order, and of each value its place among them."""
    values = values.astype(np.int64, copy=False)
    if not len(values):
        return values, none()
    least = values.min()
    span = int(values.max()) - int(least) + 1
    if span > max(4 * len(values), _DENSE):
        found, places = np.unique(values, return_inverse=True)
        return found, places
    places = values - least
    present = np.zeros(span, bool)
    present[places] = True
    found = np.flatnonzero(present)
    if len(found) < span:
        places = (np.cumsum(present) - 1)[places]
    return found + least, places


def grouped(keys: Array, rows: Array) -> Iterator[tuple[int, Array]]:
    """The rows of each key, a key for each row."""
    found, place = distinct(keys)
    order = np.argsort(place, kind="stable")
    starts = np.cumsum(np.append(0, np.bincount(place, minlength=len(found))))
    for key, start, end in zip(found, starts, starts[1:], strict=False):
        yield int(key), rows[order[start:end]]


def compact(owners: int, *times: Array) -> tuple[int, list[Array]]:
    """Times as small numbers of the same order, and a width greater than all of them.

    So many owners times the width fit into 64 bits: ``owner * width + time`` puts them in
    the order of the owners, and of the times within each.
    """
    least = min((int(each.min()) for each in times if len(each)), default=0)
    most = max((int(each.max()) for each in times if len(each)), default=0)
    for unit in (MINUTE, _SECOND, 1):
        shifted = [(each - least) // unit for each in times]
        width = (most - least) // unit + 1
        exact = all(
            (small * unit + least == each).all() for small, each in zip(shifted, times, strict=True)
        )
        if exact and (width * owners).bit_length() < _ALL_BITS:
            return width, shifted
    found, places = np.unique(np.concatenate(times), return_inverse=True)
    edges = np.cumsum([len(each) for each in times])[:-1]
    return len(found) + 1, np.split(places, edges)


def booked_order(rows: Array, group: Array, booked_at: Array, ids: Array) -> Array:
    """Places in ``rows`` by their group, then the instant of the booking act, then the id."""
    at = booked_at[rows]
    by_time = np.argsort(at)  # not a stable sort: those of one instant are put in order below
    order = by_time[in_order(group[by_time])[1]]
    at, group = at[order], group[order]
    same = (at[1:] == at[:-1]) & (group[1:] == group[:-1])
    if same.any():
        tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
        keys = zip(group[tied], at[tied], ids[rows[order[tied]]], order[tied], strict=True)
        order[tied] = [place for *_, place in sorted(keys)]
    return order
