"""Bookings from before their request was filed, in each form of an audit's report."""

from __future__ import annotations

import csv
import io
import json

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from tests._romanian import checked as romanian
from tests.audit._scene import LOG, OFFICE
from tests.audit.test_filing import AFTERWARDS, DAY_BEFORE, FILED, ROWS, columnar
from tichet_rules import Language
from tichet_rules.audit import AuditReport, BookingLog, LogRow, audit_log
from tichet_rules.audit.columns import audit_columnar_log
from tichet_rules.documents import _audit_filing, _audit_html, _audit_text
from tichet_rules.documents.audit_report import report_csv, report_html, report_text
from tichet_rules.interchange.render import audit_document
from tichet_rules.interchange.schemas import schema
from tichet_rules.text import LANGUAGES

REPORT = audit_log(BookingLog("a.csv", ROWS), office=FILED)
CLEAN = audit_log(LOG, office=OFFICE)


def section(report: AuditReport, code: Language) -> str:
    heading = _audit_filing.HEADING.in_(code)
    return report_text(report, code).partition(f"\n{heading}:\n")[2].partition("\n\n")[0]


def test_the_terminal_names_them_with_their_dates() -> None:
    said, *told = section(REPORT, "en").splitlines()
    assert said.strip().startswith("3 rows: the booking was made, or the meeting is, before")
    month = "November 2026"
    filed = f"the request was filed on 23 {month}"
    assert told == [
        f"  line 2, booking b-1, request 3/305: booked on 22 {month}, for 26 {month}; {filed}",
        f"  line 4, booking b-3, request 3/305: booked on 24 {month}, for 20 {month}; {filed}",
        f"  line 6, booking b-5, request 3/305: booked on 20 {month}, for 26 {month}; {filed}",
    ]
    assert romanian(section(REPORT, "ro")).count("cererea a fost depusă la 23 noiembrie 2026") == 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_them_nothing_is_said(code: Language) -> None:
    heading = _audit_filing.HEADING.in_(code)
    for told in (report_text(CLEAN, code), report_html(CLEAN, code), report_csv(CLEAN, code)):
        assert heading not in told
    assert audit_document(CLEAN, code)["before_filing"] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_has_a_part_of_its_own(code: Language) -> None:
    page = report_html(REPORT, code)
    [_, part] = page.split('<section aria-labelledby="filing">')
    part = part.partition("</section>")[0]
    assert '<a href="#filing">' in page
    assert part.count('role="rowheader"') == 3
    assert part.count("23 noiembrie 2026" if code == "ro" else "23 November 2026") == 3
    assert "Kovács" not in page


def test_of_many_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_audit_text, "_SHOWN", 2)
    monkeypatch.setattr(_audit_html, "_SHOWN", 2)
    said = section(REPORT, "en")
    assert "line 6" not in said
    assert said.endswith("The first 2 of 3 are shown; the CSV table has them all.")
    assert "The first 2 of 3 are shown" in report_html(REPORT, "en").partition('id="filing"')[2]


def rows_of(report: AuditReport, code: Language) -> list[list[str]]:
    text = io.StringIO(report_csv(report, code).removeprefix("\ufeff"), newline="")
    return list(csv.reader(text, delimiter=";" if code == "ro" else ","))


def test_the_table_has_all_of_them_with_both_dates() -> None:
    head, *rows = rows_of(REPORT, "en")
    told = [dict(zip(head, row, strict=True)) for row in rows if row[5] == "to check"]
    assert [
        (each["line"], each["booking"], each["measured"], each["limit"], each["meeting"])
        for each in told
    ] == [
        ("2", "b-1", "2026-11-22", "2026-11-23", "2026-11-26 10:00"),
        ("4", "b-3", "2026-11-20", "2026-11-23", "2026-11-20 10:00"),
        ("6", "b-5", "2026-11-20", "2026-11-23", "2026-11-26 11:00"),
    ]
    assert {(each["measured in"], each["limit in"]) for each in told} == {("date", "date")}
    assert len([row for row in rows_of(REPORT, "ro") if row[5] == "de verificat"]) == 3


def test_programs_have_the_dates() -> None:
    document = audit_document(REPORT, "en")
    assert document["before_filing"][1] == {
        "line": 4,
        "booking": "b-3",
        "request": "3/305",
        "booked_on": "2026-11-24",
        "meeting_on": "2026-11-20",
        "filed_on": "2026-11-23",
    }
    found = Draft202012Validator(schema("audit")).iter_errors(json.loads(json.dumps(document)))
    assert [each.message for each in found] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_log_in_columns_is_told_in_the_same_words(code: Language) -> None:
    report = audit_columnar_log(columnar(ROWS, "a.csv"), office=FILED)
    assert report_text(report, code) == report_text(REPORT, code)
    assert report_html(report, code) == report_html(REPORT, code)
    assert report_csv(report, code) == report_csv(REPORT, code)


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "=1+1", "+x", "-x"])
def test_an_id_that_means_harm_is_shown_and_no_more(bad: str) -> None:
    rows = [LogRow(2, evolve(DAY_BEFORE, id=bad)), LogRow(3, AFTERWARDS)]
    report = audit_log(BookingLog("a.csv", rows), office=FILED)
    assert bad.startswith("<") is (bad not in report_html(report, "en"))
    [row] = [row for row in rows_of(report, "en") if row[5] == "to check" and row[0] == "2"]
    assert row[1] == (bad if bad.startswith("<") else f"'{bad}")
