"""The report of a replay: what a terminal and a spreadsheet are told."""

from __future__ import annotations

import pytest
from attrs import evolve

from tests.audit._scene import ANA, BOOKINGS, LOG, OFFICE, made
from tests.documents._tables import read
from tichet_rules.audit import BookingLog, LogRow
from tichet_rules.documents.replay_report import replay_csv, replay_text
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange.studies import replay_document
from tichet_rules.model import Inspector
from tichet_rules.office import Office
from tichet_rules.text import Language
from tichet_rules.whatif import Replay, replay_log

NOTICE = (
    "Only 145 hours ahead; the notice required: 146 hours. "
    "The earliest: Thursday, 26 November 2026, 11:00."
)
WINDOW_COUNTS = "       1      0          1      0            0            1"
NOTICE_COUNTS = "       1      2          0      3            1            0"
CHANGES = {"notice_hours": 146, "window_reading": "civil_code"}
FOUND = replay_log(LOG, office=OFFICE, policy=CHANGES)


def test_the_totals_the_counts_and_the_flips() -> None:
    text = replay_text(FOUND, "en")
    assert text.startswith("The log under another policy: registru.csv\n")
    for line in (
        "  rows in the log             6",
        "  allowed by both             0",
        "  refused by both             3",
        "  allowed, now refused        1",
        "  refused, now allowed        1",
        "  unreadable                  1",
        f"  {'':<60}  before  newly  no longer  after  now refused  now allowed",
        f"  {'Within the window after the answer [request.response_window]':<60}{WINDOW_COUNTS}",
        f"  {'Booked in time [slot.notice]':<60}{NOTICE_COUNTS}",
        "                 rows  now refused  now allowed",
        "  November 2026     4            1            1",
        "  December 2026     1            0            0",
        "  line 5, b-4: refused, now allowed",
        "  line 2, b-1: allowed, now refused",
        f"      Booked in time [slot.notice]: {NOTICE}",
    ):
        assert line in text.splitlines()
    assert "who was refused" in text


def test_unreadable_rows_are_listed_with_their_reasons() -> None:
    [row] = LOG.unreadable
    lines = replay_text(FOUND, "en").splitlines()
    assert lines[lines.index("Unreadable rows:") + 1] == (
        f"  line {row.line}, {row.column.en}: {row.words.en}"
    )
    assert f"  linia {row.line}, {row.column.ro}: {row.words.ro}" in replay_text(FOUND).splitlines()
    # Of so many columns that each is a kind of its own.
    rows = [evolve(row, line=line, field=f"column {'x' * line}") for line in range(2, 43)]
    for count, words in ((41, True), (40, False)):
        log = BookingLog("log.csv", [], rows[:count])
        told = replay_text(replay_log(log, office=OFFICE, policy=CHANGES), "en")
        assert ("The first 40 of 41 are shown" in told) is words
        assert told.count("\n  line ") == 40
        assert "stand together" not in told
    hostile = BookingLog("log.csv", [], [evolve(row, field="a\x1b[2J")])
    assert "\x1b" not in replay_text(replay_log(hostile, office=OFFICE, policy=CHANGES))


@pytest.mark.parametrize(
    ("code", "kind", "lines", "note"),
    [
        (
            "en",
            "8 rows, data: expected",
            "lines 2, 3, 4, 5, 6, …",
            "Rows of one kind stand together",
        ),
        ("ro", "8 rânduri, data: expected", "liniile 2, 3, 4, 5, 6, …", "stau împreună; JSON"),
    ],
)
def test_many_unreadable_rows_of_one_kind_are_one_entry(
    code: Language, kind: str, lines: str, note: str
) -> None:
    [row] = LOG.unreadable
    log = BookingLog("log.csv", [], [evolve(row, line=line) for line in range(2, 10)])
    found = replay_log(log, office=OFFICE, policy=CHANGES)
    told = replay_text(found, code)
    for each in (f"\n  {kind}", f"\n      {lines}\n", note):
        assert each in told
    assert told.count(row.words.in_(code)) == 1
    assert len(replay_document(found, code)["unreadable"]) == 8


STRANGER = "Marinescu Ștefania"
STRANGERS = BookingLog(
    "log.csv",
    [
        LogRow(line, evolve(BOOKINGS[0], id=f"b-{line}", inspector=who, status="cancelled"))
        for line, who in enumerate([STRANGER, "i-099", "i-1"], 2)
    ],
)
# Another office, which knows them and has had them hold the request.
KNOWN = Office(
    inspectors=[Inspector(each) for each in (STRANGER, "i-099", "i-1")],
    requests=[evolve(ANA, former_inspectors=[STRANGER, "i-099"])],
)


