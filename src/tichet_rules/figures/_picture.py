"""A figure that shows itself in a notebook, and the manners that all figures share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any, Final

from attrs import frozen
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tichet_rules.text import Language

__all__ = [
    "INK",
    "PAPER",
    "STYLES",
    "Picture",
    "Style",
    "below",
    "decimal",
    "decimals",
    "legend",
    "noted",
    "picture",
    "plain",
    "short",
    "steps",
    "words",
]

#: What is written and what it is written on: a figure looks the same on a dark page.
INK: Final = "#1a1a1a"
PAPER: Final = "#ffffff"
_LINES: Final = "#8c8c8c"
_GRID: Final = "#dddddd"
_SMALL: Final = 8.5
_LINE: Final = 0.19  # inches
_LETTERS: Final = 100  # on a line
_LONGEST: Final = 36
_DPI: Final = 144


@frozen
class Style:
    """How one series is told from the others: by its colour, its marker and its dashes."""

    colour: str
    marker: str
    dashes: str | tuple[float, tuple[float, ...]]


# Of the eight colours of Okabe and Ito, "Color Universal Design" (2008,
# https://jfly.uni-koeln.de/color/), those that stand out on white paper; in an order in which
# neighbours differ in lightness too. The marker tells two of one colour apart.
_COLOURS: Final = ("#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7")
_DASHES: Final = ("solid", "dashed", "dashdot", "dotted", (0.0, (5.0, 1.0, 1.0, 1.0, 1.0, 1.0)))
_MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "<", "*", ">")

STYLES: Final = tuple(
    Style(_COLOURS[place % 5], marker, _DASHES[place % 5]) for place, marker in enumerate(_MARKERS)
)


class Picture(Figure):
    """A Matplotlib figure with a title and a description in words.

    A notebook shows it without ``pyplot``: as SVG and, where the notebook is not trusted, as PNG.
    """

    title: str = ""
    description: str = ""

    def told(self, description: str) -> Picture:
        """The picture when all is drawn: described in words, and its parts in their places.

        The places hold from now on, as Matplotlib would move them a little at every drawing.
        """
        self.description = description
        self.draw_without_rendering()
        self.set_layout_engine("none")
        return self

    def svg(self) -> str:
        """The figure as an ``<svg>`` element with its title and description.

        The same figure gives the same text, whenever it is drawn. Its words stay text.
        """
        # The only way to tell Matplotlib; what was set before is set again.
        with rc_context({"svg.hashsalt": "tichet-rules", "svg.fonttype": "none"}):
            text = self._saved("svg", Date=None).decode("utf-8")
        text = text[text.index("<svg") :].replace("<svg", '<svg role="img"', 1)
        told = f"</title>\n <desc>{escape(self.description, quote=False)}</desc>"
        return text.replace("</title>", told, 1)

    def png(self) -> bytes:
        """The figure as a PNG image, 144 dots to the inch."""
        return self._saved("png", Software=None)

    def _saved(self, kind: str, **metadata: Any) -> bytes:
        told = {"Title": self.title, "Description": self.description, **metadata}
        content = BytesIO()
        self.savefig(content, format=kind, dpi=_DPI, facecolor=PAPER, metadata=told)
        return content.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        # JupyterLab shows no SVG of a notebook that is not trusted, and takes the PNG.
        shown = {"image/svg+xml": self.svg(), "image/png": self.png()}
        alt = f"{self.title}. {self.description}"
        return shown, {kind: {"alt": alt} for kind in shown}


def picture(title: str, width: float, height: float) -> Picture:
    """An empty figure of some size in inches, with its title."""
    made = Picture(figsize=(width, height), dpi=_DPI, layout="constrained", facecolor=PAPER)
    made.title = title
    made.suptitle(words(title), x=0.01, ha="left", fontsize=11, color=INK, fontweight="bold")
    return made


def noted(made: Picture, notes: Sequence[str]) -> None:
    """Notes below the title, in which a long word is broken if it has to be."""
    [axes] = made.axes
    lines = _broken(notes)
    made.set_figheight(made.get_figheight() + _LINE * len(lines))
    axes.set_title(words("\n".join(lines)), loc="left", fontsize=_SMALL, color=INK)


def below(made: Picture, lines: Sequence[str], notes: Sequence[str]) -> None:
    """Lines at the foot of a picture, and notes below them, broken to the width there is."""
    broken = _broken(notes)
    made.set_figheight(made.get_figheight() + _LINE * (len(lines) + len(broken)))
    text = words("\n".join([*lines, *broken]))
    made.supxlabel(text, x=0.01, ha="left", fontsize=_SMALL, color=INK)


def _broken(notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in wrap(note, _LETTERS, break_on_hyphens=False)]


def words(text: str) -> str:
    """Text that Matplotlib shows as it is: what stands between two dollars is no formula."""
    return text.replace("$", r"\$")


def short(name: str) -> str:
    """The words of a name, cut to the room that there is for it."""
    return words(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")


def plain(axes: Axes, *, grid: str) -> None:
    """The manners of axes: two spines, a light grid behind the data, legible labels."""
    axes.set_facecolor(PAPER)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_LINES)
    axes.tick_params(colors=_LINES, labelcolor=INK, labelsize=_SMALL)
    axes.grid(visible=True, axis=grid, color=_GRID, linewidth=0.8)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set(color=INK, fontsize=9)


def legend(made: Picture, handles: Mapping[str, Any]) -> None:
    """The names of the series below the axes, where there are several."""
    if len(handles) > 1:
        columns = min(len(handles), _LETTERS // (max(len(short(each)) for each in handles) + 10))
        made.set_figheight(made.get_figheight() + _LINE * ceil(len(handles) / columns))
        drawn = made.legend(
            list(handles.values()),
            ["?"] * len(handles),
            loc="outside lower left",
            ncols=columns,
            frameon=False,
            fontsize=_SMALL,
            labelcolor=INK,
            handlelength=3.6,
        )
        # Set here: a label of a legend that begins with "_" is left out.
        for text, name in zip(drawn.get_texts(), handles, strict=True):
            text.set_text(short(name))


def decimal(number: str, code: Language) -> str:
    """A number as the language writes it, with a true minus."""
    number = number.replace("-", "−")
    return number.replace(".", ",") if code == "ro" else number


def steps(most: int, *, whole: bool = False) -> MaxNLocator:
    """Marks on an axis that are easy to count by."""
    return MaxNLocator(most, steps=[1, 2, 5, 10], integer=whole)


def decimals(code: Language) -> FuncFormatter:
    """The numbers of an axis as the language writes them."""
    shown: Callable[[float, int | None], str] = lambda value, _: decimal(f"{value:g}", code)  # noqa: E731
    return FuncFormatter(shown)
