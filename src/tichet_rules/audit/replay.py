"""A log of bookings replayed in order, each judged against those before it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property

from attrs import evolve, field, frozen

from tichet_rules._door import A_BOOKING_ACT, checked_instance, listed
from tichet_rules.agenda.agenda import _meeting, _occupied
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, BookingStatus, Procedure
from tichet_rules.office import Office
from tichet_rules.rules import Case, Finding, Taken, judge, rules_of_case
from tichet_rules.rules.sensitivity import Sensitivity, sensitivity
from tichet_rules.timekeeping.instants import ticks_of
from tichet_rules.timekeeping.spans import overlaps

__all__ = ["AuditFinding", "History", "audit"]

Span = Callable[[Booking], tuple[int, int]]


class _Spans:
    """The spans of one owner, in order of their start; unlike an agenda's, they may overlap."""

    __slots__ = ("_bookings", "_longest", "_span")

    def __init__(self, span: Span) -> None:
        self._span = span
        self._bookings: list[tuple[int, int, str, Booking]] = []
        self._longest = 0

    def add(self, booking: Booking) -> None:
        from_, to = self._span(booking)
        insort(self._bookings, (from_, to, booking.id, booking), key=lambda entry: entry[:3])
        self._longest = max(self._longest, to - from_)

    def within(self, from_: int, to: int) -> Iterator[Booking]:
        # None that could reach `from_` begins further back than the longest is long.
        start = bisect_left(self._bookings, from_ - self._longest, key=lambda entry: entry[0])
        for begins, ends, _, booking in self._bookings[start:]:
            if begins >= to:
                return
            if overlaps(begins, ends, from_, to):
                yield booking


