"""JSON to values and back, strictly: nothing is guessed, nothing is dropped."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any, Final, TypeVar, get_args, get_origin

from attrs import fields_dict, has
from cattrs import (
    BaseConverter,
    BaseValidationError,
    ClassValidationError,
    Converter,
    IterableValidationError,
)
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import ForbiddenExtraKeysError

from tichet_rules._door import A_STRING, one_of
from tichet_rules._parsers import json_given, toml_given
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.model import Absence, Week
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import AN_INSTANT, as_utc

__all__ = ["converter", "parse_json", "structured"]

T = TypeVar("T")

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The keys whose values are personal data, or tell of someone.
_PERSONAL: Final = frozenset(
    {
        "applicant",
        "citizen",
        "conclusions",
        "email",
        "name",
        "next_steps",
        "phone",
        "questions",
        "reason",
    }
)
_REQUIRED: Final = Text("o valoare: este obligatorie", "a value: it is required")
_NOTHING: Final = Given("nimic", "nothing")
_A_DATE: Final = Text(
    "o dată din calendar, ca '2026-11-26'", "a date of the calendar, such as '2026-11-26'"
)

# Every hook names its value by the empty string: the path to it is put in front later.
_HERE: Final = ""


def checked_string(value: object, _: Any = str) -> str:
    if not isinstance(value, str):
        raise WrongType(_HERE, value, A_STRING)
    return value


def _integer(value: object, _: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType(_HERE, value, Text("un număr întreg", "a whole number"))
    return value


def _boolean(value: object, _: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongType(_HERE, value, Text("true sau false", "true or false"))
    return value


def read_date(value: object, _: Any = date) -> date:
    """The date that a string such as ``2026-11-26`` writes."""
    if not isinstance(value, str):
        right = Text("o dată ca '2026-11-26'", "a date such as '2026-11-26'")
        raise WrongType(_HERE, value, right)
    try:
        return _date_written(value)
    except ValueError:
        raise InvalidInput(_HERE, value, _A_DATE) from None


# A large office has the same dates again and again: each is one object.
@lru_cache(maxsize=10_000)
def _date_written(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def read_instant(value: object, _: Any = datetime) -> datetime:
    """The instant that an ISO 8601 string with an offset writes, in UTC."""
    if not isinstance(value, str):
        raise WrongType(_HERE, value, AN_INSTANT)
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise InvalidInput(_HERE, value, AN_INSTANT) from None
    if instant.tzinfo is None:
        raise InvalidInput(_HERE, value, AN_INSTANT)
    return as_utc(instant, _HERE)


def read_day_or_instant(value: object) -> date | datetime:
    """The date or the instant that a string writes."""
    is_date = isinstance(value, str) and _DATE.fullmatch(value) is not None
    return read_date(value) if is_date else read_instant(value)


def checked_object(value: object, known: tuple[str, ...], required: tuple[str, ...] = ()) -> Any:
    """The value when it is a JSON object of known keys, the required ones among them."""
    if not isinstance(value, dict):
        raise not_an_object(value)
    for key in value:
        if key not in known:
            raise _unknown_key(key, known)
    for key in required:
        if key not in value:
            raise missing(key)
    return value


def missing(field: str) -> InvalidInput:
    """The error for a value that has to be there."""
    return InvalidInput(field, _NOTHING, _REQUIRED)


def not_an_object(value: object) -> WrongType:
    """The error for what should be an object; of text and lists, only the kind is shown."""
    return WrongType(_HERE, json_kind(value), Text("un obiect, {…}", "an object, {…}"))


def json_kind(value: object) -> object:
    """A JSON value as far as it may be shown: scalars but text, and of the rest its kind."""
    if isinstance(value, str):
        return Given("un text", "a string")
    if isinstance(value, list):
        return Given("o listă", "a list")
    if isinstance(value, dict):
        return Given("un obiect", "an object")
    return value


def _unknown_key(key: str, known: tuple[str, ...]) -> InvalidInput:
    return InvalidInput(_HERE, key, one_of(key, known, "key"))


def _absence(value: object, _: Any) -> Absence:
    keys = ("from", "to")
    checked_object(value, keys, keys)
    assert isinstance(value, dict)
    ends = {}
    for key in keys:
        try:
            ends[key] = read_day_or_instant(value[key])
        except InvalidInput as error:
            raise error.inside(key) from None
    try:
        return Absence(ends["from"], ends["to"])
    except InvalidInput as error:
        raise InvalidInput("to", value["to"], error.right) from None


def _week(value: object, _: Any) -> Week:
    if not isinstance(value, dict):
        raise not_an_object(value)
    try:
        return Week.from_mapping(value)
    except InvalidInput as error:
        raise error.renamed("^week$", _HERE) from None


def by_date(value: object, _: Any) -> dict[date, Any]:
    if not isinstance(value, dict):
        raise not_an_object(value)
    return {read_date(key): intervals for key, intervals in value.items()}


def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True, detailed_validation=True)
    made.register_structure_hook(str, checked_string)
    made.register_structure_hook(int, _integer)
    made.register_structure_hook(bool, _boolean)
    made.register_structure_hook(date, read_date)
    made.register_structure_hook(datetime, read_instant)
    made.register_structure_hook(Absence, _absence)
    made.register_structure_hook(Week, _week)
    made.register_structure_hook_factory(_is_tuple, _tuple_of_a_list)
    return made


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _tuple_of_a_list(kind: Any, made: BaseConverter) -> Any:
    of_objects = has(get_args(kind)[0])  # what is typed in place of one may be personal
    of_any_iterable = homogenous_tuple_structure_factory(kind, made)

    def structure(value: object, to: Any) -> Any:
        if not isinstance(value, list):
            shown = value if isinstance(value, str) and not of_objects else json_kind(value)
            raise WrongType(_HERE, shown, Text("o listă, […]", "a list, […]"))
        return of_any_iterable(value, to)

    return structure


converter: Final = _converter()


# --- errors ---------------------------------------------------------------------------------


def structured(value: object, kind: type[T], place: str = "") -> T:
    """The value of a class that parsed JSON describes.

    Raises :class:`~tichet_rules.errors.InvalidInput` whose field is the path to what is
    wrong, such as ``inspectors[0].week.mon[1]``; the first that is found.
    """
    try:
        if has(kind) and not isinstance(value, dict):
            raise not_an_object(value)  # which cattrs says of what is inside alone
        return converter.structure(value, kind)
    except BaseValidationError as error:
        raise _first(error, place) from None
    except InvalidInput as error:
        raise (error.inside(place) if place else error) from None


def _first(error: Exception, path: str) -> InvalidInput:
    """The first thing that is wrong, with the path to it."""
    if isinstance(error, BaseValidationError):
        inside, step = _first_inside(error)
        return _first(inside, f"{path}{step}" if path else step.removeprefix("."))
    if isinstance(error, InvalidInput):
        found = error.inside(path) if path else error
        last = path.rpartition(".")[2].partition("[")[0]
        if last in _PERSONAL and not found.personal:
            return type(error)(found.field, None, found.right, personal=True)
        return found
    if isinstance(error, ForbiddenExtraKeysError):
        known = tuple(name.rstrip("_") for name in fields_dict(error.cl))
        found = _unknown_key(min(error.extra_fields), known)
        return found.inside(path) if path else found
    if isinstance(error, KeyError):
        # cattrs names the key that is missing in the path as well.
        return missing(path or str(error.args[0]))
    # What Python or cattrs says of a value that is no object or list at all.
    return WrongType(
        path,
        Given("o valoare de alt fel", "a value of another kind"),
        Text("un obiect sau o listă, după documentație", "an object or a list, as documented"),
    )


def _first_inside(error: BaseValidationError) -> tuple[Exception, str]:
    """The first of the errors in a group, and the step of the path that leads to it."""
    if isinstance(error, IterableValidationError):
        [(first, place), *_], _ = error.group_exceptions()
        return first, f"[{place.index}]"
    assert isinstance(error, ClassValidationError)  # the only other kind of group
    fields, others = error.group_exceptions()
    for each, note in fields:
        return each, f".{note.name.rstrip('_')}"
    return others[0], ""


# --- text -----------------------------------------------------------------------------------


def parse_json(text: str) -> Any:
    """What a JSON text says; keys that come twice, NaN and infinities are refused.

    >>> parse_json('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: JSON: got 'a'; expected each key of an object once
    """
    return parsed(text, each_key_once)


def toml_or_json(text: str, file: str, what: Text, made: Callable[[Any], T]) -> T:
    """What is made of a text in JSON, if it begins with a brace, or else in TOML.

    Each error names the ``file``; ``what`` would have been right where the text is beyond reading.
    """
    import tomllib  # noqa: PLC0415 (most of what is read is JSON)

    text = text.removeprefix("\ufeff")
    try:
        return made(parse_json(text) if text.lstrip().startswith("{") else tomllib.loads(text))
    except InvalidInput as error:
        raise error.inside(f"{file}: ") from None
    except tomllib.TOMLDecodeError as error:
        right = Text("TOML scris corect, sau JSON", "well-formed TOML, or JSON")
        raise InvalidInput(file, toml_given(error), right) from None
    except (RecursionError, ValueError) as error:
        raise InvalidInput(file, toml_given(error), what) from None


def parsed(text: str, made: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    """What a JSON text says, with what is made of the keys and values of each object."""
    try:
        return json.loads(
            text, object_pairs_hook=made, parse_constant=_no_constant, parse_float=_finite
        )
    except InvalidInput:
        raise  # it is a ValueError too
    except json.JSONDecodeError as error:
        raise InvalidInput(
            Text(
                f"linia {error.lineno}, coloana {error.colno}",
                f"line {error.lineno}, column {error.colno}",
            ),
            json_given(error),
            Text(
                "JSON scris corect: texte între ghilimele duble, fără comentarii, fără virgulă "
                "înainte de } sau ]",
                "well-formed JSON: text in double quotes, no comments, no comma before a } or ]",
            ),
        ) from None
    except ValueError:  # an integer too long for Python to read
        given = Given("un număr de mii de cifre", "a number of thousands of digits")
        right = Text("un număr obișnuit", "a number in use")
        raise InvalidInput("JSON", given, right) from None
    except RecursionError:
        given = Given("o imbricare prea adâncă", "too deep a nesting")
        right = Text("un document obișnuit", "an ordinary document")
        raise InvalidInput("JSON", given, right) from None


def each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of some keys and values; an error for a key that comes twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        count = Counter(key for key, _ in pairs)
        twice = next(key for key, times in count.items() if times > 1)
        right = Text("fiecare cheie a unui obiect o dată", "each key of an object once")
        raise InvalidInput("JSON", twice, right)
    return found


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _no_constant(text)


def _no_constant(name: str) -> Any:
    right = Text("un număr pe care JSON îl are", "a number that JSON has")
    raise InvalidInput("JSON", name, right)
