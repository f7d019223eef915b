"""What is known before a question: policies, people, requests and bookings, as plain JSON."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.naive._clock import Json, Span, instant
from tests.naive._people import name_key, number_key

PRESETS = Path(__file__).parents[2] / "src" / "tichet_rules" / "policy" / "presets"
TICKET = "blue_ticket"
AUDIENCE = "audience"


class NoAnswer(Exception):
    """The question is about something that the office does not have."""


# ---------------------------------------------------------------------------- policies


@cache
def preset(name: str) -> Json:
    document = tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    parameters = document["versions"][-1]["parameters"]
    policy: Json = {"procedure": document["procedure"]}
    for key, entry in parameters.items():
        policy[key] = None if entry["value"] == "unlimited" else entry["value"]
    return policy


def written_policy(written: str | Json) -> Json:
    if isinstance(written, str):
        return preset(written)
    overrides = {key: value for key, value in written.items() if key != "preset"}
    return preset(written.get("preset", "cluj-napoca/tichet-albastru")) | overrides


def main_policy(office: Json) -> Json:
    return written_policy(office.get("policy", "cluj-napoca/tichet-albastru"))


def policy_of(office: Json, procedure: str) -> Json:
    policy = main_policy(office)
    if procedure == AUDIENCE and policy["procedure"] != AUDIENCE:
        audiences = office.get("audiences", "cluj-napoca/audiente")
        if isinstance(audiences, dict):
            audiences = {"preset": "cluj-napoca/audiente"} | audiences
        return written_policy(audiences)
    return policy


# ------------------------------------------------------------------- people and requests


def inspector_of(office: Json, who: str) -> Json | None:
    return next((each for each in office.get("inspectors", []) if each["id"] == who), None)


def role_of(inspector: Json) -> str:
    role: str = inspector.get("role", "execution")
    return role


def request_of(office: Json, number: str | None) -> Json | None:
    if number is None:
        return None
    for each in office.get("requests", []):
        if number_key(each["number"]) == number_key(number):
            found: Json = each
            return found
    return None


# ----------------------------------------------------------------------------- bookings


def find(entries: list[Json], wanted: str | None, key: str = "id") -> Json | None:
    return next((each for each in entries if each[key] == wanted), None)


def procedure_of(booking: Json) -> str:
    procedure: str = booking.get("procedure", TICKET)
    return procedure


def status_of(booking: Json) -> str:
    status: str = booking.get("status", "booked")
    return status


def takes_time(booking: Json) -> bool:
    return status_of(booking) != "cancelled"


def span(booking: Json) -> Span:
    start = instant(booking["start"])
    return start, start + timedelta(minutes=booking.get("minutes", 15))


def with_buffers(taken: Span, policy: Json) -> Span:
    return (
        taken[0] - timedelta(minutes=policy["buffer_before_minutes"]),
        taken[1] + timedelta(minutes=policy["buffer_after_minutes"]),
    )


def person_of(office: Json, booking: Json) -> Any:
    """Who comes: by name; somebody known by nothing but an unlisted request is nobody else."""
    if "applicant" in booking:
        return name_key(booking["applicant"])
    request = request_of(office, booking.get("request"))
    if request is not None:
        return name_key(request["applicant"])
    return "whoever filed", number_key(booking["request"])
