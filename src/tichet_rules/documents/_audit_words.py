"""What the forms of an audit's report have in common: its words, its figures, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import evolve, frozen

from tichet_rules.audit import (
    AppliedPolicy,
    AuditFinding,
    AuditReport,
    Provenance,
    ReadingRow,
    UnknownInspector,
    hint_of,
)
from tichet_rules.audit.caveats import hours_are_presumed
from tichet_rules.audit.hints import LETTERS_LOST, NUMBERED, named_booking
from tichet_rules.policy import (
    PRESETS,
    Citation,
    PolicyHistory,
    Source,
    WindowBinds,
    known_sources,
    preset,
)
from tichet_rules.rules import READINGS, rule_of
from tichet_rules.rules.grounds import Ground, grounds
from tichet_rules.text import Language, Text, both
from tichet_rules.timekeeping import (
    DAY_READINGS,
    HOUR_READINGS,
    DayReading,
    HourReading,
    Reading,
)
from tichet_rules.wording import date_name, month_name, say

TITLE: Final = Text("Auditul programărilor", "Audit of bookings")
BY_RULE: Final = Text("După regulă", "By rule")
BY_MONTH: Final = Text("După luna întâlnirii", "By month of the meeting")
BY_INSPECTOR: Final = Text("După inspector", "By inspector")
SENSITIVITY: Final = Text("Interpretările legii", "Readings of the law")
READINGS_TABLE: Final = Text("Ce ar constata fiecare interpretare", "What each reading would find")
POLICIES: Final = Text("Politicile aplicate", "The policies that applied")
FINDINGS: Final = Text("Abaterile", "The findings")
UNREADABLE: Final = Text("Rândurile necitibile", "The unreadable rows")
FILES: Final = Text("SHA-256 al fișierelor citite", "SHA-256 of the files read")
NOT_IN_OFFICE: Final = Text("Inspectori necunoscuți instituției", "Inspectors not in the office")
SOURCES: Final = Text("Sursele", "The sources")
NONE: Final = Text("Nicio abatere.", "No findings.")

ROBUST: Final = Text("abateri în orice interpretare", "findings under every reading")
DEPENDS: Final = Text("abateri care depind de", "findings that depend on")
IN_ORDER: Final = Text("În ordinea liniilor din fișier.", "In the order of the lines of the file.")
BY_RULES: Final = Text(
    "După regulă, apoi în ordinea liniilor din fișier.",
    "By rule, then in the order of the lines of the file.",
)
OF_TWO: Final = Text(
    "Din două programări care se suprapun, abaterea este a celei făcute mai târziu.",
    "Of two bookings that overlap, the finding is that of the one made later.",
)
NOT_JUDGED: Final = Text(
    "Aceste rânduri nu au fost judecate.", "These rows were not judged by any rule."
)
TO_CHECK: Final = Text(
    "De verificat: sha256sum FIȘIER dă aceleași cifre (pe Windows: certutil -hashfile FIȘIER "
    "SHA256).",
    "To check: sha256sum FILE gives the same digits (on Windows: certutil -hashfile FILE SHA256).",
)
EACH: Final = Text(
    "Rândurile de același fel stau împreună; tabelul CSV și JSON le au pe fiecare.",
    "Rows of one kind stand together; the CSV table and JSON have each of them.",
)
PRESUMED: Final = Text(
    "Ce s-a presupus și ce nu s-a putut judeca",
    "What was presumed, and what could not be judged",
)
OTHER_READINGS: Final = Text(
    "Se arată doar abaterile după interpretările politicii; ce ar constata în plus altele nu s-a "
    "calculat aici.",
    "Only what the readings of the policy find is shown; what others would find more was not "
    "worked out here.",
)
BY_OPTION: Final = Text("Le arată --readings.", "--readings shows it.")
NOT_SHOWN: Final = Text(
    "Ce ar putea fi un nume de om nu se arată; îl găsiți în registru, pe linia arătată.",
    "What may be a person's name is not shown; you find it in the log, on the line given.",
)
AS_OF_NOW: Final = Text(
    "Starea unei cereri este cea din datele instituției, care nu spun de când: o cerere arhivată "
    "după întâlnire apare și ea ca abatere.",
    "The status of a request is that of the office's file, which does not say since when: a "
    "request that was archived after the meeting is a finding too.",
)
MATTERS: Final = Text(
    "Legea permite ca timpul să fie numărat în mai multe feluri. O abatere «în orice interpretare» "
    "rămâne oricum s-ar număra; celelalte țin de interpretarea pe care a ales-o politica.",
    "The law lets time be counted in several ways. A «robust» finding stands however it is "
    "counted; the others depend on the reading that the policy chose.",
)
CLEARED: Final = Text("nu este abatere dacă politica alege:", "not a breach if the policy chose:")
ONLY_TOGETHER: Final = Text(
    "nu este abatere numai dacă politica alege altfel mai multe deodată",
    "not a breach only if the policy chose more than one of them otherwise",
)
ONE_CAUSE: Final = Text(
    "Abaterile de la «Cererea este identificată» pot avea deci o singură cauză: un fișier "
    "incomplet al instituției sau numere scrise altfel.",
    "So the findings of «The request is identified» may have one cause: an incomplete file of the "
    "office, or numbers written in another way.",
)
MORE_THAN_ALL: Final = Text(
    "O abatere poate depinde de două interpretări: atunci este numărată la fiecare, iar suma poate "
    "fi mai mare decât numărul abaterilor.",
    "A finding can depend on two readings: it is then counted under each, and these can add up to "
    "more than all findings.",
)
AS_THE_POLICY: Final = Text(
    "Abateri după fiecare interpretare, celelalte fiind ale politicii; în plus și în minus față "
    "de ea.",
    "Findings under each reading, the others being the policy's; more and fewer than as it reads.",
)
NO_DIFFERENCE: Final = Text("la fel", "the same")

_PARAMETERS: Final[Mapping[str, Text]] = {
    "notice_reading": Text("cum se numără orele răgazului", "how the hours of notice are counted"),
    "window_reading": Text("cum se numără zilele termenului", "how the days are counted"),
    "window_binds": Text(
        "ce trebuie să cadă în termen, întâlnirea sau programarea",
        "what has to fall within the days, the meeting or the booking act",
    ),
}
_BINDS: Final[Mapping[str, Text]] = {
    WindowBinds.MEETING: Text("întâlnirea cade în termen", "the meeting falls within the days"),
    WindowBinds.BOOKING: Text(
        "programarea se face în termen", "the booking is made within the days"
    ),
}


def head(
    report: AuditReport, made: Provenance, code: Language, *, options: bool
) -> Iterator[tuple[str, list[str]]]:
    """What the head tells of the log and of the report, but the files; each with its values.

    ``options`` adds what whoever runs the command may give it.
    """
    institution = made.institution_of(report)
    if institution is not None:
        yield Text("instituția", "institution").in_(code), [institution.in_(code)]
    period = report.period
    if period is not None:
        meetings = _span(period.first_meeting, period.last_meeting, code)
        acts = _span(period.first_act, period.last_act, code)
        yield Text("întâlniri", "meetings").in_(code), [meetings]
        yield Text("programate", "booked").in_(code), [acts]
    if report.policies:
        applied = [_applied(each, code) for each in report.applied_policies]
        borrowed = [each.in_(code) for each in _borrowed(report, made, options=options)]
        extended = [each.in_(code) for each in _extended(report)]
        yield Text("politica", "policy").in_(code), applied + extended + borrowed
    if report.log.notes:
        yield Text("de știut", "to know").in_(code), [each.in_(code) for each in report.log.notes]
    yield Text("făcut cu", "made with").in_(code), [f"tichet_rules {made.version}"]
    if made.made_on is not None:
        yield Text("data raportului", "made on").in_(code), [date_name(made.made_on, code)]


def _span(first: date, last: date, code: Language) -> str:
    return " – ".join(dict.fromkeys(date_name(day, code) for day in (first, last)))


def _extended(report: AuditReport) -> Iterator[Text]:
    """What a town's own policy takes the rest of its rules from."""
    applied = {each.name for each in report.applied_policies}
    for policy in (report.office.policy, report.office.audiences):
        if isinstance(policy, PolicyHistory) and policy.extends and policy.name in applied:
            yield Text(
                f"{policy.name} extinde {policy.extends}: celelalte reguli sunt ale acesteia",
                f"{policy.name} extends {policy.extends}: the other rules are those of that policy",
            )


