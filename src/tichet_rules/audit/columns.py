"""The audit of a large log: the same rules, asked of whole columns at once.

:func:`audit_columns` finds what :func:`~tichet_rules.audit.audit` finds, in a log of a million
bookings, by the same predicates: they are arithmetic and comparisons, and so judge arrays as
they judge one booking. Needs the extra ``columns`` (numpy), which is imported when first used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from tichet_rules._door import FrozenMap, checked_instance, listed
from tichet_rules.audit.replay import AuditFinding
from tichet_rules.audit.report import AuditReport, LogRow, UnreadableRow, notes_of
from tichet_rules.errors import MissingExtra
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.text import Text

if TYPE_CHECKING:
    from tichet_rules.audit._columns_arrays import Array
    from tichet_rules.audit._columns_office import OfficeColumns

__all__ = [
    "Coded",
    "ColumnarAudit",
    "ColumnarLog",
    "LogColumns",
    "audit_columnar_log",
    "audit_columns",
    "office_columns",
]


def _engine() -> Any:
    """The modules that work with numpy."""
    try:
        from tichet_rules.audit import _columns_engine  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            Text("auditul unui registru mare", "auditing a large log"), "columns"
        ) from missing
    return _columns_engine


@frozen(eq=False, repr=False)
class Coded:
    """A column of strings that come again and again: of each row the place of its value.

    -1 stands for none.
    """

    codes: Array
    values: tuple[str, ...]

    def __getitem__(self, row: int) -> str | None:
        code = self.codes[row]
        return None if code < 0 else self.values[code]


@frozen(eq=False, repr=False)
class LogColumns:
    """A log of bookings by column: one array for each field, in the order of the log.

    Made by :meth:`of`, :meth:`from_arrow` or :meth:`from_mapping`, which check it.
    Instants are whole microseconds since 1970-01-01T00:00Z. ``status``, ``channel`` and
    ``procedure`` are places in their enumerations. What an audit does not look at (contact
    data, what became of a meeting afterwards) is left out.

    >>> from datetime import datetime
    >>> from tichet_rules import Slot
    >>> at = datetime.fromisoformat
    >>> LogColumns.of(
    ...     [
    ...         Booking(
    ...             "b-1",
    ...             "1/305",
    ...             "i-017",
    ...             "name:a",
    ...             Slot(at("2026-11-26T10:00:00+02:00")),
    ...             booked_at=at("2026-11-20T09:00:00+02:00"),
    ...         )
    ...     ]
    ... )
    LogColumns(1 bookings)
    """

    id: Array
    request: Coded
    inspector: Coded
    applicant: Coded
    begins: Array
    ends: Array
    booked_at: Array
    status: Array
    channel: Array
    buffer_before: Array
    buffer_after: Array
    procedure: Array
    room: Coded
    in_place_of: Coded

    @classmethod
    def of(cls, bookings: Iterable[Booking]) -> LogColumns:
        """The columns of some bookings, each of which has its ``booked_at``.

        Raises :class:`~tichet_rules.errors.InvalidInput` for a booking without it, or an id
        that comes twice.
        """
        columns: LogColumns = _engine().of_bookings(bookings, "log")
        return columns

    @classmethod
    def from_mapping(cls, columns: Mapping[str, Any]) -> LogColumns:
        """From columns by name: numpy arrays, lists, or arrays of Arrow.

        ``id``, ``request``, ``inspector``, ``applicant``, ``start`` and ``booked_at`` must be
        there; ``minutes`` (15), ``status`` ("booked"), ``channel`` ("online"),
        ``buffer_before_minutes``, ``buffer_after_minutes`` (0), ``procedure``
        ("blue_ticket"), ``room`` and ``in_place_of`` (none) may be. Instants are whole
        microseconds of UTC, or Arrow's timestamps with a zone. Raises
        :class:`~tichet_rules.errors.InvalidInput` with the column, the row and the remedy.

        >>> LogColumns.from_mapping(
        ...     {
        ...         "id": ["b-1", "b-2"],
        ...         "request": ["1/305", "2/305"],
        ...         "inspector": ["i-017", "i-017"],
        ...         "applicant": ["name:a", "name:b"],
        ...         "start": [1_795_680_000_000_000, 1_795_680_900_000_000],
        ...         "booked_at": [1_795_161_600_000_000, 1_795_161_600_000_000],
        ...     }
        ... )
        LogColumns(2 bookings)
        """
        made: LogColumns = _engine().of_mapping(columns)
        return made

    @classmethod
    def from_arrow(cls, table: Any) -> LogColumns:
        """From a table of Arrow, with the columns that :meth:`from_mapping` names.

        Columns that are dictionary-encoded there are taken as they are.
        """
        made: LogColumns = _engine().of_arrow(table)
        return made

    def __len__(self) -> int:
        return len(self.id)

    def __repr__(self) -> str:
        return f"LogColumns({len(self)} bookings)"


@frozen(eq=False)
class ColumnarLog:
    """A log as it was read, in columns; the others of its rows could not be read.

    What :class:`~tichet_rules.audit.BookingLog` is, at a tenth of the memory: ``columns`` has
    the bookings in the order of the file, ``lines`` the line of each.
    :func:`~tichet_rules.interchange.logs.read_log_columns` makes it of a file.
    """

    name: str
    columns: LogColumns = field(repr=False)
    lines: Array = field(repr=False)
    unreadable: tuple[UnreadableRow, ...] = field(default=(), repr=False)
    names: Mapping[str, str] = field(
        factory=FrozenMap[str, str], converter=FrozenMap[str, str], repr=False
    )
    notes: tuple[Text, ...] = field(default=(), converter=notes_of, repr=False)
    presumed_minutes: int | None = field(default=None, repr=False)
    numbers: Mapping[str, str] = field(
        factory=FrozenMap[str, str], converter=FrozenMap[str, str], repr=False
    )

    def __len__(self) -> int:
        return len(self.columns) + len(self.unreadable)

    @property
    def rows(self) -> Sequence[LogRow]:
        """The rows, each made when it is asked for; without what columns leave out."""
        rows: Sequence[LogRow] = _engine().rows_of(self.columns, self.lines)
        return rows


def office_columns(office: Office) -> OfficeColumns:
    """An office in columns, for several audits of it: made once, it need not be made again.

    >>> office_columns(Office())
    OfficeColumns(0 requests, 0 inspectors)
    """
    made: OfficeColumns = _engine().OfficeColumns.of(checked_instance("office", office, Office))
    return made


@frozen(eq=False, repr=False)
class ColumnarAudit:
    """What an audit of columns found: the rows that break each rule, by row number.

    ``breaches`` has the rules that are broken, in the order of the rule book, each with the
    row numbers in ascending order. ``len`` is the number of findings.
    """

    breaches: Mapping[str, Array]
    _cases: Any = field(alias="cases")

    def __len__(self) -> int:
        return sum(map(len, self.breaches.values()))

    def __repr__(self) -> str:
        return f"ColumnarAudit({len(self)} findings)"

    def counts(self) -> dict[str, int]:
        """How often each rule is broken."""
        return {rule: len(rows) for rule, rows in self.breaches.items()}

    def ids(self, rule: str) -> tuple[str, ...]:
        """The ids of the bookings that break a rule, in the order of the log."""
        return tuple(self._cases.log.columns.id[self.breaches.get(rule, [])])

    def findings(self) -> Iterator[AuditFinding]:
        """The findings as :func:`~tichet_rules.audit.audit` gives them, and in its order.

        Each is made when it is asked for, by the rule itself on the one booking, so that it
        has its figures and its message; and the rule must find what the columns showed.
        """
        found: Iterator[AuditFinding] = _engine().findings(self.breaches, self._cases)
        return found


def audit_columns(
    columns: LogColumns, *, office: Office | OfficeColumns, before: Iterable[Booking] = ()
) -> ColumnarAudit:
    """The breaches in a large log: those that :func:`~tichet_rules.audit.audit` finds.

    ``office`` may be given as :func:`office_columns` made it. Bookings of the procedure
    ``audience``, and those of a policy with other rules than the blue ticket's, are judged
    one by one.

    >>> columns = LogColumns.from_mapping(
    ...     {
    ...         "id": ["b-1", "b-2"],
    ...         "request": ["1/305", "9/305"],
    ...         "inspector": ["i-017", "i-017"],
    ...         "applicant": ["name:a", "name:b"],
    ...         "start": [1_795_680_000_000_000, 1_795_680_900_000_000],
    ...         "booked_at": [1_795_161_600_000_000, 1_795_161_600_000_000],
    ...     }
    ... )
    >>> from datetime import date
    >>> from tichet_rules import Inspector, Request
    >>> requests = [Request("1/305", "Pop Ana", date(2026, 1, 12), "i-017")]
    >>> office = Office(inspectors=[Inspector("i-017")], requests=requests)
    >>> found = audit_columns(columns, office=office)
    >>> found.counts()
    {'request.identified': 1}
    >>> [(each.booking, each.rule) for each in found.findings()]
    [('b-2', 'request.identified')]
    """
    engine = _engine()
    checked_instance("columns", columns, LogColumns)
    if not isinstance(office, engine.OfficeColumns):
        office = office_columns(checked_instance("office", office, Office))
    earlier = [
        checked_instance(f"before[{index}]", each, Booking)
        for index, each in enumerate(listed("before", before, "a list of bookings"))
    ]
    cases = engine.cases(columns, office, earlier)
    return ColumnarAudit(FrozenMap(engine.breaches(cases)), cases)


def audit_columnar_log(
    log: ColumnarLog, *, office: Office | OfficeColumns, before: Iterable[Booking] = ()
) -> AuditReport:
    """Audit a log in columns: the report that :func:`~tichet_rules.audit.audit_log` makes of it.

    An id that comes twice, and a row of a time for which no policy or no holidays are known,
    are unreadable, as they are there.

    >>> import numpy as np
    >>> log = ColumnarLog("empty.csv", LogColumns.of([]), np.zeros(0, np.int64))
    >>> audit_columnar_log(log, office=Office()).is_clean
    True
    """
    checked_instance("log", log, ColumnarLog)
    engine = _engine()
    if not isinstance(office, engine.OfficeColumns):
        office = office_columns(checked_instance("office", office, Office))
    report: AuditReport = engine.report_of(log, office, before)
    return report
