"""What if: the same citizens asking under other policies, by the rules that decide for real."""

from tichet_rules.whatif.comparison import Comparison, Scenario, compare
from tichet_rules.whatif.demand import Assignment, Citizen, Demand, Preference
from tichet_rules.whatif.estimates import Estimate
from tichet_rules.whatif.fitting import DemandFit, fit_counts, fit_demand
from tichet_rules.whatif.outcome import METRICS, CitizenRecord, Fate, Metric, Outcome
from tichet_rules.whatif.replay import Flip, MonthOfReplay, Replay, RuleOfReplay, replay_log
from tichet_rules.whatif.simulation import Engine, simulate
from tichet_rules.whatif.staffing import staffed
from tichet_rules.whatif.sweep import (
    ExecutorStopped,
    RunFailed,
    Sweep,
    SweepRun,
    grid,
    read_runs,
)

__all__ = [
    "METRICS",
    "Assignment",
    "Citizen",
    "CitizenRecord",
    "Comparison",
    "Demand",
    "DemandFit",
    "Engine",
    "Estimate",
    "ExecutorStopped",
    "Fate",
    "Flip",
    "Metric",
    "MonthOfReplay",
    "Outcome",
    "Preference",
    "Replay",
    "RuleOfReplay",
    "RunFailed",
    "Scenario",
    "Sweep",
    "SweepRun",
    "compare",
    "fit_counts",
    "fit_demand",
    "grid",
    "read_runs",
    "replay_log",
    "simulate",
    "staffed",
]
