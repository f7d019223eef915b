"""Decisions, slots and rules as JSON-ready values, for programs.

Personal data are left out unless they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from attrs import asdict

from tichet_rules.agenda import (
    Agenda,
    Booked,
    ConclusionsRecorded,
    DayReport,
    Decision,
    Event,
    Reassigned,
    Remedy,
    Rescheduled,
    TicketIssued,
)
from tichet_rules.audit import (
    AuditFinding,
    AuditReport,
    LogRow,
    Provenance,
    caveats,
    filing_dates,
    hint_of,
)
from tichet_rules.model import Booking, Procedure, Slot
from tichet_rules.office import Office
from tichet_rules.policy import Policy, known_sources
from tichet_rules.rules import Finding, Rule
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.wording import Days, Figure, say

__all__ = [
    "agenda_document",
    "audit_document",
    "booking_document",
    "day_document",
    "decision_document",
    "event_document",
    "rule_document",
    "slot_document",
]


def _figure(value: Figure) -> Any:  # noqa: PLR0911 (one line for each kind)
    """A figure with its unit: ``{"minutes": 15}``, ``{"days": 30}``, ``{"date": ...}``."""
    if isinstance(value, Text):
        return {code: value.in_(code) for code in LANGUAGES}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, timedelta):
        minutes = value / timedelta(minutes=1)
        return {"minutes": int(minutes) if minutes.is_integer() else minutes}
    if isinstance(value, Days):
        return {"days": value.count, **{code: say(value, code) for code in LANGUAGES}}
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def finding_document(
    finding: Finding, language: Language, *, staff: bool = False
) -> dict[str, Any]:
    """A finding with its figures and its message."""
    document: dict[str, Any] = {"rule": finding.rule, "outcome": str(finding.outcome)}
    if finding.measured is not None:
        document["measured"] = _figure(finding.measured)
    if finding.limit is not None:
        document["limit"] = _figure(finding.limit)
    for name, value in finding.more:
        document[name.rstrip("_")] = _figure(value)
    if staff and finding.staff:
        document["staff"] = [{name: _figure(value)} for name, value in finding.staff]
    document["message"] = finding.message(language, staff=staff)
    return document


def slot_document(slot: Slot, calendar: WorkingCalendar) -> dict[str, Any]:
    """A slot: its start by the office's clock, and its minutes."""
    return {"start": calendar.local(slot.start).isoformat(), "minutes": slot.minutes}


def booking_document(
    booking: Booking, calendar: WorkingCalendar, *, personal: bool = False
) -> dict[str, Any]:
    """A booking; ``personal=True`` adds the applicant's key, the contact data and the buffers.

    Nothing is then missing: :func:`~tichet_rules.interchange.read_office` makes the same booking
    of it.
    """
    document: dict[str, Any] = {
        "id": booking.id,
        "request": booking.request,
        "inspector": booking.inspector,
        **slot_document(booking.slot, calendar),
        "status": str(booking.status),
        "channel": str(booking.channel),
    }
    if booking.procedure is not Procedure.BLUE_TICKET:
        document["procedure"] = str(booking.procedure)
    if booking.revision:
        document["revision"] = booking.revision
    for name in ("room", "in_place_of", "record", "ticket"):
        if getattr(booking, name) is not None:
            document[name] = getattr(booking, name)
    for name in ("booked_at", "recorded_at", "answer_requested_at", "issued_at"):
        if getattr(booking, name) is not None:
            document[name] = calendar.local(getattr(booking, name)).isoformat()
    if personal:
        document["applicant"] = booking.applicant
        document["phone"] = booking.contact.phone
        document["email"] = booking.contact.email
        document["buffer_before_minutes"] = booking.buffer_before_minutes
        document["buffer_after_minutes"] = booking.buffer_after_minutes
    return document


