"""A remedy: what would make it yes, and really does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    RULE_BOOK,
    Absence,
    Agenda,
    Book,
    Booking,
    Cancel,
    Contact,
    Decision,
    Hold,
    Inspector,
    Reassign,
    Remedy,
    Request,
    Reschedule,
    Slot,
    Week,
    WorkingCalendar,
    decide,
)

RULE_IDS = {each.id for each in RULE_BOOK}


def decided(command: Any, agenda: Agenda | None = None, **changes: Any) -> Decision:
    facts: dict[str, Any] = {"at": world.AT, "office": world.office()} | changes
    return decide(command, Agenda() if agenda is None else agenda, **facts)


def times(remedy: Remedy) -> tuple[str | None, str | None]:
    def time(slot: Slot | None) -> str | None:
        return None if slot is None else f"{slot.start.astimezone(world.ZONE):%a %H:%M}"

    return time(remedy.before), time(remedy.after)


# --- tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        pytest.param("2026-11-26 09:45", None, "Thu 10:00", id="too-soon"),
        pytest.param("2026-11-26 10:20", "Thu 10:15", "Thu 10:30", id="off-the-grid"),
        pytest.param("2026-11-26 16:00", "Thu 15:45", "Fri 08:00", id="after-hours"),
        pytest.param("2026-11-28 10:00", "Fri 15:45", "Wed 08:00", id="a-saturday"),
        pytest.param("2026-11-30 10:00", "Fri 15:45", "Wed 08:00", id="a-holiday"),
        pytest.param("2020-01-06 10:00", None, "Thu 10:00", id="long-past"),
    ],
)
def test_the_nearest_slots(asked: str, before: str | None, after: str | None) -> None:
    remedy = decided(world.book(slot=world.slot(asked))).remedy()
    assert times(remedy) == (before, after)
    assert remedy.needed == ()
    assert remedy.closed_by == ()


def test_nothing_refused_needs_no_remedy() -> None:
    assert decided(world.book()).remedy() == Remedy(())


def test_around_a_booking_of_the_inspector_and_of_the_citizen() -> None:
    agenda = Agenda.of(
        [
            world.booking("b-1", world.slot("2026-11-26 11:00"), request="7/7", applicant="x:y"),
            world.booking("b-2", world.slot("2026-11-26 11:15"), request="7/8", inspector="i-2"),
        ]
    )
    remedy = decided(world.book(slot=world.slot("2026-11-26 11:00")), agenda).remedy()
    assert times(remedy) == ("Thu 10:45", "Thu 11:30")


def test_the_slot_itself_where_only_other_things_are_wrong() -> None:
    decision = decided(world.book(contact=Contact("1", world.EMAIL)))
    remedy = decision.remedy()
    assert [each.rule for each in remedy.needed] == ["contact.phone"]
    assert (remedy.before, remedy.after) == (None, world.WANTED)


def test_a_shorter_meeting_where_it_is_too_long() -> None:
    remedy = decided(world.book(slot=world.slot("2026-11-26 10:00", 60))).remedy()
    assert [each.rule for each in remedy.needed] == ["slot.duration"]
    assert remedy.after == world.WANTED


def said(decision: Decision, code: Any = "en") -> list[str]:
    return list(decision.remedy().lines(code, decision.office.calendar))


def test_the_same_time_for_a_shorter_meeting_is_told_with_its_length() -> None:
    long = decided(world.book(slot=world.slot("2026-11-26 13:00", 45)))
    assert said(long) == [
        "Ask for a shorter meeting.",
        "The time asked for is free for 15 minutes.",
    ]
    assert said(long, "ro")[1] == "La ora cerută încape o întâlnire de 15 minute."
    off = decided(world.book(slot=world.slot("2026-11-26 13:05", 45)))
    assert said(off)[1:] == [
        "The nearest slot before: Thursday, 26 November 2026, 13:00 (15 minutes).",
        "The nearest slot after: Thursday, 26 November 2026, 13:15 (15 minutes).",
    ]


def test_of_the_wrong_inspector_the_slots_of_the_right_one_are_told() -> None:
    wrong = decided(world.book(inspector="i-2"))
    assert wrong.refused_by == ("inspector.holds_request",)
    assert said(wrong)[1:] == ["With i-1, the slot asked for is free."]
    assert said(wrong, "ro")[1:] == ["La i-1: intervalul cerut este liber."]
    assert said(decided(world.book(inspector="i-9"))) == [
        "Choose an inspector who has or had the request: i-1.",
        "With i-1, the slot asked for is free.",
    ]
    eleven = world.slot("2026-11-26 11:00")
    taken = Agenda.of([world.booking("b-1", eleven, request="7/7", applicant="x:y")])
    later = world.book(inspector="i-2", slot=world.slot("2026-11-26 11:00"))
    assert said(decided(later, taken))[1:] == [
        "With i-1, the nearest slot before: Thursday, 26 November 2026, 10:45.",
        "With i-1, the nearest slot after: Thursday, 26 November 2026, 11:15.",
    ]
    never = world.office(inspectors=[NEVER, world.DAN], horizon_days=10)
    [line] = said(decided(world.book(inspector="i-2"), office=never))[1:]
    assert line.startswith("With i-1, no admissible slot from Thursday, ")
    over = world.office(requests=[answered(date(2026, 10, 1))])
    assert said(decided(world.book(inspector="i-2"), office=over))[1:] == [
        (
            "The window closed on Saturday, 31 October 2026; no later slot can be booked for "
            "this request."
        )
    ]
    unknown = world.office(inspectors=[world.DAN])
    assert len(said(decided(world.book(inspector="i-2"), office=unknown))) == 1


def test_of_whom_nobody_meets_no_slot_is_told() -> None:
    mayor = attrs.evolve(world.IOANA, role="mayor")
    decision = decided(world.book(), office=world.office(inspectors=[mayor]))
    assert said(decision) == ["For the leadership, ask for an audience."]


def test_its_own_old_slot_is_free_to_a_move() -> None:
    agenda = Agenda.of([world.booking("b-1", world.WANTED)])
    decision = decided(Reschedule(booking="b-1", slot=world.slot("2026-11-26 10:05")), agenda)
    assert times(decision.remedy()) == ("Thu 10:00", "Thu 10:15")


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (world.book(number="9/9"), ["request.identified"]),
        (Cancel(booking="b-9"), ["booking.open"]),
        (Hold(booking="b-9"), ["booking.begun"]),
        (Reschedule(booking="b-9", slot=world.WANTED), ["booking.open"]),
    ],
)
def test_no_slot_helps(command: Any, needed: list[str]) -> None:
    decision = decided(command)
    remedy = decision.remedy()
    assert [each.rule for each in remedy.needed] == needed
    assert remedy == Remedy(remedy.needed)
    assert (remedy.first, remedy.last) == (None, None)
    for code in ("ro", "en"):
        lines = remedy.lines(code, decision.office.calendar)
        assert len(lines) == 1


# --- none -----------------------------------------------------------------------------------

NEVER = Inspector("i-1", week=Week.of())
AWAY = Inspector(
    "i-1",
    absences=[Absence(date(2026, 1, 1), date(2029, 1, 1))],
)


def answered(communicated: date) -> Request:
    return attrs.evolve(world.ANA, status="answered", communicated_on=communicated)


@pytest.mark.parametrize(
    ("inspector", "rule"),
    [
        pytest.param(NEVER, "slot.working_hours", id="no-hours"),
        pytest.param(AWAY, "inspector.present", id="away"),
    ],
)
def test_what_stands_in_the_way_of_all_slots(inspector: Inspector, rule: str) -> None:
    office = world.office(inspectors=[inspector], horizon_days=10)
    decision = decided(world.book(), office=office)
    remedy = decision.remedy()
    assert (remedy.before, remedy.after) == (None, None)
    assert (remedy.first, remedy.last) == (date(2026, 11, 26), date(2026, 12, 4))
    assert rule in remedy.closed_by
    (line,) = remedy.lines("en", office.calendar)
    assert line.startswith(
        "No admissible slot from Thursday, 26 November 2026 to Friday, 4 December 2026. "
        "In the way: "
    )
    assert f"[{rule}]" in line
    assert f"[{rule}]" in remedy.lines("ro", office.calendar)[0]


def test_a_single_day_is_not_told_as_none() -> None:
    """The first day that the notice allows may be the last that can be booked."""
    decision = decided(world.book(), office=world.office(inspectors=[NEVER], horizon_days=2))
    remedy = decision.remedy()
    assert remedy.first == remedy.last == date(2026, 11, 26)
    [line] = said(decision)
    assert "from Thursday, 26 November 2026 to Thursday, 26 November 2026. In the way" in line


@pytest.mark.parametrize(
    ("absences", "rule"),
    [
        pytest.param((), "slot.free", id="taken"),
        pytest.param(AWAY.absences, "inspector.present", id="away"),
    ],
)
def test_the_days_that_are_closed_are_those_of_the_right_inspector(
    absences: Any, rule: str
) -> None:
    """Whoever was asked for wrongly is there and free, which helps nobody."""
    only = Inspector("i-1", week=Week.of(thu=[("10:00", "10:15")]), absences=absences)
    office = world.office(inspectors=[only, world.DAN], horizon_days=2)
    agenda = Agenda.of([world.booking("b-1", world.WANTED, request="7/7", applicant="x:y")])
    remedy = decided(world.book(inspector="i-2"), agenda, office=office).remedy()
    assert (remedy.before, remedy.after, remedy.inspector) == (None, None, "i-1")
    assert rule in remedy.closed_by
    assert "slot.working_hours" not in remedy.closed_by


def test_a_day_is_closed_by_what_its_own_slots_meet() -> None:
    """Not by what is wrong with the time asked for, which is on no grid."""
    only = Inspector("i-1", week=Week.of(thu=[("10:00", "10:15")]))
    agenda = Agenda.of([world.booking("b-1", world.WANTED, request="7/7", applicant="x:y")])
    office = world.office(inspectors=[only], horizon_days=2)
    decision = decided(world.book(slot=world.slot("2026-11-26 10:05")), agenda, office=office)
    assert "slot.grid" in decision.refused_by
    assert decision.remedy().closed_by == ("slot.free",)


def test_the_rules_in_the_way_are_listed() -> None:
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    rules = ("slot.notice", "slot.free")
    remedy = Remedy((), world.WANTED, None, None, thursday, friday, rules)
    [line] = remedy.lines("en", WorkingCalendar())
    assert line == (
        "No admissible slot from Thursday, 26 November 2026 to Friday, 27 November 2026. "
        "In the way: Booked in time [slot.notice]; The inspector is free [slot.free]."
    )


def test_without_a_horizon_a_year_is_searched() -> None:
    remedy = decided(world.book(), office=world.office(inspectors=[NEVER])).remedy()
    assert remedy.closed_by[0] == "slot.working_hours"
    assert remedy.first == date(2026, 11, 26)
    assert remedy.last == date(2026, 11, 26) + timedelta(days=366)


def test_the_citizen_s_own_meetings_may_be_all_that_is_in_the_way() -> None:
    only = Inspector("i-1", week=Week.of(thu=[("10:00", "10:15")]))
    agenda = Agenda.of([world.booking("b-1", world.WANTED, inspector="i-2", request="7/7")])
    office = world.office(inspectors=[only], horizon_days=7)
    decision = decided(world.book(), agenda, office=office)
    assert decision.refused_by == ("applicant.free",)
    assert "applicant.free" in decision.remedy().closed_by


@pytest.mark.parametrize("binds", ["meeting", "booking"])
def test_after_the_window_no_slot_helps(binds: str) -> None:
    office = world.office(requests=[answered(date(2026, 10, 1))], window_binds=binds)
    decision = decided(world.book(), office=office)
    remedy = decision.remedy()
    assert (remedy.before, remedy.after) == (None, None)
    assert remedy.closed_by == ("request.response_window",)
    assert remedy.window == date(2026, 10, 31)
    assert said(decision) == [
        (
            "The window closed on Saturday, 31 October 2026; no later slot can be booked for this "
            "request."
        )
    ]
    assert said(decision, "ro") == [
        (
            "Termenul s-a împlinit sâmbătă, 31 octombrie 2026; pentru această cerere nu se mai "
            "poate programa nicio întâlnire."
        )
    ]


def test_a_window_that_ends_before_the_notice() -> None:
    office = world.office(requests=[answered(date(2026, 10, 26))])
    decision = decided(world.book(), office=office)
    assert set(decision.remedy().closed_by) == {"slot.notice", "request.response_window"}
    assert said(decision) == [
        (
            "The window closes on Wednesday, 25 November 2026, before the notice has run; no slot "
            "can be booked for this request any more."
        )
    ]
    assert said(decision, "ro") == [
        (
            "Termenul se împlinește miercuri, 25 noiembrie 2026, înainte să treacă răgazul cerut; "
            "pentru această cerere nu se mai poate programa nicio întâlnire."
        )
    ]


def test_a_window_that_closes_today_is_not_over() -> None:
    """The notice is in the way: a day ago the window would have been long enough for one hour."""
    decision = decided(world.book(), office=world.office(requests=[answered(date(2026, 10, 25))]))
    remedy = decision.remedy()
    assert remedy.window == date(2026, 11, 24) == world.AT.date()
    assert set(remedy.closed_by) == {"slot.notice", "request.response_window"}
    assert said(decision)[0].startswith("The window closes on Tuesday, 24 November 2026, before")


def test_a_window_whose_last_day_can_be_booked_is_not_over() -> None:
    """It ends on the first day that the notice allows: the inspector's hours are in the way."""
    office = world.office(requests=[answered(date(2026, 10, 27))], inspectors=[NEVER])
    remedy = decided(world.book(), office=office).remedy()
    assert remedy.first == remedy.last == date(2026, 11, 26)
    assert remedy.window is None
    assert "slot.working_hours" in remedy.closed_by


