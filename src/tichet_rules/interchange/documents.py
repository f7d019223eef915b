"""The documents of the interchange format: an office and its bookings, and questions.

Each class is a JSON object, its fields the keys; what the values mean is said in the
conformance format and, of what its second version adds, in ``docs/vectors.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from attrs import evolve, field, fields, frozen
from cattrs.gen import make_dict_structure_fn, override

from tichet_rules._door import checked_identifier, member, one_of
from tichet_rules.agenda import (
    Agenda,
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
from tichet_rules.audit import SourceTable, TableKind
from tichet_rules.errors import AgendaConflict, Given, InvalidInput
from tichet_rules.identity import registration_number
from tichet_rules.interchange.structure import (
    by_date,
    checked_object,
    checked_string,
    converter,
    each_key_once,
    parse_json,
    parsed,
    read_date,
    structured,
)
from tichet_rules.model import (
    Answer,
    Applicant,
    Booking,
    Channel,
    Contact,
    Inspector,
    MeetingRecord,
    Procedure,
    Request,
    RequestStatus,
    Role,
    Slot,
)
from tichet_rules.office import Office
from tichet_rules.policy import PARAMETERS, PRESETS, Policy, PolicyHistory, preset
from tichet_rules.text import Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.instants import MINUTE, zone_of

__all__ = [
    "AgendaDocument",
    "BookingDocument",
    "OfficeDocument",
    "QuestionDocument",
    "office_and_agenda",
    "read_agenda",
    "read_office",
]

_PRESET: Final = "cluj-napoca/tichet-albastru"
_AUDIENCES: Final = "cluj-napoca/audiente"
_NOTHING: Final = Given("nimic", "nothing")


# Left out of a question, and yet to be told from an explicit null.
class _LeftOut(str):
    """A value that no JSON text can give."""

    __slots__ = ()


LEFT_OUT: Final = _LeftOut("(left out)")
_NOTHING_ASSUMED: Final = Contact()

#: How the key of who comes begins, as it is written of a booking; and that of nobody known.
KEYS: Final = ("id:", "name:")
UNKNOWN: Final = "request:"


def read_policy(value: object, default: str = _PRESET) -> Policy:
    """The policy of a preset's name, or of a preset with some parameters changed."""
    if isinstance(value, str):
        if value not in PRESETS:
            known = one_of(value, PRESETS)
            raise InvalidInput(
                "",
                value,
                Text(
                    f'{known.ro}; sau {{"preset": …, "notice_hours": 24}}',
                    f'{known.en}; or {{"preset": …, "notice_hours": 24}}',
                ),
            )
        return preset(value).latest
    table = checked_object(value, ("preset", *PARAMETERS))
    history = _preset("preset", table.get("preset", default))
    return history.latest.evolve(**{k: v for k, v in table.items() if k != "preset"})


def _preset(place: str, name: Any) -> PolicyHistory:
    if name not in PRESETS:
        raise InvalidInput(place, name, one_of(name, PRESETS, "preset"))
    return preset(name)


def _dates_or_country(value: object, _: Any) -> str | tuple[date, ...]:
    return value if isinstance(value, str) else converter.structure(value, tuple[date, ...])


def _applicant(value: object, _: Any = Applicant) -> Applicant:
    """The applicant of a name, or of an object that has the id beside it."""
    if isinstance(value, dict):
        checked_object(value, ("id", "name"), ("name",))
        return Applicant(**value)
    name = checked_string(value)
    try:
        return Applicant(name)
    except InvalidInput as error:
        raise InvalidInput("", None, error.right, personal=True) from None


def _same(value: Any, _: Any) -> Any:
    return value


converter.register_structure_hook(Applicant, _applicant)
converter.register_structure_hook(Procedure, lambda value, _: member("", Procedure)(value))
converter.register_structure_hook(Channel, lambda value, _: member("", Channel)(value))
# The classes check these themselves, and say which values there are.
for _kind in (Role, RequestStatus, Answer, TableKind):
    converter.register_structure_hook(_kind, _same)
