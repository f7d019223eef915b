"""Headers that come back whole, however hostile the words in them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.policy import Policy
from typing import Final

__all__ = ["sender_header", "subject_header"]

# A line with an encoded word has at most 76 characters (RFC 2047, section 2): "Subject: ", the
# marks of the word, and 39 bytes as 52 of base64 are 73.
_BYTES_A_WORD: Final = 39
# What is written as it is: the words of a display name, and of a text, in ASCII.
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9!*+/-]+(?: [A-Za-z0-9!*+/-]+)*")
_PLAIN_TEXT: Final = re.compile(r"(?!.*=\?)[!-~]+(?: [!-~]+)*")
_LONGEST_PLAIN: Final = 65


def _encoded_words(text: str) -> Iterator[str]:
    word = b""
    for mark in text:
        more = mark.encode()
        if len(word) + len(more) > _BYTES_A_WORD:
            yield f"=?utf-8?b?{b64encode(word).decode()}?="
            word = b""
        word += more
    yield f"=?utf-8?b?{b64encode(word).decode()}?="


def _as_words(text: str, plain: re.Pattern[str]) -> list[str]:
    if len(text) <= _LONGEST_PLAIN and plain.fullmatch(text):
        return [text]
    return list(_encoded_words(text))


class _Whole(BaseHeader):
    """A header that folds itself.

    The standard library's folding loses marks of long display names and spaces of long
    subjects, in releases of Python that the package supports.
    """

    def fold(self, *, policy: Policy) -> str:
        end = policy.linesep
        words = _as_words(str(self), _PLAIN_TEXT)
        for address in getattr(self, "addresses", ()):
            words = [*_as_words(address.display_name, _PLAIN_NAME), f"<{address.addr_spec}>"]
        return f"{self.name}: {f'{end} '.join(words)}{end}"


# Its classes have the base among their bases, which is all that a copied header is made of.
_HEADERS: Final = HeaderRegistry(base_class=_Whole)


def sender_header(display_name: str, address: str) -> BaseHeader:
    """``From``: the address of an institution, and its name."""
    return _HEADERS("From", Address(display_name, addr_spec=address))


def subject_header(text: str) -> BaseHeader:
    """``Subject``."""
    return _HEADERS("Subject", text)