def test_a_horizon_that_ends_before_the_notice() -> None:
    """remedy.py: closed_by names the rules that leave none; no window runs for this request."""
    office = world.office(notice_reading="civil_procedure_hours", horizon_days=2)
    decision = decided(world.book(), office=office)
    assert decision.finding("request.response_window").outcome == "not_applicable"
    remedy = decision.remedy()
    assert (remedy.before, remedy.after, remedy.window) == (None, None, None)
    assert set(remedy.closed_by) == {"slot.notice", "slot.horizon"}
    assert said(decision) == [
        (
            "No admissible slot: Friday, 27 November 2026 is the first day that the notice allows, "
            "and Thursday, 26 November 2026 the last that can be booked. In the way: Booked in "
            "time [slot.notice]; Not too far ahead [slot.horizon]."
        )
    ]


def test_a_slot_at_the_end_of_the_table_of_holidays_can_be_explained() -> None:
    """design.md: a refusal is a value, never an exception."""
    decision = decided(world.book(slot=world.slot("2100-12-31 16:00")))
    assert decision.refused_by == ("slot.working_hours",)
    assert times(decision.remedy())[0] == "Fri 15:45"
    assert decision.explain()


def test_what_closes_the_days_of_a_move_is_not_the_booking_that_moves() -> None:
    """Its own time does not count as taken: here the citizen's other meeting is in the way."""
    five_past = {date(2026, 11, 26): [("10:05", "10:20")]}
    office = world.office(
        inspectors=[attrs.evolve(world.IOANA, overrides=five_past), world.DAN], horizon_days=2
    )
    agenda = Agenda.of(
        [
            world.booking("b-1", world.WANTED),
            world.booking("b-2", world.slot("2026-11-26 10:15"), request="7/7", inspector="i-2"),
        ]
    )
    move = Reschedule(booking="b-1", slot=world.slot("2026-11-26 10:05"))
    remedy = decided(move, agenda, office=office).remedy()
    assert times(remedy) == (None, None)
    assert "applicant.free" in remedy.closed_by
    assert "slot.free" not in remedy.closed_by


