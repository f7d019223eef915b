"""A town hall that writes letters, its bookings, and the parts of a message."""

from __future__ import annotations

from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from attrs import evolve

from tichet_rules import Contact, Inspector, Office, Request, Slot
from tichet_rules.documents.messages import Attachment, Letterhead
from tichet_rules.model import Booking, BookingStatus, Channel, Procedure, Role
from tichet_rules.text import Text

AT = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
TEN = datetime.fromisoformat("2026-11-26T10:00:00+02:00")
LINK = "https://intalniri.example/j/119368?cod=ab%20c&limba=ro"
FINGERPRINT = "28ca13bae11d0764" * 4

OFFICE = Office(
    inspectors=[
        Inspector("i-017", "Mureșan Ioana"),
        Inspector("i-021", "Țîrlea Ștefan"),
        Inspector("d-1", "Pop Dan", role=Role.DEPUTY_MAYOR),
        Inspector("i-nameless"),
        Inspector("d-nameless", role=Role.MAYOR),
    ],
    requests=[Request("119368/305", "Pop-Ionescu Ana Maria", date(2026, 1, 12), "i-017")],
)
LETTERHEAD = Letterhead(
    institution=Text("Primăria Municipiului Exemplu", "Example City Hall"),
    email="programari@primăria.example",
    reply_to="relatii@primaria.example",
    address=Text("Piața Unirii nr. 1, Exemplu", "1 Unirii Square, Exemplu"),
    phone="0264 596 030",
)
BOOKED = Booking(
    "b-7f3a",
    "119368/305",
    "i-017",
    "name:ana ionescu maria pop",
    Slot(TEN, 15),
    contact=Contact("0722 123 456", "ana.pop@example.org"),
)
AUDIENCE = evolve(
    BOOKED,
    id="a-21",
    request=None,
    inspector="d-1",
    procedure=Procedure.AUDIENCE,
    channel=Channel.IN_PERSON,
    room="12 (etajul 1)",
    slot=Slot(TEN, 20),
)
BY_PHONE = evolve(BOOKED, channel=Channel.PHONE)
MOVED = evolve(
    BOOKED,
    slot=Slot(datetime.fromisoformat("2026-11-27T12:30:00+02:00"), 15),
    inspector="i-021",
    revision=2,
)
CANCELLED = evolve(MOVED, status=BookingStatus.CANCELLED)
HELD = evolve(BOOKED, status=BookingStatus.HELD, ticket=FINGERPRINT)
ANSWERED = evolve(AUDIENCE, status=BookingStatus.HELD, ticket=FINGERPRINT)

PDF = Attachment("tichet-albastru-119368.pdf", "application/pdf", b"%PDF-1.7\n\x00\xff\r\n.\r\n")
SHEET = Attachment("tichet-albastru-119368.html", "text/html", "<p>Bună ziua</p>\r\n".encode())

WHO: Any = {"office": OFFICE, "letterhead": LETTERHEAD, "at": AT}
CITIZEN = "Pop-Ionescu Ana Maria"


def parsed(message: EmailMessage) -> Any:
    """The message as a mail program reads it."""
    return message_from_bytes(message.as_bytes(), policy=SMTP)


def part(message: EmailMessage, content_type: str) -> Any:
    """The only part of a type."""
    [found] = [each for each in message.walk() if each.get_content_type() == content_type]
    return found


def content(message: EmailMessage, content_type: str) -> str:
    """The text of the only part of a type, with newlines as Python has them."""
    text: str = part(message, content_type).get_content()
    return text.replace("\r\n", "\n")
