"""The machine passes a right system and our engine, and catches wrong ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, get_args

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from hypothesis.strategies import SearchStrategy

from tests.testing import _towns as towns
from tichet_rules import (
    Absence,
    Agenda,
    AgendaConflict,
    AnswerRequested,
    Book,
    BookAudience,
    Booked,
    Cancel,
    Cancelled,
    Command,
    ConclusionsRecorded,
    Contact,
    Decision,
    Event,
    Finding,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    MeetingRecord,
    MissedByCitizen,
    NoShow,
    Office,
    Reassign,
    Reassigned,
    RecordConclusions,
    Request,
    RequestAnswer,
    Reschedule,
    Rescheduled,
    Slot,
    TicketIssued,
    Week,
    WorkingCalendar,
    apply,
    preset,
)
from tichet_rules.testing import AgendaMachine, offices
from tichet_rules.testing._clock import change_after
from tichet_rules.testing._model import Line, _hours, double_bookings, overlap
from tichet_rules.testing.machine import _said

M = TypeVar("M", bound=AgendaMachine)


def examples(count: int, steps: int = 20) -> settings:
    return settings(
        max_examples=count,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


# --- long lives -----------------------------------------------------------------------------

SEEN: Counter[str] = Counter()


class Watched(towns.Town):
    def on_events(self, decision: Decision) -> None:
        super().on_events(decision)
        name = type(decision.command).__name__
        SEEN[f"{name} {'allowed' if decision.allowed else 'refused'}"] += 1
        SEEN.update(decision.refused_by)
        if decision.at.astimezone(self.office.calendar.zone).fold:
            SEEN["an hour that comes twice"] += 1

    def on_office(self) -> None:
        SEEN["the office changed"] += 1

    def on_tentative(self, decision: Decision) -> None:
        SEEN[f"tentative {type(decision.command).__name__}"] += 1

    def teardown(self) -> None:
        SEEN.update(str(each.status) for each in self.agenda)
        SEEN[f"in {'winter' if self.winter() else 'summer'} time"] += 1

    def winter(self) -> bool:
        return self.office.calendar.local(self.at).utcoffset() == timedelta(hours=2)


def test_the_engine_and_a_right_system_pass_and_much_happens() -> None:
    SEEN.clear()
    run_state_machine_as_test(Watched, settings=examples(30, 25))
    kinds = get_args(Command)
    expected = {f"{kind.__name__} {how}" for kind in kinds for how in ("allowed", "refused")}
    # So long a story has its own tests, and so has what follows a no-show: which stories are drawn
    # differs with the version of Python.
    expected -= {f"{kind.__name__} allowed" for kind in (RecordConclusions, RequestAnswer)}
    expected -= {"IssueTicket allowed"}
    expected |= {
        "booked",
        "cancelled",
        "held",
        "no_show",
        "slot.free",
        "applicant.free",
        "room.free",
        "slot.notice",
        "inspector.present",
        "inspector.may_take_over",
        "request.one_open_booking",
        "audience.prior_step",
        "ticket.recorded",
        "the office changed",
        "tentative Book",
        "in winter time",
        "in summer time",
    }
    assert expected - set(SEEN) == set()


@pytest.mark.parametrize(
    ("town", "words"),
    [
        (towns.DoubleBooking, "which the agenda does not"),
        (towns.NeverFreed, "which the agenda does not"),
        (towns.NeverMoved, "your system holds"),
        (towns.NeverTakenOver, "which the agenda does not"),
        (towns.BothConfirmed, "which the agenda does not"),
    ],
)
def test_a_wrong_system_is_caught(town: type[AgendaMachine], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        run_state_machine_as_test(town, settings=examples(100))


# --- mutants of apply and decide --------------------------------------------------------------


def _becomes(event: Any, other: type[Any]) -> Event:
    made: Event = other(at=event.at, booking=event.booking)
    return made


class CancelledStays(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        return agenda if isinstance(event, Cancelled) else apply(agenda, event)


class MovedStays(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        return agenda if isinstance(event, Rescheduled) else apply(agenda, event)


class HeldIsCancelled(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        return apply(agenda, _becomes(event, Cancelled) if isinstance(event, Held) else event)


class MissedIsHeld(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        missed = isinstance(event, MissedByCitizen)
        return apply(agenda, _becomes(event, Held) if missed else event)


class ConflictsAreSwallowed(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        try:
            return apply(agenda, event)
        except AgendaConflict:
            return agenda


class BuffersAreLost(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        if isinstance(event, Booked):
            made = attrs.evolve(event.booking, buffer_before_minutes=0, buffer_after_minutes=0)
            event = Booked(at=event.at, booking=made)
        return apply(agenda, event)


class TakenOverStays(AgendaMachine):
    """The booking moves, and stays with the inspector."""

    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        if isinstance(event, Reassigned):
            event = Rescheduled(at=event.at, booking=event.booking, slot=event.slot)
        return apply(agenda, event)


class RoomsAreLost(AgendaMachine):
    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        if isinstance(event, Booked):
            event = attrs.evolve(event, booking=attrs.evolve(event.booking, room=None))
        return apply(agenda, event)


class NoNotice(AgendaMachine):
    def decided(self, command: Command) -> Decision:
        decision = super().decided(command)
        kept = tuple(each for each in decision.findings if each.rule != "slot.notice")
        return attrs.evolve(decision, findings=kept)


class Lenient(AgendaMachine):
    """Refuses nothing, and does nothing about it."""

    def decided(self, command: Command) -> Decision:
        return attrs.evolve(super().decided(command), findings=(), events=())


@pytest.mark.parametrize(
    "mutant",
    [
        CancelledStays,
        MovedStays,
        HeldIsCancelled,
        BuffersAreLost,
        TakenOverStays,
        RoomsAreLost,
        NoNotice,
        Lenient,
    ],
)
def test_a_mutant_of_the_engine_is_caught(mutant: type[AgendaMachine]) -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(mutant, settings=examples(200))


def test_a_missed_meeting_kept_as_held_is_caught_in_two_steps() -> None:
    machine = opened(MissedIsHeld)
    machine._ask(booking(ANA, LATE, booking="b-1"))
    machine.at = LATE
    machine._ask(NoShow(booking="b-1"))
    with pytest.raises(AssertionError, match=r"differ over the bookings \['b-1'\]"):
        checked(machine)


def test_a_conflict_that_is_swallowed_is_caught_in_one_step() -> None:
    machine = opened(ConflictsAreSwallowed)
    one, other = booking(ANA, ONCE), booking(ION, ONCE)
    with pytest.raises(AssertionError, match="applies, though it collides"):
        machine._both_decide(machine.decided(one), machine.decided(other))


# --- shrunk examples, kept ----------------------------------------------------------------

ZONE = WorkingCalendar().zone
IOANA = Inspector("i-1", week=Week(((("02:00", "11:00"),),) * 7))
DAN = Inspector("i-2", week=Week(((("02:00", "11:00"),),) * 7))
ANA = Request("1/305", "Pop Ana", date(2026, 1, 12), "i-1", former_inspectors=["i-2"])
ION = Request("2/305", "Rus Ion", date(2026, 1, 12), "i-1", former_inspectors=["i-2"])
AT = datetime(2026, 10, 24, 9, 0, tzinfo=UTC)
OFFICE = Office(
    policy=preset("cluj-napoca/tichet-albastru").latest.evolve(notice_hours=0),
    calendar=WorkingCalendar(recovery_days=[date(2026, 10, 24), date(2026, 10, 25)]),
    inspectors=[IOANA, DAN],
    requests=[ANA, ION],
)
ONCE = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 03:00, which comes again an hour later
AGAIN = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
LATE = datetime(2026, 10, 25, 8, 0, tzinfo=UTC)


class First:
    """Data that are always the simplest, or one pinned value for each label."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def draw(self, strategy: Any, label: str = "") -> Any:  # noqa: ARG002
        return self.values[label.replace(" ", "_")]


