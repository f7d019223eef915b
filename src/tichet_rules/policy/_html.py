"""A policy as a notebook shows it: what differs from the law's preset, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tichet_rules._html import Content, blocks, details, element, html, paragraph, table
from tichet_rules.model.booking import Procedure
from tichet_rules.policy.files import preset
from tichet_rules.policy.parameters import PARAMETERS, _plainly
from tichet_rules.policy.sources import Citation, Source
from tichet_rules.text import Language, Text

if TYPE_CHECKING:
    from tichet_rules.policy.parameters import Policy

__all__ = ["cited", "policy_html"]

_OF_LAW: Final = {
    Procedure.BLUE_TICKET: "cluj-napoca/tichet-albastru",
    Procedure.AUDIENCE: "cluj-napoca/audiente",
}
_DIFFERS: Final = Text("Ce diferă de", "What differs from")
_SAME: Final = Text("Nimic nu diferă de", "Nothing differs from")
_ALL: Final = Text("Toți parametrii, cu sursele lor", "All parameters, with their sources")
_PARAMETER: Final = Text("Parametrul", "Parameter")
_HERE: Final = Text("Aici", "Here")
_SOURCE: Final = Text("Sursa", "Source")
_NO_SOURCE: Final = Text("fără sursă", "no source")
_UNLIMITED: Final = Text("nelimitat", "unlimited")
_IN_FORCE: Final = Text("în vigoare de la", "in force from")


def cited(citation: Citation | None, source: Source | None, code: Language) -> Content:
    """A citation: the words as published, the title of the source, the article."""
    if citation is None:
        return _NO_SOURCE.in_(code)
    title = citation.source if source is None else source.title.in_(code)
    where = f"{title}, {citation.article}" if citation.article else title
    if not citation.quote:
        return where
    return blocks([element("q", citation.quote, lang="ro"), where])


def policy_html(policy: Policy, code: Language) -> str:
    """The policy beside the version of the law's preset of its time."""
    law = _law_of(policy)
    rows: list[tuple[Content, Content, Content]] = [
        (element("code", name), _with_source(law, name, code), _with_source(policy, name, code))
        for name in PARAMETERS
        if getattr(policy, name) != getattr(law, name)
    ]
    if policy.rules != law.rules:
        gone = blocks(f"− {each}" for each in law.rules if each not in policy.rules)
        more = blocks(f"+ {each}" for each in policy.rules if each not in law.rules)
        rows.append((element("code", "rules"), gone, more))
    since = f"{policy.name}, {_IN_FORCE.in_(code)} {policy.valid_from}"
    title = paragraph(element("strong", policy.title.in_(code)), f" ({since})")
    head = [_PARAMETER.in_(code), law.version, _HERE.in_(code)]
    same = paragraph(f"{_SAME.in_(code)} {law.version}.")
    differs = table(f"{_DIFFERS.in_(code)} {law.version}", head, rows) if rows else same
    every = (
        (element("code", name), _said(policy, name, code), _cited(policy, name, code))
        for name in PARAMETERS
    )
    head = [each.in_(code) for each in (_PARAMETER, _HERE, _SOURCE)]
    return html(code, title, differs, details(_ALL.in_(code), table(_ALL.in_(code), head, every)))


def _law_of(policy: Policy) -> Policy:
    versions = preset(_OF_LAW[policy.procedure]).versions
    before = [each for each in versions if each.valid_from <= policy.valid_from]
    return [versions[0], *before][-1]


def _with_source(policy: Policy, name: str, code: Language) -> Content:
    return blocks([element("strong", _said(policy, name, code)), _cited(policy, name, code)])


def _said(policy: Policy, name: str, code: Language) -> str:
    value = getattr(policy, name)
    return _UNLIMITED.in_(code) if value is None else _plainly(value) or "–"


def _cited(policy: Policy, name: str, code: Language) -> Content:
    citation = policy.citations.get(name)
    return cited(citation, policy.sources.get(citation.source) if citation else None, code)
