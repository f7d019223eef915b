"""The tables of what a demand says and of the figures of a what-if leave out nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from attrs import fields

from tichet_rules.whatif import METRICS, Demand

PAGE: Final = (Path(__file__).parents[2] / "docs" / "what-if.md").read_text(encoding="utf-8")


def table(head: str) -> dict[str, list[str]]:
    """The cells of the table with that first line, by the first of them."""
    _, _, rest = PAGE.partition(f"\n{head}\n")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in rest.partition("\n\n")[0].splitlines()[1:]
    ]
    return {first.strip("`"): others for first, *others in rows}


def test_each_field_of_a_demand_has_its_row() -> None:
    rows = table("| field | what it says | default |")
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


def test_each_figure_has_its_row() -> None:
    rows = table("| id | title | unit | of whom, or what |")
    *ids, by_rule = rows
    assert ids == [each.id for each in METRICS]
    assert by_rule == "refused.RULE"
    for each in METRICS:
        title, unit, _ = rows[each.id]
        assert title == each.title.en
        assert unit.startswith(each.unit.en)