def _borrowed(report: AuditReport, made: Provenance, *, options: bool) -> Iterator[Text]:
    """Whose the rules are, where they are those of a preset, and maybe not of this institution."""
    of_presets = {name: preset(name).latest.institution for name in PRESETS}
    owners = dict.fromkeys(of_presets.get(each.name) for each in report.applied_policies)
    for owner in owners:
        if owner is not None and made.institution not in (owner, both(owner.ro), both(owner.en)):
            ro = f"regulile sunt cele publicate de {owner.ro}"
            en = f"these are the rules published by {owner.en}"
            if options:
                ro += "; ale altei instituții se dau cu --policy FIȘIER (docs/ro/policies.md)"
                en += "; another institution's are given with --policy FILE (docs/policies.md)"
            yield Text(ro, en)


def _applied(policy: AppliedPolicy, code: Language) -> str:
    first, last = policy.valid_from, policy.valid_until
    if first is None:
        when = Text("oricare ar fi data", "whatever the date")
    elif last is None:
        since = date_name(first, code)
        when = Text(f"în vigoare din {since}", f"in force from {since}")
    else:
        since, until = date_name(first, code), date_name(last, code)
        when = Text(f"în vigoare din {since} până la {until}", f"in force from {since} to {until}")
    return f"{policy.version}, {when.in_(code)}"


