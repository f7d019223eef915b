"""The solver at arm's length: symbols that code with branches runs on, and worlds for statements.

A statement is a function of a world. Said in `All`, it speaks of all numbers and of agendas of any
size; said in `Few`, of all numbers and of agendas of at most three bookings, where a counterexample
is found quickly; said in `Figures`, of the integers at hand, and then nothing but Python runs. So
the counterexample of a broken statement is judged once more without the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

import pytest
from attrs import frozen

z3: Any = pytest.importorskip("z3", reason="the proofs need z3-solver, which is in the extra test")

__all__ = [
    "All",
    "Answer",
    "Few",
    "Figures",
    "Lift",
    "Row",
    "Says",
    "Statement",
    "World",
    "both",
    "choice",
    "counterexample",
    "either",
    "example",
    "implies",
    "no",
    "plain",
    "z3",
]

# Steps of the solver, not seconds: the same on every machine. The hardest proof takes a
# small part of it.
LIMIT = 50_000_000

# Figures below this are looked for first.
SMALL = 30

# The most bookings that a small world has before one is added.
FEW = 3

T = TypeVar("T")


# --- what is said of truths and of terms alike --------------------------------------------------


def _concrete(values: Sequence[Any]) -> bool:
    return all(isinstance(each, bool) for each in values)


def both(*parts: Any) -> Any:
    """All of the parts hold."""
    return all(parts) if _concrete(parts) else z3.And(*parts)


def either(*parts: Any) -> Any:
    """One of the parts holds, or more."""
    return any(parts) if _concrete(parts) else z3.Or(*parts)


def no(part: Any) -> Any:
    return not part if isinstance(part, bool) else z3.Not(part)


def implies(premise: Any, conclusion: Any) -> Any:
    return either(no(premise), conclusion)


def choice(condition: Any, one: Any, other: Any) -> Any:
    """One where the condition holds, else the other."""
    if isinstance(condition, bool):
        return one if condition else other
    return z3.If(condition, one, other)


# --- every way through code that branches -------------------------------------------------------


class Symbol:
    """A term that can stand in an `if`: the way through the code so far decides, or tries both."""

    __hash__ = None  # type: ignore[assignment]  # as for anything whose == is no answer

    def __init__(self, term: Any, way: Way) -> None:
        self.term = term
        self.way = way

    def __repr__(self) -> str:
        return str(self.term)

    def __bool__(self) -> bool:
        return self.way.decides(self.term)

    def __lt__(self, other: object) -> Symbol:
        return Symbol(self.term < plain(other), self.way)

    def __le__(self, other: object) -> Symbol:
        return Symbol(self.term <= plain(other), self.way)

    def __gt__(self, other: object) -> Symbol:
        return Symbol(self.term > plain(other), self.way)

    def __ge__(self, other: object) -> Symbol:
        return Symbol(self.term >= plain(other), self.way)

    def __eq__(self, other: object) -> Symbol:  # type: ignore[override]  # a term, as z3's own
        return Symbol(self.term == plain(other), self.way)

    def __ne__(self, other: object) -> Symbol:  # type: ignore[override]  # a term, as z3's own
        return Symbol(self.term != plain(other), self.way)

    def __and__(self, other: object) -> Symbol:
        return Symbol(z3.And(self.term, plain(other)), self.way)

    __rand__ = __and__

    def __or__(self, other: object) -> Symbol:
        return Symbol(z3.Or(self.term, plain(other)), self.way)

    __ror__ = __or__

    def __add__(self, other: object) -> Symbol:
        return Symbol(self.term + plain(other), self.way)

    def __sub__(self, other: object) -> Symbol:
        return Symbol(self.term - plain(other), self.way)


def plain(value: Any) -> Any:
    """The term of a symbol; anything else as it is."""
    return value.term if isinstance(value, Symbol) else value


class Way:
    """One way through code: what each `if` on a symbol answered, in order."""

    def __init__(self, answers: tuple[bool, ...], given: Any) -> None:
        self.answers = answers
        self.conditions: list[Any] = []
        self.untried: list[tuple[bool, ...]] = []
        self._solver = z3.Solver()
        self._solver.add(given)

    def symbol(self, term: Any) -> Symbol:
        return Symbol(term, self)

    def decides(self, term: Any) -> bool:
        place = len(self.conditions)
        if place < len(self.answers):
            answer = self.answers[place]
        else:
            answer = self._possible(term)
            if answer and self._possible(z3.Not(term)):
                self.untried.append((*self.answers, False))
            self.answers = (*self.answers, answer)
        condition = term if answer else z3.Not(term)
        self.conditions.append(condition)
        self._solver.add(condition)
        return answer

    def _possible(self, term: Any) -> bool:
        # What the solver can't tell counts as possible: no way is ever left out.
        return bool(self._solver.check(term) != z3.unsat)


Lift = Callable[[Any], Any]


def ways_through(run: Callable[[Lift], T], given: Any = True) -> list[tuple[Any, T]]:
    """Each way through some code: the condition under which it is taken, and its outcome.

    The code is run once for each. Of the values it is given, those that were lifted are symbols.
    Together the conditions cover everything of which ``given`` holds.
    """
    found: list[tuple[Any, T]] = []
    pending: list[tuple[bool, ...]] = [()]
    while pending:
        way = Way(pending.pop(), given)
        outcome = run(way.symbol)
        found.append((z3.And(*way.conditions), outcome))
        pending += way.untried
    return found


# --- worlds -------------------------------------------------------------------------------------


@frozen
class Row:
    """The bookings of an agenda in the order of its sorted map: owner, begin and end by index."""

    count: Any
    owner: Callable[[Any], Any]
    begin: Callable[[Any], Any]
    end: Callable[[Any], Any]

    def span(self, index: Any) -> tuple[Any, Any]:
        return self.begin(index), self.end(index)


class World:
    """What a statement is said of."""

    def numbers(self, names: str) -> list[Any]:
        raise NotImplementedError

    def truths(self, names: str) -> list[Any]:
        raise NotImplementedError

    def row(self) -> Row:
        raise NotImplementedError

    def every(self, count: Any, says: Callable[[Any], Any]) -> Any:
        """It holds of each index from 0 up to, not including, the count."""
        raise NotImplementedError

    def every_two(self, count: Any, says: Callable[[Any, Any], Any]) -> Any:
        """It holds of each two indices, the lesser first."""
        raise NotImplementedError

    def some(self, low: Any, high: Any, says: Callable[[Any], Any]) -> Any:
        """It holds of some number from the low one up to, not including, the high one."""
        raise NotImplementedError

    def split(self, row: Row, key: tuple[Any, ...], before: Callable[[Any], Any]) -> Any:
        """The index at which a row is split by a key: just the bookings before it are before."""
        raise NotImplementedError

    def after(self, run: Callable[[Lift], T], says: Callable[[T], Any], given: Any = True) -> Any:
        """It holds of whatever the code comes to, on every way through it.

        ``given`` must be assumed by the statement too.
        """
        raise NotImplementedError


class All(World):
    """All numbers, and agendas of any size."""

    def __init__(self) -> None:
        self.unknown: dict[str, Any] = {}
        self.the_row: Row | None = None
        self._bound = 0
        self._rules: list[Any] = []
        # The rows stand here so that their ids stay theirs.
        self._splits: dict[tuple[Any, ...], tuple[Row, Any]] = {}

    def numbers(self, names: str) -> list[Any]:
        return self._declared(names, z3.Int)

    def truths(self, names: str) -> list[Any]:
        return self._declared(names, z3.Bool)

    def _declared(self, names: str, sort: Callable[[str], Any]) -> list[Any]:
        made = {name: sort(name) for name in names.split()}
        self.unknown |= made
        return list(made.values())

    def row(self) -> Row:
        def function(name: str) -> Any:
            return z3.Function(name, z3.IntSort(), z3.IntSort())

        count = z3.Int("count")
        self._rules.append(self.sized(count))
        self.the_row = Row(count, function("owner"), function("begin"), function("end"))
        return self.the_row

    def sized(self, count: Any) -> Any:
        """How many bookings there may be."""
        return count >= 0

    def rules(self) -> Any:
        """What holds of the row and its splits, whatever is said of them."""
        return z3.And(*self._rules)

    def small(self) -> Any:
        """That all figures are easy to read."""
        row, indices = self.the_row, map(z3.IntVal, range(FEW))
        numbers = [each for each in self.unknown.values() if z3.is_int(each)]
        if row is not None:
            numbers += [term for i in indices for term in (row.owner(i), *row.span(i))]
        return z3.And(*(z3.And(each >= 0, each < SMALL) for each in numbers))

    def figures(self, model: Any) -> dict[str, Any]:
        """The integers and truths of a model."""

        def figure(term: Any) -> Any:
            value = model.eval(term, model_completion=True)
            return value.as_long() if z3.is_int_value(value) else bool(z3.is_true(value))

        found = {name: figure(term) for name, term in self.unknown.items()}
        row = self.the_row
        if row is not None:
            indices = map(z3.IntVal, range(figure(row.count)))
            found["agenda"] = [
                (figure(row.owner(i)), figure(row.begin(i)), figure(row.end(i))) for i in indices
            ]
        return found

    def every(self, count: Any, says: Callable[[Any], Any]) -> Any:
        one = self._index()
        return z3.ForAll([one], implies(both(one >= 0, one < count), says(one)))

    def every_two(self, count: Any, says: Callable[[Any, Any], Any]) -> Any:
        one, two = self._index(), self._index()
        within = both(one >= 0, one < two, two < count)
        return z3.ForAll([one, two], implies(within, says(one, two)))

    def some(self, low: Any, high: Any, says: Callable[[Any], Any]) -> Any:
        one = self._index()
        return z3.Exists([one], both(low <= one, one < high, says(one)))

    def split(self, row: Row, key: tuple[Any, ...], before: Callable[[Any], Any]) -> Any:
        # That there is such an index, and only one, is what it means for a row to be in order.
        name = (id(row), *map(str, key))
        if name not in self._splits:
            index = z3.Int(f"split{len(self._splits)}")
            self._splits[name] = row, index
            self._rules.append(both(index >= 0, index <= row.count))
            self._rules.append(self.every(row.count, lambda i: (i < index) == before(i)))
        return self._splits[name][1]

    def after(self, run: Callable[[Lift], T], says: Callable[[T], Any], given: Any = True) -> Any:
        ways = ways_through(run, given)
        return both(*(implies(condition, says(got)) for condition, got in ways))

    def _index(self) -> Any:
        self._bound += 1
        return z3.Int(f"any{self._bound}")


class Few(All):
    """All numbers, and agendas of a few bookings: each index is spelt out."""

    def sized(self, count: Any) -> Any:
        return both(count >= 0, count <= FEW)

    def every(self, count: Any, says: Callable[[Any], Any]) -> Any:
        return both(*(implies(z3.IntVal(i) < count, says(z3.IntVal(i))) for i in range(FEW + 1)))

    def every_two(self, count: Any, says: Callable[[Any, Any], Any]) -> Any:
        two = combinations(map(z3.IntVal, range(FEW + 1)), 2)
        return both(*(implies(j < count, says(i, j)) for i, j in two))


class Figures(World):
    """The integers and truths at hand: no solver."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self._figures = figures

    def numbers(self, names: str) -> list[Any]:
        return [self._figures[name] for name in names.split()]

    truths = numbers

    def row(self) -> Row:
        bookings = self._figures["agenda"]

        def column(which: int) -> Callable[[Any], Any]:
            # Beside the row, where a term has some value of which nothing is said, there is 0.
            return lambda i: bookings[i][which] if 0 <= i < len(bookings) else 0

        return Row(len(bookings), column(0), column(1), column(2))

    def split(self, row: Row, key: tuple[Any, ...], before: Callable[[Any], Any]) -> Any:  # noqa: ARG002
        return sum(1 for i in range(row.count) if before(i))

    def every(self, count: Any, says: Callable[[Any], Any]) -> Any:
        return all(says(one) for one in range(count))

    def every_two(self, count: Any, says: Callable[[Any, Any], Any]) -> Any:
        return all(says(one, two) for one, two in combinations(range(count), 2))

    def some(self, low: Any, high: Any, says: Callable[[Any], Any]) -> Any:
        return any(says(one) for one in range(low, high))

    def after(self, run: Callable[[Lift], T], says: Callable[[T], Any], given: Any = True) -> Any:  # noqa: ARG002
        return says(run(lambda value: value))


