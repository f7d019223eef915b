"""Which readings of the law matter for a log: what each would find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, frozen

from tichet_rules._door import A_BOOKING_ACT, checked_instance, listed
from tichet_rules.audit.replay import History, case_of
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.rules import READINGS, Case, rules_of_case

__all__ = ["ReadingRow", "readings_table"]


@frozen
class ReadingRow:
    """What one reading finds in a log, the other readings being those of the policy.

    ``breaches`` counts the bookings that the rule refuses under it; ``more`` those of them
    that it does not refuse as the policy reads, ``fewer`` those that it refuses only as the
    policy reads. Where both are 0 for every reading, the reading does not matter for the log.
    """

    rule: str
    parameter: str
    reading: str
    breaches: int
    more: int
    fewer: int


def readings_table(log: Iterable[Booking], *, office: Office) -> tuple[ReadingRow, ...]:
    """Of each rule that counts time, what it finds in a log under each of the readings.

    Each booking is judged at its ``booked_at`` under the policy in force then, as
    :func:`~tichet_rules.audit.audit` does it, so that under the policy's own readings both
    count the same. Raises :class:`~tichet_rules.errors.InvalidInput` for one without.

    >>> readings_table([], office=Office())
    ()
    """
    checked_instance("office", office, Office)
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for index, each in enumerate(listed("log", log, "a list of bookings")):
        booking = checked_instance(f"log[{index}]", each, Booking)
        if booking.booked_at is None:
            raise InvalidInput(f"log[{index}].booked_at", None, A_BOOKING_ACT)
        for key, refused, as_it_is in _judged(case_of(booking, office, History())):
            found = counts.setdefault(key, Counter())
            found["breaches"] += refused
            found["more"] += refused and not as_it_is
            found["fewer"] += as_it_is and not refused
    return tuple(
        ReadingRow(*key, found["breaches"], found["more"], found["fewer"])
        for key, found in counts.items()
    )


def _judged(case: Case) -> Iterator[tuple[tuple[str, str, str], bool, bool]]:
    """Each reading of each rule that uses one: whether it refuses, and whether the policy does."""
    for rule in rules_of_case(case):
        names = [name for name in rule.parameters if name in READINGS]
        as_it_is = bool(names) and rule.judge(case).refused
        for name in names:
            for reading in READINGS[name]:
                chosen: dict[str, Any] = {name: reading}
                read = evolve(case, policy=evolve(case.policy, **chosen))
                yield (rule.id, name, str(reading)), rule.judge(read).refused, as_it_is
