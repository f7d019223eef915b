"""What if: the same citizens asking under other policies, by the rules that decide for real."""

from tichet_rules.whatif.comparison import Comparison, Scenario, compare
from tichet_rules.whatif.demand import Assignment, Citizen, Demand, Preference
from tichet_rules.whatif.estimates import Estimate
from tichet_rules.whatif.outcome import METRICS, CitizenRecord, Fate, Metric, Outcome
from tichet_rules.whatif.simulation import simulate

__all__ = [
    "METRICS",
    "Assignment",
    "Citizen",
    "CitizenRecord",
    "Comparison",
    "Demand",
    "Estimate",
    "Fate",
    "Metric",
    "Outcome",
    "Preference",
    "Scenario",
    "compare",
    "simulate",
]
