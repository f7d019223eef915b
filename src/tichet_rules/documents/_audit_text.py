"""The report of an audit for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tichet_rules.audit import AuditFinding, AuditReport, Provenance, ReadingRow, caveats
from tichet_rules.audit._unreadable import alike
from tichet_rules.documents import _audit_filing, _audit_readings, _audit_tables
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents._plain import plainly
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

_LINE: Final = Text("linia", "line")
_BOOKING: Final = Text("programarea", "booking")
_REQUEST: Final = Text("cererea", "request")
_WARNING: Final = Text("Atenție", "Warning")
_SHOWN: Final = 40
_OF_A_RULE: Final = 5
_BAR: Final = 24


def text_of(
    report: AuditReport, code: Language, readings: Sequence[ReadingRow], made: Provenance
) -> Iterator[str]:
    """The lines of the report."""
    yield f"{words.TITLE.in_(code)}: {plainly(report.log.name)}"
    yield from _head(report, code, made)
    yield ""
    for name, count in words.totals(report):
        yield f"  {name.in_(code):<20} {count:>4}"
    yield from _presumed(report, code, made)
    if report.findings:
        yield from _counted(report, code)
    if report.policies and not readings:
        yield from _readings_not_asked(report, code)
    yield from _not_in_office(report, code)
    if report.policies:
        yield f"\n{words.POLICIES.in_(code)}:"
        for each in words.judged_by(report):
            judged = counted(each.rows, "row", code)
            yield f"  {each.version}: {judged}, {_findings(each.findings, code)}"
    yield from _unreadable(report, code)
    yield from _before_filing(report, code)
    if report.findings:
        yield f"\n{words.FINDINGS.in_(code)}:"
        yield from _listed(report, code)
    if readings:
        yield f"\n{words.READINGS_TABLE.in_(code)}:"
        yield from _readings(readings, code)
    cited = words.sources(report, readings, made)
    if cited:
        yield f"\n{words.SOURCES.in_(code)}:"
        told = (f"{each.title.in_(code)}: {each.where.in_(code)}" for each in cited)
        yield from (f"  {plainly(each)}" for each in told)


def _head(report: AuditReport, code: Language, made: Provenance) -> Iterator[str]:
    for name, values in words.head(report, made, code, options=True):
        for place, value in enumerate(values):
            yield f"  {'' if place else name:<16} {plainly(value)}"
    if made.files:
        yield f"  {words.FILES.in_(code)}:"
    for each in made.files:
        yield f"    {each.kind.words.in_(code):<18} {each.sha256}  {plainly(each.name)}"
    if made.tables:
        yield f"  {_audit_tables.TABLES.in_(code)}:"
    for table in made.tables:
        name = f"{plainly(table.name)} ({_audit_tables.rows_of(table, code)})"
        yield f"    {table.kind.words.in_(code):<18} {table.sha256}  {name}"
    if made.tables:
        yield f"  {_audit_tables.AS_IT_SAYS.in_(code)}"
    warning = words.warning(report, code)
    if warning is not None:
        yield f"\n{_WARNING.in_(code)}: {plainly(warning)}"


def _presumed(report: AuditReport, code: Language, made: Provenance) -> Iterator[str]:
    presumed = caveats(report, made)
    if presumed:
        yield f"\n{words.PRESUMED.in_(code)}:"
    yield from (f"  {plainly(each.words.in_(code))}" for each in presumed)


def _counted(report: AuditReport, code: Language) -> Iterator[str]:
    yield from _bars(words.BY_RULE.in_(code), _rules(report, code))
    yield from (f"  {each.in_(code)}" for each in words.on_rules(report))
    yield from _bars(words.BY_MONTH.in_(code), words.months(report, code))
    by_inspector = words.by_inspector(report, code, personal=False)
    yield from _bars(words.BY_INSPECTOR.in_(code), _first(by_inspector))
    yield from _bars(words.SENSITIVITY.in_(code), words.by_sensitivity(report, code))
    if len(report.by_reading()) > 1:
        yield f"  {words.MORE_THAN_ALL.in_(code)}"


def _not_in_office(report: AuditReport, code: Language) -> Iterator[str]:
    unknown = report.unknown_inspectors
    if unknown:
        yield f"\n{words.NOT_IN_OFFICE.in_(code)}:"
    for each in unknown[:_SHOWN]:
        rows = counted(each.rows, "row", code)
        first = Text(f"primul pe linia {each.line}", f"the first on line {each.line}").in_(code)
        yield f"  {plainly(words.stranger(each, report, code, personal=False))}: {rows}, {first}"
    if len(unknown) > _SHOWN:
        yield f"  {words.first_shown(len(unknown), _SHOWN, code)}"
    if words.hides_inspectors(report):
        yield f"  {words.NOT_SHOWN.in_(code)}"


def _rules(report: AuditReport, code: Language) -> dict[str, int]:
    return {
        f"{words.title_of(rule, code)} [{rule}]": count for rule, count in report.by_rule().items()
    }


def _findings(count: int, code: Language) -> str:
    return Text(f"abateri: {count}", f"findings: {count}").in_(code)


def _bars(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"\n{title}:"
    width = max(map(len, counts))
    most = max(counts.values())
    for name, count in counts.items():
        bar = "█" * max(1, round(_BAR * count / most))
        yield f"  {plainly(name):<{width}}  {count:>7}  {bar}"


def _first(counts: Mapping[str, int], most: int = 15) -> dict[str, int]:
    return dict(list(counts.items())[:most])


def _unreadable(report: AuditReport, code: Language) -> Iterator[str]:
    kinds = alike(report.unreadable)
    if kinds:
        yield f"\n{words.UNREADABLE.in_(code)}:"
    for each in kinds[:_SHOWN]:
        yield f"  {plainly(each.told(code))}"
        if each.several:
            yield f"      {each.lines(code)}"
    if len(kinds) > _SHOWN:
        rest = sum(len(each.rows) for each in kinds[:_SHOWN])
        yield f"  {words.left_out(len(report.unreadable), rest, code)}"
    elif any(each.several for each in kinds):
        yield f"  {words.EACH.in_(code)}"


def _before_filing(report: AuditReport, code: Language) -> Iterator[str]:
    early = report.before_filing
    if early:
        yield f"\n{_audit_filing.HEADING.in_(code)}:"
        yield f"  {_audit_filing.explained(report, code)}"
    for row, dates in _audit_filing.rows_with_dates(report, early[:_SHOWN]):
        place = _audit_readings.place_of(row.line, row.booking.id, row.booking.request, code)
        yield f"  {plainly(place)}: {_audit_filing.told(dates, code)}"
    if len(early) > _SHOWN:
        yield f"  {words.left_out(len(early), _SHOWN, code)}"
    answered = report.answered_before_filing
    if answered:
        yield f"\n{_audit_filing.ANSWERS.in_(code)}:"
        yield f"  {_audit_filing.answers_explained(report, code)}"
    for request in answered[:_SHOWN]:
        yield f"  {plainly(request.number)}: {_audit_filing.told_answer(request, code)}"
    if len(answered) > _SHOWN:
        yield f"  {words.left_out(len(answered), _SHOWN, code)}"


def _listed(report: AuditReport, code: Language) -> Iterator[str]:
    yield f"  {words.BY_RULES.in_(code)} {words.OF_TWO.in_(code)}"
    by_rule: dict[str, list[AuditFinding]] = {rule: [] for rule in report.by_rule()}
    for each in words.by_line(report):
        by_rule[each.rule].append(each)
    sources = words.sources_by_rule(report, code)
    for rule, found in by_rule.items():
        yield f"  {words.title_of(rule, code)} [{rule}]: {len(found)}"
        yield from (f"      {plainly(each)}" for each in sources[rule])
        for each in found[:_OF_A_RULE]:
            yield from _finding(each, report, code)
        if len(found) > _OF_A_RULE:
            yield f"    {_more(len(found) - _OF_A_RULE, code)}"


def _finding(each: AuditFinding, report: AuditReport, code: Language) -> Iterator[str]:
    line = f"{_LINE.in_(code)} {report.lines[each.booking]}"
    id_ = words.booking_of(each, report)
    booking = f", {_BOOKING.in_(code)} {plainly(id_)}" if id_ else ""
    policy = f" [{each.policy}]" if len(report.policies) > 1 else ""
    message = words.message_of(each, report, code, personal=False)
    # The only rule that is about a number, and does not show it.
    number = words.request_of(each, report) if each.rule == "request.identified" else ""
    request = f", {_REQUEST.in_(code)} {plainly(number)}" if number else ""
    yield f"    {line}{booking}{request} ({each.status.words.in_(code)}){policy}:"
    yield f"      {plainly(message)} [{words.stands(each, code)}]"
    for place, told in enumerate(words.clearing(each, code)):
        yield f"      {'  ' if place else ''}{told}"


def _more(count: int, code: Language) -> str:
    return Text(
        f"și încă {count}: --csv FIȘIER sau --html FIȘIER le arată",
        f"and {count} more: --csv FILE or --html FILE shows them",
    ).in_(code)


def _readings_not_asked(report: AuditReport, code: Language) -> Iterator[str]:
    if not report.findings:
        yield f"\n{words.SENSITIVITY.in_(code)}:"
    yield f"  {words.OTHER_READINGS.in_(code)} {words.BY_OPTION.in_(code)}"


def _readings(rows: Sequence[ReadingRow], code: Language) -> Iterator[str]:
    yield f"  {words.AS_THE_POLICY.in_(code)}"
    width = max(len(row.reading) for row in rows)
    for (rule, name), each in words.by_parameter(rows).items():
        title = (
            f"{words.title_of(rule, code)} [{rule}], {words.parameter_words(name, code)} [{name}]"
        )
        yield f"  {title}: {words.verdict(each, code)}"
        for row in each:
            found = f"{row.breaches:>7}  {words.difference(row, code):<8}"
            yield f"      {row.reading:<{width}}  {found}  {words.meaning_of(row, code)}"
            yield from (f"          {told}" for told in _audit_readings.text_of(row, code))
