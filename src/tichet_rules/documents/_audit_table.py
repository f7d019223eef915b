"""The report of an audit as a table, for a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from tichet_rules.audit import AuditReport
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents._plain import cell
from tichet_rules.text import Language, Text

_COLUMNS: Final = (
    Text("linia", "line"),
    Text("programarea", "booking"),
    Text("cererea", "request"),
    Text("inspectorul", "inspector"),
    Text("întâlnirea", "meeting"),
    Text("regula", "rule"),
    Text("ce cere regula", "what the rule asks for"),
    Text("constatarea", "finding"),
    Text("citirea", "reading"),
    Text("politica", "policy"),
    Text("sursa", "source"),
)
_APPLICANT: Final = Text("solicitantul", "applicant")
_UNREADABLE: Final = Text("necitibil", "unreadable")


def table_of(report: AuditReport, code: Language, *, personal: bool) -> str:
    """The report as a table that a double click opens, in the language's spreadsheet program."""
    text = io.StringIO()
    # The mark without which a spreadsheet program takes UTF-8 for something else.
    text.write("\ufeff")
    # Where the comma is in the numbers, as in Romanian, it can't be between them.
    table = csv.writer(text, delimiter=";" if code == "ro" else ",", lineterminator="\r\n")
    columns = (*_COLUMNS, _APPLICANT) if personal else _COLUMNS
    table.writerow(each.in_(code) for each in columns)
    for row in _rows(report, code, personal):
        cells = [cell(value) for value in row]
        table.writerow(cells + [""] * (len(columns) - len(cells)))
    return text.getvalue()


def _rows(report: AuditReport, code: Language, personal: bool) -> Iterator[list[str]]:
    for each in report.findings:
        row = [
            str(report.lines[each.booking]),
            each.booking,
            words.request_of(each),
            each.case.inspector_id,
            words.start_of(each, report),
            each.rule,
            words.title_of(each.rule, code),
            each.finding.message(code, staff=True),
            each.sensitivity.words(code),
            each.policy,
            words.source_of(each, code),
        ]
        yield [*row, each.case.applicant or ""] if personal else row
    for bad in report.unreadable:
        reason = f"{bad.column.in_(code)}: {bad.words.in_(code)}"
        yield [str(bad.line), "", "", "", "", _UNREADABLE.in_(code), "", reason]
