"""What each citizen asks of their inspector: from which start on, and up to which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
from attrs import frozen

from tichet_rules.audit._columns_arrays import grouped
from tichet_rules.audit._columns_clock import Clock, Dates, Days, date_of
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Channel, Procedure
from tichet_rules.office import Office
from tichet_rules.policy import Policy, WindowBinds
from tichet_rules.rules import SLOT_RULES
from tichet_rules.rules.request import response_window
from tichet_rules.timekeeping import HourReading, last_day
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import EPOCH, HOUR
from tichet_rules.timekeeping.readings import earliest_ticks
from tichet_rules.whatif._columns_citizens import NOBODY, Array, CitizenColumns
from tichet_rules.whatif._columns_starts import Starts, starts_of
from tichet_rules.whatif.demand import Demand

__all__ = ["NONE", "Answers", "Questions", "questions"]

_EPOCH_ORDINAL = EPOCH.toordinal()
_ALL = slice(None)
_NEVER = np.iinfo(np.int64).min

NONE = -1  # no start

# The rules that are known to depend on the slot as the starts do, or else on no citizen.
_MODELLED = frozenset(each.id for each in SLOT_RULES) | {
    "request.identified",
    "request.eligible",
    "request.response_window",
    "request.one_open_booking",
    "request.after_no_show",
    "inspector.holds_request",
    "inspector.execution_staff",
    "applicant.free",
    "contact.phone",
    "contact.email",
    "channel.allowed",
    "room.free",
}


@frozen(eq=False, repr=False)
class Questions:
    """What citizens ask, in order of their asking, a row for each.

    ``who`` is the place of their inspector among the staff, ``offer`` that of the starts of
    their inspector under the policy of the day among the ``offers``. By their numbers, ``low`` is
    the first start that the notice admits, ``high`` the first beyond the window of the
    request, ``far`` the first beyond what anyone may ask for.
    """

    citizens: CitizenColumns
    who: Array
    offer: Array
    low: Array
    high: Array
    far: Array
    offers: tuple[Starts, ...]

    def __len__(self) -> int:
        return len(self.who)

    def of_offer(self, facts: Any) -> Array:
        """What each row's offer is or has, from what all offers are or have."""
        table = np.array(facts)
        return table if len(table) == 1 else table.take(self.offer)

    def ticks(self, numbers: Array, rows: Array | slice = _ALL) -> Array:
        """The instants of a start for each of some rows; any instant where there is none."""
        before = np.cumsum([0, *(len(each.ticks) + 1 for each in self.offers)])[:-1]
        ticks = np.concatenate([np.append(each.ticks, 0) for each in self.offers])
        return ticks.take(before.take(self.offer[rows]) + numbers)


@frozen(eq=False, repr=False)
class Answers:
    """The answer to each question, by the numbers of the starts, -1 for none.

    ``first_free`` is the first start that was free, ``chosen`` the one that the citizen
    asked for. Who found none within the window of their request and one past it is ``late``.
    """

    first_free: Array
    chosen: Array
    late: Array

    @classmethod
    def none(cls, count: int) -> Answers:
        """As long as nobody was answered."""
        chosen = np.full(count, NONE, np.int32)
        return cls(chosen.copy(), chosen, np.zeros(count, bool))


def questions(
    office: Office, demand: Demand, citizens: CitizenColumns, who: Array, staff: tuple[str, ...]
) -> Questions:
    """The questions of some citizens, each with the place of their inspector."""
    calendar, asked_at = office.calendar, citizens.asked_at
    clock = Clock.of(Dates(calendar), asked_at)
    today = clock.day(asked_at)
    policies, policy = _policies(office, demand, Days.of(today))
    ahead = [_days_ahead(each, demand) for each in policies]
    first, last = date_of(today.min()), date_of(today.max())
    worked = _working_days(office, first, last, max(ahead))
    end = calendar.midnight(day_after(last, max(ahead) + 1))

    earliest, far_day, high_day = (np.empty(len(who), np.int64) for _ in range(3))
    for place, rows in _parts(policy, len(policies)):
        chosen = policies[place]
        earliest[rows] = _earliest(chosen, asked_at[rows], clock, end)
        far_day[rows] = today[rows] + ahead[place]
        high_day[rows] = _within_window(
            office, chosen, today[rows], citizens.answer_age_days[rows], far_day[rows]
        )

    offers, offer = _offers(office, policies, worked, who * len(policies) + policy, staff)
    low, high, far = (np.empty(len(who), np.int32) for _ in range(3))
    for place, rows in _parts(offer, len(offers)):
        starts = offers[place]
        low[rows] = np.searchsorted(starts.ticks, earliest[rows])
        high[rows] = starts.until(high_day[rows])
        far[rows] = starts.until(far_day[rows])
    return Questions(citizens, who, offer, low, high, far, offers)


def _parts(places: Array, count: int) -> Iterable[tuple[int, Any]]:
    """The rows of each place, all at once where there is but one."""
    return [(0, _ALL)] if count == 1 else grouped(places, np.arange(len(places)))


