"""Audits: a log replayed in the order in which it was booked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    Booking,
    BookingStatus,
    Inspector,
    InvalidInput,
    Office,
    Request,
    Slot,
    WrongType,
)
from tichet_rules.audit import AuditFinding, History, audit
from tichet_rules.audit.replay import breaches_in

NINE = world.local("2026-11-20 09:00")
MINUTE = timedelta(minutes=1)
OTHER = Request("7/7", "Rusu Radu", date(2026, 3, 1), "i-1")
OFFICE = world.office(requests=(world.ANA, world.STEFAN, OTHER))
OWNERS = {each.number: each.applicant.key for each in (world.ANA, world.STEFAN, OTHER)}


def entry(
    id_: str,
    request: str = "119368/305",
    start: str = "2026-11-26 10:00",
    after: int = 0,
    minutes: int = 15,
    **changes: Any,
) -> Booking:
    """A booking of the log, made some minutes after nine."""
    facts: dict[str, Any] = {
        "request": request,
        "applicant": OWNERS.get(request, f"request:{request}"),
        "booked_at": NINE + after * MINUTE,
    }
    return world.booking(id_, world.slot(start, minutes), **(facts | changes))


def pairs(log: Iterable[Booking], **more: Any) -> list[tuple[str, str]]:
    office: Office = more.pop("office", OFFICE)
    return [(each.booking, each.rule) for each in audit(log, office=office, **more)]


def test_an_empty_log_has_no_findings() -> None:
    assert audit([], office=OFFICE) == ()


def test_a_log_without_breaches_has_no_findings() -> None:
    assert pairs([entry("a"), entry("b", "7/7", "2026-11-26 10:15", after=1)]) == []


@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_that_overlap_the_later_booked_is_the_finding(reverse: bool) -> None:
    log = [entry("z", "119368/305"), entry("a", "7/7", after=5)]
    assert pairs(log[::-1] if reverse else log) == [("a", "slot.free")]


@pytest.mark.parametrize("reverse", [False, True])
def test_of_two_booked_at_one_instant_the_greater_id_is_the_finding(reverse: bool) -> None:
    elsewhere = NINE.astimezone(UTC)
    log = [entry("a", "119368/305", booked_at=elsewhere), entry("b", "7/7")]
    assert pairs(log[::-1] if reverse else log) == [("b", "slot.free")]


def test_findings_are_in_the_order_of_the_bookings_and_of_the_rule_book() -> None:
    log = [
        entry("c", "7/7", "2026-11-28 10:00", after=2),
        entry("b", "7/7", "2026-11-26 10:00", minutes=20, after=1),
        entry("a"),
    ]
    assert pairs(log) == [
        ("b", "slot.duration"),
        ("b", "slot.free"),
        ("c", "slot.working_day"),
        ("c", "slot.working_hours"),
        ("c", "request.one_open_booking"),
    ]


def test_a_booking_is_judged_with_the_facts_at_its_own_instant() -> None:
    exactly = world.local("2026-11-24 10:00")
    assert pairs([entry("a", booked_at=exactly)]) == []
    late = pairs([entry("a", booked_at=exactly + timedelta(microseconds=1))])
    assert late == [("a", "slot.notice")]


def test_a_meeting_that_was_over_by_then_is_not_open() -> None:
    first = entry("a", booked_at=world.local("2026-11-20 09:00"))
    over = entry("b", start="2026-12-03 10:00", booked_at=world.local("2026-11-26 10:15"))
    still = entry("b", start="2026-12-03 10:00", booked_at=world.local("2026-11-26 10:14"))
    assert pairs([first, over]) == []
    assert pairs([first, still]) == [("b", "request.one_open_booking")]


@pytest.mark.parametrize("status", ["held", "no_show"])
def test_a_meeting_held_or_missed_takes_its_time_and_was_open_until_it_ended(status: str) -> None:
    log = [entry("a", status=status), entry("b", "7/7", after=1)]
    assert pairs(log) == [("b", "slot.free")]
    then = entry("c", start="2026-12-03 10:00", booked_at=world.local("2026-11-26 10:14"))
    assert pairs([log[0], then]) == [("c", "request.one_open_booking")]
    over = entry("c", start="2026-12-03 10:00", booked_at=world.local("2026-11-26 10:15"))
    assert pairs([log[0], over]) == []


def test_a_cancelled_booking_takes_no_time() -> None:
    assert pairs([entry("a", status="cancelled"), entry("b", "7/7", after=1)]) == []
    assert pairs([entry("a"), entry("b", "7/7", after=1, status="cancelled")]) == []
    assert pairs([entry("a", status="cancelled"), entry("b", after=1)]) == []


def test_the_other_rules_judge_a_cancelled_booking_too() -> None:
    assert pairs([entry("a", start="2026-11-30 10:00", status="cancelled")]) == [
        ("a", "slot.working_day")
    ]
    log = [entry("a"), entry("b", after=1, status="cancelled")]
    assert pairs(log) == [("b", "request.one_open_booking")]


def test_one_citizen_at_two_inspectors() -> None:
    both = world.office(
        requests=(
            world.ANA,
            Request("7/7", world.NAME, date(2026, 3, 1), "i-2"),
        )
    )
    log = [entry("a"), entry("b", "7/7", "2026-11-26 10:00", after=1, inspector="i-2",
                             applicant=world.ANA.applicant.key)]  # fmt: skip
    assert pairs(log, office=both) == [("b", "applicant.free")]


def test_where_the_office_does_not_have_the_request_the_other_rules_judge() -> None:
    night = entry("a", "9/9", "2026-11-28 03:00", minutes=90)
    expected = ["request.identified", "slot.duration", "slot.working_day", "slot.working_hours"]
    assert pairs([night]) == [("a", rule) for rule in expected]
    stranger = attrs.evolve(night, inspector="i-9")
    for office in (OFFICE, Office()):
        assert pairs([stranger], office=office) == [("a", rule) for rule in expected[:-1]]


def test_two_of_an_unregistered_request_in_one_slot() -> None:
    log = [entry("a", "9/9"), entry("b", "9/9", after=1)]
    assert pairs(log) == [
        ("a", "request.identified"),
        ("b", "request.identified"),
        ("b", "slot.free"),
        ("b", "applicant.free"),
        ("b", "request.one_open_booking"),
    ]


def test_a_request_is_the_same_by_its_number_though_the_office_does_not_have_it() -> None:
    office = world.office(no_show_pause_days=7)
    missed = entry("a", "9/9", status="no_show")
    soon = entry("b", "9/9", "2026-12-07 10:00", booked_at=world.local("2026-12-02 23:59"))
    later = attrs.evolve(soon, booked_at=world.local("2026-12-03 00:00"))
    unknown = ("b", "request.identified")
    assert pairs([missed, soon], office=office)[1:] == [unknown, ("b", "request.after_no_show")]
    assert pairs([missed, later], office=office)[1:] == [unknown]
    assert pairs([missed, attrs.evolve(soon, request="9/8")], office=office)[1:] == [unknown]


def test_what_only_the_registered_request_could_tell_is_not_judged() -> None:
    archived = attrs.evolve(world.ANA, status="archived")
    answered = attrs.evolve(OTHER, status="answered", communicated_on=date(2026, 1, 5))
    log = [
        entry("a", inspector="i-2"),
        entry("b", "7/7", inspector="i-2", start="2026-11-26 11:00", after=1),
    ]
    assert pairs(log, office=OFFICE.replace(requests=[archived, answered])) == [
        ("a", "request.eligible"),
        ("a", "inspector.holds_request"),
        ("b", "request.response_window"),
        ("b", "inspector.holds_request"),
    ]
    assert pairs(log, office=OFFICE.replace(requests=[])) == [
        ("a", "request.identified"),
        ("b", "request.identified"),
    ]


def test_as_decided_nothing_else_is_told_of_a_request_that_the_office_does_not_have() -> None:
    log = [entry("a", "9/9"), entry("b", "9/9", after=1), entry("c", after=2)]
    found = breaches_in(log, office=OFFICE, as_decided=True)
    assert [(each.booking, each.rule) for each in found] == [
        ("a", "request.identified"),
        ("b", "request.identified"),
        ("c", "slot.free"),
    ]
    rules = [each for each in world.policy().rules if each != "request.identified"]
    nobody = OFFICE.replace(policy=attrs.evolve(world.policy(), rules=rules))
    decided = breaches_in(log[:2], office=nobody, as_decided=True)
    assert [each.rule for each in decided] == ["slot.free", "applicant.free"]
    assert [rule for _, rule in pairs(log[:2], office=nobody)] == [
        "slot.free",
        "applicant.free",
        "request.one_open_booking",
    ]


def test_a_booking_with_a_request_that_is_unknown_still_takes_its_time() -> None:
    assert pairs([entry("a", "9/9"), entry("b", after=1)]) == [
        ("a", "request.identified"),
        ("b", "slot.free"),
    ]


def test_an_inspector_that_the_office_does_not_have() -> None:
    assert ("a", "inspector.holds_request") in pairs([entry("a", inspector="i-9")])


def test_buffers_count() -> None:
    office = world.office(requests=(world.ANA, OTHER), buffer_after_minutes=5)
    log = [entry("a", buffer_after_minutes=5), entry("b", "7/7", "2026-11-26 10:15", after=1)]
    assert pairs(log, office=office) == [("b", "slot.free")]
    assert pairs([log[0], entry("b", "7/7", "2026-11-26 10:30", after=1)], office=office) == []


def test_bookings_before_the_log_count() -> None:
    before = [world.booking("x", world.WANTED)]
    assert pairs([entry("a", "7/7")], before=before) == [("a", "slot.free")]
    assert pairs([entry("a", start="2026-11-27 10:00")], before=iter(before)) == [
        ("a", "request.one_open_booking")
    ]
    cancelled = [world.booking("x", world.WANTED, status="cancelled")]
    assert pairs([entry("a", "7/7")], before=cancelled) == []


def test_the_policy_in_force_at_the_booking_judges_it() -> None:
    office = Office(inspectors=[world.IOANA], requests=[world.ANA])
    early = entry("a", booked_at=world.local("2019-11-20 09:00"))
    with pytest.raises(InvalidInput):
        audit([early], office=office)
    assert pairs([entry("a")], office=office) == []


# --- rooms, substitutes, audiences ----------------------------------------------------------

ROOMS = hall.hall(
    requests=(world.ANA, world.STEFAN, OTHER), rooms=["1.01"], channels=["online", "in_person"]
)


def in_room(id_: str, request: str = "119368/305", **changes: Any) -> Booking:
    facts: dict[str, Any] = {"room": "1.01", "channel": "in_person"}
    return entry(id_, request, **(facts | changes))


def test_of_two_in_one_room_the_later_booked_is_the_finding() -> None:
    other = in_room("b", "120001/433", inspector="i-2", after=1)
    assert pairs([in_room("a"), other], office=ROOMS) == [("b", "room.free")]
    [finding] = audit([other], office=ROOMS, before=[in_room("a")])
    assert finding.finding.limit == ("1.01",)
    for apart in (
        {"room": "1.02"},
        {"room": None},
        {"status": "cancelled"},
        {"start": "2026-11-26 10:15"},
    ):
        changed = in_room("b", "120001/433", inspector="i-2", after=1, **apart)
        assert pairs([in_room("a"), changed], office=ROOMS) == []
    assert pairs([in_room("a", status="cancelled"), other], office=ROOMS) == []


def test_two_in_one_room_are_found_whatever_rules_the_policy_has() -> None:
    """As decide and apply keep rooms apart whether or not the policy names the rule."""
    policy = hall.without(world.policy(channels=["in_person"]), "room.free")
    other = in_room("b", "120001/433", inspector="i-2", after=1)
    found = pairs([in_room("a"), other], office=ROOMS.replace(policy=policy))
    assert found == [("b", "room.free")]


def test_who_stands_in_for_the_holder_holds_the_request() -> None:
    assert pairs([entry("a", inspector="i-2")]) == [("a", "inspector.holds_request")]
    assert pairs([entry("a", inspector="i-2", in_place_of="i-1")]) == []
    assert pairs([entry("a", inspector="i-1", in_place_of="i-2")]) == []
    assert pairs([entry("a", inspector="i-2", in_place_of="i-2")]) == [
        ("a", "inspector.holds_request")
    ]


def test_an_audience_without_a_request_is_judged_too() -> None:
    log = [
        hall.audience("a", request=None, applicant="name:a"),
        hall.audience("b", request=None, applicant="name:b"),
    ]
    assert pairs(log, office=hall.hall()) == [("b", "slot.free")]


def test_a_ticket_and_an_audience_of_one_citizen_collide() -> None:
    log = [
        hall.audience("a"),
        hall.ticket("b", slot=hall.FIRST, booked_at=world.AT + MINUTE),
    ]
    assert pairs(log, office=hall.hall()) == [("b", "applicant.free")]


def test_more_people_than_a_day_has() -> None:
    log = [
        hall.audience(
            f"a-{index}",
            request=None,
            applicant=f"name:{index // 2}",
            slot=world.slot(f"2026-12-02 {11 + index // 4}:{index % 4 * 15:02}"),
            booked_at=world.AT + index * MINUTE,
        )
        for index in range(6)
    ]
    office = hall.hall(audience_policy=hall.audiences(daily_limit=2))
    assert pairs(log, office=office) == [
        ("a-4", "audience.daily_limit"),
        ("a-5", "audience.daily_limit"),
    ]
    cancelled = [attrs.evolve(each, status="cancelled") for each in log]
    assert pairs(cancelled, office=office) == []


@pytest.mark.parametrize("status", ["booked", "cancelled"])
def test_a_booking_within_the_pause_after_a_no_show(status: str) -> None:
    """A cancelled booking takes no time, and is judged by what is no question of time."""
    missed = entry("a", status="no_show")
    office = OFFICE.replace(policy=world.policy(no_show_pause_days=30))

    def found(day: str) -> list[tuple[str, str]]:
        booked_at = world.local(f"2026-{day} 09:00")
        later = entry("b", start="2027-01-14 10:00", status=status, booked_at=booked_at)
        return pairs([missed, later], office=office)

    assert found("12-25") == [("b", "request.after_no_show")]
    assert found("12-26") == []
    assert found("11-26") == [("b", "request.one_open_booking")]  # not known to be missed yet


def test_a_finding_names_its_policy_and_whether_it_stands_under_every_reading() -> None:
    log = [entry("a", booked_at=world.local("2026-11-24 09:00"))]
    office = OFFICE.replace(policy=world.policy(notice_reading="civil_procedure_hours"))
    [late] = audit(log, office=office)
    assert (late.booking, late.rule) == ("a", "slot.notice")
    assert late.policy.endswith("@2020-10-05 with notice_reading=civil_procedure_hours")
    assert late.sensitivity.depends_on == ("notice_reading",)
    assert audit(log, office=office) == (late,)
    assert "applicant" not in repr(late)
    [holiday] = audit([entry("a", start="2026-11-30 10:00")], office=OFFICE)
    assert holiday.policy == "cluj-napoca/tichet-albastru@2020-10-05"
    assert holiday.sensitivity.robust


def test_contact_data_are_not_judged() -> None:
    assert pairs([entry("a")]) == []


def test_a_finding_has_what_the_rule_found() -> None:
    [finding] = audit([entry("a", minutes=20)], office=OFFICE)
    assert isinstance(finding, AuditFinding)
    assert finding.rule == finding.finding.rule == "slot.duration"
    assert finding.finding.measured == timedelta(minutes=20)
    assert world.NAME not in repr(finding)


def test_the_log_is_read_once_and_left_alone() -> None:
    log = [entry("b", "7/7", after=1), entry("a")]
    assert pairs(iter(log)) == pairs(log) == [("b", "slot.free")]
    assert [each.id for each in log] == ["b", "a"]


@pytest.mark.parametrize(
    ("log", "field"),
    [
        ([entry("a"), entry("b", booked_at=None)], "log[1].booked_at"),
        ([entry("a"), entry("b"), entry("a", after=9)], "log[2].id"),
    ],
)
def test_a_log_with_a_mistake(log: list[Booking], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        audit(log, office=OFFICE)
    assert raised.value.field == field


def test_a_log_of_something_else() -> None:
    with pytest.raises(WrongType) as raised:
        audit([entry("a"), "b"], office=OFFICE)  # type: ignore[list-item]
    assert raised.value.field == "log[1]"


# --- the history against a naive one --------------------------------------------------------


START = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)

bookings = st.lists(
    st.builds(
        lambda inspector, applicant, request, offset, minutes, status, before, after: (
            inspector, applicant, request, offset, minutes, status, before, after
        ),
        st.sampled_from(["i-1", "i-2"]),
        st.sampled_from(["p", "q"]),
        st.sampled_from(["1/1", "2/1"]),
        st.integers(0, 40),
        st.integers(1, 30),
        st.sampled_from(list(BookingStatus)),
        st.integers(0, 10),
        st.integers(0, 10),
    ),
    max_size=12,
).map(
    lambda rows: [
        Booking(
            f"b-{index:02}", request, inspector, applicant,
            Slot(START + offset * MINUTE, minutes), status,
            buffer_before_minutes=before, buffer_after_minutes=after,
        )
        for index, (inspector, applicant, request, offset, minutes, status, before, after)
        in enumerate(rows)
    ]
)  # fmt: skip


@given(bookings, st.integers(-20, 60), st.integers(1, 40))
def test_a_history_is_what_a_plain_list_would_be(
    known: list[Booking], begin: int, length: int
) -> None:
    from_ = Slot(START).begins + begin * 60_000_000
    to = from_ + length * 60_000_000
    at_once, one_by_one = History(known), History()
    for each in known:
        one_by_one.add(each)
    taking = [each for each in known if each.status is not BookingStatus.CANCELLED]
    for history in (at_once, one_by_one):
        for inspector in ("i-1", "i-2", "i-3"):
            assert sorted(each.id for each in history.of_inspector(inspector, from_, to)) == [
                each.id
                for each in taking
                if each.inspector == inspector
                and max(each.occupied_from, from_) < min(each.occupied_to, to)
            ]
        for applicant in ("p", "q", "r"):
            assert sorted(each.id for each in history.of_applicant(applicant, from_, to)) == [
                each.id
                for each in taking
                if each.applicant == applicant
                and max(each.slot.begins, from_) < min(each.slot.ends, to)
            ]
        for request in ("1/1", "2/1", "3/1"):
            assert sorted(each.id for each in history.open_of_request(request, from_)) == [
                each.id for each in taking if each.request == request and each.slot.ends > from_
            ]


@given(bookings, st.randoms(use_true_random=False))
def test_the_order_of_the_log_does_not_matter(known: list[Booking], random: Any) -> None:
    office = world.office(
        requests=[
            Request("1/1", "P", date(2026, 3, 1), "i-1"),
            Request("2/1", "Q", date(2026, 3, 1), "i-2"),
        ],
        inspectors=[Inspector("i-1"), Inspector("i-2")],
    )
    log = [
        Booking(
            each.id, each.request, each.inspector, each.applicant, each.slot, each.status,
            booked_at=NINE + (index // 2) * MINUTE,
        )
        for index, each in enumerate(known)
    ]  # fmt: skip
    found = pairs(log, office=office)
    taking = [each for each in log if each.takes_time]
    expected = {
        later.id
        for index, later in enumerate(taking)
        for earlier in taking[:index]
        if earlier.inspector == later.inspector
        and max(earlier.slot.begins, later.slot.begins) < min(earlier.slot.ends, later.slot.ends)
    }
    assert {id_ for id_, rule in found if rule == "slot.free"} == expected
    shuffled = log[:]
    random.shuffle(shuffled)
    assert pairs(shuffled, office=office) == found
