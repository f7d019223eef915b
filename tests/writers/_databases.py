"""The databases: a file of SQLite, and a server of PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tichet_rules import Booking
from tichet_rules.storage import Dialect, booking_of, booking_table

WAITING_MILLISECONDS = 20_000


class Unavailable(Exception):
    """Why there is no server of PostgreSQL here."""


# --- PostgreSQL -----------------------------------------------------------------------------


def _programs() -> Path:
    """The folder with initdb and pg_ctl: that of Debian's newest package, or of the PATH."""

    def version(folder: Path) -> int:
        return int(folder.parent.name) if folder.parent.name.isdigit() else 0

    debian = [each.parent for each in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=version)
    found = shutil.which("initdb")
    if found is None:
        raise Unavailable("PostgreSQL's initdb is not here (Debian: apt-get install postgresql)")
    return Path(found).resolve().parent


def _unprivileged() -> dict[str, Any]:
    """Who is to run the server, as initdb refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 (not on every system)

    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("PostgreSQL won't run as root, and there is no user postgres or nobody")


@contextmanager
def postgresql() -> Iterator[str]:
    """A new server of PostgreSQL on a socket in a temporary folder, as a connection string."""
    try:
        import psycopg  # noqa: PLC0415
    except ImportError:
        raise Unavailable("psycopg is not installed (pip install 'psycopg[binary]')") from None
    programs, user = _programs(), _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data, log = folder / "data", folder / "log"

    def run(*command: object) -> None:
        # The log takes the output: the server inherits it, and would keep a pipe open.
        with log.open("ab") as output:
            done = subprocess.run(
                [str(each) for each in command],
                cwd=folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **user,
            )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{log.read_text()}")

    settings = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "max_connections": 40,
        "fsync": "off",  # what survives a power failure is not what is tested
        "deadlock_timeout": "5ms",
    }
    try:
        if user:
            os.chown(folder, user["user"], user["group"])
        run(programs / "initdb", "-N", "-A", "trust", "-U", "tests", "-E", "UTF8", "-D", data)
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        run(programs / "pg_ctl", "-w", "-D", data, "-l", folder / "server", "start")
        try:
            dsn = f"host={folder} user=tests dbname=postgres"
            with psycopg.connect(dsn) as connection:
                known = connection.execute(
                    "SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'"
                ).fetchone()
            if known is None:
                raise Unavailable("PostgreSQL is here without its extension btree_gist")
            yield dsn
        finally:
            run(programs / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


# --- both -----------------------------------------------------------------------------------


def connect(dialect: Dialect, where: str, *, waiting: int = WAITING_MILLISECONDS) -> Any:
    """A connection whose rows go by the names of their columns, and that begins nothing itself."""
    if dialect == "sqlite":
        lite = sqlite3.connect(where, isolation_level=None, timeout=waiting / 1000)
        lite.row_factory = sqlite3.Row
        lite.execute("PRAGMA synchronous = OFF")
        return lite
    import psycopg  # noqa: PLC0415
    from psycopg.rows import dict_row  # noqa: PLC0415

    return psycopg.connect(where, autocommit=True, row_factory=dict_row)


def make_table(dialect: Dialect, where: str, **options: Any) -> None:
    """A table of bookings, in the place of the one that was there before."""
    connection = connect(dialect, where)
    connection.execute("DROP TABLE IF EXISTS bookings")
    if dialect == "sqlite":
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(booking_table("sqlite", **options))
    else:
        connection.execute("SET client_min_messages = warning")
        connection.execute(booking_table("postgresql", **options))
    connection.close()


def all_bookings(connection: Any) -> list[Booking]:
    return [booking_of(each) for each in connection.execute("SELECT * FROM bookings")]


def collisions(dialect: Dialect, connection: Any) -> dict[str, int]:
    """The pairs of rows that no table may hold, counted by SQL that shares nothing with `src`.

    It looks only at what was written, and at none of the columns that the database computes.
    """
    minute = "60000000" if dialect == "sqlite" else "interval '1 minute'"

    def ends(row: str) -> str:
        return f"{row}.start + {row}.minutes * {minute}"

    def pairs(owner: str, before: str, after: str, also: str = "") -> int:
        def span(row: str) -> tuple[str, str]:
            return (
                f"{row}.start" + (f" - {row}.{before} * {minute}" if before else ""),
                ends(row) + (f" + {row}.{after} * {minute}" if after else ""),
            )

        (from_a, to_a), (from_b, to_b) = span("a"), span("b")
        [row] = connection.execute(
            f"SELECT count(*) AS pairs FROM bookings a JOIN bookings b"
            f" ON a.{owner} = b.{owner} AND a.id < b.id"
            f" WHERE a.status <> 'cancelled' AND b.status <> 'cancelled'"
            f" AND {from_a} < {to_b} AND {from_b} < {to_a} {also}"
        ).fetchall()
        return int(row["pairs"])

    [open_at_once] = connection.execute(
        "SELECT count(*) AS pairs FROM bookings a JOIN bookings b"
        " ON a.request = b.request AND a.id <> b.id"
        " WHERE a.status = 'booked' AND b.status = 'booked'"
        " AND a.procedure = 'blue_ticket' AND b.procedure = 'blue_ticket'"
        f" AND b.booked_at >= a.booked_at AND b.booked_at < {ends('a')}"
    ).fetchall()
    return {
        "slot.free": pairs("inspector", "buffer_before_minutes", "buffer_after_minutes"),
        "applicant.free": pairs("applicant", "", ""),
        "room.free": pairs("room", "", ""),
        "request.one_open_booking": int(open_at_once["pairs"]),
    }


def drop_guards(dialect: Dialect, connection: Any) -> None:
    """Take from the table all that keeps double bookings out, to see that the tests would tell."""
    if dialect == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        drop = 'DROP TRIGGER "{}"'
    else:
        found = "SELECT conname AS name FROM pg_constraint WHERE contype = 'x'"
        drop = 'ALTER TABLE bookings DROP CONSTRAINT "{}"'
    for row in connection.execute(found).fetchall():
        connection.execute(drop.format(row["name"]))
