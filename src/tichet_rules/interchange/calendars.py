"""iCalendar (RFC 5545) in and out: an inspector's busy times, and free slots.

Text in, values out. What an event says of people (its summary, description, organizer,
attendees, its UID) reaches no value, message or ``repr``: an event is named by its
position in the file, such as ``VEVENT 3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from attrs import Factory, define, field, frozen

from tichet_rules._door import checked_date, checked_instance, listed
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.interchange._icalendar import (
    AN_INSTANCE,
    MICROSECOND,
    NEAR,
    READING,
    UTC_ZONE,
    Component,
    Effort,
    Parser,
    Property,
    Rule,
    TableZone,
    Zone,
    at_line,
    date_or_time,
    file_zone,
    icalendar_module,
    known_zone,
    length,
    library,
    needed,
    placed,
    word_of,
)
from tichet_rules.model import Absence, Slot
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import as_utc, from_ticks
from tichet_rules.wording import counted

__all__ = ["CalendarReading", "LeftOut", "LeftOutBecause", "absences_from_ics", "slots_to_ics"]

_CALENDAR: Final = WorkingCalendar()
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_MOST_CHARACTERS: Final = 10_000_000

# --- what was read -------------------------------------------------------------------------


class LeftOutBecause(StrEnum):
    """Why a component of a file makes nobody absent."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    TRANSPARENT = "transparent"
    FREE = "free"
    TENTATIVE = "tentative"
    WORKING_ELSEWHERE = "working_elsewhere"
    NO_TIME = "no_time"
    OUTSIDE = "outside"
    SUPERSEDED = "superseded"
    NO_EVENT = "no_event"
    UNREADABLE = "unreadable"


_BECAUSE: Final = {
    LeftOutBecause.CANCELLED: Text("anulat", "cancelled"),
    LeftOutBecause.DECLINED: Text("invitație refuzată", "the invitation was declined"),
    LeftOutBecause.TRANSPARENT: Text("nu ocupă timpul", "takes up nobody's time"),
    LeftOutBecause.FREE: Text("marcat ca liber", "marked as free"),
    LeftOutBecause.TENTATIVE: Text("provizoriu", "tentative"),
    LeftOutBecause.WORKING_ELSEWHERE: Text("lucrează în altă parte", "working elsewhere"),
    LeftOutBecause.NO_TIME: Text("nu are durată", "has no duration"),
    LeftOutBecause.OUTSIDE: Text("în afara perioadei cerute", "outside the dates asked for"),
    LeftOutBecause.SUPERSEDED: Text(
        "fișierul are o versiune mai nouă", "the file has a later version"
    ),
    LeftOutBecause.NO_EVENT: Text("nu este un eveniment", "not an event"),
    LeftOutBecause.UNREADABLE: Text("nu poate fi citit", "can't be read"),
}


@frozen
class LeftOut:
    """A component of a file that makes nobody absent, and why.

    ``component`` is its name and its position among those of that name in the file,
    counted from 1; ``line`` the line on which it begins. ``detail`` is the message of the
    error when it could not be read.

    >>> LeftOut("VEVENT 3", 41, LeftOutBecause.CANCELLED).explain("en")
    'VEVENT 3 (line 41): cancelled'
    """

    component: str
    line: int
    because: LeftOutBecause
    detail: Text | None = None

    def explain(self, language: Language) -> str:
        """What was left out, where it stands and why, in words."""
        line = Text("linia", "line").in_(language)
        detail = f" ({self.detail.in_(language)})" if self.detail is not None else ""
        return (
            f"{self.component} ({line} {self.line}): {_BECAUSE[self.because].in_(language)}{detail}"
        )


