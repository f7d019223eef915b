"""A change of the public API is deliberate: it changes the checked-in listing too."""

from __future__ import annotations

from tests.api._listing import PATH, text


def test_the_public_names_are_those_listed() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), (
        "the public API differs from tests/api/listing.txt: `python -m tests.api` shows how, and "
        "writes it anew; docs/stability.md says what a change needs"
    )
