"""What an error says, what it keeps to itself, and that it travels between processes."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tichet_rules
from tests._romanian import BARE, CEDILLAS
from tests._romanian import checked as romanian
from tichet_rules.errors import (
    _CONFLICTS,
    AgendaConflict,
    Given,
    InvalidInput,
    MissingExtra,
    TichetError,
    WrongType,
)
from tichet_rules.text import Text

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


NUMBER = Text("un număr întreg", "a whole number")
NOTHING = Given("nimic", "nothing")
LINE = Text("log.csv: linia 2", "log.csv: line 2")


@pytest.mark.parametrize(
    ("error", "ro", "en"),
    [
        (
            WrongType("minutes", "15", NUMBER),
            "minutes: s-a primit '15'; se aștepta un număr întreg",
            "minutes: got '15'; expected a whole number",
        ),
        (
            InvalidInput(LINE, NOTHING, NUMBER).inside("a.zip: "),
            "a.zip: log.csv: linia 2: s-a primit 'nimic'; se aștepta un număr întreg",
            "a.zip: log.csv: line 2: got 'nothing'; expected a whole number",
        ),
        (
            InvalidInput("minutes", 0, NUMBER).inside(LINE),
            "log.csv: linia 2.minutes: s-a primit 0; se aștepta un număr întreg",
            "log.csv: line 2.minutes: got 0; expected a whole number",
        ),
        (
            InvalidInput(LINE, 0, NUMBER).renamed("^log.csv", "x.csv"),
            "x.csv: linia 2: s-a primit 0; se aștepta un număr întreg",
            "x.csv: line 2: got 0; expected a whole number",
        ),
        (
            InvalidInput("name", MARKER, Text("o literă", "a letter"), personal=True),
            "name: se aștepta o literă (valoarea dată conține date personale și nu se arată)",
            "name: expected a letter (what was given is personal data and is not shown)",
        ),
        (
            InvalidInput("x", 0, "what nobody put into Romanian yet"),
            "x: s-a primit 0; se aștepta what nobody put into Romanian yet",
            "x: got 0; expected what nobody put into Romanian yet",
        ),
        (
            InvalidInput("email", Text("da", "yes"), "a str"),
            "email: s-a primit Text(ro='da', en='yes'); se aștepta a str",
            "email: got Text(ro='da', en='yes'); expected a str",
        ),
        (
            MissingExtra(Text("citirea unui fișier", "reading a file"), "parquet"),
            (
                "citirea unui fișier are nevoie de componenta opțională 'parquet': "
                "pip install 'tichet-rules[parquet]'"
            ),
            "reading a file needs the extra 'parquet': pip install 'tichet-rules[parquet]'",
        ),
        (
            AgendaConflict("slot.free", "b-2", "b-1"),
            (
                "slot.free: programarea 'b-2' nu poate fi pusă în această agendă: "
                "inspectorul are altă întâlnire la acea oră, 'b-1'"
            ),
            (
                "slot.free: booking 'b-2' can't be applied to this agenda: "
                "the inspector has another meeting at that time, 'b-1'"
            ),
        ),
        (TichetError("anything"), "anything", "anything"),
    ],
)
def test_every_error_speaks_both_languages(error: TichetError, ro: str, en: str) -> None:
    for each in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert (each.in_("ro"), each.in_("en"), str(each)) == (ro, en, en)
        with pytest.raises(InvalidInput, match="'ro' or 'en'"):
            each.in_("hu")  # type: ignore[arg-type]


def test_what_would_be_right_and_why_in_both_languages() -> None:
    error = InvalidInput("minutes", NOTHING, NUMBER)
    assert (error.given, error.expected, error.right) == ("'nothing'", NUMBER.en, NUMBER)
    assert error.reason() == Text(
        "s-a primit 'nimic'; se aștepta un număr întreg", "got 'nothing'; expected a whole number"
    )
    assert error.reason(shown=False) == Text(
        "se aștepta un număr întreg", "expected a whole number"
    )
    hidden = InvalidInput("name", MARKER, NUMBER, personal=True)
    assert hidden.reason() == error.reason(shown=False)


@pytest.mark.parametrize("rule", _CONFLICTS)
def test_every_conflict_is_told_in_romanian(rule: str) -> None:
    romanian(AgendaConflict(rule, "b-1").in_("ro"))


SOURCES = Path(tichet_rules.__file__).parent
# What a clerk or an auditor reads: the readers of logs, of offices, of questions, of policies.
BILINGUAL = (
    *sorted(SOURCES.glob("interchange/_logs_*.py")),
    *(
        SOURCES / each
        for each in (
            "_door.py",
            "interchange/logs.py",
            "interchange/structure.py",
            "policy/files.py",
            "policy/parameters.py",
            "office.py",
            "model/time.py",
        )
    ),
    *sorted(SOURCES.glob("cli/*.py")),
)


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    return [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in names
    ]


@pytest.mark.parametrize("path", BILINGUAL, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_what_people_meet_is_never_english_alone(path: Path) -> None:
    for call in calls(ast.parse(path.read_text("utf-8")), "InvalidInput", "WrongType"):
        right = call.args[2]
        alone = isinstance(right, (ast.Constant, ast.JoinedStr))
        # A value alone, such as «format = "…/1"», is of no language.
        assert not alone or not re.search("[a-z]{3}", ast.unparse(right)), ast.unparse(call)


def words_of(node: ast.expr) -> str:
    """The words of a text that is written out; what is filled in stands as three dots."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values
        )
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_every_text_of_the_package_has_the_letters_of_romanian() -> None:
    for path in sorted(SOURCES.rglob("*.py")):
        for call in calls(ast.parse(path.read_text("utf-8")), "Text", "Given"):
            if call.args:
                text = words_of(call.args[0])
                assert not CEDILLAS & set(text), (path, text)
                assert not BARE.findall(text), (path, text)


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


