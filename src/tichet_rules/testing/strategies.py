"""Strategies for the values of the package: all that they draw is valid.

Three conventions hold for all of them:

- a part is pinned by its keyword: to a value, or to a strategy that draws it; ``...``, the
  default, leaves it open;
- ``days`` are the local dates that drawn values are about. Few dates make closures, absences and
  bookings meet; the default, :data:`DAYS`, holds both clock changes of 2026, Easter and the
  holidays around 1 December;
- instants are whole minutes, in UTC or on the office's clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from types import EllipsisType, FunctionType
from typing import Any, Final, TypeAlias, TypeVar, get_args
from zoneinfo import ZoneInfo

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tichet_rules._door import checked_date, checked_instance, checked_whole_number, listed, one_of
from tichet_rules.agenda import (
    Agenda,
    Book,
    BookAudience,
    Cancel,
    Command,
    Event,
    Hold,
    IssueTicket,
    NoShow,
    Reassign,
    RecordConclusions,
    RequestAnswer,
    Reschedule,
    decide,
    free_slots,
    replayed,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import (
    Absence,
    Answer,
    Applicant,
    Booking,
    Channel,
    Contact,
    Inspector,
    MeetingRecord,
    Procedure,
    Request,
    RequestStatus,
    Role,
    Slot,
    Week,
    WorkingInterval,
)
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory, TakesOver, WindowBinds, preset
from tichet_rules.policy.parameters import checked_parameter
from tichet_rules.rules.request import identified
from tichet_rules.testing._clock import changes_on
from tichet_rules.timekeeping import DayReading, HourReading, WorkingCalendar
from tichet_rules.timekeeping.calendar import FIRST_YEAR, LAST_YEAR
from tichet_rules.timekeeping.instants import MINUTE, as_utc, from_ticks, zone_of

__all__ = [
    "DAYS",
    "absences",
    "agendas",
    "applicants",
    "calendars",
    "commands",
    "contacts",
    "inspectors",
    "instants",
    "logs",
    "offices",
    "policies",
    "records",
    "requests",
    "slots",
    "weeks",
]

T = TypeVar("T")
Pinned: TypeAlias = T | SearchStrategy[T] | EllipsisType


def _stretch(first: date, count: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=each) for each in range(count))


DAYS: Final[tuple[date, ...]] = (
    *_stretch(date(2026, 3, 26), 7),  # the clock goes forward on the 29th
    *_stretch(date(2026, 4, 9), 6),  # Easter, from Friday to Monday
    *_stretch(date(2026, 10, 22), 7),  # the clock goes back on the 25th
    *_stretch(date(2026, 11, 26), 7),  # 30 November and 1 December are holidays
)

BUCHAREST: Final = ZoneInfo("Europe/Bucharest")
KINDS: Final[tuple[type[Command], ...]] = get_args(Command)

_NAMES: Final = ("Pop Ana", "Țîrlea Ștefan", "Pop-Ionescu Ana Maria", "Rus Ion")
_CONTACTS: Final = (
    Contact("0264 596 030", "ana.pop@example.org"),
    Contact("+40 722 123 456", "stefan@example.ro"),
    Contact("+49 30 901820", "x@exámple.org"),
)
_NO_CONTACTS: Final = (
    Contact(),
    Contact("12", "ana.pop@example.org"),
    Contact("0264 596 030", "ana.pop"),
    Contact("  ", ""),
)
_FAMILIAR_DAYS: Final = (
    (("08:00", "16:00"),),
    (("08:00", "12:00"), ("12:30", "16:30")),
    (("09:00", "10:00"), ("10:00", "11:15")),  # one interval ends when the next begins
    (("02:00", "05:00"),),  # the hour that a clock change skips or repeats
    (("22:10", "24:00"),),
    (),
)
_UNKNOWN: Final = "unknown"
_YEAR_MARGIN: Final = 1
_LOOKED_AHEAD: Final = 10
_SOME_SLOTS: Final = 40
# At most one thing is wrong with a drawn booking, so that many are allowed.
_MISTAKES: Final = (
    *("none",) * 6,
    *("slot",) * 3,
    "identity",
    "inspector",
    "contact",
    "channel",
)
_MISTAKES_OF_AUDIENCES: Final = (*_MISTAKES, "reason", "competence", "step")
_REASONS: Final = (
    "Autorizația de construire din strada Horea",
    "Iluminatul public din cartierul Gheorgheni nu merge",
)
_NO_REASONS: Final = ("probleme personale", "", "?")
_RECORDS: Final = (
    MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."]),
    MeetingRecord(
        ["Când vine răspunsul?"], ["Până la sfârșitul lunii.", "Prin poștă."], ["Se așteaptă."]
    ),
    MeetingRecord([], ["S-a clarificat."]),
)
_INCOMPLETE: Final = MeetingRecord(["Ce acte mai lipsesc?"], [])
_DEPARTMENTS: Final = ("urbanism", "taxe")
_ROOMS: Final = ("Sala 1", "Sala 2")
_AFTER_THE_MEETING: Final = (RecordConclusions, RequestAnswer, IssueTicket)


# --- pinning ----------------------------------------------------------------------------


def _pinned(name: str, value: Pinned[T], default: SearchStrategy[T]) -> SearchStrategy[T]:
    if isinstance(value, EllipsisType):
        return default
    if isinstance(value, SearchStrategy):
        return value
    if isinstance(value, FunctionType):
        raise WrongType(
            name,
            value.__name__,
            f"a value, or a strategy, which is what a call such as {value.__name__}() gives",
        )
    return st.just(value)


def _open_or_pinned(name: str, value: Pinned[T]) -> SearchStrategy[T] | None:
    """``None`` for what is left open, where what is likely depends on the rest."""
    return None if isinstance(value, EllipsisType) else _pinned(name, value, st.nothing())


def _dates(days: Iterable[date]) -> tuple[date, ...]:
    """The dates to draw from, in order; an error where nothing could be drawn."""
    if isinstance(days, SearchStrategy):
        raise WrongType("days", days, "a list of dates: draw it first, or leave it out")
    known = listed("days", days, "a list of dates")
    for index, each in enumerate(known):
        year = checked_date(f"days[{index}]", each).year
        first, last = FIRST_YEAR + _YEAR_MARGIN, LAST_YEAR - _YEAR_MARGIN
        if not first <= year <= last:
            raise InvalidInput(
                f"days[{index}]",
                each,
                f"a date from {first} to {last}, around which the public holidays are known",
            )
    if not known:
        raise InvalidInput("days", [], "at least one date; leave it out for the default, DAYS")
    return tuple(sorted(set(known)))


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else zone_of(zone)


# --- instants ---------------------------------------------------------------------------


def instants(
    *, days: Iterable[date] = DAYS, zone: ZoneInfo | str = BUCHAREST
) -> SearchStrategy[datetime]:
    """Aware instants, whole minutes, on some local dates.

    About one in three is within an hour and a half of a clock change, where ``days`` has one:
    both of Europe/Bucharest's by default. Some are in UTC, some on the local clock.

    >>> from hypothesis import find
    >>> second_time = find(instants(), lambda at: at.fold == 1)  # the hour that comes twice
    >>> second_time.isoformat()
    '2026-10-25T03:00:00+02:00'
    """
    known, clock = _dates(days), _zone(zone)

    def at(day: date, minute: int) -> datetime:
        wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=clock)
        return wall.astimezone(UTC)

    quarters = st.integers(0, 95).map(lambda each: each * 15)
    some_day = st.sampled_from(known)
    drawn = [
        st.builds(at, some_day, quarters),
        st.builds(at, some_day, st.integers(0, 24 * 60 - 1)),
    ]
    if changes := changes_on(known, clock):
        minutes = st.one_of(st.integers(-6, 6).map(lambda each: each * 15), st.integers(-90, 90))
        drawn.append(
            st.builds(
                lambda change, minute: change + timedelta(minutes=minute),
                st.sampled_from(changes),
                minutes,
            )
        )
    zones = st.sampled_from((UTC, clock))
    return st.builds(lambda instant, where: instant.astimezone(where), st.one_of(drawn), zones)


# --- working hours ----------------------------------------------------------------------


def _parsed(day: Sequence[tuple[str, str]]) -> tuple[WorkingInterval, ...]:
    return tuple(WorkingInterval.parse(*each) for each in day)


@st.composite
def _days_of_hours(draw: DrawFn, opens: int, closes: int) -> tuple[WorkingInterval, ...]:
    """The intervals of one day; the second of two may begin when the first ends."""
    familiar = [
        intervals
        for intervals in map(_parsed, _FAMILIAR_DAYS)
        if all(opens <= each.start and each.end <= closes for each in intervals)
    ]
    if draw(st.booleans()):
        return draw(st.sampled_from(familiar))
    intervals: list[WorkingInterval] = []
    for _ in range(draw(st.integers(1, 3))):
        earliest = intervals[-1].end if intervals else opens
        if earliest >= closes:
            break
        gap = draw(st.sampled_from((0, 0, 1, 7, 15, 60)))
        length = draw(st.sampled_from((60, 15, 10, 95, 240)))
        start = min(earliest + gap, closes - 1)
        intervals.append(WorkingInterval(start, min(start + length, closes)))
    return tuple(intervals)


def weeks(
    *, worked: Collection[str] = WEEKDAYS, opens: str = "00:00", closes: str = "24:00"
) -> SearchStrategy[Week]:
    """Weeks of working hours: ordinary ones, split days, nights, and none at all.

    ``worked`` are the weekdays that may have hours, ``opens`` and ``closes`` the local times
    that all hours keep to.

    >>> from hypothesis import find
    >>> week = find(weeks(worked=["mon"], opens="08:00"), lambda week: any(week.days))
    >>> all(480 <= each.start for each in week.days[0]), week.days[1]
    (True, ())
    """
    hours = WorkingInterval.parse(opens, closes)
    for index, each in enumerate(listed("worked", worked, "a list of weekdays")):
        if each not in WEEKDAYS:
            raise InvalidInput(f"worked[{index}]", each, one_of(each, WEEKDAYS, "day"))
    drawn = _days_of_hours(hours.start, hours.end)
    none: SearchStrategy[tuple[WorkingInterval, ...]] = st.just(())
    return st.tuples(*(drawn if each in worked else none for each in WEEKDAYS)).map(Week)


def absences(
    *, days: Iterable[date] = DAYS, zone: ZoneInfo | str = BUCHAREST
) -> SearchStrategy[Absence]:
    """Absences that begin on some local dates: whole days, exact instants, and one of each.

    ``zone`` has to be that of the office whose inspector they are for.

    >>> from datetime import date
    >>> from hypothesis import find
    >>> find(absences(days=[date(2026, 11, 26)]), lambda absence: True)
    Absence(first=datetime.date(2026, 11, 26), last=datetime.date(2026, 11, 26))
    """
    known, clock = _dates(days), _zone(zone)
    exact = instants(days=known, zone=clock)

    def of_days(first: date, more: int) -> Absence:
        return Absence(first, first + timedelta(days=more))

    def of_instants(first: datetime, minutes: int) -> Absence:
        return Absence(first, as_utc(first) + timedelta(minutes=minutes))

    def to_the_end_of_a_day(first: datetime, more: int) -> Absence:
        return Absence(first, first.astimezone(clock).date() + timedelta(days=more))

    def from_a_day_on(first: date, minutes: int) -> Absence:
        midnight = datetime(first.year, first.month, first.day, tzinfo=clock).astimezone(UTC)
        return Absence(first, midnight + timedelta(minutes=minutes))

    some_days, some_minutes = st.integers(0, 3), st.integers(1, 3000)
    return st.one_of(
        st.builds(of_days, st.sampled_from(known), some_days),
        st.builds(of_instants, exact, some_minutes),
        st.builds(to_the_end_of_a_day, exact, some_days),
        st.builds(from_a_day_on, st.sampled_from(known), some_minutes),
    )


def calendars(
    *,
    days: Iterable[date] = DAYS,
    zone: ZoneInfo | str = BUCHAREST,
    public_holidays: Pinned[Any] = ...,
    closures: Pinned[Iterable[date]] = ...,
    recovery_days: Pinned[Iterable[date]] = ...,
) -> SearchStrategy[WorkingCalendar]:
    """Calendars: Romania's holidays or a list, some closures, some recovery days.

    >>> from datetime import date
    >>> from hypothesis import find
    >>> closed = find(
    ...     calendars(public_holidays="RO", recovery_days=[]),
    ...     lambda calendar: not calendar.is_working_day(date(2026, 3, 26)),
    ... )
    >>> sorted(each.isoformat() for each in closed.closures)
    ['2026-03-26']
    """
    some_days: SearchStrategy[Any] = st.frozensets(st.sampled_from(_dates(days)), max_size=3)
    return st.builds(
        WorkingCalendar,
        zone=st.just(_zone(zone)),
        public_holidays=_pinned("public_holidays", public_holidays, st.just("RO") | some_days),
        closures=_pinned("closures", closures, some_days),
        recovery_days=_pinned("recovery_days", recovery_days, some_days),
    )


# --- people -----------------------------------------------------------------------------


def applicants(
    *,
    name: Pinned[str] = ...,
    id: Pinned[str | None] = ...,  # noqa: A002 (the name of the field)
) -> SearchStrategy[Applicant]:
    """Citizens, of few names, so that one of them often has several requests.

    >>> from hypothesis import find
    >>> find(applicants(id=None), lambda each: "ș" in each.name.lower()).name_key
    'stefan tirlea'
    """
    ids: SearchStrategy[str | None] = st.none() | st.sampled_from(("c-1", "c-2"))
    return st.builds(
        Applicant,
        name=_pinned("name", name, st.sampled_from(_NAMES)),
        id=_pinned("id", id, ids),
    )


def contacts(*, valid: bool | EllipsisType = ...) -> SearchStrategy[Contact]:
    """Contact data as citizens type them; with ``valid``, only such as the rules pass, or not.

    >>> from hypothesis import find
    >>> find(contacts(valid=True), lambda contact: True).phone
    '0264 596 030'
    """
    good, bad = st.sampled_from(_CONTACTS), st.sampled_from(_NO_CONTACTS)
    if isinstance(valid, EllipsisType):
        return st.one_of(good, bad)
    return good if valid else bad


def inspectors(  # noqa: PLR0913 (each keyword pins a part)
    *,
    id: Pinned[str] = ...,  # noqa: A002 (the name of the field)
    name: Pinned[str] = ...,
    role: Pinned[Role | str] = ...,
    week: Pinned[Week] = ...,
    overrides: Pinned[Any] = ...,
    absences: Pinned[Iterable[Absence]] = ...,
    audience_hours: Pinned[Week | None] = ...,
    department: Pinned[str | None] = ...,
    deputies: Pinned[Iterable[str]] = ...,
    days: Iterable[date] = DAYS,
    zone: ZoneInfo | str = BUCHAREST,
) -> SearchStrategy[Inspector]:
    """Inspectors, mostly execution staff, with a week, overrides and absences on some dates.

    The others are of the leadership, and give audiences within some hours.

    >>> from hypothesis import find
    >>> away = find(inspectors(id="i-017", overrides={}), lambda each: each.absences)
    >>> away.id, len(away.absences)
    ('i-017', 1)
    """
    known = _dates(days)
    ids = ("i-1", "i-2", "i-3")
    roles: SearchStrategy[Role | str] = st.sampled_from((*(Role.EXECUTION,) * 6, *Role))
    hours = _days_of_hours(0, 24 * 60)
    default_overrides: SearchStrategy[Any] = st.dictionaries(
        st.sampled_from(known), hours, max_size=2
    )
    default_absences: SearchStrategy[Iterable[Absence]] = st.lists(
        _absences(days=known, zone=zone), max_size=2
    )
    departments: SearchStrategy[str | None] = st.none() | st.sampled_from(_DEPARTMENTS)
    some_id, some_role = _pinned("id", id, st.sampled_from(ids)), _pinned("role", role, roles)
    some_name = _pinned("name", name, st.sampled_from(("Mureșan Ioana", "Dănilă Dan", "")))
    some_week = _pinned("week", week, weeks())
    some_overrides = _pinned("overrides", overrides, default_overrides)
    some_absences = _pinned("absences", absences, default_absences)
    some_audience_hours = _open_or_pinned("audience_hours", audience_hours)
    some_department = _pinned("department", department, departments)
    some_deputies = _open_or_pinned("deputies", deputies)

    @st.composite
    def drawn(draw: DrawFn) -> Inspector:
        whose, standing = draw(some_id), draw(some_role)
        gives_audiences = some_audience_hours
        if gives_audiences is None:
            gives_audiences = st.none() if standing == Role.EXECUTION else weeks()
        stand_in = some_deputies
        if stand_in is None:
            others = st.sampled_from([each for each in ids if each != whose])
            stand_in = st.lists(others, max_size=1)
        return Inspector(
            whose,
            draw(some_name),
            role=standing,  # type: ignore[arg-type]  # a str is checked by the class
            week=draw(some_week),
            overrides=draw(some_overrides),
            absences=draw(some_absences),
            audience_hours=draw(gives_audiences),
            department=draw(some_department),
            deputies=draw(stand_in),
        )

    return drawn()


_absences = absences  # where a keyword has its name


def requests(
    *,
    number: Pinned[str] = ...,
    applicant: Pinned[Applicant | str] = ...,
    filed_on: Pinned[date] = ...,
    inspector: Pinned[str] = ...,
    status: Pinned[RequestStatus | str] = ...,
    communicated_on: Pinned[date | None] = ...,
    former_inspectors: Pinned[Iterable[str]] = ...,
    answer: Pinned[Answer | str | None] = ...,
    days: Iterable[date] = DAYS,
) -> SearchStrategy[Request]:
    """Registered requests, of every status; most can be discussed.

    An answered one was communicated on one of ``days`` or up to 35 days before, so that its
    window ends within reach. A date pinned as ``communicated_on`` makes it answered.

    >>> from hypothesis import find
    >>> find(requests(status="answered"), lambda each: True).communicated_on.isoformat()
    '2026-03-26'
    """
    known = _dates(days)
    ids = st.sampled_from(("i-1", "i-2", "i-3"))
    some_ids: SearchStrategy[Iterable[str]] = st.lists(ids, max_size=2, unique=True)
    numbers = st.builds(lambda a, b: f"{a}/{b}", st.integers(1, 99), st.sampled_from((305, 433)))
    dates_filed = st.integers(0, 60).map(lambda each: date(2026, 1, 12) - timedelta(days=each))
    people: SearchStrategy[Applicant | str] = applicants()
    statuses: SearchStrategy[RequestStatus | str] = st.sampled_from(
        (*(RequestStatus.IN_OPERATION,) * 3, *(RequestStatus.ANSWERED,) * 2, *RequestStatus)
    )
    communicated: SearchStrategy[date | None] = st.builds(
        lambda day, back: day - timedelta(days=back),
        st.sampled_from(known),
        st.sampled_from((0, 1, 25, 30, 31, 35)),
    )
    if isinstance(communicated_on, date):
        statuses = st.just(RequestStatus.ANSWERED)
    some_status = _pinned("status", status, statuses)
    answers: SearchStrategy[Answer | str | None] = st.none() | st.sampled_from(Answer)
    some_date = _pinned("communicated_on", communicated_on, communicated)
    some_answer = _pinned("answer", answer, answers)
    left_open = isinstance(communicated_on, EllipsisType)

    def dated(standing: RequestStatus | str) -> SearchStrategy[Request]:
        asked = not left_open or standing == RequestStatus.ANSWERED
        return st.builds(
            Request,
            number=_pinned("number", number, numbers),
            applicant=_pinned("applicant", applicant, people),
            filed_on=_pinned("filed_on", filed_on, dates_filed),
            inspector=_pinned("inspector", inspector, ids),
            status=st.just(standing),
            communicated_on=some_date if asked else st.none(),
            answer=some_answer if _may_have(standing, answer) else st.none(),
            former_inspectors=_pinned("former_inspectors", former_inspectors, some_ids),
        )

    return some_status.flatmap(dated)


def _may_have(standing: RequestStatus | str, answer: object) -> bool:
    """Whether an answer is drawn: where there was one, or where it is pinned, right or wrong."""
    return standing == RequestStatus.ANSWERED or not isinstance(answer, EllipsisType)


def records() -> SearchStrategy[MeetingRecord]:
    """Records of meetings, few of them, so that a ticket often states what was recorded.

    One has no conclusions, and is refused by ``record.complete``.

    >>> from hypothesis import find
    >>> find(records(), lambda record: not record.conclusions)
    MeetingRecord(...)
    """
    return st.sampled_from((*_RECORDS * 3, _INCOMPLETE))


# --- policies and offices ---------------------------------------------------------------

_PARAMETERS: Final[dict[str, SearchStrategy[Any]]] = {
    "notice_hours": st.sampled_from((0, 48, 1, 24, 49)),
    "notice_reading": st.sampled_from(HourReading),
    "window_days": st.sampled_from((30, 0, 1, 5)),
    "window_reading": st.sampled_from(DayReading),
    "window_binds": st.sampled_from(WindowBinds),
    "max_minutes": st.sampled_from((15, 10, 30, 45)),
    "grid_minutes": st.sampled_from((15, 7, 10, 20, 60)),
    "open_bookings_per_request": st.integers(1, 3),
    "channels": st.lists(st.sampled_from(Channel), min_size=1, unique=True),
    "buffer_before_minutes": st.sampled_from((0, 0, 5, 15)),
    "buffer_after_minutes": st.sampled_from((0, 0, 10, 20)),
    "reminder_hours": st.sampled_from((24, None, 1)),
    "conclusions_working_days": st.sampled_from((1, None, 0)),
    "take_over": st.lists(st.sampled_from(TakesOver), unique=True),
    "take_over_notice_hours": st.sampled_from((0, None, 24)),
}
_OF_ONE_PROCEDURE: Final[dict[Procedure, dict[str, SearchStrategy[Any]]]] = {
    Procedure.BLUE_TICKET: {
        "no_show_pause_days": st.sampled_from((0, None, 1, 5)),
        "ticket_working_days": st.sampled_from((1, None, 0)),
    },
    Procedure.AUDIENCE: {
        "daily_limit": st.sampled_from((5, None, 1, 2)),
        "answer_working_days": st.sampled_from((1, None, 0)),
        "unanswered_days": st.sampled_from((0, 30, 90)),
        "general_reasons": st.sampled_from((("probleme personale",), ())),
        "reason_min_words": st.sampled_from((2, 1, 3)),
        "ladder": st.sampled_from(
            (preset("cluj-napoca/audiente").latest.ladder, {}, {"mayor": ["director"]})
        ),
    },
}


def policies(*, base: Policy | None = None, **parameters: Any) -> SearchStrategy[Policy]:
    """Policies: a base, by default Cluj-Napoca's blue ticket, with its parameters changed.

    Parameters are pinned by their names. What is drawn for the others is always possible
    beside the pinned ones. A base on audiences makes policies on audiences.

    >>> from hypothesis import find
    >>> find(policies(notice_hours=24), lambda policy: policy.horizon_days == 1).notice_hours
    24
    >>> policies(notice_hour=24)
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: parameter: got 'notice_hour'; expected a known parameter; \
did you mean 'notice_hours'?
    """
    start = preset("cluj-napoca/tichet-albastru").latest if base is None else base
    checked_instance("base", start, Policy)
    for name in parameters:
        checked_parameter(name, "parameter")
    pinned = {name: _pinned(name, value, st.nothing()) for name, value in parameters.items()}
    constant = {
        name: value
        for name, value in parameters.items()
        if not isinstance(value, (SearchStrategy, EllipsisType))
    }
    # A pinned value that is wrong is an error where it is pinned, and not when it is drawn.
    lenient = {"notice_hours": 0, "horizon_days": None}
    checked_instance("base", start.evolve(**(lenient | constant)), Policy)
    open_ones = {
        name: strategy
        for name, strategy in (_PARAMETERS | _OF_ONE_PROCEDURE[start.procedure]).items()
        if isinstance(parameters.get(name, ...), EllipsisType)
    }
    pinned = {
        name: each
        for name, each in pinned.items()
        if not isinstance(parameters[name], EllipsisType)
    }

    @st.composite
    def drawn(draw: DrawFn) -> Policy:
        chosen = {name: draw(each) for name, each in pinned.items()}
        for name, strategy in open_ones.items():
            chosen[name] = draw(strategy)
        if "horizon_days" not in pinned:
            least = -(-chosen["notice_hours"] // 24)
            chosen["horizon_days"] = draw(st.none() | st.integers(least, least + 12))
        elif "notice_hours" in open_ones and chosen["horizon_days"] is not None:
            chosen["notice_hours"] = min(chosen["notice_hours"], chosen["horizon_days"] * 24)
        horizon, ahead = chosen["horizon_days"], chosen.get("take_over_notice_hours")
        open_one = "take_over_notice_hours" in open_ones
        if open_one and horizon is not None and ahead is not None:
            chosen["take_over_notice_hours"] = min(ahead, horizon * 24)
        # What stays as it was keeps its citation.
        changed = {name: each for name, each in chosen.items() if each != getattr(start, name)}
        return start.evolve(**changed)

    return drawn()


def offices(
    *,
    policy: Pinned[Policy | PolicyHistory | str] = ...,
    calendar: Pinned[WorkingCalendar] = ...,
    inspectors: Pinned[Iterable[Inspector]] = ...,
    requests: Pinned[Iterable[Request]] = ...,
    audiences: Pinned[Policy | PolicyHistory | str] = ...,
    rooms: Pinned[Iterable[str]] = ...,
    days: Iterable[date] = DAYS,
) -> SearchStrategy[Office]:
    """Offices of one to three inspectors and one to four requests, which they hold or held.

    Requests that are drawn are held by inspectors of the office, pinned or drawn; inspectors
    stand in for one another. Some offices have a room or two.

    >>> from hypothesis import find
    >>> from tichet_rules import Inspector
    >>> people = [Inspector("i-017", "Mureșan Ioana")]
    >>> office = find(offices(inspectors=people), lambda each: True)
    >>> [each.inspector for each in office.requests.values()]
    ['i-017']
    """
    known = _dates(days)
    rules: SearchStrategy[Policy | PolicyHistory | str] = policies()
    some_policy = _pinned("policy", policy, rules)
    some_calendar = _pinned("calendar", calendar, calendars(days=known))
    no_inspectors: SearchStrategy[Iterable[Inspector]] = st.nothing()
    no_requests: SearchStrategy[Iterable[Request]] = st.nothing()
    some_inspectors = _pinned("inspectors", inspectors, no_inspectors)
    some_requests = _pinned("requests", requests, no_requests)
    led = preset("cluj-napoca/audiente")
    led_by: SearchStrategy[Policy | PolicyHistory | str] = st.just(led) | policies(base=led.latest)
    some_audiences = _pinned("audiences", audiences, led_by)
    numbers_of_rooms: SearchStrategy[Iterable[str]] = st.sampled_from(
        [_ROOMS[:count] for count in range(len(_ROOMS) + 1)]
    )
    some_rooms = _pinned("rooms", rooms, numbers_of_rooms)

    @st.composite
    def drawn(draw: DrawFn) -> Office:
        clock = draw(some_calendar)
        staff: Iterable[Inspector]
        if isinstance(inspectors, EllipsisType):
            numbers = range(1, draw(st.integers(1, 3)) + 1)
            staff = [
                draw(_inspectors(id=f"i-{each}", days=known, zone=clock.zone)) for each in numbers
            ]
        else:
            staff = list(draw(some_inspectors))
        files: Iterable[Request]
        if isinstance(requests, EllipsisType):
            ids = [each.id for each in staff]
            files = draw(_files(ids, known)) if ids else ()
        else:
            files = draw(some_requests)
        return Office(
            policy=draw(some_policy),
            calendar=clock,
            inspectors=staff,
            requests=files,
            audiences=draw(some_audiences),
            rooms=draw(some_rooms),
        )

    return drawn()


_inspectors = inspectors  # where keywords have their names
_requests = requests


def _files(ids: list[str], days: tuple[date, ...]) -> SearchStrategy[list[Request]]:
    return st.lists(
        _requests(
            inspector=st.sampled_from(ids),
            former_inspectors=st.lists(st.sampled_from(ids), max_size=2, unique=True),
            days=days,
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda each: each.number,
    )


# --- slots ------------------------------------------------------------------------------


def slots(
    *,
    office: Office | None = None,
    agenda: Agenda | None = None,
    inspector: Pinned[str] = ...,
    minutes: Pinned[int] = ...,
    days: Iterable[date] = DAYS,
) -> SearchStrategy[Slot]:
    """Slots on some local dates; with an office, mostly on the grid of somebody's hours.

    With an ``agenda``, some are slots that it holds, or touch or overlap one of them. All are
    possible questions; which are free, a decision says.

    >>> from datetime import date
    >>> from hypothesis import find
    >>> find(slots(minutes=15, days=[date(2026, 11, 26)]), lambda slot: True)
    Slot(2026-11-25T22:00:00Z, 15 minutes)
    """
    known = _dates(days)
    lengths = _pinned("minutes", minutes, st.sampled_from((15, 15, 15, 10, 20, 30, 1)))
    zone = BUCHAREST if office is None else office.calendar.zone
    ways = [st.builds(Slot, instants(days=known, zone=zone), lengths)]
    if office is not None and office.inspectors:
        ids = _pinned("inspector", inspector, st.sampled_from(list(office.inspectors)))
        ways = [_in_hours(office, ids, known, lengths)] * 3 + ways
    if agenda is not None and len(agenda):
        taken = [each.slot for each in agenda]
        ways += [_near(taken, lengths)] * len(ways)
    return st.one_of(ways)


@st.composite
def _in_hours(
    draw: DrawFn,
    office: Office,
    ids: SearchStrategy[str],
    days: tuple[date, ...],
    lengths: SearchStrategy[int],
) -> Slot:
    whose = draw(ids)
    inspector = office.inspectors.get(whose)
    if inspector is None:
        raise InvalidInput("inspector", whose, one_of(whose, office.inspectors, "inspector"))
    length = draw(lengths)
    # Days with hours, if there are any: a slot on others is drawn in another way.
    day = draw(st.sampled_from([each for each in days if inspector.intervals_on(each)] or days))
    hours = draw(st.sampled_from(inspector.intervals_on(day) or (WorkingInterval(480, 960),)))
    opens = office.calendar.ticks_at(day, hours.start)
    grid = office.policy_at(from_ticks(opens)).grid_minutes
    most = max(0, (hours.end - hours.start - length) // grid)
    return Slot(from_ticks(opens + draw(st.integers(0, most)) * grid * MINUTE), length)


def _near(taken: list[Slot], lengths: SearchStrategy[int]) -> SearchStrategy[Slot]:
    def near(slot: Slot, length: int, where: str) -> Slot:
        begins = {
            "there": slot.begins,
            "after": slot.ends,
            "before": slot.begins - length * MINUTE,
            "a minute too early": slot.ends - MINUTE,
            "a minute too late": slot.begins - (length - 1) * MINUTE,
        }
        return Slot(from_ticks(begins[where]), length)

    where = ("there", "after", "before", "a minute too early", "a minute too late")
    return st.builds(near, st.sampled_from(taken), lengths, st.sampled_from(where))


# --- commands ---------------------------------------------------------------------------


def commands(  # noqa: PLR0913 (each keyword pins a part)
    office: Office,
    agenda: Agenda,
    at: datetime,
    *,
    kinds: Collection[type[Command]] = KINDS,
    request: Pinned[str] = ...,
    inspector: Pinned[str | None] = ...,
    booking: Pinned[str] = ...,
    slot: Pinned[Slot] = ...,
    channel: Pinned[Channel | str] = ...,
    contact: Pinned[Contact] = ...,
    official: Pinned[str] = ...,
    room: Pinned[str | None] = ...,
    record: Pinned[MeetingRecord] = ...,
    days: Iterable[date] | EllipsisType = ...,
) -> SearchStrategy[Command]:
    """Commands that can be asked of an agenda at an instant; about half are allowed.

    Slots are mostly free ones, else such as :func:`slots` draws, on the ten days from ``at``
    on unless ``days`` are given. ``kinds`` are classes such as :class:`~tichet_rules.Book`.
    ``request`` is the number of the request a :class:`~tichet_rules.Book` is for, typed as
    registered or nearly so, ``inspector`` whom it is with, or who takes over, ``official`` whom
    a :class:`~tichet_rules.BookAudience` is with, ``booking`` the id that the others are about.
    A ``room`` is asked for only in person.

    >>> from datetime import datetime
    >>> from hypothesis import find
    >>> from tichet_rules import Agenda, Book, decide
    >>> from datetime import date
    >>> from tichet_rules import Inspector, Office, Request
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> at = datetime.fromisoformat("2026-11-24T10:00:00+02:00")
    >>> refused = find(
    ...     commands(office, Agenda(), at, kinds=[Book]),
    ...     lambda each: "slot.notice" in decide(each, Agenda(), at=at, office=office).refused_by,
    ... )
    >>> type(refused).__name__
    'Book'
    """
    instant = as_utc(at, "at")
    checked_instance("office", office, Office)
    checked_instance("agenda", agenda, Agenda)
    wanted = _possible(_kinds(kinds), office)
    today = office.calendar.local(instant).date()
    policy = office.policy_at(instant)
    some_number: SearchStrategy[str] = (
        st.sampled_from(list(office.requests)) if office.requests else st.just(_UNKNOWN)
    )
    form = _Form(
        office=office,
        agenda=agenda,
        at=instant,
        days=_stretch(today, _LOOKED_AHEAD) if isinstance(days, EllipsisType) else _dates(days),
        number=_pinned("request", request, some_number),
        inspector=_open_or_pinned("inspector", inspector),
        booking=_pinned("booking", booking, _booking_ids(agenda)),
        held=_pinned("booking", booking, _held_ids(agenda)),
        told=_pinned("booking", booking, _held_ids(agenda, office)),
        slot=_open_or_pinned("slot", slot),
        channel=_open_or_pinned("channel", channel),
        contact=_open_or_pinned("contact", contact),
        official=_open_or_pinned("official", official),
        room=_open_or_pinned("room", room),
        record=_open_or_pinned("record", record),
        # Otherwise a mistyped number would be no question that can be judged.
        identifies=identified.id in policy.rules,
    )
    by_kind: dict[type[Command], SearchStrategy[Command]] = {
        Book: _booked(form),
        BookAudience: _audience_booked(form),
        Reschedule: _rescheduled(form),
        Reassign: _reassigned(form),
        Cancel: st.builds(Cancel, booking=form.booking),
        Hold: st.builds(Hold, booking=form.booking),
        NoShow: st.builds(NoShow, booking=form.booking),
        RecordConclusions: st.builds(
            RecordConclusions,
            booking=form.held,
            record=records() if form.record is None else form.record,
        ),
        RequestAnswer: st.builds(RequestAnswer, booking=form.booking | form.held),
        IssueTicket: _issued(form),
    }
    return st.one_of([by_kind[each] for each in wanted])


@frozen(kw_only=True)
class _Form:
    """What commands are drawn from; ``None`` for what is drawn as the case needs it."""

    office: Office
    agenda: Agenda
    at: datetime
    days: tuple[date, ...]
    number: SearchStrategy[str]
    inspector: SearchStrategy[str | None] | None
    booking: SearchStrategy[str]
    held: SearchStrategy[str]
    told: SearchStrategy[str]
    slot: SearchStrategy[Slot] | None
    channel: SearchStrategy[Channel | str] | None
    contact: SearchStrategy[Contact] | None
    official: SearchStrategy[str] | None
    room: SearchStrategy[str | None] | None
    record: SearchStrategy[MeetingRecord] | None
    identifies: bool

    def inspector_of(self, draw: DrawFn, file: Request, *, wrong: bool) -> str | None:
        """Who has or had a request, often left out; or anybody."""
        if self.inspector is not None:
            return draw(self.inspector)
        if wrong:
            return draw(st.sampled_from([*self.office.inspectors, _UNKNOWN]))
        return draw(st.sampled_from([None, file.inspector, *file.former_inspectors]))

    def slot_of(self, draw: DrawFn, wish: _Wish, *, wrong: bool) -> Slot:
        """A free slot of an inspector, if there is one; or any."""
        if self.slot is not None:
            return draw(self.slot)
        if not wrong and (free := self._free(draw, wish)):
            return draw(st.sampled_from(free))
        return draw(slots(office=self.office, agenda=self.agenda, days=self.days))

    def channel_of(
        self, draw: DrawFn, *, wrong: bool, procedure: Procedure | None = None
    ) -> Channel | str:
        """A channel on offer, or any."""
        if self.channel is not None:
            return draw(self.channel)
        offered = self.office.policy_at(self.at, procedure).channels
        return draw(st.sampled_from(tuple(Channel) if wrong else offered))

    def room_of(self, draw: DrawFn, channel: Channel | str) -> str | None:
        """A room for a meeting in person, or whichever is free."""
        if channel != Channel.IN_PERSON:
            return None
        if self.room is not None:
            return draw(self.room)
        return draw(st.sampled_from((None, None, *self.office.rooms)))

    def contact_of(self, draw: DrawFn, *, wrong: bool) -> Contact:
        """Contact data that pass, or do not."""
        return draw(contacts(valid=not wrong) if self.contact is None else self.contact)

    def typed(self, draw: DrawFn, file: Request, *, wrong: bool) -> tuple[str, str, date]:
        """What identifies a request, as citizens type it."""
        number, name, day = file.number, file.applicant.name, file.filed_on
        if wrong and self.identifies:
            mistakes = ((number, name, day + timedelta(days=1)), ("0/0", name, day))
            more = ((number, "Altcineva", day), ("", name, day), (number, "", day))
            return draw(st.sampled_from((*mistakes, *more)))
        if not self.identifies:
            return number, name, day
        cedillas = str.maketrans("șȘțȚ", "şŞţŢ")
        right = (
            (number, name),
            (number.replace("/", " / "), name),
            (number, name.upper()),
            (number, " ".join(reversed(name.split()))),
            (number, name.translate(cedillas)),
        )
        return (*draw(st.sampled_from(right)), day)

    def fresh_id(self, draw: DrawFn) -> str | None:
        """An id that no booking has, or none."""
        fresh = next(each for each in map("b-{}".format, count(1)) if each not in self.agenda)
        return draw(st.sampled_from((None, fresh)))

    def _free(self, draw: DrawFn, wish: _Wish) -> list[Slot]:
        """Some free slots of an inspector from one of the days on."""
        if wish.whose not in self.office.inspectors:
            return []
        policy = self.office.policy_at(self.at, wish.procedure)
        found = free_slots(
            self.agenda,
            inspector=wish.whose,
            first=draw(st.sampled_from(self.days[: len(self.days) // 2 + 1])),
            last=self.days[-1],
            at=self.at,
            office=self.office,
            minutes=min(15, policy.max_minutes),
            request=wish.number if wish.number in self.office.requests else None,
            channel=Channel(wish.channel),
            procedure=wish.procedure,
        )
        return list(islice(found, _SOME_SLOTS))


@frozen
class _Wish:
    """With whom a slot is wanted, for which request, how, and under which procedure."""

    whose: str
    number: str | None
    channel: Channel | str = Channel.ONLINE
    procedure: Procedure | None = None


@st.composite
def _booked(draw: DrawFn, form: _Form) -> Command:
    number = draw(form.number)
    file = form.office.request(number)
    if file is None:
        raise InvalidInput("request", number, one_of(number, form.office.requests, "request"))
    mistake = draw(st.sampled_from(_MISTAKES))
    whose = form.inspector_of(draw, file, wrong=mistake == "inspector")
    typed_number, typed_name, filed_on = form.typed(draw, file, wrong=mistake == "identity")
    channel = form.channel_of(draw, wrong=mistake == "channel")
    wish = _Wish(whose or file.inspector, file.number, channel)
    return Book(
        number=typed_number,
        applicant=typed_name,
        filed_on=filed_on,
        slot=form.slot_of(draw, wish, wrong=mistake == "slot"),
        inspector=whose,
        channel=channel,
        contact=form.contact_of(draw, wrong=mistake == "contact"),
        booking=form.fresh_id(draw),
        room=form.room_of(draw, channel),
    )


@st.composite
def _audience_booked(draw: DrawFn, form: _Form) -> Command:
    office = form.office
    mistake = draw(st.sampled_from(_MISTAKES_OF_AUDIENCES))
    official = _official(draw, form, wrong=mistake == "inspector")
    typed = draw(form.number)
    number: str | None = typed
    file = office.requests.get(typed)
    citizen = draw(applicants()) if file is None else file.applicant
    if mistake == "identity":
        citizen, number = draw(st.sampled_from(((citizen, None), (draw(applicants()), typed))))
    channel = form.channel_of(draw, wrong=mistake == "channel", procedure=Procedure.AUDIENCE)
    wish = _Wish(official, None, channel, Procedure.AUDIENCE)
    return BookAudience(
        official=official,
        applicant=citizen,
        slot=form.slot_of(draw, wish, wrong=mistake == "slot"),
        reason=draw(st.sampled_from(_NO_REASONS if mistake == "reason" else _REASONS)),
        number=number,
        prior_audience=_prior_audience(draw, form, official, citizen, wrong=mistake == "step"),
        within_competence=draw(st.sampled_from((None, False))) if mistake == "competence" else True,
        answer_requested=draw(st.booleans()),
        channel=channel,
        contact=form.contact_of(draw, wrong=mistake == "contact"),
        booking=form.fresh_id(draw),
        room=form.room_of(draw, channel),
    )


def _official(draw: DrawFn, form: _Form, *, wrong: bool) -> str:
    """One of the leadership, if there is any; or anybody."""
    if form.official is not None:
        return draw(form.official)
    met = form.office.policy_at(form.at, Procedure.AUDIENCE).meets
    leaders = [each.id for each in form.office.inspectors.values() if each.role in met]
    anybody = [*form.office.inspectors, _UNKNOWN]
    return draw(st.sampled_from(anybody if wrong or not leaders else leaders))


def _prior_audience(
    draw: DrawFn, form: _Form, official: str, citizen: Applicant, *, wrong: bool
) -> str | None:
    """The citizen's audience on the step before, where one is needed and was held; or any."""
    if wrong:
        return draw(st.sampled_from([None, _UNKNOWN, *(each.id for each in form.agenda)]))
    staff = form.office.inspectors
    ladder = form.office.policy_at(form.at, Procedure.AUDIENCE).ladder
    needed = ladder.get(staff[official].role, ()) if official in staff else ()
    taken = [
        each.id
        for each in form.agenda
        if each.procedure is Procedure.AUDIENCE
        and each.is_held
        and each.applicant == citizen.key
        and each.inspector in staff
        and staff[each.inspector].role in needed
    ]
    return draw(st.sampled_from(taken)) if taken else None


