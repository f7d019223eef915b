"""A mapping to begin with, for tables of requests and inspectors with names of their own.

As of a log: each column is told with the field that it is read as, and what the tables leave
open stands in the draft as a line to fill in. Nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from attrs import frozen

from tichet_rules._door import FrozenMap, checked_instance
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange._logs_columns import check_that_they_exist, trimmed
from tichet_rules.interchange._logs_rows import NOTHING
from tichet_rules.interchange._logs_text import check_content, line_of, rows_of
from tichet_rules.interchange._logs_words import IGNORED, column_key
from tichet_rules.interchange._mapping_text import as_toml, comment, comments, quoted
from tichet_rules.interchange._registers_columns import (
    ANSWERS,
    INSPECTORS,
    REQUESTS,
    ROLES,
    STATUSES,
    TABLE_WORDS,
    Kind,
    table_of_kind,
)
from tichet_rules.interchange._registers_left import LeftOut
from tichet_rules.interchange._registers_mapping import RegisterMapping, TableMapping
from tichet_rules.interchange.mapping_drafts import is_nameable, nameable_words
from tichet_rules.interchange.registers import RegisterColumn
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

__all__ = [
    "RegisterMappingDraft",
    "TableDraft",
    "draft_register_mapping",
    "register_mapping_text",
]

_MISSING: Final = Text("lipsește", "missing")
_NOT_KNOWN: Final = Text("necunoscută", "not known")
_LEFT_OUT: Final = Text("lăsată deoparte", "left out")
_HEAD: Final = Text(
    f"""\
Cum se citesc coloanele tabelelor. Fiecare este un câmp, sau {IGNORED!r}: lăsată deoparte.
Ce este de completat stă într-un comentariu: ștergeți # și scrieți valoarea.""",
    f"""\
How the columns of the tables are read. Each is a field, or {IGNORED!r}: left out.
What is to be filled in stands in a comment: take away the # and write the value.""",
)
_FIELDS: Final = Text("Câmpuri", "Fields")


@frozen
class TableDraft:
    """How one table is read, and what of it is open.

    ``key`` is the part of the mapping that it has, and ``mapping`` names every column there.
    ``missing`` are the fields for which it needs a column. ``words`` are those that are not known
    of the status, the answer or the role, each with its number of rows.
    """

    name: str
    key: str
    rows: int
    columns: tuple[RegisterColumn, ...]
    missing: tuple[str, ...]
    words: FrozenMap[str, FrozenMap[str, int]]
    mapping: TableMapping

    @property
    def left(self) -> tuple[Text, ...]:
        """What is left to fill in, each by the part of the mapping in which it is written."""
        return tuple(self._left())

    def _left(self) -> Iterator[Text]:
        kind = _KINDS[self.key]
        for name in self.missing:
            said = kind.words[name]
            yield Text(
                f"[{self.key}.columns] {name!r}: coloana pentru {said.ro}",
                f"[{self.key}.columns] {name!r}: the column for the {said.en}",
            )
        for each in self.columns:
            for name in each.may_be:
                said = kind.words[name]
                yield Text(
                    f"[{self.key}.columns] {each.name!r}: poate fi {name!r} ({said.ro}); "
                    f"dacă nu, rămâne {IGNORED!r}",
                    f"[{self.key}.columns] {each.name!r}: may be {name!r} ({said.en}); if not, it "
                    f"stays {IGNORED!r}",
                )
        for name, words in self.words.items():
            shown = ", ".join(map(repr, words))
            yield Text(
                f"[{self.key}.words.{name}]: ce înseamnă {shown}",
                f"[{self.key}.words.{name}]: what {shown} mean",
            )


@frozen
class RegisterMappingDraft:
    """How the tables of an office are read, that of the requests first."""

    tables: tuple[TableDraft, ...]

    @property
    def left(self) -> tuple[Text, ...]:
        """What is left to fill in."""
        return tuple(text for each in self.tables for text in each.left)

    @property
    def is_complete(self) -> bool:
        """Whether no column or word is missing, and none that is not known looks like one."""
        return not self.left


