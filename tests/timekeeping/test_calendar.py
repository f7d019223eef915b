"""Working days against the law and a naive model; the office's clock around its changes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from hypothesis import example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text
from tichet_rules.timekeeping.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    MINUTES_A_DAY,
    ClosedBecause,
    Closure,
    WorkingCalendar,
    day_after,
)
from tichet_rules.timekeeping.instants import DAY, HOUR, MINUTE, from_ticks, ticks_of

ROMANIA = WorkingCalendar()
ONE_DAY = timedelta(days=1)


def ticks(text: str) -> int:
    return ticks_of(datetime.fromisoformat(text))


# --- public holidays --------------------------------------------------------------------

# Codul muncii art. 139: month, day, and the first year in which it was a public holiday.
FIXED = [
    (1, 1, 1997),
    (1, 2, 1997),
    (1, 6, 2024),
    (1, 7, 2024),
    (1, 24, 2017),
    (5, 1, 1997),
    (6, 1, 2017),
    (8, 15, 2009),
    (11, 30, 2012),
    (12, 1, 1997),
    (12, 25, 1997),
    (12, 26, 1997),
]
# Days after Orthodox Easter Sunday, and the first year.
MOVABLE = [(-2, 2018), (0, 1997), (1, 1997), (49, 2009), (50, 2009)]


@pytest.mark.parametrize("year", range(1997, 2101))
def test_the_public_holidays_of_a_year_are_those_of_the_law(year: int) -> None:
    sunday = easter(year, EASTER_ORTHODOX)
    lawful = {date(year, month, day) for month, day, since in FIXED if year >= since}
    lawful |= {sunday + timedelta(days=days) for days, since in MOVABLE if year >= since}
    every_day = ROMANIA.days(date(year, 1, 1), date(year, 12, 31))
    assert {day for day in every_day if ROMANIA.is_public_holiday(day)} == lawful


@pytest.mark.parametrize(
    ("day", "since", "name"),
    [
        ((1, 6), 2024, Text("Botezul Domnului", "Epiphany")),
        ((1, 24), 2017, Text("Ziua Unirii Principatelor Române", "Unification")),
        ((8, 15), 2009, Text("Adormirea Maicii Domnului", "Dormition")),
    ],
)
def test_a_holiday_is_one_from_its_year_on_and_has_a_name(
    day: tuple[int, int], since: int, name: Text
) -> None:
    assert not ROMANIA.is_public_holiday(date(since - 1, *day))
    closed = ROMANIA.closure(date(since, *day))
    assert closed is not None
    assert closed.because is ClosedBecause.PUBLIC_HOLIDAY
    assert closed.name is not None
    assert name.ro in closed.name.ro
    assert name.en in closed.name.en


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 4, 9), True),
        (date(2026, 4, 10), False),  # Good Friday
        (date(2026, 4, 11), False),
        (date(2026, 4, 12), False),  # Easter
        (date(2026, 4, 13), False),
        (date(2026, 4, 14), True),
        (date(2026, 6, 1), False),  # Pentecost Monday and Children's Day
        (date(2026, 6, 2), True),
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), False),
        (date(2026, 12, 2), True),
        (date(2017, 4, 14), True),  # Good Friday, not yet a holiday
        (date(2018, 4, 6), False),
    ],
)
def test_working_days_in_romania(day: date, working: bool) -> None:
    assert ROMANIA.is_working_day(day) is working
    assert (ROMANIA.closure(day) is None) is working


@pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
@pytest.mark.parametrize(
    "ask",
    [
        ROMANIA.is_public_holiday,
        ROMANIA.is_working_day,
        ROMANIA.closure,
        ROMANIA.next_working_day,
        lambda day: ROMANIA.working_day_after(day, 1),
    ],
)
def test_a_year_whose_holidays_are_not_known(ask: Callable[[date], object], year: int) -> None:
    weekday = next(date(year, 12, day) for day in range(1, 8) if date(year, 12, day).weekday() == 2)
    with pytest.raises(InvalidInput) as caught:
        ask(weekday)
    assert (caught.value.field, caught.value.given) == ("date", str(year))
    assert "a year from 1997 to 2100" in caught.value.expected
    assert "a calendar whose public holidays are given as a list" in caught.value.expected


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_the_last_year(year: int) -> None:
    assert ROMANIA.is_public_holiday(date(year, 12, 25))


def test_the_search_for_a_working_day_stops_where_the_holidays_are_no_longer_known() -> None:
    last = date(2100, 12, 31)  # a Friday
    assert ROMANIA.next_working_day(last) == last
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        ROMANIA.working_day_after(last, 1)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1996, 12, 25), date(2101, 1, 3), date.max])
def test_a_list_of_holidays_knows_every_year(day: date) -> None:
    calendar = WorkingCalendar(public_holidays=[day])
    closed = calendar.closure(day)
    assert closed == Closure(day, ClosedBecause.PUBLIC_HOLIDAY)
    assert not WorkingCalendar(public_holidays=[]).is_public_holiday(day)


def test_the_last_date_whose_holidays_are_known() -> None:
    assert ROMANIA.known_until == date(2100, 12, 31)
    # A list says of every day; of the last year, the day after might not be a date.
    assert WorkingCalendar(public_holidays=[]).known_until == date(9998, 12, 31)


def test_a_search_past_the_last_date() -> None:
    calendar = WorkingCalendar(public_holidays=[date.max])
    with pytest.raises(InvalidInput, match=r"^date: .*within the years 1 to 9999$"):
        calendar.next_working_day(date.max)


@pytest.mark.parametrize("ask", [ROMANIA.is_working_day, ROMANIA.next_working_day, ROMANIA.closure])
def test_an_instant_is_not_taken_for_a_date(ask: Callable[[date], object]) -> None:
    # A datetime is a date to Python, but no holiday equals it: Christmas would be worked.
    with pytest.raises(WrongType, match=r"^day: got 2026-12-25T10:00:00\+00:00; expected a date"):
        ask(datetime(2026, 12, 25, 10, tzinfo=UTC))


# --- closures, recovery days, and a naive model -----------------------------------------

BRIDGE = date(2026, 12, 24)  # a Thursday
RECOVERY = date(2026, 12, 19)  # a Saturday


def test_a_closure_and_its_recovery_saturday() -> None:
    calendar = WorkingCalendar(closures=[BRIDGE], recovery_days=[RECOVERY])
    assert calendar.closure(BRIDGE) == Closure(BRIDGE, ClosedBecause.CLOSURE)
    assert calendar.is_working_day(RECOVERY)
    assert calendar.closure(RECOVERY) is None
    assert calendar.next_working_day(BRIDGE) == date(2026, 12, 28)
    assert calendar.working_day_after(date(2026, 12, 18), 1) == RECOVERY


@pytest.mark.parametrize(
    ("day", "because"),
    [
        (date(2026, 11, 28), ClosedBecause.WEEKEND),
        (date(2026, 11, 30), ClosedBecause.PUBLIC_HOLIDAY),
        (date(2026, 12, 26), ClosedBecause.PUBLIC_HOLIDAY),  # a Saturday
        (date(2026, 12, 25), ClosedBecause.PUBLIC_HOLIDAY),  # declared closed as well
        (date(2026, 12, 27), ClosedBecause.CLOSURE),  # a Sunday, declared closed
    ],
)
def test_of_several_reasons_the_most_particular_is_named(day: date, because: ClosedBecause) -> None:
    calendar = WorkingCalendar(closures=[date(2026, 12, 25), date(2026, 12, 27)])
    closed = calendar.closure(day)
    assert closed is not None
    assert (closed.date, closed.because) == (day, because)
    assert (closed.name is not None) is (because is ClosedBecause.PUBLIC_HOLIDAY)


def test_the_reasons_by_name() -> None:
    assert [each.value for each in ClosedBecause] == ["weekend", "public_holiday", "closure"]


def test_a_recovery_day_is_worked_whatever_else_it_is() -> None:
    christmas = date(2026, 12, 25)
    calendar = WorkingCalendar(closures=[christmas], recovery_days=[christmas])
    assert calendar.is_working_day(christmas)
    assert calendar.closure(christmas) is None


some_dates = st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=25)


@given(some_dates, some_dates, some_dates, st.dates(date(2026, 1, 1), date(2026, 2, 10)))
def test_a_calendar_agrees_with_a_naive_model(
    holidays: list[date], closures: list[date], recovery: list[date], day: date
) -> None:
    calendar = WorkingCalendar(public_holidays=holidays, closures=closures, recovery_days=recovery)
    year = [date(2026, 1, 1) + timedelta(days=days) for days in range(150)]
    worked = [
        each
        for each in year
        if each in recovery
        or not (each.strftime("%w") in "06" or each in holidays or each in closures)
    ]
    assert [each for each in year if calendar.is_working_day(each)] == worked
    assert [each for each in year if calendar.closure(each) is None] == worked
    assert calendar.next_working_day(day) == min(each for each in worked if each >= day)
    later = [each for each in worked if each > day]
    assert [calendar.working_day_after(day, count) for count in range(1, 8)] == later[:7]


@given(
    st.sampled_from([1995, 1996, 2025, 2099, 2100, 2101, 9998, 9999]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from("hcr")), max_size=30),
    st.integers(-30, 10),
    st.integers(1, 30),
    st.booleans(),
)
def test_working_days_over_the_end_of_a_year_are_found_as_one_by_one(
    year: int, marks: list[tuple[int, str]], start: int, count: int, romania: bool
) -> None:
    """Also where only part of the days is known, and the rest isn't needed."""
    end = date(year, 12, 31)
    from_ = min(end, date(year, 12, 11))
    marked: dict[str, list[date]] = {"h": [], "c": [], "r": []}
    for days, mark in marks:
        if days <= (date.max - from_).days:
            marked[mark].append(from_ + timedelta(days=days))
    calendar = WorkingCalendar(
        public_holidays="RO" if romania else marked["h"],
        closures=marked["c"],
        recovery_days=marked["r"],
    )
    first = end + timedelta(days=min(0, start)) if year == 9999 else end + timedelta(days=start)

    def told(ask: Callable[[], object]) -> object:
        try:
            return ask()
        except InvalidInput as error:
            return str(error)

    def nth() -> date:
        day = first
        for _ in range(count):
            day = day_after(day)
            while not calendar.is_working_day(day):
                day = day_after(day)
        return day

    assert told(lambda: calendar.working_day_after(first, count)) == told(nth)
    last = first + timedelta(days=min(count, (date.max - first).days))
    assert told(lambda: list(calendar.working_days(first, last))) == told(
        lambda: [day for day in calendar.days(first, last) if calendar.is_working_day(day)]
    )