@frozen
class CalendarReading:
    """What an iCalendar file says of a span of dates.

    ``absences`` are disjoint and in order, ready for ``Inspector(absences=...)``.
    ``left_out`` is in the order of the file: together with the components behind the
    absences it is everything that the file holds.
    """

    absences: tuple[Absence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def absences_from_ics(
    text: str,
    *,
    first: date,
    last: date,
    calendar: WorkingCalendar = _CALENDAR,
    attendee: str | None = None,
    tentative: bool = True,
    working_elsewhere: bool = True,
    skip_unreadable: bool = False,
) -> CalendarReading:
    r"""The busy times of an iCalendar file as absences, from one local date to another.

    >>> from datetime import date
    >>> reading = absences_from_ics(
    ...     "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
    ...     "DTSTART;TZID=GTB Standard Time:20261123T090000\r\nDURATION:PT1H30M\r\n"
    ...     "RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ...     first=date(2026, 11, 30),
    ...     last=date(2026, 12, 6),
    ... )
    >>> [(each.first.isoformat(), each.last.isoformat()) for each in reading.absences]
    [('2026-11-30T07:00:00+00:00', '2026-11-30T08:30:00+00:00')]

    Events (``VEVENT``, with every instance of a recurring one) and published busy times
    (``VFREEBUSY``) are read; nothing outside ``first`` to ``last``, both included, is. A
    whole local day is an absence of dates, anything else of instants.

    Dates and floating times are those of the ``calendar``'s clock. A zone is looked up by
    its IANA name, by its Windows name, and then in the file's own ``VTIMEZONE``. An
    instance ends at the same clock time as the first (``DTEND``), or after so many days
    by the clock and then so many hours of elapsed time (``DURATION``). Of a local time
    that comes twice the first is meant; one that the clock skips is counted with the
    offset before the change, as RFC 5545 has it.

    Args:
        text: What the file holds, decoded.
        first: The first local date to read.
        last: The last local date to read.
        calendar: The office's clock.
        attendee: The inspector's e-mail address: invitations that it has declined don't
            count.
        tentative: Whether tentative events and times count as busy.
        working_elsewhere: Whether Outlook's "working elsewhere" counts as busy.
        skip_unreadable: Whether a component that can't be read is left out with its
            reason, and not refused. The inspector may then be offered while away.

    Raises:
        InvalidInput: The text is no iCalendar file, is cut short, or holds something that
            can't be read or is too much to read; the error names the component and line.
        MissingExtra: The extra ``calendar`` is not installed.
    """
    if not isinstance(text, str):
        raise WrongType(
            "text",
            text,
            Text("textul unui fișier iCalendar", "the text of an iCalendar file"),
            personal=True,
        )
    if len(text) > _MOST_CHARACTERS:
        given = Given(*(counted(len(text), "character", code) for code in LANGUAGES))
        right = Text(
            f"cel mult {counted(_MOST_CHARACTERS, 'character', 'ro')}",
            f"at most {counted(_MOST_CHARACTERS, 'character', 'en')}",
        )
        raise InvalidInput("text", given, right)
    if attendee is not None and not isinstance(attendee, str):
        raise WrongType(
            "attendee", attendee, Text("o adresă de e-mail", "an e-mail address"), personal=True
        )
    for name, day in (("first", first), ("last", last)):
        if not _FIRST_YEAR <= checked_date(name, day).year <= _LAST_YEAR:
            right = Text(
                f"o dată din anii {_FIRST_YEAR}-{_LAST_YEAR}",
                f"a date from {_FIRST_YEAR} to {_LAST_YEAR}",
            )
            raise InvalidInput(name, day, right)
    if last < first:
        right = Text(f"{first.isoformat()} sau o dată mai târzie", f"{first.isoformat()} or later")
        raise InvalidInput("last", last, right)
    checked_instance("calendar", calendar, WorkingCalendar)
    library("icalendar", READING)
    library("recurring_ical_events", READING)
    reader = _Reader(
        calendar=calendar,
        begins=calendar.midnight(first),
        ends=calendar.midnight(day_after(last)),
        attendee=None if attendee is None else _address(attendee),
        ignored={
            LeftOutBecause.TENTATIVE: not tentative,
            LeftOutBecause.WORKING_ELSEWHERE: not working_elsewhere,
        },
        skip_unreadable=skip_unreadable,
    )
    for each in Parser(skip_unreadable).parse(text):
        reader.read(each)
    return reader.reading()


# --- events --------------------------------------------------------------------------------


@frozen
class _Event:
    """A ``VEVENT`` whose times are known.

    ``start`` is a date or a local time of ``zone``. It lasts ``days`` by the clock and
    then ``elapsed``. ``periods`` are the ends, in ticks, of single instances.
    """

    component: Component
    start: date | datetime
    zone: Zone
    days: timedelta
    elapsed: timedelta
    because: LeftOutBecause | None
    rules: tuple[Rule, ...] = ()
    more: tuple[date | datetime, ...] = ()
    excluded: tuple[date | datetime, ...] = ()
    periods: Mapping[datetime, int] = Factory(dict)
    instance: date | datetime | None = None
    and_future: bool = False

    @property
    def single(self) -> bool:
        """Whether it happens once, whatever else there is."""
        return not (self.rules or self.more or self.excluded or self.instance is not None)

    def span(self, start: date | datetime, zone: Zone) -> tuple[int, int]:
        """The ticks of an instance that starts at a local time of a zone."""
        wall = _as_wall(start)
        begins = zone.ticks(wall)
        if wall in self.periods:
            return begins, self.periods[wall]
        ends = zone.ticks(wall + self.days) + self.elapsed // MICROSECOND
        # Where the clock skips the start, the end may come out before it.
        return begins, ends if ends > begins else begins + (self.days + self.elapsed) // MICROSECOND


def _as_wall(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _address(text: str) -> str:
    return re.sub(r"\Amailto:", "", text.strip().casefold())


@define(repr=False)
class _Reader:
    """One reading: what is asked for, and what has been found so far."""

    calendar: WorkingCalendar
    begins: int
    ends: int
    attendee: str | None
    ignored: Mapping[LeftOutBecause, bool]
    skip_unreadable: bool
    spans: list[tuple[int, int]] = field(factory=list)
    left_out: dict[int, LeftOut] = field(factory=dict)
    office: Zone = field(init=False)
    effort: Effort = field(init=False)
    zones: dict[str, Zone] = field(init=False, factory=dict)
    described: dict[str, Component] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.office = TableZone(self.calendar.zone)
        self.effort = Effort(
            self.office.wall(self.begins) - NEAR, self.office.wall(self.ends) + NEAR
        )

    def reading(self) -> CalendarReading:
        """What was found, the spans joined and the rest in the order of the file."""
        joined: list[list[int]] = []
        for begins, ends in sorted(self.spans):
            if joined and begins <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], ends)
            else:
                joined.append([begins, ends])
        return CalendarReading(
            tuple(self._absence(begins, ends) for begins, ends in joined),
            tuple(self.left_out[line] for line in sorted(self.left_out)),
        )

    def _absence(self, begins: int, ends: int) -> Absence:
        first, after = self.calendar.date_at(begins), self.calendar.date_at(ends)
        if begins == self.calendar.midnight(first) and ends == self.calendar.midnight(after):
            return Absence(first, after - timedelta(days=1))
        return Absence(from_ticks(begins), from_ticks(ends))

    # --- one calendar -------------------------------------------------------------------

    def read(self, calendar: Component) -> None:
        """Take in one ``VCALENDAR``."""
        for name, right in (("VERSION", "2.0"), ("CALSCALE", "GREGORIAN")):
            each = calendar.one(name)
            if each is not None and word_of(each) != right:
                raise each.wrong(f"{name}:{right}").inside(f"{calendar.place}, ")
        if calendar.problem is not None:
            self._unreadable(calendar, calendar.problem)
        self.zones.clear()
        self.described = {
            each.value: component
            for component in calendar.components
            if component.name == "VTIMEZONE"
            for each in component.all("TZID")
        }
        events: dict[str, list[Component]] = {}
        for component in calendar.components:
            if component.name == "VEVENT":
                uid = component.all("UID")
                # Without a UID it is related to no other.
                key = uid[0].value if uid else f"\0{component.position}"
                events.setdefault(key, []).append(component)
            elif component.name == "VFREEBUSY":
                self._attempt(component, self._free_busy)
            elif component.name != "VTIMEZONE":
                self._leave_out(component, LeftOutBecause.NO_EVENT)
        cancelled = calendar.word("METHOD") == "CANCEL"
        for components in events.values():
            self._series(components, cancelled)

    def _leave_out(
        self,
        component: Component,
        because: LeftOutBecause,
        detail: Text | None = None,
    ) -> None:
        self.left_out[component.line] = LeftOut(component.place, component.line, because, detail)

    def _unreadable(self, component: Component, problem: InvalidInput) -> None:
        error = placed(problem, [component])
        if not self.skip_unreadable or self.effort.left < 0:
            raise error from None
        said = Text(error.in_("ro"), error.in_("en"))
        self._leave_out(component, LeftOutBecause.UNREADABLE, said)

    def _attempt(self, component: Component, read: Any, *arguments: Any) -> Any:
        """What reading a component gives, or ``None`` when it can't be read."""
        try:
            if component.problem is not None:
                raise component.problem
            return read(component, *arguments)
        except InvalidInput as problem:
            self._unreadable(component, problem)
        except ArithmeticError:
            too_far = InvalidInput(
                at_line(component.line),
                Given("un moment prea îndepărtat", "a time too far away"),
                Text("momente din anii 1-9999", "times in the years 1 to 9999"),
            )
            self._unreadable(component, too_far)
        return None

    def _busy(self, begins: int, ends: int) -> bool:
        """Take in a span; whether any of it is asked for."""
        begins, ends = max(begins, self.begins), min(ends, self.ends)
        if begins >= ends:
            return False
        self.spans.append((begins, ends))
        return True

    # --- times --------------------------------------------------------------------------

    def _zone(self, each: Property) -> Zone:
        name = each.parameter("TZID")
        if not name:
            return self.office
        if name not in self.zones:
            zone = known_zone(name)
            if zone is None:
                if name not in self.described:
                    right = Text(
                        "un fus orar după numele lui IANA sau Windows, sau unul pe care îl descrie "
                        "fișierul",
                        "a time zone by its IANA or Windows name, or one that the file describes",
                    )
                    raise each.wrong(right, name)
                zone = file_zone(self.described[name], self.effort)
            self.zones[name] = zone
        return self.zones[name]

    def _moment(self, each: Property, value: str) -> tuple[date | datetime, Zone]:
        """A date, or a local time and its zone."""
        moment = date_or_time(each, value)
        if not isinstance(moment, datetime):
            return moment, self.office
        if moment.tzinfo is not None:
            return moment.replace(tzinfo=None), UTC_ZONE
        return moment, self._zone(each)

    def _end(self, each: Property, value: str, start: datetime, zone: Zone) -> int:
        """The ticks of the end of a period: a time, or a duration from its start."""
        if value.strip().startswith(("P", "+P", "-")):
            days, elapsed = length(each, value)
            ends = zone.ticks(start + days) + elapsed // MICROSECOND
        else:
            moment, end_zone = self._moment(each, value)
            ends = end_zone.ticks(_as_wall(moment))
        if ends < zone.ticks(start):
            right = Text(
                "o perioadă care se termină după ce începe", "a period that ends after it starts"
            )
            raise each.wrong(right)
        return ends

    def _in(
        self, each: Property, value: str, start: date | datetime, zone: Zone
    ) -> date | datetime:
        """An instance's date or local time, of the kind and in the zone of its series."""
        moment, own = self._moment(each, value)
        if not isinstance(moment, datetime):
            return moment
        if not isinstance(start, datetime):
            return self.office.wall(own.ticks(moment)).date()
        return moment if own == zone else zone.wall(own.ticks(moment))

    # --- free and busy times ------------------------------------------------------------

    def _free_busy(self, component: Component) -> None:
        found: list[LeftOutBecause] = []
        busy = False
        for each in component.all("FREEBUSY"):
            because = self._free_because(each.parameter("FBTYPE").upper())
            for period in self.effort.values(each):
                first, _, last = period.partition("/")
                moment, zone = self._moment(each, first)
                start = _as_wall(moment)
                span = zone.ticks(start), self._end(each, last, start, zone)
                if because is None:
                    busy = self._busy(*span) or busy
                else:
                    found.append(because)
        if found:
            self._leave_out(component, found[0])
        elif not busy:
            self._leave_out(component, LeftOutBecause.OUTSIDE)

    def _free_because(self, kind: str) -> LeftOutBecause | None:
        if kind == "FREE":
            return LeftOutBecause.FREE
        return self._if_ignored(kind == "BUSY-TENTATIVE", LeftOutBecause.TENTATIVE)

    def _if_ignored(self, holds: bool, because: LeftOutBecause) -> LeftOutBecause | None:
        return because if holds and self.ignored[because] else None

    # --- events -------------------------------------------------------------------------

    def _not_busy(self, component: Component, cancelled: bool) -> LeftOutBecause | None:
        """Why an event takes up none of the inspector's time, whenever it is."""
        status = component.word("STATUS")
        if cancelled or status == "CANCELLED":
            return LeftOutBecause.CANCELLED
        if self.attendee is not None and any(
            each.parameter("PARTSTAT").upper() == "DECLINED"
            for each in component.all("ATTENDEE")
            if self.attendee in (_address(each.value), _address(each.parameter("EMAIL")))
        ):
            return LeftOutBecause.DECLINED
        # What Outlook says is finer than TRANSP, which it writes beside it.
        shown = component.word("X-MICROSOFT-CDO-BUSYSTATUS")
        if shown == "FREE":
            return LeftOutBecause.FREE
        if shown not in _OUTLOOK_BUSY and component.word("TRANSP") == "TRANSPARENT":
            return LeftOutBecause.TRANSPARENT
        return self._if_ignored(
            status == "TENTATIVE" or shown == "TENTATIVE", LeftOutBecause.TENTATIVE
        ) or self._if_ignored(shown == "WORKINGELSEWHERE", LeftOutBecause.WORKING_ELSEWHERE)

    def _series(self, components: list[Component], cancelled: bool) -> None:
        """Take in the events of one UID: an event, or a series and its changed instances."""
        reasons = [self._attempt(each, self._reason, cancelled) for each in components]
        judged = [
            (each, found[0])
            for each, found in zip(components, reasons, strict=True)
            if found is not None
        ]
        if all(because is not None for _, because in judged):
            # Nothing of it takes time, so its times don't matter.
            for component, because in judged:
                self._leave_out(component, because)
            return
        masters = [
            event
            for component, because in judged
            if not component.all("RECURRENCE-ID")
            and (event := self._attempt(component, self._event, because, None)) is not None
        ]
        masters = self._latest(masters)
        model = masters[-1] if masters else None
        changes = [
            event
            for component, because in judged
            if component.all("RECURRENCE-ID")
            and (event := self._attempt(component, self._event, because, model)) is not None
        ]
        alone: list[_Event] = []
        latest: list[_Event] = []
        for _, same in groupby(sorted(changes, key=_instance), key=_instance):
            change, *others = self._latest(list(same))
            (latest if masters else alone).append(change)
            alone += others
        for event in alone:
            self._take(event, [event])
        for master in masters:
            self._take(master, [master, *latest])

    def _reason(self, component: Component, cancelled: bool) -> tuple[LeftOutBecause | None]:
        _sequence(component)
        return (self._not_busy(component, cancelled),)

    def _latest(self, events: list[_Event]) -> list[_Event]:
        """Those of the highest SEQUENCE. Two of the same are two events, to be safe."""
        highest = max((_sequence(each.component) for each in events), default=0)
        latest = []
        for each in events:
            if _sequence(each.component) == highest:
                latest.append(each)
            else:
                self._leave_out(each.component, LeftOutBecause.SUPERSEDED)
        return latest

    def _event(
        self, component: Component, because: LeftOutBecause | None, master: _Event | None
    ) -> _Event:
        """An event with its times, a changed instance being one of its master."""
        begins = needed(component, "DTSTART")
        start, zone = self._moment(begins, begins.value)
        days, elapsed = self._lasts(component, start, zone)
        if component.all("EXRULE"):
            right = Text(
                "EXDATE, fiindcă EXRULE nu se mai folosește",
                "EXDATE, as EXRULE is no longer in use",
            )
            raise component.all("EXRULE")[0].wrong(right, "EXRULE")
        identity = component.one("RECURRENCE-ID")
        if identity is not None:
            return self._change(
                _Event(component, start, zone, days, elapsed, because), identity, master
            )
        periods: dict[datetime, int] = {}
        more: list[date | datetime] = []
        for each in component.all("RDATE"):
            for value in self.effort.values(each, AN_INSTANCE):
                first, has_end, last = value.partition("/")
                moment = self._in(each, first, start, zone)
                more.append(moment)
                if has_end:
                    periods[_as_wall(moment)] = self._end(each, last, _as_wall(moment), zone)
        rules = [
            Rule.read(each, _as_wall(start), zone, self.effort) for each in component.all("RRULE")
        ]
        excluded = [
            self._in(each, value, start, zone)
            for each in component.all("EXDATE")
            for value in self.effort.values(each)
        ]
        return _Event(
            component=component,
            start=start,
            zone=zone,
            days=days,
            elapsed=elapsed,
            because=because,
            rules=tuple(rules),
            more=tuple(more),
            excluded=tuple(excluded),
            periods=periods,
        )

    def _change(self, event: _Event, identity: Property, master: _Event | None) -> _Event:
        of, zone = (event.start, event.zone) if master is None else (master.start, master.zone)
        instance = self._in(identity, identity.value, of, zone)
        if isinstance(of, datetime) and not isinstance(instance, datetime):
            instance = datetime.combine(instance, of.time())
        and_future = identity.parameter("RANGE").upper() == "THISANDFUTURE"
        if and_future and isinstance(event.start, datetime) is not isinstance(of, datetime):
            right = Text(
                "ore pentru o serie cu ore și date pentru una cu date",
                "times for a series of times, and dates for one of dates",
            )
            raise identity.wrong(right)
        return _Event(
            component=event.component,
            start=event.start,
            zone=event.zone,
            days=event.days,
            elapsed=event.elapsed,
            because=event.because,
            instance=instance,
            and_future=and_future,
        )

    def _lasts(
        self, component: Component, start: date | datetime, zone: Zone
    ) -> tuple[timedelta, timedelta]:
        """How long an event lasts: days and times by the clock, then elapsed time."""
        end, duration = component.one("DTEND"), component.one("DURATION")
        if duration is not None:
            if end is not None:
                right = Text("DTEND sau DURATION, nu amândouă", "DTEND or DURATION, not both")
                raise duration.wrong(right)
            return length(duration, duration.value)
        whole_day = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
        if end is None:
            return whole_day, timedelta(0)
        moment, end_zone = self._moment(end, end.value)
        if isinstance(moment, datetime) is not isinstance(start, datetime):
            right = Text(
                "o dată dacă DTSTART este o dată și o oră dacă este o oră",
                "a date if DTSTART is one, and a time if it is one",
            )
            raise end.wrong(right)
        if end_zone == zone:
            parts = _as_wall(moment) - _as_wall(start), timedelta(0)
        else:
            ticks = end_zone.ticks(_as_wall(moment)) - zone.ticks(_as_wall(start))
            parts = timedelta(0), ticks * MICROSECOND
        if sum(parts, timedelta(0)) < timedelta(0):
            right = Text(
                "un sfârșit care nu este înainte de DTSTART", "an end that is not before DTSTART"
            )
            raise end.wrong(right)
        # A day that ends on itself is how some programs write a single day.
        return max(parts[0], whole_day), parts[1]

    # --- instances ----------------------------------------------------------------------

    def _take(self, master: _Event, events: list[_Event]) -> None:
        """Take in a series: its instances, less those that were changed, and the changes."""
        found = self._attempt(master.component, self._instances, master, events)
        if found is None:
            for event in events[1:]:
                self._take(event, [event])
            return
        busy: set[int] = set()
        for number, start, zone in found:
            event = events[number]
            if event.because is None:
                span = self._attempt(event.component, lambda _: event.span(start, zone))  # noqa: B023
                if span is not None and self._busy(*span):
                    busy.add(number)
        for number, event in enumerate(events):
            because = event.because
            if because is None:
                if number in busy:
                    self.left_out.pop(event.component.line, None)
                    continue
                no_time = not (event.days or event.elapsed or event.periods)
                because = LeftOutBecause.NO_TIME if no_time else LeftOutBecause.OUTSIDE
            if event.component.line not in self.left_out:
                self._leave_out(event.component, because)

    def _instances(
        self, _: Component, master: _Event, events: list[_Event]
    ) -> list[tuple[int, date | datetime, Zone]]:
        """The instances near the span: the number of the event, the start and its zone."""
        if len(events) == 1 and (master.single or master.instance is not None):
            return [(0, master.start, master.zone)]
        begins = needed(master.component, "DTSTART")
        self.effort.spend(begins, 5 * len(events) * AN_INSTANCE)
        for each, rule in zip(master.component.all("RRULE"), master.rules, strict=True):
            # Each instance is compared with each change of those to come.
            changes = sum(event.and_future for event in events)
            self.effort.spend(each, changes * rule.effort(self.effort.since, self.effort.until))
        zone = master.zone
        calendar = icalendar_module("cal").Calendar()
        own: dict[int, date | datetime] = {}
        for number, event in enumerate(events):
            start = event.start
            if isinstance(start, datetime) and event.zone != zone:
                start = zone.wall(event.zone.ticks(start))
            own[number] = start
            calendar.add_component(_for_expansion(number, event, start, zone))
        query = (
            library("recurring_ical_events", READING)
            .CalendarQuery(calendar)
            .between(zone.wall(self.begins) - NEAR, zone.wall(self.ends) + NEAR)
        )
        instances: list[tuple[int, date | datetime, Zone]] = []
        for each in query:
            number, start = int(each[_NUMBER]), each["DTSTART"].dt
            event = events[number]
            if event is not master and start == own[number]:
                instances.append((number, event.start, event.zone))
            else:
                instances.append((number, start, zone))
        return instances