def draft_register_mapping(
    *,
    requests: str | bytes | None = None,
    inspectors: str | bytes | None = None,
    requests_name: str = "requests.csv",
    inspectors_name: str = "inspectors.csv",
    mapping: RegisterMapping | None = None,
    encoding: str | None = None,
) -> RegisterMappingDraft:
    r"""How the columns of an office's tables are read, and a mapping that says it.

    The arguments are those of :func:`~tichet_rules.interchange.registers.read_registers`; a
    ``mapping`` is checked against the tables, and the draft says what it says.

    >>> draft = draft_register_mapping(
    ...     requests="Nr. cerere;Petent;Data depunerii;Inspector;Stadiu;Data răspuns\n"
    ...     "1/305;Pop Ana;12.10.2026;i-017;trimisă mai departe;26.10.2026\n"
    ... )
    >>> [(each.name, each.may_be) for each in draft.tables[0].columns if each.field is None]
    [('Data răspuns', ('communicated_on',))]
    >>> for each in draft.left:  # doctest: +ELLIPSIS
    ...     print(each.en)
    [requests.columns] 'Data răspuns': may be 'communicated_on' ...
    [requests.words.status]: what 'trimisă mai departe' mean
    """
    if requests is None and inspectors is None:
        right = Text("un tabel de cereri, de inspectori sau amândouă", "a table of either, or both")
        raise InvalidInput("requests, inspectors", NOTHING, right)
    using = RegisterMapping() if mapping is None else mapping
    checked_instance("mapping", using, RegisterMapping)
    given = (
        ("requests", requests, requests_name, using.requests),
        ("inspectors", inspectors, inspectors_name, using.inspectors),
    )
    drafts = []
    for key, content, name, stated in given:
        if content is not None:
            check_content(content, name, key)
            drafts.append(_draft(key, content, name, stated, encoding))
    return RegisterMappingDraft(tuple(drafts))


def register_mapping_text(draft: RegisterMappingDraft, language: Language) -> str:
    """The draft as TOML, with comments on what is to be filled in.

    :func:`~tichet_rules.interchange.registers.parse_register_mapping` reads it as it is.

    >>> draft = draft_register_mapping(requests="Cerere;Cine")
    >>> print(register_mapping_text(draft, "en"))  # doctest: +ELLIPSIS
    # How the columns of the tables are read. Each is a field, or 'ignored': left out.
    ...
    [requests.columns]
    "Cerere" = "number"
    "Cine" = "ignored"  # not known
    # missing: 'applicant' (applicant's name)
    ...
    """
    return "\n".join(_lines(draft, language)) + "\n"


# --- reading --------------------------------------------------------------------------------

_KINDS: Final[Mapping[str, Kind]] = {"requests": REQUESTS, "inspectors": INSPECTORS}
_KEYS_OF: Final[Mapping[str, Container[str]]] = {
    "status": STATUSES,
    "answer": ANSWERS,
    "role": ROLES,
}


def _draft(
    key: str, content: str | bytes, file: str, given: TableMapping, encoding: str | None
) -> TableDraft:
    kind = given.of(_KINDS[key])
    table = table_of_kind(content, file, kind, given.how({"encoding": encoding}))
    names = trimmed(table.names)
    found = kind.columns.fields_of(names, {})
    check_that_they_exist(kind.stated, names, len(found), line_of(file, table.line))
    times = Counter(found.values())
    known = {at: name for at, name in found.items() if times[name] == 1}
    left = {
        at: LeftOut(name, kind, times)
        for at, name in enumerate(names)
        if at not in found and column_key(name) not in kind.keys_stated
    }
    unknown: dict[str, Counter[str]] = {name: Counter() for name in known.values()}
    rows = 0
    for _, cells in rows_of(table, len(names), []):
        rows += 1
        for at, each in left.items():
            each.take(cells[at].strip())
        for at, name in known.items():
            text = cells[at].strip()
            keys = _KEYS_OF.get(name)
            if keys is not None and text and column_key(kind.meant(name, text)) not in keys:
                unknown[name][text] += 1
    words = {name: nameable_words(of) for name, of in unknown.items()}
    columns = []
    for at, name in enumerate(names):
        may_be = left[at].may_be if at in left else found.get(at)
        if at in known:
            columns.append(RegisterColumn(name, known[at], kind.words[known[at]]))
        elif may_be is None:
            columns.append(RegisterColumn(name, None, _NOT_KNOWN if at in left else _LEFT_OUT))
        else:
            columns.append(RegisterColumn(name, None, _may_be(kind.words[may_be]), (may_be,)))
    return TableDraft(
        file,
        key,
        rows,
        tuple(columns),
        tuple(kind.missing(names)),
        FrozenMap({name: of for name, of in words.items() if of}),
        TableMapping(_columns(columns), given.words, _file(given, table.line, encoding)),
    )