def test_the_last_working_day_of_a_year_belongs_to_it() -> None:
    assert ROMANIA.working_day_after(date(2026, 12, 30), 1) == date(2026, 12, 31)


def test_a_recovery_day_is_known_where_the_holidays_are_not() -> None:
    calendar = WorkingCalendar(recovery_days=[date(1996, 12, 20), date(1996, 12, 21)])
    assert calendar.working_day_after(date(1996, 12, 19), 1) == date(1996, 12, 20)
    assert calendar.working_day_after(date(1996, 12, 19), 2) == date(1996, 12, 21)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 11, 27), date(2026, 12, 2), 2),
        (date(2026, 11, 27), date(2026, 11, 27), 1),
        (date(2026, 11, 28), date(2026, 12, 1), 0),
        (date(2026, 11, 27), date(2026, 11, 26), 0),
        (date(2025, 12, 29), date(2026, 1, 9), 6),
        (date(2024, 1, 1), date(2026, 12, 31), 250 + 249 + 251),
    ],
)
def test_the_working_days_of_a_period(first: date, last: date, number: int) -> None:
    days = list(ROMANIA.working_days(first, last))
    assert len(days) == number
    assert days == [day for day in ROMANIA.days(first, last) if ROMANIA.is_working_day(day)]


def test_the_working_days_come_one_by_one() -> None:
    # As far as they are known, and the error only behind them.
    days = ROMANIA.working_days(date(2100, 12, 30), date(2101, 12, 31))
    assert [next(days), next(days)] == [date(2100, 12, 30), date(2100, 12, 31)]
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        next(days)
    last = list(WorkingCalendar(public_holidays=[]).working_days(date(9999, 12, 30), date.max))
    assert last == [date(9999, 12, 30), date.max]


