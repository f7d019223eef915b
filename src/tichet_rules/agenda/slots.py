"""Free slots, and why there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from attrs import frozen

from tichet_rules._door import checked_date, checked_instance, checked_whole_number, member
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Channel, Inspector, Procedure, Request, Slot
from tichet_rules.model.time import LONGEST_MINUTES, slot_at, slots_at
from tichet_rules.office import Office
from tichet_rules.policy import Policy, WindowBinds
from tichet_rules.rules import (
    SLOT_RULES,
    Case,
    Finding,
    Rule,
    judge,
    room,
    rule_of,
    working_spans,
)
from tichet_rules.rules.audience import daily_limit
from tichet_rules.rules.audience import day as audience_day
from tichet_rules.rules.case import free_rooms, people_received, spans_of
from tichet_rules.rules.request import response_window
from tichet_rules.rules.slot import duration, horizon
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar, last_day
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, MINUTE, as_utc, ticks_of
from tichet_rules.timekeeping.readings import earliest_ticks
from tichet_rules.wording import counted, day_name

__all__ = ["ClosedBy", "DayReport", "Search", "explain_day", "free_slots", "judge_slot"]

NOON = 12 * 60
_DAYS_AT_ONCE = 31  # so that a search that is left early has not looked far ahead


@frozen(kw_only=True)
class Search:
    """What bounds the starts that one inspector can offer, in ticks and local dates.

    ``earliest`` is the first start that the notice admits, ``last`` the last date that
    the horizon and the request's window admit (``None``: no bound), ``last_by`` the rule
    that sets it. ``closed_by`` is the rule that lets nothing be admissible at all.
    ``applicant`` is the key of a citizen who has to be free too, ``ignoring`` a booking
    that does not count. ``rooms`` are those one of which has to be free, none where no
    room is needed.
    """

    agenda: Agenda
    calendar: WorkingCalendar
    policy: Policy
    inspector: Inspector
    minutes: int
    earliest: int
    last: date | None
    last_by: str = horizon.id
    closed_by: str | None = None
    applicant: str | None = None
    ignoring: str | None = None
    rooms: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        agenda: Agenda,
        calendar: WorkingCalendar,
        policy: Policy,
        at: datetime,
        inspector: Inspector,
        minutes: int,
        request: Request | None = None,
        *,
        applicant: str | None = None,
        ignoring: str | None = None,
        rooms: tuple[str, ...] = (),
    ) -> Search:
        """The search for a question at an instant, under a policy."""
        today = calendar.local(at).date()
        bounds: list[tuple[date, str]] = []
        closed_by = duration.id if minutes > policy.max_minutes else None
        if policy.horizon_days is not None:
            bounds.append((day_after(today, policy.horizon_days), horizon.id))
        if (
            request is not None
            and request.communicated_on is not None
            and response_window.id in policy.rules
        ):
            window_end = last_day(
                request.communicated_on, policy.window_days, policy.window_reading, calendar
            )
            if policy.window_binds is WindowBinds.MEETING:
                bounds.append((window_end, response_window.id))
            elif today > window_end:
                closed_by = response_window.id
        last, last_by = min(bounds, default=(None, horizon.id))
        return cls(
            agenda=agenda,
            calendar=calendar,
            policy=policy,
            inspector=inspector,
            minutes=minutes,
            earliest=earliest_ticks(
                ticks_of(at), policy.notice_hours * HOUR, policy.notice_reading, calendar
            ),
            last=last,
            last_by=last_by,
            closed_by=closed_by,
            applicant=applicant,
            ignoring=ignoring,
            rooms=rooms,
        )

    def starts(self, first: date, last: date) -> Iterator[int]:
        """The admissible starts from one local date to another, in ticks and in order."""
        if self.closed_by is not None:
            return
        last = last if self.last is None else min(last, self.last)
        first = max(first, self.calendar.date_at(self.earliest))
        while first <= last:
            until = min(last, day_after(first, _DAYS_AT_ONCE - 1))
            yield from self._starts(first, until)
            if until == last:
                return
            first = day_after(until)

    def _starts(self, first: date, last: date) -> Iterator[int]:
        step, length = self.policy.grid_minutes * MINUTE, self.minutes * MINUTE
        ruled_out = self._ruled_out(first, last, length)
        passed = 0
        for day in self.calendar.days(first, last):
            if not self.calendar.is_working_day(day):
                continue
            for opens, from_, to in self._stretches(day):
                while passed < len(ruled_out) and ruled_out[passed][1] <= opens:
                    passed += 1
                start = _on_grid_from(max(self.earliest, from_), opens, step)
                starts = _between(start, to - length, step, ruled_out[passed:])
                yield from self._with_a_room(starts, length) if self.rooms else starts

    def _stretches(self, day: date) -> Iterator[tuple[int, int, int]]:
        """The stretches of a day in which to meet, after the opening that the grid counts from.

        Those are the working intervals, and of an audience their part in audience hours, on
        a day that is not full.
        """
        spans = working_spans(self.inspector, day, self.calendar)
        if self._is_full(day):
            return
        if audience_day.id not in self.policy.rules:
            yield from ((opens, opens, closes) for opens, closes in spans)
        else:
            hours = self.inspector.audience_intervals_on(day)
            within = spans_of(hours, day, self.calendar)
            for opens, closes in spans:
                yield from ((opens, max(opens, a), min(closes, b)) for a, b in within)

    def _is_full(self, day: date) -> bool:
        most = self.policy.daily_limit
        if most is None or daily_limit.id not in self.policy.rules:
            return False
        received = people_received(
            self.agenda, self.inspector.id, day, self.calendar, self.ignoring
        )
        return len(received - {self.applicant}) >= most

    def _with_a_room(self, starts: Iterable[int], length: int) -> Iterator[int]:
        for start in starts:
            if free_rooms(self.agenda, self.rooms, start, start + length, self.ignoring):
                yield start

    def _ruled_out(self, first: date, last: date, length: int) -> list[tuple[int, int]]:
        """The starts that a meeting or an absence rules out: those strictly between each two.

        A start is ruled out when ``start < to`` and ``from < start + length``, the
        definition of an overlap turned round to the start. In order of their beginning.
        """
        from_, to = self.calendar.midnight(first), self.calendar.midnight(day_after(last))
        before = self.policy.buffer_before_minutes * MINUTE
        after = self.policy.buffer_after_minutes * MINUTE
        found = [
            (each.occupied_from - after - length, each.occupied_to + before)
            for each in self.agenda.of_inspector(self.inspector.id, from_ - before, to + after)
            if each.id != self.ignoring
        ]
        found += [
            (begins - length, ends)
            for begins, ends in (each.ticks(self.calendar) for each in self.inspector.absences)
            if begins < to and from_ < ends
        ]
        if self.applicant is not None:
            found += [
                (each.slot.begins - length, each.slot.ends)
                for each in self.agenda.of_applicant(self.applicant, from_, to)
                if each.id != self.ignoring
            ]
        found.sort()
        return found


def _on_grid_from(earliest: int, opens: int, step: int) -> int:
    """The first start of a grid counted from ``opens`` that is not before an instant."""
    return opens if earliest <= opens else opens - (opens - earliest) // step * step


def _between(start: int, latest: int, step: int, ruled_out: list[tuple[int, int]]) -> Iterator[int]:
    """The steps of a grid up to the latest start, without those ruled out."""
    for after, before in ruled_out:
        if after >= latest:
            break
        while start <= after:
            yield start
            start += step
        start = _on_grid_from(before, start, step)
    while start <= latest:
        yield start
        start += step


def grid_starts(
    inspector: Inspector, day: date, minutes: int, policy: Policy, calendar: WorkingCalendar
) -> list[int]:
    """The starts of a day's grid from which a meeting fits its working interval, in ticks."""
    return [
        start
        for opens, closes in working_spans(inspector, day, calendar)
        for start in range(opens, closes - minutes * MINUTE + 1, policy.grid_minutes * MINUTE)
    ]


