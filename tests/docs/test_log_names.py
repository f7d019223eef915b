"""The pages on logs list every name of a column, and every word, that is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tichet_rules.interchange._logs_words import AMBIGUOUS, SYNONYMS, WEAK, WORDS
from tichet_rules.text import LANGUAGES, Language

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = {"en": DOCS / "logs.md", "ro": DOCS / "ro" / "logs.md"}
NAMES: Final = {"en": "| field | names of its column |", "ro": "| câmpul | numele coloanei lui |"}
WEAKER: Final = {
    "en": "| field | where no better name is |",
    "ro": "| câmpul | unde nu este un nume mai bun |",
}
VALUES: Final = {"en": "| value | words for it |", "ro": "| valoarea | cuvinte pentru ea |"}


def table(code: Language, head: str) -> list[tuple[str, str]]:
    """The rows of the table with that first line: the key, and what is listed for it."""
    page = PAGES[code].read_text(encoding="utf-8")
    _, found, rest = page.partition(f"\n{head}\n|---|---|\n")
    assert found
    rows = [line.strip("| ").split(" | ") for line in rest.partition("\n\n")[0].splitlines()]
    return [(key.strip("`"), ", ".join(re.findall("`([^`]+)`", some))) for key, some in rows]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_name_that_is_found_is_listed(code: Language) -> None:
    assert table(code, NAMES[code]) == [*SYNONYMS.items()]
    assert table(code, WEAKER[code]) == [*WEAK.items()]
    page = PAGES[code].read_text(encoding="utf-8")
    assert all(f"`{each.capitalize()}`" in page for each in AMBIGUOUS.split(", "))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_that_is_read_is_listed(code: Language) -> None:
    assert table(code, VALUES[code]) == [
        (str(value), words) for values in WORDS.values() for value, words in values.items()
    ]
