"""The parts of an iCalendar file (RFC 5545): its components, zones, times and rules.

Values are read by ``icalendar``; lines, components and zones are not, as it keeps the zones
of one file for the next one, and does not say on which line something stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from attrs import Factory, define, frozen

from tichet_rules.errors import Given, InvalidInput, MissingExtra
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import from_ticks, ticks_of, zone_of

READING: Final = Text("citirea unui fișier iCalendar", "reading an iCalendar file")


def library(name: str, purpose: Text) -> Any:
    """A module of the extra, as Any: what its functions are annotated with varies by release."""
    try:
        return import_module(name)
    except ImportError as missing:
        raise MissingExtra(purpose, "calendar") from missing


def icalendar_module(module: str) -> Any:
    return library(f"icalendar.{module}", READING)


# --- lines and components ------------------------------------------------------------------

_MOST_COMPONENTS: Final = 20_000  # five events a day for ten years

_FIRST_LINE: Final = Text(
    "BEGIN:VCALENDAR, ca într-un fișier iCalendar", "BEGIN:VCALENDAR, as in an iCalendar file"
)
_LINE_END: Final = re.compile(r"\r?\n|\r")
_CONTENT_LINE: Final = re.compile(r"([\w.-]+)[;:].*", re.ASCII | re.DOTALL)
_READ: Final = re.compile(
    "ATTENDEE|BEGIN|CALSCALE|DTEND|DTSTART|DURATION|END|EXDATE|EXRULE|FREEBUSY|METHOD|RDATE|"
    "RECURRENCE-ID|RRULE|SEQUENCE|STATUS|TRANSP|TZID|TZOFFSETFROM|TZOFFSETTO|UID|VERSION|"
    "X-MICROSOFT-CDO-BUSYSTATUS"
)
_COMPONENT: Final = re.compile(r"[A-Z0-9-]{1,60}", re.ASCII)


@frozen(repr=False)
class Property:
    """One property of a component: ``DTSTART;TZID=Europe/Bucharest:20261126T100000``."""

    name: str
    parameters: Mapping[str, Any]
    value: str
    line: int

    def parameter(self, name: str) -> str:
        """A parameter's value. An unquoted comma, which lists values, is read as its own."""
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else ", ".join(each.strip() for each in value)

    def wrong(self, expected: str | Text, given: str | Given | None = None) -> InvalidInput:
        """The error that its value is not what it should be."""
        shown = self.value if given is None else given
        return InvalidInput(at_line(self.line, self.name), shown, expected)


@define(repr=False)
class Component:
    """One component, with the properties that matter here and the components inside."""

    name: str
    line: int
    position: int
    properties: list[Property] = Factory(list)
    components: list[Component] = Factory(list)
    problem: InvalidInput | None = None

    @property
    def place(self) -> str:
        """Its name and position, such as ``VEVENT 3``."""
        return f"{self.name} {self.position}"

    def all(self, name: str) -> list[Property]:
        """The properties of a name."""
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property | None:
        """The property of a name that may stand once, or ``None``."""
        found = self.all(name)
        if len(found) > 1:
            once = Text(f"{name} o singură dată", f"{name} once")
            raise found[1].wrong(once, Given(f"{name} din nou", f"{name} again"))
        return found[0] if found else None

    def word(self, name: str) -> str:
        """The value of a property that is one of some words, in capitals."""
        found = self.one(name)
        return "" if found is None else found.value.strip().upper()


def _content_lines(text: str) -> Iterator[tuple[int, str]]:
    """The unfolded lines, each with the number of its first physical line."""
    parts: list[str] = []
    start = 1
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        if parts and line.startswith((" ", "\t")):
            parts.append(line[1:])
        elif line:
            if parts:
                yield start, "".join(parts)
            parts, start = [line], number
    if parts:
        yield start, "".join(parts)


def _property(line: str, number: int) -> Property | None:
    """The property that a line states, or ``None`` for one that does not matter here.

    Most of what is personal is never taken apart.
    """
    found = _CONTENT_LINE.fullmatch(line)
    if found is None:
        raise _malformed(number)
    name = found[1].upper()
    if _READ.fullmatch(name) is None:
        return None
    try:
        _, parameters, value = icalendar_module("parser").Contentline(line).parts()
    except ValueError:
        raise _malformed(number) from None
    if name in {"BEGIN", "END"}:
        value = value.strip().upper()
        if _COMPONENT.fullmatch(value) is None:
            raise _malformed(number)
    return Property(name, {key.upper(): each for key, each in parameters.items()}, value, number)


