"""Tables of requests and inspectors with names of their own, read by a mapping."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests._romanian import checked as romanian
from tichet_rules import Answer, InvalidInput, RequestStatus, Role, WrongType
from tichet_rules.interchange.registers import (
    RegisterMapping,
    parse_register_mapping,
    read_registers,
)

REQUESTS = (
    "Situația la zi\n"
    "Ref|Cine|Când|Coleg|Cum e|Ce i s-a spus|Spus la|Nume\n"
    "119.368/305|Pop-Ionescu Ana Maria|10/13/2026|i-017|Finalizat|Da|10/27/2026|x\n"
    "119.402/305|Moldovan Petru|10/14/2026|i-017|Lucrat|||y\n"
)
INSPECTORS = "Semn;Om;Post\ni-017;Mureșan Ioana;sef\n"
MAPPING = """
[requests]
header_line = 2
date_order = "month_first"
delimiter = "|"
[requests.columns]
"Ref" = "number"
"cine" = "applicant"
"Când" = "filed_on"
"Coleg" = "inspector"
"Cum e" = "status"
"Ce i s-a spus" = "answer"
"Spus la" = "communicated_on"
"Nume" = "ignored"
[requests.words.status]
"Finalizat" = "answered"
"Lucrat" = "în operare"
[requests.words.answer]
"da" = "favourable"
[inspectors.columns]
"Semn" = "id"
"Om" = "name"
"Post" = "role"
[inspectors.words.role]
"Șef" = "director"
"""


def test_columns_and_words_of_their_own() -> None:
    reading = read_registers(
        requests=REQUESTS, inspectors=INSPECTORS, mapping=parse_register_mapping(MAPPING)
    )
    assert reading.unreadable == 0
    first, second = reading.office.requests.values()
    assert (first.number, first.applicant.name) == ("119368/305", "Pop-Ionescu Ana Maria")
    assert (first.filed_on, first.communicated_on) == (date(2026, 10, 13), date(2026, 10, 27))
    assert (first.status, first.answer) == (RequestStatus.ANSWERED, Answer.FAVOURABLE)
    assert second.status is RequestStatus.IN_OPERATION
    [inspector] = reading.office.inspectors.values()
    assert (inspector.name, inspector.role) == ("Mureșan Ioana", Role.DIRECTOR)
    columns = {each.name: each.field for each in reading.requests.columns}  # type: ignore[union-attr]
    assert columns["Nume"] is None


def test_without_it_they_are_not_found() -> None:
    with pytest.raises(InvalidInput, match=r"--mapping FILE"):
        read_registers(requests=REQUESTS.partition("\n")[2])


def test_the_mapping_goes_before_what_is_said_of_all_tables() -> None:
    mapping = RegisterMapping(requests={"date_order": "month_first"})
    table = "Cerere;Solicitant;Data depunerii;Inspector\n1/305;Pop Ana;03/04/2026;i-1\n"
    for order, made, right in (
        ("day_first", mapping, date(2026, 3, 4)),
        ("day_first", None, date(2026, 4, 3)),
        ("month_first", RegisterMapping(), date(2026, 3, 4)),
    ):
        reading = read_registers(requests=table, date_order=order, mapping=made)  # type: ignore[arg-type]
        assert [each.filed_on for each in reading.office.requests.values()] == [right]


def test_dates_as_numbers_are_those_of_the_system_that_is_stated() -> None:
    table = "Cerere;Solicitant;Data depunerii;Inspector\n1/305;Pop Ana;44847;i-1\n"
    for system, right in ((1900, date(2022, 10, 13)), (1904, date(2026, 10, 14))):
        mapping = RegisterMapping(requests={"date_system": system, "decimal_comma": True})
        [request] = read_registers(requests=table, mapping=mapping).office.requests.values()
        assert request.filed_on == right


def test_what_is_stated_of_an_ambiguous_column_is_not_told_as_left_out() -> None:
    table = (
        "Cerere;Solicitant;Data depunerii;Inspector;Data răspunsului\n"
        "1/305;Pop Ana;13.10.2026;i-1;27.10.2026\n"
    )
    bare = read_registers(requests=table)
    assert any("Data răspunsului" in note.en for note in bare.notes)
    mapping = RegisterMapping(requests={"columns": {"data raspunsului": "communicated_on"}})
    reading = read_registers(requests=table, mapping=mapping)
    assert not any("Data răspunsului" in note.en for note in reading.notes)
    [request] = reading.office.requests.values()
    assert request.communicated_on == date(2026, 10, 27)
    ignored = RegisterMapping(requests={"columns": {"Data răspunsului": "ignored"}})
    left_out = read_registers(requests=table, mapping=ignored)
    assert not any("may be the day of the answer" in note.en for note in left_out.notes)
    assert [each.may_be for each in left_out.requests.columns if each.field is None] == [()]  # type: ignore[union-attr]


def test_a_column_that_is_not_there() -> None:
    mapping = RegisterMapping(requests={"columns": {"Cerrere": "number"}})
    with pytest.raises(InvalidInput, match=r"no column 'Cerrere'.*did you mean 'Cerere'") as caught:
        read_registers(
            requests="Cerere;Solicitant;Data depunerii;Inspector\n",
            requests_name="cereri.csv",
            mapping=mapping,
        )
    assert str(caught.value).startswith("cereri.csv: line 1: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[requests.columns]\nRef="numbr"', "requests.columns.Ref: got 'numbr'; expected one of"),
        ('[requests.columns]\nA="number"\nB="number"', "requests.columns: got 'number'; expected"),
        ('[columns]\nRef="id"', "got 'columns'; expected one of 'requests', 'inspectors'"),
        ('[inspectors.words.role]\nsef="directr"', "did you mean 'director'?"),
        ('[inspectors.words.status]\nx="y"', "inspectors.words: got 'status'; expected one of"),
        ('[inspectors]\ndate_order="d"', "inspectors.date_order: got 'd'; expected one of"),
        ("[requests]\ncolums=2", "requests: got 'colums'; expected one of 'columns', 'words'"),
        ("[requests]\ntime_zone='UTC'", "requests: got 'time_zone'; expected one of"),
        ("requests=3", "requests: got 3; expected an object"),
        ("x=", "expected well-formed TOML, or JSON"),
        ("{}x", "JSON"),
    ],
)
def test_what_is_no_mapping_says_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_register_mapping(text, "tabele.toml")
    assert str(caught.value).startswith("tabele.toml: ")
    assert told in str(caught.value)
    romanian(caught.value.in_("ro"))


def test_what_is_none_in_python() -> None:
    bad: Any
    for bad in (b"", None):
        with pytest.raises(WrongType, match="the text of a mapping"):
            parse_register_mapping(bad)
    with pytest.raises(WrongType, match="an object"):
        parse_register_mapping('{"requests": []}')
    with pytest.raises(WrongType, match=r"^mapping: "):
        read_registers(requests="x", mapping={})  # type: ignore[arg-type]
    made = RegisterMapping(requests={"columns": {"Ref": "number"}})
    assert RegisterMapping(requests=made.requests) == made
    assert parse_register_mapping('{"requests": {"columns": {"Ref": "number"}}}') == made
    with pytest.raises(WrongType, match="an object"):
        parse_register_mapping('{"inspectors": {"columns": []}}')
