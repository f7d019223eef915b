"""Corners that chance seldom finds: both implementations are asked, and have to agree."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.naive._clock import Json
from tests.naive.decisions import answer, fingerprint
from tichet_rules.interchange import run_vectors

HOURS = {"wed": [["11:00", "13:00"]]}
OFFICE: Json = {
    "inspectors": [
        {"id": "i-1", "name": "Câmpean Ilinca", "department": "fiscal"},
        {"id": "i-2", "name": "Oltean Radu", "department": "urbanism"},
        {"id": "d-1", "role": "director", "department": "urbanism", "audience_hours": HOURS},
        {"id": "v-1", "role": "deputy_mayor", "audience_hours": HOURS},
        {"id": "m-1", "role": "mayor", "audience_hours": HOURS},
    ],
    "requests": [
        {
            "number": "7/433/28.02.2026",
            "applicant": "Kovács Éva",
            "filed_on": "2026-02-28",
            "inspector": "i-1",
            "status": "in_operation",
        }
    ],
}
AT = "2026-11-20T09:00:00+02:00"


def check(when: Json, **office: object) -> None:
    office = OFFICE | office
    case = {"id": "corner", "when": when, "then": answer(office, when)}
    document = {"format": "tichet-rules/vectors/2", "office": office, "cases": [case]}
    [result] = run_vectors(json.dumps(document))
    assert result.passed, result


def booking(**changes: str) -> Json:
    form = {
        "number": "7/433/28.02.2026",
        "applicant": "Kovács Éva",
        "filed_on": "2026-02-28",
        "start": "2026-11-25T10:00:00+02:00",
    }
    return {"at": AT, "book": form | changes}


def audience(**changes: object) -> Json:
    form = {
        "official": "d-1",
        "applicant": "Kovács Éva",
        "number": "7/433/28.02.2026",
        "start": "2026-11-25T11:00:00+02:00",
        "reason": "Autorizația pentru strada Horea",
        "within_competence": True,
    }
    form |= changes
    return {"at": AT, "book_audience": {key: form[key] for key in form if form[key] is not ...}}


@pytest.mark.parametrize(
    "name",
    [
        "Kovacs Eva",
        "éva  KOVÁCS",
        "Kovács-Éva",
        "Kovács\N{NON-BREAKING HYPHEN}Éva",
        "Kovács – Éva",
        "Kova\N{COMBINING ACUTE ACCENT}cs E\N{COMBINING ACUTE ACCENT}va",
        "Kovács\N{NO-BREAK SPACE}Éva",
        "Kovács Éva Éva",
        "Kovács, Éva",
        "Kovács É.",
        "KovácsÉva",
    ],
)
def test_names(name: str) -> None:
    check(booking(applicant=name))


@pytest.mark.parametrize(
    "number",
    [
        "007/433/28.02.2026",
        " 7 / 433 / 28.02.2026 ",
        "7/433/28.2.2026",
        "7/433/28022026",
        "7/433",
        "7",
        "7/0433/28.02.2026",
        "7/43.3/28.02.2026",
        "7/434/28.02.2026",
        "7-433-28.02.2026",
        "7./433/28.02.2026",
    ],
)
def test_numbers(number: str) -> None:
    check(booking(number=number))


@pytest.mark.parametrize("phone", ["0722123456", "0040722123456", "0264/596030", "112", "072212"])
def test_phones(phone: str) -> None:
    check(booking(phone=phone))


@pytest.mark.parametrize(
    "email",
    [
        " ana@example.org ",
        "ana@primăria.ro",
        "ăna@example.org",
        "ana@localhost",
        "ana@[127.0.0.1]",
        "Ana <ana@example.org>",
        "a..b@example.org",
        "ana@example.org.",
    ],
)
def test_emails(email: str) -> None:
    check(booking(email=email))


@pytest.mark.parametrize(
    "reason",
    [
        "Autorizația",
        "autorizația AUTORIZATIA",
        "strada a b c",
        "strada 12 34 ³²",
        "12a b3",
        "printr-o",
        "strada_mare",
        "autorizație—strada",
        "Probleme personale: strada",
        "PROBLEMĂ personală",
        "problemei cuiva",
        "   ",
    ],
)
@pytest.mark.parametrize("least", [1, 2, 3])
def test_reasons(reason: str, least: int) -> None:
    check(audience(reason=reason), audiences={"reason_min_words": least})


PRIOR: Json = {
    "id": "a-1",
    "procedure": "audience",
    "inspector": "d-1",
    "start": "2026-11-18T11:00:00+02:00",
    "status": "held",
}


@pytest.mark.parametrize("official", ["v-1", "m-1", "d-1"])
@pytest.mark.parametrize("held_by", ["d-1", "v-1"])
@pytest.mark.parametrize("number", [..., "7/433/28.02.2026", "8/433", "9/433"])
@pytest.mark.parametrize(
    "who",
    [{"applicant": "kovacs eva"}, {"applicant": "Rus Dan"}, {"request": "7/433/28.02.2026"}],
)
def test_steps_before(official: str, held_by: str, number: object, who: Json) -> None:
    second = {
        "number": "8/433",
        "applicant": "Rus Dan",
        "filed_on": "2026-02-28",
        "inspector": "i-2",
        "status": "answered",
        "communicated_on": "2026-03-28",
        "answer": "negative",
    }
    check(
        audience(official=official, number=number, prior_audience="a-1"),
        requests=[*OFFICE["requests"], second],
        bookings=[PRIOR | {"inspector": held_by} | who],
    )


@pytest.mark.parametrize("minute", [44, 45, 46])
def test_the_step_before_is_over(minute: int) -> None:
    start = f"2026-11-20T08:{minute}:00+02:00"
    prior = PRIOR | {"start": start, "request": "7/433/28.02.2026", "inspector": "v-1"}
    check(audience(official="m-1", prior_audience="a-1"), bookings=[prior])


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("numbers", [("1/1", "2/1"), ("1/1", "1/1"), ("7/433/28.02.2026", "1/1")])
def test_people_of_requests_that_are_not_listed(limit: int, numbers: tuple[str, ...]) -> None:
    others = []
    for place, number in enumerate(numbers):
        start = f"2026-11-25T12:{place}0:00+02:00"
        others.append(
            PRIOR | {"id": f"a-{place}", "request": number, "start": start, "minutes": 10}
        )
    check(audience(), audiences={"daily_limit": limit}, bookings=others)


@pytest.mark.parametrize("status", ["booked", "held", "no_show", "cancelled"])
@pytest.mark.parametrize("kind", ["hold", "no_show", "request_answer", "cancel"])
@pytest.mark.parametrize("minute", [59, 60, 75])
def test_what_becomes_of_a_booking(status: str, kind: str, minute: int) -> None:
    at = f"2026-11-18T1{minute // 60}:{minute % 60:02}:00+02:00"
    known = PRIOR | {"status": status, "applicant": "Rus Dan", "start": "2026-11-18T11:00:00+02:00"}
    check({"at": at, kind: {"booking": "a-1"}}, bookings=[known])


@pytest.mark.parametrize("said", ["Lipsește «planul».", "Lips\u0326ește «planul».", "Altceva."])
def test_fingerprints(said: str) -> None:
    record = {"questions": ['De ce? "\\" \u2028'], "conclusions": [said]}
    of_another = {**record, "conclusions": ["Lips\u0326ește «planul»."]}
    known = {
        "id": "b-1",
        "request": "7/433/28.02.2026",
        "inspector": "i-1",
        "start": "2026-11-18T11:00:00+02:00",
        "status": "held",
        "record": fingerprint(of_another),
        "recorded_at": "2026-11-18T12:00:00+02:00",
    }
    when = {"at": AT, "issue_ticket": {"booking": "b-1", **record}}
    check(when, bookings=[known])


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"])
@pytest.mark.parametrize(
    "booked_at",
    [
        "2026-04-04T14:40:30Z",
        "2026-04-04T15:10:00Z",
        "2026-10-03T15:10:00Z",
        "2018-11-04T02:59:59Z",
    ],
)
@pytest.mark.parametrize(
    "reading", ["elapsed", "civil_code_hours", "civil_procedure_hours", "working_days_only"]
)
def test_notice_by_other_clocks(zone: str, booked_at: str, reading: str) -> None:
    for hours in (0, 1, 48):
        given = {"booked_at": booked_at, "hours": hours, "reading": reading}
        check({"earliest_start": given}, time_zone=zone)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Pacific/Apia", date(2011, 12, 29)),  # 30 December 2011 was left out
        ("America/Sao_Paulo", date(2018, 11, 3)),  # midnight is skipped
        ("America/Sao_Paulo", date(2018, 2, 17)),  # the hour before midnight comes twice
        ("Australia/Lord_Howe", date(2026, 10, 3)),  # half an hour is skipped
        ("Europe/Bucharest", date(2026, 3, 28)),
        ("Europe/Bucharest", date(2026, 10, 24)),
    ],
)
def test_slots_where_clocks_change(zone: str, first: date) -> None:
    every_day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    days = [(first + timedelta(days=count)).isoformat() for count in range(3)]
    for hours in (
        [["00:00", "24:00"]],
        [["01:45", "02:15"], ["02:15", "03:40"]],
        [["23:00", "24:00"]],
    ):
        inspector = {"id": "i-1", "week": dict.fromkeys(every_day, hours)}
        given = {"inspector": "i-1", "from": days[0], "to": days[-1]}
        check(
            {"at": "2011-12-01T00:00:00Z", "free_slots": given},
            time_zone=zone,
            inspectors=[inspector],
            recovery_days=days,
            policy={"grid_minutes": 25},
        )


@pytest.mark.parametrize("days", [3, 4, 5, 6])
@pytest.mark.parametrize("hour", ["00:00", "23:59"])
def test_the_edge_of_the_horizon(days: int, hour: str) -> None:
    when = booking() | {"at": f"2026-11-20T{hour}:00+02:00"}
    check(when, policy={"horizon_days": days})
    given = {"inspector": "i-1", "from": "2026-11-23", "to": "2026-11-27"}
    check({"at": when["at"], "free_slots": given}, policy={"horizon_days": days})


@pytest.mark.parametrize("before", [0, 5, 15])
@pytest.mark.parametrize("after", [0, 5, 15])
@pytest.mark.parametrize("start", ["09:40", "09:45", "10:15", "10:20", "10:30"])
def test_the_edge_of_buffers(before: int, after: int, start: str) -> None:
    other = {"id": "b-1", "request": "1/1", "inspector": "i-1"}
    other["start"] = "2026-11-25T10:00:00+02:00"
    policy = {"buffer_before_minutes": before, "buffer_after_minutes": after, "grid_minutes": 5}
    when = booking(start=f"2026-11-25T{start}:00+02:00")
    check(when, bookings=[other], policy=policy)


@pytest.mark.parametrize(
    ("begin", "end"),
    [("09:00", "10:00"), ("10:15", "11:00"), ("10:14", "11:00"), ("09:00", "10:01")],
)
def test_the_edge_of_an_absence(begin: str, end: str) -> None:
    absence = {"from": f"2026-11-25T{begin}:00+02:00", "to": f"2026-11-25T{end}:00+02:00"}
    check(booking(), inspectors=[{"id": "i-1", "absences": [absence]}])


@pytest.mark.parametrize("last", ["2026-11-24", "2026-11-25", "2026-11-26"])
def test_the_edge_of_days_away(last: str) -> None:
    absence = {"from": "2026-11-23", "to": last}
    check(booking(), inspectors=[{"id": "i-1", "absences": [absence]}])


@pytest.mark.parametrize("communicated", ["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"])
@pytest.mark.parametrize("reading", ["plain", "eu_1182_71", "civil_code", "inclusive"])
@pytest.mark.parametrize("binds", ["meeting", "booking"])
def test_the_edge_of_the_window(communicated: str, reading: str, binds: str) -> None:
    answered = {"status": "answered", "communicated_on": communicated}
    requests = [OFFICE["requests"][0] | answered]
    policy = {"window_reading": reading, "window_binds": binds}
    check(booking(), requests=requests, policy=policy)


@pytest.mark.parametrize("days", [263, 264, 265, 266])
def test_the_edge_of_an_unanswered_request(days: int) -> None:
    check(audience(), audiences={"unanswered_days": days})


@pytest.mark.parametrize("start", ["10:59", "11:00", "12:45", "12:46"])
def test_the_edge_of_audience_hours(start: str) -> None:
    check(audience(start=f"2026-11-25T{start}:00+02:00"))


@pytest.mark.parametrize("start", ["07:59", "08:00", "15:45", "15:46"])
@pytest.mark.parametrize("minutes", [1, 15, 16])
def test_the_edge_of_working_hours(start: str, minutes: int) -> None:
    when = booking(start=f"2026-11-25T{start}:00+02:00")
    when["book"]["minutes"] = minutes
    check(when)
