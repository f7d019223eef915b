"""``tichet-rules audit``: every breach in a log of bookings."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from attrs import asdict

from tichet_rules._door import checked_identifier
from tichet_rules.agenda import Agenda
from tichet_rules.audit import (
    AuditReport,
    FileKind,
    Provenance,
    ReadingRow,
    SourceFile,
    audit,
    audit_log,
    readings_table,
)
from tichet_rules.audit.columns import audit_columnar_log, office_columns
from tichet_rules.cli._arguments import DAY, Commands, argument
from tichet_rules.cli._files import bytes_file, write_text
from tichet_rules.cli._logs import READING, add_log, beside
from tichet_rules.cli._terminal import (
    BAD_INPUT,
    NO,
    WRITTEN,
    YES,
    bar,
    print_json,
    printable,
    progress,
)
from tichet_rules.documents.audit_report import (
    readings_csv,
    report_csv,
    report_html,
    report_text,
)
from tichet_rules.interchange.logs import ColumnMapping, read_log, read_log_columns
from tichet_rules.interchange.render import audit_document
from tichet_rules.office import Office
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

_LARGE_LOG: Final = 1 << 20  # of some ten thousand rows

_EXAMPLES: Final = (
    "log.csv --office office.json",
    "log.csv --office office.json --html report.html --csv findings.csv",
    "log.csv --office office.json --mapping mapping.toml --readings",
)
_STATUSES: Final = Text(
    """\
cod de ieșire:
  0  fără abateri: fiecare rând s-a citit și niciunul nu încalcă o regulă
  1  abateri: cel puțin un rând încalcă o regulă
  2  date greșite: nicio abatere, dar unele rânduri nu se pot citi; sau un fișier ori un argument
     greșit
""",
    """\
exit status:
  0  clean: every row was read, and none breaks a rule
  1  findings: at least one row breaks a rule
  2  bad input: no findings, but rows that can't be read; or a wrong file or argument
""",
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    audited = commands.add(
        "audit",
        run,
        Text(
            "găsește fiecare abatere dintr-un registru de programări",
            "find every breach in a log of bookings",
        ),
        examples=_EXAMPLES,
        epilog=_STATUSES,
    )
    add_log(audited)
    audited.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help=Text("scrie raportul ca pagină", "write the report as a page"),
    )
    audited.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help=Text("scrie abaterile ca tabel", "write the findings as a table"),
    )
    audited.add_argument(
        "--with-personal-data",
        action="store_true",
        help=Text(
            "spune în fișiere și în JSON ale cui sunt programările",
            "tell in files and JSON whose bookings they are",
        ),
    )
    audited.add_argument(
        "--institution",
        type=argument(lambda text: checked_identifier("institution", text)),
        metavar="NAME",
        help=Text(
            "a cui este registrul, pentru capul raportului (implicit: cum o numește politica "
            "proprie)",
            "whose log it is, for the head of the report (default: as the town's own policy "
            "names it)",
        ),
    )
    audited.add_argument(
        "--made-on",
        **DAY,
        help=Text(
            "data raportului, pentru capul lui (implicit: nicio dată, ca același registru să dea "
            "același raport)",
            "the date of the report, for its head (default: none, so that one log gives one "
            "report)",
        ),
    )
    audited.add_argument(
        "--readings",
        action="store_true",
        help=Text(
            "spune ce ar constata fiecare interpretare a legii, și în care programări",
            "tell what each reading of the law would find, and in which bookings",
        ),
    )
    audited.add_argument(
        "--readings-csv",
        type=Path,
        metavar="FILE",
        help=Text(
            "scrie ca tabel fiecare programare pe care o interpretare o judecă altfel",
            "write each booking that a reading decides otherwise as a table",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    sums: dict[Path, str] = {}

    def read(path: Path) -> bytes:
        content = bytes_file(path)
        sums[path] = sha256(content).hexdigest()
        return content

    office, agenda, mapping, tables = beside(options, read)
    report = _report(options, office, agenda, mapping, read)
    progress("", options)
    code: Language = options.lang
    personal: bool = options.with_personal_data
    readings: tuple[ReadingRow, ...] = ()
    if options.readings or options.readings_csv is not None:
        readings = readings_table(report.log.rows, office=office)
    files = _files(options, sums)
    made = Provenance(options.institution, files, options.made_on, tables=tables)
    if options.csv is not None:
        write_text(options.csv, report_csv(report, code, personal=personal))
    if options.readings_csv is not None:
        write_text(options.readings_csv, readings_csv(readings, code))
    if options.html is not None:
        page = report_html(report, code, personal=personal, readings=readings, provenance=made)
        write_text(options.html, page)
    if options.json:
        document = audit_document(report, code, personal=personal, provenance=made)
        if options.readings or options.readings_csv is not None:
            document["readings"] = [asdict(each) for each in readings]
        print_json(document)
    else:
        print(report_text(report, code, readings=readings, provenance=made), end="")
        _print_written(options, code)
    if report.findings:
        return NO
    return BAD_INPUT if report.unreadable else YES


def _files(options: argparse.Namespace, sums: dict[Path, str]) -> list[SourceFile]:
    """The files that were read, each with its sum."""
    paths = {
        FileKind.LOG: options.log,
        FileKind.OFFICE: options.office,
        FileKind.POLICY: options.policy,
        FileKind.MAPPING: options.mapping,
    }
    return [
        SourceFile(kind, path.name, sums[path]) for kind, path in paths.items() if path is not None
    ]


def _print_written(options: argparse.Namespace, code: Language) -> None:
    written = [
        each for each in (options.html, options.csv, options.readings_csv) if each is not None
    ]
    if written:
        print()
    for each in written:
        print(f"{WRITTEN.in_(code)}: {printable(str(each))}")


def _report(
    options: argparse.Namespace,
    office: Office,
    agenda: Agenda,
    mapping: ColumnMapping | None,
    read: Callable[[Path], bytes],
) -> AuditReport:
    """Column by column where the log is large and numpy is there; row by row otherwise."""
    content = read(options.log)
    progress(READING.in_(options.lang), options)
    how: dict[str, Any] = {"name": options.log.name, "format": options.format, "mapping": mapping}
    if len(content) < _LARGE_LOG or find_spec("numpy") is None:
        log = read_log(content, office=office, **how)
        progress(_judging(len(log), options.lang), options)
        judge = partial(audit, progress=partial(bar, options))
        return audit_log(log, office=office, before=agenda, judge=judge)
    columns = office_columns(office)
    columnar = read_log_columns(content, office=columns, **how)
    del content  # as large as all columns
    gc.collect()  # what the reader kept of texts points back to it
    progress(_judging(len(columnar), options.lang), options)
    return audit_columnar_log(columnar, office=columns, before=agenda)


def _judging(rows: int, code: Language) -> str:
    return f"{Text('se judecă', 'judging').in_(code)} {counted(rows, 'row', code)}"
