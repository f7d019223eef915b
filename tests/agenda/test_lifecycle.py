"""From the meeting to the issued ticket: what follows what, and what is refused in between."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.agenda._towns import towns
from tichet_rules import (
    Agenda,
    AgendaConflict,
    AnswerRequested,
    Applicant,
    BlueTicket,
    Cancel,
    ConclusionsRecorded,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    MeetingRecord,
    NoShow,
    Reassign,
    RecordConclusions,
    RequestAnswer,
    Reschedule,
    Slot,
    Text,
    TicketIssued,
    WrongType,
    apply,
    decide,
    replayed,
)

MET = "2026-11-26 10:20"
RECORDED = "2026-11-26 11:00"
ISSUED = "2026-11-26 12:00"

RECORD = RecordConclusions(booking="b-1", record=hall.RECORD)
ISSUE = IssueTicket(booking="b-1", record=hall.RECORD)

BOOKED = Agenda.of([hall.ticket()])
HELD = Agenda.of([hall.ticket(status="held")])
WITH_RECORD = hall.done(RECORD, HELD, RECORDED)
WITH_TICKET = hall.done(ISSUE, WITH_RECORD, ISSUED)
MISSED = Agenda.of([hall.ticket(status="no_show")])
CANCELLED = Agenda.of([hall.ticket(status="cancelled")])


def of_an_audience(agenda: Agenda) -> Agenda:
    """The same, of an audience whose answer was asked for."""
    [booking] = agenda
    return Agenda.of(
        [attrs.evolve(booking, procedure="audience", inspector="d-1", answer_requested_at=world.AT)]
    )


# --- one after the other --------------------------------------------------------------------


def test_held_then_recorded_then_issued() -> None:
    agenda = BOOKED
    steps: list[tuple[Any, str, type[Any]]] = [
        (Hold(booking="b-1"), MET, Held),
        (RECORD, RECORDED, ConclusionsRecorded),
        (ISSUE, ISSUED, TicketIssued),
    ]
    for command, at, kind in steps:
        decision = hall.decided(command, agenda, at)
        [event] = decision.events
        assert isinstance(event, kind)
        assert event.at == world.local(at)
        assert event.booking == "b-1"
        agenda = apply(agenda, event)
    assert isinstance(event, TicketIssued)
    booking = agenda["b-1"]
    assert booking == attrs.evolve(
        BOOKED["b-1"],
        status="held",
        record=hall.RECORD.fingerprint,
        recorded_at=world.local(RECORDED),
        ticket=event.ticket.fingerprint,
        issued_at=world.local(ISSUED),
    )
    assert BOOKED["b-1"].record is None


def test_a_record_is_corrected_until_the_ticket_is_issued() -> None:
    corrected = RecordConclusions(booking="b-1", record=hall.OTHER_RECORD)
    agenda = hall.done(corrected, WITH_RECORD, "2026-11-27 09:00")
    assert agenda["b-1"].record == hall.OTHER_RECORD.fingerprint
    assert agenda["b-1"].recorded_at == world.local("2026-11-27 09:00")
    assert hall.decided(ISSUE, agenda, ISSUED).refused_by == ("ticket.recorded",)
    issue = attrs.evolve(ISSUE, record=hall.OTHER_RECORD)
    agenda = hall.done(issue, agenda, ISSUED)
    assert hall.decided(corrected, agenda, ISSUED).refused_by == ("ticket.once",)


ORDER = [
    pytest.param(RECORD, Agenda(), ("record.held",), id="record-of-nothing"),
    pytest.param(RECORD, BOOKED, ("record.held",), id="record-before-the-meeting"),
    pytest.param(RECORD, MISSED, ("record.held",), id="record-of-a-no-show"),
    pytest.param(RECORD, CANCELLED, ("record.held",), id="record-of-a-cancelled-one"),
    pytest.param(RECORD, HELD, (), id="record"),
    pytest.param(RECORD, WITH_RECORD, (), id="record-again"),
    pytest.param(RECORD, WITH_TICKET, ("ticket.once",), id="record-after-the-ticket"),
    pytest.param(ISSUE, Agenda(), ("record.held",), id="ticket-of-nothing"),
    pytest.param(ISSUE, BOOKED, ("record.held", "ticket.recorded"), id="ticket-before-the-meeting"),
    pytest.param(ISSUE, MISSED, ("record.held", "ticket.recorded"), id="ticket-of-a-no-show"),
    pytest.param(ISSUE, CANCELLED, ("record.held", "ticket.recorded"), id="ticket-of-cancelled"),
    pytest.param(ISSUE, HELD, ("ticket.recorded",), id="ticket-without-a-record"),
    pytest.param(ISSUE, WITH_RECORD, (), id="ticket"),
    pytest.param(ISSUE, WITH_TICKET, ("ticket.once",), id="ticket-again"),
    pytest.param(
        attrs.evolve(ISSUE, record=hall.OTHER_RECORD),
        WITH_RECORD,
        ("ticket.recorded",),
        id="ticket-of-an-altered-record",
    ),
    pytest.param(
        attrs.evolve(ISSUE, record=hall.OTHER_RECORD),
        WITH_TICKET,
        ("ticket.recorded", "ticket.once"),
        id="another-ticket",
    ),
    pytest.param(Hold(booking="b-1"), HELD, ("booking.begun",), id="hold-again"),
    pytest.param(NoShow(booking="b-1"), WITH_TICKET, ("booking.begun",), id="missed-after-all"),
    pytest.param(Cancel(booking="b-1"), WITH_TICKET, ("booking.open",), id="cancel-after-all"),
    pytest.param(
        RequestAnswer(booking="b-1"), HELD, ("audience.answer_open",), id="answer-to-a-ticket"
    ),
    pytest.param(
        RequestAnswer(booking="b-1"),
        WITH_TICKET,
        ("audience.answer_open", "ticket.once"),
        id="answer-to-an-issued-ticket",
    ),
    pytest.param(
        RequestAnswer(booking="b-1"), Agenda(), ("audience.answer_open",), id="answer-to-nothing"
    ),
]


@pytest.mark.parametrize(("command", "agenda", "rules"), ORDER)
def test_nothing_is_done_out_of_its_order(
    command: Any, agenda: Agenda, rules: tuple[str, ...]
) -> None:
    decision = hall.decided(command, agenda, ISSUED)
    assert decision.refused_by == rules
    assert len(decision.events) == (not rules)


RULES = {
    RecordConclusions: ["record.held", "record.complete", "ticket.once"],
    RequestAnswer: ["audience.answer_open", "ticket.once"],
    IssueTicket: ["record.held", "ticket.recorded", "ticket.once", "audience.answer_requested"],
}


@pytest.mark.parametrize("command", [RECORD, RequestAnswer(booking="b-1"), ISSUE])
@pytest.mark.parametrize("agenda", [Agenda(), BOOKED, WITH_TICKET, of_an_audience(WITH_RECORD)])
def test_which_rules_judge(command: Any, agenda: Agenda) -> None:
    decision = hall.decided(command, agenda, ISSUED)
    assert [each.rule for each in decision.findings] == RULES[type(command)]


def test_a_record_without_a_conclusion_is_refused() -> None:
    record = MeetingRecord(["Ce acte mai lipsesc?"], [])
    command = RecordConclusions(booking="b-1", record=record)
    decision = hall.decided(command, HELD, RECORDED)
    assert decision.refused_by == ("record.complete",)
    assert "Scrieți cel puțin o concluzie." in decision.explain("ro")
    assert "Write at least one conclusion." in decision.explain("en")
    assert hall.decided(RECORD, HELD, RECORDED).finding("record.complete").measured == 1


@pytest.mark.parametrize(
    ("command", "agenda", "ro", "en"),
    [
        (RECORD, BOOKED, "Consemnați mai întâi că întâlnirea a avut loc.", "Record first that"),
        (ISSUE, HELD, "Nu s-au consemnat concluzii.", "No conclusions were recorded."),
        (
            attrs.evolve(ISSUE, record=hall.OTHER_RECORD),
            WITH_RECORD,
            "Concluziile nu sunt cele consemnate.",
            "The conclusions are not those that were recorded.",
        ),
        (
            ISSUE,
            WITH_TICKET,
            "Documentul s-a emis deja, joi, 26 noiembrie 2026, ora 12:00",
            "The document was issued already, Thursday, 26 November 2026, 12:00",
        ),
        (
            ISSUE,
            WITH_TICKET,
            "Pentru completări se face o programare nouă.",
            "For additions, make a new booking.",
        ),
        (
            RequestAnswer(booking="b-1"),
            HELD,
            "Nu se poate cere un răspuns scris: nu este o audiență.",
            "No written answer can be asked for: it is no audience.",
        ),
    ],
)
def test_a_refusal_says_why_and_what_would_help(
    command: Any, agenda: Agenda, ro: str, en: str
) -> None:
    decision = hall.decided(command, agenda, ISSUED)
    assert ro in decision.explain("ro")
    assert en in decision.explain("en")


@pytest.mark.parametrize(
    ("command", "agenda"),
    [
        (RECORD, BOOKED),
        (RECORD, WITH_TICKET),
        (ISSUE, HELD),
        (ISSUE, WITH_TICKET),
        (RequestAnswer(booking="b-1"), HELD),
        (ISSUE, of_an_audience(HELD)),
    ],
)
def test_no_slot_is_offered_where_none_was_asked_for(command: Any, agenda: Agenda) -> None:
    """To record or to issue asks for no time: «the slot asked for is free» would mislead."""
    decision = hall.decided(command, agenda, ISSUED)
    remedy = decision.remedy()
    assert remedy.needed == decision.refusals
    assert (remedy.asked, remedy.before, remedy.after, remedy.closed_by) == (None, None, None, ())


# --- the ticket -----------------------------------------------------------------------------


def issued(agenda: Agenda = WITH_RECORD, at: str = ISSUED, **changes: Any) -> BlueTicket:
    facts: dict[str, Any] = {"booking": "b-1", "record": hall.RECORD} | changes
    command = IssueTicket(**facts)
    [event] = hall.decided(command, agenda, at).events
    assert isinstance(event, TicketIssued)
    return event.ticket


def test_the_ticket_says_all_about_the_meeting() -> None:
    assert issued() == BlueTicket(
        booking="b-1",
        procedure="blue_ticket",
        institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
        policy="cluj-napoca/tichet-albastru@2020-10-05",
        request="119368/305",
        filed_on=world.FILED,
        citizen=world.NAME,
        inspector="i-1",
        inspector_name="Mureșan Ioana",
        inspector_role="execution",
        start=world.WANTED.start,
        minutes=15,
        time_zone="Europe/Bucharest",
        channel="online",
        record=hall.RECORD,
        issued_at=world.local(ISSUED),
    )


def test_the_ticket_of_a_meeting_in_person_has_its_room_and_who_came_to_hold_it() -> None:
    booking = attrs.evolve(
        WITH_RECORD["b-1"], channel="in_person", room="1.01", inspector="i-2", in_place_of="i-1"
    )
    ticket = issued(Agenda.of([booking]))
    assert (ticket.channel, ticket.room) == ("in_person", "1.01")
    assert (ticket.inspector, ticket.inspector_name) == ("i-2", "Dănilă Dan")


def test_the_fingerprint_in_the_booking_is_that_of_the_ticket() -> None:
    ticket = issued()
    kept = WITH_TICKET["b-1"].ticket
    assert kept is not None
    assert ticket.matches(kept)
    assert not attrs.evolve(ticket, record=hall.OTHER_RECORD).matches(kept)
    assert "Lipsește" not in repr(WITH_TICKET["b-1"])


def test_a_policy_without_an_institution_signs_by_its_title() -> None:
    policy = attrs.evolve(world.policy(), institution=None)
    office = hall.hall().replace(policy=policy)
    [event] = hall.decided(ISSUE, WITH_RECORD, ISSUED, office).events
    assert isinstance(event, TicketIssued)
    assert event.ticket.institution == policy.title


@pytest.mark.parametrize(
    ("citizen", "files", "field"),
    [
        pytest.param(None, (), "citizen", id="nobody-says-who-came"),
        pytest.param(Applicant(world.NAME, "8"), hall.FILES, "citizen", id="another-id"),
        pytest.param("Rus Ion", hall.FILES, "citizen", id="another-name"),
        pytest.param(world.NAME, hall.FILES, "citizen", id="the-name-without-the-id"),
    ],
)
def test_a_ticket_needs_the_citizen_of_the_booking(citizen: Any, files: Any, field: str) -> None:
    command = IssueTicket(booking="b-1", record=hall.RECORD, citizen=citizen)
    with pytest.raises(InvalidInput, match=f"^{field}: ") as raised:
        hall.decided(command, WITH_RECORD, ISSUED, hall.hall(requests=files))
    assert "Ion" not in str(raised.value)
    assert raised.value.personal


def test_the_citizen_may_be_given_where_no_request_says_it() -> None:
    office = hall.hall(requests=())
    command = IssueTicket(booking="b-1", record=hall.RECORD, citizen=hall.ANA)
    [event] = hall.decided(command, WITH_RECORD, ISSUED, office).events
    assert isinstance(event, TicketIssued)
    assert (event.ticket.citizen, event.ticket.request) == (world.NAME, None)


def test_a_ticket_needs_the_inspector_of_the_meeting() -> None:
    with pytest.raises(InvalidInput, match=r"^office.inspectors: got 'i-1'; expected the insp"):
        hall.decided(ISSUE, WITH_RECORD, ISSUED, hall.hall(people=()))


def test_a_ticket_needs_the_inspector_s_name_and_says_where_it_is_missing() -> None:
    nameless = hall.hall(people=[Inspector("i-1")])
    with pytest.raises(InvalidInput, match=r"^office\.inspectors") as raised:
        hall.decided(ISSUE, WITH_RECORD, ISSUED, nameless)
    assert "i-1" in str(raised.value)


def test_a_ticket_is_issued_under_however_many_changes_of_the_policy() -> None:
    """The version of the policy names every parameter that was changed."""
    changed = hall.hall(
        notice_hours=24,
        window_days=31,
        max_minutes=20,
        grid_minutes=5,
        horizon_days=90,
        open_bookings_per_request=2,
        channels=["online", "phone", "in_person"],
        buffer_before_minutes=5,
        buffer_after_minutes=5,
        reminder_hours=12,
    )
    decision = hall.decided(ISSUE, WITH_RECORD, ISSUED, changed)
    assert decision.allowed
    [event] = decision.events
    assert isinstance(event, TicketIssued)
    assert event.ticket.policy == decision.policy.version


@pytest.mark.parametrize(
    ("command", "agenda"),
    [(ISSUE, BOOKED), (ISSUE, HELD), (ISSUE, WITH_TICKET)],
)
def test_what_is_refused_asks_for_no_names(command: Any, agenda: Agenda) -> None:
    """A refusal is a value, also where the office could not have made the ticket."""
    decision = hall.decided(command, agenda, ISSUED, hall.hall(requests=(), people=()))
    assert not decision.allowed
    assert decision.explain("ro").startswith("Se refuză")


# --- the written answer to an audience ------------------------------------------------------

AUDIENCE = Agenda.of([hall.audience()])
A_HELD = Agenda.of([hall.audience(status="held")])
A_RECORD = RecordConclusions(booking="a-1", record=hall.RECORD)
A_RECORDED = hall.done(A_RECORD, A_HELD, "2026-12-02 12:00")
A_ISSUE = IssueTicket(booking="a-1", record=hall.RECORD)
A_ASK = RequestAnswer(booking="a-1")


@pytest.mark.parametrize(
    ("agenda", "at", "rules"),
    [
        pytest.param(AUDIENCE, world.AT, (), id="before-the-audience"),
        pytest.param(A_HELD, "2026-12-02 12:00", (), id="after-it"),
        pytest.param(A_RECORDED, "2027-03-02 12:00", (), id="long-after"),
        pytest.param(
            Agenda.of([hall.audience(status="cancelled")]),
            world.AT,
            ("audience.answer_open",),
            id="of-a-cancelled-one",
        ),
        pytest.param(
            Agenda.of([hall.audience(status="no_show")]),
            "2026-12-02 12:00",
            ("audience.answer_open",),
            id="of-a-missed-one",
        ),
    ],
)
def test_when_the_answer_can_be_asked_for(agenda: Agenda, at: Any, rules: tuple[str, ...]) -> None:
    decision = hall.decided(A_ASK, agenda, at)
    assert decision.refused_by == rules
    for event in decision.events:
        assert event == AnswerRequested(at=decision.at, booking="a-1")
        after = apply(agenda, event)["a-1"]
        assert after == attrs.evolve(agenda["a-1"], answer_requested_at=decision.at)


def test_the_first_asking_counts() -> None:
    once = hall.done(A_ASK, AUDIENCE)
    twice = hall.done(A_ASK, once, "2026-11-25 10:00")
    assert twice["a-1"].answer_requested_at == world.AT
    assert twice == once


def test_an_answer_is_written_only_when_it_was_asked_for() -> None:
    decision = hall.decided(A_ISSUE, A_RECORDED, "2026-12-02 13:00")
    assert decision.refused_by == ("audience.answer_requested",)
    assert "Consemnați mai întâi că răspunsul a fost cerut." in decision.explain("ro")
    assert "Record that it was asked for first." in decision.explain("en")
    asked = hall.done(A_ASK, A_RECORDED, "2026-12-02 13:00")
    [event] = hall.decided(A_ISSUE, asked, "2026-12-02 14:00").events
    assert isinstance(event, TicketIssued)
    ticket = event.ticket
    assert (ticket.procedure, ticket.inspector, ticket.inspector_role) == (
        "audience",
        "d-1",
        "director",
    )
    assert ticket.policy == "cluj-napoca/audiente@2020-10-05"
    assert (ticket.request, ticket.citizen) == ("119368/305", world.NAME)
    after = apply(asked, event)
    assert after["a-1"].ticket == ticket.fingerprint
    assert hall.decided(A_ASK, after, "2026-12-02 15:00").refused_by == ("ticket.once",)
    assert hall.decided(A_ISSUE, after, "2026-12-02 15:00").refused_by == ("ticket.once",)


def test_an_answer_without_a_request_needs_the_citizen() -> None:
    agenda = Agenda.of(
        [attrs.evolve(A_RECORDED["a-1"], request=None, answer_requested_at=world.AT)]
    )
    with pytest.raises(InvalidInput, match=r"^citizen: expected who came"):
        hall.decided(A_ISSUE, agenda, "2026-12-02 13:00")
    [event] = hall.decided(attrs.evolve(A_ISSUE, citizen=hall.ANA), agenda, AFTER_NOON).events
    assert isinstance(event, TicketIssued)
    assert (event.ticket.request, event.ticket.filed_on) == (None, None)


AFTER_NOON = "2026-12-02 13:00"


# --- at the door ----------------------------------------------------------------------------

NO_RECORDS: list[Any] = [None, "concluzie", {"conclusions": ["x"]}, hall.RECORD.document]


@pytest.mark.parametrize("kind", [RecordConclusions, IssueTicket])
@pytest.mark.parametrize("wrong", NO_RECORDS)
def test_only_a_record_is_recorded(kind: Any, wrong: Any) -> None:
    with pytest.raises(WrongType, match=r"^record: expected a MeetingRecord") as raised:
        kind(booking="b-1", record=wrong)
    assert "concluzie" not in str(raised.value)


@pytest.mark.parametrize(
    ("make", "wrong", "field"),
    [
        (lambda each: IssueTicket(booking=each, record=hall.RECORD), "", "booking"),
        (lambda each: RecordConclusions(booking=each, record=hall.RECORD), 7, "booking"),
        (lambda each: RequestAnswer(booking=each), None, "booking"),
        (lambda each: Reassign(booking=each, inspector="i-2"), "", "booking"),
        (lambda each: Reassign(booking="b-1", inspector=each), "", "inspector"),
        (lambda each: Reassign(booking="b-1", inspector=each), None, "inspector"),
        (lambda each: Reassign(booking="b-1", inspector="i-2", slot=each), "10:00", "slot"),
        (lambda each: IssueTicket(booking="b", record=hall.RECORD, citizen=each), 7, "citizen"),
        (lambda each: IssueTicket(booking="b", record=hall.RECORD, citizen=each), "?", "citizen"),
    ],
)
def test_what_is_no_command(make: Any, wrong: Any, field: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{field}: "):
        make(wrong)


def test_no_text_of_a_conversation_is_in_the_words_of_a_command_or_an_event() -> None:
    [recorded] = hall.decided(RECORD, HELD, RECORDED).events
    [issue] = hall.decided(ISSUE, WITH_RECORD, ISSUED).events
    for said in (repr(RECORD), repr(ISSUE), repr(recorded), repr(issue)):
        assert "Lipsește" not in said
        assert "Ce acte" not in said
        assert "Pop" not in said
    command = attrs.evolve(ISSUE, citizen="Pop Ana")
    assert "Pop" not in repr(command)
    assert command.citizen == Applicant("Pop Ana")


# --- apply ----------------------------------------------------------------------------------

AT = world.local(ISSUED)


def recorded(record: MeetingRecord = hall.RECORD, booking: str = "b-1") -> ConclusionsRecorded:
    return ConclusionsRecorded(at=AT, booking=booking, record=record)


def ticketed(**changes: Any) -> TicketIssued:
    return TicketIssued(at=AT, ticket=attrs.evolve(issued(), **changes))


CONFLICTS = [
    pytest.param(Agenda(), recorded(), "booking.open", id="record-of-nothing"),
    pytest.param(BOOKED, recorded(), "record.held", id="record-of-an-open-one"),
    pytest.param(MISSED, recorded(), "record.held", id="record-of-a-no-show"),
    pytest.param(CANCELLED, recorded(), "record.held", id="record-of-a-cancelled-one"),
    pytest.param(WITH_TICKET, recorded(), "ticket.once", id="record-after-the-ticket"),
    pytest.param(Agenda(), ticketed(), "booking.open", id="ticket-of-nothing"),
    pytest.param(BOOKED, ticketed(), "record.held", id="ticket-of-an-open-one"),
    pytest.param(HELD, ticketed(), "ticket.recorded", id="ticket-without-a-record"),
    pytest.param(
        WITH_RECORD,
        ticketed(record=hall.OTHER_RECORD),
        "ticket.recorded",
        id="ticket-of-an-altered-record",
    ),
    pytest.param(WITH_TICKET, ticketed(), "ticket.once", id="ticket-twice"),
    pytest.param(WITH_TICKET, ticketed(citizen="Altcineva"), "ticket.once", id="another-ticket"),
    pytest.param(
        HELD, AnswerRequested(at=AT, booking="b-1"), "audience.answer_open", id="of-a-ticket"
    ),
    pytest.param(
        Agenda(), AnswerRequested(at=AT, booking="b-1"), "booking.open", id="answer-to-nothing"
    ),
    pytest.param(
        of_an_audience(MISSED),
        AnswerRequested(at=AT, booking="b-1"),
        "audience.answer_open",
        id="answer-to-a-no-show",
    ),
    pytest.param(
        of_an_audience(CANCELLED),
        AnswerRequested(at=AT, booking="b-1"),
        "audience.answer_open",
        id="answer-to-a-cancelled-one",
    ),
    pytest.param(
        of_an_audience(WITH_TICKET),
        AnswerRequested(at=AT, booking="b-1"),
        "ticket.once",
        id="answer-after-the-answer",
    ),
]


@pytest.mark.parametrize(("agenda", "event", "rule"), CONFLICTS)
def test_what_can_t_have_happened_does_not_apply(agenda: Agenda, event: Any, rule: str) -> None:
    before = list(agenda)
    with pytest.raises(AgendaConflict, match=f"^{rule}: booking 'b-1'") as raised:
        apply(agenda, event)
    assert (raised.value.rule, raised.value.other) == (rule, None)
    assert list(agenda) == before


def test_the_agenda_before_stays_as_it_was() -> None:
    agenda, seen = HELD, []
    for event in (recorded(), recorded(hall.OTHER_RECORD), recorded(), ticketed()):
        seen.append((agenda, list(agenda)))
        agenda = apply(agenda, event)
    assert all(list(each) == bookings for each, bookings in seen)
    assert agenda["b-1"].ticket == issued().fingerprint
    taken = list(agenda.of_inspector("i-1", world.WANTED.begins, world.WANTED.ends))
    assert taken == [agenda["b-1"]]
    assert list(agenda.of_applicant(hall.ANA.key, world.WANTED.begins, world.WANTED.ends)) == taken


def test_a_log_of_the_whole_journey_is_replayed() -> None:
    [booked] = hall.decided(world.book(booking="b-1"), office=hall.hall()).events
    log = [booked, Held(at=AT, booking="b-1"), recorded(), ticketed()]
    agenda = replayed(log)
    assert agenda["b-1"].ticket == issued().fingerprint
    assert replayed(log[2:], replayed(log[:2])) == agenda
    with pytest.raises(InvalidInput, match=r"^events\[4\]: got 'TicketIssued'.*ticket.once"):
        replayed([*log, ticketed()])


@pytest.mark.parametrize(
    "value",
    [
        RECORD,
        ISSUE,
        A_ASK,
        Reassign(booking="b-1", inspector="i-2"),
        recorded(),
        ticketed(),
        AnswerRequested(at=AT, booking="b-1"),
        WITH_TICKET,
        of_an_audience(WITH_TICKET),
    ],
)
def test_they_survive_a_pickle(value: Any) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (ConclusionsRecorded, {"record": "x"}, "record"),
        (TicketIssued, {"ticket": "x"}, "ticket"),
        (AnswerRequested, {"booking": ""}, "booking"),
        (AnswerRequested, {"at": datetime(2026, 11, 26, 10)}, "at"),  # noqa: DTZ001 (the point)
    ],
)
def test_what_is_no_event(kind: Any, wrong: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {"at": AT}
    if kind is not TicketIssued:
        facts["booking"] = "b-1"
    if kind is ConclusionsRecorded:
        facts["record"] = hall.RECORD
    with pytest.raises(InvalidInput, match=f"^{field}: "):
        kind(**(facts | wrong))


# --- what comes late or twice ---------------------------------------------------------------


def test_a_held_meeting_does_not_move() -> None:
    moves: list[Any] = [
        Reschedule(booking="b-1", slot=world.slot("2026-12-03 10:00")),
        Reassign(booking="b-1", inspector="i-2"),
    ]
    for command in moves:
        assert "booking.open" in hall.decided(command, HELD).refused_by


def test_a_booking_is_held_by_the_policy_of_the_day() -> None:
    """An old booking is closed under the policy now in force: none of its rules is asked."""
    old = Agenda.of([hall.ticket(slot=world.slot("2026-01-15 10:00"))])
    assert hall.done(Hold(booking="b-1"), old, "2026-11-27 09:00")["b-1"].is_held


# --- whatever is asked ----------------------------------------------------------------------


@st.composite
def commands(draw: st.DrawFn, scene: world.World) -> Any:
    """Any command on a booking of the town, or for a new audience in it."""
    id_ = draw(st.sampled_from([*(each.id for each in scene.bookings), "b-99"]))
    who = draw(st.sampled_from([*(each.id for each in scene.people), "nobody"]))
    slot = Slot(draw(world.office_hours(scene.people, scene.anchor)), 10)
    channel = draw(st.sampled_from(["in_person", "online"]))
    record = draw(st.sampled_from([hall.RECORD, hall.OTHER_RECORD, MeetingRecord(["?"], [])]))
    return draw(
        st.sampled_from(
            [
                hall.ask(official=who, slot=slot, channel=channel, number=None),
                Reschedule(booking=id_, slot=slot),
                Reassign(booking=id_, inspector=who),
                Reassign(booking=id_, inspector=who, slot=slot),
                Cancel(booking=id_),
                Hold(booking=id_),
                NoShow(booking=id_),
                RecordConclusions(booking=id_, record=record),
                RequestAnswer(booking=id_),
                IssueTicket(booking=id_, record=record),
            ]
        )
    )


@world.examples(50)
@given(towns(), st.data())
def test_whatever_is_allowed_applies_and_nobody_is_in_two_places(
    scene: world.World, data: st.DataObject
) -> None:
    agenda, at = scene.agenda, scene.at
    for _ in range(data.draw(st.integers(1, 8))):
        command = data.draw(commands(attrs.evolve(scene, agenda=agenda)))
        at += timedelta(minutes=data.draw(st.sampled_from([0, 15, 600, 3000])))
        try:
            decision = decide(command, agenda, at=at, office=scene.office)
        except InvalidInput as error:
            # The town may not know who came, or who held the meeting.
            assert isinstance(command, IssueTicket)
            assert error.field in ("citizen", "office.inspectors")  # noqa: PT017
            continue
        assert len(decision.events) == decision.allowed
        before = list(agenda)
        after = replayed(decision.events, agenda)
        assert list(agenda) == before
        assert naive.collisions(after) == []
        assert Agenda.of(after) == after
        for booking in after:
            assert (booking.ticket is None) is (booking.issued_at is None)
            assert (booking.record is None) is (booking.recorded_at is None)
            assert booking.record is None or booking.is_held
            assert booking.ticket is None or booking.record is not None
        agenda = after
