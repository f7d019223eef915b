"""JSON Schemas of what is read, made of the classes that it is read into.

The keys are the fields, what a value may be follows from its type and from the checks of the
class, and the descriptions are the docstrings. What neither says stands in the tables here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs

from tichet_rules._door import LONGEST_PROSE, FrozenMap
from tichet_rules.agenda import (
    BookAudience,
    Cancel,
    IssueTicket,
    Reassign,
    RecordConclusions,
    Reschedule,
)
from tichet_rules.audit import SourceTable
from tichet_rules.interchange.documents import (
    COMMANDS,
    BookAudienceDocument,
    BookDocument,
    BookingDocument,
    BookingReference,
    IssueDocument,
    OfficeDocument,
    QuestionDocument,
    ReassignDocument,
    RecordDocument,
    RescheduleDocument,
)
from tichet_rules.interchange.vectors import (
    _ASKED_AT,
    _FILE_1,
    AnswerDocument,
    AuditDocument,
    CaseDocument,
    EarliestStartDocument,
    FreeSlotsDocument,
    Keys,
    LastDayDocument,
    StepsDocument,
    VectorsDocument,
)
from tichet_rules.model import (
    Absence,
    Applicant,
    Booking,
    Channel,
    Inspector,
    Procedure,
    Request,
    Week,
)
from tichet_rules.model.time import LONGEST_MINUTES, WEEKDAYS
from tichet_rules.policy import PARAMETERS, PRESETS, Policy, preset
from tichet_rules.timekeeping import DayReading, HourReading

__all__ = [
    "DATE",
    "FINGERPRINT",
    "IDENTIFIER",
    "MINUTES",
    "SCALARS",
    "WRITTEN_INSTANT",
    "Reading",
    "Schema",
    "nullable",
    "told",
]

Schema: TypeAlias = dict[str, Any]

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"

#: What many schemas refer to by name.
SCALARS: Final[Mapping[str, Schema]] = {
    "Date": {
        "description": "A date of the calendar.",
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "Instant": {
        # Seconds may be left out, which the format date-time does not allow.
        "description": "An instant: ISO 8601, with its offset.",
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
        r"(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)$",
        "examples": ["2026-11-26T10:00:00+02:00"],
    },
    "WrittenInstant": {
        "description": "An instant by the clock of the office.",
        "type": "string",
        "format": "date-time",
    },
    "Identifier": {
        "description": "An id, as the town's own system gives it.",
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "pattern": r"\S",
    },
    "Fingerprint": {
        "description": "A SHA-256 in hexadecimal.",
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
    },
    "Minutes": {
        "description": "A length in whole minutes.",
        "type": "integer",
        "minimum": 1,
        "maximum": LONGEST_MINUTES,
    },
}


def referred(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


DATE: Final = referred("Date")
INSTANT: Final = referred("Instant")
WRITTEN_INSTANT: Final = referred("WrittenInstant")
IDENTIFIER: Final = referred("Identifier")
FINGERPRINT: Final = referred("Fingerprint")
MINUTES: Final = referred("Minutes")
_WORDS: Final[Schema] = {"type": "string", "minLength": 1, "pattern": r"\S"}
_PROSE: Final[Schema] = _WORDS | {"maxLength": LONGEST_PROSE}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def told(of: Any) -> str:
    """The first paragraph of a docstring, in plain words."""
    paragraph = inspect.cleandoc(of.__doc__).split("\n\n")[0]
    plain = re.sub(r":\w+:`~?([\w.]+)(?: <[^`>]+>)?`", r"\1", paragraph)
    return " ".join(plain.replace("``", "").split())


def nullable(schema: Schema) -> Schema:
    """What a schema allows, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def _array(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


# --- what the types don't say -----------------------------------------------------------------

# The class that a document is made into: it has the checks of the fields of the same name.
_CHECKED_BY: Final[Mapping[type, type]] = {
    BookingDocument: Booking,
    BookAudienceDocument: BookAudience,
    RescheduleDocument: Reschedule,
    ReassignDocument: Reassign,
    RecordDocument: RecordConclusions,
    IssueDocument: IssueTicket,
    BookingReference: Cancel,
}

_PARAGRAPHS: Final = _array(_PROSE)
_KINDS_OF: Final[Mapping[tuple[type, str], type[StrEnum]]] = {
    (BookDocument, "channel"): Channel,
    (LastDayDocument, "reading"): DayReading,
    (EarliestStartDocument, "reading"): HourReading,
}
_A_NAME: Final[Schema] = _WORDS | {"description": "A name."}
_APPLICANT: Final[Schema] = {
    "description": "The name of a citizen, and the id that the town's own system gives.",
    "type": "object",
    "properties": {"id": nullable(IDENTIFIER), "name": _A_NAME},
    "required": ["name"],
    "additionalProperties": False,
}
_SAID: Final[Mapping[tuple[type, str], Schema]] = {
    (BookingDocument, "request"): nullable(_WORDS),
    (BookingDocument, "minutes"): MINUTES,
    (OfficeDocument, "time_zone"): _WORDS,
    (OfficeDocument, "public_holidays"): {"anyOf": [{"const": "RO"}, _array(DATE)]},
    (SourceTable, "missing"): _array(
        IDENTIFIER,
        description="The fields that no cell of the table told; the hours are then presumed.",
    ),
    (OfficeDocument, "rooms"): _array(IDENTIFIER, uniqueItems=True),
    (BookDocument, "minutes"): MINUTES,
    (BookDocument, "inspector"): nullable(IDENTIFIER),
    (BookDocument, "room"): nullable(IDENTIFIER),
    (BookAudienceDocument, "minutes"): MINUTES,
    (BookAudienceDocument, "prior_audience"): nullable(IDENTIFIER),
    (BookAudienceDocument, "room"): nullable(IDENTIFIER),
    (BookAudienceDocument, "reason"): {"type": "string", "maxLength": LONGEST_PROSE},
    (RescheduleDocument, "minutes"): nullable(MINUTES),
    (ReassignDocument, "minutes"): nullable(MINUTES),
    **{
        (kind, name): _PARAGRAPHS
        for kind in (RecordDocument, IssueDocument)
        for name in ("questions", "conclusions", "next_steps")
    },
    (Inspector, "deputies"): _array(IDENTIFIER),
    (Request, "number"): _WORDS,
    (Request, "former_inspectors"): _array(IDENTIFIER),
    (LastDayDocument, "days"): _COUNT,
    (EarliestStartDocument, "hours"): _COUNT,
    (FreeSlotsDocument, "minutes"): MINUTES,
    (CaseDocument, "then"): {},
    (Policy, "meets"): _array(referred("Role"), minItems=1),
    (Policy, "channels"): _array(referred("Channel"), minItems=1),
    (Policy, "general_reasons"): _array(_WORDS),
}


def _is(key: str, *values: str) -> Schema:
    """Whether a key is given, with one of some values."""
    return {"properties": {key: {"enum": list(values)}}, "required": [key]}


def _given(key: str, kind: str = "string") -> Schema:
    """Whether a key is given, and not null."""
    return {"properties": {key: {"type": kind}}, "required": [key]}


def _none(*keys: str) -> Schema:
    return {"properties": {key: {"type": "null"} for key in keys}}


def _exactly_one(keys: Iterable[str]) -> Schema:
    return {"oneOf": [_given(key, "object") for key in keys]}


def _any(keys: Iterable[str]) -> Schema:
    return {"anyOf": [_given(key, "object") for key in keys]}


# --- classes to schemas -------------------------------------------------------------------------


class Reading:
    """The schemas of classes, with the definitions that they refer to.

    With the ``keys`` of an older version, an object has no others.
    """

    def __init__(self, keys: Mapping[type, frozenset[str]] | None = None) -> None:
        self.definitions: dict[str, Schema] = {}
        self._keys: Mapping[type, frozenset[str]] = keys or {}

    def defined(self, name: str, schema: Schema) -> Schema:
        """Define a schema under a name, and refer to it."""
        self.definitions[name] = schema
        return referred(name)

    def of(self, kind: Any) -> Schema:
        """The schema of a type."""
        if get_origin(kind) in (Union, UnionType):
            options = [self.of(each) for each in get_args(kind) if each is not NoneType]
            schema = options[0] if len(options) == 1 else {"anyOf": options}
            return nullable(schema) if NoneType in get_args(kind) else schema
        if get_origin(kind) is tuple:
            return _array(self.of(get_args(kind)[0]))
        if get_origin(kind) is FrozenMap:
            return self._map(*get_args(kind))
        if kind is Applicant and not self._keys:  # the vectors have names alone
            return {"anyOf": [_A_NAME, self.defined("Applicant", _APPLICANT)]}
        if kind in _PLAIN:
            return _PLAIN[kind]
        return self._named(kind)

    def _map(self, of: Any, to: Any) -> Schema:
        values = self._intervals() if of is date else self.of(to) | {"minItems": 1}
        return {"type": "object", "propertyNames": self.of(of), "additionalProperties": values}

    def _named(self, kind: Any) -> Schema:
        name = kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # its place, as it may refer to itself
            self.definitions[name] = self._definition(kind)
        return referred(name)

    def _definition(self, kind: Any) -> Schema:
        if issubclass(kind, StrEnum):
            return {"description": told(kind), "enum": [str(each) for each in kind]}
        if kind is Week:
            days: Schema = {day: self._intervals() for day in WEEKDAYS}
            return _object(told(kind), days)
        if kind is Absence:
            end = {"anyOf": [DATE, INSTANT]}
            return _object(told(kind), {"from": end, "to": end}, ["from", "to"])
        return self._object(kind)

    def _intervals(self) -> Schema:
        start = {"type": "string", "pattern": f"^{_CLOCK}$", "examples": ["08:00"]}
        end = {"type": "string", "pattern": f"^({_CLOCK}|24:00)$", "examples": ["16:00"]}
        pair = {"type": "array", "prefixItems": [start, end], "items": False, "minItems": 2}
        return self.defined(
            "Intervals",
            {"description": "Stretches of a local day, in order, without overlap."} | _array(pair),
        )

    def _object(self, kind: type) -> Schema:
        types = get_type_hints(kind)
        properties: Schema = {}
        required = []
        for each in attrs.fields(kind):
            key = each.name.rstrip("_")
            if not each.init or (kind in self._keys and key not in self._keys[kind]):
                continue
            properties[key] = self._field(kind, each, types[each.name])
            if each.default is attrs.NOTHING:
                required.append(key)
            elif isinstance(each.default, StrEnum) or type(each.default) in _PLAIN:
                properties[key] = {**properties[key], "default": each.default}
        return _object(told(kind), properties, required) | self._conditions(kind, properties)

    def _field(self, kind: type, each: attrs.Attribute[Any], type_: Any) -> Schema:
        asked = (kind, each.name)
        if asked in _SAID:
            return _SAID[asked]
        if asked == (BookingDocument, "applicant"):  # a key is a string, as a name is
            return nullable(self.of(Applicant))
        if type_ is Any:
            office = each.name == "office"
            return nullable(self.of(OfficeDocument)) if office else self._policy(each.name)
        if asked in _KINDS_OF:
            return self.of(_KINDS_OF[asked])
        if kind is AuditDocument:  # a log is replayed in the order of the booking acts
            return _array({"allOf": [self.of(BookingDocument), _given("booked_at")]})
        return self._checked_as(kind, each, type_)

    def _checked_as(self, kind: type, each: attrs.Attribute[Any], type_: Any) -> Schema:
        """The schema of a field, from its own checks or those of what it is made into."""
        checked = _CHECKED_BY.get(kind)
        if checked is None:
            return self._checked(each.validator, type_)
        fields = attrs.fields_dict(checked)
        if each.name not in fields:
            return self.of(type_)
        checks = get_type_hints(checked)[each.name]
        is_enum = isinstance(checks, type) and issubclass(checks, StrEnum)
        return self._checked(fields[each.name].validator, checks if is_enum else type_)

    def _checked(self, validator: Any, type_: Any) -> Schema:
        """The schema of a type, narrowed by what a validator of ``_door`` checks."""
        inner = getattr(validator, "validator", validator)  # of attrs' optional
        name = getattr(inner, "__qualname__", "").partition(".")[0]
        if name not in _NARROWED:
            return self.of(type_)
        narrow = dict(_NARROWED[name])
        if name == "whole_number":
            bounds = inspect.getclosurevars(inner).nonlocals
            narrow |= {
                key: bounds[word]
                for word, key in (("least", "minimum"), ("most", "maximum"))
                if bounds[word] is not None
            }
        return nullable(narrow) if NoneType in get_args(type_) else narrow

    def _policy(self, key: str) -> Schema:
        audiences = key == "audiences"
        known = [
            name
            for name in PRESETS
            if not audiences or preset(name).latest.procedure is Procedure.AUDIENCE
        ]
        names = {"enum": known}
        parameters = self.parameters()
        named = "Audiences" if audiences else "Policy"
        changed = _object("A preset with some parameters changed.", {"preset": names, **parameters})
        return {"anyOf": [names, self.defined(named, changed)]}

    def parameters(self) -> Schema:
        """The schema of each parameter of a policy, by its name."""
        types = get_type_hints(Policy)
        # Those that the tables refer to by their names.
        self.of(types["meets"])
        self.of(types["channels"])
        return {
            each.name: self._field(Policy, each, types[each.name])
            for each in attrs.fields(Policy)
            if each.name in self._keys.get(Policy, PARAMETERS)
        }

    def _conditions(self, kind: type, properties: Schema) -> Schema:
        """What has to be told together, or not."""
        if issubclass(kind, QuestionDocument):
            given = [key for key in properties if key != "at"]
            one = _exactly_one(given)
            if kind is QuestionDocument:
                return one
            asked_at = _any(key for key in given if key in _ASKED_AT)
            return one | {"if": asked_at, "then": _given("at")}
        if kind is CaseDocument:
            return {"allOf": self._expectations()}
        found = _CONDITIONS.get(kind.__name__)
        return found(properties) if found else {}

    def _expectations(self) -> list[Schema]:
        asked = self.definitions["WhenDocument"]["properties"]
        conditions = []
        for kinds, name, schema in _expected(self):
            given = [kind for kind in kinds if kind in asked]
            if given:
                then = {"properties": {"then": self.defined(name, schema())}}
                conditions.append({"if": {"properties": {"when": _any(given)}}, "then": then})
        return conditions


_PLAIN: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: DATE,
    datetime: INSTANT,
    Applicant: _A_NAME,
}
_NARROWED: Final[Mapping[str, Schema]] = {
    "identifier": IDENTIFIER,
    "fingerprint": FINGERPRINT,
    "whole_number": {"type": "integer"},
}


