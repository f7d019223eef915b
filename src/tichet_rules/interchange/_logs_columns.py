"""Which column of a file is which field of a booking: by its name, or by a mapping."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_whole_number,
    one_of,
    these,
    through_the_door,
)
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.interchange._logs_lost import if_lost
from tichet_rules.interchange._logs_times import ClockChange, DateOrder
from tichet_rules.interchange._logs_words import (
    AMBIGUOUS,
    ENCODINGS,
    FIELDS,
    IGNORED,
    IN_A_MAPPING,
    SOME_WORDS,
    SYNONYMS,
    WEAK,
    WORDS,
    column_key,
    keys_of,
    keys_of_words,
)
from tichet_rules.interchange.structure import checked_object, not_an_object, toml_or_json
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import zone_of

__all__ = [
    "PERSONAL",
    "ColumnMapping",
    "Header",
    "Vocabulary",
    "parse_mapping",
]

DELIMITERS: Final = (";", ",", "\t", "|")
#: They have ş and ţ with a cedilla alone, for the letters that Romanian writes ș and ț.
CEDILLA_ONLY: Final = frozenset({"cp1250", "cp852", "iso-8859-2"})
SYSTEMS: Final = (1900, 1904)
PERSONAL: Final = frozenset({"applicant", "phone", "email"})
_MOST_OF_A_NAME: Final = 50
_LEAST_LINE: Final = 1
# A line with fewer names that are known may be no header, but a row: it is not shown.
LEAST_KNOWN: Final = 2
_MOST_SHOWN: Final = 4
_NAMES_FOR_A_FIELD: Final = 3


@frozen
class Vocabulary:
    """The names by which columns are found: of each field, and those that may also say it."""

    field_of: Mapping[str, str]
    weak_field_of: Mapping[str, str]

    @classmethod
    def of(cls, synonyms: Mapping[str, str], weak: Mapping[str, str]) -> Vocabulary:
        """The names that are listed of each field; weak ones count where no better name is."""
        return cls(
            {key: name for name, names in synonyms.items() for key in _both_keys(name, names)},
            {key: name for name, names in weak.items() for key in keys_of(names)},
        )

    def fields_of(self, names: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
        """The field of each column that has one, by its position; ``columns`` states some."""
        stated = {column_key(column): name for column, name in columns.items()}
        keys = [column_key(each) for each in names]
        taken = set(columns.values())
        found: dict[int, str] = {}
        for at, key in enumerate(keys):
            name = stated.get(key) or self.field_of.get(key)
            if name is not None and (key in stated or name not in taken):
                found[at] = name
        for at, key in enumerate(keys):
            weak = self.weak_field_of.get(key)
            if at not in found and weak is not None and weak not in taken | set(found.values()):
                found[at] = weak
        return {at: name for at, name in found.items() if name != IGNORED}


def _both_keys(name: str, names: str) -> list[str]:
    return [*keys_of(names), column_key(name)]


LOG_COLUMNS: Final = Vocabulary.of(SYNONYMS, WEAK)
_AMBIGUOUS_KEYS: Final = frozenset(keys_of(AMBIGUOUS))
_WORD_OF: Final[dict[str, dict[str, StrEnum]]] = {
    name: keys_of_words(values) for name, values in WORDS.items()
}

_WORDS_FOR_FIELDS: Final = {
    **{
        name: f"{names}, {WEAK[name]}" if name in WEAK else names
        for name, names in SYNONYMS.items()
    },
    **IN_A_MAPPING["columns"],
}

# --- the mapping ----------------------------------------------------------------------------


def _right(given: object, known: Collection[str], kind: str, words: Mapping[Any, str]) -> Text:
    """What would be right for what is written in a mapping, also by the ``words`` for it."""
    value_of = {word: str(value) for value, some in words.items() for word in some.split(", ")}
    key = column_key(str(given))
    exact = next((value for word, value in value_of.items() if column_key(word) == key), None)
    if exact is None:
        close = {word: value for word, value in value_of.items() if value in known}
        return one_of(given, known, kind, close)
    # Its meaning may be one that does not belong here.
    return one_of(given, known, kind, {str(given): exact}) if exact in known else these(known)


def _object(name: str, value: object) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise not_an_object(value).inside(name)
    return value


def _columns(value: Any) -> FrozenMap[str, str]:
    return stated_columns(value, FIELDS, _WORDS_FOR_FIELDS)


def stated_columns(
    value: Any, fields: Collection[str], words: Mapping[Any, str]
) -> FrozenMap[str, str]:
    """The field that a mapping states of each column; ``words`` are others for the fields."""
    known = (*fields, IGNORED)
    seen: dict[str, str] = {}
    for column, name in _object("columns", value).items():
        if not isinstance(column, str):
            right = Text("numele unei coloane", "the name of a column")
            raise WrongType("columns", column, right)
        if name not in known:
            right = _right(name, known, "field", words)
            raise InvalidInput(f"columns.{column}", name, right)
        if not (key := column_key(column)) or key in seen:
            right = Text(
                "fiecare coloană o dată, cu un nume de 1 până la 200 de caractere",
                "each column once, by a name of 1 to 200 characters",
            )
            raise InvalidInput("columns", column, right)
        seen[key] = column
    taken = [name for name in value.values() if name != IGNORED]
    for name in taken:
        if taken.count(name) > 1:
            right = Text("fiecare câmp din câte o singură coloană", "each field of one column")
            raise InvalidInput("columns", name, right)
    return FrozenMap(value)


def _constants(value: Any) -> FrozenMap[str, str]:
    known = tuple(name for name in FIELDS if name != "id")
    made: dict[str, str] = {}
    for name, constant in _object("constants", value).items():
        if name not in known:
            right = _right(name, known, "field", _WORDS_FOR_FIELDS)
            raise InvalidInput("constants", name, right)
        personal = name in PERSONAL
        if isinstance(constant, bool) or not isinstance(constant, (str, int)):
            right = Text("un text sau un număr întreg", "a text or a whole number")
            raise WrongType(f"constants.{name}", constant, right, personal=personal)
        text = str(constant).strip()
        if not text:
            right = Text("un text", "a text")
            raise InvalidInput(f"constants.{name}", constant, right, personal=personal)
        made[name] = text
    return FrozenMap(made)


def _words(value: Any) -> FrozenMap[str, FrozenMap[str, StrEnum]]:
    return stated_words(value, WORDS, _WORDS_FOR_FIELDS)


def stated_words(
    value: Any, known: Mapping[str, Mapping[Any, str]], for_fields: Mapping[Any, str]
) -> FrozenMap[str, FrozenMap[str, Any]]:
    """What a mapping states of a file's own words, by the fields whose words are ``known``."""
    made: dict[str, FrozenMap[str, StrEnum]] = {}
    for name, words in _object("words", value).items():
        if name not in known:
            right = _right(name, known, "field", for_fields)
            raise InvalidInput("words", name, right)
        found: dict[str, StrEnum] = {}
        seen: set[str] = set()
        for word, meant in _object(f"words.{name}", words).items():
            if not isinstance(word, str):
                raise WrongType(f"words.{name}", word, Text("un cuvânt", "a word"))
            if not (key := column_key(word)) or key in seen:
                right = Text(
                    "fiecare cuvânt o dată, de 1 până la 200 de caractere",
                    "each word once, of 1 to 200 characters",
                )
                raise InvalidInput(f"words.{name}", word, right)
            seen.add(key)
            found[word] = _meant(f"words.{name}.{word}", meant, known[name])
        made[name] = FrozenMap(found)
    return FrozenMap(made)


