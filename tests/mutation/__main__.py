"""All mutants, and what the tests say to them: `python -m tests.mutation`.

Run it in the repository's folder, with the package and its extras `test` and `mutation` installed.
Names of modules, such as `rules/slot.py`, restrict it to these. `table` prints the table of the
survivors for docs/mutation.md instead.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutation._mutants import PACKAGES, Mutant, modules, mutants_of, original_of
from tests.mutation._runner import baseline, each_of, imported, preload, served
from tests.mutation._survivors import argued, as_toml, table

LEAST = 95  # per cent killed, of each package
SHOWN = ("mutants", "killed", "timed out", "survived", "broken")


class Clock:
    """Tells how far it is, and when."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def tell(self, words: str) -> None:
        print(f"{time.monotonic() - self.began:6.0f} s  {words}", flush=True)


def outcomes_of(mutants: list[Mutant], folder: Path, clock: Clock) -> dict[Mutant, str]:
    """What becomes of each mutant."""
    tests, covers = baseline(folder)
    clock.tell(f"{len(tests)} tests pass")
    originals = [original_of(path) for path in dict.fromkeys(each.path for each in mutants)]

    def served_well(some: list[Mutant]) -> dict[Mutant, str]:
        """What becomes of them, and of an original behind them, which has to survive."""
        outcomes = dict(served([*some, *originals[-1:]], tests, covers, folder))
        for each in originals:
            if outcomes.pop(each, "survived") != "survived":
                sys.exit(f"not even the original passes: {each.key}")
        return outcomes

    served_well(originals[:-1])
    clock.tell(f"so they do on each of {len(originals)} modules, tried like a mutant of it")
    left = dict.fromkeys(mutants, "survived")

    def tried(some: list[Mutant], *, own: bool, words: str) -> None:
        rest = [each for each in some if left[each] == "survived"]
        left.update(each_of(rest, imported(tests, covers, own=own)))
        clock.tell(f"{len(rest)} mutants {words}")

    bodies = [each for each in mutants if each.span]
    at_import = [each for each in mutants if not each.span]
    tried(at_import, own=True, words="of what runs at import tried on the module's own tests")
    tried(at_import, own=False, words="of those tried on all tests")
    left.update(served_well(bodies))
    clock.tell(f"{len(bodies)} mutants of functions tried")
    tried(bodies, own=True, words="of those imported, and tried on the module's own tests")
    return left


def figures(outcomes: dict[Mutant, str]) -> bool:
    """Print what became of the mutants of each package; whether enough were killed."""
    enough = True
    print(f"\n{'':12}", *(f"{each:>10}" for each in SHOWN), f"{'killed':>10}")
    for package in (*PACKAGES, ""):
        some = [
            each
            for mutant, each in outcomes.items()
            if mutant.path.parent.name in (package or PACKAGES)
        ]
        if not some:
            continue
        counts = Counter([*some, *["mutants"] * len(some)])
        share = 100 * (counts["killed"] + counts["timed out"]) / len(some)
        enough &= share >= LEAST and not counts["broken"]
        print(
            f"{package or 'all':12}", *(f"{counts[each]:>10}" for each in SHOWN), f"{share:>8.1f} %"
        )
    return enough


def survivors(outcomes: dict[Mutant, str]) -> bool:
    """Print those that survived; whether each is argued, and nothing else is."""
    arguments = argued()
    lived = {mutant.key: mutant for mutant, each in outcomes.items() if each == "survived"}
    print(f"\n{len(lived)} survived")
    for key in sorted(lived, key=lambda each: (each.module, lived[each].number)):
        kind, because = arguments.get(key, ("NOT ARGUED", as_toml(key)))
        print(f"{key}  [line {lived[key].number}]\n      {kind}: {because}")
    tried = {mutant.key.module for mutant in outcomes}
    idle = [
        key for key in arguments if key in arguments.keys() - lived.keys() and key.module in tried
    ]
    for key in idle:
        print(f"{key}\n      ARGUED, but killed, or no mutant of today's source")
    return lived.keys() <= arguments.keys() and not idle


def main(named: list[str]) -> int:
    if named == ["table"]:
        print(table())
        return 0
    if os.environ.get("PYTHONHASHSEED") != "0":  # so that sets are in the same order each time
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.mutation", *named])
    clock = Clock()
    mutants = [each for path in modules(named) for each in mutants_of(path)]
    clock.tell(f"{len(mutants)} mutants made")
    preload()
    with TemporaryDirectory() as folder:
        outcomes = outcomes_of(mutants, Path(folder), clock)
    clock.tell("done")
    for mutant, each in outcomes.items():
        if each in ("timed out", "broken"):
            print(f"{each}: {mutant.key}")
    enough, known = figures(outcomes), survivors(outcomes)
    return 0 if enough and known else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
