"""Files given in one another's place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests._romanian import checked as romanian
from tichet_rules.cli import main
from tichet_rules.text import LANGUAGES

Run = Callable[..., tuple[int, str, str]]

OFFICE = {"inspectors": [{"id": "i-017"}], "requests": []}
QUESTION = {"when": {"cancel": {"booking": "b-1"}}, "office": OFFICE}
BOOKING = {
    "id": "b-1",
    "inspector": "i-017",
    "request": "1/305",
    "start": "2026-11-26T10:00:00+02:00",
    "booked_at": "2026-11-20T09:00:00+02:00",
}
FILES = {
    "log.csv": "Registru\nNr;Cerere;Inspector;Început;Programat la\n"
    "1;1/305;i-017;26.11.2026 10:00;20.11.2026 09:00\n",
    "log.jsonl": json.dumps(BOOKING) + "\n" + json.dumps(BOOKING | {"id": "b-2"}) + "\n",
    "office.json": json.dumps(OFFICE, indent=2),
    "one-line.json": json.dumps(OFFICE),
    "policy.toml": 'format = "tichet-rules/policy/1"\nname = "o/t"\n'
    'extends = "cluj-napoca/tichet-albastru"\n[[versions]]\nvalid_from = 2020-01-01\n',
    "mapping.toml": '\ufeff[columns]\r\n"Ref" = "id"\r\n',
    "question.json": json.dumps(QUESTION),
    "study.toml": "seed = 7\nfirst = 2026-11-02\nlast = 2026-11-06\n",
    "vectors.json": json.dumps({"format": "tichet-rules/vectors/2", "cases": []}),
    "requests.csv": "Nr. înregistrare;Petent;Data depunerii;Inspector\n"
    "119.368/305;Pop Ana;12.10.2026;Mureșan Ioana\n",
    "inspectors.csv": "ID;Nume;Program\ni-017;Mureșan Ioana;Lu-Vi 8-16\n",
    "tables.toml": '[requests.columns]\n"Ref" = "number"\n',
    "findings.csv": "line,booking,request,inspector,meeting,rule,finding\n4,1,1/305,i-017,x,y,z\n",
    "notes.txt": "Lista de cumpărături\n",
    "empty.csv": "",
}
WORDS = {
    "log.csv": ("a log of bookings", "the argument LOG"),
    "log.jsonl": ("a log of bookings", "the argument LOG"),
    "office.json": ("an office's file", "--office"),
    "one-line.json": ("an office's file", "--office"),
    "policy.toml": ("a policy", "--policy"),
    "mapping.toml": ("a mapping of columns of a log", "to audit, replay, mapping and fit"),
    "tables.toml": ("a mapping of columns of an office's tables", "to office by --mapping"),
    "question.json": ("a question", "the command check"),
    "study.toml": ("a study", "the command whatif"),
    "vectors.json": ("a file of conformance vectors", "the command vectors"),
    "requests.csv": ("a table of requests", "--requests"),
    "inspectors.csv": ("a table of inspectors", "--inspectors"),
    "findings.csv": ("a table that audit or replay wrote", "is not read back"),
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_bytes(text.encode())

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def swapped(*arguments: str) -> list[tuple[str, tuple[str, ...]]]:
    """The command with each other file in the place that is marked by braces."""
    wanted = next(each for each in arguments if each.startswith("{"))[1:-1].split("|")
    return [
        (other, tuple(other if each.startswith("{") else each for each in arguments))
        for other in WORDS
        if other not in wanted
    ]


AUDIT = ("audit", "{log.csv|log.jsonl}", "--office", "office.json")
OF_X = ("audit", "x.csv", "--office", "office.json")
LOGS = "log.csv", "--office", "office.json"
CASES = [
    *swapped(*AUDIT),
    *swapped("audit", "log.csv", "--office", "{office.json|one-line.json}"),
    *swapped("audit", *LOGS, "--policy", "{policy.toml}"),
    *swapped("audit", *LOGS, "--mapping", "{mapping.toml}"),
    *swapped("replay", *LOGS, "--under", "{policy.toml}")[2:4],
    *swapped("mapping", "{log.csv|log.jsonl|inspectors.csv|requests.csv}"),
    *swapped("slots", "{office.json|one-line.json}", "--inspector", "i-017"),
    *swapped("check", "{question.json}"),
    *swapped("whatif", "{study.toml}"),
    *swapped("office", "--requests", "requests.csv", "--mapping", "{tables.toml}"),
    *swapped("office", "--requests", "{requests.csv}"),
    *swapped("office", "--inspectors", "{inspectors.csv}"),
]


@pytest.mark.parametrize(
    ("other", "arguments"), CASES, ids=[" ".join(arguments) for _, arguments in CASES]
)
def test_a_file_in_another_s_place_is_named_with_the_place_it_has(
    run: Run, other: str, arguments: tuple[str, ...]
) -> None:
    status, out, err = run(*arguments, "--lang", "en")
    looks, belongs = WORDS[other]
    assert (status, out) == (2, "")
    assert err.startswith(f"tichet-rules: {other}: looks like {looks}, "), err
    assert belongs in err.partition(";")[0]
    assert err.endswith("is asked for here\n")
    assert err.count("\n") == 1


def test_in_romanian(run: Run) -> None:
    _, _, err = run("audit", "office.json", "--office", "log.csv", "--lang", "ro")
    assert err == (
        "tichet-rules: office.json: pare a fi fișierul instituției, care se dă cu --office (la "
        "slots: INSTITUȚIE); aici se cere un registru de programări\n"
    )
    for other, arguments in CASES[:: len(CASES) // 12]:
        _, _, err = run(*arguments, "--lang", "ro")
        assert romanian(err).startswith(f"tichet-rules: {other}: pare a fi ")


@pytest.mark.parametrize("other", ["notes.txt", "empty.csv", "list.json", "bad.json", "cut.json"])
def test_what_looks_like_nothing_is_told_as_ever(run: Run, other: str) -> None:
    Path("list.json").write_text("[1, 2]", "utf-8")
    Path("bad.json").write_text("{1", "utf-8")
    Path("cut.json").write_text('{"unknown": [', "utf-8")
    status, _, err = run("audit", "log.csv", "--office", other, "--lang", "en")
    assert status == 2
    assert "looks like" not in err
    assert other in err


def test_what_is_wrong_in_a_file_in_its_own_place_is_told_as_ever(run: Run) -> None:
    Path("office.json").write_text(json.dumps(OFFICE | {"inspector": []}), "utf-8")
    status, _, err = run("audit", "log.csv", "--office", "office.json", "--lang", "en")
    assert (status, "did you mean 'inspectors'" in err) == (2, True)
    status, _, err = run("audit", "none.csv", "--office", "requests.csv", "--lang", "en")
    assert (status, "looks like a table of requests" in err) == (2, True)
    assert run("audit", "log.csv", "--office", "one-line.json")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "header", "lacks"),
    [
        (OF_X, "Nr;Cerere;Inspector;Data;Ora;Nume", "booked_at"),
        (OF_X, "Cerere;Solicitant;Data;Inspector", "time, booked_at"),
        (("office", "--requests", "x.csv"), "Nr;Nume;Inspector", "filed_on"),
        (("office", "--requests", "x.csv"), "Cerere;Nume;Inspector;ID", "filed_on"),
        (("office", "--inspectors", "x.csv"), "Program;Departament", "id"),
    ],
)  # fmt: skip
def test_a_table_of_its_own_kind_that_lacks_a_column_is_told_so(
    run: Run, arguments: tuple[str, ...], header: str, lacks: str
) -> None:
    Path("x.csv").write_text(header + "\n" + ";".join("1" * header.count(";")) + "\n", "utf-8")
    status, _, err = run(*arguments, "--lang", "en")
    assert (status, f"a header without {lacks}" in err, "looks" in err) == (2, True, False), err


def test_a_mapping_of_tables_is_one_and_no_office(run: Run) -> None:
    Path("tables.toml").write_text('[requests.columns]\n"Ref" = "nr"\n', "utf-8")
    _, _, err = run("office", "--requests", "requests.csv", "--mapping", "tables.toml")
    assert "requests.columns.Ref" in err
    said = run("audit", "log.csv", "--office", "tables.toml", "--lang", "en")[2]
    assert "tables.toml: looks like a mapping of columns" in said


def test_few_columns_with_an_inspector_are_a_table_of_inspectors(run: Run) -> None:
    Path("x.csv").write_text("Inspector;Ore pe săptămână\nPop Ioana;40\n", "utf-8")
    said = run("audit", "x.csv", "--office", "office.json", "--lang", "en")[2]
    assert "x.csv: looks like a table of inspectors" in said
    said = run("audit", "log.csv", "--office", "x.csv", "--lang", "en")[2]
    assert "x.csv: looks like a table of inspectors" in said
    Path("x.csv").write_text("Inspector;Data;Ora\ni-017;26.11.2026;10:00\n", "utf-8")
    said = run("audit", "x.csv", "--office", "office.json", "--lang", "en")[2]
    assert "looks like" not in said
    assert "a header without request, booked_at" in said


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_the_commands_write_is_no_log(run: Run, code: str) -> None:
    late = FILES["log.csv"].replace("20.11", "25.11").encode()
    Path("log.csv").write_bytes(late)
    written = ["--csv", "a.csv", "--readings-csv", "b.csv"]
    run("audit", "log.csv", "--office", "office.json", *written, "--lang", code)
    run("replay", "log.csv", "--office", "office.json", "--set", "notice_hours=0", "--csv", "c.csv",
        "--lang", code)  # fmt: skip
    for name in ("a.csv", "b.csv", "c.csv"):
        said = run("audit", name, "--office", "office.json", "--lang", "en")[2]
        assert f"{name}: looks like a table that audit or replay wrote" in said


@pytest.mark.parametrize("indent", [None, 2])
def test_a_misspelt_key_of_an_office_is_corrected(run: Run, indent: int | None) -> None:
    misspelt = {"inspector": [{"id": "i-017", "name": "Mureșan Ioana"}]}
    Path("x.json").write_text(json.dumps(misspelt, indent=indent), "utf-8")
    _, _, err = run("audit", "log.csv", "--office", "x.json", "--lang", "en")
    assert ("did you mean 'inspectors'" in err, "looks like" in err) == (True, False)


def test_a_long_file_is_told_by_how_it_begins(run: Run) -> None:
    long = {"inspectors": [{"id": f"i-{number}"} for number in range(5_000)]}
    Path("long.json").write_text(json.dumps(long), "utf-8")
    assert "looks like an office's file" in run("audit", "long.json", "--office", "office.json")[2]
    Path("log.parquet").write_bytes(b"PAR1" + bytes(100))
    said = run("audit", "log.csv", "--office", "log.parquet", "--lang", "en")[2]
    assert "looks like a log of bookings" in said


def test_what_can_not_be_read_twice_is_left_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder").mkdir()
    assert "looks like" not in run("audit", "log.csv", "--office", "folder")[2]

    def closed(*_: object, **__: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    assert "looks like" not in run("audit", "log.csv", "--office", "requests.csv")[2]
