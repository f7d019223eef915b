"""The report of a what-if: for a terminal, and as a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from tichet_rules._door import checked_instance
from tichet_rules.documents._plain import cell, plainly
from tichet_rules.text import Language, Text, language
from tichet_rules.whatif import Comparison, Estimate, Metric
from tichet_rules.whatif.comparison import _aligned, _cell, _headline, _title

__all__ = ["comparison_csv", "comparison_text"]

_MOST_SIDE_BY_SIDE: Final = 5
_TOLD: Final = (
    "lead_time_mean",
    "lead_time_p90",
    "refused",
    "left",
    "utilisation",
    "overtime",
)


def comparison_text(
    comparison: Comparison, code: Language = "en", *, metrics: Iterable[str] | None = None
) -> str:
    """The comparison for a terminal: side by side, or many scenarios below one another.

    ``metrics`` are the ids of those to be told. Of many scenarios, the first figures of interest
    are told where none are named; and a star marks where one differs clearly from the first
    scenario, with the same citizens.
    """
    checked_instance("comparison", comparison, Comparison)
    if len(comparison.scenarios) <= _MOST_SIDE_BY_SIDE:
        return plain_lines(comparison.explain(code, metrics=metrics))
    language(code)
    first, *_ = names = [each.name for each in comparison.scenarios]
    known = {each.id: each for each in comparison.metrics}
    chosen = []
    for id_ in _TOLD if metrics is None else metrics:
        comparison.values(first, id_)  # which says what is known, where it is not
        chosen.append(known[id_])
    rows = [["", *(f"{_title(each, code)}  " for each in chosen)]]
    rows += [[name, *(_marked(comparison, name, each, code) for each in chosen)] for name in names]
    star = Text(
        f"*: diferă de «{first}», cu aceiași cetățeni",
        f"*: differs from «{first}», with the same citizens",
    ).in_(code)
    return plain_lines("\n".join([_headline(comparison, code), *_aligned(rows), star]))


def plain_lines(text: str) -> str:
    """The lines with nothing in them that a terminal would obey."""
    return "\n".join(map(plainly, text.split("\n")))


def _marked(comparison: Comparison, name: str, metric: Metric, code: Language) -> str:
    told = _cell(comparison.estimate(name, metric.id), metric, code)
    difference = comparison.difference(name, metric.id)
    return f"{told} *" if difference is not None and difference.is_clear else f"{told}  "


_COLUMNS: Final = (
    "scenario",
    "metric",
    "title",
    "unit",
    "replications",
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
)


def comparison_csv(comparison: Comparison, code: Language = "en") -> str:
    r"""Every figure of every scenario as a table, a row for each, for a spreadsheet program.

    ``low`` and ``high`` are the ends of the 95% interval, ``difference`` that from the first
    scenario, pair by pair; cells are empty where a figure can't be said. UTF-8, commas, CRLF,
    decimal points. A name that a spreadsheet would take for a formula begins with an apostrophe
    (OWASP, "CSV Injection").
    """
    checked_instance("comparison", comparison, Comparison)
    language(code)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    first, *_ = comparison.scenarios
    for each in comparison.scenarios:
        for metric in comparison.metrics:
            estimate = comparison.estimate(each.name, metric.id)
            difference = None if each is first else comparison.difference(each.name, metric.id)
            table.writerow(
                [
                    cell(each.name),
                    metric.id,
                    metric.title.in_(code),
                    metric.unit.in_(code),
                    comparison.replications,
                    *_ends(estimate),
                    *_ends(difference),
                ]
            )
    return text.getvalue()


def _ends(estimate: Estimate | None) -> tuple[float | str, float | str, float | str]:
    if estimate is None:
        return "", "", ""
    return estimate.mean, estimate.low, estimate.high
