"""What would make it yes: the nearest admissible slots, or what has to change first."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Final

from attrs import evolve, frozen

from tichet_rules.agenda.agenda import Agenda
from tichet_rules.agenda.slots import NOON, Search, grid_starts
from tichet_rules.model import Slot
from tichet_rules.model.time import slot_at
from tichet_rules.rules import Case, Finding, Rule, judge, rule_of
from tichet_rules.rules.audience import official
from tichet_rules.rules.booking import still_open
from tichet_rules.rules.inspector import execution_staff, holds_request, may_take_over
from tichet_rules.rules.request import last_admissible_day, response_window
from tichet_rules.rules.slot import notice as notice_rule
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import counted, day_name, say

__all__ = ["SEARCHED_DAYS", "Remedy"]

SEARCHED_DAYS: Final = 366


@frozen
class Remedy:
    """What would make a refused booking acceptable.

    ``needed`` are the refusals that no other slot lifts: they have to be put right in any
    case. ``before`` and ``after`` are the admissible slots nearest to the one ``asked``
    for, and ``after`` begins with it where the time is admissible. They are of the
    ``inspector``, where that is another than was asked for. Where both are ``None``
    though slots were looked for, from ``first`` to ``last``, ``closed_by`` names the rules
    that leave none, and no slot can help; ``window`` is then the last day of the request's
    window, if it is over too soon for any.
    """

    needed: tuple[Finding, ...]
    asked: Slot | None = None
    before: Slot | None = None
    after: Slot | None = None
    first: date | None = None
    last: date | None = None
    closed_by: tuple[str, ...] = ()
    window: date | None = None
    inspector: str | None = None

    def lines(self, language: Language, calendar: WorkingCalendar) -> tuple[str, ...]:
        """The remedy in sentences, times by the office's clock."""
        return (
            *(each.remedy(language) for each in self.needed),
            *(self._with_whom(line, language) for line in self._about_slots(language, calendar)),
        )

    def _about_slots(self, code: Language, calendar: WorkingCalendar) -> list[str]:
        asked, after = self.asked, self.after
        if asked is not None and after is not None and after.begins == asked.begins:
            if after == asked:
                free = Text("Intervalul cerut este liber.", "The slot asked for is free.")
            else:
                length = counted(after.minutes, "minute", code)
                free = Text(
                    f"La ora cerută încape o întâlnire de {length}.",
                    f"The time asked for is free for {length}.",
                )
            return [free.in_(code)]
        lines = []
        for slot, words in (
            (self.before, Text("Cel mai apropiat interval anterior", "The nearest slot before")),
            (after, Text("Cel mai apropiat interval ulterior", "The nearest slot after")),
        ):
            if slot is not None:
                as_long = asked is None or slot.minutes == asked.minutes
                length = "" if as_long else f" ({counted(slot.minutes, 'minute', code)})"
                lines.append(f"{words.in_(code)}: {say(calendar.local(slot.start), code)}{length}.")
        if self.first is not None and self.last is not None and not lines:
            lines.append(self._none(self.first, self.last).in_(code))
        return lines

    def _with_whom(self, line: str, code: Language) -> str:
        if self.inspector is None or self.window is not None:
            return line
        whom = Text(f"La {self.inspector}: ", f"With {self.inspector}, ").in_(code)
        return f"{whom}{line[0].lower()}{line[1:]}"

    def _none(self, first: date, last: date) -> Text:
        if self.window is not None:
            return _over(self.window, notice_rule.id in self.closed_by)
        ro, en = (
            "; ".join(f"{rule_of(id_).title.in_(code)} [{id_}]" for id_ in self.closed_by)
            for code in LANGUAGES
        )
        if last < first:
            return Text(
                f"Niciun interval admisibil: {day_name(first, 'ro')}, este prima zi pe care o "
                f"lasă răgazul cerut, iar {day_name(last, 'ro')}, ultima care se poate "
                f"programa. Se opun: {ro}.",
                f"No admissible slot: {day_name(first, 'en')} is the first day that the notice "
                f"allows, and {day_name(last, 'en')} the last that can be booked. "
                f"In the way: {en}.",
            )
        return Text(
            f"Niciun interval admisibil între {day_name(first, 'ro')}, și "
            f"{day_name(last, 'ro')}. Se opun: {ro}.",
            f"No admissible slot from {day_name(first, 'en')} to {day_name(last, 'en')}. "
            f"In the way: {en}.",
        )


