"""iCalendar in and out: what programs write, what the standard allows, and what is hostile."""

from __future__ import annotations

import contextlib
import itertools
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import Agenda, Inspector, Office, Slot, WorkingCalendar, free_slots
from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.interchange.calendars import (
    CalendarReading,
    LeftOut,
    LeftOutBecause,
    absences_from_ics,
    slots_to_ics,
)
from tichet_rules.model import Absence
from tichet_rules.text import LANGUAGES, Text
from tichet_rules.timekeeping.instants import from_ticks

BUCHAREST = ZoneInfo("Europe/Bucharest")
FIXTURES = Path(__file__).parent / "calendars"
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.ics").read_bytes().decode()


def file(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def read(text: str, first: date = FIRST, last: date = LAST, **options: Any) -> CalendarReading:
    return absences_from_ics(text, first=first, last=last, **options)


@contextlib.contextmanager
def refused(match: str) -> Iterator[pytest.ExceptionInfo[InvalidInput]]:
    """An error that is raised, is told in English as it should be, and is told in Romanian."""
    with pytest.raises(InvalidInput, match=match) as caught:
        yield caught
    assert romanian(caught.value.in_("ro").removeprefix("at: "))  # what the caller named


def shown(reading: CalendarReading) -> list[str]:
    """The absences by the clock of Bucharest, such as ``11-23 09:00 - 11-23 10:00``."""
    return [
        f"{each.first:%m-%d} - {each.last:%m-%d}"
        if not isinstance(each.first, datetime)
        else " - ".join(
            f"{moment.astimezone(BUCHAREST):%m-%d %H:%M}"
            for moment in (each.first, each.last)
            if isinstance(moment, datetime)
        )
        for each in reading.absences
    ]


def reasons(reading: CalendarReading) -> list[tuple[str, str]]:
    return [(each.component, each.because.value) for each in reading.left_out]


def times(*lines: str, **options: Any) -> list[str]:
    """The absences of one event."""
    return shown(read(file(event(*lines)), **options))


# --- what programs write -------------------------------------------------------------------


def test_outlook() -> None:
    reading = read(fixture("outlook"))
    assert shown(reading) == [
        "11-24 12:00 - 11-24 13:00",
        "11-25 08:00 - 11-25 12:00",
        "11-26 - 11-27",
    ]
    # The instance of this week was moved, and is that of VEVENT 2.
    assert reasons(reading) == [("VEVENT 1", "outside"), ("VEVENT 4", "free")]
    rest = read(fixture("outlook"), date(2026, 11, 1), date(2026, 12, 31))
    assert [each for each in shown(rest) if "09:00" in each] == [
        "11-02 09:00 - 11-02 10:00",
        "11-09 09:00 - 11-09 10:00",
        "11-30 09:00 - 11-30 10:00",
        "12-07 09:00 - 12-07 10:00",
        "12-14 09:00 - 12-14 10:00",
    ]


def test_working_elsewhere_may_be_left_out() -> None:
    reading = read(fixture("outlook"), working_elsewhere=False)
    assert reasons(reading)[1:] == [("VEVENT 4", "free"), ("VEVENT 5", "working_elsewhere")]


def test_google() -> None:
    reading = read(fixture("google"))
    assert shown(reading) == [
        "11-23 10:00 - 11-23 11:30",
        "11-24 10:00 - 11-24 11:30",
        "11-26 10:00 - 11-26 11:30",
        "11-26 16:00 - 11-26 16:30",
        "11-27 10:00 - 11-27 11:30",
    ]
    assert reasons(reading) == [("VEVENT 2", "cancelled")]


@pytest.mark.parametrize(
    "attendee", ["IOANA.muresan@example.org", "mailto:ioana.muresan@example.org "]
)
def test_a_declined_invitation_does_not_count(attendee: str) -> None:
    reading = read(fixture("google"), attendee=attendee)
    assert reasons(reading) == [("VEVENT 2", "cancelled"), ("VEVENT 3", "declined")]
    assert "11-26 16:00 - 11-26 16:30" not in shown(reading)


def test_an_invitation_declined_by_someone_else_counts() -> None:
    assert read(fixture("google"), attendee="ana.pop@example.org") == read(fixture("google"))


def test_an_attendee_is_also_known_by_the_parameter_email() -> None:
    text = file(
        event(
            "DTSTART:20261123T080000Z",
            "DURATION:PT1H",
            "ATTENDEE;PARTSTAT=DECLINED;EMAIL=ana@example.org:urn:uuid:1",
        )
    )
    assert reasons(read(text, attendee="ana@example.org")) == [("VEVENT 1", "declined")]


def test_busy_times_and_several_calendars() -> None:
    reading = read(fixture("busy-times"))
    assert shown(reading) == [
        "11-23 10:00 - 11-23 11:00",
        "11-23 12:00 - 11-23 12:30",
        "11-24 10:00 - 11-24 11:00",
        "11-25 10:00 - 11-25 11:00",
        "11-26 10:00 - 11-26 11:00",
        "11-28 08:00 - 11-28 08:45",
    ]
    assert reasons(reading) == [
        ("VFREEBUSY 2", "free"),
        ("VTODO 1", "no_event"),
        ("VJOURNAL 1", "no_event"),
    ]
    firm = read(fixture("busy-times"), tentative=False)
    assert "11-25 10:00 - 11-25 11:00" not in shown(firm)
    assert reasons(firm)[0] == ("VFREEBUSY 1", "tentative")
    later = read(fixture("busy-times"), date(2027, 1, 1), date(2027, 1, 31))
    assert later.absences == ()
    assert reasons(later) == [
        ("VFREEBUSY 1", "outside"),
        ("VFREEBUSY 2", "free"),
        ("VTODO 1", "no_event"),
        ("VJOURNAL 1", "no_event"),
        ("VEVENT 1", "outside"),
    ]


def test_zones_with_a_prefix_and_zones_of_the_file() -> None:
    reading = read(fixture("own-zone"))
    assert shown(reading) == [
        "11-23 09:00 - 11-23 09:30",
        "11-24 12:30 - 11-24 13:00",
        "11-27 09:00 - 11-27 10:00",
    ]
    assert [each.first for each in reading.absences][1] == datetime(
        2026, 11, 24, 10, 30, 15, tzinfo=UTC
    )
    spring = read(fixture("own-zone"), date(2026, 3, 27), date(2026, 4, 3))
    assert shown(spring) == ["03-27 09:00 - 03-27 10:00", "04-03 09:00 - 04-03 10:00"]


def test_a_zone_of_one_file_is_not_known_to_the_next() -> None:
    own = fixture("own-zone")
    stranger = file(event("DTSTART;TZID=Fixed:20261124T090000", "DURATION:PT1H"))
    read(own)
    with refused("VEVENT 1, line 4: DTSTART: got 'Fixed'"):
        read(stranger)
    other = own.replace("TZOFFSETTO:-013015", "TZOFFSETTO:+0300").replace(
        "TZOFFSETFROM:-013015", "TZOFFSETFROM:+0300"
    )
    assert "11-24 08:00 - 11-24 08:30" in shown(read(other))
    assert "11-24 12:30 - 11-24 13:00" in shown(read(own))


# --- single events -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261124"], ["11-24 - 11-24"]),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"], ["11-24 - 11-25"]),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"], ["11-24 - 11-24"]),
        (["DTSTART;VALUE=DATE:20261124", "DURATION:P2D"], ["11-24 - 11-25"]),
        (["DTSTART;VALUE=DATE:20261124", "DURATION:P1W"], ["11-24 - 11-29"]),
        (["DTSTART;VALUE=DATE:20261124", "DURATION:PT2H"], ["11-24 00:00 - 11-24 02:00"]),
        (["DTSTART:20261124T000000", "DURATION:P1D"], ["11-24 - 11-24"]),
        (["DTSTART:20261124T090000Z", "DURATION:PT45M"], ["11-24 11:00 - 11-24 11:45"]),
        (["DTSTART:20261124T090000", "DURATION:+P1DT1H"], ["11-24 09:00 - 11-25 10:00"]),
        (["DTSTART:20261124T090000", "DTEND:20261126T100000"], ["11-24 09:00 - 11-26 10:00"]),
        (["DTSTART:20261124T090000", "DTEND:20261124T080000Z"], ["11-24 09:00 - 11-24 10:00"]),
        (
            [
                "DTSTART;TZID=America/New_York:20261124T030000",
                "DTEND;TZID=Europe/London:20261124T093000",
            ],
            ["11-24 10:00 - 11-24 11:30"],
        ),
        # Only the part that is asked for.
        (["DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20270101"], ["11-23 - 11-29"]),
        (["DTSTART:20261122T230000", "DTEND:20261123T010000"], ["11-23 00:00 - 11-23 01:00"]),
    ],
)
def test_a_single_event(lines: list[str], expected: list[str]) -> None:
    assert times(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        (["DTSTART:20261124T090000"], "no_time"),
        (["DTSTART:20261124T090000", "DTEND:20261124T090000"], "no_time"),
        (["DTSTART:20261124T090000", "DURATION:PT0S"], "no_time"),
        (["DTSTART;VALUE=DATE:20261130"], "outside"),
        (["DTSTART:20261122T230000", "DTEND:20261123T000000"], "outside"),
        (["DTSTART;VALUE=DATE:20261124", "STATUS:cancelled"], "cancelled"),
        (["DTSTART;VALUE=DATE:20261124", "TRANSP:TRANSPARENT"], "transparent"),
        (["DTSTART;VALUE=DATE:20261124", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], "free"),
        # Of what takes no time, the times don't matter.
        (["DTSTART:nonsense", "STATUS:CANCELLED"], "cancelled"),
    ],
)
def test_what_is_left_out(lines: list[str], because: str) -> None:
    reading = read(file(event(*lines)))
    assert reading.absences == ()
    assert reasons(reading) == [("VEVENT 1", because)]


