"""The columnar audit, put together: which rules judge which rows, and what they refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from tichet_rules.audit._columns_arrays import Array, joined
from tichet_rules.audit._columns_door import of_arrow, of_bookings, of_mapping, with_before
from tichet_rules.audit._columns_facts import AUDIENCE, Facts, Log
from tichet_rules.audit._columns_findings import Cases, findings
from tichet_rules.audit._columns_log import report_of, rows_of
from tichet_rules.audit._columns_office import OfficeColumns
from tichet_rules.audit._columns_rules import RULES
from tichet_rules.model import Booking
from tichet_rules.policy import Policy
from tichet_rules.rules import RULE_BOOK, room, rules_of

if TYPE_CHECKING:
    from tichet_rules.audit.columns import LogColumns

__all__ = [
    "OfficeColumns",
    "breaches",
    "cases",
    "findings",
    "of_arrow",
    "of_bookings",
    "of_mapping",
    "report_of",
    "rows_of",
]


def cases(columns: LogColumns, office: OfficeColumns, before: list[Booking]) -> Cases:
    """The cases of a log."""
    return Cases(Log(columns, office, tuple(before), with_before(before, columns)))


def breaches(cases: Cases) -> dict[str, Array]:
    """The rows that break each rule, in the order of the rule book."""
    facts = Facts(cases.log)
    found: dict[str, list[Array]] = defaultdict(list)
    one_by_one = [np.flatnonzero(cases.log.columns.procedure == AUDIENCE)]
    for policy, rows in facts.versions if len(cases.log.columns) else ():
        if all(each.id in RULES for each in rules_of(policy.rules)):
            for rule, refused in _refused(facts, policy, rows):
                found[rule].append(refused)
        else:
            one_by_one.append(np.arange(len(cases.log.columns))[rows])
    singles: dict[str, list[int]] = defaultdict(list)
    for row in joined(one_by_one).tolist():
        for finding in cases.refused(row):
            singles[finding.rule].append(row)
    for rule, alone in singles.items():
        found[rule].append(np.array(alone, np.int64))
    merged = {rule: np.sort(joined(parts)) for rule, parts in found.items()}
    return {
        each.id: merged[each.id] for each in RULE_BOOK if each.id in merged and len(merged[each.id])
    }


def _refused(facts: Facts, policy: Policy, rows: Any) -> Iterator[tuple[str, Array]]:
    """Of each rule of a policy, the rows that it refuses."""
    # As in `rules_of_case`: rooms are kept apart under any policy.
    for rule in dict.fromkeys((*policy.rules, room.free.id)):
        refused = RULES[rule](facts, policy, rows)
        if refused is None:
            continue
        places = np.flatnonzero(refused)
        yield rule, places if isinstance(rows, slice) else rows[places]
