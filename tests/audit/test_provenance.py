"""Where a report comes from: whose log, which files, by which version."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve

import tichet_rules
from tests.audit._scene import LOG, OFFICE
from tichet_rules import InvalidInput, Text, WrongType, preset
from tichet_rules.audit import FileKind, Provenance, SourceFile, audit_log
from tichet_rules.text import LANGUAGES

SUM = sha256(b"").hexdigest()
REPORT = audit_log(LOG, office=OFFICE)
PRESET = preset("cluj-napoca/tichet-albastru").latest
OWN = Text("Primăria Dej", "Dej Town Hall")


def test_a_head_of_nothing_has_the_version_alone() -> None:
    made = Provenance()
    assert (made.institution, made.files, made.made_on) == (None, (), None)
    assert made.version == tichet_rules.__version__


def test_an_institution_is_told_in_one_language_or_in_both() -> None:
    assert Provenance("Primăria Dej").institution == Text("Primăria Dej", "Primăria Dej")
    assert Provenance(OWN).institution == OWN


@pytest.mark.parametrize(
    "bad", ["", " ", "Primăria\nDej", "Dej\u202e", "x" * 201, "\x1b[2J", Text("Dej", "\t")]
)
def test_an_institution_is_one_line_of_printable_text(bad: Any) -> None:
    with pytest.raises(InvalidInput, match=r"^institution: "):
        Provenance(bad)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"files": "log.csv"}, "files"),
        ({"files": ["log.csv"]}, r"files\[0\]"),
        ({"made_on": datetime(2026, 12, 10)}, "made_on"),  # noqa: DTZ001 (it is no date)
        ({"made_on": "2026-12-10"}, "made_on"),
        ({"version": None}, "version"),
    ],
)
def test_what_is_no_provenance(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(WrongType, match=f"^{place}: "):
        Provenance(**fields)


@pytest.mark.parametrize(
    ("kind", "sum_", "place"),
    [("logs", SUM, "kind"), ("log", SUM[1:], "sha256"), ("log", SUM.upper(), "sha256")],
)
def test_what_is_no_file(kind: str, sum_: str, place: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{place}: "):
        SourceFile(kind, "log.csv", sum_)


def test_each_kind_of_file_has_words_of_its_own() -> None:
    for code in LANGUAGES:
        assert len({each.words.in_(code) for each in FileKind}) == len(FileKind) == 4


def test_the_institution_is_the_one_given() -> None:
    assert Provenance("Primăria Dej").institution_of(REPORT) == Text("Primăria Dej", "Primăria Dej")


def test_without_one_it_is_that_of_the_town_s_own_policy_and_of_no_preset() -> None:
    made = Provenance()
    own = evolve(PRESET, institution=OWN)
    audiences = evolve(preset("cluj-napoca/audiente").latest, institution=OWN)
    nobody = evolve(PRESET, institution=None)
    for changes, right in (
        ({}, None),
        ({"policy": PRESET}, None),
        ({"policy": own}, OWN),
        ({"policy": nobody}, None),
        ({"audiences": audiences}, OWN),
    ):
        assert made.institution_of(evolve(REPORT, office=OFFICE.replace(**changes))) == right  # type: ignore[arg-type]
    assert date(2026, 12, 10) == Provenance(made_on=date(2026, 12, 10)).made_on
