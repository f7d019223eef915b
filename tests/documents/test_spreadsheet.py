"""Tables (CSV): that a double click opens them, and that nothing in them is obeyed."""

from __future__ import annotations

import pytest

from tests.documents._tables import read
from tichet_rules.documents._spreadsheet import spreadsheet
from tichet_rules.text import Language, Text

HEAD = [Text("media", "mean"), Text("întâlniri", "meetings"), Text("nota", "note")]


@pytest.mark.parametrize(("code", "between", "mean"), [("en", ",", "-1.5"), ("ro", ";", "-1,5")])
def test_numbers_are_numbers_where_the_table_is_opened(
    code: Language, between: str, mean: str
) -> None:
    [row] = read(spreadsheet(HEAD, [[-1.5, 3, "a;b,c"]], code), between)
    assert row == {HEAD[0].in_(code): mean, HEAD[1].in_(code): "3", HEAD[2].in_(code): "a;b,c"}


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_is_no_formula(mark: str) -> None:
    [row] = read(spreadsheet(HEAD, [[None, 0, f'{mark}1+1"']], "ro"), ";")
    assert row["nota"] == f"'{mark}1+1\""


def test_what_is_not_said_is_an_empty_cell() -> None:
    [none, short] = read(spreadsheet(HEAD, [[None, None, None], [0]], "en"), ",")
    assert none == dict.fromkeys(("mean", "meetings", "note"), "")
    assert short == none | {"mean": "0"}
