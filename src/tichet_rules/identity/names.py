"""A person's name, as typed by hand, made comparable.

The citizen names a registered request by its number, "numele și prenumele și data depunerii"
(``article-2020``). The registry and the form were typed by different hands: with or without
diacritics, family name first or last, with hyphens or spaces, in capitals or not.
"""

from __future__ import annotations

import unicodedata

from tichet_rules.errors import InvalidInput
from tichet_rules.identity._characters import folded, text_of, without_latin_marks
from tichet_rules.text import Text

__all__ = ["LONGEST_NAME", "name_key", "same_name"]

#: The longest name that is compared, in characters of its key.
LONGEST_NAME = 200

# The acute accent is here as well as the quotation marks: it is typed for an apostrophe, and
# normalising would turn it into a space.
_APOSTROPHES = dict.fromkeys(
    map(
        ord,
        "\N{GRAVE ACCENT}\N{ACUTE ACCENT}\N{GREEK VARIA}\N{GREEK OXIA}"
        "\N{MODIFIER LETTER PRIME}\N{MODIFIER LETTER TURNED COMMA}"
        "\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER REVERSED COMMA}"
        "\N{MODIFIER LETTER RIGHT HALF RING}\N{MODIFIER LETTER LEFT HALF RING}"
        "\N{MODIFIER LETTER VERTICAL LINE}"
        "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
        "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}\N{PRIME}\N{REVERSED PRIME}"
        "\N{LATIN SMALL LETTER SALTILLO}\N{FULLWIDTH APOSTROPHE}",
    ),
    "'",
)

# Dashes to the eye that Unicode files elsewhere than among the dashes (category Pd).
_MORE_DASHES = frozenset("\N{MINUS SIGN}\N{HYPHEN BULLET}\N{MODIFIER LETTER MINUS SIGN}")

# Latin letters whose mark is a part of the letter, so that normalising can't take it off.
_WHOLE_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
        "\N{LATIN SMALL LETTER T WITH STROKE}": "t",
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
    }
)


def _is_gap(character: str) -> bool:
    return unicodedata.category(character) in {"Zs", "Pd"} or character in _MORE_DASHES


def name_key(name: str) -> str:
    """What is the same for two ways of typing one person's name.

    Case, diacritics on Latin letters, hyphens or spaces, the order of the names and
    characters that show nothing (zero-width, direction marks) do not matter. How often a
    name occurs does, and so do letters of different alphabets that look alike.

    >>> name_key("Pop-Ionescu Ana Maria")
    'ana ionescu maria pop'
    >>> name_key("Țărmureș Ștefan") == name_key("STEFAN TARMURES")
    True
    >>> name_key("D’Angelo Łukasz")
    "d'angelo lukasz"

    Any space on the line separates names (the plain one, the no-break one, the wide one of
    other scripts). A tab or a newline is a control character and is refused. A dot stays: "I."
    and "I" differ, as no source says that an initial is a name. A vowel with a diaeresis is
    the vowel: "Müller" is "Muller", not "Mueller".

    The sources say how a request is named, not how names compare: this is the library's
    reading of "numele și prenumele" (``article-2020``).

    Raises:
        WrongType: The name is not a str.
        InvalidInput: The name has no letter, control characters or lone surrogates, more
            than 1,000 characters as typed or more than 200 in its key. Neither exception
            shows the name.
    """
    visible = text_of("name", name, personal=True).translate(_APOSTROPHES)
    plain = without_latin_marks(folded(visible).translate(_APOSTROPHES))
    if plain.isascii():
        words = plain.replace("-", " ").split(" ")
    else:
        spaced = "".join(" " if _is_gap(character) else character for character in plain)
        words = unicodedata.normalize("NFC", spaced.translate(_WHOLE_LETTERS)).split(" ")
    key = " ".join(sorted(filter(None, words)))
    if not any(map(str.isalpha, key)):
        right = Text("cel puțin o literă", "at least one letter")
        raise InvalidInput("name", name, right, personal=True)
    if len(key) > LONGEST_NAME:
        right = Text(f"cel mult {LONGEST_NAME} de caractere", f"at most {LONGEST_NAME} characters")
        raise InvalidInput("name", name, right, personal=True)
    return key


def same_name(a: str, b: str) -> bool:
    """Whether two texts are the same person's name, however each was typed.

    The citizen is asked for "numele și prenumele" (``article-2020``), which the registry has too.

    >>> same_name("Pop-Ionescu Ana Maria", "ANA-MARIA POP IONESCU")
    True
    >>> same_name("Pop Ana", "Pop Ana Ana")
    False

    Raises:
        WrongType: One of them is not a str.
        InvalidInput: One of them can't be a name, as `name_key` says.
    """
    return name_key(a) == name_key(b)
