"""Small offices and questions in the JSON of vectors, drawn by Hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.naive._clock import (
    DAY,
    WEEKDAYS,
    Json,
    intervals,
    is_working_day,
    overlap,
    zone_of,
)
from tests.naive._office import (
    AUDIENCE,
    TICKET,
    find,
    person_of,
    policy_of,
    procedure_of,
    span,
    takes_time,
    with_buffers,
)
from tests.naive._rules import hours_of
from tests.naive.decisions import fingerprint

Draw = st.DrawFn

# Both clock changes of 2026, Easter, Pentecost, the holidays of December and of January.
WEEKS = (
    date(2026, 3, 26),
    date(2026, 4, 8),
    date(2026, 5, 28),
    date(2026, 10, 22),
    date(2026, 11, 26),
    date(2027, 1, 4),
)
ZONES = ("Europe/London", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe")
CLOCKS = (
    ("08:00", "16:00"),
    ("00:00", "24:00"),
    ("08:00", "12:00", "12:30", "16:30"),
    ("08:00", "12:00", "13:05", "15:00"),
    ("02:30", "03:30", "04:00", "07:00"),
    ("03:10", "05:00"),
    ("09:07", "12:22", "22:00", "24:00"),
    ("11:00", "13:00"),
    (),
)
# The same five people, typed in several ways.
NAMES = {
    "Pop-Ionescu Ana Maria": ("ANA-MARIA POP IONESCU", "pop ionescu ana  maria"),
    "Țurcaș Ștefania": ("Stefania TURCAS", "Ţurcaş Ştefania"),
    "Rus Dan": ("dan rus",),
    "Rus Dana": ("Dana Rus",),
    "Kovács Éva": ("KOVÁCS ÉVA", "Kovacs Eva"),
}
NUMBERS = {
    "119368/305": ("119.368 / 305", "00119368/305"),
    "119369/305": ("119.369/305",),
    "7/433/28.02.2020": ("07/433/28.02.2020", "7 / 433 / 28.2.2020"),
    "198020/71": ("198020/71",),
}
INSPECTORS = ("i-1", "i-2", "i-3", "d-1", "v-1")
ROLES = ("director", "deputy_mayor", "public_administrator", "secretary_general", "mayor")
RECORDS: tuple[Json, ...] = (
    {"questions": ["Ce acte lipsesc?"], "conclusions": ["Planul cadastral."]},
    {"questions": [], "conclusions": ["Se revine."], "next_steps": ["Depunere până vineri."]},
    {"questions": ["Când?"], "conclusions": []},
)
READINGS_OF_DAYS = ("plain", "eu_1182_71", "civil_code", "civil_procedure", "inclusive")
READINGS_OF_HOURS = (
    "elapsed",
    "civil_code_hours",
    "civil_procedure_hours",
    "working_days_only",
)
CHANNELS = ("online", "phone", "in_person")


def often(value: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Mostly the first value, else one of the others."""
    return st.sampled_from([value] * (8 * len(others)) + list(others))


def maybe(draw: Draw, of: Json) -> Json:
    """Some of the keys, each with its strategy."""
    return {key: draw(value) for key, value in of.items() if draw(st.booleans())}


# ----------------------------------------------------------------------------- instants


def days(first: date, before: int = 0, after: int = 7) -> st.SearchStrategy[date]:
    return st.integers(-before, after).map(lambda count: first + count * DAY)


@st.composite
def instants(draw: Draw, office: Json, before: int = 0, after: int = 7) -> str:
    """An instant at most so many days away, at an hour that a rule is likely to be about."""
    day = draw(days(office["first"], before, after))
    hour = draw(often(9, 10, 8, 11, 12, 3, 4, 2, 15, 23, 0))
    minute = draw(often(0, 15, 30, 45, 5, 7, 20, 40, 59))
    wall = datetime(day.year, day.month, day.day, hour, minute, fold=draw(st.integers(0, 1)))  # noqa: DTZ001
    moment = wall.replace(tzinfo=zone_of(office)).astimezone(UTC)
    zone: Any = draw(st.sampled_from([zone_of(office), UTC, ZoneInfo("America/Lima")]))
    return moment.astimezone(zone).isoformat()


