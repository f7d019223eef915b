"""Sweeps: many policies, run by run, on whatever can run them, interrupted and gone on with."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import islice, product
from math import inf, isfinite
from typing import Any, Final, TypeVar

import attrs
from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_identifier,
    checked_instance,
    checked_whole_number,
    fingerprint,
    identifier,
    instance,
    listed,
    member,
    one_of,
    whole_number,
)
from tichet_rules.errors import InvalidInput, TichetError, WrongType
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.policy.parameters import checked_parameter
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif.comparison import Comparison, Scenario, scenario_of
from tichet_rules.whatif.demand import Demand
from tichet_rules.whatif.outcome import METRICS, metric_of
from tichet_rules.whatif.simulation import (
    Engine,
    checked_counts,
    checked_days,
    engine_of,
    warm_up_from,
    working_time,
)

__all__ = ["ExecutorStopped", "RunFailed", "Sweep", "SweepRun", "grid", "read_runs", "said"]

T = TypeVar("T")

_Figures = Mapping[str, float | None]
_Future = Future[dict[str, float | None]]

# In every fingerprint. A change of the simulation by which the same run has other figures changes
# it too, so that no sweep takes over figures that it would not make.
_FORM: Final = "tichet-rules/run/2"

_A_NUMBER: Final = "a finite number, or none"
_EXECUTORS: Final = "ProcessPoolExecutor(), or a Dask client's get_executor()"


class RunFailed(TichetError):
    """A run of a sweep that raised an exception, which is its ``__cause__``.

    >>> print(RunFailed("24 hours", 3, "MemoryError"))
    scenario '24 hours', replication 3: the run failed with MemoryError
    """

    def __init__(self, scenario: str, replication: int, cause: str) -> None:
        self.scenario = scenario
        self.replication = replication
        self.cause = cause
        super().__init__(scenario, replication, cause)

    def __str__(self) -> str:
        return (
            f"scenario {self.scenario!r}, replication {self.replication}: "
            f"the run failed with {self.cause}"
        )


class ExecutorStopped(TichetError):
    """An executor that stopped before its runs were finished, by an exception (``__cause__``).

    >>> print(ExecutorStopped("BrokenProcessPool: a process was terminated"))
    executor: it stopped with BrokenProcessPool: a process was terminated; the runs that were \