class History:
    """The bookings that a log has brought so far, double bookings included.

    It answers what a case asks of an agenda, and grows as the replay goes on.
    """

    __slots__ = ("_by_applicant", "_by_inspector", "_by_request", "_by_room")

    def __init__(self, bookings: Iterable[Booking] = ()) -> None:
        self._by_inspector: dict[str, _Spans] = defaultdict(lambda: _Spans(_occupied))
        self._by_applicant: dict[str, _Spans] = defaultdict(lambda: _Spans(_meeting))
        self._by_room: dict[str, _Spans] = defaultdict(lambda: _Spans(_meeting))
        self._by_request: dict[str | None, list[Booking]] = defaultdict(list)
        for booking in bookings:
            self.add(booking)

    def add(self, booking: Booking) -> None:
        """Take note of a booking; a cancelled one takes no time."""
        if booking.takes_time:
            self._by_inspector[booking.inspector].add(booking)
            self._by_applicant[booking.applicant].add(booking)
            self._by_request[booking.request].append(booking)
            if booking.room is not None:
                self._by_room[booking.room].add(booking)

    def of_inspector(self, inspector: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings that occupy an inspector within a half-open span of ticks."""
        return self._by_inspector[inspector].within(from_, to)

    def of_applicant(self, applicant: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings of an applicant whose slots meet a half-open span of ticks."""
        return self._by_applicant[applicant].within(from_, to)

    def of_room(self, room: str, from_: int, to: int) -> Iterator[Booking]:
        """The bookings in a room whose slots meet a half-open span of ticks."""
        return self._by_room[room].within(from_, to)

    def missed_of_request(self, request: str) -> Iterator[Booking]:
        """The bookings of a request to which the citizen did not come."""
        return (each for each in self._by_request[request] if each.status is BookingStatus.NO_SHOW)

    def open_of_request(self, request: str, after: int) -> Iterator[Booking]:
        """The bookings of a request that were open at an instant in ticks and end after it.

        A log tells what became of a booking in the end. One that was held or missed, and
        ends after the instant, was still open then.
        """
        return (each for each in self._by_request[request] if each.slot.ends > after)


class _NothingTaken:
    """What a cancelled booking meets: it takes no time, so nothing is in its way."""

    def __init__(self, history: History) -> None:
        self.open_of_request = history.open_of_request
        self.missed_of_request = history.missed_of_request

    def of_inspector(self, _: str, __: int, ___: int) -> tuple[Booking, ...]:
        return ()

    def of_applicant(self, _: str, __: int, ___: int) -> tuple[Booking, ...]:
        return ()

    def of_room(self, _: str, __: int, ___: int) -> tuple[Booking, ...]:
        return ()


@frozen
class AuditFinding:
    """A rule that a booking of the log breaks, with what the rule found.

    ``policy`` is the version of the policy that judged it, ``status`` what the log says became of
    the booking.
    """

    booking: str
    finding: Finding
    policy: str
    case: Case = field(repr=False, eq=False)
    status: BookingStatus = BookingStatus.BOOKED

    @property
    def rule(self) -> str:
        """The id of the rule that is broken."""
        return self.finding.rule

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """Whether the breach stands under every reading of the law."""
        return sensitivity(self.case, self.finding)


def audit(
    log: Iterable[Booking],
    *,
    office: Office,
    before: Iterable[Booking] = (),
    progress: Callable[[int, int], object] | None = None,
) -> tuple[AuditFinding, ...]:
    """The breaches in a log of bookings, in the order in which they were made.

    Each booking is judged at its ``booked_at`` (then by id) against ``before`` and those
    booked earlier: of two that overlap, the later-booked is the finding. What the
    citizen typed is not in a log: ``request.identified`` is broken by a request that the
    office does not have, and contact data are not judged. The other rules judge such a
    booking too, by the number of its request where they look at it, but for those that need
    the registered request (:attr:`~tichet_rules.Rule.needs_request`). A cancelled booking
    takes no time, so that it collides with none; the other rules judge it all the same.
    ``progress`` is told, after each booking, how many were judged and how many there are.

    Raises :class:`~tichet_rules.errors.InvalidInput` for a booking without ``booked_at``,
    or an id that comes twice in the log.

    >>> from datetime import datetime
    >>> at = datetime.fromisoformat
    >>> from tichet_rules import Slot
    >>> ten = Slot(at("2026-11-26T10:00:00+02:00"))
    >>> booking = Booking(
    ...     "b-1", "1/1", "i-1", "name:a", ten, booked_at=at("2026-11-20T09:00:00+02:00")
    ... )
    >>> [(each.booking, each.rule) for each in audit([booking], office=Office())]
    [('b-1', 'request.identified')]
    """
    return breaches_in(log, office=office, before=before, progress=progress)


def breaches_in(
    log: Iterable[Booking],
    *,
    office: Office,
    before: Iterable[Booking] = (),
    progress: Callable[[int, int], object] | None = None,
    as_decided: bool = False,
) -> tuple[AuditFinding, ...]:
    """What :func:`audit` finds, or ``as_decided``: no more than a decision would have told.

    A decision tells nothing else of a request that the office does not have.
    """
    checked_instance("office", office, Office)
    history = History(
        checked_instance(f"before[{index}]", each, Booking)
        for index, each in enumerate(listed("before", before, "a list of bookings"))
    )
    found: list[AuditFinding] = []
    ordered = _in_order(log)
    for place, booking in enumerate(ordered, 1):
        case = case_of(booking, office, history if booking.takes_time else _NothingTaken(history))
        if as_decided:
            case = evolve(case, number=None)
        findings = judge(case, rules_of_case(case), stop_at_identification=as_decided)
        found += [
            AuditFinding(booking.id, each, case.policy.version, case, booking.status)
            for each in findings
            if each.refused
        ]
        history.add(booking)
        if progress is not None:
            progress(place, len(ordered))
    return tuple(found)


def case_of(booking: Booking, office: Office, taken: Taken) -> Case:
    """The case of a booking as it stood when it was made, against what was booked before it."""
    assert booking.booked_at is not None  # whoever asks has looked
    audience = Procedure.AUDIENCE if booking.procedure is Procedure.AUDIENCE else None
    return Case(
        policy=office.policy_at(booking.booked_at, audience),
        calendar=office.calendar,
        taken=taken,
        at=ticks_of(booking.booked_at),
        slot=booking.slot,
        inspector_id=booking.inspector,
        inspector=office.inspectors.get(booking.inspector),
        request=office.request_of(booking),
        applicant=booking.applicant,
        number=booking.request,
        channel=booking.channel,
        rooms=() if booking.room is None else (booking.room,),
        in_place_of=booking.in_place_of,
    )


def _in_order(log: Iterable[Booking]) -> list[Booking]:
    entries: list[tuple[datetime, str, Booking]] = []
    seen: set[str] = set()
    for index, each in enumerate(listed("log", log, "a list of bookings")):
        booking = checked_instance(f"log[{index}]", each, Booking)
        if booking.booked_at is None:
            raise InvalidInput(f"log[{index}].booked_at", None, A_BOOKING_ACT)
        if booking.id in seen:
            raise InvalidInput(f"log[{index}].id", booking.id, "each id once")
        seen.add(booking.id)
        entries.append((booking.booked_at, booking.id, booking))
    return [booking for _, _, booking in sorted(entries, key=lambda entry: entry[:2])]
