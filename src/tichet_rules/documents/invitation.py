"""The meeting as an entry for the citizen's calendar (iCalendar, RFC 5545 and 5546)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from tichet_rules.documents._mail_bidi import isolated
from tichet_rules.documents._mail_letter import Given, Line
from tichet_rules.documents._mail_letterhead import Letterhead
from tichet_rules.documents._mail_meeting import Meeting, meeting
from tichet_rules.errors import InvalidInput, MissingExtra
from tichet_rules.model import Booking, BookingStatus, Channel, Procedure
from tichet_rules.office import Office
from tichet_rules.text import Language, Text

__all__ = ["invitation", "invitation_of", "method_of"]

_PRODUCT: Final = "-//tichet-rules//invitation//RO"
_SUMMARY: Final = {
    Procedure.BLUE_TICKET: Text("Tichetul Albastru", "Blue Ticket"),
    Procedure.AUDIENCE: Text("Audiență", "Audience"),
}
_REQUEST: Final = Text("cererea", "request")
_ONLINE: Final = Text("Online", "Online")
_BY_PHONE: Final = Text("La telefon", "By phone")
_JOIN: Final = Text("Link", "Link")

# RFC 6068, section 2: "%" and the delimiters of a URI are encoded in the address of a "mailto".
_AS_THEY_ARE_IN_MAILTO: Final = "@!$'*+-._~"


def invitation(
    booking: Booking,
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    link: str | None = None,
    language: Language = "ro",
) -> bytes:
    r"""An iCalendar file that puts the meeting into the citizen's calendar, or takes it out.

    For a booking that is booked the method is ``REQUEST``, for a cancelled one ``CANCEL``.
    The entry of a booking keeps its ``UID``. Its ``SEQUENCE`` is the booking's revision, and
    one more for a ``CANCEL``, so that a program which gets two of them keeps the later one.
    ``at`` is when it is written (``DTSTAMP``). The citizen already said yes, so no answer is
    asked for (``RSVP=FALSE``, ``PARTSTAT=ACCEPTED``).

    Start and end are in UTC: every program shows them by its owner's clock, and none has to
    make sense of a definition of a time zone. Of personal data there is the address of the
    citizen, which a program needs to know whose the meeting is, and whom the citizen meets.

    >>> from tichet_rules import Contact, Slot
    >>> booking = Booking(
    ...     "b-1",
    ...     "119368/305",
    ...     "i-017",
    ...     "name:ana pop",
    ...     Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00")),
    ...     contact=Contact(email="ana.pop@example.org"),
    ... )
    >>> letterhead = Letterhead(
    ...     institution=Text("Primăria Exemplu", "Example City Hall"),
    ...     email="programari@primaria.example",
    ... )
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
    >>> file = invitation(booking, office=Office(), letterhead=letterhead, at=at)
    >>> print("\n".join(file.decode().splitlines()[:8]))
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//tichet-rules//invitation//RO
    CALSCALE:GREGORIAN
    METHOD:REQUEST
    BEGIN:VEVENT
    SUMMARY:Tichetul Albastru – Primăria Exemplu (cererea 119368/305)
    DTSTART:20261126T080000Z

    Raises:
        WrongType: A value of another type.
        InvalidInput: The booking is over; it has no address, or by phone no number; the
            letterhead no address of the place, for a meeting in person; a link that is no
            https URL, or for a meeting that is not online; a text that is not one line.
        MissingExtra: The extra ``calendar`` or ``contact`` is not installed.
    """
    return invitation_of(
        meeting(booking, office=office, letterhead=letterhead, at=at, link=link, language=language)
    )


def method_of(booking: Booking) -> str:
    """What a calendar is asked to do about a booking."""
    if booking.status is BookingStatus.BOOKED:
        return "REQUEST"
    if booking.status is BookingStatus.CANCELLED:
        return "CANCEL"
    raise InvalidInput("booking.status", str(booking.status), "'booked' or 'cancelled'")


def _said(line: Line) -> str:
    return "".join(isolated(each.text) if isinstance(each, Given) else each for each in line)


def _summary(that: Meeting) -> str:
    code, number = that.language, that.booking.request
    title = _SUMMARY[that.booking.procedure].in_(code)
    about = "" if number is None else f" ({_REQUEST.in_(code)} {number})"
    return f"{title} – {isolated(that.letterhead.institution.in_(code))}{about}"


def _location(that: Meeting) -> str:
    if that.booking.channel is Channel.ONLINE:
        return that.link or _ONLINE.in_(that.language)
    if that.booking.channel is Channel.PHONE:
        return _BY_PHONE.in_(that.language)
    first, *others = that.place
    return ", ".join([_said(first.value), *(f"{row.label} {_said(row.value)}" for row in others)])


def _description(that: Meeting) -> str:
    lines = [f"{row.label}: {_said(row.value)}" for row in that.rows]
    if that.link is not None:
        lines.append(f"{_JOIN.in_(that.language)}: {that.link}")
    return "\n".join(lines)


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe=_AS_THEY_ARE_IN_MAILTO)}"


def invitation_of(that: Meeting) -> bytes:
    """The iCalendar file of a meeting that is already checked."""
    method = method_of(that.booking)
    try:
        from icalendar import Alarm, Calendar, Event  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtra(
            Text("scrierea unei invitații", "writing an invitation"), "calendar"
        ) from missing
    called_off = method == "CANCEL"
    code, booking, letterhead = that.language, that.booking, that.letterhead
    summary = _summary(that)

    event = Event()
    event.add("uid", f"{that.token}@{letterhead.domain}")
    event.add("dtstamp", that.at.astimezone(UTC))
    event.add("dtstart", booking.slot.start)
    event.add("dtend", booking.slot.end)
    event.add("sequence", booking.revision + called_off)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("summary", summary)
    event.add("description", _description(that))
    event.add("location", _location(that))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if called_off else "OPAQUE")
    # In a parameter a backslash escapes nothing, yet there are readers that think so: with one
    # before a quotation mark or a colon they would take the rest of the line for the name.
    name = letterhead.sender.in_(code).replace("\\", "/")
    event.add("organizer", _mailto(letterhead.email), parameters={"CN": name})
    event.add(
        "attendee",
        _mailto(that.recipient),
        parameters={
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "ACCEPTED",
            "RSVP": "FALSE",
        },
    )
    if that.link is not None:
        event.add("url", that.link)
        event.add("conference", that.link, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if letterhead.alarm_minutes is not None and not called_off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", timedelta(minutes=-letterhead.alarm_minutes))
        event.add_component(alarm)

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
