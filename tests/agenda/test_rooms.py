"""Rooms: given out, kept, and never two meetings in one; free slots by channel and procedure."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.agenda._towns import towns
from tichet_rules import (
    Absence,
    Agenda,
    AgendaConflict,
    BookAudience,
    Booked,
    Booking,
    Cancel,
    Cancelled,
    Channel,
    Contact,
    Held,
    Hold,
    MissedByCitizen,
    NoShow,
    Office,
    Procedure,
    Reassigned,
    Request,
    Reschedule,
    Rescheduled,
    Slot,
    apply,
    decide,
    explain_day,
    free_slots,
    judge_slot,
    replayed,
    rule_of,
)

TEN = world.slot("2026-11-26 10:00")
QUARTER_PAST = world.slot("2026-11-26 10:15")
HALF_PAST = world.slot("2026-11-26 10:30")
CHANNELS = ["online", "phone", "in_person"]

FILES = [
    Request(f"{index}/1", f"Citizen {'ABCD'[index]}", world.FILED, f"i-{1 + index % 2}")
    for index in range(4)
]


def office(*rooms: str, **parameters: Any) -> Office:
    return hall.hall(requests=FILES, rooms=rooms, **({"channels": CHANNELS} | parameters))


def ask(index: int, slot: Slot = TEN, **changes: Any) -> Any:
    file = FILES[index]
    facts: dict[str, Any] = {
        "number": file.number,
        "applicant": file.applicant.name,
        "slot": slot,
        "channel": "in_person",
        "booking": f"b-{index}",
    }
    return world.book(**(facts | changes))


def room_of(agenda: Agenda, index: int) -> str | None:
    return agenda[f"b-{index}"].room


def in_room(id_: str, room: str | None = "1.01", slot: Slot = TEN, **changes: Any) -> Booking:
    """A meeting of nobody else's in a room."""
    facts: dict[str, Any] = {
        "inspector": f"i-{id_}",
        "applicant": f"name:{id_}",
        "channel": "in_person",
    }
    return hall.ticket(id_, room=room, slot=slot, **(facts | changes))


# --- given out ------------------------------------------------------------------------------


def test_the_first_free_room_is_given_out_and_then_the_next() -> None:
    town = office("1.01", "1.02")
    agenda = hall.done(ask(0), office=town)
    agenda = hall.done(ask(1), agenda, office=town)
    assert [room_of(agenda, each) for each in (0, 1)] == ["1.01", "1.02"]
    agenda = hall.done(ask(2, QUARTER_PAST), agenda, office=town)
    assert room_of(agenda, 2) == "1.01"
    agenda = hall.done(Cancel(booking="b-0"), agenda, office=town)
    agenda = hall.done(ask(0, booking="b-9"), agenda, office=town)
    assert agenda["b-9"].room == "1.01"


def test_two_inspectors_can_t_have_one_room_at_once() -> None:
    town = office("1.01")
    agenda = hall.done(ask(0), office=town)
    decision = hall.decided(ask(1), agenda, office=town)
    assert decision.refused_by == ("room.free",)
    assert decision.remedy().after == QUARTER_PAST
    romanian, english = decision.explain("ro"), decision.explain("en")
    assert "Nicio sală nu este liberă atunci (sălile: 1.01)." in romanian
    assert "interval ulterior: joi, 26 noiembrie 2026, ora 10:15" in romanian
    assert "No room is free then, out of: 1.01." in english
    assert "slot after: Thursday, 26 November 2026, 10:15" in english
    assert hall.decided(ask(1, channel="phone"), agenda, office=town).allowed
    assert hall.decided(ask(1, QUARTER_PAST), agenda, office=town).allowed


