"""Decide: a command, judged by every rule, with the events that follow when it is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.agenda.commands import Book, Cancel, Command, Hold, NoShow, Reschedule
from tichet_rules.agenda.events import (
    Booked,
    Cancelled,
    Event,
    Held,
    MissedByCitizen,
    Rescheduled,
)
from tichet_rules.agenda.remedy import Remedy, remedy_for
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking, Channel, Contact, Request, Slot
from tichet_rules.office import Office
from tichet_rules.policy import Policy, known_sources
from tichet_rules.rules import Case, Claim, Finding, Rule, judge, rule_of, rules_of
from tichet_rules.rules.booking import begun, still_open
from tichet_rules.rules.request import identified
from tichet_rules.text import Language, Text, language
from tichet_rules.timekeeping.instants import EPOCH, as_utc, ticks_of
from tichet_rules.wording import counted

__all__ = ["Decision", "decide"]


@frozen(eq=False)
class Decision:
    """The answer to a command: what every rule found and, if none refused, the events.

    ``command``, ``agenda``, ``at`` and ``office`` are the question as it was asked,
    ``policy`` the version that judged it, ``findings`` in the order of the rule book.
    """

    command: Command
    agenda: Agenda
    at: datetime
    office: Office
    policy: Policy
    case: Case
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]

    @property
    def allowed(self) -> bool:
        """Whether no rule refuses."""
        return not self.refusals

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """The findings that refuse."""
        return tuple(each for each in self.findings if each.refused)

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The ids of the rules that refuse, in the order of the rule book."""
        return tuple(each.rule for each in self.refusals)

    def finding(self, rule: str) -> Finding:
        """What one rule found; an error for a rule that was not judged."""
        for each in self.findings:
            if each.rule == rule:
                return each
        raise InvalidInput(
            "rule", rule, f"one that was judged: {', '.join(each.rule for each in self.findings)}"
        )

    def remedy(self) -> Remedy:
        """What would make it yes: the nearest admissible slots, or what has to change first.

        Computed when asked for: from the question alone, so always the same.
        """
        return remedy_for(self.case, self.agenda, self.office, self.at, self.refusals)

    def explain(self, code: Language = "en", *, full: bool = False, staff: bool = False) -> str:
        """The decision in words: each refusal with its figures and source, and what would help.

        ``full`` tells the rules that passed or did not apply too; ``staff`` tells what
        the public must not be told, such as which part of an identification differs.
        """
        language(code)
        lines = [self._headline(code)]
        for each in self.findings:
            if each.refused:
                lines.append(f"  ✗ {each.rule}: {each.message(code, staff=staff)}")
                lines.append(f"      {_source(rule_of(each.rule), code)}")
            elif full:
                mark = "✓" if each.outcome == "passed" else "–"
                lines.append(f"  {mark} {each.rule}: {each.message(code, staff=staff)}")
        if not self.allowed:
            lines += [f"  → {line}" for line in self.remedy().lines(code, self.office.calendar)]
        return "\n".join(lines)

    def _headline(self, code: Language) -> str:
        if self.allowed:
            return Text("Se acceptă.", "Allowed.").in_(code)
        refused = counted(len(self.refusals), "rule", code)
        return Text(f"Se refuză ({refused}):", f"Refused ({refused}):").in_(code)


def _source(rule: Rule, code: Language) -> str:
    citation = rule.citation
    quote = f"«{citation.quote}» " if citation.quote else ""
    article = f", {citation.article}" if citation.article else ""
    word = Text("sursa", "source").in_(code)
    return f"{quote}[{word}: {known_sources()[citation.source].title.in_(code)}{article}]"


def decide(command: Command, agenda: Agenda, *, at: datetime, office: Office) -> Decision:
    """Judge a command with every rule of the policy in force at ``at``.

    A refusal is a value: look at :attr:`Decision.allowed`. Raises
    :class:`~tichet_rules.errors.InvalidInput` only for what is no question at all, such
    as an instant without an offset. Nothing changes: give ``decision.events`` to
    :func:`~tichet_rules.apply`.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Contact, Inspector, Slot
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> decision = decide(
    ...     Book(
    ...         number="119.368/305",
    ...         applicant="ANA POP IONESCU",
    ...         filed_on=date(2026, 1, 12),
    ...         slot=Slot(datetime.fromisoformat("2026-11-30T10:00:00+02:00")),
    ...         contact=Contact("0264 596 030", "ana.pop@example.org"),
    ...     ),
    ...     Agenda(),
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=office,
    ... )
    >>> decision.allowed, decision.refused_by
    (False, ('slot.working_day',))
    """
    instant = as_utc(at, "at")
    checked_instance("agenda", agenda, Agenda)
    checked_instance("office", office, Office)
    policy = office.policy_at(instant)
    try:
        prepare = _PREPARE[type(command)]
    except KeyError:
        raise WrongType("command", command, "a command such as Book or Cancel") from None
    case, rules, event = prepare(command, agenda, instant, office, policy)
    findings = judge(case, rules)
    refused = any(each.refused for each in findings)
    return Decision(
        command,
        agenda,
        instant,
        office,
        policy,
        case,
        findings,
        () if refused else (event(),),
    )


