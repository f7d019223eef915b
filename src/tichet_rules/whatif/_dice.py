"""Dice that depend on who throws them, and for what, and on nothing else.

Each key, a few words, has an endless row of numbers of its own: the bytes of SHAKE128 (FIPS 202)
of the key, eight for a number. They are the same in every version of Python and on every machine,
and many are as cheap as one.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from hashlib import shake_128
from itertools import accumulate
from math import exp
from struct import unpack
from typing import Final, TypeVar

__all__ = [
    "BYTES",
    "SCALE",
    "SHIFT",
    "edges_of",
    "happens",
    "picked",
    "poisson",
    "thrown",
    "uniforms",
]

T = TypeVar("T")

# A number is the upper 53 bits of 8 bytes, least first: all that a float holds evenly.
BYTES: Final = 8
SHIFT: Final = 11
SCALE: Final = 2.0**-53

_MOST_AT_ONCE: Final = 500.0  # exp(-746) is 0.0 as a float


def thrown(count: int, *key: object) -> bytes:
    """The bytes of the first numbers of a key; of a greater count, the same and some more."""
    return shake_128("|".join(map(str, key)).encode()).digest(count * BYTES)


def uniforms(count: int, *key: object) -> tuple[float, ...]:
    """The first numbers of a key, each from 0 up to but not including 1.

    >>> uniforms(2, 1, 0, "2026-11-02")
    (0.43406372576070107, 0.5056182745273968)
    """
    return tuple((word >> SHIFT) * SCALE for word in unpack(f"<{count}Q", thrown(count, *key)))


def happens(probability: float, uniform: float) -> bool:
    """Whether something of a probability happens."""
    return uniform < probability


def edges_of(mix: Mapping[T, float]) -> tuple[float, ...]:
    """The sums of the weights up to each value."""
    return tuple(accumulate(mix.values()))


def picked(mix: Mapping[T, float], uniform: float) -> T:
    """One of the values, by their weights."""
    values, edges = tuple(mix), edges_of(mix)
    index = bisect(edges, uniform * edges[-1])
    return values[min(index, len(values) - 1)]  # the product may be rounded up to the edge


def poisson(mean: float, *key: object) -> int:
    """A Poisson number, by inversion: a greater mean gives no smaller number of one key."""
    parts = []
    while mean > 0.0:
        parts.append(min(mean, _MOST_AT_ONCE))
        mean -= parts[-1]
    return sum(map(_poisson, parts, uniforms(len(parts), *key)))


def _poisson(mean: float, uniform: float) -> int:
    count, term = 0, exp(-mean)
    below = term
    while below <= uniform and term > 0.0:
        count += 1
        term *= mean / count
        below += term
    return count
