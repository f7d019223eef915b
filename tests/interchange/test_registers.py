"""Tables of requests and inspectors: read as people save them, every row accounted for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests._romanian import checked as romanian
from tichet_rules import Inspector, Request, Week
from tichet_rules.errors import InvalidInput, WrongType
from tichet_rules.interchange import parse_json, read_office
from tichet_rules.interchange._registers_columns import INSPECTORS, REQUESTS, Kind
from tichet_rules.interchange._registers_week import week_of
from tichet_rules.interchange.registers import (
    OfficeReading,
    Register,
    office_text,
    read_registers,
)
from tichet_rules.model import Answer, RequestStatus, Role

HEAD: Final = "Nr. înregistrare;Solicitant;Data depunerii;Inspector"
ROW: Final = "119.368/305;Pop-Ionescu Ana Maria;12.10.2026;i-017"
MORE: Final = ";Stare;Data comunicării;Felul răspunsului;Inspectori anteriori"
PEOPLE: Final = "ID;Nume;Program\ni-017;Mureșan Ioana;Lu-Vi 8-16\ni-021;Rus Dan;Luni 8-12\n"


NOT_JUDGED: Final = (
    "requests.csv: no column for the status or the date the answer was communicated: every request "
    "counts as in operation, and the term after the answer is judged for none"
)


def requests(*rows: str, head: str = HEAD, **more: Any) -> OfficeReading:
    return read_registers(requests="\n".join([head, *rows]), **more)


def inspectors(*rows: str, head: str = "ID;Nume") -> OfficeReading:
    return read_registers(inspectors="\n".join([head, *rows]))


def of(register: Register | None) -> list[tuple[int, str, str]]:
    """The rows of a table that can't be read; each is also said in Romanian, and adds up."""
    assert register is not None
    for each in register.unreadable:
        romanian(each.words.ro)
    assert register.rows == register.taken + len(register.unreadable)
    return [(each.line, each.field, each.reason) for each in register.unreadable]


def refused(row: str, head: str = HEAD + MORE) -> tuple[str, str]:
    """The column and the reason for which one row is refused, beside another that is taken."""
    reading = requests(row, head=head, inspectors=PEOPLE)
    [(line, field, reason)] = of(reading.requests)
    assert line == 2
    return field, reason


def notes(reading: OfficeReading) -> list[str]:
    for each in reading.notes:
        romanian(each.ro)
    return [each.en for each in reading.notes]


# --- requests -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Data răspuns", "Data raspuns", "Răspuns la data", "Data răspunsului final", "Răspuns trimis",
     "Data soluționare", "Answer sent on"],
)  # fmt: skip
def test_a_column_of_dates_that_tells_of_an_answer_may_be_its_communication(name: str) -> None:
    reading = requests(
        ROW + ";27.10.2026", ROW.replace("119.368", "2") + ";", head=f"{HEAD};{name}"
    )
    assert reading.requests is not None
    assert reading.requests.columns[-1].may_be == ("communicated_on",)


def test_what_tells_of_an_answer_without_dates_is_its_kind() -> None:
    reading = requests(
        ROW + ";da",
        ROW.replace("119.368", "2") + ";27.10.2026",
        ROW.replace("119.368", "3") + ";nu",
        head=f"{HEAD};Răspuns dat",
    )
    assert reading.requests is not None
    assert reading.requests.columns[-1].may_be == ("answer",)


@pytest.mark.parametrize(
    ("word", "status", "answer"),
    [
        ("respinsă", RequestStatus.ANSWERED, Answer.NEGATIVE),
        ("Respins", RequestStatus.ANSWERED, Answer.NEGATIVE),
        ("aprobată", RequestStatus.ANSWERED, Answer.FAVOURABLE),
        ("rezolvată", RequestStatus.ANSWERED, None),
        ("nerezolvată", RequestStatus.IN_OPERATION, None),
        ("în analiză", RequestStatus.IN_OPERATION, None),
        ("Retrasă de petent", RequestStatus.WITHDRAWN, None),
        ("clasată", RequestStatus.ARCHIVED, None),
    ],
)
def test_the_usual_words_for_a_status(
    word: str, status: RequestStatus, answer: Answer | None
) -> None:
    day = "27.10.2026" if status is RequestStatus.ANSWERED else ""
    reading = requests(f"{ROW};{word};{day}", head=HEAD + ";Stare;Data comunicării")
    [found] = reading.office.requests.values()
    assert (found.status, found.answer) == (status, answer)