converter.register_structure_hook_func(
    lambda kind: kind == str | tuple[date, ...], _dates_or_country
)
converter.register_structure_hook(
    Inspector,
    make_dict_structure_fn(Inspector, converter, overrides=override(struct_hook=by_date)),
)


@frozen
class BookingDocument:
    """A booking of an office or a log, with what became of it.

    ``applicant`` is a name, needed where no request says who comes; or the key of a citizen,
    as it is written of a booking. Buffers that are left out are those of the policy, as far as
    other meetings leave room for them; where one of them is told, both are kept as they are.
    ``revision`` counts how often the booking was moved.
    """

    id: str
    inspector: str
    start: datetime
    request: str | None = None
    minutes: int = 15
    status: str = "booked"
    channel: str = "online"
    booked_at: datetime | None = None
    procedure: Procedure = Procedure.BLUE_TICKET
    applicant: Applicant | str | None = None
    room: str | None = None
    in_place_of: str | None = None
    record: str | None = None
    recorded_at: datetime | None = None
    answer_requested_at: datetime | None = None
    ticket: str | None = None
    issued_at: datetime | None = None
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    revision: int | None = None

    @property
    def tells_buffers(self) -> bool:
        """Whether one of the buffers is told."""
        return self.buffer_before_minutes is not None or self.buffer_after_minutes is not None


def _applicant_or_key(value: object, _: Any) -> Applicant | str | None:
    if isinstance(value, str) and value.startswith((*KEYS, UNKNOWN)):
        checked_identifier("", value.partition(":")[2], personal=True)
        return value
    return None if value is None else _applicant(value, _)


converter.register_structure_hook(
    BookingDocument,
    make_dict_structure_fn(
        BookingDocument, converter, applicant=override(struct_hook=_applicant_or_key)
    ),
)


@frozen
class AgendaDocument:
    """The bookings of an agenda, as :func:`~tichet_rules.interchange.agenda_document` has them."""

    bookings: tuple[BookingDocument, ...] = ()


@frozen
class OfficeDocument:
    """Everything that is known before a question is asked.

    ``made_from`` tells the tables that the file was made from; no answer depends on it.
    """

    policy: Any = _PRESET
    time_zone: str = "Europe/Bucharest"
    closures: tuple[date, ...] = ()
    recovery_days: tuple[date, ...] = ()
    public_holidays: str | tuple[date, ...] = "RO"
    inspectors: tuple[Inspector, ...] = ()
    requests: tuple[Request, ...] = ()
    bookings: tuple[BookingDocument, ...] = ()
    audiences: Any = _AUDIENCES
    rooms: tuple[str, ...] = ()
    made_from: tuple[SourceTable, ...] = ()


