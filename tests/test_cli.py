"""The command line: exit statuses, what is printed where, and that nothing is a traceback."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tichet_rules
from tests._romanian import checked as romanian
from tichet_rules import RULE_BOOK, Text
from tichet_rules.cli import main
from tichet_rules.cli._arguments import in_romanian, place
from tichet_rules.cli._files import FileProblem

MARKER = "Zyxwmarker"
AT = "2026-11-24T10:00:00+02:00"
SOURCES = Path(tichet_rules.__file__).parent.parent

OFFICE: dict[str, Any] = {
    "inspectors": [{"id": "i-017", "name": MARKER}, {"id": "i-018", "week": {}}],
    "requests": [
        {
            "number": "119368/305",
            "applicant": MARKER,
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
    "bookings": [
        {
            "id": "b-1",
            "request": "120001/433",
            "inspector": "i-017",
            "start": "2026-11-26T10:30:00+02:00",
        }
    ],
}
FORM: dict[str, Any] = {
    "number": "119.368/305",
    "applicant": MARKER,
    "filed_on": "2026-01-12",
    "start": "2026-11-26T10:00:00+02:00",
    "phone": "0722 123 457",
    "email": f"{MARKER}@example.org".lower(),
}
ALLOWED = {"at": AT, "book": FORM}
REFUSED = {"at": AT, "book": FORM | {"start": "2026-11-26T09:45:00+02:00"}}
HOLIDAY = {
    "id": "holiday",
    "about": "Saint Andrew",
    "when": {"working_day": {"date": "2026-11-30"}},
    "then": {"working": False},
}
WRONG = {"id": "wrong", "when": {"working_day": {"date": "2026-11-30"}}, "then": {"working": True}}

Write = Callable[[str, object], str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, value: object) -> str:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(value, bytes):
            file.write_bytes(value)
        else:
            file.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
        return str(file)

    return make


@pytest.fixture
def office(write: Write) -> str:
    return write("office.json", OFFICE)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        seen = capsys.readouterr()
        return status, seen.out, seen.err

    return call


def vectors(*cases: Any) -> dict[str, Any]:
    return {"format": "tichet-rules/vectors/1", "office": OFFICE, "cases": list(cases)}


def complaint(result: tuple[int, str, str]) -> str:
    """The one line on standard error that bad input gets."""
    status, out, err = result
    assert status == 2
    assert out == ""
    assert err.startswith("tichet-rules: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert MARKER not in err
    return err


def is_romanian(text: str) -> bool:
    assert not set("ŞşŢţ{}") & set(text)
    return bool(set("ăâîșț") & set(text))


# --- demo -----------------------------------------------------------------------------------


def test_demo(run: Run) -> None:
    status, english, err = run("demo")
    assert (status, err) == (0, "")
    for word in ("request.identified", "slot.working_day", "slot.free", "524", "1.", "6."):
        assert word in english
    status, romanian, _ = run("demo", "--lang", "ro")
    assert status == 0
    assert is_romanian(romanian)
    assert "slot.working_day" in romanian
    assert romanian != english
    assert run("demo")[1] == english


def test_demo_writes_what_people_receive(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "documente" / "demo"
    status, out, err = run("demo", "--out", str(folder), "--lang", "ro")
    assert (status, err) == (0, "")
    names = sorted(each.name for each in folder.iterdir())
    assert [each for each in names if each.endswith(".pdf")] == [
        "06-tichet-albastru.pdf",
        "08-raspuns.pdf",
    ]
    assert sorted(line.strip() for line in out.splitlines()[1:]) == names
    status, out, _ = run("demo", "--out", str(tmp_path / "json"), "--json")
    assert (status, sorted(json.loads(out)["files"])) == (0, names)
    before = {each: each.read_bytes() for each in folder.iterdir()}
    status, _, err = run("demo", "--out", str(folder))
    assert status == 2
    assert "expected a folder without" in err
    assert {each: each.read_bytes() for each in folder.iterdir()} == before


def test_demo_writes_into_no_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("there")
    status, out, err = run("demo", "--out", str(tmp_path / "a"), "--json")
    assert (status, out) == (2, "")
    assert "File exists" in err


@pytest.mark.parametrize("code", ["ro", "en"])
def test_demo_as_json(run: Run, code: str) -> None:
    status, out, _ = run("demo", "--json", "--lang", code)
    assert status == 0
    steps = json.loads(out)
    assert len(steps) == 16
    decisions = [step["decision"] for step in steps if step["decision"] is not None]
    assert [each["refused_by"] for each in decisions] == [
        ["request.identified"],
        ["slot.working_day"],
        [],
        ["slot.free"],
        [],
        ["ticket.recorded"],
        [],
        ["audience.reason"],
        [],
        [],
        ["audience.prior_step"],
    ]


# --- check ----------------------------------------------------------------------------------


def test_check_says_yes(run: Run, write: Write) -> None:
    status, out, err = run("check", write("q.json", {"when": ALLOWED, "office": OFFICE}))
    assert (status, err) == (0, "")
    assert out.strip()
    assert "slot.notice" not in out
    assert MARKER not in out


def test_check_says_no_and_why(run: Run, write: Write) -> None:
    question = write("q.json", {"when": REFUSED, "office": OFFICE})
    status, out, err = run("check", question)
    assert (status, err) == (1, "")
    assert "slot.notice" in out
    assert "slot.free" not in out
    assert MARKER not in out
    status, romanian, _ = run("check", question, "--lang", "ro")
    assert status == 1
    assert is_romanian(romanian)


def test_check_with_the_office_in_a_file_of_its_own(run: Run, write: Write, office: str) -> None:
    assert run("check", write("q.json", {"when": ALLOWED}), "--office", office)[0] == 0
    assert run("check", write("q.json", {"when": REFUSED}), "--office", office)[0] == 1


def test_check_with_two_offices(run: Run, write: Write, office: str) -> None:
    question = write("q.json", {"when": REFUSED, "office": {}})
    status, said, complaint = run("check", question, "--office", office)
    assert (status, said) == (2, "")
    assert "none beside --office" in complaint


def test_check_without_an_office(run: Run, write: Write) -> None:
    assert "office" in complaint(run("check", write("q.json", {"when": ALLOWED})))


def test_check_at_another_instant(run: Run, write: Write) -> None:
    question = write("q.json", {"when": ALLOWED, "office": OFFICE})
    assert run("check", question, "--at", "2026-11-24T10:00:01+02:00")[0] == 1
    assert run("check", question, "--at", "2026-11-24T08:00:00Z")[0] == 0


def test_check_now_where_no_instant_is_said(run: Run, write: Write) -> None:
    """Whatever now is, there is no such booking."""
    question = write("q.json", {"when": {"cancel": {"booking": "b-9"}}, "office": OFFICE})
    status, out, _ = run("check", question)
    assert status == 1
    assert "booking.open" in out


def test_check_in_full(run: Run, write: Write) -> None:
    question = write("q.json", {"when": REFUSED, "office": OFFICE})
    out = run("check", question, "--full")[1]
    for rule in ("slot.notice", "slot.free", "slot.horizon", "contact.email"):
        assert rule in out
    assert len(out.splitlines()) > len(run("check", question)[1].splitlines())


def test_check_for_the_staff(run: Run, write: Write) -> None:
    wrong = {"at": AT, "book": FORM | {"filed_on": "2026-01-13"}}
    question = write("q.json", {"when": wrong, "office": OFFICE})
    status, public, _ = run("check", question)
    assert status == 1
    assert "request.identified" in public
    assert "filing_date_matches" not in public
    assert "filing_date_matches" in run("check", question, "--staff")[1]
    assert "staff" not in json.loads(run("check", question, "--json")[1])["findings"][0]
    assert "staff" in json.loads(run("check", question, "--json", "--staff")[1])["findings"][0]


def test_check_as_json(run: Run, write: Write) -> None:
    status, out, _ = run("check", write("q.json", {"when": REFUSED, "office": OFFICE}), "--json")
    assert status == 1
    document = json.loads(out)
    assert (document["allowed"], document["refused_by"]) == (False, ["slot.notice"])
    question = write("q.json", {"when": ALLOWED, "office": OFFICE})
    status, out, _ = run("check", question, "--json")
    assert status == 0
    assert json.loads(out)["allowed"] is True
    assert MARKER.lower() not in out.lower()
    assert "722123457" not in out
    out = run("check", question, "--json", "--with-personal-data")[1]
    booking = json.loads(out)["events"][0]["booking"]
    assert booking["phone"] == "+40722123457"
    assert MARKER.lower() in booking["applicant"]


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ({"at": AT, "cancel": {"booking": "b-1"}}, 0),
        ({"at": AT, "reschedule": {"booking": "b-1", "start": "2026-11-26T10:45:00+02:00"}}, 0),
        ({"at": AT, "hold": {"booking": "b-1"}}, 1),
        ({"at": "2026-11-26T10:30:00+02:00", "hold": {"booking": "b-1"}}, 0),
        ({"at": "2026-11-26T10:30:00+02:00", "no_show": {"booking": "b-1"}}, 0),
        ({"at": AT, "book": {key: FORM[key] for key in FORM if key != "phone"}}, 1),
    ],
)
def test_check_of_every_command(run: Run, write: Write, when: Any, status: int) -> None:
    assert run("check", write("q.json", {"when": when, "office": OFFICE}))[0] == status


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ({"when": {}, "office": OFFICE}, "when"),
        ({"when": None, "office": OFFICE}, "when"),
        ({"when": [], "office": OFFICE}, "when"),
        ({"when": "now", "office": OFFICE}, "when"),
        ({"when": ALLOWED | {"cancel": {"booking": "b-1"}}, "office": OFFICE}, "when"),
        ({"when": ALLOWED | {"at": "2026-11-24"}, "office": OFFICE}, "when.at"),
        ({"when": {"at": AT, "book": FORM | {"minutes": 0}}, "office": OFFICE},
         "when.book.minutes"),
        ({"when": {"at": AT, "book": FORM | {"minuts": 5}}, "office": OFFICE}, "when.book"),
        ({"when": {"at": AT, "book": FORM | {"email": [MARKER]}}, "office": OFFICE},
         "when.book.email"),
        ({"when": ALLOWED, "office": OFFICE | {"time_zone": "X"}}, "office.time_zone"),
        ({"when": ALLOWED, "office": []}, "office"),
        ({"when": ALLOWED, "office": None}, "office"),
        ({"when": ALLOWED, "ofice": OFFICE}, "ofice"),
        ({"office": OFFICE}, "when"),
        ([{"applicant": MARKER}], "q.json"),
        (None, "q.json"),
        ("", "q.json"),
        ("{", "line 1, column 2"),
        ('{"when": 1, "when": 2}', "'when'"),
        ('{"when": NaN}', "NaN"),
        ("[" * 100_000, "JSON"),
        ('{"when": ' + "9" * 5000 + "}", "JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"\x00\x01\x02", "line 1"),
    ],
)  # fmt: skip
def test_check_of_bad_input(run: Run, write: Write, question: object, place: str) -> None:
    file = write("q.json", question if question is not None else "null")
    said = complaint(run("check", file))
    assert "q.json" in said
    assert place in said


def test_check_of_a_bad_office_names_its_file(run: Run, write: Write) -> None:
    question = write("q.json", {"when": ALLOWED})
    bad = write("bad.json", OFFICE | {"closures": ["2026-02-30"]})
    said = complaint(run("check", question, "--office", bad))
    assert f"{bad}: closures[0]" in said
    for text in ("[]", "null", '"x"', "5"):
        bad = write("bad.json", text)
        assert bad in complaint(run("check", question, "--office", bad))
    assert "q.json" not in said


def test_a_byte_order_mark_does_not_matter(run: Run, write: Write) -> None:
    text = json.dumps({"when": ALLOWED, "office": OFFICE})
    assert run("check", write("q.json", "\ufeff".encode() + text.encode()))[0] == 0


def test_what_can_not_be_read(run: Run, write: Write, tmp_path: Path, office: str) -> None:
    question = write("q.json", {"when": ALLOWED})
    missing = str(tmp_path / "missing.json")
    for bad in (missing, str(tmp_path), str(tmp_path / "q.json" / "x"), "x" * 300):
        assert bad[:50] in complaint(run("check", bad))
        assert bad[:50] in complaint(run("check", question, "--office", bad))
        assert bad[:50] in complaint(run("slots", bad, "--inspector", "i-017"))
    assert run("check", question, "--office", office)[0] == 0


def test_a_file_whose_name_is_not_utf_8(run: Run) -> None:
    complaint(run("check", os.fsdecode(b"missing-\xff.json")))
    status, out, err = run("vectors", os.fsdecode(b"missing-\xff.json"))
    assert (status, out) == (2, "0 passed, 0 failed\n")
    assert err.count("\n") == 1


def test_a_file_with_a_line_break_in_its_name(run: Run) -> None:
    complaint(run("check", "missing\nfile.json"))


def test_a_question_that_has_no_answer(run: Run, write: Write) -> None:
    """Romania's public holidays are known up to 2100."""
    far = ALLOWED | {"book": FORM | {"start": "2101-11-28T10:00:00+02:00"}}
    complaint(run("check", write("q.json", {"when": far, "office": OFFICE})))


