"""The columns of tables of requests and inspectors, by their names, and the words in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

from attrs import field, frozen

from tichet_rules._door import FrozenMap
from tichet_rules.interchange._logs_columns import (
    LEAST_KNOWN,
    ColumnMapping,
    Vocabulary,
    check_that_they_exist,
    lacking,
    positions_of,
    trimmed,
)
from tichet_rules.interchange._logs_text import Table, line_of, tables_of
from tichet_rules.interchange._logs_words import SYNONYMS, column_key, keys_of_words
from tichet_rules.model import Answer, RequestStatus, Role
from tichet_rules.text import Text

__all__ = [
    "ANSWERS",
    "ANSWERS_IN_STATUSES",
    "INSPECTORS",
    "REQUESTS",
    "ROLES",
    "SOME_WORDS",
    "STATUSES",
    "TABLE_WORDS",
    "Kind",
    "table_of_kind",
]

_MOST_NAMES: Final = 5
_RENAME: Final = Text(
    "dacă are alt nume, redenumiți coloana sau numiți-o într-o corespondență (--mapping FIȘIER; "
    "--draft-mapping FIȘIER scrie una de completat)",
    "if it has another name, rename the column or name it in a mapping (--mapping FILE; "
    "--draft-mapping FILE writes one to fill in)",
)


@frozen
class _Stated(Vocabulary):
    """The names by which columns are found, but for those of which a mapping states the field."""

    stated: Mapping[str, str]

    def fields_of(self, names: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
        """The field of each column that has one, by its position."""
        return Vocabulary.fields_of(self, names, {**columns, **self.stated})


@frozen
class Kind:
    """What a table may hold: each field in words, and the names by which its column is found.

    ``needed`` has groups of fields, of each of which there has to be one. ``ambiguous`` are the
    keys of columns that may be another thing than the field they are named like. ``stated`` is
    the field of some columns by a mapping; ``means`` of a field, by the keys of the file's own
    words, the word that is known.
    """

    words: Mapping[str, Text]
    names: Mapping[str, str]
    needed: Sequence[Sequence[str]]
    weak: Mapping[str, str]
    ambiguous: frozenset[str] = frozenset()
    stated: Mapping[str, str] = FrozenMap[str, str]()
    means: Mapping[str, Mapping[str, str]] = FrozenMap[str, Mapping[str, str]]()
    columns: Vocabulary = field(init=False)

    def __attrs_post_init__(self) -> None:
        of_all = Vocabulary.of(self.names, self.weak)
        known = _Stated(of_all.field_of, of_all.weak_field_of, self.stated)
        object.__setattr__(self, "columns", known)

    @property
    def keys_stated(self) -> frozenset[str]:
        """The keys of the columns of which a mapping states the field."""
        return frozenset(map(column_key, self.stated))

    @property
    def optional(self) -> tuple[str, ...]:
        """The fields that a table need not tell, by their keys in an office's file."""
        needed = {name for group in self.needed for name in group}
        return tuple(each for each in self.words if each not in {*needed, "given_name"})

    def meant(self, name: str, text: str) -> str:
        """The text of a cell, or the word that is known for it where a mapping says so."""
        words = self.means.get(name)
        return text if words is None else words.get(column_key(text), text)

    def missing(self, names: Sequence[str]) -> list[str]:
        """The first field of each group for which there is no column."""
        found = set(self.columns.fields_of(names, {}).values())
        return [each[0] for each in self.needed if found.isdisjoint(each)]

    def positions(self, table: Table, file: str) -> dict[str, int]:
        """The position of each field's column; an error where one is missing or comes twice."""
        names = trimmed(table.names)
        place = line_of(file, table.line)
        found = self.columns.fields_of(names, {})
        check_that_they_exist(self.stated, names, len(found), place)
        positions = positions_of(names, found, place)
        missing = self.missing(names)
        if missing:
            right = [*map(self._wanted, missing), _RENAME]
            raise lacking(names, positions, missing, place, right)
        return positions

    def _wanted(self, name: str) -> Text:
        said, some = self.words[name], ", ".join(self.names[name].split(", ")[:_MOST_NAMES])
        return Text(f"o coloană pentru {said.ro} ({some})", f"a column for the {said.en} ({some})")


