"""How a line can be broken: the operators of mutmut, and those that it has not.

An operator takes a node of libcst and gives the nodes that may stand in its place; those below are
given libcst too. Both libraries are in the extra `mutation`, and are imported where they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any

Operator = Callable[[Any], Iterable[Any]]

# Words for people: of calls to these, the arguments from this place on; and arguments so named.
WORDING = {
    "InvalidInput": 2,
    "WrongType": 2,
    "listed": 2,
    "AttributeError": 0,
    "ValueError": 0,
}
WORDING_KEYWORDS = {"quote", "note"}
# Decorators for type checkers alone, and caches, which change nothing but the speed.
NO_MATTER = {"final", "overload", "cache", "lru_cache"}
BOOLEANS = {"True", "False"}
ERROR_AT_ONCE = {"len", "isinstance"}  # without one of their arguments


def name_of(node: Any) -> str:
    """The name that is called, or that decorates; empty where it is not a plain one."""
    node = getattr(node, "decorator", node)
    node = getattr(node, "func", node)
    value = getattr(node, "value", "")
    return value if isinstance(value, str) else ""


def is_wording(call: Any, place: int) -> bool:
    """Whether an argument of a call is words for people."""
    keyword = call.args[place].keyword
    named = keyword is not None and keyword.value in WORDING_KEYWORDS
    return named or place >= WORDING.get(name_of(call), len(call.args))


# --- operators ------------------------------------------------------------------------------


def one_string(mutmut: Any, node: Any) -> Iterable[Any]:
    # Further ones differ from the first only in the case of letters.
    return islice(mutmut.operator_string(node), 1)


def arguments(mutmut: Any, node: Any) -> Iterable[Any]:
    if name_of(node) in ERROR_AT_ONCE:
        return
    for made in mutmut.operator_arg_removal(node):
        pairs = zip(node.args, made.args, strict=False)
        last = len(node.args) - 1
        place = next((i for i, (one, other) in enumerate(pairs) if one is not other), last)
        removed = len(made.args) < len(node.args)
        # Of True and False, the other one is tried instead of None.
        none_too = removed or name_of(node.args[place].value) not in BOOLEANS
        if none_too and not is_wording(node, place):
            yield made


def negated(cst: Any, node: Any) -> Iterable[Any]:
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(cst.Not(), test))


def opposite(cst: Any, node: Any) -> Iterable[Any]:
    pairs = [
        (cst.LessThan, cst.GreaterThanEqual),
        (cst.LessThanEqual, cst.GreaterThan),
        (cst.GreaterThan, cst.LessThanEqual),
        (cst.GreaterThanEqual, cst.LessThan),
    ]
    for kind, other in pairs:
        if isinstance(node.operator, kind):
            yield node.with_changes(operator=other())


def one_less(cst: Any, node: Any) -> Iterable[Any]:
    yield cst.parse_expression(f"({node.evaluated_value - 1})")


def nothing_returned(cst: Any, node: Any) -> Iterable[Any]:
    if node.value is not None and name_of(node.value) != "None":
        yield node.with_changes(value=cst.Name("None"))


def nothing_raised(cst: Any, _: Any) -> Iterable[Any]:
    yield cst.Pass()


def nothing_called(cst: Any, node: Any) -> Iterable[Any]:
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def nothing_caught(cst: Any, node: Any) -> Iterable[Any]:
    kinds = node.type.elements if isinstance(node.type, cst.Tuple) else [node.type]
    for i in range(len(kinds)):
        left = cst.Tuple([each.with_changes() for each in [*kinds[:i], *kinds[i + 1 :]]])
        yield node.with_changes(type=left)


def no_round(cst: Any, node: Any) -> Iterable[Any]:
    yield node.with_changes(iter=cst.Tuple([]))


def no_break(cst: Any, _: Any) -> Iterable[Any]:
    yield cst.Continue()


def default(cst: Any, node: Any) -> Iterable[Any]:
    if node.default is not None and name_of(node.default) not in BOOLEANS:
        none = name_of(node.default) == "None"
        yield node.with_changes(default=cst.SimpleString('""') if none else cst.Name("None"))


def undecorated(_: Any, node: Any) -> Iterable[Any]:
    for i, each in enumerate(node.decorators):
        if name_of(each) not in NO_MATTER:
            yield node.with_changes(decorators=[*node.decorators[:i], *node.decorators[i + 1 :]])


def operators() -> Sequence[tuple[Any, Operator]]:
    """Each with the kind of node, or the kinds, that it takes."""
    cst, mutmut = import_module("libcst"), import_module("mutmut.mutation.mutators")
    narrower = {
        mutmut.operator_string: partial(one_string, mutmut),
        mutmut.operator_arg_removal: partial(arguments, mutmut),
    }
    theirs = [(kind, narrower.get(each, each)) for kind, each in mutmut.mutation_operators]
    ours = {
        negated: (cst.If, cst.While, cst.CompIf),
        opposite: cst.ComparisonTarget,
        one_less: cst.Integer,
        nothing_returned: cst.Return,
        nothing_raised: cst.Raise,
        nothing_called: cst.Expr,
        nothing_caught: cst.ExceptHandler,
        no_round: cst.For,
        no_break: cst.Break,
        default: cst.Param,
        undecorated: (cst.FunctionDef, cst.ClassDef),
    }
    return [*theirs, *((kind, partial(each, cst)) for each, kind in ours.items())]


# --- what stays as it is ----------------------------------------------------------------------


def _is_type(node: Any) -> bool:
    """Whether it gives a type a name: `Figures = tuple[...]`, `T = TypeVar("T")`."""
    if type(node.value).__name__ == "Call" and name_of(node.value) == "TypeVar":
        return True
    return (
        type(node.value).__name__ == "Subscript" and name_of(node.targets[0].target)[:1].isupper()
    )


LEFT_OUT: dict[str, Callable[[Any], bool]] = {
    "Annotation": lambda _: True,
    "Import": lambda _: True,
    "ImportFrom": lambda _: True,
    "FunctionDef": lambda node: (
        node.name.value == "__repr__" or "overload" in map(name_of, node.decorators)
    ),
    "If": lambda node: name_of(node.test) == "TYPE_CHECKING",
    "Decorator": lambda node: name_of(node) in NO_MATTER,
    "Call": lambda node: name_of(node) in {"Text", "cast", "TypeVar"},
    "Assign": lambda node: name_of(node.targets[0].target) == "__all__" or _is_type(node),
    "AnnAssign": lambda node: name_of(node.annotation.annotation) == "TypeAlias",
    "Expr": lambda node: type(node.value).__name__ in {"SimpleString", "ConcatenatedString"},
}


def left_out(node: Any) -> bool:
    """Whether a node and all within it stay as they are: see docs/mutation.md."""
    return LEFT_OUT.get(type(node).__name__, lambda _: False)(node)
