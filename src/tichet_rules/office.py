"""An office: everything that is known before a question is asked, but the bookings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, TypeVar, Unpack

import attrs
from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_changes,
    checked_identifier,
    checked_instance,
    instance,
    listed,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import registration_number
from tichet_rules.model import Booking, Inspector, Procedure, Request
from tichet_rules.policy import Policy, PolicyHistory, preset
from tichet_rules.text import Text
from tichet_rules.timekeeping import WorkingCalendar

__all__ = ["Office"]

T = TypeVar("T")


def _policy(value: Policy | PolicyHistory | str) -> Policy | PolicyHistory:
    return _of_a_kind("policy", value)


def _audiences(value: Policy | PolicyHistory | str) -> Policy | PolicyHistory:
    return _of_a_kind("audiences", value)


def _of_a_kind(name: str, value: object) -> Policy | PolicyHistory:
    if isinstance(value, str):
        try:
            return preset(value)
        except InvalidInput as error:
            raise error.renamed("^policy$", name) from None
    if not isinstance(value, (Policy, PolicyHistory)):
        right = Text(
            "numele unei politici din pachet, un Policy sau un PolicyHistory",
            "a preset's name, a Policy or a PolicyHistory",
        )
        raise WrongType(name, value, right)
    return value


def _rooms(values: Iterable[str]) -> tuple[str, ...]:
    rooms = tuple(listed("rooms", values, Text("o listă de nume de săli", "a list of room names")))
    for index, each in enumerate(rooms):
        checked_identifier(f"rooms[{index}]", each)
        if each in rooms[:index]:
            right = Text("fiecare sală o dată", "each room once")
            raise InvalidInput(f"rooms[{index}]", each, right)
    return rooms


def _by(
    name: str, key: str, kind: type[T], values: Iterable[T] | FrozenMap[str, T]
) -> FrozenMap[str, T]:
    given = values.values() if isinstance(values, FrozenMap) else values
    found: dict[str, T] = {}
    for index, each in enumerate(listed(name, given, f"a list of {kind.__name__}", personal=True)):
        if not isinstance(each, kind):
            checked_instance(f"{name}[{index}]", each, kind, personal=True)
        identity = getattr(each, key)
        if identity in found:
            right = Text(f"fiecare {key} o dată", f"each {key} once")
            raise InvalidInput(f"{name}[{index}].{key}", identity, right)
        found[identity] = each
    return FrozenMap(found)


def _inspectors(
    values: Iterable[Inspector] | FrozenMap[str, Inspector],
) -> FrozenMap[str, Inspector]:
    return _by("inspectors", "id", Inspector, values)


def _requests(
    values: Iterable[Request] | FrozenMap[str, Request],
) -> FrozenMap[str, Request]:
    return _by("requests", "number", Request, values)


class _Changes(TypedDict, total=False):
    policy: Policy | PolicyHistory | str
    calendar: WorkingCalendar
    inspectors: Iterable[Inspector] | FrozenMap[str, Inspector]
    requests: Iterable[Request] | FrozenMap[str, Request]
    audiences: Policy | PolicyHistory | str
    rooms: Iterable[str]


@frozen(repr=False)
class Office:
    """A town hall as the rules see it: its policy, calendar, inspectors and requests.

    ``policy`` is a preset's name, a :class:`~tichet_rules.PolicyHistory` (the version in
    force on the date of the question is used) or a :class:`~tichet_rules.Policy` (used
    whatever the date). ``inspectors`` and ``requests`` need hold only those that the
    questions are about: a caller with a database passes the rows it has read.

    ``audiences`` is the policy of audiences with the leadership, held in the same agenda.
    ``rooms`` are those in which citizens are met in person, in the order in which they are
    given out; an office that names none has no such limit (``room.free``).

    >>> from datetime import date
    >>> from tichet_rules import Inspector, Request
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> office.request("119.368 / 305").inspector
    'i-017'
    """

    policy: Policy | PolicyHistory = field(
        factory=lambda: preset("cluj-napoca/tichet-albastru"),
        converter=_policy,
    )
    calendar: WorkingCalendar = field(
        default=WorkingCalendar(), validator=instance(WorkingCalendar)
    )
    inspectors: FrozenMap[str, Inspector] = field(factory=FrozenMap, converter=_inspectors)
    requests: FrozenMap[str, Request] = field(factory=FrozenMap, converter=_requests)
    audiences: Policy | PolicyHistory = field(
        factory=lambda: preset("cluj-napoca/audiente"),
        converter=_audiences,
    )
    rooms: tuple[str, ...] = field(default=(), converter=_rooms)

    def __attrs_post_init__(self) -> None:
        if self.audiences.procedure is not Procedure.AUDIENCE:
            right = Text(
                "o politică a procedurii 'audience'", "a policy of the procedure 'audience'"
            )
            raise InvalidInput("audiences", self.audiences.name, right)
        # Which comes first of a date and an instant is known only where there is a clock.
        for number, inspector in enumerate(self.inspectors.values()):
            for index, absence in enumerate(inspector.absences):
                place = f"inspectors[{number}].absences[{index}].last"
                try:
                    first, last = absence.ticks(self.calendar)
                except InvalidInput as error:
                    raise InvalidInput(place, str(absence.last), error.right) from None
                if first >= last:
                    right = Text(f"mai târziu decât {absence.first}", f"later than {absence.first}")
                    raise InvalidInput(place, str(absence.last), right)

    def __repr__(self) -> str:
        return (
            f"Office({self.policy.name!r}, inspectors={len(self.inspectors)}, "
            f"requests={len(self.requests)})"
        )

    def policy_at(self, instant: datetime, procedure: Procedure | None = None) -> Policy:
        """The version in force on the local date of an instant, of a procedure's policy.

        ``None`` stands for that of :attr:`policy`, whichever it is.

        >>> from datetime import UTC
        >>> Office().policy_at(datetime(2026, 11, 26, 8, tzinfo=UTC), Procedure.AUDIENCE).name
        'cluj-napoca/audiente'
        """
        chosen = self.policy
        if procedure is Procedure.AUDIENCE and chosen.procedure is not procedure:
            chosen = self.audiences
        return chosen.policy_at(self.calendar.local(instant).date())

    def inspector(self, id: str) -> Inspector | None:  # noqa: A002 (as the field is called)
        """The inspector or official of an id, or ``None``.

        >>> office = Office(inspectors=[Inspector("i-017", "Mureșan Ioana")])
        >>> office.inspector("i-017").name, office.inspector("i-9")
        ('Mureșan Ioana', None)
        """
        return self.inspectors.get(id)

    def request(self, number: str) -> Request | None:
        """The request of a registration number, however it is written, or ``None``."""
        return self.requests.get(registration_number(number))

    def request_of(self, booking: Booking) -> Request | None:
        """The request that a booking is about, or ``None``: an audience may have none.

        >>> from tichet_rules import Slot
        >>> slot = Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00"))
        >>> Office().request_of(Booking("b-1", "119368/305", "i-017", "name:ana", slot)) is None
        True
        """
        return None if booking.request is None else self.requests.get(booking.request)

    def replace(self, **changes: Unpack[_Changes]) -> Office:
        """The office with some of its fields changed; an error for one that it does not have.

        >>> Office().replace(policy=Office().policy.latest.evolve(notice_hours=24))
        Office('cluj-napoca/tichet-albastru', inspectors=0, requests=0)
        """
        checked_changes("office", Office, changes)
        return attrs.evolve(self, **changes)
