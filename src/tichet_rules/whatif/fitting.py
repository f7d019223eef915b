"""Fitting: the demand that a log of bookings, or counts by date, tell of.

The estimators are the plain ones of maximum likelihood. The arrivals of working days are held to be
Poisson with a mean of rate × weekday × month (a log-linear model without interaction): its estimate
has the totals by weekday and by month that were counted, and is found by proportional fitting.
Shares are successes out of trials, mixes the counts of each value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import fsum, sqrt
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from tichet_rules._door import (
    A_BOOKING_ACT,
    FrozenMap,
    checked_date,
    checked_instance,
    checked_whole_number,
)
from tichet_rules.audit import BookingLog
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking, BookingStatus, Procedure, Request
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.office import Office
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.whatif.demand import Demand
from tichet_rules.whatif.simulation import checked_days
from tichet_rules.wording import counted

__all__ = ["DemandFit", "fit_counts", "fit_demand"]

_MOST_STEPS: Final = 1_000
_CLOSE: Final = 1e-12
_FEW_DATES: Final = 4
_DISPERSED: Final = 2
_MOVE: Final = re.compile(r" \(move [0-9]+\)$")  # as a log of events calls the later acts
_OF_COUNTS: Final = ("per_day", "by_weekday", "by_month", "on_closed_days")


@frozen
class DemandFit:
    """A demand that was estimated, and how well the data know it.

    ``estimated`` are the fields of the ``demand`` that the data tell of, ``left`` the others.
    ``arrivals`` were counted on ``days`` dates, from ``first`` to ``last``. ``standard_errors`` are
    those of ``per_day`` and the factors (``by_weekday.mon``), of Poisson arrivals, and of the
    shares; ``dates`` are how many dates tell of each factor. That of a factor is
    ``f·√(1/n − 1/N)``, where n of N arrivals have it: exact where each weekday is counted as often
    in each month, and near it elsewhere. ``dispersion`` is Pearson's chi-square by its
    degrees of freedom: near 1 where the counts of working days scatter like Poisson's, above where
    days differ more than a simulation of this demand will show, and ``None`` where no degree is
    left. ``unknown_fates`` are the meetings whose time has passed, and of which the log does not
    say what became.
    """

    demand: Demand
    estimated: tuple[str, ...]
    arrivals: int
    days: int
    dispersion: float | None
    standard_errors: FrozenMap[str, float] = field(repr=False)
    unknown_fates: int = 0
    first: date = field(kw_only=True)
    last: date = field(kw_only=True)
    dates: FrozenMap[str, int] = field(kw_only=True, repr=False)

    @property
    def left(self) -> tuple[str, ...]:
        """The fields of the demand that the data say nothing of: they are as by default."""
        known = {*self.estimated, "counts"}
        return tuple(each.name for each in fields(Demand) if each.name not in known)

    def warnings(self, language: Language = "en") -> tuple[str, ...]:
        """Why not to trust it: no arrivals, factors of fewer than 4 dates, a dispersion above 2."""
        checked_language(language)
        if not self.arrivals:
            nobody = Text(
                f"nimeni nu a cerut de la {self.first} la {self.last}: oare acestea sunt zilele?",
                f"nobody asked from {self.first} to {self.last}: are these the dates of the data?",
            )
            return (nobody.in_(language),)
        few = ", ".join(name for name, dates in self.dates.items() if dates < _FEW_DATES)
        said = []
        if few:
            said.append(
                Text(
                    f"din mai puțin de {_FEW_DATES} zile, deci nesigur: {few}",
                    f"of fewer than {_FEW_DATES} dates, so that little is known: {few}",
                )
            )
        if self.dispersion is not None and self.dispersion > _DISPERSED:
            said.append(
                Text(
                    f"dispersia este peste {_DISPERSED}: zilele diferă mai mult decât va arăta o "
                    "simulare; erorile și intervalele sunt prea mici",
                    f"the dispersion is above {_DISPERSED}: days differ more than a simulation "
                    "will show; the errors and the intervals are too small",
                )
            )
        return tuple(each.in_(language) for each in said)

    def explain(self, language: Language = "en") -> str:
        """What was estimated, with its standard errors, the warnings, and what was not.

        >>> from datetime import date
        >>> counts = {date(2026, 11, 2): 21, date(2026, 11, 3): 17, date(2026, 11, 4): 19}
        >>> print(fit_counts(counts).explain().partition("Left to you")[0], end="")
        arrivals: 57, on 3 days, from 2026-11-02 to 2026-11-04
          per_day         19.000 ± 2.517 (standard error)
          by_weekday.mon   1.105 ± 0.192 (standard error)
          by_weekday.tue   0.895 ± 0.182 (standard error)
          by_weekday.wed   1.000 ± 0.187 (standard error)
        of fewer than 4 dates, so that little is known: by_weekday.mon, by_weekday.tue, \
