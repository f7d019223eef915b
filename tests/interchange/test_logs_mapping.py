"""Columns by their names, and by a mapping."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from tests._romanian import checked as romanian
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange._logs_columns import (
    _WORD_OF,
    LOG_COLUMNS,
    fields_of,
    header_of,
)
from tichet_rules.interchange._logs_words import (
    FIELDS,
    IN_A_MAPPING,
    SYNONYMS,
    WORDS,
    column_key,
)
from tichet_rules.interchange.logs import ClockChange, ColumnMapping, DateOrder, parse_mapping
from tichet_rules.model import BookingStatus

X50 = "x" * 50
NEEDED = ["Cerere", "Inspector", "Data", "Ora", "Programat la"]


def header(*names: str, **mapping: Any) -> dict[str, int]:
    return dict(header_of(names, ColumnMapping(**mapping), "log.csv").fields)


def refused(*names: str, **mapping: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        header(*names, **mapping)
    romanian(caught.value.in_("ro"))
    return caught.value


def test_every_name_stands_for_one_field() -> None:
    names = [column_key(each) for names in SYNONYMS.values() for each in names.split(", ")]
    assert len(names) == len(set(names))
    assert {LOG_COLUMNS.field_of[column_key(name)] for name in FIELDS} == set(FIELDS)
    for values in WORDS.values():
        words = [column_key(each) for words in values.values() for each in words.split(", ")]
        assert len(words) == len(set(words))


def test_every_value_of_the_library_is_one_of_its_words() -> None:
    for name, values in WORDS.items():
        for value in values:
            assert _WORD_OF[name][column_key(value)] is value
            words = value.words  # type: ignore[attr-defined]
            assert ColumnMapping().word(name, words.ro) is value
            assert ColumnMapping().word(name, words.en) is value


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("  NUMĂR   ÎNREGISTRARE ", "request"),
        ("Numar inregistrare", "request"),
        ("Nr. înreg.", "request"),
        ("Număr Înregistrare", "request"),  # decomposed
        ("Funcţionar", "inspector"),  # with a cedilla
        ("Funcționar", "inspector"),
        ("booked_at", "booked_at"),
        ("bookedAt", "booked_at"),
        ("Booked-At:", "booked_at"),
        ("Durata (min)", "minutes"),
        ("E-mail", "email"),
    ],
)
def test_case_diacritics_and_spaces_do_not_matter(name: str, field: str) -> None:
    assert fields_of([name], ColumnMapping()) == {0: field}


def test_a_weak_name_is_used_where_no_better_one_is() -> None:
    assert header("Nr. crt.", *NEEDED)["id"] == 0
    assert header("Nr. crt.", "ID", *NEEDED)["id"] == 1
    assert header("Nr. crt.", "Ref", *NEEDED, columns={"Ref": "id"})["id"] == 1


def test_a_start_beside_a_date_is_the_time() -> None:
    assert header("Cerere", "Inspector", "Data", "Start", "Programat la")["time"] == 3


def test_a_mapping_goes_before_the_names() -> None:
    found = header("Data", "Ziua", *NEEDED[:2], *NEEDED[3:], columns={"DATA": "ignored"})
    assert found["date"] == 1
    assert header("Ref", "ID", *NEEDED, columns={"Ref": "id"})["id"] == 0


def test_constants_stand_for_columns() -> None:
    header("Cerere", "Data", "Ora", "Programat la", constants={"inspector": "i-1"})
    header("Inspector", "Solicitant", *NEEDED[2:], constants={"procedure": "audience"})


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["ID", *NEEDED[1:]], "request"),
        (["ID", "Cerere", *NEEDED[2:]], "inspector"),
        (["ID", *NEEDED[:2], "Programat la"], "start"),
        (["ID", *NEEDED[:3], "Programat la"], "time"),
        (["ID", *NEEDED[:2], "Ora", "Programat la"], "date"),
        (["ID", *NEEDED[:4]], "booked_at"),
        (["ID", *NEEDED[:4], "Created on"], "booked_time"),
        (["ID", *NEEDED[:4], "Created time"], "booked_date"),
    ],
)
def test_what_is_missing_is_said_with_the_names_it_may_have(names: list[str], missing: str) -> None:
    error = refused(*names)
    assert error.field == "log.csv"
    assert error.given is not None
    assert missing in error.given
    assert SYNONYMS[missing].split(", ")[1] in error.expected


def test_names_that_no_field_is_known_for_are_shown() -> None:
    error = refused("ID", *NEEDED[:4], "Data programării", "Observații", "x" * 300)
    assert error.given is not None
    assert "Observații" in str(error.args[1]) or "Observ" in error.given
    assert "'Data programării' may mean" in error.expected


@pytest.mark.parametrize(
    ("others", "ro", "en"),
    [
        ([], "", ""),
        (["Făcută"], "; necunoscute în el: 'Făcută'", "; not known in it: 'Făcută'"),
        (
            ["Observații ale funcționarului", "Făcută", "Cod poștal", "Localitatea", "Strada", "X"],
            (
                "; necunoscute în el: 'Observații ale funcționarului', 'Făcută', 'Cod poștal', "
                "'Localitatea' și încă 2"
            ),
            (
                "; not known in it: 'Observații ale funcționarului', 'Făcută', 'Cod poștal', "
                "'Localitatea' and 2 more"
            ),
        ),
        (
            ["Un nume de coloană foarte lung, pe care nimeni nu îl citește", "x" * 60],
            f"; necunoscute în el: 'Un nume de coloană foarte lung, pe care nimeni nu…', '{X50}…'",
            f"; not known in it: 'Un nume de coloană foarte lung, pe care nimeni nu…', '{X50}…'",
        ),
    ],
)
def test_what_is_missing_comes_first_then_what_there_is_and_what_to_do(
    others: list[str], ro: str, en: str
) -> None:
    error = refused("Nr", *NEEDED[:4], *others)
    assert error.in_("en") == (
        f"log.csv: got \"a header without booked_at{en}\"; expected a column for 'booked_at' "
        "(booked at, programat la, programată la; or booked_date and booked_time); or a mapping "
        "that names it: tichet-rules mapping FILE writes one to fill in"
    ).replace('"a header without booked_at"', "'a header without booked_at'")
    assert error.in_("ro") == (
        f'log.csv: s-a primit "un antet fără booked_at{ro}"; se aștepta o coloană pentru '
        "'booked_at' (booked at, programat la, programată la; sau booked_date și booked_time); "
        "sau o corespondență care o numește: tichet-rules mapping FIȘIER scrie una de completat"
    ).replace('"un antet fără booked_at"', "'un antet fără booked_at'")


def test_the_longest_of_these_sentences_can_be_read_at_once() -> None:
    assert len(str(refused("x"))) < 450


def test_a_line_that_may_be_no_header_is_not_shown() -> None:
    error = refused("17", "Pop Ana", "telefon", "0722123456", columns={"Ref": "id"})
    assert "Pop" not in str(error)
    error = refused("17", "Pop Ana", "telefon", "0722123456")
    assert "Pop" not in str(error)
    assert "0722" not in str(error)


def test_two_columns_for_one_field_are_an_error_that_says_which() -> None:
    error = refused(*NEEDED, "Ziua")
    assert error.given == "\"'Data' (column 3) and 'Ziua' (column 6)\""
    assert "'ignored'" in error.expected
    error = refused(*NEEDED, "DATA")
    assert "'Data' (column 3) and 'DATA' (column 6)" in str(error)
    assert "ignored" not in error.expected  # which would leave out both
    assert "id" in header("x", "", "x", "ID", "", *NEEDED, "Observații", "Observații")


def test_a_start_and_its_parts_are_an_error() -> None:
    assert "either start" in refused(*NEEDED, "Data și ora").expected
    assert "either booked_at" in refused(*NEEDED, "Created on").expected
    assert "either booked_at" in refused(*NEEDED, constants={"booked_date": "1"}).expected


def test_a_column_that_the_file_does_not_have() -> None:
    assert (
        "did you mean 'Stare'" in refused(*NEEDED, "Stare", columns={"Staree": "status"}).expected
    )


# --- mappings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        ({"columns": {"A": "applicants"}}, "columns.A", "did you mean 'applicant'"),
        ({"columns": {"A": 1}}, "columns.A", "one of 'id'"),
        ({"columns": {1: "id"}}, "columns", "the name of a column"),
        ({"columns": {"": "id"}}, "columns", "each column once"),
        ({"columns": {"Ană": "id", "ANA": "room"}}, "columns", "each column once"),
        ({"columns": {"A": "id", "B": "id"}}, "columns", "each field of one column"),
        ({"columns": [1]}, "columns", "an object"),
        ({"constants": {"id": "1"}}, "constants", "one of 'request'"),
        ({"constants": {"minute": 1}}, "constants", "did you mean 'minutes'"),
        ({"constants": {"minutes": 1.5}}, "constants.minutes", "a text or a whole number"),
        ({"constants": {"minutes": True}}, "constants.minutes", "a text or a whole number"),
        ({"constants": {"room": " "}}, "constants.room", "a text"),
        ({"words": {"statu": {}}}, "words", "did you mean 'status'"),
        ({"words": {"status": 1}}, "words.status", "an object"),
        ({"words": {"status": {1: "held"}}}, "words.status", "a word"),
        ({"words": {"status": {"gată": "held", "GATA": "held"}}}, "words.status", "each word once"),
        ({"words": {"status": {"gata": "helt"}}}, "words.status.gata", "did you mean 'held'"),
        ({"words": {"status": {"gata": 1}}}, "words.status.gata", "one of 'booked', 'cancelled'"),
        ({"words": {"status": {"gata": "anulaat"}}}, "words.status.gata", "mean 'cancelled'"),
        ({"words": {"stare": {}}}, "words", "did you mean 'status'"),
        ({"words": {"Modalitate:": {}}}, "words", "did you mean 'channel'"),
        ({"columns": {"A": "stare"}}, "columns.A", "did you mean 'status'"),
        ({"columns": {"A": "Funcţionar"}}, "columns.A", "did you mean 'inspector'"),
        ({"columns": {"A": "programat la"}}, "columns.A", "did you mean 'booked_at'"),
        ({"columns": {"A": "nr. crt."}}, "columns.A", "did you mean 'id'"),
        ({"columns": {"A": "ignorată"}}, "columns.A", "did you mean 'ignored'"),
        ({"columns": {"A": "numar inregistare"}}, "columns.A", "did you mean 'request'"),
        ({"constants": {"durata": 15}}, "constants", "did you mean 'minutes'"),
        ({"constants": {"programare": "1"}}, "constants", "one of"),
        ({"date_order": "ziua întâi"}, "date_order", "did you mean 'day_first'"),
        ({"date_order": 1}, "date_order", "one of 'day_first', 'month_first'"),
        ({"at_clock_change": "dupa"}, "at_clock_change", "did you mean 'after'"),
        ({"encoding": "ANSI"}, "encoding", "did you mean 'cp1250'"),
        ({"date_order": "dayfirst"}, "date_order", "did you mean 'day_first'"),
        ({"at_clock_change": "both"}, "at_clock_change", "one of 'before', 'after'"),
        ({"time_zone": "Cluj"}, "time_zone", "an IANA key"),
        ({"date_system": 1901}, "date_system", "one of 1900, 1904"),
        ({"date_system": None}, "date_system", "1900 or 1904"),
        ({"decimal_comma": "da"}, "decimal_comma", "true or false"),
        ({"delimiter": ":"}, "delimiter", "one of ';'"),
        ({"encoding": "koi8-r"}, "encoding", "one of 'utf-8'"),
        ({"header_line": 0}, "header_line", "at least 1"),
    ],
)
def test_what_is_wrong_with_a_mapping(options: Any, field: str, expected: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        ColumnMapping(**options)
    assert caught.value.field == field
    assert expected in caught.value.expected
    romanian(caught.value.in_("ro"))


def test_a_word_may_be_given_its_meaning_as_a_cell_writes_it() -> None:
    mapping = parse_mapping(
        '[words.status]\n"Anulat" = "anulat"\n"OK" = "a avut loc"\n"N" = "Neprezentat"\n'
        '[words.channel]\n"tel." = "telefonic"\n'
    )
    assert mapping == parse_mapping(
        '[words.status]\n"Anulat" = "cancelled"\n"OK" = "held"\n"N" = "no_show"\n'
        '[words.channel]\n"tel." = "phone"\n'
    )


def test_the_words_that_a_mapping_may_have_are_of_one_meaning() -> None:
    for values in IN_A_MAPPING.values():
        words = [column_key(each) for words in values.values() for each in words.split(", ")]
        assert len(words) == len(set(words))


def test_a_personal_constant_is_not_shown() -> None:
    mapping = ColumnMapping(constants={"applicant": "Pop Ana"})
    assert "Pop" not in repr(mapping)
    with pytest.raises(WrongType) as caught:
        ColumnMapping(constants={"applicant": ["Pop Ana"]})
    assert "Pop" not in str(caught.value)


TOML = """
date_order = "month_first"
time_zone = "UTC"
at_clock_change = "after"
date_system = 1904
decimal_comma = true
delimiter = "|"
encoding = "cp1250"
header_line = 3

