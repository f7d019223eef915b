"""JSON Schemas of what-ifs: what ``interchange.demands`` and ``interchange.studies`` take."""

from __future__ import annotations

from typing import Any, Final

from tichet_rules.audit import UnreadableRow
from tichet_rules.interchange import studies
from tichet_rules.interchange._schemas_read import (
    DATE,
    IDENTIFIER,
    WRITTEN_INSTANT,
    Reading,
    Schema,
    nullable,
    told,
)
from tichet_rules.interchange._schemas_written import _COUNT as COUNT
from tichet_rules.interchange._schemas_written import _FROM_ONE as FROM_ONE
from tichet_rules.interchange._schemas_written import _STRING as STRING
from tichet_rules.interchange._schemas_written import _array as array
from tichet_rules.interchange._schemas_written import _finding as finding
from tichet_rules.interchange._schemas_written import _object as written
from tichet_rules.interchange._schemas_written import _rule_id as rule_id
from tichet_rules.interchange.documents import OfficeDocument
from tichet_rules.model import Channel
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.whatif import Assignment, Demand, Flip, MonthOfReplay, Preference, RuleOfReplay
from tichet_rules.whatif.demand import _LONGEST_DAYS, _LONGEST_HOURS, _MOST_A_DAY

__all__ = ["comparison", "demand", "replay", "study"]

_NUMBER: Final[Schema] = {"type": "number"}
_WEIGHT: Final[Schema] = {"type": "number", "minimum": 0, "maximum": _MOST_A_DAY}
_SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
_MONTH: Final[Schema] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_DAY: Final[Schema] = {"enum": list(WEEKDAYS)}


def _read(said: str, properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {
        "description": said,
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def _map(names: Schema, values: Schema) -> Schema:
    return {"type": "object", "propertyNames": names, "additionalProperties": values}


def _by_number(said: str, values: Schema = _WEIGHT) -> Schema:
    return {"description": said, **_map({"pattern": "^[0-9]{1,9}$"}, values)}


# --- what is read -------------------------------------------------------------------------------


def demand(known: Reading) -> Schema:
    """The demand of a what-if."""
    hours = {
        "description": "From a local time to another.",
        "type": "array",
        "items": STRING,
        "minItems": 2,
        "maxItems": 2,
        "examples": [["14:00", "16:00"]],
    }
    preference = _read(
        told(Preference),
        {"weight": _WEIGHT, "weekday": nullable(_DAY), "hours": nullable(hours)},
        ("weight",),
    )
    days = {"type": "integer", "minimum": 0, "maximum": _LONGEST_DAYS}
    return known.defined(
        "Demand",
        _read(
            told(Demand),
            {
                "per_day": nullable(_WEIGHT),
                "counts": nullable(_map(DATE, {**COUNT, "maximum": _MOST_A_DAY})),
                "by_weekday": _map(_DAY, _WEIGHT),
                "by_month": _by_number("Factors, by the number of the month, 1 to 12."),
                "on_closed_days": _WEIGHT,
                "by_hour": _by_number("Weights, by the hour of the day, 0 to 23."),
                "answered": _SHARE,
                "answer_age_days": _by_number(f"Weights, by days, up to {_LONGEST_DAYS}."),
                "preferences": array(known.defined("Preference", preference), minItems=1),
                "patience_days": days,
                "cancellation": _SHARE,
                "cancelled_ahead_hours": _by_number(f"Weights, by hours, up to {_LONGEST_HOURS}."),
                "no_show": _SHARE,
                "meeting_minutes": nullable(
                    _by_number(f"Weights, by minutes, up to {MINUTES_A_DAY}.")
                ),
                "channel": known.of(Channel),
                "assignment": known.of(Assignment),
            },
        ),
    )


def study(known: Reading) -> Schema:
    """What is asked of a what-if."""
    parameters = {name: _or_unlimited(each) for name, each in known.parameters().items()}
    changes = _read(
        "Changes of the policy's parameters, and of how many inspectors there are.",
        {**parameters, studies.MORE_INSPECTORS: {"type": "integer"}},
    )
    file = {"description": "The name of a file beside the study.", **STRING}
    return _read(
        told(studies.StudyDocument),
        {
            "office": {"anyOf": [known.of(OfficeDocument), file]},
            "demand": {"anyOf": [demand(known), file]},
            "scenarios": _map(IDENTIFIER, known.defined("Changes", changes)),
            "grid": _read(
                "Parameters, each with the values that it has in turn.",
                {name: array(each) for name, each in parameters.items()},
            ),
            "first": DATE,
            "last": DATE,
            "seed": {"type": "integer"},
            "replications": {"type": "integer", "minimum": 2},
            "warm_up_days": {"type": "integer", "minimum": 0, "maximum": _LONGEST_DAYS},
        },
    )


def _or_unlimited(parameter: Schema) -> Schema:
    """A parameter that may be null may be "unlimited" too, as TOML has no null."""
    options: list[Any] = parameter.get("anyOf", [])
    if {"type": "null"} not in options:
        return parameter
    return {**parameter, "anyOf": [*options, {"const": "unlimited"}]}


# --- what is written ----------------------------------------------------------------------------


def comparison(known: Reading) -> Schema:
    """The answers of a what-if."""
    interval = written(
        "A mean over the replications, and its 95% confidence interval.",
        {"mean": _NUMBER, "low": _NUMBER, "high": _NUMBER},
    )
    figures = _map({}, nullable(known.defined("Interval", interval)))
    metric = written(
        "A figure: its id, title and unit.", dict.fromkeys(("id", "title", "unit"), STRING)
    )
    scenario = written(
        "A scenario, its figures, and by how much they differ from those of the first.",
        {
            "name": IDENTIFIER,
            "policy": STRING,
            "inspectors": COUNT,
            "figures": figures,
            "differences": nullable(figures),
            "runs": array(_map({}, nullable(_NUMBER))),
        },
    )
    return written(
        told(studies.comparison_document),
        {
            "first": DATE,
            "last": DATE,
            "seed": {"type": "integer"},
            "replications": FROM_ONE,
            "warm_up_days": COUNT,
            "demand": demand(known),
            "notes": array(STRING),
            "metrics": array(metric),
            "scenarios": array(scenario, minItems=1),
        },
    )


def replay(known: Reading) -> Schema:
    """A log under another policy."""
    flips = {"now_refused": COUNT, "now_allowed": COUNT}
    counts = dict.fromkeys(("before", "newly", "no_longer", "after"), COUNT)
    flip = written(
        told(Flip),
        {
            "line": FROM_ONE,
            "booking": IDENTIFIER,
            "inspector": IDENTIFIER,
            "booked_at": WRITTEN_INSTANT,
            "start": WRITTEN_INSTANT,
            "now": {"enum": ["refused", "allowed"]},
            "findings": array(finding(known), minItems=1),
        },
    )
    unreadable = {"line": FROM_ONE, "field": STRING, "reason": STRING}
    return written(
        told(studies.replay_document),
        {
            "log": STRING,
            "rows": COUNT,
            "allowed_by_both": COUNT,
            "refused_by_both": COUNT,
            **flips,
            "unreadable": array(written(told(UnreadableRow), unreadable)),
            "notes": array(STRING),
            "by_rule": _map(rule_id(known), written(told(RuleOfReplay), {**counts, **flips})),
            "by_month": _map(_MONTH, written(told(MonthOfReplay), {"rows": COUNT, **flips})),
            "flips": array(flip),
        },
    )
