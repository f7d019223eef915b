"""JSON Schemas of what is written: they follow the functions of ``interchange.render``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, get_args

from tichet_rules.agenda import (
    Booked,
    ConclusionsRecorded,
    Event,
    Reassigned,
    Rescheduled,
    TicketIssued,
)
from tichet_rules.audit import (
    AppliedPolicy,
    AuditFinding,
    Caveat,
    CaveatKind,
    FileKind,
    LogPeriod,
    Provenance,
    ReadBooking,
    ReadingRow,
    SourceFile,
    SourceTable,
    UnknownInspector,
    UnreadableRow,
)
from tichet_rules.interchange import render
from tichet_rules.interchange._schemas_read import (
    DATE,
    FINGERPRINT,
    IDENTIFIER,
    MINUTES,
    WRITTEN_INSTANT,
    Reading,
    Schema,
    nullable,
    told,
)
from tichet_rules.interchange.documents import OfficeDocument, QuestionDocument
from tichet_rules.model import BookingStatus, Channel, MeetingRecord, Procedure, Role
from tichet_rules.model.ticket import RECORD_FORMAT, TICKET_FORMAT, BlueTicket
from tichet_rules.policy import known_sources
from tichet_rules.rules import READINGS, RULE_BOOK, Finding, Outcome, rule_of
from tichet_rules.text import LANGUAGES

__all__ = ["audit", "booking", "day", "decision", "event", "explanation", "rule"]

_STRING: Final[Schema] = {"type": "string"}
_FROM_ONE: Final[Schema] = {"type": "integer", "minimum": 1}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def _array(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _object(told_: str, required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "description": told_,
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _words(told_: str, codes: Iterable[str] = LANGUAGES) -> Schema:
    return _object(told_, dict.fromkeys(codes, _STRING))


# --- values ---------------------------------------------------------------------------------


def _figure(known: Reading) -> Schema:
    figure = {
        "description": "What a rule measured, or compared with: with its unit, where it has one.",
        "anyOf": [
            _words("Words in both languages."),
            _object("An instant by the office's clock.", {"instant": WRITTEN_INSTANT}),
            _object("A local date.", {"date": DATE}),
            _object("A length of time.", {"minutes": {"type": "number"}}),
            _object(
                "A number of calendar days, and in words.",
                {"days": {"type": "integer"}, **dict.fromkeys(LANGUAGES, _STRING)},
            ),
            _array(_STRING),
            _STRING,
            {"type": "integer"},
            {"type": "boolean"},
        ],
    }
    return known.defined("Figure", figure)


def _rule_id(known: Reading) -> Schema:
    ids = {"description": told(rule_of), "enum": [each.id for each in RULE_BOOK]}
    return known.defined("RuleId", ids)


def _slot(minutes: Schema = MINUTES) -> Schema:
    return {"start": WRITTEN_INSTANT, "minutes": minutes}


def _finding_keys(known: Reading) -> tuple[Schema, Schema]:
    figure = _figure(known)
    required = {"rule": _rule_id(known), "outcome": known.of(Outcome), "message": _STRING}
    staff = _array({"type": "object", "additionalProperties": figure}, minItems=1)
    return required, {"measured": figure, "limit": figure, "staff": staff}


def _finding(known: Reading) -> Schema:
    finding = _object(told(Finding), *_finding_keys(known))
    figure = _figure(known)
    return known.defined("Finding", _with_more(finding, figure))


def _with_more(finding: Schema, figure: Schema) -> Schema:
    # Further named figures, which differ from rule to rule.
    return {**finding, "additionalProperties": figure}


def booking(known: Reading) -> Schema:
    """A booking as it is written."""
    return _object(
        told(render.booking_document),
        {
            "id": IDENTIFIER,
            "request": nullable(_STRING),
            "inspector": IDENTIFIER,
            **_slot(),
            "status": known.of(BookingStatus),
            "channel": known.of(Channel),
        },
        {
            "procedure": known.of(Procedure),
            "revision": _FROM_ONE,
            "room": IDENTIFIER,
            "in_place_of": IDENTIFIER,
            "record": FINGERPRINT,
            "ticket": FINGERPRINT,
            "booked_at": WRITTEN_INSTANT,
            "recorded_at": WRITTEN_INSTANT,
            "answer_requested_at": WRITTEN_INSTANT,
            "issued_at": WRITTEN_INSTANT,
            "applicant": _STRING,
            "phone": nullable(_STRING),
            "email": nullable(_STRING),
            "buffer_before_minutes": _COUNT,
            "buffer_after_minutes": _COUNT,
        },
    )


_PARAGRAPHS: Final[Schema] = {name: _array(_STRING) for name in ("questions", "conclusions")} | {
    "next_steps": _array(_STRING)
}


def _record(known: Reading) -> Schema:
    record = _object(told(MeetingRecord), {"format": {"const": RECORD_FORMAT}, **_PARAGRAPHS})
    return known.defined("Record", record)


def _ticket(known: Reading) -> Schema:
    inspector = {"id": IDENTIFIER, "name": _STRING, "role": known.of(Role)}
    ticket = _object(
        told(BlueTicket),
        {
            "format": {"const": TICKET_FORMAT},
            "booking": IDENTIFIER,
            "procedure": known.of(Procedure),
            "institution": _words("Whose document it is."),
            "policy": _STRING,
            "request": nullable(_STRING),
            "filed_on": nullable(DATE),
            "citizen": _STRING,
            "inspector": _object("Who held the meeting.", inspector),
            **_slot(),
            "time_zone": _STRING,
            "channel": known.of(Channel),
            "room": nullable(IDENTIFIER),
            **_PARAGRAPHS,
            "issued_at": WRITTEN_INSTANT,
        },
    )
    return known.defined("Ticket", ticket)


# --- events and decisions -------------------------------------------------------------------


def event(known: Reading) -> Schema:
    """An event, by its kind."""
    kinds = [known.defined(each.__name__, _event(each, known)) for each in get_args(Event)]
    return {"description": told(render.event_document), "oneOf": kinds}


def _event(kind: Any, known: Reading) -> Schema:
    required: Schema = {
        "event": {"const": kind.__name__},
        "at": WRITTEN_INSTANT,
        "booking": IDENTIFIER,
    }
    optional: Schema = {}
    if kind is Booked:
        required["booking"] = known.defined("Booking", booking(known))
    if kind in (Rescheduled, Reassigned):
        required |= _slot()
        optional["room"] = IDENTIFIER
    if kind is Reassigned:
        required |= {"inspector": IDENTIFIER, "in_place_of": nullable(IDENTIFIER)}
    if kind is ConclusionsRecorded:
        required["record"] = {"anyOf": [FINGERPRINT, _record(known)]}
    if kind is TicketIssued:
        required["fingerprint"] = FINGERPRINT
        optional["ticket"] = _ticket(known)
    return _object(told(kind), required, optional)


def decision(known: Reading) -> Schema:
    """A decision; what would make it yes stands in it if and only if it is no."""
    rules = _array(_rule_id(known))
    slot = nullable(_object(told(render.slot_document), _slot()))
    remedy = _object(
        "What would make it yes: in sentences, and the nearest admissible slots.",
        {
            "needed": rules,
            "before": slot,
            "after": slot,
            "closed_by": rules,
            "sentences": _array(_STRING),
        },
        {"inspector": IDENTIFIER},
    )
    schema = _object(
        told(render.decision_document),
        {
            "allowed": {"type": "boolean"},
            "refused_by": rules,
            "at": WRITTEN_INSTANT,
            "policy": _STRING,
            "findings": _array(_finding(known), minItems=1),
            "events": _array(known.defined("Event", event(known))),
        },
        {"remedy": remedy},
    )
    yes = {
        "properties": {
            "refused_by": {"maxItems": 0},
            "events": {"minItems": 1},
            "remedy": False,
        }
    }
    no = {
        "properties": {"refused_by": {"minItems": 1}, "events": {"maxItems": 0}},
        "required": ["remedy"],
    }
    asked = {"properties": {"allowed": {"const": True}}}
    return schema | {"if": asked, "then": yes, "else": no}


def day(known: Reading) -> Schema:
    """A day of an inspector."""
    closed = {"rule": _rule_id(known), "slots": _FROM_ONE, "message": _STRING}
    return _object(
        told(render.day_document),
        {
            "date": DATE,
            "slots": _COUNT,
            "free": _array(WRITTEN_INSTANT),
            "closed_by": _array(_object("A rule that closes slots, and how many.", closed)),
        },
    )


def audit(known: Reading) -> Schema:
    """The report of an audit."""
    required, optional = _finding_keys(known)
    finding = _object(
        told(AuditFinding),
        {
            "line": _FROM_ONE,
            "booking": IDENTIFIER,
            "request": nullable(_STRING),
            "inspector": IDENTIFIER,
            **_slot(),
            "status": known.of(BookingStatus),
            "policy": _STRING,
            "depends_on": _array({"enum": list(READINGS)}),
            **required,
        },
        {
            **optional,
            "hint": _STRING,
            "applicant": nullable(_STRING),
            "applicant_key": nullable(_STRING),
        },
    )
    unknown = {
        "inspector": _STRING,
        "rows": _FROM_ONE,
        "line": _FROM_ONE,
        "letters_lost": {"type": "boolean"},
    }
    answered = {"request": _STRING, **dict.fromkeys(("filed_on", "communicated_on"), DATE)}
    caveat = {
        "about": known.of(CaveatKind),
        "rows": _FROM_ONE,
        "rules": _array(_rule_id(known)),
        "message": _STRING,
    }
    early = {
        "line": _FROM_ONE,
        "booking": IDENTIFIER,
        "request": _STRING,
        **dict.fromkeys(("booked_on", "meeting_on", "filed_on"), DATE),
    }
    in_log = {"booking": IDENTIFIER, "line": nullable(_FROM_ONE), "request": nullable(_STRING)}
    read = _array(_object(told(ReadBooking), in_log))
    reading = {
        "rule": _rule_id(known),
        "parameter": {"enum": list(READINGS)},
        "reading": _STRING,
        "breaches": _COUNT,
        "more": _COUNT,
        "fewer": _COUNT,
        "more_bookings": read,
        "fewer_bookings": read,
    }
    unreadable = {"line": _FROM_ONE, "field": _STRING, "reason": _STRING}
    return _object(
        told(render.audit_document),
        {
            "log": _STRING,
            "head": _head(known),
            "rows": _COUNT,
            "clean": _COUNT,
            "with_findings": _COUNT,
            "unreadable": _array(_object(told(UnreadableRow), unreadable)),
            "notes": _array(_STRING),
            "by_rule": _counts(_rule_id(known)),
            "by_month": _counts({"pattern": "^[0-9]{4}-[0-9]{2}$"}),
            "by_inspector": _counts({}),
            "not_in_office": _array(_object(told(UnknownInspector), unknown)),
            "before_filing": _array(_object("A booking from before its request was filed.", early)),
            "answered_before_filing": _array(
                _object("A request that was answered before it was filed.", answered)
            ),
            "caveats": _array(_object(told(Caveat), caveat)),
            "robust": _COUNT,
            "depends_on": _counts({"enum": list(READINGS)}),
            "policies": _counts({}),
            "findings": _array(known.defined("AuditFinding", _with_more(finding, _figure(known)))),
        },
        {"readings": _array(_object(told(ReadingRow), reading))},
    )


def _head(known: Reading) -> Schema:
    span = _object("The first and the last local date.", {"first": DATE, "last": DATE})
    policy = {
        "name": _STRING,
        "version": _STRING,
        "valid_from": nullable(DATE),
        "valid_until": nullable(DATE),
        "rows": _COUNT,
    }
    period = _object(told(LogPeriod), {"meetings": span, "booking_acts": span})
    file = {"kind": known.of(FileKind), "name": _STRING, "sha256": FINGERPRINT}
    return _object(
        told(Provenance),
        {
            "institution": nullable(_STRING),
            "period": nullable(period),
            "policies": _array(_object(told(AppliedPolicy), policy)),
            "tichet_rules": _STRING,
            "made_on": nullable(DATE),
            "files": _array(_object(told(SourceFile), file)),
            "tables": _array(known.of(SourceTable)),
        },
    )


def _counts(names: Schema) -> Schema:
    return {"type": "object", "propertyNames": names, "additionalProperties": _COUNT}


# --- rules ----------------------------------------------------------------------------------


def _rule_keys(known: Reading) -> Schema:
    source = {"key": {"enum": list(known_sources())}, "title": _STRING, "where": _STRING}
    values = {
        "description": "The parameters of the rule, as a policy has them.",
        "type": "object",
        "properties": known.parameters(),
        "additionalProperties": False,
    }
    return {
        "id": _rule_id(known),
        "title": _STRING,
        "rule": _STRING,
        "source": _object("Where the rule is found.", source),
        "article": _STRING,
        "quote": _STRING,
        "note": _STRING,
        "parameters": {
            "description": "By the name of each policy that judges by the rule.",
            "type": "object",
            "additionalProperties": known.defined("Parameters", values),
        },
    }


def rule(known: Reading) -> Schema:
    """A rule with its source."""
    return _object(told(render.rule_document), _rule_keys(known))


def explanation(known: Reading) -> Schema:
    """A rule with all that the rule book tells of it."""
    cited = {
        "source": _STRING,  # a town's own policy has sources of its own
        "article": _STRING,
        "quote": _STRING,
        "remark": _STRING,
    }
    citation = {
        "parameter": {"enum": list(known.parameters())},
        "policy": _STRING,
        "valid_from": DATE,
        **cited,
    }
    reading = {
        "parameter": {"enum": list(READINGS)},
        "value": {"enum": [str(each) for kind in READINGS.values() for each in kind]},
        "meaning": _STRING,
        "used_by": _array(_STRING),
        **cited,
    }
    example = {
        "about": _STRING,
        "when": known.of(QuestionDocument),
        "office": known.of(OfficeDocument),
        "refused_by": _array(_rule_id(known)),
        "message": _STRING,
    }
    return _object(
        "A rule, its code, where each of its figures comes from, and an example.",
        {
            **_rule_keys(known),
            "measures": _STRING,
            "predicate": _STRING,
            "citations": _array(_object("Where the value of a parameter is from.", citation)),
            "readings": _array(_object("A way in which the law lets time be counted.", reading)),
            "example": _object("A question that the rule refuses.", example),
        },
    )
