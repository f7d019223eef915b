"""An agenda through a long life, beside a plain model, and a system of the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NoReturn

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from hypothesis.strategies import DataObject, SearchStrategy

from tichet_rules.agenda import (
    Agenda,
    Book,
    Cancel,
    Command,
    Decision,
    Event,
    Hold,
    NoShow,
    Reschedule,
    apply,
    decide,
)
from tichet_rules.errors import AgendaConflict
from tichet_rules.model import Absence, Booking, Slot
from tichet_rules.office import Office
from tichet_rules.rules.request import identified
from tichet_rules.testing import strategies
from tichet_rules.testing._clock import change_after
from tichet_rules.testing._model import (
    MODELLED,
    Line,
    Wish,
    double_bookings,
    expected_refusals,
    overlap,
)
from tichet_rules.timekeeping import HourReading
from tichet_rules.timekeeping.instants import as_utc

__all__ = ["AgendaMachine", "Taken"]

Taken = tuple[str, datetime, datetime]

_LAST_YEAR: Final = 2090  # beyond, the public holidays will soon be unknown
_SHOWN: Final = 3


class AgendaMachine(RuleBasedStateMachine):
    """Every command, at an advancing instant, decided and applied, and checked after each step.

    It books, moves, cancels, holds and misses; two writers decide on one agenda; the policy
    changes, inspectors turn out to be away, and the clock passes its changes. After each step
    the agenda has to be what a plain list of bookings says, nobody may be in two places at
    once, and the agendas before have to be what they were.

    To test a system of one's own, subclass it, do in :meth:`on_start` and :meth:`on_events`
    what that system does, and tell in :meth:`taken` what it holds. ``YourMachine.TestCase`` is
    a test case for pytest and unittest.

    >>> class Town(AgendaMachine):
    ...     def on_start(self):
    ...         self.diary = {}
    ...
    ...     def on_events(self, decision):
    ...         for event in decision.events:  # what follows from the decision
    ...             if isinstance(event, Booked):
    ...                 self.diary[event.booking.id] = (event.booking.inspector, event.booking.slot)
    ...             if isinstance(event, Rescheduled):
    ...                 self.diary[event.booking] = (self.diary[event.booking][0], event.slot)
    ...             if isinstance(event, Cancelled):
    ...                 del self.diary[event.booking]
    ...
    ...     def taken(self):
    ...         return [(who, slot.start, slot.end) for who, slot in self.diary.values()]
    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> from tichet_rules import Booked, Cancelled, Rescheduled
    >>> run_state_machine_as_test(Town, settings=settings(max_examples=5, stateful_step_count=10))

    For the hooks, ``office`` is the office, ``at`` the instant, ``agenda`` the agenda and
    ``log`` the events so far.
    """

    office: Office
    at: datetime
    agenda: Agenda
    log: list[Event]

    # --- hooks --------------------------------------------------------------------

    def offices(self) -> SearchStrategy[Office]:
        """The offices to begin with. Override it to pin your own: ``st.just(OFFICE)``.

        Inspectors are few and hours short by default, so that bookings meet.
        """
        hours = strategies.weeks(opens="02:00", closes="12:00")
        ids = ("i-1", "i-2")
        people = st.tuples(
            *(
                strategies.inspectors(
                    id=each, role="execution", week=hours, overrides={}, absences=[]
                )
                for each in ids
            )
        )
        files = st.lists(
            strategies.requests(
                inspector=st.sampled_from(ids),
                former_inspectors=st.sampled_from(((), ids)),
                status=st.sampled_from((*("in_operation",) * 5, "answered", "withdrawn")),
            ),
            min_size=2,
            max_size=4,
            unique_by=lambda each: each.number,
        )
        policy = strategies.policies(
            notice_hours=st.sampled_from((0, 0, 1, 24)),
            notice_reading=st.sampled_from((*(HourReading.ELAPSED,) * 4, *HourReading)),
            window_days=30,
            horizon_days=st.sampled_from((None, None, 5)),
            grid_minutes=st.sampled_from((15, 10, 7)),
        )
        # The clock changes on Sundays: these are worked, and the Saturdays before them.
        worked = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
        return strategies.offices(
            policy=policy,
            inspectors=people,
            requests=files,
            calendar=strategies.calendars(public_holidays="RO", closures=[], recovery_days=worked),
        )

    def starts(self) -> SearchStrategy[datetime]:
        """The instants to begin at. By default two days around each clock change of 2026."""
        return strategies.instants(
            days=[date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
        )

    def on_start(self) -> None:
        """Called at the start of every example: make your system anew, empty, for the office."""

    def on_office(self) -> None:
        """Called when ``office`` has changed: its policy, or the absences of an inspector."""

    def on_tentative(self, decision: Decision) -> None:
        """Called for each of two writers who have decided on one agenda, before either acts.

        Reserve what your system reserves between asking and confirming; nothing counts as
        booked yet. Then ``on_events`` is called for each, the second decided again.
        """

    def on_events(self, decision: Decision) -> None:
        """Called after every decision, allowed or refused.

        Give ``decision.command`` to your system, if it decides for itself, or
        ``decision.events``, if it only keeps what was decided.
        """

    def taken(self) -> Iterable[Taken] | None:
        """What your system holds: inspector, start and end of each meeting, without buffers.

        All but the cancelled ones, in any order; ``None``, the default, is compared with
        nothing. Instants need an offset.
        """
        return None

    def decided(self, command: Command) -> Decision:
        """The decision on a command. Override it to try another engine against the model."""
        return decide(command, self.agenda, at=self.at, office=self.office)

    def applied(self, agenda: Agenda, event: Event) -> Agenda:
        """The agenda after an event. Override it to try another engine against the model."""
        return apply(agenda, event)

    # --- the start ----------------------------------------------------------------

    @initialize(data=st.data())
    def open_the_office(self, data: DataObject) -> None:
        """An office, an instant, an agenda, and the first who ask for a booking."""
        self.office = data.draw(self.offices(), label="office")
        self.at = as_utc(data.draw(self.starts(), label="at"))
        self.agenda = Agenda()
        self.log = []
        self._lines: list[Line] = []
        self._versions: list[tuple[Agenda, tuple[Booking, ...]]] = []
        self.on_start()
        for _ in range(data.draw(st.integers(0, 2), label="bookings to begin with")):
            self._ask(self._drawn(data, Book))

    # --- what is done -------------------------------------------------------------

    @rule(data=st.data())
    def a_booking_is_asked_for(self, data: DataObject) -> None:
        """A booking is asked for."""
        self._ask(self._drawn(data, Book))

    @precondition(lambda self: bool(self._ahead()))
    @rule(data=st.data())
    def a_slot_that_is_taken_is_asked_for(self, data: DataObject) -> None:
        """A booking is asked for with the inspector, and at the time, of another."""
        slots = st.sampled_from([line for line in self._lines if line.start in self._ahead()])
        line = data.draw(slots, label="taken by")
        self._ask(self._at_that_time(data, line.request, line.inspector, self.agenda[line.id].slot))

    def _at_that_time(self, data: DataObject, request: str, inspector: str, slot: Slot) -> Command:
        """A booking of the same time, if possible for another request."""
        others = [each for each in self.office.requests if each != request]
        return self._drawn(
            data,
            Book,
            request=st.sampled_from(others or [request]),
            inspector=inspector,
            slot=slot,
        )

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data())
    def a_booking_is_to_be_moved(self, data: DataObject) -> None:
        """A booking is to be moved."""
        self._ask(self._drawn(data, Reschedule))

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data())
    def a_booking_is_to_be_cancelled(self, data: DataObject) -> None:
        """A booking is to be cancelled."""
        self._ask(self._drawn(data, Cancel))

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data(), kind=st.sampled_from((Hold, NoShow)), begins=st.booleans())
    def a_meeting_is_held_or_missed(
        self, data: DataObject, kind: type[Command], begins: bool
    ) -> None:
        """A meeting begins, perhaps, and it is recorded what became of it, or of another."""
        if begins and (ahead := self._ahead()):
            self.at = data.draw(st.sampled_from(ahead), label="at")
        self._ask(self._drawn(data, kind))

    @rule(data=st.data(), same_slot=st.booleans())
    def two_writers_decide_at_once(self, data: DataObject, same_slot: bool) -> None:
        """Two decide on one agenda; the second's event must not apply if it collides."""
        one = self.decided(self._drawn(data, Book))
        case = one.case
        if same_slot and case.request is not None:
            other = self._at_that_time(data, case.request.number, case.inspector_id, case.slot)
        else:
            other = self._drawn(data, Book)
        self._both_decide(one, self.decided(other))

    def _both_decide(self, one: Decision, other: Decision) -> None:
        for each in (one, other):
            self.on_tentative(each)
        self._settle(one)
        for event in other.events:
            self._second_writer(event)
        self._ask(self._again(other.command))

    @rule(data=st.data())
    def time_passes(self, data: DataObject) -> None:
        """Time passes: some, or until a meeting begins, or until a clock change, or nearly."""
        to = [self.at + timedelta(minutes=each) for each in (15, 1, 600, 1440, 4320)]
        to += [start + timedelta(minutes=each) for start in self._ahead() for each in (0, -1, 15)]
        change = change_after(self.at, self.office.calendar.zone)
        if change is not None and self.at.year < _LAST_YEAR:
            to += [change + timedelta(minutes=each) for each in (-2880, -60, 0)]
        self.at = max(self.at, data.draw(st.sampled_from(to), label="at"))

    @rule(
        notice=st.sampled_from((0, 1, 24, 48)),
        before=st.sampled_from((0, 5, 15)),
        after=st.sampled_from((0, 10, 20)),
        most=st.integers(1, 3),
    )
    def the_policy_changes(self, notice: int, before: int, after: int, most: int) -> None:
        """The policy becomes another; what was booked under the old one stays as it is."""
        policy = self.office.policy_at(self.at).evolve(
            notice_hours=notice,
            buffer_before_minutes=before,
            buffer_after_minutes=after,
            open_bookings_per_request=most,
        )
        self.office = self.office.replace(policy=policy)
        self.on_office()

    @precondition(lambda self: bool(self.office.inspectors))
    @rule(data=st.data())
    def an_inspector_will_be_away(self, data: DataObject) -> None:
        """An inspector will be away; bookings made before stay, and can still be changed."""
        whose = data.draw(st.sampled_from(list(self.office.inspectors)), label="inspector")
        clock = self.office.calendar
        today = clock.local(self.at).date()
        away: SearchStrategy[Absence] = strategies.absences(
            days=[today + timedelta(days=each) for each in range(5)], zone=clock.zone
        )
        absence = data.draw(away, label="absence")
        people = [
            attrs.evolve(each, absences=(*each.absences, absence)) if each.id == whose else each
            for each in self.office.inspectors.values()
        ]
        self.office = self.office.replace(inspectors=people)
        self.on_office()

    # --- a command, in ours and in the model ---------------------------------------

    def _drawn(self, data: DataObject, kind: type[Command], **pinned: Any) -> Command:
        drawn = strategies.commands(self.office, self.agenda, self.at, kinds=[kind], **pinned)
        return data.draw(drawn, label=kind.__name__)

    def _ahead(self) -> list[datetime]:
        return [
            each.start for each in self._lines if each.status == "booked" and each.start > self.at
        ]

    def _ask(self, command: Command) -> None:
        self._settle(self.decided(command))

    def _again(self, command: Command) -> Command:
        """The command once more, without an id that somebody else has used since."""
        if isinstance(command, Book) and command.booking in self.agenda:
            return attrs.evolve(command, booking=None)
        return command

    def _settle(self, decision: Decision) -> None:
        """Apply a decision on the present agenda, write the model's line, tell the hook."""
        command = decision.command
        if isinstance(command, Book):
            change = self._book_line(decision, command)
        elif isinstance(command, Reschedule):
            change = self._move_line(decision, command)
        else:
            assert isinstance(command, Cancel | Hold | NoShow)  # the machine asks nothing else
            change = self._close_line(decision, command)
        self._versions.append((self.agenda, tuple(self.agenda)))
        for event in decision.events:
            self.agenda = self.applied(self.agenda, event)
        self.log += decision.events
        if change is not None:
            self._lines = [each for each in self._lines if each.id != change.id] + [change]
        self.on_events(decision)

    def _expect(self, decision: Decision, expected: set[str]) -> bool:
        """Whether it is allowed, where the rules that the model knows say what it says."""
        policy = decision.policy
        known = (MODELLED & set(policy.rules)) | {"booking.open", "booking.begun"}
        if policy.notice_reading is not HourReading.ELAPSED:
            known -= {"slot.notice"}
        refused = set(decision.refused_by)
        if refused & known != expected & known:
            wrong = sorted((refused ^ expected) & known)
            _disagree(
                f"the model and the decision on {type(decision.command).__name__} differ over "
                f"{', '.join(wrong)}: the decision is refused by "
                f"{sorted(refused) or 'no rule'}, the model refuses by "
                f"{sorted(expected & known) or 'no rule'}"
            )
        if bool(decision.events) is bool(refused):
            _disagree(
                f"a decision refused by {sorted(refused) or 'no rule'} has "
                f"{len(decision.events)} events"
            )
        return not refused

    def _book_line(self, decision: Decision, command: Book) -> Line | None:
        files = self.office.requests
        if decision.refused_by == (identified.id,):
            file = files.get(command.number)
            typed = (command.applicant, command.filed_on)
            if file is not None and typed == (file.applicant.name, file.filed_on):
                _disagree(f"{identified.id} refuses a request typed exactly as registered")
            return None
        file = decision.case.request
        if file is None or files.get(file.number) is not file:
            _disagree("a decision is about a request that the office does not have")
        policy = decision.policy
        line = Line(
            id="",
            request=file.number,
            applicant=file.applicant.key,
            inspector=command.inspector or file.inspector,
            start=command.slot.start,
            minutes=command.slot.minutes,
            before=policy.buffer_before_minutes,
            after=policy.buffer_after_minutes,
            channel=str(command.channel),
        )
        if not self._expect(decision, self._refusals(line, None)):
            return None
        (event,) = decision.events
        made: Any = event
        return attrs.evolve(line, id=made.booking.id)

    def _move_line(self, decision: Decision, command: Reschedule) -> Line | None:
        line = self._line(command.booking)
        if line is None:
            self._expect(decision, {"booking.open"})
            return None
        policy = decision.policy
        wanted = attrs.evolve(
            line,
            start=command.slot.start,
            minutes=command.slot.minutes,
            before=policy.buffer_before_minutes,
            after=policy.buffer_after_minutes,
            moved=line.moved + 1,
        )
        expected = self._refusals(wanted, line.id)
        if line.status != "booked" or line.start <= self.at:
            expected.add("booking.open")
        return wanted if self._expect(decision, expected) else None

    def _close_line(self, decision: Decision, command: Cancel | Hold | NoShow) -> Line | None:
        line = self._line(command.booking)
        cancels = isinstance(command, Cancel)
        allowed = line is not None and line.status == "booked" and cancels == (self.at < line.start)
        self._expect(
            decision, set() if allowed else {"booking.open" if cancels else "booking.begun"}
        )
        if line is None or not allowed:
            return None
        became = {Cancel: "cancelled", Hold: "held", NoShow: "no_show"}
        return attrs.evolve(line, status=became[type(command)])

    def _refusals(self, line: Line, moved: str | None) -> set[str]:
        file = self.office.requests[line.request]
        inspector = self.office.inspectors.get(line.inspector)
        wish = Wish(line, file, inspector, moved)
        return expected_refusals(wish, self._lines, self.office, self.at)

    def _line(self, booking: str) -> Line | None:
        return next((each for each in self._lines if each.id == booking), None)

    def _second_writer(self, event: Any) -> None:
        """An event decided on the agenda before: it applies unless the model sees a collision."""
        line = _line_of(event.booking)
        collides = any(
            each.id == line.id or bool(double_bookings((each, line))) for each in self._lines
        )
        try:
            self.applied(self.agenda, event)
        except AgendaConflict:
            applies = False
        else:
            applies = True
        if applies is collides:
            _disagree(
                "two writers decided on one agenda, and the second's event "
                + ("applies, though it collides" if applies else "does not apply, and should")
            )

    # --- what is always true ------------------------------------------------------

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        """No two bookings that take time are of one inspector, or applicant, at one time."""
        if found := double_bookings(map(_line_of, self.agenda)):
            _disagree(f"double bookings: {found[:_SHOWN]}")

    @invariant()
    def the_agenda_is_what_the_model_says(self) -> None:
        """The same bookings with the same times and statuses, and nothing else."""
        ours = [_line_of(each) for each in self.agenda]
        model = sorted(self._lines, key=lambda each: each.id)
        if ours != model:
            differ = [each for each in ours if each not in model]
            differ += [each for each in model if each not in ours]
            ids = sorted({each.id for each in differ})
            _disagree(f"the agenda and the model differ over the bookings {ids[:_SHOWN]}")

    @invariant()
    def the_agenda_is_that_of_its_log(self) -> None:
        """Applied to an empty agenda, the log gives this one; so do its bookings."""
        again = Agenda()
        for event in self.log:
            again = self.applied(again, event)
        if again != self.agenda or Agenda.of(self.agenda) != self.agenda:
            _disagree("the log, applied again, gives another agenda")

    @invariant()
    def the_agendas_before_are_what_they_were(self) -> None:
        """An agenda is a value: what was done since has not changed it."""
        for index, (agenda, content) in enumerate(self._versions):
            if tuple(agenda) != content:
                _disagree(f"the agenda before step {index + 1} has changed since")

    @invariant()
    def your_system_holds_what_the_agenda_holds(self) -> None:
        """What :meth:`taken` tells is what takes time in the agenda."""
        told = self.taken()
        if told is None:
            return
        theirs = Counter(
            (
                who,
                as_utc(start, f"taken()[{index}].start"),
                as_utc(end, f"taken()[{index}].end"),
            )
            for index, (who, start, end) in enumerate(told)
        )
        ours = Counter(
            (each.inspector, each.slot.start, each.slot.end)
            for each in self.agenda
            if each.takes_time
        )
        if theirs == ours:
            return
        says = []
        if extra := list((theirs - ours).elements()):
            says.append(f"holds {_said(extra)}, which the agenda does not{_over(extra, ours)}")
        if missing := list((ours - theirs).elements()):
            says.append(f"does not hold {_said(missing)}, which the agenda does")
        _disagree(f"your system {', and '.join(says)}")


def _line_of(booking: Booking) -> Line:
    slot: Slot = booking.slot
    return Line(
        id=booking.id,
        request=booking.request or "",
        applicant=booking.applicant,
        inspector=booking.inspector,
        start=slot.start,
        minutes=slot.minutes,
        before=booking.buffer_before_minutes,
        after=booking.buffer_after_minutes,
        channel=str(booking.channel),
        status=str(booking.status),
        moved=booking.revision,
    )


def _said(times: list[Taken]) -> str:
    shown = [
        f"{who} from {start.astimezone(UTC):%Y-%m-%dT%H:%MZ} to {end.astimezone(UTC):%H:%MZ}"
        for who, start, end in sorted(times)[:_SHOWN]
    ]
    more = len(times) - len(shown)
    return " and ".join(shown) + (f" and {more} more" if more else "")


def _over(extra: list[Taken], ours: Iterable[Taken]) -> str:
    """A word on it where one that is too many lies on another meeting of that inspector."""
    doubled = any(
        who == whose and overlap((start, end), (from_, to))
        for who, start, end in extra
        for whose, from_, to in ours
    )
    return " (a double booking)" if doubled else ""


def _disagree(what: str) -> NoReturn:
    raise AssertionError(what)
