"""Rules about audiences with the leadership."""

from __future__ import annotations

from typing import Any, Final

from tichet_rules.identity.words import comparable_words
from tichet_rules.model import Answer, Booking, Inspector, Procedure, RequestStatus, Role
from tichet_rules.policy import Citation
from tichet_rules.rules.case import AudienceFacts, Case
from tichet_rules.rules.inspector import of_a_role_that_is_met
from tichet_rules.rules.rule import Figures, Finding, found, not_applicable, rule
from tichet_rules.rules.slot import inside
from tichet_rules.text import Text
from tichet_rules.wording import clock, listed_words

__all__ = [
    "answer_requested",
    "competence",
    "daily_limit",
    "day",
    "official",
    "prior_request",
    "prior_step",
    "reason",
]

_SOURCE: Final = "audiente-cluj"
_UNKNOWN = Text("Persoana nu este cunoscută instituției.", "The office does not know the person.")
_JUDGED_BEFORE = Text(
    "S-a judecat când s-a făcut programarea.", "It was judged when the booking was made."
)
_ANOTHER_DAY = Text("Alegeți o altă zi de audiențe.", "Choose another audience day.")


# --- audience.official ------------------------------------------------------------------


@rule(
    "audience.official",
    title=Text("O persoană din conducere", "One of the leadership"),
    citation=Citation(_SOURCE),
    predicate=of_a_role_that_is_met,
    parameters=("meets",),
    passed=Text("Rolul: {measured}.", "The role: {measured}."),
    refused=Text(
        "Acest rol nu ține audiențe: {measured}.", "This role holds no audiences: {measured}."
    ),
    not_applicable=_UNKNOWN,
    remedy=Text(
        "Cu personalul de execuție se vorbește prin Tichetul Albastru.",
        "Execution staff are met by a blue ticket.",
    ),
)
def official(case: Case) -> Finding:
    """Audiences are held by the leadership: by the roles that the policy names."""
    if case.inspector is None:
        return found(official.id, False, measured=_UNKNOWN_ROLE)
    role = case.inspector.role
    is_met = int(role in case.policy.meets)
    return found(official.id, of_a_role_that_is_met(is_met), measured=role.words)


_UNKNOWN_ROLE = Text("necunoscut", "unknown")


# --- audience.prior_request -------------------------------------------------------------


def refused_or_unanswered(theirs: Any, negative: Any, unanswered: Any) -> Any:
    """The request is the citizen's, and was answered negatively or not at all."""
    return theirs & (negative | unanswered)


@rule(
    "audience.prior_request",
    title=Text("O cerere depusă anterior", "A request filed before"),
    citation=Citation(_SOURCE),
    predicate=refused_or_unanswered,
    parameters=("unanswered_days",),
    passed=Text("Cererea anterioară: {measured}.", "The earlier request: {measured}."),
    refused=Text(
        "Nu s-a dovedit o cerere anterioară cu răspuns negativ sau fără răspuns: {measured}.",
        "No earlier request was proven that was answered negatively or not answered: {measured}.",
    ),
    not_applicable=Text(
        "Se cere numai pentru audiența la un șef sau director de direcție.",
        "It is asked for only before an audience with a head or director of department.",
    ),
    remedy=Text(
        "Depuneți mai întâi o cerere, sau indicați numărul celei respinse ori fără răspuns.",
        "File a request first, or name the one that was refused or not answered.",
    ),
    note=Text(
        "Cererea se potrivește după număr și nume; publicul nu află care diferă. O cerere este "
        "fără răspuns dacă a trecut termenul «unanswered_days» de la depunere.",
        "The request is matched by number and name; the public is not told which differs. A "
        "request is unanswered once `unanswered_days` have passed since it was filed.",
    ),
)
def prior_request(case: Case) -> Finding:
    """For a director: a request was filed before and was answered negatively, or not answered."""
    facts, request = case.audience, case.request
    if facts is None or case.inspector is None or case.inspector.role is not Role.DIRECTOR:
        return not_applicable(prior_request.id)
    if request is None or not facts.owns_request:
        named = Text("da", "yes") if request else Text("nu", "no")
        return found(
            prior_request.id, False, measured=_NOT_PROVEN, staff=(("number_known", named),)
        )
    days = case.calendar.date_at(case.at).toordinal() - request.filed_on.toordinal()
    waits = request.status is RequestStatus.IN_OPERATION
    unanswered = waits & (days >= case.policy.unanswered_days)
    measured = _STANDS.get(request.answer, request.status.words)
    if waits:
        measured = _UNANSWERED if unanswered else _IN_TIME
    return found(
        prior_request.id,
        refused_or_unanswered(True, request.answer is Answer.NEGATIVE, unanswered),
        measured=measured,
        staff=(("filed_on", request.filed_on),),
    )


