"""Which readings matter for a log."""

from __future__ import annotations

import pytest
from attrs import evolve

from tests.audit._scene import BOOKINGS, OFFICE
from tichet_rules import InvalidInput
from tichet_rules.audit import ReadingRow, audit, readings_table
from tichet_rules.rules import READINGS

TABLE = readings_table(BOOKINGS, office=OFFICE)


def test_every_reading_of_every_rule_that_counts_time() -> None:
    assert {(each.parameter, each.reading) for each in TABLE} == {
        (name, str(reading)) for name, kind in READINGS.items() for reading in kind
    }
    assert {each.rule for each in TABLE} == {"slot.notice", "request.response_window"}


def test_as_the_policy_reads_it_finds_what_the_audit_finds() -> None:
    policy = OFFICE.policy_at(BOOKINGS[0].slot.start)
    found = audit(BOOKINGS, office=OFFICE)
    for each in TABLE:
        if getattr(policy, each.parameter) == each.reading:
            assert each.breaches == sum(1 for finding in found if finding.rule == each.rule)
            assert (each.more, each.fewer) == (0, 0)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.parameter}-{row.reading}")
def test_each_row_is_the_audit_under_that_reading(row: ReadingRow) -> None:
    policy = OFFICE.policy_at(BOOKINGS[0].slot.start)
    office = OFFICE.replace(policy=policy.evolve(**{row.parameter: row.reading}))
    found = {each.booking for each in audit(BOOKINGS, office=office) if each.rule == row.rule}
    before = {each.booking for each in audit(BOOKINGS, office=OFFICE) if each.rule == row.rule}
    assert row.breaches == len(found)
    assert (row.more, row.fewer) == (len(found - before), len(before - found))


def test_a_booking_without_its_instant() -> None:
    with pytest.raises(InvalidInput, match=r"^log\[0\]\.booked_at: "):
        readings_table([evolve(BOOKINGS[0], booked_at=None)], office=OFFICE)
