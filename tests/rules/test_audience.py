"""Rules about audiences with the leadership, as the city's page states them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _world as world
from tests.rules._scene import (
    ADMINISTRATOR,
    AUDIENCES,
    DEPUTY,
    MAYOR,
    NOT_APPLICABLE,
    PASSED,
    REASON,
    REFUSED,
    SECRETARY,
    TAXES,
    URBANISM,
    WEDNESDAY,
    audience,
    case,
    facts_of,
    judged,
    judged_audience,
)
from tests.rules._terms import TRUTHS, one_answer_for_all, terms
from tichet_rules import Booking, Inspector, Request, Role, Text, Week, rule_of
from tichet_rules.text import LANGUAGES

AUDIENCE_RULES = tuple(each for each in AUDIENCES.rules if each.startswith("audience."))

# --- what holds for all of them ---------------------------------------------------------


@pytest.mark.parametrize(
    "rule", ["audience.prior_request", "audience.prior_step", "audience.reason"]
)
def test_a_booking_that_is_moved_was_judged_when_it_was_made(rule: str) -> None:
    """A move brings no facts about the citizen, so there is nothing to judge again."""
    for official in (URBANISM, DEPUTY, MAYOR, None):
        finding = judged(rule, inspector=official, policy=AUDIENCES)
        assert (finding.outcome, finding.measured, finding.limit) == (NOT_APPLICABLE, None, None)


def test_the_preset_lets_a_well_founded_audience_pass_every_rule() -> None:
    refused = Request("119368/305", world.NAME, world.FILED, "i-1", "answered", date(2026, 2, 9))
    negative = attrs.evolve(refused, answer="negative")
    for rule in AUDIENCE_RULES:
        outcome = judged_audience(rule, request=negative).outcome
        assert outcome is (NOT_APPLICABLE if rule == "audience.prior_step" else PASSED)


PREDICATES: list[Any] = [
    ("audience.official", "is_met", "(is_met == 1)", lambda met: met == 1, [(0, 1)]),
    (
        "audience.prior_request",
        "theirs negative unanswered",
        "(theirs & (negative | unanswered))",
        lambda theirs, negative, unanswered: theirs and (negative or unanswered),
        [TRUTHS] * 3,
    ),
    (
        "audience.prior_step",
        "held theirs step competent",
        "(((held & theirs) & step) & competent)",
        lambda *facts: all(facts),
        [TRUTHS] * 4,
    ),
    (
        "audience.reason",
        "words least",
        "(words >= least)",
        lambda words, least: words >= least,
        [range(4), range(1, 4)],
    ),
    ("audience.competence", "within", "(within == 1)", lambda within: within == 1, [(0, 1)]),
    (
        "audience.daily_limit",
        "people most",
        "(people < most)",
        lambda people, most: people < most,
        [range(4), range(1, 4)],
    ),
    ("audience.answer_requested", "asked", "(asked == 1)", lambda asked: asked == 1, [(0, 1)]),
]


@pytest.mark.parametrize(
    ("rule", "names", "written", "truth", "domains"), PREDICATES, ids=lambda each: str(each)[:24]
)
def test_the_predicates(rule: str, names: str, written: str, truth: Any, domains: Any) -> None:
    predicate = rule_of(rule).predicate
    assert repr(predicate(*terms(names))) == written
    one_answer_for_all(predicate, truth, *domains)


def test_the_day_is_judged_by_the_predicate_of_the_working_hours() -> None:
    assert rule_of("audience.day").predicate is rule_of("slot.working_hours").predicate


def test_every_audience_rule_has_its_predicate_in_the_table() -> None:
    asked = {each for each, *_ in PREDICATES} | {"audience.day"}
    assert asked == {*AUDIENCE_RULES, "audience.answer_requested"}


# --- audience.official ------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_the_leadership_holds_audiences(role: Role) -> None:
    finding = judged_audience("audience.official", inspector=Inspector("x-1", role=role))
    leads = role is not Role.EXECUTION
    assert (finding.outcome, finding.measured) == (PASSED if leads else REFUSED, role.words)


def test_the_policy_names_the_roles() -> None:
    only_the_mayor = {"meets": ["mayor"]}
    assert judged_audience("audience.official", policy=only_the_mayor).outcome is REFUSED
    mayor = judged_audience("audience.official", policy=only_the_mayor, inspector=MAYOR)
    assert mayor.outcome is PASSED


def test_an_official_whom_the_office_does_not_have_is_refused() -> None:
    finding = judged_audience("audience.official", inspector=None)
    assert (finding.outcome, finding.measured) == (REFUSED, Text("necunoscut", "unknown"))


def test_the_official_in_words() -> None:
    finding = judged_audience("audience.official", inspector=world.IOANA)
    assert finding.message("ro") == "Acest rol nu ține audiențe: personal de execuție."
    assert finding.message("en") == "This role holds no audiences: execution staff."
    assert finding.remedy("ro") == "Cu personalul de execuție se vorbește prin Tichetul Albastru."


# --- audience.prior_request -------------------------------------------------------------


def request(status: str = "in_operation", answer: str | None = None, **changes: Any) -> Request:
    facts: dict[str, Any] = {
        "number": "119368/305",
        "applicant": world.NAME,
        "filed_on": world.FILED,
        "inspector": "i-1",
        "status": status,
        "communicated_on": date(2026, 2, 9) if status == "answered" else None,
        "answer": answer,
    }
    return Request(**(facts | changes))


NEGATIVE = Text("răspuns negativ", "answered negatively")
FAVOURABLE = Text("răspuns favorabil", "answered favourably")
UNANSWERED = Text("fără răspuns", "not answered")


@pytest.mark.parametrize(
    ("filed", "outcome", "measured"),
    [
        pytest.param(request("answered", "negative"), PASSED, NEGATIVE, id="negative"),
        pytest.param(request(), PASSED, UNANSWERED, id="not-answered"),
        pytest.param(request("answered", "favourable"), REFUSED, FAVOURABLE, id="favourable"),
        pytest.param(
            request("answered"), REFUSED, Text("cu răspuns", "answered"), id="answer-not-on-record"
        ),
        pytest.param(request("withdrawn"), REFUSED, Text("retrasă", "withdrawn"), id="withdrawn"),
        pytest.param(request("archived"), REFUSED, Text("arhivată", "archived"), id="archived"),
    ],
)
def test_answered_negatively_or_not_answered(filed: Request, outcome: str, measured: Text) -> None:
    finding = judged_audience("audience.prior_request", request=filed)
    assert (finding.outcome, finding.measured) == (outcome, measured)
    if finding.refused:
        assert measured.ro in finding.message("ro")
        assert measured.en in finding.message("en")


def test_a_waiting_term_does_not_concern_a_request_that_was_answered() -> None:
    long_ago = {"unanswered_days": 36_600}
    for answer, outcome in (("negative", PASSED), ("favourable", REFUSED)):
        finding = judged_audience(
            "audience.prior_request", policy=long_ago, request=request("answered", answer)
        )
        assert finding.outcome is outcome


@pytest.mark.parametrize(
    ("days", "filed", "at", "outcome"),
    [
        (30, date(2026, 10, 26), "2026-11-24 10:00", REFUSED),
        (30, date(2026, 10, 25), "2026-11-24 10:00", PASSED),
        (30, date(2026, 10, 24), "2026-11-24 10:00", PASSED),
        (30, date(2026, 10, 25), "2026-11-24 00:00", PASSED),  # local days, not hours
        (30, date(2026, 10, 25), "2026-11-23 23:59", REFUSED),
        (0, date(2026, 11, 24), "2026-11-24 00:00", PASSED),
        (1, date(2026, 11, 24), "2026-11-24 23:59", REFUSED),
        (1, date(2026, 11, 24), "2026-11-25 00:00", PASSED),
        (1, date(2026, 3, 28), "2026-03-29 00:00", PASSED),  # the clocks change that night
        (1, date(2026, 3, 29), "2026-03-30 00:00", PASSED),
        (1, date(2026, 10, 25), "2026-10-25 23:59", REFUSED),
        (1, date(2026, 10, 25), "2026-10-26 00:00", PASSED),
    ],
)
def test_not_answered_once_the_days_have_passed(
    days: int, filed: date, at: str, outcome: str
) -> None:
    finding = judged_audience(
        "audience.prior_request",
        policy={"unanswered_days": days},
        request=request(filed_on=filed),
        at=world.local(at),
    )
    assert finding.outcome is outcome


@given(st.dates(date(2026, 1, 1), date(2026, 11, 24)), st.integers(0, 400))
def test_days_are_counted_from_the_filing(filed: date, days: int) -> None:
    finding = judged_audience(
        "audience.prior_request",
        policy={"unanswered_days": days},
        request=request(filed_on=filed),
    )
    assert finding.refused is (filed + timedelta(days=days) > date(2026, 11, 24))


@pytest.mark.parametrize("official", [DEPUTY, ADMINISTRATOR, SECRETARY, MAYOR, world.IOANA, None])
def test_only_a_director_asks_for_an_earlier_request(official: Inspector | None) -> None:
    for owns in (True, False):
        finding = judged_audience(
            "audience.prior_request", facts_of(owns_request=owns), inspector=official, request=None
        )
        assert finding.outcome is NOT_APPLICABLE


def test_the_public_is_not_told_whether_the_number_or_the_name_differs() -> None:
    not_theirs = facts_of(owns_request=False)
    unknown = judged_audience("audience.prior_request", not_theirs, request=None)
    anothers = [
        judged_audience("audience.prior_request", not_theirs, request=each)
        for each in (
            request(),
            request("answered", "negative"),
            request("answered", "favourable"),
            request("withdrawn"),
        )
    ]
    for finding in anothers:
        assert finding.outcome is unknown.outcome is REFUSED
        assert attrs.evolve(finding, staff=()) == attrs.evolve(unknown, staff=())
        for code in LANGUAGES:
            assert finding.message(code) == unknown.message(code)
            assert finding.remedy(code) == unknown.remedy(code)
        assert "[numărul este cunoscut = da]" in finding.message("ro", staff=True)
        assert "[number_known = yes]" in finding.message("en", staff=True)
    assert "[numărul este cunoscut = nu]" in unknown.message("ro", staff=True)
    assert "[number_known = no]" in unknown.message("en", staff=True)


def test_the_earlier_request_in_words() -> None:
    finding = judged_audience("audience.prior_request", request=None)
    assert finding.message("ro") == (
        "Nu s-a dovedit o cerere anterioară cu răspuns negativ sau fără răspuns: niciuna."
    )
    assert finding.message("en") == (
        "No earlier request was proven that was answered negatively or not answered: none."
    )


def test_the_public_is_not_told_the_filing_date() -> None:
    """The date is the third thing that identifies a request for a blue ticket."""
    finding = judged_audience("audience.prior_request", request=request())
    assert finding.outcome is PASSED
    assert finding.more == ()
    assert dict(finding.staff) == {"filed_on": world.FILED}
    assert "[depusă = " in finding.message("ro", staff=True)
    assert "[filed_on = " in finding.message("en", staff=True)


def test_a_request_that_still_waits_is_not_said_to_be_unanswered() -> None:
    """A refusal has to say why: the term in which an answer may still come has not passed."""
    finding = judged_audience(
        "audience.prior_request",
        policy={"unanswered_days": 30},
        request=request(filed_on=date(2026, 10, 26)),
    )
    assert finding.refused
    assert finding.measured == Text(
        "încă în termenul de răspuns", "still within the time to answer"
    )


# --- audience.prior_step ----------------------------------------------------------------

ENDED = "2026-11-23 11:00"  # the Monday before the question, Tuesday 24 November at 10:00
HELD = audience("b-1", URBANISM, ENDED, status="held")
ROLES = {
    "director": Text("director", "director"),
    "deputy_mayor": Text("viceprimar", "deputy mayor"),
}
NONE = Text("niciuna", "none")
SHOWS_NOTHING = Text("nu arată o audiență avută", "shows no audience that was held")


@pytest.mark.parametrize(
    ("official", "met", "outcome"),
    [
        *((each, URBANISM, PASSED) for each in (DEPUTY, ADMINISTRATOR, SECRETARY)),
        *((each, DEPUTY, REFUSED) for each in (DEPUTY, ADMINISTRATOR, SECRETARY)),
        *((each, MAYOR, REFUSED) for each in (DEPUTY, ADMINISTRATOR, SECRETARY)),
        (MAYOR, DEPUTY, PASSED),
        (MAYOR, URBANISM, REFUSED),
        (MAYOR, ADMINISTRATOR, REFUSED),
        (MAYOR, SECRETARY, REFUSED),
        (MAYOR, MAYOR, REFUSED),
        (MAYOR, world.IOANA, REFUSED),
    ],
    ids=lambda each: getattr(each, "id", None),
)
def test_the_ladder(official: Inspector, met: Inspector, outcome: str) -> None:
    prior = audience("b-1", met, ENDED, status="held")
    finding = judged_audience(
        "audience.prior_step", facts_of(prior=prior, prior_official=met), inspector=official
    )
    before = "deputy_mayor" if official is MAYOR else "director"
    assert (finding.outcome, finding.limit) == (outcome, ROLES[before])
    assert finding.measured == met.role.words
    assert dict(finding.staff) == {"booking": "b-1", "status": Text("a avut loc", "held")}


@pytest.mark.parametrize("official", [URBANISM, world.IOANA, None])
def test_nobody_comes_before_a_director(official: Inspector | None) -> None:
    finding = judged_audience("audience.prior_step", inspector=official)
    assert (finding.outcome, finding.limit) == (NOT_APPLICABLE, None)


@pytest.mark.parametrize("official", [URBANISM, DEPUTY, ADMINISTRATOR, SECRETARY, MAYOR])
def test_without_a_ladder_every_step_can_be_the_first(official: Inspector) -> None:
    finding = judged_audience("audience.prior_step", policy={"ladder": {}}, inspector=official)
    assert finding.outcome is NOT_APPLICABLE


def test_one_of_several_roles_before_is_enough() -> None:
    ladder = {"ladder": {"mayor": ["secretary_general", "director"]}}
    for met, outcome in ((URBANISM, PASSED), (SECRETARY, PASSED), (DEPUTY, REFUSED)):
        finding = judged_audience(
            "audience.prior_step",
            facts_of(prior=audience("b-1", met, ENDED, status="held"), prior_official=met),
            ladder,
            inspector=MAYOR,
        )
        assert finding.outcome is outcome
        assert finding.limit == Text("director, secretar general", "director, secretary general")


PROOFS = [
    pytest.param(HELD, True, id="held"),
    pytest.param(audience("b-1", URBANISM, ENDED), False, id="nobody-said-what-became-of-it"),
    pytest.param(audience("b-1", URBANISM, ENDED, status="cancelled"), False, id="cancelled"),
    pytest.param(audience("b-1", URBANISM, ENDED, status="no_show"), False, id="no-show"),
    pytest.param(audience("b-1", URBANISM, "2026-12-02 11:00"), False, id="still-to-come"),
    pytest.param(
        audience("b-1", URBANISM, "2026-12-02 11:00", status="held"), False, id="in-the-future"
    ),
    pytest.param(
        audience("b-1", URBANISM, "2026-11-24 09:45", status="held"), True, id="it-ends-now"
    ),
    pytest.param(audience("b-1", URBANISM, "2026-11-24 09:46", status="held"), False, id="it-runs"),
    pytest.param(attrs.evolve(HELD, applicant="name:ana pop"), False, id="somebody-else's"),
    pytest.param(attrs.evolve(HELD, procedure="blue_ticket"), False, id="a-blue-ticket"),
    pytest.param(attrs.evolve(HELD, request=None), True, id="without-a-request"),
]


@pytest.mark.parametrize(("prior", "proves"), PROOFS)
def test_only_an_audience_that_was_held_with_this_citizen_proves_a_step(
    prior: Booking, proves: bool
) -> None:
    finding = judged_audience(
        "audience.prior_step", facts_of(prior=prior, prior_official=URBANISM), inspector=DEPUTY
    )
    assert finding.outcome is (PASSED if proves else REFUSED)
    theirs = prior.applicant == world.ANA.applicant.key
    assert finding.measured == (ROLES["director"] if proves else SHOWS_NOTHING if theirs else NONE)
    assert dict(finding.staff) == {"booking": "b-1", "status": prior.status.words}
    assert "[booking = b-1; status = " in finding.message("en", staff=True)
    assert "b-1" not in finding.message("en")


def test_no_proof_was_given() -> None:
    finding = judged_audience("audience.prior_step", inspector=MAYOR)
    assert (finding.outcome, finding.measured, finding.limit) == (
        REFUSED,
        NONE,
        ROLES["deputy_mayor"],
    )
    assert finding.message("ro") == (
        "Înainte se cere o audiență la: viceprimar. Dovada dată: niciuna."
    )
    assert finding.message("en") == (
        "An audience is needed first with: deputy mayor. The proof given: none."
    )
    assert finding.remedy("en") == (
        "Ask first for an audience with: deputy mayor; then name it here."
    )


def test_the_public_is_not_told_whether_a_booking_of_somebody_else_exists() -> None:
    """Ids are made of a request's number and a start: whoever guesses one learns nothing."""
    unknown = judged_audience("audience.prior_step", inspector=DEPUTY)
    anothers = judged_audience(
        "audience.prior_step",
        facts_of(prior=attrs.evolve(HELD, applicant="name:x"), prior_official=URBANISM),
        inspector=DEPUTY,
    )
    assert attrs.evolve(anothers, staff=()) == attrs.evolve(unknown, staff=())