# -------------------------------------------------------------------------------- offices


@st.composite
def hours(draw: Draw) -> list[list[str]]:
    clock = draw(st.sampled_from(CLOCKS))
    return [list(clock[place : place + 2]) for place in range(0, len(clock), 2)]


def weeks() -> st.SearchStrategy[Json]:
    return st.dictionaries(st.sampled_from(WEEKDAYS), hours(), max_size=7)


@st.composite
def absences(draw: Draw, office: Json) -> Json:
    first, last = sorted([draw(days(office["first"])), draw(days(office["first"]))])
    absence = {"from": first.isoformat(), "to": last.isoformat()}
    if draw(st.booleans()):
        begin, end = draw(instants(office)), draw(instants(office))
        if datetime.fromisoformat(begin) < datetime.fromisoformat(end):
            return {"from": begin, "to": end}
    return absence


@st.composite
def inspectors(draw: Draw, office: Json, who: str) -> Json:
    role = draw(often("execution", "director"))
    if not who.startswith("i"):
        role = draw(st.sampled_from(ROLES)) if who == "v-1" else "director"
    others = [each for each in INSPECTORS if each != who]
    inspector = {"id": who, "name": f"Inspectorul {who}", "role": role}
    inspector |= maybe(
        draw,
        {
            "week": weeks(),
            "overrides": st.dictionaries(
                days(office["first"]).map(date.isoformat), hours(), max_size=2
            ),
            "absences": st.lists(absences(office), max_size=2),
        },
    )
    if office["version"] == 2:
        every_day = st.just({day: [["08:00", "16:00"]] for day in WEEKDAYS})
        inspector |= maybe(
            draw,
            {
                "department": st.sampled_from(["urbanism", "fiscal"]),
                "deputies": st.lists(st.sampled_from(others), unique=True, max_size=2),
            },
        )
        if role != "execution" or draw(st.booleans()):
            inspector["audience_hours"] = draw(st.one_of(every_day, weeks()))
    return inspector


@st.composite
def requests(draw: Draw, office: Json, number: str) -> Json:
    states = ["in_operation"] * 4 + ["answered"] * 4 + ["withdrawn", "archived"]
    status = draw(st.sampled_from(states))
    filed = draw(days(office["first"], before=60, after=-40))
    request = {
        "number": number,
        "applicant": draw(st.sampled_from(list(NAMES))),
        "filed_on": filed.isoformat(),
        "inspector": draw(st.sampled_from(INSPECTORS[:3])),
        "status": status,
    }
    if status == "answered":
        around = draw(st.sampled_from([29, 30, 31, 25, 10]))
        request["communicated_on"] = draw(days(office["first"], around, 3 - around)).isoformat()
        request["communicated_on"] = max(request["communicated_on"], request["filed_on"])
        if office["version"] == 2:
            request |= maybe(draw, {"answer": often("negative", "favourable")})
    if draw(st.booleans()):
        request["former_inspectors"] = [draw(st.sampled_from(INSPECTORS))]
    return request


