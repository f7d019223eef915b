"""Where what was judged stands: the text of the rule, or that of a town's own figure (temei)."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import frozen

from tichet_rules.policy import PRESETS, Citation, Policy, Source, known_sources, preset
from tichet_rules.rules.rule import Rule
from tichet_rules.rules.sensitivity import READINGS
from tichet_rules.text import Language, Text

__all__ = ["Ground", "grounds"]

_UNCITED = Text("fără text publicat", "no published text")


@frozen
class Ground:
    """A published text that a finding rests on; ``parameter`` is the figure that it is about.

    Without a ``citation`` nobody has published the figure: it was changed for a question.
    """

    citation: Citation | None
    source: Source | None
    parameter: str | None = None

    @property
    def quote(self) -> str:
        """The words as published, empty where there are none."""
        return self.citation.quote if self.citation else ""

    def title(self, language: Language) -> str:
        """The source and the place in it."""
        if self.citation is None or self.source is None:
            return f"{self.parameter}: {_UNCITED.in_(language)}"
        article = f", {self.citation.article}" if self.citation.article else ""
        return f"{self.source.title.in_(language)}{article}"


def grounds(rule: Rule, policy: Policy) -> tuple[Ground, ...]:
    """What a rule rests on under a policy.

    The rule's own source speaks of the figure that it publishes. Where a policy has its figure from
    somewhere else, that comes first; a source that publishes another is left out, as it would
    contradict it.

    >>> from datetime import date
    >>> from tichet_rules import preset, rule_of
    >>> law = preset("cluj-napoca/tichet-albastru").policy_at(date(2026, 11, 24))
    >>> [each.quote for each in grounds(rule_of("slot.notice"), law)]
    ['Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.']
    >>> for each in grounds(rule_of("slot.notice"), law.evolve(notice_hours=72)):
    ...     print(repr(each.quote), each.title("en"))
    '' notice_hours: no published text
    """
    own = []
    contradicts = False
    published = _published(rule.citation.source)
    for name in rule.parameters:
        citation = policy.citations.get(name)
        if name in READINGS or (citation and citation.source == rule.citation.source):
            continue
        source = policy.sources[citation.source] if citation else None
        own.append(Ground(citation, source, name))
        contradicts |= published.get(name, getattr(policy, name)) != getattr(policy, name)
    if contradicts:
        return tuple(own)
    return (*own, Ground(rule.citation, known_sources()[rule.citation.source]))


@cache
def _published(source: str) -> dict[str, Any]:
    """The figures that a source publishes, as the presets have them from it."""
    return {
        name: getattr(policy, name)
        for policy in (preset(each).latest for each in PRESETS)
        for name, citation in policy.citations.items()
        if citation.source == source
    }