@pytest.mark.parametrize(
    ("holidays", "year", "known"),
    [
        ("RO", 1996, False),
        ("RO", 1997, True),
        ("RO", 2100, True),
        ("RO", 2101, False),
        ([], 1, True),
        ([], 9998, True),
        ([], 9999, False),
    ],
)
def test_which_years_are_known(holidays: Any, year: int, known: bool) -> None:
    assert WorkingCalendar(public_holidays=holidays).knows(year) is known


def test_a_changed_calendar_answers_for_itself() -> None:
    day, before = date(2027, 3, 4), date(2027, 3, 3)
    closed = ROMANIA.replace(closures=[day])
    for _ in range(2):
        assert ROMANIA.working_day_after(before, 1) == day
        assert closed.working_day_after(before, 1) == date(2027, 3, 5)
        assert list(closed.working_days(day, day)) == []
        assert list(closed.replace(recovery_days=[day]).working_days(day, day)) == [day]
        assert list(ROMANIA.replace(public_holidays=[day]).working_days(day, day)) == []


def test_many_dates_at_once() -> None:
    days = [date(2026, 11, 30), date(2026, 11, 27), date(2026, 11, 30)]
    assert ROMANIA.are_working_days(days) == [False, True, False]
    assert ROMANIA.are_working_days(iter(days)) == [False, True, False]
    assert ROMANIA.working_days_after(days, 2) == [
        date(2026, 12, 3),
        date(2026, 12, 3),
        date(2026, 12, 3),
    ]
    assert ROMANIA.are_working_days([]) == []


