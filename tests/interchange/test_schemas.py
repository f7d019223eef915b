"""The JSON Schemas: they take what the reader takes and the writers write, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from attrs import asdict, fields
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from tests.agenda._world import examples
from tests.audit._scene import OFFICE as AUDITED
from tests.audit._scene import made as made_booking
from tests.interchange.test_render import DECISIONS
from tests.rulebook._vectors import VECTORS
from tichet_rules import RULE_BOOK, InvalidInput, decide, explain_day, preset
from tichet_rules.audit import (
    AuditReport,
    BookingLog,
    FileKind,
    LogRow,
    Provenance,
    SourceFile,
    audit_log,
    readings_table,
)
from tichet_rules.interchange import (
    QuestionDocument,
    booking_document,
    day_document,
    decision_document,
    event_document,
    read_office,
    rule_document,
    run_vectors,
    structured,
)
from tichet_rules.interchange import _schemas_read as read
from tichet_rules.interchange._rulebook_examples import EXAMPLES, TOWN
from tichet_rules.interchange.documents import BookingDocument, read_bookings
from tichet_rules.interchange.render import audit_document
from tichet_rules.interchange.rulebook import asked, entry_document, rule_entry
from tichet_rules.interchange.schemas import NAMES, schema, schema_text
from tichet_rules.interchange.vectors import _KINDS, FORMATS
from tichet_rules.policy import PRESETS
from tichet_rules.testing import agendas, commands, instants, offices

Json = Any
FILES = {file.name: json.loads(file.read_text("utf-8")) for file in sorted(VECTORS.glob("*.json"))}
OF_FORMAT = dict(zip(FORMATS, ("vectors-1", "vectors-2"), strict=True))


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def wrong(name: str, document: Json) -> list[str]:
    """What a schema finds wrong; first what JSON makes of the document."""
    written = json.loads(json.dumps(document, default=str))
    return [f"{each.json_path}: {each.message}" for each in validator(name).iter_errors(written)]


# --- the schemas themselves -------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    made = schema(name)
    Draft202012Validator.check_schema(made)
    assert made["$id"].endswith(f":{name}")
    defined = set(made.get("$defs", ()))
    referred = {each.removeprefix("#/$defs/") for each in strings_of(made, "$ref")}
    assert referred == defined
    for each in objects_in(made):
        if "properties" in each and each.get("type") == "object":
            assert "additionalProperties" in each
            assert each["description"]


@pytest.mark.parametrize("name", NAMES)
def test_the_files_of_the_schemas_are_fresh(name: str) -> None:
    kept = files("tichet_rules.interchange").joinpath("contracts", f"{name}.json")
    assert kept.read_text("utf-8") == schema_text(name), "run python -m tests.rulebook"


def test_an_unknown_schema_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="did you mean 'office'"):
        schema("offices")


def test_what_the_tables_say_is_of_fields_that_there_are() -> None:
    for kind, name in [*read._SAID, *read._KINDS_OF]:
        assert name in {each.name for each in fields(kind)}
    for kind, checked in read._CHECKED_BY.items():
        assert {each.name for each in fields(kind)} & {each.name for each in fields(checked)}


def test_every_kind_of_a_question_has_its_answer() -> None:
    kinds = [kind for kinds, _, _ in read._expected(read.Reading()) for kind in kinds]
    assert sorted(kinds) == sorted(_KINDS)


def test_a_rule_is_described_by_one_object() -> None:
    assert set(schema("rule")["properties"]) < set(schema("explanation")["properties"])


def objects_in(value: Json) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from objects_in(each)


def strings_of(value: Json, key: str) -> Iterator[str]:
    return (each[key] for each in objects_in(value) if isinstance(each.get(key), str))


# --- what is read ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_vectors_are_taken(name: str) -> None:
    file = FILES[name]
    assert wrong(OF_FORMAT[file["format"]], file) == []
    assert wrong("vectors-2", file | {"format": FORMATS[1]}) == []


def test_the_first_version_has_none_of_the_keys_of_the_second() -> None:
    for file in FILES.values():
        if file["format"] == FORMATS[1]:
            first = file | {"format": FORMATS[0]}
            with pytest.raises(InvalidInput):
                run_vectors(json.dumps(first))
            assert wrong("vectors-1", first)


def test_the_questions_of_the_rule_book_are_taken() -> None:
    for example in EXAMPLES.values():
        for question in (example.refused, example.passed):
            office = {**TOWN, **question.office}
            assert wrong("office", office) == []
            assert wrong("question", {"when": question.when, "office": office}) == []


def accepted(text: str) -> bool:
    try:
        run_vectors(text)
    except InvalidInput:
        return False
    return True


def single_cases() -> list[Json]:
    """Each case in a file of its own, with the office that it is about."""
    return [
        {
            "format": file["format"],
            "office": file.get("office", {}) | case.get("office", {}),
            "cases": [{key: value for key, value in case.items() if key != "office"}],
        }
        for file in FILES.values()
        for case in file["cases"]
    ]


CASES = single_cases()
JUNK: list[Json] = [None, True, 0, -1, 7, 1.5, "", " ", "junk", [], [1], [[]], {}, {"junk": 1}]
JUNK += ["2026-02-30", "2026-11-26", "2026-11-26T10:00:00", "2026-11-26T10:00+02:00", "24:00"]
JUNK += ["audience", "answered", "cluj-napoca/audiente", "0" * 64, "x" * 201]


def places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Json, str]:
    """A case with one thing in it changed, and what was done."""
    document = deepcopy(draw(st.sampled_from(CASES)))
    *path, last = draw(st.sampled_from([each for each in places(document) if each]))
    parent = document
    for step in path:
        parent = parent[step]
    there = parent[last]
    deeds = ["replaced", "removed"] + ["junk key"] * isinstance(there, dict)
    deed = draw(st.sampled_from(deeds))
    if deed == "removed":
        del parent[last]
    elif deed == "junk key":
        there["junk"] = 1
    else:
        parent[last] = draw(st.sampled_from(JUNK))
    return document, f"{deed}: {[*path, last]}"


# What a schema can't say: what has to agree with something elsewhere, or with the world.
BEYOND_A_SCHEMA = (
    "bookings that do not collide",
    "each id once",
    "each number once",
    "later than",
    "a time after the start",
    "an interval that starts at or after",
    "a horizon no shorter",
    "number/section/date",
    "an IANA key",
    "at least one letter",
    "expected at most",
    "a date on or after the first",
    "others than the inspector's own id",
    "the name that the request has",
    "a policy of the procedure",
    "of the office",
)


@given(mutated())
@examples(150)
def test_a_mutated_case_is_taken_by_both_or_by_none(drawn: tuple[Json, str]) -> None:
    document, deed = drawn
    name = OF_FORMAT.get(str(document.get("format")), "vectors-2")
    found = wrong(name, document)
    try:
        run_vectors(json.dumps(document))
        refused = ""
    except InvalidInput as error:
        refused = str(error)
    if found:
        assert refused, (deed, found)
    elif refused:
        assert any(each in refused for each in BEYOND_A_SCHEMA), (deed, refused)


# --- what is written ----------------------------------------------------------------------------


def check_decision(decision: Any) -> None:
    calendar = decision.office.calendar
    assert wrong("decision", decision_document(decision, "ro")) == []
    assert wrong("decision", decision_document(decision, "en", staff=True, personal=True)) == []
    for event in decision.events:
        for personal in (False, True):
            assert wrong("event", event_document(event, calendar, personal=personal)) == []


@pytest.mark.parametrize("name", DECISIONS)
def test_decisions_of_the_table(name: str) -> None:
    check_decision(DECISIONS[name])


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: str(rule.id))
def test_the_decisions_of_the_rule_book(rule: Any) -> None:
    example = EXAMPLES[rule.id]
    for question in (example.refused, example.passed):
        decision = asked(question.when, question.office)
        check_decision(decision)
        for booking in decision.agenda:
            for personal in (False, True):
                calendar = decision.office.calendar
                assert (
                    wrong("booking", booking_document(booking, calendar, personal=personal)) == []
                )


@pytest.mark.parametrize("name", FILES)
def test_the_decisions_of_the_vectors(name: str) -> None:
    cases = FILES[name]["cases"]
    for case in cases[:: 1 + len(cases) // 10]:  # a remedy is sought, which takes its time
        office, agenda = read_office(FILES[name].get("office", {}) | case.get("office", {}))
        if "at" not in case["when"] or {"free_slots", "journey"} & case["when"].keys():
            continue
        when = structured(case["when"], QuestionDocument)
        assert when.at is not None
        decision = decide(when.command(agenda), agenda, at=when.at, office=office)
        assert wrong("decision", decision_document(decision, "en", staff=True)) == []


@given(st.data())
@examples(12)
def test_drawn_decisions(data: st.DataObject) -> None:
    office = data.draw(offices())
    agenda = data.draw(agendas(office))
    at = data.draw(instants())
    command = data.draw(commands(office, agenda, at=at))
    check_decision(decide(command, agenda, at=at, office=office))
    for booking in agenda:
        assert wrong("booking", booking_document(booking, office.calendar, personal=True)) == []
    if office.inspectors:
        inspector = data.draw(st.sampled_from(sorted(office.inspectors)))
        day = office.calendar.local(at).date()
        report = explain_day(agenda, day, inspector=inspector, at=at, office=office)
        assert wrong("day", day_document(report, office.calendar, "ro")) == []


def audit_reports() -> Iterator[AuditReport]:
    """The audits of the vectors, each log with a row in it that can't be read."""
    file = FILES["audit.json"]
    for case in file["cases"]:
        office, _ = read_office(file.get("office", {}) | case.get("office", {}))
        documents = structured(case["when"]["audit"]["log"], tuple[BookingDocument, ...])
        bookings = read_bookings(documents, office, "log")
        rows = [LogRow(line, each) for line, each in enumerate([*bookings, *bookings[:1]], 2)]
        yield audit_log(BookingLog("log.csv", rows), office=office)


