"""The survivors that are known, from survivors.toml, each under the argument for it."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("survivors.toml")
KINDS = ("equivalent", "accepted")

Argument = tuple[str, str]  # its kind, and why


@dataclass(frozen=True)
class Key:
    """Where a mutant is and what it changes, without a line number.

    `line` is the text of the line in which the change begins, `was` and `now` what stands there
    before and after; `nth` tells apart several mutants of which all else is the same.
    """

    module: str
    function: str
    line: str
    was: str
    now: str
    nth: int = 1

    def __str__(self) -> str:
        nth = f" ({self.nth})" if self.nth > 1 else ""
        place = f"{self.module} {self.function or '(module)'}: {self.line}"
        return f"{place}\n      {self.was!r} -> {self.now!r}{nth}"


def argued() -> dict[Key, Argument]:
    known: dict[Key, Argument] = {}
    for each in tomllib.loads(FILE.read_text(encoding="utf-8")).get("argument", []):
        kind, because = each["kind"], each["because"].strip()
        for mutant in each["mutants"]:
            key = Key(**mutant)
            if kind not in KINDS or not because or key in known:
                sys.exit(f"{FILE.name}: argued twice, or without an argument: {key}")
            known[key] = (kind, because)
    return known


def as_toml(key: Key) -> str:
    """A line for survivors.toml."""
    fields = vars(key) if key.nth > 1 else {k: v for k, v in vars(key).items() if k != "nth"}
    # A string of JSON is one of TOML too.
    return (
        "{ "
        + ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items())
        + " },"
    )


def table() -> str:
    """The survivors by argument, as in docs/mutation.md."""
    rows: dict[Argument, list[Key]] = {}
    for key, argument in argued().items():
        rows.setdefault(argument, []).append(key)
    lines = ["| where | mutants | | because |", "|---|---|---|---|"]
    for (kind, because), keys in rows.items():
        where = ", ".join(f"`{each}`" for each in sorted({key.module for key in keys}))
        lines.append(f"| {where} | {len(keys)} | {kind} | {because} |")
    return "\n".join(lines)
