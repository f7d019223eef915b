"""The table refuses what the rules refuse, and takes what they take: here in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import Agenda, AgendaConflict, Booking, BookingStatus, Contact, InvalidInput, Slot
from tichet_rules.storage import booking_of, booking_table, row_of, violated_rule
from tichet_rules.storage._columns import BOUNDS, COLUMNS, FINGERPRINTS

TEN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
BOOKED_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


# Beside b-1, which takes fifteen minutes at ten: when, what else is different, and the refusal.
BESIDE: tuple[tuple[int, dict[str, Any], str | None], ...] = (
    (0, {}, "slot.free"),
    (14, {}, "slot.free"),
    (15, {}, None),
    (-15, {}, None),
    (-14, {}, "slot.free"),
    (-30, {"slot": Slot(TEN - timedelta(minutes=30), 60)}, "slot.free"),
    (15, {"buffer_before_minutes": 1}, "slot.free"),
    (-15, {"buffer_after_minutes": 1}, "slot.free"),
    (20, {"buffer_before_minutes": 5}, None),
    (0, {"inspector": "i-2"}, None),
    (0, {"inspector": "i-2", "applicant": "name:b-1"}, "applicant.free"),
    # A buffer is the inspector's, and does not concern the citizen.
    (15, {"inspector": "i-2", "applicant": "name:b-1", "buffer_before_minutes": 5}, None),
    (0, {"status": "cancelled"}, None),
    (0, {"status": "held"}, "slot.free"),
    (0, {"status": "no_show"}, "slot.free"),
    (60, {"request": "1/305"}, "request.one_open_booking"),
    (60, {"request": "1/305", "status": "cancelled"}, None),
    (60, {"request": "1/305", "status": "held"}, None),
    # Booked when the other was over, though nobody recorded what became of it.
    (60, {"request": "1/305", "booked_at": TEN + timedelta(minutes=15)}, None),
    (60, {"request": "1/305", "booked_at": TEN + timedelta(minutes=14)},
     "request.one_open_booking"),
    (60, {"request": "1/305", "booked_at": None}, "request.one_open_booking"),
    # Over before it was booked, by a clock that was wrong: it was never open.
    (60, {"request": "1/305", "booked_at": TEN + timedelta(days=1)}, None),
    # An audience about the same request is another procedure's.
    (60, {"request": "1/305", "procedure": "audience"}, None),
    (60, {"request": None, "procedure": "audience"}, None),
    (0, {"inspector": "d-1", "request": None, "procedure": "audience",
         "applicant": "name:b-1"}, "applicant.free"),
    # Beside one in the Red Room, a room is taken for the meeting, and not for the buffers.
    (0, {"inspector": "i-2", "room": "red"}, "room.free"),
    (14, {"inspector": "i-2", "room": "red"}, "room.free"),
    (15, {"inspector": "i-2", "room": "red", "buffer_before_minutes": 5}, None),
    (-10, {"inspector": "i-2", "room": "red"}, "room.free"),
    (0, {"inspector": "i-2", "room": "blue"}, None),
    (0, {"inspector": "i-2", "room": None}, None),
    (0, {"inspector": "i-2", "room": "red", "status": "cancelled"}, None),
    (0, {"inspector": "i-2", "room": "red", "status": "held"}, "room.free"),
)  # fmt: skip


def booking(id_: str = "b-1", minute: int = 0, **changes: Any) -> Booking:
    facts: dict[str, Any] = {
        "request": f"{id_[2:]}/305",
        "inspector": "i-1",
        "applicant": f"name:{id_}",
        "slot": Slot(TEN + timedelta(minutes=minute)),
        "booked_at": BOOKED_AT,
        "room": "red" if id_ == "b-1" else None,
    }
    return Booking(id_, **(facts | changes))


def insert(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    columns = ", ".join(f'"{each}"' for each in row)
    values = ", ".join(f":{each}" for each in row)
    connection.execute(f"INSERT INTO bookings ({columns}) VALUES ({values})", row)


def refusal(connection: sqlite3.Connection, one: Booking) -> str | None:
    """The rule by which the table refuses a booking, or `None` when it takes it."""
    try:
        insert(connection, row_of(one, "sqlite"))
    except sqlite3.IntegrityError as error:
        return violated_rule(str(error)) or f"no rule: {error}"
    return None


def stored(connection: sqlite3.Connection) -> list[Booking]:
    return [booking_of(row) for row in connection.execute("SELECT * FROM bookings ORDER BY id")]


def table(**options: Any) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(booking_table("sqlite", **options))
    return connection


@pytest.fixture
def bookings() -> Iterator[sqlite3.Connection]:
    with closing(table()) as connection:
        yield connection


# --- what overlaps --------------------------------------------------------------------------


@pytest.mark.parametrize(("minute", "changes", "rule"), BESIDE)
def test_what_the_table_refuses_beside_another_booking(
    bookings: sqlite3.Connection, minute: int, changes: dict[str, Any], rule: str | None
) -> None:
    assert refusal(bookings, booking("b-1")) is None
    slot = Slot(TEN + timedelta(minutes=minute))
    assert refusal(bookings, booking("b-2", **({"slot": slot} | changes))) == rule
    assert len(stored(bookings)) == (1 if rule else 2)


def test_an_existing_booking_without_an_instant_of_booking_was_open_since_ever(
    bookings: sqlite3.Connection,
) -> None:
    assert refusal(bookings, booking("b-1", booked_at=None)) is None
    another = booking("b-2", 60, request="1/305")
    assert refusal(bookings, another) == "request.one_open_booking"
    later = attrs.evolve(another, booked_at=TEN + timedelta(minutes=15))
    assert refusal(bookings, later) is None


def test_an_update_is_guarded_like_an_insert(bookings: sqlite3.Connection) -> None:
    insert(bookings, row_of(booking("b-1"), "sqlite"))
    insert(bookings, row_of(booking("b-2", 30), "sqlite"))
    start = row_of(booking("b-1", 1), "sqlite")["start"]
    for change, rule in [
        (f"start = {start}", "slot.free"),
        ("minutes = 45", None),
        ("buffer_before_minutes = 16", "slot.free"),
        ("inspector = 'i-2', applicant = 'name:b-1', start = 0", None),
        (f"start = {start}", "applicant.free"),
        (f"applicant = 'name:b', room = 'red', start = {start}", "room.free"),
        ("room = 'red'", None),
        ("id = 'b-1'", "booking.unique"),
        ("id = 'b-9'", None),
    ]:
        update = f"UPDATE bookings SET {change} WHERE id = 'b-2'"
        if rule is None:
            assert bookings.execute(update).rowcount == 1
            continue
        with pytest.raises(sqlite3.IntegrityError) as error:
            bookings.execute(update)
        assert violated_rule(str(error.value)) == rule


def test_a_cancelled_booking_can_not_come_back_where_another_is(
    bookings: sqlite3.Connection,
) -> None:
    insert(bookings, row_of(booking("b-1", status=BookingStatus.CANCELLED), "sqlite"))
    insert(bookings, row_of(booking("b-2"), "sqlite"))
    with pytest.raises(sqlite3.IntegrityError, match=r"slot\.free"):
        bookings.execute("UPDATE bookings SET status = 'booked' WHERE id = 'b-1'")


@pytest.mark.parametrize("resolution", ["OR IGNORE", "OR REPLACE", "OR ABORT"])
def test_no_way_of_resolving_conflicts_gets_round_the_guard(
    bookings: sqlite3.Connection, resolution: str
) -> None:
    insert(bookings, row_of(booking("b-1"), "sqlite"))
    row = row_of(booking("b-2", 5), "sqlite")
    with pytest.raises(sqlite3.IntegrityError, match=r"slot\.free"):
        bookings.execute(
            f"INSERT {resolution} INTO bookings ({', '.join(row)})"
            f" VALUES ({', '.join(':' + each for each in row)})",
            row,
        )
    assert [each.id for each in stored(bookings)] == ["b-1"]


def test_a_policy_with_more_open_bookings_a_request_has_a_table_without_that_guard() -> None:
    with closing(table(one_open_booking=False)) as connection:
        assert refusal(connection, booking("b-1")) is None
        assert refusal(connection, booking("b-2", 60, request="1/305")) is None
        assert refusal(connection, booking("b-3", 65, request="1/305")) == "slot.free"
    for dialect in ("postgresql", "sqlite"):
        assert "one_open_booking" not in booking_table(dialect, one_open_booking=False)


some_bookings = st.builds(
    booking,
    st.integers(1, 12).map("b-{}".format),
    st.integers(-30, 60),
    request=st.integers(1, 12).map("{}/305".format),
    inspector=st.sampled_from(["i-1", "i-2"]),
    applicant=st.sampled_from(["name:a", "name:b", "name:c", "name:d"]),
    status=st.sampled_from(BookingStatus),
    buffer_before_minutes=st.integers(0, 9),
    buffer_after_minutes=st.integers(0, 9),
    room=st.sampled_from([None, "red", "blue"]),
)
COLLISIONS = ("slot.free", "applicant.free", "room.free", "booking.unique")


@given(st.lists(some_bookings, max_size=12))
def test_the_table_takes_a_booking_exactly_when_an_agenda_does(asked: list[Booking]) -> None:
    with closing(table(one_open_booking=False)) as connection:
        taken: list[Booking] = []
        for one in asked:
            try:
                Agenda.of([*taken, one])
            except AgendaConflict:
                assert refusal(connection, one) in COLLISIONS
                continue
            assert refusal(connection, one) is None
            taken.append(one)
        assert stored(connection) == sorted(taken, key=lambda each: each.id)


def test_the_guards_find_their_neighbour_by_an_index(bookings: sqlite3.Connection) -> None:
    for owner, to in (("inspector", "occupied_to"), ("applicant", "ends"), ("room", "ends")):
        plan = bookings.execute(
            f"EXPLAIN QUERY PLAN SELECT start FROM bookings WHERE {owner} = 'x'"
            f" AND status <> 'cancelled' AND {to} > 0 AND id <> 'y' ORDER BY {to} LIMIT 1"
        ).fetchall()
        [step] = [row["detail"] for row in plan]
        assert f"USING INDEX bookings_{owner} ({owner}=? AND {to}>?)" in step


# --- the columns are the model's ------------------------------------------------------------


def test_every_field_of_a_booking_has_its_columns() -> None:
    fields = [each.name for each in attrs.fields(Booking) if each.init]
    assert list(dict.fromkeys(column.path[0] for column in COLUMNS)) == fields
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert set(BOUNDS) == {column.name for column in COLUMNS if column.kind == "number"}


def test_the_fingerprints_are_those_of_the_model(bookings: sqlite3.Connection) -> None:
    for column in COLUMNS:
        # Of the texts that may be absent, the model takes any for what is no fingerprint.
        if column.kind == "text" and column.optional and len(column.path) == 1:
            some_text: dict[str, Any] = {column.name: "1/305"}
            try:
                booking(**some_text)
            except InvalidInput:
                assert column.name in FINGERPRINTS
            else:
                assert column.name not in FINGERPRINTS
    one = booking(record="0123456789abcdef" * 4, ticket="f" * 64)
    assert refusal(bookings, one) is None
    assert stored(bookings) == [one]


def test_the_database_computes_what_the_model_computes(bookings: sqlite3.Connection) -> None:
    one = booking(buffer_before_minutes=3, buffer_after_minutes=7)
    insert(bookings, row_of(one, "sqlite"))
    [row] = bookings.execute("SELECT ends, occupied_from, occupied_to FROM bookings")
    assert tuple(row) == (one.slot.ends, one.occupied_from, one.occupied_to)
    with pytest.raises(sqlite3.OperationalError, match="generated column"):
        bookings.execute("UPDATE bookings SET occupied_to = 0")


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_the_bounds_of_the_numbers_are_those_of_the_model(
    bookings: sqlite3.Connection, name: str
) -> None:
    def made(value: int) -> Booking:
        changes: dict[str, Any] = {name: value}
        return booking(**({"slot": Slot(TEN, value)} if name == "minutes" else changes))

    least, most = BOUNDS[name]
    wrong = [least - 1] if most is None else [least - 1, most + 1]
    for value in [least] if most is None else [least, most]:
        assert refusal(bookings, made(value)) is None
        bookings.execute("DELETE FROM bookings")
    for value in wrong:
        with pytest.raises(InvalidInput):
            made(value)
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            insert(bookings, row_of(booking(), "sqlite") | {name: value})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "tentative"),
        ("channel", "carrier pigeon"),
        ("start", "2026-11-26T10:00:00+02:00"),
        ("start", 1.5),
        ("start", 253_402_300_800_000_000),
        ("start", -62_135_596_800_000_001),
        ("minutes", 9_000_000_000_000_000),
        ("booked_at", "now"),
        ("inspector", b"i-1"),
        ("phone", b"1"),
        ("id", None),
        ("applicant", None),
        ("revision", None),
        ("request", None),
        ("procedure", "petition"),
        ("procedure", None),
        ("room", b"red"),
        ("record", "0" * 63),
        ("record", "0" * 65),
        ("ticket", "G" + "0" * 63),
        ("ticket", "A" * 64),
        ("issued_at", "now"),
    ],
)
def test_a_value_that_no_booking_has_is_refused_and_is_no_race(
    bookings: sqlite3.Connection, column: str, value: Any
) -> None:
    row = row_of(booking(), "sqlite") | {column: value}
    with pytest.raises(sqlite3.IntegrityError) as error:
        insert(bookings, row)
    assert violated_rule(str(error.value)) is None


# --- PostgreSQL's text, as far as it can be judged without a server --------------------------


def test_postgresql_has_a_constraint_for_each_guard() -> None:
    sql = booking_table("postgresql", "programari")
    for rule, constraint in [
        ("slot.free", "programari_slot_free"),
        ("applicant.free", "programari_applicant_free"),
        ("room.free", "programari_room_free"),
        ("request.one_open_booking", "programari_request_one_open_booking"),
        ("booking.unique", "programari_booking_unique"),
    ]:
        assert f'CONSTRAINT "{constraint}"' in sql
        assert violated_rule(constraint) == rule
    assert 'tstzrange("occupied_from", "occupied_to") WITH &&' in sql
    assert sql.count("WHERE (\"status\" <> 'cancelled')") == 2
    assert sql.count('WHERE ("status" <> \'cancelled\' AND "room" IS NOT NULL)') == 1
    assert sql.count("WHERE ((\"status\" = 'booked') AND \"procedure\" = 'blue_ticket')") == 1


@pytest.mark.parametrize(
    "violation",
    [None, "", "bookings_status_check", "NOT NULL constraint failed: bookings.id", "slot_free?"],
)
def test_any_other_violation_is_of_no_rule(violation: str | None) -> None:
    assert violated_rule(violation) is None


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Bookings",
        "b" * 32,
        "1st",
        "bookings\n",
        'b"; DROP TABLE bookings; --',
        "a.b",
        "programări",
        "b\0",
        "b%s",
        "sqlite_bookings",
        "pg_bookings",
    ],
)
def test_a_name_that_is_no_plain_identifier_is_an_error(name: str) -> None:
    with pytest.raises(InvalidInput, match="a table's name of 1 to 31 characters"):
        booking_table("sqlite", name)


@pytest.mark.parametrize("name", [None, 7, b"bookings"])
def test_a_name_of_another_type_is_an_error(name: Any) -> None:
    with pytest.raises(InvalidInput, match="name"):
        booking_table("sqlite", name)


@pytest.mark.parametrize("dialect", ["mysql", "postgres", "", None, []])
def test_an_unknown_dialect_is_an_error(dialect: Any) -> None:
    with pytest.raises(InvalidInput, match="dialect"):
        booking_table(dialect)
    with pytest.raises(InvalidInput, match="dialect"):
        row_of(booking(), dialect)


@pytest.mark.parametrize("name", ["order", "b" * 31, "_"])
def test_any_other_name_is_a_table(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(booking_table("sqlite", name))
        connection.execute(f'SELECT occupied_from FROM "{name}"')
    names = [part.split('"')[0] for part in booking_table("postgresql", name).split('"')[1::2]]
    assert max(map(len, names)) <= 63


def test_contacts_are_kept_as_they_are(bookings: sqlite3.Connection) -> None:
    one = booking(contact=Contact("+40264596030", "ana@primăria.example"))
    insert(bookings, row_of(one, "sqlite"))
    assert stored(bookings) == [one]
