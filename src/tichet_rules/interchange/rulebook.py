"""The rule book: each rule beside its source, its code, its parameters and an example.

The pages in ``docs/rules`` and the command ``tichet-rules explain`` are made of it.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from textwrap import indent
from typing import Any, Final

from attrs import frozen

from tichet_rules.agenda import Decision, decide
from tichet_rules.interchange._rulebook_examples import EXAMPLES, TOWN, Question
from tichet_rules.interchange._rulebook_words import BINDS, MEASURES, PARAMETER_WORDS, STEPS
from tichet_rules.interchange.documents import QuestionDocument, read_office
from tichet_rules.interchange.render import rule_document
from tichet_rules.interchange.structure import structured
from tichet_rules.model import Channel, Role
from tichet_rules.policy import (
    PRESETS,
    Citation,
    Policy,
    Source,
    WindowBinds,
    known_sources,
    preset,
)
from tichet_rules.policy.parameters import TakesOver
from tichet_rules.rules import READINGS, RULE_BOOK, Rule, rule_of
from tichet_rules.rules.grounds import grounds
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import DAY_READINGS, HOUR_READINGS, DayReading, HourReading

__all__ = [
    "ParameterEntry",
    "ReadingEntry",
    "RuleEntry",
    "Step",
    "asked",
    "cited",
    "entry_document",
    "explained",
    "in_it",
    "rule_entry",
    "said_value",
    "steps",
]


def asked(when: Mapping[str, Any], office: Mapping[str, Any] | None = None) -> Decision:
    """The decision of a question to the town hall of the rule book's examples.

    ``office`` holds the keys that are different there.

    >>> asked({"at": "2026-11-24T10:00:00+02:00", "cancel": {"booking": "b-9"}}).refused_by
    ('booking.open',)
    """
    town, agenda = read_office({**TOWN, **(office or {})})
    question = structured(dict(when), QuestionDocument, "when")
    assert question.at is not None  # the examples are asked at an instant of their own
    return decide(question.command(agenda), agenda, at=question.at, office=town)


@frozen
class ParameterEntry:
    """A parameter of a rule as one policy has it: its value, since when, and from where.

    ``citation`` is ``None`` for a value that nothing is cited for: that of a step or a limit
    which the policy leaves out. ``source`` is what it cites, as the policy has it.
    """

    name: str
    words: Text
    policy: str
    valid_from: date
    value: Any
    citation: Citation | None
    source: Source | None = None


@frozen
class ReadingEntry:
    """A value of a parameter that names a reading: what it means, where it is found, who uses it.

    ``used_by`` are the names of the policies.
    """

    parameter: str
    value: str
    meaning: Text
    citation: Citation | None
    used_by: tuple[str, ...]


@frozen
class RuleEntry:
    """A rule, with all that the rule book tells of it.

    ``policies`` are those that judge a booking by it; none for a rule of what follows a
    booking, which applies under every policy. ``code`` is the source of the
    predicate, empty where Python has not kept it. ``refused`` and ``passed`` are the decisions
    of two questions of the examples.
    """

    rule: Rule
    measures: Text
    code: str
    policies: tuple[Policy, ...]
    parameters: tuple[ParameterEntry, ...]
    readings: tuple[ReadingEntry, ...]
    about: Text
    refused_question: Question
    passed_question: Question

    def code_in(self, language: Language) -> str:
        """The source of the predicate; in Romanian without its docstring, which is English.

        What the docstring says is in ``measures``, in both languages.

        >>> print(rule_entry("slot.duration").code_in("ro"))
        def short_enough(minutes: Any, most: Any) -> Any:
            return minutes <= most
        """
        return _without_docstring(self.code) if language == "ro" else self.code

    @property
    def refused(self) -> Decision:
        """The decision of the question that the rule refuses."""
        return asked(self.refused_question.when, self.refused_question.office)

    @property
    def passed(self) -> Decision:
        """The decision of the question that it lets by."""
        return asked(self.passed_question.when, self.passed_question.office)


def rule_entry(id_: str, policies: Iterable[Policy] | None = None) -> RuleEntry:
    """The entry of a rule, with its parameters in some policies: by default in the presets.

    Of a town's own, the last one tells what the rule rests on.

    >>> entry = rule_entry("slot.notice")
    >>> entry.refused.refused_by
    ('slot.notice',)
    >>> [each.value for each in entry.parameters if each.name == "notice_hours"]
    [48, 0]
    """
    rule = rule_of(id_)
    chosen = tuple(_latest_of_the_presets() if policies is None else policies)
    judging = tuple(each for each in chosen if id_ in each.rules)
    # A rule that no policy lists is one of what follows a booking: it applies under each.
    users = judging or chosen
    example = EXAMPLES[id_]
    return RuleEntry(
        rule=rule,
        measures=MEASURES[id_],
        code=_source_of(rule.predicate),
        policies=judging,
        parameters=tuple(_parameter(name, each) for name in rule.parameters for each in users),
        readings=tuple(
            entry
            for name in rule.parameters
            if name in READINGS
            for entry in _readings(name, users)
        ),
        about=example.about,
        refused_question=example.refused,
        passed_question=example.passed,
    )


def _latest_of_the_presets() -> list[Policy]:
    return [preset(name).latest for name in PRESETS]


def _source_of(predicate: Callable[..., Any]) -> str:
    try:
        return inspect.getsource(predicate).strip()
    except OSError:  # an installation without sources
        return ""


def _without_docstring(source: str) -> str:
    if not source:
        return ""
    [function] = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)  # a predicate is one
    first = function.body[0]
    lines = source.splitlines()
    return "\n".join([*lines[: first.lineno - 1], *lines[first.end_lineno :]])


def _parameter(name: str, policy: Policy) -> ParameterEntry:
    citation = policy.citations.get(name)
    return ParameterEntry(
        name=name,
        words=PARAMETER_WORDS[name],
        policy=policy.name,
        valid_from=policy.valid_from,
        value=getattr(policy, name),
        citation=citation,
        source=None if citation is None else policy.sources[citation.source],
    )


def _readings(name: str, policies: Iterable[Policy]) -> list[ReadingEntry]:
    entries = []
    for value in READINGS[name]:
        if isinstance(value, WindowBinds):
            meaning, citation = BINDS[value], None
        else:
            assert isinstance(value, DayReading | HourReading)  # the other readings that there are
            known = DAY_READINGS[value] if isinstance(value, DayReading) else HOUR_READINGS[value]
            meaning, citation = known.meaning, Citation(known.source, known.article, known.quote)
        used_by = tuple(each.name for each in policies if getattr(each, name) is value)
        entries.append(ReadingEntry(name, str(value), meaning, citation, used_by))
    return entries


@frozen
class Step:
    """A step of the procedure: its key, its name, and its rules in order."""

    key: str
    title: Text
    rules: tuple[Rule, ...]


def steps() -> tuple[Step, ...]:
    """The steps of the procedure; together they have every rule of the book, in its order.

    >>> [step.key for step in steps()]
    ['request', 'time', 'contact', 'audience', 'afterwards']
    """
    found: list[Step] = []
    begins = {first: (key, title) for first, key, title in STEPS}
    for rule in RULE_BOOK:
        if rule.id in begins:
            found.append(Step(*begins[rule.id], ()))
        latest = found.pop()
        found.append(Step(latest.key, latest.title, (*latest.rules, rule)))
    return tuple(found)


# --- in words -----------------------------------------------------------------------------


def said_value(value: Any, language: Language) -> str:
    """The value of a parameter in words.

    >>> said_value(None, "ro"), said_value((), "en"), said_value((Channel.PHONE,), "en")
    ('nelimitat', 'none', 'by phone [phone]')
    """
    if value is None or value == ():
        return (_UNLIMITED if value is None else _NOTHING).in_(language)
    if isinstance(value, tuple):
        return ", ".join(said_value(each, language) for each in value)
    if isinstance(value, Mapping):
        pairs = (f"{said_value(k, language)}: {said_value(v, language)}" for k, v in value.items())
        return "; ".join(pairs)
    if isinstance(value, Channel | Role):
        return f"{value.words.in_(language)} [{value}]"
    if isinstance(value, TakesOver):
        return f"{_TITLES[value].in_(language)} [{value}]"
    return str(value)


_UNLIMITED: Final = Text("nelimitat", "unlimited")
_NOTHING: Final = Text("niciunul", "none")
_TITLES: Final[Mapping[TakesOver, Text]] = {
    TakesOver.FORMER_HOLDER: Text("cine a avut cererea înainte", "who had the request before"),
    TakesOver.DEPUTY: Text("un înlocuitor al inspectorului", "a deputy of the inspector"),
    TakesOver.DEPARTMENT: Text(
        "cineva din aceeași direcție, cu același rol", "anyone of the same department and role"
    ),
}


def cited(citation: Citation | None, language: Language, source: Source | None = None) -> str:
    """A citation in words: the source and the article; its quotation is apart.

    ``source`` is needed for one that is not among the package's own.

    >>> cited(Citation("codul-muncii", "art. 139"), "en")
    'Legea nr. 53/2003, Codul muncii (art. 139, public holidays), art. 139'
    """
    if citation is None:
        return Text("fără text publicat", "no published text").in_(language)
    source = source or known_sources()[citation.source]
    return f"{source.title.in_(language)} ({source.where.in_(language)}){in_it(citation, language)}"


def in_it(citation: Citation, language: Language) -> str:
    """The place in a source as it follows the source's name: an article, and a remark.

    >>> in_it(Citation("codul-muncii", "art. 139"), "en")
    ', art. 139'
    >>> in_it(Citation("practice", remark=Text("nepublicat", "not published")), "en")
    '; not published'
    """
    article = f", {citation.article}" if citation.article else ""
    remark = f"; {citation.remark.in_(language)}" if citation.remark else ""
    return f"{article}{remark}"


_SOURCE: Final = Text("Sursa", "Source")
_MEASURES: Final = Text("Ce se măsoară", "What is measured")
_CODE: Final = Text("Regula, în cod", "The rule in code")
_PARAMETERS: Final = Text("Parametri", "Parameters")
_READINGS: Final = Text("Interpretări ale legii", "Readings of the law")
_NOTE: Final = Text("Notă", "Note")
_EXAMPLE: Final = Text("Exemplu", "Example")
_EXAMPLE_OF_THE_PACKAGE: Final = Text(
    "Exemplu, după regulile din pachet", "Example, under the rules of the package"
)
_ROBUST: Final = Text("Refuzul din exemplu", "The refusal of the example")
_PASSES: Final = Text("Când este respectată", "When it is kept")
_SINCE: Final = Text("din", "from")
_USED: Final = Text("folosită de", "used by")


def explained(entry: RuleEntry, language: Language) -> str:
    """All that the rule book tells of a rule, for a terminal.

    >>> print(explained(rule_entry("slot.duration"), "en").split("The rule in code")[0])
    slot.duration: The length of the meeting
    <BLANKLINE>
      «Durata maximă a întâlnirii este de 15 minute»
      Source: Premieră la Cluj: 524 de funcționari publici acordă audiențe online (spotmedia.ro, \
6 octombrie 2020)
    <BLANKLINE>
      What is measured
        The minutes asked for are compared with `max_minutes`.
    <BLANKLINE>
    <BLANKLINE>
    """
    rule = entry.rule
    own = [each for each in entry.policies if each.name not in PRESETS]
    told = (
        [(each.citation, each.source) for each in grounds(rule, own[-1])]
        if own
        else [(rule.citation, None)]
    )
    sources = "\n".join(_sourced(citation, language, source) for citation, source in told)
    blocks = [f"{rule.id}: {rule.title.in_(language)}", indent(sources, "  ")]

    def block(title: Text, text: str) -> None:
        if text:
            blocks.append(f"  {title.in_(language)}\n{indent(text, '    ')}")

    block(_MEASURES, entry.measures.in_(language))
    block(_CODE, entry.code_in(language))
    block(_PARAMETERS, "\n".join(_told_parameter(each, language) for each in entry.parameters))
    block(_READINGS, "\n".join(_told_reading(each, language) for each in entry.readings))
    block(_NOTE, rule.note.in_(language) if rule.note else "")
    decision = entry.refused
    block(
        _EXAMPLE_OF_THE_PACKAGE if own else _EXAMPLE,
        f"{entry.about.in_(language)}\n{decision.explain(language)}",
    )
    if entry.readings:
        block(_ROBUST, decision.sensitivity(rule.id).words(language))
    block(_PASSES, entry.passed.finding(rule.id).message(language))
    return "\n\n".join(blocks) + "\n"


def _sourced(citation: Citation | None, code: Language, source: Source | None) -> str:
    quote = f"«{citation.quote}»\n" if citation and citation.quote else ""
    return f"{quote}{_SOURCE.in_(code)}: {cited(citation, code, source)}"


def _told_parameter(entry: ParameterEntry, code: Language) -> str:
    quote = f": «{entry.citation.quote}»" if entry.citation and entry.citation.quote else ""
    return (
        f"{entry.name} = {said_value(entry.value, code)} ({entry.words.in_(code)})\n"
        f"  {entry.policy}, {_SINCE.in_(code)} {entry.valid_from}; "
        f"{cited(entry.citation, code, entry.source)}{quote}"
    )


def _told_reading(entry: ReadingEntry, code: Language) -> str:
    used = f" [{_USED.in_(code)} {', '.join(entry.used_by)}]" if entry.used_by else ""
    where = f"\n  {cited(entry.citation, code)}" if entry.citation else ""
    return f"{entry.parameter} = {entry.value}: {entry.meaning.in_(code)}{used}{where}"


# --- for programs ---------------------------------------------------------------------------


def entry_document(entry: RuleEntry, language: Language) -> dict[str, Any]:
    """The entry as JSON values: those of ``rule_document``, and what the book adds.

    >>> document = entry_document(rule_entry("slot.duration"), "en")
    >>> document["parameters"]["cluj-napoca/tichet-albastru"], document["example"]["refused_by"]
    ({'max_minutes': 15}, ['slot.duration'])
    """
    refused = entry.refused_question
    return {
        **rule_document(entry.rule, entry.policies, language),
        "measures": entry.measures.in_(language),
        "predicate": entry.code_in(language),
        "citations": [
            {
                "parameter": each.name,
                "policy": each.policy,
                "valid_from": each.valid_from.isoformat(),
                **_citation_document(each.citation, language),
            }
            for each in entry.parameters
        ],
        "readings": [
            {
                "parameter": each.parameter,
                "value": each.value,
                "meaning": each.meaning.in_(language),
                "used_by": list(each.used_by),
                **_citation_document(each.citation, language),
            }
            for each in entry.readings
        ],
        "example": {
            "about": entry.about.in_(language),
            "when": dict(refused.when),
            "office": {**TOWN, **refused.office},
            "refused_by": list(entry.refused.refused_by),
            "message": entry.refused.finding(entry.rule.id).message(language),
        },
    }


def _citation_document(citation: Citation | None, code: Language) -> dict[str, str]:
    cited_ = citation or Citation("practice")
    return {
        "source": cited_.source,
        "article": cited_.article,
        "quote": cited_.quote,
        "remark": cited_.remark.in_(code) if cited_.remark else "",
    }