def _procedure(value: Procedure | str | None) -> Procedure | None:
    return None if value is None else member("procedure", Procedure)(value)


def _rooms(office: Office, channel: Channel | str) -> tuple[str, ...]:
    """The rooms one of which has to be free, for a channel."""
    in_person = member("channel", Channel)(channel) is Channel.IN_PERSON
    return office.rooms if in_person else ()


def _inspector(office: Office, inspector: str) -> Inspector:
    found = office.inspectors.get(inspector)
    if found is None:
        raise InvalidInput("inspector", inspector, "the id of an inspector of the office")
    return found


def _request(office: Office, number: str | None) -> Request | None:
    if number is None:
        return None
    try:
        found = office.request(number)
    except InvalidInput as error:
        raise InvalidInput("request", number, error.expected) from None
    if found is None:
        raise InvalidInput("request", number, "the number of a request of the office")
    return found


def free_slots(
    agenda: Agenda,
    *,
    inspector: str,
    first: date,
    last: date,
    at: datetime,
    office: Office,
    minutes: int = 15,
    request: str | None = None,
    channel: Channel | str = Channel.ONLINE,
    procedure: Procedure | str | None = None,
) -> Iterator[Slot]:
    """The slots of an inspector that no slot rule refuses, lazily and in order.

    From ``first`` to ``last``, local dates, both included. With a ``request``, its
    window after the answer applies too; in person, a room has to be free; for an
    audience, ``procedure`` says so. Every slot given would pass ``slot.*``,
    ``inspector.present``, ``request.response_window``, ``room.free``, ``audience.day`` and
    ``audience.daily_limit`` in a decision at ``at``.
    Raises :class:`~tichet_rules.errors.InvalidInput` at the call for an inspector or a
    request that the office does not have.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Inspector
    >>> slots = free_slots(
    ...     Agenda(),
    ...     inspector="i-017",
    ...     first=date(2026, 11, 26),
    ...     last=date(2026, 11, 26),
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=Office(inspectors=[Inspector("i-017", "Mureșan Ioana")]),
    ... )
    >>> next(slots), len(list(slots))
    (Slot(2026-11-26T08:00:00Z, 15 minutes), 23)
    """
    checked_whole_number("minutes", minutes, 1, LONGEST_MINUTES)
    checked_date("first", first)
    if checked_date("last", last) < first:
        raise InvalidInput("last", last.isoformat(), f"a date on or after the first, {first}")
    instant = as_utc(at, "at")
    search = Search.of(
        checked_instance("agenda", agenda, Agenda),
        checked_instance("office", office, Office).calendar,
        office.policy_at(instant, _procedure(procedure)),
        instant,
        _inspector(office, inspector),
        minutes,
        _request(office, request),
        rooms=_rooms(office, channel),
    )
    return slots_at(search.starts(first, last), minutes)


