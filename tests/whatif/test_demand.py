"""Demand: what is accepted, and that what is drawn is what was asked for."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Slot, WorkingInterval
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif import Assignment, Citizen, Demand, Preference

CALENDAR = WorkingCalendar()
MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 6)


def drawn(demand: Demand, seed: int = 1, last: date = FRIDAY) -> tuple[Citizen, ...]:
    return demand.citizens(CALENDAR, MONDAY, last, seed=seed)


# --- what is accepted -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "per_day: got None; expected either a mean per day, or counts by date"),
        ({"per_day": 1, "counts": {}}, "per_day: got 1.0; expected either a mean"),
        ({"per_day": -1}, "per_day: got -1; expected a number from 0 to 100000"),
        ({"per_day": float("nan")}, "per_day: got nan"),
        ({"per_day": True}, "per_day: got True"),
        ({"per_day": "12"}, "per_day: got '12'"),
        ({"counts": [3]}, "counts: got [3]; expected a mapping of dates"),
        ({"counts": {"2026-11-02": 3}}, "counts: got '2026-11-02'"),
        ({"counts": {MONDAY: -3}}, "counts[2026-11-02]: got -3"),
        ({"by_weekday": {"monday": 1}}, "by_weekday: got 'monday'; expected one of 'mon'"),
        ({"by_weekday": [1]}, "by_weekday: got [1]; expected a mapping of values to numbers"),
        ({"by_month": {13: 1}}, "by_month: got 13; expected a whole number, at least 1"),
        ({"by_hour": {24: 1}}, "by_hour: got 24"),
        ({"by_hour": {9: 0}}, "by_hour: got {9: 0}; expected at least one weight above 0"),
        ({"on_closed_days": -1}, "on_closed_days: got -1"),
        ({"answered": 1.5}, "answered: got 1.5; expected a number from 0 to 1"),
        ({"answer_age_days": {}}, "answer_age_days: got {}; expected at least one weight"),
        ({"answer_age_days": {-1: 1}}, "answer_age_days: got -1"),
        ({"preferences": {"earliest": 1}}, "preferences: got 'earliest'"),
        ({"preferences": {Preference(): -1}}, "preferences[Preference("),
        ({"patience_days": -1}, "patience_days: got -1"),
        ({"cancellation": 2}, "cancellation: got 2"),
        ({"cancelled_ahead_hours": {0: 1}}, "cancelled_ahead_hours: got 0"),
        ({"no_show": 2}, "no_show: got 2"),
        ({"meeting_minutes": {0: 1}}, "meeting_minutes: got 0"),
        ({"channel": "fax"}, "channel: got 'fax'"),
        ({"assignment": "by_chance"}, "assignment: got 'by_chance'"),
    ],
)
def test_a_mistake_names_the_field_and_the_remedy(fields: dict[str, Any], message: str) -> None:
    full = fields if "counts" in fields or not fields else {"per_day": 1, **fields}
    with pytest.raises(InvalidInput) as error:
        Demand(**full)
    assert str(error.value).startswith(message)


def test_a_demand_is_a_value_however_it_is_written_down() -> None:
    one = Demand(per_day=5, by_hour={9: 1, 14: 2, 20: 0}, preferences={LATE: 1, Preference(): 2})
    two = Demand(per_day=5.0, by_hour={14: 2.0, 9: 1}, preferences={Preference(): 2, LATE: 1})
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one
    assert drawn(one) == drawn(two)


# --- preferences ----------------------------------------------------------------------------

LATE = Preference(hours=("12:00", "16:00"))
FRIDAYS = Preference(weekday="fri")


@pytest.mark.parametrize(
    ("preference", "start", "liked"),
    [
        (Preference(), "2026-11-02T08:00:00+02:00", True),
        (LATE, "2026-11-02T11:45:00+02:00", False),
        (LATE, "2026-11-02T12:00:00+02:00", True),
        (LATE, "2026-11-02T16:00:00+02:00", False),
        (FRIDAYS, "2026-11-05T12:00:00+02:00", False),
        (FRIDAYS, "2026-11-06T12:00:00+02:00", True),
        (Preference("fri", WorkingInterval(480, 540)), "2026-11-06T12:00:00+02:00", False),
        (Preference("fri", WorkingInterval(480, 540)), "2026-11-06T08:30:00+02:00", True),
    ],
)
def test_what_is_liked(preference: Preference, start: str, liked: bool) -> None:
    assert preference.likes(Slot(datetime.fromisoformat(start)), CALENDAR) is liked


def test_only_a_preference_for_nothing_likes_all() -> None:
    assert Preference().likes_all
    assert not LATE.likes_all
    assert not FRIDAYS.likes_all


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"weekday": "friday"}, "weekday: got 'friday'; expected one of 'mon'"),
        ({"hours": "16:00"}, "hours: got '16:00'; expected a pair of local times"),
        ({"hours": 16}, "hours: got 16; expected a pair of local times"),
        ({"hours": ("16:00", "12:00")}, "end: got '12:00'"),
    ],
)
def test_a_wrong_preference(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        Preference(**fields)
    assert str(error.value).startswith(message)


def test_a_wrong_type_is_a_type_error_too() -> None:
    with pytest.raises(WrongType):
        Demand(per_day="many")


# --- what is drawn --------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_citizens_and_another_others() -> None:
    demand = Demand(per_day=20, answered=0.5, cancellation=0.5, no_show=0.5)
    assert drawn(demand) == drawn(demand)
    assert drawn(demand) != drawn(demand, seed=2)
    replications = [
        demand.citizens(CALENDAR, MONDAY, FRIDAY, seed=1, replication=each) for each in range(2)
    ]
    assert replications[0] != replications[1]


def test_a_greater_demand_has_the_same_citizens_and_some_more() -> None:
    fewer, more = Counter(drawn(Demand(per_day=20))), Counter(drawn(Demand(per_day=25)))
    assert fewer < more


def test_another_first_day_does_not_change_who_comes_later() -> None:
    demand = Demand(per_day=20)
    later = demand.citizens(CALENDAR, date(2026, 11, 4), FRIDAY, seed=1)
    assert later == drawn(demand)[-len(later) :]


def test_counts_are_kept_to_the_letter() -> None:
    sunday = date(2026, 11, 8)
    demand = Demand(counts={MONDAY: 3, sunday: 1, date(2027, 1, 1): 5})
    asked = [CALENDAR.date_at(each.asked_at) for each in drawn(demand, last=sunday)]
    assert asked == [MONDAY, MONDAY, MONDAY, sunday]
    assert demand.mean_on(MONDAY, CALENDAR) == 3.0
    assert demand.mean_on(FRIDAY, CALENDAR) == 0.0


def test_nobody_asks_on_closed_days_unless_it_is_said() -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    asked = Demand(per_day=1).citizens(CALENDAR, *year, seed=1)
    assert all(CALENDAR.is_working_day(CALENDAR.date_at(each.asked_at)) for each in asked)
    online = Demand(per_day=1, on_closed_days=0.5).citizens(CALENDAR, *year, seed=1)
    assert set(asked) < set(online)


def test_the_shares_are_those_asked_for() -> None:
    demand = Demand(
        counts={MONDAY: 2000},
        by_hour={9: 3, 20: 1},
        answered=0.25,
        answer_age_days={5: 1, 28: 4},
        cancellation=0.2,
        cancelled_ahead_hours={3: 1, 48: 1},
        no_show=0.1,
        meeting_minutes={10: 1, 25: 1},
        preferences={Preference(): 1, LATE: 1},
        assignment="at_random",
    )
    assert demand.assignment is Assignment.AT_RANDOM
    citizens = drawn(demand)

    def share(values: list[bool]) -> float:
        return sum(values) / len(values)

    near = 0.04
    hours = [CALENDAR.local(from_ticks(each.asked_at)).hour for each in citizens]
    assert set(hours) == {9, 20}
    assert share([each == 9 for each in hours]) == pytest.approx(0.75, abs=near)
    answered = [each for each in citizens if each.answer_age_days is not None]
    assert len(answered) / 2000 == pytest.approx(0.25, abs=near)
    assert share([each.answer_age_days == 28 for each in answered]) == pytest.approx(0.8, abs=near)
    cancelling = [each for each in citizens if each.cancels_ahead_hours is not None]
    assert len(cancelling) / 2000 == pytest.approx(0.2, abs=near)
    assert {each.cancels_ahead_hours for each in cancelling} == {3, 48}
    assert share([each.comes for each in citizens]) == pytest.approx(0.9, abs=near)
    assert share([each.minutes == 10 for each in citizens]) == pytest.approx(0.5, abs=near)
    assert share([each.preference == LATE for each in citizens]) == pytest.approx(0.5, abs=near)
    assert share([each.share < 0.5 for each in citizens]) == pytest.approx(0.5, abs=near)
    assert [each.asked_at for each in citizens] == sorted(each.asked_at for each in citizens)


def test_any_hour_of_the_day_where_none_is_preferred() -> None:
    citizens = drawn(Demand(counts={MONDAY: 500}))
    assert len({CALENDAR.local(from_ticks(each.asked_at)).hour for each in citizens}) == 24
