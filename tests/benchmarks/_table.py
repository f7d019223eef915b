"""The table of all jobs in `docs/performance.md`, and how a script hands its rows to it.

A script's ``main`` returns its rows, beside what it prints: one `Row` for each job of the table.

>>> from tests.benchmarks._timing import Measured
>>> ours, theirs, floor = Measured((0.001,)), Measured((0.008,)), Measured((0.0005,))
>>> row = Row(
...     "free slots, one inspector, 30 days",
...     {"tichet_rules": ours, "portion": theirs, "floor: the answer built": floor},
...     floor="floor: the answer built",
...     goal="at most 0.2 x the best peer",
...     met=ours.ratio_to(theirs) <= 0.2,
...     growth={"10 x the days": 9.1},
...     notes="38 slots.",
... )
>>> print(summary([row]).splitlines()[-1])  # doctest: +NORMALIZE_WHITESPACE
| free slots, one inspector, 30 days | 1.00 ms | portion 0.12 x | 2.00 x |
at most 0.2 x the best peer | yes | 10 x the days: 9.1 x |

``measured`` is what `alternating` gives, ours first, in seconds for each unit of work. ``floor``
names the entry that is no peer but what the machine can't do without; ``None`` where there is
none. A ratio is what ours takes for what the other takes once. ``growth`` says by how many times
our time grows when the work grows by what its key says: `grown` makes an entry of two measurements.
A script that returns nothing is run too, and has no row.

A new script is added to `SCRIPTS` in `__main__`: the name of its module, and the arguments of its
``main`` if it takes any. `python -m tests.benchmarks --write` runs all of them and puts the tables
between the two marks of `docs/performance.md`; the words around them are written by hand.
"""

from __future__ import annotations

import os
import platform
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from attrs import field, frozen

from tests.benchmarks._timing import Measured

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN = "<!-- Made by `python -m tests.benchmarks --write`: from here -->"
END = "<!-- to here. -->"


@frozen
class Row:
    """One job: what we take for it, and the others."""

    job: str
    measured: Mapping[str, Measured]
    goal: str = ""
    met: bool | None = None
    floor: str | None = None
    growth: Mapping[str, float] = field(factory=dict)
    notes: str = ""

    @property
    def ours(self) -> Measured:
        return next(iter(self.measured.values()))

    @property
    def peers(self) -> dict[str, float]:
        """What ours takes for what each peer takes once."""
        _, *others = self.measured
        return {
            name: self.ours.ratio_to(self.measured[name]) for name in others if name != self.floor
        }


def grown(small: Measured, large: Measured, work: float = 1) -> float:
    """By how many times the time grows; ``work`` if the units of the two are of unequal number.

    With figures for each booking of 10,000 and 100,000, the whole grows 10 times as much as the
    figures do: ``work`` is 10.
    """
    return large.median / small.median * work


def told(seconds: float) -> str:
    """A time with three digits and the unit that suits it."""
    unit, scale = ("s", 1.0) if seconds >= 1 else ("ms", 1e3) if seconds >= 1e-3 else ("us", 1e6)
    amount = seconds * scale
    places = 2 if amount < 10 else 1 if amount < 100 else 0
    return f"{amount:,.{places}f} {unit}"


def _ratio(ratio: float) -> str:
    return f"{ratio:.3f} x" if ratio < 0.1 else f"{ratio:.2f} x"


def _lines(cells: Iterable[Sequence[str]]) -> str:
    head, *rows = cells
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def summary(rows: Iterable[Row]) -> str:
    """A line for each job: our time, what it is to each peer's and the floor's, and the goal."""
    verdict = {True: "yes", False: "no", None: ""}
    return _lines(
        [
            ("job", "ours", "ours to each peer's", "to the floor", "goal", "met", "growth"),
            *(
                (
                    each.job,
                    told(each.ours.median),
                    "<br>".join(f"{name} {_ratio(value)}" for name, value in each.peers.items()),
                    _ratio(each.ours.ratio_to(each.measured[each.floor])) if each.floor else "",
                    each.goal,
                    verdict[each.met],
                    "<br>".join(f"{work}: {times:.1f} x" for work, times in each.growth.items()),
                )
                for each in rows
            ),
        ]
    )


def details(row: Row) -> str:
    """The medians of one job and the least of the rounds, ours and each other."""
    cells = [("", "median", "least", "ours takes")]
    for name, each in row.measured.items():
        ratio = "" if each is row.ours else _ratio(row.ours.ratio_to(each))
        cells.append((name, told(each.median), told(min(each.rounds)), ratio))
    parts = [f"## {row.job[:1].upper()}{row.job[1:]}", _lines(cells)]
    return "\n\n".join([*parts, row.notes] if row.notes else parts)


def peers() -> list[str]:
    """The distributions that the package and its extra `benchmark` ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    ours, *named = sorted(extras["benchmark"], key=lambda each: not each.startswith("tichet-rules"))
    for extra in ours.partition("[")[2].rstrip("]").split(","):
        named += extras[extra]
    return sorted(re.split("[^A-Za-z0-9_.-]", each)[0] for each in named + project["dependencies"])


def machine() -> str:
    """What the figures were taken on: the processor, the system, and each peer's version."""
    names = Path("/proc/cpuinfo")
    model = platform.processor() or platform.machine()
    if names.exists():
        told_by_system = [line for line in names.read_text().splitlines() if "model name" in line]
        model = told_by_system[0].partition(":")[2].strip() if told_by_system else model
    versions = ", ".join(f"{each} {version(each)}" for each in peers())
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}; "
        f"{platform.python_implementation()} {platform.python_version()}; {versions}."
    )


def page(rows: Sequence[Row], text: str) -> str:
    """The text of the page with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = "\n\n".join(["", machine(), summary(rows), *map(details, rows), ""])
    return f"{before}{BEGIN}{made}{END}{after}"
