"""Working days, beside the libraries that count them.

Run it by hand: `python -m tests.benchmarks.calendar`.

Three questions about Romania's public holidays, of 1,000 dates drawn from 2024 to 2027: is it a
working day; the last day of a term of 30 days that runs on to the next working day (regulation
1182/71); the 10th working day after. All know the same holidays, those of the `holidays` package:
`workalendar` as its own calendar of Romania with the holidays that it has not, numpy and pandas as
a calendar made of the list. What is kept between questions is the calendar.

**One by one**: a call for each date, from a `datetime.date` to an answer, as a rule asks. Each peer
is called in the quickest of its ways: numpy with the date itself, `holidays` and `workalendar` with
their own methods. The floor is the rule written out, a weekday and a set, which counts no terms.

**A batch**: 100,000 of the dates at once. From dates and back, which is what a program that holds
dates pays; and numpy on arrays of day numbers that are ready and stay arrays, which is no question
that pure Python could be asked: to look at 100,000 objects alone takes longer (the floor).

**A range**: which days of a period are worked, as dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, TypeAlias

import holidays as public_holidays
import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
from attrs import frozen
from pandas.tseries.offsets import (  # type: ignore[import-untyped]  # as pandas
    CustomBusinessDay,
)
from workalendar.europe import Romania  # type: ignore[import-untyped]  # it has no types

from tests.benchmarks._table import Row, grown
from tests.benchmarks._timing import Measured, Run, agreed, alternating, table
from tichet_rules import WorkingCalendar, last_day
from tichet_rules.timekeeping import DayReading, last_days

Ask: TypeAlias = Callable[[date], Any]

ONE_DAY = timedelta(days=1)
TERM = timedelta(days=30)
COUNT = 10
SATURDAY = 5
YEARS = range(2023, 2030)

OURS = WorkingCalendar()
TABLE = public_holidays.country_holidays("RO", years=YEARS)
LIST = sorted(TABLE)
SET = frozenset(LIST)
NUMPY = np.busdaycalendar(holidays=np.array(LIST, dtype="datetime64[D]"))
PANDAS = CustomBusinessDay(holidays=LIST)
TEN_OF_PANDAS = CustomBusinessDay(COUNT, holidays=LIST)


class SameHolidays(Romania):  # type: ignore[misc]  # its base has no types
    """workalendar's Romania, with the holidays that are there since."""

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        return [(day, TABLE[day]) for day in LIST if day.year == year]


WORKALENDAR = SameHolidays()


def drawn(count: int) -> list[date]:
    random = Random(count)
    first = date(2024, 1, 1)
    return [first + random.randrange(1_461) * ONE_DAY for _ in range(count)]


@frozen
class Question:
    """How each is asked about one date, and numpy about an array of them."""

    words: str
    one: dict[str, Ask]
    batch: Callable[[list[date]], list[Any]]
    numpy: Callable[[Any], Any]
    floor: Ask | None = None


QUESTIONS = (
    Question(
        "is it a working day",
        {
            "tichet_rules": OURS.is_working_day,
            "holidays": TABLE.is_working_day,
            "workalendar": WORKALENDAR.is_working_day,
            "numpy": lambda day: np.is_busday(day, busdaycal=NUMPY),
            "pandas": lambda day: PANDAS.is_on_offset(pd.Timestamp(day)),
        },
        OURS.are_working_days,
        lambda days: np.is_busday(days, busdaycal=NUMPY),
        lambda day: day.weekday() < SATURDAY and day not in SET,
    ),
    Question(
        "last day of a term",
        {
            "tichet_rules": lambda day: last_day(day, 30, DayReading.EU_1182_71, OURS),
            "holidays": lambda day: TABLE.get_nth_working_day(day + TERM - ONE_DAY, 1),
            "workalendar": lambda day: WORKALENDAR.add_working_days(day + TERM - ONE_DAY, 1),
            "numpy": lambda day: np.busday_offset(day + TERM, 0, roll="forward", busdaycal=NUMPY),
            "pandas": lambda day: PANDAS.rollforward(pd.Timestamp(day) + TERM),
        },
        lambda days: last_days(days, 30, DayReading.EU_1182_71, OURS),
        lambda days: np.busday_offset(days + 30, 0, roll="forward", busdaycal=NUMPY),
    ),
    Question(
        "nth working day",
        {
            "tichet_rules": lambda day: OURS.working_day_after(day, COUNT),
            "holidays": lambda day: TABLE.get_nth_working_day(day, COUNT),
            "workalendar": lambda day: WORKALENDAR.add_working_days(day, COUNT),
            "numpy": lambda day: np.busday_offset(day, COUNT, roll="backward", busdaycal=NUMPY),
            "pandas": lambda day: pd.Timestamp(day) + TEN_OF_PANDAS,
        },
        lambda days: OURS.working_days_after(days, COUNT),
        lambda days: np.busday_offset(days, COUNT, roll="backward", busdaycal=NUMPY),
    ),
)