def test_an_official_whom_the_office_does_not_have_any_more_proves_no_step() -> None:
    finding = judged_audience(
        "audience.prior_step", facts_of(prior=HELD, prior_official=None), inspector=DEPUTY
    )
    assert (finding.outcome, finding.measured) == (REFUSED, SHOWS_NOTHING)


NOWHERE = attrs.evolve(URBANISM, department=None)


@pytest.mark.parametrize(
    ("met", "wanted", "outcome"),
    [
        pytest.param(URBANISM, "urbanism", PASSED, id="the-competent-director"),
        pytest.param(TAXES, "urbanism", REFUSED, id="another-department's"),
        pytest.param(TAXES, None, PASSED, id="the-request-has-no-department"),
        pytest.param(NOWHERE, "urbanism", PASSED, id="the-director-has-no-department"),
        pytest.param(NOWHERE, None, PASSED, id="neither-has"),
        pytest.param(attrs.evolve(TAXES, department="Urbanism"), "urbanism", REFUSED, id="case"),
    ],
)
def test_the_director_is_the_one_of_the_department_that_has_the_request(
    met: Inspector, wanted: str | None, outcome: str
) -> None:
    finding = judged_audience(
        "audience.prior_step",
        facts_of(prior=HELD, prior_official=met, department=wanted),
        inspector=DEPUTY,
    )
    assert finding.outcome is outcome


