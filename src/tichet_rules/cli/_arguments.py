"""Arguments of the command line, and what every command has."""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NoReturn

from attrs import evolve, frozen

from tichet_rules.cli._dates import day_of
from tichet_rules.cli._terminal import BAD_INPUT, INTERRUPTED, NO, YES, complain
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.structure import read_instant
from tichet_rules.text import LANGUAGES, Language, Text, checked_language

#: What each exit status means, of which commands.
MEANINGS: Final = {
    YES: Text(
        "da: comanda este permisă (check), există intervale libere (slots), fiecare rând s-a citit "
        "și niciunul nu încalcă o regulă (audit) sau nicio decizie nu se schimbă (replay), nu "
        "mai este nimic de completat (mapping, office --draft-mapping), fiecare vector a trecut "
        "(vectors); la celelalte comenzi: făcut",
        "yes: the command is allowed (check), there are free slots (slots), every row was read "
        "and none breaks a rule (audit) or no decision flips (replay), nothing is left to fill "
        "in (mapping, office --draft-mapping), every vector passed (vectors); of the other "
        "commands: done",
    ),
    NO: Text(
        "nu: comanda este refuzată (check), niciun interval nu este liber (slots), un rând "
        "încalcă o regulă (audit), o decizie se schimbă (replay), ceva este de completat "
        "(mapping, office --draft-mapping), un vector a picat (vectors)",
        "no: the command is refused (check), no slot is free (slots), a row breaks a rule "
        "(audit), a decision flips (replay), something is to be filled in (mapping, "
        "office --draft-mapping), a vector failed (vectors)",
    ),
    BAD_INPUT: Text(
        "date greșite: un fișier care nu se poate citi sau nu respectă formatul, un argument "
        "greșit; sau unele rânduri nu se pot citi, iar dintre celelalte niciunul nu încalcă o "
        "regulă (audit) ori nicio decizie nu se schimbă (replay), sau de aceea nu s-a scris "
        "fișierul (office)",
        "bad input: a file that can't be read or breaks its format, a wrong argument; or some "
        "rows can't be read, and of the others none breaks a rule (audit) or flips (replay), or "
        "the file was not written because of them (office)",
    ),
    INTERRUPTED: Text("întrerupt cu Ctrl-C", "interrupted by Ctrl-C"),
}
_WIDTH: Final = 95


def statuses(meanings: dict[int, Text]) -> Text:
    """The exit statuses, as the last part of a help text."""

    def listed(code: Language) -> str:
        wide = max(len(str(each)) for each in meanings)
        return "\n".join(
            textwrap.fill(
                meaning.in_(code),
                _WIDTH,
                initial_indent=f"  {status:<{wide}}  ",
                subsequent_indent=" " * (wide + 4),
            )
            for status, meaning in meanings.items()
        )

    return Text(f"cod de ieșire:\n{listed('ro')}\n", f"exit status:\n{listed('en')}\n")


#: What a wrong file or argument ends with.
WRONG: Final = Text(
    "date greșite: un fișier care nu se poate citi sau nu respectă formatul, un argument greșit",
    "bad input: a file that can't be read or breaks its format, a wrong argument",
)
#: Of a command that does what it is asked for, or can't.
STATUSES: Final = statuses({YES: Text("făcut", "done"), BAD_INPUT: WRONG})

