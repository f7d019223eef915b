"""The words of a text, made comparable."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tichet_rules.identity._characters import folded, without_latin_marks

__all__ = ["comparable_words"]

_WORD: Final = re.compile(r"\w+")


def comparable_words(text: str) -> tuple[str, ...]:
    """The words of a text in order, without differences of case, diacritics or punctuation.

    >>> comparable_words("Probleme PERSONALE – și locuință!")
    ('probleme', 'personale', 'si', 'locuinta')
    """
    plain = unicodedata.normalize("NFC", without_latin_marks(folded(text)))
    return tuple(_WORD.findall(plain))
