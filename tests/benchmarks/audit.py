"""The audit of a large log, beside scripts that look for two of its rules.

Run it by hand: `python -m tests.benchmarks.audit`, or with `--rows 100000`.

A log of a million bookings of 524 inspectors, with breaches planted in it. Ours judges it by all
rules of the blue ticket, from columns; the peers are what someone writes by hand to find double
bookings of inspectors and short notice, and nothing else: numpy (a sort, and each booking beside
the next, which is enough for this log, as nowhere in it do three meet), Polars and pandas (the same
by window functions) and DuckDB (in SQL). They read the same
instants and the same codes of inspectors, in their own format, before the clock starts; the answers
are compared before any time is told. The floor is one sort of a million whole numbers.

What comes before is told apart: reading the columns through the door, and the office. The first
audit of a log looks up its requests by name in the office, and later ones need not.

The row path is timed on the first 20,000 bookings, and taken to grow with the rows. Memory is what
the columns hold, and the most that is allocated at a time while they are audited.

`--command` measures the whole command `tichet-rules audit` instead: the log and the office are
written to files, and read and judged in a process of its own, whose seconds and greatest memory
are told (on Linux and macOS). It must find exactly the breaches that were planted.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import duckdb
import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # its types are a package of their own
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # it has no types
from attrs import fields, frozen

from tests.audit._logs import PlantedLog, planted_log
from tests.benchmarks._table import Row
from tests.benchmarks._timing import Measured, Run, agreed, alternating, seconds, table
from tichet_rules import Office, WorkingInterval
from tichet_rules.audit import audit
from tichet_rules.audit.columns import (
    Coded,
    ColumnarAudit,
    LogColumns,
    audit_columns,
    office_columns,
)
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.timekeeping.instants import HOUR, MINUTE

NOTICE = 48 * HOUR
CANCELLED = 1
GOAL = 2  # times what the peers take for two rules
ROW_PATH = 20_000
MIB = 1 << 20

# Of the two rules that the peers look for: the rows that break each.
Answer = tuple[list[int], list[int]]


# --- the peers ------------------------------------------------------------------------------


@frozen(eq=False)
class Plain:
    """What a script would read: whole numbers, and an order of the ids for those of one instant."""

    inspector: Any
    begins: Any
    ends: Any
    booked_at: Any
    turn: Any
    status: Any

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": np.arange(len(self.begins)),
            "inspector": self.inspector,
            "begins": self.begins,
            "ends": self.ends,
            "booked_at": self.booked_at,
            "turn": self.turn,
            "status": self.status,
        }


def plain(columns: LogColumns) -> Plain:
    turn = np.empty(len(columns), np.int64)
    turn[np.argsort(columns.id.astype(str))] = np.arange(len(columns))
    return Plain(
        columns.inspector.codes,
        columns.begins,
        columns.ends,
        columns.booked_at,
        turn,
        columns.status,
    )


def with_numpy(log: Plain) -> Answer:
    """The sort on one number for inspector and start, which is the fastest of the plain ones."""
    late = np.flatnonzero(log.begins - log.booked_at < NOTICE)
    rows = np.flatnonzero(log.status != CANCELLED)
    begins, ends = log.begins[rows], log.ends[rows]
    least = begins.min()
    width = (ends.max() - least) // MINUTE + 1
    order = np.argsort(log.inspector[rows] * width + (begins - least) // MINUTE)
    first, second = rows[order[:-1]], rows[order[1:]]
    meet = (log.inspector[first] == log.inspector[second]) & (log.begins[second] < log.ends[first])
    first, second = first[meet], second[meet]
    at, then = log.booked_at[first], log.booked_at[second]
    later = (then > at) | ((then == at) & (log.turn[second] > log.turn[first]))
    return np.sort(np.where(later, second, first)).tolist(), late.tolist()


def with_polars(log: pl.DataFrame) -> Answer:
    late = log.lazy().filter(pl.col("begins") - pl.col("booked_at") < NOTICE).select("row")
    earlier = [
        pl.col(name).shift(1).over("inspector").alias(f"{name}_before")
        for name in ("ends", "booked_at", "turn", "row")
    ]
    is_later = (pl.col("booked_at") > pl.col("booked_at_before")) | (
        (pl.col("booked_at") == pl.col("booked_at_before"))
        & (pl.col("turn") > pl.col("turn_before"))
    )
    twice = (
        log.lazy()
        .filter(pl.col("status") != CANCELLED)
        .sort("inspector", "begins")
        .with_columns(earlier)
        .filter(pl.col("begins") < pl.col("ends_before"))
        .select(pl.when(is_later).then("row").otherwise("row_before").alias("row"))
        .sort("row")
    )
    found, short = pl.collect_all([twice, late])
    return found["row"].to_list(), short["row"].to_list()


def with_pandas(log: pd.DataFrame) -> Answer:
    late = log.loc[log["begins"] - log["booked_at"] < NOTICE, "row"]
    taking = log[log["status"] != CANCELLED].sort_values(["inspector", "begins"])
    before = taking.shift(1)
    meet = (taking["inspector"] == before["inspector"]) & (taking["begins"] < before["ends"])
    taking, before = taking[meet], before[meet]
    later = (taking["booked_at"] > before["booked_at"]) | (
        (taking["booked_at"] == before["booked_at"]) & (taking["turn"] > before["turn"])
    )
    found = taking["row"].where(later, before["row"]).astype("int64")
    return sorted(found.tolist()), late.tolist()


SQL_TWICE = f"""
    SELECT CASE WHEN (booked_at, turn) > (booked_at_before, turn_before)
                THEN "row" ELSE row_before END AS found
    FROM (
        SELECT "row", begins, booked_at, turn,
               lag(ends) OVER w AS ends_before, lag(booked_at) OVER w AS booked_at_before,
               lag(turn) OVER w AS turn_before, lag("row") OVER w AS row_before
        FROM log WHERE status <> {CANCELLED}
        WINDOW w AS (PARTITION BY inspector ORDER BY begins)
    )
    WHERE begins < ends_before ORDER BY found