T = TypeVar("T")


def opened(kind: type[M], office: Office = OFFICE, at: datetime = AT) -> M:
    machine = kind()
    data: Any = First(office=office, at=at, bookings_to_begin_with=0)
    machine.open_the_office(data)
    return machine


def booking(file: Request, start: datetime, **more: Any) -> Book:
    facts: dict[str, Any] = {
        "number": file.number,
        "applicant": file.applicant.name,
        "filed_on": file.filed_on,
        "slot": Slot(start),
        "contact": Contact("0264 596 030", "ana.pop@example.org"),
    }
    return Book(**(facts | more))


def checked(machine: AgendaMachine) -> None:
    machine.nobody_is_in_two_places_at_once()
    machine.the_agenda_is_what_the_model_says()
    machine.the_agenda_is_that_of_its_log()
    machine.the_agendas_before_are_what_they_were()
    machine.your_system_holds_what_the_agenda_holds()


def test_two_writers_ask_for_one_id() -> None:
    machine = opened(towns.Town)
    one, other = booking(ANA, ONCE, booking="b-1"), booking(ION, AGAIN, booking="b-1")
    machine._both_decide(machine.decided(one), machine.decided(other))
    checked(machine)
    assert [each.id for each in machine.agenda] == ["2/305@20261025T010000Z", "b-1"]


