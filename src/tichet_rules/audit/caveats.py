"""What an audit presumed, and what it could not judge (rezervele raportului)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from attrs import frozen

from tichet_rules.audit.provenance import Provenance, SourceTable, TableKind
from tichet_rules.audit.report import AuditReport
from tichet_rules.model import Week
from tichet_rules.rules import RULE_BOOK, rule_of
from tichet_rules.rules.slot import weekly_hours
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.wording import counted

__all__ = ["Caveat", "CaveatKind", "caveats", "hours_are_presumed"]

# What judges an inspector's hours, and what judges only an inspector whom the office knows.
_OF_HOURS: Final = ("slot.working_hours", "slot.grid")
_OF_AN_INSPECTOR: Final = (
    "inspector.execution_staff",
    "slot.working_hours",
    "inspector.present",
    "slot.grid",
)
_OF_A_REQUEST: Final = tuple(each.id for each in RULE_BOOK if each.needs_request)


class CaveatKind(StrEnum):
    """What a report rests on without knowing it, or could not look at."""

    HOURS_PRESUMED = "hours_presumed"
    LENGTH_PRESUMED = "length_presumed"
    ANSWERS_UNDATED = "answers_undated"
    UNKNOWN_INSPECTORS = "unknown_inspectors"
    UNREGISTERED_REQUESTS = "unregistered_requests"
    ROWS_LEFT_OUT = "rows_left_out"


@frozen
class Caveat:
    """One thing that was presumed, or could not be judged: in ``rows`` rows, by some ``rules``.

    The rows are those of the log that it is about; of ``ROWS_LEFT_OUT``, those of the table that
    are not in the office. ``words`` say it in both languages; they name nobody.
    """

    kind: CaveatKind
    rows: int
    rules: tuple[str, ...]
    words: Text


def caveats(report: AuditReport, made: Provenance) -> tuple[Caveat, ...]:
    """What is to be said of a report before its findings are read; empty if there is nothing.

    ``made`` has the tables that the office was made from, with the fields that they left out.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Booking, Office, Request, Slot
    >>> from tichet_rules.audit import BookingLog, LogRow, audit_log
    >>> office = Office(requests=[Request("1/305", "Pop Ana", date(2026, 1, 12), "i-1")])
    >>> slot = Slot(datetime.fromisoformat("2026-11-26T03:00:00+02:00"))
    >>> at = datetime.fromisoformat("2026-11-20T09:00:00+02:00")
    >>> row = LogRow(2, Booking("b-1", "1/305", "i-9", "name:ana pop", slot, booked_at=at))
    >>> [caveat] = caveats(audit_log(BookingLog("log.csv", [row]), office=office), Provenance())
    >>> caveat.kind.value, caveat.rows
    ('unknown_inspectors', 1)
    """
    return tuple(_caveats(report, made)) if report.log.rows else ()


def hours_are_presumed(report: AuditReport, made: Provenance) -> bool:
    """Whether some rows were judged by hours that nobody told.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog, audit_log
    >>> hours_are_presumed(audit_log(BookingLog("log.csv", []), office=Office()), Provenance())
    False
    """
    return _rows_by_presumed_hours(report, made) > 0


def _caveats(report: AuditReport, made: Provenance) -> Iterator[Caveat]:
    judged = len(report.log.rows)
    by_hours = _rows_by_presumed_hours(report, made)
    if by_hours:
        yield _hours_presumed(by_hours)
    if report.log.presumed_minutes is not None:
        yield _length_presumed(judged, report.log.presumed_minutes)
    if _lacks(made, "communicated_on") and not any(
        each.communicated_on for each in report.office.requests.values()
    ):
        yield _answers_undated(judged)
    strangers = sum(each.rows for each in report.unknown_inspectors)
    if strangers:
        yield _unknown_inspectors(strangers)
    unregistered = report.by_rule().get("request.identified", 0)
    if unregistered:
        yield _unregistered(unregistered)
    for table in made.tables:
        if table.left_out:
            yield _left_out(table)


def _lacks(made: Provenance, field: str) -> bool:
    return any(field in each.missing for each in made.tables)


def _rows_by_presumed_hours(report: AuditReport, made: Provenance) -> int:
    """The rows of inspectors with the hours that are taken where none are told."""
    if not _lacks(made, "week"):
        return 0
    presumed, office = Week(), report.office.inspectors
    return sum(
        rows
        for id_, rows in report.rows_by_inspector().items()
        if id_ in office and office[id_].week == presumed
    )


def _titles(rules: tuple[str, ...]) -> Text:
    """Rules by their titles: ``«The request can be discussed», …``."""
    given = [rule_of(each).title for each in rules]
    return Text(
        ", ".join(f"«{each.ro}»" for each in given), ", ".join(f"«{each.en}»" for each in given)
    )


def _of(count: int, code: Language) -> str:
    return counted(count, "row", code)


def _hours_presumed(rows: int) -> Caveat:
    hours = weekly_hours(Week())
    named = _titles(_OF_HOURS)
    words = Text(
        f"{_of(rows, 'ro')}: programul inspectorilor a fost presupus, fiindcă niciun tabel al "
        f"instituției nu îl are ({hours.ro}). Abaterile de la {named.ro} se sprijină pe această "
        "presupunere, nu pe un program afișat.",
        f"{_of(rows, 'en')}: the inspectors' hours were presumed, as no table of the office has "
        f"them ({hours.en}). The findings of {named.en} rest on that, and not on hours that "
        "were published.",
    )
    return Caveat(CaveatKind.HOURS_PRESUMED, rows, _OF_HOURS, words)


def _length_presumed(rows: int, minutes: int) -> Caveat:
    rules = ("slot.duration", "slot.free", "applicant.free", "slot.working_hours")
    named = _titles(rules)
    length = {code: counted(minutes, "minute", code) for code in LANGUAGES}
    words = Text(
        f"{_of(rows, 'ro')}: registrul nu spune cât durează întâlnirile, sau coloana a fost lăsată "
        f"deoparte. Toate au fost judecate ca fiind de {length['ro']}: pe aceasta se sprijină "
        f"{named.ro}.",
        f"{_of(rows, 'en')}: the log does not tell how long the meetings are, or the column was "
        f"left aside. All were judged as lasting {length['en']}: {named.en} rest on that.",
    )
    return Caveat(CaveatKind.LENGTH_PRESUMED, rows, rules, words)


def _answers_undated(rows: int) -> Caveat:
    rules = ("request.response_window",)
    named = _titles(rules)
    words = Text(
        f"{named.ro} nu s-a judecat pentru nicio cerere: tabelul cererilor nu are data la care "
        "s-a comunicat răspunsul.",
        f"{named.en} was judged for no request: the table of the requests has no date on which "
        "the answer was communicated.",
    )
    return Caveat(CaveatKind.ANSWERS_UNDATED, rows, rules, words)


def _unknown_inspectors(rows: int) -> Caveat:
    named = _titles(_OF_AN_INSPECTOR)
    words = Text(
        f"{_of(rows, 'ro')}: instituția nu cunoaște inspectorul, deci aceste reguli nu s-au "
        f"judecat: {named.ro}.",
        f"{_of(rows, 'en')}: the office does not know the inspector, so these rules were not "
        f"judged: {named.en}.",
    )
    return Caveat(CaveatKind.UNKNOWN_INSPECTORS, rows, _OF_AN_INSPECTOR, words)


def _unregistered(rows: int) -> Caveat:
    named = _titles(_OF_A_REQUEST)
    words = Text(
        f"{_of(rows, 'ro')}: cererea nu este înregistrată, deci regulile care cer cererea "
        f"înregistrată nu s-au judecat: {named.ro}.",
        f"{_of(rows, 'en')}: the request is not registered, so the rules that need the registered "
        f"request were not judged: {named.en}.",
    )
    return Caveat(CaveatKind.UNREGISTERED_REQUESTS, rows, _OF_A_REQUEST, words)


def _left_out(table: SourceTable) -> Caveat:
    of_requests = table.kind is TableKind.REQUESTS
    rules = ("request.identified",) if of_requests else ("inspector.holds_request",)
    named = _titles(rules)
    words = Text(
        f"{_of(table.left_out, 'ro')} din {table.name} nu s-au putut citi când s-a făcut fișierul "
        f"instituției. Din ele pot veni abateri de la {named.ro}.",
        f"{_of(table.left_out, 'en')} of {table.name} could not be read when the file of the "
        f"office was made. Findings of {named.en} may come from them.",
    )
    return Caveat(CaveatKind.ROWS_LEFT_OUT, table.left_out, rules, words)
