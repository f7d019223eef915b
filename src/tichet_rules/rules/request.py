"""Rules about the request that the meeting is for."""

from __future__ import annotations

from typing import Any

from tichet_rules.errors import InvalidInput
from tichet_rules.identity import name_key
from tichet_rules.model import Booking, Request, RequestStatus
from tichet_rules.policy import Citation, WindowBinds
from tichet_rules.rules.case import Case
from tichet_rules.rules.rule import Finding, found, not_applicable, rule
from tichet_rules.text import Text
from tichet_rules.timekeeping import last_day
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.wording import Days

__all__ = ["after_no_show", "eligible", "identified", "one_open_booking", "response_window"]


# --- request.identified -----------------------------------------------------------------


def all_three_match(number_is_known: Any, name_matches: Any, date_matches: Any) -> Any:
    """The number is registered, and the name and the filing date are those registered."""
    return number_is_known & name_matches & date_matches


@rule(
    "request.identified",
    title=Text("Cererea este identificată", "The request is identified"),
    citation=Citation(
        "article-2020",
        quote="Se introduce numărul de înregistrare al dosarului/cererii, numele și prenumele "
        "și data depunerii",
    ),
    predicate=all_three_match,
    passed=Text("Cererea este identificată.", "The request is identified."),
    refused=Text(
        "Numărul de înregistrare, numele și data depunerii nu corespund, luate împreună, niciunei "
        "cereri înregistrate.",
        "The registration number, the name and the filing date do not together match a "
        "registered request.",
    ),
    not_applicable=Text("Nu se cere identificarea.", "No identification is asked for."),
    remedy=Text(
        "Verificați toate cele trei date de pe dovada de înregistrare.",
        "Check all three against the proof of registration.",
    ),
    note=Text(
        "Publicul nu află care dintre cele trei diferă; personalul vede constatarea întreagă. "
        "Când această regulă refuză, o decizie nu mai judecă nicio alta; un audit le judecă pe "
        "cele care nu cer cererea înregistrată.",
        "The public is not told which of the three differs; staff see the full finding. When "
        "this rule refuses, a decision judges no other; an audit judges those that do not need "
        "the registered request.",
    ),
)
def identified(case: Case) -> Finding:
    """The citizen names one registered request by its number, their name, its filing date."""
    if case.claim is None:
        known = case.request is not None
        staff = () if known else (("unregistered", _UNREGISTERED),)
        return found(identified.id, known, staff=staff)
    known, name, filed = _matches(case)
    return found(
        identified.id,
        all_three_match(known, name, filed),
        staff=(
            ("number_is_known", known),
            ("name_matches", name),
            ("filing_date_matches", filed),
        ),
    )


_UNREGISTERED = Text(
    "Numărul cererii nu este al niciunei cereri înregistrate.",
    "The number of the request is that of no registered request.",
)


def _matches(case: Case) -> tuple[bool, bool, bool]:
    claim, request = case.claim, case.request
    if claim is None or request is None:
        return False, False, False
    # The request of a case is the one whose number was typed.
    return True, _names(claim.applicant, request), claim.filed_on == request.filed_on


def _names(typed: str, request: Request) -> bool:
    try:
        return name_key(typed) == request.applicant.name_key
    except InvalidInput:
        return False  # what was typed is no name at all: it matches none


# --- request.eligible -------------------------------------------------------------------


def open_or_answered(in_operation: Any, answered: Any) -> Any:
    """The request is in operation, or has been answered."""
    return in_operation | answered


@rule(
    "request.eligible",
    title=Text("Cererea poate fi discutată", "The request can be discussed"),
    citation=Citation(
        "article-2020",
        quote="valabil atât pentru cererile care sunt în operare, cât și pentru cele la care "
        "s-a primit un răspuns, dar se doresc anumite clarificări",
    ),
    predicate=open_or_answered,
    passed=Text(
        "Cererea este în operare sau a primit răspuns.",
        "The request is in operation or has been answered.",
    ),
    refused=Text(
        "Cererea nu este în operare și nici nu a primit un răspuns de clarificat ({measured}).",
        "The request is neither in operation nor answered ({measured}).",
    ),
    not_applicable=Text("Nicio cerere de judecat.", "No request to judge."),
    remedy=Text(
        "Pentru o cerere retrasă sau arhivată se depune una nouă.",
        "For a withdrawn or archived request, file a new one.",
    ),
    needs_request=True,
)
def eligible(case: Case) -> Finding:
    """The request is in operation, or has been answered and clarifications are wanted."""
    if case.request is None:
        return not_applicable(eligible.id)
    status = case.request.status
    return found(
        eligible.id,
        open_or_answered(status is RequestStatus.IN_OPERATION, status is RequestStatus.ANSWERED),
        measured=status.words,
    )


# --- request.response_window ------------------------------------------------------------


def within_window(day: Any, last: Any) -> Any:
    """The day is not after the last admissible one."""
    return day <= last


