"""The columns of a table of bookings, read from the fields of the model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from types import NoneType
from typing import Any, Final, Literal, TypeAlias, get_args, get_type_hints

import attrs
from attrs import frozen

from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, BookingStatus, Procedure, Slot
from tichet_rules.model.time import LONGEST_MINUTES
from tichet_rules.timekeeping.calendar import MINUTES_A_DAY
from tichet_rules.timekeeping.instants import EPOCH

__all__ = [
    "BOUNDS",
    "COLUMNS",
    "FINGERPRINTS",
    "HELD",
    "NESTED",
    "OF_THE_BLUE_TICKET",
    "OPEN",
    "TAKING_TIME",
    "WITHOUT_REQUEST",
    "Column",
    "Kind",
]

Kind: TypeAlias = Literal["text", "number", "instant"]

_KINDS: Final[dict[type[Any], Kind]] = {str: "text", int: "number", datetime: "instant"}


@frozen
class Column:
    """A column: its name, what it holds, and the way to its value from a booking."""

    name: str
    kind: Kind
    optional: bool
    values: tuple[str, ...]
    path: tuple[str, ...]


def _columns(model: Any, path: tuple[str, ...] = ()) -> Iterator[Column]:
    hints = get_type_hints(model)
    for each in attrs.fields(model):
        if not each.init:
            continue
        hint, place = hints[each.name], (*path, each.name)
        if attrs.has(hint):
            yield from _columns(hint, place)
            continue
        kinds = [part for part in get_args(hint) or (hint,) if part is not NoneType]
        kind: type[Any] = kinds[0]
        values = tuple(map(str, kind)) if issubclass(kind, StrEnum) else ()
        yield Column(
            each.name,
            "text" if values else _KINDS[kind],
            NoneType in get_args(hint),
            values,
            place,
        )


COLUMNS: Final = tuple(_columns(Booking))

# The classes of the fields that take more than one column.
NESTED: Final[dict[str, Any]] = {
    name: hint for name, hint in get_type_hints(Booking).items() if attrs.has(hint)
}

# The least and the most of each number, as the model's own validators have them.
BOUNDS: Final[dict[str, tuple[int, int | None]]] = {
    "minutes": (1, LONGEST_MINUTES),
    "buffer_before_minutes": (0, MINUTES_A_DAY),
    "buffer_after_minutes": (0, MINUTES_A_DAY),
    "revision": (0, None),
}


# The texts that are fingerprints: 64 digits of 0-9 and a-f.
FINGERPRINTS: Final = ("record", "ticket")


def _sample(
    status: BookingStatus = BookingStatus.BOOKED,
    procedure: Procedure = Procedure.BLUE_TICKET,
    request: str | None = "1",
) -> Booking:
    return Booking("sample", request, "sample", "sample", Slot(EPOCH), status, procedure=procedure)


def _may_name_no_request(procedure: Procedure) -> bool:
    try:
        _sample(procedure=procedure, request=None)
    except InvalidInput:
        return False
    return True


# What the model says of each status, as conditions on a row; `{}` stands for the column.
TAKING_TIME: Final = " AND ".join(
    f"{{}} <> '{each}'" for each in BookingStatus if not _sample(each).takes_time
)
OPEN: Final = " OR ".join(f"{{}} = '{each}'" for each in BookingStatus if _sample(each).is_open)
HELD: Final = " OR ".join(f"{{}} = '{each}'" for each in BookingStatus if _sample(each).is_held)

# And of each procedure.
WITHOUT_REQUEST: Final = " OR ".join(
    f"{{}} = '{each}'" for each in Procedure if _may_name_no_request(each)
)
OF_THE_BLUE_TICKET: Final = f"{{}} = '{Procedure.BLUE_TICKET}'"
