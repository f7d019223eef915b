"""A year of a city, simulated: 524 inspectors, 500,000 citizens who ask for a meeting.

Run it by hand: `python -m tests.benchmarks.city_year`, or with the number of inspectors.

All inspectors work on weekdays from 8 to 16, in meetings of 15 minutes on a grid of as many, with
48 hours of notice. The citizens, in turn to the inspectors, come on the working days of 2026, at
any hour; one of ten cancels a day ahead, one of twelve does not come. In the first model they take
the earliest slot. In the second, two of five wish for a Friday or an afternoon and take it when
there is one, and a third ask about an answer, within whose window they must meet.

Everyone gets the same citizens, drawn before, and answers who meets when and what became of whom;
ours gives all figures of an outcome too. SimPy has a process for each citizen, and finds slots as
one would by hand: the starts of the year in a list, those taken in a set for each inspector, and
bisection. In Ciw each inspector is a simulation of a queue of their own, to which citizens come
when their notice is over, with the working hours as a schedule; it knows no wishes, windows and
cancellations. It and the engine that decides event by event are timed on some of the inspectors:
inspectors share nothing, so that the time for each citizen is the same. The floor knows nothing of
fates and figures: it is the running maximum of first come, first served.
"""

from __future__ import annotations

import sys
import tracemalloc
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import ciw  # type: ignore[import-untyped]  # it has no types
import numpy as np
import simpy
from attrs import frozen

from tests.benchmarks._table import Row, grown
from tests.benchmarks._timing import Measured, Run, agreed, alternating, seconds, table
from tichet_rules import Inspector, Office
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, MINUTE
from tichet_rules.whatif import Demand, Fate, Outcome, Preference, simulate
from tichet_rules.whatif.simulation import engine_of, working_time

INSPECTORS = 524
CITIZENS = 500_000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOTICE, AHEAD, LENGTH, SECOND = 48 * HOUR, 24 * HOUR, 15 * MINUTE, MINUTE // 60
WINDOW_DAYS, PATIENCE_DAYS = 30, 90
ROUNDS = 5

FRIDAYS, AFTERNOONS = Preference("fri"), Preference(hours=("14:00", "16:00"))
HABITS: dict[str, Any] = {"cancellation": 0.1, "no_show": 1 / 12}
WISHES: dict[str, Any] = {
    "preferences": {Preference(): 3, FRIDAYS: 1, AFTERNOONS: 1},
    "answered": 1 / 3,
    "answer_age_days": {5: 2, 25: 1},
}

Starts = list[int | None]
Answer = tuple[Starts, dict[str, int]]


@frozen(eq=False)
class Citizen:
    """What the peers know of a citizen: until when they look, and the rest as it is drawn."""

    asked_at: int
    last: int
    wish: Preference
    cancels: bool
    comes: bool


@frozen(eq=False)
class Year:
    office: Office
    demand: Demand
    columns: Any
    citizens: list[Citizen]
    starts: list[int]
    liked: dict[Preference, list[int]]
    begin: int
    end: int

    @property
    def inspectors(self) -> int:
        return len(self.office.inspectors)


def year(inspectors: int, **habits: Any) -> Year:
    office = Office(inspectors=[Inspector(f"i-{number:03}") for number in range(inspectors)])
    calendar = office.calendar
    worked = [each for each in calendar.days(FIRST, LAST) if calendar.is_working_day(each)]
    count = CITIZENS * inspectors // INSPECTORS
    counts = {
        day: count * (place + 1) // len(worked) - count * place // len(worked)
        for place, day in enumerate(worked)
    }
    demand = Demand(counts=counts, **habits)
    drawn = demand.citizens(calendar, FIRST, LAST, seed=1)
    slots = [
        (calendar.midnight(day) + (8 * 60 + minute) * MINUTE, day.weekday() == 4, minute >= 6 * 60)
        for day in calendar.days(FIRST, day_after(LAST, PATIENCE_DAYS))
        if calendar.is_working_day(day)
        for minute in range(0, 8 * 60, 15)
    ]
    return Year(
        office,
        demand,
        engine_of("columns").citizens(demand, calendar, FIRST, LAST, seed=1),
        [
            Citizen(
                each.asked_at,
                _last(office, each.asked_at, each.answer_age_days),
                each.preference,
                each.cancels_ahead_hours is not None,
                each.comes,
            )
            for each in drawn
        ],
        [start for start, _, _ in slots],
        {
            FRIDAYS: [start for start, friday, _ in slots if friday],
            AFTERNOONS: [start for start, _, late in slots if late],
        },
        calendar.midnight(FIRST),
        calendar.midnight(day_after(LAST)),
    )


def _last(office: Office, asked_at: int, age: int | None) -> int:
    """The instant before which a meeting has to begin."""
    days = PATIENCE_DAYS if age is None else min(PATIENCE_DAYS, WINDOW_DAYS - age)
    calendar = office.calendar
    return calendar.midnight(calendar.date_at(asked_at) + timedelta(days=days + 1))


# --- ours -------------------------------------------------------------------------------------


