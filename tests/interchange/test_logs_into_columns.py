"""Logs read into columns: what is read of single rows, row for row and reason for reason."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tests.audit._logs import planted_log
from tichet_rules import (
    Applicant,
    Booking,
    Inspector,
    InvalidInput,
    MissingExtra,
    Office,
    PolicyHistory,
    Request,
    WrongType,
    preset,
)
from tichet_rules.audit import LogRow, audit_log
from tichet_rules.audit.columns import LogColumns, audit_columnar_log, office_columns
from tichet_rules.interchange import _logs_arrays
from tichet_rules.interchange.logs import ColumnMapping, parse_mapping, read_log, read_log_columns
from tichet_rules.model import Contact
from tichet_rules.timekeeping.instants import ticks_of

FIXTURES = Path(__file__).parent / "logs"


def policy() -> PolicyHistory:
    """With buffers from one day on, and none in force before another."""
    first = preset("cluj-napoca/tichet-albastru").latest
    buffered = first.evolve(buffer_before_minutes=5, buffer_after_minutes=10, max_minutes=20)
    versions = [(first, date(2021, 1, 1)), (buffered, date(2026, 11, 20))]
    return PolicyHistory([evolve(each, valid_from=day) for each, day in versions])


OFFICE = Office(
    policy=policy(),
    inspectors=[Inspector("i-017", "Mureșan Ioana"), Inspector("i-ș", "Rus Ion")],
    requests=[
        Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017"),
        Request("120001/433", Applicant("Țîrlea Ștefan", "c-1"), date(2026, 1, 12), "i-017"),
    ],
    rooms=["Sala Mureș"],
)


def without_what_columns_leave_out(booking: Booking) -> Booking:
    left_out: dict[str, Any] = dict.fromkeys(
        ("record", "recorded_at", "answer_requested_at", "ticket", "issued_at")
    )
    return evolve(booking, contact=Contact(), revision=0, **left_out)


def outcome(ask: Any) -> Any:
    try:
        return ask()
    except InvalidInput as error:
        return type(error), str(error)


def agreed(
    content: str | bytes, name: str = "log.csv", *, office: Office = OFFICE, **options: Any
) -> Any:
    """What both readers read, and read alike; and what both audits make of it."""
    expected = outcome(lambda: read_log(content, name=name, office=office, **options))
    found = outcome(lambda: read_log_columns(content, name=name, office=office, **options))
    if isinstance(expected, tuple):
        assert found == expected
        return expected
    assert tuple(found.rows) == tuple(
        LogRow(each.line, without_what_columns_leave_out(each.booking)) for each in expected.rows
    )
    assert found.unreadable == expected.unreadable
    assert (found.name, len(found)) == (expected.name, len(expected))
    report = outcome(lambda: audit_log(expected, office=office))
    columnar = outcome(lambda: audit_columnar_log(found, office=office))
    if isinstance(report, tuple):
        assert columnar == report
        return expected
    assert columnar.findings == report.findings
    assert columnar.unreadable == report.unreadable
    assert list(columnar.policies.items()) == list(report.policies.items())
    assert (columnar.total_rows, columnar.clean_rows, columnar.rows_with_findings) == (
        report.total_rows, report.clean_rows, report.rows_with_findings
    )  # fmt: skip
    assert report.total_rows == (
        report.clean_rows + report.rows_with_findings + len(report.unreadable)
    )
    for each in report.findings:
        assert columnar.lines[each.booking] == report.lines[each.booking]
    return expected


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_logs_arrays, "ROWS_AT_ONCE", 3)


# --- random tables --------------------------------------------------------------------------

# Of each column what is plain, and what is odd, wrong or hostile.
CELLS: dict[str, tuple[list[str], list[str]]] = {
    "ID": (["1", "2", "3", "4", "5", "a 6", " 7 "], ["", "1", "x" * 300, "8\x01", "=1+1"]),
    "Cerere": (["119368/305", "120001/433", "119.368/305", "9/9"], ["", "/", " ", "Ț/1"]),
    "Inspector": (["i-017", "i-ş", "Rus Ion", "i-9"], ["", "\x02", "x" * 300]),
    "Solicitant": (["", "Pop-Ionescu Ana", "ana pop ionescu"], ["Rus Dan", "123", "\x03"]),
    "Început": (
        ["26.11.2026 10:00", "26.11.2026 10:15", "27.11.2026 10:00:00", "2026-11-26T10:00:00+02:00",
         "2026-11-26 08:00Z", " 30.11.2026, 09:00 ", "46352.416666667",
         "26.11.2026 9.00", "26.11.2026 ora 9", "26.11.2026 9h30"],
        ["31.11.2026 10:00", "26.11.2026", "25.10.2026 03:30", "29.03.2026 03:30",
         "11/26/2026 10:00",
         "03/04/2026 10:00", "", "26.11.26 10:00", "26.11.2026 10:00+99:00", "1.1.2190 10:00"],
    ),
    "Durata": (
        ["15", "15", "20 min", "00:10", "20'", "0,5 h", "o oră"],
        ["0", "", "-1", "x", "9999999", "1,30 h"],
    ),
    "Programat la": (
        ["20.11.2026 09:00", "20.11.2026 09:00:30", "18.11.2026 23:59", "2026-11-19T22:30:00Z",
         "20/11/2026 9:00 AM", "46346.375"],
        ["20.13.2026 09:00", "", "25.10.2026 03:30", "25.10.2026 05:30", "2020-12-31 10:00",
         "04/03/2026 10:00", "20.11.202620.11.2026", "20.11.2026 24:00", "20.11.2026",
         "2026-11-20T09:00:00+99:00", "2026-11-20T09:00:00+2", "2026-11-20 09:00:00 Z"],
    ),
    "Stare": (["programată", "a avut loc", "anulată", "held", "neprezentat"], ["", "poate"]),
    "Canal": (["online", "telefonic", "fizic"], ["", "fax"]),
    "Procedura": (["tichet albastru", "tichet albastru", "audiență"], ["", "cafea"]),
    "Sala": (["", "Sala Mureş", "Sala 2"], ["\x04"]),
    "Înlocuiește": (["", "i-017", "Mureșan Ioana"], ["\x05"]),
    "Telefon": (["", "0722 123 456"], ["\x06"]),
    "E-mail": (["", "a@b.ro"], ["\x07"]),
    "Record": ([""], ["f" * 64, "no fingerprint"]),
    "Recorded at": ([""], ["26.11.2026 10:20", "x"]),
}  # fmt: skip
NEEDED = ["Cerere", "Inspector", "Început", "Programat la"]
OTHERS = [each for each in CELLS if each not in NEEDED]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows of which most are plain, in any order of the columns."""
    names = draw(st.permutations([*NEEDED, *draw(st.lists(st.sampled_from(OTHERS), unique=True))]))
    rows = []
    for _ in range(draw(st.integers(0, 8))):
        odd = draw(st.sampled_from(["", "", *names]))
        row = [draw(st.sampled_from(CELLS[each][each == odd])) for each in names]
        rows.append(row)
    return [list(names), *rows]