def test_the_nearest_slot_has_a_room() -> None:
    """Not before every room has its meeting over."""
    agenda = Agenda.of(
        [
            in_room("x", "1.01", world.slot("2026-11-26 10:00", 40)),
            in_room("y", "1.02", world.slot("2026-11-26 10:00", 30)),
        ]
    )
    decision = hall.decided(ask(0), agenda, office=office("1.01", "1.02"))
    assert decision.refused_by == ("room.free",)
    assert decision.remedy().after == HALF_PAST
    moved = ask(0, HALF_PAST)
    assert room_of(hall.done(moved, agenda, office=office("1.01", "1.02")), 0) == "1.02"


def test_a_named_room_and_no_other() -> None:
    town = office("1.01", "1.02")
    agenda = hall.done(ask(0, room="1.02"), office=town)
    assert room_of(agenda, 0) == "1.02"
    decision = hall.decided(ask(1, room="1.02"), agenda, office=town)
    assert decision.refused_by == ("room.free",)
    assert decision.finding("room.free").limit == ("1.02",)
    assert decision.remedy().after == QUARTER_PAST
    assert hall.decided(ask(1, room="1.01"), agenda, office=town).allowed


def test_what_closes_every_slot_of_a_named_room_is_the_room() -> None:
    """Another room would do, but was not asked for: the citizen's own time is not in the way."""
    people = [
        attrs.evolve(hall.IOANA, overrides={date(2026, 11, 26): [("10:00", "10:15")]}),
        hall.DAN,
    ]
    town = office("1.01", "1.02", horizon_days=2).replace(inspectors=people)
    decision = hall.decided(ask(0, room="1.01"), Agenda.of([in_room("x")]), office=town)
    assert decision.refused_by == ("room.free",)
    remedy = decision.remedy()
    assert (remedy.before, remedy.after) == (None, None)
    assert "room.free" in remedy.closed_by
    assert "applicant.free" not in remedy.closed_by


def test_an_office_that_declares_no_rooms_has_no_limit() -> None:
    town = office()
    agenda = hall.done(ask(1), hall.done(ask(0), office=town), office=town)
    assert [room_of(agenda, each) for each in (0, 1)] == [None, None]
    decision = hall.decided(ask(2, QUARTER_PAST), agenda, office=town)
    assert decision.finding("room.free").outcome == "not_applicable"


def test_online_and_by_phone_need_none() -> None:
    town = office("1.01")
    for channel in ("online", "phone"):
        agenda = hall.done(ask(0, channel=channel), Agenda.of([in_room("x")]), office=town)
        assert room_of(agenda, 0) is None


def test_a_policy_without_the_rule_keeps_rooms_apart_all_the_same() -> None:
    town = office("1.01")
    bare = town.replace(
        policy=hall.without(world.policy(channels=CHANNELS), "room.free"),
        audiences=hall.without(hall.audiences(), "room.free"),
    )
    agenda = hall.done(ask(0), office=bare)
    assert room_of(agenda, 0) == "1.01"
    decision = hall.decided(ask(1), agenda, office=bare)
    assert decision.refused_by == ("room.free",)
    assert decision.finding("slot.free").outcome == "passed"
    assert decision.remedy().after == QUARTER_PAST
    assert decision.findings[-1].rule == "room.free"
    online = hall.decided(ask(1, channel="phone"), agenda, office=bare)
    assert "room.free" not in {each.rule for each in online.findings}


def test_both_procedures_share_the_rooms() -> None:
    town = hall.hall(rooms=["1.01"], channels=CHANNELS)
    agenda = Agenda.of([in_room("x", slot=hall.FIRST)])
    assert hall.decided(hall.ask(channel="in_person"), agenda, office=town).refused_by == (
        "room.free",
    )
    booked = hall.done(hall.ask(channel="in_person"), office=town)
    form = world.book(
        number=world.STEFAN.number,
        applicant=world.STEFAN.applicant.name,
        filed_on=world.STEFAN.filed_on,
        slot=hall.FIRST,
        channel="in_person",
    )
    assert hall.decided(form, booked, office=town).refused_by == ("room.free",)


# --- moved ----------------------------------------------------------------------------------

