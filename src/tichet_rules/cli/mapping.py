"""``tichet-rules mapping``: how the columns of a log are read, and a mapping to begin with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from tichet_rules.audit._unreadable import told
from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._files import bytes_file, write_text
from tichet_rules.cli._logs import add_log_file, add_reading, mapping_of
from tichet_rules.cli._terminal import (
    COMPLETE,
    NO,
    NOTES,
    TO_FILL_IN,
    WRITTEN,
    YES,
    print_json,
    printable,
)
from tichet_rules.interchange.mapping_drafts import (
    ColumnDraft,
    MappingDraft,
    draft_mapping,
    mapping_text,
)
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

_EXAMPLES: Final = (
    "log.csv --out mapping.toml",
    "log.csv --mapping mapping.toml",
)
_EPILOG: Final = Text(
    """\
Completați ce lipsește și încercați din nou cu --mapping, până nu mai lipsește nimic.

cod de ieșire:
  0  întreg: nu mai este nimic de completat; unele celule pot fi greșite în registru
  1  de completat: lipsește o coloană, un cuvânt sau ordinea datelor
  2  date greșite: un fișier care nu se poate citi, un argument greșit
""",
    """\
Fill in what is missing and try again with --mapping, until nothing is.

exit status:
  0  complete: nothing is left to fill in; some cells may be wrong in the log
  1  to be filled in: a column is missing, a word, or the order of dates
  2  bad input: a file that can't be read, a wrong argument
""",
)
_SHOWN: Final = 10
_NOT_KNOWN: Final = Text("necunoscută", "not known")
_LEFT_OUT: Final = Text("lăsată deoparte", "left out")
_MAY_BE: Final = Text("poate fi", "may be")
_UNREADABLE: Final = Text("Nu se citesc, printre altele:", "Can't be read, among others:")
_WORDS: Final = Text("Cuvinte necunoscute:", "Words not known:")
_BLANK: Final = Text("Celule goale unde trebuie o valoare:", "Blank cells where a value is needed:")
_ALL_READABLE: Final = Text(
    "Nu lipsește nimic: fiecare celulă se poate citi.",
    "Nothing is missing: every cell can be read.",
)
# Of one, and of several.
_WRONG: Final = {
    "cell": (
        Text(
            "este greșită în registru: rândul ei va fi necitibil.",
            "is wrong in the log: its row will be unreadable.",
        ),
        Text(
            "sunt greșite în registru: rândurile lor vor fi necitibile.",
            "are wrong in the log: their rows will be unreadable.",
        ),
    ),
    "row": (
        Text(
            "este greșit în registru: va fi necitibil.",
            "is wrong in the log: it will be unreadable.",
        ),
        Text(
            "sunt greșite în registru: vor fi necitibile.",
            "are wrong in the log: they will be unreadable.",
        ),
    ),
}
_NEXT: Final = Text(
    "Completați corespondența și încercați din nou cu --mapping.",
    "Fill in the mapping and try again with --mapping.",
)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    mapping = commands.add(
        "mapping",
        run,
        Text(
            "arată cum se citește fiecare coloană a unui registru și scrie o corespondență",
            "show how each column of a log is read, and write a mapping to begin with",
        ),
        examples=_EXAMPLES,
        epilog=_EPILOG,
    )
    add_log_file(mapping)
    add_reading(mapping)
    mapping.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=Text(
            "scrie corespondența (implicit: la ieșire)", "write the mapping (default: print it)"
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    code: Language = options.lang
    draft = draft_mapping(
        bytes_file(options.log),
        name=options.log.name,
        format=options.format,
        mapping=mapping_of(options),
    )
    text = mapping_text(draft, code)
    if options.out is not None:
        write_text(options.out, text)
    if options.json:
        print_json({**_document(draft, code), "mapping": text})
    else:
        # The mapping alone is on standard output, where it goes there.
        screen: TextIO = sys.stderr if options.out is None else sys.stdout
        for line in _told(draft, code):
            print(printable(line), file=screen)
        if options.out is None:
            options.wrap = False
            print(text, end="")
        else:
            print(f"{WRITTEN.in_(code)}: {printable(str(options.out))}")
    return YES if draft.is_complete else NO


def _told(draft: MappingDraft, code: Language) -> Iterator[str]:
    yield f"{draft.name}: {counted(draft.rows, 'row', code)}"
    width = max((len(each.name) for each in draft.columns), default=0)
    for each in draft.columns:
        yield f"  {each.name:<{width}}  → {_of_a_column(draft, each, code)}"
    others = (each for each in draft.columns if each.field not in draft.words)
    reasons = [*draft.unreadable, *(row for each in others for row in each.reasons)]
    if reasons:
        yield _UNREADABLE.in_(code)
        yield from (f"  {told(row, code)}" for row in reasons[:_SHOWN])
    if draft.words:
        yield _WORDS.in_(code)
        for name, words in draft.words.items():
            yield f"  {name}: {', '.join(f'{word!r} ({count})' for word, count in words.items())}"
    if draft.blank:
        yield _BLANK.in_(code)
        for name, count in draft.blank.items():
            yield f"  {name}: {counted(count, 'row', code)}"
    if draft.notes:
        yield NOTES.in_(code)
        yield from (f"  {each.in_(code)}" for each in draft.notes)
    if draft.problem is not None:
        yield draft.problem.in_(code)
    if draft.is_complete:
        yield _last(draft, code)
    else:
        yield TO_FILL_IN.in_(code)
        yield from (f"  {each.in_(code)}" for each in draft.left)
        yield _NEXT.in_(code)


def _last(draft: MappingDraft, code: Language) -> str:
    wrong = [
        f"{counted(count, kind, code)} {_WRONG[kind][count > 1].in_(code)}"
        for kind, count in (("cell", draft.wrong_cells), ("row", len(draft.unreadable)))
        if count
    ]
    return " ".join([COMPLETE.in_(code), *wrong]) if wrong else _ALL_READABLE.in_(code)


def _of_a_column(draft: MappingDraft, column: ColumnDraft, code: Language) -> str:
    if column.field is not None:
        read = Text(
            f"se citesc {column.read} din {column.filled}", f"{column.read} of {column.filled} read"
        )
        return f"{column.field}: {read.in_(code)}"
    if column.may_be:
        return f"{_NOT_KNOWN.in_(code)}; {_MAY_BE.in_(code)}: {', '.join(column.may_be)}"
    return (_NOT_KNOWN if draft.problem is not None else _LEFT_OUT).in_(code)


def _document(draft: MappingDraft, code: Language) -> dict[str, Any]:
    return {
        "file": draft.name,
        "rows": draft.rows,
        "complete": draft.is_complete,
        "left": [each.in_(code) for each in draft.left],
        "wrong_cells": draft.wrong_cells,
        "columns": [
            {
                "name": each.name,
                "field": each.field,
                "filled": each.filled,
                "read": each.read,
                "may_be": list(each.may_be),
                "reasons": [
                    {"line": row.line, "reason": row.words.in_(code)} for row in each.reasons
                ],
            }
            for each in draft.columns
        ],
        "unreadable": [
            {"line": row.line, "reason": row.words.in_(code)} for row in draft.unreadable
        ],
        "words": {name: dict(words) for name, words in draft.words.items()},
        "blank": dict(draft.blank),
        "notes": [each.in_(code) for each in draft.notes],
        "problem": None if draft.problem is None else draft.problem.in_(code),
    }
