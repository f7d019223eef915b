"""Drafts of mappings: what they say of a file, and that they read it as it was read without."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Sequence
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import Office
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange._logs_words import FIELDS, IGNORED, SYNONYMS, WORDS
from tichet_rules.interchange.logs import ColumnMapping, DateOrder, parse_mapping, read_log
from tichet_rules.interchange.mapping_drafts import (
    MappingDraft,
    draft_mapping,
    mapping_text,
)
from tichet_rules.text import LANGUAGES

HEAD: Final = "Nr;Cerere;Inspector;Data;Ora;Durata;Programat la;Stare"
ROW: Final = "1;119.368/305;i-017;26.11.2026;10:00;15;20.11.2026 09:00;a avut loc"


def draft(*lines: str, mapping: str | None = None, **more: Any) -> MappingDraft:
    """The draft of a file; as text it says what it says, in both languages."""
    using = None if mapping is None else parse_mapping(mapping)
    found = draft_mapping("\n".join(lines), name="log.csv", mapping=using, **more)
    says_it(found)
    return found


def says_it(found: MappingDraft) -> None:
    for code in LANGUAGES:
        text = mapping_text(found, code)
        assert parse_mapping(text) == found.mapping, text
        assert all(line.isprintable() for line in text.splitlines()), text
    for row in (*found.unreadable, *(each for one in found.columns for each in one.reasons)):
        romanian(row.words.ro)


def fields(found: MappingDraft) -> list[str | None]:
    return [each.field for each in found.columns]


def test_a_file_that_is_found_whole() -> None:
    found = draft(HEAD + ";Observații", ROW + ";x")
    assert fields(found) == [
        "id", "request", "inspector", "date", "time", "minutes", "booked_at", "status", None,
    ]  # fmt: skip
    assert found.is_complete
    assert (found.rows, found.problem, found.date_order) == (1, None, None)
    assert all(each.read == each.filled for each in found.columns[:-1])
    text = mapping_text(found, "ro")
    assert '"Observații" = "ignored"' in text
    assert "[constants]" not in text
    assert "[words" not in text


def test_each_unreadable_cell_is_counted_and_some_are_told() -> None:
    rows = [ROW.replace("26.11", f"{day}.11") for day in (31, 32, 33, 34, 26)]
    found = draft(HEAD, *rows, ROW[:20], '"x')
    date = found.columns[3]
    assert (date.filled, date.read) == (5, 1)
    assert [(row.line, row.field) for row in date.reasons] == [
        (2, "Data"),
        (3, "Data"),
        (4, "Data"),
    ]
    assert [row.line for row in found.unreadable] == [7, 8]
    assert (found.rows, found.is_complete) == (7, False)
    assert re.search('"Data" = "date" +# 1 of 5 can be read', mapping_text(found, "en"))


def test_what_is_wrong_in_the_log_is_no_gap_of_the_mapping() -> None:
    wrong = [ROW.replace("26.11", "31.11"), ROW.replace("i-017", "")]
    found = draft(HEAD, ROW, ROW, *wrong, ROW[:20])
    assert (found.is_complete, found.wrong_cells, len(found.unreadable)) == (True, 2, 1)
    ordered = draft(HEAD, ROW.replace("26.11.2026", "11/26/2026"), ROW, ROW)
    assert (ordered.problem, ordered.is_complete) == (None, False)


def test_ordinary_names_and_words_are_known() -> None:
    head = "Cerere;Inspector;Numele și prenumele petentului;Ziua întâlnirii;De la ora;Programat la"
    row = "1/1;i-017;Pop Ana;26.11.2026;10:00;20.11.2026 09:00;"
    words = ("realizată", "efectuat", "confirmat", "anulat de petent")
    found = draft(head + ";Stare", *(row + word for word in words))
    assert (found.is_complete, found.wrong_cells) == (True, 0)
    log = read_log(
        "\n".join([head + ";Stare", *(row + word for word in words)]),
        name="log.csv",
        office=Office(),
    )
    assert [str(each.booking.status) for each in log.rows] == [
        "held",
        "held",
        "booked",
        "cancelled",
    ]


def test_what_is_missing_is_told_as_an_audit_tells_it() -> None:
    lines = ("Nr. dosar;Coleg;Când;Situația", "1/1;i-017;26.11.2026 10:00;a venit")
    found = draft(*lines)
    with pytest.raises(InvalidInput) as caught:
        read_log("\n".join(lines), name="log.csv", office=Office())
    assert str(found.problem) == str(caught.value)
    text = mapping_text(found, "ro")
    assert "# Registrul nu se poate citi încă. log.csv: linia 1: s-a primit" in text
    assert '"Când" = "ignored"' in text
    assert "# necunoscută; poate fi: start, booked_at" in text
    assert "# minutes = 15" in text
    assert not found.is_complete


def test_a_draft_that_is_filled_in_reads_the_file() -> None:
    lines = (
        "Registrul programărilor;;;;",
        "Nr. dosar;Coleg;Când;Făcută;Situația",
        "119.368/305;i-017;26.11.2026 10:00;20.11.2026 09:00;a venit",
        "119.402/305;i-017;26.11.2026 10:15;25.11.2026 16:40;urmează",
    )
    first = draft(*lines)
    assert first.mapping.header_line == 2
    assert not first.words
    text = mapping_text(first, "en")
    for column, field in (("Coleg", "inspector"), ("Când", "start"), ("Făcută", "booked_at"),
                          ("Situația", "status")):  # fmt: skip
        text = text.replace(f'"{column}" = "ignored"', f'"{column}" = "{field}"')
    second = draft(*lines, mapping=text)
    assert second.problem is None
    assert {name: dict(words) for name, words in second.words.items()} == {
        "status": {"a venit": 1, "urmează": 1}
    }
    text = mapping_text(second, "en")
    text = text.replace('# "a venit" = ""', '"a venit" = "held"')
    text = text.replace('# "urmează" = ""', '"urmează" = "booked"')
    third = draft(*lines, mapping=text)
    assert third.is_complete
    log = read_log("\n".join(lines), name="x.csv", office=Office(), mapping=third.mapping)
    assert (len(log.rows), log.unreadable) == (2, ())


def test_a_mapping_that_was_given_stays_what_it_was() -> None:
    mapping = """
        header_line = 2
        date_order = "month_first"
        time_zone = "Europe/Chisinau"
        at_clock_change = "after"
        date_system = 1904
        decimal_comma = true
        delimiter = ","
        encoding = "cp1250"
        [columns]
        "case" = "request"
        "Inspector" = "ignored"
        "Who" = "inspector"
        [constants]
        minutes = 20
        phone = "0264 \\"x\\""
        [words.status]
        "came" = "held"
    """
    content = "a title\r\nCase,Who,Inspector,Start,Booked at,Status\r\n1/1,i-1,x,11/26/2026 10:00,"
    content += "11/2/2026 9:00,came\r\n"
    using = parse_mapping(mapping)
    found = draft_mapping(content.encode(), name="log.csv", mapping=using)
    says_it(found)
    assert found.is_complete
    assert found.columns[2].may_be == ()
    assert dict(found.mapping.columns) == {
        "Case": "request",
        "Who": "inspector",
        "Inspector": "ignored",
        "Start": "start",
        "Booked at": "booked_at",
        "Status": "status",
    }
    for name in ("header_line", "date_order", "time_zone", "at_clock_change", "date_system",
                 "decimal_comma", "delimiter", "encoding", "constants", "words"):  # fmt: skip
        assert getattr(found.mapping, name) == getattr(using, name)


def test_a_column_that_the_file_does_not_have() -> None:
    with pytest.raises(InvalidInput, match="no column 'Ref'"):
        draft(HEAD, ROW, mapping='[columns]\n"Ref" = "room"')


@pytest.mark.parametrize(
    ("dates", "order", "read"),
    [
        (["26.11.2026", "03.04.2026"], None, 2),
        (["03.04.2026", "05.06.2026"], DateOrder.DAY_FIRST, 2),
        (["2026-04-03", "05/05/2026"], None, 2),
        (["11/26/2026", "03/04/2026", "05/05/2026"], DateOrder.MONTH_FIRST, 1),
    ],
)
def test_the_order_of_day_and_month(dates: list[str], order: DateOrder | None, read: int) -> None:
    rows = [ROW.replace("26.11.2026", each).replace("20.11.2026", "2026-11-20") for each in dates]
    found = draft(HEAD, *rows)
    assert (found.date_order, found.columns[3].read) == (order, read)
    text = mapping_text(found, "ro")
    assert (f'# date_order = "{order}"' in text) is (order is not None)
    stated = draft(HEAD, *rows, mapping='date_order = "month_first"')
    assert stated.date_order is None


def test_blank_cells_where_a_value_is_needed() -> None:
    blank = "2;119.368/305;;26.11.2026;10:15;;20.11.2026 09:00;"
    found = draft(HEAD, ROW, blank)
    assert dict(found.blank) == {"inspector": 1, "minutes": 1, "status": 1}
    assert not found.is_complete
    text = mapping_text(found, "ro")
    assert "# minutes = 15  # gol: 1 rând" in text
    assert '# status = "booked"  # gol: 1 rând' in text
    constants = '[constants]\nminutes = 15\nstatus = "booked"\ninspector = "i-017"'
    assert draft(HEAD, ROW, blank, mapping=constants).is_complete
    ends = draft(HEAD + ";Sfârșit", ROW + ";", blank + ";10:30")
    assert "minutes" not in ends.blank


def test_a_log_with_only_the_day_of_the_booking() -> None:
    found = draft("Cerere;Inspector;Data;Ora;Data creării", "1/1;i-017;26.11.2026;10:00;1.11.2026")
    assert found.problem is not None
    assert '# booked_time = "08:00"' in mapping_text(found, "en")
    assert "# minutes = 15" in mapping_text(found, "en")
    stated = '[constants]\nbooked_time = "08:00"\nminutes = 20'
    assert draft(
        "Cerere;Inspector;Data;Ora;Data creării",
        "1/1;i-017;26.11.2026;10:00;1.11.2026",
        mapping=stated,
    ).is_complete


def test_two_columns_of_one_field_are_left_to_whoever_knows() -> None:
    found = draft("Cerere;Dosar;Inspector;Start;Programat la;Nr;Nr", "1/1;2/2;i;x;y;1;2")
    assert [each.may_be for each in found.columns[:2]] == [("request",), ("request",)]
    assert found.mapping.columns["Cerere"] == IGNORED
    assert "Nr" not in found.mapping.columns
    assert found.problem is not None
    assert "'Cerere' (column 1) and 'Dosar' (column 2)" in str(found.problem)
    assert '\n# "Nr"' in mapping_text(found, "en")


def test_beside_a_date_a_start_is_the_time() -> None:
    lines = ("Cerere;Inspector;Data;Început;Programat la", "1/1;i;26.11.2026;10:00;1.11.2026 9:00")
    found = draft(*lines)
    assert found.columns[3].field == "time"
    assert found.is_complete


def test_what_a_column_may_be() -> None:
    names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]
    row = [
        "119.368/305", "Pop Ana", "26.11.2026 10:00", "26.11.2026", "10:00", "15",
        "telefonic", "0722 123 456", "ana@example.org", "x",
    ]  # fmt: skip
    found = draft(";".join(names), ";".join(row), ";".join(["?"] * 10), ";".join(row))
    assert [each.may_be for each in found.columns] == [
        ("request",),
        ("inspector", "applicant"),
        ("start", "booked_at"),
        ("date", "booked_date"),
        ("time", "booked_time"),
        ("minutes",),
        ("channel",),
        ("phone",),
        ("email",),
        (),
    ]
    assert [each.filled for each in found.columns] == [3] * 10
    many = draft("A;B", *["10:00;x"] * 200, *["?;x"] * 300)
    assert (many.columns[0].may_be, many.columns[0].filled) == (("time", "booked_time"), 500)


def test_what_is_known_is_not_guessed_at_again() -> None:
    lines = ("Cerere;Inspector;Data;Ora;X;Y", "1/1;i;26.11.2026;10:00;1.11.2026 9:00;2.11.2026")
    assert [each.may_be for each in draft(*lines).columns[4:]] == [("booked_at",), ("booked_date",)]


def test_every_kind_of_cell_is_read_as_a_log_reads_it() -> None:
    print_ = "ab" * 32
    head = [*FIELDS]
    for name in ("start", "booked_date", "booked_time"):
        head.remove(name)
    good = {
        "id": "b-1", "request": "1/1", "inspector": "i-1", "applicant": "Pop Ana",
        "date": "26.11.2026", "time": "10:00", "end": "26.11.2026 10:15", "minutes": "15 min",
        "booked_at": "20.11.2026 09:00", "status": "a avut loc", "channel": "fizic",
        "procedure": "audiență", "room": "12", "in_place_of": "i-2", "phone": "0722",
        "email": "@", "record": print_, "recorded_at": "26.11.2026 11:00",
        "answer_requested_at": "26.11.2026 10:30", "ticket": print_,
        "issued_at": "26.11.2026 12:00",
    }  # fmt: skip
    bad = dict.fromkeys(head, "\x07") | {"time": "26.11.2026", "end": "25:00"}
    rows = [head, [good[name] for name in head], [bad[name] for name in head]]
    found = draft(*(";".join(row) for row in rows))
    assert found.problem is None
    assert [(each.field, each.filled, each.read) for each in found.columns] == [
        (name, 2, 1) for name in head
    ]
    repeated = good | {"time": "26.11.2026 10:00", "end": "10:15"}
    again = draft(";".join(head), ";".join(good.values()), ";".join(repeated.values()))
    assert again.is_complete


# --- hostile --------------------------------------------------------------------------------


def test_words_that_are_no_words() -> None:
    words = [
        "în curs", "În  CURS!", '=1+1"', "a\nb", "\u202eabc", "0722123456", "ana@example.org",
        "x" * 61, "\x1b[2J",
    ]  # fmt: skip
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(
        [HEAD.split(";"), *([*ROW.split(";")[:-1], word] for word in words)]
    )
    found = draft_mapping(written.getvalue(), name="log.csv")
    says_it(found)
    assert dict(found.words["status"]) == {
        "în curs": 2, '=1+1"': 1, "a\nb": 1, "\u202eabc": 1, "\x1b[2J": 1,
    }  # fmt: skip
    text = mapping_text(found, "en")
    filled = text.replace('""  #', '"held"  #').replace('\n# "', '\n"')
    parsed = parse_mapping(filled)
    assert {*parsed.words["status"]} == {*found.words["status"]}
    many = [ROW.replace("a avut loc", f"cuvânt {number}") for number in range(30)]
    assert len(draft(HEAD, *many).words["status"]) == 20


@pytest.mark.parametrize(
    "name",
    ['a "b"', "a\\b", "a\nb", "=1+1", "#", "[x]", "a\x7fb", "\u202eevil", "a\tb", "x" * 201,
     "\ud800", "'; --", '"""', "  b  "],
    ids=ascii,
)  # fmt: skip
def test_names_that_mean_something_to_toml(name: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([[*HEAD.split(";"), name], [*ROW.split(";"), "x"]])
    found = draft_mapping(written.getvalue(), name=f"{name}.csv")
    says_it(found)
    assert found.is_complete
    mapping_text(found, "ro").encode()
    same_reading(written.getvalue(), found)


def test_a_line_that_is_stated_is_the_header() -> None:
    found = draft("Titlu;", HEAD, ROW, mapping="header_line = 1\ndelimiter = ';'")
    assert [each.name for each in found.columns] == ["Titlu"]
    assert found.mapping.header_line == 1


def test_no_reason_tells_of_anyone() -> None:
    row = ROW + ";Zaharia\x07Ion;zaharia\x07@example.org;0722\x07123456;0722123456"
    found = draft(HEAD + ";Petent;E-mail;Telefon;Canal", row)
    reasons = [row.reason for each in found.columns for row in each.reasons]
    assert len(reasons) == 4
    assert not any("aharia" in each or "0722" in each for each in reasons)
    assert "0722" not in mapping_text(found, "en")


def test_a_column_without_a_name() -> None:
    found = draft("Nr;;Cerere", "1;x;1/1")
    assert list(found.mapping.columns) == ["Nr", "Cerere"]
    assert '\n# ""' in mapping_text(found, "en")


def test_the_delimiter_is_stated_where_the_draft_alone_would_not_find_it() -> None:
    content = "Cerere;Dosar;x,Inspector\n1/1;i;x\n"
    found = draft_mapping(content, name="log.csv")
    says_it(found)
    assert found.mapping.delimiter == ";"
    mapped = draft_mapping(content, name="log.csv", mapping=found.mapping)
    assert [each.name for each in mapped.columns] == [each.name for each in found.columns]


def test_what_is_no_table() -> None:
    with pytest.raises(InvalidInput, match="JSON lines need no mapping") as caught:
        draft_mapping('{"id": "b-1"}', name="log.jsonl")
    romanian(caught.value.in_("ro"))
    with pytest.raises(InvalidInput, match="an empty file"):
        draft_mapping("", name="log.csv")
    assert draft("x").columns[0].name == "x"


def test_a_parquet_file() -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    names = [*HEAD.split(";"), "Sala", "Sala"]
    values = [*ROW.split(";"), "a", "b"]
    file = io.BytesIO()
    columns = [arrow.array([each]) for each in values]
    parquet.write_table(arrow.Table.from_arrays(columns, names=names), file)
    found = draft_mapping(file.getvalue(), name="log.parquet")
    says_it(found)
    assert fields(found)[:8] == [*(each.field for each in draft(HEAD, ROW).columns)]
    assert found.mapping.header_line is None


# --- the same reading -----------------------------------------------------------------------


def same_reading(content: str, found: MappingDraft) -> None:
    read = read_log(content, name="log.csv", office=Office())
    mapping = parse_mapping(mapping_text(found, "ro"))
    assert read_log(content, name="log.csv", office=Office(), mapping=mapping) == read
    assert found.rows == len(read)


CELLS: Final = {
    "id": ["1", "b-2", ""],
    "request": ["1/1", "119.368/305", "//"],
    "inspector": ["i-017", "Rus Dan", ""],
    "date": ["26.11.2026", "03/04/2026", "11/26/2026", "46352"],
    "time": ["10:00", "0,416666667", "25:00"],
    "minutes": ["15", "0:20", "mult", ""],
    "booked_at": ["20.11.2026 09:00", "03/04/2026 9:00", "46346,375", "ieri"],
    "status": ["a avut loc", "programată", "a venit", ""],
    "channel": ["telefonic", "porumbel"],
    "applicant": ["Pop Ana", "7"],
}
NEEDED: Final = ["request", "inspector", "date", "time", "booked_at"]


@st.composite
def logs(draw: st.DrawFn) -> str:
    names = [*NEEDED, *draw(st.lists(st.sampled_from(sorted({*CELLS} - {*NEEDED})), unique=True))]
    names = list(draw(st.permutations(names)))
    head = [draw(st.sampled_from(SYNONYMS[name].split(", "))) for name in names]
    extra = draw(st.lists(st.sampled_from(["Obs", "", "Nr", "a;b", 'c"d', "Ghișeu"]), max_size=2))
    rows: list[Sequence[str]] = [
        [*(draw(st.sampled_from(CELLS[name])) for name in names), *("x" for _ in extra)]
        for _ in range(draw(st.integers(0, 5)))
    ]
    written = io.StringIO()
    delimiter = draw(st.sampled_from([";", ",", "\t", "|"]))
    csv.writer(written, delimiter=delimiter).writerows([[*head, *extra], *rows])
    return draw(st.sampled_from(["", "\n;;\n"])) + written.getvalue()


@settings(max_examples=50)
@given(logs())
def test_a_file_is_read_with_its_draft_as_without(content: str) -> None:
    found = draft_mapping(content, name="log.csv")
    says_it(found)
    if found.problem is None:
        same_reading(content, found)
        if found.is_complete and not (found.wrong_cells or found.unreadable):
            assert read_log(content, name="log.csv", office=Office()).unreadable == ()


@settings(max_examples=50)
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=6))
def test_whatever_a_file_holds_the_draft_is_a_mapping(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    try:
        found = draft_mapping(written.getvalue(), name="log.csv")
    except InvalidInput:
        return  # it is empty, or no text
    for code in LANGUAGES:
        text = mapping_text(found, code)
        tomllib.loads(text)
        assert parse_mapping(text) == found.mapping
    assert found.mapping == ColumnMapping(
        columns=found.mapping.columns,
        words=found.mapping.words,
        header_line=found.mapping.header_line,
        delimiter=found.mapping.delimiter,
    )
    assert WORDS.keys() >= found.words.keys()
