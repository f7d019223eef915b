"""The files that are made of the code, and which of them are stale."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.rulebook._pages import pages
from tichet_rules.interchange.schemas import NAMES, schema_text

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "rules"
CONTRACTS = ROOT / "src" / "tichet_rules" / "interchange" / "contracts"


@cache
def wanted() -> dict[Path, str]:
    """The text that each file should have."""
    files = {RULES / name: text for name, text in pages().items()}
    return files | {CONTRACTS / f"{name}.json": schema_text(name) for name in NAMES}


def stale() -> list[Path]:
    """The files that differ from what they should be, are missing, or should not be there."""
    there = {*RULES.rglob("*.md"), *CONTRACTS.glob("*.json")}
    changed = (path for path, text in wanted().items() if _bytes(path) != text.encode())
    return sorted({*changed, *(there - wanted().keys())})


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
