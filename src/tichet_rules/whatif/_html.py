"""An outcome and a comparison as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tichet_rules._html import Content, html, left_out, paragraph, table
from tichet_rules.text import Language, Text
from tichet_rules.whatif.comparison import _cell, _difference_from, _headline, _title
from tichet_rules.whatif.outcome import METRICS, Metric, metric_of

if TYPE_CHECKING:
    from tichet_rules.whatif.comparison import Comparison
    from tichet_rules.whatif.outcome import Outcome

__all__ = ["comparison_html", "outcome_html"]

_MOST_SCENARIOS: Final = 12
_FIGURE: Final = Text("Indicatorul", "Figure")
_VALUE: Final = Text("Valoarea", "Value")
_ALL_OF_THEM: Final = Text("to_arrow() le are pe toate", "to_arrow() has them all")


def outcome_html(outcome: Outcome, code: Language) -> str:
    """The figures of an outcome."""
    figures = outcome.figures()
    metrics = [*METRICS, *map(metric_of, list(figures)[len(METRICS) :])]
    rows = [(_title(each, code), _value(figures[each.id], each, code)) for each in metrics]
    head = [_FIGURE.in_(code), _VALUE.in_(code)]
    return html(code, table(f"{outcome.first} – {outcome.last}", head, rows, numbers=[1]))


def _value(value: float | None, metric: Metric, code: Language) -> str:
    if value is None:
        return "–"
    shown = str(round(value, metric.decimals)).removesuffix(".0")
    return shown.replace(".", ",") if code == "ro" else shown


def comparison_html(comparison: Comparison, code: Language) -> str:
    """The means with their intervals, and the differences from the first scenario."""
    names = [each.name for each in comparison.scenarios]
    shown, metrics = names[:_MOST_SCENARIOS], comparison.metrics

    def rows(scenarios: list[str], *, signed: bool) -> Iterator[list[str]]:
        estimate = comparison.difference if signed else comparison.estimate
        for each in metrics:
            cells = [
                _cell(estimate(name, each.id), each, code, signed=signed) for name in scenarios
            ]
            yield [_title(each, code), *cells]

    def shown_as(caption: str, scenarios: list[str], *, signed: bool) -> Content:
        head = [_FIGURE.in_(code), *scenarios]
        return table(caption, head, rows(scenarios, signed=signed), range(1, len(head)))

    parts = [shown_as(_headline(comparison, code), shown, signed=False)]
    if others := shown[1:]:
        parts.append(shown_as(_difference_from(names[0], code), others, signed=True))
    parts += [paragraph(each) for each in comparison.notes(code)]
    if len(names) > _MOST_SCENARIOS:
        parts.append(paragraph(left_out(_MOST_SCENARIOS, len(names), code, _ALL_OF_THEM)))
    return html(code, *parts)