def test_where_a_request_was_sent_on_a_mapping_says_what_it_means() -> None:
    [found] = requests(ROW + ";redirecționată", head=HEAD + ";Stare").requests.unreadable  # type: ignore[union-attr]
    assert "a mapping says in [requests.words.status] what others mean" in found.reason
    assert "[requests.words.status]" in romanian(found.words.ro)


def test_a_row_is_a_request() -> None:
    reading = requests(
        ROW + ";;;;",
        "119402/305;Moldovan Petru;2026-10-13 09:31;MURESAN IOANA;Soluționată;27.10.2026;"
        "favorabil;i-021, Mureșan Ioana",
        "0119.417/305;Kovács Éva;46309;Rus Dan;;28.10.2026;;",
        "119418/305;Kovács Éva;46309,5;Rus Dan;RETRASĂ;;;",
        head=HEAD + MORE,
        inspectors=PEOPLE,
    )
    assert list(reading.office.requests.values()) == [
        Request("119368/305", "Pop-Ionescu Ana Maria", date(2026, 10, 12), "i-017"),
        Request(
            "119402/305",
            "Moldovan Petru",
            date(2026, 10, 13),
            "i-017",
            RequestStatus.ANSWERED,
            date(2026, 10, 27),
            ("i-021", "i-017"),
            Answer.FAVOURABLE,
        ),
        Request(
            "119417/305",
            "Kovács Éva",
            date(2026, 10, 14),
            "i-021",
            RequestStatus.ANSWERED,
            date(2026, 10, 28),
        ),
        Request("119418/305", "Kovács Éva", date(2026, 10, 14), "i-021", RequestStatus.WITHDRAWN),
    ]
    assert (of(reading.requests), notes(reading), reading.unreadable) == ([], [], 0)
    assert [each.name for each in reading.registers] == ["inspectors.csv", "requests.csv"]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (";Pop Ana;12.10.2026;i-017;;;;", "Nr. înregistrare", "got 'nothing'; expected a value"),
        ("1,19368E+05;Pop Ana;12.10.2026;i-017;;;;", "Nr. înregistrare", "the whole number"),
        ("1/2/31.02.2026;Pop Ana;12.10.2026;i-017;;;;", "Nr. înregistrare", "a date that exists"),
        ("//;Pop Ana;12.10.2026;i-017;;;;", "Nr. înregistrare", "with a letter or a digit"),
        ("1/1;;12.10.2026;i-017;;;;", "Solicitant", "expected at least one letter"),
        ("1/1;Pop Ana;;i-017;;;;", "Data depunerii", "got 'nothing'; expected a value"),
        ("1/1;Pop Ana;31.11.2026;i-017;;;;", "Data depunerii", "got '31.11.2026'; expected a date"),
        ("1/1;Pop Ana;31.11.2026 9:00;i-017;;;;", "Data depunerii", "a date of the calendar"),
        ("1/1;Pop Ana;toamna;i-017;;;;", "Data depunerii", "a date such as 26.11.2026"),
        ("1/1;Pop Ana;12.10.2026;;;;;", "Inspector", "got 'nothing'; expected a value"),
        ("1/1;Pop Ana;12.10.2026;i-017;închisă;;;", "Stare", "one of 'în operare' (in_operation)"),
        ("1/1;Pop Ana;12.10.2026;i-017;cu răspuns;;;", "Data comunicării", "as the request is"),
        ("1/1;Pop Ana;12.10.2026;i-017;în lucru;1.11.2026;;", "Data comunicării", "no date, as"),
        ("1/1;Pop Ana;12.10.2026;i-017;;;da;", "Felul răspunsului", "one of 'favorabil'"),
        ("1/1;Pop Ana;12.10.2026;i-017;;;negativ;", "Felul răspunsului", "none, as the request is"),
        ("1/1;#N/A;12.10.2026;i-017;;;;", "Solicitant", "the formula in the cell could not be"),
        ("1/1;Pop Ana;12.10.2026;#REF!;;;;", "Inspector", "the formula in the cell could not be"),
        ("1/1;Pop Ana;12.10.2026", "row", "got 3 cells; expected 8"),
        ('1/1;Pop Ana;12.10.2026;i-017;"x;;;', "row", "quotation marks that do not pair"),
    ],
)  # fmt: skip
def test_a_row_that_cant_be_read_says_why(row: str, field: str, reason: str) -> None:
    column, said = refused(row)
    assert (column, reason in said) == (field, True), said


