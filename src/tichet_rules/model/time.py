"""Working intervals, weeks, absences and slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final, TypeAlias

from attrs import Factory, field, frozen

from tichet_rules._door import (
    checked_instance,
    checked_whole_number,
    listed,
    one_of,
    through_the_door,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY, WorkingCalendar, day_after
from tichet_rules.timekeeping.instants import EPOCH, MINUTE, as_utc, from_ticks, ticks_of

__all__ = ["WEEKDAYS", "Absence", "Slot", "Week", "WorkingInterval", "intervals_of_a_day"]

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

LONGEST_MINUTES: Final = 366 * MINUTES_A_DAY  # longer than any policy allows: a slip of the pen
_START_AND_END: Final = 2
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def _minute_of_day(name: str, text: object) -> int:
    if not isinstance(text, str):
        right = Text("o oră locală ca '08:00'", "a local time such as '08:00'")
        raise WrongType(name, text, right)
    if text == "24:00":
        return MINUTES_A_DAY
    found = _CLOCK.fullmatch(text)
    if found is None:
        right = Text(
            "o oră locală de la '00:00' la '24:00', ca '08:00'",
            "a local time from '00:00' to '24:00', such as '08:00'",
        )
        raise InvalidInput(name, text, right)
    return int(found[1]) * 60 + int(found[2])


@cache
def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@frozen(order=True, repr=False)
class WorkingInterval:
    """A stretch of one local day that is worked, in minutes past midnight.

    Half-open: a meeting may end exactly at ``end``. 1440 is the end of the day.
    ``slot.working_hours`` asks for a meeting to lie wholly inside one of them.

    >>> WorkingInterval.parse("08:00", "16:00")
    WorkingInterval(08:00-16:00)
    """

    start: int = field()
    end: int = field()

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        checked_whole_number("start", self.start, 0, MINUTES_A_DAY - 1)
        checked_whole_number("end", self.end, 1, MINUTES_A_DAY)
        if self.start >= self.end:
            right = Text(
                f"o oră de după început, {_clock(self.start)}",
                f"a time after the start, {_clock(self.start)}",
            )
            raise InvalidInput("end", _clock(self.end), right)

    @classmethod
    def parse(cls, start: str, end: str) -> WorkingInterval:
        """The interval between two local times, each ``HH:MM``; the end may be 24:00."""
        return cls(_minute_of_day("start", start), _minute_of_day("end", end))

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"

    def __repr__(self) -> str:
        return f"WorkingInterval({self})"


def intervals_of_a_day(name: str, values: object) -> tuple[WorkingInterval, ...]:
    """The working intervals of one day, in order and without overlap, or an error.

    Each may be a :class:`WorkingInterval` or a pair of local times.
    """
    intervals: list[WorkingInterval] = []
    expected = Text(
        'o listă de perechi ca [["08:00", "16:00"]]',
        'a list of pairs such as [["08:00", "16:00"]]',
    )
    for index, each in enumerate(listed(name, values, expected)):
        place = f"{name}[{index}]"
        if isinstance(each, WorkingInterval):
            interval = each
        elif isinstance(each, (list, tuple)) and len(each) == _START_AND_END:
            try:
                interval = WorkingInterval.parse(*each)
            except InvalidInput as error:
                raise error.inside(place) from None
        else:
            right = Text(
                'o pereche de ore locale ca ["08:00", "16:00"]',
                'a pair of local times such as ["08:00", "16:00"]',
            )
            raise WrongType(place, each, right)
        if intervals and interval.start < intervals[-1].end:
            right = Text(
                f"un interval care începe după ce se termină {intervals[-1]}",
                f"an interval that starts at or after {intervals[-1]} ends",
            )
            raise InvalidInput(place, str(interval), right)
        intervals.append(interval)
    return tuple(intervals)


#: Working hours as they may be given: an interval, or its two local times.
Hours: TypeAlias = WorkingInterval | tuple[str, str] | list[str]


def _seven_days(
    days: Sequence[Iterable[Hours]],
) -> tuple[tuple[WorkingInterval, ...], ...]:
    if not isinstance(days, (list, tuple)) or len(days) != len(WEEKDAYS):
        raise WrongType(
            "days",
            days,
            Text(
                "șapte liste de intervale, întâi cea de luni, sau Week.of(mon=[…], …)",
                "seven lists of intervals, Monday first, or Week.of(mon=[…], …)",
            ),
        )
    return tuple(intervals_of_a_day(name, each) for name, each in zip(WEEKDAYS, days, strict=True))


_OFFICE_DAY: Final = (WorkingInterval(8 * 60, 16 * 60),)


@frozen
class Week:
    """The weekly programme (program de lucru): seven days of intervals, Monday first.

    Default: Monday to Friday 08:00-16:00.

    >>> week = Week.of(mon=[("08:00", "16:00")], fri=[("08:00", "12:00"), ("12:30", "14:30")])
    >>> week.days[4]
    (WorkingInterval(08:00-12:00), WorkingInterval(12:30-14:30))
    """

    days: tuple[tuple[WorkingInterval, ...], ...] = field(
        default=(_OFFICE_DAY,) * 5 + ((),) * 2, converter=_seven_days
    )

    __reduce__ = through_the_door

    @classmethod
    def of(cls, **days: Iterable[Hours]) -> Week:
        """A week of the named days only (``mon`` to ``sun``); the others are not worked."""
        return cls.from_mapping(days)

    @classmethod
    def from_mapping(cls, days: Mapping[str, Iterable[Hours]]) -> Week:
        """A week from a mapping of day names to pairs of local times."""
        for name in checked_instance("week", days, Mapping):  # type: ignore[type-abstract]
            if name not in WEEKDAYS:
                raise InvalidInput("week", name, one_of(name, WEEKDAYS, "day"))
        return cls(tuple(days.get(name, ()) for name in WEEKDAYS))


def _day_or_instant(name: str, value: object) -> date | datetime:
    if isinstance(value, datetime):
        return as_utc(value, name)
    if isinstance(value, date):
        return value
    right = Text(
        "o dată, sau un moment cu decalajul lui față de UTC",
        "a date, or an instant with its offset",
    )
    raise WrongType(name, value, right)


def _first(value: date | datetime) -> date | datetime:
    return _day_or_instant("first", value)


def _last(value: date | datetime) -> date | datetime:
    return _day_or_instant("last", value)


@frozen
class Absence:
    """A time when an inspector is away (concediu, delegație): ``inspector.present``.

    A date stands for a whole local day, and ``last`` as a date is included. An instant
    is exact, and the absence ends just before ``last`` as an instant.

    >>> from datetime import date
    >>> Absence(date(2026, 12, 21), date(2026, 12, 31)).last.isoformat()
    '2026-12-31'
    """

    first: date | datetime = field(converter=_first)
    last: date | datetime = field(converter=_last)

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        # Which of a date and an instant comes first depends on the zone: see `ticks`.
        if isinstance(self.first, datetime) and isinstance(self.last, datetime):
            wrong = self.first >= self.last
        elif isinstance(self.first, datetime) or isinstance(self.last, datetime):
            wrong = False
        else:
            wrong = self.first > self.last
        if wrong:
            right = Text(
                f"o dată din prima zi, {self.first}, sau de după ea",
                f"a date on or after the first, {self.first}",
            )
            if isinstance(self.first, datetime):
                right = Text(f"mai târziu decât {self.first}", f"later than {self.first}")
            raise InvalidInput("last", self.last.isoformat(), right)

    def ticks(self, calendar: WorkingCalendar) -> tuple[int, int]:
        """Its half-open range of ticks by an office's clock."""
        first, last = self.first, self.last
        return (
            ticks_of(first) if isinstance(first, datetime) else calendar.midnight(first),
            ticks_of(last) if isinstance(last, datetime) else calendar.midnight(day_after(last)),
        )


