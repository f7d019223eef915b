"""Clocks that nobody said the zone of, clocks of other zones, and the ends of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.faults import _logs as logs
from tichet_rules import (
    Absence,
    Agenda,
    Book,
    Booked,
    Booking,
    Cancel,
    Cancelled,
    Contact,
    DayReading,
    Decision,
    Held,
    Hold,
    HourReading,
    Inspector,
    InvalidInput,
    MissedByCitizen,
    NoShow,
    Office,
    Request,
    Rescheduled,
    Slot,
    TichetError,
    Week,
    WorkingCalendar,
    apply,
    decide,
    explain_day,
    free_slots,
    judge_slot,
    replayed,
)
from tichet_rules.agenda import Reschedule
from tichet_rules.audit import audit

MINUTE = timedelta(minutes=1)
OFFICE = world.office()
ZONES: list[tzinfo] = [
    *(
        ZoneInfo(key)
        for key in (
            "Europe/Bucharest",
            "UTC",
            "Europe/London",
            "Europe/Chisinau",
            "America/New_York",
            "America/St_Johns",
            "America/Caracas",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
            "Pacific/Chatham",
            "Asia/Kathmandu",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "Asia/Tokyo",
        )
    ),
    UTC,
    timezone(timedelta(hours=-23, minutes=-59)),
    timezone(timedelta(hours=5, minutes=53, seconds=28, microseconds=1)),
    tz.gettz("Asia/Kolkata") or UTC,
]


# --- of no zone -----------------------------------------------------------------------------


class Undecided(tzinfo):
    """A zone that does not know its offset: what it belongs to is as good as naive."""

    def __repr__(self) -> str:
        return "Undecided()"  # the same in each process that collects the tests

    def utcoffset(self, _: datetime | None) -> None:
        return None

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> None:
        return None


NAIVE = [
    datetime(2026, 11, 24, 10),  # noqa: DTZ001 (what is wrong is the point)
    datetime(2026, 11, 24, 10, fold=1),  # noqa: DTZ001
    datetime(2026, 11, 24, 10, tzinfo=Undecided()),
    datetime.min,  # noqa: DTZ901
    datetime.max,  # noqa: DTZ901
]
NO_INSTANTS: list[Any] = [None, 0, 1.5, "2026-11-24T10:00:00+02:00", date(2026, 11, 24), UTC]


@pytest.mark.parametrize("wrong", [*NAIVE, *NO_INSTANTS], ids=repr)
def test_what_is_no_instant_is_an_error_at_every_door(wrong: Any) -> None:
    agenda = Agenda()
    slot = world.WANTED
    for ask in (
        lambda: Slot(wrong),
        lambda: Booked(at=wrong, booking=world.booking("b", slot)),
        lambda: Rescheduled(at=wrong, booking="b", slot=slot),
        lambda: Cancelled(at=wrong, booking="b"),
        lambda: Held(at=wrong, booking="b"),
        lambda: MissedByCitizen(at=wrong, booking="b"),
        lambda: decide(world.book(), agenda, at=wrong, office=OFFICE),
        lambda: decide(Cancel(booking="b"), agenda, at=wrong, office=OFFICE),
        lambda: free_slots(
            agenda, inspector="i-1", first=world.FILED, last=world.FILED, at=wrong, office=OFFICE
        ),
        lambda: judge_slot(agenda, slot, inspector="i-1", at=wrong, office=OFFICE),
        lambda: explain_day(agenda, world.FILED, inspector="i-1", at=wrong, office=OFFICE),
        lambda: OFFICE.policy_at(wrong),
    ):
        with pytest.raises(TichetError):
            ask()


@pytest.mark.parametrize("wrong", NAIVE, ids=repr)
def test_a_naive_datetime_is_no_absence_and_no_booking_act(wrong: datetime) -> None:
    for ask in (
        lambda: Absence(wrong, world.AT),
        lambda: Absence(world.AT, wrong),
        lambda: world.booking("b", world.WANTED, booked_at=wrong),
    ):
        with pytest.raises(InvalidInput):
            ask()


# --- of other zones -------------------------------------------------------------------------


def told(decision: Decision) -> tuple[Any, ...]:
    return (
        decision.at,
        decision.findings,
        decision.events,
        decision.policy,
        decision.explain("ro", full=True, staff=True),
        decision.explain("en", full=True, staff=True),
    )


@pytest.mark.parametrize(
    ("at", "start"),
    [
        ("2026-11-24 10:00", "2026-11-26 10:00"),
        ("2026-11-24 10:01", "2026-11-26 10:00"),
        ("2026-03-28T09:00:00+02:00", "2026-03-30T10:00:00+03:00"),
        ("2026-03-28T09:00:01+02:00", "2026-03-30T10:00:00+03:00"),
        ("2026-10-25T03:30:00+03:00", "2026-10-27T02:30:00+02:00"),
        ("2026-10-25T03:30:00+02:00", "2026-10-27T09:30:00+02:00"),
        ("2026-11-24 10:00", "2026-12-31 23:45"),
    ],
)
def test_the_same_instants_in_twenty_zones_are_the_same_decision(at: str, start: str) -> None:
    assert len(ZONES) == 20
    agenda = Agenda.of([world.booking("b-1", world.slot("2026-12-03 09:00"), request="7/7")])
    right: tuple[Any, ...] | None = None
    for zone in ZONES:
        for other in (zone, UTC):
            there = world.local(at).astimezone(other)
            command = world.book(slot=Slot(world.local(start).astimezone(zone)))
            decision = decide(command, agenda, at=there, office=OFFICE)
            right = right or told(decision)
            assert told(decision) == right
            if decision.allowed:
                event = decision.events[0]
                assert isinstance(event, Booked)
                assert event.booking.slot == Slot(world.local(start))
                assert event.booking.booked_at == there.astimezone(UTC)


@world.examples(100)
@given(
    world.instants_around(date(2026, 10, 22)),
    world.instants_around(date(2026, 10, 22)),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_any_two_instants_in_any_two_zones(
    at: datetime, start: datetime, one: tzinfo, other: tzinfo
) -> None:
    command = world.book(slot=Slot(start))
    there = world.book(slot=Slot(start.astimezone(one)))
    assert command == there
    decision = decide(command, Agenda(), at=at, office=OFFICE)
    again = decide(there, Agenda(), at=at.astimezone(other), office=OFFICE)
    assert (again.findings, again.events) == (decision.findings, decision.events)


def test_a_double_booking_is_one_whatever_the_zones() -> None:
    first = world.booking("b-1", Slot(world.WANTED.start.astimezone(ZONES[7])))
    for zone in ZONES:
        again = Slot(world.WANTED.start.astimezone(zone) + 14 * MINUTE)
        with pytest.raises(TichetError, match=r"^slot\.free"):
            Agenda.of([first, world.booking("b-2", again, applicant="name:b")])


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    early, late = (datetime(2026, 10, 25, 3, 30, tzinfo=world.ZONE, fold=fold) for fold in (0, 1))
    agenda = Agenda.of([world.booking("b-1", Slot(early)), world.booking("b-2", Slot(late))])
    assert agenda["b-2"].slot.begins - agenda["b-1"].slot.begins == 60 * 60_000_000
    with pytest.raises(TichetError, match=r"^slot\.free"):
        apply(
            agenda, Booked(at=world.AT, booking=world.booking("b-3", Slot(early.astimezone(UTC))))
        )


# --- the ends of the calendar ---------------------------------------------------------------

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
ENDS = [
    FIRST,
    FIRST + timedelta(hours=3),
    FIRST + timedelta(days=3, hours=9),
    datetime(1891, 9, 30, 22, 15, 36, tzinfo=UTC),  # the clocks of Bucharest begin
    datetime(1996, 12, 31, 23, 45, tzinfo=UTC),
    datetime(2100, 12, 31, 7, tzinfo=UTC),
    datetime(2101, 1, 3, 7, tzinfo=UTC),
    LAST.replace(day=29, hour=7, minute=0, second=0, microsecond=0),
    LAST.replace(day=31, hour=7, minute=0, second=0, microsecond=0),
    LAST.replace(hour=23, minute=44, second=59),
    LAST,
]
FAR = timedelta(days=1000)
FILES = [
    Request("1/1", "Pop Ana", world.FILED, "i-1"),
    Request("2/1", "Pop Ana", world.FILED, "i-1", "answered", date(9999, 12, 20)),
    Request("3/1", "Pop Ana", world.FILED, "i-1", "answered", date(1, 1, 1)),
]


def answered(ask: Any) -> Any:
    """The answer, or ``None`` for an error of the package; any other error is the test's."""
    answer = logs.outcome(ask)
    return None if isinstance(answer, TichetError) and str(answer) else answer


