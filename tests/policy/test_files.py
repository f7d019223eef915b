"""Policies as TOML files: presets, a town's own, and every mistake with its remedy."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules._door import FrozenMap
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Procedure, Role
from tichet_rules.policy import (
    PARAMETERS,
    PRESETS,
    PolicyHistory,
    TakesOver,
    parse_policy,
    preset,
)
from tichet_rules.policy.parameters import OPTIONAL
from tichet_rules.text import Text

HEAD = """\
format = "tichet-rules/policy/1"
name = "orasul-meu/tichet"
extends = "cluj-napoca/tichet-albastru"
"""
OWN_SOURCE = """\
[sources.hcl-12]
title = "HCL nr. 12/2026"
where = "Monitorul Oficial al orașului"
"""
VERSION = """\
[[versions]]
valid_from = 2026-01-01
"""
SECOND = """\
[[versions]]
valid_from = 2027-01-01
because = { ro = "HCL nr. 12/2026", en = "Decision 12/2026" }
rules = ["slot.free", "slot.notice"]
[versions.parameters]
horizon_days = { value = 60, source = "practice" }
[versions.parameters.notice_hours]
value = 24
source = "hcl-12"
article = "art. 3"
quote = "24 de ore"
remark = { ro = "de la 2027", en = "from 2027" }
"""


def with_parameter(line: str) -> str:
    return f"{HEAD}{VERSION}[versions.parameters]\n{line}\n"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_loads(name: str) -> None:
    history = preset(name)
    assert history.name == history.latest.name == name
    assert history.latest.title.ro
    assert history.latest.title.en
    assert pickle.loads(pickle.dumps(history)) == history
    assert hash(pickle.loads(pickle.dumps(history))) == hash(history)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("cluj-napoca/tichet", "did you mean 'cluj-napoca/tichet-albastru'?"),
        ("../sources", "one of 'cluj-napoca/tichet-albastru', 'cluj-napoca/audiente'"),
        ("", "one of 'cluj-napoca/tichet-albastru', 'cluj-napoca/audiente'"),
        (None, "one of 'cluj-napoca/tichet-albastru', 'cluj-napoca/audiente'"),
    ],
)
def test_an_unknown_preset(name: Any, hint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        preset(name)
    assert caught.value.field == "policy"
    assert hint in caught.value.expected


def test_a_version_of_ones_own_is_the_preset_but_for_what_it_states() -> None:
    base = preset("cluj-napoca/tichet-albastru").latest
    policy = parse_policy(HEAD + VERSION).latest
    assert (policy.name, policy.valid_from) == ("orasul-meu/tichet", date(2026, 1, 1))
    assert policy.because is None
    assert (
        attrs.evolve(policy, name=base.name, valid_from=base.valid_from, because=base.because)
        == base
    )


def test_two_versions() -> None:
    history = parse_policy(HEAD + OWN_SOURCE + VERSION + SECOND, "my.toml")
    first, second = history.versions
    assert (first.notice_hours, first.horizon_days) == (48, None)
    assert (second.notice_hours, second.horizon_days) == (24, 60)
    assert second.max_minutes == 15
    assert second.rules == ("slot.free", "slot.notice")
    assert second.because == Text("HCL nr. 12/2026", "Decision 12/2026")
    cited = second.citations["notice_hours"]
    assert (cited.source, cited.article, cited.quote) == ("hcl-12", "art. 3", "24 de ore")
    assert cited.remark == Text("de la 2027", "from 2027")
    assert first.citations["notice_hours"].source == "article-2020"
    assert second.uncited == ()
    assert history.latest == second


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        (date(2026, 1, 1), 48),
        (date(2026, 12, 31), 48),
        (date(2027, 1, 1), 24),
        (date.max, 24),
    ],
)
def test_the_version_in_force(day: date, notice: int) -> None:
    history = parse_policy(HEAD + OWN_SOURCE + VERSION + SECOND)
    assert history.policy_at(day).notice_hours == notice


@given(st.dates())
def test_the_version_in_force_is_the_last_that_has_begun(day: date) -> None:
    history = parse_policy(HEAD + OWN_SOURCE + VERSION + SECOND)
    begun = [each for each in history.versions if each.valid_from <= day]
    if begun:
        assert history.policy_at(day) == begun[-1]
    else:
        with pytest.raises(InvalidInput) as caught:
            history.policy_at(day)
        assert str(caught.value) == (
            f"date: got '{day}'; expected a date on or after 2026-01-01, "
            "when 'orasul-meu/tichet' came into force"
        )


def test_the_day_before_the_first_version() -> None:
    history = preset("cluj-napoca/tichet-albastru")
    first = history.latest.valid_from
    assert history.policy_at(first) == history.latest
    with pytest.raises(InvalidInput, match="a date on or after 2020-10-05"):
        history.policy_at(first - timedelta(days=1))


def test_an_instant_is_not_taken_for_a_date() -> None:
    with pytest.raises(WrongType):
        preset("cluj-napoca/tichet-albastru").policy_at(datetime(2026, 11, 26, tzinfo=UTC))


def test_what_a_file_extends_is_known() -> None:
    assert parse_policy(HEAD + VERSION).extends == "cluj-napoca/tichet-albastru"
    town = parse_policy(HEAD + VERSION).evolve(institution="Primăria Dej")
    assert town.extends == "cluj-napoca/tichet-albastru"
    assert preset("cluj-napoca/tichet-albastru").extends is None


def test_a_file_that_extends_nothing_states_everything() -> None:
    text = HEAD.replace('extends = "cluj-napoca/tichet-albastru"\n', "")
    lines = [
        'meets = { value = ["execution"], source = "practice" }',
        'notice_hours = { value = 48, source = "practice" }',
        'notice_reading = { value = "elapsed", source = "practice" }',
        'window_days = { value = 30, source = "practice" }',
        'window_reading = { value = "plain", source = "practice" }',
        'window_binds = { value = "meeting", source = "practice" }',
        'max_minutes = { value = 15, source = "practice" }',
        'grid_minutes = { value = 15, source = "practice" }',
        'horizon_days = { value = "unlimited", source = "practice" }',
        'open_bookings_per_request = { value = 1, source = "practice" }',
        'channels = { value = ["phone"], source = "practice" }',
        'buffer_before_minutes = { value = 0, source = "practice" }',
        'buffer_after_minutes = { value = 0, source = "practice" }',
    ]
    version = f'{VERSION}rules = ["slot.free"]\n[versions.parameters]\n'
    policy = parse_policy(text + version + "\n".join(lines)).latest
    assert policy.title == Text("orasul-meu/tichet", "orasul-meu/tichet")
    assert (policy.horizon_days, policy.daily_limit) == (None, None)
    assert {key: getattr(policy, key) for key in OPTIONAL} == OPTIONAL
    assert (policy.procedure, policy.institution) == (Procedure.BLUE_TICKET, None)
    assert policy.uncited == ()
    for index, line in enumerate(lines):
        with pytest.raises(InvalidInput) as caught:
            parse_policy(text + version + "\n".join(lines[:index] + lines[index + 1 :]))
        assert str(caught.value) == (
            f"policy.toml: versions[0].parameters: got 'none for {line.split(' ')[0]}'; "
            'expected all of them, or extends = "cluj-napoca/tichet-albastru"'
        )


def test_a_title_of_ones_own() -> None:
    text = HEAD + 'title = { ro = "Tichet", en = "Ticket" }\n' + VERSION
    assert parse_policy(text).latest.title == Text("Tichet", "Ticket")


PARAMETER_CASES = [
    # line, field within the parameters, remedy
    ("notice_hour = 24", "", "did you mean 'notice_hours'?"),
    ("rules = 24", "", "one of 'meets'"),
    ("notice_hours = 24", ".notice_hours", 'a table such as { value = 48, source = "practice" }'),
    ('notice_hours = { source = "practice" }', ".notice_hours", "a value and its source"),
    ("notice_hours = { value = 24 }", ".notice_hours.source", "a string"),
    ('notice_hours = { value = 24, source = "" }', ".notice_hours.source", "printable"),
    ("notice_hours = { value = 24, source = 12 }", ".notice_hours.source", "a string"),
    (
        'notice_hours = { value = 24, source = "practise" }',
        ".notice_hours.source",
        "did you mean 'practice'?",
    ),
    (
        'notice_hours = { value = 24, source = "hcl-13" }',
        ".notice_hours.source",
        "[sources.hcl-13]",
    ),
    (
        'notice_hours = { vaule = 24, source = "practice" }',
        ".notice_hours",
        "did you mean 'value'?",
    ),
    (
        'notice_hours = { value = 24, source = "practice", article = 3 }',
        ".notice_hours.article",
        "a string",
    ),
    (
        'notice_hours = { value = 24, source = "practice", quote = ["x"] }',
        ".notice_hours.quote",
        "a string",
    ),
    (
        'notice_hours = { value = 24, source = "practice", remark = "not published" }',
        ".notice_hours.remark",
        "a table such as",
    ),
    (
        'notice_hours = { value = "48h", source = "practice" }',
        ".notice_hours",
        "a whole number of hours",
    ),
    (
        'notice_hours = { value = "unlimited", source = "practice" }',
        ".notice_hours",
        "a whole number of hours",
    ),
    (
        'notice_hours = { value = -1, source = "practice" }',
        ".notice_hours",
        "a whole number of hours, at least 0",
    ),
    (
        'notice_reading = { value = "elapsd", source = "practice" }',
        ".notice_reading",
        "did you mean 'elapsed'?",
    ),
    (
        'max_minutes = { value = 15.5, source = "practice" }',
        ".max_minutes",
        "a whole number of minutes",
    ),
    (
        'horizon_days = { value = "unlimitted", source = "practice" }',
        ".horizon_days",
        "a whole number of days",
    ),
    (
        'horizon_days = { value = 1, source = "practice" }',
        ".horizon_days",
        "a horizon no shorter than the notice of 48 hours",
    ),
    (
        'channels = { value = ["online", "webex"], source = "practice" }',
        ".channels[1]",
        "one of 'online', 'phone', 'in_person'",
    ),
    (
        'channels = { value = "online", source = "practice" }',
        ".channels",
        "a list out of 'online'",
    ),
    (
        'ladder = { value = ["mayor"], source = "practice" }',
        ".ladder",
        "a mapping of roles to lists of roles",
    ),
    (
        'ladder = { value = { mayr = ["director"] }, source = "practice" }',
        ".ladder",
        "did you mean 'mayor'?",
    ),
    (
        'ladder = { value = { mayor = "director" }, source = "practice" }',
        ".ladder.mayor",
        "a list out of 'execution'",
    ),
    (
        'ladder = { value = { mayor = [] }, source = "practice" }',
        ".ladder.mayor",
        "at least one of 'execution'",
    ),
    (
        'ladder = { value = { mayor = ["director", "chief"] }, source = "practice" }',
        ".ladder.mayor[1]",
        "one of 'execution'",
    ),
    (
        'ladder = { value = { mayor = ["director"] } }',
        ".ladder.source",
        "a string",
    ),
    (
        'ladder = { mayor = ["director"] }',
        ".ladder",
        "one of 'value', 'source', 'article', 'quote'",
    ),
    (
        'take_over = { value = ["deputy", "anyone"], source = "practice" }',
        ".take_over[1]",
        "one of 'former_holder', 'deputy', 'department'",
    ),
    (
        'general_reasons = { value = ["altele", 5], source = "practice" }',
        ".general_reasons[1]",
        "a phrase of words",
    ),
    (
        'reason_min_words = { value = 0, source = "practice" }',
        ".reason_min_words",
        "a whole number of words, at least 1",
    ),
    (
        'no_show_pause_days = { value = "none", source = "practice" }',
        ".no_show_pause_days",
        "a whole number of days",
    ),
]


@pytest.mark.parametrize(("line", "field", "remedy"), PARAMETER_CASES)
def test_a_mistake_in_a_parameter(line: str, field: str, remedy: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_policy(with_parameter(line), "my.toml")
    assert caught.value.field == f"my.toml: versions[0].parameters{field}"
    assert remedy in caught.value.expected
    assert str(caught.value).startswith("my.toml: versions[0].parameters")


@pytest.mark.parametrize(
    ("text", "field", "remedy"),
    [
        ("", "format", "'tichet-rules/policy/1'"),
        (HEAD.replace("policy/1", "policy/2") + VERSION, "format", "'tichet-rules/policy/1'"),
        ("verions = 1", "key", "did you mean 'versions'?"),
        (HEAD.replace("name", "nmae") + VERSION, "key", "did you mean 'name'?"),
        (HEAD.replace('name = "orasul-meu/tichet"', "") + VERSION, "name", "a string"),
        (HEAD.replace('"orasul-meu/tichet"', "5") + VERSION, "name", "a string"),
        (HEAD.replace('"orasul-meu/tichet"', '""') + VERSION, "name", "printable"),
        (
            HEAD.replace("tichet-albastru", "tichet-albastr") + VERSION,
            "extends",
            "did you mean 'cluj-napoca/tichet-albastru'?",
        ),
        (
            HEAD.replace('"cluj-napoca/tichet-albastru"', "5") + VERSION,
            "extends",
            "a string",
        ),
        (HEAD + 'procedure = "audienta"\n' + VERSION, "procedure", "did you mean 'audience'?"),
        (HEAD + "procedure = 5\n" + VERSION, "procedure", "one of 'blue_ticket', 'audience'"),
        (HEAD + 'institution = "Primăria"\n' + VERSION, "institution", "a table"),
        (HEAD + "institution = { ro = 5 }\n" + VERSION, "institution.ro", "a string"),
        (
            HEAD + 'institution = { fr = "La mairie" }\n' + VERSION,
            "institution",
            "one of 'ro', 'en'",
        ),
        (HEAD + 'title = "Tichet"\n' + VERSION, "title", "a table"),
        (HEAD + 'title = { fr = "Billet" }\n' + VERSION, "title", "one of 'ro', 'en'"),
        (HEAD + "title = { ro = 5 }\n" + VERSION, "title.ro", "a string"),
        (HEAD, "versions", "one [[versions]] table or more"),
        (HEAD + "versions = 1\n", "versions", "one [[versions]] table or more"),
        (HEAD + "[versions]\n", "versions", "one [[versions]] table or more"),
        (HEAD + "versions = []\n", "versions", "at least one version"),
        (HEAD + "versions = [1]\n", "versions[0]", "a table"),
        (HEAD + "[[versions]]\n", "versions[0].valid_from", "a date without a time"),
        (
            HEAD + '[[versions]]\nvalid_from = "2026-01-01"\n',
            "versions[0].valid_from",
            "a date without a time",
        ),
        (
            HEAD + "[[versions]]\nvalid_from = 2026-01-01T00:00:00Z\n",
            "versions[0].valid_from",
            "a date without a time",
        ),
        (HEAD + VERSION + "paramters = 1\n", "versions[0].key", "did you mean 'parameters'?"),
        (HEAD + VERSION + "parameters = 1\n", "versions[0].parameters", "a table"),
        (HEAD + VERSION + "rules = 1\n", "versions[0].rules", "a list of rule ids"),
        (HEAD + VERSION + 'rules = ["a", "a"]\n', "versions[0].rules[1]", "each rule once"),
        (HEAD + VERSION + 'because = "x"\n', "versions[0].because", "a table"),
        (HEAD + VERSION + "because = { en = 1 }\n", "versions[0].because.en", "a string"),
        (
            HEAD + VERSION + VERSION,
            "versions[1].valid_from",
            "a date after the version before it, 2026-01-01",
        ),
        (
            HEAD + OWN_SOURCE + SECOND + VERSION,
            "versions[1].valid_from",
            "a date after the version before it, 2027-01-01",
        ),
        (HEAD + "sources = 1\n" + VERSION, "sources", "a table"),
        (HEAD + "sources.hcl = 1\n" + VERSION, "sources.hcl", "a table"),
        (HEAD + '[sources.hcl]\ntitle = "x"\n' + VERSION, "sources.hcl.where", "a string"),
        (HEAD + '[sources.hcl]\nwhere = "x"\n' + VERSION, "sources.hcl.title", "a string"),
        (
            HEAD + OWN_SOURCE + 'tilte = "x"\n' + VERSION,
            "sources.hcl-12",
            "did you mean 'title'?",
        ),
    ],
)
def test_a_mistake_anywhere_else(text: str, field: str, remedy: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_policy(text, "my.toml")
    assert caught.value.field == f"my.toml: {field}"
    assert remedy in caught.value.expected


@pytest.mark.parametrize(
    "text", ["format", "a = 1\na = 2", "valid_from = 2026-02-30", 'a = "', "\x00", "[[versions]"]
)
def test_a_file_that_is_no_toml(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_policy(text, "my.toml")
    assert caught.value.field == "my.toml"
    assert caught.value.expected == "a well-formed TOML file"


@given(st.text())
def test_any_text_is_a_policy_or_a_mistake_with_a_remedy(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_policy(text, "my.toml")
    assert caught.value.field.startswith("my.toml")


values = st.recursive(
    st.one_of(
        st.integers(-(2**40), 2**40).map(str),
        st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6).map(repr),
        st.sampled_from(["true", "false", '""', '"48h"', '"online"', "2026-01-01", "08:00:00"]),
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
    max_leaves=4,
)


@given(st.sampled_from(PARAMETERS), values)
def test_any_value_of_a_parameter_is_right_or_a_mistake_that_names_it(
    name: str, value: str
) -> None:
    line = f'{name} = {{ value = {value}, source = "practice" }}'
    mistake = None
    try:
        policy = parse_policy(with_parameter(line), "my.toml").latest
    except InvalidInput as error:
        mistake = error.field
    if mistake is None:
        assert policy.citations[name].source == "practice"
    else:
        assert mistake.startswith(f"my.toml: versions[0].parameters.{name}")


# --- histories --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: PolicyHistory([]), "versions"),
        (lambda: PolicyHistory([*preset(PRESETS[0]).versions] * 2), "versions[1].valid_from"),
    ],
)
def test_what_is_no_history(make: Callable[[], object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    assert caught.value.field == field


def test_a_history_of_versions() -> None:
    first = preset(PRESETS[0]).latest
    second = attrs.evolve(first, valid_from=first.valid_from + timedelta(days=1))
    history = PolicyHistory(iter([first, second]))
    assert history.versions == (first, second)
    assert history.policy_at(first.valid_from) == first
    assert history.policy_at(second.valid_from) == second


# --- procedure, institution, and what may be left out ---------------------------------------

OF_AUDIENCES = HEAD.replace("cluj-napoca/tichet-albastru", "cluj-napoca/audiente")
INSTITUTION = 'institution = { ro = "Primăria Turda", en = "Turda City Hall" }\n'


@pytest.mark.parametrize("name", PRESETS)
def test_procedure_and_institution_are_those_of_the_preset(name: str) -> None:
    base = preset(name).latest
    history = parse_policy(HEAD.replace("cluj-napoca/tichet-albastru", name) + VERSION)
    for policy in (history, history.latest):
        assert policy.procedure is base.procedure
    assert history.latest.institution == base.institution
    assert history.latest.title == base.title


def test_procedure_and_institution_of_ones_own() -> None:
    text = OF_AUDIENCES + INSTITUTION + OWN_SOURCE + VERSION + SECOND
    for policy in parse_policy(text).versions:
        assert policy.institution == Text("Primăria Turda", "Turda City Hall")
        assert policy.procedure is Procedure.AUDIENCE
    changed = parse_policy(HEAD + 'procedure = "audience"\n' + VERSION)
    assert changed.procedure is changed.latest.procedure is Procedure.AUDIENCE
    assert changed.latest.institution == preset(PRESETS[0]).latest.institution


def test_a_ladder_of_ones_own_replaces_the_whole_of_the_preset_s() -> None:
    policy = parse_policy(
        OF_AUDIENCES
        + OWN_SOURCE
        + VERSION
        + """\
