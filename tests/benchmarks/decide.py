"""Decisions and the agenda, beside the same rules written by hand and the stores for it.

Run it by hand: `python -m tests.benchmarks.decide`.

**One decision.** A mixed lot of questions about one inspector with 200 bookings, each judged by all
rules of the procedure. Ours gives a finding with its figures for every rule, and the booking that
follows; the peers answer yes or no, at the first rule that refuses, without a word of why: plain
datetime arithmetic over sorted lists (`bisect`), and the same over an `intervaltree` for whoever is
met and whoever asks. They read the same commands and the same requests, and keep the names of the
registry ready to compare, the holidays as a set and the times that are taken in their own
structure. The checks of telephone numbers and e-mail addresses are two other libraries' work: they
are left out of the comparison and told apart.

**Growth.** 10,000 and 100,000 bookings, of 524 inspectors, in random order, one after the other
into an empty agenda. Everyone keeps the same: no id twice, no inspector and no citizen in two
meetings at once, the open bookings of each request. SQLite (in memory, no journal to disk) does so
by a trigger on two indices, and looks at one neighbour only; the sorted lists are those of
`sortedcontainers`, one for each person. Both change in place, while each of our agendas is a value
that stays as it was. Inside the timing is only that: events and rows are made beforehand.
"""

from __future__ import annotations

import random
import sqlite3
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from attrs import evolve, frozen
from intervaltree import IntervalTree  # type: ignore[import-untyped]  # it has no types
from sortedcontainers import SortedList  # type: ignore[import-untyped]  # it has no types

from tests.benchmarks._timing import Run, agreed, alternating, table
from tests.benchmarks._town import (
    AT,
    AWAY,
    HOURS,
    INSPECTOR,
    LENGTH,
    NOTICE,
    ONE_DAY,
    SATURDAY,
    STEP,
    ZONE,
    Span,
    Town,
    local,
    merged,
    town,
)
from tichet_rules import (
    Agenda,
    AgendaConflict,
    Applicant,
    Book,
    Booked,
    Booking,
    Contact,
    Inspector,
    Office,
    Request,
    RequestStatus,
    Slot,
    apply,
    decide,
    free_slots,
    preset,
)
from tichet_rules.identity import e164, email_address

# --- one decision ---------------------------------------------------------------------------

PHONE, EMAIL = "0264 596 030", "ana.pop@example.org"
FAMILY = ("Mureșan", "Țîrlea", "Câmpean", "Pop-Ionescu", "Ştefănescu", "Rus")
GIVEN = ("Ana Maria", "Ștefan", "Ioana", "Dan", "Crina-Simina")
NOW = AT.astimezone(UTC)


@frozen(eq=False)
class Desk:
    """What the peers keep: the requests by number, and what asks who is taken when."""

    requests: dict[str, tuple[Request, str]]
    execution: frozenset[str]
    holidays: frozenset[date]
    taken: Callable[[str, datetime, datetime], bool]
    open_until: dict[str, list[datetime]]


def plain_number(typed: str) -> str:
    first, *others = typed.casefold().replace(" ", "").split("/")
    return "/".join([first.replace(".", "").lstrip("0"), *others])


