"""What the rules look at, for all rows of a log at once: each fact worked out when first asked."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from attrs import Factory, field, frozen

from tichet_rules.audit._columns_arrays import (
    Array,
    booked_order,
    compact,
    distinct,
    grouped,
    looked_up,
    none,
)
from tichet_rules.audit._columns_clock import Clock, Days, date_of
from tichet_rules.audit._columns_office import NOWHERE, OfficeColumns
from tichet_rules.audit._columns_spans import Spans, taken_before
from tichet_rules.model import Booking, BookingStatus, Procedure
from tichet_rules.policy import Policy
from tichet_rules.rules.case import spans_of
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import DAY, MINUTE
from tichet_rules.timekeeping.spans import overlaps

if TYPE_CHECKING:
    from tichet_rules.audit.columns import Coded, LogColumns

__all__ = ["Facts", "Log", "code_of"]

_WEEKDAYS: Final = 7
_THURSDAY: Final = 3  # 1970-01-01
_DENSE_TABLE: Final = 1 << 26
_LONG_AGO: Final = np.iinfo(np.int32).min
_TWO: Final = 2

Times: TypeAlias = tuple[Array, Array]


def code_of(member: StrEnum) -> int:
    """The place of a member in its enumeration."""
    return list(type(member)).index(member)


CANCELLED: Final = code_of(BookingStatus.CANCELLED)
NO_SHOW: Final = code_of(BookingStatus.NO_SHOW)
AUDIENCE: Final = code_of(Procedure.AUDIENCE)


@frozen(eq=False, repr=False)
class Log:
    """A log and the bookings before it, as the entries of one history.

    ``entries`` has those before the log first: the row numbers of the log begin at ``first``.
    """

    columns: LogColumns
    office: OfficeColumns
    before: tuple[Booking, ...]
    entries: LogColumns

    @property
    def first(self) -> int:
        """The place of the log's first row among the entries."""
        return len(self.before)


def _looked_up(column: Coded, table: Array) -> Array:
    """The value of each row in a table of the column's values, which ends with that of none."""
    return looked_up(table, column.codes)


