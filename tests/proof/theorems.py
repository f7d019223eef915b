"""The theorems: each in words, the code it speaks about, its statement, and its broken twins.

The code in a statement is the code that runs in production, imported. A predicate is applied to the
solver's terms as it is; code that branches is run once for each way through it. A twin is the same
statement with one thing broken, and the solver has to find figures against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import combinations, pairwise
from types import SimpleNamespace
from typing import Any, Final

import pytest
from attrs import field, frozen

pytest.importorskip("z3", reason="the proofs need z3-solver, which is in the extra test")

from tests.proof._solver import (
    Lift,
    Row,
    Says,
    Statement,
    World,
    both,
    choice,
    either,
    implies,
    no,
    plain,
)
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Booked,
    Booking,
    Cancelled,
    Event,
    Held,
    MissedByCitizen,
    Reassigned,
    RequestStatus,
    Rescheduled,
    Role,
    Slot,
    WorkingCalendar,
    apply,
)
from tichet_rules.agenda.agenda import (
    _disjoint,
    _inspector_key,
    _meeting,
    _occupied,
    _with_span,
    _within,
)
from tichet_rules.rules import Case, applicant, audience, booking, request, room, slot
from tichet_rules.rules.case import free_rooms
from tichet_rules.timekeeping.instants import MINUTE
from tichet_rules.timekeeping.readings import HourReading, earliest_ticks, notice_given
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["THEOREMS", "Theorem", "Twin", "table"]


@frozen
class Twin:
    """The same statement with one thing broken."""

    broken: str
    says: Says = field(repr=False)


@frozen(kw_only=True)
class Theorem:
    """A statement that the solver has to prove, and twins that it has to refute."""

    name: str
    words: str
    code: tuple[Callable[..., Any], ...]
    says: Says = field(repr=False)
    twins: tuple[Twin, ...]

    def places(self) -> tuple[str, ...]:
        """Where the code stands: module and function."""
        return tuple(f"{each.__module__}:{each.__qualname__}" for each in self.code)


# --- spans --------------------------------------------------------------------------------------


def touching(from_a: Any, to_a: Any, from_b: Any, to_b: Any) -> Any:
    """The collision of closed spans, broken on purpose: an end that is a start counts."""
    return both(from_a <= to_b, from_b <= to_a)


def one_sided(from_a: Any, to_a: Any, from_b: Any, to_b: Any) -> Any:  # noqa: ARG001
    """Broken on purpose: half of the comparison."""
    return from_a < to_b


def symmetric(world: World, collide: Callable[..., Any] = overlaps) -> Statement:
    a, b, c, d = world.numbers("from_a to_a from_b to_b")
    return Statement(True, collide(a, b, c, d) == collide(c, d, a, b))


def common_instant(
    world: World, collide: Callable[..., Any] = overlaps, *, empty: bool = False
) -> Statement:
    a, b, c, d = world.numbers("from_a to_a from_b to_b")
    some = world.some(a, b, lambda instant: both(c <= instant, instant < d))
    return Statement(
        both(a <= b, c <= d) if empty else both(a < b, c < d), collide(a, b, c, d) == some
    )


def back_to_back(world: World, collide: Callable[..., Any] = overlaps) -> Statement:
    a, b, c = world.numbers("from_ then to")
    return Statement(both(a < b, b < c), no(collide(a, b, b, c)))


# --- agendas of any size ------------------------------------------------------------------------


def precedes(owner_a: Any, begin_a: Any, owner_b: Any, begin_b: Any) -> Any:
    """The order of the sorted map's keys."""
    return either(owner_a < owner_b, both(owner_a == owner_b, begin_a < begin_b))


def in_order(world: World, row: Row) -> Any:
    return world.every_two(
        row.count,
        lambda i, j: precedes(row.owner(i), row.begin(i), row.owner(j), row.begin(j)),
    )


def apart(row: Row, i: Any, j: Any) -> Any:
    """The bookings of two indices are of two owners, or do not collide."""
    return implies(row.owner(i) == row.owner(j), no(overlaps(*row.span(i), *row.span(j))))


def disjoint(world: World, row: Row) -> Any:
    return world.every_two(row.count, partial(apart, row))


def lasting(world: World, row: Row) -> Any:
    return world.every(row.count, lambda i: row.begin(i) < row.end(i))


def sound(world: World, row: Row) -> Any:
    """An agenda as it should be: in order, no span empty, no two of one owner colliding."""
    return both(in_order(world, row), lasting(world, row), disjoint(world, row))


def place(world: World, row: Row, owner: Any, begin: Any) -> Any:
    """The index of the first booking whose key is not before the given one."""
    return world.split(
        row, (owner, begin), lambda i: precedes(row.owner(i), row.begin(i), owner, begin)
    )


def with_one(row: Row, k: Any, owner: Any, begin: Any, end: Any) -> Row:
    """The row with one more booking, at an index."""

    def column(old: Callable[[Any], Any], new: Any) -> Callable[[Any], Any]:
        return lambda i: choice(i < k, old(i), choice(i == k, new, old(i - 1)))

    return Row(
        row.count + 1, column(row.owner, owner), column(row.begin, begin), column(row.end, end)
    )


