"""An outcome, a comparison and a replay as a notebook shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from tichet_rules._html import Content, blocks, details, element, html, left_out, paragraph, table
from tichet_rules.rules import rule_of
from tichet_rules.text import Language, Text
from tichet_rules.whatif import _replay_words as words
from tichet_rules.whatif.comparison import _cell, _difference_from, _headline, _title
from tichet_rules.whatif.outcome import METRICS, Metric, _run_of, metric_of
from tichet_rules.wording import month_name

if TYPE_CHECKING:
    from tichet_rules.whatif.comparison import Comparison
    from tichet_rules.whatif.outcome import Outcome
    from tichet_rules.whatif.replay import Flip, Replay, RuleOfReplay

__all__ = ["comparison_html", "outcome_html", "replay_html"]

_MOST_SCENARIOS: Final = 12
_FIGURE: Final = Text("Indicatorul", "Figure")
_VALUE: Final = Text("Valoarea", "Value")
_MOST_ROWS: Final = 12
_ROWS: Final = Text("Rânduri", "Rows")
_COUNT: Final = Text("Număr", "Count")
_RULE: Final = Text("Regula", "Rule")
_MONTH: Final = Text("Luna", "Month")
_FLIP_COLUMNS: Final = (
    Text("Linia", "Line"),
    Text("Programarea", "Booking"),
    Text("Inspector", "Inspector"),
    Text("Decizia", "Decision"),
    Text("Constatarea", "Finding"),
)
_ALL_OF_THEM: Final = Text("to_arrow() le are pe toate", "to_arrow() has them all")


def outcome_html(outcome: Outcome, code: Language) -> str:
    """The figures of an outcome."""
    figures = outcome.figures()
    metrics = [*METRICS, *map(metric_of, list(figures)[len(METRICS) :])]
    rows = [(_title(each, code), _value(figures[each.id], each, code)) for each in metrics]
    head = [_FIGURE.in_(code), _VALUE.in_(code)]
    run = _run_of([outcome], code)
    caption = f"{outcome.first} – {outcome.last}{run and f'; {run}'}"
    return html(code, table(caption, head, rows, numbers=[1]))


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


def replay_html(replay: Replay, code: Language) -> str:
    """The totals of a replay, the counts by rule and month, and the first flips."""
    head = [_ROWS.in_(code), _COUNT.in_(code)]
    rows: list[list[Content]] = [[what.in_(code), str(n)] for what, n in words.totals(replay)]
    title = f"{words.TITLE.in_(code)}: {replay.log.name}"
    parts: list[Content] = [table(title, head, rows, numbers=[1])]
    parts += [paragraph(each) for each in replay.notes(code)]
    if replay.rules:
        head = [_RULE.in_(code), *(each.in_(code) for each in words.RULE_COLUMNS)]
        rows = [_rule(each, code) for each in replay.rules]
        parts.append(table(words.BY_RULE.in_(code), head, rows, range(1, len(head))))
    if not replay.flips:
        parts += [paragraph(each.in_(code)) for each in (words.NONE, words.NOT_KNOWN)]
        return html(code, *parts)
    head = [_MONTH.in_(code), *(each.in_(code) for each in words.MONTH_COLUMNS)]
    rows = [
        [month_name(each.month, code), *map(str, words.numbers_of_month(each))]
        for each in replay.months
    ]
    parts += _first(
        table(words.BY_MONTH.in_(code), head, rows[:_MOST_ROWS], range(1, 4)), rows, code
    )
    flips = words.FLIPS.in_(code)
    head = [each.in_(code) for each in _FLIP_COLUMNS]
    rows = [_flip(each, replay, code) for each in replay.flips[:_MOST_ROWS]]
    shown = _first(table(flips, head, rows), replay.flips, code, _ALL_OF_THEM)
    parts.append(details(f"{flips} ({len(replay.flips)})", *shown))
    parts.append(paragraph(words.NOT_KNOWN.in_(code)))
    return html(code, *parts)


def _first(
    shown: Content, rows: Sequence[object], code: Language, where: Text | None = None
) -> list[Content]:
    """A table of the first rows, and that there are more."""
    if len(rows) <= _MOST_ROWS:
        return [shown]
    return [shown, paragraph(left_out(_MOST_ROWS, len(rows), code, where))]


def _rule(rule: RuleOfReplay, code: Language) -> list[Content]:
    named = blocks([element("code", rule.rule), rule_of(rule.rule).title.in_(code)])
    return [named, *map(str, words.numbers_of(rule))]


def _flip(flip: Flip, replay: Replay, code: Language) -> list[Content]:
    findings = replay.shown_findings(flip)
    found = blocks(f"{each.rule}: {each.message(code, staff=True)}" for each in findings)
    inspector = replay.inspector_label(flip.inspector, code)
    return [str(flip.line), flip.booking, inspector, words.verdict(flip).in_(code), found]