def _object(told_: str, properties: Schema, required: Iterable[str] = ()) -> Schema:
    schema: Schema = {"description": told_, "type": "object", "properties": properties}
    if needed := list(required):
        schema["required"] = needed
    return schema | {"additionalProperties": False}


def _request_conditions(properties: Schema) -> Schema:
    unanswered = ("communicated_on", "answer") if "answer" in properties else ("communicated_on",)
    return {
        "if": _is("status", "answered"),
        "then": _given("communicated_on"),
        "else": _none(*unanswered),
    }


def _booking_conditions(properties: Schema) -> Schema:
    if "procedure" not in properties:
        return {"allOf": [_given("request")]}
    return {
        "if": _is("procedure", "audience"),
        "then": {"anyOf": [_given("request"), _given("applicant")]},
        "else": _given("request"),
    }


def _reassign_conditions(_: Schema) -> Schema:
    return {"if": _given("minutes", "integer"), "then": _given("start")}


_CONDITIONS: Final = {
    "Request": _request_conditions,
    "BookingDocument": _booking_conditions,
    "ReassignDocument": _reassign_conditions,
}


# --- what is expected of a case -----------------------------------------------------------------


def _expected(reading: Reading) -> Iterable[tuple[tuple[str, ...], str, Any]]:
    """The kinds of a question, and the name and the schema of what is then expected."""
    return (
        (COMMANDS, "ExpectedDecision", _expected_decision),
        (("free_slots",), "ExpectedSlots", _expected_slots),
        (("last_day",), "ExpectedLastDay", lambda: _one("The last day.", "last_day", DATE)),
        (
            ("earliest_start",),
            "ExpectedStart",
            lambda: _one("The first instant.", "earliest_start", INSTANT),
        ),
        (
            ("working_day",),
            "ExpectedWorkingDay",
            lambda: _one("Whether it is one.", "working", {"type": "boolean"}),
        ),
        (("audit",), "ExpectedFindings", _expected_findings),
        (("journey",), "ExpectedSteps", lambda: reading.of(StepsDocument)),
        (("answer_due",), "ExpectedAnswer", lambda: reading.of(AnswerDocument)),
    )


