"""Audit: logs of bookings that were really made, judged by the same rules."""

from tichet_rules.audit.replay import AuditFinding, History, audit

__all__ = ["AuditFinding", "History", "audit"]
