"""Symbolic and columnar stand-ins: they record what is done to them and have no truth value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest


class Term:
    """A term such as a solver has: comparisons give terms, and ``if`` on one is an error."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        raise TypeError(f"{self.text} is a term: it has no truth value")

    def _with(self, sign: str, other: object) -> Term:
        return Term(f"({self} {sign} {other})")

    def __lt__(self, other: object) -> Term:
        return self._with("<", other)

    def __le__(self, other: object) -> Term:
        return self._with("<=", other)

    def __gt__(self, other: object) -> Term:
        return self._with(">", other)

    def __ge__(self, other: object) -> Term:
        return self._with(">=", other)

    def __eq__(self, other: object) -> Term:  # type: ignore[override]  # as a solver's terms do
        return self._with("==", other)

    def __and__(self, other: object) -> Term:
        return self._with("&", other)

    def __or__(self, other: object) -> Term:
        return self._with("|", other)

    def __sub__(self, other: object) -> Term:
        return self._with("-", other)

    def __mod__(self, other: object) -> Term:
        return self._with("%", other)

    __hash__ = None  # type: ignore[assignment]  # as for anything whose == is no answer


def terms(names: str) -> list[Term]:
    return [Term(each) for each in names.split()]


class Column:
    """A column of figures such as an array library has: every sign works on each of them."""

    def __init__(self, figures: Sequence[Any]) -> None:
        self.figures = list(figures)

    def __bool__(self) -> bool:
        raise TypeError("a column has no truth value")

    def _each(self, sign: Callable[[Any, Any], Any], other: object) -> Column:
        others = other.figures if isinstance(other, Column) else [other] * len(self.figures)
        return Column([sign(one, two) for one, two in zip(self.figures, others, strict=True)])

    def __lt__(self, other: object) -> Column:
        return self._each(operator.lt, other)

    def __ge__(self, other: object) -> Column:
        return self._each(operator.ge, other)

    def __eq__(self, other: object) -> Column:  # type: ignore[override]  # as for an array
        return self._each(operator.eq, other)

    def __and__(self, other: object) -> Column:
        return self._each(operator.and_, other)

    def __or__(self, other: object) -> Column:
        return self._each(operator.or_, other)

    def __sub__(self, other: object) -> Column:
        return self._each(operator.sub, other)

    __hash__ = None  # type: ignore[assignment]


TRUTHS: Sequence[Any] = (False, True)


def one_answer_for_all(
    predicate: Callable[..., Any], truth: Callable[..., bool], *domains: Sequence[Any]
) -> None:
    """Figures, a column of them and the terms of a solver get the answer that is written down."""
    rows = list(product(*domains))
    answers = [truth(*row) for row in rows]
    assert [bool(predicate(*row)) for row in rows] == answers
    columns = [Column(figures) for figures in zip(*rows, strict=True)]
    assert predicate(*columns).figures == answers
    z3: Any = pytest.importorskip("z3", reason="z3-solver is in the extra test")
    makers = [z3.Bool if domain is TRUTHS else z3.Int for domain in domains]
    symbols = [make(f"x{index}") for index, make in enumerate(makers)]
    term = predicate(*symbols)
    for row, answer in zip(rows, answers, strict=True):
        figures = [z3.BoolVal(each) if isinstance(each, bool) else z3.IntVal(each) for each in row]
        said = z3.simplify(z3.substitute(term, *zip(symbols, figures, strict=True)))
        assert z3.is_true(said) is answer
        assert z3.is_false(said) is not answer