def at_line(number: int, name: str = "") -> Text:
    """Where something stands in the file, as an error names it: ``line 7: DTSTART``."""
    of = f": {name}" if name else ""
    return Text(f"linia {number}{of}", f"line {number}{of}")


def _malformed(number: int) -> InvalidInput:
    right = Text("o linie de conținut, NUME:valoare", "a content line, NAME:value")
    return InvalidInput(at_line(number), None, right, personal=True)


@define(repr=False)
class Parser:
    """The components of a text, as far as they have been read."""

    skip_unreadable: bool
    calendars: list[Component] = Factory(list)
    open: list[Component] = Factory(list)
    positions: Counter[str] = Factory(Counter)
    count: int = 0

    def parse(self, text: str) -> list[Component]:
        """The ``VCALENDAR`` components of a text; what was cut short is refused."""
        number = 1
        for number, line in _content_lines(text):
            self._line(number, line)
        if self.open:
            last = Given(f"linia {number} ca ultima", f"line {number} as its last")
            raise InvalidInput("text", last, self._end())
        if not self.calendars:
            nothing = Given("nicio componentă", "no component")
            raise InvalidInput("text", nothing, _FIRST_LINE)
        return self.calendars

    def _line(self, number: int, line: str) -> None:
        try:
            each = _property(line, number)
        except InvalidInput as problem:
            if not self.open or not self.skip_unreadable:
                raise placed(problem, self.open[:2]) from None
            # An event and what stands inside it are one; so is a calendar without its events.
            self.open[:2][-1].problem = problem
            return
        if not self.open and (each is None or (each.name, each.value) != ("BEGIN", "VCALENDAR")):
            raise InvalidInput(at_line(number), None, _FIRST_LINE, personal=True)
        if each is None:
            return
        if each.name == "BEGIN":
            self._begin(each)
        elif each.name == "END":
            if each.value != self.open[-1].name:
                raise each.wrong(self._end())
            self.open.pop()
        else:
            self.open[-1].properties.append(each)

    def _begin(self, each: Property) -> None:
        self.count += 1
        if self.count > _MOST_COMPONENTS:
            most = Text(
                f"cel mult {_MOST_COMPONENTS} de componente într-un fișier",
                f"at most {_MOST_COMPONENTS} components in a file",
            )
            raise each.wrong(most)
        self.positions[each.value] += 1
        component = Component(each.value, each.line, self.positions[each.value])
        (self.open[-1].components if self.open else self.calendars).append(component)
        self.open.append(component)

    def _end(self) -> Text:
        component = self.open[-1]
        return Text(
            f"END:{component.name}, pentru componenta care începe pe linia {component.line}",
            f"END:{component.name}, for the component that begins on line {component.line}",
        )


def word_of(each: Property) -> str:
    return each.value.strip().upper()


def placed(problem: InvalidInput, components: list[Component]) -> InvalidInput:
    return problem.inside(f"{components[-1].place}, ") if components else problem


# --- zones and times -----------------------------------------------------------------------

_DATE_TIME: Final = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
_ZONE_NAME: Final = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")
_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
MICROSECOND: Final = timedelta(microseconds=1)
NEAR: Final = timedelta(days=2)  # more than clocks anywhere differ by


class Zone(Protocol):
    """A clock: what its local times are in ticks, and the other way round."""

    def ticks(self, wall: datetime) -> int:
        """The instant at which the clock shows a local time."""
        ...

    def wall(self, ticks: int) -> datetime:
        """The local time that the clock shows at an instant."""
        ...


def _wall_ticks(wall: datetime) -> int:
    return ticks_of(wall.replace(tzinfo=UTC))


