"""The figures of an outcome, each counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from tichet_rules._door import FrozenMap
from tichet_rules.errors import WrongType
from tichet_rules.model import Slot
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif import METRICS, CitizenRecord, Fate, Metric, Outcome
from tichet_rules.whatif.outcome import metric_of

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def record(fate: Fate, lead_hours: int | None = None, **fields: Any) -> CitizenRecord:
    booked = None
    if lead_hours is not None:
        booked = Slot(NOON + lead_hours * HOUR)
        if fate is not Fate.OPEN:
            fields.setdefault("closed_at", booked.end)
    return CitizenRecord(
        **{"asked_at": NOON, "inspector": "i-1", "booked": booked, "fate": fate, **fields}
    )


def outcome(
    *records: CitizenRecord,
    before: tuple[CitizenRecord, ...] = (),
    available: dict[str, timedelta] | None = None,
) -> Outcome:
    return Outcome(
        date(2026, 11, 2),
        date(2026, 11, 4),
        records,
        before,
        FrozenMap({"i-1": 8 * HOUR, **(available or {})}),
        WorkingCalendar(),
    )


def test_lead_times_are_of_all_who_got_a_booking() -> None:
    found = outcome(
        record(Fate.HELD, 30), record(Fate.CANCELLED, 10), record(Fate.OPEN, 5), record(Fate.LEFT)
    )
    assert found.lead_times == (5 * HOUR, 10 * HOUR, 30 * HOUR)
    assert (found.lead_time_mean, found.lead_time_median) == (15 * HOUR, 10 * HOUR)
    assert found.lead_time_p90 == 30 * HOUR
    assert outcome(record(Fate.HELD, 1), record(Fate.HELD, 2)).lead_time_median == 1.5 * HOUR


@pytest.mark.parametrize(("count", "ninth"), [(1, 1), (9, 9), (10, 9), (11, 10), (20, 18)])
def test_nine_of_ten_wait_no_longer(count: int, ninth: int) -> None:
    found = outcome(*(record(Fate.HELD, hours) for hours in range(1, count + 1)))
    assert found.lead_time_p90 == ninth * HOUR


def test_of_nobody_nothing_is_said() -> None:
    found = outcome(record(Fate.LEFT))
    assert (found.lead_time_mean, found.lead_time_median, found.lead_time_p90) == (None,) * 3
    idle = Outcome(found.first, found.last, (), (), FrozenMap({"i-1": 0 * HOUR}), found.calendar)
    assert idle.utilisation() == {}
    assert idle.utilisation_mean is None
    assert idle.utilisation_gini == 0.0
    assert idle.figures()["utilisation"] is None


def test_refusals_are_counted_by_rule() -> None:
    found = outcome(
        record(Fate.REFUSED, refused_by=("slot.free", "request.response_window")),
        record(Fate.REFUSED, refused_by=("request.response_window",)),
    )
    assert found.refused_by() == {"request.response_window": 2, "slot.free": 1}
    assert found.expired_windows == 2
    figures = found.figures()
    assert figures["expired_windows"] == 2.0
    assert figures["refused.slot.free"] == 1.0
    assert "refused.request.response_window" not in figures


def test_utilisation_is_of_meetings_held_alone() -> None:
    held = [record(Fate.HELD, hours) for hours in range(4)]
    found = outcome(
        *held,
        record(Fate.MISSED, 5),
        record(Fate.OPEN, 6),
        record(Fate.HELD, 7, inspector="i-2"),
        available={"i-2": 1 * HOUR, "i-3": 0 * HOUR},
    )
    assert found.utilisation() == {"i-1": 1 / 8, "i-2": 1 / 4}
    assert found.utilisation_mean == 3 / 16
    assert found.figures()["utilisation"] == 18.75


@pytest.mark.parametrize(
    ("meetings", "gini"), [((2, 2, 2), 0.0), ((0, 0, 3), 2 / 3), ((1, 3), 0.25)]
)
def test_gini(meetings: tuple[int, ...], gini: float) -> None:
    """Half of the mean difference of all pairs, relative to the mean."""
    records = [
        record(Fate.HELD, hours, inspector=f"i-{number}")
        for number, count in enumerate(meetings, 1)
        for hours in range(count)
    ]
    available = {f"i-{number}": 8 * HOUR for number, _ in enumerate(meetings, 1)}
    assert outcome(*records, available=available).utilisation_gini == pytest.approx(gini)


def test_overtime_is_of_meetings_held_that_took_longer_than_their_slot() -> None:
    found = outcome(
        record(Fate.HELD, 1, minutes=25),
        record(Fate.HELD, 2, minutes=10),
        record(Fate.HELD, 3),
        record(Fate.MISSED, 4, minutes=25),
        record(Fate.LEFT, minutes=25),
        record(Fate.HELD, 5, minutes=17),
    )
    assert found.overtime == timedelta(minutes=12)
    assert found.figures()["overtime"] == 12.0


def test_open_bookings_are_counted_at_the_end_of_each_day() -> None:
    second = NOON + 24 * HOUR
    found = outcome(
        record(Fate.HELD, 1),
        record(Fate.HELD, 24),
        record(Fate.CANCELLED, 60, closed_at=second),
        record(Fate.OPEN, 100),
        record(Fate.LEFT),
        record(Fate.OPEN, 100, asked_at=second),
    )
    assert list(found.open_bookings().values()) == [3, 2, 2]
    assert found.figures()["open_bookings"] == pytest.approx(7 / 3)


def test_a_booking_that_closes_at_midnight_is_not_open_at_the_end_of_the_day() -> None:
    midnight = datetime.fromisoformat("2026-11-03T00:00:00+02:00")
    found = outcome(record(Fate.HELD, 1, closed_at=midnight))
    assert list(found.open_bookings().values()) == [0, 0, 0]


def test_the_share_of_all_who_ask_that_gets_a_slot_soon() -> None:
    found = outcome(
        record(Fate.HELD, 24),
        record(Fate.OPEN, 72),
        record(Fate.CANCELLED, 73),
        record(Fate.MISSED, 24 * 14),
        record(Fate.OPEN, 24 * 14 + 1),
        record(Fate.REFUSED),
        record(Fate.LEFT),
        record(Fate.LEFT),
    )
    assert found.within(timedelta(days=3)) == 2 / 8
    assert found.within(timedelta(hours=71)) == 1 / 8
    figures = found.figures()
    soon = [figures[f"within_{days}_days"] for days in (3, 7, 14)]
    assert soon == [25.0, 37.5, 50.0]
    assert outcome().within(timedelta(days=3)) is None
    assert outcome().figures()["within_3_days"] is None
    with pytest.raises(WrongType, match="time: got 3; expected a timedelta"):
        found.within(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(("dates", "growth"), [(7, None), (8, 1.0), (9, 2.0), (20, 13.0)])
def test_the_queue_grows_by_its_last_week_less_its_first(dates: int, growth: float | None) -> None:
    """One more is open at the end of each date."""
    records = [record(Fate.OPEN, 999, asked_at=NOON + n * 24 * HOUR) for n in range(dates)]
    found = evolve(outcome(*records), last=NOON.date() + timedelta(days=dates - 1))
    assert list(found.open_bookings().values()) == list(range(1, dates + 1))
    assert found.queue_growth == growth
    assert found.figures()["queue_growth"] == growth


def test_those_who_asked_before_count_for_how_busy_it_is_and_for_nothing_else() -> None:
    earlier = NOON - timedelta(days=10)
    before = (
        record(Fate.HELD, -200, asked_at=earlier, minutes=25),
        record(Fate.HELD, 1, asked_at=earlier, minutes=25),
        record(Fate.OPEN, 100, asked_at=earlier),
        record(Fate.REFUSED, asked_at=earlier, refused_by=("slot.free",)),
    )
    found = outcome(record(Fate.LEFT), before=before)
    assert found.utilisation() == {"i-1": 1 / 32}
    assert found.overtime == timedelta(minutes=10)
    assert list(found.open_bookings().values()) == [1, 1, 1]
    assert (found.arrivals, found.lead_times, found.refused_by()) == (1, (), {})
    assert found.fates()[Fate.HELD] == 0


def test_every_figure_has_its_metric() -> None:
    found = outcome(record(Fate.HELD, 1), record(Fate.REFUSED, refused_by=("slot.free",)))
    assert [each.id for each in METRICS] == list(found.figures())[:-1]
    assert sum(found.figures()[str(fate)] or 0 for fate in Fate) == found.arrivals == 2
    for id_ in found.figures():
        metric = metric_of(id_)
        assert isinstance(metric, Metric)
        assert metric.title.ro != metric.title.en
    assert metric_of("refused.slot.free").title.en == "refused: The inspector is free"
