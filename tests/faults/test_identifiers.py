"""Ids that are equal, alike, huge or hostile, and bookings in no order."""

from __future__ import annotations

import itertools
import unicodedata
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tests.faults import _logs as logs
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Booked,
    Booking,
    Cancel,
    Cancelled,
    Office,
    Slot,
    TichetError,
    apply,
    decide,
    replayed,
)

ONE = Booking("b-1", "1/1", "i-1", "name:a", Slot(logs.START))

HOSTILE = {
    "nothing": "",
    "spaces": "   ",
    "no-break-spaces": "\u00a0\u00a0",
    "nul": "b\0",
    "line-feed": "b\n-1",
    "escape": "\x1b[31mb",
    "right-to-left": "\u202eb-1",
    "zero-width": "b\u200b-1",
    "byte-order-mark": "\ufeffb-1",
    "lone-surrogate": "b\ud800",
    "the-other-half": "\udfffb",
    "line-separator": "b\u2028",
    "no-character": "\uffff",
    "too-long": "b" * 201,
    "huge": "b" * 10_000_000,
}
STRANGE = {
    "one-character": "b",
    "longest": "b" * 200,
    "beyond-the-plane": "\U0001f3ab" * 200,
    "combining": "e" + "\u0301" * 199,
    "quotes": "'; DROP TABLE bookings; --",
    "format": "{0.__class__} %s %n",
    "path": "../../etc/passwd",
    "like-a-key": "('i-1', 0)",
    "digits": "٣٤٥",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["id", "inspector"])
def test_a_hostile_id_is_an_error_that_can_be_shown(field: str, text: str) -> None:
    change: dict[str, Any] = {field: text}
    with pytest.raises(TichetError) as raised:
        attrs.evolve(ONE, **change)
    shown = str(raised.value)
    assert shown.isprintable()
    assert len(shown) < 300
    with pytest.raises(TichetError):
        Cancelled(at=logs.AT, booking=text)
    with pytest.raises(TichetError):
        Cancel(booking=text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_registration_number_is_an_error_or_is_kept_in_one_form(text: str) -> None:
    booking = logs.outcome(lambda: attrs.evolve(ONE, request=text))
    if isinstance(booking, TichetError):
        assert len(str(booking)) < 400
        return
    assert booking.request.isprintable()
    assert attrs.evolve(ONE, request=booking.request).request == booking.request


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_strange_id_is_an_id(text: str) -> None:
    booking = attrs.evolve(ONE, id=text)
    later = attrs.evolve(ONE, slot=Slot(logs.START + 60 * logs.MINUTE))
    agenda = replayed([Booked(at=logs.AT, booking=booking), Booked(at=logs.AT, booking=later)])
    assert agenda[text] == booking
    assert Agenda.of([later, booking]) == agenda
    with pytest.raises(AgendaConflict) as raised:
        apply(agenda, Booked(at=logs.AT, booking=booking))
    assert (raised.value.rule, raised.value.booking) == ("booking.unique", text)
    decision = decide(Cancel(booking=text), agenda, at=logs.AT, office=Office())
    assert not replayed(decision.events, agenda)[text].takes_time
    assert decision.explain("ro")


@examples(300)
@given(st.text(max_size=210), st.text(max_size=210))
def test_any_two_texts_are_an_error_or_two_ids(one: str, other: str) -> None:
    for form in (one, other, unicodedata.normalize("NFD", one)):
        later = Slot(logs.START + 60 * logs.MINUTE)
        try:
            bookings = [attrs.evolve(ONE, id=one), attrs.evolve(ONE, id=form, slot=later)]
        except TichetError:
            continue
        agenda = logs.outcome(lambda found=bookings: Agenda.of(found))  # type: ignore[misc]
        if isinstance(agenda, AgendaConflict):
            assert (agenda.rule, one) == ("booking.unique", form)
            continue
        assert one != form
        assert [each.id for each in agenda] == sorted([one, form])


@examples(200)
@given(st.text(), st.text())
def test_any_applicant_is_the_same_only_as_itself(one: str, other: str) -> None:
    first = attrs.evolve(ONE, applicant=one)
    second = attrs.evolve(ONE, id="b-2", inspector="i-2", applicant=other)
    agenda = logs.outcome(lambda: Agenda.of([first, second]))
    if isinstance(agenda, AgendaConflict):
        assert (agenda.rule, one) == ("applicant.free", other)
        return
    assert one != other
    assert list(agenda.of_applicant(one, first.slot.begins, first.slot.ends)) == [first]


@examples(200)
@given(st.text(max_size=40))
def test_any_registration_number_is_an_error_or_is_kept_in_one_form(text: str) -> None:
    try:
        booking = attrs.evolve(ONE, request=text)
    except TichetError:
        return
    agenda = Agenda.of([booking])
    assert booking.request is not None
    assert list(agenda.open_of_request(booking.request, 0)) == [booking]
    assert attrs.evolve(booking, request=booking.request) == booking


@pytest.mark.parametrize("wrong", [None, 1, b"b-1", ["b-1"], float("nan"), 10**5000], ids=type)
@pytest.mark.parametrize("field", ["id", "request", "inspector", "applicant"])
def test_what_is_no_text_is_an_error(field: str, wrong: Any) -> None:
    with pytest.raises(TichetError):
        attrs.evolve(ONE, **{field: wrong})


@pytest.mark.parametrize("wrong", [0, -1, 10**6, 10**5000, True, 15.0, "15", None], ids=type)
def test_what_are_no_minutes_is_an_error(wrong: Any) -> None:
    with pytest.raises(TichetError):
        Slot(logs.START, wrong)
    if wrong == 0 and wrong is not False:
        return  # no buffer is one
    with pytest.raises(TichetError):
        attrs.evolve(ONE, buffer_before_minutes=wrong)
    with pytest.raises(TichetError):
        attrs.evolve(ONE, buffer_after_minutes=wrong)


# --- in no order ----------------------------------------------------------------------------


def test_the_order_in_which_bookings_come_does_not_matter() -> None:
    found = [
        attrs.evolve(ONE, id=f"b-{5 - i}", slot=Slot(logs.START + i * 15 * logs.MINUTE))
        for i in range(5)
    ]
    right = Agenda.of(found)
    for order in itertools.permutations(found):
        agenda = Agenda.of(order)
        one_by_one = replayed(Booked(at=logs.AT, booking=each) for each in order)
        assert agenda == one_by_one == right
        spans = (found[0].slot.begins, found[-1].slot.ends)
        for each in (agenda, one_by_one):
            assert list(each.of_inspector("i-1", *spans)) == found
            assert list(each.of_applicant("name:a", *spans)) == found


def test_ids_that_sort_unlike_numbers_or_case() -> None:
    ids = ["b-10", "b-9", "B-9", "b-09", "Ș", "Ş", "S\u0326", "ß", "ss", "\U0001f3ab", "\uff5e"]
    found = [
        attrs.evolve(ONE, id=each, slot=Slot(logs.START + i * 15 * logs.MINUTE))
        for i, each in enumerate(ids)
    ]
    agenda = Agenda.of(found)
    assert [each.id for each in agenda] == sorted(ids)
    for each in found:
        assert agenda[each.id] is each
    gone = replayed((Cancelled(at=logs.AT, booking=each) for each in ids), agenda)
    assert not any(each.takes_time for each in gone)
    assert list(agenda) == sorted(found, key=lambda each: each.id)
