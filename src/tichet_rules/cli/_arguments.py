"""Arguments of the command line, and what every command has."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NoReturn

from attrs import evolve, frozen

from tichet_rules.cli._terminal import complain
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.structure import read_date, read_instant
from tichet_rules.text import LANGUAGES, Language, Text, language

STATUSES: Final = Text(
    """\
cod de ieșire:
  0  da: comanda este permisă, există intervale libere, fiecare vector a trecut
  1  nu: comanda este refuzată, niciun interval nu este liber, un vector a picat
  2  date greșite: un fișier care nu se poate citi sau nu respectă formatul, un argument greșit
""",
    """\
exit status:
  0  yes: the command is allowed, there are free slots, every vector passed
  1  no: the command is refused, no slot is free, a vector failed
  2  bad input: a file that can't be read or breaks its format, a wrong argument
""",
)


@frozen
class argument:  # noqa: N801 (argparse calls it a type)
    """What reads an argument, and says in one language what is wrong with it."""

    read: Callable[[str], Any]
    code: Language = "en"

    def __call__(self, text: str) -> Any:
        try:
            return self.read(text)
        except InvalidInput as error:
            said = InvalidInput("", text, error.right).reason().in_(self.code)
            raise argparse.ArgumentTypeError(said) from None


# What argparse says of wrong arguments, which it says in English alone.
_ROMANIAN: Final = tuple(
    (re.compile(english, re.DOTALL), romanian)
    for english, romanian in (
        (r"the following arguments are required: (.*)", r"lipsesc argumentele obligatorii: \1"),
        (r"unrecognized arguments: (.*)", r"argumente necunoscute: \1"),
        (
            r"invalid choice: (.*) \(choose from (.*)\)",
            r"s-a primit \1; se aștepta unul dintre \2",
        ),
        (r"invalid (\w+) value: (.*)", r"s-a primit \2; se aștepta o valoare \1"),
        (r"expected one argument", "se aștepta o valoare"),
        (r"expected at least one argument", "se aștepta cel puțin o valoare"),
        (r"expected at most one argument", "se aștepta cel mult o valoare"),
        (r"expected (\d+) arguments?", r"numărul de valori așteptate este \1"),
        (r"ignored explicit argument (.*)", r"s-a primit \1; nu se aștepta nicio valoare"),
        (r"ambiguous option: (.*) could match (.*)", r"opțiunea \1 poate însemna \2"),
        (r"not allowed with argument (.*)", r"nu poate sta alături de argumentul \1"),
        (r"one of the arguments (.*) is required", r"lipsește unul dintre argumentele \1"),
    )
)
_OF_AN_ARGUMENT: Final = re.compile(r"argument ([^:]+): (.*)", re.DOTALL)


def in_romanian(message: str) -> str:
    """What argparse says, in Romanian; what is not known stands as it is."""
    if found := _OF_AN_ARGUMENT.fullmatch(message):
        return f"argumentul {found[1]}: {in_romanian(found[2])}"
    for english, romanian in _ROMANIAN:
        if found := english.fullmatch(message):
            return found.expand(romanian)
    return message


AT: Final[dict[str, Any]] = {
    "type": argument(read_instant),
    "metavar": "INSTANT",
    "help": Text(
        "momentul întrebării, de exemplu 2026-11-24T10:00:00+02:00 (implicit: acum)",
        "the instant of the question, such as 2026-11-24T10:00:00+02:00 (default: now)",
    ),
}
#: Of what an office is read.
OFFICE: Final = Text("instituția, un fișier JSON", "the office, a JSON file")
DAY: Final[dict[str, Any]] = {"type": argument(read_date), "metavar": "DATE"}


def now() -> datetime:
    """The only look at the clock."""
    return datetime.now().astimezone()


def spoken(arguments: Sequence[str]) -> Language:
    """The language of the help: that of ``--lang``, or of the locale, or else English."""
    chosen: Language = "ro" if _locale().startswith("ro") else "en"
    for each, after in zip(arguments, [*arguments[1:], ""], strict=False):
        given = after if each == "--lang" else each.removeprefix("--lang=")
        if each.startswith("--lang") and given in LANGUAGES:
            chosen = language(given)
    return chosen


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value
    return ""


class _Help(argparse.RawDescriptionHelpFormatter):
    """The layout of the help; examples and tables stand as they are."""


class _RomanianHelp(_Help):
    def add_usage(
        self, usage: Any, actions: Any, groups: Any, prefix: str | None = "utilizare: "
    ) -> None:
        super().add_usage(usage, actions, groups, prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks two languages, and complains in one line, like everything else here."""

    def __init__(self, code: Language, **more: Any) -> None:
        for name in ("description", "epilog"):
            more[name] = _in(code, more.get(name))
        formatter = _RomanianHelp if code == "ro" else _Help
        super().__init__(add_help=False, formatter_class=formatter, **more)
        self.code: Language = code
        if code == "ro":
            # argparse has no public way to name its groups.
            self._positionals.title, self._optionals.title = "argumente", "opțiuni"
        said = Text("arată acest ajutor", "show this help message and exit")
        self.add_argument("-h", "--help", action="help", help=said)

    def add_argument(self, *names: Any, help: Text | str | None = None, **more: Any) -> Any:  # noqa: A002
        """Add an argument, whose help is in both languages."""
        if isinstance(more.get("type"), argument):
            more["type"] = evolve(more["type"], code=self.code)
        return super().add_argument(*names, help=_in(self.code, help), **more)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and exit with status 2."""
        if self.code == "ro":
            message = in_romanian(message)
        see = Text("vedeți", "see").in_(self.code)
        sys.exit(complain(f"{message}; {see} {self.prog} --help"))


def _in(code: Language, words: Text | str | None) -> str | None:
    return words.in_(code) if isinstance(words, Text) else words


class Commands:
    """The commands of a parser; each module of this package adds its own."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._commands = parser.add_subparsers(
            title=Text("comenzi", "commands").in_(parser.code),
            required=True,
            metavar="COMMAND",
            parser_class=Parser,
        )

    def add(
        self,
        name: str,
        run: Callable[[argparse.Namespace], int],
        help_: Text | str,
        *,
        examples: Sequence[str] = (),
        epilog: Text | str = STATUSES,
    ) -> Parser:
        """A command, with the options that all have; ``run`` returns the exit status.

        ``examples`` are what is typed after the command.
        """
        code = self._parser.code
        words = _in(code, help_) or name
        parts = [_in(code, epilog) or ""]
        if examples:
            lines = (f"  tichet-rules {name} {each}" for each in examples)
            parts.insert(0, "\n".join([Text("exemple:", "examples:").in_(code), *lines, ""]))
        made: Parser = self._commands.add_parser(
            name,
            code=code,
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            epilog="\n".join(parts),
        )
        made.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=code,
            help=Text("limba (%(default)s)", "the language of the words (%(default)s)"),
        )
        made.add_argument(
            "--json",
            action="store_true",
            help=Text("scrie JSON, pentru programe", "print JSON, for programs"),
        )
        made.set_defaults(run=run, wrap=True, parser=self._parser)
        return made
