"""Realistic logs of a town hall, seeded, with breaches planted in them.

The clean bookings stand on the grid in the hours of their inspector, each slot once, and break
nothing; what is planted beside them breaks the one rule that it is planted for, and no other: but
for some of requests that are not registered, which are late or booked twice as well. So what an
audit should find is known beforehand, for a log of any length.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from attrs import frozen

from tichet_rules import (
    Absence,
    Applicant,
    Booking,
    Inspector,
    Office,
    Policy,
    Request,
    Slot,
    Week,
    WorkingCalendar,
    preset,
)
from tichet_rules.timekeeping.instants import DAY, HOUR, MINUTE, from_ticks

SECOND = MINUTE // 60
STEP = 15 * MINUTE
NOTICE = 48 * HOUR
FIRST, LAST = date(2021, 1, 4), date(2026, 10, 30)
FILED = date(2020, 11, 2)
DIRECTOR = "d-1"

WEEKS = (
    Week(),
    Week.of(mon=[("08:30", "16:30")], tue=[("08:30", "16:30")], wed=[("08:30", "18:30")],
            thu=[("08:30", "16:30")], fri=[("08:30", "14:30")]),
    Week.of(mon=[("08:00", "12:00"), ("12:30", "16:30")], wed=[("08:00", "12:00")],
            fri=[("08:10", "12:10")]),
    Week.of(**{day: [("09:00", "13:00"), ("13:30", "17:30")]
               for day in ("mon", "tue", "wed", "thu", "fri")}),
)  # fmt: skip


def policy() -> Policy:
    """Cluj-Napoca's, with a horizon, a pause after a no-show and meetings in person."""
    latest = preset("cluj-napoca/tichet-albastru").latest
    return latest.evolve(horizon_days=90, no_show_pause_days=7, channels=("online", "in_person"))


@frozen(eq=False)
class PlantedLog:
    """A log by column, as :meth:`LogColumns.from_mapping` takes it, and what is wrong in it."""

    office: Office
    columns: dict[str, list[Any]]
    planted: frozenset[tuple[str, str]]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def rows(self) -> Iterator[dict[str, Any]]:
        names = list(self.columns)
        return (
            dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True)
        )

    def bookings(self, most: int | None = None) -> list[Booking]:
        """The log as bookings, or as many of its first."""
        made = []
        for _, row in zip(range(len(self) if most is None else most), self.rows(), strict=False):
            slot = Slot(from_ticks(row.pop("start")), row.pop("minutes"))
            made.append(Booking(slot=slot, booked_at=from_ticks(row.pop("booked_at")), **row))
        return made

    def csv(self) -> str:
        """The log as the text of a CSV file, with instants by the office's clock."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(self.columns), lineterminator="\n")
        writer.writeheader()
        for row in self.rows():
            for name in ("start", "booked_at"):
                row[name] = self.office.calendar.local(from_ticks(row[name])).isoformat()
            writer.writerow(row)
        return text.getvalue()


def planted_log(rows: int, *, seed: int = 1, each: int = 3) -> PlantedLog:
    """A log of so many clean bookings, with ``each`` breaches of each rule planted among them."""
    return _Writer(rows, seed, each).written()


@frozen(eq=False)
class _Desk:
    """An inspector at work: the starts of the week's slots in order, and those in use."""

    id: str
    week: int
    away: tuple[tuple[int, int], ...]
    used: set[int]

    def is_away(self, begins: int) -> bool:
        place = bisect_left(self.away, (begins + STEP,)) - 1
        return place >= 0 and self.away[place][1] > begins


