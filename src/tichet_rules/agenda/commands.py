"""Commands: what is asked of an agenda. To ask is not yet to get: see ``decide``."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from attrs import field, frozen

from tichet_rules._door import calendar_date, checked_identifier, identifier, instance, member
from tichet_rules.errors import WrongType
from tichet_rules.model import Channel, Contact, Slot

__all__ = ["Book", "Cancel", "Command", "Hold", "NoShow", "Reschedule"]


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
    slot: Slot = field(validator=instance(Slot))
    inspector: str | None = None
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    contact: Contact = field(
        default=Contact(), repr=False, validator=instance(Contact, personal=True)
    )
    booking: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.number, str):
            raise WrongType("number", self.number, "a registration number such as '119368/305'")
        if not isinstance(self.applicant, str):
            raise WrongType("applicant", self.applicant, "a name", personal=True)
        for name, value in (("inspector", self.inspector), ("booking", self.booking)):
            if value is not None:
                checked_identifier(name, value)


@frozen(kw_only=True)
class Reschedule:
    """Move a booking to another slot (reprogramare), same inspector, contact and channel."""

    booking: str = field(validator=identifier())
    slot: Slot = field(validator=instance(Slot))


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


Command: TypeAlias = Book | Reschedule | Cancel | Hold | NoShow
