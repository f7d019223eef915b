"""``tichet-rules fit``: the demand that a log, or counts by date, tell of."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

from tichet_rules.cli._arguments import DAY, WRONG, Commands, statuses
from tichet_rules.cli._files import bytes_file, office_file, write_text
from tichet_rules.cli._logs import add_log, log_of
from tichet_rules.cli._terminal import BAD_INPUT, YES, print_json
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange.demands import demand_document, read_counts
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif import DemandFit, fit_counts, fit_demand

_EXAMPLES: Final = (
    "log.csv --office office.json --from 2026-01-01 --to 2026-06-30",
    "--counts counts.csv --out demand.json",
)
_EPILOG: Final = statuses({YES: Text("estimat", "fitted"), BAD_INPUT: WRONG})


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    fitted = commands.add(
        "fit",
        run,
        Text(
            "estimează solicitările dintr-un registru de programări sau din numărul pe zile",
            "fit a demand to a log of bookings, or to counts by date",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    add_log(fitted, needed=False)
    fitted.add_argument(
        "--counts",
        type=Path,
        metavar="FILE",
        help=Text(
            "un tabel (CSV) cu date și câți au cerut, în locul unui registru",
            "a table (CSV) of dates and how many asked, instead of a log",
        ),
    )
    fitted.add_argument(
        "--from",
        dest="from_",
        help=Text("prima dată a registrului", "the first date of the log"),
        **DAY,
    )
    fitted.add_argument(
        "--to", help=Text("ultima dată a registrului", "the last date of the log"), **DAY
    )
    fitted.add_argument(
        "--minutes-are-actual",
        action="store_true",
        help=Text(
            "minutele din registru spun cât au durat întâlnirile",
            "the log's minutes of meetings held are how long they took",
        ),
    )
    fitted.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=Text("scrie solicitările (JSON)", "write the demand (JSON)"),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    code: Language = options.lang
    fit = _of_counts(options) if options.counts is not None else _of_log(options)
    demand = demand_document(fit.demand)
    if options.out is not None:
        write_text(options.out, json.dumps(demand, ensure_ascii=False, indent=2) + "\n")
    if options.json:
        print_json(_document(fit, demand, code))
    else:
        print(fit.explain(code))
    return YES


def _of_counts(options: argparse.Namespace) -> DemandFit:
    if options.log is not None:
        right = Text("un registru sau numere, nu amândouă", "a log, or counts, and not both")
        raise InvalidInput("--counts", str(options.counts), right)
    counts = read_counts(bytes_file(options.counts), name=options.counts.name)
    calendar = WorkingCalendar()
    if options.office is not None:
        calendar = office_file(options.office)[0].calendar
    return fit_counts(counts, calendar)


def _of_log(options: argparse.Namespace) -> DemandFit:
    for name, given in (
        ("LOG", options.log),
        ("--office", options.office),
        ("--from", options.from_),
        ("--to", options.to),
    ):
        if given is None:
            right = Text(
                "un registru cu --office, --from și --to; sau --counts",
                "a log with --office, --from and --to; or --counts",
            )
            raise InvalidInput(name, Given("nimic", "nothing"), right)
    log, office, _ = log_of(options)
    return fit_demand(
        log,
        office=office,
        first=options.from_,
        last=options.to,
        minutes_are_actual=options.minutes_are_actual,
    )


def _document(fit: DemandFit, demand: dict[str, Any], code: Language) -> dict[str, Any]:
    return {
        "demand": demand,
        "arrivals": fit.arrivals,
        "days": fit.days,
        "first": str(fit.first),
        "last": str(fit.last),
        "dispersion": fit.dispersion,
        "standard_errors": dict(fit.standard_errors),
        "dates": dict(fit.dates),
        "warnings": list(fit.warnings(code)),
        "unknown_fates": fit.unknown_fates,
        "estimated": list(fit.estimated),
        "left": list(fit.left),
    }
