"""The architecture as a picture, drawn from the imports that the code makes.

A box is a package or a module of ``tichet_rules``; a line goes down to each that it imports,
but for those that it reaches through another line anyway. How high a box stands is worked out from
the imports alone.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from attrs import frozen

PATH: Final = Path(__file__).parents[2] / "docs" / "architecture.svg"
PACKAGE: Final = "tichet_rules"
# Names with an underscore are how the package is made, and what runs it is no part of it.
HIDDEN: Final = ("_", "text", "errors", "wording")

WIDTH, BOX, GAP = 132, 34, 30
ROW: Final = BOX + GAP


@cache
def imports() -> dict[str, frozenset[str]]:
    """Of each part of the package, the parts that it imports."""
    from grimp import build_graph  # noqa: PLC0415 (of the extra `dev`, which tests do without)

    graph = build_graph(PACKAGE, exclude_type_checking_imports=True)
    parts = [each for each in sorted(graph.find_children(PACKAGE)) if not _is_hidden(each)]
    found = {}
    for part in parts:
        inside = {part, *graph.find_descendants(part)}
        used = {used for each in inside for used in graph.find_modules_directly_imported_by(each)}
        owners = {".".join(each.split(".")[:2]) for each in used - inside}
        found[part] = frozenset(owners & set(parts) - {part})
    return found


def _is_hidden(name: str) -> bool:
    return name.split(".")[1].startswith(HIDDEN)


def reduced(found: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Without the imports that another one brings along."""

    def below(part: str) -> set[str]:
        return {part}.union(*(below(each) for each in found[part]))

    return {
        part: frozenset(
            each
            for each in used
            if not any(each in below(other) for other in used if other != each)
        )
        for part, used in found.items()
    }


def heights(found: dict[str, frozenset[str]]) -> dict[str, int]:
    """How many imports are between a part and one that imports none, by the longest way."""

    @cache
    def height(part: str) -> int:
        return 1 + max((height(each) for each in found[part]), default=-1)

    return {part: height(part) for part in found}


@frozen
class _Box:
    name: str
    left: float
    top: float

    @property
    def middle(self) -> float:
        return self.left + WIDTH / 2


def picture() -> str:
    """The picture, as SVG."""
    found = imports()
    level = heights(found)
    top = max(level.values())
    rows = [[part for part in found if level[part] == each] for each in range(top, -1, -1)]
    widest = max(map(len, rows))
    width, height = widest * (WIDTH + GAP) + GAP, len(rows) * ROW + GAP
    boxes = {}
    for number, row in enumerate(rows):
        left = (width - len(row) * (WIDTH + GAP) + GAP) / 2
        for place, part in enumerate(row):
            boxes[part] = _Box(part, left + place * (WIDTH + GAP), GAP + number * ROW)
    lines = [
        _line(boxes[part], boxes[each])
        for part, used in reduced(found).items()
        for each in sorted(used)
    ]
    shapes = "\n".join([*lines, *map(_shape, boxes.values())])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title description" '
        'font-family="ui-monospace, monospace" font-size="14">\n'
        '<title id="title">The parts of tichet_rules</title>\n'
        f'<desc id="description">{_words(found)}</desc>\n'
        f"<style>rect {{ fill: #fff; stroke: #0b4f8a; stroke-width: 1.5 }} text {{ fill: #111 }} "
        "path { fill: none; stroke: #6b7785 }</style>\n"
        f'<rect width="{width}" height="{height}" style="stroke: none"/>\n{shapes}\n</svg>\n'
    )


def _words(found: dict[str, frozenset[str]]) -> str:
    return " ".join(
        f"{_short(part)} imports {', '.join(map(_short, sorted(used))) or 'none of the others'}."
        for part, used in found.items()
    )


def _short(part: str) -> str:
    return escape(part.split(".")[1])


def _shape(box: _Box) -> str:
    return (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{WIDTH}" height="{BOX}" rx="5"/>'
        f'<text x="{box.middle:g}" y="{box.top + 22:g}" text-anchor="middle">'
        f"{_short(box.name)}</text>"
    )


def _line(upper: _Box, lower: _Box) -> str:
    start, end = upper.top + BOX, lower.top
    bend = (end - start) / 2
    return (
        f'<path d="M{upper.middle:g} {start:g}C{upper.middle:g} {start + bend:g} '
        f'{lower.middle:g} {end - bend:g} {lower.middle:g} {end:g}"/>'
    )
