"""The journey of a booking: each step at its exact instant or day, and what runs by the clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Booking,
    InvalidInput,
    Journey,
    Office,
    PolicyHistory,
    Reschedule,
    Slot,
    Stage,
    Step,
    StepState,
    WorkingCalendar,
    WrongType,
    journey,
    overdue,
    reminders_due,
)

INSTANT = timedelta(microseconds=1)
TEN = world.WANTED  # Thursday, 26 November 2026, 10:00
FRIDAY = world.slot("2026-11-27 10:00")  # before a weekend and two holidays


def states(
    booking: Booking, at: datetime | str, office: Office | None = None
) -> dict[Stage, StepState]:
    return {each.stage: each.state for each in seen(booking, at, office).steps}


def seen(booking: Booking, at: datetime | str, office: Office | None = None) -> Journey:
    instant = world.local(at) if isinstance(at, str) else at
    return journey(booking, at=instant, office=hall.hall() if office is None else office)


def step(booking: Booking, stage: Stage, at: datetime | str, office: Office | None = None) -> Step:
    found = seen(booking, at, office).step(stage)
    assert found is not None
    return found


def held(slot: Slot = TEN, **changes: Any) -> Booking:
    return hall.ticket(slot=slot, status="held", **changes)


def recorded(at: str, slot: Slot = TEN, **changes: Any) -> Booking:
    return held(slot, record=hall.RECORD.fingerprint, recorded_at=world.local(at), **changes)


# --- every state of every step --------------------------------------------------------------

NAMES = {"l": "later", "d": "due", "o": "overdue", "x": "done", "v": "void"}

WHOLE = [
    # the booking, the instant, the states in the order of the steps
    (hall.ticket(), "2026-11-25 09:59:59.999999", "xllll"),
    (hall.ticket(), "2026-11-25 10:00", "xdlll"),
    (hall.ticket(), "2026-11-26 09:59:59.999999", "xdlll"),
    (hall.ticket(), "2026-11-26 10:00", "xvdll"),
    (hall.ticket(), "2026-11-26 10:14:59.999999", "xvdll"),
    (hall.ticket(), "2026-11-26 10:15", "xvoll"),
    (hall.ticket(), "2027-11-26 10:15", "xvoll"),
    (held(), "2026-11-26 10:10", "xvxdl"),
    (held(), "2026-11-27 23:59:59.999999", "xvxdl"),
    (held(), "2026-11-28 00:00", "xvxol"),
    (recorded("2026-11-26 11:00"), "2026-11-26 11:00", "xvxxd"),
    (recorded("2026-11-26 11:00"), "2026-11-27 23:59:59.999999", "xvxxd"),
    (recorded("2026-11-26 11:00"), "2026-11-28 00:00", "xvxxo"),
    (recorded("2026-12-08 11:00"), "2026-12-09 23:59", "xvxxd"),  # late, and done all the same
    (
        recorded("2026-11-26 11:00", ticket="0" * 64, issued_at=world.local("2026-12-20 09:00")),
        "2027-01-01 00:00",
        "xvxxx",
    ),
    (hall.ticket(status="cancelled"), "2026-11-25 12:00", "xvv"),
    (hall.ticket(status="cancelled"), "2026-11-27 12:00", "xvv"),
    (hall.ticket(status="no_show"), "2026-11-26 10:10", "xvxd"),
]


@pytest.mark.parametrize(("booking", "at", "expected"), WHOLE)
def test_where_every_step_stands(booking: Booking, at: str, expected: str) -> None:
    found = seen(booking, at)
    assert [str(each.state) for each in found.steps] == [NAMES[each] for each in expected]
    assert found.booking == booking.id
    assert found.overdue == tuple(each for each in found.steps if each.state == "overdue")
    order = list(Stage)
    assert [each.stage for each in found.steps] == sorted(
        (each.stage for each in found.steps), key=order.index
    )


AUDIENCES = [
    (hall.audience(), "2026-12-02 11:20", "xvol"),
    (hall.audience(status="held"), "2026-12-02 12:00", "xvxd"),
    (hall.audience(status="held"), "2026-12-04 00:00", "xvxo"),
    (hall.audience(answer_requested_at=world.AT), "2026-11-24 12:00", "xllll"),
    (hall.audience(answer_requested_at=world.AT, status="held"), "2026-12-03 23:59", "xvxdd"),
    (hall.audience(answer_requested_at=world.AT, status="held"), "2026-12-04 00:00", "xvxoo"),
    (hall.audience(answer_requested_at=world.AT, status="no_show"), "2026-12-04 00:00", "xvxd"),
    (hall.audience(answer_requested_at=world.AT, status="cancelled"), "2026-12-04 00:00", "xvv"),
]


@pytest.mark.parametrize(("booking", "at", "expected"), AUDIENCES)
def test_where_the_steps_of_an_audience_stand(booking: Booking, at: str, expected: str) -> None:
    found = seen(booking, at)
    assert [str(each.state) for each in found.steps] == [NAMES[each] for each in expected]
    assert found.step(Stage.TICKET) is None
    answer = found.step(Stage.ANSWER)
    assert (answer is not None) is (len(expected) == 5)


def test_the_answer_is_due_a_working_day_after_the_audience_or_the_asking() -> None:
    """audiente-cluj: in writing, on request, within at most one working day."""
    for asked, due in (
        ("2026-11-24 10:00", date(2026, 12, 3)),
        ("2026-12-02 23:59", date(2026, 12, 3)),
        ("2026-12-04 09:00", date(2026, 12, 7)),  # a Friday, and the Monday after
    ):
        booking = hall.audience(status="held", answer_requested_at=world.local(asked))
        found = step(booking, Stage.ANSWER, "2026-12-04 10:00")
        assert found.due == due
        assert found.parameter == "answer_working_days"
        assert (found.state == "overdue") is (due < date(2026, 12, 4))
    done = attrs.evolve(booking, issued_at=world.local("2026-12-07 09:00"))
    assert step(done, Stage.ANSWER, "2026-12-20 10:00").state == "done"


# --- the limits -----------------------------------------------------------------------------

RECOVERY = WorkingCalendar(recovery_days=[date(2026, 11, 28)])
CLOSED = WorkingCalendar(closures=[date(2026, 12, 2)])

LIMITS = [
    # the meeting, the working days, the calendar, the last day
    pytest.param(TEN, 1, WorkingCalendar(), date(2026, 11, 27), id="the-next-day"),
    pytest.param(TEN, 0, WorkingCalendar(), date(2026, 11, 26), id="the-same-day"),
    pytest.param(FRIDAY, 1, WorkingCalendar(), date(2026, 12, 2), id="weekend-and-holidays"),
    pytest.param(FRIDAY, 2, WorkingCalendar(), date(2026, 12, 3), id="two-working-days"),
    pytest.param(TEN, 5, WorkingCalendar(), date(2026, 12, 7), id="a-week"),
    pytest.param(FRIDAY, 1, RECOVERY, date(2026, 11, 28), id="a-recovery-saturday"),
    pytest.param(FRIDAY, 2, RECOVERY, date(2026, 12, 2), id="after-a-recovery-saturday"),
    pytest.param(FRIDAY, 1, CLOSED, date(2026, 12, 3), id="a-closure"),
    pytest.param(
        world.slot("2026-11-28 10:00"), 0, WorkingCalendar(), date(2026, 11, 28), id="on-a-saturday"
    ),
    pytest.param(
        world.slot("2026-11-28 10:00"), 1, WorkingCalendar(), date(2026, 12, 2), id="after-one"
    ),
]


@pytest.mark.parametrize(("slot", "days", "calendar", "last"), LIMITS)
def test_the_last_day_to_record_and_to_issue(
    slot: Slot, days: int, calendar: WorkingCalendar, last: date
) -> None:
    office = hall.hall(conclusions_working_days=days, ticket_working_days=days)
    office = office.replace(calendar=calendar)
    midnight = naive.midnight(last + timedelta(days=1))
    met = held(slot)
    written = attrs.evolve(
        met, record=hall.RECORD.fingerprint, recorded_at=slot.end + timedelta(hours=1)
    )
    for booking, stage in ((met, Stage.CONCLUSIONS), (written, Stage.TICKET)):
        before = step(booking, stage, midnight - INSTANT, office)
        assert (before.due, before.state) == (last, StepState.DUE)
        assert step(booking, stage, midnight, office).state is StepState.OVERDUE
    assert step(met, Stage.TICKET, midnight, office) == Step(
        Stage.TICKET, StepState.LATER, parameter="ticket_working_days"
    )


ISSUED = recorded("2026-11-26 11:00", ticket="0" * 64, issued_at=world.local("2026-11-26 12:00"))


@pytest.mark.parametrize("booking", [ISSUED, hall.ticket(status="no_show")])
@pytest.mark.parametrize(
    "parameter",
    ["reminder_hours", "conclusions_working_days", "ticket_working_days", "no_show_pause_days"],
)
def test_a_parameter_moves_the_limit_of_the_steps_that_name_it(
    booking: Booking, parameter: str
) -> None:
    steps = seen(booking, "2026-11-27 12:00").steps
    changed: dict[str, Any] = {parameter: 9}
    others = seen(booking, "2026-11-27 12:00", hall.hall(**changed)).steps
    moved = {each.stage for each, other in zip(steps, others, strict=True) if each.due != other.due}
    assert moved == {each.stage for each in steps if each.parameter == parameter}
    assert {each.parameter for each in steps if each.stage in ("booked", "meeting")} == {None}


CLOCK_CHANGES = [
    # the meeting, the reminder by the clock; in spring an hour is skipped, in autumn repeated
    ("2026-03-30 10:00", "2026-03-29T10:00:00+03:00"),
    ("2026-03-29 10:00", "2026-03-28T09:00:00+02:00"),
    ("2026-03-29 02:30", "2026-03-28T02:30:00+02:00"),
    ("2026-03-29 04:00", "2026-03-28T03:00:00+02:00"),
    ("2026-10-26 10:00", "2026-10-25T10:00:00+02:00"),
    ("2026-10-25 10:00", "2026-10-24T11:00:00+03:00"),
    ("2026-10-25 03:30+03:00", "2026-10-24T03:30:00+03:00"),
    ("2026-10-25 03:30+02:00", "2026-10-24T04:30:00+03:00"),
    ("2026-10-26 03:30", "2026-10-25T03:30:00+02:00"),
]


@pytest.mark.parametrize(("start", "due"), CLOCK_CHANGES)
def test_the_reminder_is_so_many_real_hours_before(start: str, due: str) -> None:
    booking = hall.ticket(slot=world.slot(start), booked_at=None)
    instant = datetime.fromisoformat(due)
    found = step(booking, Stage.REMINDER, instant)
    assert isinstance(found.due, datetime)
    assert found.due.isoformat() == due
    assert found.state is StepState.DUE
    assert step(booking, Stage.REMINDER, instant - INSTANT).state is StepState.LATER


@pytest.mark.parametrize(
    ("start", "overdue_from"),
    [
        # The Friday before each clock change; the limit ends with the Monday after it.
        ("2026-03-27 10:00", datetime(2026, 3, 30, 21, tzinfo=UTC)),
        ("2026-10-23 10:00", datetime(2026, 10, 26, 22, tzinfo=UTC)),
    ],
)
def test_the_day_of_a_limit_ends_at_the_local_midnight(start: str, overdue_from: datetime) -> None:
    booking = held(world.slot(start))
    before = step(booking, Stage.CONCLUSIONS, overdue_from - INSTANT)
    assert before.state is StepState.DUE
    assert step(booking, Stage.CONCLUSIONS, overdue_from).state is StepState.OVERDUE


def test_a_policy_without_a_reminder_has_no_such_step() -> None:
    office = hall.hall(reminder_hours=None)
    assert seen(hall.ticket(), "2026-11-25 12:00", office).step(Stage.REMINDER) is None
    assert Stage.MEETING in states(hall.ticket(), "2026-11-25 12:00", office)


def test_a_policy_without_limits_lets_nothing_be_overdue() -> None:
    office = hall.hall(conclusions_working_days=None, ticket_working_days=None)
    for booking, stage in (
        (held(), Stage.CONCLUSIONS),
        (recorded("2026-11-26 11:00"), Stage.TICKET),
    ):
        found = step(booking, stage, "2027-11-26 12:00", office)
        assert (found.state, found.due) == (StepState.DUE, None)
        assert found.line("en").endswith(": due")
    policy = hall.audiences(answer_working_days=None, conclusions_working_days=None)
    office = hall.hall(audience_policy=policy)
    booking = hall.audience(status="held", answer_requested_at=world.AT)
    assert step(booking, Stage.ANSWER, "2027-12-04 00:00", office).due is None
    assert seen(booking, "2027-12-04 00:00", office).overdue == ()


@pytest.mark.parametrize(
    ("pause", "from_"),
    [(None, date(2026, 11, 26)), (0, date(2026, 11, 26)), (30, date(2026, 12, 26))],
)
def test_after_a_no_show_there_is_a_new_booking_after_the_pause(
    pause: int | None, from_: date
) -> None:
    office = hall.hall(no_show_pause_days=pause)
    missed = hall.ticket(status="no_show")
    midnight = naive.midnight(from_)
    found = step(missed, Stage.NEW_BOOKING, max(midnight, TEN.end), office)
    assert (found.state, found.due) == (StepState.DUE, from_)
    if pause:
        early = step(missed, Stage.NEW_BOOKING, midnight - INSTANT, office)
        assert early.state is StepState.LATER
    # The rule that judges the booking says the same.
    for at in (midnight - INSTANT, midnight):
        form = world.book(slot=Slot(at + timedelta(days=4)))
        finding = hall.decided(form, Agenda.of([missed]), at, office).finding(
            "request.after_no_show"
        )
        assert finding.refused is (bool(pause) and at < midnight)
    assert seen(missed, "2027-11-26 12:00", office).overdue == ()


def test_a_moved_booking_has_the_limits_of_its_new_time() -> None:
    agenda = Agenda.of([hall.ticket()])
    moved = hall.done(
        Reschedule(booking="b-1", slot=world.slot("2026-12-03 10:00")),
        agenda,
        "2026-11-25 11:00",
    )["b-1"]
    assert step(hall.ticket(), Stage.REMINDER, "2026-11-25 11:00").state == "due"
    assert step(moved, Stage.REMINDER, "2026-11-25 11:00").state == "later"
    assert step(moved, Stage.CONCLUSIONS, "2026-11-25 11:00").due == date(2026, 12, 4)


def test_the_limits_are_those_of_the_policy_in_force_when_they_meet() -> None:
    old = attrs.evolve(world.policy(reminder_hours=48), valid_from=date(2026, 1, 1))
    new = attrs.evolve(world.policy(reminder_hours=2), valid_from=date(2026, 11, 26))
    office = hall.hall().replace(policy=PolicyHistory([old, new]))
    for start, due in (
        ("2026-11-25 10:00", "2026-11-23 10:00"),
        ("2026-11-26 10:00", "2026-11-26 08:00"),
    ):
        booking = hall.ticket(slot=world.slot(start), booked_at=None)
        for at in ("2026-11-24", "2026-11-26"):  # whenever it is asked
            assert step(booking, Stage.REMINDER, at, office).due == world.local(due)


def test_who_books_after_the_reminder_was_due_gets_none() -> None:
    for booked, state in (
        ("2026-11-25 10:00", StepState.DUE),
        ("2026-11-25 10:01", StepState.VOID),
    ):
        booking = hall.ticket(booked_at=world.local(booked))
        assert step(booking, Stage.REMINDER, "2026-11-25 12:00").state is state


# --- in words -------------------------------------------------------------------------------

RO = """\
Programare: gata (marți, 24 noiembrie 2026, ora 10:00)
Reamintire: fără obiect (miercuri, 25 noiembrie 2026, ora 10:00)
Întâlnirea: gata (joi, 26 noiembrie 2026, ora 10:00)
Consemnarea concluziilor: gata (vineri, 27 noiembrie 2026, ora 09:00)
Eliberarea tichetului albastru: peste termen (miercuri, 2 decembrie 2026)"""
EN = """\
Booking: done (Tuesday, 24 November 2026, 10:00)
Reminder: void (Wednesday, 25 November 2026, 10:00)
The meeting: done (Thursday, 26 November 2026, 10:00)
Recording the conclusions: done (Friday, 27 November 2026, 09:00)
Issuing the blue ticket: overdue (Wednesday, 2 December 2026)"""


def test_a_journey_in_words() -> None:
    found = seen(recorded("2026-11-27 09:00"), "2026-12-03 08:00")
    assert found.explain("ro") == RO
    assert found.explain() == found.explain("en") == EN


def test_a_booking_of_no_known_instant_and_an_answer_in_words() -> None:
    booking = hall.audience(status="held", answer_requested_at=world.AT, booked_at=None)
    lines = seen(booking, "2026-12-03 08:00").explain("ro").splitlines()
    assert lines[0] == "Programare: gata"
    assert lines[-1] == "Răspunsul scris: de făcut (joi, 3 decembrie 2026)"
    missed = seen(hall.ticket(status="no_show"), "2026-11-26 11:00").explain("ro")
    assert missed.splitlines()[-1] == "O nouă programare: de făcut (joi, 26 noiembrie 2026)"


@pytest.mark.parametrize("member", [*Stage, *StepState])
def test_every_stage_and_state_has_words(member: Any) -> None:
    assert member.words.in_("ro") != member.words.in_("en")


# --- at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"booking": None}, "booking"),
        ({"booking": "b-1"}, "booking"),
        ({"at": datetime(2026, 11, 25)}, "at"),  # noqa: DTZ001 (the point)
        ({"at": date(2026, 11, 25)}, "at"),
        ({"office": None}, "office"),
    ],
)
def test_what_is_no_question(changes: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {"booking": hall.ticket(), "at": world.AT, "office": hall.hall()}
    with pytest.raises(InvalidInput, match=f"^{field}: "):
        journey(**(facts | changes))


def test_what_is_no_question_about_an_agenda() -> None:
    office = hall.hall()
    with pytest.raises(WrongType, match=r"^agenda: "):
        overdue([], at=world.AT, office=office)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^agenda: "):
        reminders_due([], since=world.AT, until=world.AT, office=office)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^office: "):
        reminders_due(Agenda(), since=world.AT, until=world.AT, office=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^since: "):
        reminders_due(Agenda(), since=datetime(2026, 1, 1), until=world.AT, office=office)  # noqa: DTZ001
    with pytest.raises(InvalidInput, match=r"^until: "):
        reminders_due(Agenda(), since=world.AT, until=datetime(2026, 12, 1), office=office)  # noqa: DTZ001
    until = world.AT - INSTANT
    with pytest.raises(InvalidInput, match=r"^until: .*not before since") as caught:
        reminders_due(Agenda(), since=world.AT, until=until, office=office)
    assert caught.value.given == world.shown(until)


@pytest.mark.parametrize("start", ["0001-01-01T00:30+00:00", "9999-12-31T23:00+00:00"])
def test_a_meeting_at_the_end_of_all_dates_is_no_crash(start: str) -> None:
    booking = hall.ticket(slot=Slot(datetime.fromisoformat(start)))
    office = hall.hall()
    # Nothing that lies beyond the calendar can be said of it, and that is no OverflowError.
    with suppress(InvalidInput):
        reminders_due(Agenda.of([booking]), since=world.AT, until=world.AT, office=office)
    with pytest.raises(InvalidInput):
        journey(booking, at=world.AT, office=office)


# --- overdue --------------------------------------------------------------------------------


def test_what_is_overdue_in_the_order_of_the_meetings() -> None:
    agenda = Agenda.of(
        [
            attrs.evolve(held(FRIDAY), id="b-1"),
            hall.ticket("b-2", inspector="i-2", applicant="name:x"),
            hall.ticket("b-3", slot=world.slot("2026-11-26 10:15"), status="no_show"),
            hall.ticket("b-4", slot=world.slot("2026-11-26 10:30"), status="cancelled"),
            attrs.evolve(recorded("2026-11-26 12:00"), id="b-5"),
            hall.audience("b-6", status="held"),
        ]
    )

    def found(at: str) -> list[tuple[str, list[str]]]:
        late = overdue(agenda, at=world.local(at), office=hall.hall())
        return [(each.booking, [str(step.stage) for step in each.overdue]) for each in late]

    assert found("2026-11-26 10:14") == []
    assert found("2026-11-26 10:15") == [("b-2", ["meeting"])]
    assert found("2026-11-28 00:00") == [("b-2", ["meeting"]), ("b-5", ["ticket"])]
    assert found("2026-12-03 00:00") == [
        ("b-2", ["meeting"]),
        ("b-5", ["ticket"]),
        ("b-1", ["conclusions"]),
    ]
    assert found("2026-12-04 00:00")[-1] == ("b-6", ["conclusions"])


# --- reminders ------------------------------------------------------------------------------


def due_between(agenda: Agenda, since: str, until: str, **parameters: Any) -> list[str]:
    found = reminders_due(
        agenda,
        since=world.local(since),
        until=world.local(until),
        office=hall.hall(**parameters),
    )
    return [each.id for each in found]


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        ("2026-11-25 09:59", "2026-11-25 09:59:59.999999", []),
        ("2026-11-25 09:59", "2026-11-25 10:00", ["b-1"]),
        ("2026-11-25 10:00", "2026-11-25 10:15", []),
        ("2026-11-25 10:00", "2026-11-25 10:00", []),
    ],
)
def test_a_reminder_is_due_after_one_run_and_by_the_next(
    since: str, until: str, due: list[str]
) -> None:
    assert due_between(Agenda.of([hall.ticket()]), since, until) == due


@pytest.mark.parametrize("status", ["cancelled", "held", "no_show"])
def test_only_of_what_is_open(status: str) -> None:
    agenda = Agenda.of([hall.ticket(status=status)])
    assert due_between(agenda, "2026-11-25 09:00", "2026-11-25 10:00") == []


def test_each_procedure_has_its_own_reminder() -> None:
    agenda = Agenda.of([hall.ticket(slot=hall.FIRST, applicant="name:x"), hall.audience()])
    day_before = ("2026-12-01 10:59", "2026-12-01 11:00")
    assert due_between(agenda, *day_before) == ["a-1", "b-1"]
    assert due_between(agenda, *day_before, reminder_hours=None) == ["a-1"]
    assert due_between(agenda, *day_before, reminder_hours=2) == ["a-1"]
    two_hours = ("2026-12-02 08:59", "2026-12-02 09:00")
    assert due_between(agenda, *two_hours, reminder_hours=2) == ["b-1"]


def test_a_meeting_booked_later_than_its_reminder_was_due_gets_none() -> None:
    """As documented: whoever books a meeting within the day needs no reminder of it."""
    booked_at = world.local("2026-12-01 11:05")
    agenda = Agenda.of([hall.audience(booked_at=booked_at)])
    assert due_between(agenda, "2026-12-01 10:55", "2026-12-01 11:10") == []


def test_a_moved_meeting_is_reminded_of_at_its_new_time() -> None:
    agenda = Agenda.of([hall.ticket()])
    assert due_between(agenda, "2026-11-25 09:00", "2026-11-25 10:00") == ["b-1"]
    moved = hall.done(
        Reschedule(booking="b-1", slot=world.slot("2026-12-03 10:00")), agenda, "2026-11-25 09:30"
    )
    assert due_between(moved, "2026-11-25 09:00", "2026-11-25 10:00") == []
    assert due_between(moved, "2026-12-02 09:00", "2026-12-02 10:00") == ["b-1"]


@st.composite
def spans(draw: st.DrawFn) -> list[datetime]:
    """The instants of consecutive runs over the days around a date."""
    anchor = draw(st.sampled_from(world.ANCHORS))
    runs = draw(st.lists(world.instants_around(anchor, -2, 9), min_size=2, max_size=9))
    return sorted(runs)


@world.examples(100)
@given(spans(), st.data())
def test_consecutive_runs_neither_miss_nor_repeat_a_reminder(
    runs: list[datetime], data: st.DataObject
) -> None:
    hours = data.draw(st.sampled_from([0, 1, 24, 25, 48]))
    bookings = []
    for index in range(data.draw(st.integers(1, 6))):
        run = data.draw(st.sampled_from(runs))
        shift = timedelta(
            hours=hours, minutes=data.draw(st.sampled_from([0, 0, -1, 1, 15, -600, 900]))
        )
        bookings.append(
            hall.ticket(
                f"b-{index}",
                slot=Slot(run + shift),
                inspector=f"i-{index}",
                applicant=f"name:{index}",
                status=data.draw(st.sampled_from(["booked", "booked", "cancelled"])),
                booked_at=None,
            )
        )
    agenda = Agenda.of(bookings)
    office = Office(policy=world.policy(reminder_hours=hours))
    whole = reminders_due(agenda, since=runs[0], until=runs[-1], office=office)
    parts = [
        each.id
        for since, until in pairwise(runs)
        for each in reminders_due(agenda, since=since, until=until, office=office)
    ]
    assert sorted(parts) == sorted(each.id for each in whole)
    assert len(set(parts)) == len(parts)
    expected = [
        each.id
        for each in sorted(bookings, key=lambda each: (each.slot.start, each.id))
        if each.is_open and runs[0] < each.slot.start - timedelta(hours=hours) <= runs[-1]
    ]
    assert [each.id for each in whole] == expected
    # And a run at the instant of the journey's own step finds it due.
    for each in whole:
        due = step(each, Stage.REMINDER, runs[-1], office).due
        assert isinstance(due, datetime)
        assert runs[0] < due <= runs[-1]
        state = step(each, Stage.REMINDER, due, office).state
        assert state is (StepState.DUE if hours else StepState.VOID)


def test_a_change_of_the_policy_between_two_runs_loses_no_reminder() -> None:
    """docs/journey.md: consecutive runs neither miss nor repeat one."""
    old = attrs.evolve(world.policy(reminder_hours=24), valid_from=date(2026, 1, 1))
    new = attrs.evolve(world.policy(reminder_hours=48), valid_from=date(2026, 11, 25))
    office = hall.hall().replace(policy=PolicyHistory([old, new]))
    runs = [world.local("2026-11-23 00:00") + timedelta(hours=6 * each) for each in range(20)]
    agenda = Agenda.of([hall.ticket()])
    found = [
        each.id
        for since, until in pairwise(runs)
        for each in reminders_due(agenda, since=since, until=until, office=office)
    ]
    assert found == ["b-1"]
