"""Importing says nothing, and loads no library that is not always there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import tichet_rules

SOURCES = Path(tichet_rules.__file__).parent
EXTRAS = {
    *("email_validator", "hypothesis", "icalendar", "matplotlib", "numpy", "pandas"),
    *("phonenumbers", "polars", "pyarrow", "recurring_ical_events", "typst"),
}
# Made of Hypothesis, for those who test with it.
FOR_TESTS = "tichet_rules.testing"


def imported(path: Path) -> set[str]:
    """The modules that a module imports when it is imported itself."""
    found: set[str] = set()
    for each in ast.parse(path.read_text("utf-8")).body:
        if isinstance(each, ast.Import):
            found.update(name.name for name in each.names)
        elif isinstance(each, ast.ImportFrom) and each.module is not None:
            found.add(each.module)
    return found


def modules() -> dict[str, set[str]]:
    """Every module by its name, with what it imports."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        parts = path.relative_to(SOURCES.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if parts[-1] != "__main__":  # which runs the command line
            found[name] = imported(path)
    return {name: found[name] for name in found if not name.startswith(FOR_TESTS)}


def without_extras() -> list[str]:
    """All modules but the private ones that are made of an extra, or of such a one."""
    left = modules()
    homes = set(EXTRAS)
    while True:
        more = {
            name
            for name, needed in left.items()
            if name.rpartition(".")[2].startswith("_")
            and any(each in homes or each.partition(".")[0] in homes for each in needed)
        }
        if not more:
            return list(left)
        homes |= more
        left = {name: needed for name, needed in left.items() if name not in more}


def test_importing_every_module_prints_nothing_and_loads_no_extra() -> None:
    """In a process of its own: this one has long imported them."""
    script = (
        "import sys\n"
        "from importlib import import_module\n"
        f"for name in {without_extras()!r}:\n"
        "    import_module(name)\n"
        f"    loaded = [each for each in {sorted(EXTRAS)!r} if each in sys.modules]\n"
        "    assert not loaded, (name, loaded)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_that_leaves_out_no_module_but_those_made_of_an_extra() -> None:
    looked_at = set(without_extras())
    assert {"tichet_rules", "tichet_rules.figures", "tichet_rules.whatif._frame"} <= looked_at
    left_out = set(modules()) - looked_at
    assert {"tichet_rules.figures._picture", "tichet_rules.figures._audit"} <= left_out
    assert len(left_out) < len(looked_at) / 3