def test_audits() -> None:
    reports = list(audit_reports())
    assert any(each.findings for each in reports)
    assert any(each.unreadable for each in reports)
    for report in reports:
        for personal in (False, True):
            assert wrong("audit", audit_document(report, "ro", personal=personal)) == []


def test_the_head_of_an_audit() -> None:
    files = [SourceFile(kind, "a.csv", "0" * 64) for kind in FileKind]
    made = Provenance("Primăria Dej", files, date(2026, 12, 10))
    policy = preset("cluj-napoca/tichet-albastru")
    start, booked = "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00"
    booking = made_booking("b-1", start, booked, inspector="i-099")
    for each in (policy, policy.latest):
        office = AUDITED.replace(policy=each)
        report = audit_log(BookingLog("a.csv", [LogRow(2, booking)]), office=office)
        document = audit_document(report, "en", provenance=made)
        assert wrong("audit", document) == []
        head = document["head"]
        assert len(head["files"]) == 4
        assert len(document["not_in_office"]) == 1
        for key in head:
            assert wrong("audit", document | {"head": {k: v for k, v in head.items() if k != key}})
            assert wrong("audit", document | {"head": head | {key: 1.5}}), key
        rows = [asdict(row) for row in readings_table([booking], office=office)]
        assert wrong("audit", document | {"readings": rows}) == []
        assert wrong("audit", document | {"readings": [rows[0] | {"more": -1}]})


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: str(rule.id))
@pytest.mark.parametrize("code", ["ro", "en"])
def test_rules_and_explanations(rule: Any, code: Any) -> None:
    policies = [preset(name).latest for name in PRESETS]
    assert wrong("rule", rule_document(rule, policies, code)) == []
    assert wrong("explanation", entry_document(rule_entry(rule.id), code)) == []


