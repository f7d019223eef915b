"""What a meeting leaves behind: the record of it, and the blue ticket."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from unicodedata import normalize

import attrs
from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    A_STRING,
    calendar_date,
    checked_instance,
    checked_prose,
    identifier,
    instance,
    member,
    paragraphs,
    through_the_door,
    whole_number,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import registration_number
from tichet_rules.model.booking import Channel, Procedure
from tichet_rules.model.people import Role
from tichet_rules.model.time import LONGEST_MINUTES
from tichet_rules.text import LANGUAGES, Text
from tichet_rules.timekeeping.instants import as_utc, zone_of

__all__ = ["TICKET_FORMAT", "BlueTicket", "MeetingRecord", "canonical"]

RECORD_FORMAT: Final = "tichet-rules/record/1"
TICKET_FORMAT: Final = "tichet-rules/ticket/1"


def _questions(values: Iterable[str]) -> tuple[str, ...]:
    return paragraphs("questions", values)


def _conclusions(values: Iterable[str]) -> tuple[str, ...]:
    return paragraphs("conclusions", values)


def _next_steps(values: Iterable[str]) -> tuple[str, ...]:
    return paragraphs("next_steps", values)


def _start(value: datetime) -> datetime:
    return as_utc(value, "start")


def _issued_at(value: datetime) -> datetime:
    return as_utc(value, "issued_at")


def _procedure(value: Procedure | str) -> Procedure:
    return member("procedure", Procedure)(value)


def _channel(value: Channel | str) -> Channel:
    return member("channel", Channel)(value)


def _role(value: Role | str) -> Role:
    return member("inspector_role", Role)(value)


def _request(value: str | None) -> str | None:
    return None if value is None else registration_number(value, "request")


def canonical(document: dict[str, Any]) -> bytes:
    r"""A document as the one text that all who hash it agree on.

    JSON in UTF-8 with the keys in order, no spaces, nothing but the necessary escaped and every
    string in Unicode's composed form (NFC): RFC 8785 for documents of strings, whole
    numbers, lists and objects.

    >>> canonical({"b": ["ș"], "a": 15})
    b'{"a":15,"b":["\xc8\x99"]}'
    """
    text = json.dumps(
        _composed(document), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode("utf-8")


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(each) for key, each in value.items()}
    return [_composed(each) for each in value] if isinstance(value, list) else value


def _instant(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


@frozen
class MeetingRecord:
    """What the inspector recorded of a meeting (consemnarea discuției).

    Each of ``questions`` (întrebările cetățeanului), ``conclusions`` (concluziile) and
    ``next_steps`` (pașii următori) is a list of paragraphs; they are kept as written, but
    for the line ends of web forms (CR LF), which become LF.
    An agenda keeps only the ``fingerprint``. Raises
    :class:`~tichet_rules.errors.InvalidInput` for a blank paragraph, one of more than
    20,000 characters, or control characters; what was given is not shown.

    >>> record = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."])
    >>> record.fingerprint[:16]
    '28ca13bae11d0764'
    >>> record
    MeetingRecord(...)
    """

    questions: tuple[str, ...] = field(converter=_questions)
    conclusions: tuple[str, ...] = field(converter=_conclusions)
    next_steps: tuple[str, ...] = field(default=(), converter=_next_steps)

    __reduce__ = through_the_door

    @property
    def document(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {
            "format": RECORD_FORMAT,
            "questions": list(self.questions),
            "conclusions": list(self.conclusions),
            "next_steps": list(self.next_steps),
        }

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the canonical form, in hexadecimal."""
        return sha256(canonical(self.document)).hexdigest()

    def __repr__(self) -> str:
        return "MeetingRecord(...)"


def _words(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str):
        raise WrongType(attribute.name, value, A_STRING)
    checked_prose(attribute.name, value)


def _name(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str):
        raise WrongType(attribute.name, value, Text("un nume", "a name"), personal=True)
    checked_prose(attribute.name, value)


