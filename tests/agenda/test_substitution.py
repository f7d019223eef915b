"""Substitution: who holds the meetings of an inspector who can't, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
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
    Applicant,
    Booking,
    Cancel,
    Channel,
    Inspector,
    InvalidInput,
    IssueTicket,
    Office,
    Proposal,
    Reassign,
    Reassigned,
    RecordConclusions,
    Request,
    Reschedule,
    Rescheduled,
    Slot,
    SubstitutionPlan,
    TakesOver,
    Week,
    WhyAffected,
    WrongType,
    apply,
    decide,
    plan_substitution,
    replayed,
)
from tichet_rules.text import LANGUAGES

THURSDAY = date(2026, 12, 3)
TEN = world.slot("2026-12-03 10:00")
QUARTER_PAST = world.slot("2026-12-03 10:15")
NOON = world.slot("2026-12-03 12:00")
DAY_BEFORE = world.local("2026-12-02 09:00")
WEEK_BEFORE = world.local("2026-11-23 09:00")

ALL_DAY = Absence(THURSDAY, THURSDAY)
MORNING = Absence(world.local("2026-12-03 08:00"), world.local("2026-12-03 12:00"))

ANA = Request(
    "119368/305", Applicant(world.NAME, "7"), world.FILED, "i-1", former_inspectors=("i-2",)
)


def person(id_: str, department: str | None = None, **changes: Any) -> Inspector:
    return Inspector(id_, f"Inspector {id_}", department=department, **changes)


def away(who: Inspector, *absences: Absence) -> Inspector:
    return attrs.evolve(who, absences=absences or (ALL_DAY,))


I_1 = person("i-1", "urbanism", deputies=["i-5", "i-4"])
FORMER = person("i-2", "taxe")
COLLEAGUE = person("i-3", "urbanism")
SECOND_DEPUTY = person("i-4")
FIRST_DEPUTY = person("i-5")
HEAD = person("d-1", "urbanism", role="director")
STRANGER = person("i-9", "parcuri")
EVERYBODY = (away(I_1), FORMER, COLLEAGUE, SECOND_DEPUTY, FIRST_DEPUTY, HEAD, STRANGER)


def town(
    *people: Inspector, files: Iterable[Request] = (ANA,), rooms: Iterable[str] = (), **more: Any
) -> Office:
    return hall.hall(requests=files, people=people or EVERYBODY, rooms=rooms, **more)


def mine(id_: str = "b-1", slot: Slot = TEN, **changes: Any) -> Booking:
    return hall.ticket(id_, slot=slot, **changes)


def busy(who: str, start: str = "2026-12-03 10:00", minutes: int = 15, **changes: Any) -> Booking:
    """A meeting of somebody else with an inspector."""
    facts: dict[str, Any] = {"request": "1/1", "inspector": who, "applicant": f"name:{who}"}
    return hall.ticket(f"busy-{who}", slot=world.slot(start, minutes), **(facts | changes))


def plan(
    bookings: Iterable[Booking],
    office: Office | None = None,
    at: datetime = DAY_BEFORE,
    **more: Any,
) -> SubstitutionPlan:
    return plan_substitution(
        Agenda.of(bookings), at=at, office=town() if office is None else office, **more
    )


def outcome(found: SubstitutionPlan) -> list[tuple[str, str, str | None, str | None]]:
    """Of each proposal: the booking, why, who would hold it, and when by the clock."""
    told = []
    for each in found.proposals:
        who = when = None
        if each.decision is not None:
            case = each.decision.case
            who = case.inspector_id
            when = f"{case.slot.start.astimezone(world.ZONE):%d %H:%M}"
        told.append((each.booking.id, str(each.because), who, when))
    return told


# --- who takes over -------------------------------------------------------------------------


def test_the_order_in_which_they_are_asked() -> None:
    """The former holder, the deputies in their own order, then the department's."""
    bookings, asked = [mine()], []
    while True:
        [(_, why, who, when)] = outcome(plan(bookings))
        assert why == "absent"
        if when != "03 10:00":
            break
        assert who is not None
        asked.append(who)
        bookings.append(busy(who))
    assert asked == ["i-2", "i-5", "i-4", "i-3"]


@pytest.mark.parametrize(
    ("take_over", "asked"),
    [
        (["former_holder"], ["i-2"]),
        (["deputy"], ["i-5", "i-4"]),
        (["department"], ["i-3"]),
        (["deputy", "former_holder"], ["i-5", "i-4", "i-2"]),
        (["department", "deputy"], ["i-3", "i-5", "i-4"]),
        ([], []),
    ],
)
def test_the_order_is_that_of_the_policy(take_over: list[str], asked: list[str]) -> None:
    """As documented: by the policy's take_over, in its order."""
    office = town(take_over=take_over)
    bookings, found = [mine()], []
    while True:
        [(_, _, who, when)] = outcome(plan(bookings, office, until=THURSDAY))
        if who is None or when != "03 10:00":
            break
        found.append(who)
        bookings.append(busy(who))
    assert found == asked


