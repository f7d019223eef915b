"""The report of a replay: for a terminal, and as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tichet_rules._door import checked_instance
from tichet_rules.audit._unreadable import alike
from tichet_rules.documents._audit_words import NOT_SHOWN
from tichet_rules.documents._plain import plainly
from tichet_rules.documents._spreadsheet import Cell, spreadsheet
from tichet_rules.rules import rule_of
from tichet_rules.text import Language, Text, checked_language
from tichet_rules.whatif import _replay_words as words
from tichet_rules.whatif.replay import Replay
from tichet_rules.wording import month_name

__all__ = ["replay_csv", "replay_text"]

_NOT_READ: Final = Text("Rânduri necitibile", "Unreadable rows")
_LINE: Final = Text("linia", "line")
_SHOWN: Final = 40


def replay_text(replay: Replay, language: Language = "ro") -> str:
    """The report for a terminal: the totals, unreadable rows, the counts, and flips in words.

    Of unreadable rows and of flips the first 40 are listed; many unreadable rows of one column and
    one kind of reason are one entry, with their number and the first lines.

    No personal data stands in it: what the log has for an inspector that the office does not know,
    and that may be a name, is shown as in the report of an audit.

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog
    >>> from tichet_rules.whatif import replay_log
    >>> nothing = replay_log(BookingLog("log.csv", []), office=Office(), policy={"max_minutes": 20})
    >>> print(replay_text(nothing, "en"), end="")
    The log under another policy: log.csv
      rows in the log             0
      allowed by both             0
      refused by both             0
      allowed, now refused        0
      refused, now allowed        0
      unreadable                  0
    <BLANKLINE>
    No decision flips.
    A log tells what was booked; who was refused, or would have come under another policy, can't \
be seen in it.
    """
    checked_instance("replay", replay, Replay)
    checked_language(language)
    return "\n".join(_text(replay, language)) + "\n"


def _text(replay: Replay, code: Language) -> Iterator[str]:
    yield f"{words.TITLE.in_(code)}: {plainly(replay.log.name)}"
    for what, count in words.totals(replay):
        yield f"  {what.in_(code):<22} {count:>6}"
    if replay.unreadable:
        yield f"\n{_NOT_READ.in_(code)}:"
        yield from _unreadable(replay, code)
    for note in replay.notes(code):
        yield f"\n{note}"
    if replay.rules:
        yield f"\n{words.BY_RULE.in_(code)}:"
        counts = {_rule(each.rule, code): words.numbers_of(each) for each in replay.rules}
        yield from _table(words.RULE_COLUMNS, counts, code)
    if not replay.flips:
        yield f"\n{words.NONE.in_(code)}\n{words.NOT_KNOWN.in_(code)}"
        return
    yield f"\n{words.BY_MONTH.in_(code)}:"
    months = {month_name(each.month, code): words.numbers_of_month(each) for each in replay.months}
    yield from _table(words.MONTH_COLUMNS, months, code)
    yield f"\n{words.FLIPS.in_(code)}:"
    for flip in replay.flips[:_SHOWN]:
        verdict = words.verdict(flip).in_(code)
        yield f"  {_LINE.in_(code)} {flip.line}, {plainly(flip.booking)}: {verdict}"
        for finding in replay.shown_findings(flip):
            message = plainly(finding.message(code, staff=True))
            yield f"      {_rule(finding.rule, code)}: {message}"
    if len(replay.flips) > _SHOWN:
        yield "  " + Text(
            f"Se arată primele {_SHOWN} din {len(replay.flips)}; tabelul CSV le are pe toate.",
            f"The first {_SHOWN} of {len(replay.flips)} are shown; the CSV table has them all.",
        ).in_(code)
    if replay.hides_inspectors:
        yield f"  {NOT_SHOWN.in_(code)}"
    yield f"\n{words.NOT_KNOWN.in_(code)}"


def _rule(id_: str, code: Language) -> str:
    return f"{rule_of(id_).title.in_(code)} [{id_}]"


def _unreadable(replay: Replay, code: Language) -> Iterator[str]:
    kinds = alike(replay.log.unreadable)
    for each in kinds[:_SHOWN]:
        yield f"  {plainly(each.told(code))}"
        if each.several:
            yield f"      {each.lines(code)}"
    if len(kinds) > _SHOWN:
        shown = sum(len(each.rows) for each in kinds[:_SHOWN])
        yield "  " + Text(
            f"Se arată primele {shown} din {replay.unreadable}; JSON le are pe toate.",
            f"The first {shown} of {replay.unreadable} are shown; JSON has them all.",
        ).in_(code)
    elif any(each.several for each in kinds):
        yield "  " + Text(
            "Rândurile de același fel stau împreună; JSON le are pe fiecare.",
            "Rows of one kind stand together; JSON has each of them.",
        ).in_(code)


def _table(
    heads: tuple[Text, ...], counts: Mapping[str, tuple[int, ...]], code: Language
) -> Iterator[str]:
    titles = [each.in_(code) for each in heads]
    first = max(map(len, counts))
    yield f"  {'':<{first}}  {'  '.join(titles)}"
    for name, numbers in counts.items():
        cells = (f"{each:>{len(title)}}" for each, title in zip(numbers, titles, strict=True))
        yield f"  {name:<{first}}  {'  '.join(cells)}"


_COLUMNS: Final = (
    Text("linia", "line"),
    Text("programarea", "booking"),
    Text("inspectorul", "inspector"),
    Text("programată la", "booked_at"),
    Text("întâlnirea", "meeting"),
    Text("devine", "flips_to"),
    Text("regula", "rule"),
    Text("ce cere regula", "title"),
    Text("constatarea", "finding"),
)
_REFUSED_NOW: Final = Text("refuzată", "refused")
_ALLOWED_NOW: Final = Text("permisă", "allowed")


def replay_csv(replay: Replay, language: Language = "ro") -> str:
    r"""Every flip as a table, a row for each finding behind it, for a spreadsheet program.

    UTF-8 with its mark, CRLF, the heads in the language; commas in English, semicolons in Romanian,
    as Excel has them; the times by the office's clock. A value that a spreadsheet would take
    for a formula begins with an apostrophe (OWASP, "CSV Injection").

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog
    >>> from tichet_rules.whatif import replay_log
    >>> nothing = replay_log(BookingLog("log.csv", []), office=Office(), policy={})
    >>> replay_csv(nothing).removeprefix("\ufeff").split(";")[:4]
    ['linia', 'programarea', 'inspectorul', 'programată la']
    """
    checked_instance("replay", replay, Replay)
    return spreadsheet(_COLUMNS, _rows(replay, language), checked_language(language))


def _rows(replay: Replay, code: Language) -> Iterator[list[Cell]]:
    local = replay.office.calendar.local
    for flip in replay.flips:
        for finding in replay.shown_findings(flip):
            yield [
                flip.line,
                flip.booking,
                replay.inspector_label(flip.inspector, code),
                f"{local(flip.booked_at):%Y-%m-%d %H:%M:%S}",
                f"{local(flip.start):%Y-%m-%d %H:%M}",
                (_REFUSED_NOW if flip.refused else _ALLOWED_NOW).in_(code),
                finding.rule,
                rule_of(finding.rule).title.in_(code),
                finding.message(code, staff=True),
            ]
