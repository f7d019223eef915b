"""The checks that every value passes on its way in."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules._door import (
    LONGEST_PROSE,
    FrozenMap,
    calendar_date,
    checked_date,
    checked_identifier,
    checked_instance,
    checked_prose,
    checked_whole_number,
    fingerprint,
    identifier,
    instance,
    listed,
    member,
    one_of,
    paragraphs,
    whole_number,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import BookingStatus, Channel, Inspector, Request, RequestStatus, Role


class Colour(StrEnum):
    BLUE = "blue"
    GREEN = "green"


@frozen
class Checked:
    count: int = field(default=1, validator=whole_number(1, 5, "people"))
    name: str = field(default="x", validator=identifier())
    day: date = field(default=date(2026, 11, 26), validator=calendar_date())
    colour: Colour = field(default=Colour.BLUE, validator=instance(Colour))
    digest: str = field(default="0" * 64, validator=fingerprint())


@pytest.mark.parametrize("value", [1, 3, 5])
def test_a_whole_number_within_its_bounds_is_returned(value: int) -> None:
    assert checked_whole_number("count", value, 1, 5) == value
    assert Checked(count=value).count == value


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (0, InvalidInput),
        (6, InvalidInput),
        (-1, InvalidInput),
        (True, WrongType),
        (1.0, WrongType),
        ("1", WrongType),
        ("48h", WrongType),
        (None, WrongType),
    ],
)
def test_any_other_number_is_refused_with_its_bounds(value: Any, kind: type[InvalidInput]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Checked(count=value)
    assert type(caught.value) is kind
    assert str(caught.value) == (
        f"count: got {value!r}; expected a whole number of people, at least 1, at most 5"
    )


@pytest.mark.parametrize(
    ("least", "most", "unit", "expected"),
    [
        (None, None, "", "a whole number"),
        (0, None, "", "a whole number, at least 0"),
        (None, 5, "", "a whole number, at most 5"),
        (None, None, "days", "a whole number of days"),
    ],
)
def test_only_the_bounds_that_there_are_are_named(
    least: int | None, most: int | None, unit: str, expected: str
) -> None:
    with pytest.raises(WrongType) as caught:
        checked_whole_number("count", "five", least, most, unit)
    assert caught.value.expected == expected


@given(st.integers())
def test_without_bounds_every_whole_number_is_right(value: int) -> None:
    assert checked_whole_number("count", value) == value


@pytest.mark.parametrize("value", ["x", "i-017", " x ", "Mureș", "a" * 200])
def test_identifiers(value: str) -> None:
    assert checked_identifier("name", value) == value
    assert Checked(name=value).name == value


@pytest.mark.parametrize(
    ("value", "kind", "remedy"),
    [
        ("", InvalidInput, "1 to 200 printable"),
        ("   ", InvalidInput, "not only spaces"),
        ("a\nb", InvalidInput, "printable"),
        ("a\x00", InvalidInput, "printable"),
        ("\ud800", InvalidInput, "printable"),
        ("a" * 201, InvalidInput, "1 to 200"),
        (17, WrongType, "a string"),
        (None, WrongType, "a string"),
        (b"x", WrongType, "a string"),
    ],
)
def test_what_is_no_identifier(value: Any, kind: type[InvalidInput], remedy: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Checked(name=value)
    assert type(caught.value) is kind
    assert caught.value.field == "name"
    assert remedy in caught.value.expected


def test_a_date() -> None:
    assert checked_date("day", date.min) == date.min
    assert Checked(day=date.max).day == date.max


@pytest.mark.parametrize(
    "value", [datetime(2026, 11, 26, tzinfo=UTC), "2026-11-26", 20261126, None]
)
def test_an_instant_or_a_text_is_no_date(value: Any) -> None:
    with pytest.raises(WrongType, match=r"^day: got .*; expected a date without a time"):
        Checked(day=value)


def test_an_instance() -> None:
    assert checked_instance("colour", Colour.GREEN, Colour) is Colour.GREEN
    with pytest.raises(WrongType, match=r"^colour: got 'green'; expected an? Colour"):
        Checked(colour="green")  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [Colour.GREEN, "green"])
def test_a_member_or_its_value(value: object) -> None:
    assert member("colour", Colour)(value) is Colour.GREEN


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("gren", "colour: got 'gren'; expected one of 'blue', 'green'; did you mean 'green'?"),
        ("mauve?", "colour: got 'mauve?'; expected one of 'blue', 'green'"),
        (5, "colour: got 5; expected one of 'blue', 'green'"),
        ([], "colour: got []; expected one of 'blue', 'green'"),
        (None, "colour: got None; expected one of 'blue', 'green'"),
    ],
)
def test_no_member(value: object, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        member("colour", Colour)(value)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("field", "kind", "value", "meant"),
    [
        ("role", Role, "primar", "mayor"),
        ("role", Role, "viceprimar", "deputy_mayor"),
        ("channel", Channel, "telefon", "phone"),
        ("status", BookingStatus, "anulat", "cancelled"),
        ("status", RequestStatus, "în operare", "in_operation"),
        ("colour", Colour, "verde", None),
    ],
)
def test_a_member_by_its_words_is_told(
    field: str, kind: Any, value: str, meant: str | None
) -> None:
    with pytest.raises(InvalidInput) as caught:
        member(field, kind)(value)
    _, _, suggested = caught.value.expected.partition("; ")
    assert suggested == ("" if meant is None else f"did you mean {meant!r}?")


def test_a_member_by_other_words_is_told() -> None:
    with pytest.raises(InvalidInput, match="did you mean 'execution'"):
        Inspector("i-1", role="inspector")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="did you mean 'negative'"):
        Request(
            "1/1",
            "Pop",
            date(2026, 1, 12),
            "i-1",
            answer="nefavorabil",  # type: ignore[arg-type]
        )


@pytest.mark.parametrize(
    ("word", "known", "right"),
    [
        (
            "notice_hour",
            ["notice_hours", "x"],
            "one of 'notice_hours', 'x'; did you mean 'notice_hours'?",
        ),
        ("gren", Colour, "one of 'blue', 'green'; did you mean 'green'?"),
        ("zzz", ["notice_hours", "x"], "one of 'notice_hours', 'x'"),
        ("zzz", Colour, "one of 'blue', 'green'"),
        (7, iter(["x"]), "one of 'x'"),
        ("", ["x"], "one of 'x'"),
    ],
)
def test_the_closest_of_the_known_words_or_all_of_them(
    word: object, known: Iterable[str], right: str
) -> None:
    assert one_of(word, known, "key").en == right


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint(digest: bytes) -> None:
    assert Checked(digest=digest.hex()).digest == digest.hex()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", InvalidInput),
        ("0" * 63, InvalidInput),
        ("0" * 65, InvalidInput),
        ("A" * 64, InvalidInput),
        ("g" + "0" * 63, InvalidInput),
        (" " + "0" * 63, InvalidInput),
        ("\u0660" * 64, InvalidInput),  # digits, but of another script
        (bytes(32), WrongType),
        (0, WrongType),
        (None, WrongType),
    ],
)
def test_what_is_no_fingerprint(value: Any, kind: type[InvalidInput]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Checked(digest=value)
    assert type(caught.value) is kind
    assert caught.value.field == "digest"
    assert caught.value.expected.startswith("a fingerprint")


# --- what people wrote ------------------------------------------------------------------

MARKER = "zyxwmarker"


@pytest.mark.parametrize(
    "text", ["x", " x ", "rând\nnou\tși tab", "a" * LONGEST_PROSE, "😀", "\u2028x", "x\ue000"]
)
def test_prose_is_kept_as_written(text: str) -> None:
    assert checked_prose("conclusions[0]", text) == text
    assert paragraphs("conclusions", iter([text, "."])) == (text, ".")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "1 to 20000 characters, not only spaces"),
        ("\n \t\u00a0", "not only spaces"),
        (MARKER * 2001, "1 to 20000 characters"),
        (f"{MARKER}\x00", "text without control characters, surrogates or NUL"),
        (f"{MARKER}\x1f", "text without control characters"),
        (f"{MARKER}\x9b", "text without control characters"),
        (f"\udfff{MARKER}", "text without control characters, surrogates"),
    ],
)
def test_what_is_no_prose(text: str, remedy: str) -> None:
    for check, place in (
        (lambda: checked_prose("text", text), "text"),
        (lambda: paragraphs("text", [".", text]), "text[1]"),
    ):
        with pytest.raises(InvalidInput) as caught:
            check()
        assert type(caught.value) is InvalidInput
        assert (caught.value.field, caught.value.given) == (place, None)
        assert remedy in caught.value.expected
        assert MARKER not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


def test_a_list_is_any_but_a_text_or_a_mapping() -> None:
    for values in ([1, 2], (1, 2), iter([1, 2]), {1: 0, 2: 0}.keys()):
        assert listed("numbers", values, "a list") == [1, 2]
    for wrong in (MARKER, MARKER.encode(), {MARKER: 1}, FrozenMap({MARKER: 1}), 5, None):
        with pytest.raises(WrongType, match=r"^numbers: ") as caught:
            listed("numbers", wrong, "a list of numbers", personal=True)
        assert MARKER not in f"{caught.value} {caught.value!r} {vars(caught.value)}"
        with pytest.raises(WrongType, match=r"^numbers: got .*; expected a list of numbers"):
            listed("numbers", wrong, "a list of numbers")


# --- FrozenMap --------------------------------------------------------------------------

maps = st.dictionaries(st.text(max_size=5), st.integers())


@given(maps)
def test_a_frozen_map_reads_like_the_dict_it_was_made_of(items: dict[str, int]) -> None:
    frozen_map = FrozenMap(items)
    assert dict(frozen_map) == items
    assert list(frozen_map) == list(items)
    assert len(frozen_map) == len(items)
    assert all(frozen_map[key] == value for key, value in items.items())
    assert all(key in frozen_map for key in items)
    assert "longer than any" not in frozen_map
    assert repr(frozen_map) == f"FrozenMap({items!r})"
    assert FrozenMap(items.items()) == frozen_map
    assert bool(frozen_map) is bool(items)


@given(maps)
def test_equal_maps_are_equal_whatever_their_order_and_have_one_hash(
    items: dict[str, int],
) -> None:
    one, other = FrozenMap(items), FrozenMap(dict(reversed(items.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1
    assert one != FrozenMap({**items, "longer than any": 1})


@given(maps)
@pytest.mark.parametrize(
    "again",
    [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy],
    ids=["pickle", "copy", "deepcopy"],
)
def test_a_frozen_map_survives_a_journey(
    again: Callable[[FrozenMap[str, int]], FrozenMap[str, int]], items: dict[str, int]
) -> None:
    frozen_map = FrozenMap(items)
    assert again(frozen_map) == frozen_map
    assert list(again(frozen_map)) == list(frozen_map)
    assert hash(again(frozen_map)) == hash(frozen_map)


def test_a_frozen_map_cannot_change() -> None:
    source = {"a": 1}
    frozen_map: Any = FrozenMap(source)
    source["b"] = 2
    assert dict(frozen_map) == {"a": 1}
    with pytest.raises(TypeError):
        frozen_map["b"] = 2
    with pytest.raises(TypeError):
        del frozen_map["a"]
    with pytest.raises(AttributeError):
        frozen_map.extra = 1


def test_a_missing_key_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        FrozenMap({"a": 1})["b"]


@pytest.mark.parametrize("other", [{"a": 1}, [("a", 1)], None])
def test_a_frozen_map_equals_only_frozen_maps(other: object) -> None:
    assert FrozenMap({"a": 1}) != other


@pytest.mark.parametrize("items", [(), {}, []])
def test_an_empty_map(items: Iterable[tuple[str, int]]) -> None:
    assert FrozenMap(items) == FrozenMap()
    assert not FrozenMap()


def test_a_map_of_what_has_no_hash_has_none() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenMap({"a": []}))


def test_marks_are_bounded_on_a_letter_and_not_in_a_text() -> None:
    bounded = "a" + "\u0301" * 30
    assert checked_prose("text", bounded * 20) == bounded * 20
    with pytest.raises(InvalidInput, match=r"^text: expected at most 30 marks on one letter"):
        checked_prose("text", bounded + "\u0301")
