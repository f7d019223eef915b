"""Means and intervals: Student's t against published tables."""

from __future__ import annotations

from random import Random

import pytest

from tichet_rules.whatif import Estimate
from tichet_rules.whatif.estimates import student_t, within

TABLE = {
    1: 12.706,
    2: 4.303,
    3: 3.182,
    4: 2.776,
    5: 2.571,
    6: 2.447,
    7: 2.365,
    8: 2.306,
    9: 2.262,
    10: 2.228,
    15: 2.131,
    20: 2.086,
    29: 2.045,
    30: 2.042,
    60: 2.000,
    120: 1.980,
    1000: 1.962,
}


@pytest.mark.parametrize(("degrees", "t"), TABLE.items())
def test_the_table(degrees: int, t: float) -> None:
    assert round(student_t(degrees), 3) == t


@pytest.mark.parametrize(
    ("t", "degrees", "probability"),
    [(1.0, 1, 0.5), (0.0, 7, 0.0), (63.657, 1, 0.99), (9.925, 2, 0.99), (2.750, 30, 0.99)],
)
def test_the_distribution(t: float, degrees: int, probability: float) -> None:
    assert within(t, degrees) == pytest.approx(probability, abs=5e-6)


def test_an_estimate() -> None:
    estimate = Estimate.of([2.0, None, 4.0, 6.0])
    assert estimate is not None
    assert (estimate.mean, estimate.replications) == (4.0, 3)
    assert estimate.margin == pytest.approx(4.968, abs=5e-4)
    assert (estimate.low, estimate.high) == (4.0 - estimate.margin, 4.0 + estimate.margin)


def test_nothing_is_estimated_from_fewer_than_two() -> None:
    assert Estimate.of([]) is None
    assert Estimate.of([1.0, None]) is None


@pytest.mark.parametrize(
    ("mean", "margin", "clear"),
    [(2.0, 1.0, True), (-2.0, 1.0, True), (1.0, 1.0, False), (0.0, 0.0, False), (1.0, 0.0, True)],
)
def test_a_difference_is_clear_when_the_interval_leaves_out_zero(
    mean: float, margin: float, clear: bool
) -> None:
    assert Estimate(mean, margin, 5).is_clear is clear


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = Random(1)
    estimates = [Estimate.of([random.gauss(5, 2) for _ in range(4)]) for _ in range(2000)]
    holding = sum(each is not None and each.low <= 5 <= each.high for each in estimates)
    assert holding / 2000 == pytest.approx(0.95, abs=0.015)
