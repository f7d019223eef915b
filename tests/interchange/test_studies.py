"""Studies: what a file asks of a what-if, and the answers as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tests.audit._scene import LOG, OFFICE
from tichet_rules.cli._example import EXAMPLE
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.studies import (
    StudyDocument,
    comparison_document,
    parse_study,
    replay_document,
    sweep_of,
)
from tichet_rules.text import LANGUAGES
from tichet_rules.whatif import replay_log

STUDY = StudyDocument(
    office={"inspectors": [{"id": "i-017"}]},
    demand={"per_day": 6},
    first=date(2026, 11, 2),
    last=date(2026, 11, 4),
    replications=2,
)


def test_json_and_toml_say_the_same() -> None:
    as_toml = parse_study(EXAMPLE.en, "study.toml")
    document = {
        "first": "2026-11-02",
        "last": "2026-11-13",
        "warm_up_days": 10,
        "seed": 1,
        "replications": 4,
        "scenarios": as_toml.scenarios,
        "demand": as_toml.demand,
        "office": as_toml.office,
    }
    assert parse_study(json.dumps(document)) == as_toml
    assert parse_study("\ufeff" + EXAMPLE.en) == as_toml


def test_the_example_is_the_same_study_in_both_languages() -> None:
    english, romanian = (parse_study(EXAMPLE.in_(code), "example") for code in LANGUAGES[::-1])
    assert list(romanian.scenarios.values()) == list(english.scenarios.values())
    assert evolve(romanian, scenarios=None) == evolve(english, scenarios=None)
    assert list(romanian.scenarios) == ["azi", "24 de ore", "20 de minute", "unul în plus"]


def test_the_example_is_a_study() -> None:
    sweep = sweep_of(parse_study(EXAMPLE.en, "example"))
    today, faster, longer, more = sweep.scenarios
    assert [each.name for each in sweep.scenarios] == [
        "today", "24 hours", "20 minutes", "one more"
    ]  # fmt: skip
    assert today.office == sweep.office
    assert faster.office.policy.notice_hours == 24  # type: ignore[union-attr]
    assert [len(each.office.inspectors) for each in sweep.scenarios] == [1, 1, 1, 2]
    assert longer.office.inspectors == today.office.inspectors
    assert [*more.office.inspectors] == ["i-017", "more-1"]


def test_dates_in_toml_are_dates_wherever_they_stand() -> None:
    study = parse_study("[demand.counts]\n2026-11-02 = 3\n[office]\nclosures = [2026-12-24]\n")
    assert study.office == {"closures": ["2026-12-24"]}
    assert study.demand == {"counts": {"2026-11-02": 3}}
    assert parse_study("office = { at = [08:00:00, 2026-11-02T08:00:00Z] }\n").office == {
        "at": ["08:00:00", "2026-11-02T08:00:00+00:00"]
    }


def test_where_no_scenario_is_named_there_is_today() -> None:
    assert [each.name for each in sweep_of(STUDY).scenarios] == ["today"]
    study = evolve(STUDY, grid={"horizon_days": [30, "unlimited"]})
    names = [each.name for each in sweep_of(study, "ro").scenarios]
    assert names == ["azi", "horizon_days=30", "horizon_days=None"]


def test_more_inspectors_under_another_policy() -> None:
    changes = {"more_inspectors": 1, "notice_hours": 24, "horizon_days": "unlimited"}
    [scenario] = sweep_of(evolve(STUDY, scenarios={"both": changes})).scenarios
    assert len(scenario.office.inspectors) == 2
    policy = scenario.office.policy
    assert (policy.notice_hours, policy.horizon_days) == (24, None)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "study.json: line 1, column 2"),
        ('{"seed": 1, "seed": 2}', "study.json: JSON: got 'seed'"),
        ("seed = ", "study.json: got"),
        ("sed = 1", "study.json: got 'sed'; expected one of"),
        ("seed = 1.5", "study.json: seed: got 1.5; expected a whole number"),
        ("first = 3", "study.json: first: got 3; expected a date"),
        ("a = " + "[" * 5000, "study.json: got"),
        ("seed = " + "9" * 5000, "study.json: got 'too deep a nesting, or too long a number'"),
    ],
)
def test_a_text_that_is_no_study(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse_study(text)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"office": None}, "office: got 'nothing'; expected a value: it is required"),
        ({"demand": None}, "demand: got 'nothing'"),
        ({"first": None}, "first: got 'nothing'"),
        ({"last": None}, "last: got 'nothing'"),
        ({"office": {"inspector": []}}, "office: got 'inspector'"),
        ({"demand": {}}, "demand.per_day: got None"),
        ({"scenarios": []}, "scenarios: got 'a list'; expected an object"),
        ({"scenarios": {}}, "scenarios: got {}; expected at least one, with its name"),
        ({"scenarios": {"a": 3}}, "scenarios['a']: got 3; expected an object"),
        ({"scenarios": {"a": {"notice": 3}}}, "scenarios['a']: got 'notice'"),
        ({"scenarios": {"a": {"notice_hours": -1}}}, "scenarios['a'].notice_hours: got -1"),
        ({"scenarios": {"a": {"more_inspectors": -1}}}, "scenarios['a'].more_inspectors: got -1"),
        (
            {"scenarios": {"a": {"more_inspectors": 1, "notice_hours": -1}}},
            "scenarios['a'].notice_hours: got -1",
        ),
        ({"scenarios": {" ": {}}}, "scenarios: got ' '"),
        ({"grid": [3]}, "grid: got 'a list'"),
        ({"grid": {"notice_hours": 3}}, "grid.notice_hours: got 3; expected a list of values"),
        ({"grid": {"notice": [3]}}, "grid: got 'notice'"),
        (
            {"scenarios": {"notice_hours=3": {}}, "grid": {"notice_hours": [3]}},
            "grid: got 'notice_hours=3'; expected combinations that no scenario is called after",
        ),
        ({"last": date(2026, 11, 1)}, "last: got '2026-11-01'"),
        ({"replications": 1}, "replications: got 1"),
    ],
)
def test_a_study_that_can_t_be_asked(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        sweep_of(evolve(STUDY, **changes))
    assert str(error.value).startswith(message)


def test_a_comparison_as_json() -> None:
    scenarios = {"today": {}, "24 hours": {"notice_hours": 24}}
    sweep = sweep_of(evolve(STUDY, scenarios=scenarios))
    comparison = sweep.comparison(sweep.runs())
    document = json.loads(json.dumps(comparison_document(comparison, "en")))
    assert document["demand"] == {"per_day": 6.0}
    assert document["metrics"][0] == {"id": "arrivals", "title": "citizens who ask", "unit": ""}
    today, faster = document["scenarios"]
    assert today["policy"] == "cluj-napoca/tichet-albastru@2020-10-05"
    assert faster["policy"].endswith(" with notice_hours=24")
    assert (today["inspectors"], today["differences"]) == (1, None)
    arrivals = [run["arrivals"] for run in today["runs"]]
    assert today["figures"]["arrivals"]["mean"] == sum(arrivals) / 2
    assert faster["differences"]["arrivals"] == {"mean": 0, "low": 0, "high": 0}
    nobody = sweep_of(evolve(STUDY, demand={"per_day": 0}))
    document = comparison_document(nobody.comparison(nobody.runs()), "ro")
    assert document["scenarios"][0]["figures"]["lead_time_mean"] is None


def test_a_replay_as_json() -> None:
    replay = replay_log(LOG, office=OFFICE, policy={"notice_hours": 146})
    document = json.loads(json.dumps(replay_document(replay, "en")))
    assert document["rows"] == 6
    heaps = ("allowed_by_both", "refused_by_both", "now_refused", "now_allowed")
    assert sum(document[each] for each in heaps) + len(document["unreadable"]) == 6
    assert document["by_rule"]["slot.notice"]["after"] == 3
    assert document["by_month"]["2026-11"] == {"rows": 4, "now_refused": 1, "now_allowed": 0}
    [flip] = document["flips"]
    assert (flip["booking"], flip["now"], flip["line"]) == ("b-1", "refused", 2)
    assert flip["booked_at"] == "2026-11-20T09:00:00+02:00"
    [finding] = flip["findings"]
    assert (finding["rule"], finding["limit"]) == ("slot.notice", {"minutes": 146 * 60})
    assert not any(word in json.dumps(document) for word in ("Pop", "pop", "c-ana"))
