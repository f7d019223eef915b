"""Bookings from before the day on which their request was filed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tests.audit._scene import AT, LOG, OFFICE, made
from tests.audit.test_columns_random import logs, towns
from tichet_rules import Booking, Office, Request
from tichet_rules.audit import BookingLog, FilingDates, LogRow, audit_log, filing_dates
from tichet_rules.audit import _columns_filing as in_columns
from tichet_rules.audit.columns import ColumnarLog, LogColumns, audit_columnar_log
from tichet_rules.audit.filing import rows_before_filing
from tichet_rules.timekeeping.instants import ticks_of

EVA = Request("3/305", "Kovács Éva", date(2026, 11, 23), "i-1")
FILED = OFFICE.replace(requests=[*OFFICE.requests.values(), EVA])
KEY = EVA.applicant.key


def asked(id_: str, booked: str, start: str, **more: object) -> Booking:
    return made(id_, start, booked, EVA, applicant=KEY, **more)


# By the office's clock it is 23 November from 22:00 UTC of the 22nd on.
DAY_BEFORE = asked("b-1", "2026-11-22T21:59:59+00:00", "2026-11-26T10:00:00+02:00")
SAME_DAY = asked("b-2", "2026-11-22T22:00:00+00:00", "2026-11-26T10:15:00+02:00")
# Written into the register after the meeting, which was before the filing.
AFTERWARDS = asked("b-3", "2026-11-24T09:00:00+02:00", "2026-11-20T10:00:00+02:00", status="held")
UNKNOWN = evolve(SAME_DAY, id="b-4", request="9/9")
NONE = asked("b-5", "2026-11-20T09:00:00+02:00", "2026-11-26T11:00:00+02:00", status="cancelled")
ROWS = [
    LogRow(line, each)
    for line, each in enumerate((DAY_BEFORE, SAME_DAY, AFTERWARDS, UNKNOWN, NONE), 2)
]


def columnar(rows: list[LogRow], name: str = "a") -> ColumnarLog:
    return ColumnarLog(
        name, LogColumns.of(each.booking for each in rows), np.array([each.line for each in rows])
    )


def test_they_are_told_in_the_log_s_order_and_are_no_findings() -> None:
    report = audit_log(BookingLog("a", ROWS), office=FILED)
    assert [(row.line, row.booking.id) for row in report.before_filing] == [
        (2, "b-1"),
        (4, "b-3"),
        (6, "b-5"),
    ]
    later = audit_log(BookingLog("a", ROWS), office=OFFICE.replace(requests=[
        *OFFICE.requests.values(), evolve(EVA, filed_on=date(2026, 1, 1))
    ]))  # fmt: skip
    assert later.before_filing == ()
    assert [(each.booking, each.rule) for each in report.findings] == [
        (each.booking, each.rule) for each in later.findings
    ]


def test_columns_tell_the_same_rows() -> None:
    report = audit_columnar_log(columnar(ROWS), office=FILED)
    assert [row.line for row in report.before_filing] == [2, 4, 6]
    assert [row.booking for row in report.before_filing[:1]] == [DAY_BEFORE]
    assert report.before_filing is report.before_filing
    assert report.log.rows[0] == ROWS[0]


def test_many_rows_are_looked_at_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_columns, "_AT_ONCE", 2)
    columns = columnar(ROWS).columns
    assert in_columns.places_before_filing(columns, FILED).tolist() == [0, 2, 4]
    assert in_columns.places_before_filing(LogColumns.of([]), FILED).tolist() == []


def test_a_log_without_them_tells_none() -> None:
    assert not audit_log(LOG, office=OFFICE).before_filing
    assert not audit_log(BookingLog("a", []), office=OFFICE).before_filing
    assert not audit_columnar_log(columnar([*LOG.rows]), office=OFFICE).before_filing


def test_the_dates_are_local() -> None:
    assert filing_dates(SAME_DAY, FILED) == FilingDates(
        date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 23)
    )
    assert filing_dates(UNKNOWN, FILED) is None
    assert filing_dates(evolve(SAME_DAY, booked_at=None), FILED) is None
    assert rows_before_filing([LogRow(2, evolve(DAY_BEFORE, booked_at=None))], FILED) == ()
    assert filing_dates(DAY_BEFORE, FILED) == FilingDates(
        date(2026, 11, 22), date(2026, 11, 26), date(2026, 11, 23)
    )


@examples(40)
@given(st.data())
def test_both_engines_tell_the_same_of_random_logs(data: st.DataObject) -> None:
    office, days = data.draw(towns())
    requests = [
        evolve(each, filed_on=data.draw(st.sampled_from(days)) + timedelta(days=1))
        for each in office.requests.values()
    ]
    office = Office(calendar=office.calendar, requests=requests)
    rows = [LogRow(line, each) for line, each in enumerate(data.draw(logs(office, days)), 2)]
    found = rows_before_filing(rows, office)
    places = in_columns.places_before_filing(columnar(rows).columns, office)
    assert [rows[place] for place in places] == list(found)
    for row in rows:
        dates = filing_dates(row.booking, office)
        if dates is not None:
            # But not the reverse: a clock that goes back over midnight shows a date once more.
            assert row not in found or min(dates.booked_on, dates.meeting_on) < dates.filed_on


def test_the_day_of_filing_begins_at_its_midnight() -> None:
    midnight = FILED.calendar.midnight(EVA.filed_on)
    assert midnight == ticks_of(AT("2026-11-23T00:00:00+02:00"))