def totals(report: AuditReport) -> Iterator[tuple[Text, int]]:
    """The rows, those of each heap, and the findings."""
    yield Text("rânduri în registru", "rows in the log"), report.total_rows
    yield Text("fără abateri", "without findings"), report.clean_rows
    yield Text("cu abateri", "with findings"), report.rows_with_findings
    yield Text("necitibile", "unreadable"), len(report.unreadable)
    yield Text("abateri", "findings"), len(report.findings)


def sum_of_rows(report: AuditReport, code: Language) -> str:
    """How the heaps add up to the rows of the log."""
    heaps = f"{report.clean_rows} + {report.rows_with_findings} + {len(report.unreadable)}"
    total = f"{heaps} = {report.total_rows}"
    return Text(
        f"Fiecare rând este numărat o dată: {total}. Un rând poate avea mai multe abateri.",
        f"Every row is counted once: {total}. A row can have several findings.",
    ).in_(code)


def on_rules(report: AuditReport) -> Iterator[Text]:
    """What has to be known of the rules that were broken."""
    if any(each.rule == "request.eligible" for each in report.findings):
        yield AS_OF_NOW


def by_inspector(report: AuditReport, code: Language, *, personal: bool) -> dict[str, int]:
    """The findings by inspector, as they may be shown."""
    return {
        report.inspector_label(each, code, personal=personal): count
        for each, count in report.by_inspector().items()
    }


def stranger(each: UnknownInspector, report: AuditReport, code: Language, *, personal: bool) -> str:
    """An inspector whom the office does not know, as they may be shown."""
    label = report.inspector_label(each.id, code, personal=personal)
    return f"{label} ({LETTERS_LOST.in_(code)})" if each.letters_lost else label


def hides_inspectors(report: AuditReport) -> bool:
    return any(each.number is not None for each in report.unknown_inspectors)


def left_out(count: int, shown: int, code: Language) -> str:
    return Text(
        f"Se arată primele {shown} din {count}; tabelul CSV le are pe toate.",
        f"The first {shown} of {count} are shown; the CSV table has them all.",
    ).in_(code)


def first_shown(count: int, shown: int, code: Language) -> str:
    return Text(
        f"Se arată primii {shown} din {count}; JSON îi are pe toți.",
        f"The first {shown} of {count} are shown; JSON has them all.",
    ).in_(code)


def title_of(rule: str, code: Language) -> str:
    return rule_of(rule).title.in_(code)


def source_of(finding: AuditFinding, code: Language) -> str:
    """Where the rule stands, and first the figures that its policy has from elsewhere."""
    return "; ".join(_cited(each, code) for each in _grounds(finding))


def _grounds(finding: AuditFinding) -> tuple[Ground, ...]:
    return grounds(rule_of(finding.rule), finding.case.policy)


def _cited(ground: Ground, code: Language) -> str:
    title = ground.title(code)
    return f"«{ground.quote}» – {title}" if ground.quote else title


def sources_by_rule(report: AuditReport, code: Language) -> dict[str, list[str]]:
    """Of each rule that is broken, its sources under the policies that judged."""
    found: dict[str, list[str]] = {}
    for each in _firsts(report):
        sources = found.setdefault(each.rule, [])
        if (source := source_of(each, code)) not in sources:
            sources.insert(0, source)
    return found