COMMON_OVERRIDES: Json = {
    "notice_hours": st.sampled_from([0, 1, 24, 48, 49, 72]),
    "notice_reading": st.sampled_from(READINGS_OF_HOURS),
    "max_minutes": st.sampled_from([10, 15, 30, 60]),
    "grid_minutes": st.sampled_from([5, 7, 10, 15, 20, 25, 30]),
    "horizon_days": st.sampled_from([None, 3, 7]),
    "channels": st.sampled_from([list(CHANNELS), list(CHANNELS), ["online"], ["in_person"]]),
    "buffer_before_minutes": st.sampled_from([0, 5, 15]),
    "buffer_after_minutes": st.sampled_from([0, 5, 20]),
}
TICKET_OVERRIDES: Json = COMMON_OVERRIDES | {
    "window_days": st.sampled_from([10, 29, 30, 31]),
    "window_reading": st.sampled_from(READINGS_OF_DAYS),
    "window_binds": st.sampled_from(["meeting", "booking"]),
}
AFTERWARDS: Json = {
    "reminder_hours": st.sampled_from([None, 1, 24, 48]),
    "conclusions_working_days": st.sampled_from([None, 0, 1, 3]),
    "take_over_notice_hours": st.sampled_from([None, 0, 24]),
    "take_over": st.sampled_from(
        [[], ["deputy"], ["former_holder"], ["department"], ["department", "deputy"]]
    ),
}
TICKET_OVERRIDES_2: Json = AFTERWARDS | {
    "no_show_pause_days": st.sampled_from([None, 0, 1, 5]),
    "ticket_working_days": st.sampled_from([None, 0, 2]),
    "meets": st.sampled_from([["execution"], ["execution", "director"]]),
}
AUDIENCE_OVERRIDES: Json = (
    COMMON_OVERRIDES
    | AFTERWARDS
    | {
        "meets": st.sampled_from([["director"], list(ROLES), ["execution", *ROLES]]),
        "daily_limit": st.sampled_from([None, 1, 2]),
        "ladder": st.sampled_from([{}, {"director": ["deputy_mayor", "director"]}]),
        "unanswered_days": st.sampled_from([0, 30, 45]),
        "general_reasons": st.sampled_from(
            [["probleme personale"], ["autorizația", "o rugăminte"]]
        ),
        "reason_min_words": st.sampled_from([1, 2, 3]),
        "answer_working_days": st.sampled_from([None, 0, 1, 2]),
    }
)


@st.composite
def offices(draw: Draw, version: int) -> Json:
    """An office, with its first day and its version beside: `bare` leaves these away."""
    first = draw(st.sampled_from(WEEKS))
    office: Json = {"first": first, "version": version}
    office["time_zone"] = draw(st.sampled_from(["Europe/Bucharest"] * 6 + list(ZONES)))
    few_days = st.lists(days(first).map(date.isoformat), max_size=2, unique=True)
    closures = draw(few_days)
    office["closures"] = closures
    office["recovery_days"] = [day for day in draw(few_days) if day not in closures]
    if draw(st.integers(0, 4)) == 0:
        office["public_holidays"] = draw(few_days)
    office["policy"] = {"open_bookings_per_request": draw(st.sampled_from([3, 2, 1]))}
    office["policy"] |= maybe(draw, TICKET_OVERRIDES)
    if version == 2:
        office["policy"] |= maybe(draw, TICKET_OVERRIDES_2)
        office["audiences"] = maybe(draw, AUDIENCE_OVERRIDES)
        office["rooms"] = draw(st.sampled_from([[], ["Sala 1"], ["Sala 1", "Sala 2"]]))
    office["inspectors"] = [draw(inspectors(office, who)) for who in INSPECTORS]
    office["requests"] = [draw(requests(office, number)) for number in list(NUMBERS)[:3]]
    office["bookings"] = []
    for place in range(draw(st.integers(2, 7))):
        booking = draw(bookings(office, f"b-{place}"))
        if not collides(office, booking):
            office["bookings"].append(booking)
    return office


def bare(office: Json) -> Json:
    return {key: value for key, value in office.items() if key not in ("first", "version")}


