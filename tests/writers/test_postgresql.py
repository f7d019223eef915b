"""The table in PostgreSQL: what it refuses, and that it keeps a booking exactly."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from tests.storage.test_table import BESIDE, COLLISIONS, TEN, booking
from tests.writers._databases import all_bookings, connect, make_table
from tichet_rules import Agenda, AgendaConflict, Booked, Booking, BookingStatus, Contact, Slot
from tichet_rules.storage import booking_table, row_of, statement_for, violated_rule
from tichet_rules.timekeeping.instants import ticks_of


@pytest.fixture
def bookings(places: Any) -> Iterator[Any]:
    where = places["postgresql"]
    make_table("postgresql", where)
    connection = connect("postgresql", where)
    yield connection
    connection.close()


def refusal(connection: Any, one: Booking) -> str | None:
    import psycopg  # noqa: PLC0415 (skipped before this where it is absent)

    event = Booked(at=TEN, booking=one)
    try:
        connection.execute(*statement_for(event, Agenda()))
    except psycopg.errors.IntegrityError as error:
        return violated_rule(error.diag.constraint_name) or f"no rule: {error}"
    return None


@pytest.mark.parametrize(("minute", "changes", "rule"), BESIDE)
def test_what_the_table_refuses_beside_another_booking(
    bookings: Any, minute: int, changes: dict[str, Any], rule: str | None
) -> None:
    assert refusal(bookings, booking("b-1")) is None
    slot = Slot(TEN + timedelta(minutes=minute))
    assert refusal(bookings, booking("b-2", **({"slot": slot} | changes))) == rule
    assert len(all_bookings(bookings)) == (1 if rule else 2)


def test_the_table_takes_a_booking_exactly_when_an_agenda_does(places: Any) -> None:
    make_table("postgresql", places["postgresql"], one_open_booking=False)
    connection, chance = connect("postgresql", places["postgresql"]), random.Random(2026)
    taken: list[Booking] = []
    for count in range(400):
        one = booking(
            f"b-{chance.randrange(300)}",
            chance.randrange(-600, 600),
            request=f"{count + 1}/305",
            inspector=chance.choice(["i-1", "i-2"]),
            applicant=chance.choice(["name:a", "name:b", "name:c"]),
            status=chance.choice(list(BookingStatus)),
            buffer_before_minutes=chance.randrange(4),
            buffer_after_minutes=chance.randrange(4),
            room=chance.choice([None, "red", "blue"]),
        )
        try:
            Agenda.of([*taken, one])
        except AgendaConflict:
            assert refusal(connection, one) in COLLISIONS
            continue
        assert refusal(connection, one) is None
        taken.append(one)
    assert Agenda.of(all_bookings(connection)) == Agenda.of(taken)
    connection.close()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Bucharest", "America/New_York"])
@pytest.mark.parametrize(
    "one",
    [
        booking(),
        booking(contact=Contact("+40264596030", "ana@primăria.example"), revision=2**40),
        booking(booked_at=None, slot=Slot(datetime(2026, 3, 29, 0, 59, 59, 999_999, UTC), 120)),
        booking(
            slot=Slot(datetime(2026, 10, 25, 0, 30, 0, 1, UTC), 61),
            buffer_before_minutes=1440,
            buffer_after_minutes=1440,
        ),
        booking(slot=Slot(datetime(1950, 1, 1, 0, 0, 0, 123_457, UTC), 527_039)),
        booking(
            request=None,
            procedure="audience",
            in_place_of="d-2",
            record="0123456789abcdef" * 4,
            recorded_at=TEN + timedelta(microseconds=1),
            answer_requested_at=TEN,
            ticket="f" * 64,
            issued_at=TEN,
        ),
    ],
    ids=["plain", "contact", "spring", "autumn", "a year", "an audience"],
)
def test_a_booking_is_kept_to_the_microsecond(bookings: Any, zone: str, one: Booking) -> None:
    bookings.execute(f"SET TIME ZONE '{zone}'")
    assert refusal(bookings, one) is None
    assert all_bookings(bookings) == [one]
    computed = {
        "ends": one.slot.ends,
        "occupied_from": one.occupied_from,
        "occupied_to": one.occupied_to,
    }
    row = bookings.execute(f"SELECT {', '.join(computed)} FROM bookings").fetchone()
    assert {name: ticks_of(value) for name, value in row.items()} == computed


@pytest.mark.parametrize(
    "one",
    [
        booking(slot=Slot(datetime(1, 1, 1, tzinfo=UTC)), buffer_before_minutes=60),
        booking(slot=Slot(datetime(9999, 12, 31, 23, 44, tzinfo=UTC)), buffer_after_minutes=60),
    ],
    ids=["first", "last"],
)
def test_the_ends_of_the_calendar_are_read_in_utc(bookings: Any, one: Booking) -> None:
    # Python has no datetime for what they are in other zones, nor for the buffer outside.
    bookings.execute("SET TIME ZONE 'UTC'")
    assert refusal(bookings, one) is None
    columns = ", ".join(f'"{each}"' for each in row_of(one))
    assert bookings.execute(f"SELECT {columns} FROM bookings").fetchone() == row_of(one)
    other = attrs.evolve(one, id="b-2", request="2/305", applicant="name:b", room=None)
    assert refusal(bookings, other) == "slot.free"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "tentative"),
        ("channel", ""),
        ("minutes", 0),
        ("revision", -1),
        ("buffer_before_minutes", -1),
        ("buffer_after_minutes", 1441),
        ("start", "infinity"),
        ("start", "0001-01-01 BC"),
        ("booked_at", "-infinity"),
        ("id", None),
        ("applicant", None),
        ("request", None),
        ("procedure", "petition"),
        ("record", "0" * 63),
        ("ticket", "A" * 64),
        ("ticket", "0" * 64 + "\n"),
        ("issued_at", "infinity"),
    ],
)
def test_a_value_that_no_booking_has_is_refused_and_is_no_race(
    bookings: Any, column: str, value: Any
) -> None:
    import psycopg  # noqa: PLC0415 (skipped before this where it is absent)

    sql, row = statement_for(Booked(at=TEN, booking=booking()), Agenda())
    with pytest.raises(psycopg.errors.IntegrityError) as error:
        bookings.execute(sql, row | {column: value})
    assert violated_rule(error.value.diag.constraint_name) is None


def test_the_longest_name_is_not_cut_off(bookings: Any) -> None:
    name = "b" * 31
    bookings.execute(f'DROP TABLE IF EXISTS "{name}"')
    bookings.execute(booking_table("postgresql", name))
    one = booking()
    sql, row = statement_for(Booked(at=TEN, booking=one), Agenda(), name=name)
    bookings.execute(sql, row)
    other = attrs.evolve(one, id="b-2", slot=Slot(TEN + timedelta(hours=1)))
    with pytest.raises(Exception, match="one_open_booking") as error:
        bookings.execute(sql, row_of(other))
    violation: Any = error.value
    assert violated_rule(violation.diag.constraint_name) == "request.one_open_booking"
