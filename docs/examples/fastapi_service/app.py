"""A booking service in FastAPI and SQLite, on the public names of tichet_rules alone.

Three things to look at:

- ``Town.carry_out``: how a decision is made and stored so that two writers can't book one slot;
- ``people`` and ``contacts``: personal data stands in tables of its own, and a booking names a
  citizen by an id, so that the data can be erased, or kept from those who need only the agenda;
- ``journal``: each event, with the version of the policy and of the library that decided it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

from attrs import evolve
from fastapi import FastAPI, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.templating import Jinja2Templates
from pydantic import AwareDatetime, BaseModel

import tichet_rules as rules
from tichet_rules.identity import registration_number
from tichet_rules.interchange.render import (
    booking_document,
    decision_document,
    event_document,
    slot_document,
)
from tichet_rules.storage import agenda_statement, booking_of, booking_table, statement_for
from tichet_rules.wording import say

HERE = Path(__file__).parent
TEMPLATES = Jinja2Templates(directory=HERE)  # which escapes what it fills in

SCHEMA = """
CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE requests (
    number TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    filed_on TEXT NOT NULL,
    inspector TEXT NOT NULL,
    communicated_on TEXT
);
CREATE TABLE contacts (booking TEXT PRIMARY KEY, phone TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE journal (
    at TEXT NOT NULL, event TEXT NOT NULL, policy TEXT NOT NULL, library TEXT NOT NULL
);
"""
PEOPLE = [("c-1", "Pop-Ionescu Ana Maria"), ("c-2", "Moldovan Petru")]
REQUESTS = [
    ("119368/305", "c-1", "2026-10-12", "i-017"),
    ("119402/305", "c-2", "2026-10-13", "i-017"),
]
INSPECTORS = [rules.Inspector("i-017", "Mureșan Ioana"), rules.Inspector("i-021", "Rus Dan")]
CALENDAR = rules.WorkingCalendar()
SHOWN = timedelta(days=14)
LONGEST = timedelta(days=92)  # so that nobody can ask for a century


class Town:
    """The database, and a clock: the library has neither."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self.now = now

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own: SQLite keeps the writers apart."""
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    def create(self) -> None:
        """Make the tables, and some requests of people who don't exist."""
        with self.connected() as connection:
            connection.executescript(booking_table("sqlite") + SCHEMA)
            connection.executemany("INSERT INTO people VALUES (?, ?)", PEOPLE)
            connection.executemany("INSERT INTO requests VALUES (?, ?, ?, ?, NULL)", REQUESTS)

    def office(self, connection: sqlite3.Connection, command: rules.Command) -> rules.Office:
        """The inspectors, and the one request that the question is about."""
        if isinstance(command, rules.Book):
            try:
                found = [registration_number(command.number)]
            except rules.InvalidInput:
                found = []  # nobody's: the rule `request.identified` will say so
        else:
            stored = "SELECT request FROM bookings WHERE id = ?"
            found = [number for [number] in connection.execute(stored, [command.booking])]
        asked = "SELECT * FROM requests JOIN people ON people.id = person WHERE number = ?"
        rows = [row for number in found for row in connection.execute(asked, [number])]
        return rules.Office(inspectors=INSPECTORS, requests=[_request(row) for row in rows])

    def carry_out(self, command: rules.Command) -> rules.Decision:
        """Decide, and store what follows, while no other writer can come in between."""
        at = self.now()
        with self.connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                office = self.office(connection, command)
                question = agenda_statement(command, at=at, office=office, dialect="sqlite")
                agenda = rules.Agenda.of(booking_of(row) for row in connection.execute(*question))
                decision = rules.decide(command, agenda, at=at, office=office)
                for event in decision.events:
                    self._store(connection, event, decision)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
        return decision

    def _store(
        self, connection: sqlite3.Connection, event: rules.Event, decision: rules.Decision
    ) -> None:
        if isinstance(event, rules.Booked):
            contact = event.booking.contact
            kept = [event.booking.id, contact.phone, contact.email]
            connection.execute("INSERT INTO contacts VALUES (?, ?, ?)", kept)
            event = evolve(event, booking=evolve(event.booking, contact=rules.Contact()))
        stored = connection.execute(*statement_for(event, decision.agenda, "sqlite"))
        if stored.rowcount != 1:
            raise RuntimeError("somebody changed the booking in spite of the lock")
        document = json.dumps(event_document(event, decision.office.calendar))
        told = [decision.at.isoformat(), document, decision.policy.version, rules.__version__]
        connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", told)

    def free(self, inspector: str, first: date, last: date) -> list[rules.Slot]:
        """What is still to be had of an inspector."""
        at = self.now()
        with self.connected() as connection:
            rows = connection.execute("SELECT * FROM bookings WHERE inspector = ?", [inspector])
            agenda = rules.Agenda.of(booking_of(row) for row in rows)
        office = rules.Office(inspectors=INSPECTORS)
        slots = rules.free_slots(
            agenda, inspector=inspector, first=first, last=last, at=at, office=office
        )
        return list(slots)


def _request(row: sqlite3.Row) -> rules.Request:
    answered = row["communicated_on"]
    return rules.Request(
        row["number"],
        rules.Applicant(row["name"], id=row["person"]),
        date.fromisoformat(row["filed_on"]),
        row["inspector"],
        "answered" if answered else "in_operation",
        date.fromisoformat(answered) if answered else None,
    )


class NewBooking(BaseModel):
    """What a citizen asks for. Only the form is checked here; the rules say the rest."""

    number: str
    applicant: str
    filed_on: date
    start: AwareDatetime
    phone: str = ""
    email: str = ""

    def command(self) -> rules.Book:
        """The same, as the question to the rules."""
        return rules.Book(
            number=self.number,
            applicant=self.applicant,
            filed_on=self.filed_on,
            slot=rules.Slot(self.start),
            contact=rules.Contact(self.phone, self.email),
        )


class NewStart(BaseModel):
    """When a meeting is to be instead."""

    start: AwareDatetime


class Typed(BaseModel):
    """The fields of the page: a local day and time, by the town hall's clock."""

    number: str
    applicant: str
    filed_on: date
    day: date
    time: time
    phone: str = ""
    email: str = ""

    def asked(self) -> NewBooking:
        """The same with an instant."""
        start = datetime.combine(self.day, self.time, CALENDAR.zone)
        return NewBooking(start=start, **self.model_dump(exclude={"day", "time"}))


def create_app(town: Town) -> FastAPI:
    """The service of a town."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        if not town.path.exists():
            town.create()
        yield

    app = FastAPI(title="Tichet Albastru", lifespan=lifespan)
    _add_interface(app, town)
    _add_page(app, town)
    return app


def _add_interface(app: FastAPI, town: Town) -> None:
    """JSON, for programs."""

    @app.exception_handler(rules.InvalidInput)
    def invalid(_: Request, error: rules.InvalidInput) -> JSONResponse:
        # The error names the field and what would be right, and never shows personal data.
        return JSONResponse({"title": "Invalid input", "detail": str(error)}, status_code=422)

    @app.get("/slots")
    def slots(
        inspector: str, first: date, last: Annotated[date | None, Query()] = None
    ) -> list[dict[str, Any]]:
        last = last or first + SHOWN
        if not first <= last <= first + LONGEST:
            detail = f"last: expected a date from first to {LONGEST.days} days later"
            raise HTTPException(422, detail)
        free = town.free(inspector, first, last)
        return [slot_document(slot, CALENDAR) for slot in free]

    @app.post("/bookings", status_code=201)
    def book(asked: NewBooking) -> JSONResponse:
        decision = town.carry_out(asked.command())
        if not decision.allowed:  # a refusal is an answer: which rules, with figures and remedy
            return JSONResponse(decision_document(decision, "ro"), status_code=409)
        [event] = decision.events
        assert isinstance(event, rules.Booked)
        return JSONResponse(booking_document(event.booking, CALENDAR), status_code=201)

    # The following are for staff: who asks, and whether they may, is for your login to say.

    @app.patch("/bookings/{booking:path}")
    def move(booking: str, to: NewStart) -> JSONResponse:
        return answer(rules.Reschedule(booking=booking, slot=rules.Slot(to.start)))

    @app.delete("/bookings/{booking:path}")
    def cancel(booking: str) -> JSONResponse:
        return answer(rules.Cancel(booking=booking))

    def answer(command: rules.Reschedule | rules.Cancel) -> JSONResponse:
        decision = town.carry_out(command)
        known = decision.agenda.get(command.booking) is not None
        status = 200 if decision.allowed else 409 if known else 404
        return JSONResponse(decision_document(decision, "ro"), status_code=status)


def _add_page(app: FastAPI, town: Town) -> None:
    """A form, for citizens."""

    @app.get("/", response_class=HTMLResponse)
    def form(request: Request) -> HTMLResponse:
        return TEMPLATES.TemplateResponse(request, "page.html", {"typed": {}})

    @app.post("/", response_class=HTMLResponse)
    def send(request: Request, typed: Annotated[Typed, Form()]) -> HTMLResponse:
        shown: dict[str, Any] = {"typed": typed.model_dump(mode="json")}
        try:
            asked = typed.asked()
            decision = town.carry_out(asked.command())
        except rules.InvalidInput as error:
            return TEMPLATES.TemplateResponse(
                request, "page.html", shown | {"error": error}, status_code=422
            )
        return TEMPLATES.TemplateResponse(
            request,
            "page.html",
            shown | {"decision": decision, "when": say(CALENDAR.local(asked.start), "ro")},
            status_code=200 if decision.allowed else 409,
        )


app = create_app(Town(HERE / "bookings.db"))
