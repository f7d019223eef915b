"""An audit in words, as a table and as a page."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve

from tests.audit._scene import BOOKINGS, LOG, OFFICE, made
from tichet_rules import Language, Slot, WrongType
from tichet_rules.audit import (
    AuditReport,
    BookingLog,
    LogRow,
    ReadingRow,
    UnreadableRow,
    audit_log,
    readings_table,
)
from tichet_rules.documents import _audit_html, _audit_text
from tichet_rules.documents.audit_report import report_csv, report_html, report_text
from tichet_rules.interchange.logs import read_log
from tichet_rules.interchange.render import audit_document
from tichet_rules.policy import parse_policy
from tichet_rules.text import LANGUAGES

REPORT = audit_log(LOG, office=OFFICE)
READINGS_FOUND = readings_table(BOOKINGS, office=OFFICE)
CLEAN = audit_log(BookingLog("gol.csv", []), office=OFFICE)


class Page(HTMLParser):
    """What stands in a page: its elements, balanced, and its text."""

    VOID = frozenset({"meta"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def table(report: AuditReport, code: Language = "en", *, personal: bool = False) -> list[list[str]]:
    text = report_csv(report, code, personal=personal)
    assert text.startswith("\ufeff")
    between = ";" if code == "ro" else ","
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=between))


@pytest.mark.parametrize("code", ["ro", "en"])
def test_the_terminal_is_told_all(code: Language) -> None:
    said = report_text(REPORT, code)
    for rule, count in REPORT.by_rule().items():
        assert any(rule in line and f" {count} " in line for line in said.splitlines())
    for each in ("b-2", "b-3", "b-4", "registru.csv", "expected a date such as 26.11.2026"):
        assert each in said
    assert not set("ŞşŢţ{}") & set(said)
    assert ("Saint Andrew" in said) is (code == "en")
    assert ("Sfântul" in said) is (code == "ro")


def test_a_clean_log_has_no_lists() -> None:
    assert len(report_text(CLEAN, "en").splitlines()) == 6
    page = Page(report_html(CLEAN, "en"))
    assert "No findings." in page.text
    assert "table" not in page.elements


def test_the_table_has_every_finding_and_every_unreadable_row() -> None:
    head, *rows = table(REPORT)
    assert head[:2] == ["line", "booking"]
    assert sorted((row[1], row[5]) for row in rows[:-1]) == sorted(
        (each.booking, each.rule) for each in REPORT.findings
    )
    assert rows[-1][0] == "7"
    assert [rows[-1][5], rows[-1][7]] == ["unreadable", "data: expected a date such as 26.11.2026"]
    [window] = [row for row in rows if row[5] == "request.response_window"]
    assert window[2:5] == ["2/305", "i-1", "2026-11-27 10:00"]
    assert window[8] == "depends on: window_reading, window_binds"


def test_the_table_is_one_that_a_spreadsheet_program_opens() -> None:
    for code in LANGUAGES:
        for personal in (False, True):
            head, *rows = table(REPORT, code, personal=personal)
            assert {len(row) for row in rows} == {len(head)}
    [head, *_, bad] = table(REPORT, "ro")
    assert head[:3] == ["linia", "programarea", "cererea"]
    assert bad[5] == "necitibil"


def test_personal_data_stand_in_it_only_when_asked_for() -> None:
    assert "c-ana" not in report_csv(REPORT) + report_html(REPORT) + report_text(REPORT)
    head, *rows = table(REPORT, personal=True)
    assert head[-1] == "applicant"
    assert {row[-1] for row in rows[:-1]} == {"id:c-ana", "id:c-dan"}
    assert "id:c-ana" in report_html(REPORT, personal=True)


@pytest.mark.parametrize("code", ["ro", "en"])
def test_the_page_has_every_figure(code: Language) -> None:
    page = Page(report_html(REPORT, code))
    assert set(page.elements) >= {"h1", "h2", "table", "svg", "dl"}
    assert not {"script", "img", "link", "iframe"} & set(page.elements)
    for each in REPORT.findings:
        assert each.finding.message(code, staff=True) in page.text
    assert "expected a date such as 26.11.2026" in page.text
    assert not set("ŞşŢţ") & set(page.text)


def test_an_unreadable_row_is_told_in_the_language_of_the_report() -> None:
    log = read_log(
        "Nr;Cerere;Inspector;Data;Ora;Programat la\n"
        "1;1/1;i-1;31.11.2026;10:00;20.11.2026 09:00\n"
        "2;1/1;i-1;30.11.2026\n"
        "3;1/1;i-1;02.11.2150;10:00;20.11.2026 09:00\n"
        "4;1/1;i-1;02.11.2026;10:00;20.11.1990 09:00\n",
        name="registru.csv",
        office=OFFICE,
    )
    report = audit_log(log, office=OFFICE)
    said: dict[Language, tuple[str, ...]] = {
        "ro": (
            "Data: s-a primit '31.11.2026'; se aștepta o dată din calendar",
            "rândul: s-au primit 4 celule; se așteptau 6, câte are antetul",
            "start: date: s-a primit 2150; se aștepta un an de la 1997 la 2100",
            "Programat la: s-a primit '1990-11-20'; se aștepta o dată începând cu 2020-10-05",
        ),
        "en": (
            "Data: got '31.11.2026'; expected a date of the calendar",
            "row: got 4 cells; expected 6, as in the header",
            "start: date: got 2150; expected a year from 1997 to 2100",
            "Programat la: got '1990-11-20'; expected a date on or after 2020-10-05",
        ),
    }
    for code, reasons in said.items():
        rows = [each[7] for each in table(report, code)[1:]]
        listed = [each["reason"] for each in audit_document(report, code)["unreadable"]]
        text, page = report_text(report, code), Page(report_html(report, code)).text
        for row, told, reason in zip(rows, listed, reasons, strict=True):
            assert row.startswith(reason)
            assert reason in text
            assert told == row.partition(": ")[2]
            assert told in page


FORMULA = "=1+1<script>alert(1)</script>&quot;"
HOSTILE = f"{FORMULA}\u202e"


def test_hostile_values_stay_words() -> None:
    booking = made(FORMULA, "2026-11-28T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    log = BookingLog(
        f"{HOSTILE}.csv",
        [LogRow(2, booking)],
        [UnreadableRow(3, HOSTILE, f"@{HOSTILE}\r\nX")],
    )
    report = audit_log(log, office=OFFICE)
    page = Page(report_html(report, "en"))
    assert "script" not in page.elements
    assert HOSTILE in page.text
    _, finding, *_, bad = table(report)
    assert finding[1] == f"'{FORMULA}"
    assert bad[7].startswith(f"'{HOSTILE}")
    assert "\u202e" not in report_text(report, "en")
    assert all(each.isprintable() or each == "\n" for each in report_text(report, "en"))


def test_long_lists_are_cut_where_people_read_and_whole_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_audit_text, "_SHOWN", 2)
    monkeypatch.setattr(_audit_html, "_SHOWN", 2)
    bad = [UnreadableRow(line, "start", "expected an instant") for line in (7, 8, 9)]
    report = audit_log(evolve(LOG, unreadable=bad), office=OFFICE)
    assert report_text(report, "en").count("are shown; the CSV table has them all") == 2
    assert report_html(report, "en").count("are shown; the CSV table has them all") == 2
    assert len(table(report)) == 1 + len(report.findings) + 3


def test_an_audience_without_a_request_has_no_number() -> None:
    audience = evolve(BOOKINGS[0], procedure="audience", request=None)
    report = audit_log(BookingLog("a.csv", [LogRow(2, audience)]), office=OFFICE)
    assert {row[2] for row in table(report)[1:]} == {""}
    assert report.findings
    Page(report_html(report, "ro"))


# --- readings -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_each_reading_finds_is_told_where_it_is_given(code: Language) -> None:
    page = Page(report_html(REPORT, code, readings=READINGS_FOUND)).text
    said = report_text(REPORT, code, readings=READINGS_FOUND)
    for row in READINGS_FOUND:
        assert row.reading in page
        assert any(
            line.split()[:2] == [row.reading, str(row.breaches)] for line in said.splitlines()
        )
    without = report_html(REPORT, code)
    assert "civil_procedure" not in without + report_text(REPORT, code)


def test_the_table_of_readings_says_which_of_them_matter() -> None:
    rows = [
        ReadingRow("slot.notice", "notice_reading", "elapsed", 3, 0, 0),
        ReadingRow("slot.notice", "notice_reading", "civil_code_hours", 6, 4, 1),
        ReadingRow("request.response_window", "window_binds", "meeting", 5, 0, 0),
        ReadingRow("request.response_window", "window_binds", "booking", 5, 0, 0),
    ]
    hours = "how the hours of notice are counted"
    binds = "what has to fall within the days, the meeting or the booking act"
    [_, told] = report_text(REPORT, "en", readings=rows).split("What each reading would find:\n")
    assert [line.strip() for line in told.splitlines()[1:]] == [
        f"slot.notice, notice_reading ({hours}): It matters for this log.",
        "elapsed                 3  the same",
        "civil_code_hours        6  +4 −1",
        f"request.response_window, window_binds ({binds}): It does not matter for this log.",
        "meeting                 5  the same",
        "booking                 5  the same",
    ]


def test_what_is_no_table_of_readings_is_refused() -> None:
    rows: Any = [*READINGS_FOUND[:1], "plain"]
    for form in (report_text, report_html):
        with pytest.raises(WrongType, match=r"readings\[1\]: got 'plain'; expected a ReadingRow"):
            form(REPORT, "en", readings=rows)


# --- policies -------------------------------------------------------------------------------

TOWN = parse_policy(
    """
