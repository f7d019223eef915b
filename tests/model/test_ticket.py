"""The record of a meeting and the blue ticket: their fingerprints, and what is refused."""

from __future__ import annotations

import copy
import json
import pickle
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import BlueTicket, Channel, MeetingRecord, Procedure, Role
from tichet_rules.model.ticket import TICKET_FORMAT, canonical
from tichet_rules.policy import preset
from tichet_rules.text import Text

MARKER = "Zyxwmarker"
START = datetime.fromisoformat("2026-11-26T10:00:00+02:00")
RECORD = MeetingRecord(["Ce acte mai lipsesc?"], ["Lipsește planul cadastral."])
NUL = "\x00"
LONE = "\ud800"

AGAIN = pytest.mark.parametrize(
    "again",
    [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy],
    ids=["pickle", "copy", "deepcopy"],
)


def record_of(**changes: Any) -> MeetingRecord:
    paragraphs: dict[str, Any] = {
        "questions": ["Ce acte mai lipsesc?"],
        "conclusions": ["Lipsește planul cadastral."],
        "next_steps": [],
    }
    return MeetingRecord(**(paragraphs | changes))


def ticket_of(**changes: Any) -> BlueTicket:
    fields: dict[str, Any] = {
        "booking": "b-1",
        "procedure": "blue_ticket",
        "institution": Text("Primăria municipiului Cluj-Napoca", "Cluj-Napoca City Hall"),
        "policy": "cluj-napoca/tichet-albastru@2020-10-05",
        "request": "119368/305",
        "filed_on": date(2026, 1, 12),
        "citizen": "Pop-Ionescu Ana Maria",
        "inspector": "i-017",
        "inspector_name": "Mureșan Ioana",
        "inspector_role": "execution",
        "start": START,
        "minutes": 15,
        "time_zone": "Europe/Bucharest",
        "channel": "online",
        "record": RECORD,
        "issued_at": START + timedelta(hours=2),
    }
    return BlueTicket(**(fields | changes))


def by_hand(document: dict[str, Any]) -> str:
    """The fingerprint as an auditor computes it: of the parsed JSON, composed and sorted."""

    def composed(value: Any) -> Any:
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value)
        if isinstance(value, dict):
            return {key: composed(value[key]) for key in sorted(value)}
        return [composed(each) for each in value] if isinstance(value, list) else value

    parsed = json.loads(json.dumps(document))
    text = json.dumps(composed(parsed), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()


# --- the canonical form -----------------------------------------------------------------


def test_the_canonical_form_is_that_of_rfc_8785() -> None:
    """The bytes were made by another implementation of it, the package rfc8785."""
    document = {
        "b": ['\x00\x08\t\n\x0b\x0c\r\x1f"\\/\x7f\x80é€😀'],
        "a": {"z": -15, "": None, "A": 0, "_": True},
        "a1": [],
        "aa": {},
        "n": 2**53 - 1,
    }
    assert canonical(document) == (
        b'{"a":{"":null,"A":0,"_":true,"z":-15},"a1":[],"aa":{},"b":["\\u0000\\b\\t\\n\\u000b\\f'
        b'\\r\\u001f\\"\\\\/\x7f\xc2\x80\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"],'
        b'"n":9007199254740991}'
    )


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({}, "{}"),
        ({"b": 1, "a": 2, "B": 3}, '{"B":3,"a":2,"b":1}'),
        ({"a": "s\u0326t\u0326"}, '{"a":"șț"}'),
        ({"a": ["a\u0306", {"b": "i\u0302"}, [["\u212b"]]]}, '{"a":["ă",{"b":"î"},[["Å"]]]}'),
        ({"a": "ﬁ ² Ⅳ"}, '{"a":"ﬁ ² Ⅳ"}'),  # composed, and not made alike
        ({"a": "s\u0327"}, '{"a":"ş"}'),  # with a cedilla, and not with a comma
        ({"a": " x\n"}, '{"a":" x\\n"}'),
        ({"a": "\u2028\ufeff"}, '{"a":"\u2028\ufeff"}'),
    ],
)
def test_every_string_is_composed_and_nothing_else_is_changed(
    document: dict[str, Any], text: str
) -> None:
    assert canonical(document) == text.encode("utf-8")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abZ_", max_size=2), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abZ_", max_size=2), values))
