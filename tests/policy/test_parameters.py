"""A policy: checked as a whole, cited, and changed only into another that is right."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules._door import FrozenMap
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Channel, Procedure, Role
from tichet_rules.policy import (
    PARAMETERS,
    PRESETS,
    Citation,
    Policy,
    PolicyHistory,
    TakesOver,
    WindowBinds,
    known_sources,
    preset,
)
from tichet_rules.policy.parameters import OPTIONAL
from tichet_rules.text import LANGUAGES, Text
from tichet_rules.timekeeping import DayReading, HourReading

BLUE_TICKET = preset("cluj-napoca/tichet-albastru").latest
AUDIENCES = preset("cluj-napoca/audiente").latest


def test_the_blue_ticket() -> None:
    assert BLUE_TICKET.name == "cluj-napoca/tichet-albastru"
    assert BLUE_TICKET.valid_from == date(2020, 10, 5)
    assert BLUE_TICKET.because is not None
    assert "4 octombrie 2020 a fost duminică" in BLUE_TICKET.because.ro
    assert BLUE_TICKET.meets == (Role.EXECUTION,)
    assert BLUE_TICKET.notice_hours == 48
    assert BLUE_TICKET.notice_reading is HourReading.ELAPSED
    assert BLUE_TICKET.window_days == 30
    assert BLUE_TICKET.window_reading is DayReading.PLAIN
    assert BLUE_TICKET.window_binds is WindowBinds.MEETING
    assert BLUE_TICKET.max_minutes == 15
    assert BLUE_TICKET.grid_minutes == 15
    assert BLUE_TICKET.horizon_days is None
    assert BLUE_TICKET.open_bookings_per_request == 1
    assert BLUE_TICKET.channels == (Channel.ONLINE, Channel.PHONE)
    assert (BLUE_TICKET.buffer_before_minutes, BLUE_TICKET.buffer_after_minutes) == (0, 0)
    assert (BLUE_TICKET.daily_limit, BLUE_TICKET.answer_working_days) == (None, None)
    assert len(BLUE_TICKET.rules) == 20
    assert not any(rule.startswith("audience.") for rule in BLUE_TICKET.rules)
    assert BLUE_TICKET.procedure is Procedure.BLUE_TICKET
    assert BLUE_TICKET.no_show_pause_days == 0
    assert BLUE_TICKET.reminder_hours == 24
    assert (BLUE_TICKET.conclusions_working_days, BLUE_TICKET.ticket_working_days) == (1, 1)
    assert BLUE_TICKET.take_over == tuple(TakesOver)
    assert BLUE_TICKET.take_over_notice_hours == 0
    assert (dict(BLUE_TICKET.ladder), BLUE_TICKET.general_reasons) == ({}, ())
    assert (BLUE_TICKET.unanswered_days, BLUE_TICKET.reason_min_words) == (0, 1)


def test_the_audiences() -> None:
    assert Role.EXECUTION not in AUDIENCES.meets
    assert len(AUDIENCES.meets) == len(Role) - 1
    assert AUDIENCES.channels == tuple(Channel)
    assert (AUDIENCES.max_minutes, AUDIENCES.daily_limit) == (15, 5)
    assert AUDIENCES.answer_working_days == 1
    assert {"audience.prior_request", "audience.daily_limit"} < set(AUDIENCES.rules)
    assert AUDIENCES.procedure is Procedure.AUDIENCE
    assert dict(AUDIENCES.ladder) == {
        Role.DEPUTY_MAYOR: (Role.DIRECTOR,),
        Role.PUBLIC_ADMINISTRATOR: (Role.DIRECTOR,),
        Role.SECRETARY_GENERAL: (Role.DIRECTOR,),
        Role.MAYOR: (Role.DEPUTY_MAYOR,),
    }
    assert AUDIENCES.unanswered_days == 0
    assert AUDIENCES.general_reasons[0] == "probleme personale"
    assert AUDIENCES.reason_min_words == 2
    assert (AUDIENCES.reminder_hours, AUDIENCES.conclusions_working_days) == (24, 1)
    assert (AUDIENCES.ticket_working_days, AUDIENCES.no_show_pause_days) == (None, None)
    assert (AUDIENCES.take_over, AUDIENCES.take_over_notice_hours) == ((TakesOver.DEPUTY,), 0)


def test_both_presets_name_the_institution() -> None:
    for policy in (BLUE_TICKET, AUDIENCES):
        assert policy.institution == Text(
            "Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"
        )


def test_what_a_policy_may_leave_out() -> None:
    assert {
        "daily_limit": None,
        "answer_working_days": None,
        "ladder": FrozenMap(),
        "unanswered_days": 0,
        "general_reasons": (),
        "reason_min_words": 1,
        "no_show_pause_days": None,
        "reminder_hours": None,
        "conclusions_working_days": None,
        "ticket_working_days": None,
        "take_over": (),
        "take_over_notice_hours": None,
    } == OPTIONAL
    least = {key: getattr(BLUE_TICKET, key) for key in PARAMETERS if key not in OPTIONAL}
    policy = Policy(
        name="x",
        title=Text("x", "x"),
        valid_from=date(2026, 1, 1),
        rules=BLUE_TICKET.rules,
        **least,
    )
    assert {key: getattr(policy, key) for key in OPTIONAL} == OPTIONAL
    assert (policy.procedure, policy.institution) == (Procedure.BLUE_TICKET, None)
    assert set(policy.uncited) == set(least)
    for key in least:
        with pytest.raises(TypeError, match=key):
            Policy(
                name="x",
                title=Text("x", "x"),
                valid_from=date(2026, 1, 1),
                rules=BLUE_TICKET.rules,
                **{other: value for other, value in least.items() if other != key},
            )


@pytest.mark.parametrize("name", PRESETS)
def test_every_parameter_of_a_preset_cites_a_known_source(name: str) -> None:
    for policy in preset(name).versions:
        used = {key for key in PARAMETERS if getattr(policy, key) != OPTIONAL.get(key)}
        used |= policy.citations.keys() & OPTIONAL.keys()  # one may state what is the default
        assert used | {"horizon_days"} == set(policy.citations) | {"horizon_days"}
        assert {each.source for each in policy.citations.values()} <= known_sources().keys()
        assert policy.uncited == ()


@pytest.mark.parametrize(
    ("parameter", "quote"),
    [
        (
            "notice_hours",
            "Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.",
        ),
        ("window_days", "în maximum 30 de zile de la comunicarea acestuia"),
        ("max_minutes", "Durata maximă a întâlnirii este de 15 minute"),
        ("meets", "oamenii vor putea comunica online doar cu personalul de execuție"),
    ],
)
def test_the_words_of_the_article(parameter: str, quote: str) -> None:
    citation = BLUE_TICKET.citations[parameter]
    assert (citation.source, citation.quote) == ("article-2020", quote)


@pytest.mark.parametrize("policy", [BLUE_TICKET, AUDIENCES], ids=lambda policy: policy.name)
def test_a_policy_is_a_value(policy: Policy) -> None:
    again = pickle.loads(pickle.dumps(policy))
    assert again == policy
    assert hash(again) == hash(policy)
    assert policy.evolve() == policy
    assert policy.policy_at(date.min) is policy
    with pytest.raises(FrozenInstanceError):
        policy.notice_hours = 24  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({}, "cluj-napoca/tichet-albastru@2020-10-05"),
        ({"max_minutes": 20}, "cluj-napoca/tichet-albastru@2020-10-05 with max_minutes=20"),
        (
            {"channels": ["phone", "online"], "notice_hours": 24},
            "cluj-napoca/tichet-albastru@2020-10-05 with notice_hours=24, channels=online+phone",
        ),
        (
            {"notice_reading": "civil_code_hours", "horizon_days": None},
            f"{BLUE_TICKET.version} with notice_reading=civil_code_hours, horizon_days=None",
        ),
        ({"daily_limit": 3}, "cluj-napoca/tichet-albastru@2020-10-05 with daily_limit=3"),
        ({"daily_limit": None}, "cluj-napoca/tichet-albastru@2020-10-05"),
        ({"take_over": ["deputy"]}, f"{BLUE_TICKET.version} with take_over=deputy"),
        (
            {"take_over": ["department", "former_holder"], "reminder_hours": 48},
            f"{BLUE_TICKET.version} with reminder_hours=48, take_over=department+former_holder",
        ),
        (
            {"ladder": {"mayor": ["secretary_general", "deputy_mayor"]}},
            f"{BLUE_TICKET.version} with ladder=mayor:deputy_mayor+secretary_general",
        ),
        (
            {"general_reasons": ["probleme personale", "altele"], "reason_min_words": 3},
            (
                f"{BLUE_TICKET.version} with general_reasons=probleme personale+altele, "
                "reason_min_words=3"
            ),
        ),
    ],
)
def test_a_version_says_what_was_changed(changes: dict[str, Any], version: str) -> None:
    policy = BLUE_TICKET.evolve(**changes)
    assert policy.version == version
    assert set(policy.citations) == set(BLUE_TICKET.citations) - set(changes)


@given(st.integers(0, 1000), st.integers(1, 1440))
def test_what_is_changed_loses_its_citation_and_nothing_else_changes(
    notice: int, minutes: int
) -> None:
    changed = BLUE_TICKET.evolve(notice_hours=notice, max_minutes=minutes)
    assert (changed.notice_hours, changed.max_minutes) == (notice, minutes)
    assert changed.uncited == ("notice_hours", "max_minutes")
    left = set(PARAMETERS) - {"notice_hours", "max_minutes"}
    assert all(getattr(changed, key) == getattr(BLUE_TICKET, key) for key in left)
    assert changed.rules == BLUE_TICKET.rules
    assert BLUE_TICKET.notice_hours == 48


@given(st.lists(st.sampled_from(Channel), min_size=1), st.randoms(use_true_random=False))
def test_channels_of_one_meaning_are_equal(channels: list[Channel], random: Any) -> None:
    shuffled = random.sample(channels, len(channels)) + channels[:1]
    assert BLUE_TICKET.evolve(channels=channels) == BLUE_TICKET.evolve(
        channels=[str(each) for each in shuffled]
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("notice_hour", "; did you mean 'notice_hours'?"),
        ("max_minute", "; did you mean 'max_minutes'?"),
        ("chanels", "; did you mean 'channels'?"),
        ("qqq", "'buffer_after_minutes', 'daily_limit', 'answer_working_days'"),
        ("citations", "one of 'meets', 'notice_hours'"),
        ("rules", "what is none is changed so: attrs.evolve(policy, rules=…)"),
        ("valid_from", "what is none is changed so: attrs.evolve(policy, valid_from=date(…))"),
    ],
)
def test_an_unknown_parameter(name: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        BLUE_TICKET.evolve(**{name: 24})
    assert caught.value.given == repr(name)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"notice_hours": "48h"}, WrongType, "notice_hours", "a whole number of hours, at least 0"),
        ({"notice_hours": 48.0}, WrongType, "notice_hours", "a whole number of hours"),
        ({"notice_hours": None}, WrongType, "notice_hours", "a whole number of hours"),
        ({"notice_hours": True}, WrongType, "notice_hours", "a whole number of hours"),
        ({"notice_hours": -1}, InvalidInput, "notice_hours", "at least 0"),
        ({"notice_hours": 10**7}, InvalidInput, "notice_hours", "at most 878400"),
        ({"notice_reading": "plain"}, InvalidInput, "notice_reading", "'civil_code_hours'"),
        ({"window_days": -1}, InvalidInput, "window_days", "a whole number of days, at least 0"),
        ({"window_days": 36_601}, InvalidInput, "window_days", "at most 36600"),
        ({"window_reading": "elapsed"}, InvalidInput, "window_reading", "'eu_1182_71'"),
        ({"window_binds": "both"}, InvalidInput, "window_binds", "'meeting', 'booking'"),
        ({"max_minutes": 0}, InvalidInput, "max_minutes", "a whole number of minutes, at least 1"),
        ({"max_minutes": 1441}, InvalidInput, "max_minutes", "at most 1440"),
        ({"grid_minutes": 0}, InvalidInput, "grid_minutes", "at least 1"),
        ({"horizon_days": "unlimited"}, WrongType, "horizon_days", "a whole number of days"),
        ({"horizon_days": -1}, InvalidInput, "horizon_days", "at least 0"),
        (
            {"open_bookings_per_request": 0},
            InvalidInput,
            "open_bookings_per_request",
            "a whole number of bookings, at least 1",
        ),
        ({"channels": "online"}, WrongType, "channels", "a list out of 'online', 'phone'"),
        ({"channels": 5}, WrongType, "channels", "a list out of 'online', 'phone'"),
        ({"channels": []}, InvalidInput, "channels", "at least one of 'online'"),
        ({"channels": ["online", "webex"]}, InvalidInput, "channels[1]", "one of 'online'"),
        ({"meets": []}, InvalidInput, "meets", "at least one of 'execution'"),
        ({"meets": [None]}, InvalidInput, "meets[0]", "one of 'execution'"),
        ({"buffer_before_minutes": -1}, InvalidInput, "buffer_before_minutes", "at least 0"),
        ({"buffer_after_minutes": 1441}, InvalidInput, "buffer_after_minutes", "at most 1440"),
        ({"daily_limit": 0}, InvalidInput, "daily_limit", "a whole number of people, at least 1"),
        ({"answer_working_days": -1}, InvalidInput, "answer_working_days", "of working days"),
        ({"unanswered_days": None}, WrongType, "unanswered_days", "a whole number of days"),
        ({"unanswered_days": -1}, InvalidInput, "unanswered_days", "at least 0"),
        ({"unanswered_days": 36_601}, InvalidInput, "unanswered_days", "at most 36600"),
        ({"reason_min_words": 0}, InvalidInput, "reason_min_words", "of words, at least 1"),
        ({"reason_min_words": 101}, InvalidInput, "reason_min_words", "at most 100"),
        ({"reason_min_words": None}, WrongType, "reason_min_words", "a whole number of words"),
        *(
            ({name: value}, kind, name, expected)
            for name, unit, most in (
                ("no_show_pause_days", "days", 36_600),
                ("reminder_hours", "hours", 878_400),
                ("conclusions_working_days", "working days", 36_600),
                ("ticket_working_days", "working days", 36_600),
                ("take_over_notice_hours", "hours", 878_400),
            )
            for value, kind, expected in (
                (-1, InvalidInput, f"a whole number of {unit}, at least 0"),
                (most + 1, InvalidInput, f"at most {most}"),
                (True, WrongType, f"a whole number of {unit}"),
                (1.0, WrongType, f"a whole number of {unit}"),
                ("1", WrongType, f"a whole number of {unit}"),
            )
        ),
        ({"take_over": "deputy"}, WrongType, "take_over", "a list out of 'former_holder'"),
        ({"take_over": None}, WrongType, "take_over", "a list out of 'former_holder'"),
        ({"take_over": ["deputy", "deputi"]}, InvalidInput, "take_over[1]", "'deputy'"),
        ({"take_over": [None]}, InvalidInput, "take_over[0]", "one of 'former_holder', 'deputy'"),
        ({"ladder": []}, WrongType, "ladder", "a mapping of roles to lists of roles"),
        ({"ladder": None}, WrongType, "ladder", "a mapping of roles to lists of roles"),
        ({"ladder": "mayor"}, WrongType, "ladder", "a mapping of roles to lists of roles"),
        ({"ladder": {"mayer": ["director"]}}, InvalidInput, "ladder", "did you mean 'mayor'?"),
        ({"ladder": {5: ["director"]}}, InvalidInput, "ladder", "one of 'execution'"),
        ({"ladder": {"mayor": "director"}}, WrongType, "ladder.mayor", "a list out of"),
        ({"ladder": {"mayor": None}}, WrongType, "ladder.mayor", "a list out of 'execution'"),
        ({"ladder": {"mayor": []}}, InvalidInput, "ladder.mayor", "at least one of 'execution'"),
        (
            {"ladder": {"mayor": ["director", "chief"]}},
            InvalidInput,
            "ladder.mayor[1]",
            "one of 'execution', 'director'",
        ),
        (
            {"ladder": {Role.MAYOR: [Role.DIRECTOR, None]}},
            InvalidInput,
            "ladder.mayor[1]",
            "one of 'execution'",
        ),
        ({"general_reasons": "altele"}, WrongType, "general_reasons", "a list of phrases"),
        ({"general_reasons": None}, WrongType, "general_reasons", "a list of phrases"),
        ({"general_reasons": {"altele": 1}}, WrongType, "general_reasons", "a list of phrases"),
        ({"general_reasons": ["a", 5]}, WrongType, "general_reasons[1]", "a phrase of words"),
    ],
)
def test_a_changed_policy_is_checked_like_the_original(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        BLUE_TICKET.evolve(**changes)
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected


@given(st.integers(0, 60), st.integers(0, 60 * 24))
def test_a_horizon_is_never_shorter_than_the_notice(days: int, hours: int) -> None:
    changes = {"horizon_days": days, "notice_hours": hours}
    if days * 24 >= hours:
        assert BLUE_TICKET.evolve(**changes).horizon_days == days
        return
    with pytest.raises(InvalidInput) as caught:
        BLUE_TICKET.evolve(**changes)
    assert caught.value.field == "horizon_days"
    least = int(caught.value.expected.rpartition("at least ")[2].removesuffix(" days"))
    assert BLUE_TICKET.evolve(horizon_days=least, notice_hours=hours).horizon_days == least
    with pytest.raises(InvalidInput):
        BLUE_TICKET.evolve(horizon_days=least - 1, notice_hours=hours)


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"name": ""}, InvalidInput, "name", "printable characters"),
        ({"valid_from": "2026-01-01"}, WrongType, "valid_from", "a date without a time"),
        (
            {"valid_from": datetime(2026, 1, 1, tzinfo=UTC)},
            WrongType,
            "valid_from",
            "a date without a time",
        ),
        ({"rules": "slot.free"}, WrongType, "rules", "a list of rule ids"),
        ({"rules": None}, WrongType, "rules", "a list of rule ids"),
        ({"rules": []}, InvalidInput, "rules", "at least one rule id"),
        ({"rules": ["slot.free", 5]}, WrongType, "rules[1]", "a rule id such as 'slot.free'"),
        ({"rules": ["a", "b", "a"]}, InvalidInput, "rules[2]", "each rule once"),
    ],
)
def test_the_rest_of_a_policy_is_checked_too(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        attrs.evolve(BLUE_TICKET, **changes)
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected


# --- what came with audiences and substitution --------------------------------------------


@pytest.mark.parametrize("phrase", ["", " ", "?!", "–"])
def test_a_general_reason_has_a_word(phrase: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        AUDIENCES.evolve(general_reasons=["altele", phrase])
    assert caught.value.field == "general_reasons[1]"
    assert "a phrase of words" in caught.value.expected


def test_a_ladder_is_kept_in_the_roles_of_the_model() -> None:
    policy = AUDIENCES.evolve(ladder={"mayor": ["secretary_general", "director", "director"]})
    assert dict(policy.ladder) == {Role.MAYOR: (Role.DIRECTOR, Role.SECRETARY_GENERAL)}
    assert policy.ladder[Role.MAYOR][0] is Role.DIRECTOR
    assert policy.uncited == ("ladder",)
    assert AUDIENCES.evolve(ladder={}).ladder == FrozenMap()
    with pytest.raises(TypeError):
        policy.ladder[Role.MAYOR] = ()  # type: ignore[index]


def test_two_ladders_of_one_meaning_are_equal() -> None:
    one = AUDIENCES.evolve(
        ladder={"mayor": ["director", "deputy_mayor"], "deputy_mayor": ["director"]}
    )
    other = AUDIENCES.evolve(
        ladder={Role.DEPUTY_MAYOR: ("director",), Role.MAYOR: ["deputy_mayor", "director"]}
    )
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == other


def test_two_policies_of_one_meaning_say_the_same_of_their_version() -> None:
    """The version stands on a ticket, and so in its fingerprint."""
    steps = {"mayor": ["deputy_mayor"], "deputy_mayor": ["director"]}
    one, other = (AUDIENCES.evolve(ladder=each) for each in (steps, dict(reversed(steps.items()))))
    assert one == other
    assert one.version == other.version


def test_who_takes_over_is_asked_in_the_order_of_the_policy() -> None:
    titles = ["department", "deputy", "former_holder", "deputy"]
    asked = BLUE_TICKET.evolve(take_over=titles).take_over
    assert asked == (TakesOver.DEPARTMENT, TakesOver.DEPUTY, TakesOver.FORMER_HOLDER)
    assert BLUE_TICKET.evolve(take_over=iter(titles[:1])).take_over == (TakesOver.DEPARTMENT,)
    assert BLUE_TICKET.evolve(take_over=[]).take_over == ()


def test_every_title_is_said_in_both_languages() -> None:
    for code in LANGUAGES:
        said = [each.words.in_(code) for each in TakesOver]
        assert all(each.strip() == each != "" for each in said)
        assert len(set(said)) == len(said)
        assert not set("".join(said)) & set("şţŞŢ_")


@pytest.mark.parametrize(
    "parameter",
    [
        "no_show_pause_days",
        "reminder_hours",
        "conclusions_working_days",
        "ticket_working_days",
        "take_over_notice_hours",
        "answer_working_days",
    ],
)
@pytest.mark.parametrize("value", [None, 0, 1, 36_600])
def test_a_step_may_be_there_or_not(parameter: str, value: int | None) -> None:
    policy = BLUE_TICKET.evolve(**{parameter: value})
    assert getattr(policy, parameter) == value
    same = value is None and getattr(BLUE_TICKET, parameter) is None
    assert policy.uncited == (() if same else (parameter,))


def test_neither_procedure_nor_institution_is_a_parameter() -> None:
    assert "institution" not in PARAMETERS
    with pytest.raises(InvalidInput, match=r"^policy: "):
        BLUE_TICKET.evolve(procedure="audience")
    audiences = attrs.evolve(BLUE_TICKET, procedure="audience", institution=None)
    assert (audiences.procedure, audiences.institution) == (Procedure.AUDIENCE, None)
    wrong: list[tuple[dict[str, Any], type[InvalidInput], str]] = [
        ({"procedure": "audienta"}, InvalidInput, "procedure"),
        ({"institution": 5}, WrongType, "institution"),
    ]
    for changes, kind, field in wrong:
        with pytest.raises(kind) as caught:
            attrs.evolve(BLUE_TICKET, **changes)
        assert caught.value.field == field


def test_the_notice_of_a_take_over_fits_the_horizon_as_that_of_a_booking_does() -> None:
    """A take-over is judged by the policy with its own notice, so that has to be a policy."""
    try:
        policy = BLUE_TICKET.evolve(horizon_days=2, take_over_notice_hours=72)
    except InvalidInput:
        return
    assert policy.take_over_notice_hours is not None
    attrs.evolve(policy, notice_hours=policy.take_over_notice_hours)


@pytest.mark.parametrize(
    ("policy", "changes"),
    [
        (AUDIENCES, {"ladder": {}}),
        (AUDIENCES, {"daily_limit": None}),
        (AUDIENCES, {"general_reasons": []}),
        (AUDIENCES, {"reason_min_words": 1}),
        (BLUE_TICKET, {"take_over": []}),
        (BLUE_TICKET, {"reminder_hours": None}),
    ],
    ids=lambda each: str(each)[:30] if isinstance(each, dict) else "",
)
def test_a_version_says_what_was_taken_out(policy: Policy, changes: dict[str, Any]) -> None:
    """Two policies that judge differently do not go by one version on a ticket."""
    changed = policy.evolve(**changes)
    assert changed != policy
    assert changed.version != policy.version


@pytest.mark.parametrize(
    "ladder",
    [
        {"mayor": ["mayor"]},
        {"mayor": ["deputy_mayor"], "deputy_mayor": ["mayor"]},
    ],
)
def test_a_ladder_that_nobody_can_ever_climb_is_refused(ladder: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=r"^ladder"):
        AUDIENCES.evolve(ladder=ladder)


# --- attrs.evolve, and whose name stands on documents -------------------------------------------


def test_what_attrs_evolve_changes_is_told_as_evolve_tells_it() -> None:
    wanted: dict[str, Any] = {"notice_hours": 72, "channels": ["online"]}
    changed = attrs.evolve(BLUE_TICKET, **wanted)
    assert changed == BLUE_TICKET.evolve(**wanted)
    assert changed.uncited == ("notice_hours", "channels")
    same: dict[str, Any] = {"notice_hours": 48, "title": Text("a", "b")}
    assert attrs.evolve(BLUE_TICKET, **same).citations == BLUE_TICKET.citations
    twice = attrs.evolve(attrs.evolve(BLUE_TICKET, notice_hours=72), max_minutes=20)
    assert twice == BLUE_TICKET.evolve(notice_hours=72, max_minutes=20)
    assert twice.version.endswith("@2020-10-05 with notice_hours=72, max_minutes=20")
    again = pickle.loads(pickle.dumps(twice))
    assert attrs.evolve(again, grid_minutes=5).changed == (*twice.changed, "grid_minutes")


def test_a_citation_that_is_given_with_a_value_is_of_this_value() -> None:
    citation = Citation("practice")
    citations = {**BLUE_TICKET.citations, "notice_hours": citation}
    policy = attrs.evolve(BLUE_TICKET, notice_hours=72, citations=citations)
    assert (policy.changed, policy.uncited) == ((), ())
    assert policy.citations["notice_hours"] == citation
    assert policy.version == BLUE_TICKET.version


def test_an_institution_gives_its_name() -> None:
    town = Text("Primăria Dej", "Dej Town Hall")
    named = BLUE_TICKET.evolve(institution=town, notice_hours=24)
    assert (named.institution, named.changed) == (town, ("notice_hours",))
    assert BLUE_TICKET.evolve(institution="Primăria Dej").institution == Text(town.ro, town.ro)
    assert BLUE_TICKET.evolve().institution == BLUE_TICKET.institution
    assert BLUE_TICKET.evolve(institution=town).version == BLUE_TICKET.version
    for wrong in (" ", 24):
        with pytest.raises(InvalidInput, match=r"^institution: got"):
            BLUE_TICKET.evolve(institution=wrong)


def test_each_version_of_a_history_has_it() -> None:
    later = attrs.evolve(BLUE_TICKET, valid_from=BLUE_TICKET.valid_from + timedelta(days=1))
    history = PolicyHistory([BLUE_TICKET, later]).evolve(institution="Dej", max_minutes=20)
    assert [each.valid_from for each in history.versions] == [
        BLUE_TICKET.valid_from,
        later.valid_from,
    ]
    assert {(each.institution, each.max_minutes) for each in history.versions} == {
        (Text("Dej", "Dej"), 20)
    }
