"""The table: a definition that knows what overlaps, so that no writer can store it."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias, get_args

from tichet_rules._door import checked_instance, one_of
from tichet_rules.errors import InvalidInput
from tichet_rules.storage._columns import (
    BOUNDS,
    COLUMNS,
    FINGERPRINTS,
    OF_THE_BLUE_TICKET,
    OPEN,
    TAKING_TIME,
    WITHOUT_REQUEST,
    Column,
)
from tichet_rules.timekeeping.instants import EPOCH, MINUTE, ticks_of

__all__ = ["Dialect", "booking_table", "checked_dialect", "quoted", "violated_rule"]

Dialect: TypeAlias = Literal["postgresql", "sqlite"]

_GUARDED: Final = (
    "slot.free",
    "applicant.free",
    "room.free",
    "request.one_open_booking",
    "booking.unique",
)
_SUFFIXES: Final = {"_" + rule.replace(".", "_"): rule for rule in _GUARDED}

# PostgreSQL cuts a longer name off without an error, and two constraints might become one.
_LONGEST_IDENTIFIER: Final = 63
_LONGEST_NAME: Final = _LONGEST_IDENTIFIER - max(map(len, _SUFFIXES)) - len("_insert")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")

FIRST_INSTANT: Final = EPOCH.replace(year=1)
LAST_INSTANT: Final = EPOCH.replace(
    year=9999, month=12, day=31, hour=23, minute=59, second=59, microsecond=999_999
)


def checked_dialect(dialect: str) -> Dialect:
    """The dialect, when it is one of those that the SQL is written for."""
    known: Dialect
    for known in get_args(Dialect):
        if dialect == known:
            return known
    raise InvalidInput("dialect", dialect, one_of(dialect, get_args(Dialect)))


def quoted(name: str) -> str:
    """The name of a table, checked and in quotation marks.

    Lower case only, so that the name means the same table with the quotation marks and without.
    """
    checked_instance("name", name, str)
    if (
        _NAME.fullmatch(name) is None
        or len(name) > _LONGEST_NAME
        or name.startswith(("sqlite_", "pg_"))
    ):
        raise InvalidInput(
            "name",
            name,
            f"a table's name of 1 to {_LONGEST_NAME} characters: lower-case ASCII letters, digits "
            "and underscores, beginning neither with a digit nor with 'sqlite_' or 'pg_'",
        )
    return f'"{name}"'


def booking_table(
    dialect: Dialect = "postgresql", name: str = "bookings", *, one_open_booking: bool = True
) -> str:
    """The SQL that makes a table of bookings in which nobody is in two places at once.

    The columns are those of :class:`~tichet_rules.Booking`. When a booking begins and ends to
    occupy its inspector is computed by the database (generated columns), so that it can't
    disagree with the slot and the buffers. The same half-open overlaps that ``slot.free``,
    ``applicant.free`` and ``room.free`` refuse are refused by the table, cancelled bookings
    aside: in PostgreSQL by exclusion constraints (the extension ``btree_gist``, part of
    PostgreSQL), in SQLite (3.31 or later) by triggers. :func:`violated_rule` tells the rule
    from the error.

    ``one_open_booking`` also makes the table refuse a second open booking of a request under
    the blue ticket. It is for policies whose ``open_bookings_per_request`` is 1; with any other,
    say ``False`` and let writers that decide on the same request wait for one another
    (:func:`lock_statement`, or ``BEGIN IMMEDIATE``).

    >>> import sqlite3
    >>> connection = sqlite3.connect(":memory:")
    >>> _ = connection.executescript(booking_table("sqlite"))
    >>> connection.close()
    >>> booking_table(name="bookings; DROP TABLE bookings")
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: name: got 'bookings; DROP TABLE bookings'; expected a \
table's name of 1 to 31 characters: lower-case ASCII letters, digits and underscores, beginning \
neither with a digit nor with 'sqlite_' or 'pg_'

    Raises:
        InvalidInput: The dialect is not known, or the name is not a plain identifier.
    """
    if checked_dialect(dialect) == "postgresql":
        return _postgresql(quoted(name), name, one_open_booking=one_open_booking)
    return _sqlite(quoted(name), name, one_open_booking=one_open_booking)


def violated_rule(violation: str | None) -> str | None:
    """The id of the rule that a database names when the table refuses a row.

    ``violation`` is the name of the constraint in PostgreSQL (``error.diag.constraint_name`` in
    psycopg) and the message of the error in SQLite. ``None`` for any other, such as a column
    that may not be empty: that is a fault of the caller and not a race.

    >>> violated_rule("bookings_slot_free"), violated_rule("applicant.free")
    ('slot.free', 'applicant.free')
    >>> violated_rule("UNIQUE constraint failed: bookings.id")
    'booking.unique'
    >>> violated_rule("NOT NULL constraint failed: bookings.inspector") is None
    True
    """
    if violation is None:
        return None
    if violation in _GUARDED:
        return violation
    if violation.startswith("UNIQUE constraint failed:") and violation.endswith(".id"):
        return "booking.unique"
    for suffix, rule in _SUFFIXES.items():
        if violation.endswith(suffix):
            return rule
    return None


# --- conditions that both have in common ----------------------------------------------------


def _taking_time(row: str = "") -> str:
    return TAKING_TIME.format(f'{row}"status"')


def _open(row: str = "") -> str:
    """Open, and counted with others of its request: an audience is another procedure's."""
    is_open = OPEN.format(f'{row}"status"')
    return f"({is_open}) AND " + OF_THE_BLUE_TICKET.format(f'{row}"procedure"')


