"""Instants: aware at the door, UTC and ticks inside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.timekeeping.instants import (
    DAY,
    HOUR,
    MINUTE,
    as_utc,
    from_ticks,
    ticks_of,
    zone_of,
)

BUCHAREST = ZoneInfo("Europe/Bucharest")
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)

zones: st.SearchStrategy[tzinfo] = st.one_of(
    st.just(UTC),
    st.sampled_from(["Europe/Bucharest", "Australia/Lord_Howe", "America/St_Johns"]).map(ZoneInfo),
    st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001


def test_the_units() -> None:
    assert timedelta(microseconds=MINUTE) == timedelta(minutes=1)
    assert timedelta(microseconds=HOUR) == timedelta(hours=1)
    assert timedelta(microseconds=DAY) == timedelta(days=1)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-11-26T10:00:00+02:00", "2026-11-26T08:00:00+00:00"),
        ("2026-06-26T10:00:00+03:00", "2026-06-26T07:00:00+00:00"),
        ("2026-11-26T08:00:00Z", "2026-11-26T08:00:00+00:00"),
        ("2026-01-01T00:30:00+14:00", "2025-12-31T10:30:00+00:00"),
    ],
)
def test_the_same_instant_in_utc(local: str, utc: str) -> None:
    converted = as_utc(datetime.fromisoformat(local))
    assert converted.isoformat() == utc
    assert converted.tzinfo is UTC


def test_two_days_over_the_clock_change_of_march() -> None:
    before = datetime(2026, 3, 28, 9, tzinfo=BUCHAREST)
    after = datetime(2026, 3, 30, 10, tzinfo=BUCHAREST)
    assert after - before == timedelta(hours=49)  # as wall clocks, which is the mistake
    assert ticks_of(as_utc(after)) - ticks_of(as_utc(before)) == 48 * HOUR


def test_two_days_over_the_clock_change_of_october() -> None:
    before = datetime(2026, 10, 24, 11, tzinfo=BUCHAREST)
    after = datetime(2026, 10, 26, 10, tzinfo=BUCHAREST)
    assert after - before == timedelta(hours=47)
    assert ticks_of(as_utc(after)) - ticks_of(as_utc(before)) == 48 * HOUR


def test_an_hour_that_comes_twice_is_told_apart_by_its_fold() -> None:
    first = datetime(2026, 10, 25, 3, 30, tzinfo=BUCHAREST)
    assert as_utc(first) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert as_utc(first.replace(fold=1)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(st.datetimes())
def test_a_naive_instant_is_refused(naive: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        as_utc(naive, "start")
    assert (caught.value.field, caught.value.given) == ("start", naive.isoformat())
    assert "with its offset, such as 2026-11-26T10:00:00+02:00" in caught.value.expected


class Shapeless(tzinfo):
    """A zone that knows no offset, so that its datetimes are naive."""

    def utcoffset(self, _: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


def test_a_zone_without_an_offset_is_no_zone() -> None:
    with pytest.raises(InvalidInput, match="with its offset"):
        as_utc(datetime(2026, 11, 26, tzinfo=Shapeless()))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 11, 26), "2026-11-26"),
        ("2026-11-26T10:00:00+02:00", "'2026-11-26T10:00:00+02:00'"),
        (0, "0"),
        (None, "None"),
    ],
)
def test_what_is_no_instant(value: Any, shown: str) -> None:
    with pytest.raises(WrongType) as caught:
        as_utc(value)
    assert str(caught.value).startswith(
        f"instant: got {shown}; expected an instant with its offset"
    )


@pytest.mark.parametrize(
    "value",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=2))),
        datetime.min.replace(tzinfo=BUCHAREST),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-2))),
        datetime.max.replace(tzinfo=ZoneInfo("America/New_York")),
    ],
)
def test_an_instant_outside_the_years_of_utc(value: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        as_utc(value, "start")
    assert (caught.value.field, caught.value.given, caught.value.expected) == (
        "start",
        value.isoformat(),
        "an instant within the years 1 to 9999 UTC",
    )


@given(instants)
def test_ticks_and_back(instant: datetime) -> None:
    utc = as_utc(instant)
    assert utc.tzinfo is UTC
    assert utc == instant.astimezone(UTC)
    assert from_ticks(ticks_of(utc)) == utc
    assert ticks_of(instant) == ticks_of(utc)


@given(instants, instants)
def test_ticks_compare_and_subtract_as_elapsed_time(a: datetime, b: datetime) -> None:
    a, b = as_utc(a), as_utc(b)
    assert (ticks_of(a) < ticks_of(b)) is (a < b)
    assert timedelta(microseconds=ticks_of(b) - ticks_of(a)) == b - a


@pytest.mark.parametrize("instant", [FIRST, LAST])
def test_the_first_and_the_last_instant(instant: datetime) -> None:
    assert from_ticks(ticks_of(instant)) == instant


@pytest.mark.parametrize(
    "ticks", [ticks_of(FIRST) - 1, ticks_of(LAST) + 1, 10**18, -(10**18), 10**40, -(10**40)]
)
def test_ticks_outside_the_years(ticks: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_ticks(ticks, "end")
    assert (caught.value.field, caught.value.given, caught.value.expected) == (
        "end",
        str(ticks),
        "an instant within the years 1 to 9999 UTC",
    )


def test_an_instant_is_called_so_unless_it_has_another_name() -> None:
    with pytest.raises(InvalidInput, match=r"^instant: "):
        as_utc(datetime(2026, 11, 26))  # noqa: DTZ001
    with pytest.raises(InvalidInput, match=r"^instant: "):
        from_ticks(10**18)


@pytest.mark.parametrize("key", ["Europe/Bucharest", "UTC", "Australia/Lord_Howe"])
def test_zones(key: str) -> None:
    assert zone_of(key).key == key


class _Pytz(tzinfo):
    """A zone as pytz has it: as `tzinfo=` it stands at the local mean time of long ago."""

    def __init__(self, minutes: int) -> None:
        self.offset = timedelta(minutes=minutes)

    def utcoffset(self, _: datetime | None) -> timedelta:
        return self.offset

    def dst(self, _: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _: datetime | None) -> str:
        return "Europe/Bucharest"

    def normalize(self, value: datetime) -> datetime:
        return value.astimezone(_Pytz(120))


def test_a_zone_of_pytz_has_to_be_localized() -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=_Pytz(120))
    assert as_utc(at).hour == 8
    with pytest.raises(InvalidInput, match=r"^start: got .*; expected .*zone\.localize") as caught:
        as_utc(datetime(2026, 11, 26, 10, tzinfo=_Pytz(104)), "start")
    assert caught.value.given == "2026-11-26T10:00:00+01:44"


def test_a_key_of_thousands_of_folders() -> None:
    with pytest.raises(InvalidInput, match=r"^time_zone: got .*; expected an IANA key such as"):
        zone_of("a/" * 5_000 + "a")


@pytest.mark.parametrize(
    "key",
    ["", "Europe", "Europe/Cluj", "Romania", "../UTC", "/etc/localtime", "a\0", "\ud800", "a/b"],
)
def test_a_key_that_is_no_zone(key: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        zone_of(key)
    assert type(caught.value) is InvalidInput
    assert str(caught.value) == (
        f"time_zone: got {key!r}; expected an IANA key such as 'Europe/Bucharest'"
    )


@pytest.mark.parametrize("key", [None, 2, b"UTC", UTC])
def test_what_is_no_key(key: Any) -> None:
    with pytest.raises(WrongType) as caught:
        zone_of(key)
    assert str(caught.value).startswith(f"time_zone: got {key!r}; expected an IANA key such as")
