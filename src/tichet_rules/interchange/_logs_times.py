"""Dates and times as spreadsheets write them, read by one clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from tichet_rules.errors import InvalidInput
from tichet_rules.interchange._logs_kept import Kept
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import ticks_of

__all__ = ["A_DATE", "ClockChange", "DateOrder", "LogClock"]


class DateOrder(StrEnum):
    """Which comes first in a date such as 03/04/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class ClockChange(StrEnum):
    """By which clock a local time is read that a clock change repeats or skips."""

    BEFORE = "before"
    AFTER = "after"


_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200
_YEAR_DIGITS: Final = 4
_MONTHS: Final = 12
_HOURS: Final = 24
_SIXTY: Final = 60
_SECONDS_A_DAY: Final = 86_400
# With as many decimals, half a unit of the last is less than half a second.
_DECIMALS_OF_A_SECOND: Final = 5
_MOST_KEPT: Final = 100_000
_TICK: Final = timedelta(microseconds=1)

_A_DAY: Final = r"[0-9]{1,4}(?:\.[0-9]{1,2}\.|/[0-9]{1,2}/|-[0-9]{1,2}-)[0-9]{1,4}"
_A_CLOCK: Final = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:\s?[AaPp]\.?[Mm]\.?)?"
# 9.00, 9,00, 9h, 9 h 30; a single 0 before the mark may be a part of a day.
_OTHERWISE: Final = r"(?!0[.,])[0-9]{1,2}[.,][0-9]{2}|[0-9]{1,2}\s?[Hh](?:\s?[0-9]{2})?"
_THE_HOUR: Final = r"[Oo](?:ra|RA|rele|RELE)\s?"
_AFTER: Final = (
    rf"(?:[T\s]|,\s?)\s?((?:{_THE_HOUR})?(?:{_A_CLOCK}|{_OTHERWISE})|{_THE_HOUR}[0-9]{{1,2}})"
)
_MOMENT: Final = re.compile(rf"({_A_DAY})(?:{_AFTER})?(?:\s?(Z|[+-][0-9]{{2}}:?[0-9]{{2}}))?")
_WHOLE_DAY: Final = re.compile(_A_DAY)
_AFTER_A_DAY: Final = re.compile(_AFTER)
_OFFSET: Final = re.compile(r"\s?(Z|[+-][0-9]{2}:?[0-9]{2})")
_DAY: Final = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{1,4})")
_CLOCK: Final = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:\s?([AaPp])\.?[Mm]\.?)?"
)
# In a column of times a number is an hour.
_SPOKEN: Final = re.compile(
    rf"(?:{_THE_HOUR})?([0-9]{{1,2}})(?:[.,]([0-9]{{2}})|\s?[Hh](?:\s?([0-9]{{2}}))?)?"
)
_AFTER_THE_WORD: Final = re.compile(rf"{_THE_HOUR}({_A_CLOCK})")
# A number without five digits could be anything: 46.352 is a count of thousands as well.
_SERIAL: Final = re.compile(r"([0-9]{5})(?:([.,])([0-9]{1,20}))?")
_FRACTION: Final = re.compile(r"(0)(?:([.,])([0-9]{1,20}))")

A_DATE: Final = Text(
    "o dată ca 26.11.2026 sau 2026-11-26", "a date such as 26.11.2026 or 2026-11-26"
)
_AN_INSTANT: Final = Text(
    "o dată și o oră, ca 26.11.2026 10:00", "a date and a time such as 26.11.2026 10:00"
)
_A_TIME: Final = Text("o oră ca 10:00", "a time such as 10:00")
_ORDERS: Final = {
    DateOrder.DAY_FIRST: Text("ziua înaintea lunii", "the day before the month"),
    DateOrder.MONTH_FIRST: Text("luna înaintea zilei", "the month before the day"),
}


