"""A mapping to begin with, for tables of requests and inspectors."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import InvalidInput
from tichet_rules.interchange.register_drafts import (
    RegisterMappingDraft,
    draft_register_mapping,
    register_mapping_text,
)
from tichet_rules.interchange.registers import (
    RegisterMapping,
    parse_register_mapping,
    read_registers,
)
from tichet_rules.text import LANGUAGES

REQUESTS = (
    "Ref;Cine;Data depunerii;Inspector;Stadiu;Data răspuns;Stadiu;Obs\n"
    "1/305;Pop Ana;12.10.2026;i-017;în lucru;;x;\n"
    "2/305;Rus Dan;12.10.2026;i-017;preluată;;x;\n"
)
INSPECTORS = "Situație la zi\n\nInspector;Post;Program\ni-017;șefă;Lu-Vi 8-16\ni-018;ȘEFĂ;\n"


def says_it(draft: RegisterMappingDraft) -> RegisterMapping:
    """The mapping that the draft's text is, in both languages the same."""
    found = [parse_register_mapping(register_mapping_text(draft, code)) for code in LANGUAGES]
    assert found[0] == found[1]
    for table in draft.tables:
        stated = getattr(found[0], table.key)
        assert (stated.columns, stated.file) == (table.mapping.columns, table.mapping.file)
        # What is not known yet has a part without a word.
        assert {name: words for name, words in stated.words.items() if words} == dict(
            table.mapping.words
        )
    for each in draft.left:
        romanian(each.ro)
    return found[0]


def test_what_the_tables_leave_open() -> None:
    draft = draft_register_mapping(requests=REQUESTS, inspectors=INSPECTORS.encode())
    requests, inspectors = draft.tables
    assert (requests.rows, inspectors.rows, draft.is_complete) == (2, 2, False)
    assert requests.missing == ("number", "applicant")
    assert [(each.name, each.field, each.may_be) for each in requests.columns] == [
        ("Ref", None, ()),
        ("Cine", None, ()),
        ("Data depunerii", "filed_on", ()),
        ("Inspector", "inspector", ()),
        ("Stadiu", None, ("status",)),  # twice: which is it
        ("Data răspuns", None, ("communicated_on",)),
        ("Stadiu", None, ("status",)),
        ("Obs", None, ()),
    ]
    assert dict(inspectors.mapping.file) == {"header_line": 3}
    assert inspectors.missing == ()
    text = register_mapping_text(draft, "en")
    assert "# \"Stadiu\"  # not known; may be: status ('status')\n" in text
    assert "# missing: 'number' (number of the request)\n" in text
    says_it(draft)


def test_words_of_the_tables_own_stand_as_comments() -> None:
    stated = parse_register_mapping(
        '[inspectors.columns]\n"Post" = "role"\n[requests.columns]\n"Stare" = "status"\n'
        '[requests.words.status]\n"Gata" = "answered"\n[requests]\nencoding = "utf-8"\n'
    )
    requests = "Cerere;Solicitant;Data depunerii;Inspector;Stare;Alta\n"
    requests += "".join(
        f"{number}/305;Pop Ana;12.10.2026;i-017;{word};x\n"
        for number, word in enumerate(("gata", "preluată", "Preluata", "0722123456", ""), 1)
    )
    draft = draft_register_mapping(
        requests=requests, inspectors=INSPECTORS, mapping=stated, encoding="cp852"
    )
    assert dict(draft.tables[0].words["status"]) == {"preluată": 2}
    assert dict(draft.tables[1].words["role"]) == {"șefă": 2}
    assert [each.mapping.file["encoding"] for each in draft.tables] == ["utf-8", "cp852"]
    text = register_mapping_text(draft, "ro")
    assert (
        '[requests.words.status]\n"Gata" = "answered"\n# "preluată" = ""  # 2 rânduri: '
        "in_operation, answered, withdrawn, archived\n"
    ) in text
    assert "[inspectors.words.role]\n" in text
    assert says_it(draft).requests.words["status"]["Gata"] == "answered"
    # What a mapping leaves out is known to be nothing.
    left_out = RegisterMapping(requests={"columns": {"Alta": "ignored"}})
    [found] = draft_register_mapping(requests=requests, mapping=left_out).tables
    assert found.columns[-1].words.en == "left out"


def test_what_is_no_table() -> None:
    with pytest.raises(InvalidInput, match="a table of either, or both"):
        draft_register_mapping()
    with pytest.raises(InvalidInput, match="no column 'Ref'"):
        draft_register_mapping(
            requests="Cerere;Cine\n",
            mapping=RegisterMapping(requests={"columns": {"Ref": "number"}}),
        )
    with pytest.raises(InvalidInput, match="what is in the file"):
        draft_register_mapping(requests="r.csv", requests_name="r.csv")


CELLS = st.sampled_from(
    ["", "Cerere", "Inspector", "Solicitant", "Data depunerii", "Stare", "Nume", "Rol", "Ref",
     'a"b', "x\ud800", "\x1b[2J", "1/305", "preluată", "12.10.2026"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=5))
def test_whatever_tables_hold_the_draft_is_a_mapping(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    content = written.getvalue()
    try:
        draft = draft_register_mapping(requests=content, inspectors=content)
    except InvalidInput:
        return  # it is empty
    mapping = says_it(draft)
    for code in LANGUAGES:
        text = register_mapping_text(draft, code)
        assert all(line.isprintable() for line in text.splitlines())
    for table in draft.tables:
        given_alone: dict[str, Any] = {table.key: content}
        try:
            expected = read_registers(**given_alone).office
        except InvalidInput:
            continue
        assert read_registers(**given_alone, mapping=mapping).office == expected
