"""A policy: the parameters of a procedure, each with its citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, TypeVar

import attrs
from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    calendar_date,
    checked_identifier,
    identifier,
    instance,
    listed,
    member,
    one_of,
    whole_number,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity.words import comparable_words
from tichet_rules.model.booking import Channel, Procedure
from tichet_rules.model.people import Role
from tichet_rules.policy.sources import Citation, Source, known_sources
from tichet_rules.text import Language, Text, both, checked_language
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.readings import DayReading, HourReading
from tichet_rules.wording import counted

__all__ = ["Policy", "TakesOver", "WindowBinds"]

_HOURS_A_DAY: Final = 24
_LONGEST_DAYS: Final = 36_600
_LONGEST_HOURS: Final = _LONGEST_DAYS * _HOURS_A_DAY
_MOST_WORDS: Final = 100


E = TypeVar("E", bound=StrEnum)


class WindowBinds(StrEnum):
    """What must fall within the window after an answer: the meeting or the booking act."""

    MEETING = "meeting"
    BOOKING = "booking"


class TakesOver(StrEnum):
    """Who may take over a meeting from an inspector who can't hold it (înlocuitor).

    ``former_holder``: who had the request in operation before; ``deputy``: one of the
    inspector's deputies; ``department``: anyone of the same department and role.
    """

    FORMER_HOLDER = "former_holder"
    DEPUTY = "deputy"
    DEPARTMENT = "department"

    @property
    def words(self) -> Text:
        """The title in words."""
        return _TITLES[self]


_TITLES: Final = {
    TakesOver.FORMER_HOLDER: Text("cel care a avut cererea", "who had the request before"),
    TakesOver.DEPUTY: Text("un înlocuitor", "a deputy"),
    TakesOver.DEPARTMENT: Text("un coleg de direcție", "a colleague of the department"),
}


def _notice_reading(value: HourReading | str) -> HourReading:
    return member("notice_reading", HourReading)(value)


def _window_reading(value: DayReading | str) -> DayReading:
    return member("window_reading", DayReading)(value)


def _window_binds(value: WindowBinds | str) -> WindowBinds:
    return member("window_binds", WindowBinds)(value)


def _members(name: str, kind: type[E], values: Iterable[E | str]) -> tuple[E, ...]:
    known = ", ".join(repr(str(each)) for each in kind)
    given = listed(name, values, Text(f"o listă din {known}", f"a list out of {known}"))
    chosen = [member(f"{name}[{index}]", kind)(each) for index, each in enumerate(given)]
    if not chosen:
        right = Text(f"cel puțin unul dintre {known}", f"at least one of {known}")
        raise InvalidInput(name, [], right)
    # In the order of the enumeration, so that two policies of one meaning are equal.
    return tuple(each for each in kind if each in chosen)


def _take_over(values: Iterable[TakesOver | str]) -> tuple[TakesOver, ...]:
    known = ", ".join(repr(str(each)) for each in TakesOver)
    given = listed("take_over", values, Text(f"o listă din {known}", f"a list out of {known}"))
    titles = [member(f"take_over[{index}]", TakesOver)(each) for index, each in enumerate(given)]
    return tuple(dict.fromkeys(titles))  # in the order in which they are asked


def _procedure(value: Procedure | str) -> Procedure:
    return member("procedure", Procedure)(value)


def _ladder(
    values: Mapping[Role, Iterable[Role | str]] | Mapping[str, Iterable[Role | str]],
) -> FrozenMap[Role, tuple[Role, ...]]:
    given: object = values
    if not isinstance(given, Mapping):
        right = Text(
            "un tabel de la funcții la liste de funcții", "a mapping of roles to lists of roles"
        )
        raise WrongType("ladder", given, right)
    steps = {
        member("ladder", Role)(role): _members(f"ladder.{role}", Role, before)
        for role, before in values.items()
    }
    for role in steps:
        _checked_climb(steps, role)
    # In the order of the enumeration, so that two policies of one meaning are equal.
    return FrozenMap((role, steps[role]) for role in Role if role in steps)


def _checked_climb(steps: Mapping[Role, tuple[Role, ...]], top: Role) -> None:
    """Refuse a ladder on which a step can only be reached from itself."""
    reached: set[Role] = set()
    while top not in reached:
        more = {
            role
            for role in Role
            if role not in reached and (role not in steps or reached & set(steps[role]))
        }
        if not more:
            right = Text(
                "o scară pe care se poate ajunge la fiecare treaptă",
                "a ladder on which each step can be reached",
            )
            raise InvalidInput("ladder", str(top), right)
        reached |= more


def _general_reasons(values: Iterable[str]) -> tuple[str, ...]:
    phrases = Text("o listă de expresii", "a list of phrases")
    reasons = tuple(listed("general_reasons", values, phrases))
    for index, each in enumerate(reasons):
        if not isinstance(each, str) or not comparable_words(each):
            right = Text("o expresie din cuvinte", "a phrase of words")
            raise WrongType(f"general_reasons[{index}]", each, right)
    return reasons


def _channels(values: Iterable[Channel | str]) -> tuple[Channel, ...]:
    return _members("channels", Channel, values)


def _meets(values: Iterable[Role | str]) -> tuple[Role, ...]:
    return _members("meets", Role, values)


def _rules(values: Iterable[str]) -> tuple[str, ...]:
    rules = tuple(
        listed("rules", values, Text("o listă de id-uri de reguli", "a list of rule ids"))
    )
    if not rules:
        right = Text("cel puțin un id de regulă", "at least one rule id")
        raise InvalidInput("rules", [], right)
    for index, each in enumerate(rules):
        if not isinstance(each, str):
            right = Text("un id de regulă ca 'slot.free'", "a rule id such as 'slot.free'")
            raise WrongType(f"rules[{index}]", each, right)
        if each in rules[:index]:
            right = Text("fiecare regulă o dată", "each rule once")
            raise InvalidInput(f"rules[{index}]", each, right)
    return rules


def _or_none(check: Any) -> Any:
    return attrs.validators.optional(check)


def _or_unlimited(check: Any) -> Any:
    def checked(policy: object, attribute: Any, value: object) -> None:
        if value is None:
            return
        try:
            check(policy, attribute, value)
        except WrongType as error:
            right = Text(
                f'{error.right.ro}; sau niciunul: None, într-un fișier "unlimited"',
                f'{error.right.en}; or none: None, in a file "unlimited"',
            )
            raise WrongType(attribute.name, value, right) from None

    checked.validator = check  # type: ignore[attr-defined]  # as attrs' optional has it
    return checked


class _Cited(FrozenMap[str, Citation]):
    """The citations of a policy, with the values of its parameters that they are of.

    A constructor that is given them beside other values, as ``attrs.evolve`` gives them, so
    knows which were changed.
    """

    __slots__ = ("values_cited",)

    def __init__(self, items: Mapping[str, Citation], values_cited: tuple[Any, ...]) -> None:
        super().__init__(items)
        self.values_cited = values_cited


def _citations(values: Mapping[str, Citation]) -> FrozenMap[str, Citation]:
    return values if isinstance(values, _Cited) else FrozenMap(values)


def _institution(value: Text | str | None) -> Text | None:
    if isinstance(value, str):
        return both(checked_identifier("institution", value))
    return value


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
    - ``no_show_pause_days``: ``request.after_no_show``, ``None`` where nothing follows;
    - ``reminder_hours`` before a meeting the citizen is reminded of it, within
      ``conclusions_working_days`` after it the inspector records it, and within
      ``ticket_working_days`` after that the ticket is issued; ``None``: no reminder, and no
      limit to the others;
    - ``take_over``, ``take_over_notice_hours``: who may take over a meeting from an
      inspector who can't hold it, and how long ahead (``None``: as for a booking);
    - audiences: ``ladder`` (of each role, the roles one of which was met before),
      ``unanswered_days`` after which a request counts as not answered,
      ``general_reasons`` that say nothing and the ``reason_min_words`` beside them,
      ``daily_limit``, ``answer_working_days``, ``None`` where not used.

    ``changed`` names the parameters that :meth:`evolve` or ``attrs.evolve`` has set.

    ``procedure`` is what it governs, ``institution`` whose name stands on documents: a
    :class:`~tichet_rules.Text`, or a ``str`` for both languages.

    ``citations`` says where each value comes from, by the key of one of ``sources``; a
    parameter that was changed has none, unless citations of its own are given with it.

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
    procedure: Procedure = field(default=Procedure.BLUE_TICKET, converter=_procedure)
    institution: Text | None = field(
        default=None, converter=_institution, validator=_or_none(instance(Text))
    )
    rules: tuple[str, ...] = field(converter=_rules)
    meets: tuple[Role, ...] = field(converter=_meets)
    notice_hours: int = field(validator=whole_number(0, _LONGEST_HOURS, "hours"))
    notice_reading: HourReading = field(converter=_notice_reading)
    window_days: int = field(validator=whole_number(0, _LONGEST_DAYS, "days"))
    window_reading: DayReading = field(converter=_window_reading)
    window_binds: WindowBinds = field(converter=_window_binds)
    max_minutes: int = field(validator=whole_number(1, MINUTES_A_DAY, "minutes"))
    grid_minutes: int = field(validator=whole_number(1, MINUTES_A_DAY, "minutes"))
    horizon_days: int | None = field(
        validator=_or_unlimited(whole_number(0, _LONGEST_DAYS, "days"))
    )
    open_bookings_per_request: int = field(validator=whole_number(1, unit="bookings"))
    channels: tuple[Channel, ...] = field(converter=_channels)
    buffer_before_minutes: int = field(validator=whole_number(0, MINUTES_A_DAY, "minutes"))
    buffer_after_minutes: int = field(validator=whole_number(0, MINUTES_A_DAY, "minutes"))
    daily_limit: int | None = field(
        default=None, validator=_or_unlimited(whole_number(1, unit="people"))
    )
    answer_working_days: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_DAYS, "working days"))
    )
    ladder: FrozenMap[Role, tuple[Role, ...]] = field(default=FrozenMap(), converter=_ladder)
    unanswered_days: int = field(default=0, validator=whole_number(0, _LONGEST_DAYS, "days"))
    general_reasons: tuple[str, ...] = field(default=(), converter=_general_reasons)
    reason_min_words: int = field(default=1, validator=whole_number(1, _MOST_WORDS, "words"))
    no_show_pause_days: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_DAYS, "days"))
    )
    reminder_hours: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_HOURS, "hours"))
    )
    conclusions_working_days: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_DAYS, "working days"))
    )
    ticket_working_days: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_DAYS, "working days"))
    )
    take_over: tuple[TakesOver, ...] = field(default=(), converter=_take_over)
    take_over_notice_hours: int | None = field(
        default=None, validator=_or_unlimited(whole_number(0, _LONGEST_HOURS, "hours"))
    )
    sources: FrozenMap[str, Source] = field(
        factory=known_sources, converter=FrozenMap[str, Source], repr=False
    )
    citations: FrozenMap[str, Citation] = field(factory=FrozenMap, converter=_citations)
    changed: tuple[str, ...] = field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        self._note_what_was_changed()
        horizon = self.horizon_days
        notice = max(self.notice_hours, self.take_over_notice_hours or 0)
        if horizon is not None and horizon * _HOURS_A_DAY < notice:
            days = -(-notice // _HOURS_A_DAY)
            raise InvalidInput(
                "horizon_days",
                horizon,
                Text(
                    f"un orizont nu mai scurt decât răgazul ({notice} h), altfel niciun interval "
                    f"nu s-ar putea rezerva: cel puțin {counted(days, 'day', 'ro')}",
                    f"a horizon no shorter than the notice of {notice} hours, or no slot "
                    f"could ever be booked: at least {days} days",
                ),
            )

    def _note_what_was_changed(self) -> None:
        """Take away the citations of other values than those that the policy has now."""
        cited, values = self.citations, _VALUES_OF(self)
        changed: set[str] = set()
        if isinstance(cited, _Cited):
            if cited.values_cited == values:
                return
            before = zip(PARAMETERS, cited.values_cited, values, strict=True)
            changed = {name for name, was, now in before if was != now}
            names = {*self.changed, *changed}
            object.__setattr__(self, "changed", tuple(n for n in PARAMETERS if n in names))
        kept = {name: each for name, each in cited.items() if name not in changed}
        object.__setattr__(self, "citations", _Cited(kept, values))

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
            and (
                name in self.changed
                or name not in OPTIONAL
                or getattr(self, name) != OPTIONAL[name]
            )
        )

    def policy_at(self, _: date) -> Policy:
        """Itself: a policy that is given alone is held to apply whatever the date."""
        return self

    def evolve(self, **parameters: Any) -> Policy:
        """The policy with some parameters changed, checked like the original.

        An ``institution`` beside them says whose name stands on documents, as a
        :class:`~tichet_rules.Text` or a ``str``; it is no parameter, and changes no rule.

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
        institution = parameters.pop("institution", self.institution)
        for name in parameters:
            if name in _SET_OTHERWISE:
                way = f"attrs.evolve(policy, {name}={_SET_OTHERWISE[name]})"
                right = Text(
                    f"numele unui parametru; ce nu este parametru se schimbă așa: {way}",
                    f"the name of a parameter; what is none is changed so: {way}",
                )
                raise InvalidInput("policy", name, right)
            checked_parameter(name)
        policy = attrs.evolve(
            self,
            **parameters,
            institution=institution,
            citations={k: v for k, v in self.citations.items() if k not in parameters},
        )
        differs = {name for name in parameters if getattr(policy, name) != getattr(self, name)}
        changed = {*self.changed, *differs}
        return attrs.evolve(policy, changed=tuple(each for each in PARAMETERS if each in changed))

    def to_html(self, language: Language = "en") -> str:
        """What differs from the law's preset, with the sources of both: HTML for a notebook.

        The preset is that of the same procedure, in the version of its time.
        """
        from tichet_rules.policy._html import policy_html  # noqa: PLC0415 (for notebooks alone)

        return policy_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()


