"""The data files beside this module."""

from __future__ import annotations

from functools import lru_cache


@lru_cache
def packaged_text(name: str) -> str:
    """The text of a data file of this package."""
    from importlib.resources import files  # noqa: PLC0415 (importing the package should cost little)

    return files("tichet_rules.documents").joinpath(name).read_text("utf-8")
