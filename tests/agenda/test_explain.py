"""Explanations: of a decision and of a day; and what they never tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.agenda import _hall as hall
from tests.agenda import _naive as naive
from tests.agenda import _world as world
from tests.agenda._hall import RECORD
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Book,
    Booked,
    Booking,
    Cancel,
    ConclusionsRecorded,
    Contact,
    Decision,
    Hold,
    Inspector,
    InvalidInput,
    IssueTicket,
    Language,
    Request,
    Reschedule,
    Slot,
    TichetError,
    TicketIssued,
    Week,
    apply,
    decide,
    explain_day,
    free_slots,
    replayed,
)

CODES: tuple[Language, ...] = ("ro", "en")


def decided(command: Any, agenda: Agenda | None = None, **changes: Any) -> Decision:
    facts: dict[str, Any] = {"at": world.AT, "office": world.office()} | changes
    return decide(command, Agenda() if agenda is None else agenda, **facts)


# --- a decision in words --------------------------------------------------------------------


def test_allowed() -> None:
    decision = decided(world.book())
    assert decision.explain("ro") == "Se acceptă."
    assert decision.explain() == "Allowed."
    full = decision.explain("en", full=True).splitlines()
    assert full[0] == "Allowed."
    assert len(full) == 1 + len(decision.findings)
    assert "  ✓ slot.free: The inspector is free." in full
    assert "  – slot.horizon: Bookings have no limit into the future." in full


def test_refused_with_the_figures_the_source_and_what_would_help() -> None:
    decision = decided(world.book(slot=world.slot("2026-11-26 09:45")))
    assert decision.explain("ro").splitlines() == [
        "Se refuză (1 regulă):",
        (
            "  ✗ slot.notice: Doar 47 de ore și 45 de minute înainte; răgazul cerut: 48 de ore. "
            "Cel mai devreme: joi, 26 noiembrie 2026, ora 10:00."
        ),
        (
            "      «Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.» "
            "[sursa: Premieră la Cluj: 524 de funcționari publici acordă audiențe online]"
        ),
        "  → Cel mai apropiat interval ulterior: joi, 26 noiembrie 2026, ora 10:00.",
    ]


def test_every_refusal_has_its_line() -> None:
    decision = decided(world.book(slot=world.slot("2026-11-28 10:00"), channel="in_person"))
    said = decision.explain("en").splitlines()
    assert said[0] == "Refused (3 rules):"
    assert [line.split()[1] for line in said if line.startswith("  ✗")] == [
        f"{rule}:" for rule in decision.refused_by
    ]
    assert "  → Choose a channel on offer: online, by phone." in said
    assert "  → The nearest slot before: Friday, 27 November 2026, 15:45." in said
    assert "  → The nearest slot after: Wednesday, 2 December 2026, 08:00." in said
    assert "      [source: Legea nr. 53/2003, Codul muncii, art. 139]" in said


def test_staff_are_told_more() -> None:
    taken = Agenda.of([world.booking("b-77", world.WANTED, request="7/7", applicant="name:x")])
    decision = decided(world.book(), taken)
    assert decision.refused_by == ("slot.free",)
    assert "b-77" not in decision.explain()
    assert "b-77" not in decision.explain(full=True)
    assert "[booking = b-77]" in decision.explain(staff=True)


@pytest.mark.parametrize("number", [world.ANA.number, "9/9"])
def test_only_two_languages(number: str) -> None:
    with pytest.raises(InvalidInput, match=r"^language: got 'hu'"):
        decided(world.book(number=number)).explain("hu")  # type: ignore[arg-type]


# --- what the public is not told ------------------------------------------------------------

WRONG: list[dict[str, Any]] = [
    {"number": "119369/305"},
    {"number": "120001/433"},
    {"number": ""},
    {"number": "\x00"},
    {"applicant": "Țîrlea Ștefan"},
    {"applicant": ""},
    {"applicant": "?" * 2000},
    {"filed_on": date(2026, 1, 13)},
    {"number": "9/9", "applicant": "X", "filed_on": date(2025, 1, 1)},
]
SLOTS = [
    world.WANTED,
    world.slot("2026-11-28 03:07", 90),
    world.slot("2020-01-01 10:00"),
    world.slot("2026-10-25T03:30+03:00"),
    Slot(datetime(9999, 12, 30, 10, 0, tzinfo=UTC)),
]


def told(decision: Decision) -> list[object]:
    return [
        decision.allowed,
        decision.refused_by,
        decision.events,
        decision.remedy().lines("ro", decision.office.calendar),
        [(each.measured, each.limit, each.more) for each in decision.findings],
        *(
            (
                decision.explain(code),
                decision.explain(code, full=True),
                [each.message(code) for each in decision.findings],
                [each.remedy(code) for each in decision.findings],
            )
            for code in CODES
        ),
    ]


@pytest.mark.parametrize("inspector", [None, "i-1", "d-1", "i-9"])
@pytest.mark.parametrize("slot", SLOTS, ids=str)
def test_every_failed_identification_says_the_same(slot: Slot, inspector: str | None) -> None:
    """domain.md 6: a mismatch never tells the public which of the three fields differs."""
    said = [told(decided(world.book(slot=slot, inspector=inspector, **wrong))) for wrong in WRONG]
    assert said[0][0] is False
    for each in said[1:]:
        assert each == said[0]


# A Friday on which an inspector with ordinary hours works, and the last day that there is.
LAST_DAY = Slot(datetime(9999, 12, 31, 8, 0, tzinfo=UTC))


def answer(command: Book) -> str:
    try:
        return decided(command).explain("en", full=True)
    except TichetError as error:
        return f"{type(error).__name__}: {error}"


def test_a_slot_at_the_end_of_time_does_not_tell_whether_a_number_exists() -> None:
    """domain.md 6: otherwise anyone could probe the registry."""
    known = world.book(slot=LAST_DAY, applicant="Nimeni")
    unknown = world.book(slot=LAST_DAY, applicant="Nimeni", number="9/9")
    assert answer(known) == answer(unknown)


@world.examples(100)
@given(
    st.sampled_from(WRONG),
    world.instants_around(world.ANCHORS[0]) | st.datetimes(timezones=st.just(UTC)),
    st.sampled_from([1, 15, 60]),
)
@example(WRONG[4], datetime(1, 1, 2, tzinfo=UTC), 15)
def test_so_it_is_whatever_the_slot(wrong: dict[str, Any], start: datetime, minutes: int) -> None:
    try:
        slot = Slot(start, minutes)
    except InvalidInput:
        return
    one = world.book(slot=slot, number="9/9")
    other = world.book(slot=slot, **wrong)
    if start.year < 9999:
        assert answer(one) == answer(other)


def test_staff_are_told_which_of_the_three_differs() -> None:
    decision = decided(world.book(applicant="X"))
    assert "[number_is_known = yes; name_matches = no; filing_date_matches = yes]" in (
        decision.explain(staff=True)
    )
    assert "[numărul este cunoscut = nu" in decided(world.book(number="9/9")).explain(
        "ro", staff=True
    )


# --- personal data --------------------------------------------------------------------------

PERSONAL = ("Quintescu", "quintescu", "Zamfirache", "0722", "722123456", "zq@", "secret.example")
FILE = Request("77/1", "Quintescu Zamfirache", world.FILED, "i-1")
TYPED: dict[str, Any] = {
    "number": "77/1",
    "applicant": "QUINTESCU ZAMFIRACHE",
    "contact": Contact("0722 123 456", "zq@secret.example.org"),
}


def shown(*things: object) -> Iterator[str]:
    for each in things:
        yield repr(each)
        yield str(each)
        yield f"{each}"
        yield f"{each!r:>1}"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="allowed"),
        pytest.param({"applicant": "Quintescu"}, id="another-name"),
        pytest.param({"number": "9/9"}, id="another-number"),
        pytest.param({"slot": world.slot("2026-11-28 03:07", 99)}, id="another-slot"),
        pytest.param({"contact": Contact("0722", "zq@")}, id="contact-not-valid"),
    ],
)
def test_no_personal_data_in_what_a_log_would_show(changes: dict[str, Any]) -> None:
    office = world.office(requests=[FILE])
    command = world.book(**(TYPED | changes))
    decision = decided(command, office=office)
    agenda = replayed(decision.events, decision.agenda)
    later = [decided(kind(booking=each.id), agenda) for each in agenda for kind in (Cancel, Hold)]
    things: list[object] = [command, decision, decision.case, decision.case.claim, decision.office]
    things += [decision.findings, decision.events, decision.remedy(), agenda, *agenda]
    things += [*later, FILE, *(event for each in later for event in each.events)]
    for code in CODES:
        things += [
            decision.explain(code, full=True, staff=True),
            *(each.message(code, staff=True) for each in decision.findings),
        ]
    for text in shown(*things):
        assert not [each for each in PERSONAL if each in text]


def test_no_personal_data_in_a_conflict() -> None:
    office = world.office(requests=[FILE])
    agenda = replayed(decided(world.book(**TYPED), office=office).events)
    (made,) = agenda
    twin = Booking("b-2", made.request, "i-2", made.applicant, made.slot, contact=made.contact)
    errors = []
    for booking in (made, twin):
        event = Booked(at=world.AT, booking=booking)
        with pytest.raises(AgendaConflict) as raised:
            apply(agenda, event)
        errors.append(raised.value)
        with pytest.raises(InvalidInput) as unreplayed:
            replayed([event], agenda)
        errors.append(unreplayed.value)  # type: ignore[arg-type]
    for text in shown(*errors):
        assert not [each for each in PERSONAL if each in text]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: world.book(contact="0722 123 456"), id="contact-a-phone"),
        pytest.param(lambda: world.book(contact="zq@secret.example.org"), id="contact-an-email"),
        pytest.param(lambda: world.book(contact={"phone": "0722 123 456"}), id="contact-a-dict"),
        pytest.param(lambda: world.book(applicant=["Quintescu"]), id="applicant-a-list"),
        pytest.param(
            lambda: world.booking("b-1", world.WANTED, contact="0722 123 456"),
            id="booking-contact",
        ),
        pytest.param(
            lambda: world.booking("b-1", world.WANTED, applicant=b"Quintescu"),
            id="booking-applicant",
        ),
        pytest.param(
            lambda: Request(
                "1/1",
                {"name": "Quintescu"},  # type: ignore[arg-type]
                world.FILED,
                "i-1",
            ),
            id="request-applicant",
        ),
        pytest.param(
            lambda: IssueTicket(
                booking="b-1",
                record=RECORD,
                citizen=["Quintescu"],  # type: ignore[arg-type]
            ),
            id="citizen-a-list",
        ),
        pytest.param(
            lambda: ConclusionsRecorded(
                at=world.AT,
                booking="b-1",
                record=["Quintescu"],  # type: ignore[arg-type]
            ),
            id="record-a-list",
        ),
        pytest.param(
            lambda: TicketIssued(at=world.AT, ticket=["Quintescu"]),  # type: ignore[arg-type]
            id="ticket-a-list",
        ),
        pytest.param(lambda: Contact(722123456), id="phone-a-number"),  # type: ignore[arg-type]
    ],
)
def test_no_personal_data_in_an_error_at_the_door(make: Any) -> None:
    """domain.md 6: personal data are never in exception texts."""
    with pytest.raises(InvalidInput) as raised:
        make()
    for text in shown(raised.value, raised.value.args):
        assert not [each for each in PERSONAL if each in text]


# --- a day in words -------------------------------------------------------------------------


def day(when: date, agenda: Agenda | None = None, **changes: Any) -> Any:
    facts: dict[str, Any] = {
        "inspector": "i-1",
        "at": world.AT,
        "office": world.office(),
    } | changes
    return explain_day(Agenda() if agenda is None else agenda, when, **facts)


THURSDAY = date(2026, 11, 26)


def test_a_day_with_its_closed_slots() -> None:
    report = day(THURSDAY, Agenda.of([world.booking("b-1", world.slot("2026-11-26 15:30"))]))
    assert (report.day, report.asked, len(report.free)) == (THURSDAY, 32, 23)
    assert report.free[0] == world.WANTED
    assert [(each.rule, each.slots) for each in report.closed_by] == [
        ("slot.notice", 8),
        ("slot.free", 1),
    ]
    assert report.explain("ro").splitlines() == [
        "joi, 26 noiembrie 2026: libere: 23 de intervale",
        (
            "  slot.notice (8 intervale): Doar 46 de ore înainte; răgazul cerut: 48 de ore. "
            "Cel mai devreme: joi, 26 noiembrie 2026, ora 10:00."
        ),
        "  slot.free (1 interval): Inspectorul are deja o întâlnire atunci.",
    ]
    assert report.explain().splitlines()[0] == "Thursday, 26 November 2026: free: 23 slots"


def test_a_day_without_hours_is_judged_as_a_whole() -> None:
    report = day(date(2026, 11, 29))
    assert (report.asked, report.free) == (0, ())
    assert [each.rule for each in report.closed_by] == ["slot.working_day", "slot.working_hours"]
    assert "(" not in report.explain("ro")


@pytest.mark.parametrize(("at", "refuses"), [("12:00", False), ("12:01", True)])
def test_a_day_without_hours_is_judged_at_noon(at: str, refuses: bool) -> None:
    """The notice of 48 hours has run by the noon of Sunday, or it hasn't."""
    report = day(date(2026, 11, 29), at=world.local(f"2026-11-27 {at}"))
    assert ("slot.notice" in [each.rule for each in report.closed_by]) is refuses


