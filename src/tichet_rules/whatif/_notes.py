"""What a reader of a comparison has to know before they trust its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil, fsum, inf
from typing import TYPE_CHECKING, Final

from tichet_rules.model import Inspector, Role
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.policy import Policy
from tichet_rules.rules import RULE_BOOK
from tichet_rules.rules.request import response_window
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif.demand import Preference
from tichet_rules.whatif.estimates import Estimate
from tichet_rules.whatif.outcome import Fate
from tichet_rules.whatif.simulation import odds_of, warm_up_from, working_time
from tichet_rules.wording import counted, listed_words

if TYPE_CHECKING:
    from tichet_rules.whatif.comparison import Comparison, Scenario

__all__ = ["NOT_SIMULATED", "notes", "notes_of", "queue_grows"]

#: The parameters on which no figure depends, as each citizen asks once, about a request of their
#: own, and comes to the inspector who has it; those of audiences are not simulated at all.
NOT_SIMULATED: Final = (
    "open_bookings_per_request",
    "daily_limit",
    "answer_working_days",
    "ladder",
    "unanswered_days",
    "general_reasons",
    "reason_min_words",
    "no_show_pause_days",
    "reminder_hours",
    "conclusions_working_days",
    "ticket_working_days",
    "take_over",
    "take_over_notice_hours",
)

_MUCH: Final = 0.02
_FEW: Final = 0.01
_HALF_FULL: Final = 0.5
_FOUR_WEEKS: Final = 27
_WEEK: Final = 7
_MOST_NAMES: Final = 4
_BOOKED: Final = (Fate.HELD, Fate.MISSED, Fate.CANCELLED, Fate.OPEN)
_GROWS: Final = Text(
    "programările deschise cresc încă (queue_growth): cifrele depind de cât ține perioada și de "
    "zilele dinainte (warm_up_days)",
    "open bookings still grow (queue_growth): the figures depend on how long the time and its "
    "warm_up_days are",
)
_EMPTY: Final = Text(
    "nimeni nu a cerut înainte (warm_up_days=0), deci agenda este goală în prima zi, iar cei "
    "dintâi așteaptă mai puțin decât vor aștepta ceilalți",
    "nobody asked before (warm_up_days=0), so that the book is empty on the first date, and who "
    "asks then waits less than others will",
)


def notes(comparison: Comparison, code: Language) -> tuple[str, ...]:
    """The notes, each with the names of the scenarios of which it is true."""
    said: dict[str, list[str]] = {}
    for scenario in comparison.scenarios:
        for note in _of_scenario(comparison, scenario):
            said.setdefault(note.in_(code), []).append(scenario.name)
    of_all = [each.in_(code) for each in _of_the_demand(comparison)]
    return (*(f"{_names(names)}: {note}" for note, names in said.items()), *of_all)


def notes_of(comparison: Comparison, scenario: str) -> tuple[Text, ...]:
    """The notes that are true of a scenario, and those of the demand."""
    [found] = (each for each in comparison.scenarios if each.name == scenario)
    return (*_of_scenario(comparison, found), *_of_the_demand(comparison))


def _names(names: list[str]) -> str:
    more = f" + {len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else ""
    return ", ".join(f"«{each}»" for each in names[:_MOST_NAMES]) + more


def _of_scenario(comparison: Comparison, scenario: Scenario) -> Iterator[Text]:
    yield from _inert(comparison, scenario)
    yield from _grids(comparison, scenario)
    yield from _wishes(comparison, scenario)
    name = scenario.name
    total = {fate: sum(_known(comparison, name, fate)) for fate in Fate}
    asked = sum(total.values())
    if not asked:
        return
    if not any(total[fate] for fate in _BOOKED):
        yield _nobody(comparison, name, total)
        return
    load = _load(comparison, scenario)
    leave = total[Fate.LEFT] > _FEW * asked
    # Who is refused or leaves takes no slot, so that the load says nothing of the queue.
    overloaded = load > 1 and total[Fate.REFUSED] + total[Fate.LEFT] <= _FEW * asked
    if leave:
        yield _leave(comparison)
    if overloaded or _grows(comparison, name, asked / comparison.replications):
        yield _GROWS
    elif not comparison.warm_up_days and load > _HALF_FULL:
        yield _EMPTY


# --- the queue ------------------------------------------------------------------------------


def _load(comparison: Comparison, scenario: Scenario) -> float:
    """The slots wanted of those there are, of the inspector who is wanted most.

    As if each cancelled slot were given to another citizen: it is no less than that.
    """
    demand, first, last = comparison.demand, comparison.first, comparison.last
    calendar = comparison.scenarios[0].office.calendar
    expected = fsum(demand.mean_on(day, calendar) for day in calendar.days(first, last))
    policy = _policy(comparison, scenario)
    taken = timedelta(minutes=ceil(policy.max_minutes / policy.grid_minutes) * policy.grid_minutes)
    times = working_time(scenario.office, first, last)
    odds = odds_of(demand, times)
    share = expected * (1 - demand.cancellation) / fsum(odds.values())
    return max(
        share * weight * taken / times[who] if times[who] else inf for who, weight in odds.items()
    )


def _policy(comparison: Comparison, scenario: Scenario) -> Policy:
    """The policy in force on the first date."""
    office = scenario.office
    return office.policy_at(from_ticks(office.calendar.midnight(comparison.first)))


def _grows(comparison: Comparison, name: str, asked: float) -> bool:
    """Whether more open bookings are left by those who asked between the first and last week."""
    growth = comparison.estimate(name, "queue_growth")
    if growth is None:
        return False
    days = (comparison.last - comparison.first).days + 1
    return queue_grows(growth, asked * (days - _WEEK) / days)


def queue_grows(growth: Estimate, asked: float) -> bool:
    """Whether a queue still grows: clearly, and by more than 2% of those who asked meanwhile.

    ``growth`` is of ``queue_growth``; clear is what a 95% interval above 0 says. It is not held
    against the queue itself, of which it is less and less the longer the queue has grown.
    """
    return growth.low > 0 and growth.mean > _MUCH * asked


def _leave(comparison: Comparison) -> Text:
    patience = comparison.demand.patience_days
    return Text(
        "unii pleacă fără programare (left): ceilalți așteaptă atât cât caută înainte "
        f"(patience_days={patience}), ceea ce nu este o cifră a instituției",
        "citizens leave without a slot (left): the others wait as long as they look ahead "
        f"(patience_days={patience}), and that is no figure of the office",
    )


# --- what has no effect ---------------------------------------------------------------------


def _inert(comparison: Comparison, scenario: Scenario) -> Iterator[Text]:
    policy, first = (_policy(comparison, each) for each in (scenario, comparison.scenarios[0]))
    names = [
        name
        for name in NOT_SIMULATED
        if name in policy.changed and getattr(policy, name) != getattr(first, name)
    ]
    if names:
        listed = ", ".join(names)
        yield Text(
            f"nu se simulează, deci fără efect aici: {listed}",
            f"not simulated, and so without effect here: {listed}",
        )


def _wishes(comparison: Comparison, scenario: Scenario) -> Iterator[Text]:
    office = scenario.office
    first = comparison.first
    last = max(comparison.last, day_after(first, _FOUR_WEEKS))
    days = [
        each for each in office.calendar.days(first, last) if office.calendar.is_working_day(each)
    ]
    staff = {
        (each.week, each.overrides): each
        for each in office.inspectors.values()
        if each.role is Role.EXECUTION
    }
    policy = _policy(comparison, scenario)
    vain = [
        each
        for each in comparison.demand.preferences
        if not each.likes_all
        and not any(_can_have(each, who, day, policy) for who in staff.values() for day in days)
    ]
    if vain:
        listed = ", ".join(map(_wish, vain))
        yield Text(
            "niciun inspector nu lucrează când doresc unii o întâlnire, așa că iau cel mai "
            f"devreme interval: {listed}",
            "no inspector works when some wish for a meeting, so that they take the earliest "
            f"slot: {listed}",
        )


def _can_have(wish: Preference, inspector: Inspector, day: date, policy: Policy) -> bool:
    """Whether a meeting that is wished for fits into an inspector's hours of a date."""
    if wish.weekday not in (None, WEEKDAYS[day.weekday()]):
        return False
    for each in inspector.intervals_on(day):
        start, end = each.start, each.end
        if wish.hours is not None:
            steps = ceil(max(0, wish.hours.start - start) / policy.grid_minutes)
            start += steps * policy.grid_minutes
            end = min(end, wish.hours.end - 1 + policy.max_minutes)
        if start + policy.max_minutes <= end:
            return True
    return False


