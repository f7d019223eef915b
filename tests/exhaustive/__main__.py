"""`python -m tests.exhaustive`: every sequence of so many commands in the small world."""

from __future__ import annotations

import argparse

from tests.exhaustive._broken import TWINS
from tests.exhaustive._search import Search, Wrong
from tests.exhaustive._world import ONE_HOUR, ONE_ROOM

DEPTH = 4
TWINS_DEPTH = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.exhaustive", description=__doc__)
    parser.add_argument(
        "--depth", type=int, default=DEPTH, help="commands in a sequence; default: %(default)s"
    )
    options = parser.parse_args()
    if options.depth < 1:
        parser.error("--depth: at least 1")
    for world in (ONE_HOUR, ONE_ROOM):
        print(world.told(), flush=True)
        try:
            figures = Search(options.depth, world).run()
        except Wrong as wrong:
            print(f"WRONG: {wrong}")
            return 1
        print("\n".join(figures.lines()), flush=True)
    print("in every state: no double booking, and the agenda is the model's")
    caught = 0
    for twin in TWINS:
        found = twin.caught(min(options.depth, TWINS_DEPTH))
        caught += found is not None
        what = "NOT CAUGHT" if found is None else f"caught: {found.partition(chr(10))[0]}"
        print(f"  broken ({twin.broken}): {what}", flush=True)
    print(f"{caught} of {len(TWINS)} broken agendas caught")
    return 0 if caught == len(TWINS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
