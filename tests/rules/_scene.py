"""A case for one rule, and what every finding has to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Booking,
    Finding,
    Inspector,
    Outcome,
    Policy,
    Week,
    WorkingCalendar,
    preset,
    rule_of,
)
from tichet_rules.rules import Case
from tichet_rules.rules.case import AudienceFacts
from tichet_rules.text import LANGUAGES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

PASSED = Outcome.PASSED
REFUSED = Outcome.REFUSED
NOT_APPLICABLE = Outcome.NOT_APPLICABLE

# Romanian writes ș and ț with a comma below.
CEDILLAS = set("şţŞŢ")


def ticks(instant: datetime) -> int:
    return (instant.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def case(**changes: Any) -> Case:
    """The small town hall's case, with some facts changed; `policy` by what differs in it."""
    facts: dict[str, Any] = {
        "calendar": WorkingCalendar(),
        "taken": Agenda.of(changes.pop("bookings", ())),
        "slot": world.WANTED,
        "inspector": world.IOANA,
        "request": world.ANA,
        "applicant": world.ANA.applicant.key,
    } | changes
    facts["at"] = ticks(facts.get("at", world.AT))
    policy = facts.get("policy", {})
    facts["policy"] = policy if isinstance(policy, Policy) else world.policy(**policy)
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
            assert not CEDILLAS & set(sentence)
    assert finding.message("ro") != finding.message("en")


# --- audiences ------------------------------------------------------------------------------

AUDIENCES = preset("cluj-napoca/audiente").latest
ON_WEDNESDAYS = Week.of(wed=[("11:00", "13:00")])

URBANISM = Inspector(
    "d-urb", "Rusu Radu", "director", audience_hours=ON_WEDNESDAYS, department="urbanism"
)
TAXES = Inspector("d-tax", "Popa Mara", "director", department="taxe")
DEPUTY = Inspector("v-1", "Dan Olteanu", "deputy_mayor", audience_hours=ON_WEDNESDAYS)
ADMINISTRATOR = Inspector("a-1", "Moga Ilie", "public_administrator")
SECRETARY = Inspector("s-1", "Roman Eva", "secretary_general")
MAYOR = Inspector("p-1", "Boc Ilinca", "mayor", audience_hours=ON_WEDNESDAYS)

# Monday 30 November and Tuesday 1 December 2026 are holidays.
WEDNESDAY = world.slot("2026-12-02 11:00")

REASON = "Autorizația de construire pentru strada Horea 12"


def facts_of(**changes: Any) -> AudienceFacts:
    """What is known of a citizen who proved a request and named no earlier audience."""
    facts: dict[str, Any] = {
        "owns_request": True,
        "reason": REASON,
        "within_competence": True,
        "prior": None,
        "prior_official": None,
        "department": None,
    }
    return AudienceFacts(**(facts | changes))


def audience(id_: str, official: Inspector, start: str, **changes: Any) -> Booking:
    """A booking of an audience; of the citizen of the small town hall unless said otherwise."""
    facts: dict[str, Any] = {"procedure": "audience", "inspector": official.id}
    return world.booking(id_, world.slot(start), **(facts | changes))


def judged_audience(
    rule: str, facts: AudienceFacts | None = None, policy: dict[str, Any] | None = None, **case: Any
) -> Finding:
    """What a rule finds of an audience that is asked for, with the director unless said."""
    asked: dict[str, Any] = {
        "inspector": URBANISM,
        "slot": WEDNESDAY,
        "audience": facts_of() if facts is None else facts,
        "policy": AUDIENCES.evolve(**policy or {}),
    }
    return judged(rule, **(asked | case))
