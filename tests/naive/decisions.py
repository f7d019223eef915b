"""The rules of appointments a second time, from the documents alone, as plainly as can be.

Nothing here is shared with the library: an answer on which the two agree was reached twice.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from tests.naive._clock import (
    DAY,
    Json,
    add_working_days,
    earliest_start,
    instant,
    intervals,
    is_working_day,
    last_day,
)
from tests.naive._journey import journey
from tests.naive._office import (
    AUDIENCE,
    NoAnswer,
    find,
    inspector_of,
    main_policy,
    person_of,
    policy_of,
    procedure_of,
    request_of,
    span,
    status_of,
    takes_time,
)
from tests.naive._people import name_key
from tests.naive._rules import (
    AUDIENCE_RULES,
    PROVEN,
    SLOT,
    TICKET_RULES,
    audience_day,
    daily_limit,
    hours_of,
    may_take_over,
    names_match,
    refusals,
    response_window,
    room_free,
)


def verdict(refused_by: list[str]) -> Json:
    if refused_by:
        return {"allowed": False, "refused_by": sorted(refused_by)}
    return {"allowed": True}


def asked(office: Json, procedure: str, when: Json, given: Json) -> Json:
    """What the rules look at, from a question about a slot."""
    policy = policy_of(office, procedure)
    start = instant(given["start"])
    room = given.get("room")
    if room is not None and room not in office.get("rooms", []):
        raise NoAnswer(room)
    return {
        "office": office,
        "policy": policy,
        "bookings": office.get("bookings", []),
        "at": instant(when["at"]),
        "start": start,
        "end": start + timedelta(minutes=given.get("minutes", 15)),
        "channel": given.get("channel", "online"),
        "room": room,
        "phone": given.get("phone", "0264 596 030"),
        "email": given.get("email", "cineva@example.org"),
        "notice_hours": policy["notice_hours"],
    }


# ------------------------------------------------------------------------- new bookings


def book(office: Json, when: Json) -> Json:
    given = when["book"]
    for request in office.get("requests", []):
        if names_match(request, given["number"], given["applicant"], given["filed_on"]):
            ask = asked(office, "blue_ticket", when, given) | {
                "request": request,
                "person": name_key(request["applicant"]),
                "inspector": given.get("inspector", request["inspector"]),
            }
            return verdict(refusals(TICKET_RULES, ask))
    return verdict(["request.identified"])


def book_audience(office: Json, when: Json) -> Json:
    given = when["book_audience"]
    ask = asked(office, AUDIENCE, when, given) | {
        "inspector": given["official"],
        "applicant": given["applicant"],
        "person": name_key(given["applicant"]),
        "reason": given["reason"],
        "number": given.get("number"),
        "prior_audience": given.get("prior_audience"),
        "within_competence": given.get("within_competence"),
    }
    return verdict(refusals(AUDIENCE_RULES, ask))


# ------------------------------------------------------------------------------- moves


def moved(office: Json, when: Json, given: Json, booking: Json) -> Json:
    """A booking at another time: all that is in its way is the other bookings."""
    minutes = given.get("minutes", booking.get("minutes", 15))
    start = given.get("start", booking["start"])
    channel = "online" if booking.get("room") is None else "in_person"
    slot = {"start": start, "minutes": minutes, "channel": booking.get("channel", channel)}
    ask = asked(office, procedure_of(booking), when, slot)
    return ask | {
        "booking": booking,
        "inspector": booking["inspector"],
        "in_place_of": booking.get("in_place_of"),
        "request": request_of(office, booking.get("request")),
        "person": person_of(office, booking),
        "bookings": [other for other in office["bookings"] if other["id"] != booking["id"]],
    }


def refused_move(ask: Json, but: tuple[str, ...] = ()) -> list[str]:
    if procedure_of(ask["booking"]) == AUDIENCE:
        return refusals(AUDIENCE_RULES, ask, but=(*PROVEN, *but))
    return refusals(TICKET_RULES, ask, but=but)


def is_open(booking: Json | None, when: Json) -> bool:
    return (
        booking is not None
        and status_of(booking) == "booked"
        and instant(when["at"]) < span(booking)[0]
    )


def cancel(office: Json, when: Json) -> Json:
    booking = find(office.get("bookings", []), when["cancel"]["booking"])
    return verdict([] if is_open(booking, when) else ["booking.open"])


def reschedule(office: Json, when: Json) -> Json:
    given = when["reschedule"]
    booking = find(office.get("bookings", []), given["booking"])
    if booking is None:
        return verdict(["booking.open"])
    closed = [] if is_open(booking, when) else ["booking.open"]
    ask = moved(office, when, given, booking)
    if procedure_of(booking) != AUDIENCE and ask["request"] is None:
        return verdict(["request.identified"])
    return verdict(closed + refused_move(ask))


def reassign(office: Json, when: Json) -> Json:
    given = when["reassign"]
    booking = find(office.get("bookings", []), given["booking"])
    if booking is None:
        return verdict(["booking.open"])
    closed = [] if is_open(booking, when) else ["booking.open"]
    ask = moved(office, when, given, booking) | {"inspector": given["inspector"]}
    if procedure_of(booking) != AUDIENCE and ask["request"] is None:
        return verdict(["request.identified"])
    if ask["policy"]["take_over_notice_hours"] is not None:
        ask["notice_hours"] = ask["policy"]["take_over_notice_hours"]
    taken_over = [] if may_take_over(ask) else ["inspector.may_take_over"]
    return verdict(closed + taken_over + refused_move(ask, but=("inspector.holds_request",)))


# -------------------------------------------------------------------------- free slots


def free_slots(office: Json, when: Json) -> Json:
    given = when["free_slots"]
    inspector = inspector_of(office, given["inspector"])
    if inspector is None:
        raise NoAnswer(given["inspector"])
    procedure = given.get("procedure", main_policy(office)["procedure"])
    step = timedelta(minutes=policy_of(office, procedure)["grid_minutes"])
    starts = []
    day = date.fromisoformat(given["from"])
    while day <= date.fromisoformat(given["to"]):
        for begin, end in intervals(hours_of(inspector, day), day, office):
            start = begin
            while start < end:
                if is_offered(office, when, procedure, start.isoformat()):
                    starts.append(start)
                start += step
        day += DAY
    return {"starts": [start.isoformat() for start in sorted(starts)]}


def is_offered(office: Json, when: Json, procedure: str, start: str) -> bool:
    given = when["free_slots"]
    ask = asked(office, procedure, when, {**given, "start": start})
    if refusals(SLOT, ask | {"inspector": given["inspector"]}) or not room_free(ask):
        return False
    if procedure == AUDIENCE:
        somebody = ask | {"inspector": given["inspector"], "person": None}
        return audience_day(somebody) and daily_limit(somebody)
    if given.get("request") is None:
        return True
    request = request_of(office, given["request"])
    if request is None:
        raise NoAnswer(given["request"])
    return response_window(ask | {"request": request})


# ------------------------------------------------------------------------ the calendar


def ask_last_day(office: Json, when: Json) -> Json:
    given = when["last_day"]
    communicated_on = date.fromisoformat(given["communicated_on"])
    day = last_day(communicated_on, given["days"], given["reading"], office)
    return {"last_day": day.isoformat()}


def ask_earliest_start(office: Json, when: Json) -> Json:
    given = when["earliest_start"]
    start = earliest_start(instant(given["booked_at"]), given["hours"], given["reading"], office)
    return {"earliest_start": start.isoformat()}


def working_day(office: Json, when: Json) -> Json:
    return {"working": is_working_day(date.fromisoformat(when["working_day"]["date"]), office)}


def answer_due(office: Json, when: Json) -> Json:
    days = policy_of(office, AUDIENCE).get("answer_working_days")
    if days is None:
        return {"answer_due": None}
    held_on = date.fromisoformat(when["answer_due"]["held_on"])
    return {"answer_due": add_working_days(held_on, days, office).isoformat()}


# ------------------------------------------------------------------------------- audit


def audit(office: Json, when: Json) -> Json:
    log = sorted(when["audit"]["log"], key=lambda each: (instant(each["booked_at"]), each["id"]))
    findings = []
    for place, booking in enumerate(log):
        then = office | {"bookings": office.get("bookings", []) + log[:place]}
        findings += [
            {"booking": booking["id"], "rule": rule} for rule in judged_then(then, booking)
        ]
    return {"findings": findings}


def judged_then(office: Json, booking: Json) -> list[str]:
    ask = moved(office, {"at": booking["booked_at"]}, {}, booking)
    if procedure_of(booking) != AUDIENCE and ask["request"] is None:
        return ["request.identified"]
    # What became of a meeting later was not known when the next one was booked. But the time of a
    # booking that was cancelled later is free again: it is in nobody's way.
    ask |= {"once_open": ["booked", "held", "no_show"], "room": booking.get("room")}
    free_again = () if takes_time(booking) else ("slot.free", "applicant.free", "room.free")
    return refused_move(ask, but=free_again)


# ---------------------------------------------------------------------- after the meeting


def fingerprint(record: Json) -> str:
    def clean(paragraphs: list[str]) -> list[str]:
        return [unicodedata.normalize("NFC", each) for each in paragraphs]

    document = {
        "conclusions": clean(record["conclusions"]),
        "format": "tichet-rules/record/1",
        "next_steps": clean(record.get("next_steps", [])),
        "questions": clean(record["questions"]),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def has_begun(office: Json, when: Json, booking: str) -> Json:
    known = find(office.get("bookings", []), booking)
    begun = (
        known is not None and status_of(known) == "booked" and span(known)[0] <= instant(when["at"])
    )
    return verdict([] if begun else ["booking.begun"])


def hold(office: Json, when: Json) -> Json:
    return has_begun(office, when, when["hold"]["booking"])


def no_show(office: Json, when: Json) -> Json:
    return has_begun(office, when, when["no_show"]["booking"])


def record_conclusions(office: Json, when: Json) -> Json:
    given = when["record_conclusions"]
    booking = find(office.get("bookings", []), given["booking"])
    refused = []
    if booking is None or status_of(booking) != "held":
        refused.append("record.held")
    if not given["conclusions"]:
        refused.append("record.complete")
    if booking is not None and "ticket" in booking:
        refused.append("ticket.once")
    return verdict(refused)


def issue_ticket(office: Json, when: Json) -> Json:
    given = when["issue_ticket"]
    booking = find(office.get("bookings", []), given["booking"])
    if booking is None:
        return verdict(["record.held"])
    refused = []
    if status_of(booking) != "held":
        refused.append("record.held")
    if booking.get("record") != fingerprint(given):
        refused.append("ticket.recorded")
    if "ticket" in booking:
        refused.append("ticket.once")
    if procedure_of(booking) == AUDIENCE and "answer_requested_at" not in booking:
        refused.append("audience.answer_requested")
    return verdict(refused)


def request_answer(office: Json, when: Json) -> Json:
    booking = find(office.get("bookings", []), when["request_answer"]["booking"])
    if booking is None:
        return verdict(["audience.answer_open"])
    refused = []
    if procedure_of(booking) != AUDIENCE or status_of(booking) not in ("booked", "held"):
        refused.append("audience.answer_open")
    if "ticket" in booking:
        refused.append("ticket.once")
    return verdict(refused)


# --------------------------------------------------------------------------- together

QUESTIONS: dict[str, Callable[[Json, Json], Json]] = {
    "answer_due": answer_due,
    "audit": audit,
    "book": book,
    "book_audience": book_audience,
    "cancel": cancel,
    "earliest_start": ask_earliest_start,
    "free_slots": free_slots,
    "hold": hold,
    "issue_ticket": issue_ticket,
    "journey": journey,
    "last_day": ask_last_day,
    "no_show": no_show,
    "reassign": reassign,
    "record_conclusions": record_conclusions,
    "request_answer": request_answer,
    "reschedule": reschedule,
    "working_day": working_day,
}


def answer(office: Json, when: Json) -> Json:
    """What the rules say to a question, in the form of a vector's ``then``."""
    [kind] = [key for key in when if key != "at"]
    return QUESTIONS[kind](office, when)