finished before hold good: pass them as done= and go on with another executor
    """

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(cause)

    def __str__(self) -> str:
        return (
            f"executor: it stopped with {self.cause}; the runs that were finished before hold "
            "good: pass them as done= and go on with another executor"
        )


# --- a run ------------------------------------------------------------------------------------


def _figures(values: object) -> FrozenMap[str, float | None]:
    if not isinstance(values, Mapping):
        raise WrongType("figures", values, "a mapping of metrics to numbers")
    for each in METRICS:
        if each.id not in values:
            raise InvalidInput(f"figures.{each.id}", "nothing", _A_NUMBER)
    return FrozenMap((_metric(id_), _number(f"figures.{id_}", values[id_])) for id_ in values)


def _metric(id_: object) -> str:
    try:
        return metric_of(checked_identifier("figures", id_)).id
    except KeyError:
        known = [each.id for each in METRICS]
        raise InvalidInput("figures", id_, one_of(id_, known, "metric")) from None


def _number(place: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongType(place, value, _A_NUMBER)
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise InvalidInput(place, value, _A_NUMBER)
    return number


@frozen
class SweepRun:
    """A finished run: a scenario's figures in one replication.

    ``figures`` are those of the outcome of :func:`~tichet_rules.whatif.simulate`, by the id of
    their metric. ``fingerprint`` is the SHA-256 of all that decides them but the
    replication: a sweep takes over a run that another made where the two agree.
    """

    scenario: str = field(validator=identifier())
    replication: int = field(validator=whole_number(0))
    fingerprint: str = field(validator=fingerprint())
    figures: FrozenMap[str, float | None] = field(converter=_figures, repr=False)

    def to_json(self) -> str:
        """The run as one line of JSON, without the line break; its floats to the last bit."""
        return json.dumps(attrs.asdict(self) | {"figures": dict(self.figures)}, ensure_ascii=False)


def read_runs(text: str) -> tuple[SweepRun, ...]:
    r"""The runs that :meth:`SweepRun.to_json` wrote, one a line.

    A last line without a line break was cut off while it was written, as by a loss of power: it is
    left out, and that run made again. So a file that is gone on with is first written
    anew from what was read.

    Raises :class:`~tichet_rules.errors.InvalidInput` that names the line.

    >>> read_runs('{"scenario": "today", "replication": 0, "finger')
    ()
    >>> read_runs("[]\n")
    Traceback (most recent call last):
    ...
    tichet_rules.errors.WrongType: line 1: got []; expected a JSON object, {…}
    """
    lines = checked_instance("text", text, str).split("\n")[:-1]
    return tuple(_read(line, f"line {number}") for number, line in enumerate(lines, 1))


def _read(line: str, place: str) -> SweepRun:
    try:
        document = json.loads(line, object_pairs_hook=_once)
    except InvalidInput as error:
        raise error.inside(place) from None
    except (ValueError, RecursionError):
        raise InvalidInput(place, line, "a run as SweepRun.to_json writes it") from None
    if not isinstance(document, dict):
        raise WrongType(place, document, "a JSON object, {…}")
    keys = [each.name for each in attrs.fields(SweepRun)]
    for key in document:
        if key not in keys:
            raise InvalidInput(place, key, one_of(key, keys, "key"))
    for key in keys:
        if key not in document:
            raise InvalidInput(f"{place}.{key}", "nothing", "a value: it is required")
    try:
        return SweepRun(**document)
    except InvalidInput as error:
        raise error.inside(place) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidInput("", [key for key, _ in pairs], "each key of an object once")
    return found


# --- what is run, where it is run -------------------------------------------------------------


@frozen
class _Question:
    """All that decides the figures of a scenario but the replication, and no personal data."""

    office: Office
    demand: Demand
    calendar: WorkingCalendar
    first: date
    last: date
    seed: int
    warm_up_days: int

    @property
    def fingerprint(self) -> str:
        text = json.dumps([_FORM, self], default=_plain)
        return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """What JSON has no form for, in an order that does not depend on the process."""
    kind: Any = type(value)
    if attrs.has(kind):
        return {each.name: getattr(value, each.name) for each in attrs.fields(kind)}
    if isinstance(value, Mapping):
        return list(value.items())
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _without_people(office: Office) -> Office:
    """The office as a simulation needs it: without names, requests and audiences."""
    inspectors = [attrs.evolve(each, name="") for each in office.inspectors.values()]
    return Office(office.policy, office.calendar, inspectors, rooms=office.rooms)


def _answer(question: _Question, replication: int, engine: Engine) -> dict[str, float | None]:
    """The figures of a run."""
    office, first, last = question.office, question.first, question.last
    begin = warm_up_from(first, question.warm_up_days)
    citizens = _citizens(
        engine, question.demand, question.calendar, begin, last, question.seed, replication
    )
    time = _working_time(tuple(office.inspectors.values()), office.calendar, first, last)
    outcome = engine_of(engine).run(
        office, question.demand, citizens, first=first, last=last, available=time
    )
    return dict(outcome.figures())


# Runs come replication by replication, so that one process draws the same citizens again and again.
@lru_cache(maxsize=1)
def _citizens(
    engine: Engine,
    demand: Demand,
    calendar: WorkingCalendar,
    first: date,
    last: date,
    seed: int,
    replication: int,
) -> Any:
    draw = engine_of(engine).citizens
    return draw(demand, calendar, first, last, seed=seed, replication=replication)


# A tuple, as inspectors get requests in their order, and equal mappings may differ in theirs.
@lru_cache(maxsize=16)
def _working_time(
    inspectors: tuple[Inspector, ...], calendar: WorkingCalendar, first: date, last: date
) -> FrozenMap[str, timedelta]:
    return working_time(Office(calendar=calendar, inspectors=inspectors), first, last)


class _Here(Executor):
    """An executor that runs each call where and when it is submitted."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@frozen
class _Coming:
    """A run that is still to be made."""

    scenario: str
    replication: int
    question: _Question
    fingerprint: str
    engine: Engine

    def submitted(self, executor: Executor) -> _Future:
        try:
            return executor.submit(_answer, self.question, self.replication, self.engine)
        except Exception as error:
            raise ExecutorStopped(_words(error)) from error

    def finished(self, future: _Future) -> SweepRun:
        try:
            figures = future.result()
        except (BrokenExecutor, CancelledError) as error:
            raise ExecutorStopped(_words(error)) from error
        except Exception as error:
            raise RunFailed(self.scenario, self.replication, _words(error)) from error
        return SweepRun(self.scenario, self.replication, self.fingerprint, figures)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _made(
    coming: Iterable[_Coming], executor: Executor, at_once: int, told: Callable[[int], object]
) -> Generator[SweepRun, None, None]:
    """Each run as soon as it is finished, with never more than some in the executor's hands."""
    ahead = iter(coming)
    waiting: dict[_Future, _Coming] = {}
    count = 0
    try:
        while True:
            for each in islice(ahead, at_once - len(waiting)):
                waiting[each.submitted(executor)] = each
            if not waiting:
                return
            ready = wait_for(waiting, return_when=FIRST_COMPLETED).done
            for future in [each for each in waiting if each in ready]:
                found = waiting[future].finished(future)
                del waiting[future]
                yield found
                count += 1
                told(count)
    except GeneratorExit:
        raise  # the caller wants no more
    except BaseException:
        for future, each in waiting.items():
            if _has_result(future):
                yield each.finished(future)
        raise
    finally:
        for future in waiting:
            future.cancel()


