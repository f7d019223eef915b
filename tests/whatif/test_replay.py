"""Replay: which rows flip, by which rules, and that every row is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.audit._logs import planted_log
from tests.audit._scene import ANA, DAN, LOG, OFFICE, made
from tichet_rules.audit import AuditFinding, BookingLog, LogRow, UnreadableRow, audit
from tichet_rules.audit.columns import LogColumns, audit_columns
from tichet_rules.documents.replay_report import replay_text
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange.studies import replay_document
from tichet_rules.model import Booking, Inspector, Role, Week
from tichet_rules.office import Office
from tichet_rules.policy import PolicyHistory, preset
from tichet_rules.rules import rule_of
from tichet_rules.whatif import Replay, replay_log

LATEST = preset("cluj-napoca/tichet-albastru").latest
PLANTED = planted_log(400)
PLANTED_BOOKINGS = PLANTED.bookings()
PLANTED_LOG = BookingLog(
    "registru.csv", [LogRow(line, each) for line, each in enumerate(PLANTED_BOOKINGS, 2)]
)


def log(*bookings: Booking) -> BookingLog:
    return BookingLog("log.csv", [LogRow(line, each) for line, each in enumerate(bookings, 2)])


def told(replay: Replay) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.booking, "no" if each.refused else "yes", each.rules) for each in replay.flips]


# --- a small log, worked out by hand -------------------------------------------------------------


def test_a_longer_notice_refuses_what_was_allowed() -> None:
    found = replay_log(LOG, office=OFFICE, policy={"notice_hours": 145})
    # b-1 was made 6 days and an hour ahead, exactly 145 hours; b-2 an hour later, but in its slot.
    assert told(found) == []
    found = replay_log(LOG, office=OFFICE, policy={"notice_hours": 146})
    assert told(found) == [("b-1", "no", ("slot.notice",))]
    [flip] = found.flips
    assert (flip.line, flip.inspector, flip.before) == (2, "i-1", ())
    [finding] = flip.after
    assert (finding.measured, finding.limit) == (timedelta(hours=145), timedelta(hours=146))
    assert flip.booked_at == datetime.fromisoformat("2026-11-20T09:00:00+02:00")
    assert flip.start == datetime.fromisoformat("2026-11-26T10:00:00+02:00")
    assert (found.allowed, found.refused, found.unreadable, found.total_rows) == (0, 4, 1, 6)


def test_of_requests_that_are_not_registered_the_rules_are_counted_and_no_row_flips() -> None:
    found = replay_log(LOG, office=OFFICE.replace(requests=[]), policy={"notice_hours": 146})
    assert told(found) == []
    assert (found.refused, found.unreadable) == (5, 1)
    rules = {each.rule: (each.before, each.after, each.flips_to_refused) for each in found.rules}
    assert rules["request.identified"] == (5, 5, 0)
    assert rules["slot.notice"] == (1, 3, 0)
    assert rules["slot.free"] == (1, 1, 0)
    assert not any(rule_of(rule).needs_request for rule in rules)
    [note] = found.notes()
    assert note.startswith("The request is not registered (request.identified): 5 of 6 rows. Both")
    assert found.notes("ro")[0].startswith("Cererea nu este înregistrată (request.identified): 5 ")
    for said in (replay_text(found, "en"), *replay_document(found, "en")["notes"]):
        assert note in said
    assert "5 of 6 rows. Both" in found.to_html("en")
    assert replay_log(LOG, office=OFFICE, policy={"notice_hours": 146}).notes() == ()


def test_another_reading_allows_what_was_refused() -> None:
    found = replay_log(LOG, office=OFFICE, policy={"window_reading": "civil_code"})
    assert told(found) == [("b-4", "yes", ("request.response_window",))]
    [flip] = found.to_allowed()
    assert found.to_refused() == ()
    assert flip.findings == flip.before
    assert flip.findings[0].limit == date(2026, 11, 26)
    [window] = [each for each in found.rules if each.rule == "request.response_window"]
    assert (window.before, window.newly, window.no_longer, window.after) == (1, 0, 1, 0)
    assert (window.flips_to_refused, window.flips_to_allowed) == (0, 1)
    [november, december] = found.months
    assert (november.month, november.rows, november.flips_to_allowed) == (date(2026, 11, 1), 4, 1)
    assert (december.rows, december.flips_to_refused, december.flips_to_allowed) == (1, 0, 0)


def test_a_row_that_breaks_another_rule_stays_refused() -> None:
    found = replay_log(LOG, office=OFFICE, policy={"notice_hours": 0})
    assert told(found) == []  # b-3 is on a holiday as well
    [notice] = [each for each in found.rules if each.rule == "slot.notice"]
    assert (notice.before, notice.no_longer, notice.after, notice.flips_to_allowed) == (1, 1, 0, 0)


def test_the_flips_are_told_in_the_order_of_the_booking_acts() -> None:
    later = made("a", "2026-11-26T10:00:00+02:00", "2026-11-21T09:00:00+02:00", inspector="i-2")
    found = replay_log(
        log(evolve(later, request=DAN.number, applicant=DAN.applicant.key, inspector="i-1"),
            made("b", "2026-11-26T11:00:00+02:00", "2026-11-20T09:00:00+02:00")),
        office=OFFICE,
        policy={"notice_hours": 400},
    )  # fmt: skip
    assert [each.booking for each in found.flips] == ["b", "a"]


def test_every_booking_of_the_log_stood_under_both_policies() -> None:
    # The first would be refused under the longer notice; its slot is taken all the same.
    first = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    second = made("b-2", "2026-11-26T10:00:00+02:00", "2026-11-20T08:00:00+02:00", DAN)
    found = replay_log(log(first, second), office=OFFICE, policy={"notice_hours": 146})
    assert told(found) == []
    found = replay_log(log(first, second), office=OFFICE, policy={"notice_hours": 147})
    assert told(found) == [("b-2", "no", ("slot.notice",))]
    assert found.refused == 1


def test_each_policy_asks_for_its_own_buffers() -> None:
    first = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    second = made("b-2", "2026-11-26T10:15:00+02:00", "2026-11-20T10:00:00+02:00", DAN)
    found = replay_log(log(first, second), office=OFFICE, policy={"buffer_after_minutes": 5})
    assert told(found) == [("b-2", "no", ("slot.free",))]
    buffered = [evolve(each, buffer_after_minutes=5) for each in (first, second)]
    strict = OFFICE.replace(policy=LATEST.evolve(buffer_after_minutes=5))
    found = replay_log(log(*buffered), office=strict, policy=LATEST)
    assert told(found) == [("b-2", "yes", ("slot.free",))]


def test_bookings_from_before_the_log_take_their_time() -> None:
    before = [
        made("old-1", "2026-11-26T10:00:00+02:00", None, DAN),
        made("old-2", "2026-11-26T12:00:00+02:00", "2020-01-06T09:00:00+02:00", DAN),  # no policy
    ]
    one = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00")
    found = replay_log(log(one), office=OFFICE, policy={"buffer_before_minutes": 5}, before=before)
    assert (told(found), found.refused) == ([], 1)


# --- which policies ------------------------------------------------------------------------------

EARLY = LATEST
LATE = evolve(LATEST.evolve(notice_hours=24), valid_from=date(2026, 11, 21))


def test_changes_are_made_in_each_version_that_was_in_force() -> None:
    office = OFFICE.replace(policy=PolicyHistory([EARLY, LATE]))
    rows = log(
        made("b-1", "2026-11-25T10:00:00+02:00", "2026-11-20T23:59:00+02:00"),
        made("b-2", "2026-11-27T09:00:00+02:00", "2026-11-25T11:00:00+02:00", inspector="i-2"),
    )
    request = evolve(ANA, former_inspectors=("i-2",))
    office = office.replace(requests=[request, DAN])
    found = replay_log(rows, office=office, policy={"max_minutes": 10})
    assert told(found) == [("b-1", "no", ("slot.duration",)), ("b-2", "no", ("slot.duration",))]
    assert [each.notice_hours for each in found.other.policy.versions] == [48, 24]  # type: ignore[union-attr]
    assert told(replay_log(rows, office=office, policy=EARLY)) == [("b-2", "no", ("slot.notice",))]


def test_a_row_that_no_policy_judges_is_unreadable() -> None:
    rows = log(
        made("b-1", "2026-11-25T10:00:00+02:00", "2026-11-20T09:00:00+02:00"),
        made("b-2", "2026-11-26T10:00:00+02:00", "2026-11-21T09:00:00+02:00", DAN),
    )
    found = replay_log(rows, office=OFFICE, policy=PolicyHistory([LATE]))
    assert (found.total_rows, found.unreadable, found.allowed) == (2, 1, 1)
    assert found.log.unreadable[0].field == "booked_at"


def test_a_policy_of_audiences_takes_the_place_of_that_of_audiences() -> None:
    mayor = Inspector("m-1", role=Role.MAYOR, audience_hours=Week.of(thu=[("09:00", "12:00")]))
    office = Office(inspectors=[mayor], requests=[ANA])
    row = made("b-1", "2026-11-26T10:00:00+02:00", "2026-11-20T09:00:00+02:00",
               inspector="m-1", procedure="audience")  # fmt: skip
    audiences = preset("cluj-napoca/audiente").latest
    found = replay_log(log(row), office=office, policy=audiences.evolve(max_minutes=10))
    assert found.other.policy == office.policy
    [duration] = [each for each in found.rules if each.rule == "slot.duration"]
    assert (duration.before, duration.after) == (0, 1)
    only = office.replace(policy=audiences)
    assert replay_log(log(row), office=only, policy=LATEST).other.policy == LATEST


def test_another_office() -> None:
    closed = OFFICE.replace(inspectors=[evolve(OFFICE.inspectors["i-1"], week=Week.of())])
    found = replay_log(LOG, office=OFFICE, policy=closed)
    assert {each.rules for each in found.to_refused()} == {("slot.working_hours",)}


@pytest.mark.parametrize(
    ("changed", "kind", "message"),
    [
        (
            {"policy": {"notice": 24}},
            InvalidInput,
            "policy: got 'notice'; expected a known parameter",
        ),
        ({"policy": {"notice_hours": -1}}, InvalidInput, "policy.notice_hours: got -1"),
        ({"policy": "24 hours"}, WrongType, "policy: got '24 hours'; expected a Policy, changes"),
        ({"log": []}, WrongType, "log: got []; expected a BookingLog"),
        ({"office": None}, WrongType, "office: got None; expected an Office"),
        ({"before": [3]}, WrongType, "before[0]: got 3; expected a Booking"),
    ],
)
def test_a_mistake_names_the_argument(
    changed: dict[str, Any], kind: type[InvalidInput], message: str
) -> None:
    given: dict[str, Any] = {"log": LOG, "office": OFFICE, "policy": {}} | changed
    with pytest.raises(kind) as error:
        replay_log(given.pop("log"), **given)
    assert str(error.value).startswith(message)


def test_nothing_personal_is_in_it() -> None:
    found = replay_log(LOG, office=OFFICE, policy={"notice_hours": 400})
    assert found.flips
    said = repr(found) + repr(found.flips) + repr(found.rules) + repr(found.months)
    assert not any(word in said for word in ("Pop", "Rus", "c-ana", "c-dan"))


# --- a log with every breach, against what two audits say ----------------------------------------

POLICIES: dict[str, Any] = {
    "as it is": {},
    "stricter": {"notice_hours": 96, "max_minutes": 10, "window_days": 20},
    "laxer": {"notice_hours": 0, "max_minutes": 20, "window_days": 60, "horizon_days": None},
    "both": {"notice_hours": 240, "horizon_days": 120, "channels": ("online", "phone")},
    "fewer rules": evolve(
        LATEST, rules=[each for each in LATEST.rules if not each.startswith("request.")]
    ),
}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_it_agrees_with_two_audits(policy: Any) -> None:
    office = PLANTED.office
    found = replay_log(PLANTED_LOG, office=office, policy=policy)
    was, would_be = (
        {(each.booking, each.rule) for each in audit(PLANTED_BOOKINGS, office=each_office)}
        for each_office in (office, found.other)
    )
    refused, now_refused = ({booking for booking, _ in each} for each in (was, would_be))
    assert {each.booking for each in found.to_refused()} == now_refused - refused
    assert {each.booking for each in found.to_allowed()} == refused - now_refused
    assert found.refused == len(refused & now_refused)
    for flip in found.flips:
        which = would_be if flip.refused else was
        assert set(flip.rules) == {rule for booking, rule in which if booking == flip.booking}
    before, after = (Counter(rule for _, rule in each) for each in (was, would_be))
    assert {each.rule: each.before for each in found.rules if each.before} == before
    assert {each.rule: each.after for each in found.rules if each.after} == after
    assert sum(each.newly + each.no_longer for each in found.rules) == len(was ^ would_be)
    # Every row is in one heap, and every flip in one month.
    assert found.allowed + found.refused + len(found.flips) == found.total_rows == len(PLANTED)
    assert sum(each.rows for each in found.months) == len(PLANTED)
    assert sum(each.flips_to_refused for each in found.months) == len(found.to_refused())
    assert sum(each.flips_to_allowed for each in found.months) == len(found.to_allowed())


def test_there_and_back_again_the_same_rows_flip() -> None:
    there = replay_log(PLANTED_LOG, office=PLANTED.office, policy=POLICIES["both"])
    back = replay_log(PLANTED_LOG, office=there.other, policy=PLANTED.office)
    assert there.flips
    assert [evolve(each, before=each.after, after=each.before) for each in back.flips] == list(
        there.flips
    )


def by_columns(
    log: Iterable[Booking], *, office: Office, before: Iterable[Booking] = ()
) -> Iterable[AuditFinding]:
    return audit_columns(LogColumns.of(log), office=office, before=before).findings()


@pytest.mark.parametrize("name", ["stricter", "both"])
def test_the_columnar_judge_finds_the_same(name: str) -> None:
    office, policy = PLANTED.office, POLICIES[name]
    rows = replay_log(PLANTED_LOG, office=office, policy=policy)
    assert rows == replay_log(PLANTED_LOG, office=office, policy=policy, judge=by_columns)


def test_what_was_unreadable_stays_so() -> None:
    bad = BookingLog("x.csv", [], [UnreadableRow(2, "start", "expected a date")])
    found = replay_log(bad, office=Office(), policy={})
    assert (found.total_rows, found.unreadable, found.months, found.rules) == (1, 1, (), ())
