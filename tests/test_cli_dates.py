"""Dates on the command line: as ISO 8601 writes them, and as Romania does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda._world import examples
from tichet_rules import InvalidInput
from tichet_rules.cli import main
from tichet_rules.cli._dates import day_of


@examples(50)
@given(st.dates())
def test_a_date_is_read_either_way(day: date) -> None:
    assert day_of(day.isoformat()) == day
    assert day_of(f"{day.day:02}.{day.month:02}.{day.year:04}") == day
    assert day_of(f"{day.day}.{day.month}.{day.year:04}") == day


@pytest.mark.parametrize(
    "text",
    ["11/25/2026", "25/11/2026", "25.11.26", "25.11", "31.11.2026", "11.25.2026", "2026.11.25",
     "2026-11-31", "20261125", "25-11-2026", "\u0662\u0665.11.2026", " 25.11.2026", ""],
)  # fmt: skip
def test_what_may_be_another_day_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"such as 2026-11-26 or 26\.11\.2026: with dots"):
        day_of(text)


def test_every_command_that_asks_for_a_date_takes_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = tmp_path / "office.json"
    office.write_text('{"inspectors": [{"id": "i-017", "name": "Mureșan Ioana"}]}', "utf-8")
    told = []
    for first, last in (("2026-11-24", "2026-11-26"), ("24.11.2026", "26.11.2026")):
        days = ["--from", first, "--to", last, "--at", "2026-11-20T10:00:00+02:00"]
        assert main(["slots", str(office), "--inspector", "i-017", *days]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""


def test_a_date_that_is_refused_is_shown_as_it_was_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["slots", "office.json", "--from", "31.11.2026", "--lang", "ro"])
    said = capsys.readouterr().err
    assert "--from: s-a primit '31.11.2026'; se aștepta o dată din calendar" in said
