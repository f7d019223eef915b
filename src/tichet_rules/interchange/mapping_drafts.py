"""A mapping to begin with, for a log whose columns have names of their own.

Each column of the file is told with the field that it is read as and how many of its cells can
be read so. What the file leaves open stands in the draft as a line to fill in: nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from attrs import evolve, fields_dict, frozen

from tichet_rules._door import FrozenMap, checked_identifier, fingerprint
from tichet_rules.audit.report import UnreadableRow
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.identity import name_key, registration_number
from tichet_rules.interchange._logs_columns import (
    PERSONAL,
    ColumnMapping,
    check_that_stated_columns_exist,
    fields_of,
    header_of,
    trimmed,
)
from tichet_rules.interchange._logs_kept import Kept
from tichet_rules.interchange._logs_lost import LostLetters
from tichet_rules.interchange._logs_parquet import ParquetFile
from tichet_rules.interchange._logs_rows import (
    ROW,
    is_name,
    may_be_a_person,
    minutes_of,
    no_booking,
    of_either_order,
    refusal,
    says_no_booking,
)
from tichet_rules.interchange._logs_text import (
    header_notes,
    likely_table,
    line_of,
    rows_of,
    table_of,
)
from tichet_rules.interchange._logs_times import DateOrder, LogClock
from tichet_rules.interchange._logs_words import FIELDS, IGNORED, WORDS, column_key, says_a_move
from tichet_rules.interchange._mapping_text import lines_of_mapping
from tichet_rules.interchange.logs import LogFormat, checked_log, clock_of
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.text import Language, Text

__all__ = ["ColumnDraft", "MappingDraft", "draft_mapping", "mapping_text"]

_REASONS_KEPT: Final = 3
_TRIED: Final = 200
_MOST_WORDS: Final = 20
_LONGEST_WORD: Final = 60
_MEETING_MINUTES: Final = range(5, 241)
_DAY_BEFORE_MONTH: Final = re.compile(r"(?:1[3-9]|2[0-9]|3[01])[./-][0-9]{1,2}[./-][0-9]{4}")
_SEPARATED: Final = re.compile(r"[./:-]")
_NUMBERED: Final = re.compile(r"[0-9.]+\s*/")
_PHONE: Final = re.compile(r"\+?[0-9](?:[ ().-]?[0-9]){8,13}")
#: A blank cell of theirs makes the row unreadable, unless a constant stands for it.
_NEVER_BLANK: Final = frozenset(
    {"id", "inspector", "start", "date", "time", "booked_at", "booked_date", "booked_time"}
    | {"minutes", *WORDS}
)
#: What a constant can say for a row that leaves it blank.
_BY_A_CONSTANT: Final = frozenset({"minutes", *WORDS})
#: Fields of which a file has one or the other.
_INSTEAD: Final = {
    "start": ("date", "time"),
    "date": ("start",),
    "time": ("start",),
    "booked_at": ("booked_date", "booked_time"),
    "booked_date": ("booked_at",),
    "booked_time": ("booked_at",),
    "minutes": ("end",),
}


@frozen
class ColumnDraft:
    """A column of a log, and how its cells can be read.

    ``field`` is what it is read as, ``None`` when it is left out. Of the log's rows it has
    ``filled`` cells, of which ``read`` can be read; the ``reasons`` are the first of those that
    can't. A column that is not known has the fields that its cells ``may_be``.
    """

    name: str
    field: str | None
    filled: int
    read: int
    reasons: tuple[UnreadableRow, ...] = ()
    may_be: tuple[str, ...] = ()


@frozen
class MappingDraft:
    """How a log is read, and a mapping to begin with.

    ``mapping`` names every column. ``problem`` is what :func:`~tichet_rules.interchange.logs.\
read_log` would refuse the file for: a column that is missing, or comes twice. ``words`` are
    those of the status, the channel and the procedure that are not known, each with its number of
    rows. ``unreadable`` are rows of which not even the cells can be told apart. ``date_order`` is
    the order that has to be stated (``month_first``: the file has such dates), or that no date of
    the file proves (``day_first``). ``notes`` say what else is to be known, and show no cell: below
    which titles the header was found, where letters seem lost.
    """

    name: str
    rows: int
    columns: tuple[ColumnDraft, ...]
    mapping: ColumnMapping
    problem: InvalidInput | None
    words: FrozenMap[str, FrozenMap[str, int]]
    blank: FrozenMap[str, int]
    unreadable: tuple[UnreadableRow, ...]
    date_order: DateOrder | None
    notes: tuple[Text, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether a mapping has nothing more to say: what still can't be read is wrong in the log.

        No column or word is missing, no order of dates, and each column that is read can be read
        in half of its cells at least. What is :attr:`left` says it in words.
        """
        return not self.left

    @property
    def left(self) -> tuple[Text, ...]:
        """What is left to fill in, each by the part of the mapping in which it is written."""
        return tuple(self._left())

    def _left(self) -> Iterator[Text]:
        if self.problem is not None:
            yield Text(
                "[columns]: câte o coloană pentru fiecare câmp care lipsește",
                "[columns]: one column for each field that is missing",
            )
        if self.date_order is DateOrder.MONTH_FIRST:
            yield Text("date_order: ordinea datelor", "date_order: the order of dates")
        for each in self.columns:
            misread = each.field is not None and 2 * each.read < each.filled
            if misread and not self.words.get(str(each.field)):
                yield Text(
                    f"[columns] {each.name!r}: alt câmp, sau îndreptați celulele; ca "
                    f"{each.field!r} se citesc {each.read} din {each.filled}",
                    f"[columns] {each.name!r}: another field, or correct the cells; as "
                    f"{each.field!r} {each.read} of {each.filled} can be read",
                )
        for name, words in self.words.items():
            if not words:
                continue  # none that a mapping could name
            shown = ", ".join(map(repr, words))
            yield Text(f"[words.{name}]: ce înseamnă {shown}", f"[words.{name}]: what {shown} mean")
        for name in self.blank:
            if name in _BY_A_CONSTANT:
                yield Text(
                    f"[constants] {name}: ce înseamnă o celulă goală, sau completați celulele în "
                    "registru",
                    f"[constants] {name}: what a blank cell stands for, or fill in the cells of "
                    "the log",
                )

    @property
    def wrong_cells(self) -> int:
        """How many cells of the columns that are read can't be, or are blank and needed."""
        unread = sum(each.filled - each.read for each in self.columns if each.field is not None)
        return unread + sum(self.blank.values())


