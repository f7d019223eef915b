"""The phone number and the e-mail address that a citizen gives, checked and normalised.

"Se completează câmpurile cu numărul de telefon și adresa de e-mail." (``article-2020``). Both
are checked for form only: nothing is looked up, dialled or sent. The two libraries that know the
forms come with the extra ``contact`` and are imported when first asked.
"""

from __future__ import annotations

import re

from tichet_rules.errors import InvalidInput, MissingExtra
from tichet_rules.identity._characters import LONGEST_TYPED, checked_text
from tichet_rules.text import Text

__all__ = ["e164", "email_address"]

_SPACES = " \N{NO-BREAK SPACE}"
_DASHES = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"

# `phonenumbers` looks for a number inside a text, reads letters as the keys of a dial and
# digits of every script; the form's field must hold one number and nothing else.
_WRITTEN_AS_PHONE = re.compile(rf"[{_SPACES}(]*\+?[0-9{_SPACES}{_DASHES}()./-]+")


def e164(phone: str, region: str = "RO") -> str | None:
    """The phone number in E.164 form, or None when it is not a valid number.

    The citizen gives "numărul de telefon" (``article-2020``); domestic or foreign. A number
    without a country code is one of the ``region``, and an international prefix such as "00"
    is the one dialled there.

    >>> e164("0264 596 030"), e164("0722.123.456")
    ('+40264596030', '+40722123456')
    >>> e164("+36 1 268 1234"), e164("0036 1 268 1234")
    ('+3612681234', '+3612681234')
    >>> e164("0722 123") is None
    True

    Valid means that the numbering plan has such a number, not that it answers. Digits are
    ASCII; between them may stand spaces, dots, slashes, brackets and dashes. An extension
    ("0264 596 030 int. 5") gives None: E.164 can't hold it, and without it
    someone else would be called. So do two numbers in one field, and short numbers (112).

    Raises:
        WrongType: The phone number (not shown, it is personal data) or the region is not a str.
        InvalidInput: The region is not one that `phonenumbers` knows, in capitals.
        MissingExtra: The extra ``contact`` is not installed.
    """
    right = "a region of two capital letters, such as 'RO'"
    checked_text("phone", phone, personal=True)
    checked_text("region", region, right, personal=False)
    try:
        import phonenumbers  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtra(
            Text("verificarea unui număr de telefon", "checking a phone number"), "contact"
        ) from missing
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise InvalidInput("region", region, right)
    if _WRITTEN_AS_PHONE.fullmatch(phone) is None:
        return None
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_address(address: str) -> str | None:
    """The e-mail address in normal form, or None when its syntax is not valid.

    "Se va primi pe e-mail link-ul întrevederii online" (``article-2020``): the address must
    be one that any mail server can send to. Nothing is looked up: the domain need not exist.

    >>> email_address("Ana.Pop@EXAMPLE.com")
    'Ana.Pop@example.com'
    >>> email_address("ana@xn--primria-c4a.example")
    'ana@primăria.example'
    >>> email_address("ana@localhost") is None
    True

    The domain may be internationalised, and is then given in Unicode. The part before the "@"
    keeps its case and must be ASCII, as mail servers without SMTPUTF8 can't deliver to
    another. Spaces around the address do not matter. Display names ("Ana <ana@example.com>"),
    quoted local parts, IP addresses and domains reserved for local use (``.local``, ``.test``,
    ``.invalid``) give None; those reserved for documentation (``example.com``) are accepted.

    Raises:
        WrongType: The address is not a str; it is not shown.
        MissingExtra: The extra ``contact`` is not installed.
    """
    checked_text("email", address, personal=True)
    try:
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtra(
            Text("verificarea unei adrese de e-mail", "checking an e-mail address"), "contact"
        ) from missing
    # "<" begins an address after a display name, an option that older releases don't have.
    if len(address) > LONGEST_TYPED or "<" in address:
        return None
    # The options are stated because the default of each is a global that a caller could change.
    try:
        return validate_email(
            address.strip(_SPACES),
            allow_smtputf8=False,
            allow_empty_local=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            check_deliverability=False,
            test_environment=False,
            globally_deliverable=True,
        ).normalized
    except EmailNotValidError:
        return None
