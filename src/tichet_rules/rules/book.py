"""The rule book: all rules in the order of the procedure, and the judgement of a case."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tichet_rules.errors import Given, InvalidInput
from tichet_rules.rules import (
    applicant,
    audience,
    booking,
    contact,
    inspector,
    meeting,
    request,
    room,
    slot,
)
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, Rule
from tichet_rules.text import Text

__all__ = ["RULE_BOOK", "judge", "rules_of", "rules_of_case"]

RULE_BOOK: Final[tuple[Rule, ...]] = (
    request.identified,
    request.eligible,
    request.response_window,
    inspector.holds_request,
    inspector.execution_staff,
    slot.notice,
    slot.duration,
    slot.working_day,
    slot.working_hours,
    inspector.present,
    slot.grid,
    slot.free,
    applicant.free,
    request.one_open_booking,
    request.after_no_show,
    slot.horizon,
    contact.phone,
    contact.email,
    contact.channel_allowed,
    room.free,
    audience.official,
    audience.prior_request,
    audience.prior_step,
    audience.reason,
    audience.competence,
    audience.day,
    audience.daily_limit,
    booking.still_open,
    booking.begun,
    inspector.may_take_over,
    meeting.held,
    meeting.complete,
    meeting.recorded,
    meeting.once,
    meeting.answer_open,
    audience.answer_requested,
)

SLOT_RULES: Final[tuple[Rule, ...]] = tuple(
    each for each in RULE_BOOK if each.id.startswith("slot.") or each is inspector.present
)


_NEVER_LEFT_OUT: Final = (*SLOT_RULES, applicant.free)


@lru_cache(maxsize=64)
def rules_of(ids: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules of a policy's ids. The cache can't go stale: the book never changes.

    Raises :class:`~tichet_rules.errors.InvalidInput` for a rule that is not in the book, and
    for a policy without the rules on slots: those that free slots are found by, and those
    that an agenda keeps in any case. Parameters can make them lenient.
    """
    known = {each.id: each for each in RULE_BOOK}
    for id_ in ids:
        if id_ not in known:
            raise InvalidInput(
                "policy.rules",
                id_,
                Text(
                    "reguli pe care această versiune a pachetului le poate judeca",
                    "rules that this version of the package can judge",
                ),
            )
    for each in _NEVER_LEFT_OUT:
        if each.id not in ids:
            right = Text("și toate regulile despre intervale", "every rule on slots among them")
            raise InvalidInput("policy.rules", Given(f"fără {each.id}", f"no {each.id}"), right)
    return tuple(known[id_] for id_ in ids)


def rules_of_case(case: Case) -> tuple[Rule, ...]:
    """The rules of a case's policy, and the one on rooms wherever a room is needed.

    An agenda keeps rooms apart under any policy, so that a decision has to look at them.
    """
    rules = rules_of(case.policy.rules)
    return (*rules, room.free) if case.rooms and room.free not in rules else rules


def judge(
    case: Case, rules: Iterable[Rule], *, stop_at_identification: bool = True
) -> tuple[Finding, ...]:
    """What each rule finds, in order; a failed identification is the only thing told.

    So nobody learns anything about somebody else's request. ``stop_at_identification=False``
    is for those who have the bookings before them, as an audit has: each rule is judged.
    """
    findings: list[Finding] = []
    for each in rules:
        finding = each.judge(case)
        if stop_at_identification and each is request.identified and finding.refused:
            return (finding,)
        findings.append(finding)
    return tuple(findings)
