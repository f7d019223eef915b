"""``tichet-rules schema``: the contract of a document."""

from __future__ import annotations

import argparse

from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._terminal import YES
from tichet_rules.interchange.schemas import NAMES as SCHEMAS
from tichet_rules.interchange.schemas import schema_text
from tichet_rules.text import Text


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    schema = commands.add(
        "schema",
        run,
        Text("scrie schema JSON a unui document", "print the JSON Schema of a document"),
        examples=("office",),
    )
    schema.add_argument("name", choices=SCHEMAS, metavar="NAME", help=", ".join(SCHEMAS))


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    options.wrap = False  # it is for programs: a terminal's width breaks no line of it
    print(schema_text(options.name), end="")
    return YES