def _wish(preference: Preference) -> str:
    parts = (preference.weekday, preference.hours)
    return " ".join(str(each) for each in parts if each is not None)


# --- meetings and citizens ------------------------------------------------------------------


def _grids(comparison: Comparison, scenario: Scenario) -> Iterator[Text]:
    office = scenario.office
    calendar = office.calendar
    policies = (
        office.policy_at(from_ticks(calendar.midnight(day)))
        for day in calendar.days(comparison.first, comparison.last)
    )
    for minutes, step in dict.fromkeys((each.max_minutes, each.grid_minutes) for each in policies):
        if minutes % step:
            taken = minutes + step - minutes % step
            yield Text(
                f"întâlnirile de {counted(minutes, 'minute', 'ro')} la pasul de "
                f"{counted(step, 'minute', 'ro')} (grid_minutes) ocupă {taken}",
                f"{minutes}-minute meetings on a grid of {step} minutes (grid_minutes) take "
                f"{taken}",
            )


def _nobody(comparison: Comparison, name: str, total: dict[Fate, float]) -> Text:
    rules = {
        "expired_windows" if each is response_window else f"refused.{each.id}": each.title
        for each in RULE_BOOK
    }
    titles = [
        rules[each.id]
        for each in comparison.metrics
        if each.id in rules and any(_known(comparison, name, each.id))
    ]
    by = listed_words([Text(f"«{each.ro}»", f"«{each.en}»") for each in titles])
    why = [Text(f"refuz: {by.ro}", f"refused by {by.en}")] if titles else []
    if total[Fate.LEFT]:
        why.append(Fate.LEFT.words)
    ro, en = ("; ".join(each.in_(code) for each in why) for code in LANGUAGES)
    return Text(f"nimeni nu a putut fi programat ({ro})", f"nobody could be booked ({en})")


def _known(comparison: Comparison, name: str, metric: str) -> list[float]:
    return [each for each in comparison.values(name, metric) if each is not None]


def _of_the_demand(comparison: Comparison) -> Iterator[Text]:
    counts = comparison.demand.counts
    if counts is None:
        return
    calendar = comparison.scenarios[0].office.calendar
    first, last = warm_up_from(comparison.first, comparison.warm_up_days), comparison.last
    days = [each for each in calendar.days(first, last) if calendar.is_working_day(each)]
    missing = sum(each not in counts for each in days)
    if missing:
        yield Text(
            f"numărătoarea (counts) nu are {missing} din cele {counted(len(days), 'day', 'ro')} "
            f"lucrătoare de la {first} la {last}: atunci nu cere nimeni",
            f"counts leave out {missing} of {len(days)} working days, from {first} to {last}: on "
            "those nobody asks",
        )