@pytest.mark.parametrize("lines", [["STATUS:TENTATIVE"], ["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"]])
def test_tentative_events_are_busy_unless_they_are_not_to_count(lines: list[str]) -> None:
    text = file(event("DTSTART;VALUE=DATE:20261124", *lines))
    assert shown(read(text)) == ["11-24 - 11-24"]
    assert reasons(read(text, tentative=False)) == [("VEVENT 1", "tentative")]


def test_what_outlook_says_goes_before_transp() -> None:
    lines = ["DTSTART;VALUE=DATE:20261124", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"]
    assert times(*lines) == ["11-24 - 11-24"]


def test_a_cancelling_calendar_cancels_its_events() -> None:
    text = file("METHOD:CANCEL", event("DTSTART;VALUE=DATE:20261124"))
    assert reasons(read(text)) == [("VEVENT 1", "cancelled")]


def test_busy_times_are_joined_and_in_order() -> None:
    text = file(
        event("DTSTART:20261124T100000", "DTEND:20261124T110000"),
        event("DTSTART:20261124T090000", "DTEND:20261124T100000"),
        event("DTSTART:20261124T093000", "DTEND:20261124T094500"),
        event("DTSTART;VALUE=DATE:20261123"),
    )
    assert shown(read(text)) == ["11-23 - 11-23", "11-24 09:00 - 11-24 11:00"]


def test_an_empty_calendar() -> None:
    assert read(file()) == CalendarReading()


def test_a_byte_order_mark_blank_lines_and_other_line_ends_do_not_matter() -> None:
    text = fixture("outlook")
    for other in (f"\ufeff{text}", text.replace("\r\n", "\n"), text.replace("\r\n", "\r")):
        assert read(other) == read(text)
    assert (
        read(text.replace("\r\nEND:VEVENT", "\r\n\r\nEND:VEVENT")).absences == read(text).absences
    )


# --- recurring events ----------------------------------------------------------------------

SERIES = ["UID:a", "DTSTART:20261123T090000", "DTEND:20261123T100000"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY"], "23 24 25 26 27 28 29"),
        (["RRULE:FREQ=DAILY;COUNT=2"], "23 24"),
        (["RRULE:FREQ=DAILY;INTERVAL=3;"], "23 26 29"),
        (["RRULE:FREQ=DAILY;BYDAY=TU,TH"], "23 24 26"),
        (["RRULE:FREQ=DAILY; BYDAY=TU, TH"], "23 24 26"),
        (["RRULE:freq=daily;until=20261124T070000Z"], "23 24"),
        (["RRULE:FREQ=DAILY;UNTIL=20261124T065959Z"], "23"),
        (["RRULE:FREQ=DAILY;UNTIL=20261124"], "23 24"),
        (["RRULE:FREQ=DAILY;UNTIL=20261124T090000"], "23 24"),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-2"], "23 25 29"),
        (["RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=27"], "23 27"),
        (["RDATE:20261125T090000,20261126T090000"], "23 25 26"),
        (["RDATE:20261125T070000Z", "RDATE;TZID=Europe/London:20261126T070000"], "23 25 26"),
        (["RDATE:"], "23"),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20261124T090000,20261125T070000Z"], "23 26"),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;VALUE=DATE:20261124"], "23 25 26"),
        (["RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20261123T090000"], "24"),
    ],
)
def test_recurring_times(lines: list[str], days: str) -> None:
    assert times(*SERIES, *lines) == [f"11-{day} 09:00 - 11-{day} 10:00" for day in days.split()]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], ["11-23 - 11-25"]),
        (["RRULE:FREQ=DAILY;UNTIL=20261124"], ["11-23 - 11-24"]),
        (["RRULE:FREQ=DAILY;UNTIL=20261123T220000Z"], ["11-23 - 11-24"]),
        (["RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20261125"], ["11-23 - 11-24", "11-26 - 11-29"]),
        (["RRULE:FREQ=DAILY", "EXDATE:20261124T220000Z"], ["11-23 - 11-24", "11-26 - 11-29"]),
        (["RDATE;VALUE=DATE:20261126"], ["11-23 - 11-23", "11-26 - 11-26"]),
    ],
)
def test_recurring_days(lines: list[str], expected: list[str]) -> None:
    assert times("DTSTART;VALUE=DATE:20261123", *lines) == expected


