"""Free slots, and why there are none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import compress
from math import inf
from typing import TypeAlias

from attrs import frozen

from tichet_rules._door import (
    FrozenMap,
    checked_date,
    checked_instance,
    checked_whole_number,
    member,
)
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.errors import InvalidInput
from tichet_rules.model import (
    Booking,
    Channel,
    Inspector,
    Procedure,
    Request,
    Slot,
    Week,
    WorkingInterval,
)
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
from tichet_rules.rules.case import people_received, spans_of
from tichet_rules.rules.request import response_window
from tichet_rules.rules.slot import duration, horizon
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar, last_day
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, MINUTE, as_utc, ticks_of
from tichet_rules.timekeeping.readings import earliest_ticks
from tichet_rules.wording import counted, day_name

__all__ = ["ClosedBy", "DayReport", "Search", "explain_day", "free_slots", "judge_slot"]

Span: TypeAlias = tuple[int, int]
Grid: TypeAlias = tuple[int, ...]
Grids: TypeAlias = "dict[_Hours, Grid]"

NOON = 12 * 60


@frozen
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
    last_by: str
    closed_by: str | None
    applicant: str | None
    ignoring: str | None
    rooms: tuple[str, ...]

    @classmethod
    def of(
        cls,
        agenda: Agenda,
        calendar: WorkingCalendar,
        policy: Policy,
        at: datetime,
        inspector: Inspector,
        minutes: int,
        request: Request | None,
        *,
        applicant: str | None,
        ignoring: str | None,
        rooms: tuple[str, ...],
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

    @property
    def step(self) -> int:
        """How far apart the starts of a grid are, in ticks."""
        return self.policy.grid_minutes * MINUTE

    @property
    def length(self) -> int:
        """How long the meeting is, in ticks."""
        return self.minutes * MINUTE

    def starts(self, first: date, last: date) -> Iterator[int]:
        """The admissible starts from one local date to another, in ticks and in order."""
        first, last = self._bounded(first, last)
        while first <= last:
            # A month at a time, so that a search that is left early has not looked far ahead.
            until = min(last, _last_of_month(first))
            yield from compress(*self._offered(first, until, {}))
            if until == last:
                return
            first = day_after(until)

    def offered(self, first: date, last: date, grids: Grids) -> tuple[Grid, bytes]:
        """The same starts as the grid of the hours, and a byte for each: 1 where it is free.

        ``grids`` are those of the same question about others, and take in what is new.
        """
        first, last = self._bounded(first, last)
        return self._offered(first, last, grids) if first <= last else ((), b"")

    def _bounded(self, first: date, last: date) -> tuple[date, date]:
        if self.closed_by is not None:
            return date.max, date.min
        return (
            max(first, self.calendar.date_at(self.earliest)),
            last if self.last is None else min(last, self.last),
        )

    def _offered(self, first: date, last: date, grids: Grids) -> tuple[Grid, bytes]:
        grid = self._grid(first, last, grids)
        from_, to = self.calendar.midnight(first), self.calendar.midnight(day_after(last))
        free = _free(grid, self._ruled_out(from_, to))
        if self.rooms:
            a_room = 0
            for room in self.rooms:
                taken = self._meetings(self.agenda.of_room(room, from_, to))
                a_room |= int.from_bytes(_free(grid, taken))
            free = (int.from_bytes(free) & a_room).to_bytes(len(grid))
        return grid, free

    def _grid(self, first: date, last: date, grids: Grids) -> Grid:
        """The starts that hours, notice and length admit; of those who work alike, once."""
        if not {audience_day.id, daily_limit.id}.isdisjoint(self.policy.rules):
            stretches = self._audience_hours(first, last)
            return self._not_too_early(_on_grid(stretches, self.step, self.length))
        who = self.inspector
        hours = _Hours(who.week, who.overrides, self.calendar, self.step, self.length)
        if hours not in grids:
            grids[hours] = self._not_too_early(hours.grid(first, last))
        return grids[hours]

    def _not_too_early(self, grid: Grid) -> Grid:
        return grid[bisect_left(grid, self.earliest) :]

    def _audience_hours(self, first: date, last: date) -> Iterator[tuple[int, int, int]]:
        """The part of the working intervals in audience hours, on days that are not full."""
        for day in self.calendar.working_days(first, last):
            if self._is_full(day):
                continue
            spans = working_spans(self.inspector, day, self.calendar)
            if audience_day.id not in self.policy.rules:
                yield from ((opens, opens, closes) for opens, closes in spans)
            else:
                hours = self.inspector.audience_intervals_on(day)
                within = spans_of(hours, day, self.calendar)
                for opens, closes in spans:
                    yield from ((opens, max(opens, a), min(closes, b)) for a, b in within)

    def _is_full(self, day: date) -> bool:
        policy = self.policy
        return (
            daily_limit.id in policy.rules
            and policy.daily_limit is not None
            and len(self._received(day)) >= policy.daily_limit
        )

    def _received(self, day: date) -> frozenset[str]:
        """The others whom the inspector receives in audiences on a day."""
        everyone = people_received(
            self.agenda, self.inspector.id, day, self.calendar, self.ignoring
        )
        return everyone - {self.applicant}

    def _ruled_out(self, from_: int, to: int) -> Iterator[Span]:
        """The starts that a meeting or an absence rules out: those strictly between each two.

        A start is ruled out when ``start < to`` and ``from < start + length``, the
        definition of an overlap turned round to the start.
        """
        length = self.length
        lead = length + self.policy.buffer_after_minutes * MINUTE
        before = self.policy.buffer_before_minutes * MINUTE
        bookings = self.agenda.of_inspector(self.inspector.id, from_ - before, to + lead)
        for each in self._counted(bookings):
            yield each.occupied_from - lead, each.occupied_to + before
        for absence in self.inspector.absences:
            begins, ends = absence.ticks(self.calendar)
            yield begins - length, ends
        if self.applicant is not None:
            yield from self._meetings(self.agenda.of_applicant(self.applicant, from_, to))

    def _meetings(self, bookings: Iterable[Booking]) -> Iterator[Span]:
        length = self.length
        for each in self._counted(bookings):
            yield each.slot.begins - length, each.slot.ends

    def _counted(self, bookings: Iterable[Booking]) -> Iterable[Booking]:
        if self.ignoring is None:
            return bookings
        return (each for each in bookings if each.id != self.ignoring)


@frozen(cache_hash=True)
class _Hours:
    """All that the starts of working hours are made of, but for the dates."""

    week: Week
    overrides: FrozenMap[date, tuple[WorkingInterval, ...]]
    calendar: WorkingCalendar
    step: int
    length: int

    def grid(self, first: date, last: date) -> Grid:
        """The starts from one local date to another."""
        calendar = self.calendar
        if not (calendar.knows(first.year) and calendar.knows(last.year)):
            return _grid_of_hours(self, first, last)
        starts: list[int] = []
        begin = first.replace(day=1)
        while begin <= last:
            end = _last_of_month(begin)
            starts += _grid_of_hours(self, begin, end)
            begin = day_after(end)
        from_, to = calendar.midnight(first), calendar.midnight(day_after(last))
        return tuple(starts[bisect_left(starts, from_) : bisect_left(starts, to)])


def _last_of_month(day: date) -> date:
    _, days = monthrange(day.year, day.month)
    return day.replace(day=days)


@lru_cache(maxsize=128)
def _grid_of_hours(hours: _Hours, first: date, last: date) -> Grid:
    # It can't go stale: all that it is made of is its key, and nothing of that ever changes.
    calendar = hours.calendar
    someone = Inspector("someone", week=hours.week, overrides=hours.overrides)
    return _on_grid(
        (
            (opens, opens, closes)
            for day in calendar.working_days(first, last)
            for opens, closes in working_spans(someone, day, calendar)
        ),
        hours.step,
        hours.length,
    )


def _on_grid(stretches: Iterable[tuple[int, int, int]], step: int, length: int) -> Grid:
    """The starts in stretches, each after the opening that its grid is counted from."""
    starts: list[int] = []
    for opens, from_, to in stretches:
        # `//` rounds down, and so the first start up.
        start = opens - (opens - from_) // step * step
        starts += range(start, to - length + 1, step)
    return tuple(starts)


def _free(grid: Grid, ruled_out: Iterable[Span]) -> bytes:
    """A byte for each start of a grid: 0 where a span rules it out, else 1."""
    free = bytearray(b"\1") * len(grid)
    with_end = (*grid, inf)
    for after, before in ruled_out:
        place = bisect_right(grid, after)
        while with_end[place] < before:
            free[place] = 0
            place += 1
    return bytes(free)


def grid_starts(
    inspector: Inspector, day: date, minutes: int, policy: Policy, calendar: WorkingCalendar
) -> Grid:
    """The starts of a day's grid from which a meeting fits its working interval, in ticks."""
    stretches = (
        (opens, opens, closes) for opens, closes in working_spans(inspector, day, calendar)
    )
    return _on_grid(stretches, policy.grid_minutes * MINUTE, minutes * MINUTE)


