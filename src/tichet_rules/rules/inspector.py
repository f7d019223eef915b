"""Rules about whom the citizen meets."""

from __future__ import annotations

from typing import Any

from tichet_rules.model import Role
from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Figures, Finding, found, not_applicable, rule
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["execution_staff", "holds_request", "present"]

_UNKNOWN = Text(
    "Instituția nu are un inspector cu acest identificator.",
    "The office has no inspector of this id.",
)


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
        "Cererea nu se află și nu s-a aflat în operare la inspectorul {measured}.",
        "Inspector {measured} neither has nor had the request in operation.",
    ),
    not_applicable=Text("Nicio cerere de judecat.", "No request to judge."),
    remedy=Text(
        "Alegeți inspectorul care are sau a avut cererea: {limit}.",
        "Choose an inspector who has or had the request: {limit}.",
    ),
)
def holds_request(case: Case) -> Finding:
    """The meeting is with the inspector who has, or had, the request in operation."""
    request = case.request
    if request is None:
        return not_applicable(holds_request.id)
    known = case.inspector is not None
    return found(
        holds_request.id,
        holds_or_held(
            known & (case.inspector_id == request.inspector),
            known & (case.inspector_id in request.former_inspectors),
        ),
        measured=case.inspector_id,
        limit=(request.inspector, *request.former_inspectors),
        staff=() if known else (("unknown", _UNKNOWN),),
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
    return found(execution_staff.id, of_a_role_that_is_met(is_met), measured=_ROLES[role])


_ROLES = {
    Role.EXECUTION: Text("personal de execuție", "execution staff"),
    Role.DIRECTOR: Text("director", "director"),
    Role.DEPUTY_MAYOR: Text("viceprimar", "deputy mayor"),
    Role.PUBLIC_ADMINISTRATOR: Text("administrator public", "public administrator"),
    Role.SECRETARY_GENERAL: Text("secretar general", "secretary general"),
    Role.MAYOR: Text("primar", "mayor"),
}


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
        "Inspectorul lipsește de {from_} până {to}.",
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
    if away:
        more = tuple(
            (name, case.calendar.local(from_ticks(ticks)))
            for name, ticks in zip(("from_", "to"), away[0], strict=True)
        )
    return found(present.id, none_of(len(away)), measured=len(away), limit=0, more=more)
