"""A policy in a notebook: what differs from the law's preset, and where each value is from."""

from __future__ import annotations

import attrs
import pytest

from tests._notebook import HOSTILE, Page, shown
from tichet_rules.errors import InvalidInput
from tichet_rules.policy import PARAMETERS, PRESETS, parse_policy, preset
from tichet_rules.text import Text

POLICY = preset("cluj-napoca/tichet-albastru").latest


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_does_not_differ_from_itself(name: str) -> None:
    page = shown(preset(name).latest)
    assert f"Nothing differs from {name}@" in page.text
    assert [each.caption for each in page.tables] == ["All parameters, with their sources"]
    assert shown(preset(name)).text == page.text


def test_all_parameters_are_there_with_their_sources() -> None:
    rows = shown(POLICY).table("All parameters").rows
    assert [row[0] for row in rows] == list(PARAMETERS)
    found = {row[0]: row for row in rows}
    assert found["notice_hours"][1] == "48"
    assert "minimum 48 de ore" in found["notice_hours"][2]
    assert "art. 3(1), (2)(b)" in found["window_reading"][2]
    assert found["horizon_days"][1] == "unlimited"
    assert found["ladder"][1:] == ["–", "no source"]
    assert found["channels"][1] == "online+phone"


def test_what_differs_stands_beside_what_the_law_says() -> None:
    policy = POLICY.evolve(notice_hours=24, horizon_days=60)
    differs = shown(policy).table("What differs from cluj-napoca/tichet-albastru@2020-10-05")
    assert differs.head == ["Parameter", "cluj-napoca/tichet-albastru@2020-10-05", "Here"]
    notice, horizon = differs.rows
    assert notice[0] == "notice_hours"
    assert notice[1].startswith("48 Programarea pentru Tichetul Albastru se face cu minimum 48")
    assert notice[2] == "24 no source"
    assert (horizon[0], horizon[2]) == ("horizon_days", "60 no source")
    assert horizon[1].startswith("unlimited ")


def test_rules_that_were_dropped_or_added_differ_too() -> None:
    rules = [each for each in POLICY.rules if each != "slot.grid"]
    rows = shown(attrs.evolve(POLICY, rules=[*rules, "slot.mine"])).table("What differs").rows
    assert rows == [["rules", "− slot.grid", "+ slot.mine"]]


def test_the_policy_of_a_town_has_its_own_sources() -> None:
    policy = parse_policy(
        """
        format = "tichet-rules/policy/1"
        name = "orasul/audiente"
        extends = "cluj-napoca/audiente"
        [sources.hcl]
        title = "HCL nr. 12/2010"
        where = "Monitorul Oficial"
        [[versions]]
        valid_from = 2010-01-01
        [versions.parameters]
        daily_limit = { value = 3, source = "hcl", article = "art. 2", quote = "trei <persoane>" }
        """
    )
    [row] = shown(policy).table("What differs from cluj-napoca/audiente@").rows
    assert row[0] == "daily_limit"
    assert row[2] == "3 trei <persoane> HCL nr. 12/2010, art. 2"


def test_a_policy_in_romanian() -> None:
    page = Page(POLICY.evolve(max_minutes=20).to_html("ro"))
    assert page.language == "ro"
    assert "Tichetul Albastru, Primăria Cluj-Napoca (cluj-napoca/tichet-albastru, " in page.text
    assert page.table("Ce diferă de ").rows[0][2] == "20 fără sursă"
    assert "Nimic nu diferă de" in Page(POLICY.to_html("ro")).text
    with pytest.raises(InvalidInput, match=r"^language: "):
        POLICY.to_html("de")  # type: ignore[arg-type]


def test_hostile_titles_are_words() -> None:
    assert HOSTILE in shown(attrs.evolve(POLICY, title=Text(HOSTILE, HOSTILE))).text


def test_a_source_that_nobody_knows_is_named_by_its_key() -> None:
    policy = attrs.evolve(POLICY, sources={})
    found = {row[0]: row for row in shown(policy).table("All parameters").rows}
    assert found["grid_minutes"][2] == "practice"