def test_a_long_event_that_began_before_the_span() -> None:
    lines = ["DTSTART;VALUE=DATE:20261001", "DURATION:P40D", "RRULE:FREQ=MONTHLY;COUNT=2"]
    assert times(*lines) == ["11-23 - 11-29"]
    assert times(*lines, first=date(2026, 12, 11), last=date(2026, 12, 11)) == []


def test_an_endless_rule_long_ago() -> None:
    lines = ["DTSTART:19000101T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"]
    assert times(*lines) == ["11-23 09:00 - 11-23 10:00"]


def test_periods_end_when_they_say() -> None:
    lines = [
        *SERIES,
        "RDATE;VALUE=PERIOD:20261124T090000/20261124T120000,20261125T090000/PT30M",
        "RDATE;VALUE=PERIOD:20261126T070000Z/20261128T100000Z",
    ]
    assert times(*lines) == [
        "11-23 09:00 - 11-23 10:00",
        "11-24 09:00 - 11-24 12:00",
        "11-25 09:00 - 11-25 09:30",
        "11-26 09:00 - 11-28 12:00",
    ]
    assert times(*lines, first=date(2026, 11, 28)) == ["11-28 00:00 - 11-28 12:00"]


def test_an_event_without_a_length_may_have_periods_with_one() -> None:
    lines = ["DTSTART:20261123T090000", "RDATE;VALUE=PERIOD:20261124T090000/PT1H"]
    assert times(*lines) == ["11-24 09:00 - 11-24 10:00"]
    assert reasons(read(file(event(*lines)), last=FIRST)) == [("VEVENT 1", "outside")]


def test_changed_instances() -> None:
    text = file(
        event(*SERIES, "RRULE:FREQ=DAILY;COUNT=6"),
        # Moved, shortened, cancelled, made transparent.
        event(
            "UID:a", "RECURRENCE-ID:20261124T070000Z", "DTSTART:20261129T100000", "DURATION:PT1H"
        ),
        event(
            "UID:a",
            "RECURRENCE-ID;TZID=Europe/Bucharest:20261125T090000",
            "DTSTART;TZID=Europe/London:20261125T070000",
            "DURATION:PT15M",
        ),
        event(
            "UID:a", "RECURRENCE-ID:20261126T090000", "DTSTART:20261126T090000", "STATUS:CANCELLED"
        ),
        event(
            "UID:a",
            "RECURRENCE-ID;VALUE=DATE:20261127",
            "DTSTART:20261127T090000",
            "DURATION:PT1H",
            "TRANSP:TRANSPARENT",
        ),
    )
    reading = read(text)
    assert shown(reading) == [
        "11-23 09:00 - 11-23 10:00",
        "11-25 09:00 - 11-25 09:15",
        "11-28 09:00 - 11-28 10:00",
        "11-29 10:00 - 11-29 11:00",
    ]
    assert reasons(reading) == [("VEVENT 4", "cancelled"), ("VEVENT 5", "transparent")]
    assert reasons(read(text, last=FIRST)) == [
        ("VEVENT 2", "outside"),
        ("VEVENT 3", "outside"),
        ("VEVENT 4", "cancelled"),
        ("VEVENT 5", "transparent"),
    ]


def test_an_instance_moved_into_the_span_from_far_away() -> None:
    text = file(
        event(*SERIES, "RRULE:FREQ=DAILY"),
        event("UID:a", "RECURRENCE-ID:20270524T090000", "DTSTART:20261124T140000", "DURATION:PT1H"),
        event("UID:a", "RECURRENCE-ID:20261125T090000", "DTSTART:20270124T140000", "DURATION:PT1H"),
    )
    assert shown(read(text, date(2026, 11, 24), date(2026, 11, 25))) == [
        "11-24 09:00 - 11-24 10:00",
        "11-24 14:00 - 11-24 15:00",
    ]


def test_this_and_all_later_instances() -> None:
    text = file(
        event(*SERIES, "RRULE:FREQ=DAILY"),
        event(
            "UID:a",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T090000",
            "DTSTART:20261125T110000",
            "DURATION:PT30M",
        ),
        event(
            "UID:a",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261127T090000",
            "DTSTART:20261127T110000",
            "STATUS:CANCELLED",
        ),
    )
    assert shown(read(text)) == [
        "11-23 09:00 - 11-23 10:00",
        "11-24 09:00 - 11-24 10:00",
        "11-25 11:00 - 11-25 11:30",
        "11-26 11:00 - 11-26 11:30",
    ]


def test_a_day_of_a_series_of_days_that_became_an_hour() -> None:
    text = file(
        event("UID:a", "DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=DAILY;COUNT=3"),
        event(
            "UID:a",
            "RECURRENCE-ID;VALUE=DATE:20261124",
            "DTSTART:20261124T090000Z",
            "DURATION:PT1H",
        ),
        event("UID:a", "RECURRENCE-ID:20261124T220000Z", "DTSTART;VALUE=DATE:20261128"),
    )
    assert shown(read(text)) == ["11-23 - 11-23", "11-24 11:00 - 11-24 12:00", "11-28 - 11-28"]


def test_a_cancelled_series_keeps_the_instances_that_are_not() -> None:
    text = file(
        event(*SERIES, "RRULE:FREQ=DAILY", "STATUS:CANCELLED"),
        event("UID:a", "RECURRENCE-ID:20261124T090000", "DTSTART:20261124T140000", "DURATION:PT1H"),
    )
    assert shown(read(text)) == ["11-24 14:00 - 11-24 15:00"]
    assert reasons(read(text)) == [("VEVENT 1", "cancelled")]


def test_a_changed_instance_without_its_series() -> None:
    change = event("UID:a", "RECURRENCE-ID:20261124T090000", *SERIES[1:])
    assert shown(read(file(change))) == ["11-23 09:00 - 11-23 10:00"]


