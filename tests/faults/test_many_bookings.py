"""A hundred thousand bookings of one inspector; a million by `python -m tests.faults`."""

from __future__ import annotations

from tests.faults._many import answers, measured


def test_of_a_hundred_thousand_bookings_every_answer_is_right() -> None:
    figures = answers(100_000)
    assert figures.count == 100_000
    assert len(list(figures.lines())) == 1 + len(figures.seconds)


def test_what_a_booking_takes_does_not_grow_with_their_number() -> None:
    few, many = measured(2_000), measured(20_000)
    # Of the agenda: three sorted maps, their keys among it; no more for each of many.
    assert many[1] < 1.2 * few[1]
