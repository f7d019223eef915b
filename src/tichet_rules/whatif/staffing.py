"""Offices with more inspectors, or fewer."""

from __future__ import annotations

from itertools import count
from typing import Final

from attrs import evolve

from tichet_rules._door import checked_instance, checked_whole_number
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Inspector, Role
from tichet_rules.office import Office
from tichet_rules.text import Text
from tichet_rules.wording import counted

__all__ = ["MORE_INSPECTORS", "staffed"]

#: What a study calls its inspectors, that many more.
MORE_INSPECTORS: Final = "more_inspectors"

STAFF_NEEDED: Final = Text(
    "cel puțin un inspector, din personalul de execuție",
    "at least one inspector, of execution staff",
)

_MOST: Final = 10_000


def staffed(office: Office, more: int) -> Office:
    """The office with some more inspectors of execution staff, or with so many fewer.

    Those who come, ``more-1`` and on, work the weeks of those who are there, in turn, and are never
    away. Those who go are the last. At least one stays.

    >>> office = Office(inspectors=[Inspector("i-017")])
    >>> [*staffed(office, 2).inspectors]
    ['i-017', 'more-1', 'more-2']
    """
    checked_instance("office", office, Office)
    checked_whole_number("more", more, -_MOST, _MOST)
    staff = [each for each in office.inspectors.values() if each.role is Role.EXECUTION]
    if not staff:
        raise InvalidInput("office.inspectors", [], STAFF_NEEDED)
    if more < 0:
        if len(staff) + more < 1:
            right = Text(
                f"cel puțin {1 - len(staff)}, ca să rămână unul: instituția are "
                f"{counted(len(staff), 'inspector', 'ro')}",
                f"at least {1 - len(staff)}, so that one stays: the office has "
                f"{counted(len(staff), 'inspector', 'en')}",
            )
            raise InvalidInput("more", more, right)
        gone = {each.id for each in staff[more:]}
        return office.replace(
            inspectors=[each for each in office.inspectors.values() if each.id not in gone]
        )
    ids = (
        each for each in (f"more-{number}" for number in count(1)) if each not in office.inspectors
    )
    come = [
        evolve(Inspector(next(ids)), week=staff[turn % len(staff)].week) for turn in range(more)
    ]
    return office.replace(inspectors=[*office.inspectors.values(), *come])
