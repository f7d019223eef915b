"""Logs of past bookings: CSV, JSON lines or Parquet in, a :class:`BookingLog` out.

Nothing is guessed and nothing is dropped: a row that can't be read is in the log with its
line, its column and what would have been right. What a log says of citizens is in no reason.
"""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING, Any, Final, Literal
from zoneinfo import ZoneInfo

from attrs import frozen

from tichet_rules._door import checked_instance, these
from tichet_rules.audit.columns import ColumnarLog, office_columns
from tichet_rules.audit.report import BookingLog
from tichet_rules.errors import InvalidInput, MissingExtra
from tichet_rules.interchange._logs_columns import (
    ColumnMapping,
    Header,
    fields_of,
    header_of,
    parse_mapping,
)
from tichet_rules.interchange._logs_lines import read_all, read_lines
from tichet_rules.interchange._logs_parquet import ParquetFile
from tichet_rules.interchange._logs_rows import Rows
from tichet_rules.interchange._logs_text import (
    PARQUET,
    check_content,
    likely_table,
    lines_of,
    log_table,
    rows_of,
)
from tichet_rules.interchange._logs_times import ClockChange, DateOrder, LogClock
from tichet_rules.office import Office
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import zone_of

if TYPE_CHECKING:
    from tichet_rules.audit._columns_office import OfficeColumns

__all__ = [
    "ClockChange",
    "ColumnMapping",
    "DateOrder",
    "LogColumn",
    "LogFormat",
    "log_columns",
    "parse_mapping",
    "read_log",
    "read_log_columns",
]

LogFormat = Literal["csv", "jsonl", "parquet"]

_FORMATS: Final = ("csv", "jsonl", "parquet")
_NO_MAPPING: Final = ColumnMapping()
_BY_NAME: Final[dict[str, LogFormat]] = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "parquet": "parquet",
}


@frozen
class LogColumn:
    """A column of a file, and the field it is read as; ``None`` when it is left out."""

    name: str
    field: str | None


def read_log(
    content: str | bytes,
    *,
    name: str,
    office: Office,
    format: LogFormat | None = None,  # noqa: A002 (what everyone calls it)
    mapping: ColumnMapping | None = None,
) -> BookingLog:
    r"""The bookings that a file holds, each with its line, and the rows that can't be read.

    ``content`` is what is in the file, ``name`` what the file is called; the format is told
    by both when it is left out. Columns are found by their names in Romanian or English, or
    by a ``mapping``; titles may stand above them, which a note of the log tells. The
    ``office`` gives the clock by which times without an offset are
    read, the applicant of a request that it has, and the buffers of the policy in force at
    the booking act. ``docs/logs.md`` tells the rest.

    Raises :class:`~tichet_rules.errors.InvalidInput` for what is no such file, or has no
    header that can be used, and :class:`~tichet_rules.errors.MissingExtra` when Parquet
    needs a library that is not installed. What is wrong with one row is in the log.

    >>> log = read_log(
    ...     "Nr;Cerere;Inspector;Data;Ora;Programat la\n"
    ...     "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00\n"
    ...     "2;119369/305;i-017;31.11.2026;10:00;20.11.2026 09:05\n",
    ...     name="registru.csv",
    ...     office=Office(),
    ... )
    >>> len(log), log.rows[0].booking.slot
    (2, Slot(2026-11-26T08:00:00Z, 15 minutes))
    >>> log.unreadable[0].line, log.unreadable[0].field, log.unreadable[0].reason
    (3, 'Data', "got '31.11.2026'; expected a date of the calendar")
    """
    chosen, using = checked_log(content, name, format, mapping)
    checked_instance("office", office, Office)
    if chosen == "jsonl":
        return read_lines(lines_of(content, name, using.encoding), name=name, office=office)
    if chosen == "csv":
        table, header, notes = log_table(content, name, using)
        rows = Rows(**_of_table(header, office, using))
        rows.ledger.notes += notes
        for line, cells in rows_of(table, rows.width, rows.ledger.unreadable):
            rows.read(line, cells)
        return rows.log(name)
    file = ParquetFile(content, name)
    rows = Rows(**_of_parquet(file, name, office, using))
    positions = sorted(fields_of(file.names, using))
    for number, cells in zip(count(1), file.rows(positions), strict=False):
        rows.read(number, cells)
    return rows.log(name)


