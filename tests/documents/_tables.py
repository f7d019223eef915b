"""Tables for a spreadsheet program, read as it reads them."""

from __future__ import annotations

import csv
import io


def read(text: str, between: str) -> list[dict[str, str]]:
    """The rows by their heads, of a table with the mark of UTF-8 and CRLF."""
    assert text[0] == "\ufeff"
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=between))
