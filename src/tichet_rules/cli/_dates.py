"""A date as it is typed on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.structure import read_date
from tichet_rules.text import Text

__all__ = ["day_of"]

# With dots the day is first, wherever dates are written so; with slashes either may be.
_WITH_DOTS: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_RIGHT: Final = Text(
    "o dată din calendar, ca 2026-11-26 sau 26.11.2026: cu puncte, ziua întâi și anul din patru "
    "cifre",
    "a date of the calendar, such as 2026-11-26 or 26.11.2026: with dots, the day first and the "
    "year in four digits",
)


def day_of(text: str) -> date:
    """The date that ``2026-11-26`` or ``26.11.2026`` writes.

    >>> day_of("26.11.2026") == day_of("2026-11-26")
    True
    """
    written = _WITH_DOTS.fullmatch(text)
    if written is not None:
        day, month, year = written.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return read_date(text)
    except InvalidInput:
        raise InvalidInput("", text, _RIGHT) from None
