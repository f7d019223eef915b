"""How a public name goes: it warns for a while, and says what to use (docs/stability.md)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from attrs import frozen

__all__ = ["Moved", "deprecated", "moved"]

P = ParamSpec("P")
R = TypeVar("R")


@frozen
class Moved:
    """Where a name of a module has gone, ``package.module.name``, and from when till when it stays.

    >>> print(Moved("tichet_rules.Agenda", since="0.3", gone_in="0.5").notice("Diary"))
    Diary is deprecated since tichet-rules 0.3 and gone in 0.5: use tichet_rules.Agenda
    """

    instead: str
    since: str
    gone_in: str

    def notice(self, name: str) -> str:
        """What a user of the old name is told."""
        return (
            f"{name} is deprecated since tichet-rules {self.since} and gone in {self.gone_in}: "
            f"use {self.instead}"
        )


def deprecated(
    *, instead: str, since: str, gone_in: str
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Of a function that is to go: each call warns, at the caller's line, and works as before.

    >>> @deprecated(instead="tichet_rules.free_slots", since="0.3", gone_in="0.5")
    ... def slots_left() -> list[str]:
    ...     return []
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     slots_left()
    []
    >>> print(told[0].message)
    slots_left is deprecated since tichet-rules 0.3 and gone in 0.5: use tichet_rules.free_slots
    """
    where = Moved(instead, since, gone_in)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def warned(*arguments: P.args, **named: P.kwargs) -> R:
            warnings.warn(where.notice(function.__name__), DeprecationWarning, stacklevel=2)
            return function(*arguments, **named)

        warned.__deprecated__ = where  # type: ignore[attr-defined]
        return warned

    return decorate


def moved(module: str, names: Mapping[str, Moved]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a module that some names have left.

    >>> old = moved("tichet_rules.diary", {"Diary": Moved("tichet_rules.Agenda", "0.3", "0.5")})
    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     old("Diary")
    <class 'tichet_rules.agenda.agenda.Agenda'>
    >>> old("Dairy")
    Traceback (most recent call last):
    AttributeError: module 'tichet_rules.diary' has no attribute 'Dairy'
    """

    def found(name: str) -> Any:
        where = names.get(name)
        if where is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        warnings.warn(where.notice(f"{module}.{name}"), DeprecationWarning, stacklevel=2)
        home, _, new = where.instead.rpartition(".")
        return getattr(import_module(home), new)

    found.names = names  # type: ignore[attr-defined]
    return found