def _meant(place: str, value: object, known: Mapping[Any, str]) -> StrEnum:
    """The value that a word of the file's own stands for: by its name, or as a cell writes it."""
    found: StrEnum | None = None
    if isinstance(value, str):
        found = keys_of_words(known).get(column_key(value))
    if found is None:
        raise InvalidInput(place, value, _right(value, list(known), "value", known))
    return found


def _date_order(value: DateOrder | str | None) -> DateOrder | None:
    return None if value is None else DateOrder(_known("date_order", value, list(DateOrder)))


def _at_clock_change(value: ClockChange | str | None) -> ClockChange | None:
    return (
        None if value is None else ClockChange(_known("at_clock_change", value, list(ClockChange)))
    )


def _known(name: str, value: Any, known: Collection[str]) -> str:
    if value not in known:
        raise InvalidInput(name, value, _right(value, known, "value", IN_A_MAPPING[name]))
    chosen: str = value
    return chosen


def _time_zone(value: str | None) -> str | None:
    return None if value is None else zone_of(value).key


def _among(name: str, value: Any, known: Sequence[Any]) -> Any:
    if value is not None and (isinstance(value, bool) or value not in known):
        raise InvalidInput(name, value, these(known))
    return value


def _delimiter(value: Any) -> str | None:
    chosen: str | None = _among("delimiter", value, DELIMITERS)
    return chosen


