"""The report of a what-if: what a terminal and a spreadsheet are told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents._tables import read
from tichet_rules.documents.comparison_report import comparison_csv, comparison_text
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.whatif import Comparison, Demand, compare, grid

OFFICE = Office(inspectors=[Inspector("i-017")])


def compared(policies: dict[str, dict[str, int]], per_day: float = 6) -> Comparison:
    return compare(
        OFFICE,
        Demand(per_day=per_day),
        policies,
        first=date(2026, 11, 2),
        last=date(2026, 11, 4),
        seed=1,
        replications=3,
    )


TWO = compared({"today": {}, "24 hours": {"notice_hours": 24}})
MANY = compared({"today": {}, **grid({"notice_hours": [0, 24, 72], "max_minutes": [10, 15]})})


def test_a_few_scenarios_stand_side_by_side() -> None:
    assert comparison_text(TWO) == TWO.explain()
    assert comparison_text(TWO, "ro", metrics=["left"]) == TWO.explain("ro", metrics=["left"])


def test_many_stand_below_one_another() -> None:
    head, titles, today, *others, star, _, note = comparison_text(MANY).splitlines()
    assert comparison_text(MANY, "ro") == MANY.explain("ro")
    assert note.endswith("10-minute meetings on a grid of 15 minutes (grid_minutes) take 15")
    assert head == TWO.explain().splitlines()[0]
    assert titles.endswith("overtime (minutes)")
    assert today.startswith("today ")
    assert "*" not in today
    assert [each.split("  ")[0] for each in others] == [each.name for each in MANY.scenarios[1:]]
    sooner = comparison_text(MANY, metrics=["lead_time_mean"]).splitlines()[3]
    mean = MANY.estimate("notice_hours=0, max_minutes=10", "lead_time_mean")
    assert mean is not None
    told = f"{mean.mean:.2f} ± {mean.margin:.2f} *"
    assert sooner.split(maxsplit=2) == ["notice_hours=0,", "max_minutes=10", told]
    assert star == "*: differs from «today», with the same citizens"
    assert "diferă de «today»" in comparison_text(MANY, "ro")


def test_a_figure_that_nobody_knows() -> None:
    with pytest.raises(InvalidInput, match=r"^metric: got 'waiting'"):
        comparison_text(MANY, metrics=["waiting"])


def test_the_table() -> None:
    rows = read(comparison_csv(TWO, "en"), ",")
    assert len(rows) == 2 * len(TWO.metrics)
    first, *_ = rows
    assert first["difference"] == ""
    [row] = [
        each
        for each in rows
        if (each["scenario"], each["metric"]) == ("24 hours", "lead_time_mean")
    ]
    mean = TWO.estimate("24 hours", "lead_time_mean")
    difference = TWO.difference("24 hours", "lead_time_mean")
    assert mean is not None
    assert difference is not None
    assert (row["title"], row["unit"], row["replications"]) == ("lead time, mean", "days", "3")
    assert float(row["mean"]) == mean.mean
    assert (float(row["low"]), float(row["high"])) == (mean.low, mean.high)
    assert float(row["difference"]) == difference.mean
    assert float(row["difference_high"]) == difference.high


def test_the_table_opens_in_a_romanian_excel() -> None:
    english = read(comparison_csv(TWO, "en"), ",")
    romanian = read(comparison_csv(TWO, "ro"), ";")
    assert [*romanian[0]][:4] == ["scenariul", "indicatorul", "titlul", "unitatea"]
    assert len(romanian) == len(english)
    for one, other in zip(english, romanian, strict=True):
        assert other["indicatorul"] == one["metric"]
        assert other["media"] == one["mean"].replace(".", ",")
        assert other["diferența, de la"] == one["difference_low"].replace(".", ",")
    assert any("," in each["media"] for each in romanian)


def test_a_figure_that_can_t_be_said_is_an_empty_cell() -> None:
    rows = read(comparison_csv(compared({"today": {}}, 0)), ",")
    [row] = [each for each in rows if each["metric"] == "lead_time_mean"]
    assert (row["mean"], row["low"], row["high"]) == ("", "", "")


def test_a_hostile_name_is_no_formula_and_no_command_to_a_terminal() -> None:
    hostile = compared({"=1+1": {}})
    rows = read(comparison_csv(hostile), ",")
    assert {each["scenario"] for each in rows} == {"'=1+1"}
    with pytest.raises(InvalidInput, match="printable"):
        compared({"\x1b[2J": {}})


def test_what_is_no_comparison() -> None:
    with pytest.raises(WrongType, match=r"^comparison: got 3; expected a Comparison"):
        comparison_text(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: got 'fr'"):
        comparison_csv(TWO, "fr")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: got 'fr'"):
        comparison_text(MANY, "fr")  # type: ignore[arg-type]
