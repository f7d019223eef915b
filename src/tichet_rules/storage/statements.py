"""Statements: what a decision reads, what an event writes, and what it waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from tichet_rules._door import checked_instance
from tichet_rules.agenda import (
    Agenda,
    Book,
    Booked,
    Command,
    Event,
    Reschedule,
    Rescheduled,
    apply,
)
from tichet_rules.agenda.decide import booking_case
from tichet_rules.office import Office
from tichet_rules.storage._columns import COLUMNS, OPEN, TAKING_TIME
from tichet_rules.storage.rows import instant_for, row_of
from tichet_rules.storage.table import FIRST_INSTANT, Dialect, checked_dialect, quoted
from tichet_rules.timekeeping.instants import DAY, as_utc, from_ticks, ticks_of

__all__ = ["Statement", "agenda_statement", "lock_statement", "statement_for"]


class Statement(NamedTuple):
    """A statement's text and its named parameters: ``connection.execute(*statement)``.

    The parameters are written as psycopg has them for PostgreSQL, ``%(id)s``, and as SQLite has
    them, ``:id``. The text depends only on the kind of the question, never on its values.
    """

    sql: str
    parameters: dict[str, Any]


def _parameter(name: str, dialect: Dialect) -> str:
    return f"%({name})s" if dialect == "postgresql" else f":{name}"


# --- what an event writes -------------------------------------------------------------------

_MOVED: Final = ("start", "minutes", "buffer_before_minutes", "buffer_after_minutes", "revision")
_CLOSED: Final = ("status",)
_IS_OPEN: Final = OPEN.format('"status"')
_TAKES_TIME: Final = TAKING_TIME.format('"status"')


def statement_for(
    event: Event,
    agenda_before: Agenda,
    dialect: Dialect = "postgresql",
    name: str = "bookings",
) -> Statement:
    """The statement that stores an event, decided on an agenda.

    A new booking is an INSERT, which the table refuses if another was first. Everything else is
    an UPDATE of the very booking that was decided on: same id, same revision, still open. **It
    must change exactly one row: none means that another writer was first.** In both cases roll
    back, read the agenda again and decide again.

    There is no "insert or update": it would write over what another writer has stored.

    >>> from datetime import datetime
    >>> from tichet_rules import Booking, Cancelled, Slot
    >>> ten = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> agenda = Agenda.of([Booking("b-1", "120001/433", "i-017", "name:stefan tirlea", ten)])
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
    >>> sql, parameters = statement_for(Cancelled(at=at, booking="b-1"), agenda, "sqlite")
    >>> print(sql)
    UPDATE "bookings" SET "status" = :status
    WHERE "id" = :id AND "revision" = :revision_before AND ("status" = 'booked')
    >>> parameters
    {'id': 'b-1', 'revision_before': 0, 'status': 'cancelled'}

    Raises:
        AgendaConflict: The event does not apply to the agenda.
        InvalidInput: The dialect or the name is none.
    """
    checked_dialect(dialect)
    table = quoted(name)
    after = apply(agenda_before, event)
    if isinstance(event, Booked):
        row = row_of(event.booking, dialect)
        columns = ", ".join(f'"{each.name}"' for each in COLUMNS)
        values = ", ".join(_parameter(each.name, dialect) for each in COLUMNS)
        return Statement(f"INSERT INTO {table} ({columns})\nVALUES ({values})", row)
    before, row = agenda_before[event.booking], row_of(after[event.booking], dialect)
    changed = _MOVED if isinstance(event, Rescheduled) else _CLOSED
    assignments = ", ".join(f'"{each}" = {_parameter(each, dialect)}' for each in changed)
    return Statement(
        f"UPDATE {table} SET {assignments}\n"
        f'WHERE "id" = {_parameter("id", dialect)}'
        f' AND "revision" = {_parameter("revision_before", dialect)} AND ({_IS_OPEN})',
        {
            "id": before.id,
            "revision_before": before.revision,
            **{each: row[each] for each in changed},
        },
    )


# --- what a decision reads, and whom it waits for --------------------------------------------

_OWNERS: Final = ("inspector", "applicant", "request")

# A local day is at most 25 hours long, and a buffer at most 24.
_MARGIN: Final = 3 * DAY


def agenda_statement(
    command: Command,
    *,
    at: datetime,
    office: Office,
    dialect: Dialect = "postgresql",
    name: str = "bookings",
) -> Statement:
    """The statement that reads the part of the agenda on which a command is decided.

    The booking that the command names; the bookings of its request, all of them, since new ids
    are made of the request; and those of its inspector and its applicant that are not long over.
    `decide` finds the same on them as on the whole table. It is one statement, so that
    what it reads is the table at one instant, and never half of what another writer changed.

    >>> from datetime import datetime
    >>> from tichet_rules import Cancel
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
    >>> sql, parameters = agenda_statement(Cancel(booking="b-1"), at=at, office=Office())
    >>> sorted(parameters)
    ['booking', 'since']
    """
    instant = as_utc(at, "at")
    checked_instance("office", office, Office)
    checked_dialect(dialect)
    table = quoted(name)
    owners, parameters = _owners(command, instant, office, dialect, table)
    earliest = ticks_of(instant)
    if isinstance(command, (Book, Reschedule)):
        earliest = min(earliest, command.slot.begins)
    since = from_ticks(max(earliest - _MARGIN, ticks_of(FIRST_INSTANT)))
    parameters["since"] = instant_for(since, dialect)
    if dialect == "postgresql":
        # Written as the exclusion constraints are, whose indexes then answer it.
        until = "%(since)s::timestamptz"
        occupied = f'tstzrange("occupied_from", "occupied_to") && tstzrange({until}, NULL)'
        meeting = f'tstzrange("start", "ends") && tstzrange({until}, NULL)'
    else:
        occupied, meeting = '"occupied_to" > :since', '"ends" > :since'
    columns = ", ".join(f'"{each.name}"' for each in COLUMNS)
    return Statement(
        f"SELECT {columns} FROM {table}\n"
        f'WHERE "id" = {_text("booking", dialect)}\n'
        f'    OR "request" = {owners["request"]}\n'
        f'    OR ("inspector" = {owners["inspector"]} AND {_TAKES_TIME} AND {occupied})\n'
        f'    OR ("applicant" = {owners["applicant"]} AND {_TAKES_TIME} AND {meeting})',
        parameters,
    )


def lock_statement(
    command: Command, *, at: datetime, office: Office, name: str = "bookings"
) -> Statement:
    """The statement that waits, in PostgreSQL, for whoever decides about the same people.

    It takes advisory locks on the inspector, the applicant and the request until the end of the
    transaction, in the same order for everybody, so that no two writers wait for each other.
    Who has them decides on an agenda that stays as it is. Read it afterwards, by a statement of
    its own, at the isolation level READ COMMITTED: at a higher one the transaction goes
    on seeing the table as it was before the wait.

    SQLite has one lock for the whole database: ``BEGIN IMMEDIATE``.

    >>> from datetime import datetime
    >>> from tichet_rules import Cancel
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
    >>> lock_statement(Cancel(booking="b-1"), at=at, office=Office()).parameters
    {'booking': 'b-1'}
    """
    instant = as_utc(at, "at")
    checked_instance("office", office, Office)
    table = quoted(name)
    owners, parameters = _owners(command, instant, office, "postgresql", table)
    whom = ", ".join(f"'{name} {owner} ' || {owners[owner]}" for owner in _OWNERS)
    parameters = {
        key: value
        for key, value in parameters.items()
        if key != "booking" or not isinstance(command, Book)
    }
    return Statement(
        "SELECT pg_advisory_xact_lock(key) FROM (\n"
        f"    SELECT DISTINCT hashtextextended(whom, 0) AS key FROM unnest(ARRAY[{whom}]) AS whom\n"
        "    WHERE whom IS NOT NULL ORDER BY key\n"
        ") AS keys",
        parameters,
    )


def _owners(
    command: Command, at: datetime, office: Office, dialect: Dialect, table: str
) -> tuple[dict[str, str], dict[str, Any]]:
    """Whose time and whose request a command is about, as SQL, and the parameters in it."""
    if isinstance(command, Book):
        case = booking_case(command, Agenda(), at, office, office.policy_at(at))
        values = {
            "booking": command.booking,
            "inspector": case.inspector_id,
            "applicant": case.applicant,
            "request": case.request.number if case.request else None,
        }
        return {each: _text(each, dialect) for each in _OWNERS}, values
    booking = _text("booking", dialect)
    owners = {each: f'(SELECT "{each}" FROM {table} WHERE "id" = {booking})' for each in _OWNERS}
    return owners, {"booking": command.booking}


def _text(name: str, dialect: Dialect) -> str:
    """A parameter whose type PostgreSQL can tell even where its value is NULL."""
    return _parameter(name, dialect) + ("::text" if dialect == "postgresql" else "")
