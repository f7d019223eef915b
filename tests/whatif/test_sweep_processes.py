"""Sweeps by processes of this machine: the serial figures, and no finished run lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from tests.whatif._interrupted import STOPPED
from tests.whatif.test_sweep import POLICIES, SWEEP, given_until, names
from tichet_rules.whatif import ExecutorStopped, SweepRun, read_runs

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(scope="module")
def finished() -> tuple[SweepRun, ...]:
    return tuple(SWEEP.runs())


def test_processes_make_the_same_runs(finished: tuple[SweepRun, ...]) -> None:
    with ProcessPoolExecutor(2, SPAWN) as pool:
        found = list(SWEEP.runs(pool, at_once=4))
    assert SWEEP.comparison(found) == SWEEP.comparison(finished)
    assert sorted(found, key=str) == sorted(finished, key=str)


def test_a_killed_process_loses_no_finished_run(finished: tuple[SweepRun, ...]) -> None:
    with ProcessPoolExecutor(1, SPAWN) as pool:
        runs = SWEEP.runs(pool, at_once=2)
        first = next(runs)
        for each in multiprocessing.active_children():
            each.kill()
        found, error = given_until(runs, ExecutorStopped)
    assert isinstance(error.__cause__, BrokenProcessPool)
    assert str(error).startswith("executor: it stopped with BrokenProcessPool: A ")
    # One was given, and one more at most was in its hands.
    assert [first, *found] == list(finished[: 1 + len(found)])
    assert len(found) <= 1
    with ProcessPoolExecutor(2, SPAWN) as pool:
        rest = list(SWEEP.runs(pool, done=[first, *found]))
    assert SWEEP.comparison([first, *found, *rest]) == SWEEP.comparison(finished)


def test_ctrl_c_at_a_terminal_loses_no_finished_run(finished: tuple[SweepRun, ...]) -> None:
    """A terminal interrupts all processes of the group: the one with the loop and the workers."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.whatif._interrupted"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what the workers say of it
        start_new_session=True,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in POLICIES]
        os.killpg(process.pid, signal.SIGINT)
        more, _ = process.communicate(timeout=120)
    assert process.returncode == STOPPED
    done = read_runs("".join([*lines, more]))
    assert sorted(names(done)) == sorted((name, 0) for name in POLICIES)
    rest = list(SWEEP.runs(done=done))
    assert SWEEP.comparison([*done, *rest]) == SWEEP.comparison(finished)
