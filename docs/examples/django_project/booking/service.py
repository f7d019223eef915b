"""Between the tables and the rules: how a decision is made, and stored."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

import tichet_rules as rules
from booking.models import Booking, ContactData, JournalEntry, RegisteredRequest
from tichet_rules.identity import registration_number
from tichet_rules.interchange.render import event_document
from tichet_rules.storage import agenda_statement, booking_of, lock_statement, statement_for

INSPECTORS = [rules.Inspector("i-017", "Mureșan Ioana"), rules.Inspector("i-021", "Rus Dan")]


def office_for(command: rules.Command) -> rules.Office:
    """The inspectors, and the one request that the question is about."""
    requests = RegisteredRequest.objects.select_related("person")
    if isinstance(command, rules.Book):
        try:
            found = requests.filter(number=registration_number(command.number))
        except rules.InvalidInput:
            found = requests.none()  # nobody's: the rule `request.identified` will say so
    else:
        stored = Booking.objects.filter(id=command.booking).values("request")
        found = requests.filter(number__in=stored)
    return rules.Office(inspectors=INSPECTORS, requests=[each.as_request() for each in found])


def carry_out(command: rules.Command) -> rules.Decision:
    """Decide, and store what follows, while no other writer can come in between."""
    at = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        office = office_for(command)
        if connection.vendor == "postgresql":  # SQLite's transaction has the lock already
            cursor.execute(*lock_statement(command, at=at, office=office))
        cursor.execute(*agenda_statement(command, at=at, office=office, dialect=connection.vendor))
        agenda = rules.Agenda.of(booking_of(row) for row in _rows(cursor))
        decision = rules.decide(command, agenda, at=at, office=office)
        for event in decision.events:
            _store(cursor, event, decision)
    return decision


def _rows(cursor: CursorWrapper) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _store(cursor: CursorWrapper, event: rules.Event, decision: rules.Decision) -> None:
    if isinstance(event, rules.Booked):
        kept = event.booking.contact
        ContactData.objects.create(
            booking=event.booking.id, phone=kept.phone or "", email=kept.email or ""
        )
        event = evolve(event, booking=evolve(event.booking, contact=rules.Contact()))
    cursor.execute(*statement_for(event, decision.agenda, connection.vendor))
    if cursor.rowcount != 1:
        raise RuntimeError("somebody changed the booking in spite of the lock")
    JournalEntry.objects.create(
        at=decision.at,
        event=event_document(event, decision.office.calendar),
        policy=decision.policy.version,
        library=rules.__version__,
    )
