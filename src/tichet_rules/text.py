"""Words for people, in Romanian and English."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

__all__ = ["LANGUAGES", "Language", "Text", "both", "checked_language"]

Language = Literal["ro", "en"]
LANGUAGES: tuple[Language, ...] = ("ro", "en")


def checked_language(given: str) -> Language:
    """The language of a code, refused when there are no words in it.

    >>> checked_language("ro")
    'ro'
    """
    for known in LANGUAGES:
        if given == known:
            return known
    from tichet_rules.errors import InvalidInput  # noqa: PLC0415 (errors have words themselves)

    raise InvalidInput("language", given, Text("'ro' sau 'en'", "'ro' or 'en'"))


@frozen
class Text:
    """The same words in both languages.

    >>> Text("zi lucrătoare", "working day").in_("ro")
    'zi lucrătoare'
    """

    ro: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in one language."""
        return self.ro if checked_language(language) == "ro" else self.en


def both(words: str | Text) -> Text:
    """The words in both languages: a ``str`` stands in each as it is.

    >>> both("i-017").in_("ro")
    'i-017'
    """
    return words if isinstance(words, Text) else Text(words, words)
