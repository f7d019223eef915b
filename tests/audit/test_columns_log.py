"""The audit of a log in columns: the report of the row path, whatever rows can't be judged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tests.audit.test_columns_random import logs, towns
from tests.audit.test_replay import OFFICE, entry
from tichet_rules import Booking, InvalidInput, Office, WorkingCalendar
from tichet_rules.audit import AuditReport, BookingLog, LogRow, UnreadableRow, audit_log
from tichet_rules.audit.columns import ColumnarLog, LogColumns, audit_columnar_log


def agreed(
    bookings: list[Booking], office: Office, before: list[Booking] | None = None
) -> AuditReport | None:
    """The report of both paths, alike; nothing where both raise an error."""
    rows = [LogRow(7 + 2 * at, each) for at, each in enumerate(bookings)]
    others = [UnreadableRow(8, "start", "expected a date")]
    lines = np.array([each.line for each in rows], np.int64)
    log = ColumnarLog("log.csv", LogColumns.of(bookings), lines, tuple(others))
    try:
        report = audit_log(BookingLog("log.csv", rows, others), office=office, before=before or ())
    except InvalidInput:  # of a day that can't be counted to
        with pytest.raises(InvalidInput):
            audit_columnar_log(log, office=office, before=before or ())
        return None
    found = audit_columnar_log(log, office=office, before=before or ())
    assert tuple(log.rows) == tuple(rows)
    assert found.findings == report.findings
    assert found.unreadable == report.unreadable
    assert tuple(found.log.rows) == tuple(report.log.rows)
    assert list(found.policies.items()) == list(report.policies.items())
    assert found.lines == {each.booking: report.lines[each.booking] for each in report.findings}
    assert found.total_rows == report.total_rows == len(bookings) + 1
    assert found.by_month() == report.by_month()
    assert found.period == report.period
    assert found.unknown_inspectors == report.unknown_inspectors
    return found


@examples(25)
@given(st.data())
def test_random_logs(data: st.DataObject) -> None:
    office, days = data.draw(towns())
    before = data.draw(st.just([]) | logs(office, days, most=4))
    agreed(data.draw(logs(office, days)), office, before)


FAR: dict[str, dict[str, Any]] = {
    "of the first year": {"booked_at": datetime(1, 1, 1, 12, tzinfo=UTC)},
    "before there was a policy": {"booked_at": datetime(2019, 1, 1, tzinfo=UTC)},
    "of a year without holidays": {"start": datetime(2400, 11, 26, 8, tzinfo=UTC)},
    "of the last year": {"start": datetime(9999, 12, 31, 8, tzinfo=UTC)},
}


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("holidays", ["RO", frozenset([date(2026, 12, 1)])], ids=["RO", "given"])
def test_a_row_that_can_not_be_judged(far: str, holidays: Any) -> None:
    office = OFFICE.replace(
        policy="cluj-napoca/tichet-albastru", calendar=WorkingCalendar(public_holidays=holidays)
    )
    plain = entry("plain")
    other = {"booked_at": plain.booked_at, "start": plain.slot.start} | FAR[far]
    slot = evolve(plain.slot, start=other["start"])
    odd = evolve(plain, id="odd", slot=slot, booked_at=other["booked_at"])
    later = evolve(
        plain, id="later", slot=evolve(plain.slot, start=plain.slot.start + timedelta(1))
    )
    agreed([odd, plain, later], office)
    agreed([plain, odd, later], office)


def test_a_log_of_nothing() -> None:
    report = agreed([], OFFICE)
    assert report is not None
    assert report.policies == {}
