"""Sources and citations: where a rule, a reading or a parameter is found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen

from tichet_rules._door import FrozenMap

__all__ = ["Citation", "Source", "known_sources"]


@frozen
class Source:
    """A published text, by its key (such as ``article-2020``)."""

    key: str
    title: str
    where: str

    def __str__(self) -> str:
        return f"{self.title} ({self.where})"


@frozen
class Citation:
    """A place in a source: its key, the article, and the words, in Romanian as published."""

    source: str
    article: str = ""
    quote: str = ""


def packaged_text(*path: str) -> str:
    """The text of a data file of this package."""
    from importlib.resources import files  # noqa: PLC0415 (importing the package should cost little)

    return files("tichet_rules.policy").joinpath(*path).read_text("utf-8")


@lru_cache(maxsize=1)
def known_sources() -> Mapping[str, Source]:
    """The sources that ship with the package, by key.

    >>> known_sources()["cod-civil"].where
    'art. 2551-2556, calculul termenelor'
    """
    import tomllib  # noqa: PLC0415 (importing the package should cost little)

    table = tomllib.loads(packaged_text("sources.toml"))
    return FrozenMap(
        (key, Source(key, entry["title"], entry["where"])) for key, entry in table.items()
    )
