"""The documentation, built as it is published, without a warning, and looked at."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from runpy import run_path
from threading import Thread
from typing import Any, Final

import pytest

pytest.importorskip("sphinx", reason="the extra `docs` is not installed")

from tests.browser._browser import PHONE, Show
from tests.browser._site import DOCS, built, dead_links

PAGES: Final = (
    "index.html",
    "tutorials/integrator.html",
    "tutorials/auditor.html",
    "ro/auditor.html",
    "ro/command-line.html",
    "rules/en/time.html",
    "reference/agenda.html",
    "what-if.html",
    "notebooks/what-if.html",
    "notebooks/audit.html",
    "notebooks/integrators.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("site"))


def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(site: Path) -> None:
    assert dead_links(site) == []


def test_a_dead_link_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html"></a><a href="#x"></a></p>')
    (tmp_path / "c.html").write_text('<a href="a.html#y"></a><a href="https://example.org"></a>')
    assert dead_links(tmp_path) == ["a.html: b.html", "c.html: a.html#y"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_on_a_phone(site: Path, show: Show, name: str) -> None:
    view = show((site / name).as_uri(), width=PHONE)
    assert view.page.text_content("h1")
    assert view.too_wide() == 0
    assert view.complaints == []
    assert all(each.startswith("file:") for each in view.requests)


@pytest.mark.parametrize("name", ["index.html", "reference/figures.html"])
def test_a_page_leaves_nobody_out(site: Path, show: Show, name: str) -> None:
    view = show((site / name).as_uri(), width=PHONE, scheme="dark")
    assert view.violations() == []


def test_what_the_theme_leaves_out_is_mended_on_every_page(site: Path) -> None:
    """What axe finds on the pages that are too long for it to be run each time."""
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    for page in pages:
        assert page.count('role="heading"') == page.count('role="heading" aria-level="2"')
        assert "<dl>\n<dd>" not in page
    assert any('role="heading"' in page for page in pages)
    assert any('<dl role="none">' in page for page in pages)


def test_a_page_says_which_language_it_is_in(site: Path) -> None:
    said = {}
    for path in site.rglob("*.html"):
        found = re.search(r'<html[^>]* lang="(\w+)"', path.read_text(encoding="utf-8"))
        said[path.relative_to(site).as_posix()] = found and found[1]
    romanian = {name for name in said if name.startswith(("ro/", "rules/ro/"))}
    assert {"ro/auditor.html", "rules/ro/time.html"} < romanian
    assert {name for name, language in said.items() if language == "ro"} == romanian
    assert set(said.values()) == {"en", "ro"}


def test_what_scrolls_is_reached_with_the_keyboard_and_what_fits_is_no_stop(
    site: Path, show: Show
) -> None:
    page = show((site / "time.html").as_uri()).page
    blocks = (
        "[...document.querySelectorAll('pre')]"
        ".map(each => [each.tabIndex == 0, each.scrollWidth > each.clientWidth])"
    )
    assert {tuple(each) for each in page.evaluate(blocks)} == {(True, True), (False, False)}
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.wait_for_function(f"{blocks}.every(([stops, scrolls]) => stops && scrolls)")


# --- the what-if that runs in the browser ---------------------------------------------------

QUESTION = {
    "per_day": 6,
    "no_show_percent": 10,
    "inspectors": 1,
    "inspectors_then": 2,
    "notice_hours": 24,
    "max_minutes": 20,
    "replications": 2,
    "seed": 7,
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (its base's)
        """Say nothing."""


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    if not os.environ.get("TICHET_PYODIDE"):
        pytest.skip("TICHET_PYODIDE names no folder made by docs/_pyodide.py")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/how-to/browser.html"
        server.shutdown()
        thread.join()


def test_the_browser_and_this_python_give_the_same_numbers(address: str, show: Show) -> None:
    page = show(address).page
    page.set_default_timeout(180_000)
    for name, value in QUESTION.items():
        page.fill(f"input[name={name}]", str(value))
    page.click("#whatif button:enabled")
    page.wait_for_selector("#whatif-shows[data-numbers]")
    shown = json.loads(page.get_attribute("#whatif-shows", "data-numbers") or "")
    answered = run_path(str(DOCS / "_static" / "whatif.py"))["answered"]
    wanted = json.loads(answered(json.dumps(QUESTION | {"language": "en"})))
    assert shown == wanted["numbers"]
    assert shown["lead_time_mean"][0] != shown["lead_time_mean"][1]
    assert page.inner_html("#whatif-shows table caption")
