"""The ticket as one HTML document that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from tichet_rules.documents._html import page
from tichet_rules.documents._ticket_data import packaged_text
from tichet_rules.documents._ticket_sheet import Item, Section, Sheet, isolated, lines

# Romanian is the language of the administration and of what it records.
_RECORDED_IN = "ro"


def _bdi(text: str) -> str:
    return f"<bdi>{escape(isolated(text))}</bdi>"


def _description(items: Iterable[Item]) -> Iterator[str]:
    yield "<dl>"
    for item in items:
        yield f"<div><dt>{escape(item.label)}</dt>"
        notes = ", ".join(map(_bdi, item.notes))
        beside = f' <span class="note">{notes}</span>' if notes else ""
        yield f'<dd><span class="value">{_bdi(item.value)}</span>{beside}</dd></div>'
    yield "</dl>"


def _prose(paragraph: str) -> str:
    return escape("\n".join(lines(paragraph)))


def _section(section: Section, index: int) -> Iterator[str]:
    yield f'<section aria-labelledby="s{index}">'
    yield f'<h2 id="s{index}">{escape(section.heading)}</h2>'
    attributes = f'class="prose" dir="auto" lang="{_RECORDED_IN}"'
    if not section.paragraphs:
        yield f'<p class="absent">{escape(section.absent)}</p>'
    elif len(section.paragraphs) == 1:
        yield f"<p {attributes}>{_prose(section.paragraphs[0])}</p>"
    else:
        yield "<ol>"
        for each in section.paragraphs:
            yield f"<li><p {attributes}>{_prose(each)}</p></li>"
        yield "</ol>"
    yield "</section>"


def _body(sheet: Sheet) -> Iterator[str]:
    yield "<header>"
    yield f'<p class="institution">{_bdi(sheet.institution)}</p>'
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield f'<p class="number">{sheet.number_label} {_bdi(sheet.number)}</p>'
    yield f'<p class="lead">{escape(sheet.lead)}</p>'
    yield "</header>"
    yield '<section aria-labelledby="s0">'
    yield f'<h2 id="s0">{escape(sheet.details_heading)}</h2>'
    yield from _description(sheet.details)
    yield "</section>"
    for index, section in enumerate(sheet.sections, 1):
        yield from _section(section, index)
    last = len(sheet.sections) + 1
    yield f'<section class="proof" aria-labelledby="s{last}">'
    yield f'<h2 id="s{last}">{escape(sheet.proof_heading)}</h2>'
    yield from _description(sheet.proof)
    yield f"<dl><div><dt>{escape(sheet.fingerprint_label)}</dt>"
    yield f"<dd><code>{sheet.fingerprint}</code></dd></div></dl>"
    yield f'<p class="verify">{escape(sheet.verify)}</p>'
    yield "</section>"


def html_of(sheet: Sheet) -> str:
    """The sheet as an HTML document."""
    title = f"{sheet.title} {sheet.number_label} {isolated(sheet.number)}"
    document = page(title, sheet.code, packaged_text("ticket.css"), _body(sheet))
    return "\n".join(document) + "\n"
