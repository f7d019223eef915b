"""What a replay is told with: on a terminal, in a table, in a notebook."""

from __future__ import annotations

from typing import Final

from tichet_rules.rules.request import identified
from tichet_rules.text import Text
from tichet_rules.whatif.replay import Flip, MonthOfReplay, Replay, RuleOfReplay

__all__ = [
    "BY_MONTH",
    "BY_RULE",
    "FLIPS",
    "MONTH_COLUMNS",
    "NONE",
    "NOT_KNOWN",
    "RULE_COLUMNS",
    "TITLE",
    "notes",
    "numbers_of",
    "numbers_of_month",
    "totals",
    "verdict",
]

TITLE: Final = Text("Registrul, după alte reguli", "The log under another policy")
_ROWS: Final = Text("rânduri în registru", "rows in the log")
_ALLOWED: Final = Text("permise de ambele", "allowed by both")
_REFUSED: Final = Text("refuzate de ambele", "refused by both")
_TO_REFUSED: Final = Text("permise, acum refuzate", "allowed, now refused")
_TO_ALLOWED: Final = Text("refuzate, acum permise", "refused, now allowed")
_UNREADABLE: Final = Text("necitibile", "unreadable")
BY_RULE: Final = Text("După regulă, rânduri refuzate", "By rule, rows refused")
RULE_COLUMNS: Final = (
    Text("înainte", "before"),
    Text("în plus", "newly"),
    Text("în minus", "no longer"),
    Text("după", "after"),
    Text("acum refuzate", "now refused"),
    Text("acum permise", "now allowed"),
)
BY_MONTH: Final = Text("După luna întâlnirii", "By month of the meeting")
MONTH_COLUMNS: Final = (
    Text("rânduri", "rows"),
    Text("acum refuzate", "now refused"),
    Text("acum permise", "now allowed"),
)
FLIPS: Final = Text("Deciziile care se schimbă", "The decisions that flip")
NONE: Final = Text("Nicio decizie nu se schimbă.", "No decision flips.")
NOT_KNOWN: Final = Text(
    "Un registru spune ce s-a programat; cine a fost refuzat, sau ar fi venit dacă regulile ar fi "
    "fost altele, nu se vede în el.",
    "A log tells what was booked; who was refused, or would have come under another policy, can't "
    "be seen in it.",
)


def totals(replay: Replay) -> tuple[tuple[Text, int], ...]:
    """The rows of a log, in all and in each of the five heaps."""
    return (
        (_ROWS, replay.total_rows),
        (_ALLOWED, replay.allowed),
        (_REFUSED, replay.refused),
        (_TO_REFUSED, len(replay.to_refused())),
        (_TO_ALLOWED, len(replay.to_allowed())),
        (_UNREADABLE, replay.unreadable),
    )


def notes(replay: Replay) -> tuple[Text, ...]:
    """What has to be known before the counts are trusted: requests that are not registered."""
    unknown = sum(
        min(each.before, each.after) for each in replay.rules if each.rule == identified.id
    )
    if not unknown:
        return ()
    return (
        Text(
            f"Cererea nu este înregistrată (request.identified): {unknown} din "
            f"{replay.total_rows} rânduri. Ambele politici le refuză, așa că decizia lor nu se "
            "poate schimba; după regulă se vede ce spun celelalte. Înregistrați cererile "
            "instituției (requests).",
            f"The request is not registered (request.identified): {unknown} of "
            f"{replay.total_rows} rows. Both policies refuse them, so that their decision can't "
            "flip; the counts by rule say what the others find. Register the office's requests.",
        ),
    )


def numbers_of(rule: RuleOfReplay) -> tuple[int, ...]:
    """The counts of a rule, in the order of ``RULE_COLUMNS``."""
    return (
        rule.before,
        rule.newly,
        rule.no_longer,
        rule.after,
        rule.flips_to_refused,
        rule.flips_to_allowed,
    )


def numbers_of_month(month: MonthOfReplay) -> tuple[int, ...]:
    """The counts of a month, in the order of ``MONTH_COLUMNS``."""
    return month.rows, month.flips_to_refused, month.flips_to_allowed


def verdict(flip: Flip) -> Text:
    """Which way a decision flips."""
    return _TO_REFUSED if flip.refused else _TO_ALLOWED