def _procedure(value: Procedure | str | None) -> Procedure | None:
    return None if value is None else member("procedure", Procedure)(value)


def _rooms(office: Office, channel: Channel | str) -> tuple[str, ...]:
    """The rooms one of which has to be free, for a channel."""
    in_person = member("channel", Channel)(channel) is Channel.IN_PERSON
    return office.rooms if in_person else ()


def _inspector(office: Office, inspector: str) -> Inspector:
    found = office.inspectors.get(inspector)
    if found is None:
        right = Text("id-ul unui inspector al instituției", "the id of an inspector of the office")
        raise InvalidInput("inspector", inspector, right)
    return found


def _request(office: Office, number: str | None) -> Request | None:
    if number is None:
        return None
    try:
        found = office.request(number)
    except InvalidInput as error:
        raise InvalidInput("request", number, error.right) from None
    if found is None:
        right = Text("numărul unei cereri a instituției", "the number of a request of the office")
        raise InvalidInput("request", number, right)
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
    search_with = searching(agenda, first, last, at, office, minutes, request, channel, procedure)
    search = search_with(_inspector(office, inspector))
    return slots_at(search.starts(first, last), minutes)


def searching(
    agenda: Agenda,
    first: date,
    last: date,
    at: datetime,
    office: Office,
    minutes: int,
    request: str | None,
    channel: Channel | str,
    procedure: Procedure | str | None,
) -> Callable[[Inspector], Search]:
    """What makes the search with an inspector, for a question that is checked here."""
    checked_whole_number("minutes", minutes, 1, LONGEST_MINUTES)
    checked_date("first", first)
    if checked_date("last", last) < first:
        right = Text(
            f"o dată nu mai devreme decât prima, {first}", f"a date on or after the first, {first}"
        )
        raise InvalidInput("last", last.isoformat(), right)
    instant = as_utc(at, "at")
    return partial(
        Search.of,
        checked_instance("agenda", agenda, Agenda),
        checked_instance("office", office, Office).calendar,
        office.policy_at(instant, _procedure(procedure)),
        instant,
        minutes=minutes,
        request=_request(office, request),
        applicant=None,
        ignoring=None,
        rooms=_rooms(office, channel),
    )


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
    ['Luni, 30 noiembrie 2026, nu este zi lucrătoare: Sfântul Apostol Andrei, cel Întâi \
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

    def explain(self, language: Language = "en") -> str:
        """The report in words, a line for the day and one for each rule."""
        free = counted(len(self.free), "slot", language)
        free_words = Text(f"libere: {free}", f"free: {free}").in_(language)
        lines = [f"{day_name(self.day, language)}: {free_words}"]
        for each in self.closed_by:
            count = f" ({counted(each.slots, 'slot', language)})" if self.asked else ""
            lines.append(f"  {each.rule}{count}: {each.finding.message(language)}")
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
      slot.working_hours: The inspector has no working hours on Saturday, 28 November 2026; \
the weekly hours: Monday-Friday 08:00-16:00.
    """
    checked_whole_number("minutes", minutes, 1, LONGEST_MINUTES)
    who = _inspector(office, inspector)
    policy = office.policy_at(as_utc(at, "at"), _procedure(procedure))
    starts = grid_starts(who, checked_date("day", day), minutes, policy, office.calendar)
    asked = starts or (office.calendar.ticks_at(day, NOON),)
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
