"""Every conformance vector of the project, one test each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tichet_rules.interchange import CaseResult, run_vectors

FOLDER = Path(__file__).parent / "vectors"
FILES = sorted(FOLDER.rglob("*.json"))


def results(file: Path) -> list[CaseResult]:
    return list(run_vectors(file.read_text("utf-8")))


@pytest.mark.parametrize(
    "result",
    [pytest.param(each, id=each.id) for file in FILES for each in results(file)],
)
def test_vector(result: CaseResult) -> None:
    assert result.got == result.expected, result.about


def test_there_are_vectors_and_each_id_is_used_once() -> None:
    ids = [each.id for file in FILES for each in results(file)]
    assert ids
    assert sorted(ids) == sorted(set(ids))