def _start(value: datetime) -> datetime:
    return as_utc(value, "start")


def _ticks_of_start(slot: Any) -> int:
    start: datetime = slot.start
    return ticks_of(start)


def _ticks_of_end(slot: Any) -> int:
    begins: int = slot.begins
    return (
        begins
        + checked_whole_number("minutes", slot.minutes, 1, LONGEST_MINUTES, "minutes") * MINUTE
    )


@frozen(repr=False)
class Slot:
    """A time for a meeting (interval orar): its start, kept in UTC, and whole minutes.

    Half-open: a meeting may start when another ends. ``begins`` and ``ends`` are the
    same in ticks. Raises :class:`~tichet_rules.errors.InvalidInput` for a start without
    an offset, or for minutes out of 1 to 527040 (a year).

    >>> from datetime import datetime
    >>> Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"), 15)
    Slot(2026-11-26T08:00:00Z, 15 minutes)
    """

    start: datetime = field(converter=_start)
    minutes: int = field(default=15)
    begins: int = field(init=False, eq=False, default=Factory(_ticks_of_start, takes_self=True))
    ends: int = field(init=False, eq=False, default=Factory(_ticks_of_end, takes_self=True))

    __reduce__ = through_the_door

    def __attrs_post_init__(self) -> None:
        try:
            from_ticks(self.ends)
        except InvalidInput:
            raise InvalidInput(
                "start",
                self.start.isoformat(),
                Text(
                    "o întâlnire care se termină în anul 9999 cel târziu",
                    "a meeting that ends within the year 9999",
                ),
            ) from None

    @property
    def end(self) -> datetime:
        """The instant at which the meeting is over, in UTC."""
        return from_ticks(self.ends)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Slot):
            return NotImplemented
        return (self.begins, self.ends) < (other.begins, other.ends)

    def __repr__(self) -> str:
        return f"Slot({self.start.isoformat().removesuffix('+00:00')}Z, {self.minutes} minutes)"


# Past `__setattr__`, which a frozen class refuses, and past the checks.
_set_start, _set_minutes, _set_begins, _set_ends = (
    Slot.__dict__[name].__set__ for name in ("start", "minutes", "begins", "ends")
)


def slots_at(starts: Iterable[int], minutes: int) -> Iterator[Slot]:
    """Slots from ticks that are known to be right: the fast way in, for inner loops."""
    length = minutes * MINUTE
    last, start, step, stride = 0, EPOCH, 0, timedelta(0)
    for begins in starts:
        if begins - last != step:
            step = begins - last
            stride = timedelta(0, 0, step)
        last, start = begins, start + stride
        slot = object.__new__(Slot)
        _set_start(slot, start)
        _set_minutes(slot, minutes)
        _set_begins(slot, begins)
        _set_ends(slot, begins + length)
        yield slot


def slot_at(begins: int, minutes: int) -> Slot:
    """The slot of one such start."""
    return next(slots_at((begins,), minutes))
