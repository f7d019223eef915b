"""Files as editors save them: UTF-8 is read, marked or not; of others the remedy is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests._romanian import checked as romanian
from tichet_rules.cli import main

MAPPING = '[columns]\n"Însemnări" = "ignored"\n'
POLICY = """\
format = "tichet-rules/policy/1"
name = "orașul/tichet"
extends = "cluj-napoca/tichet-albastru"
[[versions]]
valid_from = 2026-01-01
[versions.parameters]
notice_hours = { value = 24, source = "practice" }
"""
OFFICE = json.dumps({"inspectors": [{"id": "i-017", "name": "Mureșan"}]}, ensure_ascii=False)
LOG = "Cerere;Inspector;Start;Programat la;Însemnări\n"
FILES = {"mapping.toml": MAPPING, "policy.toml": POLICY, "office.json": OFFICE, "log.csv": LOG}
AUDIT = ("audit", "log.csv", "--office", "office.json", "--policy", "policy.toml",
         "--mapping", "mapping.toml")  # fmt: skip
NOTEPAD = {
    "ro": "în Notepad: Fișier, Salvare ca, Codificare: UTF-8",
    "en": "in Notepad: File, Save as, Encoding: UTF-8",
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, "utf-8")


@pytest.mark.parametrize("name", [*FILES])
def test_a_mark_before_utf_8_is_read(name: str) -> None:
    Path(name).write_text(FILES[name].replace("\n", "\r\n"), "utf-8-sig", newline="")
    assert main([*AUDIT, "--json"]) == 0


@pytest.mark.parametrize("code", NOTEPAD)
@pytest.mark.parametrize(
    ("encoding", "what"),
    [("cp1250", "ANSI"), ("cp1252", "ANSI"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")],
)
@pytest.mark.parametrize("name", ["mapping.toml", "policy.toml", "office.json"])
def test_of_another_encoding_the_remedy_is_told(
    name: str, encoding: str, what: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = FILES[name].replace("ș", "ş" if encoding == "cp1250" else "é")
    Path(name).write_bytes((mark + text.replace("ă", "â")).encode(encoding))
    assert main([*AUDIT, "--lang", code]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"tichet-rules: {name}: ")
    assert what in err
    assert NOTEPAD[code] in err
    assert len(err.splitlines()) == 1
    if code == "ro":
        romanian(err)
