"""The report of an audit as one HTML page that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from attrs import frozen

from tichet_rules.audit import (
    AuditFinding,
    AuditReport,
    Caveat,
    Provenance,
    ReadingRow,
    caveats,
)
from tichet_rules.audit._unreadable import alike
from tichet_rules.documents import _audit_filing, _audit_readings, _audit_tables
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents._html import page
from tichet_rules.documents._ticket_data import packaged_text
from tichet_rules.documents._ticket_sheet import isolated
from tichet_rules.policy import Source
from tichet_rules.text import Language, Text

_RULE: Final = Text("Regula", "Rule")
_MONTH: Final = Text("Luna", "Month")
_INSPECTOR: Final = Text("Inspectorul", "Inspector")
_REQUEST: Final = Text("Cererea", "Request")
_APPLICANT: Final = Text("Solicitantul", "Applicant")
_BOOKING: Final = Text("Programarea", "Booking")
_LINE: Final = Text("Linia", "Line")
_FIRST_LINE: Final = Text("Prima linie", "First line")
_STATUS: Final = Text("Starea", "Status")
_MEETING: Final = Text("Întâlnirea", "Meeting")
_DATES: Final = Text("Datele", "Dates")
_FINDING: Final = Text("Constatarea", "Finding")
_COUNT: Final = Text("Abateri", "Findings")
_STANDS: Final = Text("Abaterile rămân", "How they stand")
_READING: Final = Text("Interpretarea", "Reading")
_DIFFERENCE: Final = Text("Față de politică", "Compared with the policy")
_POLICY: Final = Text("Politica", "Policy")
_ROWS: Final = Text("Rânduri judecate", "Rows judged")
_COLUMN: Final = Text("Coloana", "Column")
_REASON: Final = Text("Motivul", "Reason")
_CONTENTS: Final = Text("Cuprins", "Contents")
_QUOTED: Final = re.compile("(«[^»]*»)")
_SHOWN: Final = 5_000


@frozen
class _Section:
    """A part of the page: its anchor, its heading, and what makes its lines."""

    anchor: str
    heading: Text
    lines: Iterable[str]


def html_of(
    report: AuditReport,
    code: Language,
    readings: Sequence[ReadingRow],
    made: Provenance,
    *,
    personal: bool,
) -> str:
    """The report as an HTML document."""
    title = f"{words.TITLE.in_(code)}: {isolated(report.log.name)}"
    sections = list(_sections(report, code, readings, made, personal))
    body = _body(report, code, made, sections)
    return "\n".join(page(title, code, packaged_text("audit.css"), body)) + "\n"


def _bdi(text: str) -> str:
    return f"<bdi>{escape(isolated(text))}</bdi>"


def _sections(
    report: AuditReport,
    code: Language,
    readings: Sequence[ReadingRow],
    made: Provenance,
    personal: bool,
) -> Iterator[_Section]:
    presumed = caveats(report, made)
    if presumed:
        yield _Section("presumed", words.PRESUMED, _presumed(presumed, code))
    if report.findings:
        yield _Section("rules", words.BY_RULE, _rules(report, code))
        by_month = _chart(_MONTH, words.months(report, code), code)
        yield _Section("months", words.BY_MONTH, by_month)
        by_inspector = words.by_inspector(report, code, personal=personal)
        by_inspector_chart = _chart(_INSPECTOR, by_inspector, code)
        yield _Section("inspectors", words.BY_INSPECTOR, by_inspector_chart)
    if report.unknown_inspectors:
        unknown = _not_in_office(report, code, personal)
        yield _Section("unknown", words.NOT_IN_OFFICE, unknown)
    if report.findings or (report.policies and not readings):
        sensitivity = _sensitivity(report, code, told=bool(readings))
        yield _Section("sensitivity", words.SENSITIVITY, sensitivity)
    if readings:
        yield _Section("readings", words.READINGS_TABLE, _readings(readings, code))
    yield from _rows_apart(report, code)
    yield _Section("findings", words.FINDINGS, _findings(report, code, personal))
    cited = words.sources(report, readings, made)
    if cited:
        yield _Section("sources", words.SOURCES, _sources(cited, code))


def _rows_apart(report: AuditReport, code: Language) -> Iterator[_Section]:
    """Who judged, and what is told besides the findings."""
    if report.policies:
        yield _Section("policies", words.POLICIES, _policies(report, code))
    if report.unreadable:
        yield _Section("unreadable", words.UNREADABLE, _unreadable(report, code))
    if report.before_filing:
        yield _Section("filing", _audit_filing.HEADING, _before_filing(report, code))
    if report.answered_before_filing:
        yield _Section("answers", _audit_filing.ANSWERS, _answers(report, code))


def _body(
    report: AuditReport, code: Language, made: Provenance, sections: Sequence[_Section]
) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{escape(words.TITLE.in_(code))}</h1>"
    yield f'<p class="lead">{_bdi(report.log.name)}</p>'
    yield from _made_of(report, code, made)
    yield "</header>"
    warning = words.warning(report, code)
    if warning is not None:
        yield f'<p class="depends" role="note">{_bdi(warning)}</p>'
    yield '<dl class="totals">'
    for name, count in words.totals(report):
        yield f"<div><dt>{escape(name.in_(code))}</dt><dd>{count}</dd></div>"
    yield "</dl>"
    yield _note(words.sum_of_rows(report, code))
    yield f'<nav aria-label="{escape(_CONTENTS.in_(code))}"><ul>'
    for each in sections:
        yield f'<li><a href="#{each.anchor}">{escape(each.heading.in_(code))}</a></li>'
    yield "</ul></nav>"
    for each in sections:
        yield f'<section aria-labelledby="{each.anchor}">'
        yield f'<h2 id="{each.anchor}">{escape(each.heading.in_(code))}</h2>'
        yield from each.lines
        yield "</section>"


def _made_of(report: AuditReport, code: Language, made: Provenance) -> Iterator[str]:
    yield '<dl class="facts">'
    for name, values in words.head(report, made, code, options=False):
        yield f"<div><dt>{escape(name)}</dt>"
        yield from (f"<dd>{_bdi(value)}</dd>" for value in values)
        yield "</div>"
    if made.files:
        yield f"<div><dt>{escape(words.FILES.in_(code))}</dt>"
        for each in made.files:
            kind = escape(each.kind.words.in_(code))
            yield f'<dd>{kind}: {_bdi(each.name)} <span class="mono sum">{each.sha256}</span></dd>'
        yield "</div>"
    if made.tables:
        yield f"<div><dt>{escape(_audit_tables.TABLES.in_(code))}</dt>"
        for table in made.tables:
            kind = escape(table.kind.words.in_(code))
            rows = escape(_audit_tables.rows_of(table, code))
            yield f"<dd>{kind}: {_bdi(table.name)} ({rows})"
            yield f'<span class="mono sum">{table.sha256}</span></dd>'
        yield "</div>"
    yield "</dl>"
    if made.tables:
        yield _note(_audit_tables.AS_IT_SAYS.in_(code))
    if made.files:
        yield _note(words.TO_CHECK.in_(code))


def _cited(source: str) -> str:
    """A source; what it says stands in Romanian, as it was published."""
    return _QUOTED.sub(r'<span lang="ro">\1</span>', _bdi(source))


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _head(*columns: str) -> str:
    return f"<table><thead><tr>{''.join(columns)}</tr></thead><tbody>"


def _list(*columns: str) -> str:
    """The head of a table whose cells stand below each other where there is little room.

    Some browsers forget then that it is a table, so its parts say what they are.
    """
    named = "".join(each.replace("<th ", '<th role="columnheader" ', 1) for each in columns)
    return (
        f'<table class="list" role="table"><thead role="rowgroup"><tr role="row">{named}</tr>'
        '</thead><tbody role="rowgroup">'
    )


def _row(line: int, cells: Iterable[str], code: Language) -> Iterator[str]:
    """A row of such a table, by its line."""
    label = escape(_LINE.in_(code))
    yield f'<tr role="row"><th scope="row" role="rowheader" class="line" data-label="{label}">'
    yield f"{line}</th>"
    yield from (f'<td role="cell">{each}</td>' for each in cells)
    yield "</tr>"


def _column(name: Text, code: Language, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<th scope="col"{marked}>{escape(name.in_(code))}</th>'


def _rules(report: AuditReport, code: Language) -> Iterator[str]:
    sources = words.sources_by_rule(report, code)
    yield from _chart(
        _RULE, report.by_rule(), code, said=lambda rule: _rule(rule, sources[rule], code)
    )
    yield from (_note(each.in_(code)) for each in words.on_rules(report))


def _rule(rule: str, sources: Iterable[str], code: Language) -> str:
    title = escape(words.title_of(rule, code))
    told = "".join(f'<span class="source">{_cited(each)}</span>' for each in sources)
    return f'{title} <span class="mono">{rule}</span>{told}'


def _chart(
    name: Text,
    counts: Mapping[str, int],
    code: Language,
    said: Callable[[str], str] = _bdi,
) -> Iterator[str]:
    most = max(counts.values())
    yield _head(_column(name, code), _column(_COUNT, code, "chart"))
    for each, count in counts.items():
        # What the bar shows stands beside it.
        yield (
            f'<tr><th scope="row">{said(each)}</th><td class="chart">{count}'
            '<svg class="bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
            f'<rect width="{100 * count / most:.2f}" height="8"/></svg></td></tr>'
        )
    yield "</tbody></table>"


def _presumed(presumed: Iterable[Caveat], code: Language) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{_bdi(each.words.in_(code))}</li>" for each in presumed)
    yield "</ul>"


def _sensitivity(report: AuditReport, code: Language, *, told: bool) -> Iterator[str]:
    if report.findings:
        yield _note(words.MATTERS.in_(code))
        yield from _chart(_STANDS, words.by_sensitivity(report, code), code)
    if len(report.by_reading()) > 1:
        yield _note(words.MORE_THAN_ALL.in_(code))
    if not told:
        yield _note(words.OTHER_READINGS.in_(code))


def _readings(rows: Sequence[ReadingRow], code: Language) -> Iterator[str]:
    yield _note(words.AS_THE_POLICY.in_(code))
    for (rule, name), each in words.by_parameter(rows).items():
        title = f"{words.title_of(rule, code)}: {words.parameter_words(name, code)}"
        yield f'<h3>{escape(title)} <span class="mono">{name}</span></h3>'
        yield _note(words.verdict(each, code))
        yield _head(
            _column(_READING, code),
            _column(_COUNT, code, "number"),
            _column(_DIFFERENCE, code, "number"),
        )
        for row in each:
            meaning = escape(words.meaning_of(row, code))
            basis = words.basis_of(row, code)
            cited = f'<span class="source">{_cited(basis)}</span>' if basis else ""
            yield (
                f'<tr><th scope="row">{meaning} <span class="mono">{row.reading}</span>{cited}</th>'
                f'<td class="number">{row.breaches}</td>'
                f'<td class="number">{words.difference(row, code)}</td></tr>'
            )
            yield from _audit_readings.html_of(row, code, columns=3)
        yield "</tbody></table>"


def _policies(report: AuditReport, code: Language) -> Iterator[str]:
    yield _head(
        _column(_POLICY, code), _column(_ROWS, code, "number"), _column(_COUNT, code, "number")
    )
    for each in words.judged_by(report):
        yield f'<tr><th scope="row" class="mono">{_bdi(each.version)}</th>'
        yield f'<td class="number">{each.rows}</td><td class="number">{each.findings}</td></tr>'
    yield "</tbody></table>"


def _not_in_office(report: AuditReport, code: Language, personal: bool) -> Iterator[str]:
    yield _head(
        _column(_INSPECTOR, code),
        _column(_ROWS, code, "number"),
        _column(_FIRST_LINE, code, "number"),
    )
    unknown = report.unknown_inspectors
    for each in unknown[:_SHOWN]:
        label = _bdi(words.stranger(each, report, code, personal=personal))
        yield f'<tr><th scope="row">{label}</th><td class="number">{each.rows}</td>'
        yield f'<td class="number">{each.line}</td></tr>'
    yield "</tbody></table>"
    if len(unknown) > _SHOWN:
        yield _note(words.first_shown(len(unknown), _SHOWN, code))
    if words.hides_inspectors(report) and not personal:
        yield _note(words.NOT_SHOWN.in_(code))


def _unreadable(report: AuditReport, code: Language) -> Iterator[str]:
    kinds = alike(report.unreadable)
    several = f" {words.EACH.in_(code)}" if any(each.several for each in kinds) else ""
    yield _note(words.NOT_JUDGED.in_(code) + several)
    yield _list(
        _column(_LINE, code, "line"), _column(_COLUMN, code, "field"), _column(_REASON, code)
    )
    for each in kinds[:_SHOWN]:
        row = each.example
        column, reason = _bdi(row.column.in_(code)), _bdi(row.words.in_(code))
        if each.several:
            rows = f"{each.count(code)}: {each.lines(code)}"
            reason += f'<span class="source">{escape(rows)}</span>'
        yield from _row(row.line, (column, reason), code)
    yield "</tbody></table>"
    if len(kinds) > _SHOWN:
        shown = sum(len(each.rows) for each in kinds[:_SHOWN])
        yield _note(words.left_out(len(report.unreadable), shown, code))


def _before_filing(report: AuditReport, code: Language) -> Iterator[str]:
    yield _note(_audit_filing.explained(report, code))
    yield _list(_column(_LINE, code, "line"), _column(_BOOKING, code), _column(_DATES, code))
    early = report.before_filing
    for row, dates in _audit_filing.rows_with_dates(report, early[:_SHOWN]):
        booking = row.booking
        which = _audit_readings.which_of(row.line, booking.id, booking.request, code)
        yield from _row(row.line, (_bdi(which), escape(_audit_filing.told(dates, code))), code)
    yield "</tbody></table>"
    if len(early) > _SHOWN:
        yield _note(words.left_out(len(early), _SHOWN, code))


def _answers(report: AuditReport, code: Language) -> Iterator[str]:
    yield _note(_audit_filing.answers_explained(report, code))
    yield _head(_column(_REQUEST, code), _column(_DATES, code))
    answered = report.answered_before_filing
    for request in answered[:_SHOWN]:
        dates = escape(_audit_filing.told_answer(request, code))
        yield f'<tr><th scope="row">{_bdi(request.number)}</th><td>{dates}</td></tr>'
    yield "</tbody></table>"
    if len(answered) > _SHOWN:
        yield _note(words.left_out(len(answered), _SHOWN, code))


def _findings(report: AuditReport, code: Language, personal: bool) -> Iterator[str]:
    if not report.findings:
        yield f"<p>{escape(words.NONE.in_(code))}</p>"
        return
    yield _note(f"{words.IN_ORDER.in_(code)} {words.OF_TWO.in_(code)}")
    yield _list(
        _column(_LINE, code, "line"),
        _column(_MEETING, code, "meeting"),
        _column(_FINDING, code),
    )
    for each in words.by_line(report)[:_SHOWN]:
        meeting = _meeting(each, report, code, personal)
        finding = _finding(each, report, code, personal)
        yield from _row(report.lines[each.booking], (meeting, finding), code)
    yield "</tbody></table>"
    if len(report.findings) > _SHOWN:
        yield _note(words.left_out(len(report.findings), _SHOWN, code))


def _meeting(each: AuditFinding, report: AuditReport, code: Language, personal: bool) -> str:
    facts = [
        (_BOOKING, words.booking_of(each, report)),
        (_STATUS, each.status.words.in_(code)),
        (_INSPECTOR, report.inspector_label(each.case.inspector_id, code, personal=personal)),
        (_REQUEST, words.request_of(each, report)),
        (_APPLICANT, (report.applicant_name(each) or "") if personal else ""),
    ]
    told = "".join(
        f'<span class="source">{escape(name.in_(code))}: {_bdi(value)}</span>'
        for name, value in facts
        if value
    )
    return f"{words.start_in_words(each, report, code)}{told}"


def _finding(each: AuditFinding, report: AuditReport, code: Language, personal: bool) -> str:
    message = escape(words.message_of(each, report, code, personal=personal))
    kind = "robust" if each.sensitivity.robust else "depends"
    stands = escape(words.stands(each, code))
    cleared = "".join(
        f'<span class="source">{escape(told)}</span>' for told in words.clearing(each, code)
    )
    policy = f'<span class="source">{_POLICY.in_(code)}: {_bdi(each.policy)}</span>'
    return (
        f'<span class="title">{escape(words.title_of(each.rule, code))} '
        f'<span class="mono">{each.rule}</span></span>'
        f"<bdi>{message}</bdi>"
        f'<span class="source">{_cited(words.source_of(each, code))}</span>'
        f'<span class="source">{_READING.in_(code)}: <span class="{kind}">{stands}</span></span>'
        f"{cleared}{policy if len(report.policies) > 1 else ''}"
    )


def _sources(cited: Iterable[Source], code: Language) -> Iterator[str]:
    yield '<dl class="sources">'
    for each in cited:
        title, where = _bdi(each.title.in_(code)), _bdi(each.where.in_(code))
        yield f"<div><dt>{title}</dt><dd>{where}</dd></div>"
    yield "</dl>"