def test_the_days_of_a_take_over_have_its_own_notice() -> None:
    """The policy asks a citizen for 48 hours, and a substitute for none."""
    away = Absence(date(2026, 11, 24), date(2026, 11, 26))
    office = hall.hall(horizon_days=2).replace(
        inspectors=[
            attrs.evolve(hall.IOANA, deputies=["i-2"]),
            attrs.evolve(hall.DAN, absences=[away]),
        ]
    )
    decision = decided(
        Reassign(booking="b-1", inspector="i-2"),
        Agenda.of([hall.ticket()]),
        at=world.local("2026-11-24 07:00"),
        office=office,
    )
    assert decision.refused_by == ("inspector.present",)
    remedy = decision.remedy()
    assert times(remedy) == (None, None)
    assert remedy.closed_by == ("inspector.present",)


def test_a_take_over_may_be_nearer_than_a_booking() -> None:
    office = hall.hall().replace(inspectors=[attrs.evolve(hall.IOANA, deputies=["i-2"]), hall.DAN])
    busy = hall.ticket("b-2", request="1/1", inspector="i-2", applicant="name:x")
    agenda = Agenda.of([hall.ticket(), busy])
    decision = decided(Reassign(booking="b-1", inspector="i-2"), agenda, office=office)
    assert decision.refused_by == ("slot.free",)
    assert times(decision.remedy()) == ("Thu 09:45", "Thu 10:15")


