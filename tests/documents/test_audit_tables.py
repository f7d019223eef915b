"""The tables of an office in the head of an audit's report."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from tests._romanian import checked as romanian
from tests.audit._scene import LOG, OFFICE
from tichet_rules import Language, WrongType
from tichet_rules.audit import Provenance, SourceTable, audit_log
from tichet_rules.documents import _audit_tables
from tichet_rules.documents.audit_report import report_html, report_text
from tichet_rules.interchange.render import audit_document
from tichet_rules.interchange.schemas import schema
from tichet_rules.text import LANGUAGES

REPORT = audit_log(LOG, office=OFFICE)
SUMS = ["0" * 64, "1" * 64]
MADE = Provenance(
    tables=[
        SourceTable("inspectors", "inspectori.csv", SUMS[0], rows=1, read=1),
        SourceTable("requests", "<b>cereri.csv", SUMS[1], rows=4, read=2),
    ]
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_head_names_them_with_their_sums(code: Language) -> None:
    said = report_text(REPORT, code, provenance=MADE)
    page = report_html(REPORT, code, provenance=MADE)
    for told in (said, page):
        assert _audit_tables.AS_IT_SAYS.in_(code) in told
        assert all(each in told for each in SUMS)
    assert "&lt;b&gt;cereri.csv" in page
    assert "<b>" not in page
    bare = report_text(REPORT, code) + report_html(REPORT, code)
    assert _audit_tables.AS_IT_SAYS.in_(code) not in bare


def test_in_words() -> None:
    said = report_text(REPORT, "en", provenance=MADE).splitlines()
    at = said.index("  tables of the office:")
    assert said[at + 1 : at + 3] == [
        f"    inspectors         {SUMS[0]}  inspectori.csv (1 row)",
        f"    requests           {SUMS[1]}  <b>cereri.csv (4 rows, 2 left out)",
    ]
    told = romanian(report_text(REPORT, "ro", provenance=MADE).partition("rânduri în registru")[0])
    assert "cereri.csv (4 rânduri, lăsate deoparte: 2)" in told


def test_programs_have_them() -> None:
    document = audit_document(REPORT, "en", provenance=MADE)
    assert document["head"]["tables"][1] == {
        "kind": "requests",
        "name": "<b>cereri.csv",
        "sha256": SUMS[1],
        "rows": 4,
        "read": 2,
        "missing": [],
    }
    found = Draft202012Validator(schema("audit")).iter_errors(json.loads(json.dumps(document)))
    assert [each.message for each in found] == []
    assert audit_document(REPORT, "en")["head"]["tables"] == []


def test_what_is_no_table() -> None:
    with pytest.raises(WrongType, match=r"^tables: "):
        Provenance(tables="cereri.csv")
    with pytest.raises(WrongType, match=r"^tables\[0\]: "):
        Provenance(made_on=date(2026, 12, 10), tables=["cereri.csv"])
