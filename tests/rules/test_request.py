"""Rules about the request, as domain.md states them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.rules._scene import (
    AUDIENCES,
    MAYOR,
    NOT_APPLICABLE,
    PASSED,
    REFUSED,
    audience,
    case,
    judged,
)
from tests.rules._terms import one_answer_for_all, terms
from tichet_rules import (
    InvalidInput,
    Request,
    RequestStatus,
    Slot,
    Text,
    WindowBinds,
    WorkingCalendar,
    rule_of,
)
from tichet_rules.rules import Claim
from tichet_rules.rules.request import last_admissible_day
from tichet_rules.text import LANGUAGES, Language
from tichet_rules.wording import Days

# --- request.identified -----------------------------------------------------------------

RIGHT = Claim("119368/305", world.NAME, world.FILED)

CLAIMS = [
    pytest.param(RIGHT, True, id="as-registered"),
    pytest.param(Claim("0119.368 / 305", world.NAME, world.FILED), True, id="number-typed"),
    pytest.param(Claim("119368/305", "ANA-MARIA POP IONESCU", world.FILED), True, id="name-typed"),
    pytest.param(Claim("119369/305", world.NAME, world.FILED), False, id="another-number"),
    pytest.param(Claim("119368", world.NAME, world.FILED), False, id="part-of-the-number"),
    pytest.param(Claim("", world.NAME, world.FILED), False, id="no-number"),
    pytest.param(Claim("119368/305", "Pop-Ionescu Ana", world.FILED), False, id="another-name"),
    pytest.param(Claim("119368/305", "", world.FILED), False, id="no-name"),
    pytest.param(Claim("119368/305", "123", world.FILED), False, id="no-letter-in-the-name"),
    pytest.param(Claim("119368/305", world.NAME, date(2026, 1, 11)), False, id="a-day-before"),
    pytest.param(Claim("119368/305", world.NAME, date(2026, 1, 13)), False, id="a-day-after"),
]


@pytest.mark.parametrize(("claim", "identified"), CLAIMS)
def test_all_three_match_one_registered_request(claim: Claim, identified: bool) -> None:
    # The request of a case is the one whose number was typed, if there is one.
    try:
        named = world.office(requests=[world.ANA]).request(claim.number)
    except InvalidInput:
        named = None
    finding = judged("request.identified", claim=claim, request=named)
    assert finding.outcome is (PASSED if identified else REFUSED)
    assert finding.refused is not identified


def test_an_unknown_number_is_refused() -> None:
    finding = judged("request.identified", claim=RIGHT, request=None)
    assert finding.outcome is REFUSED
    assert dict(finding.staff) == {
        "number_is_known": False,
        "name_matches": False,
        "filing_date_matches": False,
    }


def test_without_a_claim_the_request_has_only_to_be_there() -> None:
    assert judged("request.identified").outcome is PASSED
    unknown = judged("request.identified", request=None)
    assert unknown.outcome is REFUSED
    # The staff is told which of the three it is.
    assert unknown.message("ro", staff=True) == (
        "Instituția nu are înregistrată nicio cerere cu acest număr."
    )
    assert unknown.message(staff=True) == "The office has no request of this number registered."
    assert unknown.message() == judged("request.identified", claim=RIGHT, request=None).message()


def test_only_staff_see_which_of_the_three_differs() -> None:
    wrong_name = judged("request.identified", claim=Claim("119368/305", "X", world.FILED))
    wrong_date = judged(
        "request.identified", claim=Claim("119368/305", world.NAME, date(2025, 1, 1))
    )
    no_name = judged("request.identified", claim=Claim("119368/305", "?", world.FILED))
    assert dict(wrong_name.staff) == {
        "number_is_known": True,
        "name_matches": False,
        "filing_date_matches": True,
    }
    assert dict(no_name.staff) == dict(wrong_name.staff)
    assert dict(wrong_date.staff)["filing_date_matches"] is False
    assert dict(wrong_date.staff)["name_matches"] is True
    told: dict[Language, str] = {
        "ro": (
            " [numărul este cunoscut = da; numele corespunde = nu; data depunerii corespunde = da]"
        ),
        "en": " [number_is_known = yes; name_matches = no; filing_date_matches = yes]",
    }
    for code in LANGUAGES:
        assert wrong_name.message(code, staff=True) == wrong_name.message(code) + told[code]


@world.examples(100)
@given(
    st.one_of(st.none(), st.just("999/9"), st.text(max_size=12)),
    st.sampled_from([world.NAME, "Rus Ion", "", "Ștefan", "12"]),
    st.sampled_from([world.FILED, date(2020, 2, 28)]),
)
def test_every_failed_identification_says_the_same(
    number: str | None, name: str, filed: date
) -> None:
    """A mismatch never tells the public which of the three fields differs."""
    known = number is None
    claim = Claim("119368/305" if number is None else number, name, filed)
    finding = judged("request.identified", claim=claim, request=world.ANA if known else None)
    other = judged("request.identified", claim=RIGHT, request=None)
    if finding.refused:
        assert (finding.measured, finding.limit, finding.more) == (None, None, ())
        assert finding.message("ro") == other.message("ro")
        assert finding.message("en") == other.message("en")
        assert finding.remedy("ro") == other.remedy("ro")
    else:
        assert (known, name, filed) == (True, world.NAME, world.FILED)


def test_the_predicate_of_identified() -> None:
    predicate = rule_of("request.identified").predicate
    for three in product([0, 1], repeat=3):
        assert predicate(*three) == all(three)
    assert repr(predicate(*terms("known name filed"))) == "((known & name) & filed)"


# --- request.eligible -------------------------------------------------------------------


def request(status: str, communicated: date | None = None, **changes: Any) -> Request:
    return Request(
        "119368/305",
        world.NAME,
        world.FILED,
        "i-1",
        RequestStatus(status),
        communicated,
        **changes,
    )


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        ("in_operation", PASSED, Text("în operare", "in operation")),
        ("answered", PASSED, Text("cu răspuns", "answered")),
        ("withdrawn", REFUSED, Text("retrasă", "withdrawn")),
        ("archived", REFUSED, Text("arhivată", "archived")),
    ],
)
def test_in_operation_or_answered(status: str, outcome: str, words: Text) -> None:
    communicated = date(2026, 11, 20) if status == "answered" else None
    finding = judged("request.eligible", request=request(status, communicated))
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, words, None)
    if finding.refused:
        assert f"({words.ro})" in finding.message("ro")
        assert f"({words.en})" in finding.message("en")


def test_eligible_needs_a_request() -> None:
    assert judged("request.eligible", request=None).outcome is NOT_APPLICABLE


def test_the_statuses_are_all_in_the_table() -> None:
    assert {str(each) for each in RequestStatus} == {
        "in_operation",
        "answered",
        "withdrawn",
        "archived",
    }


def test_the_predicate_of_eligible() -> None:
    predicate = rule_of("request.eligible").predicate
    assert [predicate(a, b) for a, b in product([0, 1], repeat=2)] == [0, 1, 1, 1]
    assert repr(predicate(*terms("open answered"))) == "(open | answered)"


# --- request.response_window ------------------------------------------------------------

# The meeting is on Thursday 26 November 2026; Monday 30 and Tuesday 1 December are holidays.
WINDOWS = [
    # reading, days, communicated, last day
    ("plain", 30, date(2026, 10, 27), date(2026, 11, 26)),
    ("plain", 30, date(2026, 10, 26), date(2026, 11, 25)),
    ("plain", 0, date(2026, 11, 26), date(2026, 11, 26)),
    ("inclusive", 30, date(2026, 10, 28), date(2026, 11, 26)),
    ("inclusive", 30, date(2026, 10, 27), date(2026, 11, 25)),
    ("eu_1182_71", 2, date(2026, 11, 26), date(2026, 12, 2)),
    ("eu_1182_71", 30, date(2026, 10, 26), date(2026, 11, 25)),
    ("civil_code", 30, date(2026, 10, 26), date(2026, 11, 26)),
    ("civil_code", 30, date(2026, 10, 25), date(2026, 11, 25)),
    ("civil_procedure", 1, date(2026, 11, 26), date(2026, 12, 2)),
    ("civil_procedure", 30, date(2026, 10, 25), date(2026, 11, 25)),
]


@pytest.mark.parametrize(("reading", "days", "communicated", "last"), WINDOWS)
def test_the_meeting_is_within_the_window(
    reading: str, days: int, communicated: date, last: date
) -> None:
    finding = judged(
        "request.response_window",
        request=request("answered", communicated),
        policy={"window_reading": reading, "window_days": days},
    )
    assert (finding.measured, finding.limit) == (date(2026, 11, 26), last)
    assert finding.outcome is (PASSED if date(2026, 11, 26) <= last else REFUSED)


@pytest.mark.parametrize(
    ("at", "outcome"),
    [("2026-11-24 23:59", PASSED), ("2026-11-25 00:00", REFUSED)],
)
def test_the_window_may_bind_the_booking(at: str, outcome: str) -> None:
    finding = judged(
        "request.response_window",
        at=world.local(at),
        request=request("answered", date(2026, 10, 25)),
        policy={"window_binds": "booking"},
    )
    assert finding.outcome is outcome
    assert finding.measured == world.local(at).date()


@pytest.mark.parametrize(
    ("start", "outcome"),
    [("2026-11-26 23:59", PASSED), ("2026-11-27 00:00", REFUSED)],
)
def test_the_last_day_ends_at_24_local(start: str, outcome: str) -> None:
    finding = judged(
        "request.response_window",
        slot=world.slot(start),
        request=request("answered", date(2026, 10, 27)),
    )
    assert finding.outcome is outcome


@pytest.mark.parametrize("status", ["in_operation", "withdrawn", "archived"])
def test_no_window_runs_without_an_answer(status: str) -> None:
    finding = judged("request.response_window", request=request(status))
    assert finding.outcome is NOT_APPLICABLE
    assert judged("request.response_window", request=None).outcome is NOT_APPLICABLE


def test_the_window_in_words() -> None:
    finding = judged("request.response_window", request=request("answered", date(2026, 10, 26)))
    assert finding.message("ro") == (
        "Termenul de la comunicarea răspunsului a trecut: joi, 26 noiembrie 2026, este după "
        "ultima zi, miercuri, 25 noiembrie 2026."
    )


@world.examples(80)
@given(st.data())
def test_the_window_counts_as_written(data: st.DataObject) -> None:
    rules = data.draw(world.policies())
    anchor = data.draw(st.sampled_from(world.ANCHORS))
    calendar = data.draw(world.calendars(anchor))
    communicated = anchor - timedelta(days=data.draw(st.integers(-3, 34)))
    start = data.draw(world.instants_around(anchor))
    at = data.draw(world.instants_around(anchor))
    names = ("window_days", "window_reading", "window_binds")
    finding = judged(
        "request.response_window",
        at=at,
        slot=Slot(start),
        calendar=calendar,
        request=request("answered", communicated),
        policy={each: getattr(rules, each) for each in names},
    )
    bound = at if rules.window_binds is WindowBinds.BOOKING else start
    last = naive.last_day(communicated, rules, calendar)
    assert finding.refused is (naive.local_date(bound) > last)
    assert finding.limit == last


def test_the_last_admissible_day() -> None:
    answered = request("answered", date(2026, 10, 27))
    assert last_admissible_day(case(request=answered)) == date(2026, 11, 26)
    assert last_admissible_day(case(calendar=WorkingCalendar(), request=None)) is None


def test_the_window_is_extended_by_the_office_s_own_calendar() -> None:
    answered = request("answered", date(2026, 10, 27))  # its 30th day is 26 November
    closed = WorkingCalendar(closures=[date(2026, 11, 26)])
    reading = {"window_reading": "eu_1182_71"}
    for calendar, last in ((WorkingCalendar(), 26), (closed, 27)):
        asked = case(request=answered, calendar=calendar, policy=reading)
        assert last_admissible_day(asked) == date(2026, 11, last)


def test_the_predicate_of_the_window() -> None:
    predicate = rule_of("request.response_window").predicate
    assert [predicate(day, 10) for day in (9, 10, 11)] == [True, True, False]
    assert repr(predicate(*terms("day last"))) == "(day <= last)"


# --- request.one_open_booking -----------------------------------------------------------

EARLY = world.slot("2026-11-24 09:30")
RUNNING = world.slot("2026-11-24 09:50")
LATER = world.slot("2026-11-27 09:00")
LATEST = world.slot("2026-11-27 12:00")


@pytest.mark.parametrize(
    ("bookings", "most", "count"),
    [
        pytest.param([], 1, 0, id="none"),
        pytest.param([world.booking("b-1", LATER)], 1, 1, id="one"),
        pytest.param([world.booking("b-1", LATER)], 2, 1, id="one-of-two"),
        pytest.param(
            [world.booking("b-1", LATER), world.booking("b-2", LATEST)], 2, 2, id="two-of-two"
        ),
        pytest.param([world.booking("b-1", EARLY)], 1, 0, id="it-has-ended"),
        pytest.param([world.booking("b-1", RUNNING)], 1, 1, id="it-runs"),
        pytest.param(
            [world.booking("b-1", world.slot("2026-11-24 09:45"))], 1, 0, id="it-ends-now"
        ),
        pytest.param(
            [world.booking("b-1", world.slot("2026-11-24 09:46"))], 1, 1, id="it-ends-in-a-minute"
        ),
        pytest.param([world.booking("b-1", LATER, status="cancelled")], 1, 0, id="cancelled"),
        pytest.param([world.booking("b-1", RUNNING, status="held")], 1, 0, id="held"),
        pytest.param([world.booking("b-1", RUNNING, status="no_show")], 1, 0, id="no-show"),
        pytest.param(
            [world.booking("b-1", LATER, request="119368/306")], 1, 0, id="of-another-request"
        ),
        pytest.param(
            [world.booking("b-1", LATER, request="119368")], 1, 0, id="of-a-number-before-it"
        ),
        pytest.param(
            [world.booking("b-1", LATER, inspector="i-2")], 1, 1, id="with-another-inspector"
        ),
    ],
)
def test_open_bookings_of_the_request(bookings: list[Any], most: int, count: int) -> None:
    finding = judged(
        "request.one_open_booking",
        bookings=bookings,
        policy={"open_bookings_per_request": most},
    )
    assert (finding.measured, finding.limit) == (count, most)
    assert finding.outcome is (PASSED if count < most else REFUSED)


def test_the_booking_that_is_moved_does_not_count() -> None:
    bookings = [world.booking("b-1", LATER)]
    moved = judged("request.one_open_booking", bookings=bookings, ignoring="b-1")
    another = judged("request.one_open_booking", bookings=bookings, ignoring="b-2")
    assert (moved.outcome, another.outcome) == (PASSED, REFUSED)


def test_one_open_booking_needs_a_request() -> None:
    assert judged("request.one_open_booking", request=None).outcome is NOT_APPLICABLE


@world.examples(60)
@given(world.worlds())
def test_open_bookings_are_counted_as_written(scene: world.World) -> None:
    for file in scene.files:
        finding = judged(
            "request.one_open_booking",
            at=scene.at,
            bookings=scene.bookings,
            request=file,
            policy={"open_bookings_per_request": scene.policy.open_bookings_per_request},
        )
        refused = naive.request_refusals(scene.policy, scene.bookings, file, None, scene.at)
        assert finding.refused is ("request.one_open_booking" in refused)


def test_the_predicate_of_one_open_booking() -> None:
    predicate = rule_of("request.one_open_booking").predicate
    assert [predicate(count, 2) for count in (0, 1, 2, 3)] == [True, True, False, False]
    assert repr(predicate(*terms("count most"))) == "(count < most)"


def test_an_audience_about_the_request_is_another_procedures() -> None:
    of_the_mayor = audience("b-1", MAYOR, "2026-11-27 09:00")
    blue = judged("request.one_open_booking", bookings=[of_the_mayor])
    assert (blue.outcome, blue.measured) == (PASSED, 0)
    both = [of_the_mayor, world.booking("b-2", LATEST)]
    assert judged("request.one_open_booking", bookings=both).measured == 1
    audiences = judged("request.one_open_booking", bookings=both, policy=AUDIENCES)
    assert (audiences.outcome, audiences.measured) == (REFUSED, 1)


# --- request.after_no_show --------------------------------------------------------------


def missed(id_: str, start: str, **changes: Any) -> Any:
    return world.booking(id_, world.slot(start), **({"status": "no_show"} | changes))


# The question is asked on Tuesday 24 November 2026 at 10:00.
@pytest.mark.parametrize(
    ("start", "at", "outcome", "passed"),
    [
        ("2026-11-18 09:00", "2026-11-24 10:00", PASSED, 6),
        ("2026-11-19 00:00", "2026-11-24 10:00", PASSED, 5),
        ("2026-11-19 23:45", "2026-11-24 00:00", PASSED, 5),  # local days, not hours
        ("2026-11-19 23:45", "2026-11-23 23:59", REFUSED, 4),
        ("2026-11-20 00:00", "2026-11-24 10:00", REFUSED, 4),
        ("2026-11-24 09:59", "2026-11-24 10:00", REFUSED, 0),
        ("2026-11-24 10:00", "2026-11-24 10:00", REFUSED, 0),
        ("2026-03-25 12:00", "2026-03-30 00:00", PASSED, 5),  # over the change of the clocks
        ("2026-03-25 12:00", "2026-03-29 23:59", REFUSED, 4),
        ("2026-10-21 12:00", "2026-10-26 00:00", PASSED, 5),
        ("2026-10-21 12:00", "2026-10-25 23:59", REFUSED, 4),
    ],
)
def test_a_pause_after_a_no_show(start: str, at: str, outcome: str, passed: int) -> None:
    finding = judged(
        "request.after_no_show",
        bookings=[missed("b-1", start)],
        at=world.local(at),
        policy={"no_show_pause_days": 5},
    )
    day = world.local(start).date()
    assert finding.outcome is outcome
    assert (finding.measured, finding.limit) == (Days(passed), Days(5))
    assert finding.more == (("missed", day), ("from_", day + timedelta(days=5)))


def test_no_fewer_days_than_none_have_passed() -> None:
    """In Newfoundland 00:01 became 23:01 of the day before: a meeting at midnight was tomorrow."""
    night = datetime.fromisoformat("2010-11-07T00:00-02:30")
    finding = judged(
        "request.after_no_show",
        calendar=WorkingCalendar(zone="America/St_Johns"),
        bookings=[world.booking("b-1", Slot(night), status="no_show")],
        at=night + timedelta(minutes=30),
        policy={"no_show_pause_days": 5},
    )
    assert dict(finding.more)["missed"] == date(2010, 11, 7)
    assert (finding.outcome, finding.measured) == (REFUSED, Days(0))


@pytest.mark.parametrize("days", [None, 0])
def test_where_nothing_follows_a_no_show_it_does_not_count(days: int | None) -> None:
    finding = judged(
        "request.after_no_show",
        bookings=[missed("b-1", "2026-11-24 09:00")],
        policy={"no_show_pause_days": days},
    )
    assert (finding.outcome, finding.measured, finding.more) == (NOT_APPLICABLE, None, ())


@pytest.mark.parametrize(
    "booking",
    [
        pytest.param(missed("b-1", "2026-11-24 10:01"), id="still-to-come"),
        pytest.param(missed("b-1", "2026-11-20 09:00", procedure="audience"), id="an-audience"),
        pytest.param(missed("b-1", "2026-11-20 09:00", request="119368/306"), id="another-request"),
        pytest.param(missed("b-1", "2026-11-20 09:00", request="119368"), id="a-number-before-it"),
        pytest.param(
            missed("b-1", "2026-11-20 09:00", request=None, procedure="audience"), id="no-request"
        ),
        *(
            pytest.param(missed("b-1", "2026-11-20 09:00", status=each), id=each)
            for each in ("booked", "cancelled", "held")
        ),
    ],
)
def test_what_is_no_no_show_of_the_request(booking: Any) -> None:
    finding = judged("request.after_no_show", bookings=[booking], policy={"no_show_pause_days": 30})
    assert finding.outcome is NOT_APPLICABLE


def test_an_audience_that_was_missed_counts_among_audiences() -> None:
    bookings = [missed("b-1", "2026-11-20 09:00", procedure="audience")]
    policy = AUDIENCES.evolve(no_show_pause_days=30)
    assert judged("request.after_no_show", bookings=bookings, policy=policy).outcome is REFUSED


def test_the_last_no_show_counts() -> None:
    bookings = [
        missed("b-1", "2026-11-20 09:00"),
        missed("b-2", "2026-11-05 09:00"),
        missed("b-3", "2026-11-10 09:00"),
        missed("b-4", "2026-12-10 09:00"),
        world.booking("b-5", world.slot("2026-11-23 09:00"), status="held"),
    ]
    for days, outcome in ((4, PASSED), (5, REFUSED)):
        finding = judged(
            "request.after_no_show", bookings=bookings, policy={"no_show_pause_days": days}
        )
        assert finding.outcome is outcome
        assert dict(finding.more)["missed"] == date(2026, 11, 20)


def test_the_booking_that_is_moved_was_not_missed() -> None:
    bookings = [missed("b-1", "2026-11-20 09:00"), missed("b-2", "2026-11-10 09:00")]
    for ignoring, day in (("b-1", 10), ("b-2", 20), (None, 20)):
        finding = judged(
            "request.after_no_show",
            bookings=bookings,
            ignoring=ignoring,
            policy={"no_show_pause_days": 30},
        )
        assert dict(finding.more)["missed"] == date(2026, 11, day)
    alone = judged(
        "request.after_no_show",
        bookings=bookings[:1],
        ignoring="b-1",
        policy={"no_show_pause_days": 30},
    )
    assert alone.outcome is NOT_APPLICABLE


def test_after_no_show_needs_a_request() -> None:
    finding = judged(
        "request.after_no_show",
        request=None,
        bookings=[missed("b-1", "2026-11-20 09:00")],
        policy={"no_show_pause_days": 30},
    )
    assert finding.outcome is NOT_APPLICABLE


def test_after_no_show_in_words() -> None:
    finding = judged(
        "request.after_no_show",
        bookings=[missed("b-1", "2026-11-20 09:00")],
        policy={"no_show_pause_days": 30},
    )
    assert finding.message("ro") == (
        "De la neprezentarea de vineri, 20 noiembrie 2026: 4 zile; cel puțin: 30 de zile."
    )
    assert finding.message("en") == (
        "Since the no-show of Friday, 20 November 2026: 4 days; at least: 30 days."
    )
    assert (
        finding.remedy("ro")
        == "Se poate face o programare începând de duminică, 20 decembrie 2026."
    )
    assert finding.remedy("en") == "A booking can be made from Sunday, 20 December 2026."


def test_one_day_is_not_said_in_the_plural() -> None:
    for days in (1, 2):
        finding = judged(
            "request.after_no_show",
            bookings=[missed("b-1", "2026-11-23 09:00")],
            policy={"no_show_pause_days": days},
        )
        assert finding.measured == Days(1)
        assert "1 day have" not in finding.message("en")
        assert "au trecut 1 zi" not in finding.message("ro")


@given(st.dates(date(2026, 9, 1), date(2026, 11, 23)), st.integers(1, 120))
def test_the_day_that_is_told_is_the_first_that_passes(day: date, days: int) -> None:
    bookings = [missed("b-1", f"{day} 09:00")]
    policy = {"no_show_pause_days": days}
    finding = judged("request.after_no_show", bookings=bookings, policy=policy)
    first = dict(finding.more)["from_"]
    assert isinstance(first, date)
    assert finding.refused is (date(2026, 11, 24) < first)
    for at, outcome in ((first, PASSED), (first - timedelta(days=1), REFUSED)):
        again = judged(
            "request.after_no_show",
            bookings=bookings,
            policy=policy,
            at=world.local(f"{at} 12:00"),
        )
        assert again.outcome is outcome


def test_the_predicate_of_after_no_show() -> None:
    predicate = rule_of("request.after_no_show").predicate
    assert repr(predicate(*terms("today missed days"))) == "((today - missed) >= days)"
    one_answer_for_all(
        predicate,
        lambda today, missed, days: missed + days <= today,
        range(4),
        range(3),
        range(4),
    )