def test_the_latest_version_counts_and_two_latest_are_two_events() -> None:
    def version(day: int, *lines: str) -> str:
        return event("UID:a", f"DTSTART:202611{day}T090000", "DURATION:PT1H", *lines)

    def change(day: int, *lines: str) -> str:
        return version(day, "RECURRENCE-ID:20261126T090000", *lines)

    reading = read(file(version(23), version(24, "SEQUENCE:2"), version(25, "SEQUENCE:1")))
    assert shown(reading) == ["11-24 09:00 - 11-24 10:00"]
    assert reasons(reading) == [("VEVENT 1", "superseded"), ("VEVENT 3", "superseded")]
    reading = read(file(version(23), version(24)))
    assert len(reading.absences) == 2
    assert reading.left_out == ()
    series = version(26, "RRULE:FREQ=DAILY;COUNT=2")
    reading = read(file(series, change(23), change(24, "SEQUENCE:1"), change(25, "SEQUENCE:1")))
    assert [each[:5] for each in shown(reading)] == ["11-24", "11-25", "11-27"]
    assert reasons(reading) == [("VEVENT 2", "superseded")]
    # Excluded from one of two series, and moved in the other.
    excluding = version(26, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20261126T090000")
    for order in ([excluding, series], [series, excluding]):
        reading = read(file(*order, change(23)))
        assert [each[:5] for each in shown(reading)] == ["11-23", "11-27"]


def test_a_time_in_utc_is_not_taken_for_the_same_time_on_the_clock() -> None:
    # 12:00 in Bucharest is 10:00 UTC: leaving it out, or moving it, leaves 10:00 in Bucharest.
    series = [
        "UID:a",
        "DTSTART;TZID=Europe/Bucharest:20261123T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;BYHOUR=10,12;COUNT=2",
    ]
    assert times(*series, "EXDATE;TZID=Europe/Bucharest:20261123T120000") == [
        "11-23 10:00 - 11-23 11:00"
    ]
    moved = event(
        "UID:a", "RECURRENCE-ID:20261123T100000Z", "DTSTART:20261124T080000", "DURATION:PT1H"
    )
    assert shown(read(file(event(*series), moved))) == [
        "11-23 10:00 - 11-23 11:00",
        "11-24 08:00 - 11-24 09:00",
    ]


# --- the clock changes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "lines", "utc"),
    [
        # A series of clock times is one of other instants after the change.
        (
            "20260327T090000",
            ["DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"],
            ["27 07-08", "28 07-08", "29 06-07", "30 06-07"],
        ),
        # By the clock until the same time, or as long in truth.
        ("20260328T220000", ["DTEND:20260329T060000"], ["28 20-03"]),
        ("20260328T220000", ["DURATION:PT8H"], ["28 20-04"]),
        ("20260328T090000", ["DURATION:P1D"], ["28 07-06"]),
        # Skipped: counted with the offset before the change.
        ("20260329T033000", ["DURATION:PT30M"], ["29 01:30-02"]),
        ("20260329T031500", ["DTEND:20260329T041000"], ["29 01:15-02:10"]),
        ("20260329T023000", ["DTEND:20260329T033000"], ["29 00:30-01:30"]),
    ],
)
def test_in_spring(start: str, lines: list[str], utc: list[str]) -> None:
    for zone in ("", ";TZID=Europe/Bucharest", ";TZID=GTB Standard Time", ";TZID=Own"):
        text = file(OWN_ZONE, event(f"DTSTART{zone}:{start}", *(_in(zone, each) for each in lines)))
        reading = read(text, date(2026, 3, 1), date(2026, 4, 30))
        assert _in_utc(reading) == utc


@pytest.mark.parametrize(
    ("start", "lines", "utc"),
    [
        (
            "20261023T090000",
            ["DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"],
            ["23 06-07", "24 06-07", "25 07-08", "26 07-08"],
        ),
        ("20261024T220000", ["DTEND:20261025T060000"], ["24 19-04"]),
        ("20261024T220000", ["DURATION:PT8H"], ["24 19-03"]),
        # Twice: the first is meant.
        ("20261025T033000", ["DURATION:PT30M"], ["25 00:30-01"]),
        ("20261025T023000", ["DTEND:20261025T033000"], ["24 23:30-00:30"]),
        ("20261025T023000", ["DTEND:20261025T043000"], ["24 23:30-02:30"]),
    ],
)
def test_in_autumn(start: str, lines: list[str], utc: list[str]) -> None:
    for zone in ("", ";TZID=Europe/Bucharest", ";TZID=GTB Standard Time", ";TZID=Own"):
        text = file(OWN_ZONE, event(f"DTSTART{zone}:{start}", *(_in(zone, each) for each in lines)))
        reading = read(text, date(2026, 10, 1), date(2026, 11, 30))
        assert _in_utc(reading) == utc


OWN_ZONE = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        "TZID:Own",
        "BEGIN:STANDARD",
        "DTSTART:16011028T040000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0200",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010325T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0300",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]
)


def _in(zone: str, line: str) -> str:
    return line.replace("DTEND:", f"DTEND{zone}:")


def _in_utc(reading: CalendarReading) -> list[str]:
    return [
        f"{each.first:%d %H:%M}-{each.last:%H:%M}".replace(":00", "") for each in reading.absences
    ]


def test_utc_series_keep_their_instants() -> None:
    text = file(event("DTSTART:20261024T060000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"))
    assert shown(read(text, date(2026, 10, 1), date(2026, 11, 1))) == [
        "10-24 09:00 - 10-24 10:00",
        "10-25 08:00 - 10-25 09:00",
    ]


def test_exceptions_in_utc_after_a_change_in_a_zone_of_the_file() -> None:
    text = file(
        OWN_ZONE,
        event(
            "DTSTART;TZID=Own:20261024T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;UNTIL=20261026T070000Z",
            "EXDATE:20261025T070000Z",
        ),
    )
    assert shown(read(text, date(2026, 10, 1), date(2026, 11, 1))) == [
        "10-24 09:00 - 10-24 10:00",
        "10-26 09:00 - 10-26 10:00",
    ]


def test_another_office_has_another_clock() -> None:
    text = file(event("DTSTART:20261124T090000", "DURATION:PT1H"), event("DTSTART:20261125"))
    reading = read(text, calendar=WorkingCalendar("Atlantic/Azores"))
    assert reading.absences == (
        Absence(datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)),
        Absence(date(2026, 11, 25), date(2026, 11, 25)),
    )


# --- an independent way --------------------------------------------------------------------

ZONES = {
    "": BUCHAREST,
    ";TZID=Europe/Bucharest": BUCHAREST,
    ";TZID=America/New_York": ZoneInfo("America/New_York"),
    ";TZID=Asia/Kathmandu": ZoneInfo("Asia/Kathmandu"),
    ";TZID=E. Australia Standard Time": ZoneInfo("Australia/Brisbane"),
    "Z": UTC,
}
NEW_YEAR = datetime(2026, 1, 1)  # noqa: DTZ001 (a clock time of each zone)
FREQUENCIES: dict[str, Any] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
}