[columns]
"Ref. no." = "id"
"Notes" = "ignored"

[constants]
minutes = 15

[words.status]
"închisă" = "held"
"""


def test_a_mapping_is_written_as_toml_or_json() -> None:
    mapping = parse_mapping("\ufeff" + TOML)
    assert mapping == ColumnMapping(
        columns={"Ref. no.": "id", "Notes": "ignored"},
        constants={"minutes": "15"},
        words={"status": {"închisă": BookingStatus.HELD}},
        date_order=DateOrder.MONTH_FIRST,
        time_zone="UTC",
        at_clock_change=ClockChange.AFTER,
        date_system=1904,
        decimal_comma=True,
        delimiter="|",
        encoding="cp1250",
        header_line=3,
    )
    assert mapping.word("status", "INCHISA") is BookingStatus.HELD
    assert mapping.word("status", "Anulată") is BookingStatus.CANCELLED
    assert parse_mapping(json.dumps({"columns": {"Ref": "id"}})).columns["Ref"] == "id"
    assert pickle.loads(pickle.dumps(mapping)) == mapping == copy.deepcopy(mapping)
    assert hash(mapping) == hash(copy.copy(mapping))


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("colums = 1", "my.toml: ", "did you mean 'columns'"),
        ("[coloane]", "my.toml: ", "did you mean 'columns'"),
        ("[Cuvinte.stare]", "my.toml: ", "did you mean 'words'"),
        ("codificare = 'ansi'", "my.toml: ", "did you mean 'encoding'"),
        ("[1]", "my.toml: ", "one of 'columns'"),
        ("columns = 1", "my.toml: columns", "an object"),
        ("[columns", "my.toml", "well-formed TOML"),
        ('{"columns": }', "my.toml: line 1, column 13", "well-formed JSON"),
        ('{"columns": {"a": "id", "a": "id"}}', "my.toml: JSON", "each key of an object once"),
        ("date_system = " + "1" * 5000, "my.toml", "a mapping"),
        ("columns = " + "[" * 5000, "my.toml", "a mapping"),
        ("[columns]\nRef = 'idd'", "my.toml: columns.Ref", "did you mean 'id'"),
    ],
)
def test_what_is_wrong_with_the_text_of_a_mapping(text: str, field: str, expected: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_mapping(text, "my.toml")
    assert caught.value.field == field
    assert expected in caught.value.expected
    romanian(caught.value.in_("ro"))


def test_a_mapping_is_a_text() -> None:
    with pytest.raises(WrongType):
        parse_mapping(b"")  # type: ignore[arg-type]


def test_a_name_that_has_no_word_is_itself() -> None:
    assert column_key(" # ") == "#"
    assert column_key("x" * 201) == ""