def _first(some: str, names: str) -> str:
    """The names with some of them before the others."""
    others = [each for each in names.split(", ") if each not in some.split(", ")]
    return ", ".join([some, *others])


REQUESTS: Final = Kind(
    words={
        "number": Text("numărul cererii", "number of the request"),
        "applicant": Text("numele solicitantului", "applicant's name"),
        "given_name": Text("prenumele solicitantului", "applicant's given name"),
        "filed_on": Text("data depunerii", "date of filing"),
        "inspector": Text("inspector", "inspector"),
        "status": Text("stare", "status"),
        "communicated_on": Text("data comunicării răspunsului", "date the answer was communicated"),
        "answer": Text("felul răspunsului", "kind of answer"),
        "former_inspectors": Text("inspectorii dinainte", "former inspectors"),
    },
    names={
        "number": _first("nr înregistrare, cerere, dosar", SYNONYMS["request"])
        + ", nr intrare, număr intrare, număr de intrare, nr de intrare",
        "applicant": _first("solicitant, petent, nume", SYNONYMS["applicant"])
        + ", nume și prenume petent, nume și prenume solicitant",
        "given_name": "prenume, prenumele, prenume solicitant, first name, given name",
        "filed_on": "data depunerii, data înregistrării, depusă la, depus la, înregistrată la, "
        "înregistrat la, data intrării, data cererii, data depunerii cererii, filing date, "
        "date filed, registered on, registration date",
        "inspector": SYNONYMS["inspector"] + ", inspector responsabil, responsabil, "
        "repartizată la, repartizat la, repartizată către, repartizat către, repartizată, "
        "repartizat, în operare la, lucrător, angajat, "
        "assigned to, handled by",
        "status": SYNONYMS["status"]
        + ", stadiu, stadiul, starea cererii, situație, situația, situația cererii",
        "communicated_on": "data comunicării, comunicat la, comunicată la, "
        "data comunicării răspunsului, răspuns comunicat la, date communicated, "
        "communication date, answer communicated on",
        "answer": "felul răspunsului, tip răspuns, tipul răspunsului, kind of answer",
        "former_inspectors": "inspectori anteriori, inspector anterior, foști inspectori, "
        "fost inspector, former inspector",
    },
    needed=(("number",), ("applicant",), ("filed_on",), ("inspector",)),
    weak={"number": "nr, număr, numărul, no", "filed_on": "data, date"},
    ambiguous=frozenset(
        map(
            column_key,
            (
                "data răspunsului",
                "data răspuns",
                "dată răspuns",
                "răspuns la",
                "răspuns la data",
                "răspuns în data",
                "răspuns trimis la",
                "data trimiterii răspunsului",
                "data expedierii răspunsului",
                "data soluționării",
                "data soluționare",
                "soluționată la",
                "soluționat la",
                "data rezolvării",
                "data rezolvare",
                "answered on",
                "answer date",
                "date of answer",
            ),
        )
    ),
)
INSPECTORS: Final = Kind(
    words={
        "id": Text("id sau nume", "id or name"),
        "name": Text("nume", "name"),
        "given_name": Text("prenume", "given name"),
        "inspector": Text("id sau nume", "id or name"),
        "role": Text("rol", "role"),
        "department": Text("direcția", "department"),
        "week": Text("program", "working hours"),
        "audience_hours": Text("program de audiențe", "audience hours"),
        "deputies": Text("înlocuitori", "deputies"),
    },
    names={
        "id": "id, id inspector, inspector id, marca, nr marca, cod, cod inspector, code, "
        "staff number",
        "name": "nume, nume și prenume, nume prenume, numele, nume inspector, nume funcționar, "
        "angajat, full name, employee",
        "given_name": "prenume, prenumele, first name",
        "inspector": "inspector, funcționar, official, officer",
        "role": "rol, rolul",
        "department": "direcția, departament, departamentul",
        "week": "program, programul, program de lucru, programul de lucru, orar, orarul, "
        "ore de lucru, working hours, hours, schedule",
        "audience_hours": "program audiențe, program de audiențe, programul audiențelor, "
        "audiențe, ore de audiență, audiences",
        "deputies": "înlocuitori, înlocuitor, înlocuitorii, supleant, supleanți, deputy",
    },
    needed=(("id", "name", "inspector"),),
    weak={
        "department": "serviciul, serviciu, compartiment, compartimentul, birou, biroul, "
        "serviciu/birou"
    },
)
#: Words for the status that also say what the answer was.
_ANSWERED: Final = {
    Answer.FAVOURABLE: "soluționată favorabil, soluționat favorabil, rezolvată favorabil, "
    "rezolvat favorabil, aprobată, aprobat, admisă, admis",
    Answer.NEGATIVE: "soluționată nefavorabil, soluționat nefavorabil, rezolvată nefavorabil, "
    "rezolvat nefavorabil, respinsă, respins",
}
_STATUSES: Final[dict[RequestStatus, str]] = {
    RequestStatus.IN_OPERATION: "in_operation, în operare, în lucru, în curs, "
    "în curs de soluționare, în soluționare, în curs de rezolvare, în analiză, nesoluționată, "
    "nesoluționat, nerezolvată, nerezolvat, pending",
    RequestStatus.ANSWERED: ", ".join(
        [
            "answered, cu răspuns, răspuns, s-a răspuns, răspuns comunicat",
            "soluționată, soluționat, rezolvată, rezolvat",
            *_ANSWERED.values(),
        ]
    ),
    RequestStatus.WITHDRAWN: "withdrawn, retrasă, retras, retrasă de petent, retras de petent, "
    "retrasă de solicitant, retras de solicitant",
    RequestStatus.ARCHIVED: "archived, arhivată, arhivat, clasată, clasat",
}
_ANSWERS: Final[dict[Answer, str]] = {
    Answer.FAVOURABLE: "favourable, favorable, favorabil, pozitiv, positive",
    Answer.NEGATIVE: "negative, negativ, nefavorabil",
}
_ROLES: Final = {each: f"{each}, {each.words.ro}, {each.words.en}" for each in Role}
ANSWERS_IN_STATUSES: Final = keys_of_words(_ANSWERED)
STATUSES: Final = keys_of_words(_STATUSES)
ANSWERS: Final = keys_of_words(_ANSWERS)
ROLES: Final = keys_of_words(_ROLES)
#: The words of the cells, by the field and the value that they stand for.
TABLE_WORDS: Final[dict[str, Mapping[Any, str]]] = {
    "status": _STATUSES,
    "answer": _ANSWERS,
    "role": _ROLES,
}
#: As a message names them.
SOME_WORDS: Final = {
    "status": "'în operare' (in_operation), 'cu răspuns' (answered), 'retrasă' (withdrawn), "
    "'arhivată' (archived)",
    "answer": "'favorabil' (favourable), 'negativ' (negative)",
    "role": ", ".join(f"{each.words.ro!r} ({each})" for each in Role),
}


def table_of_kind(content: str | bytes, name: str, kind: Kind, how: ColumnMapping) -> Table:
    """The table of a file: the first whose header has what is needed.

    Or else that with most known names, if there are two at least, or the first.
    """
    tables = tables_of(content, name, how, kind.columns)
    best = next(tables)
    most = LEAST_KNOWN - 1
    for each in chain((best,), tables):
        if not kind.missing(each.names):
            return each
        known = len(kind.columns.fields_of(each.names, {}))
        if known > most:
            best, most = each, known
    return best
