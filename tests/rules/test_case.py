"""What a case works out of its facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from tests.agenda import _world as world
from tests.rules._scene import case, ticks
from tichet_rules import Channel, Contact, Inspector, Week, WorkingCalendar
from tichet_rules.rules import Case, working_spans


def test_a_case_without_a_booking_is_of_a_new_one_online() -> None:
    asked = case()
    assert asked.channel is Channel.ONLINE
    assert (asked.claim, asked.contact, asked.booking, asked.ignoring) == (None, None, None, None)
    assert (asked.rooms, asked.in_place_of, asked.cancels) == ((), None, False)
    assert asked.cancels is False


def test_the_facts_of_a_case_are_named() -> None:
    make: Any = Case
    facts = [getattr(case(), each.name) for each in attrs.fields(Case)]
    with pytest.raises(TypeError, match="positional argument"):
        make(*facts)


def test_a_case_is_one_question_and_equals_no_other() -> None:
    asked = case()
    assert asked == asked  # noqa: PLR0124
    assert asked != case()
    assert len({asked, case()}) == 2


def test_contact_data_that_are_not_given_are_none() -> None:
    for contact in (None, Contact(None, None), Contact("", "")):
        asked = case(contact=contact)
        assert (asked.phone, asked.email) == (None, None)


def test_contact_data_are_normalised() -> None:
    asked = case(contact=Contact("0264 596 030", "Ana.Pop@EXAMPLE.org"))
    assert (asked.phone, asked.email) == ("+40264596030", "Ana.Pop@example.org")


@pytest.mark.parametrize(
    ("hours", "spans"),
    [
        pytest.param([("03:00", "04:00")], [], id="all-of-it-skipped"),
        pytest.param([("03:15", "03:45")], [], id="within-what-is-skipped"),
        pytest.param([("03:30", "05:00")], [("04:00", "05:00")], id="its-beginning-skipped"),
        pytest.param(
            [("02:00", "03:00"), ("03:00", "04:00"), ("04:00", "05:00")],
            [("02:00", "04:00"), ("04:00", "05:00")],
            id="between-two-others",
        ),
    ],
)
def test_what_the_clock_skips_is_no_working_time(
    hours: list[tuple[str, str]], spans: list[tuple[str, str]]
) -> None:
    person = Inspector("i-1", week=Week.of(sun=hours))
    worked = working_spans(person, date(2026, 3, 29), WorkingCalendar())
    # At 03:00 of that day the clock shows 04:00.
    assert worked == tuple(
        tuple(ticks(world.local(f"2026-03-29 {each}")) for each in span) for span in spans
    )
