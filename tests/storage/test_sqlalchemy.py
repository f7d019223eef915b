"""The statements through SQLAlchemy on PostgreSQL, as docs/how-to/sqlalchemy.md tells."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import create_engine

from tests.writers._databases import Unavailable, postgresql
from tichet_rules import Agenda, Book, Contact, Decision, Inspector, Office, Request, Slot, decide
from tichet_rules.storage import (
    agenda_statement,
    booking_of,
    booking_table,
    lock_statement,
    statement_for,
)

AT = datetime.fromisoformat("2026-11-24T10:00:00+02:00")
OFFICE = Office(
    inspectors=[Inspector("i-017")],
    requests=[
        Request("1/305", "Pop Ana", date(2026, 1, 12), "i-017"),
        Request("2/305", "Rus Dan", date(2026, 1, 12), "i-017"),
    ],
)


def test_postgresql_takes_the_statements_as_they_are() -> None:
    try:
        with postgresql() as dsn:
            named = dict(each.split("=", 1) for each in dsn.split())
            engine = create_engine("postgresql+psycopg://", connect_args=named)
            with engine.begin() as connection:
                connection.exec_driver_sql(booking_table("postgresql"))

            def carried_out(number: str, name: str) -> Decision:
                command = Book(
                    number=number,
                    applicant=name,
                    filed_on=date(2026, 1, 12),
                    slot=Slot(datetime.fromisoformat("2026-11-26T10:00:00+02:00")),
                    contact=Contact("0264 596 030", "cetatean@example.org"),
                )
                with engine.begin() as connection:
                    lock = lock_statement(command, at=AT, office=OFFICE)
                    connection.exec_driver_sql(lock.sql, lock.parameters)
                    question = agenda_statement(command, at=AT, office=OFFICE)
                    rows = connection.exec_driver_sql(question.sql, question.parameters).mappings()
                    agenda = Agenda.of(booking_of(dict(row)) for row in rows)
                    decision = decide(command, agenda, at=AT, office=OFFICE)
                    for event in decision.events:
                        storing = statement_for(event, agenda)
                        done = connection.exec_driver_sql(storing.sql, storing.parameters)
                        assert done.rowcount == 1
                return decision

            assert carried_out("1/305", "Pop Ana").allowed
            assert carried_out("2/305", "Rus Dan").refused_by == ("slot.free",)
            engine.dispose()
    except Unavailable as reason:
        pytest.skip(str(reason))
