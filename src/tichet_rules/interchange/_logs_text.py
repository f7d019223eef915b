"""Bytes to text, and text to the records of a CSV file."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from attrs import evolve, frozen

from tichet_rules._door import checked_instance
from tichet_rules.audit.report import UnreadableRow
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.interchange._logs_columns import (
    CEDILLA_ONLY,
    DELIMITERS,
    LEAST_KNOWN,
    LOG_COLUMNS,
    ColumnMapping,
    Header,
    Vocabulary,
    fields_of,
    header_of,
    trimmed,
)
from tichet_rules.interchange._logs_lost import AS_UTF_8, LostLetters, may_have_lost_letters
from tichet_rules.interchange._logs_rows import ROW, with_commas_below
from tichet_rules.text import Text
from tichet_rules.wording import counted

__all__ = [
    "PARQUET",
    "Record",
    "Table",
    "check_content",
    "header_notes",
    "likely_table",
    "lines_of",
    "log_table",
    "rows_of",
    "table_of",
    "tables_of",
]

PARQUET: Final = b"PAR1"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNKNOWN: Final = "\ufffd".encode()

# What is no text, by its first bytes.
_NO_TEXT: Final = (
    (
        b"PK\x03\x04",
        Given("un registru de lucru Excel sau altă arhivă", "an Excel workbook or another archive"),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        Given(
            "un registru de lucru Excel din 2003 sau mai vechi",
            "an Excel workbook of 2003 or older",
        ),
    ),
    (b"\x1f\x8b", Given("un fișier comprimat", "a compressed file")),
    (PARQUET, Given("un fișier Parquet", "a Parquet file")),
    (b"%PDF-", Given("un document PDF", "a PDF document")),
)
_SAVE_AS: Final = Text(f"text; {AS_UTF_8.ro}", f"text; {AS_UTF_8.en}")
_NO_TABLE: Final = (
    (
        "[",
        Given("o listă JSON", "a JSON array"),
        Text(
            "linii JSON: fiecare obiect pe linia lui, fără [ și ]",
            "JSON lines: each object on a line of its own, without [ and ]",
        ),
    ),
    ("<", Given("o pagină web sau XML", "a web page or XML"), _SAVE_AS),
)
_STATE_ENCODING: Final = Text(
    "sau scrieți codificarea în corespondență", "or state the encoding in a mapping"
)
_CHUNK: Final = 1 << 20
_NOTHING_SAID: Final = "".join(DELIMITERS) + ' "'
_LINES_AT_ONCE: Final = 1000
_HEADER_LINES: Final = 100
_MOST_TITLES: Final = 20
_LINES_LOOKED_AT: Final = 50_000
_LEAST_CELLS: Final = 3
_SEP: Final = "sep="  # Excel's own way of saying the delimiter
_MOST_READ_AGAIN: Final = 50_000_000


def lines_of(content: str | bytes, name: str, encoding: str | None = None) -> Iterator[str]:
    r"""The physical lines of a text with their ends; decoded as they are asked for.

    An encoding that is not stated is UTF-8, or UTF-16 where the file begins with its mark, or
    else Windows-1250. Only ``\\n``, ``\\r`` and the two together end a line.
    """
    if isinstance(content, str):
        # Through bytes as well: Python's own reader of a str holds it four bytes a character.
        data = content.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
        return io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogatepass", newline="")
    for mark, what in _NO_TEXT:
        if content.startswith(mark):
            raise InvalidInput(name, what, _SAVE_AS)
    chosen = _encoding(content, name, encoding)
    lines: Iterable[str] = io.TextIOWrapper(io.BytesIO(content), chosen, newline="")
    return map(with_commas_below, lines) if chosen in CEDILLA_ONLY else iter(lines)


def _encoding(content: bytes, name: str, stated: str | None) -> str:
    utf_16 = content.startswith(_UTF_16)
    if stated is not None:
        chosen = [{"utf-8": "utf-8-sig"}.get(stated, stated)]
    elif utf_16:
        chosen = ["utf-16"]
    else:
        chosen = ["utf-8-sig", "cp1250"]
    wrong: UnicodeDecodeError | None = None
    for each in chosen:
        try:
            _decode_through(content, each)
        except UnicodeDecodeError as error:
            wrong = error
        else:
            return each
    tried = [each.upper().removesuffix("-SIG") for each in chosen]
    why = f" ({wrong.reason})" if wrong else ""
    raise InvalidInput(
        name,
        Given(
            f"octeți care nu sunt {' sau '.join(tried)}",
            f"bytes that are not {' or '.join(tried)}{why}",
        ),
        Text(f"{_SAVE_AS.ro}; {_STATE_ENCODING.ro}", f"{_SAVE_AS.en}; {_STATE_ENCODING.en}"),
    )


def _decode_through(content: bytes, encoding: str) -> None:
    """Raise the error of decoding, if there is one, without holding the text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(content), _CHUNK):
        decoder.decode(content[at : at + _CHUNK])
    decoder.decode(b"", final=True)


