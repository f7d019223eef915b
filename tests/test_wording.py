"""Figures in words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput
from tichet_rules.model import Channel
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.wording import Figure, clock, counted, day_name, days_name, say

BUCHAREST = ZoneInfo("Europe/Bucharest")


@pytest.mark.parametrize(
    ("count", "ro", "en"),
    [
        (0, "0 ore", "0 hours"),
        (1, "1 oră", "1 hour"),
        (2, "2 ore", "2 hours"),
        (19, "19 ore", "19 hours"),
        (20, "20 de ore", "20 hours"),
        (21, "21 de ore", "21 hours"),
        (48, "48 de ore", "48 hours"),
        (99, "99 de ore", "99 hours"),
        (100, "100 de ore", "100 hours"),
        (101, "101 ore", "101 hours"),
        (119, "119 ore", "119 hours"),
        (120, "120 de ore", "120 hours"),
        (200, "200 de ore", "200 hours"),
        (1001, "1001 ore", "1001 hours"),
    ],
)
def test_a_number_and_its_noun(count: int, ro: str, en: str) -> None:
    assert counted(count, "hour", "ro") == ro
    assert counted(count, "hour", "en") == en


@given(st.integers(0, 100_000))
def test_romanian_plurals_are_those_of_the_unicode_cldr(count: int) -> None:
    # CLDR plural rules, ro: one: n = 1; few: n = 0 or n != 1 and n % 100 = 1..19; other.
    if count == 1:
        expected = "1 zi"
    elif count == 0 or 1 <= count % 100 <= 19:
        expected = f"{count} zile"
    else:
        expected = f"{count} de zile"
    assert counted(count, "day", "ro") == expected


@pytest.mark.parametrize(
    ("noun", "ro", "en"),
    [
        ("hour", ("1 oră", "2 ore"), ("1 hour", "2 hours")),
        ("minute", ("1 minut", "2 minute"), ("1 minute", "2 minutes")),
        ("second", ("1 secundă", "2 secunde"), ("1 second", "2 seconds")),
        ("day", ("1 zi", "2 zile"), ("1 day", "2 days")),
        ("rule", ("1 regulă", "2 reguli"), ("1 rule", "2 rules")),
        ("slot", ("1 interval", "2 intervale"), ("1 slot", "2 slots")),
        ("inspector", ("1 inspector", "2 inspectori"), ("1 inspector", "2 inspectors")),
        ("request", ("1 cerere", "2 cereri"), ("1 request", "2 requests")),
        ("booking", ("1 programare", "2 programări"), ("1 booking", "2 bookings")),
    ],
)
def test_nouns(noun: str, ro: tuple[str, str], en: tuple[str, str]) -> None:
    assert (counted(1, noun, "ro"), counted(2, noun, "ro")) == ro
    assert (counted(1, noun, "en"), counted(2, noun, "en")) == en


@pytest.mark.parametrize(
    ("day", "ro", "en"),
    [
        (date(2026, 1, 5), "luni, 5 ianuarie 2026", "Monday, 5 January 2026"),
        (date(2026, 2, 3), "marți, 3 februarie 2026", "Tuesday, 3 February 2026"),
        (date(2026, 3, 4), "miercuri, 4 martie 2026", "Wednesday, 4 March 2026"),
        (date(2026, 4, 2), "joi, 2 aprilie 2026", "Thursday, 2 April 2026"),
        (date(2026, 5, 1), "vineri, 1 mai 2026", "Friday, 1 May 2026"),
        (date(2026, 6, 6), "sâmbătă, 6 iunie 2026", "Saturday, 6 June 2026"),
        (date(2026, 7, 5), "duminică, 5 iulie 2026", "Sunday, 5 July 2026"),
        (date(2026, 8, 3), "luni, 3 august 2026", "Monday, 3 August 2026"),
        (date(2026, 9, 1), "marți, 1 septembrie 2026", "Tuesday, 1 September 2026"),
        (date(2020, 10, 5), "luni, 5 octombrie 2020", "Monday, 5 October 2020"),
        (date(2026, 11, 26), "joi, 26 noiembrie 2026", "Thursday, 26 November 2026"),
        (date(2026, 12, 25), "vineri, 25 decembrie 2026", "Friday, 25 December 2026"),
    ],
)
def test_days(day: date, ro: str, en: str) -> None:
    assert (day_name(day, "ro"), day_name(day, "en")) == (ro, en)
    assert (say(day, "ro"), say(day, "en")) == (ro, en)


@given(st.dates())
def test_an_english_day_is_what_python_calls_it(day: date) -> None:
    assert day_name(day, "en") == f"{day:%A}, {day.day} {day:%B} {day.year}"


@pytest.mark.parametrize(
    ("wall", "text"),
    [
        (datetime(2026, 11, 26, tzinfo=BUCHAREST), "00:00"),
        (datetime(2026, 11, 26, 9, 5, tzinfo=BUCHAREST), "09:05"),
        (datetime(2026, 11, 26, 23, 59, 1, tzinfo=BUCHAREST), "23:59:01"),
        (datetime(2026, 11, 26, 9, 5, 0, 1, tzinfo=BUCHAREST), "09:05:00"),
    ],
)
def test_the_time_of_day(wall: datetime, text: str) -> None:
    assert clock(wall) == text


@pytest.mark.parametrize(
    ("figure", "ro", "en"),
    [
        (Text("da", "aye"), "da", "aye"),
        (True, "da", "yes"),
        (False, "nu", "no"),
        (0, "0", "0"),
        (48, "48", "48"),
        ("slot.free", "slot.free", "slot.free"),
        ((), "", ""),
        (("phone",), "phone", "phone"),
        (("online", "phone"), "online, phone", "online, phone"),
        (Channel.PHONE, "telefonic", "by phone"),
        (
            (Channel.IN_PERSON, "words", Channel.ONLINE),
            "la sediul instituției, words, online",
            "in person, words, online",
        ),
        (
            datetime(2026, 11, 26, 10, tzinfo=BUCHAREST),
            "joi, 26 noiembrie 2026, ora 10:00",
            "Thursday, 26 November 2026, 10:00",
        ),
        (timedelta(0), "0 minute", "0 minutes"),
        (timedelta(hours=48), "48 de ore", "48 hours"),
        (timedelta(days=30), "720 de ore", "720 hours"),
        (timedelta(hours=47, minutes=59), "47 de ore și 59 de minute", "47 hours 59 minutes"),
        (
            timedelta(hours=1, minutes=1, seconds=1),
            "1 oră, 1 minut și 1 secundă",
            "1 hour 1 minute 1 second",
        ),
        (timedelta(seconds=20), "20 de secunde", "20 seconds"),
        (timedelta(hours=-2), "minus 2 ore", "minus 2 hours"),
        (
            timedelta(days=-1, minutes=30),
            "minus 23 de ore și 30 de minute",
            "minus 23 hours 30 minutes",
        ),
    ],
)
def test_figures(figure: Figure, ro: str, en: str) -> None:
    assert say(figure, "ro") == ro
    assert say(figure, "en") == en


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)))
@example(timedelta(seconds=-1))
@example(timedelta(microseconds=1))
def test_a_duration_in_words_can_be_read_back_to_the_second(span: timedelta) -> None:
    words = say(span, "en")
    seconds = {"hour": 3600, "minute": 60, "second": 1}
    said = sum(
        int(count) * seconds[noun]
        for count, noun in re.findall(r"(\d+) (hour|minute|second)s?\b", words)
    )
    assert said == abs(span) // timedelta(seconds=1)
    assert words.startswith("minus ") is (span < timedelta(0))


@given(st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_a_count_begins_with_its_number(count: int, code: Language) -> None:
    assert counted(count, "booking", code).split(" ")[0] == str(count)


def test_there_are_no_words_in_other_languages() -> None:
    with pytest.raises(InvalidInput, match="expected 'ro' or 'en'"):
        say(Text("da", "yes"), "fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "ro"),
    [
        (date(2026, 12, 21), date(2027, 1, 4), "21 decembrie 2026 – 4 ianuarie 2027, inclusiv"),
        (date(2026, 11, 23), date(2026, 12, 4), "23 noiembrie – 4 decembrie 2026, inclusiv"),
        (date(2026, 11, 23), date(2026, 11, 27), "23–27 noiembrie 2026, inclusiv"),
        (date(2026, 11, 23), date(2026, 11, 23), "luni, 23 noiembrie 2026, toată ziua"),
    ],
)
def test_whole_days(first: date, last: date, ro: str) -> None:
    assert days_name(first, last).ro == ro