@st.composite
def _rescheduled(draw: DrawFn, form: _Form) -> Command:
    id_ = draw(form.booking)
    there = form.agenda.get(id_)
    wish = _wish_to_move(there, there.inspector if there else _UNKNOWN)
    return Reschedule(booking=id_, slot=form.slot_of(draw, wish, wrong=draw(st.booleans())))


@st.composite
def _reassigned(draw: DrawFn, form: _Form) -> Command:
    id_ = draw(form.booking)
    there = form.agenda.get(id_)
    staff = form.office.inspectors
    who = draw(form.inspector) if form.inspector is not None else None
    if who is None:
        likely = [] if there is None else _likely_substitutes(there, form.office)
        who = draw(st.sampled_from([*likely * 3, *staff, _UNKNOWN]))
    if form.slot is None and draw(st.booleans()):
        return Reassign(booking=id_, inspector=who)
    wish = _wish_to_move(there, who)
    return Reassign(
        booking=id_, inspector=who, slot=form.slot_of(draw, wish, wrong=draw(st.booleans()))
    )


def _likely_substitutes(there: Booking, office: Office) -> list[str]:
    """Who has or had the request of a booking, and those who stand in for its inspector."""
    file = office.requests.get(there.request) if there.request else None
    own = office.inspectors.get(there.inspector)
    named = (file.inspector, *file.former_inspectors) if file else ()
    named += own.deputies if own else ()
    return [each for each in named if each in office.inspectors and each != there.inspector]


