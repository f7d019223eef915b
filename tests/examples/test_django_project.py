"""The example in Django: its service on each database that is here, and its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("django", reason="the extra `docs` is not installed")

from tests.examples._django import NOW, migrate, ran
from tests.writers._databases import Unavailable, postgresql

BOOKINGS = f"""
import json
from datetime import date, datetime
from booking.models import Booking, ContactData, JournalEntry
from booking.service import carry_out
from django.db import connection
from django.utils import timezone
from tichet_rules import Book, Cancel, Contact, Reschedule, Slot

timezone.now = lambda: datetime.fromisoformat({NOW!r})

def book(number, name, day):
    command = Book(
        number=number, applicant=name, filed_on=date(2026, 10, day),
        slot=Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00")),
        contact=Contact("0264 596 030", "cetatean@example.org"),
    )
    return carry_out(command)

def move(to):
    slot = Slot(datetime.fromisoformat(to))
    return list(carry_out(Reschedule(booking=booking.id, slot=slot)).refused_by)

first = book("119.368/305", "ANA-MARIA POP IONESCU", 12)
second = book("119402/305", "Moldovan Petru", 13)
[booking] = Booking.objects.all()
cursor = connection.cursor()
cursor.execute("SELECT applicant, phone, email FROM bookings")
print(json.dumps({{
    "vendor": connection.vendor,
    "first": first.allowed,
    "second": second.refused_by,
    "row": [list(each or "" for each in row) for row in cursor.fetchall()],
    "contacts": list(ContactData.objects.values_list("phone", "email")),
    "moved": [move("2026-11-27T10:10:00+02:00"), move("2026-11-27T10:15:00+02:00")],
    "cancelled": [carry_out(Cancel(booking=booking.id)).allowed for _ in range(2)],
    "journal": list(JournalEntry.objects.values_list("event__event", "policy").order_by("id")),
}}))
"""


def shown(**environment: str) -> dict[str, object]:
    migrate(**environment)
    found: dict[str, object] = json.loads(ran(BOOKINGS, **environment))
    return found


EXPECTED = {
    "first": True,
    "second": ["slot.free"],
    "row": [["id:p-1", "", ""]],
    "contacts": [["+40264596030", "cetatean@example.org"]],
    "moved": [["slot.grid"], []],
    "cancelled": [True, False],
    "journal": [
        ["Booked", "cluj-napoca/tichet-albastru@2020-10-05"],
        ["Rescheduled", "cluj-napoca/tichet-albastru@2020-10-05"],
        ["Cancelled", "cluj-napoca/tichet-albastru@2020-10-05"],
    ],
}


def test_with_sqlite(tmp_path: Path) -> None:
    found = shown(PGDATABASE="", SQLITE_PATH=str(tmp_path / "bookings.db"))
    assert found == EXPECTED | {"vendor": "sqlite"}


def test_the_models_and_the_migrations_agree(tmp_path: Path) -> None:
    ran(
        "from django.core.management import call_command\n"
        "call_command('makemigrations', check=True, dry_run=True)",
        PGDATABASE="",
        SQLITE_PATH=str(tmp_path / "bookings.db"),
    )


def test_with_postgresql() -> None:
    try:
        with postgresql() as dsn:
            named = dict(each.split("=", 1) for each in dsn.split())
            found = shown(PGDATABASE=named["dbname"], PGUSER=named["user"], PGHOST=named["host"])
    except Unavailable as reason:
        pytest.skip(str(reason))
    assert found == EXPECTED | {"vendor": "postgresql"}