"""
SQL_LATE = f'SELECT "row" FROM log WHERE begins - booked_at < {NOTICE} ORDER BY "row"'


def with_duckdb(database: duckdb.DuckDBPyConnection) -> Answer:
    twice, late = (
        [row for (row,) in database.execute(query).fetchall()] for query in (SQL_TWICE, SQL_LATE)
    )
    return twice, late


def database_of(log: Plain) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(":memory:")
    rows = pa.table(log.as_dict())
    database.register("given", rows)
    database.execute("CREATE TABLE log AS SELECT * FROM given")
    return database


# --- ours -----------------------------------------------------------------------------------


def answer_of(found: ColumnarAudit) -> Answer:
    twice, late = (found.breaches[rule].tolist() for rule in ("slot.free", "slot.notice"))
    return twice, late


def checked_planted(log: PlantedLog, found: ColumnarAudit) -> None:
    """Exactly the breaches that were planted are found, or no time is told."""
    agreed(
        "the breaches",
        {
            "planted": log.planted,
            "found": frozenset((id_, rule) for rule in found.breaches for id_ in found.ids(rule)),
        },
    )
    rules = len(found.breaches)
    print(f"\n{len(log):,} bookings: exactly the {len(found):,} planted breaches of {rules} rules")


def compare(log: PlantedLog, rounds: int) -> dict[str, Measured]:
    """Ours by all rules, the peers by two of them."""
    read = perf_counter()
    columns = LogColumns.from_mapping(log.columns)
    coded = perf_counter()
    office = office_columns(log.office)
    ready = perf_counter()
    found = audit_columns(columns, office=office)
    first = perf_counter() - ready
    checked_planted(log, found)
    rows = plain(columns)
    peers: dict[str, Callable[[], Answer]] = {
        "numpy, two rules": partial(with_numpy, rows),
        "Polars, two rules": partial(with_polars, pl.DataFrame(rows.as_dict())),
        "DuckDB, two rules": partial(with_duckdb, database_of(rows)),
        "pandas, two rules": partial(with_pandas, pd.DataFrame(rows.as_dict())),
    }
    agreed(
        "double bookings and short notice",
        {"all rules": answer_of(found)} | {name: ask() for name, ask in peers.items()},
    )
    key = np.random.default_rng(1).integers(0, 2**62, len(columns))
    runs: dict[str, Run] = {"all rules": partial(audit_columns, columns, office=office)}
    runs |= peers | {"floor: one argsort": partial(np.argsort, key)}
    measured = alternating(runs, rounds=rounds)
    table(f"{len(log):,} bookings audited", measured, unit="ms")
    print(
        f"\n  before: columns through the door {coded - read:.2f} s, the office "
        f"{ready - coded:.2f} s; the first audit {first:.2f} s"
    )
    return measured


def compare_with_rows(log: PlantedLog, ours: float, most: int) -> None:
    """The row path on the first bookings, scaled to all of them."""
    some = log.bookings(most)
    part = LogColumns.of(some)
    office = office_columns(log.office)
    found = tuple(audit_columns(part, office=office).findings())
    agreed("findings", {"columns": found, "rows": audit(some, office=log.office)})
    took = seconds(partial(audit, some, office=log.office)) / len(some) * len(log)
    print(f"\nthe row path, {len(some):,} bookings scaled to {len(log):,}: {took:,.1f} s")
    print(f"  that is {took / ours:,.0f} times what columns take")


def grow(sizes: list[int]) -> None:
    """How the time grows with the log."""
    print("\ngrowth")
    for size in sizes:
        log = planted_log(size, each=10)
        columns, office = LogColumns.from_mapping(log.columns), office_columns(log.office)
        run = partial(audit_columns, columns, office=office)
        run()
        took = min(seconds(run) for _ in range(5))
        each = took / len(log) * 1e6
        print(f"  {len(log):>9,} bookings  {took * 1e3:10,.1f} ms  {each:6.2f} us each")


def one_slot(size: int) -> None:
    """All bookings in one slot, by which careless scripts take the square of the time."""
    start, at = 1_795_680_000_000_000, 1_795_161_600_000_000
    columns = LogColumns.from_mapping(
        {
            "id": [f"b-{each}" for each in range(size)],
            "request": ["100000/305"] * size,
            "inspector": ["i-000"] * size,
            "applicant": ["id:c-0"] * size,
            "start": [start] * size,
            "booked_at": [at] * size,
        }
    )
    office = planted_log(500, each=1).office
    took = seconds(partial(audit_columns, columns, office=office))
    print(f"\n{size:,} bookings in one slot: {took:.1f} s")


def memory(columns: LogColumns, office: Any) -> None:
    """What the columns hold, and the most that an audit of them takes beside."""
    arrays = sum(each.nbytes for each in parts(columns) if isinstance(each, np.ndarray))
    texts = sum(sys.getsizeof(text) for each in parts(columns) for text in texts_of(each))
    audit_columns(columns, office=office)
    tracemalloc.start()
    audit_columns(columns, office=office)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"\nmemory for {len(columns):,} bookings: the columns {(arrays + texts) / MIB:,.0f} MiB, "
        f"and at most {most / MIB:,.0f} MiB for their audit; not the office's own objects"
    )


def parts(columns: LogColumns) -> Iterator[Any]:
    for each in fields(LogColumns):
        column = getattr(columns, each.name)
        if isinstance(column, Coded):
            yield column.codes
            yield column.values
        else:
            yield column


def texts_of(part: Any) -> Any:
    return part if isinstance(part, tuple) or part.dtype == object else ()


# --- the command ----------------------------------------------------------------------------

# What Linux counts by `getrusage` begins with the memory of the process that started this one.
COMMAND = """
import resource, sys
from pathlib import Path
from tichet_rules.cli import main
status = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
most = used.ru_maxrss  # in bytes on macOS
told = Path("/proc/self/status")
if told.exists():
    most = int(told.read_text().partition("VmHWM:")[2].split()[0]) << 10
