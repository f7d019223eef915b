"""The findings of an audit as a table of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tichet_rules._arrow import table
from tichet_rules.text import Language

if TYPE_CHECKING:
    from tichet_rules.audit.report import AuditReport

__all__ = ["findings_table"]


def findings_table(report: AuditReport, code: Language, *, personal: bool) -> Any:
    """The findings, one in a row; ``personal`` adds the key of the applicant."""
    rows = report.findings
    cases = [each.case for each in rows]
    found = [each.sensitivity for each in rows]
    columns: dict[str, tuple[str, list[Any]]] = {
        "line": ("count", [report.lines[each.booking] for each in rows]),
        "booking": ("text", [each.booking for each in rows]),
        "request": ("text", [each.request_number for each in cases]),
        "inspector": ("category", [each.inspector_id for each in cases]),
        "start": ("instant", [each.slot.begins for each in cases]),
        "minutes": ("count", [each.slot.minutes for each in cases]),
        "rule": ("category", [each.rule for each in rows]),
        "message": ("text", [each.finding.message(code, staff=True) for each in rows]),
        "robust": ("truth", [each.robust for each in found]),
        "depends_on": ("texts", [each.depends_on for each in found]),
        "policy": ("category", [each.policy for each in rows]),
    }
    if personal:
        columns["applicant"] = ("text", [each.applicant for each in cases])
    return table(columns)
