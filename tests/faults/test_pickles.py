"""Pickles with a byte altered, cut off, or with bookings of others: never a wrong agenda.

Bytes that are no pickle any more are pickle's own error. Those that still are one must be an agenda
with its invariant, of bookings that their class could have made.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import attrs
import pytest

from tests.agenda import _naive as naive
from tests.faults import _logs as logs
from tichet_rules import Agenda, AgendaConflict, Booked, Booking, Slot, TichetError, replayed

ONE = Booking("b-1", "1/1", "i-1", "name:a", Slot(logs.START))
TWO = Booking("b-2", "2/1", "i-1", "name:b", Slot(logs.START + 15 * logs.MINUTE, 10))
LOG = [Booked(at=logs.AT, booking=ONE), Booked(at=logs.AT, booking=TWO)]


class Careful(pickle._Unpickler):
    """In Python alone, whose memory no altered byte can exhaust; and of known names only."""

    known: frozenset[tuple[str, str]] = frozenset()

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.known:
            raise pickle.UnpicklingError("a name that the pickle did not have")
        return super().find_class(module, name)


class Names(pickle._Unpickler):
    """Which names a pickle asks for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.found: set[tuple[str, str]] = set()

    def find_class(self, module: str, name: str) -> Any:
        self.found.add((module, name))
        return super().find_class(module, name)


def spoiled(data: bytes) -> Iterator[bytes]:
    """Each byte altered in four ways, and each beginning of it."""
    for place, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 0x80, (byte + 16) % 256, 0} - {byte}:
            yield data[:place] + bytes([other]) + data[place + 1 :]
        yield data[:place]


def read(data: bytes, make: Callable[[Any], Any]) -> Agenda | None:
    """The agenda of a spoiled pickle, or ``None`` where it is none."""
    careful = Careful(BytesIO(data))
    try:
        found = careful.load()
    except Exception:  # pickle says that it may be any
        return None
    try:
        agenda = make(found)
    except (TichetError, TypeError, AttributeError):
        return None  # not bookings at all
    return agenda if type(agenda) is Agenda else None


def wrong(agenda: Agenda) -> str | None:
    """What is wrong with an agenda, if anything is."""
    bookings = list(agenda)
    try:
        strange = [each.id for each in bookings if not logs.consistent(each)]
    except Exception as error:
        return f"a booking that can't be: {error!r}"
    if strange:
        return f"bookings whose ticks are not their times: {strange}"
    # Minutes of bookings that can't be are not counted: there may be too many.
    return str(naive.collisions(bookings) or "") or None


@pytest.mark.parametrize(
    ("value", "make"),
    [
        pytest.param(Agenda.of([ONE, TWO]), lambda found: found, id="an-agenda"),
        pytest.param([ONE, TWO], Agenda.of, id="bookings"),
        pytest.param(LOG, replayed, id="events"),
    ],
)
def test_no_altered_byte_makes_a_wrong_agenda(value: Any, make: Callable[[Any], Agenda]) -> None:
    data = pickle.dumps(value)
    names = Names(data)
    whole = make(names.load())
    assert wrong(whole) is None
    assert list(whole) == [ONE, TWO]
    Careful.known = frozenset(names.found)
    found = []
    read_again = 0
    for each in spoiled(data):
        agenda = read(each, make)
        if agenda is not None:
            read_again += 1
            if what := wrong(agenda):
                found.append(what)
    assert read_again > 100
    assert not found, f"{len(found)} of {read_again} pickles that can be read; such as {found[0]}"


def swapped(*bookings: Booking) -> bytes:
    """The pickle of an agenda, with other bookings in it."""

    class Swapped:
        def __reduce__(self) -> tuple[Any, ...]:
            make, _ = Agenda().__reduce__()
            return make, (list(bookings),)

    return pickle.dumps(Swapped())


@pytest.mark.parametrize(
    ("bookings", "rule"),
    [
        ([ONE, ONE], "booking.unique"),
        ([ONE, attrs.evolve(TWO, slot=ONE.slot)], "slot.free"),
        ([ONE, attrs.evolve(TWO, slot=ONE.slot, inspector="i-2", applicant="name:a")],
         "applicant.free"),
        ([attrs.evolve(ONE, buffer_after_minutes=1), TWO], "slot.free"),
        ([attrs.evolve(ONE, room="r"), attrs.evolve(TWO, slot=ONE.slot, inspector="i-2", room="r")],
         "room.free"),
    ],
)  # fmt: skip
def test_a_pickle_with_bookings_of_another_is_an_error(bookings: list[Booking], rule: str) -> None:
    with pytest.raises(AgendaConflict, match=f"^{rule}"):
        pickle.loads(swapped(*bookings))


def test_a_pickle_with_the_bookings_in_another_order_is_the_same_agenda() -> None:
    assert pickle.loads(swapped(TWO, ONE)) == Agenda.of([ONE, TWO])


@pytest.mark.parametrize("wrong_one", [None, "b-1", 7])
def test_a_pickle_of_something_else_is_an_error(wrong_one: Any) -> None:
    with pytest.raises(TichetError):
        pickle.loads(swapped(ONE, wrong_one))


def test_a_time_that_is_altered_in_a_pickle_hides_no_collision() -> None:
    other = attrs.evolve(TWO, slot=ONE.slot)
    data = pickle.dumps([ONE, TWO])
    # 08:15 as it is said, 15 minutes later in ticks: only the words are altered, to 08:00.
    altered = data.replace(pickle_of(TWO.slot), pickle_of(other.slot))
    assert altered != data
    try:
        agenda = Agenda.of(pickle.loads(altered))
    except TichetError:
        return
    assert naive.collisions(agenda) == []


def pickle_of(slot: Slot) -> bytes:
    """The ten bytes that say an instant in a pickle."""
    reduced: Any = slot.start.__reduce_ex__(4)
    state: bytes = reduced[1][0]
    return state
