"""A draft of a mapping as TOML, with what is to be filled in as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from tichet_rules.interchange._logs_columns import ColumnMapping
from tichet_rules.interchange._logs_times import DateOrder
from tichet_rules.interchange._logs_words import FIELDS, IGNORED, WORDS, says_a_move
from tichet_rules.text import Language, Text
from tichet_rules.wording import counted

if TYPE_CHECKING:
    from tichet_rules.interchange.mapping_drafts import ColumnDraft, MappingDraft

__all__ = ["as_toml", "comment", "comments", "lines_of_mapping", "quoted"]

_WIDEST: Final = 40
_PAGE: Final = 100
_LAYOUT: Final = (
    "header_line",
    "delimiter",
    "encoding",
    "date_order",
    "time_zone",
    "at_clock_change",
    "date_system",
    "decimal_comma",
)
_BY_DEFAULT: Final = ColumnMapping()
_HEAD: Final = Text(
    f"""\
Cum se citesc coloanele registrului. Fiecare este un câmp, sau {IGNORED!r}: lăsată deoparte.
Ce este de completat stă într-un comentariu: ștergeți # și scrieți valoarea.
Câmpuri: {", ".join(FIELDS)}""",
    f"""\
How the columns of the log are read. Each is a field, or {IGNORED!r}: left out.
What is to be filled in stands in a comment: take away the # and write the value.
Fields: {", ".join(FIELDS)}""",
)
_ORDERS: Final = {
    DateOrder.MONTH_FIRST: Text(
        "unele date au luna întâi; se citesc toate numai dacă spuneți ordinea",
        "some dates have the month first; none that an order tells is read before you state it",
    ),
    DateOrder.DAY_FIRST: Text(
        "nicio dată nu arată dacă ziua este întâi; așa se citesc",
        "no date shows whether the day is first; that is how they are read",
    ),
}
_MISSING: Final = Text("Registrul nu se poate citi încă. ", "The log can't be read yet. ")
_NOT_KNOWN: Final = Text("necunoscută", "not known")
_MAY_BE: Final = Text("poate fi", "may be")
_LENGTH: Final = Text(
    "cât durează întâlnirile, dacă nu 15 minute", "how long meetings are, if not 15 minutes"
)
_ONLY_THE_DAY: Final = Text(
    "dacă registrul are numai ziua programării", "if the log has only the day of the booking"
)
_CAN_BE_READ: Final = Text("se citesc {} din {}", "{} of {} can be read")
_MOVED: Final = Text(
    "la o programare mutată, rândul vechi este cancelled",
    "of a moved booking, the old row is cancelled",
)
_EXAMPLES: Final[Mapping[str, object]] = {
    "minutes": 15,
    **{name: str(next(iter(values))) for name, values in WORDS.items()},
}


def lines_of_mapping(draft: MappingDraft, code: Language) -> Iterator[str]:
    """The lines of the text."""
    for said in _HEAD.in_(code).splitlines():
        yield from comments(said)
    if draft.problem is not None:
        yield "#"
        yield from comments(_MISSING.in_(code) + draft.problem.in_(code))
    yield ""
    yield from _layout(draft, code)
    yield "[columns]"
    width = min(_WIDEST, max((len(_entry(draft, each)) for each in draft.columns), default=0))
    for each in draft.columns:
        said = _said(each, code)
        entry = _entry(draft, each)
        yield f"{entry:<{width}}  {comment(said)}" if said else entry
    yield from _constants(draft, code)
    for name in WORDS:
        if name in draft.mapping.words:
            yield from ("", f"[words.{name}]")
            for word, meant in draft.mapping.words[name].items():
                yield f"{quoted(word)} = {quoted(meant)}"
            values = ", ".join(map(str, WORDS[name]))
            for word, count in draft.words.get(name, {}).items():
                rows = counted(count, "row", code)
                moved = f"; {_MOVED.in_(code)}" if name == "status" and says_a_move(word) else ""
                yield f'# {quoted(word)} = ""  # {rows}: {values}{moved}'


def _layout(draft: MappingDraft, code: Language) -> Iterator[str]:
    lines = [
        f"{name} = {as_toml(value)}"
        for name in _LAYOUT
        if (value := getattr(draft.mapping, name)) != getattr(_BY_DEFAULT, name)
    ]
    if draft.date_order is not None:
        why = _ORDERS[draft.date_order].in_(code)
        lines.append(f"# date_order = {quoted(draft.date_order)}  # {why}")
    yield from (*lines, *([""] if lines else []))


def _entry(draft: MappingDraft, column: ColumnDraft) -> str:
    field = draft.mapping.columns.get(column.name)
    # It has no name that a mapping could give, or one that comes again.
    unnamed = f"# {quoted(column.name)}"
    return unnamed if field is None else f"{quoted(column.name)} = {quoted(field)}"


def _said(column: ColumnDraft, code: Language) -> str:
    if column.field is not None:
        if column.read == column.filled:
            return ""
        return _CAN_BE_READ.in_(code).format(column.read, column.filled)
    if column.may_be:
        return f"{_NOT_KNOWN.in_(code)}; {_MAY_BE.in_(code)}: {', '.join(column.may_be)}"
    return _NOT_KNOWN.in_(code)


def _constants(draft: MappingDraft, code: Language) -> Iterator[str]:
    fields = {each.field for each in draft.columns}
    given = draft.mapping.constants
    lines = [f"{name} = {quoted(value)}" for name, value in given.items()]
    for name, count in draft.blank.items():
        if name in _EXAMPLES:
            rows = counted(count, "row", code)
            why = Text(f"gol: {rows}", f"blank: {rows}").in_(code)
            lines.append(f"# {name} = {as_toml(_EXAMPLES[name])}  # {why}")
    if fields.isdisjoint({"minutes", "end"}) and given.keys().isdisjoint({"minutes", "end"}):
        lines.append(f"# minutes = 15  # {_LENGTH.in_(code)}")
    if "booked_date" in fields and "booked_time" not in {*fields, *given}:
        lines.append(f'# booked_time = "08:00"  # {_ONLY_THE_DAY.in_(code)}')
    yield from (("", "[constants]", *lines) if lines else ())


def as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else quoted(value)


def quoted(text: str) -> str:
    """The text as TOML has it between quotation marks, what does not show written out."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def comments(text: str) -> list[str]:
    """A long comment, on several lines."""
    return textwrap.wrap(comment(text), _PAGE, subsequent_indent="#   ", break_long_words=False)


def comment(text: str) -> str:
    shown = (each if each.isprintable() else _character(each) for each in text)
    return f"# {''.join(shown)}"
