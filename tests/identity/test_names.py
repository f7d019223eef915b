"""Names typed by different hands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import name_key, same_name
from tichet_rules.identity.names import LONGEST_NAME

ZERO_WIDTH_SPACE = "\u200b"
RIGHT_TO_LEFT_MARK = "\u200f"
SOFT_HYPHEN = "\u00ad"

LETTERS = "abcdefghijklmnopqrstuvwxyzăâîșțşţáéíóöőúüűäßłđ"
PLAIN = str.maketrans("ăâîșțşţáéíóöőúüűäłđ", "aaiststaeiooouuuald")
SEPARATORS = st.sampled_from([" ", "  ", "-", " - ", "\u00a0", "\u2011", "\u2013", "\u2212"])
FORMS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFKC", text),
        lambda text: unicodedata.normalize("NFKD", text),
    ]
)
CASES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str.upper, str.lower, str.title, str.swapcase, str]
)

tokens = st.text(LETTERS, min_size=1, max_size=12)
names = st.lists(tokens, min_size=1, max_size=6)
anything = st.text(st.characters(codec=None))


@st.composite
def typed(draw: st.DrawFn, of: list[str]) -> str:
    """One of the ways of typing the names."""
    parts = draw(st.permutations(of))
    text = parts[0]
    for part in parts[1:]:
        text += draw(SEPARATORS) + part
    text = draw(CASES)(text)
    if draw(st.booleans()):
        text = text.translate(PLAIN)
    return draw(FORMS)(text)


def key_or_none(text: str) -> str | None:
    try:
        return name_key(text)
    except InvalidInput:
        return None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Pop-Ionescu Ana Maria", "ANA-MARIA POP IONESCU"),
        ("Ștefan Țărmureș", "Ştefan Ţărmureş"),
        ("Ștefan Țărmureș", "stefan tarmures"),
        ("Mândrilă Îngrid", "Mandrila Ingrid"),
        ("Kőszegi Gyöngyvér", "Koszegi Gyongyver"),
        ("Müller Jürgen", "Muller Jurgen"),
        ("Groß Hans", "GROSS HANS"),
        ("Łukasz Øst Đorđe", "Lukasz Ost Dorde"),
        ("Æbel Œuvrard", "Aebel Oeuvrard"),
        ("Irmak Işık", "IRMAK IŞIK"),
        ("İpek", "ipek"),
        ("D'Angelo Ion", "D’Angelo Ion"),
        ("D'Angelo Ion", "D\u00b4Angelo Ion"),
        ("D'Angelo Ion", "D`Angelo Ion"),
        ("D'Angelo Ion", "D\u02bcAngelo Ion"),
        ("D'Angelo Ion", "D\uff07Angelo Ion"),
        ("Pop Ana", unicodedata.normalize("NFD", "Pop Ană")),
        ("Pop Ana", f"{RIGHT_TO_LEFT_MARK}Pop{ZERO_WIDTH_SPACE} A{SOFT_HYPHEN}na"),
        ("Pop Ana", "Pop\u3164 Ana\ufe0f"),
        ("Pop Ana", "\uff30\uff4f\uff50\u3000\uff21\uff4e\uff41"),
        ("Pop Ana", "  Pop\u00a0\u2009Ana  "),
        ("Pop\u2010Rus Ana", "Pop\u2011Rus\u2012Ana"),
        ("Pop\u2014Rus Ana", "Pop \u2212 Rus \u2043 Ana"),
        ("Στέφανος", "ΣΤΈΦΑΝΟΣ"),
        ("Иван Пётр", "ПЁТР-ИВАН"),
    ],
)
def test_the_same_name_typed_otherwise(a: str, b: str) -> None:
    assert name_key(a) == name_key(b)
    assert same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Pop Ana", "Pop Ana Ana"),
        ("Pop Ana", "Pop Anna"),
        ("Pop Ana", "PopAna"),
        ("Pop Ana", "Pop A"),
        ("Pop I. Ana", "Pop I Ana"),
        ("Müller", "Mueller"),
        ("D'Angelo", "D Angelo"),
        ("D'Angelo", "DAngelo"),
        # Marks of other scripts tell letters apart.
        ("Пётр", "Петр"),
        ("Николай", "Николаи"),
        ("Στέφανος", "Στεφανος"),
        ("\u05d0\u05b7", "\u05d0\u05b8"),
        # Letters that look alike: Latin and Cyrillic.
        ("Ana", "\u0410n\u0430"),
    ],
)
def test_another_name(a: str, b: str) -> None:
    assert not same_name(a, b)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pop-Ionescu Ana Maria", "ana ionescu maria pop"),
        ("Ana Ana Pop", "ana ana pop"),
        ("Ștefan al II-lea", "al ii lea stefan"),
        ("Й", "й"),
        ("김 철수", "김 철수"),
        ("M2 3", "3 m2"),
    ],
)
def test_the_key(name: str, key: str) -> None:
    assert name_key(name) == key
    assert unicodedata.is_normalized("NFC", key)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("", "at least one letter"),
        ("   ", "at least one letter"),
        ("- '", "at least one letter"),
        ("1234", "at least one letter"),
        ("\u0327", "at least one letter"),
        (ZERO_WIDTH_SPACE, "at least one letter"),
        ("\u3164\u115f\u1160\uffa0", "at least one letter"),
        ("😀", "at least one letter"),
        ("Pop\tAna", "control characters"),
        ("Pop\nAna", "control characters"),
        ("Pop Ana\r\nBcc: x@example.com", "control characters"),
        ("Pop\x00Ana", "control characters"),
        ("Pop\x1b[31mAna", "control characters"),
        ("Pop\x85Ana", "control characters"),
        ("Pop\u2028Ana", "line separators"),
        ("Pop\u2029Ana", "line separators"),
        ("Pop\ud800Ana", "lone surrogates"),
        ("a" * (LONGEST_NAME + 1), "at most 200 characters"),
        ("\ufdfa" * 12, "at most 200 characters"),
        ("a" * 10_240, "at most 1000 characters as typed"),
        ("a" + "\u0315\u0300" * 1_000_000, "at most 1000 characters as typed"),
    ],
)
def test_what_is_no_name_is_refused_and_not_shown(name: str, right: str) -> None:
    with pytest.raises(InvalidInput, match=right) as refusal:
        name_key(name)
    assert refusal.value.personal
    assert refusal.value.given is None
    assert refusal.value.args == ("name", None, refusal.value.expected)
    assert "not shown" in str(refusal.value)


@pytest.mark.parametrize("name", [None, b"Pop Ana", 7, ["Pop", "Ana"]])
def test_what_is_no_text_is_refused(name: object) -> None:
    with pytest.raises(WrongType, match="expected a str") as refusal:
        name_key(name)  # type: ignore[arg-type]
    assert refusal.value.given is None
    with pytest.raises(WrongType):
        same_name("Pop Ana", name)  # type: ignore[arg-type]


def test_the_longest_name() -> None:
    assert name_key("a" * LONGEST_NAME) == "a" * LONGEST_NAME
    # What folding takes away does not count.
    assert name_key("a\u0327\u0306" * LONGEST_NAME) == "a" * LONGEST_NAME


@given(st.data(), names)
def test_order_case_diacritics_and_hyphens_do_not_matter(
    data: st.DataObject, of: list[str]
) -> None:
    a, b, c = (data.draw(typed(of)) for _ in range(3))
    assert name_key(a) == name_key(b)
    assert same_name(a, a)
    assert same_name(b, a)
    assert same_name(a, c)


@given(st.data(), names, names)
def test_two_names_are_one_exactly_when_their_words_are(
    data: st.DataObject, of: list[str], other: list[str]
) -> None:
    def words(of: list[str]) -> list[str]:
        return sorted(word.replace("ß", "ss").translate(PLAIN) for word in of)

    alike = words(of) == words(other)
    assert same_name(data.draw(typed(of)), data.draw(typed(other))) is alike


@given(
    st.data(), names, st.sampled_from([ZERO_WIDTH_SPACE, RIGHT_TO_LEFT_MARK, "\u202e", "\ufeff"])
)
def test_characters_that_show_nothing_do_not_matter(
    data: st.DataObject, of: list[str], invisible: str
) -> None:
    text = data.draw(typed(of))
    at = data.draw(st.integers(0, len(text)))
    assert same_name(text[:at] + invisible + text[at:], text)


@given(anything)
@example("a\u0345\u0327")
@example("\u0345a")
@example("ŉ ΐ ﷺ")
@example("\u1ffd\u00a8a")
def test_any_text_has_a_stable_key_or_is_refused(text: str) -> None:
    key = key_or_none(text)
    assume(key is not None)
    assert key is not None
    assert name_key(key) == key
    assert len(key) <= LONGEST_NAME
    assert key == " ".join(sorted(key.split(" ")))


@given(anything, anything)
def test_names_are_the_same_both_ways_round_or_not_at_all(a: str, b: str) -> None:
    if key_or_none(a) is None or key_or_none(b) is None:
        with pytest.raises(InvalidInput):
            same_name(a, b)
    else:
        assert same_name(a, b) == same_name(b, a) == (name_key(a) == name_key(b))
