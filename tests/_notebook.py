"""What a notebook would make of a piece of HTML: its elements, its tables, its words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from attrs import Factory, define

HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;"""

# What JupyterLab leaves of a notebook that is not trusted, as far as it is used.
ELEMENTS = {
    *("caption", "code", "details", "div", "em", "li", "p", "q", "span", "strong", "summary"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"lang", "scope", "style"}


@define
class Table:
    caption: str = ""
    head: list[str] = Factory(list)
    rows: list[list[str]] = Factory(list)


class Page(HTMLParser):
    """The page of a piece of HTML, which is refused when it is not what a notebook may show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.language: str | None = None
        self._words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in ELEMENTS
        assert set(given) <= ATTRIBUTES
        style = given.get("style") or ""
        assert "url" not in style
        # The page has its own colours, light or dark.
        assert "background" not in style
        assert set(re.findall(r"color:([^;]*)", style)) <= {"inherit"}
        self.language = self.language or given.get("lang")
        if tag == "table":
            self.tables.append(Table())
        if tag == "tr" and "tbody" in self._open:
            self.tables[-1].rows.append([])
        if tag == "th":
            assert given["scope"] == ("col" if "thead" in self._open else "row")
        if tag in ("th", "td"):
            table = self.tables[-1]
            (table.head if "thead" in self._open else table.rows[-1]).append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag in ("div", "td", "th", "p", "li"):
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif "th" in self._open or "td" in self._open:
            table = self.tables[-1]
            cells = table.head if "thead" in self._open else table.rows[-1]
            cells[-1] += data

    def table(self, caption: str) -> Table:
        """The table whose caption begins with some words; its cells on one line each."""
        [found] = [each for each in self.tables if each.caption.startswith(caption)]
        rows = [[" ".join(cell.split()) for cell in row] for row in found.rows]
        assert all(len(row) == len(found.head) for row in rows)
        return Table(found.caption, found.head, rows)


def shown(value: object) -> Page:
    """What a notebook shows of a value."""
    html = value._repr_html_()  # type: ignore[attr-defined]
    assert html == value.to_html("en")  # type: ignore[attr-defined]
    html.encode("utf-8")
    page = Page(html)
    assert page.language == "en"
    return page