@given(
    zone=st.sampled_from(list(ZONES)),
    start=st.integers(0, 340 * 24 * 60).map(lambda each: NEW_YEAR + timedelta(minutes=each)),
    minutes=st.integers(1, 3 * 24 * 60),
    frequency=st.sampled_from(list(FREQUENCIES)),
    interval=st.integers(1, 4),
    count=st.integers(1, 60),
    excluded=st.sets(st.integers(0, 20), max_size=3),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    length=st.integers(0, 60),
)
def test_busy_instants_are_those_of_an_independent_expansion(
    zone: str,
    start: datetime,
    minutes: int,
    frequency: str,
    interval: int,
    count: int,
    excluded: set[int],
    first: date,
    length: int,
) -> None:
    suffix, parameter = ("Z", "") if zone == "Z" else ("", zone)
    starts = list(
        rrule.rrule(FREQUENCIES[frequency], dtstart=start, interval=interval, count=count)
    )
    left = [each for number, each in enumerate(starts) if number not in excluded]
    gone = [
        f"{starts[number]:%Y%m%dT%H%M%S}{suffix}" for number in excluded if number < len(starts)
    ]
    lines = [
        f"DTSTART{parameter}:{start:%Y%m%dT%H%M%S}{suffix}",
        f"DURATION:PT{minutes}M",
        f"RRULE:FREQ={frequency};INTERVAL={interval};COUNT={count}",
        *([f"EXDATE{parameter}:{','.join(gone)}"] if gone else []),
    ]
    last = first + timedelta(days=length)
    begins = datetime.combine(first, time(), BUCHAREST).astimezone(UTC)
    ends = datetime.combine(last + timedelta(days=1), time(), BUCHAREST).astimezone(UTC)
    expected: set[datetime] = set()
    for each in left:
        at = each.replace(tzinfo=ZONES[zone]).astimezone(UTC)
        until = min(at + timedelta(minutes=minutes), ends)
        at = max(at, begins)
        expected.update(
            at + timedelta(minutes=n) for n in range(int((until - at).total_seconds()) // 60)
        )
    found: set[datetime] = set()
    calendar = WorkingCalendar()
    for absence in read(file(event(*lines)), first, last).absences:
        low, high = absence.ticks(calendar)
        found.update(from_ticks(tick) for tick in range(low, high, 60_000_000))
    assert found == expected


@given(
    events=st.lists(
        st.tuples(st.integers(0, 6 * 24 * 4), st.integers(1, 200), st.booleans()), max_size=8
    )
)
def test_absences_are_disjoint_and_hold_every_busy_instant(
    events: list[tuple[int, int, bool]],
) -> None:
    calendar = WorkingCalendar()
    monday = calendar.midnight(FIRST)
    quarter = 15 * 60_000_000
    text = file(
        *(
            event(
                f"DTSTART:{from_ticks(monday + start * quarter):%Y%m%dT%H%M%SZ}",
                f"DURATION:PT{length}M",
                *(["TRANSP:TRANSPARENT"] if transparent else []),
            )
            for start, length, transparent in events
        )
    )
    reading = read(text)
    spans = [each.ticks(calendar) for each in reading.absences]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    for start, length, transparent in events:
        begins = monday + start * quarter
        inside = any(low <= begins < high for low, high in spans)
        assert inside or transparent or begins + length * 60_000_000 > calendar.midnight(LAST)
    assert len(reading.left_out) == sum(transparent for _, _, transparent in events)


# --- what can't be read --------------------------------------------------------------------

ZONE = ["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD"]
END_ZONE = ["END:STANDARD", "END:VTIMEZONE"]
STANDARD = ["DTSTART:19700101T000000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0200"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["DTEND:20261124T100000"], "VEVENT 1, line 3: DTSTART: got None; expected one DTSTART"),
        (
            ["DTSTART:20261124T1000"],
            "VEVENT 1, line 4: DTSTART: got '20261124T1000'; expected a date",
        ),
        (["DTSTART:20261324"], "line 4: DTSTART: got '20261324'"),
        (["DTSTART:00000101"], "line 4: DTSTART"),
        (["DTSTART:20261124T250000Z"], "line 4: DTSTART"),
        (
            ["DTSTART:20261124", "DTSTART:20261125"],
            "line 5: DTSTART: got 'DTSTART again'; expected DTSTART once",
        ),
        (
            ["DTSTART:20261124T100000", "DTEND:20261124T090000"],
            "line 5: DTEND: got '20261124T090000'; expected an end that is not before",
        ),
        (["DTSTART:20261124T100000", "DTEND:20261124T075959Z"], "line 5: DTEND: got"),
        (["DTSTART:20261124", "DTEND:20261123"], "line 5: DTEND: got '20261123'"),
        (
            ["DTSTART:20261124", "DTEND:20261124T090000"],
            "line 5: DTEND: got '20261124T090000'; expected a date if DTSTART is one",
        ),
        (["DTSTART:20261124T090000", "DTEND:20261125"], "line 5: DTEND"),
        (
            ["DTSTART:20261124", "DTEND:20261125", "DURATION:P1D"],
            "line 6: DURATION: got 'P1D'; expected DTEND or DURATION",
        ),
        (
            ["DTSTART:20261124T090000", "DURATION:-PT1H"],
            "line 5: DURATION: got '-PT1H'; expected a duration",
        ),
        (["DTSTART:20261124T090000", "DURATION:1 hour"], "line 5: DURATION"),
        (["DTSTART:20261124T090000", "DURATION:P9999999999D"], "line 5: DURATION"),
        (
            ["DTSTART:20261124T090000", "DURATION:P9000000D"],
            "VEVENT 1, line 3: got 'a time too far away'",
        ),
        (
            ["DTSTART:99991231T235959", "DURATION:P9D"],
            "VEVENT 1, line 3: got 'a time too far away'",
        ),
        (
            ["DTSTART;TZID=Marte/Olympus:20261124T090000"],
            "line 4: DTSTART: got 'Marte/Olympus'; expected a time zone by its IANA or Windows",
        ),
        (["DTSTART;TZID=../../etc/passwd:20261124T090000"], "line 4: DTSTART"),
        (["DTSTART;TZID=/" + "a/" * 2_000 + ":20261124T090000"], "line 4: DTSTART: got '/a/a/"),
        (["DTSTART;TZID=/mozilla.org/1/Marte:20261124T090000"], "line 4: DTSTART: got '/moz"),
        (["DTSTART:20261124T090000", "SEQUENCE:first"], "line 5: SEQUENCE: got 'first'"),
        (["DTSTART:20261124T090000", "EXRULE:FREQ=DAILY"], "line 5: EXRULE"),
        (["DTSTART:20261124T090000", "EXDATE:soon"], "line 5: EXDATE: got 'soon'"),
        (
            ["DTSTART:20261124T090000", "RDATE:20261125T090000/20261125T080000"],
            "line 5: RDATE: got .*; expected a period that ends after",
        ),
        (["DTSTART:20261124T090000", "RDATE:20261125T090000/"], "line 5: RDATE: got ''"),
        (
            [
                "DTSTART:20261124T090000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T090000",
                "STATUS:CANCELLED",
                "STATUS:CONFIRMED",
            ],
            "line 7: STATUS: got 'STATUS again'",
        ),
    ],
)
def test_an_event_that_cannot_be_read(lines: list[str], message: str) -> None:
    text = file(event(*lines), event("DTSTART;VALUE=DATE:20261124"))
    with refused(message):
        read(text)
    reading = read(text, skip_unreadable=True)
    assert shown(reading) == ["11-24 - 11-24"]
    [left] = reading.left_out
    assert (left.component, left.line, left.because) == ("VEVENT 1", 3, LeftOutBecause.UNREADABLE)
    assert left.detail is not None
    assert re.search(message, left.detail.en)
    assert romanian(left.detail.ro)
    assert left.explain("ro") == f"VEVENT 1 (linia 3): nu poate fi citit ({left.detail.ro})"


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ",
        "FREQ=",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=HOURLY",
        "FREQ=FORTNIGHTLY",
        "COUNT=3",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-2",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;RSCALE=CHINESE",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,10,20,30,40",
        "FREQ=DAILY;BYSECOND=" + "0," * 1000 + "0",
        # What never comes round: looked for no longer than some centuries.
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=7",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6",
    ],
)
def test_a_rule_that_cannot_be_read(rule: str) -> None:
    text = file(event("DTSTART:20261124T090000", "DURATION:PT1H", f"RRULE:{rule}"))
    with refused(r"VEVENT 1, line 6: RRULE: got .*; expected"):
        read(text)


