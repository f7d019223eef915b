"""Columns at the door: what comes in, from where, and what is turned away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it has no types
import pytest

from tests.audit.test_replay import OFFICE, entry
from tichet_rules import InvalidInput, WrongType
from tichet_rules.audit.columns import Coded, LogColumns, audit_columns

BOOKINGS = [
    entry("a", room="A", channel="in_person", status="held", buffer_before_minutes=5),
    entry("b", "7/7", after=1, in_place_of="i-9", minutes=20, status="cancelled"),
    attrs.evolve(
        entry("c", procedure="audience", inspector="d-1", buffer_after_minutes=3), request=None
    ),
]
COLUMNS: dict[str, list[Any]] = {
    "id": ["a", "b", "c"],
    "request": ["119.368/305", "7/7", None],
    "inspector": ["i-1", "i-1", "d-1"],
    "applicant": [each.applicant for each in BOOKINGS],
    "start": [each.slot.begins for each in BOOKINGS],
    "booked_at": LogColumns.of(BOOKINGS).booked_at.tolist(),
    "minutes": [15, 20, 15],
    "status": ["held", "cancelled", "booked"],
    "channel": ["in_person", "online", "online"],
    "buffer_before_minutes": [5, 0, 0],
    "buffer_after_minutes": [0, 0, 3],
    "procedure": ["blue_ticket", "blue_ticket", "audience"],
    "room": ["A", None, None],
    "in_place_of": [None, "i-9", None],
}


def content(columns: LogColumns) -> dict[str, Any]:
    """What columns hold, however it is coded."""
    return {
        each.name: [column[row] for row in range(len(columns))]
        if isinstance(column, Coded)
        else column.tolist()
        for each in attrs.fields(LogColumns)
        for column in [getattr(columns, each.name)]
    }


def table(columns: dict[str, list[Any]] = COLUMNS, **kinds: Any) -> Any:
    return pa.table({name: pa.array(each, kinds.get(name)) for name, each in columns.items()})


TIMESTAMP = pa.timestamp("us", tz="UTC")
WORDS = pa.dictionary(pa.int8(), pa.string())


def instants(columns: dict[str, list[Any]], unit: Any) -> Any:
    return {name: pa.array(columns[name], pa.int64()).cast(unit) for name in ("start", "booked_at")}


@pytest.mark.parametrize(
    "columns",
    [
        LogColumns.from_mapping(COLUMNS),
        LogColumns.from_mapping(
            {name: np.array(each, object if isinstance(each[0], str) else None)
             for name, each in COLUMNS.items() if name not in ("room", "in_place_of")}
            | {"room": ("A", None, None), "in_place_of": (None, "i-9", None)}
        ),
        LogColumns.from_arrow(table()),
        LogColumns.from_arrow(table(request=WORDS, room=WORDS, status=WORDS, id=WORDS)),
        LogColumns.from_arrow(table(request=pa.large_string(), minutes=pa.uint8())),
        LogColumns.from_arrow(pa.table(dict(COLUMNS) | instants(COLUMNS, TIMESTAMP))),
        LogColumns.from_arrow(
            pa.table(dict(COLUMNS) | instants(COLUMNS, pa.timestamp("us", "Europe/Bucharest")))
        ),
        LogColumns.from_arrow(pa.concat_tables([table().slice(0, 1), table().slice(1)])),
        LogColumns.from_arrow(
            pa.concat_tables([table(room=WORDS).slice(0, 1), table(room=WORDS).slice(1)])
        ),
        LogColumns.from_mapping({name: pa.array(each) for name, each in COLUMNS.items()}),
    ],
    ids=["lists", "numpy", "arrow", "dictionaries", "other widths", "timestamps", "local",
         "chunks", "chunks of dictionaries", "arrays of arrow"],
)  # fmt: skip
def test_the_columns_are_those_of_the_bookings(columns: LogColumns) -> None:
    assert content(columns) == content(LogColumns.of(BOOKINGS))


def test_what_may_be_left_out() -> None:
    least = {name: COLUMNS[name][:2] for name in list(COLUMNS)[:6]}
    plain = [
        attrs.evolve(entry("a"), slot=BOOKINGS[0].slot),
        attrs.evolve(entry("b", "7/7", after=1), slot=attrs.evolve(BOOKINGS[1].slot, minutes=15)),
    ]
    assert content(LogColumns.from_mapping(least)) == content(LogColumns.of(plain))


def test_numbers_that_are_written_in_two_ways_are_one_request() -> None:
    twice = {name: [each[0], each[0]] for name, each in COLUMNS.items()} | {"id": ["a", "b"]}
    dictionary = pa.DictionaryArray.from_arrays(
        pa.array([1, 2], pa.int8()), pa.array(["unused", "119.368/305", "119368 / 305"])
    )
    columns = LogColumns.from_mapping(twice | {"request": dictionary})
    assert columns.request.values == ("119368/305",)
    assert "request.one_open_booking" in audit_columns(columns, office=OFFICE).breaches


def test_a_dictionary_may_have_none_among_its_words() -> None:
    words = pa.array(["A", None])
    room = pa.DictionaryArray.from_arrays(pa.array([0, 1, None], pa.int8()), words)
    columns = LogColumns.from_mapping(COLUMNS | {"room": room})
    assert [columns.room[row] for row in range(3)] == ["A", None, None]


def test_no_rows() -> None:
    empty: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    numbers = {"start", "booked_at", "minutes", "buffer_before_minutes", "buffer_after_minutes"}
    kinds = {name: pa.int64() if name in numbers else pa.string() for name in COLUMNS}
    for columns in (
        LogColumns.of([]),
        LogColumns.from_mapping(empty),
        LogColumns.from_arrow(table(empty, **kinds)),
    ):
        assert len(columns) == 0
        assert audit_columns(columns, office=OFFICE).counts() == {}


def row(name: str, place: int, value: Any) -> dict[str, Any]:
    """The columns with one value changed."""
    changed = list(COLUMNS[name])
    changed[place] = value
    return COLUMNS | {name: changed}


def without(name: str) -> dict[str, Any]:
    return {each: column for each, column in COLUMNS.items() if each != name}


LAST = (datetime.max.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days * 86_400_000_000


@pytest.mark.parametrize(
    ("columns", "field", "said"),
    [
        (without("id"), "columns", "a column 'id' among them"),
        (COLUMNS | {"rooms": []}, "columns", "did you mean 'room'"),
        (COLUMNS | {"room": ["A"]}, "room", "3 rows, as in the column 'id'"),
        (COLUMNS | {"room": "ABC"}, "room", "an array or a list"),
        (COLUMNS | {"room": iter("ABC")}, "room", "an array or a list"),
        (COLUMNS | {"start": np.zeros((3, 1), np.int64)}, "start", "one dimension"),
        (row("id", 1, "a"), "id[1]", "each id once"),
        (row("id", 1, ""), "id[1]", "printable"),
        (row("id", 1, "a\nb"), "id[1]", "printable"),
        (row("id", 1, "a" * 201), "id[1]", "printable"),
        (row("id", 1, None), "id[1]", "a string"),
        (row("id", 1, 7), "id[1]", "a string"),
        (row("request", 1, "//"), "request[1]", "number/section/date"),
        (row("request", 1, None), "request[1]", "but for an audience"),
        (row("inspector", 2, None), "inspector[2]", "a string"),
        (row("inspector", 2, " "), "inspector[2]", "printable"),
        (row("applicant", 0, None), "applicant[0]", "a string"),
        (row("applicant", 0, 7), "applicant[0]", "personal data"),
        (row("room", 0, 7), "room[0]", "a string"),
        (row("status", 1, "canceled"), "status[1]", "did you mean 'cancelled'"),
        (row("status", 1, None), "status[1]", "a string"),
        (row("minutes", 1, 0), "minutes[1]", "at least 1"),
        (row("minutes", 1, True), "minutes[1]", "a whole number"),
        (row("minutes", 1, 1.5), "minutes[1]", "a whole number"),
        (row("buffer_before_minutes", 1, 1441), "buffer_before_minutes[1]", "at most 1440"),
        (row("start", 1, 2**70), "start[1]", "a whole number"),
        (row("start", 1, 2**62), "start[1]", "a whole number"),
        (row("start", 1, LAST + 86_399_000_000), "start[1]", "within the year 9999"),
        (row("booked_at", 1, "2026-11-20"), "booked_at[1]", "a whole number"),
        (COLUMNS | {"start": np.zeros(3)}, "start", "as int64"),
        (COLUMNS | {"start": np.zeros(3, "datetime64[us]")}, "start", "as int64"),
        (COLUMNS | {"start": pa.array([1.0, 2.0, 3.0])}, "start", "as int64"),
        (COLUMNS | {"start": pa.array([1, None, 3])}, "start[1]", "a whole number"),
        (COLUMNS | {"start": pa.array([1, 2, 3], pa.timestamp("us"))}, "start", "with a zone"),
        (COLUMNS | {"status": pa.array(["held", None, "held"])}, "status[1]", "a string"),
    ],
)  # fmt: skip
def test_what_is_turned_away(columns: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        LogColumns.from_mapping(columns)
    assert (raised.value.field, said in str(raised.value)) == (field, True), str(raised.value)


@pytest.mark.parametrize("given", [None, [1], {"id": []}, entry("a")])
def test_what_is_no_table(given: Any) -> None:
    with pytest.raises(WrongType, match="table"):
        LogColumns.from_arrow(given)


def test_what_is_no_mapping() -> None:
    with pytest.raises(WrongType, match="columns"):
        LogColumns.from_mapping([])  # type: ignore[arg-type]


def spoiled() -> Iterator[tuple[Any, str]]:
    yield [entry("a"), entry("b", booked_at=None)], "log[1].booked_at"
    yield [entry("a"), entry("b"), entry("a", after=9)], "log[2].id"
    yield [entry("a"), "b"], "log[1]"
    yield "ab", "log"


@pytest.mark.parametrize(("log", "field"), list(spoiled()))
def test_bookings_are_turned_away_as_an_audit_turns_them_away(log: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        LogColumns.of(log)
    assert raised.value.field == field
