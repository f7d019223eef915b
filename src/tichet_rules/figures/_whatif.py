"""The figures of what-ifs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import ceil
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.ticker import FuncFormatter

from tichet_rules._html import left_out
from tichet_rules.figures._picture import (
    INK,
    PAPER,
    STYLES,
    Picture,
    Style,
    below,
    decimal,
    decimals,
    legend,
    noted,
    picture,
    plain,
    short,
    steps,
)
from tichet_rules.text import Language, Text
from tichet_rules.whatif import Comparison, Estimate, Metric, Outcome
from tichet_rules.whatif.comparison import _cell, _title
from tichet_rules.whatif.outcome import _run_of
from tichet_rules.wording import month_name

__all__ = ["differences", "lead_times", "open_bookings", "utilisation"]

Outcomes = Mapping[str, Outcome]

_WIDTH: Final = 7.5
_MOST_ROWS: Final = 30
_DAYS: Final = Text("zile", "days")

# --- differences ----------------------------------------------------------------------------

_COLUMNS: Final = 2
_DIFFERENCE: Final = Text("Diferența față de «{}»", "Difference from «{}»")
_MARKS: Final = Text(
    "media și intervalul de 95%; punct plin: intervalul nu cuprinde 0",
    "mean and 95% interval; full mark: the interval leaves out 0",
)
_SIDES: Final = Text(
    "la stânga lui 0: mai puțin decât «{}»; la dreapta: mai mult",
    "left of 0: less than «{}»; right of it: more",
)


def differences(comparison: Comparison, chosen: Sequence[str], code: Language) -> Picture:
    """A panel for each metric, a row in it for each scenario but the first."""
    first, *every_other = (each.name for each in comparison.scenarios)
    others = every_other[:_MOST_ROWS]
    estimates = {id_: [comparison.difference(name, id_) for name in others] for id_ in chosen}
    metrics = {each.id: each for each in comparison.metrics}
    columns = min(_COLUMNS, len(chosen))
    lines = ceil(len(chosen) / columns)
    height = 0.7 + lines * (0.75 + 0.3 * len(others))
    made = picture(_DIFFERENCE.in_(code).format(first), _WIDTH, height)
    pooled, notes = _pooled(comparison, code), comparison.notes(code)
    note = [pooled, _MARKS.in_(code), _SIDES.in_(code).format(first)]
    if len(every_other) > len(others):
        note.append(left_out(len(others), len(every_other), code))
    below(made, note, notes)
    panels = made.subplots(lines, columns, sharey=True, squeeze=False)
    every = list(chain.from_iterable(panels))
    for axes, id_ in zip(every, chosen, strict=False):
        _panel(axes, estimates[id_], metrics[id_], code)
    for axes in every[len(chosen) :]:
        axes.remove()
    panels[0][0].set_yticks(range(len(others)), [short(each) for each in others])
    panels[0][0].set_ylim(len(others) - 0.4, -0.6)
    told = (
        f"{name}: {_said(each, metrics[id_], code)}"
        for id_ in chosen
        for name, each in zip(others, estimates[id_], strict=True)
    )
    return made.told(f"{'; '.join([*told, pooled, *notes])}.")


def _pooled(comparison: Comparison, code: Language) -> str:
    """Of how many runs the means are."""
    days = f"{comparison.first.isoformat()} – {comparison.last.isoformat()}"
    count, seed = comparison.replications, comparison.seed
    return Text(
        f"toate replicările împreună ({count}), sămânța {seed}, {days}",
        f"all {count} replications together, seed {seed}, {days}",
    ).in_(code)


def _said(estimate: Estimate | None, metric: Metric, code: Language) -> str:
    return f"{_title(metric, code)} {_cell(estimate, metric, code, signed=True).strip()}"


def _panel(
    axes: Axes, estimates: Sequence[Estimate | None], metric: Metric, code: Language
) -> None:
    plain(axes, grid="x")
    axes.set_title(_title(metric, code), loc="left", fontsize=9, color=INK)
    axes.axvline(0, color=INK, linewidth=1)
    axes.xaxis.set_major_locator(steps(6))
    axes.xaxis.set_major_formatter(decimals(code))
    colour = STYLES[2].colour
    for place, each in enumerate(estimates):
        if each is None:
            axes.annotate("–", (0, place), color=INK, ha="center", va="center")
            continue
        axes.errorbar(
            each.mean,
            place,
            xerr=each.margin,
            color=colour,
            marker="o",
            markersize=6,
            markerfacecolor=colour if each.is_clear else PAPER,
            capsize=3,
            linewidth=1.5,
        )
    if not any(each is not None and (each.mean or each.margin) for each in estimates):
        axes.set_xlim(-1, 1)


# --- by scenario ----------------------------------------------------------------------------

_LEAD_TIME: Final = Text(
    "Așteptarea, de la cerere la întâlnire", "Lead time, from the asking to the meeting"
)
_LEAD_AXIS: Final = Text("zile de 24 de ore", "days of 24 hours")
_SHARE: Final = Text("% din cetățenii cu programare", "% of citizens with a booking")
_NOBODY: Final = Text("nimeni", "nobody")
_MEDIAN: Final = Text("mediana", "median")
_MOST_POINTS: Final = 1_000


def lead_times(outcomes: Outcomes, code: Language) -> Picture:
    """The distribution functions of the lead times."""
    made = picture(_LEAD_TIME.in_(code), _WIDTH, 4)
    axes = made.subplots()
    plain(axes, grid="both")
    handles, told = {}, []
    for (name, outcome), style in zip(outcomes.items(), STYLES, strict=False):
        days, shares = _distribution(outcome)
        [line] = axes.step(days, shares, where="post", **_line(style), markevery=0.12)
        handles[name] = line
        told.append(_named(name, _median(outcome, code)))
    axes.set_xlabel(_LEAD_AXIS.in_(code))
    axes.set_ylabel(_SHARE.in_(code))
    axes.set_xlim(left=0)
    axes.set_ylim(0, 103)
    axes.xaxis.set_major_formatter(decimals(code))
    return _finished(made, handles, told, outcomes, code)


def _distribution(outcome: Outcome) -> tuple[list[float], list[float]]:
    """The lead times in days, and the share in percent that is no longer; a thousand at most."""
    times = outcome.lead_times
    count = len(times)
    step = ceil(count / _MOST_POINTS) or 1
    places = sorted({*range(0, count, step), *range(count)[-1:]})
    days = [times[place].total_seconds() / 86_400 for place in places]
    return [days[0] if days else 0.0, *days], [
        0.0,
        *(100 * (place + 1) / count for place in places),
    ]


def _median(outcome: Outcome, code: Language) -> str:
    median = outcome.lead_time_median
    if median is None:
        return _NOBODY.in_(code)
    days = decimal(f"{median.total_seconds() / 86_400:.2f}", code)
    return f"{_MEDIAN.in_(code)} {days} {_DAYS.in_(code)}"


def _named(name: str, said: str) -> str:
    return f"{name}: {said}" if name else said


def _line(style: Style) -> dict[str, Any]:
    return {
        "color": style.colour,
        "linestyle": style.dashes,
        "marker": style.marker,
        "markersize": 5,
        "markerfacecolor": PAPER,
        "linewidth": 1.8,
    }


def _finished(
    made: Picture,
    handles: Mapping[str, Any],
    told: Sequence[str],
    outcomes: Outcomes,
    code: Language,
) -> Picture:
    """The picture with its legend, of which runs it is, and what has to be known of them."""
    legend(made, handles)
    run = _run_of(outcomes.values(), code)
    if run:
        run = "; ".join([*_dates_of(outcomes), run, *_policy_of(outcomes)])
    notes = [*filter(None, [run]), *_notes_of(outcomes, code)]
    noted(made, notes)
    return made.told(f"{'; '.join([*told, *notes])}.")


def _notes_of(outcomes: Outcomes, code: Language) -> list[str]:
    """The notes of the comparison, each with the series of which it is true."""
    said: dict[str, list[str]] = {}
    for name, outcome in outcomes.items():
        for note in outcome.notes:
            said.setdefault(note.in_(code), []).append(name)
    return [
        f"{', '.join(f'«{name}»' for name in filter(None, names))}: {note}".removeprefix(": ")
        for note, names in said.items()
    ]


def _dates_of(outcomes: Outcomes) -> list[str]:
    """The time of the outcomes, where all have the same."""
    times = {(each.first, each.last) for each in outcomes.values()}
    return [f"{first} – {last}" for first, last in times if len(times) == 1]


def _policy_of(outcomes: Outcomes) -> Iterable[str]:
    """What a series without a legend is of: its name, or else its policy."""
    if len(outcomes) > 1:
        return []
    [(name, outcome)] = outcomes.items()
    return [f"«{name}»"] if name else outcome.policies


_QUEUE: Final = Text(
    "Programări deschise la sfârșitul zilei", "Bookings open at the end of the day"
)
_BOOKINGS: Final = Text("programări", "bookings")
_ON_AVERAGE: Final = Text("în medie {}, cel mult {}", "{} on average, {} at most")


def open_bookings(outcomes: Outcomes, code: Language) -> Picture:
    """The queue over time."""
    made = picture(_QUEUE.in_(code), _WIDTH, 4)
    axes = made.subplots()
    plain(axes, grid="y")
    handles, told = {}, []
    for (name, outcome), style in zip(outcomes.items(), STYLES, strict=False):
        counts = outcome.open_bookings()
        every = max(1, len(counts) // 12)
        days: Any = list(counts)
        [line] = axes.plot(days, list(counts.values()), **_line(style), markevery=every)
        handles[name] = line
        mean = decimal(f"{sum(counts.values()) / len(counts):.1f}", code)
        told.append(_named(name, _ON_AVERAGE.in_(code).format(mean, max(counts.values()))))
    some = next(iter(outcomes.values()))
    axes.set_xlabel(f"{some.first.isoformat()} – {some.last.isoformat()}")
    axes.set_ylabel(_BOOKINGS.in_(code))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(steps(9, whole=True))
    locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_dates(code))
    return _finished(made, handles, told, outcomes, code)


def _dates(code: Language) -> FuncFormatter:
    # Not by strftime: its months are those of the process's locale.
    def shown(value: float, _: int | None) -> str:
        day = num2date(value)  # type: ignore[no-untyped-call]
        return f"{day.day} {month_name(day, code)[:3]}"

    return FuncFormatter(shown)


# --- by inspector ---------------------------------------------------------------------------

_USED: Final = Text("Gradul de ocupare al inspectorilor", "Utilisation of the inspectors")
_OF_TIME: Final = Text("% din timpul de lucru", "% of the working time")
_RANK: Final = Text("inspectori, de la cel mai ocupat ({})", "inspectors, from the most used ({})")
_FROM_TO: Final = Text("de la {}% la {}%", "from {}% to {}%")


def utilisation(outcomes: Outcomes, code: Language) -> Picture:
    """A dot for each inspector, or a curve of them all."""
    used = {
        name: {who: 100 * share for who, share in each.utilisation().items()}
        for name, each in outcomes.items()
    }
    inspectors = sorted({who for shares in used.values() for who in shares})
    few = len(inspectors) <= _MOST_ROWS
    height = 1.2 + 0.24 * len(inspectors) if few else 4
    made = picture(_USED.in_(code), _WIDTH, max(2, height))
    axes = made.subplots()
    plain(axes, grid="both")
    handles: dict[str, Any] = {}
    for (name, shares), style in zip(used.items(), STYLES, strict=False):
        line = _line(style)
        if few:
            places = [inspectors.index(who) for who in shares]
            # Open, and the later the smaller, so that equal ones can be told apart.
            size = 7 + 1.5 * (len(used) - len(handles) - 1)
            dots = {**line, "linestyle": "none", "markersize": size, "markerfacecolor": "none"}
            [handles[name]] = axes.plot(list(shares.values()), places, **dots)
        else:
            ranked = sorted(shares.values(), reverse=True)
            ranks = range(1, len(ranked) + 1)
            every = max(1, len(ranked) // 12)
            [handles[name]] = axes.plot(ranks, ranked, **line, markevery=every)
    if few:
        axes.set_yticks(range(len(inspectors)), [short(each) for each in inspectors])
        axes.set_ylim(max(1, len(inspectors)) - 0.5, -0.5)
    else:
        axes.set_xlabel(_RANK.in_(code).format(len(inspectors)))
    share, ends = (axes.xaxis, axes.set_xlim) if few else (axes.yaxis, axes.set_ylim)
    share.set_label_text(_OF_TIME.in_(code))
    share.set_major_formatter(decimals(code))
    most = max((max(each.values(), default=0) for each in used.values()), default=0)
    ends(-2, max(102.0, most + 2))
    told = [_named(name, _range(shares, code)) for name, shares in used.items()]
    return _finished(made, handles, told, outcomes, code)


def _range(shares: Mapping[str, float], code: Language) -> str:
    if not shares:
        return _NOBODY.in_(code)
    ends = (decimal(f"{each:.1f}", code) for each in (min(shares.values()), max(shares.values())))
    return _FROM_TO.in_(code).format(*ends)
