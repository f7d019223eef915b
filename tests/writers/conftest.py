"""A place for the table in each database, on a server that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.writers._databases import Unavailable, postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[str | Unavailable]:
    """The server of PostgreSQL, or why there is none."""
    try:
        running = postgresql()
        dsn = running.__enter__()
    except Unavailable as reason:
        yield reason
        return
    try:
        yield dsn
    finally:
        running.__exit__(None, None, None)


class Places:
    """Where the table is, by dialect; a test is skipped where there is no such database."""

    def __init__(self, folder: Path, request: pytest.FixtureRequest) -> None:
        self._folder = folder
        self._request = request

    def __getitem__(self, dialect: str) -> str:
        if dialect == "sqlite":
            return str(self._folder / "bookings.db")
        server = self._request.getfixturevalue("server")
        if isinstance(server, Unavailable):
            pytest.skip(str(server))
        return str(server)


@pytest.fixture
def places(tmp_path: Path, request: pytest.FixtureRequest) -> Places:
    return Places(tmp_path, request)
