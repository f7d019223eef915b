"""The columnar engine against the one that decides event by event: the same, record by record."""

from __future__ import annotations

import pickle
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, MissingExtra
from tichet_rules.model import Absence, Inspector, Week
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory, preset
from tichet_rules.timekeeping import DayReading, HourReading, WorkingCalendar
from tichet_rules.whatif import Demand, Fate, Outcome, Preference, compare, simulate
from tichet_rules.whatif._columns_rounds import all_at_once

PRESET = preset("cluj-napoca/tichet-albastru").latest
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Each lets something else happen: clocks that change, two holidays after a weekend, and the turn of
# the year.
TIMES = (date(2026, 3, 26), date(2026, 10, 22), date(2026, 11, 26), date(2026, 12, 28))


def both(office: Office, demand: Demand, first: date, days: int, **others: Any) -> Outcome:
    """The outcome of both engines, which is the same."""
    last = first + timedelta(days=days)
    question: dict[str, Any] = {"first": first, "last": last, "seed": 1, **others}
    exact = simulate(office, demand, **question)
    columns = simulate(office, demand, **question, engine="columns")
    for one, other in zip(exact.records, columns.records, strict=True):
        assert one == other
    assert exact == columns
    assert hash(exact) == hash(columns)
    assert exact.figures() == columns.figures()
    assert list(exact.figures()) == list(columns.figures())
    assert exact.refused_by() == columns.refused_by()
    assert list(exact.refused_by()) == list(columns.refused_by())
    assert exact.lead_times == columns.lead_times
    assert exact.open_bookings() == columns.open_bookings()
    assert exact.utilisation() == columns.utilisation()
    return columns


# --- whatever the policy, the demand and the hours ----------------------------------------------


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    grid = draw(st.sampled_from([5, 10, 15, 15, 20, 45]))
    length = draw(st.sampled_from([5, 15, 15, 20, 50]))
    notice = draw(st.sampled_from([0, 1, 24, 48, 48, 70]))
    horizon = draw(st.sampled_from([None, None, 3, 6, 30]))
    return PRESET.evolve(
        grid_minutes=grid,
        max_minutes=length,
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5, 20])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 5, 30])),
        notice_hours=notice,
        notice_reading=draw(st.sampled_from(HourReading)),
        horizon_days=None if horizon is None else max(horizon, -(-notice // 24)),
        window_days=draw(st.sampled_from([0, 5, 30])),
        window_reading=draw(st.sampled_from(DayReading)),
        window_binds=draw(st.sampled_from(["meeting", "meeting", "booking"])),
        no_show_pause_days=draw(st.sampled_from([None, 0, 10])),
        open_bookings_per_request=draw(st.integers(1, 2)),
        channels=draw(st.sampled_from([["online"], ["online"], ["online"], ["phone"]])),
    )


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    hours = st.lists(st.integers(0, 96), unique=True, max_size=4).map(sorted)
    days: dict[str, list[tuple[str, str]]] = {}
    for day in draw(st.sets(st.sampled_from(DAYS), min_size=1)):
        edges = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in draw(hours)]
        days[day] = list(zip(edges[::2], edges[1::2], strict=False))
    return Week.of(**days)


MORNINGS = Week.of(**{day: [("08:00", "09:30")] for day in DAYS[:5]})


