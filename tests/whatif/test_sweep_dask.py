"""Sweeps on a cluster: a real one of Dask on this machine, a worker of which is killed midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from tests.whatif.test_sweep import SWEEP, given_until
from tichet_rules.whatif import ExecutorStopped, SweepRun, sweep

distributed: Any = import_module("distributed")  # it has few types

WORKERS = 2


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=":0",  # any port that is free
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def finished() -> tuple[SweepRun, ...]:
    return tuple(SWEEP.runs())


def test_a_cluster_makes_the_same_runs(client: Any, finished: tuple[SweepRun, ...]) -> None:
    found = list(SWEEP.runs(client.get_executor(), at_once=2 * WORKERS))
    assert sorted(found, key=str) == sorted(finished, key=str)
    assert SWEEP.comparison(found) == SWEEP.comparison(finished)


@frozen
class KilledOnce:
    """Kills the process in which it is first asked about the second replication."""

    mark: Path

    def __call__(self, question: Any, replication: int, engine: Any) -> Any:
        if replication == 1 and not self.mark.exists():
            self.mark.write_text(str(os.getpid()), encoding="ascii")
            os.kill(os.getpid(), signal.SIGKILL)
        return sweep._answer(question, replication, engine)


def test_a_worker_killed_midway_changes_nothing(
    client: Any,
    finished: tuple[SweepRun, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = set(client.run(os.getpid).values())
    monkeypatch.setattr(sweep, "_answer", KilledOnce(tmp_path / "killed"))
    found = list(SWEEP.runs(client.get_executor()))
    killed = int((tmp_path / "killed").read_text(encoding="ascii"))
    assert killed in workers
    assert killed not in client.run(os.getpid).values()
    assert sorted(found, key=str) == sorted(finished, key=str)
    assert SWEEP.comparison(found) == SWEEP.comparison(finished)


def test_a_cluster_that_is_left_midway_loses_no_finished_run(
    client: Any, finished: tuple[SweepRun, ...]
) -> None:
    with distributed.Client(client.cluster) as other:
        runs = SWEEP.runs(other.get_executor(), at_once=2)
        done = [next(runs)]
    found, _ = given_until(runs, ExecutorStopped)
    done += found
    assert len(done) < SWEEP.size
    rest = list(SWEEP.runs(client.get_executor(), done=done))
    assert SWEEP.comparison([*done, *rest]) == SWEEP.comparison(finished)
