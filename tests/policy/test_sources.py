"""The sources that ship with the package."""

from __future__ import annotations

import pickle
from typing import Any, cast

import pytest
from attrs.exceptions import FrozenInstanceError

from tichet_rules.policy import Citation, Source, known_sources
from tichet_rules.text import LANGUAGES, Text


def test_the_sources_are_those_of_the_procedure_and_the_law() -> None:
    assert set(known_sources()) == {
        "article-2020",
        "monitorul-2020",
        "audiente-cluj",
        "cod-civil",
        "cod-procedura-civila",
        "reg-1182-71",
        "codul-muncii",
        "og-27-2002",
        "programme",
        "practice",
    }


def test_every_source_can_be_found() -> None:
    for key, source in known_sources().items():
        assert source.key == key
        for code in LANGUAGES:
            assert source.title.in_(code).strip()
            assert source.where.in_(code).strip()


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("article-2020", "524 de funcționari publici"),
        ("article-2020", "spotmedia.ro, 6 octombrie 2020"),
        ("monitorul-2020", "articolul 84077, 5 octombrie 2020"),
        ("cod-civil", "287/2009"),
        ("cod-procedura-civila", "134/2010"),
        ("reg-1182-71", "1182/71"),
        ("codul-muncii", "art. 139"),
        ("og-27-2002", "27/2002"),
    ],
)
def test_a_source(key: str, part: str) -> None:
    assert part in str(known_sources()[key])


def test_the_known_sources_cannot_be_changed_for_everyone() -> None:
    shared: Any = cast("Any", known_sources())
    try:
        with pytest.raises(TypeError):
            shared["mine"] = Source("mine", "title", "where")
    finally:
        if isinstance(shared, dict):
            shared.pop("mine", None)


def test_sources_and_citations_are_values() -> None:
    source, citation = Source("hcl", "HCL", "Monitorul"), Citation("hcl", "art. 1", "«da»")
    for value in (source, citation):
        assert pickle.loads(pickle.dumps(value)) == value
        assert len({value, pickle.loads(pickle.dumps(value))}) == 1
    assert Citation("hcl") == Citation("hcl", "", "") != citation
    with pytest.raises(FrozenInstanceError):
        source.key = "x"  # type: ignore[misc]


def test_a_title_in_one_language_or_in_both() -> None:
    both = Text("Practica", "Practice")
    assert Source("x", both, "undeva") == Source(
        "x", {"ro": "Practica", "en": "Practice"}, "undeva"
    )
    assert Source("x", both, "undeva").where.in_("en") == "undeva"
