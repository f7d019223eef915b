"""The documents of the interchange format: an office and its bookings, and questions.

Each class is a JSON object, its fields the keys; what the values mean is said in the
conformance format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Final

from attrs import evolve, field, frozen
from cattrs.gen import make_dict_structure_fn, override

from tichet_rules._door import one_of
from tichet_rules.agenda import Agenda, Book, Cancel, Command, Hold, NoShow, Reschedule
from tichet_rules.errors import AgendaConflict, InvalidInput
from tichet_rules.identity import registration_number
from tichet_rules.interchange.structure import (
    by_date,
    checked_object,
    checked_string,
    converter,
    structured,
)
from tichet_rules.model import (
    Applicant,
    Booking,
    Contact,
    Inspector,
    Request,
    RequestStatus,
    Role,
    Slot,
)
from tichet_rules.office import Office
from tichet_rules.policy import PARAMETERS, PRESETS, Policy, PolicyHistory, preset
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.instants import MINUTE

__all__ = [
    "BookDocument",
    "BookingDocument",
    "OfficeDocument",
    "QuestionDocument",
    "office_and_agenda",
    "read_office",
]

# The parameters that an office document may override, as the conformance format lists them.
OVERRIDES: Final = tuple(
    name for name in PARAMETERS if name not in ("meets", "daily_limit", "answer_working_days")
)
_PRESET: Final = "cluj-napoca/tichet-albastru"


# Left out of a question, and yet to be told from an explicit null.
class _LeftOut(str):
    """A value that no JSON text can give."""

    __slots__ = ()


LEFT_OUT: Final = _LeftOut("(left out)")
_NOTHING_ASSUMED: Final = Contact()


def read_policy(value: object) -> Policy:
    """The policy of a preset's name, or of a preset with some parameters changed."""
    if isinstance(value, str):
        return _preset("", value).latest
    table = checked_object(value, ("preset", *OVERRIDES))
    history = _preset("preset", table.get("preset", _PRESET))
    return history.latest.evolve(**{k: v for k, v in table.items() if k != "preset"})


def _preset(place: str, name: Any) -> PolicyHistory:
    if name not in PRESETS:
        raise InvalidInput(place, name, one_of(name, PRESETS, "preset"))
    return preset(name)


def _dates_or_country(value: object, _: Any) -> str | tuple[date, ...]:
    return value if isinstance(value, str) else converter.structure(value, tuple[date, ...])


def _applicant(value: object, _: Any) -> Applicant:
    name = checked_string(value)
    try:
        return Applicant(name)
    except InvalidInput as error:
        raise InvalidInput("", None, error.expected, personal=True) from None


def _same(value: Any, _: Any) -> Any:
    return value


converter.register_structure_hook(Applicant, _applicant)
# The classes check these themselves, and say which values there are.
for _kind in (Role, RequestStatus):
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
    """A booking of an office or a log."""

    id: str
    request: str
    inspector: str
    start: datetime
    minutes: int = 15
    status: str = "booked"
    channel: str = "online"
    booked_at: datetime | None = None


@frozen
class OfficeDocument:
    """Everything that is known before a question is asked."""

    policy: Any = _PRESET
    time_zone: str = "Europe/Bucharest"
    closures: tuple[date, ...] = ()
    recovery_days: tuple[date, ...] = ()
    public_holidays: str | tuple[date, ...] = "RO"
    inspectors: tuple[Inspector, ...] = ()
    requests: tuple[Request, ...] = ()
    bookings: tuple[BookingDocument, ...] = ()


