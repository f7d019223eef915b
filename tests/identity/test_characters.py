"""Ordinary texts take a short way, and come out as by the long one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput
from tichet_rules.identity._characters import text_of, without_latin_marks

ALPHA = "\N{GREEK SMALL LETTER ALPHA}"  # with it at its end, a text takes the long way

ascii_and_marks = st.text(
    st.characters(max_codepoint=0x7F) | st.characters(min_codepoint=0x300, max_codepoint=0x36F)
)
latin = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    | st.characters(min_codepoint=0xC0, max_codepoint=0x24F)
)


@given(ascii_and_marks)
@example("s\u0326\u0301tef 1\u0301\u0302 \u0301a\u036f")
def test_marks_come_off_latin_letters_alone(text: str) -> None:
    assert without_latin_marks(text) + ALPHA == without_latin_marks(text + ALPHA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s\u0326tefan", "stefan"),
        ("A\u0300\u036fZ\u0301", "AZ"),
        ("1\u0301", "1\u0301"),
        ("\u0301a", "\u0301a"),
        ("@\u0301[\u0301`\u0301{\u0301", "@\u0301[\u0301`\u0301{\u0301"),
    ],
)
def test_which_marks_come_off(text: str, expected: str) -> None:
    assert without_latin_marks(text) == expected


@given(latin)
@example("".join(map(chr, range(0xC0, 0x250))))
def test_ordinary_text_is_all_visible(text: str) -> None:
    assert text_of("name", text, personal=True) == text
    assert text_of("name", text + ALPHA, personal=True) == text + ALPHA


@pytest.mark.parametrize("code", [0x1F, 0x7F, 0x80, 0x9F])
def test_what_is_next_to_ordinary_is_looked_at(code: int) -> None:
    assert unicodedata.category(chr(code)) == "Cc"
    with pytest.raises(InvalidInput, match="control characters"):
        text_of("name", f"Ana{chr(code)}", personal=True)
