"""Bookings from before their request was filed, in the words of an audit's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from tichet_rules.audit import AuditReport, FilingDates, LogRow, filing_dates
from tichet_rules.model import Request
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted, date_name

__all__ = [
    "ANSWERS",
    "HEADING",
    "TO_CHECK",
    "answers_explained",
    "explained",
    "rows_with_dates",
    "told",
    "told_answer",
]

HEADING: Final = Text(
    "Programări dinaintea depunerii cererii", "Bookings from before their request was filed"
)
ANSWERS: Final = Text(
    "Răspunsuri dinaintea depunerii cererii", "Answers from before their request was filed"
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


def answers_explained(report: AuditReport, code: Language) -> str:
    """What is wrong with such requests, and what rests on it."""
    count = len(report.answered_before_filing)
    return Text(
        f"{counted(count, 'request', 'ro')}: în datele instituției răspunsul s-a comunicat "
        "înaintea zilei în care s-a depus cererea. Verificați datele: una este greșită, iar "
        "termenul de după răspuns se numără de la cea a comunicării.",
        f"{counted(count, 'request', 'en')}: in the file of the office the answer was communicated "
        "before the day on which the request was filed. Please check the dates: one is wrong, and "
        "the window after the answer is counted from that of the answer.",
    ).in_(code)


def told_answer(request: Request, code: Language) -> str:
    """The two dates in words."""
    assert request.communicated_on is not None  # or it would not be one of these
    filed, answered = (date_name(day, code) for day in (request.filed_on, request.communicated_on))
    return Text(
        f"depusă la {filed}, răspuns comunicat la {answered}",
        f"filed on {filed}, answer communicated on {answered}",
    ).in_(code)