def _placed(place: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except InvalidInput as error:
        raise error.inside(place) from None


def office_of(document: OfficeDocument) -> Office:
    """The office that a document describes."""
    policy = _placed("policy", lambda: read_policy(document.policy))
    calendar = WorkingCalendar(
        document.time_zone, document.public_holidays, document.closures, document.recovery_days
    )
    try:
        return Office(policy, calendar, document.inspectors, document.requests)
    except InvalidInput as error:
        # The only field whose name in the document is another one.
        raise error.renamed(r"(absences\[\d+\])\.last", r"\1.to") from None


def office_and_agenda(document: OfficeDocument) -> tuple[Office, Agenda]:
    """The office that a document describes, and the agenda of its bookings."""
    office = office_of(document)
    policy = office.policy.policy_at(date.min)
    bookings = read_bookings(document.bookings, office, policy, "bookings")
    try:
        return office, Agenda.of(_within_their_gaps(bookings))
    except AgendaConflict as error:
        raise InvalidInput(
            "bookings", error.booking, f"bookings that do not collide ({error})"
        ) from None


def read_bookings(
    documents: Iterable[BookingDocument], office: Office, policy: Policy, place: str
) -> list[Booking]:
    """The bookings that documents describe, with the applicants that the office knows."""
    return [
        _placed(f"{place}[{index}]", lambda each=each: _booking(each, office, policy))  # type: ignore[misc]
        for index, each in enumerate(documents)
    ]


def _within_their_gaps(bookings: Iterable[Booking]) -> list[Booking]:
    """The bookings with their buffers cut down to the gaps between an inspector's meetings.

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
                after = min(before.buffer_after_minutes, gap)
                cut[previous] = evolve(before, buffer_after_minutes=after)
                left = min(booking.buffer_before_minutes, gap - after)
                booking = evolve(booking, buffer_before_minutes=left)  # noqa: PLW2901
        if booking.takes_time:
            previous = len(cut)
        cut.append(booking)
    return cut


def _booking(document: BookingDocument, office: Office, policy: Policy) -> Booking:
    number = _placed("request", lambda: _number(document.request))
    request = office.requests.get(number)
    return Booking(
        id=document.id,
        request=number,
        inspector=document.inspector,
        # Of a request that the office does not hold, nobody knows whose it is: it is its own.
        applicant=f"request:{number}" if request is None else request.applicant.key,
        slot=Slot(document.start, document.minutes),
        status=document.status,
        channel=document.channel,
        buffer_before_minutes=policy.buffer_before_minutes,
        buffer_after_minutes=policy.buffer_after_minutes,
        booked_at=document.booked_at,
    )


def _number(text: str) -> str:
    try:
        return registration_number(text)
    except InvalidInput as error:
        raise InvalidInput("", text, error.expected) from None


def read_office(value: object, place: str = "office") -> tuple[Office, Agenda]:
    """The office and the agenda that parsed JSON describes.

    >>> office, agenda = read_office({"inspectors": [{"id": "i-017", "name": "Mureșan Ioana"}]})
    >>> office, agenda
    (Office('cluj-napoca/tichet-albastru', inspectors=1, requests=0), Agenda(0 bookings))
    """
    document = structured(value, OfficeDocument, place)
    return _placed_office(document, place)


def _placed_office(document: OfficeDocument, place: str) -> tuple[Office, Agenda]:
    made: tuple[Office, Agenda] = _placed(place, lambda: office_and_agenda(document))
    return made


# --- questions ------------------------------------------------------------------------------


@frozen
class BookDocument:
    """The form that a citizen fills in to book a slot."""

    number: str
    applicant: str = field(repr=False)
    filed_on: date
    start: datetime
    inspector: str | None = None
    minutes: int = 15
    channel: str = "online"
    phone: str | None = field(default=LEFT_OUT, repr=False)
    email: str | None = field(default=LEFT_OUT, repr=False)

    def command(self, assumed: Contact = _NOTHING_ASSUMED) -> Book:
        """The command; contact data that were left out are those assumed."""
        return Book(
            number=self.number,
            applicant=self.applicant,
            filed_on=self.filed_on,
            slot=Slot(self.start, self.minutes),
            inspector=self.inspector,
            channel=self.channel,
            contact=Contact(
                assumed.phone if self.phone is LEFT_OUT else self.phone,
                assumed.email if self.email is LEFT_OUT else self.email,
            ),
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

    def command(self, agenda: Agenda) -> Reschedule:
        """The command, on an agenda that tells how long the booking was."""
        minutes = self.minutes
        if minutes is None:
            booking = agenda.get(self.booking)
            minutes = booking.slot.minutes if booking else 15
        return Reschedule(booking=self.booking, slot=Slot(self.start, minutes))


@frozen
class QuestionDocument:
    """A command and the instant at which it is asked: exactly one of the commands."""

    at: datetime | None = None
    book: BookDocument | None = None
    cancel: BookingReference | None = None
    reschedule: RescheduleDocument | None = None
    hold: BookingReference | None = None
    no_show: BookingReference | None = None

    def command(self, agenda: Agenda, assumed: Contact = _NOTHING_ASSUMED) -> Command:
        """The command that is asked."""
        kind = the_one_of(self, ("book", "cancel", "reschedule", "hold", "no_show"))
        try:
            return self._commands(agenda, assumed)[kind]()
        except InvalidInput as error:
            raise error.inside(kind) from None

    def _commands(self, agenda: Agenda, assumed: Contact) -> dict[str, Callable[[], Command]]:
        return {
            "book": lambda: _some(self.book).command(assumed),
            "cancel": lambda: Cancel(booking=_some(self.cancel).booking),
            "reschedule": lambda: _some(self.reschedule).command(agenda),
            "hold": lambda: Hold(booking=_some(self.hold).booking),
            "no_show": lambda: NoShow(booking=_some(self.no_show).booking),
        }


def _some(value: Any) -> Any:
    return value


def the_one_of(document: Any, kinds: tuple[str, ...]) -> str:
    """Which of several keys a document has, when it has exactly one."""
    given = [kind for kind in kinds if getattr(document, kind) is not None]
    if len(given) != 1:
        raise InvalidInput("", given, f"exactly one of {', '.join(kinds)}")
    return given[0]
