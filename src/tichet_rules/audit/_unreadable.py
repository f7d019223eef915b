"""Unreadable rows in words: one by one, and many of a kind together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from tichet_rules.audit.report import UnreadableRow
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

__all__ = ["AlikeRows", "alike", "told"]

_FEW: Final = 3
_FIRST_LINES: Final = 5
# What differs between rows of one kind: what was given, as Python quotes it, and figures.
_GIVEN: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[0-9]+")
_LINE: Final = Text("linia", "line")


def _reason(row: UnreadableRow, code: Language) -> str:
    return f"{row.column.in_(code)}: {row.words.in_(code)}"


def told(row: UnreadableRow, code: Language) -> str:
    """A row by its line: ``line 6, Data: got …``."""
    return f"{_LINE.in_(code)} {row.line}, {_reason(row, code)}"


@frozen
class AlikeRows:
    """Unreadable rows of one column and one kind of reason, the first of them as an example."""

    rows: Sequence[UnreadableRow]

    @property
    def example(self) -> UnreadableRow:
        return self.rows[0]

    @property
    def several(self) -> bool:
        return len(self.rows) > 1

    def lines(self, code: Language) -> str:
        """The lines of the first of them: ``lines 3, 4, 7, 9, 12, …``."""
        first = ", ".join(str(each.line) for each in self.rows[:_FIRST_LINES])
        more = ", …" * (len(self.rows) > _FIRST_LINES)
        return Text(f"liniile {first}{more}", f"lines {first}{more}").in_(code)

    def count(self, code: Language) -> str:
        return counted(len(self.rows), "row", code)

    def told(self, code: Language) -> str:
        """How many they are, with the example; one alone by its line."""
        if self.several:
            return f"{self.count(code)}, {_reason(self.example, code)}"
        return told(self.example, code)


def alike(unreadable: Iterable[UnreadableRow]) -> tuple[AlikeRows, ...]:
    """The unreadable rows, in the log's order of the first: many of a kind together, few alone."""
    kinds: dict[tuple[Text, str], list[UnreadableRow]] = {}
    for row in unreadable:
        kinds.setdefault((row.column, _GIVEN.sub("", row.reason)), []).append(row)
    groups: list[list[UnreadableRow]] = []
    for rows in kinds.values():
        groups += [[row] for row in rows] if len(rows) <= _FEW else [rows]
    return tuple(AlikeRows(rows) for rows in sorted(groups, key=lambda rows: rows[0].line))
