"""The figure of an audit."""

from __future__ import annotations

from collections import Counter
from typing import Final

from matplotlib.colors import LinearSegmentedColormap

from tichet_rules.audit import AuditReport
from tichet_rules.figures._picture import INK, PAPER, Picture, picture, plain
from tichet_rules.text import Language, Text
from tichet_rules.wording import month_name

__all__ = ["findings"]

# From white to the blue of Okabe and Ito: darker is more, in colour and in grey.
_SHADES: Final = LinearSegmentedColormap.from_list("findings", [PAPER, "#0072B2"])
_DARK: Final = 0.92  # up to there black is read better, and beyond it white
_BLACK: Final = "#000000"
_MOST_MONTHS: Final = 24
_TITLE: Final = Text("Abateri după regulă și luna întâlnirii", "Findings by rule and month")
_MONTH: Final = Text("luna întâlnirii", "month of the meeting")
_LAST: Final = Text("ultimele {} din {} luni", "the last {} of {} months")
_NONE: Final = Text("Nicio abatere.", "No findings.")


def findings(report: AuditReport, code: Language) -> Picture:
    """A cell for each rule and month, with its number."""
    every = list(report.by_month())
    months = every[-_MOST_MONTHS:]
    date_at = report.office.calendar.date_at
    counts = Counter(
        (each.rule, date_at(each.case.slot.begins).replace(day=1)) for each in report.findings
    )
    rules = report.by_rule()
    width = max(7.5, 3.2 + 0.34 * len(months))
    made = picture(_TITLE.in_(code), width, 1.7 + 0.3 * max(1, len(rules)))
    axes = made.subplots()
    plain(axes, grid="both")
    axes.grid(visible=False)
    if not rules:
        axes.set_axis_off()
        axes.text(0.5, 0.5, _NONE.in_(code), color=INK, ha="center", va="center")
        return made.told(_NONE.in_(code))
    cells = [[counts[rule, month] for month in months] for rule in rules]
    most = max(map(max, cells))
    axes.pcolormesh(cells, cmap=_SHADES, vmin=0, vmax=most, edgecolors="#dddddd", linewidth=0.5)
    for row, numbers in enumerate(cells):
        for column, count in enumerate(numbers):
            if count:
                colour = PAPER if count > _DARK * most else _BLACK
                place = (column + 0.5, row + 0.5)
                axes.text(*place, str(count), color=colour, fontsize=8, ha="center", va="center")
    axes.invert_yaxis()
    axes.set_yticks([place + 0.5 for place in range(len(rules))], list(rules))
    names = [f"{month_name(each, code)[:3]}\n{each.year}" for each in months]
    axes.set_xticks([place + 0.5 for place in range(len(months))], names)
    axes.tick_params(length=0)
    left_out = f" ({_LAST.in_(code).format(len(months), len(every))})" if every != months else ""
    axes.set_xlabel(f"{_MONTH.in_(code)}{left_out}")
    told = ", ".join(f"{rule} {count}" for rule, count in rules.items())
    return made.told(f"{told}{left_out}.")
