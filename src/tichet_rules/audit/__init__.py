"""Audits: a log of past bookings, judged by the same rules."""

from tichet_rules.audit.caveats import Caveat, CaveatKind, caveats
from tichet_rules.audit.filing import FilingDates, filing_dates
from tichet_rules.audit.hints import hint_of
from tichet_rules.audit.provenance import (
    FileKind,
    Provenance,
    SourceFile,
    SourceTable,
    TableKind,
)
from tichet_rules.audit.readings import ReadBooking, ReadingRow, readings_table
from tichet_rules.audit.replay import AuditFinding, History, audit
from tichet_rules.audit.report import (
    AppliedPolicy,
    AuditReport,
    BookingLog,
    Judge,
    LogPeriod,
    LogRow,
    UnknownInspector,
    UnreadableRow,
    audit_log,
)

__all__ = [
    "AppliedPolicy",
    "AuditFinding",
    "AuditReport",
    "BookingLog",
    "Caveat",
    "CaveatKind",
    "FileKind",
    "FilingDates",
    "History",
    "Judge",
    "LogPeriod",
    "LogRow",
    "Provenance",
    "ReadBooking",
    "ReadingRow",
    "SourceFile",
    "SourceTable",
    "TableKind",
    "UnknownInspector",
    "UnreadableRow",
    "audit",
    "audit_log",
    "caveats",
    "filing_dates",
    "hint_of",
    "readings_table",
]
