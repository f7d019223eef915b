"""Rules about whom the citizen meets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tichet_rules.model import Inspector, Request
from tichet_rules.policy import Citation, Policy, TakesOver
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Figures, Finding, found, not_applicable, rule
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.timekeeping.spans import overlaps
from tichet_rules.wording import days_name, listed_words

__all__ = ["execution_staff", "holds_request", "may_take_over", "present", "titles_to_take_over"]

_UNKNOWN = Text(
    "Instituția nu are un inspector cu acest identificator.",
    "The office has no inspector of this id.",
)
_ELSEWHERE = Text("Cererea este la altcineva.", "The request is with someone else.")


# --- inspector.holds_request ------------------------------------------------------------


def holds_or_held(holds: Any, held: Any) -> Any:
    """The inspector has, or had, the request in operation."""
    return holds | held


@rule(
    "inspector.holds_request",
    title=Text("Inspectorul are cererea", "The inspector holds the request"),
    citation=Citation(
        "article-2020", quote="angajatul la care se află/s-a aflat cererea/dosarul în operare"
    ),
    predicate=holds_or_held,
    passed=Text(
        "Cererea se află sau s-a aflat în operare la acest inspector.",
        "The inspector has, or had, the request in operation.",
    ),
    refused=Text(
        "Cererea nu se află și nu s-a aflat în operare la inspectorul {measured}, sau instituția "
        "nu îl cunoaște.",
        "Inspector {measured} neither has nor had the request in operation, or is not known to "
        "the institution.",
    ),
    not_applicable=Text("Nicio cerere de judecat.", "No request to judge."),
    remedy=Text(
        "Alegeți inspectorul care are sau a avut cererea: {limit}.",
        "Choose an inspector who has or had the request: {limit}.",
    ),
    needs_request=True,
)
def holds_request(case: Case) -> Finding:
    """The meeting is with the inspector who has, or had, the request in operation."""
    request = case.request
    if request is None:
        return not_applicable(holds_request.id)
    known = case.inspector is not None
    # Whom they stand in for counts beside themselves: the request may since have come to them.
    whose = {case.inspector_id, case.in_place_of}
    holds = holds_or_held(
        known & (request.inspector in whose),
        known & (not whose.isdisjoint(request.former_inspectors)),
    )
    # The public is not told which of the two it is: anyone could find out who works there.
    staff: Figures = (
        () if holds else (("elsewhere", _ELSEWHERE) if known else ("unknown", _UNKNOWN),)
    )
    return found(
        holds_request.id,
        holds,
        measured=case.inspector_id,
        limit=(request.inspector, *request.former_inspectors),
        staff=staff,
    )


# --- inspector.execution_staff ----------------------------------------------------------


def of_a_role_that_is_met(role_is_met: Any) -> Any:
    """The person has one of the roles that citizens meet under the procedure."""
    return role_is_met == 1


@rule(
    "inspector.execution_staff",
    title=Text("Numai personal de execuție", "Execution staff only"),
    citation=Citation(
        "article-2020",
        quote="oamenii vor putea comunica online doar cu personalul de execuție",
    ),
    predicate=of_a_role_that_is_met,
    parameters=("meets",),
    passed=Text("Rolul: {measured}.", "The role: {measured}."),
    refused=Text(
        "Procedura nu prevede întâlniri cu acest rol: {measured}.",
        "Under this procedure nobody of this role is met: {measured}.",
    ),
    not_applicable=_UNKNOWN,
    remedy=Text("Pentru conducere se cere o audiență.", "For the leadership, ask for an audience."),
)
def execution_staff(case: Case) -> Finding:
    """Only execution staff are met; the leadership is met through an audience."""
    if case.inspector is None:
        return not_applicable(execution_staff.id)
    role = case.inspector.role
    is_met = int(role in case.policy.meets)
    return found(execution_staff.id, of_a_role_that_is_met(is_met), measured=role.words)


# --- inspector.may_take_over ------------------------------------------------------------


def has_it_or_may(has_the_request: Any, may_by_policy: Any) -> Any:
    """The request is theirs now, or the policy lets them stand in."""
    return has_the_request | may_by_policy


@rule(
    "inspector.may_take_over",
    title=Text("Poate prelua întâlnirea", "May take the meeting over"),
    citation=Citation("practice"),
    predicate=has_it_or_may,
    parameters=("take_over",),
    passed=Text("Poate prelua: {measured}.", "May take over: {measured}."),
    refused=Text(
        "Nu poate prelua întâlnirea: {inspector}. Poate: {limit}.",
        "May not take the meeting over: {inspector}. These may: {limit}.",
    ),
    not_applicable=_UNKNOWN,
    remedy=Text("Alegeți pe altcineva dintre: {limit}.", "Choose someone else out of: {limit}."),
)
def may_take_over(case: Case) -> Finding:
    """Who takes over a meeting has the request now, or is one of those the policy names."""
    who, holder = case.inspector, case.holder
    titles = titles_to_take_over(case.policy, who, holder, case.request) if who else ()
    has_it = who is not None and holder is not None and holder.id == who.id
    named = [_HOLDER, *(each.words for each in case.policy.take_over)]
    by = [_HOLDER] if has_it else [each.words for each in titles]
    return found(
        may_take_over.id,
        has_it_or_may(has_it, bool(titles)),
        measured=listed_words(by) if by else _NO_TITLE,
        limit=listed_words(named),
        more=(("inspector", case.inspector_id),),
    )


_HOLDER = Text("cel căruia îi revine întâlnirea", "whose meeting it is")
_NO_TITLE = Text("fără calitatea cerută", "without standing to do so")


def titles_to_take_over(
    policy: Policy, who: Inspector, holder: Inspector | None, request: Request | None
) -> tuple[TakesOver, ...]:
    """By which of the policy's titles an inspector may stand in for the holder, in its order."""
    same_place = (
        holder is not None
        and holder.department is not None
        and (holder.department, holder.role) == (who.department, who.role)
    )
    has = {
        TakesOver.FORMER_HOLDER: request is not None and who.id in request.former_inspectors,
        TakesOver.DEPUTY: holder is not None and who.id in holder.deputies,
        TakesOver.DEPARTMENT: same_place,
    }
    return tuple(each for each in policy.take_over if has[each])