@st.composite
def offices(draw: st.DrawFn, first: date) -> Office:
    near = st.integers(-5, 25).map(lambda days: first + timedelta(days=days))
    instants = near.flatmap(
        lambda day: st.integers(0, 95).map(
            lambda quarter: (
                datetime(day.year, day.month, day.day, tzinfo=UTC)
                + timedelta(minutes=15 * quarter, seconds=quarter)
            )
        )
    )

    @st.composite
    def absences(draw: st.DrawFn) -> Absence:
        ends = sorted(draw(st.tuples(near, near)))
        whole = Absence(*ends)
        begins, until = sorted(draw(st.tuples(instants, instants)))
        return Absence(begins, until) if begins < until and draw(st.booleans()) else whole

    known = [MORNINGS, Week(), draw(weeks())]
    inspectors = [
        Inspector(
            f"i-{number}",
            week=draw(st.sampled_from(known)),
            overrides=draw(
                st.dictionaries(near, st.sampled_from([[], [("10:00", "11:00")]]), max_size=2)
            ),
            absences=draw(st.lists(absences(), max_size=2)),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    calendar = WorkingCalendar(
        zone=draw(st.sampled_from(["Europe/Bucharest", "Europe/Bucharest", "America/Havana"])),
        closures=draw(st.lists(near, max_size=2)),
        recovery_days=draw(st.lists(near, max_size=2)),
    )
    one = draw(policies())
    policy: Policy | PolicyHistory = one
    if draw(st.integers(0, 3)) == 0:
        other = draw(policies())
        policy = PolicyHistory(
            [
                one,
                attrs.evolve(other, valid_from=first + timedelta(days=draw(st.integers(1, 5)))),
            ]
        )
    return Office(policy, calendar, inspectors)


WISHES = [
    Preference("fri"),
    Preference("sun"),
    Preference(hours=("09:00", "10:00")),
    Preference("tue", ("08:00", "16:00")),
]


@st.composite
def demands(draw: st.DrawFn, first: date, most: int = 9) -> Demand:
    days = st.integers(-2, 9).map(lambda days: first + timedelta(days=days))
    wishes = draw(st.lists(st.sampled_from(WISHES), max_size=2))
    some = st.sampled_from([0.0, 0.3, 1.0])
    return Demand(
        counts={first: 0}  # else nobody may be within the time
        | draw(st.dictionaries(days, st.integers(0, most), min_size=1, max_size=6)),
        by_hour=dict.fromkeys(draw(st.sets(st.integers(0, 23), min_size=1, max_size=4)), 1),
        answered=draw(some),
        answer_age_days={0: 1, 3: 1, 26: 1, 29: 1},
        preferences={Preference(): 1, **dict.fromkeys(wishes, 2)},
        patience_days=draw(st.sampled_from([0, 3, 10, 40])),
        cancellation=draw(some),
        cancelled_ahead_hours=dict.fromkeys(
            draw(st.sets(st.sampled_from([1, 24, 60, 300]), min_size=1)), 1
        ),
        no_show=draw(some),
        meeting_minutes=draw(st.sampled_from([None, {10: 1, 25: 1}])),
        assignment=draw(st.sampled_from(["in_turn", "at_random", "by_hours"])),
    )


@settings(max_examples=60)
@given(st.data(), st.sampled_from(TIMES), st.integers(0, 10), st.integers(0, 3))
def test_the_engines_agree_on_whatever_is_asked(
    data: st.DataObject, first: date, days: int, warm_up_days: int
) -> None:
    office, demand = data.draw(offices(first)), data.draw(demands(first))
    both(office, demand, first, days, warm_up_days=warm_up_days)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(TIMES))
def test_citizens_served_all_at_once_get_what_they_get_in_turn(
    data: st.DataObject, first: date
) -> None:
    """Many more of them, which the engine that decides event by event would take long for."""
    office, demand = data.draw(offices(first)), data.draw(demands(first, most=150))
    question: dict[str, Any] = {"first": first, "last": first + timedelta(days=9), "seed": 2}
    found = simulate(office, demand, **question, engine="columns")
    with patch("tichet_rules.whatif._columns_engine.all_at_once", _none_at_once):
        assert simulate(office, demand, **question, engine="columns") == found


def _none_at_once(asked: Any, *_: Any) -> Any:
    return np.bincount(asked.who) > 0


NO_HOURS = Week.of()
HALF = Week.of(**{day: [("08:00", "08:45")] for day in DAYS[:5]})


@pytest.mark.parametrize(
    ("weeks", "away", "met"),
    [
        ((MORNINGS, HALF, MORNINGS), (), {"i-0", "i-1", "i-2"}),
        # The first, the last and those between who don't work have no request.
        ((NO_HOURS, HALF, NO_HOURS, MORNINGS, NO_HOURS), (), {"i-1", "i-3"}),
        ((MORNINGS, MORNINGS), ("i-1",), {"i-0"}),
        # Where nobody works, it does not matter.
        ((NO_HOURS, NO_HOURS), (), {"i-0", "i-1"}),
    ],
)
def test_requests_come_by_the_hours_that_inspectors_work(
    weeks: tuple[Week, ...], away: tuple[str, ...], met: set[str]
) -> None:
    first = date(2026, 11, 2)
    names = [f"i-{number}" for number in range(len(weeks))]
    staff = [
        Inspector(
            name, week=week, absences=[Absence(first, first + timedelta(99))] * (name in away)
        )
        for name, week in zip(names, weeks, strict=True)
    ]
    demand = Demand(per_day=30, patience_days=20, assignment="by_hours")
    found = both(Office(inspectors=staff), demand, first, 4)
    assert {each.inspector for each in found.records} == met
    all_leave = found.fates()[Fate.LEFT] == found.arrivals
    assert all_leave is not any(found.available.values())


# --- what happens seldom ------------------------------------------------------------------------

FIRST = date(2026, 11, 2)
BUSY: dict[str, Any] = {
    "per_day": 14,
    "answered": 0.5,
    "answer_age_days": {5: 2, 25: 1, 29: 1},
    "cancellation": 0.3,
    "no_show": 0.2,
    "meeting_minutes": {10: 1, 25: 1},
}
EARLY, LATE = Preference(hours=("08:00", "08:30")), Preference(hours=("09:00", "09:30"))


def town(count: int = 2, week: Week = MORNINGS, **parameters: Any) -> Office:
    staff = [Inspector(f"i-{number}", week=week) for number in range(count)]
    leaders = [Inspector("d-1", role="director")]
    return Office(PRESET.evolve(**parameters), inspectors=[*staff, *leaders])


def served_in_turn(office: Office, demand: Demand, days: int) -> int:
    """How many inspectors are not served all at once."""
    left: list[int] = []

    def watched(*arguments: Any) -> Any:
        found = all_at_once(*arguments)
        left.append(int(found.sum()))
        return found

    with patch("tichet_rules.whatif._columns_engine.all_at_once", watched):
        both(office, demand, FIRST, days)
    [count] = left
    return count


@pytest.mark.parametrize(
    ("demand", "parameters", "in_turn"),
    [
        ({}, {}, 0),
        ({"preferences": {Preference(): 2, EARLY: 1, LATE: 1, Preference("fri"): 1}}, {}, 0),
        ({}, {"buffer_after_minutes": 5}, 2),
        ({}, {"grid_minutes": 5}, 2),
        ({}, {"channels": ["phone"]}, 2),
        ({"cancelled_ahead_hours": {200: 1}}, {}, 2),
        ({"cancelled_ahead_hours": {24: 1}}, {"notice_hours": 0}, 2),
        ({"answer_age_days": {28: 1}, "per_day": 30}, {}, 2),
    ],
)
def test_who_is_served_all_at_once(
    demand: dict[str, Any], parameters: dict[str, Any], in_turn: int
) -> None:
    asked = Demand(**{**BUSY, **demand})
    assert served_in_turn(town(**parameters), asked, 11) == in_turn


def test_long_queues_are_served_in_turn() -> None:
    """Of those who wish for something: others are known to stand behind one another."""
    demand = Demand(per_day=120, preferences={EARLY: 1}, patience_days=120)
    assert served_in_turn(town(1), demand, 1) == 1
    assert served_in_turn(town(1), Demand(per_day=120), 1) == 0


def test_who_looks_back_far_is_served_in_turn() -> None:
    """The first free start of one who wishes for a late one lies behind a long queue."""
    demand = Demand(
        per_day=90, preferences={Preference(): 40, LATE: 1}, by_hour={9: 1}, patience_days=60
    )
    week = Week.of(mon=[("00:00", "24:00")], tue=[("00:00", "24:00")], wed=[("09:00", "24:00")])
    assert served_in_turn(town(1, week, notice_hours=0), demand, 1) == 1


def test_rules_that_say_the_same_of_everyone() -> None:
    outcome = both(town(channels=["phone"], meets=["director"]), Demand(**BUSY), FIRST, 4)
    assert set(outcome.refused_by()) == {
        "inspector.execution_staff",
        "channel.allowed",
        "request.response_window",
    }
    assert outcome.fates()[Fate.REFUSED] == outcome.arrivals


def test_policies_without_the_rules_that_may_be_left_out() -> None:
    rules = [
        each
        for each in PRESET.rules
        if each.startswith("slot.") or each in ("inspector.present", "applicant.free")
    ]
    office = town().replace(policy=attrs.evolve(PRESET, rules=rules))
    assert both(office, Demand(**BUSY), FIRST, 4).refused_by() == {}


def test_a_policy_that_changes_and_meetings_that_do_not_fit_its_grid() -> None:
    history = [
        PRESET.evolve(max_minutes=20, grid_minutes=20),
        attrs.evolve(PRESET, valid_from=date(2026, 11, 4)),
        attrs.evolve(
            PRESET.evolve(max_minutes=45, grid_minutes=5, buffer_before_minutes=10),
            valid_from=date(2026, 11, 6),
        ),
    ]
    office = town().replace(policy=PolicyHistory(history))
    demand = Demand(**BUSY, cancelled_ahead_hours={24: 1, 60: 1, 200: 1})
    outcome = both(office, demand, FIRST, 11)
    lengths = {each.booked.minutes for each in outcome.records if each.booked is not None}
    assert lengths == {15, 20, 45}


def test_a_policy_that_changes_to_fewer_starts_while_windows_expire() -> None:
    history = [
        PRESET.evolve(max_minutes=5, grid_minutes=5),
        attrs.evolve(PRESET.evolve(max_minutes=90, grid_minutes=90), valid_from=date(2026, 11, 9)),
    ]
    office = town(1).replace(policy=PolicyHistory(history))
    demand = Demand(per_day=5, answered=1, answer_age_days={30: 1})
    assert both(office, demand, FIRST, 8).expired_windows > 0


def test_nobody_asks_or_nobody_is_there() -> None:
    assert both(town(), Demand(per_day=0), FIRST, 2).arrivals == 0
    away = [Inspector("i-1", week=Week.of()), Inspector("i-2", week=MORNINGS)]
    outcome = both(Office(inspectors=away), Demand(**BUSY), FIRST, 4)
    assert 0 < outcome.fates()[Fate.LEFT] < outcome.arrivals


def test_an_hour_that_the_clock_skips_may_end_after_the_last_day() -> None:
    """At the end of 29 March 2025 the clock in Nuuk goes from 22 on to 23, where nobody asks."""
    zone = WorkingCalendar(zone="America/Nuuk", recovery_days=[date(2025, 3, 29)])
    office = town().replace(calendar=zone)
    demand = Demand(counts={date(2025, 3, 29): 40}, by_hour={22: 1, 23: 1})
    both(office, demand, date(2025, 3, 29), 0)


@pytest.mark.parametrize("zone", ["America/Havana", "Asia/Beirut", "Australia/Lord_Howe"])
@pytest.mark.parametrize("reading", HourReading)
def test_clocks_that_change_at_midnight_or_by_half_an_hour(zone: str, reading: HourReading) -> None:
    week = Week(tuple([("00:00", "03:00"), ("22:00", "24:00")] for _ in DAYS))
    for first in (date(2026, 3, 26), date(2026, 4, 2), date(2026, 10, 30)):
        days = [first + timedelta(days=each) for each in range(8)]
        office = town(2, week, notice_hours=5, notice_reading=reading).replace(
            calendar=WorkingCalendar(zone=zone, recovery_days=days)
        )
        demand = Demand(counts=dict.fromkeys(days[:5], 6), by_hour={0: 1, 1: 1, 22: 1, 23: 1})
        both(office, demand, first, 4)


# --- the records --------------------------------------------------------------------------------


def outcomes() -> tuple[Outcome, Outcome]:
    question: dict[str, Any] = {"first": FIRST, "last": date(2026, 11, 6), "seed": 1}
    asked = town(), Demand(**BUSY)
    return (
        simulate(*asked, **question, warm_up_days=4),
        simulate(*asked, **question, warm_up_days=4, engine="columns"),
    )


def test_the_records_are_a_sequence_like_any_other() -> None:
    exact, columns = outcomes()
    records = columns.records
    assert len(columns.before) == len(exact.before) > 0
    assert columns.before == exact.before
    assert records[0] == exact.records[0]
    assert records[-1] == exact.records[-1]
    assert records[3:9:2] == exact.records[3:9:2]
    assert exact.records[3:9:2] == records[3:9:2]
    assert list(reversed(records)) == list(reversed(exact.records))
    assert records != exact.records[1:]
    assert records != tuple(exact.records[1:2]) * len(records)
    assert records != list(exact.records)
    assert hash(records) == hash(exact.records)
    assert "i-0" not in repr(records)
    with pytest.raises(IndexError):
        records[len(records)]


def test_an_outcome_can_be_sent_to_another_process() -> None:
    _, columns = outcomes()
    again = pickle.loads(pickle.dumps(columns))
    assert again == columns
    assert again.figures() == columns.figures()


# --- the way to ask -----------------------------------------------------------------------------


def test_a_comparison_by_columns_has_the_same_figures() -> None:
    question: dict[str, Any] = {
        "first": FIRST,
        "last": date(2026, 11, 6),
        "seed": 1,
        "replications": 2,
        "warm_up_days": 2,
    }
    policies: dict[str, Any] = {"today": {}, "24 hours": {"notice_hours": 24}, "three": town(3)}
    exact = compare(town(), Demand(**BUSY), policies, **question)
    assert compare(town(), Demand(**BUSY), policies, **question, engine="columns") == exact


def test_an_unknown_engine_is_told() -> None:
    with pytest.raises(InvalidInput, match=r"engine: got 'column'; .* did you mean 'columns'"):
        simulate(town(), Demand(per_day=1), first=FIRST, last=FIRST, seed=1, engine="column")


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("tichet_rules.whatif._columns")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("tichet_rules.whatif._columns_engine", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtra, match="simulating by columns needs the extra 'columns'"):
        simulate(town(), Demand(per_day=1), first=FIRST, last=FIRST, seed=1, engine="columns")


@pytest.mark.parametrize(
    ("changes", "demand", "reason"),
    [
        ({"rooms": ["101"]}, {"channel": "in_person"}, "where citizens share the office's rooms"),
        (
            {"policy": attrs.evolve(PRESET, rules=(*PRESET.rules, "audience.reason"))},
            {},
            "for a policy with the rule audience.reason",
        ),
        ({"policy": attrs.evolve(PRESET, procedure="audience")}, {}, "for the procedure audience"),
        ({}, {"patience_days": 3660}, "where citizens look past 2030-12-31"),
    ],
)
def test_what_only_the_other_engine_can_do_is_said(
    changes: dict[str, Any], demand: dict[str, Any], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkingCalendar, "known_until", property(lambda _: date(2030, 12, 31)))
    office = town().replace(**changes)
    with pytest.raises(InvalidInput) as error:
        simulate(
            office, Demand(per_day=9, **demand), first=FIRST, last=FIRST, seed=1, engine="columns"
        )
    assert str(error.value) == f"engine: got 'columns'; expected 'decide' {reason}" + (
        ", the last date whose public holidays are known" if demand.get("patience_days") else ""
    )


def test_rooms_that_nobody_meets_in_are_no_matter() -> None:
    both(town().replace(rooms=["101"]), Demand(per_day=9), FIRST, 1)
    both(town(channels=["in_person"]), Demand(per_day=9, channel="in_person"), FIRST, 1)
