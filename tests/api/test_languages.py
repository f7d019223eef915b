"""In which language words are, and how the argument that says it is called."""

from __future__ import annotations

import re
from pathlib import Path

LISTING = Path(__file__).with_name("listing.txt").read_text("utf-8").splitlines()

#: What is handed on to citizens and to the town hall is Romanian unless it is asked otherwise.
HANDED_ON = (
    "documents.audit_report",
    "documents.invitation",
    "documents.messages",
    "documents.replay_report",
    "documents.ticket",
    "interchange.calendars",
)


def test_the_argument_is_called_language() -> None:
    assert not [each for each in LISTING if re.search(r"\bcode: Language\b", each)]


def test_it_is_romanian_in_what_is_handed_on_and_else_english() -> None:
    found = 0
    for line in LISTING:
        default = re.search(r"\blanguage: \w+ = '(..)'", line)
        if default is not None:
            handed_on = line.removeprefix("tichet_rules.").startswith(HANDED_ON)
            assert default[1] == ("ro" if handed_on else "en"), line
            found += 1
    assert found > 30