class LogClock:
    """Reads the dates and times of one file; what it reads often, it reads once.

    Every answer comes with whether it holds only by the order of day and month.
    ``contradicted`` tells that some date of the file can't be in the order that is assumed
    where none is stated.
    """

    __slots__ = (
        "_change",
        "_clocks",
        "_days",
        "_epoch",
        "_marks",
        "_midnights",
        "_offsets",
        "_order",
        "_starts",
        "_times",
        "_zone",
        "contradicted",
    )

    def __init__(
        self,
        zone: ZoneInfo,
        *,
        order: DateOrder | None = None,
        change: ClockChange | None = None,
        system: int = 1900,
        decimal_comma: bool | None = None,
    ) -> None:
        self._zone = zone
        self._order = order
        self._change = change
        # That 1900 had a 29 February is an error of the system from before the five digits.
        self._epoch = date(1899, 12, 30) if system == 1900 else date(1904, 1, 1)  # noqa: PLR2004
        self._marks = {None: ".,", True: ",", False: "."}[decimal_comma]
        self._days: dict[str, tuple[date, bool]] = {}
        self._clocks: dict[str, timedelta] = {}
        self._midnights: dict[date, datetime | None] = {}
        self._starts = Kept(self._start)
        self._times = Kept(self._time)
        self._offsets = Kept(_ahead)
        self.contradicted = False

    def instant(self, text: str) -> tuple[datetime, bool]:
        """The instant in UTC that one cell writes."""
        found = _MOMENT.fullmatch(text)
        if found is None:
            day, since = self._serial(text, _AN_INSTANT)
            return self._utc(day, since, text), False
        written, clock, offset = found.groups()
        if clock is None:
            raise InvalidInput(
                "", text, _more(_AN_INSTANT, ": lipsește ora", ": the time is missing")
            )
        day, by_order = self._day_of(written)
        since = self._clocks.get(clock) or self._clock(clock)
        if offset is None:
            return self._utc(day, since, text), by_order
        wall = datetime(day.year, day.month, day.day, tzinfo=_zone_of(offset, text))
        return (wall + since).astimezone(UTC), by_order

    def ticks(self, text: str) -> tuple[int, bool]:
        """:meth:`instant` in ticks, for columns: the date and what follows are each read once."""
        # As most write it: a date of ten characters, a time of up to nine, and an offset, if any.
        start, since, offset = self._starts[text[:10]], self._times[text[10:19]], text[19:]
        if start is not None and since is not None:
            wall, midnight, by_order = start
            if offset:
                ahead = self._offsets[offset]
                if ahead is not None:
                    return wall + since - ahead, by_order
            elif midnight is not None:
                return midnight + since, by_order
        moment, by_order = self.instant(text)
        return ticks_of(moment), by_order

    def _start(self, text: str) -> tuple[int, int | None, bool] | None:
        """The midnight of a date by a clock of UTC and by this one, and whether by its order.

        The latter is ``None`` on a day when the clock changes; nothing for what is no date.
        """
        if _WHOLE_DAY.fullmatch(text) is None:
            return None
        try:
            day, by_order = self._day_of(text)
        except InvalidInput:
            return None
        midnight = self._midnight(day)
        wall = ticks_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
        return wall, None if midnight is None else ticks_of(midnight), by_order

    def _time(self, text: str) -> int | None:
        """The time since midnight that follows a date, in ticks."""
        found = _AFTER_A_DAY.fullmatch(text)
        try:
            return None if found is None else self._clock(found[1]) // _TICK
        except InvalidInput:
            return None

    def on(self, day: date, text: str) -> tuple[datetime, bool]:
        """The instant in UTC of a date and of what a column for the time writes."""
        if _MOMENT.fullmatch(text) or _SERIAL.fullmatch(text):
            # Some programs repeat the date beside the time.
            moment, by_order = self.instant(text)
            if moment.astimezone(self._zone).date() != day:
                right = _more(_A_TIME, ", sau aceeași dată", ", or the same date")
                raise InvalidInput("", text, right)
            return moment, by_order
        return self._utc(day, self.clock(text), text), False

    def end(self, text: str, start: datetime) -> tuple[datetime, bool]:
        """The instant that a cell writes in full, or as a time of the day of the start."""
        if _MOMENT.fullmatch(text) is None and _SERIAL.fullmatch(text) is None:
            day = start.astimezone(self._zone).date()
            return self._utc(day, self.clock(text), text), False
        return self.instant(text)

    def _day_of(self, text: str) -> tuple[date, bool]:
        """The date of a moment, such as 26.11.2026."""
        known = self._days.get(text)
        if known is None:
            known = self._day(text)
            if len(self._days) >= _MOST_KEPT:
                self._days.clear()
            self._days[text] = known
        return known

    def clock(self, text: str) -> timedelta:
        """The time since midnight that a text such as 10:00 writes."""
        if _FRACTION.fullmatch(text):
            return self._serial(text, _A_TIME)[1]
        return self._clocks.get(text) or self._clock(text)

    def day_alone(self, text: str) -> tuple[date, bool]:
        """The date of a cell that has no time, or midnight."""
        found = _MOMENT.fullmatch(text)
        if found is None:
            day, since = self._serial(text, A_DATE)
            by_order = False
        else:
            written, clock, offset = found.groups()
            if offset is not None:
                right = _more(A_DATE, ", fără decalaj față de UTC", ", without an offset")
                raise InvalidInput("", text, right)
            day, by_order = self._day_of(written)
            since = timedelta(0) if clock is None else self._clock(clock)
        if since:
            raise InvalidInput(
                "",
                text,
                _more(
                    A_DATE,
                    ": ora are altă coloană, și cele două diferă",
                    ": there is another column for the time, and they differ",
                ),
            )
        return day, by_order

    def date_of(self, text: str) -> tuple[date, bool]:
        """The local date of a cell, whether it has a time or not."""
        found = _MOMENT.fullmatch(text)
        if found is None:
            return self._serial(text, A_DATE)[0], False
        if found[2] is None:
            return self.day_alone(text)
        moment, by_order = self.instant(text)
        return moment.astimezone(self._zone).date(), by_order

    def _day(self, text: str) -> tuple[date, bool]:
        found = _DAY.fullmatch(text)
        assert found is not None  # it is the day of a moment
        first, second, third = found.groups()
        if len(first) == _YEAR_DIGITS and len(third) < len(first):
            return _date(int(first), int(second), int(third), text), False
        if len(third) != _YEAR_DIGITS or len(first) == _YEAR_DIGITS:
            right = _more(A_DATE, ", cu anul din patru cifre", ", the year in four digits")
            raise InvalidInput("", text, right)
        year, day, month = int(third), int(first), int(second)
        month_first = self._order is DateOrder.MONTH_FIRST
        if month_first:
            day, month = month, day
        if month > _MONTHS >= day:
            order, other = DateOrder
            if month_first:
                order, other = other, order
            self.contradicted |= self._order is None
            raise InvalidInput(
                "",
                text,
                _more(
                    _ORDERS[order],
                    f'; dacă fișierul le scrie invers, puneți date_order = "{other}"',
                    f'; if this file writes them the other way, set date_order = "{other}"',
                ),
            )
        return _date(year, month, day, text), day <= _MONTHS and day != month

    def _clock(self, text: str) -> timedelta:
        hours, minutes, seconds, fraction, half = _parts_of(text)
        hour, minute, second = int(hours or 0), int(minutes or 0), int(seconds or 0)
        if half is not None:
            if not 1 <= hour <= _HOURS // 2:
                right = Text("o oră de la 12:00 AM la 11:59 PM", "a time from 12:00 AM to 11:59 PM")
                raise InvalidInput("", text, right)
            hour = hour % 12 + (12 if half in "Pp" else 0)
        if hour >= _HOURS or minute >= _SIXTY or second >= _SIXTY:
            right = Text("o oră de la 00:00 la 23:59", "a time from 00:00 to 23:59")
            raise InvalidInput("", text, right)
        micros = int((fraction or "").ljust(6, "0")[:6])
        since = timedelta(0, (hour * 60 + minute) * 60 + second, micros)
        if len(self._clocks) >= _MOST_KEPT:
            self._clocks.clear()
        self._clocks[text] = since
        return since

    def _serial(self, text: str, expected: Text) -> tuple[date, timedelta]:
        found = _SERIAL.fullmatch(text) or _FRACTION.fullmatch(text)
        if found is None:
            raise InvalidInput("", text, expected)
        days, mark, decimals = found.groups()
        if mark is not None and mark not in self._marks:
            raise InvalidInput(
                "",
                text,
                _more(
                    expected,
                    "; decimal_comma spune care semn desparte zecimalele",
                    "; decimal_comma says which mark is decimal",
                ),
            )
        decimals = decimals or ""
        parts, unit = int(decimals or 0) * _SECONDS_A_DAY, 10 ** len(decimals)
        if len(decimals) < _DECIMALS_OF_A_SECOND and parts % (unit * _SIXTY):
            raise InvalidInput(
                "",
                text,
                Text(
                    "cel puțin cinci zecimale, fiindcă mai puține nu spun secunda",
                    "five decimals at least, as fewer don't tell the second of a time",
                ),
            )
        seconds = (2 * parts + unit) // (2 * unit)
        carried, seconds = divmod(seconds, _SECONDS_A_DAY)
        return self._epoch + timedelta(int(days) + carried), timedelta(0, seconds)

    def _utc(self, day: date, since: timedelta, text: str) -> datetime:
        try:
            midnight = self._midnights[day]
        except KeyError:
            midnight = self._midnights[day] = self._midnight(day)
        if midnight is not None:
            return midnight + since
        wall = datetime(day.year, day.month, day.day, tzinfo=self._zone) + since
        later = wall.replace(fold=1)
        before, after = wall.utcoffset(), later.utcoffset()
        assert before is not None  # a ZoneInfo knows the offset of every time
        assert after is not None
        if before != after and self._change is None:
            how = (
                Text("o sare", "skips it")
                if before < after
                else Text("o arată de două ori", "shows it twice")
            )
            raise InvalidInput(
                "",
                text,
                Text(
                    f"o oră pe care ceasul zonei {self._zone.key} o arată o singură dată: pe {day} "
                    f'schimbarea orei {how.ro}; at_clock_change = "before" sau "after" spune după '
                    "care ceas se citește",
                    f"a time that the clock of {self._zone.key} shows once: on {day} a clock "
                    f'change {how.en}; at_clock_change = "before" or "after" says by which clock '
                    "to read it",
                ),
            )
        return (later if self._change is ClockChange.AFTER else wall).astimezone(UTC)

    def _midnight(self, day: date) -> datetime | None:
        """When a date begins, or ``None`` when its clock changes."""
        first = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        last = first + timedelta(days=1)
        walls = (first, first.replace(fold=1), last, last.replace(fold=1))
        if len({each.utcoffset() for each in walls}) > 1:
            return None
        return first.astimezone(UTC)


