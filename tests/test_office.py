"""An office: what is known before a question is asked."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Absence, Applicant, Inspector, Procedure, Request
from tichet_rules.office import Office
from tichet_rules.policy import parse_policy, preset
from tichet_rules.timekeeping import WorkingCalendar

MARKER = "Zyxwmarker"
IOANA = Inspector("i-017", f"{MARKER} Ioana")
RADU = Inspector("i-018", f"{MARKER} Radu")
REQUEST = Request("119.368/305", f"{MARKER} Ana", date(2026, 1, 12), "i-017")
OFFICE = Office(inspectors=[IOANA, RADU], requests=[REQUEST])
NOON = datetime.fromisoformat("2026-11-26T12:00:00+02:00")


def test_the_default_office() -> None:
    office = Office()
    assert office.policy == preset("cluj-napoca/tichet-albastru")
    assert office.calendar == WorkingCalendar()
    assert (dict(office.inspectors), dict(office.requests)) == ({}, {})
    assert office.audiences == preset("cluj-napoca/audiente")
    assert office.rooms == ()


def test_an_office_finds_its_people_and_requests() -> None:
    assert dict(OFFICE.inspectors) == {"i-017": IOANA, "i-018": RADU}
    assert dict(OFFICE.requests) == {"119368/305": REQUEST}
    for number in ("119.368/305", "119368 / 305", "0119368/305"):
        assert OFFICE.request(number) == REQUEST
    assert OFFICE.request("119.368") is None
    with pytest.raises(InvalidInput, match="number/section/date"):
        OFFICE.request("")


def test_an_office_is_a_value_that_shows_nothing_personal() -> None:
    again = pickle.loads(pickle.dumps(OFFICE))
    assert again == OFFICE
    assert hash(again) == hash(OFFICE)
    text = "Office('cluj-napoca/tichet-albastru', inspectors=2, requests=1)"
    assert repr(OFFICE) == str(OFFICE) == text


def test_a_changed_office() -> None:
    changed = OFFICE.replace(requests=[], calendar=WorkingCalendar(zone="UTC"))
    assert changed.inspectors == OFFICE.inspectors
    assert len(changed.requests) == 0
    assert changed.calendar.zone.key == "UTC"
    assert OFFICE.replace() == OFFICE


@pytest.mark.parametrize(
    "policy",
    [
        "cluj-napoca/audiente",
        preset("cluj-napoca/audiente"),
        preset("cluj-napoca/audiente").latest,
    ],
)
def test_a_preset_a_history_or_a_policy(policy: Any) -> None:
    assert Office(policy=policy).policy_at(NOON) == preset("cluj-napoca/audiente").latest


TWO_VERSIONS = parse_policy("""\
format = "tichet-rules/policy/1"
name = "orasul-meu/tichet"
extends = "cluj-napoca/tichet-albastru"
[[versions]]
valid_from = 2026-01-01
[[versions]]
valid_from = 2027-01-01
[versions.parameters]
notice_hours = { value = 24, source = "practice" }
""")


@pytest.mark.parametrize(
    ("instant", "notice"),
    [
        ("2025-12-31T22:00:00Z", 48),  # midnight in Bucharest
        ("2026-12-31T21:59:59Z", 48),
        ("2026-12-31T22:00:00Z", 24),
        ("2027-01-01T00:00:00+02:00", 24),
    ],
)
def test_the_policy_in_force_is_that_of_the_local_date(instant: str, notice: int) -> None:
    office = Office(policy=TWO_VERSIONS)
    assert office.policy_at(datetime.fromisoformat(instant)).notice_hours == notice


def test_before_the_first_version_there_is_no_policy() -> None:
    with pytest.raises(InvalidInput, match=r"^date: got '2025-12-31'; .* on or after 2026-01-01"):
        Office(policy=TWO_VERSIONS).policy_at(datetime.fromisoformat("2025-12-31T21:59:59Z"))
    always = Office(policy=TWO_VERSIONS.latest)
    assert always.policy_at(datetime.fromisoformat("1999-01-01T00:00:00Z")).notice_hours == 24


def test_an_instant_without_an_offset_has_no_policy() -> None:
    with pytest.raises(InvalidInput):
        OFFICE.policy_at(datetime(2026, 11, 26, 12))  # noqa: DTZ001


# --- two procedures ---------------------------------------------------------------------

AUDIENCES = """\
format = "tichet-rules/policy/1"
name = "orasul-meu/audiente"
extends = "cluj-napoca/audiente"
[[versions]]
valid_from = 2026-06-01
[[versions]]
valid_from = 2027-01-01
[versions.parameters]
daily_limit = { value = 7, source = "practice" }
"""


@pytest.mark.parametrize(
    "audiences",
    [
        "cluj-napoca/audiente",
        preset("cluj-napoca/audiente"),
        preset("cluj-napoca/audiente").latest,
    ],
)
def test_the_policy_of_audiences_is_a_preset_a_history_or_a_policy(audiences: Any) -> None:
    office = Office(audiences=audiences)
    latest = preset("cluj-napoca/audiente").latest
    assert office.policy_at(NOON, Procedure.AUDIENCE) == latest
    for procedure in (None, Procedure.BLUE_TICKET):
        assert office.policy_at(NOON, procedure).name == "cluj-napoca/tichet-albastru"


@pytest.mark.parametrize(
    ("instant", "limit"),
    [
        ("2026-05-31T21:00:00Z", 5),  # midnight in Bucharest
        ("2026-12-31T21:59:59Z", 5),
        ("2026-12-31T22:00:00Z", 7),
    ],
)
def test_audiences_have_versions_of_their_own(instant: str, limit: int) -> None:
    office = Office(policy=TWO_VERSIONS, audiences=parse_policy(AUDIENCES))
    policy = office.policy_at(datetime.fromisoformat(instant), Procedure.AUDIENCE)
    assert (policy.name, policy.daily_limit) == ("orasul-meu/audiente", limit)


def test_before_their_first_version_there_are_no_audiences() -> None:
    office = Office(policy=TWO_VERSIONS, audiences=parse_policy(AUDIENCES))
    before = datetime.fromisoformat("2026-05-31T20:59:59Z")
    assert office.policy_at(before).name == "orasul-meu/tichet"
    with pytest.raises(InvalidInput, match=r"^date: .* on or after 2026-06-01"):
        office.policy_at(before, Procedure.AUDIENCE)


def test_an_office_whose_only_policy_is_on_audiences_uses_it() -> None:
    own = parse_policy(AUDIENCES)
    office = Office(policy=own)
    for procedure in (None, Procedure.AUDIENCE):
        assert office.policy_at(NOON, procedure).name == "orasul-meu/audiente"
    assert office.audiences == preset("cluj-napoca/audiente")


def test_rooms_are_kept_in_the_order_in_which_they_are_given_out() -> None:
    office = Office(rooms=iter(["Sala 2", "Sala 1"]))
    assert office.rooms == ("Sala 2", "Sala 1")
    assert office.replace(rooms=[]).rooms == ()
    assert pickle.loads(pickle.dumps(office)) == office
    assert office != office.replace(rooms=["Sala 1", "Sala 2"])


AWAY = [
    (Absence(date(2026, 11, 26), NOON), True),
    (Absence(NOON, date(2026, 11, 26)), True),
    (Absence(NOON, NOON + timedelta(hours=1)), True),
    (Absence(NOON, date(2026, 11, 25)), False),
    (Absence(date(2026, 11, 27), NOON), False),
    (Absence(date(2026, 11, 26), datetime.fromisoformat("2026-11-26T00:00:00+02:00")), False),
]


@pytest.mark.parametrize(("absence", "right"), AWAY)
def test_an_absence_ends_after_it_begins_on_the_office_clock(absence: Absence, right: bool) -> None:
    inspectors = [
        RADU,
        Inspector("i-019", absences=[Absence(NOON, date.max - timedelta(1)), absence]),
    ]
    if right:
        assert len(Office(inspectors=inspectors).inspectors) == 2
        return
    with pytest.raises(InvalidInput) as caught:
        Office(inspectors=inspectors)
    assert caught.value.field == "inspectors[1].absences[1].last"
    assert caught.value.expected == f"later than {absence.first}"


def test_an_absence_ends_within_the_calendar() -> None:
    endless = Inspector("i-019", absences=[Absence(date(2026, 11, 26), date.max)])
    with pytest.raises(InvalidInput) as caught:
        Office(inspectors=[RADU, endless])
    assert caught.value.field == "inspectors[1].absences[0].last"
    assert caught.value.given == "'9999-12-31'"
    assert "within the years 1 to 9999" in caught.value.expected


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"policy": "cluj-napoca/tichet"}, InvalidInput, "policy", "did you mean 'cluj-napoca/"),
        ({"policy": 5}, WrongType, "policy", "Policy"),
        ({"policy": None}, WrongType, "policy", "Policy"),
        ({"calendar": None}, WrongType, "calendar", "WorkingCalendar"),
        ({"calendar": "RO"}, WrongType, "calendar", "WorkingCalendar"),
        ({"inspectors": None}, WrongType, "inspectors", "a list of Inspector"),
        ({"inspectors": "i-017"}, WrongType, "inspectors", "a list of Inspector"),
        ({"inspectors": {"i-017": IOANA}}, WrongType, "inspectors", "a list of Inspector"),
        ({"inspectors": [IOANA, "i-018"]}, WrongType, "inspectors[1]", "Inspector"),
        ({"inspectors": [IOANA, IOANA]}, InvalidInput, "inspectors[1].id", "each id once"),
        ({"requests": 5}, WrongType, "requests", "a list of Request"),
        ({"requests": [IOANA]}, WrongType, "requests[0]", "Request"),
        ({"requests": [REQUEST] * 2}, InvalidInput, "requests[1].number", "each number once"),
        (
            {"audiences": "cluj-napoca/tichet-albastru"},
            InvalidInput,
            "audiences",
            "a policy of the procedure 'audience'",
        ),
        (
            {"audiences": preset("cluj-napoca/tichet-albastru").latest},
            InvalidInput,
            "audiences",
            "a policy of the procedure 'audience'",
        ),
        ({"audiences": "audiente"}, InvalidInput, "audiences", "'cluj-napoca/audiente'"),
        ({"audiences": None}, WrongType, "audiences", "Policy"),
        ({"rooms": "Sala 1"}, WrongType, "rooms", "a list of room names"),
        ({"rooms": None}, WrongType, "rooms", "a list of room names"),
        ({"rooms": {"Sala 1": 1}}, WrongType, "rooms", "a list of room names"),
        ({"rooms": ["Sala 1", 2]}, WrongType, "rooms[1]", "a string"),
        ({"rooms": ["Sala 1", " "]}, InvalidInput, "rooms[1]", "printable characters"),
        ({"rooms": ["a", "b", "a"]}, InvalidInput, "rooms[2]", "each room once"),
    ],
)
def test_what_is_no_office(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Office(**changes)
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected
    assert MARKER not in str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"requests": [Applicant(MARKER)]},
        {"requests": [{"number": "1", "applicant": MARKER}]},
        {"requests": [("119.368", MARKER)]},
        {"requests": {"119.368": MARKER}},
        {"inspectors": [{"id": "i-017", "name": MARKER}]},
    ],
)
def test_no_error_shows_anything_personal(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Office(**fields)
    assert MARKER not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


def test_an_inspector_is_found_by_id() -> None:
    office = Office(inspectors=[RADU])
    assert office.inspector(RADU.id) is office.inspectors[RADU.id]
    assert office.inspector("i-999") is None
