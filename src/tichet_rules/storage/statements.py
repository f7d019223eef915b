"""Statements: what a decision reads, what an event writes, and what it waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.agenda import (
    Agenda,
    AnswerRequested,
    Book,
    BookAudience,
    Booked,
    Cancelled,
    Command,
    ConclusionsRecorded,
    Event,
    Held,
    MissedByCitizen,
    Reassign,
    Reassigned,
    Reschedule,
    Rescheduled,
    TicketIssued,
    apply,
)
from tichet_rules.agenda.prepare import (
    audience_case,
    booking_case,
    new_id,  # what a booking is called is said there alone
)
from tichet_rules.model import Channel, Procedure
from tichet_rules.office import Office
from tichet_rules.rules import Case
from tichet_rules.storage._columns import COLUMNS, HELD, OPEN, TAKING_TIME, Column
from tichet_rules.storage.rows import instant_for, row_of
from tichet_rules.storage.table import FIRST_INSTANT, Dialect, checked_dialect, quoted
from tichet_rules.timekeeping.instants import DAY, as_utc, from_ticks, ticks_of

__all__ = ["Statement", "agenda_statement", "lock_statement", "statement_for"]


class Statement(NamedTuple):
    """A statement's text and its named parameters: ``connection.execute(*statement)``.

    The parameters are written as psycopg has them for PostgreSQL, ``%(id)s``, and as SQLite has
    them, ``:id``. The text depends only on the kind of the question and on how many rooms the
    office has, never on its values.
    """

    sql: str
    parameters: dict[str, Any]


def _parameter(name: str, dialect: Dialect) -> str:
    return f"%({name})s" if dialect == "postgresql" else f":{name}"


# --- what an event writes -------------------------------------------------------------------

_IS_OPEN: Final = OPEN.format('"status"')
_IS_HELD: Final = HELD.format('"status"')
_TAKES_TIME: Final = TAKING_TIME.format('"status"')
_BY_NAME: Final = {each.name: each for each in COLUMNS}


@frozen
class _Update:
    """The columns that an event changes, the status it needs, and what must be as it was."""

    changed: tuple[str, ...]
    status: str = _IS_OPEN
    as_it_was: tuple[str, ...] = ("revision",)


_SLOT: Final = ("start", "minutes", "buffer_before_minutes", "buffer_after_minutes", "revision")
_CLOSED: Final = _Update(("status",))
_UPDATES: Final[dict[type[Any], _Update]] = {
    Rescheduled: _Update((*_SLOT, "room")),
    Reassigned: _Update((*_SLOT, "room", "inspector", "in_place_of")),
    Cancelled: _CLOSED,
    Held: _CLOSED,
    MissedByCitizen: _CLOSED,
    ConclusionsRecorded: _Update(
        ("record", "recorded_at"), _IS_HELD, ("record", "recorded_at", "ticket")
    ),
    AnswerRequested: _Update(
        ("answer_requested_at",), f"{_IS_OPEN} OR {_IS_HELD}", ("answer_requested_at", "ticket")
    ),
    TicketIssued: _Update(("ticket", "issued_at"), _IS_HELD, ("record", "ticket")),
}


def statement_for(
    event: Event,
    agenda_before: Agenda,
    dialect: Dialect = "postgresql",
    name: str = "bookings",
) -> Statement:
    """The statement that stores an event, decided on an agenda.

    A new booking is an INSERT, which the table refuses if another was first. Everything else is
    an UPDATE of the very booking that was decided on: same id, same revision, still open; after
    the meeting, still with the record that was seen, and with no ticket. **It must change
    exactly one row: none means that another writer was first.** In both cases roll back, read
    the agenda again and decide again.

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
    before, update = agenda_before[event.booking], _UPDATES[type(event)]
    was, becomes = row_of(before, dialect), row_of(after[before.id], dialect)
    assignments = ", ".join(f'"{each}" = {_parameter(each, dialect)}' for each in update.changed)
    unchanged = " AND ".join(_as_it_was(_BY_NAME[each], dialect) for each in update.as_it_was)
    return Statement(
        f"UPDATE {table} SET {assignments}\n"
        f'WHERE "id" = {_parameter("id", dialect)} AND {unchanged} AND ({update.status})',
        {
            "id": before.id,
            **{_seen(each): was[each] for each in update.as_it_was},
            **{each: becomes[each] for each in update.changed},
        },
    )


