"""The report of an audit in a notebook: shown as HTML, read as a data frame."""

from __future__ import annotations

from datetime import datetime

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from tests._notebook import HOSTILE, Page, shown
from tests.audit._scene import LOG, OFFICE, made
from tichet_rules import Inspector
from tichet_rules.audit import AuditReport, BookingLog, LogRow, audit_log
from tichet_rules.errors import InvalidInput

PERSONAL = ("ana", "rus", "c-ana", "c-dan")


@pytest.fixture(scope="module")
def report() -> AuditReport:
    return audit_log(LOG, office=OFFICE)


def test_a_report_shows_its_totals_and_its_counts(report: AuditReport) -> None:
    page = shown(report)
    totals = page.table("Audit of bookings: registru.csv").rows
    assert [row[1] for row in totals] == [
        str(report.total_rows),
        str(report.clean_rows),
        str(report.rows_with_findings),
        str(len(report.unreadable)),
    ]
    rules = page.table("Findings by rule").rows
    assert [(row[0].split()[0], int(row[1])) for row in rules] == list(report.by_rule().items())
    assert "Codul muncii" in next(row[2] for row in rules if row[0].startswith("slot.working_day"))
    months = page.table("Findings by month of the meeting").rows
    assert months == [["November 2026", "6"], ["December 2026", "1"]]
    assert page.table("Findings by inspector").rows == [["i-1", "7"]]
    words = page.text.lower().replace("(", " ").split()
    assert not set(PERSONAL) & set(words)


def test_a_report_in_romanian(report: AuditReport) -> None:
    page = Page(report.to_html("ro"))
    assert page.language == "ro"
    assert page.table("Abateri după luna întâlnirii").rows[0] == ["noiembrie 2026", "6"]
    with pytest.raises(InvalidInput, match=r"^language: "):
        report.to_html("de")  # type: ignore[arg-type]


def test_without_findings_there_are_the_totals_alone() -> None:
    page = shown(audit_log(BookingLog("empty.csv", []), office=OFFICE))
    assert [each.caption for each in page.tables] == ["Audit of bookings: empty.csv"]


def test_of_many_inspectors_the_first_are_shown_and_it_says_so() -> None:
    start, booked = "2026-11-28T10:00:00+02:00", "2026-11-20T09:00:00+02:00"
    rows = [made(f"b-{n}", start, booked, inspector=f"{HOSTILE}{n:02}") for n in range(13)]
    log = BookingLog(HOSTILE, [LogRow(line, each) for line, each in enumerate(rows)])
    office = OFFICE.replace(inspectors=[Inspector(each.inspector) for each in rows])
    page = shown(audit_log(log, office=office))
    assert page.table(f"Audit of bookings: {HOSTILE}").rows
    inspectors = page.table("Findings by inspector").rows
    assert len(inspectors) == 12
    assert all(row[0].startswith(HOSTILE) for row in inspectors)
    assert page.text.endswith("The first 12 of 13 are shown.")


def test_a_report_is_a_data_frame_of_its_findings(report: AuditReport) -> None:
    right = [(each.booking, each.rule) for each in report.findings]
    for read in (
        pa.table(report).to_pylist(),
        pl.DataFrame(report).to_dicts(),
        pd.DataFrame.from_arrow(report).to_dict("records"),
    ):
        assert [(row["booking"], row["rule"]) for row in read] == right
        assert [row["line"] for row in read] == [report.lines[booking] for booking, _ in right]
        assert [row["robust"] for row in read] == [
            each.sensitivity.robust for each in report.findings
        ]
        assert "applicant" not in read[0]
    first = pa.table(report).to_pylist()[0]
    assert first["request"] == "2/305"
    assert first["start"] == datetime.fromisoformat("2026-11-27T10:00:00+02:00")
    assert first["depends_on"] == list(report.findings[0].sensitivity.depends_on)
    assert first["message"] == report.findings[0].finding.message("en", staff=True)


def test_a_frame_in_romanian_and_with_the_applicants(report: AuditReport) -> None:
    table = report.to_arrow("ro", personal=True)
    names = {"1/305": "Pop Ana", "2/305": "Rus Dan"}
    assert table.column("applicant").to_pylist() == [
        names[number] for number in table.column("request").to_pylist()
    ]
    assert table.column("applicant_key").to_pylist() == [
        each.case.applicant for each in report.findings
    ]
    assert table.column("message").to_pylist() == [
        each.finding.message("ro", staff=True) for each in report.findings
    ]
    with pytest.raises(InvalidInput, match=r"^language: "):
        report.to_arrow("de")  # type: ignore[arg-type]


def test_a_request_that_nobody_knows_is_told_by_its_number() -> None:
    log = BookingLog(
        "x", [LogRow(1, made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00Z"))]
    )
    found = audit_log(log, office=OFFICE.replace(requests=[])).to_arrow()
    assert found.num_rows
    assert set(found.column("request").to_pylist()) == {"1/305"}


def test_what_may_be_an_inspector_s_name_is_shown_when_asked_for() -> None:
    start, booked = "2026-11-28T10:00:00+02:00", "2026-11-20T09:00:00+02:00"
    rows = [LogRow(7, made("b-1", start, booked, inspector="Marinescu Ștefania"))]
    found = audit_log(BookingLog("log.csv", rows), office=OFFICE)
    assert shown(found).table("Findings by inspector").rows == [["unknown 1", "2"]]
    for personal in (False, True):
        table = found.to_arrow("ro", personal=personal)
        told = f"{table.column('inspector').to_pylist()} {table.column('message').to_pylist()}"
        assert ("Marinescu" in told) is personal
        assert ("inspectorul necunoscut 1" in told) is not personal
