"""Tables of requests and inspectors, as spreadsheets save them, to an office.

As of a log, nothing is guessed and nothing is dropped: a row that can't be read is told with its
line, its column and what would have been right. What the tables say of citizens is in no reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import count
from typing import Any, Final, Literal, NamedTuple, TypeVar

from attrs import asdict, frozen

from tichet_rules._door import checked_identifier, checked_instance
from tichet_rules.audit import SourceTable, TableKind
from tichet_rules.audit.report import UnreadableRow
from tichet_rules.errors import InvalidInput
from tichet_rules.identity import name_key, registration_number
from tichet_rules.interchange._logs_columns import ColumnMapping, trimmed
from tichet_rules.interchange._logs_lost import LostLetters, if_lost
from tichet_rules.interchange._logs_rows import (
    NOTHING,
    NamedInspectors,
    is_name,
    named,
    of_either_order,
    refusal,
)
from tichet_rules.interchange._logs_text import (
    check_content,
    header_notes,
    rows_of,
)
from tichet_rules.interchange._logs_times import DateOrder, LogClock
from tichet_rules.interchange._logs_words import column_key
from tichet_rules.interchange._registers_columns import (
    ANSWERS,
    ANSWERS_IN_STATUSES,
    INSPECTORS,
    REQUESTS,
    ROLES,
    SOME_WORDS,
    STATUSES,
    Kind,
    table_of_kind,
)
from tichet_rules.interchange._registers_left import LeftOut
from tichet_rules.interchange._registers_mapping import RegisterMapping, parse_register_mapping
from tichet_rules.interchange._registers_week import week_of
from tichet_rules.interchange.structure import missing
from tichet_rules.model import Applicant, Inspector, Request, RequestStatus, Role, Week
from tichet_rules.model.time import WEEKDAYS
from tichet_rules.office import Office
from tichet_rules.text import Text
from tichet_rules.wording import counted

__all__ = [
    "OfficeReading",
    "Register",
    "RegisterColumn",
    "RegisterMapping",
    "office_text",
    "parse_register_mapping",
    "read_registers",
]

E = TypeVar("E", bound=StrEnum)

_LEFT_OUT: Final = Text("lăsată deoparte", "left out")
_LINES_SHOWN: Final = 10
_MADE_ID: Final = "inspector-"
_OFFICE_HOURS: Final = Text("luni-vineri 08:00-16:00", "Monday to Friday 08:00-16:00")
# What a spreadsheet shows of a formula that it can't work out, and of a long number.
_NO_VALUE: Final = re.compile(r"#(?:N/A|[A-Z0-9/]{2,12}[!?])")
_SHORTENED: Final = re.compile(r"[0-9][.,][0-9]+[Ee]\+[0-9]+")
_SEVERAL: Final = re.compile(r"[;,\n]")
#: Which of a request's fields tell of an answer, and are of no use once it is closed otherwise.
_OF_AN_ANSWER: Final = ("communicated_on", "answer")
_CLOSED: Final = frozenset({RequestStatus.WITHDRAWN, RequestStatus.ARCHIVED})


@frozen
class RegisterColumn:
    """A column of a table and the field that it is read as, also in words; ``None``: left out.

    One that is left out has the fields that it ``may_be``, by its name or by its cells.
    """

    name: str
    field: str | None
    words: Text
    may_be: tuple[str, ...] = ()


@frozen
class Register:
    """What was read of one table.

    ``taken`` is how many of its rows the office has. With those that are ``unreadable``, in the
    order of the file, these are all of its rows: blank ones are none. ``sha256`` is that of its
    bytes, ``None`` where it was given as a text. ``missing`` has the fields that no cell told,
    by their keys in the office's file: they were presumed or left empty.
    """

    name: str
    columns: tuple[RegisterColumn, ...]
    taken: int
    unreadable: tuple[UnreadableRow, ...]
    sha256: str | None = None
    missing: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.taken + len(self.unreadable)


@frozen
class OfficeReading:
    """The office that tables make, and all that has to be known of how they were read.

    ``notes`` say what the tables leave open and what was therefore assumed: hours, ids,
    inspectors whom no table has. They name nobody.
    """

    office: Office
    inspectors: Register | None
    requests: Register | None
    notes: tuple[Text, ...]

    @property
    def registers(self) -> tuple[Register, ...]:
        """The tables that were read, that of the inspectors first."""
        return tuple(each for each in (self.inspectors, self.requests) if each is not None)

    @property
    def unreadable(self) -> int:
        """How many rows of all tables can't be read."""
        return sum(len(each.unreadable) for each in self.registers)


