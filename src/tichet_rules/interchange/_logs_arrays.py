"""Rows of a log straight into columns, without a booking for each.

What is plain is read here, many rows at a time and each text once; a row with anything odd in it
goes to the reader of single rows, so that it is read, or refused, as it would be there.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
from attrs import fields

from tichet_rules._door import checked_identifier, checked_whole_number
from tichet_rules.audit._columns_arrays import Array, distinct
from tichet_rules.audit._columns_door import joined_columns, of_checked
from tichet_rules.audit._columns_log import some_of
from tichet_rules.audit._columns_office import OfficeColumns
from tichet_rules.audit.columns import Coded, ColumnarLog, LogColumns
from tichet_rules.audit.report import LogRow
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange._logs_kept import Kept
from tichet_rules.interchange._logs_lines import KEYS, UNKNOWN, Lines
from tichet_rules.interchange._logs_rows import FOLLOWED, Buffers, Rows
from tichet_rules.interchange.documents import BookingDocument
from tichet_rules.interchange.structure import read_instant
from tichet_rules.model import BookingStatus, Channel, Contact, Procedure, Slot
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import MINUTE, from_ticks, ticks_of

__all__ = ["ROWS_AT_ONCE", "ColumnLines", "ColumnRows", "OfficeColumns"]

K = TypeVar("K")
V = TypeVar("V")

# The texts of each column that is read, by its position.
Cells: TypeAlias = Sequence[Sequence[str]] | Mapping[int, Sequence[str]]

ROWS_AT_ONCE: Final = 2_000
_SHORT: Final = 100  # whatever is the longest that an identifier may be
_QUARTER: Final = 15 * MINUTE
_ODD: Final = -2  # a code that no value has
_NONE: Final = -1
_PLACES: Final[dict[Any, int]] = {
    each: place for kind in (BookingStatus, Channel, Procedure) for place, each in enumerate(kind)
}
_AUDIENCE: Final = _PLACES[Procedure.AUDIENCE]
_BY_SLOT: Final = 1
_BY_ACT: Final = 2


class _Columns:
    """The columns of the plain rows that were read so far."""

    def __init__(self, office: OfficeColumns) -> None:
        self._office = office
        self._requests = office.office.requests
        self._key_of_request = array("i", repeat(_NONE, len(self._requests)))
        self._others: dict[str, int] = {}
        self._applicants: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._rooms: dict[str, int] = {}
        self._buffers = Kept(self._buffers_of)
        self._policies = Buffers(office.office)
        self.names = ("line", "dated", *(each.name for each in fields(LogColumns)))
        self._parts: dict[str, list[Any]] = {name: [] for name in self.names}

    def person(self, id_: str) -> int:
        """The code of an inspector, or of whom one stands in for."""
        return self._people.setdefault(id_, len(self._people))

    def room(self, name: str) -> int:
        """The code of a room."""
        return self._rooms.setdefault(name, len(self._rooms))

    def known(self, number: str, name: str) -> tuple[int, int] | None:
        """The codes of a request that is written as the office has it, and of who comes.

        Nothing if the office has none, or the name is not written as the office has it.
        """
        place = self._office.numbers.get(number)
        if place is None:
            return None
        if name and self._requests[number].applicant.name != name:
            return None
        code = self._key_of_request[place]
        if code < 0:
            code = self._applicant(self._requests[number].applicant.key)
            self._key_of_request[place] = code
        return place, code

    def whose(self, number: str | None, key: str) -> tuple[int, int]:
        """The codes of a request and of the key of who comes."""
        if number is None:
            return _NONE, self._applicant(key)
        place = self._office.numbers.get(number)
        if place is None:
            place = self._others.setdefault(number, len(self._requests) + len(self._others))
        return place, self._applicant(key)

    def _applicant(self, key: str) -> int:
        return self._applicants.setdefault(key, len(self._applicants))

    def buffers(self, booked_at: Array, procedure: Array) -> Array:
        """The buffers of each row; -2 where no policy was in force."""
        found, place = distinct(booked_at // _QUARTER * 2 + (procedure == _AUDIENCE))
        table = np.array([self._buffers[key] for key in found.tolist()], np.int64).reshape(-1, 2)
        made: Array = table[place]
        return made

    def _buffers_of(self, key: int) -> tuple[int, int]:
        quarter, audience = divmod(key, 2)
        procedure = Procedure.AUDIENCE if audience else Procedure.BLUE_TICKET
        try:
            return self._policies.at(from_ticks(quarter * _QUARTER), procedure)
        except InvalidInput:
            return _ODD, _ODD

    def add(self, plain: Array, **columns: Any) -> None:
        """Add those of some rows that are plain."""
        everything = bool(plain.all())
        for name, column in columns.items():
            self._parts[name].append(column if everything else column[plain])

    def made(
        self, rows: Sequence[LogRow], dated: Mapping[int, int]
    ) -> tuple[LogColumns, Array, Array]:
        """All rows in the order of the file, their lines, and which are dated by an order alone.

        With those that were read one by one; ``dated`` tells of these, by their place.
        """
        numbers = (*self._office.numbers, *self._others)
        texts = {
            "request": numbers,
            "inspector": tuple(self._people),
            "applicant": tuple(self._applicants),
            "room": tuple(self._rooms),
            "in_place_of": tuple(self._people),
        }
        self._applicants.clear()
        made: dict[str, Any] = {}
        for column in list(self._parts):
            parts = self._parts.pop(column)  # one after another, as each is as large as the next
            kind = _KINDS.get(column, np.int64)
            whole = np.concatenate([np.zeros(0, kind), *parts]).astype(kind, copy=False)
            made[column] = Coded(whole, texts[column]) if column in texts else whole
        lines, by_order = made.pop("line"), made.pop("dated")
        columns = LogColumns(**made)
        if rows:
            bookings = [each.booking for each in rows]
            booked_at = [ticks_of(each.booked_at) for each in bookings if each.booked_at]
            columns = joined_columns(columns, of_checked(bookings, booked_at))
            lines = np.concatenate([lines, [each.line for each in rows]])
            others = [dated.get(each, 0) for each in range(len(rows))]
            by_order = np.concatenate([by_order, np.array(others, np.int8)])
            order = np.argsort(lines, kind="stable")
            columns, lines, by_order = some_of(columns, order), lines[order], by_order[order]
        return columns, lines, by_order


_KINDS: Final[dict[str, Any]] = {
    "id": object,
    **dict.fromkeys(("request", "inspector", "applicant", "room", "in_place_of"), np.int32),
    **dict.fromkeys(("status", "channel", "procedure", "dated"), np.int8),
}


def _whole(values: Iterable[int], count: int, kind: Any = np.int64) -> Array:
    return np.fromiter(values, kind, count)


def _split(values: Iterable[tuple[int, ...]], count: int, width: int) -> Array:
    """Tuples of so many whole numbers, as columns."""
    return np.fromiter(chain.from_iterable(values), np.int64, count * width).reshape(count, width).T


def _objects(values: Sequence[str]) -> Array:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _identifiers(texts: Sequence[str]) -> Array:
    """Whether each text is an identifier; of most files all are, which is told at once."""
    if all(texts) and "".join(texts).isprintable() and max(map(len, texts)) <= _SHORT:
        return np.ones(len(texts), bool)
    return np.fromiter(map(_is_identifier, texts), bool, len(texts))


def _is_identifier(text: str) -> bool:
    try:
        checked_identifier("", text)
    except InvalidInput:
        return False
    return True


# --- tables ---------------------------------------------------------------------------------


class ColumnRows(Rows):
    """Reads the rows of one file into columns: those of a table, many at a time."""

    def __init__(self, *args: Any, columns: OfficeColumns, **options: Any) -> None:
        super().__init__(*args, **options)
        self._columns = _Columns(columns)
        find = self._kept
        self._find_words = find(self._coded_words, "status", "channel", "procedure")
        self._find_slot = find(self._slot_ticks, "start", "date", "time", "end", "minutes")
        self._find_act = find(self._act_ticks, "booked_at", "booked_date", "booked_time")
        self._find_inspector = find(self._coded_inspector, "inspector")
        self._find_room = find(self._coded_room, "room")
        self._find_in_place_of = find(self._coded_in_place_of, "in_place_of")
        self._find_contact = find(self._checked_contact, "phone", "email")
        self._find_followed = find(self._nothing_followed, *FOLLOWED)

    def read_many(self, lines: Sequence[int], cells: Cells) -> None:
        """Read rows by the lines on which they begin, and the cells of each column."""
        count = len(lines)
        ids = list(map(str.strip, cells[self._header.fields["id"]])) if not self._numbered else [
            f"{self._numbered}{line}" for line in lines
        ]  # fmt: skip
        words = _whole(self._find_words(cells, count), count)
        people = (self._texts(name, cells, count) for name in ("request", "applicant", "procedure"))
        request, applicant = _split(map(self._whose, *people), count, 2)
        begins, ends, by_slot = _split(self._find_slot(cells, count), count, 3)
        booked_at, by_act = _split(self._acts(cells, count), count, 2)
        procedure = words & 7
        before, after = self._columns.buffers(booked_at, procedure).T
        inspector, room, in_place_of, contact, followed = (
            _whole(find(cells, count), count)
            for find in (
                self._find_inspector,
                self._find_room,
                self._find_in_place_of,
                self._find_contact,
                self._find_followed,
            )
        )
        plain = _identifiers(ids)
        for column in (words, request, by_slot, by_act, before, inspector, room, in_place_of,
                       contact, followed):  # fmt: skip
            plain &= column != _ODD
        self._columns.add(
            plain,
            line=np.array(lines),
            dated=np.where(by_slot != 0, _BY_SLOT, by_act * _BY_ACT).astype(np.int8),
            id=_objects(ids),
            request=request.astype(np.int32),
            inspector=inspector.astype(np.int32),
            applicant=applicant.astype(np.int32),
            begins=begins.copy(),
            ends=ends.copy(),
            booked_at=booked_at.copy(),
            status=(words >> 6).astype(np.int8),
            channel=(words >> 3 & 7).astype(np.int8),
            procedure=procedure.astype(np.int8),
            buffer_before=before.copy(),
            buffer_after=after.copy(),
            room=room.astype(np.int32),
            in_place_of=in_place_of.astype(np.int32),
        )
        for row in np.flatnonzero(~plain).tolist():
            texts = [""] * len(self._header.names)
            for at in self._header.fields.values():
                texts[at] = cells[at][row]
            self.read(lines[row], texts)

    def columnar_log(self, name: str) -> ColumnarLog:
        """The log; without the dates that only an order tells which the file contradicts."""
        slot = self._dated(by_order=True)
        dated = {at: _BY_SLOT if field == slot else _BY_ACT for at, field in self._by_order}
        columns, lines, by_order = self._columns.made(self.ledger.rows, dated)
        if self._clock.contradicted and by_order.any():
            for row in np.flatnonzero(by_order).tolist():
                field = self._dated(by_order=by_order[row] == _BY_SLOT)
                self.refuse_order(int(lines[row]), field)
            kept = np.flatnonzero(by_order == 0)
            columns, lines = some_of(columns, kept), lines[kept]
        ledger = self.ledger
        return ColumnarLog(
            name,
            columns,
            lines,
            ledger.refused(),
            ledger.names,
            ledger.notes,
            self.presumed_minutes,
            ledger.numbers,
        )

    # --- cells ------------------------------------------------------------------------------

    def _kept(self, find: Callable[..., V], *names: str) -> Callable[[Cells, int], Iterator[V]]:
        """What is found by some fields: of each row, asked once of each distinct texts."""
        places = [self._header.fields.get(name) for name in names]
        constants = [self._constants_of[name] for name in names]
        columns = [at for at in places if at is not None]

        def texts(cells: Iterable[str]) -> Iterator[str]:
            given = iter(cells)
            for at, constant in zip(places, constants, strict=True):
                yield constant if at is None else next(given).strip() or constant

        kept = Kept[tuple[str, ...], V](lambda cells: find(*texts(cells)))

        def of(cells: Cells, count: int) -> Iterator[V]:
            if not columns:
                return repeat(kept[()], count)
            return map(kept.__getitem__, zip(*(cells[at] for at in columns), strict=True))

        return of

    def _texts(self, name: str, cells: Cells, count: int) -> Iterator[str]:
        at, constant = self._header.fields.get(name), self._constants_of[name]
        if at is None:
            return repeat(constant, count)
        if not constant:
            return map(str.strip, cells[at])
        return (each.strip() or constant for each in cells[at])

    def _whose(self, request: str, name: str, procedure: str) -> tuple[int, int]:
        """The codes of a request and of who comes."""
        found = self._columns.known(request, name)
        if found is not None:
            return found
        try:
            return self._columns.whose(*self._people[request, name, procedure])
        except InvalidInput:
            return _ODD, _ODD

    def _acts(self, cells: Cells, count: int) -> Iterator[tuple[int, int]]:
        if "booked_at" in self._header.fields:
            return map(self._act, self._texts("booked_at", cells, count))
        return self._find_act(cells, count)

    def _act(self, text: str) -> tuple[int, int]:
        try:
            return self._clock.ticks(text)
        except InvalidInput:
            return 0, _ODD

    def _coded_words(self, *texts: str) -> int:
        try:
            status, channel, procedure = map(_PLACES.__getitem__, self._three_words(texts))  # type: ignore[arg-type]
        except InvalidInput:
            return _ODD
        return status << 6 | channel << 3 | procedure

    def _slot_ticks(self, *texts: str) -> tuple[int, int, int]:
        try:
            slot, by_order = self._slots[texts]  # type: ignore[index]
        except InvalidInput:
            return 0, 0, _ODD
        return slot.begins, slot.ends, int(by_order)

    def _act_ticks(self, *texts: str) -> tuple[int, int]:
        try:
            booked_at, by_order = self._instant("booked_at", *texts)
        except InvalidInput:
            return 0, _ODD
        return ticks_of(booked_at), int(by_order)

    def _coded_inspector(self, text: str) -> int:
        return self._coded(lambda: self._columns.person(self._inspector(("inspector", text))))

    def _coded_in_place_of(self, text: str) -> int:
        if not text:
            return _NONE
        return self._coded(lambda: self._columns.person(self._inspector(("in_place_of", text))))

    def _coded_room(self, text: str) -> int:
        return self._coded(lambda: self._columns.room(self._room(text))) if text else _NONE

    def _coded(self, find: Callable[[], int]) -> int:
        try:
            return find()
        except InvalidInput:
            return _ODD

    def _checked_contact(self, *texts: str) -> int:
        return _NONE if all(map(_is_identifier, filter(None, texts))) else _ODD

    def _nothing_followed(self, *texts: str) -> int:
        """What followed the meeting is not in columns, and is checked in a booking alone."""
        return _ODD if any(texts) else _NONE


# --- JSON lines -----------------------------------------------------------------------------

_DEFAULTS: Final[dict[str, Any]] = {
    each.name: each.default for each in fields(BookingDocument) if each.name not in FOLLOWED
} | {"phone": None, "email": None}
_PLAIN: Final = frozenset(_DEFAULTS)
_STATUSES: Final = {str(each): place for place, each in enumerate(BookingStatus)}
_CHANNELS: Final = {str(each): place for place, each in enumerate(Channel)}
_PROCEDURES: Final = {str(each): each for each in Procedure}


class ColumnLines(Lines):
    """Reads one line of JSON after the other into columns; events are folded as ever."""

    def __init__(self, columns: OfficeColumns) -> None:
        super().__init__(columns.office)
        self._columns = _Columns(columns)
        self._slots = Kept(_slot)
        self._plain: list[tuple[Any, ...]] = []

    def columnar_log(self, name: str) -> ColumnarLog:
        """The log."""
        self._flush()
        columns, lines, _ = self._columns.made(self.ledger.rows, {})
        return ColumnarLog(name, columns, lines, self.ledger.refused(), self.ledger.names)

    def _row(self, line: int, value: dict[str, Any]) -> None:
        try:
            plain = self._plain_row(value)
        except (InvalidInput, LookupError, TypeError):  # it is told by the reader of single rows
            plain = None
        if plain is None:
            super()._row(line, value)
            return
        self._plain.append((line, *plain))
        if len(self._plain) >= ROWS_AT_ONCE:
            self._flush()

    def _plain_row(self, value: dict[str, Any]) -> tuple[Any, ...] | None:
        """A booking with nothing odd in it, in the order of the columns; nothing for any other."""
        if not value.keys() <= _PLAIN:
            return None
        row = _DEFAULTS | value
        Contact(row["phone"], row["email"])  # checked, and left out
        if type(row["minutes"]) is not int:
            return None
        whose = self._whose(row["request"], row["applicant"])
        if whose is None:
            return None
        request, applicant = whose
        procedure = _PROCEDURES[row["procedure"]]
        begins, ends = self._slots[row["start"], row["minutes"]]
        booked_at = read_instant(row["booked_at"])
        before, after = self._buffers.at(booked_at, procedure)
        if (told := row["buffer_before_minutes"]) is not None:
            before = checked_whole_number("buffer_before_minutes", told, 0, MINUTES_A_DAY)
        if (told := row["buffer_after_minutes"]) is not None:
            after = checked_whole_number("buffer_after_minutes", told, 0, MINUTES_A_DAY)
        if (told := row["revision"]) is not None:
            checked_whole_number("revision", told, 0)
        room, in_place_of = row["room"], row["in_place_of"]
        return (
            0,
            checked_identifier("id", row["id"]),
            request,
            self._columns.person(checked_identifier("inspector", row["inspector"])),
            applicant,
            begins,
            ends,
            ticks_of(booked_at),
            _STATUSES[row["status"]],
            _CHANNELS[row["channel"]],
            before,
            after,
            _PLACES[procedure],
            _NONE if room is None else self._columns.room(checked_identifier("room", room)),
            _NONE
            if in_place_of is None
            else self._columns.person(checked_identifier("in_place_of", in_place_of)),
        )

    def _whose(self, request: str, applicant: object) -> tuple[int, int] | None:
        """The codes of a request of the office and of who comes, by name or by key."""
        known = self._columns.known(request, "")
        if known is None or applicant is None:
            return known
        if not isinstance(applicant, str):
            return None
        if applicant.startswith(UNKNOWN):
            return known
        if applicant.startswith(KEYS):
            checked_identifier("applicant", applicant.partition(":")[2])
            return self._columns.whose(request, applicant)
        return self._columns.known(request, applicant)

    def _flush(self) -> None:
        columns = zip(*self._plain, strict=True)
        self._columns.add(
            np.ones(len(self._plain), bool),
            **{
                name: np.array(column, _KINDS.get(name, np.int64))
                for name, column in zip(self._columns.names, columns, strict=False)
            },
        )
        self._plain.clear()


def _slot(key: tuple[str, int]) -> tuple[int, int]:
    slot = Slot(read_instant(key[0]), key[1])
    return slot.begins, slot.ends