def _has_result(future: _Future) -> bool:
    return not future.cancel() and future.done() and future.exception() is None


# --- the sweep --------------------------------------------------------------------------------


def _policies(values: Any) -> FrozenMap[str, Any]:
    return FrozenMap(checked_instance("policies", values, Mapping))  # type: ignore[type-abstract]


def _engine(value: Engine | str) -> Engine:
    return member("engine", Engine)(value)


@frozen
class Sweep:
    """Scenarios times replications, each a run of its own that depends on no other.

    What is asked is what :func:`~tichet_rules.whatif.compare` is asked, and so are the
    random numbers and the figures. :meth:`runs` makes the runs and gives each as soon as it is
    finished; :meth:`comparison` puts them together, whoever made them and in whatever order.

    >>> from datetime import date
    >>> sweep = Sweep(
    ...     Office(inspectors=[Inspector("i-017")]),
    ...     Demand(per_day=20),
    ...     grid({"notice_hours": [48, 24]}),
    ...     first=date(2026, 11, 2),
    ...     last=date(2026, 11, 6),
    ...     seed=1,
    ...     replications=2,
    ... )
    >>> finished = list(sweep.runs())
    >>> [(each.scenario, each.replication) for each in finished]
    [('notice_hours=48', 0), ('notice_hours=24', 0), ('notice_hours=48', 1), ('notice_hours=24', 1)]
    >>> sweep.comparison(finished).difference("notice_hours=24", "lead_time_mean").mean < 0
    True
    """

    office: Office = field(validator=instance(Office))
    demand: Demand = field(validator=instance(Demand), repr=False)
    policies: FrozenMap[str, Any] = field(converter=_policies, repr=lambda names: repr([*names]))
    first: date = field(kw_only=True)
    last: date = field(kw_only=True)
    seed: int = field(kw_only=True, validator=whole_number())
    replications: int = field(default=10, kw_only=True, validator=whole_number(2))
    warm_up_days: int = field(default=0, kw_only=True)
    engine: Engine = field(
        default=Engine.DECIDE, kw_only=True, converter=_engine, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        checked_days(self.first, self.last)
        checked_counts(self.demand, self.first, self.last)
        warm_up_from(self.first, self.warm_up_days)
        if not self.policies:
            raise InvalidInput("policies", {}, "at least one, with its name")
        for each in self.scenarios:
            # Of one day, to see that somebody works there.
            working_time(each.office, self.first, self.first)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The offices by their names, in order; the others are compared with the first."""
        return tuple(
            scenario_of(name, change, self.office, self.first)
            for name, change in self.policies.items()
        )

    @property
    def size(self) -> int:
        """How many runs there are."""
        return len(self.policies) * self.replications

    @cached_property
    def _questions(self) -> dict[str, tuple[_Question, str]]:
        """What each scenario asks, with its fingerprint."""
        questions = {
            each.name: _Question(
                _without_people(each.office),
                self.demand,
                self.office.calendar,
                self.first,
                self.last,
                self.seed,
                self.warm_up_days,
            )
            for each in self.scenarios
        }
        return {name: (each, each.fingerprint) for name, each in questions.items()}

    def runs(
        self,
        executor: Executor | None = None,
        *,
        done: Iterable[SweepRun] = (),
        progress: Callable[[int, int], object] | None = None,
        engine: Engine | str | None = None,
        at_once: int = 100,
    ) -> Generator[SweepRun, None, None]:
        """The runs that are not among those ``done``, each as soon as it is finished.

        They are made by the ``executor``: processes, threads or a cluster, and one after the
        other right here where there is none. It is handed ``at_once`` of them at a time, which
        should be twice as many as it has workers, and is never shut down. ``progress`` is
        told, after each run, how many are finished and how many there are. The ``engine`` is that
        of the sweep, unless another is named, and changes no figure.

        Whoever keeps the runs that were given can take the sweep up again with ``done=``. On
        Ctrl-C, and when a run or the executor fails, those finished by then are given before the
        exception is raised, and those not begun are taken back from the executor.

        Raises :class:`RunFailed` for a run that raises an exception, :class:`ExecutorStopped`
        when the executor breaks, and :class:`~tichet_rules.errors.InvalidInput` when one of those
        done is of another sweep.
        """
        if executor is None:
            executor, at_once = _Here(), 1
        checked_instance("executor", executor, Executor, example=_EXECUTORS)
        checked_whole_number("at_once", at_once, 1)
        engine = self.engine if engine is None else _engine(engine)
        engine_of(engine)  # which may want an extra
        kept = self._checked("done", done)
        coming = [
            _Coming(name, number, question, print_, engine)
            for number in range(self.replications)
            for name, (question, print_) in self._questions.items()
            if (name, number) not in kept
        ]

        def told(finished: int) -> None:
            if progress is not None:
                progress(len(kept) + finished, self.size)

        return _made(coming, executor, at_once, told)

    def comparison(self, runs: Iterable[SweepRun]) -> Comparison:
        """What came of all runs: equal to that of :func:`~tichet_rules.whatif.compare`.

        Raises :class:`~tichet_rules.errors.InvalidInput` when some are missing, or are of another
        sweep. Those of further replications are left out, so that a sweep with fewer
        replications can look at what a long one has so far.
        """
        kept = self._checked("runs", runs)
        if len(kept) < self.size:
            given = f"{len(kept)} of {self.size} runs"
            raise InvalidInput(
                "runs", given, "all: Sweep.runs(done=…) makes those that are missing"
            )
        figures = FrozenMap(
            (name, tuple(kept[name, number] for number in range(self.replications)))
            for name in self.policies
        )
        return Comparison(
            self.scenarios,
            self.demand,
            self.first,
            self.last,
            self.seed,
            self.replications,
            self.warm_up_days,
            figures,
            engine=self.engine,
        )

    def _checked(self, place: str, runs: Iterable[SweepRun]) -> dict[tuple[str, int], _Figures]:
        """The figures of runs by scenario and replication, each looked at whether it is ours."""
        kept: dict[tuple[str, int], _Figures] = {}
        for index, each in enumerate(listed(place, runs, "a list of finished runs")):
            where = f"{place}[{index}]"
            checked_instance(where, each, SweepRun)
            name, number = each.scenario, each.replication
            if name not in self.policies:
                known = one_of(name, self.policies, "scenario")
                raise InvalidInput(f"{where}.scenario", name, known)
            ours = self._questions[name][1]
            if each.fingerprint != ours:
                raise InvalidInput(
                    f"{where}.fingerprint",
                    each.fingerprint,
                    f"{ours!r}, as scenario {name!r} has in this sweep: the run is of another "
                    "office, policy, demand, seed or time",
                )
            if kept.get((name, number), each.figures) != each.figures:
                raise InvalidInput(
                    f"{where}.figures",
                    f"others than before of replication {number} of scenario {name!r}",
                    "each run once",
                )
            if number < self.replications:
                kept[name, number] = each.figures
        return kept


def grid(values: Mapping[str, Iterable[Any]]) -> dict[str, dict[str, Any]]:
    """Every combination of some values of parameters, named after them, for a sweep or comparison.

    >>> grid({"notice_hours": [24, 48], "max_minutes": [15]})
    {'notice_hours=24, max_minutes=15': {'notice_hours': 24, 'max_minutes': 15}, \
'notice_hours=48, max_minutes=15': {'notice_hours': 48, 'max_minutes': 15}}
    """
    checked_instance("values", values, Mapping)  # type: ignore[type-abstract]
    choices: list[list[tuple[str, Any]]] = []
    for name, some in values.items():
        place = f"values[{checked_parameter(name, 'values')!r}]"
        given = listed(place, some, "a list of values")
        for index, each in enumerate(given):
            if each in given[:index]:
                raise InvalidInput(f"{place}[{index}]", each, "each value once")
        choices.append([(name, each) for each in given])
    return {_name(chosen): dict(chosen) for chosen in product(*choices)}


def _name(chosen: Iterable[tuple[str, Any]]) -> str:
    return ", ".join(f"{name}={said(value)}" for name, value in chosen)


def said(value: Any) -> str:
    """A value of a parameter in a word."""
    return "+".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
