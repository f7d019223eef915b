"""All proofs, with their figures: `python -m tests.proof`.

Run it in the repository's folder, with the package and its extra `test` installed. With the word
`table`, the table of docs/proof.md instead.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from textwrap import fill
from typing import Any

from tests.proof._solver import Few, Figures, Statement, counterexample
from tests.proof.theorems import THEOREMS, Theorem, table


def told(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in figures.items())


def wrapped(text: str, indent: str = "    ") -> str:
    return fill(text, 98, initial_indent=indent, subsequent_indent=indent + "  ")


def show(theorem: Theorem) -> tuple[bool, int, int]:
    """Print a theorem; whether it is proved, how many twins are refuted, and the solver's steps."""
    print(f"\n{theorem.name}\n{wrapped(theorem.words)}")
    print(wrapped(f"about: {', '.join(theorem.places())}"))
    answer = counterexample(theorem.says)
    proved, refuted, steps = answer.figures is None, 0, answer.steps
    print(f"    {'proved' if proved else 'NOT PROVED'}, in {steps:,} steps of the solver")
    if answer.figures is not None:
        print(wrapped(f"against it: {told(answer.figures)}"))
    for twin in theorem.twins:
        found = counterexample(twin.says, Few())
        steps += found.steps
        wrong = Statement(assumed=True, follows=False)
        if found.figures is None or twin.says(Figures(found.figures)) != wrong:
            print(wrapped(f"twin, broken ({twin.broken}): NOT REFUTED"))
            continue
        refuted += 1
        print(wrapped(f"twin, broken ({twin.broken}): refuted by {told(found.figures)}"))
    return proved, refuted, steps


def main(arguments: list[str]) -> int:
    if arguments == ["table"]:
        print(table())
        return 0
    print(f"z3-solver {version('z3-solver')}; agendas are lists of (owner, begin, end)")
    results = [show(each) for each in THEOREMS]
    proved = sum(each[0] for each in results)
    refuted, steps = sum(each[1] for each in results), sum(each[2] for each in results)
    twins = sum(len(each.twins) for each in THEOREMS)
    print(
        f"\n{proved} of {len(THEOREMS)} theorems proved, {refuted} of {twins} broken twins refuted"
    )
    print(f"{steps:,} steps of the solver")
    return 0 if (proved, refuted) == (len(THEOREMS), twins) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
