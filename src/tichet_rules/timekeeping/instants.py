"""Instants and zones: aware at the door, UTC inside.

Two aware datetimes of one zone subtract as wall clocks in Python, so that a
difference over a clock change comes out an hour wrong. Inside the package an
instant is therefore a UTC datetime, or its *ticks*: the whole microseconds since
1970-01-01T00:00Z, which compare and subtract exactly.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.text import Text

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "as_utc",
    "from_ticks",
    "ticks_of",
    "zone_of",
]

MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
AN_INSTANT: Final = Text(
    "un moment cu decalajul lui față de UTC, ca 2026-11-26T10:00:00+02:00",
    "an instant with its offset, such as 2026-11-26T10:00:00+02:00",
)
_DATETIME: Final = Text(
    "un moment cu decalajul lui: de pildă datetime.fromisoformat('2026-11-26T10:00:00+02:00')",
    "an instant with its offset: datetime.fromisoformat('2026-11-26T10:00:00+02:00'), say",
)
_KEY: Final = Text("o cheie IANA ca 'Europe/Bucharest'", "an IANA key such as 'Europe/Bucharest'")
_WITHIN: Final = Text(
    "un moment din anii 1 până la 9999 UTC", "an instant within the years 1 to 9999 UTC"
)


def as_utc(value: datetime, field: str = "instant") -> datetime:
    """The same instant in UTC.

    Raises :class:`~tichet_rules.errors.InvalidInput` for a datetime without an
    offset: which of the world's clocks it was read from is never guessed.

    >>> from datetime import datetime
    >>> as_utc(datetime.fromisoformat("2026-11-26T10:00:00+02:00")).isoformat()
    '2026-11-26T08:00:00+00:00'
    """
    if not isinstance(value, datetime):
        raise WrongType(field, value, _DATETIME)
    if value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise InvalidInput(field, value, AN_INSTANT)
    # pytz: a zone given as `tzinfo=` stands at its local mean time until it is localized.
    normalize = getattr(value.tzinfo, "normalize", None)
    if normalize is not None and normalize(value).utcoffset() != value.utcoffset():
        raise InvalidInput(
            field, value, "a datetime of zone.localize(datetime(...)), or of a zoneinfo.ZoneInfo"
        )
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidInput(field, value, _WITHIN) from None


def ticks_of(instant: datetime) -> int:
    """The whole microseconds from 1970-01-01T00:00Z to an aware instant.

    >>> from datetime import UTC, datetime
    >>> ticks_of(datetime(1970, 1, 1, 0, 1, tzinfo=UTC)) == MINUTE
    True
    """
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_ticks(ticks: int, field: str = "instant") -> datetime:
    """The UTC datetime of a number of ticks: the inverse of :func:`ticks_of`.

    Raises :class:`~tichet_rules.errors.InvalidInput` outside the years 1 to 9999.

    >>> from_ticks(MINUTE).isoformat()
    '1970-01-01T00:01:00+00:00'
    """
    try:
        return EPOCH + timedelta(microseconds=ticks)
    except OverflowError:
        raise InvalidInput(field, ticks, _WITHIN) from None


def zone_of(key: str, field: str = "time_zone") -> ZoneInfo:
    """The time zone of an IANA key; ``field`` names it in errors.

    >>> zone_of("Europe/Bucharest").key
    'Europe/Bucharest'
    """
    if not isinstance(key, str):
        raise WrongType(field, key, _KEY)
    try:
        return ZoneInfo(key)
    except (OSError, ValueError, RecursionError):
        # zoneinfo raises OSError for a key that names a folder, ValueError for one that
        # leaves the database, RecursionError for one of thousands of folders, and its own
        # KeyError for one that isn't there.
        pass
    except KeyError:
        pass
    raise InvalidInput(field, key, _zone_meant(key))


def _zone_meant(key: str) -> Text:
    from difflib import get_close_matches  # noqa: PLC0415 (only on the way to an error)
    from importlib.resources import files  # noqa: PLC0415

    # The names of the package, and not of this machine, so that the error is the same everywhere.
    keys = files("tzdata").joinpath("zones").read_text("utf-8").split()
    for meant in get_close_matches(key, keys, n=1, cutoff=0.75):
        return Text(
            f"{_KEY.ro}; ați vrut să scrieți {meant!r}?", f"{_KEY.en}; did you mean {meant!r}?"
        )
    return _KEY
