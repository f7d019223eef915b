"""``tichet-rules replay``: the bookings of a log under another policy."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any, Final

from tichet_rules.cli._arguments import Commands, argument
from tichet_rules.cli._files import text_file, write_text
from tichet_rules.cli._logs import READING, add_log, judge_of, log_of
from tichet_rules.cli._scenarios import setting
from tichet_rules.cli._terminal import BAD_INPUT, NO, YES, bar, print_json, progress
from tichet_rules.documents.replay_report import replay_csv, replay_text
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange.studies import MORE_INSPECTORS, replay_document
from tichet_rules.policy import parse_policy
from tichet_rules.text import Language, Text
from tichet_rules.whatif import replay_log

_EXAMPLES: Final = (
    "log.csv --office office.json --set notice_hours=24",
    "log.csv --office office.json --set max_minutes=20 --set grid_minutes=20",
    "log.csv --office office.json --under next-year.toml --csv flips.csv",
)
_EPILOG: Final = Text(
    """\
cod de ieșire:
  0  nicio decizie nu se schimbă și fiecare rând s-a citit
  1  unele decizii se schimbă
  2  date greșite: niciuna nu se schimbă, dar unele rânduri nu se pot citi; sau un fișier ori un
     argument greșit
""",
    """\
exit status:
  0  no decision flips, and every row was read
  1  some decisions flip
  2  bad input: none flips, but rows can't be read; or a wrong file or argument
""",
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    replayed = commands.add(
        "replay",
        run,
        Text(
            "judecă un registru de programări după alte reguli: ce decizii se schimbă",
            "judge a log of bookings under another policy: what flips",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    add_log(replayed)
    replayed.add_argument(
        "--set",
        dest="changes",
        action="append",
        type=argument(setting),
        default=[],
        metavar="NAME=VALUE",
        help=Text(
            "un parametru al celorlalte reguli, de exemplu notice_hours=24; se poate repeta",
            "a parameter of the other policy, such as notice_hours=24; may be repeated",
        ),
    )
    replayed.add_argument(
        "--under",
        type=Path,
        metavar="FILE",
        help=Text("celelalte reguli, într-un fișier (TOML)", "the other policy, in a file (TOML)"),
    )
    replayed.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help=Text("scrie schimbările ca tabel", "write the flips as a table"),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    code: Language = options.lang
    other = _other(options)
    progress(READING.in_(code), options)
    log, office, agenda = log_of(options)
    judge = judge_of(len(log), partial(bar, options))
    replay = replay_log(log, office=office, policy=other, before=agenda, judge=judge)
    progress("", options)
    if options.csv is not None:
        write_text(options.csv, replay_csv(replay, code))
    if options.json:
        print_json(replay_document(replay, code))
    else:
        print(replay_text(replay, code), end="")
    if replay.flips:
        return NO
    return BAD_INPUT if replay.unreadable else YES


def _other(options: argparse.Namespace) -> Any:
    """The other policy: a file's, or changes of the one in force."""
    if options.under is not None:
        if options.changes:
            right = Text("niciuna pe lângă --under FIȘIER", "none beside --under FILE")
            raise InvalidInput("--set", Given("schimbări", "changes"), right)
        return parse_policy(text_file(options.under), str(options.under))
    if not options.changes:
        right = Text(
            "NUME=VALOARE, de pildă notice_hours=24; sau --under",
            "NAME=VALUE, such as notice_hours=24; or --under",
        )
        raise InvalidInput("--set", Given("nimic", "nothing"), right)
    changes = dict(options.changes)
    if MORE_INSPECTORS in changes:
        right = Text(
            "numai parametri: întâlnirile unui registru au fost ținute",
            "parameters alone: a log's meetings are held",
        )
        raise InvalidInput("--set", "inspectors", right)
    return changes
