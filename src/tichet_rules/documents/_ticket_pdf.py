"""The ticket as PDF, set by Typst."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final
from unicodedata import category, normalize

from tichet_rules.documents._ticket_data import packaged_text
from tichet_rules.documents._ticket_sheet import ATTACHED, SHORT_FINGERPRINT, Item, Sheet, lines
from tichet_rules.errors import MissingExtra
from tichet_rules.model.ticket import BlueTicket
from tichet_rules.text import Text

# What the fonts inside Typst have signs for (0.15), less the marks that would reorder a line.
SHOWN: Final = (
    " -~\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u0510-\u0513"
    "\u051a-\u051d\u0531-\u0556\u0559-\u058a\u058d-\u058f\u0591-\u05c7\u05d0-\u05ea"
    "\u05ef-\u05f4\u0606-\u060c\u0615\u061b-\u061c\u061f\u0621-\u063a\u0640-\u0655\u065a"
    "\u0660-\u066d\u0674\u0679-\u067b\u067e-\u0680\u0683-\u0684\u0686-\u0687\u0691\u0698\u06a4"
    "\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u0900-\u0950\u0955-\u097f\u10d0-\u10ff\u1d00-\u1f15"
    "\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d"
    "\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4"
    "\u1ff6-\u1ffe\u2000-\u2027\u202f-\u2040\u2042\u2044-\u2052\u2054-\u2060\u2070-\u2071"
    "\u2074-\u208e\u2090-\u209c\u20a0-\u20c0\u20d0-\u20f0\u2100-\u211e\u2120\u2122\u2124"
    "\u2126-\u2151\u2153-\u2184\u2189\u2190-\u23ff\u2422-\u2423\u2460-\u262f\u2638-\u268b"
    "\u2690-\u269c\u26a0-\u26a7\u26aa-\u26b2\u2701-\u2704\u2706-\u2709\u270c-\u2727"
    "\u2729-\u274b\u274d\u274f-\u2752\u2756\u2758-\u275e\u2761-\u277f\u2794\u2798-\u27af"
    "\u27b1-\u2b73\u2b76-\u2b95\u2b97-\u2bff\u2c60-\u2c7f\ufb00-\ufb06\ufb13-\ufb17"
    "\ufb1d-\ufb4f"
)
_NOT_SHOWN: Final = re.compile(f"[^{SHOWN}]+")
_LONG_WORD: Final = re.compile(r"\S{25,}")
_PIECE: Final = 6
# The longest run in Unicode's stream-safe format; one of thousands would crash the typesetter.
_MOST_JOINED: Final = 30
_LONGEST_RUNNING: Final = 60

_PAGE: Final = Text("Pagina", "Page")
_OF: Final = Text("din", "of")
_DESCRIPTION: Final = Text(
    "Forma canonică (JSON) a tichetului, din care se calculează amprenta.",
    "The canonical form (JSON) of the ticket, of which the fingerprint is taken.",
)
_BY_NUMBER: Final = Text(
    "Caracterele care nu pot fi tipărite aici sunt arătate prin numărul lor Unicode, [U+…].",
    "Characters that can't be printed here are shown by their Unicode number, [U+…].",
)


def _numbers(marks: str) -> str:
    return "[" + " ".join(f"U+{ord(mark):04X}" for mark in marks) + "]"


def _joins(mark: str) -> bool:
    kind = category(mark)
    return kind[0] == "M" or kind == "Cf"


def printable(text: str) -> str:
    """The text in composed form; what can't be shown stands as its Unicode number."""
    shown = _NOT_SHOWN.sub(lambda found: _numbers(found[0]), normalize("NFC", text))
    parts = []
    for joining, marks in groupby(shown, _joins):
        run = "".join(marks)
        excess = run[_MOST_JOINED:] if joining else ""
        parts.append(run[:_MOST_JOINED] + _numbers(excess) if excess else run)
    return "".join(parts)


def plainly_printable(text: str) -> str:
    """The same, with the marks that join other characters as numbers too."""
    return "".join(_numbers(mark) if _joins(mark) else mark for mark in printable(text))


def pieces(line: str) -> list[str]:
    """A line, cut where a word that is too long may be broken; a mark stays with its letter."""
    cuts = [0]
    for word in _LONG_WORD.finditer(line):
        at = word.start()
        while (at := at + _PIECE) < word.end():
            while at < word.end() and category(line[at])[0] in "MC":
                at += 1
            if at < word.end():
                cuts.append(at)
    return [line[start:end] for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_RUNNING else text[: _LONGEST_RUNNING - 1] + "…"


def _data(sheet: Sheet, shown: Callable[[str], str]) -> dict[str, Any]:
    changed = False

    def said(text: str) -> str:
        nonlocal changed
        result = shown(text)
        changed |= result != normalize("NFC", text)
        return result

    def line(text: str) -> list[str]:
        return pieces(said(text))

    def items(given: Sequence[Item]) -> list[dict[str, Any]]:
        return [
            {
                "label": each.label,
                "value": line(each.value),
                "notes": [line(note) for note in each.notes],
            }
            for each in given
        ]

    data = {
        "code": sheet.code,
        "institution": said(sheet.institution),
        "institution-line": line(sheet.institution),
        "number-line": line(f"{sheet.number_label} {sheet.number}"),
        "running-institution": _short(said(sheet.institution)),
        "running-number": _short(said(f"{sheet.number_label} {sheet.number}")),
        "fingerprint": sheet.fingerprint,
        "short-fingerprint": sheet.fingerprint[:SHORT_FINGERPRINT],
        "details": items(sheet.details),
        "proof": items(sheet.proof),
        "sections": [
            {
                "heading": each.heading,
                "paragraphs": [
                    [line(row) for row in lines(paragraph)] for paragraph in each.paragraphs
                ],
                "absent": each.absent,
            }
            for each in sheet.sections
        ],
        "words": {
            "title": sheet.title,
            "number": said(f"{sheet.number_label} {sheet.number}"),
            "lead": sheet.lead,
            "details": sheet.details_heading,
            "proof": sheet.proof_heading,
            "fingerprint": sheet.fingerprint_label,
            "verify": sheet.verify_attached,
            "attached": ATTACHED,
            "attached-description": _DESCRIPTION.in_(sheet.code),
            "by-number": _BY_NUMBER.in_(sheet.code),
            "page": _PAGE.in_(sheet.code),
            "of": _OF.in_(sheet.code),
        },
    }
    return data | {"by-number": changed}


def pdf_of(ticket: BlueTicket, sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF, with the canonical form of the ticket attached."""
    try:
        import typst  # noqa: PLC0415
    except ImportError as missing:
        raise MissingExtra(Text("scrierea unui PDF", "writing a PDF"), "pdf") from missing

    def compiled(shown: Callable[[str], str]) -> bytes:
        return typst.compile(
            packaged_text("ticket.typ").encode("utf-8"),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={
                "sheet": json.dumps(_data(sheet, shown)),
                "canonical": ticket.canonical.decode("utf-8"),
            },
            # PDF/A-3 may carry the canonical form; its level "a" and PDF/UA ask for tags.
            pdf_standards=["a-3a", "ua-1"],
            timestamp=ticket.issued_at.replace(microsecond=0),
        )

    try:
        return compiled(printable)
    # A letter and the marks on it must come from one font: not every two fonts can share them.
    except typst.TypstError:
        return compiled(plainly_printable)
