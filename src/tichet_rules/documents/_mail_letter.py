"""A letter, as plain text and as HTML: the same words in both."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from attrs import frozen

from tichet_rules.documents._mail_bidi import balanced, isolated
from tichet_rules.text import Language

__all__ = ["Given", "Letter", "Line", "Row", "as_html", "as_text"]


@frozen(repr=False)
class Given:
    """A value that someone typed, in the midst of the package's own words."""

    text: str


Line: TypeAlias = tuple["str | Given", ...]


@frozen(repr=False)
class Row:
    """One thing about the meeting, what it is now and, after a change, what it was."""

    label: str
    value: Line
    was: Line | None = None


@frozen(kw_only=True, repr=False)
class Letter:
    """What a letter says."""

    language: Language
    institution: str
    title: str
    greeting: Line
    opening: tuple[Line, ...]
    footer: tuple[Line, ...]
    rows: tuple[Row, ...]
    was: str
    """The label of what something was before."""
    quoted: tuple[str, str] | None = None
    """A label, and words of someone's own, which may have many lines."""
    link: tuple[str, str] | None = None
    """What is on the button, and where it leads."""
    code: tuple[str, str] | None = None
    """A label, and characters to be compared one by one."""
    closing: tuple[Line, ...] = ()


# ------------------------------------------------------------------------------------ text


def _said(line: Line) -> str:
    return "".join(isolated(each.text) if isinstance(each, Given) else each for each in line)


def _row_as_text(row: Row, was: str) -> str:
    before = "" if row.was is None else f"\n  {was}: {_said(row.was)}"
    return f"{row.label}: {_said(row.value)}{before}"


def as_text(letter: Letter) -> str:
    """The letter as plain text: paragraphs with an empty line between them."""
    parts = [isolated(letter.institution), _said(letter.greeting), *map(_said, letter.opening)]
    if letter.quoted is not None:
        label, words = letter.quoted
        parts.append(f"{label}:\n{isolated(words)}")
    parts.append("\n".join(_row_as_text(row, letter.was) for row in letter.rows))
    parts += [f"{pair[0]}:\n{pair[1]}" for pair in (letter.link, letter.code) if pair is not None]
    parts += map(_said, letter.closing)
    # "-- " on a line of its own begins a signature (RFC 3676, section 4.3).
    footer = "\n".join(map(_said, letter.footer))
    return "\n\n".join(parts) + f"\n\n-- \n{footer}\n"


# ------------------------------------------------------------------------------------ HTML

# Every colour stands in a style attribute, as some programs drop the style sheet; the sheet only
# overrides them in the dark, for the programs that do know it.
_SHEET: Final = """\
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #11161d !important; }
  .card { background-color: #1b222c !important; border-color: #7fb0ee #36414f #36414f !important; }
  .ink { color: #eef2f7 !important; }
  .soft { color: #b4c0ce !important; }
  .line { border-color: #36414f !important; }
  .box { background-color: #232c38 !important; border-color: #7fb0ee !important; }
  .link { color: #9cc4f7 !important; }
  .button { background-color: #a9cbf5 !important; color: #0d2038 !important; }
}"""
_FONT: Final = (
    "font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; "
    "font-size: 16px; line-height: 1.5"
)
_INK: Final = "color: #1c2733"
_SOFT: Final = "color: #51606f"
_RULE: Final = "border-bottom: 1px solid #dde3ea"
_WRAPPED: Final = "overflow-wrap: anywhere; word-break: break-word"


def _shown(line: Line) -> str:
    return "".join(
        f"<bdi>{_escaped(each.text)}</bdi>" if isinstance(each, Given) else escape(each)
        for each in line
    )


def _escaped(text: str) -> str:
    return "<br>".join(escape(balanced(each)) for each in text.split("\n"))


def _paragraph(line: Line) -> str:
    return f'<p class="ink" style="margin: 0 0 16px; {_INK}">{_shown(line)}</p>'


