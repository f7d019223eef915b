"""Free slots of one inspector and of hundreds, beside the libraries that someone could take for it.

Run it by hand: `python -m tests.benchmarks.free_slots`.

The question: how many 15-minute meetings can still be had from 24 November 2026 on, and which, over
30 days, 10 times and 100 times as many, in Europe/Bucharest. 30 November and 1 December are
holidays, 48 hours of notice are asked for. The one inspector has a lunch break on Fridays, is away
for part of 9 December and has 200 bookings, 140 of them in those days. Each of the 524 has one of
four programmes, 40 bookings in those days, a tenth of them off the grid, and is away on one day.

Inside the timing is what a new question costs. From us that is `availability`, which holds a byte
for each start; from the others a list of UTC datetimes, or pandas' index of them. The second table
asks for every slot as an object: `list(free_slots(…))`, whose slots have a start, a length and both
ends in ticks, and from pandas a list of datetimes too. Outside the timing is what anyone would keep
between questions: for us the agenda and the office; for the others a set of holidays, the hours of
the week as the library takes them, and the times that are taken, with the absence, in the
library's own structure and without overlaps. Of the 524, everyone works out the hours once for each
programme.

Each peer is the fastest of the ways we found to write it: one query of each structure for each
working interval, or for all of them, and not one for each candidate. `opening-hours-py` knows
opening hours and holidays, but nothing that takes time out of them, so the bookings are taken out
by hand; `recurring-ical-events` finds the events of both, and what is left between them is by hand
as well. "By hand, bisect" is no library at all. The floor of the question reads the inspector's
bookings out of the agenda and looks at none; that of the list knows the answer and only builds its
datetimes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any, TypeAlias

import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
import portion  # type: ignore[import-untyped]  # it has no types
import recurring_ical_events  # type: ignore[import-untyped]  # it has no types
from attrs import frozen
from dateutil.rrule import DAILY, rrule, rruleset
from icalendar import Calendar, Event
from intervaltree import IntervalTree  # type: ignore[import-untyped]  # it has no types
from opening_hours import OpeningHours

from tests.benchmarks._table import Row, grown
from tests.benchmarks._timing import Measured, Run, agreed, alternating, table
from tests.benchmarks._town import (
    AT,
    HOURS,
    INSPECTOR,
    LENGTH,
    NOTICE,
    ONE_DAY,
    PROGRAMMES,
    STEP,
    WEEKDAYS,
    ZONE,
    City,
    Hours,
    Span,
    Town,
    city,
    town,
    worked,
)
from tichet_rules import Availability, Slot, availability, free_slots
from tichet_rules.timekeeping.instants import ticks_of

Starts: TypeAlias = list[datetime]
Spans: TypeAlias = Sequence[Span]

EARLIEST = (AT + NOTICE).astimezone(UTC)
MICROSECOND = timedelta(microseconds=1)


@frozen
class Peer:
    """How a library answers, in the three parts that stand in- and outside the timing.

    ``hours`` prepares a week's programme and ``taken`` the times that are taken: both are kept.
    ``opened`` works out a period, once for each programme, and ``free`` the answer for one
    inspector: these two are timed.
    """

    hours: Callable[[Hours, frozenset[date]], Any]
    taken: Callable[[Spans], Any]
    opened: Callable[[Any, date, date], Any]
    free: Callable[[Any, Any], Any]


def on_grid(opens: datetime, earliest: datetime) -> datetime:
    """The first time of the grid, which is counted from the opening, that is not too early."""
    return opens if earliest <= opens else opens - (opens - earliest) // STEP * STEP


def as_they_are(hours: Hours, holidays: frozenset[date]) -> tuple[Hours, frozenset[date]]:
    return hours, holidays


def intervals(kept: tuple[Hours, frozenset[date]], first: date, last: date) -> Spans:
    hours, holidays = kept
    return list(worked(first, last, holidays, hours))


# --- by hand --------------------------------------------------------------------------------


def both_ends(busy: Spans) -> tuple[Starts, Starts]:
    return [each[0] for each in busy], [each[1] for each in busy]


def between(opened: Iterable[Span], taken: tuple[Starts, Starts]) -> Starts:
    begins, ends = taken
    starts: Starts = []
    for opens, closes in opened:
        start = on_grid(opens, EARLIEST)
        place = bisect_right(ends, start)
        while start + LENGTH <= closes:
            if place < len(begins) and begins[place] < start + LENGTH:
                start = max(start, on_grid(opens, ends[place]))
                place += 1
            else:
                starts.append(start)
                start += STEP
    return starts


# --- portion --------------------------------------------------------------------------------


def union(spans: Spans) -> Any:
    return portion.Interval(*(portion.closedopen(*each) for each in spans))


def hours_and_union(kept: Any, first: date, last: date) -> tuple[Spans, Any]:
    spans = intervals(kept, first, last)
    return spans, union(spans) & portion.closedopen(EARLIEST, portion.inf)


def without_union(opened: tuple[Spans, Any], taken: Any) -> Starts:
    spans, hours = opened
    following = iter(spans)
    opens, closes = next(following)
    starts: Starts = []
    for gap in hours - taken:
        while closes <= gap.lower:
            opens, closes = next(following)
        start = on_grid(opens, gap.lower)
        while start + LENGTH <= gap.upper:
            starts.append(start)
            start += STEP
    return starts


# --- intervaltree ---------------------------------------------------------------------------


def beside_tree(opened: Spans, taken: Any) -> Starts:
    starts: Starts = []
    for opens, closes in opened:
        start = on_grid(opens, EARLIEST)
        for each in sorted(taken.overlap(opens, closes)):
            while start + LENGTH <= each.begin:
                starts.append(start)
                start += STEP
            start = max(start, on_grid(opens, each.end))
        while start + LENGTH <= closes:
            starts.append(start)
            start += STEP
    return starts


# --- dateutil -------------------------------------------------------------------------------


def rules_of_the_week(
    hours: Hours, holidays: frozenset[date]
) -> tuple[list[dict[str, Any]], frozenset[date]]:
    """The hours of the week as recurrences: of each programme, the hours with the same minutes."""
    rules: list[dict[str, Any]] = []
    for programme in sorted({each for each in hours if each}):
        minutes: dict[int, tuple[int, ...]] = {}
        for opens, closes in programme:
            start, end = (each.hour * 60 + each.minute for each in (opens, closes))
            for minute in range(start, end, STEP // timedelta(minutes=1)):
                hour, past = divmod(minute, 60)
                minutes[hour] = (*minutes.get(hour, ()), past)
        weekdays = [day for day, each in enumerate(hours) if each == programme]
        alike = groupby(sorted(minutes, key=minutes.__getitem__), minutes.__getitem__)
        rules += [
            {"byweekday": weekdays, "byhour": list(same), "byminute": past} for past, same in alike
        ]
    return rules, holidays


def recurring(kept: Any, first: date, last: date) -> Starts:
    rules, holidays = kept
    grid = rruleset()
    since, until = datetime.combine(first, time.min), datetime.combine(last, time.max)
    for each in rules:
        grid.rrule(rrule(DAILY, dtstart=since, until=until, bysecond=0, **each))
    starts = (
        wall.replace(tzinfo=ZONE).astimezone(UTC) for wall in grid if wall.date() not in holidays
    )
    return [each for each in starts if each >= EARLIEST]


def not_taken(opened: Starts, taken: tuple[Starts, Starts]) -> Starts:
    begins, ends = taken
    starts: Starts = []
    for start in opened:
        place = bisect_right(ends, start)
        if place == len(begins) or start + LENGTH <= begins[place]:
            starts.append(start)
    return starts


# --- recurring-ical-events ------------------------------------------------------------------


def calendar_of(spans: Iterable[tuple[datetime, datetime, dict[str, Any]]]) -> Any:
    calendar = Calendar()
    for begins, ends, more in spans:
        event = Event()
        event.add("dtstart", begins)
        event.add("dtend", ends)
        for name, value in more.items():
            event.add(name, value)
        calendar.add_component(event)
    return recurring_ical_events.of(calendar)


def weekly(hours: Hours, holidays: frozenset[date]) -> Any:
    monday = date(2026, 11, 23)
    spans = []
    for number, programme in enumerate(hours):
        for opens, closes in programme:
            begins, ends = (
                datetime.combine(monday + ONE_DAY * number, clock, ZONE)
                for clock in (opens, closes)
            )
            but = [
                datetime.combine(day, opens, ZONE)
                for day in sorted(holidays)
                if day.weekday() == number
            ]
            spans.append((begins, ends, {"rrule": {"freq": "weekly"}, "exdate": but}))
    return calendar_of(spans)


def occurrences(calendar: Any, first: date, last: date) -> Spans:
    events = calendar.between(first, last + ONE_DAY)
    return sorted(
        (each["DTSTART"].dt.astimezone(UTC), each["DTEND"].dt.astimezone(UTC)) for each in events
    )


def period_and_hours(kept: Any, first: date, last: date) -> tuple[date, date, Spans]:
    return first, last, occurrences(kept, first, last)


def between_events(opened: tuple[date, date, Spans], taken: Any) -> Starts:
    first, last, hours = opened
    return between(hours, both_ends(occurrences(taken, first, last)))


# --- opening-hours-py -----------------------------------------------------------------------


def in_osm_words(hours: Hours, holidays: frozenset[date]) -> Any:  # noqa: ARG001 (it knows them)
    days = [
        f"{name[:2].title()} " + ",".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in programme)
        for name, programme in zip(WEEKDAYS, hours, strict=True)
        if programme
    ]
    return OpeningHours("; ".join([*days, "PH off"]), timezone=ZONE, country="RO")


def open_states(kept: Any, first: date, last: date) -> Spans:
    since = datetime.combine(first, time.min, ZONE)
    until = datetime.combine(last + ONE_DAY, time.min, ZONE)
    return [
        (opens.astimezone(UTC), closes.astimezone(UTC))
        for opens, closes, state, _ in kept.intervals(since, until)
        if str(state) == "open"
    ]


# --- pandas ---------------------------------------------------------------------------------


def offsets(hours: Hours, holidays: frozenset[date]) -> Any:
    """Of each weekday, the minutes of its grid; and numpy's calendar."""
    minutes = [
        np.array(
            [
                minute
                for opens, closes in programme
                for minute in range(
                    opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute, 15
                )
            ],
            dtype="timedelta64[m]",
        )
        for programme in hours
    ]
    return minutes, np.busdaycalendar(holidays=np.array(sorted(holidays), dtype="datetime64[D]"))


