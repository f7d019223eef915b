"""The readings of legal terms: worked examples, and what holds of every one of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.policy import known_sources
from tichet_rules.timekeeping.calendar import WorkingCalendar
from tichet_rules.timekeeping.instants import DAY, HOUR, MINUTE, from_ticks, ticks_of
from tichet_rules.timekeeping.readings import (
    DAY_READINGS,
    HOUR_READINGS,
    DayReading,
    HourReading,
    earliest_start,
    earliest_ticks,
    last_day,
    last_days,
    notice_given,
)

ROMANIA = WorkingCalendar()
ONE_DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def ticks(text: str) -> int:
    return ticks_of(at(text))


def test_every_reading_says_what_it_means_and_where_it_is_found() -> None:
    assert set(DAY_READINGS) == set(DayReading)
    assert set(HOUR_READINGS) == set(HourReading)
    for reading in (*DAY_READINGS.values(), *HOUR_READINGS.values()):
        assert reading.source in known_sources()
        assert reading.meaning.ro
        assert reading.meaning.en
        assert (reading.article == "") is (reading.source == "practice")
        assert pickle.loads(pickle.dumps(reading)) == reading


@pytest.mark.parametrize(
    ("reading", "source", "article"),
    [
        (DAY_READINGS[DayReading.PLAIN], "reg-1182-71", "art. 3(1), (2)(b)"),
        (DAY_READINGS[DayReading.EU_1182_71], "reg-1182-71", "art. 3(4)"),
        (DAY_READINGS[DayReading.CIVIL_CODE], "cod-civil", "art. 2553(1)-(2), 2554"),
        (
            DAY_READINGS[DayReading.CIVIL_PROCEDURE],
            "cod-procedura-civila",
            "art. 181(1) pct. 2, (2)",
        ),
        (HOUR_READINGS[HourReading.CIVIL_CODE_HOURS], "cod-civil", "art. 2555"),
        (
            HOUR_READINGS[HourReading.CIVIL_PROCEDURE_HOURS],
            "cod-procedura-civila",
            "art. 181(1) pct. 1",
        ),
    ],
)
def test_citations(reading: Any, source: str, article: str) -> None:
    assert (reading.source, reading.article) == (source, article)


def test_only_the_reading_of_civil_procedure_quotes_its_article() -> None:
    quote = (
        "nu intră în calcul ziua de la care începe să curgă termenul, nici ziua când acesta se "
        "împlinește"
    )
    assert DAY_READINGS[DayReading.CIVIL_PROCEDURE].quote == quote
    everyone = [*DAY_READINGS.values(), *HOUR_READINGS.values()]
    assert [each.quote for each in everyone if each.quote] == [quote]


# --- days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("communicated", "days", "reading", "last"),
    [
        # Communicated 10.09.2025, 15 days: the example that practitioners publish.
        ("2025-09-10", 15, "civil_procedure", "2025-09-26"),
        ("2025-09-10", 15, "civil_code", "2025-09-26"),
        ("2025-09-10", 15, "eu_1182_71", "2025-09-25"),
        ("2025-09-10", 15, "plain", "2025-09-25"),
        ("2025-09-10", 15, "inclusive", "2025-09-24"),
        # 30 days from Friday 27.02.2026 end on a Sunday.
        ("2026-02-27", 30, "inclusive", "2026-03-28"),
        ("2026-02-27", 30, "plain", "2026-03-29"),
        ("2026-02-27", 30, "eu_1182_71", "2026-03-30"),
        ("2026-02-27", 30, "civil_code", "2026-03-30"),
        ("2026-02-27", 30, "civil_procedure", "2026-03-30"),
        # 30 days from 11.03.2026 end on Good Friday; Easter Monday is the 13th.
        ("2026-03-11", 30, "inclusive", "2026-04-09"),
        ("2026-03-11", 30, "plain", "2026-04-10"),
        ("2026-03-11", 30, "eu_1182_71", "2026-04-14"),
        ("2026-03-11", 30, "civil_code", "2026-04-14"),
        # The day before: only the readings that count one day more reach Good Friday.
        ("2026-03-10", 30, "eu_1182_71", "2026-04-09"),
        ("2026-03-10", 30, "civil_code", "2026-04-14"),
        # Over the end of a year and a leap day.
        ("2027-12-15", 30, "plain", "2028-01-14"),
        ("2028-02-15", 15, "plain", "2028-03-01"),
        # No days at all.
        ("2026-11-26", 0, "inclusive", "2026-11-25"),
        ("2026-11-26", 0, "plain", "2026-11-26"),
        ("2026-11-26", 0, "civil_code", "2026-11-27"),
    ],
)
def test_the_last_admissible_day(communicated: str, days: int, reading: str, last: str) -> None:
    day = date.fromisoformat(communicated)
    assert last_day(day, days, reading) == date.fromisoformat(last)
    assert last_day(day, days, DayReading(reading), ROMANIA) == date.fromisoformat(last)


def test_the_default_reading_of_days_is_the_plain_one() -> None:
    assert last_day(date(2026, 2, 27), 30) == date(2026, 3, 29)


def test_an_extension_looks_at_the_calendar_of_the_office() -> None:
    calendar = WorkingCalendar(closures=[date(2026, 3, 30)], recovery_days=[date(2026, 4, 4)])
    assert last_day(date(2026, 2, 27), 30, "eu_1182_71", calendar) == date(2026, 3, 31)
    # 5 March + 30 days is Saturday 4 April, which is worked.
    assert last_day(date(2026, 3, 5), 30, "eu_1182_71", calendar) == date(2026, 4, 4)


lawful_days = st.dates(date(1998, 1, 1), date(2098, 12, 31))
lengths = st.integers(0, 400)


@given(lawful_days, lengths)
def test_the_readings_of_days_are_ordered(day: date, days: int) -> None:
    last = {reading: last_day(day, days, reading) for reading in DayReading}
    assert last[DayReading.INCLUSIVE] + ONE_DAY == last[DayReading.PLAIN]
    assert last[DayReading.PLAIN] == day + days * ONE_DAY
    assert last[DayReading.PLAIN] <= last[DayReading.EU_1182_71]
    assert last[DayReading.EU_1182_71] <= last[DayReading.CIVIL_CODE]
    assert last[DayReading.PLAIN] < last[DayReading.CIVIL_CODE]
    assert last[DayReading.CIVIL_CODE] == last[DayReading.CIVIL_PROCEDURE]


@given(lawful_days, lengths)
@pytest.mark.parametrize(
    ("reading", "counted"),
    [
        (DayReading.EU_1182_71, 0),
        (DayReading.CIVIL_CODE, 1),
        (DayReading.CIVIL_PROCEDURE, 1),
    ],
)
def test_an_extension_ends_on_the_first_working_day(
    reading: DayReading, counted: int, day: date, days: int
) -> None:
    last = last_day(day, days, reading)
    due = day + (days + counted) * ONE_DAY
    assert due <= last
    assert ROMANIA.is_working_day(last)
    assert not any(ROMANIA.is_working_day(each) for each in ROMANIA.days(due, last - ONE_DAY))


@given(lawful_days, lengths, st.integers(0, 30), st.integers(0, 30))
@pytest.mark.parametrize("reading", DayReading)
def test_a_later_day_or_a_longer_term_never_ends_earlier(
    reading: DayReading, day: date, days: int, later: int, longer: int
) -> None:
    assert last_day(day, days, reading) <= last_day(day + later * ONE_DAY, days + longer, reading)


@pytest.mark.parametrize(
    ("day", "days", "reading", "kind", "field"),
    [
        ("2026-11-26", 30, "plain", WrongType, "communicated_on"),
        (datetime(2026, 11, 26, tzinfo=UTC), 30, "plain", WrongType, "communicated_on"),
        (None, 30, "plain", WrongType, "communicated_on"),
        (date(2026, 11, 26), -1, "plain", InvalidInput, "days"),
        (date(2026, 11, 26), "30", "plain", WrongType, "days"),
        (date(2026, 11, 26), 30.0, "plain", WrongType, "days"),
        (date(2026, 11, 26), 30, "elapsed", InvalidInput, "reading"),
        (date(2026, 11, 26), 30, None, InvalidInput, "reading"),
    ],
)
def test_mistakes_about_days(
    day: Any, days: Any, reading: Any, kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        last_day(day, days, reading)
    assert type(caught.value) is kind
    assert caught.value.field == field


@pytest.mark.parametrize("reading", list(DayReading))
def test_the_last_days_after_many_communications(reading: DayReading) -> None:
    calendar = WorkingCalendar(closures=[date(2026, 3, 30)])
    some = [date(2026, 2, 27), date(2026, 3, 11), date(2026, 2, 27), date(2026, 2, 28)]
    assert last_days(iter(some), 30, reading, calendar) == [
        last_day(each, 30, reading, calendar) for each in some
    ]
    assert last_days(some, 30, str(reading)) == [last_day(each, 30, reading) for each in some]
    assert last_days(some, 30) == [last_day(each, 30) for each in some]
    assert last_days([], 30, reading) == []
    assert last_days(some, 0, reading) == [last_day(each, 0, reading) for each in some]


@pytest.mark.parametrize(
    ("some", "days", "reading", "kind", "field"),
    [
        ([date(2026, 11, 26), None], 30, "plain", WrongType, "communicated_on[1]"),
        (date(2026, 11, 26), 30, "plain", WrongType, "communicated_on"),
        ([], -1, "plain", InvalidInput, "days"),
        ([], 30, "elapsed", InvalidInput, "reading"),
        ([date.max], 1, "plain", InvalidInput, "date"),
    ],
)
def test_mistakes_about_many_communications(
    some: Any, days: Any, reading: Any, kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        last_days(some, days, reading)
    assert type(caught.value) is kind
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("day", "days", "reading"),
    [
        (date.max, 1, "plain"),
        (date.max, 0, "civil_code"),
        (date.min, 0, "inclusive"),
        (date(2026, 11, 26), 10**12, "plain"),
        (date(1, 1, 1), 30, "eu_1182_71"),
        (date(1996, 1, 2), 30, "eu_1182_71"),
        (date(2100, 12, 31), 3, "eu_1182_71"),
        (date(2101, 1, 3), 30, "civil_code"),
        (date(9999, 1, 1), 30, "civil_procedure"),
    ],
)
def test_days_out_of_reach(day: date, days: int, reading: str) -> None:
    with pytest.raises(InvalidInput, match=r"^date: "):
        last_day(day, days, reading)


# --- hours ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("booked", "hours", "reading", "earliest"),
    [
        ("2026-11-24T10:00:00+02:00", 48, "elapsed", "2026-11-26T10:00:00+02:00"),
        ("2026-11-24T10:20:30+02:00", 48, "elapsed", "2026-11-26T10:20:30+02:00"),
        # Over the change of 29 March: Saturday 09:00 to Monday 10:00 is 48 hours.
        ("2026-03-28T09:00:00+02:00", 48, "elapsed", "2026-03-30T10:00:00+03:00"),
        # Over the change of 25 October: Saturday 11:00 to Monday 10:00 is 48 hours.
        ("2026-10-24T11:00:00+03:00", 48, "elapsed", "2026-10-26T10:00:00+02:00"),
        # Neither the clock hour of the booking nor that of the meeting is counted.
        ("2026-11-24T10:20:00+02:00", 48, "civil_code_hours", "2026-11-26T11:00:00+02:00"),
        ("2026-11-24T10:59:59+02:00", 48, "civil_code_hours", "2026-11-26T11:00:00+02:00"),
        # On the hour, a booking belongs to the hour that it begins.
        ("2026-11-24T10:00:00+02:00", 48, "civil_code_hours", "2026-11-26T11:00:00+02:00"),
        ("2026-03-28T09:30:00+02:00", 48, "civil_code_hours", "2026-03-30T11:00:00+03:00"),
        ("2026-10-24T11:30:00+03:00", 48, "civil_code_hours", "2026-10-26T11:00:00+02:00"),
        ("2026-11-24T10:20:00+02:00", 0, "civil_code_hours", "2026-11-24T11:00:00+02:00"),
        # From 00:00 of the local day after.
        ("2026-11-24T10:20:00+02:00", 48, "civil_procedure_hours", "2026-11-27T00:00:00+02:00"),
        ("2026-11-24T00:00:00+02:00", 48, "civil_procedure_hours", "2026-11-27T00:00:00+02:00"),
        ("2026-11-24T23:59:59+02:00", 48, "civil_procedure_hours", "2026-11-27T00:00:00+02:00"),
        ("2026-11-24T10:20:00+02:00", 30, "civil_procedure_hours", "2026-11-26T06:00:00+02:00"),
        # 23:30 in UTC is already the next day in Bucharest.
        ("2026-11-24T23:30:00+00:00", 24, "civil_procedure_hours", "2026-11-27T00:00:00+02:00"),
        ("2026-03-28T10:00:00+02:00", 24, "civil_procedure_hours", "2026-03-30T01:00:00+03:00"),
        ("2026-10-24T10:00:00+03:00", 24, "civil_procedure_hours", "2026-10-25T23:00:00+02:00"),
        # Only hours of working days: Friday 27 November 2026 is followed by a weekend and by
        # the holidays of 30 November and 1 December.
        ("2026-11-24T10:00:00+02:00", 48, "working_days_only", "2026-11-26T10:00:00+02:00"),
        ("2026-11-27T10:00:00+02:00", 14, "working_days_only", "2026-11-28T00:00:00+02:00"),
        ("2026-11-27T10:00:00+02:00", 15, "working_days_only", "2026-12-02T01:00:00+02:00"),
        ("2026-11-27T10:00:00+02:00", 48, "working_days_only", "2026-12-03T10:00:00+02:00"),
        ("2026-11-28T10:00:00+02:00", 24, "working_days_only", "2026-12-03T00:00:00+02:00"),
        ("2026-11-28T10:00:00+02:00", 0, "working_days_only", "2026-11-28T10:00:00+02:00"),
        # The hour that the change takes away or adds falls on a Sunday, which is not counted.
        ("2026-03-27T10:00:00+02:00", 24, "working_days_only", "2026-03-30T10:00:00+03:00"),
        ("2026-10-23T10:00:00+03:00", 24, "working_days_only", "2026-10-26T10:00:00+02:00"),
    ],
)
def test_the_earliest_start(booked: str, hours: int, reading: str, earliest: str) -> None:
    found = earliest_start(at(booked), hours, reading)
    assert found.isoformat() == at(earliest).astimezone(UTC).isoformat()
    assert earliest_start(at(booked), hours, HourReading(reading), ROMANIA) == found
    by = HourReading(reading)
    assert notice_given(ticks(booked), ticks_of(found), by, ROMANIA) >= hours * HOUR
    assert notice_given(ticks(booked), ticks_of(found) - 1, by, ROMANIA) < max(hours, 1) * HOUR


@pytest.mark.parametrize(
    ("booked", "start", "reading", "given_notice"),
    [
        ("2026-11-24T10:20+02:00", "2026-11-26T10:00+02:00", "elapsed", 47 * HOUR + 40 * MINUTE),
        ("2026-11-24T10:20+02:00", "2026-11-24T10:00+02:00", "elapsed", -20 * MINUTE),
        ("2026-11-24T10:20+02:00", "2026-11-26T10:59+02:00", "civil_code_hours", 47 * HOUR),
        ("2026-11-24T10:20+02:00", "2026-11-26T11:00+02:00", "civil_code_hours", 48 * HOUR),
        ("2026-11-24T10:20+02:00", "2026-11-24T10:40+02:00", "civil_code_hours", -HOUR),
        ("2026-11-24T10:20+02:00", "2026-11-26T10:00+02:00", "civil_procedure_hours", 34 * HOUR),
        ("2026-11-24T10:20+02:00", "2026-11-24T23:00+02:00", "civil_procedure_hours", -HOUR),
        ("2026-11-27T10:00+02:00", "2026-12-02T09:00+02:00", "working_days_only", 23 * HOUR),
        ("2026-11-28T10:00+02:00", "2026-12-01T09:00+02:00", "working_days_only", 0),
        ("2026-11-28T10:00+02:00", "2026-11-28T09:00+02:00", "working_days_only", -HOUR),
    ],
)
def test_the_notice_as_each_reading_counts_it(
    booked: str, start: str, reading: str, given_notice: int
) -> None:
    by = HourReading(reading)
    assert notice_given(ticks(booked), ticks(start), by, ROMANIA) == given_notice


def test_the_default_reading_of_hours_is_elapsed_time() -> None:
    assert earliest_start(at("2026-11-24T10:20:00+02:00"), 48) == at("2026-11-26T10:20:00+02:00")


def test_hours_look_at_the_calendar_of_the_office() -> None:
    calendar = WorkingCalendar(closures=[date(2026, 11, 25)], recovery_days=[date(2026, 11, 28)])
    booked = at("2026-11-24T10:00:00+02:00")
    found = earliest_start(booked, 48, "working_days_only", calendar)
    assert found == at("2026-11-27T10:00:00+02:00")
    found = earliest_start(booked, 96, "working_days_only", calendar)
    assert found == at("2026-12-02T10:00:00+02:00")


def test_a_clock_that_goes_back_over_midnight_stays_in_the_day_that_has_begun() -> None:
    # 29 October 2006: a minute after midnight, 02:30Z, 00:01 becomes 23:01 of Saturday once more.
    # Sunday, which is worked here, goes on although the clock shows the day before.
    sunday = date(2006, 10, 29)
    calendar = WorkingCalendar(zone="America/St_Johns", public_holidays=[], recovery_days=[sunday])
    booked = ticks("2006-10-29T02:45Z")
    by = HourReading.WORKING_DAYS_ONLY
    assert calendar.midnight(sunday) == ticks("2006-10-29T02:30Z")
    assert calendar.date_at(booked) == date(2006, 10, 28)
    assert earliest_ticks(booked, HOUR, by, calendar) == booked + HOUR
    assert notice_given(booked, booked + HOUR, by, calendar) == HOUR


@pytest.mark.parametrize("reading", HourReading)
def test_with_a_notice_of_nothing_the_past_is_still_past(reading: HourReading) -> None:
    booked = ticks("2026-11-24T10:20+02:00")
    assert earliest_ticks(booked, 0, reading, ROMANIA) >= booked
    assert notice_given(booked, booked - 1, reading, ROMANIA) < 0


LAST_HOURS_OF_MARCH = ticks("2026-03-29T01:00Z")
LAST_HOURS_OF_OCTOBER = ticks("2026-10-25T01:00Z")

any_time = st.integers(ticks("1998-01-01T00:00Z"), ticks("2098-01-01T00:00Z"))
near_a_change = st.builds(
    lambda change, ago: change + ago,
    st.sampled_from([LAST_HOURS_OF_MARCH, LAST_HOURS_OF_OCTOBER]),
    st.one_of(
        st.integers(-5 * DAY, 2 * DAY),
        st.integers(-5 * 96, 2 * 96).map(lambda quarters: quarters * 15 * MINUTE),
        st.integers(-2 * HOUR, 2 * HOUR),
    ),
)
bookings = st.one_of(near_a_change, near_a_change, any_time)
notices = st.one_of(st.integers(0, 120).map(lambda hours: hours * HOUR), st.integers(0, 100 * HOUR))
offsets = st.one_of(
    st.integers(-2, 2),
    st.integers(-8, 8).map(lambda quarters: quarters * 15 * MINUTE),
    st.integers(-6 * DAY, 6 * DAY),
)


@given(bookings, notices, offsets)
@example(LAST_HOURS_OF_MARCH - 48 * HOUR, 48 * HOUR, 0)
@example(LAST_HOURS_OF_OCTOBER - 48 * HOUR, 48 * HOUR, -1)
@example(LAST_HOURS_OF_OCTOBER - 30 * MINUTE, 0, 0)
@pytest.mark.parametrize("reading", HourReading)
def test_the_notice_is_given_exactly_from_the_earliest_start_on(
    reading: HourReading, booked: int, notice: int, offset: int
) -> None:
    earliest = earliest_ticks(booked, notice, reading, ROMANIA)
    for start in (earliest + offset, booked + notice + offset):
        given_notice = notice_given(booked, start, reading, ROMANIA)
        assert (given_notice >= notice) is (start >= earliest)


@given(bookings, st.integers(-10 * DAY, 10 * DAY), offsets.map(abs))
@pytest.mark.parametrize("reading", HourReading)
def test_a_later_start_never_has_less_notice(
    reading: HourReading, booked: int, ahead: int, later: int
) -> None:
    first = notice_given(booked, booked + ahead, reading, ROMANIA)
    assert first <= notice_given(booked, booked + ahead + later, reading, ROMANIA)


@given(bookings, notices, st.integers(0, 3 * DAY), offsets.map(abs))
@pytest.mark.parametrize("reading", HourReading)
def test_more_notice_or_a_later_booking_never_starts_earlier(
    reading: HourReading, booked: int, notice: int, more: int, later: int
) -> None:
    earliest = earliest_ticks(booked, notice, reading, ROMANIA)
    assert earliest <= earliest_ticks(booked, notice + more, reading, ROMANIA)
    assert earliest <= earliest_ticks(booked + later, notice, reading, ROMANIA)
    assert booked <= earliest


@given(bookings, st.integers(0, 120))
@pytest.mark.parametrize("reading", HourReading)
def test_the_instant_and_the_ticks_of_the_earliest_start_are_one(
    reading: HourReading, booked: int, hours: int
) -> None:
    found = earliest_start(from_ticks(booked), hours, reading, ROMANIA)
    assert ticks_of(found) == earliest_ticks(booked, hours * HOUR, reading, ROMANIA)
    assert found.tzinfo is UTC


@given(bookings, st.integers(0, 120))
def test_no_reading_of_hours_is_laxer_than_elapsed_time(booked: int, hours: int) -> None:
    elapsed = earliest_ticks(booked, hours * HOUR, HourReading.ELAPSED, ROMANIA)
    assert elapsed == booked + hours * HOUR
    for reading in HourReading:
        assert earliest_ticks(booked, hours * HOUR, reading, ROMANIA) >= elapsed


QUARTER = 15 * MINUTE


def quarters(first: int, last: int) -> Iterator[int]:
    yield from range(first, last, QUARTER)


@given(
    st.sampled_from([LAST_HOURS_OF_MARCH, LAST_HOURS_OF_OCTOBER, ticks("2026-12-01T00:00Z")]),
    st.integers(-5 * 96, 2 * 96),
    st.integers(0, 7 * 96),
)
def test_working_hours_are_those_that_a_naive_count_finds(
    around: int, ago: int, length: int
) -> None:
    booked = around + ago * QUARTER
    start = booked + length * QUARTER
    worked = [
        each
        for each in quarters(booked, start)
        if ROMANIA.is_working_day(from_ticks(each).astimezone(ROMANIA.zone).date())
    ]
    found = notice_given(booked, start, HourReading.WORKING_DAYS_ONLY, ROMANIA)
    assert found == len(worked) * QUARTER


@given(bookings, bookings)
def test_clock_hours_are_those_that_the_clock_shows(booked: int, start: int) -> None:
    def begun(instant: int) -> int:
        wall = from_ticks(instant).astimezone(ROMANIA.zone)
        return ticks_of(wall.replace(minute=0, second=0, microsecond=0).astimezone(UTC))

    found = notice_given(booked, start, HourReading.CIVIL_CODE_HOURS, ROMANIA)
    assert found == begun(start) - (begun(booked) + HOUR)


# A zone whose clock changes by half an hour: what is due can fall between two clock hours.
LORD_HOWE = WorkingCalendar(zone="Australia/Lord_Howe", public_holidays=[])
HALF_HOUR_CHANGES = [ticks("2026-04-04T15:00Z"), ticks("2026-10-03T15:30Z")]


@given(
    st.sampled_from(HALF_HOUR_CHANGES),
    st.integers(-6 * 96, 96),
    st.integers(0, 120),
    st.integers(-8, 8),
)
@example(HALF_HOUR_CHANGES[1], -4 * 96, 120, 0)
@pytest.mark.parametrize("reading", HourReading)
def test_half_an_hour_more_or_less(
    reading: HourReading, change: int, ago: int, hours: int, offset: int
) -> None:
    booked = change + ago * QUARTER
    earliest = earliest_ticks(booked, hours * HOUR, reading, LORD_HOWE)
    for start in (earliest - 1, earliest, earliest + offset * QUARTER):
        given_notice = notice_given(booked, start, reading, LORD_HOWE)
        assert (given_notice >= hours * HOUR) is (start >= earliest)


@pytest.mark.parametrize(
    ("booked", "hours", "reading", "kind", "field"),
    [
        (datetime(2026, 11, 24, 10), 48, "elapsed", InvalidInput, "booked_at"),  # noqa: DTZ001
        (date(2026, 11, 24), 48, "elapsed", WrongType, "booked_at"),
        (at("2026-11-24T10:00Z"), -1, "elapsed", InvalidInput, "hours"),
        (at("2026-11-24T10:00Z"), "48h", "elapsed", WrongType, "hours"),
        (at("2026-11-24T10:00Z"), timedelta(hours=48), "elapsed", WrongType, "hours"),
        (at("2026-11-24T10:00Z"), 48, "plain", InvalidInput, "reading"),
        (at("2026-11-24T10:00Z"), 48, [], InvalidInput, "reading"),
    ],
)
def test_mistakes_about_hours(
    booked: Any, hours: Any, reading: Any, kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        earliest_start(booked, hours, reading)
    assert type(caught.value) is kind
    assert caught.value.field == field


def test_a_misspelt_reading_has_a_hint() -> None:
    with pytest.raises(InvalidInput, match=r"did you mean 'civil_code_hours'\?$"):
        earliest_start(at("2026-11-24T10:00Z"), 48, "civil_code_hour")


@pytest.mark.parametrize("reading", HourReading)
@pytest.mark.parametrize(
    ("booked", "hours"),
    [
        ("9999-12-31T21:59:00Z", 24),
        ("9999-12-31T23:59:59Z", 48),
        ("2026-11-24T10:00:00Z", 10**9),
    ],
)
def test_hours_out_of_reach(reading: HourReading, booked: str, hours: int) -> None:
    with pytest.raises(InvalidInput):
        earliest_start(at(booked), hours, reading)


@pytest.mark.parametrize(
    "booked", ["0001-01-03T10:00Z", "1996-11-26T10:00Z", "2101-11-22T10:00Z", "9999-06-02T10:00Z"]
)
def test_working_days_of_a_year_whose_holidays_are_not_known(booked: str) -> None:
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        earliest_start(at(booked), 48, "working_days_only")
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        notice_given(ticks(booked), ticks(booked) + 8 * DAY, HourReading.WORKING_DAYS_ONLY, ROMANIA)
    known = WorkingCalendar(public_holidays=[])
    assert earliest_start(at(booked), 0, "working_days_only", known) == at(booked)
