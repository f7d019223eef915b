"""What can go wrong at the door.

Bad input is an exception of this module; a refusal is a value (a
:class:`~tichet_rules.Decision`) and never an exception. Every message names
the field, what was given (unless it is personal data) and what would be right.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

__all__ = [
    "AgendaConflict",
    "InvalidInput",
    "MissingExtra",
    "TichetError",
    "WrongType",
]

_SHOWN_CHARACTERS = 80


def _shown(value: object) -> str:
    try:
        text = value.isoformat() if isinstance(value, date) else repr(value)
    except (ValueError, RecursionError):  # thousands of digits, or of levels
        text = "a value too large to be shown"
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


class TichetError(Exception):
    """The base of every exception that this package raises on purpose."""


class InvalidInput(TichetError, ValueError):
    """A value that can't be accepted: its field, what was given, what would be right.

    ``personal=True`` keeps the given value out of the exception altogether, so that
    a name, a phone number or an e-mail address can't reach a log through it.

    >>> print(InvalidInput("minutes", 0, "a whole number of minutes, at least 1"))
    minutes: got 0; expected a whole number of minutes, at least 1
    >>> print(InvalidInput("name", "Pop Ana", "at least one letter", personal=True))
    name: expected at least one letter (what was given is personal data and is not shown)
    """

    def __init__(self, field: str, given: object, expected: str, *, personal: bool = False) -> None:
        self.field = field
        self.expected = expected
        self.personal = personal
        self.given = None if personal else _shown(given)
        super().__init__(field, self.given, expected)

    def __str__(self) -> str:
        place = self.field.removesuffix(": ")  # of a file as a whole
        if self.personal:
            return (
                f"{place}: expected {self.expected} "
                "(what was given is personal data and is not shown)"
            )
        return f"{place}: got {self.given}; expected {self.expected}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuilt, (type(self), self.field, self.given, self.expected, self.personal))

    def inside(self, place: str) -> InvalidInput:
        """The same error, its field seen from one level further out.

        >>> print(InvalidInput("minutes", 0, "at least 1").inside("bookings[2]").field)
        bookings[2].minutes
        """
        joined = not (place and self.field) or self.field.startswith("[") or place.endswith(" ")
        joint = "" if joined else "."
        return _rebuilt(
            type(self), f"{place}{joint}{self.field}", self.given, self.expected, self.personal
        )

    def renamed(self, pattern: str, name: str) -> InvalidInput:
        """The same error, its field called what the reader of another form calls it.

        >>> print(InvalidInput("absences[0].last", 0, "a date").renamed(r"last$", "to").field)
        absences[0].to
        """
        field = re.sub(pattern, name, self.field)
        return _rebuilt(type(self), field, self.given, self.expected, self.personal)


class WrongType(InvalidInput, TypeError):
    """A value of a type that can't be accepted where it was given."""


def _rebuilt(
    kind: type[InvalidInput], field: str, given: str | None, expected: str, personal: bool
) -> InvalidInput:
    error = kind(field, None, expected, personal=personal)
    error.given = given
    error.args = (field, given, expected)
    return error


class MissingExtra(TichetError, ImportError):
    """An optional library is needed for what was asked, and is not installed.

    >>> print(MissingExtra("checking a phone number", "contact"))
    checking a phone number needs the extra 'contact': pip install 'tichet-rules[contact]'
    """

    def __init__(self, purpose: str, extra: str) -> None:
        self.purpose = purpose
        self.extra = extra
        super().__init__(purpose, extra)

    def __str__(self) -> str:
        return (
            f"{self.purpose} needs the extra {self.extra!r}: "
            f"pip install 'tichet-rules[{self.extra}]'"
        )


_CONFLICTS = {
    "applicant.free": "the applicant has another meeting at that time",
    "audience.answer_open": "it is no audience, or one that was cancelled or missed",
    "booking.open": "there is none of that id, or it is closed: cancelled, held or missed",
    "booking.revision": "it was moved since; decide again on the agenda as it is now",
    "booking.unique": "a booking of that id is in it already; was the event applied before?",
    "record.held": "the meeting was not recorded as held",
    "room.free": "the room is taken at that time",
    "slot.free": "the inspector has another meeting at that time",
    "ticket.once": "its ticket was issued already",
    "ticket.recorded": "the record is not the one that the booking has",
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

    def __str__(self) -> str:
        text = f"{self.rule}: booking {self.booking!r} can't be applied to this agenda"
        if self.rule in _CONFLICTS:
            text += f": {_CONFLICTS[self.rule]}"
        return text if self.other in (None, self.booking) else f"{text}, {self.other!r}"
