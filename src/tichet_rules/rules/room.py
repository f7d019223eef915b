"""The rule about the room of a meeting in person."""

from __future__ import annotations

from typing import Any

from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, found, not_applicable, rule
from tichet_rules.text import Text

__all__ = ["free"]


# --- room.free --------------------------------------------------------------------------


def one_is_free(rooms: Any) -> Any:
    """At least one of the rooms that would do is free."""
    return rooms >= 1


@rule(
    "room.free",
    title=Text("O sală este liberă", "A room is free"),
    citation=Citation("practice"),
    predicate=one_is_free,
    passed=Text("Sala: {room}.", "The room: {room}."),
    refused=Text(
        "Nicio sală nu este liberă atunci (sălile: {limit}).",
        "No room is free then, out of: {limit}.",
    ),
    not_applicable=Text("Nu se cere o sală.", "No room is needed."),
    remedy=Text(
        "Alegeți o altă oră, sau o întâlnire online ori telefonică.",
        "Choose another time, or a meeting online or by phone.",
    ),
    about_the_slot=True,
    note=Text(
        "O sală este ocupată pe durata întâlnirii. O instituție care nu își declară sălile nu "
        "are această limită.",
        "A room is taken for the length of the meeting. An office that declares no rooms has no "
        "such limit.",
    ),
)
def free(case: Case) -> Finding:
    """For a meeting in person: one of the office's rooms is free for its length."""
    if not case.rooms:
        return not_applicable(free.id)
    rooms = case.free_rooms
    return found(
        free.id,
        one_is_free(len(rooms)),
        measured=len(rooms),
        limit=case.rooms,
        more=(("room", rooms[0]),) if rooms else (),
    )