@st.composite
def bookings(draw: Draw, office: Json, name: str) -> Json:
    numbers = [each["number"] for each in office["requests"]]
    booking: Json = {
        "id": name,
        "request": draw(often(draw(st.sampled_from(numbers)), "198020/71")),
        "inspector": draw(st.sampled_from(INSPECTORS[:3])),
        "start": draw(instants(office)),
        "minutes": draw(st.sampled_from([15, 15, 10, 30])),
        "status": draw(st.sampled_from(["booked"] * 4 + ["cancelled", "held", "no_show"])),
    }
    if office["version"] == 1:
        return booking
    if draw(st.booleans()):
        booking["procedure"] = AUDIENCE
        booking["inspector"] = draw(st.sampled_from(INSPECTORS[2:]))
        if draw(st.booleans()):
            del booking["request"]
            booking["applicant"] = draw(st.sampled_from(list(NAMES)))
    if office["rooms"] and draw(st.booleans()):
        booking["room"] = draw(st.sampled_from(office["rooms"]))
        booking["channel"] = "in_person"
    if draw(st.integers(0, 3)) == 0:
        others = [each for each in INSPECTORS if each != booking["inspector"]]
        booking["in_place_of"] = draw(st.sampled_from(others))
    return booking | draw(what_followed(booking))


@st.composite
def what_followed(draw: Draw, booking: Json) -> Json:
    followed: Json = {}
    later = [span(booking)[1] + timedelta(hours=hour) for hour in (1, 30, 60)]
    audience = procedure_of(booking) == AUDIENCE
    if audience and booking["status"] in ("booked", "held") and draw(st.booleans()):
        early = span(booking)[0] - timedelta(hours=30)
        followed["answer_requested_at"] = draw(st.sampled_from([early, later[0]])).isoformat()
    if booking["status"] == "held" and draw(st.booleans()):
        followed["record"] = fingerprint(draw(st.sampled_from(RECORDS)))
        followed["recorded_at"] = later[1].isoformat()
        if draw(st.booleans()) and (not audience or "answer_requested_at" in followed):
            followed["ticket"] = "ab" * 32
            followed["issued_at"] = later[2].isoformat()
    return followed


def collides(office: Json, booking: Json) -> bool:
    return any(
        takes_time(booking) and takes_time(other) and clash(office, booking, other)
        for other in office["bookings"]
    )


def clash(office: Json, one: Json, other: Json) -> bool:
    if one["inspector"] == other["inspector"]:
        occupied = [
            with_buffers(span(each), policy_of(office, procedure_of(each))) for each in (one, other)
        ]
        if overlap(occupied[0], occupied[1]):
            return True
    same = person_of(office, one) == person_of(office, other)
    same = same or (one.get("room") is not None and one.get("room") == other.get("room"))
    return same and overlap(span(one), span(other))


# ------------------------------------------------------------------------------ questions


def some_booking(office: Json) -> st.SearchStrategy[str]:
    known = [each["id"] for each in office["bookings"]]
    return st.sampled_from([*known * 4, "b-unknown"])


@st.composite
def typed(draw: Draw, text: str, variants: dict[str, tuple[str, ...]]) -> str:
    wrong = draw(st.sampled_from(list(variants)))
    choice: str = draw(often(text, *variants[text], wrong))
    return choice


@st.composite
def contacts(draw: Draw) -> Json:
    return maybe(
        draw,
        {
            "phone": often("0722 123 456", "+40264596030", "+36 1 269 3922", "123", "", "nu am"),
            "email": often("ana@example.org", "ana@", "", "a b@example.org", "ana@exemplu.ro"),
        },
    )


@st.composite
def channels(draw: Draw, office: Json) -> Json:
    channel = draw(often("online", "phone", "in_person"))
    given = {"channel": channel}
    if channel == "in_person" and office.get("rooms") and draw(st.booleans()):
        given["room"] = draw(st.sampled_from(office["rooms"]))
    return given


