"""The command line on a terminal: colours, progress, completion."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path

import pytest

import tichet_rules
from tests.test_cli_whatif import STUDY
from tichet_rules.cli import _arguments, _main, _terminal, main
from tichet_rules.cli._arguments import Parser
from tichet_rules.rules import RULE_BOOK
from tichet_rules.text import LANGUAGES, Language

SOURCES = Path(tichet_rules.__file__).parent.parent
ROOT = Path(__file__).parent.parent
RED = "\x1b[31m"


def on_a_terminal(
    folder: Path, *arguments: str, interrupt_at: bytes | None = None, **environment: str
) -> tuple[int, str]:
    """The exit status of the command line, and what a terminal of 80 columns is written by it.

    It is interrupted as soon as something has been written.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tichet_rules", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SOURCES),
            "TERM": "xterm",
            "COLUMNS": "80",
            "LC_ALL": "en_US.UTF-8",
            **environment,
        },
    )
    os.close(theirs)
    written = bytearray()
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:  # as Linux says that the other end is closed
            break
        if not some:
            break
        written += some
        if interrupt_at is not None and interrupt_at in written:
            process.send_signal(signal.SIGINT)
            interrupt_at = None
    os.close(ours)
    return process.wait(), written.decode().replace("\r\n", "\n")


def seen_on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    return on_a_terminal(folder, *arguments, interrupt_at=None, **environment)[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("terminal")
    question = {
        "when": {
            "at": "2026-11-24T10:00:00+02:00",
            "book": {
                "number": "1/305",
                "applicant": "Pop Ana",
                "filed_on": "2026-01-12",
                "start": "2026-11-26T10:00:00+02:00",
                "phone": "0722 123 457",
                "email": "ana@example.org",
            },
        },
        "office": {},
    }
    (made / "question.json").write_text(json.dumps(question), "utf-8")
    (made / "study.json").write_text(json.dumps(STUDY), "utf-8")
    return made


def test_marks_have_colours_on_a_terminal_alone(folder: Path) -> None:
    seen = seen_on_a_terminal(folder, "check", "question.json")
    assert f"{RED}✗\x1b[0m request.identified" in seen
    assert "\x1b[36m→\x1b[0m" in seen
    lines = seen.replace(f"{RED}✗\x1b[0m", "✗").replace("\x1b[36m→\x1b[0m", "→").splitlines()
    assert max(map(len, lines)) <= 80
    for minded in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in seen_on_a_terminal(folder, "check", "question.json", **minded)


def test_a_complaint_and_the_language_of_the_locale(folder: Path) -> None:
    assert seen_on_a_terminal(folder, "slots", "none.json", "--inspector", "i").startswith(
        f"{RED}tichet-rules:\x1b[0m none.json: No such file"
    )
    assert "ore înainte" in seen_on_a_terminal(folder, "rules", "slot.notice", LC_ALL="ro_RO.UTF-8")


def test_progress_is_drawn_and_wiped_away_and_tables_are_not_broken(folder: Path) -> None:
    seen = seen_on_a_terminal(
        folder, "whatif", "study.json", "--inspectors", "+1", "--inspectors", "+2"
    )
    progress, _, table = seen.rpartition("\r\x1b[K")
    assert progress.endswith(f"{'█' * 40} 6/6 …")
    assert table.startswith("2026-11-02 – 2026-11-03")
    assert any(len(line) > 80 for line in table.splitlines())


def test_a_sweep_that_is_interrupted_goes_on_where_it_was(folder: Path) -> None:
    asked = ("whatif", "study.json", "--replications", "300", "--engine", "decide")
    kept = folder / "runs.jsonl"
    status, seen = on_a_terminal(folder, *asked, "--runs", "runs.jsonl", interrupt_at=b" 1/300")
    assert status == 130
    runs = kept.read_text("utf-8").count("\n")
    assert 1 <= runs < 300
    assert f"interrupted: {runs} of 300 runs, kept in runs.jsonl" in seen
    few = ("whatif", "study.json", "--replications", "2", "--engine", "columns")
    again = seen_on_a_terminal(folder, *few, "--runs", "runs.jsonl")
    assert again.rpartition("\x1b[K")[2] == seen_on_a_terminal(folder, *few).rpartition("\x1b[K")[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "screen", "colours"),
    [
        ({}, Terminal(), True),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"NO_COLOR": "0"}, Terminal(), False),
        ({"TERM": "dumb"}, Terminal(), False),
        ({}, io.StringIO(), False),
    ],
)
def test_when_there_are_colours(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], screen: io.StringIO, colours: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b" in _terminal.coloured("✗ slot.free", screen)) is colours
    assert _terminal.coloured("said tichet-rules: →", Terminal()).startswith("said tichet-rules:")
    failed = [_terminal.coloured(f"{word} v.json", screen) for word in ("FAILED", "PICAT")]
    assert [each.startswith("\x1b[31m") for each in failed] == [colours, colours]