# --- inspector.present ------------------------------------------------------------------


def none_of(count: Any) -> Any:
    """There is none."""
    return count == 0


@rule(
    "inspector.present",
    title=Text("Inspectorul este prezent", "The inspector is present"),
    citation=Citation("practice"),
    predicate=none_of,
    passed=Text("Inspectorul este prezent.", "The inspector is present."),
    refused=Text(
        "Inspectorul lipsește de {from_}, până {to}.",
        "The inspector is away from {from_} to {to}.",
    ),
    not_applicable=_UNKNOWN,
    remedy=Text("Alegeți o altă dată.", "Choose another date."),
    about_the_slot=True,
)
def present(case: Case) -> Finding:
    """The inspector is not on leave or otherwise absent, all day or part of it."""
    if case.inspector is None:
        return not_applicable(present.id)
    spans = [absence.ticks(case.calendar) for absence in case.inspector.absences]
    slot = case.slot
    away = [span for span in spans if overlaps(slot.begins, slot.ends, *span)]
    more: Figures = ()
    words = None
    if away:
        first, end = (case.calendar.local(from_ticks(ticks)) for ticks in away[0])
        more = (("from_", first), ("to", end))
        midnights = tuple(case.calendar.midnight(each.date()) for each in (first, end))
        if midnights == away[0]:
            words = _away(days_name(first.date(), end.date() - timedelta(days=1)))
    return found(
        present.id, none_of(len(away)), measured=len(away), limit=0, more=more, words=words
    )


def _away(days: Text) -> Text:
    return Text(f"Inspectorul lipsește: {days.ro}.", f"The inspector is away: {days.en}.")
