"""An office, its bookings and a question as JSON: every mistake is named where it is."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import (
    Agenda,
    Answer,
    Applicant,
    Book,
    BookAudience,
    Booking,
    BookingStatus,
    Cancel,
    Channel,
    Contact,
    Hold,
    InvalidInput,
    IssueTicket,
    MeetingRecord,
    NoShow,
    Office,
    Procedure,
    Reassign,
    RecordConclusions,
    RequestAnswer,
    Reschedule,
    Role,
    Slot,
    TakesOver,
    WrongType,
)
from tichet_rules.interchange import (
    QuestionDocument,
    booking_document,
    parse_json,
    read_office,
    structured,
)

MARKER = "Zyxwmarker"
PATH = re.compile(r"\.?([a-z_]+|[0-9]{4}-[0-9]{2}-[0-9]{2})|\[([0-9]+)\]")

OFFICE: dict[str, Any] = {
    "policy": {
        "preset": "cluj-napoca/tichet-albastru",
        "notice_hours": 48,
        "window_binds": "meeting",
        "channels": ["online", "phone"],
        "meets": ["execution"],
        "no_show_pause_days": 7,
        "reminder_hours": 24,
        "conclusions_working_days": 1,
        "ticket_working_days": 2,
        "take_over": ["deputy"],
        "take_over_notice_hours": 4,
    },
    "audiences": {
        "preset": "cluj-napoca/audiente",
        "daily_limit": 6,
        "answer_working_days": 2,
        "ladder": {"mayor": ["deputy_mayor"]},
        "unanswered_days": 30,
        "general_reasons": ["probleme personale"],
        "reason_min_words": 3,
    },
    "rooms": ["Sala 1", "Sala 2"],
    "time_zone": "Europe/Bucharest",
    "closures": ["2026-12-24"],
    "recovery_days": ["2026-12-19"],
    "public_holidays": ["2026-12-25"],
    "inspectors": [
        {
            "id": "i-017",
            "name": MARKER,
            "role": "execution",
            "week": {"mon": [["08:00", "12:00"], ["12:30", "24:00"]], "fri": []},
            "overrides": {"2026-11-25": [["09:00", "12:00"]]},
            "absences": [
                {"from": "2026-12-21", "to": "2026-12-31"},
                {"from": "2026-11-23T10:00:00+02:00", "to": "2026-11-23T11:00:00+02:00"},
            ],
            "audience_hours": {"mon": [["11:00", "13:00"], ["14:00", "24:00"]], "fri": []},
            "department": "urbanism",
            "deputies": ["i-018"],
        },
        {"id": "i-018"},
    ],
    "requests": [
        {
            "number": "119368/305",
            "applicant": MARKER,
            "filed_on": "2026-01-12",
            "inspector": "i-017",
            "status": "answered",
            "communicated_on": "2026-11-10",
            "former_inspectors": ["i-018"],
            "answer": "negative",
        },
        {
            "number": "120001/433",
            "applicant": f"Alt {MARKER}",
            "filed_on": "2026-09-01",
            "inspector": "i-018",
        },
    ],
    "bookings": [
        {
            "id": "b-1",
            "request": "119.368/305",
            "inspector": "i-017",
            "start": "2026-11-30T10:30:00+02:00",
            "minutes": 15,
            "status": "booked",
            "channel": "online",
            "booked_at": "2026-11-20T10:30:00+02:00",
        },
        {
            "id": "b-2",
            "request": "999/1",
            "inspector": "i-017",
            "start": "2026-11-30T10:45:00+02:00",
        },
        {
            "id": "a-1",
            "procedure": "audience",
            "applicant": f"Altcineva {MARKER}",
            "inspector": "i-018",
            "start": "2026-11-16T11:00:00+02:00",
            "status": "held",
            "channel": "in_person",
            "room": "Sala 1",
            "in_place_of": "i-017",
            "booked_at": "2026-11-02T09:00:00+02:00",
            "record": "ab" * 32,
            "recorded_at": "2026-11-16T12:00:00+02:00",
            "answer_requested_at": "2026-11-16T11:10:00+02:00",
            "ticket": "cd" * 32,
            "issued_at": "2026-11-17T09:00:00+02:00",
        },
    ],
}
# What may be null as well as left out.
OPTIONAL = {
    "policy.no_show_pause_days",
    "policy.reminder_hours",
    "policy.conclusions_working_days",
    "policy.ticket_working_days",
    "policy.take_over_notice_hours",
    "audiences.daily_limit",
    "audiences.answer_working_days",
    "inspectors[0].audience_hours",
    "inspectors[0].department",
    "requests[0].answer",
    "bookings[0].booked_at",
    "bookings[2].booked_at",
    "bookings[2].room",
    "bookings[2].in_place_of",
    "bookings[2].record",
    "bookings[2].recorded_at",
    "bookings[2].answer_requested_at",
    "bookings[2].ticket",
    "bookings[2].issued_at",
}


def steps(path: str) -> list[str | int]:
    return [int(index) if index else key for key, index in PATH.findall(path)]


def edited(path: str, value: object) -> Any:
    """The office with the value at a path replaced, or put in."""
    document = copy.deepcopy(OFFICE)
    *way, last = steps(path)
    place: Any = document
    for step in way:
        place = place[step]
    if isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return document


def without(path: str) -> Any:
    document = copy.deepcopy(OFFICE)
    *way, last = steps(path)
    place: Any = document
    for step in way:
        place = place[step]
    del place[last]
    return document


def nodes(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            # The message puts the date of an override in brackets.
            yield from nodes(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from nodes(inner, f"{path}[{index}]")


def value_at(path: str) -> Any:
    place: Any = OFFICE
    for step in steps(path):
        place = place[step]
    return place


ALL = dict(nodes(OFFICE))
LISTS = [path for path, value in ALL.items() if isinstance(value, list)]
OBJECTS = [path for path, value in ALL.items() if isinstance(value, dict)]
INSIDE = [path for path in ALL if path]


def field_of(path: str) -> re.Pattern[str]:
    """The field of an error at a path; the message may write an override's date in brackets."""
    times = re.fullmatch(r"(.*(?:mon|-25)\[[0-9]\])\[([01])\]", path)
    if times:  # the two times of a working interval are its start and its end
        path = f"{times[1]}.{('start', 'end')[int(times[2])]}"
    day = "2026-11-25"
    before, found, after = f"office.{path}".rstrip(".").partition(f".{day}")
    middle = rf"(?:\.{day}|\[{day}\])" if found else ""
    return re.compile(re.escape(before) + middle + re.escape(after))


