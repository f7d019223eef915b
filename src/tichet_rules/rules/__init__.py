"""The rules: one small predicate per rule id, and the rule book."""

from tichet_rules.rules.book import RULE_BOOK, SLOT_RULES, judge, rules_of, rules_of_case
from tichet_rules.rules.case import AudienceFacts, Case, Claim, Taken, working_spans
from tichet_rules.rules.rule import Finding, Outcome, Rule, rule_of
from tichet_rules.rules.sensitivity import READINGS, Sensitivity, sensitivity

__all__ = [
    "READINGS",
    "RULE_BOOK",
    "SLOT_RULES",
    "AudienceFacts",
    "Case",
    "Claim",
    "Finding",
    "Outcome",
    "Rule",
    "Sensitivity",
    "Taken",
    "judge",
    "rule_of",
    "rules_of",
    "rules_of_case",
    "sensitivity",
    "working_spans",
]
