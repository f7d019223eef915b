"""A simulated time: each event decided and applied as in production, none by other rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import chain
from typing import Any, Final

from attrs import evolve, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_date,
    checked_instance,
    checked_whole_number,
    member,
)
from tichet_rules.agenda import (
    Agenda,
    Book,
    Cancel,
    Command,
    Decision,
    Hold,
    NoShow,
    apply,
    decide,
    free_slots,
)
from tichet_rules.errors import Given, InvalidInput, MissingExtra
from tichet_rules.model import Applicant, Channel, Contact, Inspector, Request, Role, Slot
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory
from tichet_rules.rules import working_spans
from tichet_rules.text import Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, from_ticks, ticks_of
from tichet_rules.whatif._dice import picked
from tichet_rules.whatif.demand import Assignment, Citizen, Demand
from tichet_rules.whatif.outcome import CitizenRecord, Fate, Outcome
from tichet_rules.whatif.staffing import STAFF_NEEDED

__all__ = [
    "Engine",
    "booking_of",
    "checked_counts",
    "checked_days",
    "engine_of",
    "odds_of",
    "of_run",
    "request_of",
    "run",
    "simulate",
    "warm_up_from",
    "working_time",
]

# What happens first at one instant: a meeting ends, a booking is cancelled, a citizen asks.
_ENDS: Final = 0
_CANCELS: Final = 1
_ASKS: Final = 2

_LONGEST_DAYS: Final = 3_660

_AN_HOUR: Final = timedelta(hours=1)
_NAME: Final = "Cetățean"
_CONTACT: Final = Contact("0264 596 030", "cetatean@example.org")


class Engine(StrEnum):
    """What works out a simulated time: the same outcome, in another way.

    ``decide`` decides and applies each command as in production. ``columns`` works on columns of
    numbers, hundreds of times faster, and needs the extra ``columns`` (numpy).
    """

    DECIDE = "decide"
    COLUMNS = "columns"


@frozen
class EngineParts:
    """How an engine draws citizens, in a form of its own, and what comes of them."""

    citizens: Callable[..., Any]
    run: Callable[..., Outcome]


def engine_of(engine: Engine | str) -> EngineParts:
    """The parts of an engine.

    ``citizens(demand, calendar, first, last, seed=…, replication=…)`` draws, and
    ``run(office, demand, citizens, first=…, last=…, available=…)`` simulates.
    """
    if member("engine", Engine)(engine) is Engine.DECIDE:
        return EngineParts(Demand.citizens, run)
    try:
        from tichet_rules.whatif import _columns_engine  # noqa: PLC0415 (with numpy, when asked for)
    except ModuleNotFoundError as missing:
        raise MissingExtra(
            Text("simularea pe coloane", "simulating by columns"), "columns"
        ) from missing
    return EngineParts(_columns_engine.drawn, _columns_engine.run)


def simulate(
    office: Office,
    demand: Demand,
    *,
    first: date,
    last: date,
    seed: int,
    replication: int = 0,
    warm_up_days: int = 0,
    engine: Engine | str = Engine.DECIDE,
) -> Outcome:
    """What comes of a demand in an office, from one date to another, both included.

    Each citizen asks, at their instant, for the slot that they prefer among the free ones of the
    inspector who has their request, as long as the policy allows; where the window
    after the answer leaves none, for one after it, and is refused. Execution staff have
    the requests; the office's own do not count. The same question always gets the same answer.

    The agenda is empty at first, as no office's is: for the ``warm_up_days`` before the first,
    citizens ask like later, and are left out of the figures, but not of the agenda.

    The ``engine`` "columns" gives the same outcome for large numbers; it raises
    :class:`~tichet_rules.errors.InvalidInput` for the little that only "decide" can do.

    >>> from datetime import date
    >>> outcome = simulate(
    ...     Office(inspectors=[Inspector("i-017")]),
    ...     Demand(per_day=20, no_show=0.1),
    ...     first=date(2026, 11, 2),
    ...     last=date(2026, 11, 13),
    ...     seed=1,
    ... )
    >>> outcome.arrivals, str(outcome.lead_time_median)
    (213, '2 days, 15:57:11')
    """
    checked_instance("office", office, Office)
    checked_instance("demand", demand, Demand)
    checked_days(first, last)
    checked_counts(demand, first, last)
    checked_whole_number("seed", seed)
    checked_whole_number("replication", replication, 0)
    begin = warm_up_from(first, warm_up_days)
    parts = engine_of(engine)
    citizens = parts.citizens(
        demand, office.calendar, begin, last, seed=seed, replication=replication
    )
    time = working_time(office, first, last)
    outcome = parts.run(office, demand, citizens, first=first, last=last, available=time)
    return of_run(outcome, office, seed, replication)


def of_run(outcome: Outcome, office: Office, seed: int, replication: int) -> Outcome:
    """The outcome with the run that it is of."""
    policies = tuple(_in_force(office.policy, outcome.first, outcome.last))
    return evolve(outcome, seed=seed, replication=replication, policies=policies)


def _in_force(policy: Policy | PolicyHistory, first: date, last: date) -> Iterator[str]:
    """The versions that are in force on some of the dates; a policy alone is on all."""
    if isinstance(policy, Policy):
        yield policy.version
        return
    until = (*(each.valid_from for each in policy.versions[1:]), date.max)
    for each, end in zip(policy.versions, until, strict=True):
        if each.valid_from <= last and first < end:
            yield each.version


def checked_days(first: date, last: date) -> None:
    """Refuse a last date before the first."""
    checked_date("first", first)
    if checked_date("last", last) < first:
        right = Text(
            f"o dată nu mai devreme decât prima, {first}", f"a date on or after the first, {first}"
        )
        raise InvalidInput("last", last.isoformat(), right)


def checked_counts(demand: Demand, first: date, last: date) -> None:
    """Refuse counts by date of which none is within the time: nobody would ask."""
    counts = demand.counts
    if counts is None or any(first <= day <= last for day in counts):
        return
    given = Given("nicio dată", "no date")
    if counts:
        given = Given(f"{min(counts)} – {max(counts)}", f"{min(counts)} – {max(counts)}")
    right = Text(f"cel puțin o dată de la {first} la {last}", f"a date from {first} to {last}")
    raise InvalidInput("demand.counts", given, right)


def warm_up_from(first: date, days: int) -> date:
    """The date on which the citizens begin to ask."""
    return day_after(first, -checked_whole_number("warm_up_days", days, 0, _LONGEST_DAYS))


def working_time(office: Office, first: date, last: date) -> FrozenMap[str, timedelta]:
    """The working time of each inspector from one date to another, without absences."""
    staff = [each for each in office.inspectors.values() if each.role is Role.EXECUTION]
    if not staff:
        raise InvalidInput("office.inspectors", [], STAFF_NEEDED)
    calendar = office.calendar
    days = [day for day in calendar.days(first, last) if calendar.is_working_day(day)]
    times: dict[object, timedelta] = {}
    found = {}
    for each in staff:
        programme = (each.week, each.overrides, each.absences)
        if programme not in times:
            times[programme] = _time_of(each, days, calendar)
        found[each.id] = times[programme]
    return FrozenMap(found)


def odds_of(demand: Demand, available: FrozenMap[str, timedelta]) -> dict[str, float]:
    """The odds with which a request comes to each inspector, where it is a matter of chance."""
    even = dict.fromkeys(available, 1.0)
    if demand.assignment is not Assignment.BY_HOURS:
        return even
    # Where nobody works it does not matter to whom they come.
    return {who: time / _AN_HOUR for who, time in available.items() if time} or even


def _time_of(inspector: Inspector, days: list[date], calendar: WorkingCalendar) -> timedelta:
    away = sorted(each.ticks(calendar) for each in inspector.absences)
    ticks = 0
    for day in days:
        for opens, closes in working_spans(inspector, day, calendar):
            here = opens
            for begins, ends in away:
                ticks += max(0, min(begins, closes) - here)
                here = max(here, min(ends, closes))
            ticks += closes - here
    return timedelta(microseconds=ticks)


def run(
    office: Office,
    demand: Demand,
    citizens: tuple[Citizen, ...],
    *,
    first: date,
    last: date,
    available: FrozenMap[str, timedelta],
) -> Outcome:
    """What comes of some citizens in an office, whose inspectors' working time is known."""
    town = _Town(office, demand, citizens, available)
    town.live_until(office.calendar.midnight(day_after(last)))
    begins = office.calendar.midnight(first)
    early = bisect_left(citizens, begins, key=lambda each: each.asked_at)
    before, records = tuple(town.records[:early]), tuple(town.records[early:])
    return Outcome(first, last, records, before, available, office.calendar)


