"""Which bookings a reading decides otherwise, in each form of an audit's report."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tests.agenda._world import examples
from tests.audit._scene import BOOKINGS, LOG, OFFICE
from tichet_rules import Language, WrongType
from tichet_rules.audit import ReadBooking, ReadingRow, audit_log, readings_table
from tichet_rules.documents import _audit_readings
from tichet_rules.documents.audit_report import readings_csv, report_html, report_text
from tichet_rules.text import LANGUAGES

REPORT = audit_log(LOG, office=OFFICE)
TABLE = readings_table(LOG.rows, office=OFFICE)


def row(more: int = 0, fewer: int = 0, *, booking: str = "b-{}") -> ReadingRow:
    bookings = [ReadBooking(booking.format(at), at + 2, "1/305") for at in range(more + fewer)]
    changed = tuple(bookings[:more]), tuple(bookings[more:])
    return ReadingRow("slot.notice", "notice_reading", "elapsed", 900, more, fewer, *changed)


def page_of(*rows: ReadingRow, code: Language = "en") -> str:
    return report_html(REPORT, code, readings=rows)


def test_the_terminal_names_the_bookings_below_the_reading() -> None:
    said = report_text(REPORT, "en", readings=TABLE).splitlines()
    [at] = [at for at, line in enumerate(said) if line.split()[:3] == ["civil_code", "0", "−1"]]
    assert said[at + 1].strip() == "− line 5, booking b-4, request 2/305"
    assert sum("− line 5" in line for line in said) == sum(each.fewer for each in TABLE) == 3


def test_the_page_folds_them_out() -> None:
    page = page_of(*TABLE)
    folds = re.findall(r"<details>.*?</details>", page, re.DOTALL)
    assert len(folds) == sum(bool(each.more or each.fewer) for each in TABLE) == 4
    assert "<summary>Which bookings</summary>" in folds[0]
    assert "−1: are no breaches any more" in folds[0]
    assert "line 5, booking b-4, request 2/305" in folds[0]
    assert "<details" not in page_of(row())


@pytest.mark.parametrize("code", LANGUAGES)
def test_of_many_some_are_shown_and_the_others_counted(code: Language) -> None:
    many = row(1_000, 3)
    said = report_text(REPORT, code, readings=[many])
    assert said.count("+ ") == 6
    page = page_of(many, code=code)
    assert page.count("<li><bdi>") == 203
    more = {"ro": "și încă {}; --readings-csv FIȘIER", "en": "and {} more; --readings-csv FILE"}
    assert more[code].format(995) in said
    # The page says nothing of options: whoever reads it need not have made it.
    table_has = {"ro": "și încă 800; tabelul CSV", "en": "and 800 more; the CSV table"}
    assert table_has[code] in page
    if code == "ro":
        romanian("\n".join(_audit_readings.text_of(many, code)))
    rows = table(many, code=code)
    assert len(rows) == 1 + 1_003
    assert len({each[3] for each in rows[1:]}) == 2


def table(*rows: ReadingRow, code: Language = "en") -> list[list[str]]:
    text = io.StringIO(readings_csv(rows, code).removeprefix("\ufeff"), newline="")
    return list(csv.reader(text, delimiter=";" if code == "ro" else ","))


def test_the_table_has_each_booking_of_each_reading() -> None:
    rows = table(*TABLE)
    assert rows[0] == [
        "rule",
        "parameter",
        "reading",
        "compared with the policy",
        "line",
        "booking",
        "request",
        "what the rule asks for",
        "what is read",
        "how it is read",
    ]
    assert {each[0] for each in rows[1:]} == {"request.response_window"}
    assert rows[1][7:] == [
        "Within the window after the answer",
        "how the days are counted",
        "neither the first nor the last day is counted; extended to the next working day",
    ]
    assert table(*TABLE, code="ro")[4][7:] == [
        "În termenul de după răspuns",
        "ce trebuie să cadă în termen, întâlnirea sau programarea",
        "programarea se face în termen",
    ]
    assert [each[1:7] for each in rows[1:]] == [
        ["window_reading", "civil_code", "is no breach any more", "5", "b-4", "2/305"],
        ["window_reading", "civil_procedure", "is no breach any more", "5", "b-4", "2/305"],
        ["window_reading", "inclusive", "becomes a breach", "3", "b-2", "2/305"],
        ["window_binds", "booking", "is no breach any more", "5", "b-4", "2/305"],
    ]
    bare = readings_table(BOOKINGS, office=OFFICE)
    assert [each[4] for each in table(*bare)[1:]] == [""] * 4
    with pytest.raises(WrongType, match=r"^readings\[0\]: "):
        readings_csv(["plain"])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("line", "booking", "number", "told"),
    [
        (3, "b-1", "1/305", "line 3, booking b-1, request 1/305"),
        (3, "line:3", "1/305", "line 3, request 1/305"),
        (3, "row:3", None, "line 3"),
        (3, "line:4", None, "line 3, booking line:4"),
        (None, "line:3", None, "booking line:3"),
    ],
)
def test_where_a_booking_is(line: int | None, booking: str, number: str | None, told: str) -> None:
    assert _audit_readings.place_of(line, booking, number, "en") == told


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "\x1b[2J",
    "\u202e",
]


@pytest.mark.parametrize("bad", HOSTILE)
def test_an_id_that_means_harm_is_shown_and_no_more(bad: str) -> None:
    told = row(1, booking=bad.replace("{", ""))
    page = page_of(told)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\x1b" not in report_text(REPORT, "en", readings=[told])
    [_, cells] = table(told)
    assert not cells[5].startswith("=")


@examples(25)
@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20))
def test_the_page_shows_the_id_as_it_is(id_: str) -> None:
    told = ReadBooking(id_, 2, None)
    changed = ReadingRow("slot.notice", "notice_reading", "elapsed", 1, 1, 0, (told,))
    page = "".join(_audit_readings.html_of(changed, "en", columns=3))
    assert f"line 2, booking {id_}" in unescape(re.sub("<[^<>]*>", "", page))
