"""Records of an outcome, figures of a comparison, flips of a replay, as tables of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tichet_rules._arrow import table
from tichet_rules.model import Role
from tichet_rules.policy import PARAMETERS
from tichet_rules.text import Language
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif.sweep import said

if TYPE_CHECKING:
    from tichet_rules.whatif.comparison import Comparison
    from tichet_rules.whatif.outcome import Outcome
    from tichet_rules.whatif.replay import Replay

__all__ = ["figures_table", "flips_table", "records_table"]


def records_table(outcome: Outcome) -> Any:
    """The citizens of an outcome, one in a row, in order of their asking."""
    rows = list(outcome.records)
    slots = [each.booked for each in rows]
    return table(
        {
            "asked_at": ("instant", [each.asked_at for each in rows]),
            "inspector": ("category", [each.inspector for each in rows]),
            "fate": ("category", [each.fate for each in rows]),
            "first_free": ("instant", [each.first_free for each in rows]),
            "start": ("instant", [None if each is None else each.begins for each in slots]),
            "minutes": ("count", [None if each is None else each.minutes for each in slots]),
            "lead_time": ("time", [each.lead_time for each in rows]),
            "refused_by": ("texts", [each.refused_by for each in rows]),
            "closed_at": ("instant", [each.closed_at for each in rows]),
            "meeting_minutes": ("count", [each.minutes for each in rows]),
        }
    )


def figures_table(comparison: Comparison) -> Any:
    """Each figure of each scenario in each replication, one in a row."""
    metrics = [each.id for each in comparison.metrics]
    names = [each.name for each in comparison.scenarios]
    numbers = range(comparison.replications)
    values = [
        value
        for name in names
        for row in zip(*(comparison.values(name, each) for each in metrics), strict=True)
        for value in row
    ]
    rows = [(name, number, id_) for name in names for number in numbers for id_ in metrics]
    each_as_often = len(rows) // len(names)
    return table(
        {
            "scenario": ("category", [name for name, _, _ in rows]),
            "replication": ("count", [number for _, number, _ in rows]),
            "metric": ("category", [id_ for _, _, id_ in rows]),
            "value": ("number", values),
            **{
                name: (kind, [each for each in of_scenarios for _ in range(each_as_often)])
                for name, (kind, of_scenarios) in _changes(comparison).items()
            },
        }
    )


def _changes(comparison: Comparison) -> dict[str, tuple[str, list[Any]]]:
    """The parameters in which the scenarios differ, a value for each scenario."""
    offices = [each.office for each in comparison.scenarios]
    policies = [
        each.policy_at(from_ticks(each.calendar.midnight(comparison.first))) for each in offices
    ]
    values: dict[str, list[Any]] = {
        name: [getattr(each, name) for each in policies] for name in PARAMETERS
    }
    values["inspectors"] = [
        sum(who.role is Role.EXECUTION for who in each.inspectors.values()) for each in offices
    ]
    return {
        name: _column(some)
        for name, some in values.items()
        if any(each != some[0] for each in some)
    }


def _column(values: list[Any]) -> tuple[str, list[Any]]:
    if all(each is None or isinstance(each, int) for each in values):
        return "count", values
    return "category", [said(each) for each in values]


def flips_table(replay: Replay, code: Language) -> Any:
    """The findings behind the flips of a replay, one in a row."""
    rows = [(flip, finding) for flip in replay.flips for finding in replay.shown_findings(flip)]
    flips = [flip for flip, _ in rows]
    return table(
        {
            "line": ("count", [each.line for each in flips]),
            "booking": ("text", [each.booking for each in flips]),
            "inspector": (
                "category",
                [replay.inspector_label(each.inspector, code) for each in flips],
            ),
            "booked_at": ("instant", [each.booked_at for each in flips]),
            "start": ("instant", [each.start for each in flips]),
            "flips_to": ("category", ["refused" if each.refused else "allowed" for each in flips]),
            "rule": ("category", [each.rule for _, each in rows]),
            "message": ("text", [each.message(code, staff=True) for _, each in rows]),
        }
    )