_OUTLOOK_BUSY: Final = frozenset({"BUSY", "OOF", "TENTATIVE", "WORKINGELSEWHERE"})
_NUMBER: Final = "X-TICHET-RULES-EVENT"


def _sequence(component: Component) -> int:
    each = component.one("SEQUENCE")
    if each is None:
        return 0
    if not re.fullmatch("[0-9]{1,10}", each.value.strip()):
        raise each.wrong(Text("un număr întreg", "a whole number"))
    return int(each.value)


def _instance(event: _Event) -> datetime:
    assert event.instance is not None  # asked of changed instances alone
    return _as_wall(event.instance)


def _for_expansion(number: int, event: _Event, start: date | datetime, zone: Zone) -> Any:
    """The event as its instances are worked out: local times of its series without a zone.

    ``recurring_ical_events`` compares an instance with EXDATE and RECURRENCE-ID both by UTC
    and by local time, and so takes 12:00 in Bucharest, 10:00 UTC, for 10:00 in Bucharest;
    and ``icalendar`` keeps the zones of one file for the next. Neither has a zone to know.
    """
    types = icalendar_module("prop")
    made = icalendar_module("cal").Event()
    made["UID"] = "series"
    made[_NUMBER] = number
    made["DTSTART"] = types.vDDDTypes(start)
    wall = _as_wall(start)
    ends = [wall + event.days + event.elapsed, *map(zone.wall, event.periods.values())]
    longest = max(
        [ends[0] - wall, *(end - begin for begin, end in zip(event.periods, ends[1:], strict=True))]
    )
    # Longer than it is by what the clocks may differ, so that none is missed.
    made["DTEND"] = types.vDDDTypes(start + timedelta(days=longest.days + 1))
    if event.instance is not None:
        made["RECURRENCE-ID"] = types.vDDDTypes(event.instance)
        if event.and_future:
            made["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return made
    if event.rules:
        made["RRULE"] = [types.vRecur.from_ical(rule.text) for rule in event.rules]
    if event.more:
        made["RDATE"] = types.vDDDLists(event.more)
    if event.excluded:
        made["EXDATE"] = types.vDDDLists(event.excluded)
    return made


# --- free slots ----------------------------------------------------------------------------

_FREE_SLOT: Final = Text("Interval liber", "Free slot")
_A_DOMAIN: Final = Text(
    "un domeniu ca 'i-017.tichet.example'", "a domain such as 'i-017.tichet.example'"
)
_DOMAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,198}[A-Za-z0-9])?")


