"""Free slots are exactly the starts of the grid that no slot rule refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    Absence,
    Agenda,
    Inspector,
    InvalidInput,
    Office,
    Policy,
    Request,
    Slot,
    Week,
    WorkingCalendar,
    WrongType,
    availability,
    free_slots,
    judge_slot,
)

THURSDAY = date(2026, 11, 26)


def offered(office: Office | None = None, agenda: Agenda | None = None, **changes: Any) -> Any:
    facts: dict[str, Any] = {
        "inspector": "i-1",
        "first": THURSDAY,
        "last": THURSDAY,
        "at": world.AT,
        "office": world.office() if office is None else office,
    }
    return free_slots(Agenda() if agenda is None else agenda, **(facts | changes))


def starts(slots: Iterator[Slot]) -> list[str]:
    return [f"{each.start.astimezone(world.ZONE):%H:%M}" for each in slots]


def with_hours(*hours: tuple[str, str], **more: Any) -> Inspector:
    return Inspector("i-1", week=Week((hours,) * 7), **more)


# --- tables ---------------------------------------------------------------------------------


def test_an_ordinary_day() -> None:
    # The notice of 48 hours ends at ten o'clock on Thursday.
    assert starts(offered()) == [f"{h:02}:{m:02}" for h in range(10, 16) for m in (0, 15, 30, 45)]


@pytest.mark.parametrize(
    ("hours", "grid", "minutes", "expected"),
    [
        pytest.param([("10:00", "11:00")], 15, 15, ["10:00", "10:15", "10:30", "10:45"], id="full"),
        pytest.param([("10:00", "10:59")], 15, 15, ["10:00", "10:15", "10:30"], id="short"),
        pytest.param([("10:00", "11:00")], 20, 15, ["10:00", "10:20", "10:40"], id="wide-grid"),
        pytest.param([("10:00", "10:30")], 5, 15, ["10:00", "10:05", "10:10", "10:15"], id="fine"),
        pytest.param(
            [("09:05", "09:50"), ("11:00", "11:15")], 15, 15, ["11:00"], id="before-the-notice"
        ),
        pytest.param(
            [("09:50", "10:40")], 15, 15, ["10:05", "10:20"], id="the-notice-falls-off-the-grid"
        ),
        pytest.param([("10:00", "10:10")], 15, 15, [], id="too-short"),
        pytest.param([("10:00", "10:15")], 15, 15, ["10:00"], id="just-long-enough"),
        pytest.param([("10:00", "10:30")], 60, 15, ["10:00"], id="a-grid-past-the-end"),
        pytest.param([("10:00", "11:00")], 15, 16, [], id="longer-than-the-longest"),
        pytest.param([("10:00", "10:10")], 5, 5, ["10:00", "10:05"], id="a-short-meeting"),
        pytest.param([("10:00", "10:02")], 1, 1, ["10:00", "10:01"], id="the-shortest-of-all"),
        pytest.param([("23:30", "24:00")], 15, 15, ["23:30", "23:45"], id="to-midnight"),
        pytest.param([], 15, 15, [], id="no-hours"),
    ],
)
def test_hours_grid_and_length(
    hours: list[tuple[str, str]], grid: int, minutes: int, expected: list[str]
) -> None:
    town = world.office(inspectors=[with_hours(*hours)], grid_minutes=grid)
    assert starts(offered(town, minutes=minutes)) == expected


@pytest.mark.parametrize(
    ("changes", "parameters", "expected"),
    [
        pytest.param({}, {}, ["10:00", "10:15", "10:45"], id="taken"),
        pytest.param({"status": "cancelled"}, {}, ["10:00", "10:15", "10:30", "10:45"], id="no"),
        pytest.param({"status": "held"}, {}, ["10:00", "10:15", "10:45"], id="held"),
        pytest.param(
            {"inspector": "i-2"}, {}, ["10:00", "10:15", "10:30", "10:45"], id="another-s"
        ),
        pytest.param({"buffer_before_minutes": 1}, {}, ["10:00", "10:45"], id="its-buffer"),
        pytest.param({}, {"buffer_after_minutes": 1}, ["10:00", "10:45"], id="ours-after"),
        pytest.param({}, {"buffer_before_minutes": 1}, ["10:00", "10:15"], id="ours-before"),
        pytest.param({}, {"buffer_after_minutes": 16}, ["10:45"], id="a-long-one"),
    ],
)
def test_bookings_and_buffers(
    changes: dict[str, Any], parameters: dict[str, Any], expected: list[str]
) -> None:
    town = world.office(inspectors=[with_hours(("10:00", "11:00")), world.DAN], **parameters)
    taken = world.booking("b-1", world.slot("2026-11-26 10:30"), **changes)
    assert starts(offered(town, Agenda.of([taken]))) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param({}, ["00:00", "00:15", "23:30", "23:45"], id="none"),
        pytest.param({"buffer_before_minutes": 1}, ["00:15", "23:30", "23:45"], id="before"),
        pytest.param({"buffer_after_minutes": 1}, ["00:00", "00:15", "23:30"], id="after"),
    ],
)
def test_a_buffer_over_midnight(parameters: dict[str, Any], expected: list[str]) -> None:
    hours = (("00:00", "00:30"), ("23:30", "24:00"))
    town = world.office(inspectors=[with_hours(*hours)], **parameters)
    neighbours = [
        world.booking("b-1", world.slot("2026-12-02 23:45"), applicant="name:x"),
        world.booking("b-2", world.slot("2026-12-04 00:00"), applicant="name:y"),
    ]
    day = date(2026, 12, 3)
    assert starts(offered(town, Agenda.of(neighbours), first=day, last=day)) == expected


def test_absences() -> None:
    part = Absence(world.local("2026-11-26 10:20"), world.local("2026-11-26 10:30"))
    day = Absence(date(2026, 11, 27), date(2026, 11, 27))
    town = world.office(inspectors=[with_hours(("10:00", "11:00"), absences=[part, day])])
    assert starts(offered(town)) == ["10:00", "10:30", "10:45"]
    assert starts(offered(town, first=date(2026, 11, 27), last=date(2026, 11, 27))) == []


def test_holidays_weekends_and_recovery_days() -> None:
    calendar = WorkingCalendar(
        closures=[date(2026, 12, 3)],
        recovery_days=[date(2026, 12, 5)],
    )
    town = world.office(inspectors=[with_hours(("10:00", "10:15"))], calendar=calendar)
    found = offered(town, first=date(2026, 11, 27), last=date(2026, 12, 6))
    assert [each.start.date().day for each in found] == [27, 2, 4, 5]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 29), ["02:30", "04:00", "04:30"]),
        (date(2026, 10, 25), ["02:30", "03:00", "03:30", "03:00", "03:30", "04:00", "04:30"]),
    ],
)
def test_a_recovery_sunday_of_the_clock_change(day: date, expected: list[str]) -> None:
    town = world.office(
        inspectors=[with_hours(("02:30", "05:00"))],
        calendar=WorkingCalendar(recovery_days=[day]),
        grid_minutes=30,
    )
    at = world.local(f"{day - timedelta(days=4)} 10:00")
    assert starts(offered(town, first=day, last=day, at=at)) == expected


def answered(communicated: date) -> Request:
    return Request(
        "7/1",
        "Rus Ion",
        world.FILED,
        "i-1",
        "answered",
        communicated,
    )


@pytest.mark.parametrize(
    ("binds", "communicated", "count"),
    [
        ("meeting", date(2026, 10, 28), 2),
        ("meeting", date(2026, 10, 27), 1),
        ("meeting", date(2026, 10, 26), 0),
        ("booking", date(2026, 10, 25), 2),
        ("booking", date(2026, 10, 24), 0),
    ],
)
def test_the_window_of_a_request(binds: str, communicated: date, count: int) -> None:
    town = world.office(
        requests=[answered(communicated)],
        inspectors=[with_hours(("10:00", "10:15"))],
        window_binds=binds,
    )
    days: dict[str, Any] = {"first": THURSDAY, "last": date(2026, 11, 27)}
    assert len(list(offered(town, **days, request="7/1"))) == count
    assert len(list(offered(town, **days))) == 2


def test_the_window_of_a_request_is_counted_by_the_office_s_calendar() -> None:
    town = world.office(
        requests=[answered(date(2026, 10, 27))],
        inspectors=[with_hours(("10:00", "10:15"))],
        calendar=WorkingCalendar(closures=[THURSDAY]),
        window_reading="eu_1182_71",
    )
    # Thirty days end on the Thursday, which this office is closed on: so on the Friday.
    found = offered(town, first=THURSDAY, last=date(2026, 12, 31), request="7/1")
    assert [each.start.day for each in found] == [27]


WEDNESDAY = hall.FIRST.start.date()


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param(hall.audiences(daily_limit=2), True, id="one-of-two"),
        pytest.param(hall.audiences(daily_limit=1), False, id="full"),
        pytest.param(hall.audiences(daily_limit=None), True, id="no-limit"),
        pytest.param(
            hall.without(hall.audiences(daily_limit=1), "audience.daily_limit"),
            True,
            id="a-limit-that-no-rule-keeps",
        ),
    ],
)
def test_how_many_an_official_receives_in_a_day(policy: Policy, expected: bool) -> None:
    asked: dict[str, Any] = {"inspector": "d-1", "first": WEDNESDAY, "last": WEDNESDAY}
    agenda = Agenda.of([hall.audience()])
    found = list(offered(hall.hall(audience_policy=policy), agenda, **asked, procedure="audience"))
    assert bool(found) is expected
    assert hall.FIRST not in found


def test_the_horizon() -> None:
    town = world.office(inspectors=[with_hours(("10:00", "10:15"))], horizon_days=3)
    found = list(offered(town, last=date(2027, 1, 31)))
    assert [each.start.date().day for each in found] == [26, 27]


def test_absences_in_any_order_and_within_each_other() -> None:
    away = [
        Absence(world.local("2026-11-26 10:50"), world.local("2026-11-26 10:55")),
        Absence(world.local("2026-11-26 10:05"), world.local("2026-11-26 10:40")),
        Absence(world.local("2026-11-26 10:20"), world.local("2026-11-26 10:25")),
    ]
    town = world.office(inspectors=[with_hours(("10:00", "11:30"), absences=away)])
    taken = world.booking("b-1", world.slot("2026-11-26 10:15"))
    assert starts(offered(town, Agenda.of([taken]))) == ["11:00", "11:15"]


def test_in_person_one_of_the_rooms_has_to_be_free() -> None:
    town = world.office(inspectors=[with_hours(("10:00", "11:00")), world.DAN])
    town = town.replace(rooms=["Sala 1", "Sala 2"])

    def held_in(room: str, clock: str, minutes: int) -> Any:
        return world.booking(
            f"b-{room}-{clock}",
            world.slot(f"2026-11-26 {clock}", minutes),
            inspector="i-2" if room == "Sala 1" else "i-3",
            applicant=f"name:{room}",
            channel="in_person",
            room=room,
        )

    taken = Agenda.of(
        [
            held_in("Sala 1", "09:55", 20),  # 10:00 and 10:05
            held_in("Sala 1", "10:30", 15),
            held_in("Sala 2", "10:20", 20),  # 10:15 and 10:30
        ]
    )
    assert starts(offered(town, taken, channel="in_person")) == ["10:00", "10:15", "10:45"]
    assert len(list(offered(town, taken))) == 4


def test_hours_of_one_date_alone() -> None:
    who = with_hours(
        ("10:00", "10:15"),
        overrides={date(2026, 11, 27): [("12:00", "12:30")], date(2026, 12, 3): []},
    )
    found = offered(world.office(inspectors=[who]), last=date(2026, 12, 4))
    assert [f"{each.start.astimezone(world.ZONE):%d %H:%M}" for each in found] == [
        "26 10:00",
        "27 12:00",
        "27 12:15",
        "02 10:00",
        "04 10:00",
    ]


def test_over_the_ends_of_months_and_years() -> None:
    town = world.office(inspectors=[with_hours(("23:45", "24:00"))])
    found = list(offered(town, first=date(2026, 12, 30), last=date(2027, 2, 1)))
    days = [each.start.astimezone(world.ZONE).date() for each in found]
    first, last = date(2026, 12, 30), date(2027, 2, 1)
    assert days == list(town.calendar.working_days(first, last))
    assert (days[0], days[-1]) == (first, last)


def test_as_far_as_the_holidays_are_known() -> None:
    # What is known is given, and the error comes only behind it.
    town = world.office(inspectors=[with_hours(("10:00", "10:15"))])
    found = offered(town, first=date(2100, 12, 30), last=date(2101, 1, 7))
    assert [next(found).start.day, next(found).start.day] == [30, 31]
    with pytest.raises(InvalidInput, match="a year from 1997 to 2100"):
        next(found)
    # A weekend is one in any year.
    assert list(offered(town, first=date(2101, 1, 1), last=date(2101, 1, 2))) == []
    listed = world.office(
        inspectors=[with_hours(("10:00", "10:15"))], calendar=WorkingCalendar(public_holidays=[])
    )
    # Nor does it take more than the days asked about, where years are asked about at once.
    over = availability(
        Agenda(), first=date(2100, 12, 30), last=date(2101, 1, 2), at=world.AT, office=town
    )
    assert [each.start.day for each in over["i-1"]] == [30, 31]
    found = offered(listed, first=date(9999, 12, 29), last=date(9999, 12, 30))
    assert [each.start.day for each in found] == [29, 30]


def test_what_changes_is_seen_at_once() -> None:
    town = world.office(inspectors=[with_hours(("10:00", "10:40"))])
    closed = town.replace(calendar=town.calendar.replace(closures=[THURSDAY]))
    finer = town.replace(policy=world.policy(grid_minutes=5))
    later = town.replace(inspectors=[with_hours(("11:00", "11:40"))])
    other = town.replace(inspectors=[with_hours(overrides={THURSDAY: [("12:00", "12:15")]})])
    zone = town.replace(calendar=town.calendar.replace(zone="Europe/Lisbon"))
    for _ in range(2):
        assert starts(offered(town)) == ["10:00", "10:15"]
        assert starts(offered(town, minutes=5)) == ["10:00", "10:15", "10:30"]
        assert starts(offered(closed)) == []
        assert starts(offered(finer)) == [f"10:{minute:02}" for minute in range(0, 26, 5)]
        assert starts(offered(later)) == ["11:00", "11:15"]
        assert starts(offered(other)) == ["12:00"]
        assert starts(offered(zone)) == ["12:00", "12:15"]


# --- at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"minutes": 0}, InvalidInput, "minutes"),
        ({"minutes": -15}, InvalidInput, "minutes"),
        ({"minutes": "15"}, WrongType, "minutes"),
        ({"minutes": 366 * 24 * 60 + 1}, InvalidInput, "minutes"),
        ({"first": world.AT}, WrongType, "first"),
        ({"last": "2026-11-26"}, WrongType, "last"),
        ({"last": date(2026, 11, 25)}, InvalidInput, "last"),
        ({"at": datetime(2026, 11, 24, 10)}, InvalidInput, "at"),  # noqa: DTZ001 (the point)
        ({"inspector": "i-9"}, InvalidInput, "inspector"),
        ({"request": "9/9"}, InvalidInput, "request"),
        ({"request": "?"}, InvalidInput, "request"),
        ({"office": None}, WrongType, "office"),
        ({"channel": "pigeon"}, InvalidInput, "channel"),
        ({"procedure": "pigeon"}, InvalidInput, "procedure"),
    ],
)
def test_bad_input_is_an_error_at_the_call(changes: Any, error: Any, field: str) -> None:
    facts: dict[str, Any] = {
        "inspector": "i-1",
        "first": THURSDAY,
        "last": THURSDAY,
        "at": world.AT,
        "office": world.office(),
    } | changes
    with pytest.raises(error) as raised:
        free_slots(Agenda(), **facts)
    assert raised.value.field == field
    assert str(raised.value.given).strip("'") == world.shown(changes[field]).strip("'")


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({"last": date(2026, 11, 25)}, "2026-11-26"),
        ({"inspector": "i-9"}, "the id of an inspector"),
        ({"request": "9/9"}, "the number of a request"),
    ],
)
def test_an_error_says_what_would_be_right(changes: dict[str, Any], right: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        offered(**changes)
    assert right in raised.value.expected


def test_an_agenda_is_one() -> None:
    with pytest.raises(WrongType, match=r"^agenda: got \[\]; "):
        offered(agenda=[])  # type: ignore[arg-type]


def test_slots_are_made_as_they_are_asked_for() -> None:
    # Public holidays are known to 2100: a list of all slots could not even be made.
    found = offered(last=date(9999, 12, 31))
    assert iter(found) is found
    assert next(found) == world.WANTED
    assert next(found).start - world.WANTED.start == timedelta(minutes=15)


def test_a_slot_is_judged_by_the_slot_rules_alone() -> None:
    findings = judge_slot(
        Agenda(), world.WANTED, inspector="i-1", at=world.AT, office=world.office()
    )
    assert {each.rule for each in findings} == naive.SLOT_RULES
    with_request = judge_slot(
        Agenda(),
        world.WANTED,
        inspector="i-1",
        at=world.AT,
        office=world.office(),
        request="0119368/305",
    )
    assert {each.rule for each in with_request} == naive.SLOT_RULES | {"request.response_window"}


@pytest.mark.parametrize(
    ("slot", "changes", "field"),
    [
        (None, {}, "slot"),
        (world.WANTED, {"inspector": "i-9"}, "inspector"),
        (world.WANTED, {"request": "9/9"}, "request"),
        (world.WANTED, {"at": datetime(2026, 11, 24)}, "at"),  # noqa: DTZ001 (the point)
    ],
)
def test_no_question_is_an_error(slot: Any, changes: Any, field: str) -> None:
    facts: dict[str, Any] = {"inspector": "i-1", "at": world.AT, "office": world.office()}
    with pytest.raises(InvalidInput) as raised:
        judge_slot(Agenda(), slot, **(facts | changes))
    given = ({"slot": slot} | changes)[field]
    assert (raised.value.field, raised.value.given) == (field, world.shown(given))


# --- the whole of it ------------------------------------------------------------------------


@world.examples(150)
@given(world.worlds(), st.data())
def test_free_are_the_grid_starts_that_nothing_refuses(
    scene: world.World, data: st.DataObject
) -> None:
    compare(scene, data)


@world.examples(100)
@given(world.worlds(anchors=world.CLOCK_CHANGES), st.data())
def test_so_too_over_a_clock_change(scene: world.World, data: st.DataObject) -> None:
    compare(scene, data)


def compare(scene: world.World, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from(scene.people))
    minutes = data.draw(st.sampled_from([5, 10, 15, 15, 30, 60]))
    file = data.draw(st.none() | st.sampled_from(scene.files))
    first = data.draw(world.days_around(scene.anchor))
    last = first + timedelta(days=data.draw(st.integers(0, 3)))
    number = None if file is None else file.number
    asked: dict[str, Any] = {
        "inspector": who.id,
        "at": scene.at,
        "office": scene.office,
        "request": number,
    }
    expected = []
    for count in range((last - first).days + 1):
        for start in naive.grid_starts(who, first + timedelta(days=count), scene.policy):
            slot = Slot(start, minutes)
            refused = naive.slot_refusals(
                scene.office, scene.policy, scene.bookings, who, slot, scene.at, request=file
            )
            findings = judge_slot(scene.agenda, slot, **asked)
            assert {each.rule for each in findings if each.refused} == refused
            if not refused:
                expected.append(slot)
    found = free_slots(scene.agenda, first=first, last=last, minutes=minutes, **asked)
    assert list(found) == expected
