"""The ticket as text and HTML, against files that people have read.

They are made by ``python -m tests.documents.test_ticket_golden`` in the repository, and a change
in them is to be read in the diff.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve

from tests.documents._ticket_examples import EXAMPLES, TICKET
from tichet_rules.documents.ticket import ticket_html, ticket_text
from tichet_rules.model.ticket import MeetingRecord
from tichet_rules.text import LANGUAGES, Language

GOLDEN = Path(__file__).parent / "golden"
FORMS: dict[str, Callable[..., str]] = {"txt": ticket_text, "html": ticket_html}
CASES = list(product(EXAMPLES, LANGUAGES, FORMS))


def path_of(example: str, code: Language, form: str) -> Path:
    return GOLDEN / f"{example}-{code}.{form}"


@pytest.mark.parametrize(("example", "code", "form"), CASES)
def test_a_ticket_looks_as_it_did(example: str, code: Language, form: str) -> None:
    path = path_of(example, code, form)
    made = FORMS[form](EXAMPLES[example], code)
    assert made == path.read_bytes().decode("utf-8"), (
        f"{path.name} differs; if that is meant, run "
        "'python -m tests.documents.test_ticket_golden' and read the diff"
    )


def test_the_example_of_the_guide_is_what_is_printed() -> None:
    guide = (GOLDEN.parents[2] / "docs" / "blue-ticket.md").read_text("utf-8")
    shown = guide.split("<!-- example -->\n```text\n")[1].split("```")[0]
    record = MeetingRecord(
        ["Ce acte mai lipsesc?"],
        ["Lipsește planul cadastral."],
        ["Cetățeana trimite planul până vineri, 11 decembrie 2026."],
    )
    assert shown == ticket_text(evolve(TICKET, booking="b-1", record=record))


if __name__ == "__main__":
    for case in CASES:
        path_of(*case).write_bytes(FORMS[case[2]](EXAMPLES[case[0]], case[1]).encode("utf-8"))
