"""A week's hours as people write them in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tichet_rules.errors import InvalidInput
from tichet_rules.identity.words import comparable_words
from tichet_rules.model import Week
from tichet_rules.model.time import WEEKDAYS, WorkingInterval, intervals_of_a_day
from tichet_rules.text import Text

__all__ = ["week_of"]

_DAYS: Final = (
    "l, lu, lun, luni, mo, mon, monday",
    "ma, mar, marti, tu, tue, tuesday",
    "mi, mie, mier, miercuri, we, wed, wednesday",
    "j, jo, joi, th, thu, thursday",
    "v, vi, vin, vineri, fr, fri, friday",
    "s, sa, sam, sambata, sat, saturday",
    "d, du, dum, duminica, su, sun, sunday",
)
_DAY_OF: Final = {word: day for day, words in enumerate(_DAYS) for word in words.split(", ")}
_CLOSED: Final = frozenset({"inchis", "liber", "closed", "off"})
_LONGEST: Final = 1000
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_PARTS: Final = re.compile(r"[;\n]")
# The hours begin with their first digit, or are the last word.
_DAYS_AND_HOURS: Final = re.compile(r"([^0-9]*?)(?:[\s:]+([^\W\d]+)|([0-9].*))")
_HOURS: Final = re.compile(
    r"\s*([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*-\s*([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*"
)
_A_WEEK: Final = Text(
    "zile și ore ca Lu-Vi 08:00-16:00; Mi 08:00-12:00, 13:00-18:00, cu punct și virgulă între "
    "părți",
    "days and hours such as Mon-Fri 08:00-16:00; Wed 08:00-12:00, 13:00-18:00, with a semicolon "
    "between parts",
)


def week_of(text: str) -> Week:
    """The week that a text such as ``Lu-Vi 08:00-16:00; Mi 08:00-12:00`` writes.

    Parts are separated by semicolons, each some days and their hours. As in the opening hours
    of OpenStreetMap, a later part replaces what an earlier one said of a day, and days that no
    part names are not worked.

    >>> week_of("Luni-Joi 8-16; Vi 8.00-12.00, 12.30-14.00; Mi închis") == Week.of(
    ...     mon=[("08:00", "16:00")],
    ...     tue=[("08:00", "16:00")],
    ...     thu=[("08:00", "16:00")],
    ...     fri=[("08:00", "12:00"), ("12:30", "14:00")],
    ... )
    True
    """
    days: dict[str, tuple[WorkingInterval, ...]] = {}
    if len(text) > _LONGEST:
        raise InvalidInput("", text, _A_WEEK)
    for part in _PARTS.split(_DASHES.sub("-", text)):
        if not part.strip():
            continue
        found = _DAYS_AND_HOURS.fullmatch(part.strip())
        if found is None:
            raise InvalidInput("", text, _A_WEEK)
        named, word, hours = found.groups()
        if word is not None and _CLOSED.isdisjoint(comparable_words(word)):
            raise InvalidInput("", text, _A_WEEK)
        intervals = () if word is not None else _intervals(hours, text)
        for day in _days(named, text):
            days[WEEKDAYS[day]] = intervals
    if not days:
        raise InvalidInput("", text, _A_WEEK)
    return Week.from_mapping(days)


def _days(named: str, text: str) -> Iterator[int]:
    for each in named.strip().rstrip(":").split(","):
        ends = [_DAY_OF.get(" ".join(comparable_words(day))) for day in each.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2 or first > last:  # noqa: PLR2004
            raise InvalidInput("", text, _A_WEEK)
        yield from range(first, last + 1)


def _intervals(hours: str, text: str) -> tuple[WorkingInterval, ...]:
    pairs: list[tuple[str, str]] = []
    for each in hours.split(","):
        found = _HOURS.fullmatch(each)
        if found is None:
            raise InvalidInput("", text, _A_WEEK)
        start, minute, end, last_minute = found.groups(default="00")
        pairs.append((f"{start:0>2}:{minute}", f"{end:0>2}:{last_minute}"))
    try:
        return intervals_of_a_day("", pairs)
    except InvalidInput as error:
        raise InvalidInput("", text, error.right) from None