def test_only_the_rules_of_the_policy_bound_the_search() -> None:
    """parameters.py: `rules` are the ids of the rules that judge a booking."""
    rules = [each for each in world.policy().rules if each != "request.response_window"]
    office = world.office(requests=[answered(date(2026, 10, 1))]).replace(
        policy=attrs.evolve(world.policy(), rules=rules)
    )
    assert decided(world.book(), office=office).allowed
    remedy = decided(world.book(slot=world.slot("2026-11-26 10:05")), office=office).remedy()
    assert remedy.closed_by == ()
    assert times(remedy) == ("Thu 10:00", "Thu 10:15")


# --- the whole of it ------------------------------------------------------------------------


def admissible(
    scene: world.World, who: Inspector, file: Request, minutes: int, ignoring: str | None
) -> list[Slot]:
    """Every admissible slot of the weeks around, in order."""
    found = []
    for count in range(-3, 25):
        day = scene.anchor + timedelta(days=count)
        if not naive.is_working_day(scene.office.calendar, day):
            continue
        for start in naive.grid_starts(who, day, scene.policy):
            slot = Slot(start, minutes)
            if not naive.slot_refusals(
                scene.office,
                scene.policy,
                scene.bookings,
                who,
                slot,
                scene.at,
                request=file,
                applicant=file.applicant.key,
                ignoring=ignoring,
            ):
                found.append(slot)
    return found


