"""Bookings from before their request was filed, in the words of an audit's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from tichet_rules.audit import AuditReport, FilingDates, LogRow, filing_dates
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted, date_name

__all__ = ["HEADING", "TO_CHECK", "explained", "rows_with_dates", "told"]

HEADING: Final = Text(
    "Programări dinaintea depunerii cererii", "Bookings from before their request was filed"
)
TO_CHECK: Final = Text("de verificat", "to check")


def explained(report: AuditReport, code: Language) -> str:
    """What they are, and why they are no findings."""
    count = len(report.before_filing)
    return Text(
        f"{counted(count, 'row', 'ro')}: programarea s-a făcut, sau întâlnirea are loc, înaintea "
        "zilei în care s-a depus cererea. Regulile publicate nu spun nimic despre aceasta, deci nu "
        "sunt abateri; dar nimeni nu poate numi o cerere care nu este încă depusă. Verificați "
        "datele: una este greșită, în registru sau la instituție.",
        f"{counted(count, 'row', 'en')}: the booking was made, or the meeting is, before the day "
        "on which the request was filed. The published rules say nothing of it, so these are no "
        "findings; but nobody can name a request that is not filed yet. Please check the dates: "
        "one is wrong, in the log or in the file of the office.",
    ).in_(code)


def rows_with_dates(
    report: AuditReport, rows: Iterable[LogRow]
) -> Iterator[tuple[LogRow, FilingDates]]:
    """Rows from before the filing, with their dates."""
    for row in rows:
        dates = filing_dates(row.booking, report.office)
        assert dates is not None  # of these rows both are known
        yield row, dates


def told(dates: FilingDates, code: Language) -> str:
    """The three dates in words."""

    def said(day: date) -> str:
        return date_name(day, code)

    booked, meeting, filed = map(said, (dates.booked_on, dates.meeting_on, dates.filed_on))
    return Text(
        f"programată la {booked}, pentru {meeting}; cererea a fost depusă la {filed}",
        f"booked on {booked}, for {meeting}; the request was filed on {filed}",
    ).in_(code)
