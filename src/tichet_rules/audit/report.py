"""An audit as one value: every row accounted for, every breach with its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, overload

import attrs
from attrs import field, frozen

from tichet_rules._door import A_BOOKING_ACT, checked_instance, listed
from tichet_rules.audit.replay import AuditFinding, audit
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, Procedure
from tichet_rules.office import Office
from tichet_rules.rules import READINGS
from tichet_rules.text import Language, Text, both, language

__all__ = ["AuditReport", "BookingLog", "Judge", "LogRow", "UnreadableRow", "audit_log"]


@frozen
class LogRow:
    """A booking of a log and the line on which it begins, counted from 1."""

    line: int
    booking: Booking


@frozen
class UnreadableRow:
    """A row of a log that could not be read: its line, and what would have been right.

    ``field`` is the column, as the file calls it. The ``reason`` never shows what was given
    where that is personal. Both are English; ``column`` and ``words`` say the same in both
    languages.

    >>> row = UnreadableRow(3, "Data", Text("se aștepta o dată", "expected a date"))
    >>> row.field, row.reason, row.words.in_("ro")
    ('Data', 'expected a date', 'se aștepta o dată')
    """

    line: int
    column: Text = attrs.field(alias="field", converter=both)
    words: Text = attrs.field(alias="reason", converter=both)

    @property
    def field(self) -> str:
        """The column, as the file calls it."""
        return self.column.en

    @property
    def reason(self) -> str:
        """What would have been right, in English."""
        return self.words.en


@frozen(eq=False)
class RowsWhenAsked(Sequence[LogRow]):
    """So many rows, each made when it is asked for, and not kept."""

    size: int
    make: Callable[[int], LogRow] = field(repr=False)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> LogRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LogRow, ...]: ...
    def __getitem__(self, index: int | slice) -> LogRow | tuple[LogRow, ...]:
        places = range(self.size)[index]
        return self.make(places) if isinstance(places, int) else tuple(map(self.make, places))

    def __iter__(self) -> Iterator[LogRow]:
        return map(self.make, range(self.size))


def _rows(values: Any) -> Sequence[LogRow]:
    if isinstance(values, RowsWhenAsked):
        return values
    return tuple(listed("rows", values, "a list of rows"))


def _unreadable(values: Any) -> tuple[UnreadableRow, ...]:
    return tuple(listed("unreadable", values, "a list of unreadable rows"))


@frozen
class BookingLog:
    """A log as it was read: its rows, and those that could not be read. None is dropped."""

    name: str
    rows: Sequence[LogRow] = field(converter=_rows, repr=False)
    unreadable: tuple[UnreadableRow, ...] = field(default=(), converter=_unreadable, repr=False)

    def __len__(self) -> int:
        return len(self.rows) + len(self.unreadable)


@frozen
class AuditReport:
    """What an audit found in a log.

    Every row of the log is in one of three heaps, so that the totals add up:
    ``clean_rows``, ``rows_with_findings`` and the ``unreadable`` ones. ``policies`` counts
    the rows that each version of the policy judged. ``lines`` has the line of each booking
    that was judged; of a log in columns, that of each booking with findings.
    """

    log: BookingLog
    office: Office = field(repr=False)
    findings: tuple[AuditFinding, ...] = field(repr=False)
    policies: Mapping[str, int]
    lines: Mapping[str, int] = field(repr=False)

    @property
    def total_rows(self) -> int:
        """The rows of the log, unreadable ones included."""
        return len(self.log)

    @property
    def unreadable(self) -> tuple[UnreadableRow, ...]:
        """The rows that could not be read, and were not judged."""
        return self.log.unreadable

    @property
    def rows_with_findings(self) -> int:
        """The rows that break at least one rule."""
        return len({each.booking for each in self.findings})

    @property
    def clean_rows(self) -> int:
        """The rows that break none."""
        return len(self.log.rows) - self.rows_with_findings

    @property
    def is_clean(self) -> bool:
        """Whether every row was read and none breaks a rule."""
        return not self.findings and not self.unreadable

    def by_rule(self) -> dict[str, int]:
        """How often each rule is broken, most often first."""
        return dict(Counter(each.rule for each in self.findings).most_common())

    def by_month(self) -> dict[date, int]:
        """The findings by the month of the meeting (its first day), by the office's clock."""
        calendar = self.office.calendar
        months = Counter(
            calendar.date_at(each.case.slot.begins).replace(day=1) for each in self.findings
        )
        return dict(sorted(months.items()))

    def by_inspector(self) -> dict[str, int]:
        """The findings by the id of the inspector, most first."""
        return dict(Counter(each.case.inspector_id for each in self.findings).most_common())

    def by_reading(self) -> dict[str, int]:
        """How many findings stand under some readings only, by the parameter they depend on."""
        counts: Counter[str] = Counter()
        for each in self.findings:
            counts.update(each.sensitivity.depends_on)
        return {name: counts[name] for name in READINGS if counts[name]}

    @property
    def robust_findings(self) -> int:
        """The findings that stand under every reading."""
        return sum(1 for each in self.findings if each.sensitivity.robust)

    # --- in a notebook ----------------------------------------------------------------

    def to_html(self, code: Language = "en") -> str:
        """The totals and the counts as a piece of HTML for a notebook, without personal data.

        :func:`~tichet_rules.documents.audit_report.report_html` makes the whole report, as a page.
        """
        from tichet_rules.audit._html import report_html  # noqa: PLC0415 (for notebooks alone)

        return report_html(self, language(code))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self, code: Language = "en", *, personal: bool = False) -> Any:
        """The findings as a ``pyarrow.Table``, one in a row; needs the extra ``frames``.

        The columns are ``line``, ``booking``, ``request``, ``inspector``, ``start``, ``minutes``,
        ``rule``, ``message`` in the language of the code, ``robust``, ``depends_on`` and
        ``policy``. ``personal=True`` adds the key of the ``applicant``. Whatever reads
        Arrow takes a report as it is: ``polars.DataFrame(report)``.
        """
        from tichet_rules.audit._frame import findings_table  # noqa: PLC0415 (for frames alone)

        return findings_table(self, language(code), personal=personal)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