def test_two_writers_ask_for_one_slot() -> None:
    machine = opened(towns.Town)
    one, other = booking(ANA, ONCE), booking(ION, ONCE)
    machine._both_decide(machine.decided(one), machine.decided(other))
    checked(machine)
    assert len(machine.agenda) == 1


def test_both_confirmed_is_caught_in_one_step() -> None:
    machine = opened(towns.BothConfirmed)
    one, other = booking(ANA, ONCE), booking(ION, ONCE)
    machine._both_decide(machine.decided(one), machine.decided(other))
    with pytest.raises(AssertionError, match=r"holds i-1 from 2026-10-25T00:00Z to 00:15Z, which"):
        checked(machine)


def test_the_two_hours_of_one_name_are_two() -> None:
    machine = opened(towns.Town)
    machine._ask(booking(ANA, ONCE))
    machine._ask(booking(ION, AGAIN))
    checked(machine)
    assert len(machine.agenda) == 2


def test_a_cancelled_slot_is_free_for_another() -> None:
    machine = opened(towns.Town)
    machine._ask(booking(ANA, ONCE, booking="b-1"))
    machine._ask(Cancel(booking="b-1"))
    machine._ask(booking(ION, ONCE, booking="b-2"))
    machine._ask(Cancel(booking="b-1"))
    machine._ask(Reschedule(booking="b-2", slot=Slot(AGAIN)))
    machine._ask(Reschedule(booking="none", slot=Slot(AGAIN)))
    checked(machine)
    assert [str(each.status) for each in machine.agenda] == ["cancelled", "booked"]


def test_a_booking_stays_through_an_absence_and_a_policy_that_came_later() -> None:
    machine = opened(towns.Town)
    machine._ask(booking(ANA, LATE, booking="b-1"))
    away: Any = First(inspector="i-1", absence=Absence(LATE.date(), LATE.date()))
    machine.an_inspector_will_be_away(away)
    machine.the_policy_changes(notice=48, before=15, after=20, most=1)
    assert "inspector.present" in machine.decided(booking(ION, LATE)).refused_by
    checked(machine)
    time: Any = First(at=LATE)
    machine.time_passes(time)
    machine._ask(Hold(booking="b-1"))
    checked(machine)
    assert str(machine.agenda["b-1"].status) == "held"


def test_an_office_whose_clock_is_never_changed() -> None:
    office = OFFICE.replace(calendar=WorkingCalendar(zone="Etc/UTC"))
    machine = opened(AgendaMachine, office)
    later: Any = First(at=LATE)
    machine.time_passes(later)
    assert machine.at == LATE
    assert change_after(AT, office.calendar.zone) is None


# --- rooms, substitutes, the way to the ticket, audiences -----------------------------------

URBANISM = Inspector("d-1", "Popa Ana", role="director", week=IOANA.week,
                     audience_hours=IOANA.week, department="urbanism")  # fmt: skip
TAXES = attrs.evolve(URBANISM, id="d-2", department="taxe")
DEPUTY_MAYOR = attrs.evolve(URBANISM, id="v-1", role="deputy_mayor", department=None)
STAFF = [
    attrs.evolve(IOANA, name="Mureșan Ioana", department="urbanism", deputies=["i-4"]),
    attrs.evolve(DAN, name="Dănilă Dan"),
    attrs.evolve(DAN, id="i-3", department="urbanism"),
    attrs.evolve(DAN, id="i-4", name="Luca Ion"),
    attrs.evolve(DAN, id="i-5"),
]
HALL = OFFICE.replace(
    policy=OFFICE.policy_at(AT).evolve(
        channels=["online", "in_person"],
        no_show_pause_days=2,
        take_over=["former_holder", "deputy", "department"],
    ),
    inspectors=[*STAFF, URBANISM, TAXES, DEPUTY_MAYOR],
    rooms=["Sala 1", "Sala 2"],
)
RECORD = MeetingRecord(["Ce acte lipsesc?"], ["Lipsește planul cadastral."])
CORRECTED = MeetingRecord(["Ce acte lipsesc?"], ["Nu lipsește nimic."])
EMPTY = MeetingRecord(["Ce acte lipsesc?"], [])


def audience(official: str, start: datetime, **more: Any) -> BookAudience:
    facts: dict[str, Any] = {
        "official": official,
        "applicant": ANA.applicant,
        "slot": Slot(start),
        "reason": "Autorizația de construire din strada Horea",
        "number": ANA.number,
        "within_competence": True,
        "contact": Contact("0264 596 030", "ana.pop@example.org"),
    }
    return BookAudience(**(facts | more))


