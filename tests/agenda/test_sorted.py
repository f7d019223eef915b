"""The sorted map against a plain dict, its old versions, and the rules of its tree."""

from __future__ import annotations

import copy
import pickle
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tichet_rules.agenda import _sorted
from tichet_rules.agenda._sorted import SortedMap

Key = tuple[str, int]
Map = SortedMap[Key, int]

# Few enough to meet again, enough for a tree five levels deep when nodes are narrow.
keys = st.tuples(st.sampled_from("abc"), st.integers(0, 80))
widths = st.integers(4, 7)


@contextmanager
def narrow_nodes(width: int) -> Iterator[None]:
    with patch.object(_sorted, "MAX_WIDTH", width):
        yield


def depth_of_sound_tree(tree: SortedMap[Any, Any], width: int) -> int:
    """The depth of the map's tree, once every rule of its structure has been checked."""

    def depth_below(node: _sorted._Node[Any, Any], *, is_root: bool) -> int:
        least_width = (2 if node.children else 0) if is_root else width // 2
        assert least_width <= len(node.keys) <= width
        assert all(low < high for low, high in pairwise(node.keys))
        if not node.children:
            assert len(node.values) == len(node.keys)
            return 1
        assert not node.values
        assert len(node.children) == len(node.keys)
        assert all(
            key is child.keys[0] for key, child in zip(node.keys, node.children, strict=True)
        )
        (depth,) = {depth_below(child, is_root=False) for child in node.children}
        return depth + 1

    found = list(tree)
    assert all(low < high for low, high in pairwise(found))
    assert len(found) == len(tree)
    return depth_below(tree._root, is_root=True)  # pyright: ignore[reportPrivateUsage]


def map_of(numbers: range) -> SortedMap[int, str]:
    return SortedMap.from_sorted((number, str(number)) for number in numbers)


def assert_answers_like_a_sorted_list(tree: Map, model: dict[Key, int], key: Key) -> None:
    items = sorted(model.items())
    order = [k for k, _ in items]
    left, right = bisect_left(order, key), bisect_right(order, key)
    assert list(tree.items_from(key)) == items[left:]
    assert list(tree.items_before(key)) == items[:left][::-1]
    assert tree.floor(key) == (items[right - 1] if right else None)
    assert tree.lower(key) == (items[left - 1] if left else None)
    assert tree.ceiling(key) == (items[left] if left < len(items) else None)
    assert tree.get(key) == model.get(key)
    assert tree.get(key, -1) == model.get(key, -1)
    assert (key in tree) == (key in model)