def test_a_rare_rule_is_found() -> None:
    lines = ["DTSTART:20000229", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU"]
    assert times(*lines, first=date(2028, 1, 1), last=date(2029, 1, 1)) == ["02-29 - 02-29"]


@pytest.mark.parametrize("year", [1, 1601, 1900, 1999, 2400, 9900, 9999])
def test_a_rule_may_begin_in_any_year(year: int) -> None:
    lines = [f"DTSTART:{year:04}0101T090000", "DURATION:PT1H", "RRULE:FREQ=YEARLY"]
    found = times(*lines, first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert found == (["01-01 09:00 - 01-01 10:00"] if year < 2026 else [])


def test_the_rules_of_a_file_are_worked_out_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tichet_rules.interchange._icalendar._MOST_EFFORT", 150_000)
    old = event("DTSTART:14000101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    many = event("DTSTART:20260101T090000", "DURATION:PT1H", MANY_TIMES)
    never = event("DTSTART:20260101T090000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    for skip in (False, True):
        for each in (old, many):
            with refused(r"VEVENT 1, .* it is too much to read"):
                read(file(each), date(2026, 1, 1), date(2026, 12, 31), skip_unreadable=skip)
    with refused(r"VEVENT 2, .* it is too much to read"):
        read(file(never, never, never), skip_unreadable=True)


MANY_TIMES = "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24)))


def test_changes_of_all_later_instances_count_as_work() -> None:
    series = ["UID:a", "DTSTART:19500101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"]
    changes = [
        event(
            "UID:a",
            f"RECURRENCE-ID;RANGE=THISANDFUTURE:{day:%Y%m%d}T090000",
            f"DTSTART:{day:%Y%m%d}T090000",
            "DURATION:PT1H",
        )
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(200))
    ]
    with refused(r"VEVENT 1, line 7: RRULE: .* it is too much to read"):
        read(file(event(*series), *changes))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["TZOFFSETFROM:+0200", "TZOFFSETTO:+0200"], "line 5: DTSTART: got None"),
        (["DTSTART:19700101T000000", "TZOFFSETTO:+0200"], "line 5: TZOFFSETFROM: got None"),
        (["DTSTART:19700101T000000", "TZOFFSETFROM:+2"], "line 7: TZOFFSETFROM: got '\\+2'"),
        ([*STANDARD, "RRULE:FREQ=SECONDLY"], "line 9: RRULE: got 'FREQ=SECONDLY'"),
        (["garbage"], "VTIMEZONE 1, line 6: expected a content line"),
    ],
)
def test_a_zone_that_cannot_be_read(lines: list[str], message: str) -> None:
    own = event("DTSTART;TZID=Own:20261124T090000", "DURATION:PT1H")
    with refused(message):
        read(file(*ZONE, *lines, *END_ZONE, own))
    reading = read(file(*ZONE, *lines, *END_ZONE, own), skip_unreadable=True)
    assert reasons(reading) == [("VEVENT 1", "unreadable")]


def test_a_zone_without_an_offset() -> None:
    own = event("DTSTART;TZID=Own:20261124T090000", "DURATION:PT1H")
    with refused("VEVENT 1, line 3: VTIMEZONE: got 'no offset'"):
        read(file("BEGIN:VTIMEZONE", "TZID:Own", "END:VTIMEZONE", own))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "text: got 'no component'; expected BEGIN:VCALENDAR"),
        ("<!DOCTYPE html>", "line 1: expected a content line"),
        ("SUMMARY:Pop Ana", "line 1: expected BEGIN:VCALENDAR"),
        ("BEGIN:VCARD\nEND:VCARD", "line 1: expected BEGIN:VCALENDAR"),
        ("END:VCALENDAR", "line 1: expected BEGIN:VCALENDAR"),
        ("BEGIN:VCALENDAR", "text: got 'line 1 as its last'; expected END:VCALENDAR"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
            "line 3: END: got 'VCALENDAR'; expected END:VEVENT",
        ),
        ("BEGIN:VCALENDAR\nBEGIN:Pop Ana\n", "VCALENDAR 1, line 2: expected a content line"),
        ("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR", "VCALENDAR 1, line 2: VERSION: got '1.0'"),
        ("BEGIN:VCALENDAR\nCALSCALE:HEBREW\nEND:VCALENDAR", "VCALENDAR 1, line 2: CALSCALE"),
        (file().replace("END:VCALENDAR", "") + "Pop Ana\nEND:VCALENDAR", "VCALENDAR 1, line 4"),
        (file(event("DTSTART;=:x")), "VEVENT 1, line 4: expected a content line"),
    ],
)
def test_a_text_that_is_no_calendar(text: str, message: str) -> None:
    with refused(message) as caught:
        read(text)
    assert "Pop Ana" not in f"{caught.value!r} {caught.value}"


