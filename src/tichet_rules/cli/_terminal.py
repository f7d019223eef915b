"""What is printed, and how."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import textwrap
from typing import Any, Final, TextIO

from tichet_rules.text import Text
from tichet_rules.wording import counted

YES: Final = 0
NO: Final = 1
BAD_INPUT: Final = 2
WRITTEN: Final = Text("scris", "written")  # before the path of each file
NOTES: Final = Text("De știut:", "To know:")
# Of the mapping of a log, and of that of an office's tables.
TO_FILL_IN: Final = Text("De completat în corespondență:", "To fill in, in the mapping:")
COMPLETE: Final = Text("Corespondența este întreagă.", "The mapping is complete.")
INTERRUPTED: Final = 130  # as a shell says it of a program that Ctrl-C ended

# The marks of findings and remedies, and the name before a complaint.
_COLOURS: Final = {
    "✗": "31",
    "✓": "32",
    "→": "36",
    "tichet-rules:": "31",
    "FAILED": "31",
    "PICAT": "31",
}
_MARK: Final = re.compile(r"[✗✓→]|^tichet-rules:|^FAILED|^PICAT", re.MULTILINE)
_BAR_WIDTH: Final = 40
_WIDEST: Final = 100  # lines longer than this are hard to read, however wide the terminal


def complain(message: str) -> int:
    print(coloured(f"tichet-rules: {printable(message)}", sys.stderr), file=sys.stderr)
    return BAD_INPUT


def printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )


def coloured(text: str, screen: TextIO) -> str:
    """The text with its marks in colour, where a terminal has colours and nobody minds.

    ``NO_COLOR`` (no-color.org) and ``TERM=dumb`` say no. Nothing is told by a colour alone.
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not screen.isatty():
        return text
    return _MARK.sub(lambda found: f"\x1b[{_COLOURS[found[0]]}m{found[0]}\x1b[0m", text)


def print_json(value: Any) -> None:
    # Piece by piece: the text of a large report would take as much memory again.
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=instant_text)
    print()


def instant_text(value: Any) -> str:
    return str(value.isoformat())


def wrapped(text: str) -> str:
    """The lines, broken between words where a terminal is too narrow for them."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines: list[str] = []
    for line in text.splitlines():
        lead = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line, width, subsequent_indent=lead + "  ", break_long_words=False
        ) or [""]
    return "".join(f"{line}\n" for line in lines)


def indented(text: str) -> str:
    return textwrap.indent(text, "   ")


def bar(options: argparse.Namespace, done: int, total: int) -> None:
    """Draw how far it has come, each time that another hundredth is done."""
    percent = 100 * done // total
    if percent != 100 * (done - 1) // total:
        filled = _BAR_WIDTH * done // total
        drawn = "█" * filled + "░" * (_BAR_WIDTH - filled)
        of = Text("din", "of").in_(options.lang)
        progress(f"{drawn} {percent:>3} % {of} {counted(total, 'row', options.lang)}", options)


def steps(options: argparse.Namespace, done: int, total: int) -> None:
    """Draw how many of the runs are finished."""
    filled = _BAR_WIDTH * done // total
    drawn = "█" * filled + "░" * (_BAR_WIDTH - filled)
    progress(f"{drawn} {done}/{total}", options)


def progress(doing: str, options: argparse.Namespace) -> None:
    """Say on a terminal what is being done; the line is wiped away in the end."""
    if sys.stderr.isatty() and not options.json:
        words = f"{doing} …" if doing else ""
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()
