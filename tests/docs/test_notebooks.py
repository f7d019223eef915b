"""The notebooks of the documentation: kept clean, run as a reader runs them, and true."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any, Final

import polars
import pytest

from tests.docs._notebooks import FOLDER, Story, notebook, told

NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
LEAD_TIME: Final = "lead_time_mean"


@pytest.fixture(scope="module", autouse=True)
def _as_a_reader() -> Iterator[None]:
    """Without a network, and without leaving settings behind."""

    def no_network(*_: object) -> None:
        raise AssertionError("a notebook asks for nothing from elsewhere")

    with pytest.MonkeyPatch.context() as patch, polars.Config():
        patch.setattr(socket.socket, "connect", no_network)
        yield


@cache
def story(name: str) -> Story:
    return told(notebook(FOLDER / f"{name}.ipynb"))


def test_there_are_three_and_each_has_its_place_on_the_site() -> None:
    assert NAMES == ["audit", "integrators", "what-if"]
    index = (FOLDER.parent / "index.md").read_text(encoding="utf-8").splitlines()
    assert {f"notebooks/{name}" for name in NAMES} <= set(index)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid(name: str) -> None:
    nbformat = pytest.importorskip("nbformat", reason="the extra `docs` is not installed")
    document = nbformat.read(FOLDER / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
    assert (document.nbformat, document.nbformat_minor) == (4, 5)
    nbformat.validate(document)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_what_a_run_leaves(name: str) -> None:
    code: dict[str, Any]
    document = notebook(FOLDER / f"{name}.ipynb")
    assert document["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in document["cells"]:
        code = {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}
        assert {key: cell[key] for key in cell.keys() - {"cell_type", "id", "source"}} in (
            {"metadata": {}, **code},
            {"metadata": {"tags": ["hide-input"]}, **code},
        )
    ids = [cell["id"] for cell in document["cells"]]
    assert len(set(ids)) == len(ids)
    # As Jupyter writes it, so that saving it again changes nothing.
    written = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom(name: str) -> None:
    document = notebook(FOLDER / f"{name}.ipynb")
    code = [cell["id"] for cell in document["cells"] if cell["cell_type"] == "code"]
    assert list(story(name).shown) == code
    assert all("at 0x" not in shown for shown in story(name).shown.values())


@pytest.mark.parametrize("name", ["audit", "integrators"])  # the other one takes seconds
def test_a_notebook_shows_the_same_when_it_is_run_again(name: str) -> None:
    assert told(notebook(FOLDER / f"{name}.ipynb")).shown == story(name).shown


# --- what the words say ---------------------------------------------------------------------


def test_the_what_if_says_what_it_found() -> None:
    names, said = story("what-if").names, story("what-if").words["answer-words"]

    def gain(comparison: str, scenario: str) -> Any:
        difference = names[comparison].difference(scenario, LEAD_TIME)
        assert difference.is_clear
        return difference.mean

    def estimate(scenario: str, metric: str) -> Any:
        return names["again"].estimate(scenario, metric).mean

    assert f"bring the meeting {-gain('found', '24 hours'):.1f} days nearer" in said
    assert f"make citizens wait {gain('found', '20 minutes'):.1f} days longer" in said
    assert f"gains {-gain('again', 'one more'):.1f} days" in said
    assert round(gain("again", "afternoons"), 1) == round(gain("again", "one more"), 1)
    was, is_ = estimate("today", LEAD_TIME), estimate("both", LEAD_TIME)
    assert f"take the wait from {was:.1f} days to {is_:.1f}" in said
    was, is_ = estimate("today", "lead_time_p90"), estimate("both", "lead_time_p90")
    assert f"within {is_:.1f} days, not {was:.1f}" in said
    assert estimate("both", "expired_windows") == 0
    growing = {
        each.name
        for each in names["found"].scenarios
        if names["found"].estimate(each.name, "queue_growth").low > 0
    }
    assert growing == {"20 minutes"}
    assert names["again"].notes() == ()
    day = names["outcomes"]["24 hours"]
    assert 0.25 < 1 - day.within(timedelta(days=7)) * day.arrivals / len(day.lead_times) < 0.35
    assert 15 < names["found"].estimate("today", "overtime").mean / 60 < 16


def test_half_the_post_has_the_queue_and_its_afternoons_end_it() -> None:
    names = story("what-if").names
    today = names["outcomes"]["today"].utilisation()
    assert today["i-3"] > 0.85
    assert max(today["i-1"], today["i-2"]) < 0.55
    assert names["again"].difference("afternoons", "utilisation_gini").high < 0


def test_a_sweep_that_was_stopped_is_whole_and_a_replay_adds_up() -> None:
    names = story("what-if").names
    assert len(names["done"]) == names["sweep"].size == 20
    replayed = names["replayed"]
    refused = replayed.to_refused()
    assert {rule for flip in refused for rule in flip.rules} == {"slot.notice"}
    assert replayed.allowed + len(refused) == replayed.total_rows
    assert 0.4 < len(refused) / replayed.total_rows < 0.5


def test_the_audit_says_what_it_found() -> None:
    names, said = story("audit").names, story("audit").words["answer-words"]
    report, robust, broken = names["report"], names["robust"], names["broken"]
    rules = report.by_rule()
    assert f"**{report.clean_rows} of {report.total_rows} bookings** kept" in said
    assert f"and {len(robust)} broke one that no reading" in said
    assert f"**{len(broken - robust)} bookings are a question for a lawyer.**" in said
    assert f"too short, {rules['slot.notice']} times" in said
    assert min(names["notices"]).total_seconds() / 3600 > 44
    assert (rules["slot.working_day"], rules["slot.duration"], rules["slot.free"]) == (10, 10, 2)
    fewer = {row.reading: row.fewer for row in names["readings"]}
    assert (fewer["civil_code"], fewer["booking"]) == (5, 11)
    assert not any(row.fewer for row in names["readings"] if row.rule == "slot.notice")
    last = report.total_rows + 1
    assert f"on lines {last - 2} to {last}" in said
    assert [row.line for row in report.unreadable] == [last - 2, last - 1]
    assert rules["inspector.holds_request"] == 1
    assert "window_reading" in names["one"].sensitivity.depends_on


def test_the_audit_names_no_citizen() -> None:
    audit = story("audit")
    citizens = [each.applicant.name for each in audit.names["requests"]]
    assert len(citizens) == 180
    assert all(name in audit.names["content"] for name in citizens[:5])
    shown = "\n".join(audit.shown.values())
    assert [name for name in citizens if name in shown] == []
    assert audit.shown["hand-on"] == "False"


def test_the_tour_names_its_citizen_in_the_letter_and_the_ticket_alone() -> None:
    tour = story("integrators")
    personal = re.compile(r"Pop-Ionescu|Farkas|Țîrlea|@example\.org|7[23]{2}.?123.?456")
    assert {id_ for id_, shown in tour.shown.items() if personal.search(shown)} == {
        "message",
        "ticket",
    }


def test_the_tour_shows_a_ticket_that_is_kept_and_a_slot_that_one_gets() -> None:
    tour = story("integrators")
    assert tour.names["ticket"].fingerprint == tour.names["kept"]
    assert tour.names["kept"] in tour.shown["ticket"]
    assert "True False" in tour.shown["fingerprint"]
    assert tour.shown["writers"] == "True True\n"
    assert tour.shown["stored"] == "1 row stored\nrefused by the table: slot.free\n"
    assert "Refused" in tour.shown["again"]


# --- the way they are run -------------------------------------------------------------------


def cells(*sources: str) -> dict[str, Any]:
    return {
        "cells": [
            {"cell_type": "code", "id": f"cell-{place}", "source": [source]}
            for place, source in enumerate(sources)
        ]
    }


def test_a_cell_shows_what_it_prints_and_its_last_value() -> None:
    shown = told(cells("x = 2", "print(x)\nx + 1", "x;", "None")).shown
    assert list(shown.values()) == ["", "2\n3", "", ""]


def test_a_cell_that_fails_is_named() -> None:
    with pytest.raises(ZeroDivisionError) as failure:
        told(cells("x = 0", "1 / x"))
    assert failure.value.__notes__ == ["in the cell 'cell-1'"]
