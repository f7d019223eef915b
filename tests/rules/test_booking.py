"""Rules about what may become of a booking."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _world as world
from tests.rules._scene import PASSED, REFUSED, case, judged
from tests.rules._terms import terms
from tichet_rules import BookingStatus, Slot, Text, rule_of

START = "2026-11-26 10:00"
STATUS = {
    "booked": Text("programată", "booked"),
    "cancelled": Text("anulată", "cancelled"),
    "held": Text("a avut loc", "held"),
    "no_show": Text("cetățeanul nu s-a prezentat", "no-show"),
}
BEGUN = Text("a început", "it has begun")
NOT_BEGUN = Text("nu a început", "it has not begun")
NONE = Text("nu există", "there is none")

BEFORE, AS_IT_STARTS, AFTER = "2026-11-26 09:59", START, "2026-11-26 10:01"


@pytest.mark.parametrize(
    ("status", "at", "open_", "begun"),
    [
        ("booked", BEFORE, (PASSED, STATUS["booked"]), (REFUSED, NOT_BEGUN)),
        ("booked", AS_IT_STARTS, (REFUSED, BEGUN), (PASSED, STATUS["booked"])),
        ("booked", AFTER, (REFUSED, BEGUN), (PASSED, STATUS["booked"])),
        *(
            (status, at, (REFUSED, STATUS[status]), (REFUSED, STATUS[status]))
            for status, at in product(("cancelled", "held", "no_show"), (BEFORE, AFTER))
        ),
    ],
)
def test_the_life_of_a_booking(
    status: str, at: str, open_: tuple[str, Text], begun: tuple[str, Text]
) -> None:
    booking = world.booking("b-1", world.slot(START), status=status)
    for rule, expected in (("booking.open", open_), ("booking.begun", begun)):
        finding = judged(rule, booking=booking, at=world.local(at))
        assert (finding.outcome, finding.measured) == expected
        assert finding.more == (("start", world.local(START)),)


@pytest.mark.parametrize("rule", ["booking.open", "booking.begun"])
def test_a_booking_that_is_not_there_is_refused(rule: str) -> None:
    finding = judged(rule, booking=None)
    assert (finding.outcome, finding.measured, finding.more, finding.staff) == (
        *(REFUSED, NONE),
        *((), ()),
    )


@world.examples(100)
@given(
    st.sampled_from(BookingStatus),
    world.instants_around(world.ANCHORS[0]),
    world.instants_around(world.ANCHORS[0]),
)
def test_open_before_the_start_and_begun_from_it_on(
    status: BookingStatus, start: datetime, at: datetime
) -> None:
    booking = world.booking("b-1", Slot(start), status=status)
    open_ = judged("booking.open", booking=booking, at=at)
    begun = judged("booking.begun", booking=booking, at=at)
    booked = status is BookingStatus.BOOKED
    assert open_.refused is not (booked and at < start)
    assert begun.refused is not (booked and at >= start)


def test_the_words_say_why() -> None:
    cancelled = world.booking("b-1", world.slot(START), status="cancelled")
    finding = judged("booking.open", booking=cancelled)
    assert finding.message("ro") == "Programarea nu mai poate fi schimbată: anulată."
    assert finding.remedy("ro") == "Faceți o programare nouă."
    early = judged("booking.begun", booking=world.booking("b-1", world.slot(START)))
    assert early.message("en") == (
        "What became of the meeting can't be recorded: it has not begun."
    )
    assert early.remedy("en") == "Record it after the start."


@pytest.mark.parametrize("rule", ["booking.open", "booking.begun", "record.held"])
@pytest.mark.parametrize("cancels", [True, False])
def test_the_id_of_a_booking_that_is_not_there_is_named(rule: str, cancels: bool) -> None:
    finding = judged(rule, booking=None, ignoring="zzz", cancels=cancels)
    assert finding.message("ro") == "Nu există nicio programare «zzz»."
    assert finding.message("en") == "There is no booking «zzz»."
    assert finding.remedy("ro") == "Verificați numărul programării."
    assert finding.remedy("en") == "Check the number of the booking."
    assert judged(rule, booking=None).message("en") == "There is no such booking."
    assert judged(rule, booking=None).message("ro") == "Nu există o asemenea programare."


def test_a_long_id_is_cut_and_a_hostile_one_is_not_filled_in() -> None:
    long = rule_of("booking.open").judge(case(booking=None, ignoring="{measured}" + "x" * 190))
    assert long.message("en") == "There is no booking «{measured}" + "x" * 49 + "…»."
    whole = judged("booking.open", booking=None, ignoring="x" * 60)
    assert whole.message("en") == f"There is no booking «{'x' * 60}»."


@pytest.mark.parametrize(
    ("status", "ro", "en", "advice"),
    [
        (
            "cancelled",
            "Programarea este deja anulată.",
            "The booking is cancelled already.",
            "Nothing is left to do.",
        ),
        (
            "held",
            "Programarea nu mai poate fi anulată: a avut loc.",
            "The booking can no longer be cancelled: held.",
            "A closed booking stays as it is.",
        ),
        (
            "no_show",
            "Programarea nu mai poate fi anulată: cetățeanul nu s-a prezentat.",
            "The booking can no longer be cancelled: no-show.",
            "A closed booking stays as it is.",
        ),
        (
            "booked",
            "Programarea nu mai poate fi anulată: a început.",
            "The booking can no longer be cancelled: it has begun.",
            "Record the meeting as held or missed.",
        ),
    ],
)
def test_to_cancel_what_is_over_needs_no_new_booking(
    status: str, ro: str, en: str, advice: str
) -> None:
    booking = world.booking("b-1", world.slot(START), status=status)
    finding = judged("booking.open", booking=booking, at=world.local(AFTER), cancels=True)
    assert (finding.message("ro"), finding.message("en")) == (ro, en)
    assert finding.remedy("en") == advice
    move = judged("booking.open", booking=booking, at=world.local(AFTER))
    assert move.remedy("en") == "Make a new booking."


def test_what_became_of_a_closed_booking_is_known() -> None:
    booking = world.booking("b-1", world.slot(START), status="cancelled")
    finding = judged("booking.begun", booking=booking, at=world.local(AFTER))
    assert finding.message("ro") == "Programarea este deja încheiată: anulată."
    assert finding.message("en") == "The booking is closed already: cancelled."
    assert finding.remedy("ro") == "O programare încheiată rămâne cum este."
    assert finding.remedy("en") == "A closed booking stays as it is."


def test_the_predicates() -> None:
    open_, begun = rule_of("booking.open").predicate, rule_of("booking.begun").predicate
    for booked, at in product((0, 1), (9, 10, 11)):
        assert open_(booked, 10, at) == (booked and at < 10)
        assert begun(booked, 10, at) == (booked and at >= 10)
    assert repr(open_(*terms("booked begins at"))) == "(booked & (at < begins))"
    assert repr(begun(*terms("booked begins at"))) == "(booked & (begins <= at))"
