"""Conformance vectors: cases as data, and the runner that holds this package against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from attrs import fields, frozen
from cattrs.gen import make_dict_structure_fn, override

from tichet_rules._door import A_STRING, member, one_of
from tichet_rules.agenda import Stage, Step, StepState, decide, free_slots, journey
from tichet_rules.audit.replay import breaches_in
from tichet_rules.errors import Given, InvalidInput, WrongType
from tichet_rules.interchange.documents import (
    COMMANDS,
    BookingDocument,
    BookingReference,
    OfficeDocument,
    QuestionDocument,
    office_of,
    read_bookings,
    read_office,
    the_one_of,
)
from tichet_rules.interchange.structure import (
    checked_object,
    converter,
    not_an_object,
    parse_json,
    read_date,
    read_day_or_instant,
    read_instant,
    structured,
)
from tichet_rules.model import Booking, Channel, Contact, Procedure, Slot
from tichet_rules.text import Text
from tichet_rules.timekeeping import earliest_start, last_day
from tichet_rules.timekeeping.instants import from_ticks

__all__ = ["CaseResult", "run_vectors"]

# The second has every key of the first, and those for audiences, rooms and what follows.
FORMATS: Final = ("tichet-rules/vectors/1", "tichet-rules/vectors/2")

# What an office's bookings may say beside the keys that the formats were published with.
NOT_IN_VECTORS: Final = frozenset(
    {"phone", "email", "revision", "buffer_before_minutes", "buffer_after_minutes"}
)
# Of an office itself: where its file comes from.
NOT_OF_AN_OFFICE: Final = frozenset({"made_from"})

Ask = Callable[[], Any]

# "When phone and email are left out of a case's book, valid ones are assumed."
_ASSUMED: Final = Contact("+40264596030", "cetatean@example.org")


@frozen
class CaseResult:
    """One case: what was expected, and what this package says."""

    id: str
    about: str
    expected: Any
    got: Any

    @property
    def passed(self) -> bool:
        """Whether the two agree."""
        return bool(self.expected == self.got)


@frozen
class FreeSlotsDocument:
    """A question for the free slots of an inspector."""

    inspector: str
    from_: date
    to: date
    minutes: int = 15
    request: str | None = None
    channel: Channel = Channel.ONLINE
    procedure: Procedure | None = None


@frozen
class LastDayDocument:
    """A question for the last day of a term."""

    communicated_on: date
    days: int
    reading: str


@frozen
class EarliestStartDocument:
    """A question for the first instant that satisfies a notice."""

    booked_at: datetime
    hours: int
    reading: str


@frozen
class WorkingDayDocument:
    """A question whether a date is a working day."""

    date: date


@frozen
class AuditDocument:
    """A log to be replayed."""

    log: tuple[BookingDocument, ...]


@frozen
class AnswerDueDocument:
    """A question for the day by whose end the written answer to an audience is due."""

    held_on: date


@frozen
class WhenDocument(QuestionDocument):
    """The question of a case: exactly one of the commands, or of these kinds."""

    free_slots: FreeSlotsDocument | None = None
    last_day: LastDayDocument | None = None
    earliest_start: EarliestStartDocument | None = None
    working_day: WorkingDayDocument | None = None
    audit: AuditDocument | None = None
    journey: BookingReference | None = None
    answer_due: AnswerDueDocument | None = None


@frozen
class StepDocument:
    """A step that is expected of a journey; without ``due``, it has no limit."""

    stage: Stage
    state: StepState
    due: date | datetime | None = None


@frozen
class StepsDocument:
    """The steps that are expected of a journey, all of them and in order."""

    steps: tuple[StepDocument, ...]


@frozen
class AnswerDocument:
    """The day that is expected of an answer; ``null`` where the policy sets no limit."""

    answer_due: date | None


@frozen
class CaseDocument:
    """A case of a vector file."""

    id: str
    when: WhenDocument
    then: Any
    about: str = ""
    source: str = ""
    office: Any = None


@frozen
class VectorsDocument:
    """A vector file."""

    format: str
    cases: tuple[CaseDocument, ...]
    title: str = ""
    office: Any = None


converter.register_structure_hook(Stage, lambda value, _: member("", Stage)(value))
converter.register_structure_hook(StepState, lambda value, _: member("", StepState)(value))
converter.register_structure_hook_func(
    lambda kind: kind == date | datetime | None,
    lambda value, _: None if value is None else read_day_or_instant(value),
)
converter.register_structure_hook(
    FreeSlotsDocument,
    make_dict_structure_fn(FreeSlotsDocument, converter, from_=override(rename="from")),
)


# --- the first version: exactly these keys, whatever the package has learnt since ------------

Keys: TypeAlias = "Mapping[str, Keys | None] | tuple[Keys]"  # of an object, or of each in a list


def _object(keys: str, **inside: Keys) -> Keys:
    return {**dict.fromkeys(keys.split()), **inside}


_BOOKING_1: Final = _object("id request inspector start minutes status channel booked_at")
_OFFICE_1: Final = _object(
    "time_zone closures recovery_days public_holidays",
    policy=_object(
        "preset notice_hours notice_reading window_days window_reading window_binds max_minutes "
        "grid_minutes horizon_days open_bookings_per_request channels buffer_before_minutes "
        "buffer_after_minutes"
    ),
    inspectors=(_object("id name role week overrides absences"),),
    requests=(
        _object("number applicant filed_on inspector status communicated_on former_inspectors"),
    ),
    bookings=(_BOOKING_1,),
)
_WHEN_1: Final = _object(
    "at cancel reschedule last_day earliest_start working_day",
    book=_object("number applicant filed_on inspector start minutes channel phone email"),
    free_slots=_object("inspector from to minutes request"),
    audit=_object("", log=(_BOOKING_1,)),
)
_FILE_1: Final = _object(
    "format title",
    office=_OFFICE_1,
    cases=(_object("id about source then", office=_OFFICE_1, when=_WHEN_1),),
)


def _held_to(keys: Keys | None, value: object, place: str) -> None:
    """Refuse a key that a version does not have; what else is wrong is said elsewhere."""
    if isinstance(keys, tuple) and isinstance(value, list):
        for index, each in enumerate(value):
            _held_to(keys[0], each, f"{place}[{index}]")
    elif isinstance(keys, Mapping) and isinstance(value, dict):
        for key, inner in value.items():
            if key not in keys:
                known = one_of(key, keys, "key")
                right = Text(f"{known.ro}, în {FORMATS[0]!r}", f"{known.en}, in {FORMATS[0]!r}")
                raise InvalidInput(place, key, right)
            _held_to(keys[key], inner, f"{place}.{key}" if place else key)


def run_vectors(text: str) -> Iterator[CaseResult]:
    """The result of each case of a vector file's text, in order.

    The whole file is read before the first case is judged. Raises
    :class:`~tichet_rules.errors.InvalidInput` for a file that breaks the format, its
    field the path to the place, such as ``cases[3].when.book.start``.

    >>> [result] = run_vectors('''{"format": "tichet-rules/vectors/1", "cases": [
    ...     {"id": "saint-andrew", "when": {"working_day": {"date": "2026-11-30"}},
    ...      "then": {"working": false}}]}''')
    >>> result.passed
    True
    """
    parsed = parse_json(text)
    document = structured(parsed, VectorsDocument)
    if document.format not in FORMATS:
        raise InvalidInput("format", document.format, " or ".join(map(repr, FORMATS)))
    if document.format == FORMATS[0]:
        _held_to(_FILE_1, parsed, "")
    _names_alone(parsed, "")
    shared = _keys(document.office, "office")
    _checked_alone(shared)
    cases = []
    for index, case in enumerate(document.cases):
        place = f"cases[{index}]"
        own = _keys(case.office, f"{place}.office")
        cases.append((case, _Prepared(case, {**shared, **own}, place)))
    return (CaseResult(case.id, case.about, run.expected, run.got()) for case, run in cases)


def _keys(office: object, place: str) -> Mapping[str, Any]:
    if office is None:
        return {}
    if not isinstance(office, dict):
        raise not_an_object(office).inside(place)
    for key in NOT_OF_AN_OFFICE.intersection(office):
        known = [each.name for each in fields(OfficeDocument) if each.name not in NOT_OF_AN_OFFICE]
        raise InvalidInput(place, key, one_of(key, known, "key"))
    bookings = office.get("bookings")
    for index, each in enumerate(bookings if isinstance(bookings, list) else ()):
        for key in NOT_IN_VECTORS.intersection(each if isinstance(each, dict) else ()):
            raise _not_a_key(key, f"{place}.bookings[{index}]")
    return office


def _names_alone(value: object, place: str) -> None:
    """Refuse an applicant who is no name: the formats were published without ids of citizens."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            _names_alone(each, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            inside = f"{place}.{key}" if place else key
            if key in ("applicant", "citizen") and isinstance(each, dict):
                raise WrongType(inside, None, A_STRING, personal=True)
            _names_alone(each, inside)


