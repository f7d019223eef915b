"""The rule about the citizen's own time."""

from __future__ import annotations

from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.inspector import none_of
from tichet_rules.rules.rule import Finding, found, not_applicable, rule
from tichet_rules.text import Text

__all__ = ["free"]


# --- applicant.free ---------------------------------------------------------------------


@rule(
    "applicant.free",
    title=Text("Cetățeanul este liber", "The citizen is free"),
    citation=Citation("practice"),
    predicate=none_of,
    passed=Text(
        "Cetățeanul nu are o altă întâlnire atunci.",
        "The citizen has no other meeting then.",
    ),
    refused=Text(
        "Cetățeanul are deja o altă întâlnire atunci.",
        "The citizen already has another meeting then.",
    ),
    not_applicable=Text(
        "Cetățeanul nu este cunoscut, sau programarea nu ocupă timp.",
        "The citizen is not known, or the booking takes no time.",
    ),
    remedy=Text("Alegeți o altă oră.", "Choose another time."),
    about_the_slot=True,
    note=Text(
        "Timpul dinainte și de după este al inspectorului și nu privește cetățeanul.",
        "Buffers are the inspector's alone and do not concern the citizen.",
    ),
)
def free(case: Case) -> Finding:
    """The same citizen has no other meeting that overlaps, with whichever inspector."""
    if case.applicant is None:
        return not_applicable(free.id)
    slot = case.slot
    others = [
        each
        for each in case.taken.of_applicant(case.applicant, slot.begins, slot.ends)
        if each.id != case.ignoring
    ]
    return found(
        free.id,
        none_of(len(others)),
        measured=len(others),
        limit=0,
        staff=tuple(("booking", each.id) for each in others),
    )