#: A booking that is closed; a person who is not met, or not about this request.
NO_SLOT_HELPS = {"booking.open", "inspector.execution_staff", "inspector.holds_request"}


def check(
    scene: world.World,
    decision: Decision,
    who: Inspector,
    file: Request,
    again: Any,
    ignoring: str | None = None,
) -> None:
    """The remedy against a search of the weeks around; ``again`` asks with another slot."""
    remedy = decision.remedy()
    needed = {each.rule for each in remedy.needed}
    assert needed <= set(decision.refused_by)
    if decision.allowed or not needed.isdisjoint(NO_SLOT_HELPS):
        assert remedy == Remedy(remedy.needed)
        return
    wanted = decision.case.slot
    minutes = min(wanted.minutes, scene.policy.max_minutes)
    slots = admissible(scene, who, file, minutes, ignoring)
    before = [each for each in slots if each.start < wanted.start]
    after = [each for each in slots if each.start >= wanted.start]
    assert remedy.before == (before[-1] if before else None)
    if after or remedy.after is None:
        assert remedy.after == (after[0] if after else None)
    else:
        assert naive.local_date(remedy.after.start) > scene.anchor + timedelta(days=24)
    for slot in (remedy.before, remedy.after):
        if slot is not None:
            refused = decide(again(slot), scene.agenda, at=scene.at, office=scene.office).refused_by
            assert set(refused) == needed - {"slot.duration"}
    closed = remedy.before is None and remedy.after is None
    assert bool(remedy.closed_by) is closed
    assert set(remedy.closed_by) <= RULE_IDS
    for code in ("ro", "en"):
        lines = remedy.lines(code, scene.office.calendar)
        shown = [each for each in (remedy.before, remedy.after) if each is not None]
        if remedy.after is not None and remedy.after.start == wanted.start:
            shown = [wanted]
        assert len(lines) == len(remedy.needed) + (len(shown) or 1)
        assert not any("{" in line for line in lines)


