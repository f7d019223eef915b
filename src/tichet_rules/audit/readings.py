"""Which readings of the law matter for a log: what each would find, and in which bookings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from tichet_rules._door import A_BOOKING_ACT, checked_instance, listed
from tichet_rules.audit.replay import History, case_of
from tichet_rules.audit.report import LogRow, RowsWhenAsked
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.policy import Policy
from tichet_rules.rules import READINGS, Case, rules_of_case

__all__ = ["ReadBooking", "ReadingRow", "readings_table"]

_Key: TypeAlias = tuple[str, str, str]


@frozen
class ReadBooking:
    """A booking that is a breach under one reading and not under another, as a log has it.

    ``line`` is that of the log, where the table was made of its rows.
    """

    booking: str
    line: int | None
    request: str | None


@frozen
class ReadingRow:
    """What one reading finds in a log, the other readings being those of the policy.

    ``breaches`` counts the bookings that the rule refuses under it; ``more`` those of them
    that it does not refuse as the policy reads, ``fewer`` those that it refuses only as the
    policy reads. Where both are 0 for every reading, the reading does not matter for the log.
    ``more_bookings`` and ``fewer_bookings`` say which these are, in the order of the log.
    """

    rule: str
    parameter: str
    reading: str
    breaches: int
    more: int
    fewer: int
    more_bookings: tuple[ReadBooking, ...] = field(default=(), repr=False)
    fewer_bookings: tuple[ReadBooking, ...] = field(default=(), repr=False)


def readings_table(
    log: Iterable[Booking] | Iterable[LogRow], *, office: Office
) -> tuple[ReadingRow, ...]:
    """Of each rule that counts time, what it finds in a log under each of the readings.

    Each booking is judged at its ``booked_at`` under the policy in force then, as
    :func:`~tichet_rules.audit.audit` does it, so that under the policy's own readings both
    count the same. Given the rows of a log, the table has their lines. Raises
    :class:`~tichet_rules.errors.InvalidInput` for a booking without ``booked_at``.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Inspector, Request, Slot
    >>> asked = Request(
    ...     "2/305", "Rus Dan", date(2026, 10, 13), "i-1", "answered", date(2026, 10, 27)
    ... )
    >>> slot = Slot(datetime.fromisoformat("2026-11-27T10:00:00+02:00"))
    >>> made = datetime.fromisoformat("2026-11-20T09:00:00+02:00")
    >>> booking = Booking("b-1", "2/305", "i-1", asked.applicant.key, slot, booked_at=made)
    >>> table = readings_table([booking], office=Office(requests=[asked]))
    >>> [(row.reading, [each.booking for each in row.fewer_bookings]) for row in table if row.fewer]
    [('civil_code', ['b-1']), ('civil_procedure', ['b-1']), ('booking', ['b-1'])]
    """
    checked_instance("office", office, Office)
    counts: dict[_Key, int] = {}
    more: dict[_Key, list[ReadBooking]] = {}
    fewer: dict[_Key, list[ReadBooking]] = {}
    under = _Under()
    for line, booking in _bookings(log):
        read: ReadBooking | None = None
        for key, refused, as_it_is in _judged(case_of(booking, office, History()), under):
            counts[key] = counts.get(key, 0) + refused
            if refused is not as_it_is:
                read = read or ReadBooking(booking.id, line, booking.request)
                (more if refused else fewer).setdefault(key, []).append(read)
    return tuple(
        ReadingRow(
            *key,
            breaches,
            len(more.get(key, ())),
            len(fewer.get(key, ())),
            tuple(more.get(key, ())),
            tuple(fewer.get(key, ())),
        )
        for key, breaches in counts.items()
    )


def _bookings(log: Any) -> Iterator[tuple[int | None, Booking]]:
    """The bookings, checked, with their lines where the log has them."""
    # Rows that are made when they are asked for are not all held at a time.
    given = log if isinstance(log, RowsWhenAsked) else listed("log", log, "a list of bookings")
    for index, each in enumerate(given):
        is_row = isinstance(each, LogRow)
        booking = each.booking if is_row else checked_instance(f"log[{index}]", each, Booking)
        if booking.booked_at is None:
            raise InvalidInput(f"log[{index}].booked_at", None, A_BOOKING_ACT)
        yield (each.line if is_row else None), booking


class _Under:
    """Each policy under another reading, made once."""

    def __init__(self) -> None:
        # The policy itself is kept, so that its id is no other's.
        self._made: dict[tuple[int, str, str], tuple[Policy, Policy]] = {}

    def reading(self, policy: Policy, name: str, reading: str) -> Policy:
        key = id(policy), name, reading
        if key not in self._made:
            chosen: dict[str, Any] = {name: reading}
            self._made[key] = policy, evolve(policy, **chosen)
        return self._made[key][1]


def _judged(case: Case, under: _Under) -> Iterator[tuple[_Key, bool, bool]]:
    """Each reading of each rule that uses one: whether it refuses, and whether the policy does."""
    for rule in rules_of_case(case):
        names = [name for name in rule.parameters if name in READINGS]
        as_it_is = bool(names) and rule.judge(case).refused
        for name in names:
            for reading in READINGS[name]:
                refused = as_it_is
                if reading != getattr(case.policy, name):
                    read = evolve(case, policy=under.reading(case.policy, name, reading))
                    refused = rule.judge(read).refused
                yield (rule.id, name, str(reading)), refused, as_it_is
