"""Keeping the reading direction of a value from reaching into the text around it."""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

__all__ = ["balanced", "isolated"]

_FIRST_STRONG_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
_POP: Final = "\N{POP DIRECTIONAL ISOLATE}"
_INITIATORS: Final = frozenset("\u2066\u2067\u2068")
_TURNS: Final = frozenset(
    {"R", "AL", "AN", "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
)


def balanced(line: str) -> str:
    r"""A line whose isolates are all closed, and which closes none that it has not opened.

    Only then can what is put around it hold it (Unicode Standard Annex 9, rule X6a).

    >>> balanced("a\u2069b") == "ab", balanced("a\u2067b") == "a\u2067b\u2069"
    (True, True)
    """
    depth, kept = 0, []
    for mark in line:
        if mark != _POP or depth > 0:
            depth += (mark in _INITIATORS) - (mark == _POP)
            kept.append(mark)
    return "".join(kept) + _POP * depth


def isolated(text: str) -> str:
    r"""The text, each of its lines in an isolate of its own where it could turn anything.

    >>> isolated("Pop Ana")
    'Pop Ana'
    >>> isolated("Pop \u202eanA") == "\u2068Pop \u202eanA\u2069"
    True
    """
    if not any(bidirectional(mark) in _TURNS for mark in text):
        return text
    return "\n".join(
        f"{_FIRST_STRONG_ISOLATE}{balanced(line)}{_POP}" if line else ""
        for line in text.split("\n")
    )
