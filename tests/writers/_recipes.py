"""The recipes of docs/many-writers.md, one class each, as an integrator would write them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from attrs import Factory, define

from tests.writers._databases import connect
from tichet_rules import Agenda, Command, Decision, Office, decide
from tichet_rules.storage import (
    Dialect,
    agenda_statement,
    booking_of,
    lock_statement,
    statement_for,
    violated_rule,
)

# No limit is ever met: it is there so that a fault ends as an error and not as a test without end.
MOST_TRIES = 500


class SomebodyWasFirst(Exception):
    """The table did not take what was decided on an agenda that is no longer the latest."""


@define
class Outcome:
    """What became of a command: its last decision, and what was in the way before."""

    decision: Decision
    beaten_by: list[str] = Factory(list)


@define
class Recipe:
    """How a writer decides and stores: a connection, and the steps from a command to an answer."""

    connection: Any
    name: ClassVar[str]
    dialect: ClassVar[Dialect]

    @classmethod
    def at(cls, where: str, **options: Any) -> Recipe:
        return cls(connect(cls.dialect, where, **options))

    def close(self) -> None:
        self.connection.close()

    def carry_out(self, command: Command, at: datetime, office: Office) -> Outcome:
        """Decide and store, and when somebody was first, decide again on what is there now."""
        beaten_by: list[str] = []
        for _ in range(MOST_TRIES):
            attempt = self.again if beaten_by else self.once
            try:
                return Outcome(attempt(command, at, office), beaten_by)
            except SomebodyWasFirst as reason:
                beaten_by.append(str(reason))
        reasons = dict(Counter(beaten_by))
        raise RuntimeError(f"{command} is undecided after {MOST_TRIES} tries, beaten by {reasons}")

    def once(self, command: Command, at: datetime, office: Office) -> Decision:
        raise NotImplementedError

    def again(self, command: Command, at: datetime, office: Office) -> Decision:
        """The tries after the first: the same, unless a recipe has a better way."""
        return self.once(command, at, office)

    def read(self, command: Command, at: datetime, office: Office) -> Agenda:
        statement = agenda_statement(command, at=at, office=office, dialect=self.dialect)
        return Agenda.of(booking_of(row) for row in self.connection.execute(*statement))

    def decided(self, command: Command, at: datetime, office: Office) -> Decision:
        return decide(command, self.read(command, at, office), at=at, office=office)

    def write(self, decision: Decision) -> None:
        """Store the events of a decision, in the transaction that is open."""
        for event in decision.events:
            statement = statement_for(event, decision.agenda, self.dialect)
            if self.connection.execute(*statement).rowcount != 1:
                raise SomebodyWasFirst("booking.open")

    def in_transaction(self, begin: str, steps: Callable[[], Decision]) -> Decision:
        """Begin, take the steps, commit; roll back when anything is in the way."""
        try:
            self.connection.execute(begin)
            decision = steps()
            self.connection.execute("COMMIT")
        except BaseException as error:
            self.roll_back()
            reason = self.reason(error)
            if reason is None:
                raise
            raise SomebodyWasFirst(reason) from error
        return decision

    def roll_back(self) -> None:
        self.connection.execute("ROLLBACK")

    def reason(self, error: BaseException) -> str | None:
        """Why to decide again, or `None` when the error is no race."""
        return str(error) if isinstance(error, SomebodyWasFirst) else None


# --- PostgreSQL -----------------------------------------------------------------------------


class _PostgreSQL(Recipe):
    dialect = "postgresql"

    def reason(self, error: BaseException) -> str | None:
        import psycopg  # noqa: PLC0415

        if isinstance(error, (psycopg.errors.ExclusionViolation, psycopg.errors.UniqueViolation)):
            return violated_rule(error.diag.constraint_name)
        if isinstance(error, psycopg.errors.DeadlockDetected):
            return "deadlock"
        if isinstance(error, psycopg.errors.SerializationFailure):
            return "serialization"
        return super().reason(error)


class PostgreSQLPessimistic(_PostgreSQL):
    """Wait for whoever decides about the same people, and then decide on what they left."""

    name = "PostgreSQL, pessimistic"

    def once(self, command: Command, at: datetime, office: Office) -> Decision:
        def steps() -> Decision:
            self.connection.execute(*lock_statement(command, at=at, office=office))
            decision = self.decided(command, at, office)
            self.write(decision)
            return decision

        return self.in_transaction("BEGIN ISOLATION LEVEL READ COMMITTED", steps)


class PostgreSQLOptimistic(PostgreSQLPessimistic):
    """Decide on what was committed, write, and let the table find out who was first.

    Who was not waits in line from then on. Writers who all try again at once, without waiting, can
    keep one another in deadlocks: each new attempt meets the others' that are still waiting.
    """

    name = "PostgreSQL, optimistic"

    def once(self, command: Command, at: datetime, office: Office) -> Decision:
        decision = self.decided(command, at, office)
        return self.store(decision) if decision.events else decision

    def again(self, command: Command, at: datetime, office: Office) -> Decision:
        return super().once(command, at, office)

    def store(self, decision: Decision, level: str = "READ COMMITTED") -> Decision:
        def steps() -> Decision:
            self.write(decision)
            return decision

        return self.in_transaction(f"BEGIN ISOLATION LEVEL {level}", steps)


# --- SQLite ---------------------------------------------------------------------------------


class _SQLite(Recipe):
    dialect = "sqlite"

    def roll_back(self) -> None:
        if self.connection.in_transaction:  # not so where BEGIN found the database busy
            self.connection.execute("ROLLBACK")

    def reason(self, error: BaseException) -> str | None:
        if isinstance(error, sqlite3.IntegrityError):
            return violated_rule(str(error))
        if isinstance(error, sqlite3.OperationalError):
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            return "busy" if busy else None
        return super().reason(error)


class SQLiteImmediate(_SQLite):
    """One writer at a time, from before it reads until it has committed."""

    name = "SQLite, BEGIN IMMEDIATE"

    def once(self, command: Command, at: datetime, office: Office) -> Decision:
        def steps() -> Decision:
            decision = self.decided(command, at, office)
            self.write(decision)
            return decision

        return self.in_transaction("BEGIN IMMEDIATE", steps)


class SQLiteDeferred(_SQLite):
    """Read without a lock, write, and let the triggers find out who was first."""

    name = "SQLite, deferred with triggers"

    def once(self, command: Command, at: datetime, office: Office) -> Decision:
        decision = self.decided(command, at, office)
        return self.store(decision) if decision.events else decision

    def store(self, decision: Decision) -> Decision:
        def steps() -> Decision:
            self.write(decision)
            return decision

        return self.in_transaction("BEGIN DEFERRED", steps)


RECIPES: tuple[type[Recipe], ...] = (
    PostgreSQLOptimistic,
    PostgreSQLPessimistic,
    SQLiteImmediate,
    SQLiteDeferred,
)
