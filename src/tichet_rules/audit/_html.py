"""A report of an audit as a notebook shows it: the totals and the counts, no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from tichet_rules._html import Content, blocks, element, html, left_out, paragraph, table
from tichet_rules.policy import known_sources
from tichet_rules.policy._html import cited
from tichet_rules.rules import rule_of
from tichet_rules.text import Language, Text
from tichet_rules.wording import month_name

if TYPE_CHECKING:
    from tichet_rules.audit.report import AuditReport

__all__ = ["report_html"]

_MOST_ROWS: Final = 12
_TOTALS: Final = Text("Auditul programărilor", "Audit of bookings")
_ROWS: Final = Text("Rânduri", "Rows")
_ALL: Final = Text("în registru", "in the log")
_CLEAN: Final = Text("fără abateri", "without findings")
_WITH: Final = Text("cu abateri", "with findings")
_UNREADABLE: Final = Text("necitibile", "unreadable")
_COUNT: Final = Text("Număr", "Count")
_BY_RULE: Final = Text("Abateri după regulă", "Findings by rule")
_RULE: Final = Text("Regula", "Rule")
_SOURCE: Final = Text("Sursa", "Source")
_BY_MONTH: Final = Text("Abateri după luna întâlnirii", "Findings by month of the meeting")
_MONTH: Final = Text("Luna", "Month")
_BY_INSPECTOR: Final = Text("Abateri după inspector", "Findings by inspector")
_INSPECTOR: Final = Text("Inspector", "Inspector")


def report_html(report: AuditReport, code: Language) -> str:
    """The totals, and the findings counted by rule, month and inspector."""
    totals = {
        _ALL.in_(code): report.total_rows,
        _CLEAN.in_(code): report.clean_rows,
        _WITH.in_(code): report.rows_with_findings,
        _UNREADABLE.in_(code): len(report.unreadable),
    }
    parts = _counts(f"{_TOTALS.in_(code)}: {report.log.name}", _ROWS, totals, code)
    if report.findings:
        months = {month_name(month, code): count for month, count in report.by_month().items()}
        rows = [_rule(rule, count, code) for rule, count in report.by_rule().items()]
        head = [each.in_(code) for each in (_RULE, _COUNT, _SOURCE)]
        parts.append(table(_BY_RULE.in_(code), head, rows, numbers=[1]))
        parts += _counts(_BY_MONTH.in_(code), _MONTH, months, code)
        inspectors = {
            report.inspector_label(each, code): count
            for each, count in report.by_inspector().items()
        }
        parts += _counts(_BY_INSPECTOR.in_(code), _INSPECTOR, inspectors, code)
    return html(code, *parts)


def _rule(id_: str, count: int, code: Language) -> tuple[Content, ...]:
    rule = rule_of(id_)
    source = known_sources().get(rule.citation.source)
    title = blocks([element("code", id_), rule.title.in_(code)])
    return title, str(count), cited(rule.citation, source, code)


def _counts(caption: str, name: Text, counts: Mapping[str, int], code: Language) -> list[Content]:
    shown = [(each, str(count)) for each, count in counts.items()][:_MOST_ROWS]
    head = [name.in_(code), _COUNT.in_(code)]
    parts: list[Content] = [table(caption, head, shown, numbers=[1])]
    if len(counts) > _MOST_ROWS:
        parts.append(paragraph(left_out(_MOST_ROWS, len(counts), code)))
    return parts
