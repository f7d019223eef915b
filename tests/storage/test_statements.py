"""What is read and written, tried on SQLite; what PostgreSQL makes of it is in tests/writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.test_table import insert, stored, table
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Book,
    Booked,
    Booking,
    BookingStatus,
    Cancel,
    Cancelled,
    Contact,
    Event,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    MissedByCitizen,
    NoShow,
    Office,
    Request,
    Reschedule,
    Rescheduled,
    Slot,
    apply,
    decide,
)
from tichet_rules.storage import (
    agenda_statement,
    booking_of,
    lock_statement,
    row_of,
    statement_for,
)

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
FILED = date(2026, 1, 12)
NAMES = ("Pop Ana", "Rus Dan", "Pop Ana", "Moldovan Ioana")
OFFICE = Office(
    inspectors=[Inspector("i-0"), Inspector("i-1")],
    requests=[
        Request(f"{count + 1}/305", name, FILED, f"i-{count % 2}")
        for count, name in enumerate(NAMES)
    ],
)
REQUESTS = tuple(OFFICE.requests.values())
OPEN = Booking("b-1", "1/305", "i-0", "name:ana pop", Slot(TEN), booked_at=AT)


def book(request: Request = REQUESTS[0], slot: Slot = OPEN.slot, **changes: Any) -> Book:
    facts: dict[str, Any] = {
        "number": request.number,
        "applicant": request.applicant.name,
        "filed_on": FILED,
        "slot": slot,
        "contact": Contact("0264596030", "ana@example.org"),
    }
    return Book(**(facts | changes))


@pytest.fixture
def bookings() -> Iterator[sqlite3.Connection]:
    with closing(table()) as connection:
        yield connection


# --- writing --------------------------------------------------------------------------------

MOVED = Rescheduled(
    at=AT,
    booking="b-1",
    slot=Slot(TEN + timedelta(hours=1), 10),
    buffer_before_minutes=5,
    buffer_after_minutes=10,
)
CHANGES: tuple[Event, ...] = (
    MOVED,
    Cancelled(at=AT, booking="b-1"),
    Held(at=AT, booking="b-1"),
    MissedByCitizen(at=AT, booking="b-1"),
)


def store(connection: sqlite3.Connection, event: Event, agenda: Agenda) -> int:
    return connection.execute(*statement_for(event, agenda, "sqlite")).rowcount


@pytest.mark.parametrize("event", CHANGES, ids=lambda each: type(each).__name__)
def test_the_table_after_a_statement_is_the_agenda_after_the_event(
    bookings: sqlite3.Connection, event: Event
) -> None:
    booked = Booked(at=AT, booking=OPEN)
    agenda = apply(Agenda(), booked)
    assert store(bookings, booked, Agenda()) == 1
    assert stored(bookings) == list(agenda)
    assert store(bookings, event, agenda) == 1
    assert stored(bookings) == list(apply(agenda, event))


@pytest.mark.parametrize("event", CHANGES, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("first", CHANGES, ids=lambda each: type(each).__name__)
def test_an_event_decided_on_what_is_no_longer_there_changes_nothing(
    bookings: sqlite3.Connection, event: Event, first: Event
) -> None:
    agenda = Agenda.of([OPEN])
    insert(bookings, row_of(OPEN, "sqlite"))
    assert store(bookings, first, agenda) == 1
    between = stored(bookings)
    assert store(bookings, event, agenda) == 0
    assert stored(bookings) == between


def test_an_event_that_does_not_apply_has_no_statement() -> None:
    with pytest.raises(AgendaConflict, match=r"booking\.open"):
        statement_for(MOVED, Agenda())
    other = Booking("b-2", "2/305", "i-0", "name:dan rus", OPEN.slot)
    with pytest.raises(AgendaConflict, match=r"slot\.free"):
        statement_for(Booked(at=AT, booking=other), Agenda.of([OPEN]))


def test_the_text_is_in_the_form_of_the_driver_and_holds_no_value() -> None:
    hostile = Booking("'; DROP TABLE bookings; --", "1/305", "%(id)s", ":id", OPEN.slot)
    sql, row = statement_for(Booked(at=AT, booking=hostile), Agenda())
    assert "DROP" not in sql
    assert sql.count("%(") == len(row)
    sql, parameters = statement_for(MOVED, Agenda.of([OPEN]), name="programari")
    assert sql.startswith('UPDATE "programari" SET "start" = %(start)s, "minutes" = %(minutes)s')
    assert '"revision" = %(revision_before)s AND ("status" = \'booked\')' in sql
    assert parameters["revision_before"] == 0
    assert parameters["revision"] == 1
    assert parameters["start"] == MOVED.slot.start


@pytest.mark.parametrize("options", [{"dialect": "mysql"}, {"name": "a b"}])
def test_an_unknown_dialect_or_a_hostile_name_is_an_error(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        statement_for(MOVED, Agenda.of([OPEN]), **options)
    with pytest.raises(InvalidInput):
        agenda_statement(book(), at=AT, office=OFFICE, **options)
    with pytest.raises(InvalidInput):
        lock_statement(book(), at=AT, office=OFFICE, name="a b")


# --- reading --------------------------------------------------------------------------------

starts = st.integers(-12, 400).map(lambda quarter: TEN + timedelta(minutes=15 * quarter, days=-4))


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    agenda = Agenda()
    for count in range(draw(st.integers(0, 10))):
        request = draw(st.sampled_from(REQUESTS))
        one = Booking(
            id=f"b-{count}",
            request=request.number,
            inspector=draw(st.sampled_from(["i-0", "i-1"])),
            applicant=request.applicant.key,
            slot=Slot(draw(starts), draw(st.sampled_from([5, 15, 40]))),
            status=draw(st.sampled_from(BookingStatus)),
            buffer_after_minutes=draw(st.sampled_from([0, 5, 1440])),
        )
        try:
            agenda = apply(agenda, Booked(at=AT, booking=one))
        except AgendaConflict:
            continue
    return agenda


commands = st.one_of(
    st.builds(book, st.sampled_from(REQUESTS), starts.map(Slot)),
    st.builds(book, applicant=st.just("Altcineva")),
    st.builds(book, number=st.sampled_from(["99/305", "/", ""])),
    st.builds(book, booking=st.just("b-99"), inspector=st.sampled_from(["i-1", "i-9"])),
    st.builds(Reschedule, booking=st.sampled_from(["b-0", "b-1", "b-99"]), slot=starts.map(Slot)),
    *(
        st.builds(kind, booking=st.sampled_from(["b-0", "b-2", "b-99"]))
        for kind in (Cancel, Hold, NoShow)
    ),
)


def read(connection: sqlite3.Connection, command: Any, at: datetime, office: Office) -> Agenda:
    statement = agenda_statement(command, at=at, office=office, dialect="sqlite")
    return Agenda.of(booking_of(row) for row in connection.execute(*statement))


@given(agendas(), commands, starts)
def test_what_is_read_is_enough_to_decide(agenda: Agenda, command: Any, at: datetime) -> None:
    with closing(table(one_open_booking=False)) as connection:
        for each in agenda:
            insert(connection, row_of(each, "sqlite"))
        part = read(connection, command, at, OFFICE)
    assert {each.id for each in part} <= {each.id for each in agenda}
    on_all = decide(command, agenda, at=at, office=OFFICE)
    on_part = decide(command, part, at=at, office=OFFICE)
    assert on_part.findings == on_all.findings
    assert on_part.events == on_all.events
    assert on_part.explain() == on_all.explain()


def test_what_is_long_over_and_what_is_of_others_is_not_read(
    bookings: sqlite3.Connection,
) -> None:
    old = Booking("b-0", "2/305", "i-0", "name:dan rus", Slot(TEN - timedelta(days=30)))
    others = Booking("b-2", "4/305", "i-1", "name:ioana moldovan", OPEN.slot)
    for each in (old, OPEN, others):
        insert(bookings, row_of(each, "sqlite"))
    command = Reschedule(booking="b-1", slot=OPEN.slot)
    assert [each.id for each in read(bookings, command, AT, OFFICE)] == ["b-1"]
    plan = bookings.execute(
        "EXPLAIN QUERY PLAN "
        + agenda_statement(command, at=AT, office=OFFICE, dialect="sqlite").sql,
        {"booking": "b-1", "since": 0},
    ).fetchall()
    assert not any("SCAN bookings" in row["detail"] for row in plan)


def test_every_booking_of_the_request_is_read_so_that_a_new_id_is_new(
    bookings: sqlite3.Connection,
) -> None:
    for _ in range(3):
        decision = decide(book(), read(bookings, book(), AT, OFFICE), at=AT, office=OFFICE)
        [booked] = decision.events
        assert isinstance(booked, Booked)
        assert store(bookings, booked, decision.agenda) == 1
        cancelled = Cancelled(at=AT, booking=booked.booking.id)
        assert store(bookings, cancelled, apply(decision.agenda, booked)) == 1
    stem = "1/305@20261126T080000Z"
    assert [each.id for each in stored(bookings)] == [stem, f"{stem}#2", f"{stem}#3"]


def test_the_first_days_of_the_calendar_are_no_error() -> None:
    first = datetime(1, 1, 2, tzinfo=UTC)
    statement = agenda_statement(Cancel(booking="b"), at=first, office=OFFICE)
    assert statement.parameters["since"] == first.replace(day=1)


@pytest.mark.parametrize("at", [datetime(2026, 11, 24), "now"])  # noqa: DTZ001 (an error)
def test_an_instant_without_an_offset_is_an_error(at: Any) -> None:
    for question in (agenda_statement, lock_statement):
        with pytest.raises(InvalidInput, match="at"):
            question(book(), at=at, office=OFFICE)


# --- table and rules agree ------------------------------------------------------------------

SOON = OFFICE.replace(
    policy=OFFICE.policy_at(AT).evolve(
        notice_hours=0, buffer_before_minutes=5, buffer_after_minutes=5
    )
)
SLOTS_OF_A_DAY = st.integers(0, 11).map(lambda count: Slot(TEN + timedelta(minutes=15 * count)))
STEPS = st.tuples(
    st.sampled_from([Book, Book, Book, Reschedule, Cancel, Hold, NoShow]),
    st.sampled_from(REQUESTS),
    SLOTS_OF_A_DAY,
    st.integers(0, 20).map(lambda minutes: timedelta(minutes=minutes)),
)


@given(st.lists(STEPS, max_size=25))
def test_the_table_takes_whatever_the_rules_allow_on_what_is_in_it(steps: list[Any]) -> None:
    # Otherwise a writer would be told yes by one and no by the other, again and again.
    at, known = TEN - timedelta(minutes=10), Agenda()
    with closing(table()) as connection:
        for kind, request, slot, passed in steps:
            at += passed
            mine = [each for each in known if each.request == request.number and each.is_open]
            command: Any = book(request, slot)
            if kind is Reschedule and mine:
                command = Reschedule(booking=mine[-1].id, slot=slot)
            elif kind is not Book and mine:
                command = kind(booking=mine[-1].id)
            agenda = read(connection, command, at, SOON)
            for event in decide(command, agenda, at=at, office=SOON).events:
                assert store(connection, event, agenda) == 1
                known = apply(known, event)
        assert Agenda.of(stored(connection)) == known


# --- waiting --------------------------------------------------------------------------------


def test_a_new_booking_waits_for_its_inspector_its_citizen_and_its_request() -> None:
    sql, parameters = lock_statement(book(), at=AT, office=OFFICE)
    assert parameters == {
        "inspector": "i-0",
        "applicant": REQUESTS[0].applicant.key,
        "request": "1/305",
    }
    assert "pg_advisory_xact_lock" in sql
    assert "ORDER BY" in sql


def test_what_is_not_known_is_not_waited_for() -> None:
    _, parameters = lock_statement(book(number="99/305"), at=AT, office=OFFICE)
    assert parameters == {"inspector": "", "applicant": None, "request": None}


def test_a_change_waits_for_those_of_the_booking() -> None:
    sql, parameters = lock_statement(Cancel(booking="b-1"), at=AT, office=OFFICE)
    assert parameters == {"booking": "b-1"}
    assert sql.count("(SELECT") == 3
