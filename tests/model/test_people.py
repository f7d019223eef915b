"""Citizens, requests and inspectors; what is personal stays out of sight."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.identity import name_key
from tichet_rules.model import (
    Absence,
    Answer,
    Applicant,
    Contact,
    Inspector,
    Request,
    RequestStatus,
    Role,
    Week,
    WorkingInterval,
)
from tichet_rules.text import LANGUAGES

MARKER = "Zyxwmarker"
FILED = date(2026, 1, 12)


def request_of(**changes: Any) -> Request:
    fields: dict[str, Any] = {
        "number": "119.368/305",
        "applicant": f"{MARKER} Ana",
        "filed_on": FILED,
        "inspector": "i-017",
    }
    return Request(**(fields | changes))


VALUES = [
    Applicant(f"{MARKER} Ana"),
    Applicant(f"{MARKER} Ana", id="c-1"),
    Contact(f"+40 {MARKER}", f"{MARKER}@example.org"),
    request_of(),
    request_of(status="answered", communicated_on=date(2026, 2, 27), former_inspectors=["i-016"]),
    Inspector(
        "i-017",
        f"{MARKER} Ioana",
        "director",
        Week.of(mon=[("08:00", "12:00")]),
        overrides={date(2026, 11, 26): [("10:00", "11:00")]},
        absences=[Absence(date(2026, 12, 21), date(2026, 12, 31))],
        audience_hours=Week.of(wed=[("11:00", "13:00")]),
        department="urbanism",
        deputies=["i-018", "i-019"],
    ),
    request_of(status="answered", communicated_on=date(2026, 2, 27), answer="negative"),
    request_of(status="answered", communicated_on=date(2026, 2, 27), answer="favourable"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_equal_to_its_copy_and_shows_nothing_personal(value: object) -> None:
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert hash(again) == hash(value)
    assert MARKER.lower() not in f"{value!r} {value}".lower()
    with pytest.raises((FrozenInstanceError, AttributeError)):
        value.anything = 1  # type: ignore[attr-defined]


def test_the_values_differ() -> None:
    assert len(set(VALUES)) == len(VALUES)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Applicant(f"{MARKER}\n"),
        lambda: Applicant(MARKER * 100),
        lambda: Applicant([MARKER]),  # type: ignore[arg-type]
        lambda: Applicant(MARKER.encode()),  # type: ignore[arg-type]
        lambda: Applicant(f"{MARKER}\x00", id="c-1"),
        lambda: Contact(phone=[MARKER]),  # type: ignore[arg-type]
        lambda: Contact(email=MARKER.encode()),  # type: ignore[arg-type]
        lambda: Inspector("i-017", [MARKER]),  # type: ignore[arg-type]
        lambda: Inspector("", MARKER),
        lambda: request_of(applicant=f"{MARKER}\t"),
        lambda: request_of(filed_on=None),
        lambda: request_of(status="closed"),
        lambda: request_of(applicant=(MARKER, "Ana")),
        lambda: request_of(applicant={"name": MARKER}),
        lambda: request_of(applicant=MARKER.encode()),
    ],
)
def test_no_error_shows_anything_personal(make: Callable[[], object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    error = caught.value
    assert MARKER.lower() not in f"{error} {error!r} {error.args} {vars(error)}".lower()


# --- applicants and contacts ------------------------------------------------------------


@pytest.mark.parametrize(
    ("applicant", "key"),
    [
        (Applicant("Pop-Ionescu Ana Maria"), "name:ana ionescu maria pop"),
        (Applicant("ANA-MARIA POP IONESCU"), "name:ana ionescu maria pop"),
        (Applicant("Pop Ana", id="c-1"), "id:c-1"),
        (Applicant("Pop Ana", id="name:ana pop"), "id:name:ana pop"),
    ],
)
def test_who_is_the_same_citizen(applicant: Applicant, key: str) -> None:
    assert applicant.key == key


@given(st.text("abc ăâîșț-", min_size=1, max_size=30))
def test_the_key_is_the_name_as_it_compares(name: str) -> None:
    try:
        key = name_key(name)
    except InvalidInput:
        with pytest.raises(InvalidInput, match=r"^name: expected at least one letter"):
            Applicant(name)
    else:
        assert Applicant(name).key == f"name:{key}"


@pytest.mark.parametrize(
    ("name", "identity", "kind", "field"),
    [
        ("", None, InvalidInput, "name"),
        ("...", None, InvalidInput, "name"),
        ("", "c-1", InvalidInput, "name"),
        (None, None, WrongType, "name"),
        (5, "c-1", WrongType, "name"),
        ("Pop Ana", "", InvalidInput, "id"),
        ("Pop Ana", "c\n1", InvalidInput, "id"),
        ("Pop Ana", 5, WrongType, "id"),
    ],
)
def test_what_is_no_applicant(
    name: Any, identity: Any, kind: type[InvalidInput], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Applicant(name, identity)
    assert type(caught.value) is kind
    assert caught.value.field == field


def test_a_contact_is_kept_as_typed() -> None:
    contact = Contact(" 0264 ", "not an address")
    assert (contact.phone, contact.email) == (" 0264 ", "not an address")
    assert (Contact().phone, Contact().email) == (None, None)


@pytest.mark.parametrize(("field", "value"), [("phone", 264596030), ("email", ["a@b.ro"])])
def test_what_is_no_contact(field: str, value: Any) -> None:
    with pytest.raises(WrongType, match=f"^{field}: expected a string .what was given is personal"):
        Contact(**{field: value})


# --- requests ---------------------------------------------------------------------------


def test_a_request() -> None:
    request = request_of(former_inspectors=iter(["i-016", "i-015"]))
    assert request.number == "119368/305"
    assert request.applicant == Applicant(f"{MARKER} Ana")
    assert request.status is RequestStatus.IN_OPERATION
    assert request.communicated_on is None
    assert request.former_inspectors == ("i-016", "i-015")
    assert request == request_of(
        number="0119368 / 305",
        applicant=Applicant(f"{MARKER} Ana"),
        former_inspectors=["i-016", "i-015"],
    )


@pytest.mark.parametrize("answer", [*Answer, None])
def test_every_answer_by_its_value(answer: Answer | None) -> None:
    value = None if answer is None else str(answer)
    answered = request_of(status="answered", communicated_on=date(2026, 2, 27), answer=value)
    assert answered.answer is answer


@pytest.mark.parametrize("status", ["in_operation", "withdrawn", "archived"])
@pytest.mark.parametrize("answer", Answer)
def test_only_an_answered_request_has_an_answer(status: str, answer: Answer) -> None:
    with pytest.raises(InvalidInput) as caught:
        request_of(status=status, answer=answer)
    assert str(caught.value) == (
        f"answer: got '{answer}'; expected none, as the request is {status}, not answered"
    )


@pytest.mark.parametrize("status", RequestStatus)
def test_every_status_by_its_value(status: RequestStatus) -> None:
    answered = status is RequestStatus.ANSWERED
    day = date(2026, 2, 27) if answered else None
    assert request_of(status=str(status), communicated_on=day).status is status


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"number": ""}, InvalidInput, "number", "number/section/date"),
        ({"number": "1/31.02.2026"}, InvalidInput, "number", "a date that exists"),
        ({"number": 119368}, WrongType, "number", "a str"),
        ({"applicant": None}, WrongType, "applicant", "Applicant"),
        ({"applicant": ""}, InvalidInput, "name", "at least one letter"),
        ({"filed_on": "2026-01-12"}, WrongType, "filed_on", "a date without a time"),
        (
            {"filed_on": datetime(2026, 1, 12, tzinfo=UTC)},
            WrongType,
            "filed_on",
            "a date without a time",
        ),
        ({"inspector": ""}, InvalidInput, "inspector", "printable characters"),
        ({"inspector": 17}, WrongType, "inspector", "a string"),
        ({"status": "answerd"}, InvalidInput, "status", "did you mean 'answered'?"),
        ({"status": None}, InvalidInput, "status", "'in_operation', 'answered', 'withdrawn'"),
        ({"status": "answered"}, WrongType, "communicated_on", "a date without a time"),
        (
            {"status": "answered", "communicated_on": "2026-02-27"},
            WrongType,
            "communicated_on",
            "a date without a time",
        ),
        (
            {"communicated_on": date(2026, 2, 27)},
            InvalidInput,
            "communicated_on",
            "no date, as the request is in_operation, not answered",
        ),
        (
            {"status": "archived", "communicated_on": date(2026, 2, 27)},
            InvalidInput,
            "communicated_on",
            "no date, as the request is archived, not answered",
        ),
        ({"communicated_on": "2026-02-27"}, InvalidInput, "communicated_on", "date"),
        ({"answer": "no"}, InvalidInput, "answer", "'favourable', 'negative'"),
        ({"answer": "negativ"}, InvalidInput, "answer", "did you mean 'negative'?"),
        ({"answer": False}, InvalidInput, "answer", "'favourable', 'negative'"),
        ({"former_inspectors": "i-016"}, WrongType, "former_inspectors", "a list of inspector"),
        ({"former_inspectors": None}, WrongType, "former_inspectors", "a list of inspector ids"),
        ({"former_inspectors": ["i", 1]}, WrongType, "former_inspectors[1]", "a string"),
        ({"former_inspectors": [" "]}, InvalidInput, "former_inspectors[0]", "printable"),
    ],
)
def test_what_is_no_request(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        request_of(**changes)
    assert isinstance(caught.value, kind)
    assert caught.value.field == field
    assert remedy in caught.value.expected


# --- inspectors -------------------------------------------------------------------------


def test_an_inspector() -> None:
    ioana = Inspector("i-017")
    assert ioana.role is Role.EXECUTION
    assert ioana.week == Week()
    assert (ioana.name, ioana.absences, len(ioana.overrides)) == ("", (), 0)
    assert (ioana.audience_hours, ioana.department, ioana.deputies) == (None, None, ())
    assert ioana.audience_intervals_on(date(2026, 11, 25)) == ()


def test_one_of_the_leadership() -> None:
    director = Inspector(
        "d-1",
        role="director",
        week=Week.of(),
        overrides={date(2026, 11, 25): []},
        audience_hours=Week.of(wed=[("11:00", "12:00"), ("14:00", "15:00")]),
        department="Direcția Urbanism",
        deputies=iter(["d-2", "d-3"]),
    )
    assert director.deputies == ("d-2", "d-3")
    assert director.department == "Direcția Urbanism"
    both = (WorkingInterval(660, 720), WorkingInterval(840, 900))
    # A single date's hours and the week's are those of work, and change no audience day.
    assert director.audience_intervals_on(date(2026, 11, 25)) == both
    assert director.intervals_on(date(2026, 11, 25)) == ()
    for day in (24, 26, 27, 28, 29, 30):
        assert director.audience_intervals_on(date(2026, 11, day)) == ()
    assert director.audience_intervals_on(date(2026, 12, 2)) == both
    with pytest.raises(WrongType, match=r"^day: "):
        director.audience_intervals_on(datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize("kind", [Role, RequestStatus])
def test_every_word_is_said_in_both_languages(kind: Any) -> None:
    for code in LANGUAGES:
        said = [each.words.in_(code) for each in kind]
        assert all(each.strip() == each != "" for each in said)
        assert len(set(said)) == len(said)
        assert not set("".join(said)) & set("şţŞŢ_")


@pytest.mark.parametrize("role", Role)
def test_every_role_by_its_value(role: Role) -> None:
    assert Inspector("i-017", role=str(role)).role is role  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "intervals"),
    [
        (date(2026, 11, 23), (WorkingInterval(480, 720),)),
        (date(2026, 11, 24), ()),
        (date(2026, 11, 28), (WorkingInterval(600, 660), WorkingInterval(720, 780))),
        (date(2026, 11, 30), ()),
        (date(2026, 12, 7), (WorkingInterval(480, 720),)),
    ],
)
def test_an_override_replaces_the_intervals_of_its_date(
    day: date, intervals: tuple[WorkingInterval, ...]
) -> None:
    ioana = Inspector(
        "i-017",
        week=Week.of(mon=[("08:00", "12:00")]),
        overrides={
            date(2026, 11, 28): [("10:00", "11:00"), WorkingInterval(720, 780)],
            date(2026, 11, 30): [],
        },
    )
    assert ioana.intervals_on(day) == intervals


def test_an_instant_is_not_taken_for_the_date_of_an_override() -> None:
    # A datetime is a date to Python, but equals none: the override would be passed over.
    ioana = Inspector("i-017", overrides={date(2026, 11, 26): []})
    with pytest.raises(WrongType):
        ioana.intervals_on(datetime(2026, 11, 26, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"id": ""}, InvalidInput, "id", "printable characters"),
        ({"id": None}, WrongType, "id", "a string"),
        ({"name": None}, WrongType, "name", "a string"),
        ({"role": "mayer"}, InvalidInput, "role", "did you mean 'mayor'?"),
        ({"role": "clerk"}, InvalidInput, "role", "'execution', 'director', 'deputy_mayor'"),
        ({"week": None}, WrongType, "week", "Week"),
        ({"week": {"mon": []}}, WrongType, "week", "Week"),
        ({"overrides": []}, WrongType, "overrides", "a mapping of dates to lists of intervals"),
        ({"overrides": {"2026-11-26": []}}, WrongType, "overrides", "a date without a time"),
        (
            {"overrides": {date(2026, 11, 26): [("8", "9")]}},
            InvalidInput,
            "overrides[2026-11-26][0].start",
            "such as '08:00'",
        ),
        ({"absences": None}, WrongType, "absences", "a list of absences"),
        ({"absences": "2026-11-26"}, WrongType, "absences", "a list of absences"),
        ({"absences": [date(2026, 11, 26)]}, WrongType, "absences[0]", "Absence"),
        ({"audience_hours": [("11:00", "12:00")]}, WrongType, "audience_hours", "Week"),
        ({"audience_hours": {"wed": []}}, WrongType, "audience_hours", "Week"),
        ({"department": ""}, InvalidInput, "department", "printable characters"),
        ({"department": "a\tb"}, InvalidInput, "department", "printable characters"),
        ({"department": 3}, WrongType, "department", "a string"),
        ({"deputies": "i-018"}, WrongType, "deputies", "a list of inspector ids"),
        ({"deputies": None}, WrongType, "deputies", "a list of inspector ids"),
        ({"deputies": {"i-018": 1}}, WrongType, "deputies", "a list of inspector ids"),
        ({"deputies": ["i-018", 5]}, WrongType, "deputies[1]", "a string"),
        ({"deputies": [""]}, InvalidInput, "deputies[0]", "printable characters"),
        ({"deputies": ["i-018", "i-017"]}, InvalidInput, "deputies", "others than"),
    ],
)
def test_what_is_no_inspector(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Inspector(**({"id": "i-017"} | changes))
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected
