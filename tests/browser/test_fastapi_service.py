"""The example in FastAPI, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("fastapi", reason="the extra `docs` is not installed")

import uvicorn

from docs.examples.fastapi_service.app import Town, create_app
from tests.browser._browser import PHONE, Show
from tests.browser._people import ANA, PETRU


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The service on a port of this machine, in a thread of its own."""
    now = datetime.fromisoformat("2026-11-24T10:00:00+02:00")
    town = Town(tmp_path / "bookings.db", lambda: now)
    server = uvicorn.Server(uvicorn.Config(create_app(town), port=0, log_level="warning"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


def test_in_a_browser_one_is_booked_and_one_is_told_why_not(address: str, show: Show) -> None:
    for who, heading, words in (
        (ANA, "Sunteți programat", "Vă așteptăm joi, 26 noiembrie 2026, ora 10:00."),
        (PETRU, "Nu se poate la ora aceasta", "Inspectorul are deja o întâlnire atunci."),
    ):
        view = show(address, width=PHONE)
        for name, value in who.items():
            view.page.fill(f"input[name={name}]", value)
        view.page.click("button")
        assert view.page.text_content("h2") == heading
        assert words in " ".join(view.page.inner_text("section").split())
        assert view.violations() == []
        assert view.too_wide() == 0