def test_the_canonical_form_is_one_for_all_that_mean_the_same(document: dict[str, Any]) -> None:
    made = canonical(document)
    assert canonical(json.loads(made)) == made
    assert canonical(dict(reversed(document.items()))) == made
    assert sha256(made).hexdigest() == by_hand(document)


# --- the record -------------------------------------------------------------------------


def test_the_bytes_of_a_record() -> None:
    assert canonical(RECORD.document).decode("utf-8") == (
        '{"conclusions":["Lipsește planul cadastral."],"format":"tichet-rules/record/1",'
        '"next_steps":[],"questions":["Ce acte mai lipsesc?"]}'
    )
    assert RECORD.fingerprint == by_hand(RECORD.document)


def test_the_fingerprint_of_a_record_by_another_implementation() -> None:
    record = MeetingRecord(
        ['Ce acte mai lipsesc?\n\t„Planul” "vizat" \\ /', "a\u2028b\ue000😀"],
        ["Lipsește planul cadastral."],
    )
    assert record.fingerprint == "bb6231cbfab8791a1ab6f263fe987ec37c8159ce3c8f4021cdecf88aa3b56cc8"


paragraph = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t"),
    min_size=1,
    max_size=20,
).filter(str.strip)


@given(st.lists(paragraph, max_size=3), st.lists(paragraph, max_size=3))
def test_paragraphs_are_kept_as_written(questions: list[str], conclusions: list[str]) -> None:
    record = MeetingRecord(iter(questions), conclusions)
    assert (record.questions, record.conclusions) == (tuple(questions), tuple(conclusions))
    assert record.next_steps == ()
    assert record.fingerprint == by_hand(record.document)
    for form in ("NFC", "NFD"):
        retyped = [
            [unicodedata.normalize(form, each) for each in texts]
            for texts in (questions, conclusions)
        ]
        assert MeetingRecord(*retyped).fingerprint == record.fingerprint


CHANGED_RECORDS = [
    record_of(questions=[]),
    record_of(questions=["Ce acte mai lipsesc"]),
    record_of(questions=["Ce acte mai lipsesc?", "Ce acte mai lipsesc?"]),
    record_of(conclusions=["Lipseşte planul cadastral."]),  # a cedilla is another letter
    record_of(conclusions=["Lipseste planul cadastral."]),
    record_of(conclusions=["Lipsește planul cadastral. "]),
    record_of(conclusions=["lipsește planul cadastral."]),
    record_of(conclusions=["Lipsește", "planul cadastral."]),
    record_of(conclusions=["Lipsește\nplanul cadastral."]),
    record_of(next_steps=["Lipsește planul cadastral."]),
    record_of(questions=["Lipsește planul cadastral."], conclusions=["Ce acte mai lipsesc?"]),
    record_of(questions=[], conclusions=["Ce acte mai lipsesc?", "Lipsește planul cadastral."]),
    record_of(questions=["Ce acte mai lipsesc?\u200b"]),
]


def test_any_change_of_a_record_changes_its_fingerprint() -> None:
    fingerprints = {each.fingerprint for each in (*CHANGED_RECORDS, record_of())}
    assert len(fingerprints) == len(CHANGED_RECORDS) + 1


@AGAIN
def test_a_record_survives_a_journey(again: Callable[[Any], Any]) -> None:
    record = record_of(next_steps=["Cetățeana trimite planul."])
    assert again(record) == record
    assert hash(again(record)) == hash(record)
    assert again(record).fingerprint == record.fingerprint


def test_a_pickled_record_is_checked_as_it_is_read() -> None:
    good = pickle.dumps(record_of(conclusions=["xyz"]))
    bad = good.replace(b"\x03xyz", b"\x03 \t ")
    assert bad != good
    with pytest.raises(InvalidInput, match=r"^conclusions\[0\]: expected 1 to 20000 characters"):
        pickle.loads(bad)


