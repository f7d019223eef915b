"""Files, read and written; what is wrong with one is said with its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tichet_rules.agenda import Agenda
from tichet_rules.errors import InvalidInput, TichetError
from tichet_rules.interchange import parse_json, read_office
from tichet_rules.office import Office


class FileProblem(TichetError):
    """A file that can't be read or written, or is no text."""


def bytes_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None


def text_file(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None
    except UnicodeDecodeError:
        raise FileProblem(f"{path}: not a UTF-8 text file") from None


def in_file(path: Path, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except InvalidInput as error:
        raise error.inside(f"{path}: ") from None


def json_file(path: Path) -> Any:
    text = text_file(path)
    return in_file(path, lambda: parse_json(text))


def office_file(path: Path) -> tuple[Office, Agenda]:
    document = json_file(path)
    found: tuple[Office, Agenda] = in_file(path, lambda: read_office(document, ""))
    return found


def write_text(path: Path, text: str, *, append: bool = False) -> None:
    try:
        with path.open("a" if append else "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(f"{path}: {error.strerror or type(error).__name__}") from None
