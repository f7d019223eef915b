"""What each command asks: its case, the rules that judge it, the event that follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from attrs import evolve

from tichet_rules.agenda.agenda import Agenda
from tichet_rules.agenda.commands import (
    Book,
    BookAudience,
    Cancel,
    Command,
    Hold,
    IssueTicket,
    NoShow,
    Reassign,
    RecordConclusions,
    RequestAnswer,
    Reschedule,
)
from tichet_rules.agenda.events import (
    AnswerRequested,
    Booked,
    Cancelled,
    ConclusionsRecorded,
    Event,
    Held,
    MissedByCitizen,
    Reassigned,
    Rescheduled,
    TicketIssued,
)
from tichet_rules.errors import InvalidInput
from tichet_rules.model import (
    Applicant,
    BlueTicket,
    Booking,
    Channel,
    Contact,
    Procedure,
    Request,
    Slot,
)
from tichet_rules.office import Office
from tichet_rules.policy import Policy
from tichet_rules.rules import Case, Claim, Rule, rules_of_case
from tichet_rules.rules.audience import answer_requested
from tichet_rules.rules.booking import begun, still_open
from tichet_rules.rules.case import AudienceFacts
from tichet_rules.rules.inspector import holds_request, may_take_over
from tichet_rules.rules.meeting import answer_open, complete, held, once, recorded
from tichet_rules.rules.request import identified
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import EPOCH, ticks_of

__all__ = [
    "PREPARE",
    "audience_case",
    "booking_case",
    "holder_of",
    "new_id",
    "policy_of_a_take_over",
    "procedure_of",
    "rooms_again",
]

Prepared = tuple[Case, tuple[Rule, ...], Callable[[], Event]]


def procedure_of(command: Command, agenda: Agenda) -> Procedure | None:
    """The procedure whose policy judges a command: that of the booking it is about."""
    if isinstance(command, Book):
        return None
    if isinstance(command, BookAudience):
        return Procedure.AUDIENCE
    booking = agenda.get(command.booking)
    return booking.procedure if booking else None


def _rooms(office: Office, channel: Channel, wanted: str | None) -> tuple[str, ...]:
    """The rooms that would do, the one wanted first."""
    if channel is not Channel.IN_PERSON:
        if wanted is not None:
            right = Text(
                f"niciuna, fiindcă întâlnirea este {channel}", f"none, as the channel is {channel}"
            )
            raise InvalidInput("room", wanted, right)
        return ()
    if wanted is not None and wanted not in office.rooms:
        right = Text("una dintre sălile instituției", "one of the office's rooms")
        raise InvalidInput("room", wanted, right)
    return office.rooms if wanted is None else (wanted,)


def _first_room(case: Case) -> str | None:
    return case.free_rooms[0] if case.rooms else None


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
        rooms=_rooms(office, command.channel, command.room),
        holder=office.inspectors.get(request.inspector) if request else None,
        # A policy on audiences asks for what this form does not have: it refuses.
        audience=_NOTHING_SAID if policy.procedure is Procedure.AUDIENCE else None,
    )


def audience_case(
    command: BookAudience, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Case:
    """The case of an audience; the request is the citizen's only if the name is its own too."""
    request = None if command.number is None else _claimed(command.number, office)
    owns = request is not None and _same_citizen(command.applicant, request.applicant)
    prior = agenda.get(command.prior_audience) if command.prior_audience is not None else None
    about = request
    if not owns:
        about = office.request_of(prior) if prior else None
    known = about is not None and _same_citizen(command.applicant, about.applicant)
    citizen = about.applicant if about is not None and known else command.applicant
    holder = office.inspectors.get(about.inspector) if about is not None else None
    return Case(
        policy=policy,
        calendar=office.calendar,
        taken=agenda,
        at=ticks_of(at),
        slot=command.slot,
        inspector_id=command.official,
        inspector=office.inspectors.get(command.official),
        request=request,
        applicant=citizen.key,
        channel=command.channel,
        contact=command.contact,
        rooms=_rooms(office, command.channel, command.room),
        audience=AudienceFacts(
            owns_request=owns,
            reason=command.reason,
            within_competence=command.within_competence,
            prior=prior,
            prior_official=office.inspectors.get(prior.inspector) if prior else None,
            department=holder.department if holder else None,
        ),
    )


def _same_citizen(one: Applicant, other: Applicant) -> bool:
    """Whether a citizen who gives a name, and perhaps an id, is the one on record."""
    return one.name_key == other.name_key and one.id in (None, other.id)


_NOTHING_SAID: Final = AudienceFacts(
    owns_request=False,
    reason=None,
    within_competence=None,
    prior=None,
    prior_official=None,
    department=None,
)


def _claimed(number: str, office: Office) -> Request | None:
    try:
        return office.request(number)
    except InvalidInput:
        return None  # what was typed is no registration number: it names no request


