"""The report of a what-if: for a terminal, and as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tichet_rules._door import checked_instance
from tichet_rules.documents._plain import plainly
from tichet_rules.documents._spreadsheet import Cell, spreadsheet
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.whatif import Comparison, Estimate

__all__ = ["comparison_csv", "comparison_text"]


def comparison_text(
    comparison: Comparison, language: Language = "en", *, metrics: Iterable[str] | None = None
) -> str:
    """The comparison for a terminal, as :meth:`~tichet_rules.whatif.Comparison.explain` has it."""
    checked_instance("comparison", comparison, Comparison)
    return plain_lines(comparison.explain(language, metrics=metrics))


def plain_lines(text: str) -> str:
    """The lines with nothing in them that a terminal would obey."""
    return "\n".join(map(plainly, text.split("\n")))


_COLUMNS: Final = (
    Text("scenariul", "scenario"),
    Text("indicatorul", "metric"),
    Text("titlul", "title"),
    Text("unitatea", "unit"),
    Text("replicări", "replications"),
    Text("media", "mean"),
    Text("de la", "low"),
    Text("până la", "high"),
    Text("diferența", "difference"),
    Text("diferența, de la", "difference_low"),
    Text("diferența, până la", "difference_high"),
)


def comparison_csv(comparison: Comparison, language: Language = "en") -> str:
    """Every figure of every scenario as a table, a row for each, for a spreadsheet program.

    ``low`` and ``high`` are the ends of the 95% interval, ``difference`` that from the first
    scenario, pair by pair; cells are empty where a figure can't be said. UTF-8 with its mark, CRLF,
    the heads in the language; in English commas and decimal points, in Romanian semicolons and
    decimal commas. A name that a spreadsheet would take for a formula begins with an apostrophe
    (OWASP, "CSV Injection").
    """
    checked_instance("comparison", comparison, Comparison)
    return spreadsheet(_COLUMNS, _rows(comparison, language), checked_language(language))


def _rows(comparison: Comparison, code: Language) -> Iterator[list[Cell]]:
    first, *_ = comparison.scenarios
    for each in comparison.scenarios:
        for metric in comparison.metrics:
            estimate = comparison.estimate(each.name, metric.id)
            difference = None if each is first else comparison.difference(each.name, metric.id)
            yield [
                each.name,
                metric.id,
                metric.title.in_(code),
                metric.unit.in_(code),
                comparison.replications,
                *_ends(estimate),
                *_ends(difference),
            ]


def _ends(estimate: Estimate | None) -> tuple[Cell, Cell, Cell]:
    if estimate is None:
        return None, None, None
    return estimate.mean, estimate.low, estimate.high
