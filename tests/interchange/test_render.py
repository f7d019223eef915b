"""Decisions, days and rules as JSON-ready values, without personal data unless asked for."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import attrs
import pytest

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    RULE_BOOK,
    Agenda,
    AnswerRequested,
    Applicant,
    Book,
    Booking,
    Cancel,
    Contact,
    Decision,
    Hold,
    Inspector,
    IssueTicket,
    MeetingRecord,
    NoShow,
    Reassigned,
    RecordConclusions,
    Request,
    Reschedule,
    Rescheduled,
    TicketIssued,
    WorkingCalendar,
    apply,
    decide,
    explain_day,
    preset,
    rule_of,
)
from tichet_rules.interchange import (
    booking_document,
    day_document,
    decision_document,
    event_document,
    rule_document,
    slot_document,
)
from tichet_rules.policy import PRESETS, known_sources
from tichet_rules.text import LANGUAGES

NAME = "Zyxwmarker Nume"
KEY = "zyxwmarker-cheie"
PHONE = "0722 123 457"
EMAIL = "zyxwmarker@example.org"
MARKERS = ("zyxwmarker", "722123457", "722 123 457")

REQUEST = Request("119368/305", Applicant(NAME, KEY), world.FILED, "i-1")
TAKEN = world.booking(
    "b-1",
    world.slot("2026-11-26 11:00"),
    applicant=REQUEST.applicant.key,
    contact=Contact(PHONE, EMAIL),
    booked_at=world.local("2026-11-20 09:00"),
)
ANOTHER = world.booking(
    "b-2",
    world.slot("2026-11-26 12:00"),
    request="120001/433",
    applicant=world.STEFAN.applicant.key,
)


def form(**changes: Any) -> Book:
    facts: dict[str, Any] = {"applicant": NAME, "contact": Contact(PHONE, EMAIL)}
    return world.book(**(facts | changes))


def asked(command: Any, at: datetime = world.AT, bookings: Any = (), **parameters: Any) -> Decision:
    office = world.office(requests=(REQUEST, world.STEFAN), **parameters)
    return decide(command, Agenda.of(bookings), at=at, office=office)


DECISIONS = {
    "allowed": asked(form()),
    "refused": asked(form(slot=world.slot("2026-11-30 10:07", 20))),
    "unknown": asked(form(applicant=f"{NAME} Alt")),
    "holiday": asked(form(slot=world.slot("2026-11-30 10:00"))),
    "too late": asked(
        form(slot=world.slot("2026-11-26 09:45")), world.local("2026-11-24 10:00:30")
    ),
    "taken": asked(form(slot=world.slot("2026-11-26 12:00")), bookings=[TAKEN, ANOTHER]),
    "channel": asked(form(channel="in_person")),
    "contact": asked(form(contact=Contact(f"{PHONE}x9", f"{EMAIL}@"))),
    "horizon": asked(form(slot=world.slot("2027-02-23 10:00")), horizon_days=30),
    "nobody's": asked(form(inspector="i-9")),
    "moved": asked(Reschedule(booking="b-1", slot=world.WANTED), bookings=[TAKEN]),
    "cancelled": asked(Cancel(booking="b-1"), bookings=[TAKEN]),
    "not there": asked(Cancel(booking="b-9"), bookings=[TAKEN]),
    "held": asked(Hold(booking="b-1"), world.local("2026-11-26 11:30"), bookings=[TAKEN]),
    "missed": asked(NoShow(booking="b-1"), world.local("2026-11-26 11:30"), bookings=[TAKEN]),
    "early": asked(NoShow(booking="b-1"), bookings=[TAKEN]),
}


def dumped(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)


def personal(document: object) -> list[str]:
    said = dumped(document).lower()
    return [marker for marker in MARKERS if marker in said]


@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("code", ["ro", "en"])
@pytest.mark.parametrize("staff", [False, True])
def test_a_decision_is_json_without_personal_data(name: str, code: Any, staff: bool) -> None:
    decision = DECISIONS[name]
    document = decision_document(decision, code, staff=staff)
    assert json.loads(dumped(document)) == document
    assert personal(document) == []
    assert document["allowed"] is decision.allowed
    assert document["refused_by"] == list(decision.refused_by)
    assert [(each["rule"], each["outcome"]) for each in document["findings"]] == [
        (each.rule, str(each.outcome)) for each in decision.findings
    ]
    assert datetime.fromisoformat(document["at"]) == decision.at
    assert ("remedy" in document) is not decision.allowed
    assert bool(document["events"]) is decision.allowed
    said = dumped(document)
    assert not set("ŞşŢţ") & set(said)
    for each in document["findings"]:
        assert "{" not in each["message"]
        assert ("staff" in each) is bool(staff and decision.finding(each["rule"]).staff)


def test_personal_data_are_there_where_they_are_asked_for() -> None:
    decision = DECISIONS["allowed"]
    [event] = decision_document(decision, "en", personal=True)["events"]
    booking = event["booking"]
    assert booking["applicant"] == f"id:{KEY}"
    assert (booking["phone"], booking["email"]) == ("+40722123457", EMAIL)
    [event] = decision_document(decision, "en")["events"]
    assert not {"applicant", "phone", "email"} & event["booking"].keys()
    assert set(booking_document(TAKEN, WorkingCalendar(), personal=True)) - set(
        booking_document(TAKEN, WorkingCalendar())
    ) == {"applicant", "phone", "email", "buffer_before_minutes", "buffer_after_minutes"}


def test_which_part_differs_is_for_the_staff() -> None:
    decision = DECISIONS["unknown"]
    for code in ("ro", "en"):
        [public] = decision_document(decision, code)["findings"]
        assert set(public) == {"rule", "outcome", "message"}
        assert "name_matches" not in dumped(public)
        [told] = decision_document(decision, code, staff=True)["findings"]
        assert told["staff"] == [
            {"number_is_known": True},
            {"name_matches": False},
            {"filing_date_matches": True},
        ]
        named = "numele corespunde" if code == "ro" else "name_matches"
        assert f"{named} = " in told["message"]


def found(name: str, rule: str, **options: Any) -> dict[str, Any]:
    document = decision_document(DECISIONS[name], "en", **options)
    [finding] = [each for each in document["findings"] if each["rule"] == rule]
    return dict(finding)


def test_figures_have_their_units() -> None:
    notice = found("too late", "slot.notice")
    assert notice["measured"] == {"minutes": 47 * 60 + 44.5}
    assert notice["limit"] == {"minutes": 2880}
    assert isinstance(notice["limit"]["minutes"], int)
    assert notice["earliest"] == {"instant": "2026-11-26T10:01:00+02:00"}
    holiday = found("holiday", "slot.working_day")
    assert holiday["measured"] == {"date": "2026-11-30"}
    assert set(holiday["because"]) == {"ro", "en"}
    assert found("allowed", "slot.working_hours")["limit"] == ["08:00-16:00"]
    assert found("allowed", "request.one_open_booking")["measured"] == 0
    assert found("horizon", "slot.horizon")["limit"] == {
        "days": 30,
        "ro": "30 de zile",
        "en": "30 days",
    }
    assert "measured" not in found("allowed", "slot.horizon")
    taken = found("taken", "slot.free", staff=True)
    assert taken["staff"] == [{"booking": "b-2"}]


def test_the_remedy() -> None:
    document = decision_document(DECISIONS["holiday"], "en")["remedy"]
    assert document["needed"] == []
    assert document["before"] == {"start": "2026-11-27T15:45:00+02:00", "minutes": 15}
    assert document["after"] == {"start": "2026-12-02T08:00:00+02:00", "minutes": 15}
    assert document["closed_by"] == []
    assert len(document["sentences"]) == 2
    document = decision_document(DECISIONS["unknown"], "en")["remedy"]
    assert document["needed"] == ["request.identified"]
    assert (document["before"], document["after"]) == (None, None)
    document = decision_document(asked(form(), bookings=[TAKEN]), "en")["remedy"]
    assert "request.one_open_booking" in document["needed"]


def test_the_remedy_names_the_inspector_whose_slots_it_tells() -> None:
    wrong = decide(world.book(inspector="i-2"), Agenda(), at=world.AT, office=world.office())
    document = decision_document(wrong, "en")
    assert document["remedy"]["inspector"] == "i-1"
    assert document["remedy"]["after"]["start"] == "2026-11-26T10:00:00+02:00"
    long = decide(
        world.book(slot=world.slot("2026-11-26 13:00", 45)),
        Agenda(),
        at=world.AT,
        office=world.office(),
    )
    assert "inspector" not in decision_document(long, "en")["remedy"]


@pytest.mark.parametrize(
    ("name", "kind", "more"),
    [
        ("moved", "Rescheduled", {"start": "2026-11-26T10:00:00+02:00", "minutes": 15}),
        ("cancelled", "Cancelled", {}),
        ("held", "Held", {}),
        ("missed", "MissedByCitizen", {}),
    ],
)
def test_an_event_of_a_booking(name: str, kind: str, more: dict[str, Any]) -> None:
    decision = DECISIONS[name]
    [event] = decision.events
    document = event_document(event, decision.office.calendar)
    at = decision.office.calendar.local(decision.at).isoformat()
    assert document == {"event": kind, "at": at, "booking": "b-1"} | more


def test_a_new_booking_in_its_event() -> None:
    [event] = DECISIONS["allowed"].events
    document = event_document(event, WorkingCalendar())
    assert document["event"] == "Booked"
    assert {key: document["booking"][key] for key in document["booking"] if key != "id"} == {
        "request": "119368/305",
        "inspector": "i-1",
        "start": "2026-11-26T10:00:00+02:00",
        "minutes": 15,
        "status": "booked",
        "channel": "online",
        "booked_at": "2026-11-24T10:00:00+02:00",
    }


# --- what is new since the first bookings ---------------------------------------------------

SPOKEN = MeetingRecord(["Zyxwmarker întreabă?"], ["Zyxwmarker află."])
CITIZEN = Applicant(NAME, KEY)
WHOLE = Booking(
    "b-1",
    "119368/305",
    "i-2",
    CITIZEN.key,
    world.slot("2026-11-26 11:00"),
    "held",
    "in_person",
    Contact(PHONE, EMAIL),
    booked_at=world.local("2026-11-20 09:00"),
    procedure="audience",
    room="1.01",
    in_place_of="i-1",
    record=SPOKEN.fingerprint,
    recorded_at=world.local("2026-11-26 12:00"),
    answer_requested_at=world.local("2026-11-26 11:10"),
    ticket="0" * 64,
    issued_at=world.local("2026-11-27 09:00"),
)


def test_a_booking_with_all_that_may_follow_it() -> None:
    document = booking_document(WHOLE, WorkingCalendar())
    assert json.loads(dumped(document)) == document
    assert personal(document) == []
    assert document == {
        "id": "b-1",
        "request": "119368/305",
        "inspector": "i-2",
        "start": "2026-11-26T11:00:00+02:00",
        "minutes": 15,
        "status": "held",
        "channel": "in_person",
        "procedure": "audience",
        "room": "1.01",
        "in_place_of": "i-1",
        "record": SPOKEN.fingerprint,
        "ticket": "0" * 64,
        "booked_at": "2026-11-20T09:00:00+02:00",
        "recorded_at": "2026-11-26T12:00:00+02:00",
        "answer_requested_at": "2026-11-26T11:10:00+02:00",
        "issued_at": "2026-11-27T09:00:00+02:00",
    }
    more = booking_document(WHOLE, WorkingCalendar(), personal=True)
    assert {key: more[key] for key in more if key not in document} == {
        "applicant": CITIZEN.key,
        "phone": PHONE,
        "email": EMAIL,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
    }
    assert booking_document(attrs.evolve(WHOLE, revision=2), WorkingCalendar())["revision"] == 2


def test_a_booking_to_which_nothing_came_has_none_of_it() -> None:
    document = booking_document(ANOTHER, WorkingCalendar())
    assert set(document) == {
        "id",
        "request",
        "inspector",
        "start",
        "minutes",
        "status",
        "channel",
    }
    audience = booking_document(hall.audience(request=None), WorkingCalendar())
    assert (audience["request"], audience["procedure"]) == (None, "audience")


HELD = Agenda.of([attrs.evolve(TAKEN, status="held")])
LATER = world.local("2026-11-26 12:00")


def written() -> tuple[Decision, Decision]:
    """The record of a meeting, and its ticket."""
    office = hall.hall(requests=(REQUEST,))
    record = decide(RecordConclusions(booking="b-1", record=SPOKEN), HELD, at=LATER, office=office)
    [recorded] = record.events
    issue = decide(
        IssueTicket(booking="b-1", record=SPOKEN), apply(HELD, recorded), at=LATER, office=office
    )
    return record, issue


def test_what_was_said_is_told_only_where_it_is_asked_for() -> None:
    for decision in written():
        assert decision.allowed
        for code in LANGUAGES:
            document = decision_document(decision, code, staff=True)
            assert personal(document) == []
            assert json.loads(dumped(document)) == document
        assert personal(decision_document(decision, "ro", personal=True)) == ["zyxwmarker"]


def test_the_event_of_a_record() -> None:
    [event] = written()[0].events
    assert event_document(event, WorkingCalendar()) == {
        "event": "ConclusionsRecorded",
        "at": "2026-11-26T12:00:00+02:00",
        "booking": "b-1",
        "record": SPOKEN.fingerprint,
    }
    assert event_document(event, WorkingCalendar(), personal=True)["record"] == SPOKEN.document


def test_the_event_of_a_ticket() -> None:
    [event] = written()[1].events
    assert isinstance(event, TicketIssued)
    document = event_document(event, WorkingCalendar())
    assert document == {
        "event": "TicketIssued",
        "at": "2026-11-26T12:00:00+02:00",
        "booking": "b-1",
        "fingerprint": event.ticket.fingerprint,
    }
    more = event_document(event, WorkingCalendar(), personal=True)
    assert more == document | {"ticket": event.ticket.document}
    assert json.loads(dumped(more)) == more


@pytest.mark.parametrize(
    ("event", "more"),
    [
        (AnswerRequested(at=LATER, booking="b-1"), {}),
        (
            Reassigned(at=LATER, booking="b-1", inspector="i-2", slot=world.WANTED, room="1.01"),
            {
                "start": "2026-11-26T10:00:00+02:00",
                "minutes": 15,
                "room": "1.01",
                "inspector": "i-2",
                "in_place_of": None,
            },
        ),
        (
            Reassigned(
                at=LATER, booking="b-1", inspector="i-2", slot=world.WANTED, in_place_of="i-1"
            ),
            {
                "start": "2026-11-26T10:00:00+02:00",
                "minutes": 15,
                "inspector": "i-2",
                "in_place_of": "i-1",
            },
        ),
        (
            Rescheduled(at=LATER, booking="b-1", slot=world.WANTED, room="1.01"),
            {"start": "2026-11-26T10:00:00+02:00", "minutes": 15, "room": "1.01"},
        ),
    ],
)
def test_the_events_of_moves_and_askings(event: Any, more: dict[str, Any]) -> None:
    for told in (False, True):
        document = event_document(event, WorkingCalendar(), personal=told)
        assert document == {
            "event": type(event).__name__,
            "at": "2026-11-26T12:00:00+02:00",
            "booking": "b-1",
            **more,
        }


AUDIENCES = {
    "allowed": hall.ask(applicant=NAME, contact=Contact(PHONE, EMAIL)),
    "not theirs": hall.ask(applicant="Altcineva", contact=Contact(PHONE, EMAIL)),
    "nothing said": hall.ask(
        applicant=NAME, reason="Zyxwmarker", number=None, within_competence=None
    ),
    "no room": hall.ask(applicant=NAME, channel="in_person", contact=Contact(PHONE, EMAIL)),
    "the step before": hall.ask(applicant=NAME, official="vp-1", prior_audience="a-9"),
}


@pytest.mark.parametrize("name", AUDIENCES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_decision_on_an_audience_is_json_without_personal_data(name: str, code: Any) -> None:
    file = attrs.evolve(hall.REFUSED, applicant=CITIZEN)
    office = hall.hall(requests=[file], rooms=["1.01"])
    taken = Agenda.of(
        [
            hall.audience("a-9", inspector="d-2", applicant=CITIZEN.key, slot=hall.SECOND),
            hall.audience(
                "a-8", inspector="d-2", applicant="id:8", channel="in_person", room="1.01"
            ),
        ]
    )
    decision = decide(AUDIENCES[name], taken, at=world.AT, office=office)
    assert decision.allowed is (name == "allowed")
    for staff in (False, True):
        document = decision_document(decision, code, staff=staff)
        assert json.loads(dumped(document)) == document
        assert personal(document) == []
        assert document["policy"] == "cluj-napoca/audiente@2020-10-05"
        assert "{" not in "".join(each["message"] for each in document["findings"])
    if decision.allowed:
        [event] = decision_document(decision, code, personal=True)["events"]
        assert event["booking"]["applicant"] == CITIZEN.key
        assert event["booking"]["procedure"] == "audience"


def test_the_parameters_of_a_ladder_are_plain_json() -> None:
    policy = preset("cluj-napoca/audiente").latest
    document = rule_document(rule_of("audience.prior_step"), [policy], "ro")
    assert document["parameters"][policy.name]["ladder"] == {
        "deputy_mayor": ["director"],
        "public_administrator": ["director"],
        "secretary_general": ["director"],
        "mayor": ["deputy_mayor"],
    }
    take_over = rule_document(rule_of("inspector.may_take_over"), [policy], "ro")
    assert take_over["parameters"] == {}  # no rule of a booking, but of a command


def test_times_are_those_of_the_clock_of_the_office() -> None:
    slot = world.slot("2026-10-25 03:30+02:00")
    assert slot_document(slot, WorkingCalendar())["start"] == "2026-10-25T03:30:00+02:00"
    assert slot_document(slot, WorkingCalendar("UTC"))["start"] == "2026-10-25T01:30:00+00:00"
    assert "booked_at" not in booking_document(ANOTHER, WorkingCalendar())


def test_a_day() -> None:
    office = world.office(inspectors=[Inspector("i-1")])
    agenda = Agenda.of([TAKEN])
    report = explain_day(
        agenda, date(2026, 11, 26), inspector="i-1", at=world.AT, office=office, minutes=15
    )
    document = day_document(report, office.calendar, "en")
    assert json.loads(dumped(document)) == document
    assert (document["date"], document["slots"]) == ("2026-11-26", 32)
    assert document["free"][0] == "2026-11-26T10:00:00+02:00"
    assert len(document["free"]) == 23
    assert {each["rule"]: each["slots"] for each in document["closed_by"]} == {
        "slot.notice": 8,
        "slot.free": 1,
    }
    assert personal(document) == []
    romanian = day_document(report, office.calendar, "ro")["closed_by"]
    assert romanian[0]["message"] != document["closed_by"][0]["message"]


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: str(rule.id))
@pytest.mark.parametrize("code", ["ro", "en"])
def test_a_rule(rule: Any, code: Any) -> None:
    policies = [preset(name).latest for name in PRESETS]
    document = rule_document(rule, policies, code)
    assert json.loads(dumped(document)) == document
    assert document["id"] == rule.id
    assert document["title"] == rule.title.in_(code)
    assert document["source"]["key"] in known_sources()
    assert document["quote"] == rule.citation.quote
    assert bool(document["note"]) is (rule.note is not None)
    for policy in policies:
        used = rule.id in policy.rules and bool(rule.parameters)
        assert (policy.name in document["parameters"]) is used
        if used:
            assert set(document["parameters"][policy.name]) == set(rule.parameters)


def test_the_parameters_of_a_rule() -> None:
    policy = world.policy(notice_hours=24)
    notice = rule_document(rule_of("slot.notice"), [policy], "en")
    assert notice["parameters"][policy.name] == {"notice_hours": 24, "notice_reading": "elapsed"}
    channel = rule_document(rule_of("channel.allowed"), [policy], "en")
    assert channel["parameters"][policy.name] == {"channels": ["online", "phone"]}
    assert rule_document(rule_of("slot.notice"), [], "en")["parameters"] == {}
