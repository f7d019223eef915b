"""Rules about whom the citizen meets, as domain.md states them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.rules._scene import AUDIENCES, DEPUTY, NOT_APPLICABLE, PASSED, REFUSED, judged
from tests.rules._terms import TRUTHS, one_answer_for_all, terms
from tichet_rules import Absence, Inspector, Request, Role, Slot, TakesOver, Text, rule_of
from tichet_rules.rules.inspector import titles_to_take_over
from tichet_rules.text import LANGUAGES

# --- inspector.holds_request ------------------------------------------------------------


@pytest.mark.parametrize(
    ("inspector", "outcome"),
    [
        pytest.param(world.DAN, PASSED, id="has-it"),
        pytest.param(world.IOANA, PASSED, id="had-it"),
        pytest.param(world.DIRECTOR, REFUSED, id="neither"),
        pytest.param(Inspector("I-1"), REFUSED, id="an-id-is-not-folded"),
    ],
)
def test_has_or_had_the_request(inspector: Inspector, outcome: str) -> None:
    finding = judged("inspector.holds_request", inspector=inspector, request=world.STEFAN)
    assert (finding.outcome, finding.measured, finding.limit) == (
        outcome,
        inspector.id,
        ("i-2", "i-1"),
    )
    assert [name for name, _ in finding.staff] == ["elsewhere"] * finding.refused


def test_an_inspector_whom_the_office_does_not_have_holds_nothing() -> None:
    finding = judged(
        "inspector.holds_request", inspector=None, inspector_id="i-2", request=world.STEFAN
    )
    assert finding.outcome is REFUSED
    assert "unknown" in dict(finding.staff)
    # The staff is told which of the two it is, the public is not.
    assert finding.message(staff=True) == (
        "Inspector i-2 is not known to the office, so no request counts as theirs."
    )
    assert finding.message("ro", staff=True) == (
        "Instituția nu cunoaște inspectorul i-2, deci nicio cerere nu este a lui."
    )
    assert finding.message("ro").endswith("la inspectorul i-2, sau instituția nu îl cunoaște.")


def test_holds_request_needs_a_request() -> None:
    assert judged("inspector.holds_request", request=None).outcome is NOT_APPLICABLE


def test_holds_request_in_words() -> None:
    finding = judged("inspector.holds_request", inspector=world.DIRECTOR, request=world.STEFAN)
    assert finding.message("ro") == (
        "Cererea nu se află și nu s-a aflat în operare la inspectorul d-1, sau instituția nu îl "
        "cunoaște."
    )
    assert finding.message("ro", staff=True) == (
        "Cererea nu se află și nu s-a aflat în operare la inspectorul d-1."
    )
    assert finding.message(staff=True) == (
        "Inspector d-1 neither has nor had the request in operation."
    )
    assert finding.remedy("en") == "Choose an inspector who has or had the request: i-2, i-1."


@world.examples(40)
@given(world.worlds(most_bookings=0))
def test_who_holds_is_who_is_listed(scene: world.World) -> None:
    for file, person in product(scene.files, scene.people):
        refused = naive.request_refusals(scene.policy, [], file, person, scene.at)
        for rule in ("inspector.holds_request", "inspector.execution_staff"):
            finding = judged(rule, inspector=person, request=file)
            assert finding.refused is (rule in refused)


def test_the_predicate_of_holds_request() -> None:
    predicate = rule_of("inspector.holds_request").predicate
    assert [predicate(a, b) for a, b in product([0, 1], repeat=2)] == [0, 1, 1, 1]
    assert repr(predicate(*terms("has had"))) == "(has | had)"


@pytest.mark.parametrize(
    ("in_place_of", "outcome"),
    [
        pytest.param("i-2", PASSED, id="of-who-has-it"),
        pytest.param("i-1", PASSED, id="of-who-had-it"),
        pytest.param("i-3", REFUSED, id="of-neither"),
        pytest.param(None, REFUSED, id="of-nobody"),
    ],
)
def test_whoever_stands_in_holds_what_the_other_holds(
    in_place_of: str | None, outcome: str
) -> None:
    finding = judged(
        "inspector.holds_request",
        inspector=Inspector("i-9"),
        in_place_of=in_place_of,
        request=world.STEFAN,
    )
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, "i-9", ("i-2", "i-1"))


def test_who_has_the_request_holds_it_in_whoever_s_place() -> None:
    finding = judged(
        "inspector.holds_request", inspector=world.DAN, in_place_of="i-3", request=world.STEFAN
    )
    assert finding.outcome is PASSED


def test_a_stand_in_whom_the_office_does_not_have_holds_nothing() -> None:
    finding = judged(
        "inspector.holds_request",
        inspector=None,
        inspector_id="i-9",
        in_place_of="i-2",
        request=world.STEFAN,
    )
    assert finding.outcome is REFUSED
    assert "unknown" in dict(finding.staff)


# --- inspector.execution_staff ----------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "outcome", "words"),
    [
        ("execution", PASSED, Text("personal de execuție", "execution staff")),
        ("director", REFUSED, Text("director", "director")),
        ("deputy_mayor", REFUSED, Text("viceprimar", "deputy mayor")),
        (
            "public_administrator",
            REFUSED,
            Text("administrator public", "public administrator"),
        ),
        ("secretary_general", REFUSED, Text("secretar general", "secretary general")),
        ("mayor", REFUSED, Text("primar", "mayor")),
    ],
)
def test_only_execution_staff(role: Any, outcome: str, words: Text) -> None:
    finding = judged("inspector.execution_staff", inspector=Inspector("i-1", role=role))
    assert (finding.outcome, finding.measured) == (outcome, words)


def test_the_roles_are_all_in_the_table() -> None:
    assert len(Role) == 6


def test_execution_staff_needs_an_inspector() -> None:
    finding = judged("inspector.execution_staff", inspector=None)
    assert finding.outcome is NOT_APPLICABLE


def test_the_predicate_of_execution_staff() -> None:
    predicate = rule_of("inspector.execution_staff").predicate
    assert [predicate(each) for each in (0, 1, False, True)] == [False, True, False, True]
    assert repr(predicate(*terms("staff"))) == "(staff == 1)"


# --- inspector.may_take_over ------------------------------------------------------------

IN_TAXES = Inspector("i-3", "Moga Ion", department="taxe")
HOLDER = Inspector("i-1", "Mureșan Ioana", department="urbanism", deputies=["i-4", "i-5"])
FORMER, AS_A_DEPUTY, COLLEAGUE = (
    Inspector("i-2", "Dănilă Dan", department="taxe"),
    Inspector("i-5", "Roman Ana", department="taxe"),
    Inspector("i-6", "Pop Vlad", department="urbanism"),
)
FILE = Request("1/305", world.NAME, world.FILED, "i-1", former_inspectors=["i-2", "i-7"])
ALL_TITLES = tuple(TakesOver)

TITLES: list[Any] = [
    pytest.param(FORMER, ["former_holder"], id="who-had-it"),
    pytest.param(AS_A_DEPUTY, ["deputy"], id="a-deputy"),
    pytest.param(COLLEAGUE, ["department"], id="a-colleague"),
    pytest.param(IN_TAXES, [], id="of-another-department"),
    pytest.param(Inspector("i-8"), [], id="of-no-department"),
    pytest.param(Inspector("i-6", role="director", department="urbanism"), [], id="their-director"),
    pytest.param(Inspector("i-6", department="Urbanism"), [], id="a-name-is-not-folded"),
    pytest.param(
        Inspector("i-2", department="urbanism"), ["former_holder", "department"], id="two-titles"
    ),
]


@pytest.mark.parametrize(("who", "titles"), TITLES)
def test_the_titles_to_take_over(who: Inspector, titles: list[str]) -> None:
    policy = world.policy()
    assert titles_to_take_over(policy, who, HOLDER, FILE) == tuple(map(TakesOver, titles))
    finding = judged("inspector.may_take_over", inspector=who, holder=HOLDER, request=FILE)
    assert finding.outcome is (PASSED if titles else REFUSED)
    assert dict(finding.more) == {"inspector": who.id}
    words = [TakesOver(each).words.en for each in titles] or ["without standing to do so"]
    assert isinstance(finding.measured, Text)
    assert finding.measured.en == ", ".join(words)


def test_every_title_at_once_in_the_order_of_the_policy() -> None:
    who = Inspector("i-2", department="urbanism")
    holder = Inspector("i-1", department="urbanism", deputies=["i-2"])
    assert titles_to_take_over(world.policy(), who, holder, FILE) == ALL_TITLES
    for index in range(len(ALL_TITLES)):
        left = ALL_TITLES[:index] + ALL_TITLES[index + 1 :]
        policy = world.policy(take_over=left[::-1])
        assert titles_to_take_over(policy, who, holder, FILE) == left[::-1]
    assert titles_to_take_over(world.policy(take_over=[]), who, holder, FILE) == ()


def test_without_a_holder_only_who_had_the_request_may() -> None:
    for who, titles in (
        (FORMER, (TakesOver.FORMER_HOLDER,)),
        (AS_A_DEPUTY, ()),
        (COLLEAGUE, ()),
        (Inspector("i-8"), ()),
    ):
        assert titles_to_take_over(world.policy(), who, None, FILE) == titles


def test_without_a_request_nobody_had_it() -> None:
    for who, titles in (
        (FORMER, ()),
        (AS_A_DEPUTY, (TakesOver.DEPUTY,)),
        (COLLEAGUE, (TakesOver.DEPARTMENT,)),
    ):
        assert titles_to_take_over(world.policy(), who, HOLDER, None) == titles


def test_two_of_no_department_are_not_of_one() -> None:
    holder = Inspector("i-1")
    assert titles_to_take_over(world.policy(), Inspector("i-8"), holder, FILE) == ()


@pytest.mark.parametrize("titles", [(), ALL_TITLES])
def test_whoever_has_the_request_now_takes_over(titles: Any) -> None:
    """The request may have moved since the booking was made."""
    finding = judged(
        "inspector.may_take_over",
        inspector=Inspector("i-1"),
        holder=Inspector("i-1"),
        request=FILE,
        policy={"take_over": titles},
    )
    assert finding.outcome is PASSED


def test_an_audience_is_not_taken_over_by_who_has_the_request() -> None:
    finding = judged(
        "inspector.may_take_over",
        inspector=Inspector("i-1"),
        holder=DEPUTY,
        request=FILE,
        policy=AUDIENCES,
    )
    assert finding.outcome is REFUSED


def test_an_audience_is_taken_over_by_the_official_s_deputy() -> None:
    mayor = Inspector("p-1", role="mayor", deputies=["v-1"])
    finding = judged(
        "inspector.may_take_over", inspector=DEPUTY, holder=mayor, request=None, policy=AUDIENCES
    )
    assert finding.outcome is PASSED


def test_an_audience_is_given_back_to_the_official_whose_it_is() -> None:
    """A deputy stood in, and the official is there after all."""
    mayor = Inspector("p-1", role="mayor", deputies=["v-1"])
    finding = judged(
        "inspector.may_take_over", inspector=mayor, holder=mayor, request=None, policy=AUDIENCES
    )
    assert finding.outcome is PASSED


def test_a_meeting_about_a_request_that_is_not_on_record_is_given_back_too() -> None:
    holder = Inspector("i-1")
    finding = judged("inspector.may_take_over", inspector=holder, holder=holder, request=None)
    assert finding.outcome is PASSED
    assert finding.measured == Text("cel căruia îi revine întâlnirea", "whose meeting it is")


def test_nobody_unknown_may_take_over() -> None:
    finding = judged("inspector.may_take_over", inspector=None, holder=HOLDER, request=FILE)
    assert finding.outcome is REFUSED


def test_who_may_take_over_is_said_in_the_reader_s_language() -> None:
    """The names of the titles are for machines: «former_holder» is no word of either."""
    refused = judged("inspector.may_take_over", inspector=IN_TAXES, holder=HOLDER, request=FILE)
    passed = judged("inspector.may_take_over", inspector=FORMER, holder=HOLDER, request=FILE)
    holder = judged("inspector.may_take_over", inspector=HOLDER, holder=HOLDER, request=FILE)
    ro = [refused.message("ro"), refused.remedy("ro"), passed.message("ro"), holder.message("ro")]
    en = [refused.message("en"), refused.remedy("en"), passed.message("en")]
    assert not [each for each in ro for word in ("holder", "deputy", "department") if word in each]
    assert not [each for each in en if "_" in each]


def test_an_id_is_told_as_it_is() -> None:
    """A sentence begins with a capital, but «I-3» is the id of somebody else, or of nobody."""
    finding = judged("inspector.may_take_over", inspector=IN_TAXES, holder=HOLDER, request=FILE)
    for code in LANGUAGES:
        assert "i-3" in finding.message(code)


def test_the_predicate_of_may_take_over() -> None:
    predicate = rule_of("inspector.may_take_over").predicate
    assert repr(predicate(*terms("has may"))) == "(has | may)"
    one_answer_for_all(predicate, lambda has, may: has or may, TRUTHS, TRUTHS)


# --- inspector.present ------------------------------------------------------------------

# The meeting is on Thursday 26 November 2026 at 10:00, for 15 minutes.


def absence(first: str, last: str) -> Absence:
    day_or_instant = [
        date.fromisoformat(each) if len(each) == 10 else world.local(each) for each in (first, last)
    ]
    return Absence(*day_or_instant)


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [
        pytest.param("2026-11-26", "2026-11-26", True, id="that-day"),
        pytest.param("2026-11-25", "2026-11-27", True, id="around-it"),
        pytest.param("2026-11-20", "2026-11-25", False, id="until-the-day-before"),
        pytest.param("2026-11-27", "2026-12-01", False, id="from-the-day-after"),
        pytest.param("2026-11-26 09:00", "2026-11-26 10:00", False, id="ends-as-it-starts"),
        pytest.param("2026-11-26 09:00", "2026-11-26 10:01", True, id="ends-a-minute-later"),
        pytest.param("2026-11-26 10:15", "2026-11-26 11:00", False, id="starts-as-it-ends"),
        pytest.param("2026-11-26 10:14", "2026-11-26 11:00", True, id="starts-a-minute-before"),
        pytest.param("2026-11-26 10:05", "2026-11-26 10:06", True, id="inside-it"),
        pytest.param("2026-11-25", "2026-11-26 10:00", False, id="a-date-to-an-instant"),
        pytest.param("2026-11-26 10:14", "2026-11-26", True, id="an-instant-to-a-date"),
        pytest.param("2026-11-26 10:15", "2026-11-27", False, id="an-instant-after-it"),
    ],
)
def test_not_away(first: str, last: str, away: bool) -> None:
    person = Inspector("i-1", absences=[absence(first, last)])
    finding = judged("inspector.present", inspector=person)
    assert finding.outcome is (REFUSED if away else PASSED)
    assert (finding.measured, finding.limit) == (int(away), 0)
    assert [name for name, _ in finding.more] == (["from_", "to"] if away else [])


def test_present_in_words() -> None:
    whole_days = absence("2026-11-26", "2026-11-27")
    person = Inspector("i-1", absences=[whole_days, whole_days])
    finding = judged("inspector.present", inspector=person)
    assert finding.measured == 2
    assert finding.message("ro") == ("Inspectorul lipsește: 26–27 noiembrie 2026, inclusiv.")
    assert finding.message("en") == "The inspector is away: 26–27 November 2026, inclusive."
    for first, last in (("2026-11-26", "2026-11-27 12:00"), ("2026-11-26 09:00", "2026-11-26")):
        person = Inspector("i-1", absences=[absence(first, last)])
        assert (
            judged("inspector.present", inspector=person)
            .message("ro")
            .startswith("Inspectorul lipsește de joi, 26 noiembrie 2026, ora 0")
        )
    assert dict(finding.more)["to"] == world.local("2026-11-28 00:00")


def test_of_two_absences_the_first_is_named() -> None:
    person = Inspector(
        "i-1",
        absences=[
            absence("2026-11-26", "2026-11-26"),
            absence("2026-11-25", "2026-11-27"),
        ],
    )
    away = dict(judged("inspector.present", inspector=person).more)
    assert away == {
        "from_": world.local("2026-11-26 00:00"),
        "to": world.local("2026-11-27 00:00"),
    }


def test_present_needs_an_inspector() -> None:
    assert judged("inspector.present", inspector=None).outcome is NOT_APPLICABLE


def test_a_day_of_the_clock_change_is_absent_to_its_end() -> None:
    person = Inspector(
        "i-1",
        absences=[absence("2026-10-25", "2026-10-25")],
    )
    last = world.slot("2026-10-25 23:45")
    after = world.slot("2026-10-26 00:00")
    assert judged("inspector.present", inspector=person, slot=last).outcome is REFUSED
    assert judged("inspector.present", inspector=person, slot=after).outcome is PASSED


@world.examples(80)
@given(st.data())
def test_away_is_to_share_a_minute(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.ANCHORS))
    times = data.draw(st.lists(world.absences(anchor), min_size=1, max_size=2))
    start = data.draw(world.instants_around(anchor))
    wanted = Slot(start, data.draw(st.integers(1, 90)))
    finding = judged(
        "inspector.present",
        inspector=Inspector("i-1", absences=times),
        slot=wanted,
    )
    meeting = (start, start + timedelta(minutes=wanted.minutes))
    shared = [naive.share_a_minute(meeting, naive.away(each)) for each in times]
    assert finding.refused is any(shared)
    assert finding.measured == sum(shared)


def test_the_predicate_of_present() -> None:
    predicate = rule_of("inspector.present").predicate
    assert [predicate(count) for count in (0, 1, 2)] == [True, False, False]
    assert repr(predicate(*terms("count"))) == "(count == 0)"


@pytest.mark.parametrize("holder", ["i-1", "i-2"])
def test_a_substitute_to_whom_the_request_came_holds_it(holder: str) -> None:
    file = Request("1/305", world.NAME, world.FILED, holder)
    finding = judged(
        "inspector.holds_request", inspector=Inspector("i-2"), in_place_of="i-1", request=file
    )
    assert finding.outcome is PASSED