@frozen(kw_only=True)
class BlueTicket:
    """The document that attests the details and conclusions of a meeting (tichet albastru).

    «un document care atestă detaliile și concluziile discuției avute» (``article-2020``).
    Everything that the citizen receives stands in it, and nothing else does: whoever has
    it can compute its ``fingerprint`` and hold it against the one that the booking keeps
    (:attr:`Booking.ticket <tichet_rules.Booking.ticket>`). For an audience the same value
    is the written answer (răspunsul scris), told by its ``procedure``.

    ``start`` is kept in UTC and shown by the clock of ``time_zone``.

    >>> from datetime import date, datetime
    >>> at = datetime.fromisoformat
    >>> ticket = BlueTicket(
    ...     booking="b-1",
    ...     procedure="blue_ticket",
    ...     institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
    ...     policy="cluj-napoca/tichet-albastru@2020-10-05",
    ...     request="119368/305",
    ...     filed_on=date(2026, 1, 12),
    ...     citizen="Pop-Ionescu Ana Maria",
    ...     inspector="i-017",
    ...     inspector_name="Mureșan Ioana",
    ...     inspector_role="execution",
    ...     start=at("2026-11-26T10:00:00+02:00"),
    ...     minutes=15,
    ...     time_zone="Europe/Bucharest",
    ...     channel="online",
    ...     record=MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."]),
    ...     issued_at=at("2026-11-26T12:00:00+02:00"),
    ... )
    >>> ticket.matches(ticket.fingerprint)
    True
    >>> from attrs import evolve
    >>> evolve(ticket, minutes=20).matches(ticket.fingerprint)
    False
    """

    booking: str = field(validator=identifier())
    procedure: Procedure = field(converter=_procedure)
    institution: Text = field(validator=instance(Text))
    policy: str = field(validator=_words)
    request: str | None = field(converter=_request)
    filed_on: date | None = field(validator=optional(calendar_date()))
    citizen: str = field(repr=False, validator=_name)
    inspector: str = field(validator=identifier())
    inspector_name: str = field(repr=False, validator=_name)
    inspector_role: Role = field(converter=_role)
    start: datetime = field(converter=_start)
    minutes: int = field(validator=whole_number(1, LONGEST_MINUTES, "minutes"))
    time_zone: str = field(validator=identifier())
    channel: Channel = field(converter=_channel)
    room: str | None = field(default=None, validator=optional(identifier()))
    record: MeetingRecord = field(repr=False, validator=instance(MeetingRecord, personal=True))
    issued_at: datetime = field(converter=_issued_at)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        for code in LANGUAGES:
            place = f"institution.{code}"
            checked_prose(place, checked_instance(place, self.institution.in_(code), str))
        zone_of(self.time_zone)
        if (self.request is None) != (self.filed_on is None):
            raise InvalidInput(
                "filed_on",
                str(self.filed_on),
                Text(
                    "o dată dacă și numai dacă există o cerere",
                    "a date if and only if there is a request",
                ),
            )

    @property
    def document(self) -> dict[str, Any]:
        """The ticket as JSON values, personal data included."""
        record = self.record.document
        return {
            "format": TICKET_FORMAT,
            "booking": self.booking,
            "procedure": str(self.procedure),
            "institution": {code: self.institution.in_(code) for code in LANGUAGES},
            "policy": self.policy,
            "request": self.request,
            "filed_on": None if self.filed_on is None else self.filed_on.isoformat(),
            "citizen": self.citizen,
            "inspector": {
                "id": self.inspector,
                "name": self.inspector_name,
                "role": str(self.inspector_role),
            },
            "start": _instant(self.start),
            "minutes": self.minutes,
            "time_zone": self.time_zone,
            "channel": str(self.channel),
            "room": self.room,
            "questions": record["questions"],
            "conclusions": record["conclusions"],
            "next_steps": record["next_steps"],
            "issued_at": _instant(self.issued_at),
        }

    @property
    def canonical(self) -> bytes:
        """The bytes that are hashed; ``docs/blue-ticket.md`` says how to make them by hand."""
        return canonical(self.document)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the canonical form, in hexadecimal."""
        return sha256(self.canonical).hexdigest()

    def matches(self, expected: str | None) -> bool:
        """Whether the ticket is the one that a fingerprint was taken of, unaltered."""
        return expected is not None and self.fingerprint == expected.lower()