@frozen
class TableZone:
    """A zone of the time zone database."""

    zone: ZoneInfo

    def ticks(self, wall: datetime) -> int:
        offset = wall.replace(tzinfo=self.zone).utcoffset()
        assert offset is not None  # a ZoneInfo knows the offset of every datetime
        return _wall_ticks(wall) - offset // MICROSECOND

    def wall(self, ticks: int) -> datetime:
        return from_ticks(ticks).astimezone(self.zone).replace(tzinfo=None)


@frozen
class FileZone:
    """A zone that the file describes: the changes of its offset, in order.

    ``at`` are the instants of the changes, ``by_clock`` the local times from which each
    counts, ``offsets`` the offsets before the first change and after each, all in ticks.
    """

    at: tuple[int, ...]
    by_clock: tuple[int, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, changes: Iterable[tuple[int, int, int]]) -> FileZone:
        """The zone of changes: the local ticks by the offset before, the offsets."""
        ordered = sorted((wall - before, before, after) for wall, before, after in changes)
        return cls(
            tuple(at for at, _, _ in ordered),
            # In a gap the offset before still counts, and of a time that comes twice the first.
            tuple(at + max(before, after) for at, before, after in ordered),
            (ordered[0][1], *(after for _, _, after in ordered)),
        )

    def ticks(self, wall: datetime) -> int:
        ticks = _wall_ticks(wall)
        return ticks - self.offsets[bisect_right(self.by_clock, ticks)]

    def wall(self, ticks: int) -> datetime:
        return from_ticks(ticks + self.offsets[bisect_right(self.at, ticks)]).replace(tzinfo=None)


UTC_ZONE: Final = TableZone(ZoneInfo("UTC"))


def known_zone(name: str) -> Zone | None:
    """The zone of an IANA or Windows name, the former perhaps after a vendor's prefix."""
    windows = icalendar_module("timezone.windows_to_olson").WINDOWS_TO_OLSON
    cleaned = name.strip().strip("/")
    candidates = [windows.get(cleaned, cleaned)]
    if name.strip().startswith("/"):
        candidates += ["/".join(cleaned.rsplit("/", count)[1:]) for count in (3, 2, 1)]
    for each in candidates:
        # Of a longer name, zoneinfo makes a deep folder, and looks for it.
        if _ZONE_NAME.fullmatch(each) is not None:
            try:
                return TableZone(zone_of(each))
            except InvalidInput:
                continue
    return None


def _offset(component: Component, name: str) -> int:
    each = needed(component, name)
    found = _OFFSET.fullmatch(each.value.strip())
    if found is None:
        raise each.wrong(Text("un decalaj ca +0200", "an offset such as +0200"))
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return (-seconds if found[1] == "-" else seconds) * 1_000_000


def file_zone(component: Component, effort: Effort) -> FileZone:
    """The zone that a ``VTIMEZONE`` describes, with its changes as far as they matter."""
    if component.problem is not None:
        raise component.problem
    changes: list[tuple[int, int, int]] = []
    for part in component.components:
        before, after = _offset(part, "TZOFFSETFROM"), _offset(part, "TZOFFSETTO")
        begins = needed(part, "DTSTART")
        start = _naive(begins, begins.value)
        onsets = {start}
        for each in part.all("RDATE"):
            onsets.update(_naive(each, value) for value in effort.values(each))
        for each in part.all("RRULE"):
            rule = Rule.read(each, start, UTC_ZONE, effort)
            onsets.update(rule.between(start, effort.until))
        changes += ((_wall_ticks(onset), before, after) for onset in onsets)
    if not changes:
        raise InvalidInput(
            at_line(component.line, "VTIMEZONE"),
            Given("niciun decalaj", "no offset"),
            Text("STANDARD sau DAYLIGHT în el", "STANDARD or DAYLIGHT inside it"),
        )
    return FileZone.of(changes)


def _naive(each: Property, value: str) -> datetime:
    """A local time without its zone, a date being its midnight."""
    moment = date_or_time(each, value)
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def needed(component: Component, name: str) -> Property:
    found = component.one(name)
    if found is None:
        right = Text(f"{name}, o dată", f"one {name}")
        raise InvalidInput(at_line(component.line, name), None, right)
    return found


