"""Every conformance vector of the project, one test each, and how they cover the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tichet_rules import RULE_BOOK, Procedure, preset
from tichet_rules.interchange import CaseResult, run_vectors
from tichet_rules.policy import PRESETS

FOLDER = Path(__file__).parent / "vectors"
FILES = sorted(FOLDER.rglob("*.json"))


def results(file: Path) -> list[CaseResult]:
    return list(run_vectors(file.read_text("utf-8")))


def cases() -> list[dict[str, Any]]:
    return [case for file in FILES for case in json.loads(file.read_text("utf-8"))["cases"]]


@pytest.mark.parametrize(
    "result",
    [pytest.param(each, id=each.id) for file in FILES for each in results(file)],
)
def test_vector(result: CaseResult) -> None:
    assert result.got == result.expected, result.about


def test_there_are_vectors_and_each_id_is_used_once() -> None:
    ids = [each["id"] for each in cases()]
    assert ids
    assert sorted(ids) == sorted(set(ids))


def test_a_file_of_the_first_version_says_the_same_in_the_second() -> None:
    first, second = '"tichet-rules/vectors/1"', '"tichet-rules/vectors/2"'
    files = [text for file in FILES if first in (text := file.read_text("utf-8"))]
    assert files
    for text in files:
        assert list(run_vectors(text.replace(first, second))) == list(run_vectors(text))


def test_every_vector_says_what_it_shows_and_where_it_comes_from() -> None:
    assert [each["id"] for each in cases() if not (each.get("about") and each.get("source"))] == []


def stems() -> list[tuple[str, str]]:
    """Each rule, and how the ids of its vectors begin: under each preset, and beside them."""
    found = {}
    for policy in (preset(name).latest for name in PRESETS):
        for rule in policy.rules:
            shared = policy.procedure is Procedure.AUDIENCE and not rule.startswith("audience.")
            found["audience-" * shared + slug(rule)] = rule
    for each in RULE_BOOK:
        if each.id not in found.values():
            found[slug(each.id)] = each.id
    return list(found.items())


def slug(rule: str) -> str:
    return rule.replace(".", "-").replace("_", "-")


@pytest.mark.parametrize(("stem", "rule"), stems())
def test_every_rule_of_every_procedure_has_vectors_that_pass_and_that_refuse(
    stem: str, rule: str
) -> None:
    about = [each for each in cases() if each["id"].startswith(f"{stem}-")]
    assert len(about) >= 3
    refused = [rule in each["then"].get("refused_by", ()) for each in about]
    assert any(refused)
    assert not all(refused)