@pytest.mark.parametrize(
    ("days", "kind", "field"),
    [
        ([BRIDGE, datetime(2026, 12, 25, 10, tzinfo=UTC)], WrongType, "days[1]"),
        ([[BRIDGE]], WrongType, "days[0]"),
        (BRIDGE, WrongType, "days"),
        ("2026-12-24", WrongType, "days"),
        ([date(1996, 12, 24)], InvalidInput, "date"),
    ],
)
def test_many_dates_are_checked(days: Any, kind: type[InvalidInput], field: str) -> None:
    for ask in (ROMANIA.are_working_days, lambda given: ROMANIA.working_days_after(given, 1)):
        with pytest.raises(kind) as caught:
            ask(days)
        assert caught.value.field == field


def test_a_date_of_one_s_own_class_is_one() -> None:
    class Day(date):
        pass

    assert ROMANIA.is_working_day(Day(2026, 11, 27))
    assert ROMANIA.are_working_days([Day(2026, 11, 30), BRIDGE]) == [False, True]


@pytest.mark.parametrize("day", [datetime(2026, 12, 25, 10, tzinfo=UTC), "2026-12-25", None])
def test_the_working_day_after_what_is_no_date(day: Any) -> None:
    with pytest.raises(WrongType, match=r"^day: "):
        ROMANIA.working_day_after(day, 1)


@pytest.mark.parametrize("count", [10**6, 10**30])
def test_no_working_day_is_so_far_away(count: int) -> None:
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        ROMANIA.working_day_after(BRIDGE, count)
    with pytest.raises(InvalidInput, match="within the years 1 to 9999"):
        WorkingCalendar(public_holidays=[]).working_day_after(date(9990, 1, 1), count)


@pytest.mark.parametrize("count", [0, -1])
def test_the_working_day_after_a_date_is_counted_from_one(count: int) -> None:
    with pytest.raises(InvalidInput, match=f"^count: got {count}; expected .*at least 1"):
        ROMANIA.working_day_after(BRIDGE, count)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 2, 27), date(2026, 3, 1), 3),
        (date(2026, 3, 1), date(2026, 3, 1), 1),
        (date(2026, 3, 2), date(2026, 3, 1), 0),
        (date.max - ONE_DAY, date.max, 2),
    ],
)
def test_days_between_two_dates(first: date, last: date, number: int) -> None:
    days = list(ROMANIA.days(first, last))
    assert days == [first + count * ONE_DAY for count in range(number)]