_NOT_PROVEN = Text("niciuna", "none")
_UNANSWERED = Text("fără răspuns", "not answered")
_IN_TIME = Text("încă în termenul de răspuns", "still within the time to answer")
_STANDS: Final[dict[Answer | None, Text]] = {
    Answer.NEGATIVE: Text("răspuns negativ", "answered negatively"),
    Answer.FAVOURABLE: Text("răspuns favorabil", "answered favourably"),
}


# --- audience.prior_step ----------------------------------------------------------------


def step_taken(held: Any, theirs: Any, of_the_step: Any, competent: Any) -> Any:
    """An audience was held with this citizen by an official of the step before, a competent one."""
    return held & theirs & of_the_step & competent


@rule(
    "audience.prior_step",
    title=Text("Treapta anterioară", "The step before"),
    citation=Citation(_SOURCE),
    predicate=step_taken,
    parameters=("ladder",),
    passed=Text("A avut loc audiența la: {measured}.", "An audience was held with: {measured}."),
    refused=Text(
        "Înainte se cere o audiență la: {limit}. Dovada dată: {measured}.",
        "An audience is needed first with: {limit}. The proof given: {measured}.",
    ),
    not_applicable=Text(
        "La această audiență se poate veni direct.", "This audience needs no step before it."
    ),
    remedy=Text(
        "Cereți mai întâi o audiență la: {limit}; apoi indicați-o aici.",
        "Ask first for an audience with: {limit}; then name it here.",
    ),
    note=Text(
        "Directorul este competent dacă este al direcției care are cererea; unde direcțiile nu "
        "sunt consemnate, orice director.",
        "A director is the competent one when theirs is the department that has the request; "
        "where departments are not on record, any director is.",
    ),
)
def prior_step(case: Case) -> Finding:
    """The ladder: before the mayor a deputy mayor, before a deputy mayor the director."""
    facts = case.audience
    needed = case.policy.ladder.get(case.inspector.role) if case.inspector else None
    if facts is None or needed is None:
        return not_applicable(prior_step.id)
    limit = listed_words([each.words for each in needed])
    prior, met = facts.prior, facts.prior_official
    if prior is None:
        return found(prior_step.id, False, measured=_NONE, limit=limit)
    held = _held_audience(prior, case.at)
    theirs = prior.applicant == case.applicant
    of_the_step = met is not None and met.role in needed
    competent = _competent(facts)
    measured = _NONE  # of a booking that is somebody else's the public is not told a thing
    if theirs:
        measured = met.role.words if held and met is not None else _NOT_HELD
        measured = measured if competent or not held else _OF_ANOTHER
    staff: Figures = (("booking", prior.id), ("status", prior.status.words))
    return found(
        prior_step.id,
        step_taken(held, theirs, of_the_step, competent),
        measured=measured,
        limit=limit,
        staff=staff,
    )


_NONE = Text("niciuna", "none")
_NOT_HELD = Text("nu arată o audiență avută", "shows no audience that was held")
_OF_ANOTHER = Text("director al altei direcții", "a director of another department")


def _held_audience(booking: Booking, at: int) -> bool:
    ended = booking.slot.ends <= at
    return booking.procedure is Procedure.AUDIENCE and booking.is_held and ended