@pytest.mark.parametrize(
    ("code", "label", "note"),
    [
        ("en", "unknown 1", "What may be a person's name is not shown"),
        ("ro", "necunoscut 1", "Ce ar putea fi un nume de om nu se arată"),
    ],
)
def test_strangers_are_told_apart_without_their_names(
    code: Language, label: str, note: str
) -> None:
    found = replay_log(STRANGERS, office=OFFICE, policy=KNOWN)
    assert {flip.inspector for flip in found.flips} == {STRANGER, "i-099"}
    text, rows = (
        replay_text(found, code),
        read(replay_csv(found, code), ";" if code == "ro" else ","),
    )
    document = replay_document(found, code)
    assert {row["inspectorul" if code == "ro" else "inspector"] for row in rows} == {label, "i-099"}
    assert {each["inspector"] for each in document["flips"]} == {label, "i-099"}
    frame = found.to_arrow(code)
    assert set(frame["inspector"].to_pylist()) == {label, "i-099"}
    page = found.to_html(code)
    assert note in text
    for form in (text, page, str(rows), str(document), str(frame.to_pylist())):
        assert label in form
        assert "Marinescu" not in form
    assert note not in replay_text(FOUND, code)


def test_in_romanian() -> None:
    text = replay_text(FOUND, "ro")
    assert text.startswith("Registrul, după alte reguli: registru.csv\n")
    assert "  noiembrie 2026" in text
    assert "linia 2, b-1: permise, acum refuzate" in text
    assert "cine a fost refuzat" in text


def test_nothing_personal_is_told() -> None:
    said = replay_text(FOUND) + replay_csv(FOUND)
    assert not any(word in said for word in ("Pop", "pop", "Rus", "rus d", "c-ana", "c-dan"))


def many(count: int) -> Replay:
    rows = [LogRow(line, evolve(BOOKINGS[0], id=f"b-{line}")) for line in range(2, count + 2)]
    # Each is cancelled, so that none is in the way of another.
    rows = [evolve(row, booking=evolve(row.booking, status="cancelled")) for row in rows]
    return replay_log(BookingLog("log.csv", rows), office=OFFICE, policy=CHANGES)


@pytest.mark.parametrize(
    ("code", "words"), [("en", "The first 40 of 41"), ("ro", "primele 40 din")]
)
def test_a_terminal_is_told_the_first_forty_and_a_table_all(code: Language, words: str) -> None:
    assert words in replay_text(many(41), code)
    assert words not in replay_text(many(40), code)
    assert len(replay_csv(many(41), code).splitlines()) == 42


def test_the_table() -> None:
    other, row = read(replay_csv(FOUND, "en"), ",")
    assert row == {
        "line": "2",
        "booking": "b-1",
        "inspector": "i-1",
        "booked_at": "2026-11-20 09:00:00",
        "meeting": "2026-11-26 10:00",
        "flips_to": "refused",
        "rule": "slot.notice",
        "title": "Booked in time",
        "finding": NOTICE,
    }
    assert (other["booking"], other["flips_to"]) == ("b-4", "allowed")


def test_the_table_opens_in_a_romanian_excel() -> None:
    other, row = read(replay_csv(FOUND), ";")
    assert list(row)[:4] == ["linia", "programarea", "inspectorul", "programată la"]
    assert (row["devine"], other["devine"]) == ("refuzată", "permisă")
    assert row["constatarea"] == FOUND.flips[1].findings[0].message("ro", staff=True)


def test_a_hostile_id_is_no_formula_and_no_command_to_a_terminal() -> None:
    hostile = made('=HYPERLINK("x")', "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    log = BookingLog("\x1b[2Jlog.csv", [LogRow(2, hostile)])
    found = replay_log(log, office=OFFICE, policy=CHANGES)
    [row] = read(replay_csv(found), ";")
    assert row["programarea"] == '\'=HYPERLINK("x")'
    assert "\x1b" not in replay_text(found)


def test_what_is_no_replay() -> None:
    with pytest.raises(WrongType, match=r"^replay: got 3; expected a Replay"):
        replay_text(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"^language: got 'fr'"):
        replay_csv(FOUND, "fr")  # type: ignore[arg-type]