def refused(document: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as raised:
        read_office(document)
    error = raised.value
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"
    assert error.expected
    assert "\n" not in str(error)
    return error


def error_of(read: Callable[[], object]) -> InvalidInput | None:
    try:
        read()
    except InvalidInput as error:
        return error
    return None


# --- what is read ---------------------------------------------------------------------------


def test_an_office_is_read() -> None:
    office, agenda = read_office(OFFICE)
    assert office.policy.policy_at(date(2026, 1, 1)).channels == (Channel.ONLINE, Channel.PHONE)
    assert office.calendar.closures == {date(2026, 12, 24)}
    assert office.calendar.recovery_days == {date(2026, 12, 19)}
    assert office.calendar.public_holidays == frozenset({date(2026, 12, 25)})
    assert list(office.inspectors) == ["i-017", "i-018"]
    ioana = office.inspectors["i-017"]
    assert (ioana.name, ioana.role) == (MARKER, Role.EXECUTION)
    assert [str(each) for each in ioana.week.days[0]] == ["08:00-12:00", "12:30-24:00"]
    assert [str(each) for each in ioana.intervals_on(date(2026, 11, 25))] == ["09:00-12:00"]
    assert ioana.absences[0].last == date(2026, 12, 31)
    assert ioana.absences[1].first == datetime(2026, 11, 23, 8, tzinfo=UTC)
    request = office.requests["119368/305"]
    assert request.applicant.name == MARKER
    assert request.communicated_on == date(2026, 11, 10)
    assert request.former_inspectors == ("i-018",)
    assert agenda["b-1"].request == "119368/305"
    assert agenda["b-1"].applicant == request.applicant.key
    assert agenda["b-1"].booked_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert agenda["b-2"].slot == Slot(datetime(2026, 11, 30, 8, 45, tzinfo=UTC), 15)


def test_what_is_there_for_audiences_and_rooms_is_read() -> None:
    office, agenda = read_office(OFFICE)
    policy = office.policy.policy_at(date(2026, 1, 1))
    assert (policy.no_show_pause_days, policy.take_over_notice_hours) == (7, 4)
    assert policy.take_over == (TakesOver.DEPUTY,)
    audiences = office.audiences.policy_at(date(2026, 1, 1))
    assert (audiences.name, audiences.procedure) == ("cluj-napoca/audiente", Procedure.AUDIENCE)
    assert (audiences.daily_limit, audiences.reason_min_words) == (6, 3)
    assert dict(audiences.ladder) == {Role.MAYOR: (Role.DEPUTY_MAYOR,)}
    assert office.rooms == ("Sala 1", "Sala 2")
    ioana = office.inspectors["i-017"]
    hours = [str(each) for each in ioana.audience_intervals_on(date(2026, 11, 30))]
    assert hours == ["11:00-13:00", "14:00-24:00"]
    assert (ioana.department, ioana.deputies) == ("urbanism", ("i-018",))
    assert office.requests["119368/305"].answer is Answer.NEGATIVE
    audience = agenda["a-1"]
    assert (audience.procedure, audience.request) == (Procedure.AUDIENCE, None)
    assert audience.applicant == Applicant(f"Altcineva {MARKER}").key
    assert (audience.room, audience.in_place_of) == ("Sala 1", "i-017")
    assert (audience.record, audience.ticket) == ("ab" * 32, "cd" * 32)
    assert audience.recorded_at == datetime(2026, 11, 16, 10, tzinfo=UTC)
    assert audience.answer_requested_at == datetime(2026, 11, 16, 9, 10, tzinfo=UTC)
    assert audience.issued_at == datetime(2026, 11, 17, 7, tzinfo=UTC)


@pytest.mark.parametrize("path", sorted(OPTIONAL))
def test_null_is_nothing_where_nothing_is_a_value(path: str) -> None:
    read_office(edited(path, None))


def test_what_a_booking_document_says_is_read_back() -> None:
    office, agenda = read_office(OFFICE)
    names = {"a-1": OFFICE["bookings"][2]["applicant"]}
    written = [
        booking_document(each, office.calendar)
        | ({"applicant": names[each.id]} if each.id in names else {})
        for each in agenda
    ]
    assert read_office(OFFICE | {"bookings": written})[1] == agenda


instants = st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1 < at.year < 9999)
ids = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=9)
digits = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(
    st.builds(
        Booking,
        id=ids,
        request=st.none() | st.from_regex(r"[1-9][0-9]{0,5}/[1-9][0-9]{0,2}", fullmatch=True),
        inspector=ids,
        applicant=st.just(Applicant(MARKER).key),
        slot=st.builds(Slot, instants, st.integers(1, 90)),
        status=st.sampled_from(list(BookingStatus)),
        channel=st.sampled_from(list(Channel)),
        booked_at=st.none() | instants,
        procedure=st.just(Procedure.AUDIENCE),
        room=st.none() | ids,
        in_place_of=st.none() | ids,
        record=st.none() | digits,
        recorded_at=st.none() | instants,
        answer_requested_at=st.none() | instants,
        ticket=st.none() | digits,
        issued_at=st.none() | instants,
    )
)
def test_every_booking_is_read_back(booking: Booking) -> None:
    bookings = [booking]
    if booking.request is not None:
        bookings.append(evolve(booking, procedure=Procedure.BLUE_TICKET))
    for each in bookings:
        document = booking_document(each, Office().calendar) | {"applicant": MARKER}
        _, agenda = read_office({"bookings": [document]})
        assert list(agenda) == [each]


@given(
    st.sampled_from(["name:ana ionescu pop", "id:17", "request:1/1"]),
    st.none() | st.just("0264 596 030"),
    st.none() | st.just("ana.pop@example.org"),
    st.sampled_from(["1/1", None]),
)
def test_with_its_personal_data_a_booking_is_read_back(
    applicant: str, phone: str | None, email: str | None, request: str | None
) -> None:
    booking = Booking(
        "b-1",
        request,
        "i-017",
        "name:ana" if request is None and applicant.startswith("request:") else applicant,
        Slot(datetime(2026, 11, 26, 8, tzinfo=UTC)),
        contact=Contact(phone, email),
        procedure=Procedure.BLUE_TICKET if request else Procedure.AUDIENCE,
    )
    document = booking_document(booking, Office().calendar, personal=True)
    assert list(read_office({"bookings": [document]})[1]) == [booking]
    named = [{"number": "1/1", "applicant": MARKER, "filed_on": "2026-01-12", "inspector": "i-1"}]
    [again] = read_office({"bookings": [document], "requests": named})[1]
    known = request is not None and applicant.startswith("request:")
    assert again.applicant == (Applicant(MARKER).key if known else booking.applicant)


@pytest.mark.parametrize(
    "wrong", [{"applicant": f"id:{MARKER}\n"}, {"applicant": f"name:{MARKER}" * 99}]
)
def test_the_key_of_who_comes_is_checked_and_not_shown(wrong: dict[str, str]) -> None:
    with pytest.raises(
        InvalidInput, match=r"bookings\[2\]\.applicant: expected 1 to 200"
    ) as caught:
        read_office(OFFICE | {"bookings": [*OFFICE["bookings"][:2], OFFICE["bookings"][2] | wrong]})
    assert MARKER not in str(caught.value)


def test_a_blue_ticket_needs_a_request_beside_the_key() -> None:
    ticket = {"id": "b-9", "inspector": "i-017", "start": "2026-11-26T10:00:00+02:00"}
    with pytest.raises(InvalidInput, match=r"bookings\[0\]\.request"):
        read_office({"bookings": [ticket | {"applicant": "id:17"}]})
    for unknown in ("request:1/1", None):
        audience = ticket | {"procedure": "audience", "applicant": unknown}
        with pytest.raises(InvalidInput, match=r"bookings\[0\]\.applicant"):
            read_office({"bookings": [audience]})


def test_who_comes_to_an_audience() -> None:
    audience = {"id": "a-2", "procedure": "audience", "inspector": "i-018",
                "start": "2026-11-30T10:30:00+02:00"}  # fmt: skip

    def applicant(**more: str) -> str:
        _, agenda = read_office(OFFICE | {"bookings": [audience | more]})
        return agenda["a-2"].applicant

    key = Applicant(MARKER).key
    assert applicant(applicant=MARKER) == key
    assert applicant(request="119368/305") == key
    assert applicant(request="119.368/305", applicant=MARKER.upper()) == key
    assert applicant(request="999/1", applicant=MARKER) == key
    assert applicant(request="999/1") == "request:999/1"


