"""The report of an audit as a table, for a spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from tichet_rules.audit import AuditReport
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents._spreadsheet import Cell, spreadsheet
from tichet_rules.text import Language, Text
from tichet_rules.wording import Figure, say

_COLUMNS: Final = (
    Text("linia", "line"),
    Text("programarea", "booking"),
    Text("cererea", "request"),
    Text("inspectorul", "inspector"),
    Text("întâlnirea", "meeting"),
    Text("regula", "rule"),
    Text("ce cere regula", "what the rule asks for"),
    Text("constatarea", "finding"),
    Text("măsurat", "measured"),
    Text("măsurat în", "measured in"),
    Text("limita", "limit"),
    Text("limita în", "limit in"),
    Text("interpretarea", "reading"),
    Text("politica", "policy"),
    Text("sursa", "source"),
)
_APPLICANT: Final = Text("solicitantul", "applicant")
_MINUTES: Final = Text("minute", "minutes")
_INSTANT: Final = Text("moment", "instant")
_DATE: Final = Text("dată", "date")
_COUNT: Final = Text("număr", "count")
_WORDS: Final = Text("text", "text")
_UNREADABLE: Final = Text("necitibil", "unreadable")


def table_of(report: AuditReport, code: Language, *, personal: bool) -> str:
    """The report as a table that a double click opens, in the language's spreadsheet program."""
    columns = (*_COLUMNS, _APPLICANT) if personal else _COLUMNS
    return spreadsheet(columns, _rows(report, code, personal), code)


def _rows(report: AuditReport, code: Language, personal: bool) -> Iterator[list[Cell]]:
    for each in report.findings:
        finding = report.shown_finding(each, personal=personal)
        row: list[Cell] = [
            report.lines[each.booking],
            each.booking,
            words.request_of(each),
            report.inspector_label(each.case.inspector_id, code, personal=personal),
            words.start_of(each, report),
            each.rule,
            words.title_of(each.rule, code),
            words.message_of(each, report, code, personal=personal),
            *_figure(finding.measured, code),
            *_figure(finding.limit, code),
            each.sensitivity.words(code),
            each.policy,
            words.source_of(each, code),
        ]
        yield [*row, report.applicant_name(each)] if personal else row
    for bad in report.unreadable:
        reason = f"{bad.column.in_(code)}: {bad.words.in_(code)}"
        yield [bad.line, "", "", "", "", _UNREADABLE.in_(code), "", reason]


def _figure(figure: Figure | None, code: Language) -> tuple[Cell, Cell]:
    """A figure as a program reads it, and what it is in."""
    if figure is None:
        return None, None
    if isinstance(figure, timedelta):
        minutes = figure / timedelta(minutes=1)
        return int(minutes) if minutes.is_integer() else minutes, _MINUTES.in_(code)
    if isinstance(figure, datetime):
        return figure.isoformat(), _INSTANT.in_(code)
    if isinstance(figure, date):
        return figure.isoformat(), _DATE.in_(code)
    if isinstance(figure, int) and not isinstance(figure, bool):
        return figure, _COUNT.in_(code)
    return say(figure, code), _WORDS.in_(code)