def slots_to_ics(
    slots: Iterable[Slot],
    *,
    at: datetime,
    uid_domain: str,
    language: Language = "ro",
    summary: Text = _FREE_SLOT,
    product: str = "tichet-rules",
) -> str:
    r"""Free slots as an iCalendar file to publish (``METHOD:PUBLISH``).

    Each slot is a ``VEVENT`` that takes up nobody's time (``TRANSP:TRANSPARENT``). A
    ``VFREEBUSY`` with ``FBTYPE=FREE`` would say the same in one component, but calendar
    programs show no such component of a file or a subscription: only events.

    >>> from datetime import datetime
    >>> text = slots_to_ics(
    ...     [Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"), 15)],
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     uid_domain="i-017.tichet.example",
    ...     language="en",
    ... )
    >>> print(text.replace("\r\n", "\n"), end="")
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//tichet-rules//EN
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    BEGIN:VEVENT
    SUMMARY;LANGUAGE=en:Free slot
    DTSTART:20261126T080000Z
    DTEND:20261126T081500Z
    DTSTAMP:20261124T080000Z
    UID:20261126T080000Z-15@i-017.tichet.example
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE
    END:VEVENT
    END:VCALENDAR

    The same slots and the same ``at`` give the same text. Times are in UTC, which needs no
    description of a zone and which every program shows in the reader's own.

    Args:
        slots: The slots, in any order; one that comes twice is written once.
        at: When the slots were found free (``DTSTAMP``), to the second.
        uid_domain: What stands after the "@" of each UID: a domain of the office's own,
            another for each inspector, or their slots would be taken for the same.
        language: The language of the summary.
        summary: What the programs show.
        product: The name of the program that publishes (``PRODID``).

    Raises:
        InvalidInput: A value that can't be written, such as a start within a second.
        MissingExtra: The extra ``calendar`` is not installed.
    """
    stamp = as_utc(at, "at").replace(microsecond=0)
    found = {
        (each.begins, each.minutes): each
        for each in (
            _whole_second(f"slots[{index}]", each)
            for index, each in enumerate(
                listed("slots", slots, Text("o listă de intervale", "a list of slots"))
            )
        )
    }
    if not isinstance(uid_domain, str):
        raise WrongType("uid_domain", uid_domain, _A_DOMAIN)
    if _DOMAIN.fullmatch(uid_domain) is None:
        raise InvalidInput("uid_domain", uid_domain, _A_DOMAIN)
    if not isinstance(product, str):
        raise WrongType("product", product, Text("numele unui program", "the name of a program"))
    if not product.isprintable() or not product.strip():
        right = Text("numele unui program, pe un rând", "the name of a program, in one line")
        raise InvalidInput("product", product, right)
    words = checked_instance("summary", summary, Text).in_(language)
    purpose = Text("scrierea unui fișier iCalendar", "writing an iCalendar file")
    icalendar = library("icalendar", purpose)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{product}//{language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for _, slot in sorted(found.items()):
        event = icalendar.Event()
        event.add("uid", f"{slot.start:%Y%m%dT%H%M%SZ}-{slot.minutes}@{uid_domain}")
        event.add("dtstamp", stamp)
        event.add("dtstart", slot.start)
        event.add("dtend", slot.end)
        event.add("summary", words, parameters={"LANGUAGE": language})
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _whole_second(place: str, slot: Slot) -> Slot:
    checked_instance(place, slot, Slot)
    if slot.start.microsecond:
        right = Text("un început la o secundă întreagă", "a start at a whole second")
        raise InvalidInput(f"{place}.start", slot.start, right)
    return slot
