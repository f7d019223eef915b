"""Changes of a policy, as they are typed: ``notice_hours=24,channels=online+phone``."""

from __future__ import annotations

import re
from typing import Any, Final

from tichet_rules._door import one_of
from tichet_rules.errors import InvalidInput
from tichet_rules.interchange.studies import MORE_INSPECTORS
from tichet_rules.policy import PARAMETERS, PRESETS, preset
from tichet_rules.text import Text

_INSPECTORS: Final = "inspectors"
_UNLIMITED: Final = "unlimited"
_MORE: Final = re.compile(r"[+-][0-9]{1,9}")
_WHOLE_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}")
_LISTS: Final = frozenset(
    name for name in PARAMETERS if isinstance(getattr(preset(PRESETS[0]).latest, name), tuple)
)


def more_inspectors(text: str) -> int:
    """How many inspectors more, such as ``+2``; a number without a sign could be all there are."""
    if _MORE.fullmatch(text) is None:
        right = Text(
            "câți mai mulți sau mai puțini, cu semn, de pildă +2 sau -1",
            "how many more or fewer, with a sign, such as +2 or -1",
        )
        raise InvalidInput("inspectors", text, right)
    return int(text)


def setting(text: str) -> tuple[str, Any]:
    """A parameter and its value, such as ``notice_hours=24``."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value:
        right = Text(
            "un parametru și valoarea lui, de pildă notice_hours=24",
            "a parameter and its value, such as notice_hours=24",
        )
        raise InvalidInput("set", text, right)
    if name == _INSPECTORS:
        return MORE_INSPECTORS, more_inspectors(value)
    return _parameter(name), _value(name, value)


def settings(text: str) -> dict[str, Any]:
    """Several parameters with commas between them."""
    found: dict[str, Any] = {}
    for each in text.split(","):
        name, value = setting(each)
        if name in found:
            raise InvalidInput("set", text, Text(f"{name} o dată", f"{name} once"))
        found[name] = value
    return found


def scenario(text: str) -> tuple[str, dict[str, Any]]:
    """A name and changes, such as ``24 hours:notice_hours=24``."""
    name, colon, changes = text.rpartition(":")
    if not colon or not name.strip():
        right = Text(
            "un nume și schimbări, de pildă strict:notice_hours=72",
            "a name and changes, such as strict:notice_hours=72",
        )
        raise InvalidInput("scenario", text, right)
    return name.strip(), settings(changes)


def choices(text: str) -> tuple[str, list[Any]]:
    """A parameter and several values, such as ``notice_hours=24,48,72``."""
    name, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not values:
        right = Text(
            "un parametru și valori, de pildă notice_hours=24,48,72",
            "a parameter and values, such as notice_hours=24,48,72",
        )
        raise InvalidInput("grid", text, right)
    return _parameter(name), [_value(name, each.strip()) for each in values.split(",")]


def _parameter(name: str) -> str:
    if name not in PARAMETERS:
        raise InvalidInput("set", name, one_of(name, PARAMETERS, "parameter"))
    return name


def _value(name: str, text: str) -> Any:
    if text == _UNLIMITED:
        return None
    if name in _LISTS:
        return text.split("+")
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
