"""An audit as one value: every row accounted for, every breach with its figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final, Protocol, overload

import attrs
from attrs import field, frozen

from tichet_rules._door import A_BOOKING_ACT, FrozenMap, checked_instance, listed
from tichet_rules.audit.hints import may_have_lost_letters
from tichet_rules.audit.replay import AuditFinding, audit
from tichet_rules.errors import InvalidInput
from tichet_rules.model import Booking, Procedure, Request
from tichet_rules.office import Office
from tichet_rules.policy import Policy, PolicyHistory
from tichet_rules.rules import READINGS, Finding
from tichet_rules.text import Language, Text, both, checked_language
from tichet_rules.timekeeping.instants import ticks_of

__all__ = [
    "AppliedPolicy",
    "AuditReport",
    "BookingLog",
    "Judge",
    "LogPeriod",
    "LogRow",
    "UnknownInspector",
    "UnreadableRow",
    "audit_log",
]


@frozen
class LogRow:
    """A booking of a log and the line on which it begins, counted from 1."""

    line: int
    booking: Booking


@frozen
class UnreadableRow:
    """A row of a log that could not be read: its line, and what would have been right.

    ``field`` is the column, as the file calls it. The ``reason`` never shows what was given
    where that is personal. Both are English; ``column`` and ``words`` say the same in both
    languages.

    >>> row = UnreadableRow(3, "Data", Text("se aștepta o dată", "expected a date"))
    >>> row.field, row.reason, row.words.in_("ro")
    ('Data', 'expected a date', 'se aștepta o dată')
    """

    line: int
    column: Text = attrs.field(alias="field", converter=both)
    words: Text = attrs.field(alias="reason", converter=both)

    @property
    def field(self) -> str:
        """The column, as the file calls it."""
        return self.column.en

    @property
    def reason(self) -> str:
        """What would have been right, in English."""
        return self.words.en


@frozen
class Extent:
    """What some rows hold together: the first and last instants, in ticks, and who holds them.

    ``inspectors`` has of each id how many rows name it, and the line of the first.
    """

    meetings: tuple[int, int]
    acts: tuple[int, int]
    inspectors: Mapping[str, tuple[int, int]] = field(repr=False)


def extent_of(rows: Sequence[LogRow]) -> Extent | None:
    """What rows hold together; ``None`` of none."""
    if isinstance(rows, RowsWhenAsked):
        return rows.extent()
    if not rows:
        return None
    bookings = [each.booking for each in rows]
    begins = [each.slot.begins for each in bookings]
    acts = [ticks_of(each.booked_at) for each in bookings if each.booked_at is not None]
    inspectors: dict[str, tuple[int, int]] = {}
    for row in rows:
        id_ = row.booking.inspector
        count, first = inspectors.get(id_, (0, row.line))
        inspectors[id_] = count + 1, min(first, row.line)
    return Extent((min(begins), max(begins)), (min(acts), max(acts)), inspectors)


@frozen(eq=False)
class RowsWhenAsked(Sequence[LogRow]):
    """So many rows, each made when it is asked for, and not kept."""

    size: int
    make: Callable[[int], LogRow] = field(repr=False)
    extent: Callable[[], Extent | None] = field(repr=False)
    before_filing: Callable[[Office], Sequence[LogRow]] = field(repr=False)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> LogRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LogRow, ...]: ...
    def __getitem__(self, index: int | slice) -> LogRow | tuple[LogRow, ...]:
        places = range(self.size)[index]
        return self.make(places) if isinstance(places, int) else tuple(map(self.make, places))

    def __iter__(self) -> Iterator[LogRow]:
        return map(self.make, range(self.size))


def _rows(values: Any) -> Sequence[LogRow]:
    if isinstance(values, RowsWhenAsked):
        return values
    return tuple(listed("rows", values, "a list of rows"))


def _unreadable(values: Any) -> tuple[UnreadableRow, ...]:
    return tuple(listed("unreadable", values, "a list of unreadable rows"))


def notes_of(values: Any) -> tuple[Text, ...]:
    return tuple(listed("notes", values, "a list of Text"))


@frozen
class BookingLog:
    """A log as it was read: its rows, and those that could not be read. None is dropped.

    ``names`` are personal data: of citizens whose request nobody has registered, by their
    key, the name as the log first writes it. ``notes`` say what is to be known of how the file
    was read; they name nobody. ``presumed_minutes`` is how long every meeting was taken to last,
    where the file has no column for it; ``None`` where it has. ``numbers`` has, of each request
    that nobody has registered and whose number has letters, the number as the log first writes it.
    """

    name: str
    rows: Sequence[LogRow] = field(converter=_rows, repr=False)
    unreadable: tuple[UnreadableRow, ...] = field(default=(), converter=_unreadable, repr=False)
    names: Mapping[str, str] = field(
        factory=FrozenMap[str, str], converter=FrozenMap[str, str], repr=False
    )
    notes: tuple[Text, ...] = field(default=(), converter=notes_of, repr=False)
    presumed_minutes: int | None = field(default=None, repr=False)
    numbers: Mapping[str, str] = field(
        factory=FrozenMap[str, str], converter=FrozenMap[str, str], repr=False
    )

    def __len__(self) -> int:
        return len(self.rows) + len(self.unreadable)


@frozen
class LogPeriod:
    """What time a log covers: the first and last local dates of its meetings and booking acts."""

    first_meeting: date
    last_meeting: date
    first_act: date
    last_act: date


@frozen
class AppliedPolicy:
    """A version of a policy that judged rows, and how many.

    It was in force from ``valid_from`` to ``valid_until``, both included, or no later version is
    known (``None``). A policy that was given alone, and not as a history, judges whatever the
    date: then both are ``None``.
    """

    name: str
    version: str
    valid_from: date | None
    valid_until: date | None
    rows: int


# What may be an id and no name: one word with a figure in it, and neither an e-mail address nor
# so many figures as a phone or a personal number has.
_AN_ID: Final = re.compile(r"(?!.*(?:@|[0-9]{9}))\S*[0-9]\S*")


@frozen
class UnknownInspector:
    """An inspector that rows of a log name and the office does not have.

    ``id`` is what the log has in that place, which may be a person's name; ``line`` is that of
    the first of the ``rows``. ``number`` counts those that may be a name, in the order of the
    log; it is ``None`` for what can only be an id: one word with a figure in it, such as
    ``i-099``, and no e-mail address or phone number.
    """

    id: str = field(repr=False)
    rows: int
    line: int
    number: int | None = None

    @property
    def letters_lost(self) -> bool:
        """Whether letters of it seem lost in an export, so that it may be someone known.

        >>> UnknownInspector("Mure?an Vasile", rows=1, line=9, number=1).letters_lost
        True
        """
        return may_have_lost_letters(self.id)

    @property
    def label(self) -> Text:
        """What is shown: the id, or where it may be a name, a number that stands for it.

        >>> UnknownInspector("Rus Dan", rows=2, line=7, number=1).label.en
        'unknown 1'
        """
        if self.number is None:
            return both(self.id)
        return Text(f"necunoscut {self.number}", f"unknown {self.number}")


def unknown_inspectors(extent: Extent | None, office: Office) -> tuple[UnknownInspector, ...]:
    """The inspectors of some rows that the office does not have, in the log's order."""
    found = [] if extent is None else list(extent.inspectors.items())
    unknown = [
        UnknownInspector(id_, rows, line)
        for id_, (rows, line) in sorted(found, key=lambda each: (each[1][1], each[0]))
        if id_ not in office.inspectors
    ]
    names = [each.id for each in unknown if _AN_ID.fullmatch(each.id) is None]
    numbers = {id_: number for number, id_ in enumerate(names, 1)}
    return tuple(attrs.evolve(each, number=numbers.get(each.id)) for each in unknown)


