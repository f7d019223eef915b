"""Rules about the time of the meeting."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from tichet_rules.model import Week
from tichet_rules.policy import Citation
from tichet_rules.rules.case import Case
from tichet_rules.rules.inspector import none_of
from tichet_rules.rules.rule import Figures, Finding, found, not_applicable, rule
from tichet_rules.text import LANGUAGES, Language, Text
from tichet_rules.timekeeping import ClosedBecause
from tichet_rules.timekeeping.instants import HOUR, MINUTE, from_ticks
from tichet_rules.timekeeping.readings import earliest_ticks, notice_given
from tichet_rules.wording import Days, clock, day_name, say, weekday_name

__all__ = ["duration", "free", "grid", "horizon", "notice", "working_day", "working_hours"]

_ANOTHER_TIME = Text("Alegeți o altă oră.", "Choose another time.")
_ANOTHER_DAY = Text("Alegeți o altă zi.", "Choose another day.")
_UNKNOWN_HOURS = Text(
    "Programul inspectorului nu este cunoscut.", "The inspector's hours are not known."
)


# --- slot.notice ------------------------------------------------------------------------


def enough_notice(given: Any, required: Any) -> Any:
    """The notice given, as the reading counts it, is at least the notice required."""
    return given >= required


@rule(
    "slot.notice",
    title=Text("Programare din timp", "Booked in time"),
    citation=Citation(
        "article-2020",
        quote="Programarea pentru Tichetul Albastru se face cu minimum 48 de ore înainte.",
    ),
    predicate=enough_notice,
    parameters=("notice_hours", "notice_reading"),
    passed=Text(
        "Programată cu {measured} înainte; răgazul cerut: {limit}.",
        "Booked {measured} ahead; the notice required: {limit}.",
    ),
    refused=Text(
        "{lead}; răgazul cerut: {limit}. Cel mai devreme: {earliest}.",
        "{lead}; the notice required: {limit}. The earliest: {earliest}.",
    ),
    not_applicable=Text("Nu se cere un răgaz.", "No notice is required."),
    remedy=Text("Alegeți o oră mai târzie.", "Choose a later time."),
    about_the_slot=True,
    note=Text(
        "Răgazul există pentru ca inspectorul să se poată pregăti: «funcționarul solicitat are 48 "
        "de ore să se pregătească» (Monitorul de Cluj, conferința de presă de lansare, "
        "5 octombrie 2020). Un interval din trecut este refuzat aici.",
        "The notice exists so that the inspector can prepare: «funcționarul solicitat are 48 de "
        "ore să se pregătească» (Monitorul de Cluj, on the press conference of the launch, "
        "5 October 2020). A slot in the past is refused here.",
    ),
)
def notice(case: Case) -> Finding:
    """The slot is booked at least 48 hours ahead."""
    policy = case.policy
    required = policy.notice_hours * HOUR
    given = notice_given(case.at, case.slot.begins, policy.notice_reading, case.calendar)
    holds = enough_notice(given, required)
    return found(
        notice.id,
        holds,
        measured=timedelta(microseconds=given),
        limit=timedelta(hours=policy.notice_hours),
        more=() if holds else _too_late(case, given, required),
    )


def _too_late(case: Case, given: int, required: int) -> Figures:
    if case.slot.begins <= case.at:
        lead = Text("Intervalul este în trecut", "The slot is in the past")
    elif given <= 0:
        lead = Text("Niciun răgaz care să conteze", "No notice that counts")
    else:
        # In whole minutes, and never more than was given.
        span = timedelta(microseconds=given if given < MINUTE else given - given % MINUTE)
        lead = Text(f"Doar {say(span, 'ro')} înainte", f"Only {say(span, 'en')} ahead")
    earliest = earliest_ticks(case.at, required, case.policy.notice_reading, case.calendar)
    # The first whole minute: a time that is told can be booked.
    earliest += -earliest % MINUTE
    return (("lead", lead), ("earliest", case.calendar.local(from_ticks(earliest))))


# --- slot.duration ----------------------------------------------------------------------


def short_enough(minutes: Any, most: Any) -> Any:
    """The meeting is at most so long."""
    return minutes <= most


@rule(
    "slot.duration",
    title=Text("Durata întâlnirii", "The length of the meeting"),
    citation=Citation("article-2020", quote="Durata maximă a întâlnirii este de 15 minute"),
    predicate=short_enough,
    parameters=("max_minutes",),
    passed=Text("Durează {measured}; cel mult {limit}.", "{measured} of at most {limit}."),
    refused=Text(
        "Întâlnirea ar dura {measured}; sunt permise cel mult {limit}.",
        "The meeting would last {measured}; at most {limit} are allowed.",
    ),
    not_applicable=Text("Nicio limită de durată.", "No limit of length."),
    remedy=Text("Cereți o întâlnire mai scurtă.", "Ask for a shorter meeting."),
)
def duration(case: Case) -> Finding:
    """The meeting lasts at most 15 minutes."""
    minutes, most = case.slot.minutes, case.policy.max_minutes
    return found(
        duration.id,
        short_enough(minutes, most),
        measured=timedelta(microseconds=minutes * MINUTE),
        limit=timedelta(minutes=most),
    )


# --- slot.working_day -------------------------------------------------------------------


def office_is_open(working_day: Any) -> Any:
    """The day is one on which the office works."""
    return working_day == 1


@rule(
    "slot.working_day",
    title=Text("Zi lucrătoare", "A working day"),
    citation=Citation("codul-muncii", "art. 139"),
    predicate=office_is_open,
    passed=Text("{measured}, este zi lucrătoare.", "{measured} is a working day."),
    refused=Text(
        "{measured}, nu este zi lucrătoare: {because}.",
        "{measured} is not a working day: {because}.",
    ),
    not_applicable=Text("Ziua nu contează.", "The day does not matter."),
    remedy=_ANOTHER_DAY,
    about_the_slot=True,
)
def working_day(case: Case) -> Finding:
    """Not a public holiday, a weekend or a closure; on a recovery day the office is open."""
    calendar = case.calendar
    holds = office_is_open(int(calendar.is_working_day(case.day)))
    more: Figures = ()
    if not holds:
        closure = calendar.closure(case.day)
        assert closure is not None  # the same calendar said that the day is not worked
        more = (("because", closure.name or _CLOSED[closure.because]),)
    return found(working_day.id, holds, measured=case.day, more=more)


_CLOSED = {
    ClosedBecause.WEEKEND: Text("sfârșit de săptămână", "weekend"),
    ClosedBecause.PUBLIC_HOLIDAY: Text("sărbătoare legală", "public holiday"),
    ClosedBecause.CLOSURE: Text("instituția este închisă", "the office is closed"),
}


# --- slot.working_hours -----------------------------------------------------------------


def inside(begins: Any, ends: Any, opens: Any, closes: Any) -> Any:
    """The meeting lies wholly within the interval."""
    return (opens <= begins) & (ends <= closes)


@rule(
    "slot.working_hours",
    title=Text("În programul inspectorului", "Within the inspector's hours"),
    citation=Citation("programme"),
    predicate=inside,
    passed=Text("{measured} este în program: {limit}.", "{measured} is within the hours: {limit}."),
    refused=Text("{lead}.", "{lead}."),
    not_applicable=_UNKNOWN_HOURS,
    remedy=_ANOTHER_TIME,
    about_the_slot=True,
)
def working_hours(case: Case) -> Finding:
    """Wholly inside one working interval of that inspector on that day."""
    if case.inspector is None:
        return not_applicable(working_hours.id)
    slot = case.slot
    holds = any(inside(slot.begins, slot.ends, opens, closes) for opens, closes in case.working)
    start, end = (clock(case.calendar.local(each)) for each in (slot.start, slot.end))
    hours = tuple(str(each) for each in case.inspector.intervals_on(case.day))
    asked = f"{start}-{end}"
    return found(
        working_hours.id,
        holds,
        measured=asked,
        limit=hours,
        more=() if holds else (("lead", _outside(asked, hours, case.day, case.inspector.week)),),
    )


def _outside(asked: str, hours: tuple[str, ...], day: date, week: Week) -> Text:
    ro, en = day_name(day, "ro"), day_name(day, "en")
    if hours:
        said = ", ".join(hours)
        return Text(
            f"{asked} nu încape într-un interval de lucru al zilei de {ro}: {said}",
            f"{asked} does not fit a working interval of {en}: {said}",
        )
    weekly = weekly_hours(week)
    return Text(
        f"Inspectorul nu are program {ro}; {weekly.ro}",
        f"The inspector has no working hours on {en}; {weekly.en}",
    )


def weekly_hours(week: Week) -> Text:
    """The hours of a week, neighbouring days of the same hours together."""
    said: dict[Language, list[str]] = {code: [] for code in LANGUAGES}
    for hours, days in groupby(range(len(week.days)), key=week.days.__getitem__):
        if hours:
            first, *_, last = 2 * list(days)
            intervals = ", ".join(map(str, hours))
            for code in LANGUAGES:
                names = dict.fromkeys(weekday_name(each, code) for each in (first, last))
                said[code].append(f"{'-'.join(names)} {intervals}")
    if not said["ro"]:
        return Text("nici în altă zi a săptămânii", "nor on any other day of the week")
    ro, en = ("; ".join(said[code]) for code in LANGUAGES)
    return Text(f"programul săptămânal: {ro}", f"the weekly hours: {en}")


# --- slot.grid --------------------------------------------------------------------------


def on_the_grid(begins: Any, opens: Any, step: Any) -> Any:
    """The start is a whole number of steps after the interval's start."""
    return (begins - opens) % step == 0


