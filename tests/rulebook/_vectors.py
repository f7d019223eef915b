"""Which conformance vectors concern a rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[1] / "vectors"
# The project's first vectors, by rule: they are no part of this repository.
FIRST = Path(__file__).with_name("first_vectors.json")
FIRST_NAME = "vectors/first.json"

Related = list[tuple[str, bool]]


@cache
def _cases() -> dict[str, list[dict[str, Any]]]:
    return {
        file.name: json.loads(file.read_text("utf-8"))["cases"]
        for file in sorted(VECTORS.glob("*.json"))
    }


def related(rule: str) -> dict[str, Related]:
    """The ids of the cases about a rule, by file, each with whether the rule refuses in it."""
    found = {name: concerning(rule, cases) for name, cases in _cases().items()}
    first: Mapping[str, list[list[Any]]] = json.loads(FIRST.read_text("utf-8"))
    found[FIRST_NAME] = [(id_, refused) for id_, refused in first.get(rule, [])]
    return {name: ids for name, ids in found.items() if ids}


def concerning(rule: str, cases: Iterable[Mapping[str, Any]]) -> Related:
    """The cases in which a rule refuses, and those that are named after it."""
    slug = rule.replace(".", "-").replace("_", "-")
    found = []
    for case in cases:
        then = case["then"]
        refused = rule in then.get("refused_by", ()) or any(
            each["rule"] == rule for each in then.get("findings", ())
        )
        named = case["id"].startswith((f"{slug}-", f"audience-{slug}-"))
        if refused or named:
            found.append((case["id"], refused))
    return found
