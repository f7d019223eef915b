"""Dice: the same key, the same throw; and the numbers that are made of them."""

from __future__ import annotations

from math import exp, factorial
from random import Random
from statistics import fmean, variance

import pytest

from tichet_rules.whatif._dice import happens, picked, poisson, stream


class Fixed(Random):
    """A stream that gives one number again and again."""

    def __init__(self, number: float) -> None:
        super().__init__(0)
        self.number = number

    def random(self) -> float:
        return self.number


def test_a_stream_depends_on_its_whole_key_and_on_nothing_else() -> None:
    assert stream(1, 2, "a").random() == stream(1, 2, "a").random()
    throws = {stream(*key).random() for key in [(1, 2, "a"), (12, "a"), (1, 2, "b"), (2, 2, "a")]}
    assert len(throws) == 4


def test_what_is_certain_needs_no_dice() -> None:
    assert not happens(0.0, "key")
    assert happens(1.0, "key")
    assert 430 < sum(happens(0.45, each) for each in range(1000)) < 470


def test_values_are_picked_by_weight() -> None:
    assert picked({"only": 3.0}, "key") == "only"
    picks = [picked({"a": 1.0, "b": 3.0}, number) for number in range(1000)]
    assert 220 < picks.count("a") < 280


def test_the_number_before_one_picks_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tichet_rules.whatif._dice.stream", lambda *_: Fixed(1.0)
    )  # as a product that is rounded up
    assert picked({"a": 0.1, "b": 0.2}) == "b"


@pytest.mark.parametrize("mean", [0.5, 3.0, 20.0])
def test_a_poisson_number_is_the_inverse_of_its_distribution(mean: float) -> None:
    below = 0.0
    for count in range(int(mean) * 2 + 3):
        term = exp(-mean) * mean**count / factorial(count)
        assert poisson(mean, Fixed(below + term / 2)) == count
        below += term


def test_poisson_numbers_have_their_mean_as_their_variance_too() -> None:
    numbers = [poisson(700.0, stream("long", each)) for each in range(400)]
    assert fmean(numbers) == pytest.approx(700, abs=4)
    assert variance(numbers) == pytest.approx(700, rel=0.2)


def test_a_poisson_number_of_nothing_is_nothing_and_of_the_last_throw_ends() -> None:
    assert poisson(0.0, Fixed(0.5)) == 0
    assert poisson(1.0, Fixed(1.0)) > 20


def test_a_greater_mean_gives_no_smaller_number() -> None:
    for each in range(100):
        numbers = [poisson(mean, stream(each)) for mean in (1.0, 2.0, 5.0, 5.5)]
        assert numbers == sorted(numbers)
