"""What the citizens of one inspector get, one by one, by the bits of whole numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from heapq import heappop, heappush
from operator import itemgetter

from tichet_rules.timekeeping.instants import HOUR
from tichet_rules.whatif._columns_citizens import NOBODY, Array
from tichet_rules.whatif._columns_questions import NONE, Answers, Questions
from tichet_rules.whatif._columns_starts import Span, Starts

__all__ = ["one_by_one"]

_FROM, _TO = itemgetter(0), itemgetter(1)


def one_by_one(asked: Questions, answers: Answers, closed: Array, rows: Array) -> None:
    """Answer the citizens of one inspector, in order; under a ``closed`` offer nobody books."""
    citizens = asked.citizens
    diary = _Diary(asked.offers[asked.offer[rows[0]]])
    coming: list[tuple[int, Span]] = []  # the bookings that will be cancelled, and when
    found: list[tuple[int, int, bool]] = []
    columns = (
        citizens.asked_at,
        citizens.preference,
        citizens.cancels_ahead_hours,
        asked.offer,
        asked.low,
        asked.high,
        asked.far,
    )
    for at, wish, ahead, offer, low, high, far in zip(
        *(each[rows].tolist() for each in columns), strict=True
    ):
        while coming and coming[0][0] <= at:
            diary.cancel(heappop(coming)[1])
        diary.turn_to(asked.offers[offer])
        first = diary.first_free(low)
        if first >= high:
            found.append((NONE, NONE, first < far))
            continue
        number = first
        preference = citizens.preferences[wish]
        if not preference.likes_all:
            liked = diary.first_liked(low, diary.starts.bits_liked(preference))
            number = liked if NONE < liked < high else first
        found.append((first, number, False))
        if not closed[offer]:
            span = diary.book(number)
            begins = diary.starts.instants[number]
            if ahead != NOBODY and at < begins:
                heappush(coming, (max(at, begins - ahead * HOUR), span))
    answers.first_free[rows], answers.chosen[rows], answers.late[rows] = zip(*found, strict=True)


class _Diary:
    """An inspector's bookings, in order, and the starts that they rule out, a bit for each."""

    def __init__(self, starts: Starts) -> None:
        self.spans: list[Span] = []
        self.starts = starts
        self.taken = 0

    def turn_to(self, starts: Starts) -> None:
        """Go on under a policy, with its starts."""
        if starts is not self.starts:
            self.starts, self.taken = starts, 0
            for span in self.spans:
                self.taken |= starts.ruled_out(span)

    def first_free(self, low: int) -> int:
        """The first free start from one on; past all bookings every number is free."""
        taken = self.taken >> low
        return low + (~taken & (taken + 1)).bit_length() - 1

    def first_liked(self, low: int, liked: int) -> int:
        """The first free start from one on out of those that are liked, -1 where none is."""
        free = liked >> low & ~(self.taken >> low)
        return low + (free & -free).bit_length() - 1 if free else NONE

    def book(self, number: int) -> Span:
        """Take the time of a meeting."""
        span = self.starts.occupied(number)
        insort(self.spans, span)
        self.taken |= self.starts.ruled_out(span)
        return span

    def cancel(self, span: Span) -> None:
        """Give the time of a meeting back, but for what meetings next to it rule out."""
        del self.spans[bisect_left(self.spans, span)]
        starts, reach = self.starts, self.starts.reach
        self.taken &= ~starts.ruled_out(span)
        near = slice(
            bisect_right(self.spans, span[0] - reach, key=_TO),
            bisect_left(self.spans, span[1] + reach, key=_FROM),
        )
        for each in self.spans[near]:
            self.taken |= starts.ruled_out(each)
