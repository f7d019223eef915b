"""An agenda through a long life, beside a plain model, and a system of the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final, NoReturn

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
    BookAudience,
    Cancel,
    Command,
    Decision,
    Event,
    Hold,
    IssueTicket,
    NoShow,
    Reassign,
    RecordConclusions,
    RequestAnswer,
    Reschedule,
    apply,
    decide,
)
from tichet_rules.errors import AgendaConflict
from tichet_rules.model import (
    Absence,
    BlueTicket,
    Booking,
    Channel,
    Procedure,
    Request,
    Slot,
    Week,
)
from tichet_rules.office import Office
from tichet_rules.policy import Policy, TakesOver, preset
from tichet_rules.rules.request import identified
from tichet_rules.testing import strategies
from tichet_rules.testing._clock import change_after
from tichet_rules.testing._model import (
    JUDGED_ANYWAY,
    MODELLED,
    Audience,
    Line,
    Wish,
    after,
    double_bookings,
    expected_refusals,
    first_free_room,
    line_of,
    overlap,
)
from tichet_rules.timekeeping import HourReading
from tichet_rules.timekeeping.instants import as_utc

__all__ = ["AgendaMachine", "Taken"]

Taken = tuple[str, datetime, datetime]

_LAST_YEAR: Final = 2090  # beyond, the public holidays will soon be unknown
_SHOWN: Final = 3
_AUDIENCE_HOURS: Final = tuple(
    Week((day,) * 7) for day in ((("02:00", "12:00"),), (("03:00", "04:00"), ("09:00", "10:00")))
)
_FOLLOWS: Final = (RecordConclusions, IssueTicket, RequestAnswer)
_ON_A_BOOKING: Final = (Reschedule, Reassign, Cancel, Hold, *_FOLLOWS)


class AgendaMachine(RuleBasedStateMachine):
    """Every command, at an advancing instant, decided and applied, and checked after each step.

    It books under both procedures, moves, gives to another inspector, cancels, holds and
    misses, records, and issues tickets; two writers decide on one agenda; the policy changes,
    inspectors turn out to be away, and the clock passes its changes. After each step the agenda
    has to be what a plain list of bookings says, nobody may be in two places at once and no
    room be used twice, and the agendas before have to be what they were.

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
    ...             if isinstance(event, Reassigned):
    ...                 self.diary[event.booking] = (event.inspector, event.slot)
    ...             if isinstance(event, Cancelled):
    ...                 del self.diary[event.booking]
    ...
    ...     def taken(self):
    ...         return [(who, slot.start, slot.end) for who, slot in self.diary.values()]
    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> from tichet_rules import Booked, Cancelled, Reassigned, Rescheduled
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

        Inspectors are few and hours short by default, so that bookings meet: two of them, who
        stand in for each other, a director and a deputy mayor.
        """
        hours = strategies.weeks(opens="02:00", closes="12:00")
        ids = ("i-1", "i-2")
        leaders = {"d-1": "director", "v-1": "deputy_mayor"}
        pinned: dict[str, Any] = {"name": "Mureșan Ioana", "overrides": {}, "absences": []}
        people = st.tuples(
            *(
                strategies.inspectors(
                    id=each,
                    role="execution",
                    week=hours,
                    deputies=st.sampled_from(([other for other in ids if other != each], [])),
                    department=None,
                    **pinned,
                )
                for each in ids
            ),
            *(
                strategies.inspectors(
                    id=each,
                    role=role,
                    week=Week(((("00:00", "24:00"),),) * 7),
                    audience_hours=st.sampled_from(_AUDIENCE_HOURS),
                    deputies=[],
                    **pinned,
                )
                for each, role in leaders.items()
            ),
        )
        files = st.lists(
            strategies.requests(
                inspector=st.sampled_from(ids),
                former_inspectors=st.sampled_from(((), ids)),
                status=st.sampled_from((*("in_operation",) * 5, "answered", "withdrawn")),
                filed_on=st.sampled_from((date(2026, 1, 12), date(2026, 3, 9))),
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
            no_show_pause_days=st.sampled_from((None, 0, 2)),
            take_over=st.sampled_from((*(tuple(TakesOver),) * 3, ())),
            take_over_notice_hours=st.sampled_from((None, 0)),
            reminder_hours=24,
            conclusions_working_days=1,
            ticket_working_days=1,
            window_reading="plain",
            window_binds="meeting",
            channels=st.sampled_from((("online", "in_person"), ("online", "phone"))),
        )
        audiences = strategies.policies(
            base=preset("cluj-napoca/audiente").latest,
            notice_hours=0,
            notice_reading=HourReading.ELAPSED,
            window_days=30,
            max_minutes=15,
            grid_minutes=15,
            channels=st.sampled_from((("online", "in_person"), ("in_person",))),
            unanswered_days=st.sampled_from((0, 30)),
            open_bookings_per_request=1,
            reminder_hours=24,
            conclusions_working_days=1,
            take_over=("deputy",),
            take_over_notice_hours=0,
            window_reading="plain",
            window_binds="meeting",
        )
        # The clock changes on Sundays: these are worked, and the Saturdays before them.
        worked = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
        return strategies.offices(
            policy=policy,
            inspectors=people,
            requests=files,
            calendar=strategies.calendars(public_holidays="RO", closures=[], recovery_days=worked),
            audiences=audiences,
            rooms=st.sampled_from((("Sala 1",), ("Sala 1",), ())),
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
        """Called for each of two writers who ask for a booking, decided before either acts.

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

    def _at_that_time(
        self, data: DataObject, request: str | None, inspector: str, slot: Slot
    ) -> Command:
        """A booking of the same time, if possible for another request."""
        others = [each for each in self.office.requests if each != request]
        return self._drawn(
            data,
            Book,
            request=st.sampled_from(others or list(self.office.requests)),
            inspector=inspector,
            slot=slot,
        )

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data())
    def a_booking_is_to_be_moved(self, data: DataObject) -> None:
        """A booking is to be moved."""
        self._ask(self._drawn(data, Reschedule))

    @rule(data=st.data(), beside=st.booleans())
    def an_audience_is_asked_for(self, data: DataObject, beside: bool) -> None:
        """An audience with one of the leadership is asked for, perhaps right after another."""
        lines = [each for each in self._lines if each.procedure == "audience"]
        if not beside or not lines:
            self._ask(self._drawn(data, BookAudience))
            return
        line = data.draw(st.sampled_from(lines), label="after")
        _, end = line.meeting()
        self._ask(self._drawn(data, BookAudience, official=line.inspector, slot=Slot(end)))

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data())
    def a_meeting_is_to_be_taken_over(self, data: DataObject) -> None:
        """Another inspector is to take a booking over, at the same time or another."""
        self._ask(self._drawn(data, Reassign))

    @precondition(lambda self: any(each.status == "held" for each in self._lines))
    @rule(data=st.data(), kinds=st.lists(st.sampled_from(_FOLLOWS), min_size=1, max_size=3))
    def what_follows_a_meeting_is_done(self, data: DataObject, kinds: list[type[Command]]) -> None:
        """Conclusions are recorded, a written answer is asked for, a ticket is issued."""
        for kind in kinds:
            self._ask(self._drawn(data, kind))

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
        about: dict[str, Any] = {}
        if begins and (ahead := self._ahead()):
            self.at = data.draw(st.sampled_from(ahead), label="at")
            ids = [each.id for each in self._lines if each.start == self.at]
            about = {"booking": st.sampled_from(ids)}
        self._ask(self._drawn(data, kind, **about))

    @rule(data=st.data(), same_slot=st.booleans(), kind=st.sampled_from((Book, BookAudience)))
    def two_writers_decide_at_once(
        self, data: DataObject, same_slot: bool, kind: type[Command]
    ) -> None:
        """Two decide on one agenda; the second's event must not apply if it collides."""
        one = self.decided(self._drawn(data, Book))
        case = one.case
        if same_slot and case.request is not None and kind is Book:
            other = self._at_that_time(data, case.request.number, case.inspector_id, case.slot)
        elif same_slot:
            other = self._drawn(data, kind, slot=case.slot)
        else:
            other = self._drawn(data, kind)
        self._both_decide(one, self.decided(other))

    @precondition(lambda self: bool(self._lines))
    @rule(data=st.data(), kinds=st.tuples(*[st.sampled_from(_ON_A_BOOKING)] * 2))
    def two_decide_about_one_booking(
        self, data: DataObject, kinds: tuple[type[Command], type[Command]]
    ) -> None:
        """Two decide about one booking; the second's event applies only if it still can."""
        ids = st.sampled_from([each.id for each in self._lines])
        id_ = data.draw(ids, label="booking")
        one, other = (self.decided(self._drawn(data, kind, booking=id_)) for kind in kinds)
        self._settle(one)
        for event in other.events:
            self._second_writer(event)

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
        people=st.none() | st.integers(1, 2),
    )
    def the_policy_changes(
        self, notice: int, before: int, after: int, most: int, people: int | None = None
    ) -> None:
        """The policy becomes another; what was booked under the old one stays as it is."""
        policy = self.office.policy_at(self.at).evolve(
            notice_hours=notice,
            buffer_before_minutes=before,
            buffer_after_minutes=after,
            open_bookings_per_request=most,
        )
        audiences = self.office.policy_at(self.at, Procedure.AUDIENCE).evolve(daily_limit=people)
        self.office = self.office.replace(policy=policy)
        if policy.procedure is Procedure.BLUE_TICKET:
            self.office = self.office.replace(audiences=audiences)
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
        if isinstance(command, Book | BookAudience) and command.booking in self.agenda:
            return attrs.evolve(command, booking=None)
        return command

    def _settle(self, decision: Decision) -> None:
        """Apply a decision on the present agenda, write the model's line, tell the hook."""
        command: Any = decision.command
        change = self._changes[type(command)](self, decision, command)
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
        known = (MODELLED & set(policy.rules)) | JUDGED_ANYWAY
        if isinstance(decision.command, Book) and policy.procedure is Procedure.AUDIENCE:
            # That form does not say what such a policy asks for.
            known = frozenset(each for each in known if not each.startswith("audience."))
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
        line = self._new_line(
            command,
            policy,
            request=file.number,
            applicant=file.applicant.key,
            inspector=command.inspector or file.inspector,
        )
        wish = self._wish(line, policy, file, rooms=self._rooms(command.channel, command.room))
        return self._made(decision, wish)

    def _audience_line(self, decision: Decision, command: BookAudience) -> Line | None:
        policy = self.office.policy_at(self.at, Procedure.AUDIENCE)
        file = self.office.requests.get(command.number) if command.number else None
        citizen = command.applicant
        owns = (
            file is not None
            and citizen.name_key == file.applicant.name_key
            and citizen.id in (None, file.applicant.id)
        )
        line = self._new_line(
            command,
            policy,
            request=file.number if file and owns else None,
            applicant=file.applicant.key if file and owns else citizen.key,
            inspector=command.official,
        )
        line.asked_at = self.at if command.answer_requested else None
        prior = None if command.prior_audience is None else self._line(command.prior_audience)
        asked = Audience(owns, command.within_competence, prior)
        rooms = self._rooms(command.channel, command.room)
        return self._made(decision, self._wish(line, policy, file, rooms=rooms, audience=asked))

    def _new_line(self, command: Book | BookAudience, policy: Policy, **facts: Any) -> Line:
        return Line(
            id="",
            start=command.slot.start,
            minutes=command.slot.minutes,
            before=policy.buffer_before_minutes,
            after=policy.buffer_after_minutes,
            channel=str(command.channel),
            procedure=str(policy.procedure),
            **facts,
        )

    def _made(self, decision: Decision, wish: Wish) -> Line | None:
        """The line of a new booking, where it is allowed, with the id that it was given."""
        if not self._expect(decision, self._refusals(wish)):
            return None
        (event,) = decision.events
        made: Any = event
        room = first_free_room(wish, self._lines)
        return attrs.evolve(wish.line, id=made.booking.id, room=room)

    def _move_line(self, decision: Decision, command: Reschedule) -> Line | None:
        line = self._line(command.booking)
        if line is None:
            self._expect(decision, {"booking.open"})
            return None
        policy = self.office.policy_at(self.at, Procedure(line.procedure))
        return self._moved(decision, self._move(line, policy, command.slot))

    def _take_over_line(self, decision: Decision, command: Reassign) -> Line | None:
        line = self._line(command.booking)
        if line is None:
            self._expect(decision, {"booking.open"})
            return None
        policy = self.office.policy_at(self.at, Procedure(line.procedure))
        if policy.take_over_notice_hours is not None:
            policy = policy.evolve(notice_hours=policy.take_over_notice_hours)
        wish = self._move(line, policy, command.slot)
        owner = line.in_place_of or line.inspector
        if wish.file is not None and line.procedure == "blue_ticket":
            owner = wish.file.inspector
        wish.taken_from = owner
        wish.inspector = self.office.inspectors.get(command.inspector)
        wish.line.inspector = command.inspector
        wish.line.in_place_of = None if owner == command.inspector else owner
        return self._moved(decision, wish)

    def _move(self, line: Line, policy: Policy, slot: Slot | None) -> Wish:
        """A booking as it would be at another time, its own room the first of those that do."""
        wanted = attrs.evolve(
            line,
            start=line.start if slot is None else slot.start,
            minutes=line.minutes if slot is None else slot.minutes,
            before=policy.buffer_before_minutes,
            after=policy.buffer_after_minutes,
            moved=line.moved + 1,
        )
        file = self.office.requests.get(line.request) if line.request else None
        rooms = self._rooms(Channel(line.channel))
        if line.channel == "in_person" and line.room is not None:
            rooms = (line.room, *(each for each in rooms if each != line.room))
        return self._wish(wanted, policy, file, moved=line.id, rooms=rooms)

    def _moved(self, decision: Decision, wish: Wish) -> Line | None:
        expected = self._refusals(wish)
        before = self._line(wish.line.id)
        if before is None or before.status != "booked" or before.start <= self.at:
            expected.add("booking.open")
        if not self._expect(decision, expected):
            return None
        return attrs.evolve(wish.line, room=first_free_room(wish, self._lines) or wish.line.room)

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

    def _record_line(self, decision: Decision, command: RecordConclusions) -> Line | None:
        line = self._line(command.booking)
        expected = self._once(line)
        if line is None or line.status != "held":
            expected.add("record.held")
        if not command.record.conclusions:
            expected.add("record.complete")
        if not self._expect(decision, expected) or line is None:
            return None
        return attrs.evolve(line, record=command.record.fingerprint, recorded_at=self.at)

    def _ask_line(self, decision: Decision, command: RequestAnswer) -> Line | None:
        line = self._line(command.booking)
        expected = self._once(line)
        if line is None or line.procedure != "audience" or line.status not in ("booked", "held"):
            expected.add("audience.answer_open")
        if not self._expect(decision, expected) or line is None:
            return None
        return attrs.evolve(line, asked_at=line.asked_at or self.at)

    def _issue_line(self, decision: Decision, command: IssueTicket) -> Line | None:
        line = self._line(command.booking)
        expected = self._once(line)
        if line is None or line.status != "held":
            expected.add("record.held")
        if line is not None and line.record != command.record.fingerprint:
            expected.add("ticket.recorded")
        if line is not None and line.procedure == "audience" and line.asked_at is None:
            expected.add("audience.answer_requested")
        if not self._expect(decision, expected) or line is None:
            return None
        (event,) = decision.events
        issued: Any = event
        if _tells(issued.ticket) != (line.id, line.request, line.inspector, line.start, line.room):
            _disagree("the ticket is not of the meeting that was held")
        return attrs.evolve(line, ticket=issued.ticket.fingerprint, issued_at=self.at)

    def _once(self, line: Line | None) -> set[str]:
        return set() if line is None or line.ticket is None else {"ticket.once"}

    # What the model makes of a command, by its kind.
    _changes: ClassVar[dict[type[Command], Any]] = {
        Book: _book_line,
        BookAudience: _audience_line,
        Reschedule: _move_line,
        Reassign: _take_over_line,
        Cancel: _close_line,
        Hold: _close_line,
        NoShow: _close_line,
        RecordConclusions: _record_line,
        RequestAnswer: _ask_line,
        IssueTicket: _issue_line,
    }

    def _rooms(self, channel: Channel | str, wanted: str | None = None) -> tuple[str, ...]:
        if channel != Channel.IN_PERSON:
            return ()
        return self.office.rooms if wanted is None else (wanted,)

    def _wish(self, line: Line, policy: Policy, file: Request | None, **more: Any) -> Wish:
        return Wish(line, policy, file, self.office.inspectors.get(line.inspector), **more)

    def _refusals(self, wish: Wish) -> set[str]:
        return expected_refusals(wish, self._lines, self.office, self.at)

    def _line(self, booking: str) -> Line | None:
        return next((each for each in self._lines if each.id == booking), None)

    def _second_writer(self, event: Event) -> None:
        """An event decided on the agenda before: it applies unless the model sees a collision."""
        possible = after(self._lines, event) is not None
        try:
            self.applied(self.agenda, event)
        except AgendaConflict:
            applies = False
        else:
            applies = True
        if applies is not possible:
            _disagree(
                "two writers decided on one agenda, and the second's event "
                + ("does not apply, and should" if possible else "applies, though it collides")
            )

    # --- what is always true ------------------------------------------------------

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        """No two bookings that take time are of one inspector, applicant or room at one time."""
        if found := double_bookings(map(line_of, self.agenda)):
            _disagree(f"double bookings: {found[:_SHOWN]}")

    @invariant()
    def the_agenda_is_what_the_model_says(self) -> None:
        """The same bookings with the same times and statuses, and nothing else."""
        ours = [line_of(each) for each in self.agenda]
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


def _tells(ticket: BlueTicket) -> tuple[object, ...]:
    return ticket.booking, ticket.request, ticket.inspector, ticket.start, ticket.room


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
