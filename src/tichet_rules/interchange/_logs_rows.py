"""Rows of text to bookings: each row makes one, or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from attrs import evolve, fields

from tichet_rules._door import A_BOOKING_ACT, checked_identifier
from tichet_rules.audit.report import BookingLog, LogRow, UnreadableRow
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.identity import name_key
from tichet_rules.interchange._logs_columns import ColumnMapping, Header
from tichet_rules.interchange._logs_kept import Kept
from tichet_rules.interchange._logs_times import LogClock
from tichet_rules.interchange._logs_words import FIELDS, column_key
from tichet_rules.interchange.documents import BookingDocument, _whose
from tichet_rules.model import (
    Applicant,
    Booking,
    BookingStatus,
    Channel,
    Contact,
    Inspector,
    Procedure,
    Slot,
)
from tichet_rules.model.time import LONGEST_MINUTES
from tichet_rules.office import Office
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import MINUTE
from tichet_rules.wording import counted

__all__ = [
    "FOLLOWED",
    "NOTHING",
    "ROW",
    "Buffers",
    "Ledger",
    "NamedInspectors",
    "Rows",
    "is_name",
    "may_be_a_person",
    "minutes_of",
    "named",
    "no_booking",
    "of_either_order",
    "refusal",
    "says_no_booking",
    "with_commas_below",
]

V = TypeVar("V")

NOTHING: Final = Given("nimic", "nothing")
#: The column of what is wrong with a whole row.
ROW: Final = Text("rândul", "row")
_OF_A_BOOKING: Final = frozenset(
    {"request", "inspector", "start", "date", "time", "booked_at", "booked_date", "booked_time"}
)

_MOST_KEPT: Final = 200_000
_DEFAULTS: Final = {
    "status": str(BookingStatus.BOOKED),
    "channel": str(Channel.ONLINE),
    "procedure": str(Procedure.BLUE_TICKET),
}
_DEFAULT_MINUTES: Final = "15"
_NAMES: Final = {"status": "starea", "channel": "canalul", "procedure": "procedura"}
_MINUTES: Final = r"(?:de\s)?(?:min|minut|minute|minutes|m|['’′])\.?"
_WHOLE_NUMBER: Final = re.compile(rf"([0-9]{{1,6}})(?:[.,]0{{1,2}})?\s?(?:{_MINUTES}|\.)?")
_HOURS_AND_MINUTES: Final = re.compile(r"0{1,2}:([0-5][0-9])(?::00)?")
_HOUR: Final = r"(?:h|hours?|or[aăe])\.?"
_HOURS: Final = re.compile(
    rf"(?:(o)\s|([0-9]{{1,4}})(?:[.,]([0-9]{{1,2}}))?\s?){_HOUR}"
    rf"(?:\s?(?:și\s|si\s)?([0-5]?[0-9])\s?(?:{_MINUTES})?)?"
)
_PARTS_OF_AN_HOUR: Final = {
    column_key(f"{article}{part} de oră"): minutes
    for part, minutes in (("jumătate", 30), ("sfert", 15))
    for article in ("", "o ", "un ")
}
_WHOLE_MINUTES: Final = Text(
    "un număr întreg de minute, cel puțin 1", "a whole number of minutes, at least 1"
)
_DIGIT: Final = re.compile(r"\d")
_MAY_BE_A_PERSON: Final = re.compile("@|[0-9]{9}")
_CEDILLAS: Final = str.maketrans("şţŞŢ", "șțȘȚ")


def with_commas_below(text: str) -> str:
    """The text with the ş and ţ of older encodings written as Romanian has them, ș and ț."""
    return text if text.isascii() else text.translate(_CEDILLAS)


def may_be_a_person(text: str) -> bool:
    """Whether a text has something like a phone number or an e-mail address in it."""
    return _MAY_BE_A_PERSON.search(text) is not None


def refusal(line: int, error: InvalidInput, column: str | Text | None = None) -> UnreadableRow:
    """The unreadable row that an error makes of a line.

    What is personal, or looks like it where it does not belong, is not shown.
    """
    name = error.place if column is None else column
    shown = error.given is not None and not may_be_a_person(error.given)
    return UnreadableRow(line, name, error.reason(shown=shown))


class Buffers:
    """The buffers that the policy asked for when a booking was made, in minutes."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._kept: dict[tuple[int, bool], tuple[int, int]] = {}

    def at(self, booked_at: datetime, procedure: Procedure) -> tuple[int, int]:
        """Before and after; an error before the policy came into force."""
        # The clocks of the world differ by whole quarters of an hour: within one, it is the
        # same local date.
        quarter = booked_at.toordinal() * 96 + booked_at.hour * 4 + booked_at.minute // 15
        key = quarter, procedure is Procedure.AUDIENCE
        found = self._kept.get(key)
        if found is None:
            try:
                policy = self._office.policy_at(booked_at, procedure)
            except InvalidInput as error:
                raise error.renamed("^.*$", "booked_at") from None
            found = policy.buffer_before_minutes, policy.buffer_after_minutes
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found


