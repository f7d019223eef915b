"""What the citizens of many inspectors get, worked out for all of them at once.

Where a meeting rules out no start but its own, a start is a thing that one citizen has, and who
asks before has it before. Then all may as well take at once what they like best: of those who want
one start the first keeps it, the others go on to what they like next, and when nobody goes on any
more, each has what they would have got in turn. This is the deferred acceptance of Gale and
Shapley (College Admissions and the Stability of Marriage, 1962), and the order of the proposals
does not matter.
"""

from __future__ import annotations

import numpy as np
from attrs import define

from tichet_rules.timekeeping.instants import HOUR
from tichet_rules.whatif._columns_citizens import NOBODY, Array
from tichet_rules.whatif._columns_questions import NONE, Answers, Questions
from tichet_rules.whatif._columns_starts import Starts

__all__ = ["all_at_once"]

_MOST_ROUNDS = 64  # longer queues are served faster one by one
_CLOCK_CHANGE = 2 * HOUR  # no clock goes back by more


def all_at_once(asked: Questions, answers: Answers, closed: Array, order: Array) -> Array:
    """Answer the inspectors for whom that can be done, and tell which are left.

    ``order`` are the rows by inspector, and in order of their asking. Left are those under whose
    policy a meeting rules out several starts or nobody may book (``closed``, by offer), or
    changes; with queues that are long, or longer than a window; and with a start
    that is given back while someone may still want it.
    """
    town = _Town.of(asked, answers, closed, order)
    town.settle()
    town.look_back()
    return town.left


