"""The picture of the architecture shows the imports that the code makes today."""

from __future__ import annotations

import pytest

pytest.importorskip("grimp", reason="import-linter, of the extra `dev`, is not installed")

from tests.architecture._picture import PATH, heights, picture, reduced


def test_the_picture_is_that_of_todays_imports() -> None:
    assert PATH.read_text(encoding="utf-8") == picture(), "run `python -m tests.architecture`"


def test_an_import_that_another_brings_along_is_not_drawn() -> None:
    found = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert reduced(found) == {"a": {"b"}, "b": {"c"}, "c": set()}
    assert heights(found) == {"a": 2, "b": 1, "c": 0}
