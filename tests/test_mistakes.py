"""The mistakes of docs/mistakes.md that are made on the command line, made for real.

Each line that the page shows in a console block is one that its command printed, and each
command has the exit status that the page tells of.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, field, frozen

from tests._romanian import checked as romanian
from tichet_rules.cli import main

PAGE: Final = Path(__file__).parents[1] / "docs" / "mistakes.md"
IN_ROMANIAN: Final = PAGE.parent / "ro" / "mistakes.md"
AT: Final = "2026-11-24T10:00:00+02:00"

INSPECTOR: Final[dict[str, Any]] = {"id": "i-017", "name": "Mureșan Ioana"}
REQUEST: Final[dict[str, Any]] = {
    "number": "119368/305",
    "applicant": "Pop-Ionescu Ana Maria",
    "filed_on": "2026-01-12",
    "inspector": "i-017",
}
OFFICE: Final[dict[str, Any]] = {"inspectors": [INSPECTOR], "requests": [REQUEST]}
FORM: Final[dict[str, Any]] = {
    "number": "119.368/305",
    "applicant": "Pop-Ionescu Ana Maria",
    "filed_on": "2026-01-12",
    "start": "2026-11-27T10:00:00+02:00",
    "phone": "0264 596 030",
    "email": "ana.pop@example.org",
}
BOOKING: Final[dict[str, Any]] = {
    "id": "b-1",
    "request": "119368/305",
    "inspector": "i-017",
    "start": "2026-11-27T10:00:00+02:00",
}

HEADER: Final = ("Nr", "Cerere", "Inspector", "Data", "Ora", "Durata", "Programat la", "Stare")
CELLS: Final = {
    "Nr": "1",
    "Cerere": "119.368/305",
    "Inspector": "i-017",
    "Data": "26.11.2026",
    "Ora": "10:00",
    "Durata": "15",
    "Programat la": "20.11.2026 09:00",
    "Stare": "anulată",
}


def asked(**changes: Any) -> dict[str, Any]:
    """A question whose form has some values changed; ``None`` leaves one out."""
    form = {key: each for key, each in (FORM | changes).items() if each is not None}
    return {"when": {"at": AT, "book": form}}


def log(*rows: Mapping[str, str]) -> str:
    """A log of rows with some of their cells changed, the ids counted from 1."""
    lines = [";".join(HEADER)]
    for number, row in enumerate(rows, 1):
        lines.append(";".join({**CELLS, "Nr": str(number), **row}[name] for name in HEADER))
    return "\n".join(lines) + "\n"


GOOD: Final = log({})

FILES: Final[dict[str, Any]] = {
    "office.json": OFFICE,
    "question.json": {**asked(), "office": OFFICE},
    # JSON
    "comments.json": '{\n  // the question\n  "when": {}\n}',
    "comma.json": '{"when": {"at": "2026-11-24T10:00:00+02:00",}}',
    "quotes.json": "{'when': {}}",
    "python.json": '{"when": None}',
    "empty.json": "",
    "windows.json": '{"when": {}, "office": {"rooms": ["Sală"]}}'.encode("cp1250"),
    "bom.json": b"\xef\xbb\xbf" + json.dumps({**asked(), "office": OFFICE}).encode(),
    "key-twice.json": '{"when": {}, "when": {}}',
    # the nesting
    "top.json": {"at": AT, "book": FORM},
    "inside.json": {"when": {"book": {**FORM, "at": AT}}},
    "list.json": [asked()],
    "none.json": {"when": {"at": AT}},
    "both.json": {"when": {"at": AT, "book": FORM, "cancel": {"booking": "b-1"}}},
    "alone.json": asked(),
    "now.json": {"when": {"book": {**FORM, "start": "2021-03-02T10:00:00+02:00"}}},
    # the keys and values of a form
    "name.json": asked(name="Pop Ana"),
    "short.json": asked(filed_on=None),
    "naive.json": asked(start="2026-11-27T10:00"),
    "dotted.json": asked(filed_on="12.01.2026"),
    "quoted.json": asked(minutes="15"),
    "half.json": asked(minutes=15.5),
    "zero.json": asked(minutes=0),
    "phone.json": asked(phone=264596030),
    "channel.json": asked(channel="telefon"),
    "number.json": asked(number="nr. 119368/305"),
    "spaced.json": asked(number=" 119 368 / 305 "),
    "misspelt.json": asked(applicant="Pop-Ionesc Ana Maria"),
    "header.json": asked(email="ana@example.org\nBcc: x@example.org"),
    "far.json": asked(start="2150-03-02T10:00:00+02:00"),
    "stranger.json": asked(inspector="i-99"),
    # offices
    "typo.json": {"inspector": [INSPECTOR]},
    "hours.json": {"inspectors": [INSPECTOR | {"week": {"mon": [["8:00", "16:00"]]}}]},
    "overlap.json": {
        "inspectors": [INSPECTOR | {"week": {"mon": [["08:00", "12:00"], ["11:00", "16:00"]]}}]
    },
    "role.json": {"inspectors": [INSPECTOR | {"role": "primar"}]},
    "policy.json": {"policy": "orasul-meu.toml"},
    "parameter.json": {"policy": {"notice_hour": 24}},
    "zone.json": {"time_zone": "Europe/Bucuresti"},
    "answered.json": {"requests": [REQUEST | {"status": "answered"}]},
    "double.json": {**OFFICE, "bookings": [BOOKING, BOOKING | {"id": "b-2", "request": "1/1"}]},
    "unrequested.json": {"inspectors": [INSPECTOR]},
    # logs
    "log.csv": GOOD,
    "semicolons.csv": GOOD,
    "commas.csv": GOOD.replace(";", ","),
    "cedillas.csv": GOOD.replace("anulată", "a avut loc").replace("i-017", "Mureşan Ioana"),
    "log.xlsx": b"PK\x03\x04",
    "log.parquet": b"PAR1",
    "unbooked.csv": "Nr;Cerere;Inspector;Data;Ora\n1;119.368/305;i-017;26.11.2026;10:00\n",
    "doubtful.csv": GOOD.replace("Programat la", "Data programării"),
    "titled.csv": f"Registrul programărilor\n\n{GOOD}",
    "other.csv": "Caz;Cine;Când;Făcută;Situația\n",
    "above.csv": f"{GOOD.splitlines()[1]}\n{GOOD}",
    "lost.csv": log({"Stare": "anulat?"}, {"Stare": "?inută"}),
    "twice.csv": GOOD.replace("Stare", "Stare;Ziua").replace("anulată", "anulată;26.11.2026"),
    "rows.csv": log(
        {"Data": "26.11.26"},
        {"Data": "26-nov-2026"},
        {"Data": "31.11.2026"},
        {"Programat la": "46346.3751"},
        {"Programat la": "########"},
        {"Programat la": "20.11.2026"},
        {"Programat la": ""},
        {"Ora": "10:00-10:15"},
        {"Durata": "15,5"},
        {"Stare": "finalizată"},
        {"Data": "25.10.2026", "Ora": "03:30", "Programat la": "20.10.2026 09:00"},
    )
    + "12;119.368/305;i-017\n"
    + log({}, {"Nr": "13", "Cerere": ""}).splitlines()[2]
    + "\n",
    "serials.csv": log({"Data": "46352", "Ora": "0,416666667", "Programat la": "46346,375"}),
    "orders.csv": log({}, {"Data": "11/26/2026"}, {"Data": "03/12/2026"}),
    "years.csv": log({"Data": "26.11.2150"}, {}, {"Nr": "2"}),
    "log.json": json.dumps([BOOKING]),
    "page.xls": "<html><table><tr><td>Nr</td></tr></table></html>",
    "log.pdf": b"%PDF-1.7",
    "pretty.jsonl": '[\n{"id": "b-1",\n"request": "1/1"}]',
    "numbers.csv": log({"Cerere": "nr. 119.368/305"}),
    "strangers.csv": log({"Inspector": "i-99"}),
    "log.jsonl": "".join(
        json.dumps(each) + "\n"
        for each in (
            BOOKING,
            BOOKING | {"start": "2026-11-26T10:00:00", "booked_at": "2026-11-20T09:00:00"},
        )
    ),
    # mappings
    "title.toml": "header_line = 3\n",
    "column.toml": '[columns]\n"Cerre" = "request"\n',
    "field.toml": '[columns]\n"Ref" = "stare"\n',
    "outside.toml": '"Ref" = "id"\n',
    "order.toml": 'date_order = "dmy"\n',
    "bare.toml": "date_order = day_first\n",
    "word.toml": '[words.status]\n"Închis" = "terminată"\n',
}


@frozen
class Mistake:
    """A command, its exit status and what it says; all of it in words that it must hold."""

    command: str
    status: int
    words: Sequence[str]
    missing: Sequence[str] = field(default=(), kw_only=True)  # libraries that are not there


MISTAKES: Final = (
    # extras that are not installed
    Mistake("check question.json", 2, ["the extra 'contact'"], missing=["phonenumbers"]),
    Mistake("check question.json", 2, ["the extra 'contact'"], missing=["email_validator"]),
    Mistake("demo --out documents", 2, ["the extra 'pdf'"], missing=["typst"]),
    Mistake("demo --out documents", 2, ["the extra 'calendar'"], missing=["icalendar"]),
    Mistake(
        "audit log.parquet --office office.json", 2, ["the extra 'parquet'"], missing=["pyarrow"]
    ),
    # JSON
    Mistake("check comments.json", 2, ["comments.json", "line 2, column 3", "well-formed JSON"]),
    Mistake("check comma.json", 2, ["comma.json", "line 1", "well-formed JSON"]),
    Mistake("check quotes.json", 2, ["line 1, column 2", "well-formed JSON"]),
    Mistake("check python.json", 2, ["line 1, column 10", "well-formed JSON"]),
    Mistake("check empty.json", 2, ["line 1, column 1", "well-formed JSON"]),
    Mistake("check windows.json", 2, ["windows.json: not a UTF-8 text file"]),
    Mistake("check bom.json", 0, ["Allowed"]),
    Mistake("check key-twice.json", 2, ["'when'", "each key of an object once"]),
    Mistake("check nowhere.json", 2, ["nowhere.json: No such file or directory"]),
    # the nesting
    Mistake("check top.json --office office.json", 2, ["'at'", "'office', 'when'"]),
    Mistake("check inside.json --office office.json", 2, ["when.book", "'at'"]),
    Mistake("check list.json", 2, ["a list", "an object, {…}"]),
    Mistake("check none.json --office office.json", 2, ["when: got []", "exactly one of book"]),
    Mistake("check both.json --office office.json", 2, ["['book', 'cancel']", "exactly one of"]),
    Mistake("check alone.json", 2, ["an «office» in the file, or --office FILE"]),
    Mistake("check now.json --office office.json", 1, ["slot.notice"]),
    Mistake("slots question.json --inspector i-017", 2, ["looks like a question", "check"]),
    # a form
    Mistake("check name.json --office office.json", 2, ["when.book", "'name'"]),
    Mistake("check short.json --office office.json", 2, ["filed_on", "it is required"]),
    Mistake("check naive.json --office office.json", 2, ["start", "an instant with its offset"]),
    Mistake("check dotted.json --office office.json", 2, ["filed_on", "'2026-11-26'"]),
    Mistake("check quoted.json --office office.json", 2, ["minutes: got '15'", "a whole number"]),
    Mistake("check half.json --office office.json", 2, ["minutes: got 15.5", "a whole number"]),
    Mistake("check zero.json --office office.json", 2, ["minutes: got 0", "at least 1"]),
    Mistake("check phone.json --office office.json", 2, ["phone", "a string", "is not shown"]),
    Mistake("check channel.json --office office.json", 2, ["'telefon'", "'phone', 'in_person'"]),
    Mistake("check number.json --office office.json", 1, ["request.identified"]),
    Mistake("check number.json --office office.json --staff", 1, ["number_is_known = no"]),
    Mistake("check spaced.json --office office.json", 0, ["Allowed"]),
    Mistake("check misspelt.json --office office.json", 1, ["request.identified", "proof"]),
    Mistake("check misspelt.json --office office.json --staff", 1, ["name_matches = no"]),
    Mistake("check header.json --office office.json", 1, ["contact.email"]),
    Mistake("check far.json --office office.json", 2, ["2150", "a year from 1997 to 2100"]),
    Mistake("check stranger.json --office office.json", 1, ["inspector.holds_request", "i-99"]),
    Mistake("check alone.json --office unrequested.json", 1, ["request.identified"]),
    # an office
    Mistake("check question.json --office typo.json", 2, ["none beside --office FILE"]),
    Mistake("slots typo.json --inspector i-017", 2, ["'inspector'", "'inspectors'"]),
    Mistake("slots hours.json --inspector i-017", 2, ["week.mon[0].start", "'8:00'", "'08:00'"]),
    Mistake("slots overlap.json --inspector i-017", 2, ["week.mon[1]", "after 08:00-12:00 ends"]),
    Mistake("slots role.json --inspector i-017", 2, ["role: got 'primar'", "'mayor'"]),
    Mistake("slots policy.json --inspector i-017", 2, ["'orasul-meu.toml'"]),
    Mistake("slots parameter.json --inspector i-017", 2, ["'notice_hour'", "'notice_hours'"]),
    Mistake("slots zone.json --inspector i-017", 2, ["time_zone", "'Europe/Bucharest'"]),
    Mistake("slots answered.json --inspector i-017", 2, ["requests[0].communicated_on"]),
    Mistake("slots double.json --inspector i-017", 2, ["bookings", "'b-2'", "'b-1'"]),
    # arguments
    Mistake("check question.json --at 2026-11-24", 2, ["--at", "an instant with its offset"]),
    Mistake("check question.json --lang fr", 2, ["--lang", "'fr'"]),
    Mistake("chek question.json", 2, ["'chek'"]),
    Mistake('slots office.json --inspector "Mureșan Ioana"', 2, ["the id of an inspector"]),
    Mistake(
        "slots office.json --inspector i-017 --from 2026-11-27 --to 2026-11-26",
        2,
        ["--to", "on or after --from, 2026-11-27"],
    ),
    Mistake(
        "slots office.json --inspector i-017 --from 2026-11-28 --to 2026-11-28", 1, ["weekend"]
    ),
    Mistake("explain notice", 2, ["did you mean 'slot.notice'?"]),
    Mistake("audit log.csv", 2, ["--office"]),
    # in Romanian
    Mistake("audit rows.csv --office office.json --lang ro", 2, ["necitibile             13"]),
    Mistake("check quoted.json --office office.json --lang ro", 2, ["se aștepta un număr"]),
    Mistake("audit log.csv --lang ro", 2, ["lipsesc argumentele obligatorii: --office"]),
    Mistake("explain notice --lang ro", 2, ["ați vrut să scrieți 'slot.notice'?"]),
    # a log
    Mistake("audit semicolons.csv --office office.json", 0, ["with findings           0"]),
    Mistake("audit commas.csv --office office.json", 0, ["with findings           0"]),
    Mistake("audit cedillas.csv --office office.json", 0, ["with findings           0"]),
    Mistake("audit serials.csv --office office.json", 0, ["with findings           0"]),
    Mistake("audit log.xlsx --office office.json", 2, ["an Excel workbook", "CSV UTF-8"]),
    Mistake("audit unbooked.csv --office office.json", 2, ["without booked_at", "programat la"]),
    Mistake("audit doubtful.csv --office office.json", 2, ["only a mapping can say it"]),
    Mistake("audit titled.csv --office office.json", 0, ["the header is line 3"]),
    Mistake("audit titled.csv --office office.json --mapping title.toml", 0, ["unreadable"]),
    Mistake("audit other.csv --office office.json", 2, ["tichet-rules mapping FILE writes one"]),
    Mistake("audit above.csv --office office.json", 2, ["line 2", "header_line = 2"]),
    Mistake("audit lost.csv --office office.json", 2, ["if «?» is a letter", "CSV UTF-8"]),
    Mistake("audit twice.csv --office office.json", 2, ["'Data' (column 4) and 'Ziua'"]),
    Mistake("audit rows.csv --office office.json", 2, ["unreadable             13"]),
    Mistake("audit orders.csv --office office.json", 2, ['set date_order = "month_first"']),
    Mistake("audit years.csv --office office.json", 2, ["2150", "was given on line 3 already"]),
    Mistake("audit log.json --office office.json", 2, ["a JSON array", "without [ and ]"]),
    Mistake("audit page.xls --office office.json", 2, ["a web page", "CSV UTF-8"]),
    Mistake("audit log.pdf --office office.json", 2, ["a PDF document", "CSV UTF-8"]),
    Mistake("audit pretty.jsonl --office office.json", 2, ["line 1, column 2: got"]),
    Mistake("vectors nowhere", 2, ["tichet-rules: nowhere: No such file"]),
    Mistake("audit numbers.csv --office office.json", 1, ["request.identified"]),
    Mistake("audit strangers.csv --office office.json", 1, ["is not known to the office"]),
    Mistake("audit log.jsonl --office office.json", 2, ["line 1, booked_at", "line 2, start"]),
    # a mapping
    *(
        Mistake(f"audit log.csv --office office.json --mapping {file}", 2, words)
        for file, words in (
            ("column.toml", ["no column 'Cerre'", "'Cerere'"]),
            ("field.toml", ["columns.Ref", "'stare'", "'status'"]),
            ("outside.toml", ["'Ref'", "'columns'"]),
            ("order.toml", ["'dmy'", "'day_first', 'month_first'"]),
            ("bare.toml", ["at line 1", "well-formed TOML"]),
            ("word.toml", ["words.status.Închis", "'terminată'", "'held'"]),
        )
    ),
)


def written(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return text.encode()


@pytest.fixture(autouse=True)
def _a_folder_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name, content in FILES.items():
        Path(name).write_bytes(written(content))


def made(
    mistake: Mistake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    """The exit status of a mistake, and what it said on either stream."""
    with monkeypatch.context() as there:
        for each in mistake.missing:
            there.setitem(sys.modules, each, None)
        status = _exit_status(shlex.split(mistake.command))
    out, err = capsys.readouterr()
    return status, out, err


def _exit_status(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else -1


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[" without ".join([m.command, *m.missing]) for m in MISTAKES]
)
def test_what_is_said(
    mistake: Mistake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = made(mistake, capsys, monkeypatch)
    assert status == mistake.status
    if err:
        assert status == 2
        assert err.startswith("tichet-rules: ")
        assert err.count("\n") == 1
        assert out in {"", "0 passed, 0 failed\n"}
    for each in mistake.words:
        assert each in (err or out)


@pytest.mark.parametrize(
    "mistake",
    [each for each in MISTAKES if each.status == 2],
    ids=lambda each: " without ".join([each.command, *each.missing]),
)
def test_what_is_said_in_romanian(
    mistake: Mistake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ro_RO.UTF-8")
    status, out, err = made(mistake, capsys, monkeypatch)
    assert status == 2
    said = err.splitlines() if err else [line for line in out.splitlines() if "  linia " in line]
    assert said
    for line in said:
        assert romanian(line)


def shown(page: Path) -> dict[str, list[str]]:
    """The commands of a page's console blocks, each with the lines below it."""
    found: dict[str, list[str]] = {}
    text = page.read_text("utf-8")
    for block in re.findall(r"(?ms)^```console\n(.*?)^```$", text):
        for part in re.split(r"(?m)^\$ tichet-rules ", block)[1:]:
            command, *lines = part.splitlines()
            assert command not in found
            found[command] = lines
    return found


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page, command, id=f"{page.parent.name}: {command}")
        for page in (PAGE, IN_ROMANIAN)
        for command in shown(page)
    ],
)
def test_the_page_shows_what_is_said(
    page: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = (command, command.removesuffix(" --lang ro"))
    mistake = next(each for each in MISTAKES if each.command in known)
    _, out, err = made(evolve(mistake, command=command), capsys, monkeypatch)
    said = [line.strip() for line in (err or out).splitlines()]
    lines = shown(page)[command]
    assert lines
    assert [line for line in said if line in lines] == lines
