"""The report of an audit: every row accounted for, every count adds up."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from tests.audit._scene import AT, BOOKINGS, DAN, LOG, OFFICE, made
from tichet_rules import Inspector, InvalidInput, Procedure, WrongType, parse_policy, preset
from tichet_rules.audit import (
    AppliedPolicy,
    AuditReport,
    BookingLog,
    LogPeriod,
    LogRow,
    UnreadableRow,
    audit,
    audit_log,
)
from tichet_rules.text import LANGUAGES

REPORT = audit_log(LOG, office=OFFICE)


def pairs(report: AuditReport) -> list[tuple[str, str]]:
    return sorted((each.booking, each.rule) for each in report.findings)


def test_the_findings_are_those_of_the_audit() -> None:
    assert list(REPORT.findings) == list(audit(BOOKINGS, office=OFFICE))
    assert pairs(REPORT) == [
        ("b-2", "request.one_open_booking"),
        ("b-2", "slot.free"),
        ("b-3", "request.one_open_booking"),
        ("b-3", "slot.notice"),
        ("b-3", "slot.working_day"),
        ("b-4", "request.response_window"),
        ("b-5", "request.one_open_booking"),
    ]


def test_every_row_is_accounted_for() -> None:
    assert (REPORT.total_rows, len(LOG)) == (6, 6)
    assert (REPORT.clean_rows, REPORT.rows_with_findings, len(REPORT.unreadable)) == (1, 4, 1)
    assert REPORT.clean_rows + REPORT.rows_with_findings + len(REPORT.unreadable) == 6
    assert REPORT.lines == {"b-1": 2, "b-2": 3, "b-3": 4, "b-4": 5, "b-5": 6}
    assert not REPORT.is_clean


def test_the_counts() -> None:
    assert REPORT.by_rule() == {
        "request.one_open_booking": 3,
        "request.response_window": 1,
        "slot.free": 1,
        "slot.notice": 1,
        "slot.working_day": 1,
    }
    assert REPORT.by_month() == {date(2026, 11, 1): 6, date(2026, 12, 1): 1}
    assert REPORT.by_inspector() == {"i-1": 7}
    assert REPORT.policies == {"cluj-napoca/tichet-albastru@2020-10-05": 5}


def test_what_depends_on_a_reading() -> None:
    assert REPORT.by_reading() == {"window_reading": 1, "window_binds": 1}
    assert REPORT.robust_findings == 6
    [window] = [each for each in REPORT.findings if each.rule == "request.response_window"]
    assert window.sensitivity.words("en") == "depends on: window_reading, window_binds"
    assert window.sensitivity is window.sensitivity


def test_how_far_it_has_come_is_told() -> None:
    told: list[tuple[int, int]] = []
    audit(BOOKINGS, office=OFFICE, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_clean_log() -> None:
    report = audit_log(BookingLog("a.csv", [LogRow(2, BOOKINGS[0])]), office=OFFICE)
    assert report.is_clean
    assert (report.by_rule(), report.by_month(), report.by_inspector()) == ({}, {}, {})
    assert (report.by_reading(), report.robust_findings) == ({}, 0)
    assert report.unknown_inspectors == ()


def test_an_unreadable_row_is_no_clean_log() -> None:
    bad = UnreadableRow(2, "start", "expected an instant")
    assert not audit_log(BookingLog("a.csv", [], [bad]), office=OFFICE).is_clean


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (
            made("b-9", "2026-11-26T10:00:00+02:00", None),
            "booked_at",
            "expected the instant of the booking act",
        ),
        (
            made("b-1", "2026-11-27T12:00:00+02:00", "2026-11-20T09:00:00+02:00"),
            "id",
            "'b-1' was given on line 2 already",
        ),
        (
            made("b-9", "2019-11-26T10:00:00+02:00", "2019-11-20T09:00:00+02:00"),
            "booked_at",
            "date: got '2019-11-20'; expected a date on or after 2020-10-05",
        ),
        (
            made("b-9", "2126-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00"),
            "start",
            "2126",
        ),
    ],
)
def test_a_row_that_can_not_be_judged_is_told(row: object, field: str, reason: str) -> None:
    log = BookingLog("a.csv", [LogRow(2, BOOKINGS[0]), LogRow(3, row)])  # type: ignore[arg-type]
    report = audit_log(log, office=OFFICE)
    [bad] = report.unreadable
    assert (bad.line, bad.field) == (3, field)
    assert reason in bad.reason
    assert (report.total_rows, report.clean_rows) == (2, 1)


def test_a_log_that_spans_two_versions_is_judged_row_by_row() -> None:
    history = parse_policy(
        """
        format = "tichet-rules/policy/1"
        name = "orasul/tichet"
        extends = "cluj-napoca/tichet-albastru"
        [[versions]]
        valid_from = 2026-01-01
        [[versions]]
        valid_from = 2026-11-24
        [versions.parameters]
        max_minutes = { value = 10, source = "practice" }
        """
    )
    office = OFFICE.replace(policy=history)
    log = BookingLog(
        "a.csv",
        [
            LogRow(2, made("b-1", "2026-12-03T10:00:00+02:00", "2026-11-23T23:59:00+02:00")),
            LogRow(3, made("b-2", "2026-12-03T11:00:00+02:00", "2026-11-24T00:00:00+02:00", DAN)),
        ],
    )
    report = audit_log(log, office=office)
    assert report.policies == {"orasul/tichet@2026-01-01": 1, "orasul/tichet@2026-11-24": 1}
    first, second = report.policies
    assert report.applied_policies == (
        AppliedPolicy("orasul/tichet", first, date(2026, 1, 1), date(2026, 11, 23), 1),
        AppliedPolicy("orasul/tichet", second, date(2026, 11, 24), None, 1),
    )
    duration = [each for each in report.findings if each.rule == "slot.duration"]
    assert [(each.booking, each.policy) for each in duration] == [
        ("b-2", "orasul/tichet@2026-11-24")
    ]


def test_an_audience_is_judged_by_its_own_policy() -> None:
    audience = evolve(BOOKINGS[0], procedure=Procedure.AUDIENCE)
    report = audit_log(BookingLog("a.csv", [LogRow(2, audience)]), office=OFFICE)
    assert report.policies == {"cluj-napoca/audiente@2020-10-05": 1}
    assert pairs(report) == [("b-1", "audience.day"), ("b-1", "audience.official")]


def test_what_is_no_log() -> None:
    with pytest.raises(WrongType, match=r"^log: "):
        audit_log([], office=OFFICE)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^rows: "):
        BookingLog("a.csv", "rows")
    with pytest.raises(InvalidInput, match=r"^unreadable: "):
        BookingLog("a.csv", [], None)


def test_no_personal_data_is_shown_by_accident() -> None:
    assert "Pop" not in repr(REPORT)
    assert "ana" not in repr(LOG).casefold()
    assert AT("2026-11-26T10:00:00+02:00").isoformat() not in repr(REPORT)


# --- what the log covers ----------------------------------------------------------------------


def test_the_period_is_that_of_the_rows_that_were_judged() -> None:
    assert REPORT.period == LogPeriod(
        date(2026, 11, 26), date(2026, 12, 3), date(2026, 11, 18), date(2026, 11, 29)
    )
    # By the office's clock: in Greenwich it is the day before.
    late = made("b-1", "2026-11-27T00:30:00+02:00", "2026-11-20T01:00:00+02:00")
    old = made("b-2", "2019-11-26T10:00:00+02:00", "2019-11-20T09:00:00+02:00")
    report = audit_log(BookingLog("a.csv", [LogRow(2, late), LogRow(3, old)]), office=OFFICE)
    assert report.period == LogPeriod(*[date(2026, 11, 27)] * 2, *[date(2026, 11, 20)] * 2)
    assert audit_log(BookingLog("a.csv", [LogRow(3, old)]), office=OFFICE).period is None


def test_a_policy_that_was_given_alone_has_no_dates() -> None:
    policy = preset("cluj-napoca/tichet-albastru").latest.evolve(max_minutes=10)
    report = audit_log(LOG, office=OFFICE.replace(policy=policy))
    assert report.applied_policies == (AppliedPolicy(policy.name, policy.version, None, None, 5),)


def named(*inspectors: str) -> AuditReport:
    rows = [
        LogRow(
            line,
            made(
                f"b-{line}",
                f"2026-11-26T{line:02}:00:00+02:00",
                "2026-11-20T09:00:00+02:00",
                inspector=each,
            ),
        )
        for line, each in enumerate(inspectors, 9)
    ]
    return audit_log(BookingLog("a.csv", rows), office=OFFICE)


def test_inspectors_that_the_office_does_not_have_are_told_apart() -> None:
    report = named("i-1", "Rus Dan", "i-099", "i-2", "Albu Ion", "Rus Dan")
    found = [(each.id, each.rows, each.line, each.number) for each in report.unknown_inspectors]
    assert found == [("Rus Dan", 2, 10, 1), ("i-099", 1, 11, None), ("Albu Ion", 1, 13, 2)]
    for code, word in zip(LANGUAGES, ("necunoscut", "unknown"), strict=True):
        labels = [report.inspector_label(each, code) for each in ("i-1", "i-099", "Albu Ion")]
        assert labels == ["i-1", "i-099", f"{word} 2"]
    assert report.inspector_label("Albu Ion", personal=True) == "Albu Ion"
    assert "Albu" not in repr(report.unknown_inspectors)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("i-099", True),
        ("17", True),
        ("DGU.4", True),
        ("12345678", True),
        ("Popescu", False),
        ("Popescu Maria 2", False),
        ("maria.popescu2@primarie.ro", False),
        ("0722123456", False),
        ("2800101123456", False),
        ("\u05d3\u05df", False),
    ],
)
def test_what_may_be_a_person_is_not_shown(written: str, shown: bool) -> None:
    assert (named(written).inspector_label(written) == written) is shown


def test_an_inspector_of_the_office_is_shown_by_the_id_that_it_has() -> None:
    office = OFFICE.replace(inspectors=[Inspector("Rus Dan")])
    log = evolve(LOG, rows=[LogRow(2, evolve(BOOKINGS[0], inspector="Rus Dan"))])
    report = audit_log(log, office=office)
    assert report.unknown_inspectors == ()
    assert report.inspector_label("Rus Dan") == "Rus Dan"


def test_a_finding_about_an_inspector_shows_no_name_either() -> None:
    report = named("i-099", "Rus Dan")
    hidden, shown = (each for each in report.findings if each.rule == "inspector.holds_request")
    assert hidden.finding.measured == "Rus Dan"
    assert "Rus" not in str(report.shown_finding(hidden))
    for code, word in zip(
        LANGUAGES, ("inspectorul necunoscut 1", "Inspector unknown 1"), strict=True
    ):
        assert word in report.shown_finding(hidden).message(code, staff=True)
    assert report.shown_finding(hidden, personal=True) is hidden.finding
    assert report.shown_finding(shown) is shown.finding
    with_more = evolve(
        hidden, finding=evolve(hidden.finding, more=(("inspector", "Rus Dan"), ("step", 15)))
    )
    told = report.shown_finding(with_more).more
    assert [name for name, _ in told] == ["inspector", "step"]
    assert told[1] == ("step", 15)
    assert "Rus" not in str(told)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("name:ana pop", "POP Ana"),
        ("name:dan rus", "dan rus"),
        ("id:c-7", "c-7"),
        ("request:9/9", None),
    ],
)
def test_whose_booking_it_is(key: str, name: str | None) -> None:
    unknown = evolve(BOOKINGS[2], request="9/9", applicant=key)
    log = BookingLog("a.csv", [LogRow(2, unknown)], names={"name:ana pop": "POP Ana"})
    found = audit_log(log, office=OFFICE)
    assert {found.applicant_name(each) for each in found.findings} == {name}
    assert "POP" not in repr(found.log)
    registered = audit_log(LOG, office=OFFICE)
    assert {registered.applicant_name(each) for each in registered.findings} == {
        "Pop Ana",
        "Rus Dan",
    }
