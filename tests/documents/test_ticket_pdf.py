"""The ticket as PDF."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from unicodedata import category

import pytest
from attrs import evolve
from hypothesis import given, settings
from pypdf import PdfReader

from tests.documents._ticket_examples import (
    AUDIENCE,
    HOSTILE,
    TICKET,
    all_that_is_written,
    at,
    hostile,
    squashed,
)
from tests.documents._ticket_strategies import tickets
from tichet_rules.documents import _ticket_pdf
from tichet_rules.documents._ticket_pdf import SHOWN, pieces, plainly_printable, printable
from tichet_rules.documents.ticket import ticket_pdf
from tichet_rules.errors import MissingExtra
from tichet_rules.model.ticket import BlueTicket, MeetingRecord
from tichet_rules.text import LANGUAGES, Language, Text

ATTACHED = "tichet-albastru.json"


def read(ticket: BlueTicket, code: Language = "ro") -> PdfReader:
    return PdfReader(BytesIO(ticket_pdf(ticket, code)))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def structure(node: Any) -> Iterator[Any]:
    """The elements of the tree of tags, from the top."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from structure(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node["/K"])


def tags(reader: PdfReader) -> list[str]:
    return [str(each["/S"]) for each in structure(root_of(reader)["/StructTreeRoot"])]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_pdf_says_that_it_is_for_the_archive_and_for_every_reader(code: Language) -> None:
    reader = read(TICKET, code)
    root = root_of(reader)
    assert root["/Lang"] == code
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")
    for claim in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert claim in metadata
    assert "/Encrypt" not in reader.trailer


def test_the_pdf_has_a_title_and_the_date_of_issue() -> None:
    metadata = read(TICKET).metadata
    assert metadata is not None
    assert metadata.title == "Tichet Albastru nr. b-2026-00417"
    assert metadata.author == "Primăria municipiului Cluj-Napoca"
    assert metadata.creation_date == TICKET.issued_at
    assert metadata.modification_date == TICKET.issued_at


def test_the_tags_tell_headings_lists_and_paragraphs() -> None:
    found = tags(read(TICKET))
    assert found.count("/H1") == 5
    assert found.count("/L") == 5
    assert found.count("/LI") == found.count("/Lbl") == found.count("/LBody") == 7 + 6 + 3
    assert found.count("/P") == 4 + 6
    assert found.count("/Title") == 1


def test_what_was_recorded_is_tagged_as_romanian_in_an_english_ticket() -> None:
    elements = structure(root_of(read(TICKET, "en"))["/StructTreeRoot"])
    assert "ro" in {each.get("/Lang") for each in elements}


def test_all_fonts_are_in_the_file() -> None:
    for page in read(TICKET).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            [descendant] = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys()


@pytest.mark.parametrize("ticket", [TICKET, AUDIENCE])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_text_is_there_in_reading_order(ticket: BlueTicket, code: Language) -> None:
    text = squashed(text_of(read(ticket, code)))
    place = 0
    for each in (
        ticket.institution.in_(code),
        ticket.booking,
        ticket.citizen,
        ticket.inspector_name,
        *ticket.record.questions,
        *ticket.record.conclusions,
        *ticket.record.next_steps,
        ticket.policy,
        ticket.fingerprint,
    ):
        place = text.index(squashed(each), place)


def test_the_fingerprint_can_be_taken_of_what_is_attached() -> None:
    for ticket in (TICKET, AUDIENCE, hostile(HOSTILE[10])):
        [attached] = read(ticket).attachments[ATTACHED]
        assert attached == ticket.canonical
        assert sha256(attached).hexdigest() == ticket.fingerprint
        assert json.loads(attached)["booking"] == ticket.booking


def test_the_same_ticket_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ticket_pdf(TICKET)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert ticket_pdf(TICKET) == first
    assert ticket_pdf(evolve(TICKET, minutes=16)) != first


@pytest.mark.parametrize("text", HOSTILE)
def test_what_means_harm_is_only_text(text: str) -> None:
    ticket = hostile(text)
    reader = read(ticket)
    shown = squashed(text_of(reader))
    assert "/AA" not in root_of(reader)
    assert "/JavaScript" not in root_of(reader).get("/Names", {})
    assert all("/Annots" not in page for page in reader.pages)
    for word in text.split():
        either = (squashed(printable(word)), squashed(plainly_printable(word)))
        if word.isascii() and len(word) < 40:
            assert squashed(word) in shown, word
        assert ascii_of(either[0]) & ascii_of(shown) == ascii_of(either[0])


def ascii_of(text: str) -> set[str]:
    return set(re.findall(r"\w", text, re.ASCII))


@given(tickets())
@settings(max_examples=30)
def test_any_ticket_becomes_a_pdf_that_carries_it(ticket: BlueTicket) -> None:
    [attached] = read(ticket).attachments[ATTACHED]
    assert sha256(attached).hexdigest() == ticket.fingerprint


