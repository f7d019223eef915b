"""What a reader of a comparison has to know before they trust its figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tichet_rules.rules import RULE_BOOK
from tichet_rules.rules.request import response_window
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif.estimates import Estimate
from tichet_rules.whatif.outcome import Fate
from tichet_rules.whatif.simulation import warm_up_from
from tichet_rules.wording import counted, listed_words

if TYPE_CHECKING:
    from tichet_rules.whatif.comparison import Comparison, Scenario

__all__ = ["notes", "queue_grows"]

_MUCH: Final = 0.05
_MOST_NAMES: Final = 4
_BOOKED: Final = (Fate.HELD, Fate.MISSED, Fate.CANCELLED, Fate.OPEN)
_GROWS: Final = Text(
    "programările deschise cresc încă (queue_growth): cifrele depind de cât ține perioada și de "
    "zilele dinainte (warm_up_days)",
    "open bookings still grow (queue_growth): the figures depend on how long the time and its "
    "warm_up_days are",
)


def notes(comparison: Comparison, code: Language) -> tuple[str, ...]:
    """The notes, each with the names of the scenarios of which it is true."""
    said: dict[str, list[str]] = {}
    for scenario in comparison.scenarios:
        for note in _of_scenario(comparison, scenario):
            said.setdefault(note.in_(code), []).append(scenario.name)
    of_all = [each.in_(code) for each in _of_the_demand(comparison)]
    return (*(f"{_names(names)}: {note}" for note, names in said.items()), *of_all)


def _names(names: list[str]) -> str:
    more = f" + {len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else ""
    return ", ".join(f"«{each}»" for each in names[:_MOST_NAMES]) + more


def _of_scenario(comparison: Comparison, scenario: Scenario) -> Iterator[Text]:
    yield from _grids(comparison, scenario)
    name = scenario.name
    total = {fate: sum(_known(comparison, name, fate)) for fate in Fate}
    if sum(total.values()) and not any(total[fate] for fate in _BOOKED):
        yield _nobody(comparison, name, total)
    growth = comparison.estimate(name, "queue_growth")
    queue = comparison.estimate(name, "open_bookings")
    if growth is not None and queue is not None and queue_grows(growth, queue):
        yield _GROWS


def queue_grows(growth: Estimate, queue: Estimate) -> bool:
    """Whether a queue still grows: its growth is clear, and more than 5% of its mean.

    ``growth`` is of ``queue_growth``, ``queue`` of ``open_bookings``; clear is what a 95% interval
    above 0 says.
    """
    return growth.low > 0 and growth.mean > _MUCH * queue.mean


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
