"""The findings of an audit as a table of Arrow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tichet_rules._arrow import table
from tichet_rules.text import Language

if TYPE_CHECKING:
    from tichet_rules.audit.report import AuditReport

__all__ = ["findings_table"]


def findings_table(report: AuditReport, code: Language, *, personal: bool) -> Any:
    """The findings, one in a row; ``personal`` adds who the applicant is."""
    rows = report.findings
    cases = [each.case for each in rows]
    found = [each.sensitivity for each in rows]
    label = partial(report.inspector_label, language=code, personal=personal)
    told = partial(report.shown_finding, personal=personal)
    columns: dict[str, tuple[str, list[Any]]] = {
        "line": ("count", [report.lines[each.booking] for each in rows]),
        "booking": ("text", [each.booking for each in rows]),
        "request": ("text", [each.request_number for each in cases]),
        "inspector": ("category", [label(each.inspector_id) for each in cases]),
        "start": ("instant", [each.slot.begins for each in cases]),
        "minutes": ("count", [each.slot.minutes for each in cases]),
        "rule": ("category", [each.rule for each in rows]),
        "message": ("text", [told(each).message(code, staff=True) for each in rows]),
        "robust": ("truth", [each.robust for each in found]),
        "depends_on": ("texts", [each.depends_on for each in found]),
        "policy": ("category", [each.policy for each in rows]),
        "status": ("category", [str(each.status) for each in rows]),
    }
    if personal:
        columns["applicant"] = ("text", [report.applicant_name(each) for each in rows])
        columns["applicant_key"] = ("text", [each.applicant for each in cases])
    return table(columns)
