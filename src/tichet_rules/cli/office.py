"""``tichet-rules office``: an office's file from tables of requests and inspectors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TextIO

from tichet_rules.audit._unreadable import alike
from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._files import bytes_file, text_file, write_text
from tichet_rules.cli._terminal import (
    BAD_INPUT,
    COMPLETE,
    NO,
    NOTES,
    TO_FILL_IN,
    WRITTEN,
    YES,
    print_json,
    printable,
)
from tichet_rules.errors import Given, InvalidInput
from tichet_rules.interchange import parse_json
from tichet_rules.interchange.logs import DateOrder
from tichet_rules.interchange.register_drafts import (
    RegisterMappingDraft,
    draft_register_mapping,
    register_mapping_text,
)
from tichet_rules.interchange.registers import (
    OfficeReading,
    Register,
    RegisterColumn,
    office_text,
    parse_register_mapping,
    read_registers,
)
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.wording import counted

_EXAMPLES: Final = (
    "--requests requests.csv --inspectors inspectors.csv --out office.json",
    "--requests requests.csv --draft-mapping tables.toml",
)
_EPILOG: Final = Text(
    """\
coloane, cu nume în română sau engleză:
  cereri       Nr. înregistrare, Solicitant, Data depunerii, Inspector; după caz Stare,
               Data comunicării, Felul răspunsului, Inspectori anteriori
  inspectori   ID, Nume; după caz Program, Direcția, Rol, Program audiențe, Înlocuitori
  Program      Lu-Vi 08:00-16:00; Mi 08:00-12:00, 13:00-18:00

cod de ieșire:
  0  scris
  1  cu --draft-mapping: ceva este de completat în corespondență
  2  nescris: unele rânduri nu se pot citi; sau un fișier ori un argument greșit
""",
    """\
columns, by names in Romanian or English:
  requests     Registration number, Applicant, Filed on, Inspector; as they apply Status,
               Communicated on, Answer, Former inspectors
  inspectors   ID, Name; as they apply Working hours, Department, Role, Audience hours, Deputies
  Working hours: Mon-Fri 08:00-16:00; Wed 08:00-12:00, 13:00-18:00

exit status:
  0  written
  1  with --draft-mapping: something is to be filled in in the mapping
  2  not written: rows that can't be read; or a wrong file or argument
