"""What the town hall keeps. Personal data stands in ``Person`` and ``ContactData`` alone."""

from django.db import models

from tichet_rules import Applicant, Request


class Person(models.Model):
    """A citizen. A booking names them by ``id:<key>``, so that the name can be erased."""

    name = models.CharField(max_length=200)


class RegisteredRequest(models.Model):
    """A request as the registry has it."""

    number = models.CharField(max_length=100, unique=True)  # in its canonical form
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    filed_on = models.DateField()
    inspector = models.CharField(max_length=100)
    communicated_on = models.DateField(null=True, blank=True)

    def as_request(self) -> Request:
        """The same, as the rules see it."""
        return Request(
            self.number,
            Applicant(self.person.name, id=f"p-{self.person_id}"),
            self.filed_on,
            self.inspector,
            "answered" if self.communicated_on else "in_operation",
            self.communicated_on,
        )


class Booking(models.Model):
    """A booking, in the table whose constraints are the library's (see the second migration).

    It is here to be read, with as many of the table's columns as are needed, by lists, reports and
    joins. It is written by ``service`` alone.
    """

    id = models.TextField(primary_key=True)
    request = models.TextField(null=True)
    inspector = models.TextField()
    status = models.TextField()

    class Meta:
        """The table is not Django's."""

        managed = False
        db_table = "bookings"


class ContactData(models.Model):
    """How to reach whoever is booked."""

    booking = models.TextField(primary_key=True)
    phone = models.CharField(max_length=50)
    email = models.CharField(max_length=320)


class JournalEntry(models.Model):
    """An event, with the version of the policy and of the library that decided it."""

    at = models.DateTimeField()
    event = models.JSONField()
    policy = models.CharField(max_length=200)
    library = models.CharField(max_length=20)