def labels_of(unknown: Iterable[UnknownInspector]) -> dict[str, Text]:
    """What is shown in place of what may be a person's name."""
    return {each.id: each.label for each in unknown if each.number is not None}


def without_name(finding: Finding, id_: str, label: Text | None) -> Finding:
    """A finding with an inspector as the label has them."""
    if label is None:
        return finding
    measured = label if finding.measured == id_ else finding.measured
    more = tuple((name, label if value == id_ else value) for name, value in finding.more)
    return attrs.evolve(finding, measured=measured, more=more)


@frozen
class AuditReport:
    """What an audit found in a log.

    Every row of the log is in one of three heaps, so that the totals add up:
    ``clean_rows``, ``rows_with_findings`` and the ``unreadable`` ones. ``policies`` counts
    the rows that each version of the policy judged. ``lines`` has the line of each booking
    that was judged; of a log in columns, that of each booking with findings.
    """

    log: BookingLog
    office: Office = field(repr=False)
    findings: tuple[AuditFinding, ...] = field(repr=False)
    policies: Mapping[str, int]
    lines: Mapping[str, int] = field(repr=False)

    @property
    def total_rows(self) -> int:
        """The rows of the log, unreadable ones included."""
        return len(self.log)

    @property
    def unreadable(self) -> tuple[UnreadableRow, ...]:
        """The rows that could not be read, and were not judged."""
        return self.log.unreadable

    @property
    def rows_with_findings(self) -> int:
        """The rows that break at least one rule."""
        return len({each.booking for each in self.findings})

    @property
    def clean_rows(self) -> int:
        """The rows that break none."""
        return len(self.log.rows) - self.rows_with_findings

    @property
    def is_clean(self) -> bool:
        """Whether every row was read and none breaks a rule."""
        return not self.findings and not self.unreadable

    def by_rule(self) -> dict[str, int]:
        """How often each rule is broken, most often first."""
        return dict(Counter(each.rule for each in self.findings).most_common())

    def by_month(self) -> dict[date, int]:
        """The findings by the month of the meeting (its first day), by the office's clock."""
        calendar = self.office.calendar
        months = Counter(
            calendar.date_at(each.case.slot.begins).replace(day=1) for each in self.findings
        )
        return dict(sorted(months.items()))

    def by_inspector(self) -> dict[str, int]:
        """The findings by the id of the inspector, most first.

        An id is what the log has: where the office does not know it, it may be a person's name,
        which :meth:`inspector_label` does not show.
        """
        return dict(Counter(each.case.inspector_id for each in self.findings).most_common())

    def by_reading(self) -> dict[str, int]:
        """How many findings stand under some readings only, by the parameter they depend on."""
        counts: Counter[str] = Counter()
        for each in self.findings:
            counts.update(each.sensitivity.depends_on)
        return {name: counts[name] for name in READINGS if counts[name]}

    @property
    def robust_findings(self) -> int:
        """The findings that stand under every reading."""
        return sum(1 for each in self.findings if each.sensitivity.robust)

    # --- what the log covers ----------------------------------------------------------

    @cached_property
    def _extent(self) -> Extent | None:
        return extent_of(self.log.rows)

    @property
    def period(self) -> LogPeriod | None:
        """The time that the judged rows cover, by the office's clock; ``None`` without any."""
        extent = self._extent
        if extent is None:
            return None
        return LogPeriod(*map(self.office.calendar.date_at, (*extent.meetings, *extent.acts)))

    @property
    def applied_policies(self) -> tuple[AppliedPolicy, ...]:
        """The versions that judged rows, each with when it was in force."""
        known = {
            each.version: each
            for policy in (self.office.audiences, self.office.policy)
            for each in _versions(policy)
        }
        return tuple(
            attrs.evolve(known[version], rows=rows) for version, rows in self.policies.items()
        )

    @cached_property
    def unknown_inspectors(self) -> tuple[UnknownInspector, ...]:
        """The inspectors of judged rows that the office does not have, in the log's order."""
        return unknown_inspectors(self._extent, self.office)

    @cached_property
    def before_filing(self) -> Sequence[LogRow]:
        """The judged rows made, or with a meeting, before the day on which their request was filed.

        In the log's order. No rule that is published speaks of them, so that they are no findings;
        but a date must be wrong, in the log or in the office's requests, as the citizen names a
        request by that of its filing. :func:`~tichet_rules.audit.filing_dates` has the dates.
        """
        from tichet_rules.audit.filing import rows_before_filing  # noqa: PLC0415 (it imports this)

        return rows_before_filing(self.log.rows, self.office)

    @property
    def answered_before_filing(self) -> tuple[Request, ...]:
        """The office's requests whose answer was communicated before the day of their filing.

        In the order of the office. One of the two dates must be wrong, and the window after the
        answer is judged by that of the answer.
        """
        return tuple(
            each
            for each in self.office.requests.values()
            if each.communicated_on is not None and each.communicated_on < each.filed_on
        )

    def rows_by_inspector(self) -> dict[str, int]:
        """How many judged rows name each inspector, known to the office or not."""
        extent = self._extent
        found = {} if extent is None else extent.inspectors
        return {id_: rows for id_, (rows, _) in found.items()}

    @cached_property
    def _labels(self) -> dict[str, Text]:
        return labels_of(self.unknown_inspectors)

    def inspector_label(self, id: str, language: Language = "en", *, personal: bool = False) -> str:  # noqa: A002 (as the field is called)
        """What is shown of an inspector: the id, or a number for what may be a person's name.

        A log that writes inspectors by name and an office that does not know them would else
        have their names in each report. ``personal=True`` shows what the log has.
        """
        label = None if personal else self._labels.get(id)
        return id if label is None else label.in_(language)

    def shown_finding(self, found: AuditFinding, *, personal: bool = False) -> Finding:
        """What a rule found, with its inspector as :meth:`inspector_label` shows it."""
        id_ = found.case.inspector_id
        return without_name(found.finding, id_, None if personal else self._labels.get(id_))

    def applicant_name(self, found: AuditFinding) -> str | None:
        """Whose booking it is, personal data: the name in the register, or else in the log.

        A log that has keys and no names is told by them. ``None`` where neither says it.
        """
        case = found.case
        if case.request is not None:
            return case.request.applicant.name
        key = case.applicant or ""
        if key in self.log.names:
            return self.log.names[key]
        kind, _, told = key.partition(":")
        return told if kind in _KEYS else None

    # --- in a notebook ----------------------------------------------------------------

    def to_html(self, language: Language = "en") -> str:
        """The totals and the counts as a piece of HTML for a notebook, without personal data.

        :func:`~tichet_rules.documents.audit_report.report_html` makes the whole report, as a page.
        """
        from tichet_rules.audit._html import report_html  # noqa: PLC0415 (for notebooks alone)

        return report_html(self, checked_language(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_arrow(self, language: Language = "en", *, personal: bool = False) -> Any:
        """The findings as a ``pyarrow.Table``, one in a row; needs the extra ``frames``.

        The columns are ``line``, ``booking``, ``request``, ``inspector``, ``start``, ``minutes``,
        ``rule``, ``message`` in the language of the code, ``robust``, ``depends_on``,
        ``policy`` and ``status``. ``personal=True`` adds the name of the ``applicant`` and the
        ``applicant_key``, which tells who is the same citizen. Whatever reads
        Arrow takes a report as it is: ``polars.DataFrame(report)``.
        """
        from tichet_rules.audit._frame import findings_table  # noqa: PLC0415 (for frames alone)

        return findings_table(self, checked_language(language), personal=personal)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


# The kinds of keys that tell a citizen; the third, of a request, tells none.
_KEYS: Final = frozenset({"id", "name"})


def _versions(policy: Policy | PolicyHistory) -> Iterator[AppliedPolicy]:
    """The versions of a policy, each with when it is in force."""
    if isinstance(policy, Policy):
        yield AppliedPolicy(policy.name, policy.version, None, None, 0)
        return
    for each, after in zip_longest(policy.versions, policy.versions[1:]):
        until = None if after is None else after.valid_from - timedelta(days=1)
        yield AppliedPolicy(each.name, each.version, each.valid_from, until, 0)


class Judge(Protocol):
    """What finds the breaches of bookings: :func:`~tichet_rules.audit.audit`, or the like."""

    def __call__(
        self, log: Iterable[Booking], *, office: Office, before: Iterable[Booking] = ()
    ) -> Iterable[AuditFinding]:
        """The breaches, in the order in which the bookings were made."""
        ...


def audit_log(
    log: BookingLog,
    *,
    office: Office,
    before: Iterable[Booking] = (),
    judge: Judge = audit,
) -> AuditReport:
    """Audit a log as :func:`~tichet_rules.audit.audit` does, and account for every row.

    An id that comes twice can't be judged twice: the later row is unreadable, and so is one
    without the instant of the booking act, or of a time for which no policy or no
    holidays are known. ``judge`` may be another that finds the same.

    >>> audit_log(BookingLog("empty.csv", []), office=Office()).is_clean
    True
    """
    checked_instance("log", log, BookingLog)
    checked_instance("office", office, Office)
    readable = _Readable(office)
    rows, unreadable = [], list(log.unreadable)
    for row in log.rows:
        problem = readable.problem(row)
        if problem is None:
            rows.append(row)
        else:
            unreadable.append(problem)
    findings = tuple(judge([each.booking for each in rows], office=office, before=before))
    unreadable.sort(key=lambda each: each.line)
    return AuditReport(
        attrs.evolve(log, rows=rows, unreadable=unreadable),
        office,
        findings,
        dict(readable.policies),
        readable.lines,
    )


def _told(error: InvalidInput) -> Text:
    return Text(error.in_("ro"), error.in_("en"))


class _Readable:
    """Tells which rows can be judged, and by which version of which policy."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._versions: dict[tuple[date, Procedure], str] = {}
        self._years: set[int] = set()
        self.lines: dict[str, int] = {}
        self.policies: Counter[str] = Counter()

    def problem(self, row: LogRow) -> UnreadableRow | None:
        """Why a row can't be judged, if it can't; one that can is taken note of."""
        booking = row.booking
        if booking.booked_at is None:
            missing = InvalidInput("booked_at", None, A_BOOKING_ACT)
            return UnreadableRow(row.line, "booked_at", missing.reason(shown=False))
        if booking.id in self.lines:
            first = self.lines[booking.id]
            reason = Text(
                f"{booking.id!r} apare deja pe linia {first}",
                f"{booking.id!r} was given on line {first} already",
            )
            return UnreadableRow(row.line, "id", reason)
        try:
            version = self.version(booking)
        except InvalidInput as error:
            return UnreadableRow(row.line, "booked_at", _told(error))
        try:
            self._checked_year(self._office.calendar.date_at(booking.slot.begins))
        except InvalidInput as error:
            return UnreadableRow(row.line, "start", _told(error))
        self.lines[booking.id] = row.line
        self.policies[version] += 1
        return None

    def version(self, booking: Booking) -> str:
        """The version of the policy that was in force when a booking was made."""
        assert booking.booked_at is not None  # whoever asks has looked
        booked_at, procedure = booking.booked_at, booking.procedure
        key = (self._office.calendar.local(booked_at).date(), procedure)
        if key not in self._versions:
            self._versions[key] = self._office.policy_at(booked_at, procedure).version
        return self._versions[key]

    def _checked_year(self, day: date) -> None:
        if day.year not in self._years:
            self._office.calendar.is_working_day(day)
            self._years.add(day.year)
