"""Ask the naive implementation every case of the vectors: ``python -m tests.naive``."""

from __future__ import annotations

import sys

from tests.naive._compare import HERE, SHARED, disagreements


def main() -> int:
    paths = sorted(HERE.glob("*.json"))
    if SHARED.exists():
        paths.append(SHARED)
    total, wrong = 0, []
    for path in paths:
        count, different = disagreements(path)
        total += count
        wrong += different
    for line in wrong:
        print(line)
    print(f"{total} cases run, {total - len(wrong)} agreed, {len(wrong)} disagreed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
