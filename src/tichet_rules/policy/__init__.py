"""Policies: dated parameters, each with its citation."""

from tichet_rules.policy.files import PRESETS, PolicyHistory, parse_policy, preset
from tichet_rules.policy.parameters import PARAMETERS, Policy, TakesOver, WindowBinds
from tichet_rules.policy.sources import Citation, Source, known_sources

__all__ = [
    "PARAMETERS",
    "PRESETS",
    "Citation",
    "Policy",
    "PolicyHistory",
    "Source",
    "TakesOver",
    "WindowBinds",
    "known_sources",
    "parse_policy",
    "preset",
]
