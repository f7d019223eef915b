"""One browser for the tests of a module, and what opens pages in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import _browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(_browser.chromium())
        except _browser.Unavailable as reason:
            pytest.skip(str(reason))
        yield browser


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[_browser.Show]:
    with _browser.windows(chromium, tmp_path) as opened:
        yield opened
