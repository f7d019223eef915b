"""A town hall to try things on, and the two journeys through it.

All of it is invented, and the same every time: the randomness has a seed.
"""

from tichet_rules.demo.papers import Paper
from tichet_rules.demo.story import Step, demo_story
from tichet_rules.demo.town import DEMO_AT, demo_office

__all__ = ["DEMO_AT", "Paper", "Step", "demo_office", "demo_story"]