def read_registers(
    *,
    requests: str | bytes | None = None,
    inspectors: str | bytes | None = None,
    requests_name: str = "requests.csv",
    inspectors_name: str = "inspectors.csv",
    date_order: DateOrder | Literal["day_first", "month_first"] | None = None,
    encoding: str | None = None,
    mapping: RegisterMapping | None = None,
) -> OfficeReading:
    r"""The office that a table of requests, one of inspectors, or both describe, as CSV.

    ``requests`` and ``inspectors`` are what is in the files. Columns are found by their names in
    Romanian or English (``docs/command-line.md`` tells which); titles may stand above them.
    Without a table of inspectors they are those whom the requests name. ``date_order`` and
    ``encoding`` are those of :class:`~tichet_rules.interchange.logs.ColumnMapping`, where the
    ``mapping`` states none; it says which column is what in tables with names of their own.

    Raises :class:`~tichet_rules.errors.InvalidInput` for what is no such file, or lacks a column
    that is needed. What is wrong with one row is in the answer.

    >>> reading = read_registers(
    ...     requests="Nr. înregistrare;Solicitant;Data depunerii;Inspector\n"
    ...     "119.368/305;Pop-Ionescu Ana Maria;12.10.2026;Mureșan Ioana\n"
    ...     "119.402/305;Moldovan Petru;31.11.2026;i-017\n",
    ...     inspectors="ID;Nume;Program\ni-017;Mureșan Ioana;Lu-Vi 8:00-16:00\n",
    ... )
    >>> reading.office, reading.office.request("119368/305").inspector
    (Office('cluj-napoca/tichet-albastru', inspectors=1, requests=1), 'i-017')
    >>> [(each.line, each.field, each.reason) for each in reading.requests.unreadable]
    [(3, 'Data depunerii', "got '31.11.2026'; expected a date of the calendar")]
    """
    if requests is None and inspectors is None:
        right = Text("un tabel de cereri, de inspectori sau amândouă", "a table of either, or both")
        raise InvalidInput("requests, inspectors", NOTHING, right)
    using = RegisterMapping() if mapping is None else mapping
    checked_instance("mapping", using, RegisterMapping)
    stated = {"date_order": date_order, "encoding": encoding}
    staff = filed = None
    people: dict[str, Inspector] | None = None
    cases: list[Request] = []
    if inspectors is not None:
        check_content(inspectors, inspectors_name, "inspectors")
        staff = _Sheet(
            inspectors,
            inspectors_name,
            using.inspectors.of(INSPECTORS),
            using.inspectors.how(stated),
        )
        people = _staff(staff)
    if requests is not None:
        check_content(requests, requests_name, "requests")
        filed = _Sheet(
            requests, requests_name, using.requests.of(REQUESTS), using.requests.how(stated)
        )
        cases, people = _cases(filed, people, inspectors_name)
    assert people is not None  # one of the two was given
    others = () if staff is not None else (INSPECTORS,)
    return OfficeReading(
        Office(inspectors=people.values(), requests=cases),
        None if staff is None else staff.register(len(people)),
        None if filed is None else filed.register(len(cases), *others),
        tuple(note for sheet in (staff, filed) if sheet is not None for note in sheet.all_notes()),
    )


