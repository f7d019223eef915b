"""`python -m tests.writers`: the race of many writers at length, and its figures."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.writers._databases import Unavailable, postgresql
from tests.writers._race import (
    COMMANDS_A_ROUND,
    PROCESSES,
    one_room_office,
    race,
    round_office,
)
from tests.writers._recipes import RECIPES

ATTEMPTS = 10_000
FOR_A_ROOM = 5  # one round in so many is for one room


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.writers", description=__doc__)
    parser.add_argument(
        "--rounds",
        type=int,
        default=ATTEMPTS // (PROCESSES * COMMANDS_A_ROUND),
        help=f"of {PROCESSES} processes, {COMMANDS_A_ROUND} commands each; default: %(default)s",
    )
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        places = {"sqlite": str(Path(folder) / "bookings.db")}
        try:
            places["postgresql"] = stack.enter_context(postgresql())
        except Unavailable as reason:
            print(f"PostgreSQL is left out: {reason}")
        for_a_room = options.rounds // FOR_A_ROOM
        contests = (
            ("two inspectors, online", round_office, options.rounds - for_a_room),
            ("four inspectors, one room", one_room_office, for_a_room),
        )
        for recipe in RECIPES:
            for contest, office_of, rounds in contests:
                if recipe.dialect in places and rounds:
                    figures = race(
                        recipe,
                        places[recipe.dialect],
                        rounds=rounds,
                        seed=options.seed,
                        office_of=office_of,
                    )
                    print(f"{contest}\n" + "\n".join(figures.lines()), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
