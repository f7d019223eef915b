"""What can go wrong at the door.

Bad input is an exception of this module; a refusal is a value (a
:class:`~tichet_rules.Decision`) and never an exception. Every message names
the field, what was given (unless it is personal data) and what would be right.
``str(error)`` is English; ``error.in_("ro")`` says the same in Romanian, as far as there are
words in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, takewhile
from typing import Any

from attrs import frozen

from tichet_rules.text import Language, Text, both, checked_language

__all__ = [
    "AgendaConflict",
    "Given",
    "InvalidInput",
    "MissingExtra",
    "TichetError",
    "WrongType",
]

_SHOWN_CHARACTERS = 80
_TOLD_CHARACTERS = 300
_ROOM_FOR_THE_REST = len(" … and 1000000 more]")
_GOT = Text("s-a primit", "got")
_EXPECTED = Text("se aștepta", "expected")
_NOT_SHOWN = Text(
    " (valoarea dată conține date personale și nu se arată)",
    " (what was given is personal data and is not shown)",
)


@frozen
class Given(Text):
    """What was given, told in words: an empty file, say.

    >>> print(InvalidInput("log.csv", Given("un fișier gol", "an empty file"), "rows").in_("ro"))
    log.csv: s-a primit 'un fișier gol'; se aștepta rows
    """


def _shown(value: object) -> str:
    try:
        text = value.isoformat() if isinstance(value, date) else repr(value)
    except (ValueError, RecursionError):  # thousands of digits, or of levels
        text = "a value too large to be shown"
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _told(words: str) -> str:
    """Words of our own; in them may be names that someone else chose."""
    text = repr(words)
    if len(text) <= _TOLD_CHARACTERS:
        return text
    cut = text[: _TOLD_CHARACTERS - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _given(value: object) -> Text:
    if isinstance(value, Given):
        return Text(_told(value.ro), _told(value.en))
    text = _shown(value)
    if len(text) > _SHOWN_CHARACTERS and type(value) in (list, tuple):
        assert isinstance(value, (list, tuple))  # and no class of someone's own
        return _some_of(value, text) or both(_cut(text))
    return both(_cut(text))


def _some_of(values: Sequence[object], text: str) -> Text | None:
    """The first of several values, each whole, and how many more there are."""
    room = _SHOWN_CHARACTERS - _ROOM_FOR_THE_REST - 1
    joined = accumulate(map(repr, values), "{}, {}".format)
    shown = list(takewhile(lambda each: len(each) <= room, joined))
    if not shown:
        return None
    some, rest, end = text[0] + shown[-1], len(values) - len(shown), text[-1]
    return Text(f"{some} … și încă {rest}{end}", f"{some} … and {rest} more{end}")


class TichetError(Exception):
    """The base of every exception that this package raises on purpose."""

    def in_(self, language: Language) -> str:
        """What is wrong, in one language; what has no Romanian yet is English."""
        checked_language(language)
        return str(self)


class InvalidInput(TichetError, ValueError):
    """A value that can't be accepted: its field, what was given, what would be right.

    ``personal=True`` keeps the given value out of the exception altogether, so that
    a name, a phone number or an e-mail address can't reach a log through it. ``field``,
    ``given`` and ``expected`` are in English; :meth:`in_`, :attr:`place` and :attr:`right` in
    both languages.

    >>> print(InvalidInput("minutes", 0, "a whole number of minutes, at least 1"))
    minutes: got 0; expected a whole number of minutes, at least 1
    >>> print(InvalidInput("name", "Pop Ana", "at least one letter", personal=True))
    name: expected at least one letter (what was given is personal data and is not shown)
    >>> print(InvalidInput("minutes", "15", Text("un număr", "a number")).in_("ro"))
    minutes: s-a primit '15'; se aștepta un număr
    """

    def __init__(
        self, field: str | Text, given: object, expected: str | Text, *, personal: bool = False
    ) -> None:
        self._field, self._right = both(field), both(expected)
        self._given = None if personal else _given(given)
        self.field = self._field.en
        self.expected = self._right.en
        self.personal = personal
        self.given = None if self._given is None else self._given.en
        super().__init__(self.field, self.given, self.expected)

    @property
    def place(self) -> Text:
        """The field, in both languages."""
        return self._field

    @property
    def right(self) -> Text:
        """What would be right, in both languages."""
        return self._right

    def in_(self, language: Language) -> str:
        """What is wrong, in one language."""
        place = self._field.in_(language).removesuffix(": ")  # of a file as a whole
        hidden = _NOT_SHOWN.in_(language) if self.personal else ""
        return f"{place}: {self.reason().in_(language)}{hidden}"

    def reason(self, *, shown: bool = True) -> Text:
        """What was given and what would be right, without the field, in both languages.

        ``shown=False`` leaves out what was given.

        >>> InvalidInput("minutes", 0, "at least 1").reason().en
        'got 0; expected at least 1'
        """
        told = self._given if shown else None
        return Text(self._reason(told, "ro"), self._reason(told, "en"))

    def _reason(self, given: Text | None, code: Language) -> str:
        got = "" if given is None else f"{_GOT.in_(code)} {given.in_(code)}; "
        return f"{got}{_EXPECTED.in_(code)} {self._right.in_(code)}"

    def __str__(self) -> str:
        return self.in_("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuilt, (type(self), self._field, self._given, self._right, self.personal))

    def inside(self, place: str | Text) -> InvalidInput:
        """The same error, its field seen from one level further out.

        >>> print(InvalidInput("minutes", 0, "at least 1").inside("bookings[2]").field)
        bookings[2].minutes
        """
        outer, inner = both(place), self._field
        joined = Text(_joined(outer.ro, inner.ro), _joined(outer.en, inner.en))
        return _rebuilt(type(self), joined, self._given, self._right, self.personal)

    def renamed(self, pattern: str, name: str) -> InvalidInput:
        """The same error, its field called what the reader of another form calls it.

        >>> print(InvalidInput("absences[0].last", 0, "a date").renamed(r"last$", "to").field)
        absences[0].to
        """
        ro, en = (re.sub(pattern, name, each) for each in (self._field.ro, self._field.en))
        return _rebuilt(type(self), Text(ro, en), self._given, self._right, self.personal)


class WrongType(InvalidInput, TypeError):
    """A value of a type that can't be accepted where it was given."""


