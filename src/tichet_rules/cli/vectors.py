"""``tichet-rules vectors``: another implementation's cases, or our own, run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tichet_rules.cli._arguments import WRONG, Commands, statuses
from tichet_rules.cli._files import FileProblem, text_file
from tichet_rules.cli._terminal import (
    BAD_INPUT,
    NO,
    YES,
    complain,
    instant_text,
    print_json,
    printable,
)
from tichet_rules.errors import Given, InvalidInput, TichetError
from tichet_rules.interchange import CaseResult, run_vectors
from tichet_rules.text import Language, Text

_STATUSES: Final = statuses(
    {
        YES: Text("da: fiecare vector a trecut", "yes: every vector passed"),
        NO: Text("nu: un vector a picat", "no: a vector failed"),
        BAD_INPUT: WRONG,
    }
)
_COMPARED: Final = {"expected": Text("așteptat", "expected"), "got": Text("obținut", "got")}


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    vectors = commands.add(
        "vectors",
        run,
        Text(
            "rulează vectori de conformitate: fișiere sau foldere",
            "run conformance vectors: files, or folders of them",
        ),
        examples=("tests/vectors", "mine.json --json"),
        epilog=_STATUSES,
    )
    vectors.add_argument("paths", nargs="+", type=Path, metavar="PATH")


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    passed, failed, bad = 0, 0, 0
    failures: list[dict[str, Any]] = []
    for path in options.paths:
        try:
            files = list(_vector_files(path))
        except TichetError as error:
            bad += 1
            complain(error.in_(options.lang))
            continue
        for file in files:
            try:
                results = list(run_vectors(text_file(file)))
            except TichetError as error:
                bad += 1
                said = error.in_(options.lang)
                complain(said if isinstance(error, FileProblem) else f"{file}: {said}")
                continue
            for result in results:
                if result.passed:
                    passed += 1
                    continue
                failed += 1
                failures.append(_failure(file, result))
                if not options.json:
                    _print_failure(failures[-1], options.lang)
    if options.json:
        print_json({"passed": passed, "failed": failed, "unreadable": bad, "failures": failures})
    else:
        total = Text(f"trecute: {passed}, picate: {failed}", f"{passed} passed, {failed} failed")
        print(total.in_(options.lang))
    if bad:
        return BAD_INPUT
    return NO if failed else YES


def _failure(file: Path, result: CaseResult) -> dict[str, Any]:
    return {
        "file": str(file),
        "id": result.id,
        "about": result.about,
        "expected": result.expected,
        "got": result.got,
    }


def _print_failure(failure: dict[str, Any], code: Language) -> None:
    about = f" ({failure['about']})" if failure["about"] else ""
    failed = Text("PICAT", "FAILED").in_(code)
    print(printable(f"{failed} {failure['file']}: {failure['id']}{about}"))
    for key, words in _COMPARED.items():
        shown = json.dumps(failure[key], ensure_ascii=False, default=instant_text)
        print(f"  {words.in_(code) + ':':10}{shown}")


def _vector_files(path: Path) -> Iterator[Path]:
    try:
        folder = path.is_dir()
    except OSError as error:
        raise FileProblem(path, error) from None
    if not folder:
        yield path
        return
    files = sorted(path.rglob("*.json"))
    if not files:
        given = Given("un folder fără fișiere .json", "a folder without .json files")
        raise InvalidInput(str(path), given, Text("fișiere de vectori", "vector files"))
    yield from files
