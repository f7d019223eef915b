"""Bookings: meetings that were promised, and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    checked_instance,
    fingerprint,
    identifier,
    instance,
    member,
    through_the_door,
    whole_number,
)
from tichet_rules.errors import InvalidInput
from tichet_rules.identity import registration_number
from tichet_rules.model.people import Contact
from tichet_rules.model.time import Slot
from tichet_rules.text import Text
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import MINUTE, as_utc

__all__ = ["Booking", "BookingStatus", "Channel", "Procedure"]


class Procedure(StrEnum):
    """Under which procedure the two meet: the blue ticket, or an audience (audiență)."""

    BLUE_TICKET = "blue_ticket"
    AUDIENCE = "audience"

    @property
    def words(self) -> Text:
        """The procedure in words."""
        return _PROCEDURES[self]


_PROCEDURES = {
    Procedure.BLUE_TICKET: Text("Tichetul Albastru", "the Blue Ticket"),
    Procedure.AUDIENCE: Text("audiență", "audience"),
}


class Channel(StrEnum):
    """How the two meet: online (WebEx), by phone (telefonic), in person (fizic)."""

    ONLINE = "online"
    PHONE = "phone"
    IN_PERSON = "in_person"

    @property
    def words(self) -> Text:
        """The channel in words."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.ONLINE: Text("online", "online"),
    Channel.PHONE: Text("telefonic", "by phone"),
    Channel.IN_PERSON: Text("la sediul instituției", "in person"),
}


class BookingStatus(StrEnum):
    """The life of a booking: booked, and then at most one of the others.

    ``booked`` (programată), ``cancelled`` (anulată), ``held`` (a avut loc), ``no_show``
    (cetățeanul nu s-a prezentat). All but a cancelled one take their time.
    """

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"

    @property
    def words(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


_STATUSES = {
    BookingStatus.BOOKED: Text("programată", "booked"),
    BookingStatus.CANCELLED: Text("anulată", "cancelled"),
    BookingStatus.HELD: Text("a avut loc", "held"),
    BookingStatus.NO_SHOW: Text("cetățeanul nu s-a prezentat", "no-show"),
}


def _request(value: str | None) -> str | None:
    return None if value is None else registration_number(value, "request")


def _channel(value: Channel | str) -> Channel:
    return member("channel", Channel)(value)


def _status(value: BookingStatus | str) -> BookingStatus:
    return member("status", BookingStatus)(value)


def _procedure(value: Procedure | str) -> Procedure:
    return member("procedure", Procedure)(value)


def _booked_at(value: datetime | None) -> datetime | None:
    return _instant("booked_at", value)


def _recorded_at(value: datetime | None) -> datetime | None:
    return _instant("recorded_at", value)


def _answer_requested_at(value: datetime | None) -> datetime | None:
    return _instant("answer_requested_at", value)


def _issued_at(value: datetime | None) -> datetime | None:
    return _instant("issued_at", value)


def _instant(name: str, value: datetime | None) -> datetime | None:
    return None if value is None else as_utc(value, name)


@frozen
class Booking:
    """A meeting of a citizen and an inspector about a request (programare).

    ``applicant`` is the :attr:`Applicant.key <tichet_rules.Applicant.key>` of the
    citizen. ``request`` is ``None`` only for an audience that no earlier request is
    named for; ``inspector`` is then the official who gives the audience. The inspector is
    occupied from ``occupied_from`` to ``occupied_to`` (ticks, half-open): the slot and the
    buffers that the policy asked for when it was booked. ``room`` is taken for the slot.
    ``revision`` counts how often it was moved. ``in_place_of`` is whom the inspector stands
    in for, where the request is another's.

    What follows a meeting that was held is kept as fingerprints and instants, so that no
    text of a conversation stands in an agenda: ``record`` is the
    :attr:`~tichet_rules.MeetingRecord.fingerprint` of the conclusions, ``ticket`` that of
    the document which was issued.
    """

    id: str = field(validator=identifier())
    request: str | None = field(converter=_request)
    inspector: str = field(validator=identifier())
    applicant: str = field(repr=False)
    slot: Slot = field(validator=instance(Slot, example="Slot(start)"))
    status: BookingStatus = field(default=BookingStatus.BOOKED, converter=_status)
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    contact: Contact = field(
        default=Contact(), repr=False, validator=instance(Contact, personal=True)
    )
    buffer_before_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    buffer_after_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    booked_at: datetime | None = field(default=None, converter=_booked_at)
    revision: int = field(default=0, validator=whole_number(0))
    procedure: Procedure = field(default=Procedure.BLUE_TICKET, converter=_procedure)
    room: str | None = field(default=None, validator=optional(identifier()))
    in_place_of: str | None = field(default=None, validator=optional(identifier()))
    record: str | None = field(default=None, validator=optional(fingerprint()))
    recorded_at: datetime | None = field(default=None, converter=_recorded_at)
    answer_requested_at: datetime | None = field(default=None, converter=_answer_requested_at)
    ticket: str | None = field(default=None, validator=optional(fingerprint()))
    issued_at: datetime | None = field(default=None, converter=_issued_at)
    occupied_from: int = field(init=False, eq=False, repr=False)
    occupied_to: int = field(init=False, eq=False, repr=False)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        checked_instance("applicant", self.applicant, str, personal=True)
        if self.request is None and self.procedure is not Procedure.AUDIENCE:
            right = Text(
                "un număr de înregistrare, dacă nu este o audiență",
                "a registration number, but for an audience",
            )
            raise InvalidInput("request", None, right)
        before, after = self.buffer_before_minutes, self.buffer_after_minutes
        # Set here, and not by a default, as defaults are made before the fields are checked.
        object.__setattr__(self, "occupied_from", self.slot.begins - before * MINUTE)
        object.__setattr__(self, "occupied_to", self.slot.ends + after * MINUTE)

    @property
    def takes_time(self) -> bool:
        """Whether it keeps others out of its time: all but a cancelled one do."""
        return self.status is not BookingStatus.CANCELLED

    @property
    def is_held(self) -> bool:
        """Whether the meeting took place."""
        return self.status is BookingStatus.HELD

    @property
    def is_open(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.status is BookingStatus.BOOKED
