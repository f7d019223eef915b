"""Strategies for towns with leadership, rooms and both procedures in one agenda."""

from __future__ import annotations

from datetime import date

import attrs
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    Agenda,
    Booked,
    Booking,
    Cancelled,
    Channel,
    Event,
    Held,
    Inspector,
    MissedByCitizen,
    Policy,
    Procedure,
    Slot,
    Week,
)


@st.composite
def audience_policies(draw: st.DrawFn) -> Policy:
    return hall.audiences(
        notice_hours=draw(st.sampled_from([0, 1, 24])),
        max_minutes=draw(st.sampled_from([10, 15, 30])),
        grid_minutes=draw(st.sampled_from([15, 10, 20])),
        horizon_days=draw(st.sampled_from([None, None, 3, 8])),
        buffer_before_minutes=draw(st.sampled_from([0, 0, 5])),
        buffer_after_minutes=draw(st.sampled_from([0, 0, 10])),
        daily_limit=draw(st.sampled_from([None, 1, 2, 5])),
    )


@st.composite
def officials(draw: st.DrawFn, id_: str, anchor: date) -> Inspector:
    hours = st.sampled_from(world.DAYS_OF_HOURS)
    person: Inspector = draw(world.inspectors(id_, anchor))
    return attrs.evolve(
        person,
        role="director",
        audience_hours=draw(st.none() | st.just(Week(tuple(draw(hours) for _ in range(7))))),
    )


@st.composite
def towns(draw: st.DrawFn, most_bookings: int = 8) -> world.World:
    """Two procedures, a few rooms and a few people; what of the log applies makes the agenda."""
    scene: world.World = draw(world.worlds(most_bookings=0))
    anchor = scene.anchor
    leaders = [draw(officials(each, anchor)) for each in ("d-1", "d-2")]
    people = [*scene.people, *leaders]
    rooms = draw(st.sampled_from([(), ("1.01",), ("1.01", "1.02")]))
    office = scene.office.replace(
        inspectors=people, rooms=rooms, audiences=draw(audience_policies())
    )
    agenda = Agenda()
    events: tuple[Event, ...] = ()
    for index in range(draw(st.integers(0, most_bookings))):
        file = draw(st.sampled_from(scene.files))
        room = draw(st.sampled_from([None, *rooms]))
        person = draw(st.sampled_from(people))
        audience = person.id.startswith("d-")
        made = Booking(
            id=f"b-{index}",
            request=file.number,
            inspector=person.id,
            applicant=draw(st.sampled_from([file.applicant.key, f"name:{index}"])),
            slot=Slot(
                draw(world.office_hours([person], anchor)), draw(st.sampled_from([5, 15, 30]))
            ),
            channel=Channel.IN_PERSON if room else Channel.ONLINE,
            room=room,
            procedure=Procedure.AUDIENCE if audience else Procedure.BLUE_TICKET,
        )
        later: tuple[Event, ...] = (Booked(at=scene.at, booking=made),)
        closing = draw(st.sampled_from([None, None, None, Cancelled, Held, MissedByCitizen]))
        if closing is not None:
            later += (closing(at=scene.at, booking=made.id),)
        for event in later:
            agenda, happened = world.tried(agenda, event)
            events += happened
    return world.World(office, agenda, events, scene.at, anchor)
