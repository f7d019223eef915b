"""Who asks for a meeting: when, about what, with which wish, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_date,
    checked_instance,
    checked_whole_number,
    member,
    one_of,
    whole_number,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Channel, Slot, WorkingInterval
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import MINUTE
from tichet_rules.whatif._dice import happens, picked, poisson, uniforms

__all__ = ["Assignment", "Citizen", "Demand", "Preference"]

K = TypeVar("K")

_MOST_A_DAY: Final = 100_000
_LONGEST_DAYS: Final = 3_660
_LONGEST_HOURS: Final = 24 * _LONGEST_DAYS
_LAST_HOUR: Final = 23
SECONDS_AN_HOUR: Final = 3600
SECOND: Final = MINUTE // 60
DRAWS: Final = 10  # what is drawn of a citizen
_MONTHS: Final = 12
_ANY_HOUR: Final = FrozenMap((hour, 1.0) for hour in range(24))


class Assignment(StrEnum):
    """How requests come to inspectors: ``in_turn``, ``at_random`` with even odds, or ``by_hours``.

    ``by_hours`` is at random too, with odds in proportion to the hours that each works within the
    time that is simulated, without absences: who works half the hours has half the requests.
    """

    IN_TURN = "in_turn"
    AT_RANDOM = "at_random"
    BY_HOURS = "by_hours"


def _assignment(value: Assignment | str) -> Assignment:
    return member("assignment", Assignment)(value)


def _channel(value: Channel | str) -> Channel:
    return member("channel", Channel)(value)


# --- what a citizen wishes --------------------------------------------------------------------


def _weekday(value: str | None) -> str | None:
    return None if value is None else _day_name("weekday", value)


def _day_name(name: str, value: Any) -> str:
    if value not in WEEKDAYS:
        raise InvalidInput(name, value, one_of(value, WEEKDAYS, "day"))
    return str(value)


def _hours(value: Any) -> WorkingInterval | None:
    if value is None or isinstance(value, WorkingInterval):
        return value
    try:
        start, end = value
    except (TypeError, ValueError):
        raise WrongType(
            "hours", value, "a pair of local times such as ('16:00', '18:00')"
        ) from None
    return WorkingInterval.parse(start, end)


@frozen
class Preference:
    """Which of the free slots a citizen takes: the earliest that they like.

    They like a slot on the ``weekday`` (``mon`` to ``sun``) that begins within the ``hours``, where
    those are given. They wait for it as long as they look ahead (``patience_days``), even where
    another is free tomorrow: the lead time then says what they wished. A citizen in the window
    after an answer waits no longer than that. Where they like none of all these slots, as where
    nobody works at such an hour, they take the earliest.

    >>> Preference(weekday="fri", hours=("08:00", "10:00"))
    Preference(weekday='fri', hours=WorkingInterval(08:00-10:00))
    """

    weekday: str | None = field(default=None, converter=_weekday)
    hours: WorkingInterval | None = field(default=None, converter=_hours)

    @property
    def likes_all(self) -> bool:
        """Whether any slot will do."""
        return self.weekday is None and self.hours is None

    def likes(self, slot: Slot, calendar: WorkingCalendar) -> bool:
        """Whether a slot is one of those wished for, by the office's clock."""
        local = calendar.local(slot.start)
        if self.weekday is not None and WEEKDAYS[local.weekday()] != self.weekday:
            return False
        minute = local.hour * 60 + local.minute
        return self.hours is None or self.hours.start <= minute < self.hours.end


def _preference_order(preference: Preference) -> tuple[int, int, int]:
    hours = preference.hours
    day = -1 if preference.weekday is None else WEEKDAYS.index(preference.weekday)
    return (day, -1, -1) if hours is None else (day, hours.start, hours.end)


# --- checks -----------------------------------------------------------------------------------


def _number(name: str, value: object, most: float) -> float:
    bounds = f"a number from 0 to {most:g}"
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise WrongType(name, value, bounds)
    if not 0 <= value <= most:
        raise InvalidInput(name, value, bounds)
    return float(value)


def _per_day(value: object) -> float | None:
    return None if value is None else _number("per_day", value, _MOST_A_DAY)


def _on_closed_days(value: object) -> float:
    return _number("on_closed_days", value, _MOST_A_DAY)


def _answered(value: object) -> float:
    return _number("answered", value, 1)


def _cancellation(value: object) -> float:
    return _number("cancellation", value, 1)


def _no_show(value: object) -> float:
    return _number("no_show", value, 1)


