"""Readings: whether a finding stands however the law lets the time be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import product
from typing import Any, Final

from attrs import evolve, field, frozen

from tichet_rules._door import FrozenMap
from tichet_rules.policy import Policy, WindowBinds
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, Outcome, rule_of
from tichet_rules.text import Language, Text
from tichet_rules.timekeeping import DayReading, HourReading

__all__ = ["READINGS", "Sensitivity", "sensitivity"]

#: The parameters that name a reading, and the readings that there are.
READINGS: Final[Mapping[str, type[StrEnum]]] = {
    "notice_reading": HourReading,
    "window_reading": DayReading,
    "window_binds": WindowBinds,
}

Combination = FrozenMap[str, str]


@frozen
class Sensitivity:
    """How the outcome of one rule for one case depends on the readings.

    ``outcomes`` has the outcome under each combination of the readings that the rule uses,
    such as ``{"notice_reading": "elapsed"}``; for a rule that counts no time there is one,
    under no reading. ``outcome`` is that of the policy as it is.
    """

    rule: str
    outcome: Outcome
    outcomes: Mapping[Combination, Outcome] = field(repr=False)

    @property
    def robust(self) -> bool:
        """Whether the outcome is the same under every reading."""
        return all(each is self.outcome for each in self.outcomes.values())

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The parameters whose reading alone can change the outcome, in the order of READINGS."""
        return tuple(name for name in READINGS if any(self._differs_by(name)))

    def _differs_by(self, name: str) -> Iterator[bool]:
        seen: dict[Combination, Outcome] = {}
        for combination, outcome in self.outcomes.items():
            others = FrozenMap((key, value) for key, value in combination.items() if key != name)
            yield seen.setdefault(others, outcome) is not outcome

    def passing(self, policy: Policy) -> dict[str, tuple[str, ...]]:
        """Of each parameter, the readings under which the rule passes, all else as the policy has.

        A parameter of which no reading alone lets it pass is left out. ``policy`` is the one
        that gave the outcome.
        """
        found: dict[str, tuple[str, ...]] = {}
        for name in self.depends_on:
            passing = tuple(
                combination[name]
                for combination, outcome in self.outcomes.items()
                if outcome is Outcome.PASSED
                and all(
                    value == getattr(policy, other)
                    for other, value in combination.items()
                    if other != name
                )
            )
            found |= {name: passing} if passing else {}
        return found

    def words(self, language: Language = "en") -> str:
        """``robust``, or what it depends on.

        >>> Sensitivity("slot.grid", Outcome.PASSED, {FrozenMap(): Outcome.PASSED}).words("ro")
        'în orice interpretare'
        """
        if self.robust:
            return Text("în orice interpretare", "robust").in_(language)
        names = ", ".join(self.depends_on)
        return Text(f"depinde de: {names}", f"depends on: {names}").in_(language)


def sensitivity(case: Case, finding: Finding) -> Sensitivity:
    """How a finding of a case depends on the readings of the parameters that its rule uses."""
    rule = rule_of(finding.rule)
    names = [name for name in rule.parameters if name in READINGS]
    outcomes: dict[Combination, Outcome] = {}
    for values in product(*(READINGS[name] for name in names)):
        chosen: dict[str, Any] = dict(zip(names, values, strict=True))
        read = evolve(case, policy=evolve(case.policy, **chosen))
        combination = FrozenMap((name, str(value)) for name, value in chosen.items())
        outcomes[combination] = rule.judge(read).outcome
    return Sensitivity(finding.rule, finding.outcome, outcomes)