@pytest.mark.parametrize(
    "row",
    [
        "1/1;Zaharia\tIon;12.10.2026;i-017",
        '1/1;"Zaharia\nIon";12.10.2026;i-017',
        "1/1;Zaharia\x1b[2JIon;12.10.2026;i-017",
        "1/1;Zaharia Ion;12.10.2026;Zaharia\x07Ion",
        f"1/1;{'Zaharia ' * 40};12.10.2026;i-017",
        "1/1;Pop Ana;zaharia@example.org;i-017",
        "1/1;Pop Ana;0722123456 Zaharia;i-017",
        '1/1;Pop Ana;12.10.2026;"Zaharia\u2028Ion"',
    ],
    ids=ascii,
)
def test_no_reason_tells_of_anyone(row: str) -> None:
    _, reason = refused(row, head=HEAD)
    assert "aharia" not in reason


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "=HYPERLINK(1)"])
def test_a_formula_is_text(text: str) -> None:
    reading = requests(f"{text};Pop Ana;12.10.2026;i-017", f"2/2;{text} x;12.10.2026;i-017")
    [first, second] = reading.office.requests.values()
    assert first.number == text.casefold()
    assert second.applicant.name == f"{text} x"
    assert json.loads(office_text(reading))["requests"][0]["number"] == text.casefold()


def test_the_same_number_again_is_told() -> None:
    reading = requests(ROW, "0119368 / 305;Rus Dan;13.10.2026;i-021")
    assert of(reading.requests) == [
        (3, "Nr. înregistrare", "expected each once: it is on line 2 already")
    ]
    [taken] = reading.office.requests.values()
    assert taken.applicant.name == "Pop-Ionescu Ana Maria"


def test_a_name_in_two_columns_is_one() -> None:
    head = "Număr;Nume;Prenume;Data;Repartizat la"
    reading = requests("1/1;Pop;Ana;12.10.2026;i-017", head=head)
    [request] = reading.office.requests.values()
    assert request.applicant.name == "Pop Ana"


def test_what_an_answer_was_does_not_matter_once_a_request_is_closed_otherwise() -> None:
    row = "1/1;Pop Ana;12.10.2026;i-017;arhivată;1.11.2026;negativ;"
    reading = requests(row, head=HEAD + MORE, inspectors=PEOPLE)
    [request] = reading.office.requests.values()
    assert (request.status, request.communicated_on) == (RequestStatus.ARCHIVED, None)
    assert notes(reading) == [
        "requests.csv: of requests withdrawn or archived the answer is left out: line 2"
    ]


def test_the_day_of_an_answer_may_not_be_that_of_its_communication() -> None:
    reading = requests(ROW + ";27.10.2026", head=HEAD + ";Data răspunsului")
    assert reading.requests is not None
    assert reading.requests.columns[-1].field is None
    said = reading.requests.columns[-1].words
    assert said.ro == "lăsată deoparte; poate fi: data comunicării răspunsului"
    assert said.en == "left out; may be: date the answer was communicated"
    assert reading.requests.columns[0].words.en == "number of the request"
    assert "call it 'Data comunicării'" in notes(reading)[0]


