"""The files and commands that a page of the documentation shows.

A code block after the line ``<!-- file: NAME -->`` is a file that the reader is told to write. A
``console`` block holds commands, after ``$ ``, each with what it prints; a line ``...`` stands for
any lines. Blocks without a prompt are for the reader's own machine, and are not run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

_BLOCK: Final = re.compile(
    r"(?:^<!-- file: (?P<file>[\w.-]+) -->\n+)?"
    r"^```(?P<language>[\w{}-]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@frozen
class File:
    name: str
    text: str


@frozen
class Run:
    """A command line, split as a shell does, and the lines that it is said to print."""

    words: tuple[str, ...]
    printed: str
    line: int


def steps(page: Path) -> Iterator[File | Run]:
    """What a reader of the page does, in order."""
    text = page.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        if block["file"]:
            yield File(block["file"], block["text"])
        elif block["language"] == "console" and "$ " in block["text"]:
            yield from _runs(block["text"], text.count("\n", 0, block.start("text")))


def _runs(text: str, before: int) -> Iterator[Run]:
    lines = [*text.splitlines(), "$ "]
    begun: int | None = None
    for number, line in enumerate(lines):
        if not line.startswith("$ "):
            continue
        if begun is not None:
            words, rest = lines[begun][2:], lines[begun + 1 : number]
            while words.endswith("\\"):
                words, rest = words[:-1] + rest[0], rest[1:]
            yield Run(tuple(shlex.split(words)), "\n".join(rest).strip(), before + begun + 1)
        begun = number


def says(expected: str, printed: str) -> bool:
    """Whether what was printed is what was expected, where ``...`` alone on a line is any lines."""
    parts = map(re.escape, re.split(r"^\.\.\.\n", expected + "\n", flags=re.MULTILINE))
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed + "\n") is not None