def _not_a_key(key: str, place: str) -> InvalidInput:
    known = [each.name for each in fields(BookingDocument) if each.name not in NOT_IN_VECTORS]
    return InvalidInput(place, key, one_of(key, known, "key"))


def _checked_alone(shared: Mapping[str, Any]) -> None:
    # Without its bookings: a case may give them the policy under which they don't collide.
    document = structured(dict(shared), OfficeDocument, "office")
    try:
        office_of(document)
    except InvalidInput as error:
        raise error.inside("office") from None


class _Prepared:
    """A case that was read and checked, ready to be judged."""

    def __init__(self, case: CaseDocument, office: Mapping[str, Any], place: str) -> None:
        self._when = case.when
        self._office, self._agenda = read_office(dict(office), f"{place}.office")
        try:
            self._kind = the_one_of(case.when, tuple(_KINDS))
            if self._kind in _ASKED_AT and case.when.at is None:
                raise InvalidInput(
                    "at",
                    Given("nimic", "nothing"),
                    Text("momentul întrebării", "the instant of the question"),
                )
            self._ask = self._asked(self._kind)
        except InvalidInput as error:
            raise error.inside(f"{place}.when") from None
        try:
            self.expected = _EXPECTED[self._kind](case.then)
        except InvalidInput as error:
            raise error.inside(f"{place}.then") from None

    def got(self) -> Any:
        """What this package answers, in the form of what is expected."""
        try:
            answer = self._ask()
        except InvalidInput as error:
            return {"error": str(error)}  # the case is good; it is the answer that is missing
        if self._kind == "free_slots" and "count" in self.expected:
            return {"count": len(answer["starts"])}
        return answer

    def _asked(self, kind: str) -> Ask:
        ask = _KINDS[kind]
        if ask is _Prepared.decision:
            return ask(self)  # it names the command itself
        try:
            return ask(self)
        except InvalidInput as error:
            raise error.inside(kind) from None

    # --- the kinds: each returns the question, its arguments already checked ---------------

    def decision(self) -> Ask:
        """Whether a command is allowed."""
        at = self._when.at
        assert at is not None  # checked for every kind that is asked at an instant
        command = self._when.command(self._agenda, _ASSUMED)

        def ask() -> Any:
            decision = decide(command, self._agenda, at=at, office=self._office)
            if decision.allowed:
                return {"allowed": True}
            return {"allowed": False, "refused_by": sorted(decision.refused_by)}

        return ask

    def free_slots(self) -> Ask:
        """The starts of the free slots."""
        when, asked = self._when, self._when.free_slots
        assert when.at is not None
        assert asked is not None
        try:
            slots = free_slots(
                self._agenda,
                inspector=asked.inspector,
                first=asked.from_,
                last=asked.to,
                at=when.at,
                office=self._office,
                minutes=asked.minutes,
                request=asked.request,
                channel=asked.channel,
                procedure=asked.procedure,
            )
        except InvalidInput as error:
            raise error.renamed("^first$", "from").renamed("^last$", "to") from None
        # Kept in UTC: of two zones, Python calls instants in a repeated hour unequal.
        return lambda: {"starts": [slot.start for slot in slots]}

    def last_day(self) -> Ask:
        """The last day of a term."""
        asked = self._when.last_day
        assert asked is not None
        day = last_day(asked.communicated_on, asked.days, asked.reading, self._office.calendar)
        return lambda: {"last_day": day.isoformat()}

    def earliest_start(self) -> Ask:
        """The first instant that satisfies a notice."""
        asked, calendar = self._when.earliest_start, self._office.calendar
        assert asked is not None
        start = earliest_start(asked.booked_at, asked.hours, asked.reading, calendar)
        return lambda: {"earliest_start": start}

    def working_day(self) -> Ask:
        """Whether a date is a working day."""
        asked = self._when.working_day
        assert asked is not None
        working = self._office.calendar.is_working_day(asked.date)
        return lambda: {"working": working}

    def audit(self) -> Ask:
        """The findings of a log."""
        asked = self._when.audit
        assert asked is not None
        for index, each in enumerate(asked.log):
            for key in sorted(NOT_IN_VECTORS):
                if getattr(each, key) is not None:
                    raise _not_a_key(key, f"log[{index}]")
        log = read_bookings(asked.log, self._office, "log")
        # The format tells nothing else of a request that the office does not have.
        findings = breaches_in(log, office=self._office, before=list(self._agenda), as_decided=True)
        pairs = sorted((each.booking, each.rule) for each in findings)
        return lambda: {"findings": [{"booking": b, "rule": r} for b, r in pairs]}

    def journey(self) -> Ask:
        """The steps of a booking."""
        at, asked = self._when.at, self._when.journey
        assert at is not None
        assert asked is not None
        booking = self._agenda.get(asked.booking)
        if booking is None:
            raise InvalidInput("booking", asked.booking, "the id of a booking of the office")
        return lambda: {"steps": _steps(journey(booking, at=at, office=self._office).steps)}

    def answer_due(self) -> Ask:
        """The day by whose end the written answer to an audience is due."""
        asked = self._when.answer_due
        assert asked is not None
        audience = Slot(from_ticks(self._office.calendar.midnight(asked.held_on)))
        booking = Booking(
            "audience",
            None,
            "official",
            "citizen",
            audience,
            "held",
            procedure=Procedure.AUDIENCE,
            answer_requested_at=audience.start,
        )
        step = journey(booking, at=audience.start, office=self._office).step(Stage.ANSWER)
        assert step is not None  # it was asked for
        return lambda: {"answer_due": _day(step.due)}


