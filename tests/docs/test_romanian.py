"""The pages in Romanian: their wording, and the way to and from the English ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests._romanian import CEDILLAS, faults
from tichet_rules.cli._arguments import place

DOCS: Final = Path(__file__).parents[2] / "docs"
OWN: Final = {page.name: page for page in sorted((DOCS / "ro").glob("*.md"))}
RULES: Final = {f"rules/{page.name}": page for page in sorted((DOCS / "rules" / "ro").glob("*.md"))}


@pytest.mark.parametrize("page", [*OWN, *RULES])
def test_a_page_is_in_romanian(page: str) -> None:
    assert faults((OWN | RULES)[page].read_text(encoding="utf-8")) == []


def test_the_glossary_has_the_letters_of_romanian() -> None:
    assert not CEDILLAS & set((DOCS / "glossary.md").read_text(encoding="utf-8"))


def english(name: str) -> Path:
    """The page in English that a page in Romanian leads to."""
    page = OWN[name]
    link = re.search(r"\[In English\]\(([\w./-]+)\)", page.read_text(encoding="utf-8"))
    assert link
    return (page.parent / link[1]).resolve()


@pytest.mark.parametrize("name", OWN)
def test_each_page_leads_to_the_english_one_and_back(name: str) -> None:
    page = english(name)
    up = "../" * (len(page.relative_to(DOCS).parts) - 1)
    assert f"({up}ro/{name})" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OWN)
def test_a_link_leads_to_the_page_in_romanian_where_there_is_one(name: str) -> None:
    """Only parts of a page may be in English alone."""
    text = OWN[name].read_text(encoding="utf-8").replace("[In English]", "")
    translated = {english(each).relative_to(DOCS).as_posix() for each in OWN}
    assert "how-to/excel.md" in translated
    assert translated & set(re.findall(r"\]\(\.\./([\w./-]+\.md)\)", text)) == set()


def test_the_first_page_leads_to_each_of_the_others() -> None:
    first = OWN["index.md"].read_text(encoding="utf-8")
    others = OWN.keys() - {"index.md"}
    assert others <= set(re.findall(r"\]\(([\w-]+\.md)\)", first))
    assert {name.removesuffix(".md") for name in others} <= set(first.splitlines())


def keys(page: Path) -> list[str]:
    """What the rows of a page's tables are about, where it is written as code."""
    text = page.read_text(encoding="utf-8").partition("\n---\n")[0]  # then engineers' English
    return [
        key
        for first in re.findall(r"^\| ([^|]*`[^|]*) \|", text, re.MULTILINE)
        for key in re.findall(r"`([^`]+)`", first)
    ]


@pytest.mark.parametrize("name", OWN)
def test_a_table_has_the_rows_of_the_english_one(name: str) -> None:
    assert sorted(keys(OWN[name])) == sorted(place(key, "ro") for key in keys(english(name)))


def test_rows_are_looked_at() -> None:
    assert "audit REGISTRU" in keys(OWN["command-line.md"])
    assert "inclusive" in keys(OWN["time.md"])


PAGE = """\
# Un titlu

Programările de la `is of the` și «Hotel of Kings» din programari.csv, [în engleză](the/page.md).

```console
$ tichet-rules audit the.csv
Auditul programărilor: 19 ore, 20 de ore, 100 de ore, 101 ore, 0 zile
```

```python
>>> print("what is this")
what is this

```

Neînregistrat, a hotărî, „între ghilimele”, 20 000 de rânduri, 1.205 ore, dumneavoastră.
"""


def test_a_good_page_has_no_fault() -> None:
    assert faults(PAGE) == []


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ("Programările", "Programãrile şi", 3),
        ("Programările", "Programa\u0306rile", 3),
        ("Programările", "Row with the programărilor", 3),
        ("de la", "daca", 3),
        ("Auditul", "The audit of", 7),
        ("19 ore", "19 de ore", 7),
        ("20 de ore", "20 ore", 7),
        ("100 de ore", "100 ore", 7),
        ("101 ore", "101 de ore", 7),
        ("0 zile", "0 de zile", 7),
        ("what is this\n\n", "what is thiş\n\n", 12),
        ("Neînregistrat", "Hotărît", 16),
        ("a hotărî", "a coborâ", 16),
        ("20 000 de", "20 000", 16),
        ("„între", "“între", 16),
        ("dumneavoastră", "când vrei", 16),
    ],
)
def test_a_fault_is_found_on_its_line(good: str, bad: str, line: int) -> None:
    assert good in PAGE
    found = faults(PAGE.replace(good, bad))
    assert found
    assert {each.partition(":")[0] for each in found} == {str(line)}