def _book(command: Book, agenda: Agenda, at: datetime, office: Office, policy: Policy) -> Prepared:
    case = booking_case(command, agenda, at, office, policy)
    _checked_new(command.booking, agenda)
    if case.request is None and identified.id not in policy.rules:
        raise InvalidInput(
            "number",
            command.number,
            Text(
                "o cerere a instituției, fiindcă politica nu identifică niciuna",
                "a request of the office, as the policy identifies none",
            ),
        )

    def booked() -> Event:
        assert case.request is not None  # an unidentified request was refused
        return Booked(at=at, booking=_new_booking(command, case, agenda, at))

    return case, rules_of_case(case), booked


def _book_audience(
    command: BookAudience, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    case = audience_case(command, agenda, at, office, policy)
    _checked_new(command.booking, agenda)
    return (
        case,
        rules_of_case(case),
        lambda: Booked(at=at, booking=_new_booking(command, case, agenda, at)),
    )


def _checked_new(booking_id: str | None, agenda: Agenda) -> None:
    if booking_id is not None and booking_id in agenda:
        right = Text(
            "un id pe care agenda nu îl are încă", "an id that the agenda does not have yet"
        )
        raise InvalidInput("booking", booking_id, right)


def _new_booking(command: Book | BookAudience, case: Case, agenda: Agenda, at: datetime) -> Booking:
    assert case.applicant is not None  # whoever is not known was refused
    asks = isinstance(command, BookAudience) and command.answer_requested
    owns = case.audience is None or case.audience.owns_request
    theirs = case.request if owns else None
    return Booking(
        id=command.booking or new_id(case, agenda),
        request=theirs.number if theirs else None,
        inspector=case.inspector_id,
        applicant=case.applicant,
        slot=command.slot,
        channel=command.channel,
        contact=_normalised(case, command.contact),
        buffer_before_minutes=case.policy.buffer_before_minutes,
        buffer_after_minutes=case.policy.buffer_after_minutes,
        booked_at=at,
        procedure=case.policy.procedure,
        room=_first_room(case),
        answer_requested_at=at if asks else None,
    )


_LONGEST_STEM: Final = 160  # so that with the instant it is still an id


def new_id(case: Case, agenda: Agenda) -> str:
    """An id made of the request (or the official) and the start, and a number if that is used."""
    start = f"{case.slot.start:%Y%m%dT%H%M%S}Z"
    by_request = case.policy.procedure is Procedure.BLUE_TICKET and case.request is not None
    about = case.request.number if by_request and case.request else case.inspector_id
    stem = candidate = f"{about[:_LONGEST_STEM]}@{start}"
    count = 1
    while candidate in agenda:
        count += 1
        candidate = f"{stem}-{count}"
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
    **facts: Any,
) -> Case:
    """The case of a command on a booking; of one that is not there, nothing is known.

    ``facts`` are those that the command changes, or brings with it.
    """
    booking = agenda.get(booking_id)
    inspector_id = booking.inspector if booking else ""
    known = {
        "slot": booking.slot if booking else _NO_SLOT,
        "inspector_id": inspector_id,
        "inspector": office.inspectors.get(inspector_id),
        "in_place_of": booking.in_place_of if booking else None,
    }
    return Case(
        policy=policy,
        calendar=office.calendar,
        taken=agenda,
        at=ticks_of(at),
        request=office.request_of(booking) if booking else None,
        applicant=booking.applicant if booking else None,
        channel=booking.channel if booking else Channel.ONLINE,
        booking=booking,
        ignoring=booking_id,
        **{**known, **facts},
    )