MOVES = [
    # the other meetings, the room after the move to a quarter past ten
    pytest.param([], "1.02", id="its-own-is-free"),
    pytest.param([in_room("x", "1.01", QUARTER_PAST)], "1.02", id="another-is-taken"),
    pytest.param([in_room("x", "1.02", QUARTER_PAST)], "1.01", id="its-own-is-taken"),
    pytest.param(
        [in_room("x", "1.02", QUARTER_PAST), in_room("y", "1.01", QUARTER_PAST)],
        None,
        id="all-are-taken",
    ),
]


@pytest.mark.parametrize(("others", "room"), MOVES)
def test_a_move_keeps_the_room_or_takes_another(others: list[Booking], room: str | None) -> None:
    town = office("1.01", "1.02")
    mine = hall.ticket(
        "b-0", request="0/1", applicant="name:x y", room="1.02", channel="in_person", slot=TEN
    )
    agenda = Agenda.of([mine, *others])
    decision = hall.decided(Reschedule(booking="b-0", slot=QUARTER_PAST), agenda, office=town)
    if room is None:
        assert decision.refused_by == ("room.free",)
        assert decision.remedy().after == HALF_PAST
        return
    [event] = decision.events
    assert isinstance(event, Rescheduled)
    assert event.room == room
    after = apply(agenda, event)
    assert room_of(after, 0) == room
    assert list(after.of_room("1.02", TEN.begins, TEN.ends)) == []
    assert after["b-0"] in after.of_room(room, QUARTER_PAST.begins, QUARTER_PAST.ends)


def test_its_own_room_at_its_own_time_does_not_count_as_taken() -> None:
    town = office("1.01", grid_minutes=5)
    agenda = hall.done(ask(0), office=town)
    part = world.slot("2026-11-26 10:05")
    after = hall.done(Reschedule(booking="b-0", slot=part), agenda, office=town)
    assert room_of(after, 0) == "1.01"


def test_a_meeting_of_before_the_rooms_were_declared_gets_one_when_it_moves() -> None:
    agenda = hall.done(ask(0), office=office())
    after = hall.done(
        Reschedule(booking="b-0", slot=QUARTER_PAST), agenda, office=office("1.01", "1.02")
    )
    assert room_of(after, 0) == "1.01"


def test_a_meeting_keeps_its_room_where_the_office_declares_none_any_more() -> None:
    agenda = hall.done(ask(0), office=office("1.01"))
    after = hall.done(Reschedule(booking="b-0", slot=QUARTER_PAST), agenda, office=office())
    assert room_of(after, 0) == "1.01"


def test_whatever_move_is_allowed_applies_also_with_a_room_that_needs_none() -> None:
    """A booking from elsewhere may name a room although it is by phone."""
    odd = [
        hall.ticket("b-0", request="0/1", room="1.01", channel="phone", slot=TEN),
        in_room("x", "1.01", QUARTER_PAST),
    ]
    decision = hall.decided(
        Reschedule(booking="b-0", slot=QUARTER_PAST), Agenda.of(odd), office=office("1.01", "1.02")
    )
    replayed(decision.events, decision.agenda)


# --- in the agenda --------------------------------------------------------------------------

COLLISIONS = [
    # the second of two, whether it collides in the room
    pytest.param(in_room("x"), True, id="one-room-at-one-time"),
    pytest.param(in_room("x", "1.02"), False, id="two-rooms"),
    pytest.param(in_room("x", None), False, id="no-room"),
    pytest.param(in_room("x", slot=world.slot("2026-11-26 10:14")), True, id="the-last-minute"),
    pytest.param(in_room("x", slot=QUARTER_PAST), False, id="as-it-ends"),
    pytest.param(in_room("x", slot=world.slot("2026-11-26 09:45", 16)), True, id="into-the-first"),
    pytest.param(in_room("x", slot=world.slot("2026-11-26 09:45")), False, id="to-its-start"),
    pytest.param(
        in_room("x", slot=QUARTER_PAST, buffer_before_minutes=60), False, id="a-buffer-is-not"
    ),
    pytest.param(in_room("x", status="cancelled"), False, id="a-cancelled-one"),
    pytest.param(in_room("x", status="held"), True, id="a-held-one"),
    pytest.param(in_room("x", status="no_show"), True, id="a-no-show"),
    pytest.param(in_room("x", channel="online"), True, id="whatever-the-channel"),
    pytest.param(in_room("x", procedure="audience"), True, id="whatever-the-procedure"),
]


