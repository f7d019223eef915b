"""Whether what is said to people in Romanian is Romanian."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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

# Of a page: programs, what stands in code, quotations in guillemets, where links lead, files.
_FENCED: Final = re.compile(
    r"^```(?P<language>[\w{}-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NOT_PROSE: Final = re.compile(
    r"`[^`]*`|«[^»]*»|\]\([^)]*\)|<!--.*?-->|<[^>\n]*>|[\w-]+\.(?:csv|json|toml)\b"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FAMILIAR: Final = re.compile(r"\b(?:ești|poți|știi|tăi|tău|ție|tine|tu|vrei)\b", re.IGNORECASE)
_BEFORE_AN_IN: Final = ("bine", "ne", "nemai", "pre", "re", "semi", "supra")
_NUMBERED: Final = re.compile(
    r"(?<![\d.,:/])(?P<count>\d{1,3}(?:[ \xa0]\d{3})+|\d+) (?P<of>de )?"
    r"(?:caractere|celule|cereri|inspectori|intervale|luni|minute|ore|programări|reguli|rânduri|secunde|zile)\b"
)


def checked(text: str) -> str:
    """The text when no English word stands in it, and its letters have their marks."""
    plain = _OF_NO_LANGUAGE.sub("…", text)
    assert not _ENGLISH.findall(plain), text
    assert not BARE.findall(plain), text
    assert not CEDILLAS & set(plain), text
    return text


def faults(page: str) -> list[str]:
    """What a proof-reader would mark on a page in Romanian, each with its line.

    Of the code only what a command prints is read; of the prose everything that is not code.
    """
    lines = zip(page.splitlines(), _prose(page).splitlines(), strict=True)
    return [
        f"{number}: {fault}"
        for number, (line, prose) in enumerate(lines, 1)
        for fault in (*_letters(line), *_words(prose))
    ]


def _prose(page: str) -> str:
    """The page with as many lines, less its programs and what stands in code."""

    def printed(block: re.Match[str]) -> str:
        lines = ["", *block["text"].splitlines(), ""]
        if block["language"] != "console" or "$ " not in block["text"]:
            return "\n" * (len(lines) - 1)
        return "\n".join(
            "" if line.startswith("$ ") else _OF_NO_LANGUAGE.sub("…", line) for line in lines
        )

    return _NOT_PROSE.sub(lambda code: "…" + "\n" * code[0].count("\n"), _FENCED.sub(printed, page))


def _letters(line: str) -> Iterator[str]:
    if CEDILLAS & set(line) or not unicodedata.is_normalized("NFC", line):
        yield f"letters that Romanian does not have: {line}"


def _words(line: str) -> Iterator[str]:
    yield from (f"English: {word}" for word in _ENGLISH.findall(line))
    yield from (f"without its marks: {word}" for word in BARE.findall(line))
    yield from (f"familiar: {word}" for word in _FAMILIAR.findall(line))
    yield from (f"a quotation begins with „: {line}" for mark in line if mark in '“"')
    for word in map(str.lower, _WORD.findall(line)):
        before, inner, _ = word[:-1].partition("î")
        if (before and inner and before not in _BEFORE_AN_IN) or word.strip("â") != word:
            yield f"î within a word, or â at its end: {word}"
    for each in _NUMBERED.finditer(line):
        count = int(re.sub(r"\D", "", each["count"])) % 100
        if bool(each["of"]) is (each["count"] == "0" or 0 < count < 20):
            yield f"a number and its noun: {each[0]}"
