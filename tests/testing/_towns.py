"""Systems of towns: one that is right, and some with the mistakes that such systems make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tichet_rules import (
    Book,
    Booked,
    Booking,
    Cancelled,
    Decision,
    Reassigned,
    Rescheduled,
    Slot,
)
from tichet_rules.testing import AgendaMachine


class Town(AgendaMachine):
    """Keeps what was decided."""

    def on_start(self) -> None:
        self.diary: dict[str, tuple[str, Slot]] = {}

    def on_events(self, decision: Decision) -> None:
        for event in decision.events:
            if isinstance(event, Booked):
                self.store(event.booking.id, event.booking.inspector, event.booking.slot)
            elif isinstance(event, Rescheduled):
                self.store(event.booking, self.diary[event.booking][0], event.slot)
            elif isinstance(event, Reassigned):
                self.take_over(event.booking, event.inspector, event.slot)
            elif isinstance(event, Cancelled):
                self.free(event.booking)

    def store(self, booking: str, inspector: str, slot: Slot) -> None:
        self.diary[booking] = (inspector, slot)

    def take_over(self, booking: str, inspector: str, slot: Slot) -> None:
        self.store(booking, inspector, slot)

    def free(self, booking: str) -> None:
        del self.diary[booking]

    def taken(self) -> Iterable[tuple[str, datetime, datetime]]:
        return [(who, slot.start, slot.end) for who, slot in self.diary.values()]


class DoubleBooking(Town):
    """Takes a booking although the inspector has another one then."""

    def on_events(self, decision: Decision) -> None:
        super().on_events(decision)
        if isinstance(decision.command, Book) and decision.refused_by == ("slot.free",):
            key = f"double {len(self.diary)}"
            self.store(key, decision.case.inspector_id, decision.command.slot)


class NeverFreed(Town):
    """Does not free the time of a cancelled booking."""

    def free(self, booking: str) -> None:
        pass


class NeverMoved(Town):
    """Does not move a booking that is rescheduled."""

    def store(self, booking: str, inspector: str, slot: Slot) -> None:
        self.diary.setdefault(booking, (inspector, slot))


class NeverTakenOver(Town):
    """Leaves a booking with the inspector who can't hold it."""

    def take_over(self, booking: str, inspector: str, slot: Slot) -> None:  # noqa: ARG002
        self.store(booking, self.diary[booking][0], slot)


class BothConfirmed(Town):
    """Confirms a tentative booking without looking whether another was confirmed since."""

    def on_start(self) -> None:
        super().on_start()
        self.tentative: dict[tuple[str, Slot], Booking] = {}

    def on_tentative(self, decision: Decision) -> None:
        for event in decision.events:
            assert isinstance(event, Booked)
            if isinstance(decision.command, Book):
                self.tentative[decision.command.number, decision.command.slot] = event.booking

    def on_events(self, decision: Decision) -> None:
        super().on_events(decision)
        command = decision.command
        if isinstance(command, Book):
            made = self.tentative.pop((command.number, command.slot), None)
            if made is not None and not decision.allowed:
                self.store(f"{made.id} too", made.inspector, made.slot)