def _may_be(said: Text) -> Text:
    return Text(f"{_NOT_KNOWN.ro}; poate fi: {said.ro}", f"{_NOT_KNOWN.en}; may be: {said.en}")


def _columns(columns: Iterable[RegisterColumn]) -> FrozenMap[str, str]:
    """The field of every column that a mapping can name."""
    times = Counter(column_key(each.name) for each in columns)
    return FrozenMap(
        {
            each.name: each.field or IGNORED
            for each in columns
            if times[column_key(each.name)] == 1 and is_nameable(each.name)
        }
    )


def _file(given: TableMapping, line: int, encoding: str | None) -> FrozenMap[str, Any]:
    """How the file is read, with the line of a header that is not the first."""
    found: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
    if line > 1:
        found["header_line"] = line
    return FrozenMap({**found, **given.file})


# --- text -----------------------------------------------------------------------------------


def _lines(draft: RegisterMappingDraft, code: Language) -> Iterator[str]:
    for said in _HEAD.in_(code).splitlines():
        yield from comments(said)
    for table in draft.tables:
        yield ""
        kind = _KINDS[table.key]
        yield comment(f"{table.name}: {counted(table.rows, 'row', code)}")
        fields = ", ".join(f"{name} ({said.in_(code)})" for name, said in kind.words.items())
        yield from comments(f"{_FIELDS.in_(code)}: {fields}")
        if table.mapping.file:
            yield f"[{table.key}]"
            yield from (f"{name} = {as_toml(value)}" for name, value in table.mapping.file.items())
            yield ""
        yield from _columns_of(table, code)
        for name in TABLE_WORDS:
            yield from _words_of(table, name, code)


def _columns_of(table: TableDraft, code: Language) -> Iterator[str]:
    yield f"[{table.key}.columns]"
    for each in table.columns:
        field = table.mapping.columns.get(each.name)
        # It has no name that a mapping could give, or one that comes again.
        entry = (
            f"# {quoted(each.name)}" if field is None else f"{quoted(each.name)} = {quoted(field)}"
        )
        if each.field is None:
            may_be = "".join(f" ({name!r})" for name in each.may_be)
            yield f"{entry}  {comment(each.words.in_(code) + may_be)}"
        else:
            yield entry
    for name in table.missing:
        said = _KINDS[table.key].words[name].in_(code)
        yield comment(f"{_MISSING.in_(code)}: {name!r} ({said})")


def _words_of(table: TableDraft, name: str, code: Language) -> Iterator[str]:
    stated: Mapping[str, StrEnum] = table.mapping.words.get(name, FrozenMap())
    unknown: Mapping[str, int] = table.words.get(name, FrozenMap())
    if not (stated or unknown):
        return
    yield from ("", f"[{table.key}.words.{name}]")
    for word, meant in stated.items():
        yield f"{quoted(word)} = {quoted(meant)}"
    values = ", ".join(map(str, TABLE_WORDS[name]))
    for word, count in unknown.items():
        yield f'# {quoted(word)} = ""  # {counted(count, "row", code)}: {values}'
