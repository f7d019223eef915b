"""Outcomes and comparisons in a notebook: shown as HTML, read as data frames."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from tests._notebook import HOSTILE, Page, shown
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.whatif import METRICS, Comparison, Demand, Outcome, compare, simulate

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 4)
OFFICE = Office(inspectors=[Inspector("i-1")])
DEMAND = Demand(per_day=15, answered=0.5, answer_age_days={40: 1}, no_show=0.2)


@pytest.fixture(scope="module")
def found() -> Comparison:
    scenarios: dict[str, Any] = {
        "today": {},
        HOSTILE: {"notice_hours": 24},
        "phone": {"channels": ["phone"]},
    }
    return compare(
        OFFICE, DEMAND, scenarios, first=FIRST, last=LAST, seed=1, replications=2, warm_up_days=1
    )


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return simulate(OFFICE, DEMAND, first=FIRST, last=LAST, seed=1)


# --- HTML -----------------------------------------------------------------------------------


def test_a_comparison_shows_what_it_explains(found: Comparison) -> None:
    page = shown(found)
    lines = [" ".join(line.split()) for line in found.explain("en").splitlines()]
    means, differences = page.tables
    assert means.caption == lines[0]
    assert means.head[1:] == ["today", HOSTILE, "phone"]
    assert differences.head[1:] == [HOSTILE, "phone"]
    assert differences.caption in lines
    metrics = len(found.metrics)
    rows = [*page.table(means.caption).rows, *page.table(differences.caption).rows]
    said = [" ".join(row) for row in rows]
    assert said == [*lines[2 : 2 + metrics], *lines[-metrics - 2 : -2]]
    assert page.text.endswith(lines[-1])
    assert lines[-1].startswith("«phone»: nobody could be booked")


def test_a_comparison_in_romanian(found: Comparison) -> None:
    page = Page(found.to_html("ro"))
    assert page.language == "ro"
    assert page.tables[0].head[0] == "Indicatorul"
    assert page.table("Diferența față de «today»").rows[0][1] == "0,0 ± 0,0"
    with pytest.raises(InvalidInput, match=r"^language: "):
        found.to_html("de")  # type: ignore[arg-type]


def test_one_scenario_differs_from_none() -> None:
    alone = compare(OFFICE, DEMAND, {"x": {}}, first=FIRST, last=FIRST, seed=1, replications=2)
    assert len(shown(alone).tables) == 1


def test_of_many_scenarios_the_first_are_shown_and_it_says_so() -> None:
    many = compare(
        OFFICE,
        Demand(per_day=1),
        {f"s-{number}": {} for number in range(13)},
        first=FIRST,
        last=FIRST,
        seed=1,
        replications=2,
    )
    page = shown(many)
    assert [len(each.head) for each in page.tables] == [13, 12]
    assert page.text.endswith("The first 12 of 13 are shown; to_arrow() has them all.")


def test_an_outcome_shows_its_figures(outcome: Outcome) -> None:
    table = shown(outcome).table("2026-11-02 – 2026-11-04")
    assert len(table.rows) == len(outcome.figures())
    said = {row[0]: row[1] for row in table.rows}
    assert said["citizens who ask"] == str(outcome.arrivals)
    assert said["utilisation (%)"] == f"{outcome.figures()['utilisation']:.1f}".removesuffix(".0")


def test_an_outcome_of_nobody_in_romanian() -> None:
    nobody = simulate(OFFICE, Demand(per_day=0), first=FIRST, last=FIRST, seed=1)
    said = {row[0]: row[1] for row in Page(nobody.to_html("ro")).tables[0].rows}
    assert said["așteptarea medie (zile)"] == "–"
    assert said["cetățeni care cer"] == "0"
    with pytest.raises(InvalidInput, match=r"^language: "):
        nobody.to_html("de")  # type: ignore[arg-type]


def test_what_a_rule_refused_is_shown_by_its_title(found: Comparison) -> None:
    told = shown(found.outcome("phone")).table("2026-11-02").rows
    assert len(told) > len(METRICS)
    assert told[-1][0].startswith("refused: ")


# --- outcomes made again --------------------------------------------------------------------


def test_the_outcome_of_a_scenario_has_the_figures_of_the_comparison(found: Comparison) -> None:
    for replication in range(2):
        for name, outcome in found.outcomes(replication).items():
            assert outcome.figures() == dict(found.figures[name][replication])
    assert list(found.outcomes()) == ["today", HOSTILE, "phone"]


def test_a_scenario_or_a_replication_that_there_is_not(found: Comparison) -> None:
    with pytest.raises(InvalidInput, match=r"^scenario: .*did you mean 'today'"):
        found.outcome("todya")
    with pytest.raises(InvalidInput, match=r"^replication: got 2; .*at most 1"):
        found.outcome("today", 2)


# --- data frames ----------------------------------------------------------------------------


def test_a_comparison_is_a_tidy_data_frame(found: Comparison) -> None:
    for read in (
        pa.table(found).to_pylist(),
        pl.DataFrame(found).to_dicts(),
        pd.DataFrame.from_arrow(found).to_dict("records"),
    ):
        assert list(read[0]) == ["scenario", "replication", "metric", "value"]
        assert len(read) == 3 * 2 * len(found.metrics)
        for row in read:
            right = found.values(row["scenario"], row["metric"])[row["replication"]]
            # Null is NaN in pandas, which differs from itself.
            assert row["value"] == right or (right is None and row["value"] != 0)


def test_what_cant_be_said_is_null() -> None:
    nobody = compare(
        OFFICE, Demand(per_day=0), {"x": {}}, first=FIRST, last=FIRST, seed=1, replications=2
    )
    values = {(row["metric"], row["value"]) for row in pa.table(nobody).to_pylist()}
    assert ("lead_time_mean", None) in values
    assert ("arrivals", 0.0) in values


def test_an_outcome_is_a_data_frame_of_its_citizens(found: Comparison) -> None:
    outcome = found.outcome("phone")
    records = (*outcome.records, *found.outcome("today").records)
    tables = [pa.table(outcome), pa.table(found.outcome("today"))]
    rows = [row for table in tables for row in table.to_pylist()]
    assert len(rows) == len(records)
    for row, each in zip(rows, records, strict=True):
        assert row["asked_at"] == each.asked_at
        assert row["inspector"] == each.inspector
        assert row["fate"] == each.fate
        assert row["first_free"] == each.first_free
        assert row["start"] == (each.booked.start if each.booked else None)
        assert row["minutes"] == (each.booked.minutes if each.booked else None)
        assert row["lead_time"] == each.lead_time
        assert row["refused_by"] == list(each.refused_by)
        assert row["closed_at"] == each.closed_at
        assert row["meeting_minutes"] == each.minutes
    assert {row["fate"] for row in rows} >= {"held", "refused"}


def test_the_types_are_those_of_time(outcome: Outcome) -> None:
    frame = pl.DataFrame(outcome)
    assert frame.schema["asked_at"] == pl.Datetime("us", "UTC")
    assert frame.schema["lead_time"] == pl.Duration("us")
    assert isinstance(frame.schema["fate"], pl.Categorical)
    mean: Any = frame["lead_time"].mean()
    assert outcome.lead_time_mean is not None
    assert abs(mean - outcome.lead_time_mean).total_seconds() < 1e-3
    dtypes = pd.DataFrame.from_arrow(outcome).dtypes
    assert str(dtypes["asked_at"]) == "datetime64[us, UTC]"
    assert str(dtypes["inspector"]) == "category"
