"""The journey of a booking: what was done, what is due, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, BookingStatus, Procedure
from tichet_rules.office import Office
from tichet_rules.policy import Policy
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, as_utc, from_ticks, ticks_of
from tichet_rules.wording import say

__all__ = ["Journey", "Stage", "Step", "StepState", "journey", "overdue", "reminders_due"]


class Stage(StrEnum):
    """A stage of the journey, in order.

    ``booked`` (programat), ``reminder`` (reamintirea), ``meeting`` (întâlnirea),
    ``conclusions`` (consemnarea concluziilor), ``ticket`` (eliberarea tichetului albastru),
    ``answer`` (răspunsul scris la audiență), ``new_booking`` (o nouă programare, după o
    neprezentare).
    """

    BOOKED = "booked"
    REMINDER = "reminder"
    MEETING = "meeting"
    CONCLUSIONS = "conclusions"
    TICKET = "ticket"
    ANSWER = "answer"
    NEW_BOOKING = "new_booking"

    @property
    def words(self) -> Text:
        """The stage in words."""
        return _STAGES[self]


_STAGES: Final = {
    Stage.BOOKED: Text("Programare", "Booking"),
    Stage.REMINDER: Text("Reamintire", "Reminder"),
    Stage.MEETING: Text("Întâlnirea", "The meeting"),
    Stage.CONCLUSIONS: Text("Consemnarea concluziilor", "Recording the conclusions"),
    Stage.TICKET: Text("Eliberarea tichetului albastru", "Issuing the blue ticket"),
    Stage.ANSWER: Text("Răspunsul scris", "The written answer"),
    Stage.NEW_BOOKING: Text("O nouă programare", "A new booking"),
}


class StepState(StrEnum):
    """Where a step stands: ``later``, ``due``, ``overdue``, ``done``, or ``void`` (fără obiect)."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    VOID = "void"

    @property
    def words(self) -> Text:
        """The state in words."""
        return _STATES[self]


_STATES: Final = {
    StepState.LATER: Text("urmează", "later"),
    StepState.DUE: Text("de făcut", "due"),
    StepState.OVERDUE: Text("peste termen", "overdue"),
    StepState.DONE: Text("gata", "done"),
    StepState.VOID: Text("fără obiect", "void"),
}


@frozen
class Step:
    """A step of the journey.

    ``due`` is the instant at which it is to happen, by the office's clock, or the local date
    by whose end it is to be done; ``None`` where the policy sets no limit. ``done_at`` is when
    it was done, where that is kept. ``parameter`` is the policy's parameter that sets the limit.
    """

    stage: Stage
    state: StepState
    due: datetime | date | None = None
    done_at: datetime | None = None
    parameter: str | None = None

    def line(self, language: Language) -> str:
        """The step in a sentence."""
        when = self.due if self.done_at is None else self.done_at
        said = "" if when is None else f" ({say(when, language)})"
        return f"{self.stage.words.in_(language)}: {self.state.words.in_(language)}{said}"


@frozen
class Journey:
    """The steps of one booking, in order, as they stand at an instant."""

    booking: str
    steps: tuple[Step, ...]

    def step(self, stage: Stage) -> Step | None:
        """The step of a stage, or ``None`` where the procedure has none."""
        return next((each for each in self.steps if each.stage is stage), None)

    @property
    def overdue(self) -> tuple[Step, ...]:
        """The steps whose limit has passed."""
        return tuple(each for each in self.steps if each.state is StepState.OVERDUE)

    def explain(self, language: Language = "en") -> str:
        """The journey in words, a line for each step."""
        return "\n".join(each.line(language) for each in self.steps)


def journey(booking: Booking, *, at: datetime, office: Office) -> Journey:
    """The steps of a booking: what was done, what is due and until when, at an instant.

    The limits are those of the policy in force when the meeting starts. Nothing is refused
    for being late: a record that comes late is better than none, and an overdue step says
    so.

    >>> from datetime import datetime
    >>> from tichet_rules import Slot
    >>> at = datetime.fromisoformat
    >>> booking = Booking(
    ...     "b-1",
    ...     "119368/305",
    ...     "i-017",
    ...     "name:ana pop",
    ...     Slot(at("2026-11-26T10:00:00+02:00")),
    ...     booked_at=at("2026-11-23T09:00:00+02:00"),
    ... )
    >>> print(journey(booking, at=at("2026-11-25T12:00:00+02:00"), office=Office()).explain())
    Booking: done (Monday, 23 November 2026, 09:00)
    Reminder: due (Wednesday, 25 November 2026, 10:00)
    The meeting: later (Thursday, 26 November 2026, 10:00)
    Recording the conclusions: later (Friday, 27 November 2026)
    Issuing the blue ticket: later
    """
    checked_instance("booking", booking, Booking)
    instant = as_utc(at, "at")
    checked_instance("office", office, Office)
    policy = office.policy_at(booking.slot.start, booking.procedure)
    calendar = office.calendar
    booked_at = None if booking.booked_at is None else calendar.local(booking.booked_at)
    steps = [Step(Stage.BOOKED, StepState.DONE, done_at=booked_at)]
    if policy.reminder_hours is not None:
        steps.append(_reminder(booking, instant, policy.reminder_hours, calendar))
    steps.append(_meeting(booking, instant, calendar))
    if booking.status is BookingStatus.NO_SHOW:
        steps.append(_new_booking(booking, instant, policy, calendar))
    elif booking.status is not BookingStatus.CANCELLED:
        today = calendar.local(instant).date()
        steps += _after_the_meeting(booking, today, policy, calendar)
    return Journey(booking.id, tuple(steps))