SAMPLES: dict[str, Callable[[], Json]] = {
    "booking": lambda: decision_document(DECISIONS["allowed"], "en")["events"][0]["booking"],
    "event": lambda: event_document(
        DECISIONS["moved"].events[0], DECISIONS["moved"].office.calendar
    ),
    "rule": lambda: rule_document(RULE_BOOK[0], [], "en"),
    "day": lambda: {"date": "2026-11-26", "slots": 0, "free": [], "closed_by": []},
    "audit": lambda: audit_document(next(audit_reports()), "en"),
    "decision": lambda: decision_document(DECISIONS["refused"], "en"),
    "explanation": lambda: entry_document(rule_entry("slot.notice"), "en"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_not_written_is_not_taken(name: str) -> None:
    document = SAMPLES[name]()
    assert wrong(name, document) == []
    assert wrong(name, document | {"junk": object()})
    for key in document:
        if key != "booked_at":  # which is written only where it is known
            assert wrong(name, {k: v for k, v in document.items() if k != key}), key
        assert wrong(name, document | {key: 1.5}), key


def test_a_remedy_stands_in_a_refusal_alone() -> None:
    refused = decision_document(DECISIONS["refused"], "en")
    allowed = decision_document(DECISIONS["allowed"], "en")
    assert wrong("decision", allowed | {"remedy": refused["remedy"]})
    assert wrong("decision", allowed | {"refused_by": refused["refused_by"]})
    assert wrong("decision", refused | {"allowed": True})
