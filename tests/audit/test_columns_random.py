"""Random towns, clocks, policies and logs: columns and rows find the same, or fail alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tichet_rules import (
    Booking,
    BookingStatus,
    Channel,
    DayReading,
    HourReading,
    InvalidInput,
    Office,
    Policy,
    PolicyHistory,
    WindowBinds,
    WorkingCalendar,
)
from tichet_rules.audit import AuditFinding, audit
from tichet_rules.audit._columns_arrays import booked_order, compact, distinct, in_order, looked_up
from tichet_rules.audit._columns_clock import Clock, Dates
from tichet_rules.audit._columns_clock import given as notice_in_columns
from tichet_rules.audit._columns_spans import Spans, taken_before
from tichet_rules.audit.columns import LogColumns, audit_columns
from tichet_rules.testing import calendars, inspectors, instants, offices, policies, slots
from tichet_rules.timekeeping.instants import ticks_of
from tichet_rules.timekeeping.readings import notice_given
from tichet_rules.timekeeping.spans import overlaps


def days_from(first: date, count: int = 4) -> list[date]:
    return [first + timedelta(days=each) for each in range(count)]


# Clocks that change at three in the morning, at midnight, a minute past it and by half an
# hour, one that changes twice within a month, and one that left out a whole day.
PLACES = (
    ("Europe/Bucharest", days_from(date(2026, 3, 27))),
    ("Europe/Bucharest", days_from(date(2026, 10, 23))),
    ("America/Sao_Paulo", days_from(date(2018, 11, 2))),
    ("America/Sao_Paulo", days_from(date(2018, 2, 16))),
    ("America/St_Johns", days_from(date(2006, 10, 27))),
    ("Australia/Lord_Howe", days_from(date(2026, 4, 3))),
    ("Africa/Casablanca", [*days_from(date(2026, 2, 14)), *days_from(date(2026, 3, 21))]),
    ("Pacific/Apia", days_from(date(2011, 12, 29))),
)


def some_policy(**parameters: Any) -> st.SearchStrategy[Policy]:
    choices: dict[str, Any] = {
        "no_show_pause_days": st.sampled_from((None, 0, 2)),
        "notice_hours": st.sampled_from((0, 1, 24, 48)),
        "window_days": st.sampled_from((0, 1, 3, 30)),
    }
    return policies(**(choices | parameters))


@st.composite
def histories(draw: st.DrawFn, days: list[date]) -> Policy | PolicyHistory:
    first, second = draw(some_policy()), draw(some_policy())
    if draw(st.booleans()):
        return first
    early = attrs.evolve(first, valid_from=date(2000, 1, 1))
    return PolicyHistory([early, attrs.evolve(second, valid_from=draw(st.sampled_from(days)))])


@st.composite
def towns(draw: st.DrawFn) -> tuple[Office, list[date]]:
    key, days = draw(st.sampled_from(PLACES[:-1]))  # an absence on the day left out is none
    zone = ZoneInfo(key)
    staff = [
        draw(inspectors(id=f"i-{each}", days=days, zone=zone))
        for each in range(1, draw(st.integers(1, 3)) + 1)
    ]
    office = offices(
        policy=histories(days),
        calendar=calendars(days=days, zone=zone),
        inspectors=staff,
        days=days,
    )
    return draw(office), days


@st.composite
def logs(draw: st.DrawFn, office: Office, days: list[date], most: int = 12) -> list[Booking]:
    """Bookings that often meet, of whoever, booked whenever."""
    when = instants(days=days, zone=office.calendar.zone)
    ahead = st.sampled_from([timedelta(days=-1), timedelta(0), timedelta(days=1)])
    ids = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=3)
    bookings = st.builds(
        partial(Booking),
        id=ids,
        request=st.sampled_from([*office.requests, "9/9"]),
        inspector=st.sampled_from([*office.inspectors, "nobody"]),
        applicant=st.sampled_from(["name:a", "name:b", ""]),
        slot=slots(office=office, days=days),
        status=st.sampled_from(BookingStatus),
        channel=st.sampled_from(Channel),
        buffer_before_minutes=st.sampled_from([0, 0, 5]),
        buffer_after_minutes=st.sampled_from([0, 0, 10]),
        booked_at=st.builds(lambda at, more: at - more, when, ahead),
        procedure=st.sampled_from(["blue_ticket"] * 9 + ["audience"]),
        room=st.sampled_from([None, None, "A", "B"]),
        in_place_of=st.sampled_from([None, None, None, *office.inspectors, "nobody"]),
    )
    return draw(st.lists(bookings, max_size=most, unique_by=lambda each: each.id))


def outcome(ask: Callable[[], tuple[AuditFinding, ...]]) -> Any:
    try:
        return ask()
    except InvalidInput:
        return InvalidInput


def in_columns(
    log: list[Booking], office: Office, before: list[Booking]
) -> tuple[AuditFinding, ...]:
    return tuple(audit_columns(LogColumns.of(log), office=office, before=before).findings())


@examples(60)
@given(st.data())
def test_columns_find_what_rows_find(data: st.DataObject) -> None:
    office, days = data.draw(towns())
    log = data.draw(logs(office, days))
    before = data.draw(st.just([]) | logs(office, days, most=4))
    expected = outcome(lambda: audit(log, office=office, before=before))
    assert outcome(lambda: in_columns(log, office, before)) == expected


@pytest.mark.parametrize("hours", HourReading)
@pytest.mark.parametrize("days", DayReading)
@examples(2)
@given(data=st.data())
def test_under_every_reading(hours: HourReading, days: DayReading, data: st.DataObject) -> None:
    binds = data.draw(st.sampled_from(WindowBinds))
    chosen = some_policy(notice_reading=hours, window_reading=days, window_binds=binds)
    office, dates = data.draw(towns())
    office = office.replace(policy=data.draw(chosen))
    log = data.draw(logs(office, dates))
    assert outcome(lambda: in_columns(log, office, [])) == outcome(
        lambda: audit(log, office=office)
    )


# --- the parts ------------------------------------------------------------------------------

whole = st.integers(-(10**6), 10**6)


@given(st.lists(st.integers(0, 2**62) | st.integers(0, 9), max_size=30))
def test_numbers_in_order_are_those_of_a_stable_sort(keys: list[int]) -> None:
    ordered, places = in_order(np.array(keys, np.int64))
    assert ordered.tolist() == sorted(keys)
    assert places.tolist() == sorted(range(len(keys)), key=keys.__getitem__)


@given(st.lists(whole, min_size=1), st.data())
def test_looked_up_is_what_the_table_has(table: list[int], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(-len(table), len(table) - 1)))
    for kind in (np.int8, np.int32, np.int64):
        some = [each for each in places if -128 <= each < 128]
        found = looked_up(np.array(table, np.int64), np.array(some, kind))
        assert found.tolist() == [table[each] for each in some]


@given(st.lists(whole | st.integers(-(10**15), 10**15), max_size=30))
def test_distinct_values_and_their_places(values: list[int]) -> None:
    found, places = distinct(np.array(values, np.int64))
    assert found.tolist() == sorted(set(values))
    assert found[places].tolist() == values


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12),
    st.sampled_from([1, 1_000_000, 60_000_000]),
    st.sampled_from([1, 2**40]),
)
def test_compact_times_are_in_the_same_order(values: list[int], unit: int, owners: int) -> None:
    times = np.array(values, np.int64) * unit
    width, (one, other) = compact(owners, times, times[::-1])
    assert one.min() >= 0
    assert one.max() < width
    assert (np.sign(one[:, None] - other) == np.sign(times[:, None] - times[::-1])).all()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 99)),
                max_size=12, unique_by=lambda row: row[2]))  # fmt: skip
def test_the_order_of_booking(rows: list[tuple[int, int, int]]) -> None:
    group, at, numbers = (np.array([row[column] for row in rows], np.int64) for column in range(3))
    ids = np.array([f"b-{each}" for each in numbers], object)
    order = booked_order(np.arange(len(rows)), group, at, ids)
    expected = sorted(range(len(rows)), key=lambda each: (*rows[each][:2], ids[each]))
    assert order.tolist() == expected


spans = st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 9), st.integers(0, 3),
                  st.integers(0, 3), st.integers(0, 3), st.booleans())  # fmt: skip


@examples(200)
@given(st.lists(spans, max_size=14), st.randoms(use_true_random=False))
def test_what_was_taken_before_is_what_a_plain_search_finds(
    rows: list[tuple[int, int, int, int, int, int, bool]], random: Any
) -> None:
    turn = list(range(len(rows)))
    random.shuffle(turn)
    made = [
        (owner, start - own, start + length, start - asked, start + length + after, asks)
        for owner, start, length, own, asked, after, asks in rows
    ]
    owner, from_, to, asked_from, asked_to, asks = (
        np.array([row[column] for row in made], np.int64) for column in range(6)
    )
    numbers = np.arange(len(rows))
    width, times = compact(len(rows), from_, to, asked_from, asked_to)
    from_, to, asked_from, asked_to = times
    columns = Spans(numbers, owner, from_, to, asked_from, asked_to, asks.astype(bool), width)

    def order(rows: Any, group: Any) -> Any:
        return np.lexsort((np.array(turn, np.int64)[rows], group))

    expected = [
        this
        for this in range(len(made))
        if asks[this]
        and any(
            owner[that] == owner[this]
            and turn[that] < turn[this]
            and overlaps(from_[that], to[that], asked_from[this], asked_to[this])
            for that in range(len(made))
        )
    ]
    assert sorted(taken_before(columns, order).tolist()) == expected


@examples(60)
@given(st.data())
def test_the_clock_and_the_notice_in_columns(data: st.DataObject) -> None:
    key, days = data.draw(st.sampled_from(PLACES))
    calendar = data.draw(calendars(days=days, zone=ZoneInfo(key)))
    some = st.lists(instants(days=days, zone=key), min_size=1, max_size=8)
    far = st.sampled_from([[], [datetime(1891, 1, 1, tzinfo=UTC)]])
    near = np.array([ticks_of(each) for each in data.draw(some)], np.int64)
    ticks = np.append(near, np.array([ticks_of(each) for each in data.draw(far)], np.int64))
    clock = Clock.of(Dates(calendar), ticks)
    epoch = date(1970, 1, 1).toordinal()
    assert clock.day(ticks).tolist() == [
        calendar.date_at(each).toordinal() - epoch for each in ticks.tolist()
    ]
    for reading in HourReading:
        given_ = notice_in_columns(reading, near, near[::-1], clock)
        assert given_.tolist() == [
            notice_given(int(booked), int(start), reading, calendar)
            for booked, start in zip(near, near[::-1], strict=True)
        ]


def test_a_clock_of_nothing() -> None:
    clock = Clock.of(Dates(WorkingCalendar()), np.zeros(0, np.int64))
    assert clock.day(np.zeros(0, np.int64)).tolist() == []
    assert notice_in_columns(
        HourReading.WORKING_DAYS_ONLY, np.zeros(0, np.int64), np.zeros(0, np.int64), clock
    ).tolist() == []  # fmt: skip
