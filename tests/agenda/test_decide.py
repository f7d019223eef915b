"""Decide: what every rule says of a command, and the events of one that is allowed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tichet_rules import (
    RULE_BOOK,
    Agenda,
    Book,
    Booked,
    BookingStatus,
    Cancel,
    Cancelled,
    Channel,
    Contact,
    Decision,
    Held,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    MissedByCitizen,
    NoShow,
    Office,
    Policy,
    Reassign,
    RecordConclusions,
    Request,
    RequestAnswer,
    Reschedule,
    Rescheduled,
    Slot,
    WrongType,
    apply,
    decide,
    free_slots,
    preset,
    replayed,
)
from tichet_rules.rules import Claim

AFTER = world.local("2026-11-26 10:00")
NEXT = world.slot("2026-11-26 10:15")


def decided(command: Any, agenda: Agenda | None = None, **changes: Any) -> Decision:
    facts: dict[str, Any] = {"at": world.AT, "office": world.office()} | changes
    return decide(command, Agenda() if agenda is None else agenda, **facts)


def after(command: Any, agenda: Agenda | None = None, **changes: Any) -> Agenda:
    decision = decided(command, agenda, **changes)
    assert decision.allowed, decision.refused_by
    return replayed(decision.events, decision.agenda)


BOOKED = after(world.book(booking="b-1"))


# --- book -----------------------------------------------------------------------------------


def test_an_allowed_booking_and_its_event() -> None:
    decision = decided(world.book(channel="phone"))
    assert decision.allowed
    assert decision.refusals == ()
    assert decision.refused_by == ()
    (event,) = decision.events
    assert isinstance(event, Booked)
    made = event.booking
    assert event.at == made.booked_at == world.AT
    assert (made.request, made.inspector, made.slot) == ("119368/305", "i-1", world.WANTED)
    assert made.applicant == world.ANA.applicant.key
    assert made.status is BookingStatus.BOOKED
    assert made.channel is Channel.PHONE
    assert made.revision == 0
    assert len(decision.agenda) == 0


def test_the_question_is_kept_as_it_was_asked() -> None:
    command, agenda, office = world.book(), Agenda(), world.office()
    decision = decide(command, agenda, at=world.AT, office=office)
    assert decision.command is command
    assert decision.agenda is agenda
    assert decision.office is office
    assert decision.at == world.AT
    assert decision.policy is office.policy_at(world.AT)
    assert [each.rule for each in decision.findings] == list(decision.policy.rules)
    assert decision.finding("slot.free").rule == "slot.free"
    with pytest.raises(InvalidInput, match=r"^rule: got 'booking.open'; expected one that was"):
        decision.finding("booking.open")


def test_the_case_has_what_was_typed() -> None:
    typed = world.book(number="0119368/305", applicant="pop", channel="phone")
    case = decided(typed).case
    assert case.claim == Claim("0119368/305", "pop", world.FILED)
    assert (case.channel, case.contact, case.slot) == ("phone", typed.contact, world.WANTED)
    assert (case.request, case.inspector_id, case.inspector) == (world.ANA, "i-1", world.IOANA)


def test_of_a_number_that_names_no_request_nothing_is_known() -> None:
    case = decided(world.book(number="9/9")).case
    assert (case.request, case.applicant, case.inspector_id, case.inspector) == (
        None,
        None,
        "",
        None,
    )


def test_the_case_of_a_command_on_a_booking() -> None:
    held = world.booking("b-1", NEXT, channel="phone")
    case = decide(Cancel(booking="b-1"), Agenda.of([held]), at=world.AT, office=world.office()).case
    assert (case.booking, case.slot, case.inspector_id) == (held, NEXT, "i-1")
    assert (case.inspector, case.request, case.channel) == (world.IOANA, world.ANA, "phone")
    assert case.policy == world.policy()
    unknown = decide(Cancel(booking="b-2"), Agenda(), at=world.AT, office=world.office()).case
    assert (unknown.booking, unknown.inspector_id, unknown.inspector) == (None, "", None)
    assert unknown.slot == Slot(datetime(1970, 1, 1, tzinfo=UTC))


def test_a_decision_is_one_answer_and_equals_no_other() -> None:
    decision = decided(world.book())
    assert decision == decision  # noqa: PLR0124
    assert decision != decided(world.book())
    assert len({decision, decision, decided(world.book())}) == 2


def test_a_decision_is_explained_in_english_and_to_the_public_unless_asked_otherwise() -> None:
    refused = decided(world.book(number="9/9"))
    assert refused.explain() == refused.explain("en", full=False, staff=False)
    assert refused.explain() != refused.explain("en", staff=True)
    long = decided(world.book(slot=world.slot("2026-11-26 10:00", 20)))
    assert long.explain() == long.explain("en", full=False)
    assert long.explain() != long.explain("en", full=True)
    assert refused.explain() != refused.explain("ro")


def test_a_move_is_to_a_slot() -> None:
    with pytest.raises(WrongType, match=r"^slot: got .*; expected a Slot, such as Slot\(start\)"):
        Reschedule(booking="b-1", slot=world.AT)  # type: ignore[arg-type]  # the point


def test_contact_is_normalised_in_the_event() -> None:
    made = after(world.book(contact=Contact(" 0264/596-030", " ana.pop@EXAMPLE.org ")))
    assert [each.contact for each in made] == [Contact("+40264596030", "ana.pop@example.org")]


def without(*rules: str) -> Policy:
    policy = world.policy()
    return attrs.evolve(policy, rules=[each for each in policy.rules if each not in rules])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (Contact(), Contact()),
        (Contact("112", "ana"), Contact("112", "ana")),
        (Contact("0264596030", None), Contact("+40264596030", None)),
    ],
)
def test_contact_that_no_rule_asks_for_is_kept(typed: Contact, kept: Contact) -> None:
    office = world.office().replace(policy=without("contact.phone", "contact.email"))
    made = after(world.book(contact=typed), office=office)
    assert [each.contact for each in made] == [kept]


def test_the_buffers_of_the_policy_are_in_the_event() -> None:
    office = world.office(buffer_before_minutes=5, buffer_after_minutes=10)
    (made,) = after(world.book(), office=office)
    assert (made.buffer_before_minutes, made.buffer_after_minutes) == (5, 10)


@pytest.mark.parametrize(
    ("inspector", "number", "name", "filed", "refused"),
    [
        (None, "120001/433", "Țîrlea Ștefan", date(2026, 2, 3), ()),
        ("i-1", "120001/433", "Țîrlea Ștefan", date(2026, 2, 3), ()),
        ("i-2", world.ANA.number, world.NAME, world.FILED, ("inspector.holds_request",)),
        (
            "d-1",
            world.ANA.number,
            world.NAME,
            world.FILED,
            ("inspector.holds_request", "inspector.execution_staff"),
        ),
        ("i-9", world.ANA.number, world.NAME, world.FILED, ("inspector.holds_request",)),
    ],
)
def test_with_whom(
    inspector: str | None, number: str, name: str, filed: date, refused: tuple[str, ...]
) -> None:
    decision = decided(
        world.book(inspector=inspector, number=number, applicant=name, filed_on=filed)
    )
    assert decision.refused_by == refused
    assert decision.case.inspector_id == (inspector or "i-2")


def test_all_refusals_are_listed_in_the_order_of_the_book() -> None:
    request = attrs.evolve(world.ANA, status="withdrawn")
    decision = decided(
        world.book(
            slot=world.slot("2026-11-28 10:07", 20),
            inspector="d-1",
            channel="in_person",
            contact=Contact("1", "x"),
        ),
        at=world.local("2026-11-28 09:00"),
        office=world.office(requests=[request], notice_hours=48),
    )
    assert decision.refused_by == (
        "request.eligible",
        "inspector.holds_request",
        "inspector.execution_staff",
        "slot.notice",
        "slot.duration",
        "slot.working_day",
        "slot.working_hours",
        "contact.phone",
        "contact.email",
        "channel.allowed",
    )
    assert decision.events == ()
    order = [each.id for each in RULE_BOOK]
    assert list(decision.refused_by) == sorted(decision.refused_by, key=order.index)


# --- the id of a new booking ----------------------------------------------------------------


def test_the_id_is_the_same_for_the_same_question() -> None:
    ids = {next(iter(after(world.book()))).id for _ in range(2)}
    assert ids == {"119368/305@20261126T080000Z"}


def test_the_id_is_new_each_time_its_slot_is_booked_again() -> None:
    agenda, ids = Agenda(), []
    for _ in range(4):
        before = set(agenda)
        agenda = after(world.book(), agenda)
        (made,) = [each for each in agenda if each not in before]
        ids.append(made.id)
        agenda = after(Cancel(booking=made.id), agenda)
    assert ids == ["119368/305@20261126T080000Z"] + [
        f"119368/305@20261126T080000Z-{count}" for count in (2, 3, 4)
    ]


def test_an_explicit_id_is_kept() -> None:
    assert [each.id for each in BOOKED] == ["b-1"]


def test_an_id_that_is_there_is_an_error() -> None:
    for agenda in (BOOKED, after(Cancel(booking="b-1"), BOOKED)):
        with pytest.raises(InvalidInput, match=r"^booking: got 'b-1'; expected an id that"):
            decided(world.book(booking="b-1"), agenda)


def test_a_number_that_the_registry_may_have_makes_an_id() -> None:
    """decide.py: InvalidInput only for what is no question at all."""
    try:
        request = Request("100/\ue000a", "Pop Ana", world.FILED, "i-1")
    except InvalidInput:
        return  # refused at the door
    command = world.book(number="100/\ue000a", applicant="Pop Ana")
    assert decided(command, office=world.office(requests=[request])).allowed


@world.examples(40)
@given(world.worlds(), st.data())
def test_ids_are_unique_and_depend_on_nothing_else(scene: world.World, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(scene.files))
    office = scene.office.replace(policy=scene.policy.evolve(horizon_days=None))
    slots = free_slots(
        scene.agenda,
        inspector=file.inspector,
        first=scene.anchor,
        last=scene.anchor + timedelta(days=9),
        at=scene.at,
        office=office,
        minutes=10,
    )
    agenda = scene.agenda
    for slot in islice(slots, 2):
        command = asked(file, slot, contact=Contact(world.PHONE, world.EMAIL))
        for _ in range(3):
            one, two = (decide(command, agenda, at=scene.at, office=office) for _ in range(2))
            assert one.events == two.events
            for event in one.events:
                assert isinstance(event, Booked)
                assert event.booking.id not in agenda
                cancelled = Cancelled(at=scene.at, booking=event.booking.id)
                agenda = replayed([event, cancelled], agenda)


# --- cancel, hold, no-show ------------------------------------------------------------------

COMMANDS: list[Any] = [Cancel, Hold, NoShow]
BEFORE_START = world.local("2026-11-26 09:59")


@pytest.mark.parametrize(
    ("command", "rule", "event"),
    [
        (Cancel, "booking.open", Cancelled),
        (Hold, "booking.begun", Held),
        (NoShow, "booking.begun", MissedByCitizen),
    ],
)
def test_what_may_become_of_a_booking(command: Any, rule: str, event: Any) -> None:
    for at in (BEFORE_START, AFTER):
        allowed = (at == BEFORE_START) is (command is Cancel)
        decision = decided(command(booking="b-1"), BOOKED, at=at)
        assert [each.rule for each in decision.findings] == [rule]
        assert decision.refused_by == (() if allowed else (rule,))
        assert decision.events == ((event(at=at, booking="b-1"),) if allowed else ())


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("event", [Cancelled, Held, MissedByCitizen])
def test_what_is_closed_stays_closed(command: Any, event: Any) -> None:
    closed = apply(BOOKED, event(at=AFTER, booking="b-1"))
    for at in (BEFORE_START, AFTER):
        assert not decided(command(booking="b-1"), closed, at=at).allowed


@pytest.mark.parametrize("command", COMMANDS)
def test_a_booking_that_is_not_there(command: Any) -> None:
    rule = "booking.open" if command is Cancel else "booking.begun"
    assert decided(command(booking="b-9"), BOOKED).refused_by == (rule,)


def test_these_ask_for_no_office_record() -> None:
    bare = Office()
    assert decided(Cancel(booking="b-1"), BOOKED, office=bare).allowed
    assert decided(Hold(booking="b-1"), BOOKED, at=AFTER, office=bare).allowed


# --- reschedule -----------------------------------------------------------------------------


def move(slot: Slot, booking: str = "b-1") -> Reschedule:
    return Reschedule(booking=booking, slot=slot)


def test_a_move_keeps_all_but_the_slot() -> None:
    office = world.office(buffer_before_minutes=5)
    first = after(world.book(booking="b-1", channel="phone"))
    decision = decided(move(NEXT), first, office=office)
    assert decision.events == (
        Rescheduled(
            at=world.AT,
            booking="b-1",
            slot=NEXT,
            buffer_before_minutes=5,
            buffer_after_minutes=0,
            revision=1,
        ),
    )
    old, new = first["b-1"], replayed(decision.events, first)["b-1"]
    assert new == attrs.evolve(old, slot=NEXT, revision=1, buffer_before_minutes=5)
    twice = after(move(world.WANTED), replayed(decision.events, first))
    assert twice["b-1"] == attrs.evolve(old, revision=2)


def test_its_own_old_slot_does_not_count_as_taken() -> None:
    office = world.office(grid_minutes=5)
    part = world.slot("2026-11-26 10:05")
    assert decided(move(part), BOOKED, office=office).allowed
    assert decided(move(world.WANTED), BOOKED).allowed


def test_a_move_obeys_every_rule_of_a_new_booking() -> None:
    decision = decided(move(world.slot("2026-11-28 10:00")), BOOKED)
    assert decision.refused_by == ("slot.working_day", "slot.working_hours")
    rules = list(world.policy().rules)
    assert [each.rule for each in decision.findings] == ["booking.open", *rules]
    kept = {"contact.phone", "contact.email"}
    assert {each.rule for each in decision.findings if each.outcome == "not_applicable"} >= kept


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"applicant": "name:x"}, ("slot.free",)),
        ({"inspector": "i-2"}, ("applicant.free",)),
        ({}, ("slot.free", "applicant.free")),
    ],
)
def test_a_move_onto_another(other: dict[str, Any], refused: tuple[str, ...]) -> None:
    second = world.booking("b-2", NEXT, **({"request": "7/7"} | other))
    agenda = apply(BOOKED, Booked(at=world.AT, booking=second))
    assert decided(move(NEXT), agenda).refused_by == refused


def test_a_move_to_a_channel_that_is_no_longer_offered_is_refused() -> None:
    first = after(world.book(booking="b-1", channel="phone"))
    office = world.office(channels=["online"])
    assert decided(move(NEXT), first, office=office).refused_by == ("channel.allowed",)


@pytest.mark.parametrize("event", [Cancelled, Held, MissedByCitizen])
def test_a_closed_booking_can_t_be_moved(event: Any) -> None:
    closed = apply(BOOKED, event(at=world.AT, booking="b-1"))
    decision = decided(move(NEXT), closed)
    assert decision.refused_by == ("booking.open",)


def test_a_booking_that_has_begun_can_t_be_moved() -> None:
    later = world.slot("2026-12-03 10:00")
    assert decided(move(later), BOOKED, at=AFTER).refused_by == ("booking.open",)
    assert decided(move(later), BOOKED, at=BEFORE_START).refused_by == ()


def test_a_booking_that_is_not_there_can_t_be_moved() -> None:
    decision = decided(move(NEXT, "b-9"), BOOKED)
    assert [each.rule for each in decision.findings] == ["booking.open"]
    assert not decision.allowed


def test_a_move_without_the_request_is_not_identified() -> None:
    office = world.office(requests=[])
    decision = decided(move(NEXT), BOOKED, office=office)
    assert [each.rule for each in decision.findings] == ["request.identified"]
    assert not decision.allowed


# --- at the door ----------------------------------------------------------------------------


def test_what_is_no_question_is_an_error() -> None:
    command, agenda, office = world.book(), Agenda(), world.office()
    naive_at = datetime(2026, 11, 24, 10)  # noqa: DTZ001 (the point)
    for facts, error, field in (
        ((command, agenda, naive_at, office), InvalidInput, "at"),
        ((command, agenda, "2026-11-24", office), WrongType, "at"),
        ((command, [], world.AT, office), WrongType, "agenda"),
        ((command, agenda, world.AT, None), WrongType, "office"),
        (("book", agenda, world.AT, office), WrongType, "command"),
        ((None, agenda, world.AT, office), WrongType, "command"),
    ):
        asked_, on, at, of = facts
        with pytest.raises(error) as raised:
            decide(asked_, on, at=at, office=of)  # type: ignore[arg-type]  # the point
        facts_by_name: dict[str, object] = dict(
            zip(("command", "agenda", "at", "office"), facts, strict=True)
        )
        given = facts_by_name[field]
        assert (raised.value.field, raised.value.given) == (field, world.shown(given))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 119368}, "number"),
        ({"applicant": None}, "applicant"),
        ({"filed_on": world.AT}, "filed_on"),
        ({"slot": world.AT}, "slot"),
        ({"channel": "letter"}, "channel"),
        ({"contact": None}, "contact"),
        ({"inspector": ""}, "inspector"),
        ({"booking": "\n"}, "booking"),
    ],
)
def test_a_command_is_checked(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        world.book(**changes)
    personal = field in {"applicant", "contact"}
    assert raised.value.field == field
    assert raised.value.given == (None if personal else world.shown(changes[field]))


def test_a_form_without_what_may_be_left_out() -> None:
    form = Book(number="1/1", applicant="X", filed_on=world.FILED, slot=NEXT)
    assert (form.channel, form.contact) == (Channel.ONLINE, Contact())
    assert (form.inspector, form.booking) == (None, None)


ISSUE = IssueTicket(booking="b-1", record=hall.RECORD, citizen=hall.ANA)
FORMS: list[Any] = [
    world.book(),
    hall.ask(),
    *(kind(booking="b-1") for kind in (*COMMANDS, RequestAnswer)),
    Reschedule(booking="b-1", slot=NEXT),
    Reassign(booking="b-1", inspector="i-2"),
    RecordConclusions(booking="b-1", record=hall.RECORD),
    ISSUE,
]


@pytest.mark.parametrize("command", FORMS, ids=lambda each: type(each).__name__)
def test_what_a_command_says_is_named(command: Any) -> None:
    facts = attrs.astuple(command, recurse=False)
    with pytest.raises(TypeError, match="positional argument"):
        type(command)(*facts)


@pytest.mark.parametrize("command", [world.book(), hall.ask(), ISSUE])
def test_who_asks_is_not_in_the_words_of_a_command(command: Any) -> None:
    personal = ("applicant", "contact", "citizen", "reason")
    assert not [each for each in personal if each in repr(command)]


@pytest.mark.parametrize("form", [world.book, hall.ask])
def test_who_types_no_number_is_told_what_one_looks_like(form: Any) -> None:
    with pytest.raises(WrongType) as raised:
        form(number=119368)
    assert "119368/305" in raised.value.expected


@pytest.mark.parametrize("kind", [*COMMANDS, Reschedule])
def test_a_command_names_a_booking(kind: Any) -> None:
    more = {"slot": NEXT} if kind is Reschedule else {}
    for wrong in ("", None, 7):
        with pytest.raises(InvalidInput, match=f"^booking: got {wrong!r}; "):
            kind(booking=wrong, **more)


# --- what if ---------------------------------------------------------------------------------


def test_the_same_question_under_another_policy() -> None:
    decision = decided(world.book(slot=world.slot("2026-11-25 10:00")))
    assert decision.refused_by == ("slot.notice",)
    changed = decision.under(notice_hours=24)
    assert changed.allowed
    assert (changed.command, changed.agenda, changed.at) == (
        decision.command,
        decision.agenda,
        decision.at,
    )
    with pytest.raises(InvalidInput, match=r"^policy: got 'notice'"):
        decision.under(notice=24)


def test_an_audience_is_asked_about_under_its_own_policy() -> None:
    form = hall.ask(reason="autorizația")
    decision = decide(form, Agenda(), at=world.AT, office=hall.hall())
    assert decision.refused_by == ("audience.reason",)
    assert decision.under(reason_min_words=1).allowed
    assert decision.under(reason_min_words=1).office.policy == decision.office.policy
    alone = hall.hall().replace(policy=hall.audiences())
    decision = decide(form, Agenda(), at=world.AT, office=alone)
    assert decision.refused_by == ("audience.reason",)
    assert decision.under(reason_min_words=1).allowed


def test_what_a_take_over_depends_on() -> None:
    office = hall.hall(take_over_notice_hours=48).replace(
        inspectors=[attrs.evolve(hall.IOANA, deputies=["i-2"]), hall.DAN]
    )
    agenda = Agenda.of([hall.ticket()])
    take_over = Reassign(booking="b-1", inspector="i-2")
    decision = decide(take_over, agenda, at=world.AT, office=office)
    assert decision.allowed
    assert decision.depends_on == ("notice_reading",)
    assert decision.sensitivity("inspector.may_take_over").robust
    assert not decision.under(take_over=[]).allowed
    unknown = decided(world.book(number="9/9"))
    assert (unknown.allowed, unknown.depends_on) == (False, ())


# --- policies that leave rules out ----------------------------------------------------------


def test_an_unknown_rule_in_a_policy_is_an_error() -> None:
    policy = attrs.evolve(world.policy(), rules=["slot.fre"])
    with pytest.raises(InvalidInput, match=r"^policy\.rules.*: got .*'slot.fre'"):
        decided(world.book(), office=world.office().replace(policy=policy))


def test_a_policy_in_force_is_the_one_of_the_date() -> None:
    office = Office(
        inspectors=[world.IOANA],
        requests=[world.ANA],
    )
    assert decided(world.book(), office=office).policy == preset(
        "cluj-napoca/tichet-albastru"
    ).policy_at(date(2026, 11, 24))


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(["slot.notice"], id="only-one-rule"),
        pytest.param(
            [each for each in world.policy().rules if each != "request.identified"],
            id="no-identification",
        ),
        pytest.param([], id="no-rules-at-all"),
    ],
)
@pytest.mark.parametrize("number", ["9/9", "?"])
def test_without_the_rule_of_identification_an_unknown_request_is_no_crash(
    rules: list[str], number: str
) -> None:
    """design.md: bad input is an exception of the package, a refusal is a value."""
    try:
        office = world.office().replace(policy=attrs.evolve(world.policy(), rules=rules))
        decision = decided(world.book(number=number), office=office)
    except InvalidInput:
        return
    assert not decision.allowed


def test_without_the_rule_of_identification_the_number_has_to_be_known() -> None:
    rules = [each for each in world.policy().rules if each != "request.identified"]
    with pytest.raises(InvalidInput, match=r"^number: got '9/9'; expected a request of the office"):
        decided(
            world.book(number="9/9"),
            office=world.office().replace(policy=attrs.evolve(world.policy(), rules=rules)),
        )


@pytest.mark.parametrize("left_out", ["slot.free", "applicant.free"])
def test_what_is_allowed_applies_whatever_the_policy_leaves_out(left_out: str) -> None:
    """design.md: an agenda with a double booking cannot be built; apply takes what is allowed."""
    other = {
        "slot.free": {"applicant": "name:x"},
        "applicant.free": {"inspector": "i-2"},
    }[left_out]
    agenda = Agenda.of([world.booking("b-9", world.WANTED, request="7/7", **other)])
    office = world.office().replace(policy=without(left_out))
    try:
        decision = decided(world.book(), agenda, office=office)
    except InvalidInput:
        return
    replayed(decision.events, agenda)


# --- the whole of it ------------------------------------------------------------------------


def asked(file: Request, slot: Slot, **changes: Any) -> Book:
    facts: dict[str, Any] = {
        "number": file.number,
        "applicant": file.applicant.name,
        "filed_on": file.filed_on,
        "slot": slot,
        "contact": Contact(world.PHONE, world.EMAIL),
    }
    return Book(**(facts | changes))


def naively_refused(
    scene: world.World,
    file: Request,
    who: Inspector | None,
    slot: Slot,
    channel: Channel,
    ignoring: str | None = None,
) -> set[str]:
    refused = naive.request_refusals(
        scene.policy, scene.bookings, file, who, scene.at, ignoring=ignoring
    )
    if who is not None:
        refused |= naive.slot_refusals(
            scene.office,
            scene.policy,
            scene.bookings,
            who,
            slot,
            scene.at,
            request=file,
            applicant=file.applicant.key,
            ignoring=ignoring,
        )
    if channel not in scene.policy.channels:
        refused.add("channel.allowed")
    return refused


@world.examples(120)
@given(world.worlds(most_bookings=8), st.data())
def test_a_booking_is_refused_by_what_the_documents_say(
    scene: world.World, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(scene.files))
    who = data.draw(st.none() | st.sampled_from(scene.people))
    slot = Slot(
        data.draw(world.office_hours(scene.people, scene.anchor)),
        data.draw(st.sampled_from([5, 10, 15, 16, 30])),
    )
    channel = data.draw(st.sampled_from(Channel))
    contact = data.draw(
        st.sampled_from([Contact(world.PHONE, world.EMAIL), Contact("1", "x"), Contact()])
    )
    command = asked(file, slot, inspector=who and who.id, channel=channel, contact=contact)
    decision = decide(command, scene.agenda, at=scene.at, office=scene.office)
    person = who or scene.office.inspectors[file.inspector]
    expected = naively_refused(scene, file, person, slot, channel)
    if contact.phone != world.PHONE:
        expected |= {"contact.phone", "contact.email"}
    assert set(decision.refused_by) == expected
    assert decision.allowed is (not expected)
    agenda = replayed(decision.events, scene.agenda)
    assert len(agenda) == len(scene.agenda) + decision.allowed
    assert naive.collisions(agenda) == []
    again = decide(command, scene.agenda, at=scene.at, office=scene.office)
    assert (again.findings, again.events) == (decision.findings, decision.events)


@world.examples(80)
@given(world.worlds(most_bookings=8), st.data())
def test_a_move_is_refused_by_what_the_documents_say(
    scene: world.World, data: st.DataObject
) -> None:
    if not scene.bookings:
        return
    booking = data.draw(st.sampled_from(scene.bookings))
    assert booking.request is not None
    file = scene.office.requests[booking.request]
    slot = Slot(data.draw(world.office_hours(scene.people, scene.anchor)), 10)
    decision = decide(
        Reschedule(booking=booking.id, slot=slot),
        scene.agenda,
        at=scene.at,
        office=scene.office,
    )
    who = scene.office.inspectors[booking.inspector]
    expected = naively_refused(scene, file, who, slot, booking.channel, booking.id)
    if booking.status is not BookingStatus.BOOKED or booking.slot.start <= scene.at:
        expected.add("booking.open")
    assert set(decision.refused_by) == expected
    agenda = replayed(decision.events, scene.agenda)
    assert naive.collisions(agenda) == []


@world.examples(60)
@given(world.worlds(), st.data())
def test_whatever_is_allowed_applies(scene: world.World, data: st.DataObject) -> None:
    ids = [each.id for each in scene.bookings] + ["b-99"]
    at = scene.at + timedelta(minutes=data.draw(st.integers(0, 12_000)))
    for kind, id_ in product(COMMANDS, ids):
        decision = decide(kind(booking=id_), scene.agenda, at=at, office=scene.office)
        assert len(decision.events) == decision.allowed
        replayed(decision.events, scene.agenda)


def test_a_decision_has_no_truth_of_its_own() -> None:
    decision = decide(Cancel(booking="b-9"), Agenda(), at=world.AT, office=world.office())
    with pytest.raises(WrongType, match=r"decision\.allowed") as raised:
        bool(decision)
    assert (raised.value.field, raised.value.given) == ("decision", "'bool(decision)'")


def test_a_decision_is_shown_in_short_and_without_personal_data() -> None:
    cancelled = decide(Cancel(booking="b-9"), Agenda(), at=world.AT, office=world.office())
    for said in (repr(cancelled), str(cancelled)):
        assert said == ("Decision(allowed=False, refused_by=('booking.open',), command=Cancel(…))")