@st.composite
def starts(draw: Draw, office: Json, who: str, procedure: str) -> str:
    """Mostly a start that the hours and the calendar allow, else any."""
    inspector = find(office["inspectors"], who)
    if inspector is None or draw(st.integers(0, 4)) == 0:
        return draw(instants(office))
    possible = []
    for count in range(8):
        day = office["first"] + count * DAY
        opening = hours_of(inspector, day) if is_working_day(day, office) else []
        if opening and procedure == AUDIENCE:
            opening = inspector.get("audience_hours", {}).get(WEEKDAYS[day.weekday()], [])
        possible += intervals(opening, day, office)
    if not possible:
        return draw(instants(office))
    begin, end = draw(st.sampled_from(possible))
    step = policy_of(office, procedure)["grid_minutes"]
    most = max(0, int((end - begin) / timedelta(minutes=step)) - 1)
    start: datetime = begin + draw(st.integers(0, most)) * timedelta(minutes=step)
    return start.isoformat()


@st.composite
def book(draw: Draw, office: Json) -> Json:
    request = draw(st.sampled_from(office["requests"]))
    wrong_day = date.fromisoformat(request["filed_on"]) + DAY
    given = {
        "number": draw(typed(request["number"], NUMBERS)),
        "applicant": draw(typed(request["applicant"], NAMES)),
        "filed_on": draw(often(request["filed_on"], wrong_day.isoformat())),
        "start": draw(starts(office, request["inspector"], TICKET)),
    }
    given |= maybe(
        draw,
        {
            "minutes": often(15, 10, 16, 60),
            "inspector": often(request["inspector"], *INSPECTORS, "nobody"),
        },
    )
    given |= draw(contacts()) | draw(channels(office))
    return {"book": given}


@st.composite
def book_audience(draw: Draw, office: Json) -> Json:
    official = draw(often("d-1", "v-1", "i-3", "nobody"))
    known = "d-1" if official == "nobody" else official
    given = {
        "official": official,
        "applicant": draw(st.sampled_from(list(NAMES))),
        "start": draw(starts(office, known, AUDIENCE)),
        "reason": draw(
            often(
                "Autorizația pentru strada Horea 12",
                "Probleme personale!",
                "",
                "AUTORIZATIA probleme",
                "12 a b autorizația autorizatia",
                "probleme cu locul",
            )
        ),
        "within_competence": draw(often(True, False, None)),
    }
    request = draw(st.sampled_from(office["requests"]))
    prior = [each["id"] for each in office["bookings"] if procedure_of(each) == AUDIENCE]
    if draw(st.integers(0, 4)) > 0:
        given["number"] = draw(typed(request["number"], NUMBERS))
        given["applicant"] = draw(typed(request["applicant"], NAMES))
    given |= maybe(
        draw,
        {
            "minutes": often(15, 10, 16, 60),
            "prior_audience": st.sampled_from([*prior, *prior, *prior, "b-unknown"]),
            "answer_requested": st.booleans(),
        },
    )
    given |= draw(contacts()) | draw(channels(office))
    return {"book_audience": given}


@st.composite
def moves(draw: Draw, office: Json, kind: str) -> Json:
    name = draw(some_booking(office))
    booking = find(office["bookings"], name) or {"inspector": "i-1"}
    given = {"booking": name}
    whose = draw(often("i-1", "i-2", "i-3", "d-1", "nobody"))
    whose = whose if kind == "reassign" else booking["inspector"]
    given["start"] = draw(starts(office, whose, procedure_of(booking)))
    given |= maybe(draw, {"minutes": often(15, 10, 30)})
    if kind == "reassign":
        given["inspector"] = whose
        if "minutes" not in given and draw(st.booleans()):
            del given["start"]
    return {kind: given}


@st.composite
def about_a_booking(draw: Draw, office: Json, kind: str) -> Json:
    return {kind: {"booking": draw(some_booking(office))}}


@st.composite
def about_a_record(draw: Draw, office: Json, kind: str) -> Json:
    given = {"booking": draw(some_booking(office))} | draw(st.sampled_from(RECORDS))
    booking = find(office["bookings"], given["booking"])
    if kind == "issue_ticket":
        given["citizen"] = "Cineva"
        listed = {each["number"]: each["applicant"] for each in office["requests"]}
        if booking is not None:
            given["citizen"] = booking.get(
                "applicant", listed.get(booking.get("request"), "Cineva")
            )
    return {kind: given}


