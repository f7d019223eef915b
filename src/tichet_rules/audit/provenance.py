"""Where a report of an audit comes from: whose log it is, from which files, by which version."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen
from attrs.validators import optional

from tichet_rules._door import (
    calendar_date,
    checked_identifier,
    checked_instance,
    fingerprint,
    instance,
    listed,
    member,
    whole_number,
)
from tichet_rules.audit.report import AuditReport
from tichet_rules.errors import InvalidInput
from tichet_rules.policy import PRESETS, Policy, preset
from tichet_rules.text import Text, both

__all__ = ["FileKind", "Provenance", "SourceFile", "SourceTable", "TableKind"]


class FileKind(StrEnum):
    """What a file is to an audit: the log, the office, its policy, or the mapping of columns."""

    LOG = "log"
    OFFICE = "office"
    POLICY = "policy"
    MAPPING = "mapping"

    @property
    def words(self) -> Text:
        """The kind in words."""
        return _KINDS[self]


_KINDS = {
    FileKind.LOG: Text("registrul", "log"),
    FileKind.OFFICE: Text("datele instituției", "office"),
    FileKind.POLICY: Text("politica", "policy"),
    FileKind.MAPPING: Text("corespondența", "mapping"),
}


def _kind(value: FileKind | str) -> FileKind:
    return member("kind", FileKind)(value)


@frozen
class SourceFile:
    """A file that was read: what it is to the audit, its name, and its SHA-256.

    ``sha256`` is that of its bytes as they were read, in 64 hexadecimal digits, which
    ``sha256sum FILE`` prints too.

    >>> from hashlib import sha256
    >>> SourceFile("log", "log.csv", sha256(b"Nr;Cerere").hexdigest()).kind
    <FileKind.LOG: 'log'>
    """

    kind: FileKind = field(converter=_kind)
    name: str = field(validator=instance(str))
    sha256: str = field(validator=fingerprint())


class TableKind(StrEnum):
    """What a table is that an office is made from: of the requests, or of the inspectors."""

    REQUESTS = "requests"
    INSPECTORS = "inspectors"

    @property
    def words(self) -> Text:
        """The kind in words."""
        return _TABLES[self]


_TABLES = {
    TableKind.REQUESTS: Text("cererile", "requests"),
    TableKind.INSPECTORS: Text("inspectorii", "inspectors"),
}


def _table_kind(value: TableKind | str) -> TableKind:
    return member("kind", TableKind)(value)


def _missing(values: Any) -> tuple[str, ...]:
    given = listed("missing", values, Text("o listă de câmpuri", "a list of fields"))
    return tuple(checked_identifier(f"missing[{index}]", each) for index, each in enumerate(given))


@frozen
class SourceTable:
    """A table that an office's file says it was made from: its name without folders, its SHA-256.

    ``read`` of its ``rows`` are in the office; the others could not be read, and were left out.
    ``missing`` has the fields of which it told nothing, by their keys in the office's file: the
    hours (``week``) are then presumed, other fields left empty.

    >>> from hashlib import sha256
    >>> SourceTable("requests", "cereri.csv", sha256(b"").hexdigest(), rows=3, read=2).left_out
    1
    """

    kind: TableKind = field(converter=_table_kind)
    name: str = field(validator=instance(str))
    sha256: str = field(validator=fingerprint())
    rows: int = field(validator=whole_number(0))
    read: int = field(validator=whole_number(0))
    missing: tuple[str, ...] = field(default=(), converter=_missing)

    def __attrs_post_init__(self) -> None:
        if self.read > self.rows:
            right = Text(f"cel mult {self.rows}, câte rânduri are", f"at most its {self.rows} rows")
            raise InvalidInput("read", self.read, right)

    @property
    def left_out(self) -> int:
        """How many of its rows are not in the office."""
        return self.rows - self.read


def _institution(value: Text | str | None) -> Text | None:
    if value is None:
        return None
    given = value if isinstance(value, Text) else both(checked_identifier("institution", value))
    for code in (given.ro, given.en):
        checked_identifier("institution", code)
    return given


def _files(values: Any) -> tuple[SourceFile, ...]:
    given = listed("files", values, Text("o listă de fișiere", "a list of source files"))
    return tuple(
        checked_instance(f"files[{index}]", each, SourceFile) for index, each in enumerate(given)
    )


def _tables(values: Any) -> tuple[SourceTable, ...]:
    given = listed("tables", values, Text("o listă de tabele", "a list of source tables"))
    return tuple(
        checked_instance(f"tables[{index}]", each, SourceTable) for index, each in enumerate(given)
    )


def _version() -> str:
    from tichet_rules import __version__  # noqa: PLC0415 (it imports all the layers)

    return __version__


@frozen
class Provenance:
    """What the head of a report tells of its making (proveniența raportului).

    ``institution`` is whose log it is, in one language or both. ``files`` are those that were
    read. ``made_on`` is the day of the making, told only where it is given, since the library
    has no clock: two reports of the same files are the same. ``version`` is the library's.
    ``tables`` are those that the office's file says it was made from: they were not read again.

    >>> Provenance("Primăria Dej").institution.in_("en")
    'Primăria Dej'
    >>> Provenance(" ")
    Traceback (most recent call last):
    ...
    tichet_rules.errors.InvalidInput: institution: got ' '; expected 1 to 200 printable \
characters, not only spaces
    """

    institution: Text | None = field(default=None, converter=_institution)
    files: tuple[SourceFile, ...] = field(default=(), converter=_files)
    made_on: date | None = field(default=None, validator=optional(calendar_date()))
    version: str = field(factory=_version, validator=instance(str))
    tables: tuple[SourceTable, ...] = field(default=(), converter=_tables)

    def institution_of(self, report: AuditReport) -> Text | None:
        """Whose log it is: as given, or as the town's own policy names it.

        The name that a preset of this package has is not taken: whoever audits by the rules of
        Cluj-Napoca, or extends them, need not be Cluj-Napoca.

        >>> from tichet_rules import Office
        >>> from tichet_rules.audit import BookingLog, audit_log
        >>> report = audit_log(BookingLog("log.csv", []), office=Office())
        >>> Provenance().institution_of(report) is None
        True
        """
        if self.institution is not None:
            return self.institution
        of_presets = {preset(name).latest.institution for name in PRESETS}
        for each in (report.office.policy, report.office.audiences):
            policy = each if isinstance(each, Policy) else each.latest
            if policy.institution not in of_presets:
                return policy.institution
        return None
