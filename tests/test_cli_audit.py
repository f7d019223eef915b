"""The auditor's command: one file in, every breach out, in each form."""

from __future__ import annotations

import csv
import gc
import io
import json
from argparse import Namespace
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.audit._logs import planted_log
from tichet_rules import __version__
from tichet_rules.audit import Judge, audit, audit_log
from tichet_rules.cli import _terminal, main
from tichet_rules.cli import audit as command
from tichet_rules.cli._logs import by_columns
from tichet_rules.interchange.logs import read_log
from tichet_rules.interchange.rulebook import explained, rule_entry
from tichet_rules.interchange.schemas import NAMES, schema
from tichet_rules.rules import READINGS
from tichet_rules.text import checked_language

Run = Callable[..., tuple[int, str, str]]

OFFICE = {
    "inspectors": [{"id": "i-017", "name": "Mureșan Ioana"}],
    "requests": [
        {
            "number": "119368/305",
            "applicant": "Pop-Ionescu Ana Maria",
            "filed_on": "2026-01-12",
            "inspector": "i-017",
        },
        {
            "number": "120001/433",
            "applicant": "Țîrlea Ștefan",
            "filed_on": "2026-09-01",
            "inspector": "i-017",
            "status": "answered",
            "communicated_on": "2026-10-27",
        },
    ],
}
HEAD = "Nr;Cerere;Inspector;Data;Ora;Durata;Programat la;Stare\n"
CLEAN = "1;119.368/305;i-017;26.11.2026;10:00;15;20.11.2026 09:00;a avut loc\n"
DOUBLE = "2;120001/433;i-017;26.11.2026;10:00;15;20.11.2026 10:00;programată\n"
UNREADABLE = "5;119368/305;i-017;31.11.2026;10:00;15;20.11.2026 10:00;programată\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("office.json").write_text(json.dumps(OFFICE), "utf-8")

    def call(log: str, *options: str) -> tuple[int, str, str]:
        Path("log.csv").write_text(log, "utf-8")
        status = main(["audit", "log.csv", "--office", "office.json", *options])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.mark.parametrize(
    ("log", "status"),
    [
        (HEAD + CLEAN, 0),
        (HEAD + CLEAN + DOUBLE, 1),
        (HEAD + CLEAN + UNREADABLE, 2),
        (HEAD + CLEAN + DOUBLE + UNREADABLE, 1),
        (HEAD, 0),
    ],
    ids=["clean", "findings", "unreadable", "both", "empty"],
)
def test_the_exit_status(run: Run, log: str, status: int) -> None:
    found, out, err = run(log)
    assert (found, err) == (status, "")
    assert "log.csv" in out


def test_a_double_booking_is_told_with_its_citation(run: Run) -> None:
    _, out, _ = run(HEAD + CLEAN + DOUBLE, "--lang", "ro")
    assert "  Inspectorul este liber [slot.free]: 1\n      Practica obișnuită" in out
    told = "Inspectorul are deja o întâlnire atunci. [programarea = 1]"
    assert f"linia 3, programarea 2 (programată):\n      {told}" in out
    assert "Ștefan" not in out


def test_an_unreadable_row_is_listed_and_the_totals_add_up(run: Run) -> None:
    _, out, _ = run(HEAD + CLEAN + DOUBLE + UNREADABLE, "--json")
    report: dict[str, Any] = json.loads(out)
    assert report["rows"] == 3
    assert report["clean"] + report["with_findings"] + len(report["unreadable"]) == 3
    assert report["unreadable"][0]["line"] == 4
    assert "31.11.2026" in report["unreadable"][0]["reason"]
    [finding] = report["findings"]
    assert (finding["line"], finding["rule"], finding["booking"]) == (3, "slot.free", "2")
    assert report["by_rule"] == {"slot.free": 1}
    assert report["by_month"] == {"2026-11": 1}
    assert "applicant" not in finding


