"""What is read often is read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

__all__ = ["Kept"]

K = TypeVar("K")
V = TypeVar("V")

_MOST: Final = 200_000


class Kept(dict[K, V]):
    """Answers by their question, each found once; it forgets all of them when it is full."""

    def __init__(self, find: Callable[[K], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._find(key)
        return found