def names(count: int) -> list[str]:
    return [f"Coloana {number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("value", "ro", "en"),
    [
        (names(3), "['Coloana 1', 'Coloana 2', 'Coloana 3']", None),
        (
            names(9),
            "['Coloana 1', 'Coloana 2', 'Coloana 3', 'Coloana 4' … și încă 5]",
            "['Coloana 1', 'Coloana 2', 'Coloana 3', 'Coloana 4' … and 5 more]",
        ),
        (
            (*names(8), 1),
            "('Coloana 1', 'Coloana 2', 'Coloana 3', 'Coloana 4' … și încă 5)",
            "('Coloana 1', 'Coloana 2', 'Coloana 3', 'Coloana 4' … and 5 more)",
        ),
        (["x" * 100, "y"], "['" + "x" * 77 + "…", None),
        (Given("un " * 60, "a " * 60), repr("un " * 60), repr("a " * 60)),
        (
            Given("un " * 200, "a " * 200),
            "'" + " ".join(["un"] * 99) + "…",
            "'" + " ".join(["a"] * 149) + "…",
        ),
    ],
)
def test_of_several_names_whole_ones_are_shown(value: object, ro: str, en: str | None) -> None:
    error = InvalidInput("x", value, "less")
    assert (error.in_("ro"), error.given) == (f"x: s-a primit {ro}; se aștepta less", en or ro)


@given(st.lists(st.text("ab șț", max_size=40), max_size=12))
def test_a_list_is_never_cut_within_a_name(value: list[str]) -> None:
    shown = InvalidInput("x", value, "less").given
    assert shown is not None
    assert len(shown) <= 80
    if shown != repr(value):
        whole, _, more = shown.removesuffix(" more]").rpartition(" … and ")
        kept = len(value) - int(more)
        assert whole == repr(value[:kept]).removesuffix("]")


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
