"""What is read and written, tried on SQLite; what PostgreSQL makes of it is in tests/writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.test_table import insert, stored, table
from tichet_rules import (
    Agenda,
    AgendaConflict,
    AnswerRequested,
    BlueTicket,
    Book,
    BookAudience,
    Booked,
    Booking,
    BookingStatus,
    Cancel,
    Cancelled,
    Command,
    ConclusionsRecorded,
    Contact,
    Event,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    MeetingRecord,
    MissedByCitizen,
    NoShow,
    Office,
    Procedure,
    Reassign,
    Reassigned,
    RecordConclusions,
    Request,
    RequestAnswer,
    Reschedule,
    Rescheduled,
    Slot,
    Text,
    TicketIssued,
    Week,
    apply,
    decide,
    replayed,
)
from tichet_rules.storage import (
    agenda_statement,
    booking_of,
    lock_statement,
    row_of,
    statement_for,
)
from tichet_rules.storage._columns import COLUMNS
from tichet_rules.storage.statements import _UPDATES

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
FILED = date(2026, 1, 12)
NAMES = ("Pop Ana", "Rus Dan", "Pop Ana", "Moldovan Ioana")
OFFICE = Office(
    inspectors=[
        Inspector("i-0", "Mureșan Ioana", deputies=["i-1"]),
        Inspector("i-1", "Dănilă Dan"),
        Inspector("d-0", "Popa Ana", role="director", audience_hours=Week(), deputies=["d-1"]),
        Inspector("d-1", "Luca Ion", role="director", audience_hours=Week()),
    ],
    rooms=["Sala 1", "Sala 2"],
    requests=[
        Request(f"{count + 1}/305", name, FILED, f"i-{count % 2}")
        for count, name in enumerate(NAMES)
    ],
)
REQUESTS = tuple(OFFICE.requests.values())
OPEN = Booking("b-1", "1/305", "i-0", "name:ana pop", Slot(TEN), booked_at=AT)


def book(request: Request = REQUESTS[0], slot: Slot = OPEN.slot, **changes: Any) -> Book:
    facts: dict[str, Any] = {
        "number": request.number,
        "applicant": request.applicant.name,
        "filed_on": FILED,
        "slot": slot,
        "contact": Contact("0264596030", "ana@example.org"),
    }
    return Book(**(facts | changes))


def audience(official: str = "d-0", slot: Slot = OPEN.slot, **changes: Any) -> BookAudience:
    facts: dict[str, Any] = {
        "official": official,
        "applicant": "Pop Ana",
        "slot": slot,
        "reason": "Autorizația de construire din strada Horea",
        "number": "1/305",
        "within_competence": True,
        "contact": Contact("0264596030", "ana@example.org"),
    }
    return BookAudience(**(facts | changes))


@pytest.fixture
def bookings() -> Iterator[sqlite3.Connection]:
    with closing(table()) as connection:
        yield connection


# --- writing --------------------------------------------------------------------------------

MOVED = Rescheduled(
    at=AT,
    booking="b-1",
    slot=Slot(TEN + timedelta(hours=1), 10),
    buffer_before_minutes=5,
    buffer_after_minutes=10,
)
TAKEN_OVER = Reassigned(
    at=AT, booking="b-1", inspector="i-1", slot=OPEN.slot, in_place_of="i-0", room="Sala 2"
)
CHANGES: tuple[Event, ...] = (
    MOVED,
    TAKEN_OVER,
    Cancelled(at=AT, booking="b-1"),
    Held(at=AT, booking="b-1"),
    MissedByCitizen(at=AT, booking="b-1"),
)


def store(connection: sqlite3.Connection, event: Event, agenda: Agenda) -> int:
    return connection.execute(*statement_for(event, agenda, "sqlite")).rowcount


@pytest.mark.parametrize("event", CHANGES, ids=lambda each: type(each).__name__)
def test_the_table_after_a_statement_is_the_agenda_after_the_event(
    bookings: sqlite3.Connection, event: Event
) -> None:
    booked = Booked(at=AT, booking=OPEN)
    agenda = apply(Agenda(), booked)
    assert store(bookings, booked, Agenda()) == 1
    assert stored(bookings) == list(agenda)
    assert store(bookings, event, agenda) == 1
    assert stored(bookings) == list(apply(agenda, event))


@pytest.mark.parametrize("event", CHANGES, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("first", CHANGES, ids=lambda each: type(each).__name__)
def test_an_event_decided_on_what_is_no_longer_there_changes_nothing(
    bookings: sqlite3.Connection, event: Event, first: Event
) -> None:
    agenda = Agenda.of([OPEN])
    insert(bookings, row_of(OPEN, "sqlite"))
    assert store(bookings, first, agenda) == 1
    between = stored(bookings)
    assert store(bookings, event, agenda) == 0
    assert stored(bookings) == between


# --- what follows the meeting ---------------------------------------------------------------

RECORD = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."])
CORRECTED = MeetingRecord(["Ce acte mai lipsesc?"], ["Nu lipsește nimic."])
AUDIENCE = attrs.evolve(OPEN, request=None, procedure="audience", inspector="d-0")


def ticket(booking: Booking, record: MeetingRecord = RECORD, minute: int = 0) -> TicketIssued:
    issued_at = TEN + timedelta(hours=2, minutes=minute)
    document = BlueTicket(
        booking=booking.id,
        procedure=booking.procedure,
        institution=Text("Primăria", "City Hall"),
        policy="cluj-napoca/tichet-albastru@2020-10-05",
        request=booking.request,
        filed_on=FILED if booking.request else None,
        citizen="Pop Ana",
        inspector=booking.inspector,
        inspector_name="Mureșan Ioana",
        inspector_role="execution",
        start=booking.slot.start,
        minutes=booking.slot.minutes,
        time_zone="Europe/Bucharest",
        channel=booking.channel,
        record=record,
        issued_at=issued_at,
    )
    return TicketIssued(at=issued_at, ticket=document)


HELD = Held(at=TEN, booking="b-1")
RECORDED = ConclusionsRecorded(at=TEN, booking="b-1", record=RECORD)
RERECORDED = ConclusionsRecorded(at=TEN, booking="b-1", record=CORRECTED)
ASKED = AnswerRequested(at=TEN, booking="b-1")


@pytest.mark.parametrize(
    ("first", "events"),
    [
        (OPEN, [HELD, RECORDED, RERECORDED, ticket(OPEN, CORRECTED)]),
        (OPEN, [TAKEN_OVER, HELD, RECORDED, ticket(OPEN)]),
        (AUDIENCE, [ASKED, HELD, RECORDED, ASKED, ticket(AUDIENCE)]),
    ],
)
def test_the_table_follows_a_meeting_to_its_ticket(
    bookings: sqlite3.Connection, first: Booking, events: list[Event]
) -> None:
    agenda = Agenda()
    for event in (Booked(at=AT, booking=first), *events):
        assert store(bookings, event, agenda) == 1
        agenda = apply(agenda, event)
        assert stored(bookings) == list(agenda)
    assert agenda["b-1"].ticket is not None


@pytest.mark.parametrize(
    ("seen", "first", "second"),
    [
        # Of two tickets one is issued, even where both were decided at once.
        ([HELD, RECORDED], ticket(OPEN), ticket(OPEN, minute=1)),
        # None is issued of a record that was replaced since, nor a record replaced after it.
        ([HELD, RECORDED], RERECORDED, ticket(OPEN)),
        ([HELD, RECORDED], ticket(OPEN), RERECORDED),
        # Of two who record, the second is told, and does not write over the first unseen.
        ([HELD], RECORDED, RERECORDED),
        ([HELD, RECORDED], RERECORDED, RECORDED),
    ],
)
def test_what_was_decided_before_another_recorded_or_issued_changes_nothing(
    bookings: sqlite3.Connection, seen: list[Event], first: Event, second: Event
) -> None:
    agenda = replayed(seen, Agenda.of([OPEN]))
    insert(bookings, row_of(agenda["b-1"], "sqlite"))
    assert store(bookings, first, agenda) == 1
    between = stored(bookings)
    assert between == list(apply(agenda, first))
    assert store(bookings, second, agenda) == 0
    assert stored(bookings) == between


def test_an_answer_is_asked_for_once_and_not_after_it_was_given(
    bookings: sqlite3.Connection,
) -> None:
    open_ones = Agenda.of([AUDIENCE])
    insert(bookings, row_of(AUDIENCE, "sqlite"))
    assert store(bookings, ASKED, open_ones) == 1
    assert store(bookings, ASKED, open_ones) == 0  # as another has asked since
    asked = apply(open_ones, ASKED)
    assert store(bookings, HELD, asked) == 1
    assert store(bookings, ASKED, asked) == 1  # of one that was held meanwhile it can be asked
    held = apply(asked, HELD)
    assert store(bookings, RECORDED, held) == 1
    recorded = apply(held, RECORDED)
    assert store(bookings, ticket(AUDIENCE), recorded) == 1
    assert store(bookings, ASKED, recorded) == 0


def test_every_event_has_its_statement() -> None:
    assert {Booked, *_UPDATES} == set(get_args(Event))
    for update in _UPDATES.values():
        assert {*update.changed, *update.as_it_was} <= {each.name for each in COLUMNS}


def test_postgresql_compares_what_may_be_absent() -> None:
    sql, parameters = statement_for(RECORDED, replayed([HELD], Agenda.of([OPEN])))
    assert '"record" IS NOT DISTINCT FROM %(record_before)s::text' in sql
    assert '"recorded_at" IS NOT DISTINCT FROM %(recorded_at_before)s::timestamptz' in sql
    assert parameters["record_before"] is None


def test_an_event_that_does_not_apply_has_no_statement() -> None:
    with pytest.raises(AgendaConflict, match=r"booking\.open"):
        statement_for(MOVED, Agenda())
    other = Booking("b-2", "2/305", "i-0", "name:dan rus", OPEN.slot)
    with pytest.raises(AgendaConflict, match=r"slot\.free"):
        statement_for(Booked(at=AT, booking=other), Agenda.of([OPEN]))


def test_the_text_is_in_the_form_of_the_driver_and_holds_no_value() -> None:
    hostile = Booking("'; DROP TABLE bookings; --", "1/305", "%(id)s", ":id", OPEN.slot)
    sql, row = statement_for(Booked(at=AT, booking=hostile), Agenda())
    assert "DROP" not in sql
    assert sql.count("%(") == len(row)
    sql, parameters = statement_for(MOVED, Agenda.of([OPEN]), name="programari")
    assert sql.startswith('UPDATE "programari" SET "start" = %(start)s, "minutes" = %(minutes)s')
    assert '"revision" = %(revision_before)s AND ("status" = \'booked\')' in sql
    assert parameters["revision_before"] == 0
    assert parameters["revision"] == 1
    assert parameters["start"] == MOVED.slot.start


@pytest.mark.parametrize("options", [{"dialect": "mysql"}, {"name": "a b"}])
def test_an_unknown_dialect_or_a_hostile_name_is_an_error(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        statement_for(MOVED, Agenda.of([OPEN]), **options)
    with pytest.raises(InvalidInput):
        agenda_statement(book(), at=AT, office=OFFICE, **options)
    with pytest.raises(InvalidInput):
        lock_statement(book(), at=AT, office=OFFICE, name="a b")


# --- reading --------------------------------------------------------------------------------

starts = st.integers(-12, 400).map(lambda quarter: TEN + timedelta(minutes=15 * quarter, days=-4))


# As of bookings that were moved from there, or whose citizen came to another official.
USED_IDS = [
    f"{about}@20261126T080000Z{number}" for about in ("d-0", "1/305") for number in ("", "-2")
]


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    agenda = Agenda()
    for count in range(draw(st.integers(0, 10))):
        request = draw(st.sampled_from(REQUESTS))
        official = draw(st.booleans())
        number = draw(st.sampled_from([request.number, None])) if official else request.number
        one = Booking(
            id=draw(st.sampled_from([f"b-{count}", f"b-{count}", *USED_IDS])),
            request=number,
            inspector=draw(st.sampled_from(["d-0", "d-1"] if official else ["i-0", "i-1"])),
            applicant=request.applicant.key,
            slot=Slot(draw(starts), draw(st.sampled_from([5, 15, 40]))),
            status=draw(st.sampled_from(BookingStatus)),
            channel=draw(st.sampled_from(["online", "in_person"])),
            buffer_after_minutes=draw(st.sampled_from([0, 5, 1440])),
            procedure="audience" if official else "blue_ticket",
            room=draw(st.sampled_from([None, "Sala 1", "Sala 2", "Sala 3"])),
        )
        try:
            agenda = apply(agenda, Booked(at=AT, booking=one))
        except AgendaConflict:
            continue
    return agenda


ids = st.sampled_from(["b-0", "b-1", "b-2", "b-99"])
slots = starts.map(Slot)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        book, st.sampled_from(REQUESTS), slots, channel=st.sampled_from(["online", "in_person"])
    ),
    st.builds(book, slot=slots, channel=st.just("in_person"), room=st.just("Sala 2")),
    st.builds(book, applicant=st.just("Altcineva")),
    st.builds(book, number=st.sampled_from(["99/305", "/", ""])),
    st.builds(book, booking=st.just("b-99"), inspector=st.sampled_from(["i-1", "i-9"])),
    st.builds(
        audience,
        st.sampled_from(["d-0", "d-1", "i-0"]),
        st.just(OPEN.slot) | slots,
        number=st.sampled_from([None, "1/305", "2/305", "/"]),
        prior_audience=st.none() | ids,
        channel=st.sampled_from(["online", "in_person"]),
    ),
    st.builds(Reschedule, booking=ids, slot=slots),
    st.builds(
        Reassign,
        booking=ids,
        inspector=st.sampled_from(["i-0", "i-1", "d-1", "i-9"]),
        slot=st.none() | slots,
    ),
    *(st.builds(kind, booking=ids) for kind in (Cancel, Hold, NoShow, RequestAnswer)),
    st.builds(RecordConclusions, booking=ids, record=st.just(RECORD)),
    st.builds(IssueTicket, booking=ids, record=st.just(RECORD)),
)


def read(connection: sqlite3.Connection, command: Any, at: datetime, office: Office) -> Agenda:
    statement = agenda_statement(command, at=at, office=office, dialect="sqlite")
    return Agenda.of(booking_of(row) for row in connection.execute(*statement))


MET_IN_PERSON = OFFICE.replace(
    policy=OFFICE.policy_at(AT).evolve(channels=["online", "in_person"], no_show_pause_days=3),
    audiences=OFFICE.policy_at(AT, Procedure.AUDIENCE).evolve(daily_limit=1),
)


@given(agendas(), commands, st.just(AT) | starts)
def test_what_is_read_is_enough_to_decide(agenda: Agenda, command: Any, at: datetime) -> None:
    with closing(table(one_open_booking=False)) as connection:
        for each in agenda:
            insert(connection, row_of(each, "sqlite"))
        part = read(connection, command, at, MET_IN_PERSON)
    assert {each.id for each in part} <= {each.id for each in agenda}
    on_all = decide(command, agenda, at=at, office=MET_IN_PERSON)
    on_part = decide(command, part, at=at, office=MET_IN_PERSON)
    assert on_part.findings == on_all.findings
    assert on_part.events == on_all.events
    assert on_part.explain() == on_all.explain()


def test_what_is_long_over_and_what_is_of_others_is_not_read(
    bookings: sqlite3.Connection,
) -> None:
    old = Booking("b-0", "2/305", "i-0", "name:dan rus", Slot(TEN - timedelta(days=30)))
    others = Booking("b-2", "4/305", "i-1", "name:ioana moldovan", OPEN.slot)
    for each in (old, OPEN, others):
        insert(bookings, row_of(each, "sqlite"))
    command = Reschedule(booking="b-1", slot=OPEN.slot)
    assert [each.id for each in read(bookings, command, AT, OFFICE)] == ["b-1"]


@pytest.mark.parametrize(
    "command",
    [
        book(channel="in_person"),
        audience(channel="in_person"),
        Reschedule(booking="b-1", slot=OPEN.slot),
        Reassign(booking="b-1", inspector="i-1"),
        Cancel(booking="b-1"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_all_is_read_by_indexes(bookings: sqlite3.Connection, command: Command) -> None:
    sql, parameters = agenda_statement(command, at=AT, office=OFFICE, dialect="sqlite")
    plan = bookings.execute("EXPLAIN QUERY PLAN " + sql, parameters).fetchall()
    assert not any("SCAN bookings" in row["detail"] for row in plan)


def test_a_booking_that_is_taken_over_is_read_with_what_was_beside_it_long_ago(
    bookings: sqlite3.Connection,
) -> None:
    past = attrs.evolve(OPEN, slot=Slot(TEN - timedelta(days=30)))
    theirs = attrs.evolve(past, id="b-2", request="2/305", applicant="name:b", inspector="i-1")
    for each in (past, theirs):
        insert(bookings, row_of(each, "sqlite"))
    question = Reassign(booking="b-1", inspector="i-1")
    agenda = read(bookings, question, AT, OFFICE)
    assert "slot.free" in decide(question, agenda, at=AT, office=OFFICE).refused_by
    sql, _ = agenda_statement(question, at=AT, office=OFFICE)
    assert sql.count('LEAST(%(since)s::timestamptz, (SELECT "start" - interval') == 3


def test_every_booking_of_the_request_is_read_so_that_a_new_id_is_new(
    bookings: sqlite3.Connection,
) -> None:
    for _ in range(3):
        decision = decide(book(), read(bookings, book(), AT, OFFICE), at=AT, office=OFFICE)
        [booked] = decision.events
        assert isinstance(booked, Booked)
        assert store(bookings, booked, decision.agenda) == 1
        cancelled = Cancelled(at=AT, booking=booked.booking.id)
        assert store(bookings, cancelled, apply(decision.agenda, booked)) == 1
    stem = "1/305@20261126T080000Z"
    assert [each.id for each in stored(bookings)] == [stem, f"{stem}-2", f"{stem}-3"]


@pytest.mark.parametrize("elsewhere", ["moved", "of another official", "cancelled"])
def test_an_id_that_an_audience_has_is_read_wherever_it_is_now(
    bookings: sqlite3.Connection, elsewhere: str
) -> None:
    stem = "d-0@20261126T080000Z"
    ways: dict[str, dict[str, Any]] = {
        "moved": {"slot": Slot(TEN - timedelta(days=20))},
        "of another official": {"inspector": "d-1", "slot": Slot(TEN + timedelta(days=1))},
        "cancelled": {"status": "cancelled"},
    }
    changes = ways[elsewhere]
    for id_ in (stem, f"{stem}-2"):
        one = attrs.evolve(AUDIENCE, id=id_, applicant=id_, **changes)
        changes = {"status": "cancelled"}
        insert(bookings, row_of(one, "sqlite"))
    agenda = read(bookings, audience(), AT, OFFICE)
    assert [each.id for each in agenda] == [stem, f"{stem}-2"]


def test_the_first_days_of_the_calendar_are_no_error() -> None:
    first = datetime(1, 1, 2, tzinfo=UTC)
    statement = agenda_statement(Cancel(booking="b"), at=first, office=OFFICE)
    assert statement.parameters["since"] == first.replace(day=1)


@pytest.mark.parametrize("at", [datetime(2026, 11, 24), "now"])  # noqa: DTZ001 (an error)
def test_an_instant_without_an_offset_is_an_error(at: Any) -> None:
    for question in (agenda_statement, lock_statement):
        with pytest.raises(InvalidInput, match="at"):
            question(book(), at=at, office=OFFICE)


# --- table and rules agree ------------------------------------------------------------------

SOON = OFFICE.replace(
    policy=OFFICE.policy_at(AT).evolve(
        notice_hours=0,
        buffer_before_minutes=5,
        buffer_after_minutes=5,
        channels=["online", "in_person"],
    ),
    rooms=["Sala 1"],
)
SLOTS_OF_A_DAY = st.integers(0, 11).map(lambda count: Slot(TEN + timedelta(minutes=15 * count)))
AFTER_THE_MEETING = (RecordConclusions, RequestAnswer, IssueTicket)
STEPS = st.tuples(
    st.sampled_from(
        (*(Book,) * 3, BookAudience, Reschedule, Reassign, Cancel, Hold, NoShow, *AFTER_THE_MEETING)
    ),
    st.sampled_from(REQUESTS),
    SLOTS_OF_A_DAY,
    st.integers(0, 20).map(lambda minutes: timedelta(minutes=minutes)),
    st.sampled_from(["online", "in_person"]),
)


def asked(kind: Any, booking: Booking, slot: Slot) -> Command:
    more: dict[type[Any], dict[str, Any]] = {
        Reschedule: {"slot": slot},
        Reassign: {"slot": slot, "inspector": f"{booking.inspector[0]}-1"},
        RecordConclusions: {"record": RECORD},
        IssueTicket: {"record": RECORD, "citizen": booking.applicant.removeprefix("name:")},
    }
    command: Command = kind(booking=booking.id, **more.get(kind, {}))
    return command


@given(st.lists(STEPS, max_size=25))
def test_the_table_takes_whatever_the_rules_allow_on_what_is_in_it(steps: list[Any]) -> None:
    # Otherwise a writer would be told yes by one and no by the other, again and again.
    at, known = TEN - timedelta(minutes=10), Agenda()
    with closing(table()) as connection:
        for kind, request, slot, passed, channel in steps:
            at += passed
            mine = [each for each in known if each.request == request.number]
            mine.sort(key=lambda each: each.is_open)
            command: Command = book(request, slot, channel=channel)
            if kind is BookAudience:
                name, number = request.applicant.name, request.number
                command = audience("d-0", slot, number=number, applicant=name, channel=channel)
            elif kind is not Book and mine:
                command = asked(kind, mine[-1], slot)
            agenda = read(connection, command, at, SOON)
            for event in decide(command, agenda, at=at, office=SOON).events:
                assert store(connection, event, agenda) == 1
                known = apply(known, event)
        assert Agenda.of(stored(connection)) == known


# --- waiting --------------------------------------------------------------------------------


def test_a_new_booking_waits_for_its_inspector_its_citizen_and_its_request() -> None:
    sql, parameters = lock_statement(book(), at=AT, office=OFFICE)
    assert parameters == {
        "inspector": "i-0",
        "applicant": REQUESTS[0].applicant.key,
        "request": "1/305",
    }
    assert "pg_advisory_xact_lock" in sql
    assert "ORDER BY" in sql


def test_what_is_not_known_is_not_waited_for() -> None:
    _, parameters = lock_statement(book(number="99/305"), at=AT, office=OFFICE)
    assert parameters == {"inspector": "", "applicant": None, "request": None}


def test_a_meeting_in_person_waits_for_the_rooms() -> None:
    _, online = lock_statement(audience(), at=AT, office=OFFICE)
    assert not any(each.startswith("room") for each in online)
    sql, parameters = lock_statement(book(channel="in_person"), at=AT, office=OFFICE)
    assert sql.count("'room ' || %(room_") == 2
    assert (parameters["room_0"], parameters["room_1"]) == ("Sala 1", "Sala 2")


def test_a_change_waits_for_those_of_the_booking() -> None:
    sql, parameters = lock_statement(Cancel(booking="b-1"), at=AT, office=OFFICE)
    assert parameters == {"booking": "b-1"}
    assert sql.count("(SELECT") == 3
    question = Reassign(booking="b-1", inspector="i-1")
    sql, parameters = lock_statement(question, at=AT, office=OFFICE)
    assert parameters == {
        "booking": "b-1",
        "inspector": "i-1",
        "room_0": "Sala 1",
        "room_1": "Sala 2",
    }
    assert "'inspector ' || %(inspector)s::text" in sql
    assert sql.count("\"channel\" = 'in_person'") == 2