@rule(
    "slot.grid",
    title=Text("Pe grila de ore", "On the slot grid"),
    citation=Citation("practice"),
    predicate=on_the_grid,
    parameters=("grid_minutes",),
    passed=Text(
        "Începe pe grila de {limit}.",
        "The start is on the grid of {limit}.",
    ),
    refused=Text(
        "{measured} nu este pe grila de {limit} numărată de la {opens}.",
        "{measured} is not on the grid of {limit} counted from {opens}.",
    ),
    not_applicable=Text(
        "Începe în afara programului, unde nu există grilă.",
        "The start is outside working hours, where there is no grid.",
    ),
    remedy=_ANOTHER_TIME,
    about_the_slot=True,
)
def grid(case: Case) -> Finding:
    """The start is on the slot grid, counted from the start of its working interval."""
    begins = case.slot.begins
    step = case.policy.grid_minutes
    for opens, closes in case.working:
        if opens <= begins < closes:
            return found(
                grid.id,
                on_the_grid(begins, opens, step * MINUTE),
                measured=clock(case.calendar.local(case.slot.start)),
                limit=timedelta(minutes=step),
                more=(("opens", clock(case.calendar.local(from_ticks(opens)))),),
            )
    return not_applicable(grid.id)


# --- slot.free --------------------------------------------------------------------------


