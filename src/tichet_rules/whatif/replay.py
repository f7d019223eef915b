"""Replay: the bookings of a log under another policy, and which decisions flip.

A log tells what was booked, and neither who was refused nor who did not ask. So a replay says what
another policy would have said of the bookings that were made, and no more: under a laxer one, only
bookings made against the rules of their time can flip. Who would have come then, and what those now
refused would have booked instead, is what a simulation is for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

import attrs
from attrs import field, frozen

from tichet_rules._door import checked_instance, listed
from tichet_rules.audit import BookingLog, Judge, audit, audit_log
from tichet_rules.audit.report import extent_of, labels_of, unknown_inspectors, without_name
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.model import Booking, Procedure
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory
from tichet_rules.rules import RULE_BOOK, Finding
from tichet_rules.text import Language, Text, checked_language

__all__ = ["Flip", "MonthOfReplay", "Replay", "RuleOfReplay", "replay_log"]

Findings = Mapping[str, tuple[Finding, ...]]

_BUFFERS: Final = ("buffer_before_minutes", "buffer_after_minutes")


@frozen
class Flip:
    """A booking that one of two policies allows and the other refuses.

    ``before`` are the findings that refuse it under the policy that was in force, ``after`` those
    under the other; one of the two is empty. ``line`` is that of the log.
    """

    line: int
    booking: str
    inspector: str
    booked_at: datetime
    start: datetime
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether the other policy refuses what was allowed; else it allows what was not."""
        return bool(self.after)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that one policy has, and the other has not."""
        return self.after or self.before

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that refuse it under one of the two."""
        return tuple(each.rule for each in self.findings)


@frozen
class RuleOfReplay:
    """How a rule judged the rows of a log under two policies.

    It refuses ``before`` rows under the policy that was in force, ``newly`` refuses some under the
    other and ``no_longer`` refuses some: ``after == before + newly - no_longer``. A row counts here
    whatever other rules say; of those whose decision flips, this rule is (perhaps among others)
    why ``flips_to_refused`` and ``flips_to_allowed``.
    """

    rule: str
    before: int
    newly: int
    no_longer: int
    flips_to_refused: int
    flips_to_allowed: int

    @property
    def after(self) -> int:
        """How many rows it refuses under the other policy."""
        return self.before + self.newly - self.no_longer


@frozen
class MonthOfReplay:
    """The rows of a month of meetings (its first day), and how many of them flip."""

    month: date
    rows: int
    flips_to_refused: int
    flips_to_allowed: int


