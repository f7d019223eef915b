"""Files given in one another's place: what each looks like, and which argument it belongs to."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from attrs import fields, frozen

from tichet_rules.cli._files import FileProblem
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange._logs_columns import LOG_COLUMNS, ColumnMapping, Vocabulary
from tichet_rules.interchange._logs_text import PARQUET, tables_of
from tichet_rules.interchange._registers_columns import INSPECTORS, REQUESTS
from tichet_rules.interchange.documents import OfficeDocument
from tichet_rules.interchange.studies import StudyDocument
from tichet_rules.text import Text

__all__ = ["check_places", "mistaken"]

_LOOKED_AT: Final = 1 << 16
_NARROW: Final = 3


@frozen
class _Kind:
    """A kind of file: what it is called, and where it is to be given."""

    words: Text
    belongs: Text


OFFICE: Final = _Kind(
    Text("fișierul instituției", "an office's file"),
    Text(
        "care se dă cu --office (la slots: INSTITUȚIE)",
        "which is given by --office (slots: OFFICE)",
    ),
)
LOG: Final = _Kind(
    Text("un registru de programări", "a log of bookings"),
    Text(
        "care este argumentul REGISTRU al comenzilor audit, replay, mapping și fit",
        "which is the argument LOG of audit, replay, mapping and fit",
    ),
)
MAPPING: Final = _Kind(
    Text("o corespondență a coloanelor unui registru", "a mapping of columns of a log"),
    Text(
        "care se dă cu --mapping comenzilor audit, replay, mapping și fit",
        "which is given to audit, replay, mapping and fit by --mapping",
    ),
)
OF_TABLES: Final = _Kind(
    Text(
        "o corespondență a coloanelor din tabelele instituției",
        "a mapping of columns of an office's tables",
    ),
    Text("care se dă comenzii office cu --mapping", "which is given to office by --mapping"),
)
POLICY: Final = _Kind(
    Text("o politică", "a policy"),
    Text(
        "care se dă cu --policy (la replay și --under)",
        "which is given by --policy (of replay by --under too)",
    ),
)
QUESTION: Final = _Kind(
    Text("o întrebare", "a question"),
    Text("care se dă comenzii check", "which is given to the command check"),
)
STUDY: Final = _Kind(
    Text("un studiu", "a study"),
    Text("care se dă comenzii whatif", "which is given to the command whatif"),
)
VECTORS: Final = _Kind(
    Text("un fișier de vectori de conformitate", "a file of conformance vectors"),
    Text("care se dă comenzii vectors", "which is given to the command vectors"),
)
OF_REQUESTS: Final = _Kind(
    Text("un tabel de cereri", "a table of requests"),
    Text(
        "din care comanda office face fișierul instituției, cu --requests",
        "of which the command office makes the office's file, by --requests",
    ),
)
OF_INSPECTORS: Final = _Kind(
    Text("un tabel de inspectori", "a table of inspectors"),
    Text(
        "din care comanda office face fișierul instituției, cu --inspectors",
        "of which the command office makes the office's file, by --inspectors",
    ),
)
REPORT: Final = _Kind(
    Text("un tabel scris de audit sau de replay", "a table that audit or replay wrote"),
    Text("care este un rezultat și nu se citește înapoi", "which is a result and is not read back"),
)

_UNKNOWN: Final = _Kind(Text("", ""), Text("", ""))
_OF_A_BOOKING: Final = frozenset({"start", "time", "booked_at", "booked_date"})

#: Which kind an argument asks for, by the name that argparse has for it.
_WANTED: Final[Mapping[str, _Kind]] = {
    "log": LOG,
    "office": OFFICE,
    "policy": POLICY,
    "under": POLICY,
    "mapping": MAPPING,
    "question": QUESTION,
    "study": STUDY,
    "requests": OF_REQUESTS,
    "inspectors": OF_INSPECTORS,
}
#: What would be read without an error, each row of it as one that can't be read.
_READ_ALL_THE_SAME: Final = {
    "log": (OFFICE, POLICY, QUESTION, MAPPING, OF_TABLES, STUDY, VECTORS, REPORT),
    "inspectors": (LOG, OF_REQUESTS, REPORT),
}


def check_places(options: argparse.Namespace) -> None:
    """Refuse a file that would be read in another's place, with nothing in it understood."""
    for name, path, wanted in _given(options):
        if name in _READ_ALL_THE_SAME:
            found = _kind_of(path, wanted)
            if found in _READ_ALL_THE_SAME[name]:
                raise _problem(path, found, wanted)


def mistaken(options: argparse.Namespace) -> FileProblem | None:
    """What to say of the first file that looks like another than its argument asks for."""
    for _, path, wanted in _given(options):
        found = _kind_of(path, wanted)
        if found not in (_UNKNOWN, wanted):
            return _problem(path, found, wanted)
    return None