def _reminder(booking: Booking, at: datetime, hours: int, calendar: WorkingCalendar) -> Step:
    due = from_ticks(booking.slot.begins - hours * HOUR)
    late = booking.booked_at is not None and due < booking.booked_at
    if not booking.is_open or booking.slot.start <= at or late:
        state = StepState.VOID
    else:
        state = StepState.DUE if due <= at else StepState.LATER
    return Step(Stage.REMINDER, state, calendar.local(due), parameter="reminder_hours")


def _meeting(booking: Booking, at: datetime, calendar: WorkingCalendar) -> Step:
    start = calendar.local(booking.slot.start)
    if booking.status is BookingStatus.CANCELLED:
        state = StepState.VOID
    elif not booking.is_open:
        state = StepState.DONE
    elif at < booking.slot.start:
        state = StepState.LATER
    else:
        # Past its end, it is for somebody to say what became of it.
        state = StepState.DUE if at < booking.slot.end else StepState.OVERDUE
    return Step(Stage.MEETING, state, start)


def _new_booking(booking: Booking, at: datetime, policy: Policy, calendar: WorkingCalendar) -> Step:
    missed = calendar.local(booking.slot.start).date()
    from_ = day_after(missed, policy.no_show_pause_days or 0)
    state = StepState.DUE if from_ <= calendar.local(at).date() else StepState.LATER
    return Step(Stage.NEW_BOOKING, state, from_, parameter="no_show_pause_days")


def _after_the_meeting(
    booking: Booking, today: date, policy: Policy, calendar: WorkingCalendar
) -> Iterable[Step]:
    met_on = calendar.local(booking.slot.start).date()
    yield _limited(
        Stage.CONCLUSIONS,
        "conclusions_working_days",
        (met_on, policy.conclusions_working_days),
        booking.recorded_at,
        today if booking.is_held else None,
        calendar,
    )
    if booking.procedure is Procedure.BLUE_TICKET:
        recorded_on = booking.recorded_at and calendar.local(booking.recorded_at).date()
        yield _limited(
            Stage.TICKET,
            "ticket_working_days",
            (recorded_on, policy.ticket_working_days),
            booking.issued_at,
            today if recorded_on else None,
            calendar,
        )
    elif booking.answer_requested_at is not None:
        asked_on = calendar.local(booking.answer_requested_at).date()
        yield _limited(
            Stage.ANSWER,
            "answer_working_days",
            # Asked for after the audience, it can't be due before that.
            (max(met_on, asked_on), policy.answer_working_days),
            booking.issued_at,
            today if booking.is_held else None,
            calendar,
        )


def _limited(
    stage: Stage,
    parameter: str,
    limit: tuple[date | None, int | None],
    done_at: datetime | None,
    today: date | None,
    calendar: WorkingCalendar,
) -> Step:
    """A step that is to be done within working days after a date; ``today`` if it can be done."""
    after, days = limit
    due = None if after is None or days is None else _working_days_after(after, days, calendar)
    if done_at is not None:
        return Step(stage, StepState.DONE, due, calendar.local(done_at), parameter)
    if today is None:
        state = StepState.LATER
    else:
        state = StepState.OVERDUE if due is not None and due < today else StepState.DUE
    return Step(stage, state, due, parameter=parameter)


def _working_days_after(day: date, days: int, calendar: WorkingCalendar) -> date:
    return day if days == 0 else calendar.working_day_after(day, days)


def reminders_due(
    agenda: Agenda, *, since: datetime, until: datetime, office: Office
) -> tuple[Booking, ...]:
    """The open bookings whose reminder falls due after ``since`` and not after ``until``.

    For a job that runs every so often: each run's ``since`` is the ``until`` of the one
    before, and no reminder is missed or sent twice. A meeting that was booked after its
    reminder was due gets none. In order of their start.

    >>> from datetime import datetime
    >>> at = datetime.fromisoformat
    >>> reminders_due(
    ...     Agenda(),
    ...     since=at("2026-11-25T09:00:00+02:00"),
    ...     until=at("2026-11-25T10:00:00+02:00"),
    ...     office=Office(),
    ... )
    ()
    """
    start, end = as_utc(since, "since"), as_utc(until, "until")
    if end < start:
        raise InvalidInput("until", until, f"an instant that is not before since, {since}")
    checked_instance("office", office, Office)
    due = []
    for booking in checked_instance("agenda", agenda, Agenda):
        if booking.is_open and booking.slot.start > start:
            at = _reminder_at(booking, office)
            if at is not None and ticks_of(start) < at <= ticks_of(end):
                due.append(booking)
    return tuple(sorted(due, key=lambda each: (each.slot.begins, each.id)))


def _reminder_at(booking: Booking, office: Office) -> int | None:
    """The instant in ticks at which a booking's reminder falls due, if it gets one."""
    hours = office.policy_at(booking.slot.start, booking.procedure).reminder_hours
    if hours is None:
        return None
    due = booking.slot.begins - hours * HOUR
    late = booking.booked_at is not None and due < ticks_of(booking.booked_at)
    return None if late else due


def overdue(agenda: Agenda, *, at: datetime, office: Office) -> tuple[Journey, ...]:
    """The journeys in which the limit of a step has passed, in order of their meeting.

    >>> from datetime import UTC, datetime
    >>> overdue(Agenda(), at=datetime(2026, 11, 27, 8, tzinfo=UTC), office=Office())
    ()
    """
    ordered = sorted(
        checked_instance("agenda", agenda, Agenda), key=lambda each: (each.slot.begins, each.id)
    )
    journeys = (journey(each, at=at, office=office) for each in ordered)
    return tuple(each for each in journeys if each.overdue)
