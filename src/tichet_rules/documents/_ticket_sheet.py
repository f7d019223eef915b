"""What stands on a blue ticket, in words and in order: one sheet for all its forms."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from unicodedata import bidirectional, category
from zoneinfo import ZoneInfo

from attrs import frozen

from tichet_rules.errors import InvalidInput
from tichet_rules.model import Procedure
from tichet_rules.model.ticket import BlueTicket
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping.instants import zone_of
from tichet_rules.wording import clock, counted, day_name, say

SHORT_FINGERPRINT: Final = 16
ATTACHED: Final = "tichet-albastru.json"

_ISOLATE: Final = "\u2068"
_OPENING: Final = frozenset("\u2066\u2067\u2068")
_CLOSING: Final = "\u2069"
_RIGHT_TO_LEFT: Final = frozenset(
    {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
)
_UNPRINTABLE: Final = frozenset({"Cc", "Cs"})

_TITLES: Final = {
    Procedure.BLUE_TICKET: Text("Tichet Albastru", "Blue Ticket"),
    Procedure.AUDIENCE: Text("Răspuns scris la audiență", "Written answer after an audience"),
}
_LEADS: Final = {
    Procedure.BLUE_TICKET: Text(
        "Document care atestă detaliile și concluziile discuției avute.",
        "A document that attests the details and conclusions of the talk.",
    ),
    Procedure.AUDIENCE: Text(
        "Răspunsul scris al instituției, după audiența care a avut loc.",
        "The written answer of the institution, after the audience that took place.",
    ),
}
_WHO_MET: Final = {
    Procedure.BLUE_TICKET: Text("Inspector", "Inspector"),
    Procedure.AUDIENCE: Text("Audiență la", "Audience with"),
}
_CITIZEN: Final = Text("Cetățean", "Citizen")
_REQUEST: Final = Text("Cerere", "Request")
_FILED: Final = Text("depusă", "filed on")
_NUMBER: Final = Text("nr.", "No.")
_DATE: Final = Text("Data", "Date")
_TIME: Final = Text("Ora", "Time")
_DURATION: Final = Text("Durata", "Duration")
_CHANNEL: Final = Text("Modalitate", "Channel")
_ROOM: Final = Text("Sala", "Room")
_DETAILS: Final = Text("Detaliile întâlnirii", "Details of the meeting")
_QUESTIONS: Final = Text("Întrebările cetățeanului", "Questions of the citizen")
_NO_QUESTIONS: Final = Text("Nu a fost consemnată nicio întrebare.", "No question was recorded.")
_CONCLUSIONS: Final = Text("Concluzii", "Conclusions")
_NO_CONCLUSIONS: Final = Text(
    "Nu a fost consemnată nicio concluzie.", "No conclusion was recorded."
)
_NEXT_STEPS: Final = Text("Pașii următori", "Next steps")
_PROOF: Final = Text("Emitere și verificare", "Issue and verification")
_ISSUED: Final = Text("Emis", "Issued")
_POLICY: Final = Text("Reguli aplicate", "Rules applied")
_FINGERPRINT: Final = Text("Amprentă SHA-256", "SHA-256 fingerprint")
_VERIFY: Final = Text(
    "Tichetul este neschimbat dacă SHA-256 al formei sale canonice (JSON) dă amprenta de mai sus "
    "și dacă aceeași amprentă este păstrată de instituție la programare.",
    "The ticket is unaltered if the SHA-256 of its canonical form (JSON) gives the fingerprint "
    "above, and if the institution keeps the same fingerprint with the booking.",
)
_VERIFY_ATTACHED: Final = Text(
    f"Tichetul este neschimbat dacă SHA-256 al fișierului atașat acestui PDF ({ATTACHED}) dă "
    "amprenta de mai sus și dacă aceeași amprentă este păstrată de instituție la programare.",
    f"The ticket is unaltered if the SHA-256 of the file attached to this PDF ({ATTACHED}) gives "
    "the fingerprint above, and if the institution keeps the same fingerprint with the booking.",
)


@frozen
class Item:
    """A label, its value, and what is said beside it."""

    label: str
    value: str
    notes: tuple[str, ...] = ()


@frozen
class Section:
    """A heading and the paragraphs under it, or what is said when there are none."""

    heading: str
    paragraphs: tuple[str, ...]
    absent: str


@frozen
class Sheet:
    """The words of a ticket in one language."""

    code: Language
    institution: str
    title: str
    number_label: str
    number: str
    lead: str
    details_heading: str
    details: tuple[Item, ...]
    sections: tuple[Section, ...]
    proof_heading: str
    proof: tuple[Item, ...]
    fingerprint_label: str
    fingerprint: str
    verify: str
    verify_attached: str


def one_line(text: str) -> str:
    """The text on one line, without what can't be printed; the canonical form keeps it all."""
    spaced = " ".join(text.split())
    return "".join(mark for mark in spaced if category(mark) not in _UNPRINTABLE)