def _factors(
    name: str, values: Any, checked: Callable[[str, Any], Any], order: Any = None
) -> FrozenMap[Any, float]:
    """Numbers by value, in an order that does not depend on how they were written down."""
    if not isinstance(values, Mapping):
        raise WrongType(name, values, "a mapping of values to numbers")
    numbers = {
        checked(name, value): _number(f"{name}[{value!r}]", number, _MOST_A_DAY)
        for value, number in values.items()
    }
    return FrozenMap((value, numbers[value]) for value in sorted(numbers, key=order))


def _mix(
    name: str, values: Any, checked: Callable[[str, Any], Any], order: Any = None
) -> FrozenMap[Any, float]:
    """Weights of values, without those that weigh nothing; at least one is needed."""
    weights = _factors(name, values, checked, order)
    mix = FrozenMap((value, weight) for value, weight in weights.items() if weight)
    if not mix:
        raise InvalidInput(name, dict(values), "at least one weight above 0")
    return mix


def _whole(least: int, most: int) -> Callable[[str, Any], int]:
    return lambda name, value: checked_whole_number(name, value, least, most)


def _by_weekday(values: Any) -> FrozenMap[str, float]:
    return _factors("by_weekday", values, _day_name, WEEKDAYS.index)


def _by_month(values: Any) -> FrozenMap[int, float]:
    return _factors("by_month", values, _whole(1, _MONTHS))


def _by_hour(values: Any) -> FrozenMap[int, float]:
    return _mix("by_hour", values, _whole(0, _LAST_HOUR))


def _answer_age_days(values: Any) -> FrozenMap[int, float]:
    return _mix("answer_age_days", values, _whole(0, _LONGEST_DAYS))


def _cancelled_ahead_hours(values: Any) -> FrozenMap[int, float]:
    return _mix("cancelled_ahead_hours", values, _whole(1, _LONGEST_HOURS))


def _meeting_minutes(values: Any) -> FrozenMap[int, float] | None:
    return None if values is None else _mix("meeting_minutes", values, _whole(1, MINUTES_A_DAY))


def _preferences(values: Any) -> FrozenMap[Preference, float]:
    return _mix("preferences", values, _preference, _preference_order)


def _preference(name: str, value: object) -> Preference:
    return checked_instance(name, value, Preference)


def _counts(values: Any) -> FrozenMap[date, int] | None:
    if values is None:
        return None
    if not isinstance(values, Mapping):
        raise WrongType("counts", values, "a mapping of dates to how many asked")
    return FrozenMap(
        (
            checked_date("counts", day),
            checked_whole_number(f"counts[{day}]", values[day], 0, _MOST_A_DAY),
        )
        for day in values
    )


# --- the demand -------------------------------------------------------------------------------


@frozen
class Citizen:
    """One who asks, with all that the dice say of them, whatever the policy.

    ``asked_at`` is in ticks. ``answer_age_days`` is ``None`` for a request in operation,
    ``cancels_ahead_hours`` for who would not cancel, ``minutes`` where the meeting
    lasts as long as its slot. ``share`` is from 0 to 1, for a choice among inspectors.
    """

    asked_at: int
    answer_age_days: int | None
    preference: Preference
    cancels_ahead_hours: int | None
    comes: bool
    minutes: int | None
    share: float


