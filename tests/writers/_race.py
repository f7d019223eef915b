"""The race: eight processes after the same few slots, and what must be true when they are done."""

from __future__ import annotations

import multiprocessing
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

from tests.writers._databases import all_bookings, collisions, connect, make_table
from tests.writers._recipes import Recipe
from tichet_rules import (
    Agenda,
    Book,
    Booked,
    Booking,
    BookingStatus,
    Cancel,
    Cancelled,
    Command,
    Contact,
    Event,
    Inspector,
    Office,
    Policy,
    Reassign,
    Reassigned,
    Request,
    Reschedule,
    Rescheduled,
    Slot,
    apply,
    preset,
)

PROCESSES = 8
COMMANDS_A_ROUND = 5  # of each process

FILED = date(2026, 1, 12)
AT = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Bucharest"))
FIRST = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Bucharest"))
SLOTS = tuple(Slot(FIRST + timedelta(minutes=15 * count)) for count in range(5))
NAMES = ("Pop Ana", "Rus Dan", "Țîrlea Ștefan", "Moldovan Ioana")
REQUESTS = 8


OfficeOfARound = Callable[[int], Office]


def round_office(round_: int) -> Office:
    """The town hall of one round: two inspectors, and four citizens with two requests each."""
    return _office(round_, inspectors=2, citizens=len(NAMES), rooms=())


def one_room_office(round_: int) -> Office:
    """One room for four inspectors, whose citizens all want to come in person, each for one."""
    return _office(round_, inspectors=4, citizens=REQUESTS, rooms=(f"sala-{round_}",))


def _office(round_: int, *, inspectors: int, citizens: int, rooms: tuple[str, ...]) -> Office:
    ids = [f"i-{round_}-{count}" for count in range(inspectors)]
    requests = [
        Request(
            f"{1000 * (round_ + 1) + count}/305",
            f"{NAMES[count % len(NAMES)]} {_letters(round_)} {_letters(count % citizens)}",
            FILED,
            ids[count * inspectors // REQUESTS],
        )
        for count in range(REQUESTS)
    ]
    # Each may stand in for each.
    staff = [Inspector(id_, deputies=[each for each in ids if each != id_]) for id_ in ids]
    return Office(policy=_policy(), inspectors=staff, requests=requests, rooms=rooms)


def _policy() -> Policy:
    latest = preset("cluj-napoca/tichet-albastru").latest
    return latest.evolve(
        buffer_after_minutes=5, buffer_before_minutes=0, channels=["online", "in_person"]
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def book_of(request: Request, slot: Slot, channel: str = "online") -> Book:
    return Book(
        number=request.number,
        applicant=request.applicant.name,
        filed_on=request.filed_on,
        slot=slot,
        channel=channel,
        contact=Contact("0264 596 030", "cetatean@example.org"),
    )


@frozen
class Attempt:
    """What became of one command of one process, small enough to be sent home."""

    kind: str
    event: Event | None
    revision: int
    refused_by: tuple[str, ...]
    beaten_by: tuple[str, ...]


@frozen
class Figures:
    """What a race came to."""

    recipe: str
    attempts: int
    accepted: dict[str, int]
    refused: dict[str, int]
    beaten_by: dict[str, int]
    lost_then_refused: dict[str, int]
    most_tries: int
    bookings: int
    collisions: dict[str, int]
    seconds: float

    def lines(self) -> Iterable[str]:
        def listed(counts: dict[str, int]) -> str:
            return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())) or "–"

        yield f"{self.recipe}: {self.attempts:,} attempts in {self.seconds:.1f} s"
        yield f"  accepted:            {listed(self.accepted)}"
        yield f"  refused, by rule:    {listed(self.refused)}"
        yield f"  somebody was first:  {listed(self.beaten_by)}"
        yield f"  and then refused:    {listed(self.lost_then_refused)}"
        yield f"  most tries of one:   {self.most_tries}"
        yield f"  bookings stored:     {self.bookings:,}, none lost"
        yield f"  double bookings:     {listed(self.collisions)}"


# --- a writer -------------------------------------------------------------------------------


def command_of(chance: random.Random, office: Office, connection: Any, parameter: str) -> Command:
    """A command: mostly to book, else one about the last booking of a request."""
    request = chance.choice(list(office.requests.values()))
    slot = chance.choice(SLOTS)
    kind = chance.choice(("book", "book", "book", "cancel", "reschedule", "reassign"))
    if kind != "book":
        row = connection.execute(
            f"SELECT id FROM bookings WHERE request = {parameter}"
            " ORDER BY status = 'booked' DESC, id LIMIT 1",
            {"request": request.number},
        ).fetchone()
        if row is not None:
            commands: dict[str, Command] = {
                "cancel": Cancel(booking=row["id"]),
                "reschedule": Reschedule(booking=row["id"], slot=slot),
                "reassign": Reassign(
                    booking=row["id"],
                    inspector=chance.choice(list(office.inspectors)),
                    slot=chance.choice((None, slot)),
                ),
            }
            return commands[kind]
    return book_of(request, slot, "in_person" if office.rooms else "online")


def write(
    recipe_class: type[Recipe],
    office_of: OfficeOfARound,
    where: str,
    seed: int,
    rounds: int,
    barrier: Any,
    answers: Any,
) -> None:
    """One process: all the commands of all the rounds, each round begun together."""
    try:
        answers.put(_attempts(recipe_class, office_of, where, seed, rounds, barrier))
    except BaseException:
        barrier.abort()
        answers.put(traceback.format_exc())
        raise


