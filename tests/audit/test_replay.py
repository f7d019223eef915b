"""Audits: a log replayed in the order in which it was booked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_request_that_the_office_does_not_have_is_all_that_is_found() -> None:
    unknown = entry("a", "9/9", "2026-11-28 03:00", minutes=90, inspector="i-9")
    assert pairs([unknown]) == [("a", "request.identified")]
    assert pairs([unknown], office=Office()) == [("a", "request.identified")]


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
