"""Dice: the same key, the same numbers; and what is made of them."""

from __future__ import annotations

from hashlib import shake_128
from math import exp, factorial
from statistics import fmean, variance

import pytest

from tichet_rules.whatif import _dice
from tichet_rules.whatif._dice import happens, picked, poisson, thrown, uniforms


def fixed(monkeypatch: pytest.MonkeyPatch, number: float) -> None:
    """Let one number come up again and again."""
    monkeypatch.setattr(_dice, "uniforms", lambda count, *_: (number,) * count)


def test_the_numbers_depend_on_the_whole_key_and_on_nothing_else() -> None:
    assert uniforms(2, 1, 2, "a") == uniforms(2, 1, 2, "a")
    throws = {uniforms(1, *key) for key in [(1, 2, "a"), (12, "a"), (1, 2, "b"), (2, 2, "a")]}
    assert len(throws) == 4


def test_a_number_is_53_bits_of_eight_bytes_least_first() -> None:
    data = shake_128(b"1|ab").digest(16)
    assert thrown(2, 1, "ab") == data
    words = [int.from_bytes(data[place : place + 8], "little") for place in (0, 8)]
    assert uniforms(2, 1, "ab") == tuple((each >> 11) / 2**53 for each in words)


def test_of_a_greater_count_there_are_the_same_and_some_more() -> None:
    assert uniforms(0, "key") == ()
    assert uniforms(100, "key")[:40] == uniforms(40, "key")


def test_numbers_are_spread_evenly_from_0_to_1() -> None:
    numbers = uniforms(20_000, "even")
    assert all(0 <= each < 1 for each in numbers)
    assert fmean(numbers) == pytest.approx(1 / 2, abs=0.01)
    assert variance(numbers) == pytest.approx(1 / 12, rel=0.05)
    for tenth in range(10):
        share = fmean(tenth <= each * 10 < tenth + 1 for each in numbers)
        assert share == pytest.approx(0.1, abs=0.01)


def test_the_impossible_never_happens_and_the_certain_always() -> None:
    numbers = uniforms(1000, "key")
    assert not any(happens(0.0, each) for each in numbers)
    assert all(happens(1.0, each) for each in numbers)
    assert 420 < sum(happens(0.45, each) for each in numbers) < 480


def test_values_are_picked_by_weight() -> None:
    assert picked({"only": 3.0}, 0.9) == "only"
    picks = [picked({"a": 1.0, "b": 3.0}, each) for each in uniforms(1000, "key")]
    assert 210 < picks.count("a") < 290


def test_a_product_that_is_rounded_up_picks_the_last() -> None:
    assert picked({"a": 0.1, "b": 0.2}, 1.0) == "b"


@pytest.mark.parametrize("mean", [0.5, 3.0, 20.0])
def test_a_poisson_number_is_the_inverse_of_its_distribution(
    monkeypatch: pytest.MonkeyPatch, mean: float
) -> None:
    below = 0.0
    for count in range(int(mean) * 2 + 3):
        term = exp(-mean) * mean**count / factorial(count)
        fixed(monkeypatch, below + term / 2)
        assert poisson(mean) == count
        below += term


def test_poisson_numbers_have_their_mean_as_their_variance_too() -> None:
    numbers = [poisson(700.0, "long", each) for each in range(400)]
    assert fmean(numbers) == pytest.approx(700, abs=4)
    assert variance(numbers) == pytest.approx(700, rel=0.2)


def test_a_poisson_number_of_nothing_is_nothing_and_of_the_last_throw_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert poisson(0.0, "key") == 0
    fixed(monkeypatch, 1.0)
    assert poisson(1.0) > 20


def test_a_greater_mean_gives_no_smaller_number() -> None:
    for each in range(100):
        numbers = [poisson(mean, each) for mean in (1.0, 2.0, 5.0, 5.5)]
        assert numbers == sorted(numbers)
