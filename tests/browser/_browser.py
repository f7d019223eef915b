"""Pages in a real Chromium, for the tests of this folder.

A test asks for the fixture ``show`` and gives it a page, as HTML or as an address::

    def test_a_page(show: Show) -> None:
        view = show("<!DOCTYPE html>…", width=PHONE)
        assert view.violations() == []
        assert view.too_wide() == 0
        assert view.requests == [view.page.url]
        assert view.complaints == []

HTML is written to a file and opened from there, as a person would open it from the disk. The
fixture ``chromium`` is one browser for a module; every view has a profile of its own, and finds no
host but this machine: the browser resolves no other name. ``view.page`` is Playwright's ``Page``,
for all that is not here: https://playwright.dev/python/docs/api/class-page. A test is skipped where
the extra ``browser`` or a Chromium is missing.

Playwright's event loop runs in the thread of the tests for as long as a browser is open. So a
server under test belongs in another thread or process, and ``asyncio.run`` can't be called there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from attrs import Factory, define

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = 360
DESKTOP = 1280
_HEIGHT = 800
Scheme = Literal["light", "dark"]
Media = Literal["screen", "print"]

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
)
# Web Content Accessibility Guidelines 2.2, level AA, and what they include.
_WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


class Unavailable(Exception):
    """There is no browser here, and why."""


@define
class View:
    """An open page and what it has done since: addresses asked for, complaints and dialogs."""

    page: Page
    requests: list[str] = Factory(list)
    complaints: list[str] = Factory(list)
    dialogs: list[str] = Factory(list)

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA: the rule, the element, what is wrong with it.

        It takes the better part of a second: the dear part of a test.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            script = files("axe_playwright_python").joinpath("axe.min.js")
            self.page.evaluate(script.read_text("utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run({runOnly: tags, resultTypes: ['violations']})", list(_WCAG)
        )
        return [
            f"{rule['id']}: {node['html']}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def too_wide(self) -> int:
        """By how many pixels the page is wider than its window."""
        window = self.page.viewport_size
        assert window is not None  # every view is opened with one
        return int(self.page.evaluate("document.scrollingElement.scrollWidth")) - window["width"]

    def seen(
        self, *, width: int | None = None, scheme: Scheme = "light", media: Media = "screen"
    ) -> View:
        """The same page in a window of another width, in another colour scheme, or on paper."""
        if width is not None:
            self.page.set_viewport_size({"width": width, "height": _HEIGHT})
        self.page.emulate_media(color_scheme=scheme, media=media)
        return self


class Show(Protocol):
    """Opens a page, given as HTML or as an address (``file:``, or ``http:`` on this machine)."""

    def __call__(
        self, page: str, *, width: int = DESKTOP, scheme: Scheme = "light", scripts: bool = True
    ) -> View:
        """The page, loaded. ``scripts=False`` is a browser in which none may run."""
        ...


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that runs without a window; :class:`Unavailable` where there is none."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (an extra)
    except ImportError:
        raise Unavailable("Playwright is not installed: pip install -e '.[browser]'") from None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        program = next(filter(None, map(shutil.which, (*_NAMES, own))), None)
        if program is None:
            raise Unavailable(f"no Chromium: none of {', '.join(_NAMES)} is on the PATH")
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def windows(browser: Browser, folder: Path) -> Iterator[Show]:
    """What opens pages in the browser; all are closed at the end."""
    contexts = []

    def show(
        page: str, *, width: int = DESKTOP, scheme: Scheme = "light", scripts: bool = True
    ) -> View:
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            color_scheme=scheme,
            is_mobile=width < DESKTOP,
            java_script_enabled=scripts,
            service_workers="block",
        )
        contexts.append(context)
        view = View(context.new_page())
        view.page.on("request", lambda request: view.requests.append(request.url))
        view.page.on("console", lambda said: _complaint(view, said.type, said.text))
        view.page.on("pageerror", lambda error: view.complaints.append(str(error)))
        view.page.on("dialog", _dismissing(view))
        if page.lstrip().startswith("<"):
            path = folder / f"page-{len(contexts)}.html"
            path.write_bytes(page.encode("utf-8"))
            page = path.as_uri()
        view.page.goto(page, wait_until="load")
        return view

    try:
        yield show
    finally:
        for context in contexts:
            context.close()


def _complaint(view: View, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        view.complaints.append(text)


def _dismissing(view: View) -> Callable[[Any], None]:
    def dismiss(dialog: Any) -> None:
        view.dialogs.append(dialog.message)
        dialog.dismiss()

    return dismiss