class Judge(Protocol):
    """What finds the breaches of bookings: :func:`~tichet_rules.audit.audit`, or the like."""

    def __call__(
        self, log: Iterable[Booking], *, office: Office, before: Iterable[Booking] = ()
    ) -> Iterable[AuditFinding]:
        """The breaches, in the order in which the bookings were made."""
        ...


def audit_log(
    log: BookingLog,
    *,
    office: Office,
    before: Iterable[Booking] = (),
    judge: Judge = audit,
) -> AuditReport:
    """Audit a log as :func:`~tichet_rules.audit.audit` does, and account for every row.

    An id that comes twice can't be judged twice: the later row is unreadable, and so is one
    without the instant of the booking act, or of a time for which no policy or no
    holidays are known. ``judge`` may be another that finds the same.

    >>> audit_log(BookingLog("empty.csv", []), office=Office()).is_clean
    True
    """
    checked_instance("log", log, BookingLog)
    checked_instance("office", office, Office)
    readable = _Readable(office)
    rows, unreadable = [], list(log.unreadable)
    for row in log.rows:
        problem = readable.problem(row)
        if problem is None:
            rows.append(row)
        else:
            unreadable.append(problem)
    findings = tuple(judge([each.booking for each in rows], office=office, before=before))
    unreadable.sort(key=lambda each: each.line)
    return AuditReport(
        BookingLog(log.name, rows, unreadable),
        office,
        findings,
        dict(readable.policies),
        readable.lines,
    )


def _told(error: InvalidInput) -> Text:
    return Text(error.in_("ro"), error.in_("en"))


class _Readable:
    """Tells which rows can be judged, and by which version of which policy."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._versions: dict[tuple[date, Procedure], str] = {}
        self._years: set[int] = set()
        self.lines: dict[str, int] = {}
        self.policies: Counter[str] = Counter()

    def problem(self, row: LogRow) -> UnreadableRow | None:
        """Why a row can't be judged, if it can't; one that can is taken note of."""
        booking = row.booking
        if booking.booked_at is None:
            missing = InvalidInput("booked_at", None, A_BOOKING_ACT)
            return UnreadableRow(row.line, "booked_at", missing.reason(shown=False))
        if booking.id in self.lines:
            first = self.lines[booking.id]
            reason = Text(
                f"{booking.id!r} apare deja pe linia {first}",
                f"{booking.id!r} was given on line {first} already",
            )
            return UnreadableRow(row.line, "id", reason)
        try:
            version = self.version(booking)
        except InvalidInput as error:
            return UnreadableRow(row.line, "booked_at", _told(error))
        try:
            self._checked_year(self._office.calendar.date_at(booking.slot.begins))
        except InvalidInput as error:
            return UnreadableRow(row.line, "start", _told(error))
        self.lines[booking.id] = row.line
        self.policies[version] += 1
        return None

    def version(self, booking: Booking) -> str:
        """The version of the policy that was in force when a booking was made."""
        assert booking.booked_at is not None  # whoever asks has looked
        booked_at, procedure = booking.booked_at, booking.procedure
        key = (self._office.calendar.local(booked_at).date(), procedure)
        if key not in self._versions:
            self._versions[key] = self._office.policy_at(booked_at, procedure).version
        return self._versions[key]

    def _checked_year(self, day: date) -> None:
        if day.year not in self._years:
            self._office.calendar.is_working_day(day)
            self._years.add(day.year)