def test_a_deputy_of_the_department_is_asked_as_a_deputy() -> None:
    people = (away(I_1), attrs.evolve(SECOND_DEPUTY, department="urbanism"), COLLEAGUE)
    assert outcome(plan([mine()], town(*people)))[0][2] == "i-4"


def test_a_former_holder_who_is_a_deputy_too_is_asked_as_the_former_holder() -> None:
    """The title that counts is the policy's first, not the last."""
    file = attrs.evolve(ANA, former_inspectors=("i-4",))
    office = town(away(I_1), FIRST_DEPUTY, SECOND_DEPUTY, files=[file])
    assert outcome(plan([mine()], office))[0][2] == "i-4"


def test_of_one_rank_the_first_by_id_is_asked_first() -> None:
    """However the office lists them."""
    others = [person(each, "urbanism") for each in ("i-8", "i-3", "i-7")]
    assert outcome(plan([mine()], town(away(I_1), *others)))[0][2] == "i-3"


@pytest.mark.parametrize(
    ("substitute", "why_not"),
    [
        (away(FIRST_DEPUTY), "absent too"),
        (attrs.evolve(FIRST_DEPUTY, role="director"), "not met under the procedure"),
        (attrs.evolve(FIRST_DEPUTY, overrides={THURSDAY: [("12:00", "16:00")]}), "not at work"),
    ],
)
def test_a_substitute_obeys_every_rule(substitute: Inspector, why_not: str) -> None:
    [(_, _, who, _)] = outcome(plan([mine()], town(away(I_1), substitute, SECOND_DEPUTY)))
    assert who == "i-4", why_not


def test_nor_is_the_citizen_at_two_meetings() -> None:
    """The citizen's other meeting at that time can be with whomever."""
    other = hall.ticket("b-9", request="1/1", inspector="i-9", slot=QUARTER_PAST)
    long_one = mine(slot=world.slot("2026-12-03 10:00"))
    [(_, _, who, when)] = outcome(
        plan([long_one, other, busy("i-2"), busy("i-5"), busy("i-4"), busy("i-3")])
    )
    assert (who, when) == ("i-2", "03 10:30")


def test_who_takes_over_holds_it_in_the_holder_s_place() -> None:
    found = plan([mine(channel="phone", buffer_before_minutes=5)])
    [event] = found.events
    assert event == Reassigned(
        at=DAY_BEFORE,
        booking="b-1",
        inspector="i-2",
        slot=TEN,
        in_place_of="i-1",
        revision=1,
    )
    agenda = Agenda.of([mine(channel="phone", buffer_before_minutes=5)])
    after = apply(agenda, event)["b-1"]
    assert after == attrs.evolve(
        agenda["b-1"], inspector="i-2", in_place_of="i-1", revision=1, buffer_before_minutes=0
    )


MOVED = attrs.evolve(ANA, inspector="i-3", former_inspectors=("i-1", "i-2"))


def test_a_request_that_moved_takes_its_meeting_along() -> None:
    office = town(I_1, FORMER, COLLEAGUE, files=[MOVED])
    found = plan([mine()], office)
    assert outcome(found) == [("b-1", "moved", "i-3", "03 10:00")]
    [event] = found.events
    assert isinstance(event, Reassigned)
    assert event.in_place_of is None


def test_a_moved_request_is_not_met_later_by_who_has_it_no_more() -> None:
    """Who had it could hold the meeting as it stands: another time with them helps nobody."""
    office = town(I_1, COLLEAGUE, files=[MOVED], take_over=[])
    taken = busy("i-3", minutes=60)
    [(_, why, who, when)] = outcome(plan([mine(), taken], office, WEEK_BEFORE))
    assert (why, who, when) == ("moved", "i-3", "03 11:00")


def test_the_holder_comes_before_all_others() -> None:
    """A substitute falls ill, and the holder is back."""
    standing_in = mine(inspector="i-5", in_place_of="i-1")
    office = town(I_1, FORMER, away(FIRST_DEPUTY), SECOND_DEPUTY)
    found = plan([standing_in], office)
    assert outcome(found) == [("b-1", "absent", "i-1", "03 10:00")]
    [event] = found.events
    assert isinstance(event, Reassigned)
    assert event.in_place_of is None


def test_an_inspector_who_is_gone() -> None:
    found = plan([mine()], town(FORMER, COLLEAGUE, STRANGER))
    assert outcome(found) == [("b-1", "gone", "i-2", "03 10:00")]
    assert found.proposals[0].because is WhyAffected.GONE
    # Nobody knows any more who stood in for them, nor of which department they were.
    assert outcome(plan([mine()], town(COLLEAGUE, STRANGER))) == [("b-1", "gone", None, None)]


def test_who_stands_in_is_not_moved_again() -> None:
    standing_in = mine(inspector="i-5", in_place_of="i-1")
    assert plan([standing_in]).proposals == ()
    third = attrs.evolve(ANA, inspector="i-3")
    assert outcome(plan([standing_in], town(files=[third])))[0][:2] == ("b-1", "moved")