def date_or_time(each: Property, value: str) -> date | datetime:
    """A date, a naive local time or one in UTC."""
    text = value.strip()
    try:
        if _DATE_TIME.fullmatch(text) is None:
            raise ValueError
        moment: date | datetime = icalendar_module("prop").vDDDTypes.from_ical(text)
    except ValueError:
        right = Text(
            "o dată sau o oră ca 20261126T100000", "a date or time such as 20261126T100000"
        )
        raise each.wrong(right, text) from None
    return moment


def length(each: Property, value: str) -> tuple[timedelta, timedelta]:
    """The days by the clock and the elapsed time of a duration, neither negative."""
    days, has_time, elapsed = value.strip().removeprefix("+").partition("T")
    read: Callable[[str], timedelta] = icalendar_module("prop").vDuration.from_ical
    right = Text(
        "o durată ca PT30M sau P1D, nu negativă", "a duration such as PT30M or P1D, not negative"
    )
    try:
        parts = (
            timedelta(0) if has_time and days == "P" else read(days),
            read(f"PT{elapsed}") if has_time else timedelta(0),
        )
    except (ArithmeticError, ValueError):
        raise each.wrong(right) from None
    if value.strip().startswith("-"):
        raise each.wrong(right)
    return parts


# --- recurrence ----------------------------------------------------------------------------

# How many such periods a year has, what it takes to look through one, a day being 1, and how
# many days of it hold, for each day or week that a rule names and at most.
_PERIODS: Final = {
    "DAILY": (366, 1, 1, 1),
    "WEEKLY": (53, 2, 1, 7),
    "MONTHLY": (12, 2, 5, 31),
    "YEARLY": (1, 11, 53, 366),
}
AN_INSTANCE: Final = 20  # what it takes to make an event of it
_RULE_PARTS: Final = re.compile(
    "FREQ|UNTIL|COUNT|INTERVAL|WKST|BY(?:SECOND|MINUTE|HOUR|DAY|MONTHDAY|YEARDAY|WEEKNO|MONTH|SETPOS)"
)
_RARE: Final = frozenset(("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"))
_DAYS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_LONGEST_RULE: Final = 1_000
_LEAP_CYCLE: Final = 400  # years after which the Gregorian calendar repeats, weekdays and all
_CENTURY: Final = 100
_RARE_YEARS: Final = 40  # the longest that a 29 February on a given weekday takes to recur
_MOST_TIMES: Final = 100
_A_SEARCH: Final = 100_000  # what it takes to look through a leap cycle
_MOST_EFFORT: Final = 2_000_000  # some seconds; a year of 10 daily series is a twentieth


@define
class Effort:
    """How much a file may ask for, so that none keeps its reader busy.

    ``since`` and ``until`` are the local times between which instances matter.
    """

    since: datetime
    until: datetime
    left: int = Factory(lambda: _MOST_EFFORT)

    def spend(self, each: Property, effort: int) -> None:
        """Count some effort, for a property; an error when it is too much."""
        self.left -= effort
        if self.left < 0:
            right = Text(
                "mai puține repetări în fișier sau mai puține date: este prea mult de citit",
                "fewer instances in the file or fewer dates: it is too much to read",
            )
            raise each.wrong(right)

    def values(self, each: Property, effort: int = 8) -> list[str]:
        """The values of a property that lists some, counted with an effort for each."""
        values = [value for value in each.value.split(",") if value]
        self.spend(each, len(values) * effort)
        return values


