"""Who writes: the institution, as the citizen sees it in a message."""

from __future__ import annotations

from typing import Any, cast

from attrs import Attribute, Converter, Factory, field, frozen
from attrs.validators import optional

from tichet_rules._door import through_the_door, whole_number
from tichet_rules.documents._mail_door import ascii_address, checked_line, checked_words
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text

__all__ = ["Letterhead"]

_FOUR_WEEKS_OF_MINUTES = 4 * 7 * 24 * 60


def _address(value: object, attribute: Attribute[Any]) -> str:
    return ascii_address(attribute.name, value)


def _optional_address(value: object, attribute: Attribute[Any]) -> str | None:
    return None if value is None else _address(value, attribute)


def _domain(value: object) -> str:
    expected = "a domain of the institution, such as 'primaria.example'"
    if not isinstance(value, str):
        raise WrongType("domain", value, expected)
    try:
        return ascii_address("domain", f"a@{value}").partition("@")[2]
    except InvalidInput:
        raise InvalidInput("domain", value, expected) from None


def _words(_: object, attribute: Attribute[Any], value: object) -> None:
    checked_words(attribute.name, value)


def _line(_: object, attribute: Attribute[Any], value: object) -> None:
    checked_line(attribute.name, value)


def _domain_of_email(self: Any) -> str:
    email: str = self.email
    return email.rpartition("@")[2]


def _institution(self: Any) -> Any:
    return self.institution


@frozen(kw_only=True)
class Letterhead:
    """The institution that writes (antet).

    ``email`` is the address that messages come from and the organiser of the meeting in the
    citizen's calendar; ``sender`` is the name shown with it, the ``institution`` if left out.
    Answers go to ``reply_to``, if given. ``domain`` ends the identifiers of messages and of
    calendar entries: it has to stay the same for as long as a booking lives. It is that of
    ``email`` if left out. ``address`` is where citizens are met in person, ``phone`` where they
    can call. Calendar programs remind the citizen ``alarm_minutes`` before the meeting, or,
    with ``None``, as they are set.

    The domains of addresses are kept in ASCII (IDNA 2008), which every mail server can send to.

    >>> letterhead = Letterhead(
    ...     institution=Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
    ...     email="programari@primăria.example",
    ... )
    >>> letterhead.email, letterhead.domain
    ('programari@xn--primria-c4a.example', 'xn--primria-c4a.example')

    Raises :class:`~tichet_rules.errors.InvalidInput` for a text of more than one line or with
    control characters, an address that is none or has a part before the "@" that is not in
    ASCII, and minutes out of 0 to 40320 (four weeks); and
    :class:`~tichet_rules.errors.MissingExtra` without the extra ``contact``.
    """

    institution: Text = field(validator=_words)
    email: str = field(converter=Converter(_address, takes_field=True))  # type: ignore[misc]
    sender: Text = field(default=Factory(_institution, takes_self=True), validator=_words)
    reply_to: str | None = field(
        default=None,
        converter=Converter(_optional_address, takes_field=True),  # type: ignore[misc]
    )
    domain: str = field(default=Factory(_domain_of_email, takes_self=True), converter=_domain)
    address: Text | None = field(default=None, validator=optional(_words))
    phone: str | None = field(default=None, validator=optional(_line))
    alarm_minutes: int | None = field(
        default=cast("int | None", 30),
        validator=optional(whole_number(0, _FOUR_WEEKS_OF_MINUTES, "minutes")),
    )

    __reduce__ = through_the_door
