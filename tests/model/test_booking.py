"""Bookings: what they occupy, what they show, and what is refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking, BookingStatus, Channel, Contact, Procedure, Slot
from tichet_rules.text import LANGUAGES
from tichet_rules.timekeeping.instants import MINUTE

MARKER = "zyxwmarker"
SLOT = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"), 15)


def booking_of(**changes: Any) -> Booking:
    fields: dict[str, Any] = {
        "id": "b-1",
        "request": "119.368/305",
        "inspector": "i-017",
        "applicant": f"name:ana {MARKER}",
        "slot": SLOT,
        "contact": Contact(MARKER, f"{MARKER}@example.org"),
    }
    return Booking(**(fields | changes))


def test_a_booking() -> None:
    booking = booking_of()
    assert booking.request == "119368/305"
    assert booking.status is BookingStatus.BOOKED
    assert booking.channel is Channel.ONLINE
    assert (booking.buffer_before_minutes, booking.buffer_after_minutes) == (0, 0)
    assert (booking.occupied_from, booking.occupied_to) == (SLOT.begins, SLOT.ends)
    assert (booking.booked_at, booking.revision) == (None, 0)
    assert booking.procedure is Procedure.BLUE_TICKET
    assert (booking.room, booking.in_place_of) == (None, None)
    assert (booking.record, booking.recorded_at) == (None, None)
    assert (booking.ticket, booking.issued_at) == (None, None)
    assert booking.answer_requested_at is None
    assert Booking("b-1", "1", "i-017", "k", SLOT).contact == Contact()


@given(st.integers(0, 1440), st.integers(0, 1440))
def test_a_booking_occupies_its_slot_and_its_buffers(before: int, after: int) -> None:
    booking = booking_of(buffer_before_minutes=before, buffer_after_minutes=after)
    assert booking.occupied_from == SLOT.begins - before * MINUTE
    assert booking.occupied_to == SLOT.ends + after * MINUTE
    moved = attrs.evolve(booking, slot=Slot(SLOT.end, 30), revision=1)
    assert moved.occupied_from == SLOT.ends - before * MINUTE
    assert moved.occupied_to == SLOT.ends + (30 + after) * MINUTE


@pytest.mark.parametrize(
    ("status", "takes_time", "is_open"),
    [
        ("booked", True, True),
        ("cancelled", False, False),
        ("held", True, False),
        ("no_show", True, False),
    ],
)
def test_the_life_of_a_booking(status: str, takes_time: bool, is_open: bool) -> None:
    booking = booking_of(status=status)
    assert booking.status is BookingStatus(status)
    assert booking.takes_time is takes_time
    assert booking.is_open is is_open
    assert booking.is_held is (status == "held")


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_by_its_value(channel: Channel) -> None:
    assert booking_of(channel=str(channel)).channel is channel


def test_a_booking_is_equal_to_its_copy_and_shows_nothing_personal() -> None:
    booking = booking_of(
        booked_at=SLOT.start - timedelta(days=3), status="held", channel="phone", revision=2
    )
    again = pickle.loads(pickle.dumps(booking))
    assert again == booking
    assert hash(again) == hash(booking)
    assert (again.occupied_from, again.occupied_to) == (
        booking.occupied_from,
        booking.occupied_to,
    )
    assert MARKER not in f"{booking!r} {booking}"
    assert booking != attrs.evolve(booking, applicant="name:else")


def test_the_instant_of_booking_is_kept_in_utc() -> None:
    booked_at = datetime.fromisoformat("2026-11-23T10:00:00+02:00")
    kept = booking_of(booked_at=booked_at).booked_at
    assert kept == booked_at
    assert kept is not None
    assert kept.tzinfo is UTC


@pytest.mark.parametrize(
    "make",
    [
        lambda: booking_of(id=""),
        lambda: booking_of(slot=None),
        lambda: booking_of(revision=-1),
        lambda: booking_of(contact=f"{MARKER}@example.org"),
        lambda: booking_of(contact={"phone": MARKER}),
        lambda: booking_of(applicant=("ana", MARKER)),
        lambda: booking_of(applicant=MARKER.encode()),
    ],
)
def test_no_error_shows_anything_personal(make: Callable[[], object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    error = caught.value
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"id": ""}, InvalidInput, "id", "printable characters"),
        ({"id": 1}, WrongType, "id", "a string"),
        ({"request": "//"}, InvalidInput, "request", "number/section/date"),
        ({"request": None}, InvalidInput, "request", "but for an audience"),
        ({"inspector": " "}, InvalidInput, "inspector", "printable characters"),
        ({"applicant": None}, WrongType, "applicant", "str"),
        ({"slot": SLOT.start}, WrongType, "slot", "Slot"),
        ({"status": "canceled"}, InvalidInput, "status", "did you mean 'cancelled'?"),
        ({"status": None}, InvalidInput, "status", "'booked', 'cancelled', 'held', 'no_show'"),
        ({"channel": "webex"}, InvalidInput, "channel", "'online', 'phone', 'in_person'"),
        ({"contact": None}, WrongType, "contact", "Contact"),
        ({"buffer_before_minutes": -1}, InvalidInput, "buffer_before_minutes", "at least 0"),
        ({"buffer_after_minutes": 1441}, InvalidInput, "buffer_after_minutes", "at most 1440"),
        ({"buffer_after_minutes": "5"}, WrongType, "buffer_after_minutes", "a whole number"),
        ({"booked_at": date(2026, 11, 23)}, WrongType, "booked_at", "with its offset"),
        (
            {"booked_at": datetime(2026, 11, 23)},  # noqa: DTZ001
            InvalidInput,
            "booked_at",
            "with its offset",
        ),
        ({"revision": -1}, InvalidInput, "revision", "at least 0"),
        ({"revision": True}, WrongType, "revision", "a whole number"),
        ({"procedure": "audienta"}, InvalidInput, "procedure", "did you mean 'audience'?"),
        ({"procedure": None}, InvalidInput, "procedure", "'blue_ticket', 'audience'"),
        ({"procedure": "audience", "request": "/"}, InvalidInput, "request", "number/section/date"),
        ({"procedure": "audience", "request": 5}, WrongType, "request", "a str"),
        ({"room": ""}, InvalidInput, "room", "printable characters"),
        ({"room": "Sala\n1"}, InvalidInput, "room", "printable characters"),
        ({"room": 1}, WrongType, "room", "a string"),
        ({"in_place_of": " "}, InvalidInput, "in_place_of", "printable characters"),
        ({"in_place_of": 1}, WrongType, "in_place_of", "a string"),
        *(
            ({name: value}, kind, name, "a fingerprint")
            for name in ("record", "ticket")
            for value, kind in (
                ("", InvalidInput),
                ("ab" * 31, InvalidInput),
                ("ab" * 33, InvalidInput),
                ("AB" * 32, InvalidInput),
                ("ag" * 32, InvalidInput),
                ("٣" * 64, InvalidInput),
                (b"ab" * 32, WrongType),
                (0, WrongType),
            )
        ),
        *(
            ({name: value}, kind, name, "with its offset")
            for name in ("recorded_at", "answer_requested_at", "issued_at")
            for value, kind in (
                (date(2026, 11, 26), WrongType),
                ("2026-11-26T10:00:00Z", WrongType),
                (datetime(2026, 11, 26), InvalidInput),  # noqa: DTZ001
            )
        ),
    ],
)
def test_what_is_no_booking(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        booking_of(**changes)
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected


# --- what an audience and what follows a meeting leave in it ------------------------------

RECORD, TICKET = "0123456789abcdef" * 4, "fe" * 32
LATER = SLOT.end + timedelta(hours=1)

# Each has a value that it has not by default.
FOLLOWING: dict[str, Any] = {
    "procedure": Procedure.AUDIENCE,
    "room": "Sala de audiențe",
    "in_place_of": "i-016",
    "record": RECORD,
    "recorded_at": LATER,
    "answer_requested_at": LATER + timedelta(minutes=1),
    "ticket": TICKET,
    "issued_at": LATER + timedelta(minutes=2),
}


def test_what_follows_a_meeting_is_kept() -> None:
    booking = booking_of(status="held", channel="in_person", **FOLLOWING)
    for name, value in FOLLOWING.items():
        assert getattr(booking, name) == value
        assert getattr(booking_of(), name) != value
    again = pickle.loads(pickle.dumps(booking))
    assert again == booking
    assert hash(again) == hash(booking)
    assert MARKER not in f"{booking!r} {booking}"


@pytest.mark.parametrize("procedure", Procedure)
def test_every_procedure_by_its_value(procedure: Procedure) -> None:
    assert booking_of(procedure=str(procedure)).procedure is procedure


@pytest.mark.parametrize("name", ["recorded_at", "answer_requested_at", "issued_at"])
def test_the_instants_of_what_follows_are_kept_in_utc(name: str) -> None:
    given_ = datetime.fromisoformat("2026-11-26T12:30:00+02:00")
    kept = getattr(booking_of(**(FOLLOWING | {name: given_})), name)
    assert kept == given_
    assert kept.tzinfo is UTC


def test_only_an_audience_may_be_about_no_request() -> None:
    assert booking_of(request=None, procedure="audience").request is None
    assert booking_of(procedure="audience").request == "119368/305"
    for procedure in ("blue_ticket", Procedure.BLUE_TICKET):
        with pytest.raises(InvalidInput, match=r"^request: .* but for an audience"):
            booking_of(request=None, procedure=procedure)
    with pytest.raises(InvalidInput, match=r"^request: "):
        attrs.evolve(booking_of(request=None, procedure="audience"), procedure="blue_ticket")


def test_a_pickled_booking_is_checked_as_it_is_read() -> None:
    good = pickle.dumps(booking_of(record=RECORD, recorded_at=LATER))
    bad = good.replace(RECORD.encode(), RECORD.upper().encode())
    assert bad != good
    with pytest.raises(InvalidInput, match=r"^record: "):
        pickle.loads(bad)


@pytest.mark.parametrize("kind", [Procedure, Channel, BookingStatus])
def test_every_word_is_said_in_both_languages(kind: Any) -> None:
    for code in LANGUAGES:
        said = [each.words.in_(code) for each in kind]
        assert all(each.strip() == each != "" for each in said)
        assert len(set(said)) == len(said)
        assert not set("".join(said)) & set("şţŞŢ_")


@pytest.mark.parametrize(
    ("value", "ro", "en"),
    [
        (Procedure.BLUE_TICKET, "Tichetul Albastru", "the Blue Ticket"),
        (Procedure.AUDIENCE, "audiență", "audience"),
        (Channel.ONLINE, "online", "online"),
        (Channel.PHONE, "telefonic", "by phone"),
        (Channel.IN_PERSON, "la sediul instituției", "in person"),
    ],
)
def test_the_words_of_the_procedure(value: Any, ro: str, en: str) -> None:
    assert (value.words.ro, value.words.en) == (ro, en)