def test_days_after() -> None:
    assert day_after(date(2026, 2, 28)) == date(2026, 3, 1)
    assert day_after(date(2026, 3, 1), -1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "count"), [(date.max, 1), (date.min, -1), (BRIDGE, 10**7), (BRIDGE, 10**30)]
)
def test_no_date_past_the_first_and_the_last(day: date, count: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        day_after(day, count)
    assert str(caught.value) == (
        f"date: got {day.isoformat()!r}; "
        f"expected a date whose {count}-day neighbour is within the years 1 to 9999"
    )


# --- the calendar as a value ------------------------------------------------------------


def test_a_calendar_is_a_value() -> None:
    calendar = WorkingCalendar(closures=[BRIDGE], recovery_days={RECOVERY})
    assert calendar == WorkingCalendar(closures=iter([BRIDGE]), recovery_days=(RECOVERY, RECOVERY))
    assert hash(calendar) == hash(WorkingCalendar(closures=[BRIDGE], recovery_days=[RECOVERY]))
    assert pickle.loads(pickle.dumps(calendar)) == calendar
    assert calendar.replace(closures=[]).closures == frozenset()
    assert calendar.replace(closures=[]).recovery_days == {RECOVERY}
    assert calendar.closures == {BRIDGE}


@pytest.mark.parametrize("zone", ["Europe/Bucharest", ZoneInfo("Europe/Bucharest")])
def test_a_zone_or_its_key(zone: str | ZoneInfo) -> None:
    assert WorkingCalendar(zone=zone) == ROMANIA


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"zone": "Romania"}, InvalidInput, "zone", "an IANA key"),
        ({"zone": 2}, WrongType, "zone", "an IANA key"),
        ({"public_holidays": "HU"}, InvalidInput, "public_holidays", "'RO' or a list of dates"),
        ({"public_holidays": 5}, WrongType, "public_holidays", "a list of dates"),
        ({"public_holidays": ["2026-12-24"]}, WrongType, "public_holidays[0]", "a date without"),
        ({"closures": "2026-12-24"}, WrongType, "closures", "a list of dates"),
        ({"closures": BRIDGE}, WrongType, "closures", "a list of dates"),
        ({"closures": [BRIDGE, None]}, WrongType, "closures[1]", "a date without a time"),
        ({"recovery_days": None}, WrongType, "recovery_days", "a list of dates"),
        (
            {"recovery_days": [datetime(2026, 12, 19, tzinfo=UTC)]},
            WrongType,
            "recovery_days[0]",
            "a date without a time",
        ),
    ],
)
def test_mistakes_at_the_door(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    for make in (WorkingCalendar, ROMANIA.replace):
        with pytest.raises(InvalidInput) as caught:
            make(**changes)
        assert type(caught.value) is kind
        assert caught.value.field == field
        assert remedy in caught.value.expected


# --- the clock --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "minute", "instant"),
    [
        ("Europe/Bucharest", date(2026, 11, 26), 600, "2026-11-26T08:00Z"),
        ("Europe/Bucharest", date(2026, 11, 26), 1440, "2026-11-26T22:00Z"),
        # 29 March 2026: 03:00 +02:00 becomes 04:00 +03:00, at 01:00Z.
        ("Europe/Bucharest", date(2026, 3, 29), 179, "2026-03-29T00:59Z"),
        ("Europe/Bucharest", date(2026, 3, 29), 180, "2026-03-29T01:00Z"),
        ("Europe/Bucharest", date(2026, 3, 29), 181, "2026-03-29T01:00Z"),
        ("Europe/Bucharest", date(2026, 3, 29), 239, "2026-03-29T01:00Z"),
        ("Europe/Bucharest", date(2026, 3, 29), 240, "2026-03-29T01:00Z"),
        ("Europe/Bucharest", date(2026, 3, 29), 241, "2026-03-29T01:01Z"),
        # 25 October 2026: 04:00 +03:00 becomes 03:00 +02:00, at 01:00Z.
        ("Europe/Bucharest", date(2026, 10, 25), 179, "2026-10-24T23:59Z"),
        ("Europe/Bucharest", date(2026, 10, 25), 180, "2026-10-25T00:00Z"),
        ("Europe/Bucharest", date(2026, 10, 25), 239, "2026-10-25T00:59Z"),
        ("Europe/Bucharest", date(2026, 10, 25), 240, "2026-10-25T02:00Z"),
        # 4 November 2018: midnight is skipped, 00:00 -03:00 becomes 01:00 -02:00.
        ("America/Sao_Paulo", date(2018, 11, 3), 1440, "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), 30, "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), 60, "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", date(2018, 11, 4), 61, "2018-11-04T03:01Z"),
        # 5 April 2026: 02:00 +11:00 becomes 01:30 +10:30.
        ("Australia/Lord_Howe", date(2026, 4, 5), 105, "2026-04-04T14:45Z"),
        ("Australia/Lord_Howe", date(2026, 4, 5), 120, "2026-04-04T15:30Z"),
        # 4 October 2026: 02:00 +10:30 becomes 02:30 +11:00.
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30Z"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 150, "2026-10-03T15:30Z"),
        # 30 December 2011 did not happen.
        ("Pacific/Apia", date(2011, 12, 30), 0, "2011-12-30T10:00Z"),
        ("Pacific/Apia", date(2011, 12, 30), 720, "2011-12-30T10:00Z"),
        ("Pacific/Apia", date(2011, 12, 31), 0, "2011-12-30T10:00Z"),
    ],
)
def test_the_instant_of_a_local_time(zone: str, day: date, minute: int, instant: str) -> None:
    calendar = WorkingCalendar(zone=zone)
    assert calendar.ticks_at(day, minute) == ticks(instant)
    assert calendar.day_ticks(day, [minute]) == [ticks(instant)]


