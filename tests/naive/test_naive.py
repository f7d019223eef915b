"""Two implementations of the documents, one of them plain: they give the same answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naive import _documents as documents
from tests.naive._clock import Json, at_clock, earliest_start, instant, last_day, romanian_holidays
from tests.naive._compare import HERE, SHARED, agrees, disagreements
from tests.naive._people import number_key, same_name
from tests.naive.decisions import QUESTIONS, answer
from tichet_rules.interchange import run_vectors

# ---------------------------------------------------------------------------------- vectors


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.stem)
def test_vectors_of_the_project(path: Path) -> None:
    count, wrong = disagreements(path)
    assert not wrong
    assert count > 0


@pytest.mark.skipif(not SHARED.exists(), reason="the shared vectors are not beside this project")
def test_shared_vectors() -> None:
    count, wrong = disagreements(SHARED)
    assert not wrong
    assert count > 0


def test_every_kind_of_question_stands_in_the_vectors() -> None:
    asked = set()
    for path in HERE.glob("*.json"):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            asked |= set(case["when"]) - {"at"}
    assert asked == set(QUESTIONS)


# ----------------------------------------------------------------------------- differential


# The examples of the profile are for the two versions together, with several questions each.
half_of_the_examples = settings(max_examples=settings().max_examples // 2)


def answered(document: Json) -> Json:
    """The document as a file of vectors: what is expected is the naive answer."""
    cases = [
        case | {"then": answer(document["office"], case["when"])} for case in document["cases"]
    ]
    return document | {"cases": cases}


def check_that_both_agree(document: Json) -> None:
    text = json.dumps(answered(document), ensure_ascii=False)
    wrong = [each for each in run_vectors(text) if not each.passed]
    assert not wrong


@given(document=documents.documents(1))
@half_of_the_examples
def test_both_agree_on_version_1(document: Json) -> None:
    check_that_both_agree(document)


@given(document=documents.documents(2))
@half_of_the_examples
def test_both_agree_on_version_2(document: Json) -> None:
    check_that_both_agree(document)


@given(data=st.data())
@settings(max_examples=20)
def test_a_wrong_answer_is_noticed(data: st.DataObject) -> None:
    document = answered(data.draw(documents.documents(1, cases=1)))
    then = document["cases"][0]["then"]
    if "allowed" in then:
        other = {"allowed": False, "refused_by": ["slot.never"]}
        assert not agrees(then, other)
        document["cases"][0]["then"] = {"allowed": not then["allowed"]}
        if then["allowed"]:
            document["cases"][0]["then"]["refused_by"] = ["slot.notice"]
        assert not any(each.passed for each in run_vectors(json.dumps(document)))


# ----------------------------------------------------------------------------- by themselves


@pytest.mark.parametrize("year", range(2020, 2036))
def test_public_holidays(year: int) -> None:
    assert romanian_holidays(year) == set(holidays.country_holidays("RO", years=year))


def test_the_worked_example_of_terms() -> None:
    days = {
        reading: last_day(date(2025, 9, 10), 15, reading, {}).isoformat()
        for reading in documents.READINGS_OF_DAYS
    }
    assert days == {
        "plain": "2025-09-25",
        "eu_1182_71": "2025-09-25",
        "civil_code": "2025-09-26",
        "civil_procedure": "2025-09-26",
        "inclusive": "2025-09-24",
    }


def test_the_worked_example_of_hours() -> None:
    booked_at = instant("2026-11-20T10:30:00+02:00")
    starts = {
        reading: earliest_start(booked_at, 48, reading, {}).isoformat()
        for reading in documents.READINGS_OF_HOURS
    }
    assert starts == {
        "elapsed": "2026-11-22T08:30:00+00:00",
        "civil_code_hours": "2026-11-22T09:00:00+00:00",
        "civil_procedure_hours": "2026-11-22T22:00:00+00:00",
        "working_days_only": "2026-11-24T08:30:00+00:00",
    }


def test_clock_changes() -> None:
    assert at_clock(date(2026, 3, 29), "03:30", {}) == instant("2026-03-29T04:00:00+03:00")
    assert at_clock(date(2026, 10, 25), "03:30", {}) == instant("2026-10-25T03:30:00+03:00")
    assert at_clock(date(2026, 10, 25), "24:00", {}) == instant("2026-10-26T00:00:00+02:00")


def test_names_and_numbers() -> None:
    assert same_name("Pop-Ionescu Ana Maria", "ANA-MARIA POP IONESCU")
    assert same_name("Ţurcaş Ştefania", "stefania turcas")
    assert not same_name("Rus Dan", "Rus Dana")
    assert number_key("119.368/305/28.02.2020") == number_key("00119368 / 305 / 28.02.2020")
