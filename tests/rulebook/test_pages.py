"""What is made of the code is fresh, and its links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.rulebook._files import ROOT, RULES, stale, wanted
from tests.rulebook._vectors import FIRST, concerning, related
from tests.rules._scene import CEDILLAS
from tichet_rules import RULE_BOOK

PAGES = sorted(path for path in wanted() if path.suffix == ".md")
# The project's own first vectors, where this repository lies beside them.
PUBLISHED = ROOT.parent / "shared" / "vectors" / "first.json"


def named(path: Path) -> str:
    return path.relative_to(RULES).as_posix()


def test_the_files_are_fresh() -> None:
    assert stale() == [], "run python -m tests.rulebook"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", wanted()[page]):
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), target
        if anchor:
            assert f'<a id="{anchor}"></a>' in wanted()[there], target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_is_well_written(page: Path) -> None:
    text = wanted()[page]
    assert not CEDILLAS & set(text)
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert sum(table.count("\n") for table in tables) == len(rows)
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_every_rule_has_its_place_in_both_languages() -> None:
    for rule in RULE_BOOK:
        places = [path for path in PAGES if f'<a id="{rule.id}"></a>' in wanted()[path]]
        assert sorted(path.parent.name for path in places) == ["en", "ro"]
        for path in places:
            assert rule.citation.quote in wanted()[path]


def test_a_romanian_page_shows_no_docstring_of_a_predicate() -> None:
    docstrings = {str(each.predicate.__doc__) for each in RULE_BOOK}
    for page in PAGES:
        shown = [each for each in docstrings if f'"""{each}"""' in wanted()[page]]
        assert bool(shown) is (page.parent.name == "en"), page


def test_every_rule_has_vectors() -> None:
    assert [each.id for each in RULE_BOOK if not related(each.id)] == []


def test_the_first_vectors_are_those_published() -> None:
    if not PUBLISHED.exists():
        pytest.skip("the first vectors are no part of this repository")
    cases = json.loads(PUBLISHED.read_text("utf-8"))["cases"]
    found = {each.id: concerning(each.id, cases) for each in RULE_BOOK}
    kept = {rule: [tuple(each) for each in ids] for rule, ids in _first().items()}
    assert {rule: ids for rule, ids in found.items() if ids} == kept


def _first() -> dict[str, list[list[object]]]:
    first: dict[str, list[list[object]]] = json.loads(FIRST.read_text("utf-8"))
    return first