_ROOM_GIVEN: Final = ' AND "room" IS NOT NULL'
_REQUEST_GIVEN: Final = '"request" IS NOT NULL OR ' + WITHOUT_REQUEST.format('"procedure"')


def _checks(column: Column, first: str, last: str, hexadecimal: str) -> str:
    """What the model's validators ask of the value, as a condition on the column."""
    if column.name in FINGERPRINTS:
        return hexadecimal.format(f'"{column.name}"')
    if column.values:
        allowed = ", ".join(f"'{each}'" for each in column.values)
        return f'"{column.name}" IN ({allowed})'
    if column.kind == "instant":
        return f'"{column.name}" BETWEEN {first} AND {last}'
    if column.kind == "number":
        least, most = BOUNDS[column.name]
        return f'"{column.name}" >= {least}' + (
            "" if most is None else f' AND "{column.name}" <= {most}'
        )
    return ""


# --- PostgreSQL -----------------------------------------------------------------------------


def _postgresql(table: str, name: str, *, one_open_booking: bool) -> str:
    first, last = (f"'{each.isoformat(sep=' ')}'" for each in (FIRST_INSTANT, LAST_INSTANT))
    types = {"text": 'text COLLATE "C"', "number": "bigint", "instant": "timestamptz"}

    def defined(column: Column) -> str:
        parts = [f'"{column.name}"', types[column.kind]]
        if not column.optional:
            parts.append("NOT NULL")
        if column.name == "id":
            parts.append(f'CONSTRAINT "{name}_booking_unique" PRIMARY KEY')
        if checks := _checks(column, first, last, "{} ~ '^[0-9a-f]{{64}}$'"):
            parts.append(f"CHECK ({checks})")
        return " ".join(parts)

    def computed(column: str, sign: str, minutes: str) -> str:
        # Between two instants by way of UTC, as otherwise the session's time zone might matter,
        # and PostgreSQL allows only what can't change.
        return (
            f'"{column}" timestamptz GENERATED ALWAYS AS\n        '
            f"((\"start\" AT TIME ZONE 'UTC' {sign} {minutes} * interval '1 minute')"
            " AT TIME ZONE 'UTC') STORED"
        )

    def excluded(rule: str, owner: str, from_: str, to: str, where: str) -> str:
        constraint = name + "_" + rule.replace(".", "_")
        return (
            f'CONSTRAINT "{constraint}" EXCLUDE USING gist\n'
            f'        ("{owner}" WITH =, tstzrange({from_}, {to}) WITH &&) WHERE ({where})'
        )

    lines = [
        *map(defined, COLUMNS),
        computed("ends", "+", '"minutes"') + f' CHECK ("ends" <= {last})',
        computed("occupied_from", "-", '"buffer_before_minutes"'),
        computed("occupied_to", "+", '("minutes" + "buffer_after_minutes")'),
        f"CHECK ({_REQUEST_GIVEN})",
        excluded("slot.free", "inspector", '"occupied_from"', '"occupied_to"', _taking_time()),
        excluded("applicant.free", "applicant", '"start"', '"ends"', _taking_time()),
        excluded("room.free", "room", '"start"', '"ends"', _taking_time() + _ROOM_GIVEN),
    ]
    if one_open_booking:
        # Open from when it was booked to its end; without a booked_at, since ever.
        since = 'CASE WHEN "booked_at" > "ends" THEN "ends" ELSE "booked_at" END'
        lines.append(excluded("request.one_open_booking", "request", since, '"ends"', _open()))
    body = ",\n    ".join(lines)
    return (
        "CREATE EXTENSION IF NOT EXISTS btree_gist;\n"
        f"CREATE TABLE {table} (\n    {body}\n);\n"
        f'CREATE INDEX "{name}_request" ON {table} ("request");\n'
    )


