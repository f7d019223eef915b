"""The agenda: all bookings, as a value in which nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final, TypeAlias

import attrs

from tichet_rules._door import checked_date, checked_instance, listed
from tichet_rules.agenda._sorted import SortedMap
from tichet_rules.agenda.events import (
    AnswerRequested,
    Booked,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    TicketIssued,
)
from tichet_rules.errors import AgendaConflict, InvalidInput, WrongType
from tichet_rules.model import Booking, BookingStatus, Procedure
from tichet_rules.text import Language, checked_language
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["Agenda", "apply"]

Key: TypeAlias = tuple[str, int]
Spans: TypeAlias = SortedMap[Key, Booking]
OfRequests: TypeAlias = SortedMap[tuple[str, str], Booking]


class Agenda:
    """The bookings of an office: no inspector, applicant or room has two at one time.

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
    __slots__ = ("_by_applicant", "_by_id", "_by_inspector", "_by_request", "_by_room")

    _by_id: SortedMap[str, Booking]
    _by_inspector: Spans
    _by_applicant: Spans
    _by_room: Spans
    _by_request: OfRequests

    def __init__(self) -> None:
        _fill(self, SortedMap(), SortedMap(), SortedMap(), SortedMap(), SortedMap())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an agenda is a value: apply an event to get another")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("an agenda is a value: apply an event to get another")

    @classmethod
    def of(cls, bookings: Iterable[Booking]) -> Agenda:
        """The agenda of some bookings, in whatever order.

        Raises :class:`~tichet_rules.errors.AgendaConflict` for two of one id, or two
        that overlap and are of one inspector (with their buffers), applicant or room.
        """
        known = [
            checked_instance(f"bookings[{index}]", each, Booking)
            for index, each in enumerate(listed("bookings", bookings, "a list of bookings"))
        ]
        by_id = sorted(known, key=attrgetter("id"))
        for one, other in pairwise(by_id):
            if one.id == other.id:
                raise AgendaConflict("booking.unique", other.id, one.id)
        taking = [each for each in known if each.takes_time]
        of_requests = sorted(filter(_counts, known), key=_request_key)
        return _made(
            SortedMap.of([each.id for each in by_id], by_id),
            _disjoint(taking, _inspector_key, _occupied, "slot.free"),
            _disjoint(taking, _applicant_key, _meeting, "applicant.free"),
            _disjoint(
                [each for each in taking if each.room is not None],
                _room_key,
                _meeting,
                "room.free",
            ),
            SortedMap.of(list(map(_request_key, of_requests)), of_requests),
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

    # --- in a notebook ------------------------------------------------------------

    def to_html(
        self,
        language: Language = "en",
        *,
        week: date | None = None,
        calendar: WorkingCalendar = WorkingCalendar(),
    ) -> str:
        """The bookings of a week as a piece of HTML for a notebook, by inspector and day.

        ``week`` is any date in it: that of the first open booking, unless said (of the last
        booking, where none is open). Times are by the clock of ``calendar``. Of a large
        agenda it says what it leaves out. No personal data stands in it.
        """
        from tichet_rules.agenda._html import agenda_html  # noqa: PLC0415 (for notebooks alone)

        day = None if week is None else checked_date("week", week)
        checked_instance("calendar", calendar, WorkingCalendar)
        return agenda_html(self, checked_language(language), day, calendar)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self, *, personal: bool = False) -> Any:
        """The bookings as a ``pyarrow.Table``, by id; needs the extra ``frames``.

        The columns are those of :meth:`LogColumns.from_mapping
        <tichet_rules.audit.columns.LogColumns.from_mapping>`, and ``revision``. ``personal=True``
        adds ``applicant``, ``phone`` and ``email``. Whatever reads Arrow takes an agenda as it
        is, without these: ``polars.DataFrame(agenda)``.
        """
        from tichet_rules.agenda._frame import bookings_table  # noqa: PLC0415 (for frames alone)

        return bookings_table(self, personal=personal)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    # --- what is taken ------------------------------------------------------------

    def of_inspector(self, inspector: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings that occupy an inspector within a half-open span of ticks, in order."""
        return _within(self._by_inspector, inspector, from_, to, _occupied)

    def of_applicant(self, applicant: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings of an applicant whose slots meet a half-open span of ticks, in order."""
        return _within(self._by_applicant, applicant, from_, to, _meeting)

    def of_room(self, room: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings in a room whose slots meet a half-open span of ticks, in order."""
        return _within(self._by_room, room, from_, to, _meeting)

    def open_of_request(self, request: str, after: int) -> Iterator[Booking]:
        """The open bookings of a request that end after an instant in ticks."""
        return (
            each for each in self._of_request(request) if each.is_open and each.slot.ends > after
        )

    def missed_of_request(self, request: str) -> Iterator[Booking]:
        """The bookings of a request to which the citizen did not come."""
        return (each for each in self._of_request(request) if _was_missed(each))

    def _of_request(self, request: str) -> Iterator[Booking]:
        for (number, _), booking in self._by_request.items_from((request, "")):
            if number != request:
                return
            yield booking


def _made(
    by_id: SortedMap[str, Booking],
    by_inspector: Spans,
    by_applicant: Spans,
    by_room: Spans,
    by_request: OfRequests,
) -> Agenda:
    agenda = Agenda.__new__(Agenda)
    _fill(agenda, by_id, by_inspector, by_applicant, by_room, by_request)
    return agenda


def _fill(
    agenda: Agenda,
    by_id: SortedMap[str, Booking],
    by_inspector: Spans,
    by_applicant: Spans,
    by_room: Spans,
    by_request: OfRequests,
) -> None:
    set_field: Any = object.__setattr__
    set_field(agenda, "_by_id", by_id)
    set_field(agenda, "_by_inspector", by_inspector)
    set_field(agenda, "_by_applicant", by_applicant)
    set_field(agenda, "_by_room", by_room)
    set_field(agenda, "_by_request", by_request)


# --- spans: of the inspector with buffers, of the applicant and the room without -----------


_inspector_key: Final[Callable[[Booking], Key]] = attrgetter("inspector", "occupied_from")
_applicant_key: Final[Callable[[Booking], Key]] = attrgetter("applicant", "slot.begins")
_room_key: Final[Callable[[Booking], Key]] = attrgetter("room", "slot.begins")
_request_key: Final[Callable[[Booking], tuple[str, str]]] = attrgetter("request", "id")


def _was_missed(booking: Booking) -> bool:
    return booking.status is BookingStatus.NO_SHOW


def _counts(booking: Booking) -> bool:
    """Whether a rule about the request looks at it: it is open, or was missed."""
    return booking.request is not None and (booking.is_open or _was_missed(booking))


def _occupied(booking: Booking) -> tuple[int, int]:
    return booking.occupied_from, booking.occupied_to


def _meeting(booking: Booking) -> tuple[int, int]:
    return booking.slot.begins, booking.slot.ends


def _disjoint(bookings: Iterable[Booking], key: Any, span: Any, rule: str) -> Spans:
    """The bookings sorted by key, when no neighbours of one owner collide."""
    ordered = sorted(bookings, key=key)
    keys = [key(each) for each in ordered]
    for index, (one, other) in enumerate(pairwise(ordered)):
        same = keys[index][0] == keys[index + 1][0]
        if same and overlaps(*span(one), *span(other)):
            raise AgendaConflict(rule, other.id, one.id)
    return SortedMap.of(keys, ordered)


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


def _with_time(agenda: Agenda, booking: Booking, by_id: SortedMap[str, Booking]) -> Agenda:
    """The agenda with a booking taking time that it did not take, and with its bookings by id."""
    by_room, by_request = agenda._by_room, agenda._by_request
    if booking.room is not None:
        by_room = _with_span(by_room, booking, _room_key, _meeting, "room.free")
    if _counts(booking):
        by_request = by_request.insert(_request_key(booking), booking)
    return _made(
        by_id,
        _with_span(agenda._by_inspector, booking, _inspector_key, _occupied, "slot.free"),
        _with_span(agenda._by_applicant, booking, _applicant_key, _meeting, "applicant.free"),
        by_room,
        by_request,
    )


def _without_time(agenda: Agenda, booking: Booking) -> Agenda:
    """The agenda with the time of a booking free again."""
    by_room, by_request = agenda._by_room, agenda._by_request
    if booking.room is not None:
        by_room = by_room.remove(_room_key(booking))
    if _counts(booking):
        by_request = by_request.remove(_request_key(booking))
    return _made(
        agenda._by_id,
        agenda._by_inspector.remove(_inspector_key(booking)),
        agenda._by_applicant.remove(_applicant_key(booking)),
        by_room,
        by_request,
    )


def _with_booking(agenda: Agenda, booking: Booking, by_id: SortedMap[str, Booking]) -> Agenda:
    """The agenda with its bookings by id, one of which is new or has changed."""
    if booking.takes_time:
        return _with_time(agenda, booking, by_id)
    return _made(
        by_id, agenda._by_inspector, agenda._by_applicant, agenda._by_room, agenda._by_request
    )


# --- apply ----------------------------------------------------------------------------------


def apply(agenda: Agenda, event: Event) -> Agenda:
    """The agenda after an event, in O(log n); the one before stays as it was.

    Raises :class:`~tichet_rules.errors.AgendaConflict` when the event would break the
    invariant (a collision of an inspector, an applicant or a room, an id used twice) or
    can't have happened here (the booking is not there, not open, or was moved in between).
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
agenda: the inspector has another meeting at that time, 'b-1'
    """
    checked_instance("agenda", agenda, Agenda)
    if isinstance(event, Booked):
        booking = event.booking
        if booking.id in agenda:
            raise AgendaConflict("booking.unique", booking.id, booking.id)
        return _with_booking(agenda, booking, agenda._by_id.insert(booking.id, booking))
    try:
        changed = _CHANGES[type(event)]
    except KeyError:
        raise WrongType(
            "event",
            event,
            "one event such as Booked or Cancelled; of a decision, one of its events",
        ) from None
    old = agenda.get(event.booking)
    if old is None:
        raise AgendaConflict("booking.open", event.booking)
    new = changed(old, event)
    agenda = _without_time(agenda, old)  # none of the events applies to a cancelled booking
    return _with_booking(agenda, new, agenda._by_id.replace(new.id, new))


def _open(booking: Booking) -> Booking:
    if not booking.is_open:
        raise AgendaConflict("booking.open", booking.id)
    return booking


def _closed_as(status: BookingStatus) -> Callable[[Booking, Event], Booking]:
    return lambda old, _: attrs.evolve(_open(old), status=status)


def _moved(old: Booking, event: Rescheduled | Reassigned) -> Booking:
    if event.revision not in (None, _open(old).revision + 1):
        raise AgendaConflict("booking.revision", event.booking)
    changes: dict[str, Any] = {}
    if isinstance(event, Reassigned):
        changes = {"inspector": event.inspector, "in_place_of": event.in_place_of}
    return attrs.evolve(
        old,
        slot=event.slot,
        buffer_before_minutes=event.buffer_before_minutes,
        buffer_after_minutes=event.buffer_after_minutes,
        revision=old.revision + 1,
        room=old.room if event.room is None else event.room,
        **changes,
    )


def _recorded(old: Booking, event: ConclusionsRecorded) -> Booking:
    if not old.is_held:
        raise AgendaConflict("record.held", old.id)
    if old.ticket is not None:
        raise AgendaConflict("ticket.once", old.id)
    return attrs.evolve(old, record=event.record.fingerprint, recorded_at=event.at)


def _answer_requested(old: Booking, event: AnswerRequested) -> Booking:
    if old.procedure is not Procedure.AUDIENCE or not (old.is_open or old.is_held):
        raise AgendaConflict("audience.answer_open", old.id)
    if old.ticket is not None:
        raise AgendaConflict("ticket.once", old.id)
    return attrs.evolve(old, answer_requested_at=old.answer_requested_at or event.at)


def _issued(old: Booking, event: TicketIssued) -> Booking:
    if not old.is_held:
        raise AgendaConflict("record.held", old.id)
    if old.record != event.ticket.record.fingerprint:
        raise AgendaConflict("ticket.recorded", old.id)
    if old.ticket is not None:
        raise AgendaConflict("ticket.once", old.id)
    return attrs.evolve(old, ticket=event.ticket.fingerprint, issued_at=event.at)


_CHANGES: Final[dict[type[Any], Callable[[Booking, Any], Booking]]] = {
    Rescheduled: _moved,
    Reassigned: _moved,
    Cancelled: _closed_as(BookingStatus.CANCELLED),
    Held: _closed_as(BookingStatus.HELD),
    MissedByCitizen: _closed_as(BookingStatus.NO_SHOW),
    ConclusionsRecorded: _recorded,
    AnswerRequested: _answer_requested,
    TicketIssued: _issued,
}


def replayed(events: Iterable[Event], agenda: Agenda | None = None) -> Agenda:
    """The agenda after a log of events, in the order of the log.

    Raises :class:`~tichet_rules.errors.InvalidInput` naming the place of an event that
    does not apply. Instants are not compared: the clocks of two writers may differ, and
    what has to come in order tells it by its ``revision``.

    >>> replayed([])
    Agenda(0 bookings)
    """
    start = Agenda() if agenda is None else checked_instance("agenda", agenda, Agenda)
    # Nobody sees the agendas on the way, so that they need not stay as they are.
    agenda = _each_map(start, SortedMap.draft)
    for index, event in enumerate(listed("events", events, "a list of events")):
        try:
            agenda = apply(agenda, event)
        except AgendaConflict as error:
            raise InvalidInput(
                f"events[{index}]", type(event).__name__, f"an event that applies ({error})"
            ) from error
    return _each_map(agenda, SortedMap.finished)


def _each_map(agenda: Agenda, change: Callable[[SortedMap[Any, Any]], Any]) -> Agenda:
    return _made(
        change(agenda._by_id),
        change(agenda._by_inspector),
        change(agenda._by_applicant),
        change(agenda._by_room),
        change(agenda._by_request),
    )
