"""Events: what happened to an agenda. Each is the outcome of a decision, with all it needs."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import identifier, instance, through_the_door, whole_number
from tichet_rules.model import Booking, Slot
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import as_utc

__all__ = ["Booked", "Cancelled", "Event", "Held", "MissedByCitizen", "Rescheduled"]


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
    event applies once, and only to the booking as the decision saw it.
    """

    __reduce__ = through_the_door

    at: datetime = field(converter=_at)
    booking: str = field(validator=identifier())
    slot: Slot = field(validator=instance(Slot))
    buffer_before_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    buffer_after_minutes: int = field(default=0, validator=whole_number(0, MINUTES_A_DAY))
    revision: int | None = field(default=None, validator=optional(whole_number(1)))


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


Event: TypeAlias = Booked | Rescheduled | Cancelled | Held | MissedByCitizen
