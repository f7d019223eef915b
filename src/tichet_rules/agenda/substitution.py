"""Substitution: what happens to the open bookings of an inspector who can't hold them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from tichet_rules._door import checked_date, checked_identifier, checked_instance
from tichet_rules.agenda.agenda import Agenda, apply
from tichet_rules.agenda.commands import Reassign, Reschedule
from tichet_rules.agenda.decide import Decision, decide
from tichet_rules.agenda.events import Event
from tichet_rules.agenda.prepare import holder_of, policy_of_a_take_over, rooms_again
from tichet_rules.agenda.slots import Search
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, Inspector, Procedure, Slot
from tichet_rules.model.time import slot_at
from tichet_rules.office import Office
from tichet_rules.rules import rule_of
from tichet_rules.rules.inspector import titles_to_take_over
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import as_utc, ticks_of
from tichet_rules.timekeeping.spans import overlaps
from tichet_rules.wording import counted, say

__all__ = ["Proposal", "SubstitutionPlan", "WhyAffected", "plan_substitution"]

_SEARCHED_DAYS: Final = 60


class WhyAffected(StrEnum):
    """Why a booking can't stay as it is.

    ``absent``: its inspector is away then (absent, în concediu); ``moved``: the request is
    another inspector's now (cererea a trecut la alt inspector); ``gone``: the office does
    not have its inspector any more.
    """

    ABSENT = "absent"
    MOVED = "moved"
    GONE = "gone"

    @property
    def words(self) -> Text:
        """The cause in words."""
        return _CAUSES[self]


_CAUSES: Final = {
    WhyAffected.ABSENT: Text("inspectorul lipsește atunci", "the inspector is away then"),
    WhyAffected.MOVED: Text(
        "cererea este acum la alt inspector", "the request is another inspector's now"
    ),
    WhyAffected.GONE: Text(
        "inspectorul nu mai este în instituție", "the inspector is not in the office any more"
    ),
}


@frozen
class Proposal:
    """What is proposed for one booking: another inspector, another time, or both.

    ``decision`` is the command that was found, judged by every rule; ``None`` where none is
    admissible within the days searched. The booking then stays as it is: it is for the
    institution to call the citizen, and to cancel it.
    """

    booking: Booking
    because: WhyAffected
    decision: Decision | None

    @property
    def event(self) -> Event | None:
        """The event to apply, or ``None``."""
        if self.decision is None:
            return None
        [event] = self.decision.events  # one, as the command is allowed
        return event

    def line(self, language: Language) -> str:
        """The proposal in a line: why, and who would hold the meeting when."""
        decision, because = self.decision, self.because.words.in_(language)
        if decision is None:
            found = _NOTHING.in_(language)
        else:
            start = decision.office.calendar.local(decision.case.slot.start)
            found = f"{decision.case.inspector_id}, {say(start, language)}"
        return f"  {self.booking.id} ({because}): {found}"


_NOTHING: Final = Text(
    "nimic admisibil; de anunțat cetățeanul", "nothing admissible; the citizen is to be told"
)


@frozen
class SubstitutionPlan:
    """A plan for the bookings that can't stay as they are, in the order of their start.

    Nothing has changed yet. ``events`` are to be applied in their order: each was decided
    on the agenda that the ones before it leave. A booking that moves in between makes its
    event inapplicable (``booking.revision``), never a double booking.
    """

    proposals: tuple[Proposal, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the plan."""
        return tuple(each.event for each in self.proposals if each.event is not None)

    @property
    def unplaced(self) -> tuple[Booking, ...]:
        """The bookings for which nothing was found."""
        return tuple(each.booking for each in self.proposals if each.decision is None)

    def explain(self, language: Language = "en") -> str:
        """The plan in words, a line for each booking, times by the office's clock."""
        count = counted(len(self.proposals), "booking", language)
        lines = (each.line(language) for each in self.proposals)
        return "\n".join(
            (Text(f"De mutat: {count}.", f"To be moved: {count}.").in_(language), *lines)
        )


def plan_substitution(
    agenda: Agenda,
    *,
    at: datetime,
    office: Office,
    inspector: str | None = None,
    until: date | None = None,
) -> SubstitutionPlan:
    """A plan for the open bookings whose inspector is away, gone, or has the request no more.

    ``office`` is the institution as it is now: with the absence entered, or the request
    moved. Only meetings that start after ``at`` are looked at; of one ``inspector`` only,
    if given. For each booking, who may take over (the holder of the request, then by the
    policy's ``take_over``, in its order) is asked for the same slot; if nobody can, the
    nearest later one of theirs or of the inspector's own is proposed, up to the local date
    ``until`` (60 days after ``at`` if not given).

    >>> from datetime import date, datetime
    >>> from tichet_rules import Absence, Request
    >>> away = Absence(date(2026, 12, 3), date(2026, 12, 3))
    >>> ioana = Inspector("i-017", deputies=["i-023"], absences=[away])
    >>> office = Office(
    ...     inspectors=[ioana, Inspector("i-023")],
    ...     requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> slot = Slot(datetime.fromisoformat("2026-12-03T10:00:00+02:00"))
    >>> ana = office.request("119368/305").applicant.key
    >>> plan = plan_substitution(
    ...     Agenda.of([Booking("b-1", "119368/305", "i-017", ana, slot)]),
    ...     at=datetime.fromisoformat("2026-12-02T09:00:00+02:00"),
    ...     office=office,
    ... )
    >>> print(plan.explain("en"))
    To be moved: 1 booking.
      b-1 (the inspector is away then): i-023, Thursday, 3 December 2026, 10:00
    """
    instant = as_utc(at, "at")
    checked_instance("agenda", agenda, Agenda)
    checked_instance("office", office, Office)
    if inspector is not None:
        checked_identifier("inspector", inspector)
    today = office.calendar.local(instant).date()
    last = day_after(today, _SEARCHED_DAYS) if until is None else checked_date("until", until)
    if last < today:
        right = Text(f"o dată nu mai devreme de {today}", f"a date on or after {today}")
        raise InvalidInput("until", last.isoformat(), right)
    proposals = []
    last = min(last, office.calendar.known_until)
    for booking, because in _affected(agenda, office, ticks_of(instant), inspector):
        decision = _best(booking, because, agenda, instant, office, last)
        proposal = Proposal(booking, because, decision)
        proposals.append(proposal)
        if proposal.event is not None:
            agenda = apply(agenda, proposal.event)
    return SubstitutionPlan(tuple(proposals))


