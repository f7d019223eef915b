"""What has become of a booking, and what is due, the plain way."""

from __future__ import annotations

from datetime import date, timedelta

from tests.naive._clock import Json, add_working_days, instant, local_date
from tests.naive._office import (
    AUDIENCE,
    NoAnswer,
    find,
    policy_of,
    procedure_of,
    span,
    status_of,
)


def journey(office: Json, when: Json) -> Json:
    booking = find(office.get("bookings", []), when["journey"]["booking"])
    if booking is None:
        raise NoAnswer(when["journey"]["booking"])
    policy = policy_of(office, procedure_of(booking))
    now = {"office": office, "booking": booking, "policy": policy, "at": instant(when["at"])}
    steps = [
        {"stage": "booked", "state": "done", "due": booking.get("booked_at")},
        *reminder(now),
        meeting(now),
        *afterwards(now),
    ]
    return {"steps": steps}


def afterwards(now: Json) -> list[Json]:
    status = status_of(now["booking"])
    if status == "cancelled":
        return []
    if status == "no_show":
        return new_booking(now)
    if procedure_of(now["booking"]) != AUDIENCE:
        return [conclusions(now), ticket(now)]
    if "answer_requested_at" in now["booking"]:
        return [conclusions(now), answer(now)]
    return [conclusions(now)]


def step(stage: str, state: str, due: object = None) -> Json:
    return {"stage": stage, "state": state, "due": None if due is None else str(due)}


def reminder(now: Json) -> list[Json]:
    hours = now["policy"].get("reminder_hours")
    if hours is None:
        return []
    start = span(now["booking"])[0]
    due = start - timedelta(hours=hours)
    if status_of(now["booking"]) != "booked" or now["at"] >= start:
        state = "void"
    else:
        state = "due" if due <= now["at"] else "later"
    return [step("reminder", state, due.isoformat())]


def meeting(now: Json) -> Json:
    start, end = span(now["booking"])
    status = status_of(now["booking"])
    if status in ("held", "no_show"):
        state = "done"
    elif status != "booked":
        state = "void"
    elif now["at"] < start:
        state = "later"
    else:
        state = "due" if now["at"] < end else "overdue"
    return step("meeting", state, start.isoformat())


def by_the_end_of(stage: str, last: date | None, now: Json) -> Json:
    late = last is not None and local_date(now["at"], now["office"]) > last
    return step(stage, "overdue" if late else "due", last)


def days_after(day: date, parameter: str, now: Json) -> date | None:
    days = now["policy"].get(parameter)
    return None if days is None else add_working_days(day, days, now["office"])


def held_on(now: Json) -> date:
    return local_date(span(now["booking"])[0], now["office"])


def conclusions(now: Json) -> Json:
    last = days_after(held_on(now), "conclusions_working_days", now)
    if status_of(now["booking"]) == "booked":
        return step("conclusions", "later", last)
    if "record" in now["booking"]:
        return step("conclusions", "done", last)
    return by_the_end_of("conclusions", last, now)


def ticket(now: Json) -> Json:
    if "recorded_at" not in now["booking"]:
        return step("ticket", "later")
    recorded = local_date(instant(now["booking"]["recorded_at"]), now["office"])
    last = days_after(recorded, "ticket_working_days", now)
    if "ticket" in now["booking"]:
        return step("ticket", "done", last)
    return by_the_end_of("ticket", last, now)


def answer(now: Json) -> Json:
    asked = local_date(instant(now["booking"]["answer_requested_at"]), now["office"])
    last = days_after(max(held_on(now), asked), "answer_working_days", now)
    if "ticket" in now["booking"]:
        return step("answer", "done", last)
    if status_of(now["booking"]) == "booked":
        return step("answer", "later", last)
    return by_the_end_of("answer", last, now)


def new_booking(now: Json) -> list[Json]:
    first = held_on(now) + timedelta(days=now["policy"].get("no_show_pause_days") or 0)
    open_now = local_date(now["at"], now["office"]) >= first
    return [step("new_booking", "due" if open_now else "later", first)]
