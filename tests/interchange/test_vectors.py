"""The runner of the conformance vectors: what passes, what fails, what is no vector at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import InvalidInput
from tichet_rules.interchange import CaseResult, run_vectors

MARKER = "Zyxwmarker"
AT = "2026-11-24T10:00:00+02:00"
TEN = "2026-11-26T10:00:00+02:00"

OFFICE: dict[str, Any] = {
    "inspectors": [{"id": "i-017", "name": "Mureșan Ioana"}, {"id": "i-018"}],
    "requests": [
        {
            "number": "119368/305",
            "applicant": MARKER,
            "filed_on": "2026-01-12",
            "inspector": "i-017",
        },
        {
            "number": "120001/433",
            "applicant": "Țîrlea Ștefan",
            "filed_on": "2026-09-01",
            "inspector": "i-017",
            "status": "answered",
            "communicated_on": "2026-10-27",
        },
    ],
    "bookings": [
        {
            "id": "b-1",
            "request": "120001/433",
            "inspector": "i-017",
            "start": "2026-11-26T10:30:00+02:00",
        }
    ],
}
FORM: dict[str, Any] = {
    "number": "119368/305",
    "applicant": MARKER,
    "filed_on": "2026-01-12",
    "start": TEN,
}
LOG: list[dict[str, Any]] = [
    {"id": "l-2", "request": "119368/305", "inspector": "i-017", "start": TEN,
     "booked_at": "2026-11-20T09:00:00+02:00"},
    {"id": "l-1", "request": "120001/433", "inspector": "i-017", "start": TEN,
     "booked_at": "2026-11-20T09:05:00+02:00"},
    {"id": "l-3", "request": "9/9", "inspector": "i-017", "start": TEN, "status": "cancelled",
     "booked_at": "2026-11-20T09:05:00+02:00"},
]  # fmt: skip
ALLOWED = {"allowed": True}


def no(*rules: str) -> dict[str, Any]:
    return {"allowed": False, "refused_by": list(rules)}


def book(**changes: Any) -> dict[str, Any]:
    return {"at": AT, "book": FORM | changes}


def text(*cases: dict[str, Any], office: Any = OFFICE, **more: Any) -> str:
    document = {"format": "tichet-rules/vectors/1", "office": office, "cases": cases}
    return json.dumps(document | more)


def results(*cases: dict[str, Any], **more: Any) -> list[CaseResult]:
    return list(run_vectors(text(*cases, **more)))


def run(when: Any, then: Any, **more: Any) -> CaseResult:
    [result] = results({"id": "it", "when": when, "then": then, **more})
    assert result.id == "it"
    return result


def refused(vectors: str) -> InvalidInput:
    """The error, raised before the first case is judged."""
    with pytest.raises(InvalidInput) as raised:
        run_vectors(vectors)
    error = raised.value
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"
    assert "\n" not in str(error)
    return error


def error_of(vectors: str) -> InvalidInput | None:
    try:
        list(run_vectors(vectors))
    except InvalidInput as error:
        return error
    return None


def refused_case(when: Any, then: Any = None, **more: Any) -> InvalidInput:
    case: dict[str, Any] = {
        "id": "it",
        "when": when,
        "then": ALLOWED if then is None else then,
        **more,
    }
    fine = {
        "id": "fine",
        "when": {"working_day": {"date": "2026-11-30"}},
        "then": {"working": False},
    }
    return refused(text(fine, case))


# --- every kind -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "right", "wrong"),
    [
        (book(), ALLOWED, no("slot.notice")),
        (book(start="2026-11-26T09:45:00+02:00"), no("slot.notice"), ALLOWED),
        (book(inspector="i-018"), no("inspector.holds_request"), no("slot.notice")),
        (book(minutes=20, channel="in_person"), no("slot.duration", "channel.allowed"),
         no("slot.duration")),
        ({"at": AT, "cancel": {"booking": "b-1"}}, ALLOWED, no("booking.open")),
        ({"at": "2026-11-26T10:30:00+02:00", "cancel": {"booking": "b-1"}}, no("booking.open"),
         ALLOWED),
        ({"at": AT, "cancel": {"booking": "b-9"}}, no("booking.open"), no("request.identified")),
        ({"at": AT, "reschedule": {"booking": "b-1", "start": "2026-11-26T10:45:00+02:00"}},
         ALLOWED, no("slot.free")),
        ({"at": AT, "reschedule": {"booking": "b-1", "start": "2026-11-27T10:45:00+02:00",
                                   "minutes": 16}},
         no("request.response_window", "slot.duration"), no("slot.duration")),
        ({"at": AT, "reschedule": {"booking": "b-9", "start": TEN}}, no("booking.open"), ALLOWED),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-26"}},
         {"count": 23}, {"count": 24}),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-25", "to": "2026-11-30",
                                   "minutes": 10, "request": "120001/433"}},
         {"count": 23}, {"count": 55}),
        ({"last_day": {"communicated_on": "2025-09-10", "days": 15, "reading": "civil_procedure"}},
         {"last_day": "2025-09-26"}, {"last_day": "2025-09-25"}),
        ({"earliest_start": {"booked_at": "2026-03-28T09:00:00+02:00", "hours": 48,
                             "reading": "elapsed"}},
         {"earliest_start": "2026-03-30T10:00:00+03:00"},
         {"earliest_start": "2026-03-30T09:00:00+03:00"}),
        ({"working_day": {"date": "2026-11-30"}}, {"working": False}, {"working": True}),
        ({"working_day": {"date": "2026-11-27"}}, {"working": True}, {"working": False}),
        ({"audit": {"log": LOG}},
         {"findings": [{"booking": "l-3", "rule": "request.identified"},
                       {"booking": "l-1", "rule": "slot.free"},
                       {"booking": "l-1", "rule": "request.one_open_booking"}]},
         {"findings": [{"booking": "l-2", "rule": "slot.free"}]}),
        ({"audit": {"log": []}}, {"findings": []}, {"findings": [{"booking": "", "rule": ""}]}),
    ],
)  # fmt: skip
def test_a_case_passes_when_the_answer_is_the_one_expected(
    when: Any, right: Any, wrong: Any
) -> None:
    good = run(when, right)
    assert good.passed
    assert good.got == good.expected
    bad = run(when, wrong)
    assert not bad.passed
    assert bad.got == good.got
    assert bad.expected != bad.got


def test_the_results_are_in_the_order_of_the_cases() -> None:
    day = {"working_day": {"date": "2026-11-30"}}
    found = results(
        {"id": "z", "about": "a holiday", "source": "codul-muncii", "when": day,
         "then": {"working": False}},
        {"id": "a", "when": day, "then": {"working": True}},
        {"id": "m", "when": day, "then": {"working": False}},
        title="three",
    )  # fmt: skip
    assert [(each.id, each.about, each.passed) for each in found] == [
        ("z", "a holiday", True),
        ("a", "", False),
        ("m", "", True),
    ]
    assert (found[1].expected, found[1].got) == ({"working": True}, {"working": False})


def test_a_file_without_an_office_or_without_cases() -> None:
    case = {"id": "a", "when": {"working_day": {"date": "2026-11-30"}}, "then": {"working": False}}
    document = {"format": "tichet-rules/vectors/1", "cases": [case]}
    assert [each.passed for each in run_vectors(json.dumps(document))] == [True]
    assert results() == []


# --- the second version ----------------------------------------------------------------------


SECOND = "tichet-rules/vectors/2"
DAY: dict[str, Any] = {"when": {"working_day": {"date": "2026-11-30"}}, "then": {"working": False}}
WEDNESDAY = "2026-12-02T{}:00+02:00"
HALL: dict[str, Any] = {
    "inspectors": [
        {"id": "i-017", "name": "Mureșan Ioana", "deputies": ["i-018"], "department": "urbanism"},
        {"id": "i-018", "name": "Deac Lavinia"},
        {"id": "d-1", "name": "Moga Sanda", "role": "director",
         "audience_hours": {"wed": [["11:00", "13:00"]]}},
    ],
    "requests": [
        OFFICE["requests"][0],
        OFFICE["requests"][1] | {"answer": "negative"},
    ],
    "rooms": ["Sala 1"],
    "bookings": [
        OFFICE["bookings"][0],
        {"id": "a-1", "procedure": "audience", "applicant": MARKER, "inspector": "d-1",
         "start": WEDNESDAY.format("11:00"), "channel": "in_person", "room": "Sala 1"},
        {"id": "a-0", "procedure": "audience", "request": "120001/433", "inspector": "d-1",
         "start": "2026-11-18T11:00:00+02:00", "status": "held",
         "answer_requested_at": "2026-11-18T11:10:00+02:00"},
    ],
}  # fmt: skip
AUDIENCE: dict[str, Any] = {
    "official": "d-1",
    "applicant": "Țîrlea Ștefan",
    "start": WEDNESDAY.format("11:15"),
    "reason": "Autorizația de construire",
    "number": "120001/433",
    "within_competence": True,
}
RECORD: dict[str, Any] = {"questions": [f"Ce {MARKER}?"], "conclusions": [f"Un {MARKER}."]}
STEPS: list[dict[str, Any]] = [
    {"stage": "booked", "state": "done"},
    {"stage": "reminder", "state": "void", "due": "2026-11-17T09:00:00Z"},
    {"stage": "meeting", "state": "done", "due": "2026-11-18T11:00:00+02:00"},
    {"stage": "conclusions", "state": "overdue", "due": "2026-11-19"},
    {"stage": "answer", "state": "overdue", "due": "2026-11-19"},
]


def second(when: Any, then: Any, **office: Any) -> CaseResult:
    case = {"id": "it", "when": when, "then": then}
    [result] = results(case, office=HALL | office, format=SECOND)
    return result


def refused_second(when: Any, then: Any = None, **office: Any) -> InvalidInput:
    case = {"id": "it", "when": when, "then": ALLOWED if then is None else then}
    return refused(text(case, office=HALL | office, format=SECOND))


@pytest.mark.parametrize(
    ("when", "right", "wrong"),
    [
        ({"at": AT, "book_audience": AUDIENCE}, ALLOWED, no("audience.day")),
        ({"at": AT, "book_audience": AUDIENCE | {"reason": "probleme personale", "phone": "1"}},
         no("audience.reason", "contact.phone"), no("audience.reason")),
        ({"at": AT, "book_audience": AUDIENCE | {"start": WEDNESDAY.format("11:00"),
                                                 "channel": "in_person"}},
         no("slot.free", "room.free"), no("slot.free")),
        ({"at": AT, "reassign": {"booking": "b-1", "inspector": "i-018"}}, ALLOWED,
         no("inspector.may_take_over")),
        ({"at": AT, "reassign": {"booking": "b-1", "inspector": "d-1"}},
         no("inspector.may_take_over", "inspector.execution_staff"), ALLOWED),
        ({"at": AT, "reassign": {"booking": "b-1", "inspector": "i-018",
                                 "start": "2026-11-26T11:00:00+02:00", "minutes": 20}},
         no("slot.duration"), ALLOWED),
        (book(room="Sala 1", channel="in_person"), no("channel.allowed"), no("room.free")),
        ({"at": AT, "hold": {"booking": "b-1"}}, no("booking.begun"), ALLOWED),
        ({"at": AT, "no_show": {"booking": "b-1"}}, no("booking.begun"), ALLOWED),
        ({"at": AT, "record_conclusions": {"booking": "a-0", **RECORD}}, ALLOWED,
         no("record.held")),
        ({"at": AT, "record_conclusions": {"booking": "b-1", **RECORD}}, no("record.held"),
         ALLOWED),
        ({"at": AT, "request_answer": {"booking": "a-1"}}, ALLOWED, no("audience.answer_open")),
        ({"at": AT, "issue_ticket": {"booking": "a-0", **RECORD}}, no("ticket.recorded"), ALLOWED),
        ({"at": AT, "free_slots": {"inspector": "d-1", "from": "2026-12-02", "to": "2026-12-02",
                                   "procedure": "audience"}}, {"count": 7}, {"count": 8}),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-12-02", "to": "2026-12-02",
                                   "channel": "in_person"}}, {"count": 31}, {"count": 32}),
        ({"answer_due": {"held_on": "2026-11-27"}}, {"answer_due": "2026-12-02"},
         {"answer_due": None}),
        ({"at": AT, "journey": {"booking": "a-0"}}, {"steps": STEPS}, {"steps": STEPS[:-1]}),
        ({"at": AT, "journey": {"booking": "a-0"}}, {"steps": STEPS},
         {"steps": [*STEPS[:-1], STEPS[-1] | {"state": "due"}]}),
        ({"at": AT, "journey": {"booking": "a-0"}}, {"steps": STEPS},
         {"steps": [*STEPS[:-1], STEPS[-1] | {"due": "2026-11-19T00:00:00+02:00"}]}),
        ({"at": AT, "journey": {"booking": "a-0"}}, {"steps": STEPS},
         {"steps": [*STEPS[:-1], {"stage": "answer", "state": "overdue"}]}),
        ({"at": AT, "journey": {"booking": "a-0"}},
         {"steps": [STEPS[0] | {"due": None}, *STEPS[1:]]}, {"steps": STEPS[::-1]}),
    ],
)  # fmt: skip
def test_a_case_of_the_second_version(when: Any, right: Any, wrong: Any) -> None:
    assert second(when, right).passed
    bad = second(when, wrong)
    assert not bad.passed
    assert MARKER not in repr(bad)


def test_an_answer_without_a_limit() -> None:
    asked = {"answer_due": {"held_on": "2026-11-27"}}
    unlimited = {"answer_working_days": None}
    assert second(asked, {"answer_due": None}, audiences=unlimited).passed
    assert not second(asked, {"answer_due": "2026-12-02"}, audiences=unlimited).passed


def test_a_log_of_both_procedures() -> None:
    log = [
        each | {"booked_at": "2026-11-10T09:00:00+02:00"} for each in HALL["bookings"]
    ] + [
        HALL["bookings"][1] | {"id": "a-2", "applicant": "Altcineva",
                               "booked_at": "2026-11-11T09:00:00+02:00"},
    ]  # fmt: skip
    findings = [{"booking": "a-2", "rule": "room.free"}, {"booking": "a-2", "rule": "slot.free"}]
    assert second({"audit": {"log": log}}, {"findings": findings}, bookings=[]).passed


@pytest.mark.parametrize(
    "office",
    [
        {"audiences": "cluj-napoca/audiente"},
        {"rooms": []},
        {"policy": {"meets": ["execution"]}},
        {"policy": {"daily_limit": 5}},
        {"policy": {"answer_working_days": 1}},
        {"policy": {"ladder": {}}},
        {"policy": {"unanswered_days": 1}},
        {"policy": {"general_reasons": []}},
        {"policy": {"reason_min_words": 1}},
        {"policy": {"no_show_pause_days": 1}},
        {"policy": {"reminder_hours": 1}},
        {"policy": {"conclusions_working_days": 1}},
        {"policy": {"ticket_working_days": 1}},
        {"policy": {"take_over": []}},
        {"policy": {"take_over_notice_hours": 1}},
        {"inspectors": [{"id": "i-1"}, {"id": "i-2", "audience_hours": {}}]},
        {"inspectors": [{"id": "i-1"}, {"id": "i-2", "department": "urbanism"}]},
        {"inspectors": [{"id": "i-1"}, {"id": "i-2", "deputies": []}]},
        {"requests": [OFFICE["requests"][0], OFFICE["requests"][1] | {"answer": "negative"}]},
        *(
            {"bookings": [OFFICE["bookings"][0] | {key: value}]}
            for key, value in {
                "procedure": "blue_ticket",
                "applicant": "Țîrlea Ștefan",
                "room": "Sala 1",
                "in_place_of": "i-018",
                "record": "ab" * 32,
                "recorded_at": AT,
                "answer_requested_at": AT,
                "ticket": "ab" * 32,
                "issued_at": AT,
            }.items()
        ),
    ],
)
def test_the_first_version_has_no_key_of_the_second_in_an_office(office: Any) -> None:
    [(key, value)] = office.items()
    place = {"policy": ".policy", "audiences": "", "rooms": ""}.get(
        key, f".{key}[{len(value) - 1}]"
    )
    inside = value[-1] if isinstance(value, list) and value else value
    named = key if place == "" else list(inside)[-1]
    shared = {"id": "a", **DAY}
    own = {"id": "b", **DAY, "office": office}
    for vectors, field in (
        (text(shared, office=OFFICE | office), f"office{place}"),
        (text(shared, own), f"cases[1].office{place}"),
    ):
        error = refused(vectors)
        assert (error.field, error.given) == (field, repr(named))
        assert "'tichet-rules/vectors/1'" in error.expected
    assert results(shared, own, office=OFFICE | office, format=SECOND)[1].passed


@pytest.mark.parametrize(
    ("when", "then", "place", "key"),
    [
        (book(room="Sala 1", channel="in_person"), no("channel.allowed"), ".book", "room"),
        ({"at": AT, "book_audience": AUDIENCE}, ALLOWED, "", "book_audience"),
        ({"at": AT, "reassign": {"booking": "b-1", "inspector": "i-018"}}, ALLOWED, "", "reassign"),
        ({"at": AT, "hold": {"booking": "a-1"}}, no("booking.begun"), "", "hold"),
        ({"at": AT, "no_show": {"booking": "a-1"}}, no("booking.begun"), "", "no_show"),
        ({"at": AT, "record_conclusions": {"booking": "a-0", **RECORD}}, ALLOWED, "",
         "record_conclusions"),
        ({"at": AT, "request_answer": {"booking": "a-0"}}, ALLOWED, "", "request_answer"),
        ({"at": AT, "issue_ticket": {"booking": "a-0", **RECORD}}, no("ticket.recorded"), "",
         "issue_ticket"),
        ({"at": AT, "journey": {"booking": "a-0"}}, {"steps": STEPS}, "", "journey"),
        ({"answer_due": {"held_on": "2026-11-27"}}, {"answer_due": "2026-12-02"}, "", "answer_due"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-26",
                                   "channel": "online"}}, {"count": 23}, ".free_slots", "channel"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-26",
                                   "procedure": "blue_ticket"}}, {"count": 23}, ".free_slots",
         "procedure"),
        ({"audit": {"log": [LOG[0], LOG[1] | {"room": None}]}},
         {"findings": [{"booking": "l-1", "rule": "slot.free"}]}, ".audit.log[1]", "room"),
    ],
)  # fmt: skip
def test_the_first_version_has_no_question_of_the_second(
    when: Any, then: Any, place: str, key: str
) -> None:
    error = refused_case(when, then)
    assert (error.field, error.given) == (f"cases[1].when{place}", repr(key))
    assert "'tichet-rules/vectors/1'" in error.expected
    bookings = [] if "audit" in when else HALL["bookings"]
    assert second(when, then, bookings=bookings).passed


def test_an_audience_is_no_booking_of_the_first_version_even_without_its_keys() -> None:
    booking = {key: OFFICE["bookings"][0][key] for key in ("id", "inspector", "start")}
    for format_ in (SECOND, "tichet-rules/vectors/1"):
        error = refused(text({"id": "a", **DAY, "office": {"bookings": [booking]}}, format=format_))
        assert error.field == "cases[0].office.bookings[0].request"


def test_every_key_of_the_first_version_is_read() -> None:
    office: dict[str, Any] = {
        "policy": {
            "preset": "cluj-napoca/tichet-albastru", "notice_hours": 48,
            "notice_reading": "elapsed", "window_days": 30, "window_reading": "plain",
            "window_binds": "meeting", "max_minutes": 15, "grid_minutes": 15, "horizon_days": None,
            "open_bookings_per_request": 1, "channels": ["online", "phone"],
            "buffer_before_minutes": 0, "buffer_after_minutes": 0,
        },
        "time_zone": "Europe/Bucharest",
        "closures": ["2026-12-24"],
        "recovery_days": [],
        "public_holidays": "RO",
        "inspectors": [{"id": "i-017", "name": "Mureșan Ioana", "role": "execution",
                        "week": {"thu": [["08:00", "16:00"]]}, "overrides": {"2026-11-25": []},
                        "absences": [{"from": "2026-12-21", "to": "2026-12-31"}]}],
        "requests": [OFFICE["requests"][1] | {"former_inspectors": []}],
        "bookings": [OFFICE["bookings"][0] | {"minutes": 15, "status": "booked",
                                              "channel": "online", "booked_at": AT}],
    }  # fmt: skip
    form = {
        "number": "120001/433", "applicant": "Țîrlea Ștefan", "filed_on": "2026-09-01",
        "inspector": "i-017", "start": TEN, "minutes": 15, "channel": "online",
        "phone": "0264 596 030", "email": "ana@example.org",
    }  # fmt: skip
    moved = {"booking": "b-1", "start": "2026-11-26T10:45:00+02:00", "minutes": 15}
    free = {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-26", "minutes": 15,
            "request": "120001/433"}  # fmt: skip
    last = {"communicated_on": "2025-09-10", "days": 15, "reading": "plain"}
    first = {"booked_at": AT, "hours": 48, "reading": "elapsed"}
    asked: list[tuple[Any, Any]] = [
        ({"at": AT, "book": form}, no("request.one_open_booking")),
        ({"at": AT, "cancel": {"booking": "b-1"}}, ALLOWED),
        ({"at": AT, "reschedule": moved}, ALLOWED),
        ({"at": AT, "free_slots": free}, {"count": 23}),
        ({"last_day": last}, {"last_day": "2025-09-25"}),
        ({"earliest_start": first}, {"earliest_start": TEN}),
        (DAY["when"], DAY["then"]),
        ({"audit": {"log": [office["bookings"][0] | {"id": "b-2"}]}},
         {"findings": [{"booking": "b-2", "rule": rule} for rule in
                       ("applicant.free", "request.one_open_booking", "slot.free")]}),
    ]  # fmt: skip
    cases = [
        {"id": str(number), "about": "", "source": "", "office": {}, "when": when, "then": then}
        for number, (when, then) in enumerate(asked)
    ]
    for format_ in ("tichet-rules/vectors/1", SECOND):
        found = results(*cases, office=office, format=format_, title="")
        assert [each for each in found if not each.passed] == []


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({}, ""),
        ({"at": AT, "book_audience": AUDIENCE, "reassign": {"booking": "b", "inspector": "i"}}, ""),
        ({"at": AT, "book_audience": AUDIENCE, "journey": {"booking": "a-0"}}, ""),
        ({"book_audience": AUDIENCE}, ".at"),
        ({"reassign": {"booking": "b-1", "inspector": "i-018"}}, ".at"),
        ({"request_answer": {"booking": "a-1"}}, ".at"),
        ({"issue_ticket": {"booking": "a-1", **RECORD}}, ".at"),
        ({"journey": {"booking": "a-0"}}, ".at"),
        ({"at": AT, "book_audience": AUDIENCE | {"reson": MARKER}}, ".book_audience"),
        ({"at": AT, "book_audience": AUDIENCE | {"applicant": [MARKER]}},
         ".book_audience.applicant"),
        ({"at": AT, "book_audience": AUDIENCE | {"reason": {"x": MARKER}}},
         ".book_audience.reason"),
        ({"at": AT, "book_audience": AUDIENCE | {"reason": f"{MARKER}\0"}},
         ".book_audience.reason"),
        ({"at": AT, "book_audience": AUDIENCE | {"minutes": 0}}, ".book_audience.minutes"),
        ({"at": AT, "reassign": {"booking": "b-1", "inspector": "i-018", "minutes": 5}},
         ".reassign.minutes"),
        ({"at": AT, "record_conclusions": {"booking": "a-0", "questions": [MARKER],
                                           "conclusions": [""]}},
         ".record_conclusions.conclusions[0]"),
        ({"at": AT, "issue_ticket": {"booking": "a-0", **RECORD, "citizen": f"{MARKER}\n"}},
         ".issue_ticket.citizen"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26",
                                   "to": "2026-11-26", "channel": "fax"}}, ".free_slots.channel"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26",
                                   "to": "2026-11-26", "channel": None}}, ".free_slots.channel"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "from": "2026-11-26",
                                   "to": "2026-11-26", "procedure": "audienc"}},
         ".free_slots.procedure"),
        ({"at": AT, "journey": {"booking": "a-9"}}, ".journey.booking"),
        ({"at": AT, "journey": {"booking": 5}}, ".journey.booking"),
        ({"at": AT, "journey": {"booking": "a-0", "steps": []}}, ".journey"),
        ({"at": AT, "journey": []}, ".journey"),
        ({"answer_due": {"held_on": AT}}, ".answer_due.held_on"),
        ({"answer_due": {}}, ".answer_due.held_on"),
        ({"answer_due": {"held_on": "2026-11-27", "days": 1}}, ".answer_due"),
        ({"answer_due": {"held_on": "2100-12-31"}}, ".answer_due.date"),
    ],
)  # fmt: skip
def test_a_question_of_the_second_version_that_breaks_it(when: Any, field: str) -> None:
    assert refused_second(when).field == f"cases[0].when{field}"


@pytest.mark.parametrize(
    ("then", "field"),
    [
        ([], ""),
        ({}, ".steps"),
        ({"steps": {}}, ".steps"),
        ({"steps": None}, ".steps"),
        ({"steps": "booked"}, ".steps"),
        ({"steps": [], "count": 0}, ""),
        ({"steps": [STEPS[0], "booked"]}, ".steps[1]"),
        ({"steps": [{"stage": "booked"}]}, ".steps[0].state"),
        ({"steps": [{"state": "done"}]}, ".steps[0].stage"),
        ({"steps": [{"stage": "bookd", "state": "done"}]}, ".steps[0].stage"),
        ({"steps": [{"stage": "booked", "state": 5}]}, ".steps[0].state"),
        ({"steps": [STEPS[0] | {"due": "2026-02-30"}]}, ".steps[0].due"),
        ({"steps": [STEPS[0] | {"due": "2026-11-26T10:00:00"}]}, ".steps[0].due"),
        ({"steps": [STEPS[0] | {"due": 5}]}, ".steps[0].due"),
        ({"steps": [STEPS[0] | {"done_at": AT}]}, ".steps[0]"),
    ],
)
def test_an_expected_journey_that_breaks_the_format(then: Any, field: str) -> None:
    when = {"at": AT, "journey": {"booking": "a-0"}}
    assert refused_second(when, then).field == f"cases[0].then{field}"


@pytest.mark.parametrize(
    ("then", "field"),
    [
        ([], ""),
        ({}, ".answer_due"),
        ({"answer_due": 5}, ".answer_due"),
        ({"answer_due": "2026-02-30"}, ".answer_due"),
        ({"answer_due": AT}, ".answer_due"),
        ({"answer_due": "2026-12-02", "days": 1}, ""),
    ],
)
def test_an_expected_answer_that_breaks_the_format(then: Any, field: str) -> None:
    when = {"answer_due": {"held_on": "2026-11-27"}}
    assert refused_second(when, then).field == f"cases[0].then{field}"


@pytest.mark.parametrize(
    "when",
    [
        book(channel="in_person", room="Sala 9"),
        {"at": AT, "book_audience": AUDIENCE | {"channel": "in_person", "room": "Sala 9"}},
        {"at": AT, "journey": {"booking": "a-9000"}},
    ],
)
def test_a_question_about_what_the_office_does_not_have_fails_alone(when: Any) -> None:
    far = {"id": "a-9000", "procedure": "audience", "applicant": MARKER, "inspector": "d-1",
           "start": "2100-12-31T11:00:00+02:00", "status": "held"}  # fmt: skip
    then: Any = {"steps": []} if "journey" in when else ALLOWED
    cases = [{"id": "a", **DAY}, {"id": "b", "when": when, "then": then}]
    good, bad = results(*cases, office=HALL | {"bookings": [far]}, format=SECOND)
    assert good.passed
    assert "error" in bad.got


# --- how answers are compared ---------------------------------------------------------------


@pytest.mark.parametrize(
    "rules",
    [
        ["slot.duration", "channel.allowed", "contact.phone"],
        ["contact.phone", "slot.duration", "channel.allowed"],
    ],
)
def test_refusals_in_any_order(rules: list[str]) -> None:
    when = book(minutes=20, channel="in_person", phone="x")
    assert run(when, no(*rules)).passed
    assert not run(when, no(*rules[:2])).passed
    assert not run(when, no(*rules, "slot.free")).passed
    assert not run(when, no(*rules, rules[0])).passed


def test_findings_in_any_order() -> None:
    findings = [
        {"booking": "l-1", "rule": "slot.free"},
        {"booking": "l-3", "rule": "request.identified"},
        {"booking": "l-1", "rule": "request.one_open_booking"},
    ]
    when = {"audit": {"log": LOG}}
    assert run(when, {"findings": findings}).passed
    assert run(when, {"findings": findings[::-1]}).passed
    assert not run(when, {"findings": findings[1:]}).passed
    assert not run(when, {"findings": [*findings, findings[0]]}).passed


def test_the_bookings_of_the_office_count_as_before_the_log() -> None:
    log = [LOG[0] | {"start": "2026-11-26T10:30:00+02:00"}]
    when = {"audit": {"log": log}}
    then = {"findings": [{"booking": "l-2", "rule": "slot.free"}]}
    assert run(when, then).passed
    assert run(when, {"findings": []}, office={"bookings": []}).passed


NIGHT = {
    "policy": {"grid_minutes": 30, "notice_hours": 0},
    "recovery_days": ["2026-10-25"],
    "inspectors": [{"id": "i-017", "overrides": {"2026-10-25": [["03:00", "04:00"]]}}],
    "bookings": [],
}
NIGHT_ASKED = {
    "at": "2026-10-20T10:00:00+03:00",
    "free_slots": {"inspector": "i-017", "from": "2026-10-25", "to": "2026-10-25"},
}


def test_starts_are_compared_as_instants_also_in_the_hour_that_comes_twice() -> None:
    first, second = "2026-10-25T03:{}:00+03:00", "2026-10-25T03:{}:00+02:00"
    starts = [clock.format(minute) for clock in (first, second) for minute in ("00", "30")]
    assert run(NIGHT_ASKED, {"starts": starts}, office=NIGHT).passed
    elsewhere = [
        "2026-10-25T00:00:00Z",
        "2026-10-24T20:30:00-04:00",
        "2026-10-25T01:00:00+00:00",
        "2026-10-25T04:30:00+03:00",
    ]
    assert run(NIGHT_ASKED, {"starts": elsewhere}, office=NIGHT).passed
    assert run(NIGHT_ASKED, {"count": 4}, office=NIGHT).passed
    assert not run(NIGHT_ASKED, {"starts": [*starts[:2], *starts[:2]]}, office=NIGHT).passed
    assert not run(NIGHT_ASKED, {"starts": starts[:2]}, office=NIGHT).passed
    assert not run(NIGHT_ASKED, {"starts": starts[::-1]}, office=NIGHT).passed


def test_the_earliest_start_is_compared_as_an_instant_in_the_hour_that_comes_twice() -> None:
    when = {
        "earliest_start": {
            "booked_at": "2026-10-25T03:30:00+03:00",
            "hours": 1,
            "reading": "elapsed",
        }
    }
    assert run(when, {"earliest_start": "2026-10-25T03:30:00+02:00"}).passed
    assert run(when, {"earliest_start": "2026-10-25T01:30:00Z"}).passed
    assert not run(when, {"earliest_start": "2026-10-25T03:30:00+03:00"}).passed


# --- the office of a case -------------------------------------------------------------------


def test_a_case_overrides_whole_keys_of_the_office() -> None:
    asked = {
        "at": AT,
        "free_slots": {"inspector": "i-017", "from": "2026-11-25", "to": "2026-11-25"},
    }
    shared = OFFICE | {"policy": {"notice_hours": 0, "grid_minutes": 60}}
    found = results(
        {"id": "shared", "when": asked, "then": {"count": 8}},
        {"id": "own", "when": asked, "then": {"count": 16},
         "office": {"policy": {"notice_hours": 0, "grid_minutes": 30}}},
        # The key is replaced, not merged: the notice is 48 hours again.
        {"id": "whole", "when": asked, "then": {"count": 0},
         "office": {"policy": {"grid_minutes": 30}}},
        {"id": "shared again", "when": asked, "then": {"count": 8}, "office": {}},
        {"id": "null is no office", "when": asked, "then": {"count": 8}, "office": None},
        {"id": "closed", "when": asked, "then": {"count": 0},
         "office": {"closures": ["2026-11-25"]}},
        office=shared,
    )  # fmt: skip
    assert [each.id for each in found if not each.passed] == []
    error = refused_case(asked, {"count": 0}, office={"inspectors": [{"id": "i-018"}]})
    assert error.field == "cases[1].when.free_slots.inspector"
    assert error.given == "'i-017'"


# --- contact data ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "then"),
    [
        ({}, ALLOWED),
        ({"phone": "0264 596 030", "email": "ana@example.org"}, ALLOWED),
        ({"phone": "0264 596 030"}, ALLOWED),
        ({"email": "ana@example.org"}, ALLOWED),
        ({"phone": None}, no("contact.phone")),
        ({"email": None}, no("contact.email")),
        ({"phone": None, "email": None}, no("contact.phone", "contact.email")),
        ({"phone": ""}, no("contact.phone")),
        ({"phone": "12"}, no("contact.phone")),
        ({"email": "ana@"}, no("contact.email")),
        ({"phone": "(left out)"}, no("contact.phone")),
        ({"email": "(left out)"}, no("contact.email")),
    ],
)
def test_contact_data_are_assumed_only_where_they_are_left_out(
    contact: dict[str, Any], then: Any
) -> None:
    assert run(book(**contact), then).passed


# --- what breaks the format -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (None, ""),
        ([], ""),
        ("tichet-rules/vectors/1", ""),
        ({}, "format"),
        ({"format": "tichet-rules/vectors/1"}, "cases"),
        ({"format": "tichet-rules/vectors/3", "cases": []}, "format"),
        ({"format": "tichet-rules/vectors", "cases": []}, "format"),
        ({"format": "", "cases": []}, "format"),
        ({"format": ["tichet-rules/vectors/1"], "cases": []}, "format"),
        ({"format": 1, "cases": []}, "format"),
        ({"format": "tichet-rules/vectors/1", "cases": {}}, "cases"),
        ({"format": "tichet-rules/vectors/1", "cases": ""}, "cases"),
        ({"format": "tichet-rules/vectors/1", "cases": None}, "cases"),
        ({"format": "tichet-rules/vectors/1", "cases": [[]]}, "cases[0]"),
        ({"format": "tichet-rules/vectors/1", "cases": [{}]}, "cases[0].id"),
        ({"format": "tichet-rules/vectors/1", "cases": [], "title": 5}, "title"),
        ({"format": "tichet-rules/vectors/1", "cases": [], "office": []}, "office"),
        ({"format": "tichet-rules/vectors/1", "cases": [], "office": [{"name": MARKER}]}, "office"),
        ({"format": "tichet-rules/vectors/1", "cases": [], "office": {"offices": 1}}, "office"),
        ({"format": "tichet-rules/vectors/1", "cases": [], "office": {"time_zone": "X"}},
         "office.time_zone"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_the_format(document: object, field: str) -> None:
    assert refused(json.dumps(document)).field == field


def test_an_unknown_key_of_the_file() -> None:
    error = refused(text(ofice={}))
    assert error.given == "'ofice'"
    assert "'office'" in error.expected


def test_a_mistake_in_the_shared_office_is_named_there() -> None:
    day = {"working_day": {"date": "2026-11-30"}}
    case = {"id": "a", "when": day, "then": {"working": False}}
    assert refused(text(case, office={"time_zone": "X"})).field == "office.time_zone"
    own = case | {"office": {"time_zone": "X"}}
    assert refused(text(case, own)).field == "cases[1].office.time_zone"
    assert refused(text(case | {"office": [{"name": MARKER}]})).field == "cases[0].office"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"abuot": "x"}, "cases[0]"),
        ({"about": 5}, "cases[0].about"),
        ({"source": []}, "cases[0].source"),
        ({"id": None}, "cases[0].id"),
        ({"when": []}, "cases[0].when"),
        ({"when": None}, "cases[0].when"),
        ({"then": None}, "cases[0].then"),
        ({"office": {"closure": []}}, "cases[0].office"),
        ({"office": {"closures": ["x"]}}, "cases[0].office.closures[0]"),
        ({"office": 5}, "cases[0].office"),
    ],
)
def test_a_case_that_breaks_the_format(more: dict[str, Any], field: str) -> None:
    day = {"working_day": {"date": "2026-11-30"}}
    case = {"id": "a", "when": day, "then": {"working": False}} | more
    assert refused(text(case)).field == field


@pytest.mark.parametrize("key", ["id", "when", "then"])
def test_a_case_with_a_key_missing(key: str) -> None:
    case = {"id": "a", "when": {"working_day": {"date": "2026-11-30"}}, "then": {"working": False}}
    del case[key]
    assert refused(text(case)).field == f"cases[0].{key}"


FREE = {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-27"}
LAST = {"communicated_on": "2025-09-10", "days": 15, "reading": "plain"}
FIRST = {"booked_at": AT, "hours": 48, "reading": "elapsed"}


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({}, ""),
        ({"at": AT}, ""),
        ({"at": AT, "book": FORM, "cancel": {"booking": "b-1"}}, ""),
        ({"last_day": LAST, "earliest_start": FIRST}, ""),
        ({"book": FORM}, ".at"),
        ({"cancel": {"booking": "b-1"}}, ".at"),
        ({"reschedule": {"booking": "b-1", "start": TEN}}, ".at"),
        ({"free_slots": FREE}, ".at"),
        ({"at": "2026-11-24T10:00:00", "book": FORM}, ".at"),
        ({"at": AT, "hold": {"booking": "b-1"}}, ""),
        ({"at": AT, "no_show": {"booking": "b-1"}}, ""),
        ({"at": AT, "book": FORM | {"strat": TEN}}, ".book"),
        ({"at": AT, "book": FORM | {"minutes": 0}}, ".book.minutes"),
        ({"at": AT, "book": FORM | {"minutes": "15"}}, ".book.minutes"),
        ({"at": AT, "book": FORM | {"channel": "fax"}}, ".book.channel"),
        ({"at": AT, "book": FORM | {"start": "2026-11-26T10:00:00"}}, ".book.start"),
        ({"at": AT, "book": FORM | {"applicant": [MARKER]}}, ".book.applicant"),
        ({"at": AT, "book": [MARKER]}, ".book"),
        ({"at": AT, "cancel": {"booking": 5}}, ".cancel.booking"),
        ({"at": AT, "cancel": {"booking": "b-1", "start": TEN}}, ".cancel"),
        ({"at": AT, "reschedule": {"booking": "b-1", "start": TEN, "minutes": -5}},
         ".reschedule.minutes"),
        ({"at": AT, "free_slots": FREE | {"inspector": "i-99"}}, ".free_slots.inspector"),
        ({"at": AT, "free_slots": FREE | {"from_": "2026-11-26"}}, ".free_slots"),
        ({"at": AT, "free_slots": FREE | {"from": AT}}, ".free_slots.from"),
        ({"at": AT, "free_slots": FREE | {"to": "2026-11-25"}}, ".free_slots.to"),
        ({"at": AT, "free_slots": FREE | {"minutes": 0}}, ".free_slots.minutes"),
        ({"at": AT, "free_slots": FREE | {"request": "1/1"}}, ".free_slots.request"),
        ({"at": AT, "free_slots": FREE | {"request": "/"}}, ".free_slots.request"),
        ({"at": AT, "free_slots": {"inspector": "i-017", "to": "2026-11-27"}}, ".free_slots.from"),
        ({"last_day": LAST | {"days": -1}}, ".last_day.days"),
        ({"last_day": LAST | {"days": True}}, ".last_day.days"),
        ({"last_day": LAST | {"reading": "plane"}}, ".last_day.reading"),
        ({"last_day": LAST | {"communicated_on": AT}}, ".last_day.communicated_on"),
        ({"last_day": LAST | {"dayz": 1}}, ".last_day"),
        ({"earliest_start": FIRST | {"hours": -1}}, ".earliest_start.hours"),
        ({"earliest_start": FIRST | {"reading": "elapse"}}, ".earliest_start.reading"),
        ({"earliest_start": FIRST | {"booked_at": "2026-11-24"}}, ".earliest_start.booked_at"),
        ({"working_day": {"date": AT}}, ".working_day.date"),
        ({"working_day": {"day": "2026-11-30"}}, ".working_day.date"),
        ({"working_day": "2026-11-30"}, ".working_day"),
        ({"audit": {"log": {}}}, ".audit.log"),
        ({"audit": LOG}, ".audit"),
        ({"audit": {"log": [LOG[0], LOG[0]]}}, ".audit.log[1].id"),
        ({"audit": {"log": [LOG[0], LOG[1] | {"booked_at": None}]}}, ".audit.log[1].booked_at"),
        ({"audit": {"log": [LOG[0] | {"minutes": 0}]}}, ".audit.log[0].minutes"),
        ({"audit": {"log": [LOG[0] | {"request": ""}]}}, ".audit.log[0].request"),
        ({"audit": {"log": [LOG[0] | {"booked": AT}]}}, ".audit.log[0]"),
    ],
)  # fmt: skip
def test_a_question_that_breaks_the_format(when: Any, field: str) -> None:
    then: Any = {"findings": []} if "audit" in when else None
    assert refused_case(when, then).field == f"cases[1].when{field}"


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({"last_day": LAST | {"days": 10**7}}, "last_day"),
        ({"earliest_start": FIRST | {"hours": 10**9}}, "earliest_start"),
        ({"last_day": LAST | {"communicated_on": "2100-12-31", "reading": "civil_code"}},
         "last_day"),
        ({"working_day": {"date": "2101-01-03"}}, "working_day"),
    ],
)  # fmt: skip
def test_a_question_out_of_bounds_names_its_place(when: Any, field: str) -> None:
    assert refused_case(when).field.startswith(f"cases[1].when.{field}.")


@pytest.mark.parametrize(
    "when",
    [
        book(start="2101-11-28T10:00:00+02:00"),
        {"at": AT, "free_slots": FREE | {"from": "2101-01-03", "to": "2101-01-04"}},
    ],
)
def test_a_question_that_has_no_answer_fails_alone(when: Any) -> None:
    day = {"working_day": {"date": "2026-11-30"}}
    cases = [
        {"id": "a", "when": day, "then": {"working": False}},
        {"id": "b", "when": when, "then": {"count": 1} if "free_slots" in when else ALLOWED},
    ]
    good, bad = run_vectors(text(*cases))
    assert good.passed
    assert not bad.passed
    assert "1997 to 2100" in bad.got["error"]


@pytest.mark.parametrize(
    ("when", "then", "field"),
    [
        (book(), [], ""),
        (book(), {}, ".allowed"),
        (book(), {"allowed": 1}, ".allowed"),
        (book(), {"allowed": None}, ".allowed"),
        (book(), {"allowed": False}, ".refused_by"),
        (book(), {"allowed": False, "refused_by": []}, ".refused_by"),
        (book(), {"allowed": True, "refused_by": ["slot.free"]}, ".refused_by"),
        (book(), {"allowed": False, "refused_by": "slot.free"}, ".refused_by"),
        (book(), {"allowed": False, "refused_by": [1]}, ".refused_by"),
        (book(), {"allowed": False, "refused_by": {"slot.free": 1}}, ".refused_by"),
        (book(), {"allowed": True, "refused": []}, ""),
        (book(), {"count": 1}, ""),
        ({"at": AT, "cancel": {"booking": "b"}}, {"starts": []}, ""),
        ({"at": AT, "free_slots": FREE}, {}, ""),
        ({"at": AT, "free_slots": FREE}, {"starts": [], "count": 0}, ""),
        ({"at": AT, "free_slots": FREE}, {"count": -1}, ".count"),
        ({"at": AT, "free_slots": FREE}, {"count": True}, ".count"),
        ({"at": AT, "free_slots": FREE}, {"count": "1"}, ".count"),
        ({"at": AT, "free_slots": FREE}, {"count": 1.0}, ".count"),
        ({"at": AT, "free_slots": FREE}, {"starts": TEN}, ".starts"),
        ({"at": AT, "free_slots": FREE}, {"starts": [5]}, ".starts"),
        ({"at": AT, "free_slots": FREE}, {"starts": [TEN, "2026-11-26T10:15:00"]}, ".starts[1]"),
        ({"at": AT, "free_slots": FREE}, {"stars": []}, ""),
        ({"last_day": LAST}, {}, ".last_day"),
        ({"last_day": LAST}, {"last_day": "2025-09-31"}, ".last_day"),
        ({"last_day": LAST}, {"last_day": 5}, ".last_day"),
        ({"last_day": LAST}, {"last_day": "2025-09-25", "x": 1}, ""),
        ({"earliest_start": FIRST}, {}, ".earliest_start"),
        ({"earliest_start": FIRST}, {"earliest_start": "2026-11-26T10:00:00"}, ".earliest_start"),
        ({"earliest_start": FIRST}, {"earliest_start": None}, ".earliest_start"),
        ({"working_day": {"date": "2026-11-30"}}, {}, ".working"),
        ({"working_day": {"date": "2026-11-30"}}, {"working": 0}, ".working"),
        ({"working_day": {"date": "2026-11-30"}}, {"working": "no"}, ".working"),
        ({"working_day": {"date": "2026-11-30"}}, True, ""),
        ({"audit": {"log": []}}, {}, ".findings"),
        ({"audit": {"log": []}}, {"findings": {}}, ".findings"),
        ({"audit": {"log": []}}, {"findings": ["slot.free"]}, ".findings"),
        ({"audit": {"log": []}}, {"findings": [{"booking": "b"}]}, ".findings[0].rule"),
        ({"audit": {"log": []}}, {"findings": [{"booking": "b", "rule": 5}]}, ".findings[0].rule"),
        ({"audit": {"log": []}}, {"findings": [{"booking": "b", "rule": "r", "x": 1}]},
         ".findings[0]"),
    ],
)  # fmt: skip
def test_an_expectation_that_breaks_the_format(when: Any, then: Any, field: str) -> None:
    error = refused_case(when, then)
    assert error.field == f"cases[1].then{field}"


@pytest.mark.parametrize("vectors", ["", "{", "NaN", '{"format": 1, "format": 1}', "[" * 100_000])
def test_what_is_no_json(vectors: str) -> None:
    refused(vectors)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(["format", "title", "office", "cases"]),
    st.sampled_from(["id", "about", "source", "office", "when", "then"]),
    json_values,
)
def test_anything_in_a_file_is_judged_or_refused(key: str, case_key: str, value: object) -> None:
    fine: dict[str, Any] = {
        "id": "a",
        "when": {"working_day": {"date": "2026-11-30"}},
        "then": {"working": False},
    }
    for vectors in (json.dumps(value), text(fine, **{key: value}), text(fine | {case_key: value})):
        error = error_of(vectors)
        assert error is None or "\n" not in str(error)


@given(
    json_values,
    st.sampled_from(
        [
            book(),
            {"at": AT, "free_slots": FREE},
            {"last_day": LAST},
            {"earliest_start": FIRST},
            {"working_day": {"date": "2026-11-30"}},
            {"audit": {"log": []}},
            {"at": AT, "journey": {"booking": "b-1"}},
            {"answer_due": {"held_on": "2026-11-27"}},
        ]
    ),
)
def test_anything_as_an_expectation_is_judged_or_refused(value: object, when: Any) -> None:
    [kind] = when.keys() - {"at"}
    for then in (
        value,
        {kind: value},
        {"allowed": False, "refused_by": value},
        {"starts": value},
        {"count": value},
        {"working": value},
        {"findings": value},
        {"steps": value},
        {"steps": [{"stage": "booked", "state": "done", "due": value}]},
        {"answer_due": value},
    ):
        error = error_of(text({"id": "a", "when": when, "then": then}, format=SECOND))
        assert error is None or error.field.startswith("cases[0].then")


@pytest.mark.parametrize("key", ["phone", "email"])
def test_how_a_citizen_is_reached_is_no_key_of_a_booking_in_vectors(key: str) -> None:
    """An office has it; no answer depends on it, and the format stays as it was."""
    booking = {"id": "b-1", "request": "1/1", "inspector": "i-1", key: "0264 596 030",
               "start": "2026-11-26T10:00:00+02:00", "booked_at": AT}  # fmt: skip
    working = {"working_day": {"date": "2026-11-30"}}
    cases: list[dict[str, Any]] = [
        {"office": {"bookings": [booking]}, "when": working, "then": {"working": False}},
        {"when": {"audit": {"log": [booking]}}, "then": {"findings": []}},
    ]
    places = ["cases[0].office.bookings[0]", "cases[0].when.audit.log[0]"]
    for case, place in zip(cases, places, strict=True):
        text = json.dumps({"format": "tichet-rules/vectors/2", "cases": [{"id": "x", **case}]})
        with pytest.raises(InvalidInput) as caught:
            list(run_vectors(text))
        assert (caught.value.field, caught.value.given) == (place, repr(key))