# --- asking the solver --------------------------------------------------------------------------


@frozen
class Statement:
    """What is assumed, and what is said to follow."""

    assumed: Any
    follows: Any


@frozen
class Answer:
    """The figures that were found, or ``None`` where there are none, and the solver's steps."""

    figures: dict[str, Any] | None
    steps: int


Says = Callable[[World], Statement]


def counterexample(says: Says, world: All | None = None) -> Answer:
    """Figures of which the statement speaks and is wrong.

    None are found: it is proved, of all numbers and of agendas of any size.
    """
    world = All() if world is None else world
    said = says(world)
    return _solution(world, said.assumed, no(said.follows))


def example(says: Says) -> Answer:
    """Figures of which the statement speaks: what it assumes holds of them."""
    world = Few()
    return _solution(world, says(world).assumed)


def _solution(world: All, *formulas: Any) -> Answer:
    """Figures for which the formulas hold. Where the solver can't tell, that is an error."""
    before = _steps(z3.Solver())
    solver = z3.Solver()
    solver.set("rlimit", LIMIT)
    solver.add(world.rules(), *formulas)
    if isinstance(world, Few):
        solver.push()
        solver.add(world.small())
        if solver.check() == z3.unsat:
            solver.pop()
    result = solver.check()
    steps = _steps(solver) - before
    if result == z3.unknown:
        raise AssertionError(f"no answer after {steps} steps: {solver.reason_unknown()}")
    return Answer(world.figures(solver.model()) if result == z3.sat else None, steps)


def _steps(solver: Any) -> int:
    """The steps taken by all solvers up to now."""
    solver.check()
    return int(solver.statistics().get_key_value("rlimit count"))
