"""The site of the documentation: built in a process of its own, and its links followed."""

from __future__ import annotations

import os
import sys
from html.parser import HTMLParser
from pathlib import Path
from subprocess import run
from urllib.parse import unquote, urldefrag, urlsplit

DOCS = Path(__file__).parents[2] / "docs"


def built(folder: Path) -> Path:
    """The folder, with the site in it; a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d"]
    done = run(
        [*command, str(folder / "doctrees"), str(DOCS), str(folder / "site")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            if (tag, name) in {("a", "href"), ("img", "src"), ("link", "href")} and value:
                self.links.append(value)


def dead_links(site: Path) -> list[str]:
    """The links of a site that lead nowhere within it; those that leave it are left out."""
    pages = {path: _Page() for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        page.feed(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(site).as_posix()}: {link}"
        for path, page in pages.items()
        for link in page.links
        if not _is_there(path, link, pages)
    ]


def _is_there(path: Path, link: str, pages: dict[Path, _Page]) -> bool:
    if urlsplit(link).scheme:
        return True
    place, anchor = urldefrag(urlsplit(link)._replace(query="").geturl())
    target = (path.parent / unquote(place)).resolve() if place else path
    if not target.is_file():
        return False
    return not anchor or target not in pages or unquote(anchor) in pages[target].anchors
