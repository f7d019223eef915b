"""Decisions and the agenda, beside the same rules written by hand and the stores for it.

Run it by hand: `python -m tests.benchmarks.decide`.

**One decision.** A mixed lot of questions about one inspector with 200 bookings, each judged by all
rules of the procedure. Ours gives a finding with its figures for every rule, and the booking that
follows; the peers answer yes or no, at the first rule that refuses, without a word of why: plain
datetime arithmetic over sorted lists (`bisect`), and the same over an `intervaltree` for whoever is
met and whoever asks. They read the same commands and the same requests, and keep the names of the
registry ready to compare, the holidays as a set and the times that are taken in their own
structure. Telephone numbers and e-mail addresses are checked by the same two libraries for all,
last by the peers, and each comparison is made once more without them.

**Growth.** 1,000, 10,000 and 100,000 bookings, of 524 inspectors, in random order, into an empty
agenda: one after the other, as a log of events, and all at once. Everyone keeps the same: no id
twice, no inspector, no citizen and no room in two meetings at once, the open bookings of each
request. SQLite (in memory, no journal to disk) does so by a trigger on three indices, and looks at
one neighbour only; the sorted lists are those of `sortedcontainers`, one for each person and room.
Both change in place, while each of our agendas is a value that stays as it was. Inside the timing
is only that: events and rows are made beforehand.

Times are those of the processor: nothing here waits, or works on more than one thread.
"""

from __future__ import annotations

import random
import sqlite3
import tracemalloc
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import process_time
from typing import Any

import phonenumbers
from attrs import evolve, frozen
from email_validator import EmailNotValidError, validate_email
from intervaltree import IntervalTree  # type: ignore[import-untyped]  # it has no types
from sortedcontainers import SortedList  # type: ignore[import-untyped]  # it has no types

from tests.benchmarks._table import Row, grown
from tests.benchmarks._timing import Measured, Run, agreed, alternating, table
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
    replayed,
)
from tichet_rules.identity import e164, email_address

# --- one decision ---------------------------------------------------------------------------

PHONE, EMAIL = "0264 596 030", "ana.pop@example.org"
REACHED = Contact(PHONE, EMAIL)
NOT_REACHED = (Contact("0264 596", EMAIL), Contact(PHONE, "ana.pop@example"), Contact(PHONE))
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
    contact_asked: bool = True


def plain_number(typed: str) -> str:
    first, *others = typed.casefold().replace(" ", "").split("/")
    return "/".join([first.replace(".", "").lstrip("0"), *others])


def plain_name(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(sorted(letters.replace("-", " ").split()))


def reachable(contact: Contact) -> bool:
    if not contact.phone or not contact.email:
        return False
    try:
        number = phonenumbers.parse(contact.phone, "RO")
        validate_email(contact.email, check_deliverability=False)
    except (phonenumbers.NumberParseException, EmailNotValidError):
        return False
    return phonenumbers.is_valid_number(number)


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
    if asked.channel not in ("online", "phone"):
        return False
    return reachable(asked.contact) if desk.contact_asked else True


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
                contact=chance.choice(NOT_REACHED) if chance.random() < 0.1 else REACHED,
            )
        )
    return questions


@frozen(eq=False)
class Question:
    """Who asks what of whom: the questions, and what ours and the peers know."""

    asked: list[Book]
    agenda: Agenda
    office: Office
    desk: Desk
    trees: Desk

    def without_contact(self) -> Question:
        policy = self.office.policy_at(AT)
        rules = tuple(each for each in policy.rules if not each.startswith("contact."))
        return evolve(
            self,
            asked=[evolve(each, contact=Contact()) for each in self.asked],
            office=self.office.replace(policy=evolve(policy, rules=rules)),
            desk=evolve(self.desk, contact_asked=False),
            trees=evolve(self.trees, contact_asked=False),
        )

    def runs(self) -> dict[str, Callable[[], list[bool]]]:
        return {
            "tichet_rules": lambda: [
                decide(each, self.agenda, at=AT, office=self.office).allowed for each in self.asked
            ],
            "by hand, bisect": lambda: [admissible(each, self.desk) for each in self.asked],
            "by hand, intervaltree": lambda: [admissible(each, self.trees) for each in self.asked],
        }

    def that_are(self, outcome: bool) -> Question:
        """The questions with that answer, on which all agree."""
        answers = agreed("decisions", {name: run() for name, run in self.runs().items()})
        return evolve(
            self,
            asked=[
                each for each, answer in zip(self.asked, answers, strict=True) if answer is outcome
            ],
        )


