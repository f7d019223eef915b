"""The agenda through a long life, against a plain list of bookings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from attrs import define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Book,
    Booking,
    Cancel,
    Contact,
    Decision,
    Event,
    Hold,
    Inspector,
    NoShow,
    Office,
    Request,
    Reschedule,
    Slot,
    Week,
    decide,
    replayed,
)

HOURS = [("08:00", "09:30"), ("09:45", "11:00")]
PEOPLE = [
    Inspector("i-1", week=Week((HOURS,) * 7)),
    Inspector("i-2", week=Week((HOURS,) * 7)),
]
FILES = [
    Request(
        f"{index}/1",
        name,
        date(2026, 1, 12),
        inspector,
        former_inspectors=("i-1", "i-2"),
    )
    for index, (name, inspector) in enumerate(
        [("Pop Ana", "i-1"), ("Pop Ana", "i-2"), ("Rus Ion", "i-1"), ("Dan Ilie", "i-2")]
    )
]
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 08:00 in Cluj-Napoca


@define
class Line:
    """A booking as the model writes it down."""

    id: str
    request: str
    applicant: str
    inspector: str
    start: datetime
    before: int
    after: int
    status: str = "booked"
    moved: int = 0

    def meeting(self) -> tuple[datetime, datetime]:
        return self.start, self.start + timedelta(minutes=15)

    def occupied(self) -> tuple[datetime, datetime]:
        start, end = self.meeting()
        return start - timedelta(minutes=self.before), end + timedelta(minutes=self.after)


def slots() -> st.SearchStrategy[Slot]:
    """A grid of 15 minutes of three days, and seldom a time off it."""
    quarters = st.integers(0, 11).map(lambda each: each * 15)
    minutes = st.one_of(quarters, quarters, quarters, st.integers(0, 180))
    return st.tuples(st.integers(0, 2), minutes).map(
        lambda each: Slot(MONDAY + timedelta(days=each[0], minutes=each[1]))
    )


class AgendaMachine(RuleBasedStateMachine):
    """Every command, at an advancing instant, decided and applied."""

    bookings = Bundle("bookings")

    @initialize(
        before=st.sampled_from([0, 5, 10]),
        after=st.sampled_from([0, 5, 10]),
        notice=st.sampled_from([0, 1, 2]),
        most=st.sampled_from([1, 2, 3]),
    )
    def open_the_office(self, before: int, after: int, notice: int, most: int) -> None:
        self.at = MONDAY - timedelta(hours=20)
        self.office = Office(
            policy=world.policy(
                buffer_before_minutes=before,
                buffer_after_minutes=after,
                notice_hours=notice,
                open_bookings_per_request=most,
            ),
            inspectors=PEOPLE,
            requests=FILES,
        )
        self.agenda = Agenda()
        self.log: list[Event] = []
        self.lines: list[Line] = []
        self.versions: list[tuple[Agenda, tuple[Booking, ...]]] = []

    # --- what is done -------------------------------------------------------------

    def decided(self, command: Any) -> Decision:
        decision = decide(command, self.agenda, at=self.at, office=self.office)
        self.versions.append((self.agenda, tuple(self.agenda)))
        self.agenda = replayed(decision.events, self.agenda)
        self.log += decision.events
        return decision

    @rule(target=bookings, file=st.sampled_from(FILES), who=st.sampled_from(PEOPLE), slot=slots())
    def book(self, file: Request, who: Inspector, slot: Slot) -> Any:
        policy = self.office.policy_at(self.at)
        wanted = Line(
            "",
            file.number,
            file.applicant.name,
            who.id,
            slot.start,
            policy.buffer_before_minutes,
            policy.buffer_after_minutes,
        )
        expected = self.refused(wanted, None)
        decision = self.decided(
            Book(
                number=file.number,
                applicant=file.applicant.name,
                filed_on=file.filed_on,
                slot=slot,
                inspector=who.id,
                contact=Contact(world.PHONE, world.EMAIL),
            )
        )
        assert set(decision.refused_by) == expected
        if expected:
            return multiple()
        (made,) = [each for each in self.agenda if each.id not in self.ids()]
        wanted.id = made.id
        self.lines.append(wanted)
        return made.id

    @rule(id_=bookings, slot=slots())
    def reschedule(self, id_: str, slot: Slot) -> None:
        policy = self.office.policy_at(self.at)
        line = self.line(id_)
        wanted = attrs.evolve(
            line,
            start=slot.start,
            before=policy.buffer_before_minutes,
            after=policy.buffer_after_minutes,
            moved=line.moved + 1,
        )
        expected = self.refused(wanted, id_)
        if line.status != "booked" or line.start <= self.at:
            expected.add("booking.open")
        assert set(self.decided(Reschedule(booking=id_, slot=slot)).refused_by) == expected
        if not expected:
            self.lines[self.lines.index(line)] = wanted

    @rule(id_=bookings)
    def cancel(self, id_: str) -> None:
        line = self.line(id_)
        allowed = line.status == "booked" and self.at < line.start
        assert self.decided(Cancel(booking=id_)).allowed is allowed
        if allowed:
            line.status = "cancelled"

    @rule(id_=bookings)
    def hold(self, id_: str) -> None:
        self.close(id_, Hold(booking=id_), "held")

    @rule(id_=consumes(bookings))
    def miss(self, id_: str) -> None:
        self.close(id_, NoShow(booking=id_), "no_show")

    def close(self, id_: str, command: Any, status: str) -> None:
        line = self.line(id_)
        allowed = line.status == "booked" and line.start <= self.at
        assert self.decided(command).allowed is allowed
        if allowed:
            line.status = status

    @rule(minutes=st.sampled_from([1, 15, 60, 600]))
    def advance(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([0, 5, 10]))
    def change_the_policy(self, minutes: int) -> None:
        policy = self.office.policy_at(self.at).evolve(buffer_after_minutes=minutes)
        self.office = self.office.replace(policy=policy)

    # --- the model ----------------------------------------------------------------

    def ids(self) -> set[str]:
        return {each.id for each in self.lines}

    def line(self, id_: str) -> Line:
        (found,) = [each for each in self.lines if each.id == id_]
        return found

    def refused(self, wanted: Line, moved: str | None) -> set[str]:
        policy = self.office.policy_at(self.at)
        refused = set()
        start, end = wanted.meeting()
        clock = start.astimezone(world.ZONE)
        minute = clock.hour * 60 + clock.minute
        if start - self.at < timedelta(hours=policy.notice_hours):
            refused.add("slot.notice")
        if not ((minute >= 480 and minute + 15 <= 570) or (minute >= 585 and minute + 15 <= 660)):
            refused.add("slot.working_hours")
        # Both intervals start on a quarter of an hour.
        if minute % 15 and (480 <= minute < 570 or 585 <= minute < 660):
            refused.add("slot.grid")
        others = [each for each in self.lines if each.status != "cancelled" and each.id != moved]
        for each in others:
            if each.inspector == wanted.inspector and naive.share_a_minute(
                each.occupied(), wanted.occupied()
            ):
                refused.add("slot.free")
            if each.applicant == wanted.applicant and naive.share_a_minute(
                each.meeting(), (start, end)
            ):
                refused.add("applicant.free")
        still_open = [
            each
            for each in others
            if each.request == wanted.request
            and each.status == "booked"
            and each.meeting()[1] > self.at
        ]
        if len(still_open) >= policy.open_bookings_per_request:
            refused.add("request.one_open_booking")
        return refused

    # --- what is always true ------------------------------------------------------

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        taking = [each for each in self.agenda if str(each.status) != "cancelled"]
        for index, one in enumerate(taking):
            for other in taking[index + 1 :]:
                if one.inspector == other.inspector:
                    assert not naive.share_a_minute(naive.occupied(one), naive.occupied(other))
                if one.applicant == other.applicant:
                    assert not naive.share_a_minute(
                        naive.meeting(one.slot), naive.meeting(other.slot)
                    )

    @invariant()
    def the_agenda_is_the_model(self) -> None:
        found = [
            (
                each.id,
                each.request,
                each.inspector,
                each.slot.start,
                each.buffer_before_minutes,
                each.buffer_after_minutes,
                str(each.status),
                each.revision,
            )
            for each in self.agenda
        ]
        assert found == sorted(
            (
                each.id,
                each.request,
                each.inspector,
                each.start,
                each.before,
                each.after,
                each.status,
                each.moved,
            )
            for each in self.lines
        )
        assert {each.contact.phone for each in self.agenda} <= {"+40264596030"}

    @invariant()
    def the_agenda_is_that_of_its_log_and_of_its_bookings(self) -> None:
        assert Agenda.of(list(self.agenda)) == self.agenda
        assert replayed(self.log) == self.agenda

    @invariant()
    def old_versions_stay_as_they_were(self) -> None:
        for version, content in self.versions:
            assert tuple(version) == content


def test_the_agenda_through_a_long_life() -> None:
    run_state_machine_as_test(
        AgendaMachine, settings=settings(world.examples(100), stateful_step_count=40)
    )