def grid_of_days(kept: Any, first: date, last: date) -> Any:
    minutes, calendar = kept
    days = np.arange(np.datetime64(first), np.datetime64(last + ONE_DAY))
    days = days[np.is_busday(days, busdaycal=calendar)]
    weekdays = (days.astype(np.int64) + 3) % 7
    grid = np.concatenate(
        [
            (days[weekdays == number, None] + each).ravel()
            for number, each in enumerate(minutes)
            if len(each)
        ]
    )
    grid.sort()
    index = pd.DatetimeIndex(grid.astype("datetime64[us]")).tz_localize(ZONE).tz_convert("UTC")
    return index[index >= EARLIEST]


def arrays(busy: Spans) -> Any:
    begins = [ticks_of(each[0]) for each in busy] + [1 << 62]
    return np.array(begins), np.array([ticks_of(each[1]) for each in busy])


def masked(opened: Any, taken: Any) -> Any:
    begins, ends = taken
    starts = opened.asi8
    following = begins[np.searchsorted(ends, starts, side="right")]
    return opened[starts + LENGTH // MICROSECOND <= following]


PEERS = {
    "portion": Peer(as_they_are, union, hours_and_union, without_union),
    "intervaltree": Peer(as_they_are, IntervalTree.from_tuples, intervals, beside_tree),
    "dateutil.rrule": Peer(rules_of_the_week, both_ends, recurring, not_taken),
    "recurring-ical-events": Peer(
        weekly,
        lambda busy: calendar_of((begins, ends, {}) for begins, ends in busy),
        period_and_hours,
        between_events,
    ),
    "opening-hours-py": Peer(in_osm_words, both_ends, open_states, between),
    "pandas": Peer(offsets, arrays, grid_of_days, masked),
    "by hand, bisect": Peer(as_they_are, both_ends, intervals, between),
}
LIBRARIES = tuple(name for name in PEERS if not name.startswith("by hand"))
GOAL = "at least 5 x faster than the best library"
GOAL_OF_MANY = "under 50 ms, linear growth"
FLOOR = "floor"


def fastest_library(measured: dict[str, Measured]) -> Measured:
    known = [measured[name] for name in LIBRARIES if name in measured]
    return min(known, key=lambda each: each.median)


# --- one inspector --------------------------------------------------------------------------


def which(where: Town) -> tuple[int, Availability]:
    found = availability(
        where.agenda,
        inspectors=[INSPECTOR],
        first=where.first,
        last=where.last,
        at=AT,
        office=where.office,
    )[INSPECTOR]
    return len(found), found


def listed(where: Town) -> list[Slot]:
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


def read_only(where: Town) -> int:
    from_, to = (
        where.office.calendar.midnight(where.first),
        where.office.calendar.midnight(where.last + ONE_DAY),
    )
    return sum(1 for _ in where.agenda.of_inspector(INSPECTOR, from_, to))


def built(known: Iterable[tuple[datetime, int]]) -> Starts:
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


def asked(where: Town, name: str) -> Callable[[], Any]:
    """The question to a peer, with what it keeps."""
    peer = PEERS[name]
    hours, taken = peer.hours(HOURS, where.holidays), peer.taken(where.busy)
    return lambda: peer.free(peer.opened(hours, where.first, where.last), taken)


def one(days: int, bookings: int) -> tuple[dict[str, Measured], dict[str, Measured], int]:
    where = town(days, bookings)
    peers = {name: asked(where, name) for name in PEERS}
    title = f"free slots: {days:,} days, {bookings:,} bookings"
    slots = listed(where)
    answer = agreed(
        title,
        {
            "free_slots": [each.start for each in slots],
            "availability": [each.start for each in which(where)[1]],
            **{name: list(run()) for name, run in peers.items()},
        },
    )
    known = list(stretches(answer))
    assert built(known) == answer
    assert which(where)[0] == len(slots)
    rounds, at_least = (9, 0.02) if days < 1_000 else (3, 0.0)
    in_short = alternating(
        {"tichet_rules": partial(which, where), **peers, FLOOR: partial(read_only, where)},
        rounds=rounds,
        at_least=at_least,
    )
    table(f"{title}, {len(slots):,} slots: how many, and which", in_short)
    in_full = alternating(
        {
            "tichet_rules": partial(listed, where),
            **peers,
            "pandas": lambda: list(peers["pandas"]()),
            FLOOR: partial(built, known),
        },
        rounds=rounds,
        at_least=at_least,
    )
    table(f"{title}, {len(slots):,} slots: each as an object", in_full)
    return in_short, in_full, len(slots)


# --- many -----------------------------------------------------------------------------------


def of_all(where: City) -> tuple[int, dict[str, Availability]]:
    found = availability(
        where.agenda, first=where.first, last=where.last, at=AT, office=where.office
    )
    return sum(map(len, found.values())), dict(found)


def read_all(where: City) -> int:
    calendar = where.office.calendar
    from_, to = calendar.midnight(where.first), calendar.midnight(where.last + ONE_DAY)
    return sum(
        sum(1 for _ in where.agenda.of_inspector(each, from_, to))
        for each in where.office.inspectors
    )


def of_all_by(where: City, peer: Peer) -> Run:
    kept = {each: peer.hours(each, where.holidays) for each in PROGRAMMES}
    taken = [peer.taken(each) for each in where.busy]

    def run() -> list[Any]:
        opened = {
            each: peer.opened(kept[each], where.first, where.last)
            for each in sorted(set(where.hours))
        }
        return [
            peer.free(opened[hours], each) for hours, each in zip(where.hours, taken, strict=True)
        ]

    return run


def many(
    inspectors: int, each: int, peers: Iterable[str] = tuple(PEERS)
) -> tuple[dict[str, Measured], int]:
    where = city(inspectors, 30, each)
    runs: dict[str, Any] = {name: of_all_by(where, PEERS[name]) for name in peers}
    title = f"free slots: {inspectors:,} inspectors, 30 days, {inspectors * each:,} bookings"
    count, found = of_all(where)
    agreed(
        title,
        {
            "availability": [[slot.start for slot in slots] for slots in found.values()],
            **{name: [list(starts) for starts in run()] for name, run in runs.items()},
        },
    )
    measured = alternating(
        {"tichet_rules": partial(of_all, where), **runs, FLOOR: partial(read_all, where)},
        rounds=5,
        at_least=0.0,
    )
    table(f"{title}, {count:,} slots: how many, and which", measured, unit="ms")
    return measured, count


# --- all of it ------------------------------------------------------------------------------


def main() -> list[Row]:
    month, month_in_full, slots = one(30, 200)
    longer, longer_in_full, _ = one(300, 2_000)
    longest, longest_in_full, _ = one(3_000, 20_000)
    one(300, 200)
    few, _ = many(52, 40)
    city_hall, of_all_slots = many(524, 40)
    busier, _ = many(524, 140, ())
    cities, _ = many(5_240, 40, ())
    ours = "tichet_rules"
    of_one = {
        "10 x the days and bookings": (longer, longer_in_full),
        "100 x": (longest, longest_in_full),
    }
    return [
        Row(
            "free slots, one inspector, 30 days",
            month,
            GOAL,
            month[ours].ratio_to(fastest_library(month)) <= 1 / 5,
            FLOOR,
            {work: grown(month[ours], each[ours]) for work, (each, _) in of_one.items()},
            f"How many, and which: {slots} slots, 200 bookings, 140 of them in the 30 days. The "
            "floor reads the bookings out of the agenda.",
        ),
        Row(
            "the same, each slot as an object",
            month_in_full,
            floor=FLOOR,
            growth={
                work: grown(month_in_full[ours], each[ours]) for work, (_, each) in of_one.items()
            },
            notes="The floor knows the answer and builds its datetimes; a slot has a start, a "
            "length and both ends in ticks.",
        ),
        Row(
            "free slots, 524 inspectors, 30 days",
            city_hall,
            GOAL_OF_MANY,
            city_hall[ours].median < 0.05,
            FLOOR,
            {
                "from 52 to 524 inspectors": grown(few[ours], city_hall[ours]),
                "from 524 to 5,240": grown(city_hall[ours], cities[ours]),
                "3.5 x the bookings": grown(city_hall[ours], busier[ours]),
            },
            f"How many, and which: {of_all_slots:,} slots, 40 bookings for each inspector in the "
            "30 days. The floor reads the bookings out of the agenda.",
        ),
    ]


if __name__ == "__main__":
    main()
