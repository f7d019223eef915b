"""The rows of a Parquet file as text, so that they are read like those of any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from importlib import import_module
from math import isnan
from typing import Any, Final

from tichet_rules.errors import Given, InvalidInput, MissingExtra, WrongType
from tichet_rules.text import Text

__all__ = ["ParquetFile"]

_ROWS_AT_ONCE: Final = 10_000


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as missing:
        purpose = Text("citirea unui fișier Parquet", "reading a Parquet file")
        raise MissingExtra(purpose, "parquet") from missing


class ParquetFile:
    """A Parquet file: the names of its columns, and its rows by column."""

    def __init__(self, content: str | bytes, name: str) -> None:
        if isinstance(content, str):
            right = Text("octeții unui fișier Parquet", "the bytes of a Parquet file")
            raise WrongType(name, Given("un text", "a text"), right)
        self._arrow = _module("pyarrow")
        parquet = _module("pyarrow.parquet")
        self._name = name
        try:
            self._file = parquet.ParquetFile(self._arrow.BufferReader(content))
        except (self._arrow.ArrowException, OSError):
            raise self._broken() from None
        self.names: tuple[str, ...] = tuple(self._file.schema_arrow.names)

    def _broken(self) -> InvalidInput:
        return InvalidInput(
            self._name,
            Given("octeți pe care Parquet nu îi explică", "bytes that Parquet does not explain"),
            Text("un fișier Parquet întreg", "a whole Parquet file"),
        )

    def rows(self, positions: Sequence[int]) -> Iterator[list[str]]:
        """The rows, as texts in the order of the columns; those not asked for are blank."""
        for batch in self.batches(positions):
            for row in zip(*batch.values(), strict=True):
                cells = [""] * len(self.names)
                for at, text in zip(batch, row, strict=True):
                    cells[at] = text
                yield cells

    def batches(self, positions: Sequence[int]) -> Iterator[dict[int, list[str]]]:
        """Some rows after others, the texts of each column by its position."""
        wanted = sorted(set(positions))
        columns = [self.names[at] for at in wanted]
        try:
            for batch in self._file.iter_batches(_ROWS_AT_ONCE, columns=columns):
                by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                yield {
                    at: self._texts(by_name[name]) for at, name in zip(wanted, columns, strict=True)
                }
        except (self._arrow.ArrowException, OSError):
            raise self._broken() from None

    def _texts(self, column: Any) -> list[str]:
        kind = column.type
        if self._arrow.types.is_timestamp(kind):
            # Python has no nanoseconds.
            column = column.cast(self._arrow.timestamp("us", kind.tz), safe=False)
        elif self._arrow.types.is_time(kind):
            column = column.cast(self._arrow.time64("us"), safe=False)
        return [_text(each) for each in column.to_pylist()]


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
