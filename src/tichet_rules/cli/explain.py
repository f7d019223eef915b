"""``tichet-rules explain``: one rule, with all that is known of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._files import text_file
from tichet_rules.cli._terminal import YES, print_json
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.rulebook import entry_document, explained, rule_entry
from tichet_rules.policy import Policy, parse_policy
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
        examples=(
            "slot.notice",
            "request.response_window --lang ro",
            "slot.notice --policy orasul-meu.toml",
        ),
    )
    explain.add_argument(
        "rule",
        metavar="RULE",
        help=Text("codul unei reguli, de exemplu slot.notice", "a rule id, such as slot.notice"),
    )
    explain.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help=Text(
            "parametrii din regulile proprii ale orașului (TOML), în loc de cei din pachet",
            "the parameters of a town's own policy (TOML), in place of those of the package",
        ),
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
    policies = None if options.policy is None else _own(options.policy)
    entry = rule_entry(options.rule, policies)
    if options.json:
        print_json(entry_document(entry, options.lang))
    else:
        print(explained(entry, options.lang), end="")
        if policies is not None and not entry.policies and rule_entry(options.rule).policies:
            name = policies[-1].name
            left_out = Text(
                f"{name} nu judecă după această regulă.", f"{name} does not judge by this rule."
            )
            print(f"\n  {left_out.in_(options.lang)}")
    return YES


def _own(path: Path) -> tuple[Policy, ...]:
    return parse_policy(text_file(path), str(path)).versions
