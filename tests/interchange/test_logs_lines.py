"""Logs as JSON lines: bookings, and events that are folded into them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import (
    Applicant,
    Booking,
    BookingStatus,
    Inspector,
    Office,
    Request,
    Slot,
    preset,
)
from tichet_rules.agenda import (
    AnswerRequested,
    Booked,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    replayed,
)
from tichet_rules.audit.report import BookingLog, audit_log
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import booking_document, event_document
from tichet_rules.interchange.logs import read_log
from tichet_rules.model import Contact, MeetingRecord
from tichet_rules.testing import strategies

FIXTURES = Path(__file__).parent / "logs"
OFFICE = Office(
    preset("cluj-napoca/tichet-albastru").latest,
    inspectors=[Inspector("i-017"), Inspector("i-018")],
    requests=[Request("119368/305", "Pop Ana", date(2026, 1, 12), "i-017")],
)
at = datetime.fromisoformat
TEN = Slot(at("2026-11-26T10:00:00+02:00"))
BOOKING = Booking(
    "b-1", "119368/305", "i-017", "name:ana pop", TEN, booked_at=at("2026-11-20T09:00:00+02:00")
)
DOCUMENT = {
    "id": "b-1",
    "request": "119368/305",
    "inspector": "i-017",
    "start": "2026-11-26T10:00:00+02:00",
    "booked_at": "2026-11-20T09:00:00+02:00",
}
BOOKED = {"event": "Booked", "at": "2026-11-20T09:00:00+02:00", "booking": DOCUMENT}


def read(*lines: Any, **options: Any) -> BookingLog:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    options.setdefault("office", OFFICE)
    return read_log(text, name="log.jsonl", **options)


def events(*given: Event, personal: bool = False, **options: Any) -> BookingLog:
    return read(
        *(event_document(each, OFFICE.calendar, personal=personal) for each in given), **options
    )


def without(name: str, **more: Any) -> dict[str, Any]:
    return {key: each for key, each in DOCUMENT.items() if key != name} | more


def bookings(log: BookingLog) -> list[Booking]:
    assert not log.unreadable
    return [each.booking for each in log.rows]


def wrong(*lines: Any) -> tuple[int, str, str]:
    [found] = read(*lines).unreadable
    assert "se aștepta" in romanian(found.words.in_("ro"))
    return found.line, found.field, found.reason


# --- bookings -------------------------------------------------------------------------------


def test_a_booking_on_a_line() -> None:
    log = read("", DOCUMENT, "  ", DOCUMENT)
    assert [each.line for each in log.rows] == [2, 4]
    assert log.rows[0].booking == BOOKING


def test_who_comes() -> None:
    unknown = DOCUMENT | {"request": "7/1"}
    found = bookings(
        read(
            unknown,
            unknown | {"applicant": "Rus Dan"},
            unknown | {"applicant": "id:1850101"},
            unknown | {"applicant": "request:7/1"},
            DOCUMENT | {"applicant": "request:119368/305"},
            without("request", applicant="id:1", procedure="audience"),
        )
    )
    assert [each.applicant for each in found] == [
        "request:7/1",
        "name:dan rus",
        "id:1850101",
        "request:7/1",
        "name:ana pop",
        "id:1",
    ]


def test_what_the_library_writes_of_a_booking_is_read() -> None:
    full = evolve(
        BOOKING,
        applicant="id:185",
        contact=Contact("0722", "a@b.ro"),
        status="held",
        room="12",
        in_place_of="i-018",
        record="a" * 64,
        recorded_at=TEN.end,
        ticket="b" * 64,
        issued_at=TEN.end,
    )
    written = booking_document(full, OFFICE.calendar, personal=True)
    assert bookings(read(written)) == [full]
    written = booking_document(full, OFFICE.calendar)
    assert bookings(read(written)) == [evolve(full, applicant="name:ana pop", contact=Contact())]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("{", "column 2", "well-formed JSON"),
        ("[1]", "", "an object"),
        ("1", "", "an object"),
        ("x" * 1_000_001, "", "a line of at most 1000000"),
        (without("booked_at"), "booked_at", "the instant of the booking act"),
        (without("request"), "request", "a registration number"),
        (without("request", applicant="id:1"), "request", "a registration number"),
        (without("start", start="26.11.2026 10:00"), "start", "an instant with its offset"),
        (without("inspector"), "inspector", "it is required"),
        (DOCUMENT | {"minute": 15}, "", "did you mean 'minutes'"),
        (DOCUMENT | {"status": "helt"}, "status", "did you mean 'held'"),
        (DOCUMENT | {"applicant": "Rus Dan"}, "applicant", "the name that the request has"),
        (DOCUMENT | {"applicant": "name:\0"}, "applicant", "printable characters"),
        (DOCUMENT | {"phone": 722}, "phone", "a string"),
        ({"event": "Boked"}, "event", "did you mean 'Booked'"),
        ({"event": 1}, "event", "one of 'Booked'"),
        ({"event": "Booked"}, "at", "it is required"),
        (BOOKED | {"at": "azi"}, "at", "an instant"),
        (BOOKED | {"booking": "b-1"}, "booking", "an object"),
        (BOOKED | {"booking": without("id")}, "booking.id", "it is required"),
        ({"event": "Held", "at": DOCUMENT["booked_at"], "booking": "b"}, "booking", "readable"),
        ({"event": "Held", "booking": "b"}, "at", "it is required"),
    ],
)
def test_what_is_wrong_with_a_line(line: Any, field: str, reason: str) -> None:
    found = wrong(DOCUMENT | {"id": "b-0"}, line)
    assert found[0] == 2
    assert found[1] == field
    assert reason in found[2]
    assert "Dan" not in found[2]


def test_a_booking_before_the_policy_came_into_force() -> None:
    log = read(DOCUMENT | {"booked_at": "2019-11-20T09:00:00+02:00"}, office=Office())
    assert log.unreadable[0].field == "booked_at"
    assert "came into force" in log.unreadable[0].reason


def test_an_empty_file_is_no_log() -> None:
    with pytest.raises(InvalidInput, match="an empty file"):
        read("", " ")


# --- events ---------------------------------------------------------------------------------

MADE = Booked(at=at("2026-11-20T09:00:00+02:00"), booking=BOOKING)
LATER = at("2026-11-21T09:00:00+02:00")
ELEVEN = Slot(at("2026-11-26T11:00:00+02:00"), 20)
NOON = Slot(at("2026-11-27T12:00:00+02:00"))


def test_a_booking_is_made_at_the_instant_of_its_event() -> None:
    early = evolve(MADE, booking=evolve(BOOKING, booked_at=None))
    assert bookings(events(MADE)) == bookings(events(early)) == [BOOKING]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (Cancelled(at=LATER, booking="b-1"), BookingStatus.CANCELLED),
        (Held(at=LATER, booking="b-1"), BookingStatus.HELD),
        (MissedByCitizen(at=LATER, booking="b-1"), BookingStatus.NO_SHOW),
    ],
)
def test_what_became_of_a_booking(event: Event, status: BookingStatus) -> None:
    log = events(MADE, event)
    assert bookings(log) == [evolve(BOOKING, status=status)]
    assert log.rows[0].line == 1


def test_each_act_is_a_row_and_what_was_replaced_takes_no_time() -> None:
    log = events(
        MADE,
        Rescheduled(at=LATER, booking="b-1", slot=ELEVEN, room="12"),
        Reassigned(
            at=LATER + timedelta(1),
            booking="b-1",
            inspector="i-018",
            slot=NOON,
            in_place_of="i-017",
        ),
        Held(at=NOON.end, booking="b-1"),
    )
    assert [(each.line, each.booking.id) for each in log.rows] == [
        (1, "b-1"),
        (2, "b-1 (move 1)"),
        (3, "b-1 (move 2)"),
    ]
    first, second, last = bookings(log)
    assert first == evolve(BOOKING, status="cancelled")
    assert (second.slot, second.room, second.booked_at) == (ELEVEN, "12", LATER)
    assert (second.status, second.revision) == (BookingStatus.CANCELLED, 1)
    assert (last.slot, last.inspector, last.in_place_of) == (NOON, "i-018", "i-017")
    assert (last.room, last.status, last.revision) == ("12", BookingStatus.HELD, 2)


def test_each_act_is_judged_at_its_own_instant() -> None:
    late = at("2026-11-26T09:00:00+02:00")  # an hour before the meeting
    log = events(
        evolve(MADE, at=late),
        Rescheduled(at=late, booking="b-1", slot=Slot(at("2026-12-02T10:00:00+02:00"))),
    )
    report = audit_log(log, office=OFFICE)
    assert [(each.booking, each.rule) for each in report.findings] == [("b-1", "slot.notice")]
    assert report.lines == {"b-1": 1, "b-1 (move 1)": 2}


def test_time_that_a_move_gave_up_may_be_booked_again() -> None:
    other = evolve(BOOKING, id="b-2", request="7/305", applicant="request:7/305")
    log = events(
        MADE,
        Rescheduled(at=LATER, booking="b-1", slot=ELEVEN),
        Booked(at=LATER + timedelta(hours=1), booking=other),
    )
    report = audit_log(log, office=OFFICE)
    assert "slot.free" not in report.by_rule()


RECORD = MeetingRecord(["Când?"], ["Mâine."])


@pytest.mark.parametrize("personal", [True, False])
def test_what_follows_a_meeting(personal: bool) -> None:
    ticket = said("TicketIssued", fingerprint="c" * 64)
    if personal:
        ticket["ticket"] = {"any": "thing"}
    given: list[Event] = [
        MADE,
        Held(at=TEN.end, booking="b-1"),
        ConclusionsRecorded(at=TEN.end, booking="b-1", record=RECORD),
    ]
    log = read(
        *(event_document(each, OFFICE.calendar, personal=personal) for each in given), ticket
    )
    [booking] = bookings(log)
    assert booking.record == RECORD.fingerprint
    assert booking.recorded_at == TEN.end
    assert (booking.ticket, booking.issued_at) == ("c" * 64, at("2026-11-26T12:00:00+02:00"))


def test_the_written_answer_to_an_audience() -> None:
    audience = evolve(BOOKING, procedure="audience")
    made = evolve(MADE, booking=audience)
    asked = AnswerRequested(at=LATER, booking="b-1")
    again = AnswerRequested(at=LATER + timedelta(1), booking="b-1")
    assert bookings(events(made, asked, again)) == [evolve(audience, answer_requested_at=LATER)]


def said(event: str, **more: Any) -> dict[str, Any]:
    return {"event": event, "at": "2026-11-26T12:00:00+02:00", "booking": "b-1"} | more


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([BOOKED], "one Booked event of each booking"),
        ([said("Cancelled"), said("Held")], "this one is cancelled"),
        ([said("Held"), said("Rescheduled", start=DOCUMENT["start"])], "this one is held"),
        ([said("AnswerRequested")], "an audience that is open"),
        ([said("ConclusionsRecorded", record="a" * 64)], "whose meeting was held"),
        ([said("Held"), said("ConclusionsRecorded", record="x")], "a fingerprint"),
        ([said("Held"), said("ConclusionsRecorded", record={})], "it is required"),
        ([said("Held"), said("ConclusionsRecorded", record=["Pop Ana"])], "an object"),
        (
            [said("Held"), said("ConclusionsRecorded", record={
                "format": "", "questions": ["\0Pop Ana"], "conclusions": [], "next_steps": []})],
            "without control characters",
        ),
        ([said("TicketIssued", fingerprint="a" * 64)], "whose meeting was held"),
        ([said("Held"), said("TicketIssued", fingerprint="a" * 64),
          said("TicketIssued", fingerprint="a" * 64)], "whose ticket was not issued"),
        ([said("Rescheduled", start=DOCUMENT["start"], minutes=0)], "at least 1"),
        ([said("Reassigned", start=DOCUMENT["start"])], "it is required"),
        ([said("Held", why="x")], "one of 'event', 'at', 'booking'"),
    ],
)  # fmt: skip
def test_an_event_that_can_not_have_happened(lines: list[Any], reason: str) -> None:
    line, _, found = wrong(BOOKED, *lines)
    assert line == len(lines) + 1
    assert reason in found
    assert "Pop" not in found


def test_a_move_before_the_policy_came_into_force() -> None:
    moved = said("Rescheduled", start=DOCUMENT["start"]) | {"at": "2019-01-01T00:00:00+02:00"}
    log = read(BOOKED, moved, office=Office())
    assert [each.field for each in log.unreadable] == ["booked_at"]


def test_a_log_of_events_as_a_file() -> None:
    content = (FIXTURES / "events.jsonl").read_bytes()
    log = read_log(content, name="events.jsonl", office=OFFICE)
    assert [(each.line, each.booking.id) for each in log.rows] == [
        (1, "b-1"),
        (3, "b-2"),
        (4, "b-1 (move 1)"),
    ]
    assert [each.line for each in log.unreadable] == [6]


def test_nobody_is_named() -> None:
    name, phone = "Zzyzx", "0799123456"
    line = json.dumps(DOCUMENT | {"applicant": name, "phone": phone, "request": "7/1"})
    broken = [line[:-1], line.replace("7/1", "?"), line.replace(name, name + "\\u0000")]
    log = read(line, *broken, line.replace("7/1", "119368/305"))
    shown = repr((log, log.rows, log.unreadable))
    assert len(log.unreadable) == 4
    assert name.casefold() not in shown.casefold()
    assert phone not in shown


@settings(max_examples=25)
@given(st.data())
def test_the_last_acts_of_a_log_are_its_agenda(data: st.DataObject) -> None:
    office = data.draw(strategies.offices())
    written = data.draw(strategies.logs(office))
    agenda = replayed(written)
    lines = [event_document(each, office.calendar, personal=True) for each in written]
    if not lines:
        return
    log = read(*lines, office=office)
    assert not log.unreadable
    last = {each.booking.id.partition(" (")[0]: each.booking for each in log.rows}
    assert set(last) == {each.id for each in agenda}
    for booking in agenda:
        found = last[booking.id]
        for name in ("slot", "inspector", "status", "request", "revision", "channel", "room"):
            assert getattr(found, name) == getattr(booking, name)


def test_every_line_is_accounted_for() -> None:
    @given(st.lists(st.sampled_from(["{}", "[]", "x", "\0", json.dumps(DOCUMENT), '"'])))
    def check(lines: list[str]) -> None:
        if lines:
            assert len(read(*lines)) == len(lines)

    check()


def test_an_applicant_of_a_booking_is_a_name() -> None:
    found = bookings(read(DOCUMENT | {"request": "7/1", "applicant": "Țîrlea Ștefan"}))
    assert found[0].applicant == Applicant("STEFAN TIRLEA").key