def office_text(reading: OfficeReading) -> str:
    r"""The office that was read as JSON, an inspector or a request on each line.

    It is read as any office is, and has the names of inspectors and citizens in it. Where the
    tables were given as bytes it says from which it was made, by their names and SHA-256.

    >>> print(office_text(read_registers(inspectors="ID,Nume\ni-017,Rus Dan\n")), end="")
    {
      "inspectors": [
        {"id": "i-017", "name": "Rus Dan"}
      ],
      "requests": []
    }
    """
    office = reading.office
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "inspectors": map(_inspector_document, office.inspectors.values()),
        "requests": map(_request_document, office.requests.values()),
    }
    if tables := list(_source_tables(reading)):
        lists["made_from"] = ({**asdict(each), "kind": str(each.kind)} for each in tables)
    parts = []
    for name, documents in lists.items():
        lines = ",\n".join(f"    {json.dumps(each, ensure_ascii=False)}" for each in documents)
        parts.append(f'  "{name}": ' + (f"[\n{lines}\n  ]" if lines else "[]"))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _source_tables(reading: OfficeReading) -> Iterator[SourceTable]:
    for kind, register in (
        (TableKind.INSPECTORS, reading.inspectors),
        (TableKind.REQUESTS, reading.requests),
    ):
        if register is not None and register.sha256 is not None:
            name = register.name.replace("\\", "/").rpartition("/")[2]  # in which folder is private
            yield SourceTable(
                kind, name, register.sha256, register.rows, register.taken, register.missing
            )


def _inspector_document(inspector: Inspector) -> dict[str, Any]:
    document: dict[str, Any] = {"id": inspector.id}
    if inspector.name:
        document["name"] = inspector.name
    if inspector.role is not Role.EXECUTION:
        document["role"] = str(inspector.role)
    if inspector.week != Week():
        document["week"] = _week_document(inspector.week)
    if inspector.audience_hours is not None:
        document["audience_hours"] = _week_document(inspector.audience_hours)
    if inspector.department is not None:
        document["department"] = inspector.department
    if inspector.deputies:
        document["deputies"] = list(inspector.deputies)
    return document


def _week_document(week: Week) -> dict[str, list[list[str]]]:
    return {
        name: [str(each).split("-") for each in intervals]
        for name, intervals in zip(WEEKDAYS, week.days, strict=True)
        if intervals
    }


def _request_document(request: Request) -> dict[str, Any]:
    document: dict[str, Any] = {
        "number": request.number,
        "applicant": request.applicant.name,
        "filed_on": str(request.filed_on),
        "inspector": request.inspector,
    }
    if request.status is not RequestStatus.IN_OPERATION:
        document["status"] = str(request.status)
    if request.communicated_on is not None:
        document["communicated_on"] = str(request.communicated_on)
    if request.former_inspectors:
        document["former_inspectors"] = list(request.former_inspectors)
    if request.answer is not None:
        document["answer"] = str(request.answer)
    return document


# --- one table ------------------------------------------------------------------------------


