"""Tables of Arrow, for whoever works with data frames. Needs the extra ``frames``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from tichet_rules.errors import MissingExtra
from tichet_rules.text import Text

__all__ = ["Columns", "table"]

#: Each column by its name: what its values are, and the values.
Columns: TypeAlias = Mapping[str, tuple[str, Sequence[Any]]]


def table(columns: Columns) -> Any:
    """A ``pyarrow.Table`` of some columns.

    The values of a column are of one kind: ``text``, ``category`` (text that comes again
    and again: dictionary-encoded), ``texts`` (lists of it), ``count``, ``number``, ``truth``,
    ``time`` (a length of it, in microseconds) or ``instant`` (microseconds, UTC); ``None`` is null.

    >>> table({"rule": ("category", ["slot.notice", None, "slot.notice"])}).num_rows
    3
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 (an extra)
    except ImportError as missing:
        raise MissingExtra(
            Text("un tabel pentru data frames", "a table for data frames"), "frames"
        ) from missing
    kinds = {
        "text": pa.string(),
        "category": pa.dictionary(pa.int32(), pa.string()),
        "texts": pa.list_(pa.string()),
        "count": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "time": pa.duration("us"),
        "instant": pa.timestamp("us", "UTC"),
    }
    return pa.table(
        {name: pa.array(values, kinds[kind]) for name, (kind, values) in columns.items()}
    )
