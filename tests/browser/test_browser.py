"""The browser of these tests sees what it should: without that, no page would ever fail."""

from __future__ import annotations

import pytest

from tests.browser._browser import DESKTOP, PHONE, Show

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"></head><body><main>{}</main></body></html>"""


def test_a_good_page_has_nothing_against_it(show: Show) -> None:
    view = show(PAGE.format("<h1>Bună ziua</h1>"), width=PHONE)
    assert view.violations() == []
    assert view.too_wide() == 0
    assert view.requests == [view.page.url]
    assert view.complaints == view.dialogs == []


def test_what_axe_finds_names_the_rule_and_the_element(show: Show) -> None:
    found = show(PAGE.format('<p style="color: #ccc">Faint</p><img src="data:,">')).violations()
    assert [each.partition(":")[0] for each in found] == ["color-contrast", "image-alt"]
    assert '<p style="color: #ccc">' in found[0]


def test_a_page_that_is_too_wide_is_noticed(show: Show) -> None:
    view = show(PAGE.format("<div style='width: 400px'>.</div>"), width=PHONE)
    assert view.too_wide() >= 40
    assert view.seen(width=DESKTOP).too_wide() == 0


def test_a_page_that_a_phone_shows_as_a_desktop_is_too_wide(show: Show) -> None:
    bare = PAGE.replace('<meta name="viewport" content="width=device-width">', "")
    assert show(bare.format("<p>.</p>"), width=PHONE).too_wide() > 0


def test_what_a_page_does_is_noticed(show: Show) -> None:
    asked = "http://tichet.example/beacon.png"
    body = f"<img src='{asked}' alt=''><script>alert('hi'); nonsense()</script>"
    view = show(PAGE.format(body))
    assert asked in view.requests
    assert view.dialogs == ["hi"]
    assert any("ERR_NAME_NOT_RESOLVED" in each for each in view.complaints)
    assert any("nonsense is not defined" in each for each in view.complaints)


@pytest.mark.parametrize("scripts", [True, False])
def test_scripts_run_only_where_they_may(show: Show, scripts: bool) -> None:
    view = show(PAGE.format("<script>alert('hi')</script>"), scripts=scripts)
    assert view.dialogs == ["hi"] * scripts


def test_the_same_page_in_the_dark_and_on_paper(show: Show) -> None:
    style = """<style>
        @media (prefers-color-scheme: dark) { h1 { color: rgb(1, 2, 3) } }
        @media print { h1 { color: rgb(4, 5, 6) } }
    </style><h1>Bună ziua</h1>"""
    view = show(PAGE.format(style))
    colour = "() => getComputedStyle(document.querySelector('h1')).color"
    seen = [view.page.evaluate(colour)]
    seen.append(view.seen(scheme="dark").page.evaluate(colour))
    seen.append(view.seen(media="print").page.evaluate(colour))
    assert seen == ["rgb(0, 0, 0)", "rgb(1, 2, 3)", "rgb(4, 5, 6)"]
