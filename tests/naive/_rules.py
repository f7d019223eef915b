"""Every rule by itself: what is asked, in plain JSON, and whether it passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.naive._clock import (
    DAY,
    WEEKDAYS,
    Json,
    Span,
    earliest_start,
    instant,
    intervals,
    is_working_day,
    last_day,
    local_date,
    midnight,
    overlap,
)
from tests.naive._office import (
    AUDIENCE,
    find,
    inspector_of,
    person_of,
    policy_of,
    procedure_of,
    request_of,
    role_of,
    span,
    status_of,
    takes_time,
    with_buffers,
)
from tests.naive._people import (
    name_key,
    number_key,
    same_name,
    says_something,
    valid_email,
    valid_phone,
)

# What is asked, "ask", has: office, policy, bookings (those in the way), at, inspector, start, end,
# person, channel, room, phone, email, request, notice_hours, notice_reading; and, of an audience,
# reason, number, prior_audience, within_competence. Of a booking that is moved or audited: booking,
# in_place_of, and the statuses that were open then, once_open.
Rule = Callable[[Json], bool]


# ---------------------------------------------------------------------------- the slot


def meeting(ask: Json) -> Span:
    return ask["start"], ask["end"]


def day_of(ask: Json) -> date:
    return local_date(ask["start"], ask["office"])


def notice(ask: Json) -> bool:
    least = earliest_start(
        ask["at"], ask["notice_hours"], ask["policy"]["notice_reading"], ask["office"]
    )
    start: datetime = ask["start"]
    return start >= least


def duration(ask: Json) -> bool:
    most = timedelta(minutes=ask["policy"]["max_minutes"])
    return bool(ask["end"] - ask["start"] <= most)


def working_day(ask: Json) -> bool:
    return is_working_day(day_of(ask), ask["office"])


def hours_of(inspector: Json, day: date) -> list[list[str]]:
    overrides = inspector.get("overrides", {})
    office_hours = [["08:00", "16:00"]] if day.weekday() < 5 else []
    if "week" in inspector:
        office_hours = inspector["week"].get(WEEKDAYS[day.weekday()], [])
    hours: list[list[str]] = overrides.get(day.isoformat(), office_hours)
    return hours


def working_intervals(ask: Json) -> list[Span]:
    inspector = inspector_of(ask["office"], ask["inspector"])
    if inspector is None:
        return []
    return intervals(hours_of(inspector, day_of(ask)), day_of(ask), ask["office"])


def working_hours(ask: Json) -> bool:
    if inspector_of(ask["office"], ask["inspector"]) is None:
        return True  # of the hours of someone unknown nothing is said
    return any(a <= ask["start"] and ask["end"] <= b for a, b in working_intervals(ask))


def absence_span(absence: Json, office: Json) -> Span:
    first, last = absence["from"], absence["to"]
    begin = instant(first) if "T" in first else midnight(date.fromisoformat(first), office)
    end = instant(last) if "T" in last else midnight(date.fromisoformat(last) + DAY, office)
    return begin, end


def present(ask: Json) -> bool:
    inspector = inspector_of(ask["office"], ask["inspector"])
    if inspector is None:
        return True
    return not any(
        overlap(absence_span(absence, ask["office"]), meeting(ask))
        for absence in inspector.get("absences", [])
    )


def grid(ask: Json) -> bool:
    step = timedelta(minutes=ask["policy"]["grid_minutes"])
    return not any(
        a <= ask["start"] < b and (ask["start"] - a) % step != timedelta(0)
        for a, b in working_intervals(ask)
    )


def free(ask: Json) -> bool:
    wanted = with_buffers(meeting(ask), ask["policy"])
    for other in ask["bookings"]:
        if takes_time(other) and other["inspector"] == ask["inspector"]:
            policy = policy_of(ask["office"], procedure_of(other))
            if overlap(wanted, with_buffers(span(other), policy)):
                return False
    return True


def applicant_free(ask: Json) -> bool:
    return not any(
        takes_time(other)
        and person_of(ask["office"], other) == ask["person"]
        and overlap(meeting(ask), span(other))
        for other in ask["bookings"]
    )


def horizon(ask: Json) -> bool:
    most = ask["policy"]["horizon_days"]
    if most is None:
        return True
    return bool(day_of(ask) - local_date(ask["at"], ask["office"]) <= most * DAY)


def room_free(ask: Json) -> bool:
    rooms = ask["office"].get("rooms", [])
    if ask["channel"] != "in_person" or not rooms:
        return True
    wanted = rooms if ask["room"] is None else [ask["room"]]
    return any(is_room_free(room, ask) for room in wanted)


def is_room_free(room: str, ask: Json) -> bool:
    return not any(
        takes_time(other) and other.get("room") == room and overlap(meeting(ask), span(other))
        for other in ask["bookings"]
    )


def channel_allowed(ask: Json) -> bool:
    return ask["channel"] in ask["policy"]["channels"]


def phone(ask: Json) -> bool:
    return valid_phone(ask["phone"])


def email(ask: Json) -> bool:
    return valid_email(ask["email"])


# -------------------------------------------------------------------- the blue ticket


def eligible(ask: Json) -> bool:
    return ask["request"]["status"] in ("in_operation", "answered")


def response_window(ask: Json) -> bool:
    if ask["request"]["status"] != "answered":
        return True
    policy, office = ask["policy"], ask["office"]
    last = last_day(
        date.fromisoformat(ask["request"]["communicated_on"]),
        policy["window_days"],
        policy["window_reading"],
        office,
    )
    bound = ask["start"] if policy["window_binds"] == "meeting" else ask["at"]
    return local_date(bound, office) <= last


def holds_request(ask: Json) -> bool:
    request = ask["request"]
    if inspector_of(ask["office"], ask["inspector"]) is None:
        return False
    holders = [request["inspector"], *request.get("former_inspectors", [])]
    return ask["inspector"] in holders or ask.get("in_place_of") in holders


def execution_staff(ask: Json) -> bool:
    inspector = inspector_of(ask["office"], ask["inspector"])
    return inspector is None or role_of(inspector) in ask["policy"]["meets"]


def of_that_request(ask: Json) -> list[Json]:
    number = number_key(ask["request"]["number"])
    return [
        other
        for other in ask["bookings"]
        if procedure_of(other) != AUDIENCE
        and "request" in other
        and number_key(other["request"]) == number
    ]


def one_open_booking(ask: Json) -> bool:
    open_ones = [
        other
        for other in of_that_request(ask)
        if status_of(other) in ask.get("once_open", ["booked"]) and span(other)[1] > ask["at"]
    ]
    return bool(len(open_ones) < ask["policy"]["open_bookings_per_request"])


def after_no_show(ask: Json) -> bool:
    pause = ask["policy"].get("no_show_pause_days")
    missed = [
        local_date(span(other)[0], ask["office"])
        for other in of_that_request(ask)
        if status_of(other) == "no_show" and span(other)[0] <= ask["at"]
    ]
    if not pause or not missed:
        return True
    return bool(local_date(ask["at"], ask["office"]) - max(missed) >= pause * DAY)


# -------------------------------------------------------------------------- audiences


def official_role(ask: Json) -> str | None:
    inspector = inspector_of(ask["office"], ask["inspector"])
    return None if inspector is None else role_of(inspector)


def official(ask: Json) -> bool:
    return official_role(ask) in ask["policy"]["meets"]


def prior_request(ask: Json) -> bool:
    if official_role(ask) != "director":
        return True
    request = request_of(ask["office"], ask["number"])
    if request is None or not same_name(request["applicant"], ask["applicant"]):
        return False
    if request["status"] == "in_operation":
        filed = date.fromisoformat(request["filed_on"])
        waited = local_date(ask["at"], ask["office"]) - filed
        return bool(waited >= ask["policy"]["unanswered_days"] * DAY)
    return bool(request["status"] == "answered" and request.get("answer") == "negative")


def prior_step(ask: Json) -> bool:
    steps = ask["policy"]["ladder"].get(official_role(ask))
    if not steps:
        return True
    if ask["prior_audience"] is None:
        return False
    prior = find(ask["bookings"], ask["prior_audience"])
    if prior is None or procedure_of(prior) != AUDIENCE or status_of(prior) != "held":
        return False
    if span(prior)[1] > ask["at"] or person_of(ask["office"], prior) != ask["person"]:
        return False
    met = inspector_of(ask["office"], prior["inspector"])
    return met is not None and role_of(met) in steps and is_competent(met, prior, ask)


def is_competent(met: Json, prior: Json, ask: Json) -> bool:
    if role_of(met) != "director" or met.get("department") is None:
        return True
    request = request_of(ask["office"], ask["number"])
    if request is None or not same_name(request["applicant"], ask["applicant"]):
        request = request_of(ask["office"], prior.get("request"))
    if request is None:
        return True
    holder = inspector_of(ask["office"], request["inspector"])
    if holder is None or holder.get("department") is None:
        return True
    return bool(holder["department"] == met["department"])


def reason(ask: Json) -> bool:
    policy = ask["policy"]
    return says_something(ask["reason"], policy["general_reasons"], policy["reason_min_words"])


def competence(ask: Json) -> bool:
    return ask["within_competence"] is True


def audience_day(ask: Json) -> bool:
    inspector = inspector_of(ask["office"], ask["inspector"])
    if inspector is None:
        return True
    day = day_of(ask)
    hours = inspector.get("audience_hours", {}).get(WEEKDAYS[day.weekday()], [])
    spans = intervals(hours, day, ask["office"])
    return any(a <= ask["start"] and ask["end"] <= b for a, b in spans)


def daily_limit(ask: Json) -> bool:
    most = ask["policy"]["daily_limit"]
    others = {
        person_of(ask["office"], other)
        for other in ask["bookings"]
        if procedure_of(other) == AUDIENCE
        and takes_time(other)
        and other["inspector"] == ask["inspector"]
        and local_date(span(other)[0], ask["office"]) == day_of(ask)
    }
    return most is None or len(others - {ask["person"]}) < most


# -------------------------------------------------------------------- taking over


def may_take_over(ask: Json) -> bool:
    office, candidate = ask["office"], inspector_of(ask["office"], ask["inspector"])
    if candidate is None:
        return False
    if procedure_of(ask["booking"]) == AUDIENCE:
        holder = ask["booking"].get("in_place_of", ask["booking"]["inspector"])
    else:
        holder = ask["request"]["inspector"]
    former = [] if ask["request"] is None else ask["request"].get("former_inspectors", [])
    if candidate["id"] == holder:
        return True
    ways = ask["policy"]["take_over"]
    if "former_holder" in ways and candidate["id"] in former:
        return True
    known = inspector_of(office, holder)
    if known is None:
        return False
    if "deputy" in ways and candidate["id"] in known.get("deputies", []):
        return True
    return "department" in ways and same_department(candidate, known)


def same_department(one: Json, other: Json) -> bool:
    department = one.get("department")
    return (
        department is not None
        and department == other.get("department")
        and role_of(one) == role_of(other)
    )


# ------------------------------------------------------------------------- together

SLOT: dict[str, Rule] = {
    "slot.notice": notice,
    "slot.duration": duration,
    "slot.working_day": working_day,
    "slot.working_hours": working_hours,
    "inspector.present": present,
    "slot.grid": grid,
    "slot.free": free,
    "slot.horizon": horizon,
}
SHARED: dict[str, Rule] = SLOT | {
    "applicant.free": applicant_free,
    "contact.phone": phone,
    "contact.email": email,
    "channel.allowed": channel_allowed,
    "room.free": room_free,
}
TICKET_RULES: dict[str, Rule] = SHARED | {
    "request.eligible": eligible,
    "request.response_window": response_window,
    "inspector.holds_request": holds_request,
    "inspector.execution_staff": execution_staff,
    "request.one_open_booking": one_open_booking,
    "request.after_no_show": after_no_show,
}
AUDIENCE_RULES: dict[str, Rule] = SHARED | {
    "audience.official": official,
    "audience.prior_request": prior_request,
    "audience.prior_step": prior_step,
    "audience.reason": reason,
    "audience.competence": competence,
    "audience.day": audience_day,
    "audience.daily_limit": daily_limit,
}
# Proven once, for the booking: not asked again when the audience is moved.
PROVEN = (
    "audience.prior_request",
    "audience.prior_step",
    "audience.reason",
    "audience.competence",
)


def refusals(rules: dict[str, Rule], ask: Json, but: tuple[str, ...] = ()) -> list[str]:
    return [name for name, rule in rules.items() if name not in but and not rule(ask)]


def names_match(request: Json, number: str, applicant: str, filed_on: str) -> bool:
    return (
        number_key(request["number"]) == number_key(number)
        and name_key(request["applicant"]) == name_key(applicant)
        and date.fromisoformat(request["filed_on"]) == date.fromisoformat(filed_on)
    )
