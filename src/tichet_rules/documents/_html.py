"""One HTML document that needs nothing else: no script, no network, no file beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from tichet_rules.text import Language

__all__ = ["page"]


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def page(title: str, code: Language, stylesheet: str, body: Iterable[str]) -> Iterator[str]:
    """The lines of a document: what stands in its body is escaped already, the title is not.

    Only its own style applies, held by its hash: whatever else a value could bring is refused by
    the browser, were it ever to slip through the escaping.
    """
    style = f"\n{stylesheet}"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{code}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield '<meta name="format-detection" content="telephone=no">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield from body
    yield "</main>"
    yield "</body>"
    yield "</html>"