def test_a_long_record_runs_over_pages_with_their_numbers_and_the_fingerprint() -> None:
    words = [f"șț{number:04}" for number in range(2500)]
    long = evolve(TICKET, record=MeetingRecord([" ".join(words)], [" ".join(words)]))
    pages = [page.extract_text() for page in read(long).pages]
    assert len(pages) > 3
    text = "\n".join(pages)
    assert all(text.count(word) == 2 for word in words)
    for number, page in enumerate(pages, 1):
        assert f"Pagina {number} din {len(pages)}" in page
        assert f"{long.fingerprint[:16]}…" in page
        assert (f"Tichet Albastru nr. {long.booking}" in page.replace("\n", " ")) or number == 1


def test_a_paragraph_of_20_000_characters_is_shown() -> None:
    record = MeetingRecord(["ș" * 20_000], [])
    assert text_of(read(evolve(TICKET, record=record))).count("ș") > 20_000


@pytest.mark.parametrize("letter", ["x", "W", "Ș"])
def test_a_word_without_spaces_is_broken(letter: str) -> None:
    record = MeetingRecord([letter * 200], [])
    lines = text_of(read(evolve(TICKET, record=record))).splitlines()
    broken = [line for line in lines if letter * 20 in line]
    assert len(broken) > 1
    assert sum(map(len, broken)) == 200


def test_a_long_number_is_cut_in_the_header_alone() -> None:
    words = " ".join(["cuvânt"] * 2000)
    ticket = evolve(TICKET, booking="b" * 200, record=MeetingRecord([words], []))
    reader = read(ticket)
    assert "b" * 200 in squashed(reader.pages[0].extract_text())
    assert "b" * 55 + "…" in squashed(reader.pages[1].extract_text())


def test_every_character_of_the_table_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> str:
        raise AssertionError(text)

    monkeypatch.setattr(_ticket_pdf, "plainly_printable", never)
    shown = re.compile(f"[{SHOWN}]")
    marks = [mark for mark in map(chr, range(0x10000)) if shown.match(mark) and mark.strip()]
    carried = ["a" * (category(mark)[0] == "M") + mark for mark in marks]
    rows = ["\n".join(carried[start : start + 2000]) for start in range(0, len(carried), 2000)]
    ticket_pdf(evolve(TICKET, citizen=" ".join(carried), record=MeetingRecord(rows, [])))
    assert len(marks) > 5000


def test_what_cannot_be_printed_is_shown_by_its_number() -> None:
    assert printable("s\u0326i 😀👍 da") == "și [U+1F600 U+1F44D] da"
    assert printable("a\u202eb\u2069") == "a[U+202E]b[U+2069]"
    assert plainly_printable("x\u0302 \u200d") == "x[U+0302] [U+200D]"
    text = text_of(read(evolve(TICKET, citizen="Ana 😀")))
    assert "Ana [U+1F600]" in text
    assert "numărul lor Unicode" in text
    assert "numărul lor Unicode" not in text_of(read(TICKET))


def test_marks_that_no_font_can_join_are_shown_by_their_number() -> None:
    text = text_of(read(evolve(TICKET, citizen="\u2074\u094b Ana")))
    assert "\u2074[U+094B] Ana" in text


def test_marks_beyond_the_thirtieth_on_a_letter_are_shown_by_their_number() -> None:
    assert printable("x" + "\u0302" * 32) == "x" + "\u0302" * 30 + "[U+0302 U+0302]"
    assert printable("xy" * 40) == "xy" * 40


@pytest.mark.parametrize(
    "marks", ["\u0301" * 30, "\u093f" * 30, "\u200d" * 5000, "\u00ad" * 5000, "\n" * 5000]
)
def test_as_many_marks_as_the_model_takes_become_a_pdf(marks: str) -> None:
    ticket = evolve(TICKET, record=MeetingRecord(["a" + marks + "b"], []))
    [attached] = read(ticket).attachments[ATTACHED]
    assert attached == ticket.canonical


def test_a_long_word_is_cut_between_letters_and_not_before_a_mark() -> None:
    assert pieces("Pop Ana") == ["Pop Ana"]
    assert pieces("") == [""]
    assert pieces("a " + "b" * 26) == ["a " + "b" * 6, "b" * 6, "b" * 6, "b" * 6, "bb"]
    cut = pieces("e\u0323\u0301" * 20)
    assert "".join(cut) == "e\u0323\u0301" * 20
    assert all(piece.startswith("e") for piece in cut)
    assert pieces("a" + "\u0301" * 30) == ["a" + "\u0301" * 30]
    assert pieces("a" + "\u0301" * 30 + "bc") == ["a" + "\u0301" * 30, "bc"]


def test_an_institution_may_have_next_to_no_name_in_print() -> None:
    unseen = Text("\u0301", "\u0301")
    ticket = evolve(TICKET, institution=unseen, issued_at=at("1969-07-20T20:17:40+00:00"))
    assert "Tichet Albastru" in text_of(read(ticket))


def test_all_written_words_are_found_in_the_example() -> None:
    text = squashed(text_of(read(TICKET)))
    assert all(squashed(each) in text for each in all_that_is_written(TICKET))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra, match="writing a PDF needs the extra 'pdf'"):
        ticket_pdf(TICKET)
