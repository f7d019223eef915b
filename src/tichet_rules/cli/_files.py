"""Files, read and written; what is wrong with one is said with its name."""

from __future__ import annotations

import argparse
import errno
import gc
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tichet_rules.agenda import Agenda
from tichet_rules.audit import SourceTable
from tichet_rules.cli._arguments import place
from tichet_rules.errors import InvalidInput, TichetError
from tichet_rules.interchange import parse_json
from tichet_rules.interchange.documents import (
    OfficeDocument,
    office_and_agenda,
    office_document,
)
from tichet_rules.office import Office
from tichet_rules.text import Language, Text

# The options that name a file or folder to write, and the arguments that have no dashes.
WRITTEN: Final = ("csv", "readings_csv", "html", "out", "figures", "draft_mapping")
POSITIONAL: Final = ("log", "study")

_SYSTEM_SAYS: Final = {
    errno.EACCES: "nu aveți drept de acces",
    errno.EEXIST: "există deja",
    errno.EISDIR: "este un folder, nu un fișier",
    errno.ENAMETOOLONG: "numele este prea lung",
    errno.ENOENT: "nu există un asemenea fișier sau folder",
    errno.ENOSPC: "nu mai este loc pe disc",
    errno.ENOTDIR: "o parte a căii nu este un folder",
    errno.EPERM: "nu este permis",
    errno.EROFS: "discul poate fi numai citit",
}
_UTF_16: Final = Text("text în UTF-16, nu în UTF-8", "UTF-16 text, not UTF-8")
_OTHER: Final = Text(
    "nu este un fișier text în UTF-8 (ci poate în ANSI)",
    "not a UTF-8 text file (maybe an ANSI one)",
)
_SAVE_IT: Final = Text(
    "în Notepad: Fișier, Salvare ca, Codificare: UTF-8",
    "in Notepad: File, Save as, Encoding: UTF-8",
)


class FileProblem(TichetError):
    """A file that can't be read or written, or is no text."""

    def __init__(self, path: Path, why: OSError | Text) -> None:
        if isinstance(why, OSError):
            said = why.strerror or type(why).__name__
            why = Text(_SYSTEM_SAYS.get(why.errno or 0, said), said)
        self.path = path
        self.why = why
        super().__init__(path, why)

    def in_(self, language: Language) -> str:
        """What is wrong, in one language."""
        return f"{self.path}: {self.why.in_(language)}"

    def __str__(self) -> str:
        return self.in_("en")


def apart(options: argparse.Namespace) -> None:
    """Refuse to write over what a command reads, or over what it writes besides."""
    named = {name: value for name, value in vars(options).items() if isinstance(value, Path)}
    for written in (name for name in WRITTEN if name in named):
        for other, path in named.items():
            if other != written and path.resolve() == named[written].resolve():
                ro, en = "ar scrie peste fișierul de la", "would write over the file of"
                why = Text(
                    f"{_place(written, 'ro')} {ro} {_place(other, 'ro')}; alegeți alt nume",
                    f"{_place(written, 'en')} {en} {_place(other, 'en')}; choose another",
                )
                raise FileProblem(named[written], why)


def _place(name: str, code: Language) -> str:
    """An argument as the help calls it."""
    return place(name.upper(), code) if name in POSITIONAL else f"--{name.replace('_', '-')}"


def bytes_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(path, error) from None


def text_file(path: Path, read: Callable[[Path], bytes] = bytes_file) -> str:
    content = read(path)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        what = _UTF_16 if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else _OTHER
        why = Text(f"{what.ro}; {_SAVE_IT.ro}", f"{what.en}; {_SAVE_IT.en}")
        raise FileProblem(path, why) from None


def in_file(path: Path, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except InvalidInput as error:
        raise error.inside(f"{path}: ") from None


def json_file(path: Path) -> Any:
    text = text_file(path)
    return in_file(path, lambda: parse_json(text))


def office_file(path: Path) -> tuple[Office, Agenda]:
    office, agenda, _ = office_and_tables(path)
    return office, agenda


def office_and_tables(
    path: Path, read: Callable[[Path], bytes] = bytes_file
) -> tuple[Office, Agenda, tuple[SourceTable, ...]]:
    """An office, its bookings, and the tables that its file says it was made from."""
    text = text_file(path, read)
    # What is read has no cycles, for which Python would look through all of it again and again.
    collects = gc.isenabled()
    gc.disable()
    try:
        document: OfficeDocument = in_file(path, lambda: office_document(text))
        office, agenda = in_file(path, lambda: office_and_agenda(document))
    finally:
        if collects:
            gc.enable()
    return office, agenda, document.made_from


def write_text(path: Path, text: str, *, append: bool = False) -> None:
    try:
        with path.open("a" if append else "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise FileProblem(path, error) from None


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(path, error) from None