class SortedMapMachine(RuleBasedStateMachine):
    """A map, the dict it must agree with, and every version that must stay as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.tree: Map = SortedMap()
        self.model: dict[Key, int] = {}
        self.kept: list[tuple[Map, dict[Key, int]]] = []

    @initialize(width=widths, start=st.dictionaries(keys, st.integers(), max_size=200))
    def begin(self, width: int, start: dict[Key, int]) -> None:
        self.width = width
        self.patched = patch.object(_sorted, "MAX_WIDTH", width)
        self.patched.start()
        self.tree, self.model = SortedMap.from_sorted(sorted(start.items())), start

    def teardown(self) -> None:
        for tree, model in self.kept:
            assert list(tree.items()) == sorted(model.items())
            depth_of_sound_tree(tree, self.width)
        if hasattr(self, "patched"):
            self.patched.stop()

    def become(self, tree: Map, model: dict[Key, int]) -> None:
        self.kept.append((self.tree, self.model))
        self.tree, self.model = tree, model

    @rule(key=keys, value=st.integers())
    def insert(self, key: Key, value: int) -> None:
        if key in self.model:
            with pytest.raises(KeyError):
                self.tree.insert(key, value)
        else:
            self.become(self.tree.insert(key, value), {**self.model, key: value})

    @rule(key=keys, value=st.integers())
    def replace(self, key: Key, value: int) -> None:
        if key in self.model:
            self.become(self.tree.replace(key, value), {**self.model, key: value})
        else:
            with pytest.raises(KeyError):
                self.tree.replace(key, value)

    @rule(key=keys)
    def remove(self, key: Key) -> None:
        if key in self.model:
            rest = {k: v for k, v in self.model.items() if k != key}
            self.become(self.tree.remove(key), rest)
        else:
            with pytest.raises(KeyError):
                self.tree.remove(key)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), count=st.integers(1, 40))
    def remove_neighbours(self, data: st.DataObject, count: int) -> None:
        order = sorted(self.model)
        start = data.draw(st.integers(0, len(order) - 1))
        for key in order[start : start + count]:
            self.remove(key)

    @rule(changes=st.lists(st.tuples(keys, st.integers()), max_size=20))
    def change_in_a_draft(self, changes: list[tuple[Key, int]]) -> None:
        """Each key that is there is replaced or removed, each that isn't is inserted."""
        draft, model = self.tree.draft(), dict(self.model)
        for key, value in changes:
            if key not in model:
                assert draft.insert(key, value) is draft
                model[key] = value
            elif value % 2:
                assert draft.replace(key, value) is draft
                model[key] = value
            else:
                assert draft.remove(key) is draft
                del model[key]
            depth_of_sound_tree(draft, self.width)
        assert list(self.tree.items()) == sorted(self.model.items())
        self.become(draft.finished(), model)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        self.become(*data.draw(st.sampled_from(self.kept)))

    @rule(key=keys)
    def ask(self, key: Key) -> None:
        assert_answers_like_a_sorted_list(self.tree, self.model, key)
        if key in self.model:
            assert self.tree[key] == self.model[key]
        else:
            with pytest.raises(KeyError):
                self.tree[key]

    @invariant()
    def agrees_and_is_sound(self) -> None:
        assert list(self.tree.items()) == sorted(self.model.items())
        assert len(self.tree) == len(self.model)
        if hasattr(self, "width"):
            depth_of_sound_tree(self.tree, self.width)


TestSortedMap = SortedMapMachine.TestCase


