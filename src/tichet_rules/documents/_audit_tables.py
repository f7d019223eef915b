"""The tables that an office's file says it was made from, in the head of an audit's report."""

from __future__ import annotations

from typing import Final

from tichet_rules.audit import SourceTable
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

__all__ = ["AS_IT_SAYS", "TABLES", "rows_of"]

TABLES: Final = Text("tabelele instituției", "tables of the office")
AS_IT_SAYS: Final = Text(
    "Din aceste tabele spune fișierul instituției că a fost făcut; aici nu s-au citit din nou, iar "
    "ce s-a schimbat de atunci în fișier nu se vede.",
    "The file of the office says that it was made from these tables; they were not read again "
    "here, and what was changed in the file since is not to be seen.",
)


def rows_of(table: SourceTable, code: Language) -> str:
    """How many rows the table has, and how many of them were left out as unreadable."""
    rows = counted(table.rows, "row", code)
    if not table.left_out:
        return rows
    return Text(
        f"{rows}, lăsate deoparte: {table.left_out}", f"{rows}, {table.left_out} left out"
    ).in_(code)
