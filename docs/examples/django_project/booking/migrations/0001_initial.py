"""The tables, as Django makes them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("request", models.TextField(null=True)),
                ("inspector", models.TextField()),
                ("status", models.TextField()),
            ],
            options={
                "db_table": "bookings",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ContactData",
            fields=[
                ("booking", models.TextField(primary_key=True, serialize=False)),
                ("phone", models.CharField(max_length=50)),
                ("email", models.CharField(max_length=320)),
            ],
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("event", models.JSONField()),
                ("policy", models.CharField(max_length=200)),
                ("library", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="RegisteredRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=100, unique=True)),
                ("filed_on", models.DateField()),
                ("inspector", models.CharField(max_length=100)),
                ("communicated_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="booking.person"
                    ),
                ),
            ],
        ),
    ]