@pytest.mark.parametrize(
    ("booking", "field"),
    [
        ({"procedure": "audience"}, "applicant"),
        ({"procedure": "audience", "request": None}, "applicant"),
        ({"procedure": "audience", "applicant": None}, "applicant"),
        ({"procedure": "audience", "request": "119368/305", "applicant": f"Alt {MARKER}"},
         "applicant"),
        ({"request": "119368/305", "applicant": f"Alt {MARKER}"}, "applicant"),
        ({}, "request"),
        ({"request": None}, "request"),
        ({"applicant": MARKER}, "request"),
        ({"procedure": "audience", "request": "", "applicant": MARKER}, "request"),
    ],
)  # fmt: skip
def test_a_booking_of_which_it_is_not_known_who_comes(booking: dict[str, Any], field: str) -> None:
    whole = {"id": "b-9", "inspector": "i-018", "start": "2026-11-30T10:30:00+02:00", **booking}
    error = refused(OFFICE | {"bookings": [whole]})
    assert error.field == f"office.bookings[0].{field}"


def test_a_booking_keeps_the_buffers_of_its_own_procedure() -> None:
    audience = OFFICE["bookings"][2]
    _, agenda = read_office(
        {
            "policy": {"buffer_before_minutes": 5},
            "audiences": {"buffer_after_minutes": 10},
            "bookings": [audience, OFFICE["bookings"][1]],
        }
    )
    assert (agenda["a-1"].buffer_before_minutes, agenda["a-1"].buffer_after_minutes) == (0, 10)
    assert (agenda["b-2"].buffer_before_minutes, agenda["b-2"].buffer_after_minutes) == (5, 0)


def test_an_office_whose_only_policy_is_of_audiences() -> None:
    office, agenda = read_office(
        {
            "policy": {"preset": "cluj-napoca/audiente", "buffer_after_minutes": 10},
            "bookings": [OFFICE["bookings"][2]],
        }
    )
    assert agenda["a-1"].buffer_after_minutes == 10
    assert office.policy.procedure is Procedure.AUDIENCE


def test_two_meetings_in_one_room() -> None:
    audience = OFFICE["bookings"][2]
    other = audience | {"id": "a-2", "inspector": "i-9", "applicant": MARKER}
    error = refused(edited("bookings[3]", other))
    assert error.field == "office.bookings"
    assert "room.free" in error.expected
    read_office(edited("bookings[3]", other | {"room": "Sala 2"}))


def test_every_key_is_optional() -> None:
    day = date(2026, 1, 1)
    whole = Office()
    office = Office(policy=whole.policy.policy_at(day), audiences=whole.audiences.policy_at(day))
    assert read_office({}) == (office, Agenda())
    for key, value in OFFICE.items():
        read_office({key: value})


def test_the_policy_is_a_name_or_a_preset_with_changes() -> None:
    day = date(2026, 1, 1)
    for policy in ("cluj-napoca/tichet-albastru", {"preset": "cluj-napoca/tichet-albastru"}, {}):
        office, _ = read_office({"policy": policy})
        assert office.policy == Office().policy.policy_at(day)
    office, _ = read_office({"policy": {"notice_hours": 24, "horizon_days": None}})
    assert office.policy.policy_at(day).notice_hours == 24
    assert office.policy.policy_at(day).max_minutes == 15


def test_a_booking_keeps_the_buffers_of_the_policy() -> None:
    _, agenda = read_office(
        {
            "policy": {"buffer_before_minutes": 5, "buffer_after_minutes": 10},
            "bookings": [OFFICE["bookings"][1]],
        }
    )
    assert (agenda["b-2"].buffer_before_minutes, agenda["b-2"].buffer_after_minutes) == (5, 10)


def test_bookings_of_a_request_that_nobody_knows_are_nobody_elses() -> None:
    ten = "2026-11-30T10:30:00+02:00"
    bookings = [
        {"id": "b-1", "request": "1/1", "inspector": "i-1", "start": ten},
        {"id": "b-2", "request": "2/1", "inspector": "i-2", "start": ten},
    ]
    _, agenda = read_office({"bookings": bookings})
    assert len(agenda) == 2
    with pytest.raises(InvalidInput):
        read_office({"bookings": [bookings[0], bookings[1] | {"request": "1/1"}]})