def lines(text: str) -> list[str]:
    """The lines of a paragraph, as people see them."""
    for separator in ("\u2028", "\u2029"):
        text = text.replace(separator, "\n")
    return [line.replace("\t", "    ") for line in text.split("\n")]


def isolated(text: str) -> str:
    """The text, kept from reordering the words around it when it runs from right to left.

    It stands between the marks "first strong isolate" and "pop directional isolate", with as
    many of each as close what the text itself leaves open or closes too often.
    """
    if not any(bidirectional(mark) in _RIGHT_TO_LEFT for mark in text):
        return text
    opened = stray = 0
    for mark in text:
        if mark in _OPENING:
            opened += 1
        elif mark == _CLOSING and opened:
            opened -= 1
        elif mark == _CLOSING:
            stray += 1
    return _ISOLATE * (stray + 1) + text + _CLOSING * (opened + 1)


def local(instant: datetime, zone: ZoneInfo, name: str) -> datetime:
    """The instant by the clock of a zone, refused where the calendar ends."""
    try:
        return instant.astimezone(zone)
    except OverflowError:
        raise InvalidInput(name, instant, "an instant within the years 1 to 9999") from None


def _offset(instant: datetime) -> str:
    shift = instant.strftime("%z")
    return f"{shift[:3]}:{shift[3:5]}"


def sheet_of(ticket: BlueTicket, code: Language) -> Sheet:
    """The words of a ticket, in the order in which they are shown."""
    zone = zone_of(ticket.time_zone)
    start = local(ticket.start, zone, "start")
    issued = local(ticket.issued_at, zone, "issued_at")
    number = _NUMBER.in_(code)
    details = [
        Item(_CITIZEN.in_(code), one_line(ticket.citizen)),
        Item(
            _WHO_MET[ticket.procedure].in_(code),
            one_line(ticket.inspector_name),
            (ticket.inspector_role.words.in_(code), ticket.inspector),
        ),
    ]
    if ticket.request is not None and ticket.filed_on is not None:
        filed = f"{_FILED.in_(code)} {day_name(ticket.filed_on, code)}"
        details.append(Item(_REQUEST.in_(code), f"{number} {ticket.request}", (filed,)))
    details += [
        Item(_DATE.in_(code), day_name(start, code)),
        Item(_TIME.in_(code), clock(start), (ticket.time_zone, f"UTC{_offset(start)}")),
        Item(_DURATION.in_(code), counted(ticket.minutes, "minute", code)),
        Item(_CHANNEL.in_(code), ticket.channel.words.in_(code)),
    ]
    if ticket.room is not None:
        details.append(Item(_ROOM.in_(code), ticket.room))
    sections = [
        Section(_QUESTIONS.in_(code), ticket.record.questions, _NO_QUESTIONS.in_(code)),
        Section(_CONCLUSIONS.in_(code), ticket.record.conclusions, _NO_CONCLUSIONS.in_(code)),
    ]
    if ticket.record.next_steps:
        sections.append(Section(_NEXT_STEPS.in_(code), ticket.record.next_steps, ""))
    return Sheet(
        code=code,
        institution=one_line(ticket.institution.in_(code)),
        title=_TITLES[ticket.procedure].in_(code),
        number_label=number,
        number=ticket.booking,
        lead=_LEADS[ticket.procedure].in_(code),
        details_heading=_DETAILS.in_(code),
        details=tuple(details),
        sections=tuple(sections),
        proof_heading=_PROOF.in_(code),
        proof=(
            Item(_ISSUED.in_(code), say(issued, code), (f"UTC{_offset(issued)}",)),
            Item(_POLICY.in_(code), ticket.policy),
        ),
        fingerprint_label=_FINGERPRINT.in_(code),
        fingerprint=ticket.fingerprint,
        verify=_VERIFY.in_(code),
        verify_attached=_VERIFY_ATTACHED.in_(code),
    )
