"""Commands: what is asked of an agenda. To ask is not yet to get: see ``decide``."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias, TypeVar

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    calendar_date,
    checked_identifier,
    checked_prose,
    identifier,
    instance,
    member,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Applicant, Channel, Contact, MeetingRecord, Slot
from tichet_rules.text import Text

__all__ = [
    "Book",
    "BookAudience",
    "Cancel",
    "Command",
    "Hold",
    "IssueTicket",
    "NoShow",
    "Reassign",
    "RecordConclusions",
    "RequestAnswer",
    "Reschedule",
]
T = TypeVar("T")

_A_NUMBER = Text(
    "un număr de înregistrare ca '119368/305'", "a registration number such as '119368/305'"
)
_A_SLOT = instance(Slot, example="Slot(start)")


def _channel(value: Channel | str) -> Channel:
    return member("channel", Channel)(value)


@frozen(kw_only=True)
class Book:
    """Book a slot (programare), as the citizen fills in the form.

    ``number``, ``applicant`` and ``filed_on`` are what the citizen typed: wrong ones are
    refused by ``request.identified``, and are no error. ``inspector`` defaults to who has
    the request. ``booking`` is the id of the new booking; left out, it is made of the
    request and the slot, the same for the same question.

    >>> from datetime import date, datetime
    >>> Book(
    ...     number="119.368/305",
    ...     applicant="Pop-Ionescu Ana Maria",
    ...     filed_on=date(2026, 1, 12),
    ...     slot=Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00")),
    ...     contact=Contact("0264 596 030", "ana.pop@example.org"),
    ... ).slot
    Slot(2026-11-26T08:00:00Z, 15 minutes)
    """

    number: str
    applicant: str = field(repr=False)
    filed_on: date = field(validator=calendar_date())
    slot: Slot = field(validator=_A_SLOT)
    inspector: str | None = None
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    contact: Contact = field(
        default=Contact(), repr=False, validator=instance(Contact, personal=True)
    )
    booking: str | None = None
    room: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.number, str):
            raise WrongType("number", self.number, _A_NUMBER)
        if not isinstance(self.applicant, str):
            raise WrongType("applicant", self.applicant, Text("un nume", "a name"), personal=True)
        _checked_ids(self, "inspector", "booking", "room")


def _checked_ids(command: Any, *names: str) -> None:
    for name in names:
        value = getattr(command, name)
        if value is not None:
            checked_identifier(name, value)


def _applicant(value: Applicant | str) -> Applicant:
    return _named("applicant", value)


def _named(name: str, value: T | str) -> T | Applicant:
    if not isinstance(value, str):
        return value
    try:
        return Applicant(value)
    except InvalidInput as error:
        raise error.renamed("^name$", name) from None


def _citizen(value: Applicant | str | None) -> Applicant | None:
    return _named("citizen", value)


@frozen(kw_only=True)
class BookAudience:
    """Book an audience with one of the leadership (înscriere la audiență).

    ``official`` is the id of who gives it, ``reason`` what it is about, as the citizen
    states it. ``number`` is the earlier request that is proven (``audience.prior_request``),
    ``prior_audience`` the booking of the audience on the step before
    (``audience.prior_step``): one that the agenda holds, so an audience from before the
    agenda is entered there first, as held. ``within_competence`` is what the registry
    established, ``None`` before it did. ``answer_requested`` asks for the written answer.

    >>> from datetime import datetime
    >>> BookAudience(
    ...     official="d-urbanism",
    ...     applicant="Pop-Ionescu Ana Maria",
    ...     slot=Slot(datetime.fromisoformat("2026-12-02T11:00:00+02:00")),
    ...     reason="Autorizația de construire pentru strada Horea 12",
    ...     number="119.368/305",
    ...     within_competence=True,
    ... ).channel
    <Channel.ONLINE: 'online'>
    """

    official: str = field(validator=identifier())
    applicant: Applicant = field(
        repr=False, converter=_applicant, validator=instance(Applicant, personal=True)
    )
    slot: Slot = field(validator=_A_SLOT)
    reason: str = field(repr=False)
    number: str | None = None
    prior_audience: str | None = None
    within_competence: bool | None = None
    answer_requested: bool = False
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    contact: Contact = field(
        default=Contact(), repr=False, validator=instance(Contact, personal=True)
    )
    booking: str | None = None
    room: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reason, str):
            raise WrongType(
                "reason",
                self.reason,
                Text("motivul în cuvinte", "the reason in words"),
                personal=True,
            )
        if self.reason.strip():  # an empty one is a refusal, and no error
            checked_prose("reason", self.reason)
        if self.number is not None and not isinstance(self.number, str):
            raise WrongType("number", self.number, _A_NUMBER)
        if not (self.within_competence is None or isinstance(self.within_competence, bool)):
            raise WrongType(
                "within_competence",
                self.within_competence,
                Text("True, False sau None", "True, False or None"),
            )
        if not isinstance(self.answer_requested, bool):
            raise WrongType(
                "answer_requested", self.answer_requested, Text("True sau False", "True or False")
            )
        _checked_ids(self, "prior_audience", "booking", "room")


@frozen(kw_only=True)
class Reschedule:
    """Move a booking to another slot (reprogramare), same inspector, contact and channel.

    A meeting in person keeps its room where that is free, and gets another where not.
    """

    booking: str = field(validator=identifier())
    slot: Slot = field(validator=_A_SLOT)


@frozen(kw_only=True)
class Reassign:
    """Give a booking to another inspector (preluare, înlocuire), at the same slot or another.

    It is the institution that asks: whoever takes over has the request now, or may stand in
    for the one who has it (``inspector.may_take_over``).
    """

    booking: str = field(validator=identifier())
    inspector: str = field(validator=identifier())
    slot: Slot | None = field(default=None, validator=optional(_A_SLOT))


@frozen(kw_only=True)
class Cancel:
    """Cancel a booking that has not begun (anulare)."""

    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class Hold:
    """Record that a meeting took place (întâlnirea a avut loc)."""

    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class NoShow:
    """Record that the citizen did not come (neprezentare)."""

    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class RecordConclusions:
    """Record what was asked and concluded in a meeting that took place (consemnare).

    It can be corrected until the ticket is issued: the later record replaces the earlier.
    """

    booking: str = field(validator=identifier())
    record: MeetingRecord = field(validator=instance(MeetingRecord, personal=True))


@frozen(kw_only=True)
class RequestAnswer:
    """Ask for the written answer to an audience (răspuns scris la cerere)."""

    booking: str = field(validator=identifier())


@frozen(kw_only=True)
class IssueTicket:
    """Issue the blue ticket of a meeting (eliberarea tichetului albastru).

    ``record`` is what was recorded: the booking keeps its fingerprint, and the two are held
    against each other. Of an audience, the written answer is issued. ``citizen`` is needed
    where no request says who came.
    """

    booking: str = field(validator=identifier())
    record: MeetingRecord = field(validator=instance(MeetingRecord, personal=True))
    citizen: Applicant | None = field(
        default=None,
        repr=False,
        converter=_citizen,
        validator=optional(instance(Applicant, personal=True)),
    )


Command: TypeAlias = (
    Book
    | BookAudience
    | Reschedule
    | Reassign
    | Cancel
    | Hold
    | NoShow
    | RecordConclusions
    | RequestAnswer
    | IssueTicket
)