def test_a_library_that_is_not_installed(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    said = complaint(run("check", write("q.json", {"when": ALLOWED, "office": OFFICE})))
    assert "tichet-rules[contact]" in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.sampled_from([b"null", b"[]", b"{}", b"5", b'""', b'{"when": null}', b'{"when": []}'])
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.sampled_from(json.dumps({"when": ALLOWED, "office": OFFICE}).encode().split(b'"')).map(
        lambda piece: (
            json.dumps({"when": ALLOWED, "office": OFFICE}).encode().replace(piece, piece[1:], 1)
        )
    )
)
def test_any_bytes_are_read_or_get_one_line(run: Run, write: Write, content: bytes) -> None:
    file = write("any.json", content)
    for arguments in (
        ("check", file),
        ("slots", file, "--inspector", "i-017", "--from", "2026-11-26", "--at", AT),
    ):
        status, out, err = run(*arguments)
        if status == 2:
            complaint((status, out, err))
        else:
            assert err == ""
    status, out, err = run("vectors", file)
    assert status == 2
    assert out == "0 passed, 0 failed\n"
    assert err.startswith("tichet-rules: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "shape",
    ["%s", '{"when": %s}', '{"when": {"book": %s}}', '{"when": 1, "office": {"policy": %s}}'],
)
def test_a_nesting_almost_too_deep(run: Run, write: Write, shape: str) -> None:
    for depth in (*range(100, 1000, 45), *range(900, 1000, 3), 5000):
        file = write("deep.json", shape % ("[" * depth + "]" * depth))
        complaint(run("check", file))


