"""The survivors that are known, from survivors.toml, each under the argument for it."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

from tests.mutation._mutants import Key

FILE = Path(__file__).with_name("survivors.toml")
KINDS = ("equivalent", "accepted")

Argument = tuple[str, str]  # its kind, and why


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