def _firsts(report: AuditReport) -> Iterable[AuditFinding]:
    """Of each rule and policy the first finding, the last of them first."""
    return {(each.rule, each.policy): each for each in reversed(report.findings)}.values()


def sources(
    report: AuditReport, readings: Iterable[ReadingRow], made: Provenance
) -> tuple[Source, ...]:
    """The published texts that the report cites, by their titles.

    Of hours that were presumed it is not said where they were published.
    """
    cited = [ground.source for each in _firsts(report) for ground in _grounds(each)]
    known = [
        known_sources()[reading.source]
        for reading in (_reading(each.parameter, each.reading) for each in readings)
        if reading is not None
    ]
    found = {each.key: each for each in (*cited, *known) if each is not None}
    if _HOURS in found and hours_are_presumed(report, made):
        found[_HOURS] = evolve(found[_HOURS], where=_NOT_TOLD)
    return tuple(sorted(found.values(), key=lambda each: each.title.ro))


_HOURS: Final = "programme"
_NOT_TOLD: Final = Text(
    "presupus: niciun tabel al instituției nu îl are",
    "presumed: no table of the office has them",
)


def by_line(report: AuditReport) -> list[AuditFinding]:
    """The findings in the order of the log's lines, those of one row in that of the rules."""
    return sorted(report.findings, key=lambda each: report.lines[each.booking])


def start_in_words(finding: AuditFinding, report: AuditReport, code: Language) -> str:
    """When the meeting starts, by the office's clock, for people."""
    return say(report.office.calendar.local(finding.case.slot.start), code)


def stands(finding: AuditFinding, code: Language) -> str:
    """Whether it stands under every reading, or what it depends on."""
    found = finding.sensitivity
    if found.robust:
        return found.words(code)
    names = "; ".join(f"{parameter_words(name, code)} ({name})" for name in found.depends_on)
    return Text(f"depinde de: {names}", f"depends on: {names}").in_(code)


def start_of(finding: AuditFinding, report: AuditReport) -> str:
    """When the meeting starts, by the office's clock."""
    return f"{report.office.calendar.local(finding.case.slot.start):%Y-%m-%d %H:%M}"


def request_of(finding: AuditFinding, report: AuditReport) -> str:
    """The number of the request, registered or not, as it is written; empty where there is none."""
    number = finding.case.request_number or ""
    return report.log.numbers.get(number, number)


def booking_of(finding: AuditFinding, report: AuditReport) -> str:
    """The id of the booking; empty where the log has none, so that its line alone names it."""
    id_ = finding.booking
    numbered = NUMBERED.fullmatch(id_)
    return "" if numbered and int(numbered[2]) == report.lines[id_] else id_


def message_of(
    finding: AuditFinding, report: AuditReport, code: Language, *, personal: bool
) -> str:
    """What was found, in a sentence for the staff."""
    shown = report.shown_finding(finding, personal=personal)
    staff = tuple(
        (name, (named_booking(str(value)) or value) if name == "booking" else value)
        for name, value in shown.staff
    )
    message = evolve(shown, staff=staff).message(code, staff=True)
    hint = hint_of(finding)
    return message if hint is None else f"{message} [{hint.in_(code)}]"


def clearing(finding: AuditFinding, code: Language) -> list[str]:
    """Under which readings it is no breach: an opening, then each of them; empty if under none."""
    found = finding.sensitivity
    if found.robust:
        return []
    each_passing = [
        f"{_meaning(name, value, code)} ({name} = {value})"
        for name, values in found.passing(finding.case.policy).items()
        for value in values
    ]
    if not each_passing:
        return [ONLY_TOGETHER.in_(code)]
    first, *others = each_passing
    either = Text("sau", "or").in_(code)
    return [CLEARED.in_(code), first, *(f"{either} {each}" for each in others)]


def warning(report: AuditReport, code: Language) -> str | None:
    """That hardly a number of a request in the log is registered: one cause, many findings."""
    unknown = {
        each.booking: number
        for each in report.findings
        if each.rule == "request.identified" and (number := request_of(each, report))
    }
    if not unknown:
        return None
    registered = 0
    for row in report.log.rows:
        registered += report.office.request_of(row.booking) is not None
        if 9 * registered >= len(unknown):
            return None
    return _unregistered(list(unknown.values()), registered, report, code)