# --- when -----------------------------------------------------------------------------------

LATER = [
    # the absence, when the deputy is busy from ten, at, who would hold it and when
    pytest.param(MORNING, 30, WEEK_BEFORE, "i-5", "03 10:30", id="the-substitute-is-earlier"),
    pytest.param(MORNING, 180, WEEK_BEFORE, "i-1", "03 12:00", id="the-inspector-is-earlier"),
    pytest.param(MORNING, 120, WEEK_BEFORE, "i-5", "03 12:00", id="at-once-the-substitute"),
    pytest.param(MORNING, 180, DAY_BEFORE, "i-5", "03 13:00", id="the-inspector-needs-notice"),
    pytest.param(ALL_DAY, 360, DAY_BEFORE, "i-5", "04 08:00", id="the-next-day"),
]


@pytest.mark.parametrize(("absence", "minutes", "at", "who", "when"), LATER)
def test_the_earliest_later_slot(
    absence: Absence, minutes: int, at: datetime, who: str, when: str
) -> None:
    office = town(away(I_1, absence), FIRST_DEPUTY)
    found = plan([mine(), busy("i-5", minutes=minutes)], office, at)
    assert outcome(found) == [("b-1", "absent", who, when)]
    [event] = found.events
    assert isinstance(event, Rescheduled if who == "i-1" else Reassigned)


def test_of_two_substitutes_the_one_who_is_free_earlier() -> None:
    office = town(away(I_1), FIRST_DEPUTY, SECOND_DEPUTY)
    bookings = [mine(), busy("i-5", minutes=60), busy("i-4", minutes=30)]
    assert outcome(plan(bookings, office)) == [("b-1", "absent", "i-4", "03 10:30")]
    even = [mine(), busy("i-5", minutes=30), busy("i-4", minutes=30)]
    assert outcome(plan(even, office)) == [("b-1", "absent", "i-5", "03 10:30")]


def test_nobody_at_all() -> None:
    found = plan([mine()], town(away(I_1), STRANGER), until=THURSDAY)
    assert outcome(found) == [("b-1", "absent", None, None)]
    assert found.events == ()
    assert found.unplaced == (mine(),)
    [proposal] = found.proposals
    assert proposal == Proposal(mine(), WhyAffected.ABSENT, None)
    assert proposal.event is None


@pytest.mark.parametrize(
    ("until", "placed"), [(date(2026, 12, 3), False), (date(2026, 12, 4), True), (None, True)]
)
def test_how_far_ahead_is_searched(until: date | None, placed: bool) -> None:
    found = plan([mine()], town(away(I_1)), WEEK_BEFORE, until=until)
    expected = [("b-1", "absent", "i-1", "04 08:00")] if placed else [("b-1", "absent", None, None)]
    assert outcome(found) == expected


@pytest.mark.parametrize(
    ("back", "placed"), [(date(2027, 1, 26), True), (date(2027, 1, 27), False)]
)
def test_sixty_days_if_nothing_else_is_said(back: date, placed: bool) -> None:
    """27 November and 60 days: the last is 26 January, a Tuesday."""
    absence = Absence(THURSDAY, back - timedelta(days=1))
    at = world.local("2026-11-27 09:00")
    [(_, _, who, when)] = outcome(plan([mine()], town(away(I_1, absence)), at))
    assert (who, when) == (("i-1", f"{back:%d} 08:00") if placed else (None, None))


def test_today_alone_can_be_searched() -> None:
    today = Absence(date(2026, 12, 2), date(2026, 12, 2))
    meeting = mine(slot=world.slot("2026-12-02 10:00"))
    office = town(away(I_1, today), FIRST_DEPUTY)
    found = plan([meeting, busy("i-5", "2026-12-02 10:00", 30)], office, until=date(2026, 12, 2))
    assert outcome(found) == [("b-1", "absent", "i-5", "02 10:30")]


def test_the_inspector_s_own_later_slot_has_the_notice_of_a_booking() -> None:
    """The citizen who moves has 48 hours; that a substitute needs none does not shorten them."""
    found = plan([mine()], town(away(I_1, MORNING)))
    assert outcome(found) == [("b-1", "absent", "i-1", "04 09:00")]


def test_the_time_that_can_t_be_held_is_free_again() -> None:
    """A later slot may overlap the old one, of which the citizen is free."""
    office = town(away(I_1), FIRST_DEPUTY, grid_minutes=5)
    found = plan([mine(), busy("i-5", minutes=5)], office)
    assert outcome(found) == [("b-1", "absent", "i-5", "03 10:05")]


def test_the_search_ends_with_the_days_whose_holidays_are_known() -> None:
    """As that of a remedy: the law's holidays are known until the end of 2100."""
    last = world.slot("2100-12-31 10:00")
    absence = Absence(date(2100, 12, 31), date(2100, 12, 31))
    office = town(away(I_1, absence))
    found = plan([mine(slot=last)], office, world.local("2100-12-20 09:00"))
    assert outcome(found) == [("b-1", "absent", None, None)]


