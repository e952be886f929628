"""Arranges the codebook as a tree, with the uses of each tag and of the tags below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from store.model.tag import Tag
from store.tags.sorting import HandOrder, arranged


class Node(msgspec.Struct, frozen=True):
    """A node of the tree: a tag, or only a prefix of the paths of other tags."""

    name: str
    """The full path."""
    tag: Tag | None
    """The codebook entry; None if only tags below it exist."""
    own: int
    """Uses of the tag itself."""
    below: int
    """Uses of the tags below it."""
    is_parent: bool
    """Whether there are tags below it."""

    @property
    def depth(self) -> int:
        """The number of nodes above it."""
        return self.name.count("/")

    @property
    def label(self) -> str:
        """The last part of its path."""
        return self.name.rpartition("/")[2]


def tree(tags: Iterable[Tag], uses: Mapping[str, int], by_hand: HandOrder | None = None) -> list[Node]:
    """Return all nodes: each before those below it, siblings by pinyin or in an order made by hand.

    :param uses: the number of uses of each tag.
    """
    entries = {tag.name: tag for tag in tags}
    below: dict[str, int] = {}
    for name in entries:
        for above in ancestors(name):
            below[above] = below.get(above, 0) + uses.get(name, 0)
    return [
        Node(name, entries.get(name), uses.get(name, 0), below.get(name, 0), is_parent=name in below)
        for name in _in_order({*entries, *below}, by_hand or {})
    ]


def _in_order(names: Iterable[str], by_hand: HandOrder) -> list[str]:
    """Return paths: each before those below it, siblings in their order."""
    labels: dict[str, list[str]] = {}
    for name in names:
        parent, _, label = name.rpartition("/")
        labels.setdefault(parent, []).append(label)
    ordered: list[str] = []
    waiting = [""]
    while waiting:
        parent = waiting.pop()
        if parent:
            ordered.append(parent)
        siblings = arranged(labels.get(parent, ()), by_hand.get(parent, ()))
        waiting += [f"{parent}/{label}" if parent else label for label in reversed(siblings)]
    return ordered


def ancestors(name: str) -> list[str]:
    """Return the paths above a name, the nearest last: 甲 and 甲/乙 for 甲/乙/丙."""
    parts = name.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
