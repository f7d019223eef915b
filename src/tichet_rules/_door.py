"""Checks at the door: attrs validators and converters that say what would be right."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from unicodedata import category

from attrs import Attribute, fields

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text

K = TypeVar("K")
V = TypeVar("V")
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

Validator = Callable[[Any, "Attribute[Any]", Any], None]

LONGEST_PROSE = 20_000

_LONGEST_ID = 200
_MOST_LISTED = 12
_SHA256_DIGITS = 64
_HEXADECIMAL = frozenset("0123456789abcdef")
_NOT_IN_PROSE = frozenset({"Cc", "Cs"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters to Unicode, blank to the eye
_MOST_MARKS = 30  # Unicode Standard Annex 15, section 13: Stream-Safe Text Format


_UNITS = {
    "bookings": Text("programări", "bookings"),
    "commands": Text("comenzi", "commands"),
    "days": Text("zile", "days"),
    "hours": Text("ore", "hours"),
    "minutes": Text("minute", "minutes"),
    "people": Text("persoane", "people"),
    "words": Text("cuvinte", "words"),
    "working days": Text("zile lucrătoare", "working days"),
}
A_STRING = Text("un text", "a string")
A_BOOKING_ACT = Text("momentul în care s-a făcut programarea", "the instant of the booking act")


def checked_whole_number(
    field: str, value: object, least: int | None = None, most: int | None = None, unit: str = ""
) -> int:
    """The value when it is a whole number within its bounds; bool is not one."""
    if isinstance(value, int) and not isinstance(value, bool):
        if (least is None or value >= least) and (most is None or value <= most):
            return value
        error: type[InvalidInput] = InvalidInput
    else:
        error = WrongType
    ro, en = "un număr întreg", "a whole number"
    if unit:
        units = _UNITS.get(unit, Text(unit, unit))
        ro, en = f"{ro} de {units.ro}", f"{en} of {units.en}"
    if least is not None:
        ro, en = f"{ro}, cel puțin {least}", f"{en}, at least {least}"
    if most is not None:
        ro, en = f"{ro}, cel mult {most}", f"{en}, at most {most}"
    raise error(field, value, Text(ro, en))


def whole_number(least: int | None = None, most: int | None = None, unit: str = "") -> Validator:
    """A validator: a whole number within its bounds."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        checked_whole_number(attribute.name, value, least, most, unit)

    return check


def checked_identifier(field: str, value: object, *, personal: bool = False) -> str:
    """The value when it is a short, printable, non-empty string."""
    if not isinstance(value, str):
        raise WrongType(field, value, A_STRING, personal=personal)
    if not value.strip() or len(value) > _LONGEST_ID or not value.isprintable():
        raise InvalidInput(
            field,
            value,
            Text(
                f"între 1 și {_LONGEST_ID} de caractere tipăribile, nu numai spații",
                f"1 to {_LONGEST_ID} printable characters, not only spaces",
            ),
            personal=personal,
        )
    return value


def identifier() -> Validator:
    """A validator: a short, printable, non-empty string."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        checked_identifier(attribute.name, value)

    return check


def fingerprint() -> Validator:
    """A validator: a SHA-256 in hexadecimal."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, str):
            raise WrongType(attribute.name, value, Text("o amprentă", "a fingerprint"))
        if len(value) != _SHA256_DIGITS or not set(value) <= _HEXADECIMAL:
            raise InvalidInput(
                attribute.name,
                value,
                Text(
                    f"o amprentă: {_SHA256_DIGITS} de cifre din 0-9 și a-f",
                    f"a fingerprint: {_SHA256_DIGITS} digits of 0-9 and a-f",
                ),
            )

    return check


def paragraphs(name: str, values: object) -> tuple[str, ...]:
    """Paragraphs that people wrote, kept as they are; blank ones and control marks refused.

    What was given is not shown: it may tell of anyone.
    """
    texts = listed(
        name, values, Text("o listă de paragrafe", "a list of paragraphs"), personal=True
    )
    for index, each in enumerate(texts):
        place = f"{name}[{index}]"
        if not isinstance(each, str):
            raise WrongType(place, each, A_STRING, personal=True)
        texts[index] = checked_prose(place, each.replace("\r\n", "\n"))
    return tuple(texts)


def checked_prose(place: str, text: str) -> str:
    """The text when it says something, is not endless, and has no control characters."""
    if len(text) > LONGEST_PROSE or not any(map(_shows, text)):
        raise InvalidInput(
            place,
            text,
            Text(
                f"între 1 și {LONGEST_PROSE} de caractere, nu numai spații",
                f"1 to {LONGEST_PROSE} characters, not only spaces",
            ),
            personal=True,
        )
    marks = 0
    for each in text:
        kind = category(each)
        if kind in _NOT_IN_PROSE and each not in "\n\t":
            raise InvalidInput(
                place,
                text,
                Text(
                    "text fără caractere de control, surogate sau NUL (linia nouă este LF)",
                    "text without control characters, surrogates or NUL (a new line is LF)",
                ),
                personal=True,
            )
        marks = marks + 1 if kind.startswith("M") else 0
        if marks > _MOST_MARKS:
            raise InvalidInput(
                place,
                text,
                Text(
                    f"cel mult {_MOST_MARKS} de semne pe o literă",
                    f"at most {_MOST_MARKS} marks on one letter",
                ),
                personal=True,
            )
    return text


