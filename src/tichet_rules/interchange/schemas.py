"""JSON Schemas (draft 2020-12) of everything that goes in and out as JSON.

What is read is described from the classes that read it, so that the two can't part. The same
schemas lie as files in ``interchange/contracts``, for programs in other languages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import fields, frozen

from tichet_rules._door import one_of
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import _schemas_whatif as whatif
from tichet_rules.interchange import _schemas_written as written
from tichet_rules.interchange._schemas_read import (
    SCALARS,
    Reading,
    Schema,
    keys_of_the_first_version,
)
from tichet_rules.interchange.documents import (
    BookingDocument,
    OfficeDocument,
    QuestionDocument,
)
from tichet_rules.interchange.vectors import (
    FORMATS,
    NOT_IN_VECTORS,
    NOT_OF_AN_OFFICE,
    VectorsDocument,
)

__all__ = ["NAMES", "schema", "schema_text"]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def _office(known: Reading) -> Schema:
    return known.of(OfficeDocument)


def _question(known: Reading) -> Schema:
    return {
        "description": "A command, and the office that it is asked of where no other file has it.",
        "type": "object",
        "properties": {"when": known.of(QuestionDocument), "office": known.of(OfficeDocument)},
        "required": ["when"],
        "additionalProperties": False,
    }


def _vectors(known: Reading, version: str) -> Schema:
    reference = known.of(VectorsDocument)
    known.definitions["VectorsDocument"]["properties"]["format"] = {"const": version}
    return reference


def _vectors_1(_: Reading) -> Schema:
    first = Reading(keys_of_the_first_version())
    reference = _vectors(first, FORMATS[0])
    return {**reference, "$defs": first.definitions}


def _vectors_2(_: Reading) -> Schema:
    keys: dict[type, frozenset[str]] = {
        kind: frozenset(each.name for each in fields(kind)) - left_out
        for kind, left_out in (
            (BookingDocument, NOT_IN_VECTORS),
            (OfficeDocument, NOT_OF_AN_OFFICE),
        )
    }
    second = Reading(keys)
    reference = _vectors(second, FORMATS[1])
    return {**reference, "$defs": second.definitions}


@frozen
class _Contract:
    title: str
    make: Callable[[Reading], Schema]


_CONTRACTS: Final[Mapping[str, _Contract]] = {
    "office": _Contract("An office and its bookings", _office),
    "question": _Contract("A question file of `tichet-rules check`", _question),
    "vectors-1": _Contract("A file of conformance vectors, first version", _vectors_1),
    "vectors-2": _Contract("A file of conformance vectors, second version", _vectors_2),
    "booking": _Contract("A booking, as it is written", written.booking),
    "event": _Contract("An event of an agenda", written.event),
    "decision": _Contract("A decision", written.decision),
    "day": _Contract("A day of an inspector", written.day),
    "audit": _Contract("The report of an audit", written.audit),
    "rule": _Contract("A rule with its source", written.rule),
    "explanation": _Contract("A rule as the rule book tells it", written.explanation),
    "study": _Contract("What is asked of a what-if", whatif.study),
    "demand": _Contract("Who asks for meetings, and what becomes of them", whatif.demand),
    "comparison": _Contract("What came of several scenarios", whatif.comparison),
    "replay": _Contract("A log under another policy", whatif.replay),
}

#: The names of the schemas.
NAMES: Final = tuple(_CONTRACTS)


def schema(name: str) -> dict[str, Any]:
    """The schema of a name, complete in itself.

    >>> schema("day")["required"]
    ['date', 'slots', 'free', 'closed_by']
    >>> schema("week")
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: schema: got 'week'; expected one of 'office', 'question', \
'vectors-1', 'vectors-2', 'booking', 'event', 'decision', 'day', 'audit', 'rule', 'explanation', \
'study', 'demand', 'comparison', 'replay'
    """
    if name not in _CONTRACTS:
        raise InvalidInput("schema", name, one_of(name, NAMES, "schema"))
    contract = _CONTRACTS[name]
    known = Reading()
    body = contract.make(known)
    made = {
        "$schema": _DRAFT,
        "$id": f"urn:tichet-rules:schema:{name}",
        "title": contract.title,
        **body,
    }
    definitions = made.pop("$defs", known.definitions)
    said = json.dumps([made, definitions])
    scalars = {each: SCALARS[each] for each in SCALARS if f'"#/$defs/{each}"' in said}
    return {**made, "$defs": {**definitions, **scalars}}


def schema_text(name: str) -> str:
    """The schema of a name as the text of a file."""
    return pretty(schema(name)) + "\n"


_WIDEST: Final = 100


def pretty(value: Any, depth: int = 0, taken: int = 0) -> str:
    """JSON values as text, broken over lines only where they are too long for one.

    ``depth`` is how far they are indented, ``taken`` what stands before them on their line.

    >>> pretty({"minutes": 15})
    '{"minutes": 15}'
    """
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + depth + taken < _WIDEST or not isinstance(value, dict | list):
        return flat
    if isinstance(value, list):
        parts = [pretty(each, depth + 2) for each in value]
    else:
        parts = [
            f"{json.dumps(key)}: {pretty(each, depth + 2, len(key) + 4)}"
            for key, each in value.items()
        ]
    opens, closes = "[]" if isinstance(value, list) else "{}"
    inner = ",\n".join(f"{' ' * (depth + 2)}{part}" for part in parts)
    return f"{opens}\n{inner}\n{' ' * depth}{closes}"