@frozen
class Replay:
    """A log judged under two policies: every row accounted for, every flip with its findings.

    Each row is in one of five heaps, so that the totals add up: ``allowed`` by both policies,
    ``refused`` by both, flipped :meth:`to_refused`, flipped :meth:`to_allowed`, and the
    :attr:`unreadable` ones. ``office`` is as it was, ``other`` as it is asked about. ``rules``
    are those that refuse anything, in the order of the rule book, ``months`` in order of time.
    """

    log: BookingLog
    office: Office = field(repr=False)
    other: Office = field(repr=False)
    allowed: int
    refused: int
    flips: tuple[Flip, ...] = field(repr=False)
    rules: tuple[RuleOfReplay, ...] = field(repr=False)
    months: tuple[MonthOfReplay, ...] = field(repr=False)

    @property
    def total_rows(self) -> int:
        """The rows of the log, unreadable ones included."""
        return len(self.log)

    @property
    def unreadable(self) -> int:
        """The rows that could not be read or judged; the :attr:`log` says why."""
        return len(self.log.unreadable)

    @cached_property
    def _labels(self) -> dict[str, Text]:
        return labels_of(unknown_inspectors(extent_of(self.log.rows), self.office))

    def inspector_label(self, id: str, language: Language = "en") -> str:  # noqa: A002 (as the field is called)
        """What is shown of an inspector: the id, or a number for what may be a person's name.

        An inspector that the ``office`` does not know is told as an audit tells them
        (:class:`~tichet_rules.audit.UnknownInspector`); a :class:`Flip` has what the log has.
        """
        label = self._labels.get(id)
        return id if label is None else label.in_(language)

    def shown_findings(self, flip: Flip) -> tuple[Finding, ...]:
        """The findings behind a flip, with its inspector as :meth:`inspector_label` shows it."""
        label = self._labels.get(flip.inspector)
        return tuple(without_name(each, flip.inspector, label) for each in flip.findings)

    @property
    def hides_inspectors(self) -> bool:
        """Whether a flip's inspector is shown by a number, since it may be a person's name."""
        return any(flip.inspector in self._labels for flip in self.flips)

    def notes(self, language: Language = "en") -> tuple[str, ...]:
        """What has to be known before the counts are trusted, one note each; often none.

        Rows whose request is not registered: both policies refuse them, and they never flip.
        """
        from tichet_rules.whatif._replay_words import notes  # noqa: PLC0415 (when they are told)

        return tuple(each.in_(checked_language(language)) for each in notes(self))

    def to_refused(self) -> tuple[Flip, ...]:
        """The rows that were allowed, and that the other policy refuses."""
        return tuple(each for each in self.flips if each.refused)

    def to_allowed(self) -> tuple[Flip, ...]:
        """The rows that broke a rule, and that the other policy allows."""
        return tuple(each for each in self.flips if not each.refused)

    # --- in a notebook ----------------------------------------------------------------

    def to_html(self, language: Language = "en") -> str:
        """The totals, the counts and the first flips as a piece of HTML for a notebook.

        No personal data stands in it.
        """
        from tichet_rules.whatif._html import replay_html  # noqa: PLC0415 (for notebooks alone)

        return replay_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self, language: Language = "en") -> Any:
        """The flips as a ``pyarrow.Table``, a row for each finding; needs the extra ``frames``.

        The columns are ``line``, ``booking``, ``inspector``, ``booked_at``, ``start``, ``flips_to``
        (``refused`` or ``allowed``), ``rule`` and ``message`` in the language of the code.
        Whatever reads Arrow takes a replay as it is: ``polars.DataFrame(found)``,
        ``pandas.DataFrame.from_arrow(found)``.
        """
        from tichet_rules.whatif._frame import flips_table  # noqa: PLC0415 (for frames alone)

        return flips_table(self, checked_language(language))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def replay_log(
    log: BookingLog,
    *,
    office: Office,
    policy: Policy | PolicyHistory | Office | Mapping[str, Any],
    before: Iterable[Booking] = (),
    judge: Judge = audit,
) -> Replay:
    """A log of bookings judged under the policy that was in force, and under another.

    ``policy`` is a :class:`~tichet_rules.Policy` (whatever the date) or a
    :class:`~tichet_rules.PolicyHistory` in place of the office's own of that procedure, changes of
    parameters of each version of the office's own, or another :class:`~tichet_rules.Office`.

    Each booking is judged as :func:`~tichet_rules.audit.audit` does it, at its ``booked_at``,
    against ``before`` and those of the log that were booked earlier. These all stood, so they take
    their time under both policies, even where one of them refuses them; with the buffers that each
    policy asks for. A row that either policy can't judge, as none was in force, is unreadable.
    ``judge`` may be another that finds the same.

    >>> from datetime import datetime
    >>> from tichet_rules import Applicant, Inspector, Request, Slot
    >>> from tichet_rules.audit import LogRow
    >>> at = datetime.fromisoformat
    >>> ana = Request("1/305", Applicant("Pop Ana"), date(2026, 1, 12), "i-017")
    >>> ten = Slot(at("2026-11-26T10:00:00+02:00"))
    >>> booking = Booking(
    ...     "b-1",
    ...     "1/305",
    ...     "i-017",
    ...     ana.applicant.key,
    ...     ten,
    ...     booked_at=at("2026-11-24T09:00:00+02:00"),
    ... )
    >>> found = replay_log(
    ...     BookingLog("log.csv", [LogRow(2, booking)]),
    ...     office=Office(inspectors=[Inspector("i-017")], requests=[ana]),
    ...     policy={"notice_hours": 72},
    ... )
    >>> [(flip.booking, flip.refused, flip.rules) for flip in found.flips]
    [('b-1', True, ('slot.notice',))]
    """
    checked_instance("log", log, BookingLog)
    checked_instance("office", office, Office)
    earlier = [
        checked_instance(f"before[{index}]", each, Booking)
        for index, each in enumerate(listed("before", before, "a list of bookings"))
    ]
    other = _under(office, policy)
    readable = audit_log(
        audit_log(log, office=office, judge=_nothing).log, office=other, judge=_nothing
    )
    rows = [each.booking for each in readable.log.rows]
    was = _findings(judge(rows, office=office, before=earlier))
    would_be = _findings(
        judge(
            _rebuffered(rows, office, other),
            office=other,
            before=_rebuffered(earlier, office, other),
        )
    )
    flips = tuple(_flips(readable.log, was, would_be))
    refused = len(was.keys() & would_be.keys())
    return Replay(
        readable.log,
        office,
        other,
        len(rows) - len(flips) - refused,
        refused,
        flips,
        tuple(_by_rule(was, would_be, flips)),
        tuple(_by_month(rows, flips, office)),
    )