def _one(told_: str, key: str, schema: Schema) -> Schema:
    return _object(told_, {key: schema}, [key])


def _expected_decision() -> Schema:
    rules = _array({"type": "string"})
    return {
        "description": "Whether it is allowed, or every rule that refuses, in any order.",
        "oneOf": [
            _object(
                "Allowed.",
                {"allowed": {"const": True}, "refused_by": rules | {"maxItems": 0}},
                ["allowed"],
            ),
            _object(
                "Refused.",
                {"allowed": {"const": False}, "refused_by": rules | {"minItems": 1}},
                ["allowed", "refused_by"],
            ),
        ],
    }


def _expected_slots() -> Schema:
    return {
        "description": "The starts of the free slots in order, or how many there are.",
        "oneOf": [
            _one("The starts.", "starts", _array(INSTANT)),
            _one("How many.", "count", _COUNT),
        ],
    }


def _expected_findings() -> Schema:
    text = {"type": "string"}
    finding = _object(
        "A rule that a booking broke.", {"booking": text, "rule": text}, ["booking", "rule"]
    )
    return _one("All findings, in any order.", "findings", _array(finding))


# --- the first version of the vectors ---------------------------------------------------------


def keys_of_the_first_version() -> Mapping[type, frozenset[str]]:
    """The keys that each object has in the first version of the vectors."""
    found: dict[type, frozenset[str]] = {}
    _keep(VectorsDocument, _FILE_1, found)
    return found


def _keep(kind: Any, keys: Keys, found: dict[type, frozenset[str]]) -> None:
    if isinstance(keys, tuple):
        [of_each] = keys
        _keep(kind, of_each or {}, found)
        return
    found[kind] = frozenset(keys)
    types = get_type_hints(kind)
    for key, inner in keys.items():
        if inner is not None:
            _keep(_class_in(types.get(key), key), inner, found)


def _class_in(type_: Any, key: str) -> Any:
    """The class of the objects that a field holds."""
    if type_ is Any:
        return {"policy": Policy, "office": OfficeDocument}[key]
    inside = [each for each in get_args(type_) if each not in (NoneType, Ellipsis)]
    return _class_in(inside[0], key) if inside else type_