by_weekday.wed
        """
        checked_language(language)
        days = counted(self.days, "day", language)
        lines = [
            Text(
                f"sosiri: {self.arrivals}, în {days}, de la {self.first} la {self.last}",
                f"arrivals: {self.arrivals}, on {days}, from {self.first} to {self.last}",
            ).in_(language)
        ]
        error = Text("eroare standard", "standard error").in_(language)
        width = max(map(len, self.standard_errors))
        values = {name: f"{self._value(name):.3f}" for name in self.standard_errors}
        wide = max(map(len, values.values()))
        lines += [
            f"  {name:<{width}}  {values[name]:>{wide}} ± {each:.3f} ({error})"
            for name, each in self.standard_errors.items()
        ]
        if self.dispersion is not None:
            words = Text("dispersia (Poisson: 1)", "dispersion (Poisson: 1)").in_(language)
            lines.append(f"  {words}: {self.dispersion:.2f}")
        if self.unknown_fates:
            words = Text("întâlniri cu urmare necunoscută", "meetings of unknown fate").in_(
                language
            )
            lines.append(f"  {words}: {self.unknown_fates}")
        said = "\n".join(lines)
        # Between digits alone: names have points, too.
        said = re.sub(r"(?<=\d)\.(?=\d)", ",", said) if language == "ro" else said
        said = "\n".join([said, *self.warnings(language)])
        return (
            f"{said}\n{Text('Rămân de spus', 'Left to you').in_(language)}: {', '.join(self.left)}"
        )

    def _value(self, name: str) -> float:
        """The number of a standard error's name."""
        attribute, _, at = name.partition(".")
        value = getattr(self.demand, attribute)
        return float(value[int(at) if at.isdigit() else at] if at else value)


# --- counts by date ---------------------------------------------------------------------------


def fit_counts(
    counts: Mapping[date, int], calendar: WorkingCalendar = WorkingCalendar()
) -> DemandFit:
    """The demand of which so many asked on each date: the rates by weekday and by month.

    A date that is not there was not counted; one on which nobody asked stands with 0. ``per_day``
    is the mean of the working days that were counted, and the factors are by how much weekdays and
    months differ from it; a weekday or a month of which no working day was counted has none.
    ``on_closed_days`` is how many asked on the other dates, out of those expected were they working
    days; weekends and holidays share it.

    Raises :class:`~tichet_rules.errors.InvalidInput` where no working day was counted, or none of
    them had anyone while closed days had.

    >>> from datetime import date
    >>> week = {date(2026, 11, day): 12 if day == 2 else 8 for day in range(2, 7)}
    >>> demand = fit_counts(week).demand
    >>> demand.per_day, round(demand.by_weekday["mon"], 3)
    (8.8, 1.364)
    """
    if not isinstance(counts, Mapping):
        raise WrongType("counts", counts, "a mapping of dates to how many asked")
    for day, count in counts.items():
        checked_whole_number(f"counts[{checked_date('counts', day)}]", count, 0)
    checked_instance("calendar", calendar, WorkingCalendar)
    return _fit(counts, calendar)


def _fit(counts: Mapping[date, int], calendar: WorkingCalendar) -> DemandFit:
    worked = {day: count for day, count in counts.items() if calendar.is_working_day(day)}
    if not worked:
        raise InvalidInput("counts", "no working day", "the counts of some working days")
    total = sum(worked.values())
    per_day = total / len(worked)
    by_weekday, by_month = _factors(worked)
    demand = Demand(per_day=per_day, by_weekday=by_weekday, by_month=by_month)
    closed = [day for day in counts if day not in worked]
    came = sum(counts[day] for day in closed)
    expected = fsum(_as_if_worked(demand, day) for day in closed)
    if came and not expected:
        raise InvalidInput("counts", f"{came} on closed days alone", "some on working days, too")
    if expected:
        demand = evolve(demand, on_closed_days=came / expected)
    errors, dates = {"per_day": sqrt(total) / len(worked)}, {}
    for name, factors, cell in (("by_weekday", by_weekday, 0), ("by_month", by_month, 1)):
        for key, factor in factors.items():
            days = [day for day in worked if _cell(day)[cell] == key]
            dates[f"{name}.{key}"] = len(days)
            errors[f"{name}.{key}"] = _error(factor, sum(worked[day] for day in days), total)
    if expected:
        dates["on_closed_days"] = len(closed)
        errors["on_closed_days"] = (
            demand.on_closed_days * sqrt(1 / came + 1 / total) if came else 0.0
        )
    return DemandFit(
        demand,
        _OF_COUNTS,
        total + came,
        len(counts),
        _dispersion(demand, worked),
        FrozenMap(errors),
        first=min(counts),
        last=max(counts),
        dates=FrozenMap(dates),
    )