def test_the_files(run: Run) -> None:
    status, _, _ = run(HEAD + CLEAN + DOUBLE, "--html", "r.html", "--csv", "r.csv", "--lang", "ro")
    assert status == 1
    table = io.StringIO(Path("r.csv").read_bytes().decode("utf-8-sig"), newline="")
    rows = list(csv.reader(table, delimiter=";"))
    assert [row[:2] for row in rows] == [["linia", "programarea"], ["3", "2"]]
    page = Path("r.html").read_text("utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ro">')
    assert "Țîrlea" not in page + str(rows)
    run(HEAD + CLEAN + DOUBLE, "--html", "r.html", "--json", "--with-personal-data")
    assert "Țîrlea" in Path("r.html").read_text("utf-8")


def test_the_files_that_were_written_are_told(run: Run) -> None:
    files = ["--html", "r.html", "--csv", "r\u202e.csv"]
    _, out, err = run(HEAD + CLEAN + DOUBLE, *files, "--lang", "en")
    assert out.endswith("\n\nwritten: r.html\nwritten: r\\u202e.csv\n")
    assert err == ""
    _, out, _ = run(HEAD + CLEAN + DOUBLE, *files[:2], "--lang", "ro")
    assert out.endswith("\n\nscris: r.html\n")
    _, out, err = run(HEAD + CLEAN + DOUBLE, *files, "--json")
    assert json.loads(out)["rows"] == 2
    assert err == ""
    _, out, _ = run(HEAD + CLEAN + DOUBLE, "--lang", "en")
    assert "written" not in out


def test_the_head_has_the_sums_of_what_was_read(run: Run) -> None:
    # As a spreadsheet program on Windows writes it: the sum is that of the file, not of its text.
    log = "\ufeff" + (HEAD + CLEAN + DOUBLE).replace("\n", "\r\n")
    Path("policy.toml").write_bytes(f"\ufeff{POLICY}".replace("\n", "\r\n").encode())
    Path("mapping.toml").write_text("decimal_comma = true\n", "utf-8")
    options = ["--policy", "policy.toml", "--mapping", "mapping.toml"]
    given = ["--institution", "Primăria Dej", "--made-on", "2026-12-10"]
    status, out, _ = run(log, *options, *given, "--json", "--html", "r.html")
    assert status == 1
    head = json.loads(out)["head"]
    files = {
        "log": "log.csv",
        "office": "office.json",
        "policy": "policy.toml",
        "mapping": "mapping.toml",
    }
    assert head["files"] == [
        {"kind": kind, "name": name, "sha256": sha256(Path(name).read_bytes()).hexdigest()}
        for kind, name in files.items()
    ]
    assert (head["institution"], head["made_on"]) == ("Primăria Dej", "2026-12-10")
    assert head["tichet_rules"] == __version__
    assert head["period"] == {
        "meetings": {"first": "2026-11-26", "last": "2026-11-26"},
        "booking_acts": {"first": "2026-11-20", "last": "2026-11-20"},
    }
    assert [(each["valid_from"], each["valid_until"]) for each in head["policies"]] == [
        ("2026-11-20", None)
    ]
    page = Path("r.html").read_text("utf-8")
    _, said, _ = run(log, *options, *given, "--lang", "ro")
    for told in (page, said):
        assert "Primăria Dej" in told
        assert all(each["sha256"] in told for each in head["files"])


def test_the_policy_of_a_town_names_the_institution(run: Run) -> None:
    named = POLICY.replace("extends", 'institution = { ro = "Dej", en = "Town of Dej" }\nextends')
    Path("policy.toml").write_text(named, "utf-8")
    for options, institution in (
        ([], None),
        (["--policy", "policy.toml"], "Town of Dej"),
        (["--policy", "policy.toml", "--institution", "Gherla"], "Gherla"),
    ):
        _, out, _ = run(HEAD + CLEAN, *options, "--json", "--lang", "en")
        assert json.loads(out)["head"]["institution"] == institution


def test_two_runs_over_the_same_files_write_the_same(run: Run) -> None:
    written = []
    for name in ("a", "b"):
        files = ["--html", f"{name}.html", "--csv", f"{name}.csv"]
        _, out, _ = run(HEAD + CLEAN + DOUBLE + UNREADABLE, *files, "--json")
        written.append((out, Path(f"{name}.html").read_bytes(), Path(f"{name}.csv").read_bytes()))
    assert written[0] == written[1]
    assert '"made_on": null' in written[0][0]


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--institution", "Dej\nGherla", "tipăribile"),
        ("--institution", "Dej\u202e", "tipăribile"),
        ("--institution", " ", "tipăribile"),
        ("--made-on", "12/25/2026", "2026-11-26 sau 26.11.2026"),
    ],
)
def test_what_can_not_stand_in_a_head(
    run: Run, option: str, value: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(HEAD + CLEAN, option, value, "--lang", "ro")
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"argumentul {option}: s-a primit" in error
    assert told in error


@pytest.mark.parametrize("day", ["2026-12-10", "10.12.2026"])
def test_the_day_of_the_report_is_written_either_way(run: Run, day: str) -> None:
    _, out, _ = run(HEAD + CLEAN, "--made-on", day, "--json")
    assert json.loads(out)["head"]["made_on"] == "2026-12-10"


def test_what_may_be_an_inspector_s_name_is_in_no_report_unless_asked_for(run: Run) -> None:
    log = HEAD + CLEAN.replace("i-017", "Marinescu Ștefania") + DOUBLE.replace("i-017", "i-099")
    files = ["--html", "r.html", "--csv", "r.csv"]
    for options, hidden in (([], True), (["--with-personal-data"], False)):
        _, out, _ = run(log, *files, *options, "--json", "--lang", "en")
        for told in (out, Path("r.html").read_text("utf-8"), Path("r.csv").read_text("utf-8")):
            assert ("Marinescu" not in told) is hidden
            assert ("unknown 1" in told) is hidden
            assert "i-099" in told
        _, out, _ = run(log, *options, "--lang", "en")
        assert "Marinescu" not in out
        assert "  unknown 1: 1 row, the first on line 2\n" in out


def test_nor_is_a_cell_that_can_be_no_id(run: Run) -> None:
    status, out, _ = run(HEAD + CLEAN.replace("i-017", '"Marinescu\nȘtefania"'), "--lang", "en")
    assert status == 2
    assert "  line 2, Inspector: expected 1 to 200 printable characters" in out
    assert "Marinescu" not in out


def test_many_rows_that_can_not_be_read_are_one_line(run: Run) -> None:
    bad = "".join(UNREADABLE.replace("5;", f"{n};", 1) for n in range(5, 25))
    _, out, _ = run(HEAD + CLEAN + bad, "--lang", "en")
    assert "  20 rows, Data: got '31.11.2026'; expected a date of the calendar\n" in out
    assert "      lines 3, 4, 5, 6, 7, …\n" in out
    assert out.count("31.11.2026") == 1
    _, out, _ = run(HEAD + CLEAN + bad, "--json")
    assert len(json.loads(out)["unreadable"]) == 20


@pytest.mark.parametrize("large", [2, 1 << 20])
def test_whom_no_register_has_is_named_as_the_log_does(
    run: Run, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_LARGE_LOG", large)
    log = f"{HEAD.strip()};Solicitant\n9;9/9;i-017;26.11.2026;10:00;15;20.11.2026 09:00;;POP  Ana\n"
    log = log.replace("09:00;;", "09:00;programată;")
    _, out, _ = run(log, "--csv", "r.csv", "--html", "r.html", "--json", "--with-personal-data")
    [finding, *_] = json.loads(out)["findings"]
    assert (finding["applicant"], finding["applicant_key"]) == ("POP  Ana", "name:ana pop")
    for file in ("r.csv", "r.html"):
        told = Path(file).read_text("utf-8")
        assert "POP  Ana" in told
        assert "name:" not in told


@pytest.mark.parametrize("large", [2, 1 << 20])
def test_of_json_lines_too(run: Run, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_LARGE_LOG", large)
    common = {
        "inspector": "i-017",
        "start": "2026-11-26T10:00:00+02:00",
        "booked_at": "2026-11-20T09:00:00+02:00",
    }
    whose = {"9/9": "POP  Ana", "9/8": "name:ana dan", "9/7": "id:c-7", "9/6": None}
    lines = [
        json.dumps({"id": number, "request": number, "applicant": who, **common})
        for number, who in whose.items()
    ]
    options = ["--format", "jsonl", "--json", "--with-personal-data"]
    _, out, _ = run("\n".join(lines), *options)
    found = {each["request"]: each["applicant"] for each in json.loads(out)["findings"]}
    assert found == {"9/9": "POP  Ana", "9/8": "ana dan", "9/7": "c-7", "9/6": None}


def test_the_tables_of_readings_stand_in_the_schema(run: Run) -> None:
    _, out, _ = run(HEAD + CLEAN + DOUBLE, "--readings", "--json")
    found = Draft202012Validator(schema("audit")).iter_errors(json.loads(out))
    assert [each.message for each in found] == []


def test_a_header_below_titles_is_told_in_each_form(run: Run) -> None:
    log = "Registrul programărilor\n\n" + HEAD + CLEAN + DOUBLE
    status, out, err = run(log, "--html", "r.html", "--lang", "ro")
    assert (status, err) == (1, "")
    note = "antetul este linia 3; ce stă deasupra ei a fost socotit titlu"
    assert f"  de știut         {note}\n" in out
    assert note in Path("r.html").read_text("utf-8")
    assert "linia 5, programarea 2" in out
    document = json.loads(run(log, "--json", "--lang", "ro")[1])
    assert document["notes"] == [note]
    assert not [*Draft202012Validator(schema("audit")).iter_errors(document)]
    assert json.loads(run(HEAD + CLEAN, "--json")[1])["notes"] == []
    status, out, err = run("Titlu\n" + CLEAN + HEAD + CLEAN)
    assert (status, out) == (2, "")
    assert "log.csv: line 3: got 'a header below lines that may be rows of the log'" in err
    assert "header_line = 3" in err


def test_a_mapping_of_foreign_names(run: Run) -> None:
    log = (HEAD + CLEAN + DOUBLE).replace("Cerere", "Ref.")
    Path("mapping.toml").write_text('[columns]\n"Ref." = "request"\n', "utf-8")
    assert run(log, "--mapping", "mapping.toml")[0] == 1
    status, out, err = run(log)
    assert (status, out) == (2, "")
    assert "request" in err


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--mapping", "none.toml"], "none.toml"),
        (["--html", "no/such/folder.html"], "no/such/folder.html"),
    ],
)
def test_what_can_not_be_read_or_written(run: Run, options: list[str], named: str) -> None:
    status, out, err = run(HEAD + CLEAN, *options)
    assert (status, out) == (2, "")
    assert named in err


def test_a_log_that_is_not_there(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run(HEAD)
    assert main(["audit", "none.csv", "--office", "office.json"]) == 2
    assert "none.csv: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("collects", [True, False])
def test_what_collects_garbage_is_left_as_it_was(run: Run, collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        run(HEAD + CLEAN)
        assert gc.isenabled() is collects
        Path("office.json").write_text("{", "utf-8")
        assert main(["audit", "log.csv", "--office", "office.json"]) == 2
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def test_on_a_terminal_it_says_what_it_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    run(HEAD + CLEAN)
    assert "judging 1 row" in screen.getvalue()
    assert f"{'█' * 40} 100 % of 1 row" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")
    run(HEAD + CLEAN, "--lang", "ro")
    assert "\r\x1b[Kse citește …\r\x1b[Kse judecă 1 rând …" in screen.getvalue()
    assert f"{'█' * 40} 100 % din 1 rând …" in screen.getvalue()


def test_a_large_log_is_judged_by_columns_and_found_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = HEAD + CLEAN + DOUBLE + UNREADABLE
    for options in (["--json"], ["--readings", "--lang", "ro"]):
        monkeypatch.setattr(command, "_LARGE_LOG", 1 << 20)
        by_rows = run(log, *options)
        monkeypatch.setattr(command, "_LARGE_LOG", 2)
        assert run(log, *options) == by_rows
        with monkeypatch.context() as without:
            without.setattr(command, "find_spec", lambda _: None)
            assert run(log, *options) == by_rows


POLICY = """
format = "tichet-rules/policy/1"
name = "orasul/tichet"
extends = "cluj-napoca/tichet-albastru"
[[versions]]
valid_from = 2020-01-01
[[versions]]
valid_from = 2026-11-20
[versions.parameters]
max_minutes = { value = 10, source = "practice" }
"""


def test_each_row_is_judged_by_the_version_of_its_date(run: Run) -> None:
    Path("policy.toml").write_text(POLICY, "utf-8")
    before = CLEAN.replace("20.11.2026", "19.11.2026").replace("1;", "0;", 1)
    _, out, _ = run(HEAD + before + DOUBLE, "--policy", "policy.toml", "--json")
    report = json.loads(out)
    assert report["policies"] == {"orasul/tichet@2020-01-01": 1, "orasul/tichet@2026-11-20": 1}
    [duration] = [each for each in report["findings"] if each["rule"] == "slot.duration"]
    assert (duration["booking"], duration["policy"]) == ("2", "orasul/tichet@2026-11-20")


def test_a_row_from_before_the_policy_is_not_called_clean(run: Run) -> None:
    status, out, _ = run(HEAD + CLEAN.replace("2026", "2019"), "--lang", "en")
    assert status == 2
    assert "2020-10-05" in out


def test_a_policy_that_was_changed_has_no_dates(run: Run) -> None:
    Path("office.json").write_text(json.dumps({**OFFICE, "policy": {"max_minutes": 10}}), "utf-8")
    _, out, _ = run(HEAD + CLEAN, "--json")
    assert list(json.loads(out)["policies"]) == [
        "cluj-napoca/tichet-albastru@2020-10-05 with max_minutes=10"
    ]


def test_what_each_reading_would_find(run: Run) -> None:
    late = "3;120001/433;i-017;27.11.2026;10:00;15;20.11.2026 11:00;programată\n"
    status, out, _ = run(HEAD + CLEAN + late, "--readings", "--lang", "en")
    assert status == 1
    told = [line.split(maxsplit=2) for line in out.partition("What each reading")[2].splitlines()]
    lines = {each[0]: each[1:] for each in told if len(each) == 3}
    assert lines["plain"][0] == "1"
    assert lines["plain"][1].startswith("the same  the day of communication is not counted")
    assert lines["civil_code"][0] == "0"
    assert lines["civil_code"][1].startswith("−1        neither the first nor the last day")
    assert lines["elapsed"] == [
        "0",
        "the same  hours of real elapsed time, also over a clock change",
    ]
    _, out, _ = run(HEAD + CLEAN + late, "--readings", "--json")
    rows = json.loads(out)["readings"]
    assert {(each["parameter"], each["reading"]) for each in rows} == {
        (name, str(reading)) for name, kind in READINGS.items() for reading in kind
    }
    _, out, _ = run(HEAD, "--readings")
    assert "reading would find" not in out


def test_the_bookings_that_a_reading_decides_otherwise(run: Run) -> None:
    late = "3;120001/433;i-017;27.11.2026;10:00;15;20.11.2026 11:00;programată\n"
    told = {"booking": "3", "line": 3, "request": "120001/433"}
    written = []
    for large in (1 << 20, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(command, "_LARGE_LOG", large)
            status, out, err = run(HEAD + CLEAN + late, "--readings-csv", "which.csv", "--json")
        assert (status, err) == (1, "")
        rows = {each["reading"]: each for each in json.loads(out)["readings"]}
        assert rows["civil_code"]["fewer_bookings"] == [told]
        assert rows["plain"]["fewer_bookings"] == rows["plain"]["more_bookings"] == []
        written.append((out, Path("which.csv").read_text("utf-8-sig")))
    assert written[0] == written[1]
    assert "window_reading,civil_code,is no breach any more,3,3,120001/433" in written[0][1]
    _, out, _ = run(HEAD + CLEAN + late, "--readings-csv", "which.csv", "--lang", "ro")
    assert "− linia 3, programarea 3, cererea 120001/433" in out
    assert out.endswith("scris: which.csv\n")
    status, _, err = run(HEAD, "--readings-csv", "office.json", "--lang", "en")
    assert (status, "--readings-csv would write over the file of --office" in err) == (2, True)


# --- explain and schema ---------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ro", "en"])
def test_a_rule_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "slot.notice", "--lang", code]) == 0
    out = capsys.readouterr().out
    assert out == explained(rule_entry("slot.notice"), checked_language(code))
    assert "Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte." in out
    assert "return given >= required" in out
    assert main(["explain", "slot.notice", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "slot.notice"


OWN = """
format = "tichet-rules/policy/1"
name = "orasul-meu/tichet"
extends = "cluj-napoca/tichet-albastru"
[sources.hcl]
title = "HCL nr. 45/2025"
where = "Monitorul Oficial Local"
[[versions]]
valid_from = 2026-01-01
rules = ["slot.notice", "slot.free"]
[versions.parameters]
notice_hours = { value = 24, source = "hcl", article = "art. 3" }
"""


def test_a_rule_is_explained_as_a_town_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, "utf-8")
    asked = ["explain", "slot.notice", "--policy", str(own), "--lang", "en"]
    assert main(asked) == 0
    said, _, _ = (out := capsys.readouterr().out).partition("What is measured")
    assert "\n  Source: HCL nr. 45/2025 (Monitorul Oficial Local), art. 3\n" in said
    assert "48" not in said
    assert "notice_hours = 24" in out
    assert "orasul-meu/tichet, from 2026-01-01; HCL nr. 45/2025 (Monitorul" in out
    assert "Example, under the rules of the package" in out
    assert "does not judge" not in out
    assert main([*asked, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema("explanation")).validate(document)
    assert document["parameters"]["orasul-meu/tichet"]["notice_hours"] == 24
    for rule, told in (("slot.duration", True), ("booking.open", False)):
        assert main(["explain", rule, "--policy", str(own), "--lang", "en"]) == 0
        left_out = "\n  orasul-meu/tichet does not judge by this rule.\n"
        assert capsys.readouterr().out.endswith(left_out) is told


def test_a_rule_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "slot.notise"]) == 2
    assert "did you mean 'slot.notice'" in capsys.readouterr().err
    assert main(["explain", "meets", "--lang", "ro"]) == 2
    said = capsys.readouterr().err
    assert "un parametru, citit de: inspector.execution_staff, audience.official" in said


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# --- a log as large as a year's -------------------------------------------------------------


@pytest.mark.parametrize("judge", [audit, by_columns], ids=["by-rows", "by-columns"])
def test_the_planted_breaches_are_those_found(judge: Judge) -> None:
    planted = planted_log(3_000)
    rows = list(csv.DictReader(io.StringIO(planted.csv())))
    text = io.StringIO()
    # Whose a booking is, the office knows by its request.
    table = csv.DictWriter(text, [name for name in rows[0] if name != "applicant"])
    table.writeheader()
    table.writerows({k: v for k, v in row.items() if k != "applicant"} for row in rows)
    log = read_log(text.getvalue(), name="registru.csv", office=planted.office)
    assert (len(log), log.unreadable) == (len(planted), ())
    report = audit_log(log, office=planted.office, judge=judge)
    assert {(each.booking, each.rule) for each in report.findings} == planted.planted


def test_the_bar_is_drawn_a_hundred_times_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(_terminal, "progress", lambda words, _: drawn.append(words))
    for done in range(1, 1_001):
        _terminal.bar(Namespace(json=False, lang="en"), done, 1_000)
    assert len(drawn) == 100
    assert drawn[0].endswith("  1 % of 1000 rows")


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        (("--html", "log.csv"), "LOG"),
        (("--csv", "./log.csv"), "LOG"),
        (("--html", "office.json"), "--office"),
        (("--csv", "report", "--html", "report"), "--html"),
    ],
)
def test_what_is_read_is_not_written_over(run: Run, flags: tuple[str, ...], place: str) -> None:
    before = Path("office.json").read_bytes()
    status, out, error = run(HEAD + CLEAN, *flags, "--lang", "en")
    assert (status, out) == (2, "")
    assert f"would write over the file of {place}; choose another" in error
    assert Path("log.csv").read_text("utf-8").startswith(HEAD)
    assert Path("office.json").read_bytes() == before
    assert not Path("report").exists()
    _, _, error = run(HEAD + CLEAN, *flags, "--lang", "ro")
    place = {"LOG": "REGISTRU"}.get(place, place)  # as the help calls it
    named = {"LOG": "REGISTRU"}.get(place, place)
    assert f"ar scrie peste fișierul de la {named}; alegeți alt nume" in error
