"""The time of ``import tichet_rules``, beside that of importing what it is made with.

Run it by hand: `python -m tests.benchmarks.import_time`.

Each figure is the whole life of a fresh interpreter, seen from outside. The floor is an interpreter
that imports nothing. The second pair also asks whether a day is a public holiday, for which the
package loads the table of holidays only when it is first asked. All modules have their bytecode.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

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


def told(title: str, ours: Measured, parts: Measured, floor: Measured) -> None:
    table(title, {"tichet_rules": ours, "its parts": parts, "nothing": floor}, unit="ms")
    table(
        "the same, less the interpreter's own time",
        {"tichet_rules": ours.without(floor), "its parts": parts.without(floor)},
        unit="ms",
    )


def main() -> None:
    codes = (OURS, PARTS, OURS_ASKED, PARTS_ASKED, FLOOR)
    for code in codes:
        interpreted(code)
    measured = alternating(
        {code: partial(interpreted, code) for code in codes}, rounds=ROUNDS, at_least=0
    )
    told(f"{OURS}, its parts being: {PARTS}", measured[OURS], measured[PARTS], measured[FLOOR])
    told(
        "imported, and asked of one public holiday",
        measured[OURS_ASKED],
        measured[PARTS_ASKED],
        measured[FLOOR],
    )


if __name__ == "__main__":
    main()
