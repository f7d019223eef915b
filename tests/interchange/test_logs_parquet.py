"""Logs from Parquet files."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tichet_rules import Booking, Office, Slot
from tichet_rules.audit.report import BookingLog
from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.interchange import _logs_parquet
from tichet_rules.interchange.logs import ColumnMapping, log_columns, read_log

TEN = datetime(2026, 11, 26, 8, tzinfo=UTC)
NINE = datetime(2026, 11, 20, 7, tzinfo=UTC)
WALL_TEN = datetime.fromisoformat("2026-11-26T10:00")
WALL_NINE = datetime.fromisoformat("2026-11-20T09:00")
EXPECTED = Booking("1", "119368/305", "i-1", "request:119368/305", Slot(TEN), booked_at=NINE)


def file(**columns: Any) -> bytes:
    out = io.BytesIO()
    given = {
        "nr": [1],
        "cerere": ["119368/305"],
        "inspector": ["i-1"],
        "start": [WALL_TEN],
        "programat_la": [WALL_NINE],
    }
    for name, values in columns.items():
        if values is None:
            del given[name]
        else:
            given[name] = values
    pq.write_table(pa.table(given), out)
    return out.getvalue()


def read(content: bytes, **options: Any) -> BookingLog:
    return read_log(content, name="log.parquet", office=Office(), **options)


def one(content: bytes, **options: Any) -> Booking:
    log = read(content, **options)
    assert not log.unreadable
    [row] = log.rows
    assert row.line == 1
    return row.booking


@pytest.mark.parametrize(
    "start",
    [
        pa.array([WALL_TEN], pa.timestamp("s")),
        pa.array([WALL_TEN], pa.timestamp("ns")),
        pa.array([1_795_680_000_000_000_001], pa.timestamp("ns", "UTC")),
        pa.array([TEN], pa.timestamp("us", "Europe/Bucharest")),
        pa.array(["26.11.2026 10:00"]),
        pa.array(["26.11.2026 10:00"]).dictionary_encode(),
        pa.array([b"26.11.2026 10:00"]),
        pa.array([46352 + 10 / 24]),
    ],
)
def test_a_start_of_each_kind(start: Any) -> None:
    assert one(file(start=start)) == EXPECTED


@pytest.mark.parametrize("clock", [[time(10)], pa.array([time(10)], pa.time64("ns"))])
def test_a_date_and_a_time(clock: Any) -> None:
    assert one(file(start=None, data=[date(2026, 11, 26)], ora=clock)) == EXPECTED


@pytest.mark.parametrize("values", [[15], [15.0], ["15"], [timedelta(minutes=15)]])
def test_minutes(values: Any) -> None:
    assert one(file(durata=values)) == EXPECTED


@pytest.mark.parametrize("values", [[float("nan")], pa.array([None], pa.int64()), [15.5], [[15]]])
def test_values_that_say_nothing_are_blank_and_others_are_not_read(values: Any) -> None:
    [found] = read(file(durata=values)).unreadable
    assert (found.line, found.field) == (1, "durata")


def test_rows_are_numbered_from_one() -> None:
    content = file(
        nr=None,
        cerere=["1/1", "?", "3/1"],
        inspector=["i"] * 3,
        start=[WALL_TEN] * 3,
        programat_la=[WALL_NINE] * 3,
    )
    log = read(content)
    assert [(each.line, each.booking.id) for each in log.rows] == [(1, "row:1"), (3, "row:3")]
    assert [(each.line, each.field) for each in log.unreadable] == [(2, "cerere")]


def test_a_mapping_and_the_columns() -> None:
    mapping = ColumnMapping(columns={"ref": "id", "nr": "ignored"})
    assert one(file(ref=["r"]), mapping=mapping).id == "r"
    columns = log_columns(file(ref=["r"]), name="log.parquet", mapping=mapping)
    assert [each.field for each in columns][-1] == "id"
    with pytest.raises(InvalidInput, match="without inspector"):
        read(file(inspector=None))


def test_the_format_is_told_by_the_content() -> None:
    assert len(read_log(file(), name="log.csv", office=Office())) == 1
    with pytest.raises(InvalidInput, match="a Parquet file"):
        read_log(file(), name="log", office=Office(), format="csv")


def test_what_is_no_parquet_file() -> None:
    whole = file()
    for content in (b"", b"PAR1", whole[:-9], b"PAR1" + b"x" * 100 + b"PAR1"):
        with pytest.raises(InvalidInput, match="a whole Parquet file"):
            read(content)
    with pytest.raises(WrongType):
        read_log("PAR1", name="log.parquet", office=Office())


def test_a_broken_page_is_found_when_it_is_read() -> None:
    content = bytearray(file())
    content[4:60] = b"\xff" * 56
    with pytest.raises(InvalidInput, match="a whole Parquet file"):
        read(bytes(content))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(_logs_parquet, "import_module", missing)
    with pytest.raises(MissingExtra, match="'parquet'"):
        read(file())