def read_log_columns(
    content: str | bytes,
    *,
    name: str,
    office: Office | OfficeColumns,
    format: LogFormat | None = None,  # noqa: A002 (what everyone calls it)
    mapping: ColumnMapping | None = None,
) -> ColumnarLog:
    r"""What :func:`read_log` reads, in columns: for logs of a million bookings.

    Needs the extra ``columns`` (numpy). The same rows are read, and the same are unreadable
    for the same reasons; what columns leave out (contact data, what followed a meeting) is
    checked and left out. ``office`` may be what
    :func:`~tichet_rules.audit.columns.office_columns` made of it.

    >>> log = read_log_columns(
    ...     "Nr;Cerere;Inspector;Data;Ora;Programat la\n"
    ...     "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00\n"
    ...     "2;119369/305;i-017;31.11.2026;10:00;20.11.2026 09:05\n",
    ...     name="registru.csv",
    ...     office=Office(),
    ... )
    >>> len(log), log.columns, log.lines.tolist()
    (2, LogColumns(1 bookings), [2])
    >>> log.unreadable[0].line
    3
    """
    chosen, using = checked_log(content, name, format, mapping)
    reading = _in_columns()
    if isinstance(office, Office):
        office = office_columns(office)
    columns: OfficeColumns = checked_instance("office", office, reading.OfficeColumns)
    log: ColumnarLog
    if chosen == "jsonl":
        lines = reading.ColumnLines(columns)
        read_all(lines, lines_of(content, name, using.encoding), name)
        log = lines.columnar_log(name)
        return log
    if chosen == "csv":
        table, header, notes = log_table(content, name, using)
        rows = reading.ColumnRows(**_of_table(header, columns.office, using), columns=columns)
        rows.ledger.notes += notes
        records = rows_of(table, rows.width, rows.ledger.unreadable)
        while some := tuple(islice(records, reading.ROWS_AT_ONCE)):
            numbers, cells = zip(*some, strict=True)
            rows.read_many(numbers, tuple(zip(*cells, strict=True)))
    else:
        file = ParquetFile(content, name)
        rows = reading.ColumnRows(**_of_parquet(file, name, columns.office, using), columns=columns)
        first = 1
        for batch in file.batches(sorted(fields_of(file.names, using))):
            size = len(next(iter(batch.values())))
            rows.read_many(range(first, first + size), batch)
            first += size
    log = rows.columnar_log(name)
    return log


def _in_columns() -> Any:
    """The module that works with numpy."""
    try:
        from tichet_rules.interchange import _logs_arrays  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        purpose = Text("citirea unui registru pe coloane", "reading a log into columns")
        raise MissingExtra(purpose, "columns") from missing
    return _logs_arrays


def log_columns(
    content: str | bytes,
    *,
    name: str,
    format: LogFormat | None = None,  # noqa: A002 (what everyone calls it)
    mapping: ColumnMapping | None = None,
) -> tuple[LogColumn, ...]:
    """The columns of a file and the field that each is read as, to see before an audit.

    JSON lines have no columns. Raises as :func:`read_log` does, but for what is missing.

    >>> for each in log_columns("Nr;Cerere;Observații", name="registru.csv"):
    ...     print(each.name, each.field)
    Nr id
    Cerere request
    Observații None
    """
    chosen, using = checked_log(content, name, format, mapping)
    if chosen == "jsonl":
        return ()
    if chosen == "parquet":
        names = ParquetFile(content, name).names
    else:
        names = likely_table(content, name, using).names
    found = fields_of(names, using)
    return tuple(LogColumn(each.strip(), found.get(at)) for at, each in enumerate(names))


def _of_table(header: Header, office: Office, mapping: ColumnMapping) -> dict[str, Any]:
    """What the reader of a CSV file's rows is made of."""
    return {
        "header": header,
        "office": office,
        "mapping": mapping,
        "clock": clock_of(office.calendar.zone, mapping),
        "numbered": "line:",
    }


def _of_parquet(
    file: ParquetFile, name: str, office: Office, mapping: ColumnMapping
) -> dict[str, Any]:
    """What the reader of a Parquet file's rows is made of."""
    return {
        "header": header_of(file.names, mapping, name),
        "office": office,
        "mapping": mapping,
        "clock": clock_of(office.calendar.zone, mapping),
        "numbered": "row:",
    }


def clock_of(zone: ZoneInfo, mapping: ColumnMapping) -> LogClock:
    """The clock by which a file is read that a mapping tells of; ``zone`` is the office's."""
    return LogClock(
        zone if mapping.time_zone is None else zone_of(mapping.time_zone),
        order=mapping.date_order,
        change=mapping.at_clock_change,
        system=mapping.date_system,
        decimal_comma=mapping.decimal_comma,
    )


def checked_log(
    content: str | bytes, name: str, stated: LogFormat | None, mapping: ColumnMapping | None
) -> tuple[LogFormat, ColumnMapping]:
    """The format of a file and the mapping by which it is read, when the arguments are right."""
    check_content(content, name)
    using = _NO_MAPPING if mapping is None else checked_instance("mapping", mapping, ColumnMapping)
    if stated is None:
        return _guessed(content, name), using
    if stated not in _FORMATS:
        raise InvalidInput("format", stated, these(_FORMATS))
    return stated, using


def _guessed(content: str | bytes, name: str) -> LogFormat:
    """The format of a file: by its first bytes, its name, and then its first character."""
    if isinstance(content, bytes) and content.startswith(PARQUET):
        return "parquet"
    by_name = _BY_NAME.get(name.rpartition(".")[2].casefold())
    if by_name is not None:
        return by_name
    first = content[:1000] if isinstance(content, str) else content[:1000].decode("utf-8", "ignore")
    first = first.removeprefix("\ufeff").lstrip()
    return "jsonl" if first.startswith("{") else "csv"