def judge_slot(
    agenda: Agenda,
    slot: Slot,
    *,
    inspector: str,
    at: datetime,
    office: Office,
    request: str | None = None,
    channel: Channel | str = Channel.ONLINE,
    procedure: Procedure | str | None = None,
) -> tuple[Finding, ...]:
    """What each slot rule finds of one slot of an inspector: "why can't I have this one?".

    >>> from datetime import datetime
    >>> from tichet_rules import Inspector
    >>> findings = judge_slot(
    ...     Agenda(),
    ...     Slot(datetime.fromisoformat("2026-11-30T10:00:00+02:00")),
    ...     inspector="i-017",
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=Office(inspectors=[Inspector("i-017", "Mureșan Ioana")]),
    ... )
    >>> [each.message("ro") for each in findings if each.refused]
    ['Luni, 30 noiembrie 2026 nu este zi lucrătoare: Sfântul Apostol Andrei, cel Întâi \
chemat, Ocrotitorul României.']
    """
    instant = as_utc(at, "at")
    case = Case(
        policy=office.policy_at(instant, _procedure(procedure)),
        calendar=office.calendar,
        taken=agenda,
        at=ticks_of(instant),
        slot=checked_instance("slot", slot, Slot),
        inspector_id=inspector,
        inspector=_inspector(office, inspector),
        request=_request(office, request),
        applicant=None,
        rooms=_rooms(office, channel),
    )
    return judge(case, (*SLOT_RULES, *_more_rules(case)))