def test_a_deputy_mayor_is_competent_for_every_department() -> None:
    deputy = attrs.evolve(DEPUTY, department="taxe")
    finding = judged_audience(
        "audience.prior_step",
        facts_of(
            prior=audience("b-1", deputy, ENDED, status="held"),
            prior_official=deputy,
            department="urbanism",
        ),
        inspector=MAYOR,
    )
    assert finding.outcome is PASSED


def test_a_refusal_says_that_the_director_was_not_the_competent_one() -> None:
    """«First with: director. The proof given: director.» does not say what is missing."""
    finding = judged_audience(
        "audience.prior_step",
        facts_of(prior=HELD, prior_official=TAXES, department="urbanism"),
        inspector=DEPUTY,
    )
    assert finding.refused
    assert finding.measured == Text(
        "director al altei direcții", "a director of another department"
    )


def test_an_audience_of_another_department_that_was_not_held_is_first_of_all_not_held() -> None:
    finding = judged_audience(
        "audience.prior_step",
        facts_of(
            prior=attrs.evolve(HELD, status="no_show"),
            prior_official=TAXES,
            department="urbanism",
        ),
        inspector=DEPUTY,
    )
    assert (finding.outcome, finding.measured) == (REFUSED, SHOWS_NOTHING)


# --- audience.reason --------------------------------------------------------------------