def plain_name(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(sorted(letters.replace("-", " ").split()))


def admissible(asked: Book, desk: Desk) -> bool:  # noqa: C901, PLR0911, PLR0912 - a list of rules
    request, name = desk.requests.get(plain_number(asked.number), (None, ""))
    if request is None or plain_name(asked.applicant) != name:
        return False
    if asked.filed_on != request.filed_on:
        return False
    if request.status not in (RequestStatus.IN_OPERATION, RequestStatus.ANSWERED):
        return False
    start = asked.slot.start
    end = start + timedelta(minutes=asked.slot.minutes)
    day = start.astimezone(ZONE).date()
    if request.communicated_on and day > request.communicated_on + timedelta(days=30):
        return False
    who = asked.inspector or request.inspector
    if who != request.inspector and who not in request.former_inspectors:
        return False
    if who not in desk.execution:
        return False
    if start - NOW < NOTICE or end - start > LENGTH:
        return False
    if day.weekday() >= SATURDAY or day in desk.holidays:
        return False
    for opens, closes in HOURS[day.weekday()]:
        if local(day, opens) <= start and end <= local(day, closes):
            if (start - local(day, opens)) % STEP:
                return False
            break
    else:
        return False
    if desk.taken(who, start, end) or desk.taken(request.applicant.key, start, end):
        return False
    if any(until > NOW for until in desk.open_until.get(request.number, ())):
        return False
    return asked.channel in ("online", "phone")


def taken_in_lists(busy: dict[str, list[Span]]) -> Callable[[str, datetime, datetime], bool]:
    ends = {who: [each[1] for each in spans] for who, spans in busy.items()}

    def taken(who: str, start: datetime, end: datetime) -> bool:
        if who not in busy:
            return False
        place = bisect_right(ends[who], start)
        return place < len(busy[who]) and busy[who][place][0] < end

    return taken


def taken_in_trees(busy: dict[str, list[Span]]) -> Callable[[str, datetime, datetime], bool]:
    trees = {who: IntervalTree.from_tuples(spans) for who, spans in busy.items()}

    def taken(who: str, start: datetime, end: datetime) -> bool:
        return who in trees and trees[who].overlaps(start, end)

    return taken


def requests_of(chance: random.Random) -> list[Request]:
    def request(index: int, **changes: Any) -> Request:
        facts: dict[str, Any] = {
            "number": f"{119_000 + index}/305",
            "applicant": Applicant(f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}", f"n-{index}"),
            "filed_on": date(2026, 9, 1) + ONE_DAY * (index % 40),
            "inspector": INSPECTOR,
        }
        return Request(**(facts | changes))

    answered = {"status": "answered", "communicated_on": date(2026, 11, 20)}
    kinds: list[tuple[int, dict[str, Any]]] = [
        (60, {}),
        (20, answered),
        (5, answered | {"communicated_on": date(2026, 10, 20)}),
        (5, {"status": "archived"}),
        (5, {"inspector": "d-1"}),
        (5, {"inspector": "i-018", "former_inspectors": [INSPECTOR]}),
        (5, {"inspector": "i-018"}),
    ]
    every = [changes for count, changes in kinds for _ in range(count)]
    return [request(index, **changes) for index, changes in enumerate(every)]


def questions_of(
    where: Town,
    requests: list[Request],
    free: list[Slot],
    elsewhere: dict[str, Slot],
    chance: random.Random,
) -> list[Book]:
    """Of each request several: as written or typed anew, half at a free time, some wrong.

    ``elsewhere`` says when an applicant is met by someone else.
    """
    questions: list[Book] = []
    for request in requests * 4:
        slot = chance.choice(free)
        if chance.random() < 0.35:
            slot = chance.choice(where.bookings).slot
        elif chance.random() < 0.35:
            anywhen = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
            slot = Slot(anywhen + timedelta(minutes=5) * chance.randrange(288 * 12))
        elif chance.random() < 0.1:
            slot = elsewhere[request.applicant.key]
        elif chance.random() < 0.1:
            slot = Slot(AWAY[0] + timedelta(minutes=chance.choice([-10, 5, 35, 155, 170])))
        if chance.random() < 0.03:
            slot = Slot(slot.start, 30)
        name = request.applicant.name
        if chance.random() < 0.5:
            name = " ".join(reversed(name.upper().replace("Ș", "S").split()))
        questions.append(
            Book(
                number=chance.choice(
                    [request.number, f"0{request.number[:3]}.{request.number[3:]}"]
                ),
                applicant="Pop Gheorghe" if chance.random() < 0.05 else name,
                filed_on=date(2026, 1, 12) if chance.random() < 0.05 else request.filed_on,
                slot=slot,
                inspector=chance.choice([None, INSPECTOR]),
                channel=chance.choice(["online", "online", "phone", "in_person"]),
            )
        )
    return questions


def compare_decisions() -> None:
    where = town(30, 200)
    chance = random.Random(5)
    requests = requests_of(chance)
    [inspector] = where.office.inspectors.values()
    full = preset("cluj-napoca/tichet-albastru").latest
    judged = tuple(each for each in full.rules if not each.startswith("contact."))
    office = Office(
        policy=evolve(full, rules=judged),
        inspectors=[inspector, Inspector("i-018"), Inspector("d-1", role="director")],
        requests=requests,
    )
    free = list(
        free_slots(
            where.agenda,
            inspector=INSPECTOR,
            first=where.first,
            last=where.last,
            at=AT,
            office=office,
        )
    )
    # Some of the citizens are met elsewhere, at times when the inspector is free, and some of the
    # requests have an open booking already.
    elsewhere = [
        Booking(f"e-{index}", "1/1", "i-018", request.applicant.key, slot)
        for index, (request, slot) in enumerate(zip(requests, free[::3], strict=False))
    ]
    again = [
        evolve(each, request=requests[index].number) for index, each in enumerate(elsewhere[:6])
    ]
    others = again + elsewhere[6:]
    agenda = Agenda.of([*where.bookings, *others])

    busy: dict[str, list[Span]] = {INSPECTOR: list(where.busy)}
    open_until: dict[str, list[datetime]] = {}
    for each in [*where.bookings, *others]:
        busy.setdefault(each.applicant, []).append((each.slot.start, each.slot.end))
        if each.inspector != INSPECTOR:
            busy.setdefault(each.inspector, []).append((each.slot.start, each.slot.end))
        if each.status == "booked" and each.request is not None:
            open_until.setdefault(each.request, []).append(each.slot.end)
    spans = {who: list(merged(each)) for who, each in busy.items()}
    desk = Desk(
        {each.number: (each, plain_name(each.applicant.name)) for each in requests},
        frozenset({INSPECTOR, "i-018"}),
        where.holidays,
        taken_in_lists(spans),
        open_until,
    )
    trees = evolve(desk, taken=taken_in_trees(spans))

    def all_by_us(asked: list[Book]) -> list[bool]:
        return [decide(each, agenda, at=AT, office=office).allowed for each in asked]

    def all_by_hand(asked: list[Book], with_: Desk) -> list[bool]:
        return [admissible(each, with_) for each in asked]

    met = {each.applicant: each.slot for each in elsewhere}
    questions = questions_of(where, requests, free, met, chance)
    answers = agreed(
        "decisions",
        {
            "tichet_rules": all_by_us(questions),
            "by hand": all_by_hand(questions, desk),
            "intervaltree": all_by_hand(questions, trees),
        },
    )
    refusals = [decide(each, agenda, at=AT, office=office).refused_by for each in questions]
    rules = {rule for each in refusals for rule in each}
    print(
        f"\n{len(questions)} questions, answered alike by all three: {sum(answers)} allowed, "
        f"{len(answers) - sum(answers)} refused, by {len(rules)} of {len(judged)} rules"
    )
    for outcome, title in ((True, "allowed"), (False, "refused")):
        asked = [each for each, answer in zip(questions, answers, strict=True) if answer is outcome]
        runs: dict[str, Run] = {
            "tichet_rules": partial(all_by_us, asked),
            "by hand, bisect": partial(all_by_hand, asked, desk),
            "by hand, intervaltree": partial(all_by_hand, asked, trees),
        }
        table(f"one decision that is {title}", alternating(runs, units=len(asked)))

    [question, *_] = (each for each, answer in zip(questions, answers, strict=True) if answer)
    asked = [evolve(question, contact=Contact(PHONE, EMAIL))]
    strict = office.replace(policy=full)
    assert decide(asked[0], agenda, at=AT, office=strict).allowed
    with_contact: dict[str, Run] = {
        "with contact data": lambda: decide(asked[0], agenda, at=AT, office=strict),
        "without": lambda: decide(question, agenda, at=AT, office=office),
        "phonenumbers alone": lambda: e164(PHONE),
        "email-validator alone": lambda: email_address(EMAIL),
    }
    table("one decision that is allowed, contact data judged too", alternating(with_contact))


# --- growth ---------------------------------------------------------------------------------

INSPECTORS = 524  # as many as at the launch
Row = tuple[str, str, str, str, str, int, int, int, int]

SCHEMA = """
CREATE TABLE booking (
    id TEXT PRIMARY KEY, request TEXT NOT NULL, inspector TEXT NOT NULL, applicant TEXT NOT NULL,
    status TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
    occupied_from INTEGER NOT NULL, occupied_to INTEGER NOT NULL
);
CREATE INDEX by_inspector ON booking (inspector, occupied_from, occupied_to)
    WHERE status <> 'cancelled';
CREATE INDEX by_applicant ON booking (applicant, begins, ends) WHERE status <> 'cancelled';
CREATE INDEX open_by_request ON booking (request, ends) WHERE status = 'booked';
CREATE TRIGGER no_double_booking BEFORE INSERT ON booking WHEN NEW.status <> 'cancelled'
BEGIN
    SELECT RAISE(ABORT, 'slot.free') WHERE (
        SELECT occupied_to FROM booking
        WHERE inspector = NEW.inspector AND status <> 'cancelled'
            AND occupied_from < NEW.occupied_to
        ORDER BY occupied_from DESC LIMIT 1
    ) > NEW.occupied_from;
    SELECT RAISE(ABORT, 'applicant.free') WHERE (
        SELECT ends FROM booking
        WHERE applicant = NEW.applicant AND status <> 'cancelled' AND begins < NEW.ends
        ORDER BY begins DESC LIMIT 1
    ) > NEW.begins;
END;
"""
INSERT = "INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def database() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None)  # each statement is a transaction
    made.executescript(SCHEMA)
    return made


class Lists:
    """The same constraints over sorted lists, one for each person."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.spans: dict[str, Any] = {}
        self.open_of_request: dict[str, set[str]] = {}

    def spans_of(self, who: str) -> Any:
        found = self.spans.get(who)
        if found is None:
            found = self.spans[who] = SortedList()
        return found

    def add(self, row: Row) -> None:
        id_, request, inspector, applicant, status, begins, ends, from_, to = row
        if id_ in self.rows:
            raise ValueError("booking.unique")
        if status != "cancelled":
            met, asking = self.spans_of(inspector), self.spans_of(applicant)
            if collides(met, from_, to) or collides(asking, begins, ends):
                raise ValueError("slot.free or applicant.free")
            met.add((from_, to))
            asking.add((begins, ends))
        if status == "booked":
            self.open_of_request.setdefault(request, set()).add(id_)
        self.rows[id_] = row


def collides(spans: Any, begins: int, ends: int) -> bool:
    place = spans.bisect_left((ends,))
    return place > 0 and bool(spans[place - 1][1] > begins)


def row_of(booking: Booking) -> Row:
    return (
        booking.id,
        booking.request or "",
        booking.inspector,
        booking.applicant,
        str(booking.status),
        booking.slot.begins,
        booking.slot.ends,
        booking.occupied_from,
        booking.occupied_to,
    )


def event(index: int, inspector: int, applicant: int, start: datetime) -> Booked:
    return Booked(
        at=NOW,
        booking=Booking(
            f"b-{index}", f"{index + 1}/305", f"i-{inspector:03}", f"id:c-{applicant}", Slot(start)
        ),
    )


def events_of(count: int, *, colliding: bool = False) -> list[Booked]:
    """In random order, on the grid, most citizens more than once; or with many that collide."""
    chance = random.Random(count)
    citizens = count * 3 // 5
    taken: set[tuple[str, int]] = set()
    made: list[Booked] = []
    days = 4 if colliding else 20
    while len(made) < count:
        inspector, citizen = chance.randrange(INSPECTORS), chance.randrange(citizens)
        quarter = chance.randrange(days) * 96 + chance.randrange(32)
        keys = {(f"i-{inspector}", quarter), (f"c-{citizen}", quarter)}
        if colliding:
            inspector, citizen = inspector % 20, citizen % 40
        elif keys & taken:
            continue
        taken |= keys
        index = len(made) - (colliding and chance.random() < 0.05)
        late = timedelta(minutes=chance.choice([0, 5]) if colliding else 0)
        start = datetime(2026, 12, 2, 6, tzinfo=UTC) + STEP * quarter + late
        made.append(event(max(index, 0), inspector, citizen, start))
    return made


def grown(events: Iterable[Booked]) -> Agenda:
    agenda = Agenda()
    for each in events:
        agenda = apply(agenda, each)
    return agenda


def grown_in_sqlite(rows: Iterable[Row]) -> sqlite3.Connection:
    connection = database()
    for each in rows:
        connection.execute(INSERT, each)
    return connection


def grown_in_lists(rows: Iterable[Row]) -> Lists:
    lists = Lists()
    for each in rows:
        lists.add(each)
    return lists


def check_growth() -> None:
    """All three refuse the same bookings, out of many that collide, and keep the same others."""
    events = events_of(2_000, colliding=True)
    agenda, connection, lists = Agenda(), database(), Lists()
    refused: dict[str, list[int]] = {"tichet_rules": [], "SQLite": [], "sortedcontainers": []}
    for index, each in enumerate(events):
        try:
            agenda = apply(agenda, each)
        except AgendaConflict:
            refused["tichet_rules"].append(index)
        try:
            connection.execute(INSERT, row_of(each.booking))
        except sqlite3.IntegrityError:
            refused["SQLite"].append(index)
        try:
            lists.add(row_of(each.booking))
        except ValueError:
            refused["sortedcontainers"].append(index)
    count = len(agreed("refused bookings", refused))
    agreed(
        "kept bookings",
        {
            "tichet_rules": [row_of(each) for each in agenda],
            "SQLite": connection.execute("SELECT * FROM booking ORDER BY id").fetchall(),
            "sortedcontainers": [lists.rows[id_] for id_ in sorted(lists.rows)],
        },
    )
    print(f"\nof {len(events):,} bookings that often collide, all three refuse the same {count:,}")


def compare_growth(events: list[Booked], rounds: int) -> None:
    bookings = [each.booking for each in events]
    rows = [row_of(each) for each in bookings]
    runs: dict[str, Run] = {
        "tichet_rules": partial(grown, events),
        "SQLite in memory": partial(grown_in_sqlite, rows),
        "sortedcontainers": partial(grown_in_lists, rows),
        "Agenda.of, all at once": partial(Agenda.of, bookings),
    }
    table(
        f"{len(events):,} bookings applied, for each of them",
        alternating(runs, rounds=rounds, units=len(events), at_least=0),
        places=2,
    )


def main() -> None:
    compare_decisions()
    check_growth()
    events = events_of(100_000)
    compare_growth(events[:10_000], rounds=5)
    compare_growth(events, rounds=3)
    start = events[0].booking.slot.start
    makes: dict[str, Run] = {"making the event": lambda: event(1, 17, 1, start)}
    table("not in these times: the slot, the booking and the event, made", alternating(makes))


if __name__ == "__main__":
    main()