def _wish_to_move(there: Booking | None, whose: str) -> _Wish:
    if there is None:
        return _Wish(whose, None)
    return _Wish(whose, there.request, there.channel, there.procedure)


@st.composite
def _issued(draw: DrawFn, form: _Form) -> Command:
    id_ = draw(form.told)
    there = form.agenda.get(id_)
    recorded = [each for each in _RECORDS if there and each.fingerprint == there.record]
    if form.record is not None:
        record = draw(form.record)
    elif recorded and draw(st.sampled_from((True, True, False))):
        record = recorded[0]
    else:
        record = draw(records())
    citizen = None if there is None else _citizen(there, form.office)
    if there is not None and _on_record(there, form.office):
        citizen = draw(st.sampled_from((None, citizen)))
    return IssueTicket(booking=id_, record=record, citizen=citizen)


def _on_record(booking: Booking, office: Office) -> bool:
    """Whether the office has the request of a booking, and it is that citizen's."""
    file = office.requests.get(booking.request) if booking.request else None
    return file is not None and file.applicant.key == booking.applicant


def _citizen(booking: Booking, office: Office) -> Applicant | None:
    """The citizen of a booking: the one on record, or as the booking's key tells."""
    if booking.request is not None and _on_record(booking, office):
        return office.requests[booking.request].applicant
    kind, _, told = booking.applicant.partition(":")
    known = Applicant(_NAMES[0], told) if kind == "id" and told else None
    if kind == "name" and told:
        known = Applicant(told)
    return known if known is not None and known.key == booking.applicant else None


