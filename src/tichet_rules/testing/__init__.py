"""Hypothesis strategies and a stateful machine, so that a system can test itself with ours.

The strategies draw valid offices, agendas, commands and logs; the machine drives an agenda
through a long life, and a system of the user's own beside it. Needs the extra ``testing``.
"""

from tichet_rules.errors import MissingExtra

try:
    from tichet_rules.testing.machine import AgendaMachine
    from tichet_rules.testing.strategies import (
        DAYS,
        absences,
        agendas,
        applicants,
        calendars,
        commands,
        contacts,
        inspectors,
        instants,
        logs,
        offices,
        policies,
        records,
        requests,
        slots,
        weeks,
    )
except ModuleNotFoundError as missing:
    if missing.name != "hypothesis":
        raise
    raise MissingExtra("testing with strategies", "testing") from missing

__all__ = [
    "DAYS",
    "AgendaMachine",
    "absences",
    "agendas",
    "applicants",
    "calendars",
    "commands",
    "contacts",
    "inspectors",
    "instants",
    "logs",
    "offices",
    "policies",
    "records",
    "requests",
    "slots",
    "weeks",
]
