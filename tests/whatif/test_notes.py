"""Notes below a comparison: what has to be known before its figures are trusted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tichet_rules import Inspector, Office, PolicyHistory
from tichet_rules.errors import InvalidInput
from tichet_rules.policy import preset
from tichet_rules.whatif import Comparison, Demand, Estimate, Sweep, compare, simulate
from tichet_rules.whatif._notes import queue_grows

FIRST = date(2026, 11, 2)
OFFICE = Office(inspectors=[Inspector("i-1")])


def compared(policies: dict[str, Any], demand: Demand, last: int = 6, **more: Any) -> Comparison:
    asked: dict[str, Any] = {"first": FIRST, "last": date(2026, 11, last), "seed": 1, **more}
    return compare(OFFICE, demand, policies, replications=2, engine="columns", **asked)


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
    found = compared({"today": {}, "ten": {"notice_hours": 24}}, asked, 27)
    [note] = found.notes()
    assert note == (
        "«today», «ten»: open bookings still grow (queue_growth): the figures depend on how long "
        "the time and its warm_up_days are"
    )
    assert found.notes("ro")[0].startswith("«today», «ten»: programările deschise cresc încă")
    assert compared({"today": {}}, Demand(per_day=5), 27, warm_up_days=14).notes() == ()


@pytest.mark.parametrize(
    ("growth", "margin", "grows"),
    [(6.0, 1.0, True), (6.0, 6.0, False), (5.0, 1.0, False), (-6.0, 1.0, False)],
)
def test_the_criterion_of_growth(growth: float, margin: float, grows: bool) -> None:
    """Clear, and more than 5% of the queue."""
    assert queue_grows(Estimate(growth, margin, 4), Estimate(100.0, 50.0, 4)) is grows


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