def agenda_document(
    agenda: Agenda, calendar: WorkingCalendar, *, personal: bool = False
) -> dict[str, Any]:
    """The bookings of an agenda, in the order of their ids: the file of an office has them so.

    With ``personal=True`` nothing is missing, and
    :func:`~tichet_rules.interchange.read_agenda` makes the same agenda of it. Without, who
    comes is told by the requests of the office alone, and the buffers by its policy.

    >>> agenda_document(Agenda(), WorkingCalendar())
    {'bookings': []}
    """
    return {"bookings": [booking_document(each, calendar, personal=personal) for each in agenda]}


def event_document(
    event: Event, calendar: WorkingCalendar, *, personal: bool = False
) -> dict[str, Any]:
    """An event, by its kind."""
    document: dict[str, Any] = {
        "event": type(event).__name__,
        "at": calendar.local(event.at).isoformat(),
    }
    if isinstance(event, Booked):
        document["booking"] = booking_document(event.booking, calendar, personal=personal)
        return document
    document["booking"] = event.booking
    if isinstance(event, Rescheduled | Reassigned):
        document |= slot_document(event.slot, calendar)
        if event.room is not None:
            document["room"] = event.room
    if isinstance(event, Reassigned):
        document["inspector"] = event.inspector
        document["in_place_of"] = event.in_place_of
    if isinstance(event, ConclusionsRecorded):
        document["record"] = event.record.document if personal else event.record.fingerprint
    if isinstance(event, TicketIssued):
        document["fingerprint"] = event.ticket.fingerprint
        if personal:
            document["ticket"] = event.ticket.document
    return document


def _remedy_document(remedy: Remedy, calendar: WorkingCalendar, code: Language) -> dict[str, Any]:
    document = {
        "needed": [each.rule for each in remedy.needed],
        "before": slot_document(remedy.before, calendar) if remedy.before else None,
        "after": slot_document(remedy.after, calendar) if remedy.after else None,
        "closed_by": list(remedy.closed_by),
        "sentences": list(remedy.lines(code, calendar)),
    }
    return document if remedy.inspector is None else {**document, "inspector": remedy.inspector}


def decision_document(
    decision: Decision, language: Language, *, staff: bool = False, personal: bool = False
) -> dict[str, Any]:
    """A decision: its findings, its events, and what would make it yes."""
    calendar = decision.office.calendar
    document: dict[str, Any] = {
        "allowed": decision.allowed,
        "refused_by": list(decision.refused_by),
        "at": calendar.local(decision.at).isoformat(),
        "policy": decision.policy.version,
        "findings": [finding_document(each, language, staff=staff) for each in decision.findings],
        "events": [event_document(each, calendar, personal=personal) for each in decision.events],
    }
    if not decision.allowed:
        document["remedy"] = _remedy_document(decision.remedy(), calendar, language)
    return document


def audit_document(
    report: AuditReport,
    language: Language,
    *,
    personal: bool = False,
    provenance: Provenance | None = None,
) -> dict[str, Any]:
    """The report of an audit; ``provenance`` is told in its head.

    ``personal=True`` adds the name and the key of each finding's applicant, and shows what the
    log has for an inspector even where it may be a name.
    """
    inspectors = {
        report.inspector_label(each, language, personal=personal): count
        for each, count in report.by_inspector().items()
    }
    return {
        "log": report.log.name,
        "head": _head(report, provenance or Provenance(), language),
        "rows": report.total_rows,
        "clean": report.clean_rows,
        "with_findings": report.rows_with_findings,
        "unreadable": [
            {"line": each.line, "field": each.field, "reason": each.words.in_(language)}
            for each in report.unreadable
        ],
        "notes": [each.in_(language) for each in report.log.notes],
        "by_rule": report.by_rule(),
        "by_month": {f"{month:%Y-%m}": count for month, count in report.by_month().items()},
        "by_inspector": inspectors,
        "not_in_office": [
            {
                "inspector": report.inspector_label(each.id, language, personal=personal),
                "rows": each.rows,
                "line": each.line,
                "letters_lost": each.letters_lost,
            }
            for each in report.unknown_inspectors
        ],
        "before_filing": [_before_filing(each, report.office) for each in report.before_filing],
        "answered_before_filing": [
            {
                "request": each.number,
                "filed_on": _day(each.filed_on),
                "communicated_on": _day(each.communicated_on),
            }
            for each in report.answered_before_filing
        ],
        "caveats": [
            {
                "about": str(each.kind),
                "rows": each.rows,
                "rules": list(each.rules),
                "message": each.words.in_(language),
            }
            for each in caveats(report, provenance or Provenance())
        ],
        "robust": report.robust_findings,
        "depends_on": report.by_reading(),
        "policies": dict(report.policies),
        "findings": [_audit_finding(each, report, language, personal) for each in report.findings],
    }


