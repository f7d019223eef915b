"""The public names of the package, each as its source declares it, one a line.

A module is public when no part of its name begins with an underscore, and a name when the module's
``__all__`` has it. A name that another public module defines is said to be that module's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from griffe import Alias, Attribute, Class, Function, Module, Object, load

PATH = Path(__file__).parent / "listing.txt"
HEAD = """\
# The public names of tichet_rules, as they are declared.
# A change of this file is a change of the API: see docs/stability.md.
# Written by `python -m tests.api`.
"""
SOURCES = Path(__file__).parents[2] / "src"

DECORATORS = ("classmethod", "staticmethod", "property", "cached_property", "overload")


def package() -> Module:
    found = load("tichet_rules", search_paths=[SOURCES], resolve_aliases=True)
    assert isinstance(found, Module)
    return found


def modules(inside: Module) -> Iterator[Module]:
    yield inside
    for name, each in sorted(inside.modules.items()):
        if not name.startswith("_") and not each.is_alias:
            yield from modules(each)


def text() -> str:
    """The whole listing."""
    found = [line for module in modules(package()) for line in _lines_of(module)]
    return HEAD + "".join(f"{line}\n" for line in found)


def _lines_of(module: Module) -> Iterator[str]:
    for name in sorted(str(each) for each in module.exports or ()):
        member = module.members[name]
        if isinstance(member, Alias):
            yield f"{module.path}.{name} = {member.target_path}"
        else:
            yield from _declared(member)


def _declared(found: Object | Alias) -> Iterator[str]:
    if isinstance(found, Class):
        bases = ", ".join(str(each) for each in found.bases)
        yield f"class {found.path}" + (f"({bases})" if bases else "")
        for name, member in found.members.items():  # in order, as a constructor takes them
            if not name.startswith("_"):
                yield from (f"    {line}" for line in _member(member))
    else:
        yield from _member(found, found.path)


def _member(found: Object | Alias, path: str | None = None) -> Iterator[str]:
    path = path or found.name
    if isinstance(found, Function):
        marks = [str(each.value).split(".")[-1] for each in found.decorators]
        marks = [f"@{each} " for each in marks if each in DECORATORS]
        shown = found.signature().removeprefix(found.name)
        yield f"{''.join(marks)}{path}{shown}"
    elif isinstance(found, Attribute):
        annotation = f": {found.annotation}" if found.annotation is not None else ""
        value = "" if found.value is None else _default(str(found.value))
        yield _one_line(f"{path}{annotation}{value}")
    elif isinstance(found, Class):
        yield from _declared(found)


def _default(value: str) -> str:
    """Of an attrs field, what it is when nobody says; how it is checked is no promise."""
    call = ast.parse(value, mode="eval").body
    if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "field"):
        return f" = {value}"
    shown = {each.arg: ast.unparse(each.value) for each in call.keywords}
    if shown.get("init") == "False":
        return " [computed]"
    if "factory" in shown:
        return f" = {shown['factory'].removeprefix('lambda: ')}()".replace(")()", ")")
    return f" = {shown['default']}" if "default" in shown else ""


def _one_line(words: str, most: int = 160) -> str:
    """A long constant is named by its beginning: that it is there is the promise."""
    shown = " ".join(words.split())
    return shown if len(shown) <= most else shown[:most] + " …"
