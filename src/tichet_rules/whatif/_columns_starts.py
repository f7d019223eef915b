"""The starts that an inspector's hours offer, in order, and what is asked of them by number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

import numpy as np
from attrs import frozen

from tichet_rules.agenda.slots import grid_starts
from tichet_rules.audit._columns_clock import Clock, Dates
from tichet_rules.model import Inspector
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.policy import Policy
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.instants import DAY, EPOCH, MINUTE
from tichet_rules.whatif._columns_citizens import Array
from tichet_rules.whatif.demand import Preference

__all__ = ["Span", "Starts", "starts_of"]

Span = tuple[int, int]

_EPOCH_ORDINAL = EPOCH.toordinal()
_THURSDAY = WEEKDAYS.index("thu")  # the weekday of 1970-01-01


@frozen(eq=False, repr=False)
class Starts:
    """The starts of a policy's meetings in some hours without the absences, from day to day.

    A start is known by its number, from 0. ``ticks`` are the instants, ``walls`` what the
    office's clock shows then, in ticks too, and ``days`` the local dates in days since 1970-01-01.
    """

    policy: Policy
    ticks: Array
    walls: Array
    days: Array

    def without(self, absences: Sequence[Span]) -> Starts:
        """Those at which the inspector is present from beginning to end."""
        if not absences:
            return self
        present = np.ones(len(self.ticks), bool)
        for begins, ends in absences:
            first = np.searchsorted(self.ticks, begins - self.length, side="right")
            present[first : np.searchsorted(self.ticks, ends)] = False
        columns = (each[present] for each in (self.ticks, self.walls, self.days))
        return Starts(self.policy, *columns)

    def until(self, days: Array) -> Array:
        """The first start after each of some dates."""
        if not len(self.days):
            return np.zeros(len(days), np.int64)
        first, last = int(self.days[0]) - 1, int(self.days[-1])
        counts = np.searchsorted(self.days, np.arange(first, last + 1), side="right")
        found: Array = counts[np.clip(days, first, last) - first]
        return found

    @property
    def length(self) -> int:
        """How long a meeting is, in ticks."""
        return self.policy.max_minutes * MINUTE

    @property
    def before(self) -> int:
        """The inspector's time before a meeting, in ticks."""
        return self.policy.buffer_before_minutes * MINUTE

    @property
    def after(self) -> int:
        """The inspector's time after a meeting, in ticks."""
        return self.policy.buffer_after_minutes * MINUTE

    @property
    def reach(self) -> int:
        """How near the start of another meeting may not be, in ticks."""
        return self.before + self.length + self.after

    @cached_property
    def apart(self) -> bool:
        """Whether a meeting at one start rules out no other."""
        return bool((np.diff(self.ticks) >= self.reach).all())

    def liked(self, preference: Preference) -> Array:
        """Whether a preference likes each."""
        liked = np.ones(len(self.walls), bool)
        if preference.weekday is not None:
            liked &= (self.walls // DAY + _THURSDAY) % 7 == WEEKDAYS.index(preference.weekday)
        if preference.hours is not None:
            minutes = self.walls % DAY // MINUTE
            liked &= (preference.hours.start <= minutes) & (minutes < preference.hours.end)
        return liked

    # --- in Python's own numbers, for one inspector after the other ---------------------

    @cached_property
    def instants(self) -> list[int]:
        """The ``ticks``."""
        ticks: list[int] = self.ticks.tolist()
        return ticks

    @cached_property
    def _likes(self) -> dict[Preference, int]:
        return {}

    def bits_liked(self, preference: Preference) -> int:
        """Those that a preference likes, a bit for each."""
        if preference not in self._likes:
            packed = np.packbits(self.liked(preference), bitorder="little")
            self._likes[preference] = int.from_bytes(packed.tobytes(), "little")
        return self._likes[preference]

    def occupied(self, number: int) -> Span:
        """The time that a meeting at a start takes of the inspector, from and to."""
        begins = self.instants[number]
        return begins - self.before, begins + self.length + self.after

    def ruled_out(self, span: Span) -> int:
        """The starts that a time which is taken rules out, a bit for each."""
        first = bisect_right(self.instants, span[0] - self.after - self.length)
        last = bisect_left(self.instants, span[1] + self.before)
        return ((1 << max(0, last - first)) - 1) << first


def starts_of(
    inspector: Inspector, policy: Policy, calendar: WorkingCalendar, days: Iterable[date]
) -> Starts:
    """The starts of an inspector's hours on some working days, absences or not."""
    ticks: list[int] = []
    dates: list[int] = []
    for day in days:
        found = grid_starts(inspector, day, policy.max_minutes, policy, calendar)
        ticks += found
        dates += [day.toordinal() - _EPOCH_ORDINAL] * len(found)
    instants = np.array(ticks, np.int64)
    walls = Clock.of(Dates(calendar), instants).wall(instants)
    return Starts(policy, instants, walls, np.array(dates, np.int64))
