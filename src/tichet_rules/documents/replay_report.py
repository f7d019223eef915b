"""The report of a replay: for a terminal, and as a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from tichet_rules._door import checked_instance
from tichet_rules.documents._plain import cell, plainly
from tichet_rules.rules import rule_of
from tichet_rules.text import Language, Text, language
from tichet_rules.whatif.replay import Flip, Replay
from tichet_rules.wording import month_name

__all__ = ["replay_csv", "replay_text"]

_TITLE: Final = Text("Registrul, sub alte reguli", "The log under another policy")
_ROWS: Final = Text("rânduri în registru", "rows in the log")
_ALLOWED: Final = Text("permise de ambele", "allowed by both")
_REFUSED: Final = Text("refuzate de ambele", "refused by both")
_TO_REFUSED: Final = Text("permise, acum refuzate", "allowed, now refused")
_TO_ALLOWED: Final = Text("refuzate, acum permise", "refused, now allowed")
_UNREADABLE: Final = Text("necitibile", "unreadable")
_NOT_READ: Final = Text("Rânduri necitibile", "Unreadable rows")
_BY_RULE: Final = Text("După regulă, rânduri refuzate", "By rule, rows refused")
_RULE_COLUMNS: Final = (
    Text("înainte", "before"),
    Text("în plus", "newly"),
    Text("în minus", "no longer"),
    Text("după", "after"),
    Text("acum refuzate", "now refused"),
    Text("acum permise", "now allowed"),
)
_BY_MONTH: Final = Text("După luna întâlnirii", "By month of the meeting")
_MONTH_COLUMNS: Final = (
    Text("rânduri", "rows"),
    Text("acum refuzate", "now refused"),
    Text("acum permise", "now allowed"),
)
_LIST: Final = Text("Deciziile care se schimbă", "The decisions that flip")
_NONE: Final = Text("Nicio decizie nu se schimbă.", "No decision flips.")
_LINE: Final = Text("linia", "line")
_NOT_KNOWN: Final = Text(
    "Un registru spune ce s-a programat; cine a fost refuzat, sau ar fi venit sub alte reguli, nu "
    "se vede în el.",
    "A log tells what was booked; who was refused, or would have come under another policy, can't "
    "be seen in it.",
)
_SHOWN: Final = 40


def replay_text(replay: Replay, code: Language = "ro") -> str:
    """The report for a terminal: the totals, unreadable rows, the counts, and flips in words.

    Of unreadable rows and of flips the first 40 are listed.

    No personal data stands in it.

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
    """
    checked_instance("replay", replay, Replay)
    language(code)
    return "\n".join(_text(replay, code)) + "\n"


def _text(replay: Replay, code: Language) -> Iterator[str]:
    yield f"{_TITLE.in_(code)}: {plainly(replay.log.name)}"
    for words, count in (
        (_ROWS, replay.total_rows),
        (_ALLOWED, replay.allowed),
        (_REFUSED, replay.refused),
        (_TO_REFUSED, len(replay.to_refused())),
        (_TO_ALLOWED, len(replay.to_allowed())),
        (_UNREADABLE, replay.unreadable),
    ):
        yield f"  {words.in_(code):<22} {count:>6}"
    if replay.unreadable:
        yield f"\n{_NOT_READ.in_(code)}:"
        for row in replay.log.unreadable[:_SHOWN]:
            told = plainly(f"{row.column.in_(code)}: {row.words.in_(code)}")
            yield f"  {_LINE.in_(code)} {row.line}, {told}"
        if replay.unreadable > _SHOWN:
            yield "  " + Text(
                f"Se arată primele {_SHOWN} din {replay.unreadable}; JSON le are pe toate.",
                f"The first {_SHOWN} of {replay.unreadable} are shown; JSON has them all.",
            ).in_(code)
    if replay.rules:
        yield f"\n{_BY_RULE.in_(code)}:"
        counts = {
            each.rule: (
                each.before,
                each.newly,
                each.no_longer,
                each.after,
                each.flips_to_refused,
                each.flips_to_allowed,
            )
            for each in replay.rules
        }
        yield from _table(_RULE_COLUMNS, counts, code)
    if not replay.flips:
        yield f"\n{_NONE.in_(code)}"
        return
    yield f"\n{_BY_MONTH.in_(code)}:"
    months = {
        month_name(each.month, code): (each.rows, each.flips_to_refused, each.flips_to_allowed)
        for each in replay.months
    }
    yield from _table(_MONTH_COLUMNS, months, code)
    yield f"\n{_LIST.in_(code)}:"
    for flip in replay.flips[:_SHOWN]:
        yield f"  {_LINE.in_(code)} {flip.line}, {plainly(flip.booking)}: {_verdict(flip, code)}"
        for finding in flip.findings:
            yield f"      {finding.rule}: {finding.message(code, staff=True)}"
    if len(replay.flips) > _SHOWN:
        yield "  " + Text(
            f"Se arată primele {_SHOWN} din {len(replay.flips)}; tabelul CSV le are pe toate.",
            f"The first {_SHOWN} of {len(replay.flips)} are shown; the CSV table has them all.",
        ).in_(code)
    yield f"\n{_NOT_KNOWN.in_(code)}"


def _table(
    heads: tuple[Text, ...], counts: Mapping[str, tuple[int, ...]], code: Language
) -> Iterator[str]:
    titles = [each.in_(code) for each in heads]
    first = max(map(len, counts))
    yield f"  {'':<{first}}  {'  '.join(titles)}"
    for name, numbers in counts.items():
        cells = (f"{each:>{len(title)}}" for each, title in zip(numbers, titles, strict=True))
        yield f"  {name:<{first}}  {'  '.join(cells)}"


def _verdict(flip: Flip, code: Language) -> str:
    return (_TO_REFUSED if flip.refused else _TO_ALLOWED).in_(code)


_COLUMNS: Final = (
    "line",
    "booking",
    "inspector",
    "booked_at",
    "meeting",
    "flips_to",
    "rule",
    "title",
    "finding",
)


def replay_csv(replay: Replay, code: Language = "ro") -> str:
    r"""Every flip as a table, a row for each finding behind it, for a spreadsheet program.

    UTF-8, commas, CRLF; the times by the office's clock. A value that a spreadsheet would take
    for a formula begins with an apostrophe (OWASP, "CSV Injection").

    >>> from tichet_rules import Office
    >>> from tichet_rules.audit import BookingLog
    >>> from tichet_rules.whatif import replay_log
    >>> replay_csv(replay_log(BookingLog("log.csv", []), office=Office(), policy={}), "en")
    'line,booking,inspector,booked_at,meeting,flips_to,rule,title,finding\r\n'
    """
    checked_instance("replay", replay, Replay)
    language(code)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    local = replay.office.calendar.local
    for flip in replay.flips:
        for finding in flip.findings:
            row = (
                str(flip.line),
                flip.booking,
                flip.inspector,
                f"{local(flip.booked_at):%Y-%m-%d %H:%M:%S}",
                f"{local(flip.start):%Y-%m-%d %H:%M}",
                "refused" if flip.refused else "allowed",
                finding.rule,
                rule_of(finding.rule).title.in_(code),
                finding.message(code, staff=True),
            )
            table.writerow(map(cell, row))
    return text.getvalue()