@pytest.mark.parametrize(
    ("column", "cell", "field"),
    [
        ("Comunicat petentului în", "", "data comunicării răspunsului"),
        ("Starea de fapt", "", "stare"),
        ("Rezoluție", "arhivată", "stare"),
        ("Soluția", "favorabil", "felul răspunsului"),
        ("Răspuns expediat", "da", "felul răspunsului"),
        ("Observații", "urgent", None),
    ],
)
def test_a_column_left_out_that_looks_like_a_known_one_is_told(
    column: str, cell: str, field: str | None
) -> None:
    reading = requests(f"{ROW};{cell}", head=f"{HEAD};{column}")
    assert reading.requests is not None
    found = reading.requests.columns[-1]
    assert (found.name, found.field) == (column, None)
    assert found.words.ro == "lăsată deoparte" + (f"; poate fi: {field}" if field else "")
    assert notes(reading)[-1] == NOT_JUDGED


def test_a_field_that_has_its_column_is_not_looked_for_in_another() -> None:
    reading = requests(f"{ROW};arhivată;în lucru", head=f"{HEAD};Stare;Starea veche")
    assert reading.requests is not None
    assert reading.requests.columns[-1].words.en == "left out"


def test_without_a_status_the_date_of_communication_says_it() -> None:
    reading = requests(ROW + ";27.10.2026", head=HEAD + ";Data comunicării")
    assert notes(reading)[-1] == (
        "requests.csv: no column for the status: a request counts as answered where there is a "
        "date of communication, else as in operation"
    )


@pytest.mark.parametrize(
    ("status", "kind", "answer"),
    [
        ("Soluționat favorabil", RequestStatus.ANSWERED, Answer.FAVOURABLE),
        ("soluționată nefavorabil", RequestStatus.ANSWERED, Answer.NEGATIVE),
        ("Soluționat", RequestStatus.ANSWERED, None),
        ("clasată", RequestStatus.ARCHIVED, None),
    ],
)
def test_ordinary_words_for_a_status(
    status: str, kind: RequestStatus, answer: Answer | None
) -> None:
    head = (
        "Nr. intrare;Numele și prenumele petentului;Data intrării;Repartizat către;Situație;"
        "Data comunicării"
    )
    reading = requests(f"1/1;Pop Ana;12.10.2026;i-017;{status};27.10.2026", head=head)
    [request] = reading.office.requests.values()
    assert (request.status, request.answer) == (kind, answer)


def test_a_status_and_an_answer_that_contradict_each_other() -> None:
    row = "1/1;Pop Ana;12.10.2026;i-017;soluționat favorabil;1.11.2026;{};"
    assert refused(row.format("negativ")) == (
        "Felul răspunsului",
        "got 'negativ'; expected what the status says, 'soluționat favorabil'",
    )
    reading = requests(row.format("favorabil"), head=HEAD + MORE)
    assert reading.office.requests["1/1"].answer is Answer.FAVOURABLE


def test_hours_in_a_column_that_is_left_out_are_named_where_others_are_assumed() -> None:
    reading = inspectors("i-017;Rus Dan;Lu-Vi 9-17", head="ID;Nume;Interval zilnic")
    [note] = notes(reading)
    assert note == (
        "inspectors.csv: without hours, 1 inspector: Monday to Friday 08:00-16:00; left out: "
        "'Interval zilnic'"
    )
    assert reading.inspectors is not None
    assert reading.inspectors.columns[-1].words.ro == "lăsată deoparte; poate fi: program"


def test_parts_of_a_week_are_separated_by_semicolons() -> None:
    with pytest.raises(InvalidInput) as caught:
        week_of("luni-joi 8-16, vineri 8-14")
    assert "cu punct și virgulă între părți" in caught.value.in_("ro")
    assert "with a semicolon between parts" in caught.value.in_("en")


def test_dates_that_only_an_order_tells() -> None:
    rows = [
        "1/1;Pop Ana;03/04/2026;i-017",
        "2/2;Pop Ana;11/26/2026;i-017",
        "2/2;Pop Ana;03/04/2026;i-017",
        "3/3;Pop Ana;05/05/2026;i-017",
        "4/4;Pop Ana;03/04/2026;i-\x07",
    ]
    reading = requests(*rows)
    assert [line for line, _, _ in of(reading.requests)] == [2, 3, 4, 6]
    assert "state date_order" in of(reading.requests)[0][2]
    assert list(reading.office.requests) == ["3/3"]
    reading = requests(*rows, date_order="month_first")
    assert [request.filed_on.month for request in reading.office.requests.values()] == [3, 11, 5]
    assert [line for line, _, _ in of(reading.requests)] == [4, 6]


