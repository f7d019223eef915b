"""Each theorem is proved, and its broken twins are refuted by figures that Python confirms."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

pytest.importorskip("z3", reason="the proofs need z3-solver, which is in the extra test")

import tichet_rules.agenda.agenda as agenda_module
from tests.proof._solver import (
    All,
    Few,
    Figures,
    Says,
    Statement,
    counterexample,
    example,
    ways_through,
    z3,
)
from tests.proof.theorems import THEOREMS, Theorem, Twin, table
from tichet_rules.rules import RULE_BOOK, Rule

DOCUMENT = Path(__file__).parents[2] / "docs" / "proof.md"

TWINS = [
    pytest.param(theorem, twin, id=f"{theorem.name}: {twin.broken}")
    for theorem in THEOREMS
    for twin in theorem.twins
]
each_theorem = pytest.mark.parametrize("theorem", THEOREMS, ids=lambda each: each.name)


# --- proved and refuted -------------------------------------------------------------------------


@each_theorem
def test_it_is_proved(theorem: Theorem) -> None:
    assert counterexample(theorem.says).figures is None


@pytest.mark.parametrize(("theorem", "twin"), TWINS)
def test_its_broken_twin_is_refuted(theorem: Theorem, twin: Twin) -> None:
    found = counterexample(twin.says, Few()).figures
    assert found is not None, f"nothing is wrong with {theorem.name} when {twin.broken}"
    # Once more without the solver: the production code, on the integers that it found.
    assert twin.says(Figures(found)) == Statement(assumed=True, follows=False)
    unbroken = theorem.says(Figures(found))
    assert unbroken.follows is True or unbroken.assumed is False


@each_theorem
def test_it_speaks_of_something(theorem: Theorem) -> None:
    found = example(theorem.says).figures
    assert found is not None, "nothing is as the theorem assumes"
    assert theorem.says(Figures(found)) == Statement(assumed=True, follows=True)


def test_names_are_their_own_and_each_has_a_twin() -> None:
    assert len({each.name for each in THEOREMS}) == len(THEOREMS)
    assert all(each.twins for each in THEOREMS)


# --- about the code that runs in production -----------------------------------------------------


@contextmanager
def watched() -> Iterator[set[CodeType]]:
    """What is called inside."""
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(before)


@each_theorem
def test_its_statement_runs_the_code_that_it_names(theorem: Theorem) -> None:
    with watched() as called:
        theorem.says(All())
    for code in theorem.code:
        assert code.__module__.startswith("tichet_rules.")
        assert code.__code__ in called, code.__qualname__


def closed(from_a: Any, to_a: Any, from_b: Any, to_b: Any) -> Any:
    return (from_a <= to_b) & (from_b <= to_a)


def one_sided(from_a: Any, _to_a: Any, _from_b: Any, to_b: Any) -> Any:
    return from_a < to_b


def blind(from_a: Any, _to_a: Any, _from_b: Any, to_b: Any) -> Any:
    return (from_a < to_b) & (to_b < from_a)


# What is missing here can do no harm: `_with_span` looks for the last booking that begins before
# the new one ends, so that half of the comparison is enough there, and a map refuses one key twice,
# so that a blind agenda could not even be made of two bookings that begin at once.
MISTAKES = [
    ("agenda-neighbours-are-enough", closed),
    ("agenda-neighbours-are-enough", blind),
    ("agenda-of-sorted", closed),
    ("agenda-of-sorted", one_sided),
    ("agenda-of-three", closed),
    ("agenda-of-three", one_sided),
    ("agenda-each-event", closed),
    ("agenda-each-event", one_sided),
    ("agenda-each-event-citizen", closed),
    ("agenda-each-event-citizen", one_sided),
    ("agenda-each-event-room", closed),
    ("agenda-each-event-room", one_sided),
]


@pytest.mark.parametrize(("name", "wrong"), MISTAKES)
def test_a_mistake_in_the_agenda_itself_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., Any]
) -> None:
    [theorem] = [each for each in THEOREMS if each.name == name]
    monkeypatch.setattr(agenda_module, "overlaps", wrong)
    found = counterexample(theorem.says, Few()).figures
    assert found is not None
    assert theorem.says(Figures(found)) == Statement(assumed=True, follows=False)


# --- every rule of the book ---------------------------------------------------------------------

# Rules whose arguments are truths; those of all others are integers.
TRUTHS = {
    "request.identified": {"number_is_known", "name_matches", "date_matches"},
    "request.eligible": {"in_operation", "answered"},
    "inspector.holds_request": {"holds", "held"},
    "inspector.execution_staff": {"is_execution_staff"},
    "contact.phone": {"given", "valid"},
    "contact.email": {"given", "valid"},
    "audience.prior_request": {"theirs", "negative", "unanswered"},
    "audience.prior_step": {"held", "theirs", "of_the_step", "competent"},
    "audience.answer_open": {"is_audience", "may_be_held"},
    "inspector.may_take_over": {"has_the_request", "may_by_policy"},
    "ticket.recorded": {"is_recorded", "is_the_same"},
    "booking.open": {"is_booked"},
    "booking.begun": {"is_booked"},
}


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda each: each.id)
def test_a_rule_judges_terms_as_it_judges_figures(rule: Rule) -> None:
    code: CodeType = rule.predicate.__code__
    names = code.co_varnames[: code.co_argcount]
    truths = TRUTHS.get(rule.id, set())
    terms = [z3.Bool(name) if name in truths else z3.Int(name) for name in names]
    judged = rule.predicate(*terms)
    assert z3.is_bool(judged)
    answers = set()
    for figures in product(*([False, True] if name in truths else [0, 1, 2, 7] for name in names)):
        if rule.id == "slot.grid" and figures[names.index("step")] == 0:
            continue
        answer = bool(rule.predicate(*figures))
        answers.add(answer)
        values = [z3.BoolVal(v) if isinstance(v, bool) else z3.IntVal(v) for v in figures]
        filled = z3.simplify(z3.substitute(judged, *zip(terms, values, strict=True)))
        assert z3.is_true(filled) is answer, figures
        assert z3.is_false(filled) is not answer, figures
    assert answers == {False, True}


# --- the prover itself --------------------------------------------------------------------------


def test_every_way_through_code_is_taken_once() -> None:
    a, b, c = z3.Ints("a b c")

    def middle(lift: Callable[[Any], Any]) -> Any:
        return sorted(map(lift, (a, b, c)))[1].term

    ways = ways_through(middle)
    solver = z3.Solver()
    assert solver.check(z3.Not(z3.Or(*(condition for condition, _ in ways)))) == z3.unsat
    for i, (one, _) in enumerate(ways):
        for other, _ in ways[:i]:
            assert solver.check(one, other) == z3.unsat
    assert {str(outcome) for _, outcome in ways} == {"a", "b", "c"}


def test_no_answer_is_an_error_and_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.proof._solver.LIMIT", 100)
    says: Says = next(each for each in THEOREMS if each.name == "agenda-rescheduled").says
    with pytest.raises(AssertionError, match="no answer after"):
        counterexample(says)


# --- the document -------------------------------------------------------------------------------


def test_the_document_shows_each_theorem_beside_its_code() -> None:
    text = DOCUMENT.read_text("utf-8")
    found = re.search(r"<!-- theorems -->\n(.*?)\n<!-- end of theorems -->", text, re.DOTALL)
    assert found is not None
    assert found[1].strip() == table(), "paste what `python -m tests.proof table` prints"
