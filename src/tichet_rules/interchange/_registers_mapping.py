"""Which column is what in tables of requests and inspectors with names of their own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import evolve, field, frozen

from tichet_rules._door import FrozenMap
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange._logs_columns import ColumnMapping, stated_columns, stated_words
from tichet_rules.interchange._logs_words import column_key
from tichet_rules.interchange._registers_columns import INSPECTORS, REQUESTS, TABLE_WORDS, Kind
from tichet_rules.interchange.structure import checked_object, toml_or_json
from tichet_rules.text import Text

__all__ = ["RegisterMapping", "TableMapping", "parse_register_mapping"]

_OF_A_FILE: Final = (
    "date_order",
    "date_system",
    "decimal_comma",
    "delimiter",
    "encoding",
    "header_line",
)
_KEYS: Final = ("columns", "words", *_OF_A_FILE)


@frozen
class TableMapping:
    """How one table is read; ``words`` are the file's own, by the field that they are of."""

    columns: FrozenMap[str, str] = FrozenMap[str, str]()
    words: FrozenMap[str, FrozenMap[str, StrEnum]] = FrozenMap[str, FrozenMap[str, StrEnum]]()
    file: FrozenMap[str, Any] = FrozenMap[str, Any]()

    def of(self, kind: Kind) -> Kind:
        """The kind of table, with what is stated of its columns and words."""
        means = {
            name: {column_key(word): str(value) for word, value in words.items()}
            for name, words in self.words.items()
        }
        return evolve(kind, stated=self.columns, means=means)

    def how(self, otherwise: Mapping[str, Any]) -> ColumnMapping:
        """How its file is read: as is stated here, or else ``otherwise``."""
        return ColumnMapping(**{**otherwise, **self.file})


def _table(name: str, kind: Kind, value: object) -> TableMapping:
    if isinstance(value, TableMapping):
        return value
    try:
        table = checked_object(value, _KEYS)
        known = {each: words for each, words in TABLE_WORDS.items() if each in kind.words}
        file = {key: table[key] for key in _OF_A_FILE if key in table}
        ColumnMapping(**file)  # whether its values are right
        return TableMapping(
            stated_columns(table.get("columns", {}), tuple(kind.words), kind.names),
            stated_words(table.get("words", {}), known, kind.names),
            FrozenMap(file),
        )
    except InvalidInput as error:
        raise error.inside(name) from None


def _requests(value: Any) -> TableMapping:
    return _table("requests", REQUESTS, value)


def _inspectors(value: Any) -> TableMapping:
    return _table("inspectors", INSPECTORS, value)


@frozen(kw_only=True)
class RegisterMapping:
    """How to read tables of requests and inspectors whose columns have names of their own.

    Of each table a mapping with ``columns`` (the field of a column by its name, or ``"ignored"``),
    ``words`` (what the file's own words for ``status``, ``answer`` or ``role`` mean), and
    ``date_order``, ``date_system``, ``decimal_comma``, ``delimiter``, ``encoding`` and
    ``header_line`` as :class:`~tichet_rules.interchange.logs.ColumnMapping` has them. Columns that
    it does not name are found by their names as ever.

    Raises :class:`~tichet_rules.errors.InvalidInput` naming the key and what would be right.

    >>> RegisterMapping(requests={"columns": {"Ref": "numbr"}})
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: requests.columns.Ref: got 'numbr'; expected one of \
'number', 'applicant', 'given_name', 'filed_on', 'inspector', 'status', 'communicated_on', \
'answer', 'former_inspectors', 'ignored'; did you mean 'number'?
    """

    requests: TableMapping = field(factory=TableMapping, converter=_requests)
    inspectors: TableMapping = field(factory=TableMapping, converter=_inspectors)


_TABLES: Final = ("requests", "inspectors")


def parse_register_mapping(text: str, file: str = "mapping.toml") -> RegisterMapping:
    """The mapping that a TOML or JSON text writes; ``file`` names it in errors.

    >>> mapping = parse_register_mapping('''
    ... [requests.columns]
    ... "Ref" = "number"
    ... [requests.words.status]
    ... "Finalizat" = "answered"
    ... [inspectors]
    ... header_line = 3
    ... ''')
    >>> mapping.requests.columns["Ref"]
    'number'
    """
    if not isinstance(text, str):
        raise WrongType(file, text, Text("textul unei corespondențe", "the text of a mapping"))
    return toml_or_json(
        text,
        file,
        Text("o corespondență", "a mapping"),
        lambda value: RegisterMapping(**checked_object(value, _TABLES)),
    )