# --- slots ----------------------------------------------------------------------------------


def test_slots(run: Run, office: str) -> None:
    arguments = ("slots", office, "--inspector", "i-017", "--at", AT)
    status, out, err = run(*arguments, "--from", "2026-11-26", "--to", "2026-11-26")
    assert (status, err) == (0, "")
    assert "23" in out
    assert "10:15" in out
    assert "10:30" not in out
    assert "09:45" not in out
    assert MARKER not in out
    status, out, _ = run(*arguments, "--from", "2026-11-28", "--to", "2026-11-28")
    assert status == 1
    assert "slot.working_day" in out
    status, out, _ = run(*arguments, "--lang", "ro")
    assert status == 0
    assert is_romanian(out)


def test_slots_of_a_fortnight(run: Run, office: str) -> None:
    arguments = ("slots", office, "--inspector", "i-017", "--at", AT, "--json")
    status, out, _ = run(*arguments)
    days = [day["date"] for day in json.loads(out)]
    assert (status, len(days), days[0], days[-1]) == (0, 14, "2026-11-24", "2026-12-07")
    days = [day["date"] for day in json.loads(run(*arguments, "--from", "2027-01-01")[1])]
    assert (len(days), days[0], days[-1]) == (14, "2027-01-01", "2027-01-14")
    night = ("--at", "2026-11-24T23:30:00Z")
    days = [day["date"] for day in json.loads(run(*arguments, *night, "--to", "2026-11-25")[1])]
    assert days == ["2026-11-25"]  # by the clock of the office


