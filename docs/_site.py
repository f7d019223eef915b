"""What the site's configuration needs as functions of a module."""

from __future__ import annotations

from myst_parser.slugs import github_slugify


def slug(title: str) -> str:
    """The anchor of a heading: of a rule's, its id, as the rule book links to it."""
    first, _, _ = title.partition(":")
    return first if "." in first and " " not in first else github_slugify(title)
