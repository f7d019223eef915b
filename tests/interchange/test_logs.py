"""Logs from spreadsheets: every row is read or accounted for, and nobody is named."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import (
    Applicant,
    Booking,
    BookingStatus,
    Contact,
    Inspector,
    Office,
    Request,
    Slot,
    preset,
)
from tichet_rules.audit.report import BookingLog, audit_log
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange import _logs_kept, _logs_rows, _logs_text
from tichet_rules.interchange._logs_rows import _SAMPLE, _made
from tichet_rules.interchange.logs import ColumnMapping, log_columns, parse_mapping, read_log

FIXTURES = Path(__file__).parent / "logs"
HEADER = "Nr;Cerere;Inspector;Data;Ora;Programat la"
ROW = "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00"
TEN = datetime(2026, 11, 26, 8, tzinfo=UTC)
NINE = datetime(2026, 11, 20, 7, tzinfo=UTC)
OFFICE = Office(
    inspectors=[Inspector("i-017", "Mureșan Ioana"), Inspector("i-ș", "Rus Ion")],
    requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")],
    rooms=["Sala Mureș"],
)


def read(content: str | bytes, name: str = "log.csv", **options: Any) -> BookingLog:
    options.setdefault("office", OFFICE)
    return read_log(content, name=name, **options)


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def one(row: str = ROW, header: str = HEADER, **options: Any) -> Booking:
    log = read(table(row, header=header), **options)
    assert not log.unreadable
    [found] = log.rows
    assert found.line == 2
    return found.booking


def why(row: str, header: str = HEADER, **options: Any) -> tuple[str, str]:
    log = read(table(row, header=header), **options)
    assert not log.rows
    [found] = log.unreadable
    assert found.line == 2
    assert found.reason == found.words.in_("en")
    assert "se aștepta" in romanian(found.words.in_("ro"))
    return found.field, found.reason


def refused(content: str | bytes, name: str = "log.csv", **options: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        read(content, name, **options)
    assert "; se aștepta " in romanian(caught.value.in_("ro"))
    return str(caught.value)


# --- a row ----------------------------------------------------------------------------------


def test_a_row_is_a_booking() -> None:
    assert one() == Booking(
        "1",
        "119368/305",
        "i-017",
        OFFICE.requests["119368/305"].applicant.key,
        Slot(TEN, 15),
        booked_at=NINE,
    )


def test_a_row_with_every_column() -> None:
    header = (
        "id|request|inspector|applicant|start|minutes|booked_at|status|channel|procedure|room|"
        "in_place_of|phone|email|record|recorded_at|answer_requested_at|ticket|issued_at"
    )
    instant = "2026-11-26T10:30:00+02:00"
    row = (
        f"b-1|1/1|i-1|Rus Dan|2026-11-26T10:00+02:00|30|20.11.2026 09:00|a avut loc|Fizic|Audiență|"
        f"Sala Mureş|i-2|0722|x@y.ro|{'a' * 64}|{instant}|{instant}|{'b' * 64}|{instant}"
    )
    after = datetime.fromisoformat(instant)
    assert one(row, header) == Booking(
        id="b-1",
        request="1/1",
        inspector="i-1",
        applicant=Applicant("Rus Dan").key,
        slot=Slot(TEN, 30),
        status="held",
        channel="in_person",
        contact=Contact("0722", "x@y.ro"),
        booked_at=NINE,
        procedure="audience",
        room="Sala Mureș",
        in_place_of="i-2",
        record="a" * 64,
        recorded_at=after,
        answer_requested_at=after,
        ticket="b" * 64,
        issued_at=after,
    )


def test_what_followed_may_be_blank() -> None:
    booking = one(f"{ROW};;26.11.2026 11:00", f"{HEADER};record;recorded_at")
    assert (booking.record, booking.recorded_at) == (None, TEN + timedelta(hours=1))


def test_what_is_made_fast_is_what_the_class_makes() -> None:
    slot = Slot(TEN, 20)
    values: tuple[Any, ...] = (
        *("b", "1/1", "i", "name:a", slot, BookingStatus.HELD, _SAMPLE.channel),
        *(Contact("1"), 5, 10, NINE, _SAMPLE.procedure, "12", "i-2"),
    )
    made = _made(values, slot, 5, 10)
    through = Booking(**dict(zip(_logs_rows._GIVEN, values, strict=True)))
    assert made == through
    assert hash(made) == hash(through)
    assert repr(made) == repr(through)
    assert (made.occupied_from, made.occupied_to) == (through.occupied_from, through.occupied_to)
    for each in fields(Booking):
        assert getattr(made, each.name) == getattr(through, each.name)


def test_an_id_is_the_line_where_there_is_no_column() -> None:
    header, row = HEADER.removeprefix("Nr;"), ROW.removeprefix("1;")
    assert one(row, header).id == "line:2"


@pytest.mark.parametrize(
    ("text", "inspector"),
    [
        ("i-017", "i-017"),
        ("Mureşan Ioana", "i-017"),
        ("IOANA MURESAN", "i-017"),
        ("i-ş", "i-ș"),
        ("i-999", "i-999"),
        ("12", "12"),
    ],
)
def test_an_inspector_is_named_by_the_id_or_the_only_one_of_a_name(
    text: str, inspector: str
) -> None:
    assert one(ROW.replace("i-017", text)).inspector == inspector


def test_two_inspectors_of_one_name_can_not_be_told_apart() -> None:
    office = Office(
        inspectors=[Inspector("a", "Rus Ion"), Inspector("b", "Ion Rus"), Inspector("c", "?")]
    )
    field, reason = why(ROW.replace("i-017", "Rus Ion"), office=office)
    assert field == "Inspector"
    assert "2 inspectors have that name" in reason
    assert "Rus" not in reason


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("15", 15), ("20 min", 20), ("30 minute", 30), ("15,0", 15), ("45.00", 45), ("0:15", 15),
     ("00:15:00", 15), ("30 de minute", 30), ("30'", 30), ("30 ’", 30), ("15 Min.", 15),
     ("1 h", 60), ("1h", 60), ("1,5 h", 90), ("1.5 ore", 90), ("2,00 h", 120), ("1 oră", 60),
     ("1 ora", 60), ("o oră", 60), ("2 ore", 120), ("1h30", 90), ("1 h 30 min.", 90),
     ("o oră și 15 minute", 75), ("o jumătate de oră", 30), ("jumatate de ora", 30),
     ("un sfert de oră", 15), ("2 hours", 120)],
)  # fmt: skip
def test_minutes(text: str, minutes: int) -> None:
    assert one(f"{ROW};{text}", f"{HEADER};Durata").slot.minutes == minutes


@pytest.mark.parametrize("text",
    ["0", "-15", "1.000", "15,5", "15:00", "un sfert", "999999", "", "0 h", "1,30 h", "0,25 h",
     "1,5 h 30", "1 h 75", "h", "9999 h"],
)  # fmt: skip
def test_minutes_that_can_not_be_told(text: str) -> None:
    field, _ = why(f"{ROW};{text}", f"{HEADER};Durata")
    assert field == "Durata"


def test_a_row_with_hardly_any_cells_is_told_as_such() -> None:
    header = f"{HEADER};Stare"
    for row in ("TOTAL;62;;;;;", ";;;;;;3", "Întocmit: Pop Ana;;;;;;"):
        field, reason = why(row, header)
        assert field == "row"
        assert "a row with hardly any cells, maybe a total" in reason
    # Whatever says when or with whom is a booking with something missing.
    assert why("1;1/1;i-017;;;;a avut loc", header)[0] == "Data"


def test_a_blank_inspector_is_told_as_any_blank_cell() -> None:
    field, reason = why(ROW.replace("i-017", "").replace(";i;", ";;"))
    assert (field, reason) == (
        "Inspector",
        "got 'nothing'; expected the inspector, by id or by name",
    )


def test_an_end_tells_the_minutes() -> None:
    assert one(f"{ROW};10:20", f"{HEADER};Sfârșit").slot.minutes == 20
    assert one(f"{ROW};26.11.2026 10:20", f"{HEADER};Sfârșit").slot.minutes == 20
    both = f"{HEADER};Sfârșit;Durata"
    assert one(f"{ROW};10:20;20", both).slot.minutes == 20
    assert why(f"{ROW};10:20;15", both)[0] == "Sfârșit"
    for text in ("10:00", "09:00", "10:00:30", "26.11.2029 10:00", "la amiază", ""):
        assert why(f"{ROW};{text}", f"{HEADER};Sfârșit")[0] == "Sfârșit"


def test_who_comes() -> None:
    header = f"{HEADER};Solicitant"
    assert one(f"{ROW};ana POP ionescu", header).applicant == "name:ana ionescu pop"
    assert one(f"{ROW};", header).applicant == "name:ana ionescu pop"
    other = ROW.replace("119368", "7")
    assert one(f"{other};Rus Dan", header).applicant == "name:dan rus"
    assert one(f"{other};", header).applicant == "request:7/305"
    assert one(other).applicant == "request:7/305"


def test_an_audience_needs_no_request() -> None:
    header = f"{HEADER};Solicitant;Procedura"
    row = ROW.replace("119368/305", "")
    booking = one(f"{row};Rus Dan;audiență", header)
    assert (booking.request, booking.applicant) == (None, "name:dan rus")
    assert why(f"{row};;audiență", header)[0] == "Solicitant"
    assert why(f"{row};Rus Dan;tichet albastru", header)[0] == "Cerere"


def test_the_buffers_are_those_of_the_policy_at_the_booking_act() -> None:
    latest = preset("cluj-napoca/tichet-albastru").latest
    office = Office(latest.evolve(buffer_before_minutes=5, buffer_after_minutes=10))
    booking = one(office=office)
    assert (booking.buffer_before_minutes, booking.buffer_after_minutes) == (5, 10)
    field, reason = why(ROW.replace("20.11.2026", "20.11.2019"))
    assert field == "Programat la"
    assert "came into force" in reason


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ROW.replace("1;", ";", 1), "Nr"),
        (ROW.replace("119368/305", ""), "Cerere"),
        (ROW.replace("119368/305", "?"), "Cerere"),
        (ROW.replace("i-017", ""), "Inspector"),
        (ROW.replace("26.11.2026", ""), "Data"),
        (ROW.replace("26.11.2026", "31.11.2026"), "Data"),
        (ROW.replace("10:00", ""), "Ora"),
        (ROW.replace("10:00", "25:00"), "Ora"),
        (ROW.replace("20.11.2026 09:00", ""), "Programat la"),
        (ROW.replace("20.11.2026 09:00", "ieri"), "Programat la"),
    ],
)
def test_what_is_wrong_is_said_by_its_column(row: str, field: str) -> None:
    assert why(row)[0] == field


def test_an_instant_in_one_column_or_two() -> None:
    header = "Nr;Cerere;Inspector;Start;Created date;Created time"
    row = "1;1/1;i;26.11.2026 10:00;20.11.2026;09:00"
    booking = one(row, header)
    assert (booking.slot.start, booking.booked_at) == (TEN, NINE)
    assert why(row.replace("26.11.2026 10:00", ""), header)[0] == "Start"
    assert why(row.replace("20.11.2026", ""), header)[0] == "Created date"
    assert why(row.replace("09:00", ""), header)[0] == "Created time"
    assert why(row.replace("09:00", "dimineața"), header)[0] == "Created time"


@pytest.mark.parametrize(
    ("name", "text"), [("Stare", "poate"), ("Stare", ""), ("Canal", "fax"), ("Procedura", "x")]
)
def test_words_that_are_not_known(name: str, text: str) -> None:
    field, reason = why(f"{ROW};{text}", f"{HEADER};{name}")
    assert field == name
    assert "constant" in reason or "mapping" in reason


def test_words_of_the_file_and_constants() -> None:
    mapping = ColumnMapping(
        words={"status": {"gata": "held"}},
        constants={"status": "anulată", "minutes": 30, "channel": "telefonic"},
    )
    booking = one(f"{ROW};Gata", f"{HEADER};Stare", mapping=mapping)
    assert (booking.status, booking.channel, booking.slot.minutes) == ("held", "phone", 30)
    assert one(f"{ROW};", f"{HEADER};Stare", mapping=mapping).status == "cancelled"


def test_formulas_are_text() -> None:
    booking = one(ROW.replace("1;", "=1+1;", 1).replace("i-017", "@SUM(A1)"))
    assert (booking.id, booking.inspector) == ("=1+1", "@SUM(A1)")


def test_a_clock_of_another_zone() -> None:
    assert one(mapping=ColumnMapping(time_zone="UTC")).slot.start.hour == 10


# --- the order of day and month -------------------------------------------------------------


def test_where_the_file_contradicts_the_order_no_date_that_depends_on_it_is_read() -> None:
    rows = [
        ROW,
        ROW.replace("1;", "2;", 1).replace("26.11.2026", "03/04/2026"),
        ROW.replace("1;", "3;", 1).replace("20.11.2026", "03/11/2026"),
        ROW.replace("1;", "4;", 1).replace("26.11.2026", "11/26/2026"),
    ]
    log = read(table(*rows))
    assert [each.booking.id for each in log.rows] == ["1"]
    assert [(each.line, each.field) for each in log.unreadable] == [
        (3, "Data"),
        (4, "Programat la"),
        (5, "Data"),
    ]
    assert all("date_order" in each.reason for each in log.unreadable)
    stated = read(table(*rows), mapping=ColumnMapping(date_order="day_first"))
    assert [each.line for each in stated.unreadable] == [5]
    assert len(read(table(*rows[:3])).rows) == 3


def test_dates_in_other_columns_depend_on_the_order_too() -> None:
    header = "Nr;Cerere;Inspector;Start;Created date;Created time"
    rows = [
        "1;1/1;i;03.04.2026 10:00;20.03.2026;09:00",
        "2;1/1;i;26.11.2026 10:00;03.11.2026;09:00",
        "3;1/1;i;11/26/2026 10:00;20.11.2026;09:00",
    ]
    log = read(table(*rows, header=header))
    assert [(each.line, each.field) for each in log.unreadable] == [
        (2, "Start"),
        (3, "Created date"),
        (4, "Start"),
    ]


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", [None, "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1250", "iso-8859-2"]
)
def test_every_delimiter_line_end_and_encoding(
    delimiter: str, end: str, encoding: str | None
) -> None:
    header = f"{HEADER};Sală;Observaţii"
    row = f'{ROW};"Sala, Mureş";"spune ""da""; {end} şi pleacă"'
    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(f"{header}\n{row}\n{row}\n", newline=""), delimiter=";")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    text = out.getvalue()
    content: str | bytes = text
    if encoding is not None:
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        content = (mark + text).encode(encoding)
    log = read(content)
    assert not log.unreadable
    assert [each.line for each in log.rows] == [2, 4]
    room = log.rows[0].booking.room
    # The older encodings have no comma below: what they write is what Romanian means.
    assert room == ("Sala, Mureș" if encoding in ("cp1250", "iso-8859-2") else "Sala, Mureş")


def test_an_encoding_may_be_stated() -> None:
    text = table(f"{ROW};Sală șț", header=f"{HEADER};Sala")
    booking = (
        read(text.encode("iso-8859-16"), mapping=ColumnMapping(encoding="iso-8859-16"))
        .rows[0]
        .booking
    )
    assert booking.room == "Sală șț"
    assert "not UTF-8" in refused(
        text.encode("cp1250", "replace"), mapping=ColumnMapping(encoding="utf-8")
    )
    assert read(text.encode("utf-8-sig"), mapping=ColumnMapping(encoding="utf-8")).rows


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        ("", "an empty file"),
        ("\n \n;;;\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"PK\x03\x04...", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0...", "an Excel workbook of 2003"),
        (b"\x1f\x8b...", "a compressed file"),
        (table(ROW).encode("utf-16-le"), "NUL bytes"),
        (b"\xff\xfea\x00b", "not UTF-16"),
        (b"a\x98\xff", "not UTF-8 or CP1250"),
        ('"Nr;Cerere', "quotation marks do not pair"),
        ("x" * 200_000, "too long"),
        ("Nr\n1", "a header without request, inspector, start, booked_at"),
    ],
)
def test_files_that_are_no_log(content: str | bytes, reason: str) -> None:
    assert reason in refused(content)


def test_a_header_only_is_an_empty_log() -> None:
    assert len(read(HEADER)) == 0
    assert len(read(HEADER + "\n\n;;;;;\n")) == 0


def test_lines_above_the_header() -> None:
    text = f"Raport programări\n\n{table(ROW)}"
    for mapping in (None, ColumnMapping(header_line=3)):
        assert [each.line for each in read(text, mapping=mapping).rows] == [4]
    assert "ends before it" in refused(text, mapping=ColumnMapping(header_line=9))
    log = read(f"\n\nsep=;\n{table(ROW)}")
    assert [each.line for each in log.rows] == [5]
    assert read(f"sep=|\n{HEADER}\n", mapping=ColumnMapping(delimiter=";")).rows == ()
    assert "a header without" in refused("sep=;\nsep=x\n")


def test_blank_lines_and_blank_rows_are_no_records() -> None:
    log = read(f"{HEADER}\n\n{ROW}\n;;;;;\n   \n{ROW}\n\n")
    assert [each.line for each in log.rows] == [3, 6]


def test_rows_of_another_width() -> None:
    log = read(table(ROW + ";", ROW + ";x", ROW.rpartition(";")[0], ROW, header=HEADER + ";;"))
    assert [each.line for each in log.rows] == [2, 5]
    assert [(each.line, each.field, each.reason) for each in log.unreadable] == [
        (3, "row", "got 7 cells; expected 6, as in the header"),
        (4, "row", "got 5 cells; expected 6, as in the header"),
    ]


def test_a_quotation_mark_that_opens_swallows_no_other_row() -> None:
    log = read(table(ROW, '"' + ROW, ROW, ROW.replace("i-017", '"i"7'), ROW))
    assert [each.line for each in log.rows] == [2, 4, 6]
    assert [(each.line, each.field) for each in log.unreadable] == [(3, "row"), (5, "row")]
    assert all("quotation marks" in each.reason for each in log.unreadable)


def test_a_file_of_unpaired_quotation_marks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_logs_text, "_MOST_READ_AGAIN", 200)
    assert "line 5: got 'quotation marks" in refused(table(*[f'"{ROW}'] * 7))


def test_a_cell_of_ten_million_characters() -> None:
    log = read(table(ROW, ROW.replace("i-017", "i" * 10_000_000), ROW))
    assert [each.line for each in log.rows] == [2, 4]
    [found] = log.unreadable
    assert found.line == 3
    assert "too long" in found.reason
    assert len(found.reason) < 200


def test_a_nul_is_no_character_of_a_cell() -> None:
    assert why(ROW.replace("i-017", "i\0"))[0] == "Inspector"
    assert why(f"{ROW};\0", f"{HEADER};Telefon")[0] == "Telefon"
    assert why(f"{ROW};\0", f"{HEADER};Sala")[0] == "Sala"


def test_lone_surrogates_are_no_text() -> None:
    assert why(ROW.replace("i-017", "i\ud800"))[0] == "Inspector"


def test_the_columns_can_be_seen_before() -> None:
    found = log_columns(f"{HEADER};Observații;", name="log.csv")
    assert [(each.name, each.field) for each in found] == [
        ("Nr", "id"),
        ("Cerere", "request"),
        ("Inspector", "inspector"),
        ("Data", "date"),
        ("Ora", "time"),
        ("Programat la", "booked_at"),
        ("Observații", None),
        ("", None),
    ]
    assert log_columns("{}", name="log") == ()


def test_what_is_no_argument() -> None:
    with pytest.raises(WrongType):
        read(1)  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        read("", name=None)  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        read("", mapping={})
    with pytest.raises(WrongType):
        read("", office=None)
    with pytest.raises(InvalidInput, match="one of 'csv'"):
        read("", format="xlsx")


@pytest.mark.parametrize(
    ("content", "name", "is_jsonl"),
    [
        (" {", "log", True),
        (b'\xef\xbb\xbf {"', "log", True),
        (b"x", "log.NDJSON", True),
        ("{", "log.txt", False),
        ("x", "log", False),
    ],
)
def test_the_format_is_told_by_name_and_content(
    content: str | bytes, name: str, is_jsonl: bool
) -> None:
    try:
        found = read(content, name)
    except InvalidInput:
        assert not is_jsonl
    else:
        assert is_jsonl
        assert len(found) == 1


# --- fixtures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mapping", "lines", "unreadable"),
    [
        ("excel-romana.csv", None, [2, 3, 5], [(6, "Data")]),
        ("excel-unicode.txt", None, [2, 3, 4], []),
        ("foreign.csv", "foreign.toml", [4, 5], [(6, "Meeting")]),
    ],
)
def test_files_as_programs_write_them(
    name: str, mapping: str | None, lines: list[int], unreadable: list[tuple[int, str]]
) -> None:
    using = None if mapping is None else parse_mapping((FIXTURES / mapping).read_text("utf-8"))
    log = read((FIXTURES / name).read_bytes(), name, mapping=using)
    assert [each.line for each in log.rows] == lines
    assert [(each.line, each.field) for each in log.unreadable] == unreadable
    report = audit_log(log, office=OFFICE)
    assert report.total_rows == len(lines) + len(unreadable)
    assert {each.booking.slot.start for each in log.rows} >= {TEN}


# --- totals and privacy ---------------------------------------------------------------------

CELLS = st.sampled_from(
    ["", "1", "119368/305", "i-017", "26.11.2026", "11/26/2026", "03/04/2026", "10:00", "x", "\0",
     "20.11.2026 09:00", '"', 'a"b', "\n", "a;b", "anulată", "29.03.2026 03:30", "\ud800", "=A1"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=6, max_size=7), max_size=8))
def test_every_record_is_accounted_for(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([HEADER.split(";"), *rows])
    log = read(out.getvalue())
    assert len(log) == sum(any(cell.strip() for cell in row) for row in rows)
    lines = sorted([each.line for each in log.rows] + [each.line for each in log.unreadable])
    assert len(set(lines)) == len(lines)
    assert lines == sorted(lines)
    assert all(each.field and each.reason for each in log.unreadable)


@given(st.text(alphabet='"; \r\n1a', max_size=60))
def test_any_text_below_a_header_is_read_or_refused(text: str) -> None:
    log = read(f"{HEADER}\n{text}")
    last = len(re.split("\r\n|\r|\n", text)) + 1
    assert all(2 <= each.line <= last for each in log.unreadable)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in ("log", "log.csv", "log.jsonl"):
        with contextlib.suppress(InvalidInput):
            assert read(content, name).name == name


PEOPLE = ("Zzyzx", "0799123456", "zzyzx@example.org")


@pytest.mark.parametrize("broken", range(9))
def test_nobody_is_named(broken: int) -> None:
    header = f"{HEADER};Solicitant;Telefon;E-mail"
    cells = [*ROW.split(";"), *PEOPLE]
    cells[broken] = f"{PEOPLE[broken - 6]}\0" if broken >= 6 else "\0"
    [row] = [";".join(cells)]
    log = read(table(row, ";".join([*ROW.split(";"), *PEOPLE, "x"]), header=header))
    assert len(log.unreadable) == 2
    other = read(table(";".join([*ROW.split(";"), *PEOPLE]), header=header))
    assert other.unreadable[0].field == "Solicitant"  # not the one of the request
    free = read(table(";".join([*ROW.replace("119368", "7").split(";"), *PEOPLE]), header=header))
    shown = repr((log, log.unreadable, other, other.unreadable, free, free.rows))
    for each in PEOPLE:
        assert each.casefold() not in shown.casefold()


@pytest.mark.parametrize("text", ["x@y.ro", "0722123456", "2850101123456"])
def test_what_looks_personal_is_not_shown_in_any_column(text: str) -> None:
    _, reason = why(f"{ROW};{text}", f"{HEADER};Stare")
    assert text not in reason


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_logs_rows, "_MOST_KEPT", 2)
    monkeypatch.setattr(_logs_kept, "_MOST", 2)
    rows = [
        ROW.replace("1;119368", f"{each};{each}").replace("09:00", f"0{each}:00")
        for each in range(1, 8)
    ]
    assert len(read(table(*rows)).rows) == 7


@pytest.mark.parametrize("path", ["registru.csv", "date/2026/Log.XLSX", r"C:\log.parquet"])
def test_a_path_is_not_what_is_in_a_file(path: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read_log(path, name="log", office=Office())
    assert str(error.value).endswith("what is in the file, not its name: Path(…).read_bytes()")