def test_a_malformed_line_makes_its_event_unreadable_and_no_other() -> None:
    text = file(
        event("DTSTART:20261124", "SUMMARY:Pop Ana", "care vine la 10"),
        event("DTSTART:20261125", "BEGIN:VALARM", "fără nume", "END:VALARM"),
        event("DTSTART:20261126"),
        "încă un rând",
    )
    with refused("VEVENT 1, line 6: expected a content line"):
        read(text)
    reading = read(text, skip_unreadable=True)
    assert shown(reading) == ["11-26 - 11-26"]
    assert [(each.component, each.line) for each in reading.left_out] == [
        ("VCALENDAR 1", 1),
        ("VEVENT 1", 3),
        ("VEVENT 2", 8),
    ]
    assert "Pop Ana" not in repr(reading)


def test_an_unreadable_series_leaves_its_changed_instances() -> None:
    text = file(
        event("UID:a", "DTSTART:20261123T090000", "RRULE:FREQ=SECONDLY"),
        event("UID:a", "RECURRENCE-ID:20261124T090000", "DTSTART:20261124T090000", "DURATION:PT1H"),
        event("UID:a", "RECURRENCE-ID:soon", "DTSTART:20261125T090000", "DURATION:PT1H"),
        event("UID:b", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261124", "DTSTART:20261126T090000"),
        event("UID:b", "DTSTART:20261123"),
    )
    reading = read(text, skip_unreadable=True)
    assert shown(reading) == ["11-23 - 11-23", "11-24 09:00 - 11-24 10:00"]
    assert reasons(reading) == [
        ("VEVENT 1", "unreadable"),
        ("VEVENT 3", "unreadable"),
        ("VEVENT 4", "unreadable"),
    ]


def test_changes_too_far_away_to_count() -> None:
    text = file(
        event("UID:a", "DTSTART:20261123T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
        event(
            "UID:a",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:00010102T090000",
            "DTSTART:99990101T090000",
            "DURATION:PT1H",
        ),
    )
    with refused("VEVENT 1, line 3: got 'a time too far away'"):
        read(text)
    reading = read(text, skip_unreadable=True)
    assert reasons(reading) == [("VEVENT 1", "unreadable"), ("VEVENT 2", "outside")]


def test_a_long_summary_and_deep_nesting_are_no_trouble() -> None:
    text = file(
        event(
            "DTSTART:20261124", "SUMMARY:" + "ș" * 10_240, "DESCRIPTION:" + "a\r\n " * 5_000 + "b"
        ),
        "BEGIN:X-DEEP\r\n" * 5_000 + "END:X-DEEP\r\n" * 4_999 + "END:X-DEEP",
    )
    reading = read(text)
    assert shown(reading) == ["11-24 - 11-24"]
    assert reasons(reading) == [("X-DEEP 1", "no_event")]


def test_a_file_may_be_only_so_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with refused("text: got '10000001 characters'"):
        read(" " * 10_000_001)
    monkeypatch.setattr("tichet_rules.interchange._icalendar._MOST_COMPONENTS", 3)
    day = event("DTSTART:20261124")
    assert shown(read(file(day, day))) == ["11-24 - 11-24"]
    with refused("line 9: BEGIN: got 'VEVENT'; expected at most 3"):
        read(file(day, day, day))


@given(st.text(st.characters(codec=None)))
def test_any_text_is_read_or_refused(text: str) -> None:
    for attempt in (
        text,
        file(text),
        file(event("DTSTART:20261124", text)),
        file(event(f"DTSTART:{text}")),
    ):
        with contextlib.suppress(InvalidInput):
            read(attempt)


LINES = st.sampled_from(
    [
        *(
            line
            for name in ("outlook", "google", "busy-times", "own-zone")
            for line in fixture(name).splitlines()
        ),
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1",
        "EXDATE:20261124T100000Z",
        "RDATE;VALUE=DATE:20261125",
        "RECURRENCE-ID:20261123T100000",
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261124",
        "DTSTART;VALUE=DATE:20261124",
        "DTSTART:20261124T100000",
        "DURATION:P3D",
        "UID:one",
        "SEQUENCE:3",
    ]
).filter(lambda line: not line.startswith(("BEGIN", "END", " ")))


@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_any_mixture_of_lines_is_read_or_said_to_be_unreadable(mixture: list[list[str]]) -> None:
    reading = read(file(*(event(*lines) for lines in mixture)), skip_unreadable=True)
    left = {each.component for each in reading.left_out}
    assert len(left) == len(reading.left_out)
    assert len(left) == len(mixture) or reading.absences


# --- personal data -------------------------------------------------------------------------


def test_nothing_personal_is_told() -> None:
    for name in ("outlook", "google", "busy-times"):
        told = f"{read(fixture(name), attendee='ioana.muresan@example.org')!r}"
        for word in ("Popescu", "Ioana", "ioana", "example.org", "Mariei", "acasă", "teren"):
            assert word not in told


def test_an_error_does_not_tell_who_is_asked_about() -> None:
    with pytest.raises(WrongType) as caught:
        read(file(), attendee=["ana@example.org"])
    assert "ana@" not in f"{caught.value!r} {caught.value}"
    with pytest.raises(WrongType) as caught:
        read(b"SUMMARY:Pop Ana")  # type: ignore[arg-type]
    assert "Pop Ana" not in f"{caught.value!r} {caught.value}"


# --- arguments -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (LAST, FIRST, "last: got 2026-11-23; expected 2026-11-29 or later"),
        (date(1899, 12, 31), LAST, "first: got 1899-12-31; expected a date from 1900 to 2200"),
        (FIRST, date(2201, 1, 1), "last: got 2201-01-01"),
        (datetime(2026, 11, 23, tzinfo=UTC), LAST, r"first: .* a date without a time"),
    ],
)
def test_the_dates_asked_for(first: date, last: date, message: str) -> None:
    with refused(message):
        read(file(), first, last)


def test_the_calendar_is_one() -> None:
    with pytest.raises(WrongType, match="calendar: "):
        read(file(), calendar="Europe/Bucharest")


@pytest.mark.parametrize("module", ["icalendar", "recurring_ical_events"])
def test_without_the_extra(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match="reading an iCalendar file needs the extra 'calendar'"):
        read(file())


def test_writing_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match="writing an iCalendar file needs the extra 'calendar'"):
        slots_to_ics([], at=AT, uid_domain="a.example")