class Ledger:
    """What has been read of a log so far: its rows, and those that can't be read."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []
        self.unreadable: list[UnreadableRow] = []
        self.names: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.notes: list[Text] = []

    def refuse(self, line: int, error: InvalidInput, column: str | Text | None = None) -> None:
        """Take note of a row that can't be read."""
        self.unreadable.append(refusal(line, error, column))

    def log(self, name: str) -> BookingLog:
        """The log, each heap in the order of the file."""
        return BookingLog(
            name, self.rows, self.refused(), self.names, self.notes, numbers=self.numbers
        )

    def refused(self) -> tuple[UnreadableRow, ...]:
        """The rows that can't be read, in the order of the file."""
        return tuple(sorted(self.unreadable, key=lambda each: each.line))


class Rows:
    """Reads the rows of one file, whose header is known, into a ledger."""

    def __init__(
        self,
        header: Header,
        *,
        office: Office,
        mapping: ColumnMapping,
        clock: LogClock,
        numbered: str,
    ) -> None:
        self.ledger = Ledger()
        self._header = header
        self._clock = clock
        self._numbered = "" if "id" in header.fields else numbered
        self._constants_of = {name: _constant(name, header, mapping) for name in FIELDS}
        self._constants = list(self._constants_of.values())
        self._plan = [(FIELDS.index(name), at) for name, at in header.fields.items()]
        self._by_order: list[tuple[int, str]] = []
        self._mapping = mapping
        self._office = office
        self._buffers = Buffers(office)
        self._inspectors = Kept(self._inspector)
        self._rooms = Kept(self._room)
        self._words = Kept(self._three_words)
        self._people = Kept(self._who)
        self._applicants = Kept(self._applicant)
        self._slots = Kept(self._slot)
        self._named = NamedInspectors(office.inspectors.values())
        self._rooms_by_spelling = {with_commas_below(each): each for each in office.rooms}

    @property
    def width(self) -> int:
        """How many columns the header has."""
        return len(self._header.names)

    def read(self, line: int, cells: Sequence[str]) -> None:
        """Read the row that begins on a line: as many cells as the header has columns."""
        try:
            self._read(line, cells)
        except InvalidInput as error:
            fields = self._header.fields
            filled = {name for name, at in fields.items() if cells[at].strip()}
            if says_no_booking(filled, len(fields)):
                self.ledger.refuse(line, no_booking(), ROW)
            else:
                self.ledger.refuse(line, error, self._header.column(error.field))

    def log(self, name: str) -> BookingLog:
        """The log; without the dates that only an order tells which the file contradicts."""
        ledger = self.ledger
        if self._clock.contradicted:
            dropped = dict(self._by_order)
            for at, name_of_field in dropped.items():
                self.refuse_order(ledger.rows[at].line, name_of_field)
            ledger.rows = [each for at, each in enumerate(ledger.rows) if at not in dropped]
        return evolve(ledger.log(name), presumed_minutes=self.presumed_minutes)

    @property
    def presumed_minutes(self) -> int | None:
        """How long every meeting is taken to last, where no column tells it."""
        constants = self._constants_of
        if constants["end"] or not {"minutes", "end"}.isdisjoint(self._header.fields):
            return None
        try:
            return minutes_of(constants["minutes"])
        except InvalidInput:  # for which each row is refused
            return None

    def refuse_order(self, line: int, field: str) -> None:
        """Take note of a date that only an order tells, which the file contradicts."""
        self.ledger.refuse(line, of_either_order(), self._header.column(field))

    def _read(self, line: int, cells: Sequence[str]) -> None:
        texts = self._constants.copy()
        for field, at in self._plan:
            if text := cells[at].strip():
                texts[field] = text
        (
            id_,
            request,
            inspector,
            applicant,
            start,
            date,
            time,
            end,
            minutes,
            booked_at,
            booked_date,
            booked_time,
            status,
            channel,
            procedure,
            room,
            in_place_of,
            phone,
            email,
            *followed,
        ) = texts
        id_ = f"{self._numbered}{line}" if self._numbered else checked_identifier("id", id_)
        state, way, kind = self._words[status, channel, procedure]
        number, key = self._people[request, applicant, procedure]
        slot, by_order = self._slots[start, date, time, end, minutes]
        booked, also = self._instant("booked_at", booked_at, booked_date, booked_time)
        before, after = self._buffers.at(booked, kind)
        values = (
            id_,
            number,
            self._inspectors["inspector", inspector],
            key,
            slot,
            state,
            way,
            _contact(phone, email) if phone or email else _NO_CONTACT,
            before,
            after,
            booked,
            kind,
            self._rooms[room] if room else None,
            self._inspectors["in_place_of", in_place_of] if in_place_of else None,
        )
        booking = (
            Booking(**dict(zip(_GIVEN, values, strict=True)), **self._followed(followed))
            if any(followed)
            else _made(values, slot, before, after)
        )
        if by_order or also:
            self._by_order.append((len(self.ledger.rows), self._dated(by_order=by_order)))
        self.ledger.rows.append(LogRow(line, booking))

    def _dated(self, *, by_order: bool) -> str:
        """The field whose date is told only by its order."""
        at = self._header.fields
        names = ("date", "start", "end") if by_order else ("booked_date", "booked_at")
        return next((each for each in names if each in at), names[-1])

    def _followed(self, texts: Sequence[str]) -> dict[str, Any]:
        """What followed the meeting: fingerprints as they are, and instants."""
        found: dict[str, Any] = {}
        for name, text in zip(FOLLOWED, texts, strict=True):
            if text:
                is_instant = name.endswith("_at")
                found[name] = self._instant(name, text, "", "")[0] if is_instant else text
        return found

    def _instant(self, name: str, whole: str, day: str, clock: str) -> tuple[datetime, bool]:
        if day and clock:
            return self._joined("booked_date", "booked_time", day, clock)
        if not whole:
            raise InvalidInput(
                self._blank({name: whole, "booked_date": day, "booked_time": clock}, name),
                NOTHING,
                A_BOOKING_ACT,
            )
        return named(name, lambda: self._clock.instant(whole))

    def _joined(
        self, name_of_day: str, name_of_time: str, day: str, time: str
    ) -> tuple[datetime, bool]:
        date, by_order = named(name_of_day, lambda: self._clock.day_alone(day))
        moment, also = named(name_of_time, lambda: self._clock.on(date, time))
        return moment, by_order or also

    def _blank(self, texts: dict[str, str], default: str) -> str:
        """The first of some fields that has a column and is left blank."""
        known = self._header.fields
        return next((each for each, text in texts.items() if each in known and not text), default)

    def _slot(self, key: tuple[str, str, str, str, str]) -> tuple[Slot, bool]:
        start, date, time, end, minutes = key
        if date and time:
            begins, by_order = self._joined("date", "time", date, time)
        elif start:
            begins, by_order = named("start", lambda: self._clock.instant(start))
        else:
            blank = self._blank({"start": start, "date": date, "time": time}, "start")
            right = Text("când începe întâlnirea", "when the meeting begins")
            raise InvalidInput(blank, NOTHING, right)
        lasts = minutes_of(minutes) if minutes else None
        if end:
            ends, also = named("end", lambda: self._clock.end(end, begins))
            until, seconds = divmod(int((ends - begins).total_seconds()), 60)
            if seconds or not 1 <= until <= LONGEST_MINUTES:
                right = Text(
                    "minute întregi după început, și cel mult un an",
                    "whole minutes after the start, and within a year",
                )
                raise InvalidInput("end", end, right)
            if lasts not in (None, until):
                right = Text(
                    f"{counted(lasts, 'minute', 'ro')} după început",
                    f"{lasts} minutes after the start",
                )
                raise InvalidInput("end", end, right)
            return Slot(begins, until), by_order or also
        if lasts is None:
            name = "minutes" if "minutes" in self._header.fields else "end"
            right = Text(
                "cât durează întâlnirea, sau o constantă pentru durată",
                "how long the meeting is, or a constant for it",
            )
            raise InvalidInput(name, NOTHING, right)
        return named("start", lambda: Slot(begins, lasts)), by_order

    def _three_words(self, texts: tuple[str, str, str]) -> tuple[Any, Any, Any]:
        """The status, the channel and the procedure that three cells name."""
        status, channel, procedure = texts
        return (
            self._word("status", status),
            self._word("channel", channel),
            self._word("procedure", procedure),
        )

    def _word(self, name: str, text: str) -> Any:
        if not text:
            right = Text(
                f"{_NAMES[name]}, sau o constantă pentru ce rămâne gol",
                f"the {name}, or a constant for what is blank",
            )
            raise InvalidInput(name, NOTHING, right)
        return self._mapping.word(name, text)

    def _who(self, key: tuple[str, str, str]) -> tuple[str | None, str]:
        request, name, procedure = key
        applicant = self._applicants[name] if name else None
        number, whose = _whose(
            BookingDocument(
                id="",
                inspector="",
                start=_ANY_INSTANT,
                request=request or None,
                procedure=self._word("procedure", procedure),
                applicant=applicant,
            ),
            self._office,
        )
        if number not in self._office.requests:
            if applicant is not None:
                # The register has no name of theirs.
                self.ledger.names.setdefault(whose, name)
            if number is not None and any(map(str.isalpha, number)):
                # Its capitals do not matter; people look for it as it is written.
                self.ledger.numbers.setdefault(number, request)
        return number, whose

    def _applicant(self, name: str) -> Applicant:
        try:
            return Applicant(name)
        except InvalidInput as error:
            raise InvalidInput("applicant", None, error.right, personal=True) from None

    def _inspector(self, key: tuple[str, str]) -> str:
        """The id that a cell names: an id, or the name of one inspector of the office."""
        place, text = key
        if not text:
            right = Text("inspectorul: id-ul sau numele lui", "the inspector, by id or by name")
            raise InvalidInput(place, NOTHING, right)
        found = self._named.id_of(place, text)
        # What is no id may be a name.
        return checked_identifier(place, text, personal=True) if found is None else found

    def _room(self, text: str) -> str:
        spelled = self._rooms_by_spelling.get(with_commas_below(text))
        return checked_identifier("room", text) if spelled is None else spelled