# --- mistakes, one by one -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "field", "shown", "right"),
    [
        # the policy
        ("policy", "cluj-napoca/tichet-albastr", "policy", "'cluj-napoca/tichet-albastr'",
         "'cluj-napoca/tichet-albastru'"),
        ("policy", "", "policy", "''", "'cluj-napoca/tichet-albastru'"),
        ("policy.preset", "cluj-napoca/tichet", "policy.preset", "'cluj-napoca/tichet'",
         "'cluj-napoca/tichet-albastru'"),
        ("policy.preset", 3, "policy.preset", "3", "one of 'cluj"),
        ("policy.notice_hour", 24, "policy", "'notice_hour'", "'notice_hours'"),
        ("policy.meets[0]", "mayr", "policy.meets[0]", "'mayr'", "'mayor'"),
        ("policy.meets", [], "policy.meets", "[]", "at least one"),
        ("policy.meets", "mayor", "policy.meets", "'mayor'", "list"),
        ("policy.daily_limits", 5, "policy", "'daily_limits'", "'daily_limit'"),
        ("policy.take_over[0]", "deputies", "policy.take_over[0]", "'deputies'", "'deputy'"),
        ("policy.take_over", "deputy", "policy.take_over", "'deputy'", "list"),
        ("policy.take_over_notice_hours", -1, "policy.take_over_notice_hours", "-1", "at least 0"),
        ("policy.no_show_pause_days", "7", "policy.no_show_pause_days", "'7'", "whole number"),
        ("policy.reminder_hours", True, "policy.reminder_hours", "True", "whole number"),
        ("policy.ticket_working_days", 1.0, "policy.ticket_working_days", "1.0", "whole number"),
        ("policy.conclusions_working_days", [], "policy.conclusions_working_days", "[]",
         "whole number"),
        # the policy of audiences
        ("audiences", "cluj-napoca/audient", "audiences", "'cluj-napoca/audient'",
         "'cluj-napoca/audiente'"),
        ("audiences", "cluj-napoca/tichet-albastru", "audiences", "'cluj-napoca/tichet-albastru'",
         "audience"),
        ("audiences.preset", "cluj-napoca/tichet-albastru", "audiences",
         "'cluj-napoca/tichet-albastru'", "audience"),
        ("audiences.preset", None, "audiences.preset", "None", "one of 'cluj"),
        ("audiences.daily_limit", 0, "audiences.daily_limit", "0", "at least 1"),
        ("audiences.daily_limit", "5", "audiences.daily_limit", "'5'", "whole number"),
        ("audiences.answer_working_days", -1, "audiences.answer_working_days", "-1", "at least 0"),
        ("audiences.unanswered_days", None, "audiences.unanswered_days", "None", "whole number"),
        ("audiences.ladder", ["mayor"], "audiences.ladder", "['mayor']", "mapping"),
        ("audiences.ladder.mayr", ["director"], "audiences.ladder", "'mayr'", "'mayor'"),
        ("audiences.ladder.mayor", [], "audiences.ladder.mayor", "[]", "at least one"),
        ("audiences.ladder.mayor", "director", "audiences.ladder.mayor", "'director'", "list"),
        ("audiences.ladder.mayor[0]", "directr", "audiences.ladder.mayor[0]", "'directr'",
         "'director'"),
        ("audiences.general_reasons", "x", "audiences.general_reasons", "'x'", "list"),
        ("audiences.general_reasons[0]", "?!", "audiences.general_reasons[0]", "'?!'", "words"),
        ("audiences.general_reasons[0]", 5, "audiences.general_reasons[0]", "5", "words"),
        ("audiences.reason_min_words", 0, "audiences.reason_min_words", "0", "at least 1"),
        # rooms
        ("rooms", "Sala 1", "rooms", "'Sala 1'", "list"),
        ("rooms[1]", "Sala 1", "rooms[1]", "'Sala 1'", "once"),
        ("rooms[1]", "", "rooms[1]", "''", "printable"),
        ("rooms[1]", "a\nb", "rooms[1]", "'a\\nb'", "printable"),
        ("rooms[1]", 2, "rooms[1]", "2", "string"),
        ("policy.notice_hours", "48", "policy.notice_hours", "'48'", "whole number"),
        ("policy.notice_hours", True, "policy.notice_hours", "True", "whole number"),
        ("policy.notice_hours", 48.0, "policy.notice_hours", "48.0", "whole number"),
        ("policy.notice_hours", -1, "policy.notice_hours", "-1", "at least 0"),
        ("policy.notice_reading", "elapse", "policy.notice_reading", "'elapse'", "'elapsed'"),
        ("policy.window_reading", "plane", "policy.window_reading", "'plane'", "'plain'"),
        ("policy.window_binds", "metting", "policy.window_binds", "'metting'", "'meeting'"),
        ("policy.channels[1]", "fone", "policy.channels[1]", "'fone'", "'phone'"),
        ("policy.channels", [], "policy.channels", "[]", "at least one"),
        ("policy.channels", "online", "policy.channels", "'online'", "list"),
        ("policy.grid_minutes", 0, "policy.grid_minutes", "0", "at least 1"),
        ("policy.horizon_days", 1, "policy.horizon_days", "1", "at least 2 days"),
        # the calendar
        ("time_zone", "Europe/Cluj", "time_zone", "'Europe/Cluj'", "Europe/Bucharest"),
        ("time_zone", "", "time_zone", "''", "Europe/Bucharest"),
        ("time_zone", "Europe", "time_zone", "'Europe'", "Europe/Bucharest"),
        ("time_zone", "../etc", "time_zone", "'../etc'", "Europe/Bucharest"),
        ("time_zone", "\0", "time_zone", "'\\x00'", "Europe/Bucharest"),
        ("time_zone", 2, "time_zone", "2", "string"),
        ("closures[0]", "2026-02-30", "closures[0]", "'2026-02-30'", "date"),
        ("closures[1]", "2026-12-24T00:00:00+02:00", "closures[1]",
         "'2026-12-24T00:00:00+02:00'", "date"),
        ("recovery_days[0]", 20261219, "recovery_days[0]", "20261219", "date"),
        ("public_holidays", "HU", "public_holidays", "'HU'", "'RO'"),
        ("public_holidays[0]", "25.12.2026", "public_holidays[0]", "'25.12.2026'", "date"),
        # inspectors
        ("inspectors[0].id", "", "inspectors[0].id", "''", "printable"),
        ("inspectors[0].id", 17, "inspectors[0].id", "17", "string"),
        ("inspectors[0].id", "a\nb", "inspectors[0].id", "'a\\nb'", "printable"),
        ("inspectors[0].id", "\ud800", "inspectors[0].id", "'\\ud800'", "printable"),
        ("inspectors[0].role", "directr", "inspectors[0].role", "'directr'", "'director'"),
        ("inspectors[1].id", "i-017", "inspectors[1].id", "'i-017'", "once"),
        ("inspectors[0].week.mon", 5, "inspectors[0].week.mon", "5", "list"),
        ("inspectors[0].week.mon", "08:00", "inspectors[0].week.mon", "'08:00'", "list"),
        ("inspectors[0].week.mon[1]", ["11:00", "13:00"], "inspectors[0].week.mon[1]",
         "'11:00-13:00'", "08:00-12:00"),
        ("inspectors[0].week.mon[0]", ["08:00", "13:00"], "inspectors[0].week.mon[1]",
         "'12:30-24:00'", "08:00-13:00"),
        ("inspectors[0].week.mon[1]", ["12:30"], "inspectors[0].week.mon[1]", "['12:30']", "pair"),
        ("inspectors[0].week.mon[1]", "12:30-16:00", "inspectors[0].week.mon[1]",
         "'12:30-16:00'", "pair"),
        ("inspectors[0].week.mon[1][1]", "12:30", "inspectors[0].week.mon[1].end", "'12:30'",
         "after the start"),
        ("inspectors[0].week.mon[1][1]", "25:00", "inspectors[0].week.mon[1].end", "'25:00'",
         "24:00"),
        ("inspectors[0].week.mon[1][0]", "8:00", "inspectors[0].week.mon[1].start", "'8:00'",
         "'08:00'"),
        ("inspectors[0].week.mon[1][0]", 8, "inspectors[0].week.mon[1].start", "8", "'08:00'"),
        ("inspectors[0].week.mon[0][0]", "24:00", "inspectors[0].week.mon[0].start", "1440",
         "1439"),
        ("inspectors[0].overrides", {"2026-13-01": []}, "inspectors[0].overrides", "'2026-13-01'",
         "date"),
        ("inspectors[0].overrides", {"mon": []}, "inspectors[0].overrides", "'mon'", "date"),
        ("inspectors[0].absences[0].to", "2026-12-20", "inspectors[0].absences[0].to",
         "'2026-12-20'", "2026-12-21"),
        ("inspectors[0].absences[1].to", "2026-11-23T10:00:00+02:00",
         "inspectors[0].absences[1].to", "'2026-11-23T10:00:00+02:00'", "later"),
        ("inspectors[0].absences[0].to", "2026-12-20T10:00:00", "inspectors[0].absences[0].to",
         "'2026-12-20T10:00:00'", "offset"),
        ("inspectors[0].absences[0].from", "2026-02-30", "inspectors[0].absences[0].from",
         "'2026-02-30'", "date"),
        ("inspectors[0].absences[0].from", 5, "inspectors[0].absences[0].from", "5", "instant"),
        ("inspectors[0].audience_hours", [["11:00", "13:00"]], "inspectors[0].audience_hours",
         "'a list'", "object"),
        ("inspectors[0].audience_hours.wedn", [], "inspectors[0].audience_hours", "'wedn'",
         "'wed'"),
        ("inspectors[0].audience_hours.mon[1]", ["12:00", "14:00"],
         "inspectors[0].audience_hours.mon[1]", "'12:00-14:00'", "11:00-13:00"),
        ("inspectors[0].audience_hours.mon[1][0]", "14",
         "inspectors[0].audience_hours.mon[1].start", "'14'", "'08:00'"),
        ("inspectors[0].department", "", "inspectors[0].department", "''", "printable"),
        ("inspectors[0].department", 5, "inspectors[0].department", "5", "string"),
        ("inspectors[0].deputies", "i-018", "inspectors[0].deputies", "'i-018'", "list"),
        ("inspectors[0].deputies[0]", "", "inspectors[0].deputies[0]", "''", "printable"),
        ("inspectors[0].deputies[0]", 18, "inspectors[0].deputies[0]", "18", "string"),
        ("inspectors[0].deputies[0]", "i-017", "inspectors[0].deputies", "'i-017'", "own id"),
        # requests
        ("requests[0].number", "", "requests[0].number", "''", "119.368/305"),
        ("requests[0].number", "1/30.02.2026", "requests[0].number", "'1/30.02.2026'", "date"),
        ("requests[0].number", 119368, "requests[0].number", "119368", "string"),
        ("requests[1].number", " 0119.368 / 305 ", "requests[1].number", "'119368/305'", "once"),
        ("requests[0].filed_on", "2026-02-30", "requests[0].filed_on", "'2026-02-30'", "date"),
        ("requests[0].filed_on", "2026-01-12T00:00:00+02:00", "requests[0].filed_on",
         "'2026-01-12T00:00:00+02:00'", "date"),
        ("requests[0].inspector", " ", "requests[0].inspector", "' '", "printable"),
        ("requests[0].status", "answerd", "requests[0].status", "'answerd'", "'answered'"),
        ("requests[0].status", 5, "requests[0].status", "5", "'answered'"),
        ("requests[0].status", "in_operation", "requests[0].communicated_on", "'2026-11-10'",
         "no date"),
        ("requests[1].status", "answered", "requests[1].communicated_on", "None", "date"),
        ("requests[0].communicated_on", "2026-11-31", "requests[0].communicated_on",
         "'2026-11-31'", "date"),
        ("requests[0].former_inspectors[0]", "", "requests[0].former_inspectors[0]", "''",
         "printable"),
        ("requests[0].former_inspectors[0]", 1, "requests[0].former_inspectors[0]", "1", "string"),
        ("requests[0].former_inspectors", "i-018", "requests[0].former_inspectors", "'i-018'",
         "list"),
        ("requests[0].answer", "negativ", "requests[0].answer", "'negativ'", "'negative'"),
        ("requests[0].answer", 5, "requests[0].answer", "5", "'negative'"),
        ("requests[1].answer", "negative", "requests[1].answer", "'negative'", "not answered"),
        # bookings
        ("bookings[2].procedure", "audienc", "bookings[2].procedure", "'audienc'", "'audience'"),
        ("bookings[2].procedure", 5, "bookings[2].procedure", "5", "'audience'"),
        ("bookings[2].room", "", "bookings[2].room", "''", "printable"),
        ("bookings[2].room", 1, "bookings[2].room", "1", "string"),
        ("bookings[2].in_place_of", " ", "bookings[2].in_place_of", "' '", "printable"),
        ("bookings[2].record", "abc", "bookings[2].record", "'abc'", "64"),
        ("bookings[2].ticket", "AB" * 32, "bookings[2].ticket", repr("AB" * 32), "64"),
        ("bookings[2].ticket", 5, "bookings[2].ticket", "5", "string"),
        ("bookings[2].recorded_at", "2026-11-16", "bookings[2].recorded_at", "'2026-11-16'",
         "offset"),
        ("bookings[2].answer_requested_at", "2026-11-16T10:00:00",
         "bookings[2].answer_requested_at", "'2026-11-16T10:00:00'", "offset"),
        ("bookings[2].issued_at", 5, "bookings[2].issued_at", "5", "offset"),
        ("bookings[0].id", "", "bookings[0].id", "''", "printable"),
        ("bookings[0].request", "/", "bookings[0].request", "'/'", "119.368/305"),
        ("bookings[0].inspector", "", "bookings[0].inspector", "''", "printable"),
        ("bookings[0].start", "2026-11-30T10:30:00", "bookings[0].start", "'2026-11-30T10:30:00'",
         "offset"),
        ("bookings[0].start", "2026-11-30", "bookings[0].start", "'2026-11-30'", "offset"),
        ("bookings[0].start", 1795681800, "bookings[0].start", "1795681800", "offset"),
        ("bookings[0].minutes", True, "bookings[0].minutes", "True", "whole number"),
        ("bookings[0].minutes", "15", "bookings[0].minutes", "'15'", "whole number"),
        ("bookings[0].minutes", 15.0, "bookings[0].minutes", "15.0", "whole number"),
        ("bookings[0].minutes", 0, "bookings[0].minutes", "0", "at least 1"),
        ("bookings[0].minutes", -15, "bookings[0].minutes", "-15", "at least 1"),
        ("bookings[0].status", "canceled", "bookings[0].status", "'canceled'", "'cancelled'"),
        ("bookings[0].channel", "onlin", "bookings[0].channel", "'onlin'", "'online'"),
        ("bookings[0].booked_at", "2026-11-20", "bookings[0].booked_at", "'2026-11-20'", "offset"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(path: str, value: object, field: str, shown: str, right: str) -> None:
    error = refused(edited(path, value))
    assert error.field == f"office.{field}"
    assert error.given == shown
    assert right in error.expected


def test_an_absence_that_ends_before_it_begins_by_the_clock_of_the_office() -> None:
    error = refused(edited("inspectors[0].absences[0].to", "2026-12-01T10:00:00+02:00"))
    assert error.field == "office.inspectors[0].absences[0].to"
    error = refused(edited("inspectors[0].absences[0].from", "2027-01-01T10:00:00+02:00"))
    assert error.field == "office.inspectors[0].absences[0].to"


def test_an_absence_to_the_end_of_time() -> None:
    error = refused(edited("inspectors[0].absences[0].to", "9999-12-31"))
    assert error.field == "office.inspectors[0].absences[0].to"


def test_a_meeting_that_ends_after_the_end_of_time() -> None:
    error = refused(edited("bookings[0].minutes", 10**15))
    assert error.field == "office.bookings[0].minutes"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "b-1", "start": "2026-11-30T12:30:00+02:00"},
        {"start": "2026-11-30T10:44:00+02:00"},
        {"inspector": "i-018", "request": "119368/305", "start": "2026-11-30T10:30:00+02:00"},
    ],
    ids=["one id", "one inspector", "one applicant"],
)
def test_bookings_that_collide(changes: dict[str, object]) -> None:
    document = edited("bookings[1]", OFFICE["bookings"][1] | changes)
    assert refused(document).field.startswith("office.bookings")
    document["bookings"][1] |= {"id": "b-3", "status": "cancelled"}
    read_office(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("inspectors[0].name", [MARKER]),
        ("inspectors[0].name", {"first": MARKER}),
        ("inspectors[0].name", None),
        ("requests[0].applicant", ""),
        ("requests[0].applicant", "1234567890"),
        ("requests[0].applicant", f"{MARKER}\n"),
        ("requests[0].applicant", MARKER * 200),
        ("requests[0].applicant", [MARKER]),
        ("requests[0].applicant", {"nam": MARKER}),
        ("requests[0].applicant", 5),
        ("bookings[2].applicant", ""),
        ("bookings[2].applicant", "1234567890"),
        ("bookings[2].applicant", f"{MARKER}\n"),
        ("bookings[2].applicant", [MARKER]),
        ("bookings[2].applicant", {"nam": MARKER}),
        ("bookings[2].applicant", 5),
    ],
)
def test_personal_data_are_not_shown(path: str, value: object) -> None:
    error = refused(edited(path, value))
    assert error.field == f"office.{path}"
    assert error.personal
    assert error.given is None


