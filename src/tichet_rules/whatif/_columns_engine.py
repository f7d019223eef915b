"""The columnar engine: what the engine that decides event by event says, for large numbers.

Inspectors share nothing but the calendar and the policy, so that each has a story of their own.
The rules on slots are known by the starts that they admit (``_columns_starts``), the others say
the same of every citizen and are asked once.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tichet_rules._door import FrozenMap
from tichet_rules.agenda import Agenda, decide
from tichet_rules.model import Slot
from tichet_rules.office import Office
from tichet_rules.policy import Policy
from tichet_rules.rules import rule_of
from tichet_rules.rules.request import response_window
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import HOUR, MINUTE, from_ticks
from tichet_rules.whatif._columns_citizens import NOBODY, Array, CitizenColumns, drawn, picked
from tichet_rules.whatif._columns_questions import NONE, Answers, Questions, questions
from tichet_rules.whatif._columns_records import FATES, NEVER, RecordColumns, counted
from tichet_rules.whatif._columns_rounds import all_at_once
from tichet_rules.whatif._columns_starts import Starts
from tichet_rules.whatif._columns_turns import one_by_one
from tichet_rules.whatif.demand import Assignment, Demand
from tichet_rules.whatif.outcome import Fate, Outcome
from tichet_rules.whatif.simulation import booking_of, odds_of, request_of

__all__ = ["drawn", "run"]

_FATE = {fate: place for place, fate in enumerate(FATES)}


def run(
    office: Office,
    demand: Demand,
    citizens: CitizenColumns,
    *,
    first: date,
    last: date,
    available: FrozenMap[str, timedelta],
) -> Outcome:
    """What comes of some citizens in an office, whose inspectors' working time is known."""
    calendar, staff = office.calendar, tuple(available)
    end = calendar.midnight(day_after(last))
    inspector = _inspectors(demand, citizens, available)
    in_time = int(np.searchsorted(citizens.asked_at, end, side="right"))
    columns = _nothing(citizens, inspector)
    refusals: list[tuple[str, ...]] = [()]
    if in_time:
        asked = questions(office, demand, citizens.at(slice(in_time)), inspector[:in_time], staff)
        answers, refused_by = _answered(office, demand, asked, staff)
        for name, values in _became(asked, answers, refused_by, refusals, end).items():
            columns[name][:in_time] = values
    everyone = RecordColumns(**columns, staff=staff, refusals=tuple(refusals))
    early = int(np.searchsorted(citizens.asked_at, calendar.midnight(first)))
    return Outcome(
        first,
        last,
        records=everyone[early:],
        before=everyone[:early],
        available=available,
        calendar=calendar,
        counted=counted(everyone, early, first, last, calendar),
    )


def _inspectors(
    demand: Demand, citizens: CitizenColumns, available: FrozenMap[str, timedelta]
) -> Array:
    """The place of the inspector who has the request of each."""
    if demand.assignment is Assignment.IN_TURN:
        return np.arange(len(citizens), dtype=np.int32) % len(available)
    odds, places = odds_of(demand, available), {who: place for place, who in enumerate(available)}
    found = np.array([places[who] for who in odds], np.int32)
    return found[picked(odds, citizens.share)]


# --- what each gets ---------------------------------------------------------------------------


def _answered(
    office: Office, demand: Demand, asked: Questions, staff: tuple[str, ...]
) -> tuple[Answers, list[tuple[str, ...]]]:
    """The answers, and the rules that refuse everyone whatever the slot, by offer."""
    known: dict[int, tuple[str, ...]] = {}
    for place, offer in enumerate(asked.offers):
        if id(offer.policy) not in known:
            example = int(np.argmax(asked.offer == place))
            at, who = int(asked.citizens.asked_at[example]), staff[asked.who[example]]
            known[id(offer.policy)] = _refused_by(office, demand, offer.policy, who, at)
    refused_by = [known[id(each.policy)] for each in asked.offers]
    closed = np.array([bool(each) for each in refused_by])
    answers = Answers.none(len(asked))
    order = np.argsort(asked.who, kind="stable")
    left = all_at_once(asked, answers, closed, order)
    edges = np.cumsum(np.bincount(asked.who))
    for inspector in np.flatnonzero(left).tolist():
        begin = edges[inspector - 1] if inspector else 0
        one_by_one(asked, answers, closed, order[begin : edges[inspector]])
    return answers, refused_by


