"""Real races, a few rounds of them: `python -m tests.writers` runs as many as one likes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.writers._race import COMMANDS_A_ROUND, PROCESSES, race
from tests.writers._recipes import RECIPES, Recipe

ROUNDS = 8


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda each: each.name)
def test_eight_writers_after_the_same_slots_never_book_double(
    recipe: type[Recipe], places: Any
) -> None:
    # `race` itself checks the table, by SQL and by Agenda.of, and that nothing is lost.
    figures = race(recipe, places[recipe.dialect], rounds=ROUNDS)
    assert figures.collisions == {
        "slot.free": 0,
        "applicant.free": 0,
        "request.one_open_booking": 0,
    }
    assert figures.attempts == PROCESSES * COMMANDS_A_ROUND * ROUNDS
    assert figures.bookings == figures.accepted["Booked"] > 0
    # So few slots are asked for so often that most are refused, whoever comes first.
    assert figures.refused["slot.free"] > 0
