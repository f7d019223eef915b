"""An audit as one value: every row accounted for, every breach with its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from tichet_rules._door import checked_instance, listed
from tichet_rules.audit.replay import AuditFinding, audit
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.rules import READINGS

__all__ = ["AuditReport", "BookingLog", "LogRow", "UnreadableRow", "audit_log"]


@frozen
class LogRow:
    """A booking of a log and the line on which it begins, counted from 1."""

    line: int
    booking: Booking


@frozen
class UnreadableRow:
    """A row of a log that could not be read: its line, and what would have been right.

    ``field`` is the column, as the file calls it. The ``reason`` never shows what was given
    where that is personal.
    """

    line: int
    field: str
    reason: str


def _rows(values: Any) -> tuple[LogRow, ...]:
    return tuple(listed("rows", values, "a list of rows"))


def _unreadable(values: Any) -> tuple[UnreadableRow, ...]:
    return tuple(listed("unreadable", values, "a list of unreadable rows"))


@frozen
class BookingLog:
    """A log as it was read: its rows, and those that could not be read. None is dropped."""

    name: str
    rows: tuple[LogRow, ...] = field(converter=_rows, repr=False)
    unreadable: tuple[UnreadableRow, ...] = field(default=(), converter=_unreadable, repr=False)

    def __len__(self) -> int:
        return len(self.rows) + len(self.unreadable)


@frozen
class AuditReport:
    """What an audit found in a log.

    Every row of the log is in one of three heaps, so that the totals add up:
    ``clean_rows``, ``rows_with_findings`` and the ``unreadable`` ones. ``policies`` counts
    the rows that each version of the policy judged.
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


def audit_log(log: BookingLog, *, office: Office, before: Iterable[Booking] = ()) -> AuditReport:
    """Audit a log as :func:`~tichet_rules.audit.audit` does, and account for every row.

    An id that comes twice can't be judged twice: the later row is unreadable.

    >>> audit_log(BookingLog("empty.csv", []), office=Office()).is_clean
    True
    """
    checked_instance("log", log, BookingLog)
    checked_instance("office", office, Office)
    lines: dict[str, int] = {}
    rows: list[LogRow] = []
    unreadable = list(log.unreadable)
    policies: Counter[str] = Counter()
    for row in log.rows:
        problem = _problem(row, lines, office)
        if problem is not None:
            unreadable.append(problem)
            continue
        assert row.booking.booked_at is not None  # one without it is a problem
        lines[row.booking.id] = row.line
        rows.append(row)
        policies[office.policy_at(row.booking.booked_at, row.booking.procedure).version] += 1
    findings = audit([each.booking for each in rows], office=office, before=before)
    unreadable.sort(key=lambda each: each.line)
    return AuditReport(
        BookingLog(log.name, rows, unreadable), office, findings, dict(policies), lines
    )


def _problem(row: LogRow, lines: Mapping[str, int], office: Office) -> UnreadableRow | None:
    """Why a row can't be judged, if it can't."""
    booking = row.booking
    if booking.booked_at is None:
        return UnreadableRow(row.line, "booked_at", "expected the instant of the booking act")
    if booking.id in lines:
        return UnreadableRow(
            row.line, "id", f"{booking.id!r} was given on line {lines[booking.id]} already"
        )
    try:
        office.policy_at(booking.booked_at, booking.procedure)
        office.calendar.is_working_day(office.calendar.date_at(booking.slot.begins))
    except InvalidInput as error:
        return UnreadableRow(row.line, "booked_at", str(error))
    return None
