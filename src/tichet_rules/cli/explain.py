"""``tichet-rules explain``: one rule, with all that is known of it."""

from __future__ import annotations

import argparse

from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._terminal import YES, print_json
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.rulebook import entry_document, explained, rule_entry
from tichet_rules.rules import RULE_BOOK
from tichet_rules.text import Text


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    explain = commands.add(
        "explain",
        run,
        Text(
            "explică o regulă: sursa, codul, parametrii, un exemplu",
            "explain a rule: source, code, parameters, an example",
        ),
        examples=("slot.notice", "request.response_window --lang ro"),
    )
    explain.add_argument(
        "rule",
        metavar="RULE",
        help=Text("codul unei reguli, de exemplu slot.notice", "a rule id, such as slot.notice"),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    reading = ", ".join(each.id for each in RULE_BOOK if options.rule in each.parameters)
    if reading:
        right = Text(
            f"o regulă; acesta este un parametru, citit de: {reading}",
            f"a rule; this is a parameter, read by: {reading}",
        )
        raise InvalidInput("rule", options.rule, right)
    entry = rule_entry(options.rule)
    if options.json:
        print_json(entry_document(entry, options.lang))
    else:
        print(explained(entry, options.lang), end="")
    return YES
