"""What is done to the characters of every text typed by hand, before its own rules."""

from __future__ import annotations

import re
import unicodedata

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text

__all__ = ["LONGEST_TYPED", "checked_text", "folded", "text_of", "visible", "without_latin_marks"]

# Normalising can take time that grows with the square of a hostile text's length,
# so a text is measured before anything else is done to it.
LONGEST_TYPED = 1000

# Control characters, lone surrogates, line and paragraph separators: none of them can be
# typed into a one-line field, and each has a meaning to some log, file or terminal.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})

# Unicode's Default_Ignorable_Code_Point outside category Cf: joiners, variation selectors
# and Hangul fillers. The fillers count as letters but show nothing.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2065\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

# The printable characters of ASCII, and the letters of Latin script with their marks.
_ORDINARY = re.compile("[ -~\u00c0-\u024f]*")

# What Romanian and most other names in Latin script are made of once they are decomposed.
_MARKED_ASCII = re.compile("[\0-\x7f\u0300-\u036f]*")
_MARKS_OF_A_LETTER = re.compile("(?<=[a-zA-Z])[\u0300-\u036f]+")


_A_STR = Text("un text (str)", "a str")


def checked_text(field: str, given: object, right: str | Text = _A_STR, *, personal: bool) -> str:
    """The value when it is a str."""
    if not isinstance(given, str):
        raise WrongType(field, given, right, personal=personal)
    return given


def text_of(field: str, given: object, right: str | Text = _A_STR, *, personal: bool) -> str:
    """The visible characters of a text, refused when it can't have been typed into a form."""
    text = checked_text(field, given, right, personal=personal)
    if len(text) > LONGEST_TYPED:
        most = Text(
            f"cel mult {LONGEST_TYPED} de caractere scrise",
            f"at most {LONGEST_TYPED} characters as typed",
        )
        raise InvalidInput(field, given, most, personal=personal)
    if _ORDINARY.fullmatch(text):
        return text  # nothing of what follows is among these, and most of what is typed is
    categories = [unicodedata.category(character) for character in text]
    if not _REFUSED.isdisjoint(categories):
        raise InvalidInput(
            field,
            given,
            Text(
                "un singur rând de text, fără caractere de control (tab, rând nou, NUL), "
                "separatoare de linii sau surogate singure",
                "one line of text, without control characters (tab, newline, NUL), line "
                "separators or lone surrogates",
            ),
            personal=personal,
        )
    return visible(text)


def visible(text: str) -> str:
    """The text without characters that show nothing, such as joiners and direction marks."""
    shown = (character for character in text if unicodedata.category(character) != "Cf")
    return _IGNORABLE.sub("", "".join(shown))


def folded(text: str) -> str:
    """The text without differences of case or of compatible form, decomposed.

    This is Unicode's compatibility caseless matching (The Unicode Standard, section 3.13,
    D146): one round of folding is not enough, as folding can make what normalises further.
    """
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def without_latin_marks(decomposed: str) -> str:
    """Marks taken off Latin letters only: in other scripts they tell letters apart."""
    if decomposed.isascii():
        return decomposed
    if _MARKED_ASCII.fullmatch(decomposed):
        return _MARKS_OF_A_LETTER.sub("", decomposed)
    kept: list[str] = []
    on_latin = False
    for character in decomposed:
        if unicodedata.category(character).startswith("M"):
            if on_latin:
                continue
        else:
            on_latin = unicodedata.name(character, "").startswith("LATIN ")
        kept.append(character)
    return "".join(kept)