@pytest.mark.parametrize("width", [4, 5, 6, 7, _sorted.MAX_WIDTH])
@pytest.mark.parametrize(
    "order",
    [
        pytest.param(lambda n: n, id="ascending"),
        pytest.param(lambda n: -n, id="descending"),
        pytest.param(lambda n: n * 389 % 1009, id="scattered"),
    ],
)
def test_growing_and_shrinking_keeps_the_tree_sound(
    width: int, order: Callable[[int], int]
) -> None:
    numbers = [order(n) for n in range(1, 400)]
    with narrow_nodes(width):
        tree: SortedMap[int, str] = SortedMap()
        for number in numbers:
            tree = tree.insert(number, str(number))
            depth = depth_of_sound_tree(tree, width)
        assert list(tree) == sorted(numbers)
        # Every node but the root is at least half full, so the depth is logarithmic.
        assert 2 * (width // 2) ** (depth - 1) <= 399
        for number in numbers:
            tree = tree.remove(number)
            depth_of_sound_tree(tree, width)
    assert tree == SortedMap()


def test_a_change_shares_all_but_one_path_with_the_old_map() -> None:
    def nodes(tree: SortedMap[Any, Any]) -> set[int]:
        found: set[int] = set()
        pending: list[Any] = [tree._root]  # pyright: ignore[reportPrivateUsage]
        while pending:
            node = pending.pop()
            found.add(id(node))
            pending.extend(node.children)
        return found

    with narrow_nodes(4):
        old = map_of(range(0, 2000, 2))
        depth = depth_of_sound_tree(old, 4)
        # At each level at most a node and the neighbour it parts or joins with, and a new root.
        for new in (old.insert(999, ""), old.remove(998), old.replace(998, "")):
            assert 0 < len(nodes(new) - nodes(old)) <= 2 * depth + 1
        # No more than the path, where the leaf stays within its bounds: even without its first.
        root = old._root  # pyright: ignore[reportPrivateUsage]
        roomy = [leaf for leaf in _sorted._leaves([root], 1) if len(leaf.keys) > 2]
        assert len(roomy) > 300
        for leaf in roomy:
            assert len(nodes(old.remove(leaf.keys[0])) - nodes(old)) == depth


def test_a_draft_copies_each_node_once_at_most() -> None:
    def path(tree: SortedMap[int, str]) -> list[Any]:
        nodes: list[Any] = [tree._root]  # pyright: ignore[reportPrivateUsage]
        while nodes[-1].children:
            nodes.append(nodes[-1].children[0])
        return nodes

    def shared(one: SortedMap[int, str], nodes: list[Any]) -> list[bool]:
        return [each is node for each, node in zip(path(one), nodes, strict=True)]

    with narrow_nodes(5):
        old = map_of(range(0, 200, 2))
        assert list(path(old)[-1].keys) == [0, 2, 4]
        draft = old.draft()
        copies = path(draft.replace(0, "a"))
        assert not any(shared(old, copies))
        # To the last key that a node has room for, and to the last that it may miss.
        changes: list[Callable[[], object]] = [
            lambda: draft.insert(3, "b"),
            lambda: draft.insert(5, "b"),
            lambda: draft.replace(2, "c"),
            lambda: draft.remove(5),
            lambda: draft.remove(3),
            lambda: draft.remove(4),
        ]
        for change in changes:
            change()
            assert all(shared(draft, copies))
        # Of another first key, those above are made anew.
        assert path(draft.insert(-1, "e"))[-1] is copies[-1]
        assert not any(shared(old.draft().replace(0, "d"), copies))


def test_what_was_a_draft_stays_as_it_is() -> None:
    value = map_of(range(100)).draft().replace(1, "a").finished()
    again = value.draft()
    for new in (value.replace(1, "b"), value.remove(1), value.insert(-1, "b"), again.remove(1)):
        assert new is not value
    assert list(value.items()) == [(n, "a" if n == 1 else str(n)) for n in range(100)]


@given(width=widths, size=st.integers(0, 400))
def test_a_map_from_sorted_items_is_sound(width: int, size: int) -> None:
    with narrow_nodes(width):
        tree = map_of(range(size))
        depth_of_sound_tree(tree, width)
    assert list(tree.items()) == [(n, str(n)) for n in range(size)]


@pytest.mark.parametrize(("size", "leaves"), [(8, 1), (9, 2), (12, 2), (17, 3), (60, 10), (65, 10)])
def test_nodes_are_made_three_quarters_full_where_there_is_a_choice(size: int, leaves: int) -> None:
    root = _sorted._Node(list(range(size)), list(range(size)), [])
    with narrow_nodes(8):
        assert len(root.pieces()) == leaves


@given(model=st.dictionaries(keys, st.integers()), key=keys, width=widths)
def test_a_map_answers_like_a_sorted_list(model: dict[Key, int], key: Key, width: int) -> None:
    with narrow_nodes(width):
        tree = SortedMap.from_sorted(sorted(model.items()))
    for asked in (key, *model):
        assert_answers_like_a_sorted_list(tree, model, asked)


@pytest.mark.parametrize("numbers", [(1, 1), (2, 1), (1, 2, 3, 3), (1, 3, 2, 4)])
def test_items_out_of_order_are_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="index") as caught:
        SortedMap.from_sorted((number, "Ana") for number in numbers)
    assert "Ana" not in str(caught.value)


def test_an_error_names_the_place_that_is_out_of_order() -> None:
    with pytest.raises(ValueError, match="the key at index 3 is not greater"):
        SortedMap.from_sorted([(1, ""), (2, ""), (3, ""), (3, "")])