def _head(report: AuditReport, made: Provenance, code: Language) -> dict[str, Any]:
    institution, period = made.institution_of(report), report.period
    return {
        "institution": None if institution is None else institution.in_(code),
        "period": None
        if period is None
        else {
            "meetings": {"first": _day(period.first_meeting), "last": _day(period.last_meeting)},
            "booking_acts": {"first": _day(period.first_act), "last": _day(period.last_act)},
        },
        "policies": [
            {
                "name": each.name,
                "version": each.version,
                "valid_from": _day(each.valid_from),
                "valid_until": _day(each.valid_until),
                "rows": each.rows,
            }
            for each in report.applied_policies
        ],
        "tichet_rules": made.version,
        "made_on": _day(made.made_on),
        "files": [
            {"kind": str(each.kind), "name": each.name, "sha256": each.sha256}
            for each in made.files
        ],
        "tables": [
            {**asdict(each), "kind": str(each.kind), "missing": list(each.missing)}
            for each in made.tables
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _before_filing(row: LogRow, office: Office) -> dict[str, Any]:
    dates = filing_dates(row.booking, office)
    assert dates is not None  # of these rows both are known
    return {
        "line": row.line,
        "booking": row.booking.id,
        "request": row.booking.request,
        "booked_on": _day(dates.booked_on),
        "meeting_on": _day(dates.meeting_on),
        "filed_on": _day(dates.filed_on),
    }


def _audit_finding(
    found: AuditFinding, report: AuditReport, code: Language, personal: bool
) -> dict[str, Any]:
    case = found.case
    document = {
        "line": report.lines[found.booking],
        "booking": found.booking,
        "request": case.request_number,
        "inspector": report.inspector_label(case.inspector_id, code, personal=personal),
        **slot_document(case.slot, report.office.calendar),
        "status": str(found.status),
        "policy": found.policy,
        "depends_on": list(found.sensitivity.depends_on),
        **finding_document(report.shown_finding(found, personal=personal), code, staff=True),
    }
    hint = hint_of(found)
    if hint is not None:
        document["hint"] = hint.in_(code)
    if personal:
        document["applicant"] = report.applicant_name(found)
        document["applicant_key"] = case.applicant
    return document


def day_document(
    report: DayReport, calendar: WorkingCalendar, language: Language
) -> dict[str, Any]:
    """A day of an inspector: its free slots, and the rules that close the others."""
    return {
        "date": report.day.isoformat(),
        "slots": report.asked,
        "free": [calendar.local(slot.start).isoformat() for slot in report.free],
        "closed_by": [
            {"rule": each.rule, "slots": each.slots, "message": each.finding.message(language)}
            for each in report.closed_by
        ],
    }


def rule_document(rule: Rule, policies: Iterable[Policy], language: Language) -> dict[str, Any]:
    """A rule: its source and quoted text, and its parameters in the policies that use it."""
    citation = rule.citation
    source = known_sources()[citation.source]
    return {
        "id": rule.id,
        "title": rule.title.in_(language),
        "rule": (rule.judge.__doc__ or "").strip(),
        "source": {
            "key": source.key,
            "title": source.title.in_(language),
            "where": source.where.in_(language),
        },
        "article": citation.article,
        "quote": citation.quote,
        "note": rule.note.in_(language) if rule.note else "",
        "parameters": {
            policy.name: {name: _parameter(policy, name) for name in rule.parameters}
            for policy in policies
            if rule.id in policy.rules and rule.parameters
        },
    }


def _parameter(policy: Policy, name: str) -> Any:
    return _plain(getattr(policy, name))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [str(each) for each in value] if isinstance(value, tuple) else value