def _error(factor: float, count: int, total: int) -> float:
    """The standard error of a factor that ``count`` of ``total`` Poisson arrivals have."""
    return factor * sqrt(1 / count - 1 / total) if count else 0.0


def _as_if_worked(demand: Demand, day: date) -> float:
    weekday, month = _cell(day)
    factor = demand.by_weekday.get(weekday, 1.0) * demand.by_month.get(month, 1.0)
    return (demand.per_day or 0.0) * factor


def _cell(day: date) -> tuple[str, int]:
    return WEEKDAYS[day.weekday()], day.month


def _factors(worked: Mapping[date, int]) -> tuple[dict[str, float], dict[int, float]]:
    """The factors by weekday and by month, of which the mean product over the days is 1.

    Their totals are those that were counted: each is scaled to its own in turn, until both hold.
    """
    days = Counter(map(_cell, worked))
    by_weekday, by_month = Counter[str](), Counter[int]()
    for day, count in worked.items():
        weekday, month = _cell(day)
        by_weekday[weekday] += count
        by_month[month] += count
    weekdays = dict.fromkeys((weekday for weekday, _ in days), 1.0)
    months = dict.fromkeys((month for _, month in days), 1.0)
    if not sum(by_weekday.values()):
        return {}, {}
    for _ in range(_MOST_STEPS):
        held = months
        weekdays = {each: _scaled(each, by_weekday, days, months, 0) for each in weekdays}
        months = {each: _scaled(each, by_month, days, weekdays, 1) for each in months}
        if all(abs(months[each] - held[each]) <= _CLOSE * held[each] for each in months):
            break
    scale = fsum(count * months[month] for (_, month), count in days.items()) / len(worked)
    months = {each: value / scale for each, value in months.items()}
    mean = fsum(count * weekdays[w] * months[m] for (w, m), count in days.items()) / len(worked)
    weekdays = {each: value / mean for each, value in weekdays.items()}
    # A factor that all days have says nothing.
    return (weekdays if len(weekdays) > 1 else {}), (months if len(months) > 1 else {})


def _scaled(
    value: Any,
    totals: Mapping[Any, int],
    days: Mapping[Any, int],
    others: Mapping[Any, float],
    at: int,
) -> float:
    """The factor of a weekday or a month with which its total is the one counted."""
    expected = fsum(
        count * others[cell[1 - at]] for cell, count in days.items() if cell[at] == value
    )
    return totals[value] / expected if expected else 0.0


def _dispersion(demand: Demand, worked: Mapping[date, int]) -> float | None:
    """Pearson's chi-square of the counts of working days, by its degrees of freedom."""
    means = {day: _as_if_worked(demand, day) for day in worked}
    # A weekday or a month on which nobody came has neither days that count nor a parameter.
    levels = (sum(map(bool, each.values())) for each in (demand.by_weekday, demand.by_month))
    parameters = 1 + sum(max(0, each - 1) for each in levels)
    freedom = sum(1 for mean in means.values() if mean) - parameters
    if freedom < 1:
        return None
    chi_square = fsum((worked[day] - mean) ** 2 / mean for day, mean in means.items() if mean)
    return chi_square / freedom


# --- a log ------------------------------------------------------------------------------------