def test_slots_as_json(run: Run, office: str) -> None:
    arguments = ("slots", office, "--inspector", "i-017", "--at", AT, "--from", "2026-11-26")
    status, out, _ = run(*arguments, "--to", "2026-11-27", "--json")
    assert status == 0
    first, second = json.loads(out)
    assert (first["slots"], len(first["free"])) == (32, 23)
    assert first["free"][0] == "2026-11-26T10:00:00+02:00"
    assert len(second["free"]) == 32
    status, out, _ = run(
        "slots", office, "--inspector", "i-018", "--at", AT, "--to", "2026-11-26", "--json"
    )
    assert status == 1
    assert [day["free"] for day in json.loads(out)] == [[], [], []]


def test_slots_and_why_not_the_others(run: Run, office: str) -> None:
    arguments = ("slots", office, "--inspector", "i-017", "--at", AT, "--from", "2026-11-26",
                 "--to", "2026-11-26")  # fmt: skip
    plain, why = run(*arguments)[1], run(*arguments, "--why")[1]
    assert "slot.free" not in plain
    assert "slot.free" in why
    assert "slot.notice" in why


def test_slots_of_another_length_and_for_a_request(run: Run, office: str) -> None:
    arguments = ("slots", office, "--inspector", "i-017", "--at", AT, "--from", "2026-11-27",
                 "--to", "2026-11-27")  # fmt: skip
    assert run(*arguments)[0] == 0
    assert run(*arguments, "--minutes", "15")[0] == 0
    status, out, _ = run(*arguments, "--minutes", "16")
    assert status == 1
    assert "slot.duration" in out
    assert run(*arguments, "--request", "119368/305")[0] == 0
    status, out, _ = run(*arguments, "--request", "0120.001 / 433")
    assert status == 1
    assert "request.response_window" in out