[versions.parameters.ladder]
source = "hcl-12"
article = "art. 4"
quote = "dovada audienței la director"
[versions.parameters.ladder.value]
mayor = ["secretary_general", "director"]
"""
    ).latest
    assert dict(policy.ladder) == {Role.MAYOR: (Role.DIRECTOR, Role.SECRETARY_GENERAL)}
    cited = policy.citations["ladder"]
    assert (cited.source, cited.article) == ("hcl-12", "art. 4")
    assert (policy.uncited, policy.version) == ((), "orasul-meu/tichet@2026-01-01")
    untouched = parse_policy(OF_AUDIENCES + VERSION).latest
    assert untouched.ladder == preset("cluj-napoca/audiente").latest.ladder
    assert untouched.citations["ladder"].source == "audiente-cluj"


def test_a_town_takes_out_what_a_list_says() -> None:
    lines = [
        'take_over = { value = [], source = "practice" }',
        'general_reasons = { value = [], source = "practice" }',
        'ladder = { value = {}, source = "practice" }',
    ]
    policy = parse_policy(with_parameter("\n".join(lines))).latest
    assert (policy.take_over, policy.general_reasons, policy.ladder) == ((), (), FrozenMap())
    assert {"take_over", "general_reasons", "ladder"} <= policy.citations.keys()
    assert policy.uncited == ()


def test_what_a_town_adds() -> None:
    lines = [
        'take_over = { value = ["department", "deputy"], source = "practice" }',
        'general_reasons = { value = ["probleme personale", "altele"], source = "practice" }',
        'no_show_pause_days = { value = 30, source = "practice" }',
        'reminder_hours = { value = 48, source = "practice" }',
        'unanswered_days = { value = 30, source = "og-27-2002" }',
    ]
    policy = parse_policy(with_parameter("\n".join(lines))).latest
    assert policy.take_over == (TakesOver.DEPARTMENT, TakesOver.DEPUTY)
    assert policy.general_reasons == ("probleme personale", "altele")
    assert (policy.no_show_pause_days, policy.reminder_hours) == (30, 48)
    assert (policy.unanswered_days, policy.citations["unanswered_days"].source) == (
        30,
        "og-27-2002",
    )


@pytest.mark.parametrize(
    "parameter", ["daily_limit", "answer_working_days", "reminder_hours", "ticket_working_days"]
)
def test_a_town_can_do_without_a_limit_or_a_step_of_the_preset(parameter: str) -> None:
    line = f'{parameter} = {{ value = "unlimited", source = "practice" }}'
    text = with_parameter(line).replace("cluj-napoca/tichet-albastru", "cluj-napoca/audiente")
    assert getattr(parse_policy(text).latest, parameter) is None


def test_a_history_is_of_one_procedure() -> None:
    blue, audiences = (preset(each).latest for each in PRESETS)
    later = attrs.evolve(audiences, valid_from=blue.valid_from + timedelta(days=1))
    with pytest.raises(InvalidInput):
        PolicyHistory([blue, later])


def test_an_institution_has_a_name_in_both_languages() -> None:
    text = HEAD + 'institution = { ro = "Primăria Turda" }\n' + VERSION
    try:
        institution = parse_policy(text).latest.institution
    except InvalidInput:
        return
    assert institution is not None
    assert institution.en