# --- mistakes, everywhere -------------------------------------------------------------------


@pytest.mark.parametrize("path", [each for each in ALL if each not in OPTIONAL])
def test_null_is_not_taken_for_a_value(path: str) -> None:
    error = refused(edited(path, None) if path else None)
    assert field_of(path).match(error.field)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("value", [{}, {"a": 1}, "", "ab", 5, True], ids=repr)
def test_what_is_no_list_is_not_taken_for_one(path: str, value: object) -> None:
    error = refused(edited(path, value))
    assert field_of(path).fullmatch(error.field)


@pytest.mark.parametrize("path", OBJECTS)
@pytest.mark.parametrize("value", [[], [[]], [{}], 5, True], ids=repr)
def test_what_is_no_object_is_not_taken_for_one(path: str, value: object) -> None:
    error = refused(edited(path, value) if path else value)
    assert field_of(path).fullmatch(error.field)


@pytest.mark.parametrize("path", [each for each in OBJECTS if "overrides" not in each])
def test_an_unknown_key_is_an_error_with_the_closest_one_named(path: str) -> None:
    known = next(iter(value_at(path)))
    error = refused(edited(f"{path}.{known}x" if path else f"{known}x", value_at(path)[known]))
    assert field_of(path).fullmatch(error.field)
    assert error.given == repr(f"{known}x")
    assert f"did you mean {known!r}?" in error.expected


