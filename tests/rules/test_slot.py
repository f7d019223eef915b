"""Rules about the time of the meeting, as domain.md and FORMAT.md state them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, PASSED, REFUSED, judged
from tests.rules._terms import terms
from tichet_rules import Inspector, Slot, Text, Week, WorkingCalendar, rule_of
from tichet_rules.timekeeping.spans import overlaps
from tichet_rules.wording import Days

local, slot = world.local, world.slot

# --- slot.notice ------------------------------------------------------------------------

NOTICES = [
    # reading, hours, at, start, outcome
    ("elapsed", 48, "2026-11-24 10:00", "2026-11-26 10:00", PASSED),
    ("elapsed", 48, "2026-11-24 10:00:01", "2026-11-26 10:00", REFUSED),
    ("elapsed", 48, "2026-11-24 10:01", "2026-11-26 10:00", REFUSED),
    ("elapsed", 48, "2026-11-24 09:59", "2026-11-26 10:00", PASSED),
    # 48 elapsed hours before Mon 30 March 2026 10:00 (+03:00) is Sat 28 March 09:00 (+02:00)
    ("elapsed", 48, "2026-03-28 09:00", "2026-03-30 10:00", PASSED),
    ("elapsed", 48, "2026-03-28 09:01", "2026-03-30 10:00", REFUSED),
    ("elapsed", 48, "2026-10-24 11:00", "2026-10-26 10:00", PASSED),
    ("elapsed", 48, "2026-10-24 11:01", "2026-10-26 10:00", REFUSED),
    ("elapsed", 0, "2026-11-24 10:00", "2026-11-24 10:00", PASSED),
    ("elapsed", 0, "2026-11-24 10:01", "2026-11-24 10:00", REFUSED),
    # neither the clock hour of the booking nor that of the meeting is counted
    ("civil_code_hours", 48, "2026-11-24 09:59", "2026-11-26 10:00", PASSED),
    ("civil_code_hours", 48, "2026-11-24 10:00", "2026-11-26 10:45", REFUSED),
    ("civil_code_hours", 48, "2026-11-24 10:00", "2026-11-26 11:00", PASSED),
    ("civil_code_hours", 48, "2026-11-24 10:59", "2026-11-26 11:00", PASSED),
    # counted from 00:00 of the local day after
    ("civil_procedure_hours", 48, "2026-11-24 00:00", "2026-11-27 00:00", PASSED),
    ("civil_procedure_hours", 48, "2026-11-24 23:59", "2026-11-27 00:00", PASSED),
    ("civil_procedure_hours", 48, "2026-11-24 10:00", "2026-11-26 23:59", REFUSED),
    ("civil_procedure_hours", 48, "2026-03-27 10:00", "2026-03-30 01:00", PASSED),
    ("civil_procedure_hours", 48, "2026-03-27 10:00", "2026-03-30 00:59", REFUSED),
    # only hours on working days: Friday, then Monday and Tuesday are holidays
    ("working_days_only", 48, "2026-11-27 10:00", "2026-12-03 10:00", PASSED),
    ("working_days_only", 48, "2026-11-27 10:00", "2026-12-03 09:59", REFUSED),
    ("working_days_only", 24, "2026-11-28 10:00", "2026-12-03 00:00", PASSED),
    ("working_days_only", 24, "2026-11-28 10:00", "2026-12-02 23:59", REFUSED),
    ("working_days_only", 0, "2026-11-28 10:00", "2026-11-28 10:00", PASSED),
    ("working_days_only", 0, "2026-11-28 10:01", "2026-11-28 10:00", REFUSED),
]


@pytest.mark.parametrize(("reading", "hours", "at", "start", "outcome"), NOTICES)
def test_booked_ahead(reading: str, hours: int, at: str, start: str, outcome: str) -> None:
    finding = judged(
        "slot.notice",
        at=local(at),
        slot=slot(start),
        policy={"notice_reading": reading, "notice_hours": hours},
    )
    assert finding.outcome is outcome
    assert isinstance(finding.measured, timedelta)
    assert finding.limit == timedelta(hours=hours)
    assert [name for name, _ in finding.more] == (["lead", "earliest"] if finding.refused else [])


@pytest.mark.parametrize(
    ("start", "hours", "ro", "en"),
    [
        (
            "2026-11-26 09:59",
            48,
            (
                "Doar 47 de ore și 59 de minute înainte; răgazul cerut: 48 de ore. "
                "Cel mai devreme: joi, 26 noiembrie 2026, ora 10:00."
            ),
            (
                "Only 47 hours 59 minutes ahead; the notice required: 48 hours. "
                "The earliest: Thursday, 26 November 2026, 10:00."
            ),
        ),
        (
            "2026-11-24 10:00",
            1,
            (
                "Intervalul este în trecut; răgazul cerut: 1 oră. "
                "Cel mai devreme: marți, 24 noiembrie 2026, ora 11:00."
            ),
            (
                "The slot is in the past; the notice required: 1 hour. "
                "The earliest: Tuesday, 24 November 2026, 11:00."
            ),
        ),
    ],
)
def test_notice_in_words(start: str, hours: int, ro: str, en: str) -> None:
    finding = judged("slot.notice", slot=slot(start), policy={"notice_hours": hours})
    assert (finding.message("ro"), finding.message("en")) == (ro, en)


def test_a_later_slot_may_have_no_notice_that_counts() -> None:
    finding = judged(
        "slot.notice",
        at=local("2026-11-28 10:00"),
        slot=slot("2026-11-29 10:00"),
        policy={"notice_reading": "working_days_only"},
    )
    assert finding.measured == timedelta(0)
    assert finding.message("en").startswith("No notice that counts; the notice required: 48 hours")
    assert finding.message("ro").startswith("Niciun răgaz care să conteze; ")


def test_the_least_notice_is_some() -> None:
    microsecond = timedelta(microseconds=1)
    finding = judged("slot.notice", at=world.WANTED.start - microsecond)
    assert finding.measured == microsecond
    assert finding.message("en").startswith("Only ")


def test_the_earliest_is_the_first_minute_that_passes() -> None:
    for reading in ("elapsed", "civil_code_hours", "civil_procedure_hours"):
        refused = judged(
            "slot.notice",
            at=local("2026-03-28 09:17"),
            slot=slot("2026-03-29 10:00"),
            policy={"notice_reading": reading},
        )
        earliest = dict(refused.more)["earliest"]
        assert isinstance(earliest, datetime)
        first = earliest.astimezone(UTC)
        for start, outcome in ((first, PASSED), (first - naive.MINUTE, REFUSED)):
            judgement = judged(
                "slot.notice",
                at=local("2026-03-28 09:17"),
                slot=Slot(start),
                policy={"notice_reading": reading},
            )
            assert judgement.outcome is outcome


@pytest.mark.parametrize(
    ("at", "ahead", "earliest"),
    [
        ("2026-11-24 10:15:37.000005", "23 hours 44 minutes", "Thursday, 26 November 2026, 10:16"),
        ("2026-11-25 09:58:59", "1 minute", "Friday, 27 November 2026, 09:59"),
        ("2026-11-25 09:59", "1 minute", "Friday, 27 November 2026, 09:59"),
        ("2026-11-25 09:59:01", "59 seconds", "Friday, 27 November 2026, 10:00"),
    ],
)
def test_a_notice_is_told_in_whole_minutes_that_can_be_booked(
    at: str, ahead: str, earliest: str
) -> None:
    refused = judged("slot.notice", at=local(at), slot=slot("2026-11-25 10:00"))
    assert refused.message("en") == (
        f"Only {ahead} ahead; the notice required: 48 hours. The earliest: {earliest}."
    )
    told = dict(refused.more)["earliest"]
    assert isinstance(told, datetime)
    for start, outcome in ((told, PASSED), (told - naive.MINUTE, REFUSED)):
        assert judged("slot.notice", at=local(at), slot=Slot(start)).outcome is outcome


@world.examples(60)
@given(st.data())
def test_notice_counts_as_written(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.ANCHORS))
    rules = data.draw(world.policies())
    calendar = data.draw(world.calendars(anchor))
    at = data.draw(world.instants_around(anchor, 0, 4))
    start = data.draw(world.instants_around(anchor, 0, 8))
    finding = judged(
        "slot.notice",
        at=at,
        slot=Slot(start),
        calendar=calendar,
        policy={
            "notice_hours": rules.notice_hours,
            "notice_reading": rules.notice_reading,
        },
    )
    town = world.office(calendar=calendar)
    assert finding.refused is not naive.notice_is_enough(at, start, town, rules)


@world.examples(100)
@given(
    world.instants_around(date(2026, 10, 23), 0, 3),
    world.instants_around(date(2026, 10, 23), 0, 3),
    st.integers(0, 59),
    st.integers(1, 49),
)
def test_elapsed_notice_is_seconds_in_utc(
    at: datetime, start: datetime, seconds: int, hours: int
) -> None:
    at += timedelta(seconds=seconds)
    finding = judged("slot.notice", at=at, slot=Slot(start), policy={"notice_hours": hours})
    assert finding.refused is ((start - at).total_seconds() < hours * 3600)
    assert finding.measured == start - at


def test_the_predicate_of_notice() -> None:
    predicate = rule_of("slot.notice").predicate
    assert [predicate(given_, 48) for given_ in (47, 48, 49)] == [False, True, True]
    assert repr(predicate(*terms("given required"))) == "(given >= required)"


# --- slot.duration ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "most", "outcome"),
    [(1, 15, PASSED), (14, 15, PASSED), (15, 15, PASSED), (16, 15, REFUSED), (20, 20, PASSED)],
)
def test_at_most_so_long(minutes: int, most: int, outcome: str) -> None:
    finding = judged(
        "slot.duration",
        slot=slot("2026-11-26 10:00", minutes),
        policy={"max_minutes": most},
    )
    assert finding.outcome is outcome
    assert (finding.measured, finding.limit) == (
        timedelta(minutes=minutes),
        timedelta(minutes=most),
    )


def test_duration_in_words() -> None:
    finding = judged("slot.duration", slot=slot("2026-11-26 10:00", 61))
    assert finding.message("ro") == (
        "Întâlnirea ar dura 1 oră și 1 minut; sunt permise cel mult 15 minute."
    )


@world.examples(100)
@given(st.integers(1, 2000), st.integers(1, 1440))
def test_duration_compares_minutes(minutes: int, most: int) -> None:
    finding = judged(
        "slot.duration",
        slot=slot("2026-11-26 10:00", minutes),
        policy={"max_minutes": most},
    )
    assert finding.refused is (minutes > most)


def test_the_predicate_of_duration() -> None:
    predicate = rule_of("slot.duration").predicate
    assert [predicate(minutes, 15) for minutes in (14, 15, 16)] == [True, True, False]
    assert repr(predicate(*terms("minutes most"))) == "(minutes <= most)"


# --- slot.working_day -------------------------------------------------------------------

DECLARED = WorkingCalendar(
    closures=[date(2026, 12, 24)],
    recovery_days=[date(2026, 12, 12)],
)
LISTED = WorkingCalendar(public_holidays=[date(2026, 11, 26)])
HOLIDAY = Text("sărbătoare legală", "public holiday")
WEEKEND = Text("sfârșit de săptămână", "weekend")
CLOSED = Text("instituția este închisă", "the office is closed")


@pytest.mark.parametrize(
    ("calendar", "day", "because"),
    [
        pytest.param(DECLARED, "2026-11-26", None, id="a-thursday"),
        pytest.param(DECLARED, "2026-11-28", WEEKEND, id="a-saturday"),
        pytest.param(DECLARED, "2026-11-29", WEEKEND, id="a-sunday"),
        pytest.param(DECLARED, "2026-12-12", None, id="a-recovery-saturday"),
        pytest.param(DECLARED, "2026-12-24", CLOSED, id="a-closure"),
        pytest.param(LISTED, "2026-11-26", HOLIDAY, id="a-listed-holiday"),
        pytest.param(LISTED, "2026-11-30", None, id="the-list-replaces-the-table"),
    ],
)
def test_a_day_on_which_the_office_works(
    calendar: WorkingCalendar, day: str, because: Text | None
) -> None:
    finding = judged("slot.working_day", calendar=calendar, slot=slot(f"{day} 10:00"))
    assert finding.outcome is (REFUSED if because else PASSED)
    assert finding.measured == date.fromisoformat(day)
    assert finding.more == ((("because", because),) if because else ())


def test_a_holiday_is_named() -> None:
    finding = judged("slot.working_day", slot=slot("2026-12-01 10:00"))
    assert finding.outcome is REFUSED
    because = dict(finding.more)["because"]
    assert isinstance(because, Text)
    assert because.ro in finding.message("ro")
    assert finding.message("en") == (
        f"Tuesday, 1 December 2026 is not a working day: {because.en}."
    )


def test_the_day_is_the_local_one() -> None:
    # 22:30 UTC of Friday is Saturday in Cluj-Napoca.
    late = Slot(datetime(2026, 11, 27, 22, 30, tzinfo=UTC))
    finding = judged("slot.working_day", slot=late)
    assert (finding.outcome, finding.measured) == (REFUSED, date(2026, 11, 28))


def test_a_working_day_does_not_ask_for_an_inspector() -> None:
    assert judged("slot.working_day", inspector=None).outcome is PASSED


@world.examples(80)
@given(st.data())
def test_the_days_worked_are_those_of_the_labour_code(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.ANCHORS))
    calendar = data.draw(world.calendars(anchor))
    start = data.draw(world.instants_around(anchor))
    finding = judged("slot.working_day", calendar=calendar, slot=Slot(start))
    worked = naive.is_working_day(calendar, naive.local_date(start))
    assert finding.refused is not worked


def test_the_predicate_of_working_day() -> None:
    predicate = rule_of("slot.working_day").predicate
    assert [predicate(each) for each in (0, 1)] == [False, True]
    assert repr(predicate(*terms("works"))) == "(works == 1)"


# --- slot.working_hours and slot.grid ---------------------------------------------------


def person(day: str = "thu", *hours: tuple[str, str], **more: Any) -> Inspector:
    return Inspector("i-1", week=Week.of(**{day: hours}), **more)


BREAK = (("08:00", "12:00"), ("12:30", "16:00"))
TOUCHING = (("08:00", "10:00"), ("10:00", "12:00"))


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "outcome"),
    [
        pytest.param(BREAK, "08:00", 15, PASSED, id="as-it-opens"),
        pytest.param(BREAK, "07:59", 15, REFUSED, id="a-minute-before"),
        pytest.param(BREAK, "11:45", 15, PASSED, id="to-the-break"),
        pytest.param(BREAK, "11:46", 15, REFUSED, id="a-minute-into-the-break"),
        pytest.param(BREAK, "12:10", 15, REFUSED, id="in-the-break"),
        pytest.param(BREAK, "11:55", 60, REFUSED, id="over-the-break"),
        pytest.param(BREAK, "12:30", 15, PASSED, id="after-the-break"),
        pytest.param(BREAK, "15:45", 15, PASSED, id="to-the-end"),
        pytest.param(BREAK, "15:46", 15, REFUSED, id="a-minute-past-the-end"),
        pytest.param(TOUCHING, "09:50", 15, REFUSED, id="over-two-intervals-that-touch"),
        pytest.param((("22:00", "24:00"),), "23:45", 15, PASSED, id="to-midnight"),
        pytest.param((("22:00", "24:00"),), "23:46", 15, REFUSED, id="past-midnight"),
        pytest.param((), "10:00", 15, REFUSED, id="no-hours"),
    ],
)
def test_inside_one_working_interval(
    hours: tuple[tuple[str, str], ...], start: str, minutes: int, outcome: str
) -> None:
    finding = judged(
        "slot.working_hours",
        inspector=person("thu", *hours),
        slot=slot(f"2026-11-26 {start}", minutes),
    )
    assert finding.outcome is outcome
    assert isinstance(finding.measured, str)
    assert finding.measured.startswith(f"{start}-")
    listed = tuple(f"{opens}-{closes}" for opens, closes in hours)
    assert finding.limit == listed
    assert [name for name, _ in finding.more] == (["lead"] if finding.refused else [])


def test_hours_look_neither_at_holidays_nor_at_absences() -> None:
    monday_holiday = slot("2026-11-30 10:00")
    saturday = slot("2026-11-28 10:00")
    found = {
        (rule, when): judged(rule, slot=each).outcome
        for rule in ("slot.working_day", "slot.working_hours")
        for when, each in (("holiday", monday_holiday), ("saturday", saturday))
    }
    assert found == {
        ("slot.working_day", "holiday"): REFUSED,
        ("slot.working_hours", "holiday"): PASSED,
        ("slot.working_day", "saturday"): REFUSED,
        ("slot.working_hours", "saturday"): REFUSED,
    }


def test_an_override_replaces_the_week() -> None:
    thursday = date(2026, 11, 26)
    shorter = person("thu", ("08:00", "16:00"), overrides={thursday: [("09:00", "10:10")]})
    away = person("thu", ("08:00", "16:00"), overrides={thursday: []})
    for who, start, outcome in (
        (shorter, "09:55", PASSED),
        (shorter, "09:56", REFUSED),
        (shorter, "08:00", REFUSED),
        (away, "09:00", REFUSED),
    ):
        finding = judged("slot.working_hours", inspector=who, slot=slot(f"2026-11-26 {start}"))
        assert finding.outcome is outcome


@pytest.mark.parametrize("rule", ["slot.working_hours", "slot.grid"])
def test_unknown_hours_are_not_judged(rule: str) -> None:
    assert judged(rule, inspector=None).outcome is NOT_APPLICABLE


def test_hours_in_words() -> None:
    finding = judged(
        "slot.working_hours",
        inspector=person("thu", *BREAK),
        slot=slot("2026-11-26 11:50"),
    )
    assert finding.message("ro") == (
        "11:50-12:05 nu încape într-un interval de lucru al zilei de joi, 26 noiembrie 2026: "
        "08:00-12:00, 12:30-16:00."
    )
    assert finding.message("en") == (
        "11:50-12:05 does not fit a working interval of Thursday, 26 November 2026: "
        "08:00-12:00, 12:30-16:00."
    )


@pytest.mark.parametrize(
    ("week", "ro", "en"),
    [
        (
            {"fri": [("08:00", "12:00")]},
            "programul săptămânal: vineri 08:00-12:00",
            "the weekly hours: Friday 08:00-12:00",
        ),
        (
            {
                **{day: [("08:00", "12:00"), ("12:30", "16:00")] for day in ("mon", "tue", "wed")},
                "fri": [("08:00", "16:00")],
                "sat": [("08:00", "16:00")],
            },
            (
                "programul săptămânal: luni-miercuri 08:00-12:00, 12:30-16:00; vineri-sâmbătă "
                "08:00-16:00"
            ),
            (
                "the weekly hours: Monday-Wednesday 08:00-12:00, 12:30-16:00; Friday-Saturday "
                "08:00-16:00"
            ),
        ),
        ({}, "nici în altă zi a săptămânii", "nor on any other day of the week"),
    ],
)
def test_of_a_day_without_hours_the_day_and_the_hours_of_the_week_are_named(
    week: dict[str, list[tuple[str, str]]], ro: str, en: str
) -> None:
    finding = judged("slot.working_hours", inspector=Inspector("i-1", week=Week.of(**week)))
    assert finding.message("ro") == (f"Inspectorul nu are program joi, 26 noiembrie 2026; {ro}.")
    assert finding.message("en") == (
        f"The inspector has no working hours on Thursday, 26 November 2026; {en}."
    )


@pytest.mark.parametrize(
    ("hours", "start", "grid", "outcome"),
    [
        pytest.param(BREAK, "08:00", 15, PASSED, id="as-it-opens"),
        pytest.param(BREAK, "08:15", 15, PASSED, id="a-step-later"),
        pytest.param(BREAK, "08:16", 15, REFUSED, id="a-minute-off"),
        pytest.param(BREAK, "08:14", 15, REFUSED, id="a-minute-short"),
        pytest.param(BREAK, "12:50", 20, PASSED, id="counted-from-its-own-interval"),
        pytest.param(BREAK, "13:00", 20, REFUSED, id="not-from-the-first-interval"),
        pytest.param(BREAK, "12:15", 15, NOT_APPLICABLE, id="in-the-break"),
        pytest.param(BREAK, "07:45", 15, NOT_APPLICABLE, id="before-the-hours"),
        pytest.param(BREAK, "16:00", 15, NOT_APPLICABLE, id="as-it-closes"),
        pytest.param(BREAK, "15:59", 15, REFUSED, id="starts-within-though-too-long"),
        pytest.param((("07:07", "09:00"),), "07:22", 15, PASSED, id="an-odd-start"),
        pytest.param((("07:07", "09:00"),), "07:15", 15, REFUSED, id="the-hour-is-no-anchor"),
        pytest.param(TOUCHING, "10:00", 60, PASSED, id="the-second-of-two-that-touch"),
    ],
)
def test_on_the_grid(
    hours: tuple[tuple[str, str], ...], start: str, grid: int, outcome: str
) -> None:
    finding = judged(
        "slot.grid",
        inspector=person("thu", *hours),
        slot=slot(f"2026-11-26 {start}"),
        policy={"grid_minutes": grid},
    )
    assert finding.outcome is outcome
    if outcome is not NOT_APPLICABLE:
        assert (finding.measured, finding.limit) == (start, timedelta(minutes=grid))
        assert [name for name, _ in finding.more] == ["opens"]


def test_a_second_is_off_the_grid() -> None:
    finding = judged("slot.grid", slot=Slot(local("2026-11-26 10:00:01")))
    assert finding.outcome is REFUSED
    assert finding.message("ro") == ("10:00:01 nu este pe grila de 15 minute numărată de la 08:00.")


NIGHT = person("sun", ("02:00", "05:00"))


@pytest.mark.parametrize(
    ("start", "hours", "grid"),
    [
        # 29 March 2026: 03:00 becomes 04:00
        ("2026-03-29T02:45+02:00", PASSED, PASSED),
        ("2026-03-29T04:00+03:00", PASSED, PASSED),
        ("2026-03-29T04:45+03:00", PASSED, PASSED),
        ("2026-03-29T05:00+03:00", REFUSED, NOT_APPLICABLE),
        # 25 October 2026: 04:00 becomes 03:00
        ("2026-10-25T02:00+03:00", PASSED, PASSED),
        ("2026-10-25T03:45+03:00", PASSED, PASSED),
        ("2026-10-25T03:45+02:00", PASSED, PASSED),
        ("2026-10-25T04:45+02:00", PASSED, PASSED),
        ("2026-10-25T04:50+02:00", REFUSED, REFUSED),
    ],
)
def test_hours_and_grid_over_a_clock_change(start: str, hours: str, grid: str) -> None:
    for rule, outcome in (("slot.working_hours", hours), ("slot.grid", grid)):
        assert judged(rule, inspector=NIGHT, slot=slot(start)).outcome is outcome


def test_an_interval_that_the_change_skips_is_not_there() -> None:
    skipped = person("sun", ("03:15", "03:45"))
    for rule in ("slot.working_hours", "slot.grid"):
        outcome = judged(rule, inspector=skipped, slot=slot("2026-03-29T04:00+03:00", 1)).outcome
        assert outcome is (REFUSED if rule == "slot.working_hours" else NOT_APPLICABLE)


@world.examples(120)
@given(st.data())
def test_hours_and_grid_by_walking_the_day(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.CLOCK_CHANGES + world.ANCHORS))
    who = data.draw(world.inspectors("i-1", anchor))
    rules = data.draw(world.policies())
    start = data.draw(world.office_hours([who], anchor))
    minutes = data.draw(st.sampled_from([1, 15, 30, 120]))
    day = naive.local_date(start)
    spans = naive.working(who, day)
    end = start + timedelta(minutes=minutes)
    facts = {
        "inspector": who,
        "slot": Slot(start, minutes),
        "policy": {"grid_minutes": rules.grid_minutes},
    }
    hours = judged("slot.working_hours", **facts)
    walked = naive.minutes_between(start, end)
    assert hours.refused is not any(walked <= naive.minutes_between(*each) for each in spans)
    grid = judged("slot.grid", **facts)
    if any(opens <= start < closes for opens, closes in spans):
        assert grid.refused is (start not in set(naive.grid_starts(who, day, rules)))
    else:
        assert grid.outcome is NOT_APPLICABLE


def test_the_predicates_of_hours_and_grid() -> None:
    inside = rule_of("slot.working_hours").predicate
    assert [inside(begins, begins + 2, 10, 20) for begins in (9, 10, 18, 19)] == [
        False,
        True,
        True,
        False,
    ]
    assert repr(inside(*terms("begins ends opens closes"))) == (
        "((opens <= begins) & (ends <= closes))"
    )
    grid = rule_of("slot.grid").predicate
    assert [grid(begins, 7, 5) for begins in (7, 8, 11, 12)] == [True, False, False, True]
    assert repr(grid(*terms("begins opens step"))) == "(((begins - opens) % step) == 0)"


# --- slot.free --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "changes", "buffers", "outcome"),
    [
        pytest.param("10:00", {}, (0, 0), REFUSED, id="at-the-same-time"),
        pytest.param("09:45", {}, (0, 0), PASSED, id="ends-as-it-starts"),
        pytest.param("09:46", {}, (0, 0), REFUSED, id="ends-a-minute-later"),
        pytest.param("10:15", {}, (0, 0), PASSED, id="starts-as-it-ends"),
        pytest.param("10:14", {}, (0, 0), REFUSED, id="starts-a-minute-before"),
        pytest.param("10:00", {"inspector": "i-2"}, (0, 0), PASSED, id="of-another"),
        pytest.param("10:00", {"applicant": "name:x"}, (0, 0), REFUSED, id="with-another"),
        pytest.param("10:00", {"status": "cancelled"}, (0, 0), PASSED, id="cancelled"),
        pytest.param("10:00", {"status": "held"}, (0, 0), REFUSED, id="held"),
        pytest.param("10:00", {"status": "no_show"}, (0, 0), REFUSED, id="no-show"),
        # start - before to end + after: 09:50-10:35 for the meeting asked for
        pytest.param("09:35", {}, (10, 20), PASSED, id="ends-as-the-buffer-starts"),
        pytest.param("09:36", {}, (10, 20), REFUSED, id="ends-in-the-buffer"),
        pytest.param("10:35", {}, (10, 20), PASSED, id="starts-as-the-buffer-ends"),
        pytest.param("10:34", {}, (10, 20), REFUSED, id="starts-in-the-buffer"),
        # and the other's buffers are its own, of the policy it was booked under
        pytest.param("09:40", {"buffer_after_minutes": 5}, (0, 0), PASSED, id="its-buffer"),
        pytest.param("09:41", {"buffer_after_minutes": 5}, (0, 0), REFUSED, id="its-buffer+1"),
        pytest.param("10:20", {"buffer_before_minutes": 5}, (0, 0), PASSED, id="its-other"),
        pytest.param("10:19", {"buffer_before_minutes": 5}, (0, 0), REFUSED, id="its-other+1"),
        pytest.param("09:30", {"buffer_after_minutes": 5}, (10, 0), PASSED, id="both"),
        pytest.param("09:31", {"buffer_after_minutes": 5}, (10, 0), REFUSED, id="both+1"),
    ],
)
def test_no_double_booking(
    start: str, changes: dict[str, Any], buffers: tuple[int, int], outcome: str
) -> None:
    before, after = buffers
    finding = judged(
        "slot.free",
        bookings=[world.booking("b-1", slot(f"2026-11-26 {start}"), **changes)],
        policy={"buffer_before_minutes": before, "buffer_after_minutes": after},
    )
    refused = outcome is REFUSED
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, int(refused), 0)
    assert finding.staff == ((("booking", "b-1"),) if refused else ())


def test_free_needs_no_known_inspector() -> None:
    taken = world.booking("b-1", world.WANTED, inspector="i-9")
    assert judged("slot.free", bookings=[taken], inspector=None).outcome is REFUSED


def test_its_own_old_slot_is_not_taken() -> None:
    bookings = [world.booking("b-1", world.WANTED)]
    assert judged("slot.free", bookings=bookings, ignoring="b-1").outcome is PASSED
    assert judged("slot.free", bookings=bookings, ignoring="b-2").outcome is REFUSED


@world.examples(60)
@given(world.worlds(), st.data())
def test_free_is_to_share_no_minute(scene: world.World, data: st.DataObject) -> None:
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    minutes = data.draw(st.sampled_from([1, 15, 60, 600]))
    rules = scene.policy
    wanted = (
        start - rules.buffer_before_minutes * naive.MINUTE,
        start + (minutes + rules.buffer_after_minutes) * naive.MINUTE,
    )
    for who in scene.people:
        finding = judged(
            "slot.free",
            bookings=scene.bookings,
            inspector=who,
            slot=Slot(start, minutes),
            policy={
                "buffer_before_minutes": rules.buffer_before_minutes,
                "buffer_after_minutes": rules.buffer_after_minutes,
            },
        )
        others = [
            each.id
            for each in scene.bookings
            if each.inspector == who.id
            and str(each.status) != "cancelled"
            and naive.share_a_minute(wanted, naive.occupied(each))
        ]
        assert sorted(str(id_) for _, id_ in finding.staff) == sorted(others)
        assert finding.refused is bool(others)


@world.examples(100)
@given(*[st.tuples(st.integers(0, 40), st.integers(1, 20)) for _ in range(2)])
def test_to_overlap_is_to_have_a_minute_in_common(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    (a, long_a), (b, long_b) = one, other
    common = not set(range(a, a + long_a)).isdisjoint(range(b, b + long_b))
    assert overlaps(a, a + long_a, b, b + long_b) is common


def test_the_predicates_of_free() -> None:
    predicate = rule_of("slot.free").predicate
    assert [predicate(count) for count in (0, 1, 2)] == [True, False, False]
    assert repr(predicate(*terms("count"))) == "(count == 0)"
    assert repr(overlaps(*terms("a b c d"))) == "((a < d) & (c < b))"


# --- slot.horizon -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "start", "days", "outcome"),
    [
        ("2026-11-24 10:00", "2026-11-26 10:00", 2, PASSED),
        ("2026-11-24 00:00", "2026-11-26 23:45", 2, PASSED),
        ("2026-11-24 23:59", "2026-11-26 00:00", 2, PASSED),
        ("2026-11-23 23:59", "2026-11-26 00:00", 2, REFUSED),
        ("2026-11-24 10:00", "2026-11-27 00:00", 2, REFUSED),
        ("2026-11-24 10:00", "2026-11-25 10:00", 2, PASSED),
        ("2026-11-24 10:00", "2026-11-20 10:00", 2, PASSED),
        ("2026-11-24 10:00", "2026-12-24 10:00", 30, PASSED),
        ("2026-11-24 10:00", "2026-12-25 10:00", 30, REFUSED),
    ],
)
def test_not_further_ahead_than_the_horizon(at: str, start: str, days: int, outcome: str) -> None:
    finding = judged("slot.horizon", at=local(at), slot=slot(start), policy={"horizon_days": days})
    assert finding.outcome is outcome
    ahead = (local(start).date() - local(at).date()).days
    assert (finding.measured, finding.limit) == (Days(ahead), Days(days))


def test_no_horizon_unless_set() -> None:
    assert judged("slot.horizon").outcome is NOT_APPLICABLE
    far = judged("slot.horizon", slot=slot("2099-11-26 10:00"))
    assert far.outcome is NOT_APPLICABLE


def test_horizon_in_words() -> None:
    finding = judged("slot.horizon", slot=slot("2026-12-24 10:00"), policy={"horizon_days": 20})
    assert finding.message("ro") == (
        "Cu prea mult timp înainte: la 30 de zile de acum; programările se fac cu cel mult 20 de "
        "zile înainte."
    )


@world.examples(100)
@given(st.data())
def test_the_horizon_counts_local_days(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.CLOCK_CHANGES))
    at, start = (data.draw(world.instants_around(anchor)) for _ in range(2))
    days = data.draw(st.integers(2, 6))
    finding = judged("slot.horizon", at=at, slot=Slot(start), policy={"horizon_days": days})
    last = naive.local_date(at) + timedelta(days=days)
    assert finding.refused is (naive.local_date(start) > last)


def test_the_predicate_of_horizon() -> None:
    predicate = rule_of("slot.horizon").predicate
    assert [predicate(day, 10, 2) for day in (11, 12, 13)] == [True, True, False]
    assert repr(predicate(*terms("day today days"))) == "((day - today) <= days)"


# --- all of them ------------------------------------------------------------------------


def test_each_rule_is_judged_on_its_own() -> None:
    """Six refuse one slot at once, and none hides another."""
    facts: dict[str, Any] = {
        "slot": slot("2026-11-28 10:07", 20),
        "at": local("2026-11-28 09:00"),
        "inspector": person("sat", ("08:00", "10:20")),
        "bookings": [world.booking("b-1", slot("2026-11-28 10:00"))],
    }
    broken = {
        "slot.notice",
        "slot.duration",
        "slot.working_day",
        "slot.working_hours",
        "slot.grid",
        "slot.free",
    }
    assert {rule for rule in naive.SLOT_RULES if judged(rule, **facts).refused} == broken


def test_whether_another_slot_could_help_is_stated() -> None:
    about = {
        rule.id: rule.about_the_slot
        for rule in map(
            rule_of, [*naive.SLOT_RULES, "applicant.free", "contact.phone", "audience.daily_limit"]
        )
    }
    helps = {id_ for id_, helped in about.items() if helped}
    assert helps == (naive.SLOT_RULES - {"slot.duration"}) | {
        "applicant.free",
        "audience.daily_limit",
    }
