"""The rules of the blue ticket, each asked of all rows of a log under one version of the policy.

Each function takes the arguments of its rule's predicate out of the facts, as columns, and says
which rows it refuses; ``None`` where it concerns none. The predicates are the rules' own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from tichet_rules.audit._columns_arrays import Array, looked_up
from tichet_rules.audit._columns_clock import given
from tichet_rules.audit._columns_facts import Facts
from tichet_rules.audit._columns_office import NEVER
from tichet_rules.model import Channel
from tichet_rules.policy import Policy, WindowBinds
from tichet_rules.rules.contact import offered
from tichet_rules.rules.inspector import holds_or_held, none_of, of_a_role_that_is_met
from tichet_rules.rules.request import (
    below_limit,
    open_or_answered,
    pause_is_over,
    within_window,
)
from tichet_rules.rules.room import one_is_free
from tichet_rules.rules.slot import (
    enough_notice,
    inside,
    office_is_open,
    on_the_grid,
    short_enough,
    within_horizon,
)
from tichet_rules.timekeeping.instants import HOUR, MINUTE

__all__ = ["RULES"]

_NO_LIMIT: Final = np.iinfo(np.int64).max


def refused(holds: Any, where: Any = True) -> Array:
    """The rows where a predicate does not hold, of those where its rule applies."""
    rows: Array = where & ~holds
    return rows


# --- request.* ------------------------------------------------------------------------------


def identified(facts: Facts, _: Policy, rows: Any) -> Array:
    """What the citizen typed is not in a log: only that the office has the request."""
    return refused(facts.known[rows])


def eligible(facts: Facts, _: Policy, rows: Any) -> Array:
    """The request is in operation, or has been answered."""
    office = facts.log.office
    holds = np.append(open_or_answered(office.in_operation, office.answered), True)
    return refused(looked_up(holds, facts.request[rows]))


def response_window(facts: Facts, policy: Policy, rows: Any) -> Array:
    """Within the window after the answer: its last day is worked out once for each date."""
    office = facts.log.office
    communicated = looked_up(office.communicated.place, facts.request[rows])
    asked = np.zeros(len(office.communicated.distinct), bool)
    asked[communicated] = True
    last = np.full(len(asked), _NO_LIMIT)
    for place in np.flatnonzero(asked & (office.communicated.distinct != NEVER)).tolist():
        on = int(office.communicated.distinct[place])
        last[place] = office.dates.last_day(on, policy.window_days, policy.window_reading)
    day = facts.booked_day if policy.window_binds is WindowBinds.BOOKING else facts.day
    return refused(within_window(day[rows], looked_up(last, communicated)))


def one_open_booking(facts: Facts, policy: Policy, rows: Any) -> Array:
    """So many open bookings of one request at a time."""
    most = min(policy.open_bookings_per_request, _NO_LIMIT)
    holds = below_limit(facts.open_bookings(policy.procedure)[rows], most)
    return refused(holds)


def after_no_show(facts: Facts, policy: Policy, rows: Any) -> Array | None:
    """A pause after a meeting that was missed."""
    if not policy.no_show_pause_days:
        return None
    missed = facts.last_missed(policy.procedure)[rows]
    over = pause_is_over(facts.booked_day[rows], missed, policy.no_show_pause_days)
    return refused(over)


# --- inspector.* ----------------------------------------------------------------------------


def holds_request(facts: Facts, _: Policy, rows: Any) -> Array:
    """The inspector, or whom they stand in for, has or had the request."""
    office, request = facts.log.office, facts.request[rows]
    known = facts.inspector_known[rows]
    holder = looked_up(np.append(office.holder, -1), request)
    holds, held = np.zeros(len(request), bool), np.zeros(len(request), bool)
    for whose in (each[rows] for each in facts.whose):
        holds |= known & (whose == holder)
        others = np.flatnonzero(~holds & (whose >= 0))
        held[others] |= office.had(request[others], whose[others])
    return refused(holds_or_held(holds, known & held), where=facts.known[rows])


def execution_staff(facts: Facts, policy: Policy, rows: Any) -> Array:
    """The inspector has one of the roles that are met."""
    met = [each.role in policy.meets for each in facts.log.office.inspectors]
    holds = of_a_role_that_is_met(np.array([*met, True], np.int8))  # of nobody nothing is asked
    return refused(looked_up(holds, facts.inspector[rows]))


def present(facts: Facts, _: Policy, rows: Any) -> Array:
    """The inspector is not away."""
    return refused(none_of(facts.away[rows]))


# --- slot.* ---------------------------------------------------------------------------------


def notice(facts: Facts, policy: Policy, rows: Any) -> Array:
    """Booked in time, as the reading counts."""
    columns = facts.log.columns
    booked, start = columns.booked_at[rows], columns.begins[rows]
    ahead = given(policy.notice_reading, booked, start, facts.clock)
    return refused(enough_notice(ahead, policy.notice_hours * HOUR))


def duration(facts: Facts, policy: Policy, rows: Any) -> Array:
    """The meeting is short enough."""
    columns = facts.log.columns
    length = columns.ends[rows] - columns.begins[rows]
    return refused(short_enough(length, policy.max_minutes * MINUTE))


def working_day(facts: Facts, _: Policy, rows: Any) -> Array:
    """The office is open on the day."""
    open_on = office_is_open(facts.is_working_day)
    return refused(looked_up(open_on, facts.days.place[rows]))


def working_hours(facts: Facts, _: Policy, rows: Any) -> Array:
    """Wholly inside the working interval in which it starts: it can lie inside no other."""
    columns, (opens, closes) = facts.log.columns, facts.hours
    within = inside(columns.begins[rows], columns.ends[rows], opens[rows], closes[rows])
    return refused(within, where=facts.inspector_known[rows])


def grid(facts: Facts, policy: Policy, rows: Any) -> Array:
    """On the grid, where the start is inside a working interval."""
    begins, (opens, closes) = facts.log.columns.begins[rows], facts.hours
    opens, closes = opens[rows], closes[rows]
    holds = on_the_grid(begins, opens, policy.grid_minutes * MINUTE)
    return refused(holds, where=opens <= begins)


def slot_free(facts: Facts, _: Policy, rows: Any) -> Array:
    """The inspector has no other meeting."""
    return refused(none_of(facts.inspector_taken[rows]))


def horizon(facts: Facts, policy: Policy, rows: Any) -> Array | None:
    """Not further ahead than the horizon."""
    if policy.horizon_days is None:
        return None
    return refused(within_horizon(facts.day[rows], facts.booked_day[rows], policy.horizon_days))


# --- the others -----------------------------------------------------------------------------


def applicant_free(facts: Facts, _: Policy, rows: Any) -> Array:
    """The citizen has no other meeting."""
    return refused(none_of(facts.applicant_taken[rows]))


def contact(_: Facts, __: Policy, ___: Any) -> None:
    """Contact data are not in a log."""


def channel_allowed(facts: Facts, policy: Policy, rows: Any) -> Array:
    """The channel is offered."""
    holds = offered(np.array([each in policy.channels for each in Channel], np.int8))
    return refused(looked_up(holds, facts.log.columns.channel[rows]))


def room_free(facts: Facts, _: Policy, rows: Any) -> Array | None:
    """The room of the meeting is free."""
    if not facts.log.columns.room.values:
        return None
    return refused(one_is_free(1 - facts.room_taken[rows].astype(np.int8)))


RULES: Final[dict[str, Callable[[Facts, Policy, Any], Array | None]]] = {
    "request.identified": identified,
    "request.eligible": eligible,
    "request.response_window": response_window,
    "inspector.holds_request": holds_request,
    "inspector.execution_staff": execution_staff,
    "slot.notice": notice,
    "slot.duration": duration,
    "slot.working_day": working_day,
    "slot.working_hours": working_hours,
    "inspector.present": present,
    "slot.grid": grid,
    "slot.free": slot_free,
    "applicant.free": applicant_free,
    "request.one_open_booking": one_open_booking,
    "request.after_no_show": after_no_show,
    "slot.horizon": horizon,
    "contact.phone": contact,
    "contact.email": contact,
    "channel.allowed": channel_allowed,
    "room.free": room_free,
}
