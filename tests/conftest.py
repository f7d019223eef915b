"""Hypothesis profiles: ``HYPOTHESIS_PROFILE=thorough`` tries more, and other, examples."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long an example takes depends on the machine, and fails no test.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
# On each further Python, where the same code runs again.
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
