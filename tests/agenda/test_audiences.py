"""Audiences: the ladder, what is refused and why, and one agenda for both procedures."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from tests.agenda import _hall as hall
from tests.agenda import _world as world
from tichet_rules import (
    Absence,
    Agenda,
    AgendaConflict,
    Applicant,
    BookAudience,
    Booked,
    Booking,
    Cancel,
    Channel,
    Contact,
    Hold,
    Inspector,
    InvalidInput,
    NoShow,
    Office,
    Procedure,
    Request,
    Reschedule,
    Text,
    WrongType,
    apply,
    free_slots,
)
from tichet_rules.audit import audit
from tichet_rules.text import LANGUAGES

AT_THE_DIRECTOR = Agenda.of([hall.audience(status="held")])
AFTER = "2026-12-02 12:00"


# --- the ladder -----------------------------------------------------------------------------


def test_the_ladder_from_the_request_to_the_mayor() -> None:
    """audiente-cluj: a request, then the director, then a deputy mayor, then the mayor."""
    agenda = Agenda()
    steps = [
        ("d-1", hall.FIRST, "a-1", None),
        ("vp-1", hall.SECOND, "a-2", "a-1"),
        ("p-1", hall.THIRD, "a-3", "a-2"),
    ]
    for official, slot, id_, prior in steps:
        form = hall.ask(official=official, slot=slot, booking=id_)
        at = slot.start - timedelta(days=2)
        if prior is not None:
            assert hall.decided(form, agenda, at).refused_by == ("audience.prior_step",)
            early = attrs.evolve(form, prior_audience=prior)
            assert hall.decided(early, agenda, at).refused_by == ("audience.prior_step",)
            agenda = hall.done(Hold(booking=prior), agenda, at - timedelta(days=1))
            form = early
        agenda = hall.done(form, agenda, at)
        assert agenda[id_].procedure is Procedure.AUDIENCE
        assert agenda[id_].request == hall.REFUSED.number
    assert {each.applicant for each in agenda} == {hall.ANA.key}


LADDER = [
    # official, the booking that is named as proof, whether it is proof enough
    ("vp-1", {}, True),
    ("ap-1", {}, True),
    ("sg-1", {}, True),
    ("p-1", {}, False),  # the mayor comes after a deputy mayor
    ("p-1", {"inspector": "vp-1"}, True),
    ("vp-1", {"inspector": "vp-1"}, False),
    ("vp-1", {"inspector": "ap-1"}, False),
    ("vp-1", {"inspector": "d-2"}, False),  # a director, of another department
    ("vp-1", {"inspector": "gone"}, False),
    ("vp-1", {"status": "booked"}, False),
    ("vp-1", {"status": "no_show"}, False),
    ("vp-1", {"status": "cancelled"}, False),
    ("vp-1", {"applicant": "id:8"}, False),
    ("vp-1", {"procedure": "blue_ticket"}, False),
    ("vp-1", {"id": "a-9"}, False),  # another booking than the one that is named
]


@pytest.mark.parametrize(("official", "changes", "enough"), LADDER)
def test_what_proves_the_step_before(official: str, changes: dict[str, Any], enough: bool) -> None:
    proof = attrs.evolve(hall.audience(status="held"), **changes)
    form = hall.ask(official=official, slot=hall.SECOND, prior_audience="a-1")
    decision = hall.decided(form, Agenda.of([proof]), AFTER)
    assert decision.refused_by == (() if enough else ("audience.prior_step",))
    if not enough:
        limit = {"p-1": ("viceprimar", "deputy mayor")}.get(official, ("director", "director"))
        assert f"Cereți mai întâi o audiență la: {limit[0]}" in decision.explain("ro")
        assert f"Ask first for an audience with: {limit[1]}" in decision.explain("en")


@pytest.mark.parametrize(("at", "enough"), [("2026-12-02 11:14", False), (AFTER, True)])
def test_an_audience_proves_a_step_once_it_has_ended(at: str, enough: bool) -> None:
    form = hall.ask(official="vp-1", slot=hall.SECOND, prior_audience="a-1")
    assert hall.decided(form, AT_THE_DIRECTOR, at).allowed is enough


def test_any_director_is_competent_where_departments_are_not_on_record() -> None:
    proof = Agenda.of([hall.audience(status="held", inspector="d-2")])
    form = hall.ask(official="vp-1", slot=hall.SECOND, prior_audience="a-1")
    nobodys = attrs.evolve(hall.IOANA, department=None)
    office = hall.hall(people=(nobodys, *hall.PEOPLE[1:]))
    assert hall.decided(form, proof, AFTER, office).allowed
    bare = attrs.evolve(hall.OTHER_DIRECTOR, department=None)
    people = [bare if each.id == "d-2" else each for each in hall.PEOPLE]
    assert hall.decided(form, proof, AFTER, hall.hall(people=people)).allowed


def test_a_director_of_another_department_is_told_apart_in_words() -> None:
    """«Dovada dată: director» where a director is asked for says nothing of what is wrong."""
    proof = Agenda.of([hall.audience(status="held", inspector="d-2")])
    form = hall.ask(official="vp-1", slot=hall.SECOND, prior_audience="a-1")
    finding = hall.decided(form, proof, AFTER).finding("audience.prior_step")
    measured, limit = finding.measured, finding.limit
    assert isinstance(measured, Text)
    assert isinstance(limit, Text)
    assert measured.in_("ro") != limit.in_("ro")
    assert measured.in_("en") != limit.in_("en")


def test_without_a_number_the_step_before_is_still_the_citizen_s() -> None:
    """The key of the first audience came from the request, and the second names that audience."""
    form = hall.ask(official="vp-1", slot=hall.SECOND, prior_audience="a-1", number=None)
    given = attrs.evolve(form, applicant=hall.ANA)
    assert hall.decided(given, AT_THE_DIRECTOR, AFTER).allowed
    someone = attrs.evolve(form, applicant=Applicant("Rus Ion"))
    assert hall.decided(someone, AT_THE_DIRECTOR, AFTER).refused_by == ("audience.prior_step",)


def test_the_citizen_of_the_step_before_is_known_by_the_request_of_it() -> None:
    """Nobody but a director asks for the number; the audience that is named still has it."""
    form = hall.ask(official="vp-1", slot=hall.SECOND, prior_audience="a-1", number=None)
    decision = hall.decided(form, AT_THE_DIRECTOR, AFTER)
    assert decision.allowed, decision.refused_by
    [event] = decision.events
    assert isinstance(event, Booked)
    assert event.booking.applicant == hall.ANA.key


# --- what is refused, and what would lift it ------------------------------------------------

REFUSALS = [
    # changes of the form, the rules that refuse, the remedy in Romanian and in English
    pytest.param(
        {"official": "i-1", "slot": world.slot("2026-12-02 11:00")},
        ("audience.official", "audience.day"),
        "Cu personalul de execuție se vorbește prin Tichetul Albastru.",
        "Execution staff are met by a blue ticket.",
        id="execution-staff",
    ),
    pytest.param(
        {"official": "nobody"},
        ("audience.official",),
        "Cu personalul de execuție",
        "Execution staff",
        id="nobody-of-that-id",
    ),
    pytest.param(
        {"number": None},
        ("audience.prior_request",),
        "Depuneți mai întâi o cerere",
        "File a request first",
        id="no-request",
    ),
    pytest.param(
        {"number": "?"},
        ("audience.prior_request",),
        "Depuneți mai întâi o cerere",
        "File a request first",
        id="no-number",
    ),
    pytest.param(
        {"number": hall.GRANTED.number},
        ("audience.prior_request",),
        "indicați numărul celei respinse ori fără răspuns",
        "name the one that was refused or not answered",
        id="answered-favourably",
    ),
    pytest.param(
        {"number": hall.ANSWERED.number},
        ("audience.prior_request",),
        "indicați numărul celei respinse",
        "name the one that was refused",
        id="answered-nobody-says-how",
    ),
    pytest.param(
        {"number": hall.WITHDRAWN.number},
        ("audience.prior_request",),
        "indicați numărul celei respinse",
        "name the one that was refused",
        id="withdrawn",
    ),
    pytest.param(
        {"number": world.STEFAN.number},
        ("audience.prior_request",),
        "Depuneți mai întâi o cerere",
        "File a request first",
        id="another-s-request",
    ),
    pytest.param(
        {"applicant": Applicant(world.NAME, "8")},
        ("audience.prior_request",),
        "Depuneți mai întâi o cerere",
        "File a request first",
        id="another-of-that-name",
    ),
    pytest.param(
        {"reason": "PROBLEME, personale!"},
        ("audience.reason",),
        "motive generale precum «probleme personale» nu sunt acceptate",
        "general reasons such as «probleme personale» are not accepted",
        id="a-general-reason",
    ),
    pytest.param(
        {"reason": " "}, ("audience.reason",), "Spuneți pe scurt", "Say briefly", id="no-reason"
    ),
    pytest.param(
        {"reason": "autorizația 12 a b"},
        ("audience.reason",),
        "Spuneți pe scurt",
        "Say briefly",
        id="one-word-that-says-something",
    ),
    pytest.param(
        {"within_competence": None},
        ("audience.competence",),
        "cereți registraturii să stabilească aceasta",
        "ask the registry to establish it",
        id="competence-not-established",
    ),
    pytest.param(
        {"within_competence": False},
        ("audience.competence",),
        "Adresați-vă instituției competente",
        "Turn to the institution that is competent",
        id="not-within-competence",
    ),
    pytest.param(
        {"slot": world.slot("2026-12-03 11:00")},
        ("audience.day",),
        "miercuri, 2 decembrie 2026, ora 12:45",
        "Wednesday, 9 December 2026, 11:00",
        id="no-audience-day",
    ),
    pytest.param(
        {"slot": world.slot("2026-12-02 10:45")},
        ("audience.day",),
        "miercuri, 2 decembrie 2026, ora 11:00",
        "Wednesday, 25 November 2026, 12:45",
        id="before-the-hours",
    ),
    pytest.param(
        {"slot": world.slot("2026-12-02 12:50")},
        ("slot.grid", "audience.day"),
        "miercuri, 2 decembrie 2026, ora 12:45",
        "Wednesday, 9 December 2026, 11:00",
        id="over-the-end-of-the-hours",
    ),
    pytest.param(
        {"slot": world.slot("2026-12-02 11:00", 20)},
        ("slot.duration",),
        "Cereți o întâlnire mai scurtă.",
        "Ask for a shorter meeting.",
        id="too-long",
    ),
    pytest.param(
        {"contact": Contact("12", "x")},
        ("contact.phone", "contact.email"),
        "Scrieți o adresă de e-mail validă",
        "Give a valid phone number",
        id="contact-data",
    ),
]


@pytest.mark.parametrize(("changes", "rules", "ro", "en"), REFUSALS)
def test_a_refusal_and_its_remedy(
    changes: dict[str, Any], rules: tuple[str, ...], ro: str, en: str
) -> None:
    decision = hall.decided(hall.ask(**changes))
    order = [each for each in decision.policy.rules if each in rules]
    assert decision.refused_by == tuple(order)
    assert decision.events == ()
    for code, remedy in zip(LANGUAGES, (ro, en), strict=True):
        said = decision.explain(code)
        assert remedy in said
        assert all(f"✗ {each}: " in said for each in rules)
        assert world.NAME not in said


def test_all_that_is_wrong_is_told_at_once() -> None:
    decision = hall.decided(
        hall.ask(number=None, reason="?", within_competence=None, channel="in_person"),
        office=hall.hall(audience_policy=hall.audiences(channels=["phone"])),
    )
    assert set(decision.refused_by) == {
        "audience.prior_request",
        "audience.reason",
        "audience.competence",
        "channel.allowed",
    }
    assert "Choose a channel on offer: by phone." in decision.explain("en")


@pytest.mark.parametrize(
    ("days", "at", "enough"),
    [
        (0, "2026-11-24 10:00", True),
        (30, "2026-12-01 23:59", False),
        (30, "2026-12-02 00:00", True),
    ],
)
def test_a_request_waits_its_days_before_it_counts_as_not_answered(
    days: int, at: str, enough: bool
) -> None:
    office = hall.hall(audience_policy=hall.audiences(unanswered_days=days))
    form = hall.ask(number=hall.WAITING.number, slot=hall.SECOND)
    assert hall.decided(form, None, at, office).allowed is enough


def test_the_public_is_not_told_which_part_of_the_proof_differs() -> None:
    findings = [
        hall.decided(hall.ask(**changes)).finding("audience.prior_request")
        for changes in ({"number": "9/9"}, {"number": world.STEFAN.number}, {"number": None})
    ]
    assert len({each.message("ro") for each in findings}) == 1
    assert len({each.message("en", staff=True) for each in findings}) == 2


def full_day(count: int, **changes: Any) -> Agenda:
    return Agenda.of(
        hall.audience(
            f"a-{index}",
            request=None,
            applicant=f"name:{index}",
            slot=world.slot(f"2026-12-02 {11 + index // 4}:{index % 4 * 15:02}"),
            **changes,
        )
        for index in range(count)
    )


LATER_THAT_DAY = world.slot("2026-12-02 12:30")


@pytest.mark.parametrize(
    ("agenda", "allowed"),
    [
        pytest.param(full_day(4), True, id="four-people"),
        pytest.param(full_day(5), False, id="five-people"),
        pytest.param(full_day(5, status="no_show"), False, id="who-did-not-come-counts"),
        pytest.param(full_day(5, status="cancelled"), True, id="who-cancelled-does-not"),
        pytest.param(
            Agenda.of([*full_day(4), hall.audience("a-9", slot=world.slot("2026-12-02 12:00"))]),
            True,
            id="the-same-person-twice",
        ),
    ],
)
def test_so_many_people_a_day(agenda: Agenda, allowed: bool) -> None:
    decision = hall.decided(hall.ask(slot=LATER_THAT_DAY), agenda)
    assert decision.refused_by == (() if allowed else ("audience.daily_limit",))
    if not allowed:
        assert decision.remedy().after == hall.SECOND
        assert "miercuri, 9 decembrie 2026, ora 11:00" in decision.explain("ro")


@pytest.mark.parametrize(
    ("limit", "wrong"), [(1, ("1 persoane", "1 people")), (20, ("20 persoane", "20 person "))]
)
def test_people_are_counted_as_one_says_it(limit: int, wrong: tuple[str, str]) -> None:
    everybody = Agenda.of(
        hall.audience(
            f"a-{index}", request=None, applicant=f"name:{index}", slot=world.slot(start, 1)
        )
        for index, start in ((each, f"2026-12-02 11:{each:02}") for each in range(limit))
    )
    office = hall.hall(audience_policy=hall.audiences(daily_limit=limit))
    decision = hall.decided(hall.ask(slot=LATER_THAT_DAY), everybody, office=office)
    finding = decision.finding("audience.daily_limit")
    assert (finding.refused, finding.measured) == (True, limit)
    for code, said in zip(LANGUAGES, wrong, strict=True):
        assert str(limit) in finding.message(code)
        assert said not in finding.message(code)


def test_no_limit_where_the_policy_has_none() -> None:
    office = hall.hall(audience_policy=hall.audiences(daily_limit=None))
    decision = hall.decided(hall.ask(slot=LATER_THAT_DAY), full_day(6), office=office)
    assert decision.allowed
    assert decision.finding("audience.daily_limit").outcome == "not_applicable"


def test_an_absent_official_gives_no_audience() -> None:
    away = Absence(date(2026, 12, 2), date(2026, 12, 2))
    people = [
        attrs.evolve(each, absences=[away]) if each.id == "d-1" else each for each in hall.PEOPLE
    ]
    decision = hall.decided(hall.ask(), office=hall.hall(people=people))
    assert decision.refused_by == ("inspector.present",)


# --- the new booking ------------------------------------------------------------------------


def made(**changes: Any) -> Booking:
    [booking] = hall.done(hall.ask(**changes), office=hall.hall(rooms=["1.01"]))
    return booking


def test_an_audience_as_it_is_booked() -> None:
    booking = made(channel="phone")
    assert booking == Booking(
        id="d-1@20261202T090000Z",
        request="119368/305",
        inspector="d-1",
        applicant="id:7",
        slot=hall.FIRST,
        channel="phone",
        contact=Contact("+40264596030", world.EMAIL),
        booked_at=world.AT,
        procedure="audience",
    )


def test_in_person_it_gets_a_room() -> None:
    assert made(channel="in_person").room == "1.01"
    assert made(channel="in_person", room="1.01").room == "1.01"
    assert made().room is None


def test_the_answer_is_asked_for_with_the_booking_or_not() -> None:
    assert made().answer_requested_at is None
    assert made(answer_requested=True).answer_requested_at == world.AT


@pytest.mark.parametrize(
    ("changes", "key", "request_"),
    [
        ({}, "id:7", "119368/305"),
        ({"applicant": "ANA-MARIA  pop ionescu"}, "id:7", "119368/305"),
        ({"applicant": hall.ANA}, "id:7", "119368/305"),
        ({"official": "vp-1", "number": None}, Applicant(world.NAME).key, None),
        ({"official": "vp-1", "number": None, "applicant": hall.ANA}, "id:7", None),
        ({"official": "vp-1", "number": world.STEFAN.number}, Applicant(world.NAME).key, None),
        ({"official": "vp-1", "number": "not a number"}, Applicant(world.NAME).key, None),
    ],
)
def test_whose_audience_it_is(changes: dict[str, Any], key: str, request_: str | None) -> None:
    policy = hall.audiences(ladder={})
    agenda = hall.done(hall.ask(**changes), office=hall.hall(audience_policy=policy))
    [booking] = agenda
    assert (booking.applicant, booking.request) == (key, request_)


def test_ids_are_made_of_the_official_and_the_start() -> None:
    agenda, ids = Agenda(), []
    for _ in range(3):
        before = set(agenda)
        agenda = hall.done(hall.ask(), agenda)
        [booking] = [each for each in agenda if each not in before]
        ids.append(booking.id)
        agenda = hall.done(Cancel(booking=booking.id), agenda)
    assert ids == [f"d-1@20261202T090000Z{more}" for more in ("", "-2", "-3")]
    with pytest.raises(InvalidInput, match=r"^booking: got 'a-1'; expected an id that"):
        hall.decided(hall.ask(booking="a-1"), AT_THE_DIRECTOR)


def test_an_official_of_a_long_id_can_be_met() -> None:
    """decide: an exception only for what is no question at all."""
    people = [attrs.evolve(hall.DIRECTOR, id="d" * 200), *hall.PEOPLE]
    form = hall.ask(official="d" * 200)
    assert hall.decided(form, office=hall.hall(people=people)).allowed


# --- one agenda for both --------------------------------------------------------------------

ELEVEN_TICKET = hall.ticket(slot=hall.FIRST)


@pytest.mark.parametrize("status", ["booked", "held", "no_show"])
def test_a_citizen_is_not_at_two_meetings_at_once(status: str) -> None:
    agenda = Agenda.of([attrs.evolve(ELEVEN_TICKET, status=status)])
    assert hall.decided(hall.ask(), agenda).refused_by == ("applicant.free",)
    agenda = Agenda.of([hall.audience(status=status)])
    form = world.book(slot=hall.FIRST)
    assert hall.decided(form, agenda).refused_by == ("applicant.free",)
    by_name = hall.decided(hall.ask(official="vp-1", number=None), Agenda.of([ELEVEN_TICKET]))
    assert not by_name.finding("applicant.free").refused  # the name alone is not the id


@pytest.mark.parametrize(
    ("first", "second"),
    [(ELEVEN_TICKET, hall.audience()), (hall.audience(), ELEVEN_TICKET)],
)
def test_nor_does_it_apply(first: Booking, second: Booking) -> None:
    agenda = Agenda.of([first])
    with pytest.raises(AgendaConflict, match=r"^applicant.free"):
        apply(agenda, Booked(at=world.AT, booking=second))
    assert list(agenda) == [first]
    with pytest.raises(AgendaConflict, match=r"^applicant.free"):
        Agenda.of([first, second])


def test_an_official_is_not_at_two_meetings_at_once() -> None:
    """A director who has a request in operation, in a town whose policy lets them be met."""
    file = Request("1/1", "Rus Ion", world.FILED, "d-1")
    office = hall.hall(requests=(*hall.FILES, file), meets=["execution", "director"])
    ticket_at_eleven = hall.ticket("b-9", request="1/1", inspector="d-1", applicant="name:ion rus")
    agenda = Agenda.of([attrs.evolve(ticket_at_eleven, slot=hall.FIRST)])
    assert hall.decided(hall.ask(), agenda, office=office).refused_by == ("slot.free",)
    form = world.book(number="1/1", applicant="Rus Ion", slot=hall.FIRST)
    booked = Agenda.of([hall.audience()])
    assert hall.decided(form, booked, office=office).refused_by == ("slot.free",)


def test_a_ticket_does_not_count_as_a_person_received() -> None:
    tickets = Agenda.of(
        hall.ticket(
            f"b-{index}",
            inspector="d-1",
            applicant=f"name:{index}",
            slot=world.slot(f"2026-12-02 {8 + index // 4:02}:{index % 4 * 15:02}"),
        )
        for index in range(6)
    )
    assert hall.decided(hall.ask(), tickets).allowed


def test_an_audience_is_no_open_booking_of_the_request() -> None:
    agenda = Agenda.of([hall.audience()])
    assert hall.decided(world.book(), agenda).allowed
    missed = Agenda.of([hall.audience(status="no_show", slot=world.slot("2026-11-18 11:00"))])
    office = hall.hall(no_show_pause_days=30)
    assert hall.decided(world.book(), missed, office=office).allowed
    assert list(agenda.open_of_request(hall.REFUSED.number, 0)) == [agenda["a-1"]]


TICKETS, AUDIENCES = "cluj-napoca/tichet-albastru", "cluj-napoca/audiente"


@pytest.mark.parametrize(
    ("command", "policy"),
    [
        (Reschedule(booking="a-1", slot=hall.SECOND), AUDIENCES),
        (Reschedule(booking="b-1", slot=world.slot("2026-11-26 10:15")), TICKETS),
        (Cancel(booking="a-1"), AUDIENCES),
        (Cancel(booking="b-1"), TICKETS),
        (Cancel(booking="nothing"), TICKETS),
        (world.book(), TICKETS),
        (hall.ask(), AUDIENCES),
    ],
)
def test_each_is_judged_by_its_own_policy(command: Any, policy: str) -> None:
    agenda = Agenda.of([hall.audience(), hall.ticket()])
    decision = hall.decided(command, agenda)
    assert decision.policy.name == policy
    assert decision.case.policy.name == policy
    if isinstance(command, Reschedule):
        assert decision.allowed
        assert [each.rule for each in decision.findings] == [
            "booking.open",
            *decision.policy.rules,
        ]


def test_what_was_proven_stays_proven_when_an_audience_moves() -> None:
    agenda = Agenda.of([hall.audience(request=None)])
    decision = hall.decided(Reschedule(booking="a-1", slot=hall.SECOND), agenda)
    assert decision.allowed
    for rule in ("prior_step", "prior_request", "reason", "competence"):
        assert decision.finding(f"audience.{rule}").outcome == "not_applicable"
    for slot, rule in (
        (world.slot("2026-12-03 11:00"), "audience.day"),
        (world.slot("2026-12-02 10:45"), "audience.day"),
    ):
        moved = hall.decided(Reschedule(booking="a-1", slot=slot), agenda)
        assert moved.refused_by == (rule,)


def test_the_one_who_moves_within_the_day_does_not_count_twice() -> None:
    agenda = full_day(5)
    moved = Reschedule(booking="a-1", slot=LATER_THAT_DAY)
    assert hall.decided(moved, agenda).allowed


def test_an_audience_can_be_missed_or_cancelled_like_any_meeting() -> None:
    agenda = Agenda.of([hall.audience()])
    assert hall.done(NoShow(booking="a-1"), agenda, "2026-12-02 11:10")["a-1"].status == "no_show"
    assert hall.done(Cancel(booking="a-1"), agenda)["a-1"].status == "cancelled"


def test_an_audit_judges_each_under_its_own_policy() -> None:
    thursday = world.slot("2026-12-03 11:00")
    log = [
        hall.ticket("b-1", slot=world.slot("2026-11-25 10:00")),  # a day ahead: too late
        hall.audience("a-1", slot=world.slot("2026-11-25 11:00")),  # no notice is asked for
        hall.audience("a-2", slot=thursday, applicant="name:x", request=None),
        hall.audience("a-3", inspector="i-2", applicant="name:y", request=None),
        hall.audience("a-4", request="9/9", applicant="name:z", slot=hall.SECOND),
    ]
    found = audit(log, office=hall.hall())
    assert [(each.booking, each.rule, each.policy.partition("@")[0]) for each in found] == [
        ("a-2", "audience.day", AUDIENCES),
        ("a-3", "audience.official", AUDIENCES),
        ("a-3", "audience.day", AUDIENCES),
        ("b-1", "slot.notice", TICKETS),
    ]
    assert found[-1].sensitivity.rule == "slot.notice"


def test_an_audit_finds_what_collides_across_the_procedures() -> None:
    log = [
        ELEVEN_TICKET,
        attrs.evolve(hall.audience(), booked_at=world.AT + timedelta(minutes=1)),
        *(
            attrs.evolve(each, booked_at=world.AT + timedelta(minutes=2))
            for each in full_day(6)
            if each.id not in ("a-0", "a-1")
        ),
    ]
    found = [(each.booking, each.rule) for each in audit(log, office=hall.hall())]
    assert found == [("a-1", "applicant.free")]
    cancelled = [ELEVEN_TICKET, hall.audience(status="cancelled")]
    assert audit(cancelled, office=hall.hall()) == ()


# --- a policy of audiences as the office's own ----------------------------------------------


def test_a_policy_of_audiences_refuses_the_form_of_a_blue_ticket() -> None:
    office = hall.hall().replace(policy=hall.audiences())
    decision = hall.decided(world.book(inspector="d-1", slot=hall.FIRST), office=office)
    assert {"audience.reason", "audience.competence"} <= set(decision.refused_by)
    assert "audience.prior_request" in decision.refused_by
    assert decision.policy.name == AUDIENCES
    assert hall.decided(hall.ask(), office=office).allowed
    with pytest.raises(InvalidInput, match=r"^number: got '9/9'; expected a request"):
        hall.decided(world.book(number="9/9"), office=office)


def test_the_office_of_audiences_takes_no_policy_of_tickets() -> None:
    with pytest.raises(InvalidInput, match=r"^audiences: "):
        Office(audiences=world.policy())


# --- at the door ----------------------------------------------------------------------------

DOOR: list[Any] = [
    ("official", "", InvalidInput, "official"),
    ("official", None, WrongType, "official"),
    ("applicant", 7, WrongType, "applicant"),
    ("applicant", None, WrongType, "applicant"),
    ("applicant", "", InvalidInput, "applicant"),
    ("applicant", "?!", InvalidInput, "applicant"),
    ("slot", None, WrongType, "slot"),
    ("reason", None, WrongType, "reason"),
    ("reason", 7, WrongType, "reason"),
    ("reason", "un\x00doi", InvalidInput, "reason"),
    ("reason", "x" * 20_001, InvalidInput, "reason"),
    ("number", 7, WrongType, "number"),
    ("within_competence", 1, WrongType, "within_competence"),
    ("within_competence", "da", WrongType, "within_competence"),
    ("answer_requested", 0, WrongType, "answer_requested"),
    ("answer_requested", None, WrongType, "answer_requested"),
    ("channel", "fax", InvalidInput, "channel"),
    ("channel", None, InvalidInput, "channel"),
    ("contact", "0264", WrongType, "contact"),
    ("prior_audience", "", InvalidInput, "prior_audience"),
    ("prior_audience", 7, WrongType, "prior_audience"),
    ("booking", " ", InvalidInput, "booking"),
    ("booking", "x" * 201, InvalidInput, "booking"),
    ("room", "", InvalidInput, "room"),
    ("room", 7, WrongType, "room"),
]


@pytest.mark.parametrize(("name", "value", "kind", "place"), DOOR)
def test_what_is_no_form_is_an_error_that_names_the_field(
    name: str, value: Any, kind: type[InvalidInput], place: str
) -> None:
    with pytest.raises(kind, match=f"^{place}: ") as raised:
        hall.ask(**{name: value})
    assert type(raised.value) is kind
    personal = name in {"applicant", "reason", "contact"}
    assert raised.value.given == (None if personal else world.shown(value))


@pytest.mark.parametrize(
    ("name", "value"),
    [("inspector", ""), ("booking", 7), ("room", ""), ("number", None), ("applicant", 7)],
)
def test_what_is_no_form_of_a_ticket(name: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=f"^{name}: "):
        world.book(**{name: value})


@pytest.mark.parametrize(
    ("form", "channel", "room", "expected"),
    [
        (hall.ask, "in_person", "9.99", "one of the office's rooms"),
        (world.book, "in_person", "9.99", "one of the office's rooms"),
        (hall.ask, "phone", "1.01", "none, as the channel is phone"),
        (world.book, "online", "1.01", "none, as the channel is online"),
    ],
)
def test_a_room_that_can_t_be_had_is_an_error(
    form: Any, channel: str, room: str, expected: str
) -> None:
    with pytest.raises(InvalidInput, match=f"^room: got '{room}'; expected {expected}$"):
        hall.decided(form(channel=channel, room=room), office=hall.hall(rooms=["1.01"]))


SECRETS = ("Zyxw", "0722", "zyxw@example", "taină")


def test_no_personal_data_are_in_a_form_s_words() -> None:
    form = hall.ask(
        applicant="Zyxw Ana", contact=Contact("0722123457", "zyxw@example.org"), reason="o taină x"
    )
    decision = hall.decided(form)
    for said in (repr(form), f"{form}", repr(decision.case), decision.explain("ro", full=True)):
        assert not [each for each in SECRETS if each in said]
    for name, value in (
        ("applicant", ["Zyxw"]),
        ("reason", ["taină"]),
        ("reason", "taină\x00"),
        ("contact", "0722"),
    ):
        with pytest.raises(InvalidInput) as raised:
            hall.ask(**{name: value})
        assert not [each for each in SECRETS if each in str(raised.value)]


def test_a_form_is_a_value() -> None:
    form = hall.ask(applicant="Pop Ana")
    assert form == hall.ask(applicant=Applicant("Pop Ana"))
    assert form.channel is Channel.ONLINE
    assert pickle.loads(pickle.dumps(form)) == form
    assert isinstance(form, BookAudience)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        form.reason = "alt motiv"  # type: ignore[misc]


def test_an_official_who_gives_no_audiences_at_all_is_told_so_shortly() -> None:
    """No slot helps against audience.official: none is searched for."""
    decision = hall.decided(hall.ask(official="i-1"))
    assert decision.remedy().closed_by == ()
    assert Inspector("i-9").audience_intervals_on(date(2026, 12, 2)) == ()


def test_without_days_of_audience_an_official_is_free_in_their_working_hours() -> None:
    def starts(*left_out: str) -> list[datetime]:
        office = hall.hall(audience_policy=hall.without(hall.audiences(), *left_out))
        day = hall.FIRST.start.date()
        found = free_slots(
            Agenda(),
            inspector="d-1",
            first=day,
            last=day,
            at=world.AT,
            office=office,
            channel="in_person",
            procedure="audience",
        )
        return [each.start for each in found]

    within, all_day = starts(), starts("audience.day")
    assert set(within) < set(all_day)
    assert hall.FIRST.start in within
    assert all_day[0].astimezone(world.ZONE).hour == 8
