"""The report of an audit: for a terminal, as one HTML page, and as a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Final

from tichet_rules._door import checked_instance
from tichet_rules.audit import AuditFinding, AuditReport
from tichet_rules.documents._html import page
from tichet_rules.documents._ticket_data import packaged_text
from tichet_rules.documents._ticket_sheet import isolated
from tichet_rules.policy import known_sources
from tichet_rules.rules import rule_of
from tichet_rules.text import Language, Text, language
from tichet_rules.wording import counted, month_name

__all__ = ["report_csv", "report_html", "report_text"]

_TITLE: Final = Text("Auditul programărilor", "Audit of bookings")
_ROWS: Final = Text("rânduri în registru", "rows in the log")
_CLEAN: Final = Text("fără abateri", "without findings")
_WITH: Final = Text("cu abateri", "with findings")
_UNREADABLE: Final = Text("necitibile", "unreadable")
_FINDINGS: Final = Text("abateri", "findings")
_BY_RULE: Final = Text("După regulă", "By rule")
_BY_MONTH: Final = Text("După luna întâlnirii", "By month of the meeting")
_BY_INSPECTOR: Final = Text("După inspector", "By inspector")
_READINGS: Final = Text("Citirile legii", "Readings of the law")
_ROBUST: Final = Text("abateri în orice citire", "findings under every reading")
_DEPENDS: Final = Text("abateri care depind de", "findings that depend on")
_POLICIES: Final = Text("Regulile aplicate", "The policies that applied")
_LIST: Final = Text("Abaterile", "The findings")
_UNREADABLE_ROWS: Final = Text("Rândurile necitibile", "The unreadable rows")
_NONE: Final = Text("Nicio abatere.", "No findings.")
_RULE: Final = Text("Regula", "Rule")
_COUNT: Final = Text("Număr", "Count")
_SHARE: Final = Text("Proporție", "Proportion")
_MONTH: Final = Text("Luna", "Month")
_INSPECTOR: Final = Text("Inspector", "Inspector")
_LINE: Final = Text("Linia", "Line")
_BOOKING: Final = Text("Programarea", "Booking")
_REQUEST: Final = Text("Cererea", "Request")
_APPLICANT: Final = Text("Solicitantul", "Applicant")
_START: Final = Text("Întâlnirea", "Meeting")
_FOUND: Final = Text("Constatarea", "Finding")
_STANDS: Final = Text("Citire", "Reading")
_POLICY: Final = Text("Politica", "Policy")
_COLUMN: Final = Text("Coloana", "Column")
_REASON: Final = Text("Motivul", "Reason")
_SHOWN_IN_TERMINAL: Final = 40
_SHOWN_IN_HTML: Final = 5_000
_BAR: Final = 24


def _of(words: Text, code: Language) -> str:
    return words.in_(code)


def _left_out(count: int, shown: int, code: Language) -> str:
    return Text(
        f"Se arată primele {shown} din {count}; tabelul CSV le are pe toate.",
        f"The first {shown} of {count} are shown; the CSV table has them all.",
    ).in_(code)


def _source(rule: str, code: Language) -> str:
    citation = rule_of(rule).citation
    quote = f"«{citation.quote}» " if citation.quote else ""
    article = f", {citation.article}" if citation.article else ""
    return f"{quote}{known_sources()[citation.source].title.in_(code)}{article}"


def _start(finding: AuditFinding, report: AuditReport) -> str:
    start = report.office.calendar.local(finding.case.slot.start)
    return f"{start:%Y-%m-%d %H:%M}"


def _reading(finding: AuditFinding, code: Language) -> str:
    return finding.sensitivity.words(code)


def _totals(report: AuditReport) -> Iterator[tuple[Text, int]]:
    yield _ROWS, report.total_rows
    yield _CLEAN, report.clean_rows
    yield _WITH, report.rows_with_findings
    yield _UNREADABLE, len(report.unreadable)
    yield _FINDINGS, len(report.findings)


# --- for a terminal -------------------------------------------------------------------------


def report_text(report: AuditReport, code: Language = "ro") -> str:
    """The report for a terminal: the totals, the counts, the first findings in words.

    No personal data stands in it.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> print(report_text(audit_log(BookingLog("empty.csv", []), office=Office()), "en"), end="")
    Audit of bookings: empty.csv
      rows in the log         0
      without findings        0
      with findings           0
      unreadable              0
      findings                0
    """
    checked_instance("report", report, AuditReport)
    language(code)
    return "\n".join(_text(report, code)) + "\n"


def _text(report: AuditReport, code: Language) -> Iterator[str]:
    yield f"{_of(_TITLE, code)}: {_plainly(report.log.name)}"
    for words, count in _totals(report):
        yield f"  {_of(words, code):<20} {count:>4}"
    if report.findings:
        yield from _bars(_of(_BY_RULE, code), report.by_rule())
        yield from _bars(_of(_BY_MONTH, code), _months(report, code))
        yield from _bars(_of(_BY_INSPECTOR, code), _first(report.by_inspector()))
        yield from _bars(_of(_READINGS, code), _readings(report, code))
    if report.policies:
        yield f"\n{_of(_POLICIES, code)}:"
        for version, count in report.policies.items():
            yield f"  {version}: {counted(count, 'booking', code)}"
    if report.findings:
        yield f"\n{_of(_LIST, code)}:"
        yield from _listed(report, code)
    if report.unreadable:
        yield f"\n{_of(_UNREADABLE_ROWS, code)}:"
        for row in report.unreadable[:_SHOWN_IN_TERMINAL]:
            why = _plainly(f"{row.field}: {row.reason}")
            yield f"  {_of(_LINE, code).lower()} {row.line}, {why}"
        if len(report.unreadable) > _SHOWN_IN_TERMINAL:
            yield f"  {_left_out(len(report.unreadable), _SHOWN_IN_TERMINAL, code)}"


def _plainly(text: str) -> str:
    """The text with nothing in it that a terminal would obey."""
    return "".join(mark if mark.isprintable() else "?" for mark in text)


def _bars(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"\n{title}:"
    width = max(map(len, counts))
    most = max(counts.values())
    for name, count in counts.items():
        bar = "█" * max(1, round(_BAR * count / most))
        yield f"  {_plainly(name):<{width}}  {count:>7}  {bar}"


def _listed(report: AuditReport, code: Language) -> Iterator[str]:
    for each in report.findings[:_SHOWN_IN_TERMINAL]:
        line = report.lines[each.booking]
        message = each.finding.message(code, staff=True)
        yield f"  {_of(_LINE, code).lower()} {line}, {_plainly(each.booking)}: {each.rule}"
        yield f"      {message} [{_reading(each, code)}]"
        yield f"      {_source(each.rule, code)}"
    if len(report.findings) > _SHOWN_IN_TERMINAL:
        yield f"  {_left_out(len(report.findings), _SHOWN_IN_TERMINAL, code)}"


def _months(report: AuditReport, code: Language) -> dict[str, int]:
    return {month_name(month, code): count for month, count in report.by_month().items()}


def _first(counts: Mapping[str, int], most: int = 15) -> dict[str, int]:
    return dict(list(counts.items())[:most])


def _readings(report: AuditReport, code: Language) -> dict[str, int]:
    found = {_of(_ROBUST, code): report.robust_findings}
    for name, count in report.by_reading().items():
        found[f"{_of(_DEPENDS, code)} {name}"] = count
    return {name: count for name, count in found.items() if count}


# --- as a table -----------------------------------------------------------------------------

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def report_csv(report: AuditReport, code: Language = "ro", *, personal: bool = False) -> str:
    """Every finding and every unreadable row as a table, for a spreadsheet program.

    UTF-8, commas, CRLF. A value that a spreadsheet would take for a formula begins with an
    apostrophe (OWASP, "CSV Injection"). ``personal=True`` adds the key of the applicant.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> report = audit_log(BookingLog("empty.csv", []), office=Office())
    >>> report_csv(report, "en").splitlines()
    ['line,booking,request,inspector,meeting,rule,finding,reading,policy,source']
    """
    checked_instance("report", report, AuditReport)
    language(code)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    columns = [
        "line",
        "booking",
        "request",
        "inspector",
        "meeting",
        "rule",
        "finding",
        "reading",
        "policy",
        "source",
    ]
    table.writerow([*columns, "applicant"] if personal else columns)
    for each in report.findings:
        case = each.case
        row = [
            str(report.lines[each.booking]),
            each.booking,
            (case.request.number if case.request else "") or "",
            case.inspector_id,
            _start(each, report),
            each.rule,
            each.finding.message(code, staff=True),
            _reading(each, code),
            each.policy,
            _source(each.rule, code),
        ]
        table.writerow([_cell(value) for value in ([*row, case.applicant] if personal else row)])
    for bad in report.unreadable:
        table.writerow(
            [str(bad.line), *[""] * 4, "unreadable", _cell(f"{bad.field}: {bad.reason}")]
        )
    return text.getvalue()


def _cell(value: str | None) -> str:
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


# --- as an HTML page ------------------------------------------------------------------------


def report_html(report: AuditReport, code: Language = "ro", *, personal: bool = False) -> str:
    """The report as one HTML page that opens from disk: no script, no network.

    Tables with bars by rule, month and inspector, what depends on a reading of the law, and
    the findings with their sources, the first 5,000 of them. ``personal=True`` adds the key of the
    applicant.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> html = report_html(audit_log(BookingLog("a<b.csv", []), office=Office()), "en")
    >>> "a&lt;b.csv" in html
    True
    """
    checked_instance("report", report, AuditReport)
    language(code)
    title = f"{_of(_TITLE, code)}: {isolated(report.log.name)}"
    body = _body(report, code, personal=personal)
    return "\n".join(page(title, code, packaged_text("audit.css"), body)) + "\n"


def _bdi(text: str) -> str:
    return f"<bdi>{escape(isolated(text))}</bdi>"


def _body(report: AuditReport, code: Language, *, personal: bool) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{escape(_of(_TITLE, code))}</h1>"
    yield f'<p class="lead">{_bdi(report.log.name)}</p>'
    yield "</header>"
    yield '<dl class="totals">'
    for words, count in _totals(report):
        yield f"<div><dt>{escape(_of(words, code))}</dt><dd>{count}</dd></div>"
    yield "</dl>"
    if report.findings:
        yield from _chart(_BY_RULE, _RULE, report.by_rule(), code, beside=_source)
        yield from _chart(_BY_MONTH, _MONTH, _months(report, code), code)
        yield from _chart(_BY_INSPECTOR, _INSPECTOR, report.by_inspector(), code)
        yield from _chart(_READINGS, _STANDS, _readings(report, code), code)
    if report.policies:
        yield from _chart(_POLICIES, _POLICY, dict(report.policies), code)
    yield f"<h2>{escape(_of(_LIST, code))}</h2>"
    yield from _finding_table(report, code, personal=personal)
    if report.unreadable:
        yield f"<h2>{escape(_of(_UNREADABLE_ROWS, code))}</h2>"
        yield from _unreadable_table(report, code)


def _chart(
    title: Text,
    name: Text,
    counts: Mapping[str, int],
    code: Language,
    beside: Callable[[str, Language], str] | None = None,
) -> Iterator[str]:
    most, total = max(counts.values()), sum(counts.values())
    yield f"<h2>{escape(_of(title, code))}</h2>"
    yield '<div class="scroll"><table><thead><tr>'
    yield f'<th scope="col">{escape(_of(name, code))}</th>'
    yield f'<th scope="col" class="number">{escape(_of(_COUNT, code))}</th>'
    yield f'<th scope="col">{escape(_of(_SHARE, code))}</th></tr></thead><tbody>'
    for each, count in counts.items():
        note = ""
        if beside is not None:
            note = f'<span class="source">{escape(beside(each, code))}</span>'
        percent = f"{100 * count / total:.1f} %"
        width = f"{100 * count / most:.2f}"
        yield f'<tr><th scope="row">{_bdi(each)}{note}</th><td class="number">{count}</td>'
        yield (
            f'<td class="chart"><svg class="bar" role="img" aria-label="{percent}" '
            f'viewBox="0 0 100 8" preserveAspectRatio="none"><title>{percent}</title>'
            f'<rect width="{width}" height="8"/></svg></td></tr>'
        )
    yield "</tbody></table></div>"


def _head(columns: Iterable[Text], code: Language) -> str:
    cells = "".join(f'<th scope="col">{escape(_of(each, code))}</th>' for each in columns)
    return f'<div class="scroll"><table><thead><tr>{cells}</tr></thead><tbody>'


def _finding_table(report: AuditReport, code: Language, *, personal: bool) -> Iterator[str]:
    if not report.findings:
        yield f"<p>{escape(_of(_NONE, code))}</p>"
        return
    columns = [_LINE, _BOOKING, _REQUEST, _INSPECTOR, _START, _FOUND, _STANDS, _POLICY]
    yield _head([*columns, _APPLICANT] if personal else columns, code)
    for each in report.findings[:_SHOWN_IN_HTML]:
        case, found = each.case, each.sensitivity
        number = case.request.number if case.request else ""
        message = escape(each.finding.message(code, staff=True))
        yield f'<tr><td class="number">{report.lines[each.booking]}</td>'
        yield f'<th scope="row" class="mono">{_bdi(each.booking)}</th>'
        yield f'<td class="mono">{_bdi(number)}</td><td class="mono">{_bdi(case.inspector_id)}</td>'
        yield f'<td class="time">{_start(each, report)}</td>'
        yield (
            f'<td class="words"><bdi>{message}</bdi>'
            f'<span class="source">{each.rule}: {escape(_source(each.rule, code))}</span></td>'
        )
        kind = "robust" if found.robust else "depends"
        yield f'<td class="{kind}">{escape(found.words(code))}</td>'
        yield f'<td class="mono">{_bdi(each.policy)}</td>'
        if personal:
            yield f"<td>{_bdi(case.applicant or '')}</td>"
        yield "</tr>"
    yield "</tbody></table></div>"
    if len(report.findings) > _SHOWN_IN_HTML:
        yield f'<p class="note">{_left_out(len(report.findings), _SHOWN_IN_HTML, code)}</p>'


def _unreadable_table(report: AuditReport, code: Language) -> Iterator[str]:
    yield _head([_LINE, _COLUMN, _REASON], code)
    for row in report.unreadable[:_SHOWN_IN_HTML]:
        yield f'<tr><td class="number">{row.line}</td><td class="mono">{_bdi(row.field)}</td>'
        yield f'<td class="words">{_bdi(row.reason)}</td></tr>'
    yield "</tbody></table></div>"
    if len(report.unreadable) > _SHOWN_IN_HTML:
        yield f'<p class="note">{_left_out(len(report.unreadable), _SHOWN_IN_HTML, code)}</p>'