def _given(options: argparse.Namespace) -> Iterator[tuple[str, Path, _Kind]]:
    """The arguments that are files, each with its kind: a mapping is of a log, or of tables."""
    of_tables = {"requests", "inspectors"} <= vars(options).keys()
    for name, kind in _WANTED.items():
        path = getattr(options, name, None)
        if isinstance(path, Path):
            yield name, path, OF_TABLES if of_tables and kind is MAPPING else kind


def _problem(path: Path, found: _Kind, wanted: _Kind) -> FileProblem:
    return FileProblem(
        path,
        Text(
            f"pare a fi {found.words.ro}, {found.belongs.ro}; aici se cere {wanted.words.ro}",
            f"looks like {found.words.en}, {found.belongs.en}; {wanted.words.en} is asked for here",
        ),
    )


# --- what a file looks like -----------------------------------------------------------------

_DELIMITER: Final = re.compile("[;,\t]")
#: What the heads of the tables that reports are written as have, in both languages.
_OF_A_REPORT: Final = (
    {"regula", "constatarea"},
    {"rule", "finding"},
    {"regula", "interpretarea"},
    {"rule", "reading"},
)
_FIRST_KEY: Final = re.compile(r'\s*\{\s*"([^"\\]*)"')


def _keys(kind: type[Any]) -> frozenset[str]:
    return frozenset(each.name for each in fields(kind)) - {"office", "time_zone"}


_OFFICE_KEYS: Final = _keys(OfficeDocument)
_LOG_KEYS: Final = frozenset({"event", "start", "booked_at"})
_MAPPING_KEYS: Final = _keys(ColumnMapping)
_STUDY_KEYS: Final = _keys(StudyDocument)


def _kind_of(path: Path, wanted: _Kind) -> _Kind:
    """The kind that a file looks like, by how it begins; a table, more than one that is wanted."""
    start = b""
    with suppress(OSError):
        if path.is_file():  # what is none, such as a pipe, can't be read a second time
            with path.open("rb") as file:
                start = file.read(_LOOKED_AT)
    if start.startswith(PARQUET):
        return LOG
    text = start.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("{"):
        return _of_json(text)
    with suppress(ValueError, RecursionError):
        return _of_keys(tomllib.loads(text.replace("\r\n", "\n")))
    first = text.lstrip().partition("\n")[0]
    names = {each.strip('" \r') for each in _DELIMITER.split(first)}
    if any(each <= names for each in _OF_A_REPORT):
        return REPORT
    return _of_table(start, wanted)


def _of_json(text: str) -> _Kind:
    for each in (text, text.lstrip().partition("\n")[0]):  # the whole, or lines
        with suppress(ValueError, RecursionError):
            return _of_keys(json.loads(each))
    first = _FIRST_KEY.match(text)  # cut off
    return _UNKNOWN if first is None else _of_keys({first[1]: None})


def _of_keys(found: Mapping[str, Any]) -> _Kind:
    format_ = str(found.get("format", ""))
    if format_.startswith("tichet-rules/"):
        return POLICY if "/policy/" in format_ else VECTORS
    if "when" in found:
        return QUESTION
    if any(isinstance(found.get(each), dict) for each in ("requests", "inspectors")):
        return OF_TABLES  # an office has lists there
    for kind, keys in (
        (LOG, _LOG_KEYS),
        (OFFICE, _OFFICE_KEYS),
        (MAPPING, _MAPPING_KEYS),
        (STUDY, _STUDY_KEYS),
    ):
        if not keys.isdisjoint(found):
            return kind
    return _UNKNOWN


def _of_table(start: bytes, wanted: _Kind) -> _Kind:
    for kind, known in _TABLES.items():
        with suppress(InvalidInput):
            for table in tables_of(start, "", ColumnMapping(), known):
                found = _fields(table.names, known)
                narrow = kind is OF_INSPECTORS and len(table.names) <= _NARROW
                if _ENOUGH[kind](found) or (narrow and "inspector" in found):
                    as_wanted = _fields(table.names, _TABLES[wanted]) if wanted in _TABLES else ()
                    # Of so few columns no log and no requests can be read.
                    return kind if len(found) + narrow > len(as_wanted) else wanted
    return _UNKNOWN


def _fields(names: Sequence[str], known: Vocabulary) -> set[str]:
    return set(known.fields_of(names, {}).values())


_TABLES: Final = {
    LOG: LOG_COLUMNS,
    OF_REQUESTS: REQUESTS.columns,
    OF_INSPECTORS: INSPECTORS.columns,
}
#: Whether the fields that were found make a table of the kind. What only a log tells is when a
#: meeting is, by the clock, and when it was booked.
_ENOUGH: Final[Mapping[_Kind, Callable[[set[str]], bool]]] = {
    LOG: lambda found: "inspector" in found and not found.isdisjoint(_OF_A_BOOKING),
    OF_REQUESTS: lambda found: {"number", "applicant", "filed_on", "inspector"} <= found,
    OF_INSPECTORS: lambda found: len(found) > 1 and not found.isdisjoint({"id", "name"}),
}