def _encoding(value: Any) -> str | None:
    return None if value is None else _known("encoding", value, ENCODINGS)


def _system(value: Any) -> int:
    if value is None:
        raise InvalidInput("date_system", value, Text("1900 sau 1904", "1900 or 1904"))
    chosen: int = _among("date_system", value, SYSTEMS)
    return chosen


def _decimal_comma(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise WrongType("decimal_comma", value, Text("true sau false", "true or false"))
    return value


def _header_line(value: Any) -> int | None:
    return None if value is None else checked_whole_number("header_line", value, _LEAST_LINE)


@frozen(kw_only=True)
class ColumnMapping:
    """How to read a file whose columns have names or words of their own.

    ``columns`` gives the field of a column by the column's name (case, diacritics and spaces
    do not matter); ``"ignored"`` leaves a column out. Those it does not name are found by
    their names as ever. ``constants`` gives the value of a field that no column has, or that
    a row leaves blank. ``words`` gives what the file's own words for ``status``,
    ``channel`` and ``procedure`` mean.

    ``date_order`` is ``"day_first"`` or ``"month_first"``; left out, it is the day first,
    unless the file proves the contrary: then no date that depends on it is read.
    ``time_zone`` is the IANA key of the clock by which times without an offset were written
    (default: the office's). ``at_clock_change`` says by which clock, that ``"before"`` or
    that ``"after"`` the change, a local time is read that comes twice or never; left out,
    such a row is unreadable. ``date_system`` is 1900 or 1904, for dates that a spreadsheet
    wrote as numbers, and ``decimal_comma`` tells whether such numbers have a comma
    (default: either). ``delimiter``, ``encoding`` and ``header_line`` (counted from 1) are
    found where they are left out.

    Raises :class:`~tichet_rules.errors.InvalidInput` naming the key and what would be right.

    >>> ColumnMapping(columns={"Ref": "id", "Cetățean": "applicants"})
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: columns.Cetățean: got 'applicants'; expected a known \
field; did you mean 'applicant'?
    """

    columns: FrozenMap[str, str] = field(factory=FrozenMap, converter=_columns)
    constants: FrozenMap[str, str] = field(factory=FrozenMap, converter=_constants, repr=False)
    words: FrozenMap[str, FrozenMap[str, StrEnum]] = field(factory=FrozenMap, converter=_words)
    date_order: DateOrder | None = field(default=None, converter=_date_order)
    time_zone: str | None = field(default=None, converter=_time_zone)
    at_clock_change: ClockChange | None = field(default=None, converter=_at_clock_change)
    date_system: int = field(default=1900, converter=_system)
    decimal_comma: bool | None = field(default=None, converter=_decimal_comma)
    delimiter: str | None = field(default=None, converter=_delimiter)
    encoding: str | None = field(default=None, converter=_encoding)
    header_line: int | None = field(default=None, converter=_header_line)

    __reduce__ = through_the_door

    def word(self, name: str, text: str) -> StrEnum:
        """What a word of a file means, for ``status``, ``channel`` or ``procedure``."""
        key = column_key(text)
        for word, meant in self.words.get(name, FrozenMap[str, StrEnum]()).items():
            if column_key(word) == key:
                return meant
        try:
            return _WORD_OF[name][key]
        except KeyError:
            right = Text(
                f"unul dintre {SOME_WORDS[name]}; o corespondență spune în [words.{name}] ce "
                "înseamnă altele",
                f"one of {SOME_WORDS[name]}; a mapping says in [words.{name}] what others mean",
            )
            raise InvalidInput(name, text, _together([right, *if_lost([text])])) from None


_MAPPING_KEYS: Final = (
    "columns",
    "constants",
    "words",
    "date_order",
    "time_zone",
    "at_clock_change",
    "date_system",
    "decimal_comma",
    "delimiter",
    "encoding",
    "header_line",
)


def parse_mapping(text: str, file: str = "mapping.toml") -> ColumnMapping:
    """The mapping that a TOML or JSON text writes; ``file`` names it in errors.

    The keys are those of :class:`ColumnMapping`. Raises
    :class:`~tichet_rules.errors.InvalidInput` naming the file, the key and what would be right.

    >>> parse_mapping('''
    ... date_order = "month_first"
    ... [columns]
    ... "Ref. no." = "id"
    ... ''').columns["Ref. no."]
    'id'
    """
    if not isinstance(text, str):
        raise WrongType(file, text, Text("textul unei corespondențe", "the text of a mapping"))
    return toml_or_json(
        text,
        file,
        Text("o corespondență", "a mapping"),
        _made,
    )


def _made(value: Any) -> ColumnMapping:
    for key in value if isinstance(value, dict) else ():
        if key not in _MAPPING_KEYS:
            raise InvalidInput("", key, _right(key, _MAPPING_KEYS, "key", IN_A_MAPPING["key"]))
    return ColumnMapping(**checked_object(value, _MAPPING_KEYS))


# --- the header -----------------------------------------------------------------------------

_IN_PARTS: Final = {
    "start": Text("; sau date și time", "; or date and time"),
    "booked_at": Text("; sau booked_date și booked_time", "; or booked_date and booked_time"),
}


@frozen
class Header:
    """The names of a file's columns, and the position of each field that they hold."""

    names: tuple[str, ...]
    fields: Mapping[str, int]

    def column(self, name: str) -> str:
        """The column of a field as the file calls it; the field itself where there is none."""
        at = self.fields.get(name)
        return name if at is None else self.names[at]


def fields_of(names: Sequence[str], mapping: ColumnMapping) -> dict[int, str]:
    """The field of each column of a log that has one, by the column's position."""
    return LOG_COLUMNS.fields_of(names, mapping.columns)


def header_of(names: Sequence[str], mapping: ColumnMapping, place: str | Text) -> Header:
    """The header of a file, or the error that says what is missing or comes twice."""
    names = trimmed(names)
    check_that_stated_columns_exist(names, mapping, place)
    positions = positions_of(names, fields_of(names, mapping), place)
    if "date" in positions and "start" in positions and "time" not in positions:
        positions["time"] = positions.pop("start")  # beside a date, it is the time
    _check_that_nothing_is_missing(names, positions, mapping, place)
    return Header(tuple(names), positions)


def trimmed(names: Sequence[str]) -> list[str]:
    """The names without spaces around them, and without blank ones after the last."""
    names = [each.strip() for each in names]
    while names and not names[-1]:
        names.pop()
    return names


def positions_of(
    names: Sequence[str], found: Mapping[int, str], place: str | Text, *, by_mapping: bool = True
) -> dict[str, int]:
    """The position of each field that was found, or the error that says which comes twice.

    ``by_mapping`` says that a mapping can leave a column out.
    """
    positions: dict[str, int] = {}
    for at, name in found.items():
        other = positions.setdefault(name, at)
        if other != at:
            same = column_key(names[at]) == column_key(names[other])
            first, second = _quoted(names[other]), _quoted(names[at])
            remedy = Text("", "")
            if by_mapping and not same:
                remedy = Text(
                    f", sau lăsați-o deoparte printr-o corespondență cu {second} = {IGNORED!r}",
                    f", or leave it out by a mapping with {second} = {IGNORED!r}",
                )
            raise InvalidInput(
                place,
                Given(
                    f"{first} (coloana {other + 1}) și {second} (coloana {at + 1})",
                    f"{first} (column {other + 1}) and {second} (column {at + 1})",
                ),
                Text(
                    f"o singură coloană pentru câmpul {name!r}; redenumiți-o pe cealaltă"
                    f"{remedy.ro}",
                    f"one column for the field {name!r}; rename the other{remedy.en}",
                ),
            )
    return positions


def _quoted(name: str) -> str:
    if len(name) <= _MOST_OF_A_NAME:
        return repr(name)
    cut = name[:_MOST_OF_A_NAME]
    return repr(f"{cut.rpartition(' ')[0] or cut}…")


def check_that_stated_columns_exist(
    names: Sequence[str], mapping: ColumnMapping, place: str | Text
) -> None:
    """Raise the error for a column that a mapping names and the header does not."""
    check_that_they_exist(mapping.columns, names, len(fields_of(names, mapping)), place)


def check_that_they_exist(
    columns: Iterable[str], names: Sequence[str], found: int, place: str | Text
) -> None:
    """Raise the error for a column that is not among the names, of which so many were ``found``."""
    keys = {column_key(each) for each in names}
    shown = [each for each in names if column_key(each)] if found >= LEAST_KNOWN else []
    for column in columns:
        if column_key(column) not in keys:
            that_name = Text("o coloană cu acest nume", "a column of that name")
            raise InvalidInput(
                place,
                Given(f"nicio coloană {column!r}", f"no column {column!r}"),
                one_of(column, shown, "column") if shown else that_name,
            )


def _check_that_nothing_is_missing(
    names: Sequence[str],
    positions: Mapping[str, int],
    mapping: ColumnMapping,
    place: str | Text,
) -> None:
    known = {*positions, *mapping.constants}
    for whole, day, clock in (
        ("start", "date", "time"),
        ("booked_at", "booked_date", "booked_time"),
    ):
        if whole in known and known & {day, clock}:
            both = ", ".join(sorted(known & {whole, day, clock}))
            raise InvalidInput(
                place,
                Given(f"câmpurile {both}", f"the fields {both}"),
                Text(
                    f"ori {whole}, ori {day} și {clock}; o corespondență lasă deoparte o coloană "
                    f"prin {IGNORED!r}",
                    f"either {whole}, or {day} and {clock}; a mapping leaves a column out by "
                    f"{IGNORED!r}",
                ),
            )
    missing = [
        *(["request"] if not known & {"request", "procedure"} else []),
        *(["inspector"] if "inspector" not in known else []),
        *_missing_of(known, "start", "date", "time"),
        *_missing_of(known, "booked_at", "booked_date", "booked_time"),
    ]
    if not missing:
        return
    unread = _unread(names, positions)
    right = [
        *map(_wanted, missing),
        Text(
            "sau o corespondență care o numește: tichet-rules mapping FIȘIER scrie una de "
            "completat",
            "or a mapping that names it: tichet-rules mapping FILE writes one to fill in",
        ),
        *(
            Text(
                f"{_quoted(each)} poate însemna când este întâlnirea sau când s-a făcut "
                "programarea, așa că numai o corespondență o poate spune",
                f"{_quoted(each)} may mean when the meeting is or when it was booked, so that "
                "only a mapping can say it",
            )
            for each in unread
            if column_key(each) in _AMBIGUOUS_KEYS
        ),
    ]
    raise lacking(names, positions, missing, place, right)


def _unread(names: Sequence[str], positions: Mapping[str, int]) -> list[str]:
    return [each for at, each in enumerate(names) if each and at not in positions.values()]


def lacking(
    names: Sequence[str],
    positions: Mapping[str, int],
    missing: Sequence[str],
    place: str | Text,
    right: Sequence[Text],
) -> InvalidInput:
    """The error for a header without columns that are needed, with those that are not known."""
    unread = _unread(names, positions)
    without = ", ".join(missing)
    given = Given(f"un antet fără {without}", f"a header without {without}")
    if unread and len(positions) >= LEAST_KNOWN:
        others = ", ".join(map(_quoted, unread[:_MOST_SHOWN]))
        more = len(unread) - _MOST_SHOWN
        ro, en = (f" și încă {more}", f" and {more} more") if more > 0 else ("", "")
        given = Given(
            f"{given.ro}; necunoscute în el: {others}{ro}",
            f"{given.en}; not known in it: {others}{en}",
        )
    return InvalidInput(place, given, _together([*right, *if_lost(unread)]))


def _together(words: Sequence[Text]) -> Text:
    return Text("; ".join(each.ro for each in words), "; ".join(each.en for each in words))


def _missing_of(known: set[str], whole: str, day: str, clock: str) -> list[str]:
    """What is missing of an instant in one column, or in two."""
    if whole in known or {day, clock} <= known:
        return []
    return [each for each in (day, clock) if each not in known] if known & {day, clock} else [whole]


def _wanted(name: str) -> Text:
    """A column for a field, with some of the names by which it is found."""
    some = ", ".join(SYNONYMS[name].split(", ")[:_NAMES_FOR_A_FIELD])
    parts = _IN_PARTS.get(name, Text("", ""))
    return Text(
        f"o coloană pentru {name!r} ({some}{parts.ro})", f"a column for {name!r} ({some}{parts.en})"
    )
