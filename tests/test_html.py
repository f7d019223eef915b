"""The pieces of HTML: whatever stands in them, they are those pieces and no others."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests._notebook import HOSTILE, Page
from tichet_rules._html import blocks, details, element, html, left_out, paragraph, table
from tichet_rules.text import Text

# Nothing that HTML itself would read otherwise: a NUL, a carriage return.
texts = st.text(st.characters(exclude_characters="\x00\r"), max_size=30) | st.just(HOSTILE)
NOT_SHOWN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def one_line(text: str) -> str:
    return " ".join(NOT_SHOWN.sub("\ufffd", text).split())


@given(st.lists(texts, min_size=4, max_size=4))
def test_what_stands_in_a_table_comes_back_as_it_was(words: list[str]) -> None:
    caption, name, value, note = words
    page = Page(html("ro", table(caption, [name, "x"], [[value, element("code", note)]])))
    assert page.language == "ro"
    [found] = page.tables
    assert one_line(found.caption) == one_line(caption)
    assert one_line(found.head[0]) == one_line(name)
    assert [one_line(each) for each in found.rows[0]] == [one_line(value), one_line(note)]


@given(texts)
def test_an_attribute_ends_where_it_ends(text: str) -> None:
    page = Page(html("en", element("span", "x", lang=text)))
    assert page.text == "x"


def test_text_stands_before_between_and_behind_elements() -> None:
    made = element("p", "a", "b", element("em", "c"), "d", "e", element("em"), element("em", "f"))
    assert html("en", made) == ('<div lang="en"><p>ab<em>c</em>de<em></em><em>f</em></p></div>')


def test_what_turns_the_direction_of_the_line_is_not_shown() -> None:
    assert Page(html("en", "a\u202eb\u2066c\ud800")).text == "a\ufffdb\ufffdc\ufffd"


def test_numbers_are_set_to_the_right() -> None:
    made = html("en", table("c", ["a", "b"], [["x", "1"]], numbers=[1]))
    assert made.count("text-align:right") == 2
    assert made.count("text-align:left") == 3  # with the caption


def test_blocks_and_details() -> None:
    made = html("en", details("more", paragraph("a"), blocks(["b", "c"])))
    assert Page(made).text == "morea b c"


def test_what_is_left_out_is_said_in_both_languages() -> None:
    assert left_out(2, 5, "en") == "The first 2 of 5 are shown."
    assert left_out(2, 5, "ro", Text("restul e acolo", "x")) == (
        "Se arată primele 2 din 5; restul e acolo."
    )
