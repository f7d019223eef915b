"""The mutants of a module: its source with one change each, and a name that outlives edits."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.mutation._operators import is_wording, left_out, operators
from tests.mutation._survivors import Key

SOURCE = Path("src")
PACKAGES = ("rules", "agenda", "timekeeping")

_TOKEN = re.compile(r"\w+|\s+|[-+*/%<>=!&|]+|[^\w\s]")


@dataclass(frozen=True)
class Mutant:
    key: Key
    path: Path
    number: int  # of the line
    span: tuple[int, int] | None  # the lines of the innermost function; none at import
    code: str = field(repr=False)

    @property
    def is_original(self) -> bool:
        return self.key.was == self.key.now

    @property
    def name(self) -> str:
        """The module's name in Python."""
        return ".".join(self.path.relative_to(SOURCE).with_suffix("").parts)


def modules(named: list[str]) -> list[Path]:
    """The modules of the packages, or those whose path ends in one of some names."""
    found = [
        path for each in PACKAGES for path in sorted((SOURCE / "tichet_rules" / each).glob("*.py"))
    ]
    return [path for path in found if not named or path.as_posix().endswith(tuple(named))]


def _broken(source: str) -> Iterator[tuple[int, str, str]]:
    """Each change: where a statement of the module begins, its text, and the text changed."""
    cst = import_module("libcst")
    module = cst.parse_module(source)
    known = operators()

    def within(node: Any) -> Iterator[tuple[Any, Any]]:
        if left_out(node):
            return
        for kind, operator in known:
            if isinstance(node, kind):
                for made in operator(node):
                    yield node, made
        places = range(len(node.args)) if isinstance(node, cst.Call) else ()
        wording = [node.args[i] for i in places if is_wording(node, i)]
        for child in node.children:
            if not any(child is each for each in wording):
                yield from within(child)

    start = len("".join(module.code_for_node(each) for each in module.header))
    for statement in module.body:
        before = module.code_for_node(statement)
        for old, new in within(statement):
            yield start, before, module.code_for_node(statement.deep_replace(old, new))
        start += len(before)


def _difference(before: str, after: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, and what stands there in each, in whole words."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    was, now = ("".join(each[start : len(each) - end]) for each in (old, new))
    return len("".join(old[:start])), " ".join(was.split()), " ".join(now.split())


def _scopes(tree: ast.AST, within: str = "") -> Iterator[tuple[int, int, str, bool]]:
    """First and last line, name, and whether it is a function: outer ones first."""
    for node in ast.iter_child_nodes(tree):
        name = within
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{within}.{node.name}".lstrip(".")
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            assert node.end_lineno is not None
            yield first, node.end_lineno, name, False
            if isinstance(node, ast.FunctionDef):
                yield node.body[0].lineno, node.end_lineno, name, True
        yield from _scopes(node, name)


def original_of(path: Path) -> Mutant:
    """The module as it is, tried like a mutant: it has to survive."""
    source = path.read_text(encoding="utf-8")
    key = Key(path.relative_to(SOURCE / "tichet_rules").as_posix(), "", "the original", "", "")
    return Mutant(key, path, 1, (1, source.count("\n")), source)


def mutants_of(path: Path) -> list[Mutant]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    scopes = list(_scopes(ast.parse(source)))
    module = path.relative_to(SOURCE / "tichet_rules").as_posix()
    seen: Counter[Key] = Counter()
    made: dict[str, Mutant] = {}
    for start, before, after in _broken(source):
        code = source[:start] + after + source[start + len(before) :]
        if code in made or before == after:
            continue
        offset, was, now = _difference(before, after)
        offset += start
        # Past the indentation, where a whole statement differs.
        while source[offset : offset + 1].isspace():
            offset += 1
        number = source.count("\n", 0, offset) + 1
        around = [each for each in scopes if each[0] <= number <= each[1]]
        bodies = [each[:2] for each in around if each[3]]
        key = Key(module, around[-1][2] if around else "", lines[number - 1].strip(), was, now)
        seen[key] += 1
        if seen[key] > 1:
            key = replace(key, nth=seen[key])
        made[code] = Mutant(key, path, number, bodies[-1] if bodies else None, code)
    return list(made.values())