@pytest.mark.parametrize("zone", ["Europe/Bucharest", "Pacific/Kiritimati", "Pacific/Honolulu"])
@pytest.mark.parametrize("holidays", ["RO", ()], ids=["romania", "no-holidays"])
@pytest.mark.parametrize("reading", HourReading)
def test_at_the_ends_of_the_calendar_every_question_is_answered_or_an_error(
    zone: str, holidays: Any, reading: HourReading
) -> None:
    office = Office(
        policy=world.policy(notice_reading=reading, window_reading=DayReading.CIVIL_CODE),
        calendar=WorkingCalendar(zone, holidays),
        inspectors=[Inspector("i-1")],
        requests=FILES,
    )
    decided = 0
    for at in ENDS:
        for start in ENDS:
            far = abs(start - at) > FAR
            if (far and reading is HourReading.WORKING_DAYS_ONLY) or start > LAST - 15 * MINUTE:
                continue  # the first counts day by day, the second is no slot
            slot = Slot(start)
            for file in FILES:
                command = Book(
                    number=file.number,
                    applicant="Pop Ana",
                    filed_on=world.FILED,
                    slot=slot,
                    contact=Contact(world.PHONE, world.EMAIL),
                )
                decision = answered(
                    lambda command=command, at=at: decide(command, Agenda(), at=at, office=office)
                )
                if decision is None:
                    continue
                decided += 1
                elapsed = reading is not HourReading.ELAPSED or start - at >= timedelta(hours=48)
                assert elapsed or "slot.notice" in decision.refused_by
                if not far:
                    answered(lambda decision=decision: decision.explain("ro", full=True))
                if decision.allowed:
                    assert list(replayed(decision.events)) == [decision.events[0].booking]
            if far:
                continue
            day = start.date()
            question: dict[str, Any] = {"inspector": "i-1", "at": at, "office": office}
            answered(lambda day=day, q=question: explain_day(Agenda(), day, **q))
            answered(
                lambda day=day, q=question: list(
                    islice(free_slots(Agenda(), first=day, last=date.max, **q), 40)
                )
            )
            log = [
                Booking("b-1", "1/1", "i-1", "name:ana pop", slot, booked_at=at),
                Booking("b-2", "2/1", "i-1", "name:ana pop", slot, booked_at=at),
            ]
            found = answered(lambda log=log: audit(log, office=office))
            assert found is None or ("b-2", "slot.free") in {(x.booking, x.rule) for x in found}
    assert decided > 10 or holidays == "RO"