def test_slots_now_where_no_instant_is_said(run: Run, write: Write) -> None:
    """Whatever today is, this inspector does not work."""
    office = write("o.json", OFFICE | {"public_holidays": []})
    status, out, _ = run("slots", office, "--inspector", "i-018", "--json")
    assert status == 1
    assert len(json.loads(out)) == 14


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--inspector", "i-17"], "i-17"),
        (["--inspector", "i-017", "--request", "1/1"], "1/1"),
        (["--inspector", "i-017", "--request", "/"], "/"),
        (["--inspector", "i-017", "--from", "2026-11-26", "--to", "2026-11-25"], "2026-11-25"),
        (["--inspector", "i-017", "--from", "9999-12-25"], "9999-12-25"),
        (["--inspector", "i-017", "--from", "2101-01-03", "--to", "2101-01-04"], "2101"),
        (["--inspector", "i-017", "--from", "1996-01-03", "--to", "1996-01-04"], "1996"),
        (["--inspector", "i-017", "--minutes", "1000000000000"], "1000000000000"),
        (["--inspector", "i-017", "--minutes", "1000000000000000"], "1000000000000000"),
        (["--inspector", "i-017", "--at", "9999-12-31T23:59:00Z"], "9999"),
        (["--inspector", "i-017", "--at", "0001-01-01T00:00:00Z"], "1"),
    ],
)
def test_slots_of_bad_input(run: Run, office: str, arguments: list[str], named: str) -> None:
    if "--at" not in arguments:
        arguments = [*arguments, "--at", AT]
    result = run("slots", office, *arguments)
    if result[0] == 1:  # a meeting of two million years fits nowhere: no slot is a fair answer
        assert "--minutes" in arguments
        assert result[2] == ""
    else:
        said = complaint(result)
        if "--minutes" not in arguments:
            assert named in said


# --- vectors --------------------------------------------------------------------------------


def test_vectors_that_pass(run: Run, write: Write) -> None:
    status, out, err = run("vectors", write("v.json", vectors(HOLIDAY, HOLIDAY | {"id": "2"})))
    assert (status, out, err) == (0, "2 passed, 0 failed\n", "")


def test_vectors_that_fail(run: Run, write: Write) -> None:
    file = write("v.json", vectors(HOLIDAY, WRONG | {"about": "not at all"}))
    status, out, err = run("vectors", file)
    assert (status, err) == (1, "")
    assert out.splitlines()[-1] == "1 passed, 1 failed"
    failed = out[: out.rindex("1 passed")]
    for word in (file, "wrong", "not at all", "expected", "got", "true", "false"):
        assert word in failed
    assert "holiday" not in failed


def test_vectors_in_romanian(run: Run, write: Write) -> None:
    file = write("v.json", vectors(HOLIDAY, WRONG | {"about": "deloc"}))
    status, out, err = run("vectors", file, "--lang", "ro")
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        f"PICAT {file}: wrong (deloc)",
        '  așteptat: {"working": true}',
        '  obținut:  {"working": false}',
        "trecute: 1, picate: 1",
    ]


