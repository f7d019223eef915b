"""What an audit presumed and could not judge, and what its findings may really be."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from tests.audit._scene import ANA, DAN, LOG, OFFICE, made
from tichet_rules import Booking, Inspector, Language, Office, Request, Week
from tichet_rules.audit import (
    AuditReport,
    BookingLog,
    LogRow,
    Provenance,
    SourceTable,
    audit_log,
    caveats,
    hint_of,
)
from tichet_rules.audit.caveats import _OF_AN_INSPECTOR
from tichet_rules.audit.columns import ColumnarLog, LogColumns, audit_columnar_log
from tichet_rules.audit.replay import History, case_of
from tichet_rules.documents.audit_report import report_csv, report_html, report_text
from tichet_rules.interchange.logs import ColumnMapping, read_log, read_log_columns
from tichet_rules.interchange.render import audit_document
from tichet_rules.interchange.schemas import schema
from tichet_rules.rules import RULE_BOOK, Outcome
from tichet_rules.text import LANGUAGES

SUM = sha256(b"").hexdigest()
NOTHING_TOLD = Provenance(
    tables=[
        SourceTable("inspectors", "insp.csv", SUM, 2, 2, ["role", "week"]),
        SourceTable("requests", "cer<i>.csv", SUM, 9, 2, ["status", "communicated_on"]),
    ]
)
IN_OPERATION = OFFICE.replace(
    requests=[ANA, evolve(DAN, status="in_operation", communicated_on=None)]
)
HEADING = {
    "ro": "Ce s-a presupus și ce nu s-a putut judeca",
    "en": "What was presumed, and what could not be judged",
}


def rows_of(report: AuditReport, code: Language = "en") -> list[list[str]]:
    text = report_csv(report, code).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";" if code == "ro" else ","))[1:]


def report_of(
    *bookings: Booking, office: Office = OFFICE, minutes: int | None = None
) -> AuditReport:
    """A report, after both engines have said the same."""
    rows = [LogRow(line, each) for line, each in enumerate(bookings, 2)]
    columns = LogColumns.of(bookings)
    lines = np.array([each.line for each in rows], np.int64)
    one = audit_log(BookingLog("a", rows, presumed_minutes=minutes), office=office)
    other = audit_columnar_log(
        ColumnarLog("a", columns, lines, presumed_minutes=minutes), office=office
    )
    for made_of in (Provenance(), NOTHING_TOLD):
        assert audit_document(one, "ro", provenance=made_of) == audit_document(
            other, "ro", provenance=made_of
        )
    return one


def told(report: AuditReport, made_of: Provenance = NOTHING_TOLD) -> dict[str, int]:
    return {each.kind.value: each.rows for each in caveats(report, made_of)}


PLAIN = made("b-1", "2026-12-03T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
STRANGE = evolve(PLAIN, id="b-2", inspector="Mure?an Vasile")
NOWHERE = evolve(PLAIN, id="b-3", request="9/9", inspector="i-2")


def test_all_that_there_is_to_say() -> None:
    report = report_of(PLAIN, STRANGE, NOWHERE, office=IN_OPERATION, minutes=30)
    assert told(report) == {
        "hours_presumed": 2,
        "length_presumed": 3,
        "answers_undated": 3,
        "unknown_inspectors": 1,
        "unregistered_requests": 1,
        "rows_left_out": 7,
    }
    assert told(report, Provenance()) == {
        "length_presumed": 3,
        "unknown_inspectors": 1,
        "unregistered_requests": 1,
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_stands_in_every_form(code: Language) -> None:
    report = report_of(PLAIN, STRANGE, NOWHERE, office=IN_OPERATION, minutes=30)
    said = report_text(report, code, provenance=NOTHING_TOLD)
    page = report_html(report, code, provenance=NOTHING_TOLD)
    document = audit_document(report, code, provenance=NOTHING_TOLD)
    Draft202012Validator(schema("audit")).validate(document)
    assert [each["about"] for each in document["caveats"]] == list(told(report))
    for each in document["caveats"]:
        assert f"  {each['message']}\n" in said
    assert said.index(HEADING[code]) < said.index("[request.identified]")
    assert f'<h2 id="presumed">{HEADING[code]}</h2>' in page
    assert "cer&lt;i&gt;.csv" in page
    assert "cer<i>" not in page
    for word in {"ro": ("luni-vineri 08:00-16:00", "30 de minute"),
                 "en": ("Monday-Friday 08:00-16:00", "30 minutes")}[code]:  # fmt: skip
        assert word in said
        assert word in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_anything_to_say_there_is_no_such_part(code: Language) -> None:
    for report in (report_of(PLAIN), audit_log(BookingLog("a", []), office=OFFICE)):
        assert audit_document(report, code)["caveats"] == []
        for form in (report_text, report_html):
            assert HEADING[code] not in form(report, code)
    assert told(audit_log(BookingLog("a", []), office=OFFICE)) == {}


def test_hours_that_somebody_has_entered_since_are_not_presumed() -> None:
    own = Office(inspectors=[Inspector("i-1", week=Week.of(mon=[("10:00", "12:00")]))],
                 requests=[ANA])  # fmt: skip
    report = report_of(PLAIN, office=own)
    assert "hours_presumed" not in told(report)
    assert "published by each institution" in report_text(report, "en", provenance=NOTHING_TOLD)


def test_hours_that_were_presumed_were_not_published() -> None:
    early = evolve(PLAIN, slot=made("b", "2026-12-03T07:30:00+02:00", None).slot)
    report = report_of(early)
    published = {"en": "published by each institution", "ro": "afișat de fiecare instituție"}
    for code in LANGUAGES:
        for form in (report_text, report_html):
            assert published[code] in form(report, code)
            assert published[code] not in form(report, code, provenance=NOTHING_TOLD)


def test_an_answer_that_is_dated_is_judged() -> None:
    assert "answers_undated" not in told(report_of(PLAIN))


def test_rows_that_were_left_out_are_told_of_each_table() -> None:
    short = [SourceTable(kind, f"{kind}.csv", SUM, 3, 2) for kind in ("inspectors", "requests")]
    found = caveats(report_of(PLAIN), Provenance(tables=short))
    assert [(each.rows, each.rules) for each in found] == [
        (1, ("inspector.holds_request",)),
        (1, ("request.identified",)),
    ]


def test_the_rules_that_need_an_inspector_are_those_that_are_named() -> None:
    judged = OFFICE.policy.policy_at(date(2026, 11, 20)).rules
    cases = [case_of(each, OFFICE, History()) for each in (PLAIN, STRANGE)]
    known, unknown = (
        {each.id for each in RULE_BOOK if each.id in judged
         and each.judge(case).outcome is not Outcome.NOT_APPLICABLE}
        for case in cases
    )  # fmt: skip
    assert known - unknown == set(_OF_AN_INSPECTOR)


# --- how long a meeting is ------------------------------------------------------------------------

ROW = "1/305;i-1;03.12.2026 10:00;20.11.2026 09:00"


@pytest.mark.parametrize(
    ("head", "row", "mapping", "minutes"),
    [
        ("", "", {}, 15),
        ("", "", {"constants": {"minutes": "30"}}, 30),
        ("", "", {"constants": {"minutes": "jumate"}}, None),
        ("", "", {"constants": {"end": "10:20"}}, None),
        (";Durata", ";20", {}, None),
        (";Sfârșit", ";10:20", {}, None),
        (";Durata", ";20", {"columns": {"Durata": "ignored"}}, 15),
    ],
)
def test_a_log_that_does_not_say_it_is_told(
    head: str, row: str, mapping: dict[str, Any], minutes: int | None
) -> None:
    content = f"Cerere;Inspector;Început;Programat la{head}\n{ROW}{row}\n"
    if "columns" in mapping:
        names = {"Cerere": "request", "Inspector": "inspector", "Început": "start",
                 "Programat la": "booked_at"}  # fmt: skip
        mapping = {"columns": names | mapping["columns"]}
    given = ColumnMapping(**mapping)
    log = read_log(content, name="a.csv", office=OFFICE, mapping=given)
    columnar = read_log_columns(content, name="a.csv", office=OFFICE, mapping=given)
    assert log.presumed_minutes == columnar.presumed_minutes == minutes
    assert audit_log(log, office=OFFICE).log.presumed_minutes == minutes
    assert audit_columnar_log(columnar, office=OFFICE).log.presumed_minutes == minutes


def test_a_number_with_letters_is_shown_as_the_log_has_it() -> None:
    content = (
        "Cerere;Inspector;Început;Programat la\n"
        "FN;i-1;03.12.2026 10:00;20.11.2026 09:00\n"
        "fn;i-2;03.12.2026 11:00;20.11.2026 10:00\n"
        "009/9;i-2;03.12.2026 12:00;20.11.2026 11:00\n"
    )
    one = audit_log(read_log(content, name="a.csv", office=OFFICE), office=OFFICE)
    other = audit_columnar_log(
        read_log_columns(content, name="a.csv", office=OFFICE), office=OFFICE
    )
    for report in (one, other):
        assert dict(report.log.numbers) == {"fn": "FN"}
        assert {row[2] for row in rows_of(report)} >= {"FN", "9/9"}
        assert "line 2, request FN (booked):" in report_text(report, "en")


# --- hints ----------------------------------------------------------------------------------------


def hints(report: AuditReport) -> dict[tuple[str, str], str]:
    found = ((each, hint_of(each)) for each in report.findings)
    return {(each.booking, each.rule): hint.en for each, hint in found if hint is not None}


def test_lost_letters_may_make_a_breach() -> None:
    unread = evolve(PLAIN, id="b-4", request="4?/305", inspector="i-2")
    report = report_of(STRANGE, unread, evolve(NOWHERE, inspector="i-9"))
    assert hints(report) == {("b-2", "inspector.holds_request"): "letters lost in the export?"}
    stranger, other = report.unknown_inspectors
    assert (stranger.letters_lost, other.letters_lost) == (True, False)
    said, page = report_text(report, "en"), report_html(report, "en")
    for form in (said, page):
        assert "unknown 1 (letters lost in the export?)" in form
        assert "no request counts as theirs. [letters lost in the export?]" in form
        assert "Mure?an" not in form
    lost = report_of(evolve(NOWHERE, request="Ș\ufffd-9/9"))
    assert hints(lost) == {("b-3", "request.identified"): "letters lost in the export?"}


def test_a_booking_that_was_entered_twice_is_told_to_be_maybe_one() -> None:
    again = evolve(PLAIN, id="b-2")
    report = report_of(again, PLAIN)
    rules = {"slot.free", "applicant.free", "request.one_open_booking"}
    assert set(hints(report)) == {("b-2", rule) for rule in rules}
    assert all("booking b-1 has the same request" in each for each in hints(report).values())
    for other in (
        evolve(again, booked_at=datetime.fromisoformat("2026-11-20T09:01:00+02:00")),
        evolve(again, applicant="name:x"),
        evolve(again, request=DAN.number),
        evolve(again, status="cancelled"),
    ):
        assert not hints(report_of(PLAIN, other))


def test_and_by_its_line_where_it_has_no_id() -> None:
    content = f"Cerere;Inspector;Început;Programat la\n{ROW}\n{ROW}\n"
    report = audit_log(read_log(content, name="a.csv", office=OFFICE), office=OFFICE)
    assert "twice: line 2 has the same request" in report_text(report, "en")
    assert "de două ori: linia 2 are aceeași cerere" in report_html(report, "ro")


def test_what_was_booked_before_the_log_may_be_the_same_without_its_instant() -> None:
    before = evolve(PLAIN, id="a-1", booked_at=None)
    rows = [LogRow(2, PLAIN)]
    report = audit_log(BookingLog("a", rows), office=OFFICE, before=[before])
    assert "slot.free" in report.by_rule()
    assert hints(report) == {}


# --- answers from before the filing ---------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_answer_from_before_the_filing_is_to_be_checked(
    code: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = [
        Request(f"{number}/<b>", "Pop Ana", date(2026, 11, 12), "i-1", "answered", answered)
        for number, answered in ((7, date(2026, 10, 27)), (8, date(2026, 11, 12)),
                                 (9, date(2026, 11, 11)))
    ]  # fmt: skip
    report = report_of(PLAIN, office=OFFICE.replace(requests=[ANA, *odd]))
    assert report.answered_before_filing == (odd[0], odd[2])
    day = {"ro": "27 octombrie 2026", "en": "27 October 2026"}[code]
    said, page = report_text(report, code), report_html(report, code)
    for form in (said, page):
        assert day in form
    assert "<b>" not in page
    rows = rows_of(report, code)
    assert [row[2] for row in rows] == ["7/<b>", "9/<b>"]
    assert [rows[0][8], rows[0][10]] == ["2026-10-27", "2026-11-12"]
    document = audit_document(report, code)
    Draft202012Validator(schema("audit")).validate(document)
    assert document["answered_before_filing"][1] == {
        "request": "9/<b>", "filed_on": "2026-11-12", "communicated_on": "2026-11-11"
    }  # fmt: skip
    for module in ("_audit_text", "_audit_html"):
        monkeypatch.setattr(f"tichet_rules.documents.{module}._SHOWN", 1)
    for form in (report_text(report, code), report_html(report, code)):
        assert "7/" in form
        assert "9/" not in form.replace("39/", "")


def test_there_is_mostly_nothing_to_check() -> None:
    report = audit_log(LOG, office=OFFICE)
    assert report.answered_before_filing == ()
    assert "before their request was filed" not in report_text(report, "en")