""",
)
_NOT_WRITTEN: Final = Text("Nu s-a scris nimic. De făcut:", "Nothing was written. To do:")
_BY_A_MAPPING: Final = Text(
    "spuneți într-o corespondență ce înseamnă cuvintele necunoscute și ce sunt coloanele lăsate "
    "deoparte: --draft-mapping FIȘIER scrie una de completat, --mapping FIȘIER o citește",
    "say in a mapping what words that are not known mean and what columns left out are: "
    "--draft-mapping FILE writes one to fill in, --mapping FILE reads it",
)
_IN_THE_TABLE: Final = Text("îndreptați rândurile în tabel", "correct the rows in the table")
_AT_LAST: Final = Text(
    "la urmă, ce nu se poate îndrepta: --skip-unreadable scrie fișierul fără aceste rânduri",
    "at last, for what can't be corrected: --skip-unreadable writes the file without these rows",
)
#: What follows from rows that are left out, by the table.
_WITHOUT: Final = {
    "requests": Text(
        "programările acestor cereri vor fi găsite ca neînregistrate (request.identified)",
        "bookings of those requests will be found as not registered (request.identified)",
    ),
    "inspectors": Text(
        "instituția nu îi va cunoaște pe acești inspectori",
        "the office will not know those inspectors",
    ),
}
_LEFT_OUT: Final = Text("Lăsate deoparte:", "Left out:")
_NEXT: Final = Text(
    "Completați corespondența și dați-o cu --mapping.",
    "Fill in the mapping and give it by --mapping.",
)
#: Fields whose cells are words, which a mapping can explain.
_OF_WORDS: Final = frozenset({"status", "answer", "role"})
_UNREADABLE: Final = Text("Rânduri necitibile:", "Unreadable rows:")
_EACH: Final = Text(
    "Rândurile de același fel stau împreună; fiecare este în ce scrie --json.",
    "Rows of one kind stand together; --json has each of them.",
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    office = commands.add(
        "office",
        run,
        Text(
            "face fișierul instituției din tabele de cereri și de inspectori",
            "make an office's file from tables of requests and inspectors",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    office.add_argument(
        "--requests",
        type=Path,
        metavar="FILE",
        help=Text(
            "cererile înregistrate, un tabel (CSV)", "the registered requests, a table (CSV)"
        ),
    )
    office.add_argument(
        "--inspectors",
        type=Path,
        metavar="FILE",
        help=Text(
            "inspectorii, un tabel (CSV); implicit: cei din cereri",
            "the inspectors, a table (CSV); default: those whom the requests name",
        ),
    )
    office.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=Text("scrie fișierul (implicit: la ieșire)", "write the file (default: print it)"),
    )
    office.add_argument(
        "--skip-unreadable",
        action="store_true",
        help=Text(
            "scrie și fără rândurile care nu se pot citi",
            "write it even without the rows that can't be read",
        ),
    )
    office.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help=Text(
            "ce este fiecare coloană, pentru tabele cu nume proprii: TOML sau JSON",
            "which column is what, for tables with names of their own: TOML or JSON",
        ),
    )
    office.add_argument(
        "--draft-mapping",
        type=Path,
        metavar="FILE",
        help=Text(
            "nu face fișierul instituției, ci scrie o corespondență de completat pentru --mapping",
            "make no office's file, but write a mapping to fill in for --mapping",
        ),
    )
    office.add_argument(
        "--date-order",
        choices=[str(each) for each in DateOrder],
        help=Text(
            "care este întâi în 03/04/2026 (implicit: ziua, dacă fișierul nu arată altceva)",
            "which is first in 03/04/2026 (default: the day, unless the file proves otherwise)",
        ),
    )
    office.add_argument(
        "--encoding",
        metavar="NAME",
        help=Text(
            "codificarea tabelelor, de exemplu cp852 (implicit: găsită)",
            "the encoding of the tables, such as cp852 (default: found)",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    tables = _tables(options)
    if options.draft_mapping is not None:
        return _draft(options, draft_register_mapping(**tables, encoding=options.encoding))
    reading = read_registers(**tables, date_order=options.date_order, encoding=options.encoding)
    written = options.skip_unreadable or not reading.unreadable
    text = office_text(reading) if written else ""
    if written and options.out is not None:
        write_text(options.out, text)
    code: Language = options.lang
    if options.json:
        document = _document(reading, code)
        document["written"] = written
        if options.out is None and written:
            document["office"] = parse_json(text)
        print_json(document)
    else:
        # The office alone is on standard output, where it goes there.
        screen: TextIO = sys.stderr if options.out is None else sys.stdout
        for line in _told(reading, code, written=written):
            print(printable(line), file=screen)
        if options.out is None:
            options.wrap = False
            print(text, end="")
    return YES if written else BAD_INPUT


def _tables(options: argparse.Namespace) -> dict[str, Any]:
    """The tables that are given, with their names and the mapping."""
    tables: dict[str, Any] = {}
    for name in ("requests", "inspectors"):
        path: Path | None = getattr(options, name)
        if path is not None:
            tables |= {name: bytes_file(path), f"{name}_name": path.name}
    if not tables:
        right = Text("un tabel de cereri, de inspectori sau amândouă", "a table of either, or both")
        raise InvalidInput("--requests, --inspectors", Given("nimic", "nothing"), right)
    if options.mapping is not None:
        text = text_file(options.mapping)
        tables["mapping"] = parse_register_mapping(text, str(options.mapping))
    return tables


def _draft(options: argparse.Namespace, draft: RegisterMappingDraft) -> int:
    """Write the draft, and tell what is left to fill in."""
    code: Language = options.lang
    text = register_mapping_text(draft, code)
    write_text(options.draft_mapping, text)
    if options.json:
        left = [each.in_(code) for each in draft.left]
        print_json({"complete": draft.is_complete, "left": left, "mapping": text})
    else:
        for line in _of_a_draft(draft, code):
            print(printable(line))
        print(f"{WRITTEN.in_(code)}: {printable(str(options.draft_mapping))}")
    return YES if draft.is_complete else NO


def _of_a_draft(draft: RegisterMappingDraft, code: Language) -> Iterator[str]:
    for table in draft.tables:
        yield f"{table.name}: {counted(table.rows, 'row', code)}"
        yield from _of_columns(table.columns, code)
    if draft.is_complete:
        yield COMPLETE.in_(code)
    else:
        yield TO_FILL_IN.in_(code)
        yield from (f"  {each.in_(code)}" for each in draft.left)
        yield _NEXT.in_(code)


def _told(reading: OfficeReading, code: Language, *, written: bool) -> Iterator[str]:
    for register in reading.registers:
        yield from _of_a_table(register, code)
    if reading.notes:
        yield NOTES.in_(code)
        yield from (f"  {each.in_(code)}" for each in reading.notes)
    if reading.unreadable:
        yield _UNREADABLE.in_(code)
        kinds = [(each.name, kind) for each in reading.registers for kind in alike(each.unreadable)]
        for name, kind in kinds:
            yield f"  {name}, {kind.told(code)}"
            if kind.several:
                yield f"      {kind.lines(code)}"
        if any(kind.several for _, kind in kinds):
            yield f"  {_EACH.in_(code)}"
    if written:
        office = reading.office
        inspectors = counted(len(office.inspectors), "inspector", code)
        requests = counted(len(office.requests), "request", code)
        made = Text("Instituția", "The office").in_(code)
        yield f"{made}: {inspectors}, {requests}"
        if reading.unreadable:
            yield _LEFT_OUT.in_(code)
            yield from (f"  {each.in_(code)}" for each in _consequences(reading))
    else:
        yield _NOT_WRITTEN.in_(code)
        if _a_mapping_may_help(reading):
            yield f"  {_BY_A_MAPPING.in_(code)}"
        yield f"  {_IN_THE_TABLE.in_(code)}"
        follows = "; ".join(each.in_(code) for each in _consequences(reading))
        yield f"  {_AT_LAST.in_(code)}; {follows}"


def _consequences(reading: OfficeReading) -> Iterator[Text]:
    """What follows where rows are left out, with how many they are."""
    for name, without in _WITHOUT.items():
        register: Register | None = getattr(reading, name)
        if register is not None and register.unreadable:
            rows = {code: counted(len(register.unreadable), "row", code) for code in LANGUAGES}
            yield Text(
                f"{register.name}, {rows['ro']}: {without.ro}",
                f"{register.name}, {rows['en']}: {without.en}",
            )


def _a_mapping_may_help(reading: OfficeReading) -> bool:
    """Whether some column left out may be a field, or cells of words can't be read."""
    for register in reading.registers:
        of_words = {each.name for each in register.columns if each.field in _OF_WORDS}
        if any(each.may_be for each in register.columns) or any(
            each.column.en in of_words for each in register.unreadable
        ):
            return True
    return False


def _of_a_table(register: Register, code: Language) -> Iterator[str]:
    rows = counted(register.rows, "row", code)
    yield Text(
        f"{register.name}: {rows}, citite {register.taken}",
        f"{register.name}: {rows}, {register.taken} read",
    ).in_(code)
    yield from _of_columns(register.columns, code)


def _of_columns(columns: Sequence[RegisterColumn], code: Language) -> Iterator[str]:
    width = max(len(each.name) for each in columns)
    for each in columns:
        yield f"  {each.name:<{width}}  → {each.words.in_(code)}"


def _document(reading: OfficeReading, code: Language) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name in ("inspectors", "requests"):
        register: Register | None = getattr(reading, name)
        if register is not None:
            document[name] = {
                "file": register.name,
                "sha256": register.sha256,
                "rows": register.rows,
                "read": register.taken,
                "columns": {each.name: each.field for each in register.columns},
                "may_be": {
                    each.name: list(each.may_be) for each in register.columns if each.field is None
                },
                "unreadable": [
                    {
                        "line": each.line,
                        "field": each.column.in_(code),
                        "reason": each.words.in_(code),
                    }
                    for each in register.unreadable
                ],
            }
    document["notes"] = [each.in_(code) for each in reading.notes]
    return document
