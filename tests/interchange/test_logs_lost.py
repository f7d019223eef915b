"""Letters that an export lost: told with the remedy, never guessed, and without a name."""

from __future__ import annotations

import pytest

from tests._romanian import checked as romanian
from tichet_rules import Inspector, InvalidInput, Office
from tichet_rules.audit import BookingLog
from tichet_rules.interchange import _logs_text
from tichet_rules.interchange._logs_lost import has_lost_letters
from tichet_rules.interchange.logs import ColumnMapping, read_log, read_log_columns
from tichet_rules.interchange.mapping_drafts import draft_mapping, mapping_text
from tichet_rules.interchange.registers import read_registers
from tichet_rules.text import LANGUAGES, Text

HEAD = "Nr;Cerere;Inspector;Data;Ora;Programat la;Stare;Petent;Note"
ROW = "1;119368/305;i-017;26.11.2026;10:00;20.11.2026 09:00;a avut loc;Pop Ana;vine?"
REMEDY = "CSV UTF-8"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Popescu ?tefan", True),
        ("Ianc?u", True),
        ("RE?INUT", True),
        ("??nc?", True),
        ("Anu\ufffd", True),
        ("\ufffd", True),
        ("Pop-?erban (?tefan)", True),
        ("?", False),
        ("vine?", False),
        ("vine? da", False),
        ("1?2", False),
        ("https://example.org/x?y", False),
        ("index?id=1", False),
        ("", False),
    ],
)
def test_what_seems_lost(text: str, lost: bool) -> None:
    assert has_lost_letters(text) is lost


def read(*lines: str, encoding: str | None = None, office: Office | None = None) -> BookingLog:
    """The log, as both readers read it."""
    text = "\n".join(lines)
    content = text if encoding is None else text.encode(encoding, "replace")
    office = Office() if office is None else office
    log = read_log(content, name="log.csv", office=office)
    assert read_log_columns(content, name="log.csv", office=office).notes == log.notes
    return log


def told(notes: tuple[Text, ...], *places: str) -> None:
    [note] = notes
    romanian(note.ro)
    for code in LANGUAGES:
        assert REMEDY in note.in_(code)
        assert "tefan" not in note.in_(code)
    for each in places:
        assert each in note.en


@pytest.mark.parametrize("encoding", [None, "cp1250", "utf-8", "utf-16"])
def test_a_log_says_where_letters_are_lost(encoding: str | None) -> None:
    rows = [ROW, ROW.replace("Pop Ana", "Popescu ?tefan"), ROW.replace("i-017", "?tefan Ion")] * 2
    log = read(HEAD, *rows, encoding=encoding)
    told(log.notes, "column 'Petent' (first on line 3), column 'Inspector' (first on line 4)")
    assert len(log.rows) == 6  # they are read as they are


def test_what_an_encoding_can_not_write_is_lost_so() -> None:
    log = read(HEAD, ROW.replace("Pop Ana", "Popescu Ștefan"), encoding="cp1250")
    told(log.notes, "'Petent' (first on line 2)")


def test_what_is_not_read_and_what_is_a_question_is_no_loss() -> None:
    assert read(HEAD, ROW, ROW.replace("vine?", "Re?inut")).notes == ()
    assert read(HEAD, ROW + ";?tefan", f"?tefan;{ROW}").notes[0].en.count("column") == 1


def test_of_a_long_log_the_first_lines_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_logs_text, "_LINES_LOOKED_AT", 3)
    lost = ROW.replace("Pop Ana", "?tefan")
    assert read(HEAD, ROW, lost).notes
    assert not read(HEAD, ROW, ROW, lost).notes


def test_a_word_that_is_not_known_for_it_says_so() -> None:
    log = read(HEAD, ROW.replace("a avut loc", "Re?inut"), ROW.replace("a avut loc", "altfel"))
    assert REMEDY in log.unreadable[0].reason
    assert REMEDY not in log.unreadable[1].reason
    romanian(log.unreadable[0].words.ro)
    with pytest.raises(InvalidInput, match=REMEDY):
        ColumnMapping().word("status", "Re\ufffdinut")


def test_a_column_that_is_not_known_for_it_says_so() -> None:
    with pytest.raises(InvalidInput, match=r"'Func\?ionar'") as caught:
        read(HEAD.replace("Inspector", "Func?ionar"), ROW)
    assert REMEDY in caught.value.expected
    with pytest.raises(InvalidInput) as caught:
        read(HEAD.replace("Inspector", "Coleg"), ROW)
    assert REMEDY not in caught.value.expected


def test_a_draft_says_where_letters_are_lost() -> None:
    rows = [ROW, ROW.replace("a avut loc", "Re?inut").replace("Pop Ana", "Popescu ?tefan")]
    found = draft_mapping("\n".join([HEAD.replace("Note", "?ed"), *rows]), name="log.csv")
    told(found.notes, "'?ed' (first on line 1)", "'Petent' (first on line 3)", "'Stare' (first on")
    assert "tefan" not in mapping_text(found, "ro")
    assert draft_mapping(f"{HEAD}\n{ROW}", name="log.csv").notes == ()
    titled = draft_mapping(f"Titlu\n{HEAD}\n{ROW}", name="log.csv")
    assert [each.en for each in titled.notes] == [
        "the header is line 2; what stands above it was taken for titles"
    ]


def test_the_tables_of_an_office_say_it_too() -> None:
    reading = read_registers(
        requests="Titlu\nNr. înregistrare;Solicitant;Data depunerii;Inspector;Stare\n"
        "1/1;Popescu ?tefan;12.10.2026;i-017;în lucru\n"
        "2/1;Pop Ana;12.10.2026;i-017;Arh?vat\n",
        inspectors="ID;Nume\ni-017;Mure?an Ioana\n",
    )
    lost = [each for each in reading.notes if REMEDY in each.en]
    told((lost[0],), "inspectors.csv: ", "'Nume' (first on line 2)")
    told((lost[1],), "requests.csv: ", "'Solicitant' (first on line 3)")
    assert REMEDY in reading.requests.unreadable[0].reason  # type: ignore[union-attr]
    assert reading.office.inspectors["i-017"] == Inspector("i-017", "Mure?an Ioana")
