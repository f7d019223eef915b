"""Audits of logs that lost, doubled, mixed up or altered bookings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda._world import examples
from tests.faults import _logs as logs
from tichet_rules import Booking, Inspector, InvalidInput, Office, Request, Slot, TichetError
from tichet_rules.audit import audit

OFFICE = Office(
    inspectors=[Inspector("i-1"), Inspector("i-2")],
    requests=[
        Request(number, name, date(2026, 1, 12), "i-1", former_inspectors=["i-2"])
        for number, name in (("1/1", "A"), ("2/1", "A"), ("3/1", "B"))
    ],
)
ONE = Booking("b-1", "1/1", "i-1", "name:a", Slot(logs.START), booked_at=logs.AT)


@st.composite
def spoiled(draw: st.DrawFn) -> list[Booking]:
    """A log of bookings in any order, some of them lost, there twice, or without their instant."""
    found = draw(st.lists(logs.bookings, max_size=8, unique_by=lambda each: each.id))
    log = [attrs.evolve(each, booked_at=draw(logs.instants)) for each in found]
    status = st.sampled_from(["booked", "cancelled", "held", "no_show"])
    log = [attrs.evolve(each, status=draw(status)) for each in log]
    for _ in range(draw(st.integers(0, 2))):
        if not log:
            break
        place = draw(st.integers(0, len(log) - 1))
        match draw(st.sampled_from(["lose", "twice", "no instant", "mix", "mix"])):
            case "lose":
                del log[place]
            case "twice":
                log.append(log[place])
            case "no instant":
                log[place] = attrs.evolve(log[place], booked_at=None)
            case _:
                log = list(draw(st.permutations(log)))
    return log


@examples(200)
@given(spoiled())
def test_a_spoiled_log_is_an_error_or_every_double_booking_is_found(log: list[Booking]) -> None:
    places = [
        i
        for i, each in enumerate(log)
        if each.booked_at is None or each.id in {other.id for other in log[:i]}
    ]
    if places:
        with pytest.raises(InvalidInput) as raised:
            audit(log, office=OFFICE)
        wrong = log[places[0]]
        what = "booked_at" if wrong.booked_at is None else "id"
        assert raised.value.field == f"log[{places[0]}].{what}"
        return
    found = audit(log, office=OFFICE)
    assert audit(log[::-1], office=OFFICE) == found
    told = {(each.rule, each.booking) for each in found}
    expected = set()
    in_order = sorted(log, key=lambda each: (each.booked_at or logs.AT, each.id))
    for index, later in enumerate(in_order):
        # The policy asks for no buffers; those of the bookings before it count.
        bare = attrs.evolve(later, buffer_before_minutes=0, buffer_after_minutes=0)
        for earlier in in_order[:index]:
            expected |= {(rule, later.id) for rule, _, _ in naive.collisions([earlier, bare])}
    free = ("slot.free", "applicant.free", "room.free")
    assert {each for each in told if each[0] in free} == expected


NO_BOOKINGS: list[Any] = [None, 0, "b-1", {"id": "b-1"}, (), object(), Booking]
no_bookings = pytest.mark.parametrize("wrong", NO_BOOKINGS, ids=lambda each: type(each).__name__)


@no_bookings
def test_what_is_no_booking_is_an_error(wrong: Any) -> None:
    with pytest.raises(TichetError):
        audit([ONE, wrong], office=OFFICE)


@no_bookings
def test_what_is_no_booking_before_the_log_is_an_error(wrong: Any) -> None:
    with pytest.raises(TichetError):
        audit([ONE], office=OFFICE, before=[wrong])


@pytest.mark.parametrize("log", [None, 7], ids=repr)
def test_what_is_no_log_is_an_error(log: Any) -> None:
    with pytest.raises(TichetError):
        audit(log, office=OFFICE)


@pytest.mark.parametrize("office", [None, "Cluj-Napoca"], ids=repr)
def test_what_is_no_office_is_an_error(office: Any) -> None:
    with pytest.raises(TichetError):
        audit([ONE], office=office)


@pytest.mark.parametrize("year", [1, 2, 1890, 1996, 2101, 2500, 9998, 9999])
@pytest.mark.parametrize("holidays", ["RO", ()], ids=["romania", "no-holidays"])
def test_a_log_of_another_age_is_an_error_or_has_its_double_booking(
    year: int, holidays: Any
) -> None:
    policy = OFFICE.policy.policy_at(date(2026, 1, 1))
    calendar = OFFICE.calendar.replace(public_holidays=holidays)
    office = OFFICE.replace(policy=policy, calendar=calendar)
    start = datetime(year, 6, 3, 8, tzinfo=logs.AT.tzinfo)
    log = [
        attrs.evolve(ONE, slot=Slot(start), booked_at=start - timedelta(days=9)),
        attrs.evolve(
            ONE, id="b-2", request="3/1", applicant="name:b", slot=Slot(start),
            booked_at=start - timedelta(days=8),
        ),
    ]  # fmt: skip
    found = logs.outcome(lambda: audit(log, office=office))
    if isinstance(found, InvalidInput):
        assert holidays == "RO"
        assert str(year) in str(found)
        return
    assert ("b-2", "slot.free") in {(each.booking, each.rule) for each in found}