def written(rows: list[list[str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


MAPPINGS = (
    None,
    ColumnMapping(date_order="month_first", at_clock_change="after"),
    ColumnMapping(
        constants={"minutes": 15, "status": "held", "channel": "phone", "procedure": "audience"}
    ),
    ColumnMapping(constants={"room": "Sala 3", "inspector": "i-017", "email": "a@b.ro"}),
    ColumnMapping(columns={"Stare": "ignored"}, words={"channel": {"fax": "online"}}),
    ColumnMapping(time_zone="Asia/Kathmandu", date_system=1904),
)


@examples(150)
@given(tables(), st.sampled_from(MAPPINGS), st.sampled_from([";", ",", "\t"]))
def test_a_table_is_read_alike(
    rows: list[list[str]], mapping: ColumnMapping | None, delimiter: str
) -> None:
    agreed(written(rows, delimiter), mapping=mapping)


def test_every_odd_cell_is_told_alike() -> None:
    plain = {name: good[0] for name, (good, _) in CELLS.items()}
    rows = [plain | {"ID": str(each)} for each in range(3)]
    rows += [
        plain | {"ID": f"{name} {at}", name: cell}
        for name, (_, odd) in CELLS.items()
        for at, cell in enumerate(odd)
    ]
    log = agreed(written([[*CELLS], *([*each.values()] for each in rows)]))
    assert len(log) == len(rows)
    assert len(log.unreadable) > len(rows) // 2


@examples(60)
@given(tables(), st.text('";\n\r 1a\ufeff', max_size=30), st.integers(0, 400), st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "cp1250"]))  # fmt: skip
def test_a_damaged_table_is_read_alike(
    rows: list[list[str]], noise: str, place: int, encoding: str
) -> None:
    text = written(rows)
    agreed((text[:place] + noise + text[place:]).encode(encoding, "replace"))


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.csv")), ids=lambda each: each.name)
def test_the_fixtures_are_read_alike(file: Path) -> None:
    agreed(file.read_bytes(), file.name)


SPLIT = """\
Nr;Cerere;Inspector;Data;Ora;Sfârșit;Data creării;Ora creării
1;119368/305;i-017;26.11.2026;10:00;10:15;20.11.2026;09:00
2;119368/305;i-017;26.11.2026;10:00;10:00;20.11.2026;09:00
3;120001/433;i-017;03.04.2026;10:00;10:15;20.03.2026;09:00

4;120001/433;i-017;26.11.2026;10:30;10:45;04.03.2026;09:00
5;120001/433;i-017;26.11.2026;11:00;11:15;20.11.2026;
6;120001/433;i-017;11/26/2026;11:00;11:15;20.11.2026;09:00
7;120001/433;i-017;26.11.2026;11:00;11:15;20.11.2026;09:00;;;
8;120001/433;i-017;26.11.2026;11:00
"9;120001/433;i-017;26.11.2026;11:00
10;120001/433;i-017;26.11.2026;0.5;12:15;20.11.2026;20.11.2026 09:00
10;120001/433;i-017;27.11.2026;0.5;12:15;20.11.2026;20.11.2026 09:00
"""


def test_dates_and_times_in_columns_of_their_own() -> None:
    log = agreed(SPLIT)
    assert len(log) == 11
    assert [each.line for each in log.unreadable] == [3, 4, 6, 7, 8, 10, 11]


def test_a_total_is_told_alike() -> None:
    head = "Nr;Cerere;Inspector;Data;Ora;Programat la;Obs"
    row = "1;119368/305;i-017;26.11.2026;9.00;20.11.2026 ora 9;"
    log = agreed(
        "\n".join([head, row, "TOTAL;1;;;;;x", row.replace("1;119", "2;119").replace("i-017", "")])
    )
    assert [(each.line, each.field) for each in log.unreadable] == [(3, "row"), (4, "Inspector")]


def test_an_id_for_each_line_where_there_is_none() -> None:
    log = agreed(SPLIT.replace("Nr;", "Cod poștal;"))
    assert log.rows[0].booking.id == "line:2"


def test_a_mapping_from_a_file() -> None:
    mapping = parse_mapping('[columns]\n"Nr" = "ignored"\n"Ora creării" = "ignored"')
    assert agreed(SPLIT, mapping=mapping)[0] is InvalidInput
    assert agreed("")[0] is InvalidInput


def test_of_a_row_that_is_read_with_more_than_columns_have() -> None:
    text = "Cerere;Inspector;Început;Programat la;Stare;Record;Recorded at\n" + "".join(
        f"119368/305;i-017;2{day}.11.2026 10:00;20.11.2026 09:0{day};held;{record}\n"
        for day, record in enumerate(["f" * 64 + ";26.11.2026 10:20", ";", "x;", ";"], 3)
    )
    log = agreed(text)
    assert [each.line for each in log.rows] == [2, 3, 5]


# --- the audit ------------------------------------------------------------------------------


def test_rows_that_can_not_be_judged_are_unreadable_alike() -> None:
    acts = ["20.11.2026 09:00", "31.12.2020 09:00", "20.11.2026 09:00", "20.11.2026 09:00"]
    starts = ["26.11.2026 10:00", "26.11.2026 10:15", "26.11.2190 10:00", "27.11.2026 10:00"]
    rows = [
        f"{id_};119368/305;i-017;{start};{act};{procedure}"
        for id_ in "ab"
        for procedure in ("tichet albastru", "audiență")
        for start, act in zip(starts, acts, strict=True)
    ]
    header = "ID;Cerere;Inspector;Început;Programat la;Procedura"
    agreed("\n".join([header, *rows]))
    agreed("\n".join([header, *reversed(rows)]))
    agreed("\n".join([header, *rows]), office=OFFICE.replace(policy=policy().latest))


def test_ids_of_one_hash_are_no_duplicates() -> None:
    columns = office_columns(OFFICE)
    text = "ID;Cerere;Inspector;Început;Programat la\n" + "".join(
        f"{id_};119368/305;i-017;26.11.2026 {hour}:00;20.11.2026 09:00\n"
        for id_, hour in (("a", 10), ("b", 11), ("a", 12))
    )
    log = read_log_columns(text, name="log.csv", office=columns)
    report = audit_columnar_log(log, office=columns)
    assert [(each.line, each.field) for each in report.unreadable] == [(4, "id")]
    assert report.total_rows == 3


def test_the_rows_are_a_sequence() -> None:
    rows = read_log_columns(SPLIT, name="log.csv", office=OFFICE).rows
    assert len(rows) == len(list(rows)) == 4
    assert rows[0].line == 2
    assert rows[1:3] == (rows[1], rows[2])
    assert rows[-1].booking.id == "10"
    with pytest.raises(IndexError):
        rows[4]


def test_what_is_planted_is_found_in_a_file() -> None:
    planted = planted_log(1_000, each=2)
    lines = planted.csv().splitlines()
    [name] = [at for at, each in enumerate(lines[0].split(",")) if each == "applicant"]
    rows = [[cell for at, cell in enumerate(line.split(",")) if at != name] for line in lines]
    log = read_log_columns(written(rows, ","), name="log.csv", office=planted.office)
    report = audit_columnar_log(log, office=planted.office)
    assert {(each.booking, each.rule) for each in report.findings} == planted.planted
    agreed(written(rows, ","), office=planted.office)


# --- JSON lines -----------------------------------------------------------------------------

VALUES: dict[str, tuple[list[Any], list[Any]]] = {
    "id": (["1", "2", "3", "4"], ["", 7, None, "1"]),
    "request": (["119368/305", "120001/433"], ["119.368/305", "9/9", None, 3, "/"]),
    "inspector": (["i-017", "i-9"], ["", None]),
    "applicant": ([None, "Pop-Ionescu Ana", "id:c-1", "request:9/9"], ["Rus Dan", "id:", 3, []]),
    "start": (["2026-11-26T10:00:00+02:00", "2026-11-26T08:15:00Z"],
              ["2026-11-26T10:00:00", "9999-12-31T23:59:00+00:00", None, {}]),
    "minutes": ([15, 10], [0, True, 15.0, "15", 10**9]),
    "booked_at": (["2026-11-20T09:00:00+02:00", "2026-11-19T09:00:00+02:00"],
                  ["2019-11-20T09:00:00+02:00", None, 3]),
    "status": (["booked", "cancelled", "held", "no_show"], ["Held", None, []]),
    "channel": (["online", "phone"], ["fax", 1]),
    "procedure": (["blue_ticket", "audience"], ["tea"]),
    "room": ([None, "A"], ["", 3]),
    "in_place_of": ([None, "i-017"], ["", 3]),
    "phone": ([None, "0722"], [7]),
    "email": ([None, "a@b.ro"], [7]),
    "record": ([None], ["f" * 64, "x"]),
    "recorded_at": ([None], ["2026-11-26T10:00:00+02:00"]),
    "colour": ([], ["blue"]),
}  # fmt: skip
ALWAYS = {"id", "request", "inspector", "start", "booked_at"}
BOOKED = {"id": "e-1", "request": "119368/305", "inspector": "i-017",
          "start": "2026-11-26T10:00:00+02:00"}  # fmt: skip
EVENTS = (
    *(
        json.dumps({"event": kind, "at": f"2026-11-{day}T09:00:00+02:00"} | facts)
        for kind, day, facts in (
            ("Booked", 20, {"booking": BOOKED}),
            ("Rescheduled", 21, {"booking": "e-1", "start": "2026-11-27T10:00:00+02:00"}),
            ("Held", 28, {"booking": "e-1"}),
            ("Held", 28, {"booking": "e-2"}),
        )
    ),
    "[1]",
    "{",
    "",
    '{"id": "1", "id": "2"}',
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    given_: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        if draw(st.integers(0, 4)) == 0:
            given_.append(draw(st.sampled_from(EVENTS)))
            continue
        others = draw(st.lists(st.sampled_from([*VALUES]), unique=True))
        names = [each for each in VALUES if each in ALWAYS or (VALUES[each][0] and each in others)]
        odd = draw(st.sampled_from(["", "", *VALUES]))
        names += [odd] if odd and odd not in names else []
        row = {each: draw(st.sampled_from(VALUES[each][each == odd])) for each in names}
        given_.append(json.dumps(row))
    return "\n".join(given_)


@examples(150)
@given(lines())
def test_json_lines_are_read_alike(text: str) -> None:
    agreed(text, "log.jsonl")


def test_events_are_folded_alike() -> None:
    agreed("\n".join(EVENTS), "log.jsonl")
    agreed("", "log.jsonl")


# --- Parquet --------------------------------------------------------------------------------


def test_parquet_is_read_alike() -> None:
    at = datetime.fromisoformat
    out = io.BytesIO()
    pq.write_table(
        pa.table(
            {
                "nr": [1, 2, 3, 4],
                "cerere": ["119368/305", "120001/433", None, "9/9"],
                "inspector": ["i-017"] * 4,
                "start": [at(f"2026-11-26T1{each}:00") for each in range(4)],
                "programat_la": [at("2026-11-20T09:00"), at("2019-11-20T09:00"), None, None],
                "note": ["a", "b", "c", "d"],
            }
        ),
        out,
    )
    log = agreed(out.getvalue(), "log.parquet")
    assert [each.line for each in log.unreadable] == [2, 3, 4]


# --- the door -------------------------------------------------------------------------------


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tichet_rules.interchange._logs_arrays", None)
    monkeypatch.delattr(sys.modules["tichet_rules.interchange"], "_logs_arrays")
    with pytest.raises(MissingExtra, match=r"tichet-rules\[columns\]"):
        read_log_columns(SPLIT, name="log.csv", office=OFFICE)
    assert len(read_log(SPLIT, name="log.csv", office=OFFICE)) == 11


def test_what_is_no_office_and_no_log() -> None:
    with pytest.raises(WrongType, match="office"):
        read_log_columns(SPLIT, name="log.csv", office="office.json")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="log"):
        audit_columnar_log(LogColumns.of([]), office=OFFICE)  # type: ignore[arg-type]
    read = read_log_columns(SPLIT, name="log.csv", office=OFFICE)
    with pytest.raises(WrongType, match="office"):
        audit_columnar_log(read, office="office.json")  # type: ignore[arg-type]


def test_the_office_may_be_given_in_columns() -> None:
    columns = office_columns(OFFICE)
    log = read_log_columns(SPLIT, name="log.csv", office=columns)
    assert tuple(log.rows) == tuple(read_log_columns(SPLIT, name="log.csv", office=OFFICE).rows)
    assert repr(log) == "ColumnarLog(name='log.csv')"


def test_a_constant_stands_where_a_cell_is_blank() -> None:
    content = (
        "Nr;Cerere;Inspector;Început;Programat la\n"
        "1;119368/305;i-017;26.11.2026 10:00;\n"
        "2;119368/305;i-017;27.11.2026 10:00;21.11.2026 09:00\n"
    )
    stated = ColumnMapping(constants={"booked_at": "20.11.2026 09:00"})
    log = read_log(content, name="a.csv", office=OFFICE, mapping=stated)
    columnar = read_log_columns(content, name="a.csv", office=OFFICE, mapping=stated)
    acts = [row.booking.booked_at for row in log.rows]
    assert [each.day for each in acts if each] == [20, 21]
    assert [ticks_of(each) for each in acts if each] == list(columnar.columns.booked_at)
