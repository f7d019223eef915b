"""A policy: checked as a whole, cited, and changed only into another that is right."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Channel, Role
from tichet_rules.policy import PARAMETERS, PRESETS, Policy, WindowBinds, known_sources, preset
from tichet_rules.policy.parameters import OPTIONAL
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


def test_the_audiences() -> None:
    assert Role.EXECUTION not in AUDIENCES.meets
    assert len(AUDIENCES.meets) == len(Role) - 1
    assert AUDIENCES.channels == tuple(Channel)
    assert (AUDIENCES.max_minutes, AUDIENCES.daily_limit) == (15, 5)
    assert AUDIENCES.answer_working_days == 1
    assert {"audience.prior_request", "audience.daily_limit"} < set(AUDIENCES.rules)


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
        ("rules", "one of 'meets', 'notice_hours'"),
        ("citations", "one of 'meets', 'notice_hours'"),
        ("valid_from", "one of 'meets', 'notice_hours'"),
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