def asked(machine: AgendaMachine, *commands: Command) -> tuple[str, ...]:
    """The rules that refuse the last of some commands; all before it must be allowed."""
    for command in commands[:-1]:
        assert machine.decided(command).allowed, machine.decided(command).explain()
        machine._ask(command)
        checked(machine)
    refused = machine.decided(commands[-1]).refused_by
    machine._ask(commands[-1])
    checked(machine)
    return refused


def test_two_rooms_are_given_out_in_order_and_then_none_is_free() -> None:
    machine = opened(towns.Town, HALL)
    third = Request("3/305", "Dan Ilie", date(2026, 1, 12), "i-3")
    machine.office = HALL.replace(requests=[ANA, ION, third])
    at_once = [
        booking(ANA, LATE, channel="in_person", booking="b-1"),
        booking(ION, LATE, channel="in_person", inspector="i-2", booking="b-2"),
        booking(third, LATE, channel="in_person", booking="b-3"),
    ]
    assert asked(machine, *at_once) == ("room.free",)
    assert [each.room for each in machine.agenda] == ["Sala 1", "Sala 2"]
    later = Slot(LATE + timedelta(minutes=30))
    assert asked(machine, booking(third, later.start, channel="in_person", booking="b-3")) == ()
    assert asked(machine, Reschedule(booking="b-3", slot=Slot(LATE))) == ("room.free",)
    # One that moves keeps its room where that is free, and gets another where not.
    assert asked(machine, Reschedule(booking="b-2", slot=later)) == ()
    assert asked(machine, Reschedule(booking="b-1", slot=Slot(later.end))) == ()
    assert [each.room for each in machine.agenda] == ["Sala 1", "Sala 2", "Sala 1"]
    assert asked(machine, booking(ANA, LATE, room="Sala 2", channel="in_person"))


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("i-2", ()),  # had the request before
        ("i-3", ()),  # is of the same department
        ("i-4", ()),  # is the deputy
        ("i-5", ("inspector.may_take_over",)),
        ("d-1", ("inspector.execution_staff", "inspector.may_take_over")),
        ("nobody", ("inspector.may_take_over",)),
    ],
)
def test_a_meeting_is_taken_over_by_whom_the_policy_names(
    who: str, refused: tuple[str, ...]
) -> None:
    machine = opened(towns.Town, HALL)
    take_over = Reassign(booking="b-1", inspector=who)
    first = booking(ANA, LATE, booking="b-1", channel="in_person")
    assert set(asked(machine, first, take_over)) == set(refused)
    assert machine.agenda["b-1"].in_place_of == (None if refused else "i-1")
    assert asked(machine, Reassign(booking="b-1", inspector="i-1", slot=Slot(AGAIN))) == ()
    assert machine.agenda["b-1"].in_place_of is None
    assert asked(machine, Reassign(booking="none", inspector="i-1")) == ("booking.open",)


def test_a_take_over_has_a_notice_of_its_own() -> None:
    policy = HALL.policy_at(AT).evolve(notice_hours=48, take_over_notice_hours=1)
    machine = opened(towns.Town, HALL)
    asked(machine, booking(ANA, LATE, booking="b-1"))
    machine.office = HALL.replace(policy=policy)
    assert asked(machine, Reschedule(booking="b-1", slot=Slot(LATE))) == ("slot.notice",)
    assert asked(machine, Reassign(booking="b-1", inspector="i-2")) == ()


def test_a_meeting_comes_to_its_ticket() -> None:
    machine = opened(towns.Town, HALL)
    record = RecordConclusions(booking="b-1", record=RECORD)
    issue = IssueTicket(booking="b-1", record=RECORD)
    assert asked(machine, booking(ANA, LATE, booking="b-1"), record) == ("record.held",)
    assert asked(machine, RequestAnswer(booking="b-1")) == ("audience.answer_open",)
    machine.at = LATE
    assert asked(machine, Hold(booking="b-1"), issue) == ("ticket.recorded",)
    incomplete = RecordConclusions(booking="b-1", record=EMPTY)
    assert asked(machine, incomplete) == ("record.complete",)
    corrected = RecordConclusions(booking="b-1", record=CORRECTED)
    assert asked(machine, corrected, record, issue) == ()
    assert asked(machine, issue) == ("ticket.once",)
    assert asked(machine, corrected) == ("ticket.once",)
    for nothing in (issue, corrected):
        command: Any = attrs.evolve(nothing, booking="none")
        assert asked(machine, command) == ("record.held",)


def test_a_ticket_of_another_meeting_is_seen() -> None:
    machine = opened(AgendaMachine, HALL)
    machine.at = AT
    asked(machine, booking(ANA, LATE, booking="b-1"))
    machine.at = LATE
    asked(machine, Hold(booking="b-1"), RecordConclusions(booking="b-1", record=RECORD))
    decision = machine.decided(IssueTicket(booking="b-1", record=RECORD))
    [issued] = decision.events
    assert isinstance(issued, TicketIssued)
    other = attrs.evolve(issued, ticket=attrs.evolve(issued.ticket, room="Sala 9"))
    with pytest.raises(AssertionError, match="not of the meeting that was held"):
        machine._settle(attrs.evolve(decision, events=(other,)))


