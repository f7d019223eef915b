"""The columnar audit beside the row path: the same findings, figure for figure and in order."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import numpy as np
import pytest

import tichet_rules.audit
from tests.agenda import _world as world
from tests.audit import _logs as logs
from tests.audit import _scene as scene
from tests.audit.test_replay import OFFICE, OTHER, entry
from tichet_rules import (
    Absence,
    Booking,
    HourReading,
    InvalidInput,
    MissingExtra,
    Office,
    PolicyHistory,
    Request,
    Slot,
    Week,
    WorkingCalendar,
    WrongType,
    preset,
)
from tichet_rules.audit import AuditFinding, audit
from tichet_rules.audit._columns_rules import RULES
from tichet_rules.audit.columns import LogColumns, audit_columns, office_columns

MICROSECOND = timedelta(microseconds=1)


def in_columns(
    log: Iterable[Booking], office: Office = OFFICE, before: Iterable[Booking] = ()
) -> tuple[AuditFinding, ...]:
    return tuple(audit_columns(LogColumns.of(log), office=office, before=before).findings())


def agreed(
    log: list[Booking], office: Office = OFFICE, before: Iterable[Booking] = ()
) -> list[tuple[str, str]]:
    """What both paths find, and find alike."""
    expected = audit(log, office=office, before=before)
    found = audit_columns(LogColumns.of(log), office=office, before=before)
    assert tuple(found.findings()) == expected
    by_rule: dict[str, list[int]] = {}
    rows = {each.id: row for row, each in enumerate(log)}
    for each in expected:
        by_rule.setdefault(each.rule, []).append(rows[each.booking])
    assert {rule: each.tolist() for rule, each in found.breaches.items()} == {
        rule: sorted(each) for rule, each in by_rule.items()
    }
    assert len(found) == len(expected)
    return [(each.booking, each.rule) for each in expected]


# --- planted breaches -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted() -> logs.PlantedLog:
    return logs.planted_log(3_000, each=6)


def test_every_rule_is_planted_but_those_on_contact_data(planted: logs.PlantedLog) -> None:
    rules = {rule for _, rule in planted.planted}
    assert rules == RULES.keys() - {"contact.phone", "contact.email"}


def test_what_is_planted_is_found_by_both_paths_alike(planted: logs.PlantedLog) -> None:
    found = agreed(planted.bookings(), planted.office)
    assert set(found) == planted.planted
    assert len(found) == len(planted.planted)


def test_exactly_what_is_planted_is_found_among_50_000() -> None:
    log = logs.planted_log(50_000, each=40, seed=7)
    found = audit_columns(LogColumns.from_mapping(log.columns), office=log.office)
    assert {(id_, rule) for rule in found.breaches for id_ in found.ids(rule)} == log.planted
    assert len(found) == len(log.planted) == sum(found.counts().values())


def test_the_order_of_the_rows_does_not_matter(planted: logs.PlantedLog) -> None:
    log = planted.bookings()
    shuffled = [log[place] for place in np.random.default_rng(5).permutation(len(log))]
    assert in_columns(shuffled, planted.office) == in_columns(log, planted.office)


def test_a_part_of_the_log_may_come_before(planted: logs.PlantedLog) -> None:
    log = sorted(planted.bookings(), key=lambda each: (each.booked_at, each.id))
    parts = log[:2_000], log[2_000:]
    assert agreed(parts[1], planted.office, parts[0])


def test_the_log_is_text_as_well(planted: logs.PlantedLog) -> None:
    lines = planted.csv().splitlines()
    assert len(lines) == len(planted) + 1
    assert lines[0] == ",".join(planted.columns)


# --- at the boundaries ----------------------------------------------------------------------

SATURDAY, HOLIDAY = date(2026, 12, 5), date(2026, 12, 1)
TEN = "2026-11-26 10:00"
ANSWERED = attrs.evolve(world.ANA, status="answered", communicated_on=date(2026, 10, 27))
ARCHIVED = attrs.evolve(OTHER, status="archived")
ROOM: dict[str, Any] = {"channel": "in_person", "room": "A"}


def office_of(request: Request = world.ANA, **parameters: Any) -> Office:
    return world.office(requests=(request, world.STEFAN, OTHER), **parameters)


def office_with(**changes: Any) -> Office:
    return office_of().replace(inspectors=[attrs.evolve(world.IOANA, **changes), world.DIRECTOR])


LATEST = world.local("2026-11-24 10:00")
LATE = entry("a", booked_at=LATEST)
LAST_DAY = entry("a", start="2026-11-26 15:45")

PAIRS: dict[str, tuple[list[Booking], list[Booking], Office]] = {
    "slot.notice": ([LATE], [attrs.evolve(LATE, booked_at=LATEST + MICROSECOND)], OFFICE),
    "slot.duration": ([entry("a", minutes=15)], [entry("a", minutes=16)], OFFICE),
    "slot.working_day": ([entry("a", start="2026-11-27 10:00")],
                         [entry("a", start="2026-11-30 10:00")], OFFICE),
    "slot.working_hours": ([entry("a", start="2026-11-26 15:45")],
                           [entry("a", start="2026-11-26 16:00")], OFFICE),
    "slot.grid": ([entry("a", start="2026-11-26 10:15")],
                  [entry("a", start="2026-11-26 10:16")], OFFICE),
    "slot.horizon": ([entry("a", start="2026-11-26 15:45")],
                     [entry("a", start="2026-11-27 08:00")], office_of(horizon_days=6)),
    "slot.free": ([entry("a"), entry("b", "7/7", "2026-11-26 10:15", after=1)],
                  [entry("a"), entry("b", "7/7", after=1)], OFFICE),
    "applicant.free": ([entry("a"), entry("b", "120001/433", "2026-11-26 10:15", after=1,
                        inspector="i-2", applicant=world.ANA.applicant.key)],
                       [entry("a"), entry("b", "120001/433", TEN, after=1,
                        inspector="i-2", applicant=world.ANA.applicant.key)], OFFICE),
    "room.free": ([entry("a", **ROOM), entry("b", "120001/433", "2026-11-26 10:15", after=1,
                   inspector="i-2", **ROOM)],
                  [entry("a", **ROOM), entry("b", "120001/433", TEN, after=1, inspector="i-2",
                   **ROOM)], office_of(channels=("in_person",))),
    "request.one_open_booking": (
        [entry("a"), entry("b", start="2026-12-03 10:00",
                           booked_at=world.local("2026-11-26 10:15"))],
        [entry("a"), entry("b", start="2026-12-03 10:00",
                           booked_at=world.local("2026-11-26 10:15") - MICROSECOND)], OFFICE),
    "request.after_no_show": (
        [entry("a", status="no_show"), entry("b", start="2026-12-15 10:00",
                                             booked_at=world.local("2026-12-03 00:00"))],
        [entry("a", status="no_show"), entry("b", start="2026-12-15 10:00",
                                             booked_at=world.local("2026-12-02 23:59"))],
        office_of(no_show_pause_days=7)),
    "request.identified": ([entry("a")], [entry("a", "9/9")], OFFICE),
    "request.eligible": ([LAST_DAY], [entry("a", "7/7")],
                         OFFICE.replace(requests=(world.ANA, ARCHIVED))),
    "request.response_window": ([LAST_DAY], [entry("a", start="2026-11-27 08:00")],
                                office_of(ANSWERED)),
    "inspector.holds_request": ([entry("a", "120001/433", inspector="i-1")],
                                [entry("a", inspector="i-2")], OFFICE),
    "inspector.execution_staff": ([entry("a")], [entry("a", inspector="d-1")],
                                  office_of(attrs.evolve(world.ANA, former_inspectors=["d-1"]))),
    "inspector.present": (
        [entry("a")], [entry("a", start="2026-11-26 10:15")],
        office_with(absences=[Absence(world.local("2026-11-26 10:29"), date(2026, 11, 27))])),
    "channel.allowed": ([entry("a", channel="phone")], [entry("a", channel="in_person")], OFFICE),
}  # fmt: skip


def test_the_boundary_of_every_rule_is_looked_at() -> None:
    assert PAIRS.keys() == RULES.keys() - {"contact.phone", "contact.email"}


@pytest.mark.parametrize("rule", PAIRS)
def test_on_one_side_of_the_boundary_nothing_is_found_and_on_the_other_the_rule(rule: str) -> None:
    clean, broken, office = PAIRS[rule]
    assert agreed(clean, office) == []
    assert agreed(broken, office) == [(broken[-1].id, rule)]


def test_bookings_before_the_log_count_and_are_not_judged() -> None:
    before = [
        world.booking("x", world.WANTED),
        world.booking("y", world.WANTED),
        world.booking("z", world.slot("2026-11-20 11:00"), status="no_show"),
    ]
    office = office_of(no_show_pause_days=7)
    assert agreed([entry("a", "7/7")], office, before) == [("a", "slot.free")]
    assert agreed([entry("a", start="2026-11-27 10:00", after=180)], office, before) == [
        ("a", "request.one_open_booking"),
        ("a", "request.after_no_show"),
    ]


def test_cancelled_bookings_take_no_time() -> None:
    gone: dict[str, Any] = {"status": "cancelled"}
    assert agreed([entry("a", **gone), entry("b", "7/7", after=1, **gone)]) == []
    log = [
        entry("a"),
        entry("b", "7/7", procedure="audience", inspector="i-1", after=1, **gone),
    ]
    assert ("b", "slot.free") not in agreed(log)


def test_a_town_too_large_for_a_table_of_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    clean, broken, office = PAIRS["inspector.present"]
    monkeypatch.setattr("tichet_rules.audit._columns_facts._DENSE_TABLE", 0)
    assert agreed(clean, office) == []
    assert agreed(broken, office) == [("a", "inspector.present")]


def test_buffers_are_the_others_own_and_of_the_policy() -> None:
    log = [
        entry("a", buffer_after_minutes=5),
        entry("b", "7/7", "2026-11-26 10:15", after=1),
        entry("c", "120001/433", "2026-11-26 09:45", after=2),
    ]
    assert agreed(log) == [("b", "slot.free")]
    assert agreed(log, office_of(buffer_after_minutes=1)) == [
        ("b", "slot.free"),
        ("c", "slot.free"),
    ]
    assert agreed(log[1:], office_of(buffer_before_minutes=15)) == []
    assert agreed(log[1:], office_of(buffer_after_minutes=16)) == [("c", "slot.free")]


def test_an_empty_log_and_one_row() -> None:
    assert agreed([]) == []
    assert agreed([], OFFICE, [entry("a")]) == []
    assert agreed([entry("a")]) == []
    assert agreed([entry("a", start="2026-11-28 10:00")]) == [
        ("a", "slot.working_day"),
        ("a", "slot.working_hours"),
    ]


def test_an_office_without_anything() -> None:
    assert agreed([entry("a")], Office()) == [("a", "request.identified")]
    assert agreed([entry("a")], Office(requests=[world.ANA])) == [("a", "inspector.holds_request")]


def test_an_office_in_which_nobody_works() -> None:
    nobody = office_with(week=Week.of())
    assert agreed([entry("a", start="2026-11-26 10:07")], nobody) == [("a", "slot.working_hours")]


def test_of_two_that_overlap_the_later_booked_is_found_and_of_one_instant_the_greater_id() -> None:
    assert agreed([entry("z"), entry("a", "7/7", after=5)]) == [("a", "slot.free")]
    assert agreed([entry("b", "7/7"), entry("a")]) == [("b", "slot.free")]


def test_hours_of_a_single_date_take_the_place_of_the_weeks() -> None:
    overrides = {SATURDAY: [("10:00", "11:00")], date(2026, 11, 26): []}
    office = office_with(overrides=overrides).replace(
        calendar=WorkingCalendar(recovery_days=[SATURDAY], closures=[date(2026, 12, 4)])
    )
    log = [
        entry("a", start="2026-12-05 10:15"),
        entry("b", "7/7", "2026-12-05 11:00", after=1),
        entry("c", "120001/433", "2026-11-26 10:00", after=2),
        entry("d", "120001/433", "2026-12-04 10:00", after=3, status="cancelled"),
    ]
    assert agreed(log, office) == [
        ("b", "slot.working_hours"),
        ("c", "slot.working_hours"),
        ("d", "slot.working_day"),
        ("d", "request.one_open_booking"),
    ]


def test_who_stands_in_for_the_holder_is_no_breach() -> None:
    log = [
        entry("a", inspector="i-2", in_place_of="i-1"),
        entry("b", "7/7", inspector="i-2", in_place_of="i-9", start="2026-11-26 11:00", after=1),
    ]
    assert agreed(log) == [("b", "inspector.holds_request")]


def test_a_policy_has_versions() -> None:
    first = preset("cluj-napoca/tichet-albastru").latest
    second = attrs.evolve(
        first.evolve(max_minutes=20, notice_hours=24, buffer_after_minutes=10, horizon_days=30),
        valid_from=date(2026, 11, 21),
    )
    office = OFFICE.replace(policy=PolicyHistory([first, second]))
    evening, minute = world.local("2026-11-20 23:59"), timedelta(minutes=1)
    log = [
        entry("a", minutes=20, booked_at=evening),
        entry("b", "7/7", "2026-11-26 11:00", minutes=20, booked_at=evening + minute),
        entry("c", "120001/433", "2027-01-05 10:00", booked_at=evening + minute),
    ]
    assert agreed(log, office) == [("a", "slot.duration"), ("c", "slot.horizon")]
    alone = OFFICE.replace(policy=PolicyHistory([first]))
    assert agreed(log, alone) == [("a", "slot.duration"), ("b", "slot.duration")]
    with pytest.raises(InvalidInput, match="came into force"):
        in_columns([entry("a", booked_at=world.local("2019-11-20 09:00"))], alone)


def test_a_policy_with_a_rule_that_columns_do_not_know_is_judged_row_by_row() -> None:
    plain = preset("cluj-napoca/tichet-albastru").latest
    more = attrs.evolve(
        plain, rules=(*plain.rules, "audience.official"), valid_from=date(2026, 11, 21)
    )
    office = OFFICE.replace(policy=PolicyHistory([plain, more]))
    log = [
        entry("a", minutes=20),
        entry("b", "7/7", minutes=20, booked_at=world.local("2026-11-21 09:00")),
    ]
    assert agreed(log, office) == [
        ("a", "slot.duration"),
        ("b", "slot.duration"),
        ("b", "slot.free"),
    ]
    audiences = OFFICE.replace(policy=preset("cluj-napoca/audiente"))
    assert agreed([entry("a")], audiences)


def test_without_identification_the_other_rules_judge_whoever_it_is() -> None:
    plain = preset("cluj-napoca/tichet-albastru").latest
    rules = [each for each in plain.rules if each != "request.identified"]
    office = OFFICE.replace(policy=attrs.evolve(plain, rules=rules))
    assert agreed([entry("a", "9/9", "2026-11-28 10:07")], office) == [
        ("a", "slot.working_day"),
        ("a", "slot.working_hours"),
    ]


def test_an_audience_is_judged_by_its_own_policy_and_takes_its_time() -> None:
    log = [
        entry("a", procedure="audience", inspector="d-1"),
        attrs.evolve(
            entry("b", procedure="audience", inspector="d-1", applicant="name:b", after=1),
            request=None,
        ),
        entry("c", inspector="i-1", after=2),
        entry("d", "120001/433", inspector="d-1", after=3),
    ]  # fmt: skip
    found = agreed(log)
    assert ("b", "slot.free") in found
    assert ("c", "applicant.free") in found
    assert ("c", "request.one_open_booking") not in found
    assert ("d", "inspector.execution_staff") in found


def test_an_office_in_columns_serves_for_several_logs() -> None:
    office = office_columns(OFFICE)
    assert repr(office) == "OfficeColumns(3 requests, 3 inspectors)"
    for log in ([entry("a")], [entry("a", "9/9")], [entry("a", "9/9"), entry("b")]):
        columns = LogColumns.of(log)
        for _ in range(2):
            found = tuple(audit_columns(columns, office=office).findings())
            assert found == audit(log, office=OFFICE)


def test_findings_carry_what_the_row_path_says_of_them() -> None:
    log = [entry("a"), entry("b", "7/7", after=1), LATE]
    log[2] = attrs.evolve(log[2], id="c", booked_at=world.local("2026-11-25 10:00"))
    rows, columns = audit(log, office=OFFICE), in_columns(log)
    assert [each.finding.message("ro", staff=True) for each in columns] == [
        each.finding.message("ro", staff=True) for each in rows
    ]
    assert [each.sensitivity for each in columns] == [each.sensitivity for each in rows]


def test_a_rule_that_finds_nothing_in_what_columns_showed_is_no_finding_but_an_error() -> None:
    found = audit_columns(LogColumns.of([entry("a", minutes=20)]), office=OFFICE)
    wrong = attrs.evolve(found, breaches={"slot.free": np.array([0])})
    with pytest.raises(AssertionError, match=r"slot\.free"):
        list(wrong.findings())


def test_what_an_audit_shows_of_itself() -> None:
    found = audit_columns(LogColumns.of([entry("a", minutes=20)]), office=OFFICE)
    assert repr(found) == "ColumnarAudit(1 findings)"
    assert found.counts() == {"slot.duration": 1}
    assert found.ids("slot.duration") == ("a",)
    assert found.ids("slot.free") == ()


# --- hostile logs ---------------------------------------------------------------------------


def crowd(count: int) -> dict[str, list[Any]]:
    """Bookings of one slot, in columns."""
    start = world.WANTED.begins
    columns: dict[str, list[Any]] = {
        "id": [f"b-{each:07}" for each in range(count)],
        "request": ["119368/305"] * count,
        "inspector": ["i-1"] * count,
        "applicant": ["name:a"] * count,
        "start": [start] * count,
        "booked_at": [start - 72 * 3_600_000_000] * count,
    }
    return columns


def test_of_a_crowd_in_one_slot_all_but_the_first_are_found() -> None:
    """A million would do as well: the work grows little faster than the log."""
    count = 20_000
    found = audit_columns(LogColumns.from_mapping(crowd(count)), office=OFFICE)
    assert found.counts() == dict.fromkeys(
        ("slot.free", "applicant.free", "request.one_open_booking"), count - 1
    )
    assert found.breaches["slot.free"].tolist() == list(range(1, count))


def test_a_chain_that_one_long_meeting_holds_together() -> None:
    """Booked last it collides with all; booked first all collide with it."""
    count = 2_000
    minute = 60_000_000
    chain = crowd(count + 1)
    chain["applicant"] = [f"name:{each}" for each in range(count + 1)]
    chain["start"] = [chain["start"][0] + each * 15 * minute for each in range(count + 1)]
    chain["start"][-1] = chain["start"][0]
    chain["minutes"] = [15] * count + [15 * count]
    last = audit_columns(LogColumns.from_mapping(chain), office=OFFICE)
    assert last.breaches["slot.free"].tolist() == [count]
    chain["booked_at"] = [*chain["booked_at"][:-1], chain["booked_at"][0] - 1]
    first = audit_columns(LogColumns.from_mapping(chain), office=OFFICE)
    assert first.breaches["slot.free"].tolist() == list(range(count))


def test_times_that_no_minute_or_second_divides() -> None:
    log = [
        attrs.evolve(
            entry(f"b-{number:02}-{odd}", after=number),
            slot=Slot(world.WANTED.start + number * timedelta(minutes=7, microseconds=odd)),
        )
        for number in range(12)
        for odd in (1, 999_999)
        if (number + odd) % 2
    ]
    assert agreed(log)


def test_owners_and_times_too_many_for_one_number() -> None:
    """Of many requests over thousands of years, in microseconds, the order is still found."""
    many = [
        Request(f"{number}/1", f"Pop {number}", date(2026, 1, 12), "i-1") for number in range(1, 65)
    ]
    office = OFFICE.replace(requests=many, calendar=WorkingCalendar(public_holidays=[]))
    log = [
        Booking(
            f"b-{number}-{turn}",
            f"{number}/1",
            "i-1",
            f"name:{number}",
            Slot(datetime(2 + number * 100, 3, 1, 8, microsecond=turn, tzinfo=UTC)),
            booked_at=datetime(1 + number * 100, 3, 1, microsecond=number, tzinfo=UTC),
        )
        for number in range(1, 65)
        for turn in (0, 1)
    ]
    assert agreed(log, office)


def test_ids_that_look_alike_or_strange() -> None:
    ids = [
        "a",
        "A",
        "\N{FULLWIDTH LATIN SMALL LETTER A}",
        "\N{GREEK SMALL LETTER ALPHA}",
        "0",
        "00",
        "-1",
        "ț",
        "ţ",
        "é",
        "é",
    ]
    log = [entry(each, after=0) for each in dict.fromkeys(ids)]
    found = agreed(log)
    assert [id_ for id_, rule in found if rule == "slot.free"] == sorted(dict.fromkeys(ids))[1:]


def test_the_last_day_of_the_calendar() -> None:
    calendar = WorkingCalendar(zone="UTC", public_holidays=[])
    office = OFFICE.replace(calendar=calendar)
    log = [
        Booking(
            "a",
            "119368/305",
            "i-1",
            "name:a",
            Slot(datetime(9999, 12, 30, 10, tzinfo=UTC)),
            booked_at=datetime(9999, 12, 1, tzinfo=UTC),
        )
    ]
    assert agreed(log, office) == []
    nobody = office.replace(inspectors=[attrs.evolve(world.IOANA, week=Week.of())])
    last = [attrs.evolve(log[0], slot=Slot(datetime(9999, 12, 31, 10, tzinfo=UTC)))]
    assert agreed(last, nobody) == [("a", "slot.working_hours")]


def test_a_day_of_which_no_holidays_are_known_is_an_error_where_it_is_judged() -> None:
    for request in ("119368/305", "9/9"):
        far = [entry("a", request, start="2101-01-03 10:00")]
        with pytest.raises(InvalidInput, match="1997"):
            audit(far, office=OFFICE)
        with pytest.raises(InvalidInput, match="1997"):
            in_columns(far)


@pytest.mark.parametrize("reading", HourReading)
def test_the_notice_asks_for_no_day_but_those_between(reading: HourReading) -> None:
    office = office_of(notice_reading=reading)
    log = [
        entry("b", "7/7", "2100-12-31 10:00"),
        entry("c", "120001/433", "2026-11-20 11:00", booked_at=world.local("2026-12-20 09:00")),
    ]
    assert agreed(log, office) == [("c", "slot.notice")]


@pytest.mark.parametrize("reading", HourReading)
def test_every_rule_is_agreed_on_where_no_request_is_registered(reading: HourReading) -> None:
    """Each log of a boundary, by an office that has the inspectors and no register."""
    bare = {"request.identified", "request.eligible", "request.response_window",
            "inspector.holds_request"}  # fmt: skip
    for rule, (clean, broken, office) in PAIRS.items():
        if rule in bare:
            continue
        unregistered = office.replace(requests=[])
        assert {found for _, found in agreed(clean, unregistered)} == {"request.identified"}
        assert {found for _, found in agreed(broken, unregistered)} == {"request.identified", rule}
        read = office.policy_at(LATEST).evolve(notice_reading=reading)
        agreed(broken, unregistered.replace(policy=read))


def test_hours_on_the_days_of_a_clock_change() -> None:
    """Of three to five hours by the clock, one is left out in spring and one comes twice."""
    week = Week.of(sun=[("02:00", "05:00")])
    days = [date(2026, 3, 29), date(2026, 10, 25)]
    office = office_with(week=week).replace(calendar=WorkingCalendar(recovery_days=days))
    starts = ["2026-03-29 02:45", "2026-03-29 04:00", "2026-03-29 04:50", "2026-10-25 02:45",
              "2026-10-25 03:30", "2026-10-25T03:30+02:00", "2026-10-25 05:00"]  # fmt: skip
    log = [
        attrs.evolve(
            entry(f"b-{number}", ("119368/305", "7/7", "120001/433")[number % 3], start),
            applicant=f"name:{number}",
            status="cancelled",
            booked_at=world.local("2026-03-01 09:00") + number * MICROSECOND,
        )
        for number, start in enumerate(starts)
    ]
    assert agreed(log, office) == [
        ("b-2", "slot.working_hours"),
        ("b-2", "slot.grid"),
        ("b-6", "slot.working_hours"),
    ]


@pytest.mark.parametrize("reading", ["civil_code_hours", "civil_procedure_hours"])
def test_notice_by_the_civil_readings(reading: str) -> None:
    office = office_of(notice_reading=reading)
    for booked_at in ("2026-11-23 10:00", "2026-11-23 23:59", "2026-11-24 00:00",
                      "2026-11-24 08:59", "2026-11-24 09:00"):  # fmt: skip
        agreed([entry("a", booked_at=world.local(booked_at))], office)


def test_what_is_no_log_and_no_office() -> None:
    columns = LogColumns.of([entry("a")])
    assert (repr(columns), len(columns)) == ("LogColumns(1 bookings)", 1)
    with pytest.raises(WrongType, match="columns"):
        audit_columns([entry("a")], office=OFFICE)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="office"):
        audit_columns(columns, office="cluj")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="office"):
        office_columns("cluj")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"before\[0\]"):
        audit_columns(columns, office=OFFICE, before=["a"])  # type: ignore[list-item]


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tichet_rules.audit, "_columns_engine")
    monkeypatch.delitem(sys.modules, "tichet_rules.audit._columns_engine")
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtra, match="auditing a large log needs the extra 'columns'"):
        LogColumns.of([])


def test_two_in_one_room_are_found_whatever_rules_the_policy_has() -> None:
    policy = scene.OFFICE.policy_at(scene.BOOKINGS[0].slot.start)
    rules = [each for each in policy.rules if each != "room.free"]
    office = scene.OFFICE.replace(
        policy=attrs.evolve(policy.evolve(channels=["in_person"]), rules=rules)
    )
    start = "2026-11-26T10:00:00+02:00"
    more: dict[str, Any] = {"channel": "in_person", "room": "Sala 1"}
    log = [
        scene.made("b-1", start, "2026-11-20T09:00:00+02:00", **more),
        scene.made("b-2", start, "2026-11-20T10:00:00+02:00", scene.DAN, **more),
    ]
    found = audit(log, office=office)
    assert "room.free" in {each.rule for each in found}
    assert tuple(audit_columns(LogColumns.of(log), office=office).findings()) == found