def test_vectors_of_a_folder(run: Run, write: Write, tmp_path: Path) -> None:
    write("all/b/2.json", vectors(WRONG))
    write("all/1.json", vectors(HOLIDAY))
    write("all/notes.txt", "no vectors")
    status, out, _ = run("vectors", str(tmp_path / "all"))
    assert status == 1
    assert out.splitlines()[-1] == "1 passed, 1 failed"
    extra = write("3.json", vectors(HOLIDAY))
    assert run("vectors", str(tmp_path / "all"), extra)[1].splitlines()[-1] == "2 passed, 1 failed"


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        b"\xff",
        "[]",
        "null",
        {"format": "x", "cases": []},
        vectors(HOLIDAY | {"id": "bad", "then": {"workin": True}}),
        vectors(HOLIDAY | {"id": "bad", "when": {"last_day": {"days": 5}}}),
    ],
)
def test_vectors_of_a_bad_file_and_a_good_one(
    run: Run, write: Write, tmp_path: Path, bad: object
) -> None:
    bad_file = write("a/bad.json", bad)
    good = write("z/good.json", vectors(HOLIDAY, WRONG))
    for order in ((bad_file, good), (good, bad_file), (str(tmp_path),)):
        status, out, err = run("vectors", *order)
        assert status == 2
        assert out.splitlines()[-1] == "1 passed, 1 failed"
        assert err.startswith("tichet-rules: ")
        assert err.count("\n") == 1
        assert "bad.json" in err


def test_vectors_of_what_is_not_there(run: Run, write: Write, tmp_path: Path) -> None:
    good = write("good.json", vectors(HOLIDAY))
    (tmp_path / "empty").mkdir()
    for bad in (str(tmp_path / "missing"), str(tmp_path / "empty"), "x" * 300):
        status, out, err = run("vectors", bad, good)
        assert (status, out) == (2, "1 passed, 0 failed\n")
        assert err.startswith("tichet-rules: ")
        assert err.count("\n") == 1
        assert bad[:50] in err


def test_vectors_as_json(run: Run, write: Write) -> None:
    slots = {
        "id": "slots",
        "when": {
            "at": AT,
            "free_slots": {"inspector": "i-017", "from": "2026-11-26", "to": "2026-11-26"},
        },
        "then": {"starts": ["2026-11-26T10:00:00+02:00"]},
    }
    file = write("v.json", vectors(HOLIDAY, WRONG, slots))
    status, out, err = run("vectors", file, "--json")
    assert (status, err) == (1, "")
    document = json.loads(out)
    assert (document["passed"], document["failed"]) == (1, 2)
    assert [(each["file"], each["id"]) for each in document["failures"]] == [
        (file, "wrong"),
        (file, "slots"),
    ]
    assert document["failures"][0]["expected"] == {"working": True}
    assert document["failures"][0]["got"] == {"working": False}
    assert document["failures"][1]["expected"] == {"starts": ["2026-11-26T08:00:00+00:00"]}
    assert len(document["failures"][1]["got"]["starts"]) == 23
    status, out, _ = run("vectors", file)
    assert out.splitlines()[-1] == "1 passed, 2 failed"
    status, out, err = run("vectors", write("bad.json", "{"), "--json")
    assert status == 2
    assert json.loads(out)["failures"] == []
    assert err.count("\n") == 1