class _Writer:
    def __init__(self, rows: int, seed: int, each: int) -> None:
        self.random = Random(seed)
        self.each = each
        self.count = rows
        self.calendar = WorkingCalendar(
            closures=[date(2023, 12, 27), date(2024, 5, 2), date(2026, 1, 5)],
            recovery_days=[date(2023, 12, 16), date(2024, 5, 11)],
        )
        self.worked: list[list[date]] = []
        self.starts: list[list[int]] = [self._starts_of(week) for week in WEEKS]
        self.bookings: list[dict[str, Any]] = []
        self.requests: dict[str, dict[str, Any]] = {}
        self.planted: list[tuple[int, str]] = []
        self.citizens = 0
        self.inspectors: list[Inspector] = []
        self.desks = [self._desk(index) for index in range(max(8, min(524, rows // 60)))]
        self.inspectors.append(Inspector(DIRECTOR, "Rusu Radu", role="director"))

    def _starts_of(self, week: Week) -> list[int]:
        days = [
            day
            for day in self.calendar.days(FIRST, LAST)
            if week.days[day.weekday()] and self.calendar.is_working_day(day)
        ]
        self.worked.append(days)
        return [start for day in days for start in self.of_day(week, day)]

    def of_day(self, week: Week, day: date) -> list[int]:
        minutes = [
            minute
            for hours in week.days[day.weekday()]
            for minute in range(hours.start, hours.end - 14, 15)
        ]
        return self.calendar.day_ticks(day, minutes)

    def _desk(self, index: int) -> _Desk:
        week = index % len(WEEKS)
        absences = []
        for year in range(FIRST.year, LAST.year + 1):
            first = date(year, 6, 1) + timedelta(days=self.random.randrange(80))
            absences.append(Absence(first, first + timedelta(days=self.random.randrange(4, 15))))
            day = self.random.choice(self.worked[week])
            noon = from_ticks(self.calendar.ticks_at(day, 12 * 60 + self.random.randrange(60)))
            absences.append(Absence(day, noon))
        inspector = Inspector(f"i-{index:03}", week=WEEKS[week], absences=absences)
        self.inspectors.append(inspector)
        away = tuple(sorted(each.ticks(self.calendar) for each in absences))
        reach, ends = 0, []
        for _, last in away:  # of each, the latest end so far: one may lie within another
            reach = max(reach, last)
            ends.append(reach)
        merged = tuple((first, end) for (first, _), end in zip(away, ends, strict=True))
        return _Desk(inspector.id, week, merged, set())

    # --- what is written ----------------------------------------------------------------

    def request(self, holder: str, **facts: Any) -> str:
        number = f"{100_000 + len(self.requests)}/305"
        if "citizen" not in facts:
            facts["citizen"] = self.citizens
            self.citizens += 1
        self.requests[number] = {"inspector": holder} | facts
        return number

    def book(self, inspector: str, request: str, begins: int, booked_at: int, **facts: Any) -> int:
        known = self.requests.get(request, {"citizen": self.citizens})
        self.bookings.append(
            {
                "request": request,
                "inspector": inspector,
                "applicant": f"id:c-{known['citizen']}",
                "start": begins,
                "booked_at": booked_at,
            }
            | facts
        )
        return len(self.bookings) - 1

    def lead(self, begins: int) -> int:
        """An instant to book at: some at the last that is allowed."""
        if self.random.random() < 0.02:
            return begins - NOTICE
        return begins - NOTICE - self.random.randrange(20 * DAY // SECOND) * SECOND

    # --- the clean ones -------------------------------------------------------------------

    def clean(self) -> None:
        share, more = divmod(self.count, len(self.desks))
        for index, desk in enumerate(self.desks):
            self._clean_of(desk, share + (index < more))

    def _clean_of(self, desk: _Desk, count: int) -> None:
        starts = self.starts[desk.week]
        open_again: list[tuple[str, int]] = []
        free = [
            place
            for place in self.random.sample(range(len(starts)), min(len(starts), count * 2))
            if not desk.is_away(starts[place])
        ][:count]
        for place in sorted(free):
            desk.used.add(place)
            begins = starts[place]
            at = self.lead(begins)
            number = ""
            if open_again and self.random.random() < 0.3:
                chosen = self.random.randrange(len(open_again))
                if open_again[chosen][1] <= at:
                    number, _ = open_again.pop(chosen)
            number = number or self._some_request(desk)
            status = self.random.choices(("held", "no_show", "cancelled"), (85, 8, 7))[0]
            facts = self._some_facts(desk, number)
            self.book(desk.id, number, begins, at, status=status, **facts)
            self.requests[number]["last"] = begins
            if status != "no_show":
                open_again.append((number, begins + STEP))
                del open_again[:-20]

    def _some_request(self, desk: _Desk) -> str:
        facts: dict[str, Any] = {}
        chance = self.random.random()
        if chance < 0.3:
            facts["status"] = "answered"
        if 0.25 < chance < 0.32:
            return self.request("i-former", former=(desk.id,), **facts)
        if chance > 0.99:
            return self.request("i-elsewhere", stands_in=True, **facts)
        return self.request(desk.id, **facts)

    def _some_facts(self, desk: _Desk, number: str) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if self.random.random() < 0.1:
            facts = {"channel": "in_person", "room": f"room {desk.id}"}
        if self.requests[number].get("stands_in"):
            facts["in_place_of"] = "i-elsewhere"
        return facts

    # --- the planted ones -----------------------------------------------------------------

    def plant(self, rule: str, row: int) -> None:
        self.planted.append((row, rule))

    def desk(self) -> _Desk:
        return self.random.choice(self.desks)

    def slot(self, desk: _Desk, after: int = 0) -> int:
        """A start with its neighbours free, taken from now on."""
        starts = self.starts[desk.week]
        least = bisect_left(starts, after)
        while True:
            place = (
                self.random.randrange(least, min(len(starts) - 1, least + 400))
                if after
                else self.random.randrange(400, len(starts) - 800)
            )
            near = {place - 1, place, place + 1}
            together = starts[place + 1] - starts[place] == STEP
            if together and not near & desk.used and not desk.is_away(starts[place]):
                desk.used.update(near)
                return starts[place]
            least += 1

    def two_desks(self) -> tuple[_Desk, _Desk, int]:
        """Two of one week, and a start at which both are free."""
        while True:
            one, other = self.desk(), self.desk()
            if one is other or one.week != other.week:
                continue
            starts = self.starts[one.week]
            place = self.random.randrange(400, len(starts) - 800)
            near = {place - 1, place, place + 1}
            away = one.is_away(starts[place]) or other.is_away(starts[place])
            if not away and not near & (one.used | other.used):
                one.used.update(near)
                other.used.update(near)
                return one, other, starts[place]

    def alone(self, rule: str, **facts: Any) -> None:
        """One booking that differs in what is given from one that breaks nothing."""
        desk = self.desk()
        begins = self.slot(desk)
        number = self.request(desk.id)
        self.plant(rule, self.book(desk.id, number, begins, self.lead(begins), **facts))

    def late(self) -> None:
        desk = self.desk()
        begins = self.slot(desk)
        row = self.book(desk.id, self.request(desk.id), begins, begins - NOTICE + SECOND)
        self.plant("slot.notice", row)

    def far_ahead(self) -> None:
        desk = self.desk()
        begins = self.slot(desk)
        row = self.book(desk.id, self.request(desk.id), begins, begins - 92 * DAY)
        self.plant("slot.horizon", row)

    def off_the_grid(self) -> None:
        desk = self.desk()
        begins = self.slot(desk) + 5 * MINUTE
        row = self.book(desk.id, self.request(desk.id), begins, self.lead(begins), minutes=10)
        self.plant("slot.grid", row)

    def of_a_request(self, rule: str, **facts: Any) -> None:
        desk = self.desk()
        begins = self.slot(desk)
        days_before = facts.pop("days_before", None)
        if days_before is not None:
            facts["communicated_on"] = self.calendar.date_at(begins) - timedelta(days=days_before)
        number = self.request(facts.pop("holder", desk.id), **facts)
        self.plant(rule, self.book(desk.id, number, begins, self.lead(begins)))

    def unknown(self) -> None:
        desk = self.desk()
        begins = self.slot(desk)
        row = self.book(desk.id, f"9/{len(self.bookings)}", begins, self.lead(begins))
        self.citizens += 1
        self.plant("request.identified", row)

    def unknown_and_late(self) -> None:
        desk = self.desk()
        begins = self.slot(desk)
        at = begins - NOTICE + SECOND
        row = self.book(desk.id, f"9/{len(self.bookings)}", begins, at)
        self.citizens += 1
        self.plant("request.identified", row)
        self.plant("slot.notice", row)

    def unknown_and_twice(self) -> None:
        """Two of one request that is not registered, in one slot of one inspector."""
        desk = self.desk()
        begins, number = self.slot(desk), f"9/{len(self.bookings)}"
        at = self.lead(begins)
        first = self.book(desk.id, number, begins, at - HOUR)
        again = self.book(desk.id, number, begins, at)
        self.citizens += 1
        self.plant("request.identified", first)
        for rule in (
            "request.identified",
            "slot.free",
            "applicant.free",
            "request.one_open_booking",
        ):
            self.plant(rule, again)

    def with_the_director(self) -> None:
        day = self.random.choice(self.worked[0])
        begins = self.random.choice(self.of_day(Week(), day))
        if (DIRECTOR, begins) not in self.elsewhere:
            self.elsewhere.add((DIRECTOR, begins))
            row = self.book(DIRECTOR, self.request(DIRECTOR), begins, self.lead(begins))
            self.plant("inspector.execution_staff", row)

    def on_a_day(self, rule: str, day: date, minute: int) -> None:
        desk = self.desk()
        begins = self.calendar.ticks_at(day, minute)
        if not desk.is_away(begins) and (desk.id, begins) not in self.elsewhere:
            self.elsewhere.add((desk.id, begins))
            row = self.book(desk.id, self.request(desk.id), begins, self.lead(begins))
            self.plant(rule, row)

    def on_a_holiday(self) -> None:
        year = self.random.randrange(FIRST.year + 1, LAST.year)
        monday = next(
            day
            for day in self.calendar.days(date(year, 4, 1), date(year, 7, 1))
            if day.weekday() == 0 and self.calendar.is_public_holiday(day)
        )
        self.on_a_day("slot.working_day", monday, 9 * 60 + 30 * self.random.randrange(5))

    def in_the_evening(self) -> None:
        day = self.random.choice(self.worked[0][60:])
        self.on_a_day("slot.working_hours", day, 19 * 60 + self.random.randrange(120))

    def away(self) -> None:
        desk = self.desk()
        starts = self.starts[desk.week]
        first, last = self.random.choice(desk.away)
        inside = [start for start in starts[bisect_left(starts, first) :][:200] if start < last]
        for begins in self.random.sample(inside, min(1, len(inside))):
            if (desk.id, begins) not in self.elsewhere:
                self.elsewhere.add((desk.id, begins))
                row = self.book(desk.id, self.request(desk.id), begins, self.lead(begins))
                self.plant("inspector.present", row)

    def twice(self) -> None:
        first = self.random.randrange(self.count)
        row = self.bookings[first]
        spare = row["start"] - NOTICE - row["booked_at"]
        if row["status"] != "cancelled" and spare >= SECOND and first not in self.doubled:
            self.doubled.add(first)
            number = self.request(row["inspector"])
            at = row["booked_at"] + self.random.randrange(SECOND, spare + 1, SECOND)
            again = self.book(row["inspector"], number, row["start"], at, minutes=10)
            self.plant("slot.free", again)

    def in_two_places(self) -> None:
        one, other, begins = self.two_desks()
        first, number = self.request(one.id), self.request(other.id, citizen=self.citizens - 1)
        at = self.lead(begins)
        self.book(one.id, first, begins, at - HOUR)
        self.plant("applicant.free", self.book(other.id, number, begins, at))

    def in_one_room(self) -> None:
        one, other, begins = self.two_desks()
        facts = {"channel": "in_person", "room": f"room {one.id}"}
        at = self.lead(begins)
        self.book(one.id, self.request(one.id), begins, at - HOUR, **facts)
        row = self.book(other.id, self.request(other.id), begins, at, **facts)
        self.plant("room.free", row)

    def again(self, rule: str, status: str, after: int) -> None:
        """A second booking of a request, so long after the first meeting has ended."""
        desk = self.desk()
        first = self.slot(desk)
        then = self.slot(desk, after=first + 10 * DAY)
        number = self.request(desk.id)
        self.book(desk.id, number, first, self.lead(first), status=status)
        row = self.book(desk.id, number, then, max(first + STEP + after, then - 80 * DAY))
        if then - first < 60 * DAY:
            self.plant(rule, row)
        else:  # too far apart for the horizon: without a breach instead
            self.bookings[row]["booked_at"] = then - NOTICE

    def breaches(self) -> None:
        self.elsewhere: set[tuple[str, int]] = set()
        self.doubled: set[int] = set()
        plants: list[Callable[[], None]] = [
            self.late,
            self.far_ahead,
            self.off_the_grid,
            self.unknown,
            self.with_the_director,
            self.on_a_holiday,
            self.in_the_evening,
            self.away,
            self.twice,
            self.in_two_places,
            self.in_one_room,
            partial(self.alone, "slot.duration", minutes=16),
            partial(self.alone, "channel.allowed", channel="phone"),
            partial(self.of_a_request, "request.eligible", status="withdrawn"),
            partial(self.of_a_request, "inspector.holds_request", holder="i-elsewhere"),
            partial(
                self.of_a_request, "request.response_window", status="answered", days_before=31
            ),
            partial(self.again, "request.one_open_booking", "held", -SECOND),
            partial(self.again, "request.after_no_show", "no_show", 3 * DAY),
            self.unknown_and_late,
            self.unknown_and_twice,
        ]
        for plant in plants:
            for _ in range(self.each):
                plant()

    # --- the log --------------------------------------------------------------------------

    def written(self) -> PlantedLog:
        self.clean()
        self.breaches()
        order = sorted(range(len(self.bookings)), key=lambda row: self.bookings[row]["booked_at"])
        ids = {row: f"b-{place:07}" for place, row in enumerate(order)}
        defaults: dict[str, Any] = {
            "minutes": 15, "status": "held", "channel": "online", "room": None, "in_place_of": None
        }  # fmt: skip
        columns: dict[str, list[Any]] = {"id": [ids[row] for row in order]}
        for name in ("request", "inspector", "applicant", "start", "booked_at"):
            columns[name] = [self.bookings[row][name] for row in order]
        for name, default in defaults.items():
            columns[name] = [self.bookings[row].get(name, default) for row in order]
        return PlantedLog(
            Office(
                policy=policy(),
                calendar=self.calendar,
                inspectors=self.inspectors,
                requests=self._requests(),
            ),
            columns,
            frozenset((ids[row], rule) for row, rule in self.planted),
        )

    def _requests(self) -> Iterator[Request]:
        for number, facts in self.requests.items():
            status = facts.get("status", "in_operation")
            communicated = facts.get("communicated_on")
            if status == "answered" and communicated is None:
                last = self.calendar.date_at(facts["last"])
                communicated = last - timedelta(days=self.random.randrange(31))
            yield Request(
                number,
                Applicant("Pop Ana", f"c-{facts['citizen']}"),
                FILED,
                facts["inspector"],
                status,
                communicated,
                facts.get("former", ()),
            )
