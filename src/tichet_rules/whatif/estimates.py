"""A mean over replications, with its interval by Student's t."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import atan, cos, pi, sin, sqrt
from statistics import fmean, stdev
from typing import Final

from attrs import frozen

__all__ = ["Estimate", "student_t"]

_LEVEL: Final = 0.95
_LEAST: Final = 2  # of one value, nobody knows how far it may be off


def within(t: float, degrees: int) -> float:
    """The probability that a Student t of whole degrees of freedom lies from -t to t.

    Exact sums: Abramowitz and Stegun, 26.7.3 and 26.7.4.

    >>> round(within(12.706, 1), 4), round(within(2.228, 10), 4)
    (0.95, 0.95)
    """
    angle = atan(t / sqrt(degrees))
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for k in range(odd, degrees - 1, 2):
        total += term
        term *= (k + 1) / (k + 2) * cos(angle) ** 2
    share = sin(angle) * total
    return 2 / pi * (angle + share) if odd else share


@cache
def student_t(degrees: int) -> float:
    """The t of a 95% interval: it lies from -t to t with that probability.

    >>> [round(student_t(degrees), 3) for degrees in (1, 9, 29)]
    [12.706, 2.262, 2.045]
    """
    low, high = 0.0, 16.0
    while (middle := (low + high) / 2) not in (low, high):
        if within(middle, degrees) < _LEVEL:
            low = middle
        else:
            high = middle
    return high


@frozen
class Estimate:
    """A mean with its 95% confidence interval: from ``mean - margin`` to ``mean + margin``.

    >>> estimate = Estimate.of([1.0, 2.0, 3.0])
    >>> estimate.mean, round(estimate.low, 2), round(estimate.high, 2)
    (2.0, -0.48, 4.48)
    """

    mean: float
    margin: float
    replications: int

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Estimate | None:
        """The estimate from the values that are known, ``None`` where they are fewer than two."""
        known = [each for each in values if each is not None]
        count = len(known)
        if count < _LEAST:
            return None
        return cls(fmean(known), student_t(count - 1) * stdev(known) / sqrt(count), count)

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self.mean - self.margin

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self.mean + self.margin

    @property
    def is_clear(self) -> bool:
        """Whether zero lies outside the interval: of a difference, that it has a direction."""
        return self.low > 0 or self.high < 0
