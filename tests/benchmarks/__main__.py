"""All benchmarks, one after the other: `python -m tests.benchmarks`.

Run it in the repository's folder, with the package, its extra `contact` and its extra `benchmark`
installed. Each script can be run alone too, as `python -m tests.benchmarks.free_slots`. They
compare the answers before anything is timed, print medians and ratios, and assert no time: what a
table says of another machine, or of a busy one, is for its reader to judge. `--write` puts the
tables into `docs/performance.md`; `_table.py` tells how a script gives its rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from tests.benchmarks._table import PAGE, Row, machine, page, summary

SCRIPTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "import_time": (),
    "decide": (),
    "sorted_map": (),
    "free_slots": (),
    "calendar": (),
    "audit": (),
    "city_year": (),
    "sweep": (20, 5),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--only", nargs="*", choices=SCRIPTS, help="some of the scripts")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("--write needs all scripts: leave --only out")
    print(machine())
    rows: list[Row] = []
    for name, arguments in SCRIPTS.items():
        if asked.only and name not in asked.only:
            continue
        print(f"\n=== {name.replace('_', ' ')}")
        rows += import_module(f"tests.benchmarks.{name}").main(*arguments) or ()
    print(f"\n{summary(rows)}")
    if asked.write:
        PAGE.write_text(page(rows, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