@pytest.mark.parametrize("start", ENDS, ids=str)
def test_at_the_ends_of_the_calendar_an_agenda_keeps_its_bookings_apart(start: datetime) -> None:
    if start > LAST - 15 * MINUTE:
        with pytest.raises(InvalidInput, match="year 9999"):
            Slot(start)
        return
    slot = Slot(start)
    wide = world.booking("b-1", slot, buffer_before_minutes=1440, buffer_after_minutes=1440)
    agenda = Agenda.of([wide])
    assert list(agenda.of_inspector("i-1", slot.begins, slot.ends)) == [wide]
    for distance in (-1440, -16, 0, 16, 1440):
        try:
            near = Slot(start + distance * MINUTE)
        except (OverflowError, InvalidInput):
            continue  # out of the years that Python's datetimes have, or slots
        with pytest.raises(TichetError, match=r"^slot\.free"):
            apply(agenda, Booked(at=start, booking=world.booking("b-2", near, applicant="name:b")))
    assert list(agenda) == [wide]


@pytest.mark.parametrize("at", ENDS, ids=str)
@pytest.mark.parametrize("kind", [Cancel, Hold, NoShow])
def test_a_command_on_a_booking_that_is_not_there_is_refused_at_any_instant(
    kind: Any, at: datetime
) -> None:
    office = Office(policy=world.policy(), calendar=WorkingCalendar("UTC", ()))
    decision = decide(kind(booking="nobody's"), Agenda(), at=at, office=office)
    assert decision.refused_by in {("booking.open",), ("booking.begun",)}