class _Sheet:
    """A table whose header is known: its rows, and those of them that can't be read."""

    def __init__(self, content: str | bytes, name: str, kind: Kind, mapping: ColumnMapping) -> None:
        self.name = name
        self.notes: list[Text] = []
        self._sha256 = sha256(content).hexdigest() if isinstance(content, bytes) else None
        self._kind = kind
        self._table = table_of_kind(content, name, kind, mapping)
        self.fields = kind.positions(self._table, name)
        self._names = trimmed(self._table.names)
        self._lost = LostLetters()
        for found in header_notes(content, name, mapping, self._table):
            self.note(found.ro, found.en)
        self._clock = LogClock(
            Office().calendar.zone,
            order=mapping.date_order,
            system=mapping.date_system,
            decimal_comma=mapping.decimal_comma,
        )
        self._unreadable: list[UnreadableRow] = []
        self.told: set[str] = set()
        self._by_order: dict[int, str] = {}
        self._line = 0
        self._left_out = {
            at: LeftOut(name, kind, self.fields)
            for at, name in enumerate(self._names)
            if at not in self.fields.values() and column_key(name) not in kind.keys_stated
        }
        for each in self._names:
            if column_key(each) in kind.ambiguous - kind.keys_stated:
                self.note(
                    f"coloana {each!r} este lăsată deoparte: poate fi ziua răspunsului sau ziua "
                    "comunicării lui; dacă este a comunicării, numiți-o 'Data comunicării', sau "
                    "'communicated_on' în [requests.columns] din corespondență",
                    f"the column {each!r} is left out: it may be the day of the answer or of its "
                    "communication; if it is the latter, call it 'Data comunicării', or "
                    "'communicated_on' in [requests.columns] of a mapping",
                )

    def note(self, ro: str, en: str) -> None:
        """Take note of what the reader of an answer has to know."""
        self.notes.append(Text(f"{self.name}: {ro}", f"{self.name}: {en}"))

    def all_notes(self) -> list[Text]:
        """What has to be known, when its rows were read."""
        for each in self._lost.notes():
            self.note(each.ro, each.en)
        return self.notes

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The line of each row and the text of each field that it has a column for."""
        for line, cells in rows_of(self._table, len(self._names), self._unreadable):
            self._line = line
            for at, left in self._left_out.items():
                left.take(cells[at].strip())
            texts = {
                name: self._kind.meant(name, cells[at].strip()) for name, at in self.fields.items()
            }
            for name, at in self.fields.items():
                self._lost.take(self._names[at], line, texts[name])
            self.told.update(name for name, text in texts.items() if text)
            broken = next((each for each in texts if _NO_VALUE.fullmatch(texts[each])), None)
            if broken is None:
                yield line, texts
            else:
                right = Text(
                    "o valoare: formula din celulă nu a putut fi calculată",
                    "a value: the formula in the cell could not be worked out",
                )
                self.refuse(line, InvalidInput(broken, texts[broken], right))

    def refuse(self, line: int, error: InvalidInput) -> None:
        """Take note of a row that can't be read."""
        self._by_order.pop(line, None)
        at = self.fields.get(error.field)
        column = self._kind.words[error.field] if at is None else self._names[at]
        self._unreadable.append(refusal(line, error, column))

    def day(self, name: str, text: str) -> date:
        """The date that a cell of the row at hand writes."""
        day, by_order = named(name, lambda: self._clock.date_of(text))
        if by_order:
            self._by_order[self._line] = name
        return day

    def refused_for_their_order(self) -> set[int]:
        """The lines with a date that only an order tells, where the file contradicts it."""
        lines = dict(self._by_order) if self._clock.contradicted else {}
        for line, name in lines.items():
            self.refuse(line, of_either_order().renamed("^.*$", name))
        return set(lines)

    def left_out_as(self, name: str) -> list[str]:
        """The columns that are left out and may be of a field."""
        return [each.name for each in self._left_out.values() if each.may_be == name]

    def _left_out_column(self, name: str, left: LeftOut | None) -> RegisterColumn:
        may_be = None if left is None else left.may_be
        if may_be is None:
            return RegisterColumn(name, None, _LEFT_OUT)
        said = self._kind.words[may_be]
        words = Text(f"{_LEFT_OUT.ro}; poate fi: {said.ro}", f"{_LEFT_OUT.en}; may be: {said.en}")
        return RegisterColumn(name, None, words, (may_be,))

    def register(self, taken: int, *also: Kind) -> Register:
        """What was read of it, so many of its rows being in the office.

        It is the only table: what others would tell, of the kinds ``also``, is missing in it.
        """
        field_at = {at: name for name, at in self.fields.items()}
        columns = tuple(
            RegisterColumn(name, field_at[at], self._kind.words[field_at[at]])
            if at in field_at
            else self._left_out_column(name, self._left_out.get(at))
            for at, name in enumerate(self._names)
        )
        unreadable = tuple(sorted(self._unreadable, key=lambda each: each.line))
        missing = tuple(
            each for kind in (self._kind, *also) for each in kind.optional if each not in self.told
        )
        return Register(self.name, columns, taken, unreadable, self._sha256, missing)


def _word(name: str, text: str, known: Mapping[str, E]) -> E:
    """The value that a word of a cell stands for."""
    try:
        return known[column_key(text)]
    except KeyError:
        words = SOME_WORDS[name]
        table = "inspectors" if name == "role" else "requests"
        ro = f"unul dintre {words}; o corespondență spune în [{table}.words.{name}] ce înseamnă "
        en = f"one of {words}; a mapping says in [{table}.words.{name}] what others mean"
        ro += "altele"
        for each in if_lost([text]):
            ro, en = f"{ro}; {each.ro}", f"{en}; {each.en}"
        raise InvalidInput(name, text, Text(ro, en)) from None


def _several(name: str, text: str) -> list[str]:
    """The ids or names in a cell that may have several."""
    parts = [each.strip() for each in _SEVERAL.split(text)]
    return [checked_identifier(name, each, personal=True) for each in parts if each]