def _competent(facts: AudienceFacts) -> bool:
    """Whether the director who was met is of the department that has the request."""
    met: Inspector | None = facts.prior_official
    wanted = facts.department
    if met is None or met.role is not Role.DIRECTOR or wanted is None or met.department is None:
        return True
    return met.department == wanted


# --- audience.reason --------------------------------------------------------------------


def says_enough(words: Any, least: Any) -> Any:
    """Beside the general words, at least so many are left."""
    return words >= least


@rule(
    "audience.reason",
    title=Text("Motivul este arătat clar", "The reason is stated clearly"),
    citation=Citation(_SOURCE, quote="probleme personale"),
    predicate=says_enough,
    parameters=("general_reasons", "reason_min_words"),
    passed=Text("Motivul este arătat.", "The reason is stated."),
    refused=Text(
        "Motivul nu este arătat clar (cuvinte care spun ceva: {measured}; este nevoie de cel puțin "
        "{limit}).",
        "The reason is not stated clearly: words that say something: {measured}, at least {limit}.",
    ),
    not_applicable=_JUDGED_BEFORE,
    remedy=Text(
        "Spuneți pe scurt despre ce este vorba; motive generale precum «probleme personale» nu "
        "sunt acceptate.",
        "Say briefly what it is about; general reasons such as «probleme personale» are not "
        "accepted.",
    ),
    note=Text(
        "Nu se numără cuvintele motivelor generale din politică, oricum ar fi scrise.",
        "The words of the policy's general reasons are not counted, however they are written.",
    ),
)
def reason(case: Case) -> Finding:
    """The reason is stated clearly; a general one like "probleme personale" is not accepted."""
    if case.audience is None:
        return not_applicable(reason.id)
    general = {word for phrase in case.policy.general_reasons for word in comparable_words(phrase)}
    told = [each for each in comparable_words(case.audience.reason or "") if _says(each, general)]
    least = case.policy.reason_min_words
    return found(
        reason.id, says_enough(len(set(told)), least), measured=len(set(told)), limit=least
    )


_A_LETTER: Final = 1


def _says(word: str, general: set[str]) -> bool:
    return len(word) > _A_LETTER and not word.isdigit() and word not in general


# --- audience.competence ----------------------------------------------------------------


def is_within(competence: Any) -> Any:
    """The matter was found to be within the city hall's competence."""
    return competence == 1


@rule(
    "audience.competence",
    title=Text("În competența primăriei", "Within the city hall's competence"),
    citation=Citation(_SOURCE),
    predicate=is_within,
    passed=Text("Problema este în competența primăriei.", "The matter is within its competence."),
    refused=Text(
        "Problema {measured} în competența primăriei.",
        "The matter {measured} within the city hall's competence.",
    ),
    not_applicable=_JUDGED_BEFORE,
    remedy=Text(
        "Adresați-vă instituției competente, sau cereți registraturii să stabilească aceasta.",
        "Turn to the institution that is competent, or ask the registry to establish it.",
    ),
    note=Text(
        "Un fapt pe care îl stabilește registratura: fără el, regula refuză.",
        "A fact that the registry establishes: without it, the rule refuses.",
    ),
)
def competence(case: Case) -> Finding:
    """Only matters within the city hall's competence."""
    if case.audience is None:
        return not_applicable(competence.id)
    within = case.audience.within_competence
    return found(
        competence.id,
        is_within(int(within is True)),
        measured=_WITHIN[within],
        words=_NOT_ESTABLISHED if within is None else None,
    )


_WITHIN: Final[dict[bool | None, Text]] = {
    True: Text("este", "is"),
    False: Text("nu este", "is not"),
    None: Text("nu s-a stabilit că este", "was not established to be"),
}
_NOT_ESTABLISHED = Text(
    "Nu s-a stabilit că problema este în competența primăriei.",
    "The matter was not established to be within the city hall's competence.",
)


# --- audience.day -----------------------------------------------------------------------


