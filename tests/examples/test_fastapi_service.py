"""The example in FastAPI: its interface, its page, and what it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `docs` is not installed")

from fastapi.testclient import TestClient

from docs.examples.fastapi_service.app import Town, create_app
from tichet_rules import Slot
from tichet_rules.storage import booking_of

NOW = datetime.fromisoformat("2026-11-24T10:00:00+02:00")
ANA = {
    "number": "119.368/305",
    "applicant": "ANA-MARIA POP IONESCU",
    "filed_on": "2026-10-12",
    "phone": "0264 596 030",
    "email": "ana.pop@example.org",
}
PETRU = {
    "number": "119402/305",
    "applicant": "Moldovan Petru",
    "filed_on": "2026-10-13",
    "phone": "0264 596 031",
    "email": "petru@example.org",
}
TEN = {"start": "2026-11-26T10:00:00+02:00"}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "bookings.db", lambda: NOW)


@pytest.fixture
def client(town: Town) -> Iterator[TestClient]:
    with TestClient(create_app(town)) as client:
        yield client


def test_a_booking_is_made_and_its_slot_is_no_longer_free(client: TestClient) -> None:
    question = {"inspector": "i-017", "first": "2026-11-26", "last": "2026-11-26"}
    before = client.get("/slots", params=question).json()
    assert before[0] == {"start": "2026-11-26T10:00:00+02:00", "minutes": 15}
    made = client.post("/bookings", json=ANA | TEN)
    assert (made.status_code, made.json()["start"]) == (201, TEN["start"])
    assert client.get("/slots", params=question).json() == before[1:]


def test_a_refusal_is_an_answer_with_its_rule_and_the_nearest_slot(client: TestClient) -> None:
    client.post("/bookings", json=ANA | TEN)
    answer = client.post("/bookings", json=PETRU | TEN)
    assert answer.status_code == 409
    assert answer.json()["refused_by"] == ["slot.free"]
    assert answer.json()["remedy"]["after"]["start"] == "2026-11-26T10:15:00+02:00"


def test_what_is_no_question_is_an_error_that_names_the_field(client: TestClient) -> None:
    answer = client.post("/bookings", json=ANA | {"start": "2026-11-26T10:00:00"})
    assert answer.status_code == 422
    assert "start" in answer.text
    answer = client.post("/bookings", json=ANA | {"start": "2150-01-05T10:00:00+02:00"})
    assert answer.status_code == 422
    assert "a year from 1997 to 2100" in answer.json()["detail"]


def test_a_booking_is_cancelled_once(client: TestClient) -> None:
    made = client.post("/bookings", json=ANA | TEN).json()
    assert client.delete(f"/bookings/{made['id']}").status_code == 200
    again = client.delete(f"/bookings/{made['id']}")
    assert (again.status_code, again.json()["refused_by"]) == (409, ["booking.open"])
    assert client.delete("/bookings/never-made").status_code == 404


def test_a_booking_is_moved_or_it_is_told_why_not(client: TestClient, town: Town) -> None:
    made = client.post("/bookings", json=ANA | TEN).json()
    where = f"/bookings/{made['id']}"
    off_grid = client.patch(where, json={"start": "2026-11-27T10:10:00+02:00"})
    assert (off_grid.status_code, off_grid.json()["refused_by"]) == (409, ["slot.grid"])
    assert client.patch(where, json={"start": "2026-11-27T10:15:00+02:00"}).status_code == 200
    assert client.post("/bookings", json=PETRU | TEN).status_code == 201  # its old slot is free
    assert client.patch("/bookings/never-made", json=TEN).status_code == 404
    with town.connected() as connection:
        rows = connection.execute("SELECT * FROM bookings WHERE id = ?", [made["id"]]).fetchall()
    [moved] = map(booking_of, rows)
    assert moved.slot == Slot(datetime.fromisoformat("2026-11-27T10:15:00+02:00"))


def test_a_booking_made_again_can_be_cancelled_by_its_address(client: TestClient) -> None:
    for _ in range(2):
        made = client.post("/bookings", json=ANA | TEN).json()
        assert client.delete(f"/bookings/{made['id']}").status_code == 200


@pytest.mark.parametrize("last", ["2026-11-25", "2100-12-31"])
def test_nobody_asks_for_the_slots_of_a_century(client: TestClient, last: str) -> None:
    question = {"inspector": "i-017", "first": "2026-11-26", "last": last}
    answer = client.get("/slots", params=question)
    assert (answer.status_code, "last" in answer.text) == (422, True)


def test_of_many_who_ask_at_once_one_is_booked(client: TestClient) -> None:
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(client.post, "/bookings", json=each | TEN) for each in (ANA, PETRU) * 8
        ]
        statuses = sorted(each.result().status_code for each in asked)
    assert statuses == [201] + [409] * 15


def test_personal_data_and_versions_are_where_they_belong(client: TestClient, town: Town) -> None:
    client.post("/bookings", json=ANA | TEN)
    with town.connected() as connection:
        [booking] = connection.execute("SELECT * FROM bookings").fetchall()
        [contact] = connection.execute("SELECT * FROM contacts").fetchall()
        [told] = connection.execute("SELECT * FROM journal").fetchall()
    assert booking["applicant"] == "id:c-1"
    assert not any("0264" in str(each) or "@example" in str(each) for each in tuple(booking))
    assert (contact["booking"], contact["email"]) == (booking["id"], ANA["email"])
    assert told["policy"] == "cluj-napoca/tichet-albastru@2020-10-05"
    assert json.loads(told["event"])["event"] == "Booked"
    assert not any(word in tuple(told)[1] for word in ("Pop", "0264", "@example"))


def test_the_page_escapes_what_was_typed(client: TestClient) -> None:
    hostile = ANA | {"number": '"><script>alert(1)</script>', "day": "2026-11-26", "time": "10:00"}
    answer = client.post("/", data=hostile)
    assert answer.status_code == 409
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
