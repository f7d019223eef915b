"""Policies and offices compared: the same citizens, the same luck, another rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from tichet_rules._door import (
    FrozenMap,
    checked_identifier,
    checked_instance,
    checked_whole_number,
    identifier,
    instance,
    listed,
    member,
    one_of,
)
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.timekeeping.instants import from_ticks
from tichet_rules.whatif.demand import Demand
from tichet_rules.whatif.estimates import Estimate
from tichet_rules.whatif.outcome import METRICS, Metric, Outcome, metric_of, unknown_metric
from tichet_rules.whatif.simulation import (
    Engine,
    checked_counts,
    checked_days,
    engine_of,
    of_run,
    warm_up_from,
    working_time,
)
from tichet_rules.whatif.staffing import MORE_INSPECTORS

__all__ = ["Comparison", "Scenario", "compare"]

_MOST_SIDE_BY_SIDE: Final = 5
_TOLD: Final = (
    "lead_time_mean",
    "lead_time_p90",
    "within_7_days",
    "refused",
    "left",
    "utilisation",
    "overtime",
)

Figures = Mapping[str, float | None]

_METRICS_LIST: Final = Text(
    "o listă de indicatori, ['lead_time_mean']", "a list of metrics, ['lead_time_mean']"
)


@frozen
class Scenario:
    """A name for an office as it might be."""

    name: str = field(validator=identifier())
    office: Office = field(validator=instance(Office))


def scenario_of(name: str, change: object, office: Office, first: date) -> Scenario:
    """The office under another policy, under its own with some parameters changed, or another."""
    checked_identifier("policies", name)
    if isinstance(change, Office):
        return Scenario(name, change)
    if isinstance(change, (Policy, PolicyHistory)):
        return Scenario(name, office.replace(policy=change))
    if not isinstance(change, Mapping):
        raise WrongType(f"policies[{name!r}]", change, "a Policy, changes of parameters, an Office")
    if not change:
        return Scenario(name, office)
    if MORE_INSPECTORS in change:
        right = Text(
            "parametri ai regulilor; o instituție cu alți inspectori este, de pildă, "
            "staffed(office, 1)",
            "parameters of the policy; an office with other inspectors is staffed(office, 1), say",
        )
        raise InvalidInput(f"policies[{name!r}]", MORE_INSPECTORS, right)
    for each in fields(Demand):
        if each.name in change:
            right = Text(
                f"parametri ai regulilor; {each.name} este al solicitărilor: câte un compare "
                "pentru fiecare Demand, cu aceeași sămânță, are aceiași cetățeni",
                f"parameters of the policy; {each.name} is a field of Demand: a compare for each "
                "Demand, with one seed, has the same citizens",
            )
            raise InvalidInput(f"policies[{name!r}]", each.name, right)
    policy = office.policy_at(from_ticks(office.calendar.midnight(first)))
    try:
        return Scenario(name, office.replace(policy=policy.evolve(**change)))
    except InvalidInput as error:
        raise error.inside(f"policies[{name!r}]") from None


def compare(
    office: Office,
    demand: Demand,
    policies: Mapping[str, Policy | PolicyHistory | Office | Mapping[str, Any]],
    *,
    first: date,
    last: date,
    seed: int,
    replications: int = 10,
    warm_up_days: int = 0,
    engine: Engine | str = Engine.DECIDE,
) -> Comparison:
    """What comes of the same demand under several policies, or in several offices.

    ``policies`` gives each a name: a :class:`~tichet_rules.Policy`, changes of parameters of the
    office's own (none: as it is), or another :class:`~tichet_rules.Office`, such as one
    with more inspectors. The others are compared with the first. In each replication all see the
    same citizens, who come by the calendar of ``office``, with the same luck
    (common random numbers), so that a difference is the policy's. ``warm_up_days`` and
    ``engine`` are as in :func:`~tichet_rules.whatif.simulate`.

    >>> from datetime import date
    >>> from tichet_rules import Inspector
    >>> found = compare(
    ...     Office(inspectors=[Inspector("i-017")]),
    ...     Demand(per_day=20),
    ...     {"today": {}, "24 hours": {"notice_hours": 24}},
    ...     first=date(2026, 11, 2),
    ...     last=date(2026, 11, 6),
    ...     seed=1,
    ...     replications=4,
    ... )
    >>> found.difference("24 hours", "lead_time_mean").is_clear
    True
    """
    checked_instance("office", office, Office)
    checked_instance("demand", demand, Demand)
    checked_days(first, last)
    checked_counts(demand, first, last)
    checked_whole_number("seed", seed)
    checked_whole_number("replications", replications, 2)
    begin = warm_up_from(first, warm_up_days)
    engine = member("engine", Engine)(engine)
    checked_instance("policies", policies, Mapping)  # type: ignore[type-abstract]
    scenarios = tuple(scenario_of(name, each, office, first) for name, each in policies.items())
    if not scenarios:
        raise InvalidInput("policies", {}, "at least one, with its name")
    found: dict[str, list[Figures]] = {each.name: [] for each in scenarios}
    times = {each.name: working_time(each.office, first, last) for each in scenarios}
    parts = engine_of(engine)
    for replication in range(replications):
        citizens = parts.citizens(
            demand, office.calendar, begin, last, seed=seed, replication=replication
        )
        for each in scenarios:
            time = times[each.name]
            outcome = parts.run(
                each.office, demand, citizens, first=first, last=last, available=time
            )
            found[each.name].append(FrozenMap(outcome.figures()))
    figures = FrozenMap((name, tuple(each)) for name, each in found.items())
    return Comparison(
        scenarios, demand, first, last, seed, replications, warm_up_days, figures, engine=engine
    )


@frozen
class Comparison:
    """What came of several scenarios, replication by replication, with means and intervals.

    ``figures`` are those of each outcome, by the name of the scenario; any one of them is made
    again by :func:`~tichet_rules.whatif.simulate` with the seed, the replication and the
    warm-up. ``engine`` is what made them, and changes none of them.
    """

    scenarios: tuple[Scenario, ...]
    demand: Demand = field(repr=False)
    first: date
    last: date
    seed: int
    replications: int
    warm_up_days: int
    figures: FrozenMap[str, tuple[Figures, ...]] = field(repr=False)
    engine: Engine = field(default=Engine.DECIDE, kw_only=True, eq=False, repr=False)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics, and one for each rule that refused anyone."""
        known = {each.id for each in METRICS}
        rules = {id_ for runs in self.figures.values() for each in runs for id_ in each} - known
        return (*METRICS, *map(metric_of, sorted(rules)))

    def values(self, scenario: str, metric: str) -> tuple[float | None, ...]:
        """A figure of a scenario in each replication, ``None`` where it can't be said."""
        if scenario not in self.figures:
            raise InvalidInput("scenario", scenario, one_of(scenario, self.figures, "scenario"))
        known = self._metric(metric)
        return tuple(each.get(known.id, 0.0) for each in self.figures[scenario])

    def _metric(self, id_: str) -> Metric:
        metrics = {each.id: each for each in self.metrics}
        if id_ not in metrics:
            raise unknown_metric("metric", id_, metrics)
        return metrics[id_]

    def estimate(self, scenario: str, metric: str) -> Estimate | None:
        """The mean of a figure over the replications, with its interval."""
        return Estimate.of(self.values(scenario, metric))

    def difference(self, scenario: str, metric: str) -> Estimate | None:
        """By how much a figure differs from that of the first scenario, pair by pair."""
        pairs = zip(
            self.values(scenario, metric),
            self.values(self.scenarios[0].name, metric),
            strict=True,
        )
        return Estimate.of(
            None if one is None or other is None else one - other for one, other in pairs
        )

    def explain(self, language: Language = "en", *, metrics: Iterable[str] | None = None) -> str:
        """The comparison as a table of text: the means, and the differences from the first.

        ``metrics`` are the ids of those to be told, all where none are named. More than five
        scenarios stand below one another, a metric in each column: those of most interest where
        none are named; a star marks what differs clearly from the first. The :meth:`notes` end it.
        """
        checked_language(language)
        names = [each.name for each in self.scenarios]
        ids: Iterable[str] = [each.id for each in self.metrics]
        if metrics is not None:
            ids = listed("metrics", metrics, _METRICS_LIST)
        elif len(names) > _MOST_SIDE_BY_SIDE:
            ids = _TOLD
        chosen = tuple(map(self._metric, ids))
        turned = len(names) > _MOST_SIDE_BY_SIDE
        lines = self._below(chosen, language) if turned else self._side_by_side(chosen, language)
        if notes := self.notes(language):
            lines += ["", *notes]
        return "\n".join(lines)

    def notes(self, language: Language = "en") -> tuple[str, ...]:
        """What has to be known before the figures are trusted, one sentence each; often none.

        Parameters that are not simulated; meetings that do not fit the grid; wishes that nobody's
        hours can meet; a scenario in which nobody could be booked, and why, or from which more than
        1% leave without a slot; open bookings that still grow: there are more citizens than slots,
        or on the last seven dates their mean is above that on the first seven, clearly and by more
        than 2% of those who asked meanwhile; a book that is more than half full and has no warm-up;
        counts that leave out working days.
        """
        from tichet_rules.whatif._notes import notes  # noqa: PLC0415 (when they are told)

        return notes(self, checked_language(language))

    def _below(self, chosen: Iterable[Metric], code: Language) -> list[str]:
        """A row for each scenario, a column for each metric."""
        first, *_ = names = [each.name for each in self.scenarios]

        def marked(name: str, metric: Metric) -> str:
            told = _cell(self.estimate(name, metric.id), metric, code)
            difference = self.difference(name, metric.id)
            return f"{told} *" if difference is not None and difference.is_clear else f"{told}  "

        rows = [["", *(f"{_title(each, code)}  " for each in chosen)]]
        rows += [[name, *(marked(name, each) for each in chosen)] for name in names]
        star = Text(
            f"*: diferă de «{first}», cu aceiași cetățeni",
            f"*: differs from «{first}», with the same citizens",
        )
        return [_headline(self, code), *_aligned(rows), star.in_(code)]

    def _side_by_side(self, chosen: Iterable[Metric], code: Language) -> list[str]:
        """A row for each metric, a column for each scenario."""
        names = [each.name for each in self.scenarios]
        rows = [["", *names]]
        for each in chosen:
            cells = [_cell(self.estimate(name, each.id), each, code) for name in names]
            rows.append([_title(each, code), *cells])
        lines = [_headline(self, code), *_aligned(rows)]
        if others := names[1:]:
            rows = [["", *others]]
            for each in chosen:
                differences = [self.difference(name, each.id) for name in others]
                cells = [_cell(one, each, code, signed=True) for one in differences]
                rows.append([_title(each, code), *cells])
            lines += ["", _difference_from(names[0], code), *_aligned(rows)]
        return lines

    # --- in a notebook ----------------------------------------------------------------

    def to_html(self, language: Language = "en") -> str:
        """The table of :meth:`explain` as a piece of HTML for a notebook; at most 12 scenarios."""
        from tichet_rules.whatif._html import comparison_html  # noqa: PLC0415 (for notebooks alone)

        return comparison_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self) -> Any:
        """The figures as a ``pyarrow.Table``, one in a row; needs the extra ``frames``.

        The columns are ``scenario``, ``replication``, ``metric`` (its id) and ``value``, null
        where it can't be said; and one for each parameter of the policy (on the first date) in
        which the scenarios differ, and ``inspectors`` where their number differs.

        Whatever reads Arrow takes a comparison as it is:
        ``polars.DataFrame(found)``, ``pandas.DataFrame.from_arrow(found)``.
        """
        from tichet_rules.whatif._frame import figures_table  # noqa: PLC0415 (for frames alone)

        return figures_table(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def outcome(
        self, scenario: str, replication: int = 0, *, engine: Engine | str | None = None
    ) -> Outcome:
        """What came of a scenario in one replication, simulated again: every citizen of it.

        By the engine that made the comparison, unless another is named; they come by the calendar
        of the first scenario's office.
        """
        offices = {each.name: each.office for each in self.scenarios}
        if scenario not in offices:
            raise InvalidInput("scenario", scenario, one_of(scenario, offices, "scenario"))
        checked_whole_number("replication", replication, 0, self.replications - 1)
        office, first, last = offices[scenario], self.first, self.last
        begin = warm_up_from(first, self.warm_up_days)
        calendar = self.scenarios[0].office.calendar
        parts = engine_of(self.engine if engine is None else engine)
        citizens = parts.citizens(
            self.demand, calendar, begin, last, seed=self.seed, replication=replication
        )
        time = working_time(office, first, last)
        outcome = parts.run(office, self.demand, citizens, first=first, last=last, available=time)
        outcome = of_run(outcome, office, self.seed, replication)
        return evolve(outcome, notes=self._notes_of(scenario))

    def _notes_of(self, scenario: str) -> tuple[Text, ...]:
        """The notes that are true of a scenario."""
        from tichet_rules.whatif._notes import notes_of  # noqa: PLC0415 (when they are told)

        return notes_of(self, scenario)

    def outcomes(
        self, replication: int = 0, *, engine: Engine | str | None = None
    ) -> dict[str, Outcome]:
        """The :meth:`outcome` of each scenario in one replication, by its name."""
        names = (each.name for each in self.scenarios)
        return {each: self.outcome(each, replication, engine=engine) for each in names}


def _headline(comparison: Comparison, code: Language) -> str:
    days = f"{comparison.first.isoformat()} – {comparison.last.isoformat()}"
    replications, seed = comparison.replications, comparison.seed
    return Text(
        f"{days}, replicări: {replications}, sămânța {seed}; media ± jumătate din "
        "intervalul de 95%",
        f"{days}, replications: {replications}, seed {seed}; mean ± half of the 95% interval",
    ).in_(code)


def _difference_from(name: str, code: Language) -> str:
    return Text(
        f"Diferența față de «{name}», cu aceiași cetățeni (*: intervalul nu cuprinde 0)",
        f"Difference from «{name}», with the same citizens (*: the interval leaves out 0)",
    ).in_(code)


def _title(metric: Metric, code: Language) -> str:
    unit = metric.unit.in_(code)
    return f"{metric.title.in_(code)} ({unit})" if unit else metric.title.in_(code)


def _cell(
    estimate: Estimate | None, metric: Metric, code: Language, *, signed: bool = False
) -> str:
    if estimate is None:
        return "–"
    # What rounds to zero has no sign.
    mean = round(estimate.mean, metric.decimals) + 0.0
    shown = f"{mean:{'+' if signed and mean else ''}.{metric.decimals}f}".replace("-", "−")
    text = f"{shown} ± {estimate.margin:.{metric.decimals}f}"
    if signed:
        text += " *" if estimate.is_clear else "  "
    return text.replace(".", ",") if code == "ro" else text


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for title, *cells in rows:
        right = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        lines.append("  ".join([title.ljust(widths[0]), *right]).rstrip())
    return lines