@pytest.mark.parametrize("odd", ["\ud800", "a\nb", "\x1b[31m", "ș"])
@pytest.mark.parametrize("key", ["id", "about"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_case_with_an_odd_name(
    run: Run, write: Write, odd: str, key: str, more: list[str]
) -> None:
    status, out, err = run("vectors", write("v.json", vectors(WRONG | {key: odd})), *more)
    assert status in (1, 2)
    assert err.count("\n") <= 1
    if not more:
        assert out.splitlines()[-1] == (
            "0 passed, 1 failed" if status == 1 else "0 passed, 0 failed"
        )


def test_an_expectation_with_an_odd_word(run: Run, write: Write) -> None:
    case = {"id": "x", "when": ALLOWED, "then": {"allowed": False, "refused_by": ["\ud800"]}}
    status, out, _ = run("vectors", write("v.json", vectors(case)))
    assert status in (1, 2)
    assert out.splitlines()[-1].endswith(" failed")


# --- rules ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ro", "en"])
def test_all_rules(run: Run, code: str) -> None:
    status, out, err = run("rules", "--lang", code)
    assert (status, err) == (0, "")
    assert is_romanian(out)  # the quotations are in Romanian in either language
    for rule in RULE_BOOK:
        assert rule.id in out
    document = json.loads(run("rules", "--json", "--lang", code)[1])
    assert [each["id"] for each in document] == [each.id for each in RULE_BOOK]


def test_some_rules(run: Run) -> None:
    status, out, _ = run("rules", "slot.notice")
    assert status == 0
    assert "slot.notice" in out
    assert "slot.free" not in out
    assert "notice_hours = 48" in out
    assert "48 de ore" in out
    document = json.loads(run("rules", "slot.free", "slot.notice", "--json")[1])
    assert [each["id"] for each in document] == ["slot.free", "slot.notice"]
    assert "unlimited" in run("rules", "slot.horizon")[1]
    assert "nelimitat" in run("rules", "slot.horizon", "--lang", "ro")[1]
    assert "online, phone" in run("rules", "channel.allowed")[1]


def test_an_unknown_rule(run: Run) -> None:
    said = complaint(run("rules", "slot.notic"))
    assert "'slot.notic'" in said
    assert "'slot.notice'" in said
    assert "slot.free" in complaint(run("rules", "x"))


# --- arguments, languages, streams ----------------------------------------------------------


WRONG_ARGUMENTS = [
    (["slots", "o.json", "--inspector", "i", "--at", "2026-11-24T10:00:00"], "2026-11-24T10:00:00"),
    (["slots", "o.json", "--inspector", "i", "--at", "now"], "now"),
    (["slots", "o.json", "--inspector", "i", "--from", "2026-02-30"], "2026-02-30"),
    (["slots", "o.json", "--inspector", "i", "--to", AT], AT),
    (["slots", "o.json", "--inspector", "i", "--minutes", "0"], "'0'"),
    (["slots", "o.json", "--inspector", "i", "--minutes", "1.5"], "1.5"),
    (["slots", "o.json", "--inspector", "i", "--minutes", "-5"], "-5"),
    (["slots", "o.json", "--inspector", "i", "--minutes", "\u0665"], "\u0665"),
    (["slots", "o.json"], "--inspector"),
    (["check"], "FILE"),
    (["check", "q.json", "--at", "2026-11-24"], "2026-11-24"),
    (["vectors"], "PATH"),
    (["rules", "--lang", "hu"], "hu"),
    (["nothing"], "nothing"),
    ([], "COMMAND"),
]


def ended(arguments: list[str]) -> int:
    """The exit status, whether main returns it or argparse ends the program with it."""
    try:
        return main(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else -1


@pytest.mark.parametrize(("arguments", "named"), WRONG_ARGUMENTS)
def test_a_wrong_argument(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "lipsesc argumentele obligatorii: FIȘIER; vedeți tichet-rules check --help"),
        ([], "lipsesc argumentele obligatorii: COMANDĂ; vedeți tichet-rules --help"),
        (
            ["check", "q.json", "--at", "2026-11-24"],
            (
                "argumentul --at: s-a primit '2026-11-24'; se aștepta un moment cu decalajul lui "
                "față de UTC, ca 2026-11-26T10:00:00+02:00; vedeți tichet-rules check --help"
            ),
        ),
        (["check", "q.json", "x"], "argumente necunoscute: x; vedeți tichet-rules --help"),
        (
            ["check", "q.json", "--at"],
            "argumentul --at: se aștepta o valoare; vedeți tichet-rules check --help",
        ),
        (
            ["check", "q.json", "--json=1"],
            (
                "argumentul --json: s-a primit '1'; nu se aștepta nicio valoare; "
                "vedeți tichet-rules check --help"
            ),
        ),
        (
            ["slots", "o.json", "--inspector", "i", "--minutes", "0"],
            (
                "argumentul --minutes: s-a primit '0'; se aștepta un număr întreg de minute, cel "
                "puțin 1; vedeți tichet-rules slots --help"
            ),
        ),
    ],
)
def test_a_wrong_argument_in_romanian(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "ro_RO.UTF-8")
    assert ended(arguments) == 2
    assert capsys.readouterr().err == f"tichet-rules: {said}\n"


@pytest.mark.parametrize(("arguments", "named"), WRONG_ARGUMENTS)
def test_no_english_in_a_wrong_argument_in_romanian(
    arguments: list[str],
    named: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "ro_RO.UTF-8")
    ended(arguments)
    assert place(named, "ro") in romanian(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("argument --x: not allowed with argument --y", ("argumentul --x: nu poate sta alături de "
         "argumentul --y")),
        ("argument --x: invalid int value: 'a'", ("argumentul --x: s-a primit 'a'; se aștepta o "
         "valoare int")),
        ("expected 2 arguments", "numărul de valori așteptate este 2"),
        ("what a later Python says", "what a later Python says"),
    ],
)  # fmt: skip
def test_what_argparse_can_say_besides(english: str, said: str) -> None:
    assert in_romanian(english) == said


