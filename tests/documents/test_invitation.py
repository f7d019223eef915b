"""The entry for a calendar, read again by two parsers that have nothing in common."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as OtherEvent
from icalendar import Calendar, Event

from tests.documents._mail_scene import (
    AT,
    AUDIENCE,
    BOOKED,
    BY_PHONE,
    CANCELLED,
    HELD,
    LETTERHEAD,
    LINK,
    MOVED,
    OFFICE,
    TEN,
    WHO,
)
from tichet_rules import Contact, Inspector, Slot
from tichet_rules.documents.invitation import invitation
from tichet_rules.errors import InvalidInput, MissingExtra
from tichet_rules.text import Text


def _written(booking: Any = BOOKED, **changes: Any) -> bytes:
    return invitation(booking, **{**WHO, **changes})


def _read(file: bytes) -> Any:
    [calendar] = Calendar.from_ical(file, multiple=True)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert event.errors == []
    return event


def _read_otherwise(file: bytes) -> OtherEvent:
    [event] = IcsCalendarStream.calendar_from_ics(file.decode()).events
    return event


def test_an_invitation_to_a_meeting() -> None:
    file = _written(link=LINK)
    event = _read(file)
    assert event["SUMMARY"] == (
        "Tichetul Albastru – Primăria Municipiului Exemplu (cererea 119368/305)"
    )
    assert event.start == TEN
    assert event.end == TEN + timedelta(minutes=15)
    assert event["DTSTAMP"].dt == AT
    assert "DTSTAMP:20261124T070000Z\r\n" in file.decode()
    assert event["STATUS"] == "CONFIRMED"
    assert event["CLASS"] == "PRIVATE"
    assert event["TRANSP"] == "OPAQUE"
    assert event["SEQUENCE"] == 0
    assert event["ORGANIZER"] == "mailto:programari@xn--primria-c4a.example"
    assert event["ORGANIZER"].params["CN"] == "Primăria Municipiului Exemplu"
    assert event["ATTENDEE"] == "mailto:ana.pop@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    assert event["URL"] == event["CONFERENCE"] == event["LOCATION"] == LINK
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-30)
    assert "VTIMEZONE" not in file.decode()


def test_the_other_parser_agrees() -> None:
    event = _read_otherwise(_written(link=LINK))
    assert event.summary == "Tichetul Albastru – Primăria Municipiului Exemplu (cererea 119368/305)"
    assert event.dtstart == TEN
    assert event.dtend == TEN + timedelta(minutes=15)
    assert event.dtstamp == AT
    assert (event.status, event.classification, event.sequence) == ("CONFIRMED", "PRIVATE", 0)
    assert event.organizer is not None
    assert event.organizer.common_name == "Primăria Municipiului Exemplu"
    assert str(event.organizer.uri) == "mailto:programari@xn--primria-c4a.example"
    [attendee] = event.attendees
    assert str(attendee.uri) == "mailto:ana.pop@example.org"
    assert (attendee.rsvp, attendee.status) == (False, "ACCEPTED")
    assert event.location == LINK
    assert str(event.url) == LINK
    [conference] = event.conference
    assert str(conference.uri) == LINK
    [alarm] = event.alarm
    assert alarm.trigger == timedelta(minutes=-30)


def test_the_life_of_an_entry() -> None:
    made, moved, gone = _written(), _written(MOVED), _written(CANCELLED)
    assert len({_read(file)["UID"] for file in (made, moved, gone)}) == 1
    assert [_read(file)["SEQUENCE"] for file in (made, moved, gone)] == [0, 2, 3]
    methods = [Calendar.from_ical(file)["METHOD"] for file in (made, moved, gone)]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]
    last = _read(gone)
    assert (last["STATUS"], last["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert last.walk("VALARM") == []
    assert _read_otherwise(gone).status == "CANCELLED"


def test_an_entry_is_of_one_booking_and_one_domain() -> None:
    uid = _read(_written())["UID"]
    assert uid == _read(_written(language="en", at=AT + timedelta(days=1)))["UID"]
    assert uid != _read(_written(evolve(BOOKED, id="b-2")))["UID"]
    other = _written(letterhead=evolve(LETTERHEAD, domain="other.example"))
    assert _read(other)["UID"] == uid.partition("@")[0] + "@other.example"


def test_where_the_two_meet() -> None:
    assert _read(_written())["LOCATION"] == "Online"
    assert _read(_written(BY_PHONE))["LOCATION"] == "La telefon"
    assert _read(_written(AUDIENCE))["LOCATION"] == (
        "Piața Unirii nr. 1, Exemplu, Camera 12 (etajul 1)"
    )
    assert _read(_written(evolve(AUDIENCE, room=None), language="en"))["LOCATION"] == (
        "1 Unirii Square, Exemplu"
    )


def test_an_audience_without_a_request() -> None:
    summary = _read(_written(AUDIENCE))["SUMMARY"]
    assert summary == "Audiență – Primăria Municipiului Exemplu"


def test_the_clock_may_change_in_between() -> None:
    night = Slot(TEN.fromisoformat("2026-10-25T03:45:00+03:00"), 30)
    event = _read(_written(evolve(BOOKED, slot=night)))
    assert event.end - event.start == timedelta(minutes=30)
    assert event.start == night.start


@pytest.mark.parametrize("minutes", [None, 0, 60, 1440])
def test_the_alarm(minutes: int | None) -> None:
    event = _read(_written(letterhead=evolve(LETTERHEAD, alarm_minutes=minutes)))
    alarms = [each["TRIGGER"].dt for each in event.walk("VALARM")]
    assert alarms == ([] if minutes is None else [timedelta(minutes=-minutes)])


def test_a_booking_that_is_over() -> None:
    with pytest.raises(InvalidInput, match=r"^booking.status: got 'held'; expected 'booked' or"):
        _written(HELD)


def test_the_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=r"^writing an invitation needs the extra 'calendar'"):
        _written()


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("o'neil+x!$*@example.org", "mailto:o'neil+x!$*@example.org"),
        ("a&b=c%d/e?f#g@example.org", "mailto:a%26b%3Dc%25d%2Fe%3Ff%23g@example.org"),
        ("{a}|b^c`d@example.org", "mailto:%7Ba%7D%7Cb%5Ec%60d@example.org"),
        ("Ana@PRIMĂRIA.example", "mailto:Ana@xn--primria-c4a.example"),
        ("ana@straße.example", "mailto:ana@xn--strae-oqa.example"),
    ],
)
def test_the_address_of_the_citizen(typed: str, uri: str) -> None:
    file = _written(evolve(BOOKED, contact=Contact(email=typed)))
    assert _read(file)["ATTENDEE"] == uri
    assert str(_read_otherwise(file).attendees[0].uri) == uri


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Pop: a; b, c", "Pop: a; b, c"),
        ("\"Pop\" 'Ana' ^ ^n ^^'", "\"Pop\" 'Ana' ^ ^n ^^'"),
        ("a\\", "a/"),
        ('a\\:b\\,c\\"', 'a/:b/,c/"'),
        ("=1+1", "=1+1"),
    ],
)
def test_the_name_of_the_organiser(sender: str, name: str) -> None:
    file = _written(letterhead=evolve(LETTERHEAD, sender=Text(sender, "x")))
    organiser, other = _read(file)["ORGANIZER"], _read_otherwise(file).organizer
    assert other is not None
    assert organiser.params["CN"] == other.common_name == name
    assert organiser == str(other.uri) == "mailto:programari@xn--primria-c4a.example"


# Anything that may stand in one line.
lines = st.text(
    st.one_of(
        st.sampled_from(",;:\\\"'^n=<>&\u202e\u2066\u2067\u2068\u2069אب😀 ș-+@"),
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    ),
    min_size=1,
    max_size=120,
).filter(str.strip)


def _without_isolates(text: str) -> str:
    return "".join(mark for mark in text if mark not in "\u2068\u2069")


@given(institution=lines, sender=lines, name=lines, address=lines)
def test_any_text_comes_back(institution: str, sender: str, name: str, address: str) -> None:
    letterhead = evolve(
        LETTERHEAD,
        institution=Text(institution, "x"),
        sender=Text(sender, "x"),
        address=Text(address, "x"),
    )
    office = OFFICE.replace(inspectors=[Inspector("d-1", name)])
    file = _written(AUDIENCE, letterhead=letterhead, office=office)
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()
    event, other = _read(file), _read_otherwise(file)
    assert event["ORGANIZER"].params["CN"] == sender.replace("\\", "/")
    assert other.organizer is not None
    assert other.organizer.common_name == sender.replace("\\", "/")
    for summary, location, description in (
        (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]),
        (other.summary, other.location, other.description),
    ):
        assert summary is not None
        assert location is not None
        assert description is not None
        assert _without_isolates(institution) in _without_isolates(summary)
        assert _without_isolates(address) in _without_isolates(location)
        assert _without_isolates(name) in _without_isolates(description)
    assert set(event) == {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "CLASS",
        "TRANSP",
        "ORGANIZER",
        "ATTENDEE",
    }