def test_a_record_cannot_change_and_shows_nothing() -> None:
    record = MeetingRecord([MARKER], [MARKER], [MARKER])
    assert f"{record} {record!r}" == "MeetingRecord(...) MeetingRecord(...)"
    with pytest.raises(FrozenInstanceError):
        record.questions = ()  # type: ignore[misc]


LONGEST = "a" * 20_000

PARAGRAPHS: list[Any] = [
    pytest.param("", "1 to 20000 characters, not only spaces", id="empty"),
    pytest.param(" \n\t ", "1 to 20000 characters, not only spaces", id="blank"),
    pytest.param("\u00a0\u3000", "1 to 20000 characters, not only spaces", id="wide-spaces"),
    pytest.param(f"{LONGEST}a", "1 to 20000 characters", id="too-long"),
    pytest.param(f"{MARKER}{NUL}", "without control characters", id="nul"),
    pytest.param(f"{MARKER}\x1b[31m", "without control characters", id="escape"),
    pytest.param(f"{MARKER}\x7f", "without control characters", id="delete"),
    pytest.param(f"{MARKER}\x85", "without control characters", id="next-line"),
    pytest.param(f"{MARKER}{LONE}", "surrogates", id="lone-surrogate"),
]


@pytest.mark.parametrize("field", ["questions", "conclusions", "next_steps"])
@pytest.mark.parametrize(("text", "remedy"), PARAGRAPHS)
def test_what_is_no_paragraph(field: str, text: str, remedy: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        record_of(**{field: ["Bine.", text]})
    assert type(caught.value) is InvalidInput
    assert caught.value.field == f"{field}[1]"
    assert remedy in caught.value.expected
    assert caught.value.given is None
    assert MARKER not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


@pytest.mark.parametrize("field", ["questions", "conclusions", "next_steps"])
@pytest.mark.parametrize(
    ("given_", "place", "remedy"),
    [
        (MARKER, "", "a list of paragraphs"),
        (MARKER.encode(), "", "a list of paragraphs"),
        ({MARKER: 1}, "", "a list of paragraphs"),
        (None, "", "a list of paragraphs"),
        (5, "", "a list of paragraphs"),
        ([MARKER, 5], "[1]", "a string"),
        ([MARKER.encode()], "[0]", "a string"),
        ([[MARKER]], "[0]", "a string"),
        ([None], "[0]", "a string"),
    ],
)
def test_what_are_no_paragraphs(field: str, given_: Any, place: str, remedy: str) -> None:
    with pytest.raises(WrongType) as caught:
        record_of(**{field: given_})
    assert caught.value.field == f"{field}{place}"
    assert remedy in caught.value.expected
    assert MARKER not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


def test_the_longest_paragraph_and_every_mark_that_people_write() -> None:
    record = record_of(questions=[LONGEST, "rând\nnou\tși tab", "😀 עברית\u200f – «»"])
    assert len(record.questions[0]) == 20_000
    assert record_of(questions=[], conclusions=[]).document["conclusions"] == []


def test_a_paragraph_of_a_web_form_ends_its_lines_as_web_forms_do() -> None:
    """A browser sends what is typed into a text area with CR LF at the end of each line."""
    record = record_of(questions=["primul rând\r\nal doilea"])
    assert len(record.questions) == 1


@pytest.mark.parametrize("text", ["\u200b", "\u00ad\u2060", "\u3164", "\ufeff"])
def test_a_paragraph_that_shows_nothing_is_blank(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"^conclusions\[0\]: "):
        record_of(conclusions=[text])


# --- the ticket -------------------------------------------------------------------------


def test_the_bytes_of_a_ticket() -> None:
    """They are those that the package rfc8785 makes of the same values."""
    ticket = ticket_of()
    assert ticket.canonical.decode("utf-8") == (
        '{"booking":"b-1","channel":"online","citizen":"Pop-Ionescu Ana Maria","conclusions":'
        '["Lipsește planul cadastral."],"filed_on":"2026-01-12","format":"tichet-rules/ticket/1",'
        '"inspector":{"id":"i-017","name":"Mureșan Ioana","role":"execution"},"institution":'
        '{"en":"Cluj-Napoca City Hall","ro":"Primăria municipiului Cluj-Napoca"},"issued_at":'
        '"2026-11-26T10:00:00Z","minutes":15,"next_steps":[],"policy":'
        '"cluj-napoca/tichet-albastru@2020-10-05","procedure":"blue_ticket","questions":'
        '["Ce acte mai lipsesc?"],"request":"119368/305","room":null,"start":'
        '"2026-11-26T08:00:00Z","time_zone":"Europe/Bucharest"}'
    )
    assert ticket.fingerprint == "ff4c992ec9e1802902a5e76fc87a14abb2c017f1d2fb068b5351b0d6e218b50d"
    assert ticket.fingerprint == by_hand(ticket.document)
    assert ticket.document["format"] == TICKET_FORMAT == "tichet-rules/ticket/1"


CHANGES: dict[str, Any] = {
    "booking": "b-2",
    "procedure": "audience",
    "institution": Text("Primăria municipiului Cluj-Napoca", "City Hall of Cluj-Napoca"),
    "policy": "cluj-napoca/tichet-albastru@2020-10-06",
    "request": "119368/306",
    "filed_on": date(2026, 1, 13),
    "citizen": "Pop-Ionescu Ana-Maria",
    "inspector": "i-018",
    "inspector_name": "Muresan Ioana",
    "inspector_role": "director",
    "start": START + timedelta(microseconds=1),
    "minutes": 16,
    "time_zone": "Europe/Chisinau",
    "channel": "phone",
    "room": "Sala 1",
    "record": record_of(next_steps=["."]),
    "issued_at": START + timedelta(hours=2, seconds=1),
}


def test_every_field_of_a_ticket_is_in_the_table() -> None:
    assert list(CHANGES) == [each.name for each in attrs.fields(BlueTicket)]


@pytest.mark.parametrize("field", CHANGES)
def test_any_change_of_a_ticket_changes_its_fingerprint(field: str) -> None:
    ticket, changed = ticket_of(), ticket_of(**{field: CHANGES[field]})
    assert changed != ticket
    assert changed.fingerprint != ticket.fingerprint
    assert changed.fingerprint == by_hand(changed.document)
    assert not changed.matches(ticket.fingerprint)
    assert attrs.evolve(ticket, **{field: CHANGES[field]}) == changed
    assert len({each.fingerprint for each in (ticket, changed)}) == 2


def test_no_two_changes_make_one_fingerprint() -> None:
    made = {ticket_of(**{field: value}).fingerprint for field, value in CHANGES.items()}
    assert len(made) == len(CHANGES)


@pytest.mark.parametrize(
    "changes",
    [
        {"procedure": Procedure.BLUE_TICKET, "channel": Channel.ONLINE},
        {"inspector_role": Role.EXECUTION},
        {"request": " 0119.368 / 305"},
        {"start": START.astimezone(UTC)},
        {"start": START.astimezone(timezone(timedelta(hours=-9, minutes=-30)))},
        {"citizen": unicodedata.normalize("NFD", "Pop-Ionescu Ana Maria")},
        {"inspector_name": unicodedata.normalize("NFD", "Mureșan Ioana")},
        {"record": record_of(conclusions=["Lipses\u0326te planul cadastral."])},
        {
            "institution": Text(
                unicodedata.normalize("NFD", "Primăria municipiului Cluj-Napoca"),
                "Cluj-Napoca City Hall",
            )
        },
        {"room": None},
    ],
)
def test_what_means_the_same_has_one_fingerprint(changes: dict[str, Any]) -> None:
    ticket = ticket_of(**changes)
    assert ticket.fingerprint == ticket_of().fingerprint
    assert ticket.matches(ticket_of().fingerprint.upper())


def test_instants_are_kept_and_written_in_utc() -> None:
    ticket = ticket_of(start=START + timedelta(microseconds=500))
    assert ticket.start.tzinfo is UTC
    assert ticket.issued_at.tzinfo is UTC
    assert ticket.document["start"] == "2026-11-26T08:00:00.000500Z"
    assert ticket.document["issued_at"] == "2026-11-26T10:00:00Z"


def test_the_two_hours_of_the_clock_change_are_told_apart() -> None:
    first, second = (
        ticket_of(start=datetime.fromisoformat(f"2026-10-25T03:30:00+0{offset}:00"))
        for offset in (3, 2)
    )
    assert first.document["start"] == "2026-10-25T00:30:00Z"
    assert second.document["start"] == "2026-10-25T01:30:00Z"
    assert first.fingerprint != second.fingerprint


def test_a_ticket_matches_its_own_fingerprint_only() -> None:
    ticket = ticket_of()
    assert ticket.matches(ticket.fingerprint)
    for other in ("", "0" * 64, ticket.fingerprint[:-1], RECORD.fingerprint):
        assert not ticket.matches(other)


def test_the_written_answer_of_an_audience_without_a_request() -> None:
    answer = ticket_of(procedure="audience", request=None, filed_on=None, inspector_role="mayor")
    assert (answer.request, answer.filed_on) == (None, None)
    assert (answer.document["request"], answer.document["filed_on"]) == (None, None)
    assert b'"filed_on":null' in answer.canonical
    assert b'"request":null' in answer.canonical


@AGAIN
def test_a_ticket_survives_a_journey(again: Callable[[Any], Any]) -> None:
    ticket = ticket_of(room="Sala 1", channel="in_person")
    assert again(ticket) == ticket
    assert hash(again(ticket)) == hash(ticket)
    assert again(ticket).fingerprint == ticket.fingerprint


def test_a_ticket_cannot_change_and_shows_nothing_personal() -> None:
    ticket = ticket_of(
        citizen=f"{MARKER} Ana",
        inspector_name=f"{MARKER} Ioana",
        record=MeetingRecord([MARKER], [MARKER], [MARKER]),
    )
    assert MARKER not in f"{ticket} {ticket!r}"
    assert "b-1" in repr(ticket)
    assert MARKER in str(ticket.document)
    with pytest.raises(FrozenInstanceError):
        ticket.minutes = 20  # type: ignore[misc]


def test_a_ticket_is_made_of_named_fields() -> None:
    with pytest.raises(TypeError, match="positional"):
        BlueTicket("b-1")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("changes", "kind", "field", "remedy"),
    [
        ({"booking": ""}, InvalidInput, "booking", "printable characters"),
        ({"booking": None}, WrongType, "booking", "a string"),
        ({"procedure": "blue-ticket"}, InvalidInput, "procedure", "did you mean 'blue_ticket'?"),
        ({"procedure": None}, InvalidInput, "procedure", "'blue_ticket', 'audience'"),
        ({"institution": "Primăria"}, WrongType, "institution", "a Text"),
        ({"institution": None}, WrongType, "institution", "a Text"),
        ({"policy": " "}, InvalidInput, "policy", "characters"),
        ({"policy": 5}, WrongType, "policy", "a string"),
        ({"request": "//"}, InvalidInput, "request", "number/section/date"),
        ({"request": 119368}, WrongType, "request", "a str"),
        ({"request": None}, InvalidInput, "filed_on", "if and only if there is a request"),
        ({"filed_on": None}, InvalidInput, "filed_on", "if and only if there is a request"),
        ({"filed_on": START}, WrongType, "filed_on", "a date without a time"),
        ({"filed_on": "2026-01-12"}, WrongType, "filed_on", "a date without a time"),
        ({"citizen": ""}, InvalidInput, "citizen", "not only spaces"),
        ({"citizen": " "}, InvalidInput, "citizen", "not only spaces"),
        ({"citizen": None}, WrongType, "citizen", "a name"),
        ({"citizen": f"Ana{NUL}"}, InvalidInput, "citizen", "without control characters"),
        ({"citizen": f"Ana{LONE}"}, InvalidInput, "citizen", "surrogates"),
        ({"inspector": ""}, InvalidInput, "inspector", "printable characters"),
        ({"inspector_name": ""}, InvalidInput, "inspector_name", "not only spaces"),
        ({"inspector_name": 5}, WrongType, "inspector_name", "a name"),
        ({"inspector_role": "clerk"}, InvalidInput, "inspector_role", "'execution', 'director'"),
        ({"start": START.replace(tzinfo=None)}, InvalidInput, "start", "with its offset"),
        ({"start": "2026-11-26"}, WrongType, "start", "with its offset"),
        ({"minutes": 0}, InvalidInput, "minutes", "a whole number of minutes, at least 1"),
        ({"minutes": True}, WrongType, "minutes", "a whole number"),
        ({"minutes": 15.0}, WrongType, "minutes", "a whole number"),
        ({"minutes": 10**6}, InvalidInput, "minutes", "at most 527040"),
        ({"time_zone": ""}, InvalidInput, "time_zone", "printable characters"),
        ({"channel": "webex"}, InvalidInput, "channel", "'online', 'phone', 'in_person'"),
        ({"room": ""}, InvalidInput, "room", "printable characters"),
        ({"room": 5}, WrongType, "room", "a string"),
        ({"record": None}, WrongType, "record", "a MeetingRecord"),
        ({"record": RECORD.document}, WrongType, "record", "a MeetingRecord"),
        ({"issued_at": START.replace(tzinfo=None)}, InvalidInput, "issued_at", "with its offset"),
        ({"issued_at": None}, WrongType, "issued_at", "with its offset"),
    ],
)
def test_what_is_no_ticket(
    changes: dict[str, Any], kind: type[InvalidInput], field: str, remedy: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        ticket_of(**changes)
    assert type(caught.value) is kind
    assert caught.value.field == field
    assert remedy in caught.value.expected


@pytest.mark.parametrize(
    "changes",
    [
        {"citizen": [MARKER]},
        {"citizen": MARKER.encode()},
        {"citizen": f"{MARKER}{NUL}"},
        {"citizen": MARKER * 2001},
        {"inspector_name": (MARKER,)},
        {"inspector_name": f"{MARKER}\x1b"},
        {"record": MARKER},
        {"record": {"conclusions": [MARKER]}},
        {"record": [MARKER]},
    ],
)
def test_no_error_of_a_ticket_shows_anything_personal(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        ticket_of(**changes)
    error = caught.value
    assert MARKER not in f"{error} {error!r} {error.args} {vars(error)}"


def test_a_ticket_states_a_policy_of_any_number_of_changes() -> None:
    """The version of a policy changed in many parameters is no short identifier."""
    policy = preset("cluj-napoca/tichet-albastru").latest.evolve(
        notice_hours=24,
        notice_reading="civil_code_hours",
        window_days=15,
        window_reading="civil_code",
        max_minutes=20,
        grid_minutes=20,
        channels=["online"],
        no_show_pause_days=5,
    )
    assert len(policy.version) > 200
    assert ticket_of(policy=policy.version).document["policy"] == policy.version


def test_a_ticket_is_shown_by_a_clock_that_there_is() -> None:
    with pytest.raises(InvalidInput, match=r"^time_zone: "):
        ticket_of(time_zone="Europe/Cluj")


def test_the_institution_of_a_ticket_has_a_name_in_both_languages() -> None:
    for institution in (Text("Primăria", ""), Text("", "City Hall"), Text(LONE, "City Hall")):
        with pytest.raises(InvalidInput, match=r"^institution"):
            ticket_of(institution=institution)


def test_the_name_of_an_institution_is_a_text() -> None:
    for institution in (Text(5, "City Hall"), Text("Primăria", None)):  # type: ignore[arg-type]
        with pytest.raises(InvalidInput, match=r"^institution"):
            ticket_of(institution=institution)
