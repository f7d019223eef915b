"""What the forms of an audit's report have in common: its words, its figures, its sources."""

from __future__ import annotations

import re
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
)
from tichet_rules.policy import WindowBinds
from tichet_rules.rules import READINGS, RULE_BOOK, rule_of
from tichet_rules.rules.grounds import grounds
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import DAY_READINGS, HOUR_READINGS, DayReading, HourReading
from tichet_rules.wording import Figure, month_name

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
NONE: Final = Text("Nicio abatere.", "No findings.")

ROBUST: Final = Text("abateri în orice interpretare", "findings under every reading")
DEPENDS: Final = Text("abateri care depind de", "findings that depend on")
IN_ORDER: Final = Text(
    "În ordinea în care s-au făcut programările: din două care se suprapun, abaterea este a celei "
    "făcute mai târziu.",
    "In the order in which the bookings were made: of two that overlap, the finding is that of the "
    "one made later.",
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
NOT_SHOWN: Final = Text(
    "Ce ar putea fi un nume de om nu se arată; îl găsiți în registru, pe linia arătată.",
    "What may be a person's name is not shown; you find it in the log, on the line given.",
)
_NEEDING: Final = {
    code: ", ".join(f"«{each.title.in_(code)}»" for each in RULE_BOOK if each.needs_request)
    for code in LANGUAGES
}
UNIDENTIFIED: Final = Text(
    "Un rând a cărui cerere nu este înregistrată este judecat și de celelalte reguli, dar nu și "
    f"de cele care cer cererea înregistrată: {_NEEDING['ro']}.",
    "A row whose request is not registered is judged by the other rules too, but not by those "
    f"that need the registered request: {_NEEDING['en']}.",
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


def head(report: AuditReport, made: Provenance, code: Language) -> Iterator[tuple[str, list[str]]]:
    """What the head tells of the log and of the report, but the files; each with its values."""
    institution = made.institution_of(report)
    if institution is not None:
        yield Text("instituția", "institution").in_(code), [institution.in_(code)]
    period = report.period
    if period is not None:
        meetings = _span(period.first_meeting, period.last_meeting)
        acts = _span(period.first_act, period.last_act)
        yield Text("întâlniri", "meetings").in_(code), [meetings]
        yield Text("programate", "booked").in_(code), [acts]
    if report.policies:
        applied = [_applied(each, code) for each in report.applied_policies]
        yield Text("politica", "policy").in_(code), applied
    yield Text("făcut cu", "made with").in_(code), [f"tichet_rules {made.version}"]
    if made.made_on is not None:
        yield Text("data raportului", "made on").in_(code), [made.made_on.isoformat()]


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def _applied(policy: AppliedPolicy, code: Language) -> str:
    first, last = policy.valid_from, policy.valid_until
    if first is None:
        when = Text("oricare ar fi data", "whatever the date")
    elif last is None:
        when = Text(f"în vigoare din {first}", f"in force from {first}")
    else:
        when = Text(f"în vigoare din {first} până la {last}", f"in force from {first} to {last}")
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
    notes = {"request.identified": UNIDENTIFIED, "request.eligible": AS_OF_NOW}
    broken = {each.rule for each in report.findings}
    yield from (note for rule, note in notes.items() if rule in broken)


def by_inspector(report: AuditReport, code: Language, *, personal: bool) -> dict[str, int]:
    """The findings by inspector, as they may be shown."""
    return {
        report.inspector_label(each, code, personal=personal): count
        for each, count in report.by_inspector().items()
    }


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
    told = grounds(rule_of(finding.rule), finding.case.policy)
    return "; ".join(
        f"«{each.quote}» – {each.title(code)}" if each.quote else each.title(code) for each in told
    )


def sources_by_rule(report: AuditReport, code: Language) -> dict[str, list[str]]:
    """Of each rule that is broken, its sources under the policies that judged."""
    firsts = {(each.rule, each.policy): each for each in reversed(report.findings)}
    found: dict[str, list[str]] = {}
    for (rule, _), each in firsts.items():
        sources = found.setdefault(rule, [])
        if (source := source_of(each, code)) not in sources:
            sources.insert(0, source)
    return found


def start_of(finding: AuditFinding, report: AuditReport) -> str:
    """When the meeting starts, by the office's clock."""
    return f"{report.office.calendar.local(finding.case.slot.start):%Y-%m-%d %H:%M}"


def request_of(finding: AuditFinding) -> str:
    """The number of the request as the log has it, registered or not; empty where there is none."""
    return finding.case.request_number or ""


# What a reader of logs calls a booking for which the log has no id.
_NUMBERED: Final = re.compile(r"(line|row):([0-9]+)")
_LINES: Final = {"line": Text("linia", "line"), "row": Text("rândul", "row")}


def booking_of(finding: AuditFinding, report: AuditReport) -> str:
    """The id of the booking; empty where the log has none, so that its line alone names it."""
    id_ = finding.booking
    numbered = _NUMBERED.fullmatch(id_)
    return "" if numbered and int(numbered[2]) == report.lines[id_] else id_


def message_of(
    finding: AuditFinding, report: AuditReport, code: Language, *, personal: bool
) -> str:
    """What was found, in a sentence for the staff."""
    shown = report.shown_finding(finding, personal=personal)
    staff = tuple(
        (name, _named(value) if name == "booking" else value) for name, value in shown.staff
    )
    return evolve(shown, staff=staff).message(code, staff=True)


def _named(id_: Figure) -> Figure:
    numbered = _NUMBERED.fullmatch(str(id_))
    if numbered is None:
        return id_
    line, number = _LINES[numbered[1]], numbered[2]
    return Text(f"{line.ro} {number}", f"{line.en} {number}")


def clearing(finding: AuditFinding, code: Language) -> list[str]:
    """Under which readings it is no breach: an opening, then each of them; empty if under none."""
    found = finding.sensitivity
    if found.robust:
        return []
    each_passing = [
        f"{name} = {value}: {_meaning(name, value, code)}"
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
        if each.rule == "request.identified" and (number := request_of(each))
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


def by_sensitivity(report: AuditReport, code: Language, *, in_full: bool = False) -> dict[str, int]:
    """How many findings stand under every reading, and how many depend on which parameter.

    ``in_full`` tells what the parameter is.
    """
    found = {ROBUST.in_(code): report.robust_findings}
    for name, count in report.by_reading().items():
        meaning = f": {parameter_words(name, code)}" if in_full else ""
        found[f"{DEPENDS.in_(code)} {name}{meaning}"] = count
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


def _meaning(parameter: str, reading: str, code: Language) -> str:
    value: StrEnum = READINGS[parameter](reading)
    if isinstance(value, DayReading):
        return DAY_READINGS[value].meaning.in_(code)
    if isinstance(value, HourReading):
        return HOUR_READINGS[value].meaning.in_(code)
    return _BINDS[value].in_(code)
