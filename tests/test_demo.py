"""The demonstration: the same every time, and what it promises."""

from __future__ import annotations

import pytest

from tichet_rules import Decision, apply
from tichet_rules.demo import DEMO_AT, Step, demo_office, demo_story

STORY = list(demo_story())
DECISIONS = [step.decision for step in STORY if step.decision is not None]


def test_the_town_hall_is_the_same_every_time() -> None:
    office, agenda = demo_office()
    again, agenda_again = demo_office()
    assert len(office.inspectors) == 524
    assert len(office.requests) == 4002
    assert office == again
    assert agenda == agenda_again
    assert len(agenda) > len(office.requests) // 2


def test_every_booking_of_the_town_hall_is_of_its_own_request() -> None:
    office, agenda = demo_office()
    for booking in agenda:
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
    ]


def test_the_slot_that_was_proposed_is_the_one_that_is_booked() -> None:
    _, refused, booked, second = DECISIONS
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
        assert DECISIONS[0].explain(code, staff=True) != said
