"""What Python's parsers say of a text that they can't read, in both languages."""

from __future__ import annotations

import re
from json import JSONDecodeError
from typing import Final

from tichet_rules.errors import Given

_JSON: Final = (
    (r"Expecting value", "altceva decât o valoare"),
    (r"Expecting property name .*", "altceva decât numele unei chei, între ghilimele duble"),
    (r"Expecting ':' delimiter", "altceva decât ':' după numele unei chei"),
    (r"Expecting ',' delimiter", "altceva decât ',' după o valoare"),
    (r"Illegal trailing comma .*", "o virgulă înainte de sfârșit"),
    (r"Extra data", "text în plus după sfârșit"),
    (r"Unterminated string .*", "un text neîncheiat"),
    (r"Invalid control character .*", "un caracter de control într-un text"),
    (r"Invalid \\uXXXX escape", r"o secvență '\\uXXXX' greșită"),
    (r"Invalid \\escape.*", r"o secvență cu '\\' care nu există"),
    (r"Unexpected UTF-8 BOM .*", "un semn BOM la început"),
)
_TOML: Final = (
    (r"Invalid statement", "un rând care nu este TOML"),
    (
        r"Expected newline or end of document after a statement",
        "altceva decât sfârșitul rândului",
    ),
    (r"Expected '=' after a key in a key/value pair", "altceva decât '=' după o cheie"),
    (r"Expected '\]' at the end of a table declaration", "un titlu de tabel fără ']'"),
    (r"Expected '\]\]' at the end of an array declaration", "un titlu de listă fără ']]'"),
    (r"Expected (['\"].*)", r"altceva decât \1"),
    (r"Cannot declare (.*) twice", r"de două ori \1"),
    (r"Cannot (?:redefine|mutate immutable) namespace (.*)", r"încă o dată \1"),
    (r"Cannot overwrite a value", "încă o valoare pentru aceeași cheie"),
    (r"Duplicate inline table key (.*)", r"de două ori cheia \1"),
    (r"Invalid initial character for a key part", "un caracter cu care nu începe o cheie"),
    (r"Unclosed array", "o listă neînchisă"),
    (r"Unclosed inline table", "un tabel neînchis"),
    (r"Unescaped '\\' in a string", r"un '\\' singur într-un text"),
    (r"Invalid hex value", "o valoare hexazecimală greșită"),
    (r"Escaped character is not a Unicode scalar value", "un caracter care nu este în Unicode"),
    (r"Unterminated string", "un text neîncheiat"),
    (r"(?:Found invalid|Illegal) character (.*)", r"un caracter nepermis, \1"),
    (r"Invalid date or datetime", "o dată sau o oră care nu există"),
    (r"Invalid value", "ceva ce nu este o valoare"),
)
_PLACE: Final = re.compile(
    r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL
)
_TOO_DEEP: Final = Given(
    "o imbricare prea adâncă, sau un număr prea lung", "too deep a nesting, or too long a number"
)


def _romanian(said: str, known: tuple[tuple[str, str], ...]) -> str:
    """What a parser says, in Romanian; what is not known stands as it is."""
    for english, romanian in known:
        if found := re.fullmatch(english, said, re.DOTALL):
            return found.expand(romanian)
    return said


def json_given(error: JSONDecodeError) -> Given:
    """What was given instead of JSON, without its place.

    >>> import json
    >>> try:
    ...     json.loads("[1, }")
    ... except json.JSONDecodeError as error:
    ...     json_given(error)
    Given(ro='altceva decât o valoare', en='Expecting value')
    """
    return Given(_romanian(error.msg, _JSON), error.msg)


def toml_given(error: ValueError | RecursionError) -> Given:
    """What was given instead of TOML, with its place where the parser tells it.

    >>> import tomllib
    >>> try:
    ...     tomllib.loads("a = [1")
    ... except tomllib.TOMLDecodeError as error:
    ...     print(toml_given(error).ro)
    o listă neînchisă (la sfârșitul documentului)
    """
    from tomllib import TOMLDecodeError  # noqa: PLC0415 (most of what is read is JSON)

    if not isinstance(error, TOMLDecodeError):
        return _TOO_DEEP
    said = str(error)
    found = _PLACE.fullmatch(said)
    if found is None:
        return Given(_romanian(said, _TOML), said)
    at = (
        "la sfârșitul documentului" if found[2] is None else f"linia {found[2]}, coloana {found[3]}"
    )
    return Given(f"{_romanian(found[1], _TOML)} ({at})", said)
