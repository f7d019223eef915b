"""Dice that depend on who throws them, and for what, and on nothing else.

Each throw has a stream of its own, seeded by words. Only ``random()`` is asked of it: the one
method whose sequence Python promises to keep from version to version.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from math import exp
from random import Random
from typing import Final, TypeVar

__all__ = ["happens", "picked", "poisson", "stream"]

T = TypeVar("T")

_MOST_AT_ONCE: Final = 500.0  # exp(-746) is 0.0 as a float


def stream(*key: object) -> Random:
    """The stream of uniform numbers of a key.

    >>> stream(1, 0, "2026-11-02", 7, "no-show").random()
    0.8469515366063418
    """
    return Random("|".join(map(str, key)))


def happens(probability: float, *key: object) -> bool:
    """Whether something of a probability happens; what is certain needs no dice."""
    return probability > 0.0 and stream(*key).random() < probability


def picked(mix: Mapping[T, float], *key: object) -> T:
    """One of the values, by their weights; the only one needs no dice."""
    values = tuple(mix)
    if len(values) == 1:
        return values[0]
    edges = tuple(accumulate(mix.values()))
    index = bisect(edges, stream(*key).random() * edges[-1])
    return values[min(index, len(values) - 1)]  # the product may be rounded up to the edge


def poisson(mean: float, random: Random) -> int:
    """A Poisson number, by inversion: a greater mean gives no smaller number of one stream."""
    count = 0
    while mean > 0.0:
        part = min(mean, _MOST_AT_ONCE)
        mean -= part
        count += _poisson(part, random.random())
    return count


def _poisson(mean: float, uniform: float) -> int:
    count, term = 0, exp(-mean)
    below = term
    while below <= uniform and term > 0.0:
        count += 1
        term *= mean / count
        below += term
    return count
