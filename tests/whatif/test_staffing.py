"""Offices with more inspectors, or fewer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Absence, Inspector, Role, Week
from tichet_rules.office import Office
from tichet_rules.whatif import staffed

MORNINGS = Week.of(mon=[("08:00", "12:00")])
EVENINGS = Week.of(tue=[("16:00", "20:00")])
AWAY = Absence(date(2026, 11, 2), date(2026, 11, 3))
OFFICE = Office(
    inspectors=[
        Inspector("i-1", "Mureșan Ioana", week=MORNINGS, absences=[AWAY]),
        Inspector("d-1", role=Role.DIRECTOR),
        Inspector("i-2", week=EVENINGS),
    ]
)


def test_those_who_come_work_the_weeks_of_those_who_are_there_in_turn() -> None:
    found = staffed(OFFICE, 3)
    assert [*found.inspectors] == ["i-1", "d-1", "i-2", "more-1", "more-2", "more-3"]
    come = [found.inspectors[f"more-{number}"] for number in (1, 2, 3)]
    assert [each.week for each in come] == [MORNINGS, EVENINGS, MORNINGS]
    assert all(each.role is Role.EXECUTION and not each.absences for each in come)
    assert found.replace(inspectors=OFFICE.inspectors) == OFFICE


def test_an_id_in_use_is_left_to_who_has_it() -> None:
    assert [*staffed(staffed(OFFICE, 1), 1).inspectors][-2:] == ["more-1", "more-2"]


def test_the_last_go_and_leadership_stays() -> None:
    assert [*staffed(OFFICE, -1).inspectors] == ["i-1", "d-1"]
    assert staffed(OFFICE, 0) == OFFICE


@pytest.mark.parametrize(
    ("office", "more", "message"),
    [
        (OFFICE, -2, "more: got -2; expected at least -1, so that one stays"),
        (OFFICE, "2", "more: got '2'; expected a whole number"),
        (OFFICE, 10_001, "more: got 10001"),
        (Office(), 1, "office.inspectors: got []; expected at least one inspector"),
        (None, 1, "office: got None; expected an Office"),
    ],
)
def test_a_mistake_names_the_argument(office: Any, more: Any, message: str) -> None:
    with pytest.raises((InvalidInput, WrongType)) as error:
        staffed(office, more)
    assert str(error.value).startswith(message)
