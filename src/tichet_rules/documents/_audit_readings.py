"""Which bookings a reading of the law decides otherwise than the policy, in an audit's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import Final

from tichet_rules.audit import ReadBooking, ReadingRow
from tichet_rules.documents._audit_words import meaning_of, parameter_words, title_of
from tichet_rules.documents._plain import plainly
from tichet_rules.documents._spreadsheet import Cell, spreadsheet
from tichet_rules.documents._ticket_sheet import isolated
from tichet_rules.text import Language, Text

__all__ = ["html_of", "place_of", "table_of", "text_of", "which_of"]

_ON_PAGE: Final = 200
_ON_TERMINAL: Final = 5
_LINE: Final = Text("linia", "line")
_BOOKING: Final = Text("programarea", "booking")
_REQUEST: Final = Text("cererea", "request")
_WHICH: Final = Text("Care programări", "Which bookings")
_BECOME: Final = Text("devin abateri", "become breaches")
_CEASE: Final = Text("nu mai sunt abateri", "are no breaches any more")
_BECOMES: Final = Text("devine abatere", "becomes a breach")
_CEASES: Final = Text("nu mai este abatere", "is no breach any more")
_ALL_IN: Final = Text(
    "--readings-csv FIȘIER și --json le au pe toate.",
    "--readings-csv FILE and --json have them all.",
)
_ALL_IN_TABLE: Final = Text(
    "tabelul CSV al interpretărilor și JSON le au pe toate.",
    "the CSV table of the readings and JSON have them all.",
)
_COLUMNS: Final = (
    Text("regula", "rule"),
    Text("parametrul", "parameter"),
    Text("interpretarea", "reading"),
    Text("față de politică", "compared with the policy"),
    _LINE,
    _BOOKING,
    _REQUEST,
    Text("ce cere regula", "what the rule asks for"),
    Text("ce se citește", "what is read"),
    Text("cum se citește", "how it is read"),
)


def _changes(row: ReadingRow) -> Iterator[tuple[str, Text, Sequence[ReadBooking]]]:
    """What becomes of bookings under a reading, where something does."""
    for sign, words, bookings in (
        ("+", _BECOME, row.more_bookings),
        ("−", _CEASE, row.fewer_bookings),
    ):
        if bookings:
            yield sign, words, bookings


def place_of(line: int | None, booking: str, request: str | None, code: Language) -> str:
    """Where a booking stands in the log, and :func:`which_of`: ``line 3, booking 2, request …``."""
    which = which_of(line, booking, request, code)
    place = "" if line is None else f"{_LINE.in_(code)} {line}"
    return ", ".join(filter(None, (place, which)))


def which_of(line: int | None, booking: str, request: str | None, code: Language) -> str:
    """The id of a booking, unless it only stands for the line, and the number of its request."""
    stands_for_it = line is not None and booking in (f"line:{line}", f"row:{line}")
    parts = ((_BOOKING, None if stands_for_it else booking), (_REQUEST, request))
    return ", ".join(f"{name.in_(code)} {each}" for name, each in parts if each is not None)


def _told(each: ReadBooking, code: Language) -> str:
    return place_of(each.line, each.booking, each.request, code)


def _more(count: int, where: Text, code: Language) -> str:
    return f"{Text(f'și încă {count}', f'and {count} more').in_(code)}; {where.in_(code)}"


def text_of(row: ReadingRow, code: Language) -> Iterator[str]:
    """The lines for a terminal: the first bookings, and how many there are besides."""
    for sign, _, bookings in _changes(row):
        for each in bookings[:_ON_TERMINAL]:
            yield f"{sign} {plainly(_told(each, code))}"
        if len(bookings) > _ON_TERMINAL:
            yield f"{sign} {_more(len(bookings) - _ON_TERMINAL, _ALL_IN, code)}"


def html_of(row: ReadingRow, code: Language, columns: int) -> Iterator[str]:
    """A row of the page's table that folds out: the bookings, as far as they fit a page."""
    if not (row.more_bookings or row.fewer_bookings):
        return
    yield f'<tr class="which"><td colspan="{columns}"><details>'
    yield f"<summary>{escape(_WHICH.in_(code))}</summary>"
    for sign, words, bookings in _changes(row):
        said = words.in_(code)
        yield f'<p class="note">{sign}{len(bookings)}: {escape(said)}</p><ul>'
        for each in bookings[:_ON_PAGE]:
            yield f"<li><bdi>{escape(isolated(_told(each, code)))}</bdi></li>"
        yield "</ul>"
        if len(bookings) > _ON_PAGE:
            rest = _more(len(bookings) - _ON_PAGE, _ALL_IN_TABLE, code)
            yield f'<p class="note">{escape(rest)}</p>'
    yield "</details></td></tr>"


def table_of(readings: Iterable[ReadingRow], code: Language) -> str:
    """All of them as a table for a spreadsheet program, a reading and a booking in each row."""
    return spreadsheet(_COLUMNS, chain.from_iterable(_rows(each, code) for each in readings), code)


def _rows(row: ReadingRow, code: Language) -> Iterator[list[Cell]]:
    for words, bookings in ((_BECOMES, row.more_bookings), (_CEASES, row.fewer_bookings)):
        for each in bookings:
            yield [
                row.rule,
                row.parameter,
                row.reading,
                words.in_(code),
                each.line,
                each.booking,
                each.request,
                title_of(row.rule, code),
                parameter_words(row.parameter, code),
                meaning_of(row, code),
            ]