print(used.ru_utime + used.ru_stime, most, file=sys.stderr)
"""


def office_json(office: Office) -> dict[str, Any]:
    """The office of a planted log as a document; each citizen has a name of their own."""

    def hours(day: tuple[WorkingInterval, ...]) -> list[list[str]]:
        return [[clock(each.start), clock(each.end)] for each in day]

    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    changed = {"horizon_days": 90, "no_show_pause_days": 7, "channels": ["online", "in_person"]}
    return {
        "policy": {"preset": "cluj-napoca/tichet-albastru", **changed},
        "closures": sorted(map(str, office.calendar.closures)),
        "recovery_days": sorted(map(str, office.calendar.recovery_days)),
        "inspectors": [
            {
                "id": each.id,
                "role": each.role,
                "week": {
                    name: hours(day) for name, day in zip(WEEKDAYS, each.week.days, strict=True)
                },
                "absences": [
                    {"from": away.first.isoformat(), "to": away.last.isoformat()}
                    for away in each.absences
                ],
            }
            for each in office.inspectors.values()
        ],
        "requests": [
            {
                "number": each.number,
                "applicant": f"{each.applicant.name} {each.applicant.key.removeprefix('id:')}",
                "filed_on": each.filed_on.isoformat(),
                "inspector": each.inspector,
                "status": each.status,
            }
            | ({"former_inspectors": each.former_inspectors} if each.former_inspectors else {})
            | ({"communicated_on": str(each.communicated_on)} if each.communicated_on else {})
            for each in office.requests.values()
        ],
    }


def write_log(log: PlantedLog, path: Path) -> None:
    """The log as a town would have it: whose a booking is, the office knows by its request."""
    rows = csv.reader(log.csv().splitlines())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            writer.writerow(row[:3] + row[4:])


def whole_command(log: PlantedLog) -> None:
    """The command in a process of its own: its seconds, its memory, and what it finds."""
    with TemporaryDirectory() as folder:
        table, office, found = (Path(folder, name) for name in ("log.csv", "office.json", "found"))
        write_log(log, table)
        office.write_text(json.dumps(office_json(log.office)), "utf-8")
        asked = ["audit", str(table), "--office", str(office), "--json"]
        start = perf_counter()
        with found.open("wb") as output:
            run = subprocess.run(
                [sys.executable, "-c", COMMAND, *asked],
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
                check=True,
            )
        took = perf_counter() - start
        report = json.loads(found.read_text("utf-8"))
        sizes = [each.stat().st_size / MIB for each in (table, office)]
    told = frozenset((each["booking"], each["rule"]) for each in report["findings"])
    agreed("the breaches", {"planted": log.planted, "found": told})
    agreed("the rows", {"written": len(log), "read": report["rows"] - len(report["unreadable"])})
    processor, most = run.stderr.split()
    print(
        f"\ntichet-rules audit of {len(log):,} rows ({sizes[0]:,.0f} MiB) under an office of "
        f"{len(log.office.requests):,} requests ({sizes[1]:,.0f} MiB):\n"
        f"  exactly the {len(told):,} planted breaches; {took:.1f} s ({float(processor):.1f} s of "
        f"processor), at most {int(most) / MIB:,.0f} MiB"
    )


def main(rows: int = 1_000_000, rounds: int = 9, row_path: int = ROW_PATH) -> list[Row]:
    log = planted_log(rows, each=max(3, rows // 2000))
    measured = compare(log, rounds)
    ours = measured["all rules"]
    compare_with_rows(log, ours.median, row_path)
    memory(LogColumns.from_mapping(log.columns), office_columns(log.office))
    grow([size for size in (10_000, 100_000) if size < rows])
    one_slot(rows)
    return [
        Row(
            f"audit of {len(log):,} bookings, all rules",
            measured,
            goal="at most 2 x numpy or Polars for double bookings and notice alone",
            met=ours.ratio_to(measured["numpy, two rules"]) <= GOAL,
            floor="floor: one argsort",
        )
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--command", action="store_true", help="measure the whole command instead")
    asked = parser.parse_args()
    if asked.command:
        whole_command(planted_log(asked.rows, each=max(3, asked.rows // 2000)))
    else:
        main(asked.rows, asked.rounds)
