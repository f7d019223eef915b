"""``tichet-rules completion``: what a shell needs to complete commands, options and rule ids."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

from tichet_rules.cli._arguments import STATUSES, Commands
from tichet_rules.cli._terminal import YES
from tichet_rules.errors import MissingExtra
from tichet_rules.rules import RULE_BOOK
from tichet_rules.text import Text

_SHELLS: Final = ("bash", "zsh", "fish")
_EXAMPLES: Final = (
    "bash > ~/.local/share/bash-completion/completions/tichet-rules",
    "zsh > ~/.zfunc/_tichet-rules",
    "fish > ~/.config/fish/completions/tichet-rules.fish",
)
_EPILOG: Final = Text(
    f"""\
Pentru zsh, ~/.zfunc trebuie să fie în $fpath. Cere componenta opțională
'completion'. Scrieți-l din nou după o actualizare.

{STATUSES.ro}""",
    f"""\
For zsh, ~/.zfunc has to be in $fpath. Needs the extra 'completion'.
Print it again after an upgrade.

{STATUSES.en}""",
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    completion = commands.add(
        "completion",
        run,
        Text(
            "scrie ce îi trebuie interpretorului de comenzi ca să le completeze",
            "print what a shell needs to complete commands",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    completion.add_argument("shell", choices=_SHELLS, help=", ".join(_SHELLS))


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    options.wrap = False  # it is for a shell
    shtab = _shtab()
    for action in _actions(options.parser):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab's own addition
        elif action.dest in ("rule", "rules"):
            action.choices = [each.id for each in RULE_BOOK]
    print(shtab.complete(options.parser, options.shell))
    return YES


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a parser and of its commands: argparse has no public way to them."""
    for action in parser._actions:  # noqa: SLF001
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                yield from _actions(command)


def _shtab() -> ModuleType:
    try:
        import shtab  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            Text("completarea în terminal", "completing in a shell"), "completion"
        ) from missing
    return shtab