def _possible(kinds: tuple[type[Command], ...], office: Office) -> tuple[type[Command], ...]:
    """The kinds without Book where there is no request to book for."""
    possible = tuple(each for each in kinds if office.requests or each is not Book)
    if not possible:
        raise InvalidInput(
            "office", office, "an office with a request to book for: offices(requests=[…])"
        )
    return possible


def _kinds(kinds: Collection[type[Command]]) -> tuple[type[Command], ...]:
    given = listed("kinds", kinds, "a list of classes of commands")
    for index, each in enumerate(given):
        if each not in KINDS:
            names = ", ".join(kind.__name__ for kind in KINDS)
            raise InvalidInput(f"kinds[{index}]", each, f"one of the classes {names}")
    if not given:
        raise InvalidInput("kinds", [], "at least one class of commands, such as Book")
    return tuple(each for each in KINDS if each in given)


def _booking_ids(agenda: Agenda) -> SearchStrategy[str]:
    """Ids of bookings, the open ones more often, and seldom one that is not there."""
    open_ones = [each.id for each in agenda if each.is_open]
    known = [*open_ones * 2, *(each.id for each in agenda)]
    return st.sampled_from([*known, _UNKNOWN])


def _held_ids(agenda: Agenda, office: Office | None = None) -> SearchStrategy[str]:
    """Ids of bookings, those that were held more often, and seldom one that is not there.

    With an office, only those of which it could issue a ticket.
    """
    known = [each for each in agenda if office is None or _ticket_can_be_written(each, office)]
    held = [each.id for each in known if each.is_held and each.ticket is None]
    recorded = [each.id for each in known if each.is_held and each.record and not each.ticket]
    return st.sampled_from([*recorded * 2, *held * 2, *(each.id for each in known), _UNKNOWN])


