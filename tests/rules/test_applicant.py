"""The rule about the citizen's own time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.rules._scene import NOT_APPLICABLE, PASSED, REFUSED, judged
from tests.rules._terms import terms
from tichet_rules import Slot, rule_of
from tichet_rules.text import checked_language


@pytest.mark.parametrize(
    ("start", "changes", "outcome"),
    [
        pytest.param("2026-11-26 10:00", {}, REFUSED, id="at-the-same-time"),
        pytest.param("2026-11-26 09:45", {}, PASSED, id="ends-as-it-starts"),
        pytest.param("2026-11-26 09:46", {}, REFUSED, id="ends-a-minute-later"),
        pytest.param("2026-11-26 10:15", {}, PASSED, id="starts-as-it-ends"),
        pytest.param("2026-11-26 10:14", {}, REFUSED, id="starts-a-minute-before"),
        pytest.param("2026-11-26 10:00", {"status": "cancelled"}, PASSED, id="cancelled"),
        pytest.param("2026-11-26 10:00", {"status": "held"}, REFUSED, id="held"),
        pytest.param("2026-11-26 10:00", {"status": "no_show"}, REFUSED, id="no-show"),
        pytest.param("2026-11-26 10:00", {"applicant": "name:x"}, PASSED, id="someone-else"),
        pytest.param("2026-11-26 10:00", {"inspector": "i-1"}, REFUSED, id="same-inspector"),
        pytest.param("2026-11-26 09:45", {"buffer_after_minutes": 30}, PASSED, id="buffer-after"),
        pytest.param("2026-11-26 10:15", {"buffer_before_minutes": 30}, PASSED, id="buffer-before"),
    ],
)
def test_the_citizen_has_no_other_meeting(
    start: str, changes: dict[str, Any], outcome: str
) -> None:
    other = world.booking("b-1", world.slot(start), **({"inspector": "i-2"} | changes))
    finding = judged(
        "applicant.free",
        bookings=[other],
        policy={"buffer_before_minutes": 60, "buffer_after_minutes": 60},
    )
    refused = outcome is REFUSED
    assert (finding.outcome, finding.measured, finding.limit) == (outcome, int(refused), 0)
    assert finding.staff == ((("booking", "b-1"),) if refused else ())


def test_its_own_old_slot_is_not_taken() -> None:
    bookings = [world.booking("b-1", world.WANTED)]
    assert judged("applicant.free", bookings=bookings, ignoring="b-1").outcome is PASSED
    assert judged("applicant.free", bookings=bookings, ignoring="b-2").outcome is REFUSED


def test_it_needs_a_citizen() -> None:
    finding = judged("applicant.free", applicant=None)
    assert finding.outcome is NOT_APPLICABLE


def test_the_public_is_not_told_which_booking() -> None:
    finding = judged("applicant.free", bookings=[world.booking("b-77", world.WANTED)])
    for code, told in (("ro", "programarea = b-77"), ("en", "booking = b-77")):
        assert "b-77" not in finding.message(checked_language(code))
        assert told in finding.message(checked_language(code), staff=True)


@world.examples(60)
@given(world.worlds(), st.data())
def test_free_is_to_share_no_minute(scene: world.World, data: st.DataObject) -> None:
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    minutes = data.draw(st.sampled_from([1, 15, 60, 600]))
    meeting = (start, start + timedelta(minutes=minutes))
    for key in {each.applicant.key for each in scene.files}:
        finding = judged(
            "applicant.free",
            bookings=scene.bookings,
            applicant=key,
            slot=Slot(start, minutes),
            policy={"buffer_before_minutes": scene.policy.buffer_before_minutes},
        )
        others = [
            each.id
            for each in scene.bookings
            if each.applicant == key
            and str(each.status) != "cancelled"
            and naive.share_a_minute(meeting, naive.meeting(each.slot))
        ]
        assert finding.refused is bool(others)
        assert sorted(str(id_) for _, id_ in finding.staff) == sorted(others)


def test_the_predicate() -> None:
    predicate = rule_of("applicant.free").predicate
    assert [predicate(count) for count in (0, 1, 2)] == [True, False, False]
    assert repr(predicate(*terms("count"))) == "(count == 0)"
