"""An office in columns: what the rules look up in it, by number instead of by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import chain, repeat
from operator import attrgetter, is_
from typing import Any, Final

import numpy as np
from attrs import field, frozen

from tichet_rules.audit._columns_arrays import Array, looked_up
from tichet_rules.audit._columns_clock import Dates, Days
from tichet_rules.model import Absence, Inspector, Request, RequestStatus, WorkingInterval
from tichet_rules.office import Office
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import EPOCH, MINUTE

__all__ = ["Hours", "OfficeColumns", "Pattern"]

Pattern = tuple[WorkingInterval, ...]

_EPOCH_ORDINAL: Final = EPOCH.toordinal()
NEVER: Final = date.min.toordinal() - _EPOCH_ORDINAL - 1
NOWHERE: Final = np.iinfo(np.int64).max // 4


class _Midnights:
    """The midnights of a calendar, each asked once."""

    def __init__(self, office: Office) -> None:
        self._calendar = office.calendar
        self._known: dict[date, int] = {}

    def midnight(self, day: date) -> int:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._calendar.midnight(day)
        return known


@frozen(eq=False, repr=False)
class Hours:
    """The working hours of all inspectors: each list of intervals once, as a pattern.

    ``of_weekday`` has the pattern of each inspector on each weekday. ``override_keys`` are
    the numbers of an inspector and a date for which ``override_patterns`` replace it.
    """

    patterns: tuple[Pattern, ...]
    of_weekday: Array
    override_inspector: Array
    override_day: Array
    override_pattern: Array

    @classmethod
    def of(cls, inspectors: Iterable[Inspector]) -> Hours:
        """The hours of some inspectors."""
        numbers: dict[Pattern, int] = {(): 0}
        weeks: list[list[int]] = []
        overrides: list[tuple[int, int, int]] = []
        for index, each in enumerate(inspectors):
            weeks.append([numbers.setdefault(day, len(numbers)) for day in each.week.days])
            overrides += [
                (index, day.toordinal() - _EPOCH_ORDINAL, numbers.setdefault(hours, len(numbers)))
                for day, hours in each.overrides.items()
            ]
        table = np.array(overrides, np.int64).reshape(-1, 3)
        return cls(
            tuple(numbers),
            np.array(weeks, np.int64).reshape(-1, 7),
            *(table[:, column] for column in range(3)),
        )

    def intervals_at(self, pattern_minute: Array) -> tuple[Array, Array]:
        """The interval that each minute of a pattern's day lies in, in ticks from midnight.

        Given as ``pattern * 1440 + minute``. Where there is none, one that holds nothing.
        """
        edges = [
            (index * MINUTES_A_DAY + each.start, index * MINUTES_A_DAY + each.end)
            for index, pattern in enumerate(self.patterns)
            for each in pattern
        ]
        starts, ends = np.array([(-1, -1), *edges], np.int64).T
        last = np.searchsorted(starts, pattern_minute, side="right") - 1
        begin, end = starts[last], ends[last]
        lies_in = pattern_minute < end
        midnight = pattern_minute // MINUTES_A_DAY * MINUTES_A_DAY
        opens = np.where(lies_in, (begin - midnight) * MINUTE, NOWHERE)
        closes = np.where(lies_in, (end - midnight) * MINUTE, -NOWHERE)
        return opens, closes


@frozen(eq=False, repr=False)
class Absences:
    """The absences of all inspectors, by inspector; those of one in order, and none meets another.

    The absences of an inspector are those from its ``starts`` to the next.
    """

    starts: Array
    inspector: Array
    first: Array
    last: Array

    @classmethod
    def of(cls, inspectors: tuple[Inspector, ...], office: Office) -> Absences:
        """The absences of some inspectors, by the clock of an office."""
        midnights = _Midnights(office)
        spans = [
            (index, *span)
            for index, each in enumerate(inspectors)
            for span in _union(each.absences, midnights)
        ]
        table = np.array(spans, np.int64).reshape(-1, 3)
        starts = np.searchsorted(table[:, 0], np.arange(len(inspectors) + 1))
        return cls(starts, *(table[:, column] for column in range(3)))

    def of_inspector(self, number: int) -> tuple[Array, Array]:
        """The starts and the ends of the absences of one."""
        some = slice(self.starts[number], self.starts[number + 1])
        return self.first[some], self.last[some]


def _union(absences: tuple[Absence, ...], calendar: Any) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(each.ticks(calendar) for each in absences):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


@frozen(eq=False, repr=False)
class OfficeColumns:
    """An office as arrays, made once for however many audits.

    Requests are numbered in the office's order. ``people`` numbers all ids of inspectors: the
    first are those that the office knows, and the others are named by its requests only.
    ``communicated`` has one more than the requests, for none. ``former`` are the pairs of a
    request and a person who had it, as one number each.

    >>> from datetime import date
    >>> from tichet_rules import Inspector, Request
    >>> requests = [Request("1/305", "Pop Ana", date(2026, 1, 12), "i-017")]
    >>> OfficeColumns.of(Office(inspectors=[Inspector("i-017")], requests=requests))
    OfficeColumns(1 requests, 1 inspectors)
    """

    office: Office
    numbers: Mapping[str, int]
    in_operation: Array
    answered: Array
    communicated: Days
    holder: Array
    former: Array
    people: Mapping[str, int]
    inspectors: tuple[Inspector, ...]
    hours: Hours
    absences: Absences
    dates: Dates
    _link: list[tuple[tuple[str, ...], Array]] = field(init=False, factory=list)

    def __repr__(self) -> str:
        return f"OfficeColumns({len(self.numbers)} requests, {len(self.inspectors)} inspectors)"

    @classmethod
    def of(cls, office: Office) -> OfficeColumns:
        """The columns of an office."""
        requests = office.requests.values()
        inspectors = tuple(office.inspectors.values())
        people = {each.id: index for index, each in enumerate(inspectors)}
        former = [(index, each) for index, ids in enumerate(map(_FORMER, requests)) for each in ids]
        for id_ in {*map(_HOLDER, requests), *(each for _, each in former)} - people.keys():
            people[id_] = len(people)
        count = len(requests)
        days: dict[Any, int] = {
            each: NEVER if each is None else each.toordinal() - _EPOCH_ORDINAL
            for each in set(map(_COMMUNICATED, requests))
        }
        return cls(
            office=office,
            numbers=dict(zip(office.requests, range(count), strict=True)),
            in_operation=_all_that_are(RequestStatus.IN_OPERATION, requests),
            answered=_all_that_are(RequestStatus.ANSWERED, requests),
            communicated=Days.of(
                np.fromiter(
                    chain(map(days.__getitem__, map(_COMMUNICATED, requests)), (NEVER,)),
                    np.int64,
                    count + 1,
                )
            ),
            holder=np.fromiter(map(people.__getitem__, map(_HOLDER, requests)), np.int32, count),
            former=np.unique(
                np.array([index * len(people) + people[each] for index, each in former], np.int64)
            ),
            people=people,
            inspectors=inspectors,
            hours=Hours.of(inspectors),
            absences=Absences.of(inspectors, office),
            dates=Dates(office.calendar),
        )

    def had(self, request: Array, person: Array) -> Array:
        """Whether each person had the request before."""
        keys = request.astype(np.int64) * len(self.people) + person
        place = np.searchsorted(self.former, keys)
        found: Array = looked_up(np.append(self.former, -1), place) == keys
        return found & (person >= 0)

    def numbers_of(self, requests: tuple[str, ...]) -> Array:
        """The number of each request, -1 for one that the office does not have, and for none.

        Names are slow to look up, beside all else: those of the last log are kept.
        """
        if not self._link or self._link[0][0] is not requests:
            found = np.full(len(requests) + 1, -1, np.int32)
            numbers = map(self.numbers.get, requests, repeat(-1))
            found[:-1] = np.fromiter(numbers, np.int32, len(requests))
            self._link[:] = [(requests, found)]
        return self._link[0][1]


_FORMER: Final = attrgetter("former_inspectors")
_HOLDER: Final = attrgetter("inspector")
_STATUS: Final = attrgetter("status")
_COMMUNICATED: Final = attrgetter("communicated_on")


def _all_that_are(status: RequestStatus, requests: Collection[Request]) -> Array:
    return np.fromiter(map(is_, map(_STATUS, requests), repeat(status)), bool, len(requests))