def _box(label: str, words: str, style: str = "") -> str:
    return (
        '<div class="box" style="margin: 0 0 20px; padding: 12px 16px; '
        'background-color: #f3f6fa; border-left: 3px solid #1f4e8c">'
        f'<p class="soft" style="margin: 0 0 4px; font-size: 14px; {_SOFT}">{escape(label)}:</p>'
        f'<p class="ink" style="margin: 0; {_INK}; {_WRAPPED}{style}">{words}</p></div>'
    )


def _row_as_html(row: Row, was: str) -> str:
    before = ""
    if row.was is not None:
        before = (
            f'<br><span class="soft" style="font-weight: normal; font-size: 14px; {_SOFT}">'
            f"{escape(was)}: {_shown(row.was)}</span>"
        )
    return (
        f'<tr><th scope="row" class="soft line" style="{_RULE}; padding: 10px 16px 10px 0; '
        f'text-align: left; vertical-align: top; font-weight: normal; width: 30%; {_SOFT}">'
        f'{escape(row.label)}</th><td class="ink line" style="{_RULE}; padding: 10px 0; '
        f'vertical-align: top; font-weight: 600; {_INK}; {_WRAPPED}">{_shown(row.value)}{before}'
        "</td></tr>"
    )


def _button(label: str, link: str) -> str:
    link = escape(link)
    return (
        f'<p style="margin: 0 0 8px"><a class="button" href="{link}" style="display: inline-block; '
        "padding: 12px 24px; border-radius: 6px; background-color: #1f4e8c; color: #ffffff; "
        f'font-weight: 600; text-decoration: none">{escape(label)}</a></p>'
        f'<p class="soft" style="margin: 0 0 20px; font-size: 14px; {_SOFT}; {_WRAPPED}">'
        f'<a class="link" href="{link}" style="color: #1f4e8c">{link}</a></p>'
    )


def as_html(letter: Letter) -> str:
    """The letter as one HTML document, which needs nothing from elsewhere."""
    inside = [_paragraph(letter.greeting), *map(_paragraph, letter.opening)]
    if letter.quoted is not None:
        label, words = letter.quoted
        inside.append(_box(label, f"<bdi>{_escaped(words)}</bdi>"))
    rows = "\n".join(_row_as_html(row, letter.was) for row in letter.rows)
    inside.append(
        '<table style="width: 100%; margin: 0 0 24px; border-collapse: collapse; '
        f'font-size: 16px">\n<tbody>\n{rows}\n</tbody>\n</table>'
    )
    if letter.link is not None:
        inside.append(_button(*letter.link))
    if letter.code is not None:
        label, code = letter.code
        mono = "; font-family: Consolas, Menlo, monospace; font-size: 14px"
        inside.append(_box(label, escape(code), mono))
    inside += map(_paragraph, letter.closing)
    body = "\n".join(inside)
    footer = "<br>".join(map(_shown, letter.footer))
    title = escape(letter.title)
    return f"""\
<!DOCTYPE html>
<html lang="{letter.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
{_SHEET}
</style>
</head>
<body class="page" style="margin: 0; padding: 0; background-color: #eef1f5">
<div class="page" style="padding: 24px 12px; background-color: #eef1f5; {_FONT}">
<div class="card" style="max-width: 600px; margin: 0 auto; background-color: #ffffff; \
border: 1px solid #dde3ea; border-top: 4px solid #1f4e8c; border-radius: 4px">
<div style="padding: 24px 24px 8px">
<p class="soft" style="margin: 0 0 12px; font-size: 14px; {_SOFT}">\
<bdi>{_escaped(letter.institution)}</bdi></p>
<h1 class="ink" style="margin: 0 0 20px; font-size: 22px; line-height: 1.3; {_INK}">{title}</h1>
{body}
</div>
<div class="line" style="padding: 16px 24px; border-top: 1px solid #dde3ea">
<p class="soft" style="margin: 0; font-size: 14px; {_SOFT}; {_WRAPPED}">{footer}</p>
</div>
</div>
</div>
</body>
</html>
"""