def _steps(steps: Iterable[Step | StepDocument]) -> list[dict[str, Any]]:
    # Instants in UTC, as the starts are.
    return [
        {
            "stage": str(each.stage),
            "state": str(each.state),
            "due": each.due.astimezone(UTC) if isinstance(each.due, datetime) else each.due,
        }
        for each in steps
    ]


def _day(due: date | None) -> str | None:
    return None if due is None else due.isoformat()


_KINDS: Final[dict[str, Callable[[_Prepared], Ask]]] = {
    **dict.fromkeys(COMMANDS, _Prepared.decision),
    "free_slots": _Prepared.free_slots,
    "last_day": _Prepared.last_day,
    "earliest_start": _Prepared.earliest_start,
    "working_day": _Prepared.working_day,
    "audit": _Prepared.audit,
    "journey": _Prepared.journey,
    "answer_due": _Prepared.answer_due,
}
_ASKED_AT: Final = frozenset({*COMMANDS, "free_slots", "journey"})


# --- what is expected: checked, and in one form ---------------------------------------------


def _expected_decision(then: object) -> Any:
    table = checked_object(then, ("allowed", "refused_by"), ("allowed",))
    allowed, rules = table["allowed"], table.get("refused_by", [])
    if not isinstance(allowed, bool):
        raise WrongType("allowed", allowed, "true or false")
    _checked_list("refused_by", rules, str, "a list of rule ids")
    if allowed == bool(rules) or (not allowed and "refused_by" not in table):
        raise InvalidInput("refused_by", rules, "the rules that refuse, if and only if any do")
    return {"allowed": True} if allowed else {"allowed": False, "refused_by": sorted(rules)}