def _offers(
    office: Office, policies: list[Policy], worked: list[date], pair: Array, staff: tuple[str, ...]
) -> tuple[tuple[Starts, ...], Array]:
    """The starts of each inspector under each policy that anyone meets; the same are kept once."""
    offers: list[Starts] = []
    hours: dict[Any, Starts] = {}
    places: dict[Any, int] = {}
    place_of_pair = np.zeros(len(staff) * len(policies), np.int32)
    for each in np.flatnonzero(np.bincount(pair)).tolist():
        who, policy = office.inspectors[staff[each // len(policies)]], each % len(policies)
        key = (who.week, who.overrides, who.absences, policy)
        if key not in places:
            if key[:2] + key[3:] not in hours:
                hours[key[:2] + key[3:]] = starts_of(who, policies[policy], office.calendar, worked)
            places[key] = len(offers)
            away = [each.ticks(office.calendar) for each in who.absences]
            offers.append(hours[key[:2] + key[3:]].without(away))
        place_of_pair[each] = places[key]
    return tuple(offers), place_of_pair.take(pair)


def _policies(office: Office, demand: Demand, days: Days) -> tuple[list[Policy], Array]:
    """The versions of the policy that are in force on some dates, and that of each row."""
    places: dict[int, int] = {}
    policies: list[Policy] = []
    of_day = []
    for day in days.distinct:
        policy = office.policy.policy_at(date_of(day))
        if id(policy) not in places:
            places[id(policy)] = len(policies)
            policies.append(_modelled(policy, demand, office))
        of_day.append(places[id(policy)])
    return policies, np.array(of_day, np.int64)[days.place]


def _modelled(policy: Policy, demand: Demand, office: Office) -> Policy:
    """The policy when nothing in it is left to the engine that decides event by event."""
    if demand.channel is Channel.IN_PERSON and office.rooms:
        raise InvalidInput("engine", "columns", "'decide' where citizens share the office's rooms")
    if policy.procedure is not Procedure.BLUE_TICKET:
        raise InvalidInput("engine", "columns", f"'decide' for the procedure {policy.procedure}")
    for each in policy.rules:
        if each not in _MODELLED:
            raise InvalidInput("engine", "columns", f"'decide' for a policy with the rule {each}")
    return policy


def _days_ahead(policy: Policy, demand: Demand) -> int:
    """How many days from today anyone may ask for."""
    horizon = policy.horizon_days
    return demand.patience_days if horizon is None else min(demand.patience_days, horizon)


def _working_days(office: Office, first: date, last: date, ahead: int) -> list[date]:
    """The working days on which a meeting may come to lie."""
    calendar = office.calendar
    room = (calendar.known_until - last) // timedelta(days=1)
    if ahead > room:
        raise InvalidInput(
            "engine",
            "columns",
            f"'decide' where citizens look past {calendar.known_until}, "
            "the last date whose public holidays are known",
        )
    days = calendar.days(first, day_after(last, ahead))
    return [day for day in days if calendar.is_working_day(day)]


# --- the notice -------------------------------------------------------------------------------


def _earliest(policy: Policy, asked_at: Array, clock: Clock, end: int) -> Array:
    """The first instants at which the notice lets meetings start, or ``end`` for any later one."""
    notice, reading = policy.notice_hours * HOUR, policy.notice_reading
    if reading is HourReading.ELAPSED:
        earliest: Array = asked_at + notice
        return earliest
    if reading is HourReading.WORKING_DAYS_ONLY:
        return _after_worked(asked_at, notice, clock, end)
    # The others look at no more than the clock hour, or the date, of the asking.
    same = clock.day if reading is HourReading.CIVIL_PROCEDURE_HOURS else clock.clock_hour
    _, examples, place = np.unique(same(asked_at), return_index=True, return_inverse=True)
    ticks = [
        earliest_ticks(int(each), notice, reading, clock.dates.calendar)
        for each in asked_at[examples]
    ]
    found: Array = np.array(ticks, np.int64)[place]
    return found


def _after_worked(asked_at: Array, notice: int, clock: Clock, end: int) -> Array:
    """The instants by which so much time has passed on working days."""
    if not notice:
        return asked_at
    calendar = clock.dates.calendar
    days = list(calendar.days(calendar.date_at(int(asked_at.min())), calendar.date_at(end)))
    midnights = np.array([calendar.midnight(each) for each in days], np.int64)
    worked = np.array([calendar.is_working_day(each) for each in days[:-1]], np.int64)
    sums = np.append(0, np.cumsum(np.diff(midnights) * worked))
    day = np.searchsorted(midnights, asked_at, side="right") - 1
    needed = sums[day] + (asked_at - midnights[day]) * worked[day] + notice
    day = np.minimum(np.searchsorted(sums, needed), len(sums) - 1)
    earliest: Array = midnights[day - 1] + needed - sums[day - 1]
    return np.where(needed > sums[-1], end, earliest)


# --- the window after an answer ---------------------------------------------------------------


def _within_window(
    office: Office, policy: Policy, today: Array, age: Array, far_day: Array
) -> Array:
    """The last dates to ask for, of those who were answered so many days ago."""
    last = far_day.copy()
    answered = np.flatnonzero(age != NOBODY)
    if response_window.id not in policy.rules or not len(answered):
        return last
    days = Days.of(today[answered] - age[answered])

    def end(day: date) -> int:
        reading, calendar = policy.window_reading, office.calendar
        return last_day(day, policy.window_days, reading, calendar).toordinal() - _EPOCH_ORDINAL

    ends = days.table(end, np.int64)[days.place]
    if policy.window_binds is WindowBinds.MEETING:
        last[answered] = np.minimum(last[answered], ends)
    else:
        last[answered[today[answered] > ends]] = _NEVER
    return last
