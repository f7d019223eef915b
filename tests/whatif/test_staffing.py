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


HALL = Office(
    inspectors=[
        Inspector("u-1", week=MORNINGS, department="urbanism"),
        Inspector("u-2", week=EVENINGS, department="urbanism"),
        Inspector("t-1", department="taxe"),
    ]
)


def test_those_who_come_are_of_the_departments_of_those_who_are_there() -> None:
    found = staffed(HALL, 4).inspectors
    departments = [found[f"more-{number}"].department for number in (1, 2, 3, 4)]
    assert departments == ["urbanism", "urbanism", "taxe", "urbanism"]


def test_a_department_gets_more_inspectors_and_has_fewer() -> None:
    found = staffed(HALL, 3, department="urbanism").inspectors
    come = [found[f"more-{number}"] for number in (1, 2, 3)]
    assert [each.week for each in come] == [MORNINGS, EVENINGS, MORNINGS]
    assert {each.department for each in come} == {"urbanism"}
    assert [*staffed(HALL, -1, department="urbanism").inspectors] == ["u-1", "t-1"]


@pytest.mark.parametrize(
    ("office", "more", "department", "message"),
    [
        (HALL, 1, "taxes", "department: got 'taxes'; expected one of 'urbanism', 'taxe'; did"),
        (OFFICE, 1, "taxe", "department: got 'taxe'; expected none: no inspector has a department"),
        (HALL, -1, "taxe", "more: got -1; expected at least 0, so that one stays"),
    ],
)
def test_a_department_that_cannot_be_staffed(
    office: Office, more: int, department: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        staffed(office, more, department=department)
    assert str(error.value).startswith(message)


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
