"""Whether two answers say the same, however they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.naive._clock import Json
from tests.naive._office import NoAnswer
from tests.naive.decisions import answer

HERE = Path(__file__).parents[1] / "vectors"
SHARED = Path(__file__).parents[3] / "shared" / "vectors" / "first.json"


def plain(value: Any) -> Any:
    """Instants as instants; lists without an order sorted; nothing that is left out."""
    if isinstance(value, dict):
        return {key: in_order(key, plain(each)) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str) and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value


def in_order(key: str, value: Any) -> Any:
    if key == "refused_by":
        return sorted(value)
    if key == "findings":
        return sorted(value, key=lambda each: (each["booking"], each["rule"]))
    return value


def agrees(expected: Json, got: Json) -> bool:
    if "count" in expected and "starts" in got:
        got = {"count": len(got["starts"])}
    return bool(plain(expected) == plain(got))


def cases(path: Path) -> Iterator[tuple[str, Json, Json, Json]]:
    """Of each case of a file: its id, its office, its question and what is expected."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for case in document["cases"]:
        office = document.get("office", {}) | case.get("office", {})
        yield case["id"], office, case["when"], case["then"]


def disagreements(path: Path) -> tuple[int, list[str]]:
    """How many cases a file has, and those whose answer is another here."""
    count, wrong = 0, []
    for name, office, when, expected in cases(path):
        count += 1
        try:
            got = answer(office, when)
        except NoAnswer as reason:
            got = {"no answer about": str(reason)}
        if not agrees(expected, got):
            wrong.append(f"{path.name}: {name}: expected {expected}, got {got}")
    return count, wrong
