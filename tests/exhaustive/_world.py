"""The small world: two inspectors, two citizens with three requests, one hour of one day.

The lengths do not fit the grid of 15 minutes, with the buffers still less; the buffers change with
the clock, so that one agenda holds bookings of several policies.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from tests.exhaustive._model import Change, Line
from tichet_rules import (
    Book,
    Booked,
    Booking,
    Cancel,
    Cancelled,
    Command,
    Contact,
    Event,
    Held,
    Hold,
    Inspector,
    MissedByCitizen,
    NoShow,
    Office,
    Policy,
    Request,
    Reschedule,
    Rescheduled,
    Slot,
    Week,
    preset,
)

MIDNIGHT: Final = datetime(2026, 11, 26, tzinfo=ZoneInfo("Europe/Bucharest"))
MINUTE: Final = timedelta(minutes=1)
DAY_TICKS: Final = (Slot(MIDNIGHT).begins, Slot(MIDNIGHT + timedelta(days=1)).begins)


def slot(start: int, minutes: int) -> Slot:
    return Slot(MIDNIGHT + start * MINUTE, minutes)


SLOTS: Final = (
    slot(600, 15),  # 10:00-10:15
    slot(615, 15),  # 10:15-10:30, back to back with the first, but for the buffers
    slot(615, 20),  # 10:15-10:35, into the next step of the grid
    slot(630, 10),  # 10:30-10:40
    slot(620, 15),  # off the grid: refused whatever the agenda
)
INSPECTORS: Final = ("i-1", "i-2")
ANA, ION = "Pop Ana", "Rus Ion"
REQUESTS: Final = tuple(
    Request(number, name, date(2026, 1, 12), "i-1", former_inspectors=INSPECTORS)
    for number, name in (("1/1", ANA), ("2/1", ANA), ("3/1", ION))
)
# When it is asked, and the buffers before and after a meeting that the policy then asks for.
# 10:15 is when one meeting ends and another begins, 10:40 when all are over, the last just now.
CLOCK: Final = ((540, 0, 5), (615, 10, 0), (640, 0, 0))


def _policy(before: int, after: int) -> Policy:
    policy = preset("cluj-napoca/tichet-albastru").latest.evolve(
        notice_hours=0, max_minutes=20, buffer_before_minutes=before, buffer_after_minutes=after
    )
    # Contact data are judged apart from the agenda, and slowly.
    rules = tuple(each for each in policy.rules if each not in ("contact.phone", "contact.email"))
    return attrs.evolve(policy, rules=rules)


_DAY = (("10:00", "11:00"),)
OFFICES: Final = tuple(
    Office(
        policy=_policy(before, after),
        inspectors=[Inspector(each, week=Week((_DAY,) * 7)) for each in INSPECTORS],
        requests=REQUESTS,
    )
    for _, before, after in CLOCK
)
INSTANTS: Final = tuple(MIDNIGHT + minute * MINUTE for minute, _, _ in CLOCK)


# --- commands -------------------------------------------------------------------------------

BOOKS: Final = tuple(
    Book(
        number=request.number,
        applicant=request.applicant.name,
        filed_on=request.filed_on,
        slot=each,
        inspector=inspector,
        contact=Contact(),
    )
    for request in REQUESTS
    for inspector in INSPECTORS
    for each in SLOTS
)


def commands_about(booking: str) -> tuple[Command, ...]:
    """Every command about a booking that the agenda may or may not have."""
    return (
        *(Reschedule(booking=booking, slot=each) for each in SLOTS),
        Cancel(booking=booking),
        Hold(booking=booking),
        NoShow(booking=booking),
    )


# --- what the model reads of the package's values -------------------------------------------


def minute_of(instant: datetime) -> int:
    minute, rest = divmod(instant - MIDNIGHT, MINUTE)
    assert not rest
    return minute


def line_of(booking: Booking) -> Line:
    return Line(
        booking.id,
        booking.request,
        booking.applicant,
        booking.inspector,
        minute_of(booking.slot.start),
        booking.slot.minutes,
        booking.buffer_before_minutes,
        booking.buffer_after_minutes,
        str(booking.status),
    )


def change_of(event: Event) -> Change:
    if isinstance(event, Booked):
        return Change(event.booking.id, made=line_of(event.booking))
    if isinstance(event, Rescheduled):
        where = minute_of(event.slot.start), event.slot.minutes
        buffers = event.buffer_before_minutes, event.buffer_after_minutes
        return Change(event.booking, moved=(*where, *buffers))
    became = {Cancelled: "cancelled", Held: "held", MissedByCitizen: "no_show"}
    return Change(event.booking, status=became[type(event)])