# What stands in the help for a value, and the files of its examples, as the pages in Romanian
# call them.
_PLACES: Final = {
    "CHANGES": "SCHIMBĂRI",
    "COMMAND": "COMANDĂ",
    "DATE": "DATA",
    "FILE": "FIȘIER",
    "IDS": "ID-URI",
    "INSTANT": "MOMENT",
    "LOG": "REGISTRU",
    "NAME": "NUME",
    "NUMBER": "NUMĂR",
    "OFFICE": "INSTITUȚIE",
    "PATH": "CALE",
    "RULE": "REGULĂ",
    "STUDY": "STUDIU",
    "VALUE": "VALOARE",
    "VALUES": "VALORI",
}
_FILES: Final = {
    "counts.csv": "zile.csv",
    "demand.json": "solicitari.json",
    "documents": "documente",
    "figures": "figuri",
    "figures.csv": "cifre.csv",
    "findings.csv": "abateri.csv",
    "flips.csv": "schimbari.csv",
    "inspectors.csv": "inspectori.csv",
    "log.csv": "programari.csv",
    "mine.json": "vectori.json",
    "next-year.toml": "anul-viitor.toml",
    "office.json": "primaria.json",
    "question.json": "intrebare.json",
    "report.html": "raport.html",
    "requests.csv": "cereri.csv",
    "runs.jsonl": "rulari.jsonl",
    "short": "scurt",
    "study.toml": "studiu.toml",
    "tables.toml": "tabele.toml",
}
_NAMED: Final = re.compile(r"(?<![\w-])[a-z][\w-]*(?:\.\w+)?(?![\w-])")


def place(name: str, code: Language) -> str:
    """What stands in the help for a value, such as ``FILE``."""
    if code == "en":
        return name
    return re.sub("[A-Z]+", lambda found: _PLACES.get(found[0], found[0]), name)


def typed(example: str, code: Language) -> str:
    """An example, with its files named as in the language."""
    if code == "en":
        return example
    return _NAMED.sub(lambda found: _FILES.get(found[0], found[0]), example)


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
DAY: Final[dict[str, Any]] = {"type": argument(day_of), "metavar": "DATE"}


def now() -> datetime:
    """The only look at the clock."""
    return datetime.now().astimezone()


def spoken(arguments: Sequence[str]) -> Language:
    """The language of the help: that of ``--lang``, or of the locale, or else English."""
    chosen: Language = "ro" if _locale().startswith("ro") else "en"
    for each, after in zip(arguments, [*arguments[1:], ""], strict=False):
        given = after if each == "--lang" else each.removeprefix("--lang=")
        if each.startswith("--lang") and given in LANGUAGES:
            chosen = checked_language(given)
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
        """Add an argument, whose help is in both languages, and ``metavar`` in English."""
        if "metavar" in more:
            more["metavar"] = place(more["metavar"], self.code)
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


def add_language(parser: Parser, default: str) -> None:
    """The language of what is said, which may stand before the command or after it."""
    code = parser.code
    said = Text(f"limba ({code})", f"the language of the words ({code})")
    parser.add_argument("--lang", choices=LANGUAGES, default=default, help=said)


class Commands:
    """The commands of a parser; each module of this package adds its own."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._commands = parser.add_subparsers(
            title=Text("comenzi", "commands").in_(parser.code),
            required=True,
            metavar=place("COMMAND", parser.code),
            parser_class=Parser,
        )

    def add(
        self,
        name: str,
        run: Callable[[argparse.Namespace], int],
        help_: Text | str,
        *,
        examples: Sequence[str],
        epilog: Text | str = STATUSES,
    ) -> Parser:
        """A command, with the options that all have; ``run`` returns the exit status.

        ``examples`` are what is typed after the command.
        """
        code = self._parser.code
        words = _in(code, help_) or name
        lines = [f"  tichet-rules {name} {typed(each, code)}" for each in examples]
        shown = "\n".join([Text("exemple:", "examples:").in_(code), *lines, ""])
        made: Parser = self._commands.add_parser(
            name,
            code=code,
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            epilog=f"{shown}\n{_in(code, epilog)}",
        )
        add_language(made, argparse.SUPPRESS)  # or the one before the command would be lost
        made.add_argument(
            "--json",
            action="store_true",
            help=Text("scrie JSON, pentru programe", "print JSON, for programs"),
        )
        made.set_defaults(run=run, wrap=True, parser=self._parser)
        return made
