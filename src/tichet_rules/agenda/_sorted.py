"""A sorted map that is a value: every change gives a new map and leaves the old one as it was.

It is a B+ tree of nodes that no map changes but the one they were made for. A new map copies the
nodes on one path from the root to a leaf and shares all the others with the old map, so a change
costs O(log n) time and memory. For many changes, of which only the last result is wanted, there is
a draft: it copies each node at most once, and then changes its own copy in place. Three things
are always true of the tree:

- a leaf holds its keys and, in parallel, their values;
- an inner node holds its children and, in parallel, the least key below each child;
- all leaves are at the same depth, and a node has at most `MAX_WIDTH` keys and, unless it is the
  root, at least half as many.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, pairwise, starmap
from operator import eq, lt
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, final, overload

if TYPE_CHECKING:
    from _typeshed import SupportsDunderLT

__all__ = ["SortedMap"]

# Wide nodes make the tree shallow but take longer to copy. Measured for 1,000 to 100,000 entries.
MAX_WIDTH = 48

K = TypeVar("K", bound="SupportsDunderLT[Any]")
V = TypeVar("V")
D = TypeVar("D")


@final
class _Node(Generic[K, V]):
    """A node of the tree: a leaf if it has no children, else an inner node, which has no values.

    ``draft`` is the mark of the draft that may change it in place, if there is one.
    """

    __slots__ = ("children", "draft", "keys", "values")

    def __init__(
        self,
        keys: list[K],
        values: list[V],
        children: list[_Node[K, V]],
        draft: object = None,
    ) -> None:
        self.keys = keys
        self.values = values
        self.children = children
        self.draft = draft

    def owned_by(self, draft: object) -> _Node[K, V]:
        """This node if the draft may change it, else a copy: the draft's, if there is one."""
        if draft is not None and self.draft is draft:
            return self
        if self.children:  # the keys are shared, as those of an inner node never change
            return _Node(self.keys, self.values, self.children.copy(), draft)
        return _Node(self.keys.copy(), self.values.copy(), self.children, draft)

    def part(self, places: slice) -> _Node[K, V]:
        return _Node(self.keys[places], self.values[places], self.children[places])

    def joined(self, right: _Node[K, V]) -> _Node[K, V]:
        return _Node(
            self.keys + right.keys, self.values + right.values, self.children + right.children
        )

    def pieces(self) -> tuple[_Node[K, V], ...]:
        """This node, or the neighbours of nearly equal width that replace it if it is too wide."""
        width = len(self.keys)
        # Three quarters full where there is a choice, so that the next inserts find room.
        count = max(-(-width // MAX_WIDTH), width // (MAX_WIDTH * 3 // 4), 1)
        if count == 1:
            return (self,)
        bounds = [width * i // count for i in range(count + 1)]
        return tuple(map(self.part, starmap(slice, pairwise(bounds))))


def _parent(children: Iterable[_Node[K, V]]) -> _Node[K, V]:
    nodes = list(children)
    return _Node([child.keys[0] for child in nodes], [], nodes)


@final
class SortedMap(Generic[K, V]):  # noqa: PLW1641 - unhashable, because its values may be
    """Values by key, in ascending order of key; equal to another map when their entries are equal.

    Keys need only `<` and `==`, which must agree, and must not change while they are in a map.
    """

    __slots__ = ("_draft", "_root", "_size")

    _root: _Node[K, V]
    _size: int
    _draft: object

    def __init__(self) -> None:
        self._root = _Node([], [], [])
        self._size = 0
        self._draft = None

    @classmethod
    def from_sorted(cls, items: Iterable[tuple[K, V]]) -> SortedMap[K, V]:
        """The map of these entries, given in strictly increasing order of key, in O(n)."""
        entries = list(items)
        return cls.of([key for key, _ in entries], [value for _, value in entries])

    @classmethod
    def of(cls, keys: list[K], values: list[V]) -> SortedMap[K, V]:
        """The map of keys in strictly increasing order and, in parallel, their values, in O(n)."""
        in_order = list(map(lt, keys, islice(keys, 1, None)))
        if not all(in_order):
            raise ValueError(
                f"items: the key at index {in_order.index(False) + 1} is not greater than the one"
                " before it; sort the items by key and keep one for each key"
            )
        root = _Node(keys, values, [])
        while len(level := root.pieces()) > 1:
            root = _parent(level)
        return cls._of(root, len(keys))

    def insert(self, key: K, value: V) -> SortedMap[K, V]:
        """This map and one more entry; `KeyError` if the key is present."""
        path, leaf, stop = self._path(key)
        if stop and leaf.keys[stop - 1] == key:
            raise KeyError(key)
        changed = leaf.owned_by(self._draft)
        changed.keys.insert(stop, key)
        changed.values.insert(stop, value)
        return self._become(_rebuilt(path, changed, self._draft), self._size + 1)

    def replace(self, key: K, value: V) -> SortedMap[K, V]:
        """This map with another value for the key; `KeyError` if the key is absent."""
        path, leaf, i = self._found(key)
        changed = leaf.owned_by(self._draft)
        changed.values[i] = value
        return self._become(_rebuilt(path, changed, self._draft), self._size)

    def remove(self, key: K) -> SortedMap[K, V]:
        """This map without the key; `KeyError` if the key is absent."""
        path, leaf, i = self._found(key)
        changed = leaf.owned_by(self._draft)
        del changed.keys[i], changed.values[i]
        return self._become(_rebuilt(path, changed, self._draft), self._size - 1)

    def draft(self) -> SortedMap[K, V]:
        """A map of the same entries, whose changes change it in place and give itself."""
        return self._of(self._root, self._size, object())

    def finished(self) -> SortedMap[K, V]:
        """This draft as a value: from now on, it stays as it is."""
        self._draft = None
        return self

    @overload
    def get(self, key: K) -> V | None: ...
    @overload
    def get(self, key: K, default: V | D) -> V | D: ...
    def get(self, key: K, default: V | D | None = None) -> V | D | None:
        """The value of the key, or `default` if the key is absent."""
        found = self.floor(key)
        return found[1] if found is not None and found[0] == key else default

    def __getitem__(self, key: K) -> V:
        _, leaf, i = self._found(key)
        return leaf.values[i]

    def __contains__(self, key: K) -> bool:
        found = self.floor(key)
        return found is not None and found[0] == key

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[K]:
        return chain.from_iterable(leaf.keys for leaf in _leaves([self._root], 1))

    def items(self) -> Iterator[tuple[K, V]]:
        """All entries, in ascending order of key."""
        return _entries([self._root], 1)

    def items_from(self, key: K) -> Iterator[tuple[K, V]]:
        """The entries whose key is `key` or greater, ascending; the first is found in O(log n)."""
        path, leaf, _ = self._path(key)
        start = bisect_left(leaf.keys, key)
        yield from zip(leaf.keys[start:], leaf.values[start:], strict=True)
        pending: list[_Node[K, V]] = []
        for node, i in path:
            pending += node.children[:i:-1]
        yield from _entries(pending, 1)

    def items_before(self, key: K) -> Iterator[tuple[K, V]]:
        """The entries whose key is less than `key`, descending; the first is found in O(log n)."""
        path, leaf, _ = self._path(key)
        pending: list[_Node[K, V]] = []
        for node, i in path:
            pending += node.children[:i]
        pending.append(leaf.part(slice(bisect_left(leaf.keys, key))))
        return _entries(pending, -1)

    def floor(self, key: K) -> tuple[K, V] | None:
        """The entry with the greatest key that is `key` or less; None if there is none."""
        return self._last(key, bisect_right)

    def lower(self, key: K) -> tuple[K, V] | None:
        """The entry with the greatest key less than `key`; None if there is none."""
        return self._last(key, bisect_left)

    def ceiling(self, key: K) -> tuple[K, V] | None:
        """The entry with the least key that is `key` or greater; None if there is none."""
        _, leaf, _ = self._path(key)
        i = bisect_left(leaf.keys, key)
        if i < len(leaf.keys):
            return leaf.keys[i], leaf.values[i]
        return next(self.items_from(key), None)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SortedMap):
            return NotImplemented
        that = cast("SortedMap[K, V]", other)
        if self._root is that._root:
            return True
        return self._size == that._size and all(map(eq, self.items(), that.items()))

    def __repr__(self) -> str:
        # The entries may hold personal data, and a repr ends up in logs.
        return f"<SortedMap of {self._size} entries>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_sorted, (tuple(self.items()),)

    @classmethod
    def _of(cls, root: _Node[K, V], size: int, draft: object = None) -> SortedMap[K, V]:
        made = object.__new__(cls)
        made._root = root
        made._size = size
        made._draft = draft
        return made

    def _become(self, root: _Node[K, V], size: int) -> SortedMap[K, V]:
        if self._draft is None:
            return self._of(root, size)
        self._root, self._size = root, size
        return self

    def _path(self, key: K) -> tuple[list[tuple[_Node[K, V], int]], _Node[K, V], int]:
        """The way to the key.

        Each inner node with the index of the child to follow, the leaf, and how many keys of the
        leaf are `key` or less.
        """
        path: list[tuple[_Node[K, V], int]] = []
        node = self._root
        while node.children:
            # From 1, because a key less than all others belongs below the first child too.
            i = bisect_right(node.keys, key, 1) - 1
            path.append((node, i))
            node = node.children[i]
        return path, node, bisect_right(node.keys, key)

    def _found(self, key: K) -> tuple[list[tuple[_Node[K, V], int]], _Node[K, V], int]:
        """The way to the key, as `_path` gives it, and its index in the leaf."""
        path, leaf, stop = self._path(key)
        if not stop or leaf.keys[stop - 1] != key:
            raise KeyError(key)
        return path, leaf, stop - 1

    def _last(self, key: K, bisect: Callable[..., int]) -> tuple[K, V] | None:
        """The last entry to the left of where `bisect` puts the key."""
        node = self._root
        while stop := bisect(node.keys, key):
            if not node.children:
                return node.keys[stop - 1], node.values[stop - 1]
            node = node.children[stop - 1]
        return None


def _rebuilt(path: list[tuple[_Node[K, V], int]], node: _Node[K, V], draft: object) -> _Node[K, V]:
    """The root of the tree with `node`, a changed leaf, at the end of `path`."""
    least, most = MAX_WIDTH // 2, MAX_WIDTH
    for parent, i in reversed(path):
        children = parent.children
        if least <= len(node.keys) <= most and node.keys[0] is parent.keys[i]:
            changed = parent.owned_by(draft)
            changed.children[i] = node
            node = changed
            continue
        start, stop = i, i + 1
        if len(node.keys) < least:
            # Becomes one with a neighbour, and `pieces` parts them again if that is too wide.
            if i:
                start, node = i - 1, children[i - 1].joined(node)
            else:
                stop, node = i + 2, node.joined(children[i + 1])
        middle = _parent(node.pieces())
        before, after = parent.part(slice(start)), parent.part(slice(stop, None))
        node = before.joined(middle).joined(after)
    if len(node.keys) > most:
        return _parent(node.pieces())
    if len(node.children) == 1:
        (node,) = node.children
    return node


def _leaves(pending: list[_Node[K, V]], step: int) -> Iterator[_Node[K, V]]:
    """The leaves below `pending`, its last node first; in descending order if `step` is -1."""
    while pending:
        node = pending.pop()
        if node.children:
            pending += node.children[::-step]
        else:
            yield node


def _entries(pending: list[_Node[K, V]], step: int) -> Iterator[tuple[K, V]]:
    leaves = _leaves(pending, step)
    return chain.from_iterable(
        zip(leaf.keys[::step], leaf.values[::step], strict=True) for leaf in leaves
    )
