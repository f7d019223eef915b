"""What a finding rests on: the rule's source, or that of the town's own figure."""

from __future__ import annotations

from datetime import date

import pytest

from tichet_rules import RULE_BOOK, Policy, parse_policy, preset, rule_of
from tichet_rules.policy import Citation
from tichet_rules.rules.grounds import Ground, grounds
from tichet_rules.rules.sensitivity import READINGS

DAY = date(2026, 11, 24)
LAW = preset("cluj-napoca/tichet-albastru").policy_at(DAY)
ARTICLE = "Premieră la Cluj: 524 de funcționari publici acordă audiențe online"

OWN = """
format = "tichet-rules/policy/1"
name = "orasul-meu/tichet"
extends = "cluj-napoca/tichet-albastru"
[sources.hcl-12]
title = "HCL nr. 12/2026"
where = "Monitorul Oficial al orașului"
[[versions]]
valid_from = 2026-01-01
[versions.parameters]
notice_hours = { value = 72, source = "hcl-12", article = "art. 3", quote = "cu trei zile" }
notice_reading = { value = "civil_code_hours", source = "cod-civil" }
"""


def told(rule: str, policy: Policy) -> list[tuple[str, str, str | None]]:
    return [
        (each.quote, each.title("en"), each.parameter) for each in grounds(rule_of(rule), policy)
    ]


@pytest.mark.parametrize("id_", [each.id for each in RULE_BOOK if each.id in LAW.rules])
def test_under_the_law_it_is_the_source_of_the_rule(id_: str) -> None:
    rule = rule_of(id_)
    [ground] = grounds(rule, LAW)
    assert (ground.citation, ground.parameter) == (rule.citation, None)
    assert ground.quote == rule.citation.quote


def test_a_town_s_own_figure_comes_first_and_another_in_the_law_is_left_out() -> None:
    policy = parse_policy(OWN, "own.toml").policy_at(DAY)
    assert told("slot.notice", policy) == [
        ("cu trei zile", "HCL nr. 12/2026, art. 3", "notice_hours"),
    ]
    [own] = grounds(rule_of("slot.notice"), policy)
    assert own.title("ro") == "HCL nr. 12/2026, art. 3"


def test_a_town_that_has_the_figure_of_the_law_stands_beside_it() -> None:
    policy = parse_policy(OWN.replace("72", "48"), "own.toml").policy_at(DAY)
    assert told("slot.notice", policy) == [
        ("cu trei zile", "HCL nr. 12/2026, art. 3", "notice_hours"),
        (rule_of("slot.notice").citation.quote, ARTICLE, None),
    ]


def test_another_reading_takes_no_words_away() -> None:
    policy = LAW.evolve(notice_reading="civil_code_hours")
    assert "notice_reading" in READINGS
    assert told("slot.notice", policy) == told("slot.notice", LAW)


def test_a_figure_that_nobody_has_published_says_so() -> None:
    [own] = grounds(rule_of("slot.notice"), LAW.evolve(notice_hours=24))
    assert (own.citation, own.source, own.quote) == (None, None, "")
    assert own.title("ro") == "notice_hours: fără text publicat"
    assert own.title("en") == "notice_hours: no published text"


def test_a_ground_is_told_by_its_source_where_it_has_both() -> None:
    cited = Citation("x", "art. 1")
    assert Ground(cited, None, "notice_hours").title("en") == "notice_hours: no published text"


def test_of_two_figures_the_second_may_be_the_town_s_own() -> None:
    law = preset("cluj-napoca/audiente").policy_at(DAY)
    policy = law.evolve(reason_min_words=5)
    assert told("audience.reason", policy)[0][2] == "reason_min_words"


def test_a_figure_of_another_rule_changes_nothing() -> None:
    policy = LAW.evolve(notice_hours=24)
    assert told("slot.duration", policy) == told("slot.duration", LAW)
