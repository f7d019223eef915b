"""Pieces of HTML for notebooks: escaped by construction, no script, no style sheet.

What a notebook shows stands among the outputs of others, on a light page or a dark one. So the
pieces inherit their colours, and carry their styles on the elements themselves: all
that a notebook which is not trusted leaves of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, tostring

from tichet_rules.text import Language, Text

__all__ = ["Content", "blocks", "details", "element", "html", "left_out", "paragraph", "table"]

Content: TypeAlias = "str | Element"

# Control characters, halves of characters, and the marks that turn the direction of a text.
_NOT_SHOWN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_INSTEAD: Final = "\ufffd"

_CELL: Final = (
    "text-align:left;vertical-align:top;padding:0.25em 1em 0.25em 0;border:none;"
    "border-bottom:1px solid gray;white-space:normal;min-width:5em;max-width:34em"
)
_NUMBER: Final = (
    f"{_CELL.replace('left', 'right', 1).replace('normal', 'pre')};"
    "font-variant-numeric:tabular-nums"
)
_CAPTION: Final = "caption-side:top;text-align:left;color:inherit;font-weight:bold;padding:0.25em 0"


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element with its content: text, which is escaped when it is written, and elements.

    >>> html("en", element("em", "a < b & ", element("code", "c")))
    '<div lang="en"><em>a &lt; b &amp; <code>c</code></em></div>'
    """
    made = Element(tag, {name: _plain(value) for name, value in attributes.items()})
    last: Element | None = None
    for each in content:
        if isinstance(each, Element):
            made.append(each)
            last = each
        elif last is None:
            made.text = (made.text or "") + _plain(each)
        else:
            last.tail = (last.tail or "") + _plain(each)
    return made


def _plain(text: str) -> str:
    return _NOT_SHOWN.sub(_INSTEAD, text)


def html(code: Language, *content: Content) -> str:
    """The pieces as one piece of HTML, in a language."""
    return tostring(element("div", *content, lang=code), "unicode", method="html")


def paragraph(*content: Content) -> Element:
    """A paragraph."""
    return element("p", *content, style="margin:0.5em 0")


def blocks(lines: Iterable[Content]) -> Element:
    """Lines below one another, in a cell."""
    return element("div", *(element("div", each) for each in lines))


def details(summary: str, *content: Content) -> Element:
    """What is shown when one asks for it."""
    return element("details", element("summary", summary), *content, style="margin:0.5em 0")


def table(
    caption: str,
    head: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    numbers: Collection[int] = (),
) -> Element:
    """A table with its caption; the first cell of a row is its heading.

    ``numbers`` are the places of the columns that are set to the right.
    """

    def cell(place: int, content: Content, tag: str, **scope: str) -> Element:
        return element(tag, content, style=_NUMBER if place in numbers else _CELL, **scope)

    def row(cells: Sequence[Content]) -> Element:
        first, *others = cells
        return element(
            "tr",
            cell(0, first, "th", scope="row"),
            *(cell(place, each, "td") for place, each in enumerate(others, 1)),
        )

    headings = (cell(place, each, "th", scope="col") for place, each in enumerate(head))
    made = element(
        "table",
        element("caption", caption, style=_CAPTION),
        element("thead", element("tr", *headings)),
        element("tbody", *map(row, rows)),
        style="border-collapse:collapse;margin:0.5em 0;color:inherit",
    )
    return element("div", made, style="overflow-x:auto")


def left_out(count: int, total: int, code: Language, where: Text | None = None) -> str:
    """That the first so many are shown, and where all are found.

    >>> left_out(20, 524, "en", Text("to_arrow() le are pe toate", "to_arrow() has them all"))
    'The first 20 of 524 are shown; to_arrow() has them all.'
    """
    first = Text(f"Se arată primele {count} din {total}", f"The first {count} of {total} are shown")
    return f"{first.in_(code)}; {where.in_(code)}." if where else f"{first.in_(code)}."
