"""The simulation: what a citizen asks for, what they get, and that nobody is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

from tichet_rules.errors import InvalidInput
from tichet_rules.model import Absence, Inspector, Slot, Week
from tichet_rules.office import Office
from tichet_rules.policy import PolicyHistory
from tichet_rules.whatif import CitizenRecord, Demand, Engine, Fate, Outcome, Preference, simulate

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)
SHORT = Week.of(**{day: [("08:00", "09:00")] for day in ("mon", "tue", "wed", "thu", "fri")})


def town(count: int = 1, week: Week | None = None, **parameters: Any) -> Office:
    staff = [Inspector(f"i-{number}", week=week or Week()) for number in range(count)]
    office = Office(inspectors=[*staff, Inspector("d-1", role="director")])
    policy = office.policy_at(datetime(2026, 11, 2, tzinfo=UTC))
    return office.replace(policy=policy.evolve(**parameters))


def one_each(*days: date, hour: int = 9, **fields: Any) -> Demand:
    return Demand(counts=dict.fromkeys(days, 1), by_hour={hour: 1}, **fields)


def only(office: Office, demand: Demand, last: date = FRIDAY) -> CitizenRecord:
    [record] = simulate(office, demand, first=MONDAY, last=last, seed=1).records
    return record


def local(office: Office, slot: Slot | None) -> str:
    assert slot is not None
    return f"{office.calendar.local(slot.start):%a %d %H:%M}"


def test_the_earliest_is_the_first_that_the_rules_admit() -> None:
    office = town()
    record = only(office, one_each(MONDAY))
    assert office.calendar.local(record.asked_at).hour == 9
    start = office.calendar.local(record.asked_at) + timedelta(hours=48)
    assert record.booked is not None
    assert timedelta(0) <= record.booked.start - start < timedelta(minutes=15)
    assert record.first_free == record.booked.start
    assert record.lead_time == record.booked.start - record.asked_at
    assert (record.fate, record.closed_at) == (Fate.HELD, record.booked.end)


@pytest.mark.parametrize(
    ("preference", "start"),
    [
        (Preference(hours=("08:00", "10:00")), "Thu 05 08:00"),
        (Preference(hours=("14:00", "16:00")), "Wed 04 14:00"),
        (Preference("fri"), "Fri 06 08:00"),
        (Preference("mon", ("12:10", "13:00")), "Mon 09 12:15"),
    ],
)
def test_a_citizen_takes_the_earliest_that_they_like(preference: Preference, start: str) -> None:
    office = town()
    record = only(office, one_each(MONDAY, hour=10, preferences={preference: 1}))
    assert local(office, record.booked) == start
    assert record.booked is not None
    assert record.first_free is not None
    assert record.first_free < record.booked.start


def test_who_likes_none_of_the_slots_takes_the_earliest() -> None:
    office = town()
    wish = {Preference("sun"): 1}
    record = only(office, one_each(MONDAY, hour=7, preferences=wish, patience_days=3))
    assert local(office, record.booked) == "Wed 04 08:00"


def test_meetings_are_as_long_as_the_policy_allows() -> None:
    record = only(town(max_minutes=20, grid_minutes=20), one_each(MONDAY))
    assert record.booked is not None
    assert record.booked.minutes == 20


# --- refused, or gone -----------------------------------------------------------------------


def test_a_window_that_has_expired_refuses_by_its_rule() -> None:
    record = only(town(), one_each(MONDAY, answered=1, answer_age_days={30: 1}))
    assert (record.fate, record.refused_by) == (Fate.REFUSED, ("request.response_window",))
    assert (record.first_free, record.booked, record.lead_time) == (None, None, None)


def test_an_answer_that_is_fresh_is_no_matter() -> None:
    record = only(town(), one_each(MONDAY, answered=1, answer_age_days={3: 1}))
    assert record.fate is Fate.HELD


def test_a_rule_on_something_else_than_the_slot_refuses_too() -> None:
    record = only(town(channels=["phone"]), one_each(MONDAY))
    assert (record.fate, record.refused_by) == (Fate.REFUSED, ("channel.allowed",))
    assert record.first_free is not None
    assert only(town(channels=["phone"]), one_each(MONDAY, channel="phone")).fate is Fate.HELD


@pytest.mark.parametrize("answered", [0, 1])
def test_who_finds_no_slot_leaves(answered: float) -> None:
    record = only(town(), one_each(MONDAY, patience_days=1, answered=answered))
    assert (record.fate, record.refused_by, record.booked) == (Fate.LEFT, (), None)


# --- how it ends ----------------------------------------------------------------------------


def test_a_booking_is_cancelled_ahead_and_its_slot_is_free_again() -> None:
    office = town(week=SHORT, notice_hours=0)
    demand = one_each(
        MONDAY, date(2026, 11, 3), hour=10, cancellation=1, cancelled_ahead_hours={2: 1}
    )
    one, two = simulate(office, demand, first=MONDAY, last=FRIDAY, seed=1).records
    assert local(office, one.booked) == "Tue 03 08:00"
    assert one.booked is not None
    assert one.fate is Fate.CANCELLED
    assert one.closed_at == one.booked.start - timedelta(hours=2)
    assert local(office, two.booked) == "Wed 04 08:00"


def test_who_cancels_later_than_they_book_cancels_at_once_and_the_next_gets_the_slot() -> None:
    demand = Demand(
        counts={MONDAY: 2}, by_hour={10: 1}, cancellation=1, cancelled_ahead_hours={500: 1}
    )
    one, two = simulate(town(week=SHORT), demand, first=MONDAY, last=FRIDAY, seed=1).records
    assert one.closed_at == one.asked_at
    assert one.booked == two.booked


def test_who_is_called_in_at_once_has_no_time_to_cancel() -> None:
    week = Week.of(mon=[("00:00", "24:00")])
    office = town(week=week, notice_hours=0, max_minutes=1, grid_minutes=1)
    by_day = dict.fromkeys(range(20), 1)
    demand = Demand(
        counts={MONDAY: 300}, by_hour=by_day, cancellation=1, cancelled_ahead_hours={1: 1}
    )
    outcome = simulate(office, demand, first=MONDAY, last=MONDAY, seed=1)
    begun = [each for each in outcome.records if each.lead_time == timedelta(0)]
    assert begun
    assert {each.fate for each in begun} == {Fate.HELD}
    assert outcome.fates()[Fate.CANCELLED] == 300 - len(begun)


def test_a_no_show_keeps_the_slot() -> None:
    record = only(town(), one_each(MONDAY, no_show=1))
    assert record.booked is not None
    assert (record.fate, record.closed_at) == (Fate.MISSED, record.booked.end)


def test_what_lies_after_the_last_day_is_open() -> None:
    record = only(town(), one_each(FRIDAY), last=FRIDAY)
    assert (record.fate, record.closed_at) == (Fate.OPEN, None)


def test_a_meeting_that_ends_with_the_last_day_is_held() -> None:
    office = town(week=Week.of(mon=[("00:00", "24:00")]), notice_hours=0)
    wish = {Preference(hours=("23:45", "24:00")): 1}
    record = only(office, one_each(MONDAY, preferences=wish), last=MONDAY)
    assert local(office, record.booked) == "Mon 02 23:45"
    assert record.fate is Fate.HELD


# --- all together ---------------------------------------------------------------------------

BUSY = Demand(
    per_day=40,
    on_closed_days=0.2,
    answered=0.5,
    answer_age_days={2: 1, 27: 1, 35: 1},
    preferences={Preference(): 2, Preference("fri"): 1, Preference(hours=("12:00", "16:00")): 1},
    patience_days=9,
    cancellation=0.2,
    cancelled_ahead_hours={4: 1, 100: 1},
    no_show=0.2,
    meeting_minutes={10: 1, 20: 1},
    assignment="at_random",
)


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_is_lost(seed: int) -> None:
    outcome = simulate(town(2, week=SHORT), BUSY, first=MONDAY, last=date(2026, 11, 12), seed=seed)
    fates = outcome.fates()
    assert set(fates) == set(Fate)
    assert all(fates.values())
    assert sum(fates.values()) == outcome.arrivals == len(outcome.records)
    assert {each.inspector for each in outcome.records} == {"i-0", "i-1"}
    for each in outcome.records:
        got_one = each.fate in (Fate.HELD, Fate.MISSED, Fate.CANCELLED, Fate.OPEN)
        assert got_one is (each.booked is not None)
        assert bool(each.refused_by) is (each.fate is Fate.REFUSED)
        assert (each.closed_at is None) is (each.fate in (Fate.REFUSED, Fate.LEFT, Fate.OPEN))
    spans = sorted(
        (each.inspector, each.booked.start, each.booked.end)
        for each in outcome.records
        if each.booked is not None and each.fate is not Fate.CANCELLED
    )
    assert all(one != other or end <= start for (one, _, end), (other, start, _) in pairwise(spans))


def test_the_same_question_has_the_same_answer() -> None:
    def asked(**others: Any) -> Outcome:
        last = date(2026, 11, 3)
        return simulate(town(2), BUSY, first=MONDAY, last=last, **{"seed": 1, **others})

    assert asked() == asked()
    assert asked() != asked(seed=2)
    assert asked() != asked(replication=1)


@pytest.mark.parametrize(
    ("first", "last", "versions"),
    [
        (date(2026, 11, 2), date(2026, 11, 9), ["2020-10-05"]),
        (date(2026, 11, 2), date(2026, 11, 10), ["2020-10-05", "2026-11-10"]),
        (date(2026, 11, 10), date(2026, 11, 12), ["2026-11-10"]),
        (date(2020, 10, 2), date(2020, 10, 4), []),
    ],
)
@pytest.mark.parametrize("engine", Engine)
def test_an_outcome_says_of_which_run_it_is(
    engine: Engine, first: date, last: date, versions: list[str]
) -> None:
    old = town().policy_at(datetime(2026, 11, 2, tzinfo=UTC))
    history = PolicyHistory([old, evolve(old, valid_from=date(2026, 11, 10))])
    question: dict[str, Any] = {"first": first, "last": last, "seed": 7, "engine": engine}
    nobody = Demand(per_day=0)
    for office, policies in (
        (town().replace(policy=history), versions),
        (town(notice_hours=24), ["2020-10-05 with notice_hours=24"]),
    ):
        outcome = simulate(office, nobody, **question, replication=3)
        assert (outcome.seed, outcome.replication) == (7, 3)
        assert outcome.policies == tuple(f"cluj-napoca/tichet-albastru@{each}" for each in policies)
        # What came of it is the same, whatever the run is called.
        assert outcome == simulate(office, nobody, **question)


def test_a_warm_up_leaves_bookings_and_no_figures() -> None:
    office, last = town(week=SHORT), date(2026, 11, 10)
    cold = simulate(office, BUSY, first=MONDAY, last=last, seed=1)
    warm = simulate(office, BUSY, first=MONDAY, last=last, seed=1, warm_up_days=7)
    whole = simulate(office, BUSY, first=date(2026, 10, 26), last=last, seed=1)
    assert cold.before == ()
    assert (*warm.before, *warm.records) == whole.records
    assert all(office.calendar.local(each.asked_at).date() < MONDAY for each in warm.before)
    assert [each.asked_at for each in warm.records] == [each.asked_at for each in cold.records]
    assert warm.available == cold.available
    assert cold.lead_time_mean is not None
    assert warm.lead_time_mean is not None
    assert cold.lead_time_mean < warm.lead_time_mean


# --- working time ---------------------------------------------------------------------------


def test_working_time_is_that_of_execution_staff_without_absences() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-{text}+02:00")

    absences = [
        Absence(at("02T15:00"), at("02T20:00")),
        Absence(at("02T15:30"), at("03T09:00")),
        Absence(date(2026, 11, 5), date(2026, 11, 5)),
        Absence(date(2026, 10, 1), date(2026, 10, 2)),
    ]
    office = Office(inspectors=[Inspector("i-1", absences=absences), Inspector("d", role="mayor")])
    outcome = simulate(office, Demand(per_day=0), first=date(2026, 11, 1), last=FRIDAY, seed=1)
    assert dict(outcome.available) == {"i-1": timedelta(hours=7 + 7 + 8 + 0 + 8)}


# --- at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"office": "town"}, "office: got 'town'; expected an Office"),
        ({"demand": 12}, "demand: got 12; expected a Demand"),
        ({"last": date(2026, 11, 1)}, "last: got '2026-11-01'; expected a date on or after"),
        ({"first": "2026-11-02"}, "first: got '2026-11-02'; expected a date without a time"),
        ({"seed": 1.5}, "seed: got 1.5; expected a whole number"),
        ({"replication": -1}, "replication: got -1; expected a whole number, at least 0"),
        ({"warm_up_days": -1}, "warm_up_days: got -1; expected a whole number, at least 0"),
        ({"office": Office()}, "office.inspectors: got []; expected at least one inspector"),
    ],
)
def test_a_wrong_question(changes: dict[str, Any], message: str) -> None:
    question: dict[str, Any] = {
        "office": town(),
        "demand": Demand(per_day=1),
        "first": MONDAY,
        "last": FRIDAY,
        "seed": 1,
        **changes,
    }
    with pytest.raises(InvalidInput) as error:
        simulate(question.pop("office"), question.pop("demand"), **question)
    assert str(error.value).startswith(message)