def _affected(
    agenda: Agenda, office: Office, at: int, inspector: str | None
) -> list[tuple[Booking, WhyAffected]]:
    found = []
    for booking in agenda:
        whose = inspector in (None, booking.inspector)
        if whose and booking.is_open and booking.slot.begins > at:
            because = _why(booking, office)
            if because is not None:
                found.append((booking, because))
    return sorted(found, key=lambda each: (each[0].slot.begins, each[0].id))


def _why(booking: Booking, office: Office) -> WhyAffected | None:
    who = office.inspectors.get(booking.inspector)
    if who is None:
        return WhyAffected.GONE
    spans = (each.ticks(office.calendar) for each in who.absences)
    if any(overlaps(booking.slot.begins, booking.slot.ends, *span) for span in spans):
        return WhyAffected.ABSENT
    request = office.request_of(booking)
    ticket = booking.procedure is Procedure.BLUE_TICKET
    if ticket and request is not None and not _holds(booking, request.inspector):
        return WhyAffected.MOVED
    return None


def _holds(booking: Booking, holder: str) -> bool:
    return holder in (booking.inspector, booking.in_place_of)


def _best(
    booking: Booking,
    because: WhyAffected,
    agenda: Agenda,
    at: datetime,
    office: Office,
    last: date,
) -> Decision | None:
    """The first substitute who can have the same slot, or else the earliest later slot."""
    substitutes: list[Inspector] = []
    for who in _candidates(booking, office, at):
        decision = decide(
            Reassign(booking=booking.id, inspector=who.id), agenda, at=at, office=office
        )
        if decision.allowed:
            return decision
        if all(rule_of(each).about_the_slot for each in decision.refused_by):
            substitutes.append(who)
    commands: list[tuple[int, Reassign | Reschedule]] = []
    for who in substitutes:
        slot = _later(booking, who, agenda, at, office, last, taking_over=True)
        if slot is not None:
            commands.append(
                (slot.begins, Reassign(booking=booking.id, inspector=who.id, slot=slot))
            )
    if because is WhyAffected.ABSENT:
        own = office.inspectors[booking.inspector]
        slot = _later(booking, own, agenda, at, office, last, taking_over=False)
        if slot is not None:
            commands.append((slot.begins, Reschedule(booking=booking.id, slot=slot)))
    for _, command in sorted(commands, key=lambda each: each[0]):
        decision = decide(command, agenda, at=at, office=office)
        if decision.allowed:
            return decision
    return None


def _candidates(booking: Booking, office: Office, at: datetime) -> list[Inspector]:
    """Who may take a booking over, in the order in which they are asked."""
    policy = office.policy_at(at, booking.procedure)
    request = office.request_of(booking)
    holder_id = holder_of(booking, office)
    holder = office.inspectors.get(holder_id)
    first = [] if holder is None or holder_id == booking.inspector else [holder]
    ranked: list[tuple[int, int, str]] = []
    for who in office.inspectors.values():
        titles = titles_to_take_over(policy, who, holder, request)
        if titles and who.id not in (holder_id, booking.inspector):
            deputies = holder.deputies if holder is not None else ()
            place = deputies.index(who.id) if who.id in deputies else len(deputies)
            ranked.append((policy.take_over.index(titles[0]), place, who.id))
    return first + [office.inspectors[id_] for *_, id_ in sorted(ranked)]


def _later(
    booking: Booking,
    who: Inspector,
    agenda: Agenda,
    at: datetime,
    office: Office,
    last: date,
    *,
    taking_over: bool,
) -> Slot | None:
    """The first slot of an inspector after the one that can't be held."""
    policy = office.policy_at(at, booking.procedure)
    search = Search.of(
        agenda,
        office.calendar,
        policy_of_a_take_over(policy) if taking_over else policy,
        at,
        who,
        booking.slot.minutes,
        office.request_of(booking),
        applicant=booking.applicant,
        ignoring=booking.id,
        rooms=rooms_again(booking, office),
    )
    for start in search.starts(office.calendar.date_at(booking.slot.begins), last):
        if start > booking.slot.begins:
            return slot_at(start, booking.slot.minutes)
    return None
