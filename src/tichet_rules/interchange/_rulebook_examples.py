"""The examples of the rule book: for each rule a question that it refuses, and one that it lets by.

They are JSON values, written as ``docs/command-line.md`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from tichet_rules.text import Text

__all__ = ["EXAMPLES", "TOWN", "Question", "RuleExample"]

Json = Mapping[str, Any]

_HOURS: Final = {"wed": [["11:00", "13:00"]]}
_ANA: Final = "Pop-Ionescu Ana Maria"
_STEFAN: Final = "Țîrlea Ștefan"

#: The town hall of all examples.
TOWN: Final[Json] = {
    "inspectors": [
        {"id": "i-017", "name": "Mureșan Ioana", "department": "urbanism", "deputies": ["i-018"]},
        {"id": "i-018", "name": "Bota Dan", "department": "urbanism"},
        {"id": "i-019", "name": "Deac Lavinia", "department": "taxe"},
        {
            "id": "d-urb",
            "name": "Moga Sanda",
            "role": "director",
            "department": "urbanism",
            "audience_hours": _HOURS,
        },
        {"id": "v-1", "name": "Rus Maria", "role": "deputy_mayor", "audience_hours": _HOURS},
    ],
    "requests": [
        {
            "number": "119368/305",
            "applicant": _ANA,
            "filed_on": "2026-01-12",
            "inspector": "i-017",
        },
        {
            "number": "120001/433",
            "applicant": _STEFAN,
            "filed_on": "2026-09-01",
            "inspector": "i-017",
            "status": "answered",
            "communicated_on": "2026-10-27",
            "answer": "negative",
        },
    ],
}


@frozen
class Question:
    """A question to the town hall of the examples, and what is different in the town hall."""

    when: Json
    office: Json = field(factory=dict)


@frozen
class RuleExample:
    """A question that a rule refuses, told in words, and one that it lets by."""

    about: Text
    refused: Question
    passed: Question


_TUESDAY: Final = "2026-11-24T10:00:00+02:00"
_THURSDAY: Final = "2026-11-26T10:00:00+02:00"
_WEDNESDAY: Final = "2026-12-02T11:00:00+02:00"  # the next on which audiences are held
_AFTER: Final = "2026-11-26T10:20:00+02:00"


def _book(at: str = _TUESDAY, **typed: Any) -> Json:
    form = {
        "number": "119368/305",
        "applicant": _ANA,
        "filed_on": "2026-01-12",
        "start": _THURSDAY,
        "phone": "0264 596 030",
        "email": "ana.pop@example.org",
    }
    return {"at": at, "book": form | typed}


def _stefan(start: str) -> Json:
    return _book(
        number="120001/433",
        applicant=_STEFAN,
        filed_on="2026-09-01",
        start=start,
        email="stefan@example.org",
    )


def _audience(without: tuple[str, ...] = (), **typed: Any) -> Json:
    form = {
        "official": "d-urb",
        "applicant": _STEFAN,
        "number": "120001/433",
        "reason": "Autorizația de construire pentru strada Horea 12",
        "within_competence": True,
        "start": _WEDNESDAY,
        "phone": "0264 596 030",
        "email": "stefan@example.org",
    } | typed
    return {
        "at": _TUESDAY,
        "book_audience": {key: value for key, value in form.items() if key not in without},
    }


def _with(*bookings: Json, **keys: Any) -> Json:
    return {"bookings": list(bookings), **keys}


def _booking(id_: str = "b-1", **facts: Any) -> Json:
    booking = {"id": id_, "request": "119368/305", "inspector": "i-017", "start": _THURSDAY}
    return booking | facts


def _audience_booking(id_: str = "a-1", **facts: Any) -> Json:
    booking = {
        "id": id_,
        "procedure": "audience",
        "request": "120001/433",
        "inspector": "d-urb",
        "start": "2026-11-18T11:00:00+02:00",
    }
    return booking | facts


_RECORD: Final[dict[str, Any]] = {
    "questions": ["Ce acte mai lipsesc?"],
    "conclusions": ["Lipsește planul cadastral."],
}
_FINGERPRINT: Final = "28ca13bae11d076421720c525ba2716ba25fc4d70709173c05d815470d425285"
_ISSUED: Final = "3c9a" * 16
_HELD: Final = _booking(status="held")
_RECORDED: Final = _booking(status="held", record=_FINGERPRINT, recorded_at=_AFTER)
_ANSWERABLE: Final = _audience_booking(
    status="held", record=_FINGERPRINT, recorded_at="2026-11-18T11:20:00+02:00"
)
_LATER: Final = "2026-11-27T09:00:00+02:00"


def _after(command: str, at: str = _LATER, booking: str = "b-1", **said: Any) -> Json:
    return {"at": at, command: {"booking": booking} | said}


_GOOD: Final = Question(_book())
_GOOD_AUDIENCE: Final = Question(_audience())


def _changed(ro: str, en: str, when: Json, office: Json | None = None) -> RuleExample:
    """An example of a rule that lets the ordinary booking by."""
    return RuleExample(Text(ro, en), Question(when, office or {}), _GOOD)


def _changed_audience(ro: str, en: str, when: Json, office: Json | None = None) -> RuleExample:
    return RuleExample(Text(ro, en), Question(when, office or {}), _GOOD_AUDIENCE)


#: By rule.
EXAMPLES: Final[Mapping[str, RuleExample]] = {
    "request.identified": _changed(
        "Cererea 119368/305 s-a depus la 12 ianuarie 2026; s-a scris 13 ianuarie.",
        "Request 119368/305 was filed on 12 January 2026; 13 January was typed.",
        _book(filed_on="2026-01-13"),
    ),
    "request.eligible": _changed(
        "Cererea a fost retrasă.",
        "The request was withdrawn.",
        _book(),
        {
            "requests": [
                {
                    "number": "119368/305",
                    "applicant": _ANA,
                    "filed_on": "2026-01-12",
                    "inspector": "i-017",
                    "status": "withdrawn",
                }
            ]
        },
    ),
    "request.response_window": RuleExample(
        Text(
            "Răspunsul s-a comunicat la 27 octombrie 2026; se cere 27 noiembrie, a treizeci și una "
            "zi după el.",
            "The answer was communicated on 27 October 2026; 27 November is asked for, the "
            "thirty-first day after it.",
        ),
        Question(_stefan("2026-11-27T10:00:00+02:00")),
        Question(_stefan(_THURSDAY)),
    ),
    "inspector.holds_request": _changed(
        "Se cere o întâlnire cu i-018; cererea este la i-017.",
        "A meeting with i-018 is asked for; the request is with i-017.",
        _book(inspector="i-018"),
    ),
    "inspector.execution_staff": RuleExample(
        Text(
            "Cererea este la director, iar directorul nu este personal de execuție.",
            "The director has the request, and a director is not execution staff.",
        ),
        Question(
            _book(),
            {
                "requests": [
                    {
                        "number": "119368/305",
                        "applicant": _ANA,
                        "filed_on": "2026-01-12",
                        "inspector": "d-urb",
                    }
                ]
            },
        ),
        _GOOD,
    ),
    "slot.notice": _changed(
        "Marți la 10:01 se cere joi la 10:00: lipsește un minut.",
        "On Tuesday at 10:01, Thursday at 10:00 is asked for: a minute short.",
        _book("2026-11-24T10:01:00+02:00"),
    ),
    "slot.duration": _changed(
        "Se cer 20 de minute.", "20 minutes are asked for.", _book(minutes=20)
    ),
    "slot.working_day": _changed(
        "Se cere luni, 30 noiembrie 2026.",
        "Monday, 30 November 2026 is asked for.",
        _book(start="2026-11-30T10:00:00+02:00"),
    ),
    "slot.working_hours": _changed(
        "Se cere ora 16:00, când se termină programul.",
        "16:00 is asked for, when the working hours end.",
        _book(start="2026-11-26T16:00:00+02:00"),
    ),
    "inspector.present": _changed(
        "Inspectorul este în concediu în acea zi.",
        "The inspector is on leave that day.",
        _book(),
        {
            "inspectors": [
                {
                    "id": "i-017",
                    "name": "Mureșan Ioana",
                    "absences": [{"from": "2026-11-26", "to": "2026-11-26"}],
                }
            ]
        },
    ),
    "slot.grid": _changed(
        "Se cere ora 10:05.", "10:05 is asked for.", _book(start="2026-11-26T10:05:00+02:00")
    ),
    "slot.free": _changed(
        "Inspectorul are deja o întâlnire de la 10:00 la 10:15.",
        "The inspector has a meeting from 10:00 to 10:15 already.",
        _book(),
        _with(_booking(request="120001/433")),
    ),
    "applicant.free": _changed(
        "Cetățeanul are atunci o audiență la director.",
        "The citizen has an audience with the director then.",
        _book(),
        _with(_audience_booking(request="119368/305", start=_THURSDAY)),
    ),
    "request.one_open_booking": _changed(
        "Cererea are deja o programare, vineri.",
        "The request has a booking already, on Friday.",
        _book(),
        _with(_booking(start="2026-11-27T10:00:00+02:00")),
    ),
    "request.after_no_show": RuleExample(
        Text(
            "Politica cere o pauză de 14 zile; cetățeanul nu a venit la 18 noiembrie.",
            "The policy asks for a pause of 14 days; the citizen did not come on 18 November.",
        ),
        Question(
            _book(),
            _with(
                _booking(start="2026-11-18T10:00:00+02:00", status="no_show"),
                policy={"no_show_pause_days": 14},
            ),
        ),
        Question(
            _book(),
            _with(
                _booking(start="2026-11-10T10:00:00+02:00", status="no_show"),
                policy={"no_show_pause_days": 14},
            ),
        ),
    ),
    "slot.horizon": RuleExample(
        Text(
            "Politica ia programări cu cel mult 30 de zile înainte; se cere 5 ianuarie 2027.",
            "The policy takes bookings at most 30 days ahead; 5 January 2027 is asked for.",
        ),
        Question(_book(start="2027-01-05T10:00:00+02:00"), {"policy": {"horizon_days": 30}}),
        Question(_book(), {"policy": {"horizon_days": 30}}),
    ),
    "contact.phone": _changed(
        "Numărului îi lipsesc cifre.", "The number lacks digits.", _book(phone="0264 596")
    ),
    "contact.email": _changed(
        "Adresa nu are «@».", "The address has no «@».", _book(email="ana.pop.example.org")
    ),
    "channel.allowed": _changed(
        "Se cere o întâlnire la sediu, pe care politica nu o oferă.",
        "A meeting in person is asked for, which the policy does not offer.",
        _book(channel="in_person"),
    ),
    "room.free": RuleExample(
        Text(
            "Singura sală este ocupată atunci de o audiență.",
            "The only room is taken by an audience then.",
        ),
        Question(
            _book(channel="in_person"),
            _with(
                _audience_booking(start=_THURSDAY, channel="in_person", room="Sala 1"),
                policy={"channels": ["online", "phone", "in_person"]},
                rooms=["Sala 1"],
            ),
        ),
        Question(
            _book(channel="in_person"),
            {"policy": {"channels": ["online", "phone", "in_person"]}, "rooms": ["Sala 1"]},
        ),
    ),
    "audience.official": _changed_audience(
        "Se cere o audiență la un inspector, care nu este din conducere; acesta nu are nici ore de "
        "audiență.",
        "An audience with an inspector is asked for, who is none of the leadership and has no "
        "audience hours either.",
        _audience(official="i-018"),
    ),
    "audience.prior_request": _changed_audience(
        "Nu se indică nicio cerere depusă anterior.",
        "No request filed before is named.",
        _audience(without=("number",)),
    ),
    "audience.prior_step": RuleExample(
        Text(
            "Se cere viceprimarul, fără o audiență la director.",
            "The deputy mayor is asked for, without an audience with the director.",
        ),
        Question(_audience(official="v-1")),
        Question(
            _audience(official="v-1", prior_audience="a-1"), _with(_audience_booking(status="held"))
        ),
    ),
    "audience.reason": _changed_audience(
        "Motivul este «probleme personale».",
        "The reason is «probleme personale».",
        _audience(reason="Probleme personale"),
    ),
    "audience.competence": _changed_audience(
        "Registratura nu a stabilit încă dacă problema ține de primărie.",
        "The registry has not established yet whether the matter is the city hall's.",
        _audience(without=("within_competence",)),
    ),
    "audience.day": _changed_audience(
        "Se cere joi; audiențele se țin miercuri.",
        "Thursday is asked for; audiences are held on Wednesdays.",
        _audience(start="2026-12-03T11:00:00+02:00"),
    ),
    "audience.daily_limit": _changed_audience(
        "Politica primește o persoană pe zi, și una este deja programată.",
        "The policy receives one person a day, and one is booked already.",
        _audience(),
        _with(
            _audience_booking(request="119368/305", start="2026-12-02T12:00:00+02:00"),
            audiences={"daily_limit": 1},
        ),
    ),
    "booking.open": RuleExample(
        Text(
            "Se anulează la 10:20 o întâlnire care a început la 10:00.",
            "At 10:20, a meeting that began at 10:00 is to be cancelled.",
        ),
        Question(_after("cancel", _AFTER), _with(_booking())),
        Question(_after("cancel", _TUESDAY), _with(_booking())),
    ),
    "booking.begun": RuleExample(
        Text(
            "Se consemnează marți că a avut loc întâlnirea de joi.",
            "On Tuesday, Thursday's meeting is to be recorded as held.",
        ),
        Question(_after("hold", _TUESDAY), _with(_booking())),
        Question(_after("hold", _AFTER), _with(_booking())),
    ),
    "inspector.may_take_over": RuleExample(
        Text(
            "Ar prelua cineva din altă direcție, care nu este înlocuitor.",
            "Someone of another department would take over, who is no deputy.",
        ),
        Question(_after("reassign", _TUESDAY, inspector="i-019"), _with(_booking())),
        Question(_after("reassign", _TUESDAY, inspector="i-018"), _with(_booking())),
    ),
    "record.held": RuleExample(
        Text(
            "Se consemnează concluziile unei întâlniri la care cetățeanul nu a venit.",
            "Conclusions are to be recorded of a meeting to which the citizen did not come.",
        ),
        Question(_after("record_conclusions", **_RECORD), _with(_booking(status="no_show"))),
        Question(_after("record_conclusions", **_RECORD), _with(_HELD)),
    ),
    "record.complete": RuleExample(
        Text("Nu s-a scris nicio concluzie.", "No conclusion was written."),
        Question(
            _after("record_conclusions", questions=_RECORD["questions"], conclusions=[]),
            _with(_HELD),
        ),
        Question(_after("record_conclusions", **_RECORD), _with(_HELD)),
    ),
    "ticket.recorded": RuleExample(
        Text(
            "Concluzia de pe tichet este alta decât cea consemnată.",
            "The conclusion on the ticket is another than the one recorded.",
        ),
        Question(
            _after(
                "issue_ticket",
                questions=_RECORD["questions"],
                conclusions=["Nu lipsește nimic."],
            ),
            _with(_RECORDED),
        ),
        Question(_after("issue_ticket", **_RECORD), _with(_RECORDED)),
    ),
    "ticket.once": RuleExample(
        Text("Tichetul s-a emis deja.", "The ticket was issued already."),
        Question(
            _after("issue_ticket", **_RECORD),
            _with({**_RECORDED, "ticket": _ISSUED, "issued_at": "2026-11-26T12:00:00+02:00"}),
        ),
        Question(_after("issue_ticket", **_RECORD), _with(_RECORDED)),
    ),
    "audience.answer_open": RuleExample(
        Text(
            "Se cere răspunsul scris la o audiență anulată.",
            "The written answer to a cancelled audience is asked for.",
        ),
        Question(
            _after("request_answer", booking="a-1"), _with(_audience_booking(status="cancelled"))
        ),
        Question(_after("request_answer", booking="a-1"), _with(_audience_booking(status="held"))),
    ),
    "audience.answer_requested": RuleExample(
        Text(
            "Se emite răspunsul scris la o audiență, dar cetățeanul nu l-a cerut.",
            "The written answer to an audience is to be issued, but the citizen did not ask for "
            "it.",
        ),
        Question(_after("issue_ticket", booking="a-1", **_RECORD), _with(_ANSWERABLE)),
        Question(
            _after("issue_ticket", booking="a-1", **_RECORD),
            _with({**_ANSWERABLE, "answer_requested_at": "2026-11-18T11:20:00+02:00"}),
        ),
    ),
}