def _ticket_can_be_written(booking: Booking, office: Office) -> bool:
    """Whether a ticket can name the citizen and the inspector."""
    inspector = office.inspectors.get(booking.inspector)
    named = inspector is not None and bool(inspector.name.strip())
    return named and _citizen(booking, office) is not None


# --- logs and agendas -------------------------------------------------------------------


def logs(
    office: Office,
    *,
    start: Pinned[datetime] = ...,
    kinds: Collection[type[Command]] = KINDS,
    most: int = 8,
    days: Iterable[date] = DAYS,
) -> SearchStrategy[tuple[Event, ...]]:
    """Logs of events, in order of time, each of which a decision of the office allowed.

    ``start`` is the instant of the first command, ``most`` how many commands are asked: those
    that are refused leave no event.

    >>> from hypothesis import find
    >>> from tichet_rules import Book, Cancel, replayed
    >>> from datetime import date
    >>> from tichet_rules import Inspector, Office, Request
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> log = find(logs(office, kinds=[Book, Cancel], most=3), lambda log: len(log) == 2)
    >>> [type(each).__name__ for each in log], replayed(log)
    (['Booked', 'Cancelled'], Agenda(1 bookings))
    """
    wanted = _kinds(kinds)
    checked_instance("office", office, Office)
    checked_whole_number("most", most, 0, unit="commands")
    starts = _pinned("start", start, instants(days=days, zone=office.calendar.zone))
    nothing_to_book = not office.requests and not office.inspectors

    @st.composite
    def drawn(draw: DrawFn) -> tuple[Event, ...]:
        agenda, at = Agenda(), as_utc(draw(starts), "start")
        events: list[Event] = []
        for _ in range(0 if nothing_to_book else draw(st.integers(0, most))):
            at = draw(_later(agenda, at))
            asked = draw(_likely(wanted, office, agenda, at))
            command = draw(commands(office, agenda, at, kinds=asked))
            happened = decide(command, agenda, at=at, office=office).events
            agenda = replayed(happened, agenda)
            events += happened
        return tuple(events)

    return drawn()