@define(eq=False, repr=False)
class _Town:
    """The starts of all inspectors in one line, and who holds each: the row of the citizen.

    ``cells`` is where those of a citizen's inspector begin, ``kinds`` where those of their
    offer begin among the starts of all offers. ``easy`` is whether any start will do, ``left``
    whether an inspector is left to be served one by one.
    """

    asked: Questions
    answers: Answers
    order: Array
    cells: Array
    kinds: Array
    next_liked: dict[int, Array]
    holder: Array
    easy: Array
    left: Array

    @classmethod
    def of(cls, asked: Questions, answers: Answers, closed: Array, order: Array) -> _Town:
        who, offers = asked.who, asked.offers
        room = np.array([len(each.ticks) + 1 for each in offers], np.int64)
        size = np.zeros(int(who.max()) + 1, np.int64)
        size[who] = asked.of_offer(room)
        unfit = closed | ~np.array([each.apart for each in offers], bool)
        left = np.zeros(len(size), bool)
        if unfit.any():
            left[who[unfit[asked.offer]]] = True
        turns = who[order]
        changes = np.diff(asked.low[order]) < 0
        if len(offers) > 1:
            changes |= np.diff(asked.offer[order]) != 0
        left[turns[1:][changes & (np.diff(turns) == 0)]] = True
        preferences = asked.citizens.preferences
        wish = asked.citizens.preference
        choices = [
            place
            for place, count in enumerate(np.bincount(wish).tolist())
            if count and not preferences[place].likes_all
        ]
        return cls(
            asked=asked,
            answers=answers,
            order=order,
            cells=(np.cumsum(size) - size).take(who),
            kinds=np.broadcast_to(asked.of_offer(np.cumsum(room) - room), len(who)),
            next_liked={
                place: np.concatenate(
                    [_next(each, each.liked(preferences[place])) for each in offers]
                )
                for place in choices
            },
            holder=np.full(int(size.sum()), len(asked), np.int32),
            easy=np.array([each.likes_all for each in preferences], bool).take(wish),
            left=left,
        )

    # --- forward ----------------------------------------------------------------------

    def settle(self) -> None:
        """Let all go from start to start until each holds one, or has come to the end."""
        asked, number, holder = self.asked, self.answers.chosen, self.holder
        served = (asked.low < asked.high) & ~self.left[asked.who]
        easy = self.order[(served & self.easy)[self.order]]
        queued = self._queued(easy)
        # Who comes too late in a queue does not stand in the way of those behind.
        broken = np.zeros(len(self.left), bool)
        broken[asked.who[easy[queued >= asked.high[easy]]]] = True
        in_queue = ~broken[asked.who[easy]]
        easy, queued = easy[in_queue], queued[in_queue]
        number[easy] = queued
        holder[self.cells[easy] + queued] = easy
        served[easy] = False
        rows = np.flatnonzero(served)
        number[rows] = self._from(rows, asked.low[rows])
        for _ in range(_MOST_ROUNDS):
            rows = rows[number[rows] != NONE]
            if not len(rows):
                return
            cells = self.cells[rows] + number[rows]
            held = holder[cells]
            before = rows < held
            # Of several that are written to one cell, the last one stays.
            holder[cells[before][::-1]] = rows[before][::-1]
            kept = holder[cells] == rows
            ousted = held[kept & (held < len(asked))]
            rows = np.sort(np.concatenate([rows[~kept], ousted]))
            number[rows] = self._from(rows, number[rows] + 1)
        self.left[asked.who[rows]] = True

    def _queued(self, rows: Array) -> Array:
        """Which starts those get whom any will do, if there were no others.

        It is the next after that of the one before, or the first that they may have. The
        others can but get in their way, so that they find none before it.
        """
        asked = self.asked
        who, low = asked.who[rows], asked.low[rows]
        # Far enough apart for one running maximum of all inspectors.
        apart = who * np.int64(len(self.holder) + len(rows)) - np.arange(len(rows))
        number: Array = np.maximum.accumulate(low + apart) - apart
        return number

    def _from(self, rows: Array, numbers: Array) -> Array:
        """The first start from some start on that each likes, or where there is none takes.

        Who likes none of those that are left to them takes the first of all: any will do now.
        """
        wish = self.asked.citizens.preference[rows]
        for place, following in self.next_liked.items():
            choosy = np.flatnonzero((wish == place) & ~self.easy[rows])
            numbers[choosy] = following[self.kinds[rows[choosy]] + numbers[choosy]]
        past = numbers >= self.asked.high[rows]
        resigned = past & ~self.easy[rows]
        numbers[past] = NONE
        numbers[resigned] = self.asked.low[rows[resigned]]
        self.easy[rows[resigned]] = True
        return numbers

    # --- back -------------------------------------------------------------------------

    def look_back(self) -> None:
        """What else there was when each asked, and whether all is as it would have been in turn."""
        asked, answers = self.asked, self.answers
        got_one = answers.chosen != NONE
        answers.first_free[:] = answers.chosen
        rows = np.flatnonzero(got_one & ~self.easy)
        answers.first_free[rows] = self._free(rows, answers.chosen)
        too_late = ~got_one & (asked.high < asked.far)
        rows = np.flatnonzero(too_late & ~self.left[asked.who])
        answers.late[rows] = self._free(rows, asked.far) < asked.far[rows]
        self._leave_what_is_given_back(got_one)

    def _free(self, rows: Array, end: Array) -> Array:
        """The first start, up to an end, that nobody held who asked before."""
        number, end = self.asked.low[rows], end[rows]
        looking = np.arange(len(rows))
        for _ in range(_MOST_ROUNDS):
            looking = looking[number[looking] < end[looking]]
            asking = rows[looking]
            looking = looking[self.holder[self.cells[asking] + number[looking]] < asking]
            if not len(looking):
                return number
            number[looking] += 1
        self.left[self.asked.who[rows[looking]]] = True
        return number

    def _leave_what_is_given_back(self, got_one: Array) -> None:
        """Leave the inspectors of whom a start comes free again that someone may still want.

        It is too near for all who ask later when the notice reaches past it. Else it is not
        wanted where the next who asks may not have it any more, nor may those behind.
        """
        asked, citizens = self.asked, self.asked.citizens
        turns = self.order
        ahead = citizens.cancels_ahead_hours[turns]
        places = np.flatnonzero((ahead != NOBODY) & got_one[turns])
        rows, ahead = turns[places], ahead[places]
        number = self.answers.chosen[rows]
        begins = asked.ticks(number, rows)
        notices = asked.of_offer([each.policy.notice_hours * HOUR for each in asked.offers])
        notice = np.broadcast_to(notices, len(asked))[rows]
        closes = np.maximum(citizens.asked_at[rows], begins - ahead * HOUR)
        too_near = closes + notice - _CLOCK_CHANGE > begins
        following = turns[np.minimum(places + 1, len(turns) - 1)]
        others = (asked.who[following] == asked.who[rows]) & (following != rows)
        wanted = others & (asked.low[following] <= number)
        self.left[asked.who[rows[wanted & ~too_near]]] = True


def _next(starts: Starts, liked: Array) -> Array:
    """Of each start, and of the end, the first from there on that is liked; the end for none."""
    end = len(starts.ticks)
    numbers = np.append(np.where(liked, np.arange(end), end), end)
    following: Array = np.minimum.accumulate(numbers[::-1])[::-1]
    return following
