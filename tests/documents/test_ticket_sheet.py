"""What stands on a ticket, whatever its form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from unicodedata import bidirectional

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.documents._ticket_examples import AUDIENCE, TICKET
from tichet_rules.documents._ticket_sheet import isolated, one_line
from tichet_rules.documents.ticket import ticket_html, ticket_pdf, ticket_text
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model.ticket import BlueTicket, MeetingRecord

FORMS = (ticket_text, ticket_html, ticket_pdf)
every_form = pytest.mark.parametrize("form", FORMS)
Form = Callable[..., "str | bytes"]


@every_form
def test_only_a_ticket_is_shown(form: Form) -> None:
    with pytest.raises(WrongType, match="ticket: expected a BlueTicket"):
        form("b-1")


@every_form
def test_a_language_without_words_is_refused(form: Form) -> None:
    with pytest.raises(InvalidInput, match="language: got 'de'"):
        form(TICKET, "de")


@every_form
def test_an_unknown_time_zone_is_refused(form: Form) -> None:
    with pytest.raises(InvalidInput, match="time_zone"):
        form(evolve(TICKET, time_zone="Europe/Cluj"))


@every_form
def test_an_instant_that_the_clock_has_no_date_for_is_refused(form: Form) -> None:
    last = datetime.max.replace(tzinfo=UTC)
    with pytest.raises(InvalidInput, match=r"start: .*years 1 to 9999"):
        form(evolve(TICKET, start=last))
    with pytest.raises(InvalidInput, match=r"issued_at: .*years 1 to 9999"):
        form(evolve(TICKET, issued_at=last))


@pytest.mark.parametrize("mark", ["\r", "\n\r", "\0", "\x1b", "\x85", "\ud800"])
def test_the_model_lets_no_control_characters_in(mark: str) -> None:
    with pytest.raises(InvalidInput):
        MeetingRecord([f"a{mark}b"], [])


def test_a_name_stands_on_one_line() -> None:
    assert one_line(" Pop\n\tAna\u2028 Maria\0\x7f ") == "Pop Ana Maria"


def test_the_words_of_a_ticket() -> None:
    text = ticket_text(TICKET)
    for words in (
        "Tichet Albastru nr. b-2026-00417",
        "Mureșan Ioana (personal de execuție, i-017)",
        "nr. 119368/305 (depusă luni, 12 ianuarie 2026)",
        "joi, 26 noiembrie 2026",
        "10:00 (Europe/Bucharest, UTC+02:00)",
        "15 minute",
        "online",
        "Pașii următori",
        "joi, 26 noiembrie 2026, ora 12:00 (UTC+02:00)",
        TICKET.policy,
        TICKET.fingerprint,
    ):
        assert words in text
    assert "Sala" not in text


def test_the_words_of_an_answer_after_an_audience() -> None:
    text = ticket_text(AUDIENCE)
    for words in (
        "Răspuns scris la audiență nr. a-2026-00031",
        "Audiență la:      Mureșan Ioana (viceprimar, vp-1)",
        "14:00 (Europe/Bucharest, UTC+03:00)",
        "20 de minute",
        "la sediul instituției",
        "Sala de sticlă, etajul 1",
        "Nu a fost consemnată nicio întrebare.",
    ):
        assert words in text
    for words in ("Cerere", "depusă", "Pașii următori"):
        assert words not in text


def test_a_meeting_without_conclusions_says_so() -> None:
    bare = evolve(TICKET, record=MeetingRecord([], []))
    assert "Nu a fost consemnată nicio concluzie." in ticket_text(bare)
    assert "No conclusion was recorded." in ticket_text(bare, "en")


def test_the_time_is_told_by_the_clock_of_the_zone() -> None:
    def shown(ticket: BlueTicket) -> str:
        return next(line for line in ticket_text(ticket, "en").splitlines() if "Time:" in line)

    assert "08:00 (UTC, UTC+00:00)" in shown(evolve(TICKET, time_zone="UTC"))
    assert "04:30 (America/St_Johns, UTC-03:30)" in shown(
        evolve(TICKET, time_zone="America/St_Johns")
    )


BIDI = st.text(st.sampled_from("a1 א\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@given(BIDI)
def test_an_isolated_text_closes_what_it_opens_and_opens_what_it_closes(text: str) -> None:
    depth = 0
    shown = isolated(text)
    for index, mark in enumerate(shown):
        kind = bidirectional(mark)
        depth += (kind in {"LRI", "RLI", "FSI"}) - (kind == "PDI")
        assert depth > 0 or index == len(shown) - 1 or shown == text
    assert depth == 0
    assert text in shown


def test_a_text_from_left_to_right_stays_as_it_is() -> None:
    assert isolated("Pop Ana, 12 – ș") == "Pop Ana, 12 – ș"
