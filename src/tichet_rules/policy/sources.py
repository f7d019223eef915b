"""Sources and citations: where a rule, a reading or a parameter is found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import field, frozen

from tichet_rules._door import FrozenMap
from tichet_rules.text import Text

__all__ = ["Citation", "Source", "known_sources"]


def _in_both(words: Text | str | Mapping[str, str]) -> Text:
    """One text for both languages, or the words in each."""
    if isinstance(words, Text):
        return words
    return Text(words, words) if isinstance(words, str) else Text(words["ro"], words["en"])


@frozen
class Source:
    """A published text, by its key (such as ``article-2020``); a title is not translated."""

    key: str
    title: Text = field(converter=_in_both)
    where: Text = field(converter=_in_both)


@frozen
class Citation:
    """A place in a source: its key, the article, and the words, in Romanian as published.

    ``remark`` says what a reader has to know of it, such as that nothing is published.
    """

    source: str
    article: str = ""
    quote: str = ""
    remark: Text | None = None


def packaged_text(*path: str) -> str:
    """The text of a data file of this package."""
    from importlib.resources import files  # noqa: PLC0415 (importing the package should cost little)

    return files("tichet_rules.policy").joinpath(*path).read_text("utf-8")


@lru_cache(maxsize=1)
def known_sources() -> FrozenMap[str, Source]:
    """The sources that ship with the package, by key.

    >>> known_sources()["cod-civil"].title.in_("en")
    'Legea nr. 287/2009 privind Codul civil'
    """
    import tomllib  # noqa: PLC0415 (importing the package should cost little)

    table = tomllib.loads(packaged_text("sources.toml"))
    return FrozenMap(
        (key, Source(key, entry["title"], entry["where"])) for key, entry in table.items()
    )