def wide(text: str) -> str:
    """As an East Asian keyboard types it."""
    return "".join("\u3000" if each == " " else chr(ord(each) + 0xFEE0) for each in text)


GENERAL = (
    "probleme personale",
    "PROBLEME PERSONALE",
    "Probleme personale.",
    "  probleme\t–\npersonale!!! ",
    "„Probleme”, «personale»",
    "personale probleme",
    "probleme, probleme personale; probleme",
    "p r o b l e m e  p e r s o n a l e",
    "probleme personale 12 / 2026",
    "PROBLÈME PÉRSONALE",
    wide("probleme personale"),
)


@pytest.mark.parametrize("reason", GENERAL)
def test_a_general_reason_says_nothing_however_it_is_written(reason: str) -> None:
    finding = judged_audience("audience.reason", facts_of(reason=reason))
    assert (finding.outcome, finding.measured, finding.limit) == (REFUSED, 0, 2)


@pytest.mark.parametrize(
    ("general", "reason"),
    [
        ("chestiuni de locuință și sănătate", "CHESTIUNI DE LOCUINTA SI SANATATE"),
        ("chestiuni de locuinţă şi sănătate", "chestiuni de locuință și sănătate"),  # cedillas
        ("chestiuni de locuință și sănătate", "chestiuni de locuinţă şi sănătate"),
        ("chestiuni de locuință și sănătate", "Chestiuni de locuint\u0326a\u0306, "),
        ("CHESTIUNI; DE: LOCUINȚĂ", "chestiuni de locuință"),
        ("situație de fațadă", "Situaţie – de «faţadă»?"),
    ],
)
def test_a_general_reason_is_recognised_with_and_without_diacritics(
    general: str, reason: str
) -> None:
    finding = judged_audience(
        "audience.reason", facts_of(reason=reason), {"general_reasons": ["altele", general]}
    )
    assert (finding.outcome, finding.measured) == (REFUSED, 0)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", 0),
        (None, 0),
        (" \n\t ", 0),
        ("?!…", 0),
        ("12 2026 305", 0),
        (f"١٢ {wide('34')} ²", 0),  # digits of other scripts
        ("a b c d e", 0),
        ("ș ț", 0),
        ("autorizație", 1),
        ("autorizație AUTORIZATIE Autorizaţie", 1),  # one word, three times
        ("autorizație de construire", 3),
        ("probleme personale cu autorizația", 2),
        ("a 1 autorizație 305 b construire", 2),
        ("la 3a", 2),
        ("autorizația-construire", 2),
        ("разрешение на строительство", 3),
        ("建築 許可", 2),
    ],
)
def test_the_words_that_say_something_are_counted_once(reason: str | None, words: int) -> None:
    finding = judged_audience("audience.reason", facts_of(reason=reason))
    assert (finding.outcome, finding.measured, finding.limit) == (
        PASSED if words >= 2 else REFUSED,
        words,
        2,
    )