def test_progress_is_told_to_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for screen, json_, drawn in (
        (Terminal(), False, "\r\x1b[Kreading …\r\x1b[K"),
        (Terminal(), True, ""),
        (io.StringIO(), False, ""),
    ):
        monkeypatch.setattr(sys, "stderr", screen)
        for words in ("reading", ""):
            _terminal.progress(words, Namespace(json=json_))
        assert screen.getvalue() == drawn


def test_a_bar_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(_terminal, "progress", lambda words, _: drawn.append(words))
    _terminal.steps(Namespace(), 1, 4)
    assert drawn == [f"{'█' * 10}{'░' * 30} 1/4"]
    for done in (1, 2, 3):
        _terminal.bar(Namespace(lang="en"), done, 200)  # a hundredth is two rows
    assert len(drawn) == 2
    for code in LANGUAGES:
        _terminal.bar(Namespace(lang=code), 100, 200)
    ro, en = (each.partition("50 ")[2] for each in drawn[2:])
    assert (ro, en) == ("% din 200 de rânduri", "% of 200 rows")


# --- completion ---------------------------------------------------------------------------------

Completed = Callable[..., list[str]]


@pytest.fixture
def completed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Completed:
    assert main(["completion", "bash"]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out, "utf-8")
    (tmp_path / "office.json").touch()

    def call(*words: str) -> list[str]:
        asked = " ".join(map(repr, words))
        script = (
            f"source ./script; COMP_WORDS=(tichet-rules {asked}); COMP_CWORD={len(words)}; "
            '_shtab_tichet_rules; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        done = subprocess.run(
            ["bash", "--norc", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()

    return call


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_options_and_rules(completed: Completed) -> None:
    assert completed("wha") == ["whatif"]
    assert completed("whatif", "--repl") == ["--replications"]
    assert set(completed("explain", "slot.")) == {
        each.id for each in RULE_BOOK if each.id.startswith("slot.")
    }
    assert completed("slots", "--lang", "r") == ["ro"]
    assert completed("--la") == ["--lang"]
    assert completed("--lang", "r") == ["ro"]
    assert completed("--lang", "ro", "wha") == ["whatif"]
    assert completed("--lang", "ro", "whatif", "--repl") == ["--replications"]
    assert completed("slots", "off") == ["office.json"]


@pytest.mark.parametrize(
    ("shell", "words"),
    [("zsh", "#compdef tichet-rules"), ("fish", "complete -c tichet-rules")],
)
def test_the_scripts_of_other_shells(
    capsys: pytest.CaptureFixture[str], shell: str, words: str
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert words in script
    for name in ("whatif", "replay", "slot.notice", "with-personal-data"):
        assert name in script


def test_completion_needs_an_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert capsys.readouterr().err == (
        "tichet-rules: completing in a shell needs the extra 'completion': "
        "pip install 'tichet-rules[completion]'\n"
    )


# --- help ---------------------------------------------------------------------------------------


def helps(code: Language) -> dict[tuple[str, str], str | None]:
    """What the help says of each argument of each command."""
    parser = _main._parser(code)
    [commands] = [each for each in parser._actions if isinstance(each, _SubParsersAction)]
    found = {("", each.dest): each.help for each in commands._choices_actions}
    for name, command in commands.choices.items():
        found |= {(name, each.dest): each.help for each in command._actions}
    return found


def parsers(code: Language) -> list[Parser]:
    """The parser of the whole, and those of the commands."""
    general = _main._parser(code)
    [commands] = [each for each in general._actions if isinstance(each, _SubParsersAction)]
    return [general, *commands.choices.values()]


def metavars(parser: Parser) -> list[str]:
    """What stands for the values of a parser's arguments, less the values themselves."""
    names = [str(each.metavar) for each in parser._actions]
    return [name for name in names if name.upper() == name]


def test_all_help_is_in_both_languages() -> None:
    english, romanian = helps("en"), helps("ro")
    same = {key for key, words in english.items() if words is not None and romanian[key] == words}
    assert {key for key in same if "audit" not in key} == {
        ("schema", "name"),
        ("completion", "shell"),
    }
    assert {key for key, words in english.items() if not words} == {("vectors", "paths")}


@pytest.mark.parametrize(
    ("arguments", "locale", "words"),
    [
        (["slots", "--help"], "ro_RO.UTF-8", ["utilizare: ", "opțiuni:", "exemple:", "cod de"]),
        (["slots", "--help"], "de_DE.UTF-8", ["usage: ", "options:", "examples:", "exit status:"]),
        (["slots", "--help", "--lang", "ro"], "C", ["utilizare: ", "limba (ro)"]),
        (["slots", "--help", "--lang=en"], "ro_RO.UTF-8", ["usage: ", "(en)"]),
        (["--help"], "ro_RO.UTF-8", ["comenzi:", "Regulile de programare", "exemple:"]),
        (["slots", "--help", "--lang", "fr"], "C", ["usage: "]),
        (["--lang", "ro", "--help"], "C", ["comenzi:", "limba (ro)"]),
        (["--lang", "ro", "audit", "--help"], "C", ["utilizare: ", "limba (ro)", "FIȘIER"]),
        (["--lang", "ro", "audit", "--help", "--lang", "en"], "C", ["usage: ", "(en)", "FILE"]),
    ],
)
def test_help_speaks_the_language_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    locale: str,
    words: list[str],
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 0
    said = capsys.readouterr().out
    assert all(each in said for each in words)


def test_values_have_names_in_both_languages() -> None:
    ours = {"FOLDER", "ID", "N"}  # the same in Romanian
    places = [place for each in parsers("en") for place in metavars(each)]
    assert {"FILE", "NAME=VALUE", "LOG", "COMMAND"} <= set(places)
    for name in places:
        words = re.findall("[A-Z]+", name)
        translated = re.findall(r"[^\W\da-z_]+(?:-[^\W\da-z_]+)?", _arguments.place(name, "ro"))
        assert len(translated) == len(words)
        assert {word for word in words if word in translated} <= ours, name
    assert [name for each in parsers("ro") for name in metavars(each)] == [
        _arguments.place(name, "ro") for name in places
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_value_has_a_name_of_its_own(code: Language) -> None:
    """Where argparse would make one up of ours, in English."""
    for command in parsers(code):
        for action in command._actions:
            assert action.metavar or action.choices or action.nargs == 0, action.dest


def test_files_of_examples_are_those_of_the_pages_in_romanian() -> None:
    pages = "".join(page.read_text("utf-8") for page in sorted((ROOT / "docs" / "ro").glob("*.md")))
    shown = "".join(each.format_help() for each in parsers("ro"))
    files = set(re.findall(r"[\w-]+\.(?:csv|html|json|jsonl|toml)\b", shown))
    assert {"primaria.json", "programari.csv", "raport.html"} <= files
    assert {each for each in files if each not in pages} <= {"zile.csv", "vectori.json"}


# --- exit statuses ------------------------------------------------------------------------------

Statuses = dict[int, str]


def told(command: Parser) -> Statuses:
    """What a help text says of each exit status."""
    _, _, said = command.format_help().partition(
        {"ro": "\ncod de ieșire:\n", "en": "\nexit status:\n"}[command.code]
    )
    entries = re.findall(r"^  (\d+) (.*(?:\n   .*)*)", said, re.MULTILINE)
    return {int(status): " ".join(words.split()) for status, words in entries}


def written(page: Path) -> Statuses:
    """What the table of a page says of each exit status."""
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", page.read_text("utf-8"), re.MULTILINE)
    return {int(status): words.replace("`", "") for status, words in rows}


@pytest.mark.parametrize(
    ("code", "page"), [("en", "docs/command-line.md"), ("ro", "docs/ro/command-line.md")]
)
def test_the_general_help_and_the_page_tell_the_same_statuses(code: Language, page: str) -> None:
    general, *_ = parsers(code)
    assert list(told(general)) == [0, 1, 2, 130]
    assert told(general) == written(ROOT / page)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_general_help_names_the_commands_that_can_say_no(code: Language) -> None:
    general, *commands = parsers(code)
    by_name = {each.prog.split()[-1]: told(each) for each in commands}
    assert all({0, 2} <= statuses.keys() for statuses in by_name.values())
    named = {
        status: {
            each.split()[0]
            for listed in re.findall(r"\(([a-z][a-z ,-]+)\)", words)
            for each in listed.split(", ")
        }
        for status, words in told(general).items()
    }
    assert named[0] == named[1] == {name for name, statuses in by_name.items() if 1 in statuses}
    assert named[2] <= by_name.keys()


# --- examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_example_can_be_typed(code: Language) -> None:
    parser = _main._parser(code)
    [commands] = [each for each in parser._actions if isinstance(each, _SubParsersAction)]
    typed = []
    for command in (parser, *commands.choices.values()):
        lines = command.format_help().splitlines()
        typed += [each.strip() for each in lines if each.startswith("  tichet-rules ")]
    for line in typed:
        program, *arguments = shlex.split(line.partition(" > ")[0])
        assert program == "tichet-rules"
        assert parser.parse_args(arguments).run
    assert len(typed) > 30