@pytest.mark.parametrize("path", [each for each in OBJECTS if "overrides" not in each])
def test_an_unknown_key_that_is_close_to_none(path: str) -> None:
    error = refused(edited(f"{path}.qqqqqqqq" if path else "qqqqqqqq", 1))
    assert field_of(path).fullmatch(error.field)
    assert error.given == "'qqqqqqqq'"
    for known in value_at(path):
        assert known in error.expected


@pytest.mark.parametrize(
    "path",
    [
        "inspectors[0].id",
        "inspectors[0].absences[0].from",
        "inspectors[0].absences[1].to",
        "requests[0].number",
        "requests[0].applicant",
        "requests[1].filed_on",
        "requests[0].inspector",
        "bookings[0].id",
        "bookings[0].request",
        "bookings[1].inspector",
        "bookings[0].start",
        "bookings[2].applicant",
    ],
)
def test_a_key_that_is_missing(path: str) -> None:
    assert refused(without(path)).field == f"office.{path}"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(
        ["2026-11-30", "2026-11-30T10:30:00+02:00", "24:00", "i-017", "1/1", 10**30, -(10**30)]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from(["id", "from", "to", "mon", "preset", "2026-11-30"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.data())
def test_an_office_with_anything_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    document = copy.deepcopy(OFFICE)
    for path in data.draw(st.lists(st.sampled_from(list(ALL)), min_size=1, max_size=2)):
        original = copy.deepcopy(value_at(path))
        value = data.draw(
            json_values | st.just([original]) | st.just({"name": original}) | st.just(str(original))
        )
        if not path:
            document = value  # type: ignore[assignment]  # whatever was drawn
            break
        place: Any = document
        *way, last = steps(path)
        try:
            for step in way:
                place = place[step]
            place[last] = value
        except (IndexError, KeyError, TypeError):
            continue  # what the path led to was replaced before
    error = error_of(lambda: read_office(document))
    if error is not None:
        assert error.field.startswith("office")
        assert ".." not in error.field
        assert "\n" not in str(error)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"x": value}, json.dumps])
def test_what_stands_around_a_mistake_is_not_shown_where_it_is_personal(
    path: str, wrap: Any
) -> None:
    value = wrap(value_at(path))
    try:
        read_office(edited(path, value) if path else value)
    except InvalidInput as error:
        shown = f"{error} {error!r} {error.args} {vars(error)}"
        assert MARKER not in shown


@pytest.mark.parametrize("template", ["%s", '{"policy": %s}', '{"bookings": [%s]}'])
def test_a_document_nested_almost_too_deeply(template: str) -> None:
    for depth in (*range(100, 1100, 7), *range(930, 1000), 5000, 100_000):
        with pytest.raises(InvalidInput):
            read_office(parse_json(template % ("[" * depth + "]" * depth)))


# --- questions ------------------------------------------------------------------------------


QUESTION: dict[str, Any] = {
    "number": "119368/305",
    "applicant": MARKER,
    "filed_on": "2026-01-12",
    "start": "2026-11-30T11:30:00+02:00",
}
SLOT = Slot(datetime(2026, 11, 30, 9, 30, tzinfo=UTC))
AGENDA = read_office(OFFICE)[1]


def command(document: object) -> Any:
    return structured(document, QuestionDocument, "when").command(AGENDA)


def test_a_booking_is_asked_for() -> None:
    asked = command({"book": QUESTION})
    assert asked == Book(
        number="119368/305", applicant=MARKER, filed_on=date(2026, 1, 12), slot=SLOT
    )
    given_in_full = QUESTION | {
        "inspector": "i-018",
        "minutes": 10,
        "channel": "phone",
        "phone": "1",
        "email": "2",
    }
    assert command({"book": given_in_full}) == Book(
        number="119368/305",
        applicant=MARKER,
        filed_on=date(2026, 1, 12),
        slot=Slot(SLOT.start, 10),
        inspector="i-018",
        channel=Channel.PHONE,
        contact=Contact("1", "2"),
    )


def test_contact_data_left_out_are_those_assumed() -> None:
    assumed = Contact("3", "4")
    cases: list[tuple[dict[str, Any], Contact]] = [
        ({}, Contact("3", "4")),
        ({"phone": None}, Contact(None, "4")),
        ({"email": None}, Contact("3", None)),
        ({"phone": "1"}, Contact("1", "4")),
        ({"email": "2"}, Contact("3", "2")),
        ({"phone": "", "email": ""}, Contact("", "")),
        ({"phone": "(left out)"}, Contact("(left out)", "4")),
        ({"email": "(left out)"}, Contact("3", "(left out)")),
    ]
    for more, expected in cases:
        document = structured({"book": QUESTION | more}, QuestionDocument)
        asked = document.command(AGENDA, assumed)
        assert isinstance(asked, Book)
        assert asked.contact == expected, more


AUDIENCE: dict[str, Any] = {
    "official": "i-018",
    "applicant": MARKER,
    "start": "2026-11-30T11:30:00+02:00",
    "reason": f"despre {MARKER}",
}
RECORD: dict[str, Any] = {
    "booking": "b-1",
    "questions": [f"Întrebare {MARKER}"],
    "conclusions": [f"Concluzie {MARKER}", "două\nrânduri"],
}


def test_a_room_is_asked_for() -> None:
    assert command({"book": QUESTION | {"room": "Sala 1"}}).room == "Sala 1"
    assert command({"book_audience": AUDIENCE | {"room": "Sala 1"}}).room == "Sala 1"


