"""The ticket as HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents._ticket_examples import (
    AUDIENCE,
    HOSTILE,
    TICKET,
    all_that_is_written,
    hostile,
    squashed,
)
from tests.documents._ticket_strategies import tickets
from tichet_rules.documents.ticket import ticket_html
from tichet_rules.model.ticket import BlueTicket
from tichet_rules.text import LANGUAGES, Language

ELEMENTS = frozenset(
    {"html", "head", "meta", "title", "style", "body", "main", "header", "section", "p", "h1", "h2"}
    | {"dl", "div", "dt", "dd", "span", "bdi", "ol", "li", "code"}
)
ATTRIBUTES = frozenset(
    {"lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "aria-labelledby"}
)


class Page(HTMLParser):
    """A page, read back; every element must be one of the template's and be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.starts: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.comments: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        assert self.comments == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        assert ATTRIBUTES.issuperset(name for name, _ in attrs)
        self.starts.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        place = self.open[-1] if self.open else ""
        self.texts.setdefault(place, []).append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def body(self) -> str:
        """All text but the style and the title, as people see it."""
        head = {"style", "title"}
        return squashed("".join(t for k, v in self.texts.items() if k not in head for t in v))

    def all_of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a name."""
        return [attributes for name, attributes in self.starts if name == tag]


def shown_in(ticket: BlueTicket, page: Page) -> bool:
    flat = squashed("".join(t for texts in page.texts.values() for t in texts))
    return all(squashed(each) in flat for each in all_that_is_written(ticket))


@given(tickets(), st.sampled_from(LANGUAGES))
def test_any_ticket_is_told_in_full_by_the_templates_own_elements(
    ticket: BlueTicket, code: Language
) -> None:
    page = Page(ticket_html(ticket, code))
    assert shown_in(ticket, page)
    assert squashed(ticket.institution.in_(code)) in page.body


@pytest.mark.parametrize("text", HOSTILE)
def test_what_means_harm_is_only_text(text: str) -> None:
    ticket = hostile(text)
    page = Page(ticket_html(ticket))
    assert shown_in(ticket, page)


def test_a_paragraph_of_20_000_characters_is_shown() -> None:
    assert shown_in(hostile("<b>&" * 5000), Page(ticket_html(hostile("<b>&" * 5000))))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_its_language_and_that_of_the_record(code: Language) -> None:
    page = Page(ticket_html(TICKET, code))
    assert page.all_of("html") == [{"lang": code}]
    recorded = [each for each in page.all_of("p") if each.get("class") == "prose"]
    assert len(recorded) == 6
    assert all(each["lang"] == "ro" and each["dir"] == "auto" for each in recorded)


@pytest.mark.parametrize("ticket", [TICKET, AUDIENCE])
def test_each_section_is_named_by_its_heading(ticket: BlueTicket) -> None:
    page = Page(ticket_html(ticket))
    headings = [each["id"] for each in page.all_of("h2")]
    assert len(page.all_of("h1")) == 1
    assert [each["aria-labelledby"] for each in page.all_of("section")] == headings
    assert len(set(headings)) == len(headings)


def test_only_its_own_style_is_allowed() -> None:
    text = ticket_html(TICKET)
    style = re.search("<style>(.*)</style>", text, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    [policy] = [
        each["content"]
        for each in Page(text).all_of("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|expression|<|https?:", style[1])


def test_names_are_isolated_from_the_words_around_them() -> None:
    text = ticket_html(hostile("\u202enimda\u2069"))
    assert "<bdi>\u2068\u2068\u202enimda\u2069\u2069</bdi>" in text
    assert "<bdi>Pop-Ionescu Ana Maria</bdi>" in ticket_html(TICKET)
