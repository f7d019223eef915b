"""Which readings matter for a log."""

from __future__ import annotations

import pytest
from attrs import evolve

from tests.audit._scene import BOOKINGS, DAN, OFFICE
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


def test_the_numbers_add_up_with_the_audit_where_no_request_is_registered() -> None:
    office = OFFICE.replace(requests=[DAN])
    found = audit(BOOKINGS, office=office)
    table = readings_table(BOOKINGS, office=office)
    assert {each.rule for each in found if each.booking == "b-3"} > {"slot.notice"}
    assert {(each.parameter, each.breaches) for each in table if not each.more + each.fewer} >= {
        ("notice_reading", sum(each.rule == "slot.notice" for each in found)),
        ("window_reading", sum(each.rule == "request.response_window" for each in found)),
    }


def test_a_booking_without_its_instant() -> None:
    with pytest.raises(InvalidInput, match=r"^log\[0\]\.booked_at: "):
        readings_table([evolve(BOOKINGS[0], booked_at=None)], office=OFFICE)
