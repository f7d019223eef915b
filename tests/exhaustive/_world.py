"""The small worlds: two inspectors and two citizens, in one hour of one day, and a room.

The lengths do not fit the grid of 15 minutes, with the buffers still less; the buffers change with
the clock, so that one agenda holds bookings of several policies.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

from tests.exhaustive._model import Change, Line
from tichet_rules import (
    Book,
    BookAudience,
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
    Reassign,
    Reassigned,
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
ANA, ION = "Pop Ana", "Rus Ion"
IDS: Final = ("i-1", "i-2")


@frozen(eq=False)
class World:
    """Who there is, when it is asked, and everything that can be asked."""

    name: str
    inspectors: tuple[str, ...]
    requests: tuple[Request, ...]
    # When it is asked, and the buffers before and after a meeting that the policy then asks for.
    clock: tuple[tuple[int, int, int], ...]
    offices: tuple[Office, ...]
    books: tuple[Book | BookAudience, ...]
    slots: tuple[Slot, ...]
    rooms: tuple[str, ...] = ()
    takes_over: tuple[tuple[str, Slot | None], ...] = ()

    @property
    def instants(self) -> tuple[datetime, ...]:
        return tuple(MIDNIGHT + minute * MINUTE for minute, _, _ in self.clock)

    def commands_about(self, booking: str) -> tuple[Command, ...]:
        """Every command about a booking that the agenda may or may not have."""
        return (
            *(Reschedule(booking=booking, slot=each) for each in self.slots),
            *(Reassign(booking=booking, inspector=who, slot=each) for who, each in self.takes_over),
            Cancel(booking=booking),
            Hold(booking=booking),
            NoShow(booking=booking),
        )

    def told(self) -> str:
        citizens = len({each.applicant for each in self.requests})
        return (
            f"{self.name}: {len(self.inspectors)} inspectors, {citizens} citizens, "
            f"{len(self.requests)} requests, {len(self.rooms)} rooms, {len(self.slots)} slots, "
            f"{len(self.clock)} instants, each with its own buffers"
        )


def _policy(name: str, before: int, after: int, **more: Any) -> Policy:
    policy = preset(name).latest.evolve(
        notice_hours=0,
        max_minutes=20,
        buffer_before_minutes=before,
        buffer_after_minutes=after,
        **more,
    )
    # Contact data are judged apart from the agenda, and slowly.
    rules = tuple(each for each in policy.rules if each not in ("contact.phone", "contact.email"))
    return attrs.evolve(policy, rules=rules)


_WEEK: Final = Week(((("10:00", "11:00"),),) * 7)


def _requests(*numbers: tuple[str, str]) -> tuple[Request, ...]:
    filed_on = date(2026, 1, 12)
    return tuple(
        Request(number, name, filed_on, "i-1", former_inspectors=IDS) for number, name in numbers
    )


def _books(
    requests: tuple[Request, ...], slots: tuple[Slot, ...], channel: str = "online"
) -> tuple[Book, ...]:
    return tuple(
        Book(
            number=request.number,
            applicant=request.applicant.name,
            filed_on=request.filed_on,
            slot=each,
            inspector=inspector,
            channel=channel,
            contact=Contact(),
        )
        for request in requests
        for inspector in IDS
        for each in slots
    )


# --- one hour of two inspectors ---------------------------------------------------------------

_SLOTS: Final = (
    slot(600, 15),  # 10:00-10:15
    slot(615, 15),  # 10:15-10:30, back to back with the first, but for the buffers
    slot(615, 20),  # 10:15-10:35, into the next step of the grid
    slot(630, 10),  # 10:30-10:40
    slot(620, 15),  # off the grid: refused whatever the agenda
)
_REQUESTS: Final = _requests(("1/1", ANA), ("2/1", ANA), ("3/1", ION))
# 10:15 is when one meeting ends and another begins, 10:40 when all are over, the last just now.
_CLOCK: Final = ((540, 0, 5), (615, 10, 0), (640, 0, 0))
ONE_HOUR: Final = World(
    "one hour",
    IDS,
    _REQUESTS,
    _CLOCK,
    tuple(
        Office(
            policy=_policy("cluj-napoca/tichet-albastru", before, after),
            inspectors=[Inspector(each, week=_WEEK) for each in IDS],
            requests=_REQUESTS,
        )
        for _, before, after in _CLOCK
    ),
    _books(_REQUESTS, _SLOTS),
    _SLOTS,
)

# --- the same hour, with one room, a substitute and an audience -------------------------------

ROOM: Final = "Sala 1"
OFFICIAL: Final = "s-1"
_IN_PERSON: Final = ("online", "in_person")
_SLOTS_FOR_A_ROOM: Final = (
    slot(600, 20),  # 10:00-10:20, into the next
    slot(615, 15),  # 10:15-10:30
    slot(630, 10),  # 10:30-10:40
)
_TWO_REQUESTS: Final = _requests(("1/1", ANA), ("2/1", ION))
_TWICE: Final = ((540, 0, 5), (615, 5, 0))
ONE_ROOM: Final = World(
    "one room",
    (*IDS, OFFICIAL),
    _TWO_REQUESTS,
    _TWICE,
    tuple(
        Office(
            policy=_policy("cluj-napoca/tichet-albastru", before, after, channels=_IN_PERSON),
            audiences=_policy("cluj-napoca/audiente", before, after, ladder={}),
            inspectors=[
                *(Inspector(each, week=_WEEK) for each in IDS),
                Inspector(OFFICIAL, role="secretary_general", week=_WEEK, audience_hours=_WEEK),
            ],
            requests=_TWO_REQUESTS,
            rooms=[ROOM],
        )
        for _, before, after in _TWICE
    ),
    (
        *_books(_TWO_REQUESTS, _SLOTS_FOR_A_ROOM, "in_person"),
        *_books(_TWO_REQUESTS[:1], _SLOTS_FOR_A_ROOM[1:2], "online"),
        *(
            BookAudience(
                official=OFFICIAL,
                applicant=ANA,
                slot=_SLOTS_FOR_A_ROOM[1],
                reason="Autorizația de construire din strada Horea",
                within_competence=True,
                channel=channel,
            )
            for channel in _IN_PERSON
        ),
    ),
    _SLOTS_FOR_A_ROOM,
    (ROOM,),
    (("i-1", None), ("i-2", None), ("i-2", _SLOTS_FOR_A_ROOM[1]), (OFFICIAL, None)),
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
        booking.room,
        booking.in_place_of,
        str(booking.procedure) == "audience",
    )


def change_of(event: Event) -> Change:
    if isinstance(event, Booked):
        return Change(event.booking.id, made=line_of(event.booking))
    if isinstance(event, (Rescheduled, Reassigned)):
        moved: dict[str, Any] = {
            "start": minute_of(event.slot.start),
            "minutes": event.slot.minutes,
            "before": event.buffer_before_minutes,
            "after": event.buffer_after_minutes,
        }
        if event.room is not None:
            moved["room"] = event.room
        if isinstance(event, Reassigned):
            moved |= {"inspector": event.inspector, "in_place_of": event.in_place_of}
        return Change(event.booking, moved=tuple(moved.items()))
    became = {Cancelled: "cancelled", Held: "held", MissedByCitizen: "no_show"}
    return Change(event.booking, status=became[type(event)])
