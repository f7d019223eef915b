"""The demand of a what-if as JSON, and counts of real citizens by date as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from attrs import fields

from tichet_rules._door import checked_instance
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.interchange._logs_columns import ColumnMapping
from tichet_rules.interchange._logs_text import line_of, table_of
from tichet_rules.interchange._logs_times import A_DATE, LogClock
from tichet_rules.interchange._logs_words import column_key
from tichet_rules.interchange.structure import checked_object, json_kind, read_date
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import zone_of
from tichet_rules.whatif import Demand, Preference
from tichet_rules.wording import counted

__all__ = ["demand_document", "read_counts", "read_demand"]

T = TypeVar("T")


_FIELDS: Final = tuple(each.name for each in fields(Demand))
_BY_DEFAULT: Final = Demand(per_day=0)
_MOST_DIGITS: Final = 9
_BY_NUMBER: Final = (
    "by_month",
    "by_hour",
    "answer_age_days",
    "cancelled_ahead_hours",
    "meeting_minutes",
)


def read_demand(value: object, place: str = "demand") -> Demand:
    """The demand that parsed JSON describes: the fields of :class:`~tichet_rules.whatif.Demand`.

    The keys of mixes are texts, as JSON has it; a preference is an object with its ``weight``.

    >>> demand = read_demand(
    ...     {
    ...         "per_day": 12,
    ...         "by_hour": {"9": 2, "20": 1},
    ...         "preferences": [{"weight": 1}, {"weight": 2, "hours": ["16:00", "18:00"]}],
    ...     }
    ... )
    >>> demand.by_hour[20], len(demand.preferences)
    (1.0, 2)
    >>> read_demand({"per_day": 12, "by_hour": {"25": 1}})
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: demand.by_hour: got 25; expected a whole number, at least 0, \
at most 23
    """
    return placed(place, lambda: _demand(value))


def _demand(value: object) -> Demand:
    table = dict(checked_object(value, _FIELDS))
    for name in _BY_NUMBER:
        if isinstance(table.get(name), dict):
            table[name] = _keyed(name, table[name], _whole_number)
    if isinstance(table.get("counts"), dict):
        table["counts"] = _keyed("counts", table["counts"], read_date)
    if "preferences" in table:
        table["preferences"] = placed("preferences", lambda: _preferences(table["preferences"]))
    return Demand(**table)


def _keyed(place: str, table: Mapping[str, Any], read: Callable[[str], Any]) -> dict[Any, Any]:
    keys = {key: placed(place, lambda key=key: read(key)) for key in table}  # type: ignore[misc]
    for key, read_as in keys.items():
        if list(keys.values()).count(read_as) > 1:
            raise InvalidInput(place, key, Text("fiecare valoare o dată", "each value once"))
    return {keys[key]: each for key, each in table.items()}


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        right = Text(
            "un număr întreg, între ghilimele, fiindcă este o cheie",
            "a whole number, in quotation marks as a key",
        )
        raise InvalidInput("", text, right)
    return int(text)


def _preferences(value: object) -> dict[Preference, Any]:
    if not isinstance(value, list):
        raise WrongType("", json_kind(value), Text("o listă, […]", "a list, […]"))
    found: dict[Preference, Any] = {}
    for index, each in enumerate(value):
        preference, weight = placed(f"[{index}]", lambda each=each: _preference(each))  # type: ignore[misc]
        if preference in found:
            given = Given("o preferință din nou", "a preference again")
            right = Text("fiecare preferință o dată", "each preference once")
            raise InvalidInput(f"[{index}]", given, right)
        found[preference] = weight
    return found


def _preference(value: object) -> tuple[Preference, Any]:
    table = dict(checked_object(value, ("weight", "weekday", "hours"), ("weight",)))
    return Preference(table.get("weekday"), table.get("hours")), table["weight"]


def demand_document(demand: Demand) -> dict[str, Any]:
    """A demand as :func:`read_demand` reads it, without what stands by default.

    >>> demand_document(Demand(per_day=12, no_show=0.1))
    {'per_day': 12.0, 'no_show': 0.1}
    """
    document: dict[str, Any] = {}
    for each in fields(Demand):
        value = getattr(demand, each.name)
        if each.name in ("per_day", "counts"):
            if value is None:
                continue
        elif value == getattr(_BY_DEFAULT, each.name):
            continue
        if each.name == "preferences":
            document[each.name] = [
                {"weight": weight, **_preference_document(wish)} for wish, weight in value.items()
            ]
        elif isinstance(value, Mapping):
            document[each.name] = {str(key): weight for key, weight in value.items()}
        else:
            document[each.name] = value
    return document


def _preference_document(wish: Preference) -> dict[str, Any]:
    document: dict[str, Any] = {} if wish.weekday is None else {"weekday": wish.weekday}
    if wish.hours is not None:
        document["hours"] = str(wish.hours).split("-")
    return document


# --- counts by date -----------------------------------------------------------------------------

_DATE_COLUMN: Final = frozenset(map(column_key, ("date", "day", "data", "ziua", "zi")))
_COUNT_COLUMN: Final = frozenset(
    map(
        column_key,
        ("count", "counts", "arrivals", "requests", "bookings", "număr", "cereri", "sosiri"),
    )
)


def read_counts(content: str | bytes, *, name: str) -> dict[date, int]:
    r"""How many asked on each date, from a CSV file with a column of dates and one of counts.

    The columns are found by their names (``date`` or ``data``, ``count`` or ``număr``, and the
    like); others are left out. Raises :class:`~tichet_rules.errors.InvalidInput` that names the
    file, the line and the column.

    >>> read_counts("Data;Cereri\n02.11.2026;21\n03.11.2026;17\n", name="cereri.csv")
    {datetime.date(2026, 11, 2): 21, datetime.date(2026, 11, 3): 17}
    """
    checked_instance("name", name, str)
    table = table_of(content, name, ColumnMapping())
    keys = [column_key(each) for each in table.names]
    at: dict[str, int] = {}
    for what, known in (("dates", _DATE_COLUMN), ("counts", _COUNT_COLUMN)):
        places = [place for place, key in enumerate(keys) if key in known]
        if len(places) != 1:
            named = ", ".join(map(repr, table.names))
            right = f"one column of {what}, such as {'date' if what == 'dates' else 'count'!r}"
            raise InvalidInput(line_of(name, table.line), named, right)
        at[what] = places[0]
    clock = LogClock(zone_of("UTC"))
    counts: dict[date, int] = {}
    for record in table.records:
        place = line_of(name, record.line)
        if record.problem is not None or len(record.cells) != len(keys):
            count = len(record.cells)
            problem = record.problem or Text(counted(count, "cell", "ro"), f"{count} cells")
            raise InvalidInput(place, Given(problem.ro, problem.en), f"{len(keys)}")
        written = record.cells[at["dates"]].strip()
        try:
            day, _ = clock.day_alone(written)
        except InvalidInput:
            column = table.names[at["dates"]].strip()
            raise InvalidInput(_column_of(place, column), written, A_DATE) from None
        if day in counts:
            raise InvalidInput(place, written, Text("fiecare zi o singură dată", "each date once"))
        counts[day] = placed(
            _column_of(place, table.names[at["counts"]].strip()),
            lambda cells=record.cells: _count(cells[at["counts"]].strip()),  # type: ignore[misc]
        )
    return counts


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise InvalidInput(
            "", text, Text("un număr întreg, cel puțin 0", "a whole number, at least 0")
        )
    return int(text)


def _column_of(line: Text, column: str) -> Text:
    return Text(f"{line.ro}, {column}", f"{line.en}, {column}")


def placed(place: str | Text, make: Callable[[], T]) -> T:
    """What is made; an error says where."""
    try:
        return make()
    except InvalidInput as error:
        raise error.inside(place) from None