def test_a_wrong_argument_gets_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    """docs/command-line.md: bad input gets one line, a wrong argument included."""
    assert ended(["check", "q.json", "--at", "2026-11-24"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("tichet-rules: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["", "demo", "check", "slots", "vectors", "rules"])
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended([command, "--help"] if command else ["--help"]) == 0
    out = capsys.readouterr().out
    assert "exit status" in out
    assert "tichet-rules" in out


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({}, "en"),
        ({"LANG": "ro_RO.UTF-8"}, "ro"),
        ({"LANG": "hu_HU.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "ro_RO.UTF-8", "LANG": "en_US.UTF-8"}, "ro"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "ro_RO.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ro_RO"}, "ro"),
        ({"LC_MESSAGES": "ro_RO", "LANG": "en_US.UTF-8"}, "ro"),
        ({"LC_ALL": "C", "LC_MESSAGES": "ro_RO"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    by_locale = run("rules", "slot.horizon")[1]
    assert by_locale == run("rules", "slot.horizon", "--lang", code)[1]
    other = "en" if code == "ro" else "ro"
    assert by_locale != run("rules", "slot.horizon", "--lang", other)[1]
    assert by_locale == run("--lang", code, "rules", "slot.horizon")[1]
    assert by_locale == run("--lang", other, "rules", "slot.horizon", f"--lang={code}")[1]
    assert by_locale == run(f"--la={code}", "rules", "slot.horizon")[1]


def test_streams_that_are_no_text_files(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["rules", "slot.notice"]) == 0
    assert main(["rules", "slot.notic"]) == 2
    assert "slot.notice" in out.getvalue()
    assert err.getvalue().startswith("tichet-rules: ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [40, 72, 500])
def test_lines_are_broken_between_words_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, run: Run, columns: int
) -> None:
    whole = run("rules", "--lang", "ro")[1]
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["rules", "--lang", "ro"]) == 0
    said = terminal.getvalue()
    assert said.split() == whole.split()
    assert max(map(len, said.splitlines())) <= min(columns, 100)
    assert max(map(len, whole.splitlines())) > 100


def test_nobody_reads_the_output_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8", buffering=1) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["rules"]) == 0
        monkeypatch.undo()


def program(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own, its output held back until there is enough."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONUNBUFFERED", "COLUMNS")
    }
    environment["PYTHONPATH"] = str(SOURCES)
    environment |= more.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "tichet_rules.cli", *arguments],
        stderr=subprocess.PIPE,
        check=False,
        env=environment,
        **more,
    )


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "slot.notice"]])
def test_a_pipe_that_is_closed_at_the_other_end(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = program(*arguments, stdout=writer)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_refusal_stays_one_when_nobody_reads_it(write: Write) -> None:
    question = write("q.json", {"when": REFUSED, "office": OFFICE})
    reader, writer = os.pipe()
    os.close(reader)
    done = program("check", question, "--full", stdout=writer, env={"PYTHONUNBUFFERED": "1"})
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_words_are_utf_8_whatever_the_locale(encoding: str) -> None:
    done = program(
        "rules", "--lang", "ro", stdout=subprocess.PIPE, env={"PYTHONIOENCODING": encoding}
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert is_romanian(done.stdout.decode("utf-8"))


@pytest.mark.parametrize("module", ["tichet_rules", "tichet_rules.cli"])
def test_the_module_is_a_program(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tichet-rules", "rules", "slot.notice"])
    with pytest.raises(SystemExit) as raised:
        runpy.run_module(module, run_name="__main__")
    assert raised.value.code == 0
    assert "slot.notice" in capsys.readouterr().out


def test_a_problem_with_a_file_is_told_in_english_unless_asked() -> None:
    problem = FileProblem(Path("log.csv"), Text("nu se poate", "can't be"))
    assert (str(problem), problem.in_("ro")) == ("log.csv: can't be", "log.csv: nu se poate")