_NO_CONTACT: Final = Contact()
FOLLOWED: Final = FIELDS[-5:]
_ANY_INSTANT: Final = datetime.fromisoformat("2026-01-01T00:00:00+00:00")

# --- fast, past the checks ------------------------------------------------------------------

# Every value that is put into a booking here has been through the check of its own: what is
# made is what the class would make, at a fifth of the price.
_SAMPLE: Final = Booking("b", "1/1", "i", "request:1/1", Slot(_ANY_INSTANT))
_GIVEN: Final = (
    "id",
    "request",
    "inspector",
    "applicant",
    "slot",
    "status",
    "channel",
    "contact",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "booked_at",
    "procedure",
    "room",
    "in_place_of",
)
_SET_GIVEN: Final = [Booking.__dict__[name].__set__ for name in _GIVEN]
_SET_BEFORE: Final = Booking.__dict__["occupied_from"].__set__
_SET_AFTER: Final = Booking.__dict__["occupied_to"].__set__
_SET_LEFT_OUT: Final = [
    (Booking.__dict__[each.name].__set__, getattr(_SAMPLE, each.name))
    for each in fields(Booking)
    if each.init and each.name not in _GIVEN
]


def _made(values: tuple[Any, ...], slot: Slot, before: int, after: int) -> Booking:
    """The booking of values that are known to be right."""
    booking = object.__new__(Booking)
    for put, value in zip(_SET_GIVEN, values, strict=True):
        put(booking, value)
    for put, value in _SET_LEFT_OUT:
        put(booking, value)
    _SET_BEFORE(booking, slot.begins - before * MINUTE)
    _SET_AFTER(booking, slot.ends + after * MINUTE)
    return booking


