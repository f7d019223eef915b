"""Free slots of one inspector, beside the same written by hand with the libraries for it.

Run it by hand: `python -m tests.benchmarks.free_slots`.

The question: all free starts of 15-minute meetings from 24 November 2026 on, over 30 days and over
ten times as many, in Europe/Bucharest. Fridays have a lunch break, 30 November and 1 December are
holidays, the inspector is away for part of 9 December and has 200 bookings, 140 of them in those
days, and 48 hours of notice are asked for.

Inside the timing is what a new question costs: from two dates and an instant to the whole list of
answers, which are slots from us (a start, a length, and both ends in ticks) and UTC datetimes from
the others. Outside it is what anyone would keep between questions: for us the agenda and the
office; for the others a set of holidays, the hours of the week as local times, and the times that
are taken, with the absence, in the library's own structure and without overlaps. Each peer is the
fastest of the ways we found to write it: one query of each structure for each working interval, or
for all of them, and not one for each candidate. The floor knows the answer and only builds its
datetimes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import portion  # type: ignore[import-untyped]  # it has no types
from dateutil.rrule import DAILY, rrule, rruleset
from intervaltree import IntervalTree  # type: ignore[import-untyped]  # it has no types

from tests.benchmarks._timing import Measured, Run, agreed, alternating, table
from tests.benchmarks._town import (
    AT,
    HOURS,
    INSPECTOR,
    LENGTH,
    NOTICE,
    STEP,
    ZONE,
    Town,
    town,
    worked,
)
from tichet_rules import Slot, free_slots

Starts = list[datetime]
Rules = list[dict[str, Any]]


def by_us(where: Town) -> list[Slot]:
    return list(
        free_slots(
            where.agenda,
            inspector=INSPECTOR,
            first=where.first,
            last=where.last,
            at=AT,
            office=where.office,
        )
    )


def on_grid(opens: datetime, earliest: datetime) -> datetime:
    """The first time of the grid, which is counted from the opening, that is not too early."""
    return opens if earliest <= opens else opens - (opens - earliest) // STEP * STEP


def by_portion(where: Town, busy: Any) -> Starts:
    earliest = (AT + NOTICE).astimezone(UTC)
    intervals = list(worked(where.first, where.last, where.holidays))
    hours = portion.Interval(*(portion.closedopen(*each) for each in intervals))
    starts: Starts = []
    opened = iter(intervals)
    opens, closes = next(opened)
    for gap in (hours & portion.closedopen(earliest, portion.inf)) - busy:
        while closes <= gap.lower:
            opens, closes = next(opened)
        start = on_grid(opens, gap.lower)
        while start + LENGTH <= gap.upper:
            starts.append(start)
            start += STEP
    return starts


def by_intervaltree(where: Town, busy: Any) -> Starts:
    earliest = (AT + NOTICE).astimezone(UTC)
    starts: Starts = []
    for opens, closes in worked(where.first, where.last, where.holidays):
        start = on_grid(opens, earliest)
        for taken in sorted(busy.overlap(opens, closes)):
            while start + LENGTH <= taken.begin:
                starts.append(start)
                start += STEP
            start = max(start, on_grid(opens, taken.end))
        while start + LENGTH <= closes:
            starts.append(start)
            start += STEP
    return starts


def by_rrule(where: Town, rules: Rules, begins: Starts, ends: Starts) -> Starts:
    earliest = (AT + NOTICE).astimezone(UTC)
    first = datetime.combine(where.first, time.min)
    last = datetime.combine(where.last, time.max)
    grid = rruleset()
    for each in rules:
        grid.rrule(rrule(DAILY, dtstart=first, until=last, bysecond=0, **each))
    starts: Starts = []
    for wall in grid:
        if wall.date() in where.holidays:
            continue
        start = wall.replace(tzinfo=ZONE).astimezone(UTC)
        if start >= earliest:
            place = bisect_right(ends, start)
            if place == len(begins) or start + LENGTH <= begins[place]:
                starts.append(start)
    return starts


def rules_of_the_week() -> Rules:
    """The hours of the week as recurrences: of each programme, the hours with the same minutes."""
    rules: Rules = []
    for programme in sorted({each for each in HOURS if each}):
        minutes: dict[int, tuple[int, ...]] = {}
        for opens, closes in programme:
            start, end = (each.hour * 60 + each.minute for each in (opens, closes))
            for minute in range(start, end, STEP // timedelta(minutes=1)):
                hour, past = divmod(minute, 60)
                minutes[hour] = (*minutes.get(hour, ()), past)
        weekdays = [day for day, each in enumerate(HOURS) if each == programme]
        alike = groupby(sorted(minutes, key=minutes.__getitem__), minutes.__getitem__)
        rules += [
            {"byweekday": weekdays, "byhour": list(hours), "byminute": past}
            for past, hours in alike
        ]
    return rules


def by_hand(where: Town, ends: Starts) -> Starts:
    earliest = (AT + NOTICE).astimezone(UTC)
    busy = where.busy
    starts: Starts = []
    for opens, closes in worked(where.first, where.last, where.holidays):
        start = on_grid(opens, earliest)
        place = bisect_right(ends, start)
        while start + LENGTH <= closes:
            if place < len(busy) and busy[place][0] < start + LENGTH:
                start = max(start, on_grid(opens, busy[place][1]))
                place += 1
            else:
                starts.append(start)
                start += STEP
    return starts


def floor(known: Iterable[tuple[datetime, int]]) -> Starts:
    starts: Starts = []
    for start, count in known:
        for _ in range(count):
            starts.append(start)
            start += STEP  # noqa: PLW2901 - a counter of its own
    return starts


def stretches(starts: Starts) -> Iterator[tuple[datetime, int]]:
    """The starts as runs of neighbours on the grid: the first of each, and how many."""
    first, count = starts[0], 1
    for start in starts[1:]:
        if start == first + STEP * count:
            count += 1
        else:
            yield first, count
            first, count = start, 1
    yield first, count


def compare(days: int, bookings: int) -> dict[str, Measured]:
    where = town(days, bookings)
    union = portion.Interval(*(portion.closedopen(*each) for each in where.busy))
    tree = IntervalTree.from_tuples(where.busy)
    begins: Starts = [each[0] for each in where.busy]
    ends: Starts = [each[1] for each in where.busy]
    peers: dict[str, Run] = {
        "portion": partial(by_portion, where, union),
        "intervaltree": partial(by_intervaltree, where, tree),
        "dateutil.rrule": partial(by_rrule, where, rules_of_the_week(), begins, ends),
        "by hand, bisect": partial(by_hand, where, ends),
    }
    title = f"free slots: {days} days, {bookings:,} bookings"
    ours = [each.start for each in by_us(where)]
    answer = agreed(title, {"tichet_rules": ours, **{name: run() for name, run in peers.items()}})
    known = list(stretches(ours))
    assert floor(known) == answer
    measured = alternating(
        {"tichet_rules": partial(by_us, where), **peers, "floor": partial(floor, known)}
    )
    table(f"{title}, {len(ours):,} slots", measured)
    return measured


def growth(short: dict[str, Measured], long: dict[str, Measured], what: str) -> None:
    print(f"\n{what}: the median grows")
    for name, each in long.items():
        print(f"  {name:16}{each.median / short[name].median:6.1f} times")


def main() -> None:
    month = compare(30, 200)
    growth(month, compare(300, 200), "10 times the days, the same bookings (14 times the slots)")
    growth(month, compare(300, 2_000), "10 times the days and the bookings (11 times the slots)")


if __name__ == "__main__":
    main()