def test_an_audience_is_asked_for() -> None:
    assert command({"book_audience": AUDIENCE}) == BookAudience(
        official="i-018", applicant=Applicant(MARKER), slot=SLOT, reason=f"despre {MARKER}"
    )
    given_in_full = AUDIENCE | {
        "minutes": 10,
        "number": "119.368/305",
        "prior_audience": "a-1",
        "within_competence": True,
        "answer_requested": True,
        "channel": "in_person",
        "phone": "1",
        "email": None,
        "room": "Sala 2",
    }
    assert command({"book_audience": given_in_full}) == BookAudience(
        official="i-018",
        applicant=Applicant(MARKER),
        slot=Slot(SLOT.start, 10),
        reason=f"despre {MARKER}",
        number="119.368/305",
        prior_audience="a-1",
        within_competence=True,
        answer_requested=True,
        channel=Channel.IN_PERSON,
        contact=Contact("1", None),
        room="Sala 2",
    )
    for value in (None, False):
        asked = command({"book_audience": AUDIENCE | {"within_competence": value, "reason": ""}})
        assert asked.within_competence is value


def test_contact_data_of_an_audience_left_out_are_those_assumed() -> None:
    document = structured({"book_audience": AUDIENCE | {"phone": "1"}}, QuestionDocument)
    asked = document.command(AGENDA, Contact("3", "4"))
    assert isinstance(asked, BookAudience)
    assert asked.contact == Contact("1", "4")


def test_a_booking_is_taken_over() -> None:
    who: dict[str, Any] = {"booking": "b-1", "inspector": "i-018"}
    start = {"start": QUESTION["start"]}
    assert command({"reassign": who}) == Reassign(booking="b-1", inspector="i-018")
    assert command({"reassign": who | start}).slot == SLOT
    assert command({"reassign": who | start | {"minutes": 5}}).slot == Slot(SLOT.start, 5)
    with pytest.raises(InvalidInput) as raised:
        command({"reassign": who | {"minutes": 5}})
    assert raised.value.field == "reassign.minutes"


