"""A decision and an agenda as a notebook shows them. No personal data stands in either."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from tichet_rules._html import (
    Content,
    blocks,
    details,
    element,
    html,
    left_out,
    paragraph,
    table,
)
from tichet_rules.agenda.decide import _headline
from tichet_rules.model import Booking, Slot
from tichet_rules.policy import Policy
from tichet_rules.policy._html import cited
from tichet_rules.rules import Finding, Outcome, rule_of
from tichet_rules.rules.grounds import Ground, grounds
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import clock, counted, day_name, month_name, say

if TYPE_CHECKING:
    from tichet_rules.agenda.agenda import Agenda
    from tichet_rules.agenda.decide import Decision
    from tichet_rules.agenda.events import Event

__all__ = ["agenda_html", "decision_html"]

# --- a decision -----------------------------------------------------------------------------

_MARKS: Final = {Outcome.REFUSED: "✗", Outcome.PASSED: "✓", Outcome.NOT_APPLICABLE: "–"}
_OUTCOMES: Final = {
    Outcome.REFUSED: Text("refuză", "refuses"),
    Outcome.PASSED: Text("trece", "passed"),
    Outcome.NOT_APPLICABLE: Text("nu se aplică", "does not apply"),
}
_COLUMNS: Final = (
    Text("Regula", "Rule"),
    Text("Constatarea", "Finding"),
    Text("Măsurat", "Measured"),
    Text("Limita", "Limit"),
    Text("Sursa", "Source"),
)
_REFUSE: Final = Text("Regulile care refuză", "The rules that refuse")
_OTHERS: Final = Text("Celelalte reguli", "The other rules")
_HELP: Final = Text("Ce ar ajuta", "What would help")
_HAPPENED: Final = Text("Ce urmează", "What follows")
_READINGS: Final = Text("Depinde de cum se citește legea", "It depends on how the law is read")


def decision_html(decision: Decision, code: Language) -> str:
    """What every rule found, with its figures and source, and what would help."""
    calendar = decision.office.calendar
    first = _headline(decision, code).rstrip(":.")
    mark = _MARKS[Outcome.PASSED if decision.allowed else Outcome.REFUSED]
    asked = f"{type(decision.command).__name__}, {say(calendar.local(decision.at), code)}"
    parts: list[Content] = [
        paragraph(element("strong", f"{mark} {first}")),
        paragraph(f"{asked}; {decision.policy.version}"),
    ]
    if decision.allowed:
        events = (element("li", _event(each, calendar, code)) for each in decision.events)
        parts.append(paragraph(f"{_HAPPENED.in_(code)}:"))
        parts.append(element("ul", *events))
    else:
        parts.append(_findings(_REFUSE, decision.refusals, decision.policy, code))
        lines = decision.remedy().lines(code, calendar)
        parts.append(paragraph(f"{_HELP.in_(code)}:"))
        parts.append(element("ul", *(element("li", each) for each in lines)))
    if names := decision.depends_on:
        parts.append(paragraph(f"{_READINGS.in_(code)}: {', '.join(names)}."))
    others = [each for each in decision.findings if not each.refused]
    if others:
        heading = f"{_OTHERS.in_(code)} ({len(others)})"
        parts.append(details(heading, _findings(_OTHERS, others, decision.policy, code)))
    return html(code, *parts)


def _findings(
    caption: Text, findings: Iterable[Finding], policy: Policy, code: Language
) -> Content:
    head = [each.in_(code) for each in _COLUMNS]
    return table(caption.in_(code), head, (_finding(each, policy, code) for each in findings))


def _finding(finding: Finding, policy: Policy, code: Language) -> tuple[Content, ...]:
    rule = rule_of(finding.rule)
    outcome = f"{_MARKS[finding.outcome]} {_OUTCOMES[finding.outcome].in_(code)}"
    return (
        blocks([element("code", rule.id), rule.title.in_(code), outcome]),
        finding.message(code),
        "–" if finding.measured is None else say(finding.measured, code),
        "–" if finding.limit is None else say(finding.limit, code),
        blocks(_ground(each, code) for each in grounds(rule, policy)),
    )


def _ground(ground: Ground, code: Language) -> Content:
    if ground.citation is None:
        return ground.title(code)
    return cited(ground.citation, ground.source, code)


def _event(event: Event, calendar: WorkingCalendar, code: Language) -> str:
    booking = event.booking
    slot: Slot | None = getattr(event, "slot", None)
    if isinstance(booking, Booking):
        slot, booking = booking.slot, f"{booking.id}, {booking.inspector}"
    said = f"{type(event).__name__}: {booking}"
    return f"{said}, {say(calendar.local(slot.start), code)}" if slot else said


# --- an agenda ------------------------------------------------------------------------------

_MOST_INSPECTORS: Final = 20
_MOST_OF_A_DAY: Final = 12
_SATURDAY: Final = 5
_DAYS: Final = 7
_MOST_MONTHS: Final = 12
_EVERY_WEEK: Final = Text("Toate săptămânile cu programări", "All weeks with bookings")
_WEEK_COLUMNS: Final = (
    Text("Săptămâna (ISO)", "Week (ISO)"),
    Text("Începe luni", "Begins on Monday"),
    Text("Programări", "Bookings"),
)
_EMPTY: Final = Text("O agendă fără programări.", "An agenda without bookings.")
_INSPECTOR: Final = Text("Inspector", "Inspector")
_ALL_OF_THEM: Final = Text("to_arrow() le are pe toate", "to_arrow() has them all")


def agenda_html(
    agenda: Agenda, code: Language, week: date | None, calendar: WorkingCalendar
) -> str:
    """The bookings of one week, by inspector and day."""
    bookings = list(agenda)
    if not bookings:
        return html(code, paragraph(_EMPTY.in_(code)))
    day = _first_open(bookings, calendar) if week is None else week
    monday = day_after(day, -day.weekday())
    begins, ends = calendar.midnight(monday), calendar.midnight(day_after(monday, _DAYS))
    shown = sorted(
        (each for each in bookings if begins <= each.slot.begins < ends),
        key=lambda each: (each.slot.begins, each.id),
    )
    earlier = sum(each.slot.begins < begins for each in bookings)
    found: dict[str, dict[date, list[Booking]]] = defaultdict(lambda: defaultdict(list))
    for each in shown:
        found[each.inspector][calendar.date_at(each.slot.begins)].append(each)
    taken = {day for days in found.values() for day in days}
    days = [day_after(monday, count) for count in range(_DAYS)]
    days = [each for each in days if each.weekday() < _SATURDAY or each in taken]
    inspectors = sorted(found)
    rows = (
        (each, *(_day(found[each].get(day, []), calendar, code) for day in days))
        for each in inspectors[:_MOST_INSPECTORS]
    )
    head = [_INSPECTOR.in_(code), *(day_name(each, code) for each in days)]
    caption = _caption(monday, calendar, len(shown), code)
    parts: list[Content] = [table(caption, head, rows)]
    if len(inspectors) > _MOST_INSPECTORS:
        count = len(inspectors)
        told = left_out(_MOST_INSPECTORS, count, code, _ALL_OF_THEM)
        parts.append(paragraph(f"{counted(count, 'inspector', code)}. {told}"))
    later = len(bookings) - len(shown) - earlier
    parts.append(paragraph(_around(earlier, later, code)))
    if earlier or later:
        parts.append(_all_weeks(bookings, monday, calendar, code))
    return html(code, *parts)


def _first_open(bookings: list[Booking], calendar: WorkingCalendar) -> date:
    """The date of the first open booking; where none is open, of the last of all."""
    opened = [each.slot.begins for each in bookings if each.is_open]
    begins = min(opened) if opened else max(each.slot.begins for each in bookings)
    return calendar.date_at(begins)


def _caption(monday: date, calendar: WorkingCalendar, count: int, code: Language) -> str:
    told = f"{counted(count, 'booking', code)}; {calendar.zone.key}"
    day = f"{day_name(monday, code)} ({_iso_week(monday)})"
    return Text(f"Săptămâna care începe {day}: {told}", f"The week of {day}: {told}").in_(code)


def _iso_week(day: date) -> str:
    """The week as ISO 8601 numbers it."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _around(earlier: int, later: int, code: Language) -> str:
    before, after = counted(earlier, "booking", code), counted(later, "booking", code)
    return Text(
        f"În alte săptămâni: {before} înainte, {after} după. to_html(week=…) arată alta.",
        f"In other weeks: {before} before, {after} after. to_html(week=…) shows another.",
    ).in_(code)


