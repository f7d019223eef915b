"""The registration number of a request, as typed by hand, made comparable.

"Se introduce numărul de înregistrare al dosarului/cererii" (``article-2020``). The registry
writes it as number/section/date, with or without the last two: "119.368/305/28.02.2020".
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tichet_rules.errors import InvalidInput
from tichet_rules.identity._characters import folded, text_of
from tichet_rules.text import Text

__all__ = ["LONGEST_NUMBER", "registration_number"]

#: The longest registration number, in characters of its canonical form.
LONGEST_NUMBER = 100

_A_NUMBER = Text("un text (str) ca '119368/305'", "a str such as '119368/305'")

# Most numbers are kept and compared in their canonical form already.
_PLAIN = re.compile(r"[1-9][0-9]*(?:/[0-9]+)*")
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def _number(part: str) -> str:
    part = part.replace(".", "")
    return part.lstrip("0") or part[:1]


def _section_or_date(part: str, text: str, field: str) -> str:
    written = _DATE.fullmatch(part)
    if written is None:
        return part
    day, month, year = map(int, written.groups())
    try:
        date(year, month, day)
    except ValueError:
        raise InvalidInput(
            field,
            text,
            Text(
                "o dată care există acolo unde este o dată (zz.ll.aaaa)",
                "a date that exists where there is a date (dd.mm.yyyy)",
            ),
        ) from None
    return f"{day:02}.{month:02}.{year:04}"


def registration_number(text: str, field: str = "registration_number") -> str:
    """The canonical form of a registration number: equal for two ways of typing one number.

    The number is what stands before the first "/": its dots and leading zeros do not matter.
    Spaces and case do not matter anywhere. ``field`` is what an error calls it.

    >>> registration_number(" 0119.368 / 305 / 28.2.2020")
    '119368/305/28.02.2020'
    >>> registration_number("119368/305") == registration_number("119.368/305")
    True
    >>> registration_number("119368/305") == registration_number("119368/305/28.02.2020")
    False

    After the first "/", leading zeros matter, and so do dots, which may part a section from its
    subsection ("II.1"), except that a day and a month of one digit in a date get their
    zero. A date is one only as dd.mm.yyyy. The function compares what is written: it
    can't know that "119368/305" is short for a longer number.

    Raises:
        WrongType: The number is not a str.
        InvalidInput: A part is empty or has neither letter nor digit, a date does not exist,
            the text has control characters or lone surrogates, more than 1,000 characters
            as typed or more than 100 in canonical form.
    """
    typed = text_of(field, text, _A_NUMBER, personal=False)
    if len(typed) <= LONGEST_NUMBER and _PLAIN.fullmatch(typed):
        return typed
    spaced = folded(typed)
    first, *others = spaced.replace(" ", "").split("/")
    parts = [_number(first), *(_section_or_date(part, text, field) for part in others)]
    for part in parts:
        if not any(map(str.isalnum, part)):
            raise InvalidInput(
                field,
                text,
                Text(
                    "număr/secție/dată cum le-a dat registratura, ca 119.368/305/28.02.2020, cu o "
                    "literă sau o cifră în fiecare parte",
                    "number/section/date as the registry issued it, such as "
                    "119.368/305/28.02.2020, with a letter or a digit in every part",
                ),
            )
    canonical = unicodedata.normalize("NFC", "/".join(parts))
    if not canonical.isprintable():
        right = Text("caractere care se pot tipări", "characters that can be printed")
        raise InvalidInput(field, text, right)
    if len(canonical) > LONGEST_NUMBER:
        right = Text(
            f"cel mult {LONGEST_NUMBER} de caractere", f"at most {LONGEST_NUMBER} characters"
        )
        raise InvalidInput(field, text, right)
    return canonical