@pytest.mark.parametrize(("least", "outcome"), [(1, PASSED), (3, PASSED), (4, REFUSED)])
def test_the_policy_says_how_many_words(least: int, outcome: str) -> None:
    finding = judged_audience(
        "audience.reason",
        facts_of(reason="autorizație de construire"),
        {"reason_min_words": least},
    )
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, 3, least)


def test_without_general_reasons_every_word_says_something() -> None:
    finding = judged_audience(
        "audience.reason", facts_of(reason="probleme personale"), {"general_reasons": []}
    )
    assert (finding.outcome, finding.measured) == (PASSED, 2)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        pytest.param("probleme personale " * 1052, 0, id="the-general-one-again-and-again"),
        pytest.param("x" * 20_000, 1, id="one-word"),
        pytest.param(" ".join(f"cuvânt{index}" for index in range(1900)), 1900, id="many-words"),
    ],
)
def test_a_long_reason_is_judged_like_any_other(reason: str, words: int) -> None:
    finding = judged_audience("audience.reason", facts_of(reason=reason))
    assert finding.measured == words


def test_the_reason_is_in_no_message() -> None:
    marker = "zyxwmarker"
    for reason in (marker, f"{marker} pentru strada {marker}a"):
        finding = judged_audience("audience.reason", facts_of(reason=reason))
        said = [finding.message(code, staff=True) for code in LANGUAGES]
        assert marker not in f"{finding!r} {said}"
        assert marker not in f"{facts_of(reason=reason)!r}"


def test_the_reason_in_words() -> None:
    finding = judged_audience("audience.reason", facts_of(reason="Probleme personale"))
    assert finding.message("ro") == (
        "Motivul nu este arătat clar (cuvinte care spun ceva: 0; este nevoie de cel puțin 2)."
    )
    assert finding.message("en") == (
        "The reason is not stated clearly: words that say something: 0, at least 2."
    )
    assert "«probleme personale»" in finding.remedy("ro")


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("pro\u00adbleme perso\u00adnale", id="soft-hyphens"),
        pytest.param("pro\u200bbleme perso\u200bnale", id="zero-width-spaces"),
        pytest.param("pro\ufe0fbleme perso\u034fnale", id="ignorable-marks"),
        pytest.param("__ ___ ____", id="lines-of-underscores"),
        pytest.param("probleme_personale 1_000", id="words-joined-by-underscores"),
    ],
)
def test_what_shows_nothing_makes_no_words_of_a_general_reason(reason: str) -> None:
    finding = judged_audience("audience.reason", facts_of(reason=reason))
    assert (finding.outcome, finding.measured) == (REFUSED, 0)