# --- whom the requests name -----------------------------------------------------------------


def test_without_a_table_the_inspectors_are_those_whom_requests_name() -> None:
    reading = requests(
        "1/1;Pop Ana;12.10.2026;Mureșan Ioana;;",
        "2/2;Pop Ana;12.10.2026;i-021;;inspector-1",
        "3/3;Pop Ana;12.10.2026;IOANA MUREŞAN;;Rus Dan;",
        head=HEAD + ";Stare;Inspectori anteriori",
    )
    assert list(reading.office.inspectors.values()) == [
        Inspector("inspector-2", "Mureșan Ioana"),
        Inspector("i-021"),
        Inspector("inspector-1"),
        Inspector("inspector-3", "Rus Dan"),
    ]
    assert [each.inspector for each in reading.office.requests.values()] == [
        "inspector-2",
        "i-021",
        "inspector-2",
    ]
    first, second, third = notes(reading)
    assert third == (
        "requests.csv: no column for the date the answer was communicated: the term after the "
        "answer is judged for no request"
    )
    assert first == "requests.csv: 4 inspectors named in it: Monday to Friday 08:00-16:00"
    told = reading.notes[0].ro
    assert told == "requests.csv: inspectori numiți în el: 4; program: luni-vineri 08:00-16:00"
    assert "2 inspectors without an id, by name alone: inspector-2 … inspector-3." in second
    assert reading.inspectors is None


def test_whom_an_unreadable_row_names_is_no_inspector() -> None:
    reading = requests("1/1;Pop Ana;31.11.2026;i-017")
    assert (len(reading.office.inspectors), notes(reading)) == (0, [])


def test_an_inspector_whom_no_table_has_is_told() -> None:
    rows = [f"{number}/1;Pop Ana;12.10.2026;Zaharia Ion" for number in range(1, 13)]
    reading = requests(*rows, "13/1;Pop Ana;12.10.2026;i-021", inspectors=PEOPLE)
    assert len(reading.office.requests) == 13
    assert reading.office.requests["1/1"].inspector == "Zaharia Ion"
    note, last = notes(reading)
    assert last == NOT_JUDGED
    assert note.startswith("requests.csv: requests with an inspector whom inspectors.csv does not")
    assert note.endswith(": lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more")
    assert "lines 2, 3" in notes(requests(*rows[:2], inspectors=PEOPLE))[0]


def test_a_name_of_two_inspectors_is_nobodys() -> None:
    people = "ID;Nume\na;Rus Dan\nb;Dan Rus\n"
    reading = requests("1/1;Pop Ana;12.10.2026;Rus Dan", inspectors=people)
    assert of(reading.requests) == [
        (2, "Inspector", "expected an id, as 2 inspectors have that name")
    ]


# --- inspectors -----------------------------------------------------------------------------


def test_a_row_is_an_inspector() -> None:
    reading = inspectors(
        "i-1;Mureșan;Ioana;;Registratură;Urbanism;Lu-Vi 8-16, Mi 8-12;;Rus Dan",
        'i-2;Rus;Dan;director;;Urbanism;"Lu-Vi 8-16; Mi 8-12";Mi 11:00-13:00;"i-1; Ioana Mureșan"',
        head="Marca;Nume;Prenume;Rol;Serviciul;Direcția;Program;Audiențe;Înlocuitori",
    )
    first, second = of(reading.inspectors)
    assert first[:2] == (2, "Program")
    assert first[2].startswith("got 'Lu-Vi 8-16, Mi 8-12'; expected days and hours such as Mon-Fri")
    assert second == (3, "Înlocuitori", "expected ids or names of the same table")
    reading = inspectors(
        "i-1;Mureșan;Ioana;;Registratură;Urbanism;;;Rus Dan",
        'i-2;Rus;Dan;director;;Urbanism;"Lu-Vi 8-16; Mi 8-12";Mi 11:00-13:00;i-1',
        head="Marca;Nume;Prenume;Rol;Serviciul;Direcția;Program;Audiențe;Înlocuitori",
    )
    days = {day: [("08:00", "16:00")] for day in ("mon", "tue", "thu", "fri")}
    assert list(reading.office.inspectors.values()) == [
        Inspector("i-1", "Mureșan Ioana", department="Urbanism", deputies=("i-2",)),
        Inspector(
            "i-2",
            "Rus Dan",
            Role.DIRECTOR,
            Week.of(**days, wed=[("08:00", "12:00")]),
            audience_hours=Week.of(wed=[("11:00", "13:00")]),
            department="Urbanism",
            deputies=("i-1",),
        ),
    ]
    assert notes(reading) == [
        "inspectors.csv: without hours, 1 inspector: Monday to Friday 08:00-16:00"
    ]
    assert reading.requests is None