def _shows(character: str) -> bool:
    return not character.isspace() and category(character) != "Cf" and character not in _FILLERS


_A_DATE = Text(
    "o dată fără oră, de exemplu date(2026, 11, 26)",
    "a date without a time, such as date(2026, 11, 26)",
)


def checked_date(field: str, value: object) -> date:
    """The value when it is a calendar date and not an instant."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongType(field, value, _A_DATE)
    return value


def calendar_date() -> Validator:
    """A validator: a calendar date and not an instant."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        checked_date(attribute.name, value)

    return check


def listed(
    field: str, values: object, expected: str | Text, *, personal: bool = False
) -> list[Any]:
    """The values as a list; a string or a mapping is none, though Python would iterate it."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise WrongType(field, values, expected, personal=personal)
    return list(values)


def checked_instance(
    field: str, value: object, kind: type[T], *, personal: bool = False, example: str = ""
) -> T:
    """The value when it is of that class; ``personal`` keeps any other out of the error."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        ro, en = f"o valoare {kind.__name__}", f"{article} {kind.__name__}"
        if example:
            ro, en = f"{ro}, de exemplu {example}", f"{en}, such as {example}"
        raise WrongType(field, value, Text(ro, en), personal=personal)
    return value


def instance(kind: type[Any], *, personal: bool = False, example: str = "") -> Validator:
    """A validator: an instance of a class."""

    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        checked_instance(attribute.name, value, kind, personal=personal, example=example)

    return check


def one_of(
    given: object, known: Iterable[str], kind: str = "one", meaning: Mapping[str, str] | None = None
) -> Text:
    """What would be right where one of some words is: all of them, with the closest.

    Of many words, the closest alone. ``meaning`` has other words that people write for them.

    >>> one_of("notice_hour", ["notice_hours", "max_minutes"]).en
    "one of 'notice_hours', 'max_minutes'; did you mean 'notice_hours'?"
    >>> one_of("colour", ["notice_hours", "max_minutes"]).en
    "one of 'notice_hours', 'max_minutes'"
    >>> one_of("word_9", [f"word {number}" for number in range(20)], "word").in_("ro")
    "un nume cunoscut; ați vrut să scrieți 'word 9'?"
    >>> one_of("stare", ["start", "status"], meaning={"stare": "status"}).en
    "one of 'start', 'status'; did you mean 'status'?"
    """
    from difflib import get_close_matches  # noqa: PLC0415 (only on the way to an error)

    words = [str(each) for each in known]
    meant = {**dict(zip(words, words, strict=True)), **(meaning or {})}
    found = [str(meant[each]) for each in get_close_matches(str(given), meant, n=1)]
    if found and len(words) > _MOST_LISTED:
        ro, en = "un nume cunoscut", f"a known {kind}"
    else:
        right = these(words)
        ro, en = right.ro, right.en
    if found:
        ro += f"; ați vrut să scrieți {found[0]!r}?"
        en += f"; did you mean {found[0]!r}?"
    return Text(ro, en)


def checked_changes(name: str, kind: type[Any], changes: Mapping[str, object]) -> None:
    """Refuse a change of a field that a class does not have."""
    known = [each.alias for each in fields(kind) if each.init]
    for each in changes:
        if each not in known:
            raise InvalidInput(name, each, one_of(each, known, "field"))


def these(known: Iterable[object]) -> Text:
    """What would be right where one of a few values is.

    >>> these(["ro", "en"]).in_("ro")
    "unul dintre 'ro', 'en'"
    """
    values = ", ".join(map(repr, known))
    return Text(f"unul dintre {values}", f"one of {values}")


def member(field: str, kind: type[E], also: Mapping[str, E] | None = None) -> Callable[[object], E]:
    """A converter: a member of an enumeration, or its value.

    An error tells what a word for a member would be: its ``words``, or one that is given here.
    """

    def convert(value: object) -> E:
        try:
            return kind(value)  # type: ignore[arg-type]  # any other type is a ValueError too
        except ValueError:
            meaning = {**_words_of(kind), **(also or {})}
            raise InvalidInput(field, value, one_of(value, kind, "value", meaning)) from None

    return convert


def _words_of(kind: type[E]) -> dict[str, E]:
    said = {each: getattr(each, "words", None) for each in kind}
    return {
        word: each
        for each, words in said.items()
        if isinstance(words, Text)
        for word in (words.ro, words.en)
    }


def rebuilt(kind: type[T], values: dict[str, Any]) -> T:
    """A value made again from its fields, checked like a new one."""
    return kind(**values)


def through_the_door(self: Any) -> tuple[Any, ...]:
    """A ``__reduce__`` for attrs classes: what is unpickled or copied is checked again.

    attrs restores a slotted class field by field, past its checks and with whatever the
    pickle says of the fields that are worked out from others.
    """
    kind = type(self)
    values = {each.alias: getattr(self, each.name) for each in fields(kind) if each.init}
    return rebuilt, (kind, values)


class FrozenMap(Mapping[K, V], Generic[K, V]):
    """A mapping that can't change, can be hashed when its values can, and pickles.

    ``types.MappingProxyType`` does neither of the last two.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def values(self) -> ValuesView[V]:
        """The values, in order."""
        return self._items.values()

    def items(self) -> ItemsView[K, V]:
        """The keys with their values, in order."""
        return self._items.items()

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, FrozenMap) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"