def _under(office: Office, policy: object) -> Office:
    """The office under another policy, in place of its own of that procedure."""
    if isinstance(policy, Office):
        return policy
    if isinstance(policy, Mapping):
        try:
            return office.replace(policy=_evolved(office.policy, policy))
        except InvalidInput as error:
            # Of an unknown parameter, it says «policy» already.
            raise error.inside("policy").renamed(r"^policy\.policy$", "policy") from None
    if not isinstance(policy, (Policy, PolicyHistory)):
        raise WrongType("policy", policy, "a Policy, changes of parameters, an Office")
    if policy.procedure is Procedure.AUDIENCE and office.policy.procedure is not policy.procedure:
        return office.replace(audiences=policy)
    return office.replace(policy=policy)


def _evolved(policy: Policy | PolicyHistory, changes: Mapping[str, Any]) -> Policy | PolicyHistory:
    if isinstance(policy, Policy):
        return policy.evolve(**changes)
    return PolicyHistory([each.evolve(**changes) for each in policy.versions])


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    """A judge that only lets the rows be read."""
    return ()


def _findings(found: Iterable[Any]) -> Findings:
    """The findings of each row that has any; without their cases, which take memory."""
    by_row: dict[str, list[Finding]] = defaultdict(list)
    for each in found:
        by_row[each.booking].append(each.finding)
    return {booking: tuple(findings) for booking, findings in by_row.items()}


def _rebuffered(bookings: list[Booking], office: Office, other: Office) -> list[Booking]:
    """The bookings with the buffers of the other policy, where it asks for others."""
    kept: dict[tuple[date, Procedure], dict[str, Any]] = {}
    found = []
    for each in bookings:
        changes: dict[str, Any] = {}
        if each.booked_at is not None:
            key = office.calendar.local(each.booked_at).date(), each.procedure
            if key not in kept:
                was = _buffers(office, each.booked_at, each.procedure)
                asked = _buffers(other, each.booked_at, each.procedure)
                kept[key] = {} if was == asked else asked
            changes = kept[key]
        found.append(attrs.evolve(each, **changes) if changes else each)
    return found


def _buffers(office: Office, instant: datetime, procedure: Procedure) -> dict[str, Any]:
    """The buffers of the policy in force, and none where none was."""
    try:
        policy = office.policy_at(instant, procedure)
    except InvalidInput:  # of a booking before the log; a row of the log is readable
        return {}
    return {name: getattr(policy, name) for name in _BUFFERS}


def _flips(log: BookingLog, was: Findings, would_be: Findings) -> Iterator[Flip]:
    """The rows that break a rule under one policy alone, in the order of the booking acts."""
    rows = (
        each for each in log.rows if (each.booking.id in was) is not (each.booking.id in would_be)
    )
    for row in sorted(rows, key=lambda each: (_booked_at(each.booking), each.booking.id)):
        booking = row.booking
        yield Flip(
            row.line,
            booking.id,
            booking.inspector,
            _booked_at(booking),
            booking.slot.start,
            was.get(booking.id, ()),
            would_be.get(booking.id, ()),
        )


def _booked_at(booking: Booking) -> datetime:
    assert booking.booked_at is not None  # or it would be unreadable
    return booking.booked_at


def _by_rule(was: Findings, would_be: Findings, flips: Iterable[Flip]) -> Iterator[RuleOfReplay]:
    before, after = _rows_of_rules(was), _rows_of_rules(would_be)
    flipped = {True: Counter[str](), False: Counter[str]()}
    for flip in flips:
        flipped[flip.refused].update(flip.rules)
    for rule in RULE_BOOK:
        one, other = before[rule.id], after[rule.id]
        if one or other:
            yield RuleOfReplay(
                rule.id,
                before=len(one),
                newly=len(other - one),
                no_longer=len(one - other),
                flips_to_refused=flipped[True][rule.id],
                flips_to_allowed=flipped[False][rule.id],
            )


def _rows_of_rules(found: Findings) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = defaultdict(set)
    for booking, findings in found.items():
        for each in findings:
            rows[each.rule].add(booking)
    return rows


def _by_month(
    rows: Iterable[Booking], flips: Iterable[Flip], office: Office
) -> Iterator[MonthOfReplay]:
    calendar = office.calendar

    def month(start: datetime) -> date:
        return calendar.local(start).date().replace(day=1)

    months = Counter(month(each.slot.start) for each in rows)
    flipped = Counter((month(each.start), each.refused) for each in flips)
    for each, count in sorted(months.items()):
        yield MonthOfReplay(each, count, flipped[each, True], flipped[each, False])
