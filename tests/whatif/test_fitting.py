"""Fitting: a known demand comes back, within the error that its size allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import fmean, stdev
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.audit._scene import ANA, DAN, LOG, OFFICE, made
from tichet_rules.audit import BookingLog, LogRow
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Applicant, Booking, BookingStatus, Request, Slot
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.office import Office
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif import Demand, fit_counts, fit_demand
from tichet_rules.whatif._dice import poisson

CALENDAR = WorkingCalendar()
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DAYS = tuple(CALENDAR.days(FIRST, LAST))
KNOWN = Demand(
    per_day=20,
    by_weekday={"mon": 1.4, "tue": 1.1, "wed": 1.0, "thu": 0.9, "fri": 0.6},
    by_month={1: 1.3, 7: 0.7, 8: 0.5, 12: 0.8},
    on_closed_days=0.1,
    by_hour={8: 3, 12: 2, 20: 1},
    answered=0.4,
    answer_age_days={3: 2, 10: 1, 25: 1},
    cancellation=0.15,
    no_show=0.2,
    meeting_minutes={10: 1, 15: 2, 20: 1},
)
FILED = date(2024, 6, 3)


def booked(demand: Demand, first: date, last: date) -> tuple[BookingLog, Office]:
    """A log of those who ask, each met three days later, and the office that knows their requests.

    Nobody is refused, and slots overlap: what is fitted is who asks and what becomes of it.
    """
    rows: list[LogRow] = []
    requests: list[Request] = []
    drawn = demand.citizens(CALENDAR, first, last, seed=2026)
    for line, citizen in enumerate(drawn, 2):
        at = from_ticks(citizen.asked_at)
        who = Applicant("Pop Ana", f"c-{line}")
        answered: Any = ()
        if citizen.answer_age_days is not None:
            on = day_after(CALENDAR.local(at).date(), -citizen.answer_age_days)
            answered = ("answered", on)
        requests.append(Request(f"{line}/1", who, FILED, "i-1", *answered))
        status = "held" if citizen.comes else "no_show"
        if citizen.cancels_ahead_hours is not None:
            status = "cancelled"
        slot = Slot(at + timedelta(days=3), citizen.minutes or 15)
        rows.append(
            LogRow(
                line,
                Booking(f"b-{line}", f"{line}/1", "i-1", who.key, slot, status, booked_at=at),
            )
        )
    return BookingLog("log.csv", rows), Office(requests=requests)


@pytest.fixture(scope="module")
def two_years() -> tuple[BookingLog, Office]:
    return booked(KNOWN, FIRST, LAST)


def within(found: float, known: float, error: float) -> bool:
    """Whether it is as near as one in 16,000 of such estimates is not."""
    return abs(found - known) <= 4 * error


def test_a_known_demand_comes_back(two_years: tuple[BookingLog, Office]) -> None:
    log, office = two_years
    fit = fit_demand(log, office=office, first=FIRST, last=LAST, minutes_are_actual=True)
    found = fit.demand
    assert fit.arrivals == len(log) > 8_000
    assert fit.days == len(DAYS)
    # The rates: the mean of each working day, and of the closed ones.
    for weekday in WEEKDAYS[:5]:
        for month in range(1, 13):
            days = [each for each in DAYS if CALENDAR.is_working_day(each)
                    and (WEEKDAYS[each.weekday()], each.month) == (weekday, month)]  # fmt: skip
            known, estimate = (
                sum(each.mean_on(day, CALENDAR) for day in days) for each in (KNOWN, found)
            )
            # Of a product of factors, each told by many more days than these.
            by_weekday = sum(KNOWN.mean_on(day, CALENDAR) for day in DAYS
                             if day.weekday() == days[0].weekday())  # fmt: skip
            by_month = sum(KNOWN.mean_on(day, CALENDAR) for day in DAYS if day.month == month)
            error = known * sqrt(1 / by_weekday + 1 / by_month)
            assert within(estimate, known, error), (weekday, month)
    working = [KNOWN.mean_on(day, CALENDAR) for day in DAYS if CALENDAR.is_working_day(day)]
    assert within(found.per_day or 0, sum(working) / len(working), fit.standard_errors["per_day"])
    assert within(found.on_closed_days, 0.1, 0.1 / sqrt(0.1 * 20 * (len(DAYS) - len(working))))
    assert 0.8 < (fit.dispersion or 0) < 1.2
    # The shares.
    for name in ("answered", "cancellation", "no_show"):
        error = fit.standard_errors[name]
        assert 0 < error < 0.01
        assert within(getattr(found, name), getattr(KNOWN, name), error)
    # The mixes.
    for name in ("by_hour", "answer_age_days", "meeting_minutes"):
        weights, known_weights = shares(getattr(found, name)), shares(getattr(KNOWN, name))
        assert weights.keys() == known_weights.keys()
        trials = sum(getattr(found, name).values())
        for value, share in known_weights.items():
            assert within(weights[value], share, sqrt(share * (1 - share) / trials))
    assert set(fit.left) == {
        "preferences", "patience_days", "cancelled_ahead_hours", "channel", "assignment"
    }  # fmt: skip


def shares(mix: Mapping[Any, float]) -> dict[Any, float]:
    return {value: weight / sum(mix.values()) for value, weight in mix.items()}


def test_what_is_fitted_simulates_the_same_totals(two_years: tuple[BookingLog, Office]) -> None:
    log, office = two_years
    found = fit_demand(log, office=office, first=FIRST, last=LAST).demand
    expected = sum(found.mean_on(day, CALENDAR) for day in DAYS)
    assert expected == pytest.approx(len(log))


# --- counts ---------------------------------------------------------------------------------

some_days = st.dates(date(2025, 1, 1), date(2025, 12, 31)).filter(CALENDAR.is_working_day)


@given(st.dictionaries(some_days, st.integers(1, 50), min_size=1, max_size=40))
def test_the_totals_by_weekday_and_by_month_are_those_counted(counts: dict[date, int]) -> None:
    found = fit_counts(counts).demand
    expected: dict[str, float] = defaultdict(float)
    counted: dict[str, float] = defaultdict(float)
    for day, count in counts.items():
        for total in (f"weekday {day.weekday()}", f"month {day.month}"):
            expected[total] += found.mean_on(day, CALENDAR)
            counted[total] += count
    assert dict(expected) == pytest.approx(dict(counted), rel=1e-6)


@given(st.dictionaries(some_days, st.integers(0, 9), min_size=1, max_size=9), st.integers(2, 9))
def test_more_of_the_same_is_a_greater_rate_alone(counts: dict[date, int], times: int) -> None:
    one = fit_counts(counts).demand
    more = fit_counts({day: count * times for day, count in counts.items()}).demand
    assert more.per_day == pytest.approx((one.per_day or 0) * times)
    assert dict(more.by_weekday) == pytest.approx(dict(one.by_weekday))
    assert dict(more.by_month) == pytest.approx(dict(one.by_month))


def test_an_exact_product_is_found_exactly() -> None:
    days = [day for day in DAYS if CALENDAR.is_working_day(day)]
    counts = {day: 4 * (day.weekday() + 1) * day.month for day in days}
    fit = fit_counts(counts)
    for day in days:
        assert fit.demand.mean_on(day, CALENDAR) == pytest.approx(counts[day])
    assert fit.dispersion == pytest.approx(0)


def test_a_date_that_was_not_counted_is_no_zero() -> None:
    monday, tuesday = date(2026, 11, 2), date(2026, 11, 3)
    assert fit_counts({monday: 10}).demand.per_day == 10
    assert fit_counts({monday: 10, tuesday: 0}).demand.per_day == 5
    assert not fit_counts({monday: 10}).demand.by_weekday
    assert dict(fit_counts({monday: 10, tuesday: 0}).demand.by_weekday) == {"mon": 2, "tue": 0}
    none = fit_counts({monday: 0, tuesday: 0})
    assert none.demand == Demand(per_day=0)
    assert none.dispersion is None
    assert "dispersion" not in none.explain()


def test_a_month_in_which_nobody_came_on_some_weekdays() -> None:
    # On Mondays they came in November alone, and in December nobody at all.
    days = {date(2026, 11, 2): 6, date(2026, 11, 3): 3, date(2026, 12, 7): 0, date(2026, 12, 8): 0}
    found = fit_counts(days).demand
    assert [found.mean_on(day, CALENDAR) for day in days] == pytest.approx([6, 3, 0, 0])
    only = {date(2026, 12, 7): 0, date(2026, 11, 3): 3}
    assert [fit_counts(only).demand.mean_on(day, CALENDAR) for day in only] == pytest.approx([0, 3])


def test_counts_that_scatter_more_than_poisson() -> None:
    weeks = [date(2026, 3, 2) + timedelta(days=7 * week) for week in range(4)]
    fit = fit_counts(dict(zip(weeks, (2, 40, 2, 40), strict=True)))
    assert fit.dispersion == pytest.approx(4 * 19**2 / 21 / 3)


def test_closed_days_are_told_by_one_factor() -> None:
    counts = {date(2026, 11, 6): 10, date(2026, 11, 7): 2, date(2026, 11, 8): 1}
    fit = fit_counts(counts)
    assert fit.demand.on_closed_days == pytest.approx(0.15)
    assert (fit.arrivals, fit.days) == (13, 3)
    recovery = WorkingCalendar(recovery_days=[date(2026, 11, 7)])
    assert dict(fit_counts(counts, recovery).demand.by_weekday) == pytest.approx(
        {"fri": 10 / 6, "sat": 2 / 6}
    )


@pytest.mark.parametrize(
    ("counts", "kind", "message"),
    [
        ([3], WrongType, "counts: got [3]; expected a mapping of dates to how many asked"),
        ({"2026-11-02": 3}, WrongType, "counts: got '2026-11-02'; expected a date"),
        ({date(2026, 11, 2): -1}, InvalidInput, "counts[2026-11-02]: got -1; expected a whole"),
        ({}, InvalidInput, "counts: got 'no working day'; expected the counts of some working"),
        ({date(2026, 11, 7): 3}, InvalidInput, "counts: got 'no working day'"),
        (
            {date(2026, 11, 6): 0, date(2026, 11, 7): 3},
            InvalidInput,
            "counts: got '3 on closed days alone'; expected some on working days, too",
        ),
    ],
)
def test_counts_that_tell_of_no_demand(counts: Any, kind: type, message: str) -> None:
    with pytest.raises(kind) as error:
        fit_counts(counts)
    assert str(error.value).startswith(message)


# --- a log ----------------------------------------------------------------------------------


def test_a_small_log() -> None:
    # Five acts from 18 to 29 November: on the 18th, twice the 20th, the 25th, and a Sunday.
    fit = fit_demand(LOG, office=OFFICE, first=date(2026, 11, 16), last=date(2026, 11, 29))
    assert (fit.arrivals, fit.days) == (5, 14)
    assert fit.demand.per_day == 0.4
    assert fit.demand.on_closed_days == pytest.approx(1 / 4 / 0.4)
    assert dict(fit.demand.by_hour) == {9: 1, 10: 3, 14: 1}
    # b-2 and b-4 are Dan's, answered on 27 October: 24 and 22 days before.
    assert fit.demand.answered == 0.4
    assert dict(fit.demand.answer_age_days) == {22: 1, 24: 1}
    # Their time has passed: b-1, b-2 (of unknown fate), b-4 (held). Not that of b-3 and b-5.
    assert (fit.demand.no_show, fit.demand.cancellation, fit.unknown_fates) == (0, 0, 2)
    assert "meeting_minutes" in fit.left


def test_what_the_log_does_not_say_is_left() -> None:
    unknown = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00", request=ANA)
    log = BookingLog("log.csv", [LogRow(2, unknown)])
    day = date(2026, 11, 20)
    fit = fit_demand(log, office=Office(), first=day, last=day)
    assert {"answered", "answer_age_days", "no_show", "cancellation"} <= set(fit.left)
    assert dict(fit.standard_errors) == {"per_day": 1}
    nobody = fit_demand(
        BookingLog("log.csv", []), office=Office(), first=day, last=day, minutes_are_actual=True
    )
    assert nobody.demand == Demand(per_day=0)
    assert {"by_hour", "meeting_minutes"} <= set(nobody.left)


def test_an_answer_that_came_after_the_act_is_none_of_its_time() -> None:
    later = evolve(DAN, communicated_on=date(2026, 11, 21))
    row = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00", DAN)
    fit = fit_demand(
        BookingLog("log.csv", [LogRow(2, row)]),
        office=Office(requests=[later]),
        first=date(2026, 11, 20),
        last=date(2026, 11, 20),
    )
    assert fit.demand.answered == 0
    assert "answer_age_days" in fit.left


def test_only_what_was_booked_within_the_dates_by_the_office_s_clock() -> None:
    rows = [
        made("before", "2026-11-26T10:00:00+02:00", "2026-11-19T23:59:59+02:00"),
        made("first", "2026-11-26T10:00:00+02:00", "2026-11-19T22:00:00+00:00"),
        made("last", "2026-11-26T10:00:00+02:00", "2026-11-20T23:59:59+02:00"),
        made("after", "2026-11-26T10:00:00+02:00", "2026-11-21T00:00:00+02:00"),
        made("other", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00",
             procedure="audience"),
    ]  # fmt: skip
    log = BookingLog("log.csv", [LogRow(line, each) for line, each in enumerate(rows, 2)])
    fit = fit_demand(log, office=OFFICE, first=date(2026, 11, 20), last=date(2026, 11, 20))
    assert fit.arrivals == 2
    assert dict(fit.demand.by_hour) == {0: 1, 23: 1}


def moved() -> Iterator[Booking]:
    first = made("b-1", "2026-11-24T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    yield evolve(first, status=BookingStatus.CANCELLED)
    yield evolve(
        first,
        id="b-1 (move 1)",
        slot=Slot(datetime.fromisoformat("2026-11-25T10:00:00+02:00")),
        booked_at=datetime.fromisoformat("2026-11-21T09:00:00+02:00"),
        status=BookingStatus.NO_SHOW,
    )
    # A town that calls a booking so has moved nothing.
    yield evolve(first, id="b-9 (move 1)", status=BookingStatus.HELD)


def test_a_booking_that_was_moved_counts_once() -> None:
    log = BookingLog("log.jsonl", [LogRow(line, each) for line, each in enumerate(moved(), 2)])
    fit = fit_demand(log, office=OFFICE, first=date(2026, 11, 20), last=date(2026, 11, 30))
    assert fit.arrivals == 2
    assert (fit.demand.cancellation, fit.demand.no_show) == (0, 0.5)


def test_a_row_without_its_act_is_an_error() -> None:
    row = made("b-1", "2026-11-26T10:00:00+02:00", None)
    with pytest.raises(InvalidInput, match=r"^log: line 7: booked_at: got None; expected the inst"):
        fit_demand(
            BookingLog("log.csv", [LogRow(7, row)]),
            office=OFFICE,
            first=date(2026, 11, 20),
            last=date(2026, 11, 20),
        )


def test_the_errors_of_factors_are_those_of_shares_of_the_arrivals() -> None:
    """A factor is the share of a weekday in all, by the share of its dates."""
    mondays = {date(2026, 11, day): 30 for day in (2, 9, 16)}
    tuesdays = {date(2026, 11, day): 10 for day in (3, 10, 17)}
    fit = fit_counts({**mondays, **tuesdays, date(2026, 11, 7): 5, date(2026, 11, 8): 0})
    share = 90 / 120
    assert fit.demand.by_weekday["mon"] == share / (1 / 2)
    assert fit.standard_errors["by_weekday.mon"] == pytest.approx(
        sqrt(share * (1 - share) / 120) / (1 / 2)
    )
    assert fit.standard_errors["on_closed_days"] == pytest.approx(
        fit.demand.on_closed_days * sqrt(1 / 5 + 1 / 120)
    )
    assert dict(fit.dates) == {"by_weekday.mon": 3, "by_weekday.tue": 3, "on_closed_days": 2}
    assert (fit.first, fit.last) == (date(2026, 11, 2), date(2026, 11, 17))
    nobody = fit_counts({date(2026, 11, day): 0 if day == 2 else 8 for day in range(2, 9)})
    assert nobody.standard_errors["by_weekday.mon"] == 0
    assert nobody.standard_errors["on_closed_days"] == pytest.approx(
        nobody.demand.on_closed_days * sqrt(1 / 16 + 1 / 32)
    )


def test_the_errors_are_how_far_estimates_scatter() -> None:
    """Of many towns with one demand, the estimates scatter by their standard error."""
    demand = Demand(per_day=10, by_weekday={"mon": 1.5}, on_closed_days=0.2)
    days = tuple(CALENDAR.days(date(2026, 3, 2), date(2026, 6, 28)))
    fits = []
    for town in range(200):
        counts = {
            day: poisson(demand.mean_on(day, CALENDAR), "towns", town, day.isoformat())
            for day in days
        }
        fits.append(fit_counts(counts, CALENDAR))
    for name, value in (
        ("by_weekday.mon", lambda fit: fit.demand.by_weekday["mon"]),
        ("by_month.4", lambda fit: fit.demand.by_month[4]),
        ("on_closed_days", lambda fit: fit.demand.on_closed_days),
    ):
        told = fmean(fit.standard_errors[name] for fit in fits)
        assert stdev(map(value, fits)) == pytest.approx(told, rel=0.2), name


def test_a_log_of_other_dates_is_told() -> None:
    # No act of the log lies in these dates.
    other = fit_demand(BookingLog("log.csv", []), office=Office(), first=FIRST, last=LAST)
    told = f"nobody asked from {FIRST} to {LAST}: are these the dates of the data?"
    assert other.warnings() == (told,)
    assert told in other.explain().splitlines()
    assert other.warnings("ro") == (
        f"nimeni nu a cerut de la {FIRST} la {LAST}: oare acestea sunt zilele?",
    )


def test_warnings_say_what_little_is_known() -> None:
    week = {date(2026, 11, day): 8 for day in range(2, 30)}
    assert fit_counts(week).warnings() == ()
    wild = {day: 1 if number % 2 else 40 for number, day in enumerate(week)}
    english, romanian = (fit_counts(wild).warnings(code) for code in ("en", "ro"))
    assert english[0] == (
        "the dispersion is above 2: days differ more than a simulation will show; the errors and "
        "the intervals are too small"
    )
    assert romanian[0].startswith("dispersia este peste 2: zilele")
    assert english[0] in fit_counts(wild).explain()
    few = fit_counts({date(2026, 11, day): 8 for day in range(2, 9)})
    assert few.warnings()[0] == (
        "of fewer than 4 dates, so that little is known: by_weekday.mon, by_weekday.tue, "
        "by_weekday.wed, by_weekday.thu, by_weekday.fri, on_closed_days"
    )
    with pytest.raises(InvalidInput, match="language"):
        few.warnings("fr")  # type: ignore[arg-type]


def test_in_words() -> None:
    fit = fit_demand(LOG, office=OFFICE, first=date(2026, 11, 2), last=date(2026, 11, 29))
    assert fit.explain("en").splitlines() == [
        "arrivals: 5, on 28 days, from 2026-11-02 to 2026-11-29",
        "  per_day         0.200 ± 0.100 (standard error)",
        *(
            f"  by_weekday.{day}  {fit.demand.by_weekday[day]:.3f} ± "
            f"{fit.standard_errors[f'by_weekday.{day}']:.3f} (standard error)"
            for day in WEEKDAYS[:5]
        ),
        "  on_closed_days  0.625 ± 0.699 (standard error)",
        "  answered        0.400 ± 0.219 (standard error)",
        "  cancellation    0.000 ± 0.000 (standard error)",
        "  no_show         0.000 ± 0.000 (standard error)",
        f"  dispersion (Poisson: 1): {fit.dispersion:.2f}",
        "  meetings of unknown fate: 2",
        *fit.warnings(),
        f"Left to you: {', '.join(fit.left)}",
    ]
    said = fit.explain("ro")
    assert said.startswith(
        "sosiri: 5, în 28 de zile, de la 2026-11-02 la 2026-11-29\n"
        "  per_day         0,200 ± 0,100 (eroare standard)"
    )
    assert "Rămân de spus: preferences, patience_days" in said
    with pytest.raises(InvalidInput, match="language"):
        fit.explain("fr")  # type: ignore[arg-type]