# --- SQLite ---------------------------------------------------------------------------------


def _sqlite(table: str, name: str, *, one_open_booking: bool) -> str:
    first, last = str(ticks_of(FIRST_INSTANT)), str(ticks_of(LAST_INSTANT))
    types = {"text": "TEXT", "number": "INTEGER", "instant": "INTEGER"}

    def defined(column: Column) -> str:
        # A column of SQLite takes values of any type, and a text is greater than any number.
        kind = types[column.kind]
        checks = f"typeof(\"{column.name}\") = '{kind.lower()}'"
        hexadecimal = "length({0}) = 64 AND {0} NOT GLOB '*[^0-9a-f]*'"
        if more := _checks(column, first, last, hexadecimal):
            checks += f" AND {more}"
        if column.optional:
            checks = f'"{column.name}" IS NULL OR {checks}'
        key = " PRIMARY KEY" if column.name == "id" else ""
        null = "" if column.optional else " NOT NULL"
        return f'"{column.name}" {kind}{null}{key} CHECK ({checks})'

    def computed(column: str, sign: str, minutes: str) -> str:
        return (
            f'"{column}" INTEGER GENERATED ALWAYS AS ("start" {sign} {minutes} * {MINUTE}) STORED'
        )

    def triggers(rule: str, when: str, collides: str) -> str:
        return "".join(
            f'CREATE TRIGGER "{name}_{rule.replace(".", "_")}_{change.lower()}"\n'
            f"    AFTER {change} ON {table} WHEN {when}\n"
            f"BEGIN\n    SELECT RAISE(ABORT, '{rule}') WHERE {collides};\nEND;\n"
            for change in ("INSERT", "UPDATE")
        )

    def neighbour(owner: str, from_: str, to: str) -> str:
        # Those in the table are disjoint: of the ones that end after this one begins, the first
        # to end is the first to begin. If it does not begin too early, none does.
        return (
            f'(\n        SELECT "{from_}" FROM {table}\n'
            f'        WHERE "{owner}" = NEW."{owner}" AND {_taking_time()}\n'
            f'            AND "{to}" > NEW."{from_}" AND "id" <> NEW."id"\n'
            f'        ORDER BY "{to}" LIMIT 1\n    ) < NEW."{to}"'
        )

    def index(owner: str, to: str, where: str) -> str:
        return (
            f'CREATE INDEX "{name}_{owner}" ON {table} ("{owner}", "{to}")'
            f"{' WHERE ' + where if where else ''};\n"
        )

    body = ",\n    ".join(
        [
            *map(defined, COLUMNS),
            computed("ends", "+", '"minutes"') + f' CHECK ("ends" <= {last})',
            computed("occupied_from", "-", '"buffer_before_minutes"'),
            computed("occupied_to", "+", '("minutes" + "buffer_after_minutes")'),
            f"CHECK ({_REQUEST_GIVEN})",
        ]
    )
    sql = (
        f"CREATE TABLE {table} (\n    {body}\n);\n"
        + index("inspector", "occupied_to", _taking_time())
        + index("applicant", "ends", _taking_time())
        + index("room", "ends", _taking_time())
        + index("request", "ends", "")
        + triggers(
            "slot.free",
            _taking_time("NEW."),
            neighbour("inspector", "occupied_from", "occupied_to"),
        )
        + triggers("applicant.free", _taking_time("NEW."), neighbour("applicant", "start", "ends"))
        + triggers(
            "room.free",
            _taking_time("NEW.") + ' AND NEW."room" IS NOT NULL',
            neighbour("room", "start", "ends"),
        )
    )
    if one_open_booking:
        # Open from when it was booked to its end; without a booked_at, since ever.
        sql += triggers(
            "request.one_open_booking",
            f"{_open('NEW.')}\n"
            '        AND (NEW."booked_at" IS NULL OR NEW."booked_at" < NEW."ends")',
            f"EXISTS (\n        SELECT 1 FROM {table}\n"
            f'        WHERE "request" = NEW."request" AND {_open()} AND "id" <> NEW."id"\n'
            '            AND (NEW."booked_at" IS NULL OR NEW."booked_at" < "ends")\n'
            '            AND ("booked_at" IS NULL\n'
            '                OR ("booked_at" < NEW."ends" AND "booked_at" < "ends"))\n    )',
        )
    return sql
