"""Real races, a few rounds of them: `python -m tests.writers` runs as many as one likes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.writers._race import COMMANDS_A_ROUND, PROCESSES, Figures, one_room_office, race
from tests.writers._recipes import RECIPES, Recipe

ROUNDS = 6
ROUNDS_FOR_A_ROOM = 3
NONE = {"slot.free": 0, "applicant.free": 0, "room.free": 0, "request.one_open_booking": 0}


def came_to(figures: Figures, rounds: int) -> None:
    assert figures.collisions == NONE
    assert figures.attempts == PROCESSES * COMMANDS_A_ROUND * rounds
    assert figures.bookings == figures.accepted["Booked"] > 0


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda each: each.name)
def test_eight_writers_after_the_same_slots_never_book_double(
    recipe: type[Recipe], places: Any
) -> None:
    # `race` itself checks the table, by SQL and by Agenda.of, and that nothing is lost.
    figures = race(recipe, places[recipe.dialect], rounds=ROUNDS)
    came_to(figures, ROUNDS)
    # So few slots are asked for so often that most are refused, whoever comes first.
    assert figures.refused["slot.free"] > 0


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda each: each.name)
def test_eight_writers_after_one_room_for_four_inspectors_never_book_it_twice(
    recipe: type[Recipe], places: Any
) -> None:
    figures = race(
        recipe,
        places[recipe.dialect],
        rounds=ROUNDS_FOR_A_ROOM,
        office_of=one_room_office,
    )
    came_to(figures, ROUNDS_FOR_A_ROOM)
    assert figures.refused["room.free"] > 0
