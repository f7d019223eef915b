"""Double bookings in columns: who was there before, in the order of the booking acts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen

from tichet_rules.audit._columns_arrays import Array, compact, none, places_in_order
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["Spans", "taken_before"]

_TWO = 2


@frozen(eq=False, repr=False)
class Spans:
    """What takes the time of an owner, and what each asks for, in ticks, half-open.

    ``rows`` are the row numbers, ``owner`` a whole number from 0. The two spans differ only
    where the buffers under which a booking was made are not those it is judged by; they
    share the meeting itself. ``asks``: whether the row is judged, and not only in the way.
    """

    rows: Array
    owner: Array
    from_: Array
    to: Array
    asked_from: Array
    asked_to: Array
    asks: Array

    def of(self, places: Array) -> Spans:
        """Some of them."""
        return Spans(
            self.rows[places],
            self.owner[places],
            self.from_[places],
            self.to[places],
            self.asked_from[places],
            self.asked_to[places],
            self.asks[places],
        )


def taken_before(spans: Spans, order: Callable[[Array, Array], Array]) -> Array:
    """The rows that ask for time which a row of the same owner took before them.

    ``order`` gives the places of some rows by their group and the booking act.
    """
    if not len(spans.rows):
        return none()
    several = (np.bincount(spans.owner) >= _TWO)[spans.owner]
    if not several.all():
        spans = spans.of(np.flatnonzero(several))
    spans, cluster = _clusters(spans)
    if not len(spans.rows):
        return none()
    return spans.rows[_asked_later(spans, cluster, order(spans.rows, cluster))]


def _clusters(spans: Spans) -> tuple[Spans, Array]:
    """Those that could collide, and the cluster of each: spans that touch, one after another.

    In the order of their start, a span that begins when all before it have ended begins a
    new cluster. Most are alone in theirs, and are left out.
    """
    from_, to = spans.from_, spans.to
    if spans.asked_from is not from_ or spans.asked_to is not to:
        from_, to = np.minimum(from_, spans.asked_from), np.maximum(to, spans.asked_to)
    owners = int(spans.owner.max(initial=0)) + 1
    width, (from_, to) = compact(owners, from_, to)
    base = spans.owner * np.int64(width)
    begins = base + from_
    order = places_in_order(begins)
    ends = np.maximum.accumulate((base + to)[order])
    goes_on = begins[order][1:] < ends[:-1]
    member = np.append(False, goes_on) | np.append(goes_on, False)
    cluster = np.cumsum(np.append(True, ~goes_on))[: len(order)]
    places = np.flatnonzero(member[: len(order)])
    return spans.of(order[places]), cluster[places]


def _asked_later(spans: Spans, cluster: Array, in_order: Array) -> Array:
    """Places of those that ask for what one booked before them in their cluster takes.

    Each cluster is halved by the order of the booking acts, its halves again, and so on: what
    the later half asks is looked up in what the earlier half takes. So a million bookings of
    one hour are no more than twenty sorts.
    """
    cluster = np.cumsum(np.append(False, cluster[1:] != cluster[:-1]))
    turn = _turn_within(cluster, in_order)
    width, times = compact(2 * len(turn), spans.from_, spans.to, spans.asked_from, spans.asked_to)
    from_, to, asked_from, asked_to = times
    later = np.zeros(len(turn), bool)
    for level in reversed(range(int(turn.max()).bit_length())):
        blocks = ((np.bincount(cluster) - 1) >> (level + 1)) + 1
        block = (np.cumsum(blocks) - blocks)[cluster] + (turn >> (level + 1))
        second = (turn >> level) & 1 == 1
        asking = np.flatnonzero(second & spans.asks & ~later)
        wanted = np.zeros(int(block.max()) + 1, bool)
        wanted[block[asking]] = True
        taking = np.flatnonzero(~second & wanted[block])
        if not len(taking):
            continue
        taking = taking[places_in_order(block[taking] * width + from_[taking])]
        owner = block[taking]
        reach = np.maximum.accumulate(owner * width + to[taking]) - owner * width
        # Of those that begin before the end of what is asked, what matters is the latest end.
        starts = owner * width + from_[taking]
        last = np.searchsorted(starts, block[asking] * width + asked_to[asking]) - 1
        met = (last >= 0) & (owner[last] == block[asking])
        met &= overlaps(from_[taking][last], reach[last], asked_from[asking], asked_to[asking])
        later[asking[met]] = True
    return np.flatnonzero(later)


def _turn_within(cluster: Array, in_order: Array) -> Array:
    """Of each, its turn in its cluster, from 0."""
    sizes = np.bincount(cluster)
    first = np.cumsum(sizes) - sizes
    turn = np.empty(len(cluster), np.int64)
    turn[in_order] = np.arange(len(cluster)) - first[cluster[in_order]]
    return turn
