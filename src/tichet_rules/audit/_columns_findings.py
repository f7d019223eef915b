"""Findings out of columns: the rule itself, on the one booking, with what was there before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import frozen

from tichet_rules.audit._columns_arrays import Array, booked_order
from tichet_rules.audit._columns_facts import CANCELLED, Log
from tichet_rules.audit.replay import AuditFinding, case_of
from tichet_rules.model import Booking, BookingStatus, Channel, Procedure, Slot
from tichet_rules.rules import Case, Finding, judge, rules_of_case
from tichet_rules.timekeeping.instants import MINUTE, from_ticks
from tichet_rules.timekeeping.spans import overlaps

if TYPE_CHECKING:
    from tichet_rules.audit.columns import Coded, LogColumns

__all__ = ["Cases", "findings"]

_STATUSES: Final = tuple(BookingStatus)
_CHANNELS: Final = tuple(Channel)
_PROCEDURES: Final = tuple(Procedure)


def booking_of(columns: LogColumns, row: int) -> Booking:
    """The booking of a row, without what columns leave out."""
    inspector, applicant = columns.inspector[row], columns.applicant[row]
    assert inspector is not None  # the door lets in no row
    assert applicant is not None  # without either
    begins = int(columns.begins[row])
    return Booking(
        id=columns.id[row],
        request=columns.request[row],
        inspector=inspector,
        applicant=applicant,
        slot=Slot(from_ticks(begins), (int(columns.ends[row]) - begins) // MINUTE),
        status=_STATUSES[columns.status[row]],
        channel=_CHANNELS[columns.channel[row]],
        buffer_before_minutes=int(columns.buffer_before[row]),
        buffer_after_minutes=int(columns.buffer_after[row]),
        booked_at=from_ticks(int(columns.booked_at[row])),
        procedure=_PROCEDURES[columns.procedure[row]],
        room=columns.room[row],
        in_place_of=columns.in_place_of[row],
    )


class _Owned:
    """The entries of each owner that take time, in the order of their start."""

    def __init__(self, owner: Coded, from_: Array, to: Array, takes: Array) -> None:
        rows = np.flatnonzero(takes & (owner.codes >= 0))
        self._codes = {each: code for code, each in enumerate(owner.values)}
        self._rows = rows[np.lexsort((from_[rows], owner.codes[rows]))]
        self._from, self._to = from_[self._rows], to[self._rows]
        owners = owner.codes[self._rows]
        self._starts = np.searchsorted(owners, np.arange(len(owner.values) + 1))
        self._longest = np.zeros(len(owner.values), np.int64)
        np.maximum.at(self._longest, owners, self._to - self._from)

    def all(self, owner: str) -> Array:
        """The rows of an owner."""
        return self._rows[self._range(owner)]

    def within(self, owner: str, from_: int, to: int) -> list[tuple[int, int, int]]:
        """The start, end and row of those that meet a half-open span."""
        whole = self._range(owner)
        # None that could reach `from_` begins further back than the longest is long.
        least = from_ - int(self._longest[self._codes[owner]])
        low, high = whole.start + np.searchsorted(self._from[whole], (least, to))
        near = slice(low, high)
        met = np.flatnonzero(overlaps(self._from[near], self._to[near], from_, to)) + low
        return list(
            zip(
                self._from[met].tolist(),
                self._to[met].tolist(),
                self._rows[met].tolist(),
                strict=True,
            )
        )

    def _range(self, owner: str) -> slice:
        code = self._codes[owner]
        return slice(int(self._starts[code]), int(self._starts[code + 1]))


@frozen(eq=False, repr=False)
class Cases:
    """The cases of a log: each booking as a question, with the facts at its booking act."""

    log: Log

    @cached_property
    def takes(self) -> Array:
        """Whether each entry takes time."""
        takes: Array = self.log.entries.status != CANCELLED
        return takes

    @cached_property
    def by_inspector(self) -> _Owned:
        """The entries by inspector, with their buffers."""
        entries = self.log.entries
        from_ = entries.begins - entries.buffer_before * MINUTE
        return _Owned(
            entries.inspector, from_, entries.ends + entries.buffer_after * MINUTE, self.takes
        )

    @cached_property
    def by_applicant(self) -> _Owned:
        """The entries by applicant."""
        return self._meetings_of(self.log.entries.applicant)

    @cached_property
    def by_room(self) -> _Owned:
        """The entries by room."""
        return self._meetings_of(self.log.entries.room)

    @cached_property
    def by_request(self) -> _Owned:
        """The entries by request."""
        return self._meetings_of(self.log.entries.request)

    def _meetings_of(self, owner: Coded) -> _Owned:
        entries = self.log.entries
        return _Owned(owner, entries.begins, entries.ends, self.takes)

    def booking(self, entry: int) -> Booking:
        """The booking of an entry."""
        if entry < self.log.first:
            return self.log.before[entry]
        return booking_of(self.log.entries, entry)

    def of(self, row: int) -> Case:
        """The case of a row of the log."""
        booking = booking_of(self.log.columns, row)
        taken = Earlier(self, self.log.first + row, booking.takes_time)
        return case_of(booking, self.log.office.office, taken)

    def refused(self, row: int) -> tuple[AuditFinding, ...]:
        """What the rules refuse in a row, asked one by one."""
        case = self.of(row)
        return tuple(
            self.finding(row, case, each)
            for each in judge(case, rules_of_case(case), stop_at_identification=False)
            if each.refused
        )

    def finding(self, row: int, case: Case, finding: Finding) -> AuditFinding:
        """A finding about a row."""
        columns = self.log.columns
        status = _STATUSES[columns.status[row]]
        return AuditFinding(columns.id[row], finding, case.policy.version, case, status)


@frozen(eq=False, repr=False)
class Earlier:
    """What was taken when a booking was made: the entries booked before it.

    One that takes no time itself (``meets`` is False) has nothing in its way.
    """

    cases: Cases
    entry: int
    meets: bool

    def of_inspector(self, inspector: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings that occupy an inspector within a half-open span of ticks."""
        return self._within(self.cases.by_inspector, inspector, from_, to)

    def of_applicant(self, applicant: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings of an applicant whose slots meet a half-open span of ticks."""
        return self._within(self.cases.by_applicant, applicant, from_, to)

    def of_room(self, room: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings in a room whose slots meet a half-open span of ticks."""
        return self._within(self.cases.by_room, room, from_, to)

    def missed_of_request(self, request: str) -> Iterator[Booking]:
        """The bookings of a request to which the citizen did not come."""
        return (each for each in self._of(request) if each.status is BookingStatus.NO_SHOW)

    def open_of_request(self, request: str, after: int) -> Iterator[Booking]:
        """The bookings of a request that end after an instant in ticks."""
        return (each for each in self._of(request) if each.slot.ends > after)

    def _of(self, request: str) -> Iterator[Booking]:
        rows = self.cases.by_request.all(request).tolist()
        return (self.cases.booking(each) for each in rows if self._is_before(each))

    def _within(self, owned: _Owned, owner: str, from_: int, to: int) -> Iterator[Booking]:
        if not self.meets:
            return
        ids = self.cases.log.entries.id
        found = [each for each in owned.within(owner, from_, to) if self._is_before(each[2])]
        # In the order in which the replay has them.
        for *_, entry in sorted(found, key=lambda each: (each[0], each[1], ids[each[2]])):
            yield self.cases.booking(entry)

    def _is_before(self, entry: int) -> bool:
        entries, first = self.cases.log.entries, self.cases.log.first
        if entry < first:
            return True
        one, other = ((entries.booked_at[each], entries.id[each]) for each in (entry, self.entry))
        return bool(one < other)


def findings(breaches: Mapping[str, Array], cases: Cases) -> Iterator[AuditFinding]:
    """The finding of each breach, in the order in which the bookings were made."""
    columns = cases.log.columns
    names = list(breaches)
    rows = np.unique(np.concatenate([*breaches.values(), np.zeros(0, np.int64)]))
    broken = np.zeros((len(rows), len(names)), bool)
    for column, each in enumerate(breaches.values()):
        broken[np.searchsorted(rows, each), column] = True
    order = booked_order(rows, np.zeros(len(rows), np.int64), columns.booked_at, columns.id)
    for place in order:
        row, of_row = int(rows[place]), {names[each] for each in np.flatnonzero(broken[place])}
        case = cases.of(row)
        for rule in rules_of_case(case):
            if rule.id in of_row:
                finding = rule.judge(case)
                assert finding.refused, f"{rule.id} refuses row {row} only in columns"
                yield cases.finding(row, case, finding)
