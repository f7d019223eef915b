"""Decide: a command, judged by every rule, with the events that follow when it is allowed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from attrs import frozen

from tichet_rules._door import checked_instance
from tichet_rules.agenda.agenda import Agenda
from tichet_rules.agenda.commands import Command
from tichet_rules.agenda.events import Event
from tichet_rules.agenda.prepare import PREPARE, procedure_of
from tichet_rules.agenda.remedy import Remedy, remedy_for
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.office import Office
from tichet_rules.policy import Policy
from tichet_rules.rules import Case, Finding, Outcome, judge, rule_of
from tichet_rules.rules.grounds import grounds
from tichet_rules.rules.sensitivity import READINGS, Sensitivity, sensitivity
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.timekeeping.instants import as_utc
from tichet_rules.wording import counted

__all__ = ["Decision", "decide"]


@frozen(eq=False, repr=False)
class Decision:
    """The answer to a command: what every rule found and, if none refused, the events.

    ``command``, ``agenda``, ``at`` and ``office`` are the question as it was asked,
    ``policy`` the version that judged it, ``findings`` in the order of the rule book.
    """

    command: Command
    agenda: Agenda
    at: datetime
    office: Office
    policy: Policy
    case: Case
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]

    @property
    def allowed(self) -> bool:
        """Whether no rule refuses."""
        return not self.refusals

    def __repr__(self) -> str:
        # The question has everybody's data in it, and is long.
        return (
            f"Decision(allowed={self.allowed}, refused_by={self.refused_by!r}, "
            f"command={type(self.command).__name__}(…))"
        )

    def __bool__(self) -> NoReturn:
        # A refusal would be true, like any value: `if decide(...)` would book what was refused.
        raise WrongType("decision", "bool(decision)", "decision.allowed, which says yes or no")

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """The findings that refuse."""
        return tuple(each for each in self.findings if each.refused)

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The ids of the rules that refuse, in the order of the rule book."""
        return tuple(each.rule for each in self.refusals)

    def finding(self, rule: str) -> Finding:
        """What one rule found; an error for a rule that was not judged."""
        for each in self.findings:
            if each.rule == rule:
                return each
        raise InvalidInput(
            "rule", rule, f"one that was judged: {', '.join(each.rule for each in self.findings)}"
        )

    def remedy(self) -> Remedy:
        """What would make it yes: the nearest admissible slots, or what has to change first.

        Computed when asked for: from the question alone, so always the same.
        """
        return remedy_for(self.case, self.agenda, self.at, self.findings)

    def under(self, **parameters: Any) -> Decision:
        """The same question under a policy with some parameters changed: "what if?".

        Raises :class:`~tichet_rules.errors.InvalidInput` as :meth:`Policy.evolve
        <tichet_rules.Policy.evolve>` does.
        """
        policy = self.policy.evolve(**parameters)
        office = self.office
        if policy.procedure is office.policy.procedure:
            office = office.replace(policy=policy)
        else:
            office = office.replace(audiences=policy)
        return decide(self.command, self.agenda, at=self.at, office=office)

    def sensitivity(self, rule: str) -> Sensitivity:
        """Whether what a rule found stands under every reading of the law."""
        return sensitivity(self.case, self.finding(rule))

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The readings on which it depends whether the command is allowed.

        A refusal that one rule upholds under every reading depends on none, whatever the
        other rules say.
        """
        found = [sensitivity(self.case, each) for each in self.findings]
        if any(each.robust and each.outcome is Outcome.REFUSED for each in found):
            return ()
        dependent = {name for each in found for name in each.depends_on}
        return tuple(name for name in READINGS if name in dependent)

    def explain(self, language: Language = "en", *, full: bool = False, staff: bool = False) -> str:
        """The decision in words: each refusal with its figures and source, and what would help.

        ``full`` tells the rules that passed or did not apply too; ``staff`` tells what
        the public must not be told, such as which part of an identification differs.
        """
        lines = [_headline(self, language)]
        for each in self.findings:
            if each.refused:
                lines.append(f"  ✗ {each.rule}: {each.message(language, staff=staff)}")
                lines.append(f"      {_sources(each, self.policy, language)}")
            elif full:
                mark = "✓" if each.outcome == "passed" else "–"
                lines.append(f"  {mark} {each.rule}: {each.message(language, staff=staff)}")
        if not self.allowed:
            lines += [f"  → {line}" for line in self.remedy().lines(language, self.office.calendar)]
        return "\n".join(lines)

    def to_html(self, language: Language = "en") -> str:
        """The decision as a piece of HTML for a notebook: the findings, the figures, the sources.

        It tells what the public may be told, and no personal data.
        """
        from tichet_rules.agenda._html import decision_html  # noqa: PLC0415 (for notebooks alone)

        return decision_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()


def _headline(decision: Decision, code: Language) -> str:
    if decision.allowed:
        return Text("Se acceptă.", "Allowed.").in_(code)
    refused = counted(len(decision.refusals), "rule", code)
    return Text(f"Se refuză ({refused}):", f"Refused ({refused}):").in_(code)


def _sources(finding: Finding, policy: Policy, code: Language) -> str:
    word = Text("sursa", "source").in_(code)
    told = grounds(rule_of(finding.rule), policy)
    quotes = [f"«{each.quote}»" for each in told if each.quote]
    return " ".join([*quotes, f"[{word}: {'; '.join(each.title(code) for each in told)}]"])


def decide(command: Command, agenda: Agenda, *, at: datetime, office: Office) -> Decision:
    """Judge a command with every rule of the policy in force at ``at``.

    A refusal is a value: look at :attr:`Decision.allowed`. Raises
    :class:`~tichet_rules.errors.InvalidInput` only for what is no question at all, such
    as an instant without an offset. Nothing changes: give ``decision.events`` to
    :func:`~tichet_rules.apply`.

    >>> from datetime import date, datetime
    >>> from tichet_rules import Book, Contact, Inspector, Request, Slot
    >>> office = Office(
    ...     inspectors=[Inspector("i-017", "Mureșan Ioana")],
    ...     requests=[Request("119368/305", "Pop-Ionescu Ana", date(2026, 1, 12), "i-017")],
    ... )
    >>> decision = decide(
    ...     Book(
    ...         number="119.368/305",
    ...         applicant="ANA POP IONESCU",
    ...         filed_on=date(2026, 1, 12),
    ...         slot=Slot(datetime.fromisoformat("2026-11-30T10:00:00+02:00")),
    ...         contact=Contact("0264 596 030", "ana.pop@example.org"),
    ...     ),
    ...     Agenda(),
    ...     at=datetime.fromisoformat("2026-11-24T10:00:00+02:00"),
    ...     office=office,
    ... )
    >>> decision.allowed, decision.refused_by
    (False, ('slot.working_day',))
    """
    instant = as_utc(at, "at")
    checked_instance("agenda", agenda, Agenda)
    checked_instance("office", office, Office)
    try:
        prepare = PREPARE[type(command)]
    except KeyError:
        raise WrongType("command", command, "a command such as Book or Cancel") from None
    policy = office.policy_at(instant, procedure_of(command, agenda))
    case, rules, event = prepare(command, agenda, instant, office, policy)
    findings = judge(case, rules)
    refused = any(each.outcome is Outcome.REFUSED for each in findings)
    return Decision(
        command,
        agenda,
        instant,
        office,
        policy,
        case,
        findings,
        () if refused else (event(),),
    )
