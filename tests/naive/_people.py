"""Names, numbers, reasons and contact data as they are typed, the plain way."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email


def without_marks(text: str) -> str:
    """Case, diacritics and the two ways to write ș and ț do not matter."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))


def same_name(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)


def name_key(text: str) -> tuple[str, ...]:
    letters = without_marks(text)
    spaced = "".join(" " if unicodedata.category(each) == "Pd" else each for each in letters)
    return tuple(sorted(spaced.split()))


def number_key(text: str) -> tuple[str, ...]:
    number, *rest = re.sub(r"\s", "", text).split("/")
    return number.replace(".", "").lstrip("0"), *(date_key(part) for part in rest)


def date_key(part: str) -> str:
    """A date is the same with and without the zeros before its day and month."""
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", part):
        return ".".join(each.lstrip("0") for each in part.split("."))
    return part


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", without_marks(text)))


def says_something(reason: str, general: list[str], least: int) -> bool:
    if not reason.strip():
        return False
    empty = words(" ".join(general))
    telling = [w for w in words(reason) if len(w) > 1 and not w.isnumeric() and w not in empty]
    return len(telling) >= least


def valid_phone(text: str | None) -> bool:
    if text is None:
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "RO"))
    except phonenumbers.NumberParseException:
        return False


def valid_email(text: str | None) -> bool:
    if text is None:
        return False
    try:
        # Internationalised domains are accepted; of the part before the @ nothing is said.
        validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return True