def test_what_follows_a_meeting() -> None:
    record = MeetingRecord(RECORD["questions"], RECORD["conclusions"])
    assert command({"record_conclusions": RECORD}) == RecordConclusions(
        booking="b-1", record=record
    )
    assert command({"issue_ticket": RECORD}) == IssueTicket(booking="b-1", record=record)
    steps = RECORD | {"next_steps": ["Se depune."]}
    assert command({"record_conclusions": steps}).record.next_steps == ("Se depune.",)
    assert command({"issue_ticket": steps | {"citizen": MARKER}}) == IssueTicket(
        booking="b-1", record=evolve(record, next_steps=["Se depune."]), citizen=Applicant(MARKER)
    )
    assert command({"request_answer": {"booking": "a-1"}}) == RequestAnswer(booking="a-1")


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"book_audience": AUDIENCE | {"applicant": ""}}, "book_audience.applicant"),
        ({"book_audience": AUDIENCE | {"applicant": [MARKER]}}, "book_audience.applicant"),
        ({"book_audience": AUDIENCE | {"applicant": {"nam": MARKER}}}, "book_audience.applicant"),
        ({"book_audience": AUDIENCE | {"applicant": None}}, "book_audience.applicant"),
        ({"book_audience": AUDIENCE | {"reason": [MARKER]}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"reason": {"x": MARKER}}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"reason": None}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"reason": f"{MARKER}\x00"}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"reason": f"{MARKER}\ud800"}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"reason": MARKER * 3000}}, "book_audience.reason"),
        ({"book_audience": AUDIENCE | {"phone": [MARKER]}}, "book_audience.phone"),
        ({"book_audience": AUDIENCE | {"email": {"x": MARKER}}}, "book_audience.email"),
        ({"record_conclusions": RECORD | {"questions": MARKER}}, "record_conclusions.questions"),
        ({"record_conclusions": RECORD | {"questions": [[MARKER]]}},
         "record_conclusions.questions[0]"),
        ({"record_conclusions": RECORD | {"conclusions": {"x": MARKER}}},
         "record_conclusions.conclusions"),
        ({"record_conclusions": RECORD | {"conclusions": [" "]}},
         "record_conclusions.conclusions[0]"),
        ({"record_conclusions": RECORD | {"next_steps": ["x", f"{MARKER}\x1b"]}},
         "record_conclusions.next_steps[1]"),
        ({"issue_ticket": RECORD | {"next_steps": [MARKER, 5]}}, "issue_ticket.next_steps[1]"),
        ({"issue_ticket": RECORD | {"citizen": f"{MARKER}\n"}}, "issue_ticket.citizen"),
        ({"issue_ticket": RECORD | {"citizen": [MARKER]}}, "issue_ticket.citizen"),
        ({"issue_ticket": RECORD | {"citizen": 5}}, "issue_ticket.citizen"),
    ],
)  # fmt: skip
def test_what_is_said_of_someone_is_not_shown(document: object, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        command(document)
    error = raised.value
    assert error.field.removeprefix("when.") == field
    assert error.personal
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"book": QUESTION | {"room": 5}}, "book.room"),
        ({"book": QUESTION | {"room": ""}}, "book.room"),
        ({"book_audience": AUDIENCE | {"officl": "x"}}, "book_audience"),
        ({"book_audience": AUDIENCE | {"inspector": "i-018"}}, "book_audience"),
        ({"book_audience": AUDIENCE | {"official": 5}}, "book_audience.official"),
        ({"book_audience": AUDIENCE | {"official": ""}}, "book_audience.official"),
        ({"book_audience": AUDIENCE | {"start": "2026-11-30"}}, "book_audience.start"),
        ({"book_audience": AUDIENCE | {"minutes": "15"}}, "book_audience.minutes"),
        ({"book_audience": AUDIENCE | {"minutes": 0}}, "book_audience.minutes"),
        ({"book_audience": AUDIENCE | {"number": 119368}}, "book_audience.number"),
        ({"book_audience": AUDIENCE | {"prior_audience": 5}}, "book_audience.prior_audience"),
        ({"book_audience": AUDIENCE | {"prior_audience": ""}}, "book_audience.prior_audience"),
        ({"book_audience": AUDIENCE | {"within_competence": "yes"}},
         "book_audience.within_competence"),
        ({"book_audience": AUDIENCE | {"within_competence": 1}},
         "book_audience.within_competence"),
        ({"book_audience": AUDIENCE | {"answer_requested": None}},
         "book_audience.answer_requested"),
        ({"book_audience": AUDIENCE | {"channel": "fax"}}, "book_audience.channel"),
        ({"book_audience": AUDIENCE | {"room": [1]}}, "book_audience.room"),
        ({"book_audience": []}, "book_audience"),
        ({"reassign": {"booking": "b-1"}}, "reassign.inspector"),
        ({"reassign": {"inspector": "i-018"}}, "reassign.booking"),
        ({"reassign": {"booking": "b-1", "inspector": 5}}, "reassign.inspector"),
        ({"reassign": {"booking": "b-1", "inspector": ""}}, "reassign.inspector"),
        ({"reassign": {"booking": "b-1", "inspector": "i-018", "start": "10:00"}},
         "reassign.start"),
        ({"reassign": {"booking": "b-1", "inspector": "i-018", "room": "Sala 1"}}, "reassign"),
        ({"request_answer": {"booking": 5}}, "request_answer.booking"),
        ({"request_answer": {"booking": ""}}, "request_answer.booking"),
        ({"request_answer": {}}, "request_answer.booking"),
        ({"record_conclusions": RECORD | {"booking": ""}}, "record_conclusions.booking"),
        ({"record_conclusions": RECORD | {"citizen": MARKER}}, "record_conclusions"),
        ({"record_conclusions": {"booking": "b-1", "conclusions": []}},
         "record_conclusions.questions"),
        ({"issue_ticket": {"booking": "b-1", "questions": []}}, "issue_ticket.conclusions"),
        ({"issue_ticket": RECORD | {"booking": 5}}, "issue_ticket.booking"),
        ({"issue_ticket": RECORD | {"record": "ab" * 32}}, "issue_ticket"),
    ],
)  # fmt: skip
def test_a_new_question_with_a_mistake(document: object, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        command(document)
    assert raised.value.field.removeprefix("when.") == field
    assert MARKER not in f"{raised.value} {vars(raised.value)}"


@pytest.mark.parametrize("key", ["official", "applicant", "start", "reason"])
def test_a_form_for_an_audience_with_a_field_missing(key: str) -> None:
    document = {"book_audience": {each: AUDIENCE[each] for each in AUDIENCE if each != key}}
    with pytest.raises(InvalidInput) as raised:
        structured(document, QuestionDocument, "when")
    assert raised.value.field == f"when.book_audience.{key}"


def test_no_question_shows_what_is_said_of_someone() -> None:
    for document in (
        {"book_audience": AUDIENCE | {"phone": MARKER, "email": MARKER}},
        {"record_conclusions": RECORD},
        {"issue_ticket": RECORD | {"citizen": MARKER}},
    ):
        question = structured(document, QuestionDocument)
        assert MARKER not in f"{question!r} {question.command(AGENDA)!r}"


def test_the_other_commands() -> None:
    assert command({"cancel": {"booking": "b-1"}}) == Cancel(booking="b-1")
    assert command({"hold": {"booking": "b-1"}}) == Hold(booking="b-1")
    assert command({"no_show": {"booking": "b-1"}}) == NoShow(booking="b-1")


@pytest.mark.parametrize(
    ("booking", "more", "minutes"),
    [("b-1", {"minutes": 10}, 10), ("b-1", {}, 15), ("b-9", {}, 15), ("b-5", {}, 5)],
)
def test_a_booking_moved_is_as_long_as_it_was(
    booking: str, more: dict[str, object], minutes: int
) -> None:
    _, agenda = read_office({"bookings": [OFFICE["bookings"][1] | {"id": "b-5", "minutes": 5}]})
    document = structured(
        {"reschedule": {"booking": booking, "start": QUESTION["start"], **more}}, QuestionDocument
    )
    assert document.command(agenda) == Reschedule(booking=booking, slot=Slot(SLOT.start, minutes))


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "when"),
        ({"at": "2026-11-24T10:00:00+02:00"}, "when"),
        ({"cancel": {"booking": "b-1"}, "hold": {"booking": "b-1"}}, "when"),
        ({"book": QUESTION, "cancel": {"booking": "b-1"}}, "when"),
    ],
)
def test_a_question_is_exactly_one_command(document: object, field: str) -> None:
    question = structured(document, QuestionDocument, "when")
    with pytest.raises(InvalidInput) as raised:
        question.command(AGENDA)
    assert raised.value.inside("when").field == field
    assert "exactly one" in raised.value.expected


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"at": "2026-11-24T10:00:00", "cancel": {"booking": "b"}}, "when.at"),
        ({"at": 5, "cancel": {"booking": "b"}}, "when.at"),
        ({"cancl": {"booking": "b"}}, "when"),
        ({"cancel": {"bookin": "b"}}, "when.cancel"),
        ({"cancel": {"booking": 5}}, "when.cancel.booking"),
        ({"cancel": []}, "when.cancel"),
        ({"cancel": "b-1"}, "when.cancel"),
        ({"book": {}}, "when.book"),
        ({"book": [MARKER]}, "when.book"),
        ({"book": QUESTION | {"bookng": "x"}}, "when.book"),
        ({"book": QUESTION | {"number": 5}}, "when.book.number"),
        ({"book": QUESTION | {"number": None}}, "when.book.number"),
        ({"book": QUESTION | {"applicant": [MARKER]}}, "when.book.applicant"),
        ({"book": QUESTION | {"applicant": None}}, "when.book.applicant"),
        ({"book": QUESTION | {"phone": [MARKER]}}, "when.book.phone"),
        ({"book": QUESTION | {"phone": {"x": MARKER}}}, "when.book.phone"),
        ({"book": QUESTION | {"email": 5}}, "when.book.email"),
        ({"book": QUESTION | {"email": [MARKER]}}, "when.book.email"),
        ({"book": QUESTION | {"filed_on": "2026-02-30"}}, "when.book.filed_on"),
        ({"book": QUESTION | {"start": "2026-11-30"}}, "when.book.start"),
        ({"book": QUESTION | {"minutes": True}}, "when.book.minutes"),
        ({"book": QUESTION | {"inspector": 5}}, "when.book.inspector"),
        ({"reschedule": {"booking": "b", "start": "2026-11-30"}}, "when.reschedule.start"),
    ],
)
def test_a_question_with_a_mistake(document: object, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        structured(document, QuestionDocument, "when")
    error = raised.value
    assert error.field.startswith(field)
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"
    if field.rpartition(".")[2] in ("applicant", "phone", "email"):
        assert error.personal


@pytest.mark.parametrize("key", ["number", "applicant", "filed_on", "start"])
def test_a_form_with_a_field_missing(key: str) -> None:
    document = {"book": {each: QUESTION[each] for each in QUESTION if each != key}}
    with pytest.raises(InvalidInput) as raised:
        structured(document, QuestionDocument, "when")
    assert raised.value.field == f"when.book.{key}"


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"book": QUESTION | {"minutes": 0}}, "book.minutes"),
        ({"book": QUESTION | {"channel": "fax"}}, "book.channel"),
        ({"book": QUESTION | {"inspector": ""}}, "book.inspector"),
        ({"cancel": {"booking": ""}}, "cancel.booking"),
        ({"hold": {"booking": "\n"}}, "hold.booking"),
        ({"no_show": {"booking": " "}}, "no_show.booking"),
        ({"reschedule": {"booking": "b-1", "start": QUESTION["start"], "minutes": -1}},
         "reschedule.minutes"),
        ({"reschedule": {"booking": "", "start": QUESTION["start"]}}, "reschedule.booking"),
    ],
)  # fmt: skip
def test_a_question_that_is_no_question(document: object, field: str) -> None:
    question = structured(document, QuestionDocument, "when")
    with pytest.raises(InvalidInput) as raised:
        question.command(AGENDA)
    assert raised.value.field == field


def test_a_form_does_not_show_its_personal_data() -> None:
    question = structured({"book": QUESTION | {"phone": MARKER, "email": MARKER}}, QuestionDocument)
    assert MARKER not in repr(question)
    assert MARKER not in repr(question.command(AGENDA))


@given(json_values)
def test_any_question_is_read_or_refused(value: object) -> None:
    for document in (
        value,
        {"book": value},
        {"cancel": value},
        {"book": {**QUESTION, "x": value}},
        {"book_audience": {**AUDIENCE, "reason": value}},
        {"issue_ticket": value},
        {"record_conclusions": {**RECORD, "next_steps": value}},
    ):
        error = error_of(partial(structured, document, QuestionDocument, "when"))
        assert error is None or error.field.startswith("when")


def test_wrong_types_are_type_errors_too() -> None:
    with pytest.raises(TypeError):
        read_office(edited("bookings[0].minutes", "15"))
    assert issubclass(WrongType, TypeError)
