"""Deliberately broken agendas. Each must be caught, or the search checks nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final
from unittest.mock import PropertyMock, patch

from attrs import frozen

from tests.exhaustive._search import Search, Wrong
from tichet_rules import AgendaConflict
from tichet_rules.agenda._sorted import SortedMap

_INSERT: Final[Any] = SortedMap.insert


def _never(*_: int) -> bool:
    return False


def _touching_too(from_a: int, to_a: int, from_b: int, to_b: int) -> bool:
    return from_a <= to_b and from_b <= to_a


def _unchecked(spans: Any, booking: Any, key: Any, *_: object) -> Any:
    return spans.insert(key(booking), booking)


def _same_start_only(spans: Any, booking: Any, key: Any, _: object, rule: str) -> Any:
    if key(booking) in spans:
        raise AgendaConflict(rule, booking.id)
    return spans.insert(key(booking), booking)


def _without_buffers(booking: Any) -> tuple[int, int]:
    return booking.slot.begins, booking.slot.ends


def _as_it_was(agenda: Any, _: object) -> Any:
    return agenda


def _in_place(self: Any, key: Any, value: Any) -> Any:
    made = _INSERT(self, key, value)
    self._root, self._size = made._root, made._size
    return self


@frozen
class Twin:
    """One broken part, and what stands in its place."""

    broken: str
    target: str
    replacement: Callable[..., Any] | PropertyMock

    def patched(self) -> AbstractContextManager[Any]:
        return patch(self.target, new=self.replacement)

    def caught(self, depth: int) -> str | None:
        """What the shortest search that catches it says, or ``None`` if it sees nothing."""
        with self.patched():
            for commands in range(1, depth + 1):
                try:
                    Search(commands).run()
                except Wrong as wrong:
                    return str(wrong)
        return None


_AGENDA = "tichet_rules.agenda.agenda"
TWINS: Final = (
    Twin("no two spans overlap", f"{_AGENDA}.overlaps", _never),
    Twin("spans that touch overlap", f"{_AGENDA}.overlaps", _touching_too),
    Twin("apply checks nothing", f"{_AGENDA}._with_span", _unchecked),
    Twin("apply checks equal starts alone", f"{_AGENDA}._with_span", _same_start_only),
    Twin("buffers are not kept free", f"{_AGENDA}._occupied", _without_buffers),
    Twin("a booking that moves leaves its time taken", f"{_AGENDA}._without_time", _as_it_was),
    Twin(
        "a cancelled booking keeps its time",
        "tichet_rules.model.Booking.takes_time",
        PropertyMock(return_value=True),
    ),
    Twin(
        "a meeting that was held can change again",
        "tichet_rules.model.Booking.is_open",
        PropertyMock(return_value=True),
    ),
    Twin(
        "an id is never known",
        f"{_AGENDA}.Agenda.__contains__",
        lambda _, __: False,
    ),
    Twin("decide sees no other meeting", "tichet_rules.rules.slot.none_of", lambda _: True),
    Twin("a new agenda changes the old one", "tichet_rules.agenda._sorted.SortedMap.insert",
         _in_place),
)  # fmt: skip
