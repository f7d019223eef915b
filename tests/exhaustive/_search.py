"""The search: breadth first through every agenda that so many commands can reach.

A state is the clock and the bookings, without what no rule reads here: how often a booking was
moved, and when it was booked. Two histories that lead to equal states have the same future, so it
is searched once; that makes the search finite, and no command less is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs
from attrs import define, frozen

from tests.exhaustive import _model as model
from tests.exhaustive._model import Change, Line, Lines
from tests.exhaustive._world import (
    DAY_TICKS,
    IDS,
    ONE_HOUR,
    ROOM,
    World,
    change_of,
    line_of,
    minute_of,
)
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Book,
    BookAudience,
    Booked,
    Booking,
    Cancel,
    Command,
    Decision,
    Event,
    Hold,
    NoShow,
    Reassign,
    Reassigned,
    Reschedule,
    Rescheduled,
    TichetError,
    apply,
    decide,
)

ADVANCE: Final = "advance the clock"
Step = Command | str
Key = tuple[int, Lines]


class Wrong(AssertionError):
    """What the search was looking for, with the commands that lead there."""


@define(eq=False)
class State:
    """A reachable agenda, as it was when it was reached, and how it was."""

    number: int
    clock: int
    agenda: Agenda
    bookings: tuple[Booking, ...]
    lines: Lines
    depth: int
    before: State | None = None
    by: Step | None = None
    offers: int = 0  # the events of allowed decisions here, as bits of their numbers

    def history(self) -> list[str]:
        """The commands that led here."""
        done: list[str] = []
        state: State | None = self
        while state is not None and state.by is not None:
            done.append(str(state.by))
            state = state.before
        return done[::-1]

    def wrong(self, what: str, step: object = None) -> Wrong:
        told = [*self.history(), *([] if step is None else [str(step)])]
        return Wrong("\n  ".join((what, *(told or ["in the empty agenda"]))))


@frozen
class Level:
    """The states that are first reached by so many commands."""

    depth: int
    states: int


@define
class Figures:
    """What was searched."""

    depth: int
    states: int = 1
    transitions: int = 0
    allowed: int = 0
    refused: int = 0
    advances: int = 0
    events: int = 0
    late_applied: int = 0
    late_conflicts: int = 0
    levels: list[Level] = attrs.field(factory=list)

    def lines(self) -> Iterator[str]:
        """The figures in words."""
        for level in self.levels:
            yield f"  first reached by {level.depth} commands: {level.states:,} states"
        yield (
            f"depth {self.depth}: {self.states:,} states, {self.transitions:,} transitions "
            f"({self.allowed:,} allowed, {self.refused:,} refused, "
            f"{self.advances:,} of the clock alone)"
        )
        yield (
            f"events decided on an older state of the history: "
            f"{self.late_applied + self.late_conflicts:,} ({self.events:,} different ones; "
            f"{self.late_applied:,} applied, {self.late_conflicts:,} conflicts)"
        )


class Search:
    """Every sequence of so many commands, and of each history every event that comes late."""

    def __init__(self, depth: int, world: World = ONE_HOUR) -> None:
        self.world = world
        self.figures = Figures(depth)
        self.events: list[tuple[Event, Change]] = []
        self._numbers: dict[tuple[int, Change], int] = {}
        self._edges: list[set[int]] = [set()]
        self.states = [State(0, 0, Agenda(), (), (), 0)]
        self._seen: dict[Key, State] = {(0, ()): self.states[0]}

    def run(self, told: Callable[[str], None] = lambda _: None) -> Figures:
        """Search; the first thing that is wrong is raised as :class:`Wrong`."""
        depth = self.figures.depth
        self.inspect(self.states[0])
        level = self.states[:]
        for count in range(depth + 1):
            self.figures.levels.append(Level(count, len(level)))
            told(f"{count} commands: {len(level):,} new states")
            if count < depth:
                level = [new for state in level for new in self.expand(state)]
        self.come_late()
        for state in self.states:
            self.unchanged(state, None)
        self.figures.states = len(self.states)
        self.figures.events = len(self.events)
        return self.figures

    # --- one command further ------------------------------------------------------

    def expand(self, state: State) -> Iterator[State]:
        """Every command in a state; the states that no other command led to before."""
        ids = [each.id for each in state.bookings]
        commands: list[Command] = [*self.world.books]
        for id_ in (*ids, "nobody's"):
            commands += self.world.commands_about(id_)
        if state.clock + 1 < len(self.world.clock):
            self.figures.transitions += 1
            self.figures.advances += 1
            yield from self.reached(state, state.agenda, state.clock + 1, state.lines, ADVANCE)
        for command in commands:
            self.figures.transitions += 1
            decision = self.decided(command, state)
            if decision is None:
                self.figures.refused += 1
                continue
            self.figures.allowed += 1
            [event] = decision.events
            change = change_of(event)
            lines, broken = model.after(state.lines, change)
            try:
                agenda = apply(state.agenda, event)
            except Exception as error:
                raise state.wrong(f"an allowed event does not apply: {error!r}", command) from error
            self.unchanged(state, command)
            if broken:
                raise state.wrong(f"an allowed event breaks {sorted(broken)}", command)
            if isinstance(command, Reschedule):
                moved = agenda[command.booking].revision - state.agenda[command.booking].revision
                if moved != 1:
                    raise state.wrong("a move is not counted", command)
            self.offer(state, event, change)
            yield from self.reached(state, agenda, state.clock, lines, command)

    def decided(self, command: Command, state: State) -> Decision | None:
        """The decision if it is allowed; it must be just what the model says."""
        try:
            decision = decide(
                command,
                state.agenda,
                at=self.world.instants[state.clock],
                office=self.world.offices[state.clock],
            )
        except TichetError as error:
            raise state.wrong(f"a question is an error: {error!r}", command) from error
        self.unchanged(state, command)
        expected = self.expected(command, state)
        if set(decision.refused_by) != expected:
            raise state.wrong(
                f"refused by {sorted(decision.refused_by)}, by the model {sorted(expected)}",
                command,
            )
        if bool(decision.events) is bool(expected):
            raise state.wrong("a refusal with events, or a yes without", command)
        return decision if decision.allowed else None

    def expected(self, command: Command, state: State) -> set[str]:
        """The rules that refuse a command, by the model."""
        at, before, after = self.world.clock[state.clock]
        if isinstance(command, (Book, BookAudience)):
            return model.refusals(self.wanted(command, before, after), state.lines, at)
        old = next((each for each in state.lines if each.id == command.booking), None)
        if isinstance(command, (Hold, NoShow)):
            return set() if old and model.may_be_closed(old, at) else {"booking.begun"}
        if old is None or isinstance(command, Cancel):
            return set() if old and model.may_be_moved(old, at) else {"booking.open"}
        assert isinstance(command, (Reschedule, Reassign))  # nothing else is asked here
        wanted = old._replace(before=before, after=after, status="booked")
        if command.slot is not None:
            start, minutes = minute_of(command.slot.start), command.slot.minutes
            wanted = wanted._replace(start=start, minutes=minutes)
        refused = set() if model.may_be_moved(old, at) else {"booking.open"}
        if isinstance(command, Reassign):
            wanted = wanted._replace(inspector=command.inspector)
            refused |= self.unfit(wanted)
        return refused | model.refusals(
            wanted, [each for each in state.lines if each is not old], at
        )

    def wanted(self, command: Book | BookAudience, before: int, after: int) -> Line:
        """The line of a new booking, in the one room if it is in person."""
        if isinstance(command, Book):
            [request] = [each for each in self.world.requests if each.number == command.number]
            number: str | None = request.number
            citizen, inspector = request.applicant, command.inspector or request.inspector
        else:
            number, citizen, inspector = None, command.applicant, command.official
        return Line(
            "",
            number,
            citizen.key,
            inspector,
            minute_of(command.slot.start),
            command.slot.minutes,
            before,
            after,
            room=ROOM if command.channel == "in_person" else None,
            audience=isinstance(command, BookAudience),
        )

    @staticmethod
    def unfit(wanted: Line) -> set[str]:
        """The rules that refuse who is to take over: the two inspectors may, of each other."""
        leads = wanted.inspector not in IDS
        if wanted.audience:
            others = {"audience.official", "audience.day", "inspector.may_take_over"}
            return set() if leads else others
        return {"inspector.execution_staff", "inspector.may_take_over"} if leads else set()

    def reached(
        self, before: State, agenda: Agenda, clock: int, lines: Lines, by: Step
    ) -> Iterator[State]:
        """The state of an agenda, if it is a new one; it must be what the model says."""
        key = (clock, lines)
        known = self._seen.get(key)
        if known is None:
            known = State(
                len(self.states), clock, agenda, tuple(agenda), lines, before.depth + 1, before, by
            )
            self._seen[key] = known
            self.states.append(known)
            self._edges.append(set())
            self.inspect(known)
            yield known
        elif tuple(map(line_of, agenda)) != known.lines:
            raise before.wrong("the agenda is not what the model says", by)
        self._edges[before.number].add(known.number)

    # --- what must be true in each state ------------------------------------------

    def inspect(self, state: State) -> None:
        """Nobody is in two places at once, and the agenda says of each person what it holds."""
        agenda, bookings = state.agenda, state.bookings
        lines = tuple(map(line_of, bookings))
        if broken := model.broken_in(lines):
            raise state.wrong(f"the agenda breaks {sorted(broken)}")
        if lines != state.lines:
            raise state.wrong("the agenda is not what the model says")
        self.inspect_people(state)
        for request in self.world.requests:
            if list(agenda.open_of_request(request.number, 0)) != [
                each
                for each in bookings
                if each.request == request.number and str(each.status) == "booked"
            ]:
                raise state.wrong("the open bookings of a request are not what the agenda holds")
        try:
            again = Agenda.of(reversed(bookings))
        except TichetError as error:
            raise state.wrong(f"the agenda can't be made of its bookings: {error!r}") from error
        if again != agenda:
            raise state.wrong("the agenda is not that of its bookings")

    def inspect_people(self, state: State) -> None:
        """What it says of each person is what it holds, in the order of time."""
        agenda, bookings = state.agenda, state.bookings
        taking = sorted(
            (each for each in bookings if str(each.status) != "cancelled"),
            key=lambda each: each.slot.start,
        )
        for inspector in self.world.inspectors:
            found = list(agenda.of_inspector(inspector, *DAY_TICKS))
            if found != [each for each in taking if each.inspector == inspector]:
                raise state.wrong(f"what {inspector} has is not what the agenda holds")
        for key in {each.applicant.key for each in self.world.requests}:
            if list(agenda.of_applicant(key, *DAY_TICKS)) != [
                each for each in taking if each.applicant == key
            ]:
                raise state.wrong("what a citizen has is not what the agenda holds")
        for room in self.world.rooms:
            if list(agenda.of_room(room, *DAY_TICKS)) != [
                each for each in taking if each.room == room
            ]:
                raise state.wrong("what a room is taken by is not what the agenda holds")

    def unchanged(self, state: State, step: object) -> None:
        """An agenda that somebody still holds is as it was."""
        if tuple(state.agenda) != state.bookings:
            raise state.wrong("an old agenda has changed", step)

    # --- two writers --------------------------------------------------------------

    def offer(self, state: State, event: Event, change: Change) -> None:
        """Remember an event that was decided here; a booking under another id too."""
        variants = [(event, change)]
        if isinstance(event, Booked):
            # The same form sent twice has one id. Of a town that numbers them, it has two.
            other = attrs.evolve(event.booking, id=f"{event.booking.id}'")
            twin = attrs.evolve(event, booking=other)
            variants.append((twin, change_of(twin)))
        for each, what in variants:
            number = self._numbers.setdefault((state.clock, what), len(self.events))
            if number == len(self.events):
                self.events.append((each, what))
            state.offers |= 1 << number

    def come_late(self) -> None:
        """Every event that was decided on an older state of the history, applied to a state.

        Of all histories that lead there with less than the depth of the search: the event is its
        last step.
        """
        late = [0] * len(self.states)
        ways = {0}
        for _ in range(self.figures.depth - 1):
            # Backwards through the commands: a round adds what one more of them lets happen.
            additions: dict[int, int] = {}
            for number in ways:
                carried = late[number] | self.states[number].offers
                for to in self._edges[number]:
                    additions[to] = additions.get(to, 0) | carried
            for number, events in additions.items():
                late[number] |= events
            ways |= set(additions)
        for number in sorted(ways):
            if late[number]:
                self.apply_late(self.states[number], _bits(late[number]))

    def apply_late(self, state: State, numbers: Iterable[int]) -> None:
        """Each event gives an agenda with the invariant or a conflict, just as the model says."""
        for number in numbers:
            event, change = self.events[number]
            if isinstance(event, (Rescheduled, Reassigned)):
                # The invariant must hold without it; a revision only refuses more.
                event = attrs.evolve(event, revision=None)
            lines, broken = model.after(state.lines, change)
            try:
                agenda = apply(state.agenda, event)
            except AgendaConflict as error:
                self.figures.late_conflicts += 1
                if error.rule not in broken:
                    raise state.wrong(
                        f"a late event is refused by {error.rule}, by the model {sorted(broken)}",
                        event,
                    ) from error
                continue
            except Exception as error:
                raise state.wrong(f"a late event raises {error!r}", event) from error
            self.figures.late_applied += 1
            found = tuple(map(line_of, agenda))
            if collisions := model.broken_in(found):
                raise state.wrong(f"a late event breaks {sorted(collisions)}", event)
            if broken or found != lines:
                raise state.wrong("after a late event the agenda is not the model's", event)
        self.unchanged(state, "a late event")


def _bits(number: int) -> Iterator[int]:
    while number:
        least = number & -number
        yield least.bit_length() - 1
        number ^= least