class _Town:
    """The agenda as time goes on, what is still to come, and the record of each citizen."""

    def __init__(
        self,
        office: Office,
        demand: Demand,
        citizens: tuple[Citizen, ...],
        available: FrozenMap[str, timedelta],
    ) -> None:
        staff = tuple(available)
        self.demand = demand
        self.citizens = citizens
        self.agenda = Agenda()
        self.records: list[CitizenRecord] = []
        self.requests: list[Request] = []
        odds = odds_of(demand, available)
        for number, citizen in enumerate(citizens):
            if demand.assignment is Assignment.IN_TURN:
                inspector = staff[number % len(staff)]
            else:
                inspector = picked(odds, citizen.share)
            asked_at = from_ticks(citizen.asked_at)
            self.records.append(CitizenRecord(asked_at, inspector, minutes=citizen.minutes))
            today = office.calendar.local(asked_at).date()
            self.requests.append(request_of(number, citizen.answer_age_days, today, inspector))
        self.office = office.replace(requests=self.requests)
        # In order, so a heap.
        self.coming = [(each.asked_at, _ASKS, number) for number, each in enumerate(citizens)]

    def live_until(self, end: int) -> None:
        """Let happen all that comes until an instant."""
        while self.coming and self.coming[0][0] <= end:
            ticks, what, number = heappop(self.coming)
            at = from_ticks(ticks)
            if what == _ASKS:
                self._ask(number, at)
            elif what == _CANCELS:
                self._close(number, Cancel(booking=_booking(number)), Fate.CANCELLED, at)
            elif self.citizens[number].comes:
                self._close(number, Hold(booking=_booking(number)), Fate.HELD, at)
            else:
                self._close(number, NoShow(booking=_booking(number)), Fate.MISSED, at)

    def _decide(self, command: Command, at: datetime) -> Decision:
        decision = decide(command, self.agenda, at=at, office=self.office)
        for event in decision.events:
            self.agenda = apply(self.agenda, event)
        return decision

    def _close(self, number: int, command: Command, fate: Fate, at: datetime) -> None:
        decision = self._decide(command, at)
        assert decision.allowed  # asked of an open booking, at its time
        self.records[number] = evolve(self.records[number], fate=fate, closed_at=at)

    def _ask(self, number: int, at: datetime) -> None:
        request, record = self.requests[number], self.records[number]
        first_free, slot = self._choice(number, at, request.number)
        if slot is None and request.communicated_on is not None:
            _, slot = self._choice(number, at, None)
        if slot is None:
            return  # there is none to be had: they leave
        command = booking_of(request, slot, self.demand.channel, _booking(number))
        decision = self._decide(command, at)
        start = None if first_free is None else first_free.start
        if not decision.allowed:
            self.records[number] = evolve(
                record, first_free=start, refused_by=decision.refused_by, fate=Fate.REFUSED
            )
            return
        self.records[number] = evolve(record, first_free=start, booked=slot, fate=Fate.OPEN)
        heappush(self.coming, self._end_of(number, ticks_of(at), slot))

    def _choice(
        self, number: int, at: datetime, request: str | None
    ) -> tuple[Slot | None, Slot | None]:
        """The first free slot, and the one that the citizen takes."""
        preference = self.citizens[number].preference
        free = self._free(number, at, request)
        first = next(free, None)
        if first is None or preference.likes_all:
            return first, first
        calendar = self.office.calendar
        liked = (each for each in chain([first], free) if preference.likes(each, calendar))
        return first, next(liked, first)

    def _free(self, number: int, at: datetime, request: str | None) -> Iterator[Slot]:
        today = self.office.calendar.local(at).date()
        return free_slots(
            self.agenda,
            inspector=self.records[number].inspector,
            first=today,
            last=day_after(today, self.demand.patience_days),
            at=at,
            office=self.office,
            minutes=self.office.policy_at(at).max_minutes,
            request=request,
            channel=self.demand.channel,
        )

    def _end_of(self, number: int, now: int, slot: Slot) -> tuple[int, int, int]:
        """How the booking will end, and when: cancelled ahead, or with its slot."""
        ahead = self.citizens[number].cancels_ahead_hours
        if ahead is not None and now < slot.begins:
            return max(now, slot.begins - ahead * HOUR), _CANCELS, number
        return slot.ends, _ENDS, number


def _booking(number: int) -> str:
    return f"whatif-{number + 1}"


def request_of(number: int, answer_age_days: int | None, today: date, inspector: str) -> Request:
    """The request that a citizen asks about."""
    registered = f"{number + 1}/1"
    who = Applicant(_NAME, f"c-{number + 1}")
    if answer_age_days is None:
        return Request(registered, who, today, inspector)
    answered_on = day_after(today, -answer_age_days)
    return Request(registered, who, answered_on, inspector, "answered", answered_on)


def booking_of(request: Request, slot: Slot, channel: Channel, booking: str) -> Book:
    """What a citizen asks for."""
    return Book(
        number=request.number,
        applicant=_NAME,
        filed_on=request.filed_on,
        slot=slot,
        channel=channel,
        contact=_CONTACT,
        booking=booking,
    )