def of_either_order() -> InvalidInput:
    """The error for a date that only an order tells, which the file contradicts."""
    return InvalidInput(
        "",
        None,
        Text(
            "o dată care se poate citi într-un singur fel: alte rânduri ale fișierului au "
            'luna înaintea zilei; puneți date_order = "day_first" sau "month_first"',
            "a date that can be told: other rows of this file have the month before "
            'the day; state date_order = "day_first" or "month_first"',
        ),
        personal=True,  # only that it is not shown: the text is not kept
    )


def says_no_booking(filled: Collection[str], columns: int) -> bool:
    """Whether a row that fills these of so many columns is rather a total or a remark."""
    return 3 * len(filled) <= columns and len(_OF_A_BOOKING.intersection(filled)) <= 1


def no_booking() -> InvalidInput:
    """The error for a row that says next to nothing of a booking."""
    return InvalidInput(
        "",
        Given("un rând aproape gol, poate un total", "a row with hardly any cells, maybe a total"),
        Text(
            "o programare: cererea, inspectorul, când este și când s-a făcut",
            "a booking: its request, its inspector, when it is and when it was made",
        ),
    )


# --- cells ----------------------------------------------------------------------------------


def _constant(name: str, header: Header, mapping: ColumnMapping) -> str:
    """What a row says of a field when it leaves it blank."""
    if name in mapping.constants:
        return mapping.constants[name]
    if name in header.fields:
        return ""
    if name == "minutes":
        return "" if "end" in header.fields or "end" in mapping.constants else _DEFAULT_MINUTES
    return _DEFAULTS.get(name, "")


