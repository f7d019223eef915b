"""The tables that an office's file says it was made from."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tichet_rules import InvalidInput
from tichet_rules.audit import SourceTable, TableKind
from tichet_rules.interchange import parse_json, read_office, run_vectors, structured
from tichet_rules.interchange.documents import OfficeDocument, office_document
from tichet_rules.interchange.registers import office_text, read_registers
from tichet_rules.interchange.schemas import schema
from tichet_rules.text import LANGUAGES

REQUESTS = (
    "Cerere;Solicitant;Data depunerii;Inspector\n"
    "1/305;Pop Ana;12.10.2026;i-017\n"
    "2/305;Rus Dan;31.11.2026;i-017\n"
)
INSPECTORS = "ID;Nume\ni-017;Mureșan Ioana\n"
READING = read_registers(
    requests=REQUESTS.encode(),
    inspectors=INSPECTORS.encode(),
    requests_name="D:\\export\\cereri.csv",
    inspectors_name="/srv/inspectori.csv",
)
OF_STAFF = ("role", "department", "week", "audience_hours", "deputies")
OF_REQUESTS = ("status", "communicated_on", "answer", "former_inspectors")
TABLES = (
    SourceTable(
        "inspectors", "inspectori.csv", sha256(INSPECTORS.encode()).hexdigest(), 1, 1, OF_STAFF
    ),
    SourceTable("requests", "cereri.csv", sha256(REQUESTS.encode()).hexdigest(), 2, 1, OF_REQUESTS),
)
TABLE = {"kind": "requests", "name": "a.csv", "sha256": "0" * 64, "rows": 3, "read": 2}


def test_the_text_names_the_tables_without_folders() -> None:
    text = office_text(READING)
    assert office_document(text).made_from == TABLES
    assert "export" not in text
    assert "srv" not in text
    assert structured(parse_json(text), OfficeDocument).made_from == TABLES
    office, _ = read_office(parse_json(text))
    assert (dict(office.requests), dict(office.inspectors)) == (
        dict(READING.office.requests),
        dict(READING.office.inspectors),
    )
    assert office_text(READING) == text


def test_of_texts_it_says_nothing() -> None:
    reading = read_registers(requests=REQUESTS)
    assert reading.requests is not None
    assert reading.requests.sha256 is None
    assert "made_from" not in office_text(reading)
    assert office_document(office_text(reading)).made_from == ()


def test_the_schema_of_an_office_knows_it_and_that_of_vectors_does_not() -> None:
    document = json.loads(office_text(READING))
    assert list(Draft202012Validator(schema("office")).iter_errors(document)) == []
    vectors: dict[str, Any] = {"format": "tichet-rules/vectors/2", "office": document, "cases": []}
    assert list(Draft202012Validator(schema("vectors-2")).iter_errors(vectors))
    with pytest.raises(InvalidInput, match=r"^office: got 'made_from'"):
        run_vectors(json.dumps(vectors))
    del document["made_from"]
    assert list(Draft202012Validator(schema("vectors-2")).iter_errors(vectors)) == []
    assert list(run_vectors(json.dumps(vectors))) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "log"}, r"made_from\[0\]\.kind: got 'log'"),
        ({"kind": 3}, r"made_from\[0\]\.kind: got 3"),
        ({"sha256": "0"}, r"made_from\[0\]\.sha256"),
        ({"rows": -1}, r"made_from\[0\]\.rows: got -1"),
        ({"rows": "3"}, r"made_from\[0\]\.rows: got '3'"),
        ({"read": 4}, r"made_from\[0\]\.read: got 4; expected at most its 3 rows"),
        ({"name": None}, r"made_from\[0\]\.name"),
        ({"missing": "week"}, r"made_from\[0\]\.missing"),
        ({"missing": [""]}, r"made_from\[0\]\.missing\[0\]: got ''"),
        ({"path": "/srv"}, r"made_from\[0\]: got 'path'"),
    ],
)
def test_what_is_no_table_is_refused(changes: dict[str, Any], told: str) -> None:
    assert office_document(json.dumps({"made_from": [TABLE]})).made_from[0].left_out == 1
    with pytest.raises(InvalidInput, match=told):
        office_document(json.dumps({"made_from": [TABLE | changes]}))
    wrong = {"made_from": [TABLE | changes]}
    if "read" not in changes:  # of two numbers, a schema can't say which is greater
        assert list(Draft202012Validator(schema("office")).iter_errors(wrong))


def test_each_kind_has_words_of_its_own() -> None:
    for code in LANGUAGES:
        assert len({each.words.in_(code) for each in TableKind}) == len(TableKind) == 2


def missing_of(**tables: str) -> dict[str, tuple[str, ...]]:
    given: dict[str, Any] = {name: text.encode() for name, text in tables.items()}
    reading = read_registers(**given)
    made_from = office_document(office_text(reading)).made_from
    return {str(each.kind): each.missing for each in made_from}


def test_what_no_cell_told_is_missing() -> None:
    # A column without a cell that says something tells nothing.
    staff = "ID;Nume;Program;Direcția;Rol\ni-017;Mureșan Ioana;;Urbanism;\n"
    asked = (
        "Cerere;Solicitant;Data depunerii;Inspector;Stare;Data comunicării\n"
        "1/305;Pop Ana;12.10.2026;i-017;soluționată favorabil;20.10.2026\n"
    )
    found = missing_of(inspectors=staff, requests=asked)
    assert found["inspectors"] == ("role", "week", "audience_hours", "deputies")
    # The status says what the answer was.
    assert found["requests"] == ("former_inspectors",)
    # Without a table of inspectors, nothing tells their hours.
    assert missing_of(requests=asked) == {"requests": ("former_inspectors", *OF_STAFF)}
    hours = staff.replace(";;Urb", ";Lu-Vi 8-14;Urb")
    assert "week" not in missing_of(inspectors=hours)["inspectors"]


def test_a_file_from_before_tells_nothing_of_it() -> None:
    assert office_document(json.dumps({"made_from": [TABLE]})).made_from[0].missing == ()
