"""The office of a text: read as its parsed JSON is, though each request is made at once."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules import InvalidInput, Request
from tichet_rules.interchange import documents as module
from tichet_rules.interchange import parse_json, read_office
from tichet_rules.interchange.documents import read_office_text

PLAIN: dict[str, Any] = {
    "number": "119.368/305",
    "applicant": "Pop-Ionescu Ana Maria",
    "filed_on": "2026-01-12",
    "inspector": "i-017",
}
ANSWERED = PLAIN | {
    "number": "2/305",
    "status": "answered",
    "communicated_on": "2026-01-13",
    "former_inspectors": ["i-018"],
    "answer": "negative",
}


def outcome(read: Any) -> Any:
    try:
        return read()
    except InvalidInput as error:
        return type(error), str(error), error.field, error.personal


def same(text: str) -> Any:
    """What both ways give, which must be the same: an office, or an error word for word."""
    found = outcome(lambda: read_office_text(text))
    assert found == outcome(lambda: read_office(parse_json(text), ""))
    return found


def test_requests_are_made_as_ever() -> None:
    withdrawn = PLAIN | {"number": "3/305", "status": "withdrawn", "communicated_on": None}
    plain_answer = {k: v for k, v in ANSWERED.items() if k not in ("answer", "former_inspectors")}
    requests = [PLAIN, ANSWERED, withdrawn, plain_answer | {"number": "4/305"}]
    office, _ = same(json.dumps({"requests": requests, "inspectors": [{"id": "i-017"}]}))
    assert list(office.requests) == ["119368/305", "2/305", "3/305", "4/305"]
    made = office.requests["119368/305"]
    assert repr(made) == repr(Request("119368/305", PLAIN["applicant"], made.filed_on, "i-017"))
    assert made.applicant.name_key == "ana ionescu maria pop"
    # What comes again and again is one object.
    others = [office.requests[number] for number in ("2/305", "3/305", "4/305")]
    assert all(each.inspector is made.inspector for each in others)
    assert all(each.filed_on is made.filed_on for each in others)


def test_a_correct_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: str) -> None:
        raise AssertionError

    monkeypatch.setattr(module, "parse_json", never)
    office, _ = read_office_text(json.dumps({"requests": [PLAIN, ANSWERED]}))
    assert len(office.requests) == 2
    assert (
        read_office_text("{}")[0].requests == {}.items() or not read_office_text("{}")[0].requests
    )


ODD: list[Any] = [
    None, True, 0, 1.5, "", " ", "x", "answered", "2026-02-30", "2026-01-13", "1/305", [],
    ["i-018"], [None], ["\n"], {}, {"filed_on": "2026-01-12"}, PLAIN, [PLAIN],
]  # fmt: skip


@pytest.mark.parametrize("name", [*(each.name for each in fields(Request)), "unknown"])
@pytest.mark.parametrize("request_", [PLAIN, ANSWERED], ids=["plain", "answered"])
def test_whatever_a_field_is_it_is_read_or_refused_in_the_same_words(
    name: str, request_: dict[str, Any]
) -> None:
    for value in ODD:
        same(json.dumps({"requests": [PLAIN | {"number": "7/305"}, request_ | {name: value}]}))
    left_out = {key: value for key, value in request_.items() if key != name}
    same(json.dumps({"requests": [left_out]}))


def test_the_place_of_a_mistake_is_named() -> None:
    wrong = PLAIN | {"filed_on": "2026-02-30"}
    _, _, place, _ = same(json.dumps({"requests": [PLAIN | {"number": "1/1"}, wrong]}))
    assert place == "requests[1].filed_on"
    # The first mistake in the order of the document, and not the first that was met.
    _, _, place, _ = same(json.dumps({"requests": [wrong], "closures": ["x"]}))
    assert place == "closures[0]"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "5", "null", f"[{json.dumps(PLAIN)}]", json.dumps(PLAIN), '{"requests": null}',
        '{"requests": {}}', '{"requests": 5}', '{"requests": [5]}', '{"requests": "ab"}',
        f'{{"requests": {json.dumps(PLAIN)}}}', '{"requests": [}', '{"requests": [{}]}',
        f'{{"requests": [{json.dumps(PLAIN)}, {json.dumps(PLAIN)}]}}',
        f'{{"requests": [{json.dumps(PLAIN)}], "bookings": [{json.dumps(ANSWERED)}]}}',
        f'{{"bookings": [{json.dumps(PLAIN)}]}}', f'{{"policy": {json.dumps(PLAIN)}}}',
        f'{{"inspectors": [{{"id": "i-1", "week": {json.dumps(PLAIN)}}}]}}',
        '{"requests": [{"filed_on": "2026-01-12", "filed_on": "2026-01-12"}]}',
        '{"requests": [], "requests": []}', '{"requests": [NaN]}', "[" * 100_000,
    ],
    ids=count(),
)  # fmt: skip
def test_other_texts_are_refused_in_the_same_words(text: str) -> None:
    kind, *_ = same(text)
    assert issubclass(kind, InvalidInput)


values = st.sampled_from(ODD) | st.text(max_size=4)


@given(
    st.lists(
        st.dictionaries(st.sampled_from([each.name for each in fields(Request)]), values).map(
            lambda changed: PLAIN | changed
        ),
        max_size=3,
    )
)
def test_any_requests(requests: list[dict[str, Any]]) -> None:
    same(json.dumps({"requests": requests}))
