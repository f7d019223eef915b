"""Letters that an export lost: they are told of, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tichet_rules.text import Text

__all__ = ["AS_UTF_8", "LostLetters", "has_lost_letters", "if_lost", "may_have_lost_letters"]

AS_UTF_8: Final = Text(
    "în Excel: Salvare ca, «CSV UTF-8 (delimitat prin virgulă)»",
    "in Excel: Save As, «CSV UTF-8 (Comma delimited)»",
)
_UNKNOWN: Final = "\ufffd"  # what Unicode has for a character that could not be read
# A question mark before a letter, within a word or at its start; not that of a link.
_LOST: Final = re.compile(rf"{_UNKNOWN}|(?<![^\s;,|\"'(„-])[^\W\d_]*\?+[^\W\d_](?![^\s;,|]*[=/])")


def has_lost_letters(text: str) -> bool:
    """Whether letters of a text seem lost.

    >>> [has_lost_letters(each) for each in ("Popescu ?tefan", "Re?inut", "Vine? Da", "a.ro/x?y=1")]
    [True, True, False, False]
    """
    return may_have_lost_letters(text) and _LOST.search(text) is not None


def may_have_lost_letters(text: str) -> bool:
    """Whether a text has what stands for letters that are lost; told at once of most texts."""
    return "?" in text or _UNKNOWN in text


def if_lost(texts: Iterable[str]) -> list[Text]:
    """What to do about names and words that nobody knows, if letters of theirs may be lost."""
    if not any(may_have_lost_letters(each) and any(map(str.isalpha, each)) for each in texts):
        return []
    return [
        Text(
            f"dacă «?» este o literă pierdută la export, exportați din nou, {AS_UTF_8.ro}",
            f"if «?» is a letter that the export lost, export again, {AS_UTF_8.en}",
        )
    ]


class LostLetters:
    """Where the letters of a table seem lost: its columns, each with the first line.

    >>> lost = LostLetters()
    >>> lost.take("Petent", 4, "Popescu ?tefan")
    >>> lost.notes()[0].en
    "letters seem lost in the export, with «?» in their place: column 'Petent' (first on line 4); \
export again, in Excel: Save As, «CSV UTF-8 (Comma delimited)»"
    """

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def take(self, column: str, line: int, text: str) -> None:
        """Look at the cell of a column."""
        if has_lost_letters(text):
            self._first.setdefault(column, line)

    def notes(self) -> list[Text]:
        """What is to be known of it, if anything; no cell is shown."""
        if not self._first:
            return []
        ro = ", ".join(
            f"coloana {name!r} (întâi pe linia {at})" for name, at in self._first.items()
        )
        en = ", ".join(f"column {name!r} (first on line {at})" for name, at in self._first.items())
        return [
            Text(
                f"litere par pierdute la export, cu «?» în locul lor: {ro}; exportați din nou, "
                f"{AS_UTF_8.ro}",
                f"letters seem lost in the export, with «?» in their place: {en}; export again, "
                f"{AS_UTF_8.en}",
            )
        ]
