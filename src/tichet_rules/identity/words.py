"""The words of a text, made comparable."""

from __future__ import annotations

import unicodedata

from tichet_rules.identity._characters import folded, visible, without_latin_marks

__all__ = ["comparable_words"]


def comparable_words(text: str) -> tuple[str, ...]:
    """The words of a text in order, without differences of case, diacritics or punctuation.

    >>> comparable_words("Probleme PERSONALE – și locuință!")
    ('probleme', 'personale', 'si', 'locuinta')
    """
    plain = unicodedata.normalize("NFC", without_latin_marks(folded(visible(text))))
    return tuple("".join(each if _of_a_word(each) else " " for each in plain).split())


def _of_a_word(character: str) -> bool:
    # A vowel sign or a point of other scripts is a part of the word.
    return character.isalnum() or unicodedata.category(character).startswith("M")