Kinds: TypeAlias = tuple[type[Command], ...]


def _likely(wanted: Kinds, office: Office, agenda: Agenda, at: datetime) -> SearchStrategy[Kinds]:
    """Kinds of commands out of those wanted: often such as an agenda has come to."""
    if not len(agenda):
        # Until something is booked, all else is refused.
        first: Kinds = tuple(each for each in wanted if each in (Book, BookAudience))
        possible = tuple(each for each in first or (Book,) if office.requests or each is not Book)
        return st.just(possible or (BookAudience,))
    likely = [wanted]
    moments: tuple[tuple[bool, Kinds], ...] = (
        (any(each.is_open and each.slot.start <= at for each in agenda), (Hold, NoShow)),
        (any(each.is_held and each.ticket is None for each in agenda), _AFTER_THE_MEETING),
    )
    for has_come, kinds in moments:
        asked = tuple(each for each in wanted if each in kinds)
        if has_come and asked:
            likely.append(asked)
    return st.sampled_from(likely)


def _later(agenda: Agenda, at: datetime) -> SearchStrategy[datetime]:
    """An instant not before another: the same, a little later, or when a meeting begins."""
    begin = [each.slot.start for each in agenda if each.is_open and each.slot.start > at]
    steps = (0, 0, 1, 15, 600, 1440)
    return st.sampled_from([*begin, *(at + timedelta(minutes=each) for each in steps), *begin])


def agendas(
    office: Office,
    *,
    start: Pinned[datetime] = ...,
    kinds: Collection[type[Command]] = KINDS,
    most: int = 8,
    days: Iterable[date] = DAYS,
) -> SearchStrategy[Agenda]:
    """Agendas that an office can come to: those that its :func:`logs` lead to.

    >>> from hypothesis import find
    >>> from datetime import date
    >>> from tichet_rules import Inspector, Office, Request
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> find(agendas(office, most=1), lambda agenda: len(agenda) == 1)
    Agenda(1 bookings)
    """
    return logs(office, start=start, kinds=kinds, most=most, days=days).map(replayed)
