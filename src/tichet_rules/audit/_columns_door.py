"""Columns at the door: bookings, lists and Arrow's arrays, checked and made numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final

import numpy as np
from attrs import fields

from tichet_rules._door import (
    A_BOOKING_ACT,
    checked_identifier,
    checked_instance,
    listed,
    member,
    one_of,
)
from tichet_rules.audit._columns_arrays import Array
from tichet_rules.audit.columns import Coded, LogColumns
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import registration_number
from tichet_rules.model import Booking, BookingStatus, Channel, Procedure
from tichet_rules.model.time import LONGEST_MINUTES
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import MINUTE, ticks_of

__all__ = ["joined_columns", "of_arrow", "of_bookings", "of_checked", "of_mapping", "with_before"]

_REQUIRED: Final = ("id", "request", "inspector", "applicant", "start", "booked_at")
_OPTIONAL: Final[dict[str, Any]] = {
    "minutes": 15,
    "status": BookingStatus.BOOKED,
    "channel": Channel.ONLINE,
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 0,
    "procedure": Procedure.BLUE_TICKET,
    "room": None,
    "in_place_of": None,
}
_FIRST: Final = ticks_of(datetime.min.replace(tzinfo=UTC))
_LAST: Final = ticks_of(datetime.max.replace(tzinfo=UTC))
_LONGEST_ID: Final = 200


# --- bookings -------------------------------------------------------------------------------


def of_bookings(bookings: Iterable[Booking], name: str) -> LogColumns:
    """The columns of some bookings, each with its ``booked_at``; ``name`` is what errors say."""
    given = listed(name, bookings, "a list of bookings")
    seen: set[str] = set()
    for index, each in enumerate(given):
        booking = checked_instance(f"{name}[{index}]", each, Booking)
        if booking.booked_at is None:
            raise InvalidInput(f"{name}[{index}].booked_at", None, A_BOOKING_ACT)
        if booking.id in seen:
            raise InvalidInput(f"{name}[{index}].id", booking.id, "each id once")
        seen.add(booking.id)
    return of_checked(given, [ticks_of(each.booked_at) for each in given])


def of_checked(bookings: list[Booking], booked_at: list[int]) -> LogColumns:
    """The columns of some bookings, each with the instant of its booking act in ticks."""

    def whole(numbers: Iterable[int]) -> Array:
        return np.fromiter(numbers, np.int64, len(bookings))

    def places(kind: type[StrEnum], field: str) -> Array:
        place = {each: index for index, each in enumerate(kind)}
        return np.array([place[getattr(each, field)] for each in bookings], np.int8)

    def coded(field: str) -> Coded:
        return _coded([getattr(each, field) for each in bookings])

    return LogColumns(
        id=_objects([each.id for each in bookings]),
        request=coded("request"),
        inspector=coded("inspector"),
        applicant=coded("applicant"),
        begins=whole(each.slot.begins for each in bookings),
        ends=whole(each.slot.ends for each in bookings),
        booked_at=whole(booked_at),
        status=places(BookingStatus, "status"),
        channel=places(Channel, "channel"),
        buffer_before=whole(each.buffer_before_minutes for each in bookings),
        buffer_after=whole(each.buffer_after_minutes for each in bookings),
        procedure=places(Procedure, "procedure"),
        room=coded("room"),
        in_place_of=coded("in_place_of"),
    )


def _objects(values: list[str]) -> Array:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _coded(values: list[str | None]) -> Coded:
    known = [each for each in dict.fromkeys(values) if each is not None]
    code: dict[str | None, int] = {each: index for index, each in enumerate(known)}
    code[None] = -1
    codes = np.fromiter(map(code.__getitem__, values), np.int32, len(values))
    return Coded(codes, tuple(known))


# --- the bookings before a log ----------------------------------------------------------------


def with_before(before: list[Booking], columns: LogColumns) -> LogColumns:
    """The bookings before a log and the log, in one; the former are held to be booked earlier."""
    if not before:
        return columns
    earliest = int(columns.booked_at.min(initial=0)) - 1
    return joined_columns(of_checked(before, [earliest] * len(before)), columns)


def joined_columns(first: LogColumns, columns: LogColumns) -> LogColumns:
    """Two logs as one."""
    joined: dict[str, Any] = {}
    for name in (each.name for each in fields(LogColumns)):
        one, other = getattr(first, name), getattr(columns, name)
        both = _both if isinstance(one, Coded) else lambda *arrays: np.concatenate(arrays)
        joined[name] = both(one, other)
    return LogColumns(**joined)


def _both(first: Coded, then: Coded) -> Coded:
    """One column after another, coded alike; the codes of the second stay as they are."""
    code = {each: index for index, each in enumerate(then.values)}
    for each in first.values:
        code.setdefault(each, len(code))
    table = np.array([*(code[each] for each in first.values), -1], np.int32)
    return Coded(np.concatenate([table[first.codes], then.codes]), tuple(code))


# --- columns --------------------------------------------------------------------------------


def of_arrow(table: Any) -> LogColumns:
    """From a table of Arrow: its columns by their names."""
    if not hasattr(table, "column_names") or not hasattr(table, "column"):
        raise WrongType("table", table, "a table of Arrow, such as pyarrow.Table")
    return of_mapping({name: table.column(name) for name in table.column_names})


def of_mapping(columns: Mapping[str, Any]) -> LogColumns:
    """From columns by their names, checked."""
    checked_instance("columns", columns, Mapping)  # type: ignore[type-abstract]
    for name in columns:
        if name not in _REQUIRED and name not in _OPTIONAL:
            known = (*_REQUIRED, *_OPTIONAL)
            raise InvalidInput("columns", name, one_of(name, known, "column"))
    for name in _REQUIRED:
        if name not in columns:
            raise InvalidInput("columns", sorted(columns), f"a column {name!r} among them")
    sizes = {name: _size(name, column) for name, column in columns.items()}
    rows = sizes["id"]
    for name, size in sizes.items():
        if size != rows:
            raise InvalidInput(name, f"{size} rows", f"{rows} rows, as in the column 'id'")
    made = _Reader(columns, rows).log()
    _check_requests(made)
    return made


def _size(name: str, column: Any) -> int:
    if isinstance(column, (str, bytes, Mapping)) or not hasattr(column, "__len__"):
        raise WrongType(name, column, "an array or a list", personal=True)
    if getattr(column, "ndim", 1) != 1:
        raise InvalidInput(name, f"{column.ndim} dimensions", "a column of one dimension")
    return len(column)


def _check_requests(made: LogColumns) -> None:
    missing = (made.request.codes < 0) & (
        made.procedure != list(Procedure).index(Procedure.AUDIENCE)
    )
    if missing.any():
        row = int(np.argmax(missing))
        raise InvalidInput(f"request[{row}]", None, "a registration number, but for an audience")


class _Reader:
    """Reads the columns of one log, each of as many rows."""

    def __init__(self, columns: Mapping[str, Any], rows: int) -> None:
        self._columns = columns
        self._rows = rows

    def log(self) -> LogColumns:
        """All of them."""
        begins = self._whole("start", _FIRST, _LAST)
        minutes = self._whole("minutes", 1, LONGEST_MINUTES)
        ends = begins + minutes * MINUTE
        late = ends > _LAST
        if late.any():
            row = int(np.argmax(late))
            right = "a meeting that ends within the year 9999"
            raise InvalidInput(f"start[{row}]", int(begins[row]), right)
        return LogColumns(
            id=self._ids(),
            request=self._strings("request", registration_number, optional=True),
            inspector=self._strings("inspector", _identifier),
            applicant=self._strings("applicant", _any_text),
            begins=begins,
            ends=ends,
            booked_at=self._whole("booked_at", _FIRST, _LAST),
            status=self._members("status", BookingStatus),
            channel=self._members("channel", Channel),
            buffer_before=self._whole("buffer_before_minutes", 0, MINUTES_A_DAY),
            buffer_after=self._whole("buffer_after_minutes", 0, MINUTES_A_DAY),
            procedure=self._members("procedure", Procedure),
            room=self._strings("room", _identifier, optional=True),
            in_place_of=self._strings("in_place_of", _identifier, optional=True),
        )

    def _ids(self) -> Array:
        ids = _listed_texts("id", self._columns["id"])
        plain = (
            None not in ids
            and "".join(ids).isprintable()
            and all(map(str.strip, ids))
            and max(map(len, ids), default=0) <= _LONGEST_ID
        )
        for row, each in enumerate(() if plain else ids):
            checked_identifier(f"id[{row}]", each)
        first: dict[str, int] = {}
        for row, each in enumerate(ids if len(set(ids)) < len(ids) else ()):
            if first.setdefault(each, row) != row:
                raise InvalidInput(f"id[{row}]", each, "each id once")
        return _objects(ids)

    def _strings(
        self, name: str, checked: Callable[[Any, str], str], *, optional: bool = False
    ) -> Coded:
        if name not in self._columns:
            return Coded(np.full(self._rows, -1, np.int32), ())
        column = _coded_column(name, self._columns[name])
        if not optional and (column.codes < 0).any():
            raise _missing(name, int(np.argmin(column.codes)))
        used = np.zeros(len(column.values) + 1, bool)
        used[column.codes] = True
        code: dict[str, int] = {}
        table = np.full(len(column.values) + 1, -1, np.int32)
        for place in np.flatnonzero(used[:-1]).tolist():
            value = column.values[place]
            try:
                known = checked(value, name)
            except InvalidInput as error:
                row = int(np.argmax(column.codes == place))
                raise error.renamed(name, f"{name}[{row}]") from None
            table[place] = code.setdefault(known, len(code))
        return Coded(table[column.codes], tuple(code))

    def _members(self, name: str, kind: type[StrEnum]) -> Array:
        place = {str(each): index for index, each in enumerate(kind)}
        if name not in self._columns:
            return np.full(self._rows, place[_OPTIONAL[name]], np.int8)
        found = self._strings(name, partial(_member, kind))
        return np.array([*(place[each] for each in found.values), 0], np.int8)[found.codes]

    def _whole(self, name: str, least: int, most: int) -> Array:
        right = f"a whole number, at least {least}, at most {most}"
        if name not in self._columns:
            return np.full(self._rows, _OPTIONAL[name], np.int64)
        numbers = _numbers(name, self._columns[name], right)
        wrong = (numbers < least) | (numbers > most)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InvalidInput(f"{name}[{row}]", int(numbers[row]), right)
        return numbers.astype(np.int64, copy=False)


def _identifier(value: Any, name: str) -> str:
    return checked_identifier(name, value)


def _any_text(value: Any, _: str) -> str:
    text: str = value
    return text


def _member(kind: type[StrEnum], value: Any, name: str) -> str:
    return str(member(name, kind)(value))


def _missing(name: str, row: int) -> InvalidInput:
    return WrongType(f"{name}[{row}]", None, "a string")


def _is_arrow(column: Any) -> bool:
    return hasattr(column, "dictionary_encode")


def _listed_texts(name: str, column: Any) -> list[Any]:
    """A column of strings and None as a list."""
    values: list[Any]
    if _is_arrow(column):
        values = column.to_pylist()
    else:
        values = column.tolist() if hasattr(column, "tolist") else list(column)
    for row, each in enumerate(values):
        if each is not None and not isinstance(each, str):
            raise WrongType(f"{name}[{row}]", each, "a string", personal=name == "applicant")
    return values


def _coded_column(name: str, column: Any) -> Coded:
    if not _is_arrow(column):
        return _coded(_listed_texts(name, column))
    encoded = column.dictionary_encode()
    if hasattr(encoded, "unify_dictionaries"):
        encoded = encoded.unify_dictionaries().combine_chunks()
    # Some releases give the chunks of a column, and some its one array.
    encoded = encoded.chunk(0) if hasattr(encoded, "chunk") else encoded
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    values = [*_listed_texts(name, encoded.dictionary)]
    absent = [place for place, each in enumerate(values) if each is None]
    codes[np.isin(codes, absent)] = -1
    return Coded(codes.astype(np.int32), tuple(values))


def _numbers(name: str, column: Any, right: str) -> Array:
    if _is_arrow(column):
        return _arrow_numbers(name, column, right)
    if isinstance(column, np.ndarray):
        if column.dtype.kind not in "iu":
            raise WrongType(name, str(column.dtype), f"{right}, as int64")
        return column
    for row, each in enumerate(column):
        if not isinstance(each, (int, np.integer)) or isinstance(each, bool):
            raise WrongType(f"{name}[{row}]", each, right)
    try:
        return np.array(column, np.int64)
    except OverflowError:
        row = next(row for row, each in enumerate(column) if not _FIRST <= each <= _LAST)
        raise InvalidInput(f"{name}[{row}]", column[row], right) from None


def _arrow_numbers(name: str, column: Any, right: str) -> Array:
    kind = str(column.type)
    if column.null_count:
        row = column.is_null().to_pylist().index(True)
        raise WrongType(f"{name}[{row}]", None, right)
    if kind.startswith("timestamp"):
        if "tz=" not in kind:
            raise WrongType(name, kind, "timestamps with a zone, or microseconds of UTC as int64")
        column = column.cast("timestamp[us]").cast("int64")
    elif "int" not in kind:
        raise WrongType(name, kind, f"{right}, as int64")
    numbers: Array = np.asarray(column)
    return numbers
