"""The blue ticket as a page in a real browser."""

from __future__ import annotations

import pytest
from attrs import evolve

from tests.browser._browser import DESKTOP, PHONE, Media, Scheme, Show
from tests.documents._ticket_examples import AUDIENCE, HOSTILE, TICKET, hostile
from tichet_rules.documents.ticket import ticket_html
from tichet_rules.model.ticket import BlueTicket, MeetingRecord
from tichet_rules.text import Language

PAPER = 640  # the text of an A4 page is 170 mm wide
KINDS: list[tuple[int, Scheme, Media]] = [
    (PHONE, "light", "screen"),
    (DESKTOP, "dark", "screen"),
    (PAPER, "light", "print"),
]


@pytest.mark.parametrize(("ticket", "code"), [(TICKET, "ro"), (AUDIENCE, "en")], ids=["ro", "en"])
def test_everyone_can_read_it(show: Show, ticket: BlueTicket, code: Language) -> None:
    view = show(ticket_html(ticket, code), width=PHONE)
    for width, scheme, media in KINDS:
        view.seen(width=width, scheme=scheme, media=media)
        assert view.violations() == []
        assert view.too_wide() == 0
    assert view.requests == [view.page.url]
    assert view.complaints == []


def test_what_was_said_is_to_be_seen(show: Show) -> None:
    shown = show(ticket_html(TICKET), width=PHONE).page.locator("main").inner_text()
    for each in (*TICKET.record.questions, *TICKET.record.conclusions, *TICKET.record.next_steps):
        assert each in shown


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[6], "W" * 400], ids=["html", "rtl", "long"])
def test_what_means_harm_is_shown_and_nothing_else(show: Show, text: str) -> None:
    ticket = evolve(hostile(text), record=MeetingRecord(HOSTILE, HOSTILE, HOSTILE))
    view = show(ticket_html(ticket, "en"), width=PHONE)
    assert view.page.locator("li").count() == 3 * len(HOSTILE)
    assert view.dialogs == view.complaints == []
    assert view.requests == [view.page.url]
    assert view.page.locator("script, img, iframe, object, link").count() == 0
    for width in (DESKTOP, PHONE):
        assert view.seen(width=width).too_wide() == 0