def _full_name(texts: Mapping[str, str], name: str) -> str:
    """A name in one column, or in two."""
    return " ".join(filter(None, (texts.get(name), texts.get("given_name"))))


def _check_once(name: str, line: int, first: int) -> None:
    if first != line:
        right = Text(
            f"fiecare o singură dată: este deja pe linia {first}",
            f"each once: it is on line {first} already",
        )
        raise InvalidInput(name, None, right, personal=True)


def _lines(lines: Sequence[int]) -> Text:
    shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
    if len(lines) == 1:
        return Text(f"linia {shown}", f"line {shown}")
    more = len(lines) - _LINES_SHOWN
    ro, en = (f" și încă {more}", f" and {more} more") if more > 0 else ("", "")
    return Text(f"liniile {shown}{ro}", f"lines {shown}{en}")


# --- inspectors -----------------------------------------------------------------------------


class _Person(NamedTuple):
    """A row of a table of inspectors; its id may be blank, and whom its deputies are is open."""

    line: int
    id: str
    name: str
    more: dict[str, Any]
    deputies: list[str]


def _staff(sheet: _Sheet) -> dict[str, Inspector]:
    """The inspectors of a table, by their ids."""
    _tell_ids_from_names(sheet.fields)
    read: list[_Person] = []
    lines: dict[tuple[str, str], int] = {}
    for line, texts in sheet.rows():
        try:
            person = _person(line, texts)
            key = ("id", person.id) if person.id else ("name", name_key(person.name))
            _check_once(key[0], line, lines.setdefault(key, line))
        except InvalidInput as error:
            sheet.refuse(line, error)
        else:
            read.append(person)
    made = _free_ids({each.id for each in read})
    read = [each if each.id else each._replace(id=next(made)) for each in read]
    named_by = NamedInspectors(Inspector(each.id, each.name) for each in read)
    found: dict[str, Inspector] = {}
    for each in read:
        try:
            deputies = [_deputy(named_by, text) for text in each.deputies]
            found[each.id] = Inspector(each.id, each.name, deputies=deputies, **each.more)
        except InvalidInput as error:
            sheet.refuse(each.line, error)
    if ids := [each for each in found if ("id", each) not in lines]:
        _tell_of_made_ids(sheet, ids)
    without = sum("week" not in each.more for each in read if each.id in found)
    if without:
        left = "" if "week" in sheet.fields else ", ".join(map(repr, sheet.left_out_as("week")))
        ro, en = (f"; lăsat deoparte: {left}", f"; left out: {left}") if left else ("", "")
        sheet.note(
            f"fără program, {counted(without, 'inspector', 'ro')}: {_OFFICE_HOURS.ro}{ro}",
            f"without hours, {counted(without, 'inspector', 'en')}: {_OFFICE_HOURS.en}{en}",
        )
    return found


def _tell_ids_from_names(fields: dict[str, int]) -> None:
    """A column called «Inspector» is the name beside one of ids, and the id beside one of names."""
    at = fields.get("inspector")
    if at is None or fields.keys().isdisjoint({"id", "name"}):
        return
    del fields["inspector"]
    fields.setdefault("name" if "id" in fields else "id", at)


def _person(line: int, texts: Mapping[str, str]) -> _Person:
    id_, name = texts.get("id", ""), _full_name(texts, "name")
    either = texts.get("inspector", "")
    if either and is_name(either):
        name = either
    elif either:
        id_ = either
    if not (id_ or name):
        blank = next(each for each in ("inspector", "id", "name") if each in texts)
        raise InvalidInput(blank, NOTHING, Text("un id sau un nume", "an id or a name"))
    place = "inspector" if either else "id"
    if id_:
        checked_identifier(place, id_, personal=True)
    if name:
        named("inspector" if either else "name", lambda: name_key(name))
    more: dict[str, Any] = {}
    if text := texts.get("role"):
        more["role"] = _word("role", text, ROLES)
    if text := texts.get("department"):
        more["department"] = checked_identifier("department", text)
    for each in ("week", "audience_hours"):
        if text := texts.get(each):
            more[each] = named(each, lambda text=text: week_of(text))  # type: ignore[misc]
    return _Person(line, id_, name, more, _several("deputies", texts.get("deputies", "")))


