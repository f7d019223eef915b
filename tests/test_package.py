"""The public names, and what an import of the package costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import tichet_rules

SOURCES = Path(tichet_rules.__file__).parent.parent
NOT_DESCRIBED_IN_PLACE = {"RULE_BOOK", "Command", "Event", "Language"}


@pytest.mark.parametrize("name", tichet_rules.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(tichet_rules, name)
    if name in NOT_DESCRIBED_IN_PLACE:  # constants and aliases: Python keeps no text with them
        assert not isinstance(value, type)
        return
    document = vars(value).get("__doc__") if isinstance(value, type) else value.__doc__
    assert document
    assert document.strip()
    assert not document.startswith(f"{name}(")  # what dataclasses would put there by themselves


def test_the_public_names_are_in_order_and_once() -> None:
    names = tichet_rules.__all__
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if not name.isupper() and name[0].isupper()]
    functions = [name for name in names if name[0].islower()]
    assert names == [*sorted(constants), *sorted(classes), *sorted(functions)]
    assert len(names) == len(set(names))


def test_nothing_public_is_left_out_of_the_list() -> None:
    public = {
        name
        for name, value in vars(tichet_rules).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert public == set(tichet_rules.__all__)


def test_an_import_brings_in_nothing_heavy_or_optional() -> None:
    """In a process of its own: this one has long imported them."""
    script = (
        "import sys, tichet_rules\n"
        "heavy = {'phonenumbers', 'email_validator', 'cattrs', 'numpy', 'holidays', 'hypothesis'}\n"
        "print(sorted(heavy & set(sys.modules)), tichet_rules.__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(SOURCES)!r})\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["[]", tichet_rules.__version__]


def test_the_citation_names_this_version() -> None:
    citation = (SOURCES.parent / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {tichet_rules.__version__}\n" in citation
