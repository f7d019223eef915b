"""Every sequence of three commands, in each run of the tests; more by `-m tests.exhaustive`."""

from __future__ import annotations

import pytest

from tests.exhaustive import _model as model
from tests.exhaustive._broken import TWINS, Twin
from tests.exhaustive._model import Line
from tests.exhaustive._search import Search
from tests.exhaustive._world import ONE_HOUR, ONE_ROOM, ROOM, minute_of

DEPTH = 3


def test_every_sequence_of_commands() -> None:
    search = Search(DEPTH)
    figures = search.run()
    # A search that visits less is no longer this one.
    assert [level.states for level in figures.levels] == [1, 25, 207, 1516]
    assert (figures.states, figures.transitions) == (1749, 11_662)
    assert (figures.allowed, figures.refused, figures.advances) == (2782, 8648, 232)
    assert (figures.late_applied, figures.late_conflicts) == (5476, 7864)
    assert len({(each.clock, each.lines) for each in search.states}) == figures.states
    # It has seen each status, each instant and buffers of two policies beside one another.
    lines = [line for state in search.states for line in state.lines]
    assert {line.status for line in lines} == {"booked", "cancelled", "held", "no_show"}
    assert {state.clock for state in search.states} == {0, 1, 2}
    assert any(
        len({(line.before, line.after) for line in state.lines}) > 1 for state in search.states
    )


def test_every_sequence_of_commands_with_one_room_a_substitute_and_an_audience() -> None:
    search = Search(DEPTH, ONE_ROOM)
    figures = search.run()
    assert [level.states for level in figures.levels] == [1, 17, 117, 698]
    assert (figures.states, figures.transitions) == (833, 5246)
    assert (figures.allowed, figures.refused, figures.advances) == (1399, 3741, 106)
    assert (figures.late_applied, figures.late_conflicts) == (2422, 3120)
    # It has seen the room given to either procedure, and a substitute move a booking.
    lines = [line for state in search.states for line in state.lines]
    assert {line.audience for line in lines if line.room == ROOM} == {True, False}
    assert {line.in_place_of for line in lines} == {None, "i-1"}
    assert {line.status for line in lines} == {"booked", "cancelled", "held", "no_show"}


@pytest.mark.parametrize("twin", TWINS, ids=[each.broken for each in TWINS])
def test_a_broken_agenda_is_caught(twin: Twin) -> None:
    assert twin.caught(DEPTH) is not None


def test_what_is_patched_is_whole_again() -> None:
    for twin in TWINS:
        twin.caught(1)
    assert Search(1).run().states == 26


# --- the model itself -----------------------------------------------------------------------

TEN = Line("a", "1/1", "x", "i-1", 600, 15, 0, 5)


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        (TEN._replace(id="b", applicant="y"), {"slot.free"}),
        (TEN._replace(id="b"), {"slot.free", "applicant.free"}),
        (TEN._replace(id="b", applicant="y", start=619), {"slot.free"}),
        (TEN._replace(id="b", applicant="y", start=620), set()),
        (TEN._replace(id="b", applicant="y", start=630, before=10), set()),
        (TEN._replace(id="b", applicant="y", start=630, before=11), {"slot.free"}),
        (TEN._replace(id="b", inspector="i-2", start=614), {"applicant.free"}),
        (TEN._replace(id="b", inspector="i-2", start=615), set()),
        (TEN._replace(id="b", status="cancelled"), set()),
        (TEN._replace(id="b", status="held", applicant="y"), {"slot.free"}),
        (TEN._replace(status="cancelled"), {"booking.unique"}),
        (TEN._replace(id="b", applicant="y", inspector="i-2", room="r"), set()),
    ],
)
def test_the_model_knows_a_collision(other: Line, broken: set[str]) -> None:
    assert model.broken_by(TEN, other) == model.broken_by(other, TEN) == broken
    assert model.broken_in([TEN, other]) == broken


def test_the_model_knows_whose_turn_in_a_room_it_is() -> None:
    here = TEN._replace(room="r")
    there = here._replace(id="b", applicant="y", inspector="i-2", start=614)
    assert model.broken_by(here, there) == {"room.free"}
    assert model.broken_by(here, there._replace(start=615)) == set()
    assert model.broken_by(here, there._replace(room="s")) == set()
    assert model.broken_by(here, there._replace(status="cancelled")) == set()


def test_the_model_reads_the_values_of_the_package() -> None:
    assert [minute_of(each.start) for each in ONE_HOUR.slots] == [600, 615, 615, 630, 620]
