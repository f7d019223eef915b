"""Outcomes, comparisons and replays in a notebook: shown as HTML, read as data frames."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from attrs import evolve

from tests._notebook import HOSTILE, Page, shown
from tests.audit._scene import LOG, made
from tests.audit._scene import OFFICE as TOWN
from tichet_rules.audit import BookingLog, LogRow
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.whatif import (
    METRICS,
    Comparison,
    Demand,
    Engine,
    Outcome,
    compare,
    comparison,
    grid,
    replay_log,
    simulate,
    simulation,
    staffed,
)

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
    table = shown(outcome).table(
        "2026-11-02 – 2026-11-04; one simulated run: replication 0, seed 1"
    )
    assert shown(evolve(outcome, seed=None)).tables[0].caption == "2026-11-02 – 2026-11-04"
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


REPLAY = replay_log(
    BookingLog(HOSTILE, LOG.rows, LOG.unreadable),
    office=TOWN,
    policy={"notice_hours": 146, "window_reading": "civil_code"},
)


def test_a_replay_shows_what_its_report_tells() -> None:
    page = shown(REPLAY)
    totals, rules, months, flips = page.tables
    assert totals.caption == f"The log under another policy: {HOSTILE}"
    assert page.table(totals.caption).rows == [
        ["rows in the log", "6"],
        ["allowed by both", "0"],
        ["refused by both", "3"],
        ["allowed, now refused", "1"],
        ["refused, now allowed", "1"],
        ["unreadable", "1"],
    ]
    assert rules.head == [
        "Rule", "before", "newly", "no longer", "after", "now refused", "now allowed"
    ]  # fmt: skip
    assert [
        "slot.notice Booked in time", "1", "2", "0", "3", "1", "0"
    ] in page.table(rules.caption).rows  # fmt: skip
    assert page.table(months.caption).rows == [
        ["November 2026", "4", "1", "1"],
        ["December 2026", "1", "0", "0"],
    ]
    [first, second] = page.table(flips.caption).rows
    assert first[:4] == ["5", "b-4", "i-1", "refused, now allowed"]
    assert second[4].startswith("slot.notice: Only 145 hours ahead; ")
    assert page.text.endswith("can't be seen in it.")
    for personal in ("Pop", "Rus", "c-ana", "c-dan"):
        assert personal not in REPLAY.to_html() + REPLAY.to_html("ro")


def test_a_replay_in_romanian() -> None:
    page = Page(REPLAY.to_html("ro"))
    assert page.tables[0].rows[3] == ["permise, acum refuzate", "1"]
    assert page.tables[2].rows[0][0] == "noiembrie 2026"
    with pytest.raises(InvalidInput, match=r"^language: "):
        REPLAY.to_html("de")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: "):
        REPLAY.to_arrow("de")  # type: ignore[arg-type]


def test_a_replay_in_which_nothing_flips() -> None:
    nothing = replay_log(BookingLog("x", []), office=TOWN, policy={})
    page = shown(nothing)
    assert len(page.tables) == 1
    assert "No decision flips. A log tells what was booked; " in page.text
    assert pa.table(nothing).num_rows == 0


def test_of_many_flips_and_months_the_first_are_shown_and_it_says_so() -> None:
    wednesdays = [date(2026, 1, 7) + timedelta(weeks=5 * each) for each in range(1, 14)]
    rows = [
        made(f"{HOSTILE}{day}", f"{day}T10:00:00+02:00", f"{day - timedelta(7)}T10:00:00+02:00")
        for day in wednesdays
    ]
    log = BookingLog("x", [LogRow(line, each) for line, each in enumerate(rows, 2)])
    page = shown(replay_log(log, office=TOWN, policy={"notice_hours": 0, "horizon_days": 5}))
    assert [len(each.rows) for each in page.tables[2:]] == [12, 12]
    assert "The first 12 of 13 are shown. " in page.text
    assert "The first 12 of 13 are shown; to_arrow() has them all. " in page.text


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
        columns = ["scenario", "replication", "metric", "value", "notice_hours", "channels"]
        assert list(read[0]) == columns
        assert len(read) == 3 * 2 * len(found.metrics)
        for row in read:
            right = found.values(row["scenario"], row["metric"])[row["replication"]]
            # Null is NaN in pandas, which differs from itself.
            assert row["value"] == right or (right is None and row["value"] != 0)


def test_what_scenarios_differ_in_is_a_column() -> None:
    """The parameters alone in which they differ, and how many inspectors there are."""
    policies: dict[str, Any] = {
        "today": {},
        **grid({"horizon_days": [30, None], "channels": [["phone"], ["phone", "online"]]}),
        "more": staffed(OFFICE, 2),
    }
    ask: dict[str, Any] = {"first": FIRST, "last": FIRST, "seed": 1, "replications": 2}
    found = compare(OFFICE, Demand(per_day=1), policies, **ask)
    rows = pa.table(found).to_pylist()
    parameters = {
        row["scenario"]: (row["horizon_days"], row["channels"], row["inspectors"]) for row in rows
    }
    assert parameters == {
        "today": (None, "online+phone", 1),
        "horizon_days=30, channels=phone": (30, "phone", 1),
        "horizon_days=30, channels=phone+online": (30, "online+phone", 1),
        "horizon_days=None, channels=phone": (None, "phone", 1),
        "horizon_days=None, channels=phone+online": (None, "online+phone", 1),
        "more": (None, "online+phone", 3),
    }
    assert len(rows[0]) == 7
    alone = compare(OFFICE, Demand(per_day=1), {"x": {}}, **ask)
    assert pa.table(alone).num_columns == 4


def test_an_outcome_is_made_by_the_engine_of_its_comparison(
    found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def engine_of(engine: Any) -> Any:
        asked.append(str(engine))
        return simulation.engine_of(engine)

    monkeypatch.setattr(comparison, "engine_of", engine_of)
    other = evolve(found, engine=Engine.COLUMNS)
    assert other == found
    assert other.outcome("phone") == found.outcome("phone")
    other.outcome("phone", engine="decide")
    assert asked == ["columns", "decide", "decide"]


def test_an_outcome_has_the_notes_of_its_scenario(found: Comparison) -> None:
    outcomes = found.outcomes()
    assert outcomes["today"].notes == ()
    [note] = outcomes["phone"].notes
    assert f"«phone»: {note.en}" == found.notes()[0]


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


def test_a_replay_is_a_data_frame_of_the_findings_behind_its_flips() -> None:
    for read in (
        pa.table(REPLAY).to_pylist(),
        pl.DataFrame(REPLAY).to_dicts(),
        pd.DataFrame.from_arrow(REPLAY).to_dict("records"),
    ):
        behind = [(flip, each) for flip in REPLAY.flips for each in flip.findings]
        assert len(read) == len(behind) == 2
        for row, (flip, finding) in zip(read, behind, strict=True):
            assert row == {
                "line": flip.line,
                "booking": flip.booking,
                "inspector": flip.inspector,
                "booked_at": flip.booked_at,
                "start": flip.start,
                "flips_to": "refused" if flip.refused else "allowed",
                "rule": finding.rule,
                "message": finding.message("en", staff=True),
            }
    romanian = REPLAY.to_arrow("ro").column("message").to_pylist()
    assert romanian == [each.message("ro", staff=True) for _, each in behind]


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
