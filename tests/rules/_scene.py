"""A case for one rule, and what every finding has to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.agenda import _world as world
from tichet_rules import Agenda, Finding, Outcome, WorkingCalendar, rule_of
from tichet_rules.rules import Case
from tichet_rules.text import LANGUAGES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

PASSED = Outcome.PASSED
REFUSED = Outcome.REFUSED
NOT_APPLICABLE = Outcome.NOT_APPLICABLE


def ticks(instant: datetime) -> int:
    return (instant.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def case(**changes: Any) -> Case:
    """The small town hall's case, with some facts changed; `policy` by its parameters."""
    facts: dict[str, Any] = {
        "calendar": WorkingCalendar(),
        "taken": Agenda.of(changes.pop("bookings", ())),
        "slot": world.WANTED,
        "inspector": world.IOANA,
        "request": world.ANA,
        "applicant": world.ANA.applicant.key,
    } | changes
    facts["at"] = ticks(facts.get("at", world.AT))
    facts["policy"] = world.policy(**facts.get("policy", {}))
    if "inspector_id" not in facts:
        facts["inspector_id"] = facts["inspector"].id if facts["inspector"] else "i-9"
    return Case(**facts)


def judged(rule: str, **changes: Any) -> Finding:
    """What a rule finds; its words are checked on the way, whatever the outcome."""
    finding = rule_of(rule).judge(case(**changes))
    assert finding.rule == rule
    check_words(finding)
    return finding


def check_words(finding: Finding) -> None:
    for code in LANGUAGES:
        said = [finding.message(code), finding.message(code, staff=True)]
        if finding.refused:
            said.append(finding.remedy(code))
        for sentence in said:
            assert sentence
            assert sentence[0] == sentence[0].upper()
            assert not {"{", "}"} & set(sentence)
            assert "None" not in sentence
    assert finding.message("ro") != finding.message("en")