def without(row: Row, k: Any, *, ends_stay: bool = False) -> Row:
    """The row without the booking of an index."""

    def column(old: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda i: choice(i < k, old(i), old(i + 1))

    return Row(
        row.count - 1,
        column(row.owner),
        column(row.begin),
        row.end if ends_stay else column(row.end),
    )


def occupying(owner: Any, begin: Any, end: Any) -> Any:
    """A booking, as far as the agenda's checks look at it."""
    return SimpleNamespace(id="b", inspector=owner, occupied_from=begin, occupied_to=end)


def taken_at(row: Row, index: Any, lift: Lift) -> Any:
    """The booking of an index."""
    return occupying(lift(row.owner(index)), *map(lift, row.span(index)))


class Places:
    """The sorted map of a row, as the agenda asks it for the bookings before and after a key.

    That the real one answers so is what `tests/agenda/test_sorted.py` shows; the theorem about
    each event runs on the real one. With ``skip`` it is broken on purpose: the neighbour is
    passed over. With ``here`` a walk through the map has come to that index already.
    """

    def __init__(
        self, world: World, row: Row, lift: Lift, *, skip: int = 0, here: Any = None
    ) -> None:
        self._world, self._row, self._lift = world, row, lift
        self._skip, self._here = skip, here

    def lower(self, key: Any) -> Any:
        index = self._place(key) - 1 - self._skip
        return self._entry(index) if self._lift(index >= 0) else None

    def items_from(self, key: Any) -> Iterator[Any]:
        index = self._place(key) + self._skip if self._here is None else self._here
        while self._lift(index < self._row.count):
            yield self._entry(index)
            index = index + 1

    def insert(self, _key: Any, _booking: Any) -> Places:
        return self

    def _place(self, key: Any) -> Any:
        return place(self._world, self._row, *map(plain, key))

    def _entry(self, index: Any) -> Any:
        found = taken_at(self._row, index, self._lift)
        return _inspector_key(found), found


def accepts(world: World, row: Row, new: Sequence[Any], *, skip: int = 0) -> Any:
    """Whether `_with_span` lets a booking (owner, begin, end) in."""

    def run(lift: Lift) -> bool:
        spans: Any = Places(world, row, lift, skip=skip)
        try:
            _with_span(spans, occupying(*map(lift, new)), _inspector_key, _occupied, "slot.free")
        except AgendaConflict:
            return False
        return True

    return world.after(run, bool)


def named_before(world: World, row: Row, new: Sequence[Any]) -> Any:
    """Whether `_within` names a booking that begins before a span."""

    def run(lift: Lift) -> bool:
        owner, from_, to = map(lift, new)
        spans: Any = Places(world, row, lift, here=row.count)
        return any(True for _ in _within(spans, owner, from_, to, _occupied))

    return world.after(run, bool)


def named_here(world: World, row: Row, i: Any, new: Sequence[Any]) -> Any:
    """Whether `_within`, come as far as an index, names the booking there and goes on."""

    def run(lift: Lift) -> bool:
        owner, from_, to = map(lift, new)
        spans: Any = Places(world, row, lift, here=i)
        spans.lower = lambda _key: None
        return any(True for _ in _within(spans, owner, from_, to, _occupied))

    return world.after(run, bool)


def nothing_booked(world: World, *, most: int = 0) -> Statement:
    row = world.row()
    return Statement(row.count <= most, both(in_order(world, row), disjoint(world, row)))


def only_the_last(world: World, *, free_of_collisions: bool = True) -> Statement:
    row = world.row()
    owner, from_, to, i = world.numbers("owner_new from_new to_new i")
    orderly = both(in_order(world, row), lasting(world, row))
    earlier = both(i >= 0, i < place(world, row, owner, from_) - 1)
    return Statement(
        both(sound(world, row) if free_of_collisions else orderly, from_ < to, earlier),
        no(both(row.owner(i) == owner, overlaps(*row.span(i), from_, to))),
    )


def named_are_all(world: World, *, ordered: bool = True) -> Statement:
    row = world.row()
    owner, from_, to, i = world.numbers("owner_new from_new to_new i")
    new = (owner, from_, to)
    k = place(world, row, owner, from_)
    collides = both(row.owner(i) == owner, overlaps(*row.span(i), from_, to))
    here = named_here(world, row, i, new)
    come_so_far = world.every(
        row.count, lambda j: implies(both(k <= j, j < i), named_here(world, row, j, new))
    )
    last_before = both(i == k - 1, named_before(world, row, new))
    return Statement(
        both(
            sound(world, row) if ordered else both(lasting(world, row), disjoint(world, row)),
            from_ < to,
            i >= 0,
            i < row.count,
        ),
        both(
            implies(i < k, collides == last_before),
            implies(i >= k, both(here == collides, implies(here, come_so_far))),
        ),
    )


def neighbours_are_enough(world: World, *, skip: int = 0, ordered: bool = True) -> Statement:
    row = world.row()
    owner, from_, to = world.numbers("owner_new from_new to_new")
    clear = world.every(
        row.count,
        lambda i: implies(row.owner(i) == owner, no(overlaps(*row.span(i), from_, to))),
    )
    agenda = sound(world, row) if ordered else both(lasting(world, row), disjoint(world, row))
    let_in = accepts(world, row, (owner, from_, to), skip=skip)
    return Statement(both(agenda, from_ < to), let_in == clear)


def booked(world: World, *, skip: int = 0, empty: bool = False) -> Statement:
    row = world.row()
    owner, from_, to = new = world.numbers("owner_new from_new to_new")
    assumed = both(
        sound(world, row),
        from_ <= to if empty else from_ < to,
        accepts(world, row, new, skip=skip),
    )
    more = with_one(row, place(world, row, owner, from_), *new)
    # Of an empty span only the rest is said: that it is empty would be no news.
    return Statement(
        assumed,
        both(in_order(world, more), disjoint(world, more), empty or lasting(world, more)),
    )


def cancelled(world: World, *, ends_stay: bool = False) -> Statement:
    row = world.row()
    [gone] = world.numbers("gone")
    rest = without(row, gone, ends_stay=ends_stay)
    return Statement(both(sound(world, row), gone >= 0, gone < row.count), sound(world, rest))


def rescheduled(world: World, *, skip: int = 0) -> Statement:
    row = world.row()
    owner, from_, to = new = world.numbers("owner_new from_new to_new")
    [gone] = world.numbers("gone")
    rest = without(row, gone)
    assumed = both(
        sound(world, row),
        gone >= 0,
        gone < row.count,
        from_ < to,
        accepts(world, rest, new, skip=skip),
    )
    return Statement(assumed, sound(world, with_one(rest, place(world, rest, owner, from_), *new)))


def marked(world: World, *, longer: int = 0) -> Statement:
    row = world.row()
    [one] = world.numbers("one")
    rest = without(row, one)
    new = (row.owner(one), row.begin(one), row.end(one) + longer)
    k = place(world, rest, *new[:2])
    again = with_one(rest, k, *new)
    as_before = world.every(
        row.count,
        lambda i: both(
            again.owner(i) == row.owner(i),
            again.begin(i) == row.begin(i),
            again.end(i) == row.end(i) + choice(i == one, longer, 0),
        ),
    )
    return Statement(
        both(sound(world, row), one >= 0, one < row.count),
        both(k == one, accepts(world, rest, new), as_before),
    )


def sorted_neighbours(world: World, *, ordered: bool = True, owners: bool = True) -> Statement:
    row = world.row()

    def pair_passes(i: Any) -> Any:
        def run(lift: Lift) -> bool:
            return passes([taken_at(row, i, lift), taken_at(row, i + 1, lift)])

        lasts = both(row.begin(i) < row.end(i), row.begin(i + 1) < row.end(i + 1))
        return world.after(run, bool, given=lasts)

    two = disjoint(world, row)
    if not owners:
        two = world.every_two(row.count, lambda i, j: no(overlaps(*row.span(i), *row.span(j))))
    return Statement(
        both(in_order(world, row), lasting(world, row)) if ordered else lasting(world, row),
        world.every(row.count - 1, pair_passes) == two,
    )


def passes(bookings: Iterable[Any]) -> bool:
    """Whether `_disjoint` lets some bookings be an agenda."""
    try:
        _disjoint(bookings, _inspector_key, _occupied, "slot.free")
    except AgendaConflict:
        return False
    return True


def any_three(world: World, *, owners: bool = True) -> Statement:
    names = "owner_a from_a to_a owner_b from_b to_b owner_c from_c to_c"
    figures = world.numbers(names)
    bookings = [figures[i : i + 3] for i in (0, 3, 6)]
    clear = both(
        *(
            no(both(one[0] == two[0] if owners else True, overlaps(*one[1:], *two[1:])))
            for one, two in combinations(bookings, 2)
        )
    )
    last = both(*(from_ < to for _, from_, to in bookings))

    def run(lift: Lift) -> bool:
        return passes([occupying(*map(lift, each)) for each in bookings])

    return Statement(last, world.after(run, bool, given=last) == clear)


# --- whole agendas, through apply ---------------------------------------------------------------

AT: Final = datetime(2026, 11, 24, 8, tzinfo=UTC)
BEFORE, AFTER = 1, 2

TAKEN: Final = {
    "booked": ("a", "b", "new"),
    "rescheduled": ("b", "new"),
    "handed_over": ("b", "new"),
    "taken_over": ("a", "new"),
    "cancelled": ("b",),
    "held": ("a", "b"),
    "missed": ("a", "b"),
}
# What an inspector has after handing a booking over: the other has the new span.
TAKEN_OF_AN_INSPECTOR: Final = TAKEN | {"handed_over": ("b",)}


def slot_of(begin: Any, end: Any) -> Slot:
    """A slot of any two ticks. Its date is that of an example: the agenda looks at ticks only."""
    made = Slot.__new__(Slot)
    facts = {"start": AT, "minutes": 15, "begins": begin, "ends": end}
    for name, value in facts.items():
        object.__setattr__(made, name, value)
    return made


def booking_of(
    name: str,
    span: Sequence[Any],
    before: int = 0,
    after: int = 0,
    *,
    of_one: str,
    elsewhere: bool = False,
) -> Booking:
    """A booking of one inspector, citizen or room, and in all else of its own."""
    one_inspector = of_one == "inspector" and not elsewhere
    return Booking(
        name,
        "120001/433",
        "i-017" if one_inspector else f"i-{name}",
        "name:x" if of_one == "citizen" else f"name:{name}",
        slot_of(*span),
        buffer_before_minutes=before,
        buffer_after_minutes=after,
        room="r" if of_one == "room" else None,
    )


def event_of(kind: str, new: Sequence[Any], *, of_one: str) -> Event:
    """An event on booking a, on b that another takes over, or the booking of a third."""
    slot = slot_of(*new)
    buffers: dict[str, Any] = {"buffer_before_minutes": BEFORE, "buffer_after_minutes": AFTER}
    if kind == "booked":
        return Booked(at=AT, booking=booking_of("new", new, BEFORE, AFTER, of_one=of_one))
    if kind == "rescheduled":
        return Rescheduled(at=AT, booking="a", slot=slot, **buffers)
    if kind == "handed_over":
        return Reassigned(at=AT, booking="a", inspector="i-2", slot=slot, **buffers)
    if kind == "taken_over":
        return Reassigned(at=AT, booking="b", inspector="i-017", slot=slot, **buffers)
    if kind == "cancelled":
        return Cancelled(at=AT, booking="a")
    return (Held if kind == "held" else MissedByCitizen)(at=AT, booking="a")


def spans_left(agenda: Agenda, of_one: str) -> list[list[Any]]:
    """The spans that the one inspector, citizen or room has in an agenda, in order."""
    spans: dict[str, tuple[Any, Any, str]] = {
        "inspector": (agenda._by_inspector, _occupied, "i-017"),
        "citizen": (agenda._by_applicant, _meeting, "name:x"),
        "room": (agenda._by_room, _meeting, "r"),
    }
    held, span, owner = spans[of_one]
    return [
        [plain(each) for each in span(booking)]
        for (whose, _), booking in held.items()
        if whose == owner
    ]


def one_event(
    world: World, kind: str, taken: Sequence[str], *, buffers: bool, of_one: str
) -> Statement:
    """Of an agenda of a and b, and an event that may take a new span.

    It applies exactly if the named spans do not collide, and these are what it leaves.
    """
    figures = world.numbers("from_a to_a from_b to_b from_new to_new")
    meetings = [figures[i : i + 2] for i in (0, 2, 4)]
    from_new, to_new = meetings[2]
    if buffers:
        from_new, to_new = from_new - BEFORE * MINUTE, to_new + AFTER * MINUTE
    spans = {"a": meetings[0], "b": meetings[1], "new": [from_new, to_new]}
    expected = [spans[name] for name in taken]
    clear = both(*(no(overlaps(*one, *two)) for one, two in combinations(expected, 2)))

    def run(lift: Lift) -> list[list[Any]] | None:
        a, b, new = ([lift(each) for each in span] for span in meetings)
        # What is taken over is another's before.
        elsewhere = kind == "taken_over"
        bookings = [
            booking_of("a", a, of_one=of_one),
            booking_of("b", b, of_one=of_one, elsewhere=elsewhere),
        ]
        try:
            agenda = apply(Agenda.of(bookings), event_of(kind, new, of_one=of_one))
        except AgendaConflict:
            return None
        return spans_left(agenda, of_one)

    def right(left: list[list[Any]] | None) -> Any:
        if left is None:
            return no(clear)
        kept = (
            either(*(both(one[0] == two[0], one[1] == two[1]) for two in left)) for one in expected
        )
        in_turn = (one[1] <= two[0] for one, two in pairwise(left))
        return both(clear, len(left) == len(expected), *kept, *in_turn)

    given = both(*(from_ < to for from_, to in meetings), no(overlaps(*meetings[0], *meetings[1])))
    return Statement(given, world.after(run, right, given=given))


def each_event(
    world: World, *, buffers: bool = True, of_one: str = "inspector", **taken: Sequence[str]
) -> Statement:
    spans = TAKEN_OF_AN_INSPECTOR if of_one == "inspector" else TAKEN
    said = [
        one_event(world, kind, taken.get(kind, names), buffers=buffers, of_one=of_one)
        for kind, names in spans.items()
    ]
    return Statement(said[0].assumed, both(*(each.follows for each in said)))


# --- buffers ------------------------------------------------------------------------------------


def occupied(begin: Any, end: Any, before: Any, after: Any) -> tuple[Any, Any]:
    """The span that a booking occupies, as a booking itself works it out."""
    made: Any = SimpleNamespace(
        applicant="name:a",
        request="120001/433",
        slot=SimpleNamespace(begins=begin, ends=end),
        buffer_before_minutes=before,
        buffer_after_minutes=after,
    )
    Booking.__attrs_post_init__(made)
    return _occupied(made)


def meetings_apart(world: World, *, least: int = 0) -> Statement:
    a, b, c, d = world.numbers("from_a to_a from_b to_b")
    buffers = world.numbers("before_a after_a before_b after_b")
    one, two = occupied(a, b, *buffers[:2]), occupied(c, d, *buffers[2:])
    return Statement(
        both(a < b, c < d, *(each >= least for each in buffers), no(overlaps(*one, *two))),
        no(overlaps(a, b, c, d)),
    )


def asked_span(judge: Callable[[Any], Any], begin: Any, end: Any, before: Any, after: Any) -> Any:
    """The span that a rule asks the agenda about."""
    asked: list[tuple[Any, Any]] = []

    def of_owner(_owner: str, from_: Any, to: Any) -> tuple[()]:
        asked.append((from_, to))
        return ()

    facts: dict[str, Any] = {
        "policy": SimpleNamespace(buffer_before_minutes=before, buffer_after_minutes=after),
        "taken": SimpleNamespace(of_inspector=of_owner, of_applicant=of_owner, of_room=of_owner),
        "calendar": CALENDAR,
    }
    case = Case(
        at=0,
        slot=slot_of(begin, end),
        inspector_id="i-017",
        inspector=None,
        request=None,
        applicant="name:a",
        rooms=("r",),
        **facts,
    )
    judge(case)
    [span] = asked
    return span


def same_span_asked(world: World, *, buffers: bool = True, in_rooms: bool = False) -> Statement:
    begin, end, before, after = world.numbers("begin end before after")
    judges = (slot.free.judge, applicant.free.judge, room.free.judge)
    asked = [asked_span(judge, begin, end, before, after) for judge in judges]
    taken = occupied(begin, end, before, after)
    meeting = (begin, end)
    right = (taken if buffers else meeting, meeting, taken if in_rooms else meeting)
    return Statement(
        both(begin < end, before >= 0, after >= 0),
        both(
            *(one[0] == other[0] for one, other in zip(asked, right, strict=True)),
            *(one[1] == other[1] for one, other in zip(asked, right, strict=True)),
        ),
    )


# --- notice, window, horizon --------------------------------------------------------------------

CALENDAR: Final = WorkingCalendar()


def notice_holds(at: Any, start: Any, required: Any) -> Any:
    """The rule of notice, by elapsed hours."""
    given = notice_given(at, start, HourReading.ELAPSED, CALENDAR)
    return slot.notice.predicate(given, required)


def waiting_never_helps(world: World, *, waits: bool = True) -> Statement:
    at, later, start, required = world.numbers("at later start required")
    return Statement(
        both(at <= later if waits else later <= at, no(notice_holds(at, start, required))),
        no(notice_holds(later, start, required)),
    )


def later_start_never_hurts(world: World, *, later_start: bool = True) -> Statement:
    at, start, other, required = world.numbers("at start other required")
    return Statement(
        both(start <= other if later_start else other <= start, notice_holds(at, start, required)),
        notice_holds(at, other, required),
    )


def earliest_is_exact(world: World, *, sharp: bool = True) -> Statement:
    at, start, required = world.numbers("at start required")
    earliest = earliest_ticks(at, required, HourReading.ELAPSED, CALENDAR)
    return Statement(
        True,
        notice_holds(at, start, required) == (earliest <= start if sharp else earliest < start),
    )


def no_slot_in_the_past(world: World, *, begun: bool = True) -> Statement:
    at, start, required = world.numbers("at start required")
    return Statement(
        both(required >= 0, start < at if begun else start <= at),
        no(notice_holds(at, start, required)),
    )


def window_stays_closed(world: World, *, later: bool = True) -> Statement:
    day, other, last = world.numbers("day other last")
    within = request.response_window.predicate
    return Statement(
        both(day <= other if later else other <= day, no(within(day, last))),
        no(within(other, last)),
    )


def last_day_counts(world: World, *, whole: bool = True) -> Statement:
    [last] = world.numbers("last")
    within = request.response_window.predicate
    return Statement(
        True, both(within(last if whole else last + 1, last), no(within(last + 1, last)))
    )


def horizon_moves_on(world: World, *, nearer: bool = True) -> Statement:
    day, other, today, later, days = world.numbers("day other today later days")
    within = slot.horizon.predicate
    return Statement(
        both(
            other <= day if nearer else day <= other,
            today <= later,
            within(day, today, days),
        ),
        within(other, later, days),
    )


# --- waiting for an answer, and after a meeting that was missed ---------------------------------


class Day:
    """A local date of which only the number is known."""

    def __init__(self, ordinal: Any) -> None:
        self._ordinal = ordinal

    def toordinal(self) -> Any:
        return self._ordinal


def not_answered(today: Any, filed: Any, days: Any) -> bool:
    """Whether the rule passes a director's audience about a request in operation."""
    case: Any = SimpleNamespace(
        audience=SimpleNamespace(owns_request=True),
        inspector=SimpleNamespace(role=Role.DIRECTOR),
        request=SimpleNamespace(
            status=RequestStatus.IN_OPERATION, answer=None, filed_on=Day(filed)
        ),
        calendar=SimpleNamespace(date_at=Day),
        at=today,
        policy=SimpleNamespace(unanswered_days=days),
    )
    return not audience.prior_request.judge(case).refused


def stays_unanswered(world: World, *, waits: bool = True) -> Statement:
    today, other, filed, days = world.numbers("today other filed days")
    assumed = today <= other if waits else other <= today

    def run(lift: Lift) -> tuple[bool, bool]:
        facts = lift(filed), lift(days)
        return not_answered(lift(today), *facts), not_answered(lift(other), *facts)

    return Statement(
        assumed, world.after(run, lambda passed: not passed[0] or passed[1], given=assumed)
    )


def pause_stays_over(world: World, *, waits: bool = True) -> Statement:
    today, other, missed, days = world.numbers("today other missed days")
    is_over = request.after_no_show.predicate
    return Statement(
        both(today <= other if waits else other <= today, is_over(today, missed, days)),
        is_over(other, missed, days),
    )


def pause_ends_on_its_day(world: World, *, whole: bool = True) -> Statement:
    missed, days = world.numbers("missed days")
    is_over = request.after_no_show.predicate
    first = missed + days if whole else missed + days - 1
    return Statement(True, both(is_over(first, missed, days), no(is_over(first - 1, missed, days))))


# --- hours and grid -----------------------------------------------------------------------------


def nothing_outside(world: World, *, whole: bool = True) -> Statement:
    begin, end, opens, closes, from_, to = world.numbers("begin end opens closes from to")
    inside = slot.working_hours.predicate
    return Statement(
        both(
            begin < end,
            from_ < to,
            inside(begin, end if whole else begin, opens, closes),
            no(overlaps(opens, closes, from_, to)),
        ),
        no(overlaps(begin, end, from_, to)),
    )


def inside_is_every_instant(world: World, *, closed: bool = True) -> Statement:
    begin, end, opens, closes = world.numbers("begin end opens closes")
    inside = slot.working_hours.predicate
    outside = world.some(
        begin,
        end if closed else end + 1,
        lambda instant: no(both(opens <= instant, instant < closes)),
    )
    return Statement(begin < end, inside(begin, end, opens, closes) == no(outside))


def grid_steps(world: World, *, whole: bool = True) -> Statement:
    begin, opens, step = world.numbers("begin opens step")
    on_the_grid = slot.grid.predicate
    return Statement(
        both(step > 0, opens <= begin, on_the_grid(begin, opens, step)),
        both(
            on_the_grid(opens, opens, step),
            on_the_grid(begin + (step if whole else 1), opens, step),
        ),
    )


def nothing_between(world: World, *, strict: bool = True) -> Statement:
    begin, other, opens, step = world.numbers("begin other opens step")
    on_the_grid = slot.grid.predicate
    return Statement(
        both(
            step > 0,
            opens <= begin,
            begin < other,
            other < begin + step if strict else other <= begin + step,
            on_the_grid(begin, opens, step),
        ),
        no(on_the_grid(other, opens, step)),
    )


# --- what may become of a booking, and counts ---------------------------------------------------


def late(is_booked: Any, begins: Any, at: Any) -> Any:
    """`has_begun`, broken on purpose: not yet at the instant of the start."""
    return both(is_booked, begins < at)


def one_or_the_other(
    world: World, has_begun: Callable[..., Any] = booking.begun.predicate
) -> Statement:
    begins, at = world.numbers("begins at")
    [is_booked] = world.truths("is_booked")
    ahead = booking.still_open.predicate(is_booked, begins, at)
    past = has_begun(is_booked, begins, at)
    return Statement(True, both(either(ahead, past) == is_booked, no(both(ahead, past))))


def never_above_the_limit(world: World, *, more: int = 0) -> Statement:
    count, most = world.numbers("open_bookings most")
    below = request.one_open_booking.predicate
    return Statement(both(count >= 0, below(count, most + more)), count + 1 <= most)


def a_full_day_stays_full(world: World, *, more: bool = True) -> Statement:
    people, other, most = world.numbers("people other most")
    admits = audience.daily_limit.predicate
    return Statement(
        both(people <= other if more else other <= people, no(admits(people, most))),
        no(admits(other, most)),
    )


def never_above_the_daily_limit(world: World, *, more: int = 0) -> Statement:
    people, most = world.numbers("people most")
    admits = audience.daily_limit.predicate
    return Statement(both(people >= 0, admits(people, most + more)), people + 1 <= most)


def shorter_is_never_refused(world: World, *, shorter: bool = True) -> Statement:
    minutes, other, most = world.numbers("minutes other most")
    fits = slot.duration.predicate
    return Statement(
        both(other <= minutes if shorter else minutes <= other, fits(minutes, most)),
        fits(other, most),
    )


def two_match(number: Any, name: Any, date: Any) -> Any:  # noqa: ARG001
    """Identification, broken on purpose: the date is not looked at."""
    return both(number, name)


def all_three_needed(
    world: World, match: Callable[..., Any] = request.identified.predicate
) -> Statement:
    number, name, date = world.truths("number name date")
    return Statement(match(number, name, date), both(number, name, date))


# --- the table ----------------------------------------------------------------------------------

THEOREMS: Final = (
    Theorem(
        name="overlap-symmetric",
        words="If one span collides with another, the other collides with the one.",
        code=(overlaps,),
        says=symmetric,
        twins=(Twin("half of the comparison", partial(symmetric, collide=one_sided)),),
    ),
    Theorem(
        name="overlap-common-instant",
        words="Two spans, neither of them empty, collide exactly if some instant lies in both.",
        code=(overlaps,),
        says=common_instant,
        twins=(
            Twin("a span may be empty", partial(common_instant, empty=True)),
            Twin("`<=` instead of `<`", partial(common_instant, collide=touching)),
        ),
    ),
    Theorem(
        name="overlap-back-to-back",
        words="A meeting that starts when another ends does not collide with it.",
        code=(overlaps,),
        says=back_to_back,
        twins=(Twin("`<=` instead of `<`", partial(back_to_back, collide=touching)),),
    ),
    Theorem(
        name="agenda-base",
        words="An agenda without bookings has no double booking.",
        code=(overlaps,),
        says=nothing_booked,
        twins=(Twin("an agenda of two bookings", partial(nothing_booked, most=2)),),
    ),
    Theorem(
        name="agenda-only-the-last",
        words="Of all bookings that begin before a new span, only the last can reach into it.",
        code=(overlaps,),
        says=only_the_last,
        twins=(
            Twin("bookings may collide already", partial(only_the_last, free_of_collisions=False)),
        ),
    ),
    Theorem(
        name="agenda-named-are-all",
        words="Asked who is there in a span, the agenda goes forward from the span's start until "
        "a booking begins at its end or later, or is another's; it names just the bookings there "
        "that collide with the span, and misses none.",
        code=(_within, overlaps),
        says=named_are_all,
        twins=(Twin("the bookings are in no order", partial(named_are_all, ordered=False)),),
    ),
    Theorem(
        name="agenda-neighbours-are-enough",
        words="A booking is let in exactly if it collides with no booking of its owner, though "
        "only its neighbours in the order of time are looked at.",
        code=(_with_span, overlaps),
        says=neighbours_are_enough,
        twins=(
            Twin("the neighbour is passed over", partial(neighbours_are_enough, skip=1)),
            Twin("the bookings are in no order", partial(neighbours_are_enough, ordered=False)),
        ),
    ),
    Theorem(
        name="agenda-booked",
        words="An agenda without a double booking, with one more booking that is let in, has "
        "none. With the theorem agenda-base: none has one, however many bookings were made.",
        code=(_with_span, overlaps),
        says=booked,
        twins=(
            Twin("the neighbour is passed over", partial(booked, skip=1)),
            Twin("a span may be empty", partial(booked, empty=True)),
        ),
    ),
    Theorem(
        name="agenda-cancelled",
        words="An agenda without a double booking, less one booking, has none.",
        code=(overlaps,),
        says=cancelled,
        twins=(Twin("the ends of the others stay behind", partial(cancelled, ends_stay=True)),),
    ),
    Theorem(
        name="agenda-rescheduled",
        words="An agenda without a double booking, in which one booking is moved to a span "
        "that is let in once its own is free, has none.",
        code=(_with_span, overlaps),
        says=rescheduled,
        twins=(Twin("the neighbour is passed over", partial(rescheduled, skip=1)),),
    ),
    Theorem(
        name="agenda-marked",
        words="A meeting marked as held or missed keeps its place and its span, every other "
        "booking too, and this is never refused.",
        code=(_with_span, overlaps),
        says=marked,
        twins=(Twin("its span becomes one instant longer", partial(marked, longer=1)),),
    ),
    Theorem(
        name="agenda-of-sorted",
        words="In bookings sorted by owner and begin, no two of one owner collide exactly if "
        "no neighbours do.",
        code=(_disjoint, overlaps),
        says=sorted_neighbours,
        twins=(
            Twin("the bookings are in no order", partial(sorted_neighbours, ordered=False)),
            Twin("whoever's they are", partial(sorted_neighbours, owners=False)),
        ),
    ),
    Theorem(
        name="agenda-of-three",
        words="Any three bookings, in whatever order they are given, make an agenda exactly if "
        "no two of one owner collide.",
        code=(_disjoint, overlaps),
        says=any_three,
        twins=(Twin("whoever's they are", partial(any_three, owners=False)),),
    ),
    Theorem(
        name="agenda-each-event",
        words="Of an agenda of any two bookings of one inspector: a third booking, or a move of "
        "the first, applies exactly if what it would leave is without a collision, buffers "
        "included, and so does a booking that is taken over from another; a cancellation or a "
        "booking handed over frees the span of the first, a meeting held or missed keeps it, and "
        "these always apply.",
        code=(apply, Agenda.of, overlaps),
        says=each_event,
        twins=(
            Twin("buffers do not count", partial(each_event, buffers=False)),
            Twin("a cancelled one keeps its time", partial(each_event, cancelled=("a", "b"))),
            Twin(
                "a moved one keeps its old time", partial(each_event, rescheduled=("a", "b", "new"))
            ),
            Twin("a missed meeting frees its time", partial(each_event, missed=("b",))),
            Twin("one handed over keeps its time", partial(each_event, handed_over=("a", "b"))),
            Twin("one taken over takes no time", partial(each_event, taken_over=("a",))),
        ),
    ),
    Theorem(
        name="agenda-each-event-citizen",
        words="The same of any two bookings of one citizen with two inspectors, where buffers do "
        "not count.",
        code=(apply, Agenda.of, overlaps),
        says=partial(each_event, of_one="citizen", buffers=False),
        twins=(
            Twin("buffers count", partial(each_event, of_one="citizen")),
            Twin(
                "a cancelled one keeps its time",
                partial(each_event, of_one="citizen", buffers=False, cancelled=("a", "b")),
            ),
        ),
    ),
    Theorem(
        name="agenda-each-event-room",
        words="The same of any two bookings of one room, of two inspectors and two citizens, "
        "where buffers do not count: also a booking that another inspector takes over keeps the "
        "room to itself.",
        code=(apply, Agenda.of, overlaps),
        says=partial(each_event, of_one="room", buffers=False),
        twins=(
            Twin("buffers count", partial(each_event, of_one="room")),
            Twin(
                "one handed over leaves the room",
                partial(each_event, of_one="room", buffers=False, handed_over=("b",)),
            ),
        ),
    ),
    Theorem(
        name="buffers-meetings-apart",
        words="If the spans that two bookings occupy with their buffers do not collide, their "
        "meetings do not.",
        code=(Booking.__attrs_post_init__, _occupied, overlaps),
        says=meetings_apart,
        twins=(Twin("a buffer may be negative", partial(meetings_apart, least=-1)),),
    ),
    Theorem(
        name="buffers-same-span",
        words="The rules ask the agenda about the very spans that it will hold taken: with the "
        "buffers for the inspector, without them for the citizen and for a room.",
        code=(
            slot.free.judge,
            applicant.free.judge,
            room.free.judge,
            free_rooms,
            Booking.__attrs_post_init__,
        ),
        says=same_span_asked,
        twins=(
            Twin("the inspector's without the buffers", partial(same_span_asked, buffers=False)),
            Twin("the room's with the buffers", partial(same_span_asked, in_rooms=True)),
        ),
    ),
    Theorem(
        name="notice-waiting",
        words="By elapsed hours: waiting never makes a slot allowed that was refused for notice.",
        code=(slot.notice.predicate, notice_given),
        says=waiting_never_helps,
        twins=(Twin("asked earlier", partial(waiting_never_helps, waits=False)),),
    ),
    Theorem(
        name="notice-later-start",
        words="By elapsed hours: a start later than one with enough notice has enough notice.",
        code=(slot.notice.predicate, notice_given),
        says=later_start_never_hurts,
        twins=(Twin("an earlier start", partial(later_start_never_hurts, later_start=False)),),
    ),
    Theorem(
        name="notice-earliest",
        words="By elapsed hours: the starts with enough notice are just those from the earliest "
        "on that a refusal names.",
        code=(slot.notice.predicate, notice_given, earliest_ticks),
        says=earliest_is_exact,
        twins=(Twin("only those after it", partial(earliest_is_exact, sharp=False)),),
    ),
    Theorem(
        name="notice-no-past",
        words="By elapsed hours: a slot that has begun never has enough notice, even where none "
        "is required.",
        code=(slot.notice.predicate, notice_given),
        says=no_slot_in_the_past,
        twins=(Twin("or begins this instant", partial(no_slot_in_the_past, begun=False)),),
    ),
    Theorem(
        name="window-stays-closed",
        words="A day later than one that is past the window is past the window.",
        code=(request.response_window.predicate,),
        says=window_stays_closed,
        twins=(Twin("an earlier day", partial(window_stays_closed, later=False)),),
    ),
    Theorem(
        name="window-last-day",
        words="The last day is within the window, and the day after it is not.",
        code=(request.response_window.predicate,),
        says=last_day_counts,
        twins=(Twin("one day more", partial(last_day_counts, whole=False)),),
    ),
    Theorem(
        name="horizon-moves-on",
        words="A day within the horizon stays within it as days go by, and so does each nearer "
        "one.",
        code=(slot.horizon.predicate,),
        says=horizon_moves_on,
        twins=(Twin("each farther one", partial(horizon_moves_on, nearer=False)),),
    ),
    Theorem(
        name="no-show-waiting",
        words="Once the pause after a missed meeting is over it stays over: waiting never makes "
        "the rule refuse again.",
        code=(request.after_no_show.predicate,),
        says=pause_stays_over,
        twins=(Twin("asked earlier", partial(pause_stays_over, waits=False)),),
    ),
    Theorem(
        name="no-show-first-day",
        words="The pause is over on the day that a refusal names, and not on the day before.",
        code=(request.after_no_show.predicate,),
        says=pause_ends_on_its_day,
        twins=(Twin("one day less", partial(pause_ends_on_its_day, whole=False)),),
    ),
    Theorem(
        name="unanswered-waiting",
        words="A request that counts as not answered, and stays in operation, counts so on each "
        "later day: waiting never makes the rule refuse again.",
        code=(audience.prior_request.judge, audience.prior_request.predicate),
        says=stays_unanswered,
        twins=(Twin("asked earlier", partial(stays_unanswered, waits=False)),),
    ),
    Theorem(
        name="daily-limit-full",
        words="A day of audiences that admits nobody more admits nobody with more people booked.",
        code=(audience.daily_limit.predicate,),
        says=a_full_day_stays_full,
        twins=(Twin("with fewer people", partial(a_full_day_stays_full, more=False)),),
    ),
    Theorem(
        name="daily-limit-kept",
        words="Where the rule admits one more person, the day has no more than the limit with "
        "them.",
        code=(audience.daily_limit.predicate,),
        says=never_above_the_daily_limit,
        twins=(Twin("`<=` instead of `<`", partial(never_above_the_daily_limit, more=1)),),
    ),
    Theorem(
        name="hours-every-instant",
        words="A meeting is within the hours exactly if each of its instants is.",
        code=(slot.working_hours.predicate,),
        says=inside_is_every_instant,
        twins=(
            Twin(
                "its end counts as an instant of it", partial(inside_is_every_instant, closed=False)
            ),
        ),
    ),
    Theorem(
        name="hours-nothing-outside",
        words="A meeting within the hours collides with nothing that lies outside them.",
        code=(slot.working_hours.predicate, overlaps),
        says=nothing_outside,
        twins=(Twin("only its start is within", partial(nothing_outside, whole=False)),),
    ),
    Theorem(
        name="grid-steps",
        words="The start of the interval is on the grid, and one step after a start on the grid "
        "there is another.",
        code=(slot.grid.predicate,),
        says=grid_steps,
        twins=(Twin("one instant after", partial(grid_steps, whole=False)),),
    ),
    Theorem(
        name="grid-nothing-between",
        words="Less than a step after a start on the grid there is no other.",
        code=(slot.grid.predicate,),
        says=nothing_between,
        twins=(Twin("a step after, or less", partial(nothing_between, strict=False)),),
    ),
    Theorem(
        name="booking-begun-or-not",
        words="An open booking at any instant can either be moved and cancelled, or be marked as "
        "held or missed: one of the two, never both; one that is not open, neither.",
        code=(booking.still_open.predicate, booking.begun.predicate),
        says=one_or_the_other,
        twins=(Twin("`<` instead of `<=`", partial(one_or_the_other, has_begun=late)),),
    ),
    Theorem(
        name="booking-limit",
        words="Where the rule allows one more open booking, the request has no more than the limit "
        "with it.",
        code=(request.one_open_booking.predicate,),
        says=never_above_the_limit,
        twins=(Twin("`<=` instead of `<`", partial(never_above_the_limit, more=1)),),
    ),
    Theorem(
        name="duration-shorter",
        words="A meeting shorter than one that is short enough is short enough.",
        code=(slot.duration.predicate,),
        says=shorter_is_never_refused,
        twins=(Twin("a longer one", partial(shorter_is_never_refused, shorter=False)),),
    ),
    Theorem(
        name="identified-by-three",
        words="A request is identified only if number, name and date all match.",
        code=(request.identified.predicate,),
        says=all_three_needed,
        twins=(Twin("the date is not looked at", partial(all_three_needed, match=two_match)),),
    ),
)


def table() -> str:
    """The theorems beside the code they speak about, as docs/proof.md shows them."""
    rows = ["| theorem | in words | code | broken twins, refuted |", "|---|---|---|---|"]
    for each in THEOREMS:
        code = "<br>".join(f"`{place.removeprefix('tichet_rules.')}`" for place in each.places())
        twins = "<br>".join(twin.broken for twin in each.twins)
        rows.append(f"| `{each.name}` | {each.words} | {code} | {twins} |")
    return "\n".join(rows)
