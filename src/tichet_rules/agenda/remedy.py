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
from tichet_rules.rules.slot import notice as notice_rule
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import day_name, say

__all__ = ["SEARCHED_DAYS", "Remedy"]

SEARCHED_DAYS: Final = 366


@frozen
class Remedy:
    """What would make a refused booking acceptable.

    ``needed`` are the refusals that no other slot lifts: they have to be put right in any
    case. ``before`` and ``after`` are the admissible slots nearest to the one ``asked``
    for, and ``after`` is that one itself where it is admissible. Where both are ``None``
    though slots were searched, from ``first`` to ``last``, ``closed_by`` names the rules
    that leave none, and no slot can help.
    """

    needed: tuple[Finding, ...]
    asked: Slot | None = None
    before: Slot | None = None
    after: Slot | None = None
    first: date | None = None
    last: date | None = None
    closed_by: tuple[str, ...] = ()

    def lines(self, code: Language, calendar: WorkingCalendar) -> tuple[str, ...]:
        """The remedy in sentences, times by the office's clock."""
        lines = [each.remedy(code) for each in self.needed]
        if self.after is not None and self.after == self.asked:
            free = Text("Intervalul cerut este liber.", "The slot asked for is free.")
            return (*lines, free.in_(code))
        for slot, words in (
            (self.before, Text("Cel mai apropiat interval dinainte", "The nearest slot before")),
            (self.after, Text("Cel mai apropiat interval de după", "The nearest slot after")),
        ):
            if slot is not None:
                lines.append(f"{words.in_(code)}: {say(calendar.local(slot.start), code)}.")
        if self.first is not None and self.last is not None and not (self.before or self.after):
            lines.append(self._none(self.first, self.last, code))
        return tuple(lines)

    def _none(self, first: date, last: date, code: Language) -> str:
        titles = "; ".join(f"{rule_of(id_).title.in_(code)} [{id_}]" for id_ in self.closed_by)
        from_, to = day_name(first, code), day_name(last, code)
        return Text(
            f"Niciun interval admisibil de {from_} până {to}. Se opun: {titles}.",
            f"No admissible slot from {from_} to {to}. In the way: {titles}.",
        ).in_(code)


def remedy_for(case: Case, agenda: Agenda, at: datetime, findings: tuple[Finding, ...]) -> Remedy:
    """The remedy of a case's refusals; an empty one when nothing refused."""
    refusals = [each for each in findings if each.refused]
    needed = tuple(each for each in refusals if not rule_of(each.rule).about_the_slot)
    asks_for_a_slot = any(rule_of(each.rule).about_the_slot for each in findings)
    no_slot_helps = any(each.rule in _NO_SLOT_HELPS for each in refusals)
    if not refusals or not asks_for_a_slot or no_slot_helps or case.inspector is None:
        return Remedy(needed)
    minutes = min(case.slot.minutes, case.policy.max_minutes)
    search = Search.of(
        agenda,
        case.calendar,
        case.policy,
        at,
        case.inspector,
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
    if before is None and after is None:
        rules = [rule_of(each.rule) for each in findings if rule_of(each.rule).about_the_slot]
        closed_by = _closed_by(search, first, last, case, rules)
    return Remedy(needed, case.slot, before, after, first, max(first, last), closed_by)


_NO_SLOT_HELPS: Final = frozenset({still_open.id, official.id})


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


def _closed_by(
    search: Search, first: date, last: date, case: Case, rules: list[Rule]
) -> tuple[str, ...]:
    """The rules that close the days searched, most frequent first."""
    if search.closed_by is not None:
        return (search.closed_by,)
    if last < first:
        return (notice_rule.id, search.last_by)
    counts: Counter[str] = Counter()
    for day in case.calendar.days(first, last):
        starts = grid_starts(search.inspector, day, search.minutes, case.policy, case.calendar)
        for start in starts or [case.calendar.ticks_at(day, NOON)]:
            other = evolve(case, slot=slot_at(start, search.minutes))
            counts.update(each.rule for each in judge(other, rules) if each.refused)
    return tuple(rule for rule, _ in counts.most_common())
