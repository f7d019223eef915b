"""Sweeps: the same figures wherever, in whatever order and after whatever interruption."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date
from itertools import islice
from random import Random
from typing import Any

import pytest
from attrs import evolve, fields_dict
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput
from tichet_rules.model import Inspector, Request, Week
from tichet_rules.office import Office
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif import (
    METRICS,
    Demand,
    ExecutorStopped,
    RunFailed,
    Sweep,
    SweepRun,
    compare,
    grid,
    read_runs,
    simulate,
)

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 3)
OFFICE = Office(
    inspectors=[Inspector("i-1", "Mureșan Ioana")],
    requests=[Request("1/305", "Pop Ana", date(2026, 1, 12), "i-1")],
)
MORE = OFFICE.replace(inspectors=[Inspector("i-1"), Inspector("i-2")])
ELSEWHERE = OFFICE.replace(calendar=WorkingCalendar(closures=[date(2026, 11, 5)]))
DEMAND = Demand(per_day=6, answered=0.4, answer_age_days={3: 1, 40: 1}, no_show=0.2)
POLICIES: dict[str, Any] = {
    "today": {},
    "24 hours": {"notice_hours": 24},
    "more": MORE,
    "elsewhere": ELSEWHERE,
    "no phones": {"channels": ["phone"]},
}


def sweep_of(policies: Any = None, **others: Any) -> Sweep:
    asked = {"first": FIRST, "last": LAST, "seed": 1, "replications": 2, **others}
    office, demand = asked.pop("office", OFFICE), asked.pop("demand", DEMAND)
    return Sweep(office, demand, POLICIES if policies is None else policies, **asked)


SWEEP = sweep_of()


@pytest.fixture(scope="module")
def finished() -> tuple[SweepRun, ...]:
    return tuple(SWEEP.runs())


def names(runs: Any) -> list[tuple[str, int]]:
    return [(each.scenario, each.replication) for each in runs]


# --- the figures ----------------------------------------------------------------------------


def test_a_sweep_is_the_comparison_run_by_run(finished: tuple[SweepRun, ...]) -> None:
    same = compare(OFFICE, DEMAND, POLICIES, first=FIRST, last=LAST, seed=1, replications=2)
    assert SWEEP.comparison(finished) == same
    assert SWEEP.comparison(reversed(finished)) == same


def test_a_sweep_with_a_warm_up_is_the_comparison_too() -> None:
    sweep = sweep_of({"today": {}}, warm_up_days=3)
    same = compare(
        OFFICE,
        DEMAND,
        {"today": {}},
        first=FIRST,
        last=LAST,
        seed=1,
        replications=2,
        warm_up_days=3,
    )
    assert sweep.comparison(sweep.runs()) == same


def test_the_order_of_inspectors_is_that_of_each_office() -> None:
    early, late = (
        Week.of(mon=[hours], tue=[hours]) for hours in (("08:00", "12:00"), ("13:00", "13:30"))
    )
    pair = [Inspector("i-1", week=early), Inspector("i-2", week=late)]
    office = OFFICE.replace(inspectors=pair)
    policies: Any = {"today": {}, "turned": office.replace(inspectors=pair[::-1])}
    sweep = sweep_of(policies, office=office)
    same = compare(office, DEMAND, policies, first=FIRST, last=LAST, seed=1, replications=2)
    assert same.figures["today"] != same.figures["turned"]
    assert sweep.comparison(sweep.runs()) == same


def test_a_run_has_the_figures_of_its_simulation(finished: tuple[SweepRun, ...]) -> None:
    outcome = simulate(MORE, DEMAND, first=FIRST, last=LAST, seed=1, replication=1)
    [found] = [each for each in finished if (each.scenario, each.replication) == ("more", 1)]
    assert dict(found.figures) == outcome.figures()


def test_runs_come_replication_by_replication(finished: tuple[SweepRun, ...]) -> None:
    assert names(finished) == [(name, number) for number in range(2) for name in POLICIES]
    assert SWEEP.size == len(finished)


def test_the_engines_make_the_same_runs(finished: tuple[SweepRun, ...]) -> None:
    assert tuple(SWEEP.runs(engine="columns")) == finished
    with ThreadPoolExecutor(2) as pool:
        found = list(SWEEP.runs(pool, engine="columns"))
    assert sorted(found, key=str) == sorted(finished, key=str)


def test_a_sweep_has_an_engine(finished: tuple[SweepRun, ...]) -> None:
    sweep = sweep_of(engine="columns")
    assert str(sweep.engine) == "columns"
    assert tuple(sweep.runs()) == finished
    assert tuple(sweep.runs(done=finished[1:], engine="decide")) == finished[:1]
    found = sweep.comparison(finished)
    assert found == SWEEP.comparison(finished)  # whatever made it
    assert [str(each.engine) for each in (found, SWEEP.comparison(finished))] == [
        "columns",
        "decide",
    ]
    with pytest.raises(InvalidInput, match=r"^engine: got 'arrays'"):
        sweep_of(engine="arrays")


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_threads_make_the_same_runs(finished: tuple[SweepRun, ...], at_once: int) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(SWEEP.runs(pool, at_once=at_once))
    assert sorted(found, key=str) == sorted(finished, key=str)


# --- interrupted and gone on with -----------------------------------------------------------


def test_a_sweep_goes_on_from_wherever_it_was_stopped(finished: tuple[SweepRun, ...]) -> None:
    for count in range(len(finished) + 1):
        done = finished[:count]
        assert tuple(SWEEP.runs(done=done)) == finished[count:]


def test_runs_that_are_done_are_not_made_again(
    finished: tuple[SweepRun, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tichet_rules.whatif.sweep._answer", None)
    assert list(SWEEP.runs(done=iter(finished))) == []


def test_progress_is_told_after_each_run_is_given(finished: tuple[SweepRun, ...]) -> None:
    told: list[tuple[int, int]] = []
    runs = SWEEP.runs(done=finished[:7], progress=lambda *each: told.append(each))
    assert next(runs) == finished[7]
    assert told == []
    assert len(list(runs)) == 2
    assert told == [(8, 10), (9, 10), (10, 10)]


def test_a_longer_sweep_takes_over_what_a_shorter_one_made(
    finished: tuple[SweepRun, ...],
) -> None:
    longer = sweep_of({"48 hours": {"notice_hours": 48}, **POLICIES}, replications=3)
    more = list(longer.runs(done=finished))
    assert names(more) == [
        ("48 hours", 0),
        ("48 hours", 1),
        *((name, 2) for name in longer.policies),
    ]
    some = [each for each in more if each.scenario != "48 hours"]
    assert SWEEP.comparison([*some, *finished]) == SWEEP.comparison(finished)
    assert list(SWEEP.runs(done=[*some, *finished])) == []


class Manual(Executor):
    """Makes nothing until it has been given so many calls, and then lets a test end them."""

    def __init__(self, count: int, end: Callable[[list[Future[Any]], list[Any]], None]) -> None:
        self.futures: list[Future[Any]] = []
        self.answers: list[Any] = []
        self.count, self.end = count, end

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.futures.append(Future())
        self.answers.append(fn(*args, **kwargs))
        if len(self.futures) == self.count:
            self.end(self.futures, self.answers)
        return self.futures[-1]


def given_until(runs: Iterator[SweepRun], stops: type[BaseException]) -> tuple[list[SweepRun], Any]:
    found = []
    with pytest.raises(stops) as stopped:  # noqa: PT012 (what was given before it is the point)
        for each in runs:
            found.append(each)  # noqa: PERF402 (what extend keeps when it fails, nobody says)
    return found, stopped.value


@pytest.mark.parametrize(
    ("stop", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError("too large"), RunFailed),
    ],
)
def test_what_is_finished_when_it_stops_is_given_before(
    finished: tuple[SweepRun, ...], stop: BaseException, raised: type[BaseException]
) -> None:
    def end(futures: list[Future[Any]], answers: list[Any]) -> None:
        futures[0].set_result(answers[0])
        futures[1].set_exception(stop)
        futures[3].set_result(answers[3])
        futures[4].set_running_or_notify_cancel()

    pool = Manual(6, end)
    found, error = given_until(SWEEP.runs(pool, at_once=6), raised)
    assert found == [finished[0], finished[3]]
    assert [each.cancelled() for each in pool.futures] == [False, False, True, False, False, True]
    assert list(SWEEP.runs(done=found)) == [*finished[1:3], *finished[4:]]
    if raised is RunFailed:
        assert (error.scenario, error.replication, error.__cause__) == ("24 hours", 0, stop)
        assert str(error) == (
            "scenario '24 hours', replication 0: the run failed with MemoryError: too large"
        )
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_interruption_right_here_loses_no_finished_run(
    finished: tuple[SweepRun, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tichet_rules.whatif import sweep  # noqa: PLC0415

    answer = sweep._answer

    def interrupted(question: Any, replication: int, engine: Any) -> Any:
        if replication == 1:
            raise KeyboardInterrupt
        return answer(question, replication, engine)

    monkeypatch.setattr(sweep, "_answer", interrupted)
    found, _ = given_until(SWEEP.runs(), KeyboardInterrupt)
    assert found == list(finished[:5])


def test_a_caller_who_wants_no_more_leaves_the_executor_clean(
    finished: tuple[SweepRun, ...],
) -> None:
    def end(futures: list[Future[Any]], answers: list[Any]) -> None:
        futures[0].set_result(answers[0])
        futures[1].set_result(answers[1])

    pool = Manual(4, end)
    with closing(SWEEP.runs(pool, at_once=4)) as runs:
        assert next(runs) == finished[0]
    assert [each.cancelled() for each in pool.futures] == [False, False, True, True]
    with ThreadPoolExecutor(2) as threads:
        with closing(SWEEP.runs(threads)) as runs:
            next(runs)
        assert len(list(SWEEP.runs(threads))) == SWEEP.size


def test_an_executor_never_has_more_than_it_is_to_have_at_once() -> None:
    def end(futures: list[Future[Any]], answers: list[Any]) -> None:
        assert sum(not each.done() for each in futures) == 3
        pool.count += 1
        waiting = next(each for each in futures if not each.done())
        waiting.set_result(answers[futures.index(waiting)])

    pool = Manual(3, end)
    assert len(list(islice(SWEEP.runs(pool, at_once=3), 8))) == 8


def test_a_run_that_fails_right_here_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tichet_rules.whatif.sweep._citizens", None)
    found, error = given_until(SWEEP.runs(), RunFailed)
    assert found == []
    assert (error.scenario, error.replication) == ("today", 0)
    assert isinstance(error.__cause__, TypeError)


def test_an_executor_that_takes_nothing_more_is_told(finished: tuple[SweepRun, ...]) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    found, error = given_until(SWEEP.runs(pool, done=finished[:3]), ExecutorStopped)
    assert found == []
    assert "cannot schedule new futures after shutdown" in str(error)
    assert "pass them as done=" in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_executor_that_is_shut_down_midway_is_told(finished: tuple[SweepRun, ...]) -> None:
    def end(futures: list[Future[Any]], answers: list[Any]) -> None:
        futures[0].set_result(answers[0])
        futures[1].cancel()
        futures[1].set_running_or_notify_cancel()
        futures[2].set_result(answers[2])

    found, error = given_until(SWEEP.runs(Manual(3, end), at_once=3), ExecutorStopped)
    assert found == [finished[0], finished[2]]
    assert error.cause == "CancelledError"


class Unsteady(Executor):
    """Ends some of its runs whenever it gets another one, and is interrupted now and then."""

    def __init__(
        self, answers: dict[tuple[int, int], Any], left: int, at_once: int, dice: Random
    ) -> None:
        self.answers, self.left, self.at_once, self.dice = answers, left, at_once, dice
        self.open: list[tuple[Future[Any], Any]] = []

    def submit(self, _: Callable[..., Any], /, *args: Any, **_others: Any) -> Future[Any]:
        if self.dice.random() < 0.1:
            raise KeyboardInterrupt
        question, replication, _engine = args
        future: Future[Any] = Future()
        self.open.append((future, self.answers[id(question), replication]))
        self.left -= 1
        full = len(self.open) == self.at_once
        self.dice.shuffle(self.open)
        count = self.dice.randint(full, len(self.open)) if self.left else len(self.open)
        for _place in range(count):
            ended, figures = self.open.pop()
            if self.dice.random() < 0.05:
                ended.set_exception(KeyboardInterrupt())
            else:
                ended.set_result(figures)
        return future


@given(st.integers(0, 2**32), st.integers(1, 12))
def test_however_it_is_scheduled_and_interrupted_each_run_is_given_once(
    finished: tuple[SweepRun, ...], seed: int, at_once: int
) -> None:
    dice = Random(seed)
    questions = {name: id(question) for name, (question, _) in SWEEP._questions.items()}
    answers = {(questions[run.scenario], run.replication): run.figures for run in finished}
    done: list[SweepRun] = []
    while len(done) < SWEEP.size:
        pool = Unsteady(answers, SWEEP.size - len(done), at_once, dice)
        try:
            for run in SWEEP.runs(pool, done=done, at_once=at_once):
                done.append(run)  # noqa: PERF402 (as above)
        except KeyboardInterrupt:
            assert all(each.cancelled() for each, _ in pool.open)
    assert sorted(done, key=str) == sorted(finished, key=str)


# --- whose runs they are --------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"office": OFFICE.replace(rooms=["101"])},
        {"office": ELSEWHERE},
        {"office": MORE},
        {"demand": Demand(per_day=7)},
        {"first": date(2026, 11, 1)},
        {"last": date(2026, 11, 4)},
        {"seed": 2},
        {"warm_up_days": 1},
        {"policies": {"today": {"notice_hours": 47}}},
    ],
)
def test_runs_of_another_sweep_are_refused(
    finished: tuple[SweepRun, ...], change: dict[str, Any]
) -> None:
    other = sweep_of(**{"policies": {"today": {}}, **change})
    for take in (lambda runs: other.runs(done=runs), other.comparison):
        with pytest.raises(InvalidInput, match=r"\[0\]\.fingerprint: got '[0-9a-f]{64}'; .* seed"):
            take(finished[:1])


def test_what_decides_no_figure_is_not_in_the_fingerprint(finished: tuple[SweepRun, ...]) -> None:
    bare = Office(inspectors=[Inspector("i-1")])
    other = sweep_of({"today": {}, "said so": {"notice_hours": 48}}, office=bare, replications=9)
    assert names(other.runs(done=finished[:1]))[0] == ("said so", 0)
    [one, same] = islice(sweep_of({"a": {}, "b": bare}).runs(), 2)
    assert one.fingerprint == same.fingerprint == finished[0].fingerprint


def test_the_fingerprint_is_that_of_any_process() -> None:
    days = [date(2026, 12, day) for day in range(1, 29)]
    [mine] = {
        next(sweep_of(office=OFFICE.replace(calendar=WorkingCalendar(closures=each))).runs())
        for each in (days, days[::-1])
    }
    program = (
        "from tests.whatif.test_sweep import *\n"
        "days = [date(2026, 12, day) for day in range(1, 29)]\n"
        "office = OFFICE.replace(calendar=WorkingCalendar(closures=days))\n"
        "print(next(sweep_of(office=office).runs()).to_json())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert other.stdout == mine.to_json() + "\n"


def test_no_name_goes_to_a_worker_or_into_a_fingerprint() -> None:
    sent: list[Any] = []

    class Spy(Manual):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            sent.append(pickle.dumps((fn, args, kwargs)))
            return super().submit(fn, *args, **kwargs)

    def end(futures: list[Future[Any]], answers: list[Any]) -> None:
        futures[0].set_result(answers[0])

    with closing(SWEEP.runs(Spy(1, end), at_once=1)) as runs:
        next(runs)
    assert b"i-1" in sent[0]
    assert not any(word.encode() in sent[0] for word in ("Mureșan", "Ioana", "Pop", "Ana"))
    assert len(sent[0]) < 20_000


def test_the_same_run_twice_is_one(finished: tuple[SweepRun, ...]) -> None:
    twice = [*finished, *finished]
    assert SWEEP.comparison(twice) == SWEEP.comparison(finished)
    figures = {**finished[0].figures, "held": 99.0}
    with pytest.raises(InvalidInput, match=r"done\[10\]\.figures: got .* 0 of scenario 'today'"):
        SWEEP.runs(done=[*finished, evolve(finished[0], figures=figures)])


def test_an_unknown_scenario_is_refused(finished: tuple[SweepRun, ...]) -> None:
    with pytest.raises(InvalidInput, match=r"done\[1\]\.scenario: got 'Today'; .* mean 'today'\?"):
        SWEEP.runs(done=[finished[0], evolve(finished[1], scenario="Today")])


def test_a_comparison_needs_all_runs(finished: tuple[SweepRun, ...]) -> None:
    with pytest.raises(InvalidInput, match="runs: got '9 of 10 runs'; expected all"):
        SWEEP.comparison(finished[1:])


@pytest.mark.parametrize(
    ("policies", "others", "message"),
    [
        ({}, {}, "policies: got {}; expected at least one, with its name"),
        ([], {}, "policies: got []; expected a Mapping"),
        ({"": {}}, {}, "policies: got ''"),
        ({"x": {"notice_hour": 24}}, {}, "policies['x'].policy: got 'notice_hour'; expected"),
        ({"today": Office()}, {}, "office.inspectors: got []"),
        ({"today": {}}, {"office": None}, "office: got None; expected an Office"),
        ({"today": {}}, {"demand": None}, "demand: got None; expected a Demand"),
        ({"today": {}}, {"replications": 1}, "replications: got 1; expected a whole number"),
        ({"today": {}}, {"warm_up_days": 1.0}, "warm_up_days: got 1.0; expected a whole number"),
        ({"today": {}}, {"seed": "1"}, "seed: got '1'; expected a whole number"),
        ({"today": {}}, {"last": date(2026, 1, 1)}, "last: got '2026-01-01'"),
    ],
)
def test_a_wrong_question(policies: Any, others: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        sweep_of(policies, **others)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"executor": 2}, "executor: got 2; expected an Executor, such as ProcessPoolExecutor()"),
        ({"executor": ThreadPoolExecutor(1), "at_once": 0}, "at_once: got 0; expected a whole"),
        ({"done": "runs.jsonl"}, "done: got 'runs.jsonl'; expected a list of finished runs"),
        ({"done": [{}]}, "done[0]: got {}; expected a SweepRun"),
        ({"engine": "arrays"}, "engine: got 'arrays'; expected one of 'decide', 'columns'"),
    ],
)
def test_runs_are_asked_for_wrongly(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        SWEEP.runs(**asked)
    assert str(error.value).startswith(message)


def test_a_sweep_shows_its_scenarios_and_no_person() -> None:
    assert repr(SWEEP) == (
        "Sweep(office=Office('cluj-napoca/tichet-albastru', inspectors=1, requests=1), "
        "policies=['today', '24 hours', 'more', 'elsewhere', 'no phones'], "
        "first=datetime.date(2026, 11, 2), last=datetime.date(2026, 11, 3), seed=1, "
        "replications=2, warm_up_days=0)"
    )
    assert pickle.loads(pickle.dumps(SWEEP)) == SWEEP


# --- as JSON --------------------------------------------------------------------------------


def written(runs: Any) -> str:
    return "".join(f"{each.to_json()}\n" for each in runs)


def test_runs_come_back_from_json(finished: tuple[SweepRun, ...]) -> None:
    assert any(None in each.figures.values() for each in finished)
    assert any("refused.channel.allowed" in each.figures for each in finished)
    assert read_runs(written(finished)) == finished
    assert read_runs("") == ()


finite = st.none() | st.floats(allow_nan=False, allow_infinity=False)
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)


@given(words, st.integers(0), st.fixed_dictionaries({each.id: finite for each in METRICS}))
def test_any_run_comes_back_from_json_to_the_last_bit(
    scenario: str, replication: int, figures: dict[str, float | None]
) -> None:
    made = SweepRun(scenario, replication, "0" * 64, figures)
    text = written([made])
    assert text.count("\n") == len(text.splitlines()) == 1
    assert read_runs(text) == (made,)


def test_a_line_that_was_cut_off_is_left_out(finished: tuple[SweepRun, ...]) -> None:
    text = written(finished)
    last = len(written(finished[:-1]))
    for end in (last, last + 1, len(text) - 2, len(text) - 1):
        assert read_runs(text[:end]) == finished[:-1]


RUN: dict[str, Any] = {
    "scenario": "today",
    "replication": 0,
    "fingerprint": "0" * 64,
    "figures": {each.id: 1.0 for each in METRICS},
}


def figures(**others: Any) -> dict[str, Any]:
    return {**RUN, "figures": {**RUN["figures"], **others}}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "line 2: got ''; expected a run as SweepRun.to_json writes it"),
        ("[" * 100_000, "line 2: got '[[["),
        ('{"replication": ' + "9" * 5000 + "}", "line 2: got "),
        ('{"scenario": 1, "scenario": 2}', "line 2: got ['scenario', 'scenario']; expected each"),
        ([], "line 2: got []; expected a JSON object, {…}"),
        ({**RUN, "seed": 1}, "line 2: got 'seed'; expected one of 'scenario', "),
        ({"scenario": "today"}, "line 2.replication: got 'nothing'; expected a value"),
        ({**RUN, "scenario": ""}, "line 2.scenario: got ''"),
        ({**RUN, "replication": -1}, "line 2.replication: got -1"),
        ({**RUN, "replication": True}, "line 2.replication: got True"),
        ({**RUN, "fingerprint": "0"}, "line 2.fingerprint: got '0'"),
        ({**RUN, "fingerprint": None}, "line 2.fingerprint: got None"),
        ({**RUN, "figures": []}, "line 2.figures: got []; expected a mapping"),
        ({**RUN, "figures": {}}, "line 2.figures.arrivals: got 'nothing'; expected a finite"),
        (figures(hold=1), "line 2.figures: got 'hold'; expected a known metric; did you mean"),
        (figures(**{"refused.x": 1}), "line 2.rule: got 'x'"),
        (figures(**{"": 1}), "line 2.figures: got ''"),
        (figures(held="1"), "line 2.figures.held: got '1'; expected a finite number, or none"),
        (figures(held=True), "line 2.figures.held: got True"),
        (figures(held=float("nan")), "line 2.figures.held: got nan"),
        (figures(held=float("inf")), "line 2.figures.held: got inf"),
        (figures(held=10**400), "line 2.figures.held: got 1000"),
    ],
)
def test_a_wrong_line_is_named(document: Any, message: str) -> None:
    line = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(InvalidInput) as error:
        read_runs(f"{json.dumps(RUN)}\n{line}\n{json.dumps(RUN)}\n")
    assert str(error.value).startswith(message)


def test_text_is_read_and_nothing_else() -> None:
    with pytest.raises(InvalidInput, match="text: got b''; expected a str"):
        read_runs(b"")  # type: ignore[arg-type]
    assert list(fields_dict(SweepRun)) == list(RUN)


# --- a grid ---------------------------------------------------------------------------------


def test_a_grid_has_every_combination() -> None:
    found = grid({"max_minutes": (15, 20), "channels": [["online"], ["online", "phone"]]})
    assert list(found) == [
        "max_minutes=15, channels=online",
        "max_minutes=15, channels=online+phone",
        "max_minutes=20, channels=online",
        "max_minutes=20, channels=online+phone",
    ]
    assert found["max_minutes=20, channels=online"] == {"max_minutes": 20, "channels": ["online"]}
    assert sweep_of(found).size == 8


def test_a_grid_of_nothing_is_the_office_as_it_is() -> None:
    assert grid({"max_minutes": []}) == {}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "values: got []; expected a Mapping"),
        ({"notice_hour": [1]}, "values: got 'notice_hour'; expected a known parameter; did you"),
        ({"notice_hours": 24}, "values['notice_hours']: got 24; expected a list of values"),
        ({"notice_hours": [24, 24]}, "values['notice_hours'][1]: got 24; expected each value once"),
    ],
)
def test_a_wrong_grid(values: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        grid(values)
    assert str(error.value).startswith(message)
