"""A table of bookings as the last guard: SQL from the model, for PostgreSQL and SQLite.

Only text and values: nothing here connects to a database. `docs/many-writers.md` is the recipe.
"""

from tichet_rules.storage.rows import booking_of, row_of
from tichet_rules.storage.statements import (
    Statement,
    agenda_statement,
    lock_statement,
    statement_for,
)
from tichet_rules.storage.table import Dialect, booking_table, violated_rule

__all__ = [
    "Dialect",
    "Statement",
    "agenda_statement",
    "booking_of",
    "booking_table",
    "lock_statement",
    "row_of",
    "statement_for",
    "violated_rule",
]
