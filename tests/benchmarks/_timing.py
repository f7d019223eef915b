"""What the benchmarks share: alternating rounds, medians, ratios and tables.

The machine is never quiet, so no single time is trusted. Every contestant runs once in each round,
in an order that turns round every time; a table shows the median of the rounds, and a ratio is the
median of the ratios within each round, which a slow stretch of the machine hardly moves. Nothing
here, or anywhere in the benchmarks, asserts a time.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import TypeVar

from attrs import frozen

Run = Callable[[], object]
Clock = Callable[[], float]
T = TypeVar("T")

MICROSECONDS = 1e6
MILLISECONDS = 1e3


@frozen
class Measured:
    """Seconds for each unit of work, a figure for each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.rounds)

    def ratio_to(self, other: Measured) -> float:
        return median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))

    def without(self, floor: Measured) -> Measured:
        return Measured(tuple(a - b for a, b in zip(self.rounds, floor.rounds, strict=True)))


def seconds(run: Run, repeats: int = 1, clock: Clock = perf_counter) -> float:
    gc.collect()
    start = clock()
    for _ in range(repeats):
        run()
    return (clock() - start) / repeats


def alternating(
    runs: Mapping[str, Run],
    *,
    rounds: int = 9,
    units: int = 1,
    at_least: float = 0.02,
    clock: Clock = perf_counter,
) -> dict[str, Measured]:
    """Each run in each round, repeated within it until it lasts ``at_least`` so many seconds.

    For that it is called once before, which also fills caches; with 0, neither is done. Where
    all runs work on one thread and wait for nothing, ``time.process_time`` as the clock leaves
    out what other programs take on a busy machine.
    """
    repeats = dict.fromkeys(runs, 1)
    if at_least:
        repeats = {
            name: max(1, round(at_least / seconds(run, clock=clock))) for name, run in runs.items()
        }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds):
        for name in list(runs)[:: -1 if turn % 2 else 1]:
            times[name].append(seconds(runs[name], repeats[name], clock) / units)
    return {name: Measured(tuple(each)) for name, each in times.items()}


def agreed(question: str, answers: Mapping[str, T]) -> T:
    """The answer that all of them give; an error when one differs, before any time is told."""
    (first, answer), *others = answers.items()
    for name, other in others:
        if other != answer:
            raise SystemExit(f"{question}: {name} and {first} differ, so no time is told")
    return answer


def table(
    title: str, measured: Mapping[str, Measured], *, unit: str = "us", places: int = 1
) -> None:
    """Print the medians; the first row is ours, and each other row says how ours compares."""
    scale = {"us": MICROSECONDS, "ms": MILLISECONDS}[unit]
    ours, *_ = measured
    width = max(map(len, measured))
    print(f"\n{title}")
    print(f"  {'':{width}}  {'median ' + unit:>12}  {'least':>10}  {ours} takes")
    for name, each in measured.items():
        least = min(each.rounds) * scale
        ratio = "" if name == ours else f"{measured[ours].ratio_to(each):.2f} x"
        line = f"  {name:{width}}  {each.median * scale:12,.{places}f}  {least:10,.{places}f}"
        print(f"{line}  {ratio}".rstrip())
