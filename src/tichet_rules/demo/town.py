"""A town hall to try things on: 524 inspectors, the leadership, and two citizens.

All of it is invented, and the same every time: the randomness has a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from tichet_rules.agenda import Agenda, free_slots
from tichet_rules.model import Applicant, Booking, Inspector, Request, Slot, Week
from tichet_rules.office import Office

__all__ = ["ANA", "DEMO_AT", "IOANA", "STEFAN", "ZONE", "demo_office"]

ZONE: Final = ZoneInfo("Europe/Bucharest")
DEMO_AT: Final = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)

_INSPECTORS: Final = 524  # as many officials as at the launch (article-2020)
_REQUESTS: Final = 4_000
_SHARE_BOOKED: Final = 0.6
_DAYS_BOOKED_AHEAD: Final = 10

_FAMILY: Final = (
    "Pop", "Mureșan", "Moldovan", "Rus", "Câmpean", "Bota", "Țîrlea", "Kovács", "Szabó", "Nagy",
    "Suciu", "Chiș", "Ștefan", "Lăpușan", "Mărginean", "Oltean", "Vlaicu", "Hădărean", "Buzdugan",
    "Fülöp",
)  # fmt: skip
_GIVEN: Final = (
    "Ana", "Ioana", "Dan", "Ștefan", "Maria", "Mihai", "Elena", "Andrei", "Ilinca", "Radu",
    "Zsófia", "László", "Crina", "Ovidiu", "Simina", "Tudor", "Anamaria", "Horea", "Liana", "Vlad",
)  # fmt: skip
_LUNCH_FRIDAY: Final = Week.of(
    **{day: [("08:00", "16:00")] for day in ("mon", "tue", "wed", "thu")},
    fri=[("08:00", "12:00"), ("12:30", "14:30")],
)
_MORNINGS: Final = Week.of(
    **{day: [("08:00", "12:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
)
_WEEKS: Final = (Week(), _LUNCH_FRIDAY, _LUNCH_FRIDAY, _MORNINGS)

_AUDIENCES: Final = Week.of(wed=[("11:00", "13:00")])

IOANA: Final = Inspector(
    "i-017", "Mureșan Ioana", week=_LUNCH_FRIDAY, department="urbanism", deputies=["i-018"]
)
_LEADERSHIP: Final = (
    Inspector(
        "d-urbanism", "Chiș Radu", "director", department="urbanism", audience_hours=_AUDIENCES
    ),
    Inspector("viceprimar-1", "Nagy Elena", "deputy_mayor", audience_hours=_AUDIENCES),
    Inspector("primar", "Oltean Horea", "mayor", audience_hours=_AUDIENCES),
)
ANA: Final = Request(
    "119368/305", Applicant("Pop-Ionescu Ana Maria", "c-ana"), date(2026, 1, 12), "i-017"
)
STEFAN: Final = Request(
    "120001/433",
    Applicant("Țîrlea Ștefan", "c-stefan"),
    date(2026, 9, 1),
    "i-017",
    "answered",
    date(2026, 11, 10),
    answer="negative",
)


def demo_office() -> tuple[Office, Agenda]:
    """A town hall of 524 inspectors and 4,002 requests, more than half of them booked.

    Beside the inspectors it has a director, a deputy mayor and the mayor.
    """
    random = Random(20201005)
    inspectors = [IOANA] + [
        Inspector(
            f"i-{number:03}",
            f"{random.choice(_FAMILY)} {random.choice(_GIVEN)}",
            week=random.choice(_WEEKS),
        )
        for number in range(1, _INSPECTORS + 1)
        if f"i-{number:03}" != IOANA.id
    ]
    requests = [ANA, STEFAN] + [
        Request(
            f"{130_000 + number}/{random.randint(100, 499)}",
            Applicant(f"{random.choice(_FAMILY)} {random.choice(_GIVEN)}", f"c-{number}"),
            date(2026, 9, 1) + timedelta(days=random.randint(0, 80)),
            random.choice(inspectors).id,
        )
        for number in range(_REQUESTS)
    ]
    office = Office(
        inspectors=[*inspectors, *_LEADERSHIP], requests=requests, rooms=["Sala 12", "Sala 14"]
    )
    return office, Agenda.of(_bookings(office, random))


def _bookings(office: Office, random: Random) -> Iterator[Booking]:
    """Bookings on the grid, each inspector's slots drawn without putting any back."""
    first = DEMO_AT.date()
    slots: dict[str, list[Slot]] = {}
    for request in office.requests.values():
        if request in (ANA, STEFAN) or random.random() > _SHARE_BOOKED:
            continue
        if request.inspector not in slots:
            slots[request.inspector] = list(
                free_slots(
                    Agenda(),
                    inspector=request.inspector,
                    first=first,
                    last=first + timedelta(days=_DAYS_BOOKED_AHEAD),
                    at=DEMO_AT - timedelta(days=7),
                    office=office,
                )
            )
        choice = slots[request.inspector]
        yield Booking(
            f"b-{request.number}",
            request.number,
            request.inspector,
            request.applicant.key,
            choice.pop(random.randrange(len(choice))),
            booked_at=DEMO_AT - timedelta(days=7),
        )