def fit_demand(
    log: BookingLog, *, office: Office, first: date, last: date, minutes_are_actual: bool = False
) -> DemandFit:
    """The demand that a log of blue-ticket bookings tells of, from one date to another, both in.

    Counted are the booking acts within these dates, on all of which the log is taken to be
    complete; the rates are those of :func:`fit_counts`. ``by_hour`` is how often each hour of the
    act came. ``answered`` is the share of those whose request ``office`` has with an answer
    communicated by then, ``answer_age_days`` how long before. ``cancellation`` is the share of the
    meetings whose time passed by the end of ``last`` and of which the log says what became,
    ``no_show`` that of those not cancelled. With ``minutes_are_actual``, ``meeting_minutes`` are
    the log's minutes of meetings held, for a log that notes how long they took.

    A log tells of those who got a booking: who was refused, left without a slot or was not drawn
    by a long wait is in none of its figures, nor is a request answered longer ago than the window
    allows. When bookings were cancelled, what citizens wished for and how long they look ahead, it
    does not say. In a log of events, a booking that was moved counts once, at its first act.

    Raises as :func:`fit_counts` does.

    >>> from tichet_rules.audit import LogRow
    >>> from tichet_rules.model import Slot
    >>> at = datetime.fromisoformat
    >>> ten = Slot(at("2026-11-26T10:00:00+02:00"))
    >>> booked_at = at("2026-11-20T09:00:00+02:00")
    >>> row = LogRow(2, Booking("b-1", "1/305", "i-1", "name:a", ten, "held", booked_at=booked_at))
    >>> fit = fit_demand(
    ...     BookingLog("log.csv", [row]),
    ...     office=Office(),
    ...     first=date(2026, 11, 16),
    ...     last=date(2026, 11, 27),
    ... )
    >>> fit.demand.per_day, dict(fit.demand.by_hour), fit.demand.no_show
    (0.1, {9: 1.0}, 0.0)
    """
    checked_instance("log", log, BookingLog)
    checked_instance("office", office, Office)
    checked_days(first, last)
    calendar = office.calendar
    acts = [
        each
        for each in _acts(log, calendar)
        if first <= each.at.date() <= last and each.booking.procedure is Procedure.BLUE_TICKET
    ]
    counts = dict.fromkeys(calendar.days(first, last), 0)
    counts.update(Counter(each.at.date() for each in acts))
    fit = _fit(counts, calendar)
    requests = [(office.request_of(each.booking), each.at.date()) for each in acts]
    ages = [_age_of_answer(request, day) for request, day in requests if request is not None]
    answered = [each for each in ages if each is not None]
    end = calendar.midnight(day_after(last))
    fates = Counter(each.fate.status for each in acts if each.fate.slot.ends <= end)
    came = fates[BookingStatus.HELD] + fates[BookingStatus.NO_SHOW]
    cancelled = fates[BookingStatus.CANCELLED]
    shares = {
        "answered": (len(answered), len(ages)),
        "cancellation": (cancelled, cancelled + came),
        "no_show": (fates[BookingStatus.NO_SHOW], came),
    }
    mixes = {
        "by_hour": Counter(each.at.hour for each in acts),
        "answer_age_days": Counter(answered),
    }
    if minutes_are_actual:
        held = (each.fate for each in acts if each.fate.is_held)
        mixes["meeting_minutes"] = Counter(each.slot.minutes for each in held)
    found: dict[str, Any] = {
        name: count / trials for name, (count, trials) in shares.items() if trials
    } | {name: mix for name, mix in mixes.items() if mix}
    errors: dict[str, float] = {
        name: sqrt(found[name] * (1 - found[name]) / trials)
        for name, (_, trials) in shares.items()
        if trials
    }
    return evolve(
        fit,
        demand=evolve(fit.demand, **found),
        estimated=(*fit.estimated, *found),
        standard_errors=FrozenMap({**fit.standard_errors, **errors}),
        unknown_fates=fates[BookingStatus.BOOKED],
    )


@frozen
class _Act:
    """A booking as it was first made, when by the office's clock, and as it ended."""

    booking: Booking
    at: datetime
    fate: Booking


def _acts(log: BookingLog, calendar: WorkingCalendar) -> Iterable[_Act]:
    """The bookings of a log, each once; a log of events has a row for each time one was moved."""
    found: dict[str, _Act] = {}
    for row in log.rows:
        booking = row.booking
        if booking.booked_at is None:
            raise InvalidInput(f"log: line {row.line}: booked_at", None, A_BOOKING_ACT)
        moved = _MOVE.sub("", booking.id)
        if moved != booking.id and moved in found:
            found[moved] = evolve(found[moved], fate=booking)
        else:
            found[booking.id] = _Act(booking, calendar.local(booking.booked_at), booking)
    return found.values()


def _age_of_answer(request: Request, day: date) -> int | None:
    """How many days before a date a request was answered, ``None`` where it was not by then."""
    answered_on = request.communicated_on
    return None if answered_on is None or answered_on > day else (day - answered_on).days