@pytest.mark.parametrize(
    ("head", "row", "id_", "name"),
    [
        ("Inspector", "Rus Dan", "inspector-1", "Rus Dan"),
        ("Inspector", "i-017", "i-017", ""),
        ("Inspector", "R.D.", "R.D.", ""),
        ("Inspector;Nume", "i-017;Rus Dan", "i-017", "Rus Dan"),
        ("ID;Inspector", "i-017;Rus Dan", "i-017", "Rus Dan"),
        ("ID;Inspector;Nume", "i-017;x;Rus Dan", "i-017", "Rus Dan"),
        ("Nume", "Rus Dan", "inspector-1", "Rus Dan"),
        ("ID", "i-017", "i-017", ""),
    ],
)
def test_an_id_a_name_or_both(head: str, row: str, id_: str, name: str) -> None:
    reading = inspectors(row, head=head)
    [inspector] = reading.office.inspectors.values()
    assert (inspector.id, inspector.name) == (id_, name)
    assert any("inspector-1" in each for each in notes(reading)) is (id_ == "inspector-1")


@pytest.mark.parametrize(
    ("head", "rows", "line", "field", "reason"),
    [
        ("ID;Nume", [";", "a;", "a;x"], 4, "ID", "it is on line 3 already"),
        ("ID;Nume", [";Rus Dan", ";DAN RUS"], 3, "Nume", "it is on line 2 already"),
        ("ID;Nume;Rol", [";;mayor"], 2, "ID", "expected an id or a name"),
        ("Nume;Rol", [";mayor"], 2, "Nume", "expected an id or a name"),
        ("Inspector;Rol", [";mayor"], 2, "Inspector", "expected an id or a name"),
        ("ID;Nume;Rol", ["a;b;șef"], 2, "Rol", "one of 'personal de execuție' (execution)"),
        ("ID;Nume;Direcția", [f"a;b;{'x' * 300}"], 2, "Direcția", "1 to 200 printable"),
        ("ID;Nume;Audiențe", ["a;b;miercurea"], 2, "Audiențe", "expected days and hours"),
        ("ID;Nume;Program", ["a;b;Lu 8-25"], 2, "Program", "a local time from '00:00'"),
        ("ID;Înlocuitor", ["a;a"], 2, "Înlocuitor", "others than the inspector's own id"),
        ("ID;Înlocuitor", ["a;\x07"], 2, "Înlocuitor", "1 to 200 printable"),
        ("Nume", ["\x07Zaharia"], 2, "Nume", "without control characters"),
        ("Inspector", ["Zaharia\x07 7"], 2, "Inspector", "1 to 200 printable"),
        ("ID", ["#NAME?"], 2, "ID", "the formula in the cell could not be worked out"),
    ],
)
def test_an_inspector_who_cant_be_read(
    head: str, rows: Sequence[str], line: int, field: str, reason: str
) -> None:
    [(where, column, said)] = of(inspectors(*rows, head=head).inspectors)
    assert (where, column, reason in said) == (line, field, True), said
    assert "aharia" not in said


def test_an_error_in_a_field_that_has_no_column_names_the_field() -> None:
    field, reason = refused("1/1;Pop Ana;12.10.2026;i-017;cu răspuns", head=HEAD + ";Stare")
    assert field == "date the answer was communicated"
    assert "got 'nothing'" in reason


# --- hours ----------------------------------------------------------------------------------

