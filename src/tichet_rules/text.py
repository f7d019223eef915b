"""Words for people, in Romanian and English."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from tichet_rules.errors import InvalidInput

__all__ = ["LANGUAGES", "Language", "Text", "language"]

Language = Literal["ro", "en"]
LANGUAGES: tuple[Language, ...] = ("ro", "en")


def language(code: str) -> Language:
    """The language of a code, refused when there are no words in it.

    >>> language("ro")
    'ro'
    """
    for known in LANGUAGES:
        if code == known:
            return known
    raise InvalidInput("language", code, "'ro' or 'en'")


@frozen
class Text:
    """The same words in both languages.

    >>> Text("zi lucrătoare", "working day").in_("ro")
    'zi lucrătoare'
    """

    ro: str
    en: str

    def in_(self, code: Language) -> str:
        """The words in one language."""
        return self.ro if language(code) == "ro" else self.en