def _seen(column: str) -> str:
    """The parameter with what the decision saw in a column."""
    return f"{column}_before"


def _as_it_was(column: Column, dialect: Dialect) -> str:
    """That a column holds what the decision saw; an empty one still nothing."""
    seen = _parameter(_seen(column.name), dialect)
    if not column.optional:
        return f'"{column.name}" = {seen}'
    if dialect == "sqlite":
        return f'"{column.name}" IS {seen}'
    kind = "timestamptz" if column.kind == "instant" else "text"
    return f'"{column.name}" IS NOT DISTINCT FROM {seen}::{kind}'


# --- what a decision reads, and whom it waits for --------------------------------------------

# A local day is at most 25 hours long, and a buffer at most 24.
_MARGIN_DAYS: Final = 3
_MARGIN: Final = _MARGIN_DAYS * DAY

# After the ids that go on from another with a number: "-" and what follows.
_AFTER_A_NUMBER: Final = chr(ord("-") + 1)


def agenda_statement(
    command: Command,
    *,
    at: datetime,
    office: Office,
    dialect: Dialect = "postgresql",
    name: str = "bookings",
) -> Statement:
    """The statement that reads the part of the agenda on which a command is decided.

    The booking that the command names; the bookings of its request, all of them, and those whose
    ids a new one may not have; and those of its inspector, of its applicant and of the office's
    rooms, where it needs one, that are not long over.
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
    about = _about(command, instant, office, dialect, table)
    earliest = ticks_of(instant)
    slot = getattr(command, "slot", None)
    if slot is not None:
        earliest = min(earliest, slot.begins)
    since = from_ticks(max(earliest - _MARGIN, ticks_of(FIRST_INSTANT)))
    parameters = about.parameters | {"since": instant_for(since, dialect)}
    until = "%(since)s::timestamptz" if dialect == "postgresql" else ":since"
    if isinstance(command, Reassign) and slot is None:
        until = _not_after_its_start(until, f'FROM {table} WHERE "id" = {about.ids[0]}', dialect)
    if dialect == "postgresql":
        # Written as the exclusion constraints are, whose indexes then answer it.
        occupied = f'tstzrange("occupied_from", "occupied_to") && tstzrange({until}, NULL)'
        meeting = f'tstzrange("start", "ends") && tstzrange({until}, NULL)'
    else:
        occupied, meeting = f'"occupied_to" > {until}', f'"ends" > {until}'
    wanted = [f'"id" IN ({", ".join(about.ids)})', f'"request" = {about.request}']
    if about.is_new:
        first, beyond = (_text(each, dialect) for each in ("new_id", "beyond_new_ids"))
        wanted.append(f'("id" >= {first} AND "id" < {beyond})')
    wanted += [
        f'("inspector" = {about.inspector} AND {_TAKES_TIME} AND {occupied})',
        f'("applicant" = {about.applicant} AND {_TAKES_TIME} AND {meeting})',
    ]
    if about.rooms:
        wanted.append(f'("room" IN ({", ".join(about.rooms)}) AND {_TAKES_TIME} AND {meeting})')
    columns = ", ".join(f'"{each.name}"' for each in COLUMNS)
    where = "\n    OR ".join(wanted)
    return Statement(f"SELECT {columns} FROM {table}\nWHERE {where}", parameters)


def _not_after_its_start(until: str, booking: str, dialect: Dialect) -> str:
    """An instant, or the start of a booking with the margin, whichever is earlier."""
    if dialect == "postgresql":
        hours = f"interval '{24 * _MARGIN_DAYS} hours'"
        return f'LEAST({until}, (SELECT "start" - {hours} {booking}))'
    return f'min({until}, coalesce((SELECT "start" - {_MARGIN} {booking}), {until}))'


def lock_statement(
    command: Command, *, at: datetime, office: Office, name: str = "bookings"
) -> Statement:
    """The statement that waits, in PostgreSQL, for whoever decides about the same people.

    It takes advisory locks on the inspector, the applicant, the request and, for a meeting in
    person, the office's rooms until the end of the transaction, in the same order for
    everybody, so that no two writers wait for each other. Who has them decides on an agenda
    that stays as it is. Read it afterwards, by a statement of its own, at the isolation level
    READ COMMITTED: at a higher one the transaction goes on seeing the table as it was before
    the wait.

    Whose a booking is, it reads before it waits. If the booking is given to another inspector
    or room meanwhile, the table's guards still hold, and who meets them begins again.

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
    about = _about(command, instant, office, "postgresql", table)
    owners = {"inspector": about.inspector, "applicant": about.applicant, "request": about.request}
    keys = [f"'{owner} ' || {whose}" for owner, whose in owners.items()]
    keys += [f"'room ' || {room}" for room in about.rooms]
    whom = ", ".join(keys)
    not_waited_for = ("booking", "prior_audience", "new_id", "beyond_new_ids")
    parameters = {
        key: value
        for key, value in about.parameters.items()
        if not about.is_new or key not in not_waited_for
    }
    return Statement(
        "SELECT pg_advisory_xact_lock(key) FROM (\n"
        f"    SELECT DISTINCT hashtextextended(whom, 0) AS key FROM unnest(ARRAY[{whom}]) AS whom\n"
        "    WHERE whom IS NOT NULL ORDER BY key\n"
        ") AS keys",
        parameters,
    )


