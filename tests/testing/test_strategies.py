"""The strategies draw valid values only, and all the kinds that they promise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any, TypeVar, get_args

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from tichet_rules import (
    Agenda,
    AnswerRequested,
    Applicant,
    Book,
    BookAudience,
    Booked,
    Booking,
    BookingStatus,
    Cancel,
    Cancelled,
    ConclusionsRecorded,
    Contact,
    Event,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    MissedByCitizen,
    MissingExtra,
    NoShow,
    Office,
    Policy,
    Reassign,
    Reassigned,
    RecordConclusions,
    Request,
    RequestAnswer,
    RequestStatus,
    Reschedule,
    Rescheduled,
    Role,
    Slot,
    TicketIssued,
    Week,
    WorkingCalendar,
    WrongType,
    decide,
    explain_day,
    preset,
    replayed,
)
from tichet_rules import testing as t
from tichet_rules.policy import PARAMETERS
from tichet_rules.testing._clock import change_after, changes_on

ZONE = WorkingCalendar().zone
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOURS = Week(((("08:00", "16:00"),),) * 5 + ((), ()))
OFFICE = Office(
    inspectors=[Inspector("i-1", week=HOURS), Inspector("i-2", week=HOURS)],
    requests=[
        Request("1/305", "Țîrlea Ștefan", date(2026, 1, 12), "i-1", former_inspectors=["i-2"]),
        Request("2/305", "Rus Ion", date(2026, 1, 12), "i-2"),
    ],
)
SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)

T = TypeVar("T")

few = settings(max_examples=max(1, settings().max_examples // 4))


def reaches(strategy: SearchStrategy[T], condition: Callable[[T], Any], most: int = 3000) -> T:
    """The first value drawn of which the condition is true; an error if it is never drawn."""
    found = settings(max_examples=most, derandomize=True, database=None, phases=[Phase.generate])
    return find(strategy, lambda value: bool(condition(value)), settings=found)


def one_booking() -> Agenda:
    return reaches(t.agendas(OFFICE, start=AT, kinds=[Book], most=2), lambda each: len(each) == 1)


# --- all that is drawn is valid -----------------------------------------------------------


@few
@given(st.data(), t.offices())
def test_what_is_drawn_goes_through_the_engine(data: st.DataObject, office: Office) -> None:
    log = data.draw(t.logs(office))
    assert [each.at for each in log] == sorted(each.at for each in log)
    agenda = replayed(log)
    at = data.draw(t.instants())
    command = data.draw(t.commands(office, agenda, at))
    decision = decide(command, agenda, at=at, office=office)
    assert replayed(decision.events, agenda) is not None
    assert decision.explain("ro")
    slot = data.draw(t.slots(office=office, agenda=agenda))
    day = office.calendar.local(slot.start).date()
    for inspector in office.inspectors:
        assert explain_day(agenda, day, inspector=inspector, at=at, office=office).day == day


@given(st.data())
@few
def test_pinned_commands_are_about_what_is_pinned(data: st.DataObject) -> None:
    slot, contact = Slot(AT + timedelta(days=2)), Contact("1", "2")
    command = data.draw(
        t.commands(
            OFFICE,
            Agenda(),
            AT,
            kinds=[Book],
            request="1 / 305",
            inspector=st.just("i-2"),
            slot=slot,
            channel="phone",
            contact=contact,
            days=[date(2026, 11, 26)],
        )
    )
    assert isinstance(command, Book)
    assert (command.slot, command.channel, command.contact) == (slot, "phone", contact)
    assert command.inspector == "i-2"


@few
@given(t.logs(OFFICE, start=AT, kinds=[Book, Cancel], most=3))
def test_a_pinned_log_is_about_what_is_pinned(log: tuple[Any, ...]) -> None:
    assert len(log) <= 3
    assert all(isinstance(each, (Booked, Cancelled)) and each.at >= AT for each in log)


@given(t.weeks(worked=["mon", "tue"], opens="09:00", closes="09:50"))
def test_weeks_keep_to_their_hours(week: Week) -> None:
    assert week.days[2:] == ((),) * 5
    assert all(540 <= each.start < each.end <= 590 for day in week.days for each in day)


@given(t.policies(horizon_days=1, buffer_after_minutes=st.sampled_from([3, 4])))
def test_policies_keep_what_is_pinned(policy: Policy) -> None:
    assert policy.horizon_days == 1
    assert policy.notice_hours <= 24
    assert policy.buffer_after_minutes in (3, 4)


@given(t.policies(notice_hours=100, grid_minutes=..., horizon_days=None))
def test_an_ellipsis_leaves_open(policy: Policy) -> None:
    assert (policy.notice_hours, policy.horizon_days) == (100, None)


@given(t.requests(communicated_on=date(2026, 11, 1)))
def test_a_date_of_communication_makes_a_request_answered(request: Request) -> None:
    assert request.status is RequestStatus.ANSWERED


@given(t.offices(inspectors=[]))
@few
def test_an_office_without_inspectors_has_no_requests(office: Office) -> None:
    assert not office.requests


@given(t.agendas(Office()))
def test_an_office_without_requests_has_no_bookings(agenda: Agenda) -> None:
    assert len(agenda) == 0


@given(t.commands(Office(), Agenda(), AT))
def test_where_there_is_no_request_nothing_is_booked(command: Any) -> None:
    assert not isinstance(command, Book)
    assert not decide(command, Agenda(), at=AT, office=Office()).allowed


CLUJ = preset("cluj-napoca/tichet-albastru").latest
AUDIENCES = preset("cluj-napoca/audiente").latest
NO_NAMES = attrs.evolve(CLUJ, rules=[each for each in CLUJ.rules if each != "request.identified"])


@few
@given(t.commands(OFFICE.replace(policy=NO_NAMES), Agenda(), AT, kinds=[Book]))
def test_a_policy_that_identifies_nobody_is_asked_no_wrong_names(command: Any) -> None:
    office = OFFICE.replace(policy=NO_NAMES)
    assert decide(command, Agenda(), at=AT, office=office).case.request is not None


# --- what is promised is reached --------------------------------------------------------------


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
@pytest.mark.parametrize("minutes", [-60, -1, 0, 45])
def test_instants_around_both_clock_changes(change: datetime, minutes: int) -> None:
    wanted = change + timedelta(minutes=minutes)
    assert reaches(t.instants(), lambda at: at == wanted) == wanted


def test_instants_of_each_kind() -> None:
    reaches(t.instants(), lambda at: at.fold and at.tzinfo is not UTC)
    reaches(t.instants(), lambda at: at.tzinfo is UTC)
    reaches(t.instants(days=[date(2026, 9, 1)], zone="Etc/UTC"), lambda at: at.minute % 15)


def test_weeks_of_each_kind() -> None:
    reaches(t.weeks(worked=["mon"]), lambda week: not any(week.days))
    reaches(t.weeks(), lambda week: any(len(day) == 3 for day in week.days))
    touching = reaches(
        t.weeks(worked=["sun"]),
        lambda week: any(a.end == b.start for a, b in pairwise(week.days[6])),
    )
    assert touching.days[0] == ()


@pytest.mark.parametrize("first", [date, datetime])
@pytest.mark.parametrize("last", [date, datetime])
def test_absences_of_each_kind(first: type[Any], last: type[Any]) -> None:
    reaches(t.absences(), lambda each: type(each.first) is first and type(each.last) is last)


def test_calendars_of_each_kind() -> None:
    reaches(t.calendars(), lambda each: each.public_holidays != "RO" and each.recovery_days)
    pinned = reaches(t.calendars(zone="Europe/London", closures=[AT.date()]), lambda _: True)
    assert not pinned.is_working_day(AT.date())


@pytest.mark.parametrize("role", Role)
def test_every_role(role: Role) -> None:
    reaches(t.inspectors(), lambda each: each.role is role)


@pytest.mark.parametrize("status", RequestStatus)
def test_requests_of_every_status(status: RequestStatus) -> None:
    reaches(t.requests(), lambda each: each.status is status)


OF_AUDIENCES = {
    "daily_limit",
    "answer_working_days",
    "ladder",
    "unanswered_days",
    "general_reasons",
    "reason_min_words",
}
OF_THE_TICKET = {"no_show_pause_days", "ticket_working_days"}


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize(
    ("base", "others"), [(CLUJ, OF_AUDIENCES), (AUDIENCES, OF_THE_TICKET)], ids=["ticket", "led"]
)
def test_policies_change_every_parameter_of_the_procedure(
    base: Policy, others: set[str], name: str
) -> None:
    policy = t.policies(base=base)
    if name in others | {"meets"}:
        reaches(policy, lambda each: getattr(each, name) == getattr(base, name))
    else:
        reaches(policy, lambda each: getattr(each, name) != getattr(base, name))


def test_contacts_of_each_kind() -> None:
    reaches(t.contacts(), lambda each: each.phone is None)
    reaches(t.contacts(), lambda each: each.phone == "0264 596 030")
    reaches(t.contacts(valid=False), lambda each: each.email == "")


any_commands: Any = t.commands
any_logs: Any = t.logs
HALL = Office(
    inspectors=[
        Inspector("i-1", "Mureșan Ioana", week=HOURS, deputies=["i-2"]),
        Inspector("i-2", "Dănilă Dan", week=HOURS),
        Inspector("d-1", "Popa Ana", role="director", week=HOURS, audience_hours=HOURS),
        Inspector("v-1", "Luca Ion", role="deputy_mayor", week=HOURS, audience_hours=HOURS),
    ],
    requests=[
        *OFFICE.requests.values(),
        Request("3/305", Applicant("Dan Ilie", "c-3"), date(2026, 1, 12), "i-1"),
    ],
    rooms=["Sala 1"],
)
BEGAN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
RECORD = reaches(t.records(), lambda each: len(each.conclusions) == 1)


def met(**changes: Any) -> Booking:
    facts: dict[str, Any] = {
        "id": "a-1",
        "request": None,
        "inspector": "d-1",
        "applicant": "name:dan ilie",
        "slot": Slot(BEGAN),
        "status": "held",
        "procedure": "audience",
    }
    return Booking(**(facts | changes))


@pytest.mark.parametrize(
    ("booking", "kinds"),
    [
        (met(), {BookAudience, RecordConclusions, RequestAnswer}),
        (met(record=RECORD.fingerprint, answer_requested_at=AT), {IssueTicket, RequestAnswer}),
        (met(record=RECORD.fingerprint, answer_requested_at=AT, applicant="id:c-3"), {IssueTicket}),
        (
            met(
                record=RECORD.fingerprint,
                request="2/305",
                applicant="name:ion rus",
                inspector="i-2",
                procedure="blue_ticket",
            ),
            {IssueTicket, RecordConclusions},
        ),
        (met(status="booked", slot=Slot(BEGAN + timedelta(days=1))), {RequestAnswer, Reschedule}),
    ],
)
@pytest.mark.parametrize("allowed", [True, False])
def test_commands_on_the_way_to_the_ticket(
    booking: Booking, kinds: set[type[Any]], allowed: bool
) -> None:
    at, agenda = BEGAN + timedelta(hours=1), Agenda.of([booking])
    for kind in kinds:
        reaches(
            any_commands(HALL, agenda, at, kinds=[kind]),
            lambda each: decide(each, agenda, at=at, office=HALL).allowed is allowed,
        )


def test_no_ticket_is_asked_for_that_nobody_could_write() -> None:
    at = BEGAN + timedelta(hours=1)
    for stranger in (
        met(applicant="somebody"),
        met(inspector="i-9"),
        met(request="2/305", applicant="name:POP Ana"),
    ):
        agenda = Agenda.of([attrs.evolve(stranger, record=RECORD.fingerprint)])
        commands = any_commands(HALL, agenda, at, kinds=[IssueTicket])
        assert not find_any(commands, lambda each: each.booking == "a-1")
        pinned = any_commands(HALL, agenda, at, kinds=[IssueTicket], booking="a-1", record=RECORD)
        assert reaches(pinned, lambda _: True).record == RECORD


def find_any(strategy: SearchStrategy[T], condition: Callable[[T], Any]) -> bool:
    try:
        reaches(strategy, condition, most=200)
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize("inspector", ["i-2", None])
def test_a_take_over_is_drawn_for_whom_is_pinned(inspector: str | None) -> None:
    agenda = Agenda.of([met(status="booked", slot=Slot(BEGAN), request="1/305",
                            inspector="i-1", procedure="blue_ticket")])  # fmt: skip
    strategy = any_commands(HALL, agenda, AT, kinds=[Reassign], inspector=inspector)
    taken_over = reaches(strategy, lambda each: decide(each, agenda, at=AT, office=HALL).allowed)
    assert isinstance(taken_over, Reassign)
    assert taken_over.inspector == "i-2"
    reaches(any_commands(HALL, Agenda(), AT, kinds=[Reassign]), lambda each: each.booking)
    slot = Slot(BEGAN + timedelta(days=1))
    pinned = any_commands(HALL, agenda, AT, kinds=[Reassign], slot=slot)
    assert reaches(pinned, lambda _: True).slot == slot


def test_audiences_are_drawn_for_what_is_pinned() -> None:
    strategy = any_commands(
        HALL,
        Agenda(),
        AT,
        kinds=[BookAudience],
        official="v-1",
        channel="in_person",
        room="Sala 1",
        request="2/305",
    )
    drawn = reaches(strategy, lambda each: each.number == "2/305")
    assert (drawn.official, drawn.room) == ("v-1", "Sala 1")
    assert reaches(strategy, lambda each: each.number is None).applicant is not None


def test_the_step_before_an_audience_is_named_where_it_was_taken() -> None:
    agenda, at = Agenda.of([met(applicant="id:c-3")]), BEGAN + timedelta(hours=1)
    strategy = any_commands(HALL, agenda, at, kinds=[BookAudience], official="v-1", request="3/305")
    drawn = reaches(strategy, lambda each: decide(each, agenda, at=at, office=HALL).allowed)
    assert drawn.prior_audience == "a-1"


def test_a_room_is_asked_for_in_person_only() -> None:
    office = HALL.replace(policy=CLUJ.evolve(channels=["in_person", "online"]))
    strategy = any_commands(office, Agenda(), AT, kinds=[Book])
    in_person = reaches(strategy, lambda each: each.room is not None)
    assert in_person.channel == "in_person"
    assert not find_any(strategy, lambda each: each.room is not None and each.channel == "online")


def test_logs_of_an_office_without_requests_begin_with_audiences() -> None:
    office = HALL.replace(requests=[])
    assert reaches(any_logs(office, kinds=[Cancel], most=2), lambda log: log == ()) == ()
    free = AUDIENCES.evolve(ladder={})
    led = office.replace(audiences=free)
    assert reaches(any_logs(led, start=AT, most=2), lambda log: len(log) >= 1)
    assert not find_any(
        any_logs(led, start=AT, kinds=[Book], most=1),
        lambda log: any(each.booking.procedure == "blue_ticket" for each in log),
    )


def test_offices_with_rooms_leaders_and_substitutes() -> None:
    reaches(t.offices(), lambda each: len(each.rooms) == 2)
    reaches(t.offices(), lambda each: any(i.audience_hours for i in each.inspectors.values()))
    reaches(t.inspectors(id="i-1"), lambda each: each.deputies and each.department)
    reaches(t.offices(rooms=["Sala 7"], audiences=AUDIENCES), lambda each: each.rooms)
    hours = Week()
    pinned = t.inspectors(audience_hours=hours, deputies=["d-2"], department="taxe")
    assert reaches(pinned, lambda _: True).audience_hours == hours
    reaches(t.requests(answer="negative", status="answered"), lambda each: each.answer)


@pytest.mark.parametrize("kind", [Book, BookAudience, Reschedule, Reassign, Cancel, Hold, NoShow])
@pytest.mark.parametrize("allowed", [True, False])
def test_commands_that_are_allowed_and_refused(kind: type[Any], allowed: bool) -> None:
    office = HALL if kind is BookAudience else OFFICE
    start = one_booking()
    (booking,) = start
    at = booking.slot.start if kind in (Hold, NoShow) else AT
    reaches(
        t.commands(office, start, at, kinds=[kind]),
        lambda each: decide(each, start, at=at, office=office).allowed is allowed,
    )


@pytest.mark.parametrize(
    "rule",
    [
        "request.identified",
        "inspector.holds_request",
        "slot.notice",
        "slot.duration",
        "slot.working_day",
        "slot.working_hours",
        "slot.grid",
        "slot.free",
        "applicant.free",
        "request.one_open_booking",
        "contact.phone",
        "contact.email",
        "channel.allowed",
    ],
)
def test_bookings_are_refused_by_each_rule(rule: str) -> None:
    agenda = one_booking()
    reaches(
        t.commands(OFFICE, agenda, AT, kinds=[Book]),
        lambda each: rule in decide(each, agenda, at=AT, office=OFFICE).refused_by,
    )


@pytest.mark.parametrize("status", BookingStatus)
def test_agendas_with_every_status(status: BookingStatus) -> None:
    agendas = t.agendas(OFFICE, start=AT)
    reaches(agendas, lambda agenda: any(each.status is status for each in agenda))


TO_THE_TICKET = (Book, Hold, RecordConclusions, IssueTicket)


EVENTS: list[tuple[type[Any], Any]] = [
    (Booked, [Book]),
    (Rescheduled, [Book, Reschedule]),
    (Reassigned, [Book, Reassign]),
    (Cancelled, [Book, Cancel]),
    (Held, [Book, Hold]),
    (MissedByCitizen, [Book, NoShow]),
    (ConclusionsRecorded, TO_THE_TICKET),
    (TicketIssued, TO_THE_TICKET),
    (AnswerRequested, [BookAudience, RequestAnswer]),
]


@pytest.mark.parametrize(("kind", "kinds"), EVENTS)
def test_logs_with_every_event(kind: type[Any], kinds: list[type[Any]]) -> None:
    strategy = any_logs(HALL, start=BEGAN - timedelta(hours=50), kinds=kinds, most=12)
    reaches(strategy, lambda log: any(isinstance(each, kind) for each in log))


def test_every_event_is_among_them() -> None:
    assert {kind for kind, _ in EVENTS} == set(get_args(Event))


def test_agendas_of_several_bookings() -> None:
    reaches(t.agendas(OFFICE, start=AT), lambda agenda: len(agenda) >= 3)


@pytest.mark.parametrize("minutes", [0, 15, -15, 14, -14])
def test_slots_that_touch_or_overlap_what_is_taken(minutes: int) -> None:
    agenda = one_booking()
    (booking,) = agenda
    wanted = booking.slot.start + timedelta(minutes=minutes)
    strategy = t.slots(office=OFFICE, agenda=agenda, minutes=15)
    reaches(strategy, lambda slot: slot.start == wanted)


def test_slots_without_an_office_and_without_hours() -> None:
    reaches(t.slots(minutes=7), lambda slot: slot.minutes == 7)
    idle = Office(inspectors=[Inspector("i-1", week=Week(((),) * 7))])
    reaches(t.slots(office=idle, inspector="i-1"), lambda slot: slot.minutes == 20)


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: t.instants(days=[]), r"days: .*at least one date"),
        (lambda: t.instants(days=[AT]), r"days\[0\]: .*without a time"),
        (lambda: t.instants(days=[date(1990, 1, 1)]), r"days\[0\]: got 1990-01-01; .*1998 to 2099"),
        (lambda: t.instants(days=st.just([])), "days: .*draw it first"),  # type: ignore[arg-type]
        (lambda: t.instants(zone="Mars"), "time_zone"),
        (lambda: t.weeks(worked=["monday"]), r"worked\[0\]: .*did you mean 'mon'"),
        (lambda: t.weeks(opens="9"), "start: .*'08:00'"),
        (lambda: t.inspectors(week=t.weeks), r"week: got 'weeks'; .*weeks\(\)"),  # type: ignore[arg-type]
        (lambda: t.policies(base="cluj"), "base: .*a Policy"),  # type: ignore[arg-type]
        (lambda: t.policies(grid_minutes=0), "grid_minutes: got 0"),
        (lambda: t.policies(notice=3), "parameter: got 'notice'"),
        (lambda: t.policies(notice_hours=72, horizon_days=2), "horizon_days: got 2"),
        (lambda: t.commands(OFFICE, Agenda(), datetime(2026, 1, 1)), "at: .*offset"),  # noqa: DTZ001
        (lambda: t.commands(OFFICE, Agenda(), AT, kinds=[]), "kinds: .*at least one"),
        (lambda: t.commands(OFFICE, Agenda(), AT, kinds=[Booked]), r"kinds\[0\]: .*Book, BookA"),  # type: ignore[list-item]
        (lambda: t.commands(Office(), Agenda(), AT, kinds=[Book]), "office: .*a request to book"),
        (lambda: t.logs(OFFICE, most=-1), "most: got -1"),
        (lambda: t.logs(Agenda()), "office: .*an Office"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_drawn_is_said_at_once(wrong: Callable[[], Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        wrong()


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        (t.slots(office=OFFICE, inspector="i-3"), "inspector: got 'i-3'; .*did you mean"),
        (t.commands(OFFICE, Agenda(), AT, kinds=[Book], request="9/305"), "request: got '9/305'"),
    ],
)
def test_what_is_not_there_is_said_when_drawn(strategy: SearchStrategy[Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        find(strategy, lambda _: True)


def test_a_function_in_the_place_of_a_strategy_is_a_wrong_type() -> None:
    with pytest.raises(WrongType):
        t.offices(calendar=t.calendars)  # type: ignore[arg-type]


@pytest.fixture
def unimported(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [each for each in sys.modules if each.startswith("tichet_rules.testing")]:
        monkeypatch.delitem(sys.modules, name)
    return monkeypatch


def test_without_hypothesis_the_extra_is_named(unimported: pytest.MonkeyPatch) -> None:
    unimported.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtra, match=r"testing with strategies .*tichet-rules\[testing\]"):
        import_module("tichet_rules.testing")


def test_another_missing_module_is_not_the_extra(unimported: pytest.MonkeyPatch) -> None:
    unimported.setitem(sys.modules, "tichet_rules.testing._clock", None)
    with pytest.raises(ModuleNotFoundError) as error:
        import_module("tichet_rules.testing")
    assert not isinstance(error.value, MissingExtra)


# --- the clock --------------------------------------------------------------------------------


def test_clock_changes_are_found() -> None:
    assert changes_on(t.DAYS, ZONE) == (SPRING, AUTUMN)
    assert change_after(AT, ZONE) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert change_after(SPRING - timedelta(minutes=1), ZONE) == SPRING
    assert change_after(SPRING, ZONE) == AUTUMN
