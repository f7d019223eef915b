"""An audit in words, as a table and as a page."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve

from tests.audit._scene import ANA, BOOKINGS, DAN, LOG, OFFICE, made
from tichet_rules import (
    Inspector,
    InvalidInput,
    Language,
    Office,
    Slot,
    Text,
    WrongType,
    __version__,
)
from tichet_rules.audit import (
    AuditReport,
    BookingLog,
    LogRow,
    Provenance,
    ReadingRow,
    SourceFile,
    UnreadableRow,
    audit_log,
    readings_table,
)
from tichet_rules.audit._unreadable import alike
from tichet_rules.documents import _audit_html, _audit_text
from tichet_rules.documents import _audit_words as words
from tichet_rules.documents.audit_report import report_csv, report_html, report_text
from tichet_rules.interchange.logs import read_log
from tichet_rules.interchange.render import audit_document
from tichet_rules.policy import parse_policy, preset
from tichet_rules.text import LANGUAGES
from tichet_rules.wording import Days

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
    assert len(report_text(CLEAN, "en").splitlines()) == 8
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
    assert window[12] == "depends on: window_reading, window_binds"


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
    assert head[-2:] == ["applicant", "status"]
    assert {row[-2] for row in rows[:-1]} == {"Pop Ana", "Rus Dan"}
    page = report_html(REPORT, personal=True)
    assert "Pop Ana" in page
    assert "c-ana" not in page


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
    monkeypatch.setattr(_audit_text, "_OF_A_RULE", 1)
    said = report_text(report, "en")
    assert said.count("are shown; the CSV table has them all") == 1
    assert said.count("--csv FILE or --html FILE shows them") == sum(
        count > 1 for count in report.by_rule().values()
    )
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
    heading = words.READINGS_TABLE.in_(code)
    assert heading in page
    assert heading in said
    assert heading not in report_html(REPORT, code) + report_text(REPORT, code)


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
    told = told.partition("\n\n")[0]
    assert [line.strip() for line in told.splitlines()[1:]] == [
        f"Booked in time [slot.notice], {hours} [notice_reading]: It matters for this log.",
        "elapsed                 3  the same  hours of real elapsed time, also over a clock change",
        (
            "civil_code_hours        6  +4 −1     neither the clock hour of the booking nor that "
            "of the meeting is counted"
        ),
        (
            f"Within the window after the answer [request.response_window], {binds} "
            "[window_binds]: It does not matter for this log."
        ),
        "meeting                 5  the same  the meeting falls within the days",
        "booking                 5  the same  the booking is made within the days",
    ]


def test_what_is_no_table_of_readings_is_refused() -> None:
    rows: Any = [*READINGS_FOUND[:1], "plain"]
    for form in (report_text, report_html):
        with pytest.raises(WrongType, match=r"readings\[1\]: got 'plain'; expected a ReadingRow"):
            form(REPORT, "en", readings=rows)


# 27 November: in time as the codes count, and by the act of booking.
CLEARED: dict[Language, list[str]] = {
    "en": [
        "not a breach if the policy chose:",
        (
            "neither the first nor the last day is counted; extended to the next working day "
            "(window_reading = civil_code)"
        ),
        (
            "or neither the day it starts from nor the day it ends on is counted; extended to "
            "the first working day that follows (window_reading = civil_procedure)"
        ),
        "or the booking is made within the days (window_binds = booking)",
    ],
    "ro": [
        "nu este abatere dacă politica alege:",
        (
            "nu se numără nici prima, nici ultima zi; prelungit până în prima zi lucrătoare "
            "(window_reading = civil_code)"
        ),
        (
            "sau nu se numără nici ziua de la care începe, nici ziua când se împlinește; "
            "prelungit până în prima zi lucrătoare care urmează (window_reading = civil_procedure)"
        ),
        "sau programarea se face în termen (window_binds = booking)",
    ],
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_finding_says_which_readings_clear_it(code: Language) -> None:
    opening, first, *others = CLEARED[code]
    report = audit_log(BookingLog("a.csv", [LogRow(2, BOOKINGS[3])]), office=OFFICE)
    lines = report_text(report, code).splitlines()
    at = lines.index(f"      {opening}")
    days, binds = (words.parameter_words(each, code) for each in ("window_reading", "window_binds"))
    depends = {"en": "depends on", "ro": "depinde de"}[code]
    stands = f"{depends}: {days} (window_reading); {binds} (window_binds)"
    assert lines[at - 1].endswith(f"[{stands}]")
    assert f'<span class="depends">{stands}</span>' in report_html(report, code)
    assert table(report, code)[1][12] == f"{depends}: window_reading, window_binds"
    assert lines[at + 1 : at + 4] == [f"        {each}" for each in (first, *others)]
    page = report_html(report, code)
    told = "".join(f'<span class="source">{each}</span>' for each in CLEARED[code])
    assert page.count(told) == 1
    robust = audit_log(BookingLog("a.csv", [LogRow(2, BOOKINGS[2])]), office=OFFICE)
    assert {each.sensitivity.robust for each in robust.findings} == {True}
    assert opening not in report_text(robust, code) + report_html(robust, code)


def test_a_finding_that_no_reading_alone_clears_says_so() -> None:
    # The act too is on the day after the last one.
    late = made("b-1", "2026-12-03T10:00:00+02:00", "2026-11-27T09:00:00+02:00", DAN)
    report = audit_log(BookingLog("a.csv", [LogRow(2, late)]), office=OFFICE)
    [finding] = report.findings
    assert finding.sensitivity.depends_on == ("window_reading", "window_binds")
    assert finding.sensitivity.passing(finding.case.policy) == {}
    said: dict[Language, str] = {
        "en": "not a breach only if the policy chose more than one of them otherwise",
        "ro": "nu este abatere numai dacă politica alege altfel mai multe deodată",
    }
    for code, told in said.items():
        assert f"      {told}\n" in report_text(report, code)
        assert told in report_html(report, code)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "A finding can depend on two readings"),
        ("ro", "O abatere poate depinde de două interpretări"),
    ],
)
def test_counts_by_reading_that_may_add_up_to_more_are_said_to(code: Language, told: str) -> None:
    one = audit_log(BookingLog("a.csv", [LogRow(2, BOOKINGS[2])]), office=OFFICE)
    for form in (report_text, report_html):
        assert told in form(REPORT, code)
        assert told not in form(one, code)


# --- numbers that are not registered, bookings without an id ---------------------------------


def numbered(*numbers: str) -> AuditReport:
    """A log of bookings that are in order, but for the numbers of their requests."""
    content = "Cerere;Inspector;Început;Programat la\n" + "".join(
        f"{number};i-1;{day:02}.06.2026 10:00;25.05.2026 09:{day:02}\n"
        for day, number in enumerate(numbers, 2)
    )
    return audit_log(read_log(content, name="a.csv", office=OFFICE), office=OFFICE)


@pytest.mark.parametrize(
    ("code", "none", "few"),
    [
        (
            "en",
            (
                "None of the numbers of requests in the log is registered in the office; the "
                "log has, for instance, «2», the office «2/305». So"
            ),
            "Rows whose request is registered in the office: 1 of 11; the log has",
        ),
        (
            "ro",
            (
                "Niciunul dintre numerele de cereri din registru nu este înregistrat "
                "la instituție; registrul are, de exemplu, «2», iar instituția «2/305». Abaterile"
            ),
            "Rânduri a căror cerere este înregistrată la instituție: 1 din 11; registrul",
        ),
    ],
)
def test_numbers_that_are_written_otherwise_are_one_cause(
    code: Language, none: str, few: str
) -> None:
    label = {"en": "Warning", "ro": "Atenție"}[code]
    lost = numbered("2", "3")
    assert lost.by_rule()["request.identified"] == 2
    said, page = report_text(lost, code), report_html(lost, code)
    assert f"\n\n{label}: {none}" in said
    assert said.index(none) < said.index(words.BY_RULE.in_(code))
    assert f'<p class="depends" role="note"><bdi>{none}' in page
    # Fewer than a tenth, and a tenth.
    for others, told in ((10, True), (9, False)):
        report = numbered("1/305", *["2"] * others)
        for form in (report_text, report_html):
            said = form(report, code)
            assert (few in said) is told
            assert (words.ONE_CAUSE.in_(code) in said) is told


def test_an_office_without_requests_is_told_so() -> None:
    rows = [LogRow(2, BOOKINGS[0])]
    report = audit_log(BookingLog("a.csv", rows), office=OFFICE.replace(requests=[]))
    assert "«1/305», the office no request at all. So" in report_text(report, "en")
    assert "«1/305», iar instituția nicio cerere. Abaterile" in report_html(report, "ro")
    hostile = evolve(BOOKINGS[0], request="9<b>/1")
    report = audit_log(BookingLog("a.csv", [LogRow(2, hostile)]), office=OFFICE)
    assert "b" not in Page(report_html(report, "en")).elements
    assert "«9<B>/1», the office «1/305»" in report_text(report, "en").replace("<b>", "<B>")


@pytest.mark.parametrize(("code", "line"), [("en", "line"), ("ro", "linia")])
def test_a_booking_for_which_the_log_has_no_id_is_named_by_its_line(
    code: Language, line: str
) -> None:
    content = (
        "Cerere;Inspector;Început;Programat la\n"
        "1/305;i-1;02.06.2026 10:00;25.05.2026 09:00\n"
        "1/305;i-1;02.06.2026 10:00;25.05.2026 10:00\n"
    )
    report = audit_log(read_log(content, name="a.csv", office=OFFICE), office=OFFICE)
    name = {"en": "booking", "ro": "programarea"}[code]
    told = f"[{name} = {line} 2]"
    said, page = report_text(report, code), report_html(report, code)
    assert f"  {line} 3 (" in said
    for form in (said, page):
        assert told in form
        assert "line:2" not in form
        assert "line:3" not in form
    [row, *_] = table(report, code)[1:]
    assert row[1] == "line:3"
    assert told in row[7]


def test_a_row_of_a_file_in_columns_is_a_row_and_an_id_of_another_line_is_an_id() -> None:
    first = evolve(BOOKINGS[0], id="row:5")
    second = evolve(BOOKINGS[1], id="line:9", applicant=first.applicant, request=first.request)
    report = audit_log(
        BookingLog("a.parquet", [LogRow(5, first), LogRow(6, second)]), office=OFFICE
    )
    assert "[booking = row 5]" in report_text(report, "en")
    assert "[programarea = rândul 5]" in report_html(report, "ro")
    assert "line 6, booking line:9 (booked):\n" in report_text(report, "en")


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
    assert [row[13] for row in table(UNDER_TWO)[1:]] == versions
    page = Page(report_html(UNDER_TWO, "en")).text
    said = report_text(UNDER_TWO, "en")
    for version in versions:
        assert f"Policy: {version}" in page
        assert f"{version}: 1 row, findings: 1" in said
        assert f"[{version}]" in said
    assert f"[{REPORT.findings[0].policy}]" not in report_text(REPORT, "en")


def test_a_figure_of_the_town_is_cited_from_its_own_decision() -> None:
    [first, second] = (row[14] for row in table(UNDER_TWO)[1:])
    law = "Premieră la Cluj: 524 de funcționari publici acordă audiențe online"
    assert first.startswith("«Programarea pentru Tichetul Albastru")
    assert first.endswith(law)
    # The law's words ask for 48 hours, and the town for 72.
    own = "«cu trei zile» – HCL nr. 12/2026 & anexa, art. 3"
    assert second == own
    assert own in report_text(UNDER_TWO, "en")
    page = Page(report_html(UNDER_TWO, "en")).text
    # Of the rule, and of the finding.
    assert page.count(own) == 2
    assert page.count(first) == 2
    # The older one first.
    assert page.index(first) < page.index(own)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "tichet extends cluj-napoca/tichet-albastru: the other rules are those of that"),
        ("ro", "tichet extinde cluj-napoca/tichet-albastru: celelalte reguli sunt ale acesteia"),
    ],
)
def test_the_head_says_whose_the_other_rules_are(code: Language, told: str) -> None:
    for form in (report_text, report_html):
        assert form(UNDER_TWO, code).count(told) == 1
        assert told not in form(REPORT, code)
        assert told not in form(audit_log(BookingLog("a", []), office=UNDER_TWO.office), code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_other_readings_were_not_asked_for_is_said(code: Language) -> None:
    clean = audit_log(BookingLog("a", [LogRow(2, BOOKINGS[0])]), office=OFFICE)
    assert clean.is_clean
    for report in (REPORT, clean):
        told = words.OTHER_READINGS.in_(code)
        said, page = report_text(report, code), report_html(report, code)
        assert f"\n{words.SENSITIVITY.in_(code)}:\n" in said
        assert f"  {told} {words.BY_OPTION.in_(code)}\n" in said
        assert f'<p class="note">{told}</p>' in page
        for form in (report_text, report_html):
            assert told not in form(report, code, readings=READINGS_FOUND)
    assert '<h2 id="sensitivity">' not in report_html(clean, code, readings=READINGS_FOUND)


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
    assert row[14] == "notice_hours: fără text publicat"


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
            [
                "Cererea poate fi discutată",
                "În termenul de după răspuns",
                "Inspectorul are cererea",
            ],
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
    assert anchors[-3:] == ["unreadable", "findings", "sources"]
    assert len(anchors) == 9


# --- head -----------------------------------------------------------------------------------

SUMS = [sha256(name.encode()).hexdigest() for name in ("log", "office")]
MADE = Provenance(
    "Primăria Dej",
    [SourceFile("log", "registru.csv", SUMS[0]), SourceFile("office", "office.json", SUMS[1])],
    date(2026, 12, 10),
)


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        (
            "ro",
            ["instituția", "întâlniri", "programate", "politica", "făcut cu", "data raportului"],
        ),
        ("en", ["institution", "meetings", "booked", "policy", "made with", "made on"]),
    ],
)
def test_the_head_tells_where_the_report_comes_from(code: Language, labels: list[str]) -> None:
    november, december = {"ro": ("noiembrie", "decembrie"), "en": ("November", "December")}[code]
    facts = [
        "Primăria Dej",
        f"26 {november} 2026 – 3 {december} 2026",
        f"18 {november} 2026 – 29 {november} 2026",
        "cluj-napoca/tichet-albastru@2020-10-05",
        f"tichet_rules {__version__}",
        f"10 {december} 2026",
    ]
    lines = report_text(REPORT, code, provenance=MADE).splitlines()
    page = report_html(REPORT, code, provenance=MADE)
    for label, fact in zip(labels, facts, strict=True):
        assert any(re.match(rf"  {label} +{re.escape(fact)}", line) for line in lines)
        assert f"<dt>{label}</dt>\n<dd><bdi>{fact}" in page
    for file in MADE.files:
        assert any(file.sha256 in line and file.name in line for line in lines)
        assert file.sha256 in page
    assert ("sha256sum FIȘIER" if code == "ro" else "sha256sum FILE") in page
    assert (page, lines) == (
        report_html(REPORT, code, provenance=MADE),
        report_text(REPORT, code, provenance=MADE).splitlines(),
    )


def test_what_is_not_given_is_not_in_the_head() -> None:
    page, said = report_html(REPORT, "en"), report_text(REPORT, "en")
    for each in ("sha256sum", "SHA-256", "institution<", "made on", "  institution"):
        assert each not in page + said
    assert f"tichet_rules {__version__}" in page
    assert "meetings" not in report_text(CLEAN, "en")


def test_a_period_of_one_day_is_one_date() -> None:
    one = audit_log(evolve(LOG, rows=LOG.rows[:1]), office=OFFICE)
    assert "  meetings         26 November 2026\n" in report_text(one, "en")


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        (
            "en",
            "in force from 1 January 2026 to 21 November 2026",
            "in force from 22 November 2026",
        ),
        (
            "ro",
            "în vigoare din 1 ianuarie 2026 până la 21 noiembrie 2026",
            "în vigoare din 22 noiembrie 2026",
        ),
    ],
)
def test_each_policy_of_the_head_has_its_time(code: Language, first: str, second: str) -> None:
    page, said = Page(report_html(UNDER_TWO, code)).text, report_text(UNDER_TWO, code)
    for version, when in (("2026-01-01", first), ("2026-11-22", second)):
        assert f"orasul-meu/tichet@{version}, {when}\n" in said
        assert f"orasul-meu/tichet@{version}, {when}" in page
    alone = audit_log(LOG, office=OFFICE.replace(policy=TOWN.latest))
    whatever = {"en": "2026-11-22, whatever the date", "ro": "2026-11-22, oricare ar fi data"}
    assert whatever[code] in report_text(alone, code)


def test_what_is_no_provenance_is_refused() -> None:
    made: Any = "Primăria Dej"
    for form in (report_text, report_html):
        with pytest.raises(WrongType, match=r"^provenance: "):
            form(REPORT, provenance=made)


def test_a_hostile_head_stays_words() -> None:
    hebrew = "\u05e2\u05d9\u05e8\u05d9\u05d9\u05d4"
    for institution in (FORMULA, hebrew, '"><img src=x onerror=alert(1)>'):
        name = f"{HOSTILE}\n\x1b[2J.csv"
        made = Provenance(institution, [SourceFile("log", name, SUMS[0])])
        page = Page(report_html(REPORT, "en", provenance=made))
        assert not {"script", "img"} & set(page.elements)
        assert institution in page.text
        said = report_text(REPORT, "en", provenance=made)
        assert all(each.isprintable() or each == "\n" for each in said)
        assert len(said.splitlines()) == len(report_text(REPORT, "en").splitlines()) + 3
    # What runs from right to left is kept from what stands around it.
    assert f"<bdi>\u2068{hebrew}\u2069</bdi>" in report_html(REPORT, provenance=Provenance(hebrew))


# --- rows of one kind -------------------------------------------------------------------------


def bad_rows(count: int) -> list[UnreadableRow]:
    return [
        UnreadableRow(
            10 + 2 * at,
            Text("Dată", "Date"),
            InvalidInput("", f"{at}.13.2026", Text("o dată", "a date of '26")).reason(),
        )
        for at in range(count)
    ]


def test_many_unreadable_rows_of_one_kind_are_one_entry() -> None:
    others = [
        UnreadableRow(11, "Time", "got '1.13.2026'; expected a date of '26"),
        UnreadableRow(13, "Date", "got '1.13.2026'; expected another"),
        UnreadableRow(15, Text("Dată", "Date"), "got \"it's\"; expected a date of '26"),
    ]
    report = audit_log(BookingLog("a.csv", [], [*bad_rows(7), *others]), office=OFFICE)
    said = report_text(report, "en").partition("The unreadable rows:\n")[2]
    assert said.splitlines() == [
        "  8 rows, Date: got '0.13.2026'; expected a date of '26",
        "      lines 10, 12, 14, 15, 16, …",
        "  line 11, Time: got '1.13.2026'; expected a date of '26",
        "  line 13, Date: got '1.13.2026'; expected another",
        "  Rows of one kind stand together; the CSV table and JSON have each of them.",
    ]
    romanian = report_text(report, "ro")
    assert "  8 rânduri, Dată: s-a primit '0.13.2026'; se aștepta o dată\n" in romanian
    assert "      liniile 10, 12, 14, 15, 16, …\n" in romanian
    html = report_html(report, "en")
    assert "8 rows: lines 10, 12, 14, 15, 16, …" in html
    assert html.count("<tr ") == 1 + 3
    assert "Rows of one kind stand together" in html
    # Nothing is dropped, and where programs read each has its row.
    assert sum(len(each.rows) for each in alike(report.unreadable)) == 10
    assert len(table(report)) == 1 + 10
    assert len(audit_document(report, "en")["unreadable"]) == 10


def test_a_few_are_told_one_by_one() -> None:
    for count, told in ((3, 3), (4, 0)):
        report = audit_log(BookingLog("a.csv", [], bad_rows(count)), office=OFFICE)
        said = report_text(report, "en")
        assert said.count("\n  line ") == told
        assert ("stand together" in said + report_html(report, "en")) is not told
    assert "      lines 10, 12, 14, 16\n" in said


def test_of_too_many_kinds_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_audit_text, "_SHOWN", 1)
    monkeypatch.setattr(_audit_html, "_SHOWN", 1)
    rows = [*bad_rows(5), UnreadableRow(99, "Time", "expected a time")]
    report = audit_log(BookingLog("a.csv", [], rows), office=OFFICE)
    for form in (report_text, report_html):
        assert "The first 5 of 6 are shown; the CSV table has them all." in form(report, "en")


# --- figures for programs -----------------------------------------------------------------------


def measured(figure: Any, code: Language = "en") -> list[str]:
    first = REPORT.findings[0]
    finding = evolve(first.finding, measured=figure, limit=None, words=Text("a", "a"))
    report = evolve(REPORT, findings=(evolve(first, finding=finding),))
    [row, _] = table(report, code)[1:]
    assert row[10:12] == ["", ""]
    return row[8:10]


@pytest.mark.parametrize(
    ("figure", "en", "ro"),
    [
        (None, ["", ""], ["", ""]),
        (timedelta(hours=47), ["2820", "minutes"], ["2820", "minute"]),
        (timedelta(minutes=-30), ["-30", "minutes"], ["-30", "minute"]),
        (timedelta(seconds=90), ["1.5", "minutes"], ["1,5", "minute"]),
        (date(2026, 11, 26), ["2026-11-26", "date"], ["2026-11-26", "dată"]),
        (
            datetime.fromisoformat("2026-10-25T03:30:00+02:00"),
            ["2026-10-25T03:30:00+02:00", "instant"],
            ["2026-10-25T03:30:00+02:00", "moment"],
        ),
        (2, ["2", "count"], ["2", "număr"]),
        ((), ["no hours", "text"], ["niciun program", "text"]),
        (Days(20), ["20", "days"], ["20", "zile"]),
        (True, ["yes", "text"], ["da", "text"]),
        (Text("fără", "none"), ["none", "text"], ["fără", "text"]),
        ("=1+1", ["'=1+1", "text"], ["'=1+1", "text"]),
        (("online", "phone"), ["online, phone", "text"], ["online, phone", "text"]),
    ],
)
def test_what_was_measured_stands_beside_the_words(figure: Any, en: Any, ro: Any) -> None:
    assert (measured(figure, "en"), measured(figure, "ro")) == (en, ro)


def test_the_limit_stands_beside_what_was_measured() -> None:
    head, *rows = table(REPORT)
    assert head[8:12] == ["measured", "measured in", "limit", "limit in"]
    figures = {row[5]: row[8:12] for row in rows}
    assert figures["slot.notice"] == ["1200", "minutes", "2880", "minutes"]
    assert figures["request.response_window"] == ["2026-11-27", "date", "2026-11-26", "date"]
    assert figures["slot.free"] == ["1", "other meetings then", "0", "other meetings then"]
    assert figures["slot.working_day"] == ["2026-11-30", "date", "", ""]
    assert figures["unreadable"] == ["", "", "", ""]


# --- inspectors that the office does not have -----------------------------------------------------

STRANGERS = audit_log(
    BookingLog(
        "a.csv",
        [
            LogRow(2, made("b-1", "2026-12-03T10:00:00+02:00", "2026-11-20T09:00:00+02:00")),
            *(
                LogRow(
                    3 + at,
                    made(
                        f"b-{2 + at}",
                        f"2026-12-0{4 + 3 * (at > 0)}T1{at}:00:00+02:00",
                        "2026-11-20T09:00:00+02:00",
                        inspector=who,
                    ),
                )
                for at, who in enumerate(["i-099", "Marinescu Ștefania", "Marinescu Ștefania"])
            ),
        ],
    ),
    office=OFFICE,
)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "en",
            [
                "Inspectors not in the office:",
                "  i-099: 1 row, the first on line 3",
                "  unknown 1: 2 rows, the first on line 4",
                "  What may be a person's name is not shown; you find it in the log",
            ],
        ),
        (
            "ro",
            [
                "Inspectori necunoscuți instituției:",
                "  i-099: 1 rând, primul pe linia 3",
                "  necunoscut 1: 2 rânduri, primul pe linia 4",
                "  Ce ar putea fi un nume de om nu se arată; îl găsiți în registru",
            ],
        ),
    ],
)
def test_strangers_are_told_apart_without_their_names(code: Language, lines: list[str]) -> None:
    said = report_text(STRANGERS, code)
    assert "\n".join(lines) in said
    page, rows = report_html(STRANGERS, code), table(STRANGERS, code)
    document = audit_document(STRANGERS, code)
    labels = [each.label.in_(code) for each in STRANGERS.unknown_inspectors]
    assert labels == [each.strip().partition(":")[0] for each in lines[1:3]]
    for each in lines[1:3]:
        label = each.strip().partition(":")[0]
        assert f"<bdi>{label}</bdi>" in page
        assert label in [row[3] for row in rows]
        assert label in document["by_inspector"]
    assert document["not_in_office"] == [
        {"inspector": "i-099", "rows": 1, "line": 3, "letters_lost": False},
        {
            "inspector": lines[2].strip().partition(":")[0],
            "rows": 2,
            "line": 4,
            "letters_lost": False,
        },
    ]
    assert "Marinescu" not in f"{said}{page}{rows}{document}"
    assert lines[3].strip() in unescape(page)


def test_their_names_are_shown_when_asked_for() -> None:
    page = report_html(STRANGERS, "en", personal=True)
    document = audit_document(STRANGERS, "en", personal=True)
    for told in (page, str(table(STRANGERS, personal=True)), str(document)):
        assert "Inspector Marinescu Ștefania is not known to the office" in told
        assert "unknown 1" not in told
    assert "you find it in the log" not in page
    assert document["by_inspector"]["Marinescu Ștefania"] > 1


def test_known_strangers_need_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in STRANGERS.log.rows if not row.booking.inspector.startswith("M")]
    report = audit_log(BookingLog("a.csv", rows), office=OFFICE)
    for form in (report_text, report_html):
        assert "i-099" in form(report, "en")
        assert "not shown" not in form(report, "en")
    monkeypatch.setattr(_audit_text, "_SHOWN", 1)
    monkeypatch.setattr(_audit_html, "_SHOWN", 1)
    for form in (report_text, report_html):
        assert "The first 1 of 2 are shown; JSON has them all." in form(STRANGERS, "en")


def test_whom_no_register_has_is_named_as_the_log_does() -> None:
    log = read_log(
        "Nr;Cerere;Inspector;Început;Programat la;Solicitant\n"
        "1;9/9;i-1;28.11.2026 10:00;20.11.2026 09:00;POP-Ionescu  Ana\n"
        "2;9/8;i-1;28.11.2026 11:00;20.11.2026 09:00;\n",
        name="a.csv",
        office=OFFICE,
    )
    report = audit_log(log, office=OFFICE)
    (
        first,
        *_,
        last,
    ) = table(report, personal=True)[1:]
    assert (first[-2], last[-2]) == ("POP-Ionescu  Ana", "")
    assert "POP-Ionescu  Ana" in report_html(report, personal=True)
    for personal in (False, True):
        told = f"{report_html(report, personal=personal)}{table(report, personal=personal)}"
        for key in ("name:", "request:9"):
            assert key not in told
    document = audit_document(report, "en", personal=True)["findings"][0]
    assert document["applicant"] == "POP-Ionescu  Ana"
    assert document["applicant_key"] == "name:ana ionescu pop"
    assert document["request"] == "9/9"
    assert "POP" not in f"{report_text(report)}{report_html(report)}{audit_document(report, 'en')}"


def test_a_status_is_said_to_be_that_of_now() -> None:
    """A request archived after its meeting would else be taken for a breach of then."""
    closed = Office(inspectors=[Inspector("i-1")], requests=[evolve(ANA, status="archived")])
    [first, *_] = LOG.rows
    for office, said in ((closed, True), (OFFICE, False)):
        report = audit_log(BookingLog("a.csv", [first]), office=office)
        for form in (report_text, report_html):
            assert ("which does not say since when" in unescape(form(report, "en"))) is said


# --- for whoever reads it on paper ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("ro", ["joi, 26 noiembrie 2026, ora 10:00", "luni, 30 noiembrie 2026, ora 10:00"]),
        ("en", ["Thursday, 26 November 2026, 10:00", "Monday, 30 November 2026, 10:00"]),
    ],
)
def test_dates_are_in_words_for_people_and_iso_for_programs(
    code: Language, days: list[str]
) -> None:
    page, said = report_html(REPORT, code, provenance=MADE), report_text(REPORT, code)
    for each in days:
        assert f'<td role="cell">{each}<span' in page
    # What is left of them is in the name of the policy's version.
    iso = re.compile(r"[^\s<>]*[0-9]{4}-[0-9]{2}-[0-9]{2}")
    assert set(iso.findall(page + said)) == {each.policy for each in REPORT.findings}
    assert {row[4] for row in table(REPORT, code)[1:-1]} >= {"2026-11-26 10:00"}


def test_findings_stand_in_the_order_of_the_lines() -> None:
    shuffled = BookingLog("a.csv", [LogRow(9 - at, each) for at, each in enumerate(BOOKINGS)])
    report = audit_log(shuffled, office=OFFICE)
    lines = [report.lines[each.booking] for each in report.findings]
    assert lines != sorted(lines)
    page = report_html(report, "en")
    shown = re.findall(r'class="line" data-label="Line">\n([0-9]+)<', page)
    assert shown == [row[0] for row in table(report)[1:]] == [str(n) for n in sorted(lines)]
    assert "In the order of the lines of the file." in page
    # Those of one row stand as the rules do.
    rules = [each.rule for each in report.findings if report.lines[each.booking] == 7]
    assert len(rules) > 1
    assert [row[5] for row in table(report)[1:] if row[0] == "7"] == rules


def test_on_a_terminal_those_of_a_rule_stand_together_below_its_source() -> None:
    late = [
        made(f"b-{day}", f"2026-06-{day:02}T10:00:00+03:00", f"2026-06-{day:02}T09:00:00+03:00")
        for day in (1, 2, 3, 4, 5, 8, 9)
    ]
    rows = [LogRow(20 - at, each) for at, each in enumerate(late)]
    report = audit_log(BookingLog("a.csv", rows), office=OFFICE)
    said = report_text(report, "en")
    quote = "«Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.»"
    assert said.count(quote) == 1
    part = said[said.index("[slot.notice]: 7\n") :]
    assert part.index(quote) < part.index("line ")
    assert re.findall(r"^    line ([0-9]+), ", part, re.MULTILINE)[:5] == [
        "14", "15", "16", "17", "18"
    ]  # fmt: skip
    assert "    and 2 more: --csv FILE or --html FILE shows them\n" in part


def test_the_policy_stands_under_a_finding_only_where_there_are_several() -> None:
    one, two = (report_html(each, "en") for each in (REPORT, UNDER_TWO))
    assert "Policy: " not in one
    assert two.count("Policy: ") == len(UNDER_TWO.findings)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "ro",
            "regulile sunt cele publicate de Primăria municipiului Cluj-Napoca",
        ),
        (
            "en",
            "these are the rules published by Cluj-Napoca City Hall",
        ),
    ],
)
def test_whose_rules_judged_is_said_once_where_they_may_be_anothers(
    code: Language, told: str
) -> None:
    cluj = preset("cluj-napoca/tichet-albastru").latest.institution
    assert cluj is not None
    own = audit_log(LOG, office=OFFICE.replace(policy=TOWN))
    for form in (report_text, report_html):
        for given in (MADE, Provenance()):
            assert unescape(form(REPORT, code, provenance=given)).count(told) == 1
        for given in (Provenance(cluj), Provenance(cluj.in_(code))):
            assert told not in unescape(form(REPORT, code, provenance=given))
        assert told not in unescape(form(own, code, provenance=MADE))
        assert told not in unescape(form(CLEAN, code))
    # What may be done about it is advice for whoever runs the command, not for whom the page is.
    assert f"{told}; " in report_text(REPORT, code)
    assert "--policy" in report_text(REPORT, code)
    assert not re.search(r"--(policy|readings|csv)", report_html(REPORT, code, provenance=MADE))


def test_a_source_is_listed_with_where_it_was_published() -> None:
    article = "spotmedia.ro, 6 octombrie 2020"
    for form in (report_text, report_html):
        for code in LANGUAGES:
            said = form(REPORT, code)
            assert said.count(article) == 1
            assert said.index(words.SOURCES.in_(code)) < said.index(article)
        assert words.SOURCES.ro not in form(CLEAN, "ro")
        # Those of the readings too, and a town's own.
        assert "privind Codul civil" not in form(REPORT, "en")
        assert "privind Codul civil" in form(REPORT, "en", readings=READINGS_FOUND)
        assert "Monitorul Oficial" in form(UNDER_TWO, "en")
    bare = TOWN.latest.evolve(notice_hours=71)
    report = audit_log(
        BookingLog("registru.csv", [LogRow(2, LATE[1])]), office=OFFICE.replace(policy=bare)
    )
    assert "Monitorul Oficial" not in report_text(report, "en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_reading_is_named_in_words_with_its_legal_basis(code: Language) -> None:
    page = Page(report_html(REPORT, code, readings=READINGS_FOUND)).text
    said = report_text(REPORT, code, readings=READINGS_FOUND)
    for row in READINGS_FOUND:
        assert f"{words.meaning_of(row, code)} {row.reading}" in page
        assert any(
            line.split()[:1] == [row.reading] and line.endswith(words.meaning_of(row, code))
            for line in said.splitlines()
        )
    for basis in (
        "Legea nr. 287/2009 privind Codul civil, art. 2553(1)-(2), 2554",
        "Legea nr. 134/2010 privind Codul de procedură civilă, art. 181(1) pct. 1",
        "Regulamentul (CEE, Euratom) nr. 1182/71, art. 3(4)",
        "se împlinește» – Legea nr. 134/2010 privind Codul de procedură civilă, art. 181(1) pct. 2",
    ):
        assert basis in page


STATUSES: dict[Language, list[str]] = {
    "ro": ["programată", "anulată", "a avut loc", "cetățeanul nu s-a prezentat"],
    "en": ["booked", "cancelled", "held", "no-show"],
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_became_of_a_booking_stands_in_every_form(code: Language) -> None:
    statuses = ["booked", "cancelled", "held", "no_show"]
    late = [
        made(f"b-{day}", f"2026-06-{day:02}T10:00:00+03:00", f"2026-06-{day:02}T09:00:00+03:00")
        for day in (2, 3, 4, 5)
    ]
    rows = [
        LogRow(line, evolve(each, status=status))
        for line, (each, status) in enumerate(zip(late, statuses, strict=True), 2)
    ]
    report = audit_log(BookingLog("a.csv", rows), office=OFFICE)
    assert {each.rule for each in report.findings} == {"slot.notice"}
    page, said = Page(report_html(report, code)).text, report_text(report, code)
    label = {"ro": "Starea", "en": "Status"}[code]
    for word, day in zip(STATUSES[code], (2, 3, 4, 5), strict=True):
        assert f"{label}: {word}" in page
        assert f"b-{day} ({word}):\n" in said
    head, *lines = table(report, code)
    assert head[-1] == label.lower()
    assert [row[-1] for row in lines] == STATUSES[code]
    assert [row[-1] for row in table(report, code, personal=True)[1:]] == STATUSES[code]
    assert [each["status"] for each in audit_document(report, code)["findings"]] == statuses
    assert report.to_arrow(code)["status"].to_pylist() == statuses
