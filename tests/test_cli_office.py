"""An office's file from tables, and a mapping to begin with, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests._romanian import checked as romanian
from tichet_rules.cli import main
from tichet_rules.interchange import parse_json, read_office
from tichet_rules.interchange.logs import parse_mapping
from tichet_rules.text import LANGUAGES

Run = Callable[..., tuple[int, str, str]]

REQUESTS = (
    "Nr. înregistrare;Petent;Data depunerii;Inspector\n"
    "119.368/305;Pop-Ionescu Ana Maria;12.10.2026;Mureșan Ioana\n"
    "119.402/305;Moldovan Petru;13.10.2026;i-021\n"
)
WRONG = "119.403/305;Zaharia Ion;31.11.2026;i-021\n"
INSPECTORS = 'ID;Nume;Program\ni-017;Mureșan Ioana;"Lu-Vi 8-16; Mi 8-12"\ni-021;Rus Dan;\n'
LOG = (
    "Nr. dosar;Coleg;Când;Făcută;Situația\n"
    "119.368/305;i-017;26.11.2026 10:00;20.11.2026 09:00;a venit\n"
    "119.402/305;i-021;31.11.2026 10:15;20.11.2026 09:05;\n"
)
FOUND = (
    "Cerere;Inspector;Data;Ora;Programat la;Stare\n"
    "119.368/305;i-017;26.11.2026;10:00;20.11.2026 09:00;a avut loc\n"
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, text in (("r.csv", REQUESTS), ("i.csv", INSPECTORS), ("log.csv", LOG)):
        Path(name).write_text(text, "utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return call


# --- office ---------------------------------------------------------------------------------


def test_an_office_is_written_and_told(run: Run) -> None:
    status, out, err = run(
        "office", "--requests", "r.csv", "--inspectors", "i.csv", "--out", "o.json", "--lang", "ro"
    )
    assert (status, err) == (0, "")
    office, _ = read_office(parse_json(Path("o.json").read_text("utf-8")))
    assert (len(office.inspectors), len(office.requests)) == (2, 2)
    assert office.requests["119368/305"].inspector == "i-017"
    assert out.splitlines() == [
        "i.csv: 2 rânduri, citite 2",
        "  ID       → id sau nume",
        "  Nume     → nume",
        "  Program  → program",
        "r.csv: 2 rânduri, citite 2",
        "  Nr. înregistrare  → numărul cererii",
        "  Petent            → numele solicitantului",
        "  Data depunerii    → data depunerii",
        "  Inspector         → inspector",
        "De știut:",
        "  i.csv: fără program, 1 inspector: luni-vineri 08:00-16:00",
        (
            "  r.csv: nicio coloană pentru stare sau pentru data comunicării răspunsului: fiecare "
            "cerere se socotește în operare, iar termenul de după răspuns nu se judecă pentru "
            "niciuna"
        ),
        "Instituția: 2 inspectori, 2 cereri",
    ]


def test_an_office_that_is_printed_stands_alone_on_standard_output(run: Run) -> None:
    status, out, err = run("office", "--requests", "r.csv", "--lang", "en")
    assert status == 0
    assert len(read_office(parse_json(out))[0].requests) == 2
    assert "r.csv: 2 rows, 2 read" in err
    assert "The office: 2 inspectors, 2 requests" in err
    assert "Moldovan" not in err


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_word_that_is_not_known_is_for_a_mapping_to_say(run: Run, code: str) -> None:
    head, first, *_ = REQUESTS.splitlines()
    Path("r.csv").write_text(f"{head};Stadiu\n{first};pe drum\n", "utf-8")
    status, out, _ = run("office", "--requests", "r.csv", "--out", "o.json", "--lang", code)
    assert status == 2
    *_, told, mapping, repair, skip = out.splitlines()
    assert told.startswith({"ro": "Nu s-a scris", "en": "Nothing was"}[code])
    assert "--draft-mapping" in mapping
    assert repair.strip() in {"îndreptați rândurile în tabel", "correct the rows in the table"}
    assert "--skip-unreadable" in skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_with_a_row_that_cant_be_read_nothing_is_written(run: Run, code: str) -> None:
    Path("r.csv").write_text(REQUESTS + WRONG, "utf-8")
    status, out, _ = run("office", "--requests", "r.csv", "--out", "o.json", "--lang", code)
    assert status == 2
    assert not Path("o.json").exists()
    *_, told, repair, skip = out.splitlines()
    assert told.startswith({"ro": "Nu s-a scris", "en": "Nothing was"}[code])
    # First what to repair; then what follows from leaving the rows out.
    assert repair.strip() in {"îndreptați rândurile în tabel", "correct the rows in the table"}
    assert "--skip-unreadable" in skip
    assert "r.csv, 1 " in skip
    assert "request.identified" in skip
    assert "--draft-mapping" not in out
    assert "4, Data depunerii: " in out
    assert "aharia" not in out
    status, out, err = run("office", "--requests", "r.csv")
    assert (status, out) == (2, "")
    assert "will be found as not registered" in err
    status, out, _ = run("office", "--requests", "r.csv", "--out", "o.json", "--skip-unreadable")
    assert status == 0
    assert "line 4, Data depunerii: got '31.11.2026'" in out
    assert out.endswith(
        "Left out:\n  r.csv, 1 row: bookings of those requests will be found as not registered "
        "(request.identified)\n"
    )
    assert len(json.loads(Path("o.json").read_text("utf-8"))["requests"]) == 2


def test_unreadable_rows_of_one_kind_stand_together_and_apart_in_json(run: Run) -> None:
    Path("r.csv").write_text(REQUESTS + WRONG * 50, "utf-8")
    _, _, err = run("office", "--requests", "r.csv", "--lang", "ro")
    lines = err.splitlines()
    at = lines.index("Rânduri necitibile:")
    assert lines[at + 1].startswith("  r.csv, 50 de rânduri, Data depunerii: s-a primit '31.11.")
    assert lines[at + 2 : at + 4] == [
        "      liniile 4, 5, 6, 7, 8, …",
        "  Rândurile de același fel stau împreună; fiecare este în ce scrie --json.",
    ]
    status, out, err = run("office", "--requests", "r.csv", "--json", "--lang", "ro")
    assert (status, err) == (2, "")
    told = json.loads(out)
    assert told["written"] is False
    assert "office" not in told
    assert len(told["requests"]["unreadable"]) == 50
    assert told["requests"]["unreadable"][0]["line"] == 4
    assert (told["requests"]["rows"], told["requests"]["read"]) == (52, 2)
    assert told["requests"]["columns"]["Petent"] == "applicant"
    assert told["requests"]["may_be"] == {}


def test_what_a_column_left_out_may_be_is_told_as_of_a_log(run: Run) -> None:
    lines = REQUESTS.splitlines()
    more = [";Situatia ei;Altele", *(";în lucru;x" for _ in lines[1:])]
    table = "\n".join(line + each for line, each in zip(lines, more, strict=True))
    Path("r.csv").write_text(table, "utf-8")
    told = json.loads(run("office", "--requests", "r.csv", "--json")[1])["requests"]
    assert told["may_be"] == {"Situatia ei": ["status"], "Altele": []}
    assert told["columns"]["Situatia ei"] is None


def test_json_has_the_office_where_no_file_does(run: Run) -> None:
    status, out, _ = run("office", "--inspectors", "i.csv", "--json", "--lang", "ro")
    told = json.loads(out)
    assert (status, told["written"]) == (0, True)
    assert [each["id"] for each in told["office"]["inspectors"]] == ["i-017", "i-021"]
    romanian(told["notes"][0])
    _, out, _ = run("office", "--inspectors", "i.csv", "--json", "--out", "o.json")
    assert "office" not in json.loads(out)
    assert Path("o.json").exists()


def test_what_is_wrong_is_one_line(run: Run) -> None:
    assert run("office", "--lang", "ro")[2] == (
        "tichet-rules: --requests, --inspectors: s-a primit 'nimic'; se aștepta un tabel de "
        "cereri, de inspectori sau amândouă\n"
    )
    status, _, err = run("office", "--requests", "r.csv", "--out", "r.csv")
    assert (status, "would write over the file of --requests" in err) == (2, True)
    assert Path("r.csv").read_text("utf-8") == REQUESTS
    Path("x.csv").write_text("Nr;Nume;Inspector\n1/305;Pop Ana;i-017\n", "utf-8")
    status, _, err = run("office", "--requests", "x.csv", "--lang", "en")
    assert (status, err.count("\n"), "a column for the date of filing" in err) == (2, 1, True)
    assert run("office", "--requests", "none.csv", "--lang", "en")[0] == 2
    assert "encoding: got 'x'" in run("office", "--requests", "r.csv", "--encoding", "x")[2]


def test_what_a_terminal_would_obey_is_not_printed(run: Run) -> None:
    Path("r.csv").write_text(REQUESTS.replace("Petent", "Petent;\x1b[2J"), "utf-8")
    _, _, err = run("office", "--requests", "r.csv", "--lang", "en")
    assert "\x1b" not in err
    assert "\\x1b[2J" in err


def test_tables_with_names_of_their_own(run: Run) -> None:
    Path("r.csv").write_text(REQUESTS.replace("Petent", "Cine").replace("Nr. ", "Ref "), "utf-8")
    mapping = '[requests.columns]\n"Cine" = "applicant"\n"Ref înregistrare" = "number"\n'
    Path("m.toml").write_text(mapping, "utf-8")
    status, _, err = run("office", "--requests", "r.csv", "--lang", "en")
    assert (status, "name it in a mapping (--mapping FILE; --draft" in err) == (2, True)
    asked = ["office", "--requests", "r.csv", "--mapping", "m.toml"]
    assert run(*asked, "--out", "o.json")[0] == 0
    assert '"119368/305"' in Path("o.json").read_text("utf-8")
    Path("m.toml").write_text(mapping.replace("applicant", "aplicant"), "utf-8")
    status, _, err = run(*asked, "--lang", "en")
    assert (status, err.startswith("tichet-rules: m.toml: requests.columns.Cine: got")) == (2, True)
    assert "did you mean 'applicant'?" in err
    status, _, err = run(*asked, "--out", "m.toml", "--lang", "en")
    assert (status, "would write over the file of --mapping" in err) == (2, True)


def test_the_tables_stand_in_the_head_of_an_audit(run: Run) -> None:
    Path("r.csv").write_text("\ufeff" + REQUESTS + WRONG, "utf-8")
    made = ["--requests", "r.csv", "--inspectors", "i.csv", "--out", "o.json"]
    _, out, _ = run("office", *made, "--skip-unreadable", "--json")
    sums = {name: sha256(Path(name).read_bytes()).hexdigest() for name in ("r.csv", "i.csv")}
    told = json.loads(out)
    assert {each["file"]: each["sha256"] for each in (told["requests"], told["inspectors"])} == sums
    Path("log.csv").write_text(FOUND, "utf-8")
    _, out, _ = run("audit", "log.csv", "--office", "o.json", "--json")
    tables = json.loads(out)["head"]["tables"]
    assert [each.pop("missing") for each in tables] == [
        ["role", "department", "audience_hours", "deputies"],
        ["status", "communicated_on", "answer", "former_inspectors"],
    ]
    assert tables == [
        {"kind": "inspectors", "name": "i.csv", "sha256": sums["i.csv"], "rows": 2, "read": 2},
        {"kind": "requests", "name": "r.csv", "sha256": sums["r.csv"], "rows": 3, "read": 2},
    ]
    _, out, _ = run("audit", "log.csv", "--office", "o.json", "--lang", "ro")
    assert f"{sums['r.csv']}  r.csv (3 rânduri, lăsate deoparte: 1)" in out


def test_a_mapping_of_the_tables_is_drafted_and_filled_in(run: Run) -> None:
    rows = REQUESTS.splitlines()
    more = ("Stadiu;Data raspuns", "soluționată;20.10.2026", "trimisă la DGASPC;")
    table = "\n".join(f"{row};{each}" for row, each in zip(rows, more, strict=True))
    Path("r.csv").write_text(table.replace("Petent", "Cine"), "utf-8")
    Path("i.csv").write_text(INSPECTORS.replace("Rus Dan;", "Rus Dan;x"), "utf-8")
    given = ["office", "--requests", "r.csv", "--inspectors", "i.csv"]
    status, _, err = run(*given, "--lang", "ro")
    assert (status, "--draft-mapping FIȘIER scrie una" in err) == (2, True)
    status, out, err = run(*given, "--draft-mapping", "t.toml", "--lang", "ro")
    assert (status, err) == (1, "")
    assert "  Data raspuns      → necunoscută; poate fi: data comunicării răspunsului\n" in out
    assert out.partition("De completat")[2].splitlines() == [
        " în corespondență:",
        "  [requests.columns] 'applicant': coloana pentru numele solicitantului",
        (
            "  [requests.columns] 'Data raspuns': poate fi 'communicated_on' (data comunicării "
            "răspunsului); dacă nu, rămâne 'ignored'"
        ),
        "  [requests.words.status]: ce înseamnă 'trimisă la DGASPC'",
        "Completați corespondența și dați-o cu --mapping.",
        "scris: t.toml",
    ]
    text = Path("t.toml").read_text("utf-8")
    for old, new in (
        ('"Cine" = "ignored"', '"Cine" = "applicant"'),
        ('"Data raspuns" = "ignored"', '"Data raspuns" = "communicated_on"'),
        ('# "trimisă la DGASPC" = ""', '"trimisă la DGASPC" = "în lucru"'),
    ):
        assert old in text
        text = text.replace(old, new)
    Path("t.toml").write_text(text, "utf-8")
    given += ["--mapping", "t.toml"]
    told = json.loads(run(*given, "--draft-mapping", "t2.toml", "--json")[1])
    assert (told["complete"], told["left"]) == (True, [])
    assert told["mapping"] == Path("t2.toml").read_text("utf-8")
    status, out, _ = run(*given, "--draft-mapping", "t2.toml", "--lang", "en")
    assert (status, "The mapping is complete.\nwritten: t2.toml\n" in out) == (0, True)
    # What is left is wrong in a table, and no mapping helps.
    status, out, err = run(*given, "--lang", "en")
    assert (status, "i.csv, 1 row: the office will not know those inspectors" in err) == (2, True)
    assert "--draft-mapping" not in err
    assert run(*given, "--skip-unreadable", "--out", "o.json")[0] == 0
    office, _ = read_office(parse_json(Path("o.json").read_text("utf-8")))
    assert [str(each.status) for each in office.requests.values()] == ["answered", "in_operation"]
    status, _, err = run(*given, "--draft-mapping", "t.toml", "--lang", "en")
    assert (status, "would write over the file of --mapping" in err) == (2, True)


# --- mapping --------------------------------------------------------------------------------


def test_a_mapping_is_filled_in_step_by_step(run: Run) -> None:
    status, out, err = run("mapping", "log.csv", "--out", "m.toml", "--lang", "ro")
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[:6] == [
        "log.csv: 2 rânduri",
        "  Nr. dosar  → request: se citesc 2 din 2",
        "  Coleg      → necunoscută",
        "  Când       → necunoscută",
        "  Făcută     → necunoscută; poate fi: start, booked_at",
        "  Situația   → necunoscută",
    ]
    assert "un antet fără inspector, start, booked_at" in lines[6]
    text = Path("m.toml").read_text("utf-8")
    for column, field in (
        ("Coleg", "inspector"),
        ("Când", "start"),
        ("Făcută", "booked_at"),
        ("Situația", "status"),
    ):
        text = text.replace(f'"{column}" = "ignored"', f'"{column}" = "{field}"')
    Path("m.toml").write_text(text, "utf-8")
    status, out, err = run("mapping", "log.csv", "--mapping", "m.toml", "--lang", "ro")
    assert status == 1
    assert "Cuvinte necunoscute:\n  status: 'a venit' (1)\n" in err
    assert "Celule goale unde trebuie o valoare:\n  status: 1 rând\n" in err
    assert "  linia 3, Când: s-a primit '31.11.2026'; se aștepta o dată din calendar\n" in err
    parse_mapping(out)


def test_a_log_of_which_nothing_is_missing(run: Run) -> None:
    Path("log.csv").write_text(FOUND.replace("Stare", "Stare;x"), "utf-8")
    status, out, _ = run("mapping", "log.csv", "--lang", "en", "--out", "m.toml")
    assert (status, "line 2, row: got 6 cells; expected 7" in out) == (0, True)
    assert "The mapping is complete. 1 row is wrong in the log: it will be unreadable." in out
    Path("log.csv").write_text(FOUND.replace("\n", ";\n").replace("Stare", "Stare;x"), "utf-8")
    status, out, err = run("mapping", "log.csv", "--lang", "en", "--out", "m.toml")
    assert (status, err) == (0, "")
    assert "x             → left out" in out
    assert out.endswith("Nothing is missing: every cell can be read.\nwritten: m.toml\n")
    Path("office.json").write_text("{}", "utf-8")
    assert run("audit", "log.csv", "--office", "office.json", "--mapping", "m.toml")[0] == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_cells_that_are_wrong_in_the_log_leave_nothing_to_fill_in(run: Run, code: str) -> None:
    head, row = FOUND.splitlines()
    wrong = row.replace("26.11", "31.11")
    Path("log.csv").write_text("\n".join([head, row, row, row, row, *[wrong] * 4]), "utf-8")
    status, out, _ = run("mapping", "log.csv", "--out", "m.toml", "--lang", code)
    said = {
        "ro": "Corespondența este întreagă. 4 celule sunt greșite în registru: rândurile lor vor "
        "fi necitibile.\nscris: m.toml\n",
        "en": "The mapping is complete. 4 cells are wrong in the log: their rows will be "
        "unreadable.\nwritten: m.toml\n",
    }
    assert (status, out.endswith(said[code])) == (0, True), out
    Path("log.csv").write_text("\n".join([head, row, wrong]), "utf-8")
    _, out, err = run("mapping", "log.csv", "--lang", code)
    one = {
        "ro": "1 celulă este greșită în registru: rândul ei va fi necitibil.",
        "en": "1 cell is wrong in the log: its row will be unreadable.",
    }
    assert one[code] in err
    assert "m.toml" not in out + err
    Path("log.csv").write_text("\n".join([head, row, wrong, "x", "y"]), "utf-8")
    _, _, err = run("mapping", "log.csv", "--lang", code)
    both = {
        "ro": f"{one['ro']} 2 rânduri sunt greșite în registru: vor fi necitibile.",
        "en": f"{one['en']} 2 rows are wrong in the log: they will be unreadable.",
    }
    assert both[code] in err


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_total_below_the_rows_leaves_nothing_to_fill_in(run: Run, code: str) -> None:
    Path("log.csv").write_text(
        "Nr;" + FOUND.replace("\n119", "\n1;119") + "TOTAL;1;;;;;\n", "utf-8"
    )
    status, out, _ = run("mapping", "log.csv", "--out", "m.toml", "--lang", code)
    total = {"ro": "un rând aproape gol, poate un total", "en": "a row with hardly any cells"}
    assert (status, total[code] in out) == (0, True), out
    assert "constants" in Path("m.toml").read_text("utf-8")
    assert "status = " not in Path("m.toml").read_text("utf-8")
    Path("office.json").write_text("{}", "utf-8")
    _, out, _ = run("audit", "log.csv", "--office", "office.json", "--json", "--lang", code)
    [unreadable] = json.loads(out)["unreadable"]
    assert (unreadable["line"], total[code] in unreadable["reason"]) == (3, True)


def test_what_is_left_to_fill_in_is_said(run: Run) -> None:
    head, row = FOUND.splitlines()
    rows = [row.replace("10:00", "la prânz").replace("26.11", "11/26") for _ in range(2)]
    rows += [row.removesuffix("a avut loc"), row.replace("a avut loc", "a venit")]
    rows = [each.replace("11/26.2026", "11/26/2026") for each in rows]
    Path("log.csv").write_text("\n".join([head, *rows, rows[0]]), "utf-8")
    status, out, _ = run("mapping", "log.csv", "--out", "m.toml", "--lang", "ro")
    assert status == 1
    assert out.partition("De completat")[2].splitlines()[1:-2] == [
        "  date_order: ordinea datelor",
        "  [columns] 'Data': alt câmp, sau îndreptați celulele; ca 'date' se citesc 2 din 5",
        "  [columns] 'Ora': alt câmp, sau îndreptați celulele; ca 'time' se citesc 2 din 5",
        "  [words.status]: ce înseamnă 'a venit'",
        "  [constants] status: ce înseamnă o celulă goală, sau completați celulele în registru",
    ]
    told = json.loads(run("mapping", "log.csv", "--json", "--lang", "en")[1])
    assert told["left"][0] == "date_order: the order of dates"


def test_words_that_no_mapping_can_name_are_wrong_in_the_log(run: Run) -> None:
    head, row = FOUND.splitlines()
    Path("log.csv").write_text("\n".join([head, row, row.replace("a avut", "a@b.ro")]), "utf-8")
    assert run("mapping", "log.csv", "--out", "m.toml")[0] == 0
    Path("log.csv").write_text("\n".join([head, row.replace("a avut", "a@b.ro")]), "utf-8")
    status, out, _ = run("mapping", "log.csv", "--out", "m.toml", "--lang", "en")
    assert (status, "[columns] 'Stare': another field" in out) == (1, True)


def test_the_same_as_json(run: Run) -> None:
    status, out, err = run("mapping", "log.csv", "--json", "--lang", "ro")
    told = json.loads(out)
    assert (status, err, told["complete"], told["rows"]) == (1, "", False, 2)
    assert told["columns"][0]["reasons"] == []
    assert told["columns"][3]["may_be"] == ["start", "booked_at"]
    assert parse_mapping(told["mapping"]).columns["Coleg"] == "ignored"
    romanian(told["problem"])
    Path("log.csv").write_text(FOUND + FOUND[-20:] + FOUND.splitlines()[1][:-10] + "x\n", "utf-8")
    told = json.loads(run("mapping", "log.csv", "--json")[1])
    assert told["problem"] is None
    assert [each["line"] for each in told["unreadable"]] == [3]
    assert told["columns"][-1]["reasons"][0]["line"] == 4
    assert list(told["words"]) == ["status"]
    assert told["blank"] == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_to_be_known_of_a_log(run: Run, code: str) -> None:
    row = FOUND.splitlines()[1].rpartition(";")[0]
    words = ("Reprogramat", "Re?inut", "Amânată")
    rows = "".join(f"{row};{word}\n" for word in words)
    Path("log.csv").write_text("Titlu\n" + FOUND.splitlines()[0] + "\n" + rows, "utf-8")
    _, out, err = run("mapping", "log.csv", "--lang", code)
    said = {
        "ro": (
            "De știut:\n  antetul este linia 2;",
            "\n  'Reprogramat', 'Amânată': la o programare mutată, rândul vechi este cancelled",
            "\n  litere par pierdute la export",
            "no_show; la o programare mutată, rândul vechi este cancelled\n",
        ),
        "en": (
            "To know:\n  the header is line 2;",
            "\n  'Reprogramat', 'Amânată': of a moved booking the old row is cancelled",
            "\n  letters seem lost in the export",
            "no_show; of a moved booking, the old row is cancelled\n",
        ),
    }[code]
    for each in said:
        assert each in err + out
    assert out.count(said[-1]) == 2
    told = json.loads(run("mapping", "log.csv", "--json", "--lang", code)[1])
    assert len(told["notes"]) == 3
    assert [f"  {each}" in err for each in told["notes"]] == [True] * 3


def test_a_mapping_does_not_overwrite_the_log_or_the_mapping(run: Run) -> None:
    status, _, err = run("mapping", "log.csv", "--out", "log.csv")
    assert (status, "would write over the file of LOG" in err) == (2, True)
    Path("m.toml").write_text("", "utf-8")
    status, _, err = run("mapping", "log.csv", "--mapping", "m.toml", "--out", "m.toml")
    assert (status, "would write over the file of --mapping" in err) == (2, True)
    status, _, err = run("mapping", "log.jsonl", "--lang", "ro")
    assert status == 2


@pytest.mark.parametrize("command", ["office", "mapping"])
def test_the_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for code in LANGUAGES:
        with pytest.raises(SystemExit):
            main([command, "--help", "--lang", code])
        out = capsys.readouterr().out
        assert f"  tichet-rules {command} " in out
        assert {"ro": "cod de ieșire", "en": "exit status"}[code] in out
        assert max(map(len, out.splitlines())) <= 100