@frozen
class Rule:
    """A recurrence rule of local times, known to be one that can be worked out."""

    text: str
    start: datetime
    parts: Mapping[str, str]
    times: int
    until: datetime | None

    @classmethod
    def read(cls, each: Property, start: datetime, zone: Zone, effort: Effort) -> Rule:
        """The rule of an ``RRULE``, its end in the local time of the zone."""
        parts = _parts(each)
        times = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            times *= len(parts.get(name, "").split(","))
        if times > _MOST_TIMES:
            most = Text(
                f"o regulă de cel mult {_MOST_TIMES} de ori pe zi",
                f"a rule of at most {_MOST_TIMES} times a day",
            )
            raise each.wrong(most)
        until = None
        if "UNTIL" in parts:
            until = _until(each, parts["UNTIL"], zone)
            parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        types = icalendar_module("prop")
        try:
            # In the order in which every program expects the parts.
            text = types.vRecur.from_ical(text).to_ical().decode()
        except ValueError:
            right = Text(
                "o regulă de repetare ca FREQ=WEEKLY;BYDAY=MO",
                "a recurrence rule such as FREQ=WEEKLY;BYDAY=MO",
            )
            raise each.wrong(right) from None
        rule = cls(text, start, parts, times, until)
        effort.spend(each, rule.effort(effort.since, effort.until))
        if not rule.comes_round():
            effort.spend(each, _A_SEARCH)
            right = Text(
                "o regulă care se potrivește cel puțin o dată",
                "a rule that comes round at least once",
            )
            raise each.wrong(right)
        return rule

    def comes_round(self) -> bool:
        """Whether the rule ever holds.

        ``dateutil`` looks for it until the year 9999. The same dates some leap cycles later
        have the same answer, and less far to go.
        """
        from dateutil.rrule import rrulestr  # noqa: PLC0415

        cycles = max(0, (9999 - _CENTURY - self.start.year) // _LEAP_CYCLE)
        later = self.start.replace(year=self.start.year + cycles * _LEAP_CYCLE)
        endless = ";".join(
            part for part in self.text.split(";") if not part.startswith(("UNTIL=", "COUNT="))
        )
        try:
            return next(iter(rrulestr(endless, dtstart=later)), None) is not None
        except (ArithmeticError, LookupError, ValueError):
            return False

    def effort(self, since: datetime, until: datetime) -> int:
        """What it takes to work the rule out until a time, and its instances since another."""
        end = until if self.until is None else min(until, self.until)
        years = max(0, end.year - self.start.year) + 1
        if not _RARE.isdisjoint(self.parts):
            years += 2 * _RARE_YEARS  # to find that it holds at all, and where it next does
        named = sum(len(self.parts[name].split(",")) for name in _DAYS if name in self.parts)
        periods, looking, for_each, most = _PERIODS[self.parts["FREQ"]]
        held = min(most, for_each * max(1, named)) * self.times
        interval = int(self.parts.get("INTERVAL", "1"))
        days = max(0, (end - max(since, self.start)).days)
        return (years * periods // interval + 1) * (looking + held // 2) + (
            days * periods // 366 // interval + 1
        ) * held * AN_INSTANCE

    def between(self, first: datetime, last: datetime) -> list[datetime]:
        """The times of the rule alone, in a span."""
        from dateutil.rrule import rrulestr  # noqa: PLC0415

        rule = rrulestr(self.text, dtstart=self.start)
        found: list[datetime] = rule.between(first, last, inc=True)
        return found


def _parts(each: Property) -> dict[str, str]:
    """The parts of an ``RRULE``, as far as they can be told to be right one by one."""
    text = re.sub(r"\s", "", each.value).rstrip(";").upper()
    if len(text) > _LONGEST_RULE:
        most = Text(
            f"o regulă de cel mult {_LONGEST_RULE} de caractere",
            f"a rule of at most {_LONGEST_RULE} characters",
        )
        raise each.wrong(most)
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if _RULE_PARTS.fullmatch(name) is None or not value or name in parts:
            right = Text(
                "o regulă din părțile RFC 5545, fiecare o dată și cu valoarea ei",
                "a rule of the parts of RFC 5545, each once and with its value",
            )
            raise each.wrong(right)
        parts[name] = value
    if parts.get("FREQ") not in _PERIODS:
        periods = f"FREQ={', FREQ='.join(_PERIODS)}"
        right = Text(f"o regulă cu una dintre {periods}", f"a rule with one of {periods}")
        raise each.wrong(right)
    for name in ("INTERVAL", "COUNT"):
        if re.fullmatch("0*[1-9][0-9]{0,8}", parts.get(name, "1")) is None:
            right = Text(
                f"o regulă cu {name} un număr întreg, cel puțin 1",
                f"a rule whose {name} is a whole number, at least 1",
            )
            raise each.wrong(right)
    return parts


def _until(each: Property, value: str, zone: Zone) -> datetime:
    """The last local time of a rule; a date counts to its end."""
    until = date_or_time(each, value)
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59))
    if until.tzinfo is not None:
        return zone.wall(ticks_of(until))
    return until
