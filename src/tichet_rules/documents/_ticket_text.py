"""The ticket as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category, east_asian_width

from tichet_rules.documents._ticket_sheet import Item, Section, Sheet, isolated, lines

WIDTH: Final = 72

_NO_COLUMN: Final = frozenset({"Mn", "Me", "Cf"})
_TWO_COLUMNS: Final = frozenset({"W", "F"})
# No-break spaces are no place for a break; the other spaces are.
_WORDS: Final = re.compile(
    "[ \u2000-\u2006\u2008-\u200b\u3000]+|[^ \u2000-\u2006\u2008-\u200b\u3000]+"
)
_INDENT: Final = 4
_GAP: Final = 2


def _columns(text: str) -> int:
    return sum(
        0 if category(mark) in _NO_COLUMN else 2 if east_asian_width(mark) in _TWO_COLUMNS else 1
        for mark in text
    )


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word in pieces that fit a line, none of which begins with a combining mark."""
    piece, used = "", 0
    for mark in word:
        taken = _columns(mark)
        if piece and used + taken > width:
            yield piece
            piece, used = "", 0
        piece += mark
        used += taken
    yield piece


def wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """The lines of a paragraph, wrapped; each is isolated, as it is displayed on its own."""
    lead = first
    for line in lines(text):
        row = ""
        for word in _WORDS.findall(line.rstrip()):
            if _columns(lead + row + word) <= WIDTH:
                row += word
                continue
            if row.strip():
                yield lead + isolated(row.rstrip())
                lead = rest
            *full, row = _pieces(word, WIDTH - _columns(lead)) if word.strip() else ("",)
            for piece in full:
                yield lead + isolated(piece)
                lead = rest
        yield (lead + isolated(row)).rstrip()
        lead = rest


def _items(items: Iterable[Item], label_width: int) -> Iterator[str]:
    for item in items:
        said = item.value
        if item.notes:
            said = f"{isolated(said)} ({', '.join(map(isolated, item.notes))})"
        yield from wrapped(said, f"{item.label}:".ljust(label_width), " " * label_width)


def _underlined(heading: str, mark: str) -> Iterator[str]:
    yield from (heading, mark * _columns(heading), "")


def _section(section: Section) -> Iterator[str]:
    yield from _underlined(section.heading, "-")
    if not section.paragraphs:
        yield from (section.absent, "")
    # Indented, so that no paragraph can look like a heading of ours.
    several = len(section.paragraphs) > 1
    for index, paragraph in enumerate(section.paragraphs, 1):
        first = f"{index}. ".ljust(_INDENT) if several else " " * _INDENT
        yield from wrapped(paragraph, first, " " * len(first))
        yield ""


def text_of(sheet: Sheet) -> str:
    """The sheet in lines of at most 72 columns."""
    labels = [each.label for each in (*sheet.details, *sheet.proof)]
    label_width = max(map(len, labels)) + 1 + _GAP
    rows = [
        *wrapped(sheet.institution),
        "",
        *wrapped(f"{sheet.title} {sheet.number_label} {isolated(sheet.number)}"),
        "=" * WIDTH,
        "",
        *wrapped(sheet.lead),
        "",
        *_underlined(sheet.details_heading, "-"),
        *_items(sheet.details, label_width),
        "",
        *(row for section in sheet.sections for row in _section(section)),
        *_underlined(sheet.proof_heading, "-"),
        *_items(sheet.proof, label_width),
        "",
        f"{sheet.fingerprint_label}:",
        sheet.fingerprint,
        "",
        *wrapped(sheet.verify),
    ]
    return "\n".join(rows) + "\n"
