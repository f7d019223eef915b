"""The tables of what a demand says and of the figures of a what-if leave out nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from attrs import fields

from tichet_rules.cli._arguments import place
from tichet_rules.text import LANGUAGES, Language
from tichet_rules.whatif import METRICS, Demand

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = {"en": DOCS / "what-if.md", "ro": DOCS / "ro" / "what-if.md"}
FIELDS: Final = {
    "en": "| field | what it says | default |",
    "ro": "| câmpul | ce spune | implicit |",
}
FIGURES: Final = {
    "en": "| id | title | unit | of whom, or what |",
    "ro": "| id | titlul | unitatea | ale cui, sau ce |",
}


def table(code: Language, head: str) -> dict[str, list[str]]:
    """The cells of the table with that first line, by the first of them."""
    _, _, rest = PAGES[code].read_text(encoding="utf-8").partition(f"\n{head}\n")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in rest.partition("\n\n")[0].splitlines()[1:]
    ]
    return {first.strip("`"): others for first, *others in rows}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_field_of_a_demand_has_its_row(code: Language) -> None:
    rows = table(code, FIELDS[code])
    assert list(rows) == [each.name for each in fields(Demand)]
    default = Demand(per_day=1)
    for name, (_, said) in rows.items():
        if number := re.match(r"\**(\d+)\b", said):
            value = getattr(default, name)
            assert (value or 1) == float(number[1]) or value == float(number[1]), name
        elif mix := re.search(r"\{(\d+): (\d+)\}", said):
            assert dict(getattr(default, name)) == {int(mix[1]): float(mix[2])}, name
        elif word := re.search("`([a-z_]+)`", said) if name != "per_day" else None:
            assert getattr(default, name) == word[1], name


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_figure_has_its_row(code: Language) -> None:
    rows = table(code, FIGURES[code])
    *ids, by_rule = rows
    assert ids == [each.id for each in METRICS]
    assert by_rule == place("refused.RULE", code)
    for each in METRICS:
        title, unit, _ = rows[each.id]
        assert title == each.title.in_(code)
        assert unit.startswith(each.unit.in_(code))