def test_an_empty_map_has_no_answers() -> None:
    empty: SortedMap[int, str] = SortedMap()
    assert len(empty) == 0
    assert list(empty) == []
    assert list(empty.items()) == []
    assert list(empty.items_from(1)) == []
    assert list(empty.items_before(1)) == []
    assert empty.floor(1) is None
    assert empty.lower(1) is None
    assert empty.ceiling(1) is None
    assert empty.get(1) is None
    assert 1 not in empty
    for refused in (empty.remove, empty.__getitem__, lambda key: empty.replace(key, "")):
        with pytest.raises(KeyError, match="1"):
            refused(1)


def test_a_present_key_is_not_inserted_again() -> None:
    one = SortedMap[int, str]().insert(1, "a")
    with pytest.raises(KeyError, match="1"):
        one.insert(1, "b")
    assert one[1] == "a"


def test_a_present_none_is_not_the_default() -> None:
    tree: SortedMap[int, str | None] = SortedMap.from_sorted([(1, None)])
    assert tree.get(1, "default") is None
    assert tree.get(2, "default") == "default"


def test_iterators_are_lazy_and_outlive_later_versions() -> None:
    tree = map_of(range(1000))
    ascending, descending = tree.items_from(500), tree.items_before(500)
    assert next(ascending) == (500, "500")
    assert next(descending) == (499, "499")
    tree = tree.remove(501).remove(498)
    assert next(ascending) == (501, "501")
    assert next(descending) == (498, "498")


def test_the_iterators_meet_at_every_key() -> None:
    with narrow_nodes(4):
        tree = map_of(range(0, 200, 2))
    for key in range(-1, 201):
        assert [n for n, _ in tree.items_from(key)] == [n for n in range(0, 200, 2) if n >= key]
        before = [n for n, _ in tree.items_before(key)]
        assert before == [n for n in range(198, -1, -2) if n < key]


def test_a_deep_map_answers_at_every_key_and_between() -> None:
    model: dict[Key, int] = {("b", n): -n for n in range(0, 200, 2)}
    with narrow_nodes(4):
        tree = SortedMap.from_sorted(model.items())
    for key in [("a", 9), *(("b", n) for n in range(-1, 201)), ("c", 0)]:
        assert_answers_like_a_sorted_list(tree, model, key)


def test_equality_is_by_content() -> None:
    bulk, grown = map_of(range(100)), SortedMap[int, str]()
    for number in reversed(range(100)):
        grown = grown.insert(number, str(number))
    assert bulk == grown
    assert bulk != grown.replace(50, "other")
    assert bulk != grown.remove(50)
    assert bulk != grown.remove(50).insert(100, "100")
    assert (bulk == dict(bulk.items())) is False


def test_a_map_is_compared_with_itself_without_reading_entries() -> None:
    tree = map_of(range(100))
    same = tree
    with patch.object(SortedMap, "items", side_effect=AssertionError):
        assert tree == same


def test_a_map_is_unhashable_and_has_nothing_to_assign() -> None:
    tree: Any = map_of(range(3))
    with pytest.raises(TypeError, match="unhashable"):
        hash(tree)
    with pytest.raises(AttributeError):
        tree.size = 4


def test_a_repr_tells_the_size_and_no_entry() -> None:
    tree = SortedMap.from_sorted([("Ana", "0722"), ("Ion", "0733")])
    assert repr(tree) == "<SortedMap of 2 entries>"


def by_pickle(tree: SortedMap[int, list[str]]) -> SortedMap[int, list[str]]:
    result: SortedMap[int, list[str]] = pickle.loads(pickle.dumps(tree))
    return result


@pytest.mark.parametrize("copied", [by_pickle, copy.copy, copy.deepcopy])
def test_a_copy_is_an_equal_sound_map(
    copied: Callable[[SortedMap[int, list[str]]], SortedMap[int, list[str]]],
) -> None:
    tree = SortedMap.from_sorted((n, [str(n)]) for n in range(500))
    again = copied(tree)
    assert again == tree
    assert (again[0] is tree[0]) == (copied is copy.copy)
    depth_of_sound_tree(again, _sorted.MAX_WIDTH)