@pytest.mark.parametrize(("other", "collides"), COLLISIONS)
def test_no_two_meetings_in_one_room(other: Booking, collides: bool) -> None:
    first = in_room("a")
    for one, two in ((first, other), (other, first)):
        agenda = Agenda.of([one])
        if not collides:
            both = apply(agenda, Booked(at=world.AT, booking=two))
            assert both == Agenda.of([one, two])
            assert pickle.loads(pickle.dumps(both)) == both
            continue
        with pytest.raises(AgendaConflict, match=r"^room.free: ") as applied:
            apply(agenda, Booked(at=world.AT, booking=two))
        assert (applied.value.booking, applied.value.other) == (two.id, one.id)
        with pytest.raises(AgendaConflict, match=r"^room.free: "):
            Agenda.of([one, two])
        assert list(agenda) == [one]
        assert list(agenda.of_room("1.01", TEN.begins, TEN.ends)) == [one]


def moved(kind: Any, **changes: Any) -> Any:
    more = {"inspector": "i-9"} if kind is Reassigned else {}
    return kind(**({"at": world.AT, "booking": "a", "slot": QUARTER_PAST} | more | changes))


@pytest.mark.parametrize("kind", [Rescheduled, Reassigned])
def test_a_move_into_a_taken_room_does_not_apply(kind: Any) -> None:
    agenda = Agenda.of([in_room("a"), in_room("x", slot=QUARTER_PAST), in_room("y", "1.02")])
    with pytest.raises(AgendaConflict, match=r"^room.free") as raised:
        apply(agenda, moved(kind))
    assert (raised.value.booking, raised.value.other) == ("a", "x")
    assert list(agenda.of_room("1.01", TEN.begins, TEN.ends)) == [agenda["a"]]
    after = apply(agenda, moved(kind, room="1.02"))
    assert after["a"].room == "1.02"
    assert list(after.of_room("1.01", TEN.begins, TEN.ends)) == []
    assert list(after.of_room("1.02", TEN.begins, QUARTER_PAST.ends)) == [after["y"], after["a"]]


@pytest.mark.parametrize(
    ("event", "taken"), [(Cancelled, False), (Held, True), (MissedByCitizen, True)]
)
def test_only_a_cancelled_meeting_gives_its_room_back(event: Any, taken: bool) -> None:
    before = Agenda.of([in_room("a")])
    agenda = apply(before, event(at=world.AT, booking="a"))
    assert list(agenda.of_room("1.01", TEN.begins, TEN.ends)) == ([agenda["a"]] if taken else [])
    assert list(before.of_room("1.01", TEN.begins, TEN.ends)) == [before["a"]]
    again = Booked(at=world.AT, booking=in_room("x"))
    if taken:
        with pytest.raises(AgendaConflict, match=r"^room.free"):
            apply(agenda, again)
    else:
        assert len(apply(agenda, again)) == 2


@pytest.mark.parametrize(("command", "at"), [(Hold, 5), (NoShow, 5), (Cancel, -5)])
def test_the_room_index_follows_every_command(command: Any, at: int) -> None:
    town = office("1.01")
    agenda = hall.done(ask(0), office=town)
    after = hall.done(
        command(booking="b-0"), agenda, TEN.start + timedelta(minutes=at), office=town
    )
    expected = [] if command is Cancel else [after["b-0"]]
    assert list(after.of_room("1.01", TEN.begins, TEN.ends)) == expected