CHANGES = [
    ("Europe/Bucharest", date(2026, 3, 29)),
    ("Europe/Bucharest", date(2026, 10, 25)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 17)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 11, 1)),  # 01:00 becomes 00:00
    ("America/St_Johns", date(2006, 10, 29)),  # 00:01 becomes 23:01 of the day before
    ("Pacific/Apia", date(2011, 12, 30)),  # a whole day is skipped
    ("UTC", date(2026, 3, 29)),
]


@st.composite
def zones_and_days(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a day, more often than not within two days of a clock change."""
    zone, change = draw(st.sampled_from(CHANGES))
    near = st.integers(-2, 2).map(lambda days: change + timedelta(days=days))
    return zone, draw(st.one_of(near, near, st.dates(date(1997, 1, 1), date(2100, 12, 31))))


@given(zones_and_days(), st.integers(0, MINUTES_A_DAY))
def test_the_instant_is_the_first_at_which_the_clock_has_come_so_far(
    place: tuple[str, date], minute: int
) -> None:
    # This one sentence says all three: an exact time, a skipped one, one that comes twice.
    zone, day = place
    calendar = WorkingCalendar(zone=zone)
    wanted = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    instant = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while instant.astimezone(calendar.zone).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=1)
    assert from_ticks(calendar.ticks_at(day, minute)) == instant


@given(zones_and_days(), st.integers(0, MINUTES_A_DAY - 1))
def test_a_local_time_that_exists_comes_back(place: tuple[str, date], minute: int) -> None:
    zone, day = place
    calendar = WorkingCalendar(zone=zone)
    instant = calendar.ticks_at(day, minute)
    wall = calendar.local(from_ticks(instant))
    shown = (wall.date(), wall.hour * 60 + wall.minute)
    before = calendar.local(from_ticks(instant - 1))
    if shown == (day, minute):
        assert wall.fold == 0
        assert calendar.date_at(instant) == day
    else:  # skipped: the clock jumps over it at that very instant
        assert before.replace(tzinfo=None) < datetime(  # noqa: DTZ001
            day.year, day.month, day.day, minute // 60, minute % 60
        )
        assert shown > (day, minute)


@pytest.mark.parametrize(
    ("zone", "day", "skipped", "change"),
    [
        ("Europe/Bucharest", date(2026, 3, 29), range(180, 240), "2026-03-29T01:00:00Z"),
        ("Australia/Lord_Howe", date(2026, 10, 4), range(120, 150), "2026-10-03T15:30:00Z"),
        ("America/St_Johns", date(2006, 4, 2), range(1, 61), "2006-04-02T03:31:00Z"),
    ],
)
def test_every_time_that_the_clock_skips_is_the_instant_of_the_change(
    zone: str, day: date, skipped: range, change: str
) -> None:
    calendar = WorkingCalendar(zone=zone)
    instants = {calendar.ticks_at(day, minute) for minute in skipped}
    assert instants == {ticks_of(datetime.fromisoformat(change))}


@given(zones_and_days(), st.lists(st.integers(0, MINUTES_A_DAY), max_size=12))
def test_several_times_of_a_day_are_each_of_them(
    place: tuple[str, date], minutes: list[int]
) -> None:
    zone, day = place
    calendar = WorkingCalendar(zone=zone)
    expected = [calendar.ticks_at(day, minute) for minute in minutes]
    assert calendar.day_ticks(day, minutes) == expected
    assert calendar.day_ticks(day, iter(minutes)) == expected


def test_a_zone_of_another_database_answers_for_itself() -> None:
    day = date(2026, 7, 1)
    with resources.files("tzdata").joinpath("zoneinfo/Etc/GMT-5").open("rb") as other:
        changed = ROMANIA.replace(zone=ZoneInfo.from_file(other, key="Europe/Bucharest"))
    for _ in range(2):
        assert from_ticks(ROMANIA.midnight(day)).hour == 21
        assert from_ticks(changed.midnight(day)).hour == 19
        assert ROMANIA.day_ticks(day, [0]) == [ROMANIA.midnight(day)]
        assert changed.day_ticks(day, [0]) == [changed.midnight(day)]


@given(zones_and_days())
def test_a_day_begins_when_the_one_before_ends(place: tuple[str, date]) -> None:
    zone, day = place
    calendar = WorkingCalendar(zone=zone)
    assert calendar.midnight(day) == calendar.ticks_at(day, 0)
    assert calendar.ticks_at(day, MINUTES_A_DAY) == calendar.midnight(day_after(day))
    assert calendar.midnight(day) <= calendar.midnight(day_after(day))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Bucharest", date(2026, 3, 28), 24),
        ("Europe/Bucharest", date(2026, 3, 29), 23),
        ("Europe/Bucharest", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/Sao_Paulo", date(2018, 2, 17), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_how_long_a_day_is(zone: str, day: date, hours: float) -> None:
    calendar = WorkingCalendar(zone=zone)
    assert calendar.midnight(day_after(day)) - calendar.midnight(day) == hours * HOUR


@pytest.mark.parametrize(
    ("instant", "local"),
    [
        ("2026-03-29T00:59:59Z", "2026-03-29T02:59:59+02:00"),
        ("2026-03-29T01:00:00Z", "2026-03-29T04:00:00+03:00"),
        ("2026-10-25T00:59:59Z", "2026-10-25T03:59:59+03:00"),
        ("2026-10-25T01:00:00Z", "2026-10-25T03:00:00+02:00"),
        ("2026-11-26T22:00:00Z", "2026-11-27T00:00:00+02:00"),
    ],
)
def test_what_the_clock_shows(instant: str, local: str) -> None:
    shown = ROMANIA.local(datetime.fromisoformat(instant))
    assert shown.isoformat() == local
    assert ROMANIA.date_at(ticks(instant)) == shown.date()


@given(st.integers(ticks("1997-01-01T00:00Z"), ticks("2101-01-01T00:00Z")))
@example(ticks("2026-03-29T01:00Z") - 1)
@example(ticks("2026-10-25T01:00Z"))
def test_every_instant_is_on_the_local_date_that_has_begun(instant: int) -> None:
    day = ROMANIA.date_at(instant)
    assert ROMANIA.midnight(day) <= instant < ROMANIA.midnight(day_after(day))


def test_an_instant_without_an_offset_is_refused_by_the_clock() -> None:
    with pytest.raises(InvalidInput):
        ROMANIA.local(datetime(2026, 11, 26, 10))  # noqa: DTZ001


@pytest.mark.parametrize("minute", [-1, 1441, 10**9])
def test_a_minute_that_no_day_has(minute: int) -> None:
    with pytest.raises(InvalidInput, match=f"^minute: got {minute}; .*at least 0, at most 1440"):
        ROMANIA.ticks_at(BRIDGE, minute)


def test_the_clock_at_both_ends_of_time() -> None:
    for zone, instant in (
        ("Europe/Bucharest", datetime.max.replace(tzinfo=UTC)),
        ("America/New_York", datetime.min.replace(tzinfo=UTC)),
    ):
        with pytest.raises(InvalidInput) as caught:
            WorkingCalendar(zone=zone).local(instant)
        assert str(caught.value) == (
            f"instant: got {instant.isoformat()}; "
            "expected an instant within the years 1 to 9999 of the office's clock"
        )
    for ask in (
        lambda: ROMANIA.ticks_at(date.max, MINUTES_A_DAY),
        lambda: ROMANIA.day_ticks(date.max, [0]),
        lambda: ROMANIA.date_at(ticks_of(datetime.max.replace(tzinfo=UTC)) + 1),
    ):
        with pytest.raises(InvalidInput, match="within the years 1 to 9999"):
            ask()
    assert ROMANIA.ticks_at(date.max, 0) > ROMANIA.ticks_at(date.min, 0)
    assert ROMANIA.midnight(date.max) == ROMANIA.ticks_at(date.max, 0)
    first = ROMANIA.midnight(date.min)
    assert ROMANIA.day_ticks(date.min, [0, 1, MINUTES_A_DAY]) == [
        first,
        first + MINUTE,
        first + DAY,
    ]