def _placed(place: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except InvalidInput as error:
        raise error.inside(place) from None


def office_of(document: OfficeDocument) -> Office:
    """The office that a document describes."""
    policy = _placed("policy", lambda: read_policy(document.policy))
    audiences = _placed("audiences", lambda: read_policy(document.audiences, _AUDIENCES))
    calendar = WorkingCalendar(
        zone_of(document.time_zone),
        document.public_holidays,
        document.closures,
        document.recovery_days,
    )
    try:
        return Office(
            policy, calendar, document.inspectors, document.requests, audiences, document.rooms
        )
    except InvalidInput as error:
        # The only field whose name in the document is another one.
        raise error.renamed(r"(absences\[\d+\])\.last", r"\1.to") from None


def office_and_agenda(document: OfficeDocument) -> tuple[Office, Agenda]:
    """The office that a document describes, and the agenda of its bookings."""
    office = office_of(document)
    return office, _agenda(document.bookings, office)


def _agenda(documents: Iterable[BookingDocument], office: Office) -> Agenda:
    bookings = read_bookings(documents, office, "bookings")
    exact = frozenset(each.id for each in documents if each.tells_buffers)
    try:
        return Agenda.of(_within_their_gaps(bookings, exact))
    except AgendaConflict as error:
        right = Text(
            f"programări care nu se ciocnesc ({error.in_('ro')})",
            f"bookings that do not collide ({error})",
        )
        raise InvalidInput("bookings", error.booking, right) from None


def read_bookings(
    documents: Iterable[BookingDocument], office: Office, place: str
) -> list[Booking]:
    """The bookings that documents describe, with the applicants that the office knows."""
    return [
        _placed(f"{place}[{index}]", lambda each=each: _booking(each, office))  # type: ignore[misc]
        for index, each in enumerate(documents)
    ]


def _within_their_gaps(
    bookings: Iterable[Booking], exact: Collection[str] = frozenset()
) -> list[Booking]:
    """The bookings with their buffers cut down to the gaps between an inspector's meetings.

    Those of the bookings whose ids are ``exact`` are what they are.

    An office may have made them under a policy with shorter buffers, or none. What the
    inspector's meetings occupy together stays the same: of a gap that the buffers fill,
    nothing is left either way.
    """
    ordered = sorted(bookings, key=lambda each: (each.inspector, each.slot.begins))
    cut: list[Booking] = []
    previous: int | None = None  # where the latest meeting that takes time stands in `cut`
    for booking in ordered:
        if booking.takes_time and previous is not None:
            before = cut[previous]
            gap = (booking.slot.begins - before.slot.ends) // MINUTE
            if before.inspector == booking.inspector and gap >= 0:
                if before.id not in exact:
                    free = gap - booking.buffer_before_minutes if booking.id in exact else gap
                    after = min(before.buffer_after_minutes, max(free, 0))
                    cut[previous] = before = evolve(before, buffer_after_minutes=after)
                if booking.id not in exact:
                    free = max(gap - before.buffer_after_minutes, 0)
                    left = min(booking.buffer_before_minutes, free)
                    booking = evolve(booking, buffer_before_minutes=left)  # noqa: PLW2901
        if booking.takes_time:
            previous = len(cut)
        cut.append(booking)
    return cut


def _booking(document: BookingDocument, office: Office) -> Booking:
    number, applicant = _whose(document, office)
    before, after = document.buffer_before_minutes, document.buffer_after_minutes
    if before is None or after is None:
        before, after = told_buffers(document, *_buffers(document, office))
    return Booking(
        id=document.id,
        request=number,
        inspector=document.inspector,
        applicant=applicant,
        slot=Slot(document.start, document.minutes),
        status=document.status,
        channel=document.channel,
        contact=Contact(document.phone, document.email),
        buffer_before_minutes=before,
        buffer_after_minutes=after,
        booked_at=document.booked_at,
        revision=document.revision or 0,
        procedure=document.procedure,
        room=document.room,
        in_place_of=document.in_place_of,
        record=document.record,
        recorded_at=document.recorded_at,
        answer_requested_at=document.answer_requested_at,
        ticket=document.ticket,
        issued_at=document.issued_at,
    )


def _buffers(document: BookingDocument, office: Office) -> tuple[int, int]:
    """The buffers of the policy under which a booking was made, or else takes place."""
    known = "start" if document.booked_at is None else "booked_at"
    try:
        policy = office.policy_at(document.booked_at or document.start, document.procedure)
    except InvalidInput as error:
        raise error.renamed("^date$", known) from None
    return policy.buffer_before_minutes, policy.buffer_after_minutes


def told_buffers(document: BookingDocument, before: int, after: int) -> tuple[int, int]:
    """The buffers that a document tells, and those of the policy for what it leaves out."""
    told = document.buffer_before_minutes, document.buffer_after_minutes
    return before if told[0] is None else told[0], after if told[1] is None else told[1]


def _whose(document: BookingDocument, office: Office) -> tuple[str | None, str]:
    """The number of the request that a booking is about, and the key of who comes."""
    written, named = document.request, document.applicant
    key = named if isinstance(named, str) and not named.startswith(UNKNOWN) else None
    if isinstance(named, str):
        named = None
    if written is None:
        if document.procedure is Procedure.BLUE_TICKET:
            right = Text(
                "un număr de înregistrare: este obligatoriu",
                "a registration number: it is required",
            )
            raise InvalidInput("request", _NOTHING, right)
        if key is not None:
            return None, key
        if named is None:
            right = Text(
                "un nume, fiindcă nicio cerere nu spune cine vine",
                "a name, as no request says who comes",
            )
            raise InvalidInput("applicant", _NOTHING, right)
        return None, named.key
    number = _placed("request", lambda: _number(written))
    if key is not None:
        return number, key
    request = office.requests.get(number)
    if request is None:
        # Nobody knows whose it is: without a name, it is its own.
        return number, f"request:{number}" if named is None else named.key
    if named is not None and named.name_key != request.applicant.name_key:
        right = Text("numele din cerere", "the name that the request has")
        raise InvalidInput("applicant", None, right, personal=True)
    return number, request.applicant.key


def _number(text: str) -> str:
    try:
        return registration_number(text)
    except InvalidInput as error:
        raise InvalidInput("", text, error.right) from None


def read_office(value: object, place: str = "office") -> tuple[Office, Agenda]:
    """The office and the agenda that parsed JSON describes.

    >>> office, agenda = read_office({"inspectors": [{"id": "i-017", "name": "Mureșan Ioana"}]})
    >>> office, agenda
    (Office('cluj-napoca/tichet-albastru', inspectors=1, requests=0), Agenda(0 bookings))
    """
    document = structured(value, OfficeDocument, place)
    return _placed_office(document, place)


def read_agenda(value: object, office: Office, place: str = "agenda") -> Agenda:
    """The agenda that parsed JSON describes, of an office that is at hand.

    Of what :func:`~tichet_rules.interchange.agenda_document` wrote with ``personal=True`` it is
    the same agenda. The office tells what a booking leaves out: who comes, and the buffers.

    >>> from tichet_rules import Slot
    >>> from tichet_rules.interchange import agenda_document
    >>> slot = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
    >>> office = Office()
    >>> agenda = Agenda.of([Booking("b-1", "119368/305", "i-017", "id:4711", slot, revision=2)])
    >>> written = agenda_document(agenda, office.calendar, personal=True)
    >>> read_agenda(written, office) == agenda
    True
    """
    document = structured(value, AgendaDocument, place)
    made: Agenda = _placed(place, lambda: _agenda(document.bookings, office))
    return made


def read_office_text(text: str) -> tuple[Office, Agenda]:
    """What :func:`read_office` reads of the JSON that a text writes.

    Of a large office most are its requests. Each is made as soon as its object is parsed, so
    that not all objects are held at a time; what is not right is told as ever.

    >>> read_office_text('{"inspectors": [{"id": "i-017"}]}')
    (Office('cluj-napoca/tichet-albastru', inspectors=1, requests=0), Agenda(0 bookings))
    """
    return _placed_office(office_document(text), "")


def office_document(text: str) -> OfficeDocument:
    """The document that the text of an office's file is, its requests made one by one."""
    try:
        return _with_requests_made(text)
    except (InvalidInput, LookupError, TypeError):
        return structured(parse_json(text), OfficeDocument)


def _with_requests_made(text: str) -> OfficeDocument:
    """The document of a text with nothing wrong in it; an error, of whatever kind, for others."""
    made = _Requests()
    value = parsed(text, made)
    requests = value.pop("requests", []) if isinstance(value, dict) else None
    if not isinstance(requests, list):
        raise TypeError
    document = structured(value, OfficeDocument)
    if not made.count == len(requests) == sum(type(each) is Request for each in requests):
        raise TypeError  # some are elsewhere, or others are here
    return evolve(document, requests=tuple(requests))


class _Requests:
    """Makes of each object of one JSON text that is a request the request, and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self._inspectors: dict[str, str] = {}

    def __call__(self, pairs: list[tuple[str, Any]]) -> Any:
        """The request, or the object of other keys as it is."""
        found = each_key_once(pairs)
        if "filed_on" not in found:
            return found
        self.count += 1
        number = registration_number(found.pop("number"))
        applicant = _applicant(found.pop("applicant"))
        filed_on = read_date(found.pop("filed_on"))
        inspector = self._inspectors.get(given := found.pop("inspector"))
        if inspector is None:
            inspector = self._inspectors[given] = checked_identifier("inspector", given)
        status = _STATUSES[found.pop("status", _IN_OPERATION)]
        communicated_on = found.pop("communicated_on", None)
        if communicated_on is not None:
            communicated_on = read_date(communicated_on)
        if found or (status is RequestStatus.ANSWERED) != (communicated_on is not None):
            return Request(number, applicant, filed_on, inspector, status, communicated_on, **found)
        # Each value has been through its check: what the class would make, in half the time.
        request = object.__new__(Request)
        _put_number(request, number)
        _put_applicant(request, applicant)
        _put_filed_on(request, filed_on)
        _put_inspector(request, inspector)
        _put_status(request, status)
        _put_communicated_on(request, communicated_on)
        _put_former_inspectors(request, ())
        _put_answer(request, None)
        return request


_STATUSES: Final = {str(each): each for each in RequestStatus}
_IN_OPERATION: Final = str(RequestStatus.IN_OPERATION)
(
    _put_number,
    _put_applicant,
    _put_filed_on,
    _put_inspector,
    _put_status,
    _put_communicated_on,
    _put_former_inspectors,
    _put_answer,
) = (Request.__dict__[each.name].__set__ for each in fields(Request))


def _placed_office(document: OfficeDocument, place: str) -> tuple[Office, Agenda]:
    made: tuple[Office, Agenda] = _placed(place, lambda: office_and_agenda(document))
    return made


# --- questions ------------------------------------------------------------------------------


@frozen(kw_only=True)
class _FormDocument:
    """What every form for a meeting asks: when, how, and how the citizen is reached."""

    start: datetime
    minutes: int = 15
    channel: str = "online"
    phone: str | None = field(default=LEFT_OUT, repr=False)
    email: str | None = field(default=LEFT_OUT, repr=False)
    room: str | None = None

    def meeting(self, assumed: Contact) -> dict[str, Any]:
        """What a command says of it; contact data that were left out are those assumed."""
        return {
            "slot": Slot(self.start, self.minutes),
            "channel": self.channel,
            "contact": Contact(
                assumed.phone if self.phone is LEFT_OUT else self.phone,
                assumed.email if self.email is LEFT_OUT else self.email,
            ),
            "room": self.room,
        }


@frozen(kw_only=True)
class BookDocument(_FormDocument):
    """The form that a citizen fills in to book a slot."""

    number: str
    applicant: str = field(repr=False)
    filed_on: date
    inspector: str | None = None

    def command(self, _: Agenda, assumed: Contact) -> Book:
        """The command."""
        return Book(
            number=self.number,
            applicant=self.applicant,
            filed_on=self.filed_on,
            inspector=self.inspector,
            **self.meeting(assumed),
        )


@frozen(kw_only=True)
class BookAudienceDocument(_FormDocument):
    """The form for an audience, with what the registry established."""

    official: str
    applicant: Applicant
    reason: str = field(repr=False)
    number: str | None = None
    prior_audience: str | None = None
    within_competence: bool | None = None
    answer_requested: bool = False

    def command(self, _: Agenda, assumed: Contact) -> BookAudience:
        """The command."""
        return BookAudience(
            official=self.official,
            applicant=self.applicant,
            reason=self.reason,
            number=self.number,
            prior_audience=self.prior_audience,
            within_competence=self.within_competence,
            answer_requested=self.answer_requested,
            **self.meeting(assumed),
        )


@frozen
class BookingReference:
    """The id of a booking."""

    booking: str


@frozen
class RescheduleDocument:
    """A booking and the slot to move it to; as long as it was, unless ``minutes`` says."""

    booking: str
    start: datetime
    minutes: int | None = None

    def command(self, agenda: Agenda, _: Contact) -> Reschedule:
        """The command, on an agenda that tells how long the booking was."""
        slot = _moved_to(self.start, self.minutes, self.booking, agenda)
        return Reschedule(booking=self.booking, slot=slot)


@frozen
class ReassignDocument:
    """A booking and who takes it over, at its own slot or at another ``start``."""

    booking: str
    inspector: str
    start: datetime | None = None
    minutes: int | None = None

    def command(self, agenda: Agenda, _: Contact) -> Reassign:
        """The command, on an agenda that tells how long the booking was."""
        if self.start is not None:
            slot = _moved_to(self.start, self.minutes, self.booking, agenda)
            return Reassign(booking=self.booking, inspector=self.inspector, slot=slot)
        if self.minutes is not None:
            right = Text("nimic, sau și un început (start)", "none, or a start as well")
            raise InvalidInput("minutes", self.minutes, right)
        return Reassign(booking=self.booking, inspector=self.inspector)


def _moved_to(start: datetime, minutes: int | None, booking_id: str, agenda: Agenda) -> Slot:
    if minutes is None:
        booking = agenda.get(booking_id)
        minutes = booking.slot.minutes if booking else 15
    return Slot(start, minutes)


@frozen
class _OfARecord:
    """A booking, and what was recorded of its meeting in paragraphs."""

    booking: str
    questions: tuple[str, ...] = field(repr=False)
    conclusions: tuple[str, ...] = field(repr=False)
    next_steps: tuple[str, ...] = field(default=(), repr=False)

    def record(self) -> MeetingRecord:
        """The record."""
        return MeetingRecord(self.questions, self.conclusions, self.next_steps)


@frozen
class RecordDocument(_OfARecord):
    """What is to be recorded of a meeting."""

    def command(self, _: Agenda, __: Contact) -> RecordConclusions:
        """The command."""
        return RecordConclusions(booking=self.booking, record=self.record())


@frozen
class IssueDocument(_OfARecord):
    """What a ticket is to attest, and who came where no request says it."""

    citizen: Applicant | None = None

    def command(self, _: Agenda, __: Contact) -> IssueTicket:
        """The command."""
        return IssueTicket(booking=self.booking, record=self.record(), citizen=self.citizen)


@frozen
class QuestionDocument:
    """A command and the instant at which it is asked: exactly one of the commands."""

    at: datetime | None = None
    book: BookDocument | None = None
    book_audience: BookAudienceDocument | None = None
    reschedule: RescheduleDocument | None = None
    reassign: ReassignDocument | None = None
    cancel: BookingReference | None = None
    hold: BookingReference | None = None
    no_show: BookingReference | None = None
    record_conclusions: RecordDocument | None = None
    request_answer: BookingReference | None = None
    issue_ticket: IssueDocument | None = None

    def command(self, agenda: Agenda, assumed: Contact = _NOTHING_ASSUMED) -> Command:
        """The command that is asked."""
        kind = the_one_of(self, COMMANDS)
        asked = getattr(self, kind)
        try:
            if isinstance(asked, BookingReference):
                return _OF_A_BOOKING[kind](booking=asked.booking)
            command: Command = asked.command(agenda, assumed)
        except InvalidInput as error:
            raise error.inside(kind) from None
        return command


COMMANDS: Final = tuple(each.name for each in fields(QuestionDocument) if each.name != "at")
_OF_A_BOOKING: Final[dict[str, type[Cancel | Hold | NoShow | RequestAnswer]]] = {
    "cancel": Cancel,
    "hold": Hold,
    "no_show": NoShow,
    "request_answer": RequestAnswer,
}


def the_one_of(document: Any, kinds: tuple[str, ...]) -> str:
    """Which of several keys a document has, when it has exactly one."""
    given = [kind for kind in kinds if getattr(document, kind) is not None]
    if len(given) != 1:
        known = ", ".join(kinds)
        right = Text(f"exact unul dintre {known}", f"exactly one of {known}")
        raise InvalidInput("", given, right)
    return given[0]
