"""Tables of Arrow: the types of their columns, and the extra that they need."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from tichet_rules._arrow import table
from tichet_rules.errors import MissingExtra
from tichet_rules.model import BookingStatus

AT = datetime(2026, 11, 26, 8, tzinfo=UTC)
KINDS = {
    "text": ("a", pa.string()),
    "category": (BookingStatus.BOOKED, pa.dictionary(pa.int32(), pa.string())),
    "texts": (("a", "b"), pa.list_(pa.string())),
    "count": (2**40, pa.int64()),
    "number": (0.1, pa.float64()),
    "truth": (True, pa.bool_()),
    "time": (timedelta(microseconds=1), pa.duration("us")),
    "instant": (AT, pa.timestamp("us", "UTC")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_type_and_may_be_null(kind: str) -> None:
    value, right = KINDS[kind]
    made = table({"x": (kind, [value, None, value])})
    assert made.schema.field("x").type == right
    again = list(value) if isinstance(value, tuple) else value
    assert made.column("x").to_pylist() == [again, None, again]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_no_rows_has_the_same_types(kind: str) -> None:
    assert table({"x": (kind, [])}).schema.field("x").type == KINDS[kind][1]


def test_ticks_are_instants() -> None:
    ticks = int(AT.timestamp()) * 1_000_000
    assert table({"x": ("instant", [ticks])}).column("x").to_pylist() == [AT]


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"tichet-rules\[frames\]"):
        table({})
