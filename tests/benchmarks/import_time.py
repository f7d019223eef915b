"""The time of ``import tichet_rules``, beside that of importing what it is made with.

Run it by hand: `python -m tests.benchmarks.import_time`.

Each figure is the processor's time for the whole life of a fresh interpreter. The floor imports
nothing. The second pair also asks whether a day is a public holiday, for which the
package loads the table of holidays only when it is first asked. All modules have their bytecode.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from functools import partial

from attrs import evolve

from tests.benchmarks._table import Row
from tests.benchmarks._timing import Measured, alternating, table

ROUNDS = 15

OURS = "import tichet_rules"
PARTS = "import attrs, dateutil, holidays"
FLOOR = "pass"
OURS_ASKED = """
from datetime import date
from tichet_rules import WorkingCalendar
assert WorkingCalendar().is_public_holiday(date(2026, 11, 30))
"""
PARTS_ASKED = """
from datetime import date
import attrs, dateutil, holidays
assert date(2026, 11, 30) in holidays.country_holidays("RO", years=2026)
"""


def interpreted(code: str) -> None:
    # Without bytecode, the import of a package in a folder of sources would compile it each time.
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", code], check=True, env=surroundings)


def of_children() -> float:
    """The time that the processor has spent on the interpreters that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(title: str, ours: Measured, parts: Measured, floor: Measured) -> None:
    table(title, {"tichet_rules": ours, "its parts": parts, "nothing": floor}, unit="ms")
    table(
        "the same, less the interpreter's own time",
        {"tichet_rules": ours.without(floor), "its parts": parts.without(floor)},
        unit="ms",
    )


def row(job: str, ours: Measured, parts: Measured, floor: Measured) -> Row:
    ratio = ours.without(floor).ratio_to(parts.without(floor))
    return Row(
        job,
        {"tichet_rules": ours, "attrs, dateutil, holidays": parts, "nothing": floor},
        floor="nothing",
        notes=f"The whole life of an interpreter. With its own time taken off: {ratio:.2f} x.",
    )


def with_goal(made: Row) -> Row:
    [ratio] = made.peers.values()
    return evolve(made, goal="at most 1.3 x its dependencies", met=ratio <= 1.3)


def main() -> list[Row]:
    codes = (OURS, PARTS, OURS_ASKED, PARTS_ASKED, FLOOR)
    for code in codes:
        interpreted(code)
    measured = alternating(
        {code: partial(interpreted, code) for code in codes},
        rounds=ROUNDS,
        at_least=0,
        clock=of_children,
    )
    told(f"{OURS}, its parts being: {PARTS}", measured[OURS], measured[PARTS], measured[FLOOR])
    told(
        "imported, and asked of one public holiday",
        measured[OURS_ASKED],
        measured[PARTS_ASKED],
        measured[FLOOR],
    )
    return [
        with_goal(row("import", measured[OURS], measured[PARTS], measured[FLOOR])),
        row(
            "import, and ask of one public holiday",
            measured[OURS_ASKED],
            measured[PARTS_ASKED],
            measured[FLOOR],
        ),
    ]


if __name__ == "__main__":
    main()