@pytest.mark.parametrize(
    ("communicated", "placed"), [(date(2026, 11, 3), False), (date(2026, 11, 4), True)]
)
def test_a_window_that_closes(communicated: date, placed: bool) -> None:
    """30 days after the answer: on the 3rd of December, or on the 4th."""
    answered = attrs.evolve(ANA, status="answered", communicated_on=communicated)
    [(_, _, who, _)] = outcome(plan([mine()], town(away(I_1), files=[answered]), WEEK_BEFORE))
    assert (who is not None) is placed
    with_deputy = town(away(I_1), FIRST_DEPUTY, files=[answered])
    assert outcome(plan([mine()], with_deputy, WEEK_BEFORE))[0][2:] == ("i-5", "03 10:00")


@pytest.mark.parametrize(
    ("hours", "at", "when"),
    [
        (0, "2026-12-03 09:59", "03 10:00"),
        (24, "2026-12-02 10:00", "03 10:00"),
        (24, "2026-12-02 10:01", "03 10:15"),
        (24, "2026-12-02 10:16", "03 10:30"),
        (None, "2026-12-01 10:00", "03 10:00"),  # as for a booking: 48
        (None, "2026-12-01 10:01", "03 10:15"),
    ],
)
def test_the_notice_of_a_take_over(hours: int | None, at: str, when: str) -> None:
    office = town(away(I_1), FIRST_DEPUTY, take_over_notice_hours=hours)
    [(_, _, who, found)] = outcome(plan([mine()], office, world.local(at)))
    assert (who, found) == ("i-5", when)


def test_a_notice_longer_than_the_horizon_is_no_crash() -> None:
    """Refused where the policy is made, or a take-over that is never admissible."""
    try:
        office = town(away(I_1), FIRST_DEPUTY, horizon_days=2, take_over_notice_hours=72)
    except InvalidInput as error:
        assert error.field in ("take_over_notice_hours", "horizon_days")  # noqa: PT017
        return
    plan([mine()], office)


# --- what is looked at ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("booking", "affected"),
    [
        (mine(), True),
        (mine(status="cancelled"), False),
        (mine(status="held"), False),
        (mine(status="no_show"), False),
        (mine(slot=world.slot("2026-12-02 15:45")), False),
        (mine(slot=world.slot("2026-12-03 08:00")), True),
        (mine(slot=world.slot("2026-12-03 15:45")), True),
        (mine(slot=world.slot("2026-12-04 08:00")), False),
        (mine(inspector="i-3", in_place_of="i-1"), False),
    ],
)
def test_open_meetings_that_an_absence_meets(booking: Booking, affected: bool) -> None:
    assert bool(plan([booking]).proposals) is affected


@pytest.mark.parametrize(
    ("absence", "affected"),
    [
        (("2026-12-03 10:14", "2026-12-03 12:00"), True),
        (("2026-12-03 10:15", "2026-12-03 12:00"), False),
        (("2026-12-03 08:00", "2026-12-03 10:00"), False),
        (("2026-12-03 08:00", "2026-12-03 10:01"), True),
    ],
)
def test_an_absence_of_part_of_the_day(absence: tuple[str, str], affected: bool) -> None:
    part = Absence(*(world.local(each) for each in absence))
    assert bool(plan([mine()], town(away(I_1, part), FIRST_DEPUTY)).proposals) is affected


@pytest.mark.parametrize(
    ("at", "affected"), [("2026-12-03 09:59", True), ("2026-12-03 10:00", False)]
)
def test_a_meeting_that_has_begun_is_left_alone(at: str, affected: bool) -> None:
    assert bool(plan([mine()], at=world.local(at)).proposals) is affected


def test_of_one_inspector_only() -> None:
    other = Request("2/2", "Rus Ion", world.FILED, "i-9")
    office = town(away(I_1), away(STRANGER), FIRST_DEPUTY, files=[ANA, other])
    theirs = hall.ticket("b-2", request="2/2", inspector="i-9", applicant="name:ion rus", slot=TEN)
    bookings = [mine(), theirs]
    assert [each[0] for each in outcome(plan(bookings, office))] == ["b-1", "b-2"]
    assert [each[0] for each in outcome(plan(bookings, office, inspector="i-9"))] == ["b-2"]
    assert plan(bookings, office, inspector="nobody").proposals == ()
    gone = town(FIRST_DEPUTY, FORMER)
    assert [each[0] for each in outcome(plan(bookings, gone, inspector="i-1"))] == ["b-1"]


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"until": date(2026, 12, 1)}, "until", InvalidInput),
        ({"until": world.local("2026-12-09 10:00")}, "until", WrongType),
        ({"until": "2026-12-09"}, "until", WrongType),
        ({"at": datetime(2026, 12, 2)}, "at", InvalidInput),  # noqa: DTZ001 (the point)
        ({"office": None}, "office", WrongType),
        ({"agenda": [mine()]}, "agenda", WrongType),
        ({"agenda": []}, "agenda", WrongType),
        ({"inspector": 7}, "inspector", WrongType),
        ({"inspector": ""}, "inspector", InvalidInput),
    ],
)
def test_what_is_no_question(changes: dict[str, Any], field: str, kind: Any) -> None:
    facts: dict[str, Any] = {"at": DAY_BEFORE, "office": town(), "agenda": Agenda()} | changes
    with pytest.raises(kind, match=f"^{field}: "):
        plan_substitution(facts.pop("agenda"), **facts)


