"""A town hall to try things on: 524 inspectors, and two citizens who want the same slot.

All of it is invented, and the same every time: the randomness has a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from tichet_rules.agenda import Agenda, Book, Booked, Decision, apply, decide, free_slots
from tichet_rules.model import Applicant, Booking, Contact, Inspector, Request, Slot, Week
from tichet_rules.office import Office
from tichet_rules.text import Language, Text
from tichet_rules.wording import clock, counted, day_name

__all__ = ["DEMO_AT", "Step", "demo_office", "demo_story"]

_ZONE: Final = ZoneInfo("Europe/Bucharest")
DEMO_AT: Final = datetime(2026, 11, 24, 10, 0, tzinfo=_ZONE)

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

_IOANA: Final = Inspector("i-017", "Mureșan Ioana", week=_LUNCH_FRIDAY)
_ANA: Final = Request(
    "119368/305", Applicant("Pop-Ionescu Ana Maria", "c-ana"), date(2026, 1, 12), "i-017"
)
_STEFAN: Final = Request(
    "120001/433",
    Applicant("Țîrlea Ștefan", "c-stefan"),
    date(2026, 9, 1),
    "i-017",
    "answered",
    date(2026, 11, 10),
)


def demo_office() -> tuple[Office, Agenda]:
    """A town hall of 524 inspectors and 4,002 requests, more than half of them booked."""
    random = Random(20201005)
    inspectors = [_IOANA] + [
        Inspector(
            f"i-{number:03}",
            f"{random.choice(_FAMILY)} {random.choice(_GIVEN)}",
            week=random.choice(_WEEKS),
        )
        for number in range(1, _INSPECTORS + 1)
        if f"i-{number:03}" != _IOANA.id
    ]
    requests = [_ANA, _STEFAN] + [
        Request(
            f"{130_000 + number}/{random.randint(100, 499)}",
            Applicant(f"{random.choice(_FAMILY)} {random.choice(_GIVEN)}", f"c-{number}"),
            date(2026, 9, 1) + timedelta(days=random.randint(0, 80)),
            random.choice(inspectors).id,
        )
        for number in range(_REQUESTS)
    ]
    office = Office(inspectors=inspectors, requests=requests)
    return office, Agenda.of(_bookings(office, random))


def _bookings(office: Office, random: Random) -> Iterator[Booking]:
    """Bookings on the grid, each inspector's slots drawn without putting any back."""
    first = DEMO_AT.date()
    slots: dict[str, list[Slot]] = {}
    for request in office.requests.values():
        if request in (_ANA, _STEFAN) or random.random() > _SHARE_BOOKED:
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


@frozen
class Step:
    """A step of the story: its title, what happens in words, and a decision where one is made."""

    title: Text
    words: Text
    decision: Decision | None = None


def demo_story() -> Iterator[Step]:
    """The main job, step by step: identified, offered slots, refused, booked, and not twice."""
    office, agenda = demo_office()
    yield Step(
        Text("O primărie", "A town hall"),
        Text(_size(office, agenda, "ro"), _size(office, agenda, "en")),
    )
    ana = Contact("0264 596 030", "ana.pop@example.org")
    holiday = Slot(datetime(2026, 11, 30, 10, 0, tzinfo=_ZONE))

    def asks(slot: Slot, filed_on: date = _ANA.filed_on) -> Book:
        return Book(
            number="119.368/305",
            applicant="POP IONESCU ANA-MARIA",
            filed_on=filed_on,
            slot=slot,
            contact=ana,
        )

    probing = decide(asks(holiday, filed_on=date(2026, 1, 13)), agenda, at=DEMO_AT, office=office)
    yield Step(
        Text("Data depunerii greșită", "A wrong filing date"),
        Text(
            "Cetățeana scrie 119.368/305, numele ei și 13 ianuarie 2026 (corect: 12). Nu i se "
            "spune ce diferă.",
            "The citizen types 119.368/305, her name and 13 January 2026 (it was the 12th). She "
            "is not told which differs.",
        ),
        probing,
    )
    yield Step(
        Text("Intervale libere", "Free slots"),
        Text(_offer(office, agenda, "ro"), _offer(office, agenda, "en")),
    )
    refused = decide(asks(holiday), agenda, at=DEMO_AT, office=office)
    yield Step(
        Text("O cerere pentru 30 noiembrie", "A wish for 30 November"),
        Text(
            "Identificată, deși a scris numele cu majuscule și în altă ordine, cetățeana cere "
            "luni, 30 noiembrie, ora 10:00.",
            "Identified, though she typed her name in capitals and another order, the citizen "
            "asks for Monday, 30 November, 10:00.",
        ),
        refused,
    )
    slot = refused.remedy().after
    assert slot is not None  # the demo's office has one
    booked = decide(asks(slot), agenda, at=DEMO_AT, office=office)
    [event] = booked.events
    agenda = apply(agenda, event)
    assert isinstance(event, Booked)
    yield Step(
        Text("Programată", "Booked"),
        Text(
            f"Cetățeana ia intervalul propus. Programarea: {event.booking.id}.",
            f"She takes the slot that was proposed. The booking: {event.booking.id}.",
        ),
        booked,
    )
    yield Step(
        Text("Al doilea cetățean, același interval", "A second citizen, the same slot"),
        Text(
            "Un alt cetățean, cu altă cerere la același inspector, cere același interval.",
            "Another citizen, with another request at the same inspector, asks for the same slot.",
        ),
        decide(
            Book(
                number="120001/433",
                applicant="ŞTEFAN TIRLEA",
                filed_on=_STEFAN.filed_on,
                slot=slot,
                contact=Contact("+40 722 123 456", "stefan@example.org"),
            ),
            agenda,
            at=DEMO_AT,
            office=office,
        ),
    )


def _size(office: Office, agenda: Agenda, code: Language) -> str:
    parts = (
        counted(len(office.inspectors), "inspector", code),
        counted(len(office.requests), "request", code),
        counted(len(agenda), "booking", code),
    )
    now = f"{day_name(DEMO_AT.date(), code)}, {clock(DEMO_AT)}"
    return f"{', '.join(parts)}. {Text('Acum', 'Now').in_(code)}: {now}."


def _offer(office: Office, agenda: Agenda, code: Language) -> str:
    lines = [Text("La inspectoarea Mureșan Ioana:", "With inspector Mureșan Ioana:").in_(code)]
    for offset in range(2, 4):
        day = DEMO_AT.date() + timedelta(days=offset)
        slots = free_slots(
            agenda,
            inspector="i-017",
            first=day,
            last=day,
            at=DEMO_AT,
            office=office,
            request=_ANA.number,
        )
        times = [clock(office.calendar.local(slot.start)) for slot in slots]
        lines.append(f"  {day_name(day, code)}: {' '.join(times)}")
    return "\n".join(lines)
