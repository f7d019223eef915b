"""The schemas of what-ifs: they take what is read and written, and no more than is read."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tests.audit._scene import LOG, OFFICE
from tests.interchange.test_demands import FULL
from tests.interchange.test_schemas import wrong
from tests.interchange.test_studies import STUDY
from tichet_rules.cli._example import EXAMPLE
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.demands import demand_document, read_demand
from tichet_rules.interchange.studies import (
    _as_json,
    comparison_document,
    parse_study,
    replay_document,
    sweep_of,
)
from tichet_rules.whatif import Demand, replay_log

DEMANDS: dict[str, Any] = {
    "full": FULL,
    "least": {"per_day": 0},
    "counts": {"counts": {"2026-11-02": 3}, "per_day": None},
    "unknown key": {"per_day": 1, "colour": 1},
    "share": {"per_day": 1, "answered": 1.5},
    "negative": {"per_day": -1},
    "text": {"per_day": "12"},
    "weekday": {"per_day": 1, "by_weekday": {"monday": 1}},
    "weight": {"per_day": 1, "by_hour": {"9": "2"}},
    "hour": {"per_day": 1, "by_hour": {"nine": 2}},
    "date": {"counts": {"2 November": 3}},
    "count": {"counts": {"2026-11-02": 3.5}},
    "no preference": {"per_day": 1, "preferences": []},
    "preference without weight": {"per_day": 1, "preferences": [{"weekday": "mon"}]},
    "hours": {"per_day": 1, "preferences": [{"weight": 1, "hours": ["09:00"]}]},
    "patience": {"per_day": 1, "patience_days": -1},
    "channel": {"per_day": 1, "channel": "fax"},
    "assignment": {"per_day": 1, "assignment": "by_chance"},
}


@pytest.mark.parametrize("name", DEMANDS)
def test_a_demand_is_taken_by_both_or_by_none(name: str) -> None:
    try:
        read_demand(DEMANDS[name])
    except InvalidInput:
        assert wrong("demand", DEMANDS[name])
    else:
        assert wrong("demand", DEMANDS[name]) == []
        assert wrong("demand", demand_document(read_demand(DEMANDS[name]))) == []


def test_every_field_of_a_demand_is_in_the_schema() -> None:
    assert set(FULL) | {"counts"} == {each.name for each in Demand.__attrs_attrs__}


STUDIES: dict[str, Any] = {
    "example": _as_json(tomllib.loads(EXAMPLE.en)),
    "example in Romanian": _as_json(tomllib.loads(EXAMPLE.ro)),
    "empty": {},
    "files": {"office": "office.json", "demand": "demand.json"},
    "unlimited": {"grid": {"horizon_days": [30, "unlimited"]}},
    "more": {"scenarios": {"a": {"more_inspectors": 1, "notice_hours": 24}}},
    "unknown key": {"seeds": 1},
    "replications": {"replications": "4"},
    "dates": {"first": "2 November 2026"},
    "parameter": {"scenarios": {"a": {"notice": 24}}},
    "no limit of notice": {"scenarios": {"a": {"notice_hours": "unlimited"}}},
    "value": {"grid": {"notice_hours": 24}},
}


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_is_taken_by_both_or_by_none(name: str) -> None:
    asked = {"demand": {"per_day": 1}, "office": STUDY.office} | STUDIES[name]
    # The names of files are for the command line, which reads them.
    told = {} if name == "files" else asked
    try:
        study = parse_study(json.dumps(told))
        sweep_of(evolve(STUDY, scenarios=study.scenarios, grid=study.grid))
    except InvalidInput:
        assert wrong("study", asked)
    else:
        assert wrong("study", asked) == []


def test_what_a_whatif_writes() -> None:
    scenarios = {"today": {}, "24 hours": {"notice_hours": 24}}
    sweep = sweep_of(evolve(STUDY, scenarios=scenarios, last=date(2026, 11, 3)))
    document = comparison_document(sweep.comparison(sweep.runs()), "ro")
    assert wrong("comparison", document) == []
    for key in document:
        assert wrong("comparison", {k: v for k, v in document.items() if k != key}), key
        assert wrong("comparison", document | {key: 1.5}), key


def test_what_a_replay_writes() -> None:
    changes = {"notice_hours": 146, "window_reading": "civil_code"}
    document = replay_document(replay_log(LOG, office=OFFICE, policy=changes), "en")
    assert len(document["flips"]) == 2
    assert wrong("replay", document) == []
    for key in document:
        assert wrong("replay", {k: v for k, v in document.items() if k != key}), key
        assert wrong("replay", document | {key: 1.5}), key
