"""A policy: the parameters of a procedure, each with its citation."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

import attrs
from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    calendar_date,
    identifier,
    instance,
    listed,
    member,
    one_of,
    whole_number,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model.booking import Channel
from tichet_rules.model.people import Role
from tichet_rules.policy.sources import Citation, Source, known_sources
from tichet_rules.text import Text
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.readings import DayReading, HourReading

__all__ = ["Policy", "WindowBinds"]

_HOURS_A_DAY: Final = 24
_LONGEST_DAYS: Final = 36_600
_LONGEST_HOURS: Final = _LONGEST_DAYS * _HOURS_A_DAY


E = TypeVar("E", bound=StrEnum)


class WindowBinds(StrEnum):
    """What must fall within the window after an answer: the meeting or the booking act."""

    MEETING = "meeting"
    BOOKING = "booking"


def _notice_reading(value: HourReading | str) -> HourReading:
    return member("notice_reading", HourReading)(value)


def _window_reading(value: DayReading | str) -> DayReading:
    return member("window_reading", DayReading)(value)


def _window_binds(value: WindowBinds | str) -> WindowBinds:
    return member("window_binds", WindowBinds)(value)


def _members(name: str, kind: type[E], values: Any) -> tuple[E, ...]:
    known = ", ".join(repr(str(each)) for each in kind)
    given = listed(name, values, f"a list out of {known}")
    chosen = [member(f"{name}[{index}]", kind)(each) for index, each in enumerate(given)]
    if not chosen:
        raise InvalidInput(name, [], f"at least one of {known}")
    # In the order of the enumeration, so that two policies of one meaning are equal.
    return tuple(each for each in kind if each in chosen)


def _channels(values: Any) -> tuple[Channel, ...]:
    return _members("channels", Channel, values)


def _meets(values: Any) -> tuple[Role, ...]:
    return _members("meets", Role, values)


def _rules(values: Any) -> tuple[str, ...]:
    rules = tuple(listed("rules", values, "a list of rule ids"))
    if not rules:
        raise InvalidInput("rules", [], "at least one rule id")
    for index, each in enumerate(rules):
        if not isinstance(each, str):
            raise WrongType(f"rules[{index}]", each, "a rule id such as 'slot.free'")
        if each in rules[:index]:
            raise InvalidInput(f"rules[{index}]", each, "each rule once")
    return rules


def _or_none(check: Any) -> Any:
    return attrs.validators.optional(check)


@frozen(kw_only=True)
class Policy:
    """One version of a procedure's parameters (regulile procedurii), checked as a whole.

    ``rules`` are the ids of the rules that judge a booking. The parameters:

    - ``meets``: the roles that citizens meet under it;
    - ``notice_hours``, ``notice_reading``: ``slot.notice``;
    - ``window_days``, ``window_reading``, ``window_binds``: ``request.response_window``;
    - ``max_minutes``: ``slot.duration``; ``grid_minutes``: ``slot.grid``;
    - ``horizon_days``: ``slot.horizon``, in local calendar days, ``None`` for unlimited;
    - ``open_bookings_per_request``: ``request.one_open_booking``;
    - ``channels``: ``channel.allowed``;
    - ``buffer_before_minutes``, ``buffer_after_minutes``: the inspector's time around a
      meeting, for ``slot.free``;
    - ``daily_limit``, ``answer_working_days``: audiences, ``None`` where not used.

    ``citations`` says where each value comes from, by the key of one of ``sources``; a
    parameter changed by :meth:`evolve` has none.

    >>> from tichet_rules.policy import preset
    >>> policy = preset("cluj-napoca/tichet-albastru").latest
    >>> policy.notice_hours, policy.citations["notice_hours"].source
    (48, 'article-2020')
    >>> policy.evolve(notice_hours=24).uncited
    ('notice_hours',)
    """

    name: str = field(validator=identifier())
    title: Text = field(validator=instance(Text))
    valid_from: date = field(validator=calendar_date())
    because: Text | None = field(default=None, validator=_or_none(instance(Text)))
    rules: tuple[str, ...] = field(converter=_rules)
    meets: tuple[Role, ...] = field(converter=_meets)
    notice_hours: int = field(validator=whole_number(0, _LONGEST_HOURS, "hours"))
    notice_reading: HourReading = field(converter=_notice_reading)
    window_days: int = field(validator=whole_number(0, _LONGEST_DAYS, "days"))
    window_reading: DayReading = field(converter=_window_reading)
    window_binds: WindowBinds = field(converter=_window_binds)
    max_minutes: int = field(validator=whole_number(1, MINUTES_A_DAY, "minutes"))
    grid_minutes: int = field(validator=whole_number(1, MINUTES_A_DAY, "minutes"))
    horizon_days: int | None = field(validator=_or_none(whole_number(0, _LONGEST_DAYS, "days")))
    open_bookings_per_request: int = field(validator=whole_number(1, unit="bookings"))
    channels: tuple[Channel, ...] = field(converter=_channels)
    buffer_before_minutes: int = field(validator=whole_number(0, MINUTES_A_DAY, "minutes"))
    buffer_after_minutes: int = field(validator=whole_number(0, MINUTES_A_DAY, "minutes"))
    daily_limit: int | None = field(
        default=None, validator=_or_none(whole_number(1, unit="people"))
    )
    answer_working_days: int | None = field(
        default=None, validator=_or_none(whole_number(0, _LONGEST_DAYS, "working days"))
    )
    sources: FrozenMap[str, Source] = field(
        factory=known_sources, converter=FrozenMap[str, Source], repr=False
    )
    citations: FrozenMap[str, Citation] = field(
        factory=FrozenMap, converter=FrozenMap[str, Citation]
    )

    def __attrs_post_init__(self) -> None:
        horizon = self.horizon_days
        if horizon is not None and horizon * _HOURS_A_DAY < self.notice_hours:
            raise InvalidInput(
                "horizon_days",
                horizon,
                f"a horizon no shorter than the notice of {self.notice_hours} hours, or no slot "
                f"could ever be booked: at least {-(-self.notice_hours // _HOURS_A_DAY)} days",
            )

    @property
    def version(self) -> str:
        """The name and the date of this version, and what was changed in it since.

        >>> from tichet_rules.policy import preset
        >>> preset("cluj-napoca/tichet-albastru").latest.evolve(max_minutes=20).version
        'cluj-napoca/tichet-albastru@2020-10-05 with max_minutes=20'
        """
        changes = ", ".join(f"{name}={_plainly(getattr(self, name))}" for name in self.uncited)
        version = f"{self.name}@{self.valid_from.isoformat()}"
        return f"{version} with {changes}" if changes else version

    @property
    def uncited(self) -> tuple[str, ...]:
        """The parameters in use that have no citation: those changed for a what-if."""
        return tuple(
            name
            for name in PARAMETERS
            if name not in self.citations
            and (name not in _OPTIONAL or getattr(self, name) is not None)
        )

    def policy_at(self, _: date) -> Policy:
        """Itself: a policy that is given alone is held to apply whatever the date."""
        return self

    def evolve(self, **parameters: Any) -> Policy:
        """The policy with some parameters changed, checked like the original.

        Raises :class:`~tichet_rules.errors.InvalidInput` for an unknown parameter, a
        value of the wrong type or unit, or a combination under which nothing could ever
        be booked.

        >>> from tichet_rules.policy import preset
        >>> policy = preset("cluj-napoca/tichet-albastru").latest
        >>> policy.evolve(horizon_days=1)
        Traceback (most recent call last):
        ...
        tichet_rules.errors.InvalidInput: horizon_days: got 1; expected a horizon no shorter \
than the notice of 48 hours, or no slot could ever be booked: at least 2 days
        """
        for name in parameters:
            checked_parameter(name)
        return attrs.evolve(
            self,
            **parameters,
            citations={k: v for k, v in self.citations.items() if k not in parameters},
        )


def _plainly(value: object) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)


_NOT_PARAMETERS: Final = ("name", "title", "valid_from", "because", "rules", "citations", "sources")
_OPTIONAL: Final = ("daily_limit", "answer_working_days")

PARAMETERS: Final = tuple(
    each.name for each in attrs.fields(Policy) if each.name not in _NOT_PARAMETERS
)


def checked_parameter(name: str, field_name: str = "policy") -> str:
    """The name when it is that of a parameter."""
    if name not in PARAMETERS:
        raise InvalidInput(field_name, name, one_of(name, PARAMETERS, "parameter"))
    return name