def _unregistered(
    unknown: Sequence[str], registered: int, report: AuditReport, code: Language
) -> str:
    in_log, total = unknown[0], len(unknown) + registered
    if registered:
        opening = Text(
            f"Rânduri a căror cerere este înregistrată la instituție: {registered} din {total}",
            f"Rows whose request is registered in the office: {registered} of {total}",
        )
    else:
        opening = Text(
            "Niciunul dintre numerele de cereri din registru nu este înregistrat la instituție",
            "None of the numbers of requests in the log is registered in the office",
        )
    numbers = report.office.requests
    if numbers:
        in_office = next((each for each in numbers if in_log in each), next(iter(numbers)))
        example = Text(
            f"registrul are, de exemplu, «{in_log}», iar instituția «{in_office}»",
            f"the log has, for instance, «{in_log}», the office «{in_office}»",
        )
    else:
        example = Text(
            f"registrul are, de exemplu, «{in_log}», iar instituția nicio cerere",
            f"the log has, for instance, «{in_log}», the office no request at all",
        )
    return f"{opening.in_(code)}; {example.in_(code)}. {ONE_CAUSE.in_(code)}"


def months(report: AuditReport, code: Language) -> dict[str, int]:
    return {month_name(month, code): count for month, count in report.by_month().items()}


def by_sensitivity(report: AuditReport, code: Language) -> dict[str, int]:
    """How many findings stand under every reading, and how many depend on which parameter."""
    found = {ROBUST.in_(code): report.robust_findings}
    for name, count in report.by_reading().items():
        found[f"{DEPENDS.in_(code)} {parameter_words(name, code)} ({name})"] = count
    return {name: count for name, count in found.items() if count}


@frozen
class Judged:
    """A version of a policy, the rows that it judged, and the findings among them."""

    version: str
    rows: int
    findings: int


def judged_by(report: AuditReport) -> tuple[Judged, ...]:
    found = dict.fromkeys(report.policies, 0)
    for each in report.findings:
        found[each.policy] += 1
    return tuple(Judged(name, rows, found[name]) for name, rows in report.policies.items())


def difference(row: ReadingRow, code: Language) -> str:
    """What a reading finds more and fewer: ``+3 −1``, or that it finds the same."""
    parts = [f"+{row.more}" * bool(row.more), f"−{row.fewer}" * bool(row.fewer)]
    return " ".join(filter(None, parts)) or NO_DIFFERENCE.in_(code)


def by_parameter(rows: Iterable[ReadingRow]) -> dict[tuple[str, str], list[ReadingRow]]:
    """The rows of a table of readings, by the rule and its parameter."""
    found: dict[tuple[str, str], list[ReadingRow]] = {}
    for row in rows:
        found.setdefault((row.rule, row.parameter), []).append(row)
    return found


def verdict(rows: Iterable[ReadingRow], code: Language) -> str:
    """Whether it matters for the log how a parameter is read."""
    if any(row.more or row.fewer for row in rows):
        return Text("Contează pentru acest registru.", "It matters for this log.").in_(code)
    return Text("Nu contează pentru acest registru.", "It does not matter for this log.").in_(code)


def parameter_words(name: str, code: Language) -> str:
    return _PARAMETERS[name].in_(code)


def meaning_of(row: ReadingRow, code: Language) -> str:
    """What a reading means, in words."""
    return _meaning(row.parameter, row.reading, code)


def basis_of(row: ReadingRow, code: Language) -> str:
    """Where a reading stands in the law; empty for what the rule itself leaves open."""
    known = _reading(row.parameter, row.reading)
    if known is None:
        return ""
    citation = Citation(known.source, known.article, known.quote)
    return _cited(Ground(citation, known_sources()[known.source]), code)


def _meaning(parameter: str, reading: str, code: Language) -> str:
    known = _reading(parameter, reading)
    return (_BINDS[reading] if known is None else known.meaning).in_(code)


def _reading(parameter: str, reading: str) -> Reading | None:
    """How a reading counts time; ``None`` for one that says what a window binds."""
    value: StrEnum = READINGS[parameter](reading)
    if isinstance(value, DayReading):
        return DAY_READINGS[value]
    return HOUR_READINGS[value] if isinstance(value, HourReading) else None
