"""Calls that a type checker refuses, and the library too.

``mypy --strict`` reads this file as any other: an ignored error that is none any more is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tichet_rules import (
    Inspector,
    MeetingRecord,
    Office,
    PolicyHistory,
    Request,
    Week,
    WorkingCalendar,
)
from tichet_rules.errors import InvalidInput

DAY = date(2026, 11, 26)
WRONG: dict[str, Callable[[], object]] = {
    "absences": lambda: Inspector("i", absences="tomorrow"),  # type: ignore[arg-type]
    "deputies": lambda: Inspector("i", deputies=3),  # type: ignore[arg-type]
    "overrides": lambda: Inspector("i", overrides=7),  # type: ignore[arg-type]
    "overrides[2026-11-26]": lambda: Inspector(
        "i",
        overrides={DAY: 7},  # type: ignore[dict-item]
    ),
    "role": lambda: Inspector("i", role="inspector"),  # type: ignore[arg-type]
    "mon": lambda: Week.of(mon=8),  # type: ignore[arg-type]
    "status": lambda: Request("1/1", "Pop", DAY, "i", "open"),  # type: ignore[arg-type]
    "former_inspectors": lambda: Request(
        "1/1",
        "Pop",
        DAY,
        "i",
        former_inspectors=3,  # type: ignore[arg-type]
    ),
    "questions": lambda: MeetingRecord(5, ["Da."]),  # type: ignore[arg-type]
    "versions": lambda: PolicyHistory(5),  # type: ignore[arg-type]
    "rooms": lambda: Office(rooms=5),  # type: ignore[arg-type]
    "inspectors": lambda: Office(inspectors=Inspector("i")),  # type: ignore[arg-type]
    "requests": lambda: Office().replace(requests=5),  # type: ignore[arg-type]
    "office": lambda: Office().replace(inspektors=[]),  # type: ignore[call-arg]
    "calendar": lambda: WorkingCalendar().replace(closed=[]),  # type: ignore[call-arg]
    "closures": lambda: WorkingCalendar(closures=DAY),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("field", WRONG)
def test_what_a_type_checker_refuses_is_refused(field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        WRONG[field]()
    assert raised.value.field == field


def test_a_field_that_an_office_does_not_have_is_told_with_the_one_that_is_meant() -> None:
    with pytest.raises(InvalidInput, match=r"^office: got 'inspector'; expected one of 'policy',"):
        Office().replace(inspector=[])  # type: ignore[call-arg]
    with pytest.raises(InvalidInput, match=r"did you mean 'inspectors'\?$"):
        Office().replace(inspector=[])  # type: ignore[call-arg]