def test_an_end_that_is_over_is_shown() -> None:
    with pytest.raises(InvalidInput) as raised:
        plan([mine()], until=date(2026, 12, 1))
    assert raised.value.given is not None
    assert "2026-12-01" in raised.value.given
    for code in LANGUAGES:
        assert "2026-12-02" in raised.value.right.in_(code)
    assert raised.value.right.ro != raised.value.right.en


# --- several at once ------------------------------------------------------------------------

ION = Request("2/2", "Rus Ion", world.FILED, "i-6")
I_6 = person("i-6", deputies=["i-5"])


def ion(**changes: Any) -> Booking:
    facts: dict[str, Any] = {"request": "2/2", "inspector": "i-6", "applicant": "name:ion rus"}
    return hall.ticket("b-2", slot=TEN, **(facts | changes))


def test_two_meetings_don_t_get_one_substitute_s_slot() -> None:
    office = town(
        away(attrs.evolve(I_1, deputies=["i-5"])), away(I_6), FIRST_DEPUTY, files=[ANA, ION]
    )
    agenda = Agenda.of([mine(), ion()])
    found = plan_substitution(agenda, at=DAY_BEFORE, office=office)
    assert outcome(found) == [
        ("b-1", "absent", "i-5", "03 10:00"),
        ("b-2", "absent", "i-5", "03 10:15"),
    ]
    after = replayed(found.events, agenda)
    assert [each.id for each in after.of_inspector("i-5", TEN.begins, QUARTER_PAST.ends)] == [
        "b-1",
        "b-2",
    ]
    with pytest.raises(InvalidInput, match=r"^events\[0\]: .*booking.revision"):
        replayed(found.events, after)


def test_in_the_order_of_their_start_and_then_of_their_id() -> None:
    early = attrs.evolve(ion(), slot=world.slot("2026-12-03 09:45"))
    office = town(away(I_1), away(I_6), FIRST_DEPUTY, FORMER, files=[ANA, ION])
    assert [each[0] for each in outcome(plan([mine(), early], office))] == ["b-2", "b-1"]


def test_a_plan_changes_nothing() -> None:
    agenda = Agenda.of([mine()])
    before = list(agenda)
    office = town()
    one, two = (plan_substitution(agenda, at=DAY_BEFORE, office=office) for _ in range(2))
    assert list(agenda) == before
    assert one.events == two.events
    [proposal] = one.proposals
    assert proposal.decision is not None
    assert proposal.decision.allowed
    assert proposal.decision.finding("inspector.may_take_over").outcome == "passed"


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (Reschedule(booking="b-1", slot=world.slot("2026-12-07 10:00")), "booking.revision"),
        (Reassign(booking="b-1", inspector="i-5"), "booking.revision"),
        (Cancel(booking="b-1"), "booking.open"),
    ],
)
def test_a_stale_plan_does_not_apply(command: Any, rule: str) -> None:
    agenda = Agenda.of([mine()])
    office = town()
    [event] = plan_substitution(agenda, at=DAY_BEFORE, office=office).events
    changed = hall.done(command, agenda, DAY_BEFORE, office)
    with pytest.raises(AgendaConflict, match=f"^{rule}: booking 'b-1'"):
        apply(changed, event)


def test_nor_one_whose_substitute_was_booked_in_between() -> None:
    [event] = plan([mine()]).events
    with pytest.raises(AgendaConflict, match=r"^slot.free") as raised:
        apply(Agenda.of([mine(), busy("i-2")]), event)
    assert (raised.value.booking, raised.value.other) == ("b-1", "busy-i-2")


# --- in words -------------------------------------------------------------------------------


def test_a_plan_in_words() -> None:
    office = town(away(I_1), away(I_6), FIRST_DEPUTY, files=[ANA, ION], take_over=["deputy"])
    alone = attrs.evolve(ion(), inspector="i-8", id="b-3")
    found = plan([mine(), alone], office, until=THURSDAY)
    assert found.explain("ro") == (
        "De mutat: 2 programări.\n"
        "  b-1 (inspectorul lipsește atunci): i-5, joi, 3 decembrie 2026, ora 10:00\n"
        "  b-3 (inspectorul nu mai este în instituție): i-5, joi, 3 decembrie 2026, ora 10:15"
    )
    found = plan([mine()], town(away(I_1)), until=THURSDAY)
    assert found.explain() == (
        "To be moved: 1 booking.\n"
        "  b-1 (the inspector is away then): nothing admissible; the citizen is to be told"
    )
    assert plan([]).explain("en") == "To be moved: 0 bookings."
    moved = plan([mine()], town(I_1, COLLEAGUE, files=[MOVED])).explain("ro")
    assert "(cererea este acum la alt inspector): i-3, joi" in moved