format = "tichet-rules/policy/1"
name = "orasul-meu/tichet"
extends = "cluj-napoca/tichet-albastru"
[sources.hcl-12]
title = "HCL nr. 12/2026 & anexa"
where = "Monitorul Oficial"
[[versions]]
valid_from = 2026-01-01
[[versions]]
valid_from = 2026-11-22
[versions.parameters]
notice_hours = { value = 72, source = "hcl-12", article = "art. 3", quote = "cu trei zile" }
"""
)
LATE = (
    made("b-1", "2026-11-20T10:00:00+02:00", "2026-11-19T10:00:00+02:00"),
    made("b-2", "2026-11-27T10:00:00+02:00", "2026-11-25T09:00:00+02:00"),
)
UNDER_TWO = audit_log(
    BookingLog("registru.csv", [LogRow(line, each) for line, each in enumerate(LATE, 2)]),
    office=OFFICE.replace(policy=TOWN),
)


def test_each_row_is_reported_with_the_version_that_judged_it() -> None:
    versions = ["orasul-meu/tichet@2026-01-01", "orasul-meu/tichet@2026-11-22"]
    assert [row[9] for row in table(UNDER_TWO)[1:]] == versions
    page = Page(report_html(UNDER_TWO, "en")).text
    said = report_text(UNDER_TWO, "en")
    for version in versions:
        assert f"Policy: {version}" in page
        assert f"{version}: 1 row, findings: 1" in said
        assert f"[{version}]" in said
    assert f"[{REPORT.findings[0].policy}]" not in report_text(REPORT, "en")


def test_a_figure_of_the_town_is_cited_from_its_own_decision() -> None:
    [first, second] = (row[10] for row in table(UNDER_TWO)[1:])
    law = "Premieră la Cluj: 524 de funcționari publici acordă audiențe online"
    assert first.startswith("«Programarea pentru Tichetul Albastru")
    assert first.endswith(law)
    # The law's words ask for 48 hours, and the town for 72.
    own = f"«cu trei zile» HCL nr. 12/2026 & anexa, art. 3; {law}"
    assert second == own
    assert own in report_text(UNDER_TWO, "en")
    page = Page(report_html(UNDER_TWO, "en")).text
    # Of the rule, and of the finding.
    assert page.count(own) == 2
    assert page.count(first) == 2
    # The older one first.
    assert page.index(first) < page.index(own)


def test_a_source_that_two_versions_share_is_named_once_beside_the_rule() -> None:
    longer = [evolve(each, slot=Slot(each.slot.start, 30)) for each in LATE]
    rows = [LogRow(line, each) for line, each in enumerate(longer, 2)]
    report = audit_log(BookingLog("registru.csv", rows), office=OFFICE.replace(policy=TOWN))
    page = Page(report_html(report, "ro")).text
    # Of the rule, and of its two findings.
    assert page.count("«Durata maximă a întâlnirii este de 15 minute»") == 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_source_says_is_read_out_in_romanian(code: Language) -> None:
    quotes = re.findall(r'<span lang="ro">«([^»]*)»</span>', report_html(UNDER_TWO, code))
    assert set(quotes) == {
        "Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.",
        "cu trei zile",
    }


def test_a_figure_that_nothing_is_cited_for_is_said_to_have_no_source() -> None:
    policy = TOWN.latest.evolve(notice_hours=71)
    report = audit_log(
        BookingLog("registru.csv", [LogRow(2, LATE[1])]), office=OFFICE.replace(policy=policy)
    )
    [row] = table(report, "ro")[1:]
    assert row[10].startswith("notice_hours: fără text publicat; ")
    assert "48" not in row[10]


def test_the_rows_are_seen_to_add_up() -> None:
    page = Page(report_html(REPORT, "en")).text
    assert f"1 + {REPORT.rows_with_findings} + 1 = 6" in page
    assert REPORT.clean_rows + REPORT.rows_with_findings + 1 == REPORT.total_rows == 6


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        (
            "en",
            [
                "The request can be discussed",
                "Within the window after the answer",
                "The inspector holds the request",
            ],
        ),
        (
            "ro",
            ["Cererea poate fi discutată", "În termenul de la răspuns", "Inspectorul are cererea"],
        ),
    ],
)
def test_which_rules_do_not_judge_an_unregistered_request_is_said(
    code: Language, titles: list[str]
) -> None:
    note = f"{', '.join(f'«{each}»' for each in titles)}."
    unknown = evolve(BOOKINGS[2], request="9/9")
    report = audit_log(BookingLog("registru.csv", [LogRow(2, unknown)]), office=OFFICE)
    assert set(report.by_rule()) == {"request.identified", "slot.notice", "slot.working_day"}
    for found, told in ((report, True), (REPORT, False)):
        assert (note in Page(report_html(found, code)).text) is told
        assert (note in report_text(found, code)) is told


def test_every_part_of_the_page_can_be_reached_from_its_top() -> None:
    html = report_html(REPORT, "en", readings=READINGS_FOUND)
    anchors = re.findall(r'<a href="#(\w+)">', html)
    assert anchors == re.findall(r'<h2 id="(\w+)">', html)
    assert anchors[-2:] == ["unreadable", "findings"]
    assert len(anchors) == 8
