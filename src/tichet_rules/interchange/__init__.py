"""JSON in and out, and conformance vectors."""

from tichet_rules.interchange.documents import QuestionDocument, read_agenda, read_office
from tichet_rules.interchange.render import (
    agenda_document,
    booking_document,
    day_document,
    decision_document,
    event_document,
    rule_document,
    slot_document,
)
from tichet_rules.interchange.structure import parse_json, structured
from tichet_rules.interchange.vectors import CaseResult, run_vectors

__all__ = [
    "CaseResult",
    "QuestionDocument",
    "agenda_document",
    "booking_document",
    "day_document",
    "decision_document",
    "event_document",
    "parse_json",
    "read_agenda",
    "read_office",
    "rule_document",
    "run_vectors",
    "slot_document",
    "structured",
]
