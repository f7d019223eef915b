"""The audit's page in a real browser: it opens from disk, shows all, and obeys nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from tests.audit._scene import LOG, OFFICE, made
from tests.audit.test_filing import FILED
from tests.audit.test_filing import ROWS as FROM_BEFORE
from tests.browser._browser import DESKTOP, PHONE, Media, Scheme, Show
from tests.documents._ticket_examples import HOSTILE
from tichet_rules.audit import (
    BookingLog,
    LogRow,
    Provenance,
    SourceFile,
    UnreadableRow,
    audit_log,
    readings_table,
)
from tichet_rules.documents.audit_report import report_html
from tichet_rules.text import LANGUAGES, Language

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator

# The text of an A4 page is 180 mm wide.
PAPER = 680
REPORT = audit_log(LOG, office=OFFICE)
READINGS = readings_table(LOG.rows, office=OFFICE)
MADE = Provenance(
    "Primăria Dej", [SourceFile("log", "registru.csv", "0123456789abcdef" * 4)], date(2026, 12, 10)
)
KINDS: list[tuple[int, Scheme, Media]] = [
    (PHONE, "light", "screen"),
    (DESKTOP, "dark", "screen"),
    (PAPER, "light", "print"),
]


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


def page(code: Language = "ro", *, personal: bool = False) -> str:
    return report_html(REPORT, code, personal=personal, readings=READINGS, provenance=MADE)


@pytest.mark.parametrize("code", LANGUAGES)
def test_everyone_can_read_it(show: Show, code: Language) -> None:
    view = show(page(code), width=PHONE)
    for width, scheme, media in KINDS:
        view.seen(width=width, scheme=scheme, media=media)
        assert view.violations() == []
        assert view.too_wide() == 0


def test_it_opens_from_disk_and_asks_for_nothing_else(show: Show) -> None:
    view = show(page())
    assert view.page.url.startswith("file:")
    assert view.requests == [view.page.url]
    assert view.complaints == []


def test_its_tables_and_bars_are_to_be_seen(show: Show) -> None:
    view = show(page("en"), width=PHONE)
    tables = view.page.locator("table")
    # By rule, month, inspector and reading; three of readings; the policies, and two lists.
    assert tables.count() == 10
    for index in range(tables.count()):
        assert tables.nth(index).is_visible()
    counts = list(REPORT.by_rule().values())
    bars = view.page.locator("section[aria-labelledby=rules] svg rect")
    boxes = [box(bars.nth(index)) for index in range(bars.count())]
    room = max(each["width"] for each in boxes)
    for each, count in zip(boxes, counts, strict=True):
        assert each["width"] == pytest.approx(room * count / max(counts), rel=0.01)
        assert each["height"] > 5
    assert room > PHONE / 5


def test_which_bookings_a_reading_changes_folds_out_and_is_on_paper(show: Show) -> None:
    view = show(page("en"), width=PHONE)
    folds = view.page.locator("details")
    assert folds.count() == 4
    inside = folds.first.locator("li")
    assert not inside.is_visible()
    folds.first.locator("summary").click()
    assert inside.inner_text() == "line 5, booking b-4, request 2/305"
    assert view.violations() == []
    assert view.too_wide() == 0
    view.seen(width=PAPER, media="print")
    shut = folds.nth(1).locator("li")
    assert box(shut)["height"] > 5
    assert "line 5" in shut.inner_text()


def test_on_a_telephone_a_finding_has_the_whole_width(show: Show) -> None:
    view = show(page(), width=PHONE)
    for section in ("unreadable", "findings"):
        row = view.page.locator(f"section[aria-labelledby={section}] tbody tr").first
        line, *cells = (box(each) for each in row.get_by_role("rowheader").all())
        cells += [box(each) for each in row.get_by_role("cell").all()]
        assert len(cells) == 2
        for each in cells:
            assert each["width"] > 0.85 * PHONE
            assert each["y"] >= line["y"] + line["height"]
    label = view.page.locator("section[aria-labelledby=findings] tbody th").first
    shown = "element => getComputedStyle(element, '::before').content"
    assert label.evaluate(shown) == '"Linia "'
    view.seen(width=DESKTOP)
    assert label.evaluate(shown) == "none"


@pytest.mark.parametrize("code", LANGUAGES)
def test_bookings_from_before_their_request_fit_a_telephone(show: Show, code: Language) -> None:
    report = audit_log(BookingLog("a.csv", FROM_BEFORE), office=FILED)
    view = show(report_html(report, code), width=PHONE)
    for width, scheme, media in KINDS:
        view.seen(width=width, scheme=scheme, media=media)
        assert view.violations() == []
        assert view.too_wide() == 0
    assert view.page.locator("section[aria-labelledby=filing] tbody tr").count() == 3


def test_its_links_lead_to_its_parts(show: Show) -> None:
    view = show(page("en"))
    links = view.page.locator("nav a")
    for index in range(links.count()):
        links.nth(index).click()
        heading = view.page.locator(":target")
        assert heading.inner_text() == links.nth(index).inner_text()
    assert view.page.evaluate("window.scrollY") > 0
    assert len(view.requests) == 1


def test_no_person_is_named_unless_asked_for(show: Show) -> None:
    shown = show(page()).page.locator("html").inner_text()
    asked = show(page(personal=True)).page.locator("html").inner_text()
    for key in ("Pop Ana", "Rus Dan"):
        assert key not in shown
        assert key in asked


LONG = "W" * 300
BAD = [*HOSTILE, LONG, "\u202e" + LONG, '"><script>document.title="x"</script>']


def test_what_means_harm_is_shown_and_nothing_else(show: Show) -> None:
    start, booked = "2026-11-28T10:00:00+02:00", "2026-11-20T09:00:00+02:00"
    rows = []
    for line, bad in enumerate(BAD, 2):
        name = "".join(mark for mark in bad if mark.isprintable())[:100] or "b"
        rows.append(LogRow(line, made(f"{line} {name}", start, booked, inspector=name.strip())))
    unreadable = [UnreadableRow(99 + line, bad, bad) for line, bad in enumerate(BAD)]
    report = audit_log(BookingLog(BAD[0] + LONG, rows, unreadable), office=OFFICE)
    assert report.total_rows == 2 * len(BAD)
    head = Provenance("<script>alert(1)</script>", [SourceFile("log", BAD[-1] + LONG, "0" * 64)])
    view = show(report_html(report, "en", personal=True, provenance=head))
    assert view.page.title().startswith("Audit of bookings: <script>alert")
    assert view.dialogs == view.complaints == []
    assert view.requests == [view.page.url]
    assert view.page.locator("script, img, iframe, object, link, style ~ style").count() == 0
    for width in (PHONE, DESKTOP):
        assert view.seen(width=width).too_wide() == 0
    # What turns the direction of a text turns none but its own.
    last = view.page.locator("section[aria-labelledby=unreadable] tbody tr").last
    assert box(last.locator("th"))["x"] < box(last.locator("td").last)["x"]


def test_a_clean_log_is_said_to_be_clean(show: Show) -> None:
    clean = audit_log(BookingLog("gol.csv", []), office=OFFICE)
    view = show(report_html(clean, "ro"), width=PHONE)
    assert view.violations() == []
    assert "Nicio abatere." in view.page.locator("main").inner_text()


def test_many_rows_of_one_kind_and_strangers_fit_a_telephone(show: Show) -> None:
    bad = [UnreadableRow(line, LONG, f"got '{line}'; expected a date") for line in range(50, 90)]
    start, booked = "2026-11-28T10:00:00+02:00", "2026-11-20T09:00:00+02:00"
    rows = [
        LogRow(2 + at, made(f"b-{at}", start, booked, inspector=who))
        for at, who in enumerate((LONG[:200], "i-" + "9" * 198, "i-099"))
    ]
    view = show(
        report_html(audit_log(BookingLog("a", rows, bad), office=OFFICE), "en"), width=PHONE
    )
    assert view.violations() == []
    assert view.too_wide() == 0
    assert view.page.locator("section[aria-labelledby=unreadable] tbody tr").count() == 1
    shown = view.page.locator("section[aria-labelledby=unknown] tbody th").all_inner_texts()
    assert shown == ["unknown 1", "unknown 2", "i-099"]


def test_on_paper_nothing_is_cut_off(show: Show) -> None:
    long = evolve(LOG, name=LONG)
    head = Provenance("W" * 200, [SourceFile("log", LONG, "0" * 64)])
    view = show(report_html(audit_log(long, office=OFFICE), readings=READINGS, provenance=head))
    assert view.seen(width=PAPER, media="print").too_wide() == 0
    assert view.page.locator("nav").is_hidden()
    ink, paper = view.page.evaluate(
        "() => { const main = getComputedStyle(document.querySelector('main'));"
        " return [getComputedStyle(document.body).color, main.backgroundColor]; }"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_without_scripts_it_is_the_same(show: Show) -> None:
    with_and_without = [
        show(page("en"), scripts=scripts).page.locator("main").inner_text()
        for scripts in (True, False)
    ]
    assert with_and_without[0] == with_and_without[1] != ""