@rule(
    "request.response_window",
    title=Text("În termenul de după răspuns", "Within the window after the answer"),
    citation=Citation("article-2020", quote="în maximum 30 de zile de la comunicarea acestuia"),
    predicate=within_window,
    parameters=("window_days", "window_reading", "window_binds"),
    passed=Text(
        "În termen: {measured}, ultima zi fiind {limit}.",
        "Within the window: {measured}; the last day is {limit}.",
    ),
    refused=Text(
        "Termenul de la comunicarea răspunsului a trecut: {measured}, este după ultima zi, "
        "{limit}.",
        "The window after the answer has passed: {measured} is after its last day, {limit}.",
    ),
    not_applicable=Text(
        "Cererea nu a primit răspuns, deci nu curge niciun termen.",
        "The request has not been answered, so no window runs.",
    ),
    remedy=Text(
        "După acest termen se poate depune o cerere nouă.",
        "After the window, a new request can be filed.",
    ),
    about_the_slot=True,
    needs_request=True,
)
def response_window(case: Case) -> Finding:
    """For an answered request: within at most 30 days of the answer's communication."""
    last = last_admissible_day(case)
    if last is None:
        return not_applicable(response_window.id)
    binds_booking = case.policy.window_binds is WindowBinds.BOOKING
    day = case.calendar.date_at(case.at) if binds_booking else case.day
    return found(
        response_window.id,
        within_window(day.toordinal(), last.toordinal()),
        measured=day,
        limit=last,
    )


def last_admissible_day(case: Case) -> Any:
    """The last day of the window of the case's request, or ``None`` where none runs."""
    if case.request is None or case.request.communicated_on is None:
        return None
    policy = case.policy
    return last_day(
        case.request.communicated_on, policy.window_days, policy.window_reading, case.calendar
    )


# --- request.one_open_booking -----------------------------------------------------------


def below_limit(open_bookings: Any, most: Any) -> Any:
    """One more open booking would still be within the limit."""
    return open_bookings < most


@rule(
    "request.one_open_booking",
    title=Text("O singură programare deschisă", "One open booking at a time"),
    citation=Citation("practice"),
    predicate=below_limit,
    parameters=("open_bookings_per_request",),
    passed=Text(
        "Programări deschise pentru cerere: {measured}; cel mult: {limit}.",
        "Open bookings for the request: {measured} of at most {limit}.",
    ),
    refused=Text(
        "Cererea are deja programări deschise: {measured}; cel mult: {limit}.",
        "The request already has open bookings: {measured} of at most {limit}.",
    ),
    not_applicable=Text("Nicio cerere de judecat.", "No request to judge."),
    remedy=Text(
        "Mutați sau anulați programarea existentă.",
        "Move or cancel the booking that exists.",
    ),
)
def one_open_booking(case: Case) -> Finding:
    """One open booking per request at a time: those booked whose end is after the question."""
    if case.request_number is None:
        return not_applicable(one_open_booking.id)
    bookings = case.taken.open_of_request(case.request_number, case.at)
    count = sum(1 for each in bookings if _counts(case, each))
    most = case.policy.open_bookings_per_request
    return found(one_open_booking.id, below_limit(count, most), measured=count, limit=most)


def _counts(case: Case, booking: Booking) -> bool:
    # An audience about the same request is another procedure's.
    return booking.id != case.ignoring and booking.procedure is case.policy.procedure


# --- request.after_no_show --------------------------------------------------------------


def pause_is_over(today: Any, missed: Any, days: Any) -> Any:
    """So many days have passed since the day that was missed."""
    return today - missed >= days


@rule(
    "request.after_no_show",
    title=Text("După o neprezentare", "After a no-show"),
    citation=Citation("practice"),
    predicate=pause_is_over,
    parameters=("no_show_pause_days",),
    passed=Text(
        "De la neprezentarea de {missed}: {measured}, din {limit}.",
        "Since the no-show of {missed}: {measured} of {limit}.",
    ),
    refused=Text(
        "De la neprezentarea de {missed}: {measured}; cel puțin: {limit}.",
        "Since the no-show of {missed}: {measured}; at least: {limit}.",
    ),
    not_applicable=Text("Nicio neprezentare care să conteze.", "No no-show that counts."),
    remedy=Text(
        "Se poate face o programare începând de {from_}.", "A booking can be made from {from_}."
    ),
    note=Text(
        "Se numără zile calendaristice locale, de la ziua întâlnirii la ziua programării.",
        "Local calendar days are counted, from the day of the meeting to that of the booking.",
    ),
)
def after_no_show(case: Case) -> Finding:
    """What follows a no-show: a pause, where the policy has one, before the next booking."""
    days = case.policy.no_show_pause_days
    if case.request_number is None or not days:
        return not_applicable(after_no_show.id)
    missed = [
        case.calendar.date_at(each.slot.begins)
        for each in case.taken.missed_of_request(case.request_number)
        if _counts(case, each) and each.slot.begins <= case.at
    ]
    if not missed:
        return not_applicable(after_no_show.id)
    last, today = max(missed), case.calendar.date_at(case.at)
    passed = max(0, (today - last).days)
    return found(
        after_no_show.id,
        pause_is_over(today.toordinal(), last.toordinal(), days),
        measured=Days(passed),
        limit=Days(days),
        more=(("missed", last), ("from_", day_after(last, days))),
    )
