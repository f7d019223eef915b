"""Citizens, their requests, and the people they meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    A_STRING,
    FrozenMap,
    calendar_date,
    checked_date,
    checked_identifier,
    checked_instance,
    identifier,
    instance,
    listed,
    member,
    through_the_door,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import name_key, registration_number
from tichet_rules.model.time import Absence, Hours, Week, WorkingInterval, intervals_of_a_day
from tichet_rules.text import Text

__all__ = ["Answer", "Applicant", "Contact", "Inspector", "Request", "RequestStatus", "Role"]


@frozen(repr=False)
class Applicant:
    """The citizen who filed a request (solicitant, petent).

    ``key`` says who is the same citizen (``applicant.free``): the ``id`` that the town's
    own system gives, or, without one, the name as it compares. Two citizens of one name
    therefore need ids, or they can't be met at the same time. ``name_key`` is the name as
    it compares.

    >>> Applicant("Pop-Ionescu Ana Maria") == Applicant("Pop-Ionescu Ana Maria")
    True
    >>> Applicant("ŢÎRLEA ŞTEFAN").key == Applicant("Ștefan Țîrlea").key
    True
    >>> Applicant("Pop-Ionescu Ana Maria")
    Applicant(...)
    """

    name: str = field()
    id: str | None = field(default=None)
    key: str = field(init=False, eq=False)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        comparable = name_key(self.name)
        key = f"name:{comparable}"
        if self.id is not None:
            key = f"id:{checked_identifier('id', self.id, personal=True)}"
        object.__setattr__(self, "key", key)

    @property
    def name_key(self) -> str:
        """The name as it compares."""
        # Not kept beside the key, of which it is the most: an office has very many of these.
        return name_key(self.name) if self.id is not None else self.key.removeprefix("name:")

    def __repr__(self) -> str:
        return "Applicant(...)"


@frozen(repr=False)
class Contact:
    """A phone number and an e-mail address, as the citizen typed them or as normalised.

    Nothing is checked here: ``contact.phone`` and ``contact.email`` judge them, since a
    wrong number is a refusal and not an error of the caller.

    >>> Contact("0264 596 030", "ana.pop@example.org")
    Contact(...)
    """

    phone: str | None = None
    email: str | None = None

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        for name, value in (("phone", self.phone), ("email", self.email)):
            if value is not None and not isinstance(value, str):
                raise WrongType(name, value, A_STRING, personal=True)

    def __repr__(self) -> str:
        return "Contact(...)"


class RequestStatus(StrEnum):
    """Where a registered request stands.

    ``in_operation`` (în operare), ``answered`` (s-a primit un răspuns), ``withdrawn``
    (retrasă), ``archived`` (arhivată).
    """

    IN_OPERATION = "in_operation"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"

    @property
    def words(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


_STATUSES = {
    RequestStatus.IN_OPERATION: Text("în operare", "in operation"),
    RequestStatus.ANSWERED: Text("cu răspuns", "answered"),
    RequestStatus.WITHDRAWN: Text("retrasă", "withdrawn"),
    RequestStatus.ARCHIVED: Text("arhivată", "archived"),
}


class Answer(StrEnum):
    """What a request was answered with: ``favourable`` (favorabil), ``negative`` (nefavorabil)."""

    FAVOURABLE = "favourable"
    NEGATIVE = "negative"


def _answer(value: Answer | Literal["favourable", "negative"] | None) -> Answer | None:
    words = {"favorabil": Answer.FAVOURABLE, "nefavorabil": Answer.NEGATIVE}
    return None if value is None else member("answer", Answer, words)(value)


def _number(value: str) -> str:
    return registration_number(value, "number")


def _as_applicant(value: Applicant | str) -> Applicant:
    return Applicant(value) if isinstance(value, str) else value


_member_of_statuses = member("status", RequestStatus)


_StatusWord = Literal["in_operation", "answered", "withdrawn", "archived"]


def _status(value: RequestStatus | _StatusWord) -> RequestStatus:
    return _member_of_statuses(value)


def _former_inspectors(values: Iterable[str]) -> tuple[str, ...]:
    return _inspector_ids("former_inspectors", values)


def _deputies(values: Iterable[str]) -> tuple[str, ...]:
    return _inspector_ids("deputies", values)


def _inspector_ids(name: str, values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, tuple) and not values:
        return ()
    ids = listed(name, values, Text("o listă de id-uri de inspectori", "a list of inspector ids"))
    return tuple(checked_identifier(f"{name}[{index}]", each) for index, each in enumerate(ids))


@frozen(weakref_slot=False)  # an office has very many
class Request:
    """A request registered at the town hall (cerere, dosar).

    ``number`` is kept in its canonical form. ``inspector`` is the id of who has it in
    operation, ``former_inspectors`` of those who had. ``communicated_on`` is the local
    date on which the answer counts as communicated (data comunicării răspunsului): a
    fact that the caller states, given if and only if the request is answered. ``answer``
    is what it was answered with, where that is on record: an audience with a director
    asks for a negative one, or none (``audience.prior_request``).

    >>> from datetime import date
    >>> request = Request("119.368/305", "Pop-Ionescu Ana Maria", date(2026, 1, 12), "i-017")
    >>> request.number
    '119368/305'
    """

    number: str = field(converter=_number)
    applicant: Applicant = field(
        converter=_as_applicant, validator=instance(Applicant, personal=True)
    )
    filed_on: date = field(validator=calendar_date())
    inspector: str = field(validator=identifier())
    status: RequestStatus = field(default=RequestStatus.IN_OPERATION, converter=_status)
    communicated_on: date | None = field(default=None)
    former_inspectors: tuple[str, ...] = field(default=(), converter=_former_inspectors)
    answer: Answer | None = field(default=None, converter=_answer)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        if self.status is RequestStatus.ANSWERED:
            if self.communicated_on is None:
                raise WrongType(
                    "communicated_on",
                    None,
                    Text(
                        "o dată fără oră: când s-a comunicat răspunsul, fiindcă cererea are "
                        "răspuns",
                        "a date without a time: when the answer was communicated, as the request "
                        "is answered",
                    ),
                )
            checked_date("communicated_on", self.communicated_on)
        elif self.communicated_on is not None:
            raise InvalidInput(
                "communicated_on",
                str(self.communicated_on),
                Text(
                    f"nicio dată, fiindcă cererea este {self.status}, nu answered",
                    f"no date, as the request is {self.status}, not answered",
                ),
            )
        if self.answer is not None and self.status is not RequestStatus.ANSWERED:
            raise InvalidInput(
                "answer",
                str(self.answer),
                Text(
                    f"niciunul, fiindcă cererea este {self.status}, nu answered",
                    f"none, as the request is {self.status}, not answered",
                ),
            )


class Role(StrEnum):
    """What someone is in the institution: execution staff, or the leadership.

    ``execution`` (personal de execuție), ``director``, ``deputy_mayor`` (viceprimar),
    ``public_administrator`` (administrator public), ``secretary_general`` (secretar
    general), ``mayor`` (primar).
    """

    EXECUTION = "execution"
    DIRECTOR = "director"
    DEPUTY_MAYOR = "deputy_mayor"
    PUBLIC_ADMINISTRATOR = "public_administrator"
    SECRETARY_GENERAL = "secretary_general"
    MAYOR = "mayor"

    @property
    def words(self) -> Text:
        """The role in words."""
        return _ROLES[self]


_ROLES = {
    Role.EXECUTION: Text("personal de execuție", "execution staff"),
    Role.DIRECTOR: Text("director", "director"),
    Role.DEPUTY_MAYOR: Text("viceprimar", "deputy mayor"),
    Role.PUBLIC_ADMINISTRATOR: Text("administrator public", "public administrator"),
    Role.SECRETARY_GENERAL: Text("secretar general", "secretary general"),
    Role.MAYOR: Text("primar", "mayor"),
}


_RoleWord = Literal[
    "execution",
    "director",
    "deputy_mayor",
    "public_administrator",
    "secretary_general",
    "mayor",
]


def _role(value: Role | _RoleWord) -> Role:
    return member("role", Role, {"inspector": Role.EXECUTION})(value)


def _overrides(
    values: Mapping[date, Iterable[Hours]],
) -> FrozenMap[date, tuple[WorkingInterval, ...]]:
    given: object = values
    if not isinstance(given, Mapping):
        right = Text(
            "un tabel de la date la liste de intervale", "a mapping of dates to lists of intervals"
        )
        raise WrongType("overrides", given, right)
    return FrozenMap(
        (
            checked_date("overrides", day),
            intervals_of_a_day(f"overrides[{day}]", intervals),
        )
        for day, intervals in values.items()
    )


def _absences(values: Iterable[Absence]) -> tuple[Absence, ...]:
    absences = listed("absences", values, Text("o listă de absențe", "a list of absences"))
    return tuple(
        checked_instance(f"absences[{index}]", each, Absence) for index, each in enumerate(absences)
    )


_A_WEEK = 'Week.of(mon=[("08:00", "16:00")])'


@frozen
class Inspector:
    """Someone whom citizens meet: an inspector, or one of the leadership.

    ``overrides`` replaces the week's intervals on single dates (an empty list: not
    worked); ``absences`` are judged beside the hours, by ``inspector.present``.
    ``audience_hours`` are the days and hours on which an official gives audiences
    (``audience.day``), ``None`` for nobody's. ``department`` (direcție, serviciu) tells
    which director is competent, and who may take over a meeting from whom, beside the
    ``deputies`` (înlocuitori) by id, in the order in which they are asked.

    >>> from datetime import date
    >>> week = Week.of(mon=[("08:00", "12:00")])
    >>> ioana = Inspector("i-017", "Mureșan Ioana", week=week)
    >>> ioana.intervals_on(date(2026, 11, 23))
    (WorkingInterval(08:00-12:00),)
    >>> ioana.intervals_on(date(2026, 11, 24))
    ()
    """

    id: str = field(validator=identifier())
    name: str = field(default="", repr=False)
    role: Role = field(default=Role.EXECUTION, converter=_role)
    week: Week = field(default=Week(), validator=instance(Week, example=_A_WEEK))
    overrides: FrozenMap[date, tuple[WorkingInterval, ...]] = field(
        default=FrozenMap(), converter=_overrides
    )
    absences: tuple[Absence, ...] = field(default=(), converter=_absences)
    audience_hours: Week | None = field(default=None, validator=optional(instance(Week)))
    department: str | None = field(default=None, validator=optional(identifier()))
    deputies: tuple[str, ...] = field(default=(), converter=_deputies)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise WrongType("name", self.name, A_STRING, personal=True)
        if self.id in self.deputies:
            right = Text(
                "altele decât id-ul inspectorului însuși", "others than the inspector's own id"
            )
            raise InvalidInput("deputies", self.id, right)

    def intervals_on(self, day: date) -> tuple[WorkingInterval, ...]:
        """The working intervals of a local date: its override, or that weekday's."""
        intervals = self.overrides.get(checked_date("day", day))
        return self.week.days[day.weekday()] if intervals is None else intervals

    def audience_intervals_on(self, day: date) -> tuple[WorkingInterval, ...]:
        """The hours of a local date at which an official gives audiences."""
        if self.audience_hours is None:
            return ()
        return self.audience_hours.days[checked_date("day", day).weekday()]