def by_columns(of: Year) -> Outcome:
    time = working_time(of.office, FIRST, LAST)
    run = engine_of("columns").run
    outcome: Outcome = run(of.office, of.demand, of.columns, first=FIRST, last=LAST, available=time)
    outcome.figures()
    return outcome


def answer_of(outcome: Outcome) -> Answer:
    starts = [None if each.booked is None else each.booked.begins for each in outcome.records]
    return starts, fates(outcome)


def fates(outcome: Outcome) -> dict[str, int]:
    ends = (Fate.HELD, Fate.MISSED, Fate.CANCELLED)
    return {str(fate): outcome.fates()[fate] for fate in ends}


# --- SimPy ------------------------------------------------------------------------------------


class SimPyTown:
    def __init__(self, of: Year) -> None:
        self.of = of
        self.taken: list[set[int]] = [set() for _ in range(of.inspectors)]
        self.starts: Starts = [None] * len(of.citizens)
        self.fates: Counter[str] = Counter()
        self.env = simpy.Environment(initial_time=of.begin)
        self.env.process(self.arrivals())

    def arrivals(self) -> Generator[simpy.Event, Any, None]:
        env = self.env
        for number, each in enumerate(self.of.citizens):
            yield env.timeout(each.asked_at - env.now)
            env.process(self.citizen(number, each))

    def citizen(self, number: int, who: Citizen) -> Generator[simpy.Event, Any, None]:
        env = self.env
        taken = self.taken[number % len(self.taken)]
        start = self.chosen(who, taken)
        if start is None:
            return
        taken.add(start)
        self.starts[number] = start
        if who.cancels:
            yield env.timeout(max(0, start - AHEAD - env.now))
            taken.remove(start)
            self.fates["cancelled"] += 1
        else:
            yield env.timeout(start + LENGTH - env.now)
            self.fates["held" if who.comes else "missed"] += 1

    def chosen(self, who: Citizen, taken: set[int]) -> int | None:
        earliest = int(self.env.now) + NOTICE
        liked = self.of.liked.get(who.wish)
        if liked is not None:
            start = first_free(liked, taken, earliest, who.last)
            if start is not None:
                return start
        return first_free(self.of.starts, taken, earliest, who.last)


def first_free(starts: list[int], taken: set[int], earliest: int, last: int) -> int | None:
    for place in range(bisect_left(starts, earliest), len(starts)):
        start = starts[place]
        if start >= last:
            return None
        if start not in taken:
            return start
    return None


def by_simpy(of: Year) -> Answer:
    town = SimPyTown(of)
    town.env.run(until=of.end + 1)
    return town.starts, {each: town.fates[each] for each in ("held", "missed", "cancelled")}


# --- Ciw --------------------------------------------------------------------------------------


def by_ciw(of: Year, inspectors: int) -> list[list[int]]:
    """The starts of the citizens of the first inspectors, in seconds since the first day."""
    return [
        _queue(of, [each.asked_at for each in of.citizens[place :: of.inspectors]])
        for place in range(inspectors)
    ]


