"""The rule book: every rule has its words, its code, its figures and its example."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from attrs import evolve

from tests.rules._scene import CEDILLAS
from tichet_rules import RULE_BOOK, InvalidInput, Outcome, Rule, preset, rule_of
from tichet_rules.interchange import rulebook
from tichet_rules.interchange._rulebook_examples import EXAMPLES
from tichet_rules.interchange._rulebook_words import BINDS, MEASURES, PARAMETER_WORDS
from tichet_rules.interchange.rulebook import (
    asked,
    cited,
    entry_document,
    explained,
    rule_entry,
    said_value,
    steps,
)
from tichet_rules.policy import PRESETS, WindowBinds
from tichet_rules.rules import READINGS
from tichet_rules.text import LANGUAGES

IDS = [each.id for each in RULE_BOOK]
every_rule = pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: str(rule.id))
in_both = pytest.mark.parametrize("code", LANGUAGES)


def test_every_rule_has_its_words_and_its_example() -> None:
    assert list(MEASURES) == IDS
    assert list(EXAMPLES) == IDS
    assert set(PARAMETER_WORDS) == {name for each in RULE_BOOK for name in each.parameters}
    assert set(BINDS) == set(WindowBinds)


def test_the_steps_are_the_book_in_its_order() -> None:
    assert [rule for step in steps() for rule in step.rules] == list(RULE_BOOK)
    assert len({step.key for step in steps()}) == len(steps())


@every_rule
def test_an_example_is_refused_by_its_rule_and_another_is_not(rule: Rule) -> None:
    entry = rule_entry(rule.id)
    assert entry.rule is rule
    assert entry.refused.finding(rule.id).refused
    # The official of the example has no audience hours either, as the words say.
    others = ("audience.day",) if rule.id == "audience.official" else ()
    assert entry.refused.refused_by == (rule.id, *others)
    assert entry.passed.finding(rule.id).outcome is Outcome.PASSED
    assert entry.passed.allowed


@every_rule
def test_the_code_is_that_of_the_predicate(rule: Rule) -> None:
    code = rule_entry(rule.id).code
    assert code.startswith(f"def {rule.predicate.__name__}(")
    assert f'"""{rule.predicate.__doc__}"""' in code
    assert code == code.strip()


@every_rule
def test_romanian_readers_are_shown_the_code_without_its_english(rule: Rule) -> None:
    entry = rule_entry(rule.id)
    assert entry.code_in("en") == entry.code
    shown = ast.parse(entry.code_in("ro")).body[0]
    [whole] = ast.parse(entry.code).body
    assert isinstance(whole, ast.FunctionDef)
    assert ast.get_docstring(whole) is not None
    assert isinstance(shown, ast.FunctionDef)
    assert ast.get_docstring(shown) is None
    assert [ast.dump(each) for each in shown.body] == [ast.dump(each) for each in whole.body[1:]]


def test_a_remark_is_in_the_language_of_the_reader() -> None:
    entry = rule_entry("audience.prior_request")
    [days] = entry.parameters
    assert days.citation is not None
    assert days.citation.remark is not None
    remark = days.citation.remark
    assert remark.ro != remark.en
    for code in LANGUAGES:
        assert f"; {remark.in_(code)}" in explained(entry, code)
        [cited_] = entry_document(entry, code)["citations"]
        assert cited_["remark"] == remark.in_(code)


def test_no_place_in_a_source_is_a_remark_in_one_language() -> None:
    for name in PRESETS:
        for citation in preset(name).latest.citations.values():
            assert citation.article == "" or citation.article.startswith("art. ")


@every_rule
def test_the_figures_are_those_of_the_policies(rule: Rule) -> None:
    entry = rule_entry(rule.id)
    presets = [preset(name).latest for name in PRESETS]
    assert entry.policies == tuple(each for each in presets if rule.id in each.rules)
    users = entry.policies or tuple(presets)
    assert [(each.name, each.policy, each.value) for each in entry.parameters] == [
        (name, policy.name, getattr(policy, name)) for name in rule.parameters for policy in users
    ]
    assert [(each.parameter, each.value) for each in entry.readings] == [
        (name, value) for name in rule.parameters if name in READINGS for value in READINGS[name]
    ]
    for name in {each.parameter for each in entry.readings}:
        used = [by for each in entry.readings if each.parameter == name for by in each.used_by]
        assert sorted(used) == sorted(each.name for each in users)


@every_rule
@in_both
def test_an_explanation_tells_all_of_it(rule: Rule, code: Any) -> None:
    entry = rule_entry(rule.id)
    text = explained(entry, code)
    assert text.startswith(f"{rule.id}: {rule.title.in_(code)}\n")
    assert text.endswith(f"{entry.passed.finding(rule.id).message(code)}\n")
    assert not CEDILLAS & set(text)
    told = [rule.citation.quote, cited(rule.citation, code), entry.about.in_(code)]
    told += [entry.measures.in_(code), rule.note.in_(code) if rule.note else ""]
    told += [entry.refused.finding(rule.id).message(code)]
    told += [each.meaning.in_(code) for each in entry.readings]
    told += [f"{each.name} = {said_value(each.value, code)}" for each in entry.parameters]
    assert [each for each in told if each not in text] == []
    assert all(line.strip() in text for line in entry.code_in(code).splitlines())


@every_rule
@in_both
def test_the_words_of_the_book_are_sentences(rule: Rule, code: Any) -> None:
    for text in (MEASURES[rule.id], EXAMPLES[rule.id].about):
        said = text.in_(code)
        assert said[0] == said[0].upper()
        assert said.endswith(".")
        assert not CEDILLAS & set(said)
        assert text.ro != text.en


@every_rule
@in_both
def test_an_entry_as_json(rule: Rule, code: Any) -> None:
    document = entry_document(rule_entry(rule.id), code)
    assert json.loads(json.dumps(document)) == document
    assert document["id"] == rule.id
    assert document["example"]["refused_by"][0] == rule.id
    example = asked(document["example"]["when"], document["example"]["office"])
    assert example.finding(rule.id).message(code) == document["example"]["message"]
    for each in document["citations"] + document["readings"]:
        assert set(each) >= {"source", "article", "quote", "remark"}


def test_under_a_policy_of_ones_own() -> None:
    policy = preset("cluj-napoca/tichet-albastru").latest.evolve(notice_hours=24)
    entry = rule_entry("slot.notice", [policy])
    [hours, reading] = entry.parameters
    assert (hours.value, hours.citation) == (24, None)
    assert reading.citation is not None
    assert "notice_hours = 24 (the notice required, in hours)" in explained(entry, "en")
    assert "; no published text\n" in explained(entry, "en")
    document = entry_document(entry, "en")
    assert document["parameters"] == {
        policy.name: {"notice_hours": 24, "notice_reading": "elapsed"}
    }
    assert document["citations"][0]["source"] == "practice"


def test_a_rule_of_what_follows_applies_under_every_policy() -> None:
    entry = rule_entry("inspector.may_take_over")
    assert entry.policies == ()
    assert {each.policy for each in entry.parameters} == set(PRESETS)


def test_where_there_are_no_sources_there_is_no_code() -> None:
    # Not "<string>": under that name Python 3.13 keeps the code that it was started with.
    unknown = eval(compile("lambda given: given", "<no file>", "eval"))
    assert rulebook._source_of(unknown) == ""
    entry = evolve(rule_entry("slot.notice"), code="")
    assert entry.code_in("ro") == ""
    assert "The rule in code" not in explained(entry, "en")
    assert "The rule in code" in explained(rule_entry("slot.notice"), "en")


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(InvalidInput, match=r"did you mean 'slot\.notice'"):
        rule_entry("slot.notic")


def test_values_in_words() -> None:
    ladder = preset("cluj-napoca/audiente").latest.ladder
    assert said_value(ladder, "en").startswith("deputy mayor [deputy_mayor]: director [director];")
    take_over = preset("cluj-napoca/tichet-albastru").latest.take_over
    assert "un înlocuitor al inspectorului [deputy]" in said_value(take_over, "ro")
    assert said_value(48, "ro") == "48"
    assert said_value(("probleme personale",), "en") == "probleme personale"
    assert cited(rule_of("slot.grid").citation, "ro").startswith("Practica obișnuită")
