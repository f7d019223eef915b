"""``tichet-rules demo``: both journeys on an invented town hall."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tichet_rules.cli._arguments import Commands
from tichet_rules.cli._files import FileProblem
from tichet_rules.cli._terminal import YES, indented, print_json
from tichet_rules.demo import Paper, demo_story
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange import decision_document
from tichet_rules.text import Language, Text


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    demo = commands.add(
        "demo",
        run,
        Text(
            "parcurge ambele proceduri într-o primărie inventată",
            "walk through both journeys on an invented town hall",
        ),
        examples=("--lang ro", "--out documents"),
    )
    demo.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=Text(
            "scrie într-un folder ce primesc oamenii: mesaje, invitații, tichetul albastru "
            "(cere componentele opționale 'calendar', 'contact' și 'pdf')",
            "write what people receive into a folder: messages, invitations, the blue ticket "
            "(needs the extras 'calendar', 'contact' and 'pdf')",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    code: Language = options.lang
    steps = list(demo_story())
    if options.out is not None:
        written = _written(options.out, (paper for each in steps for paper in each.papers(code)))
        if options.json:
            print_json({"folder": str(options.out), "files": [each.name for each in written]})
        else:
            _print_papers(options.out, written, code)
        return YES
    if options.json:
        print_json(
            [
                {
                    "title": step.title.in_(code),
                    "words": step.words.in_(code),
                    "decision": None
                    if step.decision is None
                    else decision_document(step.decision, code),
                }
                for step in steps
            ]
        )
        return YES
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step.title.in_(code)}")
        print(indented(step.words.in_(code)))
        if step.decision is not None:
            print(indented(step.decision.explain(code)))
        print()
    return YES


def _written(folder: Path, papers: Iterable[Paper]) -> list[Paper]:
    """Write the documents, all or none; a file that is there already is left alone."""
    made = list(papers)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for paper in made:
            if (folder / paper.name).exists():
                right = Text(
                    f"un folder fără {paper.name!r} în el", f"a folder without {paper.name!r} in it"
                )
                raise InvalidInput("--out", str(folder), right)
        for paper in made:
            (folder / paper.name).write_bytes(paper.content)
    except OSError as error:
        raise FileProblem(folder, error) from None
    return made


def _print_papers(folder: Path, papers: Iterable[Paper], code: Language) -> None:
    print(Text(f"Documentele, în {folder}:", f"The documents, in {folder}:").in_(code))
    for paper in papers:
        print(f"  {paper.name}")