def _queue(of: Year, asked_at: list[int]) -> list[int]:
    # In whole seconds, and the day's end a second early: what ends with it is not cut off.
    begin = of.begin
    hours = _hours(of)
    ready = [
        (of.starts[bisect_left(of.starts, each + NOTICE)] - begin) // SECOND for each in asked_at
    ]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.Sequential([ready[0], *(b - a for a, b in pairwise(ready)), 10**9])
        ],
        service_distributions=[ciw.dists.Deterministic(LENGTH // SECOND)],
        number_of_servers=[
            ciw.Schedule(
                numbers_of_servers=[at_work for _, at_work in hours],
                shift_end_dates=[until for until, _ in hours],
            )
        ],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(hours[-1][0])
    records = sorted(simulation.get_all_records(), key=lambda each: each.id_number)
    return [int(each.service_start_date) * SECOND + begin for each in records]


def _hours(of: Year) -> list[tuple[int, int]]:
    """The shifts of the year: until when, and whether the inspector is there."""
    shifts = []
    for start, after in pairwise([of.begin, *of.starts, of.starts[-1] + 2 * LENGTH]):
        if after - start > LENGTH:
            if start > of.begin:
                shifts.append(((start + LENGTH - of.begin) // SECOND - 1, 1))
            shifts.append(((after - of.begin) // SECOND, 0))
    return shifts


# --- the floor --------------------------------------------------------------------------------


def floor(starts: Any, asked_at: Any, inspectors: int) -> Any:
    """The starts of those who take the earliest, inspector by inspector."""
    count = len(asked_at)
    order = np.argsort(np.arange(count) % inspectors, kind="stable")
    low = np.searchsorted(starts, asked_at + NOTICE)[order]
    apart = (order % inspectors) * (len(starts) + count) - np.arange(count)
    number = np.empty(count, np.int64)
    number[order] = np.maximum.accumulate(low + apart) - apart
    return starts[number]


# --- together ---------------------------------------------------------------------------------


def timed(runs: Mapping[str, tuple[Run, int]], rounds: int) -> dict[str, Measured]:
    """Seconds for each of a city-year's citizens, of runs that serve so many each."""
    measured = alternating(
        {name: run for name, (run, _) in runs.items()}, rounds=rounds, at_least=0
    )
    return {
        name: Measured(tuple(each / runs[name][1] for each in measured[name].rounds))
        for name in runs
    }


def exactly(of: Year, inspectors: int) -> tuple[Callable[[], Outcome], int]:
    """The engine that decides event by event, on the citizens of so many inspectors."""
    few = Office(inspectors=[*of.office.inspectors.values()][:inspectors])
    counts = {
        day: each * inspectors // of.inspectors for day, each in (of.demand.counts or {}).items()
    }
    demand = Demand(counts=counts, **(WISHES if of.demand.answered else {}), **HABITS)
    asked = partial(simulate, few, demand, first=FIRST, last=LAST, seed=1)
    assert asked(engine="columns") == asked(), "the two engines differ, so no time is told"
    return asked, sum(counts.values())


def compare(
    inspectors: int, habits: Mapping[str, Any], rounds: int, *, queues: int
) -> dict[str, Measured]:
    of = year(inspectors, **habits)
    count = len(of.citizens)
    wishes = "with wishes and windows" if queues == 0 else "the earliest slot"
    title = f"{inspectors} inspectors, {count:,} citizens, {wishes}"
    ours = answer_of(by_columns(of))
    runs: dict[str, tuple[Run, int]] = {
        "tichet_rules, columns": (partial(by_columns, of), count),
        "SimPy": (partial(by_simpy, of), count),
    }
    answers: dict[str, Any] = {"tichet_rules": ours, "SimPy": by_simpy(of)}
    agreed(title, answers)
    if queues:
        by_inspector = [ours[0][place::inspectors] for place in range(queues)]
        agreed(title, {"tichet_rules": by_inspector, "Ciw": by_ciw(of, queues)})
        runs["Ciw"] = partial(by_ciw, of, queues), sum(map(len, by_inspector))
        starts, asked_at = np.array(of.starts), np.array([each.asked_at for each in of.citizens])
        agreed(title, {"us": ours[0], "floor": floor(starts, asked_at, inspectors).tolist()})
        runs["floor: running maximum in numpy"] = (
            partial(floor, starts, asked_at, inspectors),
            count,
        )
    runs["tichet_rules, decide"] = exactly(of, 1)
    measured = timed(runs, rounds)
    table(f"{title} (for each citizen)", measured, places=3)
    held = {str(fate): number for fate, number in ours[1].items()}
    print(f"  {held}; drawing them takes {_drawing(of):.2f} s by columns")
    return measured


def _drawing(of: Year) -> float:
    draw = engine_of("columns").citizens
    return seconds(partial(draw, of.demand, of.office.calendar, FIRST, LAST, seed=1))


def memory(inspectors: int) -> str:
    """What each way takes at its height, beside the citizens, for each of them."""
    of = year(inspectors, **HABITS, **WISHES)
    told = []
    runs: dict[str, Run] = {"columns": partial(by_columns, of), "SimPy": partial(by_simpy, of)}
    for name, run in runs.items():
        tracemalloc.start()
        kept = run()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del kept
        told.append(f"{name} {most / len(of.citizens):,.0f} bytes")
    return f"at its height, for each of {len(of.citizens):,} citizens: {', '.join(told)}"


def whole(measured: Mapping[str, Measured], count: int) -> dict[str, Measured]:
    """The time of all citizens."""
    return {
        name: Measured(tuple(each * count for each in one.rounds)) for name, one in measured.items()
    }


def main(inspectors: int = INSPECTORS, rounds: int = ROUNDS) -> list[Row]:
    queues = min(12, inspectors)
    tenth = max(1, inspectors // 10)
    plain = compare(inspectors, HABITS, rounds, queues=queues)
    wishes = compare(inspectors, {**HABITS, **WISHES}, rounds, queues=0)
    small = compare(tenth, HABITS, rounds, queues=min(queues, tenth))
    print(f"\n{memory(tenth)}")
    ours = "tichet_rules, columns"
    count = CITIZENS * inspectors // INSPECTORS
    goal = "at most 0.02 x SimPy and Ciw"
    return [
        Row(
            f"city-year, {inspectors} inspectors, {count:,} citizens, the earliest slot",
            whole(plain, count),
            floor="floor: running maximum in numpy",
            goal=goal,
            met=all(plain[ours].ratio_to(plain[peer]) <= 0.02 for peer in ("SimPy", "Ciw")),
            growth={"10 x the inspectors and citizens": grown(small[ours], plain[ours], 10)},
            notes=f"Ciw and `decide` are timed on {queues} inspectors and on one.",
        ),
        Row(
            f"city-year, {inspectors} inspectors, {count:,} citizens, wishes and windows",
            whole(wishes, count),
            goal="at most 0.02 x SimPy",
            met=wishes[ours].ratio_to(wishes["SimPy"]) <= 0.02,
            notes="`decide` is timed on one inspector. Ciw knows no wishes.",
        ),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