def _joined(place: str, field: str) -> str:
    joined = not (place and field) or field.startswith("[") or place.endswith(" ")
    return f"{place}{'' if joined else '.'}{field}"


def _rebuilt(
    kind: type[InvalidInput], field: Text, given: Text | None, right: Text, personal: bool
) -> InvalidInput:
    error = kind(field, None, right, personal=personal)
    error._given = given  # noqa: SLF001 (what it is made of)
    error.given = None if given is None else given.en
    error.args = (error.field, error.given, error.expected)
    return error


class MissingExtra(TichetError, ImportError):
    """An optional library is needed for what was asked, and is not installed.

    >>> print(MissingExtra("checking a phone number", "contact"))
    checking a phone number needs the extra 'contact': pip install 'tichet-rules[contact]'
    """

    def __init__(self, purpose: str | Text, extra: str) -> None:
        self._purpose = both(purpose)
        self.purpose = self._purpose.en
        self.extra = extra
        super().__init__(self.purpose, extra)

    def in_(self, language: Language) -> str:
        """What is missing, in one language."""
        needs = Text("are nevoie de componenta opțională", "needs the extra").in_(language)
        return (
            f"{self._purpose.in_(language)} {needs} {self.extra!r}: "
            f"pip install 'tichet-rules[{self.extra}]'"
        )

    def __str__(self) -> str:
        return self.in_("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._purpose, self.extra)


_CONFLICTS = {
    "applicant.free": Text(
        "solicitantul are altă întâlnire la acea oră",
        "the applicant has another meeting at that time",
    ),
    "audience.answer_open": Text(
        "nu este o audiență, sau una care a fost anulată ori la care nu s-a prezentat nimeni",
        "it is no audience, or one that was cancelled or missed",
    ),
    "booking.open": Text(
        "nu există niciuna cu acest id, sau este încheiată: anulată, ținută sau la care nu s-a "
        "prezentat nimeni",
        "there is none of that id, or it is closed: cancelled, held or missed",
    ),
    "booking.revision": Text(
        "a fost mutată între timp; decideți din nou pe agenda de acum",
        "it was moved since; decide again on the agenda as it is now",
    ),
    "booking.unique": Text(
        "agenda are deja o programare cu acest id; a mai fost aplicat evenimentul?",
        "a booking of that id is in it already; was the event applied before?",
    ),
    "record.held": Text(
        "nu s-a consemnat că întâlnirea a avut loc", "the meeting was not recorded as held"
    ),
    "room.free": Text("sala este ocupată la acea oră", "the room is taken at that time"),
    "slot.free": Text(
        "inspectorul are altă întâlnire la acea oră",
        "the inspector has another meeting at that time",
    ),
    "ticket.once": Text("tichetul ei a fost emis deja", "its ticket was issued already"),
    "ticket.recorded": Text(
        "consemnarea nu este cea a programării", "the record is not the one that the booking has"
    ),
}


class AgendaConflict(TichetError, ValueError):
    """An event that would break the invariant of an agenda; the agenda is unchanged.

    ``rule`` is the id of the rule that the event breaks (``slot.free``,
    ``applicant.free``, ``room.free``, ``booking.open``, ``booking.unique``,
    ``booking.revision``, ``record.held``, ``ticket.recorded``, ``ticket.once``,
    ``audience.answer_open``),
    ``booking`` the id in the event, and ``other`` the id of the booking it collides
    with, or ``None`` where the event collides with no other booking.

    >>> print(AgendaConflict("slot.free", "b-2", "b-1"))
    slot.free: booking 'b-2' can't be applied to this agenda: the inspector has another meeting \
at that time, 'b-1'
    """

    def __init__(self, rule: str, booking: str, other: str | None = None) -> None:
        self.rule = rule
        self.booking = booking
        self.other = other
        super().__init__(rule, booking, other)

    def in_(self, language: Language) -> str:
        """What collides, in one language."""
        text = Text(
            f"{self.rule}: programarea {self.booking!r} nu poate fi pusă în această agendă",
            f"{self.rule}: booking {self.booking!r} can't be applied to this agenda",
        ).in_(language)
        if self.rule in _CONFLICTS:
            text += f": {_CONFLICTS[self.rule].in_(language)}"
        return text if self.other in (None, self.booking) else f"{text}, {self.other!r}"

    def __str__(self) -> str:
        return self.in_("en")
