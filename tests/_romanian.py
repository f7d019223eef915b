"""Whether what is said to people in Romanian is Romanian."""

from __future__ import annotations

import re
from typing import Final

CEDILLAS: Final = frozenset("şţŞŢ")
# What was given and what is to be written stand in quotation marks, the names of columns and
# what is free to be named in brackets: these are of any language.
_OF_NO_LANGUAGE: Final = re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»|\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_ENGLISH: Final = re.compile(
    r"(?<![-.])\b(?:and|as|at|be|by|cells?|column|each|expected|for|from|got|header|is|it|least|line|"
    r"most|must|nothing|of|one|only|or|row|such|that|the|this|with|without|you)\b(?![.\[])"
)
BARE: Final = re.compile(
    r"\b(?:astepta|daca|dupa|fara|fisier|inainte|intalnire|intreg|numar|pana|programari|si)\b"
)


def checked(text: str) -> str:
    """The text when no English word stands in it, and its letters have their marks."""
    plain = _OF_NO_LANGUAGE.sub("…", text)
    assert not _ENGLISH.findall(plain), text
    assert not BARE.findall(plain), text
    assert not CEDILLAS & set(plain), text
    return text