@world.examples(60)
@given(towns())
def test_whatever_happens_no_room_has_two_meetings(scene: world.World) -> None:
    taking = [each for each in scene.bookings if each.takes_time]
    for room in {each.room for each in taking if each.room}:
        theirs = [each for each in taking if each.room == room]
        from_, to = theirs[0].slot.begins, theirs[0].slot.ends
        for each in theirs:
            from_, to = min(from_, each.slot.begins), max(to, each.slot.ends)
        assert list(scene.agenda.of_room(room, from_, to)) == sorted(
            theirs, key=lambda each: each.slot.begins
        )
        pairs = [(one, two) for one in theirs for two in theirs if one.id < two.id]
        assert not [
            one.id
            for one, two in pairs
            if naive.share_a_minute(naive.meeting(one.slot), naive.meeting(two.slot))
        ]
    assert replayed(scene.events) == scene.agenda
    assert pickle.loads(pickle.dumps(scene.agenda)) == scene.agenda


# --- free slots, by channel and procedure ---------------------------------------------------


def count(day: date, agenda: Agenda, town: Office, inspector: str, **more: Any) -> int:
    slots = free_slots(
        agenda, inspector=inspector, first=day, last=day, at=world.AT, office=town, **more
    )
    return len(list(slots))


THURSDAY = date(2026, 11, 26)
WEDNESDAY = date(2026, 12, 2)


def test_in_person_a_slot_needs_a_room() -> None:
    town = office("1.01")
    agenda = Agenda.of([in_room("x", slot=world.slot("2026-11-26 10:00", 50))])
    assert count(THURSDAY, agenda, town, "i-1") == 24
    assert count(THURSDAY, agenda, town, "i-1", channel=Channel.IN_PERSON) == 20
    assert count(THURSDAY, agenda, office(), "i-1", channel=Channel.IN_PERSON) == 24


def test_an_audience_is_within_the_audience_hours() -> None:
    town = hall.hall()
    for inspector, procedure, expected in (
        ("d-1", Procedure.AUDIENCE, 8),
        ("i-1", Procedure.AUDIENCE, 0),
        ("d-1", None, 32),
    ):
        assert count(WEDNESDAY, Agenda(), town, inspector, procedure=procedure) == expected


@pytest.mark.parametrize("call", [free_slots, explain_day, judge_slot])
def test_a_channel_and_a_procedure_may_be_given_by_their_names(call: Any) -> None:
    """Everywhere else 'in_person' is the channel; here it must not pass for any other."""
    town = office("1.01")
    taken = Agenda.of([in_room("x", slot=world.slot("2026-12-02 09:00", 60))])
    where: dict[str, Any] = {"day": WEDNESDAY}
    if call is free_slots:
        where = {"first": WEDNESDAY, "last": WEDNESDAY}
    if call is judge_slot:
        where = {"slot": world.slot("2026-12-02 09:15")}

    def answer(**more: Any) -> Any:
        found = call(taken, inspector="d-1", at=world.AT, office=town, **where, **more)
        return list(found) if isinstance(found, Iterator) else found

    assert answer(channel="in_person") == answer(channel=Channel.IN_PERSON)
    assert answer(channel="in_person") != answer()
    assert answer(procedure="audience") == answer(procedure=Procedure.AUDIENCE)
    assert answer(procedure="audience") != answer()


def test_a_limit_of_people_counts_where_the_policy_has_no_audience_days() -> None:
    policy = hall.without(hall.audiences(daily_limit=1), "audience.day")
    town = hall.hall(audience_policy=policy)
    agenda = Agenda.of([hall.audience()])
    noon = world.slot("2026-12-02 12:00")
    findings = judge_slot(
        agenda, noon, inspector="d-1", at=world.AT, office=town, procedure=Procedure.AUDIENCE
    )
    assert [each.rule for each in findings if each.refused] == ["audience.daily_limit"]
    assert count(WEDNESDAY, agenda, town, "d-1", procedure=Procedure.AUDIENCE) == 0


