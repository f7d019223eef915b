"""A town hall with its leadership, and small ways to carry a meeting through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import attrs

from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Applicant,
    BookAudience,
    Booking,
    Contact,
    Decision,
    Inspector,
    MeetingRecord,
    Office,
    Policy,
    Procedure,
    Request,
    Week,
    decide,
    preset,
    replayed,
)

WEDNESDAYS = Week.of(wed=[("11:00", "13:00")])

IOANA = Inspector("i-1", "Mureșan Ioana", department="urbanism")
DAN = Inspector("i-2", "Dănilă Dan", department="taxe")
DIRECTOR = Inspector(
    "d-1",
    "Chiș Radu",
    role="director",
    department="urbanism",
    audience_hours=WEDNESDAYS,
    deputies=["d-2"],
)
OTHER_DIRECTOR = Inspector(
    "d-2", "Boie Ana", role="director", department="taxe", audience_hours=WEDNESDAYS
)
DEPUTY_MAYOR = Inspector("vp-1", "Nagy Elena", role="deputy_mayor", audience_hours=WEDNESDAYS)
MAYOR = Inspector("p-1", "Boca Emil", role="mayor", audience_hours=WEDNESDAYS)
ADMINISTRATOR = Inspector(
    "ap-1", "Pop Gheorghe", role="public_administrator", audience_hours=WEDNESDAYS
)
SECRETARY = Inspector("sg-1", "Roșca Aurora", role="secretary_general", audience_hours=WEDNESDAYS)
PEOPLE = (
    IOANA,
    DAN,
    DIRECTOR,
    OTHER_DIRECTOR,
    DEPUTY_MAYOR,
    MAYOR,
    ADMINISTRATOR,
    SECRETARY,
)

ANA = Applicant(world.NAME, "7")
REFUSED = Request(
    "119368/305", ANA, world.FILED, "i-1", "answered", date(2026, 11, 10), answer="negative"
)
GRANTED = Request(
    "119369/305", ANA, world.FILED, "i-1", "answered", date(2026, 11, 10), answer="favourable"
)
ANSWERED = Request("119370/305", ANA, world.FILED, "i-1", "answered", date(2026, 11, 10))
WAITING = Request("119371/305", ANA, date(2026, 11, 2), "i-1")
WITHDRAWN = Request("119372/305", ANA, world.FILED, "i-1", "withdrawn")
FILES = (REFUSED, GRANTED, ANSWERED, WAITING, WITHDRAWN, world.STEFAN)

FIRST = world.slot("2026-12-02 11:00")  # a Wednesday, after two holidays
SECOND = world.slot("2026-12-09 11:00")
THIRD = world.slot("2026-12-16 11:00")

RECORD = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."])
OTHER_RECORD = MeetingRecord(["Ce acte mai lipsesc?"], ["Nu lipsește nimic."], ["Se emite."])


def audiences(**changes: Any) -> Policy:
    return preset("cluj-napoca/audiente").latest.evolve(**changes)


def without(policy: Policy, *rules: str) -> Policy:
    return attrs.evolve(policy, rules=[each for each in policy.rules if each not in rules])


def hall(
    requests: Iterable[Request] = FILES,
    people: Iterable[Inspector] = PEOPLE,
    rooms: Iterable[str] = (),
    audience_policy: Policy | None = None,
    **parameters: Any,
) -> Office:
    """The town hall; ``parameters`` are those of the blue ticket."""
    return Office(
        policy=world.policy(**parameters),
        audiences=audiences() if audience_policy is None else audience_policy,
        inspectors=people,
        requests=requests,
        rooms=rooms,
    )


def ask(**changes: Any) -> BookAudience:
    facts: dict[str, Any] = {
        "official": "d-1",
        "applicant": world.NAME,
        "slot": FIRST,
        "reason": "Autorizația de construire din strada Horea",
        "number": REFUSED.number,
        "within_competence": True,
        "contact": Contact(world.PHONE, world.EMAIL),
    }
    return BookAudience(**(facts | changes))


def audience(id_: str = "a-1", **changes: Any) -> Booking:
    """An audience with the director, as it stands in an agenda."""
    facts: dict[str, Any] = {
        "request": REFUSED.number,
        "inspector": "d-1",
        "applicant": ANA.key,
        "slot": FIRST,
        "procedure": Procedure.AUDIENCE,
        "booked_at": world.AT,
    }
    return Booking(id=id_, **(facts | changes))


def ticket(id_: str = "b-1", **changes: Any) -> Booking:
    """A meeting with an inspector, as it stands in an agenda."""
    facts: dict[str, Any] = {
        "request": REFUSED.number,
        "inspector": "i-1",
        "applicant": ANA.key,
        "slot": world.WANTED,
        "booked_at": world.AT,
    }
    return Booking(id=id_, **(facts | changes))


def decided(
    command: Any,
    agenda: Agenda | None = None,
    at: datetime | str = world.AT,
    office: Office | None = None,
) -> Decision:
    instant = world.local(at) if isinstance(at, str) else at
    return decide(
        command,
        Agenda() if agenda is None else agenda,
        at=instant,
        office=hall() if office is None else office,
    )


def done(
    command: Any,
    agenda: Agenda | None = None,
    at: datetime | str = world.AT,
    office: Office | None = None,
) -> Agenda:
    """The agenda after a command that is allowed."""
    decision = decided(command, agenda, at, office)
    assert decision.allowed, decision.refused_by
    return replayed(decision.events, decision.agenda)
