"""The question of the page and its answer: run in the browser, and as it is in any Python."""

from __future__ import annotations

import json
from datetime import date

from tichet_rules import Inspector, Office, Policy, preset
from tichet_rules.whatif import Demand, compare

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 13)
NAMES = {"en": ("today", "then"), "ro": ("azi", "atunci")}


def office(inspectors: int, policy: Policy) -> Office:
    """A town hall of so many inspectors."""
    return Office(
        policy=policy, inspectors=[Inspector(f"i-{number + 1}") for number in range(inspectors)]
    )


def answered(question: str) -> str:
    """The comparison that a question asks for; both are JSON."""
    asked = json.loads(question)
    law = preset("cluj-napoca/tichet-albastru").policy_at(FIRST)
    then = law.evolve(
        notice_hours=asked["notice_hours"],
        max_minutes=asked["max_minutes"],
        grid_minutes=asked["max_minutes"],
    )
    names = NAMES[asked["language"]]
    found = compare(
        office(asked["inspectors"], law),
        Demand(per_day=asked["per_day"], no_show=asked["no_show_percent"] / 100),
        {names[0]: {}, names[1]: office(asked["inspectors_then"], then)},
        first=FIRST,
        last=LAST,
        seed=asked["seed"],
        replications=asked["replications"],
        warm_up_days=7,
    )
    numbers = {each.id: [found.values(name, each.id) for name in names] for each in found.metrics}
    return json.dumps({"html": found.to_html(asked["language"]), "numbers": numbers})
