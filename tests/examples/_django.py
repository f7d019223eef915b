"""The example in Django, set up in a process of its own: its settings are global."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run
from typing import Final

PROJECT: Final = Path(__file__).parents[2] / "docs" / "examples" / "django_project"
NOW: Final = "2026-11-24T10:00:00+02:00"

# A server on a free port, whose clock stands still.
SERVER: Final = f"""
import sys
from datetime import datetime
from wsgiref.simple_server import make_server
from django.utils import timezone
timezone.now = lambda: datetime.fromisoformat({NOW!r})
from project.wsgi import application
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()
"""


def environment(**more: str) -> dict[str, str]:
    """Of a process with the project's settings."""
    return (
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path]),
            "PYTHONWARNINGS": "error",
        }
        | more
    )


def ran(code: str, **more: str) -> str:
    """What some code prints that runs in the project."""
    done = run(
        [sys.executable, "-c", "import django; django.setup()\n" + code],
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def migrate(**more: str) -> None:
    """Make the project's tables."""
    ran(
        "from django.core.management import call_command; call_command('migrate', verbosity=0)",
        **more,
    )


@contextmanager
def served(**more: str) -> Iterator[str]:
    """The address of the project's page."""
    migrate(**more)
    with Popen(
        [sys.executable, "-c", SERVER],
        env=environment(**more),
        cwd=PROJECT,
        stdout=PIPE,
        stderr=DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        finally:
            server.terminate()
