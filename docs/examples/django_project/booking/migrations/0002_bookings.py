"""The table of the bookings, whose SQL comes from the library, and some examples."""

import sqlite3

from django.db import migrations

from tichet_rules.storage import booking_table


def make_bookings(apps, editor):
    """The definition with its constraints, which is a script of several statements."""
    script = booking_table(editor.connection.vendor)
    if editor.connection.vendor == "postgresql":
        editor.execute(script, params=None)
        return
    statement = ""
    for line in script.splitlines(keepends=True):  # SQLite takes them one by one
        statement += line
        if sqlite3.complete_statement(statement):
            editor.execute(statement, params=None)
            statement = ""


def drop_bookings(apps, editor):
    """The way back."""
    editor.execute("DROP TABLE bookings", params=None)


def add_examples(apps, editor):
    """Two requests of people who don't exist."""
    person, request = (apps.get_model("booking", name) for name in ("Person", "RegisteredRequest"))
    for number, name, filed_on in (
        ("119368/305", "Pop-Ionescu Ana Maria", "2026-10-12"),
        ("119402/305", "Moldovan Petru", "2026-10-13"),
    ):
        request.objects.create(
            number=number,
            person=person.objects.create(name=name),
            filed_on=filed_on,
            inspector="i-017",
        )


class Migration(migrations.Migration):
    """After Django's own tables."""

    dependencies = [("booking", "0001_initial")]
    operations = [
        migrations.RunPython(make_bookings, drop_bookings),
        migrations.RunPython(add_examples, migrations.RunPython.noop),
    ]
