"""Audits: a log of past bookings, judged by the same rules."""

from tichet_rules.audit.provenance import FileKind, Provenance, SourceFile
from tichet_rules.audit.readings import ReadingRow, readings_table
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
    "FileKind",
    "History",
    "Judge",
    "LogPeriod",
    "LogRow",
    "Provenance",
    "ReadingRow",
    "SourceFile",
    "UnknownInspector",
    "UnreadableRow",
    "audit",
    "audit_log",
    "readings_table",
]
