"""Events: what happened to an agenda. Each is the outcome of a decision, with all it needs."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import identifier, instance, through_the_door, whole_number
from tichet_rules.model import BlueTicket, Booking, MeetingRecord, Slot
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import as_utc

__all__ = [
    "AnswerRequested",
    "Booked",
    "Cancelled",
    "ConclusionsRecorded",
    "Event",
    "Held",
    "MissedByCitizen",
    "Reassigned",
    "Rescheduled",
    "TicketIssued",
]

_A_SLOT = instance(Slot, example="Slot(start)")


def _at(value: datetime) -> datetime:
    return as_utc(value, "at")


@frozen(kw_only=True)
class Booked:
    """A booking was made."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: Booking = field(validator=instance(Booking))


@frozen(kw_only=True)
class Rescheduled:
    """A booking was moved to another slot, with the buffers of the policy then in force.

    ``revision`` is the booking's after the move. Where it is stated, as ``decide`` does, the
    event applies once, and only to the booking as the decision saw it. ``room`` is the one
    it has at the new time; ``None`` keeps the one it had.
    """

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())
    slot: Slot = field(validator=_A_SLOT)
    buffer_before_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    buffer_after_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    revision: int | None = field(default=None, validator=optional(whole_number(1)))
    room: str | None = field(default=None, validator=optional(identifier()))


@frozen(kw_only=True)
class Reassigned:
    """A booking was taken over by another inspector, like a move in all else.

    ``in_place_of`` is the inspector who has the request, where the one who took over stands
    in for them; ``None`` where the request is theirs.
    """

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())
    inspector: str = field(validator=identifier())
    slot: Slot = field(validator=_A_SLOT)
    in_place_of: str | None = field(default=None, validator=optional(identifier()))
    buffer_before_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    buffer_after_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    revision: int | None = field(default=None, validator=optional(whole_number(1)))
    room: str | None = field(default=None, validator=optional(identifier()))


@frozen(kw_only=True)
class Cancelled:
    """A booking was cancelled: its time is free again."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class Held:
    """A meeting took place."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class MissedByCitizen:
    """The citizen did not come."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class ConclusionsRecorded:
    """The inspector recorded the conclusions of a meeting; a later record replaces them.

    The event has the whole record, for whoever keeps it; the agenda its fingerprint.
    """

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())
    record: MeetingRecord = field(validator=instance(MeetingRecord, personal=True))


@frozen(kw_only=True)
class AnswerRequested:
    """The citizen asked for the written answer to an audience."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class TicketIssued:
    """The blue ticket of a meeting was issued, or the written answer to an audience."""

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    ticket: BlueTicket = field(validator=instance(BlueTicket, personal=True))

    @property
    def booking(self) -> str:
        """The id of the booking."""
        return self.ticket.booking


Event: TypeAlias = (
    Booked
    | Rescheduled
    | Reassigned
    | Cancelled
    | Held
    | MissedByCitizen
    | ConclusionsRecorded
    | AnswerRequested
    | TicketIssued
)