def _plainly(value: object) -> str:
    if isinstance(value, Mapping):
        return "+".join(f"{key}:{_plainly(each)}" for key, each in value.items())
    return "+".join(value) if isinstance(value, tuple) else str(value)


_NOT_PARAMETERS: Final = (
    "name",
    "title",
    "valid_from",
    "because",
    "procedure",
    "institution",
    "rules",
    "citations",
    "changed",
    "sources",
)

# What people try to change as if it were a parameter.
_SET_OTHERWISE: Final = {
    "name": "…",
    "title": "Text(…)",
    "rules": "…",
    "valid_from": "date(…)",
}

PARAMETERS: Final = tuple(
    each.name for each in attrs.fields(Policy) if each.name not in _NOT_PARAMETERS
)

_VALUES_OF: Final = attrgetter(*PARAMETERS)

# What a policy may leave out, and what it then has: the step or the limit that is not there.
OPTIONAL: Final[dict[str, Any]] = {
    each.name: each.default
    for each in attrs.fields(Policy)
    if each.name in PARAMETERS and each.default is not attrs.NOTHING
}


def checked_parameter(name: str, field_name: str = "policy") -> str:
    """The name when it is that of a parameter."""
    if name not in PARAMETERS:
        raise InvalidInput(field_name, name, one_of(name, PARAMETERS, "parameter"))
    return name
