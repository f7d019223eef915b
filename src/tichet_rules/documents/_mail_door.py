"""What may stand in a message: one line of text, an address, a link."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category
from urllib.parse import urlsplit

from tichet_rules._door import checked_instance
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import email_address
from tichet_rules.text import LANGUAGES, Text

LONGEST_LINE: Final = 1000
LONGEST_LINK: Final = 2000

# With these a value could begin a line, and so a header or a property, of its own.
_ENDS_A_LINE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})

# The characters that RFC 3986 allows. What it excludes ends a link in one program or another.
_LINK: Final = re.compile(r"https://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_LINK_EXPECTED: Final = (
    f"a link such as 'https://example.org/meet/17': https, a host, no user name, at most "
    f"{LONGEST_LINK} characters of those that RFC 3986 allows in a URI"
)
_ADDRESS_EXPECTED: Final = (
    "an e-mail address such as 'ana.pop@example.org', its part before the '@' in ASCII"
)


def checked_line(field: str, value: object, *, personal: bool = False) -> str:
    """The value when it is one line of text that says something."""
    if not isinstance(value, str):
        raise WrongType(field, value, "a string", personal=personal)
    ends = any(category(mark) in _ENDS_A_LINE for mark in value[: LONGEST_LINE + 1])
    if ends or not value.strip() or len(value) > LONGEST_LINE:
        raise InvalidInput(
            field,
            value,
            f"one line of 1 to {LONGEST_LINE} characters, not only spaces, without control "
            "characters, line separators or surrogates",
            personal=personal,
        )
    return value


def checked_words(field: str, value: object) -> Text:
    """The value when it is one line of text in each language."""
    words = checked_instance(field, value, Text)
    for code in LANGUAGES:
        checked_line(f"{field}.{code}", words.in_(code))
    return words


def ascii_address(field: str, value: object, *, personal: bool = False) -> str:
    """The address as every mail server takes it: its domain in ASCII (IDNA 2008).

    >>> ascii_address("email", "ana@primăria.example")
    'ana@xn--primria-c4a.example'

    Raises:
        WrongType: It is no string.
        InvalidInput: It is no address, or only servers with SMTPUTF8 could deliver to it.
        MissingExtra: The extra ``contact`` is not installed.
    """
    if not isinstance(value, str):
        raise WrongType(field, value, _ADDRESS_EXPECTED, personal=personal)
    normal = email_address(value)
    if normal is None:
        raise InvalidInput(field, value, _ADDRESS_EXPECTED, personal=personal)
    from email_validator import validate_email  # noqa: PLC0415 (there, or the line above failed)

    domain = validate_email(
        normal, check_deliverability=False, test_environment=False, globally_deliverable=True
    ).ascii_domain
    return f"{normal.rpartition('@')[0]}@{domain}"


def checked_link(field: str, value: object) -> str:
    """The value when it is an https URL; whoever has it can join, so it is never shown."""
    if not isinstance(value, str):
        raise WrongType(field, value, _LINK_EXPECTED, personal=True)
    if len(value) > LONGEST_LINK or _LINK.fullmatch(value) is None or not _has_a_host(value):
        raise InvalidInput(field, value, _LINK_EXPECTED, personal=True)
    return value


def _has_a_host(link: str) -> bool:
    try:
        parts = urlsplit(link)
        _ = parts.port  # a wrong one raises here
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