@frozen
class _About:
    """Whose time, whose request and which rooms a command is about, as SQL, and its parameters."""

    is_new: bool
    ids: tuple[str, ...]
    inspector: str
    applicant: str
    request: str
    rooms: tuple[str, ...]
    parameters: dict[str, Any]


def _about(command: Command, at: datetime, office: Office, dialect: Dialect, table: str) -> _About:
    if isinstance(command, Book):
        case = booking_case(command, Agenda(), at, office, office.policy_at(at))
        return _about_a_new_one(command, case, office, dialect)
    if isinstance(command, BookAudience):
        policy = office.policy_at(at, Procedure.AUDIENCE)
        case = audience_case(command, Agenda(), at, office, policy)
        return _about_a_new_one(command, case, office, dialect)
    booking = _text("booking", dialect)
    parameters: dict[str, Any] = {"booking": command.booking}

    def of_it(what: str, also: str = "") -> str:
        return f'(SELECT {what} FROM {table} WHERE "id" = {booking}{also})'

    inspector = of_it('"inspector"')
    rooms: tuple[str, ...] = ()
    if isinstance(command, Reassign):
        inspector = _text("inspector", dialect)
        parameters["inspector"] = command.inspector
    if isinstance(command, (Reschedule, Reassign)):
        in_person = f" AND \"channel\" = '{Channel.IN_PERSON}'"
        names = _rooms_of(office)
        rooms = (of_it('"room"'), *(of_it(_text(each, dialect), in_person) for each in names))
        parameters |= names
    return _About(
        False, (booking,), inspector, of_it('"applicant"'), of_it('"request"'), rooms, parameters
    )


def _about_a_new_one(
    command: Book | BookAudience, case: Case, office: Office, dialect: Dialect
) -> _About:
    made = new_id(case, Agenda())
    parameters: dict[str, Any] = {
        "booking": command.booking,
        "new_id": made,
        "beyond_new_ids": made + _AFTER_A_NUMBER,
        "inspector": case.inspector_id,
        "applicant": case.applicant,
        "request": case.request.number if case.request else None,
    }
    ids = [_text("booking", dialect)]
    if isinstance(command, BookAudience):
        ids.append(_text("prior_audience", dialect))
        parameters["prior_audience"] = command.prior_audience
    rooms = _rooms_of(office) if case.rooms else {}
    return _About(
        True,
        tuple(ids),
        _text("inspector", dialect),
        _text("applicant", dialect),
        _text("request", dialect),
        tuple(_text(each, dialect) for each in rooms),
        parameters | rooms,
    )


def _rooms_of(office: Office) -> dict[str, Any]:
    return {f"room_{index}": each for index, each in enumerate(office.rooms)}


def _text(name: str, dialect: Dialect) -> str:
    """A parameter whose type PostgreSQL can tell even where its value is NULL."""
    return _parameter(name, dialect) + ("::text" if dialect == "postgresql" else "")
