"""The one definition of a collision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.timekeeping.spans import overlaps

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: (s[0], s[0] + s[1]))


@pytest.mark.parametrize(
    ("a", "b", "collide"),
    [
        ((600, 615), (600, 615), True),
        ((600, 615), (615, 630), False),
        ((615, 630), (600, 615), False),
        ((600, 615), (614, 630), True),
        ((600, 615), (605, 610), True),
        ((600, 615), (601, 602), True),
        ((600, 615), (590, 700), True),
        ((600, 615), (590, 601), True),
        ((600, 615), (590, 600), False),
        ((600, 615), (700, 715), False),
    ],
)
def test_collisions(a: tuple[int, int], b: tuple[int, int], collide: bool) -> None:
    assert overlaps(*a, *b) is collide
    assert overlaps(*b, *a) is collide


@given(spans, spans)
def test_two_spans_collide_when_they_share_a_minute(a: tuple[int, int], b: tuple[int, int]) -> None:
    assert overlaps(*a, *b) is bool(set(range(*a)) & set(range(*b)))


class Term:
    """Stands for a solver's term: it compares to another term, and has no truth value."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __lt__(self, other: Term) -> Term:
        return Term(f"({self.text} < {other.text})")

    def __and__(self, other: Term) -> Term:
        return Term(f"({self.text} & {other.text})")

    def __bool__(self) -> bool:
        raise AssertionError("a term has no truth value")


def test_only_comparisons_and_the_ampersand_are_asked_of_the_values() -> None:
    term = overlaps(Term("from_a"), Term("to_a"), Term("from_b"), Term("to_b"))
    assert term.text == "((from_a < to_b) & (from_b < to_a))"