@frozen(kw_only=True)
class Demand:
    """The citizens who ask for a meeting, as odds and weights.

    How many: ``per_day``, the mean on a working day, times the factors ``by_weekday`` and
    ``by_month`` (1 where none is given), and times ``on_closed_days`` on the days that the office
    does not work; the number of a day is a Poisson one. Or else ``counts``: as many as were
    counted on each date, and none on the others. The hour of the booking act is one of
    ``by_hour``, by weight, or any hour alike.

    Who: a share of ``answered`` asks about a request with an answer, communicated
    ``answer_age_days`` before (by weight); the others have a request in operation. Each has
    one of the ``preferences`` and looks ``patience_days`` ahead; who finds no slot, leaves.

    What becomes of a booking: with the probability ``cancellation`` the citizen cancels it
    ``cancelled_ahead_hours`` before the meeting, or at once where it is nearer than that;
    else they miss it with the probability ``no_show``. A meeting takes one of
    ``meeting_minutes``, or just its slot.

    All that is drawn of a citizen is a number of their own, by the seed, the replication,
    the date, their number on it, and what is drawn for. So two policies see the same
    citizens with the same luck, and a greater ``per_day`` the same ones and some more.

    >>> Demand(per_day=12, answered=0.3, answer_age_days={5: 2, 25: 1}).answered
    0.3
    """

    per_day: float | None = field(default=None, converter=_per_day)
    counts: FrozenMap[date, int] | None = field(default=None, converter=_counts)
    by_weekday: FrozenMap[str, float] = field(factory=FrozenMap, converter=_by_weekday)
    by_month: FrozenMap[int, float] = field(factory=FrozenMap, converter=_by_month)
    on_closed_days: float = field(default=0.0, converter=_on_closed_days)
    by_hour: FrozenMap[int, float] = field(default=_ANY_HOUR, converter=_by_hour)
    answered: float = field(default=0.0, converter=_answered)
    answer_age_days: FrozenMap[int, float] = field(
        default=FrozenMap({0: 1.0}), converter=_answer_age_days
    )
    preferences: FrozenMap[Preference, float] = field(
        default=FrozenMap({Preference(): 1.0}), converter=_preferences
    )
    patience_days: int = field(default=90, validator=whole_number(0, _LONGEST_DAYS, "days"))
    cancellation: float = field(default=0.0, converter=_cancellation)
    cancelled_ahead_hours: FrozenMap[int, float] = field(
        default=FrozenMap({24: 1.0}), converter=_cancelled_ahead_hours
    )
    no_show: float = field(default=0.0, converter=_no_show)
    meeting_minutes: FrozenMap[int, float] | None = field(default=None, converter=_meeting_minutes)
    channel: Channel = field(default=Channel.ONLINE, converter=_channel)
    assignment: Assignment = field(default=Assignment.IN_TURN, converter=_assignment)

    def __attrs_post_init__(self) -> None:
        if (self.per_day is None) is (self.counts is None):
            raise InvalidInput("per_day", self.per_day, "either a mean per day, or counts by date")

    def mean_on(self, day: date, calendar: WorkingCalendar) -> float:
        """How many are expected to ask on a date.

        >>> from datetime import date
        >>> demand = Demand(per_day=10, by_weekday={"mon": 1.5}, on_closed_days=0.1)
        >>> [demand.mean_on(date(2026, 11, day), WorkingCalendar()) for day in (2, 3, 7)]
        [15.0, 10.0, 1.0]
        """
        if self.counts is not None:
            return float(self.counts.get(day, 0))
        factor = self.by_weekday.get(WEEKDAYS[day.weekday()], 1.0) * self.by_month.get(
            day.month, 1.0
        )
        open_or_not = 1.0 if calendar.is_working_day(day) else self.on_closed_days
        return (self.per_day or 0.0) * factor * open_or_not

    def citizens(
        self, calendar: WorkingCalendar, first: date, last: date, *, seed: int, replication: int = 0
    ) -> tuple[Citizen, ...]:
        """Those who ask from one date to another, both included, in order of their asking.

        >>> from datetime import date
        >>> demand = Demand(counts={date(2026, 11, 2): 3}, by_hour={9: 1}, no_show=0.5)
        >>> found = demand.citizens(
        ...     WorkingCalendar(), date(2026, 11, 1), date(2026, 11, 30), seed=3
        ... )
        >>> [each.comes for each in found]
        [False, False, True]
        """
        drawn = [
            self._citizen(calendar, day, numbers)
            for day in calendar.days(first, last)
            for numbers in self._numbers(day, calendar, seed, replication)
        ]
        return tuple(sorted(drawn, key=lambda each: each.asked_at))

    def _numbers(
        self, day: date, calendar: WorkingCalendar, seed: int, replication: int
    ) -> Iterator[tuple[float, ...]]:
        """What the dice say of each citizen of a day."""
        key = (seed, replication, day.isoformat())
        count = arrivals(self, calendar, day, key)
        numbers = uniforms(count * DRAWS, *key)
        return zip(*[iter(numbers)] * DRAWS, strict=True)

    def _citizen(self, calendar: WorkingCalendar, day: date, numbers: tuple[float, ...]) -> Citizen:
        # In this order in the columnar engine too; what is certain uses up its number as well.
        hour, within, answered, age, cancels, ahead, wish, misses, minutes, share = numbers
        return Citizen(
            asked_at=calendar.ticks_at(day, picked(self.by_hour, hour) * 60)
            + int(within * SECONDS_AN_HOUR) * SECOND,
            answer_age_days=picked(self.answer_age_days, age)
            if happens(self.answered, answered)
            else None,
            preference=picked(self.preferences, wish),
            cancels_ahead_hours=picked(self.cancelled_ahead_hours, ahead)
            if happens(self.cancellation, cancels)
            else None,
            comes=not happens(self.no_show, misses),
            minutes=picked(self.meeting_minutes, minutes) if self.meeting_minutes else None,
            share=share,
        )


def arrivals(demand: Demand, calendar: WorkingCalendar, day: date, key: tuple[object, ...]) -> int:
    """How many ask on a date: as counted, or as the dice say."""
    if demand.counts is not None:
        return demand.counts.get(day, 0)
    return poisson(demand.mean_on(day, calendar), *key, "arrivals")
