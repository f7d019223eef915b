"""Demands as JSON and counts as a table: strict, and with the place of what is wrong."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.demands import demand_document, read_counts, read_demand
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.whatif import Assignment, Demand, Preference

FULL: dict[str, Any] = {
    "per_day": 12.5,
    "by_weekday": {"mon": 1.5},
    "by_month": {"8": 0.5},
    "on_closed_days": 0.1,
    "by_hour": {"9": 2, "20": 1},
    "answered": 0.4,
    "answer_age_days": {"5": 2, "25": 1},
    "preferences": [
        {"weight": 3},
        {"weight": 0.5, "hours": ["14:00", "16:00"]},
        {"weight": 1, "weekday": "fri"},
    ],
    "patience_days": 30,
    "cancellation": 0.1,
    "cancelled_ahead_hours": {"48": 1},
    "no_show": 0.2,
    "meeting_minutes": {"10": 1, "20": 1},
    "channel": "phone",
    "assignment": "at_random",
}


def test_every_field_is_read_and_written() -> None:
    demand = read_demand(FULL)
    assert demand.by_month[8] == 0.5
    assert demand.preferences[Preference(hours=("14:00", "16:00"))] == 0.5
    assert demand.assignment is Assignment.AT_RANDOM
    document = demand_document(demand)
    assert json.loads(json.dumps(document)) == FULL
    assert read_demand(document) == demand


def test_counts_by_date() -> None:
    demand = read_demand({"counts": {"2026-11-02": 21, "2026-11-03": 0}})
    assert dict(demand.counts or {}) == {date(2026, 11, 2): 21, date(2026, 11, 3): 0}
    assert demand_document(demand) == {"counts": {"2026-11-02": 21, "2026-11-03": 0}}


weights = st.floats(0.01, 100)
demands = st.builds(
    Demand,
    per_day=st.floats(0, 1000),
    by_weekday=st.dictionaries(st.sampled_from(WEEKDAYS), weights),
    by_month=st.dictionaries(st.integers(1, 12), weights),
    by_hour=st.dictionaries(st.integers(0, 23), weights, min_size=1),
    answered=st.floats(0, 1),
    preferences=st.dictionaries(
        st.builds(
            Preference,
            st.none() | st.sampled_from(WEEKDAYS),
            st.none() | st.just(("08:30", "24:00")),
        ),
        weights,
        min_size=1,
    ),
    meeting_minutes=st.none() | st.dictionaries(st.integers(1, 60), weights, min_size=1),
)


@given(demands)
def test_what_is_written_is_read_as_the_same(demand: Demand) -> None:
    assert read_demand(json.loads(json.dumps(demand_document(demand)))) == demand


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "demand: got 'a list'; expected an object, {…}"),
        ({"per_days": 1}, "demand: got 'per_days'; expected"),
        ({}, "demand.per_day: got None; expected either a mean per day, or counts by date"),
        ({"per_day": "12"}, "demand.per_day: got '12'"),
        ({"per_day": 1, "by_hour": [9]}, "demand.by_hour: got [9]"),
        ({"per_day": 1, "by_hour": {"nine": 1}}, "demand.by_hour: got 'nine'; expected a whole"),
        ({"per_day": 1, "by_hour": {"9": 1, "09": 1}}, "demand.by_hour: got '9'; expected each"),
        ({"per_day": 1, "by_hour": {"²": 1}}, "demand.by_hour: got '²'"),
        ({"per_day": 1, "by_hour": {"9" * 5000: 1}}, "demand.by_hour: got '999"),
        ({"counts": {"2026-11-31": 1}}, "demand.counts: got '2026-11-31'; expected a date of"),
        ({"counts": {"2026-11-02": -1}}, "demand.counts[2026-11-02]: got -1"),
        ({"per_day": 1, "preferences": {}}, "demand.preferences: got 'an object'; expected a li"),
        ({"per_day": 1, "preferences": []}, "demand.preferences: got {}; expected at least one"),
        ({"per_day": 1, "preferences": [3]}, "demand.preferences[0]: got 3; expected an object"),
        ({"per_day": 1, "preferences": [{}]}, "demand.preferences[0].weight: got 'nothing'"),
        (
            {"per_day": 1, "preferences": [{"weight": 1}, {"weight": 2}]},
            "demand.preferences[1]: got 'a preference again'; expected each preference once",
        ),
        (
            {"per_day": 1, "preferences": [{"weight": 1, "weekday": "monday"}]},
            "demand.preferences[0].weekday: got 'monday'",
        ),
        (
            {"per_day": 1, "preferences": [{"weight": 1, "hours": ["16:00"]}]},
            "demand.preferences[0].hours: got ['16:00']",
        ),
    ],
)
def test_a_mistake_names_its_place(document: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_demand(document)
    assert str(error.value).startswith(message)


# --- counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "date,count\n2026-11-02,21\n2026-11-03,17\n",
        "Ziua;Observații;Număr\n02.11.2026;;21\n03.11.2026;ploaie;17\n",
        "Data\tCereri\n46328\t21\n46329\t17\n",
        "count,day\r\n21,02/11/2026\r\n17,03/11/2026\r\n",
    ],
    ids=["plain", "romanian", "excel", "order"],
)
def test_counts_as_spreadsheets_write_them(text: str) -> None:
    expected = {date(2026, 11, 2): 21, date(2026, 11, 3): 17}
    assert read_counts(text, name="counts.csv") == expected
    assert read_counts(text.encode(), name="counts.csv") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "counts.csv: got 'an empty file'"),
        ("date,what\n2026-11-02,1\n", "counts.csv: line 1: got \"'date', 'what'\"; expected one c"),
        ("date,count,number,cereri\n", "counts.csv: line 1: got"),
        ("count\n1\n", "counts.csv: line 1: got \"'count'\"; expected one column of dates"),
        ("date,count\n2026-11-31,1\n", "counts.csv: line 2, date: got '2026-11-31'"),
        ("date,count\n2026-11-02,-1\n", "counts.csv: line 2, count: got '-1'; expected a whole"),
        ("date,count\n2026-11-02,many\n", "counts.csv: line 2, count: got 'many'"),
        ("date,count\n2026-11-02,1\n2026-11-02,2\n", "counts.csv: line 3: got '2026-11-02'; exp"),
        ("date,count\n2026-11-02\n", "counts.csv: line 2: got '1 cells'; expected 2"),
        ('date,count\n"2026-11-02,1\n', "counts.csv: line 2: got"),
        (
            "date,count\n03/04/2026,1\n04/30/2026,1\n",
            "counts.csv: line 3, date: got '04/30/2026'; expected",
        ),
    ],
)
def test_counts_that_can_t_be_read(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_counts(text, name="counts.csv")
    assert str(error.value).startswith(message)
