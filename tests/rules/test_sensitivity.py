"""Readings: which outcomes depend on how the law is read."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tichet_rules import (
    Agenda,
    Book,
    Contact,
    Decision,
    Inspector,
    InvalidInput,
    Office,
    Outcome,
    Request,
    Slot,
    decide,
)
from tichet_rules.policy import WindowBinds
from tichet_rules.rules import READINGS
from tichet_rules.timekeeping import DayReading, HourReading

AT = datetime.fromisoformat
COMMUNICATED = date(2026, 10, 27)  # 30 days later is Thursday, 26 November 2026


def asked(start: str, at: str, **policy: object) -> Decision:
    office = Office(
        inspectors=[Inspector("i-017")],
        requests=[
            Request("1/305", "Pop Ana", date(2026, 1, 12), "i-017", "answered", COMMUNICATED)
        ],
    )
    office = office.replace(policy=office.policy_at(AT(at)).evolve(**policy))
    form = Book(
        number="1/305",
        applicant="Pop Ana",
        filed_on=date(2026, 1, 12),
        slot=Slot(AT(start)),
        contact=Contact("0264 596 030", "ana@example.org"),
    )
    return decide(form, Agenda(), at=AT(at), office=office)


def test_every_reading_is_offered() -> None:
    assert dict(READINGS) == {
        "notice_reading": HourReading,
        "window_reading": DayReading,
        "window_binds": WindowBinds,
    }


def test_a_rule_that_counts_no_time_is_robust() -> None:
    decision = asked("2026-11-26T10:00:00+02:00", "2026-11-23T09:00:00+02:00")
    found = decision.sensitivity("slot.grid")
    assert (found.robust, found.depends_on, found.words()) == (True, (), "robust")
    assert list(found.outcomes.values()) == [Outcome.PASSED]


def test_the_last_day_of_the_window_depends_on_the_reading() -> None:
    # `inclusive` ends on the 25th, `plain` on the 26th; the booking act is within all of them.
    decision = asked("2026-11-26T10:00:00+02:00", "2026-11-23T09:00:00+02:00")
    found = decision.sensitivity("request.response_window")
    assert found.outcome is Outcome.PASSED
    assert not found.robust
    assert found.depends_on == ("window_reading", "window_binds")
    assert found.words("ro") == "depinde de: window_reading, window_binds"
    assert len(found.outcomes) == len(DayReading) * len(WindowBinds)
    refused = [dict(each) for each, out in found.outcomes.items() if out is Outcome.REFUSED]
    assert refused == [{"window_reading": "inclusive", "window_binds": "meeting"}]


def test_the_readings_that_clear_a_refusal_are_those_that_let_it_pass_alone() -> None:
    decision = asked("2026-11-27T10:00:00+02:00", "2026-11-23T09:00:00+02:00")
    found = decision.sensitivity("request.response_window")
    assert found.outcome is Outcome.REFUSED
    assert found.passing(decision.policy) == {
        "window_reading": ("civil_code", "civil_procedure"),
        "window_binds": ("booking",),
    }
    for name, readings in found.passing(decision.policy).items():
        for each in READINGS[name]:
            allowed = decision.under(**{name: each}).finding("request.response_window").outcome
            assert (allowed is Outcome.PASSED) is (each in readings)


def test_nothing_clears_a_refusal_under_every_reading() -> None:
    decision = asked("2027-01-14T10:00:00+02:00", "2027-01-04T09:00:00+02:00")
    assert decision.sensitivity("request.response_window").passing(decision.policy) == {}


def test_what_both_acts_fall_on_does_not_depend_on_which_of_them_binds() -> None:
    decision = asked("2026-11-26T10:00:00+02:00", "2026-11-26T09:00:00+02:00")
    found = decision.sensitivity("request.response_window")
    assert found.depends_on == ("window_reading",)
    assert "outcomes" not in repr(found)


def test_a_window_long_past_is_refused_under_every_reading() -> None:
    decision = asked("2027-01-14T10:00:00+02:00", "2027-01-04T09:00:00+02:00")
    found = decision.sensitivity("request.response_window")
    assert (found.outcome, found.robust, found.depends_on) == (Outcome.REFUSED, True, ())


@pytest.mark.parametrize(
    ("at", "robust"),
    [
        # 48 elapsed hours to the minute: not under the civil code's clock hours.
        ("2026-11-24T10:00:00+02:00", False),
        # A week ahead, whichever way it is counted.
        ("2026-11-18T09:00:00+02:00", True),
    ],
)
def test_the_notice(at: str, robust: bool) -> None:
    found = asked("2026-11-26T10:00:00+02:00", at).sensitivity("slot.notice")
    assert found.outcome is Outcome.PASSED
    assert found.robust is robust
    assert found.depends_on == (() if robust else ("notice_reading",))
    assert {dict(each)["notice_reading"] for each in found.outcomes} == set(HourReading)


def test_what_a_decision_depends_on() -> None:
    allowed = asked("2026-11-26T10:00:00+02:00", "2026-11-24T10:00:00+02:00")
    assert allowed.allowed
    assert allowed.depends_on == ("notice_reading", "window_reading", "window_binds")
    for reading in HourReading:
        same = allowed.under(notice_reading=reading).allowed
        outcomes = allowed.sensitivity("slot.notice").outcomes
        [outcome] = [out for each, out in outcomes.items() if each["notice_reading"] == reading]
        assert same is (outcome is Outcome.PASSED)


def test_a_refusal_that_stands_anyway_depends_on_nothing() -> None:
    decision = asked("2026-11-26T10:05:00+02:00", "2026-11-24T10:05:00+02:00")
    assert decision.refused_by == ("slot.grid",)
    assert decision.sensitivity("slot.notice").depends_on == ("notice_reading",)
    assert decision.depends_on == ()


def test_the_same_question_under_another_policy() -> None:
    decision = asked("2026-11-26T10:00:00+02:00", "2026-11-25T09:00:00+02:00")
    assert decision.refused_by == ("slot.notice",)
    changed = decision.under(notice_hours=24)
    assert changed.allowed
    assert changed.policy.uncited == ("notice_hours",)
    assert decision.refused_by == ("slot.notice",)
    with pytest.raises(InvalidInput, match="did you mean 'notice_hours'"):
        decision.under(notice_hour=24)


def test_a_rule_that_was_not_judged_has_no_sensitivity() -> None:
    decision = asked("2026-11-26T10:00:00+02:00", "2026-11-24T10:00:00+02:00")
    with pytest.raises(InvalidInput, match=r"slot\.free"):
        decision.sensitivity("booking.open")
