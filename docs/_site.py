"""What the site's configuration needs as functions of a module."""

from __future__ import annotations

from typing import Any, Final

from myst_parser.slugs import github_slugify

# What Sphinx leaves out for those who have a page read to them: the level of a heading in the
# sidebar, and that the parameters of a long signature, in its lines, define no terms.
_MENDED: Final = {
    'role="heading">': 'role="heading" aria-level="2">',
    "<dl>\n<dd>": '<dl role="none">\n<dd>',
}
_ROMANIAN: Final = ("ro/", "rules/ro/")


def slug(title: str) -> str:
    """The anchor of a heading: of a rule's, its id, as the rule book links to it."""
    first, _, _ = title.partition(":")
    return first if "." in first and " " not in first else github_slugify(title)


def setup(app: Any) -> dict[str, bool]:
    """Mend each page after the theme has made its parts."""
    app.connect("html-page-context", accessible, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def accessible(_app: Any, name: str, _template: str, context: dict[str, Any], _: Any) -> None:
    """Mend the HTML of a page, in the form of a handler of Sphinx's ``html-page-context``."""
    if name.startswith(_ROMANIAN):
        context["language"] = "ro"
    for part in {"body", "furo_navigation_tree"} & context.keys():
        for said, meant in _MENDED.items():
            context[part] = context[part].replace(said, meant)