# --- the command ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "rules"),
    [
        ("i-2", ()),
        ("i-5", ()),
        ("i-3", ()),
        ("i-9", ("inspector.may_take_over",)),
        ("d-1", ("inspector.may_take_over", "inspector.execution_staff")),
    ],
)
def test_who_may_take_a_meeting_over(who: str, rules: tuple[str, ...]) -> None:
    decision = hall.decided(
        Reassign(booking="b-1", inspector=who), Agenda.of([mine()]), DAY_BEFORE, town()
    )
    assert decision.refused_by == rules


def test_nobody_unknown_takes_a_meeting_over() -> None:
    command = Reassign(booking="b-1", inspector="nobody")
    decision = hall.decided(command, Agenda.of([mine()]), DAY_BEFORE, town())
    assert "inspector.may_take_over" in decision.refused_by


def test_nor_is_there_anything_to_take_over_where_no_booking_is() -> None:
    decision = hall.decided(Reassign(booking="b-9", inspector="i-5"), None, DAY_BEFORE, town())
    assert decision.refused_by == ("booking.open",)


def test_who_may_not_take_over_is_told_in_plain_words() -> None:
    decision = hall.decided(
        Reassign(booking="b-1", inspector="i-9"), Agenda.of([mine()]), DAY_BEFORE, town()
    )
    for code in LANGUAGES:
        said = decision.explain(code)
        assert "former_holder" not in said
        assert "I-9" not in said  # an id stays as it is written
        assert "i-9" in said
    passed = hall.decided(
        Reassign(booking="b-1", inspector="i-2"), Agenda.of([mine()]), DAY_BEFORE, town()
    )
    assert "former_holder" not in passed.explain("ro", full=True)


def test_a_take_over_to_another_slot() -> None:
    agenda = Agenda.of([mine()])
    command = Reassign(booking="b-1", inspector="i-5", slot=NOON)
    after = hall.done(command, agenda, DAY_BEFORE, town())["b-1"]
    assert (after.inspector, after.slot, after.in_place_of) == ("i-5", NOON, "i-1")
    assert [each.value for each in TakesOver] == ["former_holder", "deputy", "department"]


STANDING_IN = mine(inspector="i-5", in_place_of="i-1")


def test_who_stands_in_can_move_the_meeting() -> None:
    """inspector.holds_request looks at whom they stand in for."""
    office = town(I_1, FIRST_DEPUTY)
    agenda = Agenda.of([STANDING_IN])
    command = Reschedule(booking="b-1", slot=world.slot("2026-12-07 10:00"))
    decision = hall.decided(command, agenda, DAY_BEFORE, office)
    assert decision.finding("inspector.holds_request").outcome == "passed"
    after = hall.done(command, agenda, DAY_BEFORE, office)["b-1"]
    assert (after.inspector, after.in_place_of, after.revision) == ("i-5", "i-1", 1)
    plain = Agenda.of([attrs.evolve(STANDING_IN, in_place_of=None)])
    assert hall.decided(command, plain, DAY_BEFORE, office).refused_by == (
        "inspector.holds_request",
    )


def test_the_meeting_is_handed_back_to_the_holder() -> None:
    office = town(I_1, FIRST_DEPUTY)
    command = Reassign(booking="b-1", inspector="i-1")
    after = hall.done(command, Agenda.of([STANDING_IN]), DAY_BEFORE, office)["b-1"]
    assert (after.inspector, after.in_place_of) == ("i-1", None)


def test_or_passed_on_to_the_next_in_the_holder_s_place() -> None:
    office = town(I_1, FIRST_DEPUTY, SECOND_DEPUTY)
    command = Reassign(booking="b-1", inspector="i-4")
    after = hall.done(command, Agenda.of([STANDING_IN]), DAY_BEFORE, office)["b-1"]
    assert (after.inspector, after.in_place_of) == ("i-4", "i-1")


def test_who_stood_in_records_and_signs() -> None:
    held = attrs.evolve(STANDING_IN, status="held")
    office = town()
    after = "2026-12-03 11:00"
    agenda = hall.done(
        RecordConclusions(booking="b-1", record=hall.RECORD), Agenda.of([held]), after, office
    )
    command = IssueTicket(booking="b-1", record=hall.RECORD)
    [event] = hall.decided(command, agenda, after, office).events
    assert event.ticket.inspector == "i-5"  # type: ignore[union-attr]  # it is a TicketIssued


# --- audiences ------------------------------------------------------------------------------

A_WEDNESDAY = date(2026, 12, 2)
AWAY_DIRECTOR = away(hall.DIRECTOR, Absence(A_WEDNESDAY, A_WEDNESDAY))


