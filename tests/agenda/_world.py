"""One small town hall for the tables, and strategies that make stranger ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen
from hypothesis import settings
from hypothesis import strategies as st

from tichet_rules import (
    Absence,
    Agenda,
    AgendaConflict,
    Book,
    Booked,
    Booking,
    Cancelled,
    Contact,
    DayReading,
    Event,
    Held,
    HourReading,
    Inspector,
    MissedByCitizen,
    Office,
    Policy,
    Request,
    RequestStatus,
    Slot,
    Week,
    WindowBinds,
    WorkingCalendar,
    apply,
    preset,
)

ZONE = ZoneInfo("Europe/Bucharest")

NAME = "Pop-Ionescu Ana Maria"
PHONE = "0264 596 030"
EMAIL = "ana.pop@example.org"
FILED = date(2026, 1, 12)


def examples(count: int) -> settings:
    """So many examples out of a hundred of the profile's: those of a slow test are fewer."""
    return settings(max_examples=max(1, count * settings().max_examples // 100))


# --- one small town hall --------------------------------------------------------------------


def local(text: str) -> datetime:
    """A local time, as "2026-11-26 10:00" or with an offset behind it; the first of two."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)


def slot(text: str, minutes: int = 15) -> Slot:
    return Slot(local(text), minutes)


def policy(**changes: Any) -> Policy:
    return preset("cluj-napoca/tichet-albastru").latest.evolve(**changes)


AT = local("2026-11-24 10:00")  # a Tuesday
WANTED = slot("2026-11-26 10:00")  # the Thursday after, 48 hours later
IOANA = Inspector("i-1", "Mureșan Ioana")
DAN = Inspector("i-2", "Dănilă Dan")
DIRECTOR = Inspector("d-1", "Rusu Radu", role="director")
ANA = Request("119368/305", NAME, FILED, "i-1")
STEFAN = Request(
    "120001/433",
    "Țîrlea Ștefan",
    date(2026, 2, 3),
    "i-2",
    former_inspectors=("i-1",),
)


def office(
    requests: Iterable[Request] = (ANA, STEFAN),
    inspectors: Iterable[Inspector] = (IOANA, DAN, DIRECTOR),
    calendar: WorkingCalendar | None = None,
    **parameters: Any,
) -> Office:
    return Office(
        policy=policy(**parameters),
        calendar=WorkingCalendar() if calendar is None else calendar,
        inspectors=inspectors,
        requests=requests,
    )


def booking(id_: str, when: Slot, **changes: Any) -> Booking:
    facts: dict[str, Any] = {
        "request": ANA.number,
        "inspector": "i-1",
        "applicant": ANA.applicant.key,
        "slot": when,
    }
    return Booking(id=id_, **(facts | changes))


def book(**changes: Any) -> Book:
    facts: dict[str, Any] = {
        "number": ANA.number,
        "applicant": NAME,
        "filed_on": FILED,
        "slot": WANTED,
        "contact": Contact(PHONE, EMAIL),
    }
    return Book(**(facts | changes))


def shown(value: object) -> str:
    """What was given, as an error shows it."""
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


# --- stranger ones --------------------------------------------------------------------------

# Each is followed within days by a clock change, a holiday or an ordinary week.
ANCHORS = (
    date(2026, 3, 26),
    date(2026, 10, 22),
    date(2026, 11, 26),
    date(2026, 5, 28),
    date(2026, 4, 8),
    date(2026, 9, 15),
)
CLOCK_CHANGES = (date(2026, 3, 26), date(2026, 10, 22))

DAYS_OF_HOURS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("08:00", "16:00"),),
    (),
    (("08:00", "12:00"), ("12:30", "16:30")),
    (("09:00", "10:00"), ("10:00", "11:15")),
    (("02:00", "05:00"),),
    (("03:15", "03:45"), ("03:45", "04:40")),
    (("00:00", "03:30"), ("22:10", "24:00")),
    (("07:07", "09:20"),),
    (("10:00", "10:10"),),
)


def days_around(anchor: date) -> st.SearchStrategy[date]:
    return st.integers(0, 9).map(lambda count: anchor + timedelta(days=count))


def instants_around(anchor: date, first: int = 0, last: int = 9) -> st.SearchStrategy[datetime]:
    """Whole minutes, more often on the quarter of an hour."""
    midnight = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    minutes = st.one_of(
        st.integers(first * 96, last * 96).map(lambda quarter: quarter * 15),
        st.integers(first * 1440, last * 1440),
    )
    return minutes.map(lambda count: midnight + timedelta(minutes=count))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    notice = draw(st.sampled_from([0, 1, 24, 48, 49]))
    horizon = draw(st.none() | st.integers(-(-notice // 24), 12))
    return policy(
        notice_hours=notice,
        notice_reading=draw(st.sampled_from(HourReading)),
        window_days=draw(st.sampled_from([0, 1, 3, 5, 30])),
        window_reading=draw(st.sampled_from(DayReading)),
        window_binds=draw(st.sampled_from(WindowBinds)),
        max_minutes=draw(st.sampled_from([10, 15, 30, 45])),
        grid_minutes=draw(st.sampled_from([15, 7, 10, 20, 60])),
        horizon_days=horizon,
        open_bookings_per_request=draw(st.integers(1, 2)),
        channels=draw(st.sampled_from([("online", "phone"), ("online",), ("in_person",)])),
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5, 15])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 10, 20])),
    )


@st.composite
def absences(draw: st.DrawFn, anchor: date) -> Absence:
    first = draw(days_around(anchor) | instants_around(anchor))
    if isinstance(first, datetime):
        longer = timedelta(minutes=draw(st.integers(1, 3000)))
        whole = first.date() + timedelta(days=draw(st.integers(1, 3)))
        return Absence(first, draw(st.sampled_from([first + longer, whole])))
    days = timedelta(days=draw(st.integers(0, 3)))
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    exact = midnight + timedelta(minutes=draw(st.integers(1, 2000)))
    return Absence(first, draw(st.sampled_from([first + days, exact])))


@st.composite
def inspectors(draw: st.DrawFn, id_: str, anchor: date) -> Inspector:
    hours = st.sampled_from(DAYS_OF_HOURS)
    return Inspector(
        id_,
        f"Inspector {id_}",
        role=draw(st.sampled_from(["execution", "execution", "director"])),
        week=Week(tuple(draw(hours) for _ in range(7))),
        overrides=draw(st.dictionaries(days_around(anchor), hours, max_size=2)),
        absences=draw(st.lists(absences(anchor), max_size=2)),
    )


@st.composite
def calendars(draw: st.DrawFn, anchor: date) -> WorkingCalendar:
    some_days = st.frozensets(days_around(anchor), max_size=3)
    return WorkingCalendar(closures=draw(some_days), recovery_days=draw(some_days))


@st.composite
def requests(draw: st.DrawFn, anchor: date, staff: list[str]) -> list[Request]:
    made = []
    names = st.sampled_from(["Pop Ana", "Rus Ion", "Țîrlea Ștefan"])
    for index in range(draw(st.integers(1, 4))):
        status = draw(
            st.sampled_from(["in_operation", "answered", "answered", "withdrawn", "archived"])
        )
        back = timedelta(days=draw(st.sampled_from([0, 1, 2, 25, 30, 31])))
        made.append(
            Request(
                f"{100 + index}/305",
                draw(names),
                FILED + timedelta(days=index),
                draw(st.sampled_from(staff)),
                RequestStatus(status),
                anchor + timedelta(days=3) - back if status == "answered" else None,
                draw(st.lists(st.sampled_from(staff), max_size=1)),
            )
        )
    return made


@frozen
class World:
    """A town hall, its agenda and the events that made it, an instant and the days to look at."""

    office: Office
    agenda: Agenda
    events: tuple[Event, ...]
    at: datetime
    anchor: date

    @property
    def policy(self) -> Policy:
        return self.office.policy_at(self.at)

    @property
    def people(self) -> list[Inspector]:
        return list(self.office.inspectors.values())

    @property
    def files(self) -> list[Request]:
        return list(self.office.requests.values())

    @property
    def bookings(self) -> list[Booking]:
        return list(self.agenda)


def tried(agenda: Agenda, event: Event) -> tuple[Agenda, tuple[Event, ...]]:
    """The agenda after an event that may not apply, with the event if it did."""
    try:
        return apply(agenda, event), (event,)
    except AgendaConflict:
        return agenda, ()


@st.composite
def worlds(draw: st.DrawFn, anchors: tuple[date, ...] = ANCHORS, most_bookings: int = 6) -> World:
    anchor = draw(st.sampled_from(anchors))
    staff = [f"i-{index}" for index in range(1, draw(st.integers(1, 3)) + 1)]
    people = [draw(inspectors(each, anchor)) for each in staff]
    files = draw(requests(anchor, staff))
    rules = draw(policies())
    town = Office(
        policy=rules,
        calendar=draw(calendars(anchor)),
        inspectors=people,
        requests=files,
    )
    at = draw(instants_around(anchor, 0, 3))
    agenda, events = Agenda(), ()
    for index in range(draw(st.integers(0, most_bookings))):
        file = draw(st.sampled_from(files))
        made = Booking(
            id=f"b-{index}",
            request=file.number,
            inspector=draw(st.sampled_from(staff)),
            applicant=file.applicant.key,
            slot=Slot(draw(office_hours(people, anchor)), draw(st.sampled_from([5, 15, 15, 30]))),
            buffer_before_minutes=draw(st.sampled_from([0, 5])),
            buffer_after_minutes=draw(st.sampled_from([0, 10])),
        )
        later: tuple[Event, ...] = (Booked(at=at, booking=made),)
        closing = draw(st.sampled_from([None, None, None, Cancelled, Held, MissedByCitizen]))
        if closing is not None:
            later += (closing(at=at, booking=made.id),)
        for event in later:
            agenda, happened = tried(agenda, event)
            events += happened  # type: ignore[assignment]  # it grows from ()
    return World(town, agenda, events, at, anchor)


@st.composite
def office_hours(draw: st.DrawFn, people: list[Inspector], anchor: date) -> datetime:
    """An instant of the days looked at, usually in or near someone's working hours."""
    day = draw(days_around(anchor))
    intervals = draw(st.sampled_from(people)).intervals_on(day)
    if not intervals or draw(st.integers(0, 9)) == 0:
        return draw(instants_around(anchor))
    interval = draw(st.sampled_from(intervals))
    minute = interval.start + draw(
        st.one_of(
            st.integers(0, (interval.end - interval.start) // 15).map(lambda each: each * 15),
            st.integers(-5, interval.end - interval.start),
        )
    )
    wall = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minute)
    return wall.astimezone(UTC)
