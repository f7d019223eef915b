"""Half-open spans of time: the one definition of a collision."""

from __future__ import annotations

from typing import Any

__all__ = ["overlaps"]


def overlaps(from_a: Any, to_a: Any, from_b: Any, to_b: Any) -> Any:
    """Whether two half-open spans ``[from, to)`` have an instant in common.

    10:00-10:15 and 10:15-10:30 do not. Only comparisons and ``&``, so that it decides
    numbers, numpy arrays and solver terms alike. Both spans must be non-empty.

    >>> overlaps(600, 615, 615, 630), overlaps(600, 615, 614, 630)
    (False, True)
    """
    return (from_a < to_b) & (from_b < to_a)