@world.examples(80)
@given(world.worlds(most_bookings=8), st.data())
def test_the_slots_of_a_remedy_are_admissible_and_nearest(
    scene: world.World, data: st.DataObject
) -> None:
    scene = bounded(scene)
    file = data.draw(st.sampled_from(scene.files))
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    asked = Slot(start, data.draw(st.sampled_from([10, 15, 30])))
    contact = data.draw(st.sampled_from([Contact(world.PHONE, world.EMAIL), Contact()]))

    def again(slot: Slot) -> Book:
        return Book(
            number=file.number,
            applicant=file.applicant.name,
            filed_on=file.filed_on,
            slot=slot,
            contact=contact,
        )

    decision = decide(again(asked), scene.agenda, at=scene.at, office=scene.office)
    check(scene, decision, scene.office.inspectors[file.inspector], file, again)


@world.examples(60)
@given(world.worlds(most_bookings=8), st.data())
def test_so_are_those_of_a_move(scene: world.World, data: st.DataObject) -> None:
    scene = bounded(scene)
    if not scene.bookings:
        return
    booking: Booking = data.draw(st.sampled_from(scene.bookings))
    asked = Slot(data.draw(world.office_hours(scene.people, scene.anchor)))

    def again(slot: Slot) -> Reschedule:
        return Reschedule(booking=booking.id, slot=slot)

    decision = decide(again(asked), scene.agenda, at=scene.at, office=scene.office)
    assert booking.request is not None
    file = scene.office.requests[booking.request]
    who = scene.office.inspectors[booking.inspector]
    check(scene, decision, who, file, again, booking.id)


def bounded(scene: world.World) -> world.World:
    """The world with a horizon: a year of days is another test's."""
    policy = scene.policy
    if policy.horizon_days is None:
        policy = policy.evolve(horizon_days=14)
    office = scene.office.replace(policy=policy)
    return attrs.evolve(scene, office=office)


def test_the_calendar_of_a_remedy_is_the_office_s() -> None:
    calendar = WorkingCalendar(zone="Europe/London")
    remedy = Remedy((), before=world.WANTED)
    (line,) = remedy.lines("ro", calendar)
    assert line == "Cel mai apropiat interval anterior: joi, 26 noiembrie 2026, ora 08:00."