# --- audience.competence ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "outcome", "measured"),
    [
        (True, PASSED, Text("este", "is")),
        (False, REFUSED, Text("nu este", "is not")),
        (None, REFUSED, Text("nu s-a stabilit că este", "was not established to be")),
    ],
)
def test_only_what_the_registry_found_within_the_competence(
    within: bool | None, outcome: str, measured: Text
) -> None:
    finding = judged_audience("audience.competence", facts_of(within_competence=within))
    assert (finding.outcome, finding.measured) == (outcome, measured)
    assert finding.message("en") == (
        "The matter is within its competence."
        if within
        else f"The matter {measured.en} within the city hall's competence."
    )


def test_the_competence_in_words() -> None:
    told = [
        judged_audience("audience.competence", facts_of(within_competence=each)).message("ro")
        for each in (True, False, None)
    ]
    assert told == [
        "Problema este în competența primăriei.",
        "Problema nu este în competența primăriei.",
        "Nu s-a stabilit că problema este în competența primăriei.",
    ]


def test_the_competence_is_judged_when_the_booking_is_made() -> None:
    assert judged("audience.competence", policy=AUDIENCES).outcome is NOT_APPLICABLE


# --- audience.day -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "minutes", "outcome"),
    [
        ("2026-12-02 11:00", 15, PASSED),
        ("2026-12-02 12:45", 15, PASSED),
        ("2026-12-02 11:00", 120, PASSED),
        ("2026-12-02 10:59", 15, REFUSED),
        ("2026-12-02 12:46", 15, REFUSED),
        ("2026-12-02 13:00", 15, REFUSED),
        ("2026-12-02 11:00", 121, REFUSED),
        ("2026-12-02 09:00", 15, REFUSED),
    ],
)
def test_within_the_audience_hours(start: str, minutes: int, outcome: str) -> None:
    slot = world.slot(start, minutes)
    finding = judged_audience("audience.day", slot=slot)
    begins = world.local(start)
    ends = begins + timedelta(minutes=minutes)
    asked = f"{begins:%H:%M}-{ends:%H:%M}"
    assert (finding.outcome, finding.measured, finding.limit) == (
        outcome,
        asked,
        ("11:00-13:00",),
    )
    said = finding.message("ro"), finding.message("en")
    if finding.refused:
        assert said == (
            f"{asked} nu încape în orele de audiență ale zilei: 11:00-13:00.",
            f"{asked} does not fit the audience hours of the day: 11:00-13:00.",
        )
    else:
        assert finding.more == ()
        assert said == (
            f"{asked} este în orele de audiență: 11:00-13:00.",
            f"{asked} is within the audience hours: 11:00-13:00.",
        )


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-03", "2026-12-05"])
def test_another_day_is_no_audience_day(day: str) -> None:
    finding = judged_audience("audience.day", slot=world.slot(f"{day} 11:00"))
    assert (finding.outcome, finding.limit) == (REFUSED, ())
    assert finding.message("ro") == "Nu este zi de audiențe."
    assert finding.message("en") == "It is no audience day."
    assert finding.remedy("en") == "Choose another audience day."


def test_whoever_has_no_audience_hours_gives_none() -> None:
    finding = judged_audience("audience.day", inspector=TAXES)
    assert (finding.outcome, finding.limit) == (REFUSED, ())


def test_a_meeting_fits_one_of_the_intervals_whole() -> None:
    twice = Week.of(wed=[("11:00", "11:30"), ("11:30", "12:00"), ("14:00", "15:00")])
    official = attrs.evolve(URBANISM, audience_hours=twice)
    for start, outcome in (
        ("2026-12-02 11:15", PASSED),
        ("2026-12-02 11:20", REFUSED),  # it would reach over into the next one
        ("2026-12-02 11:30", PASSED),
        ("2026-12-02 14:45", PASSED),
    ):
        finding = judged_audience("audience.day", inspector=official, slot=world.slot(start))
        assert finding.outcome is outcome
        assert finding.limit == ("11:00-11:30", "11:30-12:00", "14:00-15:00")
        assert "11:00-11:30, 11:30-12:00, 14:00-15:00." in finding.message("ro")


def test_the_audience_hours_are_those_of_the_week_whatever_is_worked() -> None:
    """That a day is not worked is for other rules to say."""
    official = attrs.evolve(URBANISM, week=Week.of(), overrides={date(2026, 12, 2): []})
    assert judged_audience("audience.day", inspector=official).outcome is PASSED


def test_the_day_needs_an_official() -> None:
    assert judged_audience("audience.day", inspector=None).outcome is NOT_APPLICABLE
    assert case(inspector=None).audience_spans == ()


