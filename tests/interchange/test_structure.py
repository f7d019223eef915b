"""JSON as text, and plain values: what is refused, where, and in which words."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import InvalidInput, WrongType
from tichet_rules.interchange import parse_json, structured
from tichet_rules.interchange.structure import converter, read_date, read_instant


@frozen
class Inner:
    count: int
    flag: bool = False


@frozen
class Outer:
    inners: tuple[Inner, ...] = ()
    words: tuple[str, ...] = ()
    inner: Inner | None = None


def refused(value: object, kind: Any, place: str = "") -> InvalidInput:
    with pytest.raises(InvalidInput) as raised:
        structured(value, kind, place)
    return raised.value


def test_a_document_is_read() -> None:
    read = structured({"inners": [{"count": 1}, {"count": 2, "flag": True}], "words": ["a"]}, Outer)
    assert read == Outer((Inner(1), Inner(2, True)), ("a",))


@pytest.mark.parametrize(
    ("value", "field", "given_value"),
    [
        ({"inners": [{"count": 1}, {"count": "2"}]}, "inners[1].count", "2"),
        ({"inners": [{"count": True}]}, "inners[0].count", True),
        ({"inners": [{"count": 1.0}]}, "inners[0].count", 1.0),
        ({"inners": [{"count": 1, "flag": 1}]}, "inners[0].flag", 1),
        ({"inner": {"count": 1, "flag": "true"}}, "inner.flag", "true"),
        ({"words": ["a", 5]}, "words[1]", 5),
        ({"words": ["a", None]}, "words[1]", None),
        ({"inners": [{"count": 1, "cuont": 2}]}, "inners[0]", "cuont"),
        ({"inner": {"count": 1, "flg": 2}}, "inner", "flg"),
    ],
)
@pytest.mark.parametrize("place", ["", "outer"])
def test_the_field_is_the_path(value: object, field: str, given_value: object, place: str) -> None:
    error = refused(value, Outer, place)
    assert error.field == (f"{place}.{field}" if place else field)
    assert error.given == repr(given_value)
    assert error.expected


def test_an_unknown_key_of_the_whole_document() -> None:
    assert refused({"inenr": 1}, Outer, "outer").field == "outer"
    error = refused({"inenr": 1}, Outer)
    assert error.given == "'inenr'"
    assert "'inner'" in error.expected


@pytest.mark.parametrize(
    ("value", "field"),
    [({"inners": [{}]}, "inners[0].count"), ({"inner": {"flag": True}}, "inner.count")],
)
@pytest.mark.parametrize("place", ["", "outer"])
def test_a_key_that_is_missing(value: object, field: str, place: str) -> None:
    assert refused(value, Outer, place).field == (f"{place}.{field}" if place else field)


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "x", "", [], [1], [{}]])
@pytest.mark.parametrize("place", ["", "outer"])
def test_what_is_no_object_at_all(value: object, place: str) -> None:
    error = refused(value, Outer, place)
    assert isinstance(error, WrongType)
    assert error.field == place


@pytest.mark.parametrize("value", [None, True, 5, {}, {"a": 1}, "", "ab"])
@pytest.mark.parametrize("key", ["inners", "words"])
def test_what_is_no_list_is_not_taken_for_one(value: object, key: str) -> None:
    assert refused({key: value}, Outer, "outer").field == f"outer.{key}"


def test_a_value_on_its_own() -> None:
    assert structured(True, bool) is True
    assert structured(5, int) == 5
    assert structured("x", str) == "x"
    assert structured("2026-11-26", date) == date(2026, 11, 26)
    assert refused("2026-13-26", date).field == ""
    assert refused("2026-13-26", date, "day").field == "day"


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-31", "2026-02-29", "2026-11-26T00:00:00Z", "26.11.2026", "2026-W48-4", "20261126",
     "2026-11-26 ", "٢٠٢٦-11-26", "2026-00-10", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_date(text)
    assert raised.value.given == repr(text)


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-26", "2026-11-26T10:00:00", "2026-11-26 10:00", "2026-11-26T25:00:00Z",
     "2026-02-30T10:00:00+02:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "10:00:00+02:00", "now", "2026-11-26T10:00:00 Europe/Bucharest", "\ud800"],
)  # fmt: skip
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_instant(text)


@given(st.text() | st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?\Z"))
def test_a_text_is_a_date_or_an_instant_or_refused(text: str) -> None:
    for read in (read_date, read_instant):
        with suppress(InvalidInput):  # and nothing else
            read(text)


@given(st.dates())
def test_every_date_is_read(day: date) -> None:
    assert read_date(day.isoformat()) == day


@given(st.datetimes(timezones=st.timezones()).filter(lambda instant: 1 < instant.year < 9999))
def test_every_instant_is_read_and_kept_in_utc(instant: datetime) -> None:
    read = read_instant(instant.isoformat())
    assert read.tzinfo is UTC
    assert read == instant.astimezone(UTC)


@pytest.mark.parametrize("value", [None, True, 5, 5.0, [], {}])
def test_dates_and_instants_are_strings(value: object) -> None:
    for read in (read_date, read_instant):
        with pytest.raises(WrongType) as raised:
            read(value)
        assert raised.value.given == repr(value)


# --- text -----------------------------------------------------------------------------------


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
def test_json_is_read_as_it_was_written(value: object) -> None:
    assert parse_json(json.dumps(value)) == value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidInput):  # and nothing else
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"a": 1, "a": 1}', "'a'"),
        ('[{"x": {"b": 1, "c": 2, "b": 3}}]', "'b'"),
        ("NaN", "'NaN'"),
        ('{"a": [NaN]}', "'NaN'"),
        ("Infinity", "'Infinity'"),
        ("[-Infinity]", "'-Infinity'"),
    ],
)
def test_what_json_does_not_have(text: str, named: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        parse_json(text)
    assert raised.value.given == named


@pytest.mark.parametrize("text", ["1e999", "[-1e999]"])
def test_a_number_too_great_is_no_infinity(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_json(text)


def test_a_number_of_more_digits_than_python_reads() -> None:
    with pytest.raises(InvalidInput):
        parse_json(f'{{"minutes": {"9" * 5000}}}')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ('{"a": 1,}', "line 1, column"),
        ('{"a": 1}\n{"b": 2}', "line 2, column 1"),
        ("{'a': 1}", "line 1, column 2"),
        ("\ufeff{}", "line 1, column 1"),
    ],
)
def test_the_place_where_json_breaks(text: str, place: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        parse_json(text)
    assert raised.value.field.startswith(place)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_nesting_without_end(opening: str) -> None:
    with pytest.raises(InvalidInput):
        parse_json(opening * 200_000)


def test_the_converter_knows_no_kind_that_it_would_guess_at() -> None:
    for kind, value in ((str, 5), (int, "5"), (bool, 1), (date, 5), (datetime, 5)):
        with pytest.raises(WrongType):
            converter.structure(value, kind)
