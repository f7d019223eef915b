"""What the pages show on the command line is what the command line prints."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from tests.docs._console import File, Run, says, steps
from tichet_rules.cli import main

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = {
    page.relative_to(DOCS).as_posix(): page
    for page in sorted(DOCS.rglob("*.md"))
    if page.name != "mistakes.md"  # whose files tests/test_mistakes.py writes
    and any(isinstance(step, Run) for step in steps(page))
}


@pytest.mark.parametrize("name", PAGES)
def test_each_command_prints_what_the_page_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    for step in steps(PAGES[name]):
        if isinstance(step, File):
            (tmp_path / step.name).write_text(step.text, encoding="utf-8")
            continue
        program, *arguments = step.words
        assert program == "tichet-rules", f"{name}:{step.line}: only our own command is run here"
        with suppress(SystemExit):  # the status is told in words, and tested with the command line
            main(arguments)
        printed = "".join(capsys.readouterr()).strip()
        printed = "\n".join(line.rstrip() for line in printed.splitlines())
        assert says(step.printed, printed), f"{name}:{step.line} prints\n{printed}"


def test_pages_with_commands_are_found() -> None:
    assert "tutorials/auditor.md" in PAGES


PAGE = """\
<!-- file: a.txt -->

```text
one
two
```

Then:

```console
$ tichet-rules check a.txt \\
    --lang ro
Respins
$ tichet-rules rules
```

```console
pip install .
```
"""


def test_a_page_is_read_as_its_reader_would(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert list(steps(page)) == [
        File("a.txt", "one\ntwo\n"),
        Run(("tichet-rules", "check", "a.txt", "--lang", "ro"), "Respins", 11),
        Run(("tichet-rules", "rules"), "", 14),
    ]


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("a\n...", "a\nb", True),
        ("a\n...\nd", "a\nb\nc\ne", False),
        ("a (b)", "a (b)", True),
        ("a (b)", "a b", False),
    ],
)
def test_three_dots_stand_for_lines(expected: str, printed: str, same: bool) -> None:
    assert says(expected, printed) is same
