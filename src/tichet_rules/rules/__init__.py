"""The rules: one small predicate per rule id, and the rule book."""

from tichet_rules.rules.book import RULE_BOOK, SLOT_RULES, judge, rules_of
from tichet_rules.rules.case import AudienceFacts, Case, Claim, Taken, working_spans
from tichet_rules.rules.rule import Finding, Outcome, Rule, rule_of

__all__ = [
    "RULE_BOOK",
    "SLOT_RULES",
    "AudienceFacts",
    "Case",
    "Claim",
    "Finding",
    "Outcome",
    "Rule",
    "Taken",
    "judge",
    "rule_of",
    "rules_of",
    "working_spans",
]
