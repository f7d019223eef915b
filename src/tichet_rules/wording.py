"""How figures are said to people, in Romanian and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypeAlias, runtime_checkable

from attrs import frozen

from tichet_rules.text import Language, Text

__all__ = [
    "Days",
    "Figure",
    "clock",
    "counted",
    "date_name",
    "day_name",
    "days_name",
    "listed_words",
    "month_name",
    "say",
    "weekday_name",
]


@frozen
class Days:
    """A number of calendar days, which need not be of 24 hours each.

    >>> say(Days(30), "ro"), say(Days(1), "en")
    ('30 de zile', '1 day')
    """

    count: int


Figure: TypeAlias = "int | str | bool | date | datetime | timedelta | Days | Text | tuple[str, ...]"


@runtime_checkable
class _Worded(Protocol):
    """A word of a vocabulary, such as a channel, which people know by other words."""

    @property
    def words(self) -> Text:
        """The word in both languages."""
        ...


_WEEKDAYS: Final[dict[Language, Sequence[str]]] = {
    "ro": ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final[dict[Language, Sequence[str]]] = {
    "ro": (
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_NOUNS: Final[dict[str, tuple[Text, Text]]] = {
    "hour": (Text("oră", "hour"), Text("ore", "hours")),
    "minute": (Text("minut", "minute"), Text("minute", "minutes")),
    "second": (Text("secundă", "second"), Text("secunde", "seconds")),
    "day": (Text("zi", "day"), Text("zile", "days")),
    "rule": (Text("regulă", "rule"), Text("reguli", "rules")),
    "slot": (Text("interval", "slot"), Text("intervale", "slots")),
    "inspector": (Text("inspector", "inspector"), Text("inspectori", "inspectors")),
    "request": (Text("cerere", "request"), Text("cereri", "requests")),
    "cell": (Text("celulă", "cell"), Text("celule", "cells")),
    "booking": (Text("programare", "booking"), Text("programări", "bookings")),
    "character": (Text("caracter", "character"), Text("caractere", "characters")),
    "row": (Text("rând", "row"), Text("rânduri", "rows")),
}
_ROMANIAN_PLAIN_PLURALS: Final = range(1, 20)


def counted(count: int, noun: str, language: Language) -> str:
    """A number and its noun. In Romanian, «de» stands between them from 20 on.

    >>> counted(1, "hour", "ro"), counted(19, "hour", "ro"), counted(48, "hour", "ro")
    ('1 oră', '19 ore', '48 de ore')
    >>> counted(101, "minute", "ro"), counted(1, "minute", "en")
    ('101 minute', '1 minute')
    """
    one, many = _NOUNS[noun]
    if count == 1:
        return f"1 {one.in_(language)}"
    plain = count == 0 or count % 100 in _ROMANIAN_PLAIN_PLURALS
    joint = " de " if language == "ro" and not plain else " "
    return f"{count}{joint}{many.in_(language)}"


def day_name(day: date, language: Language) -> str:
    """A date with its weekday and month in words.

    >>> from datetime import date
    >>> day_name(date(2026, 11, 26), "ro"), day_name(date(2026, 11, 26), "en")
    ('joi, 26 noiembrie 2026', 'Thursday, 26 November 2026')
    """
    return f"{weekday_name(day.weekday(), language)}, {date_name(day, language)}"


def days_name(first: date, last: date) -> Text:
    """Whole days in words, the last included.

    >>> from datetime import date
    >>> days_name(date(2026, 11, 23), date(2026, 12, 4)).in_("ro")
    '23 noiembrie – 4 decembrie 2026, inclusiv'
    >>> days_name(date(2026, 11, 23), date(2026, 11, 24)).in_("en")
    '23–24 November 2026, inclusive'
    >>> days_name(date(2026, 11, 23), date(2026, 11, 23)).in_("en")
    'Monday, 23 November 2026, all day'
    """
    if first == last:
        return Text(f"{day_name(first, 'ro')}, toată ziua", f"{day_name(first, 'en')}, all day")
    return Text(f"{_range(first, last, 'ro')}, inclusiv", f"{_range(first, last, 'en')}, inclusive")


def _range(first: date, last: date, language: Language) -> str:
    if first.year != last.year:
        return f"{date_name(first, language)} – {date_name(last, language)}"
    if first.month != last.month:
        begins = date_name(first, language).removesuffix(f" {first.year}")
        return f"{begins} – {date_name(last, language)}"
    return f"{first.day}–{date_name(last, language)}"


def date_name(day: date, language: Language) -> str:
    """A date with its month in words.

    >>> from datetime import date
    >>> date_name(date(2026, 11, 26), "ro"), date_name(date(2026, 11, 26), "en")
    ('26 noiembrie 2026', '26 November 2026')
    """
    return f"{day.day} {month_name(day, language)}"


def weekday_name(weekday: int, language: Language) -> str:
    """The name of a weekday, Monday being 0.

    >>> weekday_name(0, "ro"), weekday_name(6, "en")
    ('luni', 'Sunday')
    """
    return _WEEKDAYS[language][weekday]


def listed_words(words: Sequence[Text]) -> Text:
    """Several words as one, with commas between them.

    >>> listed_words([Text("primar", "mayor"), Text("director", "director")]).in_("ro")
    'primar, director'
    """
    return Text(", ".join(each.ro for each in words), ", ".join(each.en for each in words))


def month_name(day: date, language: Language) -> str:
    """The month of a date, with its year.

    >>> from datetime import date
    >>> month_name(date(2026, 11, 26), "ro"), month_name(date(2026, 11, 26), "en")
    ('noiembrie 2026', 'November 2026')
    """
    return f"{_MONTHS[language][day.month - 1]} {day.year}"


def clock(instant: datetime) -> str:
    """The time of day, with seconds only where there are any.

    >>> from datetime import datetime
    >>> clock(datetime(2026, 11, 26, 9, 5)), clock(datetime(2026, 11, 26, 9, 5, 30))
    ('09:05', '09:05:30')
    """
    minutes = f"{instant.hour:02}:{instant.minute:02}"
    return f"{minutes}:{instant.second:02}" if instant.second or instant.microsecond else minutes


def _duration(span: timedelta, code: Language) -> str:
    seconds = abs(span) // timedelta(seconds=1)
    parts = [
        counted(count, noun, code)
        for count, noun in (
            (seconds // 3600, "hour"),
            (seconds // 60 % 60, "minute"),
            (seconds % 60, "second"),
        )
        if count
    ]
    said = _together(parts, code) if parts else counted(0, "minute", code)
    return f"minus {said}" if span < timedelta(0) else said


def _together(parts: Sequence[str], code: Language) -> str:
    if code == "en" or len(parts) == 1:
        return " ".join(parts)
    return f"{', '.join(parts[:-1])} și {parts[-1]}"


def _said(figure: object, code: Language) -> str:
    return figure.words.in_(code) if isinstance(figure, _Worded) else str(figure)


def say(figure: Figure, language: Language) -> str:  # noqa: PLR0911 (one line for each kind)
    """A figure in words.

    >>> from datetime import timedelta
    >>> say(timedelta(hours=47, minutes=59), "ro"), say(timedelta(hours=48), "en")
    ('47 de ore și 59 de minute', '48 hours')
    """
    if isinstance(figure, Text):
        return figure.in_(language)
    if isinstance(figure, bool):
        return Text("da", "yes").in_(language) if figure else Text("nu", "no").in_(language)
    if isinstance(figure, datetime):
        hour = " ora" if language == "ro" else ""
        return f"{day_name(figure, language)},{hour} {clock(figure)}"
    if isinstance(figure, date):
        return day_name(figure, language)
    if isinstance(figure, timedelta):
        return _duration(figure, language)
    if isinstance(figure, Days):
        return counted(figure.count, "day", language)
    if isinstance(figure, tuple):
        return ", ".join(_said(each, language) for each in figure)
    return _said(figure, language)