@frozen(eq=False, repr=False)
class Facts:
    """The facts of a log's rows. Arrays have one value for each row, if nothing else is said."""

    log: Log
    _open: dict[Procedure, Array] = field(init=False, default=Factory(dict))
    _missed: dict[Procedure, Array] = field(init=False, default=Factory(dict))

    # --- when -----------------------------------------------------------------------

    @cached_property
    def clock(self) -> Clock:
        """The office's clock over all instants of the log, and of missed meetings before it."""
        columns, entries = self.log.columns, self.log.entries
        return Clock.of(self.log.office.dates, columns.booked_at, entries.begins)

    @cached_property
    def booked_day(self) -> Array:
        """The local date of the booking act, in days since 1970-01-01."""
        return self.clock.day(self.log.columns.booked_at)

    @cached_property
    def days(self) -> Days:
        """The local dates of the slots."""
        return Days.of(self.clock.day(self.log.columns.begins))

    @cached_property
    def day(self) -> Array:
        """The local date of the slot, in days since 1970-01-01."""
        return looked_up(self.days.distinct, self.days.place)

    @cached_property
    def is_working_day(self) -> Array:
        """Of each of :attr:`days`: whether the office is open."""
        open_on = self.log.office.dates.is_working_day
        return np.array([open_on(day) for day in self.days.distinct.tolist()], bool)

    @cached_property
    def _edges(self) -> tuple[Array, Array]:
        """Of each of :attr:`days`: its midnight, and whether the clock changes that day."""
        edges = map(self.log.office.dates.edges, self.days.distinct.tolist())
        midnights, changes = np.array(list(edges), np.int64).reshape(-1, 2).T
        return midnights, changes != 0

    # --- who, and about what ----------------------------------------------------------

    @cached_property
    def request(self) -> Array:
        """The number of the request in the office, -1 for none."""
        column = self.log.columns.request
        return _looked_up(column, self.log.office.numbers_of(column.values)).astype(np.intp)

    @cached_property
    def known(self) -> Array:
        """Whether the office has the request."""
        found: Array = self.request >= 0
        return found

    def _people(self, column: Coded) -> Array:
        """The number of each value of a column among the people of the office, -1 for none."""
        numbers = self.log.office.people
        return np.array([*(numbers.get(each, -1) for each in column.values), -1], np.int64)

    @cached_property
    def inspector(self) -> Array:
        """The number of the inspector in the office; that after the last stands for nobody."""
        people = self._people(self.log.columns.inspector)
        nobody = len(self.log.office.inspectors)
        people[(people < 0) | (people > nobody)] = nobody
        return _looked_up(self.log.columns.inspector, people)

    @cached_property
    def inspector_known(self) -> Array:
        """Whether the office has the inspector."""
        found: Array = self.inspector < len(self.log.office.inspectors)
        return found

    @cached_property
    def whose(self) -> tuple[Array, ...]:
        """By number, among the people of the office: who holds the meeting, and in whose place.

        -1 for none.
        """
        columns = self.log.columns
        person = _looked_up(columns.inspector, self._people(columns.inspector))
        if not columns.in_place_of.values:
            return (person,)
        return person, _looked_up(columns.in_place_of, self._people(columns.in_place_of))

    # --- by which policy --------------------------------------------------------------

    @cached_property
    def versions(self) -> tuple[tuple[Policy, Any], ...]:
        """The versions of the policy, and the rows of bookings for the blue ticket under each."""
        policy, columns = self.log.office.office.policy, self.log.columns
        blue = columns.procedure != AUDIENCE
        rows = slice(None) if blue.all() else np.flatnonzero(blue)
        if isinstance(policy, Policy):
            return ((policy, rows),)
        days = Days.of(self.booked_day[rows])
        at = [policy.policy_at(date_of(day)) for day in days.distinct]
        if len(set(map(id, at))) <= 1:
            return tuple((each, rows) for each in at[:1])
        numbers = {id(each): number for number, each in enumerate(policy.versions)}
        version = np.array([numbers[id(each)] for each in at])[days.place]
        return tuple(
            (each, np.flatnonzero(blue)[version == number])
            for number, each in enumerate(policy.versions)
            if (version == number).any()
        )

    # --- working hours and absences ---------------------------------------------------

    @cached_property
    def hours(self) -> tuple[Array, Array]:
        """The working interval in which the slot starts, in ticks; none holds nothing."""
        columns, hours = self.log.columns, self.log.office.hours
        midnights, changes = self._edges
        midnight = looked_up(midnights, self.days.place)
        since = columns.begins - midnight
        pattern = self._pattern()
        opens, closes = self._table_of_hours(pattern, since)
        opens += midnight
        closes += midnight
        odd = (since >= DAY) | (since < 0)
        if changes.any():
            odd |= looked_up(changes, self.days.place)
        if odd.any():
            rows = np.flatnonzero(odd)
            calendar = self.log.office.office.calendar
            days = len(self.days.distinct)
            for key, some in grouped(pattern[rows] * days + self.days.place[rows], rows):
                day = date_of(self.days.distinct[key % days])
                spans = spans_of(hours.patterns[key // days], day, calendar)
                opens[some], closes[some] = _holding(columns.begins[some], spans)
        return opens, closes

    def _table_of_hours(self, pattern: Array, since: Array) -> tuple[Array, Array]:
        asked = np.clip(since // MINUTE, 0, MINUTES_A_DAY - 1)
        asked += pattern * MINUTES_A_DAY
        found, place = distinct(asked)
        opens, closes = self.log.office.hours.intervals_at(found)
        return looked_up(opens, place), looked_up(closes, place)

    def _pattern(self) -> Array:
        """The pattern of hours of the inspector on the day of the slot."""
        hours = self.log.office.hours
        weeks = np.append(hours.of_weekday, np.zeros((1, _WEEKDAYS), np.int64), axis=0)
        weekday = (self.days.distinct + _THURSDAY) % _WEEKDAYS
        asked = looked_up(weekday, self.days.place)
        asked += self.inspector * _WEEKDAYS
        pattern = looked_up(weeks.ravel(), asked)
        rows, place = self._overridden()
        pattern[rows] = hours.override_pattern[place]
        return pattern

    def _overridden(self) -> tuple[Array, Array]:
        """The rows on days with hours of their own, and which override each has."""
        hours, days = self.log.office.hours, self.days
        place = np.searchsorted(days.distinct, hours.override_day)
        place = np.minimum(place, len(days.distinct) - 1)
        used = np.flatnonzero(days.distinct[place] == hours.override_day)
        keys = hours.override_inspector[used] * len(days.distinct) + place[used]
        order = np.argsort(keys)
        rows = self._rows_at(keys)
        asked = self._inspector_day(rows)
        return rows, used[order[np.searchsorted(keys[order], asked)]]

    def _inspector_day(self, rows: Any) -> Array:
        found: Array = self.inspector[rows] * len(self.days.distinct) + self.days.place[rows]
        return found

    def _rows_at(self, keys: Array) -> Array:
        """The rows of some inspectors on some days, by ``inspector * days + place of day``."""
        if not len(keys):
            return none()
        size = (len(self.log.office.inspectors) + 1) * len(self.days.distinct)
        asked = self._inspector_day(slice(None))
        if size > _DENSE_TABLE:
            return np.flatnonzero(np.isin(asked, keys))
        marked = np.zeros(size, bool)
        marked[keys] = True
        return np.flatnonzero(looked_up(marked, asked))

    @cached_property
    def away(self) -> Array:
        """How many stretches of absence of the inspector the slot meets, at least; 0 for none."""
        away = np.zeros(len(self.log.columns), np.int8)
        rows = self._rows_at(self._days_away())
        columns = self.log.columns
        for person, some in grouped(self.inspector[rows], rows):
            first, last = self.log.office.absences.of_inspector(person)
            begins, ends = columns.begins[some], columns.ends[some]
            # The first that ends after the slot begins: no other can meet it, if that doesn't.
            place = np.searchsorted(last, begins, side="right")
            before = place < len(last)
            place = place[before]
            away[some[before]] = overlaps(begins[before], ends[before], first[place], last[place])
        return away

    def _days_away(self) -> Array:
        """Keys of the inspectors and days on which a slot could begin that meets an absence."""
        columns, days = self.log.columns, len(self.days.distinct)
        absences, (midnights, _) = self.log.office.absences, self._edges
        longest = int((columns.ends - columns.begins).max(initial=0))
        # A day more on each side, for a clock that shows a date once more.
        low = np.searchsorted(midnights, absences.first - longest, side="right") - 2
        high = np.searchsorted(midnights, absences.last) + 1
        low, high = np.maximum(low, 0), np.minimum(high, days)
        counts = np.maximum(high - low, 0)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        keys: Array = np.repeat(absences.inspector * days + low, counts) + within
        return keys

    # --- what was taken before --------------------------------------------------------

    def _taken(self, owner: Coded, asked: Times, used: Times, width: int) -> Array:
        """Whether the time asked for was taken by an earlier booking of the same owner."""
        entries, first = self.log.entries, self.log.first
        rows = np.flatnonzero((entries.status != CANCELLED) & (owner.codes >= 0))
        owners = owner.codes.take(rows).astype(np.intp)
        if len(owner.values) > len(rows) // 4:  # many are alone, and collide with nobody
            several = np.flatnonzero(looked_up(np.bincount(owners) >= _TWO, owners))
            rows, owners = rows.take(several), owners.take(several)
        from_, to = (each.take(rows) for each in used)
        asked_from, asked_to = (from_, to) if asked is used else (each.take(rows) for each in asked)
        spans = Spans(rows, owners, from_, to, asked_from, asked_to, rows >= first, width)
        found = np.zeros(len(entries), bool)
        found[taken_before(spans, self._order)] = True
        return found[first:]

    def _order(self, rows: Array, group: Array) -> Array:
        return booked_order(rows, group, self.log.entries.booked_at, self.log.entries.id)

    @cached_property
    def _meetings(self) -> tuple[int, Times]:
        """Of each entry: the start and the end of its meeting as small numbers, and a width."""
        entries = self.log.entries
        owners = max(
            len(each.values) for each in (entries.inspector, entries.applicant, entries.room)
        )
        width, (begins, ends) = compact(owners, entries.begins, entries.ends)
        return width, (begins, ends)

    @cached_property
    def inspector_taken(self) -> Array:
        """Whether the inspector was occupied; asked with the buffers of the row's own policy."""
        entries, first = self.log.entries, self.log.first
        buffers = [(each.buffer_before_minutes, each.buffer_after_minutes)
                   for each, _ in self.versions]  # fmt: skip
        if not (
            entries.buffer_before.any() or entries.buffer_after.any() or any(map(any, buffers))
        ):
            width, meetings = self._meetings
            return self._taken(entries.inspector, meetings, meetings, width)
        used = (
            entries.begins - entries.buffer_before * MINUTE,
            entries.ends + entries.buffer_after * MINUTE,
        )
        asked = entries.begins.copy(), entries.ends.copy()
        for (early, late), (_, rows) in zip(buffers, self.versions, strict=True):
            asked[0][first:][rows] -= early * MINUTE
            asked[1][first:][rows] += late * MINUTE
        width, times = compact(len(entries.inspector.values), *used, *asked)
        return self._taken(entries.inspector, (times[2], times[3]), (times[0], times[1]), width)

    @cached_property
    def applicant_taken(self) -> Array:
        """Whether the citizen had another meeting."""
        width, meetings = self._meetings
        return self._taken(self.log.entries.applicant, meetings, meetings, width)

    @cached_property
    def room_taken(self) -> Array:
        """Whether the room was taken; of a row without one, False."""
        width, meetings = self._meetings
        return self._taken(self.log.entries.room, meetings, meetings, width)

    # --- the other bookings of the request ----------------------------------------------

    @cached_property
    def _of_requests(self) -> tuple[Array, Array, int, list[Array]]:
        """Entries of requests that have several, in the order of the request and the booking act.

        With the request, a width, and as small numbers of one order: the instant of the
        booking act, the end of the meeting and its start.
        """
        entries = self.log.entries
        codes = entries.request.codes.astype(np.intp)
        several = np.bincount(codes + 1) >= _TWO
        several[0] = False  # of no request
        rows = np.flatnonzero(looked_up(several, codes + 1))
        rows = rows[self._order(rows, codes[rows])]
        request = codes[rows]
        place = np.cumsum(np.append(False, request[1:] != request[:-1]))[: len(rows)]
        times = entries.booked_at[rows], entries.ends[rows], entries.begins[rows]
        width, small = compact(len(rows), *times)
        return rows, place, width, small

    def open_bookings(self, procedure: Procedure) -> Array:
        """How many bookings of the request were open at the booking act, under a procedure."""
        if procedure not in self._open:
            self._open[procedure] = self._open_bookings(procedure)
        return self._open[procedure]

    def _open_bookings(self, procedure: Procedure) -> Array:
        entries = self.log.entries
        rows, request, width, (at, ends, _) = self._of_requests
        turn = np.arange(len(rows))
        counts = (entries.status[rows] != CANCELLED) & (
            entries.procedure[rows] == code_of(procedure)
        )
        base = request * width
        # The turn from which on a booking is over: of its request, or any turn of the next.
        over = np.searchsorted(base + at, base + ends)
        over = np.maximum(over, turn + 1)
        made = np.cumsum(counts) - counts
        ended = np.cumsum(np.bincount(over[counts], minlength=len(rows) + 1))[: len(rows)]
        found = np.zeros(len(entries), np.int64)
        found[rows] = made - ended
        return found[self.log.first :]

    def last_missed(self, procedure: Procedure) -> Array:
        """The last local date, before the booking act, on which the citizen did not come.

        Of the same request, under a procedure; a date long ago for none.
        """
        if procedure not in self._missed:
            self._missed[procedure] = self._last_missed(procedure)
        return self._missed[procedure]

    def _last_missed(self, procedure: Procedure) -> Array:
        entries = self.log.entries
        rows, request, width, (at, _, begins) = self._of_requests
        missed = np.flatnonzero(
            (entries.status[rows] == NO_SHOW) & (entries.procedure[rows] == code_of(procedure))
        )
        found = np.full(len(entries), _LONG_AGO, np.int64)
        if len(missed):
            base = request * width
            counts_from = np.searchsorted(base + at, (base + begins)[missed])
            counts_from = np.maximum(counts_from, missed + 1)
            days = self.clock.day(entries.begins[rows[missed]])
            least, span = days.min(), int(days.max() - days.min()) + 2
            latest = np.zeros(len(rows) + 1, np.int64)
            np.maximum.at(latest, counts_from, request[missed] * span + days - least + 1)
            since = np.maximum.accumulate(latest)[: len(rows)] - request * span
            found[rows] = np.where(since > 0, since - 1 + least, _LONG_AGO)
        return found[self.log.first :]


def _holding(begins: Array, spans: tuple[tuple[int, int], ...]) -> tuple[Array, Array]:
    """The span in which each start lies; where there is none, one that holds nothing."""
    opens, closes = np.full(len(begins), NOWHERE), np.full(len(begins), -NOWHERE)
    for first, last in spans:
        within = (first <= begins) & (begins < last)
        opens[within], closes[within] = first, last
    return opens, closes
