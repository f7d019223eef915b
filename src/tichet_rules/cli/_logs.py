"""What the commands that read a log have in common: its arguments, its office, its judge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tichet_rules.agenda import Agenda
from tichet_rules.audit import AuditFinding, BookingLog, Judge, SourceTable, audit
from tichet_rules.audit.columns import LogColumns, audit_columns
from tichet_rules.cli._arguments import OFFICE, Parser
from tichet_rules.cli._files import bytes_file, office_and_tables, text_file
from tichet_rules.cli._terminal import printable
from tichet_rules.interchange.logs import ColumnMapping, parse_mapping, read_log
from tichet_rules.model import Booking
from tichet_rules.office import Office
from tichet_rules.policy import PRESETS, parse_policy, preset
from tichet_rules.text import Text

_LARGE_LOG: Final = 20_000


def add_log(parser: Parser, *, needed: bool = True) -> None:
    """The log, its office, and how they are read."""
    add_log_file(parser, needed=needed)
    parser.add_argument("--office", type=Path, required=needed, metavar="FILE", help=OFFICE)
    parser.add_argument(
        "--policy",
        type=Path,
        metavar="FILE",
        help=Text(
            "regulile proprii ale orașului (TOML); fiecare rând, după versiunea de la data lui",
            "a town's own policy (TOML), each row judged by the version in force on its date",
        ),
    )
    add_reading(parser)


def add_log_file(parser: Parser, *, needed: bool = True) -> None:
    """The log."""
    parser.add_argument(
        "log",
        type=Path,
        nargs=None if needed else "?",
        metavar="LOG",
        help=Text("CSV, linii JSON sau Parquet", "CSV, JSON lines or Parquet"),
    )


def add_reading(parser: Parser) -> None:
    """How a log is read."""
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help=Text(
            "ce este fiecare coloană, pentru un registru cu nume proprii: TOML sau JSON",
            "which column is what, for a log with names of its own: TOML or JSON",
        ),
    )
    parser.add_argument(
        "--format",
        choices=("csv", "jsonl", "parquet"),
        help=Text("implicit: după fișier", "default: by the file"),
    )


def log_of(options: argparse.Namespace) -> tuple[BookingLog, Office, Agenda]:
    """The log, its office with every version of its policy, and the bookings from before."""
    office, agenda, mapping, _ = beside(options)
    content = bytes_file(options.log)
    name = options.log.name
    log = read_log(content, name=name, office=office, format=options.format, mapping=mapping)
    for note in log.notes:
        print(printable(f"{name}: {note.in_(options.lang)}"), file=sys.stderr)
    return log, office, agenda


def beside(
    options: argparse.Namespace, read: Callable[[Path], bytes] = bytes_file
) -> tuple[Office, Agenda, ColumnMapping | None, tuple[SourceTable, ...]]:
    """What a log is read with: its office, the bookings from before, and the mapping.

    With the tables that the office's file says it was made from.
    """
    office, agenda, tables = office_and_tables(options.office, read)
    office = under(office, options.policy, read)
    return office, agenda, mapping_of(options, read), tables


def mapping_of(
    options: argparse.Namespace, read: Callable[[Path], bytes] = bytes_file
) -> ColumnMapping | None:
    """The mapping of a file, if one is given."""
    if options.mapping is None:
        return None
    return parse_mapping(text_file(options.mapping, read), str(options.mapping))


def under(office: Office, file: Path | None, read: Callable[[Path], bytes] = bytes_file) -> Office:
    """The office with every version of its policy: those of a file, or of the preset it has."""
    if file is not None:
        return office.replace(policy=parse_policy(text_file(file, read), str(file)))
    policy = office.policy
    if policy.name in PRESETS and policy == preset(policy.name).latest:
        return office.replace(policy=preset(policy.name))
    return office


def judge_of(rows: int, progress: Callable[[int, int], object]) -> Judge:
    """Column by column where the log is large and numpy is there; row by row otherwise."""
    if rows < _LARGE_LOG or find_spec("numpy") is None:
        return partial(audit, progress=progress)
    return by_columns


def by_columns(
    log: Iterable[Booking], *, office: Office, before: Iterable[Booking] = ()
) -> Iterable[AuditFinding]:
    """The judge of large logs."""
    return audit_columns(LogColumns.of(log), office=office, before=before).findings()


READING: Final = Text("se citește", "reading")
