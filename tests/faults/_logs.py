"""Logs of events that happened, ways to spoil them, and what a plain list makes of what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tichet_rules import (
    AnswerRequested,
    BlueTicket,
    Booked,
    Booking,
    BookingStatus,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    MeetingRecord,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    Slot,
    Text,
    TichetError,
    TicketIssued,
)

START = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BECAME: dict[type[Any], BookingStatus] = {
    Cancelled: BookingStatus.CANCELLED,
    Held: BookingStatus.HELD,
    MissedByCitizen: BookingStatus.NO_SHOW,
}


def outcome(ask: Callable[[], Any]) -> Any:
    """The answer, or the error of the package; any other error is not expected at all."""
    try:
        return ask()
    except TichetError as error:
        return error


# --- a plain list ---------------------------------------------------------------------------


def after(bookings: Sequence[Booking], event: Event) -> list[Booking] | None:
    """The bookings after an event; `None` if it can't have happened there."""
    if isinstance(event, Booked):
        others, new = list(bookings), event.booking
        if any(each.id == new.id for each in others):
            return None
    else:
        found = [each for each in bookings if each.id == event.booking]
        changed = became(found[0], event) if found else None
        if changed is None:
            return None
        others, new = [each for each in bookings if each is not found[0]], changed
    return None if naive.collisions([*others, new]) else [*others, new]


def became(old: Booking, event: Event) -> Booking | None:
    """What becomes of a booking; `None` if the event can't be about it."""
    status = str(old.status)
    if isinstance(event, (Rescheduled, Reassigned)):
        if status != "booked" or event.revision not in (None, old.revision + 1):
            return None
        who: dict[str, Any] = {}
        if isinstance(event, Reassigned):
            who = {"inspector": event.inspector, "in_place_of": event.in_place_of}
        return attrs.evolve(
            old,
            slot=event.slot,
            buffer_before_minutes=event.buffer_before_minutes,
            buffer_after_minutes=event.buffer_after_minutes,
            revision=old.revision + 1,
            room=event.room or old.room,
            **who,
        )
    if type(event) in BECAME:
        return attrs.evolve(old, status=BECAME[type(event)]) if status == "booked" else None
    return followed(old, status, event) if old.ticket is None else None


def followed(old: Booking, status: str, event: Event) -> Booking | None:
    """The same of an event after the meeting, before a ticket was issued."""
    if isinstance(event, AnswerRequested):
        possible = str(old.procedure) == "audience" and status in ("booked", "held")
        asked_at = old.answer_requested_at or event.at
        return attrs.evolve(old, answer_requested_at=asked_at) if possible else None
    if status != "held":
        return None
    if isinstance(event, ConclusionsRecorded):
        return attrs.evolve(old, record=event.record.fingerprint, recorded_at=event.at)
    assert isinstance(event, TicketIssued)
    if event.ticket.record.fingerprint != old.record:
        return None
    return attrs.evolve(old, ticket=event.ticket.fingerprint, issued_at=event.at)


def folded(events: Iterable[Any]) -> tuple[list[Booking], int | None]:
    """The bookings after a log, up to the first event that does not apply, and its place."""
    bookings: list[Booking] = []
    for index, event in enumerate(events):
        then = after(bookings, event)
        if then is None:
            return bookings, index
        bookings = then
    return bookings, None


def by_id(bookings: Iterable[Booking]) -> list[Booking]:
    return sorted(bookings, key=lambda each: each.id)


def rebuilt(booking: Booking) -> Booking:
    """The booking as its class makes it of what it says of itself."""
    slot = Slot(booking.slot.start, booking.slot.minutes)
    return attrs.evolve(booking, slot=slot)


def consistent(booking: Booking) -> bool:
    """Whether what it says in ticks is what it says in words, and all of it can be said."""
    again = rebuilt(booking)
    return again == booking and all(
        getattr(one, name) == getattr(other, name)
        for one, other, names in (
            (again, booking, ("occupied_from", "occupied_to", "status", "channel")),
            (again.slot, booking.slot, ("begins", "ends")),
        )
        for name in names
    )


# --- strategies -----------------------------------------------------------------------------

