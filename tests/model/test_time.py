"""Working intervals, weeks, absences and slots."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Absence, Slot, Week, WorkingInterval
from tichet_rules.model.time import WEEKDAYS, intervals_of_a_day, slot_at
from tichet_rules.timekeeping.calendar import WorkingCalendar
from tichet_rules.timekeeping.instants import HOUR, MINUTE, ticks_of

ROMANIA = WorkingCalendar()
TEN = datetime.fromisoformat("2026-11-26T10:00:00+02:00")
NAIVE = datetime(2026, 11, 26, 10)  # noqa: DTZ001


def refused(
    make: Callable[..., object], *args: Any, **kwargs: Any
) -> tuple[type[InvalidInput], str, str | None, str]:
    with pytest.raises(InvalidInput) as caught:
        make(*args, **kwargs)
    error = caught.value
    return type(error), error.field, error.given, error.expected


# --- working intervals ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "minutes", "text"),
    [
        ("08:00", "16:00", (480, 960), "08:00-16:00"),
        ("00:00", "24:00", (0, 1440), "00:00-24:00"),
        ("23:59", "24:00", (1439, 1440), "23:59-24:00"),
        ("00:00", "00:01", (0, 1), "00:00-00:01"),
    ],
)
def test_intervals(start: str, end: str, minutes: tuple[int, int], text: str) -> None:
    interval = WorkingInterval.parse(start, end)
    assert interval == WorkingInterval(*minutes)
    assert (interval.start, interval.end) == minutes
    assert str(interval) == text
    assert repr(interval) == f"WorkingInterval({text})"


@pytest.mark.parametrize(
    ("make", "args", "kind", "field", "remedy"),
    [
        (WorkingInterval, (-1, 5), InvalidInput, "start", "at least 0, at most 1439"),
        (WorkingInterval, (1440, 1441), InvalidInput, "start", "at least 0, at most 1439"),
        (WorkingInterval, (5, 1441), InvalidInput, "end", "at least 1, at most 1440"),
        (WorkingInterval, (0, 0), InvalidInput, "end", "at least 1"),
        (WorkingInterval, (480, 480), InvalidInput, "end", "a time after the start, 08:00"),
        (WorkingInterval, (960, 480), InvalidInput, "end", "a time after the start, 16:00"),
        (WorkingInterval, ("08:00", "16:00"), WrongType, "start", "a whole number"),
        (WorkingInterval, (480, 960.0), WrongType, "end", "a whole number"),
        (WorkingInterval, (False, 960), WrongType, "start", "a whole number"),
        (WorkingInterval.parse, (480, "16:00"), WrongType, "start", "such as '08:00'"),
        (WorkingInterval.parse, ("8:00", "16:00"), InvalidInput, "start", "'00:00' to '24:00'"),
        (WorkingInterval.parse, ("08:00", "16:60"), InvalidInput, "end", "'00:00' to '24:00'"),
        (WorkingInterval.parse, ("08:00", "24:01"), InvalidInput, "end", "'00:00' to '24:00'"),
        (WorkingInterval.parse, ("08:00", "16:00\n"), InvalidInput, "end", "'00:00' to '24:00'"),
        (
            WorkingInterval.parse,
            ("08:00", "\u0661\u0666:\u0660\u0660"),
            InvalidInput,
            "end",
            "'00:00' to '24:00'",
        ),
        (WorkingInterval.parse, ("24:00", "24:00"), InvalidInput, "start", "at most 1439"),
    ],
)
def test_what_is_no_interval(
    make: Callable[..., object],
    args: tuple[Any, ...],
    kind: type[InvalidInput],
    field: str,
    remedy: str,
) -> None:
    found = refused(make, *args)
    assert found[:2] == (kind, field)
    assert remedy in found[3]


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_an_interval_is_read_back_from_its_text(start: int, end: int) -> None:
    if start < end:
        interval = WorkingInterval(start, end)
        assert WorkingInterval.parse(*str(interval).split("-")) == interval
    else:
        assert refused(WorkingInterval, start, end)[1] == "end"


def test_intervals_are_in_the_order_of_their_start() -> None:
    early, late = WorkingInterval(480, 720), WorkingInterval(750, 870)
    assert sorted([late, early]) == [early, late]


def test_the_intervals_of_a_day() -> None:
    lunch = intervals_of_a_day("mon", [("08:00", "12:00"), ["12:00", "16:00"]])
    assert lunch == (WorkingInterval(480, 720), WorkingInterval(720, 960))
    assert intervals_of_a_day("mon", iter(lunch)) == lunch
    assert intervals_of_a_day("mon", []) == ()


@pytest.mark.parametrize(
    ("values", "kind", "field", "remedy"),
    [
        ("08:00-16:00", WrongType, "mon", 'a list of pairs such as [["08:00", "16:00"]]'),
        (None, WrongType, "mon", "a list of pairs"),
        (["08:00", "16:00"], WrongType, "mon[0]", 'a pair of local times such as ["08:00"'),
        ([("08:00",)], WrongType, "mon[0]", "a pair of local times"),
        ([("08:00", "16:00"), {}], WrongType, "mon[1]", "a pair of local times"),
        ([("08:00", "16")], InvalidInput, "mon[0].end", "such as '08:00'"),
        ([(8, 16)], WrongType, "mon[0].start", "such as '08:00'"),
        ([("16:00", "08:00")], InvalidInput, "mon[0].end", "a time after the start, 16:00"),
        (
            [("12:00", "16:00"), ("08:00", "11:00")],
            InvalidInput,
            "mon[1]",
            "an interval that starts at or after 12:00-16:00 ends",
        ),
        (
            [("08:00", "12:00"), ("11:59", "16:00")],
            InvalidInput,
            "mon[1]",
            "an interval that starts at or after 08:00-12:00 ends",
        ),
    ],
)
def test_intervals_that_are_no_day(
    values: Any, kind: type[InvalidInput], field: str, remedy: str
) -> None:
    found = refused(intervals_of_a_day, "mon", values)
    assert found[:2] == (kind, field)
    assert remedy in found[3]


# --- weeks ------------------------------------------------------------------------------


def test_the_default_week() -> None:
    office_day = (WorkingInterval(480, 960),)
    assert Week().days == (office_day,) * 5 + ((), ())


def test_a_week_of_some_days() -> None:
    week = Week.of(wed=[("11:00", "13:00")], sun=[WorkingInterval(0, 1440)])
    assert week.days == (
        (),
        (),
        (WorkingInterval(660, 780),),
        (),
        (),
        (),
        (WorkingInterval(0, 1440),),
    )
    assert week == Week.from_mapping({"sun": [("00:00", "24:00")], "wed": [("11:00", "13:00")]})
    assert Week.of() == Week([[]] * 7)


@pytest.mark.parametrize("day", range(7))
def test_each_name_is_its_weekday(day: int) -> None:
    week = Week.of(**{WEEKDAYS[day]: [("08:00", "16:00")]})
    assert [bool(each) for each in week.days] == [each == day for each in range(7)]
    monday = date(2026, 11, 23)
    assert (monday + timedelta(days=day)).strftime("%a").lower() == WEEKDAYS[day]


@pytest.mark.parametrize(
    ("make", "args", "kind", "field", "remedy"),
    [
        (Week, ((),), WrongType, "days", "seven lists of intervals, Monday first"),
        (Week, ("mon",), WrongType, "days", "seven lists"),
        (Week, ([[]] * 6,), WrongType, "days", "seven lists"),
        (Week, ([[]] * 6 + [["08:00"]],), WrongType, "sun[0]", "a pair of local times"),
        (Week.from_mapping, ({"monday": []},), InvalidInput, "week", "did you mean 'mon'?"),
        (Week.from_mapping, ({0: []},), InvalidInput, "week", "one of 'mon', 'tue'"),
        (Week.from_mapping, ({"tue": [("9", "10")]},), InvalidInput, "tue[0].start", "'08:00'"),
        (Week.from_mapping, ({"tue": "09:00"},), WrongType, "tue", "such as ["),
        (Week.from_mapping, ({"tue": 9},), WrongType, "tue", "a list of pairs"),
    ],
)
def test_what_is_no_week(
    make: Callable[..., object],
    args: tuple[Any, ...],
    kind: type[InvalidInput],
    field: str,
    remedy: str,
) -> None:
    found = refused(make, *args)
    assert found[0] is kind
    assert found[1].startswith(field)
    assert remedy in found[3]


# --- absences ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends"),
    [
        (date(2026, 12, 21), date(2026, 12, 21), "2026-12-20T22:00Z", "2026-12-21T22:00Z"),
        (date(2026, 12, 21), date(2026, 12, 31), "2026-12-20T22:00Z", "2026-12-31T22:00Z"),
        (date(2026, 3, 29), date(2026, 3, 29), "2026-03-28T22:00Z", "2026-03-29T21:00Z"),
        (date(2026, 10, 25), date(2026, 10, 25), "2026-10-24T21:00Z", "2026-10-25T22:00Z"),
        (TEN, TEN + timedelta(hours=2), "2026-11-26T08:00Z", "2026-11-26T10:00Z"),
        (date(2026, 11, 26), TEN, "2026-11-25T22:00Z", "2026-11-26T08:00Z"),
        (TEN, date(2026, 11, 26), "2026-11-26T08:00Z", "2026-11-26T22:00Z"),
    ],
)
def test_absences_on_the_office_clock(first: date, last: date, begins: str, ends: str) -> None:
    absence = Absence(first, last)
    expected = tuple(ticks_of(datetime.fromisoformat(each)) for each in (begins, ends))
    assert absence.ticks(ROMANIA) == expected
    assert pickle.loads(pickle.dumps(absence)) == absence


def test_the_instants_of_an_absence_are_kept_in_utc() -> None:
    absence = Absence(TEN, TEN + timedelta(hours=1))
    assert isinstance(absence.first, datetime)
    assert absence.first.tzinfo is UTC
    assert absence == Absence(TEN.astimezone(UTC), TEN + timedelta(hours=1))


@pytest.mark.parametrize(
    ("first", "last", "kind", "field", "remedy"),
    [
        (
            date(2026, 12, 2),
            date(2026, 12, 1),
            InvalidInput,
            "last",
            "a date on or after the first, 2026-12-02",
        ),
        (TEN, TEN, InvalidInput, "last", "later than 2026-11-26 08:00"),
        (TEN, TEN - timedelta(hours=1), InvalidInput, "last", "later than"),
        ("2026-12-02", date(2026, 12, 3), WrongType, "first", "a date, or an instant with its"),
        (date(2026, 12, 2), None, WrongType, "last", "a date, or an instant with its offset"),
        (NAIVE, TEN, InvalidInput, "first", "with its offset"),
        (date(2026, 11, 1), NAIVE, InvalidInput, "last", "with its offset"),
    ],
)
def test_what_is_no_absence(
    first: Any, last: Any, kind: type[InvalidInput], field: str, remedy: str
) -> None:
    found = refused(Absence, first, last)
    assert found[:2] == (kind, field)
    assert remedy in found[3]


def test_an_absence_to_the_last_date_has_no_end() -> None:
    with pytest.raises(InvalidInput, match="within the years 1 to 9999"):
        Absence(date(2026, 1, 1), date.max).ticks(ROMANIA)


# --- slots ------------------------------------------------------------------------------


def test_a_slot() -> None:
    slot = Slot(TEN, 15)
    assert slot == Slot(TEN.astimezone(UTC))
    assert hash(slot) == hash(Slot(TEN.astimezone(UTC), 15))
    assert slot.start.tzinfo is UTC
    assert slot.end == TEN + timedelta(minutes=15)
    assert slot.begins == ticks_of(TEN.astimezone(UTC))
    assert slot.ends - slot.begins == 15 * MINUTE
    assert repr(slot) == str(slot) == "Slot(2026-11-26T08:00:00Z, 15 minutes)"
    with pytest.raises(FrozenInstanceError):
        slot.minutes = 30  # type: ignore[misc]


instants = st.datetimes(datetime(1997, 1, 1), datetime(2101, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants, st.integers(1, 10_000))
def test_a_slot_ends_after_its_minutes_and_travels(start: datetime, minutes: int) -> None:
    slot = Slot(start, minutes)
    assert slot.end - slot.start == timedelta(minutes=minutes)
    again = pickle.loads(pickle.dumps(slot))
    assert again == slot
    assert (again.begins, again.ends) == (slot.begins, slot.ends)


@given(instants, st.integers(1, 10_000))
def test_the_fast_way_to_a_slot_gives_the_same(start: datetime, minutes: int) -> None:
    slot = Slot(start, minutes)
    fast = slot_at(slot.begins, minutes)
    assert (fast, hash(fast), repr(fast)) == (slot, hash(slot), repr(slot))
    assert (fast.start, fast.begins, fast.ends) == (slot.start, slot.begins, slot.ends)


@given(instants, st.integers(1, 60), st.integers(-60, 60), st.integers(1, 60))
def test_slots_are_in_the_order_of_their_start_then_their_end(
    start: datetime, minutes: int, later: int, other_minutes: int
) -> None:
    one = Slot(start, minutes)
    other = Slot(start + timedelta(minutes=later), other_minutes)
    assert (one < other) is ((one.start, one.end) < (other.start, other.end))


def test_a_slot_over_the_clock_change_has_its_real_length() -> None:
    slot = Slot(datetime.fromisoformat("2026-03-29T02:50:00+02:00"), 15)
    assert ROMANIA.local(slot.end).isoformat() == "2026-03-29T04:05:00+03:00"
    assert slot.ends - slot.begins < HOUR


@pytest.mark.parametrize(
    ("start", "minutes", "kind", "field", "remedy"),
    [
        (NAIVE, 15, InvalidInput, "start", "with its offset"),
        ("2026-11-26T10:00:00+02:00", 15, WrongType, "start", "an instant with its offset"),
        (date(2026, 11, 26), 15, WrongType, "start", "an instant with its offset"),
        (TEN, 0, InvalidInput, "minutes", "at least 1"),
        (TEN, -15, InvalidInput, "minutes", "at least 1"),
        (TEN, "15", WrongType, "minutes", "a whole number"),
        (TEN, True, WrongType, "minutes", "a whole number"),
        (TEN, timedelta(minutes=15), WrongType, "minutes", "a whole number"),
        (TEN, 10**12, InvalidInput, "minutes", "at most 527040"),
        (datetime.max.replace(tzinfo=UTC), 1, InvalidInput, "start", "within the year 9999"),
        (datetime.min.replace(tzinfo=TEN.tzinfo), 15, InvalidInput, "start", "within the years"),
    ],
)
def test_what_is_no_slot(
    start: Any, minutes: Any, kind: type[InvalidInput], field: str, remedy: str
) -> None:
    found = refused(Slot, start, minutes)
    assert found[:2] == (kind, field)
    assert remedy in found[3]


def test_a_slot_is_not_compared_with_anything_else() -> None:
    with pytest.raises(TypeError):
        assert Slot(TEN) < 5  # type: ignore[operator]