def draft_mapping(
    content: str | bytes,
    *,
    name: str,
    format: LogFormat | None = None,  # noqa: A002 (what everyone calls it)
    mapping: ColumnMapping | None = None,
) -> MappingDraft:
    r"""How the columns of a log are read, and a mapping that says it.

    The arguments are those of :func:`~tichet_rules.interchange.logs.read_log`; a ``mapping``
    is checked against the file, and the draft says what it says. Read with the draft, a file is
    read as without one.

    Raises :class:`~tichet_rules.errors.InvalidInput` for what is no table, as JSON lines are none.

    >>> draft = draft_mapping(
    ...     "Nr;Cerere;Coleg;Data;Ora;Făcută;Stare\n"
    ...     "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00;a venit\n",
    ...     name="registru.csv",
    ... )
    >>> [(each.name, each.field, each.may_be) for each in draft.columns if each.field is None]
    [('Coleg', None, ()), ('Făcută', None, ('booked_at',))]
    >>> draft.words["status"]["a venit"], draft.is_complete
    (1, False)
    >>> draft.mapping.columns["Data"]
    'date'
    """
    chosen, using = checked_log(content, name, format, mapping)
    if chosen == "jsonl":
        right = Text(
            "un tabel, CSV sau Parquet: liniile JSON nu au nevoie de corespondență",
            "a table, CSV or Parquet: JSON lines need no mapping",
        )
        raise InvalidInput(name, Given("linii JSON", "JSON lines"), right)
    if chosen == "parquet":
        file = ParquetFile(content, name)
        reader = _Reader(file.names, using, name)
        alone = [at for at, each in enumerate(file.names) if file.names.count(each) == 1]
        reader.read(enumerate(file.rows(alone), 1))
        return reader.draft(name, reader.mapping())
    table = likely_table(content, name, using)
    reader = _Reader(table.names, using, line_of(name, table.line))
    for each in reader.names:
        reader.lost.take(each, table.line, each)
    reader.read(rows_of(table, len(reader.names), reader.unreadable))
    made = reader.mapping()
    if table_of(content, name, made).line != table.line:
        made = evolve(made, header_line=table.line)
    if table_of(content, name, made).names != table.names:
        made = evolve(made, delimiter=table.delimiter)
    return reader.draft(name, made, header_notes(content, name, using, table))


