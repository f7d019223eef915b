"""An agenda that is written as JSON and read again is the same agenda."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tichet_rules import (
    Agenda,
    Applicant,
    Book,
    Booking,
    Contact,
    Office,
    PolicyHistory,
    Reschedule,
    Slot,
    apply,
    decide,
    preset,
)
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import (
    agenda_document,
    booking_document,
    parse_json,
    read_agenda,
    read_office,
    run_vectors,
)
from tichet_rules.interchange.logs import read_log
from tichet_rules.testing.strategies import agendas, offices

BUFFERED = preset("cluj-napoca/tichet-albastru").latest.evolve(buffer_after_minutes=15)
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
TEN = Slot(datetime(2026, 11, 26, 8, tzinfo=UTC))
REQUESTS = [
    {"number": f"{number}/305", "applicant": name, "filed_on": "2026-01-12", "inspector": "i-1"}
    for number, name in ((1, "Pop Ana"), (2, "Rus Dan"))
]


def office(**more: Any) -> Office:
    read = read_office({"inspectors": [{"id": "i-1"}], "requests": REQUESTS})[0]
    return read.replace(**more)


def book(number: int, name: str, slot: Slot) -> Book:
    contact = Contact("0264 596 030", "cineva@example.org")
    return Book(
        number=f"{number}/305",
        applicant=name,
        filed_on=date(2026, 1, 12),
        slot=slot,
        contact=contact,
        booking=f"b-{number}",
    )


def through_json(agenda: Agenda, town: Office) -> Agenda:
    written = json.dumps(agenda_document(agenda, town.calendar, personal=True))
    return read_agenda(parse_json(written), town)


def test_a_rival_who_was_refused_is_refused_after_the_agenda_was_read_again() -> None:
    town = office(policy=BUFFERED)
    [booked] = decide(book(1, "Pop Ana", TEN), Agenda(), at=AT, office=town).events
    agenda = apply(Agenda(), booked)
    rival = book(2, "Rus Dan", Slot(TEN.end))
    assert decide(rival, agenda, at=AT, office=town).refused_by == ("slot.free",)
    written = agenda_document(agenda, town.calendar, personal=True)
    # The reader of an office's file has the preset, which asks for no buffers.
    for again in (through_json(agenda, town), read_office(written)[1]):
        assert again == agenda
        assert decide(rival, again, at=AT, office=town).refused_by == ("slot.free",)


def test_how_often_a_booking_was_moved_is_read_again() -> None:
    town = office()
    [booked] = decide(book(1, "Pop Ana", TEN), Agenda(), at=AT, office=town).events
    agenda = apply(Agenda(), booked)
    move = Reschedule(booking="b-1", slot=Slot(TEN.start + timedelta(hours=1)))
    agenda = apply(agenda, decide(move, agenda, at=AT, office=town).events[0])
    for personal in (True, False):
        written = booking_document(agenda["b-1"], town.calendar, personal=personal)
        assert read_office({"bookings": [written]})[1]["b-1"].revision == 1


@given(st.data())
@settings(max_examples=10)
def test_any_agenda_of_an_office_comes_back(data: st.DataObject) -> None:
    town = data.draw(offices())
    agenda = data.draw(agendas(town, most=4))
    assert through_json(agenda, town) == agenda
    assert through_json(agenda, Office()) == agenda


SPANS = st.lists(st.tuples(*[st.integers(0, 30)] * 4), max_size=5)
KEYS = st.one_of(
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=200).map(
        lambda id_: Applicant("Pop Ana", id_).key
    ),
    st.sampled_from([Applicant("Pop Ana").key, Applicant("a" * 200).key, "request:7/305"]),
)


@st.composite
def bookings(draw: st.DrawFn) -> list[Booking]:
    """Bookings of one inspector, one after the other, with buffers and all of their own."""
    found, ends = [], 0
    for number, (pause, before, minutes, after) in enumerate(draw(SPANS)):
        begins = ends + pause + before
        slot = Slot(TEN.start + timedelta(minutes=begins), minutes + 1)
        ends = begins + minutes + 1 + after
        found.append(
            Booking(
                f"b-{number}",
                "7/305",
                "i-1",
                draw(KEYS) if number == 0 else f"id:{number}",
                slot,
                draw(st.sampled_from(["booked", "held", "no_show", "cancelled"]))
                if number == 0
                else "held",
                contact=Contact(draw(st.none() | st.text()), draw(st.none() | st.text())),
                buffer_before_minutes=before,
                buffer_after_minutes=after,
                booked_at=draw(st.none() | st.just(AT)),
                revision=draw(st.integers(0, 3)),
            )
        )
    return found


@given(bookings())
@settings(max_examples=50)
def test_buffers_revisions_and_keys_come_back_under_any_policy(given_: list[Booking]) -> None:
    agenda = Agenda.of(given_)
    lenient = office(policy=BUFFERED, requests=[])
    assert through_json(agenda, lenient) == agenda
    for each in given_:
        made = {
            "booked_at": AT.isoformat(),
            **booking_document(each, lenient.calendar, personal=True),
        }
        log = read_log(json.dumps(made), name="log", office=lenient)
        assert [row.booking for row in log.rows] == [attrs.evolve(each, booked_at=AT)]


def test_a_log_in_columns_has_the_buffers_that_are_told() -> None:
    pytest.importorskip("numpy")
    from tichet_rules.interchange.logs import read_log_columns  # noqa: PLC0415

    line: dict[str, Any] = {"id": "b-1", "request": "1/305", "inspector": "i-1"}
    line |= {"start": TEN.start.isoformat()}
    line |= {"booked_at": AT.isoformat(), "buffer_before_minutes": 5, "buffer_after_minutes": 7}
    text = json.dumps(line | {"revision": 1})
    columns = read_log_columns(text, name="log", office=office()).columns
    assert (list(columns.buffer_before), list(columns.buffer_after)) == ([5], [7])


@pytest.mark.parametrize("key", ["buffer_before_minutes", "buffer_after_minutes", "revision"])
def test_a_count_below_nothing_is_refused(key: str) -> None:
    written = {"id": "b-1", "request": "1/305", "inspector": "i-1", "start": TEN.start.isoformat()}
    with pytest.raises(InvalidInput, match=rf"^agenda.bookings\[0\].{key}: got -1; expected a wh"):
        read_agenda({"bookings": [written | {key: -1}]}, office())


def test_of_two_bookings_the_buffers_that_are_told_are_kept() -> None:
    first = {"id": "b-1", "request": "1/305", "inspector": "i-1", "start": TEN.start.isoformat()}
    second = first | {
        "id": "b-2",
        "request": "2/305",
        "start": (TEN.end + timedelta(minutes=10)).isoformat(),
    }
    buffered = office(policy=BUFFERED.evolve(buffer_before_minutes=5))

    def buffers(**told: dict[str, Any]) -> list[tuple[int, int]]:
        documents = [first | told.get("first", {}), second | told.get("second", {})]
        return [
            (each.buffer_before_minutes, each.buffer_after_minutes)
            for each in read_agenda({"bookings": documents}, buffered)
        ]

    assert buffers() == [(5, 10), (0, 15)]
    assert buffers(first={"buffer_after_minutes": 3}) == [(5, 3), (5, 15)]
    assert buffers(second={"buffer_before_minutes": 4}) == [(5, 6), (4, 15)]
    with pytest.raises(InvalidInput, match=r"^agenda.bookings: got 'b-2'; expected bookings that"):
        buffers(first={"buffer_after_minutes": 8}, second={"buffer_before_minutes": 4})
    with pytest.raises(InvalidInput, match=r"^agenda.bookings: got 'b-2'; expected bookings that"):
        buffers(first={"buffer_after_minutes": 11})


def test_the_buffers_that_are_left_out_are_those_of_the_policy_of_the_day() -> None:
    law = preset("cluj-napoca/tichet-albastru").latest
    newer = attrs.evolve(BUFFERED, valid_from=date(2026, 11, 1))
    town = office(policy=PolicyHistory([law, newer]))
    written = {"id": "b-1", "request": "1/305", "inspector": "i-1", "start": TEN.start.isoformat()}

    def buffer(**told: str) -> int:
        return read_agenda({"bookings": [written | told]}, town)["b-1"].buffer_after_minutes

    assert buffer() == 15
    assert buffer(booked_at="2026-10-31T09:00:00+02:00") == 0
    for key in ("start", "booked_at"):
        with pytest.raises(InvalidInput, match=rf"^agenda.bookings\[0\].{key}: got '2019-01-0"):
            buffer(**{key: "2019-01-08T09:00:00+02:00"})


# --- citizens with ids ------------------------------------------------------------------------


def test_an_applicant_with_an_id_is_read() -> None:
    asked = [REQUESTS[0] | {"applicant": {"id": "4711", "name": "Pop Ana"}}, REQUESTS[1]]
    town, _ = read_office({"requests": asked})
    assert town.requests["1/305"].applicant == Applicant("Pop Ana", "4711")
    assert town.requests["1/305"].applicant.key == "id:4711"
    assert town.requests["2/305"].applicant == Applicant("Rus Dan")
    without = [REQUESTS[0] | {"applicant": {"id": None, "name": "Pop Ana"}}]
    assert read_office({"requests": without})[0].requests["1/305"].applicant == Applicant("Pop Ana")


@pytest.mark.parametrize(
    ("applicant", "place", "right"),
    [
        ({}, ".name", "a value: it is required"),
        ({"name": "Zyx", "ID": "1"}, "", "one of 'id', 'name'"),
        ({"name": "Zyx", "id": 4711}, ".id", "a string"),
        ({"name": "Zyx", "id": " "}, ".id", "1 to 200 printable characters, not only spaces"),
        ({"name": 4711}, ".name", "a str"),
    ],
)
def test_what_is_no_applicant_is_told_at_its_place(applicant: Any, place: str, right: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_office({"requests": [REQUESTS[0] | {"applicant": applicant}]})
    assert raised.value.field == f"office.requests[0].applicant{place}"
    assert right in str(raised.value)
    assert "Zyx" not in str(raised.value)
    assert "4711" not in str(raised.value)


@pytest.mark.parametrize("version", [1, 2])
def test_the_formats_of_vectors_are_as_they_were_published(version: int) -> None:
    who = {"id": "4711", "name": "Pop Ana"}
    asked = {
        "format": f"tichet-rules/vectors/{version}",
        "office": {"requests": [REQUESTS[0] | {"applicant": who}]},
        "cases": [],
    }
    with pytest.raises(InvalidInput, match=r"^office.requests\[0\].applicant: expected a string"):
        list(run_vectors(json.dumps(asked)))
    booking = {"id": "b-1", "request": "1/305", "inspector": "i-1", "start": TEN.start.isoformat()}
    asked["office"] = {"bookings": [booking | {"revision": 1}]}
    with pytest.raises(InvalidInput, match=r"^office.bookings\[0\]: got 'revision'"):
        list(run_vectors(json.dumps(asked)))
