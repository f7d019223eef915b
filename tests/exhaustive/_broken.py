"""Deliberately broken agendas. Each must be caught, or the search checks nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final
from unittest.mock import PropertyMock, patch

import attrs
from attrs import frozen

from tests.exhaustive._search import Search, Wrong
from tests.exhaustive._world import ONE_HOUR, ONE_ROOM, World
from tichet_rules import AgendaConflict, Reassigned
from tichet_rules.agenda import agenda
from tichet_rules.agenda._sorted import SortedMap

_INSERT: Final[Any] = SortedMap.insert
_WITH_SPAN: Final[Any] = agenda._with_span
_CHANGES: Final[dict[type[Any], Any]] = dict(agenda._CHANGES)


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


def _rooms_by_start(spans: Any, booking: Any, key: Any, span: Any, rule: str) -> Any:
    if rule == "room.free":
        return _same_start_only(spans, booking, key, span, rule)
    return _WITH_SPAN(spans, booking, key, span, rule)


def _all_free(_: object, rooms: tuple[str, ...], *__: object) -> tuple[str, ...]:
    return rooms


def _taken_over_with(**changes: Any) -> dict[type[Any], Any]:
    """What events do, but that a take-over leaves something as it must not."""

    def changed(old: Any, event: Any) -> Any:
        new = _CHANGES[Reassigned](old, event)
        return attrs.evolve(new, **{name: each(old) for name, each in changes.items()})

    return {**_CHANGES, Reassigned: changed}


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
    replacement: Callable[..., Any] | PropertyMock | dict[type[Any], Any]
    world: World = ONE_HOUR

    def patched(self) -> AbstractContextManager[Any]:
        return patch(self.target, new=self.replacement)

    def caught(self, depth: int) -> str | None:
        """What the shortest search that catches it says, or ``None`` if it sees nothing."""
        with self.patched():
            for commands in range(1, depth + 1):
                try:
                    Search(commands, self.world).run()
                except Wrong as wrong:
                    return str(wrong)
        return None


_AGENDA = "tichet_rules.agenda.agenda"
_MAY_TAKE_OVER = "tichet_rules.rules.inspector.has_it_or_may"
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
    Twin("apply checks equal starts alone in a room", f"{_AGENDA}._with_span", _rooms_by_start,
         ONE_ROOM),
    Twin("decide does not look who has the room", "tichet_rules.rules.case.free_rooms", _all_free,
         ONE_ROOM),
    Twin("a take-over leaves the booking with its inspector", f"{_AGENDA}._CHANGES",
         _taken_over_with(inspector=lambda old: old.inspector), ONE_ROOM),
    Twin("a take-over loses the room", f"{_AGENDA}._CHANGES",
         _taken_over_with(room=lambda _: None), ONE_ROOM),
    Twin("whoever takes over need not be of those who may", _MAY_TAKE_OVER, lambda *_: True,
         ONE_ROOM),
    Twin("a citizen may be at an audience and a meeting at once",
         "tichet_rules.rules.applicant.none_of", lambda _: True, ONE_ROOM),
)  # fmt: skip