def test_every_reason_is_told_in_both_languages() -> None:
    for because in LeftOutBecause:
        left = LeftOut("VEVENT 3", 41, because)
        assert len({left.explain(code) for code in LANGUAGES}) == len(LANGUAGES)
    unreadable = LeftOut("VEVENT 3", 41, LeftOutBecause.UNREADABLE, Text("de ce", "why"))
    assert unreadable.explain("ro") == "VEVENT 3 (linia 41): nu poate fi citit (de ce)"
    assert unreadable.explain("en") == "VEVENT 3 (line 41): can't be read (why)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            file(event("DTSTART:20261124T090000", "RRULE:FREQ=FORTNIGHTLY")),
            (
                "VEVENT 1, linia 5: RRULE: s-a primit 'FREQ=FORTNIGHTLY'; se aștepta o regulă cu "
                "una dintre FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY, FREQ=YEARLY"
            ),
        ),
        (
            file(event("DTSTART:20261124T090000", "DTSTART:20261124T090000")),
            (
                "VEVENT 1, linia 5: DTSTART: s-a primit 'DTSTART din nou'; se aștepta DTSTART o "
                "singură dată"
            ),
        ),
        (
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
            (
                "text: s-a primit 'linia 2 ca ultima'; se aștepta END:VEVENT, pentru componenta "
                "care începe pe linia 2"
            ),
        ),
        (
            "Ședință, the one with Ana",
            (
                "linia 1: se aștepta o linie de conținut, NUME:valoare (valoarea dată conține date "
                "personale și nu se arată)"
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_romanian(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert caught.value.in_("ro") == said


def test_what_was_read_is_what_the_slots_know() -> None:
    reading = read(fixture("outlook"))
    office = Office(inspectors=[Inspector("i-017", absences=reading.absences)])
    slots = list(
        free_slots(
            Agenda(),
            office=office,
            at=datetime(2026, 11, 16, 8, tzinfo=UTC),
            inspector="i-017",
            first=FIRST,
            last=LAST,
        )
    )
    spans = [each.ticks(office.calendar) for each in reading.absences]
    assert slots
    assert not any(low < slot.ends and slot.begins < high for slot in slots for low, high in spans)


# --- free slots ----------------------------------------------------------------------------

AT = datetime(2026, 11, 24, 8, 0, 30, 999, tzinfo=UTC)
SLOTS = [
    Slot(datetime(2026, 11, 27, 8, tzinfo=UTC), 15),
    Slot(datetime(2026, 11, 26, 8, 15, tzinfo=UTC), 15),
    Slot(datetime.fromisoformat("2026-11-27T10:00:00+02:00"), 15),
]
SUMMARY = Text(
    "Liber; Consiliul Local, ședință\nștampilă " + "ț" * 60, "Free; council, room\\1\nfree"
)


def test_slots_are_written_for_calendar_programs() -> None:
    text = slots_to_ics(SLOTS, at=AT, uid_domain="i-017.example")
    read_again: Any = icalendar.Calendar.from_ical(text)
    assert (read_again["METHOD"], read_again["VERSION"]) == ("PUBLISH", "2.0")
    assert read_again["PRODID"] == "-//tichet-rules//RO"
    events = read_again.walk("VEVENT")
    assert [(each["DTSTART"].dt, each["DTEND"].dt) for each in events] == [
        (slot.start, slot.end) for slot in (SLOTS[1], SLOTS[0])
    ]
    assert [str(each["UID"]) for each in events] == [
        "20261126T081500Z-15@i-017.example",
        "20261127T080000Z-15@i-017.example",
    ]
    for each in events:
        assert each["DTSTAMP"].dt == datetime(2026, 11, 24, 8, 0, 30, tzinfo=UTC)
        assert (each["TRANSP"], each["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")
        assert (each["SUMMARY"], each["SUMMARY"].params["LANGUAGE"]) == ("Interval liber", "ro")


@pytest.mark.parametrize("code", LANGUAGES)
def test_slots_are_escaped_and_folded_and_another_program_reads_them(code: Any) -> None:
    text = slots_to_ics(SLOTS, at=AT, uid_domain="i-017.example", language=code, summary=SUMMARY)
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    found = vobject.readOne(text)
    assert [each.dtstart.value for each in found.vevent_list] == [
        slot.start for slot in (SLOTS[1], SLOTS[0])
    ]
    for each in found.vevent_list:
        assert each.summary.value == SUMMARY.in_(code)
        assert each.dtend.value - each.dtstart.value == timedelta(minutes=15)
        assert each.transp.value == "TRANSPARENT"
    # Free slots make nobody absent.
    reading = read(text)
    assert reading.absences == ()
    assert reasons(reading) == [("VEVENT 1", "free"), ("VEVENT 2", "free")]


def test_the_same_slots_give_the_same_text() -> None:
    text = slots_to_ics(SLOTS, at=AT, uid_domain="a.example", product="Primăria")
    assert slots_to_ics(reversed(SLOTS), at=AT, uid_domain="a.example", product="Primăria") == text
    assert "PRODID:-//Primăria//RO\r\n" in text


def test_no_slots_are_an_empty_calendar() -> None:
    text = slots_to_ics([], at=AT, uid_domain="a.example")
    assert read(text) == CalendarReading()
    assert text == slots_to_ics(iter(()), at=AT, uid_domain="a.example")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4_000_000_000).map(lambda each: from_ticks(each * 1_000_000)),
            st.integers(1, 60),
        ),
        max_size=5,
    )
)
def test_every_slot_comes_back(pairs: list[tuple[datetime, int]]) -> None:
    slots = [Slot(start, minutes) for start, minutes in pairs]
    text = slots_to_ics(slots, at=AT, uid_domain="a.example")
    read_again: Any = icalendar.Calendar.from_ical(text)
    again = [
        Slot(each["DTSTART"].dt, (each["DTEND"].dt - each["DTSTART"].dt) // timedelta(minutes=1))
        for each in read_again.walk("VEVENT")
    ]
    assert again == sorted(set(slots))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slots": "slots"}, "slots: got 'slots'; expected a list of slots"),
        ({"slots": [AT]}, r"slots\[0\]: "),
        ({"slots": [Slot(AT)]}, r"slots\[0\].start: .* a start at a whole second"),
        ({"at": AT.replace(tzinfo=None)}, "at: "),
        ({"uid_domain": 17}, "uid_domain: got 17"),
        ({"uid_domain": "a b"}, "uid_domain: got 'a b'; expected a domain"),
        ({"uid_domain": ""}, "uid_domain: "),
        ({"product": 17}, "product: "),
        ({"product": "a\r\nX-EVIL:1"}, "product: .* in one line"),
        ({"product": " "}, "product: "),
        ({"summary": "Free"}, "summary: got 'Free'; expected a Text"),
        ({"language": "hu"}, "language: got 'hu'"),
    ],
)
def test_slots_that_cannot_be_written(changes: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"slots": SLOTS, "at": AT, "uid_domain": "a.example", **changes}
    with refused(message):
        slots_to_ics(arguments.pop("slots"), **arguments)
