"""All benchmarks, one after the other, in a few minutes: `python -m tests.benchmarks`.

Run it in the repository's folder, with the package, its extra `contact` and its extra `benchmark`
installed. Each script can be run alone too, as `python -m tests.benchmarks.free_slots`. They
compare the answers before anything is timed, print medians and ratios, and assert no time: what a
table says of another machine, or of a busy one, is for its reader to judge. Of the sorted map and
the audit only smaller sizes are run here; `python -m tests.benchmarks.sorted_map` runs them all,
and `python -m tests.benchmarks.audit` audits a million bookings.
"""

from __future__ import annotations

import platform
from importlib.metadata import version

from tests.benchmarks import audit, decide, free_slots, import_time, sorted_map

PEERS = (
    "attrs",
    "duckdb",
    "holidays",
    "intervaltree",
    "numpy",
    "pandas",
    "polars",
    "portion",
    "python-dateutil",
    "sortedcontainers",
)


def heading(text: str) -> None:
    print(f"\n=== {text}")


def main() -> None:
    peers = ", ".join(f"{each} {version(each)}" for each in PEERS)
    print(f"{platform.python_implementation()} {platform.python_version()}; {peers}")
    heading("import")
    import_time.main()
    heading("free slots")
    free_slots.main()
    heading("decisions and the agenda")
    decide.main()
    heading("the sorted map under the agenda")
    for size in (1_000, 10_000):
        sorted_map.compare(size)
    heading("the audit of a large log")
    audit.main(20_000, rounds=5, row_path=4_000)


if __name__ == "__main__":
    main()