def _more_rules(case: Case) -> Iterator[Rule]:
    """The rules that another slot could satisfy, beside those on slots, where they matter."""
    for each in (response_window, audience_day, daily_limit):
        if each.id in case.policy.rules and (each is not response_window or case.request):
            yield each
    if case.rooms:
        yield room.free


@frozen
class ClosedBy:
    """A rule that closes slots of a day: how many, and what it found of the first."""

    rule: str
    slots: int
    finding: Finding


@frozen
class DayReport:
    """A day of an inspector: the slots that are free, and the rules that close the others.

    ``asked`` counts the slots of the day's grid, 0 on a day without working intervals.
    """

    day: date
    asked: int
    free: tuple[Slot, ...]
    closed_by: tuple[ClosedBy, ...]

    def explain(self, code: Language = "en") -> str:
        """The report in words, a line for the day and one for each rule."""
        free = counted(len(self.free), "slot", code)
        free_words = Text(f"libere: {free}", f"free: {free}").in_(code)
        lines = [f"{day_name(self.day, code)}: {free_words}"]
        for each in self.closed_by:
            count = f" ({counted(each.slots, 'slot', code)})" if self.asked else ""
            lines.append(f"  {each.rule}{count}: {each.finding.message(code)}")
        return "\n".join(lines)


def explain_day(
    agenda: Agenda,
    day: date,
    *,
    inspector: str,
    at: datetime,
    office: Office,
    minutes: int = 15,
    request: str | None = None,
    channel: Channel | str = Channel.ONLINE,
    procedure: Procedure | str | None = None,
) -> DayReport:
    """Which slots of a day are free and, of the others, which rules close them.

    Every slot of the day's grid is judged by every slot rule; on a day without working
    intervals, the day as a whole is (at noon).

    >>> from datetime import date, datetime
    >>> from tichet_rules import Inspector
    >>> report = explain_day(
    ...     Agenda(),
    ...     date(2026, 11, 28),
    ...     inspector="i-017",
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=Office(inspectors=[Inspector("i-017", "Mureșan Ioana")]),
    ... )
    >>> print(report.explain("en"))
    Saturday, 28 November 2026: free: 0 slots
      slot.working_day: Saturday, 28 November 2026 is not a working day: weekend.
      slot.working_hours: The inspector has no working hours that day.
    """
    checked_whole_number("minutes", minutes, 1, LONGEST_MINUTES)
    who = _inspector(office, inspector)
    policy = office.policy_at(as_utc(at, "at"), _procedure(procedure))
    starts = grid_starts(who, checked_date("day", day), minutes, policy, office.calendar)
    asked = starts or [office.calendar.ticks_at(day, NOON)]
    free: list[Slot] = []
    closed: dict[str, tuple[int, Finding]] = {}
    for start in asked:
        slot = slot_at(start, minutes)
        findings = judge_slot(
            agenda,
            slot,
            inspector=inspector,
            at=at,
            office=office,
            request=request,
            channel=channel,
            procedure=procedure,
        )
        refusals = [each for each in findings if each.refused]
        if not refusals:
            free.append(slot)
        for each in refusals:
            count, first = closed.get(each.rule, (0, each))
            closed[each.rule] = (count + 1, first)
    return DayReport(
        day,
        len(starts),
        tuple(free),
        tuple(ClosedBy(rule_of(id_).id, *closed[id_]) for id_ in closed),
    )
