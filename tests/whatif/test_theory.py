"""The simulation against what is known without one: an exact recursion, and queueing theory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tichet_rules.model import Inspector, Week
from tichet_rules.office import Office
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.instants import MINUTE, ticks_of
from tichet_rules.whatif import Demand, Estimate, Outcome, simulate

ZONE = ZoneInfo("Europe/Bucharest")
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)
HOURS = [("08:00", "12:00"), ("12:30", "14:40")]
WEEK = Week.of(mon=HOURS, tue=HOURS, wed=[], thu=HOURS, fri=HOURS)


def office_of(count: int, **parameters: int) -> Office:
    office = Office(inspectors=[Inspector(f"i-{number}", week=WEEK) for number in range(count)])
    return office.replace(policy=office.policy_at(datetime(2026, 11, 2, tzinfo=UTC)).evolve(
        **parameters
    ))  # fmt: skip


def starts_of(outcome: Outcome, inspector: str) -> list[datetime]:
    return [
        each.booked.start
        for each in outcome.records
        if each.inspector == inspector and each.booked is not None
    ]


# --- first come, first served ---------------------------------------------------------------


def grid(slot: int) -> list[datetime]:
    """All starts of the hours above till the spring, by naive arithmetic on the wall clock.

    On none of these days do the clocks change, so that it may be naive.
    """
    closed = {date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 25), date(2026, 12, 26)}
    closed |= {date(2027, 1, day) for day in (1, 2, 6, 7, 24)}
    days = [FIRST + timedelta(days=each) for each in range(130)]
    starts = []
    for day in days:
        if day.weekday() in (2, 5, 6) or day in closed:
            continue
        for opens, closes in ((480, 720), (750, 880)):
            starts += [
                (datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE))
                for minute in range(opens, closes - slot + 1, slot)
            ]
    return [each.astimezone(UTC) for each in starts]


@pytest.mark.parametrize(
    ("slot", "notice", "per_day"), [(15, 48, 12), (15, 0, 30), (20, 24, 25), (40, 6, 9)]
)
def test_one_inspector_serves_as_the_recursion_says(slot: int, notice: int, per_day: int) -> None:
    office = office_of(1, max_minutes=slot, grid_minutes=slot, notice_hours=notice)
    outcome = simulate(office, Demand(per_day=per_day), first=FIRST, last=LAST, seed=3)
    admissible, free_from = grid(slot), datetime(2026, 1, 1, tzinfo=UTC)
    expected = []
    for each in outcome.records:
        earliest = max(free_from, each.asked_at + timedelta(hours=notice))
        start = next(start for start in admissible if start >= earliest)
        expected.append(start)
        free_from = start + timedelta(minutes=slot)
    assert len(expected) > 100
    assert starts_of(outcome, "i-0") == expected


# --- M/D/1 ----------------------------------------------------------------------------------

ALWAYS = Week(tuple([("00:00", "24:00")] for _ in range(7)))
EVERY_DAY = WorkingCalendar(
    zone=ZoneInfo("UTC"),
    public_holidays=[],
    recovery_days=[date(2026, 11, 1) + timedelta(days=each) for each in range(60)],
)


MEETING = 15


def always_open() -> Office:
    office = Office(inspectors=[Inspector("i-1", week=ALWAYS)], calendar=EVERY_DAY)
    policy = office.policy_at(datetime(2026, 11, 2, tzinfo=UTC))
    return office.replace(policy=policy.evolve(notice_hours=0))


def pollaczek_khinchine(load: float) -> float:
    """The mean wait of M/D/1 in minutes, and half a step of the grid.

    On a grid as wide as a meeting, whoever asks within a step waits for its end, half of it on
    average. From there on the wait is exactly that of M/D/1: in the recursion of the work found at
    the steps, the terms of the grid and of those who asked within the same step cancel out.
    """
    return load * MEETING / (2 * (1 - load)) + MEETING / 2


def asking(load: float) -> Demand:
    return Demand(per_day=load * 24 * 60 / MEETING, patience_days=10)


def queue(asked: list[int]) -> list[int]:
    """The starts of those who ask at some instants, in ticks, one after the other."""
    step, free_from, starts = MEETING * MINUTE, 0, []
    for at in asked:
        starts.append(max(free_from, -(-at // step) * step))
        free_from = starts[-1] + step
    return starts


def test_an_inspector_who_never_sleeps_is_an_m_d_1_queue() -> None:
    office, load = always_open(), 0.5
    means = []
    for replication in range(8):
        outcome = simulate(
            office,
            asking(load),
            first=FIRST,
            last=date(2026, 11, 5),
            seed=1,
            replication=replication,
        )
        asked = [ticks_of(each.asked_at) for each in outcome.records]
        assert [ticks_of(each) for each in starts_of(outcome, "i-1")] == queue(asked)
        times = (each.lead_time for each in outcome.records if each.asked_at.day > FIRST.day)
        means.append(fmean(each / timedelta(minutes=1) for each in times if each is not None))
    estimate = Estimate.of(means)
    assert estimate is not None
    assert estimate.low <= pollaczek_khinchine(load) <= estimate.high
    assert estimate.margin < 3


@pytest.mark.parametrize("load", [0.4, 0.7])
def test_the_citizens_drawn_make_the_queue_of_the_theory(load: float) -> None:
    """Many more of them, by the recursion that the simulation is shown above to follow."""
    means = []
    for replication in range(20):
        citizens = asking(load).citizens(
            EVERY_DAY, FIRST, date(2026, 11, 12), seed=1, replication=replication
        )
        asked = [each.asked_at for each in citizens]
        waits = [start - at for start, at in zip(queue(asked), asked, strict=True)]
        means.append(fmean(waits[50:]) / MINUTE)
    estimate = Estimate.of(means)
    assert estimate is not None
    assert estimate.low <= pollaczek_khinchine(load) <= estimate.high
    assert estimate.margin < pollaczek_khinchine(load) / 10


# --- more inspectors ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_more_inspectors_never_make_anyone_wait_longer(seed: int) -> None:
    """In turn, of one week: citizen by citizen, and so on average."""
    demand = Demand(per_day=22, answered=0.0, no_show=0.2)
    last = date(2026, 11, 10)
    leads = []
    for count in range(1, 5):
        outcome = simulate(office_of(count), demand, first=FIRST, last=last, seed=seed)
        leads.append([each.lead_time for each in outcome.records])
    for fewer, more in pairwise(leads):
        assert all(
            b is not None and a is not None and b <= a for a, b in zip(fewer, more, strict=True)
        )
    assert leads[0] != leads[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_twice_the_inspectors_at_random_halve_the_queues(seed: int) -> None:
    """At random, those of each inspector are divided between two: nobody waits longer."""
    demand = Demand(per_day=22, assignment="at_random")
    outcomes = [
        simulate(office_of(count), demand, first=FIRST, last=date(2026, 11, 10), seed=seed)
        for count in (1, 2, 4)
    ]
    for fewer, more in pairwise(outcomes):
        assert fewer.lead_time_mean is not None
        assert more.lead_time_mean is not None
        assert more.lead_time_mean < fewer.lead_time_mean


@pytest.mark.parametrize("seed", [1, 2])
def test_who_works_half_the_hours_has_half_the_requests(seed: int) -> None:
    """Of n requests a share of p, within four standard deviations of a binomial number."""
    day = [("08:00", "16:00")]
    full = Week.of(mon=day, tue=day, wed=day, thu=day)
    staff = [Inspector("full", week=full), Inspector("half", week=Week.of(mon=day, tue=day))]
    question: dict[str, Any] = {"first": FIRST, "last": date(2026, 12, 11), "seed": seed}
    found = {
        each: simulate(
            Office(inspectors=staff),
            Demand(per_day=25, assignment=each),
            engine="columns",
            **question,
        )
        for each in ("by_hours", "at_random", "in_turn")
    }
    hours = found["by_hours"].available
    share = hours["full"] / (hours["full"] + hours["half"])
    n = found["by_hours"].arrivals
    full_has = sum(each.inspector == "full" for each in found["by_hours"].records)
    assert abs(full_has - share * n) < 4 * (n * share * (1 - share)) ** 0.5
    gini = {name: each.utilisation_gini for name, each in found.items()}
    assert gini["by_hours"] < min(gini["at_random"], gini["in_turn"])


def test_by_hours_is_at_random_where_all_work_as_long() -> None:
    question: dict[str, Any] = {"first": FIRST, "last": date(2026, 11, 10), "seed": 1}
    one, other = (
        simulate(office_of(2), Demand(per_day=22, assignment=each), engine="columns", **question)
        for each in ("by_hours", "at_random")
    )
    assert one == other