def audience_plan(*people: Inspector, booking: Booking | None = None) -> SubstitutionPlan:
    office = hall.hall(people=people)
    return plan([hall.audience() if booking is None else booking], office, WEEK_BEFORE)


def test_an_audience_is_held_by_the_deputy_of_the_official() -> None:
    found = audience_plan(AWAY_DIRECTOR, hall.OTHER_DIRECTOR, hall.DEPUTY_MAYOR)
    assert outcome(found) == [("a-1", "absent", "d-2", "02 11:00")]
    [event] = found.events
    assert isinstance(event, Reassigned)
    assert event.in_place_of == "d-1"
    assert found.proposals[0].decision is not None
    assert found.proposals[0].decision.policy.name == "cluj-napoca/audiente"


def test_who_takes_an_audience_over_is_for_the_policy_on_audiences() -> None:
    """Here that on blue tickets lets nobody take over."""
    office = hall.hall(people=[AWAY_DIRECTOR, hall.OTHER_DIRECTOR], take_over=[])
    assert outcome(plan([hall.audience()], office, WEEK_BEFORE)) == [
        ("a-1", "absent", "d-2", "02 11:00")
    ]


def test_not_by_another_of_the_department_nor_by_the_holder_of_the_request() -> None:
    colleague = attrs.evolve(hall.OTHER_DIRECTOR, id="d-3", department="urbanism")
    found = audience_plan(AWAY_DIRECTOR, colleague, hall.IOANA)
    assert outcome(found) == [("a-1", "absent", "d-1", "09 11:00")]


def test_a_deputy_without_audience_hours_that_day_gives_it_on_theirs() -> None:
    thursdays = attrs.evolve(hall.OTHER_DIRECTOR, audience_hours=Week.of(thu=[("09:00", "10:00")]))
    assert outcome(audience_plan(AWAY_DIRECTOR, thursdays)) == [
        ("a-1", "absent", "d-2", "03 09:00")
    ]
    never = attrs.evolve(hall.OTHER_DIRECTOR, audience_hours=None)
    assert outcome(audience_plan(AWAY_DIRECTOR, never)) == [("a-1", "absent", "d-1", "09 11:00")]


def test_an_audience_is_not_moved_because_the_request_is_another_s() -> None:
    booking = hall.audience(request=hall.REFUSED.number)
    assert audience_plan(hall.DIRECTOR, booking=booking).proposals == ()


def test_the_audience_of_an_official_who_is_gone() -> None:
    found = audience_plan(hall.OTHER_DIRECTOR)
    assert outcome(found) == [("a-1", "gone", None, None)]


def test_an_audience_is_handed_back_to_its_official() -> None:
    booking = hall.audience(inspector="d-2", in_place_of="d-1")
    office = hall.hall()
    command = Reassign(booking="a-1", inspector="d-1")
    after = hall.done(command, Agenda.of([booking]), WEEK_BEFORE, office)["a-1"]
    assert (after.inspector, after.in_place_of) == ("d-1", None)
    ill = away(hall.OTHER_DIRECTOR, Absence(A_WEDNESDAY, A_WEDNESDAY))
    found = audience_plan(hall.DIRECTOR, ill, booking=booking)
    assert outcome(found) == [("a-1", "absent", "d-1", "02 11:00")]


def test_an_audience_without_a_request_is_taken_over_too() -> None:
    found = audience_plan(AWAY_DIRECTOR, hall.OTHER_DIRECTOR, booking=hall.audience(request=None))
    assert outcome(found)[0][2] == "d-2"


# --- rooms ----------------------------------------------------------------------------------


def in_person(**changes: Any) -> Booking:
    return mine(channel=Channel.IN_PERSON, **changes)


@pytest.mark.parametrize(
    ("others", "when", "room"),
    [
        ([], "03 10:00", "1.01"),
        (
            [busy("i-9", "2026-12-03 10:00", 60, channel="in_person", room="1.02")],
            "03 10:00",
            "1.01",
        ),
    ],
)
def test_a_meeting_that_is_taken_over_keeps_its_room(
    others: list[Booking], when: str, room: str
) -> None:
    office = town(rooms=["1.02", "1.01"], channels=["online", "in_person"])
    agenda = Agenda.of([in_person(room="1.01"), *others])
    found = plan_substitution(agenda, at=DAY_BEFORE, office=office)
    assert outcome(found) == [("b-1", "absent", "i-2", when)]
    assert replayed(found.events, agenda)["b-1"].room == room


def test_a_later_slot_has_a_room() -> None:
    office = town(away(I_1), FIRST_DEPUTY, rooms=["1.01"], channels=["in_person"])
    bookings = [
        in_person(room="1.01"),
        busy("i-5"),
        busy("i-9", "2026-12-03 10:15", 30, channel="in_person", room="1.01"),
    ]
    found = plan(bookings, office, inspector="i-1")
    assert outcome(found) == [("b-1", "absent", "i-5", "03 10:45")]


# --- reassigned, applied --------------------------------------------------------------------