@rule(
    "audience.day",
    title=Text("În ziua și orele de audiență", "On the audience day and hours"),
    citation=Citation(_SOURCE),
    predicate=inside,
    passed=Text(
        "{measured} este în orele de audiență: {limit}.",
        "{measured} is within the audience hours: {limit}.",
    ),
    refused=Text("{lead}.", "{lead}."),
    not_applicable=_UNKNOWN,
    remedy=_ANOTHER_DAY,
    about_the_slot=True,
)
def day(case: Case) -> Finding:
    """On that official's audience day and within its hours."""
    if case.inspector is None:
        return not_applicable(day.id)
    slot = case.slot
    holds = any(
        inside(slot.begins, slot.ends, opens, closes) for opens, closes in case.audience_spans
    )
    start, end = (clock(case.calendar.local(each)) for each in (slot.start, slot.end))
    hours = tuple(str(each) for each in case.inspector.audience_intervals_on(case.day))
    asked = f"{start}-{end}"
    return found(
        day.id,
        holds,
        measured=asked,
        limit=hours,
        more=() if holds else (("lead", _outside(asked, hours)),),
    )


def _outside(asked: str, hours: tuple[str, ...]) -> Text:
    if not hours:
        return Text("Nu este zi de audiențe", "It is no audience day")
    said = ", ".join(hours)
    return Text(
        f"{asked} nu încape în orele de audiență ale zilei: {said}",
        f"{asked} does not fit the audience hours of the day: {said}",
    )


# --- audience.daily_limit ---------------------------------------------------------------


def room_for_one_more(people: Any, most: Any) -> Any:
    """With one more person the day would still be within the limit."""
    return people < most


@rule(
    "audience.daily_limit",
    title=Text("Numărul maxim de persoane pe zi", "At most so many people a day"),
    citation=Citation(_SOURCE),
    predicate=room_for_one_more,
    parameters=("daily_limit",),
    passed=Text(
        "Alte persoane programate în acea zi: {measured}; cel mult: {limit}.",
        "Other people booked on that day: {measured}; at most: {limit}.",
    ),
    refused=Text(
        "Persoane programate deja în acea zi: {measured}; cel mult: {limit}.",
        "People booked on that day already: {measured}; at most: {limit}.",
    ),
    not_applicable=Text("Numărul nu este limitat.", "The number is not limited."),
    remedy=_ANOTHER_DAY,
    about_the_slot=True,
    note=Text(
        "Se numără persoanele, nu întâlnirile: audiențele aceluiași funcționar în acea zi, "
        "neanulate.",
        "People are counted, not meetings: that official's audiences of the day, cancelled ones "
        "left out.",
    ),
)
def daily_limit(case: Case) -> Finding:
    """At most N people a day are received by one official."""
    most = case.policy.daily_limit
    if most is None:
        return not_applicable(daily_limit.id)
    people = len(case.people_received - {case.applicant})
    return found(daily_limit.id, room_for_one_more(people, most), measured=people, limit=most)


# --- audience.answer_requested ----------------------------------------------------------


def asked_for(requested: Any) -> Any:
    """The citizen asked for it."""
    return requested == 1


@rule(
    "audience.answer_requested",
    title=Text("Răspunsul scris a fost cerut", "The written answer was asked for"),
    citation=Citation(_SOURCE),
    predicate=asked_for,
    passed=Text("Cetățeanul a cerut răspunsul scris.", "The citizen asked for a written answer."),
    refused=Text(
        "Cetățeanul nu a cerut un răspuns scris.", "The citizen did not ask for a written answer."
    ),
    not_applicable=Text("Numai pentru audiențe.", "For audiences only."),
    remedy=Text(
        "Consemnați mai întâi că răspunsul a fost cerut.", "Record that it was asked for first."
    ),
)
def answer_requested(case: Case) -> Finding:
    """The answer to an audience is given in writing when the citizen asks for it."""
    if case.booking is None or case.booking.procedure is not Procedure.AUDIENCE:
        return not_applicable(answer_requested.id)
    requested = int(case.booking.answer_requested_at is not None)
    return found(answer_requested.id, asked_for(requested))