# --- records --------------------------------------------------------------------------------


class Record(NamedTuple):
    """The cells of one record and the line on which it begins, or what is wrong with it."""

    line: int
    cells: Sequence[str]
    problem: Text | None = None


class _Lines:
    """Physical lines, counted, that can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._ahead: deque[str] = deque()
        self.taken: list[str] = []
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self.taken.append(line)
        self.count += 1
        return line

    def block(self) -> list[str]:
        """Some lines after others, as far as none was put back."""
        block = [] if self._ahead else list(islice(self._lines, _LINES_AT_ONCE))
        self.count += len(block)
        return block

    def give_back(self, block: list[str]) -> None:
        """Put back what :meth:`block` gave."""
        self._ahead.extend(block)
        self.count -= len(block)

    def put_back(self, keep: int) -> int:
        """Put back what was taken but the first lines; how many characters that is."""
        back = self.taken[keep:]
        self._ahead.extendleft(reversed(back))
        self.count -= len(back)
        self.taken = self.taken[:keep]
        return sum(map(len, back))


@frozen
class Table:
    """A CSV file: the names in its header, the line of it, and the records below."""

    names: tuple[str, ...]
    line: int
    delimiter: str
    records: Iterator[Record]


_A_PATH: Final = re.compile(r"[^\n\r]*\.(csv|tsv|txt|xlsx?|jsonl?|parquet)", re.IGNORECASE)


def check_content(content: object, name: object, place: str = "content") -> None:
    """Refuse what is not in a file, and what is no name of one."""
    checked_instance("name", name, str)
    if content == name or (isinstance(content, str) and _A_PATH.fullmatch(content)):
        right = Text(
            "ce este în fișier, nu numele lui: Path(…).read_bytes()",
            "what is in the file, not its name: Path(…).read_bytes()",
        )
        raise InvalidInput(place, content, right)
    if not isinstance(content, (str, bytes)):
        raise WrongType(
            place,
            type(content).__name__,
            Text("un str sau bytes, ce este în fișier", "a str or bytes, what is in the file"),
        )


def tables_of(
    content: str | bytes, name: str, mapping: ColumnMapping, known: Vocabulary = LOG_COLUMNS
) -> Iterator[Table]:
    """The tables that a file may hold: with its first line as the header, or one of those below.

    The first is what :func:`table_of` gives; titles may stand above the others. A line that is
    stated leaves only one.
    """
    table = table_of(content, name, mapping, known)
    yield table
    if mapping.header_line is not None:
        return
    last = table.line + _MOST_TITLES
    lines = lines_of(content, name, mapping.encoding)
    top = "".join(islice(lines, last + _HEADER_LINES))
    while table.line < last:
        below = evolve(mapping, header_line=table.line + 1)
        try:
            table = table_of(top, name, below, known)
        except InvalidInput:
            return  # it ends, or there is no header on a line such as this
        yield evolve(table, records=_when_asked(content, name, below, known))


def _when_asked(
    content: str | bytes, name: str, mapping: ColumnMapping, known: Vocabulary
) -> Iterator[Record]:
    """The records of a table, which is looked for in the whole file only now."""
    yield from table_of(content, name, mapping, known).records


def likely_table(content: str | bytes, name: str, mapping: ColumnMapping) -> Table:
    """The table of a log: the first with a header that can be used.

    Or else that with most known names, if there are two at least, or the first with enough cells.
    """
    known: tuple[int, Table] | None = None
    best: Table | None = None
    for each in tables_of(content, name, mapping):
        names = trimmed(each.names)
        if _is_usable(names, mapping):
            return each
        count = len(fields_of(names, mapping))
        if count >= LEAST_KNOWN and (known is None or count > known[0]):
            known = count, each
        if best is None or (len(trimmed(best.names)) < _LEAST_CELLS <= len(names)):
            best = each
    assert best is not None  # there is one table at least
    return best if known is None else known[1]


def _is_usable(names: Sequence[str], mapping: ColumnMapping) -> bool:
    try:
        header_of(names, mapping, "")
    except InvalidInput:
        return False
    return True


def log_table(
    content: str | bytes, name: str, mapping: ColumnMapping
) -> tuple[Table, Header, list[Text]]:
    """The table of a log, its header, and what is to be known of how it is read.

    Titles may stand above it. An error where there is none that can be used, and where what
    stands above it may be rows.
    """
    table = likely_table(content, name, mapping)
    place = line_of(name, table.line)
    header = header_of(table.names, mapping, place)
    lost = _lost_letters(content, name, mapping, table, header)
    above = _lines_above(content, name, mapping, table)
    if any(_may_be_no_title(each, header, mapping) for each in above):
        raise InvalidInput(
            place,
            Given(
                "un antet sub linii care pot fi rânduri ale registrului",
                "a header below lines that may be rows of the log",
            ),
            Text(
                f"header_line = {table.line} într-o corespondență, dacă deasupra sunt doar titluri",
                f"header_line = {table.line} in a mapping, if only titles stand above it",
            ),
        )
    return table, header, [*_header_notes(table.line if above else 1), *lost]


def header_notes(
    content: str | bytes, name: str, mapping: ColumnMapping, table: Table
) -> list[Text]:
    """What is to be known of a header that was found below titles."""
    return _header_notes(table.line if _lines_above(content, name, mapping, table) else 1)


def _header_notes(line: int) -> list[Text]:
    if line == 1:
        return []
    return [
        Text(
            f"antetul este linia {line}; ce stă deasupra ei a fost socotit titlu",
            f"the header is line {line}; what stands above it was taken for titles",
        )
    ]


def _lines_above(
    content: str | bytes, name: str, mapping: ColumnMapping, table: Table
) -> list[list[str]]:
    """The cells of each line above a header that was found, and not stated, that says something."""
    if table.line == 1 or mapping.header_line is not None:
        return []
    lines = islice(lines_of(content, name, mapping.encoding), table.line - 1)
    return [
        [each.strip(' "\r\n') for each in line.split(table.delimiter)]
        for line in lines
        if line.strip().strip(_NOTHING_SAID) and line[:4].casefold() != _SEP
    ]


def _lost_letters(
    content: str | bytes, name: str, mapping: ColumnMapping, table: Table, header: Header
) -> list[Text]:
    """What is to be known of columns that are read, if letters of theirs seem lost."""
    if isinstance(content, str):
        may_have = may_have_lost_letters(content)
    else:
        may_have = content.startswith(_UTF_16) or b"?" in content or _UNKNOWN in content
    if not may_have:
        return []
    lost = LostLetters()
    lines = lines_of(content, name, mapping.encoding)
    for number, line in enumerate(islice(lines, table.line, _LINES_LOOKED_AT), table.line + 1):
        if may_have_lost_letters(line):
            cells = line.split(table.delimiter)
            for at in header.fields.values():
                if at < len(cells):
                    lost.take(header.names[at], number, cells[at])
    return lost.notes()


def _may_be_no_title(cells: Sequence[str], header: Header, mapping: ColumnMapping) -> bool:
    """Whether a line has most of the cells of a row, or some names of columns."""
    filled = sum(map(bool, cells))
    named = sum(map(bool, header.names))
    return 2 * filled > named or len(fields_of(cells, mapping)) >= LEAST_KNOWN


def table_of(
    content: str | bytes, name: str, mapping: ColumnMapping, known: Vocabulary = LOG_COLUMNS
) -> Table:
    """The header of a CSV file, and its records as they are asked for.

    Where it is not stated, the delimiter is the one that makes most columns ``known``.
    """
    lines = _Lines(lines_of(content, name, mapping.encoding))
    if mapping.header_line is not None:
        for _ in islice(lines, mapping.header_line - 1):
            pass
    lines.taken.clear()
    delimiter = mapping.delimiter
    for first in lines:
        stated = first.strip("\r\n")
        if stated[:4].casefold() == _SEP and stated[4:] in DELIMITERS:
            delimiter = delimiter or stated[4:]
        elif stated.strip(_NOTHING_SAID):
            for mark, what, right in _NO_TABLE:
                if stated.lstrip().startswith(mark):
                    raise InvalidInput(name, what, right)
            lines.put_back(0)
            line = lines.count + 1
            found = partial(known.fields_of, columns=mapping.columns)
            names, delimiter = _header(lines, delimiter, found, name)
            break
        lines.taken.clear()
    else:
        given = (
            Given("un fișier gol", "an empty file")
            if mapping.header_line is None
            else Given("un fișier care se termină înaintea ei", "a file that ends before it")
        )
        right = Text(
            "o linie cu numele coloanelor, și rânduri",
            "a line with the names of the columns, and rows",
        )
        raise InvalidInput(name, given, right)
    return Table(tuple(names), line, delimiter, _records(lines, delimiter, name))


def _header(
    lines: _Lines,
    delimiter: str | None,
    found: Callable[[Sequence[str]], Mapping[int, str]],
    name: str,
) -> tuple[list[str], str]:
    """The cells of the header and its delimiter: the one that makes most names known."""
    best: tuple[tuple[int, int], list[str], str, int] | None = None
    for each in DELIMITERS if delimiter is None else (delimiter,):
        lines.put_back(0)
        try:
            cells = next(_reader(islice(lines, _HEADER_LINES), each))
        except (csv.Error, StopIteration):
            continue
        rank = len(found(cells)), len(cells)
        if best is None or rank > best[0]:
            best = rank, cells, each, len(lines.taken)
    lines.put_back(0)
    if best is None:
        raise InvalidInput(
            line_of(name, lines.count + 1),
            Given(
                "o linie cu ghilimele nepereche, sau prea lungă",
                "a line whose quotation marks do not pair, or that is too long",
            ),
            Text("o linie cu numele coloanelor", "a line with the names of the columns"),
        )
    _, cells, chosen, count = best
    if any("\0" in cell for cell in cells):
        right = Text(f"{_SAVE_AS.ro}, {_STATE_ENCODING.ro}", f"{_SAVE_AS.en}, {_STATE_ENCODING.en}")
        raise InvalidInput(name, Given("octeți NUL", "NUL bytes"), right)
    for _ in islice(lines, count):
        pass
    lines.taken.clear()
    return cells, chosen


def _reader(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _records(lines: _Lines, delimiter: str, name: str) -> Iterator[Record]:
    """The records of a file; what can't be told apart is one line that can't be read."""
    reader = _reader(lines, delimiter)
    read_again = 0
    while True:
        line = lines.count + 1
        block = lines.block()
        records = _one_to_a_line(block, delimiter)
        if records is not None:
            for at, cells in enumerate(records, line):
                if "".join(cells).strip():
                    yield Record(at, cells)
            continue
        lines.give_back(block)
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # The lines after it may be rows of their own, swallowed by a quotation mark.
            read_again += lines.put_back(1)
            if read_again > _MOST_READ_AGAIN:
                raise InvalidInput(
                    line_of(name, line),
                    Given(
                        "ghilimele nepereche, ca pe multe linii de mai sus",
                        "quotation marks that do not pair, as on many lines before",
                    ),
                    Text(
                        "ghilimelele dintr-un text dublate, și separatorul scris în corespondență",
                        "quotation marks inside a text doubled, and the delimiter stated in a "
                        "mapping",
                    ),
                ) from None
            yield Record(line, (), _problem(error))
            continue
        if "".join(cells).strip():
            yield Record(line, cells)


def _one_to_a_line(block: list[str], delimiter: str) -> list[list[str]] | None:
    """The records of some lines without a quotation mark; nothing for any others."""
    if not block or '"' in "".join(block):
        return None
    try:
        return list(_reader(iter(block), delimiter))
    except csv.Error:
        return None


def rows_of(
    table: Table, width: int, refused: list[UnreadableRow]
) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a CSV file with as many cells as its header; the others are ``refused``."""
    for record in table.records:
        cells = record.cells
        problem = record.problem
        if problem is None and len(cells) != width:
            # Spreadsheets write delimiters after the last column.
            if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                problem = Text(
                    f"s-au primit {counted(len(cells), 'cell', 'ro')}; se așteptau {width}, câte "
                    "are antetul",
                    f"got {len(cells)} cells; expected {width}, as in the header",
                )
            cells = cells[:width]
        if problem is not None:
            refused.append(UnreadableRow(record.line, ROW, problem))
        else:
            yield record.line, cells


def _problem(error: csv.Error) -> Text:
    if "limit" in str(error):
        limit = csv.field_size_limit()
        return Text(
            f"s-a primit o celulă prea lungă; se aștepta cel mult {limit} de caractere",
            f"got a cell that is too long; expected at most {limit} characters",
        )
    return Text(
        "s-au primit ghilimele nepereche; se așteptau ghilimele care se închid, iar înăuntrul "
        "unui text dublate",
        "got quotation marks that do not pair; expected none inside a text, or doubled, "
        "and none that opens and is not closed",
    )


def line_of(name: str, line: int) -> Text:
    """A line of a file, as an error names it."""
    return Text(f"{name}: linia {line}", f"{name}: line {line}")