@st.composite
def free_slots(draw: Draw, office: Json) -> Json:
    first = draw(days(office["first"]))
    given = {
        "inspector": draw(st.sampled_from(INSPECTORS)),
        "from": first.isoformat(),
        "to": (first + draw(st.integers(0, 2)) * DAY).isoformat(),
    }
    numbers = [each["number"] for each in office["requests"]]
    given |= maybe(draw, {"minutes": often(15, 10, 30, 61), "request": st.sampled_from(numbers)})
    if office["version"] == 2:
        given["channel"] = draw(st.sampled_from(CHANNELS))
        if draw(st.booleans()):
            given["procedure"] = draw(st.sampled_from([TICKET, AUDIENCE]))
            if given["procedure"] == AUDIENCE:
                given.pop("request", None)
                given["inspector"] = draw(st.sampled_from(INSPECTORS[2:]))
    return {"free_slots": given}


@st.composite
def audit(draw: Draw, office: Json) -> Json:
    log = []
    for place in range(draw(st.integers(1, 6))):
        booking = draw(bookings(office, f"log-{place}"))
        before = draw(st.sampled_from([0, 1, 24, 47, 48, 49, 100, 240]))
        booked_at = span(booking)[0] - timedelta(hours=before)
        log.append(booking | {"booked_at": booked_at.isoformat()})
    return {"audit": {"log": log}}


@st.composite
def calendar_questions(draw: Draw, office: Json) -> Json:
    day = draw(days(office["first"], before=40, after=20))
    return draw(
        st.sampled_from(
            [
                {"working_day": {"date": day.isoformat()}},
                {
                    "last_day": {
                        "communicated_on": day.isoformat(),
                        "days": draw(st.integers(0, 40)),
                        "reading": draw(st.sampled_from(READINGS_OF_DAYS)),
                    }
                },
                {
                    "earliest_start": {
                        "booked_at": draw(instants(office, before=4)),
                        "hours": draw(st.sampled_from([0, 1, 23, 24, 48, 72])),
                        "reading": draw(st.sampled_from(READINGS_OF_HOURS)),
                    }
                },
                *([{"answer_due": {"held_on": day.isoformat()}}] if office["version"] == 2 else []),
            ]
        )
    )


def questions(office: Json) -> st.SearchStrategy[Json]:
    of_both = [
        book(office),
        book(office),
        free_slots(office),
        moves(office, "reschedule"),
        about_a_booking(office, "cancel"),
        audit(office),
        calendar_questions(office),
    ]
    if office["version"] == 1:
        return st.one_of(of_both)
    known = [each["id"] for each in office["bookings"]]
    of_version_2 = [
        book_audience(office),
        book_audience(office),
        moves(office, "reassign"),
        about_a_booking(office, "hold"),
        about_a_booking(office, "no_show"),
        about_a_booking(office, "request_answer"),
        about_a_record(office, "record_conclusions"),
        about_a_record(office, "issue_ticket"),
    ]
    if known:
        journey = st.sampled_from(known).map(lambda booking: {"journey": {"booking": booking}})
        of_version_2 += [journey, journey]
    return st.one_of(of_both + of_version_2)


NEED_NO_INSTANT = ("working_day", "last_day", "earliest_start", "answer_due", "audit")


@st.composite
def documents(draw: Draw, version: int, cases: int = 6) -> Json:
    """An office and questions, without answers."""
    office = draw(offices(version))
    asked = []
    for place in range(cases):
        when = draw(questions(office))
        if not any(kind in when for kind in NEED_NO_INSTANT):
            early = draw(st.integers(0, 3)) > 0
            when["at"] = draw(instants(office, before=6, after=-3 if early else 8))
        asked.append({"id": f"c-{place}", "when": when})
    return {"format": f"tichet-rules/vectors/{version}", "office": bare(office), "cases": asked}
