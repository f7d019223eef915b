"""An audit in words, as a table and as a page."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from attrs import evolve

from tests.audit._scene import BOOKINGS, LOG, OFFICE, made
from tichet_rules import Language
from tichet_rules.audit import AuditReport, BookingLog, LogRow, UnreadableRow, audit_log
from tichet_rules.documents import audit_report
from tichet_rules.documents.audit_report import report_csv, report_html, report_text

REPORT = audit_log(LOG, office=OFFICE)
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
    return list(csv.reader(io.StringIO(report_csv(report, code, personal=personal), newline="")))


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
    assert "No findings." in Page(report_html(CLEAN, "en")).text


def test_the_table_has_every_finding_and_every_unreadable_row() -> None:
    head, *rows = table(REPORT)
    assert head[:2] == ["line", "booking"]
    assert sorted((row[1], row[5]) for row in rows[:-1]) == sorted(
        (each.booking, each.rule) for each in REPORT.findings
    )
    assert rows[-1][0] == "7"
    assert rows[-1][5:7] == ["unreadable", "data: expected a date such as 26.11.2026"]
    [window] = [row for row in rows if row[5] == "request.response_window"]
    assert window[2:5] == ["2/305", "i-1", "2026-11-27 10:00"]
    assert window[7] == "depends on: window_reading, window_binds"


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
    assert bad[6].startswith(f"'{HOSTILE}")
    assert "\u202e" not in report_text(report, "en")
    assert all(each.isprintable() or each == "\n" for each in report_text(report, "en"))


def test_long_lists_are_cut_where_people_read_and_whole_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_report, "_SHOWN_IN_TERMINAL", 2)
    monkeypatch.setattr(audit_report, "_SHOWN_IN_HTML", 2)
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
