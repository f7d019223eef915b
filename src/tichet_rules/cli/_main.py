"""The entry point: which commands there are, and how an answer is written."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from typing import Final

from tichet_rules.cli import (
    audit,
    check,
    completion,
    demo,
    explain,
    fit,
    mapping,
    office,
    replay,
    rules,
    schema,
    slots,
    vectors,
    whatif,
)
from tichet_rules.cli._arguments import (
    MEANINGS,
    Commands,
    Parser,
    add_language,
    spoken,
    statuses,
    typed,
)
from tichet_rules.cli._files import apart
from tichet_rules.cli._mistaken import check_places, mistaken
from tichet_rules.cli._terminal import INTERRUPTED, coloured, complain, wrapped
from tichet_rules.errors import TichetError
from tichet_rules.text import Language, Text

# In the order of the help text.
_COMMANDS: Final = (
    demo,
    check,
    slots,
    office,
    mapping,
    audit,
    replay,
    whatif,
    fit,
    vectors,
    rules,
    explain,
    schema,
    completion,
)


_EXAMPLES: Final = """\
  tichet-rules demo
  tichet-rules demo --out documents --lang ro
  tichet-rules check question.json --office office.json
  tichet-rules slots office.json --inspector i-017 --from 2026-11-26 --to 2026-11-27
  tichet-rules office --requests requests.csv --inspectors inspectors.csv --out office.json
  tichet-rules mapping log.csv --out mapping.toml
  tichet-rules audit log.csv --office office.json --html report.html
  tichet-rules replay log.csv --office office.json --set notice_hours=24
  tichet-rules whatif --example
  tichet-rules vectors tests/vectors
  tichet-rules explain slot.notice --lang ro
  tichet-rules rules slot.notice --lang ro
"""
_STATUSES: Final = statuses(MEANINGS)
_EPILOG: Final = Text(
    f"exemple:\n{typed(_EXAMPLES, 'ro')}\n{_STATUSES.ro}", f"examples:\n{_EXAMPLES}\n{_STATUSES.en}"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; see ``tichet-rules --help``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The words are Romanian, whatever the locale; what can't be written is escaped.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(spoken(given)).parse_args(given)
    run: Callable[[argparse.Namespace], int] = options.run
    said = io.StringIO()
    try:
        apart(options)
        check_places(options)
        with redirect_stdout(said):
            status = run(options)
    except TichetError as error:
        status = complain((mistaken(options) or error).in_(options.lang))
    except KeyboardInterrupt:
        status = INTERRUPTED
    try:
        # Written at the end, so that the status is the answer's even if nobody reads it.
        text = said.getvalue()
        if sys.stdout.isatty() and not options.json:
            text = coloured(wrapped(text) if options.wrap else text, sys.stdout)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _parser(code: Language) -> Parser:
    parser = Parser(
        code,
        prog="tichet-rules",
        description=Text(
            "Regulile de programare ale Tichetului Albastru din Cluj-Napoca: "
            "decide, explică, găsește intervale libere.",
            "The scheduling rules of the Tichetul Albastru (blue ticket) of Cluj-Napoca: "
            "decide, explain, find free slots.",
        ),
        epilog=_EPILOG,
    )
    add_language(parser, code)
    commands = Commands(parser)
    for each in _COMMANDS:
        each.add(commands)
    return parser
