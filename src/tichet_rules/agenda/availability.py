"""Availability: which slots of many inspectors are free, held as a byte for each start."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import compress
from typing import final, overload

from attrs import frozen

from tichet_rules._door import FrozenMap, checked_instance, listed
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.agenda.slots import Grids, searching
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Channel, Inspector, Procedure, Slot
from tichet_rules.model.time import slots_at
from tichet_rules.office import Office

__all__ = ["Availability", "availability"]


@final
@frozen
class Availability(Sequence[Slot]):
    r"""The free slots of one inspector, in order: a sequence that makes each on demand.

    ``grid`` are the starts that the inspector's hours and the notice admit, in ticks;
    ``free`` has a byte for each of them, 1 where the slot is free and 0 where a booking or
    an absence is in its way. Two are equal when their slots are.

    >>> availability = Availability(15, (1795680000000000, 1795680900000000), b"\0\1")
    >>> len(availability), availability[0]
    (1, Slot(2026-11-26T08:15:00Z, 15 minutes))
    """

    minutes: int
    grid: tuple[int, ...]
    free: bytes

    def __len__(self) -> int:
        return self.free.count(1)

    def __iter__(self) -> Iterator[Slot]:
        return slots_at(self._starts(), self.minutes)

    @overload
    def __getitem__(self, index: int) -> Slot: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Slot, ...]: ...
    def __getitem__(self, index: int | slice) -> Slot | tuple[Slot, ...]:
        starts = tuple(self._starts())
        if isinstance(index, slice):
            return tuple(slots_at(starts[index], self.minutes))
        return next(slots_at((starts[index],), self.minutes))

    def __contains__(self, slot: object) -> bool:
        return (
            isinstance(slot, Slot)
            and slot.minutes == self.minutes
            and (place := bisect_left(self.grid, slot.begins)) < len(self.grid)
            and self.grid[place] == slot.begins
            and self.free[place] == 1
        )

    def __reversed__(self) -> Iterator[Slot]:
        return slots_at(compress(self.grid[::-1], self.free[::-1]), self.minutes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Availability):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Availability({len(self)} of {len(self.grid)} slots of {self.minutes} minutes)"

    def _starts(self) -> Iterator[int]:
        return compress(self.grid, self.free)

    def _key(self) -> tuple[int, tuple[int, ...]]:
        return self.minutes, tuple(self._starts())


def availability(
    agenda: Agenda,
    *,
    first: date,
    last: date,
    at: datetime,
    office: Office,
    inspectors: Iterable[str] | None = None,
    minutes: int = 15,
    request: str | None = None,
    channel: Channel | str = Channel.ONLINE,
    procedure: Procedure | str | None = None,
) -> Mapping[str, Availability]:
    """How many slots each of several inspectors has free, and which.

    The slots of an inspector are those of :func:`~tichet_rules.free_slots`, asked with the
    same arguments. ``inspectors`` are the ids of those asked about (all of the office, unless
    said), in whose order the answer is. It is worked out at the call, and holds no slots: a
    byte for each start, and the starts once for all who work the same hours.
    Raises :class:`~tichet_rules.errors.InvalidInput` as ``free_slots`` does.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Inspector
    >>> found = availability(
    ...     Agenda(),
    ...     first=date(2026, 11, 26),
    ...     last=date(2026, 12, 24),
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=Office(inspectors=[Inspector("i-017"), Inspector("i-018")]),
    ... )
    >>> {inspector: len(slots) for inspector, slots in found.items()}
    {'i-017': 600, 'i-018': 600}
    >>> found["i-018"][0], found["i-018"][-1]
    (Slot(2026-11-26T08:00:00Z, 15 minutes), Slot(2026-12-24T13:45:00Z, 15 minutes))
    """
    search_with = searching(agenda, first, last, at, office, minutes, request, channel, procedure)
    grids: Grids = {}
    return FrozenMap(
        (each.id, Availability(minutes, *search_with(each).offered(first, last, grids)))
        for each in _asked(office, inspectors)
    )


def _asked(office: Office, inspectors: Iterable[str] | None) -> Iterable[Inspector]:
    if inspectors is None:
        return office.inspectors.values()
    asked: dict[str, Inspector] = {}
    for index, each in enumerate(listed("inspectors", inspectors, "a list of inspector ids")):
        place = f"inspectors[{index}]"
        if checked_instance(place, each, str) not in office.inspectors:
            raise InvalidInput(place, each, "the id of an inspector of the office")
        if each in asked:
            raise InvalidInput(place, each, "each inspector once")
        asked[each] = office.inspectors[each]
    return asked.values()
