"""Bookings as rows and rows as bookings, exactly: instants to the microsecond."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from tichet_rules._door import checked_instance, checked_whole_number
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking
from tichet_rules.storage._columns import COLUMNS, NESTED, Column
from tichet_rules.storage.table import Dialect, checked_dialect
from tichet_rules.timekeeping.instants import as_utc, from_ticks, ticks_of

__all__ = ["Row", "booking_of", "instant_for", "row_of"]


class Row(Protocol):
    """A row by the names of its columns: a dictionary, or a ``sqlite3.Row``."""

    def keys(self) -> Iterable[str]:  # pragma: no cover: a protocol's methods have no body
        """The names of the columns."""
        ...

    def __getitem__(self, key: str, /) -> Any:  # pragma: no cover: as above
        """The value in a column."""
        ...


def instant_for(instant: datetime, dialect: Dialect) -> datetime | int:
    """An instant as a database keeps it: itself in PostgreSQL, its ticks in SQLite."""
    return instant if dialect == "postgresql" else ticks_of(instant)


def row_of(booking: Booking, dialect: Dialect = "postgresql") -> dict[str, Any]:
    """The values of a booking by column; what the database computes is left to it.

    >>> from datetime import datetime
    >>> from tichet_rules import Slot
    >>> ten = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> row = row_of(Booking("b-1", "120001/433", "i-017", "name:stefan tirlea", ten), "sqlite")
    >>> row["id"], row["start"], row["minutes"], row["status"]
    ('b-1', 1795680000000000, 15, 'booked')

    Raises:
        InvalidInput: A text (not shown, it is personal data) has a character that no database
            keeps: NUL, or one half of a surrogate pair.
    """
    checked_instance("booking", booking, Booking)
    checked_dialect(dialect)
    return {column.name: _stored(booking, column, dialect) for column in COLUMNS}


def _stored(booking: Booking, column: Column, dialect: Dialect) -> Any:
    value: Any = booking
    for name in column.path:
        value = getattr(value, name)
    if isinstance(value, datetime):
        return instant_for(value, dialect)
    if isinstance(value, str):
        if any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value):
            raise InvalidInput(
                column.name, value, "text without NUL and without lone surrogates", personal=True
            )
        return str(value)
    return value


def booking_of(row: Row) -> Booking:
    """The booking of a row: the inverse of :func:`row_of`, for both databases.

    Columns that are not a booking's own are left alone: the table may have more.

    >>> from datetime import datetime
    >>> from tichet_rules import Slot
    >>> ten = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> booking = Booking("b-1", "120001/433", "i-017", "name:stefan tirlea", ten)
    >>> booking_of(row_of(booking, "sqlite")) == booking == booking_of(row_of(booking))
    True

    Raises:
        WrongType: The row does not have its columns by name.
        InvalidInput: A column is missing, or its value is none that a booking can have.
    """
    if not hasattr(row, "keys"):
        right = (
            "a row with the names of its columns: row_factory = sqlite3.Row, or with psycopg "
            "row_factory=dict_row"
        )
        raise WrongType("row", row, right, personal=True)
    present = set(row.keys())
    values: dict[str, Any] = {}
    inside: dict[str, dict[str, Any]] = {name: {} for name in NESTED}
    for column in COLUMNS:
        if column.name not in present:
            raise InvalidInput("row", sorted(present), f"a row with the column {column.name!r}")
        place = values if len(column.path) == 1 else inside[column.path[0]]
        place[column.path[-1]] = _read(row[column.name], column)
    return Booking(**values, **{name: NESTED[name](**inside[name]) for name in NESTED})


def _read(value: Any, column: Column) -> Any:
    if column.kind != "instant" or (column.optional and value is None):
        return value
    if isinstance(value, datetime):
        return as_utc(value, column.name)
    return from_ticks(checked_whole_number(column.name, value), column.name)
