"""Text that a terminal or a spreadsheet program only shows, and does not obey."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def plainly(text: str) -> str:
    r"""The text with nothing in it that a terminal would obey.

    >>> plainly("registru\x1b[2J.csv")
    'registru?[2J.csv'
    """
    return "".join(mark if mark.isprintable() else "?" for mark in text)


def cell(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula.

    >>> cell("=1+1"), cell("119368/305")
    ("'=1+1", '119368/305')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
