"""Tickets to show, and tickets that mean harm."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from unicodedata import category, normalize

from attrs import evolve

from tichet_rules.model import Channel, Procedure, Role
from tichet_rules.model.ticket import BlueTicket, MeetingRecord
from tichet_rules.text import Text

at = datetime.fromisoformat

TICKET: Final = BlueTicket(
    booking="b-2026-00417",
    procedure=Procedure.BLUE_TICKET,
    institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
    policy="cluj-napoca/tichet-albastru@2020-10-05",
    request="119368/305",
    filed_on=date(2026, 1, 12),
    citizen="Pop-Ionescu Ana Maria",
    inspector="i-017",
    inspector_name="Mureșan Ioana",
    inspector_role=Role.EXECUTION,
    start=at("2026-11-26T10:00:00+02:00"),
    minutes=15,
    time_zone="Europe/Bucharest",
    channel=Channel.ONLINE,
    record=MeetingRecord(
        [
            "Ce acte mai lipsesc din dosarul pentru certificatul de urbanism?",
            "Până la ce dată pot fi depuse?",
        ],
        [
            (
                "Din dosar lipsește planul de situație vizat de OCPI. Celelalte acte sunt "
                "complete: extrasul de carte funciară, dovada plății taxei și cererea-tip semnată."
            ),
            (
                "Planul poate fi trimis și electronic, la adresa de e-mail a registraturii, cu "
                "numărul cererii în subiect."
            ),
        ],
        [
            "Cetățeana depune planul de situație până vineri, 11 decembrie 2026.",
            "Inspectoarea comunică răspunsul în cel mult 30 de zile de la completarea dosarului.",
        ],
    ),
    issued_at=at("2026-11-26T12:00:00+02:00"),
)

AUDIENCE: Final = evolve(
    TICKET,
    booking="a-2026-00031",
    procedure=Procedure.AUDIENCE,
    policy="cluj-napoca/audiente@2023-01-01",
    request=None,
    filed_on=None,
    inspector="vp-1",
    inspector_role=Role.DEPUTY_MAYOR,
    minutes=20,
    channel=Channel.IN_PERSON,
    room="Sala de sticlă, etajul 1",
    record=MeetingRecord([], ["Trecerea de pietoni va fi marcată din nou."]),
    start=at("2026-07-06T14:00:00+03:00"),
    issued_at=at("2026-07-06T15:30:20+03:00"),
)

EXAMPLES: Final = {"ticket": TICKET, "ticket-audience": AUDIENCE}

HOSTILE: Final = (
    "<script>alert('x')</script><img src=x onerror=alert(1)> & &amp; &lt; \"'",
    "</p></li></ol></main></html><!-- --> ]]> </style></title>",
    '#let x = 1; #panic() #read("/etc/passwd") $y$ *b* _i_ @ref <label> \\n `raw` // /* */',
    "= Concluzii\n== Aprobat\n- da\n+ da\n/ da: da\n---\n~ -- ... ' \"",
    "Concluzii\n---------\n1.  Aprobat",
    "=1+1; +cmd|' /C calc'!A0; @SUM(A1:A2)",
    "\u202eecirp \u2066 \u2069\u2069 \u202c \u2067\u2068 lasă deschis",
    "\u2069\u2069\u2069 închide prea mult",
    "שלום עולם 12:30 مرحبا ١٢",
    "e\u0301\u0323 s\u0326 S\u0326 t\u0326 T\u0326 a\u0306 i\u0302 \u0301singur",
    "Emoji 😀 👨\u200d👩\u200d👧 🇷🇴 ☎\ufe0f și 日本語 \U000e0041\ue000\ufffe",
    "zero\u200bwidth\u200cjoin\u200der\u2060s\ufeff\u00ad",
    "x" * 200,
    "W" * 200 + "Ș" * 200,
    "e\u0301" * 200,
    "https://example.org/" + "a/b?c=d&" * 40,
    "Linia 1\nLinia 2\tcu tab\u2028trei\u2029patru   spații  ",
    "\n\n  între rânduri goale \n\n",
    "\u2074\u094b क्षि",  # no font of the PDF has both of the first two
)


def hostile(text: str) -> BlueTicket:
    """A ticket with the text wherever a person can write."""
    one_line = " ".join(text.split())
    identifier = "".join(mark for mark in one_line if mark.isprintable())[:100]
    return evolve(
        TICKET,
        booking=identifier,
        institution=Text(text, text),
        policy=identifier,
        citizen=text,
        inspector=identifier,
        inspector_name=text,
        room=identifier,
        record=MeetingRecord([text], [text, "Ș", text], [text]),
    )


def squashed(text: str) -> str:
    """The text as far as people see it: without spaces and marks that have no width."""
    return "".join(
        mark
        for mark in normalize("NFC", text)
        if not mark.isspace() and category(mark) not in {"Cf", "Cc"}
    )


def all_that_is_written(ticket: BlueTicket) -> list[str]:
    """Each text of a ticket, that people or systems wrote."""
    given = [
        ticket.booking,
        ticket.policy,
        ticket.citizen,
        ticket.inspector,
        ticket.inspector_name,
        ticket.time_zone,
        ticket.fingerprint,
        *ticket.record.questions,
        *ticket.record.conclusions,
        *ticket.record.next_steps,
    ]
    return [*given, *(each for each in (ticket.request, ticket.room) if each is not None)]