def test_audiences_up_the_ladder() -> None:
    machine = opened(towns.Town, HALL)
    above = audience("v-1", LATE + timedelta(minutes=30), prior_audience="a-1", booking="a-2")
    assert asked(machine, attrs.evolve(above, prior_audience=None)) == ("audience.prior_step",)
    first = audience("d-1", LATE, booking="a-1")
    assert asked(machine, first, above) == ("audience.prior_step",)
    machine.at = LATE
    asked(machine, Hold(booking="a-1"), RecordConclusions(booking="a-1", record=RECORD))
    machine.at = LATE + timedelta(minutes=15)
    issue = IssueTicket(booking="a-1", record=RECORD)
    assert asked(machine, above, issue) == ("audience.answer_requested",)
    assert asked(machine, RequestAnswer(booking="a-1"), issue) == ()
    assert asked(machine, RequestAnswer(booking="a-1")) == ("ticket.once",)
    # At the same time the citizen can't be met about the request.
    assert asked(machine, booking(ANA, LATE + timedelta(minutes=30))) == ("applicant.free",)


def test_a_director_of_another_department_is_no_step() -> None:
    machine = opened(towns.Town, HALL)
    asked(machine, audience("d-2", LATE, booking="a-1"))
    machine.at = LATE + timedelta(minutes=15)
    above = audience("v-1", LATE + timedelta(minutes=30), prior_audience="a-1")
    assert asked(machine, Hold(booking="a-1"), above) == ("audience.prior_step",)
    machine.office = HALL.replace(requests=[ION])
    stranger = audience("v-1", LATE + timedelta(minutes=30), prior_audience="a-1", number=None)
    assert asked(machine, stranger) == ()


def test_an_audience_of_somebody_else_is_no_step() -> None:
    machine = opened(towns.Town, HALL)
    theirs = audience("d-1", LATE, applicant=ION.applicant, number=ION.number, booking="a-1")
    machine.at = LATE - timedelta(minutes=15)
    asked(machine, theirs)
    machine.at = LATE + timedelta(minutes=15)
    above = audience("v-1", LATE + timedelta(minutes=30), prior_audience="a-1")
    assert asked(machine, Hold(booking="a-1"), above) == ("audience.prior_step",)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (audience("d-1", LATE, within_competence=None), "audience.competence"),
        (audience("i-1", LATE), "audience.official"),
        (audience("nobody", LATE), "audience.official"),
        (audience("d-1", LATE, number=None), "audience.prior_request"),
        (audience("d-1", LATE, number="2/305"), "audience.prior_request"),
        (audience("d-1", LATE + timedelta(hours=2)), "audience.day"),
        (audience("v-1", LATE, prior_audience="nothing"), "audience.prior_step"),
        (audience("d-1", LATE, channel="in_person", slot=Slot(LATE, 30)), "slot.duration"),
    ],
)
def test_the_model_refuses_audiences_as_the_rules_do(command: BookAudience, rule: str) -> None:
    assert rule in asked(opened(towns.Town, HALL), command)


def test_a_day_of_audiences_has_its_limit() -> None:
    machine = opened(towns.Town, HALL)
    machine.the_policy_changes(notice=0, before=0, after=0, most=1, people=1)
    first = audience("d-1", LATE, booking="a-1")
    data: Any = First(BookAudience=audience("d-1", LATE + timedelta(minutes=15)))
    asked(machine, first)
    data.values["after"] = machine._lines[0]
    machine.an_audience_is_asked_for(data, beside=True)
    assert len(machine.agenda) == 2  # people are counted, and this one is the same
    other = audience("d-1", LATE + timedelta(hours=-1), applicant=ION.applicant, number=ION.number)
    assert asked(machine, other) == ("audience.daily_limit",)
    assert asked(machine, Reassign(booking="a-1", inspector="d-2")) == ("inspector.may_take_over",)


def test_under_a_policy_on_audiences_a_request_is_not_booked() -> None:
    machine = opened(towns.Town, HALL.replace(policy=preset("cluj-napoca/audiente").latest))
    machine.the_policy_changes(notice=0, before=0, after=0, most=1)
    assert "audience.reason" in asked(machine, booking(ANA, LATE))


