"""What a finding is and how it is said."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, PASSED, REFUSED, case, check_words
from tichet_rules import RULE_BOOK, Channel, Contact, Finding, InvalidInput, Outcome, Slot, Text
from tichet_rules.rules import Case, Claim
from tichet_rules.rules.rule import found, not_applicable


def test_a_predicate_s_answer_becomes_a_finding() -> None:
    assert found("slot.free", True, 0, 0) == Finding("slot.free", PASSED, 0, 0)
    assert found("slot.free", False, 1, 0).refused
    assert found("slot.free", 1).outcome is PASSED
    assert not_applicable("slot.free") == Finding("slot.free", NOT_APPLICABLE)
    assert not not_applicable("slot.free").refused


def test_a_finding_without_figures() -> None:
    for bare in (Finding("slot.free", PASSED), found("slot.free", True)):
        assert (bare.measured, bare.limit, bare.more, bare.staff) == (None, None, (), ())


def test_the_outcomes() -> None:
    assert [str(each) for each in Outcome] == ["passed", "refused", "not_applicable"]


def test_a_finding_is_a_value() -> None:
    one = Finding("slot.free", REFUSED, 1, 0, (), (("booking", "b-1"),))
    assert pickle.loads(pickle.dumps(one)) == one
    assert len({one, Finding("slot.free", REFUSED, 1, 0, (), (("booking", "b-1"),))}) == 1


def test_staff_words_only_where_there_are_any() -> None:
    plain = Finding("slot.free", PASSED, 0, 0)
    assert plain.message("en", staff=True) == plain.message("en") == "The inspector is free."
    told = Finding("slot.free", REFUSED, 2, 0, (), (("booking", "b-1"), ("booking", "b-2")))
    assert told.message("ro", staff=True) == (
        "Inspectorul are deja o întâlnire atunci. [programarea = b-1; programarea = b-2]"
    )
    other = Finding("slot.free", REFUSED, 2, 0, (), (("status", Text("arhivată", "archived")),))
    assert other.message("ro", staff=True).endswith(" [starea = arhivată]")


def test_a_figure_for_the_staff_that_has_no_romanian_name_keeps_its_own() -> None:
    told = Finding("slot.free", REFUSED, 2, 0, (), (("colour", 3),))
    assert told.message("ro", staff=True).endswith(" [colour = 3]")


def test_a_finding_is_said_in_english_and_to_the_public_unless_asked_otherwise() -> None:
    told = Finding("slot.free", REFUSED, 1, 0, (), (("booking", "b-1"),))
    assert told.message() == told.message("en", staff=False)
    assert told.message() != told.message("en", staff=True)
    assert told.remedy() == told.remedy("en")


def test_a_sentence_starts_with_a_capital() -> None:
    finding = found("slot.working_day", True, measured=world.WANTED.start.date())
    assert finding.message("ro") == "Joi, 26 noiembrie 2026, este zi lucrătoare."


def test_only_two_languages() -> None:
    with pytest.raises(InvalidInput, match="'ro' or 'en'"):
        Finding("slot.free", PASSED).message("hu")  # type: ignore[arg-type]


@world.examples(60)
@given(world.worlds(), st.data())
def test_every_outcome_of_every_rule_can_be_said(scene: world.World, data: st.DataObject) -> None:
    """Whatever the case: no brace is left, no figure is missing, no finding is untyped."""
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    booked = [None, *scene.bookings]
    names = ("notice_hours", "notice_reading", "window_reading", "window_binds", "horizon_days")
    asked = case(
        at=scene.at,
        calendar=scene.office.calendar,
        slot=Slot(start, data.draw(st.sampled_from([1, 15, 90]))),
        bookings=scene.bookings,
        inspector=data.draw(st.none() | st.sampled_from(scene.people)),
        request=data.draw(st.none() | st.sampled_from(scene.files)),
        applicant=data.draw(st.sampled_from([each and each.applicant for each in booked])),
        claim=data.draw(st.none() | st.just(Claim("1/1", "X", world.FILED))),
        channel=data.draw(st.sampled_from(Channel)),
        contact=data.draw(st.none() | st.just(Contact("1", None))),
        booking=data.draw(st.sampled_from(booked)),
        policy={each: getattr(scene.policy, each) for each in names},
    )
    for rule in RULE_BOOK:
        finding = rule.judge(asked)
        check_words(finding)
        if finding.outcome is Outcome.NOT_APPLICABLE:
            assert finding == not_applicable(rule.id)


def test_a_case_shows_nothing_of_the_citizen() -> None:
    asked: Case = case(
        claim=Claim("119368/305", world.NAME, world.FILED),
        contact=Contact(world.PHONE, world.EMAIL),
    )
    for shown in (repr(asked), str(asked), repr(asked.claim), str(asked.claim)):
        for personal in ("Pop", "Ionescu", "264", "ana"):
            assert personal not in shown
