"""Studies: what is asked of a what-if, as a file; and its answers as JSON.

A study is an office, a demand, and scenarios: JSON, or TOML with the same keys.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange.demands import demand_document, placed, read_demand
from tichet_rules.interchange.documents import read_office
from tichet_rules.interchange.render import finding_document
from tichet_rules.interchange.structure import (
    checked_object,
    json_kind,
    missing,
    not_an_object,
    structured,
    toml_or_json,
)
from tichet_rules.office import Office
from tichet_rules.policy import PARAMETERS
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif import Comparison, Estimate, Replay, Sweep, grid
from tichet_rules.whatif.staffing import MORE_INSPECTORS, staffed

__all__ = [
    "AS_IT_IS",
    "MORE_INSPECTORS",
    "StudyDocument",
    "changed",
    "comparison_document",
    "parse_study",
    "replay_document",
    "sweep_of",
]

_UNLIMITED: Final = "unlimited"
#: What the scenario that changes nothing is called.
AS_IT_IS: Final = Text("azi", "today")


# --- a study ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class StudyDocument:
    """A what-if: who asks, in which office, under which policies, from when to when.

    ``scenarios`` are changes of the policy's parameters, by name (and ``more_inspectors``, how many
    more there are); the others are compared with the first. ``grid`` gives parameters several
    values, each combination of which is a scenario too. A scenario ``today`` comes first where no
    scenarios are named. The seed makes the same citizens every time.
    """

    office: Any = None
    demand: Any = None
    scenarios: Any = None
    grid: Any = None
    first: date | None = None
    last: date | None = None
    seed: int = 1
    replications: int = 10
    warm_up_days: int = 0


def parse_study(text: str, file: str = "study.json") -> StudyDocument:
    r"""The study that a JSON or TOML text writes; ``file`` names it in errors.

    >>> parse_study("seed = 7\nfirst = 2026-11-02\n", "study.toml").first
    datetime.date(2026, 11, 2)
    """
    checked_instance("text", text, str)
    return toml_or_json(
        text,
        file,
        Text("un studiu", "a study"),
        lambda value: structured(_as_json(value), StudyDocument),
    )


def _as_json(value: Any) -> Any:
    """What TOML says, as JSON would say it: dates are texts."""
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def sweep_of(study: StudyDocument, language: Language = "en") -> Sweep:
    """The sweep that a study asks for, with its scenarios in order.

    ``code`` is the language of the names that the study does not give.

    >>> study = StudyDocument(
    ...     office={"inspectors": [{"id": "i-017"}]},
    ...     demand={"per_day": 20},
    ...     scenarios={"today": {}, "two more": {"more_inspectors": 2}},
    ...     grid={"notice_hours": [24, 72]},
    ...     first=date(2026, 11, 2),
    ...     last=date(2026, 11, 6),
    ... )
    >>> [each.name for each in sweep_of(study).scenarios]
    ['today', 'two more', 'notice_hours=24', 'notice_hours=72']
    """
    for name in ("office", "demand"):
        if getattr(study, name) is None:
            raise missing(name)
    if study.first is None or study.last is None:
        raise missing("first" if study.first is None else "last")
    first = study.first
    office, _ = read_office(study.office)
    demand = read_demand(study.demand)
    scenarios = {AS_IT_IS.in_(language): {}} if study.scenarios is None else study.scenarios
    policies: dict[str, Any] = {}
    for name, changes in _object("scenarios", scenarios).items():
        place = f"scenarios[{name!r}]"
        policies[name] = placed(place, lambda c=changes: changed(c, office, first))  # type: ignore[misc]
    for name, changes in _grid(study.grid).items():
        if name in policies:
            right = Text(
                "combinații al căror nume nu îl poartă niciun scenariu",
                "combinations that no scenario is called after",
            )
            raise InvalidInput("grid", name, right)
        policies[name] = changes
    try:
        return Sweep(
            office,
            demand,
            policies,
            first=first,
            last=study.last,
            seed=study.seed,
            replications=study.replications,
            warm_up_days=study.warm_up_days,
        )
    except InvalidInput as error:
        raise error.renamed("^policies", "scenarios") from None


def changed(changes: object, office: Office, first: date) -> Any:
    """The changes of a scenario as a sweep takes them: of parameters, or another office.

    The policy that is changed is the one in force on the ``first`` date.
    """
    table = dict(checked_object(changes, (MORE_INSPECTORS, *PARAMETERS)))
    more = table.pop(MORE_INSPECTORS, 0)
    table = {name: None if each == _UNLIMITED else each for name, each in table.items()}
    if not more:
        return table
    if table:
        policy = office.policy_at(from_ticks(office.calendar.midnight(first)))
        office = office.replace(policy=policy.evolve(**table))
    try:
        return staffed(office, more)
    except InvalidInput as error:
        raise error.renamed("^more$", MORE_INSPECTORS) from None


def _grid(values: object) -> dict[str, Any]:
    if values is None:
        return {}
    table = _object("grid", values)
    for name, some in table.items():
        if not isinstance(some, list):
            raise WrongType(
                f"grid.{name}",
                json_kind(some),
                Text("o listă de valori, […]", "a list of values, […]"),
            )
    unlimited = {
        name: [None if each == _UNLIMITED else each for each in some]
        for name, some in table.items()
    }
    try:
        return grid(unlimited)
    except InvalidInput as error:
        raise error.renamed("^values", "grid") from None


def _object(place: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise not_an_object(value).inside(place)
    return value


# --- answers ------------------------------------------------------------------------------------


def comparison_document(comparison: Comparison, language: Language) -> dict[str, Any]:
    """A comparison: each scenario's figures with intervals, and how they differ from the first.

    ``figures`` and ``differences`` are by the id of the metric, ``null`` where a figure can't be
    said; ``runs`` are the figures of each replication.
    """
    metrics = comparison.metrics
    first, *_ = comparison.scenarios
    return {
        "first": comparison.first.isoformat(),
        "last": comparison.last.isoformat(),
        "seed": comparison.seed,
        "replications": comparison.replications,
        "warm_up_days": comparison.warm_up_days,
        "demand": demand_document(comparison.demand),
        "notes": list(comparison.notes(language)),
        "metrics": [
            {"id": each.id, "title": each.title.in_(language), "unit": each.unit.in_(language)}
            for each in metrics
        ],
        "scenarios": [
            {
                "name": each.name,
                "policy": _version(each.office, comparison.first),
                "inspectors": len(each.office.inspectors),
                "figures": {
                    metric.id: _estimate(comparison.estimate(each.name, metric.id))
                    for metric in metrics
                },
                "differences": None
                if each is first
                else {
                    metric.id: _estimate(comparison.difference(each.name, metric.id))
                    for metric in metrics
                },
                "runs": [dict(run) for run in comparison.figures[each.name]],
            }
            for each in comparison.scenarios
        ],
    }


def _version(office: Office, first: date) -> str:
    return office.policy_at(from_ticks(office.calendar.midnight(first))).version


def _estimate(estimate: Estimate | None) -> dict[str, float] | None:
    if estimate is None:
        return None
    return {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}


def replay_document(replay: Replay, language: Language) -> dict[str, Any]:
    """A replay: the totals, the counts by rule and by month, and every flip with its findings.

    >>> from tichet_rules.audit import BookingLog
    >>> from tichet_rules.whatif import replay_log
    >>> nothing = replay_log(BookingLog("log.csv", []), office=Office(), policy={})
    >>> replay_document(nothing, "en")["rows"]
    0
    """
    local = replay.office.calendar.local
    return {
        "log": replay.log.name,
        "rows": replay.total_rows,
        "allowed_by_both": replay.allowed,
        "refused_by_both": replay.refused,
        "now_refused": len(replay.to_refused()),
        "now_allowed": len(replay.to_allowed()),
        "unreadable": [
            {"line": each.line, "field": each.field, "reason": each.words.in_(language)}
            for each in replay.log.unreadable
        ],
        "notes": list(replay.notes(language)),
        "by_rule": {
            each.rule: {
                "before": each.before,
                "newly": each.newly,
                "no_longer": each.no_longer,
                "after": each.after,
                "now_refused": each.flips_to_refused,
                "now_allowed": each.flips_to_allowed,
            }
            for each in replay.rules
        },
        "by_month": {
            f"{each.month:%Y-%m}": {
                "rows": each.rows,
                "now_refused": each.flips_to_refused,
                "now_allowed": each.flips_to_allowed,
            }
            for each in replay.months
        },
        "flips": [
            {
                "line": flip.line,
                "booking": flip.booking,
                "inspector": replay.inspector_label(flip.inspector, language),
                "booked_at": local(flip.booked_at).isoformat(),
                "start": local(flip.start).isoformat(),
                "now": "refused" if flip.refused else "allowed",
                "findings": [
                    finding_document(each, language, staff=True)
                    for each in replay.shown_findings(flip)
                ],
            }
            for flip in replay.flips
        ],
    }
