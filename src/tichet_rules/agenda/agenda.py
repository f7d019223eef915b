"""The agenda: all bookings, as a value in which nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final, TypeAlias

import attrs

from tichet_rules._door import checked_instance, listed
from tichet_rules.agenda._sorted import SortedMap
from tichet_rules.agenda.events import (
    Booked,
    Cancelled,
    Event,
    Held,
    MissedByCitizen,
    Rescheduled,
)
from tichet_rules.errors import AgendaConflict, InvalidInput, WrongType
from tichet_rules.model import Booking, BookingStatus
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["Agenda", "apply"]

Key: TypeAlias = tuple[str, int]
Spans: TypeAlias = SortedMap[Key, Booking]


class Agenda:
    """The bookings of an office: no inspector and no applicant has two at one time.

    That can't be otherwise: an agenda comes only from :meth:`of`, or from :func:`apply`
    on another, and both refuse a collision with
    :class:`~tichet_rules.errors.AgendaConflict`. It is a value: to apply an event gives
    a new agenda in O(log n), sharing all that did not change, and the old one stays good.

    >>> from datetime import datetime
    >>> from tichet_rules import Booking, Slot
    >>> ten = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> agenda = Agenda.of([Booking("b-1", "120001/433", "i-017", "name:stefan tirlea", ten)])
    >>> len(agenda), agenda["b-1"].slot
    (1, Slot(2026-11-26T08:00:00Z, 15 minutes))
    """

    # Not an attrs class: `attrs.evolve` could make one that was never checked.
    __slots__ = ("_by_applicant", "_by_id", "_by_inspector", "_open_by_request")

    _by_id: SortedMap[str, Booking]
    _by_inspector: Spans
    _by_applicant: Spans
    _open_by_request: SortedMap[tuple[str, str], Booking]

    def __init__(self) -> None:
        _fill(self, SortedMap(), SortedMap(), SortedMap(), SortedMap())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an agenda is a value: apply an event to get another")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("an agenda is a value: apply an event to get another")

    @classmethod
    def of(cls, bookings: Iterable[Booking]) -> Agenda:
        """The agenda of some bookings, in whatever order.

        Raises :class:`~tichet_rules.errors.AgendaConflict` for two of one id, or two
        that overlap and are of one inspector (with their buffers) or one applicant.
        """
        known = [
            checked_instance(f"bookings[{index}]", each, Booking)
            for index, each in enumerate(listed("bookings", bookings, "a list of bookings"))
        ]
        by_id = sorted(known, key=lambda each: each.id)
        for one, other in pairwise(by_id):
            if one.id == other.id:
                raise AgendaConflict("booking.unique", other.id, one.id)
        taking = [each for each in known if each.takes_time]
        open_ones = sorted(
            (each for each in known if each.is_open), key=lambda each: (each.request, each.id)
        )
        return _made(
            SortedMap.from_sorted((each.id, each) for each in by_id),
            _disjoint(taking, _inspector_key, _occupied, "slot.free"),
            _disjoint(taking, _applicant_key, _meeting, "applicant.free"),
            SortedMap.from_sorted(((each.request, each.id), each) for each in open_ones),
        )

    # --- what it holds ------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Booking]:
        """The bookings, by id."""
        return (booking for _, booking in self._by_id.items())

    def __contains__(self, booking_id: object) -> bool:
        return isinstance(booking_id, str) and booking_id in self._by_id

    def __getitem__(self, booking_id: str) -> Booking:
        return self._by_id[booking_id]

    def get(self, booking_id: str) -> Booking | None:
        """The booking of an id, or ``None``."""
        return self._by_id.get(booking_id)

    def __eq__(self, other: object) -> bool:
        return self._by_id == other._by_id if isinstance(other, Agenda) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as for any collection compared by content

    def __repr__(self) -> str:
        return f"Agenda({len(self)} bookings)"

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickle is checked as it is read, like bookings from anywhere else.
        return (Agenda.of, (list(self),))

    # --- what is taken ------------------------------------------------------------

    def of_inspector(self, inspector: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings that occupy an inspector within a half-open span of ticks, in order."""
        return _within(self._by_inspector, inspector, from_, to, _occupied)

    def of_applicant(self, applicant: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings of an applicant whose slots meet a half-open span of ticks, in order."""
        return _within(self._by_applicant, applicant, from_, to, _meeting)

    def open_of_request(self, request: str, after: int) -> Iterator[Booking]:
        """The open bookings of a request that end after an instant in ticks."""
        for (number, _), booking in self._open_by_request.items_from((request, "")):
            if number != request:
                return
            if booking.slot.ends > after:
                yield booking


def _made(
    by_id: SortedMap[str, Booking],
    by_inspector: Spans,
    by_applicant: Spans,
    open_by_request: SortedMap[tuple[str, str], Booking],
) -> Agenda:
    agenda = Agenda.__new__(Agenda)
    _fill(agenda, by_id, by_inspector, by_applicant, open_by_request)
    return agenda


def _fill(
    agenda: Agenda,
    by_id: SortedMap[str, Booking],
    by_inspector: Spans,
    by_applicant: Spans,
    open_by_request: SortedMap[tuple[str, str], Booking],
) -> None:
    set_field: Any = object.__setattr__
    set_field(agenda, "_by_id", by_id)
    set_field(agenda, "_by_inspector", by_inspector)
    set_field(agenda, "_by_applicant", by_applicant)
    set_field(agenda, "_open_by_request", open_by_request)


# --- spans: of the inspector with buffers, of the applicant without ------------------------


def _inspector_key(booking: Booking) -> Key:
    return booking.inspector, booking.occupied_from


def _applicant_key(booking: Booking) -> Key:
    return booking.applicant, booking.slot.begins


def _occupied(booking: Booking) -> tuple[int, int]:
    return booking.occupied_from, booking.occupied_to


def _meeting(booking: Booking) -> tuple[int, int]:
    return booking.slot.begins, booking.slot.ends


def _disjoint(bookings: Iterable[Booking], key: Any, span: Any, rule: str) -> Spans:
    """The bookings sorted by key, when no neighbours of one owner collide."""
    ordered = sorted(bookings, key=key)
    for one, other in pairwise(ordered):
        (begins, ends), (later_begins, later_ends) = span(one), span(other)
        same = key(one)[0] == key(other)[0]
        if same and overlaps(begins, ends, later_begins, later_ends):
            raise AgendaConflict(rule, other.id, one.id)
    return SortedMap.from_sorted((key(each), each) for each in ordered)


def _within(spans: Spans, owner: str, from_: int, to: int, span: Any) -> Iterator[Booking]:
    # The spans of one owner are disjoint: of those that begin before `from_`, only the
    # last can reach into it.
    before = spans.lower((owner, from_))
    if before is not None and before[0][0] == owner:
        begins, ends = span(before[1])
        if overlaps(begins, ends, from_, to):
            yield before[1]
    for (whose, begins), booking in spans.items_from((owner, from_)):
        if whose != owner or begins >= to:
            return
        yield booking


def _with_span(spans: Spans, booking: Booking, key: Any, span: Any, rule: str) -> Spans:
    owner, from_ = place = key(booking)
    _, to = span(booking)
    # The spans of one owner are disjoint: if any of those that begin before `to` reaches
    # past `from_`, the last of them does.
    last = spans.lower((owner, to))
    if last is not None and last[0][0] == owner and overlaps(from_, to, *span(last[1])):
        raise AgendaConflict(rule, booking.id, last[1].id)
    return spans.insert(place, booking)


def _with_time(agenda: Agenda, booking: Booking) -> Agenda:
    """The agenda with a booking that it does not hold yet taking its time."""
    return _made(
        agenda._by_id,
        _with_span(agenda._by_inspector, booking, _inspector_key, _occupied, "slot.free"),
        _with_span(agenda._by_applicant, booking, _applicant_key, _meeting, "applicant.free"),
        agenda._open_by_request.insert((booking.request, booking.id), booking)
        if booking.is_open
        else agenda._open_by_request,
    )


def _without_time(agenda: Agenda, booking: Booking) -> Agenda:
    """The agenda with the time of an open booking free again."""
    return _made(
        agenda._by_id,
        agenda._by_inspector.remove(_inspector_key(booking)),
        agenda._by_applicant.remove(_applicant_key(booking)),
        agenda._open_by_request.remove((booking.request, booking.id)),
    )


# --- apply ----------------------------------------------------------------------------------


def apply(agenda: Agenda, event: Event) -> Agenda:
    """The agenda after an event, in O(log n); the one before stays as it was.

    Raises :class:`~tichet_rules.errors.AgendaConflict` when the event would break the
    invariant (a collision of an inspector or an applicant, an id used twice) or can't
    have happened here (the booking is not there, not open, or was moved in between).
    Nothing is half done.

    >>> from datetime import datetime
    >>> from tichet_rules import Booked, Booking, Slot
    >>> ten = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
    >>> one = Booked(at=at, booking=Booking("b-1", "120001/433", "i-017", "name:a", ten))
    >>> two = Booked(at=at, booking=Booking("b-2", "119368/305", "i-017", "name:b", ten))
    >>> apply(apply(Agenda(), one), two)
    Traceback (most recent call last):
    ...
    tichet_rules.errors.AgendaConflict: slot.free: booking 'b-2' can't be applied to this \
agenda: it collides with 'b-1'
    """
    checked_instance("agenda", agenda, Agenda)
    if isinstance(event, Booked):
        booking = event.booking
        if booking.id in agenda:
            raise AgendaConflict("booking.unique", booking.id, booking.id)
        if booking.takes_time:
            agenda = _with_time(agenda, booking)
        return _made(
            agenda._by_id.insert(booking.id, booking),
            agenda._by_inspector,
            agenda._by_applicant,
            agenda._open_by_request,
        )
    becomes = _BECOMES.get(type(event))
    if becomes is None and not isinstance(event, Rescheduled):
        raise WrongType("event", event, "an event such as Booked or Cancelled")
    old = agenda.get(event.booking)
    if old is None or not old.is_open:
        raise AgendaConflict("booking.open", event.booking)
    if isinstance(event, Rescheduled):
        if event.revision not in (None, old.revision + 1):
            raise AgendaConflict("booking.revision", event.booking)
        new = attrs.evolve(
            old,
            slot=event.slot,
            buffer_before_minutes=event.buffer_before_minutes,
            buffer_after_minutes=event.buffer_after_minutes,
            revision=old.revision + 1,
        )
    else:
        assert becomes is not None  # any other event was refused
        new = attrs.evolve(old, status=becomes)
    agenda = _without_time(agenda, old)
    if new.takes_time:
        agenda = _with_time(agenda, new)
    return _made(
        agenda._by_id.replace(new.id, new),
        agenda._by_inspector,
        agenda._by_applicant,
        agenda._open_by_request,
    )


_BECOMES: Final[dict[type[Event], BookingStatus]] = {
    Cancelled: BookingStatus.CANCELLED,
    Held: BookingStatus.HELD,
    MissedByCitizen: BookingStatus.NO_SHOW,
}


def replayed(events: Iterable[Event], agenda: Agenda | None = None) -> Agenda:
    """The agenda after a log of events, in the order of the log.

    Raises :class:`~tichet_rules.errors.InvalidInput` naming the place of an event that
    does not apply. Instants are not compared: the clocks of two writers may differ, and
    what has to come in order tells it by its ``revision``.

    >>> replayed([])
    Agenda(0 bookings)
    """
    agenda = Agenda() if agenda is None else agenda
    for index, event in enumerate(listed("events", events, "a list of events")):
        try:
            agenda = apply(agenda, event)
        except AgendaConflict as error:
            raise InvalidInput(
                f"events[{index}]", type(event).__name__, f"an event that applies ({error})"
            ) from error
    return agenda