def _parts_of(text: str) -> tuple[str | None, ...]:
    """Hours, minutes, seconds, their fraction, and the half of the day, as a text writes them."""
    worded = _AFTER_THE_WORD.fullmatch(text)
    found = _CLOCK.fullmatch(text if worded is None else worded[1])
    if found is not None:
        return found.groups()
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None:
        raise InvalidInput("", text, _A_TIME)
    hours, after_a_mark, after_h = spoken.groups()
    return hours, after_a_mark or after_h or "00", None, None, None


def _more(words: Text, ro: str, en: str) -> Text:
    """The words, and more after them."""
    return Text(words.ro + ro, words.en + en)


def _ahead(text: str) -> int | None:
    """The offset of a clock from UTC, in ticks; nothing for what is none."""
    found = _OFFSET.fullmatch(text)
    try:
        return None if found is None else _zone_of(found[1], text).utcoffset(None) // _TICK
    except InvalidInput:
        return None


def _date(year: int, month: int, day: int, text: str) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        right = Text(
            f"un an de la {_FIRST_YEAR} la {_LAST_YEAR}",
            f"a year from {_FIRST_YEAR} to {_LAST_YEAR}",
        )
        raise InvalidInput("", text, right)
    try:
        return date(year, month, day)
    except ValueError:
        right = Text("o dată din calendar", "a date of the calendar")
        raise InvalidInput("", text, right) from None


def _zone_of(offset: str, text: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours >= _HOURS or minutes >= _SIXTY:
        right = Text(
            "un decalaj față de UTC de la -23:59 la +23:59", "an offset from -23:59 to +23:59"
        )
        raise InvalidInput("", text, right)
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if offset[0] == "-" else ahead)
