"""What an error says, what it keeps to itself, and that it travels between processes."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import (
    AgendaConflict,
    InvalidInput,
    MissingExtra,
    TichetError,
    WrongType,
)

MARKER = "Zyxwmarker"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InvalidInput("minutes", 0, "at least 1"), "minutes: got 0; expected at least 1"),
        (
            WrongType("minutes", "15", "a whole number"),
            "minutes: got '15'; expected a whole number",
        ),
        (
            InvalidInput("name", MARKER, "at least one letter", personal=True),
            "name: expected at least one letter (what was given is personal data and is not shown)",
        ),
        (
            MissingExtra("checking a phone number", "contact"),
            (
                "checking a phone number needs the extra 'contact': "
                "pip install 'tichet-rules[contact]'"
            ),
        ),
        (
            AgendaConflict("slot.free", "b-2", "b-1"),
            (
                "slot.free: booking 'b-2' can't be applied to this agenda: "
                "the inspector has another meeting at that time, 'b-1'"
            ),
        ),
        (
            AgendaConflict("booking.open", "b-2"),
            (
                "booking.open: booking 'b-2' can't be applied to this agenda: "
                "there is none of that id, or it is closed: cancelled, held or missed"
            ),
        ),
    ],
)
def test_every_error_says_what_is_wrong_and_survives_a_pickle(
    error: TichetError, text: str
) -> None:
    assert str(error) == text
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == text
        assert again.args == error.args
        assert vars(again) == vars(error)


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (InvalidInput, (TichetError, ValueError)),
        (WrongType, (InvalidInput, TichetError, ValueError, TypeError)),
        (MissingExtra, (TichetError, ImportError)),
        (AgendaConflict, (TichetError, ValueError)),
    ],
)
def test_each_error_is_also_the_builtin_that_one_would_catch(
    kind: type[Exception], bases: tuple[type[Exception], ...]
) -> None:
    assert all(issubclass(kind, base) for base in bases)


def test_the_parts_of_an_error_can_be_read() -> None:
    error = InvalidInput("minutes", 0, "at least 1")
    assert (error.field, error.given, error.expected, error.personal) == (
        "minutes",
        "0",
        "at least 1",
        False,
    )
    conflict = AgendaConflict("slot.free", "b-2", "b-1")
    assert (conflict.rule, conflict.booking, conflict.other) == ("slot.free", "b-2", "b-1")
    missing = MissingExtra("checking a phone number", "contact")
    assert (missing.purpose, missing.extra) == ("checking a phone number", "contact")


@pytest.mark.parametrize("kind", [InvalidInput, WrongType])
@pytest.mark.parametrize("given_value", [MARKER, [MARKER], {"name": MARKER}, MARKER.encode()])
def test_personal_data_is_nowhere_in_the_error(
    kind: type[InvalidInput], given_value: object
) -> None:
    error = kind("name", given_value, "a string", personal=True)
    for each in (error, error.inside("requests[0]"), pickle.loads(pickle.dumps(error))):
        assert each.given is None
        assert each.personal
        seen = f"{each} {each!r} {each.args} {vars(each)}".encode() + pickle.dumps(each)
        assert MARKER.encode() not in seen
        assert "personal data" in str(each)


@given(st.text())
def test_a_long_value_is_cut_short(value: str) -> None:
    shown = InvalidInput("x", value, "less").given
    assert shown is not None
    assert len(shown) <= 80
    if len(repr(value)) <= 80:
        assert shown == repr(value)
    else:
        assert shown.endswith("…")
        assert repr(value).startswith(shown[:-1])


@pytest.mark.parametrize(("length", "cut"), [(78, False), (79, True)])
def test_the_longest_value_that_is_shown_whole(length: int, cut: bool) -> None:
    shown = InvalidInput("x", "a" * length, "less").given  # and two quotation marks
    assert shown is not None
    assert shown.endswith("…") is cut


@pytest.mark.parametrize(
    ("field", "place", "joined"),
    [
        ("minutes", "bookings[2]", "bookings[2].minutes"),
        ("[2]", "bookings", "bookings[2]"),
        ("[2].minutes", "bookings", "bookings[2].minutes"),
        ("", "versions[0]", "versions[0]"),
        ("versions[0]", "my.toml: ", "my.toml: versions[0]"),
    ],
)
@pytest.mark.parametrize("kind", [InvalidInput, WrongType])
@pytest.mark.parametrize("personal", [False, True])
def test_an_error_seen_from_further_out_is_the_same_but_for_its_field(
    kind: type[InvalidInput], personal: bool, field: str, place: str, joined: str
) -> None:
    inner = kind(field, MARKER, "at least 1", personal=personal)
    outer = inner.inside(place)
    assert type(outer) is kind
    assert outer.field == joined
    assert outer.args == (joined, inner.given, "at least 1")
    assert (outer.given, outer.expected, outer.personal) == (inner.given, "at least 1", personal)
    assert str(outer).startswith(f"{joined}: ")
    assert inner.field == field


def test_a_value_that_python_can_t_show_is_no_second_error() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    for value in (10**5000, nested):
        assert InvalidInput("policy", value, "a preset").given == "a value too large to be shown"


def test_a_conflict_of_a_rule_that_is_not_ours_is_told_without_a_reason() -> None:
    conflict = AgendaConflict("town.rule", "b-2", "b-1")
    assert str(conflict) == "town.rule: booking 'b-2' can't be applied to this agenda, 'b-1'"
