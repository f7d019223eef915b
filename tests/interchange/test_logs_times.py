"""Dates and times as spreadsheets write them."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import _logs_times
from tichet_rules.interchange._logs_times import ClockChange, DateOrder, LogClock
from tichet_rules.timekeeping.instants import ticks_of

wall_clock = datetime.fromisoformat
BUCHAREST = ZoneInfo("Europe/Bucharest")
TEN = "2026-11-26T08:00:00"  # ten o'clock in Bucharest


def clock(**options: Any) -> LogClock:
    return LogClock(BUCHAREST, **options)


def read(text: str, **options: Any) -> str:
    instant, _ = clock(**options).instant(text)
    assert instant.tzinfo is UTC
    return instant.isoformat().removesuffix("+00:00")


def wrong(text: str, **options: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        clock(**options).instant(text)
    romanian(caught.value.in_("ro"))
    return caught.value.expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26.11.2026 10:00", TEN),
        ("26.11.2026 10:00:00", TEN),
        ("26.11.2026 10:00:00,000", TEN),
        ("26.11.2026, 10:00", TEN),
        ("26.11.2026  10:00", TEN),
        ("26/11/2026 10:00", TEN),
        ("26-11-2026 10:00", TEN),
        ("2026-11-26 10:00", TEN),
        ("2026-11-26T10:00", TEN),
        ("2026/11/26 10:00:00", TEN),
        ("2026.11.26 10:00", TEN),
        ("26.11.2026 10:00 AM", TEN),
        ("26.11.2026 10:00 a.m.", TEN),
        ("26.11.2026 10:00 PM", "2026-11-26T20:00:00"),
        ("26.11.2026 12:05 AM", "2026-11-25T22:05:00"),
        ("26.11.2026 12:05 pm", "2026-11-26T10:05:00"),
        ("2026-11-26T10:00:00+02:00", TEN),
        ("2026-11-26T08:00:00Z", TEN),
        ("26.11.2026 08:00 +00:00", TEN),
        ("2026-11-26T03:00:00-0500", TEN),
        ("2026-11-26T10:00:07.250", "2026-11-26T08:00:07.250000"),
        ("2026-11-26T10:00:07.123456789", "2026-11-26T08:00:07.123456"),
        ("6.3.2026 9:05", "2026-03-06T07:05:00"),
        ("26.07.2026 10:00", "2026-07-26T07:00:00"),
        ("46352.416666666664", TEN),
        ("46352,4166666667", TEN),
        ("46352.41667", TEN),
        ("46352.5", "2026-11-26T10:00:00"),
        ("46352", "2026-11-25T22:00:00"),
        ("46351.999999", "2026-11-25T22:00:00"),
    ],
)
def test_an_instant_in_each_form(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a date and a time"),
        ("mâine", "a date and a time"),
        ("26.11.2026", "the time is missing"),
        ("26.11.26 10:00", "the year in four digits"),
        ("2026.11.2026 10:00", "the year in four digits"),
        ("1.1.1 10:00", "the year in four digits"),
        ("26.11/2026 10:00", "a date and a time"),
        ("31.11.2026 10:00", "a date of the calendar"),
        ("29.02.2026 10:00", "a date of the calendar"),
        ("13.13.2026 10:00", "a date of the calendar"),
        ("00.11.2026 10:00", "a date of the calendar"),
        ("26.11.0026 10:00", "a year from 1900 to 2200"),
        ("26.11.2026 24:00", "00:00 to 23:59"),
        ("26.11.2026 10:60", "00:00 to 23:59"),
        ("26.11.2026 10:00:60", "00:00 to 23:59"),
        ("26.11.2026 13:00 PM", "12:00 AM"),
        ("26.11.2026 10", "a date and a time"),
        ("26.11.2026 0.50", "a date and a time"),  # ten to one, or noon
        ("26.11.2026 10.5", "a date and a time"),
        ("26.11.2026 10.60", "00:00 to 23:59"),
        ("26.11.2026 ora 25", "00:00 to 23:59"),
        ("2026-11-26T10:00+24:00", "an offset"),
        ("2026-11-26T10:00+02:60", "an offset"),
        ("46352.4167", "five decimals"),
        ("46352.42", "five decimals"),
        ("46.352", "a date and a time"),
        ("463520", "a date and a time"),
        ("\u0662\u0666.11.2026 10:00", "a date and a time"),
        ("11/26/2026 10:00", "month_first"),
    ],
)
def test_what_can_not_be_told_is_refused(text: str, reason: str) -> None:
    assert reason in wrong(text)


def test_the_order_of_day_and_month_is_stated_or_the_day_comes_first() -> None:
    assert read("03/04/2026 10:00") == "2026-04-03T07:00:00"
    month_first = DateOrder.MONTH_FIRST
    assert read("03/04/2026 10:00", order=month_first) == "2026-03-04T08:00:00"
    assert read("11/26/2026 10:00", order=month_first) == TEN
    assert "day_first" in wrong("26/11/2026 10:00", order=month_first)


@pytest.mark.parametrize(
    ("text", "by_order"),
    [
        ("03/04/2026 10:00", True),
        ("04.04.2026 10:00", False),
        ("26.11.2026 10:00", False),
        ("2026-03-04 10:00", False),
        ("46352", False),
    ],
)
def test_what_only_the_order_tells_is_marked(text: str, by_order: bool) -> None:
    assert clock().instant(text)[1] is by_order


def test_a_clock_knows_when_its_order_is_contradicted() -> None:
    silent, stated = clock(), clock(order=DateOrder.DAY_FIRST)
    for each in (silent, stated):
        with pytest.raises(InvalidInput):
            each.instant("11/26/2026 10:00")
    assert silent.contradicted
    assert not stated.contradicted


@pytest.mark.parametrize("change", list(ClockChange))
def test_a_time_that_comes_twice_or_never_is_read_only_as_stated(change: ClockChange) -> None:
    before = change is ClockChange.BEFORE
    assert "shows it twice" in wrong("25.10.2026 03:30")
    assert "skips it" in wrong("29.03.2026 03:30")
    assert read("25.10.2026 03:30", change=change) == (
        "2026-10-25T00:30:00" if before else "2026-10-25T01:30:00"
    )
    assert read("29.03.2026 03:30", change=change) == (
        "2026-03-29T01:30:00" if before else "2026-03-29T00:30:00"
    )


def test_other_times_of_a_day_with_a_clock_change_are_read() -> None:
    assert read("25.10.2026 02:59") == "2026-10-24T23:59:00"
    assert read("25.10.2026 04:00") == "2026-10-25T02:00:00"
    assert read("29.03.2026 02:59") == "2026-03-29T00:59:00"
    assert read("29.03.2026 04:00") == "2026-03-29T01:00:00"
    assert read("25.10.2026 03:30 +02:00") == "2026-10-25T01:30:00"


def test_the_system_of_1904_is_four_years_and_a_day_later() -> None:
    assert read("44890.416666667", system=1904) == TEN


@pytest.mark.parametrize(("comma", "text"), [(True, "46352.416666667"), (False, "46352,416666667")])
def test_the_decimal_mark_may_be_stated(comma: bool, text: str) -> None:
    assert "decimal_comma" in wrong(text, decimal_comma=comma)
    assert read(text, decimal_comma=not comma) == TEN


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("26.11.2026", "10:00"),
        ("26.11.2026 00:00:00", "10:00:00"),
        ("46352", "0,416666667"),
        ("2026-11-26", "10:00 AM"),
        ("26.11.2026", "26.11.2026 10:00"),
        ("26.11.2026", "46352.416666667"),
    ],
)
def test_a_date_and_a_time_from_two_cells(day: str, time: str) -> None:
    using = clock()
    found, _ = using.day_alone(day)
    assert using.on(found, time)[0].isoformat() == f"{TEN}+00:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("26.11.2026 10:00", "they differ"),
        ("46352.5", "they differ"),
        ("26.11.2026 +02:00", "without an offset"),
        ("azi", "a date such as"),
    ],
)
def test_a_date_beside_a_time_has_none_of_its_own(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        clock().day_alone(text)
    romanian(caught.value.in_("ro"))


@pytest.mark.parametrize("text", ["27.11.2026 10:00", "10.5", "la 10", "dimineața"])
def test_a_time_beside_a_date_is_a_time_of_that_date(text: str) -> None:
    with pytest.raises(InvalidInput, match="a time such as") as caught:
        clock().on(date(2026, 11, 26), text)
    romanian(caught.value.in_("ro"))


_AS_PEOPLE_WRITE: list[tuple[str, tuple[int, int]]] = [
    ("9.00", (9, 0)),
    ("09.30", (9, 30)),
    ("9,30", (9, 30)),
    ("9h", (9, 0)),
    ("9 H 05", (9, 5)),
    ("9h30", (9, 30)),
    ("ora 9", (9, 0)),
    ("Ora 15:10", (15, 10)),
    ("ORELE 15.10", (15, 10)),
    ("ora 3:10 PM", (15, 10)),
]


@pytest.mark.parametrize(("text", "parts"), [*_AS_PEOPLE_WRITE, ("9", (9, 0)), ("15", (15, 0))])
def test_a_time_as_people_write_it(text: str, parts: tuple[int, int]) -> None:
    since = timedelta(hours=parts[0], minutes=parts[1])
    assert clock().clock(text) == since
    day = datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert clock().on(date(2026, 11, 26), text) == (day + since, False)
    assert clock().end(text, day) == (day + since, False)
    # A part of a day is a number that a spreadsheet writes.
    assert clock().clock("0.50") == timedelta(hours=12)


@pytest.mark.parametrize(("text", "parts"), _AS_PEOPLE_WRITE)
@pytest.mark.parametrize("form", ["26.11.2026 {}", "26.11.2026, {}", "2026-11-26  {}"])
def test_a_date_and_a_time_as_people_write_it(form: str, text: str, parts: tuple[int, int]) -> None:
    expected = datetime(2026, 11, 25, 22, tzinfo=UTC) + timedelta(hours=parts[0], minutes=parts[1])
    assert clock().instant(form.format(text)) == (expected, False)
    assert clock().ticks(form.format(text)) == (ticks_of(expected), False)


def test_an_end_is_a_time_of_the_same_day_or_an_instant() -> None:
    start = datetime(2026, 11, 26, 8, tzinfo=UTC)
    for text in ("10:15", "26.11.2026 10:15", "0.427083333"):
        assert clock().end(text, start)[0] == start + timedelta(minutes=15)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_logs_times, "_MOST_KEPT", 2)
    using = clock()
    for day in range(10, 20):
        using.instant(f"{day}.11.2026 {day}:{day}")
        assert len(using._days) <= 2
        assert len(using._clocks) <= 2


_FORMS = ("%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %I:%M:%S %p")


@given(
    st.datetimes(wall_clock("1950-01-01"), wall_clock("2150-01-01")).map(
        lambda it: it.replace(microsecond=0)
    ),
    st.sampled_from(_FORMS),
)
def test_every_local_time_is_read_back(wall: datetime, form: str) -> None:
    aware = wall.replace(tzinfo=BUCHAREST)
    single = aware.utcoffset() == aware.replace(fold=1).utcoffset()
    change = None if single else ClockChange.BEFORE
    assert clock(change=change).instant(wall.strftime(form))[0] == aware.astimezone(UTC)


@given(
    st.datetimes(wall_clock("1950-01-01"), wall_clock("2150-01-01")).map(
        lambda it: it.replace(microsecond=0)
    ),
    st.sampled_from([1900, 1904]),
)
def test_every_serial_number_is_read_to_the_second(wall: datetime, system: int) -> None:
    first = wall_clock("1899-12-30") if system == 1900 else wall_clock("1904-01-01")
    number = (wall - first) / timedelta(days=1)
    aware = wall.replace(tzinfo=BUCHAREST)
    using = clock(system=system, change=ClockChange.BEFORE)
    assert using.instant(f"{number:.10f}")[0] == aware.astimezone(UTC)


@given(st.text(alphabet="0123456789./-: T,+ZaApPmMhor\u00a0\u0665", max_size=30))
def test_any_other_text_is_refused_and_never_breaks(text: str) -> None:
    instant = ticks = None
    with contextlib.suppress(InvalidInput):
        instant, _ = clock().instant(text)
    with contextlib.suppress(InvalidInput):
        ticks, _ = clock().ticks(text)
    # Columns and rows read the same.
    assert ticks == (None if instant is None else ticks_of(instant))
    if instant is not None:
        assert 1899 <= instant.year <= 2201
        assert re.search(r"[0-9]{4}|[0-9]{5}", text)