def plain(answer: Any) -> Any:
    """An answer as Python's own bool or date."""
    if isinstance(answer, pd.Timestamp):
        return answer.date()
    return answer.item() if isinstance(answer, np.generic) else answer


def for_all(ask: Ask, days: Iterable[date]) -> Run:
    def run() -> None:
        for day in days:
            ask(day)

    return run


def one_by_one(question: Question) -> dict[str, Measured]:
    days = drawn(1_000)
    agreed(
        question.words,
        {name: [plain(ask(day)) for day in days] for name, ask in question.one.items()},
    )
    runs = {name: for_all(ask, days) for name, ask in question.one.items()}
    if question.floor is not None:
        runs["floor"] = for_all(question.floor, days)
    measured = alternating(runs, units=len(days))
    table(f"{question.words}: one date", measured, places=2)
    return measured


def in_a_batch(question: Question, count: int) -> dict[str, Measured]:
    days = drawn(count)
    ready = np.array(days, dtype="datetime64[D]")

    def from_dates() -> list[Any]:
        answers: list[Any] = question.numpy(np.array(days, dtype="datetime64[D]")).tolist()
        return answers

    agreed(question.words, {"tichet_rules": question.batch(days), "numpy": from_dates()})
    measured = alternating(
        {
            "tichet_rules": lambda: question.batch(days),
            "numpy, from dates and back": from_dates,
            "numpy, arrays that are ready": lambda: question.numpy(ready),
            "floor": lambda: set(days),
        },
        rounds=5,
        units=count,
    )
    table(f"{question.words}: a batch of {count:,}, for each date", measured, places=3)
    return measured


def of_a_range(years: int) -> dict[str, Measured]:
    first, last = date(2001, 1, 1), date(2000 + years, 12, 31)
    known = sorted(public_holidays.country_holidays("RO", years=range(2001, 2001 + years)))
    calendar = np.busdaycalendar(holidays=np.array(known, dtype="datetime64[D]"))
    business = CustomBusinessDay(calendar=calendar)

    def ours() -> list[date]:
        return list(OURS.working_days(first, last))

    def by_numpy() -> list[date]:
        days = np.arange(np.datetime64(first), np.datetime64(last + ONE_DAY))
        answers: list[date] = days[np.is_busday(days, busdaycal=calendar)].tolist()
        return answers

    def by_pandas() -> list[date]:
        return list(pd.date_range(first, last, freq=business).date)

    runs = {"tichet_rules": ours, "numpy": by_numpy, "pandas": by_pandas}
    count = len(agreed("a range", {name: run() for name, run in runs.items()}))
    measured = alternating(runs, rounds=5, units=count)
    table(f"the working days of {years} years: {count:,}, for each", measured, places=3)
    return measured


def main() -> list[Row]:
    rows: list[Row] = []
    for question in QUESTIONS:
        measured = one_by_one(question)
        ours, *others = measured
        faster = all(
            measured[ours].ratio_to(measured[each]) < 1 for each in others if each != "floor"
        )
        floor = "floor" if question.floor is not None else None
        rows.append(Row(question.words, measured, "faster than all", faster, floor))
    for question in QUESTIONS:
        small, large = (in_a_batch(question, count) for count in (10_000, 100_000))
        ours, numpy, *_ = large
        rows.append(
            Row(
                f"{question.words}: a batch of 100,000",
                large,
                "within 2 x numpy",
                large[ours].ratio_to(large[numpy]) <= 2,
                "floor",
                {"10 x the dates": grown(small[ours], large[ours], 10)},
                "For each date. The floor puts the dates into a set.",
            )
        )
    one, ten, hundred = (of_a_range(years) for years in (1, 10, 100))
    rows.append(
        Row(
            "the working days of a year",
            one,
            "within 2 x numpy",
            one["tichet_rules"].ratio_to(one["numpy"]) <= 2,
            growth={
                "10 x the years": grown(one["tichet_rules"], ten["tichet_rules"], 10),
                "100 x": grown(one["tichet_rules"], hundred["tichet_rules"], 100),
            },
            notes="For each working day.",
        )
    )
    return rows


if __name__ == "__main__":
    main()