def test_after_a_missed_meeting_there_is_a_pause() -> None:
    machine = opened(towns.Town, HALL)
    asked(machine, booking(ANA, LATE, booking="b-1"))
    machine.at = LATE
    again = booking(ANA, LATE + timedelta(days=1))
    assert "request.after_no_show" in asked(machine, NoShow(booking="b-1"), again)


FOLLOWS: list[Command] = [
    Hold(booking="b-1"),
    RecordConclusions(booking="b-1", record=RECORD),
    IssueTicket(booking="b-1", record=RECORD),
]


@pytest.mark.parametrize("first", FOLLOWS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("second", FOLLOWS, ids=lambda each: type(each).__name__)
def test_of_what_two_decide_about_one_meeting_the_second_applies_if_it_can(
    first: Command, second: Command
) -> None:
    machine = opened(AgendaMachine, HALL)
    asked(machine, booking(ANA, LATE, booking="b-1"))
    machine.at = LATE
    for done in FOLLOWS[: min(FOLLOWS.index(first), FOLLOWS.index(second))]:
        asked(machine, done)

    class Both(First):
        def draw(self, strategy: Any, label: str = "") -> Any:
            return {"booking": "b-1"}.get(label) or super().draw(strategy, label)

    data: Any = Both(**{type(each).__name__: each for each in (first, second)})
    machine.two_decide_about_one_booking(data, kinds=(type(first), type(second)))
    checked(machine)


@pytest.mark.parametrize(
    "event",
    [
        AnswerRequested(at=AT, booking="b-1"),
        ConclusionsRecorded(at=AT, booking="b-1", record=RECORD),
        Reassigned(at=AT, booking="b-1", inspector="i-2", slot=Slot(ONCE), revision=1),
        Reassigned(at=AT, booking="b-1", inspector="i-2", slot=Slot(ONCE), revision=2),
        Reassigned(at=AT, booking="b-1", inspector="i-2", slot=Slot(AGAIN), room="Sala 1"),
        Rescheduled(at=AT, booking="b-2", slot=Slot(ONCE)),
        Cancelled(at=AT, booking="none"),
    ],
)
def test_the_list_takes_an_event_exactly_when_an_agenda_does(event: Event) -> None:
    machine = opened(AgendaMachine, HALL)
    asked(machine, booking(ANA, ONCE, booking="b-1", channel="in_person"))
    asked(machine, booking(ION, AGAIN, booking="b-2", channel="in_person"))
    machine._second_writer(event)


@pytest.mark.parametrize("corrected_since", [False, True])
def test_a_ticket_that_comes_late_is_of_the_record_that_stands(corrected_since: bool) -> None:
    machine = opened(AgendaMachine, HALL)
    asked(machine, booking(ANA, ONCE, booking="b-1"))
    machine.at = LATE
    asked(machine, Hold(booking="b-1"), RecordConclusions(booking="b-1", record=RECORD))
    [issued] = machine.decided(IssueTicket(booking="b-1", record=RECORD)).events
    if corrected_since:
        asked(machine, RecordConclusions(booking="b-1", record=CORRECTED))
    machine._second_writer(issued)


DIRECTOR = Inspector("d-1", role="director", week=IOANA.week)
ARCHIVED = Request("3/305", "Dan Ilie", date(2026, 1, 12), "i-1", "archived")
LED = Request("4/305", "Dan Ilie", date(2026, 1, 12), "d-1")
STRICT = OFFICE.replace(
    policy=OFFICE.policy_at(AT).evolve(notice_hours=1, horizon_days=2),
    inspectors=[IOANA, DAN, DIRECTOR],
    requests=[ANA, ION, ARCHIVED, LED],
)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (booking(ARCHIVED, LATE), "request.eligible"),
        (booking(LED, LATE), "inspector.execution_staff"),
        (booking(ANA, LATE, inspector="d-1"), "inspector.holds_request"),
        (booking(ANA, LATE, inspector="nobody"), "inspector.holds_request"),
        (booking(ANA, LATE, channel="in_person"), "channel.allowed"),
        (booking(ANA, LATE, slot=Slot(LATE, 30)), "slot.duration"),
        (booking(ANA, LATE + timedelta(minutes=1)), "slot.grid"),
        (booking(ANA, LATE + timedelta(hours=1)), "slot.working_hours"),
        (booking(ANA, LATE + timedelta(days=2)), "slot.horizon"),
        (booking(ANA, AT + timedelta(minutes=59)), "slot.notice"),
    ],
)
def test_the_model_refuses_as_the_rules_do(command: Book, rule: str) -> None:
    machine = opened(towns.Town, STRICT)
    assert rule in machine.decided(command).refused_by
    machine._ask(command)
    checked(machine)