def mapping_text(draft: MappingDraft, language: Language) -> str:
    """The draft as TOML, with comments on what is to be filled in.

    :func:`~tichet_rules.interchange.logs.parse_mapping` reads it as it is.

    >>> print(mapping_text(draft_mapping("Cerere;Coleg", name="registru.csv"), "en"))
    ... # doctest: +ELLIPSIS
    # How the columns of the log are read. Each is a field, or 'ignored': left out.
    ...
    [columns]
    "Cerere" = "request"
    "Coleg" = "ignored"   # not known
    ...
    """
    return "\n".join(lines_of_mapping(draft, language)) + "\n"


# --- reading --------------------------------------------------------------------------------

# Reads a text and tells whether it is a date that holds only by the order of day and month.
_Read = Callable[[str], bool]


class _Known:
    """A column that is read as a field."""

    def __init__(self, name: str, field: str, read: _Read) -> None:
        self.name = name
        self.field = field
        self.filled = 0
        self.unread = 0
        self.reasons: list[UnreadableRow] = []
        self.unknown: Counter[str] = Counter()
        self.by_order: list[int] = []
        self.proves_the_order = False
        self._read = read
        self._kept: Kept[str, InvalidInput | bool] = Kept(self._outcome)

    def _outcome(self, text: str) -> InvalidInput | bool:
        try:
            return self._read(text)
        except InvalidInput as error:
            return error

    def take(self, line: int, text: str) -> None:
        """Read the cell of one row."""
        self.filled += 1
        outcome = self._kept[text]
        if isinstance(outcome, InvalidInput):
            self.refuse(line, outcome)
            self.unknown[text] += 1
        elif outcome:
            self.by_order.append(line)
        elif _DAY_BEFORE_MONTH.match(text):
            self.proves_the_order = True

    def refuse(self, line: int, error: InvalidInput) -> None:
        """Take note of a cell that can't be read."""
        self.unread += 1
        if len(self.reasons) < _REASONS_KEPT:
            self.reasons.append(refusal(line, error, self.name))

    def draft(self) -> ColumnDraft:
        """What was found of it."""
        read = self.filled - self.unread
        return ColumnDraft(self.name, self.field, self.filled, read, tuple(self.reasons))


