"""What became of the citizens, as columns: counted as such, made into records when looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, overload

import numpy as np
from attrs import fields_dict, frozen

from tichet_rules._door import FrozenMap
from tichet_rules.model.time import slot_at
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif._columns_citizens import Array
from tichet_rules.whatif.outcome import CitizenRecord, Counts, Fate

__all__ = ["FATES", "NEVER", "RecordColumns", "counted"]

FATES = tuple(Fate)
NEVER = np.iinfo(np.int64).min  # no instant

_HELD = FATES.index(Fate.HELD)


@frozen(eq=False, repr=False)
class RecordColumns(Sequence[CitizenRecord]):
    """Records by column: a sequence of them that is equal to their tuple.

    Instants are in ticks, ``NEVER`` for none. ``inspector`` is a place in ``staff``,
    ``fate`` in ``FATES``, ``refusal`` in ``refusals``. ``slot_minutes`` are those of the slot that
    was booked, ``minutes`` those of the meeting, 0 for just as long.
    """

    asked_at: Array
    inspector: Array
    first_free: Array
    begins: Array
    slot_minutes: Array
    refusal: Array
    fate: Array
    closed_at: Array
    minutes: Array
    staff: tuple[str, ...]
    refusals: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.asked_at)

    @overload
    def __getitem__(self, place: int) -> CitizenRecord: ...
    @overload
    def __getitem__(self, place: slice) -> RecordColumns: ...
    def __getitem__(self, place: int | slice) -> CitizenRecord | RecordColumns:
        if isinstance(place, slice):
            part: dict[str, Any] = {name: each[place] for name, each in self.columns.items()}
            return RecordColumns(**part, staff=self.staff, refusals=self.refusals)
        return self._record([each[place].item() for each in self.columns.values()])

    def __iter__(self) -> Iterator[CitizenRecord]:
        return map(
            self._record, zip(*(each.tolist() for each in self.columns.values()), strict=True)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, RecordColumns)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    @property
    def columns(self) -> dict[str, Array]:
        """The columns by their names."""
        names = (name for name in fields_dict(RecordColumns) if name not in ("staff", "refusals"))
        return {name: getattr(self, name) for name in names}

    def _record(self, row: Sequence[int]) -> CitizenRecord:
        asked_at, inspector, first_free, begins, slot_minutes, refusal, fate, closed_at, minutes = (
            row
        )
        return CitizenRecord(
            asked_at=from_ticks(asked_at),
            inspector=self.staff[inspector],
            first_free=None if first_free == NEVER else from_ticks(first_free),
            booked=None if begins == NEVER else slot_at(begins, slot_minutes),
            refused_by=self.refusals[refusal],
            fate=FATES[fate],
            closed_at=None if closed_at == NEVER else from_ticks(closed_at),
            minutes=minutes or None,
        )


def counted(
    everyone: RecordColumns, early: int, first: date, last: date, calendar: WorkingCalendar
) -> Counts:
    """What :meth:`Counts.of <tichet_rules.whatif.outcome.Counts.of>` counts of records.

    Those before ``early`` asked before the first date.
    """
    records = everyone[early:]
    fates = np.bincount(records.fate, minlength=len(FATES)).tolist()
    lead = np.sort((records.begins - records.asked_at)[records.begins != NEVER])
    met = (everyone.fate == _HELD) & (everyone.begins >= calendar.midnight(first))
    minutes, slot_minutes = everyone.minutes[met], everyone.slot_minutes[met]
    spent = np.bincount(everyone.inspector[met], slot_minutes, minlength=len(everyone.staff))
    overtime = np.maximum(0, minutes - slot_minutes).sum()
    midnights = [calendar.midnight(day_after(day)) for day in calendar.days(first, last)]
    opened = everyone.asked_at[everyone.begins != NEVER]
    closed = np.sort(everyone.closed_at[everyone.closed_at != NEVER])
    still_open = np.searchsorted(opened, midnights) - np.searchsorted(closed, midnights, "right")
    return Counts(
        fates=FrozenMap(zip(FATES, fates, strict=True)),
        refused_by=FrozenMap(_refused_by(records)),
        lead_times=lead,
        lead_time_sum=timedelta(microseconds=int(lead.sum())),
        slot_minutes=FrozenMap(
            (name, int(each)) for name, each in zip(everyone.staff, spent, strict=True) if each
        ),
        overtime=timedelta(minutes=int(overtime)),
        open_bookings=tuple(still_open.tolist()),
    )


def _refused_by(records: RecordColumns) -> dict[str, int]:
    """How many each rule refused; of as many, first that which refused first."""
    counts = np.bincount(records.refusal, minlength=1).tolist()
    refused = records.refusal[records.refusal > 0]
    _, first = np.unique(refused, return_index=True)
    rules: Counter[str] = Counter()
    for place in refused[np.sort(first)].tolist():
        for rule in records.refusals[place]:
            rules[rule] += counts[place]
    return dict(rules.most_common())
