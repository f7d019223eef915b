"""Names that go: they warn at the caller's line, name what to use, and leave when they said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pkgutil import walk_packages

import pytest

import tichet_rules
from tichet_rules import Agenda
from tichet_rules._deprecation import Moved, deprecated, moved

AGENDA = Moved("tichet_rules.Agenda", since="0.3", gone_in="0.5")


@deprecated(instead="tichet_rules.decide", since="0.3", gone_in="0.5")
def judged(number: int, *, twice: bool = False) -> int:
    """A number, or twice it."""
    return number * 2 if twice else number


def numbers(release: str) -> tuple[int, ...]:
    return tuple(int(each) for each in release.split("."))


def overdue(notices: dict[str, Moved], release: str) -> list[str]:
    """The names that said they would be gone by this release."""
    return [name for name, each in notices.items() if numbers(each.gone_in) <= numbers(release)]


def announced() -> Iterator[tuple[str, Moved]]:
    """All that the package announces: functions, and the names that modules give for others."""
    for found in walk_packages(tichet_rules.__path__, "tichet_rules."):
        if found.name.endswith(".__main__"):
            continue
        module = import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(where := getattr(value, "__deprecated__", None), Moved):
                yield f"{found.name}.{name}", where
        yield from getattr(vars(module).get("__getattr__"), "names", {}).items()


def test_a_call_warns_at_its_own_line_and_works_as_before() -> None:
    with pytest.warns(DeprecationWarning, match=r"^judged .* use tichet_rules\.decide$") as told:
        assert judged(21, twice=True) == 42
    assert told[0].filename == __file__
    assert judged.__doc__ == "A number, or twice it."


def test_a_name_that_moved_is_the_new_one_and_warns() -> None:
    old = moved("tichet_rules.diary", {"Diary": AGENDA})
    with pytest.warns(DeprecationWarning, match=r"^tichet_rules\.diary\.Diary is") as told:
        assert old("Diary") is Agenda
    assert told[0].filename == __file__


def test_a_name_that_never_was_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'tichet_rules\.diary' has no attribute 'Dairy'"):
        moved("tichet_rules.diary", {"Diary": AGENDA})("Dairy")


def test_a_notice_whose_time_has_come_is_found() -> None:
    notices = {"Diary": AGENDA, "Book": Moved("tichet_rules.Book", since="0.3", gone_in="1.0")}
    assert overdue(notices, "0.4.9") == []
    assert overdue(notices, "0.5.0") == ["Diary"]
    assert overdue(notices, "1.0") == ["Diary", "Book"]


def test_what_said_it_would_be_gone_is_gone() -> None:
    assert overdue(dict(announced()), version("tichet-rules")) == []


def test_what_is_announced_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["tichet_rules.text"]
    monkeypatch.setattr(module, "judged", judged, raising=False)
    monkeypatch.setattr(module, "__getattr__", moved("text", {"Diary": AGENDA}), raising=False)
    assert [name for name, _ in announced()] == ["tichet_rules.text.judged", "Diary"]
