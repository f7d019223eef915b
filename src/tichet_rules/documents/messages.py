"""What the citizen is told by e-mail: each function makes one message, ready to be sent.

Every message is an :class:`email.message.EmailMessage` of plain text, the same as HTML and,
where a meeting comes into the citizen's calendar, changes there or leaves it, an invitation.
Nothing is sent here, and no clock is read: ``at`` is when the message is written. The same
question gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from typing import Final, Literal

from attrs import evolve

from tichet_rules._door import checked_instance, checked_prose, listed, one_of
from tichet_rules.documents._mail_compose import Attachment, composed
from tichet_rules.documents._mail_door import checked_line
from tichet_rules.documents._mail_letter import Given, Letter, Line, Row
from tichet_rules.documents._mail_letterhead import Letterhead
from tichet_rules.documents._mail_meeting import Meeting, is_in, meeting
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking, BookingStatus, Channel, Procedure
from tichet_rules.office import Office
from tichet_rules.text import Language, Text
from tichet_rules.wording import day_name

__all__ = [
    "Attachment",
    "CancelledBy",
    "Letterhead",
    "cancellation",
    "change",
    "confirmation",
    "delivery",
    "reminder",
]

CancelledBy = Literal["citizen", "institution"]
_CANCELLED_BY: Final = ("citizen", "institution")

# ------------------------------------------------------------------------------------ words

_GREETING: Final = Text("Bună ziua, ", "Dear ")
_WAS: Final = Text("înainte", "before")

_CONFIRMED_TITLE: Final = Text("Programare confirmată: ", "Booking confirmed: ")
_CONFIRMED: Final = Text(" este confirmată.", " is confirmed.")

_CHANGED_TITLE: Final = Text("Programare modificată: ", "Booking changed: ")
_OTHER_DAY: Final = Text(" a fost mutată în altă zi.", " has been moved to another day.")
_OTHER_HOUR: Final = Text(" a fost mutată la altă oră.", " has been moved to another time.")
_SAME_TIME: Final = Text(
    " rămâne la data și ora stabilite.", " stays on the appointed day and at the appointed time."
)
_OTHER_LENGTH: Final = Text("Are altă durată.", "Its length has changed.")
_OTHER_PERSON: Final = Text(
    "Veți discuta cu altă persoană decât cea anunțată.",
    "You will talk to someone other than announced.",
)
_OTHER_WAY: Final = Text(
    "S-a schimbat modul sau locul în care ne întâlnim.", "How or where we meet has changed."
)

_CANCELLED_TITLE: Final = Text("Programare anulată: ", "Booking cancelled: ")
_CANCELLED: Final[dict[str, Text]] = {
    "citizen": Text(" a fost anulată, așa cum ați cerut.", " has been cancelled, as you asked."),
    "institution": Text(
        " a fost anulată de instituție. Ne cerem scuze pentru neplăcere.",
        " has been cancelled by the institution. We apologise for the inconvenience.",
    ),
}
_REASON: Final = Text("Motivul", "The reason")
_BOOK_AGAIN: Final = Text(
    "Dacă mai aveți nevoie de această discuție, puteți face o nouă programare.",
    "If you still need this conversation, you can make a new booking.",
)

_REMINDER_TITLE: Final = Text("Reamintire: ", "Reminder: ")
_REMINDER: Final = Text(" se apropie.", " is coming up.")

_JOIN: Final = Text("Intrați în întâlnire", "Join the meeting")
_JOIN_AT_THE_HOUR: Final = Text(
    "La ora stabilită, intrați în întâlnirea online cu linkul de mai jos.",
    "At the appointed time, join the online meeting with the link below.",
)
_LINK_TO_COME: Final = Text(
    "Linkul întâlnirii online vi se trimite pe e-mail, înainte de ora stabilită.",
    "The link to the online meeting is sent to you by e-mail, before the appointed time.",
)
_WE_CALL: Final = Text(
    "La ora stabilită, vă sunăm noi. Vă rugăm să aveți telefonul la îndemână.",
    "At the appointed time, we will call you. Please keep your phone at hand.",
)
_WE_EXPECT_YOU: Final = Text(
    "Vă așteptăm la adresa de mai jos.", "We expect you at the address below."
)
_TELL_US: Final = Text(
    "Dacă nu mai puteți participa sau doriți altă oră, vă rugăm să ne anunțați din timp",
    "If you can no longer take part or would like another time, please tell us in good time",
)
_WRITE_TO: Final = Text(", la adresa ", ", at ")
_OR_CALL: Final = Text(" sau la telefon ", " or by phone on ")

_DELIVERED_TITLE: Final = {
    Procedure.BLUE_TICKET: Text(
        "Tichetul Albastru: întâlnirea de ", "Blue Ticket: the meeting of "
    ),
    Procedure.AUDIENCE: Text("Răspunsul scris: audiența de ", "Written answer: the audience of "),
}
_DELIVERED: Final = {
    Procedure.BLUE_TICKET: Text(
        "Vă trimitem, atașat, Tichetul Albastru: documentul care atestă detaliile și concluziile "
        "discuției pe care ați avut-o.",
        "Attached is your Blue Ticket: the document that attests the details and the conclusions "
        "of the conversation that you had.",
    ),
    Procedure.AUDIENCE: Text(
        "Vă trimitem, atașat, răspunsul scris la audiența pe care ați avut-o.",
        "Attached is the written answer to the audience that you had.",
    ),
}
_ATTACHED: Final = Text("Atașat", "Attached")
_FINGERPRINT: Final = Text(
    "Amprenta documentului (SHA-256)", "The document's fingerprint (SHA-256)"
)
_WHAT_FOR: Final = Text(
    "Păstrați acest mesaj: cu amprenta se poate verifica oricând că documentul nu a fost "
    "modificat.",
    "Please keep this message: with the fingerprint it can be checked at any time that the "
    "document has not been altered.",
)
_AUTOMATIC: Final = Text(
    "Mesaj trimis automat, pentru o programare făcută cu această adresă de e-mail.",
    "Sent automatically, for a booking made with this e-mail address.",
)
_PHONE: Final = Text("Telefon: ", "Phone: ")


# ------------------------------------------------------------------------------------ parts


def _citizen(given: str | None, booking: Booking, office: Office) -> str:
    if given is not None:
        return checked_line("citizen", given, personal=True)
    request = office.request_of(booking)
    if request is None:
        raise InvalidInput(
            "citizen",
            None,
            "the citizen's name, as the office has no request of the booking to take it from",
            personal=True,
        )
    return request.applicant.name


def _what_to_do(that: Meeting) -> Line:
    if that.booking.channel is Channel.PHONE:
        words = _WE_CALL
    elif that.booking.channel is Channel.IN_PERSON:
        words = _WE_EXPECT_YOU
    else:
        words = _LINK_TO_COME if that.link is None else _JOIN_AT_THE_HOUR
    return (words.in_(that.language),)


def _button(that: Meeting) -> tuple[str, str] | None:
    return None if that.link is None else (_JOIN.in_(that.language), that.link)


def _tell_us(that: Meeting) -> Line:
    code, letterhead = that.language, that.letterhead
    line: list[str | Given] = [
        _TELL_US.in_(code),
        _WRITE_TO.in_(code),
        letterhead.reply_to or letterhead.email,
    ]
    if letterhead.phone is not None:
        line += [_OR_CALL.in_(code), Given(letterhead.phone)]
    return (*line, ".")


def _footer(that: Meeting) -> tuple[Line, ...]:
    code, letterhead = that.language, that.letterhead
    lines: list[Line] = [(Given(letterhead.institution.in_(code)),)]
    if letterhead.address is not None:
        lines.append((Given(letterhead.address.in_(code)),))
    if letterhead.phone is not None:
        lines.append((_PHONE.in_(code), Given(letterhead.phone)))
    lines.append((_AUTOMATIC.in_(code),))
    return tuple(lines)


def _letter(that: Meeting, citizen: str, title: str, *opening: Line) -> Letter:
    code = that.language
    return Letter(
        language=code,
        institution=that.letterhead.institution.in_(code),
        title=title,
        greeting=(_GREETING.in_(code), Given(citizen), ","),
        opening=opening,
        rows=that.rows,
        was=_WAS.in_(code),
        footer=_footer(that),
    )


def _upcoming(
    that: Meeting, citizen: str, title: str, *opening: Line, rows: tuple[Row, ...] | None = None
) -> Letter:
    return evolve(
        _letter(that, citizen, title, *opening, _what_to_do(that)),
        rows=that.rows if rows is None else rows,
        link=_button(that),
        closing=(_tell_us(that),),
    )


# ------------------------------------------------------------------------------------ messages


def confirmation(
    booking: Booking,
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    link: str | None = None,
    citizen: str | None = None,
    language: Language = "ro",
) -> EmailMessage:
    """A booking was made: when, how and with whom the meeting is, with an invitation.

    An online meeting is joined by its ``link``; left out, the message says that it will
    come. By phone, the message shows only the last digits of the number; in person, the
    letterhead's address and the room. ``citizen`` is how the message addresses them; left
    out, it is the name on the request of the booking. ``at`` is when the message is written.

    >>> from datetime import date
    >>> from tichet_rules import Contact, Request, Slot
    >>> office = Office(
    ...     requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")]
    ... )
    >>> letterhead = Letterhead(
    ...     institution=Text("Primăria Exemplu", "Example City Hall"),
    ...     email="programari@primaria.example",
    ... )
    >>> booking = Booking(
    ...     "b-1",
    ...     "119368/305",
    ...     "i-017",
    ...     "name:ana ionescu pop",
    ...     Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00")),
    ...     contact=Contact(email="ana.pop@example.org"),
    ... )
    >>> message = confirmation(
    ...     booking,
    ...     office=office,
    ...     letterhead=letterhead,
    ...     at=datetime.fromisoformat("2026-11-24T09:00:00+02:00"),
    ...     link="https://meet.example/119368",
    ... )
    >>> message["Subject"]
    'Programare confirmată: joi, 26 noiembrie 2026, ora 10:00'
    >>> [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    ['text/plain', 'text/html', 'text/calendar', 'application/ics']

    Raises:
        WrongType: A value of another type.
        InvalidInput: The booking is not ``booked``; it has no address, or by phone no
            number; the letterhead has no address of the place, for a meeting in person; no
            name is known; a link that is no https URL, or for a meeting that is not online;
            a text that is not one line. Personal data is not shown.
        MissingExtra: The extra ``calendar`` or ``contact`` is not installed.
    """
    that = meeting(
        booking, office=office, letterhead=letterhead, at=at, link=link, language=language
    )
    is_in(booking, BookingStatus.BOOKED)
    letter = _upcoming(
        that,
        _citizen(citizen, booking, office),
        _CONFIRMED_TITLE.in_(language) + that.when,
        (that.name, _CONFIRMED.in_(language)),
    )
    return composed(that, letter, kind="confirmation", in_calendar=True)


def change(
    before: Booking,
    after: Booking,
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    link: str | None = None,
    citizen: str | None = None,
    language: Language = "ro",
) -> EmailMessage:
    """A booking was moved, to another time or another inspector: what is new and what was.

    ``before`` and ``after`` are the same booking before and after the move, so that the
    revision of ``after`` is the greater. Of a move to the slot that it had already, the
    message says that the meeting stays as it was. The rest is as in :func:`confirmation`, and the
    invitation replaces the one in the citizen's calendar: ``link`` is to be given again.

    Raises:
        WrongType: A value of another type.
        InvalidInput: The two are not one booking before and after a move; or as in
            :func:`confirmation`.
        MissingExtra: The extra ``calendar`` or ``contact`` is not installed.
    """
    that = meeting(
        after,
        office=office,
        letterhead=letterhead,
        at=at,
        link=link,
        language=language,
        field="after",
    )
    is_in(after, BookingStatus.BOOKED, "after")
    checked_instance("before", before, Booking, personal=True)
    if after.id != before.id:
        raise InvalidInput("after.id", after.id, f"the booking that was moved, {before.id!r}")
    if after.revision <= before.revision:
        raise InvalidInput(
            "after.revision", after.revision, f"greater than before the move, {before.revision}"
        )
    # What it was is only read, so what it would need for a message of its own may be lacking.
    was = evolve(
        that,
        booking=before,
        inspector=office.inspectors.get(before.inspector),
        start=office.calendar.local(before.slot.start),
    )
    letter = _upcoming(
        that,
        _citizen(citizen, after, office),
        _CHANGED_TITLE.in_(language) + that.when,
        _what_is_new(that, was),
        rows=_compared(that.rows, was.rows),
    )
    return composed(that, letter, kind="change", in_calendar=True)


def _what_is_new(that: Meeting, was: Meeting) -> Line:
    code, after, before = that.language, that.booking, was.booking
    further = [
        words.in_(code)
        for words, is_new in (
            (_OTHER_LENGTH, after.slot.minutes != before.slot.minutes),
            (_OTHER_PERSON, after.inspector != before.inspector),
            (_OTHER_WAY, (after.channel, after.room) != (before.channel, before.room)),
        )
        if is_new
    ]
    if after.slot.start == before.slot.start:
        first = _SAME_TIME
    else:
        first = _OTHER_DAY if that.start.date() != was.start.date() else _OTHER_HOUR
    return (that.name, " ".join([first.in_(code), *further]))


def _compared(rows: tuple[Row, ...], old: tuple[Row, ...]) -> tuple[Row, ...]:
    values = {row.label: row.value for row in old}
    return tuple(
        evolve(row, was=values[row.label])
        if row.label in values and values[row.label] != row.value
        else row
        for row in rows
    )


def cancellation(
    booking: Booking,
    *,
    by: CancelledBy,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    reason: str | None = None,
    citizen: str | None = None,
    language: Language = "ro",
) -> EmailMessage:
    """A booking was cancelled, ``by`` the ``"citizen"`` or the ``"institution"``.

    ``reason`` is in the institution's own words, of one or more lines. The invitation takes
    the meeting out of the citizen's calendar. The rest is as in :func:`confirmation`.

    Raises:
        WrongType: A value of another type.
        InvalidInput: The booking is not ``cancelled``; ``by`` is neither of the two; a reason
            that is blank, of more than 20,000 characters or with control characters; or as
            in :func:`confirmation`.
        MissingExtra: The extra ``calendar`` or ``contact`` is not installed.
    """
    that = meeting(
        booking, office=office, letterhead=letterhead, at=at, link=None, language=language
    )
    is_in(booking, BookingStatus.CANCELLED)
    if by not in _CANCELLED_BY:
        raise InvalidInput("by", by, one_of(by, _CANCELLED_BY))
    if reason is not None:
        if not isinstance(reason, str):
            raise WrongType("reason", reason, "a string", personal=True)
        checked_prose("reason", reason)
    letter = _letter(
        that,
        _citizen(citizen, booking, office),
        _CANCELLED_TITLE.in_(language) + that.when,
        (that.name, _CANCELLED[by].in_(language)),
    )
    letter = evolve(
        letter,
        quoted=None if reason is None else (_REASON.in_(language), reason),
        closing=((_BOOK_AGAIN.in_(language),),),
    )
    return composed(that, letter, kind="cancellation", in_calendar=True)


def reminder(
    booking: Booking,
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    link: str | None = None,
    citizen: str | None = None,
    language: Language = "ro",
) -> EmailMessage:
    """The meeting is near. The arguments are as in :func:`confirmation`.

    It brings no invitation, as the meeting is in the citizen's calendar already. Of one
    booking and revision there is one reminder: another has the same ``Message-ID``, and many
    programs show only one of them.

    Raises:
        WrongType: A value of another type.
        InvalidInput: The meeting has begun at ``at``; or as in :func:`confirmation`.
        MissingExtra: The extra ``contact`` is not installed.
    """
    that = meeting(
        booking, office=office, letterhead=letterhead, at=at, link=link, language=language
    )
    is_in(booking, BookingStatus.BOOKED)
    if that.at >= that.start:
        raise InvalidInput("at", at, f"before the meeting begins, {that.start.isoformat()}")
    letter = _upcoming(
        that,
        _citizen(citizen, booking, office),
        _REMINDER_TITLE.in_(language) + that.when,
        (that.name, _REMINDER.in_(language)),
    )
    return composed(that, letter, kind="reminder", in_calendar=False)


def delivery(
    booking: Booking,
    attachments: Iterable[Attachment],
    *,
    office: Office,
    letterhead: Letterhead,
    at: datetime,
    citizen: str | None = None,
    language: Language = "ro",
) -> EmailMessage:
    """The blue ticket is there, or the written answer to an audience: it is attached.

    ``attachments`` are the files that hold it, made beforehand. The message states the
    booking's ``ticket``, the fingerprint of the document that was issued. The rest is as in
    :func:`confirmation`.

    Raises:
        WrongType: A value of another type.
        InvalidInput: There are no attachments; two have one name; no ticket was issued; or as
            in :func:`confirmation`.
        MissingExtra: The extra ``contact`` is not installed.
    """
    that = meeting(
        booking, office=office, letterhead=letterhead, at=at, link=None, language=language
    )
    is_in(booking, BookingStatus.HELD)
    if booking.ticket is None:
        raise InvalidInput("booking.ticket", None, "the fingerprint of the ticket that was issued")
    files = _files(attachments)
    letter = _letter(
        that,
        _citizen(citizen, booking, office),
        _DELIVERED_TITLE[booking.procedure].in_(language) + day_name(that.start, language),
        (_DELIVERED[booking.procedure].in_(language),),
    )
    names = Row(_ATTACHED.in_(language), _joined(file.filename for file in files))
    letter = evolve(
        letter,
        rows=(*letter.rows, names),
        code=(_FINGERPRINT.in_(language), booking.ticket),
        closing=((_WHAT_FOR.in_(language),),),
    )
    kind = f"delivery-{booking.ticket[:16]}"
    return composed(that, letter, kind=kind, in_calendar=False, attachments=files)


def _files(attachments: Iterable[Attachment]) -> list[Attachment]:
    files: list[Attachment] = []
    given = listed("attachments", attachments, "a list of attachments", personal=True)
    for index, each in enumerate(given):
        checked_instance(f"attachments[{index}]", each, Attachment, personal=True)
        if each.filename in {file.filename for file in files}:
            raise InvalidInput(
                f"attachments[{index}].filename", None, "each name once", personal=True
            )
        files.append(each)
    if not files:
        raise InvalidInput("attachments", (), "at least one attachment")
    return files


def _joined(names: Iterable[str]) -> Line:
    line: list[str | Given] = []
    for name in names:
        line += [", ", Given(name)]
    return tuple(line[1:])
