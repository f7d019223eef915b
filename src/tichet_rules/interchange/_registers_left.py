"""Columns of tables of requests and inspectors that are left out, and what they may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from typing import Final

from tichet_rules.errors import InvalidInput
from tichet_rules.identity.words import comparable_words
from tichet_rules.interchange._logs_times import LogClock
from tichet_rules.interchange._logs_words import column_key
from tichet_rules.interchange._registers_columns import ANSWERS, STATUSES, Kind
from tichet_rules.interchange._registers_week import week_of
from tichet_rules.office import Office

__all__ = ["LeftOut"]

#: Words in the name of a column that is not known, and the field that it may be.
_HINTS: Final = {
    "communicated_on": ("comunic", "communic"),
    "status": ("stare", "stadiu", "situati", "status"),
    "answer": ("raspuns", "answer"),
    "audience_hours": ("audient", "audience"),
    "week": ("program", "orar", "ore", "hours"),
}
#: Words in the name of a column that tells of an answer: of its kind or, if these are dates, when.
_OF_AN_ANSWER: Final = ("raspuns", "answer", "solution", "rezolv")
_OF_A_DATE: Final = frozenset({"data", "date"})
_TRIED: Final = 200


class LeftOut:
    """A column that is left out, and the field that it may be: by its name, or by its cells."""

    def __init__(self, name: str, kind: Kind, fields: Container[str]) -> None:
        self.name = name
        self._filled = self._dates = 0
        self._passed: Counter[str] = Counter()
        self._tests = {
            each: test for each, test in _TESTS.items() if each in kind.words and each not in fields
        }
        words = comparable_words(name)
        hinted = [
            each
            for each, hints in _HINTS.items()
            if each in kind.words and any(word.startswith(hints) for word in words)
        ]
        self._when_answered = (
            "communicated_on" in kind.words
            and "communicated_on" not in fields
            and any(word.startswith(_OF_AN_ANSWER) for word in words)
        )
        if column_key(name) in kind.ambiguous - kind.keys_stated or (
            self._when_answered and not _OF_A_DATE.isdisjoint(words)
        ):
            hinted = ["communicated_on"]
        self._clock = LogClock(Office().calendar.zone)
        self._by_name = next((each for each in hinted if each not in fields), None)

    def take(self, text: str) -> None:
        """Try a cell, if enough have not been tried."""
        if text and self._filled < _TRIED:
            self._filled += 1
            self._passed.update(each for each, test in self._tests.items() if test(text))
            self._dates += self._when_answered and self._is_a_date(text)

    def _is_a_date(self, text: str) -> bool:
        try:
            self._clock.date_of(text)
        except InvalidInput:
            return False
        return True

    @property
    def may_be(self) -> str | None:
        """The field that most of its cells are, or else that its name hints at."""
        if 2 * self._dates > self._filled:
            return "communicated_on"
        found = (each for each in self._tests if 2 * self._passed[each] > self._filled)
        return next(found, self._by_name)


def _writes_a_week(text: str) -> bool:
    try:
        week_of(text)
    except InvalidInput:
        return False
    return True


_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "status": lambda text: column_key(text) in STATUSES,
    "answer": lambda text: column_key(text) in ANSWERS,
    "week": _writes_a_week,
}