def named(name: str, read: Callable[[], V]) -> V:
    """What is read, or the error of reading it, under the name of its field."""
    try:
        return read()
    except InvalidInput as error:
        raise error.renamed("^.*$", name) from None


def minutes_of(text: str) -> int:
    """The whole minutes that a cell writes, as ``15``, ``30 de minute``, ``1,5 h`` or ``o oră``."""
    plain = text.casefold()
    found = _WHOLE_NUMBER.fullmatch(plain) or _HOURS_AND_MINUTES.fullmatch(plain)
    minutes = int(found[1]) if found is not None else _minutes_of_hours(plain, text)
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise InvalidInput("minutes", text, _WHOLE_MINUTES)
    return minutes


def _minutes_of_hours(plain: str, text: str) -> int:
    if (part := _PARTS_OF_AN_HOUR.get(column_key(plain))) is not None:
        return part
    found = _HOURS.fullmatch(plain)
    if found is None:
        raise InvalidInput("minutes", text, _WHOLE_MINUTES)
    one, hours, decimals, minutes = found.groups(default="")
    if decimals.strip("0") and (minutes or len(decimals) > 1):
        right = Text(
            "ore și minute ca 1 h 30 min, sau ore cu o zecimală ca 1,5 h",
            "hours and minutes such as 1 h 30 min, or hours with one decimal such as 1.5 h",
        )
        raise InvalidInput("minutes", text, right)
    return int(hours or bool(one)) * 60 + int(decimals[:1] or 0) * 6 + int(minutes or 0)


def _contact(phone: str, email: str) -> Contact:
    for name, text in (("phone", phone), ("email", email)):
        if text:
            checked_identifier(name, text, personal=True)
    return Contact(phone or None, email or None)


def is_name(text: str) -> bool:
    """Whether a text is rather a person's name than an id: several words without a digit."""
    try:
        words = name_key(text).split()
    except InvalidInput:
        return False
    return len(words) > 1 and _DIGIT.search(text) is None


class NamedInspectors:
    """Inspectors as cells name them: by an id, or by a name that only one of them has."""

    def __init__(self, inspectors: Iterable[Inspector]) -> None:
        self._ids: set[str] = set()
        self._by_spelling: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        for each in inspectors:
            self._ids.add(each.id)
            self._by_spelling[with_commas_below(each.id)] = each.id
            try:
                self._by_name.setdefault(name_key(each.name), []).append(each.id)
            except InvalidInput:  # none, or nothing that could be typed as a name
                continue

    def id_of(self, place: str, text: str) -> str | None:
        """The id that a text names, or ``None``; an error where it is the name of several."""
        if text in self._ids:
            return text
        spelled = self._by_spelling.get(with_commas_below(text))
        if spelled is not None:
            return spelled
        try:
            named = self._by_name.get(name_key(text), [])
        except InvalidInput:  # no name
            return None
        if len(named) > 1:
            right = Text(
                f"un id, fiindcă {counted(len(named), 'inspector', 'ro')} au acest nume",
                f"an id, as {len(named)} inspectors have that name",
            )
            raise InvalidInput(place, None, right, personal=True)
        return named[0] if named else None