@rule(
    "slot.free",
    title=Text("Inspectorul este liber", "The inspector is free"),
    citation=Citation("practice"),
    predicate=none_of,
    parameters=("buffer_before_minutes", "buffer_after_minutes"),
    passed=Text("Inspectorul este liber.", "The inspector is free."),
    refused=Text(
        "Inspectorul are deja o întâlnire atunci.",
        "The inspector already has a meeting then.",
    ),
    not_applicable=Text("Programarea nu ocupă timp.", "The booking takes no time."),
    remedy=_ANOTHER_TIME,
    about_the_slot=True,
    note=Text(
        "Intervalele sunt semideschise: o întâlnire poate începe când alta se termină. Timpul "
        "dinainte și de după, dacă politica îl cere, face parte din timpul ocupat.",
        "Spans are half-open: a meeting may start when another ends. The buffers before and "
        "after, where the policy asks for them, are part of the time that is occupied.",
    ),
)
def free(case: Case) -> Finding:
    """The inspector has no other meeting that overlaps: no double bookings."""
    policy, slot = case.policy, case.slot
    others = [
        each
        for each in case.taken.of_inspector(
            case.inspector_id,
            slot.begins - policy.buffer_before_minutes * MINUTE,
            slot.ends + policy.buffer_after_minutes * MINUTE,
        )
        if each.id != case.ignoring
    ]
    return found(
        free.id,
        none_of(len(others)),
        measured=len(others),
        limit=0,
        staff=tuple(("booking", each.id) for each in others),
    )


# --- slot.horizon -----------------------------------------------------------------------


def within_horizon(day: Any, today: Any, days: Any) -> Any:
    """The day of the meeting is at most so many days after today."""
    return day - today <= days


@rule(
    "slot.horizon",
    title=Text("Nu cu prea mult timp înainte", "Not too far ahead"),
    citation=Citation("practice"),
    predicate=within_horizon,
    parameters=("horizon_days",),
    passed=Text(
        "La {measured} de acum; cel mult {limit}.", "{measured} from today; at most {limit}."
    ),
    refused=Text(
        "Cu prea mult timp înainte: la {measured} de acum; programările se fac cu cel mult {limit} "
        "înainte.",
        "Too far ahead: {measured} from today; bookings are taken at most {limit} ahead.",
    ),
    not_applicable=Text(
        "Programările nu au o limită în viitor.", "Bookings have no limit into the future."
    ),
    remedy=Text("Alegeți o zi mai apropiată.", "Choose a nearer day."),
    about_the_slot=True,
    note=Text(
        "Se numără zile calendaristice locale, oricare ar fi ora.",
        "Local calendar days are counted, whatever the hour.",
    ),
)
def horizon(case: Case) -> Finding:
    """The slot is not further ahead than the booking horizon."""
    days = case.policy.horizon_days
    if days is None:
        return not_applicable(horizon.id)
    today = case.calendar.date_at(case.at).toordinal()
    day = case.day.toordinal()
    return found(
        horizon.id,
        within_horizon(day, today, days),
        measured=Days(day - today),
        limit=Days(days),
    )
