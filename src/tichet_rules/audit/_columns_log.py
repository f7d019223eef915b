"""A log in columns: the rows of it that can be judged, and the report of its audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import fields

from tichet_rules.audit._columns_arrays import Array, distinct
from tichet_rules.audit._columns_clock import Clock, Days, date_of
from tichet_rules.audit._columns_filing import places_before_filing
from tichet_rules.audit._columns_findings import booking_of
from tichet_rules.audit.columns import Coded, ColumnarLog, LogColumns, audit_columns
from tichet_rules.audit.report import (
    AuditReport,
    BookingLog,
    Extent,
    LogRow,
    RowsWhenAsked,
    UnreadableRow,
    _Readable,
)
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, Procedure
from tichet_rules.office import Office
from tichet_rules.timekeeping.instants import DAY

if TYPE_CHECKING:
    from tichet_rules.audit._columns_office import OfficeColumns

__all__ = ["report_of", "rows_of", "some_of"]

# Nearer to the first and the last year, a local date need not exist.
_FIRST: Final = -719_000 * DAY
_LAST: Final = 2_932_000 * DAY


def rows_of(columns: LogColumns, lines: Array) -> RowsWhenAsked:
    """The rows of a log in columns, without what columns leave out."""
    return RowsWhenAsked(
        len(lines),
        lambda row: LogRow(int(lines[row]), booking_of(columns, row)),
        lambda: extent_of(columns, lines),
        lambda office: _before_filing(columns, lines, office),
    )


def _before_filing(columns: LogColumns, lines: Array, office: Office) -> RowsWhenAsked:
    places = places_before_filing(columns, office)
    return rows_of(some_of(columns, places), lines[places])


def extent_of(columns: LogColumns, lines: Array) -> Extent | None:
    """What the rows hold together, by their columns."""
    if not len(lines):
        return None
    codes, values = columns.inspector.codes, columns.inspector.values
    counts, first = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
    # In place, as each copy of a column is as large as a column.
    np.add.at(counts, codes, 1)
    first[codes[::-1]] = lines[::-1]  # of several, the last to be put is the first of the log
    return Extent(
        (int(columns.begins.min()), int(columns.begins.max())),
        (int(columns.booked_at.min()), int(columns.booked_at.max())),
        {
            values[code]: (int(counts[code]), int(first[code]))
            for code in np.flatnonzero(counts).tolist()
        },
    )


def some_of(columns: LogColumns, rows: Array) -> LogColumns:
    """Some rows of a log."""
    taken: dict[str, Any] = {}
    for name in (each.name for each in fields(LogColumns)):
        column = getattr(columns, name)
        coded = isinstance(column, Coded)
        taken[name] = Coded(column.codes[rows], column.values) if coded else column[rows]
    return LogColumns(**taken)


def report_of(log: ColumnarLog, office: OfficeColumns, before: Iterable[Booking]) -> AuditReport:
    """The report of a log's audit: what :func:`~tichet_rules.audit.audit_log` reports."""
    kept, unreadable, policies = _judged(log, office)
    columns, lines = log.columns, log.lines
    if len(kept) < len(columns):
        columns, lines = some_of(columns, kept), lines[kept]
    found = audit_columns(columns, office=office, before=before)
    rows = np.unique(np.concatenate([np.zeros(0, np.int64), *found.breaches.values()]))
    return AuditReport(
        BookingLog(
            log.name,
            rows_of(columns, lines),
            sorted((*log.unreadable, *unreadable), key=lambda each: each.line),
            log.names,
            log.notes,
            log.presumed_minutes,
            log.numbers,
        ),
        office.office,
        tuple(found.findings()),
        policies,
        dict(zip(columns.id[rows].tolist(), lines[rows].tolist(), strict=True)),
    )


def _judged(
    log: ColumnarLog, office: OfficeColumns
) -> tuple[Array, list[UnreadableRow], dict[str, int]]:
    """The rows that can be judged, those that can't, and how many each version judges.

    A row is asked by itself only where something may be wrong with it: its id may come twice,
    no policy was in force, or of its year no holidays are known.
    """
    columns, readable = log.columns, _Readable(office.office)
    odd = _may_come_twice(columns.id)
    for instants in (columns.booked_at, columns.begins):
        odd |= (instants < _FIRST) | (instants > _LAST)
    rows = np.flatnonzero(~odd)
    clock = Clock.of(office.dates, columns.booked_at[rows], columns.begins[rows])
    days = Days.of(clock.day(columns.begins[rows]))
    versions, version = _versions(columns, rows, clock, readable)
    wrong = _of_unknown_years(days.distinct, office)[days.place] | (version < 0)
    odd[rows[wrong]] = True
    rows, version = rows[~wrong], version[~wrong]
    # Of each version the first row, and how many there are.
    counts = {
        name: [int(rows[np.argmax(version == number)]), int((version == number).sum())]
        for number, name in enumerate(versions)
        if (version == number).any()
    }
    unreadable = []
    kept = np.ones(len(columns), bool)
    for row in np.flatnonzero(odd).tolist():
        booking = booking_of(columns, row)
        problem = readable.problem(LogRow(int(log.lines[row]), booking))
        if problem is None:
            count = counts.setdefault(readable.version(booking), [row, 0])
            count[:] = min(row, count[0]), count[1] + 1
        else:
            unreadable.append(problem)
            kept[row] = False
    in_order = sorted(counts.items(), key=lambda each: each[1])
    return np.flatnonzero(kept), unreadable, {name: many for name, (_, many) in in_order}


def _may_come_twice(ids: Array) -> Array:
    """Whether an id has the hash of another: of those that come twice, none is left out."""
    hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(hashes, again)


def _versions(
    columns: LogColumns, rows: Array, clock: Clock, readable: _Readable
) -> tuple[list[str], Array]:
    """The versions that judge some rows, and which of them each row has; -1 for none."""
    day = clock.day(columns.booked_at[rows])
    found, place = distinct(day * len(Procedure) + columns.procedure[rows])
    first = np.zeros(len(found), np.int64)
    first[place] = rows
    names: dict[str, int] = {}
    numbers = []
    for row in first.tolist():
        try:
            name = readable.version(booking_of(columns, row))
        except InvalidInput:
            numbers.append(-1)
        else:
            numbers.append(names.setdefault(name, len(names)))
    return list(names), np.array(numbers, np.int64)[place]


def _of_unknown_years(days: Array, office: OfficeColumns) -> Array:
    """Of each date, whether it is of a year in which some date has no known holidays."""
    unknown = set()
    for day in days.tolist():
        try:
            office.dates.is_working_day(day)
        except InvalidInput:
            unknown.add(date_of(day).year)
    return np.array([date_of(day).year in unknown for day in days.tolist()], bool)
