"""A table (CSV) that a double click opens, in the language's spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tichet_rules.documents._plain import cell
from tichet_rules.text import Language, Text

__all__ = ["Cell", "spreadsheet"]

#: What stands in a cell; ``None`` leaves it empty.
Cell: TypeAlias = str | int | float | None


def spreadsheet(head: Sequence[Text], rows: Iterable[Sequence[Cell]], code: Language) -> str:
    r"""The table, UTF-8 with its mark, CRLF; a row may be shorter than the head.

    In Romanian with semicolons and decimal commas, in English with commas and decimal points. A
    text that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV
    Injection").

    >>> spreadsheet([Text("media", "mean"), Text("nota", "note")], [[-1.5, "=1"]], "ro")
    "\ufeffmedia;nota\r\n-1,5;'=1\r\n"
    """
    text = io.StringIO()
    # The mark without which a spreadsheet program takes UTF-8 for something else.
    text.write("\ufeff")
    # Where the comma is in the numbers, as in Romanian, it can't be between them.
    table = csv.writer(text, delimiter=";" if code == "ro" else ",", lineterminator="\r\n")
    table.writerow(each.in_(code) for each in head)
    for row in rows:
        cells = [_written(each, code) for each in row]
        table.writerow(cells + [""] * (len(head) - len(cells)))
    return text.getvalue()


def _written(value: Cell, code: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return cell(value)
    return str(value).replace(".", ",") if code == "ro" else str(value)