def _expected_slots(then: object) -> Any:
    table = checked_object(then, ("starts", "count"))
    if len(table) != 1:
        raise InvalidInput("", sorted(table), "exactly one of starts, count")
    if "count" in table:
        count = table["count"]
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise WrongType("count", count, "a whole number, at least 0")
        return {"count": count}
    _checked_list("starts", table["starts"], str, "a list of instants")
    return {"starts": [_instant(f"starts[{i}]", each) for i, each in enumerate(table["starts"])]}


def _instant(place: str, text: str) -> datetime:
    try:
        return read_instant(text)
    except InvalidInput as error:
        raise error.inside(place) from None


def _expected_last_day(then: object) -> Any:
    table = checked_object(then, ("last_day",), ("last_day",))
    try:
        return {"last_day": read_date(table["last_day"]).isoformat()}
    except InvalidInput as error:
        raise error.inside("last_day") from None


def _expected_start(then: object) -> Any:
    table = checked_object(then, ("earliest_start",), ("earliest_start",))
    return {"earliest_start": _instant("earliest_start", table["earliest_start"])}


def _expected_working(then: object) -> Any:
    table = checked_object(then, ("working",), ("working",))
    if not isinstance(table["working"], bool):
        raise WrongType("working", table["working"], "true or false")
    return table


def _expected_findings(then: object) -> Any:
    table = checked_object(then, ("findings",), ("findings",))
    _checked_list("findings", table["findings"], dict, "a list of findings")
    for index, each in enumerate(table["findings"]):
        try:
            checked_object(each, ("booking", "rule"), ("booking", "rule"))
            for key in ("booking", "rule"):
                if not isinstance(each[key], str):
                    raise WrongType(key, each[key], "a string")
        except InvalidInput as error:
            raise error.inside(f"findings[{index}]") from None
    pairs = sorted((each["booking"], each["rule"]) for each in table["findings"])
    return {"findings": [{"booking": b, "rule": r} for b, r in pairs]}


def _checked_list(place: str, values: object, kind: type[object], what: str) -> None:
    if not isinstance(values, list) or not all(isinstance(each, kind) for each in values):
        raise WrongType(place, values, what)


def _expected_steps(then: object) -> Any:
    return {"steps": _steps(structured(then, StepsDocument).steps)}


def _expected_answer(then: object) -> Any:
    return {"answer_due": _day(structured(then, AnswerDocument).answer_due)}


_EXPECTED: Final[dict[str, Callable[[object], Any]]] = {
    **dict.fromkeys(COMMANDS, _expected_decision),
    "free_slots": _expected_slots,
    "last_day": _expected_last_day,
    "earliest_start": _expected_start,
    "working_day": _expected_working,
    "audit": _expected_findings,
    "journey": _expected_steps,
    "answer_due": _expected_answer,
}
