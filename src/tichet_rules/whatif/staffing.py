"""Offices with more inspectors, or fewer."""

from __future__ import annotations

from itertools import count, cycle, islice
from typing import Final

from tichet_rules._door import checked_instance, checked_whole_number, one_of
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

_NO_DEPARTMENT: Final = Text(
    "nimic: niciun inspector nu are o direcție", "none: no inspector has a department"
)
_MOST: Final = 10_000


def staffed(office: Office, more: int, *, department: str | None = None) -> Office:
    """The office with some more inspectors of execution staff, or with so many fewer.

    Those who come, ``more-1`` and on, work the weeks of those who are there, in turn, in their
    departments, and are never away. Those who go are the last. At least one stays. With a
    ``department`` all this is of its staff alone.

    >>> office = Office(inspectors=[Inspector("i-017")])
    >>> [*staffed(office, 2).inspectors]
    ['i-017', 'more-1', 'more-2']

    >>> hall = Office(
    ...     inspectors=[
    ...         Inspector("u-1", department="urbanism"),
    ...         Inspector("t-1", department="taxe"),
    ...     ]
    ... )
    >>> staffed(hall, 1, department="taxe").inspectors["more-1"].department
    'taxe'
    """
    checked_instance("office", office, Office)
    checked_whole_number("more", more, -_MOST, _MOST)
    staff = [each for each in office.inspectors.values() if each.role is Role.EXECUTION]
    if not staff:
        raise InvalidInput("office.inspectors", [], STAFF_NEEDED)
    if department is not None:
        departments = dict.fromkeys(each.department for each in staff)
        if department not in departments:
            known = [each for each in departments if each is not None]
            right = one_of(department, known, "department") if known else _NO_DEPARTMENT
            raise InvalidInput("department", department, right)
        staff = [each for each in staff if each.department == department]
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
        Inspector(next(ids), week=each.week, department=each.department)
        for each in islice(cycle(staff), more)
    ]
    return office.replace(inspectors=[*office.inspectors.values(), *come])