def _over(window: date, is_still_open: bool) -> Text:
    """That a request's window is over, or will be before the notice has run."""
    ro, en = day_name(window, "ro"), day_name(window, "en")
    if is_still_open:
        return Text(
            f"Termenul se împlinește {ro}, înainte să treacă răgazul cerut; pentru această cerere "
            "nu se mai poate programa nicio întâlnire.",
            f"The window closes on {en}, before the notice has run; no slot can be booked for "
            "this request any more.",
        )
    return Text(
        f"Termenul s-a împlinit {ro}; pentru această cerere nu se mai poate programa nicio "
        "întâlnire.",
        f"The window closed on {en}; no later slot can be booked for this request.",
    )


def remedy_for(case: Case, agenda: Agenda, at: datetime, findings: tuple[Finding, ...]) -> Remedy:
    """The remedy of a case's refusals; an empty one when nothing refused."""
    refusals = [each for each in findings if each.refused]
    needed = tuple(each for each in refusals if not rule_of(each.rule).about_the_slot)
    asks_for_a_slot = any(rule_of(each.rule).about_the_slot for each in findings)
    no_slot_helps = any(each.rule in _NO_SLOT_HELPS for each in refusals)
    inspector, instead = case.inspector, None
    if any(each.rule == holds_request.id for each in refusals):
        # A slot of whoever does not have the request is of no use.
        inspector = case.holder
        instead = inspector.id if inspector else None
    if not refusals or not asks_for_a_slot or no_slot_helps or inspector is None:
        return Remedy(needed)
    case = evolve(case, inspector=inspector, inspector_id=inspector.id)
    minutes = min(case.slot.minutes, case.policy.max_minutes)
    search = Search.of(
        agenda,
        case.calendar,
        case.policy,
        at,
        inspector,
        minutes,
        case.request,
        applicant=case.applicant,
        ignoring=case.ignoring,
        rooms=case.rooms,
    )
    earliest = case.calendar.date_at(search.earliest)
    furthest = min(max(case.day, earliest), day_after(case.calendar.known_until, -SEARCHED_DAYS))
    last = day_after(furthest, SEARCHED_DAYS)
    if search.last is not None:
        last = min(last, search.last)
    nearest = min(case.day, last)
    first = max(earliest, day_after(nearest, -SEARCHED_DAYS))
    before = _latest_before(search, case.slot.begins, first, nearest)
    after = _first_after(search, case.slot.begins, max(case.day, earliest), last)
    closed_by: tuple[str, ...] = ()
    window: date | None = None
    if before is None and after is None:
        rules = [rule_of(each.rule) for each in findings if rule_of(each.rule).about_the_slot]
        window = _window_over(search, first, last, case)
        closed_by = _closed_by(search, first, last, case, rules)
    return Remedy(needed, case.slot, before, after, first, last, closed_by, window, instead)


_NO_SLOT_HELPS: Final = frozenset(
    {still_open.id, official.id, execution_staff.id, may_take_over.id}
)


def _latest_before(search: Search, wanted: int, first: date, day: date) -> Slot | None:
    while day >= first:
        starts = [start for start in search.starts(day, day) if start < wanted]
        if starts:
            return slot_at(starts[-1], search.minutes)
        day = day_after(day, -1)
    return None


def _first_after(search: Search, wanted: int, first: date, last: date) -> Slot | None:
    for start in search.starts(first, last):
        if start >= wanted:
            return slot_at(start, search.minutes)
    return None


def _window_over(search: Search, first: date, last: date, case: Case) -> date | None:
    """The last day of the request's window, where that is what leaves no day to be searched."""
    if search.closed_by == response_window.id:
        day: date = last_admissible_day(case)
        return day
    return last if last < first and search.last_by == response_window.id else None


def _closed_by(
    search: Search, first: date, last: date, case: Case, rules: list[Rule]
) -> tuple[str, ...]:
    """The rules that close the days searched, most frequent first."""
    if search.closed_by is not None:
        return (search.closed_by,)
    if last < case.calendar.date_at(case.at):
        return (search.last_by,)
    if last < first:
        return (notice_rule.id, search.last_by)
    counts: Counter[str] = Counter()
    for day in case.calendar.days(first, last):
        starts = grid_starts(search.inspector, day, search.minutes, case.policy, case.calendar)
        for start in starts or [case.calendar.ticks_at(day, NOON)]:
            other = evolve(case, slot=slot_at(start, search.minutes))
            counts.update(each.rule for each in judge(other, rules) if each.refused)
    return tuple(rule for rule, _ in counts.most_common())