IDS = ("b-1", "b-2", "b-3", "b-4")
slots = st.builds(
    lambda quarter, minutes: Slot(START + quarter * 15 * MINUTE, minutes),
    st.integers(0, 5),
    st.sampled_from([10, 15, 20]),
)
buffers = st.sampled_from([0, 0, 5, 10])
bookings = st.builds(
    Booking,
    id=st.sampled_from(IDS),
    request=st.sampled_from(["1/1", "2/1", "3/1"]),
    inspector=st.sampled_from(["i-1", "i-2"]),
    applicant=st.sampled_from(["name:a", "name:b"]),
    slot=slots,
    buffer_before_minutes=buffers,
    buffer_after_minutes=buffers,
    procedure=st.sampled_from(["blue_ticket", "blue_ticket", "audience"]),
    room=st.sampled_from([None, "r-1", "r-2"]),
)
RECORD = MeetingRecord(["Ce acte lipsesc?"], ["Lipsește planul cadastral."])
CORRECTED = MeetingRecord(["Ce acte lipsesc?"], ["Nu lipsește nimic."])
records = st.sampled_from([RECORD, RECORD, CORRECTED])


def ticket(booking: str, record: MeetingRecord = RECORD, at: datetime = AT) -> TicketIssued:
    """A ticket of a booking: an agenda keeps what it was made of as a fingerprint alone."""
    document = BlueTicket(
        booking=booking,
        procedure="blue_ticket",
        institution=Text("Primăria", "City Hall"),
        policy="p@2020-10-05",
        request=None,
        filed_on=None,
        citizen="Pop Ana",
        inspector="i-1",
        inspector_name="Mureșan Ioana",
        inspector_role="execution",
        start=START,
        minutes=15,
        time_zone="Europe/Bucharest",
        channel="online",
        record=record,
        issued_at=at,
    )
    return TicketIssued(at=at, ticket=document)


instants = st.integers(0, 100).map(lambda minutes: AT + minutes * MINUTE)


def events(at: st.SearchStrategy[datetime] = instants) -> st.SearchStrategy[Event]:
    ids = st.sampled_from(IDS)
    return st.one_of(
        st.builds(Booked, at=at, booking=bookings),
        st.builds(Booked, at=at, booking=bookings),
        st.builds(
            Rescheduled,
            at=at,
            booking=ids,
            slot=slots,
            buffer_before_minutes=buffers,
            buffer_after_minutes=buffers,
            room=st.sampled_from([None, None, "r-1"]),
        ),
        st.builds(
            Reassigned,
            at=at,
            booking=ids,
            inspector=st.sampled_from(["i-1", "i-2"]),
            slot=slots,
            in_place_of=st.sampled_from([None, "i-1"]),
            buffer_after_minutes=buffers,
            revision=st.sampled_from([None, 1, 2]),
        ),
        *(st.builds(kind, at=at, booking=ids) for kind in (Cancelled, Held, Held, MissedByCitizen)),
        st.builds(ConclusionsRecorded, at=at, booking=ids, record=records),
        st.builds(AnswerRequested, at=at, booking=ids),
        st.builds(ticket, ids, records, at),
    )


@st.composite
def logs(draw: st.DrawFn, least: int = 0) -> list[Event]:
    """A log that could have happened: of events that were tried, those that apply."""
    happened: list[Event] = []
    known: list[Booking] = []
    for tried in draw(st.lists(events(), min_size=least, max_size=14)):
        then = after(known, tried)
        if then is not None:
            happened.append(attrs.evolve(tried, at=AT + len(happened) * MINUTE))
            known = then
    return happened


@st.composite
def spoiled(draw: st.DrawFn) -> list[Event]:
    """A log that happened, with events lost, cut off, out of order, twice there, or altered."""
    log = draw(logs())
    for _ in range(draw(st.integers(1, 4))):
        if not log:
            break
        place = draw(st.integers(0, len(log) - 1))
        match draw(st.sampled_from(["lose", "cut", "move", "twice", "alter", "mix"])):
            case "lose":
                del log[place]
            case "cut":
                log = log[:place]
            case "move":
                log.insert(draw(st.integers(0, len(log) - 1)), log.pop(place))
            case "twice":
                log.insert(draw(st.integers(0, len(log))), log[place])
            case "alter":
                log[place] = draw(altered(log[place]))
            case _:
                log = list(draw(st.permutations(log)))
    return log


# Of these, no other value is drawn.
NO_MATTER = (
    *("booked_at", "contact", "channel", "in_place_of"),
    *("record", "recorded_at", "answer_requested_at", "ticket", "issued_at"),
)


@st.composite
def altered(draw: st.DrawFn, event: Event) -> Event:
    """An event of which one thing is another."""
    other = draw(events())
    if not isinstance(event, Booked) or not isinstance(other, Booked):
        return other
    names = [
        each.name for each in attrs.fields(Booking) if each.init and each.name not in NO_MATTER
    ]
    name = draw(st.sampled_from(names))
    value = getattr(other.booking, name)
    if name == "status":
        value = draw(st.sampled_from(list(BookingStatus)))
    return attrs.evolve(event, booking=attrs.evolve(event.booking, **{name: value}))