def _deputy(inspectors: NamedInspectors, text: str) -> str:
    found = inspectors.id_of("deputies", text)
    if found is None:
        right = Text("id-uri sau nume din același tabel", "ids or names of the same table")
        raise InvalidInput("deputies", None, right, personal=True)
    return found


def _free_ids(taken: Container[str]) -> Iterator[str]:
    """Ids for those who have none."""
    return (each for each in (f"{_MADE_ID}{number}" for number in count(1)) if each not in taken)


def _tell_of_made_ids(sheet: _Sheet, ids: Sequence[str]) -> None:
    these = ids[0] if len(ids) == 1 else f"{ids[0]} … {ids[-1]}"
    sheet.note(
        f"{counted(len(ids), 'inspector', 'ro')} fără id, numai cu nume: {these}. Rapoartele arată "
        "aceste id-uri",
        f"{counted(len(ids), 'inspector', 'en')} without an id, by name alone: {these}. Reports "
        "show these ids",
    )


# --- requests -------------------------------------------------------------------------------


class _Case(NamedTuple):
    """A row of a table of requests; who its inspectors are is open."""

    line: int
    more: dict[str, Any]
    inspector: str
    former: list[str]


def _cases(
    sheet: _Sheet, people: dict[str, Inspector] | None, file: str
) -> tuple[list[Request], dict[str, Inspector]]:
    """The requests of a table, and the inspectors: those of ``file``, or whom it names."""
    read = _cases_read(sheet)
    id_of: Callable[[str, str], str | None]
    if people is None:
        id_of, people = _whom_they_name(sheet, read)
    else:
        id_of = NamedInspectors(people.values()).id_of
    found: list[Request] = []
    strangers: list[int] = []
    for each in read:
        try:
            ids = [id_of("inspector", each.inspector)]
            ids += [id_of("former_inspectors", text) for text in each.former]
        except InvalidInput as error:
            sheet.refuse(each.line, error)
            continue
        if None in ids:
            strangers.append(each.line)
        inspector, *former = (
            id_ or text for id_, text in zip(ids, (each.inspector, *each.former), strict=True)
        )
        found.append(Request(inspector=inspector, former_inspectors=former, **each.more))
    if strangers:
        where = _lines(strangers)
        sheet.note(
            f"cereri cu un inspector pe care {file} nu îl are: {where.ro}",
            f"requests with an inspector whom {file} does not have: {where.en}",
        )
    if found:
        _tell_what_is_not_judged(sheet)
    return found, people


def _tell_what_is_not_judged(sheet: _Sheet) -> None:
    """What is assumed of requests without a column for the status or for the communication."""
    no_status = "status" not in sheet.fields
    if "communicated_on" not in sheet.fields:
        ro, en = "data comunicării răspunsului", "the date the answer was communicated"
        if no_status:
            sheet.note(
                f"nicio coloană pentru stare sau pentru {ro}: fiecare cerere se socotește în "
                "operare, iar termenul de după răspuns nu se judecă pentru niciuna",
                f"no column for the status or {en}: every request counts as in operation, and "
                "the term after the answer is judged for none",
            )
        else:
            sheet.note(
                f"nicio coloană pentru {ro}: termenul de după răspuns nu se judecă pentru nicio "
                "cerere",
                f"no column for {en}: the term after the answer is judged for no request",
            )
    elif no_status:
        sheet.note(
            "nicio coloană pentru stare: o cerere se socotește cu răspuns unde este o dată a "
            "comunicării, altfel în operare",
            "no column for the status: a request counts as answered where there is a date of "
            "communication, else as in operation",
        )