@pytest.mark.parametrize("at", ENDS, ids=str)
def test_a_move_of_a_booking_that_is_not_there_is_refused_at_any_instant(at: datetime) -> None:
    office = Office(policy=world.policy(), calendar=WorkingCalendar("UTC", ()))
    command = Reschedule(booking="nobody's", slot=world.WANTED)
    decision = decide(command, Agenda(), at=at, office=office)
    assert decision.refused_by == ("booking.open",)


@pytest.mark.parametrize("year", [1932, 1950, 1996, 2101, 2500, 9998])
@world.examples(10)
@given(data=st.data())
def test_in_another_age_the_slots_are_those_of_the_model(year: int, data: st.DataObject) -> None:
    """Before 1997 and after 2100 the holidays are given; all else is as in any year."""
    anchor = data.draw(st.sampled_from([date(year, 3, 25), date(year, 10, 24), date(year, 6, 3)]))
    holidays = [anchor + timedelta(days=each) for each in data.draw(st.sets(st.integers(0, 5)))]
    person = Inspector("i-1", week=Week(((("02:00", "05:00"), ("08:00", "11:10")),) * 7))
    town = world.office(
        requests=(), inspectors=[person], calendar=WorkingCalendar(public_holidays=holidays),
        notice_hours=data.draw(st.sampled_from([0, 30])),
        notice_reading=data.draw(st.sampled_from(HourReading)),
    )  # fmt: skip
    at = data.draw(world.instants_around(anchor, 0, 2))
    taken = [
        world.booking("b-1", Slot(data.draw(world.instants_around(anchor, 1, 5)), 20)),
    ]
    agenda = Agenda.of(taken)
    policy = town.policy_at(at)
    last = anchor + timedelta(days=5)
    found = [
        each.start
        for each in free_slots(agenda, inspector="i-1", first=anchor, last=last, at=at, office=town)
    ]
    expected: list[datetime] = []
    day = anchor
    while day <= last:
        expected += [
            start
            for start in naive.grid_starts(person, day, policy)
            if not naive.slot_refusals(town, policy, taken, person, Slot(start), at)
        ]
        day += timedelta(days=1)
    assert found == expected


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1996, 12, 31), date(2101, 1, 3), date.max])
def test_a_year_whose_holidays_nobody_knows_is_an_error_that_says_so(day: date) -> None:
    calendar = WorkingCalendar()
    with pytest.raises(InvalidInput, match="1997 to 2100") as raised:
        calendar.is_working_day(day)
    assert str(day.year) in str(raised.value)
    assert WorkingCalendar(public_holidays=()).is_working_day(day) is (day.weekday() < 5)