def test_a_day_of_audiences_has_their_grid() -> None:
    town = hall.hall(audience_policy=hall.audiences(grid_minutes=30), grid_minutes=15)
    facts: dict[str, Any] = {"when": date(2026, 12, 2), "inspector": "d-1", "office": town}
    assert day(**facts).asked == 32
    assert day(**facts, procedure="audience").asked == 16


def test_as_short_a_meeting_as_there_is() -> None:
    report = day(THURSDAY, minutes=1)
    assert report.free[0] == world.slot("2026-11-26 10:00", 1)


def test_a_day_whose_intervals_are_all_too_short() -> None:
    short = Inspector("i-1", week=Week.of(thu=[("11:55", "12:05")]))
    report = day(THURSDAY, office=world.office(inspectors=[short]))
    assert (report.asked, report.free) == (0, ())
    assert "slot.working_hours" in [each.rule for each in report.closed_by]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 366 * 24 * 60 + 1}, "minutes"),
        ({"inspector": "i-9"}, "inspector"),
        ({"request": "9/9"}, "request"),
        ({"when": world.AT}, "day"),
        ({"at": datetime(2026, 11, 24)}, "at"),  # noqa: DTZ001 (the point)
    ],
)
def test_no_question_is_an_error(changes: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {"when": THURSDAY} | changes
    with pytest.raises(InvalidInput) as raised:
        day(**facts)
    [given] = changes.values()
    assert (raised.value.field, raised.value.given) == (field, world.shown(given))


@world.examples(60)
@given(world.worlds(), st.data())
def test_a_day_agrees_with_the_free_slots_and_the_rules(
    scene: world.World, data: st.DataObject
) -> None:
    who = data.draw(st.sampled_from(scene.people))
    when = data.draw(world.days_around(scene.anchor))
    minutes = data.draw(st.sampled_from([5, 15, 30]))
    file = data.draw(st.none() | st.sampled_from(scene.files))
    asked: dict[str, Any] = {
        "inspector": who.id,
        "at": scene.at,
        "office": scene.office,
        "minutes": minutes,
        "request": None if file is None else file.number,
    }
    report = explain_day(scene.agenda, when, **asked)
    assert list(report.free) == list(free_slots(scene.agenda, first=when, last=when, **asked))
    length = timedelta(minutes=minutes)
    fits = [
        start
        for start in naive.grid_starts(who, when, scene.policy)
        if any(
            opens <= start and start + length <= closes
            for opens, closes in naive.working(who, when)
        )
    ]
    assert report.asked == len(fits)
    counts: dict[str, int] = {}
    for start in fits:
        for rule in naive.slot_refusals(
            scene.office,
            scene.policy,
            scene.bookings,
            who,
            Slot(start, minutes),
            scene.at,
            request=file,
        ):
            counts[rule] = counts.get(rule, 0) + 1
    found = {each.rule: each.slots for each in report.closed_by}
    if fits:
        assert found == counts
    else:
        assert "slot.working_hours" in found
    for each in report.closed_by:
        assert each.finding.refused
        assert each.finding.rule == each.rule
    for code in CODES:
        said = report.explain(code)
        assert len(said.splitlines()) == 1 + len(report.closed_by)
        assert "{" not in said


@world.examples(60)
@given(world.worlds(), st.data())
def test_a_decision_in_words_says_every_refusal(scene: world.World, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(scene.files))
    start = data.draw(world.office_hours(scene.people, scene.anchor))
    command: Any = Book(
        number=file.number,
        applicant=file.applicant.name,
        filed_on=file.filed_on,
        slot=Slot(start, data.draw(st.sampled_from([5, 15, 30]))),
    )
    if data.draw(st.booleans()) and scene.bookings:
        booking = data.draw(st.sampled_from(scene.bookings))
        command = Reschedule(booking=booking.id, slot=Slot(start))
    decision = decide(command, scene.agenda, at=scene.at, office=scene.office)
    for code in CODES:
        said = decision.explain(code, full=True, staff=True)
        assert "{" not in said
        for finding in decision.findings:
            mark = "✗" if finding.refused else ("✓" if finding.outcome == "passed" else "–")
            assert f"  {mark} {finding.rule}: {finding.message(code, staff=True)}\n" in f"{said}\n"
        assert said.startswith(("Allowed", "Refused", "Se acceptă", "Se refuză"))


def test_a_changed_figure_is_not_proven_with_the_words_of_the_law() -> None:
    decision = decided(world.book(), at=world.WANTED.start - timedelta(hours=1)).under(
        notice_hours=72
    )
    said = decision.explain("en")
    assert "the notice required: 72 hours" in said
    assert "minimum 48 de ore" not in said
    assert "[source: notice_hours: no published text]" in said