def _refused_by(
    office: Office, demand: Demand, policy: Policy, inspector: str, at: int
) -> tuple[str, ...]:
    """The rules that refuse, whatever the slot: they say the same of every citizen."""
    instant = from_ticks(at)
    request = request_of(0, None, office.calendar.local(instant).date(), inspector)
    command = booking_of(request, Slot(instant, policy.max_minutes), demand.channel, "whatif-1")
    alone = office.replace(policy=policy, requests=[request])
    decision = decide(command, Agenda(), at=instant, office=alone)
    return tuple(each for each in decision.refused_by if not rule_of(each).about_the_slot)


# --- what becomes of it -----------------------------------------------------------------------


def _nothing(citizens: CitizenColumns, inspector: Array) -> dict[str, Array]:
    """The columns of records, as long as nobody was answered."""
    never = np.full(len(citizens), NEVER, np.int64)
    nothing = np.zeros(len(citizens), np.int64)
    return {
        "asked_at": citizens.asked_at,
        "inspector": inspector,
        "first_free": never,
        "begins": never.copy(),
        "slot_minutes": nothing,
        "refusal": nothing.copy(),
        "fate": np.full(len(citizens), _FATE[Fate.LEFT], np.int8),
        "closed_at": never.copy(),
        "minutes": citizens.minutes,
    }


def _became(
    asked: Questions,
    answers: Answers,
    refused_by: list[tuple[str, ...]],
    refusals: list[tuple[str, ...]],
    end: int,
) -> dict[str, Array]:
    """The columns that tell what came of each question; new refusals are added to those known."""
    citizens, offers = asked.citizens, asked.offers
    by_offer = _facts(offers, refused_by, refusals)
    closed, minutes, *refusal_of = (asked.of_offer(each) for each in by_offer)
    free = answers.first_free != NONE
    booked = free & ~closed
    begins = np.where(booked, asked.ticks(answers.chosen), NEVER)

    ahead = citizens.cancels_ahead_hours
    cancels = booked & (ahead != NOBODY) & (citizens.asked_at < begins)
    closes = begins + minutes * MINUTE
    places = np.flatnonzero(cancels)
    closes[places] = np.maximum(citizens.asked_at[places], begins[places] - ahead[places] * HOUR)
    over = booked & (closes <= end)

    refusal = np.where(answers.late, refusal_of[1], np.where(free, refusal_of[0], 0))
    fate = np.full(len(asked), _FATE[Fate.LEFT], np.int8)
    fate[booked] = _FATE[Fate.OPEN]
    fate[over & citizens.comes] = _FATE[Fate.HELD]
    fate[over & ~citizens.comes] = _FATE[Fate.MISSED]
    fate[over & cancels] = _FATE[Fate.CANCELLED]
    fate[refusal > 0] = _FATE[Fate.REFUSED]
    return {
        "first_free": np.where(free, asked.ticks(answers.first_free), NEVER),
        "begins": begins,
        "slot_minutes": minutes,
        "refusal": refusal,
        "fate": fate,
        "closed_at": np.where(over, closes, NEVER),
    }


def _facts(
    offers: tuple[Starts, ...],
    refused_by: list[tuple[str, ...]],
    refusals: list[tuple[str, ...]],
) -> tuple[list[Any], ...]:
    """Of each offer, whether nobody may book, the minutes of a slot, and what refuses whom."""

    def place(policy: Policy, rules: tuple[str, ...]) -> int:
        refusal = tuple(each for each in policy.rules if each in rules)
        if refusal not in refusals:
            refusals.append(refusal)
        return refusals.index(refusal)

    return (
        [bool(rules) for rules in refused_by],
        [each.policy.max_minutes for each in offers],
        [place(each.policy, rules) for each, rules in zip(offers, refused_by, strict=True)],
        [
            place(each.policy, (*rules, response_window.id))
            for each, rules in zip(offers, refused_by, strict=True)
        ],
    )
