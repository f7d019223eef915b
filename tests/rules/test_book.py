"""The rule book: every rule once, in the order of the procedure, with its source."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import attrs
import pytest

from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, REFUSED, case
from tichet_rules import RULE_BOOK, InvalidInput, Outcome, preset, rule_of
from tichet_rules.policy import PARAMETERS, Citation, known_sources
from tichet_rules.rules import SLOT_RULES, Claim, Rule, judge, rules_of

# The ids of the procedure's own rules; the other two follow from its practice.
BLUE_TICKET = {
    "request.identified",
    "request.eligible",
    "request.response_window",
    "inspector.holds_request",
    "inspector.execution_staff",
    "slot.notice",
    "slot.duration",
    "slot.working_day",
    "slot.working_hours",
    "inspector.present",
    "slot.grid",
    "slot.free",
    "applicant.free",
    "request.one_open_booking",
    "slot.horizon",
    "contact.phone",
    "contact.email",
    "channel.allowed",
}
OF_THE_BLUE_TICKET_TOO = {"request.after_no_show", "room.free"}
AUDIENCES = {
    "audience.official",
    "audience.prior_request",
    "audience.prior_step",
    "audience.reason",
    "audience.competence",
    "audience.day",
    "audience.daily_limit",
}
AFTERWARDS = {
    "booking.open",
    "booking.begun",
    "inspector.may_take_over",
    "record.held",
    "record.complete",
    "ticket.recorded",
    "ticket.once",
    "audience.answer_open",
    "audience.answer_requested",
}


def test_every_rule_is_in_the_book_once() -> None:
    ids = [each.id for each in RULE_BOOK]
    assert len(ids) == len(set(ids))
    assert set(ids) == BLUE_TICKET | OF_THE_BLUE_TICKET_TOO | AUDIENCES | AFTERWARDS


def test_the_preset_uses_the_rules_of_the_blue_ticket() -> None:
    rules = set(preset("cluj-napoca/tichet-albastru").latest.rules)
    assert rules == BLUE_TICKET | OF_THE_BLUE_TICKET_TOO


def test_the_preset_uses_the_rules_of_audiences() -> None:
    rules = set(preset("cluj-napoca/audiente").latest.rules)
    assert {each for each in rules if each.startswith("audience.")} == AUDIENCES
    assert rules - AUDIENCES < BLUE_TICKET | OF_THE_BLUE_TICKET_TOO


def test_the_slot_rules_are_those_of_the_slot_and_the_presence() -> None:
    ids = {each.id for each in SLOT_RULES}
    assert ids == {id_ for id_ in BLUE_TICKET if id_.startswith("slot.")} | {"inspector.present"}


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: str(rule.id))
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule is rule_of(rule.id)
    assert rule.citation.source in known_sources()
    assert set(rule.parameters) <= set(PARAMETERS)
    assert rule.judge.__doc__
    assert rule.predicate.__doc__
    assert {type(rule.about_the_slot), type(rule.needs_request)} == {bool}
    texts = [rule.title, rule.passed, rule.refused, rule.not_applicable, rule.remedy]
    texts += [rule.note] if rule.note else []
    for text in texts:
        for said in (text.ro, text.en):
            assert said.strip() == said
            assert said
        places = [
            {name for _, name, _, _ in string.Formatter().parse(said) if name}
            for said in (text.ro, text.en)
        ]
        assert places[0] == places[1]
    for text in (rule.passed, rule.refused, rule.not_applicable, rule.remedy):
        assert (text.ro[-1], text.en[-1]) == (".", ".")
    assert [rule.wording(each) for each in Outcome] == [
        rule.passed,
        rule.refused,
        rule.not_applicable,
    ]


# The parameters of domain.md, section 2, that each rule reads; the others read none.
READ = {
    "request.response_window": ("window_days", "window_reading", "window_binds"),
    "inspector.execution_staff": ("meets",),
    "slot.notice": ("notice_hours", "notice_reading"),
    "slot.duration": ("max_minutes",),
    "slot.grid": ("grid_minutes",),
    "slot.free": ("buffer_before_minutes", "buffer_after_minutes"),
    "request.one_open_booking": ("open_bookings_per_request",),
    "slot.horizon": ("horizon_days",),
    "channel.allowed": ("channels",),
}


READ_IN_ADDITION = {
    "audience.daily_limit": ("daily_limit",),
    "audience.official": ("meets",),
    "audience.prior_request": ("unanswered_days",),
    "audience.prior_step": ("ladder",),
    "audience.reason": ("general_reasons", "reason_min_words"),
    "inspector.may_take_over": ("take_over",),
    "request.after_no_show": ("no_show_pause_days",),
}


def test_a_rule_names_the_parameters_that_it_reads() -> None:
    found = {each.id: each.parameters for each in RULE_BOOK if each.parameters}
    assert found == READ | READ_IN_ADDITION
    assert all(isinstance(each.parameters, tuple) for each in RULE_BOOK)


def test_the_rule_of_the_labour_code_names_its_article() -> None:
    articles = {each.id: each.citation for each in RULE_BOOK if each.citation.article}
    assert articles == {"slot.working_day": Citation("codul-muncii", "art. 139")}


ON_SLOTS = (*(each.id for each in SLOT_RULES), "applicant.free")


def test_rules_of_a_policy() -> None:
    ids = ("request.eligible", *reversed(ON_SLOTS))
    assert [each.id for each in rules_of(ids)] == list(ids)
    with pytest.raises(InvalidInput, match=r"^policy\.rules.*: got .*'slot.fre'"):
        rules_of((*ids, "slot.fre"))


@pytest.mark.parametrize("left_out", ON_SLOTS)
def test_a_policy_keeps_the_rules_on_slots(left_out: str) -> None:
    ids = tuple(each for each in BLUE_TICKET if each != left_out)
    with pytest.raises(InvalidInput, match=rf"^policy\.rules: .*no {left_out}") as raised:
        rules_of(ids)
    assert "None" not in str(raised.value)
    assert f"fără {left_out}" in raised.value.in_("ro")


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(InvalidInput, match=r"^rule: got 'x'; expected one of ") as raised:
        rule_of("x")
    assert all(each.id in str(raised.value) for each in RULE_BOOK)


def test_the_judgement_keeps_the_order() -> None:
    rules = tuple(reversed(RULE_BOOK))
    found = judge(case(), rules)
    assert [each.rule for each in found] == [each.id for each in rules]


@pytest.mark.parametrize("place", [0, 9, len(RULE_BOOK) - 1])
def test_a_failed_identification_is_all_that_is_told(place: int) -> None:
    """When request.identified refuses, nothing else is judged or told."""
    identified = rule_of("request.identified")
    others = [each for each in RULE_BOOK if each is not identified]
    rules = (*others[:place], identified, *others[place:])
    wrong = case(
        claim=Claim("119368/305", "X", world.FILED), slot=world.slot("2026-11-28 03:00", 99)
    )
    assert [(each.rule, each.outcome) for each in judge(wrong, rules)] == [
        ("request.identified", REFUSED)
    ]
    told = judge(wrong, rules, stop_at_identification=False)
    assert [each.rule for each in told] == [each.id for each in rules]
    assert told == tuple(each.judge(wrong) for each in rules)


def test_the_rules_that_need_the_registered_request_do_not_concern_another() -> None:
    needing = [each for each in RULE_BOOK if each.needs_request]
    assert [each.id for each in needing] == [
        "request.eligible",
        "request.response_window",
        "inspector.holds_request",
    ]
    archived = attrs.evolve(world.ANA, status="archived")
    answered = attrs.evolve(world.ANA, status="answered", communicated_on=date(2026, 1, 5))
    stranger: dict[str, Any] = {"inspector_id": "i-9", "inspector": None}
    for each, request in zip(needing, (archived, answered, world.ANA), strict=True):
        assert each.judge(case(request=request, **stranger)).outcome is REFUSED
        unknown = case(request=None, number=request.number, **stranger)
        assert each.judge(unknown).outcome is NOT_APPLICABLE


def test_the_others_find_the_same_whether_the_request_is_registered_or_not() -> None:
    """Of the number at least they know, as an audit does; who asks for an audience is no log's."""
    bookings = [
        world.booking("a", world.WANTED),
        world.booking("b", world.slot("2026-11-19 10:00"), status="no_show"),
    ]
    policy = world.policy(no_show_pause_days=7, channels=["phone"], max_minutes=10)
    facts: dict[str, Any] = {"bookings": bookings, "policy": policy}
    known = case(request=world.ANA, **facts)
    unknown = case(request=None, number=world.ANA.number, **facts)
    assert (known.request_number, unknown.request_number) == (world.ANA.number, world.ANA.number)
    assert case(request=None).request_number is None
    others = [
        each
        for each in RULE_BOOK
        if not each.needs_request
        and each.id not in ("request.identified", "inspector.may_take_over")
    ]
    found = [each.judge(unknown) for each in others]
    assert found == [each.judge(known) for each in others]
    assert {each.rule for each in found if each.refused} >= {
        "slot.free",
        "slot.duration",
        "applicant.free",
        "request.one_open_booking",
        "request.after_no_show",
        "channel.allowed",
    }