class _Unknown:
    """A column that is left out, and what its cells may be."""

    def __init__(self, name: str, tests: Mapping[str, _Read], may_be: Sequence[str] = ()) -> None:
        self.name = name
        self.filled = 0
        self._tests = tests
        self._passed: Counter[str] = Counter()
        self._may_be = tuple(may_be)

    def take(self, _: int, text: str) -> None:
        """Try the cell of one row, if enough have not been tried."""
        self.filled += 1
        if self.filled <= _TRIED:
            self._passed.update(each for each, test in self._tests.items() if _passes(test, text))

    def draft(self) -> ColumnDraft:
        """What was found of it."""
        tried = min(self.filled, _TRIED)
        found = tuple(each for each in self._tests if self._passed[each] > tried // 2)
        return ColumnDraft(self.name, None, self.filled, 0, (), (*self._may_be, *found))


def _passes(test: _Read, text: str) -> bool:
    try:
        return test(text)
    except InvalidInput:
        return False


class _Reader:
    """Reads the cells of a file one by one, each as the field of its column."""

    def __init__(self, names: Sequence[str], using: ColumnMapping, place: str | Text) -> None:
        self.names = trimmed(names)
        check_that_stated_columns_exist(self.names, using, place)
        self.unreadable: list[UnreadableRow] = []
        self.lost = LostLetters()
        self._problem: InvalidInput | None = None
        try:
            header_of(self.names, using, place)
        except InvalidInput as error:
            self._problem = error
        self._using = using
        self._rows = 0
        self._clock = _clock(using)
        self._fields = fields_of(self.names, using)
        self._columns = self._made_columns()
        stated = {column_key(each) for each in using.columns}
        # Whatever is not left out by the mapping: its field, or its name where it has none.
        self._telling = {
            at: column.field if isinstance(column, _Known) else column.name
            for at, column in enumerate(self._columns)
            if isinstance(column, _Known) or column_key(column.name) not in stated
        }

    def _made_columns(self) -> list[_Known | _Unknown]:
        times = Counter(self._fields.values())
        once = {at: name for at, name in self._fields.items() if times[name] == 1}
        if "date" in once.values() and "start" in once.values() and "time" not in times:
            once = {at: "time" if name == "start" else name for at, name in once.items()}
        readers = _readers(self._clock, self._using)
        known = {*times, *once.values(), *self._using.constants}
        tests = {
            name: test
            for name, test in _tests(_clock(self._using), self._using).items()
            if known.isdisjoint({name, *_INSTEAD.get(name, ())})
        }
        stated = {column_key(each) for each in self._using.columns}
        columns: list[_Known | _Unknown] = []
        for at, name in enumerate(self.names):
            if at in once:
                columns.append(_Known(name, once[at], readers[once[at]]))
            elif at in self._fields:
                columns.append(_Unknown(name, {}, (self._fields[at],)))
            else:
                columns.append(_Unknown(name, {} if column_key(name) in stated else tests))
        return columns

    def read(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Read all rows."""
        for line, cells in rows:
            texts = [cell.strip() for cell in cells]
            if self._says_no_booking(texts):
                self.unreadable.append(refusal(line, no_booking(), ROW))
                continue
            self._rows += 1
            for column, text in zip(self._columns, texts, strict=False):
                if text:
                    column.take(line, text)
                    self.lost.take(column.name, line, text)
        if self._clock.contradicted:
            for column in self._known:
                for line in column.by_order:
                    column.refuse(line, of_either_order())

    def _says_no_booking(self, texts: Sequence[str]) -> bool:
        filled = [name for at, name in self._telling.items() if texts[at]]
        return says_no_booking(filled, len(self._telling))

    @property
    def _known(self) -> Iterator[_Known]:
        return (each for each in self._columns if isinstance(each, _Known))

    def mapping(self) -> ColumnMapping:
        """The mapping that names every column that it can name."""
        times = Counter(map(column_key, self.names))
        columns = {
            each.name: each.field if isinstance(each, _Known) else IGNORED
            for each in self._columns
            if times[column_key(each.name)] == 1 and is_nameable(each.name)
        }
        words: dict[str, Mapping[str, object]] = {**self._using.words}
        for name in self._unknown_words():
            words.setdefault(name, {})
        return evolve(self._using, columns=columns, words=words)

    def draft(self, name: str, mapping: ColumnMapping, notes: Iterable[Text] = ()) -> MappingDraft:
        """What was found; ``notes`` go before those of the cells."""
        blank = {
            each.field: self._rows - each.filled
            for each in self._known
            if each.field in _NEVER_BLANK and each.filled < self._rows
        }
        unless = {*self._using.constants}
        if "end" in self._fields.values():
            unless.add("minutes")
        return MappingDraft(
            name=name,
            rows=self._rows + len(self.unreadable),
            columns=tuple(each.draft() for each in self._columns),
            mapping=mapping,
            problem=self._problem,
            words=FrozenMap(self._unknown_words()),
            blank=FrozenMap({each: blank[each] for each in blank if each not in unless}),
            unreadable=tuple(self.unreadable),
            date_order=self._date_order(),
            notes=(*notes, *self._of_moves(), *self.lost.notes()),
        )

    def _unknown_words(self) -> dict[str, FrozenMap[str, int]]:
        found: dict[str, FrozenMap[str, int]] = {}
        for column in self._known:
            if column.field in WORDS and column.unknown:
                found[column.field] = nameable_words(column.unknown)
        return found

    def _of_moves(self) -> list[Text]:
        words = ", ".join(
            repr(each) for each in self._unknown_words().get("status", ()) if says_a_move(each)
        )
        if not words:
            return []
        return [
            Text(
                f"{words}: la o programare mutată, rândul vechi este cancelled, iar cel nou booked "
                "(sau held, no_show), cu momentul mutării drept booked_at",
                f"{words}: of a moved booking the old row is cancelled, and the new one booked (or "
                "held, no_show), with the instant of the move as booked_at",
            )
        ]

    def _date_order(self) -> DateOrder | None:
        if self._using.date_order is not None:
            return None
        if self._clock.contradicted:
            return DateOrder.MONTH_FIRST
        by_order = any(each.by_order for each in self._known)
        proven = any(each.proves_the_order for each in self._known)
        return DateOrder.DAY_FIRST if by_order and not proven else None


def _clock(mapping: ColumnMapping) -> LogClock:
    return clock_of(Office().calendar.zone, mapping)


def nameable_words(words: Mapping[str, int]) -> FrozenMap[str, int]:
    """The words that a mapping can name, each by the spelling that came first, most rows first."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text, count in words.items():
        if len(text) <= _LONGEST_WORD and is_nameable(text) and not may_be_a_person(text):
            counts[spelled.setdefault(column_key(text), text)] += count
    return FrozenMap(counts.most_common(_MOST_WORDS))


def is_nameable(text: str) -> bool:
    """Whether a mapping can name a column or a word that is so written."""
    return bool(column_key(text)) and not any("\ud800" <= each <= "\udfff" for each in text)


def _readers(clock: LogClock, mapping: ColumnMapping) -> dict[str, _Read]:
    """What reads a cell of each field, as a log's reader does."""

    def checked(check: Callable[[str], object]) -> _Read:
        def read(text: str) -> bool:
            check(text)
            return False

        return read

    def instant(text: str) -> bool:
        return clock.instant(text)[1]

    def day(text: str) -> bool:
        return clock.day_alone(text)[1]

    def time(text: str) -> bool:
        try:
            clock.clock(text)
        except InvalidInput as error:
            try:
                return instant(text)
            except InvalidInput:
                raise error from None
        return False

    readers = {
        name: checked(partial(checked_identifier, name, personal=name in PERSONAL))
        for name in FIELDS
    }
    readers |= {name: instant for name in FIELDS if name == "start" or name.endswith("_at")}
    readers |= {name: checked(partial(mapping.word, name)) for name in WORDS}
    return readers | {
        "request": checked(registration_number),
        "applicant": checked(name_key),
        "date": day,
        "booked_date": day,
        "time": time,
        "booked_time": time,
        "end": time,
        "minutes": checked(minutes_of),
        "record": checked(partial(fingerprint(), None, fields_dict(Booking)["record"])),
        "ticket": checked(partial(fingerprint(), None, fields_dict(Booking)["ticket"])),
    }


def _tests(clock: LogClock, mapping: ColumnMapping) -> dict[str, _Read]:
    """What tells whether a cell may be of a field; of ids and rooms nothing does."""

    def reads(read: Callable[[str], object]) -> _Read:
        return lambda text: _SEPARATED.search(text) is not None and read(text) is not None

    def capitals(text: str) -> bool:
        return is_name(text) and (text.istitle() or text.isupper())

    def knows(name: str) -> _Read:
        return lambda text: mapping.word(name, text) is not None

    return {
        "request": lambda text: (
            _NUMBERED.match(text) is not None and bool(registration_number(text))
        ),
        "inspector": capitals,
        "applicant": capitals,
        "start": reads(clock.instant),
        "date": reads(clock.day_alone),
        "time": reads(clock.clock),
        "minutes": lambda text: minutes_of(text) in _MEETING_MINUTES,
        "booked_at": reads(clock.instant),
        "booked_date": reads(clock.day_alone),
        "booked_time": reads(clock.clock),
        **{name: knows(name) for name in WORDS},
        "phone": lambda text: _PHONE.fullmatch(text) is not None,
        "email": lambda text: "@" in text,
    }
