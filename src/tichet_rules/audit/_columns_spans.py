"""Double bookings in columns: who was there before, in the order of the booking acts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen

from tichet_rules.audit._columns_arrays import Array, compact, in_order, none
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["Spans", "taken_before"]


@frozen(eq=False, repr=False)
class Spans:
    """What takes the time of an owner, and what each asks for, half-open.

    ``rows`` are the row numbers, ``owner`` a whole number from 0. Times are whole numbers from
    0, less than ``width``. The two spans differ only where the buffers under which a booking
    was made are not those it is judged by; they share the meeting itself. ``asks``: whether
    the row is judged, and not only in the way.
    """

    rows: Array
    owner: Array
    from_: Array
    to: Array
    asked_from: Array
    asked_to: Array
    asks: Array
    width: int

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
            self.width,
        )


def taken_before(spans: Spans, order: Callable[[Array, Array], Array]) -> Array:
    """The rows that ask for time which a row of the same owner took before them.

    ``order`` gives the places of some rows by their group and the booking act.
    """
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
    base = spans.owner * np.int64(spans.width)
    begins, order = in_order(base + from_)
    ends = np.maximum.accumulate((base + to).take(order))
    goes_on = begins[1:] < ends[:-1]
    member = np.append(False, goes_on) | np.append(goes_on, False)
    places = np.flatnonzero(member[: len(order)])
    # The first of a cluster goes on from none before it.
    cluster = np.cumsum(~np.append(False, goes_on)[places]) - 1
    return spans.of(order[places]), cluster


def _asked_later(spans: Spans, cluster: Array, by_booking: Array) -> Array:
    """Places of those that ask for what one booked before them in their cluster takes.

    Each cluster is halved by the order of the booking acts, its halves again, and so on: what
    the later half asks is looked up in what the earlier half takes. So a million bookings of
    one hour are no more than twenty sorts.
    """
    turn = _turn_within(cluster, by_booking)
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
        starts, order = in_order(block[taking] * width + from_[taking])
        taking = taking[order]
        owner = block[taking]
        reach = np.maximum.accumulate(owner * width + to[taking]) - owner * width
        # Of those that begin before the end of what is asked, what matters is the latest end.
        last = np.searchsorted(starts, block[asking] * width + asked_to[asking]) - 1
        met = (last >= 0) & (owner[last] == block[asking])
        met &= overlaps(from_[taking][last], reach[last], asked_from[asking], asked_to[asking])
        later[asking[met]] = True
    return np.flatnonzero(later)


def _turn_within(cluster: Array, by_booking: Array) -> Array:
    """Of each, its turn in its cluster, from 0."""
    sizes = np.bincount(cluster)
    first = np.cumsum(sizes) - sizes
    turn = np.empty(len(cluster), np.int64)
    turn[by_booking] = np.arange(len(cluster)) - first[cluster[by_booking]]
    return turn
