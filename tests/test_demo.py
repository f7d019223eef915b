"""The demonstration: the same every time, and what it promises."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from tichet_rules import Decision, Language, Procedure, Role, TicketIssued, apply
from tichet_rules.demo import DEMO_AT, Paper, Step, demo_office, demo_story

STORY = list(demo_story())
DECISIONS = [step.decision for step in STORY if step.decision is not None]


def test_the_town_hall_is_the_same_every_time() -> None:
    office, agenda = demo_office()
    again, agenda_again = demo_office()
    roles = [each.role for each in office.inspectors.values()]
    assert roles.count(Role.EXECUTION) == 524
    assert set(roles) == {Role.EXECUTION, Role.DIRECTOR, Role.DEPUTY_MAYOR, Role.MAYOR}
    assert len(office.requests) == 4002
    assert office == again
    assert agenda == agenda_again
    assert len(agenda) > len(office.requests) // 2


def test_every_booking_of_the_town_hall_is_of_its_own_request() -> None:
    office, agenda = demo_office()
    for booking in agenda:
        assert booking.request is not None
        request = office.requests[booking.request]
        assert booking.inspector == request.inspector
        assert booking.applicant == request.applicant.key
        assert booking.booked_at is not None
        assert booking.booked_at < DEMO_AT


def test_the_story() -> None:
    assert [(each.allowed, each.refused_by) for each in DECISIONS] == [
        (False, ("request.identified",)),
        (False, ("slot.working_day",)),
        (True, ()),
        (False, ("slot.free",)),
        (True, ()),
        (False, ("ticket.recorded",)),
        (True, ()),
        (False, ("audience.reason",)),
        (True, ()),
        (True, ()),
        (False, ("audience.prior_step",)),
    ]


def test_the_slot_that_was_proposed_is_the_one_that_is_booked() -> None:
    _, refused, booked, second, *_ = DECISIONS
    proposed = refused.remedy().after
    assert proposed is not None
    assert booked.case.slot == second.case.slot == proposed
    assert booked.case.request is not second.case.request
    [event] = booked.events
    assert apply(booked.agenda, event) == second.agenda


@pytest.mark.parametrize("code", ["ro", "en"])
@pytest.mark.parametrize("step", STORY, ids=[str(index) for index in range(len(STORY))])
def test_the_words_are_whole(step: Step, code: str) -> None:
    said = [step.title.in_(code), step.words.in_(code)]  # type: ignore[arg-type]
    if isinstance(step.decision, Decision):
        said.append(step.decision.explain(code))  # type: ignore[arg-type]
    for words in said:
        assert words.strip()
        assert not set("ŞşŢţ{}") & set(words)
    assert step.title.ro != step.title.en
    assert step.words.ro != step.words.en


def test_the_citizen_is_not_told_which_of_the_three_differs() -> None:
    for code in ("ro", "en"):
        said = DECISIONS[0].explain(code)
        assert "filing_date_matches" not in said
        assert "data depunerii corespunde" not in said
        assert DECISIONS[0].explain(code, staff=True) != said


# --- the documents --------------------------------------------------------------------------


def papers(code: Language) -> dict[str, Paper]:
    made = [paper for step in STORY for paper in step.papers(code)]
    assert len({each.name for each in made}) == len(made)
    return {each.name: each for each in made}


@pytest.mark.parametrize("code", ["ro", "en"])
def test_the_documents_of_both_journeys(code: Language) -> None:
    made = papers(code)
    assert list(made) == [
        "01-intervale-libere.ics",
        "02-confirmare.eml",
        "03-anulare.eml",
        "04-schimbare.eml",
        "05-amintire.eml",
        "06-tichet-albastru.txt",
        "06-tichet-albastru.html",
        "06-tichet-albastru.pdf",
        "06-tichet-albastru.json",
        "06-tichet-albastru.eml",
        "07-audienta.eml",
        "08-raspuns.txt",
        "08-raspuns.html",
        "08-raspuns.pdf",
        "08-raspuns.json",
        "08-raspuns.eml",
    ]
    assert made["06-tichet-albastru.pdf"].content.startswith(b"%PDF-")
    assert papers(code) == made


def test_the_ticket_that_is_delivered_is_the_one_that_was_issued() -> None:
    [issued] = [
        event
        for decision in DECISIONS
        for event in decision.events
        if isinstance(event, TicketIssued) and event.ticket.procedure is Procedure.BLUE_TICKET
    ]
    made = papers("ro")
    assert made["06-tichet-albastru.json"].content == issued.ticket.canonical
    message = message_from_bytes(made["06-tichet-albastru.eml"].content, policy=default)
    attached = {each.get_filename(): each.get_content() for each in message.iter_attachments()}
    assert attached["tichet-albastru.pdf"] == made["06-tichet-albastru.pdf"].content
    body = message.get_body(("plain",))
    assert body is not None
    assert issued.ticket.fingerprint in body.get_content()


def test_the_change_moves_the_entry_in_the_calendar() -> None:
    made = papers("ro")
    entries = []
    for name in ("02-confirmare.eml", "04-schimbare.eml"):
        message = message_from_bytes(made[name].content, policy=default)
        [part] = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
        lines = part.get_content().splitlines()
        entries.append({key: value for key, _, value in (each.partition(":") for each in lines)})
    first, second = entries
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == ("0", "1")
    assert first["METHOD"] == second["METHOD"] == "REQUEST"