def _reschedule(
    command: Reschedule, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    case = _case_of_booking(
        command.booking,
        agenda,
        at,
        office,
        policy,
        slot=command.slot,
        rooms=rooms_again(agenda.get(command.booking), office),
    )
    rules: tuple[Rule, ...] = (still_open,)
    if case.booking is not None:
        rules += rules_of_case(case)

    def rescheduled() -> Event:
        assert case.booking is not None  # one that is not there was refused
        return Rescheduled(
            at=at,
            booking=command.booking,
            slot=command.slot,
            buffer_before_minutes=policy.buffer_before_minutes,
            buffer_after_minutes=policy.buffer_after_minutes,
            revision=case.booking.revision + 1,
            room=_first_room(case),
        )

    return case, rules, rescheduled


def rooms_again(booking: Booking | None, office: Office) -> tuple[str, ...]:
    """The rooms that would do for a booking that moves: its own first."""
    if booking is None or (booking.channel is not Channel.IN_PERSON and booking.room is None):
        return ()
    own = (booking.room,) if booking.room is not None else ()
    return own + tuple(each for each in office.rooms if each not in own)


def _reassign(
    command: Reassign, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    booking = agenda.get(command.booking)
    holder = holder_of(booking, office)
    case = _case_of_booking(
        command.booking,
        agenda,
        at,
        office,
        policy_of_a_take_over(policy),
        inspector_id=command.inspector,
        inspector=office.inspectors.get(command.inspector),
        in_place_of=None if holder == command.inspector else holder,
        holder=office.inspectors.get(holder),
        rooms=rooms_again(booking, office),
        **({} if command.slot is None else {"slot": command.slot}),
    )
    rules: tuple[Rule, ...] = (still_open,)
    if case.booking is not None:
        others = (each for each in rules_of_case(case) if each is not holds_request)
        rules += (may_take_over, *others)

    def reassigned() -> Event:
        assert case.booking is not None  # one that is not there was refused
        return Reassigned(
            at=at,
            booking=command.booking,
            inspector=command.inspector,
            slot=case.slot,
            in_place_of=case.in_place_of,
            buffer_before_minutes=policy.buffer_before_minutes,
            buffer_after_minutes=policy.buffer_after_minutes,
            revision=case.booking.revision + 1,
            room=_first_room(case),
        )

    return case, rules, reassigned


def policy_of_a_take_over(policy: Policy) -> Policy:
    """The policy with the notice that it has for an institution which finds a substitute."""
    hours = policy.take_over_notice_hours
    return policy if hours is None else evolve(policy, notice_hours=hours)


def holder_of(booking: Booking | None, office: Office) -> str:
    """Whose the meeting is by rights: the inspector who has the request, or the official."""
    if booking is None:
        return ""
    request = office.request_of(booking)
    if request is not None and booking.procedure is Procedure.BLUE_TICKET:
        return request.inspector
    return booking.in_place_of or booking.inspector


def _closing(
    event: type[Cancelled | Held | MissedByCitizen | AnswerRequested], *rules: Rule
) -> Any:
    """The preparation of a command that needs no more than a booking."""

    def prepare(
        command: Cancel | Hold | NoShow | RequestAnswer,
        agenda: Agenda,
        at: datetime,
        office: Office,
        policy: Policy,
    ) -> Prepared:
        cancels = event is Cancelled
        case = _case_of_booking(command.booking, agenda, at, office, policy, cancels=cancels)
        return case, rules, lambda: event(at=at, booking=command.booking)

    return prepare


def _record(
    command: RecordConclusions, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    case = _case_of_booking(command.booking, agenda, at, office, policy, record=command.record)
    return (
        case,
        (held, complete, once),
        lambda: ConclusionsRecorded(at=at, booking=command.booking, record=command.record),
    )


def _issue(
    command: IssueTicket, agenda: Agenda, at: datetime, office: Office, policy: Policy
) -> Prepared:
    case = _case_of_booking(command.booking, agenda, at, office, policy, record=command.record)
    return (
        case,
        (held, recorded, once, answer_requested),
        lambda: TicketIssued(at=at, ticket=_ticket(command, case, at)),
    )


def _ticket(command: IssueTicket, case: Case, at: datetime) -> BlueTicket:
    booking, inspector = case.booking, case.inspector
    assert booking is not None  # a meeting that is not there was refused
    if inspector is None or not inspector.name.strip():
        raise InvalidInput(
            "office.inspectors",
            booking.inspector,
            Text(
                "inspectorul întâlnirii, cu numele lui",
                "the inspector of the meeting, with their name",
            ),
        )
    citizen = command.citizen or (case.request.applicant if case.request else None)
    if citizen is None:
        raise InvalidInput(
            "citizen",
            None,
            Text(
                "cine a venit, fiindcă instituția nu are o cerere care să o spună",
                "who came, as the office has no request that says it",
            ),
            personal=True,
        )
    if citizen.key != booking.applicant:
        right = Text("cetățeanul programării", "the citizen of the booking")
        raise InvalidInput("citizen", None, right, personal=True)
    return BlueTicket(
        booking=booking.id,
        procedure=booking.procedure,
        institution=case.policy.institution or case.policy.title,
        policy=case.policy.version,
        request=case.request.number if case.request else None,
        filed_on=case.request.filed_on if case.request else None,
        citizen=citizen.name,
        inspector=inspector.id,
        inspector_name=inspector.name,
        inspector_role=inspector.role,
        start=booking.slot.start,
        minutes=booking.slot.minutes,
        time_zone=case.calendar.zone.key,
        channel=booking.channel,
        room=booking.room,
        record=command.record,
        issued_at=at,
    )


PREPARE: Final[dict[type[Command], Any]] = {
    Book: _book,
    BookAudience: _book_audience,
    Reschedule: _reschedule,
    Reassign: _reassign,
    Cancel: _closing(Cancelled, still_open),
    Hold: _closing(Held, begun),
    NoShow: _closing(MissedByCitizen, begun),
    RecordConclusions: _record,
    RequestAnswer: _closing(AnswerRequested, answer_open, once),
    IssueTicket: _issue,
}