def the_question() -> Question:
    where = town(30, 200)
    chance = random.Random(5)
    requests = requests_of(chance)
    [inspector] = where.office.inspectors.values()
    office = Office(
        policy=preset("cluj-napoca/tichet-albastru").latest,
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
    met = {each.applicant: each.slot for each in elsewhere}
    return Question(
        asked=questions_of(where, requests, free, met, chance),
        agenda=Agenda.of([*where.bookings, *others]),
        office=office,
        desk=desk,
        trees=evolve(desk, taken=taken_in_trees(spans)),
    )


def measured_decisions(question: Question, title: str) -> dict[str, Measured]:
    found = alternating(question.runs(), units=len(question.asked), clock=process_time)
    table(title, found)
    return found


def compare_decisions() -> list[Row]:
    question = the_question()
    allowed, refused = question.that_are(True), question.that_are(False)
    refusals = [decide(e, question.agenda, at=AT, office=question.office) for e in refused.asked]
    rules = {rule for each in refusals for rule in each.refused_by}
    print(
        f"\n{len(question.asked)} questions, answered alike by all three: {len(allowed.asked)} "
        f"allowed, {len(refused.asked)} refused, by {len(rules)} rules"
    )
    yes = measured_decisions(allowed, "one decision that is allowed")
    no = measured_decisions(refused, "one decision that is refused")
    bare = measured_decisions(
        question.without_contact().that_are(True), "one that is allowed, contact data not judged"
    )
    libraries = alternating(
        {"phonenumbers": lambda: e164(PHONE), "email-validator": lambda: email_address(EMAIL)},
        clock=process_time,
    )
    table("the two libraries alone", libraries)
    sizes = {"10 x the bookings": 2_500, "100 x the bookings": 29_000}
    larger = {
        work: evolve(allowed, agenda=replayed(events_of(size), allowed.agenda))
        for work, size in sizes.items()
    }
    growing = alternating(
        {"as it is": allowed.runs()["tichet_rules"]}
        | {work: each.runs()["tichet_rules"] for work, each in larger.items()},
        clock=process_time,
    )
    table("the same decisions in larger agendas, all of them", growing)
    ratio = yes["tichet_rules"].ratio_to(yes["by hand, bisect"])
    return [
        Row(
            "one decision with all findings, inspector with 200 bookings",
            yes,
            goal="at most 4 x the hand-written check",
            met=ratio <= 4,
            growth={work: grown(growing["as it is"], growing[work]) for work in sizes},
            notes=f"{len(allowed.asked)} decisions that are allowed, of the Blue Ticket's "
            f"{len(question.office.policy_at(AT).rules)} rules, contact data checked by the same "
            "two libraries for all: of each decision "
            f"{libraries['phonenumbers'].median * 1e6:.0f} us are phonenumbers' and "
            f"{libraries['email-validator'].median * 1e6:.0f} us email-validator's.",
        ),
        Row(
            "the same, contact data not judged",
            bare,
            notes="Peers answer yes or no. Ours makes a finding of each rule, with its figures, "
            "and the booking.",
        ),
        Row(
            "one decision that is refused",
            no,
            notes=f"{len(refused.asked)} decisions, refused by {len(rules)} rules. Peers stop at "
            "the first rule that refuses, mostly before they have to check the contact data; "
            "ours judges every rule, and says all that is wrong at once.",
        ),
    ]


# --- growth ---------------------------------------------------------------------------------

INSPECTORS = 524  # as many as at the launch
Line = tuple[str, str, str, str, str, str | None, int, int, int, int]

SCHEMA = """
CREATE TABLE booking (
    id TEXT PRIMARY KEY, request TEXT NOT NULL, inspector TEXT NOT NULL, applicant TEXT NOT NULL,
    status TEXT NOT NULL, room TEXT, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
    occupied_from INTEGER NOT NULL, occupied_to INTEGER NOT NULL
);
CREATE INDEX by_inspector ON booking (inspector, occupied_from, occupied_to)
    WHERE status <> 'cancelled';
CREATE INDEX by_applicant ON booking (applicant, begins, ends) WHERE status <> 'cancelled';
CREATE INDEX by_room ON booking (room, begins, ends)
    WHERE status <> 'cancelled' AND room IS NOT NULL;
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
    SELECT RAISE(ABORT, 'room.free') WHERE NEW.room IS NOT NULL AND (
        SELECT ends FROM booking
        WHERE room = NEW.room AND status <> 'cancelled' AND begins < NEW.ends
        ORDER BY begins DESC LIMIT 1
    ) > NEW.begins;
END;
"""
INSERT = "INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def database() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None)  # each statement is a transaction
    made.executescript(SCHEMA)
    return made


class Lists:
    """The same constraints over sorted lists, one for each person."""

    def __init__(self) -> None:
        self.rows: dict[str, Line] = {}
        self.spans: dict[str, Any] = {}
        self.open_of_request: dict[str, set[str]] = {}

    def spans_of(self, who: str) -> Any:
        found = self.spans.get(who)
        if found is None:
            found = self.spans[who] = SortedList()
        return found

    def add(self, row: Line) -> None:
        id_, request, inspector, applicant, status, room, begins, ends, from_, to = row
        if id_ in self.rows:
            raise ValueError("booking.unique")
        if status != "cancelled":
            met, asking = self.spans_of(inspector), self.spans_of(applicant)
            where = self.spans_of(room) if room else None
            if collides(met, from_, to) or collides(asking, begins, ends):
                raise ValueError("slot.free or applicant.free")
            if where is not None:
                if collides(where, begins, ends):
                    raise ValueError("room.free")
                where.add((begins, ends))
            met.add((from_, to))
            asking.add((begins, ends))
        if status == "booked":
            self.open_of_request.setdefault(request, set()).add(id_)
        self.rows[id_] = row


def collides(spans: Any, begins: int, ends: int) -> bool:
    place = spans.bisect_left((ends,))
    return place > 0 and bool(spans[place - 1][1] > begins)


def row_of(booking: Booking) -> Line:
    return (
        booking.id,
        booking.request or "",
        booking.inspector,
        booking.applicant,
        str(booking.status),
        booking.room,
        booking.slot.begins,
        booking.slot.ends,
        booking.occupied_from,
        booking.occupied_to,
    )


def event(
    index: int, inspector: int, applicant: int, start: datetime, room: str | None = None
) -> Booked:
    return Booked(
        at=NOW,
        booking=Booking(
            f"g-{index}",
            f"{index + 1}/305",
            f"g-{inspector:03}",
            f"id:g-{applicant}",
            Slot(start),
            room=room,
        ),
    )


def events_of(count: int, *, colliding: bool = False) -> list[Booked]:
    """In random order, on the grid, most citizens more than once, a tenth of them in rooms.

    Or with many that collide.
    """
    chance = random.Random(count)
    citizens = count * 3 // 5
    taken: set[tuple[str, int]] = set()
    made: list[Booked] = []
    days = 4 if colliding else 20
    while len(made) < count:
        inspector, citizen = chance.randrange(INSPECTORS), chance.randrange(citizens)
        quarter = chance.randrange(days) * 96 + chance.randrange(32)
        room = f"r-{chance.randrange(2 if colliding else 60)}" if chance.random() < 0.1 else None
        keys = {(f"i-{inspector}", quarter), (f"c-{citizen}", quarter)}
        if room is not None:
            keys.add((room, quarter))
        if colliding:
            inspector, citizen = inspector % 20, citizen % 40
        elif keys & taken:
            continue
        taken |= keys
        index = len(made) - (colliding and chance.random() < 0.05)
        late = timedelta(minutes=chance.choice([0, 5]) if colliding else 0)
        start = datetime(2026, 12, 2, 6, tzinfo=UTC) + STEP * quarter + late
        made.append(event(max(index, 0), inspector, citizen, start, room))
    return made


def applied(events: Iterable[Booked]) -> Agenda:
    agenda = Agenda()
    for each in events:
        agenda = apply(agenda, each)
    return agenda


def applied_in_sqlite(rows: Iterable[Line]) -> sqlite3.Connection:
    connection = database()
    for each in rows:
        connection.execute(INSERT, each)
    return connection


def at_once_in_sqlite(rows: Iterable[Line]) -> sqlite3.Connection:
    connection = database()
    connection.execute("BEGIN")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")
    return connection


def applied_in_lists(rows: Iterable[Line]) -> Lists:
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


ONE_BY_ONE, AS_A_LOG, AT_ONCE = "apply", "replayed", "Agenda.of"
SQLITE, SQLITE_AT_ONCE = "SQLite in memory", "SQLite, one transaction"


def compare_growth(events: list[Booked], rounds: int) -> dict[str, Measured]:
    bookings = [each.booking for each in events]
    rows = [row_of(each) for each in bookings]
    assert applied(events) == replayed(events) == Agenda.of(bookings)
    runs: dict[str, Run] = {
        ONE_BY_ONE: partial(applied, events),
        AS_A_LOG: partial(replayed, events),
        AT_ONCE: partial(Agenda.of, bookings),
        SQLITE: partial(applied_in_sqlite, rows),
        SQLITE_AT_ONCE: partial(at_once_in_sqlite, rows),
        "sortedcontainers": partial(applied_in_lists, rows),
    }
    found = alternating(runs, rounds=rounds, units=len(events), at_least=0, clock=process_time)
    table(f"{len(events):,} bookings applied, for each of them", found, places=2)
    return found


def held(run: Callable[[], Any]) -> int:
    """The bytes of what a call gives."""
    tracemalloc.start()
    kept = run()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size


def versions(agenda: Agenda, events: Iterable[Booked]) -> list[Agenda]:
    kept = [agenda]
    for each in events:
        kept.append(apply(kept[-1], each))
    return kept


def memory(events: list[Booked]) -> str:
    """What an agenda takes for each booking, and what each older version of it that is kept."""
    bookings = [each.booking for each in events]
    last = 1_000
    agenda = Agenda.of(bookings[:-last])
    figures = {
        "the booking": held(lambda: [each.booking for each in events_of(last)]) / last,
        "its places in the agenda": held(lambda: Agenda.of(bookings)) / len(bookings),
        "each older agenda that is kept": held(lambda: versions(agenda, events[-last:])) / last,
    }
    told = "; ".join(f"{what} {size:,.0f} bytes" for what, size in figures.items())
    print(f"\nmemory, {len(bookings):,} bookings: {told}")
    return f"Memory for each of {len(bookings):,} bookings: {told}."


def rows_of_growth(measured: dict[int, dict[str, Measured]], memory_told: str) -> list[Row]:
    small, *_, large = measured
    first, last = measured[small], measured[large]
    peers = {name: last[name] for name in (SQLITE, SQLITE_AT_ONCE, "sortedcontainers")}

    def row(job: str, ours: str, peer: str, notes: str) -> Row:
        return Row(
            job,
            {f"tichet_rules, {ours}": last[ours], **peers},
            goal=f"at least as fast as {peer}",
            met=last[ours].ratio_to(last[peer]) <= 1,
            growth={
                f"{size // small} x the bookings": grown(
                    first[ours], measured[size][ours], size // small
                )
                for size in list(measured)[1:]
            },
            notes=notes,
        )

    each = f"{large:,} bookings"
    return [
        row(
            f"apply {each}, all at once",
            AT_ONCE,
            SQLITE_AT_ONCE,
            "Times are for each booking. " + memory_told,
        ),
        row(
            f"apply {each}, as a log of events",
            AS_A_LOG,
            SQLITE,
            "The agenda before the log stays as it was; those on the way are not kept.",
        ),
        row(
            f"apply {each}, one by one",
            ONE_BY_ONE,
            SQLITE,
            "Every agenda on the way is a value that stays as it was; the peers change in place.",
        ),
    ]


def main() -> list[Row]:
    rows = compare_decisions()
    check_growth()
    events = events_of(100_000)
    measured = {size: compare_growth(events[:size], rounds=5) for size in (1_000, 10_000, 100_000)}
    start = events[0].booking.slot.start
    makes: dict[str, Run] = {"making the event": lambda: event(1, 17, 1, start)}
    makes_time = alternating(makes, clock=process_time)
    table("not in these times: the slot, the booking and the event, made", makes_time)
    return rows + rows_of_growth(measured, memory(events))


if __name__ == "__main__":
    main()
