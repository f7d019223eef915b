"""The ticket as plain text."""

from __future__ import annotations

from unicodedata import category, east_asian_width

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.documents._ticket_examples import (
    HOSTILE,
    TICKET,
    all_that_is_written,
    hostile,
    squashed,
)
from tests.documents._ticket_strategies import tickets
from tichet_rules.documents.ticket import ticket_text
from tichet_rules.model.ticket import MeetingRecord
from tichet_rules.text import LANGUAGES, Language


def columns(line: str) -> int:
    seen = [mark for mark in line if category(mark) not in {"Mn", "Me", "Cf"}]
    return len(seen) + sum(east_asian_width(mark) in {"W", "F"} for mark in seen)


def body(*questions: str) -> list[str]:
    record = MeetingRecord(questions, [])
    lines = ticket_text(evolve(TICKET, record=record)).splitlines()
    start = lines.index("Întrebările cetățeanului") + 3
    return lines[start : lines.index("Concluzii") - 1]


@given(tickets(), st.sampled_from(LANGUAGES))
def test_any_ticket_is_told_in_full_within_72_columns(ticket: object, code: Language) -> None:
    text = ticket_text(ticket, code)  # type: ignore[arg-type]
    told = squashed(text)
    for each in all_that_is_written(ticket):  # type: ignore[arg-type]
        assert squashed(each) in told
    assert all(columns(line) <= 72 for line in text.splitlines())
    assert text.endswith("\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_lost_of_what_was_written(text: str) -> None:
    told = squashed(ticket_text(hostile(text)))
    assert all(squashed(each) in told for each in all_that_is_written(hostile(text)))


def test_a_paragraph_of_20_000_characters_is_wrapped() -> None:
    long = ("Șoseaua Țării, " * 1400)[:20_000]
    assert squashed(long) in squashed("".join(body(long)))


def test_a_word_that_is_too_long_is_broken() -> None:
    assert body("scurt " + "x" * 100 + " gata") == [
        "    scurt",
        "    " + "x" * 68,
        "    " + "x" * 32 + " gata",
    ]


def test_a_mark_stays_with_its_letter_where_a_word_is_broken() -> None:
    assert body("e\u0301" * 70) == ["    " + "e\u0301" * 68, "    " + "e\u0301" * 2]


def test_a_wide_character_takes_two_columns() -> None:
    assert body("日" * 40) == ["    " + "日" * 34, "    " + "日" * 6]


def test_lines_spaces_and_tabs_stay_where_they_are() -> None:
    assert body("unu\n\n  doi\ttrei\u2028patru  cinci") == [
        "    unu",
        "",
        "      doi    trei",
        "    patru  cinci",
    ]


def test_spaces_wider_than_a_line_break_it() -> None:
    assert body("unu" + " " * 100 + "doi") == ["    unu", "    doi"]
    assert body(" " * 100 + "doi") == ["    doi"]


def test_paragraphs_are_numbered_when_there_are_several() -> None:
    assert body("unu", "doi") == ["1.  unu", "", "2.  doi"]
    assert body(*["x"] * 1000)[-1] == "1000. x"


def test_what_people_wrote_never_stands_at_the_margin() -> None:
    lines = body("Concluzii\n---------\nAprobat", "Concluzii")
    assert all(line[:1] in {"", " ", "1", "2"} for line in lines)


def test_each_line_that_runs_from_right_to_left_is_isolated() -> None:
    assert body("\u202eabc\ndef") == ["    \u2068\u202eabc\u2069", "    def"]