def reassigned(**changes: Any) -> Reassigned:
    facts: dict[str, Any] = {
        "at": DAY_BEFORE,
        "booking": "b-1",
        "inspector": "i-5",
        "slot": TEN,
        "in_place_of": "i-1",
        "revision": 1,
    }
    return Reassigned(**(facts | changes))


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (reassigned(booking="b-9"), "booking.open"),
        (reassigned(revision=2), "booking.revision"),
        (reassigned(inspector="i-9"), "slot.free"),
        (reassigned(slot=NOON), "applicant.free"),
        (reassigned(inspector="i-9", slot=world.slot("2026-12-03 10:15")), None),
        (
            reassigned(
                inspector="i-9", slot=world.slot("2026-12-03 10:15"), buffer_before_minutes=1
            ),
            "slot.free",
        ),
        (reassigned(revision=None), None),
    ],
)
def test_a_take_over_applies_or_nothing_changes(event: Reassigned, rule: str | None) -> None:
    agenda = Agenda.of(
        [mine(), busy("i-9"), hall.ticket("b-8", inspector="i-7", request="1/1", slot=NOON)]
    )
    before = list(agenda)
    if rule is None:
        after = apply(agenda, event)
        assert after["b-1"].revision == 1
        assert list(after.of_inspector("i-1", TEN.begins, TEN.ends)) == []
        assert after["b-1"] in after.of_inspector(
            event.inspector, event.slot.begins, event.slot.ends
        )
        with pytest.raises(AgendaConflict):
            apply(after, reassigned())
    else:
        with pytest.raises(AgendaConflict, match=f"^{rule}: "):
            apply(agenda, event)
    assert list(agenda) == before


@pytest.mark.parametrize("status", ["cancelled", "held", "no_show"])
def test_a_closed_meeting_is_not_taken_over(status: str) -> None:
    agenda = Agenda.of([mine(status=status)])
    for event in (reassigned(), reassigned(revision=None)):
        with pytest.raises(AgendaConflict, match=r"^booking.open"):
            apply(agenda, event)


# --- the whole of it ------------------------------------------------------------------------


@st.composite
def absences_in(draw: st.DrawFn, scene: world.World) -> Office:
    """The town with deputies, departments and more absences entered, perhaps someone gone."""
    ids = [each.id for each in scene.people]
    people = []
    for each in scene.people:
        others = [id_ for id_ in ids if id_ != each.id]
        people.append(
            attrs.evolve(
                each,
                deputies=draw(st.lists(st.sampled_from(others), unique=True, max_size=2))
                if others
                else [],
                department=draw(st.sampled_from([None, "a", "b"])),
                absences=[
                    *each.absences,
                    *draw(st.lists(world.absences(scene.anchor), max_size=2)),
                ],
            )
        )
    if len(people) > 1 and draw(st.integers(0, 4)) == 0:
        people.pop()
    office = scene.office
    policy = office.policy_at(scene.at).evolve(
        take_over_notice_hours=draw(st.sampled_from([0, 0, 1])),
        channels=["online", "phone", "in_person"],
    )
    return office.replace(inspectors=people, policy=policy)


def starts_while_away(office: Office, booking: Booking) -> bool:
    who = office.inspectors.get(booking.inspector)
    meeting = naive.meeting(booking.slot)
    return who is None or any(
        naive.share_a_minute(meeting, naive.away(each)) for each in who.absences
    )


@world.examples(50)
@given(towns(most_bookings=10), st.data())
def test_a_plan_leaves_no_open_meeting_in_an_absence_but_what_finds_no_place(
    scene: world.World, data: st.DataObject
) -> None:
    office = data.draw(absences_in(scene))
    until = scene.anchor + timedelta(days=data.draw(st.sampled_from([4, 9, 20])))
    found = plan_substitution(scene.agenda, at=scene.at, office=office, until=until)
    after = replayed(found.events, scene.agenda)
    unplaced = {each.id for each in found.unplaced}
    ahead = [each for each in after if each.is_open and each.slot.start > scene.at]
    assert {each.id for each in ahead if starts_while_away(office, each)} <= unplaced
    assert naive.collisions(after) == []
    assert Agenda.of(after) == after
    assert len(after) == len(scene.agenda)
    affected = {each.booking.id for each in found.proposals}
    for each in scene.agenda:
        if each.id not in affected:
            assert after[each.id] == each
    # Every event is one that a decision on the agenda before it allows.
    agenda = scene.agenda
    for proposal in found.proposals:
        decision = proposal.decision
        if decision is None:
            assert after[proposal.booking.id] == proposal.booking
            continue
        assert decision.allowed
        again = decide(decision.command, agenda, at=scene.at, office=office)
        assert again.events == decision.events == (proposal.event,)
        agenda = replayed(again.events, agenda)
        assert after[proposal.booking.id].slot.start >= proposal.booking.slot.start
    # A second plan has nothing left to do but for them.
    second = plan_substitution(after, at=scene.at, office=office, until=until)
    assert {each.booking.id for each in second.proposals} <= unplaced