@pytest.mark.parametrize(
    ("hours", "start", "outcome"),
    [
        # On 29 March 2026 the clock goes from 03:00 to 04:00.
        (("02:00", "05:00"), "2026-03-29T02:45+02:00", PASSED),
        (("02:00", "05:00"), "2026-03-29T04:45+03:00", PASSED),
        (("02:00", "05:00"), "2026-03-29T05:00+03:00", REFUSED),
        (("03:00", "04:00"), "2026-03-29T04:00+03:00", REFUSED),  # nothing is left of it
        # On 25 October 2026 it goes from 04:00 back to 03:00.
        (("03:00", "04:00"), "2026-10-25T03:00+03:00", PASSED),
        (("03:00", "04:00"), "2026-10-25T03:45+02:00", PASSED),
        (("03:00", "04:00"), "2026-10-25T04:00+02:00", REFUSED),
        (("03:00", "04:00"), "2026-10-25T02:45+03:00", REFUSED),
    ],
)
def test_the_audience_hours_on_the_nights_of_the_clock_changes(
    hours: tuple[str, str], start: str, outcome: str
) -> None:
    official = attrs.evolve(URBANISM, audience_hours=Week.of(sun=[hours]))
    finding = judged_audience("audience.day", inspector=official, slot=world.slot(start))
    assert finding.outcome is outcome


# --- audience.daily_limit ---------------------------------------------------------------


def on_wednesday(count: int, **changes: Any) -> list[Booking]:
    """So many people in a row from 11:30 on, of Wednesday 2 December unless said otherwise."""
    first = world.local("2026-12-02 11:30")
    return [
        audience(
            f"b-{index}",
            URBANISM,
            (first + timedelta(minutes=15 * index)).isoformat(),
            **({"applicant": f"name:{index}"} | changes),
        )
        for index in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "most", "outcome"),
    [(0, 5, PASSED), (4, 5, PASSED), (5, 5, REFUSED), (6, 5, REFUSED), (0, 1, PASSED)],
)
def test_at_most_so_many_people_a_day(count: int, most: int, outcome: str) -> None:
    finding = judged_audience(
        "audience.daily_limit", policy={"daily_limit": most}, bookings=on_wednesday(count)
    )
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, count, most)


def test_the_limit_in_words() -> None:
    full = judged_audience("audience.daily_limit", bookings=on_wednesday(5))
    assert full.message("ro") == "Persoane programate deja în acea zi: 5; cel mult: 5."
    assert full.message("en") == "People booked on that day already: 5; at most: 5."
    assert full.remedy("ro") == "Alegeți o altă zi de audiențe."
    left = judged_audience("audience.daily_limit", bookings=on_wednesday(4))
    assert left.message("ro") == "Alte persoane programate în acea zi: 4; cel mult: 5."
    assert left.message("en") == "Other people booked on that day: 4; at most: 5."


def test_one_person_is_not_called_people() -> None:
    finding = judged_audience(
        "audience.daily_limit", policy={"daily_limit": 1}, bookings=on_wednesday(1)
    )
    assert finding.refused
    assert "1 people" not in finding.message("en")
    assert "1 persoane" not in finding.message("ro")


def test_people_are_counted_and_not_meetings() -> None:
    twice = on_wednesday(3, applicant="name:x")
    assert judged_audience("audience.daily_limit", bookings=twice).measured == 1
    theirs = on_wednesday(5, applicant=world.ANA.applicant.key)
    finding = judged_audience("audience.daily_limit", bookings=theirs, policy={"daily_limit": 1})
    assert (finding.outcome, finding.measured) == (PASSED, 0)


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        pytest.param({}, True, id="booked"),
        pytest.param({"status": "held"}, True, id="held"),
        pytest.param({"status": "no_show"}, True, id="the-citizen-did-not-come"),
        pytest.param({"status": "cancelled"}, False, id="cancelled"),
        pytest.param({"procedure": "blue_ticket"}, False, id="a-blue-ticket"),
        pytest.param({"inspector": "d-tax"}, False, id="of-another-official"),
        pytest.param({"request": None}, True, id="without-a-request"),
        pytest.param({"slot": world.slot("2026-12-01 11:30")}, False, id="a-day-before"),
        pytest.param({"slot": world.slot("2026-12-09 11:30")}, False, id="a-week-later"),
    ],
)
def test_who_counts(changes: dict[str, Any], counted: bool) -> None:
    facts: dict[str, Any] = {"applicant": "name:x"}
    booking = attrs.evolve(audience("b-1", URBANISM, "2026-12-02 11:30"), **(facts | changes))
    finding = judged_audience("audience.daily_limit", bookings=[booking])
    assert finding.measured == int(counted)


def test_the_booking_that_is_moved_does_not_count() -> None:
    full = on_wednesday(5)
    moved = judged_audience(
        "audience.daily_limit", bookings=full, ignoring="b-4", applicant="name:4"
    )
    assert (moved.outcome, moved.measured) == (PASSED, 4)
    another = judged_audience("audience.daily_limit", bookings=full, ignoring="b-9")
    assert another.outcome is REFUSED
    for ignoring, people in (("b-4", 4), (None, 5)):  # asked by somebody who is not among the five
        finding = judged_audience("audience.daily_limit", bookings=full, ignoring=ignoring)
        assert finding.measured == people


