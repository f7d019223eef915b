"""What came of a simulated time: every citizen accounted for, and the figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil
from statistics import fmean
from typing import Any, Final

from attrs import field, frozen

from tichet_rules._door import FrozenMap, checked_instance, one_of, these
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Slot
from tichet_rules.rules import rule_of
from tichet_rules.rules.request import response_window
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.timekeeping import WorkingCalendar
from tichet_rules.timekeeping.calendar import day_after
from tichet_rules.timekeeping.instants import from_ticks

__all__ = [
    "METRICS",
    "CitizenRecord",
    "Counts",
    "Fate",
    "Metric",
    "Outcome",
    "metric_of",
    "unknown_metric",
]

_NOTHING: Final = timedelta(0)
_TICK: Final = timedelta(microseconds=1)
_MOST_OF_THEM: Final = Fraction(9, 10)
_NO_UNIT: Final = Text("", "")
_WEEK: Final = 7
_SOON_DAYS: Final = (3, 7, 14)
_ONE_RUN: Final = Text("o singură simulare", "one simulated run")
_ONE_RUN_EACH: Final = Text("câte o singură simulare", "one simulated run each")
_REPLICATION: Final = Text("replicarea", "replication")
_REPLICATIONS: Final = Text("replicările", "replications")
_SEED: Final = Text("sămânța", "seed")


class Fate(StrEnum):
    """What became of a citizen who asked: one of these, and no other.

    ``held``: met; ``missed``: did not come (no-show); ``cancelled``; ``refused`` by a rule;
    ``left`` without asking for a slot, as there was none; ``open``: booked, and the meeting
    lies after the time that was simulated.
    """

    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    LEFT = "left"
    OPEN = "open"

    @property
    def words(self) -> Text:
        """The fate in words, of several citizens."""
        return _FATES[self]


_FATES: Final = {
    Fate.HELD: Text("primiți", "met"),
    Fate.MISSED: Text("neprezentați", "no-shows"),
    Fate.CANCELLED: Text("au anulat", "cancelled"),
    Fate.REFUSED: Text("refuzați", "refused"),
    Fate.LEFT: Text("plecați fără programare", "left without a slot"),
    Fate.OPEN: Text("programări deschise la sfârșit", "bookings open at the end"),
}


@frozen
class CitizenRecord:
    """One citizen: when they asked, what they could have, what they got, and how it ended.

    ``first_free`` is the start of the first admissible slot at the time of asking. ``booked`` is
    the slot they got, ``refused_by`` the rules that refused them one. ``closed_at`` is
    when the booking was held, missed or cancelled. ``minutes`` is how long the meeting
    takes them, and ``None`` for just as long as the slot.
    """

    asked_at: datetime
    inspector: str
    first_free: datetime | None = None
    booked: Slot | None = None
    refused_by: tuple[str, ...] = ()
    fate: Fate = Fate.LEFT
    closed_at: datetime | None = None
    minutes: int | None = None

    @property
    def lead_time(self) -> timedelta | None:
        """The time from the asking to the meeting, of a citizen who got a booking."""
        return None if self.booked is None else self.booked.start - self.asked_at

    @property
    def overtime(self) -> timedelta:
        """The time by which a meeting that was held ran over its slot."""
        if self.booked is None or self.minutes is None or self.fate is not Fate.HELD:
            return _NOTHING
        return timedelta(minutes=max(0, self.minutes - self.booked.minutes))


@frozen
class Metric:
    """A figure of an outcome: its name and unit in words, and how many decimals it is told with."""

    id: str
    title: Text
    unit: Text = _NO_UNIT
    decimals: int = 1


_DAYS: Final = Text("zile", "days")
_PERCENT: Final = Text("%", "%")

METRICS: Final[tuple[Metric, ...]] = (
    Metric("arrivals", Text("cetățeni care cer", "citizens who ask")),
    *(Metric(each.value, each.words) for each in Fate),
    Metric("expired_windows", Text("cu termenul depășit", "window expired")),
    Metric("lead_time_mean", Text("așteptarea medie", "lead time, mean"), _DAYS, 2),
    Metric("lead_time_median", Text("așteptarea mediană", "lead time, median"), _DAYS, 2),
    Metric("lead_time_p90", Text("așteptarea, 9 din 10", "lead time, 90th percentile"), _DAYS, 2),
    *(
        Metric(
            f"within_{days}_days",
            Text(f"programați în cel mult {days} zile", f"get a slot within {days} days"),
            _PERCENT,
        )
        for days in _SOON_DAYS
    ),
    Metric("open_bookings", Text("programări deschise, în medie", "open bookings, mean")),
    Metric(
        "queue_growth",
        Text("programări deschise, creștere", "open bookings, growth"),
    ),
    Metric("utilisation", Text("gradul de ocupare", "utilisation"), _PERCENT),
    Metric("utilisation_gini", Text("ocupare, Gini", "utilisation, Gini"), decimals=3),
    Metric("overtime", Text("depășirea programului", "overtime"), Text("minute", "minutes")),
)
_BY_ID: Final = {each.id: each for each in METRICS}
_REFUSED_BY: Final = "refused."


def metric_of(id_: str) -> Metric:
    """The metric of an id; ``refused.`` and a rule is how many that rule refused."""
    if id_.startswith(_REFUSED_BY):
        rule = id_.removeprefix(_REFUSED_BY)
        title = rule_of(rule).title
        return Metric(id_, Text(f"refuzați: {title.ro}", f"refused: {title.en}"))
    return _BY_ID[id_]


def unknown_metric(field: str, id_: str, known: Iterable[str]) -> InvalidInput:
    """What is said of an id that no metric has: of its beginning, all that begin so."""
    metrics = list(known)
    begun = [each for each in metrics if each.startswith(f"{id_}_")]
    return InvalidInput(
        field, id_, these(begun) if len(begun) > 1 else one_of(id_, metrics, "metric")
    )


@frozen(eq=False, repr=False)
class Counts:
    """What the figures are made of: of the records, and of who was met of all.

    ``lead_times`` are in ticks, shortest first, a list or an array of numpy. ``slot_minutes`` are
    those of the slots of meetings held within the time, by inspector, ``overtime`` is by how much
    these ran over, and ``open_bookings`` are those at the end of each date.
    """

    fates: FrozenMap[Fate, int]
    refused_by: FrozenMap[str, int]
    lead_times: Any
    lead_time_sum: timedelta
    slot_minutes: FrozenMap[str, int]
    overtime: timedelta
    open_bookings: tuple[int, ...]

    @classmethod
    def of(cls, outcome: Outcome) -> Counts:
        """Counted record by record."""
        records, calendar = outcome.records, outcome.calendar
        fates = Counter(each.fate for each in records)
        refused_by = Counter(rule for each in records for rule in each.refused_by)
        lead_times = sorted(each.lead_time for each in records if each.lead_time is not None)
        everyone = (*outcome.before, *records)
        begins = calendar.midnight(outcome.first)
        slot_minutes: Counter[str] = Counter()
        overtime = _NOTHING
        for each in everyone:
            slot = each.booked
            if each.fate is Fate.HELD and slot is not None and slot.begins >= begins:
                slot_minutes[each.inspector] += slot.minutes
                overtime += each.overtime
        booked = [each for each in everyone if each.booked is not None]
        opened = [each.asked_at for each in booked]
        closed = sorted(each.closed_at for each in booked if each.closed_at is not None)
        open_bookings = []
        for day in calendar.days(outcome.first, outcome.last):
            midnight = from_ticks(calendar.midnight(day_after(day)))
            open_bookings.append(bisect_left(opened, midnight) - bisect_right(closed, midnight))
        return cls(
            fates=FrozenMap((fate, fates[fate]) for fate in Fate),
            refused_by=FrozenMap(refused_by.most_common()),
            lead_times=[each // _TICK for each in lead_times],
            lead_time_sum=sum(lead_times, _NOTHING),
            slot_minutes=FrozenMap(slot_minutes),
            overtime=overtime,
            open_bookings=tuple(open_bookings),
        )


@frozen
class Outcome:
    """What came of a time under a policy: the citizens in order of their asking, and the figures.

    ``records`` are those who asked within the time, ``before`` those of the days before it, whose
    bookings were there already. What citizens got is told of the former alone; how busy
    inspectors were within the time, of both. ``available`` is the working time of
    each inspector, without absences. ``counted`` is what an engine has counted already.

    Of which run it is: its ``seed``, its ``replication`` and the versions of the policy that were
    in force within the time; nothing where the outcome was not simulated. ``notes`` are those of
    the comparison that it is of: what has to be known before its figures are trusted.
    """

    first: date
    last: date
    records: Sequence[CitizenRecord] = field(repr=False)
    before: Sequence[CitizenRecord] = field(repr=False)
    available: FrozenMap[str, timedelta] = field(repr=False)
    calendar: WorkingCalendar = field(repr=False)
    counted: Counts | None = field(default=None, repr=False, eq=False)
    seed: int | None = field(default=None, kw_only=True, eq=False)
    replication: int | None = field(default=None, kw_only=True, eq=False)
    policies: tuple[str, ...] = field(default=(), kw_only=True, eq=False)
    notes: tuple[Text, ...] = field(default=(), kw_only=True, eq=False, repr=False)

    @cached_property
    def _counts(self) -> Counts:
        return Counts.of(self) if self.counted is None else self.counted

    # --- how many ---------------------------------------------------------------------

    @property
    def arrivals(self) -> int:
        """How many citizens asked: the sum of all :meth:`fates`."""
        return len(self.records)

    def fates(self) -> dict[Fate, int]:
        """How many met each fate."""
        return dict(self._counts.fates)

    def refused_by(self) -> dict[str, int]:
        """How many each rule refused, most first; two rules may refuse the same citizen."""
        return dict(self._counts.refused_by)

    @property
    def expired_windows(self) -> int:
        """How many got no slot within the window after the answer to their request."""
        return self.refused_by().get(response_window.id, 0)

    # --- how long ---------------------------------------------------------------------

    @property
    def lead_times(self) -> tuple[timedelta, ...]:
        """The times from asking to meeting of all who got a booking, shortest first."""
        return tuple(int(each) * _TICK for each in self._counts.lead_times)

    def _lead_time(self, place: int) -> timedelta:
        return int(self._counts.lead_times[place]) * _TICK

    @property
    def lead_time_mean(self) -> timedelta | None:
        """The mean lead time, ``None`` where nobody got a booking."""
        count = len(self._counts.lead_times)
        return self._counts.lead_time_sum / count if count else None

    @property
    def lead_time_median(self) -> timedelta | None:
        """The median lead time."""
        count = len(self._counts.lead_times)
        if not count:
            return None
        return (self._lead_time((count - 1) // 2) + self._lead_time(count // 2)) / 2

    @property
    def lead_time_p90(self) -> timedelta | None:
        """The shortest lead time than which nine of ten citizens have no longer one."""
        count = len(self._counts.lead_times)
        return self._lead_time(ceil(count * _MOST_OF_THEM) - 1) if count else None

    def within(self, time: timedelta) -> float | None:
        """The share of all who asked whose slot begins so soon after, ``None`` where nobody did.

        Those who were refused or left are among the others; whether citizens come is not asked.
        """
        checked_instance("time", time, timedelta)
        soon = bisect_right(self._counts.lead_times, time // _TICK)
        return soon / self.arrivals if self.arrivals else None

    # --- how busy ---------------------------------------------------------------------

    def utilisation(self) -> dict[str, float]:
        """The share of each inspector's working time spent in the slots of meetings held.

        An inspector without working time is left out.
        """
        spent = self._counts.slot_minutes
        return {
            inspector: timedelta(minutes=spent.get(inspector, 0)) / time
            for inspector, time in self.available.items()
            if time
        }

    @property
    def utilisation_mean(self) -> float | None:
        """The mean of the inspectors' utilisation, ``None`` where nobody works."""
        shares = self.utilisation().values()
        return fmean(shares) if shares else None

    @property
    def utilisation_gini(self) -> float:
        """How unevenly the inspectors are used: 0 for evenly, towards 1 for one alone."""
        shares = sorted(self.utilisation().values())
        total, count = sum(shares), len(shares)
        if total == 0:
            return 0.0
        ranked = sum(rank * share for rank, share in enumerate(shares, 1))
        # Two sums of the same floats may differ in the last place.
        return max(0.0, 2 * ranked / (count * total) - (count + 1) / count)

    @property
    def overtime(self) -> timedelta:
        """The time by which meetings ran over their slots, in all."""
        return self._counts.overtime

    def open_bookings(self) -> dict[date, int]:
        """How many bookings were open at the end of each date."""
        days = self.calendar.days(self.first, self.last)
        return dict(zip(days, self._counts.open_bookings, strict=True))

    @property
    def queue_growth(self) -> float | None:
        """The mean of :meth:`open_bookings` on the last seven dates, less that on the first seven.

        A week each, as the queue comes and goes with the week; of fewer than eight dates, ``None``.
        """
        queue = self._counts.open_bookings
        return fmean(queue[-_WEEK:]) - fmean(queue[:_WEEK]) if len(queue) > _WEEK else None

    # --- all at once ------------------------------------------------------------------

    def figures(self) -> Mapping[str, float | None]:
        """The figures by the id of their metric, in its unit; those of the rules that refused last.

        ``None`` stands for what can't be said, such as a lead time where nobody got a booking.
        """
        used = self.utilisation_mean
        fates = {str(fate): float(count) for fate, count in self.fates().items()}
        refused = {
            f"{_REFUSED_BY}{rule}": float(count)
            for rule, count in sorted(self.refused_by().items())
            if rule != response_window.id
        }
        within = {days: self.within(timedelta(days=days)) for days in _SOON_DAYS}
        return {
            "arrivals": float(self.arrivals),
            **fates,
            "expired_windows": float(self.expired_windows),
            "lead_time_mean": _days(self.lead_time_mean),
            "lead_time_median": _days(self.lead_time_median),
            "lead_time_p90": _days(self.lead_time_p90),
            **{
                f"within_{days}_days": None if share is None else 100 * share
                for days, share in within.items()
            },
            "open_bookings": fmean(self.open_bookings().values()),
            "queue_growth": self.queue_growth,
            "utilisation": None if used is None else 100 * used,
            "utilisation_gini": self.utilisation_gini,
            "overtime": self.overtime / timedelta(minutes=1),
            **refused,
        }

    # --- in a notebook ----------------------------------------------------------------

    def to_html(self, language: Language = "en") -> str:
        """The figures as a piece of HTML for a notebook."""
        from tichet_rules.whatif._html import outcome_html  # noqa: PLC0415 (for notebooks alone)

        return outcome_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self) -> Any:
        """The ``records`` as a ``pyarrow.Table``, one in a row; needs the extra ``frames``.

        The columns are ``asked_at``, ``inspector``, ``fate``, ``first_free``, ``start`` and
        ``minutes`` of the slot booked, ``lead_time``, ``refused_by``, ``closed_at`` and
        ``meeting_minutes``. Whatever reads Arrow takes an outcome as it is:
        ``polars.DataFrame(outcome)``, ``pandas.DataFrame.from_arrow(outcome)``.
        """
        from tichet_rules.whatif._frame import records_table  # noqa: PLC0415 (for frames alone)

        return records_table(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def _days(time: timedelta | None) -> float | None:
    return None if time is None else time / timedelta(days=1)


def _run_of(outcomes: Collection[Outcome], code: Language) -> str:
    """Which runs some outcomes are, in words; empty where that is not known."""
    seeds = dict.fromkeys(each.seed for each in outcomes)
    replications = dict.fromkeys(each.replication for each in outcomes)
    if None in seeds or None in replications:
        return ""
    of = _REPLICATION if len(replications) == 1 else _REPLICATIONS
    told = f"{of.in_(code)} {_listed(replications)}, {_SEED.in_(code)} {_listed(seeds)}"
    each = _ONE_RUN if len(outcomes) == 1 else _ONE_RUN_EACH
    return f"{each.in_(code)}: {told}"


def _listed(numbers: Iterable[object]) -> str:
    return " + ".join(map(str, numbers))