def _cases_read(sheet: _Sheet) -> list[_Case]:
    """The rows that can be read by themselves."""
    read: list[_Case] = []
    lines: dict[str, int] = {}
    closed: list[int] = []
    for line, texts in sheet.rows():
        try:
            case = _case(sheet, line, texts)
            _check_once("number", line, lines.setdefault(case.more["number"], line))
        except InvalidInput as error:
            sheet.refuse(line, error)
        else:
            read.append(case)
            if case.more["status"] in _CLOSED and any(map(texts.get, _OF_AN_ANSWER)):
                closed.append(line)
    refused = sheet.refused_for_their_order()
    if closed := [each for each in closed if each not in refused]:
        where = _lines(closed)
        sheet.note(
            f"la cererile retrase sau arhivate răspunsul este lăsat deoparte: {where.ro}",
            f"of requests withdrawn or archived the answer is left out: {where.en}",
        )
    return [each for each in read if each.line not in refused]


def _case(sheet: _Sheet, line: int, texts: Mapping[str, str]) -> _Case:
    for each in ("number", "filed_on", "inspector"):
        if not texts[each]:
            raise missing(each)
    if _SHORTENED.fullmatch(texts["number"]):
        right = Text(
            "numărul întreg: foaia de calcul l-a scurtat; formatați coloana ca text",
            "the whole number: the spreadsheet has shortened it; format the column as text",
        )
        raise InvalidInput("number", texts["number"], right)
    more: dict[str, Any] = {"number": registration_number(texts["number"], "number")}
    try:
        more["applicant"] = Applicant(_full_name(texts, "applicant"))
    except InvalidInput as error:
        raise InvalidInput("applicant", None, error.right, personal=True) from None
    more["filed_on"] = sheet.day("filed_on", texts["filed_on"])
    communicated = texts.get("communicated_on", "")
    more["communicated_on"] = sheet.day("communicated_on", communicated) if communicated else None
    answer = texts.get("answer", "")
    status = texts.get("status", "")
    said = ANSWERS_IN_STATUSES.get(column_key(status))
    more["answer"] = _word("answer", answer, ANSWERS) if answer else said
    if said is not None:
        sheet.told.add("answer")
    if said is not None and more["answer"] is not said:
        right = Text(f"ce spune starea, {status!r}", f"what the status says, {status!r}")
        raise InvalidInput("answer", answer, right)
    more["status"] = _status(status, more["communicated_on"])
    if more["status"] in _CLOSED:
        more.update(dict.fromkeys(_OF_AN_ANSWER))
    inspector = checked_identifier("inspector", texts["inspector"], personal=True)
    Request(inspector=inspector, **more)  # whether its values go together
    former = _several("former_inspectors", texts.get("former_inspectors", ""))
    return _Case(line, more, inspector, former)


def _status(text: str, communicated_on: date | None) -> RequestStatus:
    """The status that a cell says or, where it is blank, the date of an answer or its absence."""
    if not text:
        return RequestStatus.IN_OPERATION if communicated_on is None else RequestStatus.ANSWERED
    status = _word("status", text, STATUSES)
    if status is RequestStatus.ANSWERED and communicated_on is None:
        right = Text(
            "data la care s-a comunicat răspunsul, fiindcă cererea are răspuns",
            "the date on which the answer was communicated, as the request is answered",
        )
        raise InvalidInput("communicated_on", NOTHING, right)
    return status


def _whom_they_name(
    sheet: _Sheet, cases: Sequence[_Case]
) -> tuple[Callable[[str, str], str | None], dict[str, Inspector]]:
    """The inspectors whom requests name, by their ids, and what finds the id of each text.

    A text is an id, or the name of a person: then the id is made.
    """
    texts = list(dict.fromkeys(text for each in cases for text in (each.inspector, *each.former)))
    names = {text: name_key(text) for text in texts if is_name(text)}
    made = _free_ids(set(texts))
    by_name: dict[str, Inspector] = {}
    found: dict[str, Inspector] = {}
    for text in texts:
        if text not in names:
            found[text] = Inspector(text)
        else:
            key = names[text]
            found[text] = by_name[key] if key in by_name else Inspector(next(made), text)
            by_name[key] = found[text]
    people = {each.id: each for each in found.values()}
    if people:
        sheet.note(
            f"inspectori numiți în el: {len(people)}; program: {_OFFICE_HOURS.ro}",
            f"{counted(len(people), 'inspector', 'en')} named in it: {_OFFICE_HOURS.en}",
        )
    if by_name:
        _tell_of_made_ids(sheet, [each.id for each in by_name.values()])
    return lambda _, text: found[text].id, people