def test_without_a_limit_nobody_is_counted() -> None:
    finding = judged_audience(
        "audience.daily_limit", policy={"daily_limit": None}, bookings=on_wednesday(5)
    )
    assert (finding.outcome, finding.measured, finding.limit) == (NOT_APPLICABLE, None, None)


@pytest.mark.parametrize(
    ("asked", "booked", "same_day"),
    [
        ("2026-12-02 23:59", "2026-12-02 00:00", True),
        ("2026-12-02 00:00", "2026-12-01 23:50", False),  # it runs past midnight
        ("2026-12-02 00:15", "2026-12-03 00:00", False),
        # The local day of the clock change has 23 hours in March and 25 in October.
        ("2026-03-29 12:00", "2026-03-29T00:00+02:00", True),
        ("2026-03-29 12:00", "2026-03-29T23:45+03:00", True),
        ("2026-03-29 12:00", "2026-03-30T00:00+03:00", False),
        ("2026-03-29 12:00", "2026-03-28T23:45+02:00", False),
        ("2026-10-25 12:00", "2026-10-25T00:00+03:00", True),
        ("2026-10-25 12:00", "2026-10-25T23:45+02:00", True),
        ("2026-10-25 12:00", "2026-10-26T00:00+02:00", False),
        ("2026-10-25 12:00", "2026-10-24T23:45+03:00", False),
        ("2026-10-25T03:30+02:00", "2026-10-25T03:30+03:00", True),
    ],
)
@pytest.mark.parametrize("buffer", [0, 90])
def test_the_day_is_the_local_one(asked: str, booked: str, same_day: bool, buffer: int) -> None:
    """Of a meeting, only where it starts matters: neither its end nor the buffers around it."""
    other = audience(
        "b-1",
        URBANISM,
        booked,
        applicant="name:x",
        buffer_before_minutes=buffer,
        buffer_after_minutes=buffer,
    )
    finding = judged_audience("audience.daily_limit", slot=world.slot(asked), bookings=[other])
    assert finding.measured == int(same_day)


@world.examples(60)
@given(st.data())
def test_people_are_counted_as_written(data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(world.ANCHORS))
    bookings: list[Booking] = []
    for index in range(data.draw(st.integers(0, 6))):
        start = data.draw(world.instants_around(anchor, 0, 3))
        bookings.append(
            Booking(
                f"b-{index}",
                None,
                data.draw(st.sampled_from(["d-urb", "d-tax"])),
                data.draw(st.sampled_from(["name:a", "name:b", world.ANA.applicant.key])),
                world.slot(start.isoformat()),
                procedure="audience",
                status=data.draw(st.sampled_from(["booked", "held", "cancelled"])),
            )
        )
    slot = world.slot(data.draw(world.instants_around(anchor, 0, 3)).isoformat())
    kept: list[Booking] = []
    for each in bookings:  # an agenda has no two meetings of one person at one time
        span = (each.slot.begins, each.slot.ends)
        if all(
            {each.inspector, each.applicant}.isdisjoint({other.inspector, other.applicant})
            or span[0] >= other.slot.ends
            or span[1] <= other.slot.begins
            for other in kept
            if "cancelled" not in (each.status, other.status)
        ):
            kept.append(each)
    finding = judged_audience("audience.daily_limit", slot=slot, bookings=kept)
    people = {
        each.applicant
        for each in kept
        if each.inspector == "d-urb"
        and each.status != "cancelled"
        and _local_date(each.slot.start) == _local_date(slot.start)
    }
    assert finding.measured == len(people - {world.ANA.applicant.key})


def _local_date(instant: datetime) -> date:
    return instant.astimezone(world.ZONE).date()


# --- audience.answer_requested ----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_at", "outcome"),
    [(None, REFUSED), (world.local("2026-12-02 12:00"), PASSED)],
)
def test_a_written_answer_was_asked_for(asked_at: datetime | None, outcome: str) -> None:
    booking = audience("b-1", URBANISM, ENDED, status="held", answer_requested_at=asked_at)
    finding = judged("audience.answer_requested", booking=booking, policy=AUDIENCES)
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, None, None)


@pytest.mark.parametrize("booking", [None, world.booking("b-1", WEDNESDAY, status="held")])
def test_a_blue_ticket_needs_not_be_asked_for(booking: Booking | None) -> None:
    assert judged("audience.answer_requested", booking=booking).outcome is NOT_APPLICABLE


def test_the_answer_in_words() -> None:
    finding = judged("audience.answer_requested", booking=audience("b-1", URBANISM, ENDED))
    assert finding.message("ro") == "Cetățeanul nu a cerut un răspuns scris."
    assert finding.message("en") == "The citizen did not ask for a written answer."
    assert finding.remedy("en") == "Record that it was asked for first."


def test_the_reason_of_the_scene_is_no_general_one() -> None:
    assert judged_audience("audience.reason", facts_of(reason=REASON)).outcome is PASSED
