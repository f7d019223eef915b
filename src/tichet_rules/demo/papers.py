"""The documents of the demonstration, as they would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from typing import Final

from attrs import field, frozen

from tichet_rules.documents.messages import (
    Attachment,
    Letterhead,
    cancellation,
    change,
    confirmation,
    delivery,
    reminder,
)
from tichet_rules.documents.ticket import ticket_html, ticket_pdf, ticket_text
from tichet_rules.interchange.calendars import slots_to_ics
from tichet_rules.model import BlueTicket, Booking, Channel, Procedure, Slot
from tichet_rules.office import Office
from tichet_rules.text import Language, Text

__all__ = [
    "Paper",
    "cancelled",
    "changed",
    "confirmed",
    "issued",
    "offered",
    "reminded",
]


@frozen
class Paper:
    """A document: the name of its file, and its bytes."""

    name: str
    content: bytes = field(repr=False)


_LINK: Final = "https://meet.example/tichet-albastru"


def _letterhead() -> Letterhead:
    return Letterhead(
        institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
        email="programari@primaria.example",
        address=Text(
            "Calea Moților 3, Cluj-Napoca",
            "Calea Moților 3, Cluj-Napoca",
        ),
        phone="0264 596 030",
    )


def _mail(name: str, message: EmailMessage) -> Paper:
    return Paper(f"{name}.eml", message.as_bytes())


def _link(booking: Booking) -> str | None:
    return _LINK if booking.channel is Channel.ONLINE else None


def confirmed(
    name: str, booking: Booking, citizen: str, office: Office, at: datetime, language: Language
) -> Iterator[Paper]:
    """The message that a booking was made."""
    yield _mail(
        name,
        confirmation(
            booking,
            office=office,
            letterhead=_letterhead(),
            at=at,
            link=_link(booking),
            citizen=citizen,
            language=language,
        ),
    )


def changed(
    name: str, before: Booking, after: Booking, office: Office, at: datetime, language: Language
) -> Iterator[Paper]:
    """The message that a booking was moved."""
    yield _mail(
        name,
        change(
            before,
            after,
            office=office,
            letterhead=_letterhead(),
            at=at,
            link=_link(after),
            language=language,
        ),
    )


def reminded(
    name: str, booking: Booking, office: Office, at: datetime, language: Language
) -> Iterator[Paper]:
    """The message that the meeting is near."""
    yield _mail(
        name,
        reminder(
            booking,
            office=office,
            letterhead=_letterhead(),
            at=at,
            link=_link(booking),
            language=language,
        ),
    )


def cancelled(
    name: str, booking: Booking, office: Office, at: datetime, language: Language
) -> Iterator[Paper]:
    """The message that a booking was cancelled."""
    yield _mail(
        name,
        cancellation(
            booking,
            by="citizen",
            office=office,
            letterhead=_letterhead(),
            at=at,
            language=language,
        ),
    )


def issued(
    name: str,
    ticket: BlueTicket,
    booking: Booking,
    office: Office,
    at: datetime,
    language: Language,
) -> Iterator[Paper]:
    """The document in each of its forms, and the message that brings it."""
    kind = "tichet-albastru" if ticket.procedure is Procedure.BLUE_TICKET else "raspuns"
    pdf, html = ticket_pdf(ticket, language), ticket_html(ticket, language).encode()
    yield Paper(f"{name}-{kind}.txt", ticket_text(ticket, language).encode())
    yield Paper(f"{name}-{kind}.html", html)
    yield Paper(f"{name}-{kind}.pdf", pdf)
    yield Paper(f"{name}-{kind}.json", ticket.canonical)
    yield _mail(
        f"{name}-{kind}",
        delivery(
            booking,
            [
                Attachment(f"{kind}.pdf", "application/pdf", pdf),
                Attachment(f"{kind}.html", "text/html", html),
            ],
            office=office,
            letterhead=_letterhead(),
            at=at,
            citizen=ticket.citizen,
            language=language,
        ),
    )


def offered(name: str, slots: list[Slot], at: datetime, language: Language) -> Iterator[Paper]:
    """The free slots, for a calendar program."""
    calendar = slots_to_ics(slots, at=at, uid_domain="i-017.primaria.example", language=language)
    yield Paper(f"{name}.ics", calendar.encode())
