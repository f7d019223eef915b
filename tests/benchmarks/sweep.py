"""A sweep: stopped and gone on with, in one process, in two, and beside a plain loop.

Run it by hand: `python -m tests.benchmarks.sweep`, or with `--policies 20 --engine columns`.

100 policies with 10 replications of two weeks. The sweep is first interrupted (by the signal that
Ctrl-C sends) after a third of its runs, which are kept in a file whose last line is cut off; what
is read back is gone on with by two processes. The comparison that comes of it has to equal that of
`compare`, which makes the same runs in a loop and is the floor: it draws each replication once,
and sends nothing. Then the whole sweep is timed here and in two processes, whose start counts.
"""

from __future__ import annotations

import argparse
import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks._table import Row
from tests.benchmarks._timing import agreed, alternating, table
from tichet_rules import Inspector, Office
from tichet_rules.whatif import Comparison, Demand, Sweep, SweepRun, compare, grid, read_runs

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 13)
OFFICE = Office(inspectors=[Inspector(f"i-{number}") for number in range(3)])
DEMAND = Demand(per_day=12, answered=0.4, answer_age_days={5: 2, 25: 1}, cancellation=0.1)
GRID = {
    "notice_hours": [48, 24, 36, 12, 0],
    "max_minutes": [15, 10, 20, 30],
    "window_days": [30, 15, 20, 25, 40],
}
PROCESSES = 2


def sweep_of(policies: int, replications: int) -> Sweep:
    return Sweep(
        OFFICE,
        DEMAND,
        dict(islice(grid(GRID).items(), policies)),
        first=FIRST,
        last=LAST,
        seed=2026,
        replications=replications,
    )


def made(sweep: Sweep, engine: str, processes: int = 0) -> Comparison:
    """The whole sweep, from the start of the processes to the comparison."""
    pool: Any = nullcontext()
    if processes:
        pool = ProcessPoolExecutor(processes, get_context("spawn"))
    with pool as executor:
        return sweep.comparison(sweep.runs(executor, engine=engine))


def interrupted(sweep: Sweep, path: Path, engine: str) -> list[SweepRun]:
    """What is read back from the file of a sweep that is interrupted after a third of its runs."""

    def stop(done: int, of: int) -> None:
        if done == of // 3:
            signal.raise_signal(signal.SIGINT)

    try:
        with path.open("w", encoding="utf-8") as file:
            for run in sweep.runs(engine=engine, progress=stop):
                print(run.to_json(), file=file, flush=True)
    except KeyboardInterrupt:
        text = path.read_text("utf-8")
        path.write_text(text[:-40], "utf-8")
    return list(read_runs(path.read_text("utf-8")))


def gone_on_with(sweep: Sweep, done: list[SweepRun], pool: Executor, engine: str) -> Comparison:
    def say(done: int, of: int) -> None:
        if 10 * done // of > 10 * (done - 1) // of:
            print(f"  {done:,} of {of:,} runs", flush=True)

    rest = sweep.runs(pool, done=done, progress=say, engine=engine)
    return sweep.comparison([*done, *rest])


def main(
    policies: int = 100, replications: int = 10, engine: str = "decide", rounds: int = 3
) -> list[Row]:
    sweep = sweep_of(policies, replications)
    job = f"a sweep of {policies} policies, {replications} replications, engine {engine!r}"
    print(f"\n{job}")
    with TemporaryDirectory() as folder:
        done = interrupted(sweep, Path(folder) / "runs.jsonl", engine)
    print(f"  interrupted: {len(done):,} of {sweep.size:,} runs are in the file")
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        resumed = gone_on_with(sweep, done, pool, engine)
    loop = partial(
        compare,
        OFFICE,
        DEMAND,
        dict(sweep.policies),
        first=FIRST,
        last=LAST,
        seed=sweep.seed,
        replications=replications,
        engine=engine,
    )
    answers = {"interrupted and gone on with": resumed, "here": made(sweep, engine)}
    agreed("a sweep", answers | {"compare": loop()})
    runs = {
        "sweep": partial(made, sweep, engine),
        f"sweep, {PROCESSES} processes": partial(made, sweep, engine, PROCESSES),
        "floor: compare": loop,
    }
    measured = alternating(runs, rounds=rounds, units=sweep.size, at_least=0)
    table(f"{job}, each run", measured, unit="ms", places=2)
    return [Row(job, measured, floor="floor: compare", notes="Each run.")]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sweep", description=__doc__)
    parser.add_argument("--policies", type=int, default=100, help="at most 100")
    parser.add_argument("--replications", type=int, default=10)
    parser.add_argument("--engine", choices=("decide", "columns"), default="decide")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    main(asked.policies, asked.replications, asked.engine, asked.rounds)
