"""What a finding may really be: a booking that was entered twice, a word that lost its letters."""

from __future__ import annotations

import re
from typing import Final

from tichet_rules.audit.replay import AuditFinding
from tichet_rules.text import Text
from tichet_rules.timekeeping.instants import ticks_of

__all__ = ["LETTERS_LOST", "hint_of", "may_have_lost_letters", "named_booking"]

LETTERS_LOST: Final = Text("litere pierdute la export?", "letters lost in the export?")
_LOST: Final = re.compile(r"(?=.*[^\W\d_]).*[?\ufffd]")
_OF_BOOKINGS: Final = frozenset({"slot.free", "applicant.free", "request.one_open_booking"})
# What a reader of logs calls a booking for which the log has no id.
NUMBERED: Final = re.compile(r"(line|row):([0-9]+)")
_LINES: Final = {"line": Text("linia", "line"), "row": Text("rândul", "row")}


def may_have_lost_letters(text: str) -> bool:
    """Whether a name or a number has what an export leaves in the place of a lost letter.

    >>> [may_have_lost_letters(each) for each in ("Mure?an Vasile", "Mureșan", "i-017", "?")]
    [True, False, False, False]
    """
    return _LOST.match(text) is not None


def named_booking(id_: str) -> Text | None:
    """A booking that the log has no id for, by its line or row; ``None`` if it has one.

    >>> named_booking("line:5"), named_booking("b-5")
    (Text(ro='linia 5', en='line 5'), None)
    """
    numbered = NUMBERED.fullmatch(id_)
    if numbered is None:
        return None
    line, number = _LINES[numbered[1]], numbered[2]
    return Text(f"{line.ro} {number}", f"{line.en} {number}")


def hint_of(found: AuditFinding) -> Text | None:
    """What to look at before a finding is believed; ``None`` for most."""
    case = found.case
    if found.rule == "inspector.holds_request" and case.inspector is None:
        return LETTERS_LOST if may_have_lost_letters(case.inspector_id) else None
    if found.rule == "request.identified":
        return LETTERS_LOST if may_have_lost_letters(case.request_number or "") else None
    other = _entered_before(found)
    if other is None:
        return None
    name = named_booking(other) or Text(f"programarea {other}", f"booking {other}")
    return Text(
        f"poate fi aceeași programare, scrisă de două ori: {name.ro} are aceeași cerere, același "
        "inspector, același solicitant, aceeași oră și același moment al programării",
        f"may be one booking that was entered twice: {name.en} has the same request, inspector, "
        "applicant, time and instant of the booking act",
    )


def _entered_before(found: AuditFinding) -> str | None:
    """The id of a booking with the same facts, which is judged before it."""
    if found.rule not in _OF_BOOKINGS:
        return None
    case, slot = found.case, found.case.slot
    same = [
        each.id
        for each in case.taken.of_inspector(case.inspector_id, slot.begins, slot.ends)
        # Of bookings made at one instant, the ids tell the order; a replay may know later ones.
        if each.id < found.booking
        and (each.request, each.applicant, each.slot) == (case.number, case.applicant, slot)
        and each.booked_at is not None
        and ticks_of(each.booked_at) == case.at
    ]
    return min(same, default=None)
