"""The citizens of a demand as columns: the same as one by one, drawn all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from attrs import fields_dict, frozen
from numpy.typing import NDArray

from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif._dice import SCALE, SHIFT, edges_of, thrown
from tichet_rules.whatif.demand import (
    DRAWS,
    SECOND,
    SECONDS_AN_HOUR,
    Demand,
    Preference,
    arrivals,
)

__all__ = ["NOBODY", "Array", "CitizenColumns", "drawn", "picked"]

Array: TypeAlias = NDArray[Any]

NOBODY = -1  # of what a citizen does not have


@frozen(eq=False, repr=False)
class CitizenColumns:
    """Citizens in order of their asking, a column for each field of ``Citizen``.

    ``preference`` is a place in ``preferences``. -1 stands for an age or hours that a citizen does
    not have, 0 for the minutes of a meeting that lasts as long as its slot.
    """

    asked_at: Array
    answer_age_days: Array
    preference: Array
    cancels_ahead_hours: Array
    comes: Array
    minutes: Array
    share: Array
    preferences: tuple[Preference, ...]

    def __len__(self) -> int:
        return len(self.asked_at)

    def at(self, places: Array | slice) -> CitizenColumns:
        """Those at some places, in their order."""
        columns = [name for name in fields_dict(CitizenColumns) if name != "preferences"]
        chosen = {name: getattr(self, name)[places] for name in columns}
        return CitizenColumns(**chosen, preferences=self.preferences)


def picked(mix: Mapping[Any, float], numbers: Array) -> Array:
    """The places of the values that come up, by their weights."""
    if len(mix) == 1:
        return np.zeros(len(numbers), np.int32)
    edges = edges_of(mix)
    places = np.searchsorted(edges, numbers * edges[-1], side="right")
    return np.minimum(places, len(mix) - 1).astype(np.int32)


def drawn(
    demand: Demand,
    calendar: WorkingCalendar,
    first: date,
    last: date,
    *,
    seed: int,
    replication: int = 0,
) -> CitizenColumns:
    """:meth:`Demand.citizens <tichet_rules.whatif.Demand.citizens>` as columns."""
    days = list(calendar.days(first, last))
    keys = [(seed, replication, day.isoformat()) for day in days]
    counts = [arrivals(demand, calendar, day, key) for day, key in zip(days, keys, strict=True)]
    dice = b"".join(thrown(count * DRAWS, *key) for count, key in zip(counts, keys, strict=True))
    words = np.frombuffer(dice, "<u8").reshape(-1, DRAWS)

    def numbers(draw: int) -> Array:
        return (words[:, draw] >> SHIFT) * SCALE

    def value(mix: Mapping[int, float], draw: int) -> Array:
        return np.array([*mix], np.int64)[picked(mix, numbers(draw))]

    hours = np.array(
        [calendar.day_ticks(day, [hour * 60 for hour in demand.by_hour]) for day in days]
    )
    day = np.repeat(np.arange(len(days)), counts)
    asked_at = hours[day, picked(demand.by_hour, numbers(0))]
    asked_at += (numbers(1) * SECONDS_AN_HOUR).astype(np.int64) * SECOND
    answered = numbers(2) < demand.answered
    cancels = numbers(4) < demand.cancellation
    minutes = demand.meeting_minutes
    found = CitizenColumns(
        asked_at=asked_at,
        answer_age_days=np.where(answered, value(demand.answer_age_days, 3), NOBODY),
        cancels_ahead_hours=np.where(cancels, value(demand.cancelled_ahead_hours, 5), NOBODY),
        preference=picked(demand.preferences, numbers(6)),
        comes=numbers(7) >= demand.no_show,
        minutes=value(minutes, 8) if minutes else np.zeros(len(words), np.int64),
        share=numbers(9),
        preferences=(*demand.preferences,),
    )
    return found.at(np.argsort(asked_at, kind="stable"))
