"""Two writers, step by step: who is first, who is not, and what the second is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from tests.writers._databases import all_bookings, collisions, connect, drop_guards, make_table
from tests.writers._race import AT, FILED, SLOTS, book_of, one_room_office, round_office
from tests.writers._recipes import (
    RECIPES,
    PostgreSQLOptimistic,
    PostgreSQLPessimistic,
    Recipe,
    SomebodyWasFirst,
    SQLiteDeferred,
    SQLiteImmediate,
)
from tichet_rules import (
    Agenda,
    AgendaConflict,
    BookAudience,
    Cancel,
    Command,
    Contact,
    Hold,
    Inspector,
    IssueTicket,
    MeetingRecord,
    Office,
    Reassign,
    RecordConclusions,
    Request,
    Reschedule,
    Slot,
    Week,
)
from tichet_rules.storage import lock_statement

OFFICE = round_office(0)
ANA, DAN, STEFAN, IOANA, ANA_TOO, THEIRS, *_ = OFFICE.requests.values()
# Apart by more than the buffer.
EARLY, MIDDLE, LATE = SLOTS[0], SLOTS[2], SLOTS[4]
LEVELS = ("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")

Optimistic = PostgreSQLOptimistic | SQLiteDeferred


def done(recipe: Recipe, command: Command, office: Office = OFFICE, at: datetime = AT) -> str:
    """Carry out a command that must be allowed, and give the id of its booking."""
    decision = recipe.carry_out(command, at, office).decision
    assert decision.allowed, decision.explain()
    booking = decision.events[0].booking
    return booking if isinstance(booking, str) else booking.id


class Pair:
    """Two writers at one table, and a look at it from outside."""

    def __init__(self, recipe: type[Recipe], where: str) -> None:
        make_table(recipe.dialect, where)
        self.dialect = recipe.dialect
        self.one, self.two = recipe.at(where, waiting=0), recipe.at(where, waiting=0)
        self.outside = connect(recipe.dialect, where)

    def close(self) -> None:
        for each in (self.one, self.two, self.outside):
            each.close()

    def stored(self) -> Agenda:
        assert not any(collisions(self.dialect, self.outside).values())
        return Agenda.of(all_bookings(self.outside))


@pytest.fixture
def pair(request: pytest.FixtureRequest, places: Any) -> Iterator[Pair]:
    made = Pair(request.param, places[request.param.dialect])
    yield made
    made.close()


every = pytest.mark.parametrize("pair", RECIPES, indirect=True, ids=lambda each: each.name)
optimistic = pytest.mark.parametrize(
    "pair",
    [PostgreSQLOptimistic, SQLiteDeferred],
    indirect=True,
    ids=lambda each: each.name,
)
on_postgresql = pytest.mark.parametrize(
    "pair", [PostgreSQLOptimistic], indirect=True, ids=lambda each: each.name
)


# --- the failure that booking systems are known for -----------------------------------------


def _both_tentative(
    pair: Pair, first: Command, second: Command, office: Office = OFFICE, at: datetime = AT
) -> SomebodyWasFirst | None:
    """Let both writers come as far as the recipe allows, and then let both confirm.

    In the optimistic recipes both decide, and are told yes, before either writes. In the
    pessimistic ones the second can't even decide before the first is done.
    """
    one, two = pair.one, pair.two
    if isinstance(one, Optimistic) and isinstance(two, Optimistic):
        yes, also_yes = one.decided(first, at, office), two.decided(second, at, office)
        assert yes.allowed, yes.explain()
        assert also_yes.allowed, also_yes.explain()
        one.store(yes)
        with pytest.raises(SomebodyWasFirst) as reason:
            two.store(also_yes)
        return reason.value
    if isinstance(one, PostgreSQLPessimistic):
        two.connection.execute("SET lock_timeout = '1ms'")
        locking = lock_statement(first, at=at, office=office)
        with one.connection.transaction():
            one.connection.execute(*locking)
            yes = one.decided(first, at, office)
            with pytest.raises(Exception, match="lock timeout"):
                two.once(second, at, office)
            one.write(yes)
            with pytest.raises(Exception, match="lock timeout"):
                two.once(second, at, office)
        return None
    assert isinstance(one, SQLiteImmediate)
    one.connection.execute("BEGIN IMMEDIATE")
    yes = one.decided(first, at, office)
    with pytest.raises(SomebodyWasFirst, match="busy"):
        two.once(second, at, office)
    one.write(yes)
    with pytest.raises(SomebodyWasFirst, match="busy"):
        two.once(second, at, office)
    one.connection.execute("COMMIT")
    return None


@every
@pytest.mark.parametrize("kinds", ["two new", "one moved", "two moved"])
def test_two_tentative_bookings_are_not_both_confirmed(pair: Pair, kinds: str) -> None:
    first: Command = book_of(ANA, MIDDLE)
    second: Command = book_of(DAN, MIDDLE)
    if kinds != "two new":
        second = Reschedule(booking=done(pair.two, book_of(DAN, LATE)), slot=MIDDLE)
    if kinds == "two moved":
        first = Reschedule(booking=done(pair.one, book_of(ANA, EARLY)), slot=MIDDLE)
    before = pair.stored()

    reason = _both_tentative(pair, first, second)

    assert reason is None or str(reason) == "slot.free"
    [confirmed] = [each for each in pair.stored() if each.slot == MIDDLE]
    assert confirmed.request == ANA.number
    # The loser decides again, on what is there now, and is told why not, and what instead.
    decision = pair.two.carry_out(second, AT, OFFICE).decision
    assert decision.refused_by == ("slot.free",)
    assert decision.remedy().before is not None or decision.remedy().after is not None
    assert "slot.free" in decision.explain()
    # Neither the winner's booking nor one that the loser had before has changed by that.
    assert len(pair.stored()) == len(before) + (kinds != "two moved")
    assert all(pair.stored()[each.id] == each for each in before if each.request == DAN.number)


@optimistic
@pytest.mark.parametrize("kinds", ["two new", "two moved"])
def test_without_the_guards_both_would_be_confirmed(pair: Pair, kinds: str) -> None:
    assert isinstance(pair.one, Optimistic)
    assert isinstance(pair.two, Optimistic)
    commands: list[Command] = [book_of(ANA, MIDDLE), book_of(DAN, MIDDLE)]
    if kinds == "two moved":
        commands = [
            Reschedule(booking=done(pair.one, book_of(ANA, EARLY)), slot=MIDDLE),
            Reschedule(booking=done(pair.two, book_of(DAN, LATE)), slot=MIDDLE),
        ]
    drop_guards(pair.dialect, pair.outside)
    yes = pair.one.decided(commands[0], AT, OFFICE)
    also_yes = pair.two.decided(commands[1], AT, OFFICE)
    pair.one.store(yes)
    pair.two.store(also_yes)
    assert collisions(pair.dialect, pair.outside)["slot.free"] == 1
    with pytest.raises(AgendaConflict, match=r"slot\.free"):
        Agenda.of(all_bookings(pair.outside))


# --- every other race -----------------------------------------------------------------------


@every
def test_two_requests_of_one_citizen_are_not_met_at_once(pair: Pair) -> None:
    reason = _both_tentative(pair, book_of(ANA, MIDDLE), book_of(ANA_TOO, MIDDLE))
    assert reason is None or str(reason) == "applicant.free"
    decision = pair.two.carry_out(book_of(ANA_TOO, MIDDLE), AT, OFFICE).decision
    assert decision.refused_by == ("applicant.free",)
    assert len(pair.stored()) == 1


@every
def test_one_request_is_not_booked_twice_for_different_times(pair: Pair) -> None:
    reason = _both_tentative(pair, book_of(ANA, EARLY), book_of(ANA, LATE))
    assert reason is None or str(reason) == "request.one_open_booking"
    decision = pair.two.carry_out(book_of(ANA, LATE), AT, OFFICE).decision
    assert decision.refused_by == ("request.one_open_booking",)
    assert len(pair.stored()) == 1


@every
def test_the_same_question_asked_twice_at_once_is_one_booking(pair: Pair) -> None:
    _both_tentative(pair, book_of(ANA, EARLY), book_of(ANA, EARLY))
    decision = pair.two.carry_out(book_of(ANA, EARLY), AT, OFFICE).decision
    assert set(decision.refused_by) == {
        "slot.free",
        "applicant.free",
        "request.one_open_booking",
    }
    assert len(pair.stored()) == 1


@every
@pytest.mark.parametrize("first", ["cancel", "move"])
@pytest.mark.parametrize("second", ["cancel", "move"])
def test_a_booking_changed_by_another_is_not_changed_by_what_was_decided_before(
    pair: Pair, first: str, second: str
) -> None:
    id_ = done(pair.one, book_of(ANA, EARLY))
    commands: dict[tuple[str, int], Command] = {
        ("cancel", 1): Cancel(booking=id_),
        ("move", 1): Reschedule(booking=id_, slot=MIDDLE),
        ("cancel", 2): Cancel(booking=id_),
        ("move", 2): Reschedule(booking=id_, slot=LATE),
    }
    reason = _both_tentative(pair, commands[first, 1], commands[second, 2])
    assert reason is None or str(reason) == "booking.open"
    assert pair.stored()[id_].slot == (EARLY if first == "cancel" else MIDDLE)
    decision = pair.two.carry_out(commands[second, 2], AT, OFFICE).decision
    if first == "cancel":
        assert decision.refused_by == ("booking.open",)
        assert pair.stored()[id_].is_open is False
    else:  # it is still open, only elsewhere: the second one is decided on that, and allowed
        assert decision.allowed
        assert decision.agenda[id_].revision == 1
        assert pair.stored()[id_].is_open == (second == "move")


@every
def test_the_time_of_a_cancelled_booking_can_be_had_again(pair: Pair) -> None:
    first = done(pair.one, book_of(ANA, EARLY))
    assert pair.two.carry_out(book_of(DAN, EARLY), AT, OFFICE).decision.refused_by == ("slot.free",)
    done(pair.one, Cancel(booking=first))
    done(pair.two, book_of(DAN, EARLY))
    # The same citizen comes again: the id, made of request and start, is in the table already.
    done(pair.one, book_of(STEFAN, MIDDLE))
    done(pair.one, Cancel(booking=done(pair.one, book_of(ANA, LATE))))
    again = done(pair.two, book_of(ANA, LATE))
    assert again.endswith("-2")
    assert len(pair.stored()) == 5


@every
def test_a_past_booking_that_nobody_closed_does_not_keep_its_request_from_another(
    pair: Pair,
) -> None:
    done(pair.one, book_of(ANA, EARLY))
    later = EARLY.end
    next_week = Slot(EARLY.start + timedelta(days=7))
    command = book_of(ANA, next_week)
    assert pair.one.carry_out(command, later, OFFICE).decision.allowed
    # Of the two, the one of the past can still be closed, and the new one cancelled.
    past, *_ = (each for each in pair.stored() if each.slot == EARLY)
    assert pair.two.carry_out(Hold(booking=past.id), later, OFFICE).decision.allowed
    new, *_ = (each for each in pair.stored() if each.slot == next_week)
    assert pair.two.carry_out(Cancel(booking=new.id), later, OFFICE).decision.allowed


@every
def test_a_writer_who_gives_up_leaves_the_time_to_the_next(pair: Pair) -> None:
    pair.one.connection.execute("BEGIN")
    pair.one.write(pair.one.decided(book_of(ANA, EARLY), AT, OFFICE))
    pair.one.roll_back()
    done(pair.two, book_of(DAN, EARLY))
    assert [each.request for each in pair.stored()] == [DAN.number]


# --- rooms, substitutes, two procedures -----------------------------------------------------

ONE_ROOM = one_room_office(0)
GUEST, OTHER_GUEST = (each for each in list(ONE_ROOM.requests.values())[:3:2])


@every
@pytest.mark.parametrize("kinds", ["two new", "one moved", "one taken over"])
def test_one_room_is_not_given_to_two_inspectors_at_once(pair: Pair, kinds: str) -> None:
    assert GUEST.inspector != OTHER_GUEST.inspector
    first: Command = book_of(GUEST, MIDDLE, "in_person")
    second: Command = book_of(OTHER_GUEST, MIDDLE, "in_person")
    if kinds != "two new":
        id_ = done(pair.two, book_of(OTHER_GUEST, LATE, "in_person"), ONE_ROOM)
        second = Reschedule(booking=id_, slot=MIDDLE)
        if kinds == "one taken over":
            second = Reassign(booking=id_, inspector="i-0-3", slot=MIDDLE)
    reason = _both_tentative(pair, first, second, ONE_ROOM)
    assert reason is None or str(reason) == "room.free"
    decision = pair.two.carry_out(second, AT, ONE_ROOM).decision
    assert decision.refused_by == ("room.free",)
    assert [each.slot for each in pair.stored() if each.request == GUEST.number] == [MIDDLE]


@every
def test_the_loser_of_one_of_two_rooms_gets_the_other(pair: Pair) -> None:
    office = ONE_ROOM.replace(rooms=["sala-0", "sala-1"])
    first = book_of(GUEST, MIDDLE, "in_person")
    second = book_of(OTHER_GUEST, MIDDLE, "in_person")
    reason = _both_tentative(pair, first, second, office)
    assert reason is None or str(reason) == "room.free"
    done(pair.two, second, office)
    assert {each.room for each in pair.stored()} == {"sala-0", "sala-1"}


@every
@pytest.mark.parametrize("other", ["a booking", "another take-over", "a cancellation"])
def test_whoever_takes_over_is_free_and_the_booking_open(pair: Pair, other: str) -> None:
    id_ = done(pair.one, book_of(ANA, MIDDLE))
    taken_over = Reassign(booking=id_, inspector="i-0-1")
    first: Command = Reassign(booking=id_, inspector="i-0-1", slot=LATE)
    if other == "a booking":
        first = book_of(THEIRS, MIDDLE)
    elif other == "a cancellation":
        first = Cancel(booking=id_)
    reason = _both_tentative(pair, first, taken_over)
    assert reason is None or str(reason) == (
        "slot.free" if other == "a booking" else "booking.open"
    )
    decision = pair.two.carry_out(taken_over, AT, OFFICE).decision
    assert (
        decision.refused_by
        == {
            "a booking": ("slot.free",),
            "another take-over": (),
            "a cancellation": ("booking.open",),
        }[other]
    )
    one = pair.stored()[id_]
    assert (one.inspector == "i-0-1") == (other == "another take-over")
    assert one.revision == (2 if other == "another take-over" else 0)


TOWN = OFFICE.replace(
    inspectors=[
        *OFFICE.inspectors.values(),
        Inspector("d-0", "Popa Ana", role="director", audience_hours=Week()),
    ],
    requests=[
        *OFFICE.requests.values(),
        Request("77/305", ANA.applicant, FILED, "i-0-1"),
    ],
)


@every
def test_a_citizen_is_not_at_an_audience_and_a_meeting_at_once(pair: Pair) -> None:
    audience = BookAudience(
        official="d-0",
        applicant=ANA.applicant,
        slot=MIDDLE,
        reason="Autorizația de construire din strada Horea",
        number=ANA.number,
        within_competence=True,
        contact=Contact("0264 596 030", "cetatean@example.org"),
    )
    reason = _both_tentative(pair, book_of(ANA, MIDDLE), audience, TOWN)
    assert reason is None or str(reason) == "applicant.free"
    decision = pair.two.carry_out(audience, AT, TOWN).decision
    assert decision.refused_by == ("applicant.free",)
    # At another time it is no second open booking of the request: it is another procedure's.
    other = attrs.evolve(audience, slot=LATE)
    done(pair.two, other, TOWN)
    assert len(pair.stored()) == 2


# --- what follows the meeting ---------------------------------------------------------------

RECORD = MeetingRecord(["Ce acte lipsesc?"], ["Lipsește planul cadastral."])
CORRECTED = MeetingRecord(["Ce acte lipsesc?"], ["Nu lipsește nimic."])
AFTER = EARLY.end
NAMED = OFFICE.replace(
    inspectors=[attrs.evolve(each, name="Mureșan Ioana") for each in OFFICE.inspectors.values()]
)


@every
def test_one_ticket_is_issued_of_a_meeting(pair: Pair) -> None:
    id_ = done(pair.one, book_of(ANA, EARLY))
    for command in (Hold(booking=id_), RecordConclusions(booking=id_, record=RECORD)):
        done(pair.one, command, NAMED, AFTER)
    issue = IssueTicket(booking=id_, record=RECORD)
    reason = _both_tentative(pair, issue, issue, NAMED, AFTER)
    assert reason is None or str(reason) == "booking.open"
    issued = pair.stored()[id_]
    later = AFTER + timedelta(minutes=5)
    decision = pair.two.carry_out(issue, later, NAMED).decision
    assert decision.refused_by == ("ticket.once",)
    assert pair.stored()[id_] == issued
    assert issued.issued_at == AFTER


@every
@pytest.mark.parametrize("ticket_first", [True, False])
def test_a_ticket_states_the_record_that_the_booking_has(pair: Pair, ticket_first: bool) -> None:
    id_ = done(pair.one, book_of(ANA, EARLY))
    for command in (Hold(booking=id_), RecordConclusions(booking=id_, record=RECORD)):
        done(pair.one, command, NAMED, AFTER)
    issue = IssueTicket(booking=id_, record=RECORD)
    correct = RecordConclusions(booking=id_, record=CORRECTED)
    first, second = (issue, correct) if ticket_first else (correct, issue)
    reason = _both_tentative(pair, first, second, NAMED, AFTER)
    assert reason is None or str(reason) == "booking.open"
    decision = pair.two.carry_out(second, AFTER, NAMED).decision
    assert decision.refused_by == (("ticket.once",) if ticket_first else ("ticket.recorded",))
    record = RECORD if ticket_first else CORRECTED
    assert pair.stored()[id_].record == record.fingerprint
    assert (pair.stored()[id_].ticket is None) is not ticket_first


# --- PostgreSQL: the second waits for the first ---------------------------------------------


def _until_it_waits(pair: Pair, second: threading.Thread) -> None:
    """Look until the second writer is waiting for the first: a state, and not a time."""
    waits = "SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while not pair.outside.execute(waits).fetchone()["n"]:
        assert second.is_alive(), "the second writer did not wait"


@on_postgresql
@pytest.mark.parametrize("first_commits", [True, False])
def test_what_is_written_and_not_yet_committed_is_waited_for(
    pair: Pair, first_commits: bool
) -> None:
    one, two = pair.one, pair.two
    assert isinstance(two, PostgreSQLOptimistic)
    yes = one.decided(book_of(ANA, EARLY), AT, OFFICE)
    also_yes = two.decided(book_of(DAN, EARLY), AT, OFFICE)
    told: list[str] = []

    def confirm() -> None:
        try:
            two.store(also_yes)
        except SomebodyWasFirst as reason:
            told.append(str(reason))

    one.connection.execute("BEGIN")
    one.write(yes)
    second = threading.Thread(target=confirm)
    second.start()
    _until_it_waits(pair, second)
    one.connection.execute("COMMIT" if first_commits else "ROLLBACK")
    second.join()
    assert told == (["slot.free"] if first_commits else [])
    assert [each.request for each in pair.stored()] == [ANA.number if first_commits else DAN.number]


@on_postgresql
@pytest.mark.parametrize("level", LEVELS)
def test_the_constraints_hold_at_every_isolation_level(pair: Pair, level: str) -> None:
    one, two = pair.one, pair.two
    assert isinstance(one, PostgreSQLOptimistic)
    two.connection.execute(f"BEGIN ISOLATION LEVEL {level}")
    also_yes = two.decided(book_of(DAN, EARLY), AT, OFFICE)  # and with it the snapshot
    one.store(one.decided(book_of(ANA, EARLY), AT, OFFICE), level)
    with pytest.raises(Exception) as refused:  # noqa: PT011 (which one is the next line)
        two.write(also_yes)
    assert two.reason(refused.value) in ("slot.free", "serialization")
    two.roll_back()
    assert len(pair.stored()) == 1


@on_postgresql
@pytest.mark.parametrize("level", LEVELS)
def test_a_stale_update_changes_nothing_at_every_isolation_level(pair: Pair, level: str) -> None:
    one, two = pair.one, pair.two
    assert isinstance(one, PostgreSQLOptimistic)
    id_ = done(one, book_of(ANA, EARLY))
    two.connection.execute(f"BEGIN ISOLATION LEVEL {level}")
    stale = two.decided(Reschedule(booking=id_, slot=LATE), AT, OFFICE)
    one.store(one.decided(Cancel(booking=id_), AT, OFFICE), level)
    with pytest.raises(Exception) as refused:  # noqa: PT011 (which one is the next line)
        two.write(stale)
    assert two.reason(refused.value) in ("booking.open", "serialization")
    two.roll_back()
    assert pair.stored()[id_].slot == EARLY
