"""A decision and an agenda in a notebook: shown as HTML, read as a data frame."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

from tests._notebook import HOSTILE, Page, shown
from tichet_rules import (
    Agenda,
    Book,
    Booked,
    Booking,
    Cancel,
    Contact,
    Decision,
    Hold,
    Inspector,
    IssueTicket,
    MeetingRecord,
    Office,
    RecordConclusions,
    Request,
    Reschedule,
    Slot,
    WorkingCalendar,
    apply,
    decide,
)
from tichet_rules.audit.columns import LogColumns
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.wording import counted, month_name

NAME, PHONE, EMAIL = "Zyxw Marker", "0264 596 030", "zyxw@example.org"
PERSONAL = ("zyxw", "marker", "596")
AT = datetime.fromisoformat
OFFICE = Office(
    inspectors=[Inspector("i-017", "Zyxw Inspector")],
    requests=[Request("119368/305", NAME, date(2026, 1, 12), "i-017")],
)


def asked(start: str, **changes: Any) -> Decision:
    facts: dict[str, Any] = {
        "number": "119368/305",
        "applicant": NAME,
        "filed_on": date(2026, 1, 12),
        "slot": Slot(AT(start)),
        "contact": Contact(PHONE, EMAIL),
    }
    at = AT("2026-11-24T10:00:00+02:00")
    return decide(Book(**(facts | changes)), Agenda(), at=at, office=OFFICE)


def no_personal_data(page: Page) -> None:
    for each in PERSONAL:
        assert each not in page.text.lower()


# --- a decision -----------------------------------------------------------------------------


def test_a_refusal_shows_its_figures_its_source_and_what_would_help() -> None:
    page = shown(asked("2026-11-25T10:00:00+02:00"))
    assert page.text.startswith("✗ Refused (1 rule) Book, Tuesday, 24 November 2026, 10:00; ")
    assert "cluj-napoca/tichet-albastru@2020-10-05" in page.text
    [row] = page.table("The rules that refuse").rows
    assert row[0].startswith("slot.notice")
    assert row[0].endswith("✗ refuses")
    assert row[2:4] == ["24 hours", "48 hours"]
    assert "minimum 48 de ore" in row[4]
    assert "524 de funcționari publici" in row[4]  # the title of the source, not its name
    assert "The nearest slot after: Thursday, 26 November 2026, 10:00." in page.text
    others = page.table("The other rules").rows
    assert f"The other rules ({len(others)})" in page.text
    assert [row[2:4] for row in others if "request.identified" in row[0]] == [["–", "–"]]
    assert len(others) == len(asked("2026-11-25T10:00:00+02:00").findings) - 1
    marked = [row[0].rpartition(" ✓ ")[2] for row in others if "✓" in row[0]]
    assert set(marked) == {"passed"}
    rest = [row[0] for row in others if "✓" not in row[0]]
    assert rest
    assert all(each.endswith(" – does not apply") for each in rest)
    no_personal_data(page)


def test_what_stands_out_in_a_decision() -> None:
    refused = asked("2026-11-25T10:00:00+02:00").to_html()
    assert "<strong>✗ Refused (1 rule)</strong>" in refused
    assert "<code>slot.notice</code>" in refused
    assert "<ul><li>The nearest slot after: " in refused
    allowed = asked("2026-11-26T10:15:00+02:00").to_html()
    assert "<strong>✓ Allowed</strong>" in allowed
    assert "<ul><li>Booked: " in allowed


def test_a_permission_shows_what_follows() -> None:
    decision = asked("2026-11-26T10:15:00+02:00")
    page = shown(decision)
    assert page.text.startswith("✓ Allowed Book, ")
    booking = decision.events[0].booking
    assert isinstance(booking, Booking)
    assert f"Booked: {booking.id}, i-017, Thursday, 26 November 2026, 10:15" in page.text
    assert "It depends on how the law is read: notice_reading." in page.text
    assert [each.caption for each in page.tables] == ["The other rules"]
    no_personal_data(page)


def test_what_depends_on_no_reading_says_nothing_of_it() -> None:
    assert "how the law is read" not in shown(asked("2026-12-10T10:15:00+02:00")).text


def test_each_reading_that_matters_is_named() -> None:
    answered = Request(
        "119368/305", NAME, date(2026, 1, 12), "i-017", "answered", date(2026, 10, 27)
    )
    decision = asked("2026-11-26T10:15:00+02:00")
    office = OFFICE.replace(requests=[answered])
    text = shown(decide(decision.command, Agenda(), at=decision.at, office=office)).text
    assert "how the law is read: notice_reading, window_reading, window_binds." in text


def test_a_move_shows_the_time_it_is_to() -> None:
    agenda = apply(Agenda(), asked("2026-11-26T10:15:00+02:00").events[0])
    [booking] = agenda
    command = Reschedule(booking=booking.id, slot=Slot(AT("2026-12-03T10:00:00+02:00")))
    page = shown(decide(command, agenda, at=AT("2026-11-24T11:00:00+02:00"), office=OFFICE))
    moved = f"Rescheduled: {booking.id}, Thursday, 3 December 2026, 10:00"
    assert f"What follows: {moved} The other" in page.text


def test_a_decision_in_romanian() -> None:
    html = asked("2026-11-25T10:00:00+02:00").to_html("ro")
    page = Page(html)
    assert page.language == "ro"
    assert page.text.startswith("✗ Se refuză (1 regulă) Book, marți, 24 noiembrie 2026, ora 10:00")
    assert page.table("Regulile care refuză").head == [
        *("Regula", "Constatarea", "Măsurat", "Limita", "Sursa")
    ]
    assert "Ce ar ajuta: Cel mai apropiat interval ulterior:" in page.text


def test_what_the_citizen_typed_is_not_shown_and_breaks_nothing() -> None:
    decision = asked("2026-11-26T10:15:00+02:00", number=HOSTILE, inspector=HOSTILE)
    page = shown(decision)
    assert "request.identified" in page.text
    told_to_staff = [name for each in decision.findings for name, _ in each.staff]
    assert told_to_staff  # which part of the identification differs
    assert not any(name in page.text for name in told_to_staff)


def test_each_command_of_a_life_is_shown() -> None:
    booked = asked("2026-11-26T10:15:00+02:00")
    agenda = apply(Agenda(), booked.events[0])
    [booking] = agenda
    record = MeetingRecord(["Zyxw?"], ["Zyxw a aflat."])
    seen = []
    commands: list[Any] = [
        Hold(booking=booking.id),
        RecordConclusions(booking=booking.id, record=record),
        IssueTicket(booking=booking.id, record=record),
    ]
    for command in commands:
        decision = decide(command, agenda, at=AT("2026-11-26T11:00:00+02:00"), office=OFFICE)
        page = shown(decision)
        no_personal_data(page)
        seen.append(page.text.partition(" follows: ")[2].partition(" The other")[0])
        agenda = apply(agenda, decision.events[0])
    kinds = ["Held", "ConclusionsRecorded", "TicketIssued"]
    assert seen == [f"{kind}: {booking.id}" for kind in kinds]


def test_a_refusal_that_no_slot_helps_has_the_rule_alone() -> None:
    at = AT("2026-11-24T10:00:00+02:00")
    page = shown(decide(Cancel(booking="b-9"), Agenda(), at=at, office=OFFICE))
    assert page.table("The rules that refuse").rows[0][0].startswith("booking.")


# --- an agenda ------------------------------------------------------------------------------


def made(name: str, start: str, inspector: str = "i-1", **more: Any) -> Booking:
    slot = Slot(AT(start))
    return Booking(name, "1/305", inspector, f"name:zyxw {name}", slot, **more)


def test_an_agenda_shows_the_week_of_its_first_open_booking() -> None:
    agenda = Agenda.of(
        [
            made("b-0", "2026-11-16T10:00:00+02:00", status="held"),
            made("b-1", "2026-11-26T10:00:00+02:00", contact=Contact(PHONE, EMAIL)),
            made("b-2", "2026-11-26T08:15:00+02:00", status="no_show"),
            made("b-3", "2026-11-23T09:00:00+02:00", "i-2", status="cancelled"),
            made("b-4", "2026-12-01T10:00:00+02:00"),
        ]
    )
    page = shown(agenda)
    week = page.table(
        "The week of Monday, 23 November 2026 (2026-W48): 3 bookings; Europe/Bucharest"
    )
    assert week.head[1:] == [
        "Monday, 23 November 2026",
        "Tuesday, 24 November 2026",
        "Wednesday, 25 November 2026",
        "Thursday, 26 November 2026",
        "Friday, 27 November 2026",
    ]
    assert week.rows == [
        ["i-1", "", "", "", "08:15–08:30 b-2 no-show 10:00–10:15 b-1 booked", ""],
        ["i-2", "09:00–09:15 b-3 cancelled", "", "", "", ""],
    ]
    assert "In other weeks: 1 booking before, 1 booking after." in page.text
    assert page.table("November 2026: 4 bookings").rows == [
        ["2026-W47", "2026-11-16", "1"],
        ["2026-W48", "2026-11-23", "3"],
    ]
    # A week of two months stands under both, with the bookings of each.
    assert page.table("December 2026: 1 booking").rows == [["2026-W49", "2026-11-30", "1"]]
    to_the_right = re.findall(r"text-align:right[^>]*>([^<]*)<", agenda.to_html())
    assert to_the_right == ["Bookings", "1", "3", "Bookings", "1"]
    assert "months are shown" not in page.text
    no_personal_data(page)


def test_another_week_by_another_clock_in_romanian() -> None:
    agenda = Agenda.of([made("b-1", "2026-11-26T10:00:00+02:00"), *_weekend()])
    week, calendar = date(2026, 12, 6), WorkingCalendar(zone="UTC")
    page = Page(agenda.to_html("ro", week=week, calendar=calendar))
    monday = "luni, 30 noiembrie 2026 (2026-W49)"
    table = page.table(f"Săptămâna care începe {monday}: 1 programare; UTC")
    assert table.head[-1] == "duminică, 6 decembrie 2026"  # the weekend only where it has any
    assert len(table.head) == 7
    assert table.rows == [["i-1", *[""] * 5, "08:00–08:15 b-7 programată"]]
    assert "1 programare înainte, 0 programări după" in page.text
    assert "Toate săptămânile cu programări" in page.text
    assert page.table("noiembrie 2026: 1 programare").head[1] == "Începe luni"


@pytest.mark.parametrize(
    ("week", "first", "last"),
    [
        (date(2026, 11, 26), "November 2026", "October 2027"),
        (date(2027, 3, 4), "March 2027", "February 2028"),
        (date(2028, 7, 1), "March 2027", "February 2028"),
        (date(2020, 1, 1), "November 2026", "October 2027"),
    ],
)
def test_of_many_months_a_year_is_shown_and_it_says_so(week: date, first: str, last: str) -> None:
    months = [(2026 + at // 12, at % 12 + 1) for at in range(10, 26)]
    agenda = Agenda.of(
        made(f"b-{year}-{month}", f"{year}-{month:02}-09T10:00:00+02:00") for year, month in months
    )
    page = Page(agenda.to_html(week=week))
    captions = [each.caption.removesuffix(": 1 booking") for each in page.tables[1:]]
    assert (len(captions), captions[0], captions[-1]) == (12, first, last)
    assert page.text.endswith("12 of 16 months are shown; to_html(week=…) shows others.")


def test_one_week_needs_no_list_of_weeks() -> None:
    page = shown(Agenda.of([made("b-1", "2026-11-26T10:00:00+02:00")]))
    assert len(page.tables) == 1
    assert "All weeks" not in page.text


def test_each_booking_is_in_one_month_of_the_list() -> None:
    calendar = WorkingCalendar()
    starts = [AT("2026-12-31T08:00:00+02:00") + timedelta(hours=5 * at) for at in range(99)]
    agenda = Agenda.of(made(f"b-{at}", each.isoformat()) for at, each in enumerate(starts))
    page = shown(agenda)
    told = {each.caption: each.rows for each in page.tables[1:]}
    months = Counter(month_name(calendar.local(each), "en") for each in starts)
    assert [*told] == [
        f"{name}: {counted(count, 'booking', 'en')}" for name, count in months.items()
    ]
    weeks = Counter(calendar.local(each).date().isocalendar()[:2] for each in starts)
    found: Counter[tuple[int, int]] = Counter()
    for week, _, count in (row for rows in told.values() for row in rows):
        year, _, number = week.partition("-W")
        found[int(year), int(number)] += int(count)
    assert found == weeks


def _weekend() -> list[Booking]:
    return [made("b-7", "2026-12-06T10:00:00+02:00")]


def test_a_week_begins_at_one_local_midnight_and_ends_before_the_next() -> None:
    starts = ("11-22T23:45", "11-23T00:00", "11-29T23:45", "11-30T00:00")
    agenda = Agenda.of(made(f"b-{each}", f"2026-{each}+02:00") for each in starts)
    page = Page(agenda.to_html(week=date(2026, 11, 25)))
    [row] = page.table("The week of Monday, 23 November 2026 (2026-W48): 2 bookings").rows
    assert row == [
        "i-1",
        "00:00–00:15 b-11-23T00:00 booked",
        *[""] * 4,
        "23:45–00:00 b-11-29T23:45 booked",
    ]
    assert "In other weeks: 1 booking before, 1 booking after." in page.text


def test_the_hours_and_the_status_stand_out() -> None:
    html = Agenda.of([made("b-1", "2026-11-26T10:00:00+02:00")]).to_html()
    assert "<span><strong>10:00–10:15</strong> b-1 <em>booked</em></span>" in html


def test_where_nothing_is_open_the_last_week_is_shown() -> None:
    starts = {"b-1": "2026-11-26T10:00:00+02:00", "b-2": "2026-12-03T10:00:00+02:00"}
    agenda = Agenda.of(made(name, start, status="held") for name, start in starts.items())
    assert shown(agenda).table("The week of Monday, 30 November 2026").rows[0][4].endswith("held")


def test_an_empty_agenda_and_an_empty_week() -> None:
    assert shown(Agenda()).text == "An agenda without bookings."
    agenda = Agenda.of([made("b-1", "2026-11-26T10:00:00+02:00")])
    page = Page(agenda.to_html(week=date(2026, 1, 1)))
    assert page.table("The week of Monday, 29 December 2025 (2026-W01): 0 bookings").rows == []


def _busy_day(inspectors: int, of_each: int) -> Agenda:
    return Agenda.of(
        made(
            f"b-{who}-{quarter}", f"2026-11-26T{8 + quarter // 4:02}:{quarter % 4 * 15:02}:00Z", who
        )
        for who in (f"i-{number:03}" for number in range(inspectors))
        for quarter in range(of_each)
    )


def test_as_much_as_there_is_room_for_is_shown_whole() -> None:
    page = shown(_busy_day(20, 12))
    rows = page.table("The week of").rows
    assert [row[4].count("booked") for row in rows] == [12] * 20
    assert "are shown" not in page.text


def test_a_large_agenda_is_shown_in_part_and_says_so() -> None:
    page = shown(_busy_day(25, 15))
    rows = page.table("The week of").rows
    assert [row[0] for row in rows] == [f"i-{number:03}" for number in range(20)]
    assert rows[0][4].count("booked") == 12
    assert rows[0][4].endswith("The first 12 of 15 are shown.")
    assert "25 inspectors. The first 20 of 25 are shown; to_arrow() has them all." in page.text


def test_hostile_ids_are_words() -> None:
    page = shown(Agenda.of([made(HOSTILE, "2026-11-26T10:00:00+02:00", HOSTILE)]))
    [row] = page.table("The week of").rows
    assert row[0] == HOSTILE
    assert row[4] == f"10:00–10:15 {HOSTILE} booked"


def test_what_is_no_week_calendar_or_language() -> None:
    agenda = Agenda.of([made("b-1", "2026-11-26T10:00:00+02:00")])
    with pytest.raises(WrongType, match=r"^week: "):
        agenda.to_html(week="2026-11-26")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^calendar: "):
        agenda.to_html(calendar=OFFICE)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: "):
        agenda.to_html("de")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: "):
        asked("2026-11-26T10:15:00+02:00").to_html("de")  # type: ignore[arg-type]


# --- data frames ----------------------------------------------------------------------------

BOOKED_AT = AT("2026-11-20T09:00:00+02:00")


def whole() -> Agenda:
    return Agenda.of(
        [
            made(
                "b-1",
                "2026-11-26T10:00:00+02:00",
                contact=Contact(PHONE, EMAIL),
                booked_at=BOOKED_AT,
            ),
            made("b-2", "2026-11-27T10:00:00+02:00", status="held", booked_at=BOOKED_AT),
        ]
    )


def test_an_agenda_is_a_data_frame_of_its_bookings() -> None:
    agenda = whole()
    for read in (
        pa.table(agenda).to_pylist(),
        pl.DataFrame(agenda).to_dicts(),
        pd.DataFrame.from_arrow(agenda).to_dict("records"),
    ):
        assert [row["id"] for row in read] == ["b-1", "b-2"]
        assert read[0]["start"] == AT("2026-11-26T10:00:00+02:00")
        assert read[0]["booked_at"] == BOOKED_AT
        assert read[1]["status"] == "held"
    table = agenda.to_arrow()
    assert table.schema.field("start").type == pa.timestamp("us", "UTC")
    assert pa.types.is_dictionary(table.schema.field("status").type)
    assert table.column_names == pa.table(agenda).column_names


def test_a_frame_has_no_personal_data_unless_asked() -> None:
    agenda = whole()
    for table in (agenda.to_arrow(), pa.table(agenda)):
        assert not any(each in str(table.to_pydict()).lower() for each in PERSONAL)
    table = agenda.to_arrow(personal=True)
    assert table.column("applicant").to_pylist() == ["name:zyxw b-1", "name:zyxw b-2"]
    assert table.column("phone").to_pylist() == [PHONE, None]
    assert table.column("email").to_pylist() == [EMAIL, None]


def test_a_frame_can_be_audited_as_a_log() -> None:
    table = whole().to_arrow(personal=True).drop_columns(["revision", "phone", "email"])
    columns, right = LogColumns.from_arrow(table), LogColumns.of(whole())
    assert list(columns.id) == list(right.id)
    assert list(columns.begins) == list(right.begins)
    assert list(columns.status) == list(right.status)


def test_an_empty_frame_has_the_same_columns() -> None:
    assert Agenda().to_arrow().schema == whole().to_arrow().schema


def test_booked_events_make_a_frame_too() -> None:
    agenda = apply(Agenda(), Booked(at=BOOKED_AT, booking=made("b-1", "2026-11-26T10:00:00+02:00")))
    assert pl.DataFrame(agenda)["booked_at"].to_list() == [None]


def test_a_figure_that_nobody_has_published_is_said_to_have_no_source() -> None:
    shown = asked("2026-11-25T10:00:00+02:00").under(notice_hours=72).to_html("en")
    assert "notice_hours: no published text" in shown
    assert "minimum 48 de ore" not in shown