def test_a_day_of_audiences_says_why_it_is_closed() -> None:
    agenda = Agenda.of([hall.audience()])
    town = hall.hall(audience_policy=hall.audiences(daily_limit=1))
    report = explain_day(
        agenda,
        WEDNESDAY,
        inspector="d-1",
        at=world.AT,
        office=town,
        procedure=Procedure.AUDIENCE,
    )
    assert report.free == ()
    assert {each.rule: each.slots for each in report.closed_by} == {
        "audience.day": 24,
        "audience.daily_limit": 32,
        "slot.free": 1,
    }
    away = attrs.evolve(hall.DIRECTOR, absences=[Absence(WEDNESDAY, WEDNESDAY)])
    report = explain_day(
        Agenda(),
        WEDNESDAY,
        inspector="d-1",
        at=world.AT,
        office=town.replace(inspectors=[away]),
        procedure=Procedure.AUDIENCE,
    )
    assert "inspector.present" in {each.rule for each in report.closed_by}
    thursday = explain_day(
        Agenda(),
        date(2026, 12, 3),
        inspector="d-1",
        at=world.AT,
        office=town,
        procedure=Procedure.AUDIENCE,
    )
    assert "Nu este zi de audiențe." in thursday.explain("ro")
    assert "It is no audience day." in thursday.explain("en")


@world.examples(100)
@given(towns(), st.data())
def test_free_slots_are_the_grid_starts_that_a_decision_would_not_refuse(
    scene: world.World, data: st.DataObject
) -> None:
    who = data.draw(st.sampled_from(scene.people))
    channel = data.draw(st.sampled_from([Channel.IN_PERSON, Channel.IN_PERSON, Channel.PHONE]))
    procedure = Procedure.AUDIENCE if who.id.startswith("d-") else None
    minutes = data.draw(st.sampled_from([10, 15]))
    file = None if procedure else data.draw(st.sampled_from(scene.files))
    facts: dict[str, Any] = {
        "inspector": who.id,
        "at": scene.at,
        "office": scene.office,
        "channel": channel,
        "procedure": procedure,
        "request": file and file.number,
    }
    policy = scene.office.policy_at(scene.at, procedure)
    first = data.draw(world.days_around(scene.anchor))
    last = first + timedelta(days=2)
    free = list(free_slots(scene.agenda, first=first, last=last, minutes=minutes, **facts))
    starts = [
        Slot(start, minutes)
        for day in (first, first + timedelta(days=1), last)
        for start in naive.grid_starts(who, day, policy)
    ]
    assert set(free) <= set(starts)
    judged = {
        slot: {each.rule for each in judge_slot(scene.agenda, slot, **facts) if each.refused}
        for slot in starts
    }
    assert free == [slot for slot in starts if not judged[slot]]
    for day in (first, last):
        report = explain_day(scene.agenda, day, minutes=minutes, **facts)
        assert list(report.free) == [each for each in free if naive.local_date(each.start) == day]
    if not starts:
        return
    for slot in data.draw(st.lists(st.sampled_from(starts), min_size=1, max_size=4)):
        contact = Contact(world.PHONE, world.EMAIL)
        form: Any
        if file is None:
            form = BookAudience(
                official=who.id,
                applicant="Nimeni Altul",
                slot=slot,
                reason="Autorizația de construire",
                channel=channel,
                contact=contact,
            )
        else:
            form = world.book(
                number=file.number,
                applicant=file.applicant.name,
                filed_on=file.filed_on,
                inspector=who.id,
                slot=slot,
                channel=channel,
                contact=contact,
            )
        decision = decide(form, scene.agenda, at=scene.at, office=scene.office)
        about_the_slot = {
            each
            for each in decision.refused_by
            if (rule_of(each).about_the_slot or each == "slot.duration")
            and each != "applicant.free"
        }
        assert about_the_slot == judged[slot]
        replayed(decision.events, scene.agenda)
