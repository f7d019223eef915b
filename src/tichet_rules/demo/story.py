"""The story of the demonstration: both journeys, decision by decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from attrs import evolve, field, frozen

from tichet_rules.agenda import (
    Agenda,
    Book,
    BookAudience,
    Booked,
    Cancel,
    Command,
    Decision,
    Hold,
    IssueTicket,
    RecordConclusions,
    TicketIssued,
    apply,
    decide,
    free_slots,
    journey,
    plan_substitution,
)
from tichet_rules.demo import papers
from tichet_rules.demo.papers import Paper
from tichet_rules.demo.town import ANA, DEMO_AT, IOANA, STEFAN, ZONE, demo_office
from tichet_rules.model import Absence, Contact, MeetingRecord, Role, Slot
from tichet_rules.office import Office
from tichet_rules.text import Language, Text
from tichet_rules.wording import clock, counted, day_name

__all__ = ["Step", "demo_story"]

T = TypeVar("T")


def _no_papers(_: Language) -> Iterable[Paper]:
    return ()


@frozen
class Step:
    """A step of the story: its title, what happens in words, and a decision where one is made.

    ``papers`` makes the documents that people receive at this step, in a language.
    """

    title: Text
    words: Text
    decision: Decision | None = None
    papers: Callable[[Language], Iterable[Paper]] = field(default=_no_papers, repr=False)


class _Town:
    """The town hall as the story goes on."""

    def __init__(self) -> None:
        self.office, self.agenda = demo_office()

    def ask(self, command: Command, at: datetime) -> Decision:
        """Decide, and carry out what was allowed."""
        decision = decide(command, self.agenda, at=at, office=self.office)
        for event in decision.events:
            self.agenda = apply(self.agenda, event)
        return decision


def demo_story() -> Iterator[Step]:
    """The two journeys, step by step: to the blue ticket, and up the ladder of audiences."""
    town = _Town()
    yield Step(
        Text("O primărie", "A town hall"),
        _both(lambda code: _size(town.office, town.agenda, code)),
    )
    yield from _to_a_booking(town)
    yield from _to_the_ticket(town)
    yield from _up_the_ladder(town)


# --- to a booking ---------------------------------------------------------------------------

_ANA_CONTACT = Contact("0264 596 030", "ana.pop@example.org")
_STEFAN_CONTACT = Contact("+40 722 123 456", "stefan@example.org")


def _to_a_booking(town: _Town) -> Iterator[Step]:
    """Identified, offered slots, refused, booked, and not twice."""
    holiday = Slot(datetime(2026, 11, 30, 10, 0, tzinfo=ZONE))

    def asks(slot: Slot, filed_on: date = ANA.filed_on) -> Book:
        return Book(
            number="119.368/305",
            applicant="POP IONESCU ANA-MARIA",
            filed_on=filed_on,
            slot=slot,
            contact=_ANA_CONTACT,
        )

    yield Step(
        Text("Data depunerii greșită", "A wrong filing date"),
        Text(
            "Cetățeana scrie 119.368/305, numele ei și 13 ianuarie 2026 (corect: 12). Nu i se "
            "spune ce diferă.",
            "The citizen types 119.368/305, her name and 13 January 2026 (it was the 12th). She "
            "is not told which differs.",
        ),
        town.ask(asks(holiday, filed_on=date(2026, 1, 13)), DEMO_AT),
    )
    office, agenda = town.office, town.agenda
    yield Step(
        Text("Intervale libere", "Free slots"),
        _both(lambda code: _offer(office, agenda, code)),
        papers=lambda code: papers.offered(
            "01-intervale-libere", _slots(agenda, office), DEMO_AT, code
        ),
    )
    refused = town.ask(asks(holiday), DEMO_AT)
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
    slot = _some(refused.remedy().after)
    booked = town.ask(asks(slot), DEMO_AT)
    [event] = booked.events
    assert isinstance(event, Booked)
    yield Step(
        Text("Programată", "Booked"),
        Text(
            f"Cetățeana ia intervalul propus. Programarea: {event.booking.id}.",
            f"She takes the slot that was proposed. The booking: {event.booking.id}.",
        ),
        booked,
        lambda code: papers.confirmed(
            "02-confirmare", event.booking, ANA.applicant.name, office, DEMO_AT, code
        ),
    )
    second = Book(
        number="120001/433",
        applicant="ŞTEFAN TIRLEA",
        filed_on=STEFAN.filed_on,
        slot=slot,
        contact=_STEFAN_CONTACT,
    )
    refused = town.ask(second, DEMO_AT)
    yield Step(
        Text("Al doilea cetățean, același interval", "A second citizen, the same slot"),
        Text(
            "Un alt cetățean, cu altă cerere la același inspector, cere același interval.",
            "Another citizen, with another request at the same inspector, asks for the same slot.",
        ),
        refused,
    )
    town.ask(evolve(second, slot=_some(refused.remedy().after), booking="b-stefan"), DEMO_AT)
    cancelled = town.ask(Cancel(booking="b-stefan"), DEMO_AT + timedelta(hours=2))
    stefan = town.agenda["b-stefan"]
    yield Step(
        Text("Programat, apoi anulat", "Booked, then cancelled"),
        Text(
            "El ia intervalul următor, apoi renunță; timpul este din nou liber.",
            "He takes the next slot, then gives it up; the time is free again.",
        ),
        cancelled,
        lambda code: papers.cancelled(
            "03-anulare", stefan, office, DEMO_AT + timedelta(hours=2), code
        ),
    )


# --- to the blue ticket ---------------------------------------------------------------------

_RECORD = MeetingRecord(
    [
        "Ce acte mai lipsesc din dosarul pentru certificatul de urbanism?",
        "Până când pot fi depuse?",
    ],
    [
        "Din dosar lipsește planul de situație vizat. Celelalte acte sunt complete.",
        "Planul poate fi trimis și electronic, cu numărul cererii în subiect.",
    ],
    ["Cetățeana depune planul de situație până vineri, 11 decembrie 2026."],
)
_SOFTENED = MeetingRecord(_RECORD.questions, ["Dosarul este complet."])


def _to_the_ticket(town: _Town) -> Iterator[Step]:
    """The inspector falls ill, a colleague takes over, and the ticket is issued."""
    booking = next(each for each in town.agenda if each.request == ANA.number)
    day = town.office.calendar.local(booking.slot.start).date()
    at = DEMO_AT + timedelta(days=1)
    before, away = booking, evolve(IOANA, absences=[Absence(day, day)])
    others = [each for each in town.office.inspectors.values() if each.id != IOANA.id]
    office = town.office = town.office.replace(inspectors=[away, *others])
    plan = plan_substitution(town.agenda, at=at, office=office, inspector=IOANA.id)
    for event in plan.events:
        town.agenda = apply(town.agenda, event)
    moved = town.agenda[booking.id]
    yield Step(
        Text("Inspectoarea se îmbolnăvește", "The inspector falls ill"),
        _both(plan.explain),
        papers=lambda code: papers.changed("04-schimbare", before, moved, office, at, code),
    )
    the_day_before = moved.slot.start - timedelta(hours=24)
    yield Step(
        Text("Cu o zi înainte", "The day before"),
        _both(journey(moved, at=the_day_before, office=office).explain),
        papers=lambda code: papers.reminded("05-amintire", moved, office, the_day_before, code),
    )
    after = moved.slot.end
    town.ask(Hold(booking=moved.id), after)
    town.ask(RecordConclusions(booking=moved.id, record=_RECORD), after)
    yield Step(
        Text("Concluzii schimbate pe ascuns", "Conclusions changed in secret"),
        Text(
            "Întâlnirea a avut loc și concluziile s-au consemnat. Cineva încearcă să emită "
            "tichetul cu altele.",
            "The meeting took place and its conclusions were recorded. Somebody tries to issue "
            "the ticket with others.",
        ),
        town.ask(IssueTicket(booking=moved.id, record=_SOFTENED), after),
    )
    issued_at = after + timedelta(hours=2)
    issued = town.ask(IssueTicket(booking=moved.id, record=_RECORD), issued_at)
    [ticket] = (each.ticket for each in issued.events if isinstance(each, TicketIssued))
    held = town.agenda[moved.id]
    told = journey(held, at=issued_at, office=office)
    yield Step(
        Text("Tichetul albastru", "The blue ticket"),
        _both(lambda code: f"{told.explain(code)}\nSHA-256: {ticket.fingerprint}"),
        issued,
        lambda code: papers.issued("06", ticket, held, office, issued_at, code),
    )


# --- up the ladder --------------------------------------------------------------------------


def _up_the_ladder(town: _Town) -> Iterator[Step]:
    """An audience: refused, given, answered in writing, and what the next step asks for."""
    office = town.office
    wanted = BookAudience(
        official="d-urbanism",
        applicant="Ştefan Tîrlea",
        number=STEFAN.number,
        slot=Slot(datetime(2026, 12, 2, 11, 0, tzinfo=ZONE)),
        reason="Probleme personale",
        within_competence=True,
        channel="in_person",
        contact=_STEFAN_CONTACT,
        booking="a-1",
        answer_requested=True,
    )
    yield Step(
        Text("O audiență fără motiv", "An audience without a reason"),
        Text(
            "Al doilea cetățean, căruia i s-a răspuns negativ, cere o audiență la director.",
            "The second citizen, who was answered negatively, asks for an audience with the "
            "director.",
        ),
        town.ask(wanted, DEMO_AT),
    )
    wanted = evolve(wanted, reason="Autorizația de construire din strada Horea 12, respinsă")
    given = town.ask(wanted, DEMO_AT)
    booking = town.agenda["a-1"]
    yield Step(
        Text("Cu motiv, într-o sală liberă", "With a reason, in a free room"),
        Text(
            f"Audiența este la sediu: {booking.room}.",
            f"The audience is in person: {booking.room}.",
        ),
        given,
        lambda code: papers.confirmed(
            "07-audienta", booking, STEFAN.applicant.name, office, DEMO_AT, code
        ),
    )
    after = booking.slot.end
    town.ask(Hold(booking="a-1"), after)
    held = town.agenda["a-1"]
    yield Step(
        Text("După audiență", "After the audience"),
        _both(journey(held, at=after, office=office).explain),
    )
    record = MeetingRecord(
        ["De ce a fost respinsă autorizația de construire?"],
        ["Respingerea se reanalizează; răspunsul se comunică în scris."],
    )
    town.ask(RecordConclusions(booking="a-1", record=record), after)
    answered = town.ask(IssueTicket(booking="a-1", record=record), after)
    [answer] = (each.ticket for each in answered.events if isinstance(each, TicketIssued))
    closed = town.agenda["a-1"]
    yield Step(
        Text("Răspunsul scris", "The written answer"),
        Text(
            "Cerut la înscriere, răspunsul se dă în scris.",
            "Asked for with the booking, the answer is given in writing.",
        ),
        answered,
        lambda code: papers.issued("08", answer, closed, office, after, code),
    )
    to_the_mayor = evolve(
        wanted,
        official="primar",
        slot=Slot(datetime(2026, 12, 9, 11, 0, tzinfo=ZONE)),
        prior_audience="a-1",
        booking="a-2",
    )
    yield Step(
        Text("Direct la primar", "Straight to the mayor"),
        Text(
            "Cu dovada audienței la director, cere una la primar.",
            "With the proof of the audience with the director, he asks for one with the mayor.",
        ),
        town.ask(to_the_mayor, after),
    )


# --- words ----------------------------------------------------------------------------------


def _both(said: Callable[[Language], str]) -> Text:
    return Text(said("ro"), said("en"))


def _some(value: T | None) -> T:
    assert value is not None  # the town hall of the demonstration has one
    return value


def _size(office: Office, agenda: Agenda, code: Language) -> str:
    inspectors = [each for each in office.inspectors.values() if each.role is Role.EXECUTION]
    parts = (
        counted(len(inspectors), "inspector", code),
        counted(len(office.requests), "request", code),
        counted(len(agenda), "booking", code),
    )
    now = f"{day_name(DEMO_AT.date(), code)}, {clock(DEMO_AT)}"
    return f"{', '.join(parts)}. {Text('Acum', 'Now').in_(code)}: {now}."


def _slots(agenda: Agenda, office: Office) -> list[Slot]:
    day = DEMO_AT.date()
    return list(
        free_slots(
            agenda,
            inspector=IOANA.id,
            first=day + timedelta(days=2),
            last=day + timedelta(days=3),
            at=DEMO_AT,
            office=office,
            request=ANA.number,
        )
    )


def _offer(office: Office, agenda: Agenda, code: Language) -> str:
    times: dict[date, list[str]] = {}
    for slot in _slots(agenda, office):
        start = office.calendar.local(slot.start)
        times.setdefault(start.date(), []).append(clock(start))
    lines = [Text("La inspectoarea Mureșan Ioana:", "With inspector Mureșan Ioana:").in_(code)]
    lines += [f"  {day_name(day, code)}: {' '.join(each)}" for day, each in times.items()]
    return "\n".join(lines)
