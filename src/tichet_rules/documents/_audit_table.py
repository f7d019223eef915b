"""The report of an audit as a table, for a spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from tichet_rules.audit import AuditReport
from tichet_rules.documents import _audit_filing
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents._spreadsheet import Cell, spreadsheet
from tichet_rules.text import Language, Text
from tichet_rules.wording import Days, Figure, say

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
_STATUS: Final = Text("starea", "status")
_APPLICANT: Final = Text("solicitantul", "applicant")
_MINUTES: Final = Text("minute", "minutes")
_DAYS: Final = Text("zile", "days")
_INSTANT: Final = Text("moment", "instant")
_DATE: Final = Text("dată", "date")
_COUNT: Final = Text("număr", "count")
_WORDS: Final = Text("text", "text")
_NO_HOURS: Final = Text("niciun program", "no hours")
_MEETINGS_THEN: Final = Text("alte întâlniri atunci", "other meetings then")
# What is counted as measured, and as the limit: the one need not be greater than the other.
_COUNTED: Final = {
    "slot.free": (_MEETINGS_THEN, _MEETINGS_THEN),
    "applicant.free": (_MEETINGS_THEN, _MEETINGS_THEN),
    "request.one_open_booking": (
        Text("programări deschise pe lângă aceasta", "open bookings besides this one"),
        Text("programări deschise cu aceasta cu tot", "open bookings with this one"),
    ),
}
_UNREADABLE: Final = Text("necitibil", "unreadable")


def table_of(report: AuditReport, code: Language, *, personal: bool) -> str:
    """The report as a table that a double click opens, in the language's spreadsheet program."""
    columns = (*_COLUMNS, *((_APPLICANT,) if personal else ()), _STATUS)
    return spreadsheet(columns, _rows(report, code, personal), code)


def _rows(report: AuditReport, code: Language, personal: bool) -> Iterator[list[Cell]]:
    for each in words.by_line(report):
        finding = report.shown_finding(each, personal=personal)
        cells: list[Cell] = [
            report.lines[each.booking],
            each.booking,
            words.request_of(each, report),
            report.inspector_label(each.case.inspector_id, code, personal=personal),
            words.start_of(each, report),
            each.rule,
            words.title_of(each.rule, code),
            words.message_of(each, report, code, personal=personal),
            *_in_its_unit(each.rule, finding.measured, code, 0),
            *_in_its_unit(each.rule, finding.limit, code, 1),
            each.sensitivity.words(code),
            each.policy,
            words.source_of(each, code),
        ]
        if personal:
            cells.append(report.applicant_name(each))
        yield [*cells, each.status.words.in_(code)]
    for bad in report.unreadable:
        reason = f"{bad.column.in_(code)}: {bad.words.in_(code)}"
        yield [bad.line, "", "", "", "", _UNREADABLE.in_(code), "", reason]
    for row, dates in _audit_filing.rows_with_dates(report, report.before_filing):
        booking, filed = row.booking, dates.filed_on
        earlier = dates.booked_on if dates.booked_on < filed else dates.meeting_on
        yield [
            row.line,
            booking.id,
            booking.request,
            report.inspector_label(booking.inspector, code, personal=personal),
            f"{report.office.calendar.local(booking.slot.start):%Y-%m-%d %H:%M}",
            _audit_filing.TO_CHECK.in_(code),
            _audit_filing.HEADING.in_(code),
            _audit_filing.told(dates, code),
            *_figure(earlier, code),
            *_figure(filed, code),
        ]
    for request in report.answered_before_filing:
        yield [
            None,
            None,
            request.number,
            request.inspector,
            None,
            _audit_filing.TO_CHECK.in_(code),
            _audit_filing.ANSWERS.in_(code),
            _audit_filing.told_answer(request, code),
            *_figure(request.communicated_on, code),
            *_figure(request.filed_on, code),
        ]


def _in_its_unit(rule: str, figure: Figure | None, code: Language, place: int) -> tuple[Cell, Cell]:
    """A figure, and what it is in; of a count, what is counted."""
    counted = _COUNTED.get(rule)
    value, unit = _figure(figure, code)
    return value, unit if counted is None else counted[place].in_(code)


def _figure(  # noqa: PLR0911 (one line for each kind)
    figure: Figure | None, code: Language
) -> tuple[Cell, Cell]:
    """A figure as a program reads it, and what it is in."""
    if figure is None:
        return None, None
    if isinstance(figure, timedelta):
        minutes = figure / timedelta(minutes=1)
        return int(minutes) if minutes.is_integer() else minutes, _MINUTES.in_(code)
    if isinstance(figure, Days):
        return figure.count, _DAYS.in_(code)
    if isinstance(figure, datetime):
        return figure.isoformat(), _INSTANT.in_(code)
    if isinstance(figure, date):
        return figure.isoformat(), _DATE.in_(code)
    if figure == ():
        return _NO_HOURS.in_(code), _WORDS.in_(code)
    if isinstance(figure, int) and not isinstance(figure, bool):
        return figure, _COUNT.in_(code)
    return say(figure, code), _WORDS.in_(code)
