"""The figures: that they show the numbers, in words and colours that all can read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.style
import pytest
from attrs import evolve
from matplotlib.collections import QuadMesh
from matplotlib.container import ErrorbarContainer
from matplotlib.dates import num2date
from matplotlib.figure import Figure

from tests._notebook import HOSTILE
from tests.audit._scene import LOG, OFFICE, made
from tichet_rules import figures
from tichet_rules._door import FrozenMap
from tichet_rules.audit import BookingLog, LogRow, audit_log
from tichet_rules.errors import InvalidInput, MissingExtra, WrongType
from tichet_rules.figures._picture import PAPER, STYLES, Picture
from tichet_rules.model import Inspector, Slot
from tichet_rules.office import Office
from tichet_rules.text import Language
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.whatif import CitizenRecord, Comparison, Demand, Fate, Outcome, compare

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 4)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SVG = "{http://www.w3.org/2000/svg}"


def outcome(*lead_hours: int, staff: int = 2) -> Outcome:
    """Citizens who wait so long; the inspectors have them in turn."""
    records = []
    for number, hours in enumerate(lead_hours):
        slot = Slot(NOON + hours * HOUR)
        records.append(
            CitizenRecord(
                NOON,
                f"i-{number % staff:02}",
                booked=slot,
                fate=Fate.HELD,
                closed_at=slot.end,
            )
        )
    available = FrozenMap({f"i-{number:02}": 8 * HOUR for number in range(staff)})
    return Outcome(FIRST, LAST, tuple(records), (), available, WorkingCalendar())


OUTCOMES = {"today": outcome(6, 12, 24, 30), HOSTILE: outcome(1, 2, 3)}


def comparison(first: str = "today", *others: str, **demand: Any) -> Comparison:
    return compare(
        Office(inspectors=[Inspector("i-1")]),
        Demand(**{"per_day": 12, "no_show": 0.2, **demand}),
        {first: {}, **{name: {"notice_hours": 24 + at} for at, name in enumerate(others)}},
        first=FIRST,
        last=FIRST,
        seed=1,
        replications=3,
    )


@pytest.fixture(scope="module")
def found() -> Comparison:
    return comparison("today", HOSTILE, "_25 hours$")


def lines(picture: Picture) -> list[Any]:
    [axes] = picture.axes
    return list(axes.lines)


def legend(picture: Picture) -> list[str]:
    return [text.get_text() for each in picture.legends for text in each.get_texts()]


# --- the numbers ----------------------------------------------------------------------------


def test_the_differences_and_their_intervals_are_drawn(found: Comparison) -> None:
    metrics = ["lead_time_mean", "arrivals", "utilisation"]
    picture = figures.differences(found, metrics=metrics)
    titles = [axes.get_title(loc="left") for axes in picture.axes]
    assert titles == ["lead time, mean (days)", "citizens who ask", "utilisation (%)"]
    for axes, metric in zip(picture.axes, metrics, strict=True):
        bars = [each for each in axes.containers if isinstance(each, ErrorbarContainer)]
        for place, (bar, name) in enumerate(zip(bars, (HOSTILE, "_25 hours$"), strict=True)):
            estimate = found.difference(name, metric)
            assert estimate is not None
            mark, _, [line] = bar
            assert mark is not None
            assert list(mark.get_xydata()[0]) == [estimate.mean, place]
            [ends] = line.get_segments()
            assert list(ends[:, 0]) == pytest.approx([estimate.low, estimate.high])
            full = mark.get_markerfacecolor() != PAPER
            assert full is estimate.is_clear
    # Both kinds of marks are there to be told apart.
    clear = [found.difference(HOSTILE, each) for each in metrics]
    assert {each.is_clear for each in clear if each} == {True, False}
    # Where nothing differs, the axis is not that of a rounding error.
    assert picture.axes[1].get_xlim() == (-1, 1)
    assert "citizens who ask 0.0 ± 0.0; " in picture.description


def test_a_difference_that_cant_be_said_is_a_dash() -> None:
    nobody = comparison("today", "24 hours", per_day=0)
    picture = figures.differences(nobody, metrics=["lead_time_mean"])
    [axes] = picture.axes
    assert [text.get_text() for text in axes.texts] == ["–"]
    assert not axes.containers
    assert picture.description.startswith("24 hours: lead time, mean (days) –; all 3 ")


def test_by_default_six_figures_are_compared(found: Comparison) -> None:
    assert len(figures.differences(found).axes) == 6
    # An odd number leaves no empty axes.
    assert len(figures.differences(found, metrics=["refused"] * 3).axes) == 3


def test_of_many_scenarios_the_first_are_drawn_and_it_says_so() -> None:
    many = comparison("today", *(f"s {number}" for number in range(31)), per_day=1)
    picture = figures.differences(many, metrics=["arrivals"])
    [axes] = picture.axes
    assert [text.get_text() for text in axes.get_yticklabels()][-1] == "s 29"
    assert picture.get_supxlabel().endswith("right of it: more\nThe first 30 of 31 are shown.")
    said = figures.differences(comparison("a", "b", per_day=1)).get_supxlabel()
    assert said.endswith("left of 0: less than «a»; right of it: more")


def test_what_has_to_be_known_stands_below_the_picture() -> None:
    found = comparison("a$", "b", per_day=40)
    [note] = found.notes()
    assert "open bookings still grow" in note
    picture = figures.differences(found)
    said = " ".join(picture.get_supxlabel().replace(r"\$", "$").split())
    assert said.endswith(note)
    assert picture.description.endswith(f"; {note}.")
    for draw in SINGLE:
        picture = draw(found.outcomes())
        assert notes(picture).replace(r"\$", "$").endswith(note)
        assert picture.description.endswith(f"; {note}.")
    romanian = figures.lead_times(found.outcome("a$"), language="ro")
    assert " programările deschise cresc încă (queue_growth)" in notes(romanian)
    calm = figures.lead_times(comparison("a", per_day=1).outcome("a"))
    assert calm.get_figheight() < romanian.get_figheight()


def test_lead_times_are_drawn_as_their_distribution() -> None:
    picture = figures.lead_times(OUTCOMES)
    one, other = lines(picture)
    assert list(one.get_xdata()) == [0.25, 0.25, 0.5, 1.0, 1.25]
    assert list(one.get_ydata()) == [0, 25, 50, 75, 100]
    assert list(other.get_ydata()) == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert one.get_drawstyle() == "steps-post"
    assert legend(picture) == ["today", HOSTILE[:35] + "…"]
    assert picture.description == f"today: median 0.75 days; {HOSTILE}: median 0.08 days."


def test_of_many_lead_times_some_are_drawn_and_the_longest() -> None:
    many = outcome(*range(1, 2_501))
    [line] = lines(figures.lead_times(many))
    days, shares = list(line.get_xdata()), list(line.get_ydata())
    assert len(days) <= 1_002
    assert (days[0], days[-1], shares[0], shares[-1]) == (1 / 24, 2_500 / 24, 0, 100)
    for day, share in zip(days[1:], shares[1:], strict=True):
        assert share == pytest.approx(100 * day * 24 / 2_500)


def test_lead_times_of_nobody() -> None:
    picture = figures.lead_times(outcome(), language="ro")
    [line] = lines(picture)
    assert list(line.get_ydata()) == [0]
    assert picture.description == "nimeni."
    assert legend(picture) == []


def test_the_queue_is_drawn_day_by_day() -> None:
    picture = figures.open_bookings(OUTCOMES)
    for line, each in zip(lines(picture), OUTCOMES.values(), strict=True):
        assert dict(zip(line.get_xdata(), line.get_ydata(), strict=True)) == each.open_bookings()
    assert picture.description.startswith("today: 1.0 on average, 3 at most; ")
    [axes] = picture.axes
    assert axes.get_xlabel() == "2026-11-02 – 2026-11-04"
    assert axes.get_ylabel() == "bookings"
    assert axes.get_ylim()[0] == 0
    picture.png()
    days = [text.get_text() for text in axes.get_xticklabels()]
    ticks = [num2date(place) for place in axes.get_xticks()]  # type: ignore[no-untyped-call]
    assert days == [f"{each.day} Nov" for each in ticks]


def test_each_inspector_has_a_dot() -> None:
    picture = figures.utilisation(OUTCOMES)
    [axes] = picture.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == ["i-00", "i-01"]
    for line, each in zip(lines(picture), OUTCOMES.values(), strict=True):
        used = each.utilisation()
        assert list(line.get_xdata()) == [100 * used["i-00"], 100 * used["i-01"]]
        assert list(line.get_ydata()) == [0, 1]
        assert line.get_linestyle() == "None"
        assert line.get_markerfacecolor() == "none"
    first, second = lines(picture)
    assert first.get_markersize() > second.get_markersize()  # equal ones can be told apart
    assert axes.get_xlabel() == "% of the working time"
    assert picture.description.startswith("today: from 6.2% to 6.2%; ")


def test_many_inspectors_are_a_curve() -> None:
    each = outcome(*range(1, 46), staff=31)
    picture = figures.utilisation({"a": each})
    [line] = lines(picture)
    ranked = sorted((100 * share for share in each.utilisation().values()), reverse=True)
    assert list(line.get_xdata()) == list(range(1, 32))
    assert list(line.get_ydata()) == ranked
    [axes] = picture.axes
    assert axes.get_xlabel() == "inspectors, from the most used (31)"
    assert axes.get_ylabel() == "% of the working time"


def test_where_nobody_works_nothing_is_used() -> None:
    picture = figures.utilisation(outcome(staff=0))
    assert picture.description == "nobody."
    picture.svg()


def notes(picture: Picture) -> str:
    return " ".join(" ".join(axes.get_title(loc="left") for axes in picture.axes).split())


SINGLE = (figures.lead_times, figures.open_bookings, figures.utilisation)


@pytest.mark.parametrize("draw", SINGLE)
def test_a_figure_of_one_run_says_which(found: Comparison, draw: Callable[..., Picture]) -> None:
    for name, policy in (
        ("today", "cluj-napoca/tichet-albastru@2020-10-05"),
        (HOSTILE, "cluj-napoca/tichet-albastru@2020-10-05 with notice_hours=24"),
    ):
        run = f"{FIRST} – {FIRST}; one simulated run: replication 2, seed 1; {policy}"
        one = draw(found.outcome(name, 2))
        assert notes(one) == run
        assert one.description.endswith(f"; {run}.")
    named = draw({"_a$b$": found.outcome("today", 1)})
    run = f"{FIRST} – {FIRST}; one simulated run: replication 1, seed 1; «_a$b$»"
    assert named.description.endswith(f"; {run}.")
    assert run in {each.text for each in ElementTree.fromstring(named.svg()).iter(f"{SVG}text")}
    romanian = draw(found.outcome("today"), language="ro")
    assert "; o singură simulare: replicarea 0, sămânța 1; cluj-napoca/" in notes(romanian)
    assert (
        romanian.get_figheight() > draw(evolve(found.outcome("today"), seed=None)).get_figheight()
    )


@pytest.mark.parametrize("draw", SINGLE)
def test_a_figure_of_several_runs_says_which(
    found: Comparison, draw: Callable[..., Picture]
) -> None:
    outcomes = found.outcomes(1)
    run = f"{FIRST} – {FIRST}; one simulated run each: replication 1, seed 1"
    assert notes(draw(outcomes)) == run
    outcomes["other"] = evolve(outcomes["today"], replication=2, last=LAST)
    assert notes(draw(outcomes)) == "one simulated run each: replications 1 + 2, seed 1"
    assert notes(draw(outcomes, language="ro")).startswith(
        "câte o singură simulare: replicările 1 + 2"
    )
    # Of what was not simulated, nothing is said.
    outcomes["made"] = outcome(1)
    assert notes(draw(outcomes)) == ""


def test_a_figure_of_all_runs_says_so(found: Comparison) -> None:
    for code, told in (
        ("en", "all 3 replications together, seed 1, 2026-11-02 – 2026-11-02"),
        ("ro", "toate replicările împreună (3), sămânța 1, 2026-11-02 – 2026-11-02"),
    ):
        picture = figures.differences(found, metrics=["arrivals"], language=code)  # type: ignore[arg-type]
        assert picture.get_supxlabel().splitlines()[0] == told
        assert picture.description.endswith(f"; {told}.")


def test_the_findings_are_numbers_on_a_shade() -> None:
    report = audit_log(LOG, office=OFFICE)
    picture = figures.findings(report)
    [axes] = picture.axes
    [mesh] = [each for each in axes.collections if isinstance(each, QuadMesh)]
    rules = [text.get_text() for text in axes.get_yticklabels()]
    assert rules == list(report.by_rule())
    assert [text.get_text() for text in axes.get_xticklabels()] == ["Nov\n2026", "Dec\n2026"]
    cells = mesh.get_array()
    assert cells is not None
    assert cells.sum(axis=1).tolist() == list(report.by_rule().values())
    assert cells.sum(axis=0).tolist() == list(report.by_month().values())
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written == {
        (column + 0.5, row + 0.5): str(count)
        for row, counts in enumerate(cells.tolist())
        for column, count in enumerate(counts)
        if count
    }
    # On what is dark they are light.
    assert {text.get_color() for text in axes.texts} == {"#000000", PAPER}
    assert picture.description.startswith("request.one_open_booking 3, ")


def test_without_findings_the_figure_says_so() -> None:
    picture = figures.findings(audit_log(BookingLog("x", []), office=OFFICE), language="ro")
    [axes] = picture.axes
    assert [text.get_text() for text in axes.texts] == ["Nicio abatere."]
    assert picture.description == "Nicio abatere."


def test_of_many_months_the_last_are_drawn_and_it_says_so() -> None:
    # Each on a Saturday.
    months = [(2024 + at // 12, at % 12 + 1) for at in range(26)]
    days = [
        next(d for n in range(1, 8) if (d := date(year, month, n)).weekday() == 5)
        for year, month in months
    ]
    rows = [
        made(f"b-{at}", f"{day}T10:00:00+00:00", f"{day.replace(day=1) - timedelta(9)}T09:00:00Z")
        for at, day in enumerate(days)
    ]
    log = BookingLog("x", [LogRow(line, each) for line, each in enumerate(rows)])
    picture = figures.findings(audit_log(log, office=OFFICE))
    [axes] = picture.axes
    labels = [text.get_text() for text in axes.get_xticklabels()]
    assert len(labels) == 24
    assert (labels[0], labels[-1]) == ("Mar\n2024", "Feb\n2026")
    assert axes.get_xlabel() == "month of the meeting (the last 24 of 26 months)"
    assert picture.description.endswith(" (the last 24 of 26 months).")


# --- the manners ----------------------------------------------------------------------------

Draw = Callable[[Language], Picture]


@pytest.fixture(scope="module", params=figures.__all__)
def draw(request: pytest.FixtureRequest, found: Comparison) -> Draw:
    report = audit_log(LOG, office=OFFICE)
    metrics = ["lead_time_mean", "arrivals"]
    each: dict[str, Draw] = {
        "differences": lambda code: figures.differences(found, metrics=metrics, language=code),
        "lead_times": lambda code: figures.lead_times(OUTCOMES, language=code),
        "open_bookings": lambda code: figures.open_bookings(OUTCOMES, language=code),
        "utilisation": lambda code: figures.utilisation(OUTCOMES, language=code),
        "findings": lambda code: figures.findings(report, language=code),
    }
    return each[request.param]


@pytest.fixture(scope="module")
def picture(draw: Draw) -> Picture:
    return draw("en")


def test_a_figure_is_drawn_alike_whenever_it_is_drawn(draw: Draw, picture: Picture) -> None:
    settings = dict(mpl.rcParams)
    again = draw("en")
    assert again.svg() == picture.svg() == again.svg()
    assert again.png() == picture.png()
    assert dict(mpl.rcParams) == settings


def test_a_figure_keeps_its_colours_in_the_styles_of_others(draw: Draw, picture: Picture) -> None:
    with matplotlib.style.context("dark_background"):
        assert draw("en").svg() == picture.svg()


def test_an_svg_has_its_title_and_description_and_words(draw: Draw, picture: Picture) -> None:
    romanian = draw("ro")
    assert romanian.title != picture.title
    for each in (romanian, picture):
        text = each.svg()
        assert text.startswith('<svg role="img"')
        root = ElementTree.fromstring(text)
        assert root.findtext(f"{SVG}title") == each.title
        assert root.findtext(f"{SVG}desc") == each.description
        assert "<dc:date>" not in text
        elements = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert elements.isdisjoint({"script", "image", "foreignObject", "a"})
        assert each.title in {element.text for element in root.iter(f"{SVG}text")}


def test_a_notebook_is_given_svg_and_png_with_words_for_who_cant_see_them(
    picture: Picture,
) -> None:
    assert isinstance(picture, Figure)
    data, metadata = picture._repr_mimebundle_(include=None, exclude=None)
    assert data == {"image/svg+xml": picture.svg(), "image/png": picture.png()}
    assert data["image/png"].startswith(b"\x89PNG\r\n")
    alt = f"{picture.title}. {picture.description}"
    assert metadata == {kind: {"alt": alt} for kind in data}


def test_names_are_words_and_no_formulas(found: Comparison) -> None:
    root = ElementTree.fromstring(figures.differences(found, metrics=["refused"]).svg())
    words = {each.text for each in root.iter(f"{SVG}text")}
    assert {HOSTILE[:35] + "…", "_25 hours$"} <= words
    names = ["$a$", "_b", r"\$c"]
    picture = figures.lead_times(dict.fromkeys(names, outcome(1)))
    root = ElementTree.fromstring(picture.svg())
    assert set(names) <= {each.text for each in root.iter(f"{SVG}text")}


def test_numbers_are_written_as_the_language_does(found: Comparison) -> None:
    picture = figures.differences(found, metrics=["lead_time_mean"], language="ro")
    picture.svg()
    ticks = [text.get_text() for text in picture.axes[0].get_xticklabels()]
    assert any("," in each for each in ticks)
    assert not any("." in each or "-" in each for each in ticks)
    assert "−" in picture.description
    assert "." not in picture.description.removesuffix(".")


def test_ten_series_have_ten_styles() -> None:
    ten = {f"s {number}": outcome(number + 1) for number in range(10)}
    drawn = lines(figures.open_bookings(ten))
    assert [each.get_marker() for each in drawn] == [each.marker for each in STYLES]
    assert [each.get_color() for each in drawn] == [each.colour for each in STYLES]


def test_a_legend_has_room() -> None:
    short = figures.lead_times({str(number): outcome(1) for number in range(10)})
    long = figures.lead_times({f"{number}" + "x" * 99: outcome(1) for number in range(10)})
    assert (
        long.get_figheight()
        > short.get_figheight()
        > figures.lead_times(outcome(1)).get_figheight()
    )


# --- the door -------------------------------------------------------------------------------


def test_what_cant_be_drawn(found: Comparison) -> None:
    wrong: Any = 5
    for draw in (figures.lead_times, figures.open_bookings, figures.utilisation):
        with pytest.raises(WrongType, match=r"^outcomes: got 5; expected an Outcome, or several"):
            draw(wrong)
        with pytest.raises(WrongType, match=r"^outcomes\['x'\]: "):
            draw({"x": wrong})
        with pytest.raises(InvalidInput, match=r"^outcomes: got ''; "):
            draw({"": outcome(1)})
        with pytest.raises(InvalidInput, match=r"^outcomes: got '0 outcomes'; expected 1 to 10"):
            draw({})
        with pytest.raises(InvalidInput, match=r"^outcomes: got '11 outcomes'"):
            draw({f"s {number}": outcome(1) for number in range(11)})
        with pytest.raises(InvalidInput, match=r"^language: "):
            draw(outcome(1), language="de")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^comparison: "):
        figures.differences(wrong)
    with pytest.raises(InvalidInput, match=r"^metrics: "):
        figures.differences(found, metrics=[])
    with pytest.raises(WrongType, match=r"^metrics: "):
        figures.differences(found, metrics="refused")
    with pytest.raises(InvalidInput, match=r"^metric: .*did you mean 'refused'"):
        figures.differences(found, metrics=["refusd"])
    with pytest.raises(InvalidInput, match=r"^comparison: got 'alone'; expected two scenarios"):
        figures.differences(comparison("alone"))
    with pytest.raises(WrongType, match=r"^report: "):
        figures.findings(wrong)


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_picture", "_whatif"):
        monkeypatch.delitem(sys.modules, f"tichet_rules.figures.{name}")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"tichet-rules\[plots\]"):
        figures.lead_times(outcome(1))


def test_no_figure_needs_pyplot_or_says_anything() -> None:
    """In a process of its own: another test may have long imported it."""
    script = (
        "import sys\n"
        "from datetime import date\n"
        "from tichet_rules import figures\n"
        "from tichet_rules.audit import BookingLog, audit_log\n"
        "from tichet_rules.model import Inspector\n"
        "from tichet_rules.office import Office\n"
        "from tichet_rules.whatif import Demand, simulate\n"
        "office, day = Office(inspectors=[Inspector('i-1')]), date(2026, 11, 2)\n"
        "outcome = simulate(office, Demand(per_day=9), first=day, last=day, seed=1)\n"
        "for draw in (figures.lead_times, figures.open_bookings, figures.utilisation):\n"
        "    draw(outcome).svg()\n"
        "figures.findings(audit_log(BookingLog('x', []), office=office)).png()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b""
