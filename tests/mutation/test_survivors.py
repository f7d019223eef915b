"""The survivors that are argued: lines that are there, and the table that tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation._survivors import Key, argued, table

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("key", argued(), ids=str)
def test_the_line_is_still_there(key: Key) -> None:
    source = (ROOT / "src/tichet_rules" / key.module).read_text(encoding="utf-8")
    assert key.line in [each.strip() for each in source.splitlines()]
    assert key.was in source


def test_the_page_has_the_table() -> None:
    page = (ROOT / "docs/mutation.md").read_text(encoding="utf-8")
    assert table() in page, "`python -m tests.mutation table` prints it"
