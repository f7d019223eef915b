"""The time of each operation on a sorted map and on sortedcontainers' SortedDict, its mutable peer.

Run it by hand: `python tests/benchmarks/sorted_map.py`. Answers are compared before anything is
timed, and both take the same keys in the same run. It prints figures and asserts no time.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from time import perf_counter
from typing import Any

from sortedcontainers import SortedDict  # type: ignore[import-untyped]

from tichet_rules.agenda._sorted import MAX_WIDTH, SortedMap

Key = tuple[str, int]
Entries = list[tuple[Key, int]]
Answers = list[tuple[Key, int] | None]
Run = Callable[[Any, Any], object]
Make = Callable[[], Any]

REPEATS = 7


def best(run: Run, make: Make, argument: object, count: int) -> float:
    """The least time over the repeats, in microseconds for each of `count` operations."""
    times: list[float] = []
    for _ in range(REPEATS):
        subject = make()
        gc.collect()
        start = perf_counter()
        run(subject, argument)
        times.append(perf_counter() - start)
    return min(times) / count * 1e6


def inserted(tree: SortedMap[Key, int], entries: Entries) -> SortedMap[Key, int]:
    for key, value in entries:
        tree = tree.insert(key, value)
    return tree


def inserted_in_peer(mutable: Any, entries: Entries) -> Any:
    for key, value in entries:
        mutable[key] = value
    return mutable


def removed(tree: SortedMap[Key, int], entries: Entries) -> SortedMap[Key, int]:
    for key, _ in entries:
        tree = tree.remove(key)
    return tree


def removed_from_peer(mutable: Any, entries: Entries) -> Any:
    for key, _ in entries:
        del mutable[key]
    return mutable


def floors(tree: SortedMap[Key, int], keys: list[Key]) -> Answers:
    return [tree.floor(key) for key in keys]


def floors_of_peer(mutable: Any, keys: list[Key]) -> Answers:
    places = map(mutable.bisect_right, keys)
    return [mutable.peekitem(place - 1) if place else None for place in places]


def ceilings(tree: SortedMap[Key, int], keys: list[Key]) -> Answers:
    return [tree.ceiling(key) for key in keys]


def ceilings_of_peer(mutable: Any, keys: list[Key]) -> Answers:
    places = map(mutable.bisect_left, keys)
    return [mutable.peekitem(place) if place < len(mutable) else None for place in places]


def items(either: Any, _: object) -> Entries:
    return list(either.items())


def random_entries(count: int, inspectors: int = 40) -> Entries:
    chance = random.Random(count)
    entries: dict[Key, int] = {}
    while len(entries) < count:
        inspector = f"inspector-{chance.randrange(inspectors):02}"
        entries[inspector, chance.randrange(10**7)] = len(entries)
    return list(entries.items())


def compare(size: int) -> None:
    entries = random_entries(size + size // 5)
    start, extra = sorted(entries[:size]), entries[size:]
    asked = [(inspector, minute + 1) for (inspector, minute), _ in extra]

    def part() -> SortedMap[Key, int]:
        return SortedMap.from_sorted(start)

    def part_of_peer() -> Any:
        return SortedDict(start)

    def whole() -> SortedMap[Key, int]:
        return inserted(part(), extra)

    def whole_of_peer() -> Any:
        return inserted_in_peer(part_of_peer(), extra)

    assert items(part(), None) == items(part_of_peer(), None) == start
    assert items(whole(), None) == items(whole_of_peer(), None) == sorted(entries)
    assert items(removed(whole(), extra), None) == start
    assert items(removed_from_peer(whole_of_peer(), extra), None) == start
    assert floors(whole(), asked) == floors_of_peer(whole_of_peer(), asked)
    assert ceilings(whole(), asked) == ceilings_of_peer(whole_of_peer(), asked)

    print(f"\n{size:,} entries, {len(extra):,} more inserted (microseconds for each operation)")
    print(f"{'':10}{'SortedMap':>12}{'SortedDict':>12}{'ratio':>8}")
    table: list[tuple[str, Run, Run, Make, Make, Any, int]] = [
        ("insert", inserted, inserted_in_peer, part, part_of_peer, extra, len(extra)),
        ("remove", removed, removed_from_peer, whole, whole_of_peer, extra, len(extra)),
        ("floor", floors, floors_of_peer, whole, whole_of_peer, asked, len(asked)),
        ("ceiling", ceilings, ceilings_of_peer, whole, whole_of_peer, asked, len(asked)),
        ("iterate", items, items, whole, whole_of_peer, None, len(entries)),
    ]
    for name, run, run_peer, make, make_peer, argument, count in table:
        time = best(run, make, argument, count)
        peer_time = best(run_peer, make_peer, argument, count)
        print(f"{name:10}{time:12.3f}{peer_time:12.3f}{time / peer_time:8.2f}")


def main(sizes: tuple[int, ...] = (1_000, 10_000)) -> None:
    print(f"nodes of at most {MAX_WIDTH} keys")
    for size in sizes:
        compare(size)


if __name__ == "__main__":
    main((1_000, 10_000, 100_000))
