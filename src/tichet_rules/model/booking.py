"""Bookings: meetings that were promised, and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from tichet_rules._door import (
    checked_instance,
    identifier,
    instance,
    member,
    through_the_door,
    whole_number,
)
from tichet_rules.identity import registration_number
from tichet_rules.model.people import Contact
from tichet_rules.model.time import Slot
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import MINUTE, as_utc

__all__ = ["Booking", "BookingStatus", "Channel"]


class Channel(StrEnum):
    """How the two meet: online (WebEx), by phone (telefonic), in person (fizic)."""

    ONLINE = "online"
    PHONE = "phone"
    IN_PERSON = "in_person"


class BookingStatus(StrEnum):
    """The life of a booking: booked, and then at most one of the others.

    ``booked`` (programată), ``cancelled`` (anulată), ``held`` (a avut loc), ``no_show``
    (cetățeanul nu s-a prezentat). All but a cancelled one take their time.
    """

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_SHOW = "no_show"


def _request(value: str) -> str:
    return registration_number(value, "request")


def _channel(value: Channel | str) -> Channel:
    return member("channel", Channel)(value)


def _status(value: BookingStatus | str) -> BookingStatus:
    return member("status", BookingStatus)(value)


def _booked_at(value: datetime | None) -> datetime | None:
    return None if value is None else as_utc(value, "booked_at")


@frozen
class Booking:
    """A meeting of a citizen and an inspector about a request (programare).

    ``applicant`` is the :attr:`Applicant.key <tichet_rules.Applicant.key>` of the
    citizen. The inspector is occupied from ``occupied_from`` to ``occupied_to`` (ticks,
    half-open): the slot and the buffers that the policy asked for when it was booked.
    ``revision`` counts how often it was moved.
    """

    id: str = field(validator=identifier())
    request: str = field(converter=_request)
    inspector: str = field(validator=identifier())
    applicant: str = field(repr=False)
    slot: Slot = field(validator=instance(Slot))
    status: BookingStatus = field(default=BookingStatus.BOOKED, converter=_status)
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    contact: Contact = field(
        default=Contact(), repr=False, validator=instance(Contact, personal=True)
    )
    buffer_before_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    buffer_after_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    booked_at: datetime | None = field(default=None, converter=_booked_at)
    revision: int = field(default=0, validator=whole_number(0))
    occupied_from: int = field(init=False, eq=False, repr=False)
    occupied_to: int = field(init=False, eq=False, repr=False)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        checked_instance("applicant", self.applicant, str, personal=True)
        before, after = self.buffer_before_minutes, self.buffer_after_minutes
        # Set here, and not by a default, as defaults are made before the fields are checked.
        object.__setattr__(self, "occupied_from", self.slot.begins - before * MINUTE)
        object.__setattr__(self, "occupied_to", self.slot.ends + after * MINUTE)

    @property
    def takes_time(self) -> bool:
        """Whether it keeps others out of its time: all but a cancelled one do."""
        return self.status is not BookingStatus.CANCELLED

    @property
    def is_open(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.status is BookingStatus.BOOKED
