"""Which readings matter for a log."""

from __future__ import annotations

import pytest
from attrs import evolve

from tests.audit._scene import BOOKINGS, DAN, LOG, OFFICE, made
from tichet_rules import InvalidInput, WrongType
from tichet_rules.audit import LogRow, ReadBooking, ReadingRow, audit, readings_table
from tichet_rules.audit.report import RowsWhenAsked
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
    assert {each.booking for each in row.more_bookings} == found - before
    assert {each.booking for each in row.fewer_bookings} == before - found


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


# --- which bookings -------------------------------------------------------------------------

# A day after the last day of the window, and a quarter of an hour more than the notice.
LATE = made("b-6", "2026-11-27T11:00:00+02:00", "2026-11-18T10:00:00+02:00", DAN)
SOON = made("b-7", "2026-12-03T10:45:00+02:00", "2026-12-01T10:30:00+02:00")


def test_the_bookings_that_a_reading_decides_otherwise_are_named_in_the_log_s_order() -> None:
    rows = [LogRow(line, each) for line, each in ((9, LATE), (4, BOOKINGS[3]), (7, SOON))]
    table = {each.reading: each for each in readings_table(rows, office=OFFICE)}
    assert table["civil_code"].fewer_bookings == (
        ReadBooking("b-6", 9, "2/305"),
        ReadBooking("b-4", 4, "2/305"),
    )
    assert table["civil_code_hours"].more_bookings == (ReadBooking("b-7", 7, "1/305"),)
    for row in table.values():
        assert (row.more, row.fewer) == (len(row.more_bookings), len(row.fewer_bookings))


def test_of_bookings_alone_no_line_is_known() -> None:
    [row] = [each for each in readings_table([LATE], office=OFFICE) if each.reading == "civil_code"]
    assert row.fewer_bookings == (ReadBooking("b-6", None, "2/305"),)


def test_rows_that_are_made_when_they_are_asked_for_are_read_one_by_one() -> None:
    asked: list[int] = []

    def row(index: int) -> LogRow:
        asked.append(index)
        return LogRow(index + 2, BOOKINGS[index])

    rows = RowsWhenAsked(len(BOOKINGS), row, lambda: None, lambda _: ())
    as_rows = readings_table(LOG.rows, office=OFFICE)
    assert readings_table(rows, office=OFFICE) == as_rows
    assert asked == [*range(len(BOOKINGS))]


def test_no_booking_is_in_the_repr() -> None:
    assert "b-6" not in repr(readings_table([LATE], office=OFFICE))
    with pytest.raises(WrongType, match=r"^log\[1\]: "):
        readings_table([LATE, "b-7"], office=OFFICE)  # type: ignore[arg-type]
