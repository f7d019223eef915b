"""A sweep by processes that is there to be interrupted: `python -m tests.whatif._interrupted`.

It prints each run as it comes. The runs of the second replication end only after that.
"""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Semaphore
from typing import Any

from tests.whatif.test_sweep import SWEEP
from tichet_rules.whatif import sweep

STOPPED = 130

_answer = sweep._answer
_allowed: list[Semaphore] = []


def begin(allowed: Semaphore) -> None:
    _allowed.append(allowed)


def answer(question: Any, replication: int, engine: Any) -> Any:
    if replication == 1:
        _allowed[0].acquire()
    return _answer(question, replication, engine)


def main() -> int:
    sweep._answer = answer
    context = multiprocessing.get_context("spawn")
    allowed = context.Semaphore(0)
    with ProcessPoolExecutor(2, context, begin, (allowed,)) as pool:
        try:
            for run in SWEEP.runs(pool):
                print(run.to_json(), flush=True)
        except KeyboardInterrupt:
            for _ in range(SWEEP.size):
                allowed.release()
            return STOPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
