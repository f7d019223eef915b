"""``tichet-rules check``: one command decided and explained."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from tichet_rules.agenda import Agenda, decide
from tichet_rules.cli._arguments import AT, WRONG, Commands, now, statuses
from tichet_rules.cli._files import in_file, json_file, office_file
from tichet_rules.cli._terminal import BAD_INPUT, NO, YES, print_json
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange import QuestionDocument, decision_document, read_office, structured
from tichet_rules.interchange.structure import checked_object
from tichet_rules.text import Text

_STATUSES: Final = statuses(
    {
        YES: Text("da: comanda este permisă", "yes: the command is allowed"),
        NO: Text("nu: comanda este refuzată", "no: the command is refused"),
        BAD_INPUT: WRONG,
    }
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    check = commands.add(
        "check",
        run,
        Text(
            "decide o comandă scrisă într-un fișier JSON",
            "decide a command that is written in a JSON file",
        ),
        examples=(
            "question.json",
            "question.json --office office.json --full",
            "question.json --at 2026-11-24T10:00:00+02:00 --lang ro",
        ),
        epilog=_STATUSES,
    )
    check.add_argument(
        "question",
        type=Path,
        metavar="FILE",
        help=Text(
            'un fișier ca {"when": {"at": …, "book": {…}}, "office": {…}}, scris ca un caz al '
            "vectorilor de conformitate",
            'a file such as {"when": {"at": …, "book": {…}}, "office": {…}}, written like a '
            "case of the conformance vectors",
        ),
    )
    check.add_argument(
        "--office",
        type=Path,
        metavar="FILE",
        help=Text("instituția, în alt fișier", "the office, in a file of its own"),
    )
    check.add_argument("--at", **AT)
    check.add_argument(
        "--full",
        action="store_true",
        help=Text("spune și regulile respectate", "tell the rules that passed, too"),
    )
    check.add_argument(
        "--staff",
        action="store_true",
        help=Text(
            "spune și ce publicul nu trebuie să afle", "tell what the public must not be told"
        ),
    )
    check.add_argument(
        "--with-personal-data",
        action="store_true",
        help=Text(
            "cu --json: pune în evenimente cheia solicitantului și datele de contact",
            "with --json: include the applicant's key and the contact data in the events",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    question = _question(json_file(options.question), ("office", "when"), options.question)
    if options.office is not None:
        if "office" in question:
            right = Text("niciuna pe lângă --office FIȘIER", "none beside --office FILE")
            raise InvalidInput(f"{options.question}: office", Given("una", "one"), right)
        office, agenda = office_file(options.office)
    elif "office" in question:
        office, agenda = in_file(options.question, lambda: read_office(question["office"]))
    else:
        raise InvalidInput(
            str(options.question),
            Given("nicio instituție", "no office"),
            Text(
                "un «office» în fișier, sau --office FIȘIER",
                "an «office» in the file, or --office FILE",
            ),
        )
    when = in_file(options.question, lambda: structured(question["when"], QuestionDocument, "when"))
    command = in_file(options.question, lambda: _placed_command(when, agenda))
    at = options.at or when.at or now()
    decision = decide(command, agenda, at=at, office=office)
    if options.json:
        print_json(
            decision_document(
                decision, options.lang, staff=options.staff, personal=options.with_personal_data
            )
        )
    else:
        print(decision.explain(options.lang, full=options.full, staff=options.staff))
    return YES if decision.allowed else NO


def _question(value: Any, keys: tuple[str, ...], path: Path) -> dict[str, Any]:
    """The JSON object of a question file, with its «when»."""
    found: dict[str, Any] = in_file(path, lambda: checked_object(value, keys, ("when",)))
    return found


def _placed_command(when: QuestionDocument, agenda: Agenda) -> Any:
    try:
        return when.command(agenda)
    except InvalidInput as error:
        raise error.inside("when") from None
