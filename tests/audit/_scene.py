"""A small log with something to find, for the tests of reports."""

from __future__ import annotations

from datetime import date, datetime

from tichet_rules import Applicant, Booking, Inspector, Office, Request, Slot
from tichet_rules.audit import BookingLog, LogRow, UnreadableRow

AT = datetime.fromisoformat

ANA = Request("1/305", Applicant("Pop Ana", "c-ana"), date(2026, 1, 12), "i-1")
DAN = Request(
    "2/305", Applicant("Rus Dan", "c-dan"), date(2026, 1, 13), "i-1", "answered", date(2026, 10, 27)
)
OFFICE = Office(inspectors=[Inspector("i-1"), Inspector("i-2")], requests=[ANA, DAN])


def made(
    name: str, start: str, booked: str | None, request: Request = ANA, **more: object
) -> Booking:
    facts: dict[str, object] = {
        "id": name,
        "request": request.number,
        "inspector": "i-1",
        "applicant": request.applicant.key,
        "slot": Slot(AT(start)),
        "booked_at": None if booked is None else AT(booked),
    }
    return Booking(**(facts | more))  # type: ignore[arg-type]


BOOKINGS = (
    made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00"),
    # The same slot, booked later, on the last day of the window: both depend on nothing else.
    made("b-2", "2026-11-26T10:00:00+02:00", "2026-11-20T10:00:00+02:00", DAN),
    # Twenty hours ahead, on Saint Andrew's day.
    made("b-3", "2026-11-30T10:00:00+02:00", "2026-11-29T14:00:00+02:00"),
    # 27 November: one day past the window as `plain` reads it; within it as the civil code does.
    made("b-4", "2026-11-27T10:00:00+02:00", "2026-11-18T10:00:00+02:00", DAN, status="held"),
    made("b-5", "2026-12-03T11:00:00+02:00", "2026-11-25T10:00:00+02:00"),
)
LOG = BookingLog(
    "registru.csv",
    [LogRow(line, each) for line, each in enumerate(BOOKINGS, 2)],
    [UnreadableRow(7, "data", "expected a date such as 26.11.2026")],
)