def test_the_model_has_no_opinion_on_other_readings_of_the_notice() -> None:
    policy = OFFICE.policy_at(AT).evolve(notice_hours=1, notice_reading="working_days_only")
    machine = opened(towns.Town, OFFICE.replace(policy=policy))
    machine._ask(booking(ANA, LATE))
    checked(machine)


def test_a_slot_that_is_taken_is_asked_for() -> None:
    machine = opened(towns.Town)
    machine._ask(booking(ANA, LATE, booking="b-1"))
    data: Any = First(taken_by=machine._lines[0], Book=booking(ION, LATE))
    machine.a_slot_that_is_taken_is_asked_for(data)
    checked(machine)
    assert len(machine.agenda) == 1


def test_what_follows_a_meeting_is_done() -> None:
    machine = opened(towns.Town, HALL)
    machine.at = LATE - timedelta(days=3)
    assert asked(machine, booking(ANA, LATE, booking="b-1")) == ()
    machine.at = LATE
    assert asked(machine, Hold(booking="b-1")) == ()
    data: Any = First(
        RecordConclusions=RecordConclusions(booking="b-1", record=RECORD),
        IssueTicket=IssueTicket(booking="b-1", record=RECORD),
    )
    machine.what_follows_a_meeting_is_done(data, [RecordConclusions, IssueTicket])
    checked(machine)
    ticketed = machine.agenda.get("b-1")
    assert ticketed is not None
    assert ticketed.ticket is not None


@pytest.mark.parametrize("same_slot", [True, False])
@pytest.mark.parametrize("name", ["Pop Ana", "Altcineva"])
def test_two_writers_decide_at_once(same_slot: bool, name: str) -> None:
    machine = opened(towns.Town)
    data: Any = First(Book=booking(ANA, LATE, applicant=name))
    machine.two_writers_decide_at_once(data, same_slot=same_slot, kind=Book)
    checked(machine)


# --- what each check says -------------------------------------------------------------------


def test_a_request_typed_as_registered_must_be_identified() -> None:
    machine = opened(AgendaMachine)
    right, wrong = booking(ANA, ONCE), booking(ANA, ONCE, applicant="Altcineva")
    refusal = machine.decided(wrong)
    machine._settle(refusal)
    checked(machine)
    with pytest.raises(AssertionError, match="typed exactly as registered"):
        machine._settle(attrs.evolve(refusal, command=right))


def test_a_decision_must_be_about_a_request_of_the_office() -> None:
    machine = opened(AgendaMachine)
    decision = machine.decided(booking(ANA, ONCE))
    stray = attrs.evolve(decision, case=attrs.evolve(decision.case, request=None))
    with pytest.raises(AssertionError, match="a request that the office does not have"):
        machine._settle(stray)


def test_a_refusal_has_no_events() -> None:
    machine = opened(AgendaMachine)
    decision = machine.decided(booking(ANA, ONCE))
    with pytest.raises(AssertionError, match="refused by no rule has 0 events"):
        machine._settle(attrs.evolve(decision, events=()))


def test_a_difference_names_the_rules() -> None:
    machine = opened(AgendaMachine)
    decision = machine.decided(Cancel(booking="none"))
    none: tuple[Finding, ...] = ()
    with pytest.raises(AssertionError, match=r"on Cancel differ over booking\.open"):
        machine._settle(attrs.evolve(decision, findings=none))


def test_a_change_of_an_old_agenda_is_seen() -> None:
    machine = opened(AgendaMachine)
    machine._ask(booking(ANA, ONCE))
    machine._versions[0] = (machine.agenda, ())
    with pytest.raises(AssertionError, match="before step 1"):
        checked(machine)


def test_a_log_that_leads_elsewhere_is_seen() -> None:
    machine = opened(AgendaMachine)
    machine._ask(booking(ANA, ONCE))
    machine.log.clear()
    with pytest.raises(AssertionError, match="the log, applied again"):
        checked(machine)


def test_a_double_booking_in_an_agenda_is_seen() -> None:
    machine = opened(AgendaMachine)
    machine._ask(booking(ANA, ONCE, booking="b-1"))
    twice: Any = [machine.agenda["b-1"], attrs.evolve(machine.agenda["b-1"], id="b-2")]
    machine.agenda = twice
    with pytest.raises(AssertionError, match=r"double bookings: \[\('b-1', 'b-2'\)\]"):
        machine.nobody_is_in_two_places_at_once()


def test_an_event_of_the_second_writer_that_should_apply() -> None:
    machine = opened(AgendaMachine)
    event = machine.decided(booking(ANA, ONCE)).events[0]

    class Strict(AgendaMachine):
        def applied(self, agenda: Agenda, event: Event) -> Agenda:  # noqa: ARG002
            raise AgendaConflict("slot.free", "b-1")

    with pytest.raises(AssertionError, match="does not apply, and should"):
        opened(Strict)._second_writer(event)


