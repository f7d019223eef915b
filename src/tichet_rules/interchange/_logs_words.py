"""The words that people write for fields, for their values and for the keys of a mapping.

By the same words columns and cells of a log are read, and what is misspelt in a mapping is told
what it may mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from tichet_rules.identity.words import comparable_words
from tichet_rules.interchange._logs_times import ClockChange, DateOrder
from tichet_rules.model import BookingStatus, Channel, Procedure

__all__ = [
    "AMBIGUOUS",
    "ENCODINGS",
    "FIELDS",
    "IGNORED",
    "IN_A_MAPPING",
    "SOME_WORDS",
    "SYNONYMS",
    "WEAK",
    "WORDS",
    "column_key",
    "keys_of",
    "keys_of_words",
    "says_a_move",
]

E = TypeVar("E", bound=StrEnum)

IGNORED: Final = "ignored"
ENCODINGS: Final = ("utf-8", "utf-16", "cp1250", "cp852", "iso-8859-2", "iso-8859-16")
LONGEST_NAME: Final = 200

#: The names by which a column of each field is found, as docs/logs.md lists them.
SYNONYMS: Final[dict[str, str]] = {
    "id": "id, programare, id programare, nr programare, număr programare, cod programare, "
    "booking, booking id, booking number, appointment, appointment id, reservation id",
    "request": "request, cerere, nr cerere, număr cerere, numărul cererii, request number, "
    "număr înregistrare, nr înregistrare, număr de înregistrare, nr de înregistrare, nr înreg, "
    "numărul de înregistrare, registration number, dosar, nr dosar, număr dosar",
    "inspector": "inspector, id inspector, inspector id, funcționar, id funcționar, official, "
    "officer",
    "applicant": "applicant, solicitant, petent, cetățean, citizen, nume, nume și prenume, "
    "nume prenume, nume solicitant, numele solicitantului, nume petent, numele petentului, "
    "numele și prenumele petentului, numele și prenumele solicitantului, name, applicant name",
    "start": "start, început, data și ora, date and time, begins, starts, starts at, start at, "
    "data ora, datetime",
    "date": "date, data, ziua, zi, day, start date, meeting date, data întâlnirii, "
    "data întrevederii, ziua întâlnirii, ziua întrevederii",
    "time": "time, ora, start time, meeting time, ora început, ora de început, ora start, "
    "ora întâlnirii, ora întrevederii, de la ora",
    "end": "end, ends, ends at, end time, sfârșit, ora sfârșit, ora de sfârșit",
    "minutes": "minutes, minute, durata, durata minute, durata în minute, durata min, duration, "
    "duration minutes, duration min, minutele",
    "booked_at": "booked at, programat la, programată la, rezervat la, created at, creat la, "
    "creată la",
    "booked_date": "booked date, created date, created on, data creării, data efectuării",
    "booked_time": "booked time, created time, ora creării, ora efectuării",
    "status": "status, stare, starea",
    "channel": "channel, canal, mod, modalitate",
    "procedure": "procedure, procedura, tip procedură",
    "room": "room, sala, camera",
    "in_place_of": "in place of, înlocuiește, în locul",
    "phone": "phone, telefon, tel, mobil, nr telefon, număr telefon, phone number",
    "email": "e-mail, mail, adresa email, adresa de e-mail",
    "record": "record",
    "recorded_at": "recorded at",
    "answer_requested_at": "answer requested at",
    "ticket": "ticket",
    "issued_at": "issued at",
}
FIELDS: Final = tuple(SYNONYMS)
# They say it where no better name does.
WEAK: Final = {"id": "nr, nr crt, număr, no, number, cod, code"}
# They may mean when the meeting is, and when it was booked.
AMBIGUOUS: Final = "data programării, ora programării, data și ora programării"

WORDS: Final[dict[str, dict[StrEnum, str]]] = {
    "status": {
        BookingStatus.BOOKED: "booked, programată, programat, scheduled, activă, confirmată, "
        "confirmat",
        BookingStatus.CANCELLED: "cancelled, canceled, anulată, anulat, anulată de petent, "
        "anulat de petent, anulată de solicitant, anulat de solicitant",
        BookingStatus.HELD: "held, a avut loc, avut loc, ținută, desfășurată, efectuată, "
        "efectuat, realizată, realizat, onorată",
        BookingStatus.NO_SHOW: "no_show, neprezentat, neprezentată, neprezentare, "
        "nu s-a prezentat, cetățeanul nu s-a prezentat, solicitant absent, petent absent, missed",
    },
    "channel": {
        Channel.ONLINE: "online, webex, videoconferință",
        Channel.PHONE: "phone, by phone, telefonic, telefon",
        Channel.IN_PERSON: "in_person, fizic, la sediu, la sediul instituției, în persoană",
    },
    "procedure": {
        Procedure.BLUE_TICKET: "blue_ticket, tichet albastru, tichetul albastru, the blue ticket",
        Procedure.AUDIENCE: "audience, audiență, audiențe",
    },
}
#: As a message names them: each value with a word that people write for it.
SOME_WORDS: Final = {
    "status": "'programată' (booked), 'anulată' (cancelled), 'a avut loc' (held), "
    "'neprezentat' (no_show)",
    "channel": "'online', 'telefonic' (phone), 'fizic' (in_person)",
    "procedure": "'tichet albastru' (blue_ticket), 'audiență' (audience)",
}

#: How words begin that say of a booking that it was moved, on its old row or on its new one.
_MOVED: Final = ("reprogram", "aman", "mutat", "resched", "moved", "postpon")

#: What people write for the keys of a mapping, and for values of theirs, as a message corrects it.
IN_A_MAPPING: Final[dict[str, dict[str, str]]] = {
    "key": {
        "columns": "coloane, coloanele",
        "constants": "constante, constantele",
        "words": "cuvinte, cuvintele",
        "date_order": "ordinea datelor, ordinea datei",
        "time_zone": "fus orar, fusul orar",
        "at_clock_change": "la schimbarea orei, schimbarea orei",
        "date_system": "sistemul datelor",
        "decimal_comma": "virgulă zecimală",
        "delimiter": "separator, separatorul, delimitator",
        "encoding": "codificare, codificarea, charset",
        "header_line": "antet, antetul, linia antetului, rândul antetului",
    },
    "columns": {IGNORED: "ignorat, ignorată, lăsată deoparte, lasă deoparte, nimic"},
    "date_order": {
        DateOrder.DAY_FIRST: "ziua întâi, ziua prima, zi întâi, dmy, zz.ll.aaaa, dd.mm.yyyy",
        DateOrder.MONTH_FIRST: "luna întâi, luna prima, mdy, ll.zz.aaaa, mm.dd.yyyy",
    },
    "at_clock_change": {ClockChange.BEFORE: "înainte", ClockChange.AFTER: "după"},
    "encoding": {
        "utf-8": "utf8, unicode",
        "utf-16": "utf16",
        "cp1250": "ansi, windows-1250, win-1250, 1250",
        "cp852": "ms-dos, dos, oem, 852",
        "iso-8859-2": "latin-2",
        "iso-8859-16": "latin-10",
    },
}


def column_key(name: str) -> str:
    """What is the same for two ways of writing a name or a word.

    >>> column_key("Programat la:") == column_key("programat_la")
    True
    """
    if len(name) > LONGEST_NAME:
        return ""
    return "".join(comparable_words(name.replace("_", " "))) or name.strip()


def says_a_move(word: str) -> bool:
    """Whether a word for the status says that the booking was moved.

    >>> says_a_move("Reprogramată"), says_a_move("programată")
    (True, False)
    """
    return column_key(word).startswith(_MOVED)


def keys_of(names: str) -> list[str]:
    return [column_key(each) for each in names.split(", ")]


def keys_of_words(values: Mapping[E, str]) -> dict[str, E]:
    """The value of each word that is listed for one, by the word's key."""
    return {key: value for value, words in values.items() for key in keys_of(words)}
