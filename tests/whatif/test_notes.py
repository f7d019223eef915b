"""Notes below a comparison: what has to be known before its figures are trusted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tichet_rules import Inspector, Office, PolicyHistory, Week
from tichet_rules.errors import InvalidInput
from tichet_rules.policy import PARAMETERS, preset
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif import (
    Assignment,
    Comparison,
    Demand,
    Estimate,
    Preference,
    Sweep,
    compare,
    simulate,
    staffed,
)
from tichet_rules.whatif._notes import NOT_SIMULATED, queue_grows

FIRST = date(2026, 11, 2)
OFFICE = Office(inspectors=[Inspector("i-1")])


def compared(policies: dict[str, Any], demand: Demand, last: int = 6, **more: Any) -> Comparison:
    asked: dict[str, Any] = {"first": FIRST, "last": date(2026, 11, last), "seed": 1, **more}
    return compare(OFFICE, demand, policies, **{"replications": 2, "engine": "columns", **asked})


def test_nothing_to_note() -> None:
    found = compared({"today": {}, "24 hours": {"notice_hours": 24}}, Demand(per_day=3))
    assert found.notes("en") == found.notes("ro") == ()
    with pytest.raises(InvalidInput, match="language"):
        found.notes("fr")  # type: ignore[arg-type]


def test_meetings_that_do_not_fit_the_grid() -> None:
    policies: dict[str, Any] = {
        "twenty": {"max_minutes": 20},
        "the same": {"max_minutes": 20},
        "ten": {"max_minutes": 10},
        "thirty": {"max_minutes": 30},
        "fitting": {"max_minutes": 20, "grid_minutes": 20},
    }
    found = compared(policies, Demand(per_day=3))
    assert found.notes("en") == (
        "«twenty», «the same»: 20-minute meetings on a grid of 15 minutes (grid_minutes) take 30",
        "«ten»: 10-minute meetings on a grid of 15 minutes (grid_minutes) take 15",
    )
    assert found.notes("ro")[0] == (
        "«twenty», «the same»: întâlnirile de 20 de minute la pasul de 15 minute (grid_minutes) "
        "ocupă 30"
    )


def test_of_many_scenarios_the_first_are_named() -> None:
    found = compared({f"s-{n}": {"max_minutes": 20} for n in range(6)}, Demand(per_day=1))
    assert found.notes()[0].startswith("«s-0», «s-1», «s-2», «s-3» + 2: 20-minute")


def test_a_policy_that_changes_within_the_time() -> None:
    before = preset("cluj-napoca/tichet-albastru").latest
    after = evolve(before.evolve(max_minutes=20), valid_from=date(2026, 11, 4))
    found = compared({"both": PolicyHistory([before, after])}, Demand(per_day=1))
    assert [each.partition(": ")[2][:9] for each in found.notes()] == ["20-minute"]


@pytest.mark.parametrize(
    ("changes", "demand", "en", "ro"),
    [
        (
            {"channels": ["phone"]},
            Demand(per_day=3),
            "nobody could be booked (refused by «The channel of the meeting»)",
            "nimeni nu a putut fi programat (refuz: «Canalul întâlnirii»)",
        ),
        (
            {"notice_hours": 24 * 80},
            Demand(per_day=3, patience_days=5),
            "nobody could be booked (left without a slot)",
            "nimeni nu a putut fi programat (plecați fără programare)",
        ),
    ],
)
def test_nobody_could_be_booked(changes: dict[str, Any], demand: Demand, en: str, ro: str) -> None:
    found = compared({"today": {}, "x": changes}, demand)
    assert (*found.notes("en"), *found.notes("ro")) == (f"«x»: {en}", f"«x»: {ro}")
    assert found.explain().splitlines()[-2:] == ["", f"«x»: {en}"]


def test_of_nobody_who_asks_nothing_is_noted() -> None:
    assert compared({"today": {}}, Demand(per_day=0)).notes() == ()


def test_a_queue_that_still_grows() -> None:
    asked = Demand(per_day=60)
    found = compared({"today": {}, "ten": {"notice_hours": 24}}, asked, 27, warm_up_days=7)
    [note] = found.notes()
    assert note == (
        "«today», «ten»: open bookings still grow (queue_growth): the figures depend on how long "
        "the time and its warm_up_days are"
    )
    assert found.notes("ro")[0].startswith("«today», «ten»: programările deschise cresc încă")
    assert compared({"today": {}}, Demand(per_day=5), 27, warm_up_days=14).notes() == ()


SEPTEMBER: dict[str, Any] = {"first": date(2026, 9, 7), "last": date(2026, 10, 2), "seed": 1}


@pytest.mark.parametrize("warm_up_days", [7, 112, 448])
@pytest.mark.parametrize(
    ("per_day", "grows"),
    # An inspector has 32 slots a day.
    [(34, True), (33, True), (28, False), (16, False)],
)
def test_a_longer_warm_up_does_not_hide_that_more_ask_than_there_are_slots(
    per_day: float, grows: bool, warm_up_days: int
) -> None:
    found = compare(
        OFFICE,
        Demand(per_day=per_day),
        {"today": {}},
        warm_up_days=warm_up_days,
        engine="columns",
        **SEPTEMBER,
    )
    told = ["open bookings still grow" in each for each in found.notes()]
    assert told == [True] * grows


def test_who_waits_as_long_as_citizens_look_ahead() -> None:
    found = compare(
        OFFICE,
        Demand(per_day=60),
        {"today": {}, "five more": staffed(OFFICE, 5)},
        warm_up_days=200,
        engine="columns",
        replications=4,
        **SEPTEMBER,
    )
    assert found.notes() == (
        (
            "«today»: citizens leave without a slot (left): the others wait as long as they look "
            "ahead (patience_days=90), and that is no figure of the office"
        ),
    )
    assert "pleacă fără programare (left)" in found.notes("ro")[0]


def test_without_a_warm_up_a_full_book_is_empty_at_first() -> None:
    full = Demand(per_day=31)
    last = date(2026, 11, 6)
    for days, told in ((0, True), (56, False)):
        asked: dict[str, Any] = {"first": FIRST, "last": last, "seed": 1, "warm_up_days": days}
        found = compare(OFFICE, full, {"a": {}}, **asked, **NIMBLE)
        assert ["book is empty on the first date" in each for each in found.notes()] == [
            True
        ] * told
    assert found.estimate("a", "queue_growth") is None  # of fewer than eight dates
    two: dict[str, Any] = {"a": {}, "two more": staffed(OFFICE, 2)}
    found = compare(OFFICE, full, two, first=FIRST, last=last, seed=1, **NIMBLE)
    assert found.notes("ro") == (
        (
            "«a»: nimeni nu a cerut înainte (warm_up_days=0), deci agenda este goală în prima zi, "
            "iar cei dintâi așteaptă mai puțin decât vor aștepta ceilalți"
        ),
    )


NIMBLE: dict[str, Any] = {"engine": "columns", "replications": 4}


def test_the_load_is_of_the_inspector_who_has_most_of_it() -> None:
    part = Week.of(mon=[("08:00", "12:00")])
    office = Office(inspectors=[Inspector("i-1"), Inspector("part", week=part)])
    grows = {
        assignment: bool(
            compare(
                office,
                Demand(per_day=20, assignment=assignment),
                {"a": {}},
                warm_up_days=28,
                **NIMBLE,
                **SEPTEMBER,
            ).notes()
        )
        for assignment in Assignment
    }
    assert grows == {"in_turn": True, "at_random": True, "by_hours": False}


def test_who_is_refused_or_leaves_does_not_make_a_queue_grow() -> None:
    """More ask than there are slots, and the queue stays as long as the window."""
    asked = Demand(per_day=60, answered=1.0, answer_age_days={20: 1})
    found = compared({"today": {}}, asked, 27, warm_up_days=84, replications=4)
    assert found.notes() == ()
    assert found.estimate("today", "refused").mean > 100  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("growth", "margin", "grows"),
    [(6.0, 1.0, True), (6.0, 6.0, False), (2.0, 1.0, False), (-6.0, 1.0, False)],
)
def test_the_criterion_of_growth(growth: float, margin: float, grows: bool) -> None:
    """Clear, and more than 2% of those who asked meanwhile, however long the queue is."""
    assert queue_grows(Estimate(growth, margin, 4), 100.0) is grows


# --- what changes nothing -------------------------------------------------------------------


def test_a_parameter_that_is_not_simulated() -> None:
    policies = {
        "today": {},
        "pause": {"no_show_pause_days": 30, "reminder_hours": 2, "notice_hours": 24},
        "the same": {"window_days": 30, "open_bookings_per_request": 1},
    }
    found = compared(policies, Demand(per_day=3))
    assert found.notes("en") == (
        "«pause»: not simulated, and so without effect here: no_show_pause_days, reminder_hours",
    )
    assert found.notes("ro") == (
        "«pause»: nu se simulează, deci fără efect aici: no_show_pause_days, reminder_hours",
    )


CHANGES: dict[str, Any] = {
    "meets": ["director"],
    "notice_hours": 2,
    "notice_reading": "working_days_only",
    "window_days": 2,
    "window_reading": "civil_code",
    "window_binds": "booking",
    "max_minutes": 20,
    "grid_minutes": 20,
    "horizon_days": 3,
    "open_bookings_per_request": 3,
    "channels": ["phone"],
    "buffer_before_minutes": 15,
    "buffer_after_minutes": 15,
    "daily_limit": 1,
    "answer_working_days": 1,
    "ladder": {"director": ["execution"]},
    "unanswered_days": 7,
    "general_reasons": ["diverse"],
    "reason_min_words": 9,
    "no_show_pause_days": 300,
    "reminder_hours": 2,
    "conclusions_working_days": 9,
    "ticket_working_days": 9,
    "take_over": ["deputy"],
    "take_over_notice_hours": 1,
}


def test_what_is_not_simulated_is_told_of_each_parameter() -> None:
    """One by one: a parameter changes some figure, or it stands in the table, and not both."""
    assert list(CHANGES) == list(PARAMETERS)
    asked = Demand(
        per_day=40,
        answered=0.5,
        answer_age_days={20: 1, 28: 1, 29: 1, 30: 1},
        no_show=0.5,
        cancellation=0.2,
    )
    policy = OFFICE.policy_at(from_ticks(OFFICE.calendar.midnight(FIRST)))
    for each, value in CHANGES.items():
        assert getattr(policy.evolve(**{each: value}), each) != getattr(policy, each), each
    policies = {"today": {}, **{name: {name: value} for name, value in CHANGES.items()}}
    found = compared(policies, asked, 8)
    inert = [each for each in PARAMETERS if found.figures[each] == found.figures["today"]]
    assert inert == list(NOT_SIMULATED)
    told = [each for each in found.notes() if "not simulated" in each]
    assert told == [
        f"«{each}»: not simulated, and so without effect here: {each}" for each in inert
    ]


# --- wishes ---------------------------------------------------------------------------------


def test_a_wish_that_nobody_can_meet() -> None:
    wishes = {
        Preference(): 1,
        Preference(hours=("18:00", "20:00")): 1,
        Preference("sat"): 1,
        Preference("tue"): 1,
        Preference("fri", ("13:00", "16:00")): 1,
        Preference("mon", ("07:00", "08:01")): 1,
        Preference(hours=("15:50", "17:00")): 1,
    }
    # A meeting of 15 minutes at 15:50 would end after the hours, and on Saturdays nobody works.
    found = compared({"today": {}}, Demand(per_day=3, preferences=wishes))
    assert found.notes() == (
        (
            "«today»: no inspector works when some wish for a meeting, so that they take the "
            "earliest slot: 15:50-17:00, 18:00-20:00, sat"
        ),
    )
    late = Week.of(sat=[("18:00", "20:00")], fri=[("15:45", "16:05")])
    office = OFFICE.replace(inspectors=[*OFFICE.inspectors.values(), Inspector("i-2", week=late)])
    found = compared({"today": {}, "late": office}, Demand(per_day=3, preferences=wishes))
    assert found.notes()[0].startswith("«today», «late»: no inspector works when")
    assert found.notes("ro")[0].endswith(": 15:50-17:00, 18:00-20:00, sat")


# --- counts by date -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "given"),
    [({}, "'no date'"), ({date(2025, 1, 2): 3, date(2025, 1, 1): 9}, "'2025-01-01 – 2025-01-02'")],
)
def test_counts_of_another_time_are_an_error(counts: dict[date, int], given: str) -> None:
    asked = Demand(counts=counts)
    last = date(2026, 11, 6)
    for ask in (
        lambda: compared({"today": {}}, asked),
        lambda: simulate(OFFICE, asked, first=FIRST, last=last, seed=1),
        lambda: Sweep(OFFICE, asked, {"today": {}}, first=FIRST, last=last, seed=1),
    ):
        with pytest.raises(InvalidInput) as error:
            ask()
        assert str(error.value) == (
            f"demand.counts: got {given}; expected a date from 2026-11-02 to 2026-11-06"
        )


def test_counts_that_leave_out_working_days() -> None:
    counts = {date(2026, 11, day): 2 for day in range(2, 6)}
    found = compared({"today": {}}, Demand(counts=counts), 8, warm_up_days=4)
    assert found.notes() == (
        "counts leave out 3 of 7 working days, from 2026-10-29 to 2026-11-08: on those nobody asks",
    )
    assert compared({"today": {}}, Demand(counts=counts), 5).notes() == ()
