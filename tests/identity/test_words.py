"""The words of a text typed by hand, made comparable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.identity.words import comparable_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" \n\t", ()),
        ("…!? – «»", ()),
        ("probleme personale", ("probleme", "personale")),
        ("Probleme PERSONALE – și locuință!", ("probleme", "personale", "si", "locuinta")),
        ("ȘTIINȚĂ Şi ţară", ("stiinta", "si", "tara")),
        ("s\u0326tiint\u0326a\u0306", ("stiinta",)),
        ("l-am văzut, d-le", ("l", "am", "vazut", "d", "le")),
        ("str.Horea nr.12/A", ("str", "horea", "nr", "12", "a")),
        ("a\u00a0b\u2003c\u3000d", ("a", "b", "c", "d")),
        ("Straße ﬁn Ⅳ", ("strasse", "fin", "iv")),
        ("ab ab AB", ("ab", "ab", "ab")),
        ("Проблемы й", ("проблемы", "й")),  # a mark tells letters of other scripts apart
        ("Ёлка елка", ("ёлка", "елка")),
        ("個人的な問題", ("個人的な問題",)),
        ("12,50 lei", ("12", "50", "lei")),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert comparable_words(text) == words


anything = st.text(st.characters(codec="utf-8"), max_size=40)


@given(anything)
def test_words_are_their_own_words(text: str) -> None:
    words = comparable_words(text)
    assert comparable_words(" ".join(words)) == words
    assert all(words)


@given(anything)
def test_neither_case_nor_form_nor_punctuation_matters(text: str) -> None:
    words = comparable_words(text)
    for again in (
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFKC", text),
        f"  «{text}»! ",
    ):
        assert comparable_words(again) == words


@given(st.lists(st.text("aăâbiîsșştțţ", min_size=1, max_size=6), max_size=6))
def test_romanian_without_its_diacritics_is_the_same(words: list[str]) -> None:
    plain = str.maketrans("ăâîșşțţ", "aaisstt")
    typed = " ".join(words)
    assert comparable_words(typed) == tuple(each.translate(plain) for each in words)
    assert comparable_words(typed.upper()) == comparable_words(typed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("pro\u00adbleme", ("probleme",), id="soft-hyphen"),
        pytest.param("pro\u200bble\u200cme\u200d", ("probleme",), id="zero-width"),
        pytest.param("\u200eprobleme\u200f", ("probleme",), id="direction-marks"),
        pytest.param("\ufeffprobleme", ("probleme",), id="byte-order-mark"),
    ],
)
def test_what_shows_nothing_parts_no_words(text: str, words: tuple[str, ...]) -> None:
    """As in a name: the reader sees one word."""
    assert comparable_words(text) == words


def test_an_underscore_is_punctuation() -> None:
    assert comparable_words("___ probleme_personale") == ("probleme", "personale")


@pytest.mark.parametrize("text", ["हिन्दी", "שָׁלוֹם"])
def test_a_word_of_a_script_with_vowel_signs_is_one(text: str) -> None:
    assert len(comparable_words(text)) == 1
