"""``tichet-rules slots``: what is still to be had, and why not more."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from tichet_rules._door import member
from tichet_rules.agenda import explain_day
from tichet_rules.cli._arguments import (
    AT,
    DAY,
    OFFICE,
    WRONG,
    Commands,
    argument,
    now,
    statuses,
)
from tichet_rules.cli._files import office_file
from tichet_rules.cli._terminal import BAD_INPUT, NO, YES, print_json
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import day_document
from tichet_rules.model import Channel, Procedure
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import clock, counted, day_name

_STATUSES: Final = statuses(
    {
        YES: Text("da: există intervale libere", "yes: there are free slots"),
        NO: Text("nu: niciun interval nu este liber", "no: no slot is free"),
        BAD_INPUT: WRONG,
    }
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    slots = commands.add(
        "slots",
        run,
        Text(
            "arată intervalele libere ale unui inspector și de ce unele zile nu au niciunul",
            "list the free slots of an inspector, and why days are empty",
        ),
        examples=(
            "office.json --inspector i-017",
            "office.json --inspector i-017 --from 2026-11-26 --to 2026-11-27 --why",
            "office.json --inspector i-017 --request 119368/305 --channel in_person",
        ),
        epilog=_STATUSES,
    )
    slots.add_argument("office", type=Path, metavar="OFFICE", help=OFFICE)
    slots.add_argument(
        "--inspector",
        required=True,
        metavar="ID",
        help=Text("codul inspectorului", "the inspector's id"),
    )
    slots.add_argument(
        "--from",
        dest="from_",
        help=Text("prima dată (implicit: azi)", "the first date (default: today)"),
        **DAY,
    )
    slots.add_argument(
        "--to",
        help=Text(
            "ultima dată (implicit: la 13 zile după prima)",
            "the last date (default: 13 days after the first)",
        ),
        **DAY,
    )
    slots.add_argument("--at", **AT)
    slots.add_argument(
        "--minutes",
        type=argument(_minutes),
        metavar="N",
        default=15,
        help=Text("durata (%(default)s)", "the length (%(default)s)"),
    )
    slots.add_argument(
        "--request",
        metavar="NUMBER",
        help=Text(
            "o cerere, al cărei termen contează și el", "a request, whose window applies too"
        ),
    )
    slots.add_argument(
        "--procedure",
        type=argument(member("procedure", Procedure)),
        default=Procedure.BLUE_TICKET,
        metavar="|".join(Procedure),
        help=Text(
            "pentru un tichet albastru sau o audiență (%(default)s)",
            "for a blue ticket or an audience (%(default)s)",
        ),
    )
    slots.add_argument(
        "--channel",
        type=argument(member("channel", Channel)),
        default=Channel.ONLINE,
        metavar="|".join(Channel),
        help=Text(
            "la sediu (in_person) trebuie să fie liberă și o sală (%(default)s)",
            "in person, a room has to be free (%(default)s)",
        ),
    )
    slots.add_argument(
        "--why",
        action="store_true",
        help=Text(
            "explică fiecare zi, nu doar cele fără intervale",
            "explain every day, not only empty ones",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    office, agenda = office_file(options.office)
    code: Language = options.lang
    at = options.at or now()
    first = options.from_ or office.calendar.local(at).date()
    last = options.to or day_after(first, 13)
    if last < first:
        right = Text(
            f"o dată nu mai devreme decât --from, {first}", f"a date on or after --from, {first}"
        )
        raise InvalidInput("--to", last.isoformat(), right)
    reports = [
        explain_day(
            agenda,
            day,
            inspector=options.inspector,
            at=at,
            office=office,
            minutes=options.minutes,
            request=options.request,
            channel=options.channel,
            procedure=options.procedure,
        )
        for day in office.calendar.days(first, last)
    ]
    if options.json:
        print_json([day_document(each, office.calendar, code) for each in reports])
    else:
        for report in reports:
            if report.free and not options.why:
                times = " ".join(clock(office.calendar.local(each.start)) for each in report.free)
                free = counted(len(report.free), "slot", code)
                print(f"{day_name(report.day, code)}: {free}\n  {times}")
            else:
                print(report.explain(code))
    return YES if any(each.free for each in reports) else NO


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        right = Text(
            "un număr întreg de minute, cel puțin 1", "a whole number of minutes, at least 1"
        )
        raise InvalidInput("minutes", text, right)
    return int(text)
