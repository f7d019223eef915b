"""The invariant and the rules of the small world once more, on the minutes of one day.

Written from the documents alone. A span is the set of its minutes, as the bits of a number, and two
spans collide when they have a minute in common; every booking is compared with every other. Nothing
of the package decides anything here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

OPENS, CLOSES, STEP, LONGEST = 600, 660, 15, 20  # 10:00 to 11:00, a grid of 15, at most 20 minutes


class Line(NamedTuple):
    """A booking as the model writes it down; `start` is in minutes past midnight."""

    id: str
    request: str | None
    applicant: str
    inspector: str
    start: int
    minutes: int
    before: int
    after: int
    status: str = "booked"
    room: str | None = None
    in_place_of: str | None = None
    audience: bool = False


Lines = tuple[Line, ...]


# --- the invariant --------------------------------------------------------------------------


@cache
def minutes_of(begins: int, ends: int) -> int:
    return sum(1 << minute for minute in range(begins, ends))


def meeting(line: Line) -> int:
    return minutes_of(line.start, line.start + line.minutes)


def occupied(line: Line) -> int:
    return minutes_of(line.start - line.before, line.start + line.minutes + line.after)


def broken_by(one: Line, other: Line) -> set[str]:
    """What two bookings break together."""
    broken = set()
    if "cancelled" not in (one.status, other.status):
        if one.inspector == other.inspector and occupied(one) & occupied(other):
            broken.add("slot.free")
        if one.applicant == other.applicant and meeting(one) & meeting(other):
            broken.add("applicant.free")
        if one.room is not None and one.room == other.room and meeting(one) & meeting(other):
            broken.add("room.free")
    if one.id == other.id:
        broken.add("booking.unique")
    return broken


def broken_in(lines: Iterable[Line]) -> set[str]:
    """What an agenda breaks, of all pairs of its bookings; nothing, or it isn't one."""
    return set().union(*(broken_by(one, other) for one, other in combinations(lines, 2)))


# --- commands -------------------------------------------------------------------------------


def refusals(wanted: Line, others: Iterable[Line], at: int, most: int = 1) -> set[str]:
    """The rules that refuse a new booking, or one moved to where it is wanted."""
    refused = set()
    start, end = wanted.start, wanted.start + wanted.minutes
    if start < at:
        refused.add("slot.notice")
    if wanted.minutes > LONGEST:
        refused.add("slot.duration")
    if start < OPENS or end > CLOSES:
        refused.add("slot.working_hours")
    if OPENS <= start < CLOSES and start not in range(OPENS, CLOSES, STEP):
        refused.add("slot.grid")
    still_open = 0
    for each in others:
        refused |= broken_by(wanted, each) - {"booking.unique"}
        still_open += (
            each.request == wanted.request
            and not each.audience
            and each.status == "booked"
            and each.start + each.minutes > at
        )
    if still_open >= most and not wanted.audience:
        refused.add("request.one_open_booking")
    return refused


def may_be_moved(line: Line, at: int) -> bool:
    return line.status == "booked" and at < line.start


def may_be_closed(line: Line, at: int) -> bool:
    return line.status == "booked" and at >= line.start


# --- events ---------------------------------------------------------------------------------


class Change(NamedTuple):
    """An event: a booking that is made, or what becomes of one (`None` stays as it was)."""

    id: str
    made: Line | None = None
    moved: tuple[tuple[str, int | str | None], ...] = ()  # the names of what changes, with it
    status: str | None = None


def after(lines: Lines, change: Change) -> tuple[Lines, set[str]]:
    """The bookings after an event, and what it would break; if anything, they stay as they were."""
    if change.made is not None:
        others, new = lines, change.made
    else:
        old = next((each for each in lines if each.id == change.id), None)
        if old is None or old.status != "booked":
            return lines, {"booking.open"}
        others = tuple(each for each in lines if each is not old)
        facts: dict[str, Any] = dict(change.moved) or {"status": change.status}
        new = old._replace(**facts)
    broken = set().union(*(broken_by(new, each) for each in others))
    return (lines if broken else tuple(sorted((*others, new)))), broken