EIGHT: Final = [("08:00", "16:00")]


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Lu-Vi 08:00-16:00", Week()),
        ("mon-fri 8-16", Week()),
        ("L, Ma, Mi, J, V 8.00–16.00", Week()),
        ("Luni-Vineri: 08:00 - 16:00", Week()),
        ("Lu-Vi 8-16\nSâmbătă închis", Week()),
        ("Lu-Du 8-16; Sâ-Du liber;", Week()),
        ("Joi 9:30-12, 13-24:00", Week.of(thu=[("09:30", "12:00"), ("13:00", "24:00")])),
        ("Lu-Mi 8-16; Ma 9-10", Week.of(mon=EIGHT, tue=[("09:00", "10:00")], wed=EIGHT)),
        ("Lu închis", Week.of()),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(text: str, week: Week) -> None:
    assert week_of(text) == week


@pytest.mark.parametrize(
    "text",
    [
        "", ";", "8-16", "Lu-Vi", "Vi-Lu 8-16", "Lu-Ma-Mi 8-16", "Lu 8", "Lu 8-16 Ma 8-16",
        "Lu 8-16, Ma 8-16", "azi 8-16", "Lu 16-8", "Lu 8-12, 11-13", "Lu 8-26", "Lu 8:60-9:00",
        "Lu _", "Lu " * 400, " " * 5000, "Lu 08:0-16:00",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        week_of(text)
    romanian(caught.value.in_("ro"))


@given(
    st.lists(
        st.lists(st.integers(0, 95), max_size=6, unique=True).map(sorted), min_size=7, max_size=7
    )
)
def test_a_week_written_out_is_the_week(quarters: list[list[int]]) -> None:
    names = ["Luni", "marti", "Mie", "J", "Fri", "Sâmbătă", "dum"]
    days: dict[str, list[tuple[str, str]]] = {}
    for day, (name, marks) in enumerate(zip(names, quarters, strict=True)):
        ends = [f"{mark // 4}:{mark % 4 * 15:02}" for mark in marks]
        days[name] = list(zip(ends[::2], ends[1::2], strict=False))
        assert day < 7
    text = "; ".join(
        f"{name} " + (", ".join("-".join(pair) for pair in pairs) if pairs else "închis")
        for name, pairs in days.items()
    )
    padded = [[[f"{each:0>5}" for each in pair] for pair in pairs] for pairs in days.values()]
    assert week_of(text) == Week(tuple(padded))


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2", "cp852"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_as_spreadsheets_save_it(encoding: str, delimiter: str) -> None:
    text = f"{HEAD}\r\n119.368/305;Țîrlea Ștefan;12.10.2026;i-017\r\n".replace(";", delimiter)
    stated = None if encoding in {"utf-8", "utf-8-sig", "utf-16", "cp1250"} else encoding
    if "16" not in encoding and "utf" not in encoding:
        text = text.replace("Ș", "Ş").replace("Ț", "Ţ")
    reading = read_registers(requests=text.encode(encoding), encoding=stated)
    [request] = reading.office.requests.values()
    assert request.applicant.name == "Țîrlea Ștefan"


def test_titles_may_stand_above_and_blank_lines_anywhere() -> None:
    reading = requests(
        "", "Registrul cererilor;;;", "Anul: 2026", HEAD + ";;", "", ROW + ";;", ";;;;;", head=""
    )
    assert (len(reading.office.requests), of(reading.requests)) == (1, [])


@pytest.mark.parametrize(
    ("content", "given", "right"),
    [
        ("", "an empty file", "a line with the names"),
        ("Nr;Nume\n1;x\n", "a header without filed_on, inspector", "a column for the date of"),
        ("a;b\nc;d\n", "a header without number, applicant, filed_on, inspector", "(nr înreg"),
        (HEAD + ";Dosar\n", "'Nr. înregistrare' (column 1)", "rename the other"),
        (b"PK\x03\x04...", "an Excel workbook", "Save As"),
    ],
)
def test_what_is_no_such_table(content: str | bytes, given: str, right: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_registers(requests=content, requests_name="cereri.csv")
    assert caught.value.given is not None
    assert given in caught.value.given
    assert right in str(caught.value)
    assert ("Dosar" in str(content)) is ("a mapping with 'Dosar' = 'ignored'" in str(caught.value))
    assert str(caught.value).startswith("cereri.csv")
    romanian(caught.value.in_("ro"))


def test_a_header_that_may_be_a_row_is_not_shown() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_registers(requests="1/1;Zaharia Ion;12.10.2026;i-017\n")
    assert "aharia" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({}, InvalidInput),
        ({"requests": "requests.csv"}, InvalidInput),
        ({"inspectors": 7}, WrongType),
        ({"requests": HEAD, "requests_name": 7}, WrongType),
        ({"requests": HEAD, "date_order": "year_first"}, InvalidInput),
        ({"requests": HEAD, "encoding": "latin-7"}, InvalidInput),
    ],
)
def test_what_can_be_wrong_with_the_arguments(
    arguments: dict[str, Any], kind: type[InvalidInput]
) -> None:
    with pytest.raises(kind) as caught:
        read_registers(**arguments)
    romanian(caught.value.in_("ro"))


@pytest.mark.parametrize("kind", [REQUESTS, INSPECTORS])
def test_each_name_of_a_column_is_one_fields(kind: Kind) -> None:
    assert set(kind.names) == set(kind.words)
    for name, known in {**kind.weak, **kind.names}.items():
        for each in (name, *known.split(", ")):
            assert set(kind.columns.fields_of([each], {}).values()) == {name}, each
    for said in kind.words.values():
        romanian(said.ro)


# --- out again ------------------------------------------------------------------------------

IDS: Final = ["i-1", "i 2", "Îș", "=3", "4\\"]
NAMES: Final = ["Pop Ana", 'Rus "Dan"', "Țîrlea; Ștefan", "O'Neill\u00a0Ada", "李 明"]
STATUSES: Final = ["", "în lucru", "retrasă", "soluționată"]


def table(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue()


people = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.sampled_from(["", *NAMES]),
        st.sampled_from(["", "Lu-Vi 8-16", "Ma închis", "Sâ 8-12, 13-24"]),
        st.sampled_from(["", "director", "Primar"]),
        st.sampled_from(["", "Mi 11-13"]),
        st.sampled_from(["", "Urbanism"]),
        st.lists(st.sampled_from(IDS), max_size=2).map(";".join),
    ),
    max_size=5,
)
cases = st.lists(
    st.tuples(
        st.integers(1, 9).map("{}/305".format),
        st.sampled_from(NAMES),
        st.dates(date(2020, 1, 1), date(2026, 12, 31)).map("{:%d.%m.%Y}".format),
        st.sampled_from(IDS + NAMES),
        st.sampled_from(STATUSES),
        st.sampled_from(["", "1.11.2026"]),
        st.sampled_from(["", "negativ"]),
        st.lists(st.sampled_from(IDS), max_size=2).map(",".join),
    ),
    max_size=8,
)