def test_what_a_system_lacks_is_told() -> None:
    class Empty(AgendaMachine):
        def taken(self) -> Iterable[tuple[str, datetime, datetime]]:
            return []

    machine = opened(Empty)
    machine._ask(booking(ANA, ONCE))
    with pytest.raises(AssertionError, match="does not hold i-1 from 2026-10-25T00:00Z to 00:15Z"):
        machine.your_system_holds_what_the_agenda_holds()


def test_a_system_that_tells_naive_times_is_told_what_to_change() -> None:
    class Naive(AgendaMachine):
        def taken(self) -> Iterable[tuple[str, datetime, datetime]]:
            return [("i-1", datetime(2026, 1, 1), datetime(2026, 1, 1, 1))]  # noqa: DTZ001

    with pytest.raises(InvalidInput, match=r"taken\(\)\[0\]\.start: got .*with its offset"):
        opened(Naive).your_system_holds_what_the_agenda_holds()


def test_no_more_than_three_times_are_told() -> None:
    assert _said([("i-1", ONCE, AGAIN)] * 5).endswith(" and 2 more")


def test_offices_can_be_pinned() -> None:
    class Pinned(towns.Town):
        def offices(self) -> SearchStrategy[Office]:
            return offices(policy="cluj-napoca/tichet-albastru", inspectors=[], requests=[])

        def starts(self) -> SearchStrategy[datetime]:
            return st.just(AT)

        def teardown(self) -> None:
            assert not self.office.requests

    with pytest.raises(InvalidInput, match="an office with a request to book for"):
        run_state_machine_as_test(Pinned, settings=examples(5, 5))


def test_a_meeting_begins_and_is_missed() -> None:
    machine = opened(towns.Town)
    machine._ask(booking(ANA, LATE, booking="b-1"))
    for begins in (False, True, True):
        data: Any = First(at=LATE, NoShow=NoShow(booking="b-1"))
        machine.a_meeting_is_held_or_missed(data, kind=NoShow, begins=begins)
    checked(machine)
    assert [str(each.status) for each in machine.agenda] == ["no_show"]


# --- the model itself -----------------------------------------------------------------------


def line(id_: str, minute: int, **more: Any) -> Line:
    facts: dict[str, Any] = {
        "request": "1/305",
        "applicant": f"name:{id_}",
        "inspector": "i-1",
        "start": ONCE + timedelta(minutes=minute),
        "minutes": 15,
        "before": 0,
        "after": 0,
        "channel": "online",
    }
    return Line(id_, **(facts | more))


def test_the_model_counts_minutes() -> None:
    assert overlap((ONCE, AGAIN), (ONCE, AGAIN))
    assert overlap((ONCE, LATE), (AGAIN, AGAIN + timedelta(minutes=1)))
    assert overlap((AGAIN, AGAIN + timedelta(minutes=1)), (ONCE, LATE))
    assert not overlap((ONCE, AGAIN), (AGAIN, LATE))


def test_the_model_watches_the_clock_through_its_changes() -> None:
    hours = [("03:15", "03:45"), ("03:45", "04:40"), ("23:00", "24:00")]
    inspector = Inspector("i-1", week=Week((hours,) * 7))
    forward = [
        (f"{opens:%H:%M}", f"{closes:%H:%M}")
        for opens, closes in _hours(inspector, date(2026, 3, 29), ZONE)
    ]
    # The hour from 03:00 on is skipped: the first interval is none, the second is cut.
    assert forward == [("01:00", "01:40"), ("20:00", "21:00")]
    back = [closes - opens for opens, closes in _hours(inspector, date(2026, 10, 25), ZONE)]
    assert back == [timedelta(minutes=each) for each in (30, 115, 60)]


def test_the_model_sees_double_bookings() -> None:
    assert double_bookings([line("a", 0), line("b", 15)]) == []
    assert double_bookings([line("a", 0), line("b", 14)]) == [("a", "b")]
    assert double_bookings([line("a", 0, after=1), line("b", 15)]) == [("a", "b")]
    assert double_bookings([line("a", 0), line("b", 0, inspector="i-2")]) == []
    both = [line("a", 0, applicant="c"), line("b", 0, applicant="c", inspector="i-2")]
    assert double_bookings(both) == [("a", "b")]
    assert double_bookings([line("a", 0), line("b", 0, status="cancelled")]) == []
    in_one_room = [line("a", 0, room="r"), line("b", 14, room="r", inspector="i-2")]
    assert double_bookings(in_one_room) == [("a", "b")]
    in_turn = [line("a", 0, room="r", after=5), line("b", 15, room="r", inspector="i-2")]
    assert double_bookings(in_turn) == []
