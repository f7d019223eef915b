"""A header below titles: found where that is certain, and never by guessing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tests.agenda._world import examples
from tichet_rules import InvalidInput, Office
from tichet_rules.audit import BookingLog, audit_log
from tichet_rules.audit.columns import audit_columnar_log
from tichet_rules.interchange import _logs_text
from tichet_rules.interchange.logs import (
    ColumnMapping,
    log_columns,
    read_log,
    read_log_columns,
)
from tichet_rules.interchange.mapping_drafts import draft_mapping

HEAD = "Nr;Cerere;Inspector;Data;Ora;Programat la"
ROWS = (
    "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00",
    "2;119369/305;i-017;31.11.2026;10:15;20.11.2026 09:05",
    "3;119370/305;i-017;26.11.2026;10:30;20.11.2026 09:10",
)
OFFICE = Office()


def both(*lines: str, mapping: ColumnMapping | None = None) -> BookingLog:
    """The log as both readers read it."""
    content = "\n".join(lines)
    log = read_log(content, name="log.csv", office=OFFICE, mapping=mapping)
    columns = read_log_columns(content.encode(), name="log.csv", office=OFFICE, mapping=mapping)
    assert [each.line for each in columns.rows] == [each.line for each in log.rows]
    assert (columns.unreadable, columns.notes) == (log.unreadable, log.notes)
    return log


def refused(*lines: str, **options: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        both(*lines, **options)
    content = "\n".join(lines).encode()
    with pytest.raises(InvalidInput) as also:
        read_log_columns(content, name="log.csv", office=OFFICE, **options)
    assert str(also.value) == str(caught.value)
    romanian(caught.value.in_("ro"))
    return caught.value


@pytest.mark.parametrize(
    "titles",
    [
        ["Registrul programărilor"],
        ["Primăria Exemplu;;;;;", "", "Registrul programărilor, noiembrie, anul 2026, nr. 3;;;;;"],
        ["Luna:;noiembrie;Anul:;;;"],
        ['"Registrul', 'programărilor";;;;;'],
        ["sep=;", "Titlu;;;;;"],
        ["Titlu"] * 20,
    ],
)
def test_a_header_below_titles_is_found_and_told(titles: list[str]) -> None:
    log = both(*titles, HEAD, *ROWS)
    line = len(titles) + 1
    assert [each.line for each in log.rows] == [line + 1, line + 3]
    assert [each.line for each in log.unreadable] == [line + 2]
    [note] = log.notes
    assert f"line {line};" in note.en
    romanian(note.ro)
    assert log.rows == both(*titles, HEAD, *ROWS, mapping=ColumnMapping(header_line=line)).rows
    draft = draft_mapping("\n".join([*titles, HEAD, *ROWS]), name="log.csv")
    assert draft.mapping.header_line == line
    assert draft.problem is None


@pytest.mark.parametrize("above", [[], ["", ";;;;;"], ["sep=;"]])
def test_a_usual_file_needs_no_note_and_is_looked_through_once(
    above: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert both(*above, HEAD, *ROWS).notes == ()
    lines_of = Mock(wraps=_logs_text.lines_of)
    monkeypatch.setattr(_logs_text, "lines_of", lines_of)
    read_log("\n".join([HEAD, *ROWS]), name="log.csv", office=OFFICE)
    assert lines_of.call_count == 1


def test_a_line_that_a_mapping_states_is_not_told_again() -> None:
    log = both("Titlu", HEAD, *ROWS, mapping=ColumnMapping(header_line=2))
    assert (len(log), log.notes) == (3, ())


@pytest.mark.parametrize(
    "above",
    [
        ROWS[0],  # a row above the header would be lost
        "Inspector;Mureșan Ioana;Data;;;",  # names of columns, but no header
        "a;b;c;d;;",
    ],
)
def test_where_it_would_be_a_guess_the_line_and_the_key_are_told(above: str) -> None:
    error = refused("Titlu", above, HEAD, *ROWS)
    assert error.field == "log.csv: line 3"
    assert "header_line = 3 in a mapping" in error.expected
    assert len(both("Titlu", above, HEAD, *ROWS, mapping=ColumnMapping(header_line=3))) == 3


def test_a_header_that_lacks_a_column_is_told_by_its_line() -> None:
    error = refused("Titlu", "", HEAD.replace("Programat la", "Făcută"), *ROWS)
    assert error.field == "log.csv: line 3"
    assert "'Făcută'" in str(error)
    using = ColumnMapping(columns={"Cerre": "request"})
    error = refused("Titlu", HEAD, *ROWS, mapping=using)
    assert error.field == "log.csv: line 2"
    assert "did you mean 'Cerere'" in error.expected
    using = ColumnMapping(columns={"Făcută": "booked_at"})
    assert len(both("Titlu", HEAD.replace("Programat la", "Făcută"), *ROWS, mapping=using)) == 3


def test_of_lines_with_known_names_the_one_with_most_is_told() -> None:
    error = refused("Inspector;Data", "x", "Cerere;Inspector;Data;Ora;Făcută", "1;2;3;4;5")
    assert error.field == "log.csv: line 3"


def test_the_columns_are_those_below_the_titles() -> None:
    found = log_columns("\n".join(["Titlu", HEAD, *ROWS]), name="log.csv")
    assert [each.field for each in found] == [
        "id", "request", "inspector", "date", "time", "booked_at",
    ]  # fmt: skip


def test_a_report_keeps_the_notes() -> None:
    content = "\n".join(["Titlu", HEAD, *ROWS])
    log = read_log(content, name="log.csv", office=OFFICE)
    columns = read_log_columns(content, name="log.csv", office=OFFICE)
    report, columnar = audit_log(log, office=OFFICE), audit_columnar_log(columns, office=OFFICE)
    assert report.log.notes == columnar.log.notes == log.notes != ()


def outcome(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except InvalidInput as error:
        return str(error)


TITLES = ["Registrul programărilor", "Luna: noiembrie", "", ";;", "Titlu;;;;;", "a,b,c", '"x"',
          ROWS[0], "Inspector;Data", HEAD.replace("Cerere", "Caz")]  # fmt: skip


@examples(60)
@given(
    st.lists(st.sampled_from(TITLES), max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250"]),
    st.sampled_from([";", ",", "\t"]),
)
def test_both_readers_find_the_same_header(
    titles: list[str], encoding: str, delimiter: str
) -> None:
    written = io.StringIO()
    table = [each.split(";") for each in (HEAD, *ROWS)]
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    content = ("".join(f"{each}\r\n" for each in titles) + written.getvalue()).encode(
        encoding, "replace"
    )
    stated = ColumnMapping(header_line=len(titles) + 1)
    expected = read_log(content, name="log.csv", office=OFFICE, mapping=stated)
    log = outcome(lambda: read_log(content, name="log.csv", office=OFFICE))
    columns = outcome(lambda: read_log_columns(content, name="log.csv", office=OFFICE))
    if isinstance(log, str):
        assert columns == log
        assert f"header_line = {len(titles) + 1} " in log
        return
    assert (columns.unreadable, columns.notes) == (log.unreadable, log.notes)
    assert [*columns.lines] == [each.line for each in log.rows]
    assert (log.rows, log.unreadable) == (expected.rows, expected.unreadable)
    assert bool(log.notes) is any(each.strip(";") for each in titles)