@settings(max_examples=50)
@given(st.one_of(st.none(), people), cases)
def test_an_office_that_was_read_is_written_and_read_again(
    staff: list[tuple[str, ...]] | None, rows: list[tuple[str, ...]]
) -> None:
    heads = ["ID", "Nume", "Program", "Rol", "Audiențe", "Direcția", "Înlocuitori"]
    reading = read_registers(
        requests=table([(HEAD + MORE).split(";"), *rows]),
        inspectors=None if staff is None else table([heads, *staff]),
    )
    office, agenda = read_office(parse_json(office_text(reading)))
    assert office.inspectors.items() == reading.office.inspectors.items()
    assert office.requests.items() == reading.office.requests.items()
    assert len(agenda) == 0
    for register, count in ((reading.requests, len(rows)), (reading.inspectors, len(staff or ()))):
        if register is not None:
            of(register)
            assert register.rows == count
    assert reading.requests is not None
    assert reading.requests.taken == len(office.requests)


def test_a_column_that_is_none_of_those_known_is_left_out_without_a_hint() -> None:
    reading = read_registers(inspectors="ID;Nume;Observații\ni-1;Rus Dan;parter, camera 3\n")
    assert reading.inspectors is not None
    [_, _, left_out] = reading.inspectors.columns
    assert (left_out.field, left_out.words.en) == (None, "left out")
