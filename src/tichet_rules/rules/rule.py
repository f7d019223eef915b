"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final

from attrs import frozen

from tichet_rules._door import one_of
from tichet_rules.errors import InvalidInput
from tichet_rules.policy.sources import Citation
from tichet_rules.rules.case import Case
from tichet_rules.text import Language, Text
from tichet_rules.wording import Figure, say

__all__ = ["Finding", "Outcome", "Rule", "rule", "rule_of"]


class Outcome(StrEnum):
    """What a rule says of a case."""

    PASSED = "passed"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


Figures = tuple[tuple[str, Figure], ...]

#: What the figures for the staff are called in Romanian.
_ROMANIAN: Final[Mapping[str, str]] = {
    "booking": "programarea",
    "filed_on": "depusă",
    "filing_date_matches": "data depunerii corespunde",
    "name_matches": "numele corespunde",
    "number_is_known": "numărul este cunoscut",
    "number_known": "numărul este cunoscut",
    "status": "starea",
}
# What the staff is told in place of the public's words, where a figure for them says more.
_FOR_STAFF: Final[Mapping[str, Text]] = {
    "elsewhere": Text(
        "Cererea nu se află și nu s-a aflat în operare la inspectorul {measured}.",
        "Inspector {measured} neither has nor had the request in operation.",
    ),
    "unregistered": Text(
        "Instituția nu are înregistrată nicio cerere cu acest număr.",
        "The office has no request of this number registered.",
    ),
    "unknown": Text(
        "Instituția nu cunoaște inspectorul {measured}, deci nicio cerere nu este a lui.",
        "Inspector {measured} is not known to the office, so no request counts as theirs.",
    ),
}


@frozen
class Finding:
    """What one rule found in one case, with its figures as typed values.

    ``measured`` is what the rule measured and ``limit`` what it compared with: a
    ``timedelta``, a ``date``, a local ``datetime``, a count, or words. ``more`` are
    further named figures. ``staff`` are those that the public is not told, since they
    would let anyone probe the registry. ``words`` and ``advice`` stand in for the rule's
    own message and remedy, where these do not fit the case.
    """

    rule: str
    outcome: Outcome
    measured: Figure | None = None
    limit: Figure | None = None
    more: Figures = ()
    staff: Figures = ()
    words: Text | None = None
    advice: Text | None = None

    @property
    def refused(self) -> bool:
        """Whether the rule refuses."""
        return self.outcome is Outcome.REFUSED

    def message(self, language: Language = "en", *, staff: bool = False) -> str:
        """The finding in a sentence; ``staff=True`` adds what the public is not told."""
        instead = [_FOR_STAFF[name] for name, _ in self.staff if staff and name in _FOR_STAFF]
        if instead:
            return self._filled(instead[0], language)
        if self.words is None:
            sentence = self._filled(rule_of(self.rule).wording(self.outcome), language)
        else:
            sentence = self.words.in_(language)
        if staff and self.staff:
            named = _ROMANIAN if language == "ro" else {}
            told = "; ".join(
                f"{named.get(name, name)} = {say(value, language)}" for name, value in self.staff
            )
            sentence = f"{sentence} [{told}]"
        return sentence

    def remedy(self, language: Language = "en") -> str:
        """What would lift the refusal, in a sentence."""
        if self.advice is not None:
            return self.advice.in_(language)
        return self._filled(rule_of(self.rule).remedy, language)

    def _filled(self, template: Text, code: Language) -> str:
        figures = {name: say(value, code) for name, value in self.more}
        if self.measured is not None:
            figures["measured"] = say(self.measured, code)
        if self.limit is not None:
            figures["limit"] = say(self.limit, code)
        sentence = template.in_(code).format_map(figures)
        return sentence[:1].upper() + sentence[1:]


@frozen
class Rule:
    """A rule of the procedure: its source, the figures it reads, and its judgement.

    ``predicate`` is the rule itself, in arithmetic and comparisons on its arguments, so
    that the same function object decides one booking, a million (numpy arrays) and a
    theorem (solver terms). ``judge`` takes the arguments out of a case.
    ``about_the_slot`` tells whether another slot could change the outcome; ``remedy``
    says what could, for people. ``needs_request`` tells whether it judges only what the
    office has registered of the request, so that it does not concern one that is not known.
    """

    id: str
    title: Text
    citation: Citation
    predicate: Callable[..., Any]
    judge: Callable[[Case], Finding]
    passed: Text
    refused: Text
    not_applicable: Text
    remedy: Text
    parameters: tuple[str, ...] = ()
    about_the_slot: bool = False
    needs_request: bool = False
    note: Text | None = None

    def wording(self, outcome: Outcome) -> Text:
        """The template of the message for an outcome."""
        if outcome is Outcome.PASSED:
            return self.passed
        return self.refused if outcome is Outcome.REFUSED else self.not_applicable


_RULES: Final[dict[str, Rule]] = {}


def rule(id_: str, **facts: Any) -> Callable[[Callable[[Case], Finding]], Rule]:
    """Make a rule of the function that judges a case, and enter it in the rule book."""

    def enter(judge: Callable[[Case], Finding]) -> Rule:
        made = Rule(id=id_, judge=judge, **facts)
        _RULES[id_] = made
        return made

    return enter


def rule_of(id_: str) -> Rule:
    """The rule of an id.

    >>> import tichet_rules
    >>> rule_of("slot.notice").parameters
    ('notice_hours', 'notice_reading')
    """
    try:
        return _RULES[id_]
    except KeyError:
        raise InvalidInput("rule", id_, one_of(id_, _RULES, "rule")) from None


def found(
    id_: str,
    holds: Any,
    measured: Figure | None = None,
    limit: Figure | None = None,
    more: Figures = (),
    staff: Figures = (),
    words: Text | None = None,
    advice: Text | None = None,
) -> Finding:
    """The finding of a predicate's answer."""
    outcome = Outcome.PASSED if holds else Outcome.REFUSED
    return Finding(id_, outcome, measured, limit, more, staff, words, advice)


@cache
def not_applicable(id_: str) -> Finding:
    """The finding of a rule that does not concern the case."""
    return Finding(id_, Outcome.NOT_APPLICABLE)
