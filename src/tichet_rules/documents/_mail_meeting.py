"""What a message and an invitation say about a meeting, with each fact checked."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.documents._mail_door import ascii_address, checked_line, checked_link
from tichet_rules.documents._mail_letter import Given, Line, Row
from tichet_rules.documents._mail_letterhead import Letterhead
from tichet_rules.errors import InvalidInput
from tichet_rules.identity import e164
from tichet_rules.model import Booking, BookingStatus, Channel, Inspector, Procedure, Role
from tichet_rules.office import Office
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.timekeeping.instants import as_utc
from tichet_rules.wording import counted, say

__all__ = ["Meeting", "is_in", "meeting"]

MEETING: Final = {
    Procedure.BLUE_TICKET: Text(
        "Întâlnirea dumneavoastră prin „Tichetul Albastru”", "Your Blue Ticket meeting"
    ),
    Procedure.AUDIENCE: Text("Audiența dumneavoastră", "Your audience"),
}
_HOW: Final = {
    Channel.ONLINE: Text("online", "online"),
    Channel.PHONE: Text("la telefon", "by phone"),
    Channel.IN_PERSON: Text("la sediul instituției", "in person"),
}
_SOMEONE: Final = Text("un reprezentant al instituției", "a representative of the institution")
_WHEN: Final = Text("Când", "When")
_LENGTH: Final = Text("Durata", "Length")
_WAY: Final = Text("Cum", "How")
_WITH: Final = Text("Cu cine", "With")
_REQUEST: Final = Text("Cererea", "Request")
_NUMBER: Final = Text("nr. ", "no. ")
_PLACE: Final = Text("Adresa", "Address")
_ROOM: Final = Text("Camera", "Room")
_BOOKING: Final = Text("Programarea", "Booking")
_ROMANIAN_TIME: Final = Text("ora României", "Romanian time")
_ENDING: Final = Text(", la numărul care se termină în ", ", on the number ending in ")
_AT_YOUR_NUMBER: Final = Text(", la numărul pe care l-ați dat", ", on the number that you gave")

_DIGITS_SHOWN: Final = 3


@frozen(kw_only=True, repr=False)
class Meeting:
    """A booking and all that is said of it, in one language."""

    booking: Booking
    inspector: Inspector | None
    letterhead: Letterhead
    language: Language
    at: datetime
    start: datetime
    recipient: str
    link: str | None

    @property
    def token(self) -> str:
        """What stands for the booking in identifiers: the id itself may hold any character."""
        return sha256(f"tichet-rules/booking/{self.booking.id}".encode()).hexdigest()[:32]

    @property
    def name(self) -> str:
        """The meeting, at the beginning of a sentence; its noun is feminine in Romanian."""
        return MEETING[self.booking.procedure].in_(self.language)

    @property
    def when(self) -> str:
        """The local day and hour."""
        return say(self.start, self.language)

    @property
    def who(self) -> Line:
        """Whom the citizen meets."""
        inspector, code = self.inspector, self.language
        if inspector is None or not inspector.name:
            return (_SOMEONE.in_(code),)
        if inspector.role is Role.EXECUTION:
            return (Given(inspector.name),)
        return (Given(inspector.name), f", {inspector.role.words.in_(code)}")

    @property
    def how(self) -> Line:
        """How the two meet; of a phone number only the last digits are shown."""
        booking, code = self.booking, self.language
        how = _HOW[booking.channel].in_(code)
        if booking.channel is not Channel.PHONE:
            return (how,)
        number = e164(booking.contact.phone or "")
        if number is None:
            return (how, _AT_YOUR_NUMBER.in_(code))
        return (how, _ENDING.in_(code), number[-_DIGITS_SHOWN:])

    @property
    def place(self) -> tuple[Row, ...]:
        """Where the two meet, if in person."""
        if self.booking.channel is not Channel.IN_PERSON:
            return ()
        # `meeting` has checked that there is an address.
        address = checked_instance("letterhead.address", self.letterhead.address, Text)
        rows = [Row(_PLACE.in_(self.language), (Given(address.in_(self.language)),))]
        if self.booking.room is not None:
            rows.append(Row(_ROOM.in_(self.language), (Given(self.booking.room),)))
        return tuple(rows)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everything that the citizen has to know."""
        code = self.language
        zone = str(self.start.tzinfo)
        hour = _ROMANIAN_TIME.in_(code) if zone == "Europe/Bucharest" else zone
        rows = [
            Row(_WHEN.in_(code), (f"{self.when} ({hour})",)),
            Row(_LENGTH.in_(code), (counted(self.booking.slot.minutes, "minute", code),)),
            Row(_WAY.in_(code), self.how),
            *self.place,
            Row(_WITH.in_(code), self.who),
        ]
        if self.booking.request is not None:
            rows.append(Row(_REQUEST.in_(code), (_NUMBER.in_(code), self.booking.request)))
        rows.append(Row(_BOOKING.in_(code), (Given(self.booking.id),)))
        return tuple(rows)


def is_in(booking: Booking, status: BookingStatus, field: str = "booking") -> None:
    """Refuses a booking of another status."""
    if booking.status is not status:
        raise InvalidInput(f"{field}.status", str(booking.status), f"{str(status)!r}")


def meeting(
    booking: Booking,
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    link: str | None,
    language: Language,
    field: str = "booking",
) -> Meeting:
    """The meeting of a booking, or an error that says which fact is missing."""
    checked_instance(field, booking, Booking, personal=True)
    checked_instance("office", office, Office, personal=True)
    checked_instance("letterhead", letterhead, Letterhead)
    inspector = office.inspectors.get(booking.inspector)
    if inspector is not None and inspector.name:
        checked_line(f"office.inspectors[{booking.inspector}].name", inspector.name, personal=True)
    if link is not None:
        checked_link("link", link)
        if booking.channel is not Channel.ONLINE:
            raise InvalidInput(
                "link",
                link,
                f"none, as the meeting is {booking.channel}, not online",
                personal=True,
            )
    if booking.channel is Channel.PHONE and not booking.contact.phone:
        raise InvalidInput(f"{field}.contact.phone", None, "the number to be called", personal=True)
    if booking.channel is Channel.IN_PERSON and letterhead.address is None:
        raise InvalidInput("letterhead.address", None, "where the citizen is met in person")
    if booking.contact.email is None:
        raise InvalidInput(
            f"{field}.contact.email", None, "the e-mail address to write to", personal=True
        )
    return Meeting(
        booking=booking,
        inspector=inspector,
        letterhead=letterhead,
        language=checked_language(language),
        at=office.calendar.local(as_utc(at, "at")),
        start=office.calendar.local(booking.slot.start),
        recipient=ascii_address(f"{field}.contact.email", booking.contact.email, personal=True),
        link=link,
    )
