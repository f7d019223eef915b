"""JSON lines to bookings: a booking document or an event on each line.

A log of events is folded. Each act that gave a booking its time is a row of its own, so that
it is judged at its own instant: the first, and each move, which is called by its number. One
that a later move replaced stands as cancelled, since its time is free again; the last carries
what became of the booking.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import attrs
from attrs import define, field, frozen

from tichet_rules._door import A_BOOKING_ACT, checked_identifier, one_of
from tichet_rules.audit.report import BookingLog, LogRow
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange._logs_rows import NOTHING, Buffers, Ledger
from tichet_rules.interchange.documents import (
    KEYS,
    UNKNOWN,
    BookingDocument,
    _whose,
    told_buffers,
)
from tichet_rules.interchange.structure import (
    checked_object,
    not_an_object,
    parse_json,
    read_instant,
    structured,
)
from tichet_rules.model import (
    Applicant,
    Booking,
    BookingStatus,
    Contact,
    MeetingRecord,
    Procedure,
    Slot,
)
from tichet_rules.office import Office
from tichet_rules.text import Text

__all__ = ["KEYS", "UNKNOWN", "Lines", "read_all", "read_lines"]

_LONGEST_LINE: Final = 1_000_000


@frozen
class _OfABooking:
    """What every event but ``Booked`` says."""

    event: str
    at: datetime
    booking: str


@frozen(kw_only=True)
class _Rescheduled(_OfABooking):
    start: datetime
    minutes: int = 15
    room: str | None = None


@frozen(kw_only=True)
class _Reassigned(_Rescheduled):
    inspector: str
    in_place_of: str | None = None


@frozen(kw_only=True)
class _Recorded(_OfABooking):
    record: Any = field(repr=False)


@frozen(kw_only=True)
class _Issued(_OfABooking):
    fingerprint: str
    ticket: Any = field(default=None, repr=False)


_EVENTS: Final[dict[str, type[_OfABooking]]] = {
    "Rescheduled": _Rescheduled,
    "Reassigned": _Reassigned,
    "Cancelled": _OfABooking,
    "Held": _OfABooking,
    "MissedByCitizen": _OfABooking,
    "ConclusionsRecorded": _Recorded,
    "AnswerRequested": _OfABooking,
    "TicketIssued": _Issued,
}
_BECAME: Final = {
    "Cancelled": BookingStatus.CANCELLED,
    "Held": BookingStatus.HELD,
    "MissedByCitizen": BookingStatus.NO_SHOW,
}


@define
class _Act:
    """The last act of a booking, and its row."""

    at: int
    booking: Booking


class Lines:
    """Reads one line after the other."""

    def __init__(self, office: Office) -> None:
        self.ledger = Ledger()
        self._office = office
        self._buffers = Buffers(office)
        self._of_events: dict[str, _Act] = {}

    def read(self, line: int, text: str) -> None:
        """Read a line: a booking or an event."""
        try:
            if len(text) > _LONGEST_LINE:
                right = Text(
                    f"o linie de cel mult {_LONGEST_LINE} de caractere",
                    f"a line of at most {_LONGEST_LINE} characters",
                )
                raise InvalidInput("", None, right)
            value = parse_json(text.rstrip("\r\n"))
            if not isinstance(value, dict):
                raise not_an_object(value)
            if "event" in value:
                self._event(line, value)
            else:
                self._row(line, value)
        except InvalidInput as error:
            self.ledger.refuse(line, error.renamed(r"^lin(e|ia) 1, ", ""))

    def _row(self, line: int, value: dict[str, Any]) -> None:
        self.ledger.rows.append(LogRow(line, self._booking(value)))

    def _booking(self, value: dict[str, Any], at: datetime | None = None) -> Booking:
        """The booking of a document; ``at`` is when it was made, if an event says so."""
        contact = Contact()
        key: str | None = None
        if "phone" in value or "email" in value:
            contact = Contact(value.get("phone"), value.get("email"))
        applicant = value.get("applicant")
        left_out = {"phone", "email"}
        if isinstance(applicant, str) and applicant.startswith((*KEYS, UNKNOWN)):
            # What the library writes of a booking is the key of who comes, and no name.
            left_out.add("applicant")
            if not applicant.startswith(UNKNOWN):
                checked_identifier("applicant", applicant.partition(":")[2], personal=True)
                key = applicant
        document = structured(
            {name: each for name, each in value.items() if name not in left_out}, BookingDocument
        )
        booked_at = at or document.booked_at
        if booked_at is None:
            raise InvalidInput("booked_at", NOTHING, A_BOOKING_ACT)
        number, whose = (
            (document.request, key)
            if key is not None
            and (document.request is not None or document.procedure is Procedure.AUDIENCE)
            else _whose(document, self._office)
        )
        if isinstance(document.applicant, Applicant) and number not in self._office.requests:
            # The register has no name of theirs.
            self.ledger.names.setdefault(whose, document.applicant.name)
        buffers = self._buffers.at(booked_at, document.procedure)
        before, after = told_buffers(document, *buffers)
        return Booking(
            id=document.id,
            request=number,
            inspector=document.inspector,
            applicant=whose,
            slot=Slot(document.start, document.minutes),
            status=document.status,
            channel=document.channel,
            contact=contact,
            buffer_before_minutes=before,
            buffer_after_minutes=after,
            booked_at=booked_at,
            revision=document.revision or 0,
            procedure=document.procedure,
            room=document.room,
            in_place_of=document.in_place_of,
            record=document.record,
            recorded_at=document.recorded_at,
            answer_requested_at=document.answer_requested_at,
            ticket=document.ticket,
            issued_at=document.issued_at,
        )

    # --- events -----------------------------------------------------------------------------

    def _event(self, line: int, value: dict[str, Any]) -> None:
        name = value["event"]
        if name == "Booked":
            self._booked(line, value)
            return
        if not isinstance(name, str) or name not in _EVENTS:
            raise InvalidInput("event", name, one_of(name, ("Booked", *_EVENTS), "event"))
        event = structured(value, _EVENTS[name])
        act = self._of_events.get(event.booking)
        if act is None:
            right = Text(
                "o programare cu un eveniment Booked citibil înaintea acestuia",
                "a booking with a readable Booked event before this one",
            )
            raise InvalidInput("booking", event.booking, right)
        if isinstance(event, _Rescheduled):
            self._move(line, event, act)
            return
        booking = attrs.evolve(act.booking, **_changes(event, act.booking))
        self._set(act, booking)

    def _booked(self, line: int, value: dict[str, Any]) -> None:
        keys = ("event", "at", "booking")
        checked_object(value, keys, keys)
        try:
            at = read_instant(value["at"])
        except InvalidInput as error:
            raise error.inside("at") from None
        document = value["booking"]
        if not isinstance(document, dict):
            raise not_an_object(document).inside("booking")
        try:
            booking = self._booking(document, at)
        except InvalidInput as error:
            raise error.inside("booking") from None
        if booking.id in self._of_events:
            right = Text(
                "un singur eveniment Booked pentru fiecare programare",
                "one Booked event of each booking",
            )
            raise InvalidInput("booking.id", booking.id, right)
        self._of_events[booking.id] = _Act(len(self.ledger.rows), booking)
        self.ledger.rows.append(LogRow(line, booking))

    def _move(self, line: int, event: _Rescheduled, act: _Act) -> None:
        old = _open(act.booking, event)
        changes: dict[str, Any] = {}
        if isinstance(event, _Reassigned):
            changes = {"inspector": event.inspector, "in_place_of": event.in_place_of}
        before, after = self._buffers.at(event.at, old.procedure)
        moved = attrs.evolve(
            old,
            # Later than the id of the act before it: so are judged those of one instant.
            id=f"{event.booking} (move {old.revision + 1})",
            slot=Slot(event.start, event.minutes),
            buffer_before_minutes=before,
            buffer_after_minutes=after,
            booked_at=event.at,
            revision=old.revision + 1,
            room=old.room if event.room is None else event.room,
            **changes,
        )
        self._set(act, attrs.evolve(old, status=BookingStatus.CANCELLED))
        act.at, act.booking = len(self.ledger.rows), moved
        self.ledger.rows.append(LogRow(line, moved))

    def _set(self, act: _Act, booking: Booking) -> None:
        row = self.ledger.rows[act.at]
        self.ledger.rows[act.at] = LogRow(row.line, booking)
        act.booking = booking


def _changes(event: _OfABooking, booking: Booking) -> dict[str, Any]:
    """What an event that is no move changes of a booking that it can happen to."""
    if event.event in _BECAME:
        _open(booking, event)
        return {"status": _BECAME[event.event]}
    if event.event == "AnswerRequested":
        if booking.procedure is not Procedure.AUDIENCE or not (booking.is_open or booking.is_held):
            right = Text(
                "o audiență deschisă sau care a avut loc", "an audience that is open or was held"
            )
            raise _not_here(event, right)
        return {"answer_requested_at": booking.answer_requested_at or event.at}
    if not booking.is_held:
        right = Text(
            "o programare a cărei întâlnire a avut loc", "a booking whose meeting was held"
        )
        raise _not_here(event, right)
    if booking.ticket is not None:
        right = Text(
            "o programare al cărei tichet nu a fost emis", "a booking whose ticket was not issued"
        )
        raise _not_here(event, right)
    if isinstance(event, _Recorded):
        return {"record": _fingerprint(event.record), "recorded_at": event.at}
    assert isinstance(event, _Issued)  # the only other kind
    return {"ticket": event.fingerprint, "issued_at": event.at}


def _open(booking: Booking, event: _OfABooking) -> Booking:
    if not booking.is_open:
        right = Text(
            f"o programare deschisă (starea acesteia: {booking.status})",
            f"a booking that is open; this one is {booking.status}",
        )
        raise _not_here(event, right)
    return booking


def _not_here(event: _OfABooking, right: Text) -> InvalidInput:
    needed = Text(
        f"{right.ro}, pentru evenimentul {event.event}", f"{right.en}, for the event {event.event}"
    )
    return InvalidInput("booking", event.booking, needed)


def _fingerprint(record: Any) -> str:
    """The fingerprint of a record, or of what it says."""
    if isinstance(record, str):
        return record
    keys = ("format", "questions", "conclusions", "next_steps")
    try:
        checked_object(record, keys, keys)
        texts = {name: each for name, each in record.items() if name != "format"}
        return MeetingRecord(**texts).fingerprint
    except InvalidInput as error:
        raise error.inside("record") from None


def read_lines(lines: Iterable[str], *, name: str, office: Office) -> BookingLog:
    """The log that JSON lines write."""
    reader = Lines(office)
    read_all(reader, lines, name)
    return reader.ledger.log(name)


def read_all(reader: Lines, lines: Iterable[str], name: str) -> None:
    """Read all lines of a file."""
    empty = True
    for line, text in enumerate(lines, 1):
        if text.strip():
            empty = False
            reader.read(line, text)
    if empty:
        right = Text(
            "o programare sau un eveniment pe fiecare linie, în JSON",
            "a booking or an event on each line, in JSON",
        )
        raise InvalidInput(name, Given("un fișier gol", "an empty file"), right)
