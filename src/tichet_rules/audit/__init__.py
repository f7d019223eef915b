"""Audits: a log of past bookings, judged by the same rules."""

from tichet_rules.audit.readings import ReadingRow, readings_table
from tichet_rules.audit.replay import AuditFinding, History, audit
from tichet_rules.audit.report import (
    AuditReport,
    BookingLog,
    Judge,
    LogRow,
    UnreadableRow,
    audit_log,
)

__all__ = [
    "AuditFinding",
    "AuditReport",
    "BookingLog",
    "History",
    "Judge",
    "LogRow",
    "ReadingRow",
    "UnreadableRow",
    "audit",
    "audit_log",
    "readings_table",
]
