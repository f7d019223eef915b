"""The example in Django, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("django", reason="the extra `docs` is not installed")

from tests.browser._browser import PHONE, Show
from tests.browser._people import ANA, PETRU
from tests.examples._django import served


def test_in_a_browser_one_is_booked_and_one_is_told_why_not(show: Show, tmp_path: Path) -> None:
    with served(PGDATABASE="", SQLITE_PATH=str(tmp_path / "bookings.db")) as address:
        view = show(address, width=PHONE)
        assert view.violations() == []
        for who, heading, words in (
            (ANA, "Sunteți programat", "26 noiembrie 2026, la ora 10:00"),
            (PETRU, "Nu se poate la ora aceasta", "Inspectorul are deja o întâlnire atunci."),
            (ANA | {"number": "<b>1</b>"}, "Nu se poate la ora aceasta", "request.identified"),
        ):
            view.page.goto(address)
            for name, value in who.items():
                view.page.fill(f"input[name={name}]", value)
            view.page.click("button")
            assert view.page.text_content("h2") == heading
            assert words in " ".join(view.page.inner_text("section").split())
            assert view.violations() == []
            assert view.too_wide() == 0