def _all_weeks(
    bookings: list[Booking], monday: date, calendar: WorkingCalendar, code: Language
) -> Content:
    """How many bookings there are in each week, under the months; those of a year at most."""
    months = _by_month_and_week(bookings, calendar)
    every = sorted(months)
    here = bisect_left(every, monday.replace(day=1))
    begin = max(0, min(here, len(every) - _MOST_MONTHS))
    shown = every[begin : begin + _MOST_MONTHS]
    head = [each.in_(code) for each in _WEEK_COLUMNS]
    parts: list[Content] = []
    for month in shown:
        weeks = months[month]
        told = counted(sum(weeks.values()), "booking", code)
        rows = [(_iso_week(each), each.isoformat(), str(count)) for each, count in weeks.items()]
        parts.append(table(f"{month_name(month, code)}: {told}", head, rows, numbers=[2]))
    if len(every) > len(shown):
        count, total = len(shown), len(every)
        others = Text(
            f"Se arată {count} din {total} luni; to_html(week=…) le arată pe altele.",
            f"{count} of {total} months are shown; to_html(week=…) shows others.",
        )
        parts.append(paragraph(others.in_(code)))
    return details(_EVERY_WEEK.in_(code), *parts)


def _by_month_and_week(
    bookings: list[Booking], calendar: WorkingCalendar
) -> dict[date, dict[date, int]]:
    """How many bookings begin in each month, by the Mondays of its weeks."""
    begins = sorted(each.slot.begins for each in bookings)
    months: dict[date, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    at = 0
    while at < len(begins):
        day = calendar.date_at(begins[at])
        # Day by day, and not booking by booking: there may be a million.
        after = bisect_right(begins, day, key=calendar.date_at)
        months[day.replace(day=1)][day_after(day, -day.weekday())] += after - at
        at = after
    return months


def _day(bookings: list[Booking], calendar: WorkingCalendar, code: Language) -> Content:
    lines = [_booking(each, calendar, code) for each in bookings[:_MOST_OF_A_DAY]]
    if len(bookings) > _MOST_OF_A_DAY:
        lines.append(left_out(_MOST_OF_A_DAY, len(bookings), code))
    return blocks(lines)


def _booking(booking: Booking, calendar: WorkingCalendar, code: Language) -> Content:
    hours = element("strong", _hours(booking.slot, calendar))
    status = element("em", booking.status.words.in_(code))
    return element("span", hours, f" {booking.id} ", status)


def _hours(slot: Slot, calendar: WorkingCalendar) -> str:
    return f"{clock(calendar.local(slot.start))}–{clock(calendar.local(slot.end))}"
