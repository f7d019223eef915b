"""``tichet-rules rules``: the rule book."""

from __future__ import annotations

import argparse
from typing import Any

from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._terminal import YES, print_json
from tichet_rules.interchange import rule_document
from tichet_rules.policy import PRESETS, preset
from tichet_rules.rules import RULE_BOOK, Rule, rule_of
from tichet_rules.text import Language, Text


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    rules = commands.add(
        "rules",
        run,
        Text(
            "scrie cartea regulilor: fiecare regulă cu sursa ei",
            "print the rule book: each rule with its source",
        ),
        examples=("slot.notice slot.free", "--lang ro --json"),
    )
    rules.add_argument(
        "rules",
        nargs="*",
        metavar="RULE",
        help=Text("coduri de reguli (implicit: toate)", "rule ids (default: all)"),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    code: Language = options.lang
    rules = [rule_of(id_) for id_ in options.rules] or list(RULE_BOOK)
    policies = [preset(name).latest for name in PRESETS]
    documents = [rule_document(each, policies, code) for each in rules]
    if options.json:
        print_json(documents)
        return YES
    for rule, document in zip(rules, documents, strict=True):
        _print_rule(rule, document, code)
    return YES


def _print_rule(rule: Rule, document: dict[str, Any], code: Language) -> None:
    print(f"{rule.id}: {document['title']}")
    if document["quote"]:
        print(f"  «{document['quote']}»")
    article = f", {document['article']}" if document["article"] else ""
    source = document["source"]
    print(f"  {Text('Sursa', 'Source').in_(code)}: {source['title']} ({source['where']}){article}")
    for policy, parameters in document["parameters"].items():
        values = ", ".join(f"{name} = {_said(value, code)}" for name, value in parameters.items())
        print(f"  {policy}: {values}")
    if document["note"]:
        print(f"  {document['note']}")
    print()


def _said(value: Any, code: Language) -> str:
    if value is None:
        return Text("nelimitat", "unlimited").in_(code)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(each, code)}" for key, each in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)