def _attempts(
    recipe_class: type[Recipe],
    office_of: OfficeOfARound,
    where: str,
    seed: int,
    rounds: int,
    barrier: Any,
) -> list[Attempt]:
    chance, recipe = random.Random(seed), recipe_class.at(where)
    parameter = ":request" if recipe.dialect == "sqlite" else "%(request)s"
    attempts: list[Attempt] = []
    for round_ in range(rounds):
        office = office_of(round_)
        barrier.wait()
        for step in range(COMMANDS_A_ROUND):
            command = command_of(chance, office, recipe.connection, parameter)
            outcome = recipe.carry_out(command, AT + timedelta(seconds=step), office)
            decision = outcome.decision
            event = decision.events[0] if decision.events else None
            before = (
                decision.agenda.get(event.booking)
                if event is not None and not isinstance(event, Booked)
                else None
            )
            attempts.append(
                Attempt(
                    type(command).__name__,
                    event,
                    before.revision if before else 0,
                    decision.refused_by,
                    tuple(outcome.beaten_by),
                )
            )
    recipe.close()
    return attempts


# --- the race -------------------------------------------------------------------------------


def race(
    recipe: type[Recipe],
    where: str,
    *,
    rounds: int,
    seed: int = 2026,
    office_of: OfficeOfARound = round_office,
) -> Figures:
    """Let the processes race for so many rounds, and check everything that must be true."""
    make_table(recipe.dialect, where)
    kinds = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in kinds else "spawn")
    if "forkserver" in kinds:
        context.set_forkserver_preload(["tichet_rules", "psycopg", "email_validator"])
    barrier, answers = context.Barrier(PROCESSES), context.SimpleQueue()
    writers = [
        context.Process(
            target=write,
            args=(recipe, office_of, where, seed * PROCESSES + i, rounds, barrier, answers),
        )
        for i in range(PROCESSES)
    ]
    began = time.perf_counter()
    for writer in writers:
        writer.start()
    lists = [answers.get() for _ in writers]
    for writer in writers:
        writer.join()
    seconds = time.perf_counter() - began
    for each in lists:
        if isinstance(each, str):
            raise RuntimeError(f"a writer failed:\n{each}")
    attempts = [attempt for each in lists for attempt in each]
    assert len(attempts) == PROCESSES * rounds * COMMANDS_A_ROUND
    connection = connect(recipe.dialect, where)
    try:
        bookings = all_bookings(connection)
        found = collisions(recipe.dialect, connection)
    finally:
        connection.close()
    assert not any(found.values()), found
    Agenda.of(bookings)  # refuses a double booking
    check_nothing_is_lost(attempts, bookings)
    return _figures(recipe, attempts, bookings, found, seconds)


def check_nothing_is_lost(attempts: list[Attempt], bookings: list[Booking]) -> None:
    """The table is what the accepted events make of it, and every other command has its reason."""
    stored = {each.id: each for each in bookings}
    expected: dict[str, Booking] = {}
    moved: dict[tuple[str, int], Rescheduled | Reassigned] = {}
    cancelled: dict[str, int] = {}
    for each in attempts:
        match each.event:
            case None:
                assert each.refused_by, "a command without an event has no reason"
            case Booked(booking=booking):
                assert booking.id not in expected, "an id was given to two bookings"
                expected[booking.id] = booking
            case Rescheduled(booking=id_) | Reassigned(booking=id_):
                assert (id_, each.revision) not in moved, "two writers moved the same revision"
                moved[id_, each.revision] = each.event
            case Cancelled(booking=id_):
                assert id_ not in cancelled, "a booking was cancelled twice"
                cancelled[id_] = each.revision
            case other:
                raise AssertionError(other)
    assert stored.keys() == expected.keys(), "a booking was lost, or came from nowhere"
    for id_, booking in stored.items():
        revisions = sorted(revision for whose, revision in moved if whose == id_)
        assert revisions == list(range(booking.revision)), "a move was lost"
        agenda = Agenda.of([expected[id_]])
        for revision in revisions:
            agenda = apply(agenda, moved[id_, revision])
        now = attrs.evolve(agenda[id_], status=booking.status)
        assert booking == now, "a booking is not what its moves make of it"
        assert (booking.status is BookingStatus.CANCELLED) == (id_ in cancelled)
        assert cancelled.get(id_, booking.revision) == booking.revision
    assert all(whose in stored for whose, _ in moved)
    assert all(whose in stored for whose in cancelled)


def _figures(
    recipe: type[Recipe],
    attempts: list[Attempt],
    bookings: list[Booking],
    found: dict[str, int],
    seconds: float,
) -> Figures:
    accepted = Counter(type(each.event).__name__ for each in attempts if each.event is not None)
    refused = Counter(rule for each in attempts for rule in each.refused_by)
    beaten = Counter(reason for each in attempts for reason in each.beaten_by)
    lost = Counter(rule for each in attempts if each.beaten_by for rule in each.refused_by)
    refusals = sum(1 for each in attempts if each.event is None)
    assert accepted.total() + refusals == len(attempts)
    assert accepted["Booked"] == len(bookings)
    return Figures(
        recipe.name,
        len(attempts),
        dict(accepted),
        dict(refused),
        dict(beaten),
        dict(lost),
        max(len(each.beaten_by) + 1 for each in attempts),
        len(bookings),
        found,
        seconds,
    )