Prepared = tuple[Case, tuple[Rule, ...], Callable[[], Event]]


def booking_case(
    command: Book, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Case:
    """The case of a new booking; of a number that names no request, little is known."""
    request = _claimed(command.number, office)
    inspector_id = command.inspector or (request.inspector if request else "")
    return Case(
        policy=policy,
        calendar=office.calendar,
        taken=agenda,
        at=ticks_of(at),
        slot=command.slot,
        inspector_id=inspector_id,
        inspector=office.inspectors.get(inspector_id),
        request=request,
        applicant=request.applicant.key if request else None,
        claim=Claim(command.number, command.applicant, command.filed_on),
        channel=command.channel,
        contact=command.contact,
    )


def _claimed(number: str, office: Office) -> Request | None:
    try:
        return office.request(number)
    except InvalidInput:
        return None  # what was typed is no registration number: it names no request


def _book(command: Book, agenda: Agenda, at: datetime, office: Office, policy: Policy) -> Prepared:
    case = booking_case(command, agenda, at, office, policy)
    if command.booking is not None and command.booking in agenda:
        raise InvalidInput("booking", command.booking, "an id that the agenda does not have yet")
    if case.request is None and identified.id not in policy.rules:
        raise InvalidInput(
            "number", command.number, "a request of the office, as the policy identifies none"
        )

    def booked() -> Event:
        assert case.request is not None  # an unidentified request was refused
        assert case.applicant is not None
        return Booked(
            at=at,
            booking=Booking(
                id=command.booking or _new_id(case, agenda),
                request=case.request.number,
                inspector=case.inspector_id,
                applicant=case.applicant,
                slot=command.slot,
                channel=command.channel,
                contact=_normalised(case, command.contact),
                buffer_before_minutes=policy.buffer_before_minutes,
                buffer_after_minutes=policy.buffer_after_minutes,
                booked_at=at,
            ),
        )

    return case, rules_of(policy.rules), booked


def _new_id(case: Case, agenda: Agenda) -> str:
    """An id made of the request and the start; a number follows where that was used before."""
    start = f"{case.slot.start:%Y%m%dT%H%M%S}Z"
    number = case.request.number if case.request else ""
    stem = candidate = f"{number}@{start}"
    count = 1
    while candidate in agenda:
        count += 1
        candidate = f"{stem}#{count}"
    return candidate


def _normalised(case: Case, typed: Contact) -> Contact:
    # A policy without contact rules may have let something else through: it is kept as typed.
    return Contact(case.phone or typed.phone, case.email or typed.email)


_NO_SLOT: Final = Slot(EPOCH)  # of a booking that is not there; no rule looks at it


def _case_of_booking(
    booking_id: str,
    agenda: Agenda,
    at: datetime,
    office: Office,
    policy: Policy,
    slot: Slot | None = None,
) -> Case:
    """The case of a command on a booking; of one that is not there, nothing is known."""
    booking = agenda.get(booking_id)
    inspector_id = booking.inspector if booking else ""
    if slot is None:
        slot = booking.slot if booking else _NO_SLOT
    return Case(
        policy=policy,
        calendar=office.calendar,
        taken=agenda,
        at=ticks_of(at),
        slot=slot,
        inspector_id=inspector_id,
        inspector=office.inspectors.get(inspector_id),
        request=office.requests.get(booking.request) if booking else None,
        applicant=booking.applicant if booking else None,
        channel=booking.channel if booking else Channel.ONLINE,
        booking=booking,
        ignoring=booking_id,
    )


def _reschedule(
    command: Reschedule, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    case = _case_of_booking(command.booking, agenda, at, office, policy, command.slot)
    rules: tuple[Rule, ...] = (still_open,)
    if case.booking is not None:
        rules += rules_of(policy.rules)

    def rescheduled() -> Event:
        return Rescheduled(
            at=at,
            booking=command.booking,
            slot=command.slot,
            buffer_before_minutes=policy.buffer_before_minutes,
            buffer_after_minutes=policy.buffer_after_minutes,
            revision=None if case.booking is None else case.booking.revision + 1,
        )

    return case, rules, rescheduled


def _closing(rule: Rule, event: type[Cancelled | Held | MissedByCitizen]) -> Any:
    """The preparation of a command that closes a booking, and is judged by one rule."""

    def prepare(
        command: Cancel | Hold | NoShow,
        agenda: Agenda,
        at: datetime,
        office: Office,
        policy: Policy,
    ) -> Prepared:
        case = _case_of_booking(command.booking, agenda, at, office, policy)
        return case, (rule,), lambda: event(at=at, booking=command.booking)

    return prepare


_PREPARE: Final[dict[type[Command], Any]] = {
    Book: _book,
    Reschedule: _reschedule,
    Cancel: _closing(still_open, Cancelled),
    Hold: _closing(begun, Held),
    NoShow: _closing(begun, MissedByCitizen),
}
