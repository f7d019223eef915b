"""Words in both languages."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from tichet_rules.errors import InvalidInput
from tichet_rules.text import LANGUAGES, Language, Text, checked_language

WORKING_DAY = Text("zi lucrătoare", "working day")


@pytest.mark.parametrize(("code", "words"), [("ro", "zi lucrătoare"), ("en", "working day")])
def test_the_words_of_a_language(code: Language, words: str) -> None:
    assert checked_language(code) == code
    assert WORKING_DAY.in_(code) == words


def test_the_languages() -> None:
    assert LANGUAGES == ("ro", "en")


@pytest.mark.parametrize("code", ["", "fr", "RO", "ro_RO", "en_US", "uk", None, 5, ["ro"]])
def test_a_language_without_words(code: Any) -> None:
    for ask in (checked_language, WORKING_DAY.in_):
        with pytest.raises(InvalidInput, match=r"^language: got .*; expected 'ro' or 'en'$"):
            ask(code)


def test_a_text_is_a_value() -> None:
    assert Text("da", "yes") == Text("da", "yes") != Text("da", "yeah")
    assert hash(Text("da", "yes")) == hash(Text("da", "yes"))
    assert pickle.loads(pickle.dumps(WORKING_DAY)) == WORKING_DAY
    with pytest.raises(FrozenInstanceError):
        WORKING_DAY.ro = "altceva"  # type: ignore[misc]
